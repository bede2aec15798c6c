package dev.shisa.advisory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A licence expression (SPDX 3.0.1, annex B) as CSAF allows it, without references to other documents.
 *
 * @param identifiers every licence, exception and reference that it names
 */
public record LicenceExpression(List<String> identifiers) {

    private static final int EXPRESSION_CHARS_MAX = 2_000;
    private static final int NESTED_MAX = 100;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]+");
    private static final String LICENCE_REF = "LicenseRef-";
    private static final String ADDITION_REF = "AdditionRef-";
    private static final String SCANCODE = "scancode-";

    /** The SPDX licence list by its identifiers in small letters; true for those that are deprecated. */
    private static final Map<String, Boolean> LISTED = listed();

    public LicenceExpression {
        identifiers = List.copyOf(identifiers);
    }

    private static Map<String, Boolean> listed() {
        Map<String, Boolean> listed = new HashMap<>();
        for (String line : Resource.lines("spdx-licences.txt")) {
            boolean isDeprecated = line.startsWith("-");
            listed.put((isDeprecated ? line.substring(1) : line).toLowerCase(Locale.ROOT), isDeprecated);
        }
        return listed;
    }

    /** Whether a text is an expression whose identifiers can be on their lists and are not out of date (tests 6.2.44 and 6.2.45). */
    public static boolean isSound(String text) {
        return parse(text)
                .filter(one -> one.nonExisting().isEmpty() && one.deprecated().isEmpty())
                .isPresent();
    }

    /** Reads an expression; empty if it is none. */
    static Optional<LicenceExpression> parse(String text) {
        if (text.length() > EXPRESSION_CHARS_MAX) {
            return Optional.empty();
        }
        List<String> tokens = new ArrayList<>();
        for (String word : text.replace("(", " ( ").replace(")", " ) ").split(" +", -1)) {
            if (!word.isEmpty()) {
                tokens.add(word);
            }
        }
        Reader reader = new Reader(tokens);
        return reader.compound(0) && reader.at == tokens.size()
                ? Optional.of(new LicenceExpression(reader.identifiers))
                : Optional.empty();
    }

    private static final class Reader {
        private final List<String> tokens;
        private final List<String> identifiers = new ArrayList<>();
        private int at;

        Reader(List<String> tokens) {
            this.tokens = tokens;
        }

        /** Terms joined by AND or OR; which binds closer does not matter for being well formed. */
        boolean compound(int depth) {
            if (depth > NESTED_MAX || !term(depth)) {
                return false;
            }
            while (is("AND") || is("OR")) {
                at++;
                if (!term(depth)) {
                    return false;
                }
            }
            return true;
        }

        private boolean term(int depth) {
            if (is("(")) {
                at++;
                if (!compound(depth + 1) || !is(")")) {
                    return false;
                }
                at++;
                return true;
            }
            if (at == tokens.size() || !licence(tokens.get(at++))) {
                return false;
            }
            if (is("WITH")) {
                at++;
                return at < tokens.size() && addition(tokens.get(at++));
            }
            return true;
        }

        private boolean licence(String word) {
            boolean isReference = word.startsWith(LICENCE_REF);
            String id = !isReference && word.endsWith("+") ? word.substring(0, word.length() - 1) : word;
            return identifier(id, isReference ? LICENCE_REF : "");
        }

        private boolean addition(String word) {
            return identifier(word, word.startsWith(ADDITION_REF) ? ADDITION_REF : "");
        }

        private boolean identifier(String id, String prefix) {
            String lower = id.toLowerCase(Locale.ROOT);
            boolean isMisspeltReference = prefix.isEmpty()
                    && (lower.startsWith("licenseref-")
                            || lower.startsWith("additionref-")
                            || lower.startsWith("documentref-"));
            boolean isOperator = List.of("and", "or", "with").contains(lower);
            identifiers.add(id);
            return ID.matcher(id).matches() && id.length() > prefix.length() && !isMisspeltReference && !isOperator;
        }

        private boolean is(String token) {
            return at < tokens.size() && tokens.get(at).equals(token);
        }
    }

    private static boolean isReference(String id) {
        return id.startsWith(LICENCE_REF) || id.startsWith(ADDITION_REF);
    }

    private static boolean isScanCode(String id) {
        return isReference(id) && id.startsWith(SCANCODE, id.indexOf('-') + 1);
    }

    /**
     * Identifiers that are neither on the SPDX list nor of AboutCode's ScanCode LicenseDB. The latter is not at hand, so whatever claims to
     * be of it is believed.
     */
    List<String> unlisted() {
        return identifiers.stream()
                .filter(id -> isReference(id) ? !isScanCode(id) : !LISTED.containsKey(id.toLowerCase(Locale.ROOT)))
                .toList();
    }

    List<String> deprecated() {
        return identifiers.stream()
                .filter(id -> LISTED.getOrDefault(id.toLowerCase(Locale.ROOT), false))
                .toList();
    }

    /** Identifiers that claim to be on one of these lists, and cannot be: that of ScanCode has small letters only. */
    List<String> nonExisting() {
        return identifiers.stream()
                .filter(id -> isReference(id)
                        ? isScanCode(id)
                                && id.substring(id.indexOf('-')).chars().anyMatch(Character::isUpperCase)
                        : !LISTED.containsKey(id.toLowerCase(Locale.ROOT)))
                .toList();
    }
}
