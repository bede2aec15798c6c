package dev.shisa.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Guides, decisions not to adopt, the organisation and the application, by programs. */
class ApiGuidesTest extends ServerTest {

    private static final Set<Act> SCOPE = Set.of(
            Act.VIEW, Act.EDIT_PRODUCT, Act.CHOOSE_GUIDES, Act.NOT_ADOPT, Act.PREPARE_APPLICATION, Act.CHANGE_SETTINGS);

    @Autowired
    private Products products;

    private Person everything = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Series camera = new Series(new UUID(0, 0), "", "", "", "", "", null, 1);
    private Api api = apiWith("");

    @BeforeEach
    void aCamera() {
        emptyDatabase();
        everything = person(Role.values());
        camera = products.create(new NewSeries("MC-200", "カメラ", "機器", "", List.of("MC-200W"), "2.4.1"), everything);
        api = api(everything, SCOPE);
    }

    @Test
    void aGuideThatIsChosenIsDecidedAtOnce() {
        Api.Answer before = api.get("/api/v1/series/MC-200/guides");
        assertThat(before.json().path("items"))
                .filteredOn(guide -> guide.path("followed").asBoolean())
                .singleElement()
                .satisfies(
                        guide -> assertThat(guide.path("framework").asString()).isEqualTo("jcstar1"));
        assertThat(api.put("/api/v1/series/MC-200/guides", "{\"followed\": [\"jcstar1\", \"tsunagura\"]}")
                        .at("/errors/0/field"))
                .isEqualTo("/followed/1");

        assertThat(api.put("/api/v1/series/MC-200/guides", "{\"followed\": [\"jcstar1\", \"tsunagaru\"]}")
                        .status())
                .isEqualTo(200);

        assertThat(api.get("/api/v1/series/MC-200/verdicts?framework=tsunagaru")
                        .json()
                        .path("items"))
                .isNotEmpty();
        assertThat(acts()).contains("guides.series");
    }

    @Test
    void theOrganisationIsJudgedByTheGuidesThatItFollows() {
        assertThat(api.get("/api/v1/organisation/verdicts").json().path("items"))
                .isEmpty();
        assertThat(api.put("/api/v1/organisation/guides", "{\"followed\": [\"jcstar1\"]}")
                        .code())
                .as("★1 asks nothing of the organisation")
                .isEqualTo("api.field");

        Api.Answer chosen = api.put("/api/v1/organisation/guides", "{\"followed\": [\"psirt-guide\"]}");

        assertThat(chosen.json().path("items"))
                .filteredOn(guide -> guide.path("followed").asBoolean())
                .hasSize(1);
        String number =
                api.get("/api/v1/organisation/verdicts?framework=psirt-guide").at("/items/0/number");
        String verdict = "/api/v1/organisation/verdicts/psirt-guide/" + number;
        assertThat(api.get(verdict).at("/verdict/state")).isEqualTo("unknown");
        assertThat(api.get(verdict).json().path("proof").isObject()).isTrue();
        assertThat(api.get(verdict + "/history").at("/items/0/cause")).isEqualTo("guides.chosen");
        assertThat(api.get("/api/v1/organisation/board").at("/items/0/framework"))
                .isEqualTo("psirt-guide");
        assertThat(acts()).contains("guides.organisation");
    }

    @Test
    void whatIsNotAdoptedHasAReasonAndCanBeTakenBack() {
        api.put("/api/v1/series/MC-200/guides", "{\"followed\": [\"jcstar1\", \"tsunagaru\"]}");
        String path = "/api/v1/series/MC-200/not-adopted/tsunagaru/TG-05";
        assertThat(api.put(path, "{\"reason\": \" \"}").at("/errors/0/field")).isEqualTo("/reason");
        assertThat(api.put(path, "{\"reason\": \"閉じた網\", \"until\": \"2019-01-01\"}")
                        .at("/errors/0/field"))
                .isEqualTo("/until");
        assertThat(api.put("/api/v1/series/MC-200/not-adopted/jcstar1/S1.1-02", "{\"reason\": \"要らない\"}")
                        .code())
                .as("★1 demands all of its criteria")
                .isEqualTo("not-adopted.not-asked");

        assertThat(api.put(path, "{\"reason\": \"閉じた網だけで使う\"}").at("/reason")).isEqualTo("閉じた網だけで使う");

        assertThat(api.get("/api/v1/series/MC-200/not-adopted").at("/items/0/requirement"))
                .isEqualTo("tsunagaru/TG-05");
        assertThat(api.delete(path).status()).isEqualTo(200);
        assertThat(api.get("/api/v1/series/MC-200/not-adopted").json().path("items"))
                .isEmpty();
        assertThat(acts()).contains("requirement.not-adopted", "requirement.adopted");
    }

