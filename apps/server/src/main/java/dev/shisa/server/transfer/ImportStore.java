package dev.shisa.server.transfer;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Which series came from where. */
@Component
class ImportStore {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    ImportStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** One import; the columns say what each is. */
    record Row(
            UUID id,
            UUID seriesId,
            UUID by,
            String byName,
            Instant at,
            String organisation,
            String exportedName,
            Instant exportedAt,
            String edition,
            String manifest,
            boolean takesOver,
            boolean company,
            int evidence,
            int facts,
            int confirmations,
            int verdicts,
            List<SeriesImport.Difference> differing) {

        Row {
            differing = List.copyOf(differing);
        }
    }

    void insert(Row row) {
        jdbc.sql("""
                        INSERT INTO series_import (id, series_id, imported_by, imported_name, imported_at, organisation,
                            exported_name, exported_at, edition, manifest, takes_over, company, evidence, facts,
                            confirmations, verdicts, differing)
                        VALUES (:id, :series, :by, :byName, :at, :organisation, :exportedName, :exportedAt, :edition,
                            :manifest, :takesOver, :company, :evidence, :facts, :confirmations, :verdicts, '[]')""")
                .param("id", row.id())
                .param("series", row.seriesId())
                .param("by", row.by())
                .param("byName", row.byName())
                .param("at", Timestamp.from(row.at()))
                .param("organisation", row.organisation())
                .param("exportedName", row.exportedName())
                .param("exportedAt", Timestamp.from(row.exportedAt()))
                .param("edition", row.edition())
                .param("manifest", row.manifest())
                .param("takesOver", row.takesOver())
                .param("company", row.company())
                .param("evidence", row.evidence())
                .param("facts", row.facts())
                .param("confirmations", row.confirmations())
                .param("verdicts", row.verdicts())
                .update();
    }

    void compared(UUID id, int verdicts, List<SeriesImport.Difference> differing) {
        jdbc.sql("UPDATE series_import SET verdicts = :verdicts, differing = :differing::jsonb WHERE id = :id")
                .param("verdicts", verdicts)
                .param("differing", json.writeValueAsString(json(differing)))
                .param("id", id)
                .update();
    }

    Row byId(UUID id) {
        return jdbc.sql("SELECT * FROM series_import WHERE id = :id")
                .param("id", id)
                .query(this::row)
                .single();
    }

    Optional<Row> ofSeries(UUID seriesId) {
        return jdbc.sql("SELECT * FROM series_import WHERE series_id = :series")
                .param("series", seriesId)
                .query(this::row)
                .optional();
    }

    /** As the ledger and the column hold them. */
    static List<Map<String, String>> json(List<SeriesImport.Difference> differing) {
        List<Map<String, String>> all = new ArrayList<>();
        differing.forEach(one -> all.add(
                new TreeMap<>(Map.of("requirement", one.requirement(), "there", one.there(), "here", one.here()))));
        return all;
    }

    private Row row(ResultSet row, int n) throws SQLException {
        List<Map<String, String>> differing = json.readValue(row.getString("differing"), new TypeReference<>() {});
        return new Row(
                row.getObject("id", UUID.class),
                row.getObject("series_id", UUID.class),
                row.getObject("imported_by", UUID.class),
                row.getString("imported_name"),
                row.getTimestamp("imported_at").toInstant(),
                row.getString("organisation"),
                row.getString("exported_name"),
                row.getTimestamp("exported_at").toInstant(),
                row.getString("edition"),
                row.getString("manifest"),
                row.getBoolean("takes_over"),
                row.getBoolean("company"),
                row.getInt("evidence"),
                row.getInt("facts"),
                row.getInt("confirmations"),
                row.getInt("verdicts"),
                differing.stream()
                        .map(one -> new SeriesImport.Difference(
                                one.getOrDefault("requirement", ""),
                                one.getOrDefault("there", ""),
                                one.getOrDefault("here", "")))
                        .toList());
    }
}
