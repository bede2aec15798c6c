package dev.shisa.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Choice;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactType;
import dev.shisa.conformity.Incident;
import dev.shisa.conformity.Outline;
import dev.shisa.conformity.ParameterDefinition;
import dev.shisa.conformity.ProductKind;
import dev.shisa.conformity.References;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.Rule;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Table;
import dev.shisa.conformity.Text;
import dev.shisa.conformity.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What people read: both languages, the words of the glossary, whole sentences, everything explained. */
class TextsTest {

    private static final Pattern JAPANESE = Pattern.compile("[\\p{IsHiragana}\\p{IsKatakana}\\p{IsHan}]");
    private static final Pattern LATIN_ONLY = Pattern.compile("[\\p{ASCII}…]+");
    private static final int TILE_CHARS_MAX = 14;

    private final Catalogue catalogue = CatalogueFiles.catalogue();
    private final Vocabulary vocabulary = catalogue.vocabulary();
    private final List<Requirement> requirements = catalogue.requirements();
    private final List<ParameterDefinition> parameters = catalogue.frameworks().stream()
            .flatMap(framework -> framework.parameters().stream())
            .toList();

    @Test
    void eachLanguageIsWrittenInItsOwnScript() {
        for (Text text : texts()) {
            // Names such as SSH or TLS are the same in both.
            boolean isName =
                    text.ja().equals(text.en()) && LATIN_ONLY.matcher(text.ja()).matches();
            assertThat(isName || JAPANESE.matcher(text.ja()).find())
                    .as(text.ja())
                    .isTrue();
            assertThat(JAPANESE.matcher(text.en()).find()).as(text.en()).isFalse();
        }
    }

    @Test
    void whatIsReadAsASentenceIsOne() {
        for (Text text : sentences()) {
            assertThat(text.ja()).endsWith("。");
            assertThat(text.en()).matches("(?s).*[.?]");
        }
        for (FactDefinition fact : vocabulary.facts()) {
            assertThat(fact.question().ja()).matches(".*(か|ください)。");
            assertThat(fact.question().en()).endsWith("?");
        }
    }

    @Test
    void noWordThatTheGlossaryReplaces() {
        Map<String, String> replaced = replacedWords();
        assertThat(replaced).containsKeys("台帳", "安全機能", "証拠", "サプライヤ");
        Set<String> found = new TreeSet<>();
        for (Text text : texts()) {
            replaced.forEach((wrong, right) -> {
                if (text.ja().contains(wrong)) {
                    found.add(wrong + " instead of " + right + ": " + text.ja());
                }
            });
            // 更新 is renewal of the label, which the files of this test never speak of.
            if (text.ja().contains("更新")) {
                found.add("更新: " + text.ja());
            }
        }
        assertThat(found).isEmpty();
    }

    /** One word is written in one way; the names of others' documents keep theirs. */
    @Test
    void oneWordHasOneSpelling() {
        Map<String, String> spellings = Map.of(
                "気づ", "気付",
                "ウェブ", "Web",
                "メーカ(?!ー)", "メーカー",
                "プライバシ(?!ー)", "プライバシー",
                "改竄", "改ざん",
                "サーバー", "サーバ",
                "ルーター", "ルータ",
                "アダプタ(?!ー)", "アダプター",
                "組合せ", "組み合わせ",
                "例えば", "たとえば");
        Set<String> found = new TreeSet<>();
        Stream.concat(texts().stream(), glossary().stream()).map(Text::ja).forEach(ja -> {
            String own = ja.replace("安全なウェブサイトの作り方", "");
            spellings.forEach((other, one) -> {
                if (Pattern.compile(other).matcher(own).find()) {
                    found.add(one + " is how it is written here: " + ja);
                }
            });
        });
        assertThat(found).isEmpty();
    }

    /** "Whether not A, B" reads as a question, and "A, and also or B" as both; "not A, or B" is what is meant. */
    @Test
    void aClaimWithAnAlternativeIsNoQuestion() {
        Pattern question = Pattern.compile("(ない|[いあたするせ]る|た)か(?![らどもねけにをはが])|(おり|あり|して)、?または");
        assertThat(Stream.of("残していないか守っており、または検討した", "資産がないか、認証している", "守っており、または検討した"))
                .allMatch(ja -> question.matcher(ja).find());
        assertThat(requirements.stream()
                        .flatMap(r -> Stream.concat(
                                r.trees().stream().flatMap(Rule::nodes).flatMap(node -> Stream.ofNullable(node.text())),
                                r.readings().stream().map(Requirement.Reading::text)))
                        .map(Text::ja)
                        .filter(ja -> question.matcher(ja).find()))
                .isEmpty();
    }

