package dev.shisa.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.probe.Evidence;
import dev.shisa.probe.Key;
import dev.shisa.probe.Limits;
import dev.shisa.probe.Report;
import dev.shisa.probe.ReportFile;
import dev.shisa.probe.Result;
import dev.shisa.probe.Sentences;
import dev.shisa.probe.Verdict;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Start and end of a device check, and a check that came as a file, are records that say what their rows say. */
class ProbeRecordsTest extends RecordsCase {

    private static final String PAGE = "/products/MC-200/bench";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Autowired
    private Products products;

    private byte[] file() {
        Map<Key, Result> results = new EnumMap<>(Key.class);
        for (Key key : Key.values()) {
            results.put(key, new Result(Verdict.UNKNOWN, List.of()));
        }
        return new ReportFile(
                        new Report("MC-200", clock.instant().minus(Duration.ofHours(2)), 1_000, 1, results, List.of()),
                        Limits.DEFAULT,
                        "192.168.1.20",
                        "",
                        new TreeSet<>(),
                        new TreeSet<>())
                .text(Sentences.in(Locale.JAPANESE), Evidence::retest)
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void everyRecordIsItsRow() throws InterruptedException {
        emptyDatabase();
        Person quality = person(Role.QUALITY);
        Browser browser = signedIn(quality);
        products.create(new NewSeries("MC-200", "カメラ", "機器", "", List.of("MC-210"), "2.4.1"), quality);
        Page taken = browser.upload(PAGE + "/files", "file", "bench.json", file(), "model", "MC-210", "by", "花子");
        assertThat(taken.status()).as(taken.text()).isEqualTo(302);
        browser.post(PAGE + "/target", "address", "127.0.0.79", "version", "0", "without6", "yes");
        Page begun =
                browser.post(PAGE + "/runs", "profile", "safe", "seconds", "20", "requests", "1000", "consent", "yes");
        assertThat(begun.status()).as(begun.text()).isEqualTo(302);
        for (long end = System.nanoTime() + PATIENCE.toNanos();
                browser.get(begun.location()).html().contains("bench-progress");
                Thread.sleep(200)) {
            assertThat(System.nanoTime()).as("the run did not end").isLessThan(end);
        }

        assertThat(differences()).isEmpty();
        assertThat(jdbc.sql("SELECT kind FROM ledger_outbox WHERE kind LIKE 'probe-%' ORDER BY kind")
                        .query(String.class)
                        .list())
                .containsExactly("probe-end/1", "probe-start/1", "probe-taken/1");
        assertThat(signedIn(Role.AUDITOR).get("/records?kind=probe-start").text())
                .contains("実機検査の開始");

        assertThat(jdbc.sql("UPDATE bench_run SET evidence = '{}' WHERE taken_at IS NOT NULL")
                        .update())
                .isEqualTo(1);
        assertThat(differences())
                .singleElement()
                .satisfies(difference -> assertThat(difference.code()).isEqualTo("row-changed"));
    }
}
