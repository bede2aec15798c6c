package dev.shisa.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.Browser;
import dev.shisa.server.ServerTest;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.evidence.Recorded;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.ledger.LedgerKeeper;
import dev.shisa.server.platform.ledger.LedgerRecord;
import dev.shisa.server.platform.ledger.LedgerTestKeeper;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Whatever somebody changes in the database past Shisa is found, and its place is named. */
class DatabaseVerifierTest extends ServerTest {

    private static final Slot DEFAULT_PASSWORD = Slot.of("login.password.default", "login-1");

    @TempDir
    static Path data;

    @Autowired
    DataSource database;

    @Autowired
    EvidenceLog log;

    @Autowired
    Products products;

    @Autowired
    LedgerTestKeeper.Maker keepers;

    private LedgerKeeper keeper;

    @BeforeEach
    void aMakersRecords() {
        emptyDatabase();
        Person sato = person(Role.QUALITY);
        Person tanaka = person(Role.QUALITY);
        Series camera = products.create(
                new NewSeries("MC-200", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-200W"), "2.4.1"), sato);
        products.addItem(camera, "login", "管理画面", "", sato);
        Subject release = products.subject(camera, Subject.Kind.RELEASE);
        Recorded first = log.record(document(camera, sato), List.of(fact(release, "unique")));
        log.confirm(first.evidence(), Set.copyOf(first.facts()), tanaka, "見ました");
        log.unconfirm(first.evidence(), tanaka);
        log.confirm(first.evidence(), Set.copyOf(first.facts()), tanaka, "見ました");
        Recorded second = log.record(
                document(camera, sato),
                List.of(new NewFact(release, DEFAULT_PASSWORD, Value.word("none"), "", Set.copyOf(first.facts()))));
        log.withdraw(second.facts().getFirst(), tanaka, "別の製品の資料でした");
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
                "ログインを作り直した",
                tanaka);
        Browser quality = signedIn(Role.QUALITY);
        quality.post(
                "/parameters",
                "value-login.tries.max",
                "5",
                "source-login.tries.max",
                "12",
                "version-login.tries.max",
                "0");
        quality.post(
                "/parameters",
                "value-login.tries.max",
                "6",
                "source-login.tries.max",
                "12",
                "version-login.tries.max",
                "1");
        Series lock = products.create(new NewSeries("SL-10", "スマートロック", "錠", "", List.of("SL-10"), "1.0"), sato);
        products.addItem(lock, "login", "アプリ", "", sato);
        Recorded stated = log.record(
                NewEvidence.declaration("設計", "設計書", lock.id(), clock.instant(), sato, sato.name(), "page"),
                List.of(fact(products.subject(lock, Subject.Kind.RELEASE), "unique")));
        log.confirm(stated.evidence(), Set.copyOf(stated.facts()), tanaka, "見ました");
        Release newer = products.addRelease(lock, "1.1", null, "", lock.designated(), sato);
        products.signImpact(
                lock, newer.id(), Set.of("jcstar1"), Set.of(new RequirementId("jcstar1", "S1.1-01")), "直した", tanaka);
        byte[] file = api(sato, EnumSet.of(Act.VIEW, Act.TAKE_PACK))
                .get("/api/v1/series/SL-10/series.zip")
                .bytes();
        assertThat(api(person(Role.OWNER), EnumSet.of(Act.VIEW, Act.IMPORT_SERIES))
                        .upload("/api/v1/series-imports?code=SL-11&takesOver=true&company=true", file)
                        .status())
                .isEqualTo(200);
        keeper = keepers.in(data.resolve(ids.next().toString()));
        keeper.drain();
        assertThat(keeper.trouble()).isEmpty();
    }

    @AfterEach
    void close() {
        keeper.close();
    }

    @Test
    void whatNobodyTouchedHasNoDifference() throws SQLException {
        assertThat(verify()).isEmpty();
    }

    @ParameterizedTest(name = "{0} is told as {1} at {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            UPDATE fact SET value = 'unique' WHERE value = 'none'                    | row-changed     | fact
            UPDATE fact SET observed_at = observed_at - interval '1 day'              | row-changed     | fact
            UPDATE fact SET valid_until = observed_at + interval '9 years'            | row-changed     | fact
            UPDATE fact SET strength = 'measured'                                     | row-changed     | fact
            DELETE FROM fact_supersedes                                               | row-changed     | fact
            UPDATE evidence SET place = 'p. 99'                                       | row-changed     | evidence
            UPDATE evidence SET submitted_name = '鈴木'                               | row-changed     | evidence
            UPDATE evidence SET record = '{"model":"MC-900"}'                         | row-changed     | evidence
            UPDATE fact_confirmation SET name = '鈴木' WHERE undone_at IS NULL         | row-changed     | fact_confirmation
            DELETE FROM fact_confirmation WHERE undone_at IS NULL                     | row-missing     | fact_confirmation
            UPDATE fact_confirmation SET undone_at = undone_at - interval '1 minute' WHERE undone_at IS NOT NULL | row-changed | fact_confirmation
            DELETE FROM fact_withdrawal                                               | row-missing     | fact_withdrawal
            UPDATE fact_withdrawal SET reason = 'なし'                                | row-changed     | fact_withdrawal
            UPDATE verdict_change SET to_state = 'met' WHERE to_state = 'unknown'     | row-changed     | verdict_change
            UPDATE verdict SET state = 'met', towards = NULL                          | verdict-changed | verdict
            DELETE FROM verdict WHERE state <> 'met'                                  | standing-changed | standing
            UPDATE standing SET counts = '{"met": 16}'                                | standing-changed | standing
            DELETE FROM standing                                                      | standing-changed | standing
            UPDATE change_impact SET touched = '{}'                                   | row-changed     | change_impact
            UPDATE change_impact SET touched = '{}' WHERE import_id IS NOT NULL       | row-changed     | change_impact
            UPDATE series_import SET takes_over = false                               | row-changed     | series_import
            UPDATE series_import SET manifest = 'other'                               | row-changed     | series_import
            UPDATE fact_confirmation SET name = '鈴木' WHERE import_id IS NOT NULL     | row-changed     | fact_confirmation
            UPDATE parameter_value SET value = '50'                                   | row-changed     | parameter_value
            DELETE FROM audit WHERE act = 'evidence.withdraw'                         | row-missing     | audit
            UPDATE audit SET person_name = '別人' WHERE act = 'evidence.withdraw'      | row-changed     | audit
            UPDATE audit SET at = at - interval '1 year' WHERE act = 'series.create'  | row-changed     | audit
            INSERT INTO audit (at, person_name, act, thing, details) VALUES ('2020-01-01Z', '田中', 'evidence.add', 'D-1', '{}') | row-unrecorded | audit
            INSERT INTO fact SELECT gen_random_uuid(), subject_kind, subject_id, key, item, value_type, 'unique', detail, 'measured', observed_at, recorded_at, NULL, evidence_id FROM fact LIMIT 1 | row-unrecorded | fact
            UPDATE ledger_outbox SET body = convert_to('{"id":"x"}', 'UTF8') WHERE kind = 'fact/1' | body-changed | ledger_outbox
            UPDATE ledger_outbox SET at = at - interval '1 hour' WHERE kind = 'evidence/1'         | record-changed | ledger_outbox
            UPDATE ledger_outbox SET commitment = repeat('0', 64) WHERE kind = 'withdrawal/1' | record-changed | ledger_outbox
            UPDATE ledger_outbox SET row_id = 'x' WHERE kind = 'row/1' AND row_id LIKE 'session %' | record-changed | ledger_outbox
            DELETE FROM ledger_outbox WHERE kind = 'withdrawal/1'                     | record-missing  | ledger_outbox
            UPDATE ledger_outbox SET leaf_index = leaf_index + 1000 WHERE kind = 'audit/1' | leaf-missing | ledger_outbox
            """)
    void everyChangePastShisaIsFound(String sql, String code, String place) throws SQLException {
        assertThat(jdbc.sql(sql).update()).isPositive();
        assertThat(verify()).anySatisfy(difference -> {
            assertThat(difference.code()).isEqualTo(code);
            assertThat(difference.place()).startsWith(place + " ");
        });
    }

    /** As V310 did with what a series is found by. What it is made of is compared, and how by {@link SchemaVerifier}. */
    @Test
    void whatTheDatabaseMakesOfOtherColumnsIsNoChangeAfterAnUpgradeMakesItInAnotherWay() throws SQLException {
        String made = jdbc.sql("""
                        SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef JOIN pg_attribute ON attrelid = adrelid AND attnum = adnum
                        WHERE adrelid = 'series'::regclass AND attname = 'folded'""").query(String.class).single();
        try {
            make("upper(code)");
            assertThat(jdbc.sql("SELECT folded FROM series WHERE code = 'SL-10'")
                            .query(String.class)
                            .single())
                    .isEqualTo("SL-10");
            assertThat(verify()).isEmpty();
        } finally {
            make(made);
        }
    }

    /** As V310 brought the name in English: the records of before do not say it. */
    @Test
    void whatIsFilledInAColumnThatCameWithAnUpgradeIsFoundAlsoWhereTheRowWasNotWrittenSince() throws SQLException {
        jdbc.sql("""
                        DO $$ DECLARE content jsonb; BEGIN
                            FOR content IN SELECT to_jsonb(t) - 'name_en' FROM series t LOOP
                                CALL record_row_as('series', '{id}', '{code,archived_at}', content, 'written');
                            END LOOP;
                        END $$""").update();
        keeper.drain();
        assertThat(verify()).isEmpty();
        inTransaction(() -> {
            jdbc.sql("SET LOCAL shisa.writer = ''").update();
            jdbc.sql("UPDATE series SET name_en = 'Safe lock' WHERE code = 'SL-10'")
                    .update();
        });
        assertThat(verify())
                .singleElement()
                .satisfies(difference -> assertThat(difference.args()).containsExactly("name_en"));
    }

    private void make(String folded) {
        jdbc.sql("ALTER TABLE series ALTER COLUMN folded SET EXPRESSION AS (" + folded + ")")
                .update();
    }

    @Test
    void aChangedRowNamesItsFieldAndItsLeaf() throws SQLException {
        String id = jdbc.sql("SELECT id::text FROM fact WHERE value = 'none'")
                .query(String.class)
                .single();
        jdbc.sql("UPDATE fact SET value = 'unique', strength = 'tested' WHERE value = 'none'")
                .update();
        assertThat(verify()).singleElement().satisfies(difference -> {
            assertThat(difference.place()).isEqualTo("fact " + id);
            assertThat(difference.args()).containsExactly("value, strength");
            assertThat(difference.log()).isEqualTo(1);
            assertThat(difference.leaf()).isNotNull();
        });
    }

    @Test
    void aBodyThatIsNoJsonStopsNoOtherCheck() throws SQLException {
        jdbc.sql("""
                        UPDATE ledger_outbox SET commitment = encode(sha256(salt || '\\xff'::bytea), 'hex'), body = '\\xff'
                        WHERE kind = 'fact/1'""").update();
        jdbc.sql("DELETE FROM fact_withdrawal").update();
        assertThat(verify()).extracting(Difference::code).contains("record-changed", "unreadable", "row-missing");
    }

    @Test
    void contentThatIsGoneWithoutAnErasureIsFound() throws SQLException {
        int gone = jdbc.sql("UPDATE ledger_outbox SET salt = NULL, body = NULL, erased_at = at WHERE kind = 'audit/1'")
                .update();
        jdbc.sql("UPDATE audit SET person_name = '消去済み'").update();
        assertThat(verify()).hasSize(gone).allSatisfy(difference -> {
            assertThat(difference.code()).isEqualTo("content-gone");
            assertThat(difference.args()).containsExactly("audit/1");
            assertThat(difference.leaf()).isNotNull();
        });
    }

    private List<Difference> verify() throws SQLException {
        List<Difference> found = new ArrayList<>();
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            try {
                DatabaseVerifier verifier = new DatabaseVerifier(connection, found::add);
                verifier.leaves(
                        1,
                        keeper.checkpoint().orElseThrow().size(),
                        index -> keeper.prove(new LedgerRecord.Position(1, index))
                                .orElseThrow()
                                .entry(),
                        done -> {});
                verifier.waiting();
                verifier.tables();
            } finally {
                connection.rollback();
                connection.setReadOnly(false);
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                connection.setAutoCommit(true);
            }
        }
        return found;
    }

    private NewEvidence document(Series camera, Person by) {
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
                Map.of("model", "MC-200W"),
                clock.instant(),
                null,
                by,
                by.name(),
                "page",
                null);
    }

    private static NewFact fact(Subject release, String value) {
        return NewFact.of(release, DEFAULT_PASSWORD, Value.word(value), "");
    }

    /** The record of a row that is gone without a record of it could otherwise be called that of another row. */
    @Test
    void aRecordThatWasGivenToAnotherRowIsFound() throws SQLException {
        assertThat(jdbc.sql("DELETE FROM session").update()).isPositive();
        jdbc.sql("UPDATE ledger_outbox SET row_id = 'x' WHERE kind = 'row/1' AND row_id LIKE 'session %'")
                .update();
        assertThat(verify()).isNotEmpty().allSatisfy(difference -> {
            assertThat(difference.code()).isEqualTo("record-changed");
            assertThat(difference.args()).containsExactly("row_id");
        });
    }
}
