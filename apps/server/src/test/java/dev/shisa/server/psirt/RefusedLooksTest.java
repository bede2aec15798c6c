package dev.shisa.server.psirt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Each access to a case and each refusal is a record of {@link CaseAccesses}, also where everything else of the call comes to nothing (S-054). */
class RefusedLooksTest extends ServerTest {

    private static final String MAIL = "{\"to\": \"reporter\", \"text\": \"x\", \"language\": \"ja\"}";

    @Autowired
    private Cases cases;

    @SuppressWarnings("NullAway.Init")
    private Person insider;

    @SuppressWarnings("NullAway.Init")
    private Person worker;

    private String number = "";

    @BeforeEach
    void aCase() {
        emptyDatabase();
        worker = person(Role.PSIRT);
        Browser desk = signedIn(worker);
        Page made = desk.post(
                "/psirt/new", "title", "固定のパスワード", "what", "vulnerability", "source", "stranger", "text", "固定のパスワードです");
        number = made.location().replaceFirst("\\?.*", "").substring("/psirt/".length());
        insider = person(Role.PSIRT);
    }

    private List<String> looks(Person by) {
        return jdbc.sql("SELECT act FROM psirt_access WHERE person_id = ? ORDER BY at, id")
                .param(by.id())
                .query((row, line) -> String.valueOf(row.getString(1)))
                .list();
    }

    private int records(String act) {
        return jdbc.sql("""
            SELECT count(*) FROM ledger_outbox
            WHERE kind = 'psirt-access/1' AND convert_from(body, 'UTF8')::jsonb ->> 'act' = ?""").param(act).query(Integer.class).single();
    }

    @Test
    void aRefusedLookLeavesATraceAlsoUnderAnIdempotencyKey() {
        Api program = api(insider, Set.of(Act.SEE_CASES, Act.HANDLE_CASES));
        String mails = "/api/v1/psirt/cases/" + number + "/mails";
        assertThat(program.post(mails, MAIL).status()).isEqualTo(404);
        assertThat(looks(insider)).containsExactly("refused");
        assertThat(program.post(mails, MAIL, "Idempotency-Key", "k-1").status()).isEqualTo(404);
        assertThat(looks(insider)).containsExactly("refused", "refused");
        assertThat(records("refused")).isEqualTo(2);
    }

    @Test
    void aLookLeavesATraceAlsoWhenTheCallThenFails() {
        Api program = api(worker, Set.of(Act.SEE_CASES, Act.HANDLE_CASES));
        int before = looks(worker).size();
        Api.Answer failed = program.post("/api/v1/psirt/cases/" + number + "/mails", MAIL, "Idempotency-Key", "k-1");
        assertThat(failed.status()).as(failed.text()).isBetween(400, 499);
        assertThat(looks(worker).subList(before, looks(worker).size())).containsExactly("seen");
    }

    @Test
    void aLookThatCannotBeRecordedIsNoLook() {
        statements().fail("INSERT INTO psirt_access", new IllegalStateException("made by the test"));
        Page page = signedIn(worker).get("/psirt/" + number);
        assertThat(page.status()).isEqualTo(500);
        assertThat(page.text()).doesNotContain("固定のパスワード");
    }

    @Test
    void anAnswerIsGivenAgainToThoseOnlyWhoStillWorkOnTheCaseAndIsALook() {
        Person colleague = person(Role.PSIRT);
        String note = """
                {"kind": "note", "values": {"text": "固定のパスワードを確かめた"}}""";
        String entries = "/api/v1/psirt/cases/" + number + "/entries";
        Api program = api(worker, Set.of(Act.SEE_CASES, Act.HANDLE_CASES));
        Api.Answer first = program.post(entries, note, "Idempotency-Key", "k-1");
        assertThat(first.status()).as(first.text()).isLessThan(300);
        int before = looks(worker).size();
        Api.Answer again = program.post(entries, note, "Idempotency-Key", "k-1");
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(looks(worker).subList(before, looks(worker).size())).containsExactly("seen");

        String made = """
                {"title": "別の穴", "source": "own", "text": "固定のパスワード"}""";
        Api.Answer opened = program.post("/api/v1/psirt/cases", made, "Idempotency-Key", "k-2");
        assertThat(opened.status()).as(opened.text()).isEqualTo(201);

        inTransaction(() -> jdbc.sql("SELECT id, number FROM psirt_case")
                .query((row, line) -> row.getString("number"))
                .list()
                .forEach(one -> {
                    Case mine = cases.require(one, "seen", worker);
                    if (!mine.isFor(colleague.id())) {
                        cases.enter(
                                mine,
                                EntryKind.ASSIGNED,
                                Map.of("person", colleague.id().toString()),
                                null,
                                worker);
                    }
                    cases.enter(
                            cases.require(one, "seen", colleague),
                            EntryKind.UNASSIGNED,
                            Map.of("person", worker.id().toString()),
                            null,
                            colleague);
                }));
        for (Api.Answer refused : List.of(
                program.post(entries, note, "Idempotency-Key", "k-1"),
                program.post("/api/v1/psirt/cases", made, "Idempotency-Key", "k-2"))) {
            assertThat(refused.status()).isEqualTo(404);
            assertThat(refused.text()).doesNotContain("固定のパスワード");
        }
        assertThat(looks(worker)).endsWith("refused", "refused");
    }

    @Test
    void anAnswerIsNotGivenAgainToSomebodyWhoseRoleEnded() {
        Api program = api(worker, Set.of(Act.SEE_CASES, Act.HANDLE_CASES));
        String drill = "{\"scenario\": \"password\"}";
        Api.Answer first = program.post("/api/v1/psirt/drills", drill, "Idempotency-Key", "k-1");
        jdbc.sql("UPDATE person SET roles = '{auditor}' WHERE id = ?")
                .param(worker.id())
                .update();
        assertThat(program.post("/api/v1/psirt/drills", drill, "Idempotency-Key", "k-1")
                        .status())
                .as(first.text())
                .isBetween(401, 404);
    }

    @Test
    void aRefusalOnARealNumberIsRecordedAlsoAfterTooMany() {
        Browser curious = signedIn(insider);
        for (int i = 0; i < 60; i++) {
            assertThat(curious.get("/psirt/P-00000-0000" + i % 10).status()).isEqualTo(404);
        }
        assertThat(curious.get("/psirt/" + number).status()).isEqualTo(429);
        assertThat(looks(insider)).containsExactly("refused");
    }
}
