package dev.shisa.server.platform.account;

import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import org.springframework.stereotype.Component;

/**
 * Secrets of sessions and tokens that were found good since the start, by their SHA-256: enough to let their owners pass while strangers
 * wait, without asking the database. It is no proof of anything: who it is and what they may do is looked up as ever.
 */
@Component
public class SeenSecrets {

    /** Some 2 MB; the one that was used longest ago is forgotten first, and then waits with the strangers once. */
    static final int SECRETS_MAX = 10_000;

    private final SequencedSet<String> seen = new LinkedHashSet<>();

    /** This one was found good just now. */
    public synchronized void good(byte[] hash) {
        seen.addLast(HexFormat.of().formatHex(hash));
        if (seen.size() > SECRETS_MAX) {
            seen.removeFirst();
        }
    }

    /** This one holds no more, or never did. */
    public synchronized void bad(byte[] hash) {
        seen.remove(HexFormat.of().formatHex(hash));
    }

    /** Whether it was good when it was last looked up. */
    public synchronized boolean isSeen(byte[] hash) {
        return seen.contains(HexFormat.of().formatHex(hash));
    }
}