    /** The term of guides 003 and 004 holds safety, security and reliability; the names of tiles are shortened. */
    @Test
    void theThreePartsOfTheTermAreAllInEnglish() {
        Set<Text> tiles = requirements.stream().map(Requirement::shortName).collect(Collectors.toSet());
        List<Text> named = texts().stream()
                .filter(text -> text.ja().contains("安全安心") && !tiles.contains(text))
                .toList();
        assertThat(named).hasSizeGreaterThan(40).allMatch(text -> text.en().contains("reliab"));
    }

    @Test
    void noPunctuationThatTheVoiceAvoids() {
        for (Text text : texts()) {
            assertThat(text.ja()).doesNotContainPattern("[!?\uFF01\uFF1F\uFF08\uFF09\uFF1A\uFF1B]");
            assertThat(text.en()).doesNotContain("!");
        }
    }

    @Test
    void placeholdersStandOnlyWhereThereIsAnItem() {
        for (FactDefinition fact : vocabulary.facts()) {
            boolean hasItem = fact.of() != null;
            assertThat(fact.question().ja().contains("{item}"))
                    .as(fact.key().value())
                    .isEqualTo(hasItem);
            assertThat(fact.question().en().contains("{item}"))
                    .as(fact.key().value())
                    .isEqualTo(hasItem);
        }
        for (Requirement requirement : requirements) {
            requirement.trees().forEach(tree -> checkPlaceholders(tree, false));
        }
    }

    private void checkPlaceholders(Rule rule, boolean inside) {
        Text text = Objects.requireNonNull(rule.text(), rule.path());
        assertThat(text.ja().contains("{item}")).as(rule.path() + text.ja()).isEqualTo(inside);
        assertThat(text.en().contains("{item}")).as(rule.path() + text.en()).isEqualTo(inside);
        rule.children().forEach(child -> checkPlaceholders(child, inside || rule instanceof Rule.Every));
    }

    @Test
    void tileNamesFitTheTile() {
        for (Requirement requirement : requirements) {
            assertThat(requirement.shortName().ja()).hasSizeLessThanOrEqualTo(TILE_CHARS_MAX);
        }
        assertThat(requirements).extracting(r -> r.shortName().ja()).doesNotHaveDuplicates();
    }

    @Test
    void everythingThatARuleAsksIsExplained() {
        Set<String> asked = new LinkedHashSet<>();
        for (Requirement requirement : requirements) {
            assertThat(requirement.easy()).as(requirement.id().toString()).isNotNull();
            assertThat(requirement.evidence()).as(requirement.id().toString()).isNotEmpty();
            assertThat(requirement.readings()).as(requirement.id().toString()).isNotEmpty();
            requirement.trees().stream().flatMap(Rule::nodes).forEach(node -> {
                if (node instanceof Rule.Leaf leaf) {
                    asked.add(leaf.fact().value());
                }
            });
        }
        for (FactDefinition fact : vocabulary.facts()) {
            boolean isChoice = fact.type() == FactType.FLAG || !fact.choices().isEmpty();
            if (isChoice) {
                assertThat(fact.choices()).as(fact.key().value()).hasSizeGreaterThanOrEqualTo(2);
                assertThat(fact.choices()).as(fact.key().value()).allMatch(c -> c.means() != null);
            }
            boolean isExplained = fact.easy() != null || !fact.examples().isEmpty() || isChoice;
            assertThat(isExplained || !asked.contains(fact.key().value()))
                    .as(fact.key().value())
                    .isTrue();
            assertThat(fact.source()).as(fact.key().value()).isNotNull();
        }
    }

    @Test
    void everyJudgementAndExcuseAsksForItsReason() {
        for (FactDefinition fact : vocabulary.facts()) {
            if (fact.key().value().endsWith(".reviewed")) {
                assertThat(fact.detailRequiredFor()).as(fact.key().value()).containsExactly("true");
                assertThat(fact.asks()).as(fact.key().value()).isEqualTo(FactDefinition.Asks.QUALITY);
            }
            if (fact.key().value().endsWith(".attackable")) {
                assertThat(fact.detailRequiredFor()).as(fact.key().value()).containsExactly("false");
            }
        }
    }

