package dev.shisa.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import dev.shisa.server.vulnerability.TestFeeds;
import dev.shisa.server.vulnerability.TestMatching;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationContext;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** How often a page asks the database does not depend on how many rows it shows. */
class StatementsOfPagesTest extends ServerTest {

    /** So many rows of each kind are added between the two looks; whoever asks for each row asks so many times more. */
    private static final int MORE = 10;

    /** What a first row of a kind may add, such as names that are then looked for. */
    private static final int SLACK = 5;

    /** More than any page needs, however much it puts together. */
    private static final int MOST = 200;

    /** Pages that ask for each row all the same, and what for. Whoever reads it together takes the line away. */
    private static final Map<String, String> EXCUSED = Map.of(
            "/products/MC-200/export", "what belongs to each release goes into the file",
            "/settings/portal", "the versions of each series, to say which of them must not ship");

    /** Lists as files, besides the pages. */
    private static final Set<String> FILES = Set.of(
            "/audit.csv",
            "/evidence.csv",
            "/psirt.csv",
            "/products/export.csv",
            "/products/MC-200/evidence.csv",
            "/records.csv");

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mapping;

    @Autowired
    private Products products;

    @Autowired
    private Guides guides;

    @Autowired
    private ApplicationContext context;

    @SuppressWarnings("NullAway.Init")
    private TestMatching watching;

    @SuppressWarnings("NullAway.Init")
    private Person everything;

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @SuppressWarnings("NullAway.Init")
    private Api program;

    @BeforeEach
    void aMaker() {
        emptyDatabase();
        everything = person(Role.values());
        browser = signedIn(everything);
        guides.choose(
                products.create(
                        new NewSeries("MC-200", "カメラ", "ネットワークカメラ", "", List.of("MC-200W"), "2.4.1"), everything),
                Set.of("jcstar1", "tsunagaru"),
                everything);
        guides.chooseForOrganisation(Set.of("psirt-guide"), everything);
        program = api(
                everything,
                Set.of(
                        Act.VIEW,
                        Act.EDIT_PRODUCT,
                        Act.ADD_EVIDENCE,
                        Act.CHANGE_SETTINGS,
                        Act.RECORD_SHIPMENTS,
                        Act.WRITE_ADVISORY));
        watching = new TestMatching(context);
        add(0, 2);
    }

    /** Parts of a release, each with a hole that is known, a shipment of it and what is published about it. */
    private void addHoles(int from, int count) {
        Series camera = products.byCode("MC-200").orElseThrow();
        Release release = products.releases(camera.id()).stream()
                .filter(one -> one.name().equals("2.4.1"))
                .findFirst()
                .orElseThrow();
        watching.list(
                browser,
                camera,
                release,
                IntStream.range(0, from + count)
                        .mapToObj(i -> TestFeeds.npm("part-" + i, "1.0.0"))
                        .toArray(String[]::new));
        for (int i = from; i < from + count; i++) {
            watching.feed(TestFeeds.osv("GHSA-2222-3333-%04d".formatted(i), "part-" + i), everything);
            made("/api/v1/shipments", """
                    {"series": "MC-200", "release": "2.4.1", "day": "2026-03-%02d", "devices": 5}""".formatted(i + 1));
            made("/api/v1/advisories", """
                    {"kind": "advisory", "title": {"ja": "件%d"}, "summary": {"ja": "内容"}, "remedy": "fix",
                     "action": {"ja": "アップデートしてください"}, "tlp": "WHITE", "concerned": [{"series": "MC-200"}]}""".formatted(i));
        }
    }

