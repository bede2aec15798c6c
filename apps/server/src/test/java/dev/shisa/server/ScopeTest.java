package dev.shisa.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.office.OfficePackage;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * For a person who is limited to some series the others do not exist: every page that can be reached by links, every
 * search and every export is the same, letter for letter, whether there are others or not.
 */
class ScopeTest extends ServerTest {

    private static final int PAGES_MAX = 200;

    private static final Pattern LINK = Pattern.compile("href=\"(/[^\"#]*)");

    /** Names of the other series and of what belongs to it; none of them contains a word that is searched for. */
    private static final List<String> HIDDEN = List.of("スマートロック極", "XL-900", "XL-901", "9.9.7", "勝手口の端末", "侵入試験の記録");

    @Autowired
    private Products products;

    @Autowired
    private EvidenceLog evidence;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mapping;

    private Person owner = new Person(new java.util.UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Series camera = new Series(new java.util.UUID(0, 0), "", "", "", "", "", null, 1);
    private Person limited = owner;

    @BeforeEach
    void aCameraAndSomebodyWhoWorksOnNothingElse() {
        emptyDatabase();
        owner = person(Role.QUALITY);
        camera = series("MC-200シリーズ", "MC-200", "MC-200W", "2.4.1", "管理画面", "取扱説明書");
        limited = person(Set.of(camera.id()), Role.QUALITY, Role.EXECUTIVE, Role.PSIRT, Role.OPERATOR);
    }

    @Test
    void everyPageSearchAndExportIsAsIfThereWereNoOtherSeries() {
        Map<String, String> alone = walk();
        assertThat(alone.keySet())
                .contains(
                        "/",
                        "/products",
                        "/products/MC-200/conformity",
                        "/products/MC-200/conformity/S1.1-02",
                        "/evidence",
                        "/confirm",
                        "/products/export.csv",
                        "/products/MC-200/questions");
        assertThat(alone.get("/")).contains("取扱説明書");

        series("スマートロック極", "XL-900", "XL-901", "9.9.7", "勝手口の端末", "侵入試験の記録");
        // Somebody with all series does see it, so the words below are the right ones.
        Browser all = signedIn(owner);
        assertThat(all.get("/products").text()).contains("スマートロック極");
        assertThat(all.get("/evidence").text()).contains("侵入試験の記録");

        Map<String, String> together = walk();
        assertThat(together.keySet()).isEqualTo(alone.keySet());
        List<String> told = new ArrayList<>();
        List<String> different = new ArrayList<>();
        together.forEach((path, page) -> {
            HIDDEN.stream().filter(page::contains).forEach(word -> told.add(path + " tells " + word));
            String before = String.valueOf(alone.get(path));
            int at = Arrays.mismatch(before.toCharArray(), page.toCharArray());
            if (at >= 0) {
                different.add(path + ": " + around(before, at) + " became " + around(page, at));
            }
        });
        assertThat(told).isEmpty();
        assertThat(different).isEmpty();
    }

    private static String around(String page, int at) {
        return page.substring(Math.max(0, at - 80), Math.min(page.length(), at + 80))
                .replaceAll("\\s+", " ");
    }

    @Test
    void noAddressOfAnotherSeriesAnswers() {
        Series lock = series("スマートロック極", "XL-900", "XL-901", "9.9.7", "勝手口の端末", "侵入試験の記録");
        String release = String.valueOf(lock.designated());
        Browser browser = signedIn(limited);
        Set<String> answered = new TreeSet<>();
        List<String> asked = new ArrayList<>();
        mapping.getHandlerMethods().keySet().forEach(info -> {
            for (String route : info.getPatternValues()) {
                if (info.getMethodsCondition().getMethods().contains(RequestMethod.GET)
                        && route.startsWith("/products/{code}")) {
                    String path = route.replace("{code}", "XL-900")
                            .replace("{id}", release)
                            .replace("{number}", "S1.1-02")
                            .replace("{section}", "login");
                    asked.add(path);
                    Page page = browser.get(path);
                    if (page.status() != 404
                            || HIDDEN.stream()
                                    .anyMatch(w ->
                                            !w.equals("XL-900") && page.html().contains(w))) {
                        answered.add(path + " answered " + page.status());
                    }
                }
            }
        });
        assertThat(asked).hasSizeGreaterThan(25);
        assertThat(answered).isEmpty();
    }

    /** Every page that links lead to from Home, a few searches, and the files that pages offer, as text. */
    private Map<String, String> walk() {
        Browser browser = signedIn(limited);
        Map<String, String> pages = new LinkedHashMap<>();
        Deque<String> next = new ArrayDeque<>(List.of(
                "/",
                "/products",
                "/products?archived=1",
                "/products/export.csv",
                "/evidence",
                "/evidence.csv",
                "/evidence.xlsx",
                "/confirm",
                "/search?q=" + "%E6%A5%B5",
                "/search?q=XL",
                "/search?q=9.9",
                "/search?q=S1.1-02",
                "/search?q=%E8%A8%98%E9%8C%B2",
                "/parameters"));
        while (!next.isEmpty() && pages.size() < PAGES_MAX) {
            String path = next.removeFirst();
            // The health of the machine, and help texts, say nothing of products.
            if (pages.containsKey(path) || path.matches("/(doctor|help|css|js|img|fonts|sign-out|account).*")) {
                continue;
            }
            Page page = browser.get(path);
            assertThat(page.status()).as(path).isIn(200, 302, 303);
            pages.put(path, text(page));
            for (Matcher link = LINK.matcher(page.html()); link.find(); ) {
                next.add(link.group(1).replace("&amp;", "&"));
            }
        }
        return pages;
    }

    /** What a page says without what differs each time it is served; of a workbook, what its parts say. */
    private static String text(Page page) {
        byte[] bytes = page.bytes();
        if (bytes.length > 1 && bytes[0] == 'P' && bytes[1] == 'K') {
            OfficePackage workbook = OfficePackage.open(bytes);
            return workbook.names().stream()
                    .filter(part -> part.startsWith("xl/"))
                    .map(part -> part + " " + workbook.text(part))
                    .sorted()
                    .collect(Collectors.joining("\n"));
        }
        return page.status()
                + page.location()
                + page.html()
                        .replaceAll("name=\"(_csrf|once)\" value=\"[^\"]*\"", "name=\"$1\"")
                        .replaceAll("_csrf=[A-Za-z0-9_-]+", "_csrf")
                        .replaceAll("data-hx-headers=\"[^\"]*\"", "");
    }

    /** A series with a register, a list, evidence that waits for confirmation and runs out, and a criterion not met. */
    private Series series(String name, String code, String model, String release, String login, String title) {
        Series series = products.create(new NewSeries(code, name, "機器", "", List.of(model), release), owner);
        String item = products.addItem(series, "login", login, "", owner).code();
        record(
                series,
                "申告 " + title,
                EvidenceKind.DECLARATION,
                "login.mechanisms",
                "",
                Value.words(new TreeSet<>(Set.of(item))));
        record(series, title, EvidenceKind.DOCUMENT, "login.password.default", item, Value.word("unique"));
        record(
                series,
                title + " 2",
                EvidenceKind.DOCUMENT,
                "model.shown",
                "",
                Value.words(new TreeSet<>(Set.of("body"))));
        return products.byId(series.id()).orElseThrow();
    }

    private void record(Series series, String title, EvidenceKind kind, String key, String item, Value value) {
        Subject subject =
                products.subject(series, key.equals("model.shown") ? Subject.Kind.PRODUCT : Subject.Kind.RELEASE);
        Strength strength = kind == EvidenceKind.DOCUMENT ? Strength.DOCUMENTED : Strength.DECLARED;
        evidence.record(
                new NewEvidence(
                        kind,
                        strength,
                        title,
                        "",
                        "3ページ",
                        series.id(),
                        null,
                        null,
                        null,
                        Map.of(),
                        clock.instant(),
                        kind == EvidenceKind.DOCUMENT ? clock.instant().plus(Duration.ofDays(20)) : null,
                        owner,
                        owner.name(),
                        "page",
                        null),
                List.of(new NewFact(subject, Slot.of(key, item), value, "", Set.of())));
    }

    @Test
    void theAuditLogAndTheLedgerShowAllSeriesAndAreOnlyForThoseWhoSeeAll() {
        Browser auditor = signedIn(person(limited.series(), Role.AUDITOR));
        assertThat(auditor.get("/audit").status()).isEqualTo(403);
        assertThat(auditor.get("/records").status()).isEqualTo(403);
        assertThat(auditor.get("/").html()).doesNotContain("/records");
    }
}
