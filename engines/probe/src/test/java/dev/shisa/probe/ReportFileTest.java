package dev.shisa.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A report goes to another computer and back without losing a word; one that was touched is refused. */
class ReportFileTest {

    private static final Evidence TELNET = new Evidence(
            Key.PORTS,
            Verdict.FAIL,
            "tcp 192.0.2.1:23",
            "port-undeclared",
            List.of("23", "TELNET"),
            new Exchange("", "camera login: \"<b>\""),
            "nc 192.0.2.1 23");

    private static ReportFile file() {
        Map<Key, Result> results = new EnumMap<>(Key.class);
        for (Key key : Key.values()) {
            results.put(
                    key,
                    key == Key.PORTS
                            ? new Result(Verdict.FAIL, List.of(TELNET))
                            : new Result(Verdict.UNKNOWN, List.of()));
        }
        return new ReportFile(
                new Report(
                        "MC-1",
                        Instant.parse("2026-11-20T01:02:03.456Z"),
                        12_345,
                        99,
                        results,
                        List.of(new Note("note-locked", List.of("telnet://192.0.2.1:23", "60")))),
                Limits.DEFAULT.withChanges(false),
                "192.0.2.1",
                "",
                new TreeSet<>(Set.of(443)),
                new TreeSet<>());
    }

    private static byte[] text(ReportFile file) {
        return file.text(Sentences.in(Locale.JAPANESE), Evidence::retest).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] with(String before, String after) {
        String text = new String(text(file()), StandardCharsets.UTF_8);
        assertThat(text).contains(before);
        return text.replace(before, after).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void everythingButTheNotesComesBack() throws ReportFileException {
        ReportFile file = file();
        ReportFile read = ReportFile.read(text(file));
        assertThat(read.report().results()).isEqualTo(file.report().results());
        assertThat(read.report().startedAt()).isEqualTo(file.report().startedAt());
        assertThat(read.limits()).isEqualTo(file.limits());
        assertThat(read.tcp()).containsExactly(443);
        assertThat(read.report().notes()).isEmpty();
    }

    @Test
    void aVerdictThatDoesNotFollowFromWhatWasSeenIsRefused() {
        assertThatThrownBy(() -> ReportFile.read(with(
                        "\"PORTS\" : {\n      \"verdict\" : \"FAIL\"", "\"PORTS\" : {\n      \"verdict\" : \"PASS\"")))
                .isInstanceOfSatisfying(
                        ReportFileException.class,
                        e -> assertThat(e.reason()).isEqualTo(ReportFileException.Reason.CHANGED));
    }

    @Test
    void whatIsNoReportIsRefusedWithItsPlace() {
        refuses("[]".getBytes(StandardCharsets.UTF_8), ReportFileException.Reason.NO_RESULT, "results");
        refuses("{".getBytes(StandardCharsets.UTF_8), ReportFileException.Reason.NOT_JSON, "");
        refuses(new byte[ReportFile.BYTES_MAX + 1], ReportFileException.Reason.SIZE, "16");
        refuses(with("\"BTUSB\"", "\"OTHER\""), ReportFileException.Reason.NO_RESULT, "results/BTUSB");
        refuses(with("port-undeclared", "port-unheard-of"), ReportFileException.Reason.UNKNOWN_CODE, "port-unheard-of");
        refuses(with("\"limits\"", "\"limit\""), ReportFileException.Reason.NO_RESULT, "limits");
        refuses(with("2026-11-20T01", "2026-11-20 01"), ReportFileException.Reason.NO_RESULT, "startedAt");
        refuses(with("443", "70000"), ReportFileException.Reason.NO_RESULT, "declared/tcp");
        refuses(with("\"seconds\" : 112", "\"seconds\" : 0"), ReportFileException.Reason.NO_RESULT, "limits");
    }

    private static void refuses(byte[] bytes, ReportFileException.Reason reason, String place) {
        assertThatThrownBy(() -> ReportFile.read(bytes)).isInstanceOfSatisfying(ReportFileException.class, e -> {
            assertThat(e.reason()).isEqualTo(reason);
            assertThat(e.place()).isEqualTo(place);
        });
    }
}
