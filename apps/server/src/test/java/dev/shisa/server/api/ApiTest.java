package dev.shisa.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

/** How the API behaves whatever is asked: failures, lists, versions, sending again, limits. */
class ApiTest extends ServerTest {

    private static final String CAMERA = """
            {"code": "MC-200", "name": "カメラ", "kind": "ネットワークカメラ", "models": ["MC-200W"], "release": "2.4.1"}""";

    private Person quality = new Person(new java.util.UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Api api = apiWith("");

    @BeforeEach
    void aProgramOfQuality() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        api = api(quality, Set.of(Act.VIEW, Act.EDIT_PRODUCT, Act.ADD_EVIDENCE));
    }

    @Test
    void aFailureSaysWhatWhatToDoAndWhereItIsExplained() {
        Api.Answer answer = api.get("/api/v1/series/NONE", "Accept-Language", "en");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.code()).isEqualTo("series.unknown");
        assertThat(answer.at("/type")).isEqualTo("/help/errors/series.unknown");
        assertThat(answer.at("/title")).isEqualTo("This product was not found.");
        assertThat(answer.at("/request")).isEqualTo(answer.header("X-Request-Id"));
        assertThat(signedOut().english().get(answer.at("/type")).text())
                .contains("series.unknown", "GET /api/v1/series/{code}");
        assertThat(signedOut().get("/help/errors/no.such.code").status()).isEqualTo(404);
        assertThat(signedOut().get("/help/errors").html()).contains("/help/errors/", "rel=\"next\"");
        assertThat(signedOut().get("/help/errors?q=series.unknown").text())
                .contains("series.unknown")
                .doesNotContain("token.expired");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"code\": \"A\", \"name\": \"x\"}                               | api.field | /kind",
                "{\"code\": \"A\", \"name\": \"x\", \"kind\": \"k\", \"nmae\": 1} | api.field | /nmae",
                "{\"code\": 5, \"name\": \"x\", \"kind\": \"k\"}                  | api.field | /code",
                "{\"code\": \"A\", \"name\": null, \"kind\": \"k\"}               | api.field | /name",
                "{\"code\": \"A\", \"name\": \"x\", \"kind\": \"k\", \"models\": [null]} | api.field | /models/0",
                "{\"code\": \"A\", \"name\": \"x\\u0000y\", \"kind\": \"k\"}      | api.field | /name",
                "{\"code\": \"A\", \"code\": \"B\", \"name\": \"x\", \"kind\": \"k\"} | api.json | ''",
                "{\"code\": \"A\"                                                 | api.json | ''",
                "{\"code\": \"A\"} x                                              | api.json | ''",
                "[]                                                               | api.field | ''",
                "null                                                             | api.json.empty | ''",
                "{\"code\": \"a b\", \"name\": \"x\", \"kind\": \"k\"}            | product.input | code",
            })
    void whatCannotBeTakenIsRefusedWithItsPlace(String body, String code, String field) {
        Api.Answer answer = api.post("/api/v1/series", body);
        assertThat(answer.code()).as(answer.toString()).isEqualTo(code);
        if (!field.isEmpty()) {
            assertThat(answer.at("/errors/0/field")).isEqualTo(field);
            assertThat(answer.at("/errors/0/detail")).isNotBlank();
        }
        assertThat(count("series")).isZero();
    }

    @Test
    void aFilterWithASlipOfThePenDoesNotFindEverything() {
        assertThat(api.get("/api/v1/evidence?serie=MC-200").code()).isEqualTo("api.parameter.unknown");
        assertThat(api.get("/api/v1/evidence?kind=documents").code()).isEqualTo("api.parameter");
        assertThat(api.get("/api/v1/series?archived=perhaps").code()).isEqualTo("api.parameter");
        assertThat(api.get("/api/v1/search").code()).isEqualTo("api.parameter.missing");
        assertThat(api.get("/api/v1/series?limit=5&limit=6").code()).isEqualTo("api.parameter.twice");
        assertThat(api.get("/api/v1/series?limit=0").code()).isEqualTo("api.limit");
        assertThat(api.get("/api/v1/series?cursor=%25").code()).isEqualTo("api.cursor");
        assertThat(api.get("/api/v1/evidence?cursor=eHl6").code()).isEqualTo("api.cursor");
        assertThat(api.get("/api/v1/nothing").code()).isEqualTo("api.not-found");
        assertThat(api.send(HttpMethod.PATCH, "/api/v1/series", null).status()).isEqualTo(405);
        assertThat(api.get("/api/v1/facts/xyz").code()).isEqualTo("api.not-found");
    }

    @Test
    void aListIsWalkedToItsEndWhateverIsAddedMeanwhile() {
        for (int i = 0; i < 7; i++) {
            api.post("/api/v1/series", CAMERA.replace("MC-200", "MC-20" + i));
            clock.advance(Duration.ofSeconds(1));
        }
        List<String> walked = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode part = api.get("/api/v1/series?limit=3" + cursor).json();
            part.path("items").forEach(item -> walked.add(item.path("code").asString()));
            cursor = part.path("next").isNull()
                    ? ""
                    : "&cursor=" + part.path("next").asString();
            if (walked.size() == 3) {
                api.post("/api/v1/series", CAMERA.replace("MC-200", "MC-300"));
            }
        } while (!cursor.isEmpty());
        assertThat(walked)
                .containsExactly("MC-200", "MC-201", "MC-202", "MC-203", "MC-204", "MC-205", "MC-206", "MC-300");
    }

    @Test
    void aChangeNamesTheVersionThatItChanges() {
        api.post("/api/v1/series", CAMERA);
        Api.Answer read = api.get("/api/v1/series/MC-200");
        assertThat(read.tag()).isEqualTo("\"1\"");
        assertThat(api.get("/api/v1/series/MC-200", "If-None-Match", read.tag()).status())
                .isEqualTo(304);
        String change = """
                {"code": "MC-200", "name": "新しい名前", "kind": "ネットワークカメラ"}""";
        assertThat(api.put("/api/v1/series/MC-200", change).status()).isEqualTo(428);
        Api.Answer changed = api.put("/api/v1/series/MC-200", change, "If-Match", read.tag());
        assertThat(changed.tag()).isEqualTo("\"2\"");
        Api.Answer stale = api.put("/api/v1/series/MC-200", change, "If-Match", read.tag());
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.code()).isEqualTo("api.stale");
    }

    @Test
    void theSameActSentAgainIsDoneOnceAndAnsweredTheSame() {
        Api.Answer first = api.post("/api/v1/series", CAMERA, "Idempotency-Key", "k-1");
        Api.Answer again = api.post("/api/v1/series", CAMERA, "Idempotency-Key", "k-1");
        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.tag()).isEqualTo(first.tag());
        assertThat(again.header("Location")).isEqualTo("/api/v1/series/MC-200");
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(count("series")).isEqualTo(1);

        byte[] kept =
                jdbc.sql("SELECT body FROM api_answer").query(byte[].class).single();
        assertThat(new String(kept, java.nio.charset.StandardCharsets.UTF_8))
                .as("what is kept is closed with the token")
                .doesNotContain("MC-200");
        Api.Answer other = api.post("/api/v1/series", CAMERA.replace("MC-200", "MC-201"), "Idempotency-Key", "k-1");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.code()).isEqualTo("api.idempotency.other");
        assertThat(api.post("/api/v1/series", CAMERA, "Idempotency-Key", "a b").code())
                .isEqualTo("api.idempotency.key");

        // Somebody else's key of the same name is another one.
        Api second = api(quality, Set.of(Act.VIEW, Act.EDIT_PRODUCT));
        assertThat(second.post("/api/v1/series", CAMERA, "Idempotency-Key", "k-1")
                        .code())
                .isEqualTo("product.input");
    }

    @Test
    void whatWasRefusedIsNotRememberedAndLeavesNothing() {
        String wrong = CAMERA.replace("\"MC-200W\"", "\"MC-200W\", \"MC-200W\"");
        assertThat(api.post("/api/v1/series", wrong, "Idempotency-Key", "k-2").status())
                .isEqualTo(422);
        assertThat(count("api_answer")).isZero();
        assertThat(count("series")).isZero();
        assertThat(api.post("/api/v1/series", CAMERA, "Idempotency-Key", "k-2").status())
                .isEqualTo(201);
        clock.advance(Duration.ofDays(1));
        assertThat(api.post("/api/v1/series", CAMERA, "Idempotency-Key", "k-2").code())
                .as("after a day the key is forgotten")
                .isEqualTo("product.input");
    }

    @Test
    void aTokenHasSixHundredCallsAMinute() {
        Api.Answer first = api.get("/api/v1/me");
        assertThat(first.header("RateLimit-Policy")).isEqualTo("\"token\";q=600;w=60");
        assertThat(first.header("RateLimit")).isEqualTo("\"token\";r=599;t=60");
        for (int i = 1; i < 600; i++) {
            api.get("/api/v1/nothing");
        }
        Api.Answer over = api.get("/api/v1/me");
        assertThat(over.status()).isEqualTo(429);
        assertThat(over.code()).isEqualTo("api.too-often");
        assertThat(over.header("Retry-After")).isEqualTo("60");
        assertThat(api(quality, Set.of(Act.VIEW)).get("/api/v1/me").status()).isEqualTo(200);
        clock.advance(Duration.ofSeconds(60));
        assertThat(api.get("/api/v1/me").status()).isEqualTo(200);
    }

    @Test
    void whoGuessesTokensIsStopped() {
        Api stranger = apiWith("shisa_" + "A".repeat(43));
        for (int i = 0; i < 60; i++) {
            assertThat(stranger.get("/api/v1/series").status()).isEqualTo(401);
        }
        assertThat(stranger.get("/api/v1/series").status()).isEqualTo(429);
    }

    @Test
    void aBodyHasABound() {
        String large = "{\"code\": \"" + "x".repeat(1024 * 1024) + "\"}";
        assertThat(api.post("/api/v1/series", large).status()).isEqualTo(413);
        String deep = "{\"kind\": \"declaration\", \"facts\": [{\"key\": \"a.b\", \"value\": " + "[".repeat(5_000);
        assertThat(api.post("/api/v1/series/NONE/evidence", deep).code()).isIn("api.json", "api.field");
        assertThat(api.post("/api/v1/series", "a=b", "Content-Type", "application/x-www-form-urlencoded")
                        .status())
                .isEqualTo(415);
    }
}
