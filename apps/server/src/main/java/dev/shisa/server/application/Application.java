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
 * @param proxy who applies in the maker's place; empty: the maker itself
 * @param corporateNumber {@code used} or {@code not-used}: whether the maker names its corporate number; empty while open
 * @param version 0 while nothing was saved
 */
record Application(
        @Nullable LocalDate plannedOn,
        @Nullable Evaluator evaluator,
        String proxy,
        String corporateNumber,
        int version) {

    static final Application NONE = new Application(null, null, "", "", 0);

    static final int PROXY_MAX = 200;

    boolean isByProxy() {
        return !proxy.isEmpty();
    }

    boolean isWithoutCorporateNumber() {
        return corporateNumber.equals("not-used");
    }

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

        static Optional<Step> parse(String id) {
            return Arrays.stream(values()).filter(s -> s.id().equals(id)).findFirst();
        }
    }

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
