package dev.shisa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever looks on at a terminal sees one line that moves. */
class DemoLineTest {

    private static final int TERMINAL_COLUMNS = 80;
    private static final int CALLS = 1_000;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private long nanos;

    private DemoLine line() {
        return new DemoLine(new PrintStream(said, true, StandardCharsets.UTF_8), true, () -> nanos, 1, CALLS, 0);
    }

    private List<String> written() {
        return List.of(said.toString(StandardCharsets.UTF_8).substring(1).split("\r"));
    }

    @Test
    void aStageOfManyWordsKeepsToItsLineAndTellsHowMuchIsDoneAndTheTimeLeft() {
        for (String about : List.of("ゲートウェイの脆弱性スキャン、".repeat(5), "a scan of the gateway, ".repeat(7))) {
            said.reset();
            nanos = 0;
            DemoLine line = line();
            line.stage(about);
            for (int call = 1; call <= CALLS; call++) {
                nanos = Duration.ofSeconds(call).toNanos();
                line.made(call);
            }
            assertThat(written())
                    .hasSize(CALLS + 1)
                    .allSatisfy(text -> assertThat(columns(text)).as(text).isLessThan(TERMINAL_COLUMNS));
            assertThat(written().get(CALLS / 2)).contains(Words.t("left.minutes", 9), "500", "1,000");
        }
    }

    @Test
    void callsThatAreMadeQuicklyAreNotEachWritten() {
        DemoLine line = line();
        line.stage("a");
        for (int call = 1; call <= CALLS; call++) {
            nanos = Duration.ofMillis(call).toNanos();
            line.made(call);
        }
        assertThat(written()).hasSize(6);
    }

    private static int columns(String text) {
        return text.replace("\u001b[K", "")
                .codePoints()
                .map(c -> c < 0x1100 ? 1 : 2)
                .sum();
    }
}
