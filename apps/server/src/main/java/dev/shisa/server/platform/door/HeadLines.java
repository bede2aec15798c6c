package dev.shisa.server.platform.door;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;

/**
 * Looks at the heads of requests as they come and spoils a header that goes on in the next line (obs-fold; RFC 9112, section 5.2: a server
 * refuses it or joins the lines). The container joins them and has no setting for the other, while a proxy in front may read the second line
 * as something of its own. What stood for the fold is no character of a header's name, so the container answers 400.
 */
final class HeadLines {

    private static final byte SPOILED = 1;

    /** With one of these a body follows the head; its bytes are not looked at. */
    private static final List<String> OF_A_BODY = List.of("content-length:", "transfer-encoding:");

    private static final int NAME_MAX = 20;

    private boolean inHead = true;
    private boolean hasBody;
    private boolean lineIsEmpty = true;
    private boolean isFirstLine = true;
    private final StringBuilder name = new StringBuilder();

    /** Bytes {@code from} to {@code to} of a buffer, as they have just come. */
    void look(ByteBuffer bytes, int from, int to) {
        for (int at = from; at < to && inHead; at++) {
            byte one = bytes.get(at);
            if (one == '\n') {
                endOfLine();
            } else if (one != '\r') {
                if (name.isEmpty() && lineIsEmpty && !isFirstLine && (one == ' ' || one == '\t')) {
                    bytes.put(at, SPOILED);
                }
                lineIsEmpty = false;
                if (name.length() < NAME_MAX) {
                    name.append((char) (one & 0x7f));
                }
            }
        }
    }

    private void endOfLine() {
        if (lineIsEmpty && !isFirstLine) {
            // Without a body the next head begins here; after one, where the request has ended.
            inHead = !hasBody;
            hasBody = false;
            isFirstLine = true;
        } else if (!lineIsEmpty) {
            String begins = name.toString().toLowerCase(Locale.ROOT);
            hasBody |= OF_A_BODY.stream().anyMatch(begins::startsWith);
            isFirstLine = false;
            // The preface of HTTP/2: what comes after it are no lines.
            if (begins.startsWith("pri * http/2.0")) {
                hasBody = true;
            }
        }
        lineIsEmpty = true;
        name.setLength(0);
    }

    /** A request has ended with its body: a head comes next. */
    void next() {
        if (!inHead) {
            inHead = true;
            isFirstLine = true;
            lineIsEmpty = true;
            name.setLength(0);
        }
    }
}
