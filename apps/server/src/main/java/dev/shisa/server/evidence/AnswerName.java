package dev.shisa.server.evidence;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Japanese question asks, as the name of its answer: 「機器の電源は何ですか。」 becomes 機器の電源, and where no noun
 * says it, the question as it stands within a sentence: 検査で、SSHは開いていたか.
 */
final class AnswerName {

    private static final Pattern ITEM_FIRST = Pattern.compile("^「\\{item}」(?:(?:は|には|では)、|の|は)");
    private static final Pattern ASKED_FOR = Pattern.compile("[をは]、?(?:すべて)?(?:挙げて|入力して|選んで)ください$");
    private static final Pattern WHICH = Pattern.compile("(?<=[^の])は、?(?:何|何番|何文字|いつ|どれ|どこ|誰|どちら)ですか$");
    private static final Pattern POLITE = Pattern.compile("(.?)(.)(ます|ました)か(?=、|$)|(です|でした)か(?=、|$)");

    /** Verbs that end in す and not in する. */
    private static final String ENDS_IN_SU = "残示渡消表出話落移写外許試壊貸隠返直足戻指";

    private AnswerName() {}

    /** The name, with the item behind it that the question begins with. */
    static String of(String question, String item) {
        String asked = question.replaceFirst("。$", "");
        String rest = ITEM_FIRST.matcher(asked).replaceFirst("");
        boolean begins = !rest.equals(asked);
        rest = WHICH.matcher(ASKED_FOR.matcher(rest).replaceFirst("")).replaceFirst("");
        Matcher polite = POLITE.matcher(rest);
        String plain = polite.replaceAll(match -> Matcher.quoteReplacement(
                match.group(4) == null
                        ? match.group(1)
                                + (match.group(3).equals("ます")
                                        ? present(match.group(1), match.group(2))
                                        : past(match.group(1), match.group(2)))
                                + "か"
                        : match.group(4).equals("です") ? "か" : "だったか"));
        return plain.replace("「{item}」", "{item}").replace("{item}", item)
                + (begins && !item.isEmpty() ? "(" + item + ")" : "");
    }

    /** How a verb ends of which the polite form has these two letters before ます. */
    private static String present(String before, String stem) {
        return switch (stem) {
            case "い" -> before.equals("て") || before.equals("で") ? "いる" : "う";
            case "き" -> before.equals("で") ? "きる" : "く";
            case "ぎ" -> "ぐ";
            case "し" -> !before.isEmpty() && ENDS_IN_SU.contains(before) ? "す" : "する";
            case "ち" -> "つ";
            case "に" -> "ぬ";
            case "び" -> "ぶ";
            case "み" -> "む";
            case "り" -> "る";
            default -> stem + "る";
        };
    }

    private static String past(String before, String stem) {
        return switch (stem) {
            case "い" -> before.equals("て") || before.equals("で") ? "いた" : "った";
            case "き" -> before.equals("で") ? "きた" : "いた";
            case "ぎ" -> "いだ";
            case "ち", "り" -> "った";
            case "に", "び", "み" -> "んだ";
            default -> stem + "た";
        };
    }
}
