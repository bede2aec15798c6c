package dev.shisa.server.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.server.Api;
import dev.shisa.server.ServerTest;
import dev.shisa.server.atonce.AtOnce;
import dev.shisa.server.atonce.Statements;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.jobs.Background;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** No packet goes to a device before consent, audit and record of it are on the disk. */
class AllowedRunsTest extends ServerTest {

    private static final String RUNS = "/api/v1/series/MC-1/probe/runs";
    private static final String WISH = """
        {"profile": "safe", "seconds": 20, "requests": 500, "iOwnThis": true, "publicAddress": false}""";

    @Autowired
    private Products products;

    @Autowired
    private Runs runs;

    @SuppressWarnings("NullAway.Init")
    private Series camera;

    @SuppressWarnings("NullAway.Init")
    private Api program;

    @BeforeEach
    void aCameraOnTheBench() {
        emptyDatabase();
        Person quality = person(Role.QUALITY);
        camera = products.create(
                new NewSeries("MC-1", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.1"), quality);
        signedIn(quality)
                .post("/products/MC-1/bench/target", "address", FakeDevice.ADDRESS, "version", "0", "without6", "yes");
        program = api(quality, Set.of(Act.VIEW, Act.EDIT_PRODUCT, Act.ADD_EVIDENCE, Act.PROBE));
        program.post("/api/v1/series/MC-1/evidence", """
            {"kind": "declaration", "title": "口の一覧", "statement": "設計書による",
             "facts": [{"key": "network.services", "value": []}, {"key": "bluetooth.profiles", "value": []},
               {"key": "usb.functions", "value": []}]}""");
    }

    private static boolean isProbing() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(t -> t.getName().equals("probe"));
    }

    @Test
    void aRunBeginsWhenWhatAllowsItIsOnTheDiskAndNotBefore() {
        try (AtOnce atOnce = atOnce();
                Statements.Held last = statements().hold("UPDATE api_answer")) {
            Future<Api.Answer> answer = atOnce.beside(() -> program.post(RUNS, WISH, "Idempotency-Key", "k-1"));
            last.awaitReached();
            assertThat(isProbing()).as("before its transaction ended").isFalse();
            last.letGo();
            Api.Answer begun = AtOnce.result(answer);
            assertThat(begun.status()).as(begun.text()).isEqualTo(201);
            assertThat(isProbing()).isTrue();
            assertThat(acts()).contains("bench.consent", "bench.start");
            program.post(begun.header("Location") + "/stop", "");
        }
    }

    @Test
    void anErrorOfARunEndsItAndFreesTheDevice() throws InterruptedException {
        Api.Answer begun = program.post(RUNS, WISH);
        Thread probe = Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().equals("probe"))
                .findFirst()
                .orElseThrow();
        statements().fail("problem = ?", new OutOfMemoryError("made by the test"));
        program.post(begun.header("Location") + "/stop", "");
        assertThat(probe.join(Duration.ofMinutes(2))).isTrue();
        assertThat(jdbc.sql("SELECT state FROM bench_run").query(String.class).single())
                .isEqualTo("failed");
        assertThat(runs.progress(camera.id())).isEmpty();
        assertThat(Background.failed()).containsEntry("probe", "OutOfMemoryError");
        Background.run("probe", () -> {}, failed -> {});
    }

    @Test
    void aRunThatCameToNothingIsNotMadeAndLeavesTheDeviceFree() {
        statements().fail("UPDATE api_answer", new IllegalStateException("made by the test"));
        assertThatThrownBy(() -> program.post(RUNS, WISH, "Idempotency-Key", "k-1"))
                .hasRootCauseMessage("made by the test");
        assertThat(isProbing()).isFalse();
        assertThat(count("bench_run")).isZero();
        assertThat(acts()).doesNotContain("bench.consent", "bench.start");
        assertThat(runs.progress(camera.id())).as("nothing is under way").isEmpty();
    }
}
