package dev.shisa.server.platform.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class SignInTest extends ServerTest {

    private static final String PASSWORD = "琥珀色の路面電車に乗って海へ帰る";
    private static @Nullable String known;

    @Autowired
    Passwords passwords;

    @Test
    void opensASessionForTheRightPassword() {
        Person person = withPassword(Role.QUALITY);
        Browser browser = signedOut();

        Page answer = browser.post(
                "/sign-in",
                "email",
                person.email().toUpperCase(java.util.Locale.ROOT),
                "password",
                PASSWORD,
                "next",
                "/account");

        assertThat(answer.location()).isEqualTo("/account");
        assertThat(browser.follow(answer).text()).contains(person.name());
        assertThat(acts()).contains("sign-in");
    }

    @Test
    void givesTheCookieOnlyToThisHostOverTlsAndNotToScript() {
        Person person = withPassword(Role.QUALITY);

        Page answer = signedOut().post("/sign-in", "email", person.email(), "password", PASSWORD);

        assertThat(answer.response().getHeaders("Set-Cookie"))
                .filteredOn(cookie -> cookie.startsWith("__Host-shisa="))
                .singleElement()
                .asString()
                .contains("Path=/;", "Secure", "HttpOnly", "SameSite=Lax")
                .doesNotContain("Domain");
    }

    @Test
    void keepsOnlyTheHashOfTheCookie() {
        Person person = withPassword(Role.QUALITY);
        Browser browser = signedOut();
        browser.post("/sign-in", "email", person.email(), "password", PASSWORD);

        byte[] stored = jdbc.sql("SELECT token_hash FROM session WHERE person_id = :id")
                .param("id", person.id())
                .query(byte[].class)
                .single();

        String cookie = String.valueOf(browser.cookie(Sessions.COOKIE));
        assertThat(cookie).as("256 random bits").matches("[A-Za-z0-9_-]{43}");
        assertThat(stored).isEqualTo(Secrets.hash(cookie));
    }

    /** OWASP's second choice, and a salt of its own for each. */
    @Test
    void aPasswordIsKeptAsArgon2idOnly() {
        String hash = hash();

        assertThat(hash).matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
        assertThat(passwords.encode(PASSWORD)).isNotEqualTo(hash);
        assertThat(passwords.matches(PASSWORD, hash)).isTrue();
    }

    /** Capitals, spaces and the last of many characters count. */
    @Test
    void aPasswordIsComparedWhole() {
        String whole = " Kettle harbour violin ".repeat(10);
        String hash = passwords.encode(whole);

        assertThat(passwords.matches(whole, hash)).isTrue();
        assertThat(passwords.matches(whole.strip(), hash)).isFalse();
        assertThat(passwords.matches(whole.toLowerCase(java.util.Locale.ROOT), hash))
                .isFalse();
        assertThat(passwords.matches(whole.substring(0, whole.length() - 1) + "x", hash))
                .isFalse();
    }

    @Test
    void aPasswordHoldsUntilSomebodyChangesIt() {
        Person person = withPassword(Role.QUALITY);
        clock.advance(Duration.ofDays(3_650));

        Browser browser = signedOut();
        Page answer = browser.post("/sign-in", "email", person.email(), "password", PASSWORD, "next", "/account");

        assertThat(answer.location()).isEqualTo("/account");
        assertThat(browser.follow(answer).status()).isEqualTo(200);
    }

    @Test
    void takesNoSessionThatWasThereBefore() {
        Person person = withPassword(Role.QUALITY);
        Browser browser = signedOut().cookie(Sessions.COOKIE, "planted-by-somebody-else-planted-by-somebo");

        browser.post("/sign-in", "email", person.email(), "password", PASSWORD);

        assertThat(browser.cookie(Sessions.COOKIE)).isNotEqualTo("planted-by-somebody-else-planted-by-somebo");
        assertThat(signedOut()
                        .cookie(Sessions.COOKIE, "planted-by-somebody-else-planted-by-somebo")
                        .get("/account")
                        .location())
                .startsWith("/sign-in");
    }

    @Test
    void closesTheOldSessionOfTheSameBrowser() {
        Person person = withPassword(Role.QUALITY);
        Browser browser = signedOut();
        browser.post("/sign-in", "email", person.email(), "password", PASSWORD);
        String first = String.valueOf(browser.cookie(Sessions.COOKIE));

        browser.post("/sign-in", "email", person.email(), "password", PASSWORD);

        assertThat(signedOut().cookie(Sessions.COOKIE, first).get("/account").location())
                .startsWith("/sign-in");
    }

    @Test
    void answersTheSameWhetherTheAccountExistsOrNot() {
        Person person = withPassword(Role.QUALITY);
        Browser known = signedOut();
        Browser unknown = signedOut();

        for (int i = 0; i < SignIns.FAILURES_FREE + 1; i++) {
            Page right = known.post("/sign-in", "email", person.email(), "password", "wrong");
            Page wrong = unknown.post("/sign-in", "email", "nobody@midorihama.example", "password", "wrong");
            assertThat(wrong.status()).isEqualTo(right.status());
            assertThat(wrong.find("id=\"password-error\"[^>]*>.*?<span>(.*?)</span>"))
                    .isEqualTo(right.find("id=\"password-error\"[^>]*>.*?<span>(.*?)</span>"));
        }
    }

    @Test
    void locksForAMinuteAfterFiveFailuresAndThenLonger() {
        Person person = withPassword(Role.QUALITY);
        Browser browser = signedOut();
        for (int i = 0; i < SignIns.FAILURES_FREE; i++) {
            browser.post("/sign-in", "email", person.email(), "password", "wrong");
        }

        assertThat(browser.post("/sign-in", "email", person.email(), "password", PASSWORD)
                        .status())
                .isEqualTo(429);
        clock.advance(Duration.ofSeconds(61));
        assertThat(browser.post("/sign-in", "email", person.email(), "password", "wrong")
                        .status())
                .isEqualTo(429);
        clock.advance(Duration.ofSeconds(61));
        assertThat(browser.post("/sign-in", "email", person.email(), "password", PASSWORD)
                        .status())
                .as("the second lock lasts two minutes")
                .isEqualTo(429);
        clock.advance(Duration.ofSeconds(60));
        assertThat(browser.post("/sign-in", "email", person.email(), "password", PASSWORD)
                        .status())
                .isEqualTo(302);
        assertThat(acts()).contains("sign-in.burst");
        assertThat(jdbc.sql("SELECT count(*) FROM ledger_outbox WHERE kind = 'sign-in-burst/1'")
                        .query(Integer.class)
                        .single())
                .isPositive();
    }

    @Test
    void whoKnowsTheMailAddressOnlyKeepsNobodyOut() {
        Person person = withPassword(Role.OWNER);
        Browser stranger = signedOut();
        for (int i = 0; i <= SignIns.FAILURES_FREE; i++) {
            stranger.post("/sign-in", "email", person.email(), "password", "wrong");
        }
        assertThat(stranger.post("/sign-in", "email", person.email(), "password", PASSWORD)
                        .status())
                .isEqualTo(429);

        assertThat(signedOut()
                        .post("/sign-in", "email", person.email(), "password", PASSWORD)
                        .status())
                .isEqualTo(302);
        assertThat(stranger.post("/sign-in", "email", person.email(), "password", PASSWORD)
                        .status())
                .as("the stranger's count goes on")
                .isEqualTo(429);
    }

    @Test
    void aWholeOfficeBehindOneAddressComesIn() {
        Person person = withPassword(Role.QUALITY);
        Browser office = signedOut();
        for (int i = 0; i < 45; i++) {
            assertThat(office.post("/sign-in", "email", person.email(), "password", PASSWORD)
                            .status())
                    .as("the %d. of them", i + 1)
                    .isEqualTo(302);
        }
    }

    @Test
    void aLockOfAClockThatWasAheadEndsWithIt() {
        Person person = withPassword(Role.QUALITY);
        Browser browser = signedOut();
        clock.advance(Duration.ofDays(3_650));
        for (int i = 0; i <= SignIns.FAILURES_FREE; i++) {
            browser.post("/sign-in", "email", person.email(), "password", "wrong");
        }
        clock.advance(Duration.ofDays(-3_650));
        assertThat(browser.post("/sign-in", "email", person.email(), "password", PASSWORD)
                        .status())
                .isEqualTo(302);
    }

    @Test
    void locksNoLongerThanAnHour() {
        assertThat(SignIns.lock(5)).isEqualTo(Duration.ofMinutes(1));
        assertThat(SignIns.lock(6)).isEqualTo(Duration.ofMinutes(2));
        assertThat(SignIns.lock(10)).isEqualTo(Duration.ofMinutes(32));
        assertThat(SignIns.lock(11)).isEqualTo(Duration.ofHours(1));
        assertThat(SignIns.lock(100_000)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void refusesASourceThatKnocksTooOften() {
        Browser browser = signedOut();
        int status = 0;
        for (int i = 0; i < 41; i++) {
            status = browser.post("/sign-in", "email", "", "password", "").status();
        }
        assertThat(status).isEqualTo(429);
        assertThat(signedOut().post("/sign-in", "email", "", "password", "").status())
                .isEqualTo(422);
    }

    @Test
    void refusesAFormWithoutItsToken() {
        Person person = withPassword(Role.QUALITY);

        Page answer = signedOut().postWithoutToken("/sign-in", "email", person.email(), "password", PASSWORD);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).contains("この画面は古くなっています");
    }

    @Test
    void endsASessionAfterTwelveQuietHoursAndAfterSevenDays() {
        Browser quiet = signedIn(Role.QUALITY);
        clock.advance(Sessions.IDLE_MAX.plusSeconds(1));
        assertThat(quiet.get("/account").location()).startsWith("/sign-in");

        Browser busy = signedIn(Role.QUALITY);
        for (int hours = 0; hours < 7 * 24 - 6; hours += 6) {
            clock.advance(Duration.ofHours(6));
            assertThat(busy.get("/account").status()).isEqualTo(200);
        }
        clock.advance(Duration.ofHours(6));
        assertThat(busy.get("/account").location()).startsWith("/sign-in");
    }

    @Test
    void signsOut() {
        Browser browser = signedIn(Role.QUALITY);
        String session = String.valueOf(browser.cookie(Sessions.COOKIE));

        assertThat(browser.post("/sign-out").location()).isEqualTo("/sign-in");

        assertThat(browser.cookie(Sessions.COOKIE)).isNull();
        assertThat(signedOut().cookie(Sessions.COOKIE, session).get("/account").location())
                .startsWith("/sign-in");
    }

    @Test
    void sendsTheReaderBackToWhereTheyWantedToGoButNeverElsewhere() {
        assertThat(signedOut().get("/account?done=password").location())
                .isEqualTo("/sign-in?next=%2Faccount%3Fdone%3Dpassword");
        Person person = withPassword(Role.QUALITY);
        for (String evil : new String[] {"//evil.example", "https://evil.example", "/\\evil.example", "/\tx"}) {
            Page answer = signedOut().post("/sign-in", "email", person.email(), "password", PASSWORD, "next", evil);
            assertThat(answer.location()).isEqualTo("/");
        }
    }

    @Test
    void tellsTheBrowserWhatAPageMayDo() {
        Page page = signedOut().get("/sign-in");

        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Referrer-Policy")).isEqualTo("same-origin");
        assertThat(page.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(page.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(page.header("Cache-Control")).contains("no-store");
        assertThat(page.header("Strict-Transport-Security")).isNull();
    }

    private Person withPassword(Role... roles) {
        Person person = person(roles);
        jdbc.sql("UPDATE person SET password_hash = :hash WHERE id = :id")
                .param("hash", hash())
                .param("id", person.id())
                .update();
        return person;
    }

    /** Costly on purpose, so computed once. */
    private String hash() {
        String hash = known;
        if (hash == null) {
            hash = passwords.encode(PASSWORD);
            known = hash;
        }
        return hash;
    }
}
