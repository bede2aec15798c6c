package dev.shisa.server.conformity;

import dev.shisa.conformity.RequirementId;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Shows who has a requirement, and reads the form that assigns it. */
@Component
class Assigning {

    private final Assignments assignments;
    private final People people;

    Assigning(Assignments assignments, People people) {
        this.assignments = assignments;
        this.people = people;
    }

    /** What was typed into the form and cannot be taken. */
    record Typed(String assignee, String due, String note, Mistakes mistakes) {
        static final Typed NOTHING = new Typed("", "", "", new Mistakes());
    }

    /** Takes the form; {@link Typed#NOTHING} when it was taken. */
    Typed take(Judged judged, RequirementId id, String assignee, String due, String note, Person person, Ui ui) {
        Mistakes mistakes = new Mistakes();
        String words = note.strip();
        Optional<UUID> who = assignments.candidates(judged).stream()
                .map(Person::id)
                .filter(one -> one.toString().equals(assignee))
                .findFirst();
        if (who.isEmpty()) {
            mistakes.add("assignee", ui.t("assignment.mistake.person"));
        }
        LocalDate day = day(due, mistakes, ui);
        if (words.length() > Assignments.NOTE_CHARS_MAX) {
            mistakes.add("note", ui.t("assignment.mistake.note", words.length(), Assignments.NOTE_CHARS_MAX));
        }
        if (!mistakes.none() || who.isEmpty() || day == null) {
            return new Typed(assignee, due, note, mistakes);
        }
        assignments.assign(judged, id, who.get(), day, words, person);
        return Typed.NOTHING;
    }

    private @Nullable LocalDate day(String due, Mistakes mistakes, Ui ui) {
        if (due.isBlank()) {
            mistakes.add("due", ui.t("assignment.mistake.due"));
            return null;
        }
        try {
            LocalDate day = LocalDate.parse(due.strip());
            if (day.isBefore(assignments.today()) || day.getYear() > Assignments.DUE_YEAR_MAX) {
                mistakes.add("due", ui.t("assignment.mistake.past", due.strip()));
            }
            return day;
        } catch (DateTimeParseException e) {
            mistakes.add("due", ui.t("assignment.mistake.day", due.strip()));
            return null;
        }
    }

    AssignmentView view(Judged judged, RequirementId id, boolean settled, Typed typed, Ui ui) {
        Optional<Assignments.Assignment> present = assignments.of(judged.id(), id);
        boolean again = !typed.mistakes().none();
        List<Parts.Choice> choices = assignments.candidates(judged).stream()
                .map(person -> new Parts.Choice(person.id().toString(), person.name()))
                .toList();
        return new AssignmentView(
                present.map(one -> name(one.assignee())).orElse(""),
                present.map(one -> one.due().toString()).orElse(""),
                present.filter(one -> !settled && one.due().isBefore(assignments.today()))
                        .isPresent(),
                present.map(Assignments.Assignment::note).orElse(""),
                present.map(one -> ui.t("assignment.by", name(one.assignedBy()), ui.day(one.assignedAt())))
                        .orElse(""),
                judged.acts(id),
                choices,
                again
                        ? typed.assignee()
                        : present.map(one -> one.assignee().toString()).orElse(""),
                again ? typed.due() : present.map(one -> one.due().toString()).orElse(""),
                again ? typed.note() : present.map(Assignments.Assignment::note).orElse(""),
                typed.mistakes());
    }

    private String name(UUID person) {
        return people.find(person).map(Person::name).orElse("");
    }
}
