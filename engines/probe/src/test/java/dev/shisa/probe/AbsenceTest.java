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
        Absence absence = new Absence(test.bench(), 3, false, List.of());
        absence.passUnseen();
        absence.none(Key.WEB, "web-none");
        for (Key key : List.of(Key.AUTH, Key.DISC, Key.PLAIN, Key.WEB)) {
            assertThat(test.codes(key, Verdict.UNKNOWN)).containsExactly("not-scanned");
            assertThat(test.verdict(key)).isEqualTo(Verdict.UNKNOWN);
        }
    }

    @Test
    void whereAllPortsWereAskedThereIsNothing() {
        Absence absence = new Absence(test.bench(), 0, true, List.of());
        absence.passUnseen();
        absence.none(Key.WEB, "web-none");
        UNSEEN.forEach(key -> assertThat(test.verdict(key)).isEqualTo(Verdict.PASS));
        assertThat(test.codes(Key.WEB, Verdict.NA)).containsExactly("web-none");
    }

    @Test
    void whereAPageCouldNotBeReadNothingIsSaidToBeMissingFromThePages() {
        Absence absence = new Absence(test.bench(), 1, true, List.of("http://127.0.0.1/update"));
        absence.noneOnPages(Key.UPDATE, "update-none");
        assertThat(test.codes(Key.UPDATE, Verdict.UNKNOWN)).containsExactly("web-pages-unread");
        new Absence(test.bench(), 1, true, List.of()).noneOnPages(Key.PWCHANGE, "no-password");
        assertThat(test.codes(Key.PWCHANGE, Verdict.NA)).containsExactly("no-password");
    }

    @Test
    void whatWasSeenStaysAsItIs() {
        UNSEEN.forEach(key -> test.bench().fail(key, "here", "shell-open", Exchange.NONE));
        new Absence(test.bench(), 3, true, List.of()).passUnseen();
        UNSEEN.forEach(key -> assertThat(test.codes(key, Verdict.PASS)).isEmpty());
    }
}
