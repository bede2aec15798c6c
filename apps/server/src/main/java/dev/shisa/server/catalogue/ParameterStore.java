package dev.shisa.server.catalogue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Values entered for parameters, with who, when and from which place of the evaluation guide. */
@Component
class ParameterStore {

    /** The pseudo parameter that names the edition of the evaluation guide that is followed. */
    static final String GUIDE_EDITION = "guide-edition";

    /** @param value canonical; empty: that none of its choices applies; null while not set */
    record Row(
            String framework,
            String parameter,
            @Nullable String value,
            String source,
            String setName,
            Instant setAt,
            int version) {}

    private final JdbcClient jdbc;

    ParameterStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Row> all() {
        return jdbc.sql("SELECT framework, parameter, value, source, set_name, set_at, version FROM parameter_value")
                .query(ParameterStore::row)
                .list();
    }

    /** Stores a value if nobody else did since {@code version} was read; 0 stands for none yet. */
    boolean put(
            String framework,
            String parameter,
            @Nullable String value,
            String source,
            UUID by,
            String name,
            Instant at,
            int version) {
        return jdbc.sql("""
                        INSERT INTO parameter_value AS p (framework, parameter, value, source, set_by, set_name, set_at)
                        SELECT :framework, :parameter, :value, :source, :by, :name, :at
                        WHERE :version = 0 OR EXISTS (
                            SELECT 1 FROM parameter_value WHERE framework = :framework AND parameter = :parameter)
                        ON CONFLICT (framework, parameter) DO UPDATE
                        SET value = excluded.value, source = excluded.source, set_by = excluded.set_by,
                            set_name = excluded.set_name, set_at = excluded.set_at, version = p.version + 1
                        WHERE p.version = :version""")
                        .param("framework", framework)
                        .param("parameter", parameter)
                        .param("value", value)
                        .param("source", source)
                        .param("by", by)
                        .param("name", name)
                        .param("at", Timestamp.from(at))
                        .param("version", version)
                        .update()
                == 1;
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getString("framework"),
                row.getString("parameter"),
                row.getString("value"),
                row.getString("source"),
                row.getString("set_name"),
                row.getTimestamp("set_at").toInstant(),
                row.getInt("version"));
    }
}
