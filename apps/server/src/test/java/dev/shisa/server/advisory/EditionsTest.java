package dev.shisa.server.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.shisa.advisory.CsafVersion;
import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.doctor.Check;
import dev.shisa.server.portal.TestPortal;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What was issued in one version of CSAF only keeps its address, and gets the other edition. Each remedy names its own products. */
class EditionsTest extends ServerTest {

    private static final String ALL = "/api/v1/advisories";
    private static final String CSAF = "/.well-known/csaf/";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Autowired
    private Products products;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Editions editions;

    @Autowired
    private EditionsCheck check;

    @SuppressWarnings("NullAway.Init")
    private Series camera;

    @SuppressWarnings("NullAway.Init")
    private Api writer;

    @SuppressWarnings("NullAway.Init")
    private Api second;

    @SuppressWarnings("NullAway.Init")
    private Browser stranger;

    @BeforeEach
    void aMakerWithTwoProducts() {
        emptyDatabase();
        Person quality = person(Role.QUALITY);
        camera = products.create(new NewSeries("MC-200", "見守りカメラ", "カメラ", "", List.of("MC-210"), "2.4.2"), quality);
        products.create(new NewSeries("SL-10", "人感ライト", "照明", "", List.of("SL-11"), "1.0"), quality);
        writer = api(person(Role.PSIRT), Set.of(Act.VIEW, Act.WRITE_ADVISORY));
        second = api(person(Role.EXECUTIVE), Set.of(Act.VIEW, Act.ISSUE_ADVISORY));
        TestPortal.switchOn(signedIn(Role.OWNER), camera.id().toString());
        stranger = signedOut();
    }

    private static String text(String concerned, String more) {
        return """
            {"kind": "advisory", "title": {"ja": "題名", "en": "Title"}, "summary": {"ja": "内容", "en": "What"},
             "remedy": "fix", "action": {"ja": "アップデートしてください", "en": "Please update"}, "tlp": "WHITE",
             "concerned": [%s]%s}""".formatted(concerned, more);
    }

    private static final String FIXED = "{\"series\": \"MC-200\", \"fixed\": \"2.4.2\"}";

    private String begun(String text) {
        Api.Answer made = writer.post(ALL, text);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return ALL + "/" + made.at("/code");
    }

    private String issued(String at) {
        Api.Answer asked = writer.post(at + "/ask", "{}");
        assertThat(asked.status()).as(asked.text()).isEqualTo(200);
        Api.Answer issued = second.post(at + "/issue", "{\"acknowledged\": true}");
        assertThat(issued.status()).as(issued.text()).isEqualTo(200);
        TestPortal.look(context);
        return issued.at("/tracking").toLowerCase(java.util.Locale.ROOT);
    }

    private JsonNode document(String path) {
        byte[] bytes = stranger.get(path).response().getContentAsByteArray();
        return JSON.readTree(bytes);
    }

    @Test
    void whatWasIssuedInOneEditionStaysAndGetsTheOtherFromItsStoredDraft() {
        String number = issued(begun(text(FIXED, "")));
        String early = CSAF + "white/2026/" + number + ".json";
        String later = CSAF + "v2.1/clear/2026/" + number + ".json";
        byte[] signed = stranger.get(early).response().getContentAsByteArray();
        String signature = stranger.get(early + ".asc").text();
        // As an installation has it that issued before there were both.
        jdbc.sql("DELETE FROM advisory_edition").update();
        assertThat(editions.complete()).isEqualTo(1);
        assertThat(editions.complete()).as("once").isZero();
        TestPortal.look(context);
        assertThat(stranger.get(early).response().getContentAsByteArray()).isEqualTo(signed);
        assertThat(stranger.get(early + ".asc").text()).isEqualTo(signature);
        assertThat(document(later).at("/document/csaf_version").asString()).isEqualTo("2.1");
        assertThat(document(later).at("/document/tracking/current_release_date").asString())
                .as("the day of the revision, not of the edition")
                .isEqualTo(document(early)
                        .at("/document/tracking/current_release_date")
                        .asString());
        assertThat(stranger.get(later + ".asc").text()).contains("BEGIN PGP SIGNATURE");
        assertThat(IssuedAdvisory.version(stranger.get(later).response().getContentAsByteArray()))
                .isEqualTo(CsafVersion.V2_1);
    }

