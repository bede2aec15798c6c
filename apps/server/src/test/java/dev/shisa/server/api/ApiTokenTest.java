package dev.shisa.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Tokens: made by a person, never reaching further than the person, ended at once. */
class ApiTokenTest extends ServerTest {

    @Autowired
    private Products products;

    private Person quality = new Person(new java.util.UUID(0, 0), "", "", "ja", Set.of(), Set.of());

    @BeforeEach
    void somebody() {
        emptyDatabase();
        quality = person(Role.QUALITY);
    }

    private Series series(String code) {
        return products.create(new NewSeries(code, code + "シリーズ", "カメラ", "", List.of(), "1.0"), quality);
    }

    @Test
    void aTokenIsShownOnceAndOnlyItsHashIsKept() {
        Browser browser = signedIn(quality);
        Page made = browser.post("/account/tokens", "name", "ビルド", "act", "view", "days", "30");
        assertThat(made.status()).isEqualTo(200);
        String secret = made.find("(shisa_[A-Za-z0-9_-]{43})<");
        assertThat(made.text()).contains("表示するのは今だけです", "「ビルド」のトークン");

        Page later = browser.get("/account/tokens");
        assertThat(later.html()).doesNotContain(secret);
        assertThat(later.text()).contains("ビルド", "製品、判定", "まだ使われていません");
        assertThat(jdbc.sql("SELECT row_to_json(t)::text FROM api_token t")
                        .query(String.class)
                        .single())
                .doesNotContain(secret, secret.substring(6));
        assertThat(acts()).containsExactly("token.make");

        assertThat(apiWith(secret).get("/api/v1/me").at("/token")).isEqualTo("ビルド");
        assertThat(browser.get("/account/tokens").text()).doesNotContain("まだ使われていません");
    }

    @Test
    void nobodyHandsOutMoreThanTheyMayDo() {
        Browser browser = signedIn(quality);
        Page further = browser.post("/account/tokens", "name", "x", "act", "manage-people", "days", "30");
        assertThat(further.status()).isEqualTo(422);
        assertThat(browser.post("/account/tokens", "name", "x", "act", "view", "act", "own-account", "days", "30")
                        .status())
                .isEqualTo(422);
        assertThat(browser.post("/account/tokens", "name", "x", "act", "view", "days", "4000")
                        .text())
                .contains("期限を選んでください");
        assertThat(browser.post("/account/tokens", "name", " ", "days", "30").text())
                .contains("名前を入れてください", "できることを1つ以上");

        Series seen = series("MC-200");
        Series other = series("XL-900");
        Person limited = person(Set.of(seen.id()), Role.QUALITY);
        assertThat(signedIn(limited)
                        .post(
                                "/account/tokens",
                                "name",
                                "x",
                                "act",
                                "view",
                                "days",
                                "30",
                                "series",
                                other.id().toString())
                        .status())
                .isEqualTo(422);
        assertThat(count("api_token")).isZero();
    }

    @Test
    void whatThePersonLosesTheTokenLosesToo() {
        Series camera = series("MC-200");
        Series lock = series("XL-900");
        Api api = api(quality, Set.of(Act.VIEW, Act.EDIT_PRODUCT), camera.id(), lock.id());
        assertThat(api.get("/api/v1/series").json().path("items").size()).isEqualTo(2);

        jdbc.sql("UPDATE person SET series = :series WHERE id = :id")
                .param("series", new java.util.UUID[] {lock.id()})
                .param("id", quality.id())
                .update();
        JsonNode left = api.get("/api/v1/series").json().path("items");
        assertThat(left.size()).isEqualTo(1);
        assertThat(left.path(0).path("code").asString()).isEqualTo("XL-900");
        assertThat(api.get("/api/v1/series/MC-200").status()).isEqualTo(404);

        Series third = series("GW-1");
        jdbc.sql("UPDATE person SET series = :series WHERE id = :id")
                .param("series", new java.util.UUID[] {third.id()})
                .param("id", quality.id())
                .update();
        Api.Answer nothing = api.get("/api/v1/series");
        assertThat(nothing.status()).as("no series is never all series").isEqualTo(401);
        assertThat(nothing.code()).isEqualTo("token.nothing-left");

        jdbc.sql("UPDATE person SET series = '{}', roles = '{auditor}' WHERE id = :id")
                .param("id", quality.id())
                .update();
        assertThat(api.get("/api/v1/series").status()).isEqualTo(200);
        assertThat(api.post("/api/v1/series", "{}").code()).isEqualTo("api.denied");
    }

    @Test
    void aTokenEndsWhenItIsRevokedExpiresOrItsHolderLeaves() {
        Browser owner = signedIn(Role.OWNER);
        Api revoked = api(quality, Set.of(Act.VIEW));
        String id = owner.get("/account/tokens").find("/account/tokens/([0-9a-f-]{36})/revoke");
        assertThat(signedIn(Role.QUALITY)
                        .post("/account/tokens/" + id + "/revoke")
                        .status())
                .as("somebody else's")
                .isEqualTo(404);
        assertThat(owner.post("/account/tokens/" + id + "/revoke").status()).isEqualTo(302);
        Api.Answer answer = revoked.get("/api/v1/me");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("token.revoked");
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");

        Api expired = api(quality, Set.of(Act.VIEW));
        clock.advance(Duration.ofDays(30));
        assertThat(expired.get("/api/v1/me").code()).isEqualTo("token.expired");

        Api gone = api(quality, Set.of(Act.VIEW));
        jdbc.sql("UPDATE person SET disabled_at = now() WHERE id = :id")
                .param("id", quality.id())
                .update();
        assertThat(gone.get("/api/v1/me").code()).isEqualTo("token.unknown");
        assertThat(acts()).contains("token.make", "token.revoke");
    }

    @Test
    void aSessionOpensNoDoorForProgramsAndATokenNoPage() {
        Browser browser = signedIn(quality);
        Page api = browser.get("/api/v1/series");
        assertThat(api.status()).isEqualTo(401);
        assertThat(api.html()).contains("\"code\":\"token.missing\"");
        assertThat(api.response().getCookies()).isEmpty();

        Api token = api(quality, Set.of(Act.VIEW));
        assertThat(token.get("/products", "Accept", "application/json").status())
                .isEqualTo(401);
        assertThat(apiWith("shisa_" + "x".repeat(43)).get("/api/v1/series").code())
                .isEqualTo("token.unknown");
        assertThat(token.get("/api/v1/series", "Origin", "https://elsewhere.example")
                        .header("Access-Control-Allow-Origin"))
                .isNull();
    }

    @Test
    void whatATokenDidStandsInTheAuditUnderItsName() {
        Api api = api(quality, Set.of(Act.VIEW, Act.EDIT_PRODUCT));
        assertThat(api.post("/api/v1/series", """
                        {"code": "MC-300", "name": "新シリーズ", "kind": "カメラ"}""").status()).isEqualTo(201);
        assertThat(jdbc.sql("SELECT person_name || ' ' || details::text FROM audit WHERE act = 'series.create'")
                        .query(String.class)
                        .single())
                .contains(quality.name(), "ビルドサーバ");
    }
}
