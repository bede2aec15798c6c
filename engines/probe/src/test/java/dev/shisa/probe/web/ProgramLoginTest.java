package dev.shisa.probe.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.probe.Declaration.Credential;
import dev.shisa.probe.Key;
import dev.shisa.probe.Verdict;
import dev.shisa.probe.run.TestBench;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Sites that are made by scripts, log in with JSON and carry a token. */
class ProgramLoginTest {

    private static final String SCRIPT = """
            const API = '/api/v1';
            function signIn(u, p) {
              return fetch(`${API}/session`, {method: 'POST', body: JSON.stringify({login: u, secret: p, keep: false})});
            }
            function change(a, b) {
              return fetch(`${API}/account/password`, {method: 'PUT', body: JSON.stringify({current: a, new: b})});
            }
            fetch(`${API}/config`, {headers: {'X-Auth-Token': token}});
            """;

    private final TestBench test = new TestBench(
            List.of(new Credential("http", FakeDevice.USER, FakeDevice.FIRST, "unique per unit")),
            20,
            60,
            FakeDevice.LENGTH_MIN);
    private final FakeDevice device;
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final AtomicInteger signedIn = new AtomicInteger();
    private boolean configIsOpen;
    private boolean mustChange;

    ProgramLoginTest() throws IOException {
        device = new FakeDevice();
        device.open("/", call -> call.html(200, "<div id=app></div><script src=/app.js></script>"))
                .open("/app.js", call -> call.send(200, "application/javascript", SCRIPT))
                .open("/api/v1/session", this::session)
                .open("/api/v1/account/password", this::password)
                .open("/api/v1/config", call -> {
                    if (!configIsOpen && (mustChange || !tokens.contains(call.header("X-Auth-Token")))) {
                        json(call, 401, "{\"error\": \"unauthorized\"}");
                    } else {
                        json(call, 200, "{\"hostname\": \"unit\", \"gateway\": \"192.0.2.254\"}");
                    }
                });
    }

    @AfterEach
    void close() {
        device.close();
    }

    private static void json(FakeDevice.Call call, int status, String text) throws IOException {
        call.send(status, "application/json", text);
    }

    private static Map<String, Object> values(FakeDevice.Call call) {
        @SuppressWarnings("unchecked")
        Map<String, Object> values = new JsonMapper().readValue(call.body(), Map.class);
        return values;
    }

    private void session(FakeDevice.Call call) throws IOException {
        if (!call.method().equals("POST")) {
            json(call, 405, "{\"error\": \"method\"}");
            return;
        }
        Map<String, Object> values = values(call);
        if (FakeDevice.USER.equals(values.get("login")) && device.password.equals(values.get("secret"))) {
            String token = "token-of-session-" + signedIn.incrementAndGet();
            tokens.add(token);
            json(call, 200, "{\"token\": \"" + token + "\", \"mustChangePassword\": " + mustChange + "}");
        } else {
            json(call, 200, "{\"ok\": false, \"error\": \"wrong\"}");
        }
    }

    private void password(FakeDevice.Call call) throws IOException {
        if (!call.method().equals("PUT") || !tokens.contains(call.header("X-Auth-Token"))) {
            json(call, 401, "{\"error\": \"unauthorized\"}");
            return;
        }
        Map<String, Object> values = values(call);
        String fresh = String.valueOf(values.get("new"));
        if (!device.password.equals(values.get("current")) || fresh.length() < device.lengthMin) {
            json(call, 422, "{\"error\": \"refused\"}");
            return;
        }
        device.password = fresh;
        mustChange = false;
        tokens.clear();
        json(call, 200, "{\"ok\": true}");
    }

    private WebCheck run() throws IOException {
        WebCheck check = WebCheck.enter(test.bench(), Site.meet(test.bench(), device.service()));
        check.inputs(Long.MAX_VALUE);
        return check;
    }

    @Test
    void theSiteIsEnteredAndItsPasswordChanged() throws IOException {
        WebCheck check = run();
        assertThat(check.login()).isPresent();
        assertThat(check.known()).isPresent();
        for (Key key : List.of(Key.AUTH, Key.WEB, Key.PWCHANGE, Key.DEFPW)) {
            assertThat(test.verdict(key))
                    .as(key + " " + test.bench().evidence())
                    .isEqualTo(Verdict.PASS);
        }
        assertThat(device.password).as("the first password is put back").isEqualTo(FakeDevice.FIRST);
        assertThat(test.bench().evidence().toString()).doesNotContain(FakeDevice.FIRST);
    }

    @Test
    void wrongPasswordsAreRefusedWhateverTheStatus() throws IOException {
        WebCheck check = run();
        assertThat(check.login()
                        .orElseThrow()
                        .attempt(FakeDevice.USER, "Wrong-one1")
                        .isAccepted())
                .isFalse();
    }

    @Test
    void settingsForEverybodyFail() throws IOException {
        configIsOpen = true;
        run();
        assertThat(test.codes(Key.AUTH, Verdict.FAIL)).contains("web-open");
    }

    @Test
    void shortPasswordsFail() throws IOException {
        device.lengthMin = 5;
        run();
        assertThat(test.codes(Key.PWCHANGE, Verdict.FAIL)).contains("pwchange-short-taken");
    }

    @Test
    void aForcedChangeIsSeenByWhatStaysClosed() throws IOException {
        mustChange = true;
        run();
        assertThat(test.codes(Key.DEFPW, Verdict.PASS)).contains("default-handed-out-strong");
        assertThat(test.verdict(Key.PWCHANGE)).isEqualTo(Verdict.PASS);
    }

    @Test
    void whatIsBehindALogInThatTakesNothingIsUnknown() throws IOException {
        device.password = "Something-else9";
        assertThat(run().known()).isEmpty();
        assertThat(test.verdict(Key.WEB)).isEqualTo(Verdict.UNKNOWN);
    }
}