    @Test
    void whatCannotBeWrittenInOneEditionIsSaidOnceAndByTheDoctorUntilItIsMended() {
        issued(begun(text(FIXED, "")));
        jdbc.sql("DELETE FROM advisory_edition").update();
        jdbc.sql("UPDATE advisory_draft SET content = jsonb_set(content::jsonb, '{cve}', '\"none\"')::text")
                .update();
        Logger logger = (Logger) LoggerFactory.getLogger(Editions.class);
        ListAppender<ILoggingEvent> seen = new ListAppender<>();
        seen.start();
        logger.addAppender(seen);
        try {
            assertThat(editions.complete()).isZero();
            assertThat(editions.complete()).isZero();
            assertThat(seen.list).hasSize(1);
        } finally {
            logger.detachAppender(seen);
        }
        assertThat(check.look()).isInstanceOf(Check.Finding.Bad.class);
        assertThat(signedIn(Role.OWNER).get("/doctor").text()).contains("必須のテストに不合格となるため");

        jdbc.sql("UPDATE advisory_draft SET content = jsonb_set(content::jsonb, '{cve}', '\"\"')::text")
                .update();
        assertThat(editions.complete()).isEqualTo(1);
        assertThat(editions.complete()).isZero();
        assertThat(check.look()).isInstanceOf(Check.Finding.Ok.class);
    }

    @Test
    void whatWasPublicOnceIsNotShownToFewerPeople() {
        String at = begun(text(FIXED, ""));
        issued(at);
        Api.Answer present = writer.get(at);
        Api.Answer saved = writer.put(
                at, text(FIXED, ", \"note\": {\"ja\": \"狭める\"}").replace("WHITE", "AMBER"), "If-Match", present.tag());
        assertThat(saved.status()).as(saved.text()).isEqualTo(200);
        assertThat(writer.get(at + "/check").json().path("missing").toString()).contains("tlp");
        assertThat(writer.post(at + "/ask", "{}").at("/code")).isEqualTo("advisory.missing");
    }

    // Numbers

    @Test
    void whatOnlySomeMayReadLeavesNoGapInTheNumbersOfThePublicAndKeepsItsOwn() {
        assertThat(issued(begun(text(FIXED, "")))).isEqualTo("mhk-sa-2026-001");
        List<String> restricted = new ArrayList<>();
        for (String tlp : List.of("AMBER", "GREEN", "RED")) {
            String at = begun(text(FIXED, "").replace("WHITE", tlp));
            restricted.add(issued(at));
            assertThat(restricted.getLast())
                    .as("by lot, so that its readers cannot count either")
                    .matches("mhk-sa-2026-r-[2-9a-z]{5}");
        }
        assertThat(restricted).doesNotHaveDuplicates();
        assertThat(issued(begun(text(FIXED, "")))).isEqualTo("mhk-sa-2026-002");

        // Whoever has read it knows it by this number.
        String known = ALL + "/" + restricted.getFirst();
        assertThat(writer.put(
                                known,
                                text(FIXED, ", \"note\": {\"ja\": \"公開する\"}"),
                                "If-Match",
                                writer.get(known).tag())
                        .status())
                .isEqualTo(200);
        assertThat(issued(known)).isEqualTo(restricted.getFirst());
        assertThat(stranger.get(CSAF + "white/index.txt").text()).contains(restricted.getFirst());
        assertThat(issued(begun(text(FIXED, "")))).isEqualTo("mhk-sa-2026-003");
    }

    // Names

