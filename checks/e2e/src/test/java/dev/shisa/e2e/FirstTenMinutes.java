package dev.shisa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.options.FilePayload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A maker of cameras, from the set-up link to the filled checklist: an owner who answers what they know, a colleague
 * who knows one thing more, a second person who confirms.
 */
final class FirstTenMinutes {

    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /** Column C of both test forms. */
    private static final int VERDICT_COLUMN = 2;

    /** As the board offers it: a few of the questions that decide most, then those of one criterion after the other. */
    private static final List<String> ASKED = List.of("S1.1-02", "S1.1-03", "S1.1-04", "S1.1-07", "S1.1-16");

    private static final int QUESTIONS_MAX = 8;

    private final Stage.Scene scene;
    private final Words words;
    private final ShisaProcess shisa;
    private final Camera camera;
    private final Person owner;
    private final Person reviewer;
    private final Maker maker;
    private final Maker second;

    private int clicksToTheBoard;
    private final List<String> answered = new ArrayList<>();
    private SequencedMap<String, String> verdictsAtFirst = new LinkedHashMap<>();
    private SequencedMap<String, String> verdictsAfterAnswers = new LinkedHashMap<>();
    private SequencedMap<String, String> verdictsAtTheEnd = new LinkedHashMap<>();
    private SequencedMap<String, String> filledIn = new LinkedHashMap<>();

    FirstTenMinutes(Stage.Scene scene, Words words) {
        this.scene = scene;
        this.words = words;
        this.shisa = scene.shisa(words);
        this.camera = new Camera(words);
        this.owner = new Person(
                words.either("田中 美咲", "Misaki Tanaka"),
                "m.tanaka@example.com",
                "kiiroi-densha-7-asa",
                scene.visitor(shisa, words));
        this.reviewer = new Person(
                words.either("佐藤 健", "Ken Sato"),
                "k.sato@example.com",
                "mizuumi-no-ishi-42",
                scene.visitor(shisa, words));
        this.maker = new Maker(owner.browser());
        this.second = new Maker(reviewer.browser());
    }

    void live() {
        setsUp();
        answersQuestions();
        passesAQuestionOn();
        collectsAnswersOnASheet();
        attachesEvidence();
        aSecondPersonConfirms();
        fillsTheChecklist();
    }

    ShisaProcess shisa() {
        return shisa;
    }

    Person owner() {
        return owner;
    }

    Person reviewer() {
        return reviewer;
    }

    int clicksToTheBoard() {
        return clicksToTheBoard;
    }

    List<String> answered() {
        return answered;
    }

    Map<String, String> verdictsAtFirst() {
        return verdictsAtFirst;
    }

    Map<String, String> verdictsAfterAnswers() {
        return verdictsAfterAnswers;
    }

    Map<String, String> verdictsAtTheEnd() {
        return verdictsAtTheEnd;
    }

    /** Criterion and what the filled checklist says in the column of verdicts. */
    Map<String, String> filledIn() {
        return filledIn;
    }

    private void setsUp() {
        maker.becomesTheOwner(shisa.setUpPath(), owner.name(), owner.email(), owner.password());
        maker.namesTheOrganisation(words.either("みなと電機株式会社", "Minato Electric"));
        maker.registersTheFirstSeries(camera.name(), camera.kind(), camera.models(), Camera.RELEASE);
        assertThat(owner.browser().path()).startsWith("/products/" + Camera.SERIES);
        owner.browser().turnsTo(words.say("web.nav.thing-answers"));
        verdictsAtFirst = maker.verdicts();
        clicksToTheBoard = owner.browser().clicks();
    }

    private void answersQuestions() {
        answered.addAll(maker.answersWhatComes(Camera.SERIES, "", camera.known(), QUESTIONS_MAX));
        for (String criterion : ASKED) {
            answered.addAll(maker.answersWhatComes(Camera.SERIES, criterion, camera.known(), QUESTIONS_MAX));
        }
        maker.answers(Camera.SERIES, "erase.data", Answer.is("user"));
        maker.opensTheBoard(Camera.SERIES);
        verdictsAfterAnswers = maker.verdicts();
    }

