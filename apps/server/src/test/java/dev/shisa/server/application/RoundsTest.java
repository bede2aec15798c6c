package dev.shisa.server.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.evidence.Recorded;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.web.TaskSource;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.util.ReflectionTestUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From the papers to the label, what changes after it, and who looks at it from outside. */
class RoundsTest extends ServerTest {

    private static final String HERE = "/products/MC-200/application";

    @Autowired
    Products products;

    @Autowired
    EvidenceLog evidence;

    @Autowired
    Blobs blobs;

    @Autowired
    ApplicationTasks tasks;

    @Autowired
    LabelDue due;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Person second = quality;

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @SuppressWarnings("NullAway.Init")
    private Series series;

    @BeforeEach
    void aCamera() {
        emptyDatabase();
        // Ids say when a row was made, and go on from the latest that any test made.
        Objects.requireNonNull((AtomicLong) ReflectionTestUtils.getField(ids, "last"))
                .set(0);
        quality = person(Role.QUALITY);
        second = person(Role.QUALITY);
        browser = signedIn(quality);
        series = products.create(
                new NewSeries("MC-200", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-200", "MC-210"), "2.4.1"), quality);
    }

    private Recorded policy(String word) {
        return policy(word, null);
    }

    private Recorded policy(String word, @Nullable StoredFile file) {
        Recorded recorded = evidence.record(
                new NewEvidence(
                        EvidenceKind.DOCUMENT,
                        Strength.DOCUMENTED,
                        "セキュリティ方針書",
                        "",
                        "3章",
                        null,
                        null,
                        null,
                        file,
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
                        new Value.Word(word),
                        "方針書 3章に定めている")));
        evidence.confirm(recorded.evidence(), new HashSet<>(recorded.facts()), second, "");
        return recorded;
    }

    private Page record(String kind, String... fields) {
        return browser.post(HERE + "/entries/" + kind, fields);
    }

    private void label(String on, String until) {
        assertThat(record("label", "on", on, "number", "JC-0001", "until", until)
                        .status())
                .isEqualTo(302);
    }

    private List<String> tasks() {
        return tasks.tasks(quality, Locale.JAPANESE).stream()
                .map(TaskSource.Task::sentence)
                .toList();
    }

    private static Map<String, byte[]> unzip(byte[] bytes) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return files;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String found(String pattern, String html) {
        Matcher matcher = Pattern.compile(pattern).matcher(html);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }

    // ---- the steps ----

    @Test
    void everyStepSaysWhatToDoWhoActsAndWhatIsMissing() {
        for (Application.Step step : Application.Step.values()) {
            Page page = browser.get(HERE + "/steps/" + step.id());
            assertThat(page.status()).as(step.id()).isEqualTo(200);
            assertThat(page.text()).as(step.id()).contains("する人", "IPAのページです:");
            assertThat(signedIn(quality)
                            .english()
                            .get(HERE + "/steps/" + step.id())
                            .text())
                    .contains("Who acts");
        }
        assertThat(browser.get(HERE + "/steps/accepted").text()).contains("手数料 198,000円(税込、2026-11-20に");
        assertThat(browser.get(HERE + "/steps/nothing").status()).isEqualTo(404);
    }

    @Test
    void recordsWhatHappenedAndTakesItBackWithItsReason() {
        Page wrong = record("number", "on", "", "number", "");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text()).contains("日付を入れてください", "入力してください");
        assertThat(record("number", "on", "2026-11-21", "number", "IPA-1").text())
                .contains("2026-11-21は今日より後です");
        Page done = browser.follow(record("number", "on", "2026-11-20", "number", "IPA-2026-0001"));
        assertThat(done.text()).contains("記録しました", "IPA-2026-0001");
        String id = found("entries/([0-9a-f-]{36})/undo", done.html());
        assertThat(browser.follow(browser.post(HERE + "/entries/" + id + "/undo", "reason", "番号違い"))
                        .text())
                .contains("記録を取り消しました", "番号違い", "IPA-2026-0001");
        assertThat(browser.get(HERE).text()).doesNotContain("IPA-2026-0001");
        assertThat(record("package", "on", "2026-11-20").status()).isEqualTo(404);
        assertThat(signedIn(Role.AUDITOR)
                        .post(HERE + "/entries/number", "on", "2026-11-20", "number", "1")
                        .status())
                .isEqualTo(403);
        assertThat(acts()).contains("application.number", "application.undo");
    }

    @Test
    void nothingIsAcceptedOrIssuedBeforeItWasSent() {
        record("sent", "on", "2026-11-10", "to", "IPA");
        assertThat(browser.get(HERE + "/steps/send").text()).contains("申請番号の記録がありません");
        Page accepted = record("accepted", "on", "2026-11-09");
        assertThat(accepted.status()).isEqualTo(422);
        assertThat(accepted.text()).contains("2026-11-09は、書類を送った日(2026-11-10)より前です");
        assertThat(record("label", "on", "2026-11-09", "number", "JC-1", "until", "2028-11-08")
                        .text())
                .contains("書類を送った日(2026-11-10)より前です");
        assertThat(record("accepted", "on", "2026-11-10").status()).isEqualTo(302);
        record("number", "on", "2026-11-09", "number", "IPA-1");
        assertThat(browser.get(HERE + "/steps/send").text()).doesNotContain("申請番号の記録がありません");
    }

