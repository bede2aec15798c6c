package dev.shisa.conformity;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Reads the closed part of CEL that predicates may use, and checks its types (catalogue/README.md). The CEL library would
 * do this too, but takes a second to start and allows far more than an assessor can read.
 *
 * <pre>
 * or      = and *("||" and)
 * and     = compare *("&amp;&amp;" compare)
 * compare = unary [("==" | "!=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;=" | "in") unary]
 * unary   = "!" unary | primary
 * primary = "value" | "item" | "name" | "params" "[" text "]" | "size" "(" or ")" | "mentions" "(" primary "," (text | list) ")"
 *         | "(" or ")" | list | number | text | "true" | "false"
 * list    = "[" text *("," text) "]"
 * </pre>
 */
final class PredicateParser {

    /** A longer one nobody can read. */
    static final int SOURCE_CHARS_MAX = 1_000;

    static final int DEPTH_MAX = 30;

    /**
     * What a predicate is read against.
     *
     * @param hasItem whether {@code item} means something: the item of an {@code every} over another collection
     * @param hasName whether {@code name} does: what the item is called that the fact is about
     */
    record Setting(
            Value.Type reads,
            List<Choice> choices,
            boolean hasItem,
            boolean hasName,
            Function<String, Optional<ParameterDefinition>> parameters) {}

    private final String source;
    private final Setting setting;
    private final List<String> tokens = new ArrayList<>();
    private final Set<String> parameters = new TreeSet<>();
    private final Set<Value> literals = new LinkedHashSet<>();
    private boolean readsValue;
    private boolean readsItem;
    private boolean readsName;
    private int next;
    private int depth;

    private PredicateParser(String source, Setting setting) {
        this.source = source;
        this.setting = setting;
    }

    static Predicate parse(String source, Setting setting) throws PredicateRejection {
        return new PredicateParser(source, setting).predicate();
    }

    private Predicate predicate() throws PredicateRejection {
        if (source.length() > SOURCE_CHARS_MAX) {
            throw new PredicateRejection(
                    "the predicate has " + source.length() + " characters", "split it into leaves");
        }
        tokens.addAll(PredicateTokens.of(source));
        PredicatePart whole = or();
        if (next < tokens.size()) {
            throw unexpected();
        }
        whole.require(Value.Type.FLAG, "the predicate");
        if (!readsValue && !readsName) {
            throw new PredicateRejection("the predicate does not look at `value`", "compare `value` with something");
        }
        return new Predicate(source, setting.reads(), parameters, readsItem, readsName, literals);
    }

    private PredicatePart or() throws PredicateRejection {
        PredicatePart left = and();
        while (accept("||")) {
            left = both(left, and(), "||");
        }
        return left;
    }

    private PredicatePart and() throws PredicateRejection {
        PredicatePart left = compare();
        while (accept("&&")) {
            left = both(left, compare(), "&&");
        }
        return left;
    }

    private PredicatePart both(PredicatePart left, PredicatePart right, String sign) throws PredicateRejection {
        left.require(Value.Type.FLAG, "the left side of " + sign);
        right.require(Value.Type.FLAG, "the right side of " + sign);
        return PredicatePart.of(Value.Type.FLAG);
    }

    private PredicatePart compare() throws PredicateRejection {
        PredicatePart left = unary();
        String sign = peek();
        return switch (sign) {
            case "==", "!=" -> {
                next++;
                PredicatePart right = unary();
                if (left.type() == Value.Type.WORDS || right.type() == Value.Type.WORDS) {
                    throw new PredicateRejection("sets cannot be compared by " + sign, "use `in` and size()");
                }
                left.requireSame(right, sign);
                yield PredicatePart.of(Value.Type.FLAG);
            }
            case "<", "<=", ">", ">=" -> {
                next++;
                PredicatePart right = unary();
                left.requireSame(right, sign);
                if (left.type() != Value.Type.WHOLE
                        && left.type() != Value.Type.DAY
                        && right.type() != Value.Type.DAY) {
                    throw new PredicateRejection(sign + " compares whole numbers or days", "use == or `in`");
                }
                yield PredicatePart.of(Value.Type.FLAG);
            }
            case "in" -> {
                next++;
                PredicatePart right = unary();
                left.require(Value.Type.WORD, "the left side of in");
                right.require(Value.Type.WORDS, "the right side of in");
                left.requireChoices(right);
                yield PredicatePart.of(Value.Type.FLAG);
            }
            default -> left;
        };
    }

    private PredicatePart unary() throws PredicateRejection {
        depth++;
        if (depth > DEPTH_MAX) {
            throw new PredicateRejection("the predicate nests deeper than " + DEPTH_MAX, "split it into leaves");
        }
        try {
            if (accept("!")) {
                unary().require(Value.Type.FLAG, "what follows !");
                return PredicatePart.of(Value.Type.FLAG);
            }
            return primary();
        } finally {
            depth--;
        }
    }

