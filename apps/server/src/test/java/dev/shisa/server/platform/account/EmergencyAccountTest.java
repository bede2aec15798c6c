package dev.shisa.server.platform.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.atonce.AtOnce;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.admin.AdminReply;
import dev.shisa.server.platform.doctor.Check;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Where people come in by a provider only: what is left to whom, and how it is told. */
class EmergencyAccountTest extends ServerTest {

    private static final String PASSWORD = "琥珀色の路面電車に乗って海へ帰る";

    @Autowired
    private Passwords passwords;

    @Autowired
    private IdentityProviderStore providers;

    @Autowired
    private PersonStore people;

    @Autowired
    private EmergencyAccounts accounts;

    @Autowired
    private SignInCheck check;

    @Autowired
    private UserCommand command;

    private final SoftKey key = new SoftKey(7);
    private Person boss = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Person spare = boss;
    private Browser owner = signedOut();

    @BeforeEach
    void twoOwnersAndAProviderInUse() {
        emptyDatabase();
        settings.set("sign-in.address", "https://localhost");
        boss = withPassword(Role.OWNER);
        spare = withPassword(Role.OWNER);
        owner = signedIn(boss);
        UUID id = ids.next();
        providers.insert(id, IdentityProvider.Kind.GENERAL, "社内ログイン", clock.instant());
        jdbc.sql("UPDATE identity_provider SET issuer = 'https://login.example', client_id = 'c', enabled = true")
                .update();
        providers.keepSecret(id, "secret");
        providers.tried(id, clock.instant());
    }

    private void passkeyFor(Person person) {
        Browser browser = signedIn(person);
        String options = browser.post("/account/sign-ins/passkeys/options", "present", PASSWORD)
                .html();
        assertThat(browser.post("/account/sign-ins/passkeys", "credential", key.create(options))
                        .location())
                .isEqualTo("/account/sign-ins?done=added");
    }

    private void mark(Person person) {
        assertThat(owner.post("/settings/people/" + person.id() + "/emergency", "marked", "1")
                        .location())
                .isEqualTo("/settings/people/" + person.id());
    }

    private void providersOnly() {
        passkeyFor(spare);
        mark(spare);
        assertThat(owner.post("/settings/sign-in/mode", "mode", "providers").location())
                .isEqualTo("/settings/sign-in#mode");
    }

    @Test
    void providersOnlyNeedsAnEmergencyAccountWithASecondFactor() {
        assertThat(owner.post("/settings/sign-in/mode", "mode", "providers").text())
                .contains("使える緊急用アカウントがない");
        assertThat(owner.post("/settings/people/" + spare.id() + "/emergency", "marked", "1")
                        .text())
                .contains("パスワードか2段階認証がありません");
        Person quality = withPassword(Role.QUALITY);
        assertThat(owner.post("/settings/people/" + quality.id() + "/emergency", "marked", "1")
                        .status())
                .isEqualTo(409);
        providersOnly();
        assertThat(owner.get("/settings/sign-in").text()).contains("プロバイダーだけでサインインします");
        assertThat(acts()).contains("emergency.mark", "sign-in.mode");
    }

    @Test
    void providersOnlyNeedsAProviderInUse() {
        jdbc.sql("UPDATE identity_provider SET enabled = false").update();
        passkeyFor(spare);
        mark(spare);
        assertThat(owner.post("/settings/sign-in/mode", "mode", "providers").text())
                .contains("利用中のプロバイダーがない");
    }

    @Test
    void aRightPasswordOfAnOrdinaryPersonIsAnsweredAsAWrongOne() {
        Person tanaka = withPassword(Role.QUALITY);
        Browser before = signedIn(tanaka);
        providersOnly();

        Page right = signedOut().post("/sign-in", "email", tanaka.email(), "password", PASSWORD);
        Page nobody = signedOut().post("/sign-in", "email", "nobody@midorihama.example", "password", PASSWORD);

        assertThat(right.status()).isEqualTo(422);
        assertThat(right.text().replace(tanaka.email(), ""))
                .isEqualTo(nobody.text().replace("nobody@midorihama.example", ""));
        assertThat(before.get("/account").location()).startsWith("/sign-in");
        assertThat(owner.get("/account").status()).isEqualTo(200);
        assertThat(owner.post("/settings/people/" + tanaka.id() + "/link").status())
                .isEqualTo(409);
    }

    @Test
    void anInvitationTakesNoPasswordWhereThereAreProvidersOnly() {
        providersOnly();
        String link = owner.post(
                        "/settings/people/new", "name", "鈴木 花", "email", "hana@midorihama.example", "role", "quality")
                .find("(/invitation/[A-Za-z0-9_-]{43})");
        Browser hana = signedOut();
        assertThat(hana.get(link).html()).contains(link + "/with/").doesNotContain("type=\"password\"");
        assertThat(hana.post(link, "password", PASSWORD).status()).isEqualTo(409);
    }