    /**
     * An answer that nothing was there, or nothing needed doing, and yet counts is no answer without its reason. What a
     * supplier lacks counts only with the judgement beside it, which has a reason of its own.
     */
    @Test
    void anAnswerThatNothingWasNeededGivesItsReason() {
        Set<String> silent = new TreeSet<>();
        for (Requirement requirement : requirements) {
            requirement.trees().stream().flatMap(Rule::nodes).forEach(node -> {
                if (node instanceof Rule.Leaf leaf) {
                    FactDefinition fact = vocabulary.fact(leaf.fact()).orElseThrow();
                    if ("supplier".equals(fact.of())) {
                        return;
                    }
                    for (String word : List.of("absent", "unneeded", "never", "alone", "sufficient", "quick")) {
                        if (leaf.is().source().contains("'" + word + "'")
                                && !fact.detailRequiredFor().contains(word)) {
                            silent.add(fact.key() + " " + word);
                        }
                    }
                }
            });
        }
        assertThat(silent).isEmpty();
    }

    /** People leave and practice changes: what a company once said of itself is no answer for ever. */
    @Test
    void whatACompanySaysOfItselfIsAskedAgain() {
        Set<String> everlasting = new TreeSet<>();
        for (Requirement requirement : requirements) {
            requirement.trees().stream().flatMap(Rule::nodes).forEach(node -> {
                if (node instanceof Rule.Leaf leaf) {
                    FactDefinition fact = vocabulary.fact(leaf.fact()).orElseThrow();
                    if (fact.scope() == Subject.Kind.ORGANISATION && leaf.within() == null) {
                        everlasting.add(requirement.id() + " " + leaf.fact());
                    }
                }
            });
        }
        assertThat(everlasting).isEmpty();
    }

    /** What a guide prints is one thing, what is concluded from it another, so each has a mark of its own. */
    @Test
    void whatIsMarkedAsPrintedDrawsNoConclusion() {
        List<String> concluded = requirements.stream()
                .flatMap(requirement -> requirement.readings().stream())
                .filter(reading -> reading.mark() == Requirement.Reading.Mark.GUIDE)
                .map(reading -> reading.text().ja())
                .filter(text -> text.matches(".*(読みます|判断|求めます|見ます)。?.*"))
                .toList();
        assertThat(concluded).isEmpty();
    }

    /** Otherwise a guide that asks for something would be satisfied by a reason for not doing it. */
    @Test
    void aDecisionAgainstCountsOnlyWhereTheGuideSaysToConsider() {
        List<Requirement> accepting = requirements.stream()
                .filter(r -> r.trees().stream().flatMap(Rule::nodes).anyMatch(this::acceptsADecisionAgainst))
                .toList();
        assertThat(accepting).hasSizeGreaterThan(20);
        for (Requirement requirement : accepting) {
            assertThat(requirement.readings())
                    .as(requirement.id().toString())
                    .anyMatch(reading -> reading.text().ja().contains("検討"));
        }
    }

    private boolean acceptsADecisionAgainst(Rule node) {
        if (!(node instanceof Rule.Leaf leaf)) {
            return false;
        }
        String predicate = leaf.is().source();
        FactDefinition fact = vocabulary.fact(leaf.fact()).orElseThrow();
        boolean isDecision = fact.choice("decided").isPresent();
        return fact.key().value().endsWith(".rejected")
                || (isDecision && (predicate.contains("'decided'") || predicate.contains("!=")));
    }

    @Test
    void everyParameterIsNeededAndTiedToItsRequirement() {
        for (ParameterDefinition parameter : parameters) {
            assertThat(catalogue.requirementsUsing(parameter.id()))
                    .extracting(id -> id.number())
                    .contains(Objects.requireNonNull(parameter.requirement()));
        }
    }

    @Test
    void theSixteenCriteriaNameAllTheirSubItems() {
        assertThat(numbers("jcstar1"))
                .containsExactlyElementsOf(Stream.iterate(1, n -> n + 1)
                        .limit(16)
                        .map("S1.1-%02d"::formatted)
                        .toList());
        assertThat(subItems("S1.1-02"))
                .containsExactlyInAnyOrder("02.1", "02.1.1", "02.1.2", "02.1.3", "02.2", "02.2.1", "02.2.2");
        assertThat(subItems("S1.1-05")).containsExactlyInAnyOrder("05.1", "05.2", "05.3");
        assertThat(subItems("S1.1-06")).containsExactlyInAnyOrder("06.1", "06.2", "06.3");
        assertThat(subItems("S1.1-10")).containsExactlyInAnyOrder("10.1", "10.2");
        assertThat(subItems("S1.1-12")).containsExactlyInAnyOrder("12.1", "12.2");
        assertThat(subItems("S1.1-13")).containsExactlyInAnyOrder("13.1", "13.1A", "13.1B", "13.1C", "13.2");
        assertThat(subItems("S1.1-14")).containsExactlyInAnyOrder("14.1", "14.2");
        assertThat(subItems("S1.1-15")).containsExactlyInAnyOrder("15.1", "15.1A", "15.1B", "15.1C", "15.2");
        assertThat(subItems("S1.1-16"))
                .containsExactlyInAnyOrder(
                        "16.1", "16.2", "16.3", "16.3.1", "16.3.2", "16.4", "16.4.1", "16.4.2", "16.5", "16.5.1",
                        "16.5.2");
    }

