package dev.shisa.server.application;

import dev.shisa.conformity.VerdictState;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is said of a criterion in IPA's form: three words, and two routes.
 *
 * <p>みなし適合 is 適合 with a remark: guide 002 says of a product with the certification that it is deemed to conform (付録1
 * S1.1-01). 免除 is neither 適合 nor 非該当: the criterion applies, and nobody has assessed whether it is met; a statement
 * under another law is taken instead of the assessment. Guide 002 does not know it. So it is written only where the form
 * has a word or a column for it, or leaves the word to the applicant; otherwise the verdict's cell stays empty, the
 * reason says by what it is excused, and the plan says why. An empty cell with a reason is asked about; a 適合 that nobody
 * can show is a false declaration.
 */
public enum VerdictWord {
    MET("適合", "Met"),
    NOT_MET("不適合", "Not met"),
    NOT_APPLICABLE("非該当", "Not applicable"),
    /** Met by another certification (みなし適合). */
    DEEMED("適合", "Met"),
    /** Excused, e.g. by a PSTI statement of compliance (免除). */
    EXEMPT("免除", "Exempt"),
    /** Expected, unknown or to be checked again: nothing is written. */
    OPEN("", "");

    private static final Pattern JAPANESE = Pattern.compile("[\\u3040-\\u30ff\\u4e00-\\u9fff]");

    /** An empty or ticked box. */
    private static final String BOX = "□☐◻▢";

    private static final String TICKED = "☑■✓✔☒レ";
    private static final Pattern BOX_AND_WORD =
            Pattern.compile("([" + BOX + TICKED + "])([\\s\\u3000]*)([^" + BOX + TICKED + "]+)");

    /** A longer text explains; it is no list of words. */
    private static final int LEGEND_CHARS_MAX = 300;

    /** A word for 免除 by itself; PSTI適合宣言書 is the name of a field. */
    private static final Pattern EXCUSED = Pattern.compile("免除(?:[(].*[)])?|exempt(?:ed)?(?:[(].*[)])?|excused");

    private static final Pattern QUOTED = Pattern.compile("[「『“\"]([^「」『』“”\"]{1,12})[」』”\"]");

    private final String ja;
    private final String en;

    VerdictWord(String ja, String en) {
        this.ja = ja;
        this.en = en;
    }

    /** What may be written of a verdict. Never 適合 for something that nobody has confirmed. */
    public static VerdictWord of(VerdictState state) {
        return switch (state) {
            case MET -> MET;
            case NOT_MET -> NOT_MET;
            case NOT_APPLICABLE -> NOT_APPLICABLE;
            case DEEMED -> DEEMED;
            case EXEMPT -> EXEMPT;
            case EXPECTED, UNKNOWN, RECHECK -> OPEN;
        };
    }

    /** The word for a cell that has no list of its own. */
    String plain(boolean english) {
        return english ? en : ja;
    }

    /** The name in messages. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The one word of a list that says this, preferring みなし where the list has it; empty when none does. */
    Optional<String> of(List<String> list) {
        if (this == OPEN) {
            return Optional.empty();
        }
        Optional<String> exact =
                list.stream().filter(word -> says(word) == this).findFirst();
        if (exact.isPresent() || this != DEEMED) {
            return exact;
        }
        return MET.of(list);
    }

    /**
     * The same where a question may be asked the other way round.
     *
     * @param opposite whether "yes" is the bad answer; words that speak of the requirement, such as 適合, stay as they are
     */
    Optional<String> of(List<String> list, boolean opposite) {
        return opposite && list.stream().anyMatch(VerdictWord::isYesOrNo)
                ? opposite().of(list)
                : of(list);
    }

    private VerdictWord opposite() {
        return switch (this) {
            case MET, DEEMED -> NOT_MET;
            case NOT_MET -> MET;
            case NOT_APPLICABLE, EXEMPT, OPEN -> this;
        };
    }

    /** Whether a word says yes or no to what is asked, and not whether something is met. */
    public static boolean isYesOrNo(String word) {
        return Spelling.squeeze(word).replace("〇", "○").matches("はい|いいえ|yes|no|[○◯×✕✗]");
    }

    /** The words beside the boxes of a text that offers verdicts to be ticked; empty when it offers none. */
    static List<String> boxes(String text) {
        return choices(text) < 2
                ? List.of()
                : BOX_AND_WORD
                        .matcher(text)
                        .results()
                        .map(box -> Spelling.trim(box.group(3)))
                        .toList();
    }

    /** The words of a header that says what to answer, as in 回答(はい/いいえ/該当なし); empty when it says no two verdicts. */
    public static List<String> wordsOf(String header) {
        List<String> words = Pattern.compile("[\\s\\u3000()（）\\[\\]［］【】「」/／・,、，|｜:：]+")
                .splitAsStream(header)
                .filter(word -> says(word) != OPEN)
                .distinct()
                .toList();
        boolean both = words.stream().anyMatch(word -> says(word) == MET)
                && words.stream().anyMatch(word -> says(word) == NOT_MET);
        return both ? words : List.of();
    }

