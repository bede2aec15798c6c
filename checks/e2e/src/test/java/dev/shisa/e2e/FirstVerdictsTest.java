package dev.shisa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * From the link of a new installation to the first verdicts by what the pages lead to, and by nothing else: no address is typed but
 * that of the link. Buttons, links, folds and ticks of a list count; what is filled in does not.
 */
@Tag("browser")
@Order(4)
@OnStage
class FirstVerdictsTest {

    private static final int TO_THE_FIRST_EXPECTED_MAX = 5;
    private static final int TO_THE_FIRST_MET_MAX = 15;

    @TempDir
    private Path folder;

    static List<Words> languages() {
        return List.of(Words.JA, Words.EN);
    }

    @ParameterizedTest
    @MethodSource("languages")
    void areFewActsAwayForTwoPeople(Words words, Stage.Scene scene) throws Exception {
        try (ShisaProcess shisa = ShisaProcess.up(folder.resolve("data"), words.locale());
                Visitor owner = scene.visitor(shisa, words);
                Visitor colleague = scene.visitor(shisa, words)) {
            Camera camera = new Camera(words);
            Maker maker = new Maker(owner);
            maker.becomesTheOwner(shisa.setUpPath(), "Misaki Tanaka", "m.tanaka@example.com", "kiiroi-densha-7-asa");
            maker.namesTheOrganisation(words.either("みなと電機株式会社", "Minato Electric"));
            maker.registersTheFirstSeries(camera.name(), camera.kind(), camera.models(), Camera.RELEASE);
            maker.saysWhatIsInScope();
            maker.enters(
                    words.fact("priority.policy"),
                    words.question("priority.policy", ""),
                    Answer.because("documented", "QA-012 1.0"));
            owner.presses(words.say("question.answer"));
            assertThat(owner.sees(words.say("web.verdict.expected"))).isTrue();
            assertThat(owner.acts())
                    .as("acts to the first expected verdict")
                    .isLessThanOrEqualTo(TO_THE_FIRST_EXPECTED_MAX);

            owner.follows("S1.1-09");
            owner.follows(words.say("leaf.act.evidence"));
            owner.follows(words.say("evidence.kind.document"));
            owner.attaches(
                            words.say("evidence.file.document"),
                            RealFiles.pdf("qa-012.pdf", "QA-012 Priorities of updates, version 1.0"))
                    .types(words.say("evidence.title"), camera.policyTitle())
                    .types(words.say("evidence.place.document"), words.either("1ページ", "page 1"))
                    .presses(words.say("evidence.save"));
            owner.follows("S1.1-09");
            owner.follows(words.say("board.next.confirm.nobody.act"));
            String link = maker.fillsInTheInvitation("Ken Sato", "k.sato@example.com", List.of("quality"));

            Maker second = new Maker(colleague);
            second.acceptsTheInvitation(link, "mizuumi-no-ishi-42");
            Locator waiting = colleague
                    .page()
                    .getByRole(AriaRole.MAIN)
                    .getByRole(
                            AriaRole.LINK,
                            new Locator.GetByRoleOptions().setName(Pattern.compile(camera.policyTitle())));
            colleague.leads(() -> waiting.last().click());
            colleague.presses(words.say("evidence.confirm"));

            owner.opens("/products/" + Camera.SERIES + "/conformity");
            assertThat(maker.verdicts()).containsEntry("S1.1-09", words.say("web.verdict.met"));
            assertThat(owner.acts() + colleague.acts())
                    .as("acts of both to the first met criterion")
                    .isLessThanOrEqualTo(TO_THE_FIRST_MET_MAX);
            assertThat(owner.complaints()).isEmpty();
            assertThat(colleague.complaints()).isEmpty();
        }
    }
}
