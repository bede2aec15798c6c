package dev.shisa.server.platform.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Signing in by a company's provider: a real exchange with {@link TestIssuer} for each case. */
class ProviderSignInTest extends ServerTest {

    private static final String PASSWORD = "琥珀色の路面電車に乗って海へ帰る";

    @Autowired
    private Passwords passwords;

    @Autowired
    private IdentityProviderStore store;

    private final TestIssuer issuer = new TestIssuer(() -> clock.instant());
    private Browser owner = signedOut();
    private Person boss = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private String page = "";

    @BeforeEach
    void aProviderIsConnected() {
        emptyDatabase();
        settings.set("sign-in.address", "https://localhost");
        boss = person(Role.OWNER);
        owner = signedIn(boss);
        page = connect("general", issuer.issuer());
    }

    @AfterEach
    void theProviderEnds() {
        issuer.close();
    }

    private String connect(String kind, String address) {
        String path = owner.post("/settings/sign-in/providers", "kind", kind, "name", "社内ログイン")
                .location();
        Page saved = owner.post(
                path,
                "version",
                "1",
                "name",
                "社内ログイン",
                "issuer",
                address,
                "client",
                TestIssuer.CLIENT,
                "secret",
                TestIssuer.SECRET,
                "scope",
                "openid profile email",
                "inside",
                "1");
        assertThat(saved.location()).isEqualTo(path + "?done=saved#settings");
        return path;
    }

    private UUID id() {
        return UUID.fromString(page.substring(page.lastIndexOf('/') + 1));
    }

    /** A trial of the owner that went well, then into use. */
    private void inUse() {
        Page away = owner.get(page + "/trial");
        assertThat(away.location()).startsWith(issuer.issuer() + "/authorize?");
        owner.get(issuer.back(away.location(), "owner-there", "email", "owner@midorihama.example", "name", "責任者"));
        assertThat(owner.post(page + "/on").location()).isEqualTo(page + "?done=on#use");
    }

    private Person link(Role... roles) {
        Person person = person(roles);
        link(person, "subject-" + person.id());
        return person;
    }

    private void link(Person person, String subject) {
        jdbc.sql("""
                        INSERT INTO linked_sign_in (id, provider_id, issuer, subject, person_id, email, linked_at)
                        VALUES (:id, :provider, :issuer, :subject, :person, :email, :at)""")
                .param("id", ids.next())
                .param("provider", id())
                .param("issuer", issuer.issuer())
                .param("subject", subject)
                .param("person", person.id())
                .param("email", person.email())
                .param("at", java.sql.Timestamp.from(clock.instant()))
                .update();
    }

    private Page comeBack(Browser browser, String subject, Object... claims) {
        Page away = browser.get("/sign-in/with/" + id() + "?next=/products");
        assertThat(away.location()).startsWith(issuer.issuer() + "/authorize?");
        return browser.get(issuer.back(away.location(), subject, claims));
    }

    private String subject(Person person) {
        return "subject-" + person.id();
    }

    // The way itself.

    @Test
    void sendsTheBrowserAwayWithStateNonceAndAChallengeAndAsksForNothingElse() {
        inUse();
        Browser browser = signedOut();
        assertThat(browser.get("/sign-in").html()).contains("/sign-in/with/" + id());

        Page away = browser.get("/sign-in/with/" + id());

        Map<String, String> query =
                TestIssuer.query(java.net.URI.create(away.location()).getRawQuery());
        assertThat(query)
                .containsEntry("response_type", "code")
                .containsEntry("client_id", TestIssuer.CLIENT)
                .containsEntry("redirect_uri", "https://localhost/sign-in/with/" + id() + "/back")
                .containsEntry("scope", "openid profile email")
                .containsEntry("code_challenge_method", "S256");
        assertThat(List.of(query.get("state"), query.get("nonce"), query.get("code_challenge")))
                .allSatisfy(secret -> assertThat(secret).hasSizeGreaterThanOrEqualTo(43))
                .doesNotHaveDuplicates();
        assertThat(away.response().getHeaders("Set-Cookie"))
                .filteredOn(cookie -> cookie.startsWith("__Host-shisa-away="))
                .singleElement()
                .asString()
                .contains("Path=/;", "Secure", "HttpOnly", "SameSite=Lax");
    }

