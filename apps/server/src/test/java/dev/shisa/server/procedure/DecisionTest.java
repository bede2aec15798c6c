package dev.shisa.server.procedure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.CatalogueReader;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Value;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.procedure.Procedure.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** What follows from notes: whole or not at all, never two things at once, and nothing from what was left out. */
class DecisionTest {

    private static final Procedures PROCEDURES = new Procedures();
    private static final Catalogue CATALOGUE = catalogue();

    private static Catalogue catalogue() {
        try {
            SortedMap<String, byte[]> files = new TreeMap<>();
            for (Resource file :
                    new PathMatchingResourcePatternResolver().getResources("classpath*:catalogue/*.yaml")) {
                files.put(String.valueOf(file.getFilename()), file.getContentAsByteArray());
            }
            return ((CatalogueReader.Result.Loaded) CatalogueReader.checking().read(files)).catalogue();
        } catch (IOException e) {
            throw new UncheckedIOException("the catalogue cannot be read", e);
        }
    }

    private static Map<String, String> decide(String procedure, Map<String, String> notes, String... impossible) {
        return decide(PROCEDURES.require(procedure), notes, Set.of(), impossible);
    }

    private static Map<String, String> decide(
            Procedure procedure, Map<String, String> notes, Set<String> pictures, String... impossible) {
        Map<String, String> facts = new HashMap<>();
        Decision.of(
                        procedure,
                        procedure.collection() == null ? "" : procedure.collection() + "-1",
                        new Notes(notes, pictures, pictures, "MC-210"),
                        Set.of(impossible),
                        CATALOGUE::fact)
                .facts()
                .forEach(
                        f -> assertThat(facts.put(f.slot().toString(), f.value().canonical()))
                                .as("one value of " + f.slot() + " from " + notes)
                                .isNull());
        return facts;
    }

    private static Map<String, String> with(Map<String, String> notes, String... changes) {
        Map<String, String> changed = new HashMap<>(notes);
        for (int i = 0; i < changes.length; i += 2) {
            changed.put(changes[i], changes[i + 1]);
        }
        return changed;
    }

    /** Every combination of answers and of none, for the fields that decide one fact. */
    private static Stream<Map<String, String>> combinations(Procedure procedure, String fact) {
        Set<String> read = new LinkedHashSet<>();
        for (Outcome outcome : procedure.outcomes()) {
            if (outcome.fact().equals(fact) && outcome instanceof Outcome.One one) {
                one.when().fields().forEach(read::add);
            }
        }
        // Also what has to be answered before these are asked.
        for (boolean more = true; more; ) {
            Set<String> all = new LinkedHashSet<>(read);
            for (String id : read) {
                procedure.field(id).map(Procedure.Field::condition).ifPresent(c -> {
                    if (c != null) {
                        c.fields().forEach(all::add);
                    }
                });
            }
            more = all.size() > read.size();
            read = all;
        }
        List<String> fields = new ArrayList<>(read);
        Stream<Map<String, String>> all = Stream.of(Map.of());
        for (String id : fields) {
            List<String> answers = answers(procedure, id);
            all = all.flatMap(notes ->
                    Stream.concat(Stream.of(notes), answers.stream().map(answer -> with(notes, id, answer))));
        }
        return all;
    }

    private static List<String> answers(Procedure procedure, String id) {
        if (id.endsWith(Notes.FOUND)) {
            return List.of("yes", "no");
        }
        if (id.endsWith(Labels.SHORTEST)) {
            return List.of("5", "10");
        }
        Procedure.Field field = procedure.field(id).orElseThrow();
        return switch (field.type()) {
            case YES_NO -> List.of("yes", "no");
            case CHOICE -> field.choices();
            case NUMBER -> List.of("7", "8");
            case TEXT -> List.of("1.0", "2.0");
            case LABELS ->
                Arrays.stream(Labels.Result.values()).map(Labels.Result::id).toList();
            default -> throw new AssertionError(id + " decides nothing by itself");
        };
    }

