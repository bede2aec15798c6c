package dev.shisa.server.answers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactType;
import dev.shisa.conformity.NextQuestion;
import dev.shisa.conformity.ProductKind;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Value;
import dev.shisa.server.ServerTest;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How many saves and answers it takes until nothing more is asked about a product that began as a ready-made one. */
class WholeWayTest extends ServerTest {

    /** What a part of a section, or a page of first questions, holds. */
    private static final int QUESTIONS_A_SAVE = 8;

    private static final int SAVES_MAX = 45;

    /** What is promised is shown in fives. */
    private static final double ROUNDED = 2.5;

    private static final Pattern BAR = Pattern.compile("約?(\\d+)問のうち(\\d+)問");

    @Autowired
    private Products products;

    @Autowired
    private Answers answers;

    @Autowired
    private Ways ways;

    @Autowired
    private ReadyMade readyMade;

    private Person quality = new Person(new java.util.UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Series product = new Series(new java.util.UUID(0, 0), "", "", "", "", "", null, 1);
    private Map<String, JsonNode> known = Map.of();
    private int saves;

    @ParameterizedTest
    @CsvSource({"camera, 03-camera.json", "lock, 04-lock.json", "gateway, 05-gateway.json"})
    void takesFewSavesAndAboutAsManyAnswersAsWerePromised(String kind, String demo) throws IOException {
        emptyDatabase();
        quality = person(Role.QUALITY);
        product = products.create(
                new NewSeries("MC-200", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-200-W"), "2.4.1"), quality);
        saves = 0;
        known = known(demo);
        answer(ofKind(NextQuestion.Kind.SCOPE));
        take(readyMade.kind(kind).orElseThrow());
        int promised = bar(1);
        List<NextQuestion> open = open();
        while (!open.isEmpty()) {
            answer(together(open));
            open = open();
            assertThat(saves).as("%s", open).isLessThanOrEqualTo(SAVES_MAX);
        }
        int real = bar(2);
        assertThat(promised).as("of %s answers", real).isBetween((int) (0.9 * real - ROUNDED), (int)
                Math.ceil(1.1 * real + ROUNDED));
    }

    private int bar(int group) {
        MatchResult bar = BAR.matcher(signedIn(quality).get("/products/MC-200").text())
                .results()
                .findFirst()
                .orElseThrow();
        return Integer.parseInt(bar.group(group));
    }

    private List<NextQuestion> open() {
        return ways.next(product, "").stream()
                .filter(NextQuestion::isAnswered)
                .filter(question -> !question.isAnsweredAgain())
                .toList();
    }

    private List<Slot> ofKind(NextQuestion.Kind kind) {
        return open().stream()
                .filter(question -> question.kind() == kind)
                .flatMap(question -> Stream.ofNullable(question.slot()))
                .toList();
    }

    /** What is usual, taken as it is proposed; each list is said to be all. */
    private void take(ProductKind kind) {
        Map<String, String> names = kind.items().stream()
                .filter(ProductKind.Item::usual)
                .collect(Collectors.toMap(
                        ProductKind.Item::id,
                        item -> item.name().in(Locale.JAPANESE),
                        (a, b) -> a,
                        LinkedHashMap::new));
        readyMade.take(
                product,
                kind,
                new ReadyMade.Chosen(
                        names,
                        names.keySet(),
                        kind.said().stream().map(ProductKind.Said::key).collect(Collectors.toSet()),
                        kind.items().stream().map(ProductKind.Item::collection).collect(Collectors.toSet())),
                "よくある構成",
                quality,
                Locale.JAPANESE,
                "");
        saves++;
    }

    /** What is answered with the first of the questions in one save: the cells of a grid, or a part of a section. */
    private List<Slot> together(List<NextQuestion> open) {
        List<Slot> slots = open.stream()
                .flatMap(question -> Stream.ofNullable(question.slot()))
                .toList();
        Slot first = slots.getFirst();
        FactDefinition definition = answers.definition(first);
        if (!first.item().isEmpty()) {
            return slots.stream()
                    .filter(slot -> Objects.equals(answers.definition(slot).of(), definition.of()))
                    .toList();
        }
        return slots.stream()
                .filter(slot -> slot.item().isEmpty())
                .filter(slot -> answers.definition(slot).section().equals(definition.section()))
                .limit(QUESTIONS_A_SAVE)
                .toList();
    }

    private void answer(List<Slot> slots) {
        slots.stream()
                .map(answers::definition)
                .filter(definition -> definition.type() == FactType.SET)
                .map(definition -> Objects.requireNonNull(definition.collection()))
                .distinct()
                .forEach(list -> answers.recordList(product, list, quality, "一覧", ""));
        Map<Slot, Value> values = new LinkedHashMap<>();
        slots.stream()
                .filter(slot -> answers.definition(slot).type() != FactType.SET)
                .forEach(slot -> values.put(slot, value(slot)));
        Map<Slot, FactEntry> present = answers.present(product);
        // A form asks only for what the answers in it, and those before, do not make superfluous.
        values.keySet()
                .removeIf(slot -> answers.withheldBy(slot, present, values).isPresent());
        List<Answers.Given> given = values.keySet().stream()
                .map(slot -> new Answers.Given(slot, value(slot), "開発部に確かめた"))
                .toList();
        if (!given.isEmpty()) {
            answers.record(product, "答え", given, null, Answers.Answerer.of(quality, "register"), "");
        }
        saves++;
    }

    /** As the product of the demonstration answers it; what that does not say, with what stands first. */
    private Value value(Slot slot) {
        FactDefinition fact = answers.definition(slot);
        JsonNode said = known.get(fact.key().value());
        return switch (fact.type()) {
            case FLAG -> Value.flag(said == null || said.asBoolean());
            case WHOLE ->
                Value.whole(said != null ? said.asLong() : fact.min() == null ? 12 : Math.max(12, fact.min()));
            case WORD ->
                Value.word(
                        said != null
                                ? said.asString()
                                : fact.choices().getFirst().value());
            case WORDS ->
                said == null
                        ? Value.words(fact.choices().getFirst().value())
                        : Value.words(said.valueStream().map(JsonNode::asString).toList());
            case DAY -> Value.day(clock.instant().atZone(Ui.ZONE).toLocalDate().plusDays(fact.ahead() ? 900 : -3));
            case TEXT -> Value.word("文書 QA-012");
            case REF ->
                Value.word(products.items(product.id(), Objects.requireNonNull(fact.collection()))
                        .getFirst()
                        .code());
            case SET -> throw new AssertionError(slot);
        };
    }

    private static Map<String, JsonNode> known(String demo) throws IOException {
        Map<String, JsonNode> known = new HashMap<>();
        for (String file : List.of("02-company.json", demo)) {
            JsonNode steps = JsonMapper.shared()
                    .readTree(Files.readString(Path.of("../../demo", file)))
                    .get("steps");
            for (JsonNode step : steps) {
                for (String list : List.of("answers", "facts")) {
                    step.path("send")
                            .path(list)
                            .forEach(fact -> known.putIfAbsent(fact.path("key").asString(), fact.path("value")));
                }
            }
        }
        return known;
    }
}
