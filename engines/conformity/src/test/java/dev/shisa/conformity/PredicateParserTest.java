package dev.shisa.conformity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The closed grammar of predicates: what it takes, what it refuses and with which words. */
class PredicateParserTest {

    private static final Catalogue CATALOGUE = Mini.catalogue();

    private static Predicate parse(String key, String source) throws PredicateRejection {
        FactDefinition fact = CATALOGUE.fact(new FactKey(key)).orElseThrow();
        return PredicateParser.parse(
                source,
                new PredicateParser.Setting(
                        fact.type().value(),
                        fact.choices(),
                        fact.of() != null,
                        fact.of() != null,
                        CATALOGUE::parameter));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '~',
            value = {
                "network.used § value",
                "network.used § !value == false && (value || !value)",
                "login.password.length § value >= -1 && value <= params[\"tries.max\"]",
                "login.password.length § value == 6 || !(value > 3)",
                "login.password.default § value in ['unique', \"none\"]",
                "login.password.default § item != 'web' && value != 'shared'",
                "login.password.default § mentions(name, ' ssh ') && value != 'shared'",
                "asset.kind § 'secret' in value && size(value) < 2",
                "login.mechanisms § size ( value ) >= 0",
                "flow.asset § value == item",
                "support.ends § value >= '2030-01-01'",
                "flow.asset § mentions(value, 'nmap') && !mentions(item, \"x\")",
                "flow.asset § mentions(name, ['nmap', ' ssh '])",
            })
    void takes(String key, String source) throws PredicateRejection {
        Predicate predicate = parse(key, source);
        assertThat(predicate.source()).isEqualTo(source);
        new CelPrograms().compile(predicate);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '~',
            value = {
                "network.used § true § does not look at `value`",
                "network.used § value == 1 § a flag is compared with a whole by ==",
                "network.used § value && § ends too early",
                "network.used § value value § `value` is not expected",
                "network.used § item == 'x' && value § `item` has no meaning here",
                "network.used § mentions(name, 'x') && value § `name` has no meaning here",
                "network.used § matches(value) § `matches` is not understood",
                "login.password.length § value + 1 == 2 § `+ 1 == 2` in the predicate is not understood",
                "login.password.length § value § the predicate is a whole, expected a flag",
                "login.password.length § value == 99999999999999999999 § is not a whole number",
                "login.password.length § value == params['no.such'] § the parameter no.such is not defined",
                "login.password.length § value == params[tries] § `tries` is not understood",
                "login.password.default § value == 'secret' § 'secret' is not among the choices",
                "login.password.default § value in ['unique', 'x'] § 'x' is not among the choices",
                "login.password.default § value < 'none' § < compares whole numbers or days",
                "login.password.default § value == 'a\\n' § is not understood",
                "login.password.default § value in [] § `]` is not understood",
                "asset.kind § value == ['secret'] § sets cannot be compared by ==",
                "asset.kind § 'x' in value § 'x' is not among the choices",
                "asset.kind § value.size() == 1 § `.size() ==` in the predicate is not understood",
                "asset.kind § value.all(x, x == 'secret') § is not understood",
                "login.password.default § mentions(value, 'un') § not at choices",
                "support.ends § mentions(value, '2030') § what mentions() looks into is a day, expected a word",
                "flow.asset § mentions(value, value) § `value` is not understood",
                "flow.asset § mentions(value) § `)` is not expected",
                "flow.asset § mentions(value, ' ') § mentions() looks for blanks only",
                "flow.asset § mentions(value, ['nmap', '']) § mentions() looks for blanks only",
                "flow.asset § mentions(value, ['nmap', 1]) § what stands in a list is a whole, expected a word",
                "flow.asset § mentions(value, []) § `]` is not understood",
                "flow.asset § mentions(value, 1) § what mentions() looks for is a whole, expected a word",
                "support.ends § value < 'tomorrow' § a day is compared with something else",
                "support.ends § value < 5 § a day is compared with something else",
            })
    void refuses(String key, String source, String words) {
        assertThatThrownBy(() -> parse(key, source))
                .isInstanceOf(PredicateRejection.class)
                .hasMessageContaining(words);
    }

    @Test
    void refusesWhatIsTooLongOrTooDeep() {
        assertThatThrownBy(() -> parse("network.used", "value" + " || value".repeat(200)))
                .hasMessageContaining("characters");
        assertThatThrownBy(() -> parse("network.used", "(".repeat(100) + "value" + ")".repeat(100)))
                .hasMessageContaining("nests deeper");
        assertThatThrownBy(() -> parse("network.used", "!".repeat(100) + "value"))
                .hasMessageContaining("nests deeper");
    }

