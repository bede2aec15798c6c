package dev.shisa.server.scan;

import dev.shisa.scan.Gap;
import dev.shisa.scan.ScanFormat;
import dev.shisa.server.platform.account.Person;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The tables of scan results. */
@Repository
class ScanStore {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    ScanStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** The evidence among these that holds a result which was withdrawn. */
    Set<UUID> withdrawn(Collection<UUID> evidence) {
        return jdbc.sql("SELECT evidence_id FROM scan_import WHERE withdrawn_at IS NOT NULL AND evidence_id IN (:ids)")
                .param("ids", evidence)
                .query((rs, number) -> rs.getObject(1, UUID.class))
                .set();
    }

    /** All of a series, the newest first; those that were withdrawn, too. */
    List<ScanImport> of(UUID seriesId) {
        return jdbc.sql("SELECT * FROM scan_import WHERE series_id = :series ORDER BY imported_at DESC, id DESC")
                .param("series", seriesId)
                .query((rs, n) -> scan(rs))
                .list();
    }

    Optional<ScanImport> one(UUID seriesId, UUID id) {
        return jdbc.sql("SELECT * FROM scan_import WHERE series_id = :series AND id = :id")
                .param("series", seriesId)
                .param("id", id)
                .query((rs, n) -> scan(rs))
                .optional();
    }

    /** @param listEvidence what contradicts the list of ports; null: nothing does */
    void insert(ScanImport scan, @Nullable UUID listEvidence, Person person) {
        jdbc.sql("""
                        INSERT INTO scan_import (id, series_id, release_id, evidence_id, format, tool, tool_version, database_on,
                            scanned_on, shipping, targets, informational, ports, gaps, list_evidence_id, imported_by, imported_name,
                            imported_at)
                        VALUES (:id, :series, :release, :evidence, :format, :tool, :version, :database::date, :scanned, :shipping,
                            :targets, :informational, :ports, :gaps::jsonb, :listEvidence, :by, :byName, :at)""")
                .param("id", scan.id())
                .param("series", scan.seriesId())
                .param("release", scan.releaseId())
                .param("evidence", scan.evidenceId())
                .param("format", scan.format().id())
                .param("tool", scan.tool())
                .param("version", scan.toolVersion())
                .param("database", scan.database())
                .param("scanned", scan.scannedOn())
                .param("shipping", scan.shipping())
                .param("targets", scan.targets().toArray(new String[0]))
                .param("informational", scan.informational())
                .param("ports", scan.ports().toArray(new String[0]))
                .param("gaps", json.writeValueAsString(scan.gaps()))
                .param("listEvidence", listEvidence)
                .param("by", person.id())
                .param("byName", scan.importedName())
                .param("at", Timestamp.from(scan.importedAt()))
                .update();
    }

    /** The evidence that contradicts the list of ports with what a result saw; empty: none does. */
    Optional<UUID> listEvidence(UUID importId) {
        return jdbc.sql("SELECT list_evidence_id FROM scan_import WHERE id = ? AND list_evidence_id IS NOT NULL")
                .params(importId)
                .query(UUID.class)
                .optional();
    }

    void insert(UUID importId, JudgedDetection detection) {
        jdbc.sql("""
                        INSERT INTO scan_detection (import_id, number, item, identity, rule, name, severity, cves, cwes, place, seen)
                        VALUES (:import, :number, :item, :identity, :rule, :name, :severity, :cves, :cwes, :place, :seen)""")
                .param("import", importId)
                .param("number", detection.number())
                .param("item", detection.item())
                .param("identity", detection.identity())
                .param("rule", detection.rule())
                .param("name", detection.name())
                .param("severity", detection.severity())
                .param("cves", detection.cves().toArray(new String[0]))
                .param("cwes", detection.cwes().toArray(new String[0]))
                .param("place", detection.place())
                .param("seen", detection.seen())
                .update();
    }

    /** In the order of the file. */
    List<JudgedDetection> detections(UUID importId) {
        return jdbc.sql("""
                        SELECT d.*, j.exploitable, j.reason, j.action, j.judged_name, j.judged_at
                        FROM scan_detection d LEFT JOIN LATERAL (
                            SELECT * FROM scan_judgement j WHERE j.import_id = d.import_id AND j.number = d.number
                            ORDER BY j.added DESC LIMIT 1) j ON true
                        WHERE d.import_id = :import ORDER BY d.number""")
                .param("import", importId)
                .query((rs, n) -> detection(rs))
                .list();
    }

    /**
     * How many detections an import has, and how many of them wait for a judgement.
     *
     * @param exploitable how many were judged to be
     */
    record Count(int all, int open, int exploitable) {}

