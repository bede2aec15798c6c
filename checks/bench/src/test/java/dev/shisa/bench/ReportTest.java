package dev.shisa.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {

    private final Report report = new Report(figure -> {});

    @Test
    void putsFiguresSideBySide() {
        report.add(figure("until the sign-in page", 2.5, "s").goal(3).against(5, "without start-up cache"));
        report.add(figure("memory", 412.4, "MB").goal(400));
        report.add(figure("series", 1000, "series"));
        assertThat(report.table()).isEqualTo("""
                figure                            measured      goal        ratio                          load
                start: until the sign-in page       2.50 s     ≤ 3 s  ok    0.50 × without start-up cache  1.50
                start: memory                       412 MB  ≤ 400 MB  OVER                                 1.50
                start: series                  1000 series                                                 1.50
                """);
        assertThat(report.reachesAllGoals()).isFalse();
    }

    @Test
    void aFigureOfWhichMoreIsBetterHasALeastValue() {
        report.add(figure("ratio", 0.95, "×").atLeast(0.9));
        assertThat(report.reachesAllGoals()).isTrue();
        assertThat(report.table()).contains("≥ 0.90 ×  ok");
        report.add(figure("ratio", 0.85, "×").atLeast(0.9));
        assertThat(report.reachesAllGoals()).isFalse();
        assertThat(report.table()).contains("≥ 0.90 ×  UNDER");
    }

    @Test
    void writesJsonWithTheMachine() {
        report.add(figure("a \"quoted\" name", 1.25, "ms").goal(2).against(0, "nothing"));
        assertThat(report.json(new Machine(Map.of("commit", "abc")), 7, Instant.EPOCH))
                .isEqualTo("""
                {
                  "at": "1970-01-01T00:00:00Z",
                  "seed": 7,
                  "machine": {"commit": "abc"},
                  "figures": [
                    {"group": "start", "name": "a \\"quoted\\" name", "value": 1.25, "unit": "ms", "goal": 2.0, "least": null, \
                "ratio": null, "ratioTo": "nothing", "load": 1.5}
                  ]
                }
                """);
    }

    private static Figure figure(String name, double value, String unit) {
        return new Figure("start", name, value, unit, null, null, null, "", 1.5);
    }
}
