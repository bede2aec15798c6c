package dev.shisa.conformity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Contradictions between facts: which verdicts they touch, how they end, and which files are refused. */
class ClashTest {

    private static final String FILE = """
            contradictions: 1
            list:
              - id: no-login-but-password
                text: {ja: '「{item}」には共通のパスワードがあり、ネットワークは使わない', en: '"{item}" has a shared password, and no network is used'}
                when:
                  all:
                    - some: login
                      holds: {fact: login.password.default, is: "value == 'shared'"}
                    - {fact: network.used, is: "!value"}
              - id: asset-without-flow
                text: {ja: '「{item}」は通信されるが、通信の一覧にない', en: '"{item}" is sent, but in no data flow'}
                when:
                  all:
                    - {fact: network.used, is: value}
                    - some: asset
                      where: {fact: asset.kind, is: "'secret' in value"}
                      holds:
                        every: flow
                        holds: {not: {fact: flow.asset, is: value == item}}
              - id: ended-before-sale
                text: {ja: サポートは発売より前に終わる, en: Support ends before sales begin}
                when: {earlier: support.ends, than: released}
              - id: no-network-but-own-password
                text: {ja: 'ネットワークは使わないが、「{item}」には個体ごとのパスワードがある', en: 'No network is used, yet "{item}" has a password of its own'}
                when:
                  all:
                    - {fact: network.used, is: "!value"}
                    - {every: asset, holds: {fact: asset.kind, is: "!('secret' in value)"}}
                    - some: login
                      holds: {fact: login.password.default, is: "value == 'unique'"}
            """;

    private static final Catalogue CATALOGUE = catalogue(FILE);
    private static final Evaluator EVALUATOR = new Evaluator(CATALOGUE);

    private static final Facts OFFLINE = Facts.of("network.used", false);
    private static final Facts LOGIN = Facts.of("login.mechanisms", List.of("ssh", "web"));
    private static final Facts SHARED = Facts.of("login.password.default[web]", "shared");
    private static final Facts NONE = Facts.of("login.password.default[ssh]", "none");
    private static final Facts BOTH = Facts.of("contradiction.no-login-but-password", true);

    /** A second list of log-ins: those that a test found. */
    private static final String FOUND = """
            vocabulary: 1
            facts:
              - key: login.found
                type: set
                collection: login
                scope: release
                asks: development
                question: {ja: 検査で見つかったものを挙げてください。, en: List what a test found.}
                why: {ja: 一覧と比べます。, en: It is held against the list.}
            """;

    private static CatalogueReader.Result read(String contradictions) {
        SequencedMap<String, byte[]> files = Mini.files();
        files.put("vocabulary-found.yaml", FOUND.getBytes(StandardCharsets.UTF_8));
        files.put("contradictions.yaml", contradictions.getBytes(StandardCharsets.UTF_8));
        return CatalogueReader.compiling().read(files);
    }

    private static Catalogue catalogue(String contradictions) {
        return switch (read(contradictions)) {
            case CatalogueReader.Result.Loaded(Catalogue catalogue) -> catalogue;
            case CatalogueReader.Result.Rejected(var problems) -> throw new AssertionError(problems);
        };
    }

    private static Verdict decide(String number, Facts... facts) {
        return decide(EVALUATOR, number, facts);
    }

    private static Verdict decide(Evaluator evaluator, String number, Facts... facts) {
        Requirement requirement = evaluator
                .catalogue()
                .requirement(new RequirementId("mini", number))
                .orElseThrow();
        return evaluator.evaluate(
                Facts.TARGET,
                requirement,
                FactSource.of(Arrays.stream(facts).map(Facts::fact).toList()),
                Parameters.NONE,
                Facts.NOW);
    }

