package dev.shisa.server.platform;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/** New ids inside: UUIDv7, so that rows lie in the order in which they came (RFC 9562, sections 5.7 and 6.2 method 1). */
@Component
public class Ids {

    /** Letters and digits of readable codes, without those that look alike. */
    private static final String READABLE = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock;

    /** Milliseconds and, in the lower 12 bits, a counter of the last id: ids of one moment, or of a clock set back, still ascend. */
    private final AtomicLong last = new AtomicLong();

    public Ids(InstantSource clock) {
        this.clock = clock;
    }

    public UUID next() {
        long now = (clock.millis() << 12) | random.nextInt(1 << 8);
        long moment = last.updateAndGet(before -> Math.max(now, before + 1));
        long high = ((moment >>> 12) << 16) | 0x7000L | (moment & 0xfff);
        long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** A short code for people, such as {@code D-7K2QM}; not sequential, so that it gives no count away. */
    public String code(String prefix) {
        StringBuilder code = new StringBuilder(prefix).append('-');
        for (int i = 0; i < 5; i++) {
            code.append(READABLE.charAt(random.nextInt(READABLE.length())));
        }
        return code.toString();
    }

    /** 256 random bits for links and sessions, base64url. */
    public String secret() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
