package dev.shisa.server.platform.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class AccountTest extends ServerTest {

    private static final String OLD = "琥珀色の路面電車に乗って海へ帰る";
    private static final String NEW = "雨の日は図書室の窓辺で昼寝する";

    @Autowired
    Passwords passwords;

    @Test
    void changesThePasswordAndSignsOutEveryOtherDevice() {
        Person person = person(Role.QUALITY);
        jdbc.sql("UPDATE person SET password_hash = :hash WHERE id = :id")
                .param("hash", passwords.encode(OLD))
                .param("id", person.id())
                .update();
        Browser here = signedIn(person);
        Browser elsewhere = signedIn(person);

        Page wrong = here.post("/account/password", "present", "not this one", "password", NEW);
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text()).contains("今のパスワードと違います");
        Page right = here.post("/account/password", "present", OLD, "password", NEW);

        assertThat(here.follow(right).text()).contains("パスワードを変えました");
        assertThat(elsewhere.get("/account").location()).startsWith("/sign-in");
        assertThat(signedOut()
                        .post("/sign-in", "email", person.email(), "password", OLD)
                        .status())
                .isEqualTo(422);
        assertThat(signedOut()
                        .post("/sign-in", "email", person.email(), "password", NEW)
                        .status())
                .isEqualTo(302);
    }

    @Test
    void aNewPasswordEndsTokensUnlessTheyAreKept() {
        Person person = person(Role.QUALITY);
        String hash = passwords.encode(OLD);
        jdbc.sql("UPDATE person SET password_hash = :hash WHERE id = :id")
                .param("hash", hash)
                .param("id", person.id())
                .update();
        Browser here = signedIn(person);
        assertThat(here.get("/account").html()).doesNotContain("keepTokens");
        Api program = api(person, Set.of(Act.VIEW));
        assertThat(here.get("/account").html()).contains("name=\"keepTokens\" value=\"1\">");

        here.post("/account/password", "present", OLD, "password", NEW, "keepTokens", "1");
        assertThat(program.get("/api/v1/series").status()).isEqualTo(200);
        here.post("/account/password", "present", NEW, "password", OLD);
        assertThat(program.get("/api/v1/series").status()).isEqualTo(401);
    }

    @Test
    void endsOneOtherSessionButNobodyElses() {
        Person person = person(Role.QUALITY);
        Browser here = signedIn(person);
        Browser elsewhere = signedIn(person);
        String id = here.get("/account").find("name=\"session\" value=\"([0-9a-f]{64})\"");

        signedIn(Role.QUALITY).post("/account/sessions/close", "session", id);
        assertThat(elsewhere.get("/account").status()).isEqualTo(200);
        here.post("/account/sessions/close", "session", id);

        assertThat(elsewhere.get("/account").location()).startsWith("/sign-in");
        assertThat(here.get("/account").status()).isEqualTo(200);
    }

    @Test
    void foldsSessionsAfterTheTenThatWereUsedLast() {
        Person person = person(Role.QUALITY);
        Browser here = signedIn(person);
        IntStream.range(0, 11).forEach(i -> signedIn(person));

        String page = here.get("/account").html();

        assertThat(page.indexOf("この端末")).isPositive().isLessThan(page.indexOf("ほかの2台を見る"));
        assertThat(page.substring(page.indexOf("ほかの2台を見る")).split("name=\"session\"", -1))
                .hasSize(3);
    }

    @Test
    void changesNameAndLanguage() {
        Browser browser = signedIn(Role.QUALITY);

        Page saved = browser.post("/account", "name", "Misaki Tanaka", "language", "en");

        assertThat(browser.follow(saved).text()).contains("Your account", "Misaki Tanaka", "Saved.");
    }

    @Test
    void switchesLanguageAndThemeForEverybodyAndComesBackOnlyToOurselves() {
        Browser browser = signedOut();

        assertThat(browser.post("/language", "language", "en", "back", "/certificate")
                        .location())
                .isEqualTo("/certificate");
        assertThat(browser.get("/certificate").text()).contains("self-made");
        browser.post("/theme", "theme", "dark", "back", "//evil.example");
        assertThat(browser.get("/certificate").html()).contains("data-theme=\"dark\"");
        assertThat(browser.post("/theme", "theme", "dark", "back", "//evil.example")
                        .location())
                .isEqualTo("/");
        assertThat(browser.post("/theme", "theme", "pink", "back", "/")
                        .response()
                        .getCookie("theme"))
                .isNull();
    }
}
