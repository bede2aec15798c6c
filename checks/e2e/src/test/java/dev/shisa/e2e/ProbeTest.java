package dev.shisa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The packaged server probes a device: from the product page to a report, its evidence and another verdict. */
@Tag("browser")
@Order(6)
@OnStage
class ProbeTest {

    private static final String SERIES = "TC-30";
    private static final String SECONDS = "120";

    /** Beyond the run's own time: a busy machine. */
    private static final double RUN_MS_MAX = 180_000;

    static List<Words> languages() {
        return List.of(Words.JA, Words.EN);
    }

    @ParameterizedTest
    @MethodSource("languages")
    void aForgottenConsoleContradictsWhatTheMakerDeclared(Words words, Stage.Scene scene) throws IOException {
        Visitor owner = scene.after(words).owner().browser();
        Maker maker = new Maker(owner);
        try (TelnetDevice device = new TelnetDevice()) {
            maker.registersASeries(
                    words.either("TC-30シリーズ", "TC-30 series"),
                    words.either("ネットワークカメラ", "Network camera"),
                    List.of("TC-30A"),
                    "1.0.0");
            declaresThatNothingIsOpen(owner);

            owner.opens("/products/" + SERIES).turnsTo(words.say("web.nav.thing-checks"));
            owner.turnsTo(words.say("tab.bench"));
            owner.follows(words.say("bench.target.new"))
                    .types(words.say("bench.address"), TelnetDevice.ADDRESS)
                    .ticks(words.say("bench.without6"))
                    .presses(words.say("bench.save"));
            owner.types(words.say("bench.seconds"), SECONDS).presses(words.say("bench.start"));
            assertThat(owner.sees(words.say("error.bench.consent", TelnetDevice.ADDRESS)))
                    .as("nobody has said that this device may be probed")
                    .isTrue();
            owner.forgetComplaints();
            owner.ticks(words.say("bench.consent.own", TelnetDevice.ADDRESS)).presses(words.say("bench.start"));
            assertThat(owner.page().locator("#bench-progress progress").count()).isEqualTo(1);
            // Without another act of the person: the page loads itself again when the run is over.
            owner.page().locator("#keys").waitFor(new Locator.WaitForOptions().setTimeout(RUN_MS_MAX));

            assertThat(owner.sees(TelnetDevice.ADDRESS + ":" + device.port())).isTrue();
            assertThat(owner.sees(words.say("bench.verdict.FAIL"))).isTrue();
            assertThat(owner.sees(words.say("bench.run.fix"))).isTrue();
            String evidence =
                    owner.page().locator("dd a.id[href^='/evidence/']").first().innerText();
            owner.follows(evidence);
            assertThat(owner.sees(words.say("evidence.via.probe"))).isTrue();
            assertThat(maker.verdict(SERIES, "S1.1-13"))
                    .as("a port is open of which nobody has said what it is for")
                    .isEqualTo(words.say("web.verdict.not-met"));
        }
        assertThat(owner.complaints()).isEmpty();
    }

    private static void declaresThatNothingIsOpen(Visitor owner) {
        owner.opens("/products/" + SERIES + "/register/interface");
        owner.page().locator("input[name='none-service']").check();
        owner.presses(owner.words().say("register.save"));
    }
}