    @Test
    void noAnswersEverStateTwoValuesOfOneFact() {
        for (Procedure procedure : PROCEDURES.all()) {
            for (String fact : procedure.outcomes().stream()
                    .filter(o -> o instanceof Outcome.One)
                    .map(Outcome::fact)
                    .collect(Collectors.toSet())) {
                List<Outcome.One> outcomes = procedure.outcomes().stream()
                        .filter(o -> o.fact().equals(fact))
                        .map(o -> (Outcome.One) o)
                        .toList();
                Set<String> reached = new HashSet<>();
                combinations(procedure, fact).forEach(given -> {
                    Notes notes = new Notes(given, Set.of(), Set.of(), "MC-210").asked(procedure, Set.of());
                    List<Outcome.One> hold = outcomes.stream()
                            .filter(o -> o.when().in(notes) == Condition.Truth.TRUE)
                            .toList();
                    assertThat(hold).as(fact + " from " + given).hasSizeLessThan(2);
                    hold.forEach(o -> reached.add(o.value()));
                });
                assertThat(reached)
                        .as("every value of " + fact + " can come out")
                        .isEqualTo(outcomes.stream().map(Outcome.One::value).collect(Collectors.toSet()));
            }
        }
    }

    @Test
    void withoutNotesNothingIsDecided() {
        for (Procedure procedure : PROCEDURES.all()) {
            assertThat(decide(procedure, Map.of(), Set.of())).as(procedure.id()).isEmpty();
        }
    }

    @Test
    void everyFactAndValueIsOneOfTheVocabulary() {
        for (Procedure procedure : PROCEDURES.all()) {
            assertThat(procedure.criteria())
                    .allSatisfy(number -> assertThat(
                                    CATALOGUE.requirement(new dev.shisa.conformity.RequirementId("jcstar1", number)))
                            .isPresent());
            for (Outcome outcome : procedure.outcomes()) {
                FactDefinition definition =
                        CATALOGUE.fact(new FactKey(outcome.fact())).orElseThrow();
                if (procedure.collection() != null) {
                    assertThat(definition.of()).as(outcome.fact()).isEqualTo(procedure.collection());
                }
                switch (outcome) {
                    case Outcome.One one -> {
                        List<String> values =
                                one.value().isEmpty() ? answers(procedure, one.field()) : List.of(one.value());
                        for (String value : values) {
                            assertThat(Value.parse(definition.type().value(), value))
                                    .as(outcome.fact() + " " + value)
                                    .isPresent();
                            if (!definition.choices().isEmpty()) {
                                assertThat(definition.choice(value))
                                        .as(outcome.fact() + " " + value)
                                        .isPresent();
                            }
                            if (definition.detailRequiredFor().contains(value)) {
                                assertThat(one.detail())
                                        .as("words for " + outcome.fact() + " " + value)
                                        .isNotEmpty();
                            }
                        }
                    }
                    case Outcome.Several several ->
                        Stream.concat(
                                        Stream.of(several.none()),
                                        several.members().stream().map(Procedure.Outcome.Member::value))
                                .forEach(value -> assertThat(definition.choice(value))
                                        .as(value)
                                        .isPresent());
                    case Outcome.Seen seen ->
                        assertThat(procedure.field(seen.ties()).orElseThrow().collection())
                                .isEqualTo(definition.collection());
                }
            }
        }
    }

