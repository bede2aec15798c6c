package dev.shisa.server.advisory;

import dev.shisa.advisory.draft.Advisory;
import dev.shisa.advisory.provider.Tlp;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wrote for an advisory, without any knowledge of CSAF (issue guides 001 3.3(3) and 002 対策6).
 *
 * @param note what this revision changes; empty for the first one
 * @param summary what is wrong, and what may happen
 * @param cvss a vector of any version; empty: none
 * @param cvss3 one of CVSS 3 beside one of 4.0, for readers of documents that have no place for that; empty: none, also in what was
 *     stored before there was a choice
 * @param action what those concerned should do
 * @param workaround what helps until then; empty: nothing
 * @param url where the fix is; empty: nowhere
 * @param exploited what is known of attacks: nothing, that none are known, or that some are
 * @param why label of section 3.2.3.5.3, where products are not affected; otherwise empty
 * @param notBefore agreed day of publication; null: none was agreed
 * @param withdrawn whether this revision takes the advisory back
 * @param caseId the matter of which it comes; null: none
 */
public record AdvisoryContent(
        Kind kind,
        Advisory.Said title,
        Advisory.Said note,
        Advisory.Said summary,
        String cve,
        String cwe,
        String cvss,
        String cvss3,
        List<Concerned> concerned,
        Remedy remedy,
        Advisory.Said action,
        Advisory.Said workaround,
        String url,
        String exploited,
        String why,
        List<Thanks> thanks,
        Tlp tlp,
        @Nullable LocalDate notBefore,
        boolean withdrawn,
        @Nullable UUID caseId) {

    static final Advisory.Said NOTHING = new Advisory.Said("", "");

    @SuppressWarnings("NullAway") // what was stored before there was a choice does not name it
    public AdvisoryContent {
        cvss3 = Objects.requireNonNullElse(cvss3, "");
        concerned = List.copyOf(concerned);
        thanks = List.copyOf(thanks);
    }

    /** One that was just begun. */
    public static AdvisoryContent about(Advisory.Said title, List<UUID> series, @Nullable UUID caseId) {
        return new AdvisoryContent(
                Kind.ADVISORY,
                title,
                NOTHING,
                NOTHING,
                "",
                "",
                "",
                "",
                series.stream()
                        .map(id -> new Concerned(id, List.of(), true, List.of(), null, Offer.SAME))
                        .toList(),
                Remedy.FIX,
                NOTHING,
                NOTHING,
                "",
                "",
                "",
                List.of(),
                Tlp.WHITE,
                null,
                false,
                caseId);
    }

    /** The same about a vulnerability that is known already. */
    AdvisoryContent of(String cve, String cvss) {
        return new AdvisoryContent(
                kind,
                title,
                note,
                summary,
                cve,
                cwe,
                cvss,
                cvss3,
                concerned,
                remedy,
                action,
                workaround,
                url,
                exploited,
                why,
                thanks,
                tlp,
                notBefore,
                withdrawn,
                caseId);
    }

    /** The same, taken back. */
    AdvisoryContent withdrawn(Advisory.Said reason) {
        return with(reason, notBefore, true);
    }

    /** The same as the beginning of its next revision. */
    AdvisoryContent revised() {
        return with(NOTHING, null, withdrawn);
    }

    private AdvisoryContent with(Advisory.Said note, @Nullable LocalDate notBefore, boolean withdrawn) {
        return new AdvisoryContent(
                kind,
                title,
                note,
                summary,
                cve,
                cwe,
                cvss,
                cvss3,
                concerned,
                remedy,
                action,
                workaround,
                url,
                exploited,
                why,
                thanks,
                tlp,
                notBefore,
                withdrawn,
                caseId);
    }

    /** Its vectors, the one that leads first. */
    public List<String> vectors() {
        return Stream.of(cvss, cvss3).filter(vector -> !vector.isEmpty()).toList();
    }

    /** What it is for. */
    public enum Kind {
        /** Products are affected, or may be. */
        ADVISORY,
        /** A known vulnerability does not concern them. */
        UNAFFECTED,
        /** Nobody has to do anything, but it is good to know. */
        INFORMATION;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Kind> parse(String id) {
            return Arrays.stream(values()).filter(k -> k.id().equals(id)).findFirst();
        }
    }

    /** What can be offered (guide 001, point 6; guide 002, 対策6). */
    public enum Remedy {
        FIX,
        WORKAROUND,
        SUBSTITUTE,
        STOP_USE,
        INVESTIGATING;

        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public static Optional<Remedy> parse(String id) {
            return Arrays.stream(values()).filter(r -> r.id().equals(id)).findFirst();
        }
    }

    /**
     * A series that is concerned.
     *
     * @param models none: all of them
     * @param earlier whether every version before the fixed one is
     * @param affected versions that are, one by one
     * @param fixed null: there is none
     * @param own what is offered for it; of what was stored before there was a choice, nothing of its own
     */
    public record Concerned(
            UUID series,
            List<UUID> models,
            boolean earlier,
            List<UUID> affected,
            @Nullable UUID fixed,
            Offer own) {

        @SuppressWarnings("NullAway") // what was stored before there was a choice does not name it
        public Concerned {
            models = List.copyOf(models);
            affected = List.copyOf(affected);
            own = Objects.requireNonNullElse(own, Offer.SAME);
        }
    }

    /**
     * What is offered for one product, instead of what the advisory offers for all.
     *
     * @param remedy null: the same as for all
     * @param action empty: the same as for all, unless the remedy is another one
     * @param url likewise
     */
    public record Offer(@Nullable Remedy remedy, Advisory.Said action, String url) {

        /** Nothing of its own. */
        public static final Offer SAME = new Offer(null, NOTHING, "");

        boolean isSame() {
            return equals(SAME);
        }
    }

    /** What is offered for a product, with what it has of the offer for all. */
    public Offer offer(Offer own) {
        boolean another = own.remedy() != null && own.remedy() != remedy;
        return new Offer(
                own.remedy() == null ? remedy : own.remedy(),
                said(own.action()) || another ? own.action() : action,
                !own.url().isEmpty() || another ? own.url() : url);
    }

    /** Whether something is said, in any language. */
    static boolean said(Advisory.Said said) {
        return !said.ja().isBlank() || !said.en().isBlank();
    }

    /** Whether all that is said of a product is that it is being looked into. */
    public boolean isInvestigated(Offer own) {
        return kind == Kind.ADVISORY && offer(own).remedy() == Remedy.INVESTIGATING;
    }

    /** Whom the maker thanks, who has agreed to that. */
    public record Thanks(String name, String organization) {}
}