    @Test
    void aProductIsNamedSoThatAPersonReadsWhichVersionsAreMeant() {
        String number = issued(begun(
                text(FIXED + ", {\"series\": \"SL-10\", \"remedy\": \"stop-use\", \"action\": {\"ja\": \"外す\"}}", "")));
        for (String path : List.of("white/2026/", "v2.1/clear/2026/")) {
            assertThat(names(document(CSAF + path + number + ".json")))
                    .as(path)
                    .contains("見守りカメラ MC-200 2.4.2より前のバージョン", "見守りカメラ MC-200 2.4.2", "人感ライト SL-10 すべてのバージョン")
                    .noneMatch(name -> name.contains("vers:"));
        }
        String english = issued(begun(text(FIXED, "").replace("\"ja\": \"題名\", ", "")));
        JsonNode document = document(CSAF + "white/2026/" + english + ".json");
        assertThat(document.at("/document/lang").asString()).isEqualTo("en");
        assertThat(names(document))
                .containsExactlyInAnyOrder("見守りカメラ MC-200, versions before 2.4.2", "見守りカメラ MC-200 2.4.2");
    }

    @Test
    void whoReadsEnglishReadsTheNameThatTheSeriesHasThere() {
        Api maker = api(person(Role.QUALITY), Set.of(Act.VIEW, Act.EDIT_PRODUCT));
        String series = "/api/v1/series/MC-200";
        for (String more : List.of(", \"nameEn\": \"Home camera\"", "")) {
            Api.Answer saved = maker.put(
                    series,
                    "{\"code\": \"MC-200\", \"name\": \"見守りカメラ\", \"kind\": \"カメラ\"%s}".formatted(more),
                    "If-Match",
                    maker.get(series).tag());
            assertThat(saved.status()).as(saved.text()).isEqualTo(200);
            assertThat(saved.at("/nameEn")).as("what is not sent stays").isEqualTo("Home camera");
        }

        String number = issued(begun(text(FIXED, "").replace("\"ja\": \"題名\", ", "")));
        assertThat(names(document(CSAF + "white/2026/" + number + ".json")))
                .containsExactlyInAnyOrder("Home camera MC-200, versions before 2.4.2", "Home camera MC-200 2.4.2");
        for (String page : List.of("", "products/mc-200/", "advisories/" + number + "/")) {
            assertThat(stranger.get("/public/en/" + page).text())
                    .as(page)
                    .contains("Home camera")
                    .doesNotContain("見守りカメラ");
            assertThat(stranger.get("/public/ja/" + page).text())
                    .as(page)
                    .contains("見守りカメラ")
                    .doesNotContain("Home camera");
        }
        assertThat(signedIn(Role.QUALITY).get("/products/MC-200/edit").html()).contains("value=\"Home camera\"");
    }

    private static List<String> names(JsonNode document) {
        List<String> names = new ArrayList<>();
        document.path("product_tree")
                .findValues("product")
                .forEach(one -> names.add(one.path("name").asString()));
        return names;
    }

    // Remedies

    private List<String> remedies(JsonNode document) {
        List<String> remedies = new ArrayList<>();
        document.at("/vulnerabilities/0/remediations")
                .forEach(one -> one.path("product_ids")
                        .forEach(id -> remedies.add(one.path("category").asString() + " "
                                + id.asString().replaceFirst(":.*", "") + " "
                                + one.path("details").asString())));
        return remedies;
    }

