package dev.shisa.server.application;

import dev.shisa.conformity.Text;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an application says in several places, side by side, so that disagreements can be found before IPA
 * finds them.
 *
 * @param today the day on which it is looked at, in Japan
 * @param plannedOn the day on which it is to be sent; today when it is not set
 * @param uncompared numbers of the criteria whose answers are still to be held against others that are missing
 * @param form the uploaded form as it was read and planned, or null
 */
public record Dossier(
        LocalDate today,
        @Nullable LocalDate plannedOn,
        Register register,
        List<CriterionAnswer> answers,
        Set<String> uncompared,
        List<EvidenceRecord> evidence,
        List<PublicText> texts,
        @Nullable FormPlan form) {

    public Dossier {
        answers = List.copyOf(answers);
        uncompared = Set.copyOf(uncompared);
        evidence = List.copyOf(evidence);
        texts = List.copyOf(texts);
    }

    /** The day for which validity counts. */
    LocalDate sentOn() {
        return plannedOn == null || plannedOn.isBefore(today) ? today : plannedOn;
    }

    /**
     * What the register says.
     *
     * @param inScope whether it was answered that the scheme is about the product
     * @param release the designated release's name, empty when none is designated
     * @param releasedOn when it was released, or null
     * @param supportEnd until when the product is supported, or null
     * @param certification number of the technical conformity certification, empty when there is none
     */
    public record Register(
            String maker,
            String productName,
            String series,
            boolean inScope,
            List<String> models,
            String release,
            @Nullable LocalDate releasedOn,
            @Nullable LocalDate supportEnd,
            String certification) {

        public Register {
            models = List.copyOf(models);
        }
    }

    /**
     * One piece of evidence with what an assessor compares.
     *
     * @param criteria the criteria that rest on it
     * @param aboutProduct whether something that is said of this product rests on it; otherwise only what the company
     *     does for all of its products does, such as a policy
     * @param model the unit's model number, empty when it has none
     * @param firmware the firmware that it is about, empty when it has none
     * @param scan null when it is no vulnerability scan
     * @param page null when it is no copy of a page
     */
    public record EvidenceRecord(
            String code,
            List<String> criteria,
            boolean aboutProduct,
            String model,
            String firmware,
            @Nullable LocalDate observedOn,
            @Nullable LocalDate validUntil,
            @Nullable Scan scan,
            @Nullable String page) {

        public EvidenceRecord {
            criteria = List.copyOf(criteria);
        }
    }

    /** What is to be said of a vulnerability scan; empty or null where it is missing. */
    public record Scan(
            String tool, String version, @Nullable LocalDate database) {}

    /** What a text is published for. */
    public enum Purpose {
        /** Says until when the product is supported. */
        SUPPORT,
        /** Anything else that users or the public read. */
        OTHER
    }

    /**
     * A text that is, or will be, published.
     *
     * @param name what it is: サポート期限のお知らせ; in the language of whoever reads
     * @param criterion the criterion that it belongs to, or empty
     * @param url where it is published, or empty
     */
    public record PublicText(Text name, String criterion, Purpose purpose, String url, String text) {}
}
