package dev.shisa.server.conformity;

import dev.shisa.conformity.RequirementId;
import dev.shisa.server.platform.Reason;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.springframework.stereotype.Component;

/** Reads the form of a decision not to adopt a requirement, and takes it. */
@Component
class Deciding {

    private final NotAdopted notAdopted;

    Deciding(NotAdopted notAdopted) {
        this.notAdopted = notAdopted;
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
            return new Boards.Typed(reason, until, mistakes);
        }
        notAdopted.decide(judged.id(), id, words, day, person);
        return Boards.Typed.NOTHING;
    }
}