    @Test
    void aFixIsOfferedForProductsWithAFixedVersionOnly() {
        String at = begun(text(FIXED + ", {\"series\": \"SL-10\"}", ""));
        assertThat(writer.get(at + "/check").json().path("missing").toString()).isEqualTo("[\"fixed\"]");
        assertThat(writer.post(at + "/ask", "{}").at("/code")).isEqualTo("advisory.missing");
        String page = "/vulnerabilities/advisories/"
                + at.substring(at.lastIndexOf('/') + 1).toLowerCase(java.util.Locale.ROOT);
        assertThat(signedIn(Role.PSIRT).get(page).text()).contains("人感ライトには直したバージョンがありません");

        String whole = begun(text(
                FIXED
                        + ", {\"series\": \"SL-10\", \"remedy\": \"stop-use\","
                        + " \"action\": {\"ja\": \"電源を抜いてください\", \"en\": \"Unplug it\"}}",
                ""));
        String number = issued(whole);
        for (String path : List.of("white/2026/", "v2.1/clear/2026/")) {
            assertThat(remedies(document(CSAF + path + number + ".json")))
                    .as(path)
                    .containsExactlyInAnyOrder(
                            "vendor_fix MC-200 アップデートしてください",
                            "vendor_fix MC-200 Please update",
                            "no_fix_planned SL-10 電源を抜いてください",
                            "no_fix_planned SL-10 Unplug it");
        }
        String html = stranger.get("/public/en/advisories/" + number + "/").text();
        assertThat(html).contains("Please update", "Unplug it");
        assertThat(writer.get(whole).json().at("/text/concerned/1/remedy").asString())
                .isEqualTo("stop-use");
    }

    @Test
    void whatIsWrittenInBothLanguagesIsThereInBothForProgramsToo() {
        String number = issued(begun(text(
                FIXED,
                ", \"workaround\": {\"ja\": \"外部公開を止める\", \"en\": \"Do not expose it\"}, \"exploited\": \"known\"")));
        for (String path : List.of("white/2026/", "v2.1/clear/2026/")) {
            JsonNode document = document(CSAF + path + number + ".json");
            JsonNode issue = document.at("/vulnerabilities/0");
            assertThat(issue.path("remediations").toString())
                    .contains("アップデートしてください", "Please update", "外部公開を止める", "Do not expose it");
            assertThat(issue.path("threats").toString()).contains("悪用が確認されています。", "Attacks are known.");
            for (JsonNode notes : List.of(document.at("/document/notes"), issue.path("notes"))) {
                List<String> said = new ArrayList<>();
                notes.forEach(note -> said.add(
                        note.path("title").asString() + ": " + note.path("text").asString()));
                assertThat(said).containsExactly("概要: 内容", "Title: What");
            }
        }
    }

    @Test
    void aProductThatIsStillLookedIntoIsUnderInvestigationAndTheOthersAreAffected() {
        String number = issued(begun(text(FIXED + ", {\"series\": \"SL-10\", \"remedy\": \"investigating\"}", "")));
        JsonNode document = document(CSAF + "white/2026/" + number + ".json");
        assertThat(document.at("/vulnerabilities/0/product_status/under_investigation")
                        .toString())
                .contains("SL-10")
                .doesNotContain("MC-200");
        assertThat(document.at("/vulnerabilities/0/product_status/known_affected")
                        .toString())
                .contains("MC-200")
                .doesNotContain("SL-10");
        assertThat(document.at("/document/tracking/status").asString()).isEqualTo("interim");
        assertThat(remedies(document)).allMatch(one -> one.startsWith("vendor_fix MC-200"));
    }

    @Test
    void aFixedVersionAndNoFixDoNotGoTogether() {
        String at = begun(text(FIXED, "").replace("\"remedy\": \"fix\"", "\"remedy\": \"substitute\""));
        assertThat(writer.get(at + "/check").json().path("missing").toString()).isEqualTo("[\"fixed-otherwise\"]");
    }

    @Test
    void whatCannotBeTakenIsSaidInTheLanguageOfTheWholeAnswer() {
        String wrong = text(FIXED, ", \"cwe\": \"CWE-0\"");
        for (String language : List.of("en", "ja")) {
            Api.Answer answer = writer.post(ALL, wrong, "Accept-Language", language);
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.at("/errors/0/field")).isEqualTo("/cwe");
            for (String part : List.of("/title", "/detail", "/errors/0/detail")) {
                assertThat(answer.at(part).codePoints().anyMatch(c -> c > 0x3000))
                        .as(language + " " + part + ": " + answer.at(part))
                        .isEqualTo(language.equals("ja"));
            }
        }
    }
}