    @Test
    void aRecordThatConflictsRulesNoContradictionOut() {
        assertThat(decide("M-1", OFFLINE, LOGIN, SHARED, NONE).proof().contradictions())
                .as("it stands in the way")
                .isNotEmpty();
        Facts other = Facts.of("login.password.default[web]", "unique").day(1);
        Clash clash = CATALOGUE.clashes().getFirst();
        List<Fact> facts =
                Stream.of(OFFLINE, LOGIN, SHARED, NONE, other).map(Facts::fact).toList();
        assertThat(EVALUATOR.evaluate(Facts.TARGET, clash, FactSource.of(facts), Facts.NOW.plusSeconds(200_000)))
                .as("nobody knows which is right")
                .isEqualTo(Truth.CONFLICT);
        List<Proof.Held> held = EVALUATOR.held(Facts.TARGET, FactSource.of(facts), Facts.NOW.plusSeconds(200_000));
        assertThat(held).extracting(Proof.Held::id).contains(clash.id());
        assertThat(held.getFirst()
                        .when()
                        .nodes()
                        .flatMap(node -> Stream.ofNullable(node.reading()))
                        .filter(reading -> !reading.against().isEmpty()))
                .as("both sides stand in the proof")
                .isNotEmpty();
    }

    /** Whoever lists an item chooses what it is called. */
    @Nested
    class Names {

        private static final Catalogue WITH = catalogue("""
                contradictions: 1
                list:
                  - id: called-shell-but-offline
                    text: {ja: '「{item}」は、名前によるとSSHである', en: 'By its name "{item}" is SSH'}
                    when:
                      all:
                        - {fact: network.used, is: "!value"}
                        - some: login
                          holds: {fact: login.password.default, is: "mentions(name, [' ssh ', 'telnet'])"}
                """);

        private final Evaluator evaluator = new Evaluator(WITH);

        private List<Proof.Held> held(Map<String, String> names) {
            List<Fact> facts = List.of(
                    OFFLINE.fact(),
                    Facts.of("login.mechanisms", List.of("l1")).fact(),
                    Facts.of("login.password.default[l1]", "none").fact());
            return evaluator.held(Facts.TARGET.named(names), FactSource.of(facts), Facts.NOW);
        }

        @Test
        void areReadAsTheyAre() {
            assertThat(held(Map.of("l1", "保守(SSH)"))).hasSize(1);
            assertThat(held(Map.of("l1", "設定画面"))).isEmpty();
            assertThat(held(Map.of())).as("nobody knows").isEmpty();
        }

        @Test
        void standInTheProof() {
            assertThat(held(Map.of("l1", "保守(SSH)"))
                            .getFirst()
                            .when()
                            .nodes()
                            .flatMap(node -> Stream.ofNullable(node.reading()))
                            .map(Reading::called))
                    .contains("保守(SSH)");
        }
    }

    /** Where a question says to leave the answer out, silence beside another answer tells something. */
    @Nested
    class Silence {

        private static final Catalogue WITH = catalogue("""
            contradictions: 1
            list:
              - id: offline-but-sent
                text: {ja: 通信せずに情報を送る, en: Something is sent without a network}
                when:
                  all:
                    - {fact: network.used, is: "!value"}
                    - some: flow
                      holds: {not: {fact: flow.asset, is: "value == 'a1'", unsaid: false}}
            """);

        private final Clash clash = WITH.clashes().getFirst();

        private Truth holds(Facts... facts) {
            return new Evaluator(WITH)
                    .evaluate(
                            Facts.TARGET,
                            clash,
                            FactSource.of(Arrays.stream(facts).map(Facts::fact).toList()),
                            Facts.NOW);
        }

        @Test
        void tellsWhereTheContradictionSaysSo() {
            Facts flows = Facts.of("flows", List.of("f1"));
            assertThat(holds(OFFLINE, flows)).isEqualTo(Truth.TRUE);
            assertThat(holds(OFFLINE, flows, Facts.of("flow.asset[f1]", "a2"))).isEqualTo(Truth.TRUE);
            assertThat(holds(OFFLINE, flows, Facts.of("flow.asset[f1]", "a1"))).isEqualTo(Truth.FALSE);
            assertThat(holds(flows)).isEqualTo(Truth.UNKNOWN);
        }
    }

    @Nested
    class Verdicts {

        @Test
        void aGreenOneThatRestsOnAFactOfAContradictionIsRechecked() {
            Verdict verdict = decide("M-1", OFFLINE, LOGIN, SHARED, NONE);
            assertThat(verdict.state()).isEqualTo(VerdictState.RECHECK);
            assertThat(decide("M-1", OFFLINE, LOGIN, NONE).state()).isEqualTo(VerdictState.NOT_APPLICABLE);
            Proof.Held held = verdict.proof().contradictions().getFirst();
            assertThat(held.id()).isEqualTo("no-login-but-password");
            assertThat(held.when().truth()).isEqualTo(Truth.TRUE);
        }

