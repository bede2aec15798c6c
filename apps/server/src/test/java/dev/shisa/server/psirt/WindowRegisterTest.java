package dev.shisa.server.psirt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.advisory.Issuer;
import dev.shisa.server.advisory.Issuers;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What JPCERT/CC was told of the window: it is right until something changes or a year has passed, and an empty register says nothing. */
class WindowRegisterTest extends ServerTest {

    @Autowired
    private Windows windows;

    @Autowired
    private Issuers issuers;

    private Person psirt = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());

    @SuppressWarnings("NullAway.Init")
    private Person owner;

    @SuppressWarnings("NullAway.Init")
    private Browser desk;

    @BeforeEach
    void aTeam() {
        emptyDatabase();
        psirt = person(Role.PSIRT);
        owner = person(Role.OWNER);
        desk = signedIn(psirt);
        mail("psirt@midorihama.example");
    }

    private void mail(String mail) {
        Issuer now = issuers.entered().issuer();
        assertThat(issuers.change(
                        new Issuer(
                                now.nameJa(),
                                now.nameEn(),
                                now.site(),
                                mail,
                                now.phone(),
                                now.prefix(),
                                now.origin(),
                                now.reportKey(),
                                now.csaf(),
                                now.licence()),
                        issuers.entered().version(),
                        owner))
                .isTrue();
    }

    private Page entered(Browser browser, String... more) {
        List<String> fields = new ArrayList<>(List.of(more));
        List<String> usual = List.of(
                "organisation",
                "緑浜電機",
                "contact",
                "製品セキュリティ室",
                "mail",
                "psirt@midorihama.example",
                "since",
                windows.today().toString(),
                "confirmed",
                windows.today().toString(),
                "seen",
                windows.last().map(w -> w.id().toString()).orElse(""));
        for (int i = 0; i < usual.size(); i += 2) {
            if (!fields.contains(usual.get(i))) {
                fields.add(usual.get(i));
                fields.add(usual.get(i + 1));
            }
        }
        return browser.post("/psirt/window", fields.toArray(String[]::new));
    }

    /** What holds as a fact, as its value and its last instant. */
    private List<String> facts() {
        return jdbc.sql("""
                        SELECT f.value || ' ' || coalesce(f.valid_until::date::text, '-') FROM fact f
                        WHERE f.key = 'jpcert.registered'
                            AND NOT EXISTS (SELECT FROM fact_supersedes s WHERE s.superseded = f.id)
                            AND NOT EXISTS (SELECT FROM fact_withdrawal w WHERE w.fact_id = f.id)""").query((row, n) -> String.valueOf(row.getString(1))).list();
    }

    @Test
    void anEmptyRegisterSaysNothing() {
        windows.look();
        assertThat(facts()).isEmpty();
        assertThat(desk.get("/psirt/window").text()).contains("まだ記録していません", "psirt@midorihama.example");
        assertThat(desk.get("/").text()).doesNotContain("JPCERT/CCに届けた窓口");
    }

    @Test
    void whatWasToldHoldsAsAFactForAYearAndIsAskedForBeforeItEnds() {
        assertThat(entered(desk).status()).isEqualTo(302);
        LocalDate year = windows.today().plusYears(1);
        assertThat(facts()).singleElement().asString().contains("current");
        assertThat(desk.get("/psirt/window").text()).contains("今の連絡先と同じです(" + year + " まで)");
        windows.look();
        assertThat(count("evidence")).as("nothing is said twice").isEqualTo(1);
        clock.advance(Duration.ofDays(340));
        assertThat(signedIn(psirt).get("/").text()).contains("JPCERT/CCに届けた窓口が正しいかを確かめる");
        clock.advance(Duration.ofDays(30));
        windows.look();
        assertThat(signedIn(psirt).get("/psirt/window").text()).contains("1年確かめていません");
        assertThat(jdbc.sql("SELECT count(*) FROM fact WHERE key = 'jpcert.registered' AND valid_until > ?")
                        .param(java.sql.Timestamp.from(clock.instant()))
                        .query(Integer.class)
                        .single())
                .as("what nobody looked at for a year holds no longer")
                .isZero();
        assertThat(entered(
                                signedIn(psirt),
                                "since",
                                windows.last().orElseThrow().since().toString())
                        .status())
                .isEqualTo(302);
        assertThat(facts()).anyMatch(f -> f.contains("current"));
        assertThat(signedIn(psirt).get("/").text()).doesNotContain("正しいかを確かめる");
        assertThat(acts()).contains("psirt.window");
    }

    @Test
    void aChangeOfTheContactIsToldOfAndNoLongerRight() {
        entered(desk);
        mail("security@midorihama.example");
        windows.look();
        assertThat(facts()).singleElement().asString().contains("outdated");
        assertThat(desk.get("/psirt/window").text()).contains("JPCERT/CCに変更を知らせてください", "メールアドレス が、届けたときと違います");
        assertThat(desk.get("/").text()).contains("JPCERT/CCに連絡先の変更を知らせる(メールアドレス)");
        // Taken back: it is right again without another act.
        mail("psirt@midorihama.example");
        windows.look();
        assertThat(facts()).singleElement().asString().contains("current");
        // Somebody else receives reports now.
        person(Role.PSIRT);
        windows.look();
        assertThat(facts()).singleElement().asString().contains("outdated");
        assertThat(entered(desk).status()).isEqualTo(302);
        assertThat(facts()).singleElement().asString().contains("current");
        assertThat(desk.get("/").text()).doesNotContain("変更を知らせる");
    }

    @Test
    void whatIsWrongIsSaidAndNothingIsRecorded() {
        String tomorrow = windows.today().plusDays(1).toString();
        assertThat(entered(desk, "mail", "nobody").text()).contains("メールアドレスを1つ入れてください");
        assertThat(entered(desk, "organisation", " ").status()).isEqualTo(422);
        assertThat(entered(desk, "since", tomorrow).text()).contains("それより前の日");
        assertThat(entered(desk, "confirmed", "2020-01-01").text()).contains("届けた日から今日までの日");
        assertThat(entered(desk, "fingerprint", "xyz").text()).contains("40桁か64桁");
        assertThat(count("psirt_window")).isZero();
        entered(desk);
        assertThat(entered(desk, "seen", "").text()).contains("ほかの人が先に変えました");
        assertThat(count("psirt_window")).isEqualTo(1);
        for (Role role : Role.values()) {
            if (role != Role.PSIRT) {
                assertThat(signedIn(person(role)).get("/psirt/window").status()).isEqualTo(403);
            }
        }
    }

    @Test
    void programsDoTheSame() {
        Api api = api(psirt, Set.of(Act.RUN_PSIRT));
        assertThat(api.get("/api/v1/psirt/window").text()).contains("\"standing\":\"none\"");
        String today = windows.today().toString();
        Api.Answer told = api.put("/api/v1/psirt/window", """
                {"organisation": "緑浜電機", "contact": "製品セキュリティ室", "mail": "psirt@midorihama.example",
                 "since": "%s", "confirmed": "%s"}""".formatted(today, today));
        assertThat(told.status()).as(told.text()).isEqualTo(200);
        assertThat(told.text()).contains("\"standing\":\"current\"");
        assertThat(api.put("/api/v1/psirt/window", """
                {"organisation": "緑浜電機", "contact": "x", "mail": "psirt@midorihama.example",
                 "since": "%s", "confirmed": "%s"}""".formatted(today, today)).code())
                .isEqualTo("changed-meanwhile");
    }
}
