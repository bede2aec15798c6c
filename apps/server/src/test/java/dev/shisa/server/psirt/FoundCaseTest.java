package dev.shisa.server.psirt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.vulnerability.TestFeeds;
import dev.shisa.server.vulnerability.TestMatching;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What was found in a product and the case that was begun from it lead to each other, for those who work on the case and nobody else. */
class FoundCaseTest extends ServerTest {

    private static final String CVE = "CVE-2026-38545";

    @Autowired
    private Products products;

    @Autowired
    private ApplicationContext context;

    private static Page opened(Browser browser, String finding) {
        return browser.post(
                "/psirt/new",
                "title",
                "libcurlの脆弱性",
                "what",
                "vulnerability",
                "source",
                "own",
                "cve",
                CVE,
                "product",
                "GW-50 1.0.0",
                "finding",
                finding);
    }

    @Test
    void aFindingAndItsCaseLeadToEachOther() {
        emptyDatabase();
        TestMatching watching = new TestMatching(context);
        Series gateway = products.create(
                new NewSeries("GW-50", "ゲートウェイ", "機器", "", List.of("GW-51"), "1.0.0"), person(Role.QUALITY));
        Person author = person(Role.PSIRT);
        Browser desk = signedIn(author);
        watching.list(
                desk, gateway, products.releases(gateway.id()).getFirst(), TestFeeds.component("libcurl", "8.3.0", ""));
        watching.feed(TestFeeds.nvd(TestFeeds.cve(CVE, "2026-11-01T00:00:00.000", "libcurl", "8.4.0", "")), author);
        String finding = jdbc.sql("SELECT id FROM vulnerability_finding")
                .query(UUID.class)
                .single()
                .toString();
        String found = "/products/GW-50/vulnerabilities/" + finding;

        String begin = desk.get(found).find("href=\"(/psirt/new\\?[^\"]+)\"").replace("&amp;", "&");
        assertThat(desk.get(begin).html()).contains("name=\"finding\" value=\"" + finding + "\"");
        String here = opened(desk, finding).location().replaceFirst("\\?.*", "");
        String number = here.substring("/psirt/".length());
        assertThat(desk.get(here).html()).contains("href=\"" + found + "\"");
        assertThat(desk.get(here + "/decide").html())
                .as("what was found is proposed as what is concerned")
                .containsPattern("(?s)name=\"places\"[^>]*>GW-50 1\\.0\\.0<");
        assertThat(desk.get(found).html()).contains("href=\"" + here + "\"").doesNotContain("/psirt/new?");

        for (Role role : List.of(Role.PSIRT, Role.OWNER, Role.AUDITOR, Role.QUALITY)) {
            assertThat(signedIn(person(role)).get(found).html())
                    .as("nobody else learns of it: " + role)
                    .doesNotContain(number);
        }
        assertThat(signedIn(person(Role.PSIRT)).get(found).html()).contains("/psirt/new?");

        Person second = person(Role.PSIRT);
        Api program = api(second, Set.of(Act.SEE_CASES, Act.HANDLE_CASES));
        String begun =
                "{\"title\": \"libcurl\", \"source\": \"own\", \"product\": \"GW-50 1.0.0\", \"finding\": \"%s\"}";
        Api.Answer made = program.post("/api/v1/psirt/cases", begun.formatted(finding));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(signedIn(second).get(found).html())
                .as("a program begins it as the page does")
                .contains("href=\"/psirt/" + made.at("/about/number") + "\"");
        Api.Answer none = program.post("/api/v1/psirt/cases", begun.formatted(UUID.randomUUID()));
        assertThat(none.status()).isEqualTo(422);
        assertThat(none.at("/errors/0/field")).isEqualTo("/finding");

        String other = opened(desk, UUID.randomUUID().toString()).location().replaceFirst("\\?.*", "");
        assertThat(desk.get(other).html()).as("what is none").doesNotContain("/vulnerabilities/" + finding);
    }
}
