package dev.shisa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A supplier answers the seven questions by a link, the maker accepts one, and the board of the product reacts. */
@Tag("browser")
@Order(5)
@OnStage
class SupplierTest {

    private static final String SERIES = "SV-30";
    private static final String REQUIREMENT = "/products/" + SERIES + "/conformity/sme-guide/SME-C1";
    private static final List<String> QUESTIONS =
            List.of("policy", "support", "structure", "functions", "verified", "watched", "published");

    static List<Words> languages() {
        return List.of(Words.JA, Words.EN);
    }

    @ParameterizedTest
    @MethodSource("languages")
    void answersByALinkBecomeFactsAndTheBoardReacts(Words words, Stage.Scene scene) {
        FirstTenMinutes story = scene.after(words);
        Visitor owner = story.owner().browser();
        Maker maker = new Maker(owner);
        maker.registersASeries(
                words.either("SV-30シリーズ", "SV-30 series"),
                words.either("監視装置", "Surveillance unit"),
                List.of("SV-30A"),
                "1.0.0");
        maker.choosesGuides(SERIES, List.of("sme-guide"));
        maker.answers(SERIES, "supply.kinds", Answer.is("parts"));
        String company = words.either("ツバメ電子", "Tsubame Electronics");
        owner.opens("/organisation/suppliers")
                .types(words.say("supplier.field.name"), company)
                .presses(words.say("supplier.add"));
        String supplier = owner.path().replaceFirst("\\?.*", "");
        owner.page().getByLabel(Words.startingWith(words.say("supplier.link"))).selectOption(SERIES + "|");
        owner.presses(words.say("supplier.link.do"));
        assertThat(owner.sees(words.say("supplier.done.linked"))).isTrue();

        owner.opens(supplier + "/questions")
                .types(words.say("supplier.ask.field.recipient"), words.either("山田", "Yamada"))
                .presses(words.say("supplier.ask.do"));
        String link = owner.page().locator("#link").innerText().strip().replaceFirst("^https?://[^/]+", "");
        assertThat(link).matches("(?s).*/supplier/[A-Za-z0-9_-]{43}.*");
        link = link.replaceFirst("(?s).*(/supplier/[A-Za-z0-9_-]{43}).*", "$1");

        Visitor outside = scene.visitor(story.shisa(), words);
        outside.opens(link);
        assertThat(outside.heading()).contains("7");
        for (String question : QUESTIONS) {
            outside.page()
                    .locator("input[name='answer-" + question + "'][value='yes']")
                    .check();
            outside.page().locator("[name='detail-" + question + "']").fill("https://tsubame.example/" + question);
        }
        outside.page()
                .locator("[name='file-policy']")
                .setInputFiles(RealFiles.pdf("policy.pdf", "Security policy of the supplier"));
        outside.presses(words.say("supplier.sheet.save"));
        assertThat(outside.sees(words.say("supplier.sheet.done.saved"))).isTrue();
        outside.types(words.say("supplier.sheet.name"), words.either("山田 次郎", "Jiro Yamada"))
                .presses(words.say("supplier.sheet.send"));
        assertThat(outside.sees(words.say("supplier.sheet.done.sent"))).isTrue();

        owner.opens(REQUIREMENT);
        assertThat(owner.sees(words.say("web.verdict.unknown"))).isTrue();
        owner.opens(supplier + "/questions");
        owner.leads(() -> owner.page()
                .locator("form:has(input[value='policy']) button[value='accept']")
                .click());
        assertThat(owner.sees(words.say("supplier.done.accepted"))).isTrue();
        owner.opens(REQUIREMENT);
        assertThat(owner.sees(words.say("web.verdict.expected"))).isTrue();

        owner.opens(supplier + "/questions").presses(words.say("supplier.request.revoke"));
        assertThat(outside.statusOf(link)).isEqualTo(404);
        assertThat(owner.complaints()).isEmpty();
        assertThat(outside.complaints()).isEmpty();
    }
}
