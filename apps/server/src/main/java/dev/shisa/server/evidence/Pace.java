package dev.shisa.server.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How long a person takes for an answer: the median between their own last ones about a series. */
@Component
public class Pace {

    /** Before a person has given enough answers, and as long as nothing better is known. */
    public static final Duration USUAL = Duration.ofSeconds(30);

    /** From so many gaps on, they say more than the usual does. */
    private static final int GAPS_MIN = 10;

    private static final int GAPS_MAX = 20;

    /** Of the newest evidence of a series so much is looked through: nobody waits for a guess. */
    private static final int LOOKED_AT_MAX = 200;

    /** Who comes back after longer has done something else in between. */
    private static final Duration BREAK = Duration.ofMinutes(10);

    private final JdbcClient jdbc;

    Pace(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param own whether it is this person's, and not the usual one */
    public record OfAnswers(Duration each, boolean own) {

        /** For so many answers; at least one as long as anything is left. */
        public int minutes(int answers) {
            return answers == 0
                    ? 0
                    : Math.max(
                            1,
                            Math.toIntExact(
                                    each.multipliedBy(answers).plusSeconds(59).toMinutes()));
        }
    }

    public OfAnswers of(UUID person, UUID seriesId) {
        List<Instant> at = jdbc.sql("""
                        SELECT recorded_at FROM (
                            SELECT recorded_at, submitted_by, via FROM evidence
                            WHERE series_id = :series ORDER BY recorded_at DESC LIMIT :looked) e
                        WHERE submitted_by = :person AND via = 'page' ORDER BY recorded_at DESC LIMIT :most""")
                .param("series", seriesId)
                .param("looked", LOOKED_AT_MAX)
                .param("person", person)
                .param("most", GAPS_MAX + 1)
                .query((row, n) -> row.getTimestamp("recorded_at").toInstant())
                .list();
        return of(at);
    }

    /** @param at the latest first */
    static OfAnswers of(List<Instant> at) {
        List<Duration> gaps = new ArrayList<>();
        for (int i = 1; i < at.size(); i++) {
            Duration gap = Duration.between(at.get(i), at.get(i - 1));
            if (gap.compareTo(BREAK) <= 0) {
                gaps.add(gap);
            }
        }
        gaps.sort(null);
        return gaps.size() < GAPS_MIN ? new OfAnswers(USUAL, false) : new OfAnswers(gaps.get(gaps.size() / 2), true);
    }
}