        @Test
        void theSentenceNamesTheItemAlsoWhereAFactBesideItIsEasiestToChange() {
            Facts own = Facts.of("login.password.default[web]", "unique");
            Facts login = Facts.of("login.mechanisms", List.of("web"));
            Facts asset = Facts.of("assets", List.of("a1"));
            Facts open = Facts.of("asset.kind[a1]", List.of());
            Verdict verdict = decide("M-1", OFFLINE, login, own, asset, open);
            assertThat(verdict.proof().contradictions())
                    .singleElement()
                    .satisfies(held -> assertThat(held.when().named()).containsExactly("web"));
            assertThat(Decisive.of(verdict.proof())).singleElement().satisfies(leaf -> {
                assertThat(leaf.reading().slot()).isEqualTo(Slot.of("network.used"));
                assertThat(leaf.about()).containsExactly("web");
            });
        }

        @Test
        void oneThatItNamesIsRecheckedThoughItReadsNoneOfItsFactsUnlessARouteLeadsPastIt() {
            Evaluator evaluator = new Evaluator(catalogue(FILE.replace(
                    "- id: no-login-but-password\n",
                    "- id: no-login-but-password\n    touches: [mini/M-1, mini/M-3, elsewhere/E-1]\n")));
            Facts[] offline = {OFFLINE, LOGIN, SHARED, NONE};
            Facts[] met = {Facts.of("assets", List.of()), Facts.of("policy.published", true)};
            Verdict verdict = decide(evaluator, "M-3", Judgement.with(offline, met));
            assertThat(verdict.state()).isEqualTo(VerdictState.RECHECK);
            assertThat(Auditor.audit(verdict.proof()).state()).isEqualTo(VerdictState.RECHECK);
            assertThat(decide("M-3", Judgement.with(offline, met)).state()).isEqualTo(VerdictState.MET);
            assertThat(decide(evaluator, "M-3", Judgement.with(Judgement.with(offline, met), BOTH))
                            .state())
                    .isEqualTo(VerdictState.MET);
            assertThat(decide(evaluator, "M-1", Judgement.with(offline, Facts.of("psti.declared", true)))
                            .state())
                    .isEqualTo(VerdictState.EXEMPT);
        }

        @Test
        void oneThatRestsOnOtherFactsIsNot() {
            Facts statement = Facts.of("psti.declared", true);
            assertThat(decide("M-1", statement, OFFLINE, LOGIN, SHARED).state()).isEqualTo(VerdictState.EXEMPT);
        }

        @Test
        void twoDaysContradictEachOtherWhereTheFirstIsBeforeTheSecond() {
            Facts online = Facts.of("network.used", true);
            Facts published = Facts.of("policy.published", true);
            Facts assets = Facts.of("assets", List.of());
            Facts ends = Facts.of("support.ends", LocalDate.of(2031, 1, 1));
            Facts later = Facts.of("released", LocalDate.of(2031, 1, 2));
            Facts same = Facts.of("released", LocalDate.of(2031, 1, 1));
            assertThat(decide("M-3", online, published, assets, ends).state()).isEqualTo(VerdictState.MET);
            assertThat(decide("M-3", online, published, assets, ends, same).state())
                    .isEqualTo(VerdictState.MET);
            Verdict verdict = decide("M-3", online, published, assets, ends, later);
            assertThat(verdict.state()).isEqualTo(VerdictState.RECHECK);
            assertThat(Decisive.of(verdict.proof()))
                    .singleElement()
                    .satisfies(leaf -> assertThat(leaf.contradicts()).isTrue());
            assertThat(Decisive.changes(verdict.proof(), Decisive.of(verdict.proof())))
                    .isTrue();
            assertThat(Auditor.audit(verdict.proof()).state()).isEqualTo(VerdictState.RECHECK);
        }

        @Test
        void aFailureStaysAFailure() {
            Facts online = Facts.of("network.used", true);
            Facts assets = Facts.of("assets", List.of("a1"));
            Facts secret = Facts.of("asset.kind[a1]", List.of("secret"));
            Facts flows = Facts.of("flows", List.of());
            Facts unpublished = Facts.of("policy.published", false);
            Facts endsSoon = Facts.of("support.ends", LocalDate.of(2027, 1, 1));
            assertThat(decide("M-3", online, assets, secret, flows, unpublished, endsSoon)
                            .state())
                    .isEqualTo(VerdictState.NOT_MET);
            Verdict verdict = decide("M-3", online, assets, secret, flows, Facts.of("policy.published", true));
            assertThat(verdict.state()).isEqualTo(VerdictState.RECHECK);
            assertThat(Decisive.of(verdict.proof())).singleElement().satisfies(leaf -> {
                assertThat(leaf.contradicts()).isTrue();
                assertThat(leaf.claim()).isEqualTo(CATALOGUE.clashes().get(1).text());
            });
        }

