package dev.shisa.server.supplier;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.RateLimits;
import dev.shisa.server.platform.account.Source;
import dev.shisa.server.platform.door.Sender;
import dev.shisa.server.platform.door.Senders;
import dev.shisa.server.platform.web.Cookies;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Suppliers who answer or send by a link: known while it holds. Without one, nothing that is sent to their addresses is read. */
@Component
record Guests(Questionnaire questionnaire, Exchange exchange, RateLimits limits) implements Senders {

    private static final String ANSWERING = "/supplier/";

    /** Not more than of pages that are opened ({@link AnsweringPages}). */
    private static final int SENT_MAX = 120;

    private static final Duration SENT_WINDOW = Duration.ofMinutes(1);

    @Override
    public Optional<Sender> of(HttpServletRequest request) {
        String path = request.getRequestURI();
        if (path.startsWith(ANSWERING)) {
            limits.knock("supplier-sends", Source.of(request), SENT_MAX, SENT_WINDOW);
            if (questionnaire.open(path.substring(ANSWERING.length())).isEmpty()) {
                throw new Problem(404, "supplier.link.ended");
            }
            return Optional.of(Sender.GUEST);
        }
        if (path.equals(GuestPages.HERE + "/files")) {
            if (Cookies.read(request, GuestPages.COOKIE)
                    .flatMap(exchange::visitor)
                    .isEmpty()) {
                throw new Problem(404, "supplier.exchange.left");
            }
            return Optional.of(Sender.GUEST);
        }
        return Optional.empty();
    }
}
