package dev.shisa.server.evidence;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Tells of evidence that follows from what a capability keeps: a document, a register, a supplier's records. It ends and changes with
 * that, so nobody renews it by hand: the renewal would go on counting when what it follows from has ended.
 */
public interface EvidenceKeeper {

    /**
     * Where it is kept.
     *
     * @param name as people know it
     * @param href its page
     */
    record Kept(String name, String href) {}

    Optional<Kept> of(UUID evidence, Locale locale);
}
