package dev.shisa.server.evidence;

import dev.shisa.conformity.Strength;
import dev.shisa.server.platform.account.Person;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Evidence that is to be recorded.
 *
 * @param strength at most what {@link EvidenceKind#strength} gives
 * @param statement the reason, or what the file shows
 * @param place page, section, picture number
 * @param seriesId the product that it is about; null: the organisation
 * @param url of the page that was copied
 * @param record values by {@link RecordField#id}
 * @param observedAt when what it shows was so; at most five minutes ahead
 * @param by who submits it; null: a colleague by link, known only by {@code byName}
 * @param via {@code page}, {@code link}, {@code questionnaire}, {@code register}, {@code api} or {@code import}
 * @param renews the evidence that this one continues
 */
public record NewEvidence(
        EvidenceKind kind,
        Strength strength,
        String title,
        String statement,
        String place,
        @Nullable UUID seriesId,
        @Nullable UUID releaseId,
        @Nullable String url,
        @Nullable StoredFile file,
        Map<String, String> record,
        Instant observedAt,
        @Nullable Instant validUntil,
        @Nullable Person by,
        String byName,
        String via,
        @Nullable UUID renews) {

    public NewEvidence {
        record = Map.copyOf(record);
    }

    /** The same, continuing another piece of evidence. */
    NewEvidence renewing(@Nullable UUID other) {
        return new NewEvidence(
                kind,
                strength,
                title,
                statement,
                place,
                seriesId,
                releaseId,
                url,
                file,
                record,
                observedAt,
                validUntil,
                by,
                byName,
                via,
                other);
    }

    /** The same for facts of another strength, at most what its kind gives. */
    public NewEvidence withStrength(Strength other) {
        return new NewEvidence(
                kind,
                other,
                title,
                statement,
                place,
                seriesId,
                releaseId,
                url,
                file,
                record,
                observedAt,
                validUntil,
                by,
                byName,
                via,
                renews);
    }

    /** A signed statement of somebody who answers questions. */
    public static NewEvidence declaration(
            String title,
            String statement,
            @Nullable UUID seriesId,
            Instant observedAt,
            @Nullable Person by,
            String byName,
            String via) {
        return new NewEvidence(
                EvidenceKind.DECLARATION,
                Strength.DECLARED,
                title,
                statement,
                "",
                seriesId,
                null,
                null,
                null,
                Map.of(),
                observedAt,
                null,
                by,
                byName,
                via,
                null);
    }
}
