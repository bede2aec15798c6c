package dev.shisa.server.platform.web;

import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.coyote.BadRequestException;
import org.apache.coyote.CloseNowException;
import org.apache.tomcat.util.http.fileupload.MultipartStream;

/** Whether a failure means that whoever sends stopped sending, or sends what does not end: nothing of ours has failed. */
final class BrokenOff {

    private static final int CAUSES_MAX = 50;

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
}
