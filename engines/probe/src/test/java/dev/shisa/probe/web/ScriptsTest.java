package dev.shisa.probe.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.probe.run.Endpoint;
import dev.shisa.probe.run.TestBench;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from scripts without running them. */
class ScriptsTest {

    private final Http http = new Http(
            new TestBench(List.of(), 10, 60, 8).bench(), Endpoint.tcp(InetAddress.ofLiteral("192.0.2.1"), 80), false);

    private List<Form> calls(String script) {
        return Scripts.calls(http, "/app.js", script, List.of(), new TreeSet<>());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fetch('/api/login', {method: 'POST', body: JSON.stringify({user: u, password: p})})",
                "fetch(\"/api/login\",{method:\"POST\",headers:{\"Content-Type\":\"application/json\"},"
                        + "body:JSON.stringify({user,password})}).then(({token})=>go(token))",
                "axios.post('/api/login', {user: form.user, password: form.password})",
                "const API = '/api'; fetch(`${API}/login`, {method: 'POST', body: JSON.stringify({user: u, password: p})})",
                "var base='/api/'; call(base + '/login', 'POST', {user: u, password: p})",
                "x.open('POST', '/api/login'); x.send(JSON.stringify({user: u, password: p}))",
            })
    void theLogInIsFoundInTheWordsOfTheScript(String script) {
        Form call = calls(script).getFirst();
        assertThat(call.action()).isEqualTo("/api/login");
        assertThat(call.method()).isEqualTo("POST");
        assertThat(call.isEntry()).isTrue();
        assertThat(call.userField().orElseThrow().name()).isEqualTo("user");
        Request request = call.request(Map.of("user", "owner"));
        assertThat(new String(request.body(), StandardCharsets.UTF_8)).isEqualTo("{\"user\":\"owner\"}");
    }

    @Test
    void aChangeOfPasswordIsNoLogIn() {
        Form call = calls("fetch('/api/password',{method:'PUT',body:JSON.stringify({current:a,new:b,keep:true})})")
                .getFirst();
        assertThat(call.isEntry()).isFalse();
        assertThat(call.isPasswordChange()).isTrue();
        Request request = call.request(call.change("owner", "old-one", "new-one"));
        assertThat(request.method()).isEqualTo("PUT");
        assertThat(new String(request.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"current\":\"old-one\",\"new\":\"new-one\",\"keep\":true}");
    }

    @Test
    void whatOnlyReadsAndWhatLeadsAwayIsNoCall() {
        assertThat(calls(
                        "fetch('/api/config').then(({name}) => show(name)); fetch('//evil.example/x',{method:'POST'})"))
                .isEmpty();
    }

    @Test
    void aMillionAddressesAreBounded() {
        assertThat(calls("x.post('/api/a', {a: 1});".repeat(100_000))).hasSize(1);
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            many.append("fetch('/api/x").append(i).append("',{method:'POST'});");
        }
        assertThat(calls(many.toString())).hasSizeLessThan(100);
    }
}
