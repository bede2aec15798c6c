package dev.shisa.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.advisory.CsafDocument;
import dev.shisa.advisory.CsafValidator;
import dev.shisa.advisory.CsafVersion;
import dev.shisa.advisory.Finding;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The version of CSAF is a choice of the issuer; scores come from answers to questions; both versions are served side by side. */
class CsafVersionTest extends ServerTest {

    private static final String LIST = "/vulnerabilities/advisories";
    private static final String CSAF = "/.well-known/csaf/";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Reachable from the same network, no password needed, everything is read and changed. */
    private static final Map<String, String> ANSWERS4 = Map.ofEntries(
            Map.entry("cvss4-AV", "A"),
            Map.entry("cvss4-AC", "L"),
            Map.entry("cvss4-AT", "N"),
            Map.entry("cvss4-PR", "N"),
            Map.entry("cvss4-UI", "N"),
            Map.entry("cvss4-VC", "H"),
            Map.entry("cvss4-VI", "H"),
            Map.entry("cvss4-VA", "N"),
            Map.entry("cvss4-SC", "N"),
            Map.entry("cvss4-SI", "N"),
            Map.entry("cvss4-SA", "N"));

    private static final String VECTOR4 = "CVSS:4.0/AV:A/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:N/SC:N/SI:N/SA:N";

    @Autowired
    private Products products;

    @Autowired
    private PublicSite site;

    private Browser owner = signedOut();
    private Browser writer = owner;
    private Browser second = owner;
    private Browser stranger = owner;

    @SuppressWarnings("NullAway.Init")
    private Series camera;

    @BeforeEach
    void aMakerWithACamera() {
        emptyDatabase();
        owner = signedIn(Role.OWNER);
        writer = signedIn(Role.PSIRT);
        second = signedIn(Role.EXECUTIVE);
        stranger = signedOut();
        Person quality = person(Role.QUALITY);
        camera = products.create(
                new NewSeries("MC-200", "見守りカメラ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.0"), quality);
        TestPortal.switchOn(owner, camera.id().toString());
        site.renewed();
    }

    private void csaf(String version, int seen) {
        Page sent = owner.post(
                "/settings/portal/issuer",
                "nameJa",
                "みどり浜光機株式会社",
                "mail",
                "psirt@midorihama.example",
                "site",
                "https://www.midorihama.example",
                "prefix",
                "MHK-SA",
                "origin",
                TestPortal.ORIGIN,
                "csaf",
                version,
                "version",
                "" + seen);
        assertThat(sent.status()).as(sent.text()).isEqualTo(302);
    }

    private String begin() {
        Page made = writer.post(
                LIST + "/new", "titleJa", "設定画面で認証を避けられる", "series", camera.id().toString());
        assertThat(made.status()).as(made.text()).isEqualTo(302);
        return made.location().replaceFirst("/edit.*", "");
    }

    private Page write(String at, int number, Map<String, String> more) {
        String id = camera.id().toString();
        Map<String, String> fields = new TreeMap<>(Map.of(
                "number",
                "" + number,
                "kind",
                "advisory",
                "titleJa",
                "設定画面で認証を避けられる",
                "summaryJa",
                "同じネットワークにいる人が、パスワードなしで設定画面に入れます。",
                "series",
                id,
                "earlier-" + id,
                "yes",
                "remedy",
                "workaround",
                "actionJa",
                "設定画面を使うとき以外は、機器をネットワークから外してください。",
                "tlp",
                "WHITE"));
        fields.putAll(more);
        List<String> sent = new ArrayList<>();
        fields.forEach((name, value) -> sent.addAll(List.of(name, value)));
        return writer.post(at + "/edit", sent.toArray(String[]::new));
    }

    /** Writes, asks for and agrees to one; its number, in small letters. */
    private String issued(String at, int number, Map<String, String> more) {
        Page saved = write(at, number, more);
        assertThat(saved.status()).as(saved.text()).isEqualTo(302);
        Page asked = writer.post(at + "/ask", "number", "" + (number + 1));
        assertThat(asked.status()).as(asked.text()).isEqualTo(302);
        Page agreed = second.post(at + "/issue", "number", "" + (number + 1));
        assertThat(agreed.status()).as(agreed.text()).isEqualTo(302);
        site.renewed();
        return agreed.location().replaceFirst("\\?.*", "").replace(LIST + "/", "");
    }

