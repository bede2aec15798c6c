package dev.shisa.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.probe.run.TestBench;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That a device has nothing of a kind, which only a look at all ports shows. */
class AbsenceTest {

    private static final List<Key> UNSEEN = List.of(Key.AUTH, Key.DISC, Key.PLAIN);

    private final TestBench test = TestBench.declaring();

    @Test
    void whereNotAllPortsWereAskedNothingIsSaidToBeMissing() {
        Absence absence = new Absence(test.bench(), 3, false);
        absence.passUnseen();
        absence.none(Key.WEB, "web-none");
        for (Key key : List.of(Key.AUTH, Key.DISC, Key.PLAIN, Key.WEB)) {
            assertThat(test.codes(key, Verdict.UNKNOWN)).containsExactly("not-scanned");
            assertThat(test.verdict(key)).isEqualTo(Verdict.UNKNOWN);
        }
    }

    @Test
    void whereAllPortsWereAskedThereIsNothing() {
        Absence absence = new Absence(test.bench(), 0, true);
        absence.passUnseen();
        absence.none(Key.WEB, "web-none");
        UNSEEN.forEach(key -> assertThat(test.verdict(key)).isEqualTo(Verdict.PASS));
        assertThat(test.codes(Key.WEB, Verdict.NA)).containsExactly("web-none");
    }

    @Test
    void whatWasSeenStaysAsItIs() {
        UNSEEN.forEach(key -> test.bench().fail(key, "here", "shell-open", Exchange.NONE));
        new Absence(test.bench(), 3, true).passUnseen();
        UNSEEN.forEach(key -> assertThat(test.codes(key, Verdict.PASS)).isEmpty());
    }
}
