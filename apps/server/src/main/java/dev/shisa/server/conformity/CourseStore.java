package dev.shisa.server.conformity;

import dev.shisa.conformity.VerdictState;
import dev.shisa.server.platform.web.Ui;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the history of verdicts day by day. */
@Repository
class CourseStore {

    private final JdbcClient jdbc;

    CourseStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The last turn of each day of each requirement that the board has, and of all days before {@code from} only the last.
     */
    List<Course.Turn> turns(UUID seriesId, String framework, LocalDate from) {
        return jdbc.sql("""
                        SELECT DISTINCT ON (requirement, day) requirement, day, to_state
                        FROM (SELECT c.id, c.requirement, c.to_state,
                                greatest(:from::date - 1, (c.at AT TIME ZONE :zone)::date) AS day
                            FROM verdict_change c JOIN verdict v USING (series_id, framework, requirement)
                            WHERE series_id = :series AND framework = :framework) turn
                        ORDER BY requirement, day, id DESC""")
                .param("series", seriesId)
                .param("framework", framework)
                .param("from", java.sql.Date.valueOf(from))
                .param("zone", Ui.ZONE.getId())
                .query((rs, n) -> new Course.Turn(
                        rs.getString("requirement"),
                        rs.getObject("day", LocalDate.class),
                        VerdictState.parse(rs.getString("to_state")).orElseThrow()))
                .list();
    }
}
