package dev.shisa.server.platform.api;

import dev.shisa.server.platform.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.springframework.core.MethodParameter;

/** How a call of the API is read and answered. */
public final class ApiCalls {

    private ApiCalls() {}

    /** The body of a call, as a record. */
    public static <T> T read(HttpServletRequest request, Class<T> type) throws IOException {
        String sent = String.valueOf(request.getContentType());
        if (sent.startsWith(ApiWeb.FILE)) {
            throw new Problem(415, "api.media-type", sent);
        }
        return StrictJson.read(request.getInputStream().readNBytes(ApiDoor.BODY_BYTES_MAX), type);
    }

    /**
     * Answers a call.
     *
     * @param operation what a method with the annotation {@link Operation} gives back
     */
    public static void send(
            Answer<?> answer, MethodParameter operation, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (answer.version() != null) {
            String tag = "\"" + answer.version() + "\"";
            response.setHeader("ETag", tag);
            if (request.getMethod().equals("GET") && tag.equals(request.getHeader("If-None-Match"))) {
                response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
                return;
            }
        }
        if (answer.location() != null) {
            response.setHeader("Location", answer.location());
        }
        if (answer.secret() != null) {
            request.setAttribute(ApiDoor.SECRET, answer.secret());
        }
        byte[] body = StrictJson.write(answer.body());
        response.setStatus(Objects.requireNonNull(operation.getMethodAnnotation(Operation.class))
                .status());
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
