package dev.shisa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One document about updates, recorded for a criterion of ★1, counts for 指針14, for 要点17 and for a customer's checklist,
 * and when it is withdrawn all of them are open again.
 *
 * <p>Guide 002 prints the way: its appendix 1 names measure (1)-B for S1.1-07, its table of technical measures names
 * 指針14 and 要点17 for (1)-B. That S1.1-07 itself has to do with the two is a judgement, and said to be one. No relation
 * carries a verdict: all of them read the same facts, each by its own rule.
 */
@Tag("browser")
@Order(5)
@OnStage
class OneEvidenceTest {

    private static final String SERIES = "GW-50";
    private static final String BOARD = "/products/" + SERIES + "/conformity";
    private static final String CRITERION = BOARD + "/S1.1-07";
    private static final String MEASURE = BOARD + "/sme-guide/SME-T1B";
    private static final String GUIDELINE = BOARD + "/tsunagaru/TG-14";
    private static final String POINT = BOARD + "/iotgl/GL-17";

    /** What the document shows; the register calls the first package of a series so. */
    private static final List<String> SHOWS = List.of(
            "update.packages",
            "package.routes[package-1]",
            "package.actor[package-1]",
            "package.steps[package-1]",
            "update.timing",
            "update.timely",
            "update.effects",
            "lasting.considered");

    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /** Counted from 1, as a spreadsheet shows it; the questions follow below. */
    private static final int HEADER_ROW = 3;

    /** Columns counted from 0. */
    private static final int ANSWER = 2;

    private static final int REMARK = 3;

    static List<Words> languages() {
        return List.of(Words.JA, Words.EN);
    }

    @ParameterizedTest
    @MethodSource("languages")
    void countsForEveryGuideAndACustomersChecklistUntilItIsWithdrawn(Words words, Stage.Scene scene) {
        FirstTenMinutes story = scene.after(words);
        Telling telling =
                new Telling(words, story.owner().browser(), story.reviewer().browser());

        telling.aGatewayFollowsFourGuides();
        telling.itsMakerRecordsOneDocument();
        assertThat(telling.verdicts()).containsOnly(words.say("web.verdict.expected"));
        telling.aSecondPersonConfirms();
        assertThat(telling.verdicts()).containsOnly(words.say("web.verdict.met"));
        telling.theProofsLeadFromGuideToGuide();
        telling.aCustomersQuestionsAreTied();
        telling.theCustomersFileIsFilled();
        telling.theDocumentIsWithdrawn();
        assertThat(telling.verdicts()).containsOnly(words.say("web.verdict.unknown"));
        telling.theCustomersFileStaysEmpty();

        assertThat(story.owner().browser().complaints()).isEmpty();
        assertThat(story.reviewer().browser().complaints()).isEmpty();
    }

    /** Who does it, in which words, and what they came across. */
    private static final class Telling {

        private final Words words;
        private final Visitor owner;
        private final Maker maker;
        private final Maker second;
        private final String firmware;
        private final String title;
        private final String place;
        private String evidence = "";
        private String checklist = "";

        Telling(Words words, Visitor owner, Visitor reviewer) {
            this.words = words;
            this.owner = owner;
            this.maker = new Maker(owner);
            this.second = new Maker(reviewer);
            this.firmware = words.either("ゲートウェイ本体", "Gateway firmware");
            this.title = words.either("アップデート手順書 QA-031 第2版", "Update procedure QA-031, edition 2");
            this.place = words.either("3章", "chapter 3");
        }

        private String say(String key, Object... args) {
            return words.say(key, args);
        }

        void aGatewayFollowsFourGuides() {
            maker.registersASeries(
                    words.either("GW-50シリーズ", "GW-50 series"),
                    words.either("センサーゲートウェイ", "Sensor gateway"),
                    List.of("GW-50A"),
                    "1.4.0");
            assertThat(owner.path()).startsWith("/products/" + SERIES);
            maker.choosesGuides(SERIES, List.of("tsunagaru", "iotgl", "sme-guide"));
            maker.answers(SERIES, "update.packages", Answer.items(firmware));
        }

