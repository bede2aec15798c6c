package dev.shisa.server.application;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What must not be said about a labelled product. The label states that criteria of a level are met; it vouches neither
 * for complete security nor for the absence of vulnerabilities, and it is no recommendation by an authority.
 */
enum ForbiddenWording {
    /** 完全に安全です, guarantees complete security. */
    ABSOLUTE(
            Correction.Code.WORDING_ABSOLUTE,
            "(?:完全|完璧|絶対|100\\s*[%％]|百パーセント|万全)(?:に|な|の|で)?(?:安全|安心|セキュア|セキュリティ|保護|防御|防止|防ぎ|守り|守る)"
                    + "|(?:安全性?|セキュリティ)(?:を|が|は)?(?:完全に|確実に|必ず)?(?:保証|保障)(?:します|する|され|いたし|付き)"
                    + "|(?:ハッキング|不正アクセス|サイバー攻撃|攻撃|侵入)(?:は|が|を|も)?(?:絶対に|一切|決して)?(?:されません|されない|受けません|受けない|不可能|完全に防)"
                    + "|(?:世界|日本|国内|業界)(?:で)?(?:一|最高|最強|No\\.?\\s*1|ナンバーワン)(?:レベル|水準|クラス)?(?:に|の)?[^。\\n]{0,4}?(?:安全|安心|セキュア|セキュリティ)"
                    + "|(?:どこよりも|他社より|どの製品よりも)(?:安全|安心|セキュア)",
            "\\b(?:completely|fully|perfectly|totally|absolutely|100\\s?%)\\s+(?:secure|safe|protected)\\b"
                    + "|\\bguarante\\w+\\s+(?:\\w+\\s+){0,3}(?:security|safety)\\b|\\b(?:security|safety)\\s+(?:is\\s+)?guaranteed\\b"
                    + "|\\b(?:hack|tamper)[- ]?proof\\b|\\bunhackable\\b|\\bworld(?:'s|’s)?[- ](?:safest|most secure)\\b|\\b(?:safest|most secure)\\s+(?:\\w+\\s+){0,2}(?:in the world|on the market|ever|in its class)\\b|\\bimpenetrable\\b|\\bcannot be hacked\\b"),
    /** 脆弱性はありません, free of vulnerabilities. */
    NO_VULNERABILITY(
            Correction.Code.WORDING_NO_VULNERABILITY,
            "(?:脆弱性|ぜい弱性|セキュリティホール)(?:は|が|も)?(?:一切|全く|まったく|何も|ひとつも|1つも)?(?:ありません|ございません|ない(?:です|ことを|製品|ため|$|[。、])|無い|存在しません|存在しない|ゼロ|無し|なし)",
            "\\b(?:no|zero|without(?: any)?|free (?:of|from)(?: any| all| known)?)\\s+(?:security\\s+)?vulnerabilit\\w+|\\bvulnerability[- ]free\\b"),
    /** IPAが推奨, officially endorsed. */
    ENDORSEMENT(
            Correction.Code.WORDING_ENDORSEMENT,
            "(?:IPA|独立行政法人情報処理推進機構|情報処理推進機構|経済産業省|経産省|総務省|デジタル庁|政府|国|公的機関)(?:が|に|も|から|より|の|による)?[^。、\\n]{0,8}?(?:公認|推奨|推薦|お墨付き|太鼓判|安全[^。]{0,4}(?:保証|認め))"
                    + "|(?:政府|国家|IPA|公的)公認|公認(?:の|された)?(?:製品|カメラ|機器)",
            "\\b(?:endorsed|recommended|guaranteed|vouched for)\\s+(?:officially\\s+)?by\\s+(?:the\\s+)?(?:IPA|METI|MIC|Japan\\w*|government|authorit\\w+|Information-technology)"
                    + "|\\b(?:officially|government)[- ](?:endorsed|recommended|guaranteed)\\b|\\bofficial endorsement\\b|\\bgovernment[- ]approved\\b"),
    /** どんな環境でも安全, secure in any environment. */
    EVERYWHERE(
            Correction.Code.WORDING_EVERYWHERE,
            "(?:どんな|どのような|あらゆる|いかなる|すべての|全ての)(?:環境|条件|場面|使い方|ネットワーク|攻撃)(?:下|の下)?(?:で|に|から|に対して)?(?:も)?[^。\\n]{0,6}?(?:安全|安心|セキュア|守り|防ぎ)",
            "\\b(?:safe|secure|protected)\\s+(?:in|under|against|from)\\s+(?:any|all|every)\\s+(?:\\w+\\s+)?(?:environment|condition|circumstance|situation|network|use|attack)s?\\b"
                    + "|\\b(?:in|under)\\s+(?:any|all|every)\\s+(?:environment|condition|circumstance)s?,?\\s+(?:it\\s+)?(?:is|stays|remains)\\s+(?:safe|secure)\\b"),
    /** ★1取得予定, a label that is still to come: label and its name are for products to which it was issued. */
    BEFORE_LABEL(
            Correction.Code.WORDING_BEFORE_LABEL,
            "(?:JC[-‐－ ]?STAR|(?:適合|セキュリティ)ラベル|[★☆]\\s*[1-4１-４](?![0-9０-９年月日]))(?:(?!更新|延長|変更|届)[^。、\\n]){0,16}?"
                    + "(?:(?:取得|交付|申請|適合)(?:を|の|する|を受ける|される)?(?:予定(?!は(?:あり|ござい)ません|は(?:ない|なし)|して(?:い|おり)ません)|見込み?|見通し|(?:準備)?(?<!する|される|受ける)中(?!止|断))|申請済み?)"
                    + "|(?:取得|交付|申請|適合)(?:予定|見込み?|中)の[^。、\\n]{0,8}?(?:JC[-‐－ ]?STAR|(?:適合|セキュリティ)ラベル|[★☆]\\s*[1-4１-４](?![0-9０-９年月日]))",
            "\\b(?:will|going to|plan(?:s|ned|ning)? to|expect(?:s|ed|ing)? to|due to|set to|about to|soon to)\\s+(?:soon\\s+)?(?:obtain|receive|acquire|get|earn|gain|carry|be\\s+(?:awarded|granted|given))\\s+(?:[^\\s.]+\\s+){0,4}?(?:JC-?STAR|★|(?:conformance|security)\\s+label)"
                    + "|(?:\\bJC-?STAR|★\\s?[1-4]|\\b(?:conformance|security)\\s+label)(?:\\s+(?!renew)[^\\s.]+){0,4}?\\s+\\(?(?:pending|planned|expected|applied for|coming soon|in preparation)\\b"
                    + "|\\b(?:have|has)\\s+applied\\s+for\\s+(?:[^\\s.]+\\s+){0,3}?(?:JC-?STAR|★|(?:conformance|security)\\s+label)");

