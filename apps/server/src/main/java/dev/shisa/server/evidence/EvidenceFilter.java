package dev.shisa.server.evidence;

import dev.shisa.conformity.Strength;
import dev.shisa.server.platform.account.Person;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which evidence is wanted.
 *
 * @param scope only these series and the organisation's own; empty: all
 * @param seriesId only this product's; null: everything in scope
 * @param words all of them occur in code, title, place, statement, file name, model or firmware; empty: any
 * @param kind null: any
 * @param strength null: any
 * @param expiresWithinDays 0: already expired; null: any
 * @param confirmation null: any
 * @param codes only these; empty: any
 * @param notBy not what this person submitted; null: anybody's
 * @param ofSeriesOnly without what is about the organisation
 * @param upTo nothing that came after this place ({@link EvidenceLog#newest}), so that whoever turns the pages meets nothing
 *     twice; null: all
 */
public record EvidenceFilter(
        Set<UUID> scope,
        @Nullable UUID seriesId,
        String words,
        @Nullable EvidenceKind kind,
        @Nullable Strength strength,
        @Nullable Integer expiresWithinDays,
        @Nullable Confirmation confirmation,
        Sort sort,
        boolean descending,
        int offset,
        int limit,
        Set<String> codes,
        @Nullable UUID notBy,
        @Nullable Long upTo,
        boolean ofSeriesOnly) {

    /** Longer lists are read page by page. */
    public static final int LIMIT_MAX = 10_000;

    /** Longer days ahead mean: any time. */
    public static final int DAYS_MAX = 3_660;

    /** Whether a second person has looked. */
    public enum Confirmation {
        CONFIRMED,
        WAITING
    }

    /** The columns that a list can be sorted by. */
    public enum Sort {
        TITLE,
        STRENGTH,
        RECORDED,
        EXPIRY,
        CONFIRMATION
    }

    public EvidenceFilter {
        scope = Set.copyOf(scope);
        codes = Set.copyOf(codes);
        if (limit < 1 || limit > LIMIT_MAX || offset < 0) {
            throw new IllegalArgumentException("offset " + offset + ", limit " + limit);
        }
        if (expiresWithinDays != null && (expiresWithinDays < 0 || expiresWithinDays > DAYS_MAX)) {
            throw new IllegalArgumentException(expiresWithinDays + " days");
        }
    }

    /** The usual ones: of anybody, also what is about the organisation. */
    public EvidenceFilter(
            Set<UUID> scope,
            @Nullable UUID seriesId,
            String words,
            @Nullable EvidenceKind kind,
            @Nullable Strength strength,
            @Nullable Integer expiresWithinDays,
            @Nullable Confirmation confirmation,
            Sort sort,
            boolean descending,
            int offset,
            int limit) {
        this(
                scope,
                seriesId,
                words,
                kind,
                strength,
                expiresWithinDays,
                confirmation,
                sort,
                descending,
                offset,
                limit,
                Set.of(),
                null,
                null,
                false);
    }

    /** The first of all there is, newest first. */
    public static EvidenceFilter newest(Set<UUID> scope, int limit) {
        return new EvidenceFilter(scope, null, "", null, null, null, null, Sort.RECORDED, true, 0, limit);
    }

    /** Whether anything waits for exactly this person. */
    public static EvidenceFilter waitingFor(Person person, Set<UUID> scope) {
        return waitingFor(person, scope, "", Set.of(), 1);
    }

    /** What waits for exactly this person, oldest first: confirmations that count, not of the person's own evidence. */
    static EvidenceFilter waitingFor(Person person, Set<UUID> scope, String words, Set<String> codes, int limit) {
        return new EvidenceFilter(
                scope,
                null,
                words,
                null,
                null,
                null,
                Confirmation.WAITING,
                Sort.RECORDED,
                false,
                0,
                limit,
                codes,
                person.id(),
                null,
                !person.series().isEmpty());
    }

    /** Whether it leaves anything of its scope out, but for what came too late for its page. */
    boolean isNarrow() {
        return !words.isBlank()
                || kind != null
                || strength != null
                || expiresWithinDays != null
                || confirmation != null
                || !codes.isEmpty()
                || notBy != null;
    }

    /** Whether it lists what somebody has to do, in all products: an archived one asks for nothing. */
    boolean isWork() {
        return seriesId == null && (confirmation == Confirmation.WAITING || expiresWithinDays != null);
    }

    /** Everything, newest first. */
    public static EvidenceFilter everything(Set<UUID> scope, @Nullable UUID seriesId) {
        return new EvidenceFilter(scope, seriesId, "", null, null, null, null, Sort.RECORDED, true, 0, 50);
    }
}