        void itsMakerRecordsOneDocument() {
            String facts = SHOWS.stream()
                    .map(slot -> "&fact=" + URLEncoder.encode(slot, StandardCharsets.UTF_8))
                    .collect(Collectors.joining());
            owner.opens("/products/" + SERIES + "/evidence/new?kind=document" + facts)
                    .attaches(
                            say("evidence.file.document"),
                            RealFiles.pdf("qa-031.pdf", "QA-031: how and when the gateway is updated"))
                    .types(say("evidence.title"), title)
                    .types(say("evidence.place.document"), place)
                    .chooses(words.question("update.packages", ""), firmware);
            shows("package.routes", Answer.is("network", "local"));
            shows("package.actor", Answer.is("user"));
            shows("package.steps", Answer.is("manual"));
            shows("update.timing", Answer.because("documented", "QA-031 2.0"));
            shows("update.timely", Answer.is("timely"));
            shows("update.effects", Answer.is("faults", "performance", "bandwidth"));
            shows("lasting.considered", Answer.is("age", "use", "environment"));
            owner.presses(say("evidence.save"));
            assertThat(owner.sees(say("evidence.done.added"))).isTrue();
            evidence = URI.create(owner.path()).getPath();
        }

        private void shows(String key, Answer answer) {
            maker.enters(words.fact(key), words.question(key, firmware), answer);
        }

        void aSecondPersonConfirms() {
            second.confirms(List.of(title));
        }

        /** What the criterion, the guideline and the point say of the series. */
        List<String> verdicts() {
            return List.of(verdict(CRITERION), verdict(GUIDELINE), verdict(POINT));
        }

        private String verdict(String page) {
            return owner.opens(page).page().locator(".meta .chip").innerText().strip();
        }

        void theProofsLeadFromGuideToGuide() {
            maker.opensTheBoard(SERIES);
            owner.follows("S1.1-07");
            assertThat(owner.path()).isEqualTo(CRITERION);
            restsOnTheDocument("S1.1-07");
            assertThat(elsewhere("TG-14")).contains(say("web.verdict.met"), say("elsewhere.mark.m", ""));
            assertThat(elsewhere("GL-17")).contains(say("web.verdict.met"), say("elsewhere.mark.m", ""));
            assertThat(elsewhere("SME-T1B"))
                    .as("the measure asks for more, and a relation carries no verdict")
                    .contains(say("web.verdict.unknown"), say("elsewhere.mark.g", ""), "付録1");

            owner.follows("SME-T1B");
            assertThat(owner.path()).isEqualTo(MEASURE);
            assertThat(elsewhere("TG-14")).contains(say("elsewhere.mark.g", ""), "国内外のガイドラインや指針との対応");
            assertThat(elsewhere("GL-17")).contains(say("elsewhere.mark.g", ""), "国内外のガイドラインや指針との対応");

            owner.follows("TG-14");
            assertThat(owner.path()).isEqualTo(GUIDELINE);
            restsOnTheDocument("TG-14");

            opensTheDrawer();
            owner.follows("GL-17");
            assertThat(owner.path()).isEqualTo(POINT);
            restsOnTheDocument("GL-17");
        }

        private void restsOnTheDocument(String number) {
            assertThat(owner.heading()).isEqualTo(say("requirement.title.met", number));
            Locator proof = owner.page().locator("ul.tree a").filter(new Locator.FilterOptions().setHasText(title));
            assertThat(proof.first().getAttribute("href")).isEqualTo(evidence);
        }

        /** The row about another requirement in the table of what else the answers count for. */
        private String elsewhere(String number) {
            opensTheDrawer();
            return owner.page()
                    .locator("section[aria-labelledby=elsewhere-h] tbody tr")
                    .filter(new Locator.FilterOptions().setHasText(number + " "))
                    .innerText()
                    .replaceAll("\\s+", " ");
        }

        private void opensTheDrawer() {
            Locator closed = owner.page().locator("section[aria-labelledby=elsewhere-h] details:not([open]) > summary");
            if (closed.count() > 0) {
                closed.first().click();
            }
        }

