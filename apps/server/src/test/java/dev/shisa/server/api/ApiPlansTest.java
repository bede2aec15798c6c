package dev.shisa.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Measures, plan, self-diagnosis, gaps of guides and the search, by programs. */
class ApiPlansTest extends ServerTest {

    private static final String SERIES = "/api/v1/series/MC-200";
    private static final String ITEMS = "/api/v1/catalogue/tables/quality-checklist/fills";

    @Autowired
    private Products products;

    private Api api = apiWith("");

    @BeforeEach
    void aCamera() {
        emptyDatabase();
        var everything = person(Role.values());
        products.create(new NewSeries("MC-200", "カメラ", "機器", "", List.of("MC-200W"), "2.4.1"), everything);
        api = api(
                everything,
                Set.of(Act.VIEW, Act.ADD_EVIDENCE, Act.CHOOSE_GUIDES, Act.NOT_ADOPT, Act.PLAN, Act.SET_PARAMETERS));
    }

    private static JsonNode measure(JsonNode measures, String number) {
        for (JsonNode group : measures.path("groups")) {
            for (JsonNode measure : group.path("measures")) {
                if (measure.path("requirement").asString().equals("sme-guide/" + number)) {
                    return measure;
                }
            }
        }
        throw new AssertionError("no measure " + number + " in " + measures);
    }

    @Test
    void aMeasureIsProposedByFactsAndDecidedOneWay() {
        assertThat(api.put(SERIES + "/measures/SME-T3A/adopted", "{}").code())
                .as("the guide is not followed")
                .isEqualTo("not-adopted.not-asked");
        api.put(SERIES + "/guides", "{\"followed\": [\"jcstar1\", \"sme-guide\"]}");
        JsonNode open = api.get(SERIES + "/measures").json();
        assertThat(open.path("followed").asBoolean()).isTrue();
        assertThat(open.path("groups").findValuesAsString("presence")).containsOnly("open");
        Api.Answer answered = api.post(
                SERIES + "/answers",
                "{\"answers\": [{\"key\": \"availability.needed\", \"value\": \"needed\", \"detail\": \"止まると事故になる\"}]}");
        assertThat(answered.status()).as(answered.toString()).isEqualTo(201);
        JsonNode found = api.get(SERIES + "/measures").json();
        assertThat(found.path("groups").findValuesAsString("presence")).containsExactly("open", "open", "yes");

        Api.Answer adopted = api.put(SERIES + "/measures/SME-T3A/adopted", "{\"reason\": \"遠隔監視を備える\"}");

        assertThat(measure(adopted.json(), "SME-T3A").path("decision").asString())
                .isEqualTo("adopted");
        api.put(SERIES + "/not-adopted/sme-guide/SME-T3A", "{\"reason\": \"止まっても危険がない\"}");
        JsonNode against = measure(api.get(SERIES + "/measures").json(), "SME-T3A");
        assertThat(against.path("decision").asString()).isEqualTo("not-adopted");
        assertThat(against.path("reason").asString()).isEqualTo("止まっても危険がない");
        assertThat(against.path("state").asString()).isEqualTo("unknown");
        assertThat(api.delete(SERIES + "/measures/SME-T3A/decision").status()).isEqualTo(200);
        assertThat(measure(api.get(SERIES + "/measures").json(), "SME-T3A")
                        .path("decision")
                        .asString())
                .isEqualTo("open");
        assertThat(api.put(SERIES + "/measures/SME-3/adopted", "{}").code()).isEqualTo("not-adopted.not-asked");
        assertThat(api.delete(SERIES + "/measures/SME-3/decision").code()).isEqualTo("not-adopted.not-asked");
        assertThat(api.put(SERIES + "/measures/SME-T3A/adopted", "{\"reason\": \"" + "x".repeat(2_001) + "\"}")
                        .at("/errors/0/field"))
                .isEqualTo("/reason");
        assertThat(acts()).contains("measure.adopted", "requirement.not-adopted");
    }

