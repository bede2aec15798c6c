package dev.shisa.conformity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong in a catalogue is named with file, line and entry, all of it; nothing from outside makes it fail. */
class CatalogueReaderTest {

    /** A second file, whose facts also stand in a section of the first one and ask for a fact of it. */
    private static final String COMPANY = """
            vocabulary: 4
            sections:
              - id: company
                name: {ja: 会社, en: Company}
                about: {ja: 会社のことです。, en: About the company.}
            facts:
              - key: policy.document
                type: flag
                section: company
                scope: organisation
                asks: planning
                question: {ja: 方針はありますか。, en: "Is there a policy?"}
                why: {ja: 確かめるためです。, en: To see.}
              - key: policy.shown
                type: flag
                section: maker
                scope: organisation
                asks: planning
                onlyIf: {fact: psti.declared, is: "value == true"}
                question: {ja: 公開していますか。, en: "Is it published?"}
                why: {ja: 確かめるためです。, en: To see.}
            """;

    @Test
    void theSmallCatalogueCompiles() {
        assertThat(CatalogueReader.compiling().read(Mini.files())).isInstanceOf(CatalogueReader.Result.Loaded.class);
    }

    @Test
    void whatTheFilesSayIsThere() {
        Catalogue catalogue = Mini.catalogue();
        Vocabulary vocabulary = catalogue.vocabulary();
        assertThat(vocabulary.factsOf("login"))
                .extracting(f -> f.key().value())
                .containsExactly("login.password.default", "login.password.length", "login.tries.max");
        FactDefinition length =
                catalogue.fact(new FactKey("login.password.length")).orElseThrow();
        assertThat(length.section()).isEqualTo("login");
        assertThat(length.max()).isEqualTo(256);
        assertThat(length.unit()).isEqualTo(new Text("文字", "characters"));
        FactDefinition kind = catalogue.fact(new FactKey("asset.kind")).orElseThrow();
        assertThat(kind.choice("none").orElseThrow().alone()).isTrue();
        assertThat(catalogue.fact(new FactKey("flow.asset")).orElseThrow().offers())
                .extracting(condition -> condition.fact().value())
                .containsExactly("asset.kind");
        Requirement first = catalogue.requirements().getFirst();
        assertThat(first.shortName().in(Locale.JAPANESE)).isEqualTo("初期パスワード");
        assertThat(first.shortName().in(Locale.UK)).isEqualTo("Default password");
        assertThat(first.source()).isEqualTo(new Requirement.Source("000", "第1節"));
        assertThat(first.routes()).extracting(r -> r.when().path()).containsExactly("routes.0");
        assertThat(first.rule().nodes().map(Rule::path))
                .containsExactly("rule", "rule.where", "rule.holds", "rule.holds.0", "rule.holds.1");
        assertThat(catalogue.requirements().get(2).rule().nodes().map(Rule::path))
                .contains("rule.0.holds.where", "rule.1.1.0");
    }

    @Test
    void aDayLiesOnOneSideOfTodayOnly() {
        assertThat(supportEnds("    type: day\n    ahead: true\n"))
                .isInstanceOfSatisfying(CatalogueReader.Result.Loaded.class, loaded -> {
                    FactDefinition ends =
                            loaded.catalogue().fact(new FactKey("support.ends")).orElseThrow();
                    assertThat(ends.ahead()).isTrue();
                    assertThat(ends.past()).isFalse();
                });
        assertThat(mistakes(supportEnds("    type: day\n    ahead: true\n    past: true\n")))
                .containsExactly("a day that cannot lie ahead lies ahead");
        assertThat(mistakes(supportEnds("    type: day\n    ahead: false\n")))
                .containsExactly("only of a day is it said that it lies ahead");
    }