    @Test
    void theGuidesAreThereInFull() {
        assertThat(numbers("sme-guide")).hasSize(44).allMatch(n -> n.matches("SME-([1-6ECAVR]\\d?|T[123][ABC])"));
        assertThat(numbers("psirt-guide")).hasSize(40).allMatch(n -> n.matches("PSIRT-[XEMDRPKL][0-7]"));
        assertThat(numbers("iotgl")).hasSize(30).allMatch(n -> n.matches("GL-(P[1-5]|R[1-4]|[012]\\d)"));
        assertThat(numbers("tsunagaru"))
                .containsExactlyElementsOf(Stream.iterate(1, n -> n + 1)
                        .limit(17)
                        .map("TG-%02d"::formatted)
                        .toList());
    }

    /** A heading that is green while a point below it is not would be a wrong green. */
    @Test
    void aHeadingOfTheIotGuidelinesIsDecidedByAllPointsBelowIt() {
        Map<String, Text> titles = catalogue.framework("iotgl").orElseThrow().requirements().stream()
                .collect(Collectors.toMap(r -> r.id().number(), Requirement::title));
        List<String> repeated = requirements.stream()
                .filter(r -> r.id().number().startsWith("GL-P"))
                .flatMap(r -> r.rule().children().stream())
                .flatMap(part -> titles.keySet().stream()
                        .filter(number ->
                                Objects.requireNonNull(titles.get(number)).equals(part.text())))
                .toList();
        assertThat(repeated)
                .containsExactlyElementsOf(Stream.iterate(1, n -> n + 1)
                        .limit(21)
                        .map("GL-%02d"::formatted)
                        .toList());
    }

    @Test
    void whatIsRelatedIsARequirementOfAnotherFramework() {
        Map<String, String> frameworks =
                requirements.stream().collect(Collectors.toMap(r -> r.id().number(), r -> r.id().framework()));
        for (Requirement requirement : requirements) {
            assertThat(requirement.related())
                    .as(requirement.id().toString())
                    .allSatisfy(number -> assertThat(frameworks.get(number))
                            .isNotNull()
                            .isNotEqualTo(requirement.id().framework()));
        }
    }

    private List<String> numbers(String framework) {
        return catalogue.framework(framework).orElseThrow().requirements().stream()
                .map(r -> r.id().number())
                .toList();
    }

    private List<String> subItems(String number) {
        return requirements.stream()
                .filter(r -> r.id().number().equals(number))
                .flatMap(r -> r.trees().stream())
                .flatMap(Rule::nodes)
                .flatMap(node -> Stream.ofNullable(node.item()))
                .map(item -> item.substring("S1.1-".length()))
                // That a sub-item is not present is none of its own.
                .filter(item -> !item.endsWith(".N"))
                .toList();
    }

    /** All texts of the catalogue, without the glossary, which names the words that it replaces. */
    private List<Text> texts() {
        List<Text> texts = new ArrayList<>(sentences());
        vocabulary.sections().forEach(s -> texts.add(s.name()));
        vocabulary
                .collections()
                .forEach(c -> Stream.of(c.item(), c.add(), c.none()).forEach(texts::add));
        for (FactDefinition fact : vocabulary.facts()) {
            Stream.of(fact.detail(), fact.unit()).filter(Objects::nonNull).forEach(texts::add);
            texts.add(fact.question());
            texts.addAll(fact.examples());
            fact.choices().stream().map(Choice::label).forEach(texts::add);
        }
        for (ParameterDefinition parameter : parameters) {
            texts.add(parameter.name());
            parameter.choices().stream().map(Choice::label).forEach(texts::add);
        }
        texts.addAll(names(catalogue.references()));
        for (Requirement requirement : requirements) {
            texts.add(requirement.title());
            texts.add(requirement.shortName());
            texts.addAll(requirement.evidence());
            requirement.routes().forEach(route -> texts.add(route.name()));
            requirement.trees().stream()
                    .flatMap(Rule::nodes)
                    .flatMap(node -> Stream.ofNullable(node.text()))
                    .forEach(texts::add);
        }
        return texts;
    }

