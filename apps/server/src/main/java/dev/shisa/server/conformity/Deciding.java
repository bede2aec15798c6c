package dev.shisa.server.conformity;

import dev.shisa.conformity.RequirementId;
import dev.shisa.server.platform.Reason;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;
import java.time.Instant;
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

    /**
     * Takes why what was answered fits what a requirement asks now; what is wrong with it, or {@link Boards.Typed#NOTHING}.
     *
     * @param seen when the change that the person looked at came into force
     */
    Boards.Typed review(Judged judged, RequirementId id, String seen, String typed, Person person, Ui ui) {
        Mistakes mistakes = new Mistakes();
        String words = reason("review", typed, mistakes, ui);
        if (!mistakes.none()) {
            return new Boards.Typed("", "", typed, mistakes);
        }
        verdicts.review(judged.id(), id, instant(seen), words, person);
        return Boards.Typed.NOTHING;
    }

    /** What is no instant is that of no change. */
    private static Instant instant(String typed) {
        try {
            return Instant.parse(typed);
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    private static String reason(String field, String typed, Mistakes mistakes, Ui ui) {
        String words = typed.strip();
        if (words.isEmpty()) {
            mistakes.add(field, ui.t("against.mistake.reason"));
        } else if (!Reason.says(words)) {
            mistakes.add(field, ui.t("web.reason.none"));
        } else if (words.length() > NotAdopted.REASON_CHARS_MAX) {
            mistakes.add(field, ui.t("against.mistake.long", words.length(), NotAdopted.REASON_CHARS_MAX));
        }
        return words;
    }

    /** What is wrong with the form; {@link Boards.Typed#NOTHING} when it was taken. */
    Boards.Typed take(Judged judged, RequirementId id, String reason, String until, Person person, Ui ui) {
        Mistakes mistakes = new Mistakes();
        String words = reason("reason", reason, mistakes, ui);
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