    private void made(String path, String body) {
        Api.Answer answer = program.post(path, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    /** Rows of every kind that lists show, made as people make them. */
    private void add(int from, int count) {
        addHoles(from, count);
        for (int i = from; i < from + count; i++) {
            Series row = products.create(
                    new NewSeries("ROW-" + i, "錠" + i, "電子錠", "", List.of("R-" + i), "1.0"), everything);
            products.addItem(row, "supplier", "部品" + i, "", everything);
            String supplier = program.post("/api/v1/suppliers", "{\"name\": \"部品%d\"}".formatted(i))
                    .at("/code");
            program.post(
                    "/api/v1/suppliers/" + supplier + "/items",
                    "{\"series\": \"%s\", \"item\": \"supplier-1\"}".formatted(row.code()));
            program.post("/api/v1/series/MC-200/register/login", "{\"names\": [\"画面%d\"]}".formatted(i));
            program.post("/api/v1/series/MC-200/evidence", """
                    {"kind": "declaration", "title": "申告%d", "statement": "x",
                     "facts": [{"key": "login.password.default", "item": "login-%d", "value": "unique"}]}""".formatted(i, i + 1));
            program.post("/api/v1/series/MC-200/links", """
                    {"questions": [{"key": "login.password.default", "item": "login-%d"}], "recipient": "鈴木%d"}""".formatted(i + 1, i));
            program.post("/api/v1/series/MC-200/releases", "{\"name\": \"3.%d\"}".formatted(i));
            browser.post(
                    "/psirt/new",
                    "title",
                    "案件" + i,
                    "what",
                    "vulnerability",
                    "source",
                    "stranger",
                    "text",
                    "固定のパスワードです");
            browser.post("/account/tokens", "name", "札" + i, "days", "30", "act", Act.VIEW.id());
            person(Role.QUALITY);
        }
        List<String> numbers = List.of("S1.1-01", "S1.1-02", "S1.1-03", "S1.1-04", "S1.1-05", "S1.1-06", "S1.1-07");
        for (String number : from == 0 ? numbers.subList(0, 1) : numbers) {
            browser.post(
                    "/products/MC-200/conformity/jcstar1/" + number + "/assignment",
                    "assignee",
                    everything.id().toString(),
                    "due",
                    "2026-12-01");
        }
    }

    private Map<String, List<String>> statementsOfEachPage() {
        Set<String> all = new LinkedHashSet<>(EveryListTest.pages(mapping));
        all.addAll(FILES);
        Map<String, List<String>> statements = new TreeMap<>();
        for (String path : all) {
            // What is kept in memory is there the second time.
            if (browser.get(path).status() == 200) {
                statements.put(path, statements().of(() -> browser.get(path)));
            }
        }
        return statements;
    }

    @Test
    void aPageAsksNoMoreOftenForManyRowsThanForAFew() {
        Map<String, List<String>> few = statementsOfEachPage();
        add(2, MORE);
        Map<String, List<String>> many = statementsOfEachPage();
        assertThat(many)
                .hasSizeGreaterThan(60)
                .containsKeys("/", "/products", "/evidence", "/psirt", "/audit", "/psirt.csv");
        List<String> growing = new ArrayList<>();
        many.forEach((path, statements) -> {
            int before = few.getOrDefault(path, List.of()).size();
            if (!EXCUSED.containsKey(path) && (statements.size() > before + SLACK || statements.size() > MOST)) {
                growing.add(path + ": " + before + ", then " + statements.size()
                        + more(few.getOrDefault(path, List.of()), statements));
            }
        });
        assertThat(growing).isEmpty();
        assertThat(many).containsKeys(EXCUSED.keySet().toArray(String[]::new));
    }

    /** The statements that came more often, for whoever mends it. */
    private static String more(List<String> few, List<String> many) {
        Map<String, Integer> left = new HashMap<>();
        many.forEach(sql -> left.merge(sql, 1, Integer::sum));
        few.forEach(sql -> left.merge(sql, -1, Integer::sum));
        return left.entrySet().stream()
                .filter(e -> e.getValue() > 1)
                .map(e -> "\n    " + e.getValue() + " × "
                        + e.getKey()
                                .replaceAll("\\s+", " ")
                                .substring(
                                        0,
                                        Math.min(
                                                120,
                                                e.getKey()
                                                        .replaceAll("\\s+", " ")
                                                        .length())))
                .collect(Collectors.joining());
    }
}
