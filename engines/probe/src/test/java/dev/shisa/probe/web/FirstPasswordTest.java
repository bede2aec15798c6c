package dev.shisa.probe.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.probe.Declaration.Credential;
import dev.shisa.probe.Key;
import dev.shisa.probe.Verdict;
import dev.shisa.probe.run.TestBench;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A device that comes without a password: its first user sets one, at a page that is gone afterwards. */
class FirstPasswordTest {

    private static final String NOBODY_KNOWS = "Zz91-nobody-knows";

    private final TestBench test = new TestBench(
            List.of(new Credential("http", FakeDevice.USER, "", "set by the user at first start")),
            20,
            60,
            FakeDevice.LENGTH_MIN);
    private final FakeDevice device;

    FirstPasswordTest() throws IOException {
        device = new FakeDevice();
        device.password = NOBODY_KNOWS;
        String form =
                "<form method=post action=/setup><input name=new type=password><input name=again type=password></form>";
        device.open("/setup", call -> {
            Map<String, String> values = call.form();
            String fresh = values.getOrDefault("new", "");
            if (!device.password.equals(NOBODY_KNOWS)) {
                call.html(404, "gone");
            } else if (!call.method().equals("POST")) {
                call.html(200, form);
            } else if (fresh.length() < device.lengthMin || !fresh.equals(values.get("again"))) {
                call.html(400, "too short" + form);
            } else {
                device.password = fresh;
                call.redirect("/login");
            }
        });
    }

    @AfterEach
    void close() {
        device.close();
    }

    private WebCheck run() throws IOException {
        WebCheck check = WebCheck.enter(test.bench(), Site.meet(test.bench(), device.service()));
        check.inputs(Long.MAX_VALUE);
        return check;
    }

    @Test
    void theFirstPasswordIsSetAndEverythingBehindItTested() throws IOException {
        WebCheck check = run();
        assertThat(test.codes(Key.DEFPW, Verdict.PASS)).containsExactly("first-password-by-user");
        assertThat(check.known()).isPresent();
        for (Key key : List.of(Key.DEFPW, Key.PWCHANGE, Key.AUTH)) {
            assertThat(test.verdict(key))
                    .as(key + " " + test.bench().evidence())
                    .isEqualTo(Verdict.PASS);
        }
        assertThat(test.bench().notes())
                .as("whoever owns the device is told the password that holds now")
                .anyMatch(note -> note.code().equals("note-password-changed")
                        && note.args().contains(device.password));
    }

    @Test
    void aShortFirstPasswordFails() throws IOException {
        device.lengthMin = 4;
        run();
        assertThat(test.codes(Key.DEFPW, Verdict.FAIL)).containsExactly("first-password-too-short");
    }

    @Test
    void aPageThatAnybodyFindsAfterwardsIsNoFirstStart() throws IOException {
        device.open(
                "/setup",
                call -> call.html(
                        200,
                        "<form method=post action=/setup><input name=new type=password>"
                                + "<input name=again type=password></form>"));
        run();
        assertThat(test.codes(Key.DEFPW, Verdict.PASS)).isEmpty();
    }
}
