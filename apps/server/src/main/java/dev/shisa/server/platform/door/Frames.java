package dev.shisa.server.platform.door;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Follows the frames of HTTP/2 (RFC 9113, section 4.1) as they come, and knows since when one has been on its way: a frame of which a part
 * is missing, or a head that goes on in the next frame (section 6.10), which the container waits for without end. What a request brings
 * besides its head has a time of its own ({@link BodyInput}).
 */
final class Frames {

    /** What a client sends before its first frame (section 3.4). */
    private static final int PREFACE_BYTES = 24;

    private static final int HEAD_BYTES = 9;
    private static final int TYPE_AT = 3;
    private static final int FLAGS_AT = 4;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int CONTINUATION = 9;
    private static final int END_HEADERS = 4;

    private int prefaceLeft = PREFACE_BYTES;
    private int headRead;
    private int contentLeft;
    private int type;
    private boolean endsHead;
    private boolean isInHead;
    private volatile @Nullable Long since;

    /** Bytes {@code from} to {@code to} of a buffer, which have come {@code now}. */
    void look(ByteBuffer bytes, int from, int to, long now) {
        for (int at = from; at < to; ) {
            int left = to - at;
            if (prefaceLeft > 0) {
                int some = Math.min(prefaceLeft, left);
                prefaceLeft -= some;
                at += some;
            } else if (headRead < HEAD_BYTES) {
                head(bytes.get(at) & 0xff);
                at++;
            } else {
                int some = Math.min(contentLeft, left);
                contentLeft -= some;
                at += some;
            }
            if (headRead == HEAD_BYTES && contentLeft == 0) {
                frameEnds();
            }
        }
        if (!isOpen()) {
            since = null;
        } else if (since == null) {
            since = now;
        }
    }

    private void head(int one) {
        if (headRead < TYPE_AT) {
            contentLeft = contentLeft << 8 | one;
        } else if (headRead == TYPE_AT) {
            type = one;
        } else if (headRead == FLAGS_AT) {
            endsHead = (one & END_HEADERS) != 0;
        }
        headRead++;
    }

    private void frameEnds() {
        headRead = 0;
        if (type == HEADERS || type == CONTINUATION) {
            isInHead = !endsHead;
        }
        if (!isInHead) {
            since = null;
        }
    }

    private boolean isOpen() {
        boolean isInFrame = headRead > 0 && (headRead < HEAD_BYTES || type != DATA);
        return isInHead || isInFrame || (prefaceLeft > 0 && prefaceLeft < PREFACE_BYTES);
    }

    boolean isLate(long now, Duration max) {
        Long begun = since;
        return begun != null && now - begun > max.toNanos();
    }
}