    @Test
    void opensASessionOfItsOwnForWhoIsLinkedAndGoesOnWhereTheyWanted() {
        inUse();
        Person tanaka = link(Role.QUALITY);
        Browser browser = signedOut();
        browser.cookie(Sessions.COOKIE, "planted-by-somebody-else-0123456789012345678");

        Page in = comeBack(browser, subject(tanaka));

        assertThat(in.location()).isEqualTo("/products");
        assertThat(browser.cookie(Sessions.COOKIE)).isNotEqualTo("planted-by-somebody-else-0123456789012345678");
        assertThat(browser.get("/account").text()).contains(tanaka.name());
        assertThat(acts()).endsWith("sign-in");
    }

    @Test
    void anAnswerCountsOnceAndOnlyInTheBrowserThatWentAndForFifteenMinutes() {
        inUse();
        Person tanaka = link(Role.QUALITY);
        Browser browser = signedOut();
        String back = issuer.back(browser.get("/sign-in/with/" + id()).location(), subject(tanaka));

        Page stolen = signedOut().get(back);
        assertThat(stolen.status()).isEqualTo(422);
        assertThat(stolen.text()).contains("別のブラウザーで戻りました");

        assertThat(browser.get(back).location()).isEqualTo("/");
        assertThat(signedOut()
                        .cookie(OidcRequests.COOKIE, browser.cookie(OidcRequests.COOKIE))
                        .get(back)
                        .status())
                .isEqualTo(422);

        Browser slow = signedOut();
        String late = issuer.back(slow.get("/sign-in/with/" + id()).location(), subject(tanaka));
        clock.advance(OidcRequests.LIFE);
        assertThat(slow.get(late).status()).isEqualTo(422);
        assertThat(slow.cookie(Sessions.COOKIE)).isNull();
    }

    @Test
    void leadsNowhereElse() {
        inUse();
        Person tanaka = link(Role.QUALITY);
        for (String next : List.of("https://evil.example/", "//evil.example", "/\\evil.example", "/sign-in")) {
            Browser browser = signedOut();
            Page away = browser.get("/sign-in/with/" + id() + "?next="
                    + java.net.URLEncoder.encode(next, java.nio.charset.StandardCharsets.UTF_8));
            assertThat(browser.get(issuer.back(away.location(), subject(tanaka)))
                            .location())
                    .isEqualTo("/");
        }
    }

    @Test
    void theWayBeginsUnderTheNameToWhichItComesBack() {
        inUse();
        settings.set("sign-in.address", "https://shisa.midorihama.example");
        assertThat(signedOut().get("/sign-in/with/" + id() + "?next=/products").location())
                .isEqualTo("https://shisa.midorihama.example/sign-in/with/" + id() + "?next=%2Fproducts");
    }

    // Hostile answers.

