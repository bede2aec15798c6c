package dev.shisa.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.account.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Headlines of the company of the demonstration, held against what stands below them. */
class HeadlinesTest extends CompanyTest {

    private static final Pattern NAMED = Pattern.compile("満たしていません。「(.*)」に当てはまりません。");

    @Test
    void theReasonInTheHeadlineIsALeafThatFailsAndAConflictStandsOnce() {
        emptyDatabase();
        company();
        Browser browser = signedIn(Role.QUALITY, Role.PSIRT);
        List<String> wrong = new ArrayList<>();
        int notMet = 0;
        for (String code : List.of("MC-200", "GW-50", "SL-10")) {
            for (String requirement :
                    jdbc.sql("""
                            SELECT CASE v.framework WHEN 'jcstar1' THEN '' ELSE v.framework || '/' END || v.requirement
                            FROM verdict v JOIN series s ON s.id = v.series_id
                            WHERE s.code = :code AND v.state IN ('not-met', 'recheck') ORDER BY v.requirement""").param("code", code).query(String.class).list()) {
                String path = "/products/" + code + "/conformity/" + requirement;
                Page page = browser.get(path);
                assertThat(page.status()).as(path).isEqualTo(200);
                List<String> conflicts = found(page.html(), " id=\"(conflict-[^\"]*)\"").stream()
                        .filter(id -> !id.endsWith("-holds") && !id.contains("-reason"))
                        .toList();
                if (conflicts.size() != new TreeSet<>(conflicts).size()) {
                    wrong.add(path + " shows a conflict twice: " + conflicts);
                }
                var named = NAMED.matcher(page.find("<h1[^>]*>([^<]*)</h1>"));
                if (named.find()) {
                    notMet++;
                    String leaf = named.group(1).replace('『', '「').replace('』', '」');
                    if (!failing(page.html()).contains(leaf)) {
                        wrong.add(path + " names " + leaf);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(browser.get("/products/MC-200/conformity/sme-guide/SME-6").find("<h1[^>]*>([^<]*)</h1>"))
                .as("nobody has to stop buying: another alternative would do as well")
                .contains("「外注先がない、または外注先との窓口がある」");
        assertThat(notMet).as("criteria of which a reason is told").isGreaterThan(10);
        whatIsOverdueIsListed(browser);
        whatIsWorstStandsFirst(browser.get("/organisation").text());
        whatIsSaidBeforeConfirmingIsWhatComes(browser);
    }

    private static void whatIsOverdueIsListed(Browser browser) {
        int late = Integer.parseInt(browser.get("/").find("期限を過ぎた([0-9]+)件を見る"));
        assertThat(late).isPositive();
        assertThat(found(browser.get("/tasks?late=1").html(), "(<li class=\"task\">)"))
                .hasSize(late);
    }

    private static void whatIsWorstStandsFirst(String company) {
        assertThat(company.indexOf("さんの権限を外す"))
                .isPositive()
                .isLessThan(company.indexOf("見直しの日を過ぎて"))
                .isLessThan(company.indexOf("緊急時の関わりが決まっていない"));
    }

    /** All that one page shows of what waits, ticked at once. */
    private void whatIsSaidBeforeConfirmingIsWhatComes(Browser browser) {
        Page picked = browser.get("/confirm?pick=all");
        String card = picked.html().substring(picked.html().indexOf("id=\"effects-h\""));
        TreeSet<String> said =
                new TreeSet<>(found(card.substring(0, card.indexOf("</section>")), ">([^<]+ が[^<]+になり)ます<"));
        assertThat(said).hasSizeGreaterThan(1);
        List<String> fields = new ArrayList<>();
        found(picked.html(), "name=\"evidence\" value=\"([^\"]+)\"").forEach(one -> {
            fields.add("evidence");
            fields.add(one);
        });
        found(picked.html(), "name=\"fact\" value=\"([0-9a-f-]{36})\"").forEach(one -> {
            fields.add("fact");
            fields.add(one);
        });
        Page done = browser.follow(browser.post("/confirm", fields.toArray(String[]::new)));
        TreeSet<String> turned = new TreeSet<>(found(done.html(), ">([^<]+ が[^<]+になり)ました<"));
        assertThat(turned).isNotEmpty().isSubsetOf(said);
    }

    private static List<String> failing(String html) {
        return found(html, "(?s)<div class=\"node-head is-not-met\">.*?<p class=\"node-text\">(.*?)</p>").stream()
                .map(text -> text.replaceAll("<span class=\"op\">[^<]*</span>", "")
                        .strip()
                        .replace("&#34;", "\"")
                        .replace("&quot;", "\"")
                        .replace("&amp;", "&"))
                .toList();
    }

    private static List<String> found(String html, String pattern) {
        return Pattern.compile(pattern)
                .matcher(html)
                .results()
                .map(m -> m.group(1))
                .toList();
    }
}
