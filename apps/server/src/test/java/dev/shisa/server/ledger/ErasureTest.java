package dev.shisa.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.checklist.TestChecklists;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.evidence.Recorded;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.ledger.LedgerKeeper;
import dev.shisa.server.platform.ledger.LedgerRecord;
import dev.shisa.server.platform.ledger.LedgerRecords;
import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Personal data goes when two people agree, nothing else becomes alterable by it, and nobody can do the same past them. */
class ErasureTest extends ServerTest {

    private static final Slot DEFAULT_PASSWORD = Slot.of("login.password.default", "login-1");
    private static final LedgerRecords.Filter ALL = new LedgerRecords.Filter("", null, null, null, false);

    @Autowired
    EvidenceLog log;

    @Autowired
    Products products;

    @Autowired
    LedgerKeeper keeper;

    @Autowired
    LedgerRecords records;

    @Autowired
    Erasures erasures;

    @Autowired
    ErasureStore store;

    @Autowired
    Checker checker;

    @Autowired
    CheckStore checks;

    @org.springframework.beans.factory.annotation.Value("${shisa.data}")
    Path data;

    private Person owner = nobody();
    private Person auditor = nobody();
    private Person leaver = nobody();

    private static Person nobody() {
        return new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    }

    @BeforeEach
    void aMakersRecords() throws IOException {
        emptyDatabase();
        Person sato = person(Role.QUALITY);
        Person tanaka = suzuki();
        Series camera = products.create(
                new NewSeries("MC-200", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-200W"), "2.4.1"), sato);
        products.addItem(camera, "login", "管理画面", "", sato);
        Subject release = products.subject(camera, Subject.Kind.RELEASE);
        Recorded first = log.record(document(camera, sato), List.of(fact(release, "unique", Set.of())));
        log.confirm(first.evidence(), Set.copyOf(first.facts()), tanaka, "高橋さんに聞きました");
        log.unconfirm(first.evidence(), tanaka);
        log.confirm(first.evidence(), Set.copyOf(first.facts()), tanaka, "高橋さんに聞きました");
        Recorded second = log.record(document(camera, sato), List.of(fact(release, "none", Set.copyOf(first.facts()))));
        log.withdraw(second.facts().getFirst(), tanaka, "高橋さんの資料でした");
        Release next = products.addRelease(
                camera,
                "2.5.0",
                null,
                "",
                products.designated(camera).orElseThrow().id(),
                sato);
        products.signImpact(
                camera,
                next.id(),
                Set.of("jcstar1"),
                Set.of(new RequirementId("jcstar1", "S1.1-01")),
                "高橋さんが作り直した",
                tanaka);
        owner = person(Role.OWNER);
        auditor = person(Role.AUDITOR);
        keeper.drain();
        assertThat(keeper.trouble()).isEmpty();
    }

    /** Somebody with a name that nobody else has, and who will have left. */
    private Person suzuki() {
        Person somebody = person(Role.QUALITY);
        leaver = new Person(
                somebody.id(), "ichiro.suzuki@midorihama.example", "鈴木 一郎", "ja", somebody.roles(), Set.of());
        jdbc.sql("UPDATE person SET name = :name, email = :email WHERE id = :id")
                .param("name", leaver.name())
                .param("email", leaver.email())
                .param("id", leaver.id())
                .update();
        return leaver;
    }

    private NewEvidence document(Series camera, Person by) {
        return new NewEvidence(
                EvidenceKind.DOCUMENT,
                Strength.DOCUMENTED,
                "高橋さんの覚え書き",
                "高橋さんによると",
                "32ページ",
                camera.id(),
                null,
                null,
                null,
                Map.of("model", "MC-200W", "performed-by", "高橋"),
                clock.instant(),
                null,
                by,
                by.name(),
                "page",
                null);
    }

    private static NewFact fact(Subject release, String value, Set<UUID> supersedes) {
        return new NewFact(release, DEFAULT_PASSWORD, Value.word(value), "高橋さんが見た", supersedes);
    }

    private LedgerRecord some(String kind) {
        return records.page(new LedgerRecords.Filter(kind, null, null, null, false), 0, 1)
                .getFirst();
    }

    private static String number(LedgerRecord record) {
        return Objects.requireNonNull(record.position()).number();
    }

    private void erase(LedgerRecord record) {
        assertThat(erasures.ask(record, owner, "退職した人の名前があった")).isTrue();
        erasures.agree(store.openOf(record.id()).orElseThrow(), auditor);
    }

    /** Whatever can be erased; returns how many records that was. */
    private int eraseEverything() {
        List<LedgerRecord> can = records.page(ALL, 0, 1_000).stream()
                .filter(record -> erasures.kept(record).isEmpty())
                .toList();
        can.forEach(this::erase);
        keeper.drain();
        return can.size();
    }

    private CheckReport check() {
        checker.run(null);
        assertThat(checker.failure()).isEmpty();
        keeper.drain();
        return checks.last().orElseThrow().report();
    }

    // ---- two people ------------------------------------------------------------------------------

    @Test
    void anOwnerAsksAndSomebodyElseAgrees() {
        Browser asking = signedIn(owner);
        Browser agreeing = signedIn(auditor);
        LedgerRecord record = some("withdrawal");
        String number = number(record);
        assertThat(asking.get("/records/" + number).text()).contains("この記録の内容を消去する", "高橋さんの資料でした");
        assertThat(agreeing.get("/records/" + number).text()).doesNotContain("消去を求める");
        assertThat(agreeing.post("/records/" + number + "/erase", "reason", "x").status())
                .isEqualTo(403);
        assertThat(asking.post("/records/" + number + "/erase", "reason", " ").status())
                .isEqualTo(422);

        asking.post("/records/" + number + "/erase", "reason", "退職した人の名前があった");
        asking.post("/records/" + number + "/erase", "reason", "もう一度");
        Erasure open = store.open().getFirst();
        assertThat(store.open()).hasSize(1);
        assertThat(asking.get("/records/erasures").text())
                .contains("消去の求めが1件", number, "退職した人の名前があった", "あなたが求めたので")
                .doesNotContain("同意して消去する");
        assertThat(asking.post("/records/erasures/" + open.id() + "/agree", "typed", number)
                        .status())
                .isEqualTo(403);
        assertThat(records.byIds(List.of(record.id())).getFirst().opened()).isPresent();

        Page mistyped = agreeing.post("/records/erasures/" + open.id() + "/agree", "typed", "1-");
        assertThat(mistyped.status()).isEqualTo(422);
        assertThat(mistyped.text()).contains("「" + number + "」と入力してください");
        assertThat(agreeing.follow(agreeing.post("/records/erasures/" + open.id() + "/agree", "typed", number))
                        .text())
                .contains("同意を待っている消去はありません", "消去した", auditor.name() + "が同意し、1件の記録の内容を消去");
        assertThat(acts()).contains("erasure.ask", "erasure.done");
        keeper.drain();
        Page shown = agreeing.get("/records/" + number);
        assertThat(shown.text())
                .contains("書かれたときのままです", owner.name(), auditor.name(), "退職した人の名前があった")
                .doesNotContain("高橋さんの資料でした");
        String successor = shown.find("href=\"(/records/1-[0-9]+)\">消去したあと");
        assertThat(agreeing.get(successor).text()).contains(Redaction.GONE, "書かれたときのままです");
        assertThat(agreeing.get("/records/" + number + "/content").status()).isEqualTo(410);
        assertThat(check().isIntact()).isTrue();
        assertThat(agreeing.get("/records/check").text()).contains("同意して消去した内容 1件", "消去は食い違いではありません");
    }

    @Test
    void whatWasAskedForCanBeDeclined() {
        LedgerRecord record = some("withdrawal");
        erasures.ask(record, owner, "まちがい");
        signedIn(auditor).post("/records/erasures/" + store.open().getFirst().id() + "/decline");
        assertThat(store.open()).isEmpty();
        assertThat(records.byIds(List.of(record.id())).getFirst().opened()).isPresent();
        assertThat(acts()).last().isEqualTo("erasure.decline");
        assertThat(erasures.ask(record, owner, "やはり")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"disabled_at = created_at", "password_hash = NULL", "emergency = true"})
    void whereNobodyElseCouldAgreeADayHasToPassAndThatIsTold(String isNobodyNow) {
        jdbc.sql("UPDATE person SET " + isNobodyNow + " WHERE id = :id")
                .param("id", auditor.id())
                .update();
        erasures.ask(some("withdrawal"), owner, "退職した人の名前があった");
        Erasure open = store.open().getFirst();
        assertThatThrownBy(() -> erasures.agree(open, owner)).isInstanceOf(Problem.class);
        assertThat(signedIn(owner).get("/records/erasures").text()).contains("ほかに同意できる人がいません。2026-11-21 10:24");
        clock.advance(Duration.ofHours(24));
        erasures.agree(open, owner);
        keeper.drain();
        assertThat(check().erased())
                .singleElement()
                .satisfies(erased -> assertThat(erased.alone()).isTrue());
    }

    @Test
    void whatVerdictsRestOnIsKeptAndTheReasonTold() {
        assertThat(erasures.kept(some("verdict"))).contains("no-words");
        erase(some("withdrawal"));
        assertThat(erasures.kept(some("erasure"))).contains("erasure");
        assertThat(erasures.kept(some("withdrawal"))).contains("gone");
        keeper.drain();
        assertThat(signedIn(owner).get("/records/" + number(some("verdict"))).text())
                .contains("人が書いた文がありません");
    }

    // ---- nothing else changes --------------------------------------------------------------------

    @Test
    void afterEverythingWasErasedTheWholeInstallationIsAsItWasWritten() {
        List<String> verdicts = verdicts();
        int erased = eraseEverything();
        assertThat(erased).isGreaterThan(10);
        CheckReport report = check();
        assertThat(report.differences()).isEmpty();
        assertThat(report.total()).isZero();
        assertThat(report.erased()).hasSize(erased).allSatisfy(one -> {
            assertThat(one.asked()).isEqualTo(owner.name());
            assertThat(one.agreed()).isEqualTo(auditor.name());
        });
        assertThat(verdicts()).isEqualTo(verdicts);
        assertThat(whereverItSays("高橋")).isEmpty();
    }

    private List<String> verdicts() {
        return texts("SELECT requirement || ' ' || state || ' ' || proof FROM verdict ORDER BY 1");
    }

    private List<String> texts(String sql) {
        return jdbc.sql(sql)
                .query((row, number) -> String.valueOf(row.getString(1)))
                .list();
    }

    /** The rows of all tables, and all contents of records, that say something. */
    private List<String> whereverItSays(String words) {
        List<String> all = new ArrayList<>();
        texts("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()").stream()
                .filter(table -> !table.equals("ledger_outbox"))
                .forEach(table ->
                        texts("SELECT t::text FROM " + table + " t").forEach(row -> all.add(table + " " + row)));
        all.addAll(texts("SELECT convert_from(body, 'UTF8') FROM ledger_outbox WHERE body IS NOT NULL"));
        return all.stream().filter(row -> row.contains(words)).toList();
    }

    // ---- one decision ----------------------------------------------------------------------------

    private static final String MEASURES = "/products/MC-200/measures/";

    /** Decisions with words of somebody in them: for a measure, against one, and on what a customer's question rests. */
    private void threeDecisions(Browser browser) {
        browser.post("/products/MC-200/guides", "guide", "jcstar1", "guide", "sme-guide");
        browser.post(MEASURES + "SME-T1A/adopted", "reason", "高橋さんの設計による");
        browser.post(MEASURES + "SME-T3A/not-adopted", "reason", "高橋さんによると要らない");
        String checklist = browser.upload(
                        "/products/MC-200/checklists",
                        "file",
                        "確認表.xlsx",
                        TestChecklists.customer("高橋さん宛て: パスワードは製品ごとに違いますか。"),
                        "name",
                        "東海商事")
                .location()
                .replaceFirst("/columns.*", "");
        browser.post(
                checklist + "/columns",
                "sheet",
                "確認表",
                "header",
                "3",
                "number",
                "A",
                "question",
                "B",
                "answer",
                "C",
                "remark",
                "D");
        browser.post(checklist + "/rows/5/ties", "requirement", "jcstar1/S1.1-02");
        keeper.drain();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            adopted       | adopted       | reason   | decided_name
            not-adopted   | not_adopted   | reason   | decided_name
            checklist-tie | checklist_tie | question | tied_name
            """)
    void theWordsOfOneDecisionGoAndItHoldsAsBefore(String kind, String table, String words, String name) {
        Browser quality = signedIn(Role.QUALITY);
        threeDecisions(quality);
        List<String> verdicts = verdicts();
        List<String> others = decisionsBut(table);
        String decision = "SELECT to_jsonb(t) - '" + words + "' FROM " + table + " t";
        List<String> decided = texts(decision);
        assertThat(texts("SELECT " + words + " FROM " + table))
                .singleElement()
                .asString()
                .contains("高橋さん");
        LedgerRecord record = some(kind);
        assertThat(erasures.kept(record)).isEmpty();

        erase(record);
        keeper.drain();

        assertThat(texts("SELECT " + words + " FROM " + table)).containsExactly(Redaction.GONE);
        assertThat(texts(decision)).as("by whom, when and about what stays").isEqualTo(decided);
        assertThat(decisionsBut(table)).as("nothing else loses its words").isEqualTo(others);
        assertThat(verdicts()).isEqualTo(verdicts);
        assertThat(records.byIds(List.of(record.id())).getFirst().opened()).isEmpty();
        assertThat(records.page(new LedgerRecords.Filter(kind, null, null, null, false), 0, 10))
                .filteredOn(one -> one.opened().isPresent())
                .as("the record that took its place")
                .singleElement()
                .satisfies(one -> assertThat(erasures.kept(one)).contains("no-words"));
        assertThat(whereverItSays("高橋"))
                .as("the words stand only where nobody asked for them to go")
                .noneMatch(row -> row.startsWith(table + " "));
        assertThat(signedIn(auditor).get("/records/" + number(record)).text())
                .contains("退職した人の名前があった")
                .doesNotContain("高橋");
        CheckReport report = check();
        assertThat(report.differences()).isEmpty();
        assertThat(report.erased()).hasSize(1);

        assertThat(jdbc.sql("UPDATE " + table + " SET " + name + " = '別の人'").update())
                .isEqualTo(1);
        assertThat(check().differences()).singleElement().satisfies(difference -> {
            assertThat(difference.code()).isEqualTo("row-changed");
            assertThat(difference.place()).startsWith(table + " ");
        });
    }

    private List<String> decisionsBut(String table) {
        return Stream.of("adopted", "not_adopted", "checklist_tie")
                .filter(other -> !other.equals(table))
                .flatMap(other -> texts("SELECT t::text FROM " + other + " t").stream())
                .toList();
    }

    @Test
    void pagesShowDecisionsWhoseWordsAreGone() {
        Browser quality = signedIn(Role.QUALITY);
        threeDecisions(quality);
        assertThat(quality.get("/products/MC-200/measures").text()).contains("高橋さんの設計による", "高橋さんによると要らない");
        List.of("adopted", "not-adopted", "checklist-tie").forEach(kind -> erase(some(kind)));
        keeper.drain();
        assertThat(quality.get("/products/MC-200/measures").text())
                .contains("採用", "採用しない", Redaction.GONE)
                .doesNotContain("高橋");
        String checklist =
                quality.get("/products/MC-200/checklists").find("href=\"(/products/MC-200/checklists/[0-9a-f-]{36})\"");
        assertThat(quality.get(checklist + "/rows/5").text())
                .as("the customer's file stays, and the row is tied as before")
                .contains("高橋さん宛て", "S1.1-02");
    }

    // ---- a person --------------------------------------------------------------------------------

    @Test
    void aPersonWhoLeftIsErasedEverywhereAndEverythingStillHolds() {
        checker.run(leaver);
        Browser asking = signedIn(owner);
        Browser agreeing = signedIn(auditor);
        String left = leaver.id().toString();
        assertThat(asking.post("/records/erasures/person", "left", left, "reason", "本人の求め")
                        .status())
                .as("still here")
                .isEqualTo(409);
        jdbc.sql("UPDATE person SET disabled_at = :at WHERE id = :id")
                .param("at", Timestamp.from(clock.instant()))
                .param("id", leaver.id())
                .update();
        assertThat(asking.get("/records/erasures").text()).contains("鈴木 一郎", "使わなくなった人の消去を求める");
        asking.post("/records/erasures/person", "left", left, "reason", "鈴木 一郎さんの求め");
        assertThat(whereverItSays("鈴木 一郎")).hasSizeGreaterThan(10);
        assertThat(whereverItSays(leaver.email())).isNotEmpty();
        List<String> verdicts = verdicts();

        String action = "/records/erasures/" + store.open().getFirst().id() + "/agree";
        assertThat(agreeing.post(action, "typed", "somebody@else.example").status())
                .isEqualTo(422);
        agreeing.post(action, "typed", leaver.email());
        assertThat(store.open()).isEmpty();
        keeper.drain();

        assertThat(whereverItSays("鈴木 一郎")).isEmpty();
        assertThat(whereverItSays(leaver.email())).isEmpty();
        assertThat(whereverItSays("消去された利用者 1")).hasSizeGreaterThan(10);
        assertThat(verdicts()).isEqualTo(verdicts);
        CheckReport report = check();
        assertThat(report.differences()).isEmpty();
        assertThat(report.total()).isZero();
        assertThat(report.erased()).singleElement().satisfies(erased -> {
            assertThat(erased.records()).isGreaterThan(8);
            assertThat(erased.reason()).doesNotContain("鈴木");
        });
        assertThat(agreeing.get("/records/erasures").text())
                .contains("消去された利用者 1")
                .doesNotContain("鈴木");
        assertThat(agreeing.get("/audit").text()).contains("消去された利用者 1");
    }

    @Test
    void whoAgreedToAnErasureCanBeErasedTooAndItStillCounts() {
        erase(some("withdrawal"));
        jdbc.sql("UPDATE person SET disabled_at = :at WHERE id = :id")
                .param("at", Timestamp.from(clock.instant()))
                .param("id", auditor.id())
                .update();
        Person other = person(Role.OWNER);
        assertThat(erasures.askPerson(auditor.id(), owner, "本人の求め")).isTrue();
        erasures.agree(store.open().getFirst(), other);
        keeper.drain();
        assertThat(whereverItSays(auditor.email())).isEmpty();
        assertThat(whereverItSays(auditor.name())).isEmpty();
        assertThat(check().differences()).isEmpty();
    }

    @ParameterizedTest(name = "{0} is told as {1} at {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            UPDATE fact SET value = 'unique' WHERE value = 'none'                    | row-changed     | fact
            UPDATE fact SET detail = '別の文'                                         | row-changed     | fact
            UPDATE evidence SET title = '別の題'                                      | row-changed     | evidence
            UPDATE evidence SET record = '{"performed-by":"鈴木"}'                          | row-changed     | evidence
            UPDATE fact_confirmation SET note = '' WHERE undone_at IS NULL            | row-changed     | fact_confirmation
            UPDATE fact_withdrawal SET reason = '別の理由'                            | row-changed     | fact_withdrawal
            UPDATE change_impact SET reason = '別の理由'                              | row-changed     | change_impact
            UPDATE audit SET thing = '別のもの' WHERE act = 'series.create'           | row-changed     | audit
            DELETE FROM fact_withdrawal                                               | row-missing     | fact_withdrawal
            UPDATE ledger_outbox SET commitment = repeat('0', 64) WHERE body IS NULL  | record-changed  | ledger_outbox
            UPDATE ledger_outbox SET kind = 'fact/1' WHERE body IS NULL               | record-changed  | ledger_outbox
            UPDATE ledger_outbox SET erased_at = erased_at + interval '1 day' WHERE body IS NULL | record-changed | ledger_outbox
            DELETE FROM ledger_outbox WHERE body IS NULL                              | record-missing  | ledger_outbox
            UPDATE ledger_outbox SET salt = '\\x00', body = '{}', erased_at = NULL WHERE body IS NULL AND kind = 'withdrawal/1' | content-back | ledger_outbox
            UPDATE ledger_outbox SET salt = NULL, body = NULL, erased_at = at WHERE kind = 'verdict/1' | content-gone | ledger_outbox
            UPDATE ledger_outbox SET salt = NULL, body = NULL, erased_at = at WHERE kind = 'erasure/1' | content-gone | ledger_outbox
            UPDATE ledger_outbox SET body = convert_to(replace(convert_from(body, 'UTF8'), '退職', '入社'), 'UTF8') WHERE kind = 'erasure/1' | content-gone | ledger_outbox
            UPDATE erasure SET reason = '別の理由'                                    | row-changed     | erasure
            UPDATE erasure SET decided_name = '別の人'                                | row-changed     | erasure
            DELETE FROM erased_record; DELETE FROM erasure                            | row-missing     | erasure
            """)
    void everyOtherChangeIsFoundAfterAnErasure(String sql, String code, String place) {
        eraseEverything();
        for (String one : sql.split(";", -1)) {
            assertThat(jdbc.sql(one).update()).isPositive();
        }
        assertThat(check().differences()).anySatisfy(difference -> {
            assertThat(difference.code()).isEqualTo(code);
            assertThat(difference.place()).startsWith(place + " ");
        });
    }
}
