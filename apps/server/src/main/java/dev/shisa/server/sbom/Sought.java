package dev.shisa.server.sbom;

import java.util.Set;
import java.util.UUID;

/** Which component is looked for in the lists of all releases. */
public sealed interface Sought {

    /** A component of this whole name, of any version that begins so; compared without regard to width, case and kana. */
    record Named(String name, String version) implements Sought {}

    /**
     * A component with this package URL, with or without a version, in one of these releases.
     *
     * @param releases those whose lists may have it; no other is looked at
     */
    record Packaged(String purl, Set<UUID> releases) implements Sought {
        public Packaged {
            releases = Set.copyOf(releases);
        }
    }
}
