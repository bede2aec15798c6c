package dev.shisa.server.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.account.Role;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The search is the menu: all pages and all acts by their names, for who may open and do them. */
class SearchMenuTest extends ServerTest {

    @Autowired
    private SearchMenu menu;

    @Autowired
    private Products products;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping handlers;

    private Browser quality = signedOut();

    @BeforeEach
    void twoProducts() {
        emptyDatabase();
        Person person = person(Role.QUALITY);
        quality = signedIn(person);
        products.create(new NewSeries("MC-200", "カメラ", "機器", "", List.of("MC-200A"), "1.0"), person);
        products.create(new NewSeries("GW-50", "ゲートウェイ", "機器", "", List.of("GW-50A"), "1.0"), person);
    }

    @Test
    void theFileNamesPagesAndRoutesThatAreThereWithTheRightsOfTheirHandlers() {
        Map<String, Act> acts = acts(handlers);
        List<String> wrong = new ArrayList<>();
        for (SearchMenu.Listed one : menu.listed()) {
            if (acts.get(one.route()) != one.right()) {
                wrong.add(one.id() + ": " + one.route() + " needs " + acts.get(one.route()) + ", not " + one.right());
            }
            String page =
                    "GET " + one.page().replaceFirst("[?#].*", "").replaceFirst("register/\\w+", "register/{kind}");
            Act toOpen = acts.get(page);
            for (Role role : Role.values()) {
                if (toOpen == null || one.right().allows(Set.of(role)) && !toOpen.allows(Set.of(role))) {
                    wrong.add(one.id() + ": " + page + " needs " + toOpen + ", " + role + " has " + one.right());
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(menu.listed().stream().map(one -> one.kind() + one.id())).doesNotHaveDuplicates();
    }

    @Test
    void whatIsOfferedOpens() {
        Series camera = products.byCode("MC-200").orElseThrow();
        for (Person person : List.of(person(Role.values()), person(Set.of(camera.id()), Role.values()))) {
            Browser browser = signedIn(person);
            for (String href : offered(person, camera)) {
                assertThat(browser.get(href).status())
                        .as(href + " for " + person.series())
                        .isIn(200, 302, 303);
            }
        }
        for (Role role : Role.values()) {
            Person person = person(role);
            Browser browser = signedIn(person);
            for (NavPlace place : places(person)) {
                assertThat(browser.get(place.href()).status())
                        .as(place.href() + " for " + role)
                        .isIn(200, 302, 303);
            }
        }
    }

    @Test
    void anActIsFoundByItsNameByOtherWordsAndWithoutParticles() {
        for (String typed : List.of("SBOMを取り込む", "sbom 取り込む", "ＳＢＯＭ取り込み", "cyclonedx")) {
            assertThat(search(quality, typed)).as(typed).contains("href=\"/products/MC-200/sboms\"");
        }
        assertThat(search(quality, "製品を追加する")).contains("href=\"/products/new\"");
        assertThat(search(quality, "製品追加")).contains("href=\"/products/new\"");
        assertThat(search(quality.english(), "add product")).contains("href=\"/products/new\"");
        assertThat(search(signedIn(Role.OWNER).english(), "invite a person")).contains("href=\"/settings/people/new\"");
    }

    /** What a first user looked for, and what the page is called by others. */
    @ParameterizedTest
    @CsvSource({
        "承認待ち, /confirm",
        "承認待ち, /tasks",
        "パラメータ, /parameters",
        "計画, /products/MC-200/plan",
        "資料室, /library",
        "自己診断, /products/MC-200/self-check",
        "監査, /audit",
        "診断, /doctor",
        "文書, /documents",
        "ガイド, /organisation/guides",
        "検査, /products/MC-200/bench",
        "ユーザー, /settings/people",
        "リコール, /field/stops"
    })
    void aPageIsFoundByWhatAFirstUserCallsIt(String typed, String href) {
        assertThat(search(signedIn(person(Role.values())), typed)).contains("href=\"" + href + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "approval, /confirm",
        "parameters, /parameters",
        "plan, /products/MC-200/plan",
        "library, /library",
        "self-check, /products/MC-200/self-check",
        "audit, /audit",
        "diagnosis, /doctor",
        "documents, /documents",
        "guides, /organisation/guides",
        "checks, /products/MC-200/bench"
    })
    void soItIsInEnglish(String typed, String href) {
        assertThat(search(signedIn(person(Role.values())).english(), typed)).contains("href=\"" + href + "\"");
    }

    @Test
    void otherWordsBelongToPagesOfTheNavigation() {
        Set<String> pages = menu.sections(person(Role.values()), Locale.JAPANESE).stream()
                .flatMap(section -> section.pages().stream())
                .map(SearchMenu.Entry::href)
                .collect(Collectors.toSet());
        assertThat(pages).containsAll(menu.words().keySet());
    }

    @Test
    void nobodyIsOfferedWhatTheyMayNotDo() {
        assertThat(search(quality, "人を招待する")).doesNotContain("/settings/people/new");
        assertThat(search(signedIn(Role.AUDITOR), "SBOMを取り込む")).doesNotContain("/products/MC-200/sboms");
        assertThat(search(quality, "バックアップ")).doesNotContain("href=\"/settings/backup\"");
        Series camera = products.byCode("MC-200").orElseThrow();
        Browser limited = signedIn(person(Set.of(camera.id()), Role.QUALITY));
        assertThat(search(limited, "製品を追加する")).doesNotContain("href=\"/products/new\"");
        assertThat(search(limited, "gw-50 sbom")).doesNotContain("GW-50/");
    }

    @Test
    void aPageIsFoundWithWhatItIsFor() {
        String found = search(quality, "取引先");
        assertThat(found).contains("href=\"/organisation/suppliers\"");
        assertThat(menu.of(SearchMenu.Kind.PAGE, person(Role.values()), Locale.JAPANESE))
                .filteredOn(entry -> entry.purpose().isEmpty())
                .extracting(SearchMenu.Entry::href)
                .isEmpty();
    }

    @Test
    void pagesOfAProductAreThoseOfTheOneThatIsNamedOrThatThePersonComesFrom() {
        assertThat(search(quality, "SBOM")).contains("/products/MC-200/sboms").doesNotContain("/products/GW-50/sboms");
        assertThat(search(quality, "gw-50 SBOM"))
                .contains("/products/GW-50/sboms")
                .doesNotContain("MC-200/sboms");
        assertThat(search(quality, "げーとうぇい sbom")).contains("/products/GW-50/sboms");
        assertThat(quality.get("/search?q=SBOM&at=GW-50").html()).contains("/products/GW-50/sboms");
        assertThat(quality.get("/search?q=SBOM", "Referer", "https://localhost/products/GW-50/evidence?q=a")
                        .html())
                .contains("/products/GW-50/sboms")
                .doesNotContain("/products/MC-200/sboms");
        assertThat(quality.get("/search?q=SBOM&at=%3Cb%3E").html()).contains("/products/MC-200/sboms");
    }

    @Test
    void whileSomebodyTypesOnlyWhatIsFoundIsSent() {
        String found = quality.get("/search?q=" + encoded("SBOMを取り込む"), "HX-Request", "true")
                .html();
        assertThat(found)
                .contains("role=\"listbox\"", "role=\"option\"", "ぴったり合うもの", "href=\"/products/MC-200/sboms\"")
                .contains("/search?q=SBOM")
                .doesNotContain("<html", "<nav");
        assertThat(found.indexOf("ぴったり合うもの")).isLessThan(found.indexOf("href=\"/products/MC-200/sboms\""));
        assertThat(quality.get("/search?q=" + encoded("パスワード"), "HX-Request", "true")
                        .text())
                .as("what is cut is not counted as if it were all")
                .contains("見つかったものの一部です", "すべての結果を見る");
        assertThat(quality.get("/search?q=", "HX-Request", "true").status()).isEqualTo(200);
        assertThat(quality.get("/").html()).contains("CVE", "role=\"search\"", "data-search-dialog");
    }

    private record NavPlace(String href) {}

    @Autowired
    private List<dev.shisa.server.platform.web.NavSource> sources;

    private List<NavPlace> places(Person person) {
        return sources.stream()
                .flatMap(source -> source.places(person).stream())
                .map(place -> new NavPlace(place.href()))
                .toList();
    }

    private List<String> offered(Person person, Series series) {
        List<String> offered = new ArrayList<>();
        for (SearchMenu.Kind kind : SearchMenu.Kind.values()) {
            menu.of(kind, person, Locale.JAPANESE).forEach(entry -> offered.add(entry.hrefOf(series)));
        }
        return offered;
    }

    private static Map<String, Act> acts(RequestMappingHandlerMapping handlers) {
        Map<String, Act> acts = new TreeMap<>();
        handlers.getHandlerMethods().forEach((info, method) -> {
            Requires requires = method.getMethodAnnotation(Requires.class);
            if (requires != null) {
                info.getMethodsCondition()
                        .getMethods()
                        .forEach(verb -> info.getPatternValues()
                                .forEach(pattern -> acts.put(verb + " " + pattern, requires.value())));
            }
        });
        return acts;
    }

    /** What the page found; the column has addresses of its own. */
    private static String search(Browser browser, String typed) {
        String html = browser.get("/search?q=" + encoded(typed)).html();
        return html.substring(html.indexOf("<main")).replaceAll("(?s)<nav.*?</nav>", "");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