        void aCustomersQuestionsAreTied() {
            byte[] file = Workbooks.sheet(
                    words.either("確認表", "Checks"),
                    List.of(
                            List.of(words.either("調達先へのセキュリティ確認", "Security questions to suppliers")),
                            List.of(),
                            words.isJapanese()
                                    ? List.of("No.", "確認事項", "回答", "備考")
                                    : List.of("No.", "Question", "Answer", "Remarks"),
                            question("1", "利用者が迷わずにファームウェアを更新できますか。", "Can users update the firmware without effort?"),
                            question("2", "更新の時期と方法を文書で定めていますか。", "Is it documented when and how updates are made?"),
                            question("3", "工場の夏季休業はいつですか。", "When is the factory closed in summer?")));
            owner.opens("/products/" + SERIES + "/checklists")
                    .types(say("checklist.name"), words.either("東海商事 2026", "Tokai Trading 2026"))
                    .attaches(say("checklist.file"), new FilePayload("checks.xlsx", XLSX, file))
                    .presses(say("checklist.upload"));
            owner.types(say("checklist.columns.header"), String.valueOf(HEADER_ROW))
                    .types(say("checklist.columns.number"), "A")
                    .types(say("checklist.columns.question"), "B")
                    .types(say("checklist.columns.answer"), "C")
                    .types(say("checklist.columns.remark"), "D")
                    .presses(say("checklist.columns.save"));
            checklist = URI.create(owner.path()).getPath();
            assertThat(owner.page().locator("tbody .chip").allInnerTexts())
                    .hasSize(3)
                    .containsOnly(say("checklist.not-tied"));

            finds(1, "S1.1-07");
            owner.presses(say("checklist.tie.of", "S1.1-07"));
            assertThat(owner.sees(say("checklist.done.tied"))).isTrue();
            finds(2, words.question("update.timing", ""));
            Locator answers = owner.page().locator("details:has(input[value='update.timing'])");
            answers.locator("summary").click();
            owner.chooses(say("checklist.tie.accepted"), words.choice("update.timing", "documented"));
            owner.leads(() -> answers.locator("button").click());
            assertThat(owner.sees(say("checklist.done.tied"))).isTrue();
        }

        private List<String> question(String number, String ja, String en) {
            return List.of(number, words.either(ja, en), "", "");
        }

        /** Opens a question of the checklist and looks for what it asks. */
        private void finds(int question, String what) {
            owner.opens(checklist + "/rows/" + (HEADER_ROW + question))
                    .types(say("checklist.proposed.search"), what)
                    .presses(say("checklist.proposed.find"));
        }

        void theCustomersFileIsFilled() {
            List<List<String>> rows = answered(2, 1);
            for (int question : List.of(1, 2)) {
                List<String> row = rows.get(HEADER_ROW + question - 1);
                assertThat(row.get(ANSWER)).isEqualTo(words.either("適合", "Met"));
                assertThat(row.get(REMARK)).contains(title + " " + place);
            }
            assertThat(rows.get(HEADER_ROW + 3 - 1).subList(ANSWER, REMARK + 1)).containsOnly("");
        }

        void theCustomersFileStaysEmpty() {
            assertThat(answered(0, 3))
                    .allSatisfy(row -> assertThat(row)
                            .noneMatch(text -> text.equals(words.either("適合", "Met")) || text.contains(title)));
            assertThat(owner.opens(checklist).page().locator("tbody .chip").allInnerTexts())
                    .containsExactly(say("web.verdict.unknown"), say("web.verdict.unknown"), say("checklist.not-tied"));
        }

        private List<List<String>> answered(int answered, int empty) {
            owner.opens(checklist).follows(say("checklist.fill"));
            assertThat(owner.heading()).isEqualTo(say("checklist.fill.title", answered, empty));
            return Workbooks.rows(owner.saves(say("checklist.fill.save")).path());
        }

        void theDocumentIsWithdrawn() {
            maker.withdraws(evidence, words.either("量産品の手順と違っていた", "Mass production uses another procedure"));
            assertThat(owner.heading()).isEqualTo(say("evidence.title.withdrawn", title));
        }
    }
}