    record Hostile(String name, java.util.function.Consumer<TestIssuer> how, String code) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Hostile> hostileAnswers() {
        return Stream.of(
                new Hostile("wrong nonce", i -> i.claims = c -> c.claim("nonce", "another"), "id-token.nonce"),
                new Hostile("no nonce", i -> i.claims = c -> c.claim("nonce", null), "id-token.nonce"),
                new Hostile("no signature", i -> i.signature = "none", "id-token.form"),
                new Hostile("signed with the client's secret", i -> i.signature = "HS256", "id-token.algorithm"),
                new Hostile("for somebody else", i -> i.claims = c -> c.audience("other"), "id-token.audience"),
                new Hostile(
                        "for several, by nobody in particular",
                        i -> i.claims = c -> c.audience(List.of(TestIssuer.CLIENT, "other")),
                        "id-token.party"),
                new Hostile(
                        "asked for by somebody else", i -> i.claims = c -> c.claim("azp", "other"), "id-token.party"),
                new Hostile(
                        "of another issuer", i -> i.claims = c -> c.issuer("https://evil.example"), "id-token.issuer"),
                new Hostile("of nobody", i -> i.claims = c -> c.subject(""), "id-token.subject"),
                new Hostile("without times", i -> i.claims = c -> c.expirationTime(null), "id-token.times"),
                new Hostile(
                        "expired",
                        i -> i.claims = c -> c.expirationTime(
                                Date.from(dev.shisa.server.TestClock.START.minus(Duration.ofMinutes(2)))),
                        "id-token.expired"),
                new Hostile(
                        "from the future",
                        i -> i.claims =
                                c -> c.issueTime(Date.from(dev.shisa.server.TestClock.START.plus(Duration.ofHours(1)))),
                        "id-token.future"),
                new Hostile(
                        "signed by a key of the same name",
                        i -> i.signing = TestIssuer.key("first"),
                        "id-token.signature"),
                new Hostile(
                        "signed by a key that nobody published",
                        i -> i.signing = TestIssuer.key("unknown"),
                        "id-token.key"));
    }

    @ParameterizedTest
    @MethodSource("hostileAnswers")
    void refusesAWordThatIsNotTheProviders(Hostile hostile) {
        inUse();
        Person tanaka = link(Role.QUALITY);
        hostile.how().accept(issuer);
        Browser browser = signedOut();

        Page refused = comeBack(browser, subject(tanaka));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("コード " + hostile.code());
        assertThat(browser.cookie(Sessions.COOKIE)).isNull();
        assertThat(jdbc.sql("SELECT details->>'code' FROM audit WHERE act = 'sign-in.provider-failed'")
                        .query(String.class)
                        .single())
                .isEqualTo(hostile.code());
    }

    @Test
    void takesATokenWhoseClockIsAMinuteAway() {
        inUse();
        Person tanaka = link(Role.QUALITY);
        issuer.claims = c -> c.issueTime(Date.from(clock.instant().plusSeconds(60)));
        assertThat(comeBack(signedOut(), subject(tanaka)).location()).isEqualTo("/products");
    }

    @Test
    void followsAChangeOfKeysButAsksForThemOnceAMinuteWhateverComes() {
        inUse();
        Person tanaka = link(Role.QUALITY);
        assertThat(comeBack(signedOut(), subject(tanaka)).location()).isEqualTo("/products");
        issuer.published = TestIssuer.key("second");
        issuer.signing = issuer.published;
        int asked = issuer.keysAsked.get();
        for (int i = 0; i < 5; i++) {
            assertThat(comeBack(signedOut(), subject(tanaka)).status()).isEqualTo(422);
        }
        assertThat(issuer.keysAsked.get()).isEqualTo(asked);

        clock.advance(OidcClient.KEYS_APART);
        assertThat(comeBack(signedOut(), subject(tanaka)).location()).isEqualTo("/products");
        assertThat(issuer.keysAsked.get()).isEqualTo(asked + 1);
    }

    @Test
    void asksNobodyInsideUnlessAnOwnerAllowedItNorWhereTheDescriptionLeads() {
        inUse();
        jdbc.sql("UPDATE identity_provider SET inside = false, version = version + 1")
                .update();
        Page page = signedOut().get("/sign-in/with/" + id());
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.text()).contains("コード inside");

