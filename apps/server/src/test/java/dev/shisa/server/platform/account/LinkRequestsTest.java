package dev.shisa.server.platform.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.admin.AdminReply;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Nobody reads cases by deciding about accounts: a new password for who works on them takes two. */
class LinkRequestsTest extends ServerTest {

    private static final String LINK = "(/reset/[A-Za-z0-9_-]{43})";
    private static final String PASSWORD = "琥珀色の路面電車に乗って海へ帰る";

    @Autowired
    UserCommand command;

    @Autowired
    OneTimeLinks links;

    @Autowired
    AccountSweep sweep;

    private Person owner = new Person(new java.util.UUID(0, 0), "", "", "ja", java.util.Set.of(), java.util.Set.of());
    private Person second = owner;
    private Person psirt = owner;
    private Person colleague = owner;
    private Browser browser = signedOut();

    @BeforeEach
    void twoOwnersAndOneWhoReceivesReports() {
        emptyDatabase();
        owner = person(Role.OWNER);
        second = person(Role.OWNER);
        psirt = person(Role.PSIRT);
        colleague = person(Role.PSIRT);
        weekLater();
    }

    private void weekLater() {
        clock.advance(LinkRequests.LIFE);
        browser = signedIn(owner);
    }

    private Page ask(Browser by, Person whose) {
        return by.post("/settings/people/" + whose.id() + "/link");
    }

    private static String place(Person whose) {
        return "/account/new-ways/" + whose.id();
    }

    @Test
    void anOwnerAloneGetsNoLinkForWhoReadsCases() {
        Page asked = ask(browser, psirt);
        assertThat(asked.location()).isEqualTo("/settings/people/" + psirt.id() + "#access");
        assertThat(count("one_time_link")).isZero();
        assertThat(browser.get("/settings/people/" + psirt.id()).text())
                .contains(owner.name() + "さんがリンクを求めています", "依頼を取り下げる")
                .doesNotContain("再設定のリンクを作る");
        assertThat(browser.post(place(psirt)).status()).isEqualTo(409);
        assertThat(browser.get(place(psirt)).text()).contains("もう一人の同意が要ります");
        assertThat(signedIn(psirt).post(place(psirt)).status())
                .as("nor the person, from a browser that somebody else may sit at")
                .isEqualTo(409);
        assertThat(count("one_time_link")).isZero();
        assertThat(acts()).contains("person.link-ask").doesNotContain("person.link");
    }

    @Test
    void aSecondOwnerAgreesAndHandsTheLinkOver() {
        ask(browser, psirt);
        Browser other = signedIn(second);
        assertThat(other.get("/").text()).contains(psirt.name() + "さんのパスワード再設定のリンクを求めています");
        assertThat(browser.get("/").text()).doesNotContain("再設定のリンクを求めています");
        assertThat(other.get(place(psirt)).text()).contains("本人に確かめた");

        String link = other.post(place(psirt)).find(LINK);

        assertThat(other.post(place(psirt)).status()).as("once").isEqualTo(404);
        assertThat(signedOut().post(link, "password", PASSWORD).status()).isEqualTo(302);
        assertThat(signedOut()
                        .post("/sign-in", "email", psirt.email(), "password", PASSWORD)
                        .location())
                .isEqualTo("/");
        assertThat(jdbc.sql("SELECT details ->> 'asked-by' FROM audit WHERE act = 'person.link'")
                        .query(String.class)
                        .single())
                .isEqualTo(owner.id().toString());
    }

    @Test
    void aColleagueWhoReceivesReportsMayAgreeAndNobodyElseLearnsOfIt() {
        ask(browser, psirt);
        for (Role role : List.of(Role.QUALITY, Role.EXECUTIVE, Role.OPERATOR, Role.AUDITOR)) {
            Browser other = signedIn(role);
            assertThat(other.get(place(psirt)).status()).as(role.id()).isEqualTo(404);
            assertThat(other.post(place(psirt)).status()).as(role.id()).isEqualTo(404);
            assertThat(other.post(place(psirt) + "/end").status()).as(role.id()).isEqualTo(404);
        }
        assertThat(signedIn(colleague).post(place(psirt)).find(LINK)).isNotEmpty();
    }