        @Test
        void whatIsMissingOrStaleSaysNothing() {
            assertThat(decide("M-1", OFFLINE, LOGIN, NONE).state()).isEqualTo(VerdictState.NOT_APPLICABLE);
            assertThat(decide("M-1", OFFLINE, LOGIN, SHARED.day(-9).until(-1), NONE)
                            .state())
                    .isEqualTo(VerdictState.NOT_APPLICABLE);
        }

        @Test
        void whatConflictsWithItselfStandsInTheWayAsLongAsOneSideDoes() {
            assertThat(decide("M-1", OFFLINE, LOGIN, SHARED, Facts.of("login.password.default[web]", "unique"), NONE)
                            .state())
                    .isEqualTo(VerdictState.RECHECK);
        }

        @Test
        void whatSettlesItIsAskedForAndTheSentenceNamesTheItem() {
            Verdict verdict = decide("M-1", OFFLINE, LOGIN, SHARED, NONE);
            assertThat(next("M-1", OFFLINE, LOGIN, SHARED, NONE))
                    .allSatisfy(question -> assertThat(question.kind()).isEqualTo(NextQuestion.Kind.SETTLE))
                    .extracting(question -> String.valueOf(question.slot()))
                    .containsExactlyInAnyOrder(
                            "network.used", "login.password.default[web]", "contradiction.no-login-but-password");
            assertThat(Decisive.of(verdict.proof())).hasSize(1);
        }

        @Test
        void whatAGreenOneWasNotHeldAgainstIsAskedThoughNothingWaitsForIt() {
            assertThat(decide("M-1", OFFLINE, LOGIN).state()).isEqualTo(VerdictState.NOT_APPLICABLE);
            assertThat(next("M-1", OFFLINE, LOGIN)).allSatisfy(question -> {
                assertThat(question.kind()).isEqualTo(NextQuestion.Kind.COMPARE);
                assertThat(question.isAnswered()).isTrue();
                assertThat(question.decides()).isEmpty();
                assertThat(question.touches()).containsExactly(new RequirementId("mini", "M-1"));
            });
            // The list of assets, for which nobody is asked who follows M-1 alone, is not lacking.
            assertThat(slots(next("M-1", OFFLINE, LOGIN)))
                    .containsExactlyInAnyOrder("login.password.default[ssh]", "login.password.default[web]");
            assertThat(slots(next("M-1", OFFLINE, LOGIN, NONE, Facts.of("login.password.default[web]", "none"))))
                    .isEmpty();
        }

        @Test
        void whatRestsOnOtherFactsOrPassesByARouteIsNotAskedFor() {
            assertThat(next("M-1", Facts.of("psti.declared", true), OFFLINE, LOGIN))
                    .isEmpty();
            assertThat(slots(next("M-1", OFFLINE, LOGIN, SHARED.day(-9).until(-1), NONE)))
                    .contains("login.password.default[web]");
        }

        @Test
        void ofTheCompanyAloneNothingIsAskedThatIsAboutAProduct() {
            Subject company = new Subject(Subject.Kind.ORGANISATION, new UUID(8, 8));
            Target target = new Target("company", List.of(new Layer.Own(company)));
            FactSource source = FactSource.of(
                    List.of(OFFLINE.on(company).fact(), LOGIN.on(company).fact()));
            List<Requirement> some = List.of(
                    CATALOGUE.requirement(new RequirementId("mini", "M-1")).orElseThrow());
            assertThat(EVALUATOR
                            .evaluate(target, some.getFirst(), source, Parameters.NONE, Facts.NOW)
                            .state())
                    .isEqualTo(VerdictState.NOT_APPLICABLE);
            assertThat(new NextQuestions(EVALUATOR).next(target, some, source, Parameters.NONE, Facts.NOW))
                    .isEmpty();
        }

