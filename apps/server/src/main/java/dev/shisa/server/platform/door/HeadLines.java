package dev.shisa.server.platform.door;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the heads of requests as they come and spoils a header that goes on in the next line (obs-fold; RFC 9112, section 5.2: a server
 * refuses it or joins the lines). The container joins them and has no setting for the other, while a proxy in front may read the second line
 * as something of its own. What stood for the fold is no character of a header's name, so the container answers 400.
 *
 * <p>Heads come one after the other, also in one piece with what stands before them, so bodies are followed by their length or chunk by
 * chunk (sections 6.2 and 7.1). Where it cannot be told how far a body goes, everything after its head is spoiled: no head gets past.
 *
 * <p>In the same way it spoils a request without a version (HTTP/0.9), whose answer could have none of our headers, and more blank lines
 * before a request than a careless client sends. And it knows since when the lines have been on their way that the container waits for
 * without end, byte by byte: blank ones, those of a head, between chunks and after the last; and since when a whole body.
 */
final class HeadLines {

    private static final byte SPOILED = 1;

    private static final String LENGTH = "content-length:";
    private static final String CODING = "transfer-encoding:";

    /** As much of a line as is looked at; a longer one says no length. */
    private static final int LINE_MAX = 256;

    /** Blank bytes before a request; the section says at least one line (2.2). */
    private static final int BLANK_MAX = 8;

    /** Method, address and version. */
    private static final int WORDS = 3;

    private static final String DIGITS = "[0-9]{1,18}";
    private static final String HEX_DIGITS = "[0-9a-f]{1,8}";

    private enum In {
        HEAD,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER,
        UNKNOWN
    }

    private In in = In.HEAD;
    private long left;
    private boolean isChunked;
    private boolean isLost;
    private boolean lineIsEmpty = true;
    private boolean isFirstLine = true;
    private final StringBuilder line = new StringBuilder();
    private int blanks;
    private int words;
    private boolean isInWord;
    private long bodyBegun;
    private long bodyBytes;
    private volatile @Nullable Long since;
    private volatile @Nullable Long bodyUntil;

    /** Bytes {@code from} to {@code to} of a buffer, which have come {@code now}. */
    void look(ByteBuffer bytes, int from, int to, long now) {
        for (int at = from; at < to; ) {
            switch (in) {
                case BODY, CHUNK -> {
                    int some = (int) Math.min(left, to - at);
                    left -= some;
                    at += some;
                    bodyBytes += some;
                    if (left == 0) {
                        in = in == In.BODY ? In.HEAD : In.CHUNK_END;
                    }
                }
                case UNKNOWN -> {
                    bytes.put(at, SPOILED);
                    at++;
                }
                case HEAD, CHUNK_SIZE, CHUNK_END, TRAILER -> {
                    lookAt(bytes, at);
                    at++;
                }
            }
        }
        if (!isInLines()) {
            since = null;
        } else if (since == null) {
            since = now;
        }
        if (in == In.HEAD) {
            bodyUntil = null;
            return;
        }
        if (bodyUntil == null) {
            bodyBegun = now;
        }
        bodyUntil = bodyBegun + Sender.PERSON.allowedNanos(bodyBytes);
    }

    private boolean isInLines() {
        return switch (in) {
            case HEAD -> blanks > 0 || !lineIsEmpty || !isFirstLine;
            case CHUNK_SIZE -> !lineIsEmpty;
            case TRAILER -> true;
            case BODY, CHUNK, CHUNK_END, UNKNOWN -> false;
        };
    }

    /** Whether lines have been on their way for longer than that, or a body for longer than anybody's may. */
    boolean isLate(long now, Duration max) {
        Long lines = since;
        Long body = bodyUntil;
        return (lines != null && now - lines > max.toNanos()) || (body != null && now - body > 0);
    }

    private void lookAt(ByteBuffer bytes, int at) {
        byte one = bytes.get(at);
        if (in == In.HEAD && isFirstLine && isToBeSpoiled(one)) {
            bytes.put(at, SPOILED);
        } else if (one == '\n') {
            endOfLine(line.toString().toLowerCase(Locale.ROOT));
            lineIsEmpty = true;
            line.setLength(0);
        } else if (one != '\r') {
            boolean isOfHeaders = in == In.TRAILER || (in == In.HEAD && !isFirstLine);
            if (isOfHeaders && lineIsEmpty && (one == ' ' || one == '\t')) {
                bytes.put(at, SPOILED);
            }
            lineIsEmpty = false;
            if (line.length() < LINE_MAX) {
                line.append((char) (one & 0xff));
            }
        }
    }

    /** In the first line of a head, or before it. */
    private boolean isToBeSpoiled(byte one) {
        if (lineIsEmpty && (one == '\r' || one == '\n')) {
            blanks++;
            return blanks > BLANK_MAX;
        }
        boolean isOfWord = one > ' ';
        words += isOfWord && !isInWord ? 1 : 0;
        isInWord = isOfWord;
        return one == '\n' && words < WORDS;
    }

    private void endOfLine(String text) {
        switch (in) {
            case HEAD -> {
                if (lineIsEmpty && !isFirstLine) {
                    endOfHead();
                } else if (!lineIsEmpty) {
                    blanks = 0;
                    words = 0;
                    isFirstLine = false;
                    header(text);
                }
            }
            case CHUNK_SIZE -> chunk(text.split(";", 2)[0]);
            case CHUNK_END -> in = lineIsEmpty ? In.CHUNK_SIZE : In.UNKNOWN;
            case TRAILER -> {
                in = lineIsEmpty ? In.HEAD : In.TRAILER;
                since = lineIsEmpty ? null : since;
            }
            case BODY, CHUNK, UNKNOWN -> {}
        }
    }

    private void header(String text) {
        if (text.startsWith(CODING)) {
            isChunked |= text.contains("chunked");
            isLost |= text.length() == LINE_MAX;
        } else if (text.startsWith(LENGTH)) {
            String length = text.substring(LENGTH.length()).strip();
            if (length.matches(DIGITS)) {
                left = Long.parseLong(length);
            }
            isLost |= !length.matches(DIGITS) || text.length() == LINE_MAX;
        }
    }

    private void endOfHead() {
        in = isLost ? In.UNKNOWN : isChunked ? In.CHUNK_SIZE : left > 0 ? In.BODY : In.HEAD;
        isFirstLine = true;
        isChunked = false;
        since = null;
        bodyUntil = null;
        bodyBytes = 0;
    }

    private void chunk(String size) {
        if (!size.matches(HEX_DIGITS)) {
            in = In.UNKNOWN;
            return;
        }
        left = Long.parseLong(size, 16);
        since = null;
        in = left == 0 ? In.TRAILER : In.CHUNK;
    }
}
