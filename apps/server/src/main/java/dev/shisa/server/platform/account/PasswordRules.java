package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Which passwords are easy to guess, and so refused (NIST SP 800-63B-4, section 3.1.1.2).
 *
 * <p>Fifteen characters, as that section asks where the password is the only factor. It allows fewer beside a second one, but a
 * second factor can be taken away later, when nobody can tell any more how long the password is.
 *
 * <p>Each is compared with those that leaked ({@link LeakedPasswords}), with the company's own list ({@link RefusedPasswords}) and with
 * sayings that everybody knows, or parts of such: as it is, without what is put around it (digits, symbols, a word), read with letters for
 * digits, backwards, and one part of several that are the same, of which the last may be cut. Whoever guesses also puts common pieces together. So the check takes them
 * apart: rows of keys, years and other digits, repeated characters and common words are struck out, and what is left must
 * be long enough to be something of one's own, and more than one word or two.
 */
@Component
class PasswordRules {

    static final int LENGTH_MIN = 15;

    /** Long enough for any sentence; more only costs time. */
    static final int LENGTH_MAX = 256;

    /** Fewer characters than this beside the common pieces are tried within seconds. */
    private static final int OWN_LENGTH_MIN = 4;

    private static final int OWN_DIFFERENT_MIN = 3;

    private static final Pattern NEITHER_LETTER_NOR_DIGIT = Pattern.compile("[^\\p{L}\\p{N}]");
    private static final Pattern DIGITS_AROUND = Pattern.compile("^[0-9]+|[0-9]+$");
    private static final Pattern DOT = Pattern.compile("\\.");
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern COMPANY_FORM = Pattern.compile("株式会社|有限会社|合同会社");

    /** People add one symbol to a word, or two; this many different ones are random. */
    private static final int OWN_SYMBOLS_MIN = 5;

    /** Shorter ones turn up in whatever people write. */
    private static final int PART_LENGTH_MIN = 8;

    /** No list has longer ones. */
    private static final int PART_LENGTH_MAX = 64;

    /** Shorter parts of a name or address turn up in any sentence. */
    private static final int CONTEXT_LENGTH_MIN = 4;

    private static final int ROW_LENGTH_MIN = 4;

    /** What stands in half of all companies' names says nothing about one of them. */
    private static final Set<String> OF_ANY_COMPANY = Set.of(
            "corp",
            "corporation",
            "company",
            "limited",
            "gmbh",
            "group",
            "holdings",
            "electric",
            "electronics",
            "industries",
            "株式会社",
            "有限会社",
            "合同会社");

    private static final List<String> ROWS = List.of(
            "abcdefghijklmnopqrstuvwxyz",
            "01234567890",
            "qwertyuiop",
            "asdfghjkl",
            "zxcvbnm",
            "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
            "qazwsxedcrfvtgbyhnujmikolp",
            "1q2w3e4r5t6y7u8i9o0p",
            "!@#$%^&*()_+",
            "!\"#$%&'()=",
            "あいうえおかきくけこさしすせそ",
            "いろはにほへとちりぬるを");

    private final List<String> commonWords = read("/passwords/common-words.txt").stream()
            .flatMap(SPACES::splitAsStream)
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
    private final Set<String> sayings = read("/passwords/sayings.txt").stream()
            .flatMap(PasswordRules::runs)
            .collect(Collectors.toUnmodifiableSet());
    private final LeakedPasswords leaked = new LeakedPasswords();
    private final RefusedPasswords refused;

    PasswordRules(RefusedPasswords refused) {
        this.refused = refused;
    }

    /**
     * Why a password is refused: the message {@code account.password.weak.<code>} with these arguments.
     */
    record Weakness(String code, List<Object> args) {

        Weakness(String code, Object... args) {
            this(code, List.of(args));
        }
    }

