package dev.shisa.server.platform.door;

import java.time.Duration;

/** Who sends a body, as far as the door knows before it is read. */
public enum Sender {
    /** Nobody that we know. A whole report has three files of 10 MB, so it is the share of one network. */
    STRANGER(1L << 20, 32L << 20, 64L << 20, Duration.ofSeconds(10), 16 << 10),
    /** Somebody with a link that was made for them and still holds. */
    GUEST(1L << 20, 210L << 20, 420L << 20, Duration.ofSeconds(30), 4 << 10),
    /** Somebody signed in, or a program with a token: known by name, so what they hold is their own affair. */
    PERSON(4L << 20, Long.MAX_VALUE, Long.MAX_VALUE, Duration.ofSeconds(60), 1 << 10);

    /** Of what the sum allows, this much is kept free for small bodies: a few large files do not keep everybody else from writing. */
    static final long KEPT_FOR_SMALL = 8L << 20;

    static final long SMALL = 1L << 20;

    private final long formBytesMax;
    private final long shareBytes;
    private final long sumBytes;
    private final Duration grace;
    private final long bytesPerSecondMin;

    Sender(long formBytesMax, long shareBytes, long sumBytes, Duration grace, long bytesPerSecondMin) {
        this.formBytesMax = formBytesMax;
        this.shareBytes = shareBytes;
        this.sumBytes = sumBytes;
        this.grace = grace;
        this.bytesPerSecondMin = bytesPerSecondMin;
    }

    /** Bytes of a form without files, which is read into memory. */
    long formBytesMax() {
        return formBytesMax;
    }

    /** Bytes that one network may have in flight. */
    long shareBytes() {
        return shareBytes;
    }

    /** Bytes that all of this kind together may have in flight. */
    long sumBytes() {
        return sumBytes;
    }

    boolean isLimited() {
        return sumBytes != Long.MAX_VALUE;
    }

    /** How long a body may have been on its way by the time that so many bytes have come. */
    long allowedNanos(long received) {
        return grace.toNanos() + received * 1_000_000_000L / bytesPerSecondMin;
    }
}
