package dev.shisa.server.checklist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.evidence.Recorded;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.office.OfficePackage;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A customer's checklist: uploaded, its columns named once, its rows tied by a person, answered from the same evidence. */
class ChecklistPagesTest extends ServerTest {

    @Autowired
    private Products products;

    @Autowired
    private EvidenceLog evidence;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Person second = quality;

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @SuppressWarnings("NullAway.Init")
    private Series camera;

    @BeforeEach
    void aCamera() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        second = person(Role.QUALITY);
        browser = signedIn(quality);
        camera = products.create(
                new NewSeries("MC-200", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.1"), quality);
    }

    private Recorded policy(String value) {
        return evidence.record(
                new NewEvidence(
                        EvidenceKind.DOCUMENT,
                        Strength.DOCUMENTED,
                        "脆弱性対応方針",
                        "",
                        "3章",
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
                        products.subject(camera, Subject.Kind.ORGANISATION),
                        Slot.of("priority.policy", ""),
                        new Value.Word(value),
                        "3章に定めている")));
    }

    private void confirm(Recorded recorded) {
        evidence.confirm(recorded.evidence(), new HashSet<>(recorded.facts()), second, "");
    }

    /** Uploads for a series and returns the address of the checklist. */
    private String upload(String series, String name, byte[] file) {
        Page sent = browser.upload("/products/" + series + "/checklists", "file", "確認表.xlsx", file, "name", name);
        assertThat(sent.status()).as(sent.text()).isEqualTo(302);
        return sent.location().replaceFirst("(/columns)?\\?.*", "");
    }

    private String read(byte[] file) {
        String here = upload("MC-200", "東海商事 2026", file);
        Page named = browser.post(
                here + "/columns",
                "sheet",
                "確認表",
                "header",
                "3",
                "number",
                "A",
                "question",
                "B",
                "answer",
                "C",
                "remark",
                "D");
        assertThat(named.status()).as(named.text()).isEqualTo(302);
        return here;
    }

    private void tie(String here, int row, String requirement) {
        assertThat(browser.post(here + "/rows/" + row + "/ties", "requirement", requirement)
                        .status())
                .isEqualTo(302);
    }

    private static String cell(byte[] xlsx, int row, int column) throws IOException {
        return cell(xlsx, "確認表", row, column);
    }

    private static String cell(byte[] xlsx, String sheet, int row, int column) throws IOException {
        try (XSSFWorkbook workbook = new XSSFWorkbook(new ByteArrayInputStream(xlsx))) {
            return workbook.getSheet(sheet).getRow(row - 1).getCell(column).getStringCellValue();
        }
    }

    @Test
    void offersTheColumnsThatItGuessesAndShowsTheFirstRows() {
        String here = upload("MC-200", "東海商事", TestChecklists.customer());
        Page page = browser.get(here + "/columns");
        assertThat(page.text()).contains("「東海商事」の質問はどこにありますか", TestChecklists.POLICY);
        assertThat(page.html())
                .containsPattern("name=\"header\"[^>]*value=\"3\"")
                .containsPattern("name=\"question\"[^>]*value=\"B\"");
        assertThat(browser.get(here).text()).contains("「東海商事」の質問はまだ読み取っていません");
    }

    @Test
    void aRowThatNobodyTiedHasNoAnswerWhateverIsProposed() throws IOException {
        confirm(policy("documented"));
        String here = read(TestChecklists.customer());
        Page page = browser.get(here);
        assertThat(page.text()).contains("3行のうち0行が決着し、3行がまだ結び付いていません");
        assertThat(browser.get(here + "/rows/5").text()).contains("この質問が何を問うているか、まだ誰も示していません", "S1.1-09");
        byte[] filled = browser.get(here + "/file/answered.xlsx").bytes();
        assertThat(cell(filled, 5, 2)).isEmpty();
        assertThat(browser.get(here + "/answers.csv").text()).contains("結び付けなし").doesNotContain("適合");
    }