    /**
     * Looks for the first thing that makes a password easy to guess.
     *
     * @param context the person's address, of which each part counts, and name, the organisation's name
     * @param names of products, which count as a whole only, since their words turn up in any sentence
     * @throws Problem if the company's own list cannot be read
     */
    Optional<Weakness> weakness(String password, List<String> context, List<String> names) {
        String text = normal(password);
        int length = text.codePointCount(0, text.length());
        if (length < LENGTH_MIN) {
            return Optional.of(new Weakness("short", length, LENGTH_MIN - length));
        }
        if (text.length() > LENGTH_MAX) {
            return Optional.of(new Weakness("long", LENGTH_MAX));
        }
        String plain = text.toLowerCase(Locale.ROOT);
        String bare = NEITHER_LETTER_NOR_DIGIT.matcher(plain).replaceAll("");
        for (String part : parts(context, names)) {
            if (bare.contains(part) || unleet(bare).contains(unleet(part))) {
                return Optional.of(new Weakness("own", part));
            }
        }
        if (plain.chars().distinct().count() <= OWN_DIFFERENT_MIN
                || (bare.length() >= LENGTH_MIN && isOneOfSame(bare))
                || isOneOfSame(DIGITS_AROUND.matcher(bare).replaceAll(""))) {
            return Optional.of(new Weakness("repeated"));
        }
        List<String> guesses = guesses(plain, bare);
        if (guesses.stream().anyMatch(guess -> isMostly(guess, refused::contains))) {
            return Optional.of(new Weakness("refused"));
        }
        if (guesses.stream().anyMatch(guess -> isMostly(guess, leaked::contains))) {
            return Optional.of(new Weakness("leaked"));
        }
        if (guesses.stream().anyMatch(this::isSaying)) {
            return Optional.of(new Weakness("saying"));
        }
        if (symbols(plain) >= OWN_SYMBOLS_MIN) {
            return Optional.empty();
        }
        if (rest(plain).isEmpty()) {
            return Optional.of(new Weakness("rows"));
        }
        if (guesses.stream().anyMatch(this::isOfCommonPieces)) {
            return Optional.of(new Weakness("common"));
        }
        return guesses.stream().anyMatch(this::isOfFewWords) ? Optional.of(new Weakness("few")) : Optional.empty();
    }

    /** As somebody who guesses would have begun: as it is, with letters for digits, backwards, once instead of twice. */
    private static List<String> guesses(String plain, String bare) {
        Set<String> guesses = new LinkedHashSet<>(List.of(plain, bare, oneOfSame(plain), oneOfSame(bare)));
        for (String guess : List.copyOf(guesses)) {
            guesses.add(new StringBuilder(guess).reverse().toString());
        }
        return List.copyOf(guesses);
    }

