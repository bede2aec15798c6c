package dev.shisa.server.application;

import dev.shisa.server.application.Application.Evaluator;
import dev.shisa.server.application.Application.Reason;
import dev.shisa.server.application.Application.Upload;
import dev.shisa.server.platform.account.Person;
import java.sql.Array;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of applications: plan, recorded steps, reasons, forms, mappings by hand. */
@Repository
class ApplicationStore {

    private final JdbcClient jdbc;

    ApplicationStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Application of(UUID seriesId) {
        return jdbc.sql(
                        "SELECT planned_on, evaluator, proxy, corporate_number, version FROM application WHERE series_id = :id")
                .param("id", seriesId)
                .query((rs, n) -> new Application(
                        day(rs, "planned_on"),
                        Evaluator.parse(text(rs, "evaluator")).orElse(null),
                        text(rs, "proxy"),
                        text(rs, "corporate_number"),
                        rs.getInt("version")))
                .optional()
                .orElse(Application.NONE);
    }

    /** Saves the plan if nobody saved since {@code version} was read. */
    boolean save(UUID seriesId, Application plan, Person person, Instant now) {
        LocalDate on = plan.plannedOn();
        Evaluator evaluator = plan.evaluator();
        return jdbc.sql("""
                        INSERT INTO application AS a
                            (series_id, planned_on, evaluator, proxy, corporate_number, changed_by, changed_at)
                        VALUES (:id, :on, :evaluator, :proxy, :corporate, :by, :at)
                        ON CONFLICT (series_id) DO UPDATE
                        SET planned_on = excluded.planned_on, evaluator = excluded.evaluator, proxy = excluded.proxy,
                            corporate_number = excluded.corporate_number,
                            changed_by = excluded.changed_by, changed_at = excluded.changed_at, version = a.version + 1
                        WHERE a.version = :version""")
                        .param("id", seriesId)
                        .param("on", on == null ? null : Date.valueOf(on))
                        .param("evaluator", evaluator == null ? "" : evaluator.id())
                        .param("proxy", plan.proxy())
                        .param("corporate", plan.corporateNumber())
                        .param("by", person.id())
                        .param("at", Timestamp.from(now))
                        .param("version", plan.version())
                        .update()
                == 1;
    }

    Map<String, Reason> reasons(UUID seriesId) {
        Map<String, Reason> reasons = new HashMap<>();
        jdbc.sql("""
                        SELECT requirement, ja, en, changed_name, changed_at, version
                        FROM application_reason WHERE series_id = :id""")
                .param("id", seriesId)
                .query((rs, n) -> new Reason(
                        text(rs, "requirement"),
                        text(rs, "ja"),
                        text(rs, "en"),
                        text(rs, "changed_name"),
                        rs.getTimestamp("changed_at").toInstant(),
                        rs.getInt("version")))
                .list()
                .forEach(reason -> reasons.put(reason.requirement(), reason));
        return reasons;
    }

    boolean save(UUID seriesId, String requirement, String ja, String en, int version, Person person, Instant now) {
        return jdbc.sql("""
                        INSERT INTO application_reason AS r
                            (series_id, requirement, ja, en, changed_by, changed_name, changed_at)
                        VALUES (:id, :requirement, :ja, :en, :by, :name, :at)
                        ON CONFLICT (series_id, requirement) DO UPDATE
                        SET ja = excluded.ja, en = excluded.en, changed_by = excluded.changed_by,
                            changed_name = excluded.changed_name, changed_at = excluded.changed_at, version = r.version + 1
                        WHERE r.version = :version""")
                        .param("id", seriesId)
                        .param("requirement", requirement)
                        .param("ja", ja)
                        .param("en", en)
                        .param("by", person.id())
                        .param("name", person.name())
                        .param("at", Timestamp.from(now))
                        .param("version", version)
                        .update()
                == 1;
    }

