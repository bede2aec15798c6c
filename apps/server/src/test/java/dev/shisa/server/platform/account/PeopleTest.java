package dev.shisa.server.platform.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeopleTest extends ServerTest {

    private static final String PASSWORD = "琥珀色の路面電車に乗って海へ帰る";
    private static final String LINK = "https://localhost(?::\\d+)?(/(?:invitation|reset)/[^<\\s]+)";

    private Person owner = new Person(new java.util.UUID(0, 0), "", "", "ja", java.util.Set.of(), java.util.Set.of());
    private Browser browser = signedOut();

    @BeforeEach
    void anOwnerIsHere() {
        emptyDatabase();
        owner = person(Role.OWNER);
        browser = signedIn(owner);
    }

    @Test
    void invitesSomebodyWhoThenChoosesAPassword() {
        Page invited = invite("k.sato@midorihama.example", "role", "quality", "role", "operator");
        String link = invited.find(LINK);
        Browser colleague = signedOut();

        assertThat(colleague.get(link).text()).contains("佐藤 健さん、ようこそ。");
        assertThat(colleague.post(link, "password", PASSWORD).location()).isEqualTo("/");

        assertThat(colleague.get("/account").text()).contains("佐藤 健", "品質・開発", "運用");
        assertThat(signedOut().post(link, "password", PASSWORD).status()).isEqualTo(410);
        assertThat(acts()).containsExactly("person.invite", "person.join");
    }

    @Test
    void endsAnInvitationAfterAWeek() {
        String link = invite("k.sato@midorihama.example", "role", "quality").find(LINK);
        clock.advance(Duration.ofDays(7));
        assertThat(signedOut().get(link).status()).isEqualTo(410);
    }

    @Test
    void keepsWhatWasTypedWhenTheAddressIsTaken() {
        Page answer = invite(owner.email().toUpperCase(java.util.Locale.ROOT), "role", "quality");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text()).contains("のアカウントはすでにあります");
        assertThat(answer.html()).contains("value=\"佐藤 健\"");
    }

    @Test
    void aSecondAccountOfTheSameNameIsOnPurposeAnotherPerson() {
        invite("k.sato@midorihama.example", "role", "quality");
        String[] second = {"name", "佐藤　健", "email", "sato2@midorihama.example", "language", "ja", "role", "quality"};
        Page told = browser.post("/settings/people/new", second);
        assertThat(told.status()).isEqualTo(422);
        assertThat(told.text()).contains("同じ名前のアカウントがあります: 佐藤 健 <k.sato@midorihama.example>", "同じ名前の別の人です");

        String[] ticked = java.util.Arrays.copyOf(second, second.length + 2);
        ticked[second.length] = "another";
        ticked[second.length + 1] = "1";
        assertThat(browser.post("/settings/people/new", ticked).find(LINK)).isNotEmpty();
        assertThat(browser.get("/settings/people").text().split("同じ名前のアカウントがほかにもあります", -1))
                .as("both are marked")
                .hasSize(3);
        assertThat(signedIn(Role.AUDITOR).get("/audit").text())
                .contains("同じ名前のアカウント")
                .contains("k.sato@midorihama.example");
        assertThat(signedIn(Role.AUDITOR)
                        .get("/organisation/lists/accounts.csv")
                        .html())
                .as("an auditor sees it beside the rights")
                .contains("同じ名前のアカウントがほかにもあります");
    }

    /** With signs that nobody sees one person would be two who confirm each other. */
    @Test
    void aNameIsWhatIsSeenOfIt() {
        invite("k.sato@midorihama.example", "role", "quality");
        for (String hidden : List.of("\u200b", "\u2060", "\u202e", "\r\nX", "\u2028", "\u00ad")) {
            Page told = browser.post("/account", "name", "佐" + hidden + "藤 健", "language", "ja");
            assertThat(told.status()).isEqualTo(422);
            assertThat(told.text()).contains("見えない文字か、文字の向きを変える記号");
        }
        Page variant = browser.post("/account", "name", "佐藤\udb40\udd00 健", "language", "ja");
        assertThat(variant.text()).as("another shape of the same sign").contains("同じ名前のアカウントがあります");
        assertThat(browser.post("/account", "name", "葛\udb40\udd00城", "language", "ja")
                        .status())
                .as("a shape of a sign is part of a name")
                .isEqualTo(302);
    }

    @Test
    void nobodyTakesTheNameOfAnotherOneByThemselves() {
        invite("k.sato@midorihama.example", "role", "quality");
        Page own = browser.post("/account", "name", "佐藤健", "language", "ja");
        assertThat(own.status()).isEqualTo(422);
        assertThat(own.text()).contains("同じ名前のアカウントがあります。この名前にするには、責任者に頼んでください。");
    }

    @Test
    void showsBothTextsToTheSecondEditorAndLosesNone() {
        Person sato = person(Role.QUALITY);
        String page = "/settings/people/" + sato.id();
        browser.post(page, "version", "1", "name", "佐藤 健", "role", "psirt");

        Page second = browser.post(page, "version", "1", "name", "佐藤 健一", "role", "auditor");

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.text())
                .contains("ほかの人が保存した内容: 佐藤 健", "あなたが入れた内容: 佐藤 健一", "ほかの人が保存した内容: PSIRT", "あなたが入れた内容: 監査");
        assertThat(second.html()).contains("value=\"佐藤 健一\"", "name=\"version\" value=\"2\"");
        assertThat(browser.post(page, "version", "2", "name", "佐藤 健一", "role", "auditor")
                        .status())
                .isEqualTo(302);
    }

    @Test
    void newRolesCountFromTheNextClick() {
        Person sato = person(Role.QUALITY);
        Browser colleague = signedIn(sato);
        assertThat(colleague.get("/audit").status()).isEqualTo(403);

        browser.post("/settings/people/" + sato.id(), "version", "1", "name", sato.name(), "role", "auditor");

        assertThat(colleague.get("/audit").status()).isEqualTo(200);
    }

    @Test
    void disablingSignsOutAtOnce() {
        Person sato = person(Role.QUALITY);
        Browser colleague = signedIn(sato);

        browser.post("/settings/people/" + sato.id() + "/disable");

        assertThat(colleague.get("/account").location()).startsWith("/sign-in");
        assertThat(browser.post("/settings/people/" + sato.id() + "/link").status())
                .isEqualTo(409);
        browser.post("/settings/people/" + sato.id() + "/enable");
        assertThat(signedIn(sato).get("/account").status()).isEqualTo(200);
    }

    @Test
    void endingAnAccountEndsItsTokensAndNothingRevivesThem() {
        Person sato = person(Role.QUALITY);
        Api program = api(sato, Set.of(Act.VIEW));
        assertThat(program.get("/api/v1/series").status()).isEqualTo(200);

        browser.post("/settings/people/" + sato.id() + "/disable");
        browser.post("/settings/people/" + sato.id() + "/enable");

        assertThat(program.get("/api/v1/series").status()).isEqualTo(401);
        // As it was left by a version that did not end them.
        Api older = api(sato, Set.of(Act.VIEW));
        jdbc.sql("UPDATE person SET disabled_at = now() WHERE id = ?")
                .param(sato.id())
                .update();
        browser.post("/settings/people/" + sato.id() + "/enable");
        assertThat(older.get("/api/v1/series").status()).isEqualTo(401);
        assertThat(acts()).contains("token.revoke", "person.disable", "person.enable");
    }

    @Test
    void aResetEndsTokens() {
        Person sato = person(Role.QUALITY);
        Api program = api(sato, Set.of(Act.VIEW));
        String link = browser.post("/settings/people/" + sato.id() + "/link").find(LINK);
        assertThat(program.get("/api/v1/series").status())
                .as("until the link is used")
                .isEqualTo(200);

        signedOut().post(link, "password", PASSWORD);

        assertThat(program.get("/api/v1/series").status()).isEqualTo(401);
    }

    @Test
    void nobodyIsMadeAnOwnerOfSomeSeriesAndOneOfOlderDaysDecidesAboutNobodyElse() {
        java.util.UUID series = new java.util.UUID(0, 7);
        Person sato = person(Role.QUALITY);
        Page refused = browser.post(
                "/settings/people/" + sato.id(),
                "version",
                "1",
                "name",
                sato.name(),
                "role",
                "owner",
                "series",
                series.toString());
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("責任者は、製品を限って担当することはできません");

        Browser older = signedIn(person(Set.of(series), Role.OWNER));
        assertThat(older.post("/settings/people/" + sato.id() + "/link").status())
                .isEqualTo(403);
        assertThat(older.post("/settings/people/" + sato.id() + "/disable").status())
                .isEqualTo(403);
        assertThat(browser.get("/doctor").text()).contains("責任者なのに、担当する製品が限られています");
    }

    @Test
    void aLimitToAProductThatThereIsNotIsRefusedAndNotTakenForNone() {
        Person sato = person(Role.QUALITY);
        String gone = new java.util.UUID(0, 9).toString();
        for (String series : List.of(gone, "no id")) {
            Page refused = browser.post(
                    "/settings/people/" + sato.id(),
                    "version",
                    "1",
                    "name",
                    sato.name(),
                    "role",
                    "quality",
                    "series",
                    series);
            assertThat(refused.status()).as(series).isEqualTo(422);
            assertThat(refused.text()).contains("いまはないもの");
        }
        Page invited = browser.post(
                "/settings/people/new",
                "name",
                "Somebody",
                "email",
                "somebody@shisa.example",
                "role",
                "quality",
                "series",
                gone);
        assertThat(invited.status()).isEqualTo(422);
        assertThat(invited.text()).contains("いまはないもの");
    }

    @Test
    void theLastOwnerCanNeitherLeaveNorLoseTheRole() {
        String page = "/settings/people/" + owner.id();

        assertThat(browser.post(page + "/disable").status()).isEqualTo(409);
        Page answer = browser.post(page, "version", "1", "name", owner.name(), "role", "quality");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.text()).contains("最後の責任者");

        person(Role.OWNER);
        assertThat(browser.post(page + "/disable").status()).isEqualTo(302);
    }

    @Test
    void aResetEndsEverySessionAndTheOldPassword() {
        Person sato = person(Role.QUALITY);
        Browser colleague = signedIn(sato);
        String first = browser.post("/settings/people/" + sato.id() + "/link").find(LINK);
        String second = browser.post("/settings/people/" + sato.id() + "/link").find(LINK);
        assertThat(signedOut().get(first).status())
                .as("a new link ends the one before")
                .isEqualTo(410);

        Browser elsewhere = signedOut();
        elsewhere.post(second, "password", PASSWORD);

        assertThat(elsewhere.get("/account").status()).isEqualTo(200);
        assertThat(colleague.get("/account").location()).startsWith("/sign-in");
        assertThat(signedOut()
                        .post("/sign-in", "email", sato.email(), "password", PASSWORD)
                        .status())
                .isEqualTo(302);
    }

    @Test
    void searchesSortsFiltersAndExports() {
        invite("=cmd@midorihama.example", "role", "auditor");
        assertThat(browser.get("/settings/people?q=cmd").text()).contains("2件のうち", "佐藤 健");
        assertThat(browser.get("/settings/people?state=invited").text()).doesNotContain(owner.email());
        assertThat(browser.get("/settings/people?q=nobody").text()).contains("条件に合う人はいません");
        assertThat(browser.get("/settings/people?sort=seen&page=99&role=%3Cb%3E")
                        .status())
                .isEqualTo(200);
        Page csv = browser.get("/settings/people.csv");
        assertThat(csv.html()).contains("'=cmd@midorihama.example");
        assertThat(csv.header("Content-Disposition")).startsWith("attachment");
    }

    @Test
    void showsWhatEachRoleMayDo() {
        assertThat(signedIn(Role.AUDITOR).get("/settings/roles").text()).contains("誰が何をしたかを読む", "できる");
    }

    @Test
    void theOrganisationsNameIsNotOverwrittenUnseen() {
        browser.post("/settings/organisation", "version", "1", "organisation", "青葉精機株式会社");
        Page second = browser.post("/settings/organisation", "version", "1", "organisation", "若葉精機株式会社");
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.text()).contains("ほかの人が保存した内容: 青葉精機株式会社", "あなたが入れた内容: 若葉精機株式会社");
        assertThat(settings.organisationName()).isEqualTo("青葉精機株式会社");
    }

    @Test
    void theNameOfACompanyIsWhatIsSeenOfIt() {
        for (String hidden : List.of("\u202e", "\r\nBcc: ", "\u0085")) {
            assertThat(browser.post("/settings/organisation", "version", "1", "organisation", "青葉" + hidden + "精機")
                            .text())
                    .contains("見えない文字か、文字の向きを変える記号");
            assertThat(browser.post(
                                    "/settings/portal/issuer",
                                    "nameJa",
                                    "青葉精機",
                                    "nameEn",
                                    "Aoba" + hidden + "Seiki",
                                    "version",
                                    "0")
                            .text())
                    .contains("見えない文字や改行を含めずに");
        }
    }

    private Page invite(String email, String... more) {
        String[] fields = new String[6 + more.length];
        System.arraycopy(new String[] {"name", "佐藤 健", "email", email, "language", "ja"}, 0, fields, 0, 6);
        System.arraycopy(more, 0, fields, 6, more.length);
        return browser.post("/settings/people/new", fields);
    }
}