    private JsonNode json(String path) {
        Page page = stranger.get(path);
        assertThat(page.status()).as(path).isEqualTo(200);
        return JSON.readTree(page.text());
    }

    private JsonNode valid(String path, CsafVersion version) throws Exception {
        byte[] bytes = stranger.get(path).response().getContentAsByteArray();
        CsafDocument document = CsafDocument.read(bytes);
        assertThat(document.version()).isEqualTo(version);
        assertThat(CsafValidator.validate(document, clock.instant()).stream()
                        .filter(f -> f.severity() == Finding.Severity.ERROR))
                .as(path)
                .isEmpty();
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(bytes));
        assertThat(stranger.get(path + ".sha512").text()).startsWith(hash);
        assertThat(stranger.get(path + ".asc").text()).contains("BEGIN PGP SIGNATURE");
        return document.root();
    }

    @Test
    void theElevenAnswersMakeTheVectorAndAreShownAgain() {
        String at = begin();
        assertThat(write(at, 1, ANSWERS4).status()).isEqualTo(302);
        Page again = writer.get(at + "/edit");
        assertThat(again.html()).contains("value=\"" + VECTOR4 + "\"", "name=\"cvss4-AV\"", "name=\"cvss3-AV\"");
        assertThat(again.text()).contains("CSAF 2.0の文書にはCVSS 4.0を載せる場所がない");

        Map<String, String> kept = new TreeMap<>(ANSWERS4);
        kept.put("cvss", "CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N");
        assertThat(write(at, 2, kept).status()).isEqualTo(302);
        assertThat(writer.get(at + "/edit").html())
                .as("answers that nobody touched do not undo a vector that was typed")
                .contains("value=\"CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N\"");
    }

    @Test
    void aQuestionThatWasLeftOutIsAskedForAndNothingTypedIsLost() {
        String at = begin();
        Map<String, String> some = new TreeMap<>(ANSWERS4);
        some.remove("cvss4-UI");
        some.remove("cvss4-SC");
        Page refused = write(at, 1, some);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("答えていない質問が2個あります。", "設定画面を使うとき以外は");
        Map<String, String> both = new TreeMap<>(ANSWERS4);
        Map.of("AV", "N", "AC", "L", "PR", "N", "UI", "R", "S", "C", "C", "H", "I", "L", "A", "N")
                .forEach((metric, value) -> both.put("cvss3-" + metric, value));
        String vector3 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:H/I:L/A:N";
        assertThat(write(at, 1, both).status()).isEqualTo(302);
        assertThat(writer.get(at + "/edit").html())
                .as("one beside the other")
                .containsPattern("name=\"cvss\" type=\"text\" value=\"" + VECTOR4 + "\"")
                .containsPattern("name=\"cvss3\" type=\"text\" value=\"" + vector3 + "\"");
        both.keySet().removeIf(name -> name.startsWith("cvss4-"));
        String other = begin();
        assertThat(write(other, 1, both).status()).isEqualTo(302);
        assertThat(writer.get(other + "/edit").html())
                .as("the only one leads")
                .containsPattern("name=\"cvss\" type=\"text\" value=\"" + vector3 + "\"");
    }

    @Test
    void inTheLaterVersionTheDocumentIsValidHasItsScoreAndATreeOfItsOwn() throws Exception {
        csaf("2.1", 1);
        assertThat(owner.get("/settings/portal").html()).contains("CSAF 2.1");
        String number = issued(begin(), 1, ANSWERS4);
        String path = CSAF + "v2.1/clear/2026/" + number + ".json";
        JsonNode root = valid(path, CsafVersion.V2_1);
        assertThat(root.path("vulnerabilities")
                        .path(0)
                        .path("metrics")
                        .path(0)
                        .path("content")
                        .path("cvss_v4")
                        .path("vectorString")
                        .stringValue())
                .isEqualTo(VECTOR4);
        assertThat(root.path("document").path("references").path(0).path("url").stringValue())
                .as("it says where it is")
                .isEqualTo(TestPortal.ORIGIN + path);
        JsonNode metadata = json(CSAF + "provider-metadata.json");
        assertThat(metadata.path("metadata_version").stringValue()).isEqualTo("2.1");
        assertThat(metadata).isEqualTo(json(CSAF + "v2.1/provider-metadata.json"));
        assertThat(metadata.path("canonical_url").stringValue())
                .isEqualTo(TestPortal.ORIGIN + CSAF + "v2.1/provider-metadata.json");
        assertThat(stranger.get(CSAF + "v2.1/clear/changes.csv").text())
                .startsWith("2026/" + number + ".json,2026-11-20T");
        assertThat(stranger.get("/public/ja/advisories/" + number + "/").html()).contains("href=\"" + path + "\"");
    }

    @Test
    void whatWasIssuedBeforeStaysWhereItSaysThatItIs() throws Exception {
        String before = issued(begin(), 1, Map.of());
        String early = CSAF + "white/2026/" + before + ".json";
        valid(early, CsafVersion.V2_0);
        csaf("2.1", 1);
        clock.advance(java.time.Duration.ofMinutes(5));
        String after = issued(begin(), 1, ANSWERS4);
        valid(early, CsafVersion.V2_0);
        valid(CSAF + "v2.1/clear/2026/" + after + ".json", CsafVersion.V2_1);
        assertThat(json(CSAF + "v2.0/provider-metadata.json")
                        .path("metadata_version")
                        .stringValue())
                .isEqualTo("2.0");
        for (String index : List.of("white/index.txt", "v2.0/white/index.txt", "v2.1/clear/index.txt")) {
            assertThat(stranger.get(CSAF + index).html().lines())
                    .as(index)
                    .containsExactly("2026/" + before + ".json", "2026/" + after + ".json");
        }
        String security = stranger.get("/.well-known/security.txt").text();
        for (String folder : List.of("", "v2.0/", "v2.1/")) {
            assertThat(security).contains("CSAF: " + TestPortal.ORIGIN + CSAF + folder + "provider-metadata.json");
        }
    }

    /** What readers of one version were ever told where it is. */
    private Map<String, Integer> walk(String folder, String label) {
        Map<String, Integer> revisions = new TreeMap<>();
        List<String> listed = stranger.get(CSAF + folder + label + "/index.txt")
                .html()
                .lines()
                .toList();
        JsonNode feed = json(CSAF + folder + label + "/csaf-feed-tlp-" + label + ".json");
        String changes = stranger.get(CSAF + folder + label + "/changes.csv").html();
        assertThat(feed.path("feed").path("entry").size()).isEqualTo(listed.size());
        assertThat(changes.lines().count()).isEqualTo(listed.size());
        for (String path : listed) {
            assertThat(changes).contains(path);
            JsonNode document = json(CSAF + folder + label + "/" + path);
            revisions.put(
                    document.path("document").path("tracking").path("id").stringValue(),
                    Integer.parseInt(document.path("document")
                            .path("tracking")
                            .path("version")
                            .stringValue()));
        }
        return revisions;
    }

    private Map<String, Integer> everywhere() {
        Map<String, Integer> earlier = walk("", "white");
        assertThat(walk("v2.0/", "white")).isEqualTo(earlier);
        assertThat(walk("v2.1/", "clear")).isEqualTo(earlier);
        return earlier;
    }

    private void revise(String number, int draft, String... act) {
        clock.advance(java.time.Duration.ofMinutes(5));
        String at = LIST + "/" + number;
        if (act.length == 0) {
            issued(at, draft, Map.of("noteJa", "書き改めた"));
        } else {
            assertThat(writer.post(at + "/withdraw", "number", "" + draft, "reasonJa", act[0])
                            .status())
                    .isEqualTo(302);
            Page agreed = second.post(at + "/issue", "number", "" + (draft + 1));
            assertThat(agreed.status()).as(agreed.text()).isEqualTo(302);
            site.renewed();
        }
    }

    @Test
    void readersOfEachVersionLearnOfCorrectionsAndWithdrawalsWhateverIsChosen() throws Exception {
        String one = issued(begin(), 1, Map.of());
        String two = issued(begin(), 1, ANSWERS4);
        String three = issued(begin(), 1, Map.of());
        assertThat(everywhere()).isEqualTo(Map.of("MHK-SA-2026-001", 1, "MHK-SA-2026-002", 1, "MHK-SA-2026-003", 1));
        csaf("2.1", 1);
        revise(two, 2);
        revise(one, 2, "別の製品の話でした。");
        assertThat(everywhere())
                .as("corrected and withdrawn while the later version leads")
                .isEqualTo(Map.of("MHK-SA-2026-001", 2, "MHK-SA-2026-002", 2, "MHK-SA-2026-003", 1));
        String four = issued(begin(), 1, Map.of());
        csaf("2.0", 2);
        revise(three, 2, "誤りでした。");
        assertThat(everywhere())
                .isEqualTo(
                        Map.of("MHK-SA-2026-001", 2, "MHK-SA-2026-002", 2, "MHK-SA-2026-003", 2, "MHK-SA-2026-004", 1));
        for (String number : List.of(one, two, three, four)) {
            valid(CSAF + "white/2026/" + number + ".json", CsafVersion.V2_0);
            valid(CSAF + "v2.0/white/2026/" + number + ".json", CsafVersion.V2_0);
            valid(CSAF + "v2.1/clear/2026/" + number + ".json", CsafVersion.V2_1);
        }
        for (String metadata : List.of("", "v2.0/", "v2.1/")) {
            assertThat(json(CSAF + metadata + "provider-metadata.json")
                            .path("metadata_version")
                            .stringValue())
                    .isEqualTo(metadata.equals("v2.1/") ? "2.1" : "2.0");
        }
    }

    @Test
    void foldersOfTheProviderListWhatLiesInThem() {
        String number = issued(begin(), 1, Map.of());
        assertThat(stranger.get(CSAF + "white/").html()).contains("href=\"2026/\"", "href=\"index.txt\"");
        assertThat(stranger.get(CSAF + "white/2026/").html())
                .contains("href=\"" + number + ".json\"", "href=\"" + number + ".json.asc\"");
        assertThat(stranger.get(CSAF + "v2.1/clear/2026/").html()).contains("href=\"" + number + ".json\"");
        assertThat(stranger.get(CSAF + "white/2027/").status()).isEqualTo(404);
    }

    @Test
    void aWithdrawalIsValidInTheLaterVersion() throws Exception {
        csaf("2.1", 1);
        String at = begin();
        String number = issued(at, 1, ANSWERS4);
        clock.advance(java.time.Duration.ofMinutes(5));
        Page asked = writer.post(LIST + "/" + number + "/withdraw", "number", "2", "reasonJa", "別の製品の話でした。");
        assertThat(asked.status()).as(asked.text()).isEqualTo(302);
        Page agreed = second.post(LIST + "/" + number + "/issue", "number", "3");
        assertThat(agreed.status()).as(agreed.text()).isEqualTo(302);
        site.renewed();
        JsonNode root = valid(CSAF + "v2.1/clear/2026/" + number + ".json", CsafVersion.V2_1);
        assertThat(root.path("document").path("category").stringValue()).isEqualTo("csaf_withdrawn");
    }

    @Test
    void theFormKnowsWhatWasFoundInTheProduct() {
        Page form = writer.get(LIST + "/new?series=MC-200&cve=CVE-2026-1234&cvss=" + VECTOR4.replace("/", "%2F"));
        assertThat(form.html()).contains("value=\"CVE-2026-1234\"", "value=\"" + VECTOR4 + "\"");
        Page made = writer.post(
                LIST + "/new",
                "titleJa",
                "部品の脆弱性",
                "cve",
                "CVE-2026-1234",
                "cvss",
                VECTOR4,
                "series",
                camera.id().toString());
        assertThat(made.status()).as(made.text()).isEqualTo(302);
        assertThat(writer.follow(made).html()).contains("value=\"CVE-2026-1234\"", "value=\"" + VECTOR4 + "\"");
        assertThat(writer.post(
                                LIST + "/new",
                                "titleJa",
                                "x",
                                "cve",
                                "nonsense",
                                "series",
                                camera.id().toString())
                        .status())
                .isEqualTo(422);
    }

    @Test
    void whoRatesInCvss40AnswersWhat31AsksOtherwiseAndEachDocumentHasTheScoreThatItHasAPlaceFor() throws Exception {
        String at = begin();
        assertThat(write(at, 1, ANSWERS4).status()).isEqualTo(302);
        Page form = writer.get(at + "/edit");
        assertThat(form.text())
                .as("what readers of 2.0 miss, and what 3.1 asks in other words")
                .contains("CSAF 2.0の文書にはCVSS 4.0を載せる場所がない", "CVSS 4.0での答え: 攻撃の難しさ: 難しくない、攻撃の前提条件: ない");
        assertThat(form.html())
                .as("what means the same is answered, and nothing else")
                .containsPattern("name=\"cvss3-AV\"(?s).{0,400}<option value=\"A\" selected")
                .doesNotContainPattern("name=\"cvss3-UI\"[^~]{0,300}<option value=\"[A-Z]\" selected");

        Map<String, String> same = new TreeMap<>(ANSWERS4);
        same.putAll(Map.of("cvss", VECTOR4, "cvss3-AV", "A", "cvss3-PR", "N"));
        assertThat(write(at, 2, same).status()).isEqualTo(302);
        assertThat(writer.get(at + "/edit").html())
                .as("nothing is derived that nobody said")
                .containsPattern("name=\"cvss3\" type=\"text\" value=\"\"");
        Map<String, String> half = new TreeMap<>(same);
        half.put("cvss3-UI", "N");
        Page refused = write(at, 3, half);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("答えていない質問が5個");
        Page alone = write(at, 3, Map.of("cvss3", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"));
        assertThat(alone.text()).contains("CVSS 4.0のベクトルがありません");

        Map<String, String> whole = new TreeMap<>(half);
        whole.putAll(Map.of("cvss3-AC", "L", "cvss3-S", "U", "cvss3-C", "H", "cvss3-I", "H", "cvss3-A", "N"));
        String number = issued(at, 3, whole);
        String vector3 = "CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N";
        String early = CSAF + "white/2026/" + number + ".json";
        JsonNode scores = valid(early, CsafVersion.V2_0).at("/vulnerabilities/0/scores");
        assertThat(scores).hasSize(1);
        assertThat(scores.at("/0/cvss_v3/vectorString").asString()).isEqualTo(vector3);
        assertThat(CsafValidator.validate(
                        CsafDocument.read(stranger.get(early).response().getContentAsByteArray()), clock.instant()))
                .extracting(Finding::test)
                .doesNotContain("6.2.3");
        JsonNode metrics = valid(CSAF + "v2.1/clear/2026/" + number + ".json", CsafVersion.V2_1)
                .at("/vulnerabilities/0/metrics");
        assertThat(metrics.at("/0/content/cvss_v4/vectorString").asString()).isEqualTo(VECTOR4);
        assertThat(metrics.at("/0/content/cvss_v3/vectorString").asString()).isEqualTo(vector3);
        assertThat(stranger.get("/public/ja/advisories/" + number + "/").text())
                .contains("深刻さ(CVSS 4.0)", VECTOR4, "深刻さ(CVSS 3.1)", vector3);
        assertThat(writer.get(at + "/edit").text()).doesNotContain("CSAF 2.0の文書にはCVSS 4.0を載せる場所がない");
    }

    @Test
    void documentsOf21SayUnderWhichLicenceTheyMayBePassedOnWhereTheMakerChoseOne() throws Exception {
        String at = begin();
        String number = issued(at, 1, Map.of());
        String later = CSAF + "v2.1/clear/2026/" + number + ".json";
        assertThat(valid(later, CsafVersion.V2_1).at("/document").has("license_expression"))
                .isFalse();
        List<String> issuer = new ArrayList<>(List.of(
                "nameJa",
                "みどり浜光機株式会社",
                "mail",
                "psirt@midorihama.example",
                "site",
                "https://www.midorihama.example",
                "prefix",
                "MHK-SA",
                "origin",
                TestPortal.ORIGIN,
                "version",
                "1"));
        for (String licence : List.of("ご自由に", "CC-BY-9.9")) {
            List<String> wrong = new ArrayList<>(issuer);
            wrong.addAll(List.of("licence", licence));
            Page refused = owner.post("/settings/portal/issuer", wrong.toArray(String[]::new));
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.text()).contains("SPDXの一覧にあるライセンスとして読めません");
        }
        issuer.addAll(List.of("licence", "CC-BY-4.0"));
        assertThat(owner.post("/settings/portal/issuer", issuer.toArray(String[]::new))
                        .status())
                .isEqualTo(302);
        number = issued(begin(), 1, Map.of());
        later = CSAF + "v2.1/clear/2026/" + number + ".json";
        assertThat(valid(later, CsafVersion.V2_1)
                        .at("/document/license_expression")
                        .asString())
                .isEqualTo("CC-BY-4.0");
        assertThat(CsafValidator.validate(
                        CsafDocument.read(stranger.get(later).response().getContentAsByteArray()), clock.instant()))
                .extracting(Finding::test)
                .doesNotContain("6.2.43");
        assertThat(valid(CSAF + "white/2026/" + number + ".json", CsafVersion.V2_0)
                        .at("/document")
                        .has("license_expression"))
                .as("no place for it there")
                .isFalse();
    }
}
