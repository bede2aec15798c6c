package dev.shisa.server.checklist;

import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The form in which a product's items are answered: fields {@code answer-<item>} and {@code note-<item>}. */
final class AnsweredItems {

    private AnsweredItems() {}

    /** The items as they stand in the form: what was typed goes before what is recorded. */
    static List<ChecklistView.Item> shown(SelfCheck.Sheet sheet, Map<String, String> typed, Ui ui) {
        List<ChecklistView.Item> items = new ArrayList<>();
        for (SelfCheck.Line line : sheet.lines()) {
            SelfCheck.Given given = line.given();
            String id = line.item().toString();
            items.add(new ChecklistView.Item(
                    id,
                    items.size() + 1,
                    line.text(),
                    typed.getOrDefault(
                            "answer-" + id, given == null ? "" : given.answer().id()),
                    typed.getOrDefault("note-" + id, given == null ? "" : given.note()),
                    given == null ? "" : given.answer().id(),
                    given == null ? "" : ui.t("checklist.uploaded", given.by(), ui.minute(given.at()))));
        }
        return items;
    }

    /** What was answered; an item without an answer stays as it is. */
    static List<SelfCheck.Entry> sent(SelfCheck.Sheet sheet, Map<String, String> form, Mistakes mistakes, Ui ui) {
        List<SelfCheck.Entry> entries = new ArrayList<>();
        for (SelfCheck.Line line : sheet.lines()) {
            Optional<SelfCheck.Answer> answer = SelfCheck.Answer.parse(form.getOrDefault("answer-" + line.item(), ""));
            String note = form.getOrDefault("note-" + line.item(), "").strip();
            if (note.length() > SelfCheck.NOTE_CHARS_MAX) {
                mistakes.add(
                        "note-" + line.item(), ui.t("checklist.mistake.long", note.length(), SelfCheck.NOTE_CHARS_MAX));
            }
            answer.ifPresent(given -> entries.add(new SelfCheck.Entry(line.item(), given, note)));
        }
        return entries;
    }
}
