package dev.shisa.server.checklist;

import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.RequirementId;
import dev.shisa.server.platform.account.Person;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables of customers' checklists. */
@Repository
class ChecklistStore {

    private static final String CHECKLIST = """
            SELECT id, series_id, name, file_name, sha256, size_bytes, sheet, header_row, number_column, question_column,
                answer_column, remark_column, uploaded_name, uploaded_at, removed_at, part_of, version
            FROM checklist""";

    private static final String TIE = """
            SELECT t.id, t.checklist_id, t.row_number, t.question, t.requirement, t.fact, t.accepted, t.tied_by, t.tied_name, t.tied_at
            FROM checklist_tie t""";

    private final JdbcClient jdbc;

    ChecklistStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** All of a series, the newest first; those that were removed, too. */
    List<Checklist> of(UUID seriesId) {
        return jdbc.sql(CHECKLIST + " WHERE series_id = :series ORDER BY uploaded_at DESC, id DESC")
                .param("series", seriesId)
                .query(ChecklistStore::checklist)
                .list();
    }

    Optional<Checklist> one(UUID seriesId, UUID id) {
        return jdbc.sql(CHECKLIST + " WHERE series_id = :series AND id = :id")
                .param("series", seriesId)
                .param("id", id)
                .query(ChecklistStore::checklist)
                .optional();
    }

    void insert(Checklist checklist, Person person) {
        jdbc.sql("""
                        INSERT INTO checklist (id, series_id, name, file_name, sha256, size_bytes, uploaded_by,
                            uploaded_name, uploaded_at, part_of)
                        VALUES (:id, :series, :name, :file, :sha256, :size, :by, :byName, :at, :partOf)""")
                .param("id", checklist.id())
                .param("series", checklist.seriesId())
                .param("name", checklist.name())
                .param("file", checklist.fileName())
                .param("sha256", checklist.sha256())
                .param("size", checklist.sizeBytes())
                .param("by", person.id())
                .param("byName", person.name())
                .param("at", Timestamp.from(checklist.uploadedAt()))
                .param("partOf", checklist.partOf(), java.sql.Types.OTHER)
                .update();
    }

    /** Names the columns, if nobody changed the checklist since {@code version} was read. */
    boolean columns(UUID id, Columns columns, int version) {
        return jdbc.sql("""
                        UPDATE checklist SET sheet = :sheet, header_row = :header, number_column = :number,
                            question_column = :question, answer_column = :answer, remark_column = :remark,
                            version = version + 1
                        WHERE id = :id AND version = :version""")
                        .param("sheet", columns.sheet())
                        .param("header", columns.headerRow())
                        .param("number", columns.number())
                        .param("question", columns.question())
                        .param("answer", columns.answer())
                        .param("remark", columns.remark())
                        .param("id", id)
                        .param("version", version)
                        .update()
                == 1;
    }

    /** Removes, or brings back; false when it was so already. */
    boolean removed(UUID id, @Nullable Instant at) {
        return jdbc.sql("""
                        UPDATE checklist SET removed_at = :at::timestamptz, version = version + 1
                        WHERE id = :id AND (removed_at IS NULL) <> (:at::timestamptz IS NULL)""")
                        .param("at", at == null ? null : Timestamp.from(at))
                        .param("id", id)
                        .update()
                == 1;
    }

    List<ChecklistReader.Row> rows(UUID id) {
        return jdbc.sql(
                        "SELECT row_number, number, question, opposite FROM checklist_row WHERE checklist_id = :id ORDER BY row_number")
                .param("id", id)
                .query((rs, n) -> new ChecklistReader.Row(
                        rs.getInt("row_number"),
                        rs.getString("number"),
                        rs.getString("question"),
                        rs.getBoolean("opposite")))
                .list();
    }

    void replaceRows(UUID id, List<ChecklistReader.Row> rows) {
        jdbc.sql("DELETE FROM checklist_row WHERE checklist_id = :id")
                .param("id", id)
                .update();
        rows.forEach(row -> jdbc.sql("""
                        INSERT INTO checklist_row (checklist_id, row_number, number, question, same)
                        VALUES (:id, :row, :number, :question, :same)""")
                .param("id", id)
                .param("row", row.row())
                .param("number", row.number())
                .param("question", row.question())
                .param("same", row.same())
                .update());
    }