    @Test
    void whoWorksOnOneCaseCountsAndWhoeverNeverDidIsGivenALinkAsBefore() {
        Person quality = person(Role.QUALITY);
        assertThat(ask(browser, quality).find(LINK)).isNotEmpty();
        jdbc.sql("""
                        INSERT INTO psirt_case (id, number, assigned, state, opened_at, changed_at)
                        VALUES (:id, 'P-2026-0001', ARRAY[:who]::uuid[], 'closed', now(), now())""").param("id", ids.next()).param("who", quality.id()).update();
        assertThat(ask(browser, quality).status()).isEqualTo(302);
    }

    @Test
    void aLinkThatWasMadeAloneEndsWhenThePersonComesToCases() {
        Person quality = person(Role.QUALITY);
        String before = ask(browser, quality).find(LINK);
        Browser desk = signedIn(psirt);
        String here = desk.post(
                        "/psirt/new",
                        "title",
                        "漏れ",
                        "what",
                        "vulnerability",
                        "source",
                        "stranger",
                        "text",
                        "固定のパスワードです")
                .location()
                .replaceFirst("\\?.*", "");
        assertThat(signedOut().get(before).status()).isEqualTo(200);
        Page given =
                desk.post(here + "/entries/assigned", "person", quality.id().toString());
        assertThat(given.status()).as(given.text()).isEqualTo(302);
        assertThat(signedOut().get(before).status()).isEqualTo(410);

        ask(browser, quality);
        String ofTwo = signedIn(second).post(place(quality)).find(LINK);
        String next = desk.post(
                        "/psirt/new",
                        "title",
                        "漏れ、もう一つ",
                        "what",
                        "vulnerability",
                        "source",
                        "stranger",
                        "text",
                        "固定のパスワードです")
                .location()
                .replaceFirst("\\?.*", "");
        assertThat(desk.post(next + "/entries/assigned", "person", quality.id().toString())
                        .status())
                .isEqualTo(302);
        assertThat(signedOut().get(ofTwo).status())
                .as("a link of two stays, however many cases follow")
                .isEqualTo(200);

        Person operator = person(Role.OPERATOR);
        String early = ask(browser, operator).find(LINK);
        browser.post("/settings/people/" + operator.id(), "version", "1", "name", operator.name(), "role", "psirt");
        assertThat(signedOut().get(early).status()).isEqualTo(410);
    }

    @Test
    void endsByRefusalWithdrawalTimeAndWithTheAccounts() {
        ask(browser, psirt);
        assertThat(signedIn(second).post(place(psirt) + "/end").status()).isEqualTo(302);
        assertThat(signedIn(second).get(place(psirt)).status()).isEqualTo(404);

        ask(browser, psirt);
        assertThat(browser.post(place(psirt) + "/end").status()).isEqualTo(302);
        assertThat(signedIn(second).get(place(psirt)).status()).isEqualTo(404);

        ask(browser, psirt);
        clock.advance(LinkRequests.LIFE);
        assertThat(signedIn(second).post(place(psirt)).status()).isEqualTo(404);
        sweep.sweep();
        assertThat(count("link_request")).isZero();

        browser = signedIn(owner);
        ask(browser, psirt);
        signedIn(second).post("/settings/people/" + owner.id() + "/disable");
        assertThat(signedIn(second).post(place(psirt)).status())
                .as("who asked has left")
                .isEqualTo(404);

        browser = signedIn(second);
        ask(browser, psirt);
        settings.set("sign-in.providers-only", "yes");
        assertThat(signedIn(colleague).post(place(psirt)).status())
                .as("nobody comes in by a password any more")
                .isEqualTo(404);
        settings.set("sign-in.providers-only", "no");
        jdbc.sql("UPDATE person SET roles = '{quality}' WHERE id = :id")
                .param("id", second.id())
                .update();
        assertThat(signedIn(colleague).post(place(psirt)).status())
                .as("who asked is no owner any more")
                .isEqualTo(404);
    }

