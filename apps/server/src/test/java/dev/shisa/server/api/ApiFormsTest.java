package dev.shisa.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/** IPA's form, links for colleagues, receivers of checkpoints and the library, by programs. */
class ApiFormsTest extends ServerTest {

    @Autowired
    private Products products;

    @TempDir
    private Path folder = Path.of("");

    private Person everything = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Api api = apiWith("");

    @BeforeEach
    void aCamera() {
        emptyDatabase();
        everything = person(Role.values());
        products.create(new NewSeries("MC-200", "カメラ", "機器", "", List.of("MC-200W"), "2.4.1"), everything);
        api = api(
                everything,
                Set.of(
                        Act.VIEW,
                        Act.EDIT_PRODUCT,
                        Act.ADD_EVIDENCE,
                        Act.PREPARE_APPLICATION,
                        Act.CHANGE_SETTINGS,
                        Act.READ_AUDIT));
    }

    private static byte[] form(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ApiFormsTest.class.getResourceAsStream("/forms/" + name + ".xlsx"))) {
            return in.readAllBytes();
        }
    }

    @Test
    void aFormIsSentLookedAtAndTakenFilled() throws IOException {
        String path = "/api/v1/series/MC-200/application/form";
        assertThat(api.get(path).code()).isEqualTo("application.form.none");
        assertThat(api.upload(path + "?fileName=a.xlsx", new byte[] {1, 2}).code())
                .isEqualTo("application.form.refused");

        Api.Answer sent = api.upload(path + "?fileName=checklist.xlsx", form("merged-table"));

        assertThat(sent.status()).as(sent.toString()).isEqualTo(201);
        assertThat(sent.json().path("recognised").asBoolean()).isTrue();
        assertThat(api.get(path + "/cells?limit=200").json().path("items")).isNotEmpty();
        assertThat(api.get(path + "/filled.xlsx").bytes()).startsWith((byte) 'P', (byte) 'K');
        assertThat(api.put(path + "/overwrite", "{\"cells\": [\"x!A1\"]}", "If-Match", sent.tag())
                        .at("/errors/0/field"))
                .isEqualTo("/cells/0");
        Api.Answer chosen = api.put(path + "/overwrite", "{\"cells\": []}", "If-Match", sent.tag());
        assertThat(chosen.tag()).isNotEqualTo(sent.tag());
        assertThat(api.put(path + "/overwrite", "{\"cells\": []}", "If-Match", sent.tag())
                        .code())
                .isEqualTo("api.stale");
        assertThat(acts()).contains("application.form", "application.overwrite", "take.form");
    }

    @Test
    void columnsThatWereNotRecognisedAreNamedByHand() throws IOException {
        String path = "/api/v1/series/MC-200/application/form";
        Api.Answer sent = api.upload(path + "?fileName=unknown.xlsx", form("unknown"));
        String sheet = sent.at("/sheets/0/sheet");
        assertThat(api.put(path + "/columns", "{\"sheet\": \"無い\", \"criterion\": \"A\", \"verdict\": \"B\"}")
                        .at("/errors/0/field"))
                .isEqualTo("/sheet");
        assertThat(api.put(path + "/columns", "{\"sheet\": \"%s\", \"criterion\": \"A\"}".formatted(sheet))
                        .code())
                .isEqualTo("application.mapping");

        Api.Answer named = api.put(
                path + "/columns", "{\"sheet\": \"%s\", \"criterion\": \"a\", \"verdict\": \"b\"}".formatted(sheet));

        assertThat(named.at("/byHand/0/verdict")).isEqualTo("B");
        String encoded = URLEncoder.encode(sheet, StandardCharsets.UTF_8);
        assertThat(api.delete(path + "/columns?sheet=" + encoded).json().path("byHand"))
                .isEmpty();
    }

    @Test
    void aLinkForAColleagueIsToldOnceAndCanBeRevoked() {
        String path = "/api/v1/series/MC-200/links";
        String question = api.get("/api/v1/series/MC-200/questions?framework=jcstar1")
                .json()
                .path("items")
                .findValuesAsString("key")
                .getFirst();
        assertThat(api.post(path, "{\"questions\": [{\"key\": \"no.such\"}], \"recipient\": \"鈴木\"}")
                        .at("/errors/0/field"))
                .isEqualTo("/questions/0");
        String body = "{\"questions\": [{\"key\": \"%s\"}], \"recipient\": \"鈴木\", \"days\": 7}".formatted(question);

        Api.Answer made = api.post(path, body, "Idempotency-Key", "k");

        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        String address = made.at("/address");
        assertThat(address).contains("/answer/");
        assertThat(api.post(path, body, "Idempotency-Key", "k").at("/address"))
                .as("the secret is not kept with the answer")
                .isEmpty();
        assertThat(jdbc.sql("SELECT encode(body, 'escape') FROM api_answer")
                        .query(String.class)
                        .list())
                .as("nothing of an answer can be read without the token")
                .isNotEmpty()
                .noneMatch(kept -> kept.contains("/answer/") || kept.contains("link"));
        String page = address.substring(address.indexOf("/answer/"));
        assertThat(signedOut().get(page).status()).isEqualTo(200);
        assertThat(api.get(path).at("/items/0/state")).isEqualTo("opened");

        Api.Answer revoked = api.post(path + "/" + made.at("/link/id") + "/revoke", "");

        assertThat(revoked.at("/state")).isEqualTo("revoked");
        assertThat(signedOut().get(page).status()).isEqualTo(404);
        assertThat(api.post(path + "/" + UUID.randomUUID() + "/revoke", "").code())
                .isEqualTo("link.unknown");
        assertThat(acts()).contains("questions.send", "questions.revoke");
    }

    @Test
    void receiversOfCheckpointsAreMadeChangedPausedAndRemoved() {
        String path = "/api/v1/checkpoint-receivers";
        Api.Answer wrong = api.post(path, "{\"kind\": \"folder\", \"name\": \"\", \"every\": \"24\"}");
        assertThat(wrong.json().path("errors").findValuesAsString("field")).contains("/name", "/folder");

        String body = "{\"kind\": \"folder\", \"name\": \"%s\", \"every\": \"24\", \"folder\": \"" + folder + "\"}";
        Api.Answer made = api.post(path, body.formatted("別のディスク"));

        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        String one = path + "/" + made.at("/receiver/id");
        assertThat(made.json().at("/receiver/last/arrived").asBoolean()).isTrue();
        assertThat(Files.exists(folder)).isTrue();
        Api.Answer changed = api.put(one, body.formatted("棚のディスク"), "If-Match", made.tag());
        assertThat(changed.at("/name")).isEqualTo("棚のディスク");
        assertThat(api.put(one, body.formatted("x"), "If-Match", made.tag()).code())
                .isEqualTo("api.stale");
        assertThat(api.post(one + "/pause", "").json().path("paused").asBoolean())
                .isTrue();
        assertThat(api.post(one + "/resume", "").json().path("paused").asBoolean())
                .isFalse();
        assertThat(api.post(one + "/send", "").json().at("/last/byItself").asBoolean())
                .isFalse();
        assertThat(api.get(one).at("/held")).contains("\n");
        assertThat(api.post(one + "/secret", "", "If-Match", changed.tag()).code())
                .isEqualTo("checkpoint.no-secret");
        assertThat(api.delete(one).status()).isEqualTo(200);
        assertThat(api.get(path).json().path("items")).isEmpty();
        assertThat(acts())
                .contains(
                        "checkpoint.receiver",
                        "checkpoint.receiver-change",
                        "checkpoint.receiver-pause",
                        "checkpoint.receiver-resume",
                        "checkpoint.send",
                        "checkpoint.receiver-remove");
    }

    @Test
    void theSecretOfAWebhookIsToldOnceAndNeverKeptWithTheAnswer() {
        String path = "/api/v1/checkpoint-receivers";
        String body =
                "{\"kind\": \"webhook\", \"name\": \"社内\", \"every\": \"24\", \"inside\": true, \"url\": \"http://localhost:9/\"}";
        Api.Answer made = api.post(path, body, "Idempotency-Key", "w");
        assertThat(made.at("/secret")).startsWith("whsec_");
        assertThat(api.post(path, body, "Idempotency-Key", "w").at("/secret")).isEmpty();
        String one = path + "/" + made.at("/receiver/id");
        Api.Answer again =
                api.post(one + "/secret", "", "If-Match", api.get(one).tag());
        assertThat(again.at("/secret")).startsWith("whsec_").isNotEqualTo(made.at("/secret"));
    }

    @Test
    void theLibraryCanBeRead() {
        assertThat(api.get("/api/v1/catalogue/incidents?limit=200").json().path("items"))
                .isNotEmpty();
        assertThat(api.get("/api/v1/catalogue/incidents?phase=policy").at("/items/0/lesson/ja"))
                .isNotBlank();
        String table = api.get("/api/v1/catalogue/tables").at("/items/0/id");
        assertThat(api.get("/api/v1/catalogue/tables/" + table).json().path("columns"))
                .isNotEmpty();
        assertThat(api.get("/api/v1/catalogue/tables/none").code()).isEqualTo("table.unknown");
        assertThat(api.get("/api/v1/catalogue/words").at("/items/0/meaning/ja")).isNotBlank();
        String outline = api.get("/api/v1/catalogue/outlines").at("/items/0/id");
        assertThat(api.get("/api/v1/catalogue/outlines/" + outline).json().path("entries"))
                .isNotEmpty();
        assertThat(api.get("/api/v1/catalogue/outlines/none").code()).isEqualTo("outline.unknown");
        assertThat(api.get("/api/v1/series/MC-200/elsewhere/" + outline).json().path("items"))
                .isNotEmpty()
                .noneMatch(line -> line.path("reach").asString().equals("settled"));
    }
}
