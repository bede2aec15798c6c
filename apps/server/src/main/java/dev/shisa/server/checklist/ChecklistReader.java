package dev.shisa.server.checklist;

import dev.shisa.server.application.CellAt;
import dev.shisa.server.application.Form;
import dev.shisa.server.application.FormSheet;
import dev.shisa.server.application.Spelling;
import dev.shisa.server.platform.Cut;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.poi.ss.util.CellReference;
import org.jspecify.annotations.Nullable;

/**
 * Reads the questions of a customer's workbook. Where they are is said by a person; the reader only guesses, so that the
 * person has less to type, and recognises a header for which the columns were named before.
 */
final class ChecklistReader {

    /** The longest questionnaires of customers have some hundred questions. */
    static final int ROWS_MAX = 1_000;

    /** A header stands near the top; what lies deeper is found by the person. */
    static final int HEADER_ROW_MAX = 60;

    /** A question, not a contract. What is longer is cut for the page and stays whole in the file. */
    static final int QUESTION_CHARS_MAX = 4_000;

    private static final int NUMBER_CHARS_MAX = 60;

    /** Columns that belong to a header; decoration further to the right does not. */
    private static final int COLUMNS_MAX = 60;

    private static final Pattern NUMBER =
            Pattern.compile("(no|id|#|番号|項番|通番|管理番号|要求番号|質問番号|項目番号|設問番号|ref|number|itemno|questionno)\\.?");
    private static final Pattern QUESTION = Pattern.compile(
            ".*(質問|設問|要求|確認事項|確認内容|確認項目|チェック項目|チェック内容|評価項目|管理策|内容|question|requirement|control|criteri|description|checkitem).*");
    private static final Pattern QUESTION_WEAK = Pattern.compile("(項目|大項目|小項目|item|topic)");
    private static final Pattern ANSWER =
            Pattern.compile(".*(回答|結果|判定|評価|対応状況|実施状況|適合|可否|○×|answer|response|result|status|complian|conform).*");
    private static final Pattern REMARK =
            Pattern.compile(".*(備考|理由|コメント|根拠|エビデンス|証跡|補足|説明|詳細|remark|comment|note|evidence|reason|justif|detail).*");

    private ChecklistReader() {}

    /**
     * A question of the checklist.
     *
     * @param row counted from 1, as a spreadsheet shows it
     * @param number as the customer numbers it; may be empty
     * @param opposite whether a person said that "yes" is the bad answer
     */
    record Row(int row, String number, String question, boolean opposite) {

        /** What equal questions of other files have in common. */
        String same() {
            return digest(Spelling.squeeze(number) + "\u001f" + Spelling.squeeze(question));
        }
    }

    /**
     * What was read.
     *
     * @param headings how many rows were taken for headings of parts: question and number, or question and answer, are one
     *     merged cell
     */
    record Rows(List<Row> rows, int headings) {
        Rows {
            rows = List.copyOf(rows);
        }

        /** Whether there is anything to answer, and no more than a checklist has. */
        boolean isUsable() {
            return !rows.isEmpty() && rows.size() <= ROWS_MAX;
        }
    }

    /** A row that may be a header, by what it has in common with the same header in other files. */
    record Header(String sheet, int row, String fingerprint) {}

    static Rows rows(Form form, Columns columns) {
        FormSheet sheet = sheet(form, columns.sheet())
                .orElseThrow(() -> new IllegalArgumentException("no sheet " + columns.sheet()));
        List<Row> rows = new ArrayList<>();
        int headings = 0;
        for (int row = columns.headerRow() + 1; row <= sheet.lastRow() + 1; row++) {
            CellAt question = Objects.requireNonNull(Columns.cell(row, columns.question()));
            String text = sheet.text(question);
            // A merged cell over several rows asks once, in its first.
            if (text.isEmpty() || sheet.anchor(question).row() != row - 1) {
                continue;
            }
            if (merged(sheet, question, Columns.cell(row, columns.number()))
                    || merged(sheet, question, Columns.cell(row, columns.answer()))) {
                headings++;
                continue;
            }
            CellAt number = Columns.cell(row, columns.number());
            rows.add(new Row(
                    row,
                    Cut.to(number == null ? "" : sheet.text(number), NUMBER_CHARS_MAX),
                    Cut.to(text, QUESTION_CHARS_MAX),
                    false));
        }
        return new Rows(rows, headings);
    }

