package dev.shisa.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.RequirementId;
import dev.shisa.server.conformity.NotAdopted;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every page that shows a table offers it as CSV, Excel and JSON, narrowed as it is; that it was taken is recorded. */
class EveryListTest extends ServerTest {

    private static final Pattern TABLE = Pattern.compile("<table");
    private static final Pattern TAKE = Pattern.compile("<span class=\"take\">(.*?)</span>\\s*</", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("href=\"([^\"]+\\.(csv|xlsx|json)[^\"]*)\"");

    /** Pages whose tables are no lists. */
    private static final Map<String, String> NO_LIST = Map.of(
            "/vulnerabilities/policy", "a form in rows",
            "/settings/roles", "who may do what: words for readers",
            "/account", "one's own account",
            "/settings/about", "what Shisa is made of, beside which its bill of materials is offered",
            "/organisation/guides", "bars, whose boards are the lists",
            "/doctor", "what is found now, which it offers as JSON",
            "/help", "words for readers",
            "/help/api", "words for readers; the description is JSON",
            "/help/errors", "words for readers");

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mapping;

    @Autowired
    private Products products;

    @Autowired
    private Guides guides;

    @Autowired
    private NotAdopted notAdopted;

    private Person everything = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Browser browser = signedOut();

    @BeforeEach
    void somethingInEveryList() {
        emptyDatabase();
        everything = person(Role.values());
        Series camera = products.create(
                new NewSeries("MC-200", "=カメラ", "ネットワークカメラ", "", List.of("MC-200W"), "2.4.1"), everything);
        guides.choose(camera, Set.of("jcstar1", "tsunagaru"), everything);
        guides.chooseForOrganisation(Set.of("psirt-guide"), everything);
        notAdopted.decide(camera.id(), new RequirementId("tsunagaru", "TG-05"), "閉じた網", null, everything);
        Api api = api(everything, Set.of(Act.VIEW, Act.EDIT_PRODUCT, Act.ADD_EVIDENCE, Act.CHANGE_SETTINGS));
        api.post("/api/v1/series/MC-200/register/login", "{\"names\": [\"管理画面\"]}");
        api.post("/api/v1/series/MC-200/evidence", """
                {"kind": "declaration", "title": "申告", "statement": "x",
                 "facts": [{"key": "login.password.default", "item": "login-1", "value": "unique"}]}""");
        api.post("/api/v1/series/MC-200/links", """
                {"questions": [{"key": "login.password.default", "item": "login-1"}], "recipient": "鈴木"}""");
        api.post("/api/v1/checkpoint-receivers", """
                {"kind": "webhook", "name": "社内", "every": "24", "url": "http://localhost:9/", "inside": true}""");
        browser = signedIn(everything);
        browser.post(
                "/products/MC-200/conformity/jcstar1/S1.1-02/assignment",
                "assignee",
                everything.id().toString(),
                "due",
                "2026-12-01");
        browser.post(
                "/settings/webhooks",
                "name",
                "社内",
                "url",
                "http://localhost:9/",
                "inside",
                "1",
                "event",
                "verdict.changed");
    }

    /** Every page without a number of a thing that is not there. */
    static Set<String> pages(RequestMappingHandlerMapping mapping) {
        Set<String> pages = new TreeSet<>();
        mapping.getHandlerMethods().forEach((info, handler) -> {
            boolean page = handler.hasMethodAnnotation(Requires.class)
                    && info.getMethodsCondition().getMethods().contains(RequestMethod.GET);
            for (String route : page ? info.getPatternValues() : Set.<String>of()) {
                String path = route.replace("{code}", "MC-200")
                        .replace("{section}", "login")
                        .replace("{outline}", "nistir-8259a")
                        .replace("{number}", "S1.1-02")
                        .replace(
                                "{guide}",
                                route.startsWith("/organisation")
                                        ? "psirt-guide"
                                        : route.startsWith("/products") ? "jcstar1" : "nistir-8259a");
                if (!path.contains("{") && !path.startsWith("/api/") && !path.matches(".*\\.[a-z]{3,4}")) {
                    pages.add(path);
                }
            }
        });
        return pages;
    }

    @Test
    void aPageWithATableOffersItInThreeFormats() {
        List<String> without = new ArrayList<>();
        Map<String, Integer> lists = new TreeMap<>();
        for (String path : pages(mapping)) {
            Page page = browser.get(path);
            if (page.status() == 200
                    && TABLE.matcher(page.html()).find()
                    && !NO_LIST.containsKey(path)
                    && !path.matches("/products/MC-200/conformity/.+")
                    && links(page.html()).isEmpty()) {
                without.add(path);
            }
            if (!links(page.html()).isEmpty()) {
                lists.put(path, links(page.html()).size());
            }
        }
        assertThat(without).isEmpty();
        assertThat(lists.keySet())
                .contains(
                        "/",
                        "/account/tokens",
                        "/audit",
                        "/evidence",
                        "/organisation/guides/psirt-guide",
                        "/products",
                        "/products/MC-200",
                        "/products/MC-200/conformity",
                        "/products/MC-200/evidence",
                        "/products/MC-200/questions/send",
                        "/products/MC-200/register",
                        "/products/MC-200/releases",
                        "/records",
                        "/records/checkpoints",
                        "/settings/people",
                        "/settings/webhooks");
        assertThat(lists.values()).allMatch(count -> count % 3 == 0);
    }

    @Test
    void eachFormatIsTakenAndRecorded() {
        JsonMapper json = JsonMapper.builder().build();
        List<String> wrong = new ArrayList<>();
        int taken = 0;
        for (String path : pages(mapping)) {
            for (String link : links(browser.get(path).html())) {
                int before = taken();
                Page file = browser.get(link);
                taken++;
                String extension = link.replaceFirst("\\?.*", "").replaceFirst(".*\\.", "");
                boolean right = file.status() == 200
                        && switch (extension) {
                            case "csv" ->
                                file.html().startsWith("\uFEFF") && !file.html().contains("\n=");
                            case "xlsx" -> file.bytes().length > 1 && file.bytes()[0] == 'P' && file.bytes()[1] == 'K';
                            default -> complete(json, file);
                        };
                if (!right || taken() != before + 1) {
                    wrong.add(path + " offers " + link + ", which answered " + file.status() + ", recorded "
                            + (taken() - before));
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(taken).isGreaterThan(60);
    }

    private static boolean complete(JsonMapper json, Page file) {
        JsonNode document = json.readTree(file.bytes());
        return document.path("complete").asBoolean()
                && document.path("rows").isArray()
                && !document.path("columns").isEmpty();
    }

    @Test
    void aListIsTakenAsItIsNarrowed() {
        products.create(new NewSeries("XL-900", "錠", "電子錠", "", List.of("XL-901"), "1.0"), everything);
        assertThat(browser.get("/products/export.json?q=XL-900").html())
                .contains("XL-900")
                .doesNotContain("MC-200");
        assertThat(browser.get("/evidence.csv?strength=tested").html()).doesNotContain("申告");
        assertThat(browser.get("/audit.json?act=series.create").html())
                .contains("XL-900")
                .doesNotContain("people");
        assertThat(browser.get("/products?q=XL-900").html()).contains("/products/export.xlsx?q=XL-900");
        assertThat(browser.get("/audit.ods").status()).isEqualTo(404);
    }

    @Test
    void tokensAreListedWithoutTheirSecret() {
        String file = browser.get("/account/tokens.json").html();
        assertThat(file).contains("ビルドサーバ").doesNotContain("shisa_");
    }

    private int taken() {
        return jdbc.sql("SELECT count(*) FROM audit WHERE act = 'take.list'")
                .query(Integer.class)
                .single();
    }

    private static List<String> links(String html) {
        List<String> links = new ArrayList<>();
        for (Matcher take = TAKE.matcher(html); take.find(); ) {
            for (Matcher link = LINK.matcher(take.group(1)); link.find(); ) {
                links.add(link.group(1).replace("&amp;", "&"));
            }
        }
        return links;
    }
}
