package dev.shisa.server.platform;

/** Something that was asked too often in a while, and will be answered again after it: 429 with the time to wait. */
public final class TooOften extends Problem {

    private static final long serialVersionUID = 1L;

    private final long seconds;

    /**
     * @param seconds until it may be asked again, told to programs as {@code Retry-After} (RFC 9110, section 10.2.3)
     * @param code below {@code error.}
     */
    public TooOften(long seconds, String code, Object... args) {
        super(429, code, args);
        this.seconds = seconds;
    }

    public long seconds() {
        return seconds;
    }
}
