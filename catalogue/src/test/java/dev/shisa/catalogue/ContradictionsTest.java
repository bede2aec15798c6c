package dev.shisa.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Clash;
import dev.shisa.conformity.Evaluator;
import dev.shisa.conformity.Fact;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.FactSource;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Truth;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.Verdict;
import dev.shisa.conformity.VerdictState;
import dev.shisa.conformity.cases.Case;
import dev.shisa.conformity.cases.ClashCase;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contradictions between facts: each has its cases and touches something, and the product that meets everything has none. */
class ContradictionsTest {

    private static final String STAR1 = "jcstar1";

    /** Facts of contradictions in the way of ★1 that it leaves to other guides: a requirement that asks for each, and why. */
    private static final Map<String, String> LEFT_TO_OTHER_GUIDES = Map.ofEntries(
            Map.entry("authentication.points", "SME-T1A: what design considered; ★1 looks at the log-ins themselves"),
            Map.entry("components.list", "SME-4: an SBOM is no scan and no evidence of ★1"),
            Map.entry("erase.range", "SME-T2B: how clear it is what is erased; ★1 asks whether all of it can be"),
            Map.entry("function.lasting", "TG-14: where nothing can be updated, S1.1-06 is not met by itself"),
            Map.entry("function.log", "GL-13: ★1 asks for no log; what one stores stands in the list of assets"),
            Map.entry("log.contents", "GL-13: as function.log"),
            Map.entry("guide.requests", "GL-15: where it contradicts, S1.1-06 or 15 is not met by itself"),
            Map.entry("handling.procedure", "PSIRT-R0: S1.1-05 asks what the policy says, not how it is carried out"),
            Map.entry("integrity.needed", "SME-T2A: ★1 asks for protection whatever was found needed"),
            Map.entry("measures.rejected", "SME-T1A: as integrity.needed"),
            Map.entry("protect.connected", "SME-3: an answer in the analysis of threats, which ★1 does not ask for"),
            Map.entry("protect.information", "SME-3: as protect.connected"),
            Map.entry("settings.initial", "GL-15: ★1 looks at each default password"),
            Map.entry("share.targets", "PSIRT-X5: S1.1-16 asks by which channel users hear of updates"),
            Map.entry("support.planned", "SME-4: components included; S1.1-16 asks what users are told"),
            Map.entry("update.points", "SME-T1B: as function.lasting"),
            Map.entry("update.promotion", "PSIRT-K5: as share.targets"),
            Map.entry("update.timely", "GL-17: as function.lasting"),
            Map.entry("usecase.market", "SME-3: S1.1-12 rests on how each flow is protected, and where it is used"),
            Map.entry("verification.rejected", "SME-V2: S1.1-13 rests on the scan itself"),
            Map.entry("weakness.handled", "PSIRT-D4: S1.1-13 asks for the detections of a scan"),
            Map.entry("weakness.items", "PSIRT-D4: as weakness.handled"),
            Map.entry("windows.open", "PSIRT-X6: S1.1-05 asks for the contact that the policy names"));

    private final Catalogue catalogue = CatalogueFiles.catalogue();
    private final Evaluator evaluator = new Evaluator(catalogue);
    private final List<ClashCase> cases = CatalogueFiles.clashCases(catalogue);

    private Truth holds(ClashCase one, List<Fact> facts) {
        return evaluator.evaluate(one.target(), one.clash(), FactSource.of(facts), Case.NOW);
    }

    private Truth holds(Clash clash, List<Fact> facts) {
        return evaluator.evaluate(Case.TARGET, clash, FactSource.of(facts), Case.NOW);
    }

    @Test
    void everyCaseComesOutAsItSays() {
        assertThat(cases.stream()
                        .filter(one -> holds(one, one.facts()) != one.holds())
                        .map(one -> one.file() + ":" + one.line() + " " + one.name()))
                .isEmpty();
    }

