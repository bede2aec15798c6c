package dev.shisa.server.answers;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.RateLimits;
import dev.shisa.server.platform.account.Secrets;
import dev.shisa.server.platform.account.Source;
import dev.shisa.server.platform.door.Sender;
import dev.shisa.server.platform.door.Senders;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Colleagues who answer by a link: known while it is open. Without one, nothing that is sent to its address is read. */
@Component
record AnswerSenders(LinkStore store, RateLimits limits, InstantSource clock) implements Senders {

    private static final String ANSWERING = "/answer/";

    /** Not more than of pages that are opened ({@link GuestController}). */
    private static final int SENT_MAX = 120;

    private static final Duration SENT_WINDOW = Duration.ofMinutes(1);

    @Override
    public Optional<Sender> of(HttpServletRequest request) {
        String path = request.getRequestURI();
        if (!path.startsWith(ANSWERING)) {
            return Optional.empty();
        }
        limits.knock("answer-sends", Source.of(request), SENT_MAX, SENT_WINDOW);
        if (store.byToken(Secrets.hash(path.substring(ANSWERING.length())))
                .filter(link -> link.isOpen(clock.instant()))
                .isEmpty()) {
            throw new Problem(404, "link.ended");
        }
        return Optional.of(Sender.GUEST);
    }
}