    @Test
    void tellsWhatItReads() throws PredicateRejection {
        Predicate predicate = parse("login.password.length", "value >= 6 && value <= params['tries.max']");
        assertThat(predicate.parameters()).containsExactly("tries.max");
        assertThat(predicate.literals()).containsExactly(Value.whole(6));
        assertThat(predicate.readsItem()).isFalse();
        assertThat(predicate.reads()).isEqualTo(Value.Type.WHOLE);
    }

    @Test
    void anyCharactersGiveAPredicateOrARejection() {
        List<String> pieces = List.of(
                "value",
                "item",
                "name",
                "params",
                "size",
                "(",
                ")",
                "[",
                "]",
                "'secret'",
                "\"none\"",
                "'",
                "1",
                "-",
                "in",
                "==",
                "!=",
                "!",
                "<",
                "&&",
                "||",
                "&",
                ",",
                " ",
                "\\",
                "\u0085",
                "語",
                "\ud800",
                "params['tries.max']",
                "true");
        Property.holds(3_000, random -> {
            StringBuilder source = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                source.append(Property.pick(random, pieces)).append(Property.chance(random, 60) ? " " : "");
            }
            FactDefinition fact = Property.pick(random, CATALOGUE.vocabulary().facts());
            try {
                new CelPrograms().compile(parse(fact.key().value(), source.toString()));
            } catch (PredicateRejection e) {
                assertThat(e.what()).isNotEmpty();
                assertThat(e.remedy()).isNotEmpty();
            }
        });
    }

    @Test
    void theLibraryAndTheAuditorReadEveryPredicateAlike() {
        Property.holds(400, random -> {
            FactDefinition fact = Property.pick(random, CATALOGUE.vocabulary().facts());
            Predicate predicate = World.parse(source(fact, 3, random), fact, true);
            CelPrograms programs = new CelPrograms();
            for (int i = 0; i < 5; i++) {
                Value value = World.value(random, fact);
                boolean holds = programs.holds(predicate, value, Map.of("tries.max", Value.whole(6)), "web", "Web UI");
                assertThat(MiniCel.holds(predicate.source(), plain(value), Map.of("tries.max", 6L), "web", "Web UI"))
                        .as("%s for %s", predicate.source(), value)
                        .isEqualTo(holds);
            }
        });
    }

    private static String source(FactDefinition fact, int depth, RandomGenerator random) {
        String space = Property.pick(random, "", " ");
        return switch (depth == 0 ? 9 : random.nextInt(8)) {
            case 0 -> "!" + space + "(" + source(fact, depth - 1, random) + ")";
            case 1, 2 -> source(fact, depth - 1, random) + space + "&&" + space + source(fact, depth - 1, random);
            case 3, 4 -> source(fact, depth - 1, random) + " || " + source(fact, depth - 1, random);
            case 5 ->
                "(" + source(fact, depth - 1, random) + ")" + space + "==" + space + "(" + source(fact, 0, random)
                        + ")";
            default -> atom(fact, space, random);
        };
    }

    private static String atom(FactDefinition fact, String space, RandomGenerator random) {
        String order = space + Property.pick(random, "==", "!=", "<", "<=", ">", ">=") + space;
        String equal = space + Property.pick(random, "==", "!=") + space;
        return switch (fact.type()) {
            case FLAG -> Property.pick(random, "value", "!value", "value" + equal + "true");
            case WHOLE -> "value" + order + Property.pick(random, "-1", "6", "params['tries.max']", "value");
            case WORD ->
                Property.pick(
                        random,
                        "value" + equal + "'unique'",
                        "value in [\"none\",'shared']",
                        "item" + equal + "value",
                        "mentions(name, [' ssh ', ' ui']) || value" + equal + "'none'");
            case WORDS -> Property.pick(random, "'secret' in value", "size(value)" + order + "1");
            case SET -> Property.pick(random, "item in value", "size(" + space + "value)" + order + "2");
            case DAY -> "value" + order + "'2027-01-01'";
            case TEXT, REF -> Property.pick(random, "value" + equal + "item", "'a1'" + equal + "value");
        };
    }

    private static Object plain(Value value) {
        return switch (value) {
            case Value.Flag(boolean flag) -> flag;
            case Value.Whole(long whole) -> whole;
            case Value.Words(var words) -> words;
            case Value.Word _, Value.Day _ -> value.canonical();
        };
    }
}
