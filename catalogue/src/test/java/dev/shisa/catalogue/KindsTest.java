package dev.shisa.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Evaluator;
import dev.shisa.conformity.Fact;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.FactSource;
import dev.shisa.conformity.Parameters;
import dev.shisa.conformity.ProductKind;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.Verdict;
import dev.shisa.conformity.VerdictState;
import dev.shisa.conformity.Vocabulary;
import dev.shisa.conformity.cases.Case;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kinds of products propose what there is, and nothing that would make a product look safe. */
class KindsTest {

    private static final Catalogue CATALOGUE = CatalogueFiles.catalogue();

    /** What any product has that somebody attacks or keeps up: a kind without them would let people forget them. */
    private static final Set<String> LISTED_BY_EVERY_KIND =
            Set.of("usecase", "login", "debug", "asset", "flow", "package", "component", "connection");

    static Stream<ProductKind> kinds() {
        return CATALOGUE.references().kinds().stream();
    }

    @Test
    void thereAreTheTenKindsThatMakersAskFor() {
        assertThat(kinds().map(ProductKind::id))
                .containsExactly(
                        "camera",
                        "lock",
                        "gateway",
                        "router",
                        "recorder",
                        "sensor",
                        "appliance",
                        "controller",
                        "robot",
                        "peripheral");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void eachBringsWhatEveryProductHas(ProductKind kind) {
        assertThat(kind.items())
                .filteredOn(ProductKind.Item::usual)
                .extracting(ProductKind.Item::collection)
                .containsAll(LISTED_BY_EVERY_KIND);
    }

    /** A cloud service without a port of it contradicts itself as soon as somebody says that the product needs it. */
    @ParameterizedTest
    @MethodSource("kinds")
    void aPortOfTheCloudIsAsUsualAsTheCloud(ProductKind kind) {
        assertThat(kind.items())
                .filteredOn(item -> says(item, "service.place", "cloud"))
                .filteredOn(port -> kind.items().stream()
                        .anyMatch(item -> item.usual()
                                && says(item, "component.kind", "cloud")
                                && says(item, "component.owner", "own")))
                .allMatch(ProductKind.Item::usual);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatHasACloudServiceOfItsOwnHasAPortOfIt(ProductKind kind) {
        boolean cloud = kind.items().stream()
                .anyMatch(item -> says(item, "component.kind", "cloud") && says(item, "component.owner", "own"));
        assertThat(kind.items().stream().anyMatch(item -> says(item, "service.place", "cloud")))
                .isEqualTo(cloud);
    }

    private static boolean says(ProductKind.Item item, String key, String word) {
        return item.said().stream()
                .anyMatch(said -> said.key().value().equals(key)
                        && said.value().equals(new ProductKind.Proposed.Known(Value.word(word))));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void namesInOneListDiffer(ProductKind kind) {
        Set<String> seen = new HashSet<>();
        assertThat(kind.items())
                .allMatch(item ->
                        seen.add("ja " + item.collection() + " " + item.name().ja())
                                && seen.add("en " + item.collection() + " "
                                        + item.name().en()));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void takenWholeItTurnsNothingGreen(ProductKind kind) {
        Evaluator evaluator = new Evaluator(CATALOGUE);
        List<Fact> facts = facts(kind);
        Map<String, VerdictState> better = new TreeMap<>();
        CATALOGUE.requirements().forEach(requirement -> {
            Verdict with =
                    evaluator.evaluate(Case.TARGET, requirement, FactSource.of(facts), Parameters.NONE, Case.NOW);
            Verdict without =
                    evaluator.evaluate(Case.TARGET, requirement, FactSource.of(List.of()), Parameters.NONE, Case.NOW);
            if (with.state() != without.state() && (with.state().isGreen() || with.state() == VerdictState.EXPECTED)) {
                better.put(requirement.id().toString(), with.state());
            }
        });
        assertThat(better).as(kind.id()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void itDoesNotContradictItself(ProductKind kind) {
        assertThat(new Evaluator(CATALOGUE).held(Case.TARGET, FactSource.of(facts(kind)), Case.NOW))
                .isEmpty();
    }

    /** Everything that a kind proposes, said by somebody, with each of its lists said to be complete. */
    private static List<Fact> facts(ProductKind kind) {
        Vocabulary vocabulary = CATALOGUE.vocabulary();
        Map<String, String> codes = new HashMap<>();
        Map<String, Set<String>> lists = new TreeMap<>();
        for (ProductKind.Item item : kind.items()) {
            Set<String> list = lists.computeIfAbsent(item.collection(), _ -> new TreeSet<>());
            String code = item.collection() + "-" + (list.size() + 1);
            list.add(code);
            codes.put(item.id(), code);
        }
        List<Fact> facts = new ArrayList<>();
        kind.said().forEach(said -> facts.add(fact(said.key(), "", value(said, codes))));
        for (ProductKind.Item item : kind.items()) {
            item.said().forEach(said -> facts.add(fact(said.key(), of(codes, item.id()), value(said, codes))));
        }
        lists.forEach((collection, items) -> facts.add(
                fact(vocabulary.collection(collection).orElseThrow().set(), "", Value.words(new TreeSet<>(items)))));
        return facts;
    }

    private static Value value(ProductKind.Said said, Map<String, String> codes) {
        return switch (said.value()) {
            case ProductKind.Proposed.Known(Value value) -> value;
            case ProductKind.Proposed.Written(var text) -> Value.word(text.en());
            case ProductKind.Proposed.Other(String item) -> Value.word(of(codes, item));
        };
    }

    private static String of(Map<String, String> codes, String item) {
        return Objects.requireNonNull(codes.get(item));
    }

    private static Fact fact(FactKey key, String item, Value value) {
        Subject product = Case.TARGET.layers().get(1).subject();
        return new Fact(
                new UUID(key.hashCode(), item.hashCode()),
                product,
                new Slot(key, item),
                value,
                Strength.DECLARED,
                Case.NOW,
                Case.NOW,
                null,
                new UUID(0, 1),
                Set.of(),
                null);
    }
}