        private static List<NextQuestion> next(String number, Facts... facts) {
            FactSource source =
                    FactSource.of(Arrays.stream(facts).map(Facts::fact).toList());
            Requirement requirement =
                    CATALOGUE.requirement(new RequirementId("mini", number)).orElseThrow();
            return new NextQuestions(EVALUATOR)
                    .next(Facts.TARGET, List.of(requirement), source, Parameters.NONE, Facts.NOW);
        }

        private static List<String> slots(List<NextQuestion> questions) {
            return questions.stream()
                    .map(question -> String.valueOf(question.slot()))
                    .toList();
        }
    }

    @Nested
    class Judgement {

        @Test
        void thatBothAreSoLetsTheVerdictStandOnceASecondPersonConfirmedIt() {
            assertThat(decide("M-1", OFFLINE, LOGIN, SHARED, NONE, BOTH).state())
                    .isEqualTo(VerdictState.NOT_APPLICABLE);
            assertThat(decide("M-1", OFFLINE, LOGIN, SHARED, NONE, BOTH.unconfirmed())
                            .state())
                    .isEqualTo(VerdictState.RECHECK);
            assertThat(decide(
                                    "M-1",
                                    OFFLINE,
                                    LOGIN,
                                    SHARED,
                                    NONE,
                                    Facts.of("contradiction.no-login-but-password", false))
                            .state())
                    .isEqualTo(VerdictState.RECHECK);
        }

        @Test
        void endsWhenAFactChangesAndNotWhenItIsStatedOnceMore() {
            Facts early = recordedAt(SHARED, -5);
            Facts judged = recordedAt(BOTH, -3);
            Facts[] before = {recordedAt(OFFLINE, -5), recordedAt(LOGIN, -5), recordedAt(NONE, -5), judged};
            assertThat(decide("M-1", with(before, early)).state()).isEqualTo(VerdictState.NOT_APPLICABLE);
            assertThat(decide("M-1", with(before, early, recordedAt(Facts.of("network.used", false), -1)))
                            .state())
                    .isEqualTo(VerdictState.NOT_APPLICABLE);
            assertThat(decide("M-1", with(before, recordedAt(SHARED, -1))).state())
                    .isEqualTo(VerdictState.RECHECK);
        }

        @Test
        void isAQuestionOfItsOwnThatTheVocabularyDoesNotList() {
            FactDefinition question = CATALOGUE
                    .fact(new FactKey("contradiction.no-login-but-password"))
                    .orElseThrow();
            assertThat(question.question().ja()).endsWith("両方とも正しいですか。");
            assertThat(CATALOGUE.clash(question.key()).orElseThrow().items())
                    .as("what stands for the item where nobody knows which")
                    .contains("login");
            assertThat(question.scope()).isEqualTo(Subject.Kind.RELEASE);
            assertThat(CATALOGUE.vocabulary().fact(question.key())).isEmpty();
            assertThat(CATALOGUE.requirementsDependingOn(question.key()))
                    .extracting(RequirementId::number)
                    .containsExactly("M-1");
        }

        @Test
        void isAboutTheItemsOfWhichItHoldsNotAboutThoseThatItOnlyWalksOver() {
            assertThat(CATALOGUE
                            .clash(new FactKey("contradiction.no-network-but-own-password"))
                            .orElseThrow()
                            .items())
                    .contains("login");
        }

        private static Facts[] with(Facts[] some, Facts... more) {
            return java.util.stream.Stream.concat(Arrays.stream(some), Arrays.stream(more))
                    .toArray(Facts[]::new);
        }

        private static Facts recordedAt(Facts facts, int day) {
            Fact fact = facts.fact();
            return new Facts(new Fact(
                    fact.id(),
                    fact.subject(),
                    fact.slot(),
                    fact.value(),
                    fact.strength(),
                    Facts.at(day),
                    Facts.at(day),
                    null,
                    fact.evidence(),
                    fact.supersedes(),
                    fact.confirmation()));
        }
    }

    @Nested
    class Files {

        private static List<String> problems(String list) {
            CatalogueReader.Result result = read("contradictions: 1\nlist:\n" + list.indent(2));
            return switch (result) {
                case CatalogueReader.Result.Loaded(Catalogue catalogue) ->
                    throw new AssertionError(catalogue.edition());
                case CatalogueReader.Result.Rejected(List<Problem> problems) ->
                    problems.stream().map(Problem::what).toList();
            };
        }

