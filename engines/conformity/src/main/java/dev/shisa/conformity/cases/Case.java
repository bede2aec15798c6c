package dev.shisa.conformity.cases;

import dev.shisa.conformity.Fact;
import dev.shisa.conformity.Layer;
import dev.shisa.conformity.Parameters;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Target;
import dev.shisa.conformity.VerdictState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One example of how a requirement is decided.
 *
 * @param file and {@code line}: where it stands
 * @param branch which branch of the requirement it shows; a free label, may be empty
 * @param facts as recorded until {@link #NOW}
 */
public record Case(
        String file,
        int line,
        String name,
        String branch,
        RequirementId requirement,
        Parameters parameters,
        List<Fact> facts,
        VerdictState verdict,
        @Nullable VerdictState towards) {

    /** The instant at which every case is decided. */
    public static final Instant NOW = Instant.parse("2030-01-15T09:00:00Z");

    /** A release of a product of an organisation, without predecessor. */
    public static final Target TARGET = new Target(
            "case",
            List.of(
                    new Layer.Own(subject(Subject.Kind.RELEASE)),
                    new Layer.Own(subject(Subject.Kind.PRODUCT)),
                    new Layer.Own(subject(Subject.Kind.ORGANISATION))));

    public Case {
        facts = List.copyOf(facts);
    }

    static Subject subject(Subject.Kind kind) {
        return new Subject(kind, UUID.nameUUIDFromBytes(kind.code().getBytes(StandardCharsets.UTF_8)));
    }
}
