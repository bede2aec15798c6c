package dev.shisa.server.sbom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.bom.BomReader;
import dev.shisa.bom.ByteSource;
import dev.shisa.bom.Reading;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Bills of materials: what is inside a release, what its list leaves out, and what that decides. */
class SbomPagesTest extends ServerTest {

    private static final String HERE = "/products/MC-200/sboms";

    @Autowired
    private Products products;

    @Autowired
    private EvidenceLog evidence;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @SuppressWarnings("NullAway.Init")
    private Series camera;

    @BeforeEach
    void aCamera() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        browser = signedIn(quality);
        camera = products.create(
                new NewSeries("MC-200", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.1"), quality);
    }

    private UUID release() {
        return products.releases(camera.id()).getFirst().id();
    }

    private Page take(byte[] file, String... more) {
        List<String> fields = new ArrayList<>(List.of("release", release().toString()));
        fields.addAll(List.of(more));
        return browser.upload(HERE, "file", "camera.cdx.json", file, fields.toArray(new String[0]));
    }

    /** Takes a list of all components in and returns its address. */
    private String taken(byte[] file) {
        Page sent = take(file, "whole", "yes");
        assertThat(sent.status()).as(sent.text()).isEqualTo(302);
        clock.advance(Duration.ofMinutes(1));
        return sent.location().replaceFirst("\\?.*", "");
    }

    /** What stands about the list of components, with its strength. */
    private List<String> standing() {
        return evidence.entries(List.of(new Subject(Subject.Kind.RELEASE, release()))).stream()
                .filter(FactEntry::isStanding)
                .filter(e -> e.fact().slot().toString().equals("components.list"))
                .map(e -> e.fact().value().canonical() + " " + e.fact().strength())
                .toList();
    }

    private static String documented(String word) {
        return Value.word(word).canonical() + " " + Strength.DOCUMENTED;
    }

    @Test
    void aWholeListWithNameDeveloperAndVersionIsEvidenceThatAllIsRecorded() {
        String here = taken(TestSboms.cycloneDx("openssl 3.0.1", "zlib 1.3"));

        assertThat(standing()).containsExactly(documented("complete"));
        assertThat(browser.get(here).text())
                .contains("バージョン 2.4.1 の構成要素は2件です", "openssl", "pkg:generic/zlib@1.3", "名前・開発者・バージョンがそろっている")
                .contains("CycloneDX (JSON) 1.6", "camera 2.4.1", "2026-11-01 09:00");
        assertThat(browser.get(HERE).text()).contains("部品表(SBOM) 1件", "構成要素 2件");
        assertThat(browser.english().get(here).text()).contains("Version 2.4.1 has 2 components", "NTIA");
        assertThat(acts()).contains("sbom.import", "evidence.add");
    }

    @Test
    void aListThatLeavesSomethingOutSaysSoAndShowsWhere() {
        String here = taken(TestSboms.cycloneDxOf(
                TestSboms.component("openssl", "3.0.1", "Acme"), TestSboms.component("vendor-blob", "7", "")));

        assertThat(standing()).containsExactly(documented("partial"));
        assertThat(browser.get(here).text()).contains("開発者のない構成要素が1件あります", "ない1件を見る");
        assertThat(browser.get(here + "?only=no-supplier").text())
                .contains("vendor-blob")
                .doesNotContain("pkg:generic/openssl");

        assertThat(take(TestSboms.cycloneDx("openssl 3.0.1"), "whole", "no").status())
                .isEqualTo(302);
        assertThat(standing()).as("a list of some components").containsExactly(documented("partial"));
    }

    private String takenSoundRest(byte[] file) {
        Page sent = take(file, "whole", "yes", "soundRest", "yes");
        assertThat(sent.status()).as(sent.text()).isEqualTo(302);
        return sent.location().replaceFirst("\\?.*", "");
    }

    @Test
    void whatTheChecksOfTheFormatsSayIsSaidInTheReadersLanguage() {
        String here = takenSoundRest(TestSboms.cycloneDxOf("""
                {"type": "libary", "bom-ref": "a", "name": "a", "version": 7, "supplier": "Acme", "colour": "red"}""", """
                {"bom-ref": "b", "name": "b"}"""));
        assertThat(browser.get(here).text())
                .contains(
                        "「colour」は、この形式にない項目です",
                        "「type」がありません",
                        "文字列のはずのところに、整数があります",
                        "オブジェクトのはずのところに、文字列があります",
                        "決まった値のどれでもありません")
                .doesNotContain("形式の検査の言葉", "expected", "schema");
        String xml = takenSoundRest("""
                        <?xml version="1.0"?>
                        <bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1"><components>
                        <component type="libary"><name>a</name></component><colour/></components></bom>
                        """.getBytes(StandardCharsets.UTF_8));
        assertThat(browser.get(xml).text())
                .contains("ここに「colour」は置けません", "「libary」は、決まった値(")
                .doesNotContain("形式の検査の言葉", "Invalid content", "facet");

        assertThat(take("{\"bomFormat\": 1".getBytes(StandardCharsets.UTF_8), "whole", "yes")
                        .text())
                .contains("ファイルが途中で終わっています");
        assertThat(take("<html/>".getBytes(StandardCharsets.UTF_8), "whole", "yes")
                        .text())
                .contains("XMLですが、最初の要素が「html」です");
        assertThat(browser.english().get(here).text())
                .contains("“colour” is no field of the format", "a text is expected, not a whole number");
    }

    @Test
    void theListGoesAlongWhenTheSeriesGoesToAnotherInstallation() {
        taken(TestSboms.cycloneDx("openssl 3.0.1", "zlib 1.3"));
        Api.Answer file = api(quality, Set.of(Act.VIEW, Act.TAKE_PACK)).get("/api/v1/series/MC-200/series.zip");

        emptyDatabase();
        Person owner = person(Role.OWNER);
        Api.Answer brought = api(owner, Set.of(Act.VIEW, Act.IMPORT_SERIES))
                .upload("/api/v1/series-imports?takesOver=true&company=true", file.bytes());
        assertThat(brought.status()).as(brought.toString()).isEqualTo(200);
        assertThat(brought.json().path("differing").size()).isZero();
        camera = products.require("MC-200", owner);
        assertThat(standing()).containsExactly(documented("complete"));
        String id =
                jdbc.sql("SELECT id::text FROM sbom_list").query(String.class).single();
        assertThat(signedIn(owner).get(HERE + "/" + id).text())
                .contains("openssl", "pkg:generic/zlib@1.3", "名前・開発者・バージョンがそろっている");
    }

    @Test
    void aLaterListReplacesWhatTheEarlierOneSaidUntilItIsWithdrawn() {
        String first = taken(TestSboms.cycloneDx("openssl 3.0.1"));
        String later = taken(TestSboms.cycloneDxOf(TestSboms.component("openssl", "3.0.2", "")));
        assertThat(standing()).containsExactly(documented("partial"));
        assertThat(browser.get(first).text()).contains("新しい部品表に替わった");

        assertThat(browser.post(later + "/withdraw").status()).isEqualTo(422);
        assertThat(browser.post(later + "/withdraw", "why", "別の製品だった").status()).isEqualTo(302);

        assertThat(standing()).as("the list before it counts again").containsExactly(documented("complete"));
        assertThat(browser.get(first).text()).doesNotContain("新しい部品表に替わった");
        assertThat(browser.get(later).text()).contains("取り消しました", "別の製品だった");
    }

    @Test
    void anAnswerThatAPersonGaveIsNotReplacedByAList() {
        Api api = api(quality, Set.of(Act.VIEW, Act.ADD_EVIDENCE));
        Api.Answer declared = api.post("/api/v1/series/MC-200/evidence", """
                {"kind": "declaration", "title": "申告", "statement": "一部だけ",
                 "facts": [{"key": "components.list", "value": "partial"}]}""");
        assertThat(declared.status()).as(declared.toString()).isLessThan(300);

        taken(TestSboms.cycloneDx("openssl 3.0.1"));

        assertThat(evidence
                        .entries(List.of(
                                new Subject(Subject.Kind.RELEASE, release()),
                                new Subject(Subject.Kind.PRODUCT, camera.id())))
                        .stream()
                        .filter(FactEntry::isStanding)
                        .filter(e -> e.fact().slot().toString().equals("components.list")))
                .hasSize(2);
    }

    @Test
    void whatIsWrongInAFileIsToldWithItsPlaceAndTheSoundRestCanBeTaken() {
        byte[] file = TestSboms.cycloneDxOf(
                TestSboms.component("openssl", "3.0.1", "Acme"),
                "{\"type\": \"gadget\", \"name\": \"odd\", \"version\": \"1\", \"supplier\": {\"name\": \"Acme\"}}");

        Page refused = take(file, "whole", "yes");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("見直す箇所が1件", "/components/1/type", "まだ何も記録していません");
        assertThat(count("sbom_list")).isZero();
        assertThat(count("evidence")).isZero();

        // The file came with the first try and is not asked for again.
        String upload = refused.find("name=\"upload\" value=\"([^\"]+)\"");
        Page sent = browser.post(
                HERE, "release", release().toString(), "whole", "yes", "soundRest", "yes", "upload", upload);
        assertThat(sent.status()).as(sent.text()).isEqualTo(302);
        assertThat(standing()).as("something was left out").containsExactly(documented("partial"));
        assertThat(browser.get(sent.location()).text()).contains("ファイルに誤りがあり、除いた箇所があります", "ファイルについて気付いたこと");
    }

    @Test
    void whatIsNoListIsRefusedAndNothingIsStored() {
        Page page = take("{\"hello\": 1}".getBytes(StandardCharsets.UTF_8), "whole", "yes");

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.text()).contains("このファイルは取り込めませんでした", "読める部品表ではありません");
        assertThat(take(TestSboms.cycloneDxOf(), "whole", "yes").text()).contains("「components」がありません");
        assertThat(count("sbom_list")).isZero();
        assertThat(count("evidence")).isZero();
        Page empty = browser.post(HERE);
        assertThat(empty.status()).isEqualTo(422);
        assertThat(empty.text()).contains("部品表のファイルを選んでください", "どのバージョンの部品表かを選んでください");
    }