    @Test
    void everyStepFieldAndAnswerHasWords() {
        Messages messages = new Messages();
        Set<String> missing = new TreeSet<>();
        for (Procedure procedure : PROCEDURES.all()) {
            Set<String> keys = new HashSet<>(Set.of(
                    "procedure." + procedure.id() + ".title",
                    "procedure." + procedure.id() + ".lead",
                    "procedure." + procedure.id() + ".expected"));
            Set<String> ids = new HashSet<>();
            for (Procedure.Step step : procedure.steps()) {
                keys.add("procedure." + procedure.id() + ".step." + step.id());
                keys.add("procedure." + procedure.id() + ".step." + step.id() + ".do");
                assertThat(Set.of("finish", "close")).doesNotContain(step.id());
                for (Procedure.Field field : step.fields()) {
                    assertThat(Set.of("seen", "impossible", "remove", "once"))
                            .as("names of the form's own")
                            .doesNotContain(field.id());
                    assertThat(ids.add(field.id()))
                            .as(procedure.id() + " " + field.id())
                            .isTrue();
                    keys.add(Protocol.label(procedure, field.id()));
                    field.choices().forEach(c -> keys.add("procedure.choice." + c));
                }
            }
            for (Locale locale : List.of(Locale.JAPANESE, Locale.ENGLISH)) {
                keys.stream().filter(k -> !messages.has(locale, k)).forEach(missing::add);
            }
        }
        assertThat(missing).isEmpty();
    }

    private static final Map<String, String> POWER = Map.of(
            "factory", "2.0.0",
            "version", "2.4.1",
            "values", "yes",
            "version-power", "Ver. 2.4.1",
            "own-power", "yes",
            "old-power", "refused",
            "version-network", "v２.４.１",
            "own-network", "yes",
            "old-network", "no-old");

    @Test
    void whatIsTheSameAfterBothCutsIsKept() {
        assertThat(decide("power", POWER))
                .containsOnly(Map.entry("power.values", "kept"), Map.entry("power.software", "kept"));
    }

    @Test
    void aCutThatWasNotMadeKeepsNothingGreenButWhatWasLostIsLost() {
        assertThat(decide("power", POWER, "network")).isEmpty();
        assertThat(decide("power", with(POWER, "old-power", "accepted"), "network"))
                .containsOnly(Map.entry("power.values", "reset"));
        assertThat(decide("power", with(POWER, "version-network", "2.0.0"))).containsEntry("power.software", "reset");
    }

    @Test
    void aUnitThatNeverWasUpdatedCannotShowThatItsSoftwareStays() {
        assertThat(decide("power", with(POWER, "factory", "2.4.1"))).containsOnly(Map.entry("power.values", "kept"));
    }

    @Test
    void anAnswerToAQuestionThatIsNotAskedAnyMoreDoesNotCount() {
        assertThat(decide("power", with(POWER, "values", "no"))).containsOnly(Map.entry("power.software", "kept"));
    }

    private static final Map<String, String> ERASE = Map.ofEntries(
            Map.entry("factory", "2.0.0"),
            Map.entry("version", "2.4.1"),
            Map.entry("data-stored", "yes"),
            Map.entry("settings-stored", "yes"),
            Map.entry("credentials-stored", "yes"),
            Map.entry("card-stored", "no"),
            Map.entry("cloud-stored", "yes"),
            Map.entry("who", "user"),
            Map.entry("how", "設定 → 初期化"),
            Map.entry("data-gone", "yes"),
            Map.entry("settings-gone", "yes"),
            Map.entry("credentials-gone", "no"),
            Map.entry("cloud-gone", "no"),
            Map.entry("cloud-left", "録画が30日残る"),
            Map.entry("version-after", "2.4.1"));

    @Test
    void eachClassIsDecidedByItselfAndAbsenceNeverAtTheBench() {
        assertThat(decide("erase", ERASE))
                .containsOnly(
                        Map.entry("erase.data", "user"),
                        Map.entry("erase.settings", "user"),
                        Map.entry("erase.credentials", "no"),
                        Map.entry("erase.cloud", "stays"),
                        Map.entry("erase.version", "kept"));
        assertThat(decide("erase", with(ERASE, "who", "service")))
                .containsEntry("erase.data", "service")
                .doesNotContainKey("erase.cloud.user");
        assertThat(decide("erase", with(ERASE, "who", "nobody")))
                .containsEntry("erase.data", "no")
                .doesNotContainKey("erase.version");
    }