    @Test
    void theEmergencyAccountComesInWithASecondFactorAndIsToldAtOnce() {
        providersOnly();
        Browser night = signedOut();
        assertThat(night.get("/sign-in").text()).contains("緊急用アカウントで入る");
        Page half = night.post("/sign-in", "email", spare.email(), "password", PASSWORD);
        assertThat(half.location()).isEqualTo("/sign-in/code");
        assertThat(night.cookie(Sessions.COOKIE)).isNull();
        assertThat(count("notice_event")).isZero();

        String asked = night.post("/sign-in/passkey/options").html();
        assertThat(night.post("/sign-in/passkey", "credential", key.get(asked)).location())
                .isEqualTo("/");

        assertThat(acts()).endsWith("sign-in", "emergency.use");
        assertThat(jdbc.sql("SELECT count(*) FROM ledger_outbox WHERE kind = 'emergency-sign-in/1'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
        assertThat(count("notice_event")).isEqualTo(1);
        assertThat(check.look())
                .isInstanceOfSatisfying(
                        Check.Finding.Bad.class, bad -> assertThat(bad.code()).isEqualTo("used"));
        assertThat(owner.get("/settings/sign-in").text()).doesNotContain("使われていません");
        clock.advance(SignInCheck.SHOWN);
        assertThat(check.look()).isInstanceOf(Check.Finding.Ok.class);
    }

    @Test
    void theLastOneCanNeitherBeUnmarkedNorDisabledNorLoseItsSecondFactor() {
        providersOnly();
        Browser spareOwner = signedIn(spare);
        for (String path : List.of("/emergency", "/disable")) {
            Page refused = owner.post("/settings/people/" + spare.id() + path);
            assertThat(refused.status()).as(path).isEqualTo(409);
        }
        assertThat(owner.post(
                                "/settings/people/" + spare.id(),
                                "version",
                                version(spare),
                                "name",
                                "佐藤",
                                "role",
                                "quality")
                        .status())
                .isEqualTo(409);
        String remove =
                spareOwner.get("/account/sign-ins").find("action=\"(/account/sign-ins/passkeys/[^\"]+/remove)\"");
        assertThat(spareOwner.post(remove).status()).isEqualTo(409);
        assertThat(check.look()).isInstanceOf(Check.Finding.Ok.class);

        owner.post("/settings/sign-in/mode", "mode", "all");
        assertThat(owner.post("/settings/people/" + spare.id() + "/emergency").status())
                .isEqualTo(302);
    }

    @Test
    void theLastProviderStaysWhilePeopleHaveNothingElse() {
        providersOnly();
        String page = owner.get("/settings/sign-in").find("href=\"(/settings/sign-in/[0-9a-f-]{36})\"");
        assertThat(owner.post(page + "/off").text()).contains("だれも入れなくなります");
        assertThat(owner.post(page + "/remove").status()).isEqualTo(409);
    }

    @Test
    void thereAreTwoAtMost() {
        providersOnly();
        jdbc.sql("UPDATE person SET emergency = true WHERE id = :id")
                .param("id", boss.id())
                .update();
        Person third = withPassword(Role.OWNER);
        assertThat(owner.post("/settings/people/" + third.id() + "/emergency", "marked", "1")
                        .text())
                .contains("2個まで");
    }

    @Test
    void whoHasTheMachineGetsBackInAndThatIsTold() {
        providersOnly();
        AdminReply reply = command.answer("reset owner", Locale.JAPANESE);
        assertThat(reply.text()).contains(spare.name());
        String link = reply.text().substring(reply.text().indexOf("/reset/")).strip();

        Browser machine = signedOut();
        Page chosen = machine.post(link, "password", "新しい合言葉は海辺の灯台守の犬");

        assertThat(chosen.location()).isEqualTo("/sign-in/code");
        assertThat(acts()).contains("emergency.use", "password.reset");
        assertThat(count("notice_event")).isEqualTo(1);
    }

    @Test
    void theDoctorMissesAnEmergencyAccount() {
        providersOnly();
        jdbc.sql("DELETE FROM passkey").update();
        assertThat(check.look())
                .isInstanceOfSatisfying(
                        Check.Finding.Bad.class, bad -> assertThat(bad.code()).isEqualTo("no-emergency"));
    }

    private String version(Person person) {
        return jdbc.sql("SELECT version::text FROM person WHERE id = :id")
                .param("id", person.id())
                .query(String.class)
                .single();
    }

    private Person withPassword(Role... roles) {
        Person person = person(roles);
        jdbc.sql("UPDATE person SET password_hash = :hash WHERE id = :id")
                .param("hash", passwords.encode(PASSWORD))
                .param("id", person.id())
                .update();
        return person;
    }

    @Test
    void whoCeasesToBeAnOwnerMeanwhileBecomesNoEmergencyAccount() {
        passkeyFor(spare);
        Account seen = people.byId(spare.id()).orElseThrow();
        try (AtOnce atOnce = atOnce()) {
            AtOnce.Open demoting = atOnce.begin().step(() -> {
                people.lockActiveOwners();
                people.update(spare.id(), seen.version(), spare.name(), Set.of(Role.QUALITY), Set.of());
            });
            Future<Boolean> marking = atOnce.beside(() -> {
                accounts.mark(seen);
                return true;
            });
            demoting.commit();
            assertThatThrownBy(() -> AtOnce.result(marking))
                    .isInstanceOfSatisfying(
                            Problem.class, p -> assertThat(p.code()).isEqualTo("emergency.owner"));
        }
        assertThat(people.byId(spare.id()).orElseThrow().emergency()).isFalse();
    }
}