    @Test
    void eachIsShownWhereItHoldsWhereItDoesNotAndWhereItIsOpen() {
        Map<Clash, Set<Truth>> shown = cases.stream()
                .collect(Collectors.groupingBy(
                        ClashCase::clash,
                        Collectors.mapping(
                                ClashCase::holds, Collectors.toCollection(() -> EnumSet.noneOf(Truth.class)))));
        assertThat(catalogue.clashes().stream()
                        .filter(clash -> !EnumSet.of(Truth.TRUE, Truth.FALSE, Truth.UNKNOWN)
                                .equals(shown.get(clash)))
                        .map(Clash::id))
                .isEmpty();
    }

    @Test
    void noFactOfAFiringCaseIsBesideThePoint() {
        Set<String> idle = new TreeSet<>();
        cases.stream()
                .filter(one -> one.holds() == Truth.TRUE)
                .forEach(one -> one.facts().forEach(fact -> {
                    List<Fact> others =
                            one.facts().stream().filter(f -> f != fact).toList();
                    if (holds(one, others) == Truth.TRUE) {
                        idle.add(one.clash().id() + " " + fact.slot());
                    }
                }));
        assertThat(idle).isEmpty();
    }

    @Test
    void eachTouchesSomeRequirement() {
        Set<String> idle = catalogue.clashes().stream()
                .filter(clash -> catalogue.requirementsDependingOn(clash.both()).isEmpty())
                .map(Clash::id)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(idle).isEmpty();
    }

    @Test
    void theProductThatMeetsEverythingHoldsNone() {
        Map<String, List<Case>> byFile = CatalogueFiles.cases(catalogue).stream()
                .collect(Collectors.groupingBy(
                        one -> one.requirement().toString(), LinkedHashMap::new, Collectors.toList()));
        Map<Object, Fact> facts = new LinkedHashMap<>();
        byFile.values().forEach(some -> some.getFirst().facts().forEach(fact -> facts.putIfAbsent(fact.slot(), fact)));
        List<Fact> all = List.copyOf(facts.values());
        assertThat(catalogue.clashes().stream()
                        .filter(clash -> holds(clash, all) == Truth.TRUE)
                        .map(Clash::id))
                .isEmpty();
    }

    /** Every series follows ★1 until somebody says otherwise, most of them nothing else. */
    @Test
    void whoeverFollowsStar1AloneIsAskedForWhatContradictsItsAnswers() {
        assertThat(unasked(Set.of(STAR1))).isEqualTo(LEFT_TO_OTHER_GUIDES.keySet());
    }

    @Test
    void whatStar1LeavesToOtherGuidesOneOfThemAsksFor() {
        LEFT_TO_OTHER_GUIDES.forEach((key, reason) -> assertThat(catalogue.requirementsReading(new FactKey(key)))
                .as(key)
                .extracting(RequirementId::number)
                .contains(reason.substring(0, reason.indexOf(':'))));
    }

    /** Six lie between two other guides, each of which asks for one side only; components have a page of their own. */
    @Test
    void almostEachIsAskedInFullByOneGuideBesideStar1() {
        Set<String> pages = catalogue.vocabulary().facts().stream()
                .filter(fact -> catalogue
                                .vocabulary()
                                .section(fact.section())
                                .orElseThrow()
                                .page()
                        != null)
                .map(fact -> fact.key().value())
                .collect(Collectors.toSet());
        List<Set<FactKey>> asked = catalogue.frameworks().stream()
                .map(framework -> asked(new TreeSet<>(List.of(STAR1, framework.id()))))
                .toList();
        assertThat(catalogue.clashes().stream()
                        .filter(clash -> asked.stream()
                                .noneMatch(keys -> clash.keys().stream()
                                        .allMatch(key -> keys.contains(key) || pages.contains(key.value()))))
                        .map(Clash::id))
                .containsExactlyInAnyOrder(
                        "able-without-environment",
                        "erasing-rejected-but-asked",
                        "evaluated-without-verification",
                        "no-partners-but-installed",
                        "nothing-to-tell-but-weakness",
                        "too-hard-but-nobody-outside");
    }

    private Set<FactKey> asked(Set<String> frameworks) {
        return catalogue.vocabularyFor(requirements(frameworks)).facts().stream()
                .map(FactDefinition::key)
                .collect(Collectors.toSet());
    }