        jdbc.sql("UPDATE identity_provider SET inside = true, version = version + 1")
                .update();
        issuer.description = Map.of("token_endpoint", "http://192.168.0.1/token");
        assertThat(signedOut().get("/sign-in/with/" + id()).text()).contains("コード discovery.address");
        issuer.description = Map.of("jwks_uri", "file:///etc/passwd");
        assertThat(signedOut().get("/sign-in/with/" + id()).text()).contains("コード discovery.address");
    }

    @Test
    void aProviderThatIsAwayOrEndlessIsSaidInOneSentenceAndThePasswordStillWorks() {
        inUse();
        Person sato = withPassword(Role.QUALITY);
        jdbc.sql("UPDATE identity_provider SET version = version + 1").update();
        issuer.huge = true;
        Page endless = signedOut().get("/sign-in/with/" + id());
        assertThat(endless.status()).isEqualTo(503);
        assertThat(endless.text()).contains("社内ログインにつながりません", "ほかの方法");

        issuer.huge = false;
        issuer.hangs = true;
        Browser browser = signedOut();
        assertThat(browser.get("/sign-in/with/" + id()).status()).isEqualTo(503);
        assertThat(browser.post("/sign-in", "email", sato.email(), "password", PASSWORD)
                        .location())
                .isEqualTo("/");
    }

    // Whose account it is.

    @Test
    void knowsNobodyByTheMailAddressAlone() {
        inUse();
        Person sato = withPassword(Role.OWNER);
        for (Object verified : List.of(false, "no")) {
            Page refused = comeBack(signedOut(), "stranger", "email", sato.email(), "email_verified", verified);
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.text()).contains("アカウントがありません");
        }
        assertThat(comeBack(signedOut(), "stranger", "email", "nobody@midorihama.example", "email_verified", true)
                        .text())
                .contains("アカウントがありません");
    }

    @Test
    void linksAVerifiedAddressOnlyAfterTheAccountsOwnPassword() {
        inUse();
        Person sato = withPassword(Role.QUALITY);
        Browser browser = signedOut();

        Page back = comeBack(browser, "sato-there", "email", sato.email(), "email_verified", true);

        assertThat(back.location()).isEqualTo("/sign-in/link");
        assertThat(browser.cookie(Sessions.COOKIE)).isNull();
        assertThat(browser.get("/sign-in/link").text()).contains(sato.email(), "つなぎますか");
        Page wrong = browser.post("/sign-in/link", "password", "それらしいけれど違う言葉です");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text()).contains("あと4回");
        assertThat(count("linked_sign_in")).isZero();

        Page right = browser.post("/sign-in/link", "password", PASSWORD);
        assertThat(browser.follow(right).html()).contains("/sign-in/with/" + id());
        assertThat(browser.cookie(Sessions.COOKIE)).isNull();
        assertThat(comeBack(browser, "sato-there", "email", sato.email()).location())
                .isEqualTo("/products");
        assertThat(acts()).contains("sign-in.link");
    }

    @Test
    void anInvitationIsTakenUpAtTheProviderWithoutAPassword() {
        inUse();
        Page link = owner.post(
                "/settings/people/new",
                "name",
                "鈴木 花",
                "email",
                "hana@midorihama.example",
                "language",
                "ja",
                "role",
                "quality");
        String invitation = link.find("(/invitation/[A-Za-z0-9_-]{43})");
        Browser browser = signedOut();
        assertThat(browser.get(invitation).html()).contains(invitation + "/with/" + id());

        Page away = browser.get(invitation + "/with/" + id());
        Page in = browser.get(issuer.back(away.location(), "hana-there", "email", "hana@elsewhere.example"));

        assertThat(in.location()).isEqualTo("/");
        assertThat(browser.get("/account").text()).contains("鈴木 花").doesNotContain("今のパスワード");
        assertThat(signedOut().get(invitation).status()).isEqualTo(410);
        assertThat(owner.get("/settings/people").text()).contains("鈴木 花").doesNotContain("招待中 まだ");
        assertThat(comeBack(signedOut(), "hana-there").location()).isEqualTo("/products");
    }

    @Test
    void somebodySignedInLinksTheirOwnAndTakesItAwayAgain() {
        inUse();
        Person sato = withPassword(Role.QUALITY);
        Browser browser = signedIn(sato);
        assertThat(browser.post("/account/sign-ins/link", "provider", id().toString(), "present", "違う言葉")
                        .status())
                .isEqualTo(422);

        Page leaving = browser.post("/account/sign-ins/link", "provider", id().toString(), "present", PASSWORD);
        String away = leaving.find("href=\"(http://127[^\"]+)\"").replace("&amp;", "&");
        assertThat(browser.get(issuer.back(away, "sato-there", "email", "sato@there.example"))
                        .location())
                .isEqualTo("/account/sign-ins?done=linked");
        Page own = browser.get("/account/sign-ins");
        assertThat(own.text()).contains("sato@there.example", "社内ログイン");
        assertThat(comeBack(signedOut(), "sato-there").location()).isEqualTo("/products");

        browser.post(own.find("action=\"(/account/sign-ins/[0-9a-f-]+/unlink)\""));
        assertThat(comeBack(signedOut(), "sato-there").status()).isEqualTo(422);
        assertThat(acts()).contains("sign-in.link", "sign-in.unlink");
    }

    @Test
    void whoIsLinkedAlreadyIsNotLinkedWithSomebodyElse() {
        inUse();
        Person tanaka = link(Role.QUALITY);
        Person sato = withPassword(Role.QUALITY);
        Browser browser = signedIn(sato);
        Page leaving = browser.post("/account/sign-ins/link", "provider", id().toString(), "present", PASSWORD);
        String away = leaving.find("href=\"(http://127[^\"]+)\"").replace("&amp;", "&");

        Page back = browser.get(issuer.back(away, subject(tanaka)));

        assertThat(browser.follow(back).text()).contains("別の人のアカウントとつながっています");
    }

    @Test
    void whoIsDisabledStaysOutside() {
        inUse();
        Person tanaka = link(Role.QUALITY);
        owner.post("/settings/people/" + tanaka.id() + "/disable");
        Browser browser = signedOut();
        assertThat(comeBack(browser, subject(tanaka)).text()).contains("止められています");
        assertThat(browser.cookie(Sessions.COOKIE)).isNull();
    }

    @Test
    void theOwnSecondStepIsAskedForUnlessTheProviderIsTrustedWithIt() {
        inUse();
        Person tanaka = link(Role.QUALITY);
        owner.post("/settings/people/second-factor", "required", "1");
        Browser browser = signedOut();
        assertThat(comeBack(browser, subject(tanaka)).location()).startsWith("/sign-in/code");
        assertThat(browser.cookie(Sessions.COOKIE)).isNull();

        jdbc.sql("UPDATE identity_provider SET trusts_factors = true").update();
        assertThat(comeBack(signedOut(), subject(tanaka)).location()).isEqualTo("/products");
    }

    @Test
    void whoComesInOnlyByATrustedProviderIsNotAskedToSetUpAFactorOfTheirOwn() {
        inUse();
        Person tanaka = link(Role.PSIRT);
        FactorPolicy.atFirst(clock.instant()).write(settings);
        jdbc.sql("UPDATE person SET password_hash = NULL, joined_at = now() WHERE id = :id")
                .param("id", tanaka.id())
                .update();
        String task = "2段階認証を登録してください";
        assertThat(signedIn(tanaka).get("/").text()).contains(task);
        jdbc.sql("UPDATE identity_provider SET trusts_factors = true").update();
        assertThat(signedIn(tanaka).get("/").text()).doesNotContain(task);
        jdbc.sql("UPDATE person SET password_hash = 'x' WHERE id = :id")
                .param("id", tanaka.id())
                .update();
        assertThat(signedIn(tanaka).get("/").text())
                .as("a password is another way in")
                .contains(task);
    }

    @Test
    void aPasskeyIsTheSecondStepOfWhoCameFromTheProviderAndNoWayInOfItsOwn() {
        inUse();
        Person tanaka = link(Role.QUALITY);
        SoftKey key = new SoftKey(11);
        jdbc.sql("UPDATE person SET password_hash = :hash WHERE id = :id")
                .param("hash", passwords.encode(PASSWORD))
                .param("id", tanaka.id())
                .update();
        Browser own = signedIn(tanaka);
        String options = own.post("/account/sign-ins/passkeys/options", "present", PASSWORD)
                .html();
        assertThat(own.post("/account/sign-ins/passkeys", "credential", key.create(options))
                        .location())
                .isEqualTo("/account/sign-ins?done=added");
        owner.post("/settings/people/second-factor", "required", "1");
        settings.set("sign-in.providers-only", "yes");

        Browser browser = signedOut();
        Page half = comeBack(browser, subject(tanaka));
        assertThat(browser.follow(half).text()).contains("パスキーで確かめてください");
        String asked = browser.post("/sign-in/passkey/options").html();
        assertThat(browser.post("/sign-in/passkey", "credential", key.get(asked), "next", "/products")
                        .location())
                .isEqualTo("/products");
        assertThat(browser.get("/account").text()).contains(tanaka.name());

        Browser stranger = signedOut();
        asked = stranger.post("/sign-in/passkey/options").html();
        assertThat(stranger.post("/sign-in/passkey", "credential", key.get(asked))
                        .status())
                .as("without the provider it opens nothing")
                .isEqualTo(422);
    }

    @Test
    void aWholeOfficeBehindOneAddressComesIn() {
        inUse();
        Person tanaka = link(Role.QUALITY);
        Browser office = signedOut();
        for (int i = 0; i < 45; i++) {
            assertThat(comeBack(office, subject(tanaka)).location())
                    .as("the %d. of them", i + 1)
                    .isEqualTo("/products");
        }
    }

    // Roles.

    private void map(String... fields) {
        List<String> form = new ArrayList<>(List.of(
                "version",
                Integer.toString(store.byId(id()).orElseThrow().version()),
                "mapped",
                "1",
                "claim",
                "groups"));
        form.addAll(List.of(fields));
        assertThat(owner.post(page + "/roles", form.toArray(String[]::new)).location())
                .isEqualTo(page + "?done=roles#roles");
    }

    @Test
    void rolesFollowTheProvidersGroupsAtEverySignInAndTheFirstRowDecidesAlone() {
        inUse();
        Person tanaka = link(Role.OPERATOR);
        map("value-0", "quality-team", "role-0", "quality", "value-1", "everybody", "role-1", "auditor");

        comeBack(signedOut(), subject(tanaka), "groups", List.of("everybody", "quality-team"));
        assertThat(rolesOf(tanaka)).containsExactly("quality");

        comeBack(signedOut(), subject(tanaka), "groups", List.of("everybody"));
        assertThat(rolesOf(tanaka)).containsExactly("auditor");
        assertThat(acts()).contains("person.roles-by-provider");
    }

    @Test
    void whoFitsNoRowLosesTheRolesAndEverySession() {
        inUse();
        Person tanaka = link(Role.QUALITY);
        Browser before = signedIn(tanaka);
        map("value-0", "quality-team", "role-0", "quality");

        Page refused = comeBack(signedOut(), subject(tanaka), "groups", List.of("sales"));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("役割が割り当てられていません");
        assertThat(rolesOf(tanaka)).isEmpty();
        assertThat(before.get("/account").location()).startsWith("/sign-in");
    }

    @Test
    void theLastOwnerStaysOwnerWhateverTheProviderSays() {
        inUse();
        link(boss, "boss-there");
        map("value-0", "quality-team", "role-0", "quality");
        for (List<String> groups : List.of(List.of("quality-team"), List.of("sales"))) {
            assertThat(comeBack(signedOut(), "boss-there", "groups", groups).text())
                    .contains("最後の責任者");
        }
        assertThat(rolesOf(boss)).containsExactly("owner");
    }

    @Test
    void accountsAreMadeOnlyWhereThatIsSwitchedOnAndARowFits() {
        inUse();
        Object[] hana = {
            "email",
            "hana@midorihama.example",
            "email_verified",
            true,
            "name",
            "鈴木 花",
            "groups",
            List.of("quality-team")
        };
        map("value-0", "quality-team", "role-0", "quality");
        assertThat(comeBack(signedOut(), "hana-there", hana).text()).contains("アカウントがありません");

        map("value-0", "quality-team", "role-0", "quality", "creates", "1");
        assertThat(comeBack(signedOut(), "sales-there", "email", "s@midorihama.example", "email_verified", true)
                        .text())
                .contains("役割が割り当てられていません");
        assertThat(comeBack(
                                signedOut(),
                                "unsure-there",
                                "email",
                                "u@midorihama.example",
                                "groups",
                                List.of("quality-team"))
                        .text())
                .contains("コード email");
        Browser browser = signedOut();
        assertThat(comeBack(browser, "hana-there", hana).location()).isEqualTo("/products");
        assertThat(browser.get("/account").text()).contains("鈴木 花", "品質・開発");
        assertThat(acts()).contains("person.create-by-provider");
    }

    @Test
    void takesWhatTheTokenDoesNotSayFromWhereTheProviderTellsMore() {
        inUse();
        Person tanaka = link(Role.OPERATOR);
        map("value-0", "quality-team", "role-0", "quality");
        issuer.userinfo = Map.of("sub", subject(tanaka), "groups", List.of("quality-team"));
        clock.advance(OidcClient.KEPT);
        assertThat(comeBack(signedOut(), subject(tanaka)).location()).isEqualTo("/products");
        assertThat(rolesOf(tanaka)).containsExactly("quality");

        issuer.userinfo = Map.of("sub", "somebody-else", "groups", List.of("quality-team"));
        assertThat(comeBack(signedOut(), subject(tanaka)).text()).contains("コード userinfo.subject");
    }

    @Test
    void saysThatEntraHasMoreGroupsThanItTells() {
        inUse();
        Person tanaka = link(Role.QUALITY);
        map("value-0", "quality-team", "role-0", "quality");
        assertThat(comeBack(signedOut(), subject(tanaka), "_claim_names", Map.of("groups", "src1"))
                        .text())
                .contains("コード overage");
    }

    @Test
    void makesNoRolesOfWhatPeopleWriteThemselves() {
        Page refused = owner.post(
                page + "/roles",
                "version",
                "2",
                "mapped",
                "1",
                "claim",
                "preferred_username",
                "value-0",
                "x",
                "role-0",
                "owner");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("本人が書き換えられる");
    }

    private List<String> rolesOf(Person person) {
        return jdbc.sql("SELECT unnest(roles) FROM person WHERE id = :id")
                .param("id", person.id())
                .query((row, number) -> String.valueOf(row.getString(1)))
                .list();
    }

    // Signing out.

    @Test
    void signsOutHereAndLeadsOnToTheProvider() {
        inUse();
        Person tanaka = link(Role.QUALITY);
        Browser browser = signedOut();
        comeBack(browser, subject(tanaka));

        Page out = browser.post("/sign-out");

        assertThat(out.text()).contains("Shisaからサインアウトしました");
        String there = out.find("href=\"(" + issuer.issuer() + "/end[^\"]*)\"").replace("&amp;", "&");
        assertThat(TestIssuer.query(java.net.URI.create(there).getRawQuery()))
                .containsEntry("client_id", TestIssuer.CLIENT)
                .containsEntry("post_logout_redirect_uri", "https://localhost/sign-in")
                .hasEntrySatisfying("id_token_hint", hint -> assertThat(hint).startsWith("ey"));
        assertThat(browser.get("/account").location()).startsWith("/sign-in");
    }

    // Setting it up.

    @Test
    void walksTheConnectionAndSaysWhatIsWrongAndHowToMendIt() {
        clock.set(Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
        Browser later = signedIn(boss);
        assertThat(later.post(page + "/test").text())
                .contains("署名の鍵が1個あります", "自分の説明を返しました")
                .doesNotContain("前の段階が済んでから");

        issuer.description = Map.of("issuer", "https://other.example");
        assertThat(later.post(page + "/test").text())
                .contains("発行者が違います", "https://other.example と名乗りました", "前の段階が済んでから");

        issuer.description = Map.of();
        clock.advance(Duration.ofMinutes(3));
        assertThat(later.post(page + "/test").text()).contains("進んでいます", "NTP");
    }

    @Test
    void aTrialSignInTellsAWrongSecretInOneSentenceAndOpensNoSession() {
        owner.post(
                page,
                "version",
                "2",
                "name",
                "社内ログイン",
                "issuer",
                issuer.issuer(),
                "client",
                TestIssuer.CLIENT,
                "secret",
                "expired",
                "scope",
                "openid",
                "inside",
                "1");
        Page away = owner.get(page + "/trial");
        owner.get(issuer.back(away.location(), "owner-there"));

        assertThat(owner.get(page).text()).contains("シークレットを断りました", "新しく作って");
        assertThat(owner.post(page + "/on").status()).isEqualTo(409);
        assertThat(count("linked_sign_in")).isZero();
        assertThat(count("session")).isEqualTo(1);
    }

    @Test
    void theClientsSecretIsSealedAndShownToNobody() {
        byte[] stored = jdbc.sql("SELECT client_secret FROM identity_provider")
                .query((row, number) -> row.getBytes(1))
                .single();
        assertThat(new String(stored, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("s3cret");
        assertThat(owner.get(page).html()).doesNotContain("s3cret");
        assertThat(api(boss, Set.of(Act.MANAGE_PEOPLE)).get("/api/v1/sign-in").text())
                .contains(TestIssuer.CLIENT)
                .doesNotContain("s3cret");
    }

    @Test
    void aSecretThatIsKeptGoesToNoOtherIssuer() {
        Page refused = owner.post(
                page,
                "version",
                "2",
                "name",
                "社内ログイン",
                "issuer",
                "https://evil.example",
                "client",
                TestIssuer.CLIENT,
                "secret",
                "",
                "scope",
                "openid");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("シークレットをもう一度");
    }

    @Test
    void tenantsAndDomainsAreCheckedForTheKindsThatHaveThem() {
        IdentityProvider entra = new IdentityProvider(
                id(),
                IdentityProvider.Kind.ENTRA,
                "Entra",
                "",
                List.of("a", "b"),
                "c",
                true,
                "openid",
                "",
                false,
                false,
                false,
                false,
                null,
                1);
        assertThat(entra.expectedIssuer()).isEqualTo("https://login.microsoftonline.com/{tenantid}/v2.0");
        assertThat(entra.discovery())
                .hasToString("https://login.microsoftonline.com/organizations/v2.0/.well-known/openid-configuration");
        assertThat(IdentityProvider.isTenant(IdentityProvider.Kind.ENTRA, "common"))
                .isFalse();
        assertThat(IdentityProvider.isTenant(IdentityProvider.Kind.ENTRA, "0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f"))
                .isTrue();
        assertThat(IdentityProvider.isTenant(IdentityProvider.Kind.GOOGLE, "midorihama.example"))
                .isTrue();
        assertThat(IdentityProvider.isTenant(IdentityProvider.Kind.GOOGLE, "*")).isFalse();
    }

    private Person withPassword(Role... roles) {
        Person person = person(roles);
        jdbc.sql("UPDATE person SET password_hash = :hash WHERE id = :id")
                .param("hash", hash())
                .param("id", person.id())
                .update();
        return person;
    }

    private String hash() {
        return passwords.encode(PASSWORD);
    }
}
