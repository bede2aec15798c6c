package dev.shisa.conformity;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the closed part of CEL that predicates may use, and checks its types (catalogue/README.md). The CEL library would
 * do this too, but takes a second to start and allows far more than an assessor can read.
 *
 * <pre>
 * or      = and *("||" and)
 * and     = compare *("&amp;&amp;" compare)
 * compare = unary [("==" | "!=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;=" | "in") unary]
 * unary   = "!" unary | primary
 * primary = "value" | "item" | "params" "[" text "]" | "size" "(" or ")" | "(" or ")" | list | number | text | "true" | "false"
 * list    = "[" text *("," text) "]"
 * </pre>
 */
final class PredicateParser {

    /** A longer one nobody can read. */
    static final int SOURCE_CHARS_MAX = 1_000;

    static final int DEPTH_MAX = 30;

    /** What a predicate is read against. */
    record Setting(
            Value.Type reads,
            List<Choice> choices,
            boolean hasItem,
            Function<String, Optional<ParameterDefinition>> parameters) {}

    /** Why a source is no predicate; the message says where. */
    static final class Rejection extends Exception {
        private final String remedy;

        Rejection(String what, String remedy) {
            super(what);
            this.remedy = remedy;
        }

        String what() {
            return String.valueOf(getMessage());
        }

        String remedy() {
            return remedy;
        }
    }

    private enum Type {
        FLAG,
        WHOLE,
        WORD,
        DAY,
        WORDS
    }

    /**
     * A part that was read.
     *
     * @param choices the words that it can be; null for any
     * @param literals its constants, if it is made of nothing else
     */
    private record Part(
            Type type,
            @Nullable Set<String> choices,
            @Nullable List<Value> literals) {
        static Part of(Type type) {
            return new Part(type, null, null);
        }
    }

    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(?<name>[A-Za-z_]\\w*+)|(?<number>-?\\d++)|(?<text>\"[^\"\\\\\\p{Cntrl}\\x80-\\x9f]*+\"|'[^'\\\\\\p{Cntrl}\\x80-\\x9f]*+')"
                    + "|(?<sign>\\|\\||&&|==|!=|<=|>=|[<>!()\\[\\],]))");

    private final String source;
    private final Setting setting;
    private final List<String> tokens = new ArrayList<>();
    private final Set<String> parameters = new TreeSet<>();
    private final Set<Value> literals = new LinkedHashSet<>();
    private boolean readsValue;
    private boolean readsItem;
    private int next;
    private int depth;

    private PredicateParser(String source, Setting setting) {
        this.source = source;
        this.setting = setting;
    }

    static Predicate parse(String source, Setting setting) throws Rejection {
        return new PredicateParser(source, setting).predicate();
    }

    private Predicate predicate() throws Rejection {
        if (source.length() > SOURCE_CHARS_MAX) {
            throw new Rejection("the predicate has " + source.length() + " characters", "split it into leaves");
        }
        tokenise();
        Part whole = or();
        if (next < tokens.size()) {
            throw unexpected();
        }
        require(whole, Type.FLAG, "the predicate");
        if (!readsValue) {
            throw new Rejection("the predicate does not look at `value`", "compare `value` with something");
        }
        return new Predicate(source, setting.reads(), parameters, readsItem, literals);
    }

    private void tokenise() throws Rejection {
        Matcher matcher = TOKEN.matcher(source);
        int at = 0;
        String rest = source.strip();
        int end = source.indexOf(rest) + rest.length();
        while (at < end) {
            matcher.region(at, end);
            if (!matcher.lookingAt()) {
                throw new Rejection(
                        "`" + source.substring(at, Math.min(end, at + 10)).strip()
                                + "` in the predicate is not understood",
                        "only == != < <= > >= && || ! in size() ( ) [ ], numbers, texts without backslash");
            }
            tokens.add(matcher.group().strip());
            at = matcher.end();
        }
    }

