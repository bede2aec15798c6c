package dev.shisa.server.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class SavedFiltersTest extends ServerTest {

    @Autowired
    private Products products;

    private Person sato = new Person(new java.util.UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Browser browser = signedOut();

    @BeforeEach
    void aListToFilter() {
        emptyDatabase();
        sato = person(Role.QUALITY);
        products.create(new NewSeries("MC-200", "カメラ", "機器", "", List.of(), "1.0"), sato);
        browser = signedIn(sato);
    }

    @Test
    void aFilterWithANameIsOneClickAwayAndMarkedWhileItIsInForce() {
        assertThat(browser.get("/products?q=%E3%82%AB&page=1").text()).contains("この絞り込みに名前を付ける");
        assertThat(browser.get("/products").text()).doesNotContain("この絞り込みに名前を付ける");

        Page saved = save("/products?q=%E3%82%AB&page=1", "カメラだけ", "");

        assertThat(saved.location()).isEqualTo("/products?q=%E3%82%AB&page=1");
        Page list = browser.get("/products");
        assertThat(main(list)).contains("href=\"/products?q=%E3%82%AB\"").doesNotContain("aria-current=\"true\"");
        Page chosen = browser.get("/products?q=%E3%82%AB");
        assertThat(main(chosen)).contains("aria-current=\"true\"");
        assertThat(chosen.text()).doesNotContain("この絞り込みに名前を付ける");
        assertThat(browser.get("/evidence").text()).doesNotContain("カメラだけ");
    }

    @Test
    void whatWasJustDoneOrTickedIsNoFilter() {
        assertThat(SavedFilters.filterOf("done=3&of=D-1,D-2&turned=MC-200~jcstar1/S1.1-09&before=D-3&pick=all&page=2"))
                .isEmpty();
        assertThat(SavedFilters.filterOf("done=1&q=a&series=MC-200")).isEqualTo("q=a&series=MC-200");
        assertThat(browser.get("/confirm?done=1&of=D-1").text()).doesNotContain("この絞り込みに名前を付ける");
    }

    @Test
    void othersSeeOnlyWhatIsSharedAndCannotChangeIt() {
        save("/products?q=a", "自分だけ", "");
        save("/products?q=b", "みんなで", "1");
        Browser other = signedIn(Role.AUDITOR);

        assertThat(other.get("/products").text()).contains("みんなで", sato.name()).doesNotContain("自分だけ");
        assertThat(other.get("/filters").text()).contains("名前を付けた絞り込みはありません");
        String id = browser.get("/filters").find("action=\"/filters/([0-9a-f-]{36})\"");
        assertThat(other.post("/filters/" + id, "name", "奪う").status()).isEqualTo(404);
        assertThat(other.post("/filters/" + id + "/remove").status()).isEqualTo(404);
        assertThat(count("saved_filter")).isEqualTo(2);
    }

    @Test
    void isRenamedSharedAndRemoved() {
        save("/products?q=a", "前", "");
        String id = browser.get("/filters").find("action=\"/filters/([0-9a-f-]{36})\"");
        browser.post("/filters/" + id, "name", "後", "shared", "1");
        assertThat(signedIn(Role.AUDITOR).get("/products").text()).contains("後");

        save("/products?q=b", "別", "");
        assertThat(browser.post("/filters/" + id, "name", "別").status()).isEqualTo(409);
        browser.post("/filters/" + id + "/remove");
        assertThat(browser.get("/products").html()).doesNotContain("<span>後");
        assertThat(acts()).contains("filter.save", "filter.change", "filter.remove");
    }

    @Test
    void theSameNameTakesTheNewFilter() {
        save("/products?q=a", "同じ", "");
        save("/products?q=b", "同じ", "");
        assertThat(count("saved_filter")).isEqualTo(1);
        assertThat(browser.get("/products").html()).contains("/products?q=b");
    }

    @Test
    void leadsNowhereElse() {
        for (String of : List.of(
                "https://evil.example/?q=a",
                "//evil.example?q=a",
                "/settings/people?q=a",
                "/products?q=\"><script>",
                "/products?q=a b",
                "/products",
                "/products?page=3",
                "/products?q=" + "x".repeat(2_000),
                "/products/../settings?q=a")) {
            assertThat(save(of, "名前", "").status()).as(of).isEqualTo(422);
        }
        assertThat(save("/products?q=a", " ", "").status()).isEqualTo(422);
        assertThat(save("/products?q=a", "x".repeat(61), "").status()).isEqualTo(422);
        assertThat(count("saved_filter")).isZero();
    }

    @Test
    void aNameIsNeverMarkup() {
        save("/products?q=a", "<b>太い</b>", "1");
        assertThat(browser.get("/products").html()).contains("&lt;b&gt;太い").doesNotContain("<b>太い");
        assertThat(browser.get("/filters").html()).doesNotContain("<b>太い");
    }

    @Test
    void thereIsAnEndToThem() {
        for (int i = 0; i < SavedFilters.FILTERS_MAX; i++) {
            save("/products?q=a", "名前" + i, "");
        }
        assertThat(save("/products?q=a", "もう一つ", "").status()).isEqualTo(409);
    }

    private Page save(String of, String name, String shared) {
        return browser.post("/filters", "of", of, "name", name, "shared", shared);
    }

    /** The page without the column beside it, which marks where one is as well. */
    private static String main(Page page) {
        return page.html().substring(page.html().indexOf("<main"));
    }
}
