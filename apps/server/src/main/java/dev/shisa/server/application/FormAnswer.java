package dev.shisa.server.application;

import java.util.List;

/**
 * What is to be said of a criterion, or of a sub-item, in the form.
 *
 * @param sub {@code ""} for the whole criterion; any spelling of a sub-item otherwise
 * @param verdict OPEN when nothing may be said yet
 * @param reason why, in the form's language
 * @param evidence what it rests on, one reference a line: code, title, place
 */
public record FormAnswer(String criterion, String sub, VerdictWord verdict, String reason, List<String> evidence) {

    public FormAnswer {
        sub = CriterionMark.subItem(sub);
        evidence = List.copyOf(evidence);
    }

    CriterionMark mark() {
        return new CriterionMark(criterion, sub);
    }
}
