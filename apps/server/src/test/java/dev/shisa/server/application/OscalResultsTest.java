package dev.shisa.server.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.shisa.server.Api;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Assessment results are what NIST's own schema of OSCAL asks for, and say what Shisa says. */
class OscalResultsTest extends ServerTest {

    private static final Set<Act> SCOPE =
            Set.of(Act.VIEW, Act.EDIT_PRODUCT, Act.ADD_EVIDENCE, Act.CONFIRM, Act.CHOOSE_GUIDES, Act.NOT_ADOPT);
    private static final String MANUAL = "初期パスワードは製品ごとに異なります。";

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Api api = apiWith("");

    @BeforeEach
    void aCamera() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        api = api(quality, SCOPE);
        api.post("/api/v1/series", """
                {"code": "MC-200", "name": "カメラ", "kind": "ネットワークカメラ", "models": ["MC-200W"], "release": "2.4.1"}""");
    }

    private static final String SCHEMA = "/schema/json/oscal-ar_schema.json";

    private static Schema schema() {
        try (InputStream in = Objects.requireNonNull(OscalResultsTest.class.getResourceAsStream(SCHEMA))) {
            JsonNode schema = JsonMapper.builder().build().readTree(in.readAllBytes());
            assertThat(schema.path("$id").asString()).contains("oscal-ar-1.1.3");
            unwrap(schema);
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(schema.toString(), InputFormat.JSON);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Three properties called "id" have their schema below one more "id", which the validator refuses as a keyword. */
    private static void unwrap(JsonNode node) {
        JsonNode id = node.path("properties").path("id");
        if (node.path("properties") instanceof ObjectNode properties && id.size() == 1 && id.has("id")) {
            properties.set("id", id.path("id"));
        }
        node.forEach(OscalResultsTest::unwrap);
    }

    private JsonNode valid(String path) {
        Api.Answer answer = api.get(path);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(schema().validate(answer.text(), InputFormat.JSON)).isEmpty();
        return answer.json().path("assessment-results");
    }

    private JsonNode rich() {
        api.put("/api/v1/series/MC-200/guides", "{\"followed\": [\"jcstar1\", \"tsunagaru\"]}");
        api.put("/api/v1/series/MC-200/not-adopted/tsunagaru/TG-05", "{\"reason\": \"閉じた網\\nだけで使う\"}");
        api.post("/api/v1/series/MC-200/register/login", "{\"names\": [\"管理 画面\"]}");
        String file = api.upload("/api/v1/files?fileName=manual.txt", MANUAL.getBytes(StandardCharsets.UTF_8))
                .at("/id");
        String code =
                api.post("/api/v1/series/MC-200/evidence", """
                        {"kind": "document", "title": "取扱説明書", "place": "3ページ", "file": "%s",
                         "validUntil": "2027-11-20T00:00:00Z", "facts": [
                         {"key": "login.password.default", "item": "login-1", "value": "shared"},
                         {"key": "priority.policy", "value": "none"}]}""".formatted(file)).at("/code");
        Api second = api(person(Role.EXECUTIVE), Set.of(Act.VIEW, Act.CONFIRM));
        assertThat(second.post("/api/v1/evidence/" + code + "/confirm", "{}").status())
                .isEqualTo(200);
        return valid("/api/v1/series/MC-200/oscal.json");
    }

    @Test
    void aSeriesWithoutAnyAnswerIsNotDecidedAndNotCalledFailed() {
        JsonNode document = valid("/api/v1/series/MC-200/oscal.json");
        assertThat(document.at("/results/0/findings")).hasSize(16).allSatisfy(finding -> {
            assertThat(finding.at("/target/status/state").asString()).isEqualTo("not-satisfied");
            assertThat(finding.at("/target/status/reason").asString()).isEqualTo("other");
            assertThat(property(finding, "verdict")).isEqualTo("unknown");
        });
        assertThat(document.at("/results/0/risks").isMissingNode()).isTrue();
        assertThat(document.at("/metadata/oscal-version").asString()).isEqualTo("1.1.3");
        assertThat(document.at("/import-ap/remarks").asString()).isNotBlank();
    }

    @Test
    void verdictsReasonsEvidenceHashesAndDecisionsAreTold() {
        JsonNode document = rich();
        JsonNode star1 = document.at("/results/0");
        JsonNode finding = finding(star1, "jcstar1/S1.1-09");
        assertThat(property(finding, "verdict")).isEqualTo("not-met");
        assertThat(finding.at("/target/status/state").asString()).isEqualTo("not-satisfied");
        assertThat(finding.at("/target/status/reason").asString()).isEqualTo("fail");
        assertThat(star1.path("risks"))
                .filteredOn(risk -> risk.path("uuid").equals(finding.at("/related-risks/0/risk-uuid")))
                .singleElement()
                .satisfies(risk -> assertThat(risk.path("status").asString()).isEqualTo("open"));
        JsonNode observation = star1.path("observations")
                .valueStream()
                .filter(one -> one.path("title").asString().contains("取扱説明書"))
                .findFirst()
                .orElseThrow();
        assertThat(observation.at("/methods/0").asString()).isEqualTo("EXAMINE");
        assertThat(observation.path("expires").asString()).isEqualTo("2027-11-20T00:00:00Z");
        assertThat(observation.path("origins")).hasSize(2);
        String resource = observation.at("/relevant-evidence/0/href").asString().substring(1);
        assertThat(document.at("/back-matter/resources"))
                .filteredOn(one -> one.path("uuid").asString().equals(resource))
                .singleElement()
                .satisfies(one -> assertThat(one.at("/rlinks/0/hashes/0/value").asString())
                        .isEqualTo(sha256(MANUAL)));
        assertThat(finding.path("related-observations").findValuesAsString("observation-uuid"))
                .contains(observation.path("uuid").asString());
        JsonNode against = finding(document.at("/results/1"), "tsunagaru/TG-05");
        assertThat(document.at("/results/1/risks"))
                .filteredOn(risk -> risk.path("uuid").equals(against.at("/related-risks/0/risk-uuid")))
                .singleElement()
                .satisfies(risk -> {
                    assertThat(risk.path("status").asString()).isEqualTo("deviation-approved");
                    assertThat(risk.at("/risk-log/entries/0/description").asString())
                            .contains("閉じた網");
                });
    }

    @Test
    void everythingThatIsReferredToIsThereAndTheSameThingKeepsItsIdentifier() {
        JsonNode document = rich();
        Set<String> known = new HashSet<>(document.findValuesAsString("uuid"));
        assertThat(known).allMatch(id -> UUID.fromString(id).version() == 5);
        for (String reference : List.of("observation-uuid", "risk-uuid", "subject-uuid", "actor-uuid", "party-uuid")) {
            assertThat(known).as(reference).containsAll(document.findValuesAsString(reference));
        }
        document.findValuesAsString("href").stream()
                .filter(href -> href.startsWith("#"))
                .forEach(href -> assertThat(known).contains(href.substring(1)));
        assertThat(api.get("/api/v1/series/MC-200/oscal.json").json().path("assessment-results"))
                .isEqualTo(document);
        clock.advance(Duration.ofDays(1));
        assertThat(valid("/api/v1/series/MC-200/oscal.json")
                        .at("/results/0/findings")
                        .findValuesAsString("uuid"))
                .isEqualTo(document.at("/results/0/findings").findValuesAsString("uuid"));
    }

    @Test
    void theOrganisationHasResultsOfItsOwnOnceItFollowsAGuide() {
        assertThat(api.get("/api/v1/organisation/oscal.json").code()).isEqualTo("oscal.nothing-followed");
        api.put("/api/v1/organisation/guides", "{\"followed\": [\"psirt-guide\"]}");
        assertThat(valid("/api/v1/organisation/oscal.json").at("/results/0/findings"))
                .isNotEmpty();
        assertThat(acts()).contains("take.form");
    }

    @Test
    void aPersonTakesTheSameFileFromThePages() {
        assertThat(signedIn(quality).get("/products/MC-200/application").html())
                .contains("/products/MC-200/application/oscal.json");
        assertThat(signedIn(quality)
                        .get("/products/MC-200/application/oscal.json")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theSchemaRefusesWhatItShould() {
        String good = api.get("/api/v1/series/MC-200/oscal.json").text();
        assertThat(schema().validate(good.replace("\"not-satisfied\"", "5"), InputFormat.JSON))
                .isNotEmpty();
        assertThat(schema().validate(good.replace("\"import-ap\"", "\"import-xp\""), InputFormat.JSON))
                .isNotEmpty();
    }

    private static JsonNode finding(JsonNode result, String requirement) {
        return result.path("findings")
                .valueStream()
                .filter(finding -> property(finding, "requirement").equals(requirement))
                .findFirst()
                .orElseThrow();
    }

    private static String property(JsonNode object, String name) {
        return object.path("props")
                .valueStream()
                .filter(property -> property.path("name").asString().equals(name))
                .map(property -> property.path("value").asString())
                .findFirst()
                .orElse("");
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