    private void passesAQuestionOn() {
        String link = maker.passesOn(Camera.SERIES, "guide.disposal", words.either("広報 鈴木", "Suzuki, publicity"));
        try (Visitor colleague = scene.visitor(shisa, words)) {
            Maker guest = new Maker(colleague);
            colleague.opens(link);
            assertThat(colleague.heading()).isEqualTo(words.say("link.open.title", owner.name(), 1));
            guest.answersByLink(
                    link, "guide.disposal", Answer.is("risk", "method"), words.either("鈴木 葵", "Aoi Suzuki"));
            assertThat(colleague.heading()).isEqualTo(words.say("link.thanks", 1));
            assertThat(colleague.statusOf("/products/" + Camera.SERIES))
                    .as("the link opens nothing else")
                    .isEqualTo(302);
            assertThat(colleague.complaints()).isEmpty();
        }
    }

    private void collectsAnswersOnASheet() {
        Visitor browser = owner.browser();
        browser.opens("/products/" + Camera.SERIES + "/questions/sheet");
        Path sheet = browser.saves(words.say("sheet.out.open")).path();
        String both =
                words.choice("guide.disclaimer", "missed-update") + "\n" + words.choice("guide.disclaimer", "general");
        browser.attaches(
                        words.say("sheet.file"),
                        new FilePayload(
                                "sheet.xlsx", XLSX, Workbooks.answered(sheet, Map.of("guide.disclaimer", both))))
                .presses(words.say("sheet.look"))
                .presses(words.say("sheet.apply", 1));
        assertThat(browser.sees(words.say("sheet.stored", 1))).isTrue();
    }

    private void attachesEvidence() {
        maker.addsAPhotograph(
                Camera.SERIES,
                camera.labelPhotoTitle(),
                camera.labelPhoto(),
                Camera.MODEL,
                Camera.TESTED_ON,
                camera.shownByLabelPhoto());
        String page = words.either("1ページ", "page 1");
        maker.addsADocument(
                Camera.SERIES,
                camera.certificateTitle(),
                RealFiles.pdf("certificate.pdf", "Certificate ADF26-0123001, " + Camera.MODEL),
                page,
                camera.shownByCertificate());
        maker.addsADocument(
                Camera.SERIES,
                camera.policyTitle(),
                RealFiles.pdf("qa-012.pdf", "QA-012 Handling of vulnerabilities, version 1.0"),
                page,
                camera.shownByPolicy());
        maker.answersWithADocument(
                Camera.SERIES,
                "package.routes",
                Answer.is("local"),
                RealFiles.pdf("manual.pdf", "Updating: copy the file to the SD card"),
                words.either("42ページ", "page 42"));
        // Two records that do not agree: somebody has to find out which is right.
        maker.addsATestRecord(
                Camera.SERIES,
                words.either("初期化の試験 1回目", "First test of erasing"),
                RealFiles.text("erase-1.txt", "2.4.1 -> 2.4.1"),
                camera.eraseTest("2.4.1"),
                Camera.TESTED_ON,
                Map.of("erase.version", Answer.is("kept")));
        maker.addsATestRecord(
                Camera.SERIES,
                words.either("初期化の試験 2回目", "Second test of erasing"),
                RealFiles.text("erase-2.txt", "2.4.1 -> 2.3.0"),
                camera.eraseTest("2.3.0"),
                Camera.TESTED_ON,
                Map.of("erase.version", Answer.is("older")));
    }

    private void aSecondPersonConfirms() {
        String link = maker.invites(reviewer.name(), reviewer.email(), List.of("quality"));
        second.acceptsTheInvitation(link, reviewer.password());
        assertThat(reviewer.browser().statusOf("/settings/people"))
                .as("people belong to the owner")
                .isEqualTo(403);
        second.confirms(List.of(
                camera.labelPhotoTitle(),
                camera.certificateTitle(),
                camera.policyTitle(),
                words.say("register.evidence", words.either("パッケージ", "package")),
                // An answer that a document gives is called like the document.
                "manual.pdf"));
        maker.opensTheBoard(Camera.SERIES);
        verdictsAtTheEnd = maker.verdicts();
    }

    private void fillsTheChecklist() {
        Visitor browser = owner.browser();
        browser.opens("/products/" + Camera.SERIES + "/application/form");
        browser.attaches(
                        words.say("application.form.file"),
                        new FilePayload(
                                "checklist.xlsx",
                                XLSX,
                                Workbooks.form(words.isJapanese() ? "range-list.xlsx" : "english.xlsx")))
                .presses(words.say("application.form.upload"));
        assertThat(browser.sees(words.say("application.done.uploaded"))).isTrue();
        assertThat(browser.sees(words.say("application.ipa-decides"))).isTrue();
        Download filled = browser.saves(words.say("application.form.download"));
        assertThat(filled.suggestedFilename()).endsWith(".xlsx");
        filledIn = Workbooks.column(filled.path(), VERDICT_COLUMN);
    }
}
