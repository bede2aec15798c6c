package dev.shisa.server.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code ledger_check}. */
@Repository
class CheckStore {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    CheckStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** One check that was done. */
    record Done(long id, String by, CheckReport report) {}

    long put(CheckReport report, String by) {
        return jdbc.sql("""
                        INSERT INTO ledger_check (started_at, finished_at, started_by, differences, report)
                        VALUES (:started, :finished, :by, :differences, :report::jsonb) RETURNING id""")
                .param("started", Timestamp.from(report.startedAt()))
                .param("finished", Timestamp.from(report.finishedAt()))
                .param("by", by)
                .param("differences", report.total())
                .param("report", json.writeValueAsString(report))
                .query(Long.class)
                .single();
    }

    Optional<Done> last() {
        return last(1).stream().findFirst();
    }

    List<Done> last(int most) {
        return jdbc.sql("SELECT * FROM ledger_check ORDER BY id DESC LIMIT :most")
                .param("most", most)
                .query(this::done)
                .list();
    }

    private Done done(ResultSet row, int number) throws SQLException {
        return new Done(
                row.getLong("id"),
                row.getString("started_by"),
                json.readValue(row.getString("report"), CheckReport.class));
    }
}