    @Test
    void componentsAreSearchedNarrowedAndTakenAlong() {
        String here = taken(TestSboms.cycloneDx("openssl 3.0.1", "zlib 1.3", "busybox 1.36"));

        assertThat(browser.get(here + "?q=OPENSSL").text())
                .contains("pkg:generic/openssl@3.0.1")
                .doesNotContain("zlib");
        assertThat(browser.get(here + "?q=nothing").text()).contains("当てはまる構成要素がありません");
        assertThat(browser.get(here + "/components.csv?q=zlib").text())
                .contains("pkg:generic/zlib@1.3")
                .doesNotContain("busybox");
        assertThat(browser.get(HERE + ".csv").text()).contains("2.4.1", "CycloneDX");
        assertThat(browser.get(here + "?q=%F0%9F%90%B1").status()).isEqualTo(200);
    }

    @Test
    void theSearchOfTheHeaderFindsWhichReleasesContainAComponent() {
        taken(TestSboms.cycloneDx("zlib 1.2"));
        String here = taken(TestSboms.cycloneDx("openssl 3.0.1"));

        assertThat(browser.get("/search?q=OpenSSL").html()).contains(here + "?q=openssl#components");
        assertThat(browser.get("/search?q=openssl%203.0").text()).contains("バージョン 2.4.1 に入っています");
        assertThat(browser.get("/search?q=openssl%201").text()).doesNotContain("に入っています");
        assertThat(browser.get("/search?q=zlib").text())
                .as("a list that no longer counts")
                .doesNotContain("に入っています");
        Series lock = products.create(new NewSeries("LK-1", "鍵", "電子錠", "", List.of("LK-1"), "1.0"), quality);
        Browser limited = signedIn(person(Set.of(lock.id()), Role.QUALITY));
        assertThat(limited.get("/search?q=openssl").text()).doesNotContain("に入っています");
    }

