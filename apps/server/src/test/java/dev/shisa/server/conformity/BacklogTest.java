package dev.shisa.server.conformity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.Browser;
import dev.shisa.server.ServerTest;
import dev.shisa.server.catalogue.ParametersChanged;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.evidence.Recorded;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What concerns more series than a person waits for is decided afterwards: nothing of it is lost, whatever ends the server,
 * and nobody reads a verdict that it has overtaken. The worker does not run here; the tests do its rounds.
 */
class BacklogTest extends ServerTest {

    private static final int MANY = Verdicts.AT_ONCE_MAX + 5;
    private static final RequirementId POLICY = new RequirementId("jcstar1", "S1.1-09");
    private static final RequirementId MODEL_SHOWN = new RequirementId("jcstar1", "S1.1-10");

    @Autowired
    private Verdicts verdicts;

    @Autowired
    private Products products;

    @Autowired
    private EvidenceLog evidence;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private ApplicationEventPublisher events;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Person second = quality;
    private List<Series> series = List.of();

    @BeforeEach
    void manySeries() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        second = person(Role.QUALITY);
        series = IntStream.range(0, MANY).mapToObj(i -> create("MC-" + i)).toList();
    }

    @Test
    void anAnswerThatConcernsManyLetsThemWaitInItsOwnTransaction() {
        answer("documented", null);
        assertThat(waiting()).containsExactlyElementsOf(idsInOrder());
        assertThat(storedStates()).containsOnly("unknown");

        assertThat(verdicts.decideWaiting(() -> true)).isEqualTo(MANY);
        assertThat(storedStates()).containsOnly("expected");
        assertThat(waiting()).isEmpty();
        assertThat(count("redecision")).isZero();
    }

    @Test
    void anAnswerThatIsTakenBackLetsNobodyWait() {
        transaction.executeWithoutResult(status -> {
            answer("documented", null);
            status.setRollbackOnly();
        });
        assertThat(waiting()).isEmpty();
    }

    @Test
    void anAnswerThatConcernsAFewDecidesThemAtOnce() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        series = IntStream.range(0, Verdicts.AT_ONCE_MAX)
                .mapToObj(i -> create("L-" + i))
                .toList();
        answer("documented", null);
        assertThat(waiting()).isEmpty();
        assertThat(storedStates()).containsOnly("expected");
    }

    @Test
    void historyAndLedgerTellTheCauseAndItsInstantHoweverLateItIsDecided() {
        Instant caused = clock.instant();
        Recorded recorded = answer("documented", null);
        int before = outbox();
        clock.advance(Duration.ofMinutes(3));
        verdicts.decideWaiting(() -> true);

        assertThat(outbox()).isEqualTo(before + MANY);
        assertThat(series).allSatisfy(s -> {
            VerdictChange change = verdicts.history(s.id(), POLICY, 1).getFirst();
            assertThat(change.cause()).isEqualTo("fact.added");
            assertThat(change.causeArgs()).contains(recorded.code());
            assertThat(change.at()).isEqualTo(clock.instant());
            assertThat(change.causedAt()).isEqualTo(caused);
        });
        assertThat(jdbc.sql("SELECT convert_from(body, 'UTF8')::jsonb ->> 'causedAt' FROM ledger_outbox"
                                + " WHERE kind = 'verdict/1' ORDER BY id DESC LIMIT 1")
                        .query(String.class)
                        .single())
                .isEqualTo(caused.toString());
    }

    @Test
    void whatAKilledServerLeftIsDecidedByTheNextInTheOrderOfIdsAndOnlyOnce() {
        answer("documented", null);
        AtomicInteger asked = new AtomicInteger();
        assertThat(verdicts.decideWaiting(() -> asked.incrementAndGet() <= 7)).isEqualTo(7);
        assertThat(waiting()).containsExactlyElementsOf(idsInOrder().subList(7, MANY));

        // Killed between the decision and its commit: the database undoes it.
        transaction.executeWithoutResult(status -> {
            verdicts.settle(idsInOrder().get(7));
            assertThat(waiting()).hasSize(MANY - 8);
            status.setRollbackOnly();
        });
        assertThat(waiting()).containsExactlyElementsOf(idsInOrder().subList(7, MANY));

        assertThat(verdicts.decideWaiting(() -> true)).isEqualTo(MANY - 7);
        assertThat(storedStates()).containsOnly("expected");
        assertThat(series)
                .allSatisfy(
                        s -> assertThat(verdicts.history(s.id(), POLICY, 10)).hasSize(2));
    }

    @Test
    void aSeriesThatSomebodyHasInHandIsLeftToThem() throws Exception {
        answer("documented", null);
        transaction.executeWithoutResult(status -> {
            products.lock(idsInOrder().get(3));
            assertThat(inAnotherThread(() -> verdicts.decideWaiting(() -> true)))
                    .isEqualTo(MANY - 1);
            assertThat(waiting()).containsExactly(idsInOrder().get(3));
        });
        verdicts.decideWaiting(() -> true);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void whoeverReadsASeriesSeesItDecidedFirst() throws IOException {
        everywhereMet();
        withdrawPolicy();
        assertThat(storedStates()).containsOnly("met");

        Browser reader = signedIn(Role.AUDITOR);
        String met = "S1.1-09 を満たしています";
        assertThat(reader.get("/products/MC-0/conformity?state=met").text()).doesNotContain("S1.1-09");
        assertThat(reader.get("/products/MC-1/conformity/S1.1-09").text())
                .doesNotContain(met)
                .contains("根拠を撤回した");
        assertThat(reader.get("/products/MC-2").text()).contains("未判定 16");
        assertThat(policyInExport(
                        reader.get("/products/MC-3/application/export.xlsx").bytes()))
                .contains("未判定")
                .doesNotContain("適合");
        assertThat(reader.get("/products/MC-4/application").text()).doesNotContain("適合 1");
        assertThat(signedIn(quality)
                        .get("/products/MC-5/questions?requirement=S1.1-09")
                        .text())
                .as("whether the product is covered at all comes first")
                .contains("IP通信でデータを送受信しますか");
        assertThat(verdicts.of(find("MC-6").id(), POLICY).orElseThrow().state()).isEqualTo(VerdictState.UNKNOWN);
        assertThat(verdicts.of(find("MC-7").id(), "jcstar1").stream()
                        .map(StoredVerdict::state)
                        .distinct())
                .containsExactly(VerdictState.UNKNOWN);
        assertThat(verdicts.proof(find("MC-8").id(), POLICY).orElseThrow().facts())
                .isEmpty();
        assertThat(verdicts.proofs(find("MC-9").id(), "jcstar1").get(POLICY))
                .satisfies(proof -> assertThat(proof).isNotNull());
        assertThat(verdicts.standing(find("MC-10").id(), "jcstar1").settled()).isZero();
        assertThat(verdicts.next(find("MC-11").id(), "jcstar1"))
                .anySatisfy(q -> assertThat(q.slot()).isEqualTo(Slot.of("priority.policy")));
        assertThat(verdicts.history(find("MC-12").id(), POLICY, 1).getFirst().to())
                .isEqualTo(VerdictState.UNKNOWN);
        assertThat(waiting()).hasSize(MANY - 13);
    }

    @Test
    void listsSayWhichSeriesAreBeingDecidedAgainAndHowFarThatIs() {
        everywhereMet();
        withdrawPolicy();
        AtomicInteger asked = new AtomicInteger();
        verdicts.decideWaiting(() -> asked.incrementAndGet() <= 5);

        Browser reader = signedIn(Role.AUDITOR);
        String line = "20シリーズを判定し直しています";
        assertThat(reader.get("/").text()).contains(line, "判定し直し中");
        String list = reader.get("/products").text();
        assertThat(list).contains(line, "5 / " + MANY);
        assertThat(list.split("判定し直し中", -1)).hasSize(MANY - 5 + 1);
        assertThat(reader.get("/products?sort=settled").text()).contains(line);
        assertThat(reader.get("/products/export.csv").text().split("はい", -1)).hasSize(MANY - 5 + 1);
        assertThat(reader.english().get("/products").text()).contains("20 series are being decided again");

        verdicts.decideWaiting(() -> true);
        assertThat(reader.get("/products").text()).doesNotContain("being decided again");
        assertThat(verdicts.standings(idsInOrder()).values().stream().flatMap(List::stream))
                .allSatisfy(standing -> assertThat(standing.waiting()).isFalse());
    }

    @Test
    void aVerdictWhoseFactHasExpiredIsDecidedBeforeAnybodyReadsIt() {
        confirm(answer("documented", clock.instant().plus(Duration.ofDays(30))));
        verdicts.decideWaiting(() -> true);
        assertThat(storedStates()).containsOnly("met");

        Instant expires = clock.instant().plus(Duration.ofDays(30));
        clock.set(expires);
        Browser reader = signedIn(Role.AUDITOR);
        assertThat(reader.get("/products").text()).contains(MANY + "シリーズを判定し直しています");
        assertThat(reader.get("/products/MC-0/conformity?state=recheck").text()).contains("S1.1-09");
        VerdictChange change = verdicts.history(find("MC-0").id(), POLICY, 1).getFirst();
        assertThat(change.cause()).isEqualTo("fact.expired");
        assertThat(change.causedAt()).isEqualTo(expires);

        assertThat(verdicts.decideWaiting(() -> true)).isEqualTo(MANY - 1);
        assertThat(storedStates()).containsOnly("recheck");
        assertThat(reader.get("/products").text()).doesNotContain("判定し直しています");
    }

    @Test
    void ofSeveralCausesThatWaitTheLatestIsTold() {
        Recorded recorded = answer("documented", null);
        clock.advance(Duration.ofSeconds(1));
        confirm(recorded);
        verdicts.decideWaiting(() -> true);
        List<VerdictChange> history = verdicts.history(find("MC-0").id(), POLICY, 10);
        assertThat(history.stream().map(VerdictChange::to)).containsExactly(VerdictState.MET, VerdictState.UNKNOWN);
        assertThat(history.getFirst().cause()).isEqualTo("fact.confirmed");
    }

    @Test
    void anAnswerAboutOneSeriesDecidesWhatWaitsForItToo() {
        answer("documented", null);
        Series one = find("MC-3");
        about(one, "model.shown", Value.words(new TreeSet<>(Set.of("body"))));
        assertThat(waiting()).hasSize(MANY - 1).doesNotContain(one.id());
        assertThat(verdicts.history(one.id(), POLICY, 1).getFirst().cause()).isEqualTo("fact.added");
        assertThat(verdicts.of(one.id(), MODEL_SHOWN).orElseThrow().state()).isEqualTo(VerdictState.EXPECTED);
    }

    @Test
    void afterAnUpgradeEverySeriesWaitsUntilItIsDecidedByTheEditionInForce() {
        answer("documented", null);
        verdicts.decideWaiting(() -> true);
        String edition = verdicts.of(find("MC-0").id(), POLICY).orElseThrow().edition();
        int changes = count("verdict_change");
        jdbc.sql("UPDATE verdict SET edition = 'earlier', state = 'met', towards = NULL WHERE requirement = 'S1.1-09'")
                .update();

        verdicts.catchUp();
        assertThat(waiting()).containsExactlyElementsOf(idsInOrder());
        verdicts.catchUp();
        assertThat(count("redecision_series"))
                .as("another start lets nobody wait twice")
                .isEqualTo(MANY);
        assertThat(verdicts.of(find("MC-0").id(), POLICY).orElseThrow().state()).isEqualTo(VerdictState.EXPECTED);
        verdicts.decideWaiting(() -> true);
        assertThat(jdbc.sql("SELECT DISTINCT edition FROM verdict")
                        .query((row, n) -> String.valueOf(row.getString(1)))
                        .list())
                .containsExactly(edition);
        assertThat(count("verdict_change")).isEqualTo(changes + MANY);
        assertThat(verdicts.history(find("MC-1").id(), POLICY, 1).getFirst().cause())
                .isEqualTo("edition.changed");

        verdicts.catchUp();
        assertThat(waiting()).isEmpty();
    }

    @Test
    void aRequirementThatTheEditionNoLongerHasLeavesTheBoardAndTheCounts() {
        jdbc.sql("UPDATE verdict SET requirement = 'S1.1-99', edition = 'earlier' WHERE requirement = 'S1.1-16'")
                .update();
        verdicts.catchUp();
        verdicts.decideWaiting(() -> true);
        assertThat(jdbc.sql("SELECT count(*) FROM verdict WHERE requirement = 'S1.1-99'")
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(verdicts.standings(idsInOrder()).values().stream().flatMap(List::stream))
                .allSatisfy(standing -> assertThat(standing.total()).isEqualTo(16));
    }

    @Test
    void whatComesOutTheSameIsNotWrittenAgain() {
        List<String> verdictRows = versions("verdict");
        List<String> standingRows = versions("standing");
        clock.advance(Duration.ofHours(1));
        transaction.executeWithoutResult(status -> events.publishEvent(new ParametersChanged("login.tries.max")));
        jdbc.sql(
                        "INSERT INTO redecision (at, cause, cause_args, requirements, series)"
                                + " SELECT now(), 'edition.changed', '[]', array_agg(DISTINCT framework || '/' || requirement), 1 FROM verdict")
                .update();
        jdbc.sql("INSERT INTO redecision_series SELECT s.id, r.id FROM series s, redecision r ON CONFLICT DO NOTHING")
                .update();
        assertThat(verdicts.decideWaiting(() -> true)).isEqualTo(MANY);
        assertThat(versions("verdict")).isEqualTo(verdictRows);
        assertThat(versions("standing")).isEqualTo(standingRows);
    }

    /**
     * Answers about the organisation and about single series, new releases, the worker and readers at once, in an order that
     * a seed chooses: nobody waits in a ring, whoever changed something reads it at once, and in the end everything is as if
     * it had been decided from scratch.
     */
    @Test
    void manyAtOnceNeitherBlockEachOtherNorReadWhatIsOvertaken() throws Exception {
        long seed = Long.getLong("property.seed", 20261120);
        AtomicBoolean over = new AtomicBoolean();
        List<Callable<String>> people = new ArrayList<>();
        people.add(() -> {
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < 12; i++) {
                Recorded recorded = answer("documented", null);
                for (int read = 0; read < 3; read++) {
                    Series any = series.get(random.nextInt(MANY));
                    assertThat(verdicts.of(any.id(), POLICY).orElseThrow().state())
                            .isEqualTo(VerdictState.EXPECTED);
                }
                confirm(recorded);
                Series any = series.get(random.nextInt(MANY));
                assertThat(verdicts.of(any.id(), POLICY).orElseThrow().state()).isEqualTo(VerdictState.MET);
                evidence.withdraw(recorded.facts().getFirst(), quality, "試験");
                for (int read = 0; read < 3; read++) {
                    any = series.get(random.nextInt(MANY));
                    assertThat(verdicts.of(any.id(), POLICY).orElseThrow().state())
                            .as("a green that was overtaken")
                            .isEqualTo(VerdictState.UNKNOWN);
                }
            }
            return "organisation";
        });
        for (int p = 0; p < 3; p++) {
            long own = seed + 1 + p;
            people.add(() -> {
                SplittableRandom random = new SplittableRandom(own);
                for (int i = 0; i < 15; i++) {
                    Series any =
                            products.byId(series.get(random.nextInt(MANY)).id()).orElseThrow();
                    if (random.nextInt(4) == 0) {
                        var release =
                                products.addRelease(any, "r" + own + "-" + i, null, "", any.designated(), quality);
                        products.designate(any, release.id(), quality);
                        products.signImpact(any, release.id(), Set.of("jcstar1"), Set.of(), "試験", quality);
                    } else {
                        about(any, "model.shown", Value.words(new TreeSet<>(Set.of("body"))));
                    }
                }
                return "series";
            });
        }
        people.add(() -> {
            // Another parameter, with several series in hand at once.
            for (int i = 0; i < 5; i++) {
                transaction.executeWithoutResult(
                        status -> events.publishEvent(new ParametersChanged("login.tries.max")));
            }
            return "parameter";
        });
        for (int worker = 0; worker < 2; worker++) {
            people.add(() -> {
                while (!over.get()) {
                    verdicts.decideWaiting(() -> !over.get());
                }
                return "worker";
            });
        }
        run(people, over, seed);

        while (verdicts.decideWaiting(() -> true) > 0) {
            Thread.onSpinWait();
        }
        assertThat(waiting()).as("with -Dproperty.seed=" + seed).isEmpty();
        List<String> states = allStates();
        jdbc.sql("UPDATE verdict SET edition = 'earlier'").update();
        verdicts.catchUp();
        verdicts.decideWaiting(() -> true);
        assertThat(allStates()).as("with -Dproperty.seed=" + seed).isEqualTo(states);
    }

    private static void run(List<Callable<String>> people, AtomicBoolean over, long seed) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> running = people.stream().map(threads::submit).toList();
            try {
                // The workers end when the others have.
                for (Future<String> person : running.subList(0, running.size() - 2)) {
                    person.get();
                }
            } catch (ExecutionException e) {
                throw new AssertionError("with -Dproperty.seed=" + seed, e.getCause());
            } finally {
                over.set(true);
            }
            for (Future<String> person : running) {
                person.get();
            }
        }
    }

    private static <T> T inAnotherThread(Callable<T> act) {
        try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            return thread.submit(act).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private Series create(String code) {
        return products.create(
                new NewSeries(code, code + "シリーズ", "ネットワークカメラ", "", List.of(code + "-1"), "1.0"), quality);
    }

    private Series find(String code) {
        return series.stream().filter(s -> s.code().equals(code)).findFirst().orElseThrow();
    }

    private void everywhereMet() {
        confirm(answer("documented", null));
        verdicts.decideWaiting(() -> true);
        assertThat(storedStates()).containsOnly("met");
    }

    private void withdrawPolicy() {
        UUID fact = jdbc.sql("SELECT id FROM fact WHERE key = 'priority.policy'")
                .query((row, n) -> row.getObject("id", UUID.class))
                .single();
        evidence.withdraw(fact, quality, "根拠を撤回した");
    }

    /** About the organisation: all series read it. */
    private Recorded answer(String word, @Nullable Instant until) {
        return record(
                products.subject(series.getFirst(), Subject.Kind.ORGANISATION),
                Slot.of("priority.policy"),
                Value.word(word),
                until,
                null);
    }

    private void about(Series one, String key, Value value) {
        Series now = products.byId(one.id()).orElseThrow();
        record(products.subject(now, Subject.Kind.PRODUCT), Slot.of(key), value, null, one.id());
    }

    private Recorded record(Subject subject, Slot slot, Value value, @Nullable Instant until, @Nullable UUID seriesId) {
        EvidenceKind kind = EvidenceKind.DOCUMENT;
        return evidence.record(
                new NewEvidence(
                        kind,
                        kind.strength(Map.of()),
                        "方針書",
                        "規程の第2版",
                        "3ページ",
                        seriesId,
                        null,
                        null,
                        null,
                        Map.of(),
                        clock.instant(),
                        until,
                        quality,
                        quality.name(),
                        "page",
                        null),
                List.of(new NewFact(
                        subject, slot, value, "規程の第2版", evidence.replaceable(subject, slot, kind.strength(Map.of())))));
    }

    private void confirm(Recorded recorded) {
        evidence.confirm(recorded.evidence(), Set.copyOf(recorded.facts()), second, "");
    }

    private List<UUID> waiting() {
        return jdbc.sql("SELECT DISTINCT series_id FROM redecision_series ORDER BY series_id")
                .query((row, n) -> row.getObject("series_id", UUID.class))
                .list();
    }

    private List<UUID> idsInOrder() {
        return jdbc.sql("SELECT id FROM series ORDER BY id")
                .query((row, n) -> row.getObject("id", UUID.class))
                .list();
    }

    /** As they lie in the table, whoever would read them. */
    private List<String> storedStates() {
        return jdbc.sql("SELECT state FROM verdict WHERE requirement = 'S1.1-09'")
                .query((row, n) -> String.valueOf(row.getString(1)))
                .list();
    }

    private List<String> allStates() {
        return jdbc.sql("SELECT series_id || requirement || state || coalesce(towards, '') FROM verdict ORDER BY 1")
                .query((row, n) -> String.valueOf(row.getString(1)))
                .list();
    }

    private List<String> versions(String table) {
        return jdbc.sql("SELECT ctid::text FROM " + table + " ORDER BY series_id, 1")
                .query((row, n) -> String.valueOf(row.getString(1)))
                .list();
    }

    private int outbox() {
        return jdbc.sql("SELECT count(*) FROM ledger_outbox WHERE kind = 'verdict/1'")
                .query(Integer.class)
                .single();
    }

    /** The texts of the row of S1.1-09 in the first sheet that has it. */
    private static String policyInExport(byte[] xlsx) throws IOException {
        try (XSSFWorkbook workbook = new XSSFWorkbook(new ByteArrayInputStream(xlsx))) {
            for (Sheet sheet : workbook) {
                for (Row row : sheet) {
                    StringBuilder texts = new StringBuilder();
                    for (Cell cell : row) {
                        texts.append(cell).append('|');
                    }
                    if (texts.indexOf("S1.1-09|") >= 0) {
                        return texts.toString();
                    }
                }
            }
        }
        throw new AssertionError("no S1.1-09 in the workbook");
    }
}
