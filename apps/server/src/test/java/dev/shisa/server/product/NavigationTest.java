package dev.shisa.server.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.web.NavSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The column on the left: about one product, or about the company, and kept where a page is about neither. */
class NavigationTest extends ServerTest {

    /** As many entries as a person can take in at a glance, on a product and on the company. */
    private static final int ENTRIES_MAX = 13;

    @Autowired
    private Products products;

    @Autowired
    private List<NavSource> sources;

    private Person person;
    private Browser browser = signedOut();

    @BeforeEach
    void twoProducts() {
        emptyDatabase();
        person = person(Role.values());
        browser = signedIn(person);
        products.create(new NewSeries("MC-200", "カメラ", "機器", "", List.of("MC-200A"), "1.0"), person);
        products.create(new NewSeries("GW-50", "ゲートウェイ", "機器", "", List.of("GW-50A"), "2.0"), person);
    }

    @Test
    void onAProductItShowsTheWorkOnThatProduct() {
        assertThat(column("/products/MC-200/sboms"))
                .contains("カメラ", "バージョン 1.0", "進み具合", "判定と質問", "部品と脆弱性", "計画", "会社全体")
                .contains("href=\"/products/MC-200/vulnerabilities\"", "aria-current=\"page\">SBOM")
                .doesNotContain("href=\"/organisation/policy\"");
    }

    @Test
    void onThePagesOfTheCompanyItShowsTheCompany() {
        assertThat(column("/organisation/roles"))
                .contains("会社全体", "取引先", "aria-current=\"page\">役割")
                .doesNotContain("進み具合", "/products/MC-200/sboms");
    }

    @Test
    void whatItIsAboutIsKeptAcrossPagesThatAreAboutNeither() {
        browser.get("/products/GW-50/evidence");
        for (String neither :
                List.of("/", "/tasks", "/search?q=SBOM", "/map", "/records", "/settings/about", "/notices")) {
            assertThat(column(neither)).as(neither).contains("ゲートウェイ", "/products/GW-50/sboms");
        }
        browser.get("/vulnerabilities");
        assertThat(column("/")).contains("/vulnerabilities").doesNotContain("/products/GW-50/sboms");
    }

    @Test
    void aPieceOfEvidenceIsAboutItsProduct() {
        browser.post(
                "/products/GW-50/questions",
                "key",
                "scope.network",
                "answer-value",
                "direct",
                "answer-detail",
                "Wi-Fiで直接つながる");
        String code = jdbc.sql("SELECT code FROM evidence").query(String.class).single();
        browser.get("/products/MC-200");
        assertThat(column("/evidence/" + code))
                .contains("ゲートウェイ", "/products/GW-50/sboms", "aria-current=\"true\"")
                .doesNotContain("/products/MC-200/sboms");
        assertThat(column("/evidence")).contains("会社全体").doesNotContain("/products/GW-50/sboms");
        assertThat(browser.get("/evidence/" + code + "0").status()).isEqualTo(404);
    }

    @Test
    void theMapAndTheSearchAreAboutTheSameProductAsTheColumn() {
        browser.get("/products/GW-50/evidence");
        assertThat(browser.get("/map").html())
                .contains("/products/GW-50/scans")
                .doesNotContain("/products/MC-200/scans");
        assertThat(browser.get("/").html()).contains("name=\"at\" value=\"GW-50\" data-search-at");
    }

    @Test
    void whatABrowserClaimsToBeAboutIsShownOnlyToThoseWhoSeeIt() {
        Series camera = products.byCode("MC-200").orElseThrow();
        Browser limited = signedIn(person(Set.of(camera.id()), Role.QUALITY)).cookie("thing", "GW-50");
        assertThat(limited.get("/").html()).doesNotContain("ゲートウェイ", "GW-50");
        assertThat(limited.cookie("thing", "%0d%0aX: y").get("/").status()).isEqualTo(200);
        assertThat(limited.get("/products/GW-50/sboms").status()).isEqualTo(404);
    }

    @Test
    void aNewInstallationShowsOnlyWhatComesBeforeAProduct() {
        emptyDatabase();
        Person owner = person(Role.values());
        assertThat(sources.stream().filter(source -> source.group() == NavSource.Group.COMPANY))
                .hasSizeGreaterThan(7);
        assertThat(signedIn(owner).get("/map").text())
                .as("the map has also what nothing is behind yet")
                .contains("出荷停止・回収", "製品を登録すると");
    }

    @Test
    void noPageHasMoreEntriesThanOneTakesInAtAGlance() {
        long company = sources.stream()
                .filter(source -> source.group() != NavSource.Group.THING)
                .count();
        assertThat(company).isLessThanOrEqualTo(ENTRIES_MAX);
        assertThat(SeriesTab.Part.values().length + 4).isLessThanOrEqualTo(ENTRIES_MAX);
    }

    @Test
    void eachAddressBelongsToOneEntryOnly() {
        List<String> addresses = sources.stream()
                .flatMap(source -> source.places().stream())
                .map(NavSource.Place::href)
                .toList();
        assertThat(addresses).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "export, conformity",
        "pack, conformity",
        "guides, conformity",
        "ready-made, register",
        "questions/sheet, questions",
        "plan, plan"
    })
    void whatABreadcrumbLeadsBackToIsMarkedInTheColumn(String path, String tab) {
        assertThat(browser.get("/products/MC-200/" + path).html())
                .containsPattern("<a href=\"/products/MC-200/" + tab + "\" aria-current=\"(true|page)\">");
    }

    @Test
    void theMapHasEveryPageWithWhatItIsFor() {
        String map = browser.get("/map?of=GW-50").html();
        for (NavSource source : sources) {
            for (NavSource.Place place : source.places(person)) {
                assertThat(map).as(place.name()).contains("href=\"" + place.href() + "\"");
            }
        }
        assertThat(map)
                .contains("/products/GW-50/scans", "/products/GW-50/plan")
                .doesNotContain("{code}");
        assertThat(browser.get("/map?of=XX-1").status()).isEqualTo(404);
    }

    private String column(String path) {
        String html = browser.get(path).html();
        return html.substring(html.indexOf("<nav class=\"nav\""), html.indexOf("<main"));
    }
}
