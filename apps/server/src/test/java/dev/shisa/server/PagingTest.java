package dev.shisa.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.List;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Long lists: whoever turns the pages or takes them along meets every row once, whatever is added meanwhile. */
class PagingTest extends ServerTest {

    private static final Pattern NEXT = Pattern.compile("href=\"([^\"]+)\" rel=\"next\"");

    @Autowired
    private Products products;

    private Person everything = new Person(new UUID(0, 0), "", "", "ja", java.util.Set.of(), java.util.Set.of());
    private Series camera = new Series(new UUID(0, 0), "", "", "", "", "", null, 1);
    private Browser browser = signedOut();

    @BeforeEach
    void aCamera() {
        emptyDatabase();
        everything = person(Role.values());
        camera = products.create(new NewSeries("MC-200", "カメラ", "機器", "", List.of("A"), "1.0"), everything);
        browser = signedIn(everything);
    }

    @Test
    void pagesOfEvidenceGoOnInTheListAsItWas() {
        evidence(1, 130);
        assertEveryRowOnce("/evidence", "記録 (\\d+)番", 130, () -> evidence(131, 190));
        assertEveryRowOnce("/evidence?q=%E8%A8%98%E9%8C%B2&sort=title", "記録 (\\d+)番", 190, () -> evidence(191, 200));
        assertThat(browser.get("/evidence?page=99").text())
                .as("behind the last page is the last one")
                .contains("記録 1番");
    }

    @Test
    void pagesOfTheAuditLogGoOnInTheListAsItWas() {
        audit(1, 130);
        assertEveryRowOnce("/audit?act=test", "行 (\\d+)番", 130, () -> audit(131, 190));
    }

    @Test
    void pagesOfRecordsGoOnInTheListAsTheyWere() {
        records(1, 130);
        Page first = browser.get("/records?kind=task-due");
        assertThat(first.text()).contains("130件");
        records(131, 190);
        assertThat(browser.get(next(first)).text()).contains("130件").doesNotContain("190件");
        assertThat(browser.get("/records?kind=task-due").text()).contains("190件");
    }

    @Test
    void pagesOfSeriesGoOnInTheListAsItWas() {
        series(1, 230);
        assertEveryRowOnce("/products?q=%E5%88%97", "シリーズ列 (\\d+)番", 230, () -> series(231, 260));
        assertEveryRowOnce("/products?q=%E5%88%97&sort=name", "シリーズ列 (\\d+)番", 260, () -> series(261, 270));
    }

    @Test
    void aLongListIsTakenAlongCompletely() {
        evidence(1, 2_345);
        audit(1, 2_345);
        series(1, 1_234);
        assertThat(once(browser.get("/evidence.csv?sort=title").html(), "記録 (\\d+)番"))
                .containsExactlyInAnyOrderElementsOf(numbers(2_345));
        assertThat(once(browser.get("/audit.csv?act=test").html(), "行 (\\d+)番"))
                .containsExactlyInAnyOrderElementsOf(numbers(2_345));
        assertThat(once(browser.get("/audit.csv?act=test&sort=old").html(), "行 (\\d+)番"))
                .as("in their order")
                .containsExactlyElementsOf(numbers(2_345));
        assertThat(once(browser.get("/products/export.csv").html(), "シリーズ列 (\\d+)番"))
                .containsExactlyElementsOf(numbers(1_234));
    }

    @Test
    void seriesAreFoundByAnyOfTheirWordsAndPutInOrderByHowFarTheyAre() {
        series(1, 3);
        jdbc.sql("UPDATE standing SET counts = '{\"met\": 5, \"unknown\": 11}', support_ends = '2030-01-01'")
                .update();
        jdbc.sql("""
                        INSERT INTO standing (series_id, framework, counts, next, next_in_short, decided_at)
                        SELECT s.id, t.framework, '{"met": 9, "unknown": 7}', t.next, t.next_in_short, t.decided_at
                        FROM standing t, series s WHERE s.code = 'ROW-2' AND t.series_id = :camera""").param("camera", camera.id()).update();

        assertThat(codes("/products?sort=settled")).containsExactly("MC-200", "ROW-2", "ROW-1", "ROW-3");
        assertThat(codes("/products?sort=settled&dir=desc")).containsExactly("ROW-2", "MC-200", "ROW-1", "ROW-3");
        assertThat(codes("/products?sort=support")).startsWith("MC-200");
        assertThat(codes("/products?sort=next")).hasSize(4);
        assertThat(codes("/products?sort=name&dir=desc")).containsExactly("ROW-3", "ROW-2", "ROW-1", "MC-200");
        assertThat(codes("/products?q=ｒｏｗ-2")).as("width and case").containsExactly("ROW-2");
        assertThat(codes("/products?q=かめら")).as("kana").containsExactly("MC-200");
        assertThat(codes("/products?q=1.0")).as("the designated release").containsExactly("MC-200");
        assertThat(browser.get("/products").text()).contains("4シリーズで、うち2シリーズ");
    }

