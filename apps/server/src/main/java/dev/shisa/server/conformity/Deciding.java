package dev.shisa.server.conformity;

import dev.shisa.conformity.RequirementId;
import dev.shisa.server.platform.Reason;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.springframework.stereotype.Component;

/** Reads the forms of what a person decides about a requirement, and takes them. */
@Component
class Deciding {

    private final NotAdopted notAdopted;
    private final Verdicts verdicts;

    Deciding(NotAdopted notAdopted, Verdicts verdicts) {
        this.notAdopted = notAdopted;
        this.verdicts = verdicts;
    }

    /** Takes why what was answered fits what a requirement asks now; what is wrong with it, or {@link Boards.Typed#NOTHING}. */
    Boards.Typed review(Judged judged, RequirementId id, String typed, Person person, Ui ui) {
        String words = typed.strip();
        String mistake = words.isEmpty()
                ? ui.t("against.mistake.reason")
                : !Reason.says(words)
                        ? ui.t("web.reason.none")
                        : words.length() > NotAdopted.REASON_CHARS_MAX
                                ? ui.t("against.mistake.long", words.length(), NotAdopted.REASON_CHARS_MAX)
                                : "";
        if (!mistake.isEmpty()) {
            Mistakes mistakes = new Mistakes();
            mistakes.add("review", mistake);
            return new Boards.Typed("", "", typed, mistakes);
        }
        verdicts.review(judged.id(), id, words, person);
        return Boards.Typed.NOTHING;
    }

    /** What is wrong with the form; {@link Boards.Typed#NOTHING} when it was taken. */
    Boards.Typed take(Judged judged, RequirementId id, String reason, String until, Person person, Ui ui) {
        Mistakes mistakes = new Mistakes();
        String words = reason.strip();
        if (words.isEmpty()) {
            mistakes.add("reason", ui.t("against.mistake.reason"));
        } else if (!Reason.says(words)) {
            mistakes.add("reason", ui.t("web.reason.none"));
        } else if (words.length() > NotAdopted.REASON_CHARS_MAX) {
            mistakes.add("reason", ui.t("against.mistake.long", words.length(), NotAdopted.REASON_CHARS_MAX));
        }
        LocalDate day = null;
        if (!until.isBlank()) {
            try {
                day = LocalDate.parse(until.strip());
                if (!notAdopted.canEndOn(day)) {
                    mistakes.add("until", ui.t("against.mistake.past", until.strip()));
                }
            } catch (DateTimeParseException e) {
                mistakes.add("until", ui.t("against.mistake.day", until.strip()));
            }
        }
        if (!mistakes.none()) {
            return new Boards.Typed(reason, until, "", mistakes);
        }
        notAdopted.decide(judged.id(), id, words, day, person);
        return Boards.Typed.NOTHING;
    }
}