    private List<Text> sentences() {
        List<Text> texts = new ArrayList<>();
        vocabulary.sections().forEach(s -> texts.add(s.about()));
        for (FactDefinition fact : vocabulary.facts()) {
            texts.add(fact.why());
            Stream.ofNullable(fact.easy()).forEach(texts::add);
            fact.choices().stream().flatMap(c -> Stream.ofNullable(c.means())).forEach(texts::add);
        }
        parameters.forEach(p -> texts.add(p.help()));
        texts.addAll(sentences(catalogue.references()));
        catalogue.clashes().forEach(clash -> texts.add(clash.text()));
        for (Requirement requirement : requirements) {
            texts.add(requirement.text());
            Stream.of(requirement.easy(), requirement.notApplicable())
                    .filter(Objects::nonNull)
                    .forEach(texts::add);
            requirement.readings().forEach(reading -> texts.add(reading.text()));
        }
        return texts;
    }

    private static List<Text> names(References references) {
        List<Text> texts = new ArrayList<>();
        for (Outline outline : references.outlines()) {
            texts.add(outline.title());
            outline.entries().forEach(entry -> texts.add(entry.title()));
        }
        references.incidents().causes().forEach(cause -> texts.add(cause.title()));
        for (Incident.Direction direction : references.incidents().directions()) {
            texts.add(direction.title());
            texts.addAll(direction.problems());
        }
        for (Incident incident : references.incidents().list()) {
            texts.add(incident.device());
            texts.add(incident.title());
            Stream.ofNullable(incident.when()).forEach(texts::add);
        }
        for (ProductKind kind : references.kinds()) {
            texts.add(kind.name());
            kind.items().forEach(item -> texts.add(item.name()));
        }
        for (Table table : references.tables()) {
            texts.add(table.title());
            table.columns().forEach(column -> texts.add(column.name()));
            // A plain cell, such as a mark or number, is the same in both languages.
            table.rows().stream()
                    .flatMap(row -> row.cells().values().stream())
                    .flatMap(cell -> cell instanceof Table.Told(Text text) ? Stream.of(text) : Stream.empty())
                    .filter(text -> !text.ja().equals(text.en()))
                    .forEach(texts::add);
        }
        return texts;
    }

    private static List<Text> sentences(References references) {
        List<Text> texts = new ArrayList<>();
        for (Outline outline : references.outlines()) {
            texts.add(outline.basis());
            outline.sources().forEach(source -> texts.add(source.text()));
            outline.entries().forEach(entry -> Stream.ofNullable(entry.gap()).forEach(texts::add));
        }
        Stream.concat(references.relations().stream(), references.notLoaded().stream())
                .forEach(relation -> Stream.ofNullable(relation.why()).forEach(texts::add));
        Stream.ofNullable(references.incidents().gap()).forEach(texts::add);
        for (Incident incident : references.incidents().list()) {
            texts.add(incident.what());
            texts.add(incident.lesson());
            Stream.of(incident.cause(), incident.issue())
                    .filter(Objects::nonNull)
                    .forEach(texts::add);
        }
        references.kinds().forEach(kind -> texts.add(kind.about()));
        for (Table table : references.tables()) {
            Stream.of(table.note(), table.gap()).filter(Objects::nonNull).forEach(texts::add);
        }
        return texts;
    }

    /** What the glossary says of its words. */
    private static List<Text> glossary() {
        List<Text> texts = new ArrayList<>();
        for (Map<?, ?> entry : words()) {
            texts.add(new Text(String.valueOf(entry.get("ja")), String.valueOf(entry.get("en"))));
            if (entry.get("meaning") instanceof Map<?, ?> meaning) {
                texts.add(new Text(String.valueOf(meaning.get("ja")), String.valueOf(meaning.get("en"))));
            }
        }
        return texts;
    }

    private static List<Map<?, ?>> words() {
        Path glossary = CatalogueFiles.path("glossary.yaml");
        Map<?, ?> root = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(new String(CatalogueFiles.bytes(glossary), StandardCharsets.UTF_8));
        return ((List<?>) Objects.requireNonNull(root.get("words")))
                .stream().<Map<?, ?>>map(word -> (Map<?, ?>) word).toList();
    }

    /** The Japanese words not to be used, with the glossary's word for each. */
    private static Map<String, String> replacedWords() {
        Map<String, String> replaced = new java.util.TreeMap<>();
        for (Map<?, ?> entry : words()) {
            if (entry.get("not") instanceof Map<?, ?> not && not.get("ja") instanceof List<?> wrong) {
                wrong.forEach(w -> replaced.put(String.valueOf(w), String.valueOf(entry.get("ja"))));
            }
        }
        return replaced;
    }
}