    private Part or() throws Rejection {
        Part left = and();
        while (accept("||")) {
            left = both(left, and(), "||");
        }
        return left;
    }

    private Part and() throws Rejection {
        Part left = compare();
        while (accept("&&")) {
            left = both(left, compare(), "&&");
        }
        return left;
    }

    private Part both(Part left, Part right, String sign) throws Rejection {
        require(left, Type.FLAG, "the left side of " + sign);
        require(right, Type.FLAG, "the right side of " + sign);
        return Part.of(Type.FLAG);
    }

    private Part compare() throws Rejection {
        Part left = unary();
        String sign = peek();
        return switch (sign) {
            case "==", "!=" -> {
                next++;
                Part right = unary();
                if (left.type() == Type.WORDS || right.type() == Type.WORDS) {
                    throw new Rejection("sets cannot be compared by " + sign, "use `in` and size()");
                }
                requireSame(left, right, sign);
                yield Part.of(Type.FLAG);
            }
            case "<", "<=", ">", ">=" -> {
                next++;
                Part right = unary();
                requireSame(left, right, sign);
                if (left.type() != Type.WHOLE && left.type() != Type.DAY && right.type() != Type.DAY) {
                    throw new Rejection(sign + " compares whole numbers or days", "use == or `in`");
                }
                yield Part.of(Type.FLAG);
            }
            case "in" -> {
                next++;
                Part right = unary();
                require(left, Type.WORD, "the left side of in");
                require(right, Type.WORDS, "the right side of in");
                requireChoices(left, right);
                yield Part.of(Type.FLAG);
            }
            default -> left;
        };
    }

    private Part unary() throws Rejection {
        depth++;
        if (depth > DEPTH_MAX) {
            throw new Rejection("the predicate nests deeper than " + DEPTH_MAX, "split it into leaves");
        }
        try {
            if (accept("!")) {
                require(unary(), Type.FLAG, "what follows !");
                return Part.of(Type.FLAG);
            }
            return primary();
        } finally {
            depth--;
        }
    }

    private Part primary() throws Rejection {
        String token = take();
        return switch (token) {
            case "value" -> {
                readsValue = true;
                yield new Part(typeOf(setting.reads()), wordsOf(setting.choices()), null);
            }
            case "item" -> {
                if (!setting.hasItem()) {
                    throw new Rejection(
                            "`item` has no meaning here", "use it inside an `every` over another collection");
                }
                readsItem = true;
                yield Part.of(Type.WORD);
            }
            case "params" -> {
                expect("[");
                Part id = literal(take());
                expect("]");
                yield parameter(id);
            }
            case "size" -> {
                expect("(");
                require(or(), Type.WORDS, "what size() counts");
                expect(")");
                yield Part.of(Type.WHOLE);
            }
            case "(" -> {
                Part inner = or();
                expect(")");
                yield new Part(inner.type(), inner.choices(), inner.literals());
            }
            case "[" -> {
                List<Value> words = new ArrayList<>();
                do {
                    Part word = literal(take());
                    require(word, Type.WORD, "what stands in a list");
                    words.addAll(Objects.requireNonNull(word.literals()));
                } while (accept(","));
                expect("]");
                yield new Part(Type.WORDS, null, words);
            }
            default -> literal(token);
        };
    }

    private Part literal(String token) throws Rejection {
        char first = token.charAt(0);
        Value value;
        Type type;
        if (first == '"' || first == '\'') {
            value = Value.word(token.substring(1, token.length() - 1));
            type = Type.WORD;
        } else if (first == '-' || Character.isDigit(first)) {
            value = Value.parse(Value.Type.WHOLE, token)
                    .orElseThrow(
                            () -> new Rejection(token + " is not a whole number", "write it without leading zeros"));
            type = Type.WHOLE;
        } else if (token.equals("true") || token.equals("false")) {
            value = Value.flag(token.equals("true"));
            type = Type.FLAG;
        } else {
            throw new Rejection("`" + token + "` is not understood", "`value`, `item`, `params`, size() or a constant");
        }
        literals.add(value);
        return new Part(type, null, List.of(value));
    }

