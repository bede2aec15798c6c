package dev.shisa.server.application;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The plan of one series' application.
 *
 * @param plannedOn the day on which it is to be sent, or null
 * @param evaluator who assesses, or null while it is open
 * @param version 0 while nothing was saved
 */
record Application(@Nullable LocalDate plannedOn, @Nullable Evaluator evaluator, int version) {

    static final Application NONE = new Application(null, null, 0);

    /** 評価主体. */
    enum Evaluator {
        /** The maker itself. */
        SELF,
        /** A verification service provider. */
        VERIFIER,
        /** An evaluation body. */
        BODY;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Evaluator> parse(String id) {
            return Arrays.stream(values()).filter(e -> e.id().equals(id)).findFirst();
        }
    }

    /** The way from the product to the label and on. */
    enum Step {
        SCOPE,
        EVALUATOR,
        CHECKLIST,
        NUMBER,
        SEND,
        CORRECTIONS,
        ACCEPTED,
        LABEL,
        CHANGES,
        RENEWAL;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether a person records it; the first three follow from what is known. */
        boolean byPerson() {
            return compareTo(CHECKLIST) > 0 && compareTo(CHANGES) < 0;
        }

        static Optional<Step> parse(String id) {
            return Arrays.stream(values()).filter(s -> s.id().equals(id)).findFirst();
        }
    }

    /** A step that a person has recorded as done. */
    record StepDone(Step step, LocalDate on, String note, String by) {}

    /** A reason in the maker's words. */
    record Reason(String requirement, String ja, String en, String by, Instant at, int version) {}

    /** An uploaded form. */
    public record Upload(
            UUID id,
            String fileName,
            String sha256,
            long sizeBytes,
            String fingerprint,
            Set<Place> overwrite,
            String by,
            Instant at,
            int version) {

        public Upload {
            overwrite = Set.copyOf(overwrite);
        }
    }
}
