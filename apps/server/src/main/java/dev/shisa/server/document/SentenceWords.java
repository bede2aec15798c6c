package dev.shisa.server.document;

import dev.shisa.conformity.Word;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a sentence is about: meanings that are known in both languages, and beside them the words as they stand.
 *
 * <p>The problem: Japanese has no spaces, and the same thing is written in many ways (パスワード, 暗証番号, password; 問い合わせ,
 * 問合せ; サーバー, サーバ). The idea: a list of meanings with their words ({@code sentence-words.txt}) and the glossary of the
 * catalogue turn what is known into names of meanings. Of the rest, pairs of neighbouring kanji count, also over the kana of
 * a verb between them, and words of katakana and of letters, without the endings that grammar gives them.
 */
final class SentenceWords {

    /** A word that stands for a meaning weighs more than a pair of kanji of which nobody said what they mean. */
    static final double MEANING = 1.5;

    private static final double WORD = 1.0;

    private static final double PAIR = 0.6;

    /** A passage is a sentence; a longer text is read up to here. */
    private static final int CHARS_MAX = 1_000;

    /** Words of the list and of the glossary; more is a mistake in a file. */
    private static final int WORDS_MAX = 10_000;

    /** Short words of katakana stand at the end of others that have nothing to do with them. */
    private static final int TAIL_MAX = 3;

    private static final Pattern RUN =
            Pattern.compile("[\\p{IsHan}々]+(?:[いきぎしちひみりえけげせねべめれわ]{1,2}[\\p{IsHan}々]+)*|[ァ-ヶー]{2,}|[a-z][a-z0-9]+");
    private static final Pattern LATIN = Pattern.compile("[a-z0-9][a-z0-9]*");
    private static final Pattern LONG_END = Pattern.compile("(?<=[ァ-ヶー]{2})ー(?![ァ-ヶー])");

    private static final Set<String> EMPTY = Set.of(
            "the", "and", "are", "for", "that", "this", "these", "with", "has", "have", "from", "not", "which", "does",
            "do", "what", "how", "who", "where", "when", "can", "its", "it", "they", "their", "there", "one", "all",
            "any", "you", "your", "product", "devic", "is", "in", "of", "to", "on", "or", "by", "be", "as", "at", "an",
            "was", "were", "did", "will", "than", "then", "while", "until", "also", "only", "so", "such", "into",
            "after", "befor", "other", "no", "if", "use", "made", "make", "way", "much", "many", "but", "our", "we",
            "via", "per", "each", "some", "ar", "ha", "wa", "thi", "doe", "us");
    private static final Set<String> EMPTY_PAIRS = Set.of(
            "製品", "機器", "本体", "利用", "用者", "場合", "必要", "以下", "使用", "方法", "本機", "本製", "品名", "文書", "記録", "検討", "内容", "次の",
            "自動", "取扱", "説明", "行う", "直近", "最新");

    /** What of a text means something. */
    record Term(String name, double weight, int from, int to, String written) {

        /** Whether it stands in any manual, or is a pair of kanji of which nobody said what they mean: alone it finds nothing. */
        boolean isSlight() {
            return name.startsWith("~") || weight < WORD;
        }
    }

    /** A word of the list: as it is compared, and what it means. */
    private record Known(String word, String meaning) {}

    private final Map<Character, List<Known>> byFirst = new HashMap<>();

    /** @param glossary words of the catalogue, each of which means the same in both languages */
    SentenceWords(Collection<Word> glossary) {
        Set<Known> known = new LinkedHashSet<>();
        list().lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(line -> {
                    int colon = line.indexOf(':');
                    for (String word : line.substring(colon + 1).split("\\|", -1)) {
                        known.add(new Known(compared(word.strip()).strip(), line.substring(0, colon)));
                    }
                });
        Set<String> listed = known.stream().map(Known::word).collect(Collectors.toSet());
        for (Word word : glossary) {
            String ja = compared(word.word().ja()).strip();
            String en = compared(word.word().en()).strip();
            // What the list knows already keeps its meaning: two names for one thing would count twice.
            if (ja.length() > 1 && en.length() > 1 && !listed.contains(ja) && !listed.contains(en)) {
                known.add(new Known(ja, "glossary." + word.id()));
                known.add(new Known(en, "glossary." + word.id()));
            }
        }
        known.stream()
                .filter(k -> !k.word().isEmpty())
                .sorted(Comparator.comparingInt((Known k) -> k.word().length()).reversed())
                .limit(WORDS_MAX)
                .forEach(k -> byFirst.computeIfAbsent(k.word().charAt(0), c -> new ArrayList<>())
                        .add(k));
    }

