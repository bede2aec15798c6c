package dev.shisa.server.executive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.platform.web.UiFactory;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.text.PDFTextStripper;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletRequest;

class ExecutivePagesTest extends ServerTest {

    private static final String PAGE = "/organisation/executive";
    private static final String COSTS = PAGE + "/costs";

    @Autowired
    private Products products;

    @Autowired
    private Costs costs;

    @Autowired
    private UiFactory views;

    private Person executive = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @BeforeEach
    void aCompanyWithACamera() {
        emptyDatabase();
        executive = person(Role.EXECUTIVE);
        browser = signedIn(executive);
        products.create(
                new NewSeries("MC-1", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.1"), person(Role.QUALITY));
    }

    private static String[] loss(int seen, String yen) {
        return new String[] {
            "name",
            "カメラの回収",
            "kind",
            "recall",
            "yen",
            yen,
            "years",
            "10",
            "basis",
            "出荷2,000台",
            "seen",
            String.valueOf(seen)
        };
    }

    @Test
    void everyPillarIsOpenBeforeAnybodyAnsweredAndSaysWhatIsMissing() {
        Page page = browser.get(PAGE);
        assertThat(page.text())
                .contains("9項目のうち0項目が整っています", "方針", "窓口", "緊急時対応計画の文書がある", "未判定")
                .contains("ほかの1件は、製品ごとに判定します");
        assertThat(browser.get(PAGE + "/pillars.csv").text()).contains("サプライチェーン", "未判定");
        assertThat(signedIn(executive).english().get(PAGE).text())
                .contains("0 of 9 things", "There is an emergency response plan");
    }

    @Test
    void whoIsLimitedToSomeSeriesReadsNothingOfTheWholeCompany() {
        UUID camera = products.require("MC-1", executive).id();
        for (Role role : List.of(Role.AUDITOR, Role.EXECUTIVE)) {
            Person limited = person(Set.of(camera), role);
            Browser evaluator = signedIn(limited);
            for (String path : List.of(
                    PAGE,
                    PAGE + "/sheet.pdf",
                    PAGE + "/pillars.csv",
                    COSTS,
                    COSTS + ".csv",
                    "/doctor",
                    "/doctor.json")) {
                assertThat(evaluator.get(path).status()).as(role + " " + path).isEqualTo(403);
            }
            assertThat(evaluator.get("/organisation").html()).doesNotContain(PAGE);
            Api program = api(limited, Set.of(Act.VIEW));
            assertThat(program.get("/api/v1/organisation/costs").code()).isEqualTo("organisation.limited");
            assertThat(program.get("/api/v1/organisation/readiness").code()).isEqualTo("organisation.limited");
        }
        assertThat(browser.get("/organisation").html()).contains(PAGE);
    }

    @Test
    void whoMayAnswerIsLedToTheQuestions() {
        Page page = signedIn(Role.QUALITY).get(PAGE);
        assertThat(page.html()).contains("/products/MC-1/questions?requirement=psirt-guide%2FPSIRT-X7");
        assertThat(browser.get(PAGE).html()).doesNotContain("questions?requirement=");
    }

    @Test
    void aProductWhoseListWasNeverMatchedIsNotKnownInsteadOfFine() {
        assertThat(browser.get(PAGE).text()).contains("1製品は部品表が照合されていないので、脆弱性の有無が分かりません");
    }

    @Test
    void changingOneAssumptionChangesTheSumsVisiblyAndCanBeTakenBack() {
        assertThat(browser.get(COSTS).text()).contains("対策の費用と、事故の損失を並べます", "損失の想定はまだありません");
        browser.post(COSTS + "/losses/new", loss(0, "50,000,000"));
        UUID recall = costs.sheet().losses().getFirst().id();
        Page compared = browser.follow(browser.post(
                COSTS + "/measures/new",
                "name",
                "出荷前の検査",
                "once",
                "5000000",
                "years",
                "5",
                "yearly",
                "500000",
                "reduces",
                recall.toString(),
                "percent",
                "60",
                "seen",
                "1"));
        assertThat(compared.text())
                .contains("年1,500,000円の対策で、年3,000,000円の損失を防ぐ見込みです。差し引き年1,500,000円の得になります")
                .contains("対策後に残る損失は年5,000,000円から年2,000,000円に");
        Page changed = browser.follow(browser.post(COSTS + "/losses/" + recall, loss(2, "10,000,000")));
        assertThat(changed.text()).contains("金額だけでは年900,000円の持ち出しになります", "年2,000,000円から年400,000円に");
        Page undone = browser.follow(browser.post(COSTS + "/undo", "seen", "3"));
        assertThat(undone.text()).contains("直前の変更を取り消しました", "差し引き年1,500,000円の得になります", "前の想定(3件)");
        assertThat(browser.get(PAGE).text()).contains("差し引き年1,500,000円の得になります");
        assertThat(browser.get(COSTS + ".csv").text()).contains("カメラの回収", "出荷前の検査", "出荷2,000台");
        assertThat(acts()).contains("executive.costs");
    }

    @Test
    void whatWasTypedStaysWhenItIsWrongOrSomebodyElseWasFirst() {
        Page wrong = browser.post(COSTS + "/losses/new", loss(0, "たくさん"));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.html()).contains("整数を入力してください", "たくさん", "カメラの回収");
        assertThat(costs.number()).isZero();
        browser.post(COSTS + "/losses/new", loss(0, "1000"));
        Page late = browser.post(COSTS + "/losses/new", loss(0, "2000"));
        assertThat(late.status()).isEqualTo(422);
        assertThat(late.html()).contains("ほかの人が先に比較を変えました", "2000");
        assertThat(costs.sheet().losses()).hasSize(1);
        assertThat(browser.post(COSTS + "/losses/" + UUID.randomUUID() + "/remove", "seen", "0")
                        .status())
                .isEqualTo(409);
    }

    private PDDocument sheet(Browser reader) throws IOException {
        Page page = reader.get(PAGE + "/sheet.pdf");
        assertThat(page.status()).isEqualTo(200);
        return Loader.loadPDF(page.bytes());
    }

    private static String text(PDDocument file) throws IOException {
        return new PDFTextStripper().getText(file);
    }

    @Test
    void theSheetIsOneTaggedPageOfPlainWordsWithItsFontInIt() throws IOException {
        supportEnds("MC-1");
        for (Browser reader : List.of(browser, signedIn(executive).english())) {
            try (PDDocument file = sheet(reader)) {
                boolean japanese = reader == browser;
                assertThat(file.getNumberOfPages()).isEqualTo(1);
                assertThat(file.getDocumentCatalog().getMarkInfo().isMarked()).isTrue();
                assertThat(file.getDocumentCatalog().getLanguage()).isEqualTo(japanese ? "ja" : "en");
                assertThat(file.getPage(0).getMediaBox().getHeight())
                        .isCloseTo(PDRectangle.A4.getHeight(), Offset.offset(1f));
                int fonts = 0;
                for (COSName name : file.getPage(0).getResources().getFontNames()) {
                    PDFont font = file.getPage(0).getResources().getFont(name);
                    assertThat(font.isEmbedded()).as(font.getName()).isTrue();
                    fonts++;
                }
                assertThat(fonts).isPositive();
                assertThat(text(file))
                        .contains(japanese ? "サプライチェーン" : "Supply chain", "MC-200シリーズ", "2027-03-01", "1 / 1")
                        .contains(japanese ? "分からない" : "Not known")
                        .doesNotContainPattern("CVE|CVSS|SBOM|VEX|CPE|未判定|適合見込み|部品表|executive\\.");
            }
        }
        assertThat(browser.get(PAGE).html()).contains(PAGE + "/sheet.pdf");
        assertThat(acts()).contains("executive.sheet");
    }

    /** Support that ends within a year makes a product one that needs a decision. */
    private void supportEnds(String code) {
        Person quality = person(Role.QUALITY);
        Api api = api(quality, Set.of(Act.VIEW, Act.ADD_EVIDENCE));
        Api.Answer added = api.post("/api/v1/series/" + code + "/evidence", """
                {"kind": "declaration", "title": "サポート", "statement": "x",
                 "facts": [{"key": "support.ends", "value": "2027-03-01"}]}""");
        assertThat(added.status()).as(added.toString()).isEqualTo(201);
    }

    @Test
    void theSheetStaysOnePageHoweverMuchThereIsToSay() throws IOException {
        Person quality = person(Role.QUALITY);
        for (int i = 1; i <= 12; i++) {
            products.create(
                    new NewSeries("LONG-" + i, "とても長い名前のカメラ".repeat(9) + i, "ネットワークカメラ", "", List.of("L" + i), "1.0"),
                    quality);
            supportEnds("LONG-" + i);
        }
        browser.post(COSTS + "/losses/new", loss(0, "50,000,000"));
        try (PDDocument file = sheet(browser)) {
            assertThat(file.getNumberOfPages()).isEqualTo(1);
            assertThat(text(file)).contains("実現状況の把握と見直し", "…", "ほかに");
        }
        Ui ui = views.of(new MockHttpServletRequest(), null);
        String endless = "終わりのない説明".repeat(400);
        ExecutiveView.Content content = new ExecutiveView.Content(
                endless,
                Stream.generate(() -> new ExecutiveView.Tile(
                                "とても長い項目の名前", "not-met", endless, List.of(endless, endless), "", ""))
                        .limit(9)
                        .toList(),
                0,
                12,
                0,
                12,
                0,
                12,
                Stream.generate(() -> new ExecutiveView.Product(
                                endless,
                                "",
                                endless,
                                "",
                                "5件、緊急1件",
                                "not-met",
                                "",
                                "2027-03-01",
                                "1年以内",
                                "2027-06-01にすべて終わる予定",
                                endless,
                                ""))
                        .limit(10)
                        .toList(),
                new ExecutiveView.Sums("1円", "1円", "1円", "1円", "年1円の対策で、年1円の損失を防ぐ見込みです", "met"));
        try (PDDocument file = Loader.loadPDF(ExecutiveSheet.pdf(content, endless, ui))) {
            assertThat(file.getNumberOfPages()).isEqualTo(1);
        }
    }

    @Test
    void thePlanOfAProductIsShownAndLeadsToIt() {
        supportEnds("MC-1");
        assertThat(browser.get(PAGE).text()).contains("まだ計画がありません");
        Page entered = browser.post(
                "/products/MC-1/plan",
                "begins",
                "2026-12-01",
                "emphasis",
                "feasible",
                "guide",
                "",
                "stage",
                "design",
                "staff",
                "20",
                "budget",
                "0",
                "confirm",
                "1",
                "answer",
                "4",
                "recheck",
                "4",
                "fix",
                "40",
                "yen",
                "200000",
                "version",
                "0");
        assertThat(entered.status()).as(entered.text()).isEqualTo(302);
        Page page = browser.get(PAGE);
        assertThat(page.text())
                .containsPattern("20\\d\\d-\\d\\d-\\d\\dにすべて終わる予定")
                .contains("次: ");
        assertThat(page.html()).contains("href=\"/products/MC-1/plan\"");
    }

    @Test
    void aMillionSignsAndAZeroAreRefusedWithOneSentenceAndNothingIsKept() {
        String large = "長".repeat(400_000);
        for (String field : List.of("name", "basis", "yen", "years")) {
            String[] form = loss(0, "1000");
            for (int i = 0; i < form.length; i += 2) {
                form[i + 1] = form[i].equals(field) ? large : form[i + 1];
            }
            Page page = browser.post(COSTS + "/losses/new", form);
            assertThat(page.status()).as(field).isEqualTo(422);
            assertThat(page.text()).as(field).containsPattern("文字までにしてください|整数を入力してください");
        }
        String[] zero = loss(0, "1000");
        zero[1] = "a\0b";
        assertThat(browser.post(COSTS + "/losses/new", zero).status()).isEqualTo(400);
        assertThat(costs.number()).isZero();
    }

    @Test
    void onlyWhoPlansChangesTheAssumptions() {
        Browser auditor = signedIn(Role.AUDITOR);
        assertThat(auditor.get(COSTS).status()).isEqualTo(200);
        assertThat(auditor.post(COSTS + "/losses/new", loss(0, "1000")).status())
                .isEqualTo(403);
        assertThat(costs.number()).isZero();
    }
}