    @Test
    void ofTwoWhoAgreeAtOnceOneGetsTheLink() throws Exception {
        ask(browser, psirt);
        Browser one = signedIn(second);
        Browser two = signedIn(colleague);
        AtomicInteger made = new AtomicInteger();
        List<Thread> both = List.of(one, two).stream()
                .map(by -> Thread.ofPlatform().start(() -> {
                    if (by.post(place(psirt)).status() == 200) {
                        made.incrementAndGet();
                    }
                }))
                .toList();
        for (Thread thread : both) {
            thread.join();
        }
        assertThat(made).hasValue(1);
        assertThat(count("one_time_link")).isEqualTo(1);
    }

    @Test
    void whereThereIsNobodyElseTheMachineMakesTheLink() {
        jdbc.sql("UPDATE person SET disabled_at = now() WHERE id IN (:ids)")
                .param("ids", List.of(second.id(), colleague.id()))
                .update();
        assertThat(browser.get("/settings/people/" + psirt.id()).text())
                .contains("./shisa user reset " + psirt.email())
                .doesNotContain("リンクを依頼する");
        AdminReply reply = command.answer("reset " + psirt.email(), Locale.JAPANESE);
        assertThat(reply.text()).containsPattern(LINK);
    }

    @Test
    void anAccountThatIsNewIsNobodyElse() {
        Person made = person(Role.OWNER);
        ask(browser, psirt);
        Browser other = signedIn(made);
        assertThat(other.get("/").text()).doesNotContain("再設定のリンクを求めています");
        Page refused = other.post(place(psirt));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text()).contains("7日以上前から今の権限で使われているアカウント");
        assertThat(count("one_time_link")).isZero();

        signedIn(second).post(place(psirt) + "/end");
        assertThat(ask(other, psirt).status())
                .as("nor does it ask, for its maker to agree")
                .isEqualTo(409);
        assertThat(other.get("/settings/people/" + psirt.id()).text())
                .contains("./shisa user reset " + psirt.email())
                .doesNotContain("リンクを依頼する");

        weekLater();
        ask(browser, psirt);
        assertThat(signedIn(made).post(place(psirt)).find(LINK)).isNotEmpty();
    }

    @Test
    void anAccountThatWasTakenOverOrRaisedIsNobodyElseEither() {
        Person quality = person(Role.QUALITY);
        Person executive = person(Role.EXECUTIVE);
        weekLater();
        browser.post("/settings/people/" + executive.id(), "version", "1", "name", executive.name(), "role", "owner");
        ask(browser, psirt);
        assertThat(signedIn(executive).post(place(psirt)).status()).as("raised").isEqualTo(409);

        weekLater();
        assertThat(ask(browser, quality).find(LINK)).isNotEmpty();
        jdbc.sql("UPDATE person SET roles = '{owner}' WHERE id = :id")
                .param("id", quality.id())
                .update();
        ask(browser, psirt);
        assertThat(signedIn(quality).post(place(psirt)).status())
                .as("given a link")
                .isEqualTo(409);

        jdbc.sql("UPDATE person SET emergency = true WHERE id = :id")
                .param("id", second.id())
                .update();
        assertThat(signedIn(second).post(place(psirt)).status())
                .as("for emergencies")
                .isEqualTo(409);
        assertThat(signedIn(colleague).post(place(psirt)).find(LINK)).isNotEmpty();
    }

    @Test
    void anInvitationThatWasNotTakenUpReceivesNoCase() {
        jdbc.sql("UPDATE person SET password_hash = NULL WHERE id = :id")
                .param("id", colleague.id())
                .update();
        String here = signedIn(psirt)
                .post("/psirt/new", "title", "漏れ", "what", "vulnerability", "source", "stranger", "text", "固定のパスワードです")
                .location()
                .replaceFirst("\\?.*", "");
        assertThat(jdbc.sql("SELECT assigned FROM psirt_case")
                        .query((row, number) ->
                                List.of((Object[]) row.getArray(1).getArray()))
                        .single())
                .containsExactly(psirt.id());
        assertThat(signedIn(psirt).get(here).html())
                .doesNotContain(colleague.id().toString());
    }
}
