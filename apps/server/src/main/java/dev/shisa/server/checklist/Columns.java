package dev.shisa.server.checklist;

import dev.shisa.server.application.CellAt;
import dev.shisa.server.application.Spelling;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.poi.ss.util.CellReference;
import org.jspecify.annotations.Nullable;

/**
 * Where a person says that the questions and answers of a checklist are.
 *
 * @param sheet the sheet's name; empty while nobody has said anything
 * @param headerRow the row above the first question, counted from 1
 * @param number letters of the column with the questions' numbers; empty: there is none
 * @param question letters of the column with what is asked
 * @param answer letters of the column for the verdict; empty: there is none
 * @param remark letters of the column for reason and evidence; empty: there is none
 */
record Columns(String sheet, int headerRow, String number, String question, String answer, String remark) {

    static final Columns NONE = new Columns("", 0, "", "", "", "");

    /** Two letters reach column 702; nobody reads further to the right. */
    private static final Pattern LETTERS = Pattern.compile("[A-Z]{1,2}");

    Columns {
        number = letters(number);
        question = letters(question);
        answer = letters(answer);
        remark = letters(remark);
    }

    private static String letters(String typed) {
        return Spelling.squeeze(typed).toUpperCase(Locale.ROOT);
    }

    boolean named() {
        return !sheet.isEmpty();
    }

    /** Whether answers can be written into the workbook. */
    boolean answerable() {
        return !answer.isEmpty() || !remark.isEmpty();
    }

    /** The fields whose letters cannot be those of a column. */
    List<String> unreadable() {
        return fields().stream()
                .filter(field -> !field.letters().isEmpty() || field.name().equals("question"))
                .filter(field -> !LETTERS.matcher(field.letters()).matches())
                .map(Field::name)
                .toList();
    }

    /** The fields that name a column which another one before them names already. */
    List<String> twice() {
        Set<String> seen = new HashSet<>();
        return fields().stream()
                .filter(field -> !field.letters().isEmpty() && !seen.add(field.letters()))
                .map(Field::name)
                .toList();
    }

    private record Field(String name, String letters) {}

    private List<Field> fields() {
        return List.of(
                new Field("question", question),
                new Field("number", number),
                new Field("answer", answer),
                new Field("remark", remark));
    }

    /** Whether the same rows are read, wherever the answers go. */
    boolean readsAs(Columns other) {
        return sheet.equals(other.sheet)
                && headerRow == other.headerRow
                && number.equals(other.number)
                && question.equals(other.question);
    }

    /** A cell of a row counted from 1; null where the column is not named. */
    static @Nullable CellAt cell(int row, String letters) {
        return letters.isEmpty() ? null : new CellAt(row - 1, CellReference.convertColStringToIndex(letters));
    }
}