    /** Goes through all pages while rows are added after the first. */
    private void assertEveryRowOnce(String address, String row, int rows, Runnable meanwhile) {
        Page page = browser.get(address);
        List<Integer> met = new java.util.ArrayList<>(once(page.html(), row));
        meanwhile.run();
        for (String next = next(page); !next.isEmpty(); next = next(page)) {
            page = browser.get(next);
            met.addAll(once(page.html(), row));
        }
        assertThat(met).containsExactlyInAnyOrderElementsOf(numbers(rows));
    }

    private static String next(Page page) {
        return NEXT.matcher(page.html())
                .results()
                .map(found -> found.group(1).replace("&amp;", "&"))
                .findFirst()
                .orElse("");
    }

    /** What stands in rows; their tick boxes name it again, among other words, and so does the switch beside the page. */
    private static List<Integer> once(String html, String row) {
        return Pattern.compile("(?:>|,)" + row + "(?:<|,)")
                .matcher(html.replaceAll("(?s)<nav.*?</nav>", ""))
                .results()
                .map((MatchResult found) -> Integer.valueOf(found.group(1)))
                .toList();
    }

    private static List<Integer> numbers(int last) {
        return IntStream.rangeClosed(1, last).boxed().toList();
    }

    private List<String> codes(String address) {
        return Pattern.compile("name=\"pick\" value=\"([^\"]+)\"")
                .matcher(browser.get(address).html())
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private void evidence(int first, int last) {
        jdbc.sql("""
                        INSERT INTO evidence (id, code, kind, strength, title, series_id, observed_at, recorded_at,
                            submitted_by, submitted_name)
                        SELECT gen_random_uuid(), 'D-' || n, 'document', 'documented', '記録 ' || n || '番', :series,
                            :at::timestamptz + n * interval '1 second', :at::timestamptz + n * interval '1 second', :by, '佐藤'
                        FROM generate_series(:first::int, :last::int) n""")
                .param("series", camera.id())
                .param("at", java.sql.Timestamp.from(clock.instant()))
                .param("by", everything.id())
                .param("first", first)
                .param("last", last)
                .update();
    }

    private void audit(int first, int last) {
        jdbc.sql("""
                        INSERT INTO audit (at, person_name, act, thing, details)
                        SELECT :at, '佐藤', 'test', '行 ' || n || '番', '{}'
                        FROM generate_series(:first::int, :last::int) n""")
                .param("at", java.sql.Timestamp.from(clock.instant()))
                .param("first", first)
                .param("last", last)
                .update();
    }

    private void records(int first, int last) {
        jdbc.sql("""
                        INSERT INTO ledger_outbox (at, kind, row_id, commitment, salt, body)
                        SELECT :at, 'task-due/1', n::text, n::text, '', convert_to('{}', 'UTF8') FROM generate_series(:first::int, :last::int) n""")
                .param("at", java.sql.Timestamp.from(clock.instant()))
                .param("first", first)
                .param("last", last)
                .update();
    }

    private void series(int first, int last) {
        jdbc.sql("""
                        INSERT INTO series (id, code, name, kind, created_at, created_by)
                        SELECT gen_random_uuid(), 'ROW-' || n, 'シリーズ列 ' || n || '番', '機器', :at, :by
                        FROM generate_series(:first::int, :last::int) n""")
                .param("at", java.sql.Timestamp.from(clock.instant()))
                .param("by", everything.id())
                .param("first", first)
                .param("last", last)
                .update();
    }
}
