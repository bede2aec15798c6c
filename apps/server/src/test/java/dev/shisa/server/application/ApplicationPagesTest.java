package dev.shisa.server.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.catalogue.ParameterCopies;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.evidence.Recorded;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.office.Zips;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.scan.TestScans;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class ApplicationPagesTest extends ServerTest {

    private static final String HERE = "/products/MC-200/application";
    private static final String SENTENCE = "Shisaは準備を助けます。適合ラベルを交付するかどうかは、IPAが決めます。";

    @Autowired
    Catalogues catalogues;

    @Autowired
    private ParameterCopies parameters;

    @Autowired
    Products products;

    @Autowired
    EvidenceLog evidence;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Person second = quality;

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @SuppressWarnings("NullAway.Init")
    private Series series;

    @BeforeEach
    void aCamera() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        second = person(Role.QUALITY);
        browser = signedIn(quality);
        series = products.create(
                new NewSeries("MC-200", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-200", "MC-210"), "2.4.1"), quality);
    }

    /** A document with one fact; confirmed by the second person when wanted. */
    private Recorded fact(Subject.Kind about, String key, Value value, String detail, boolean confirmed) {
        Recorded recorded = evidence.record(
                new NewEvidence(
                        EvidenceKind.DOCUMENT,
                        Strength.DOCUMENTED,
                        "セキュリティ方針書",
                        "",
                        "3章",
                        about == Subject.Kind.ORGANISATION ? null : series.id(),
                        null,
                        null,
                        null,
                        Map.of(),
                        clock.instant(),
                        null,
                        quality,
                        quality.name(),
                        "page",
                        null),
                List.of(NewFact.of(products.subject(series, about), Slot.of(key, ""), value, detail)));
        if (confirmed) {
            evidence.confirm(recorded.evidence(), new HashSet<>(recorded.facts()), second, "");
        }
        return recorded;
    }

    private void policyIsDocumented(boolean confirmed) {
        fact(Subject.Kind.ORGANISATION, "priority.policy", new Value.Word("documented"), "方針書 3章に定めている", confirmed);
    }

    /** Names of declarations were made from the questions, in the language of whoever answered; those that were stay. */
    @Test
    void whatIsDeclaredInEnglishIsNamedInJapaneseInThePapers() throws IOException {
        FactDefinition asked =
                catalogues.current().fact(Slot.of("priority.policy", "").key()).orElseThrow();
        declared(asked.question().en());
        upload("merged-table");
        String name = cell(browser.get(HERE + "/form/filled.xlsx").bytes(), "チェックリスト", 14, 7);
        assertThat(name)
                .contains(" 回答: セキュリティアップデートの優先度を決める方針や指針は、文書になっているか")
                .doesNotContain(asked.question().en());
        assertThat(listed()).contains(name);
    }

    @Test
    void aTitleThatAPersonTypedStaysInThePapers() throws IOException {
        declared("Is the policy signed?");
        upload("merged-table");
        assertThat(cell(browser.get(HERE + "/form/filled.xlsx").bytes(), "チェックリスト", 14, 7))
                .contains("Is the policy signed?");
        assertThat(listed()).anyMatch(name -> name.endsWith("Is the policy signed?"));
    }

    /** A note before the zip is made: IPA reads Japanese. */
    @Test
    void wordsThatAreNotInJapaneseAreNoticedBeforeTheZipIsMade() {
        policyIsDocumented(true);
        assertThat(browser.get(HERE + "/documents").text()).doesNotContain("日本語でない文");
        declared("Is the policy signed by the head of quality?");
        Page noticed = browser.get(HERE + "/documents");
        assertThat(noticed.text()).contains("書類に、日本語でない文が1か所あります。IPAが読むものなので、直すか確かめてください。");
        assertThat(noticed.html()).containsPattern("<a href=\"/evidence/[DE]-[0-9A-Z]+\">[DE]-[0-9A-Z]+</a>");
        browser.post(
                HERE + "/reasons/S1.1-09",
                "ja",
                "当社の方針書です。\nWe keep the policy in the company wiki.",
                "en",
                "",
                "version",
                "0");
        noticed = browser.get(HERE + "/documents");
        assertThat(noticed.text()).contains("日本語でない文が2か所あります");
        assertThat(noticed.html()).contains("<a href=\"" + HERE + "/reasons/S1.1-09\">S1.1-09</a>");
    }

    private void declared(String title) {
        Recorded recorded = evidence.record(
                new NewEvidence(
                        EvidenceKind.DOCUMENT,
                        Strength.DOCUMENTED,
                        title,
                        "",
                        "",
                        null,
                        null,
                        null,
                        null,
                        Map.of(),
                        clock.instant(),
                        null,
                        quality,
                        quality.name(),
                        "page",
                        null),
                List.of(NewFact.of(
                        products.subject(series, Subject.Kind.ORGANISATION),
                        Slot.of("priority.policy", ""),
                        new Value.Word("documented"),
                        "規程 3章")));
        evidence.confirm(recorded.evidence(), new HashSet<>(recorded.facts()), second, "");
    }

    /** Codes and titles of the list of evidence in the papers. */
    private List<String> listed() throws IOException {
        Page packed = browser.follow(browser.post(HERE + "/documents/package", "incomplete", "yes"));
        Matcher link =
                Pattern.compile("application/entries/([0-9a-f-]{36})/file\"").matcher(packed.html());
        assertThat(link.find()).isTrue();
        byte[] zip = browser.get(HERE + "/entries/" + link.group(1) + "/file").bytes();
        List<String> names = new ArrayList<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.getName().endsWith("エビデンス一覧.xlsx")) {
                    try (XSSFWorkbook workbook = new XSSFWorkbook(new ByteArrayInputStream(in.readAllBytes()))) {
                        workbook.getSheetAt(0)
                                .forEach(row -> names.add(row.getCell(1).getStringCellValue() + " "
                                        + row.getCell(2).getStringCellValue()));
                    }
                }
            }
        }
        return names;
    }

    private Page upload(String form) {
        return browser.upload(HERE + "/form", "file", form + ".xlsx", TestForms.bytes(form));
    }

    private static @Nullable String cell(byte[] xlsx, String sheet, int row, int column) throws IOException {
        try (XSSFWorkbook workbook = new XSSFWorkbook(new ByteArrayInputStream(xlsx))) {
            var cell = workbook.getSheet(sheet).getRow(row).getCell(column);
            return cell == null ? null : cell.getStringCellValue();
        }
    }

    @Test
    void saysWhatIsLeftAndThatIpaDecides() {
        Page page = browser.get(HERE);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text())
                .contains("16の適合基準のうち16件が決まっていないため、まだ申請できません。", SENTENCE)
                .contains(
                        "対象・範囲の確認",
                        "評価主体",
                        "チェックリスト",
                        "申請番号の取得",
                        "書類送付",
                        "補正対応",
                        "受理・手数料",
                        "交付・掲載情報の確認",
                        "変更届・報告届",
                        "更新");
        assertThat(signedIn(Role.QUALITY).english().get(HERE).text())
                .contains("16 of 16 criteria are not decided", "Shisa helps you prepare. IPA decides on the label.");
    }

    @Test
    void everyPageSaysThatIpaDecides() {
        policyIsDocumented(true);
        upload("merged-table");
        for (String path : List.of("", "/form", "/basic", "/reasons", "/reasons/S1.1-09", "/corrections")) {
            assertThat(browser.get(HERE + path).text()).as(path).contains(SENTENCE);
        }
    }

    @Test
    void namesWhatIsNotMetWithoutASecondPersonBeforeTheFormIsSaved() throws IOException {
        Recorded no = fact(Subject.Kind.ORGANISATION, "priority.policy", new Value.Word("none"), "", false);
        upload("merged-table");
        assertThat(browser.get(HERE + "/form").text()).contains("S1.1-09 は、2人目の確認がないまま「不適合」と書き込まれます。");
        assertThat(browser.get(HERE + "/corrections").text()).contains("S1.1-09の不適合は、2人目の確認を経た根拠にまだ基づいていません。");

        evidence.confirm(no.evidence(), new HashSet<>(no.facts()), second, "");
        assertThat(browser.get(HERE + "/form").text()).doesNotContain("2人目の確認がないまま");
        assertThat(browser.get(HERE + "/corrections").text())
                .contains("S1.1-09は不適合です。")
                .doesNotContain("2人目の確認を経た根拠");
    }

    @Test
    void keepsThePlanAndRefusesADayThatIsNone() {
        Page wrong = browser.post(HERE + "/plan", "on", "2026-13-40", "evaluator", "self", "version", "0");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text()).contains("「2026-13-40」は日付として読み取れません");
        assertThat(browser.follow(browser.post(HERE + "/plan", "on", "2026-12-20", "evaluator", "self", "version", "0"))
                        .text())
                .contains("予定を保存しました");
        assertThat(acts()).contains("application.plan");
        Page late = browser.post(HERE + "/plan", "on", "2027-01-10", "evaluator", "body", "version", "0");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.text()).contains("別の人が、先に予定を保存しました", "2026-12-20");
        assertThat(late.html()).contains("value=\"2027-01-10\"");
    }

    @Test
    void fillsOnlyWhatASecondPersonConfirmed() throws IOException {
        policyIsDocumented(false);
        assertThat(browser.follow(upload("merged-table")).text()).contains("チェックリストを読み込みました", "まだ決まっていないため、空のままにします");
        assertThat(cell(browser.get(HERE + "/form/filled.xlsx").bytes(), "チェックリスト", 14, 5))
                .isIn("", null);
        policyIsDocumented(true);
        byte[] filled = browser.get(HERE + "/form/filled.xlsx").bytes();
        assertThat(cell(filled, "チェックリスト", 14, 0)).isEqualTo("S1.1-09");
        assertThat(cell(filled, "チェックリスト", 14, 5)).isEqualTo("適合");
        assertThat(cell(filled, "チェックリスト", 14, 6)).contains("方針書 3章に定めている");
        assertThat(cell(filled, "チェックリスト", 14, 7)).contains("セキュリティ方針書 3章");
        assertThat(cell(filled, "基本情報", 2, 1)).isEqualTo("みどり浜光機株式会社");
        assertThat(cell(filled, "基本情報", 5, 1)).isEqualTo("MC-200, MC-210");
        assertThat(cell(filled, "基本情報", 6, 1)).isEqualTo("2.4.1");
        assertThat(cell(filled, "チェックリスト", 5, 5)).isIn("", null);
    }

    @Test
    void usesTheMakersOwnReason() throws IOException {
        policyIsDocumented(true);
        upload("merged-table");
        assertThat(browser.get(HERE + "/reasons/S1.1-09").text()).contains("方針書 3章に定めている");
        Page saved = browser.post(HERE + "/reasons/S1.1-09", "ja", "=当社の方針書で定めています。", "en", "", "version", "0");
        assertThat(browser.follow(saved).text()).contains("判断理由を保存しました", "当社の方針書で定めています", "自分で書いた文");
        assertThat(cell(browser.get(HERE + "/form/filled.xlsx").bytes(), "チェックリスト", 14, 6))
                .isEqualTo("=当社の方針書で定めています。");
        Page late = browser.post(HERE + "/reasons/S1.1-09", "ja", "別の文", "en", "", "version", "0");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.text()).contains("先に判断理由を保存しました", "当社の方針書で定めています", "別の文");
        assertThat(browser.post(HERE + "/reasons/S1.1-09", "ja", "長".repeat(5_001), "version", "1")
                        .status())
                .isEqualTo(422);
        assertThat(browser.get(HERE + "/reasons/S9").status()).isEqualTo(404);
    }

    @Test
    void aCorrectionOfTheProductsOwnWordsLeadsOnlyThoseThereWhoMayChangeThem() {
        products.create(new NewSeries("XF-1", "XF-1", "カメラ", "絶対に安全なカメラ", List.of(), "1.0"), quality);
        String page = "/products/XF-1/application/corrections";
        String edit = "href=\"/products/XF-1/edit\"";
        assertThat(browser.get(page).html()).contains("絶対に安全", edit);
        assertThat(signedIn(Role.AUDITOR).get(page).html()).contains("絶対に安全").doesNotContain(edit);
    }

    @Test
    void refusesAFileWithOneSentenceAndKeepsTheOldForm() {
        upload("merged-table");
        Page text = browser.upload(HERE + "/form", "file", "a.csv", "基準,結果".getBytes(StandardCharsets.UTF_8));
        assertThat(text.status()).isEqualTo(422);
        assertThat(text.text()).contains("Excelブック(.xlsx)ではありません", "merged-table.xlsx");
        assertThat(browser.upload(HERE + "/form", "file", "a.xlsx", new byte[0]).text())
                .contains("チェックリストのファイルを選んでください");
        assertThat(count("application_form")).isEqualTo(1);
    }

    @Test
    void overwritesOnlyTheCellsThatWereChosen() throws IOException {
        fact(Subject.Kind.PRODUCT, "support.ends", new Value.Day(java.time.LocalDate.of(2031, 3, 31)), "", true);
        byte[] form = Zips.edit(
                TestForms.bytes("merged-table"),
                "xl/worksheets/sheet1.xml",
                xml -> xml.replaceFirst(
                        "<c r=\"B9\"([^>]*)/>", "<c r=\"B9\"$1 t=\"inlineStr\"><is><t>2030-01-01</t></is></c>"));
        browser.upload(HERE + "/form", "file", "form.xlsx", form);
        Page preview = browser.get(HERE + "/form?show=kept");
        assertThat(preview.text()).contains("2030-01-01", "2031-03-31", "すでに文字があるため、そのままにします");
        assertThat(browser.get(HERE + "/corrections").text())
                .contains("サポート期限が違います。様式は「2030-01-01」、登録内容は「2031-03-31」です。");
        assertThat(cell(browser.get(HERE + "/form/filled.xlsx").bytes(), "基本情報", 8, 1))
                .isEqualTo("2030-01-01");
        browser.post(HERE + "/form/overwrite", "shown", "基本情報!B9", "cell", "基本情報!B9", "version", "1");
        assertThat(cell(browser.get(HERE + "/form/filled.xlsx").bytes(), "基本情報", 8, 1))
                .isEqualTo("2031-03-31");
        assertThat(browser.get(HERE + "/corrections").text()).doesNotContain("サポート期限が違います");
        assertThat(browser.post(HERE + "/form/overwrite", "shown", "基本情報!B9", "version", "1")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void remembersColumnsNamedByHandForTheSameEdition() throws IOException {
        policyIsDocumented(true);
        assertThat(browser.follow(upload("unknown")).text()).contains("記入欄を見つけられなかったため、何も書き込みません");
        assertThat(browser.post(HERE + "/form/columns", "sheet", "Sheet1", "criterion", "1")
                        .text())
                .contains("番号の列と、書き込む列を1つ以上");
        browser.post(
                HERE + "/form/columns",
                "sheet",
                "Sheet1",
                "criterion",
                "a",
                "verdict",
                "C",
                "reason",
                "D",
                "evidence",
                "E");
        assertThat(cell(browser.get(HERE + "/form/filled.xlsx").bytes(), "Sheet1", 9, 2))
                .isEqualTo("適合");
        upload("unknown");
        assertThat(cell(browser.get(HERE + "/form/filled.xlsx").bytes(), "Sheet1", 9, 2))
                .isEqualTo("適合");
        browser.post(HERE + "/form/columns/remove", "sheet", "Sheet1");
        assertThat(browser.get(HERE + "/form").text()).contains("記入欄を見つけられなかったため");
    }

    @Test
    void listsCorrectionsEachWithTheWayToMendIt() {
        policyIsDocumented(false);
        Page page = browser.get(HERE + "/corrections");
        assertThat(page.text()).contains("S1.1-09は適合見込みです。2人目の確認がありません。", "S1.1-02はまだ判定できません。");
        assertThat(page.html()).contains("href=\"/products/MC-200/conformity/S1.1-09\"");
        Page found = browser.get(HERE + "/corrections?q=S1.1-09&weight=stop");
        assertThat(found.text()).contains("S1.1-09").doesNotContain("S1.1-02は");
        assertThat(new String(browser.get(HERE + "/corrections.csv").bytes(), StandardCharsets.UTF_8))
                .contains("S1.1-09は適合見込みです");
        assertThat(browser.get(HERE + "/corrections?q=zzz").text()).contains("条件に合うものはありません");
    }

    @Test
    void gathersTheBasicInformation() {
        fact(Subject.Kind.PRODUCT, "certification.number", new Value.Word("D24-0001001"), "", true);
        assertThat(browser.get(HERE + "/basic").text())
                .contains("みどり浜光機株式会社", "MC-200, MC-210", "2.4.1", "D24-0001001", "登録されていません");
    }

    @Test
    void exportsItsOwnWorkbook() throws IOException {
        policyIsDocumented(true);
        byte[] ja = browser.get(HERE + "/export.xlsx").bytes();
        byte[] en = signedIn(quality).english().get(HERE + "/export.xlsx").bytes();
        int row = 1;
        while (!"S1.1-09".equals(cell(ja, "適合状況", row, 0))) {
            row++;
        }
        assertThat(cell(ja, "適合状況", row, 3)).isEqualTo("適合");
        assertThat(cell(en, "Conformity", row, 3)).isEqualTo("Met");
        assertThat(cell(en, "Conformity", 1, 3)).isEqualTo("Unknown");
        assertThat(cell(ja, "根拠", 1, 6)).contains("セキュリティ方針書");
        assertThat(cell(ja, "根拠", 1, 8)).isEqualTo(second.name());
        assertThat(cell(ja, "変更履歴", 1, 1)).startsWith("S1.1-");
    }

    @Test
    void onlyQualityPreparesAndOthersRead() {
        upload("merged-table");
        Browser auditor = signedIn(Role.AUDITOR);
        assertThat(auditor.get(HERE).status()).isEqualTo(200);
        assertThat(auditor.get(HERE + "/form").text())
                .contains("merged-table.xlsx")
                .doesNotContain("別のチェックリストを読み込む");
        assertThat(auditor.upload(HERE + "/form", "file", "a.xlsx", TestForms.bytes("english"))
                        .status())
                .isEqualTo(403);
        assertThat(auditor.post(HERE + "/plan", "on", "").status()).isEqualTo(403);
        assertThat(auditor.get(HERE + "/reasons/S1.1-09").status()).isEqualTo(403);
        assertThat(signedIn(person(Set.of(ids.next()), Role.QUALITY)).get(HERE).status())
                .isEqualTo(404);
        assertThat(signedOut().get(HERE + "/form/filled.xlsx").status()).isIn(302, 303, 401, 403);
    }

    @Test
    void teachesBeforeAnythingIsUploaded() {
        assertThat(browser.get(HERE + "/form").html())
                .as("where the checklist is to be had")
                .contains("https://www.ipa.go.jp/security/jc-star/");
        assertThat(browser.get(HERE + "/form").text()).contains("IPAのチェックリストを読み込むと", "マクロなし、パスワードなし");
        assertThat(signedIn(Role.AUDITOR).get(HERE + "/form").text()).contains("チェックリストはまだ読み込まれていません");
        assertThat(browser.get(HERE + "/form/filled.xlsx").status()).isEqualTo(409);
    }

    /** A document or test with facts of this release, confirmed by the second person. */
    private void grounds(EvidenceKind kind, Strength strength, String title, Map<String, Value> values) {
        Subject release = products.subject(series, Subject.Kind.RELEASE);
        Recorded recorded = evidence.record(
                new NewEvidence(
                        kind,
                        strength,
                        title,
                        "",
                        "",
                        series.id(),
                        null,
                        null,
                        null,
                        Map.of(
                                "model",
                                "MC-200",
                                "firmware",
                                "2.4.1",
                                "procedure",
                                "手順書のとおり",
                                "observed",
                                "記録のとおり",
                                "performed-by",
                                "佐藤",
                                "performed-on",
                                "2026-01-06"),
                        clock.instant(),
                        null,
                        quality,
                        quality.name(),
                        "page",
                        null),
                values.entrySet().stream()
                        .map(value ->
                                NewFact.of(release, Slot.of(value.getKey(), ""), value.getValue(), title + "のとおり"))
                        .toList());
        evidence.confirm(recorded.evidence(), new HashSet<>(recorded.facts()), second, "");
    }

    private static Value none() {
        return Value.words(List.of());
    }

    /** Whoever looks for Bluetooth in a port scan does not find it, and sends the form back. */
    @Test
    void eachRowCitesTheEvidenceOfItsOwnFacts() throws IOException {
        inTransaction(() -> parameters.bring(List.of(TestScans.COUNTS), quality));
        grounds(
                EvidenceKind.TEST,
                Strength.TESTED,
                "ポートの検査",
                Map.of(
                        "network.services",
                        none(),
                        "network.scanned",
                        Value.words(List.of("tcp", "udp", "ipv4", "no-ipv6", "sides", "firmware"))));
        grounds(
                EvidenceKind.DOCUMENT,
                Strength.DOCUMENTED,
                "インタフェースの表",
                Map.of(
                        "bluetooth.hardware",
                        new Value.Word("absent"),
                        "bluetooth.profiles",
                        none(),
                        "usb.hardware",
                        new Value.Word("absent"),
                        "usb.functions",
                        none()));
        grounds(
                EvidenceKind.TEST,
                Strength.TESTED,
                "脆弱性検査の報告書",
                Map.of(
                        "scan.kind",
                        new Value.Word("scanner"),
                        "scan.tool",
                        new Value.Word("OpenVAS 23.1"),
                        "scan.database",
                        new Value.Day(java.time.LocalDate.of(2026, 1, 5)),
                        "scan.firmware",
                        new Value.Word("this"),
                        "scan.date",
                        new Value.Day(java.time.LocalDate.of(2026, 1, 6)),
                        "scan.detections",
                        none()));
        upload("merged-table");
        byte[] filled = browser.get(HERE + "/form/filled.xlsx").bytes();
        assertThat(cell(filled, "チェックリスト", 18, 0)).isEqualTo("S1.1-13");
        assertThat(cell(filled, "チェックリスト", 18, 5)).isEqualTo("適合");
        for (int row = 19; row <= 20; row++) {
            assertThat(cell(filled, "チェックリスト", row, 5))
                    .as("neither Bluetooth nor USB")
                    .isEqualTo("非該当");
        }
        assertThat(cell(filled, "チェックリスト", 21, 5)).isEqualTo("適合");
        assertThat(cell(filled, "チェックリスト", 18, 7)).contains("ポートの検査").doesNotContain("表", "報告書");
        assertThat(cell(filled, "チェックリスト", 19, 7)).contains("インタフェースの表").doesNotContain("検査");
        assertThat(cell(filled, "チェックリスト", 20, 7)).contains("インタフェースの表").doesNotContain("検査");
        assertThat(cell(filled, "チェックリスト", 21, 7)).contains("脆弱性検査の報告書").doesNotContain("表", "ポート");
        assertThat(cell(filled, "チェックリスト", 18, 6)).contains("ポートの検査のとおり").doesNotContain("インタフェースの表");
        assertThat(cell(filled, "チェックリスト", 20, 6)).contains("インタフェースの表のとおり").doesNotContain("ポートの検査");
    }

    @Test
    void evidenceOfTheCompanyThatNamesAModelIsNoStopInAnotherSeries() {
        Recorded policy = evidence.record(
                new NewEvidence(
                        EvidenceKind.DOCUMENT,
                        Strength.DOCUMENTED,
                        "優先度の方針",
                        "",
                        "",
                        null,
                        null,
                        null,
                        null,
                        Map.of("model", "XR-900", "firmware", "7.0"),
                        clock.instant(),
                        null,
                        quality,
                        quality.name(),
                        "page",
                        null),
                List.of(NewFact.of(
                        products.subject(series, Subject.Kind.ORGANISATION),
                        Slot.of("priority.policy", ""),
                        new Value.Word("documented"),
                        "方針書 3章")));
        evidence.confirm(policy.evidence(), new HashSet<>(policy.facts()), second, "");
        assertThat(browser.get(HERE + "/corrections").text()).doesNotContain("XR-900", "7.0");
    }
}
