package dev.shisa.server.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.conformity.Confirmation;
import dev.shisa.conformity.Fact;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;
import org.springframework.transaction.support.TransactionTemplate;

@RecordApplicationEvents
class EvidenceLogTest extends ServerTest {

    private static final Slot SHARED = Slot.of("login.password.default", "login-1");

    @Autowired
    EvidenceLog log;

    @Autowired
    Products products;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    ApplicationEvents events;

    private Person sato;
    private Person tanaka;
    private Series camera;
    private Subject release;

    @BeforeEach
    void aCamera() {
        emptyDatabase();
        sato = person(Role.QUALITY);
        tanaka = person(Role.QUALITY);
        camera = products.create(
                new NewSeries("MC-200", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-200W"), "2.4.1"), sato);
        products.addItem(camera, "login", "管理画面", "", sato);
        release = products.subject(camera, Subject.Kind.RELEASE);
    }

    @Test
    void recordsEvidenceFactsLeavesAndOneLineOfAuditTogether() {
        Recorded recorded = log.record(document(sato), List.of(fact("unique")));

        EvidenceDetails kept = log.byCode(recorded.code()).orElseThrow();
        assertThat(kept.summary().waiting()).isEqualTo(1);
        assertThat(kept.facts().getFirst().fact().value()).isEqualTo(Value.word("unique"));
        assertThat(kept.facts().getFirst().fact().strength()).isEqualTo(Strength.DOCUMENTED);
        assertThat(leaves()).containsExactly("evidence/1", "fact/1");
        assertThat(acts()).last().isEqualTo("evidence.add");
        assertThat(events.stream(FactsChanged.class)).singleElement().satisfies(changed -> {
            assertThat(changed.cause()).isEqualTo("fact.added");
            assertThat(changed.slots()).containsExactly(new SubjectSlot(release, SHARED));
        });
    }

    @Test
    void theLeafIsSortedJsonAndNamesTheFileByItsHash() {
        NewEvidence plain = document(sato);
        String sha256 = "ab".repeat(32);
        jdbc.sql("INSERT INTO blob VALUES (?, 3, now())").param(sha256).update();
        StoredFile file = new StoredFile(sha256, 3, "manual.pdf", "application/pdf", false);
        log.record(
                new NewEvidence(
                        plain.kind(),
                        plain.strength(),
                        plain.title(),
                        "",
                        "p. 32",
                        camera.id(),
                        null,
                        null,
                        file,
                        Map.of(),
                        plain.observedAt(),
                        null,
                        sato,
                        sato.name(),
                        "page",
                        null),
                List.of());

        String body = new String(
                jdbc.sql("SELECT body FROM ledger_outbox WHERE kind = 'evidence/1'")
                        .query(byte[].class)
                        .single(),
                StandardCharsets.UTF_8);
        assertThat(body).startsWith("{\"code\":").contains("\"sha256\":\"" + sha256 + "\"");
        assertThat(body.indexOf("\"place\""))
                .isLessThan(body.indexOf("\"record\""))
                .isPositive();
    }

    @Test
    void theSubmitterCannotConfirmButASecondPersonCan() {
        Recorded recorded = log.record(document(sato), List.of(fact("unique")));

        refused(
                409,
                "evidence.confirm.own",
                () -> log.confirm(recorded.evidence(), Set.copyOf(recorded.facts()), sato, ""));
        assertThat(confirmed(recorded)).isFalse();

        assertThat(log.confirm(recorded.evidence(), Set.copyOf(recorded.facts()), tanaka, "p. 32 read"))
                .isEqualTo(Set.copyOf(recorded.facts()));
        assertThat(confirmed(recorded)).isTrue();
        assertThat(leaves()).containsExactly("evidence/1", "fact/1", "confirmation/1");
        assertThat(log.confirm(recorded.evidence(), Set.copyOf(recorded.facts()), tanaka, ""))
                .isEmpty();
        assertThat(count("fact_confirmation")).isEqualTo(1);
    }

    @Test
    void anybodyWithTheRoleConfirmsWhatAColleagueSentByLink() {
        NewEvidence byLink =
                NewEvidence.declaration("開発部の回答", "仕様による", camera.id(), clock.instant(), null, "鈴木 香織", "link");
        Recorded recorded = log.record(byLink, List.of(fact("unique")));

        assertThat(log.confirm(recorded.evidence(), Set.copyOf(recorded.facts()), sato, ""))
                .hasSize(1);
    }

    @Test
    void aConfirmationCanBeTakenBackForTenMinutesByTheSamePersonOnly() {
        Recorded recorded = log.record(document(sato), List.of(fact("unique")));
        log.confirm(recorded.evidence(), Set.copyOf(recorded.facts()), tanaka, "");
        Person other = person(Role.QUALITY);

        refused(409, "evidence.unconfirm.late", () -> log.unconfirm(recorded.evidence(), other));
        clock.advance(Duration.ofMinutes(10));
        assertThat(log.unconfirm(recorded.evidence(), tanaka)).hasSize(1);
        assertThat(confirmed(recorded)).isFalse();
        assertThat(count("fact_confirmation")).as("the row stays, marked").isEqualTo(1);
        assertThat(leaves()).last().isEqualTo("confirmation/1");

        log.confirm(recorded.evidence(), Set.copyOf(recorded.facts()), tanaka, "");
        clock.advance(Duration.ofMinutes(11));
        refused(409, "evidence.unconfirm.late", () -> log.unconfirm(recorded.evidence(), tanaka));
        assertThat(confirmed(recorded)).isTrue();
    }

    @Test
    void aWithdrawnFactNeverCountsAgainAndStaysInTheHistory() {
        Recorded recorded = log.record(document(sato), List.of(fact("unique")));
        UUID fact = recorded.facts().getFirst();

        refused(422, "evidence.withdraw.reason", () -> log.withdraw(fact, tanaka, "  "));
        refused(422, "evidence.withdraw.reason", () -> log.withdraw(fact, tanaka, "なし"));
        log.withdraw(fact, tanaka, "量産品ではなかった");

        assertThat(log.source(List.of(release)).facts(release, SHARED)).isEmpty();
        assertThat(log.history(release, SHARED)).singleElement().satisfies(entry -> {
            assertThat(entry.isWithdrawn()).isTrue();
            assertThat(entry.withdrawal())
                    .extracting(FactEntry.Withdrawal::reason)
                    .isEqualTo("量産品ではなかった");
        });
        refused(409, "evidence.withdraw.done", () -> log.withdraw(fact, tanaka, "again"));
        assertThat(log.confirm(recorded.evidence(), Set.of(fact), tanaka, "")).isEmpty();
        assertThat(leaves()).containsExactly("evidence/1", "fact/1", "withdrawal/1");
    }

    @Test
    void aFactReplacesOnlyFactsOfItsOwnSlotThatAreNotStronger() {
        UUID documented =
                log.record(document(sato), List.of(fact("unique"))).facts().getFirst();
        UUID declared =
                log.record(declaration(sato), List.of(fact("shared"))).facts().getFirst();

        refused(
                422,
                "fact.supersedes.stronger",
                () -> log.record(declaration(sato), List.of(replacing("shared", Set.of(documented)))));
        products.addItem(camera, "login", "SSH", "", sato);
        NewFact otherSlot = new NewFact(
                release, Slot.of("login.password.default", "login-2"), Value.word("none"), "", Set.of(declared));
        refused(422, "fact.supersedes.other", () -> log.record(document(sato), List.of(otherSlot)));
        refused(
                422,
                "fact.supersedes.other",
                () -> log.record(document(sato), List.of(replacing("none", Set.of(ids.next())))));

        assertThat(log.replaceable(release, SHARED, Strength.DECLARED)).containsExactly(declared);
        assertThat(log.replaceable(release, SHARED, Strength.DOCUMENTED))
                .containsExactlyInAnyOrder(documented, declared);
        UUID newer = log.record(document(sato), List.of(replacing("none", Set.of(documented, declared))))
                .facts()
                .getFirst();
        assertThat(log.fact(documented).orElseThrow().supersededBy()).isEqualTo(newer);
        assertThat(log.source(List.of(release)).facts(release, SHARED)).hasSize(3);
        assertThat(count("evidence")).isEqualTo(3);
    }

    @Test
    void whatReplacedAFactNoLongerDoesOnceItIsWithdrawn() {
        UUID first = log.record(document(sato), List.of(fact("unique"))).facts().getFirst();
        UUID second = log.record(document(sato), List.of(replacing("shared", Set.of(first))))
                .facts()
                .getFirst();
        assertThat(log.fact(first).orElseThrow().isStanding()).isFalse();

        log.withdraw(second, tanaka, "mistaken");

        assertThat(log.fact(first).orElseThrow().isStanding()).isTrue();
    }

    @Test
    void timeOfObservationMayLieFiveMinutesAheadAndNoMore() {
        log.record(at(clock.instant().plus(Duration.ofMinutes(5))), List.of(fact("unique")));
        refused(
                422,
                "evidence.observed.ahead",
                () -> log.record(
                        at(clock.instant().plus(Duration.ofMinutes(5)).plusMillis(1)), List.of(fact("unique"))));
    }

    @Test
    void whatTheVocabularyDoesNotKnowIsRefusedAndNothingIsWritten() {
        refused(422, "fact.not-a-choice", () -> log.record(document(sato), List.of(fact("unique"), fact("purple"))));
        refused(
                422,
                "fact.unknown-key",
                () -> log.record(
                        document(sato), List.of(NewFact.of(release, Slot.of("no.such.key"), Value.flag(true), ""))));
        refused(
                422,
                "fact.item-missing",
                () -> log.record(
                        document(sato),
                        List.of(NewFact.of(release, Slot.of("login.password.default"), Value.word("none"), ""))));
        refused(
                422,
                "fact.wrong-type",
                () -> log.record(document(sato), List.of(NewFact.of(release, SHARED, Value.whole(6), ""))));
        refused(
                422,
                "fact.below-min",
                () -> log.record(
                        document(sato),
                        List.of(NewFact.of(
                                release, Slot.of("login.password.length", "login-1"), Value.whole(-1), ""))));

        assertThat(count("evidence")).isZero();
        assertThat(count("fact")).isZero();
        assertThat(leaves()).isEmpty();
    }

    @Test
    void evidenceIsNeverStrongerThanItsKindAllows() {
        NewEvidence plain = declaration(sato);
        refused(
                422,
                "evidence.strength",
                () -> log.record(withStrength(plain, Strength.TESTED), List.of(fact("none"))));
        refused(
                422,
                "evidence.record.missing",
                () -> log.record(
                        new NewEvidence(
                                EvidenceKind.TEST,
                                Strength.TESTED,
                                "試験",
                                "",
                                "",
                                camera.id(),
                                null,
                                null,
                                null,
                                Map.of("model", "MC-200W"),
                                clock.instant(),
                                null,
                                sato,
                                sato.name(),
                                "page",
                                null),
                        List.of(fact("none"))));
        assertThat(EvidenceKind.PHOTO.strength(Map.of())).isEqualTo(Strength.DOCUMENTED);
        assertThat(EvidenceKind.PHOTO.strength(Map.of("model", "MC-200W", "performed-on", "2026-11-01")))
                .isEqualTo(Strength.TESTED);
    }

    @Test
    void signsAloneAreNoText() {
        Slot tool = Slot.of("scan.tool");
        refused(
                422,
                "fact.says-nothing",
                () -> log.record(document(sato), List.of(new NewFact(release, tool, Value.word("-"), "", Set.of()))));
        log.record(document(sato), List.of(new NewFact(release, tool, Value.word("X1"), "", Set.of())));
        assertThat(count("fact")).isEqualTo(1);
    }

    /** By API and form alike: what is no name in the form names nothing here either. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "None.", "なし", "特になし", "N/A", "未定"})
    void aWordForNothingNamesNothing(String word) {
        refused(
                422,
                "fact.says-nothing",
                () -> log.record(
                        document(sato),
                        List.of(new NewFact(release, Slot.of("scan.tool"), Value.word(word), "", Set.of()))));
        assertThat(count("fact")).isZero();
    }

    @Test
    void whatHoldsUntilADayEndsAsThatDayBegins() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), dev.shisa.server.platform.web.Ui.ZONE);
        Subject product = products.subject(camera, Subject.Kind.PRODUCT);
        Slot publication = Slot.of("weakness.publication", "cve");
        for (LocalDate over : List.of(today, today.minusDays(1))) {
            refused(
                    422,
                    "fact.day-over",
                    () -> log.record(
                            document(sato), List.of(new NewFact(product, publication, Value.day(over), "", Set.of()))));
        }
        log.record(
                document(sato), List.of(new NewFact(product, publication, Value.day(today.plusDays(1)), "", Set.of())));
        assertThat(log.history(product, publication))
                .singleElement()
                .satisfies(entry -> assertThat(entry.fact().validUntil())
                        .isEqualTo(today.plusDays(1)
                                .atStartOfDay(dev.shisa.server.platform.web.Ui.ZONE)
                                .toInstant()));
    }

    @Test
    void whatWasDoneWasNotDoneTomorrow() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), dev.shisa.server.platform.web.Ui.ZONE);
        for (String key : List.of("scan.date", "scan.database")) {
            refused(
                    422,
                    "fact.day-ahead",
                    () -> log.record(
                            document(sato),
                            List.of(new NewFact(release, Slot.of(key), Value.day(today.plusDays(1)), "", Set.of()))));
            log.record(document(sato), List.of(new NewFact(release, Slot.of(key), Value.day(today), "", Set.of())));
        }
        assertThat(count("fact")).isEqualTo(2);
    }

    @Test
    void rollingBackLeavesNeitherRowsNorLeaves() {
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    Recorded recorded = log.record(document(sato), List.of(fact("unique")));
                    log.confirm(recorded.evidence(), Set.copyOf(recorded.facts()), tanaka, "");
                    log.withdraw(recorded.facts().getFirst(), tanaka, "誤りと分かった");
                    throw new IllegalStateException("power cut");
                }))
                .hasMessage("power cut");

        assertThat(leaves()).isEmpty();
        assertThat(count("evidence")).isZero();
        assertThat(count("fact")).isZero();
        assertThat(count("fact_confirmation")).isZero();
        assertThat(count("fact_withdrawal")).isZero();
    }

    @Test
    void theSourceHoldsConfirmationsAndGivesFactsBackAsTheyWereRecorded() {
        Recorded recorded = log.record(document(sato), List.of(fact("unique")));
        log.confirm(recorded.evidence(), Set.copyOf(recorded.facts()), tanaka, "");

        Fact fact = log.source(List.of(release, products.subject(camera, Subject.Kind.PRODUCT)))
                .facts(release, SHARED)
                .getFirst();
        assertThat(fact.isConfirmed()).isTrue();
        assertThat(fact.confirmation()).extracting(Confirmation::by).isEqualTo(tanaka.name());
        assertThat(fact.observedAt()).isEqualTo(clock.instant());
        assertThat(fact.evidence()).isEqualTo(recorded.evidence());
    }

    @Test
    void evidenceOutsideAPersonsSeriesDoesNotExistForThatPerson() {
        Recorded recorded = log.record(document(sato), List.of(fact("unique")));
        Person limited = person(Set.of(ids.next()), Role.QUALITY);

        refused(
                404,
                "evidence.not-found",
                () -> log.confirm(recorded.evidence(), Set.copyOf(recorded.facts()), limited, ""));
        refused(404, "evidence.not-found", () -> log.withdraw(recorded.facts().getFirst(), limited, "誤りと分かった"));
        assertThat(log.search(EvidenceFilter.everything(limited.series(), null)))
                .isEmpty();
        assertThat(waitingFor(limited)).isEmpty();
        assertThat(waitingFor(tanaka)).hasSize(1);
        assertThat(waitingFor(sato)).as("one's own waits for somebody else").isEmpty();
    }

    @Test
    void aDeclarationWaitsOnlyWhereItsConfirmationCounts() {
        log.record(declaration(sato), List.of(fact("unique")));
        assertThat(waitingFor(tanaka)).isEmpty();

        log.record(
                declaration(sato),
                List.of(NewFact.of(release, Slot.of("login.mechanisms"), Value.words("login-1"), "")));
        assertThat(waitingFor(tanaka))
                .singleElement()
                .satisfies(
                        e -> assertThat(e.keys()).extracting(Object::toString).containsExactly("login.mechanisms"));
    }

    @Test
    void searchFindsByWordsStrengthExpiryAndConfirmation() {
        Recorded manual = log.record(document(sato), List.of(fact("unique")));
        log.record(declaration(sato), List.of(fact("shared")));
        NewEvidence plain = document(sato);
        Instant inTwentyDays = clock.instant().plus(Duration.ofDays(20));
        Recorded ending = log.record(
                new NewEvidence(
                        plain.kind(),
                        plain.strength(),
                        "認証の写し",
                        "",
                        "",
                        camera.id(),
                        null,
                        null,
                        null,
                        Map.of(),
                        plain.observedAt(),
                        inTwentyDays,
                        sato,
                        sato.name(),
                        "page",
                        null),
                List.of(fact("unique")));
        log.confirm(manual.evidence(), Set.copyOf(manual.facts()), tanaka, "");

        assertThat(found("q", "取扱 第3版")).containsExactly(manual.code());
        assertThat(found("q", manual.code())).containsExactly(manual.code());
        assertThat(found("strength", "declared")).hasSize(1);
        assertThat(found("confirmation", "confirmed")).containsExactly(manual.code());
        assertThat(found("confirmation", "waiting")).containsExactly(ending.code());
        assertThat(found("expiry", "30")).containsExactly(ending.code());
        assertThat(found("expiry", "expired")).isEmpty();
        clock.advance(Duration.ofDays(21));
        assertThat(found("expiry", "30")).isEmpty();
        assertThat(found("expiry", "expired")).containsExactly(ending.code());
        assertThat(found("sort", "expiry")).first().isEqualTo(ending.code());
    }

    private List<String> found(String name, String value) {
        return log.search(EvidenceQuery.of("/evidence", Map.of(name, value)).filter(Set.of(), camera.id())).stream()
                .map(EvidenceSummary::code)
                .toList();
    }

    private NewEvidence document(Person by) {
        return new NewEvidence(
                EvidenceKind.DOCUMENT,
                Strength.DOCUMENTED,
                "取扱説明書 第3版",
                "",
                "32ページ",
                camera.id(),
                null,
                null,
                null,
                Map.of(),
                clock.instant(),
                null,
                by,
                by.name(),
                "page",
                null);
    }

    private NewEvidence declaration(Person by) {
        return NewEvidence.declaration("申告", "設計による", camera.id(), clock.instant(), by, by.name(), "page");
    }

    private NewEvidence at(Instant observed) {
        return NewEvidence.declaration("申告", "設計による", camera.id(), observed, sato, sato.name(), "page");
    }

    private static NewEvidence withStrength(NewEvidence e, Strength strength) {
        return new NewEvidence(
                e.kind(),
                strength,
                e.title(),
                e.statement(),
                e.place(),
                e.seriesId(),
                e.releaseId(),
                e.url(),
                e.file(),
                e.record(),
                e.observedAt(),
                e.validUntil(),
                e.by(),
                e.byName(),
                e.via(),
                e.renews());
    }

    private NewFact fact(String value) {
        return NewFact.of(release, SHARED, Value.word(value), "");
    }

    private NewFact replacing(String value, Set<UUID> replaced) {
        return new NewFact(release, SHARED, Value.word(value), "", replaced);
    }

    private boolean confirmed(Recorded recorded) {
        return log.fact(recorded.facts().getFirst()).orElseThrow().confirmedBy() != null;
    }

    private List<String> leaves() {
        return jdbc.sql(
                        "SELECT kind FROM ledger_outbox WHERE kind ~ '^(evidence|fact|confirmation|withdrawal)/' ORDER BY id")
                .query((rs, line) -> String.valueOf(rs.getString(1)))
                .list();
    }

    private static void refused(int status, String code, ThrowableAssert.ThrowingCallable act) {
        assertThatThrownBy(act).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.status()).isEqualTo(status);
        });
    }

    private List<EvidenceSummary> waitingFor(Person person) {
        return log.page(EvidenceFilter.waitingFor(person, person.series(), "", Set.of(), 50))
                .rows();
    }
}