    private static CatalogueReader.Result supportEnds(String type) {
        SequencedMap<String, byte[]> files = Mini.files();
        String vocabulary = new String(Objects.requireNonNull(files.get("vocabulary.yaml")), StandardCharsets.UTF_8);
        String with = vocabulary.replaceFirst("(?<=key: support.ends\n    section: maker\n)    type: day\n", type);
        assertThat(with).isNotEqualTo(vocabulary);
        files.put("vocabulary.yaml", with.getBytes(StandardCharsets.UTF_8));
        return CatalogueReader.checking().read(files);
    }

    private static List<String> mistakes(CatalogueReader.Result result) {
        return ((CatalogueReader.Result.Rejected) result)
                .problems().stream().map(Problem::what).toList();
    }

    @Test
    void severalConditionsOfOneQuestionAreAllKept() {
        SequencedMap<String, byte[]> files = Mini.files();
        String one = "onlyIf: {fact: login.password.default, is: \"value != 'none'\"}";
        String vocabulary = new String(files.get("vocabulary.yaml"), StandardCharsets.UTF_8);
        files.put("vocabulary.yaml", vocabulary.replace(one, """
                                onlyIf:
                                      - {fact: login.password.default, is: "value != 'none'"}
                                      - {fact: network.used, is: "value == true"}""").getBytes(StandardCharsets.UTF_8));
        Catalogue catalogue =
                ((CatalogueReader.Result.Loaded) CatalogueReader.checking().read(files)).catalogue();
        assertThat(catalogue
                        .fact(new FactKey("login.password.length"))
                        .orElseThrow()
                        .onlyIf())
                .extracting(condition -> condition.fact().value())
                .containsExactly("login.password.default", "network.used");
    }

