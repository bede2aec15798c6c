package dev.shisa.server.platform;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** New ids inside: UUIDv7, so that rows lie in the order in which they came (RFC 9562, section 5.7). */
@Component
public class Ids {

    /** Letters and digits of readable codes, without those that look alike. */
    private static final String READABLE = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock;

    public Ids(InstantSource clock) {
        this.clock = clock;
    }

    public UUID next() {
        long high = (clock.millis() << 16) | 0x7000L | random.nextInt(1 << 12);
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
