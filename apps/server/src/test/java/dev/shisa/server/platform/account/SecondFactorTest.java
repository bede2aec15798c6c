package dev.shisa.server.platform.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.admin.AdminReply;
import dev.shisa.server.platform.doctor.Check;
import dev.shisa.server.platform.storage.SealedSecrets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class SecondFactorTest extends ServerTest {

    private static final String PASSWORD = "琥珀色の路面電車に乗って海へ帰る";
    private static @Nullable String known;

    @Autowired
    Passwords passwords;

    @Autowired
    UserCommand command;

    @Autowired
    SecondFactors secondFactors;

    @Autowired
    SealedSecrets sealed;

    @Autowired
    SecondFactorKeyCheck keyCheck;

    private Person sato = new Person(new java.util.UUID(0, 0), "", "", "ja", java.util.Set.of(), java.util.Set.of());
    private Browser browser = signedOut();

    @BeforeEach
    void somebodyWithAPasswordIsHere() {
        emptyDatabase();
        sato = withPassword(Role.QUALITY);
        browser = signedIn(sato);
    }

    @Test
    void asksForTheCodeAfterThePasswordAndOpensNoSessionBefore() {
        byte[] secret = enrol(browser);

        Browser phone = signedOut();
        Page half = phone.post("/sign-in", "email", sato.email(), "password", PASSWORD, "next", "/products?q=x");
        assertThat(half.location()).isEqualTo("/sign-in/code?next=%2Fproducts%3Fq%3Dx");
        assertThat(phone.cookie(Sessions.COOKIE)).isNull();
        assertThat(phone.get("/account").location()).startsWith("/sign-in");

        clock.advance(Duration.ofSeconds(30));
        assertThat(phone.post("/sign-in/code", "code", code(secret), "next", "/products?q=x")
                        .location())
                .isEqualTo("/products?q=x");
        assertThat(phone.get("/account").text()).contains(sato.name());
        assertThat(acts()).endsWith("second-factor.on", "sign-in");
    }

    @Test
    void givesTheHalfWayCookieOnlyToThisHostAndForTenMinutes() {
        byte[] secret = enrol(browser);
        Browser phone = signedOut();
        Page half = phone.post("/sign-in", "email", sato.email(), "password", PASSWORD);
        assertThat(half.response().getHeaders("Set-Cookie"))
                .filteredOn(cookie -> cookie.startsWith("__Host-shisa-step="))
                .singleElement()
                .asString()
                .contains("Path=/;", "Secure", "HttpOnly", "SameSite=Lax");

        clock.advance(HalfSignIns.LIFE);
        assertThat(phone.post("/sign-in/code", "code", code(secret)).location()).isEqualTo("/sign-in");
        assertThat(phone.get("/sign-in/code").location()).isEqualTo("/sign-in");
        assertThat(phone.cookie(Sessions.COOKIE)).isNull();
    }

    @Test
    void refusesACodeThatWasUsedAlready() {
        byte[] secret = enrol(browser);
        clock.advance(Duration.ofSeconds(30));
        String code = code(secret);
        assertThat(signInWith(code).location()).isEqualTo("/");

        Page again = signInWith(code);

        assertThat(again.status()).isEqualTo(422);
        assertThat(again.text()).contains("すでに使われています");
    }

    @Test
    void theCodeThatConfirmedTheAppIsUsedUpToo() {
        byte[] secret = enrol(browser);
        assertThat(signInWith(code(secret)).status()).isEqualTo(422);
    }

    @Test
    void wrongCodesLockAsWrongPasswordsDoAndARightPasswordBetweenThemChangesNothing() {
        byte[] secret = enrol(browser);
        for (int i = 0; i < SignIns.FAILURES_FREE - 1; i++) {
            assertThat(signInWith("000000").status()).isEqualTo(422);
        }
        assertThat(signInWith("000000").status()).isEqualTo(429);

        assertThat(signedOut()
                        .post("/sign-in", "email", sato.email(), "password", PASSWORD)
                        .status())
                .as("the password alone is locked, too")
                .isEqualTo(429);
        clock.advance(SignIns.LOCK_MIN);
        assertThat(signInWith(code(secret)).location()).isEqualTo("/");
        assertThat(acts()).contains("sign-in.burst");
    }

    @Test
    void aLockStopsWhoeverStandsBetweenTheSteps() {
        byte[] secret = enrol(browser);
        Browser phone = signedOut();
        phone.post("/sign-in", "email", sato.email(), "password", PASSWORD);
        for (int i = 0; i < SignIns.FAILURES_FREE; i++) {
            signInWith("000000");
        }
        clock.advance(Duration.ofSeconds(30));
        assertThat(phone.post("/sign-in/code", "code", code(secret)).status()).isEqualTo(429);
    }

    @Test
    void wrongPasswordsOfAStrangerStopNobodyBetweenTheSteps() {
        byte[] secret = enrol(browser);
        Browser phone = signedOut();
        phone.post("/sign-in", "email", sato.email(), "password", PASSWORD);
        Browser stranger = signedOut();
        for (int i = 0; i <= SignIns.FAILURES_FREE; i++) {
            stranger.post("/sign-in", "email", sato.email(), "password", "wrong");
        }
        clock.advance(Duration.ofSeconds(30));
        assertThat(phone.post("/sign-in/code", "code", code(secret)).location()).isEqualTo("/");
    }

    @Test
    void aRecoveryCodeWorksOnceHoweverItIsTyped() {
        List<String> codes = recoveryCodes(browser);
        assertThat(codes).hasSize(SecondFactors.RECOVERY_CODES).doesNotHaveDuplicates();
        String typed = codes.getFirst().toLowerCase(Locale.ROOT).replace("-", " ");

        assertThat(signInWith(typed).location()).isEqualTo("/");
        assertThat(signInWith(codes.getFirst()).status()).isEqualTo(422);
        assertThat(browser.get("/account/second-factor").text()).contains("予備コードは残り9個");
    }

    @Test
    void newRecoveryCodesEndTheOldOnes() {
        List<String> old = recoveryCodes(browser);
        assertThat(browser.post("/account/second-factor/codes", "present", "wrong")
                        .status())
                .isEqualTo(422);
        List<String> fresh = codesOn(browser.post("/account/second-factor/codes", "present", PASSWORD));

        assertThat(signInWith(old.get(3)).status()).isEqualTo(422);
        assertThat(signInWith(fresh.get(3)).location()).isEqualTo("/");
    }

    @Test
    void keepsSecretAndRecoveryCodesOutOfTheDatabaseTheAuditAndTheLedger() {
        Page enrolling = begin(browser);
        String shown = secretText(enrolling);
        byte[] secret = base32(shown);
        List<String> codes = codesOn(browser.post("/account/second-factor/confirm", "code", code(secret)));

        byte[] stored =
                jdbc.sql("SELECT secret FROM second_factor").query(byte[].class).single();
        assertThat(stored.length).isEqualTo(12 + OneTimeCodes.SECRET_BYTES + 16);
        assertThat(new String(stored, StandardCharsets.ISO_8859_1))
                .doesNotContain(new String(secret, StandardCharsets.ISO_8859_1));
        assertThat(jdbc.sql("SELECT code_hash FROM recovery_code")
                        .query((row, n) -> new String(row.getBytes(1), StandardCharsets.ISO_8859_1))
                        .list())
                .noneMatch(hash -> codes.stream().anyMatch(code -> hash.contains(code.replace("-", ""))));
        String told = String.join(
                "\n",
                jdbc.sql("SELECT details::text || thing FROM audit")
                        .query(String.class)
                        .list());
        String ledger = String.join(
                "\n",
                jdbc.sql("SELECT convert_from(body, 'UTF8') FROM ledger_outbox")
                        .query(String.class)
                        .list());
        assertThat(told + ledger).doesNotContain(shown).doesNotContain(codes.getFirst());
        assertThat(new SecondFactorEnrolment(shown, "otpauth://x", new QrPicture(1, "")).toString())
                .doesNotContain(shown);
    }

    @Test
    void aSealedSecretOpensForItsOwnPersonOnly() {
        enrol(browser);
        Person other = withPassword(Role.QUALITY);
        jdbc.sql("INSERT INTO second_factor (person_id, secret, since) SELECT :other, secret, since FROM second_factor")
                .param("other", other.id())
                .update();
        Browser phone = signedOut();
        phone.post("/sign-in", "email", other.email(), "password", PASSWORD);
        assertThat(phone.post("/sign-in/code", "code", "123456").status()).isEqualTo(503);
    }

    @Test
    void showsTheSecretAsTextAndPictureUntilItIsConfirmed() {
        Page page = begin(browser);

        assertThat(page.html()).contains("<svg class=\"qr\"", "href=\"otpauth://totp/Shisa%3A", "secret=", "period=30");
        assertThat(browser.post("/account/second-factor/confirm", "code", "000000")
                        .html())
                .as("a wrong code keeps the secret")
                .contains(secretText(page));
        browser.post("/account/second-factor/confirm", "code", code(base32(secretText(page))));
        assertThat(browser.get("/account/second-factor").html()).doesNotContain("otpauth");
    }

    @Test
    void setsNothingUpWithoutThePassword() {
        assertThat(browser.post("/account/second-factor", "present", "wrong").status())
                .isEqualTo(422);
        assertThat(browser.get("/account/second-factor").html()).doesNotContain("otpauth");
        assertThat(count("second_factor")).isZero();
    }

    @Test
    void anotherDeviceTakesOverOnlyWhenItIsConfirmed() {
        byte[] old = enrol(browser);
        byte[] fresh = base32(secretText(begin(browser)));
        clock.advance(Duration.ofSeconds(60));
        assertThat(signInWith(code(old)).location()).isEqualTo("/");
        browser.post("/account/second-factor/confirm", "code", code(fresh));
        clock.advance(Duration.ofSeconds(60));
        assertThat(signInWith(code(old)).status()).isEqualTo(422);
        assertThat(signInWith(code(fresh)).location()).isEqualTo("/");
    }

    @Test
    void canBeSwitchedOffUnlessItIsRequired() {
        enrol(browser);
        Browser owner = signedIn(Role.OWNER);
        owner.post("/settings/people/second-factor", "required", "1");
        assertThat(browser.post("/account/second-factor/off", "present", PASSWORD)
                        .status())
                .isEqualTo(409);

        owner.post("/settings/people/second-factor", "required", "0");
        assertThat(browser.post("/account/second-factor/off", "present", PASSWORD)
                        .status())
                .isEqualTo(302);
        assertThat(signedOut()
                        .post("/sign-in", "email", sato.email(), "password", PASSWORD)
                        .location())
                .isEqualTo("/");
        assertThat(acts()).contains("second-factor.policy", "second-factor.off");
    }

    @Test
    void itCanBeAskedOfARoleAndIsSetUpBeforeAnythingElse() {
        signedIn(Role.OWNER).post("/settings/people/second-factor", "role", "psirt", "role", "auditor");
        assertThat(signedOut()
                        .post("/sign-in", "email", sato.email(), "password", PASSWORD)
                        .location())
                .as("another role")
                .isEqualTo("/");

        jdbc.sql("UPDATE person SET roles = '{quality,psirt}' WHERE id = :id")
                .param("id", sato.id())
                .update();
        Browser phone = signedOut();
        assertThat(phone.post("/sign-in", "email", sato.email(), "password", PASSWORD)
                        .location())
                .isEqualTo("/sign-in/code");
        assertThat(phone.get("/products").location()).startsWith("/sign-in");
        assertThat(phone.get("/account").location()).startsWith("/sign-in");
        Page codes = phone.post("/sign-in/code", "code", code(base32(secretText(phone.get("/sign-in/code")))));
        assertThat(codesOn(codes)).hasSize(SecondFactors.RECOVERY_CODES);
        assertThat(phone.get("/products").status()).isEqualTo(200);
        assertThat(phone.post("/account/second-factor/off", "present", PASSWORD).status())
                .isEqualTo(409);
        Page people = signedIn(Role.OWNER).get("/settings/people");
        assertThat(people.text()).contains("次の役割の人に求めています");
        assertThat(acts()).contains("second-factor.policy");
    }

    @Test
    void whoIsAskedMakesNoTokenWithoutAndKeepsTheOnesThatExist() {
        Api before = api(sato, Set.of(Act.VIEW));
        signedIn(Role.OWNER).post("/settings/people/second-factor", "role", "quality");
        assertThat(before.get("/api/v1/series").status()).isEqualTo(200);
        String[] form = {"name", "ビルド", "days", "30", "act", "view"};
        Page refused = browser.post("/account/tokens", form);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("2段階認証を登録してください");

        enrol(browser);

        assertThat(browser.post("/account/tokens", form).text()).contains("shisa_");
        assertThat(before.get("/api/v1/series").status()).isEqualTo(200);
    }

    @Test
    void aProgramThatSetsUpAnInstallationDecidesItInTheTerminal() {
        FactorPolicy.atFirst(clock.instant()).write(settings);
        assertThat(command.answer("second-factor-roles owner,psirts", Locale.ENGLISH)
                        .exitCode())
                .isEqualTo(AdminReply.WRONG_USAGE);
        assertThat(secondFactors.policy().roles()).isEqualTo(FactorPolicy.AT_FIRST);
        assertThat(command.answer("second-factor-roles quality,auditor", Locale.ENGLISH)
                        .exitCode())
                .isEqualTo(AdminReply.DONE);
        assertThat(secondFactors.isAskedOf(sato.id())).isTrue();
        assertThat(command.answer("second-factor-roles none", Locale.ENGLISH).exitCode())
                .isEqualTo(AdminReply.DONE);
        clock.advance(FactorPolicy.GRACE.multipliedBy(2));
        assertThat(secondFactors.isAskedOf(sato.id())).isFalse();
        assertThat(secondFactors.isAskedOf(person(Role.OWNER).id())).isFalse();
        assertThat(acts()).contains("second-factor.policy");
    }

    @Test
    void aNewInstallationAnnouncesItToOwnersAndAsksAfterTheGrace() {
        FactorPolicy.atFirst(clock.instant()).write(settings);
        Person owner = person(Role.OWNER);
        assertThat(signedIn(owner).get("/").text()).contains("2段階認証を登録してください");
        assertThat(browser.get("/").text()).doesNotContain("2段階認証を登録してください");
        assertThat(secondFactors.isAskedOf(owner.id())).isFalse();
        assertThat(signedIn(owner).get("/settings/people").text()).contains("から求めます");

        clock.advance(FactorPolicy.GRACE);

        assertThat(secondFactors.isAskedOf(owner.id())).isTrue();
        assertThat(secondFactors.isAskedOf(sato.id())).isFalse();
        assertThat(signedIn(owner).get("/").text()).doesNotContain("2段階認証を登録してください");
    }

    @Test
    void whereItIsRequiredEverybodySetsItUpBeforeComingIn() {
        signedIn(Role.OWNER).post("/settings/people/second-factor", "required", "1");
        assertThat(browser.get("/account").status()).as("who is in stays in").isEqualTo(200);

        Browser phone = signedOut();
        assertThat(phone.post("/sign-in", "email", sato.email(), "password", PASSWORD)
                        .location())
                .isEqualTo("/sign-in/code");
        Page enrolling = phone.get("/sign-in/code");
        assertThat(enrolling.text()).contains("認証アプリを登録してください");
        assertThat(phone.get("/products").location()).startsWith("/sign-in");
        assertThat(phone.post("/sign-in/code", "code", "000000").status()).isEqualTo(422);

        Page codes = phone.post("/sign-in/code", "code", code(base32(secretText(enrolling))));

        assertThat(codesOn(codes)).hasSize(SecondFactors.RECOVERY_CODES);
        assertThat(phone.get("/account").text()).contains(sato.name());
    }

    @Test
    void aResetLinkChangesThePasswordAndStillAsksForTheCode() {
        byte[] secret = enrol(browser);
        String link = signedIn(Role.OWNER)
                .post("/settings/people/" + sato.id() + "/link")
                .find("https://localhost(?::\\d+)?(/reset/[^<\\s]+)");
        Browser phone = signedOut();
        assertThat(phone.post(link, "password", "雪解けの峠で三毛猫と笛を吹く日").location()).isEqualTo("/sign-in/code");
        assertThat(phone.get("/account").location()).startsWith("/sign-in");
        clock.advance(Duration.ofSeconds(30));
        assertThat(phone.post("/sign-in/code", "code", code(secret)).location()).isEqualTo("/");
    }

    @Test
    void anOwnerResetsItForSomebodyWhoLostEverything() {
        enrol(browser);
        Browser half = signedOut();
        half.post("/sign-in", "email", sato.email(), "password", PASSWORD);
        Browser owner = signedIn(Role.OWNER);
        assertThat(owner.get("/settings/people/" + sato.id()).text()).contains("2段階認証を解除する");

        owner.post("/settings/people/" + sato.id() + "/second-factor/reset");

        assertThat(half.get("/sign-in/code").location()).isEqualTo("/sign-in");
        assertThat(signedOut()
                        .post("/sign-in", "email", sato.email(), "password", PASSWORD)
                        .location())
                .isEqualTo("/");
        assertThat(acts()).contains("second-factor.reset");
        assertThat(signedIn(Role.QUALITY)
                        .post("/settings/people/" + sato.id() + "/second-factor/reset")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void whoeverOwnsTheMachineResetsItInTheTerminal() {
        enrol(browser);
        AdminReply done = command.answer("second-factor-off " + sato.email(), Locale.JAPANESE);
        assertThat(done.text()).contains("解除しました");
        assertThat(command.answer("second-factor-off " + sato.email(), Locale.JAPANESE)
                        .text())
                .contains("使っていません");
        assertThat(command.answer("second-factor-off nobody@midorihama.example", Locale.JAPANESE)
                        .text())
                .contains("アカウントはありません");
        assertThat(count("second_factor")).isZero();
        assertThat(count("recovery_code")).isZero();
    }

    @Test
    void theDoctorSaysWhetherTheKeyOpensEverybodysSecret() throws IOException {
        Files.deleteIfExists(sealed.file());
        assertThat(keyCheck.look()).as("nobody needs it").isEqualTo(new Check.Finding.Ok(0));
        enrol(browser);
        assertThat(keyCheck.look()).isEqualTo(new Check.Finding.Ok(1));

        byte[] key = Files.readAllBytes(sealed.file());
        try {
            Files.delete(sealed.file());
            assertThat(keyCheck.look()).isEqualTo(new Check.Finding.Bad("missing", 1, sealed.file()));
            Files.writeString(sealed.file(), "no key");
            assertThat(keyCheck.look()).isEqualTo(new Check.Finding.Bad("unreadable", 1, sealed.file()));
            assertThat(signedIn(Role.OWNER).english().get("/doctor").text())
                    .contains("One person cannot sign in with the app.", "Recovery codes work meanwhile.");
            Files.writeString(sealed.file(), Base64.getEncoder().encodeToString(new byte[32]));
            assertThat(keyCheck.look()).isEqualTo(new Check.Finding.Bad("other", 1, sealed.file()));
        } finally {
            Files.write(sealed.file(), key);
        }
        assertThat(keyCheck.look()).isEqualTo(new Check.Finding.Ok(1));
    }

    private byte[] enrol(Browser with) {
        byte[] secret = base32(secretText(begin(with)));
        assertThat(codesOn(with.post("/account/second-factor/confirm", "code", code(secret))))
                .hasSize(SecondFactors.RECOVERY_CODES);
        return secret;
    }

    private List<String> recoveryCodes(Browser with) {
        byte[] secret = base32(secretText(begin(with)));
        return codesOn(with.post("/account/second-factor/confirm", "code", code(secret)));
    }

    private Page begin(Browser with) {
        return with.follow(with.post("/account/second-factor", "present", PASSWORD));
    }

    private Page signInWith(String code) {
        Browser phone = signedOut();
        Page half = phone.post("/sign-in", "email", sato.email(), "password", PASSWORD);
        return half.location().startsWith("/sign-in/code") ? phone.post("/sign-in/code", "code", code) : half;
    }

    private String code(byte[] secret) {
        return OneTimeCodes.code(secret, OneTimeCodes.step(clock.instant()), OneTimeCodes.DIGITS);
    }

    private static String secretText(Page page) {
        return page.find("id=\"secret\"[^>]*>([A-Z2-7 ]+)<").strip();
    }

    private static List<String> codesOn(Page page) {
        return Pattern.compile("\\b[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}\\b")
                .matcher(page.html())
                .results()
                .map(MatchResult::group)
                .toList();
    }

    /** Reading what the page shows, as an app does. */
    private static byte[] base32(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int held = 0;
        int bits = 0;
        for (char c : text.replace(" ", "").toCharArray()) {
            held = held << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c);
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes.write(held >> bits);
            }
        }
        return Arrays.copyOf(bytes.toByteArray(), bytes.size());
    }

    private Person withPassword(Role... roles) {
        Person person = person(roles);
        String hash = known;
        if (hash == null) {
            hash = passwords.encode(PASSWORD);
            known = hash;
        }
        jdbc.sql("UPDATE person SET password_hash = :hash WHERE id = :id")
                .param("hash", hash)
                .param("id", person.id())
                .update();
        return person;
    }
}