    private Part parameter(Part id) throws Rejection {
        List<Value> name = id.literals();
        if (name == null || !(name.getFirst() instanceof Value.Word(String key))) {
            throw new Rejection("params takes an id in quotes", "write params[\"…\"]");
        }
        literals.remove(name.getFirst());
        ParameterDefinition definition = setting.parameters()
                .apply(key)
                .orElseThrow(() -> new Rejection(
                        "the parameter " + key + " is not defined", "add it to `parameters` of the framework"));
        parameters.add(key);
        return new Part(typeOf(definition.type().value()), wordsOf(definition.choices()), null);
    }

    private static Type typeOf(Value.Type type) {
        return switch (type) {
            case FLAG -> Type.FLAG;
            case WHOLE -> Type.WHOLE;
            case WORD -> Type.WORD;
            case DAY -> Type.DAY;
            case WORDS -> Type.WORDS;
        };
    }

    private static @Nullable Set<String> wordsOf(List<Choice> choices) {
        return choices.isEmpty() ? null : choices.stream().map(Choice::value).collect(Collectors.toSet());
    }

    private static void require(Part part, Type type, String what) throws Rejection {
        if (part.type() != type) {
            throw new Rejection(
                    what + " is a " + name(part.type()) + ", expected a " + name(type),
                    "see catalogue/README.md, A framework");
        }
    }

    private static void requireSame(Part left, Part right, String sign) throws Rejection {
        if (left.type() == Type.DAY || right.type() == Type.DAY) {
            requireDay(left);
            requireDay(right);
            return;
        }
        if (left.type() != right.type()) {
            throw new Rejection(
                    "a " + name(left.type()) + " is compared with a " + name(right.type()) + " by " + sign,
                    "compare values of one type");
        }
        requireChoices(left, right);
    }

    private static void requireDay(Part part) throws Rejection {
        List<Value> constant = part.literals();
        boolean isDay = part.type() == Type.DAY
                || (constant != null
                        && part.type() == Type.WORD
                        && Value.parse(Value.Type.DAY, constant.getFirst().canonical())
                                .isPresent());
        if (!isDay) {
            throw new Rejection("a day is compared with something else", "write the day as 'yyyy-mm-dd'");
        }
    }

    /** Constants that stand beside something with choices are choices of it. */
    private static void requireChoices(Part left, Part right) throws Rejection {
        requireConstantsAmong(left.choices(), right.literals());
        requireConstantsAmong(right.choices(), left.literals());
    }

    private static void requireConstantsAmong(@Nullable Set<String> choices, @Nullable List<Value> constants)
            throws Rejection {
        if (choices == null || constants == null) {
            return;
        }
        for (Value constant : constants) {
            if (constant instanceof Value.Word(String word) && !choices.contains(word)) {
                throw new Rejection(
                        "'" + word + "' is not among the choices",
                        "one of " + String.join(", ", new TreeSet<>(choices)));
            }
        }
    }

    private static String name(Type type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    private String peek() {
        return next < tokens.size() ? tokens.get(next) : "";
    }

    private String take() throws Rejection {
        if (next >= tokens.size()) {
            throw new Rejection("the predicate ends too early", "complete it");
        }
        return tokens.get(next++);
    }

    private boolean accept(String token) {
        boolean there = peek().equals(token);
        next += there ? 1 : 0;
        return there;
    }

    private void expect(String token) throws Rejection {
        if (!accept(token)) {
            throw next < tokens.size() ? unexpected() : new Rejection("the predicate ends too early", "add " + token);
        }
    }

    private Rejection unexpected() {
        return new Rejection("`" + tokens.get(next) + "` is not expected in the predicate", "see catalogue/README.md");
    }
}
