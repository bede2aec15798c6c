package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Passwords: kept as argon2id, and refused when they are easy to guess (NIST SP 800-63B, section 3.1.1.2).
 *
 * <p>A list of common passwords of twelve characters and more is long and is still only words, repetitions and rows of
 * keys put one after the other. So the check takes the pieces apart: common words (with 0 for o, @ for a and the like),
 * years and other digits, rows of keys and repeated characters are struck out, and what is left must be long enough to
 * be something of one's own.
 */
@Component
class Passwords {

    static final int LENGTH_MIN = 12;

    /** Long enough for any sentence; more only costs time. */
    static final int LENGTH_MAX = 256;

    /** Fewer characters than this beside the common pieces are tried within seconds. */
    private static final int OWN_LENGTH_MIN = 4;

    private static final int OWN_DIFFERENT_MIN = 3;

    /** Shorter parts of a name or address turn up in any sentence. */
    private static final int CONTEXT_LENGTH_MIN = 4;

    private static final int ROW_LENGTH_MIN = 4;
    private static final List<String> ROWS = List.of(
            "abcdefghijklmnopqrstuvwxyz",
            "01234567890",
            "qwertyuiop",
            "asdfghjkl",
            "zxcvbnm",
            "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
            "qazwsxedcrfvtgbyhnujmikolp",
            "1q2w3e4r5t6y7u8i9o0p",
            "あいうえおかきくけこさしすせそ",
            "いろはにほへとちりぬるを");

    /** OWASP's second choice: 19 MiB, two passes, one lane (Password Storage Cheat Sheet). */
    private static final int MEMORY_KIB = 19_456;

    /** Each computation takes 19 MiB; a flood of them must not take the heap. */
    private static final int AT_ONCE_MAX = 4;

    private static final long WAIT_SECONDS_MAX = 10;

    /** As costly to compare with as any other, and nobody's: it is never accepted. Written down, as making one takes time. */
    private static final String HASH_OF_NOBODY =
            "$argon2id$v=19$m=" + MEMORY_KIB + ",t=2,p=1$" + "A".repeat(22) + "$" + "A".repeat(43);

    private final Argon2PasswordEncoder encoder = new Argon2PasswordEncoder(16, 32, 1, MEMORY_KIB, 2);
    private final Semaphore places = new Semaphore(AT_ONCE_MAX);
    private final List<String> commonWords;

    Passwords() {
        commonWords = read("/passwords/common-words.txt");
    }

    /**
     * Why a password is refused: the message {@code account.password.weak.<code>} with these arguments.
     */
    record Weakness(String code, List<Object> args) {

        Weakness(String code, Object... args) {
            this(code, List.of(args));
        }
    }

    String encode(String password) {
        return bounded(() -> java.util.Objects.requireNonNull(encoder.encode(normal(password))));
    }

    /** Takes the same time when there is no such account or no password yet ({@code hash} is null). */
    boolean matches(String password, @Nullable String hash) {
        String tooLong = password.length() > LENGTH_MAX ? "" : password;
        boolean same = bounded(() -> encoder.matches(normal(tooLong), hash == null ? HASH_OF_NOBODY : hash));
        return same && hash != null;
    }

    /**
     * Looks for the first thing that makes a password easy to guess.
     *
     * @param context the person's address and name, the organisation's name
     */
    Optional<Weakness> weakness(String password, List<String> context) {
        String text = normal(password);
        int length = text.codePointCount(0, text.length());
        if (length < LENGTH_MIN) {
            return Optional.of(new Weakness("short", length, LENGTH_MIN - length));
        }
        if (text.length() > LENGTH_MAX) {
            return Optional.of(new Weakness("long", LENGTH_MAX));
        }
        String plain = text.toLowerCase(Locale.ROOT);
        for (String part : parts(context)) {
            if (plain.contains(part) || unleet(plain).contains(unleet(part))) {
                return Optional.of(new Weakness("own", part));
            }
        }
        if (plain.chars().distinct().count() <= OWN_DIFFERENT_MIN) {
            return Optional.of(new Weakness("repeated"));
        }
        if (rest(plain).isEmpty()) {
            return Optional.of(new Weakness("rows"));
        }
        String own = withoutWords(rest(unleet(rest(plain))));
        String other = withoutWords(unleet(plain));
        if (tooLittle(own) || tooLittle(rest(other))) {
            return Optional.of(new Weakness("common"));
        }
        return Optional.empty();
    }

    private static boolean tooLittle(String own) {
        return own.length() < OWN_LENGTH_MIN || own.chars().distinct().count() < OWN_DIFFERENT_MIN;
    }

    /** Both forms of a letter are one (NFKC), as SP 800-63B asks before hashing. */
    private static String normal(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC);
    }

    private static List<String> parts(List<String> context) {
        return context.stream()
                .map(text -> normal(text).toLowerCase(Locale.ROOT))
                .flatMap(text -> java.util.stream.Stream.of(
                        text, text.indexOf('@') > 0 ? text.substring(0, text.indexOf('@')) : text))
                .map(text -> text.replaceAll("株式会社|有限会社|合同会社|\\s+", ""))
                .filter(text -> text.length() >= CONTEXT_LENGTH_MIN)
                .distinct()
                .toList();
    }

    private static String unleet(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            plain.append(
                    switch (c) {
                        case '0' -> 'o';
                        case '1', '!', '|' -> 'i';
                        case '3' -> 'e';
                        case '4', '@' -> 'a';
                        case '5', '$' -> 's';
                        case '7' -> 't';
                        default -> c;
                    });
        }
        return plain.toString();
    }

    /** Without rows of keys, digits, punctuation and characters that only repeat the one before. */
    private static String rest(String text) {
        StringBuilder rest = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int row = rowAt(text, at);
            if (row >= ROW_LENGTH_MIN) {
                at += row;
                continue;
            }
            char c = text.charAt(at);
            boolean repeats =
                    rest.length() > 1 && rest.charAt(rest.length() - 1) == c && rest.charAt(rest.length() - 2) == c;
            if (Character.isLetter(c) && !repeats) {
                rest.append(c);
            }
            at++;
        }
        return rest.toString();
    }

    private static int rowAt(String text, int at) {
        int longest = 0;
        for (String row : ROWS) {
            longest = Math.max(longest, common(row, text, at));
            longest = Math.max(longest, common(new StringBuilder(row).reverse().toString(), text, at));
        }
        return longest;
    }

    private static int common(String row, String text, int at) {
        int start = row.indexOf(text.charAt(at));
        if (start < 0) {
            return 0;
        }
        int length = 0;
        while (start + length < row.length()
                && at + length < text.length()
                && row.charAt(start + length) == text.charAt(at + length)) {
            length++;
        }
        return length;
    }

    private String withoutWords(String text) {
        String rest = text;
        for (String word : commonWords) {
            rest = rest.replace(word, "");
        }
        return rest;
    }

    private static List<String> read(String file) {
        try (InputStream in = Passwords.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .flatMap(line -> java.util.Arrays.stream(line.split(" ")))
                    .filter(word -> !word.isBlank())
                    .sorted(Comparator.comparingInt(String::length).reversed())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> T bounded(java.util.function.Supplier<T> work) {
        try {
            if (!places.tryAcquire(WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new Problem(503, "busy");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(503, "busy");
        }
        try {
            return work.get();
        } finally {
            places.release();
        }
    }
}