    private static String parameters(String emphasis, String guide, int staff) {
        return """
                {"begins": "2026-12-01", "emphasis": "%s", "guide": %s, "stage": "design", "staffHours": %d,
                 "budgetYen": 300000, "confirmHours": 1, "answerHours": 4, "recheckHours": 4, "fixHours": 40,
                 "fixYen": 200000}""".formatted(emphasis, guide, staff);
    }

    @Test
    void aPlanHasReasonsAndDatesAndIsMadeAnewWhenAValueChanges() {
        String path = SERIES + "/plan/parameters";
        assertThat(api.get(SERIES + "/plan").code()).isEqualTo("plan.none");
        assertThat(api.get(path).code()).isEqualTo("plan.none");
        assertThat(api.put(path, parameters("guide", "null", 20), "If-Match", "\"0\"")
                        .at("/errors/0/field"))
                .isEqualTo("/guide");
        assertThat(api.put(path, parameters("feasible", "\"tsunagaru\"", 20), "If-Match", "\"0\"")
                        .at("/errors/0/field"))
                .as("nobody follows it")
                .isEqualTo("/guide");
        assertThat(api.put(path, parameters("feasible", "null", 0), "If-Match", "\"0\"")
                        .at("/errors/0/field"))
                .isEqualTo("/staffHours");
        assertThat(api.put(
                                path,
                                parameters("feasible", "null", 20).replace("2026-12-01", "1999-12-01"),
                                "If-Match",
                                "\"0\"")
                        .at("/errors/0/field"))
                .isEqualTo("/begins");
        assertThat(api.put(path, parameters("feasible", "null", 20), "If-Match", "\"1\"")
                        .code())
                .isEqualTo("api.stale");
        assertThat(count("plan_parameters")).isZero();

        Api.Answer entered = api.put(path, parameters("feasible", "\"jcstar1\"", 20), "If-Match", "\"0\"");

        assertThat(entered.status()).as(entered.toString()).isEqualTo(200);
        assertThat(api.get(path).tag()).isEqualTo(entered.tag()).isEqualTo("\"1\"");
        JsonNode steps = api.get(SERIES + "/plan?limit=200").json().path("items");
        assertThat(steps).hasSize(16);
        assertThat(steps.path(0).path("from").asString()).isEqualTo("2026-12-01");
        assertThat(steps.path(0).path("why").findValuesAsString("reason")).contains("chosen-guide");
        assertThat(steps.path(0).path("points").asInt())
                .isGreaterThanOrEqualTo(steps.path(15).path("points").asInt());
        String last = steps.path(15).path("until").asString();
        api.put(path, parameters("feasible", "\"jcstar1\"", 40), "If-Match", entered.tag());
        assertThat(api.get(SERIES + "/plan?limit=200").at("/items/15/until")).isLessThan(last);
        assertThat(acts()).contains("plan.parameters");
    }

    @Test
    void theSelfDiagnosisIsAnsweredByTheItemsThatTheCompanyEntered() {
        assertThat(api.get(SERIES + "/self-check").json().path("items")).isEmpty();
        api.post(ITEMS, "{\"rows\": [{\"cells\": {\"item\": \"更新できるか\"}}, {\"cells\": {\"item\": \"止まると安全か\"}}]}");
        JsonNode items = api.get(SERIES + "/self-check").json().path("items");
        assertThat(items.findValuesAsString("text")).containsExactly("更新できるか", "止まると安全か");
        String first = items.path(0).path("item").asString();
        String answers = "{\"answers\": [{\"item\": \"%s\", \"answer\": \"%s\", \"note\": \"次の版\"}]}";
        assertThat(api.post(SERIES + "/self-check", answers.formatted(first, "maybe"))
                        .at("/errors/0/field"))
                .isEqualTo("/answers/0/answer");
        assertThat(api.post(SERIES + "/self-check", answers.formatted("00000000-0000-7000-8000-000000000000", "yes"))
                        .at("/errors/0/field"))
                .isEqualTo("/answers/0/item");
        assertThat(count("self_check_answer")).isZero();

        Api.Answer answered = api.post(SERIES + "/self-check", answers.formatted(first, "no"));

        assertThat(answered.at("/no")).isEqualTo("1");
        assertThat(answered.at("/open")).isEqualTo("1");
        assertThat(answered.at("/expected")).isEqualTo("24");
        assertThat(answered.at("/items/0/note")).isEqualTo("次の版");
        assertThat(acts()).contains("self-check.answer");
    }

