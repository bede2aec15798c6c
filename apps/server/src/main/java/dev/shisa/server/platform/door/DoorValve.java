package dev.shisa.server.platform.door;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.coyote.InputBuffer;

/**
 * What the container itself lets each request pass, before any filter: the body is counted and has to come in
 * time ({@link BodyInput}), and an answer that nobody of ours wrote carries the headers that all of ours have.
 */
final class DoorValve extends ValveBase {

    DoorValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        org.apache.coyote.Request raw = request.getCoyoteRequest();
        InputBuffer connection = raw.getInputBuffer();
        BodyInput body = new BodyInput(connection, System::nanoTime);
        raw.setInputBuffer(body);
        request.setAttribute(BodyInput.ATTRIBUTE, body);
        try {
            getNext().invoke(request, response);
            OwnHeaders.complete(response);
            if (!request.isAsync()) {
                end(raw, body, response);
            }
        } finally {
            raw.setInputBuffer(connection);
        }
    }

    /** Sends the answer before the rest of the body is looked at, so that who still sends is told at once. */
    private static void end(org.apache.coyote.Request raw, BodyInput body, Response response) throws IOException {
        if (!mayHaveBody(raw) || !isOfLines(raw)) {
            return;
        }
        response.finishResponse();
        if (!body.drain()) {
            raw.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
            raw.action(ActionCode.CLOSE_NOW, new IOException("what was sent was not wanted"));
        }
    }

    private static boolean mayHaveBody(org.apache.coyote.Request raw) {
        try {
            return raw.getContentLengthLong() > 0 || raw.getMimeHeaders().getHeader("transfer-encoding") != null;
        } catch (IllegalArgumentException e) {
            // No number, or two: the container has refused it, and ends the connection.
            return false;
        }
    }

    /** Of HTTP/2 the container ends what is not wanted stream by stream. */
    private static boolean isOfLines(org.apache.coyote.Request raw) {
        return String.valueOf(raw.protocol().toString()).startsWith("HTTP/1.");
    }
}
