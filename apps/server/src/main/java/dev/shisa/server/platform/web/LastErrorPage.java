package dev.shisa.server.platform.web;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.door.OwnHeaders;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** What went wrong outside of every handler: a request that the container or a filter refused. */
@Controller
class LastErrorPage implements ErrorController {

    private static final Logger LOG = LoggerFactory.getLogger(LastErrorPage.class);

    private final ProblemPage pages;

    LastErrorPage(ProblemPage pages) {
        this.pages = pages;
    }

    @RequestMapping("/error")
    @Requires(Act.OPEN)
    void page(HttpServletRequest request, HttpServletResponse response) throws IOException {
        OwnHeaders.complete(response);
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        Throwable failure = (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        // An upload that could not be kept for a moment is told by the container as if the request were wrong.
        Optional<Problem> outage = Optional.ofNullable(failure).flatMap(Outage::behind);
        if (outage.isEmpty() && failure != null && BrokenOff.isBehind(failure)) {
            BrokenOff.note(request);
            pages.send(new Problem(400, "upload.broke"), request, response);
            return;
        }
        if (status >= 500 || outage.isPresent()) {
            LOG.error("request {} failed outside of its handler", request.getMethod(), failure);
        }
        Problem problem = outage.orElseGet(() -> switch (status) {
            case 401, 403 -> new Problem(403, ErrorPages.general("denied", request));
            case 404 -> new Problem(404, ErrorPages.general("not-found", request));
            case 413 -> new Problem(413, "upload.too-large", 200);
            default ->
                status < 500
                        ? new Problem(status, ErrorPages.general("bad-request", request))
                        : new Problem(500, "bug", RequestId.of(request));
        });
        pages.send(problem, request, response);
    }
}