    /** A sentence with one of these says the opposite, as a proper notice does. */
    private static final Pattern DENIED_JA = Pattern.compile(
            "もの(?:で|では|とは)(?:は)?(?:あり|ござい)ません|わけではありません|ものではない|とは限りません|保証(?:は|を)?(?:いた)?しません|保証できません|約束(?:は)?できません|意味しません|意味するものでは|示すものでは|という表現|と書かない");

    private static final Pattern DENIED_EN = Pattern.compile(
            "\\b(?:do(?:es)? not|is not|are not|not|cannot (?:be )?guarantee|never|no guarantee|neither|nor)\\b|n't\\b",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern SENTENCE = Pattern.compile("[^。.!?！？\\n]*(?:[。!?！？\\n]|\\.(?=\\s|$)|\\.(?=\\S)|$)");

    private final Correction.Code code;

    @SuppressWarnings("ImmutableEnumChecker") // a compiled pattern cannot change
    private final Pattern ja;

    @SuppressWarnings("ImmutableEnumChecker") // a compiled pattern cannot change
    private final Pattern en;

    ForbiddenWording(Correction.Code code, String ja, String en) {
        this.code = code;
        this.ja = Pattern.compile(ja, Pattern.CASE_INSENSITIVE);
        this.en = Pattern.compile(en, Pattern.CASE_INSENSITIVE);
    }

    Correction.Code code() {
        return code;
    }

    /** A place of a text. */
    record Found(int start, int end) {}

    /** The phrases of a text that say this, each once. */
    List<String> in(String text) {
        List<String> phrases = new ArrayList<>();
        String bounded = text.length() > ClaimCheck.CHARS_MAX ? text.substring(0, ClaimCheck.CHARS_MAX) : text;
        for (Found found : find(bounded, Integer.MAX_VALUE)) {
            String phrase = bounded.substring(found.start(), found.end()).replace('\u3000', ' ');
            if (!phrases.contains(phrase)) {
                phrases.add(phrase);
            }
        }
        return phrases;
    }

    /** Every place that says this, in its order; one a sentence and language. */
    List<Found> find(String text, int most) {
        List<Found> found = new ArrayList<>();
        Matcher sentences = SENTENCE.matcher(text.replace('\u3000', ' '));
        while (found.size() < most && sentences.find()) {
            String sentence = sentences.group();
            if (sentence.isBlank()) {
                continue;
            }
            Matcher here = ja.matcher(sentence);
            if (here.find() && !DENIED_JA.matcher(sentence).find()) {
                found.add(new Found(sentences.start() + here.start(), sentences.start() + here.end()));
            }
            here = en.matcher(sentence);
            if (here.find() && !DENIED_EN.matcher(sentence).find()) {
                found.add(new Found(sentences.start() + here.start(), sentences.start() + here.end()));
            }
        }
        return found;
    }

    /** The name in messages. */
    String id() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
