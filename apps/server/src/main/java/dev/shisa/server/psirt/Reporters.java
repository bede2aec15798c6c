package dev.shisa.server.psirt;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.door.Sender;
import dev.shisa.server.platform.door.Senders;
import dev.shisa.server.portal.PortalFrames;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Whoever reports a vulnerability is a stranger; while the public pages are switched off, nothing that is sent there is read. */
@Component
class Reporters implements Senders {

    private final PortalFrames frames;

    Reporters(PortalFrames frames) {
        this.frames = frames;
    }

    @Override
    public Optional<Sender> of(HttpServletRequest request) {
        String path = request.getRequestURI();
        if (!path.equals(PublicReportPages.HERE) && !path.startsWith(PublicReportPages.HERE + "/")) {
            return Optional.empty();
        }
        if (path.equals(PublicReportPages.HERE) && !frames.isOn()) {
            throw new Problem(404, "psirt.report.off");
        }
        return Optional.of(Sender.STRANGER);
    }
}