    private static boolean merged(FormSheet sheet, CellAt one, @Nullable CellAt other) {
        return other != null && sheet.anchor(one).equals(sheet.anchor(other));
    }

    static Optional<FormSheet> sheet(Form form, String name) {
        return form.sheets().stream()
                .filter(sheet -> !sheet.hidden() && sheet.name().equals(name))
                .findFirst();
    }

    /** Every row that has at least two texts, near the top of each visible sheet. */
    static List<Header> headers(Form form) {
        List<Header> headers = new ArrayList<>();
        for (FormSheet sheet : form.sheets()) {
            for (int row = 1; !sheet.hidden() && row <= Math.min(HEADER_ROW_MAX, sheet.lastRow() + 1); row++) {
                List<String> texts = texts(sheet, row);
                if (texts.stream().filter(t -> !t.isEmpty()).count() > 1) {
                    headers.add(new Header(sheet.name(), row, fingerprint(texts)));
                }
            }
        }
        return headers;
    }

    /** What this header has in common with the same header in other files: its texts and their columns. */
    static String fingerprint(FormSheet sheet, int row) {
        return fingerprint(texts(sheet, row));
    }

    private static String fingerprint(List<String> texts) {
        return digest(String.join("\u001f", texts));
    }

    private static List<String> texts(FormSheet sheet, int row) {
        List<String> texts = new ArrayList<>();
        for (int column = 0; column < COLUMNS_MAX; column++) {
            texts.add(Spelling.squeeze(sheet.text(new CellAt(row - 1, column))));
        }
        while (!texts.isEmpty() && texts.getLast().isEmpty()) {
            texts.removeLast();
        }
        return texts;
    }

    /** Where the questions probably are, for the form in which a person says it; NONE when nothing looks like a header. */
    static Columns guess(Form form) {
        return guess(form, "");
    }

    /** @param only the sheet to look at; empty: all of them */
    static Columns guess(Form form, String only) {
        Columns best = Columns.NONE;
        int most = 0;
        for (Header header : headers(form)) {
            if (!only.isEmpty() && !header.sheet().equals(only)) {
                continue;
            }
            FormSheet sheet = sheet(form, header.sheet()).orElseThrow();
            Map<String, String> found = new HashMap<>();
            List<String> texts = texts(sheet, header.row());
            for (int column = 0; column < texts.size(); column++) {
                String letters = CellReference.convertNumToColString(column);
                String name = part(texts.get(column));
                if (!name.isEmpty()) {
                    found.putIfAbsent(name, letters);
                }
            }
            if (found.containsKey("weak")) {
                found.putIfAbsent("question", found.get("weak"));
            }
            int score = found.size() + (found.containsKey("question") ? 2 : 0);
            if (found.containsKey("question") && found.size() > 1 && score > most) {
                most = score;
                best = new Columns(
                        header.sheet(),
                        header.row(),
                        found.getOrDefault("number", ""),
                        found.getOrDefault("question", ""),
                        found.getOrDefault("answer", ""),
                        found.getOrDefault("remark", ""));
            }
        }
        return best;
    }

    private static String part(String header) {
        if (header.isEmpty() || header.length() > 40) {
            return "";
        }
        if (NUMBER.matcher(header).matches()) {
            return "number";
        }
        if (REMARK.matcher(header).matches()) {
            return "remark";
        }
        if (ANSWER.matcher(header).matches()) {
            return "answer";
        }
        if (QUESTION.matcher(header).matches()) {
            return "question";
        }
        return QUESTION_WEAK.matcher(header).matches() ? "weak" : "";
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