    @Test
    void whatAGuideLacksIsEnteredAndTakenBack() {
        assertThat(api.post(ITEMS, "{\"rows\": []}").at("/errors/0/field")).isEqualTo("/rows");
        assertThat(api.post(ITEMS, "{\"rows\": [{\"cells\": {\"nothing\": \"x\"}}]}")
                        .at("/errors/0/field"))
                .isEqualTo("/rows/0/cells/nothing");
        assertThat(api.post(ITEMS, "{\"rows\": [{\"cells\": {\"item\": \" \"}}]}")
                        .at("/errors/0/field"))
                .isEqualTo("/rows/0/cells");
        String phases = "/api/v1/catalogue/tables/phases";
        assertThat(api.post(phases + "/fills", "{\"rows\": [{\"cells\": {}}]}").code())
                .isIn("api.field", "gap.none");
        assertThat(api.get("/api/v1/catalogue/tables/none/fills").code()).isEqualTo("table.unknown");
        String lifecycle = "/api/v1/catalogue/tables/psirt-lifecycle";
        assertThat(api.put(lifecycle + "/rows/9999/fill", "{\"cells\": {\"stage\": \"設計\"}}")
                        .code())
                .isEqualTo("gap.none");
        assertThat(count("gap_fill")).isZero();

        Api.Answer filled = api.put(lifecycle + "/rows/1/fill", "{\"cells\": {\"stage\": \"設計\"}}");
        api.put(lifecycle + "/rows/1/fill", "{\"cells\": {\"stage\": \"企画\"}}");

        assertThat(filled.at("/cells/stage")).as(filled.toString()).isEqualTo("設計");
        assertThat(api.get(lifecycle + "/fills").json().path("items").findValuesAsString("stage"))
                .as("the later one takes its place")
                .containsExactly("企画");
        String id = api.get(lifecycle + "/fills").at("/items/0/id");
        assertThat(api.delete(lifecycle + "/fills/" + id).status()).isEqualTo(200);
        assertThat(api.get(lifecycle + "/fills").json().path("items")).isEmpty();
        assertThat(acts()).contains("gap.fill", "gap.remove");
    }

    private List<String> found(String words) {
        return api.get("/api/v1/search?q="
                        + URLEncoder.encode(words, StandardCharsets.UTF_8).replace("+", "%20"))
                .json()
                .path("items")
                .findValuesAsString("title");
    }

    @Test
    void theSearchFindsWhatTheBoxOfTheHeaderFindsAndTheCompanysOwnWords() {
        assertThat(found("カメラ")).contains("カメラ");
        assertThat(found("S1.1-02")).isNotEmpty();
        assertThat(found(" ")).isEmpty();
        assertThat(api.get("/api/v1/search").status()).isEqualTo(400);
        assertThat(found("無停電電源")).isEmpty();

        api.post(ITEMS, "{\"rows\": [{\"cells\": {\"item\": \"無停電電源に切り替わるか\"}}]}");

        Api.Answer answer = api.get("/api/v1/search?q=" + URLEncoder.encode("無停電", StandardCharsets.UTF_8));
        assertThat(answer.at("/items/0/kind")).isEqualTo("library");
        assertThat(answer.at("/items/0/hits/0/title")).isEqualTo("無停電電源に切り替わるか");
        assertThat(answer.at("/items/0/hits/0/about")).contains("自社で入力");
        String href = answer.at("/items/0/hits/0/href");
        assertThat(signedIn(Role.AUDITOR)
                        .get(href.substring(0, href.indexOf('#')))
                        .html())
                .contains("id=\"" + href.substring(href.indexOf('#') + 1) + "\"");
    }
}