    /**
     * The words that a sheet prints for its verdicts outside of lists: a header or note such as 適合/不適合/非該当/免除, a
     * quoted word, cells of a legend beside the column of answers.
     *
     * @param answers the column of answers, whose own texts are none of them
     */
    static List<String> legend(FormSheet sheet, int answers) {
        Set<String> words = new LinkedHashSet<>();
        for (FormSheet.Cell cell : sheet.cells()) {
            if (cell.text().length() > LEGEND_CHARS_MAX) {
                continue;
            }
            words.addAll(wordsOf(cell.text()));
            QUOTED.matcher(cell.text())
                    .results()
                    .map(quoted -> quoted.group(1))
                    .filter(word -> EXCUSED.matcher(Spelling.squeeze(word)).matches())
                    .forEach(words::add);
            String alone = Spelling.trim(cell.text());
            if (cell.at().column() != answers
                    && EXCUSED.matcher(Spelling.squeeze(alone)).matches()) {
                words.add(alone);
            }
        }
        return List.copyOf(words);
    }

    /** What a word of a form's list says; OPEN when it says none of the verdicts. */
    static VerdictWord says(String word) {
        String w = Spelling.squeeze(word).replace("〇", "○").replaceAll("[□☐☑✓✔■]", "");
        if (w.contains("みなし") || w.contains("deemed")) {
            return DEEMED;
        }
        if (w.contains("免除") || w.contains("psti") || w.contains("exempt") || w.contains("excused")) {
            return EXEMPT;
        }
        if (w.contains("非該当")
                || w.contains("該当なし")
                || w.contains("該当しない")
                || w.contains("対象外")
                || w.contains("適用外")
                || w.contains("適用除外")
                || w.matches("n/?a|notapplicable.*|n/a.*|-|―|ー")) {
            return NOT_APPLICABLE;
        }
        if (w.contains("不適合")
                || w.contains("非適合")
                || w.contains("適合しない")
                || w.contains("適合していない")
                || w.matches("[×xＸ✕✗]|ng|no|いいえ|fail(ed|s)?|not.*|non-?(conform|compli).*|doesnot.*")) {
            return NOT_MET;
        }
        // 一部適合, 条件付き適合 and the like are somebody's third word, not ours.
        if (w.matches("[○◯]|ok|yes|はい|pass(ed|es)?|met|conform.*|compli.*|fulfil.*|satisf.*")
                || w.matches("[○◯]?[:(]?適合(する|している|済|済み)?[):]?[○◯]?")
                || w.matches("[○◯a\\d][:.、)]?適合")) {
            return MET;
        }
        return OPEN;
    }

    /** Whether a text belongs to the empty form: nothing, unticked boxes, "choose". */
    public static boolean placeholder(String text) {
        String t = Spelling.squeeze(text);
        if (t.isEmpty()
                || t.matches("[" + BOX
                        + "]|-+|―|_+|[(][)]|選択してください。?|(ここに)?(記入|記載|入力)してください。?|▼?選択|please?select|select|choose.*")) {
            return true;
        }
        boolean ticked = t.chars().anyMatch(c -> TICKED.indexOf(c) >= 0);
        return !ticked && t.chars().anyMatch(c -> BOX.indexOf(c) >= 0) && choices(text) >= 2;
    }

    /** How many boxes with a verdict's word a text holds, as in □適合 □不適合 □非該当. */
    private static int choices(String text) {
        Matcher matcher = BOX_AND_WORD.matcher(text);
        int n = 0;
        while (matcher.find()) {
            if (says(matcher.group(3)) != OPEN) {
                n++;
            }
        }
        return n;
    }

    /** The text with the right box ticked and the others empty; empty when it holds no such boxes. */
    Optional<String> tick(String text) {
        if (this == OPEN || choices(text) < 2) {
            return Optional.empty();
        }
        VerdictWord wanted = this;
        boolean own = BOX_AND_WORD.matcher(text).results().anyMatch(box -> says(box.group(3)) == wanted);
        VerdictWord ticked = own || this != DEEMED ? this : MET;
        boolean[] done = {false};
        String filled = BOX_AND_WORD.matcher(text).replaceAll(box -> {
            boolean on = says(box.group(3)) == ticked && !done[0];
            done[0] |= on;
            return Matcher.quoteReplacement((on ? "☑" : "□") + box.group(2) + box.group(3));
        });
        return done[0] ? Optional.of(filled) : Optional.empty();
    }

    /** The same where a question may be asked the other way round: see {@link #of(List, boolean)}. */
    Optional<String> tick(String text, boolean opposite) {
        boolean answers = opposite && BOX_AND_WORD.matcher(text).results().anyMatch(box -> isYesOrNo(box.group(3)));
        return (answers ? opposite() : this).tick(text);
    }

    /** What is put into a column of which one is to be marked: the list's mark, a ticked box for an empty one, or a circle. */
    static Optional<String> mark(String present, List<String> list) {
        if (!list.isEmpty()) {
            return list.stream()
                    .filter(word -> "○◯〇✓✔☑■レ●".contains(word.strip()) && !word.isBlank())
                    .findFirst()
                    .or(() -> list.size() == 1 ? Optional.of(list.getFirst()) : Optional.empty())
                    .or(() -> list.stream().filter(word -> says(word) == MET).findFirst());
        }
        return Optional.of(Spelling.squeeze(present).matches("[" + BOX + "]") ? "☑" : "○");
    }

    static boolean japanese(String text) {
        return JAPANESE.matcher(text).find();
    }
}