    @Test
    void aGuideAsksForWhatItReadsAndWhatItNames() {
        SequencedMap<String, byte[]> files = Mini.files();
        files.put("other.yaml", """
                framework: other
                edition: 1
                basis: {ja: 試験用, en: For tests}
                title: {ja: 別の枠組み, en: Another framework}
                asks: [network.used]
                requirements:
                  - id: O-1
                    title: {ja: 方針の公開, en: Published policy}
                    short: {ja: 方針の公開, en: Policy}
                    text: {ja: 方針を公開する。, en: The policy is published.}
                    scope: maker
                    source: {doc: "000", place: 第1節}
                    rule: {fact: policy.published, is: value}
                """.getBytes(StandardCharsets.UTF_8));
        Catalogue catalogue =
                ((CatalogueReader.Result.Loaded) CatalogueReader.checking().read(files)).catalogue();
        assertThat(catalogue
                        .vocabularyFor(Set.of(new RequirementId("other", "O-1")))
                        .facts())
                .extracting(fact -> fact.key().value())
                .contains("policy.published", "network.used")
                .doesNotContain("psti.declared", "released", "login.mechanisms", "login.password.length");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "scope: product | scope: planet | frame.yaml | requirements[M-1].scope | 'planet' is not one of the words",
                "edition: 3 | edition: three | frame.yaml | edition | expected a whole number, got 'three'",
                "asks: [released] | ask: [released] | frame.yaml | ask | the key ask is not known here",
                "asks: [released] | asks: [release] | frame.yaml | asks[0] | there is no fact release",
                "asks: [released] | asks: [network.used] | frame.yaml | asks[0] | a requirement reads network.used",
                "asks: [released] | asks: [released, released] | frame.yaml | asks[1] | released stands twice",
                "short: {ja: 回数の制限 | short: {ja: 回数の制限回数の制限回数の制限 | frame.yaml | requirements[M-2].short | ja has 15 characters",
                "requirement: M-2 | requirement: M-9 | frame.yaml | parameters[tries.max].requirement | there is no such requirement",
                "{fact: support.ends, is: \"value < '2030-01-01'\"} | {earlier: support.ends, than: released} | frame.yaml | requirements[M-3].rule.all[1].any[1].not | a rule compares no two facts",
                "within: P365D | within: P1Y | frame.yaml | requirements[M-1].routes[0].when.within | 'P1Y' is not a period of days",
                "strength: tested | strength: sure | frame.yaml | requirements[M-2].rule.holds.strength | 'sure' is not one of",
                "{parameter: scan.age} | {parameter: tries.max} | frame.yaml | requirements[M-2].rule.holds.within | 'tries.max' is not a parameter of type days",
                "fact: network.used | fact: network.use | frame.yaml | requirements[M-1].applies.fact | there is no fact network.use",
                "fact: psti.declared | fact: login.tries.max | frame.yaml | requirements[M-1].routes[0].when.fact | login.tries.max is about one item of login",
                "value >= 6 | value >= '6' | frame.yaml | requirements[M-1].rule.holds.all[1].is | a whole is compared with a word",
                "item: M-1.2 | item: M-1.1 | frame.yaml | requirements[M-1].rule.holds.all[1].item | the sub-item M-1.1 stands at two nodes",
                "verdict: exempt | verdict: met | frame.yaml | requirements[M-1].routes[0].verdict | 'met' is not one of the words",
                "every: flow | every: asset | frame.yaml | requirements[M-3].rule.all[0].holds | every asset inside every asset",
                "every: flow | every: flows | frame.yaml | requirements[M-3].rule.all[0].holds.every | there is no collection 'flows'",
                "notApplicable: | notapplicable: | frame.yaml | requirements[M-1].notapplicable | the key notapplicable is not known here",
                "type: days | type: words | frame.yaml | parameters[scan.age] | a parameter of type words needs choices",
                "set: assets | set: flows | vocabulary.yaml | collections[asset] | flows is not the set of this collection",
                "section: maker | section: makers | vocabulary.yaml | facts[psti.declared].section | there is no section 'makers'",
                "type: ref | type: flag | vocabulary.yaml | facts[flow.asset] | only a set or ref has a collection",
                "max: 256 | max: -1 | vocabulary.yaml | facts[login.password.length] | min is greater than max",
                "detailRequiredFor: [unique] | detailRequiredFor: [uniqe] | vocabulary.yaml | facts[login.password.default].detailRequiredFor[0] | 'uniqe' is not among the choices",
                "fact: login.password.default, is: \"value != | fact: asset.kind, is: \"value != | vocabulary.yaml | facts[login.password.length].onlyIf | asset.kind is about an item of asset",
                "offers: {fact: asset.kind | offers: {fact: login.tries.max | vocabulary.yaml | facts[flow.asset].offers | login.tries.max is about an item of login",
                "offers: {fact: asset.kind | offers: {fact: asset.kinds | vocabulary.yaml | facts[flow.asset].offers | there is no fact asset.kinds",
                "min: 0 | offers: {fact: network.used, is: value} | vocabulary.yaml | facts[login.password.length].offers | only a ref offers items",
                "key: support.ends | key: Support.Ends | vocabulary.yaml | facts[Support.Ends].key | 'Support.Ends' is not a key",
                "excludes: [secret] | excludes: [public] | vocabulary.yaml | facts[asset.kind].choices[2].excludes[0] | 'public' is no other choice here",
                "excludes: [secret] | excludes: [sealed] | vocabulary.yaml | facts[asset.kind].choices[2].excludes[0] | 'sealed' is no other choice here",
                "key: support.ends | key: flows | vocabulary.yaml | facts[flows] | the key flows stands twice",
                "type: day | type: date | vocabulary.yaml | facts[support.ends].type | 'date' is not one of the words",
                "value: unique | value: yes | vocabulary.yaml | facts[login.password.default].choices[1].value | expected a text, got 'yes'",
                "vocabulary: 1 | vocabulary: 0 | vocabulary.yaml | vocabulary | 0 is not an edition",
            })
    void namesWhatIsWrong(String right, String wrong, String file, String entry, String what) {
        SequencedMap<String, byte[]> files = Mini.files();
        String text = new String(Objects.requireNonNull(files.get(file)), StandardCharsets.UTF_8);
        assertThat(text).contains(right);
        int line = 1
                + (int) text.substring(0, text.indexOf(right))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        files.put(
                file,
                text.replaceFirst(Pattern.quote(right), Matcher.quoteReplacement(wrong))
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(problems(files)).anySatisfy(problem -> {
            assertThat(problem.file()).isEqualTo(file);
            assertThat(problem.entry()).isEqualTo(entry);
            assertThat(problem.what()).contains(what);
            assertThat(problem.remedy()).isNotEmpty();
            assertThat(problem.line()).isBetween(Math.max(1, line - 20), line);
        });
    }

    /** A heading that is decided by what stands below it. */
    private static final String HEADING = """
              - id: M-0
                title: {ja: 見出し, en: Heading}
                short: {ja: 見出し, en: Heading}
                text: {ja: 下にあるすべて。, en: All that stands below.}
                scope: product
                source: {doc: "000", place: 第0節}
                rule:
                  all:
                    - {fact: policy.published, is: value}
                    - requirement: M-3
                    - %s
            """;

    @Test
    void whatAHeadingRepeatsIsWrittenOutUnderItsTitle() {
        Requirement heading = catalogue(HEADING.formatted("{requirement: M-2}"))
                .requirements()
                .getLast();
        assertThat(heading.rule().nodes().map(Rule::path))
                .contains("rule.0", "rule.1", "rule.1.0", "rule.1.0.0.holds.where", "rule.2.0.holds")
                .doesNotHaveDuplicates();
        Rule.All flows = (Rule.All) heading.rule().children().get(1);
        assertThat(flows.text()).isEqualTo(new Text("通信", "Flows"));
        Requirement third = Mini.catalogue().requirements().get(2);
        assertThat(flows.parts().getFirst().nodes().map(rule -> rule.path().replaceFirst("^rule\\.1\\.0", "rule")))
                .containsExactlyElementsOf(third.rule().nodes().map(Rule::path).toList());
    }

    @Test
    void whatDoesNotApplyIsRepeatedWithThatAndWithoutItsSubItems() {
        String applying = new String(Mini.bytes("frame.yaml"), StandardCharsets.UTF_8)
                .replaceFirst("(?s)    routes:.*?    applies:", "    applies:");
        Requirement heading = catalogue(applying, HEADING.formatted("{requirement: M-1}"))
                .requirements()
                .getLast();
        Rule.Any first = (Rule.Any) heading.rule().children().getLast();
        assertThat(first.parts()).extracting(Rule::path).containsExactly("rule.2.0", "rule.2.1");
        assertThat(first.parts().getFirst().text()).isEqualTo(new Text("ネットワークを使いません", "It does not use the network"));
        assertThat(first.nodes().map(Rule::item)).containsOnlyNulls();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{requirement: M-9} | there is no requirement M-9",
                "{requirement: M-1} | M-1 has routes, which cannot be repeated",
                "{requirement: M-3} | M-3 is repeated twice",
                "{requirement: M-0} | a requirement that is repeated here repeats M-3",
                "{requirement: M-2, text: {ja: 回数, en: Tries}} | the key text is not known here",
                "{requirement: M-2, all: []} | this has all and requirement",
            })
    void aRequirementIsRepeatedOnceAndRepeatsNothing(String tree, String what) {
        SequencedMap<String, byte[]> files = Mini.files();
        files.put("frame.yaml", bytes("frame.yaml", HEADING.formatted(tree)));
        assertThat(problems(files))
                .anySatisfy(problem -> assertThat(problem.what()).contains(what))
                .doesNotHaveDuplicates();
    }

    private static Catalogue catalogue(String heading) {
        return catalogue(new String(Mini.bytes("frame.yaml"), StandardCharsets.UTF_8), heading);
    }

    private static Catalogue catalogue(String frame, String heading) {
        SequencedMap<String, byte[]> files = Mini.files();
        files.put("frame.yaml", (frame + heading).getBytes(StandardCharsets.UTF_8));
        return switch (CatalogueReader.checking().read(files)) {
            case CatalogueReader.Result.Loaded(Catalogue catalogue) -> catalogue;
            case CatalogueReader.Result.Rejected(List<Problem> problems) -> throw new AssertionError(problems);
        };
    }

    private static byte[] bytes(String file, String more) {
        return (new String(Mini.bytes(file), StandardCharsets.UTF_8) + more).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void namesAllProblemsNotOnlyTheFirst() {
        List<Problem> problems = problems(files("""
                vocabulary: 1
                colour: red
                sections: []
                facts:
                  - key: A
                  - {key: b, type: flag, scope: galaxy}
                  - 5
                """));
        assertThat(problems).extracting(Problem::line).contains(2, 5, 6, 7);
        assertThat(problems).hasSizeGreaterThan(8);
        assertThat(problems.getFirst())
                .hasToString(
                        "vocabulary.yaml:2: colour: the key colour is not known here - one of vocabulary, sections,"
                                + " collections, facts");
    }

    static Stream<byte[]> hostile() {
        String open = "[".repeat(100_000);
        StringBuilder bomb = new StringBuilder("vocabulary: 1\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9) + "*a" + (i - 1)));
        }
        StringBuilder indented = new StringBuilder("vocabulary:\n");
        for (int i = 1; i < 400; i++) {
            indented.append(" ".repeat(i)).append("a:\n");
        }
        return Stream.of(
                        "",
                        "   \n# nothing\n",
                        "5",
                        "[]",
                        "vocabulary",
                        "vocabulary: [",
                        "vocabulary: 1\nvocabulary: 1",
                        "vocabulary: 1\n---\nvocabulary: 1",
                        "vocabulary: &v [*v]",
                        "vocabulary: 1\nfacts: &f [{key: a, easy: *f}]",
                        "? [a]\n: 1",
                        "<<: {vocabulary: 1}",
                        "vocabulary: !!java.net.URL [http://localhost]",
                        "!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[]]]",
                        "vocabulary: 1\nfacts: {a: b}",
                        "vocabulary: 1\nfacts: [~, 1, [], {}, {key: ~}, {key: {a: b}}]",
                        "vocabulary: 99999999999999999999999",
                        "vocabulary: 0x10",
                        "vocabulary: \u0007",
                        "vocabulary: \ufeff\ufffe",
                        "\tvocabulary: 1",
                        open,
                        "vocabulary: " + open,
                        "{".repeat(5_000),
                        "vocabulary: " + "- ".repeat(5_000),
                        bomb.toString(),
                        indented.toString(),
                        "vocabulary: \"" + "x".repeat(5_000_001) + "\"",
                        "framework: x",
                        "vocabulary: 1\nfacts:\n" + "  - {}\n".repeat(100_000))
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void hostileFilesAreRejectedWithAPlace(byte[] content) {
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        files.put("bad.yaml", content);
        List<Problem> problems = problems(files);
        assertThat(problems).isNotEmpty().hasSizeLessThanOrEqualTo(200);
        files.putAll(Mini.files());
        assertThat(problems(files)).allSatisfy(p -> assertThat(p.file()).isIn("bad.yaml", ""));
    }

    @Test
    void textThatIsNotUtf8IsRejectedWithItsLine() {
        byte[] bytes = "vocabulary: 1\n# x\n".getBytes(StandardCharsets.UTF_8);
        bytes[16] = (byte) 0xff;
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        files.put("bad.yaml", bytes);
        assertThat(problems(files)).singleElement().satisfies(p -> {
            assertThat(p.line()).isEqualTo(2);
            assertThat(p.what()).isEqualTo("this is not UTF-8");
        });
    }

    @Test
    void anyChangeOfTheFilesGivesACatalogueOrProblems() {
        Property.holds(400, random -> {
            SequencedMap<String, byte[]> files = Mini.files();
            String name = Property.pick(random, List.copyOf(files.keySet()));
            byte[] bytes = Objects.requireNonNull(files.get(name)).clone();
            int flips = 1 + random.nextInt(4);
            for (int i = 0; i < flips; i++) {
                byte with = random.nextBoolean()
                        ? (byte) random.nextInt(256)
                        : (byte) "[]{}:-,'\"&*!|> \n".charAt(random.nextInt(16));
                bytes[random.nextInt(bytes.length)] = with;
            }
            files.put(name, bytes);
            CatalogueReader.Result result = CatalogueReader.checking().read(files);
            if (result instanceof CatalogueReader.Result.Rejected(List<Problem> problems)) {
                assertThat(problems).isNotEmpty();
            }
        });
    }

    @Test
    void parameterIdsAndFrameworksAreUnique() {
        SequencedMap<String, byte[]> files = Mini.files();
        files.put("again.yaml", Mini.bytes("frame.yaml"));
        String other = new String(Mini.bytes("frame.yaml"), StandardCharsets.UTF_8)
                .replace("framework: mini", "framework: maxi");
        files.put("other.yaml", other.getBytes(StandardCharsets.UTF_8));
        assertThat(problems(files))
                .extracting(Problem::what)
                .contains("the framework mini stands in two files", "the parameter tries.max is also one of mini");
    }

    @Test
    void theFilesOfAVocabularyAreOneInTheOrderOfTheirNames() {
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        files.put("vocabulary-company.yaml", COMPANY.getBytes(StandardCharsets.UTF_8));
        files.putAll(Mini.files());
        CatalogueReader.Result result = CatalogueReader.checking().read(files);
        assertThat(result).isInstanceOf(CatalogueReader.Result.Loaded.class);
        Vocabulary vocabulary =
                ((CatalogueReader.Result.Loaded) result).catalogue().vocabulary();
        Vocabulary mini = Mini.catalogue().vocabulary();
        assertThat(vocabulary.edition()).isEqualTo(mini.edition() + 4);
        assertThat(vocabulary.sections()).startsWith(mini.sections().toArray(Vocabulary.Section[]::new));
        assertThat(vocabulary.sections()).extracting(Vocabulary.Section::id).endsWith("company");
        assertThat(vocabulary.facts()).startsWith(mini.facts().toArray(FactDefinition[]::new));
        assertThat(vocabulary.facts()).extracting(f -> f.key().value()).endsWith("policy.document", "policy.shown");
    }

    @Test
    void aKeyStandsInOneFileOfTheVocabularyOnly() {
        SequencedMap<String, byte[]> files = Mini.files();
        files.put(
                "vocabulary-company.yaml",
                COMPANY.replace("key: policy.document", "key: support.ends").getBytes(StandardCharsets.UTF_8));
        assertThat(problems(files)).anySatisfy(problem -> {
            assertThat(problem.file()).isEqualTo("vocabulary-company.yaml");
            assertThat(problem.what()).isEqualTo("the key support.ends stands twice");
        });
    }

    @Test
    void aCatalogueHasAVocabulary() {
        SequencedMap<String, byte[]> files = Mini.files();
        files.remove("vocabulary.yaml");
        assertThat(problems(files)).extracting(Problem::what).containsExactly("no vocabulary");
    }

    private static SequencedMap<String, byte[]> files(String vocabulary) {
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        files.put("vocabulary.yaml", vocabulary.getBytes(StandardCharsets.UTF_8));
        return files;
    }

    private static List<Problem> problems(SequencedMap<String, byte[]> files) {
        return switch (CatalogueReader.checking().read(files)) {
            case CatalogueReader.Result.Loaded(Catalogue catalogue) -> throw new AssertionError(catalogue.edition());
            case CatalogueReader.Result.Rejected(List<Problem> problems) -> problems;
        };
    }
}