    private static String list() {
        try (InputStream in = Objects.requireNonNull(SentenceWords.class.getResourceAsStream("sentence-words.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the words of sentences cannot be read", e);
        }
    }

    /** The terms of a text; a name stands as often as it is written in another way. */
    List<Term> of(String text) {
        String base = base(text);
        Read read = Read.of(base);
        String compared = read.text();
        boolean[] known = new boolean[compared.length()];
        Map<String, Term> terms = new LinkedHashMap<>();
        for (int at = 0; at < compared.length(); at++) {
            int from = at;
            for (Known word : byFirst.getOrDefault(compared.charAt(at), List.of())) {
                int to = from + word.word().length();
                if (compared.startsWith(word.word(), from)
                        && isWhole(compared, from, to)
                        && !isTail(base, read, from, to)) {
                    for (int i = from; i < to; i++) {
                        known[i] = true;
                    }
                    String written = read.written(base, from, to);
                    terms.putIfAbsent(
                            word.meaning() + " " + written, new Term(word.meaning(), MEANING, from, to, written));
                }
            }
        }
        literal(base, read, known, terms);
        return List.copyOf(terms.values());
    }

    /** Pairs of kanji and words of which no meaning is known. */
    private static void literal(String base, Read read, boolean[] known, Map<String, Term> terms) {
        Matcher runs = RUN.matcher(base);
        while (runs.find()) {
            int from = read.at(runs.start());
            int to = read.at(runs.end());
            String run = read.text().substring(from, to);
            if (Character.UnicodeScript.of(base.charAt(runs.start())) == Character.UnicodeScript.HAN) {
                pairs(base, runs.start(), runs.end(), read, known, terms);
            } else if (!EMPTY.contains(run) && run.length() > 1 && !isKnown(known, from, to)) {
                terms.putIfAbsent(run, new Term(run, WORD, from, to, runs.group()));
            }
        }
    }

    private static void pairs(String base, int begin, int end, Read read, boolean[] known, Map<String, Term> terms) {
        int before = -1;
        for (int at = begin; at < end; at++) {
            char c = base.charAt(at);
            if (c != '々' && Character.UnicodeScript.of(c) != Character.UnicodeScript.HAN) {
                continue;
            }
            if (before >= 0) {
                String pair = "" + base.charAt(before) + c;
                int from = read.at(before);
                int to = read.at(at) + 1;
                if (!EMPTY_PAIRS.contains(pair) && !isKnown(known, from, to)) {
                    terms.putIfAbsent(pair, new Term(pair, PAIR, from, to, base.substring(before, at + 1)));
                }
            }
            before = at;
        }
    }

    private static boolean isKnown(boolean[] known, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!known[i]) {
                return false;
            }
        }
        return true;
    }

    /** A word of letters begins and ends where the text's does; a Japanese one may stand anywhere. */
    private static boolean isWhole(String text, int from, int to) {
        return !(isLatin(text.charAt(from)) && from > 0 && isLatin(text.charAt(from - 1)))
                && !(isLatin(text.charAt(to - 1)) && to < text.length() && isLatin(text.charAt(to)));
    }

    /** ポート is no word of サポート. */
    private static boolean isTail(String base, Read read, int from, int to) {
        int origin = read.origins().get(from);
        return to - from <= TAIL_MAX
                && origin > 0
                && isKatakana(base.charAt(origin))
                && isKatakana(base.charAt(origin - 1));
    }

    private static boolean isKatakana(char c) {
        return (c >= 'ァ' && c <= 'ヶ') || c == 'ー';
    }

    private static boolean isLatin(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    /** In letters of one width and case, cut where a sentence is too long. */
    private static String base(String text) {
        return Normalizer.normalize(
                        text.length() > CHARS_MAX ? text.substring(0, CHARS_MAX) : text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT);
    }

    private static String compared(String word) {
        return Read.of(base(word)).text();
    }

    /**
     * A text as it is compared: katakana as hiragana, small kana as large ones, no long vowel at the end of a word, English
     * words without their endings, other signs as one space.
     *
     * @param origins of each character, and of the end, where it stands in the text
     * @param places of each character of the text, and of its end, where it stands here
     */
    private record Read(String text, List<Integer> origins, List<Integer> places) {

        static Read of(String base) {
            StringBuilder text = new StringBuilder();
            List<Integer> origins = new ArrayList<>();
            List<Integer> places = new ArrayList<>();
            Set<Integer> dropped = new LinkedHashSet<>();
            Matcher ends = LONG_END.matcher(base);
            while (ends.find()) {
                dropped.add(ends.start());
            }
            Matcher latin = LATIN.matcher(base);
            int at = 0;
            while (at < base.length()) {
                if (isLatin(base.charAt(at)) && latin.find(at) && latin.start() == at) {
                    String stem = stem(latin.group());
                    for (int i = 0; i < latin.group().length(); i++) {
                        places.add(text.length() + Math.min(i, stem.length()));
                    }
                    for (int i = 0; i < stem.length(); i++) {
                        origins.add(at + i);
                    }
                    text.append(stem);
                    at = latin.end();
                    continue;
                }
                places.add(text.length());
                char c = base.charAt(at);
                boolean sign = !Character.isLetterOrDigit(c) && c != 'ー' && c != '々';
                boolean spaced = !text.isEmpty() && text.charAt(text.length() - 1) == ' ';
                if (!dropped.contains(at) && !(sign && spaced)) {
                    text.append(sign ? ' ' : kana(c));
                    origins.add(at);
                }
                at++;
            }
            places.add(text.length());
            origins.add(base.length());
            return new Read(text.toString().strip().isEmpty() ? "" : text.toString(), origins, places);
        }

        int at(int origin) {
            return places.get(origin);
        }

        /** What stands in the text, a word of letters with its ending. */
        String written(String base, int from, int to) {
            int end = origins.get(to - 1) + 1;
            while (end < base.length() && isLatin(base.charAt(end)) && isLatin(base.charAt(end - 1))) {
                end++;
            }
            return base.substring(origins.get(from), end);
        }

        private static char kana(char c) {
            char hiragana = c >= 'ァ' && c <= 'ヶ' ? (char) (c - 'ァ' + 'ぁ') : c;
            return switch (hiragana) {
                case 'ぁ', 'ぃ', 'ぅ', 'ぇ', 'ぉ', 'ゃ', 'ゅ', 'ょ', 'っ' -> (char) (hiragana + 1);
                default -> hiragana;
            };
        }

        /** An English word without plural, -ed, -ing and a silent e; not a dictionary's stem, but the same for all forms. */
        private static String stem(String word) {
            String stem = word;
            if (stem.length() > 4 && (stem.endsWith("ies") || stem.endsWith("ied"))) {
                return stem.substring(0, stem.length() - 3) + "y";
            }
            if (stem.length() > 5 && stem.endsWith("ing")) {
                stem = undoubled(stem.substring(0, stem.length() - 3));
            } else if (stem.length() > 4 && stem.endsWith("ed")) {
                stem = undoubled(stem.substring(0, stem.length() - 2));
            } else if (stem.length() > 4 && stem.matches(".*(?:ss|sh|ch|x)es")) {
                stem = stem.substring(0, stem.length() - 2);
            } else if (stem.length() > 3 && stem.endsWith("s") && !stem.endsWith("ss") && !stem.endsWith("us")) {
                stem = stem.substring(0, stem.length() - 1);
            }
            return stem.length() > 4 && stem.endsWith("e") ? stem.substring(0, stem.length() - 1) : stem;
        }

        private static String undoubled(String stem) {
            int last = stem.length() - 1;
            return last > 1 && stem.charAt(last) == stem.charAt(last - 1) && "bdgmnprt".indexOf(stem.charAt(last)) >= 0
                    ? stem.substring(0, last)
                    : stem;
        }
    }
}
