package dev.shisa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A maker of cameras, from the set-up link to the filled checklist: an owner who answers what they know, a colleague
 * who knows one thing more, a second person who confirms.
 */
final class FirstTenMinutes {

    static final String SERIES = "MC-200";
    static final String MODEL = "MC-200-W";
    static final String OWNER_PASSWORD = "kiiroi-densha-7-asa";
    static final String REVIEWER_PASSWORD = "mizuumi-no-ishi-42";
    static final LocalDate DAY = LocalDate.of(2026, 11, 2);

    /** What the owner knows without asking anybody. */
    private static final Map<String, Answer> KNOWN = Map.ofEntries(
            Map.entry("scope.network", Answer.because("direct", "Wi-Fi, IPv4")),
            Map.entry("scope.computer", Answer.is("no")),
            Map.entry("certification.mark", Answer.is("terminal-t")),
            Map.entry("psti.statement", Answer.is("none")),
            Map.entry("login.mechanisms", Answer.items("Web UI", "BLE pairing")),
            Map.entry("login.kind", Answer.is("device")),
            Map.entry("login.values", Answer.is("password")),
            Map.entry("login.password.default", Answer.is("unique")),
            Map.entry("login.password.length", Answer.text("12")),
            Map.entry("asset.items", Answer.items("Wi-Fi settings", "Video")),
            Map.entry("update.packages", Answer.items("Firmware")),
            Map.entry("package.routes", Answer.is("network", "local")),
            Map.entry("guide.update", Answer.is("channel", "content", "need", "effect")),
            Map.entry("disclosure.published", Answer.is("internal")),
            Map.entry("priority.policy", Answer.because("documented", "QA-012 v1")),
            Map.entry("power.values", Answer.is("kept")),
            Map.entry("power.software", Answer.is("kept")));

    private final Stage.Scene scene;
    private final Words words;
    private final ShisaProcess shisa;
    private final Person owner;
    private final Person reviewer;

    private int clicksToTheBoard;
    private List<String> answered = List.of();
    private SequencedMap<String, String> verdictsAtFirst = new LinkedHashMap<>();
    private SequencedMap<String, String> verdictsAfterAnswers = new LinkedHashMap<>();
    private SequencedMap<String, String> verdictsAtTheEnd = new LinkedHashMap<>();

    FirstTenMinutes(Stage.Scene scene, Words words) {
        this.scene = scene;
        this.words = words;
        this.shisa = scene.shisa(words);
        this.owner = new Person(
                words.either("田中 美咲", "Misaki Tanaka"),
                "m.tanaka@example.com",
                OWNER_PASSWORD,
                scene.visitor(shisa, words));
        this.reviewer = new Person(
                words.either("佐藤 健", "Ken Sato"), "k.sato@example.com", REVIEWER_PASSWORD, scene.visitor(shisa, words));
    }

    void live() {
        setsUp();
        answersQuestions();
        passesAQuestionOn();
        attachesEvidence();
        aSecondPersonConfirms();
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

    private void setsUp() {
        Maker maker = new Maker(owner.browser());
        maker.becomesTheOwner(shisa.setUpPath(), owner.name(), owner.email(), owner.password());
        maker.namesTheOrganisation(words.either("みなと電機株式会社", "Minato Electric"));
        maker.registersTheFirstSeries(
                words.either(SERIES + "シリーズ", SERIES + " series"),
                words.either("ネットワークカメラ", "Network camera"),
                List.of(MODEL, "MC-200-B"),
                "2.4.1");
        assertThat(owner.browser().path()).startsWith("/products/" + SERIES);
        owner.browser().follows(words.say("tab.conformity"));
        verdictsAtFirst = maker.verdicts();
        clicksToTheBoard = owner.browser().clicks();
    }

    private void answersQuestions() {
        Maker maker = new Maker(owner.browser());
        answered = maker.answersWhatComes(SERIES, KNOWN, 25);
        maker.opensTheBoard(SERIES);
        verdictsAfterAnswers = maker.verdicts();
    }

    private void passesAQuestionOn() {
        Maker maker = new Maker(owner.browser());
        String link = maker.passesOn(SERIES, "guide.disposal", words.either("広報 鈴木", "Suzuki, publicity"));
        try (Visitor colleague = scene.visitor(shisa, words)) {
            Maker guest = new Maker(colleague);
            guest.answersByLink(
                    link, "guide.disposal", Answer.is("risk", "method"), words.either("鈴木 葵", "Aoi Suzuki"));
            assertThat(colleague.heading()).isEqualTo(words.say("link.thanks", 1));
            assertThat(colleague.complaints()).isEmpty();
        }
    }

    private void attachesEvidence() {
        Maker maker = new Maker(owner.browser());
        maker.addsAPhotograph(
                SERIES,
                words.either("底面の型番ラベル", "Label on the bottom"),
                RealFiles.photo("label.png", MODEL),
                MODEL,
                DAY,
                Map.of("model.shown", Answer.is("body")));
        maker.addsADocument(
                SERIES,
                words.either("アップデートの優先度", "Priority of updates"),
                RealFiles.pdf("qa-012.pdf", "QA-012 Priority of security updates, version 1"),
                words.either("1ページ", "page 1"),
                Map.of("priority.policy", Answer.because("documented", "QA-012 v1")));
    }

    private void aSecondPersonConfirms() {
        Maker maker = new Maker(owner.browser());
        String link = maker.invites(reviewer.name(), reviewer.email(), List.of("quality"));
        Maker second = new Maker(reviewer.browser());
        second.acceptsTheInvitation(link, reviewer.password());
        second.confirms(List.of(
                words.either("底面の型番ラベル", "Label on the bottom"), words.either("アップデートの優先度", "Priority of updates")));
        maker.opensTheBoard(SERIES);
        verdictsAtTheEnd = maker.verdicts();
    }
}
