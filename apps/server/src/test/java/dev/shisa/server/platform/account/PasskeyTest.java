package dev.shisa.server.platform.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Passkeys, with authenticators made of software ({@link SoftKey}). */
class PasskeyTest extends ServerTest {

    private static final String PASSWORD = "琥珀色の路面電車に乗って海へ帰る";

    @Autowired
    private Passwords passwords;

    private final SoftKey phone = new SoftKey(1);
    private Person sato = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Browser browser = signedOut();

    @BeforeEach
    void somebodyIsSignedIn() {
        emptyDatabase();
        settings.set("sign-in.address", "https://localhost");
        sato = withPassword(Role.QUALITY);
        browser = signedIn(sato);
    }

    private String options(Browser of) {
        Page page = of.post("/account/sign-ins/passkeys/options", "present", PASSWORD);
        assertThat(page.status()).isEqualTo(200);
        return page.html();
    }

    private void register(SoftKey key, String name) {
        Page added =
                browser.post("/account/sign-ins/passkeys", "name", name, "credential", key.create(options(browser)));
        assertThat(added.location()).isEqualTo("/account/sign-ins?done=added");
    }

    private Page signIn(Browser with, SoftKey key) {
        String asked = with.post("/sign-in/passkey/options").html();
        return with.post("/sign-in/passkey", "credential", key.get(asked), "next", "/products");
    }

    @Test
    void asksForDiscoverableCredentialsWithTheUserVerifiedAndNoAttestation() {
        register(phone, "電話");
        JsonNode asked = JsonMapper.builder().build().readTree(options(browser));
        assertThat(asked.path("rp").path("id").asString("")).isEqualTo("localhost");
        assertThat(asked.path("attestation").asString("")).isEqualTo("none");
        assertThat(asked.path("authenticatorSelection").path("residentKey").asString(""))
                .isEqualTo("required");
        assertThat(asked.path("authenticatorSelection").path("userVerification").asString(""))
                .isEqualTo("required");
        assertThat(asked.path("excludeCredentials").size()).isEqualTo(1);

        JsonNode signIn = JsonMapper.builder()
                .build()
                .readTree(signedOut().post("/sign-in/passkey/options").html());
        assertThat(signIn.path("userVerification").asString("")).isEqualTo("required");
        assertThat(signIn.has("allowCredentials")).isFalse();
    }

    @Test
    void onePasskeyIsTwoFactorsAndOpensASessionOfItsOwn() {
        register(phone, "電話");
        jdbc.sql("INSERT INTO setting (name, value) VALUES ('second-factor.required', 'yes')")
                .update();
        Browser elsewhere = signedOut();
        elsewhere.cookie(Sessions.COOKIE, "planted-by-somebody-else-0123456789012345678");

        assertThat(signIn(elsewhere, phone).location()).isEqualTo("/products");

        assertThat(elsewhere.cookie(Sessions.COOKIE)).isNotEqualTo("planted-by-somebody-else-0123456789012345678");
        assertThat(elsewhere.get("/account").text()).contains(sato.name());
        assertThat(acts()).endsWith("passkey.add", "sign-in");
        assertThat(browser.get("/account/sign-ins").text()).contains("電話").doesNotContain("まだありません");
    }

