package dev.shisa.probe.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.probe.Declaration.Credential;
import dev.shisa.probe.Key;
import dev.shisa.probe.Verdict;
import dev.shisa.probe.run.TestBench;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Web servers that refuse, of which nobody has seen that they ever do anything else. */
class WebControlsTest {

    private static final List<Key> KEYS =
            List.of(Key.AUTH, Key.PLAIN, Key.WEB, Key.DEFPW, Key.PWCHANGE, Key.UPDATE, Key.BRUTE);

    private final FakeDevice device;

    WebControlsTest() throws IOException {
        device = new FakeDevice();
    }

    @AfterEach
    void close() {
        device.close();
    }

    private TestBench run(List<Credential> credentials) throws IOException {
        TestBench test = new TestBench(credentials, 20, 60, FakeDevice.LENGTH_MIN);
        Site site = Site.meet(test.bench(), device.service());
        WebCheck check = WebCheck.enter(test.bench(), site);
        WebCheck.plain(test.bench(), site, Optional.empty());
        check.inputs(Long.MAX_VALUE);
        check.control();
        return test;
    }

    private static Credential owner(String password) {
        return new Credential("http", FakeDevice.USER, password, "unique per unit");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 500, 503})
    void aServerThatRefusesEverythingPassesNothing(int status) throws IOException {
        device.everything(call -> call.html(status, "no"));
        TestBench test = run(List.of(owner(FakeDevice.FIRST)));
        for (Key key : KEYS) {
            assertThat(test.codes(key, Verdict.PASS)).as(key.name()).isEmpty();
            assertThat(test.codes(key, Verdict.FAIL)).as(key.name()).isEmpty();
        }
        assertThat(test.codes(Key.WEB, Verdict.UNKNOWN)).contains("web-nothing-shown");
        assertThat(test.codes(Key.PLAIN, Verdict.UNKNOWN)).contains("web-nothing-shown");
    }

    @Test
    void withoutALogInThatWorksNothingBehindItIsSaidToBeClosed() throws IOException {
        TestBench none = run(List.of());
        assertThat(none.codes(Key.AUTH, Verdict.PASS)).isEmpty();
        assertThat(none.codes(Key.AUTH, Verdict.UNKNOWN)).containsExactly("web-no-credential");
        TestBench wrong = run(List.of(owner("not-the-password")));
        assertThat(wrong.codes(Key.AUTH, Verdict.UNKNOWN)).containsExactly("web-credential-refused");
        assertThat(wrong.codes(Key.DEFPW, Verdict.PASS)).isEmpty();
        assertThat(run(List.of(owner(FakeDevice.FIRST))).codes(Key.AUTH, Verdict.PASS))
                .containsExactly("web-closed");
    }

    @Test
    void anInputThatDoesNotAnswerIsNotSaidToBeClean() throws IOException {
        device.page("/search", call -> {
            if (call.query().isEmpty() || call.query().containsKey("")) {
                call.html(200, "<form><input name=q></form>");
            }
        });
        TestBench test = run(List.of(owner(FakeDevice.FIRST)));
        assertThat(test.codes(Key.WEB, Verdict.PASS)).doesNotContain("web-inputs-clean");
        assertThat(test.codes(Key.WEB, Verdict.UNKNOWN)).contains("web-unanswered");
    }

    @Test
    void sessionsThatCouldNotBeBegunWereNotLookedAt() throws IOException {
        device.losesFrom = 2;
        device.losesTo = 5;
        TestBench test = run(List.of(owner(FakeDevice.FIRST)));
        assertThat(test.codes(Key.WEB, Verdict.UNKNOWN)).contains("web-unanswered");
        assertThat(test.verdict(Key.WEB)).isEqualTo(Verdict.UNKNOWN);
    }

    /** One that drops what looks like an attack each time has refused it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 1000})
    void anAnswerThatIsLostOnceHidesNothing(int times) throws IOException {
        AtomicInteger lost = new AtomicInteger();
        device.page("/search", call -> {
            String q = call.query().getOrDefault("q", "");
            if (!q.contains("<b id=") || lost.incrementAndGet() > times) {
                call.html(200, "<form><input name=q></form>" + q);
            }
        });
        TestBench test = run(List.of(owner(FakeDevice.FIRST)));
        assertThat(lost.get()).isGreaterThan(1);
        assertThat(test.codes(Key.WEB, Verdict.FAIL)).isEqualTo(times == 1 ? Set.of("web-scripting") : Set.of());
        assertThat(test.codes(Key.WEB, Verdict.UNKNOWN)).isEmpty();
    }

    @Test
    void inputsThatTakeNothingAtAllAreNotTested() throws IOException {
        device.page("/search", call -> call.html(200, "<form><input name=q></form>"));
        device.refusesQueries = true;
        TestBench test = run(List.of(owner(FakeDevice.FIRST)));
        assertThat(test.codes(Key.WEB, Verdict.PASS)).doesNotContain("web-inputs-clean");
        assertThat(test.codes(Key.WEB, Verdict.UNKNOWN)).contains("web-inputs-refused");
    }

    @Test
    void aChangeThatFailsWithoutSayingWhyIsNotSaidToRefuseGoodPasswords() throws IOException {
        device.changes(call -> call.html(200, "<p>Status</p>"));
        TestBench test = run(List.of(owner(FakeDevice.FIRST)));
        assertThat(test.codes(Key.PWCHANGE, Verdict.FAIL)).isEmpty();
        assertThat(test.codes(Key.PWCHANGE, Verdict.UNKNOWN)).containsExactly("pwchange-not-understood");
    }

    @Test
    void aChangeThatSaysThatItRefusesFails() throws IOException {
        device.changes(call -> call.html(400, "<p>The new password is refused</p>"));
        TestBench test = run(List.of(owner(FakeDevice.FIRST)));
        assertThat(test.codes(Key.PWCHANGE, Verdict.FAIL)).containsExactly("pwchange-good-refused");
    }
}