    /** Of these imports; one without detections is among them. */
    Map<UUID, Count> counts(Collection<UUID> importIds) {
        Map<UUID, Count> counts = new HashMap<>();
        importIds.forEach(id -> counts.put(id, new Count(0, 0, 0)));
        jdbc.sql("""
                        SELECT d.import_id, count(*) AS found, count(*) FILTER (WHERE j.exploitable IS NULL) AS open,
                            count(*) FILTER (WHERE j.exploitable) AS exploitable
                        FROM scan_detection d LEFT JOIN LATERAL (
                            SELECT * FROM scan_judgement j WHERE j.import_id = d.import_id AND j.number = d.number
                            ORDER BY j.added DESC LIMIT 1) j ON true
                        WHERE d.import_id = ANY (:imports) GROUP BY d.import_id""").param("imports", importIds.toArray(UUID[]::new)).query(rs -> {
            counts.put(
                    rs.getObject("import_id", UUID.class),
                    new Count(rs.getInt("found"), rs.getInt("open"), rs.getInt("exploitable")));
        });
        return counts;
    }

    void judge(UUID id, UUID importId, int number, JudgedDetection.Judgement judgement, Person person) {
        jdbc.sql("""
                        INSERT INTO scan_judgement (id, import_id, number, exploitable, reason, action, judged_by, judged_name, judged_at)
                        VALUES (:id, :import, :number, :exploitable, :reason, :action, :by, :byName, :at)""")
                .param("id", id)
                .param("import", importId)
                .param("number", number)
                .param("exploitable", judgement.exploitable())
                .param("reason", judgement.reason())
                .param("action", judgement.action())
                .param("by", person.id())
                .param("byName", judgement.name())
                .param("at", Timestamp.from(judgement.at()))
                .update();
    }

    /** Takes an import back; false when it was so already. */
    boolean withdraw(UUID id, Person person, ScanImport.Withdrawn withdrawn) {
        return jdbc.sql("""
                        UPDATE scan_import SET withdrawn_by = :by, withdrawn_name = :byName, withdrawn_at = :at,
                            withdrawn_reason = :reason WHERE id = :id AND withdrawn_at IS NULL""")
                        .param("by", person.id())
                        .param("byName", withdrawn.name())
                        .param("at", Timestamp.from(withdrawn.at()))
                        .param("reason", withdrawn.reason())
                        .param("id", id)
                        .update()
                == 1;
    }

    List<UUID> conclusions(UUID releaseId) {
        return jdbc.sql("SELECT evidence_id FROM scan_conclusion WHERE release_id = :release ORDER BY evidence_id")
                .param("release", releaseId)
                .query((rs, n) -> rs.getObject(1, UUID.class))
                .list();
    }

    void conclude(UUID releaseId, UUID evidenceId) {
        jdbc.sql("INSERT INTO scan_conclusion (evidence_id, release_id) VALUES (:evidence, :release)")
                .param("evidence", evidenceId)
                .param("release", releaseId)
                .update();
    }

    private ScanImport scan(ResultSet rs) throws SQLException {
        Timestamp withdrawn = rs.getTimestamp("withdrawn_at");
        return new ScanImport(
                rs.getObject("id", UUID.class),
                rs.getObject("series_id", UUID.class),
                rs.getObject("release_id", UUID.class),
                rs.getObject("evidence_id", UUID.class),
                ScanFormat.parse(rs.getString("format")).orElseThrow(),
                rs.getString("tool"),
                rs.getString("tool_version"),
                day(rs, "database_on"),
                rs.getObject("scanned_on", LocalDate.class),
                rs.getBoolean("shipping"),
                texts(rs.getArray("targets")),
                rs.getInt("informational"),
                texts(rs.getArray("ports")),
                gaps(rs.getString("gaps")),
                rs.getString("imported_name"),
                rs.getTimestamp("imported_at").toInstant(),
                withdrawn == null
                        ? null
                        : new ScanImport.Withdrawn(
                                rs.getString("withdrawn_name"),
                                withdrawn.toInstant(),
                                rs.getString("withdrawn_reason")));
    }

    private static @Nullable LocalDate day(ResultSet rs, String column) throws SQLException {
        return rs.getObject(column, LocalDate.class);
    }

    private List<Gap> gaps(String written) {
        List<Gap> gaps = new ArrayList<>();
        for (JsonNode gap : json.readTree(written).values()) {
            List<String> arguments = gap.path("arguments").values().stream()
                    .map(a -> a.asString(""))
                    .toList();
            gaps.add(new Gap(Gap.Reason.valueOf(gap.path("reason").asString("")), arguments));
        }
        return gaps;
    }

    private static JudgedDetection detection(ResultSet rs) throws SQLException {
        Timestamp judged = rs.getTimestamp("judged_at");
        return new JudgedDetection(
                rs.getInt("number"),
                rs.getString("item"),
                rs.getString("identity"),
                rs.getString("rule"),
                rs.getString("name"),
                rs.getString("severity"),
                texts(rs.getArray("cves")),
                texts(rs.getArray("cwes")),
                rs.getString("place"),
                rs.getString("seen"),
                judged == null
                        ? null
                        : new JudgedDetection.Judgement(
                                rs.getBoolean("exploitable"),
                                rs.getString("reason"),
                                rs.getString("action"),
                                rs.getString("judged_name"),
                                judged.toInstant()));
    }

    private static List<String> texts(Array array) throws SQLException {
        return Arrays.asList((String[]) array.getArray());
    }
}