    /** Whether a list has the text or a long part of it, beside which hardly anything is left that is not digits and symbols. */
    private static boolean isMostly(String text, Predicate<String> list) {
        if (list.test(text) || list.test(unleet(text))) {
            return true;
        }
        int least = Math.max(PART_LENGTH_MIN, (text.length() + 1) / 2);
        for (int from = 0; from + least <= text.length(); from++) {
            for (int to = Math.min(text.length(), from + PART_LENGTH_MAX); to >= from + least; to--) {
                String part = text.substring(from, to);
                if (countLetters(text.substring(0, from)) + countLetters(text.substring(to)) < OWN_LENGTH_MIN
                        && (list.test(part) || list.test(unleet(part)))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int countLetters(String text) {
        return (int) text.codePoints().filter(Character::isLetter).count();
    }

    /** Whether it is a saying or a part of one, also with a word of the lists before it or after. */
    private boolean isSaying(String text) {
        return isMostly(text, sayings::contains)
                || IntStream.range(1, text.length())
                        .anyMatch(at -> isAWordAnd(text.substring(0, at), text.substring(at))
                                || isAWordAnd(text.substring(at), text.substring(0, at)));
    }

    private boolean isAWordAnd(String word, String saying) {
        return sayings.contains(saying) && leaked.contains(letters(word));
    }

    /** The words of a saying that follow each other, from each to each, as long as they are long enough. */
    private static Stream<String> runs(String saying) {
        List<String> words = List.of(SPACES.split(saying));
        return IntStream.range(0, words.size())
                .boxed()
                .flatMap(from -> IntStream.rangeClosed(from + 1, words.size())
                        .mapToObj(to -> String.join("", words.subList(from, to))))
                .filter(run -> run.length() >= PART_LENGTH_MIN);
    }

    private boolean isOfCommonPieces(String text) {
        return tooLittle(withoutWords(rest(unleet(rest(text))))) || tooLittle(rest(withoutWords(unleet(text))));
    }

    /** How many different characters are neither letters nor digits nor rows of keys; nobody puts many of them around a word. */
    private static long symbols(String plain) {
        return kept(plain)
                .chars()
                .filter(c -> !Character.isLetterOrDigit(c) && !Character.isWhitespace(c))
                .distinct()
                .count();
    }

    /** The part of which the whole is made by repetition, the last of which may be cut; itself if it is not. */
    private static String oneOfSame(String text) {
        for (int period = 1; period < text.length(); period++) {
            int rest = text.length() - period;
            if ((rest % period == 0 || rest >= OWN_LENGTH_MIN) && text.regionMatches(0, text, period, rest)) {
                return text.substring(0, period);
            }
        }
        return text;
    }

    private static boolean isOneOfSame(String text) {
        int one = oneOfSame(text).length();
        return one < text.length() && text.length() % one == 0 && one < LENGTH_MIN;
    }

    /** Whether it is one word of the lists, or two. */
    private boolean isOfFewWords(String text) {
        String letters = rest(text);
        for (int at = 1; at < letters.length(); at++) {
            if (leaked.contains(letters.substring(0, at)) && leaked.contains(letters.substring(at))) {
                return true;
            }
        }
        return leaked.contains(letters);
    }

    private static boolean tooLittle(String own) {
        return own.length() < OWN_LENGTH_MIN || own.chars().distinct().count() < OWN_DIFFERENT_MIN;
    }

    /** Both forms of a letter are one (NFKC), as SP 800-63B asks before hashing. */
    static String normal(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC);
    }

    private static List<String> parts(List<String> context, List<String> names) {
        Stream<String> words = context.stream()
                .flatMap(text -> text.indexOf('@') > 0
                        ? ofAddress(text)
                        : Stream.concat(Stream.of(text), Stream.of(SPACES.split(text))));
        return Stream.concat(words, names.stream())
                .map(text -> normal(text).toLowerCase(Locale.ROOT))
                .filter(text -> !OF_ANY_COMPANY.contains(text))
                .map(text -> COMPANY_FORM.matcher(text).replaceAll(""))
                .map(text -> NEITHER_LETTER_NOR_DIGIT.matcher(text).replaceAll(""))
                .filter(text -> text.length() >= CONTEXT_LENGTH_MIN)
                .distinct()
                .toList();
    }

    /** What stands before the @, and each label of the domain but the last: those of the company and of the post office. */
    private static Stream<String> ofAddress(String address) {
        int at = address.indexOf('@');
        List<String> labels = List.of(DOT.split(address.substring(at + 1)));
        return Stream.concat(
                Stream.of(address.substring(0, at)), labels.subList(0, Math.max(0, labels.size() - 1)).stream());
    }

    private static String unleet(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.chars().forEach(c -> plain.append(unleet((char) c)));
        return plain.toString();
    }

    private static char unleet(char c) {
        return switch (c) {
            case '0' -> 'o';
            case '1', '!', '|' -> 'i';
            case '3' -> 'e';
            case '4', '@' -> 'a';
            case '5', '$' -> 's';
            case '7' -> 't';
            default -> c;
        };
    }

    /** Without rows of keys, digits, punctuation and characters that only repeat the one before. */
    private static String rest(String text) {
        return letters(kept(text));
    }

    private static String letters(String text) {
        return text.codePoints()
                .filter(Character::isLetter)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Without rows of keys and characters that only repeat the one before. */
    private static String kept(String text) {
        StringBuilder kept = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int row = rowAt(text, at);
            if (row >= ROW_LENGTH_MIN) {
                at += row;
                continue;
            }
            char c = text.charAt(at);
            boolean repeats =
                    kept.length() > 1 && kept.charAt(kept.length() - 1) == c && kept.charAt(kept.length() - 2) == c;
            if (!repeats) {
                kept.append(c);
            }
            at++;
        }
        return kept.toString();
    }

    private static int rowAt(String text, int at) {
        int longest = 0;
        for (String row : ROWS) {
            longest = Math.max(longest, common(row, text, at));
            longest = Math.max(longest, common(new StringBuilder(row).reverse().toString(), text, at));
        }
        return longest;
    }

    /** How many keys of the row the text has from there on, also with digits for letters. */
    private static int common(String row, String text, int at) {
        char first = text.charAt(at);
        return Math.max(common(row, row.indexOf(first), text, at), common(row, row.indexOf(unleet(first)), text, at));
    }

    private static int common(String row, int start, String text, int at) {
        int length = 0;
        while (start >= 0
                && start + length < row.length()
                && at + length < text.length()
                && isKey(row.charAt(start + length), text.charAt(at + length))) {
            length++;
        }
        return length;
    }

    private static boolean isKey(char key, char typed) {
        return key == typed || key == unleet(typed);
    }

    private String withoutWords(String text) {
        String rest = text;
        for (String word : commonWords) {
            rest = rest.replace(word, "");
        }
        return rest;
    }

    private static List<String> read(String file) {
        try (InputStream in = PasswordRules.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