        @Test
        void everyMistakeIsNamed() {
            assertThat(problems("""
                            - id: One
                              text: {ja: 文, en: text}
                              when: {fact: network.used, is: value}
                            - id: one
                              text: {ja: 文, en: text}
                              when: {fact: network.used, is: value}
                            - id: one
                              text: {ja: 文, en: '{item}'}
                              when: {all: [{fact: network.used, is: value, otherwise: unknown}, {fact: no.such, is: value}, {fact: psti.declared, is: 'value', item: M-1}]}
                            - id: two
                              text: {ja: 文, en: text}
                              when: {all: [{fact: support.ends, is: value}, {some: nothing, holds: {fact: login.tries.max, is: value > 0}}]}
                            - id: three
                              text: {ja: 文, en: text}
                              when: {all: [{fact: network.used, is: value, otherwise: unknown}, {fact: psti.declared, is: value}]}
                            """))
                    .hasSize(12)
                    .anyMatch(what -> what.contains("is no id"))
                    .anyMatch(what -> what.contains("two facts at least"))
                    .anyMatch(what -> what.contains("there is no fact no.such"))
                    .anyMatch(what -> what.contains("between what was recorded"))
                    .anyMatch(what -> what.contains("decides no sub-item"))
                    .anyMatch(what -> what.contains("{item}"))
                    .anyMatch(what -> what.contains("there is no collection"));
        }

        @Test
        void aSecondListIsLookedThroughForSomethingOnly() {
            assertThat(problems("""
                            - id: one
                              text: {ja: 文, en: text}
                              when: {all: [{fact: network.used, is: value}, {every: login, in: login.found, holds: {fact: login.password.default, is: "value == 'none'"}}]}
                            """)).containsExactly("a contradiction is between what was recorded");
            String some = """
                            - id: one
                              text: {ja: 文, en: text}
                              when: {all: [{fact: network.used, is: value}, {some: login, in: login.found, holds: {fact: login.password.default, is: "value == 'none'"}}]}
                            """;
            assertThat(catalogue("contradictions: 1\nlist:\n" + some.indent(2)).clashes())
                    .hasSize(1);
        }

        @Test
        void whatItTouchesIsThere() {
            assertThat(problems("""
                            - id: one
                              text: {ja: 文, en: text}
                              touches: [mini/M-9]
                              when: {all: [{fact: network.used, is: value}, {fact: psti.declared, is: value}]}
                            """)).containsExactly("there is no M-9 in mini");
        }

        @Test
        void onlyDaysAreComparedAndOnlyOneWayRound() {
            assertThat(problems("""
                            - id: no-day
                              text: {ja: 文, en: text}
                              when: {earlier: support.ends, than: network.used}
                            - id: denied
                              text: {ja: 文, en: text}
                              when: {not: {earlier: support.ends, than: released}}
                            """))
                    .anyMatch(what -> what.contains("network.used is no day"))
                    .anyMatch(what -> what.contains("below a `not`"));
        }

        @Test
        void asManyAsEverNeededAndAsLargeAsEverReadAreRead() {
            String one = """
                    - id: c%d
                      text: {ja: 文, en: text}
                      when: {all: [{fact: network.used, is: value}, {fact: psti.declared, is: value}]}
                    """;
            String most = IntStream.range(0, ClashReader.CLASHES_MAX)
                    .mapToObj(one::formatted)
                    .collect(Collectors.joining());
            assertThat(catalogue("contradictions: 1\nlist:\n" + most.indent(2)).clashes())
                    .hasSize(ClashReader.CLASHES_MAX);
            assertThat(problems(most + one.formatted(9_999)))
                    .singleElement()
                    .asString()
                    .contains("2001");
            String wide = "{fact: network.used, is: value}, ".repeat(ClashReader.NODES_MAX);
            assertThat(problems("""
                            - id: wide
                              text: {ja: 文, en: text}
                              when: {all: [%s{fact: psti.declared, is: value}]}
                            """.formatted(wide))).singleElement().asString().contains("62 nodes");
        }

        @Test
        void itsEditionIsThatOfTheCatalogue() {
            assertThat(catalogue(FILE).edition())
                    .isNotEqualTo(catalogue(FILE.replace("共通の", "同じ")).edition());
        }
    }
}