    @Test
    void boardsAreWalkedToTheirEndWithoutWhatIsArchivedOrFollowsAnotherGuide() {
        for (int i = 0; i < 7; i++) {
            products.create(new NewSeries("GW-" + i, "ゲートウェイ", "機器", "", List.of("GW-" + i + "A"), "1.0"), everything);
        }
        api.put("/api/v1/series/GW-1/archived", "{\"archived\": true}");
        api.put("/api/v1/series/GW-2/guides", "{\"followed\": [\"tsunagaru\"]}");
        List<String> walked = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode part = api.get("/api/v1/boards/jcstar1?limit=2" + cursor).json();
            part.path("items").forEach(item -> {
                walked.add(item.path("series").asString());
                assertThat(item.path("board").path("total").asInt()).isEqualTo(16);
            });
            cursor = part.path("next").isNull()
                    ? ""
                    : "&cursor=" + part.path("next").asString();
        } while (!cursor.isEmpty());
        assertThat(walked).containsExactlyInAnyOrder("MC-200", "GW-0", "GW-3", "GW-4", "GW-5", "GW-6");
        Api limited = api(everything, Set.of(Act.VIEW), camera.id());
        assertThat(limited.get("/api/v1/boards/jcstar1").json().path("items").findValuesAsString("series"))
                .containsExactly("MC-200");
        assertThat(api.get("/api/v1/series?archived=true").json().path("items").findValuesAsString("code"))
                .containsExactly("GW-1");
    }

    @Test
    void theQuestionsOfAllGuidesAreThoseOfEachAndOfTheCompany() {
        api = api(everything, Set.of(Act.VIEW, Act.ADD_EVIDENCE, Act.CHOOSE_GUIDES));
        api.put("/api/v1/series/MC-200/guides", "{\"followed\": [\"jcstar1\", \"sme-guide\"]}");
        api.put("/api/v1/organisation/guides", "{\"followed\": [\"psirt-guide\"]}");
        String path = "/api/v1/series/MC-200/questions?most=200";
        List<JsonNode> all = new ArrayList<>();
        api.get(path).json().path("items").forEach(all::add);
        Set<JsonNode> each = new HashSet<>();
        for (String guide : List.of("jcstar1", "sme-guide", "psirt-guide")) {
            JsonNode items = api.get(path + "&framework=" + guide).json().path("items");
            assertThat(items).as(guide).isNotEmpty();
            items.forEach(each::add);
        }
        assertThat(all).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(each);
    }

    @Test
    void theOrganisationDecidesForItself() {
        api.put("/api/v1/organisation/guides", "{\"followed\": [\"psirt-guide\"]}");
        String number = api.get("/api/v1/organisation/verdicts").at("/items/0/number");
        String path = "/api/v1/organisation/not-adopted/psirt-guide/" + number;
        assertThat(api.put(path, "{\"reason\": \"外部に委託する\"}").status()).isEqualTo(200);
        assertThat(api.get("/api/v1/organisation/not-adopted").at("/items/0/reason"))
                .isEqualTo("外部に委託する");
        assertThat(api.delete(path).status()).isEqualTo(200);
    }

    @Test
    void aTokenForSomeSeriesDoesNotDecideForTheWholeCompany() {
        Api limited = api(everything, SCOPE, camera.id());
        assertThat(limited.put("/api/v1/organisation/guides", "{\"followed\": []}")
                        .code())
                .isEqualTo("organisation.limited");
        assertThat(limited.put("/api/v1/organisation/not-adopted/psirt-guide/x", "{\"reason\": \"x\"}")
                        .code())
                .isEqualTo("organisation.limited");
        assertThat(limited.delete("/api/v1/organisation/not-adopted/psirt-guide/x")
                        .code())
                .isEqualTo("organisation.limited");
        String version = limited.get("/api/v1/organisation").tag();
        assertThat(limited.put("/api/v1/organisation", "{\"name\": \"x\"}", "If-Match", version)
                        .code())
                .isEqualTo("organisation.limited");
    }

    @Test
    void theOrganisationHasAName() {
        Api.Answer name = api.get("/api/v1/organisation");
        assertThat(name.at("/name")).isEqualTo("みどり浜光機株式会社");
        assertThat(api.put("/api/v1/organisation", "{\"name\": \" \"}", "If-Match", name.tag())
                        .at("/errors/0/field"))
                .isEqualTo("/name");
        Api.Answer changed = api.put("/api/v1/organisation", "{\"name\": \"みどり浜株式会社\"}", "If-Match", name.tag());
        assertThat(changed.at("/name")).isEqualTo("みどり浜株式会社");
        assertThat(api.put("/api/v1/organisation", "{\"name\": \"x\"}", "If-Match", name.tag())
                        .code())
                .isEqualTo("api.stale");
        assertThat(acts()).contains("settings.organisation");
    }

    @Test
    void anApplicationIsPlannedAndItsStepsAreRecorded() {
        String path = "/api/v1/series/MC-200/application";
        Api.Answer fresh = api.get(path);
        assertThat(fresh.tag()).isEqualTo("\"0\"");
        assertThat(fresh.json().path("undecided").asInt()).isEqualTo(16);
        assertThat(api.put(path, "{\"plannedOn\": \"1999-01-01\"}", "If-Match", "\"0\"")
                        .at("/errors/0/field"))
                .isEqualTo("/plannedOn");

        Api.Answer planned =
                api.put(path, "{\"plannedOn\": \"2026-12-24\", \"evaluator\": \"self\"}", "If-Match", "\"0\"");

        assertThat(planned.at("/evaluator")).isEqualTo("self");
        assertThat(planned.tag()).isEqualTo("\"1\"");
        assertThat(api.put(path, "{}", "If-Match", "\"0\"").code()).isEqualTo("api.stale");

        assertThat(api.post(path + "/entries", "{\"kind\": \"scope\", \"on\": \"2026-11-20\"}")
                        .at("/errors/0/field"))
                .as("follows from the register")
                .isEqualTo("/kind");
        Api.Answer sent = api.post(
                path + "/entries",
                "{\"kind\": \"sent\", \"on\": \"2026-11-20\", \"values\": [{\"name\": \"note\", \"value\": \"受付 17\"}]}");
        assertThat(sent.status()).as(sent.toString()).isEqualTo(201);
        assertThat(api.get(path).json().path("steps"))
                .filteredOn(step -> step.path("step").asString().equals("send"))
                .allMatch(step -> step.path("done").asBoolean());
        assertThat(api.get(String.valueOf(sent.header("Location"))).json().path("values"))
                .anyMatch(value -> value.path("value").asString().equals("受付 17"));
        assertThat(api.post(path + "/entries/" + sent.at("/id") + "/undo", "{\"reason\": \"まちがい\"}")
                        .at("/undone"))
                .isEqualTo("true");
        assertThat(api.get(path).json().path("steps"))
                .filteredOn(step -> step.path("step").asString().equals("send"))
                .noneMatch(step -> step.path("done").asBoolean());
        assertThat(acts()).contains("application.plan", "application.sent", "application.undo");
    }

    @Test
    void reasonsAreWrittenAndWhatIpaWouldSendBackIsTold() {
        String path = "/api/v1/series/MC-200/application";
        assertThat(api.get(path + "/basic").json().path("items"))
                .anySatisfy(line -> assertThat(line.path("value").asString()).isEqualTo("MC-200W"));
        assertThat(api.get(path + "/corrections").json().path("items"))
                .filteredOn(one -> one.path("code").asString().equals("unknown"))
                .hasSize(16);
        Api.Answer reason = api.get(path + "/reasons/S1.1-02");
        assertThat(reason.tag()).isEqualTo("\"0\"");

        Api.Answer written =
                api.put(path + "/reasons/S1.1-02", "{\"ja\": \"設計書のとおり\", \"en\": \"\"}", "If-Match", "\"0\"");

        assertThat(written.at("/ja")).isEqualTo("設計書のとおり");
        assertThat(written.json().path("own").asBoolean()).isTrue();
        assertThat(api.put(path + "/reasons/S1.1-02", "{\"ja\": \"x\", \"en\": \"\"}", "If-Match", "\"0\"")
                        .code())
                .isEqualTo("api.stale");
        assertThat(api.put(path + "/reasons/S9.9", "{\"ja\": \"x\", \"en\": \"\"}", "If-Match", "\"0\"")
                        .code())
                .isEqualTo("requirement.unknown");
        assertThat(api.get(path + "/reasons?limit=200").json().path("items")).hasSize(16);
    }
}