    @Test
    void whatIsRecordedLaterFitsWhatIsThereAlready() {
        label("2026-11-10", "2028-11-09");
        assertThat(record("sent", "on", "2026-11-11", "to", "IPA").text())
                .contains("2026-11-11は、ラベルの交付日(2026-11-10)より後です");
        assertThat(record("sent", "on", "2026-10-01", "to", "IPA").status()).isEqualTo(302);
    }

    @Test
    void aCorrectionIsATaskUntilItIsAnswered() {
        record("correction", "on", "2026-11-19", "place", "S1.1-13 の理由", "text", "検査の日付を書いてください", "due", "2026-12-01");
        assertThat(tasks()).contains("IPAからの補正「S1.1-13 の理由」に答えてください。");
        Page page = browser.get(HERE + "/steps/corrections");
        assertThat(page.text()).contains("検査の日付を書いてください", "未回答", "2026-12-01");
        String id = found("entry-([0-9a-f-]{36})", page.html());
        assertThat(record("answer", "on", "2026-11-20", "about", id, "text", "追記しました", "state", "sent")
                        .status())
                .isEqualTo(302);
        assertThat(tasks()).noneMatch(task -> task.contains("S1.1-13"));
        assertThat(browser.get(HERE + "/steps/corrections").text()).contains("回答済み", "追記しました");
        assertThat(browser.post(HERE + "/entries/" + id + "/undo").status()).isEqualTo(409);
        assertThat(record("answer", "on", "2026-11-20", "about", "", "text", "x", "state", "sent")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void theFeeThatWasNotPaidIsATask() {
        record("accepted", "on", "2026-11-19");
        assertThat(tasks()).contains("申請が受理されました。手数料を払ってください。");
        assertThat(record("paid", "on", "2026-11-20", "amount", "高い").text()).contains("金額として読み取れません");
        record("paid", "on", "2026-11-20", "amount", "198,000円");
        assertThat(browser.get(HERE + "/steps/accepted").text()).contains("198,000円");
        assertThat(tasks()).isEmpty();
    }

    // ---- papers ----

    @Test
    void oneFileGivenForTwoPapersIsToldAndNotRefused() throws IOException {
        byte[] checklist = TestForms.bytes("merged-table");
        browser.upload(HERE + "/form", "file", "checklist.xlsx", checklist);
        byte[] signed = "%PDF-1.4 x".getBytes(StandardCharsets.UTF_8);
        browser.upload(HERE + "/documents", "file", "様式.pdf", signed, "form", "confirmation");
        assertThat(browser.get(HERE + "/documents").text()).doesNotContain("同じファイル");
        Page second =
                browser.follow(browser.upload(HERE + "/documents", "file", "申請書.pdf", signed, "form", "application"));
        assertThat(second.text())
                .contains("書類を加えました")
                .contains("同じファイルが「適合ラベル取得申請確認書 (様式2-1)、JC-STAR適合ラベル申請書」に入っています。");
        clock.advance(Duration.ofMinutes(1));
        browser.upload(HERE + "/documents", "file", "checklist.xlsx", checklist, "form", "application");
        assertThat(browser.get(HERE + "/documents").text())
                .as("the checklist is one of them")
                .contains("同じファイルが「JC-STAR適合ラベル申請書、チェックリスト」に入っています。")
                .doesNotContain("確認書 (様式2-1)、");
    }

    @Test
    void putsThePapersIntoOneZipThatProvesItself() throws IOException {
        policy("documented");
        browser.upload(HERE + "/form", "file", "checklist.xlsx", TestForms.bytes("merged-table"));
        browser.post(
                HERE + "/plan",
                "on",
                "",
                "evaluator",
                "self",
                "proxy",
                "代行社",
                "corporateNumber",
                "not-used",
                "version",
                "0");
        Page list = browser.get(HERE + "/documents");
        assertThat(list.text()).contains("適合ラベル取得申請確認書 (様式2-1)", "委任状 (様式2-3)", "法人格を証明できる書類", "まだそろっていないものがあります");
        assertThat(browser.upload(HERE + "/documents", "file", "a.pdf", new byte[0], "form", "proxy")
                        .status())
                .isEqualTo(422);
        browser.upload(
                HERE + "/documents", "file", "委任状.pdf", "%PDF-1.4 x".getBytes(StandardCharsets.UTF_8), "form", "proxy");
        Page refused = browser.post(HERE + "/documents/package");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("まだそろっていない書類があります: ", "適合ラベル取得申請確認書 (様式2-1)", "確認してください");
        assertThat(jdbc.sql("SELECT count(*) FROM application_entry WHERE kind = 'package'")
                        .query(Integer.class)
                        .single())
                .as("no zip is made unasked")
                .isZero();
        Page packed = browser.follow(browser.post(HERE + "/documents/package", "incomplete", "yes"));
        assertThat(packed.text()).contains("書類を1つのzipにまとめました", "申請番号: ＿＿＿＿");
        String entry = found("application/entries/([0-9a-f-]{36})/file\">MC-200_2\\.4\\.1", packed.html());
        byte[] zip = browser.get(HERE + "/entries/" + entry + "/file").bytes();
        Map<String, byte[]> files = unzip(zip);
        assertThat(files.keySet())
                .contains(
                        "MC-200_2.4.1_2026-11-20_01_チェックリスト.xlsx",
                        "MC-200_2.4.1_2026-11-20_02_委任状-(様式2-3).pdf",
                        "MC-200_2.4.1_2026-11-20_03_エビデンス一覧.xlsx",
                        COPY,
                        "MC-200_2.4.1_2026-11-20_00_目次.html",
                        "MC-200_2.4.1_2026-11-20_manifest.json");
        JsonNode manifest = JsonMapper.builder().build().readTree(files.get("MC-200_2.4.1_2026-11-20_manifest.json"));
        manifest.path("files")
                .forEach(file -> assertThat(
                                sha256(files.getOrDefault(file.path("name").asString(), new byte[0])))
                        .isEqualTo(file.path("sha256").asString()));
        assertThat(manifest.path("files")).hasSize(4);
        assertThat(manifest.path("missing").toString()).contains("申請確認書").doesNotContain("委任状");
        assertThat(new String(files.get("MC-200_2.4.1_2026-11-20_00_目次.html"), StandardCharsets.UTF_8))
                .contains("まだそろっていないもの", "チェックリスト");

        whatIsCopiedIsWhatIsKnown(files.getOrDefault(COPY, new byte[0]));

        record("sent", "on", "2026-11-20", "package", entry, "to", "IPA");
        assertThat(browser.get(HERE + "/steps/send").text()).contains(sha256(zip), "MC-200_2.4.1_2026-11-20_不足あり.zip");
        assertThat(acts()).contains("application.paper", "application.package", "application.sent", "take.form");
    }

    private static final String COPY = "MC-200_2.4.1_2026-11-20_04_様式に写す内容(IPAには送りません).xlsx";

    /** A sheet for each form that is missing, with what is known, what is missing and what is written by hand. */
    private static void whatIsCopiedIsWhatIsKnown(byte[] xlsx) throws IOException {
        try (XSSFWorkbook workbook = new XSSFWorkbook(new ByteArrayInputStream(xlsx))) {
            assertThat(workbook.getNumberOfSheets())
                    .as("the letter of authorisation is there already")
                    .isEqualTo(2);
            Map<String, List<String>> fields = new HashMap<>();
            workbook.getSheetAt(1)
                    .forEach(row ->
                            fields.put(text(row, 1), List.of(text(row, 0), text(row, 2), text(row, 3), text(row, 4))));
            assertThat(fields)
                    .containsEntry("型番", List.of("製品", "MC-200, MC-210", "製品の登録", "写せる"))
                    .containsEntry("評価主体", List.of("評価", "自己", "申請の予定", "写せる"))
                    .containsEntry("代行者の名称", List.of("代行者", "代行社", "申請の予定", "写せる"))
                    .containsEntry("サポート期限", List.of("製品", "", "製品の登録", "不足"))
                    .containsEntry("申請番号", List.of("申請", "", "申請番号の記録", "不足"))
                    .containsEntry("所在地", List.of("申請者", "", "Shisaには登録されていません", "手で書く"))
                    .containsEntry("電気通信事業法に基づく技術基準適合認定番号等", List.of("製品", "", "製品の登録", "あれば書く"));
            assertThat(fields.getOrDefault("法人番号", List.of())).contains("使わない(法人格を証明できる書類を添える)", "写せる");
        }
    }

    private static String text(Row row, int column) {
        Cell cell = row.getCell(column);
        return cell == null ? "" : cell.getStringCellValue();
    }

    // ---- the label ----

    @Test
    void aLabelLastsAtMostTwoYearsAndIsShownWhereTheSeriesIs() {
        assertThat(record("label", "on", "2026-11-01", "number", "JC-1", "until", "2028-11-02")
                        .text())
                .contains("交付日から最大2年です。2028-11-01までの日付にしてください");
        assertThat(record("label", "on", "2026-11-01", "number", "JC-1", "until", "")
                        .status())
                .isEqualTo(422);
        assertThat(record("label", "on", "2026-11-01", "number", "JC-1", "until", "2026-10-01")
                        .status())
                .isEqualTo(422);
        label("2026-11-01", "2028-10-31");
        for (String path : List.of("/products", "/products/MC-200", "/products/MC-200/conformity", HERE)) {
            assertThat(browser.get(path).text()).as(path).contains("ラベル 2028-10-31まで");
        }
        assertThat(tasks()).containsExactly("IPAに載った内容を確かめてください。");
        record(
                "checked",
                "on",
                "2026-11-20",
                "maker",
                "same",
                "models",
                "differs",
                "release",
                "same",
                "support",
                "same",
                "note",
                "MC-210がない");
        assertThat(browser.get(HERE + "/steps/label").text()).contains("掲載された内容に、登録内容と違うところがあります", "MC-210がない");
    }

    @Test
    void theRenewalIsDueSixMonthsBeforeTheEndAndBeginsANewRound() {
        label("2025-03-31", "2027-03-31");
        assertThat(tasks()).contains("適合ラベルは2027-03-31までです。更新を始めてください。");
        assertThat(due.now()).singleElement().satisfies(one -> {
            assertThat(one.what()).isEqualTo("renew");
            assertThat(one.isUrgent()).isFalse();
        });
        Page begun = browser.follow(record("renewal", "on", "2026-11-20"));
        assertThat(begun.text()).contains("記録しました");
        assertThat(browser.get(HERE).text()).contains("1回目の更新", "初めての申請", "JC-0001", "ラベル 2027-03-31まで(更新の時期)");
        assertThat(record("renewal", "on", "2026-11-20").text()).contains("いまの回(2)のラベルが、まだ交付されていません");
        assertThat(tasks()).contains("適合ラベルは2027-03-31までです。更新の申請を進めてください。");
        clock.advance(Duration.ofDays(140));
        browser = signedIn(quality);
        assertThat(browser.get("/products").text()).contains("ラベルの期限切れ(2027-03-31)");
        assertThat(due.now()).extracting(LabelDue.Due::what).containsExactly("expired");
        assertThat(browser.get(HERE + "/rounds.csv").html()).contains("JC-0001");
    }

    @Test
    void whatChangedSinceTheLabelIsJudgedAndToldToIpa() {
        policy("documented");
        label("2026-11-19", "2028-11-18");
        assertThat(browser.get(HERE + "/changes").text()).contains("変わったことは見つかっていません");
        clock.advance(Duration.ofDays(10));
        browser = signedIn(quality);
        products.addModels(series, List.of(new Products.NewModel("MC-220", "屋外用")), quality);
        UUID before = products.releases(series.id()).getFirst().id();
        products.addRelease(series, "2.5.0", LocalDate.of(2026, 11, 28), "", before, quality);
        policy("none");

        Page page = browser.get(HERE + "/changes");
        assertThat(page.text())
                .contains("型番 MC-220 が加わりました。", "バージョン 2.5.0 が出ました。", "S1.1-09 の判定が「適合」から")
                .contains("届け出が要るかをまだ決めていません");
        record("judged", "on", "2026-11-30", "item", "model:MC-220", "needs", "change", "reason", "販売する型番が増えた");
        record("judged", "on", "2026-11-30", "item", "release:2.5.0", "needs", "nothing", "reason", "基準に関わらない");
        Page draft = browser.get(HERE + "/changes?draft=change");
        assertThat(draft.html()).contains("JC-0001", "型番 MC-220 が加わりました。", "販売する型番が増えた", "変更届(案)");
        assertThat(browser.post(HERE + "/changes/notices", "type", "report", "text", "x")
                        .status())
                .isEqualTo(422);
        browser.post(HERE + "/changes/notices", "type", "change", "text", "変更届\n型番を加えました");
        assertThat(tasks()).contains("IPAへの届けを送ってください。");
        Page kept = browser.get(HERE + "/changes");
        assertThat(kept.text()).contains("文面あり", "未送付");
        String notice = found("name=\"about\" value=\"([0-9a-f-]{36})\"", kept.html());
        record("notice-sent", "on", "2026-11-30", "about", notice, "to", "IPA");
        record("notice-taken", "on", "2026-11-30", "about", notice);
        assertThat(browser.get(HERE + "/changes").text()).contains("受理済み", "届け出不要");
        assertThat(browser.get(HERE + "/changes?only=open").text())
                .doesNotContain("MC-220 が")
                .contains("S1.1-09");
        assertThat(browser.get(HERE + "/changes.csv").html()).contains("販売する型番が増えた");
    }

    @Test
    void aLabelThatIsTakenBackForATypoAndRecordedAgainStillTellsWhatChangedSinceIt() {
        policy("documented");
        label("2026-11-20", "2028-11-18");
        String id = found(
                "entries/([0-9a-f-]{36})/undo",
                browser.get(HERE + "/steps/label").html());
        clock.advance(Duration.ofDays(10));
        browser = signedIn(quality);
        products.addModels(series, List.of(new Products.NewModel("MC-220", "屋外用")), quality);
        policy("none");
        browser.post(HERE + "/entries/" + id + "/undo", "reason", "有効期限の打ち間違い");
        label("2026-11-20", "2028-11-19");

        assertThat(browser.get(HERE + "/changes").text())
                .contains("型番 MC-220 が加わりました。", "S1.1-09 の判定が「適合」から")
                .doesNotContain("ここに出ません");
    }

    @Test
    void aLabelThatIsRecordedLateIsComparedWithTheDayOfIssue() {
        policy("documented");
        clock.advance(Duration.ofDays(10));
        products.addModels(series, List.of(new Products.NewModel("MC-220", "屋外用")), quality);
        clock.advance(Duration.ofDays(10));
        policy("none");
        products.addModels(series, List.of(new Products.NewModel("MC-230", "屋内用")), quality);
        clock.advance(Duration.ofDays(10));
        browser = signedIn(quality);
        label("2026-12-05", "2028-12-04");

        assertThat(browser.get(HERE + "/changes").text())
                .contains("型番 MC-230 が加わりました。", "S1.1-09 の判定が「適合」から")
                .doesNotContain("MC-220", "ここに出ません");
    }

    @Test
    void whatNobodyCanKnowOfTheDayOfIssueIsSaid() {
        label("2026-11-01", "2028-10-31");
        assertThat(browser.get(HERE + "/changes").text())
                .contains("ラベルの記録を作った2026-11-20の登録内容", "交付日(2026-11-01)からその日までに変わったことは、ここに出ません");
    }

    @Test
    void aReleaseOnTheDayOfIssueIsAChange() {
        UUID before = products.releases(series.id()).getFirst().id();
        label("2026-11-20", "2028-11-19");
        assertThat(browser.get(HERE + "/changes").text()).contains("変わったことは見つかっていません");
        products.addRelease(series, "2.5.0", LocalDate.of(2026, 11, 20), "", before, quality);
        assertThat(browser.get(HERE + "/changes").text())
                .contains("バージョン 2.5.0 が出ました。")
                .doesNotContain("バージョン 2.4.1 が出ました");
    }

    // ---- wording ----

    @Test
    void textsThatSpeakOfTheLabelAreCheckedAndKept() {
        Page checked = browser.follow(browser.post(HERE + "/claims", "text", "MC-200は完全に安全です。", "name", "カタログ"));
        assertThat(checked.text()).contains("「カタログ」に、直す表現が1件あります。", "1行目", "代わりの言い方");
        assertThat(browser.follow(browser.upload(
                                HERE + "/claims",
                                "file",
                                "page.html",
                                "<p>脆弱性はありません。</p>".getBytes(StandardCharsets.UTF_8)))
                        .text())
                .contains("脆弱性がないと受け取れる表現");
        assertThat(browser.post(HERE + "/claims", "text", "").status()).isEqualTo(422);
        assertThat(browser.post(HERE + "/claims", "text", "a", "address", "https://example.com")
                        .status())
                .isEqualTo(422);
        assertThat(browser.post(HERE + "/claims", "address", "http://127.0.0.1/")
                        .status())
                .as("an address inside")
                .isEqualTo(422);
        assertThat(browser.post(HERE + "/claims", "text", "長".repeat(ClaimCheck.CHARS_MAX + 1))
                        .status())
                .isEqualTo(422);
        assertThat(browser.upload(HERE + "/claims", "file", "a.pdf", "%PDF-1.7".getBytes(StandardCharsets.UTF_8))
                        .text())
                .contains("ファイルが壊れていて、読めません");
        assertThat(browser.get(HERE + "/claims").text()).contains("これまでに2件を確かめ", "カタログ");
    }

    // ---- evaluation ----

    private String link() {
        Page made = browser.post(HERE + "/evaluation/links", "recipient", "外部評価 太郎", "part", "evaluator", "days", "30");
        return "/evaluation/" + found("/evaluation/([A-Za-z0-9_-]{40,})", made.text());
    }

    @Test
    void somebodyWithALinkSeesThisSeriesOnlyAndSignsWhatStands() {
        policy("documented");
        products.create(new NewSeries("XL-900", "錠シリーズ", "電子錠", "", List.of("XL-901"), "1.0"), quality);
        String door = link();
        Browser outside = signedOut();
        Page page = outside.get(door);
        assertThat(page.text()).contains("MC-200シリーズの評価", "外部評価 太郎").doesNotContain("錠シリーズ", "XL-900");
        assertThat(outside.get(door + "/criteria/S1.1-09").text()).contains("方針書 3章に定めている", "セキュリティ方針書");
        assertThat(outside.post(door + "/criteria/S1.1-09", "opinion", "", "text", "")
                        .status())
                .isEqualTo(422);
        outside.post(door + "/criteria/S1.1-09", "opinion", "agree", "text", "確かめました");
        String state = found(
                "name=\"state\" value=\"([0-9a-f]{64})\"", outside.get(door).html());
        assertThat(outside.post(door + "/sign", "state", "0".repeat(64)).status())
                .isEqualTo(409);
        assertThat(outside.follow(outside.post(door + "/sign", "state", state)).text())
                .contains("署名を記録しました");
        assertThat(browser.get(HERE + "/evaluation").text())
                .contains("コメント1件、署名1件", state, "いまの判定と同じ", "外部評価 太郎(リンクから)");
        policy("none");
        assertThat(browser.get(HERE + "/evaluation").text()).contains("署名の後に変化あり", "署名の後に変わった適合基準: S1.1-09");
        for (String path : List.of("/evidence/XXXXX", "/criteria/S9.9-99")) {
            assertThat(outside.get(door + path).status()).as(path).isEqualTo(404);
        }
        for (String path : List.of("/products", HERE, "/evidence", "/search?q=MC")) {
            assertThat(outside.get(path).status()).as(path).isIn(302, 401, 403);
        }
        String id = found(
                "/links/([0-9a-f-]{36})/revoke",
                browser.get(HERE + "/evaluation").html());
        browser.post(HERE + "/evaluation/links/" + id + "/revoke");
        assertThat(browser.post(HERE + "/evaluation/links/" + id + "/revoke").location())
                .as("once more")
                .endsWith("?done=revoked");
        assertThat(browser.post(HERE + "/evaluation/links/" + series.id() + "/revoke")
                        .status())
                .as("what is no link is not said to be revoked")
                .isEqualTo(404);
        assertThat(outside.get(door).status()).isEqualTo(404);
        assertThat(signedOut().get("/evaluation/" + "A".repeat(43)).status()).isEqualTo(404);
        assertThat(jdbc.sql("SELECT count(*) FROM audit WHERE details::text LIKE :secret OR thing LIKE :secret")
                        .param("secret", "%" + door.substring(12) + "%")
                        .query(Integer.class)
                        .single())
                .as("the secret of a link stands nowhere")
                .isZero();
    }

    @Test
    void aLinkEndsWithItsDays() {
        String door = link();
        clock.advance(Duration.ofDays(31));
        assertThat(signedOut().get(door).status()).isEqualTo(404);
    }

    /** The ways in through a link, each with what a browser would send. */
    private Map<String, Function<Browser, Page>> ways(String door, String state, String code) {
        Map<String, Function<Browser, Page>> ways = new LinkedHashMap<>();
        ways.put("page", b -> b.get(door));
        ways.put("criterion", b -> b.get(door + "/criteria/S1.1-09"));
        ways.put("comment", b -> b.post(door + "/criteria/S1.1-09", "opinion", "agree", "text", "確かめました"));
        ways.put("sign", b -> b.post(door + "/sign", "state", state));
        ways.put("evidence", b -> b.get(door + "/evidence/" + code));
        ways.put("pack", b -> b.post(door + "/pack.zip"));
        return ways;
    }

    @Test
    void noWayLeadsThroughALinkThatHasEndedOrWasRevokedAlsoForWhoCameInBefore() {
        policy("documented", blobs.store("方針".getBytes(StandardCharsets.UTF_8), "policy.txt"));
        for (String end : List.of("expiry", "revocation")) {
            String door = link();
            Browser outside = signedOut();
            String state = found(
                    "name=\"state\" value=\"([0-9a-f]{64})\"", outside.get(door).html());
            String code = found(
                    "/evidence/([A-Z0-9-]+)\"",
                    outside.get(door + "/criteria/S1.1-09").html());
            Map<String, Function<Browser, Page>> ways = ways(door, state, code);
            ways.forEach(
                    (way, go) -> assertThat(go.apply(outside).status()).as(way).isIn(200, 302));

            if (end.equals("expiry")) {
                clock.advance(Duration.ofDays(31));
            } else {
                String id = found(
                        "/links/([0-9a-f-]{36})/revoke",
                        browser.get(HERE + "/evaluation").html());
                browser.post(HERE + "/evaluation/links/" + id + "/revoke");
            }

            int entries = count("application_entry");
            int taken = count("audit");
            for (Browser who : List.of(outside, signedOut())) {
                ways.forEach((way, go) ->
                        assertThat(go.apply(who).status()).as(end + " " + way).isEqualTo(404));
            }
            assertThat(count("application_entry")).isEqualTo(entries);
            assertThat(count("audit")).isEqualTo(taken);
            browser = signedIn(quality);
        }
    }

    @Test
    void whatIsSignedTwiceOnOneLinkCountsOnceWhicheverBrowserSendsIt() {
        policy("documented");
        String door = link();
        Browser outside = signedOut();
        String state = found(
                "name=\"state\" value=\"([0-9a-f]{64})\"", outside.get(door).html());
        for (Browser who : List.of(outside, outside, signedOut())) {
            assertThat(who.post(door + "/sign", "state", state).location()).isEqualTo(door + "?done=signed");
        }
        assertThat(browser.get(HERE + "/evaluation").text()).contains("署名1件");
        assertThat(count("application_entry")).isEqualTo(1);

        policy("none");
        String then = found(
                "name=\"state\" value=\"([0-9a-f]{64})\"", outside.get(door).html());
        assertThat(outside.post(door + "/sign", "state", state).status())
                .as("what was signed before is not what stands")
                .isEqualTo(409);
        outside.post(door + "/sign", "state", then);
        assertThat(count("application_entry")).isEqualTo(2);
    }

    @Test
    void twoSignaturesAtOnceAreOne() throws Exception {
        policy("documented");
        String door = link();
        String state = found(
                "name=\"state\" value=\"([0-9a-f]{64})\"", signedOut().get(door).html());
        List<Thread> both = new ArrayList<>();
        for (Browser who : List.of(signedOut(), signedOut())) {
            both.add(Thread.ofPlatform().start(() -> who.post(door + "/sign", "state", state)));
        }
        for (Thread one : both) {
            one.join();
        }
        assertThat(count("application_entry")).isEqualTo(1);
    }

    private static byte[] filled(byte[] xlsx, java.util.function.Consumer<XSSFWorkbook> edit) throws IOException {
        try (XSSFWorkbook workbook = new XSSFWorkbook(new ByteArrayInputStream(xlsx));
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            edit.accept(workbook);
            workbook.write(out);
            return out.toByteArray();
        }
    }

    private static void write(XSSFWorkbook workbook, String number, int column, String text) {
        var sheet = workbook.getSheetAt(0);
        for (int r = 0; r <= sheet.getLastRowNum(); r++) {
            var row = sheet.getRow(r);
            if (row != null
                    && row.getCell(0) != null
                    && row.getCell(0).getStringCellValue().equals(number)) {
                row.getCell(column).setCellValue(text);
            }
        }
    }

    @Test
    void aPackIsFilledWithoutAConnectionAndComesBackLineByLine() throws IOException {
        policy("documented");
        Page pack = browser.follow(browser.post(HERE + "/evaluation/pack"));
        Map<String, byte[]> files = unzip(pack.bytes());
        assertThat(files.keySet()).contains("index.html", "evaluation.xlsx", "manifest.json");
        assertThat(new String(files.get("index.html"), StandardCharsets.UTF_8)).contains("方針書 3章に定めている");
        byte[] sheet = filled(Objects.requireNonNull(files.get("evaluation.xlsx")), workbook -> {
            write(workbook, "S1.1-09", 4, "妥当");
            write(workbook, "S1.1-09", 5, "方針書で確かめた");
            write(workbook, "S1.1-02", 2, "適合");
            write(workbook, "S1.1-02", 4, "妥当");
            write(workbook, "S1.1-02", 5, "よい");
            write(workbook, "S1.1-03", 4, "妥当");
            workbook.getSheetAt(0).getRow(5).getCell(1).setCellValue("評価 次郎");
        });
        Page preview = browser.upload(HERE + "/evaluation/return", "file", "evaluation.xlsx", sheet);
        assertThat(preview.text())
                .contains("1件のコメントと、1件の署名を取り込めます", "取り込まない(ほかの欄が変わっている)", "取り込まない(意見とコメントの両方が要る)", "評価 次郎");
        assertThat(count("application_entry")).as("nothing is recorded yet").isEqualTo(1);
        String upload = found("name=\"upload\" value=\"([0-9a-f-]{36})\"", preview.html());
        assertThat(browser.follow(browser.post(HERE + "/evaluation/return/take", "upload", upload))
                        .text())
                .contains("戻ってきた内容を取り込みました", "評価 次郎(用紙に書かれた名前。取り込んだ人: " + quality.name() + ")");
        assertBroughtIn("signed");
        assertBroughtIn("comment");
        Page again = browser.upload(HERE + "/evaluation/return", "file", "evaluation.xlsx", sheet);
        assertThat(again.text()).contains("0件のコメントを取り込めます", "取り込み済み", "この署名は、すでに取り込まれています");

        products.create(new NewSeries("XL-900", "錠", "電子錠", "", List.of("XL-901"), "1.0"), quality);
        assertThat(browser.upload("/products/XL-900/application/evaluation/return", "file", "evaluation.xlsx", sheet)
                        .text())
                .contains("このシートは「MC-200 MC-200シリーズ」のもので、XL-900 から渡したパックではありません");
        assertThat(browser.upload(HERE + "/evaluation/return", "file", "a.xlsx", TestForms.bytes("english"))
                        .text())
                .contains("評価用のシートではありません");
    }

    /** In row and ledger stands who brought it in, beside whom the sheet names. */
    private void assertBroughtIn(String kind) {
        String row = jdbc.sql("""
                        SELECT recorded_by || ' ' || recorded_name || ' ' || (content ->> 'way') || ' ' || (content ->> 'signer')
                        FROM application_entry WHERE kind = :kind""").param("kind", kind).query(String.class).single();
        assertThat(row).isEqualTo(quality.id() + " " + quality.name() + " sheet 評価 次郎");
        assertThat(jdbc.sql("""
                                SELECT convert_from(body, 'UTF8') FROM ledger_outbox
                                WHERE kind = 'application-entry/1' AND convert_from(body, 'UTF8') LIKE :kind""")
                        .param("kind", "%\"kind\":\"" + kind + "\"%")
                        .query(String.class)
                        .single())
                .contains("\"by\":\"" + quality.id() + "\"", "\"signer\":\"評価 次郎\"", "\"way\":\"sheet\"");
    }

    @Test
    void anAccountThatIsLimitedToTheSeriesEvaluatesItAndNothingElse() {
        policy("documented");
        products.create(new NewSeries("XL-900", "錠シリーズ", "電子錠", "", List.of("XL-901"), "1.0"), quality);
        Browser evaluator = signedIn(person(Set.of(series.id()), Role.AUDITOR));
        assertThat(evaluator.get("/products").text()).contains("MC-200").doesNotContain("錠シリーズ");
        assertThat(evaluator.get("/products/XL-900/application/evaluation").status())
                .isEqualTo(404);
        assertThat(evaluator
                        .post(HERE + "/evaluation/criteria/S1.1-09", "opinion", "question", "text", "どの版か")
                        .status())
                .isEqualTo(302);
        assertThat(evaluator.post(HERE + "/evaluation/links", "recipient", "x").status())
                .isEqualTo(403);
        assertThat(signedIn(Role.PSIRT)
                        .post(HERE + "/evaluation/sign", "state", "x")
                        .status())
                .isEqualTo(403);
        assertThat(browser.get(HERE + "/evaluation/criteria/S1.1-09").text()).contains("どの版か", "質問");
    }

    // ---- programs ----

    @Test
    void programsDoTheSame() {
        policy("documented");
        Api api = api(quality, Set.of(Act.VIEW, Act.PREPARE_APPLICATION, Act.EVALUATE));
        String here = "/api/v1/series/MC-200/application";
        assertThat(api.get("/api/v1/application-scheme").json().path("fees")).hasSize(3);
        Api.Answer wrong = api.post(
                here + "/entries",
                "{\"kind\": \"label\", \"on\": \"2026-11-01\", \"values\": [{\"name\": \"number\", \"value\": \"JC-1\"}]}");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(api.post(here + "/entries", """
                        {"kind": "label", "on": "2026-11-01", "values": [{"name": "number", "value": "JC-1"},
                         {"name": "until", "value": "2028-10-31"}]}""").status()).isEqualTo(201);
        assertThat(api.get(here).at("/label")).isEqualTo("valid");
        assertThat(api.get(here + "/documents").json().path("items")).hasSize(3);
        Api.Answer unasked = api.post(here + "/packages", "{\"incomplete\": false}", "Accept-Language", "en");
        assertThat(unasked.code())
                .as("what is missing is not left out silently")
                .isEqualTo("application.package.incomplete");
        assertThat(unasked.at("/title")).contains("Application confirmation", "JC-STAR conformance label application");
        assertThat(api.post(here + "/packages", "{}").status()).isEqualTo(409);
        assertThat(api.post(here + "/packages", "{\"incomplete\": true, \"evidence\": [\"E-XXXXX\"]}")
                        .status())
                .isEqualTo(422);
        assertThat(api.post(here + "/packages", "{\"incomplete\": true}").status())
                .isEqualTo(201);
        products.addModels(series, List.of(new Products.NewModel("MC-220", "")), quality);
        assertThat(api.get(here + "/changes").json().path("items"))
                .anySatisfy(change -> assertThat(change.path("key").asString()).isEqualTo("model:MC-220"));
        assertThat(api.post(here + "/notices", "{\"type\": \"change\"}").code())
                .isEqualTo("application.notice.nothing");
        api.post(here + "/entries", """
                {"kind": "judged", "on": "2026-11-20", "values": [{"name": "item", "value": "model:MC-220"},
                 {"name": "needs", "value": "change"}, {"name": "reason", "value": "増えた"}]}""");
        assertThat(api.post(here + "/notices", "{\"type\": \"change\"}").status())
                .isEqualTo(201);
        assertThat(api.post(here + "/claims", "{\"text\": \"完全に安全です。\"}").json().path("hits"))
                .hasSize(1);
        String state = api.get(here + "/evaluation").at("/state");
        assertThat(api.post(here + "/evaluation/signatures", "{\"state\": \"%s\"}".formatted(state))
                        .status())
                .isEqualTo(201);
        assertThat(api.post(
                                here + "/evaluation/criteria/S1.1-09/comments",
                                "{\"opinion\": \"agree\", \"text\": \"よい\"}")
                        .status())
                .isEqualTo(201);
        assertThat(api.post(here + "/evaluation/packs", "").status()).isEqualTo(201);
        Api.Answer made =
                api.post(here + "/evaluation/links", "{\"recipient\": \"太郎\", \"part\": \"proxy\", \"days\": 3}");
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        assertThat(api.delete(here + "/evaluation/links/" + made.at("/link/id")).status())
                .isEqualTo(200);
        assertThat(api.get(here + "/entries").json().path("items").size()).isGreaterThan(6);
    }
}