    private Set<RequirementId> requirements(Set<String> frameworks) {
        return catalogue.requirements().stream()
                .map(Requirement::id)
                .filter(id -> frameworks.contains(id.framework()))
                .collect(Collectors.toSet());
    }

    /** What is read by contradictions in the way of these frameworks and not asked for by any of them. */
    private Set<String> unasked(Set<String> frameworks) {
        Set<FactKey> asked = asked(frameworks);
        Set<RequirementId> followed = requirements(frameworks);
        return catalogue.clashes().stream()
                .filter(clash ->
                        catalogue.requirementsDependingOn(clash.both()).stream().anyMatch(followed::contains))
                .flatMap(clash -> clash.keys().stream())
                .filter(key -> !asked.contains(key))
                .map(FactKey::value)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A camera whose pictures nobody listed: what is listed is protected and erased, and yet nothing of it is green. */
    @ParameterizedTest
    @ValueSource(strings = {"S1.1-11", "S1.1-12", "S1.1-15"})
    void anAssetThatNobodyListedIsInTheWayOfWhateverRestsOnTheList(String number) {
        Case met = CatalogueFiles.cases(catalogue).stream()
                .filter(one -> one.requirement().equals(new RequirementId(STAR1, number)))
                .findFirst()
                .orElseThrow();
        List<Fact> unlisted = cases.stream()
                .filter(one -> one.clash().id().equals("personal-without-asset") && one.holds() == Truth.TRUE)
                .findFirst()
                .orElseThrow()
                .facts();
        Map<Object, Fact> facts = new LinkedHashMap<>();
        Stream.concat(unlisted.stream(), met.facts().stream())
                .filter(fact -> !fact.slot().key().value().startsWith("asset.")
                        || fact.slot().key().value().equals("asset.items"))
                .forEach(fact -> facts.putIfAbsent(fact.slot(), fact));
        Verdict verdict = evaluator.evaluate(
                Case.TARGET,
                catalogue.requirement(met.requirement()).orElseThrow(),
                FactSource.of(List.copyOf(facts.values())),
                met.parameters(),
                Case.NOW);
        assertThat(verdict.state()).isEqualTo(VerdictState.RECHECK);
        assertThat(verdict.proof().contradictions())
                .extracting(held -> held.id())
                .contains("personal-without-asset");
    }

    /** Declared encrypted and measured otherwise: not green, with both sides in the proof. */
    @ParameterizedTest
    @ValueSource(
            strings = {"encrypted-flow-measured-clear", "assets-in-clear-yet-all-flows-encrypted", "older-tls-measured"
            })
    void whatWasMeasuredOfAPortIsHeldAgainstTheFlowThroughIt(String id) {
        Case met = CatalogueFiles.cases(catalogue).stream()
                .filter(one -> one.requirement().toString().equals("jcstar1/S1.1-12"))
                .findFirst()
                .orElseThrow();
        Map<Object, Fact> facts = new LinkedHashMap<>();
        met.facts().forEach(fact -> facts.put(fact.slot(), fact));
        cases.stream()
                .filter(one -> one.clash().id().equals(id) && one.holds() == Truth.TRUE)
                .findFirst()
                .orElseThrow()
                .facts()
                .forEach(fact -> facts.putIfAbsent(ofCloud(fact).slot(), ofCloud(fact)));
        Verdict verdict = evaluator.evaluate(
                Case.TARGET,
                catalogue.requirement(met.requirement()).orElseThrow(),
                FactSource.of(List.copyOf(facts.values())),
                met.parameters(),
                Case.NOW);
        assertThat(verdict.state()).isEqualTo(VerdictState.RECHECK);
        assertThat(verdict.proof().contradictions()).singleElement().satisfies(held -> {
            assertThat(held.id()).isEqualTo(id);
            assertThat(held.when()
                            .carrying()
                            .map(node -> Objects.requireNonNull(node.reading())
                                    .slot()
                                    .key()
                                    .value()))
                    .contains("service.carried", id.startsWith("older") ? "flow.tls" : "flow.protection");
        });
    }

    /** A port with something protected behind it beside one flow by TLS: what takes the flows for complete is not green. */
    @ParameterizedTest
    @ValueSource(strings = {"jcstar1/S1.1-12", "sme-guide/SME-T2A", "sme-guide/SME-A4", "iotgl/GL-16"})
    void aPortThatNoListedFlowPassesIsInTheWayOfWhateverRestsOnTheFlows(String number) {
        Case met = CatalogueFiles.cases(catalogue).stream()
                .filter(one -> one.requirement().toString().equals(number))
                .findFirst()
                .orElseThrow();
        List<ClashCase> ports = cases.stream()
                .filter(one -> one.holds() == Truth.TRUE)
                .filter(one -> Set.of("clear-port-yet-all-flows-encrypted", "port-without-flow")
                        .contains(one.clash().id()))
                .filter(one -> one.facts().stream()
                        .anyMatch(fact -> fact.slot().equals(Slot.of("flow.rows"))
                                && fact.value().equals(Value.words("telemetry"))))
                .filter(one ->
                        one.facts().stream().noneMatch(fact -> fact.value().equals(Value.word("ble"))))
                .toList();
        assertThat(ports).hasSizeGreaterThan(15);
        for (ClashCase port : ports) {
            Map<Object, Fact> facts = new LinkedHashMap<>();
            met.facts().forEach(fact -> facts.put(fact.slot(), fact));
            port.facts().stream()
                    .map(ContradictionsTest::ofPlainProduct)
                    .forEach(fact -> facts.putIfAbsent(fact.slot(), fact));
            Verdict verdict = evaluator.evaluate(
                    Case.TARGET,
                    catalogue.requirement(met.requirement()).orElseThrow(),
                    FactSource.of(List.copyOf(facts.values())),
                    met.parameters(),
                    Case.NOW);
            assertThat(verdict.state()).as(port.name()).isEqualTo(VerdictState.RECHECK);
            assertThat(verdict.proof().contradictions())
                    .as(port.name())
                    .extracting(held -> held.id())
                    .contains(port.clash().id());
        }
    }

    /** The port and the flow of the plain product instead of the contradiction's. */
    private static Fact ofPlainProduct(Fact fact) {
        Map<String, String> names = Map.of("http", "web", "telemetry", "cloud");
        String item = fact.slot().item();
        Value value = fact.value();
        for (Map.Entry<String, String> name : names.entrySet()) {
            value = value.equals(Value.words(name.getKey())) ? Value.words(name.getValue()) : value;
        }
        return new Fact(
                fact.id(),
                fact.subject(),
                Slot.of(fact.slot().key().value(), names.getOrDefault(item, item)),
                value,
                fact.strength(),
                fact.observedAt(),
                fact.recordedAt(),
                fact.validUntil(),
                fact.evidence(),
                fact.supersedes(),
                fact.confirmation());
    }

    /** The flow of the requirement's case instead of the contradiction's. */
    private static Fact ofCloud(Fact fact) {
        return new Fact(
                fact.id(),
                fact.subject(),
                Slot.of(fact.slot().key().value(), fact.slot().item().replace("settings", "cloud")),
                fact.value(),
                fact.strength(),
                fact.observedAt(),
                fact.recordedAt(),
                fact.validUntil(),
                fact.evidence(),
                fact.supersedes(),
                fact.confirmation());
    }

    /**
     * What the register no longer asks once the other answer is given is left over from before, and contradicts nothing.
     * These two rest on answers that rules read all the same.
     */
    @Test
    void noneRestsOnAnAnswerThatTheOtherOneHides() {
        Set<String> hidden = new TreeSet<>();
        cases.stream().filter(one -> one.holds() == Truth.TRUE).forEach(one -> {
            Map<FactKey, Value> values = new HashMap<>();
            one.facts().forEach(fact -> values.put(fact.slot().key(), fact.value()));
            one.clash()
                    .keys()
                    .forEach(key -> catalogue.fact(key).orElseThrow().onlyIf().forEach(shown -> {
                        Value value = values.get(shown.fact());
                        if (value != null && !evaluator.holds(shown, value)) {
                            hidden.add(one.clash().id());
                        }
                    }));
        });
        assertThat(hidden).containsExactly("no-log-but-contents", "no-password-but-shared-default");
    }
}
