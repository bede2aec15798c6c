package dev.shisa.conformity;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Decides a predicate directly from its characters, sharing nothing with the engine: the auditor's reading of the grammar. */
final class MiniCel {

    private final String source;
    private final Object value;
    private final Map<String, Object> params;
    private final String item;
    private final String name;
    private int at;

    private MiniCel(String source, Object value, Map<String, Object> params, String item, String name) {
        this.source = source;
        this.value = value;
        this.params = params;
        this.item = item;
        this.name = name;
    }

    static boolean holds(String source, Object value, Map<String, Object> params, String item, String name) {
        MiniCel cel = new MiniCel(source, value, params, item, name);
        boolean holds = (Boolean) cel.or();
        cel.skip();
        if (cel.at != source.length()) {
            throw new AssertionError("left over at " + cel.at + " of " + source);
        }
        return holds;
    }

    private Object or() {
        Object left = and();
        while (eat("||")) {
            // Both sides are always read: a side that is not needed still has to be skipped.
            boolean right = (Boolean) and();
            left = (Boolean) left || right;
        }
        return left;
    }

    private Object and() {
        Object left = relation();
        while (eat("&&")) {
            boolean right = (Boolean) relation();
            left = (Boolean) left && right;
        }
        return left;
    }

    private Object relation() {
        Object left = unary();
        for (String sign : List.of("==", "!=", "<=", ">=", "<", ">", "in ", "in[")) {
            if (eat(sign)) {
                at -= sign.endsWith("[") ? 1 : 0;
                Object right = unary();
                return switch (sign.strip()) {
                    case "==" -> left.equals(right);
                    case "!=" -> !left.equals(right);
                    case "<=" -> order(left, right) <= 0;
                    case ">=" -> order(left, right) >= 0;
                    case "<" -> order(left, right) < 0;
                    case ">" -> order(left, right) > 0;
                    default -> ((Collection<?>) right).contains(left);
                };
            }
        }
        return left;
    }

    private static int order(Object left, Object right) {
        return left instanceof Long number
                ? number.compareTo((Long) right)
                : left.toString().compareTo(right.toString());
    }

    private Object unary() {
        if (eat("!")) {
            return !(Boolean) unary();
        }
        if (eat("(")) {
            Object inner = or();
            must(")");
            return inner;
        }
        if (eat("[")) {
            List<Object> list = new ArrayList<>();
            do {
                list.add(unary());
            } while (eat(","));
            must("]");
            return list;
        }
        if (eat("size(") || eat("size (")) {
            Object counted = or();
            must(")");
            return (long) ((Collection<?>) counted).size();
        }
        if (eat("mentions(")) {
            String text = (String) unary();
            must(",");
            Object part = unary();
            must(")");
            return (part instanceof Collection<?> parts ? parts : List.of(part))
                    .stream().anyMatch(one -> stands(letters(text), letters(one.toString())));
        }
        if (eat("params[")) {
            Object id = unary();
            must("]");
            return Objects.requireNonNull(params.get(id.toString()), () -> "no value for " + id);
        }
        for (String word : List.of("value", "item", "name", "true", "false")) {
            if (eat(word)) {
                return switch (word) {
                    case "value" -> value;
                    case "item" -> item;
                    case "name" -> name;
                    default -> word.equals("true");
                };
            }
        }
        char quote = source.charAt(at);
        if (quote == '\'' || quote == '"') {
            int end = source.indexOf(quote, at + 1);
            String text = source.substring(at + 1, end);
            at = end + 1;
            return text;
        }
        int start = at;
        while (at < source.length() && "-0123456789".indexOf(source.charAt(at)) >= 0) {
            at++;
        }
        return Long.parseLong(source.substring(start, at));
    }

    private boolean eat(String token) {
        skip();
        boolean there = source.startsWith(token, at);
        // "!" is not the beginning of "!=".
        if (there && token.equals("!") && source.startsWith("!=", at)) {
            return false;
        }
        at += there ? token.length() : 0;
        skip();
        return there;
    }

    private void must(String token) {
        if (!eat(token)) {
            throw new AssertionError("expected " + token + " at " + at + " of " + source);
        }
    }

    private void skip() {
        while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
            at++;
        }
    }

    /** In small letters of usual width, with one blank for any signs between words. */
    private static String letters(String text) {
        StringBuilder letters = new StringBuilder();
        Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .codePoints()
                .forEach(c -> {
                    if (Character.isLetterOrDigit(c)) {
                        letters.appendCodePoint(c);
                    } else if (letters.isEmpty() || letters.charAt(letters.length() - 1) != ' ') {
                        letters.append(' ');
                    }
                });
        return letters.toString();
    }

    private static boolean stands(String text, String part) {
        String words = part.strip();
        for (int at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
            int end = at + words.length();
            boolean before = part.startsWith(" ") && at > 0 && isLatin(text.charAt(at - 1));
            boolean behind = part.endsWith(" ") && end < text.length() && isLatin(text.charAt(end));
            if (!before && !behind) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLatin(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }
}
