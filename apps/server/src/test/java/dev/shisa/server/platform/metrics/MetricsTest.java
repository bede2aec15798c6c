package dev.shisa.server.platform.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.atonce.AtOnce;
import dev.shisa.server.atonce.Statements;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.yaml.snakeyaml.Yaml;

class MetricsTest extends ServerTest {

    private static final Pattern SAMPLE = Pattern.compile("([a-z0-9_]+)(?:\\{(.*)\\})? (-?[0-9.E+-]+|NaN|\\+Inf)");

    @Autowired
    private MetricsToken tokens;

    @Autowired
    private Metrics metrics;

    @Test
    void areForWhoHasTheTokenOnly() {
        Browser owner = signedIn(Role.OWNER);
        assertThat(owner.get("/metrics").status())
                .as("not even the owner, without it")
                .isEqualTo(401);
        assertThat(signedOut().get("/metrics").header("WWW-Authenticate")).startsWith("Bearer");

        String token = make(owner);
        Page answer = scrape(token);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        for (String wrong : List.of(token.substring(1), token + "A", "", "x".repeat(5_000))) {
            assertThat(scrape(wrong).status()).as(wrong).isEqualTo(401);
        }
        assertThat(signedOut()
                        .get("/metrics", "Authorization", "Basic " + token)
                        .status())
                .isEqualTo(401);
        assertThat(signedOut().post("/metrics").status()).isEqualTo(405);
    }

    @Test
    void theTokenIsShownOnceAndOnlyItsHashIsStored() {
        Browser owner = signedIn(Role.OWNER);
        Page made = owner.post("/settings/monitoring/token");
        String token = made.find("id=\"token\"[^>]*>([A-Za-z0-9_-]{43})<");
        assertThat(made.text()).contains("この鍵は二度と表示しません");
        assertThat(owner.get("/settings/monitoring").html()).doesNotContain(token);
        byte[] stored = jdbc.sql("SELECT token_hash FROM metrics_token")
                .query(byte[].class)
                .single();
        assertThat(stored).hasSize(32).isNotEqualTo(token.getBytes(StandardCharsets.UTF_8));
        assertThat(jdbc.sql("SELECT string_agg(details::text || thing, ' ') FROM audit")
                        .query(String.class)
                        .single())
                .doesNotContain(token);
    }

    @Test
    void aNewTokenEndsTheOneBeforeAndRevokingEndsIt() {
        Browser owner = signedIn(Role.OWNER);
        String first = make(owner);
        assertThat(scrape(first).status()).isEqualTo(200);
        String second = make(owner);
        assertThat(scrape(first).status()).isEqualTo(401);
        assertThat(scrape(second).status()).isEqualTo(200);
        owner.post("/settings/monitoring/token/revoke");
        assertThat(scrape(second).status()).isEqualTo(401);
        assertThat(acts()).endsWith("monitoring.token", "monitoring.token", "monitoring.token.revoke");
        assertThat(owner.english().get("/settings/monitoring").text()).contains("No monitoring tool is connected yet.");
    }

    @Test
    void whoReadsWhileTheTokenIsRevokedReadsNoMoreAfterIt() {
        String token = make(signedIn(Role.OWNER));
        scrape(token);
        try (AtOnce atOnce = atOnce()) {
            AtOnce.Open revoking = atOnce.begin().step(tokens::revoke);
            clock.advance(Duration.ofSeconds(11));
            assertThat(scrape(token).status()).isEqualTo(200);
            revoking.commit();
            assertThat(scrape(token).status()).isEqualTo(401);
        }
    }

    @Test
    void whatWasReadBeforeTheTokenWasRevokedIsNotRemembered() {
        String token = make(signedIn(Role.OWNER));
        try (AtOnce atOnce = atOnce();
                Statements.Held reading = statements().holdAnswer("SELECT token_hash FROM metrics_token")) {
            Future<Page> beside = atOnce.beside(() -> scrape(token));
            reading.awaitReached();
            tokens.revoke();
            reading.letGo();
            AtOnce.result(beside);
            assertThat(scrape(token).status()).isEqualTo(401);
        }
    }

    @Test
    void thePageSaysWhenTheTokenWasLastUsed() {
        Browser owner = signedIn(Role.OWNER).english();
        String token = make(owner);
        assertThat(owner.get("/settings/monitoring").text()).contains("Not yet");
        clock.advance(Duration.ofHours(1));
        scrape(token);
        assertThat(owner.get("/settings/monitoring").text()).contains("2026-11-20 11:24");
    }

    @Test
    void tellWhatTheyPromise() {
        Browser owner = signedIn(Role.OWNER);
        String token = make(owner);
        signedOut().post("/sign-in", "email", "nobody@midorihama.example", "password", "wrong-password");
        signedOut().get("/reset/a-secret-that-nobody-may-see");
        Map<String, Double> samples = samples(scrape(token).html());

        for (String name : List.of(
                "process_cpu_seconds_total",
                "process_open_fds",
                "process_resident_memory_bytes",
                "jvm_threads_current",
                "shisa_ready",
                "shisa_disk_free_bytes",
                "shisa_certificate_end_timestamp_seconds",
                "shisa_outbox_waiting",
                "shisa_outbox_lag_seconds",
                "shisa_jobs_late",
                "shisa_database_connections_active",
                "shisa_database_connections_max",
                "shisa_database_statement_duration_seconds_count",
                "shisa_database_connection_wait_seconds_count",
                "shisa_verdicts_decided_total",
                "shisa_verdict_decision_duration_seconds_count",
                "shisa_verdicts_due",
                "shisa_series")) {
            assertThat(samples).as(name).containsKey(name);
        }
        assertThat(samples.keySet()).anyMatch(key -> key.startsWith("jvm_memory_used_bytes{"));
        assertThat(samples.keySet()).anyMatch(key -> key.startsWith("jvm_gc_collection_seconds_count{"));
        assertThat(samples.get("shisa_ready")).isEqualTo(1);
        assertThat(samples.get("shisa_database_statement_duration_seconds_count"))
                .isPositive();
        assertThat(samples.get("shisa_sign_ins_total{outcome=\"wrong\"}")).isPositive();
        assertThat(samples.get("shisa_http_requests_total{method=\"POST\",route=\"/sign-in\",status=\"422\"}"))
                .isPositive();
        assertThat(samples.keySet())
                .anyMatch(key -> key.startsWith("shisa_http_request_duration_seconds_bucket{route=\"/sign-in\""));
    }