    /** Says of a row whether "yes" is the bad answer; false when it was said already. */
    boolean opposite(UUID id, int row, boolean opposite) {
        return jdbc.sql("""
                        UPDATE checklist_row SET opposite = :opposite
                        WHERE checklist_id = :id AND row_number = :row AND opposite <> :opposite""")
                        .param("opposite", opposite)
                        .param("id", id)
                        .param("row", row)
                        .update()
                == 1;
    }

    Optional<Columns> layout(String fingerprint, String sheet, int headerRow) {
        return jdbc.sql("""
                        SELECT number_column, question_column, answer_column, remark_column FROM checklist_layout
                        WHERE fingerprint = :fingerprint""")
                .param("fingerprint", fingerprint)
                .query((rs, n) -> new Columns(
                        sheet,
                        headerRow,
                        rs.getString("number_column"),
                        rs.getString("question_column"),
                        rs.getString("answer_column"),
                        rs.getString("remark_column")))
                .optional();
    }

    void layout(String fingerprint, Columns columns, Person person, Instant now) {
        jdbc.sql("""
                        INSERT INTO checklist_layout (fingerprint, number_column, question_column, answer_column,
                            remark_column, set_by, set_at)
                        VALUES (:fingerprint, :number, :question, :answer, :remark, :by, :at)
                        ON CONFLICT (fingerprint) DO UPDATE
                        SET number_column = excluded.number_column, question_column = excluded.question_column,
                            answer_column = excluded.answer_column, remark_column = excluded.remark_column,
                            set_by = excluded.set_by, set_at = excluded.set_at""")
                .param("fingerprint", fingerprint)
                .param("number", columns.number())
                .param("question", columns.question())
                .param("answer", columns.answer())
                .param("remark", columns.remark())
                .param("by", person.id())
                .param("at", Timestamp.from(now))
                .update();
    }

    /** Those in force, in the order in which they were made. */
    List<Tie> ties(UUID checklistId) {
        return jdbc.sql(TIE
                        + " WHERE t.checklist_id = :id AND t.ended_at IS NULL ORDER BY t.row_number, t.tied_at, t.id")
                .param("id", checklistId)
                .query(ChecklistStore::tie)
                .list();
    }

    /** A tie of another checklist and what its row has in common with rows that ask the same. */
    record Earlier(String same, boolean opposite, Tie tie, String checklist, UUID seriesId) {}

    /** Ties in force of other checklists in use whose rows ask the same as rows of this one, the newest first. */
    List<Earlier> earlier(UUID checklistId) {
        return jdbc.sql("""
                        SELECT r.same, r.opposite, c.name, c.series_id, t.id, t.checklist_id, t.row_number, t.question,
                            t.requirement, t.fact, t.accepted, t.tied_by, t.tied_name, t.tied_at
                        FROM checklist_row r
                        JOIN checklist c ON c.id = r.checklist_id AND c.removed_at IS NULL
                        JOIN checklist_tie t ON t.checklist_id = r.checklist_id AND t.row_number = r.row_number
                            AND t.ended_at IS NULL
                        WHERE r.checklist_id <> :id
                          AND r.same IN (SELECT own.same FROM checklist_row own WHERE own.checklist_id = :id)
                        ORDER BY t.tied_at DESC, t.id DESC LIMIT 5000""")
                .param("id", checklistId)
                .query((rs, n) -> new Earlier(
                        rs.getString("same"),
                        rs.getBoolean("opposite"),
                        tie(rs, n),
                        rs.getString("name"),
                        rs.getObject("series_id", UUID.class)))
                .list();
    }

    /** The names of the checklists in use of a series, by the requirements that their rows are tied to. */
    SortedSet<String> customers(UUID seriesId) {
        return new TreeSet<>(jdbc.sql("SELECT name FROM checklist WHERE series_id = :series AND removed_at IS NULL")
                .param("series", seriesId)
                .query((rs, n) -> rs.getString("name"))
                .list());
    }

    Map<RequirementId, SortedSet<String>> demand(UUID seriesId) {
        Map<RequirementId, SortedSet<String>> demand = new HashMap<>();
        jdbc.sql("""
                        SELECT DISTINCT t.requirement, c.name
                        FROM checklist_tie t JOIN checklist c ON c.id = t.checklist_id
                        WHERE c.series_id = :series AND c.removed_at IS NULL AND t.ended_at IS NULL
                          AND t.requirement <> ''""").param("series", seriesId).query(row -> {
            RequirementId id = RequirementId.parse(row.getString("requirement")).orElseThrow();
            demand.computeIfAbsent(id, i -> new TreeSet<>()).add(row.getString("name"));
        });
        return demand;
    }