    @Test
    void stillThereIsAskedForBeforeOneIsAdded() {
        Page refused = browser.post("/account/sign-ins/passkeys/options", "present", "違う言葉");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.html()).contains("今のパスワードと違います");
    }

    @Test
    void aChallengeIsGoodOnceForWhoAskedAndForFiveMinutes() {
        String asked = options(browser);
        Browser other = signedIn(withPassword(Role.QUALITY));
        assertThat(other.post("/account/sign-ins/passkeys", "credential", phone.create(asked))
                        .text())
                .contains("時間が切れたか");

        clock.advance(Passkeys.CHALLENGE_LIFE);
        assertThat(browser.post("/account/sign-ins/passkeys", "credential", phone.create(asked))
                        .status())
                .isEqualTo(422);

        register(phone, "電話");
        Browser elsewhere = signedOut();
        String answer = phone.get(elsewhere.post("/sign-in/passkey/options").html());
        assertThat(elsewhere.post("/sign-in/passkey", "credential", answer).location())
                .isEqualTo("/");
        assertThat(signedOut().post("/sign-in/passkey", "credential", answer).status())
                .isEqualTo(422);
    }

    @Test
    void anAnswerForAnotherAddressOrWithoutTheUserVerifiedOpensNothing() {
        register(phone, "電話");
        phone.origin = "https://localhost.evil.example";
        assertThat(signIn(signedOut(), phone).status()).isEqualTo(422);
        phone.origin = "https://localhost";
        phone.verifies = false;
        Page unverified = signIn(signedOut(), phone);
        assertThat(unverified.status()).isEqualTo(422);
        assertThat(unverified.text()).contains("画面ロック");
    }

    @Test
    void anotherKeyUnderTheSameIdOpensNothing() {
        register(phone, "電話");
        SoftKey forged = new SoftKey(1);
        forged.handle = phone.handle;
        assertThat(signIn(signedOut(), forged).text()).contains("確かめられませんでした");
        assertThat(signIn(signedOut(), new SoftKey(2)).text()).contains("ここでは使えません");
    }

    @Test
    void aCounterThatGoesBackIsACopy() {
        register(phone, "電話");
        phone.counter = 10;
        assertThat(signIn(signedOut(), phone).location()).isEqualTo("/products");
        phone.counter = 5;

        Page refused = signIn(signedOut(), phone);

        assertThat(refused.text()).contains("写しが作られたおそれ");
        assertThat(acts()).contains("passkey.copied");
    }

    @Test
    void whoIsDisabledStaysOutside() {
        register(phone, "電話");
        jdbc.sql("UPDATE person SET disabled_at = now() WHERE id = :id")
                .param("id", sato.id())
                .update();
        assertThat(signIn(signedOut(), phone).status()).isEqualTo(422);
    }

    @Test
    void hostileAnswersAreASentence() {
        for (String answer :
                new String[] {"", "{", "[]", "{\"id\":1}", "null", "x".repeat(100_000), "{\"response\":{}}"}) {
            Browser stranger = signedOut();
            stranger.post("/sign-in/passkey/options");
            Page refused = stranger.post("/sign-in/passkey", "credential", answer);
            assertThat(refused.status()).as(answer).isEqualTo(422);
            assertThat(browser.post("/account/sign-ins/passkeys", "credential", answer)
                            .status())
                    .as(answer)
                    .isEqualTo(422);
        }
    }

    @Test
    void severalHaveNamesAndEachCanBeRemoved() {
        register(phone, "電話");
        clock.advance(java.time.Duration.ofMinutes(1));
        register(new SoftKey(2), "");
        Page own = browser.get("/account/sign-ins");
        assertThat(own.text()).contains("電話", "パスキー 2");

        browser.post(own.find("action=\"(/account/sign-ins/passkeys/[0-9a-f-]+/remove)\""));

        assertThat(browser.get("/account/sign-ins").text()).doesNotContain("電話");
        assertThat(signIn(signedOut(), phone).text()).contains("ここでは使えません");
        assertThat(acts()).endsWith("passkey.remove");
    }

    @Test
    void confirmsThePasswordInPlaceOfACodeWhereThereIsNoApp() {
        register(phone, "電話");
        jdbc.sql("INSERT INTO setting (name, value) VALUES ('second-factor.required', 'yes')")
                .update();
        Browser elsewhere = signedOut();
        Page half = elsewhere.post("/sign-in", "email", sato.email(), "password", PASSWORD);

        assertThat(elsewhere.follow(half).text()).contains("パスキーで確かめてください").doesNotContain("QRコード");
        assertThat(signIn(elsewhere, phone).location()).isEqualTo("/products");
    }

    @Test
    void saysThatThereAreNoneUnderAnIpAddress() {
        settings.set("sign-in.address", "https://192.0.2.7:8443");
        assertThat(browser.get("/account/sign-ins").text()).contains("IPアドレスで開かれている");
        assertThat(signedOut().get("/sign-in").html()).doesNotContain("passkey.js");
        assertThat(signedOut().post("/sign-in/passkey/options").status()).isEqualTo(422);
        settings.set("sign-in.address", "https://shisa.midorihama.example");
        assertThat(browser.get("/account/sign-ins").html())
                .contains("https://shisa.midorihama.example/account/sign-ins");
    }

    private Person withPassword(Role... roles) {
        Person person = person(roles);
        jdbc.sql("UPDATE person SET password_hash = :hash WHERE id = :id")
                .param("hash", passwords.encode(PASSWORD))
                .param("id", person.id())
                .update();
        return person;
    }
}