    @Test
    void aMarkerThatIsStillInTheStorageIsStrongerThanWhatTheScreenSays() {
        assertThat(decide("erase", with(ERASE, "dump-after.found", "yes")))
                .containsEntry("erase.data", "no")
                .doesNotContainKey("erase.settings");
        assertThat(decide("erase", with(ERASE, "dump-after.found", "no"))).containsEntry("erase.data", "user");
    }

    @Test
    void theShortestPasswordIsKnownOnlyWhenOneShorterWasRefused() {
        Map<String, String> notes =
                Map.of("given", "given-value", "forced", "stopped", "refused", "7", "shortest", "8");
        assertThat(decide("first", notes))
                .containsOnly(
                        Map.entry("login.password.forced[login-1]", "true"),
                        Map.entry("login.password.minimum[login-1]", "8"));
        assertThat(decide("first", with(notes, "refused", "5"))).doesNotContainKey("login.password.minimum[login-1]");
        assertThat(decide("first", with(notes, "forced", "passed")))
                .containsOnly(Map.entry("login.password.forced[login-1]", "false"));
        assertThat(decide("first", with(notes, "given", "given-none")))
                .containsEntry("login.password.default[login-1]", "none");
    }

    @Test
    void aModelNumberCountsWithItsPictureAndOnlyIfItIsTheUnits() {
        Procedure model = PROCEDURES.require("model");
        Map<String, String> notes =
                Map.of("body", "yes", "number-body", "ｍｃ-210", "screen", "no", "software", "no", "box", "yes");
        assertThat(decide(model, notes, Set.of("photo-body"))).containsOnly(Map.entry("model.shown", "body\npackage"));
        assertThat(decide(model, notes, Set.of())).isEmpty();
        assertThat(decide(model, with(notes, "number-body", "MC-21O"), Set.of("photo-body")))
                .isEmpty();
        assertThat(decide(model, with(notes, "body", "no", "box", "no"), Set.of()))
                .containsOnly(Map.entry("model.shown", "none"));
    }

    @Test
    void aListOfFunctionsIsDecidedWhenAllOfItIsTied() {
        Map<String, String> notes = Map.of(
                "how", "bluetoothctl",
                "any", "found",
                "whole", "yes",
                "typed", "設定サービス\n電池",
                "ties", "bluetooth-1\t設定サービス\nbluetooth-2\t電池");
        assertThat(decide("bluetooth", notes))
                .containsOnly(Map.entry("bluetooth.profiles", "bluetooth-1\nbluetooth-2"));
        assertThat(decide("bluetooth", with(notes, "ties", "bluetooth-1\t設定サービス")))
                .isEmpty();
        assertThat(decide("bluetooth", with(notes, "whole", "no"))).isEmpty();
        assertThat(decide("bluetooth", with(notes, "any", "not-found"))).isEmpty();
        assertThat(decide("bluetooth", with(notes, "typed", "", "any", "not-found")))
                .containsOnly(Map.entry("bluetooth.profiles", ""));
        assertThat(decide("bluetooth", with(notes, "typed", ""))).isEmpty();
    }

    @Test
    void alteredSoftwareThatWasInstalledIsNotCheckedWhateverTheDocumentSays() {
        Map<String, String> notes = Map.of(
                "normal", "yes",
                "mechanism", "signature",
                "how", "ECDSA、鍵はブートROM",
                "flip", "refused-before",
                "recomputed", "refused-before");
        assertThat(decide("integrity", notes)).containsOnly(Map.entry("package.integrity[package-1]", "signature"));
        assertThat(decide("integrity", with(notes, "flip", "installed")))
                .containsOnly(Map.entry("package.integrity[package-1]", "none"));
        assertThat(decide("integrity", with(notes, "recomputed", "installed")))
                .containsOnly(Map.entry("package.integrity[package-1]", "checksum"));
        assertThat(decide("integrity", with(notes, "normal", "no"))).isEmpty();
        assertThat(decide("integrity", with(notes, "how", ""))).isEmpty();
    }
}