    private PredicatePart primary() throws PredicateRejection {
        String token = take();
        return switch (token) {
            case "value" -> {
                readsValue = true;
                yield PredicatePart.of(setting.reads(), setting.choices());
            }
            case "item" -> {
                if (!setting.hasItem()) {
                    throw new PredicateRejection(
                            "`item` has no meaning here", "use it inside an `every` over another collection");
                }
                readsItem = true;
                yield PredicatePart.of(Value.Type.WORD);
            }
            case "name" -> {
                if (!setting.hasName()) {
                    throw new PredicateRejection(
                            "`name` has no meaning here", "use it of a fact about an item of the register");
                }
                readsName = true;
                yield PredicatePart.of(Value.Type.WORD);
            }
            case "params" -> {
                expect("[");
                PredicatePart id = literal(take());
                expect("]");
                yield parameter(id);
            }
            case "size" -> {
                expect("(");
                or().require(Value.Type.WORDS, "what size() counts");
                expect(")");
                yield PredicatePart.of(Value.Type.WHOLE);
            }
            case "mentions" -> {
                expect("(");
                PredicatePart text = primary();
                text.require(Value.Type.WORD, "what mentions() looks into");
                if (text.choices() != null) {
                    throw new PredicateRejection(
                            "mentions() looks into a text, not at choices", "compare by == or `in`");
                }
                expect(",");
                PredicatePart sought = accept("[") ? list() : literal(take());
                if (sought.type() != Value.Type.WORDS) {
                    sought.require(Value.Type.WORD, "what mentions() looks for");
                }
                if (Objects.requireNonNull(sought.literals()).stream()
                        .anyMatch(word -> word instanceof Value.Word(String looked) && looked.isBlank())) {
                    throw new PredicateRejection("mentions() looks for blanks only", "name a word");
                }
                expect(")");
                yield PredicatePart.of(Value.Type.FLAG);
            }
            case "(" -> {
                PredicatePart inner = or();
                expect(")");
                yield inner;
            }
            case "[" -> list();
            default -> literal(token);
        };
    }

    /** The rest of a list of texts. */
    private PredicatePart list() throws PredicateRejection {
        List<Value> words = new ArrayList<>();
        do {
            PredicatePart word = literal(take());
            word.require(Value.Type.WORD, "what stands in a list");
            words.addAll(Objects.requireNonNull(word.literals()));
        } while (accept(","));
        expect("]");
        return new PredicatePart(Value.Type.WORDS, null, words);
    }

    private PredicatePart literal(String token) throws PredicateRejection {
        char first = token.charAt(0);
        Value value;
        Value.Type type;
        if (first == '"' || first == '\'') {
            value = Value.word(token.substring(1, token.length() - 1));
            type = Value.Type.WORD;
        } else if (first == '-' || Character.isDigit(first)) {
            value = Value.parse(Value.Type.WHOLE, token)
                    .orElseThrow(() ->
                            new PredicateRejection(token + " is not a whole number", "write it without leading zeros"));
            type = Value.Type.WHOLE;
        } else if (token.equals("true") || token.equals("false")) {
            value = Value.flag(token.equals("true"));
            type = Value.Type.FLAG;
        } else {
            throw new PredicateRejection(
                    "`" + token + "` is not understood", "`value`, `item`, `name`, `params`, size() or a constant");
        }
        literals.add(value);
        return new PredicatePart(type, null, List.of(value));
    }

    private PredicatePart parameter(PredicatePart id) throws PredicateRejection {
        List<Value> name = id.literals();
        if (name == null || !(name.getFirst() instanceof Value.Word(String key))) {
            throw new PredicateRejection("params takes an id in quotes", "write params[\"…\"]");
        }
        literals.remove(name.getFirst());
        ParameterDefinition definition = setting.parameters()
                .apply(key)
                .orElseThrow(() -> new PredicateRejection(
                        "the parameter " + key + " is not defined", "add it to `parameters` of the framework"));
        parameters.add(key);
        return PredicatePart.of(definition.type().value(), definition.choices());
    }

    private String peek() {
        return next < tokens.size() ? tokens.get(next) : "";
    }

    private String take() throws PredicateRejection {
        if (next >= tokens.size()) {
            throw new PredicateRejection("the predicate ends too early", "complete it");
        }
        return tokens.get(next++);
    }

    private boolean accept(String token) {
        boolean there = peek().equals(token);
        next += there ? 1 : 0;
        return there;
    }

    private void expect(String token) throws PredicateRejection {
        if (!accept(token)) {
            throw next < tokens.size()
                    ? unexpected()
                    : new PredicateRejection("the predicate ends too early", "add " + token);
        }
    }

    private PredicateRejection unexpected() {
        return new PredicateRejection(
                "`" + tokens.get(next) + "` is not expected in the predicate", "see catalogue/README.md");
    }
}
