package dev.shisa.advisory.provider;

import dev.shisa.advisory.CsafVersion;
import java.util.Locale;
import java.util.Optional;

/** To whom a document may be shown (FIRST's Traffic Light Protocol, by the names that metadata of CSAF 2.0 knows). */
public enum Tlp {
    UNLABELED,
    WHITE,
    GREEN,
    AMBER,
    RED;

    /** Of a label in a document of either version; empty for a word that is none. */
    static Optional<Tlp> of(String label) {
        return switch (label) {
            case "" -> Optional.of(UNLABELED);
            case "CLEAR", "WHITE" -> Optional.of(WHITE);
            case "GREEN" -> Optional.of(GREEN);
            case "AMBER", "AMBER+STRICT" -> Optional.of(AMBER);
            case "RED" -> Optional.of(RED);
            default -> Optional.empty();
        };
    }

    /** Whether everybody may read it without asking. */
    public boolean isPublic() {
        return this == UNLABELED || this == WHITE;
    }

    /** The folder for documents of this label. */
    public String folder() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The same for documents of one version of CSAF: the later one knows TLP 2.0 only. */
    public String folder(CsafVersion version) {
        return label(version).toLowerCase(Locale.ROOT);
    }

    /** The label by the name that metadata of a version of CSAF knows. */
    String label(CsafVersion version) {
        return version == CsafVersion.V2_1 && isPublic() ? "CLEAR" : name();
    }
}