    @Test
    void twoListsAreCompared() {
        String before = taken(TestSboms.cycloneDx("openssl 3.0.1", "zlib 1.3"));
        String after = taken(TestSboms.cycloneDx("openssl 3.0.2", "busybox 1.36"));

        Page page = browser.get(after + "/difference?with=" + before.substring(before.lastIndexOf('/') + 1));

        assertThat(page.text()).contains("追加1件、削除1件、変更1件", "busybox", "zlib", "3.0.1", "3.0.2");
        assertThat(browser.get(after + "/difference.csv?with=" + before.substring(before.lastIndexOf('/') + 1))
                        .text())
                .contains("busybox", "変更");
        assertThat(browser.get(after + "/difference?with=" + after.substring(after.lastIndexOf('/') + 1))
                        .text())
                .contains("違いはありません");
    }

    @Test
    void aListIsTakenAlongAsCycloneDxAndSpdx() throws IOException {
        String here = taken(TestSboms.csv(3));

        for (String format : List.of("cyclonedx", "spdx", "spdx3")) {
            Page page = browser.get(here + "/documents/" + format + ".json");
            assertThat(page.status()).isEqualTo(200);
            Reading again = BomReader.read(ByteSource.of("x", page.html().getBytes(StandardCharsets.UTF_8)));
            assertThat(again).isInstanceOfSatisfying(Reading.Taken.class, read -> {
                assertThat(read.valid()).as(read.problems().toString()).isTrue();
                assertThat(read.bom().components()).hasSize(3);
            });
        }
        assertThat(browser.get(here + "/documents/word.json").status()).isEqualTo(404);
        assertThat(acts()).contains("take.file");
    }

