package dev.shisa.server.evidence;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Evidence with its facts as another installation recorded it. Ids are those of there: they only say what belongs to what.
 *
 * @param code of there; kept where it is free here, since it may be written on papers
 * @param evidence with {@code via} {@code import}; {@code renews} is an id of there
 */
public record EvidenceCopy(UUID id, String code, NewEvidence evidence, List<FactCopy> facts) {

    public static final String VIA = "import";

    /** Between the name of a person and the organisation in whose installation that person was: 佐藤 花子 (みどり浜光機). */
    static final String OF = " (";

    /** How a person of another installation is named here. */
    public static String named(String person, String organisation) {
        String of = OF + organisation + ")";
        int most = EvidenceLog.TITLE_CHARS_MAX - of.length();
        return most < 1 ? person : person.substring(0, Math.min(person.length(), most)) + of;
    }

    public EvidenceCopy {
        facts = List.copyOf(facts);
    }

    /**
     * One fact.
     *
     * @param fact {@code supersedes} are ids of there
     * @param confirmed by a person of there; null: by nobody
     */
    public record FactCopy(UUID id, NewFact fact, @Nullable Confirmed confirmed) {}

    /** Who confirmed there; a name, since nobody of there has an account here. */
    public record Confirmed(String name, Instant at, String note) {}
}
