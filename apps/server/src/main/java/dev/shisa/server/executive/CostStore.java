package dev.shisa.server.executive;

import dev.shisa.server.platform.account.Person;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The cost sheets, each as it was entered. */
@Repository
class CostStore {

    private static final int HISTORY_MAX = 50;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    CostStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** A sheet, its number, and who entered it. */
    record Entered(CostSheet sheet, int number, String by, Instant at) {}

    Optional<Entered> current() {
        return newest(1).stream().findFirst();
    }

    /** The newest first. */
    List<Entered> history() {
        return newest(HISTORY_MAX);
    }

    private List<Entered> newest(int most) {
        return jdbc.sql("SELECT number, body, by_name, at FROM executive_costs ORDER BY number DESC LIMIT :most")
                .param("most", most)
                .query((rs, n) -> new Entered(
                        json.readValue(rs.getString("body"), CostSheet.class),
                        rs.getInt("number"),
                        rs.getString("by_name"),
                        rs.getTimestamp("at").toInstant()))
                .list();
    }

    /** Enters a sheet after the one that was seen; false when somebody else did first. */
    boolean insert(CostSheet sheet, int seen, Person person, Instant at) {
        return jdbc.sql("""
                        INSERT INTO executive_costs (number, body, by_id, by_name, at)
                        SELECT :seen + 1, :body::jsonb, :by, :name, :at
                        WHERE :seen = (SELECT coalesce(max(number), 0) FROM executive_costs)
                        ON CONFLICT (number) DO NOTHING""")
                        .param("seen", seen)
                        .param("body", json.writeValueAsString(sheet))
                        .param("by", person.id())
                        .param("name", person.name())
                        .param("at", Timestamp.from(at))
                        .update()
                == 1;
    }
}