    @Test
    void holdNoPersonNoProductAndNothingThatWasAskedFor() {
        Person person = person(Role.OWNER);
        Browser owner = signedIn(person);
        String token = make(owner);
        owner.post("/products/new", "name", "秘密のカメラ", "code", "HIMITSU-1");
        owner.get("/products/HIMITSU-1");
        owner.get("/search?q=himitsu");
        owner.get("/no/such/himitsu");
        signedOut().get("/reset/a-secret-that-nobody-may-see");
        String text = scrape(token).html();

        assertThat(text.toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("himitsu", "秘密", "a-secret-that", "midorihama", person.name(), token, "10.0.");
        assertThat(samples(text).keySet()).allSatisfy(key -> assertThat(key).hasSizeLessThan(200));
    }

    @Test
    void growByRoutesAndNotByVisitors() {
        String token = make(signedIn(Role.OWNER));
        scrape(token);
        int before = samples(scrape(token).html()).size();
        for (int i = 0; i < 50; i++) {
            signedOut().get("/reset/secret-number-" + i);
            signedOut().get("/nowhere/" + i);
        }
        assertThat(samples(scrape(token).html()).size()).isLessThan(before + 60);
    }

    @Test
    void whoGuessesIsSlowedDown() {
        Browser stranger = signedOut();
        int status = 0;
        for (int i = 0; i < 121; i++) {
            status = stranger.get("/metrics", "Authorization", "Bearer guess-" + i)
                    .status();
        }
        assertThat(status).isEqualTo(429);
    }

    @Test
    void areAllThatTheAlertsAndTheGuideName() throws IOException {
        Set<String> known = new TreeSet<>(Set.of("up"));
        metrics.collect().forEach(snapshot -> {
            String name = snapshot.getMetadata().getPrometheusName();
            for (String end : List.of("", "_total", "_bucket", "_count", "_sum")) {
                known.add(name + end);
            }
        });
        Pattern named = Pattern.compile("\\b(?:shisa|process|jvm)_[a-z_]*[a-z]\\b");
        Set<String> unknown = new TreeSet<>();
        for (String file : List.of("ops/prometheus/shisa-alerts.yml", "docs/operating_ja.md", "docs/operating_en.md")) {
            String text = Files.readString(Path.of("../..").resolve(file));
            for (Matcher m = named.matcher(text); m.find(); ) {
                if (!known.contains(m.group())) {
                    unknown.add(m.group() + " in " + file);
                }
            }
        }
        assertThat(unknown).isEmpty();
        assertThat(known).contains("shisa_job_rounds_total", "shisa_http_request_duration_seconds_bucket");
    }

    @Test
    void theExamplesForPrometheusAreYaml() throws IOException {
        for (String file : List.of("prometheus.yml", "shisa-alerts.yml", "shisa-alerts-test.yml")) {
            Map<?, ?> read = new Yaml().load(Files.readString(Path.of("../../ops/prometheus", file)));
            assertThat(read).as(file).isNotEmpty();
        }
        String shown = new MonitoringView("shisa.example.com:8443", true, "", "", "", "").scrape();
        Map<?, ?> fromPage = scrapeConfig(shown);
        Map<?, ?> fromFile = scrapeConfig(Files.readString(Path.of("../../ops/prometheus/prometheus.yml")));
        assertThat(fromPage.entrySet())
                .isNotEmpty()
                .allSatisfy(e -> assertThat(fromFile.get(e.getKey()))
                        .as("the page and the file agree on " + e.getKey())
                        .isEqualTo(e.getValue()));
    }

    private static Map<?, ?> scrapeConfig(String yaml) {
        Map<String, List<Map<String, Object>>> file = new Yaml().load(yaml);
        return Objects.requireNonNull(file.get("scrape_configs")).getFirst();
    }

    private String make(Browser owner) {
        return owner.post("/settings/monitoring/token").find("id=\"token\"[^>]*>([A-Za-z0-9_-]{43})<");
    }

    private Page scrape(String token) {
        return signedOut().get("/metrics", "Authorization", "Bearer " + token);
    }

    /** Name with labels, and value; a line that is not of the format fails. */
    private static Map<String, Double> samples(String text) {
        Map<String, Double> samples = new TreeMap<>();
        Arrays.stream(text.split("\n", -1))
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(line -> {
                    Matcher sample = SAMPLE.matcher(line);
                    assertThat(sample.matches()).as(line).isTrue();
                    samples.put(
                            sample.group(1) + (sample.group(2) == null ? "" : "{" + sample.group(2) + "}"),
                            Double.valueOf(sample.group(3).replace("+Inf", "Infinity")));
                });
        return samples;
    }
}
