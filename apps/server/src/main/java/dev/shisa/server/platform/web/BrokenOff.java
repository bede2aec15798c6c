package dev.shisa.server.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.coyote.BadRequestException;
import org.apache.coyote.CloseNowException;
import org.apache.tomcat.util.http.fileupload.MultipartStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a failure means that whoever sends stopped sending, or sends what does not end: nothing of ours has failed. */
final class BrokenOff {

    private static final Logger LOG = LoggerFactory.getLogger(BrokenOff.class);
    private static final int CAUSES_MAX = 50;
    private static final String NOTED = BrokenOff.class.getName() + ".noted";

    private BrokenOff() {}

    static boolean isBehind(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(CAUSES_MAX)
                .anyMatch(cause -> cause instanceof EOFException
                        || cause instanceof SocketException
                        || cause instanceof SocketTimeoutException
                        || cause instanceof ClientAbortException
                        || cause instanceof CloseNowException
                        || cause instanceof BadRequestException
                        || cause instanceof MultipartStream.MalformedStreamException);
    }

    /** Writes one line about it: the container asks for its own page when the answer of a handler does not arrive either. */
    static void note(HttpServletRequest request) {
        if (request.getAttribute(NOTED) == null) {
            request.setAttribute(NOTED, true);
            LOG.info("request {} {}: its body broke off", request.getMethod(), RequestId.route(request));
        }
    }
}