    @Test
    void aTiedRowIsAnsweredFromTheSameEvidenceAndWrittenOnlyOnceItIsProven() throws IOException {
        Recorded fact = policy("documented");
        String here = read(TestChecklists.customer());
        tie(here, 5, "jcstar1/S1.1-09");
        assertThat(browser.get(here + "?state=expected").text()).contains("見込み", TestChecklists.POLICY);
        assertThat(cell(browser.get(here + "/file/answered.xlsx").bytes(), 5, 2))
                .isEmpty();

        confirm(fact);
        assertThat(browser.get(here + "/rows/5").text()).contains("適合", "脆弱性対応方針 3章");
        assertThat(browser.get(here + "/file").text()).contains("1行に回答し、2行は空のままにします");
        byte[] filled = browser.get(here + "/file/answered.xlsx").bytes();
        assertThat(cell(filled, 5, 2)).isEqualTo("適合");
        assertThat(cell(filled, 5, 3)).contains("脆弱性対応方針 3章");
        assertThat(cell(filled, 6, 2)).isEmpty();
        assertThat(browser.get(here + "/answers.csv").text()).contains("S1.1-09", "脆弱性対応方針 3章");
        assertThat(acts()).contains("checklist.upload", "checklist.columns", "checklist.tie");
        assertThat(count("checklist_tie")).isEqualTo(1);
        assertThat(jdbc.sql("SELECT count(*) FROM ledger_outbox WHERE kind = 'checklist-tie/1'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void aRowIsNeverBetterThanWhatItRestsOn() {
        confirm(policy("documented"));
        String here = read(TestChecklists.customer());
        tie(here, 5, "jcstar1/S1.1-09");
        tie(here, 5, "jcstar1/S1.1-06");
        assertThat(browser.get(here + "?state=met").text()).contains("当てはまるものがありません");
        assertThat(browser.get(here + "?state=unknown").text()).contains(TestChecklists.POLICY);
    }

    private Recorded logIn(String title, String place, NewFact... facts) {
        return evidence.record(
                new NewEvidence(
                        EvidenceKind.DOCUMENT,
                        Strength.DOCUMENTED,
                        title,
                        "",
                        place,
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
                List.of(facts));
    }

    private NewFact ofRelease(String key, String item, Value value, String detail) {
        return NewFact.of(products.subject(camera, Subject.Kind.RELEASE), Slot.of(key, item), value, detail);
    }

    /** Two log-ins of one kind; of the passwords only the first differs from unit to unit. */
    private void logIns(String second) {
        products.addItem(camera, "login", "管理画面(Web)", "", quality);
        products.addItem(camera, "login", "SSH", "", quality);
        confirm(logIn(
                "セキュリティ設計仕様書",
                "3.2",
                ofRelease("login.mechanisms", "", Value.words("login-1", "login-2"), ""),
                ofRelease("login.kind", "login-1", new Value.Word("device"), ""),
                ofRelease("login.kind", "login-2", new Value.Word("device"), ""),
                ofRelease("login.values", "login-1", Value.words("password"), ""),
                ofRelease("login.values", "login-2", Value.words("password"), ""),
                ofRelease("login.password.default", "login-1", new Value.Word("unique"), ""),
                ofRelease("login.password.default", "login-2", new Value.Word(second), ""),
                ofRelease("login.password.made", "login-1", new Value.Word("random"), "乱数の生成器は本体にある。"),
                ofRelease("login.password.made", "login-2", new Value.Word("random"), "")));
        confirm(logIn(
                "製造仕様書",
                "",
                ofRelease("login.password.length", "login-1", new Value.Whole(12), ""),
                ofRelease("login.password.length", "login-2", new Value.Whole(12), ""),
                ofRelease("login.password.forced", "login-2", Value.flag(false), "")));
    }

    @Test
    void theReasonSaysWhatTheProductDoesAndBehindItWhatSaysSo() throws IOException {
        logIns("unique");
        String here = read(TestChecklists.customer());
        tie(here, 5, "jcstar1/S1.1-02");
        String remark =
                cell(browser.get(here + "/file/answered.xlsx").bytes(), 5, 3).replaceAll("[A-Z]-[0-9A-Z]{5} ", "");
        assertThat(remark).isEqualTo("""
                        「管理画面(Web)、SSH」の値は機器ごとに違う。「管理画面(Web)、SSH」の値を乱数で作る。(根拠: セキュリティ設計仕様書 3.2)
                        乱数の生成器は本体にある。
                        「管理画面(Web)、SSH」の値は6文字以上である(12 文字)。(根拠: 製造仕様書)""");
        assertThat(signedIn(quality).english().get(here + "/rows/5").text())
                .contains("at least 6 characters (12 characters). (evidence: ")
                .doesNotContain("①", "②");
    }

    @Test
    void whatIsNotSoIsSaidAsItIs() {
        logIns("shared");
        String here = read(TestChecklists.customer());
        tie(here, 5, "jcstar1/S1.1-02");
        assertThat(browser.get(here + "/rows/5").text())
                .contains("不適合", "満たしていない点: 「SSH」", "どの個体も同じ(空欄を含む)", "セキュリティ設計仕様書 3.2")
                .doesNotContain("①か②", "次を満たしていない");
    }

    @Test
    void aReasonThatNamesAlternativesIsTheAnswerThatWasGiven() {
        products.addItem(camera, "login", "管理画面(Web)", "", quality);
        confirm(logIn(
                "セキュリティ設計仕様書",
                "3.2",
                ofRelease("login.mechanisms", "", Value.words("login-1"), ""),
                ofRelease("login.kind", "login-1", new Value.Word("device"), ""),
                ofRelease("login.values", "login-1", Value.words("key"), "")));
        String here = read(TestChecklists.customer());
        tie(here, 5, "jcstar1/S1.1-02");
        assertThat(browser.get(here + "/rows/5").text())
                .contains("この項目は、この製品には当てはまりません。", "「管理画面(Web)」では、認証に何を使いますか。 — 鍵・証明書")
                .doesNotContain("またはデフォルトパスワードがなく");
    }

    @Test
    void nothingIsSaidOfWhatIsOpen() {
        logIns("unique");
        String here = read(TestChecklists.customer());
        tie(here, 5, "jcstar1/S1.1-03");
        assertThat(browser.get(here + "?state=unknown").text())
                .contains(TestChecklists.POLICY)
                .doesNotContain("根拠: ");
    }

    @Test
    void whatIsLeftOfOneAnswerIsAskedOnceAndNotDenied() {
        products.addItem(camera, "package", "本体ファームウェア", "", quality);
        evidence.record(
                new NewEvidence(
                        EvidenceKind.DECLARATION,
                        Strength.DECLARED,
                        "構成",
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
                        products.subject(camera, Subject.Kind.RELEASE),
                        Slot.of("update.packages", ""),
                        Value.words("package-1"),
                        "")));
        String here = read(TestChecklists.customer());
        tie(here, 5, "jcstar1/S1.1-07");
        assertThat(browser.get(here + "/rows/5").text())
                .contains("「本体ファームウェア」は、どの経路でアップデートできますか。")
                .doesNotContain("「本体ファームウェア」はアップデートできない");
    }

    @Test
    void theLayoutStaysByteForByteButForTheSheetThatWasAnsweredAndAStyleThatWrapsItsTexts() {
        confirm(policy("documented"));
        byte[] original = TestChecklists.customer();
        String here = read(original);
        tie(here, 5, "jcstar1/S1.1-09");
        OfficePackage before = OfficePackage.open(original);
        OfficePackage after =
                OfficePackage.open(browser.get(here + "/file/answered.xlsx").bytes());
        assertThat(after.names()).isEqualTo(before.names());
        assertThat(before.names().stream().filter(name -> !Arrays.equals(before.part(name), after.part(name))))
                .containsExactly("xl/styles.xml", "xl/worksheets/sheet2.xml");
        String styles = before.text("xl/styles.xml");
        int end = styles.indexOf("</cellXfs>");
        assertThat(after.text("xl/styles.xml"))
                .as("what was there keeps its number")
                .contains(styles.substring(styles.indexOf("<xf", styles.indexOf("<cellXfs")), end))
                .endsWith(styles.substring(end));
    }

    @Test
    void anAnswerThatIsThereGivesWayOnlyWhenThePersonSaysSo() throws IOException {
        confirm(policy("documented"));
        byte[] withAnswer;
        try (XSSFWorkbook workbook = new XSSFWorkbook(new ByteArrayInputStream(TestChecklists.customer()));
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            workbook.getSheet("確認表").getRow(4).getCell(2).setCellValue("検討中");
            workbook.getSheet("確認表").getRow(6).getCell(2).setCellValue("適合");
            workbook.write(out);
            withAnswer = out.toByteArray();
        }
        String here = read(withAnswer);
        tie(here, 5, "jcstar1/S1.1-09");
        assertThat(browser.get(here + "/file").text()).contains("別の文字が入っている", "この文字の根拠は、ここにはありません");
        assertThat(cell(browser.get(here + "/file/answered.xlsx").bytes(), 5, 2))
                .isEqualTo("検討中");
        assertThat(cell(browser.get(here + "/file/answered.xlsx?replace=yes").bytes(), 5, 2))
                .isEqualTo("適合");
    }

    @Test
    void aQuestionToWhichYesIsTheBadAnswerIsAnsweredTheOtherWayRound() throws IOException {
        confirm(policy("documented"));
        String here = upload("MC-200", "東海商事", TestChecklists.twoSheets("優先度を決める方針は文書にしていませんか。"));
        columns(here, "機器");
        tie(here, 2, "jcstar1/S1.1-09");
        assertThat(cell(browser.get(here + "/file/answered.xlsx").bytes(), "機器", 2, 2))
                .isEqualTo("はい");
        assertThat(browser.get(here + "/file").text()).contains("「はい」がよくない答えになる質問がないか");

        assertThat(browser.post(here + "/rows/2/sense", "yes", "bad").status()).isEqualTo(302);
        assertThat(cell(browser.get(here + "/file/answered.xlsx").bytes(), "機器", 2, 2))
                .isEqualTo("いいえ");
        assertThat(browser.get(here).text()).contains("「はい」がよくない答え", "適合");
        assertThat(acts()).contains("checklist.sense");

        String next = upload("MC-200", "東海商事 来年", TestChecklists.twoSheets("優先度を決める方針は文書にしていませんか。"));
        assertThat(browser.get(next).text()).contains("以前のチェックリストで結び付けた質問が1件あります");
        assertThat(browser.post(next + "/take-over", "row", "2").status()).isEqualTo(302);
        assertThat(cell(browser.get(next + "/file/answered.xlsx").bytes(), "機器", 2, 2))
                .as("what is taken over keeps its sense")
                .isEqualTo("いいえ");
    }

    @Test
    void theQuestionsOfSeveralSheetsAreAnsweredInOneFile() throws IOException {
        confirm(policy("documented"));
        String here = upload("MC-200", "東海商事", TestChecklists.twoSheets(TestChecklists.POLICY));
        columns(here, "機器");
        assertThat(browser.get(here + "/columns").text()).contains("別のシートも読み取る", "運用");
        Page added = browser.post(here + "/sheets", "sheet", "運用");
        assertThat(added.status()).as(added.text()).isEqualTo(302);
        String other = added.location().replaceFirst("(/columns)?\\?.*", "");
        columns(other, "運用");
        tie(here, 2, "jcstar1/S1.1-09");
        tie(other, 2, "jcstar1/S1.1-09");
        for (String from : List.of(here, other)) {
            byte[] filled = browser.get(from + "/file/answered.xlsx").bytes();
            assertThat(cell(filled, "機器", 2, 2)).isEqualTo("はい");
            assertThat(cell(filled, "運用", 2, 2))
                    .as("the header says what to answer")
                    .isEqualTo("はい");
        }
        assertThat(browser.get(here + "/file").text()).contains("次のシートにも書き込みます: 運用");
        assertThat(browser.post(here + "/sheets", "sheet", "運用").status()).isEqualTo(422);
        assertThat(browser.post(here + "/sheets", "sheet", "ない").status()).isEqualTo(422);

        assertThat(browser.post(other + "/remove").status()).isEqualTo(302);
        assertThat(cell(browser.get(here + "/file/answered.xlsx").bytes(), "運用", 2, 2))
                .as("a sheet that was put away is not answered")
                .isEmpty();
    }

    private void columns(String here, String sheet) {
        Page named = browser.post(
                here + "/columns",
                "sheet",
                sheet,
                "header",
                "1",
                "number",
                "A",
                "question",
                "B",
                "answer",
                "C",
                "remark",
                "D");
        assertThat(named.status()).as(named.text()).isEqualTo(302);
    }

    @Test
    void aTieToAFactTakesTheAnswersThatTheCustomerAccepts() {
        confirm(policy("documented"));
        String here = read(TestChecklists.customer());
        Page none = browser.post(here + "/rows/5/ties", "fact", "priority.policy");
        assertThat(none.status()).isEqualTo(422);
        assertThat(none.text()).contains("顧客が認める答えを、1つ以上選んでください");
        assertThat(browser.post(here + "/rows/5/ties", "fact", "priority.policy", "accepted", "nonsense")
                        .status())
                .isEqualTo(404);
        browser.post(here + "/rows/5/ties", "fact", "priority.policy", "accepted", "none");
        assertThat(browser.get(here + "?state=not-met").text()).contains(TestChecklists.POLICY);
        browser.post(here + "/rows/5/ties", "fact", "priority.policy", "accepted", "documented");
        assertThat(browser.get(here + "?state=met").text()).contains(TestChecklists.POLICY);
        assertThat(jdbc.sql("SELECT count(*) FROM checklist_tie WHERE ended_at IS NULL")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void aTieIsTakenBackAndTheRowHasNoAnswerAgain() {
        confirm(policy("documented"));
        String here = read(TestChecklists.customer());
        tie(here, 5, "jcstar1/S1.1-09");
        String tie = browser.get(here + "/rows/5").find("/ties/([0-9a-f-]{36})/remove");
        assertThat(browser.follow(browser.post(here + "/ties/" + tie + "/remove"))
                        .text())
                .contains("結び付けを解除しました", "まだ誰も示していません");
        assertThat(acts()).contains("checklist.untie");
    }

    @Test
    void theNextFileWithTheSameHeaderIsReadAsTheLastAndOffersItsTies() {
        String first = read(TestChecklists.customer());
        tie(first, 5, "jcstar1/S1.1-09");
        products.create(new NewSeries("L-10", "L-10", "錠", "", List.of("L-10"), "1.0"), quality);

        Page sent = browser.upload(
                "/products/L-10/checklists",
                "file",
                "次.xlsx",
                TestChecklists.customer("別の質問です。", TestChecklists.POLICY),
                "name",
                "東海商事 2027");
        assertThat(sent.location()).endsWith("?done=known");
        Page page = browser.follow(sent);
        // The number differs, so it is another question of the same words.
        assertThat(page.text()).doesNotContain("以前のチェックリストで結び付けた質問");

        String again = upload("L-10", "東海商事 2028", TestChecklists.customer());
        assertThat(browser.get(again).text()).contains("以前のチェックリストで結び付けた質問が1件あります", "3行がまだ結び付いていません");
        browser.post(again + "/take-over", "row", "5");
        assertThat(browser.get(again).text()).contains("2行がまだ結び付いていません");
    }

    @Test
    void tiesOfSeriesThatAPersonDoesNotSeeAreNotOffered() {
        String first = read(TestChecklists.customer());
        tie(first, 5, "jcstar1/S1.1-09");
        Series lock = products.create(new NewSeries("L-10", "L-10", "錠", "", List.of("L-10"), "1.0"), quality);
        String other = upload("L-10", "東海商事", TestChecklists.customer());
        Browser limited = signedIn(person(Set.of(lock.id()), Role.QUALITY));
        assertThat(limited.get(other).text()).doesNotContain("以前のチェックリストで結び付けた質問");
        assertThat(limited.get(first).status()).isEqualTo(404);
        assertThat(limited.post(first + "/rows/5/ties", "requirement", "jcstar1/S1.1-06")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void questionsAreNotReadFromElsewhereWhileARowIsTied() {
        String here = read(TestChecklists.customer());
        tie(here, 5, "jcstar1/S1.1-09");
        Page refused = browser.post(
                here + "/columns", "sheet", "確認表", "header", "4", "number", "A", "question", "B", "answer", "C");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("結び付けた行があるため");
        assertThat(browser.post(
                                here + "/columns",
                                "sheet",
                                "確認表",
                                "header",
                                "3",
                                "number",
                                "A",
                                "question",
                                "B",
                                "answer",
                                "D")
                        .status())
                .isEqualTo(302);
    }

    @Test
    void aChecklistIsRemovedAndComesBackWithItsTies() {
        String here = read(TestChecklists.customer());
        tie(here, 5, "jcstar1/S1.1-09");
        assertThat(browser.follow(browser.post(here + "/remove")).text()).contains("削除しました");
        assertThat(browser.get(here).status()).isEqualTo(404);
        browser.post(here + "/restore");
        assertThat(browser.get(here).text()).contains("2行がまだ結び付いていません");
    }

    @Test
    void saysWhatIsWrongWithAFileAndStoresNothing() {
        byte[] text = "これはExcelではありません".getBytes(StandardCharsets.UTF_8);
        Page refused = browser.upload("/products/MC-200/checklists", "file", "x.xlsx", text, "name", "東海商事");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("Excelブック(.xlsx)ではありません");
        assertThat(refused.html()).contains("value=\"東海商事\"");
        assertThat(browser.upload(
                                "/products/MC-200/checklists", "file", "x.xlsx", TestChecklists.customer(), "name", " ")
                        .text())
                .contains("どこのチェックリストかを入力してください");
        assertThat(count("checklist")).isZero();
    }

    @Test
    void refusesColumnsThatCannotBe() {
        String here = upload("MC-200", "東海商事", TestChecklists.customer());
        assertThat(browser.post(here + "/columns", "sheet", "ない", "header", "x", "question", "1")
                        .text())
                .contains("「ない」という表示中のシートはありません", "数字で入力してください", "列の文字を、Bのように");
        assertThat(browser.post(here + "/columns", "sheet", "確認表", "header", "3", "question", "Z")
                        .text())
                .contains("Z列の3行目より下に文字がありません");
        assertThat(browser.post(here + "/columns", "sheet", "確認表", "header", "3", "question", "B", "answer", "b")
                        .text())
                .contains("同じ列を2回指定しています");
    }

    @Test
    void aRequirementCountsWhetherOrNotItsGuideIsFollowed() {
        String here = read(TestChecklists.customer());
        tie(here, 6, "sme-guide/SME-1");
        assertThat(browser.get(here + "?state=unknown").text()).contains("SME-1");
        assertThat(browser.get(here + "/rows/6").html()).contains("/library/guides/sme-guide?at=SME-1#SME-1");
    }

    @Test
    void whoOnlyReadsSeesTheAnswersAndChangesNothing() {
        String here = read(TestChecklists.customer());
        Browser auditor = signedIn(Role.AUDITOR);
        assertThat(auditor.get(here).text()).contains(TestChecklists.POLICY).doesNotContain("列の指定を変える");
        assertThat(auditor.get(here + "/rows/5").text()).doesNotContain("候補");
        assertThat(auditor.post(here + "/rows/5/ties", "requirement", "jcstar1/S1.1-09")
                        .status())
                .isEqualTo(403);
        assertThat(signedIn(Role.QUALITY).english().get(here).text())
                .contains("Not matched", "Next row without a match");
    }
}
