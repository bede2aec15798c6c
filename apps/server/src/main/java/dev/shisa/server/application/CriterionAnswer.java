package dev.shisa.server.application;

import dev.shisa.conformity.Text;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.evidence.EvidenceTitle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How one criterion stands, as far as an application needs it.
 *
 * @param id {@code S1.1-13}
 * @param title its name
 * @param towards with {@link VerdictState#EXPECTED}: what it becomes once confirmed
 * @param proven whether a second person has confirmed what the state rests on, and it is strong enough
 * @param reason why, in both languages; an empty one is a correction to come
 * @param route with deemed and exempt: what it rests on and its number, e.g. 技術基準適合認定 D24-0001; otherwise empty
 * @param routeNumber the number alone, empty when there is none
 * @param evidence codes, titles and places of what it rests on
 * @param reviewer who confirmed it, empty when nobody did
 * @param subs the official sub-items of which something is known
 */
public record CriterionAnswer(
        String id,
        Text title,
        VerdictState state,
        @Nullable VerdictState towards,
        boolean proven,
        Text reason,
        Text route,
        String routeNumber,
        List<EvidenceReference> evidence,
        String reviewer,
        List<SubAnswer> subs) {

    public CriterionAnswer {
        evidence = List.copyOf(evidence);
        subs = List.copyOf(subs);
    }

    /**
     * A piece of evidence as a form refers to it.
     *
     * @param place page or section, empty when it is the whole
     */
    public record EvidenceReference(String code, EvidenceTitle title, String place) {

        /** {@code D-7K2QM セキュリティ設計仕様書 3.2}. */
        public String in(Locale locale) {
            return words(title.in(locale));
        }

        /** The same for programs, which are given titles as they were recorded. */
        public String stored() {
            return words(title.stored());
        }

        private String words(String named) {
            return (code + " " + named + (place.isBlank() ? "" : " " + place)).strip();
        }
    }

    /**
     * An official sub-item: {@code 1A} for ①A.
     *
     * @param evidence of the facts that decide it, not of those that decide its neighbours
     */
    public record SubAnswer(String sub, VerdictState state, Text reason, List<EvidenceReference> evidence) {

        public SubAnswer {
            evidence = List.copyOf(evidence);
        }
    }

    /** Whether it goes into the form as 不適合 although nobody but the answerer has looked. */
    boolean isUnconfirmedNo() {
        return state == VerdictState.NOT_MET && !proven;
    }

    /** What may be written into IPA's form. Never 適合 for something that nobody has confirmed. */
    public VerdictWord word() {
        return VerdictWord.of(state);
    }

    /** The answers for a form: one for the whole criterion, one for each sub-item that is known. */
    public List<FormAnswer> forForm(Locale locale) {
        List<FormAnswer> answers = new ArrayList<>();
        answers.add(new FormAnswer(id, "", word(), reasonWithRoute(locale), cited(evidence, locale)));
        for (SubAnswer sub : subs) {
            // A sub-item of a criterion that is not decided stays empty with it.
            VerdictWord word = word() == VerdictWord.OPEN ? VerdictWord.OPEN : VerdictWord.of(sub.state());
            answers.add(new FormAnswer(id, sub.sub(), word, sub.reason().in(locale), cited(sub.evidence(), locale)));
        }
        return answers;
    }

    static List<String> cited(List<EvidenceReference> evidence, Locale locale) {
        return evidence.stream().map(one -> one.in(locale)).distinct().toList();
    }

    /** With みなし適合 and 免除 the reason says by which route and under which number. */
    private String reasonWithRoute(Locale locale) {
        String words = route.in(locale);
        String text = reason.in(locale);
        return switch (state) {
            case DEEMED, EXEMPT -> (words + "\n" + text).strip();
            case MET, EXPECTED, NOT_MET, UNKNOWN, RECHECK, NOT_APPLICABLE -> text;
        };
    }
}