    void insert(Tie tie) {
        Basis basis = tie.basis();
        jdbc.sql("""
                        INSERT INTO checklist_tie (id, checklist_id, row_number, question, requirement, fact, accepted,
                            tied_by, tied_name, tied_at)
                        VALUES (:id, :checklist, :row, :question, :requirement, :fact, :accepted, :by, :name, :at)""")
                .param("id", tie.id())
                .param("checklist", tie.checklistId())
                .param("row", tie.row())
                .param("question", tie.question())
                .param("requirement", basis instanceof Basis.Asked(RequirementId id) ? id.toString() : "")
                .param(
                        "fact",
                        basis instanceof Basis.Stated stated ? stated.fact().value() : "")
                .param(
                        "accepted",
                        basis instanceof Basis.Stated stated ? stated.accepted().toArray(String[]::new) : new String[0])
                .param("by", tie.byId())
                .param("name", tie.byName())
                .param("at", Timestamp.from(tie.at()))
                .update();
    }

    /** Ends a tie in force; false when there is none. */
    boolean end(UUID checklistId, UUID tieId, UUID by, Instant at) {
        return jdbc.sql("""
                        UPDATE checklist_tie SET ended_by = :by, ended_at = :at
                        WHERE id = :id AND checklist_id = :checklist AND ended_at IS NULL""")
                        .param("by", by)
                        .param("at", Timestamp.from(at))
                        .param("id", tieId)
                        .param("checklist", checklistId)
                        .update()
                == 1;
    }

    /** How many rows of each of these checklists are tied, and how many there are. */
    record Count(UUID checklistId, int rows, int tied) {}

    List<Count> counts(Collection<UUID> checklists) {
        return jdbc.sql("""
                        SELECT r.checklist_id, count(*) AS rows, count(*) FILTER (WHERE EXISTS (
                            SELECT FROM checklist_tie t WHERE t.checklist_id = r.checklist_id
                              AND t.row_number = r.row_number AND t.ended_at IS NULL)) AS tied
                        FROM checklist_row r WHERE r.checklist_id = ANY (:ids) GROUP BY r.checklist_id""")
                .param("ids", checklists.toArray(UUID[]::new))
                .query((rs, n) ->
                        new Count(rs.getObject("checklist_id", UUID.class), rs.getInt("rows"), rs.getInt("tied")))
                .list();
    }

    private static Checklist checklist(ResultSet rs, int n) throws SQLException {
        Timestamp removed = rs.getTimestamp("removed_at");
        return new Checklist(
                rs.getObject("id", UUID.class),
                rs.getObject("series_id", UUID.class),
                rs.getString("name"),
                rs.getString("file_name"),
                rs.getString("sha256"),
                rs.getLong("size_bytes"),
                new Columns(
                        rs.getString("sheet"),
                        rs.getInt("header_row"),
                        rs.getString("number_column"),
                        rs.getString("question_column"),
                        rs.getString("answer_column"),
                        rs.getString("remark_column")),
                rs.getString("uploaded_name"),
                rs.getTimestamp("uploaded_at").toInstant(),
                removed == null ? null : removed.toInstant(),
                rs.getObject("part_of", UUID.class),
                rs.getInt("version"));
    }

    private static Tie tie(ResultSet rs, int n) throws SQLException {
        String requirement = rs.getString("requirement");
        Basis basis = requirement.isEmpty()
                ? new Basis.Stated(new FactKey(rs.getString("fact")), new TreeSet<>(Arrays.asList((String[])
                        rs.getArray("accepted").getArray())))
                : new Basis.Asked(RequirementId.parse(requirement).orElseThrow());
        return new Tie(
                rs.getObject("id", UUID.class),
                rs.getObject("checklist_id", UUID.class),
                rs.getInt("row_number"),
                rs.getString("question"),
                basis,
                rs.getObject("tied_by", UUID.class),
                rs.getString("tied_name"),
                rs.getTimestamp("tied_at").toInstant());
    }
}
