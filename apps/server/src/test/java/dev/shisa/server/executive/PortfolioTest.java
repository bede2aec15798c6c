package dev.shisa.server.executive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.VerdictState;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.conformity.Verdicts;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Products by guides: the page, the paper and the file say what the boards say. */
class PortfolioTest extends ServerTest {

    private static final String PAGE = "/organisation/executive/portfolio";

    @Autowired
    private Products products;

    @Autowired
    private Guides guides;

    @Autowired
    private Verdicts verdicts;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @BeforeEach
    void anExecutive() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        browser = signedIn(Role.EXECUTIVE);
    }

    private Series product(String code, String name) {
        return products.create(new NewSeries(code, name, "ネットワークカメラ", "", List.of("M-" + code), "1.0"), quality);
    }

    /** As if a measurement had said so. */
    private void state(Series series, String number, VerdictState state) {
        jdbc.sql("UPDATE verdict SET state = :state WHERE series_id = :id AND requirement = :number")
                .param("state", state.code())
                .param("id", series.id())
                .param("number", number)
                .update();
        jdbc.sql("""
                        UPDATE standing SET counts = (SELECT jsonb_object_agg(state, n) FROM
                            (SELECT state, count(*) AS n FROM verdict WHERE series_id = :id AND framework = 'jcstar1' GROUP BY state) s)
                        WHERE series_id = :id AND framework = 'jcstar1'""").param("id", series.id()).update();
    }

    @Test
    void withoutAProductItSaysSo() {
        assertThat(browser.get(PAGE).text()).contains("示す製品がありません", "製品がまだありません");
        assertThat(browser.get(PAGE + ".pdf").status()).isEqualTo(200);
    }

    @Test
    void eachProductHasTheCountsOfItsBoards() {
        Series camera = product("MC-1", "カメラ");
        guides.choose(camera, Set.of("jcstar1", "sme-guide"), quality);
        product("DL-1", "ドアロック");
        state(camera, "S1.1-05", VerdictState.NOT_MET);
        Page page = browser.get(PAGE);
        int asked = verdicts.standing(camera.id(), "sme-guide").total();
        assertThat(page.text())
                .contains("2製品のうち1製品に、不適合か要再確認があります")
                .contains("カメラ MC-1 0 / 16 未判定 15 不適合 1", "0 / " + asked)
                .contains("ドアロック DL-1 0 / 16 未判定 16 対象にしていない")
                .contains("合計(2製品) 0 / 32 未判定 31 不適合 1");
        assertThat(page.html()).contains("/products/MC-1/conformity?guide=sme-guide");
        assertThat(browser.get("/products/MC-1/conformity").text()).contains("未判定 15", "不適合 1");
        assertThat(browser.get(PAGE + "/list.csv").text())
                .contains("MC-1,カメラ,JC-STAR ★1(レベル1)適合基準,0,0,1,15", "MC-1,カメラ,IoT機器を開発する中小企業向け")
                .doesNotContain("NaN");
        assertThat(signedIn(Role.EXECUTIVE).english().get(PAGE).text())
                .contains("1 of 2 products has something not met");
    }

    @Test
    void whatNeedsSomebodyMostComesFirstUnlessAskedOtherwise() {
        product("A-1", "あさがお");
        Series worst = product("B-1", "ぼたん");
        state(worst, "S1.1-05", VerdictState.NOT_MET);
        assertThat(browser.get(PAGE).text()).containsPattern("(?s)ぼたん.*あさがお");
        assertThat(browser.get(PAGE + "?sort=name").text()).containsPattern("(?s)あさがお.*ぼたん");
        assertThat(browser.get(PAGE + "?sort=jcstar1").text()).containsPattern("(?s)ぼたん.*あさがお");
        assertThat(browser.get(PAGE + "?sort=jcstar1&dir=desc").text()).containsPattern("(?s)あさがお.*ぼたん");
        assertThat(browser.get(PAGE + "?sort=nothing").status()).isEqualTo(200);
    }

    @Test
    void twoHundredProductsAreSearchedAndTurnedPageByPage() throws IOException {
        for (int i = 0; i < 200; i++) {
            product("P-" + (1000 + i), "製品" + (1000 + i));
        }
        Page first = browser.get(PAGE + "?sort=name");
        assertThat(first.text())
                .contains("製品1000", "製品1024", "合計(200製品) 0 / 3200 未判定 3200")
                .doesNotContain("製品1025");
        assertThat(first.bytes()).hasSizeLessThan(200_000);
        assertThat(browser.get(PAGE + "?sort=name&page=8").text())
                .contains("製品1199")
                .doesNotContain("製品1174");
        assertThat(browser.get(PAGE + "?sort=name&page=99").text()).contains("製品1199");
        assertThat(browser.get(PAGE + "?q=1042").text())
                .contains("製品1042", "合計(1製品)")
                .doesNotContain("製品1041");
        assertThat(browser.get(PAGE + "?q=zzz").text()).contains("200件");
        try (PDDocument paper =
                Loader.loadPDF(browser.get(PAGE + ".pdf?sort=name").bytes())) {
            assertThat(paper.getPage(0).getMediaBox().getWidth()).isEqualTo(PDRectangle.A4.getWidth());
            assertThat(new PDFTextStripper().getText(paper))
                    .contains("製品1000", "製品1199", "◎ 未判定 16", "◎ 未判定 3200", "合計(200製品)");
        }
        assertThat(acts()).contains("executive.portfolio");
    }

    @Test
    void whatIsArchivedIsNotThereAndWhoIsLimitedReadsNothingOfIt() {
        Series camera = product("MC-1", "カメラ");
        Series old = product("OL-1", "旧型");
        jdbc.sql("UPDATE series SET archived_at = now() WHERE id = :id")
                .param("id", old.id())
                .update();
        assertThat(browser.get(PAGE).text()).contains("カメラ").doesNotContain("旧型");
        Browser limited = signedIn(person(Set.of(camera.id()), Role.EXECUTIVE));
        for (String path : List.of(PAGE, PAGE + ".pdf", PAGE + "/list.csv")) {
            assertThat(limited.get(path).status()).as(path).isEqualTo(403);
        }
    }
}