    @Test
    void textsThatNoDatabaseTakesAreTakenWithoutWhatIsWrongInThem() {
        String here = taken(TestSboms.cycloneDxOf(
                "{\"type\": \"library\", \"bom-ref\": \"x\", \"name\": \"a\\u0000b\\ud800<b>\", \"version\": \"1\", \"supplier\": {\"name\": \"%s\"}}"
                        .formatted("あ".repeat(5_000))));

        assertThat(browser.get(here).html()).contains("ab\ufffd&lt;b&gt;").doesNotContain("あ".repeat(2_001));
    }

    @Test
    void aListOfAHundredThousandComponentsIsTakenAndPaged() {
        String here = taken(TestSboms.csv(100_000));

        assertThat(count("sbom_component")).isEqualTo(100_000);
        Page page = browser.get(here + "?page=4000");
        assertThat(page.text()).contains("part-099999", "バージョン 2.4.1 の構成要素は100,000件です");
        assertThat(page.html().length()).isLessThan(200_000);
        assertThat(browser.get(here + "?q=part-054321").text()).contains("1.54321");
    }

    @Test
    void peopleOfOtherSeriesLearnNothing() {
        String here = taken(TestSboms.cycloneDx("openssl 3.0.1"));
        Series lock = products.create(new NewSeries("LK-1", "鍵", "電子錠", "", List.of("LK-1"), "1.0"), quality);

        assertThat(browser.get(here.replace("MC-200", "LK-1")).status()).isEqualTo(404);
        assertThat(store(lock)).isEmpty();
    }

    private List<Sbom> store(Series series) {
        return lists.of(series.id());
    }

    @Autowired
    private SbomStore lists;

    @Test
    void programsTakeInReadCompareAndWithdraw() {
        Api api = api(quality, Set.of(Act.VIEW, Act.ADD_EVIDENCE, Act.RESOLVE));
        String all = "/api/v1/series/MC-200/sboms";
        String query = "?fileName=a.json&release=2.4.1&whole=true";

        Api.Answer sent = api.upload(all + query, TestSboms.cycloneDx("openssl 3.0.1", "zlib 1.3"));

        assertThat(sent.status()).as(sent.toString()).isEqualTo(201);
        String one = String.valueOf(sent.header("Location"));
        assertThat(sent.at("/complete")).isEqualTo("true");
        assertThat(sent.at("/components")).isEqualTo("2");
        assertThat(sent.at("/lacking/hash")).isEqualTo("2");
        assertThat(api.get(one).at("/counts")).isEqualTo("true");
        Api.Answer first = api.get(one + "/components?limit=1");
        assertThat(first.at("/items/0/purls/0")).isEqualTo("pkg:generic/openssl@3.0.1");
        assertThat(api.get(one + "/components?limit=1&cursor=" + first.at("/next"))
                        .at("/items/0/name"))
                .isEqualTo("zlib");
        assertThat(api.get(one + "/components?only=no-supplier")
                        .json()
                        .path("items")
                        .isEmpty())
                .isTrue();
        assertThat(api.get(one + "/document?as=spdx").status()).isEqualTo(200);
        clock.advance(Duration.ofMinutes(1));
        Api.Answer later = api.upload(all + query, TestSboms.cycloneDx("openssl 3.0.2"));
        String difference = String.valueOf(later.header("Location")) + "/difference?with=" + sent.at("/id");
        assertThat(api.get(difference).at("/removed")).isEqualTo("1");
        assertThat(api.get(difference).at("/changes/1/after")).isEqualTo("3.0.2");
        assertThat(api.get(all).json().path("items").size()).isEqualTo(2);

        byte[] faulty = TestSboms.cycloneDxOf(
                TestSboms.component("a", "1", "Acme"), "{\"type\": \"gadget\", \"name\": \"odd\"}");
        assertThat(api.upload(all + query, faulty).code()).isEqualTo("sbom.faulty");
        assertThat(api.upload(all + query + "&soundRest=true", faulty).at("/sound"))
                .isEqualTo("false");
        assertThat(api.upload(all + query, new byte[] {'x'}).code()).isEqualTo("sbom.refused");
        assertThat(api.upload(all + query.replace("2.4.1", "9"), new byte[] {'x'})
                        .code())
                .isEqualTo("api.parameter");
        assertThat(api.post(one + "/withdraw", "{\"reason\": \" \"}").code()).isEqualTo("sbom.withdraw.reason");
        assertThat(api.post(one + "/withdraw", "{\"reason\": \"wrong\"}").at("/withdrawn"))
                .isEqualTo("true");
        assertThat(api.post(one + "/withdraw", "{\"reason\": \"wrong\"}").code())
                .isEqualTo("sbom.withdrawn");
        assertThat(api.get(all + "/" + UUID.randomUUID()).code()).isEqualTo("sbom.unknown");
    }
}