    /** The form that is filled: the one uploaded last. */
    Optional<Upload> form(UUID seriesId) {
        return jdbc.sql("""
                        SELECT id, file_name, sha256, size_bytes, fingerprint, overwrite, uploaded_name, uploaded_at, version
                        FROM application_form WHERE series_id = :id ORDER BY uploaded_at DESC, id DESC LIMIT 1""")
                .param("id", seriesId)
                .query((rs, n) -> new Upload(
                        rs.getObject("id", UUID.class),
                        text(rs, "file_name"),
                        text(rs, "sha256"),
                        rs.getLong("size_bytes"),
                        text(rs, "fingerprint"),
                        places(rs.getArray("overwrite")),
                        text(rs, "uploaded_name"),
                        rs.getTimestamp("uploaded_at").toInstant(),
                        rs.getInt("version")))
                .optional();
    }

    void insert(UUID seriesId, Upload upload, Person person) {
        jdbc.sql("""
                        INSERT INTO application_form
                            (id, series_id, file_name, sha256, size_bytes, fingerprint, uploaded_by, uploaded_name, uploaded_at)
                        VALUES (:id, :series, :file, :sha256, :size, :fingerprint, :by, :name, :at)""")
                .param("id", upload.id())
                .param("series", seriesId)
                .param("file", upload.fileName())
                .param("sha256", upload.sha256())
                .param("size", upload.sizeBytes())
                .param("fingerprint", upload.fingerprint())
                .param("by", person.id())
                .param("name", person.name())
                .param("at", Timestamp.from(upload.at()))
                .update();
    }

    boolean overwrite(UUID formId, Set<Place> places, int version) {
        String[] texts = places.stream().map(Place::toString).sorted().toArray(String[]::new);
        return jdbc.sql("""
                        UPDATE application_form SET overwrite = :places, version = version + 1
                        WHERE id = :id AND version = :version""")
                        .param("places", texts)
                        .param("id", formId)
                        .param("version", version)
                        .update()
                == 1;
    }

    List<ColumnMapping> mappings(String fingerprint) {
        return jdbc.sql("""
                        SELECT sheet, criterion, verdict, reason, evidence FROM application_mapping
                        WHERE fingerprint = :fingerprint ORDER BY sheet""")
                .param("fingerprint", fingerprint)
                .query((rs, n) -> new ColumnMapping(
                        text(rs, "sheet"),
                        text(rs, "criterion"),
                        text(rs, "verdict"),
                        text(rs, "reason"),
                        text(rs, "evidence")))
                .list();
    }

    void put(String fingerprint, ColumnMapping mapping, Person person, Instant now) {
        jdbc.sql("""
                        INSERT INTO application_mapping
                            (fingerprint, sheet, criterion, verdict, reason, evidence, set_by, set_at)
                        VALUES (:fingerprint, :sheet, :criterion, :verdict, :reason, :evidence, :by, :at)
                        ON CONFLICT (fingerprint, sheet) DO UPDATE
                        SET criterion = excluded.criterion, verdict = excluded.verdict, reason = excluded.reason,
                            evidence = excluded.evidence, set_by = excluded.set_by, set_at = excluded.set_at""")
                .param("fingerprint", fingerprint)
                .param("sheet", mapping.sheet())
                .param("criterion", mapping.criterion())
                .param("verdict", mapping.verdict())
                .param("reason", mapping.reason())
                .param("evidence", mapping.evidence())
                .param("by", person.id())
                .param("at", Timestamp.from(now))
                .update();
    }

    boolean removeMapping(String fingerprint, String sheet) {
        return jdbc.sql("DELETE FROM application_mapping WHERE fingerprint = :fingerprint AND sheet = :sheet")
                        .param("fingerprint", fingerprint)
                        .param("sheet", sheet)
                        .update()
                == 1;
    }

    private static String text(ResultSet rs, String column) throws SQLException {
        return Optional.ofNullable(rs.getString(column)).orElse("");
    }

    private static @Nullable LocalDate day(ResultSet rs, String column) throws SQLException {
        Date date = rs.getDate(column);
        return date == null ? null : date.toLocalDate();
    }

    private static Set<Place> places(Array array) throws SQLException {
        Set<Place> places = new HashSet<>();
        for (String text : (String[]) array.getArray()) {
            places.add(Place.parse(text));
        }
        return places;
    }
}
