package dev.shisa.server.document;

import dev.shisa.server.platform.account.Person;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tables of documents. */
@Component
class DocumentStore {

    private static final String DOCUMENT = "SELECT id, code, kind, series_id, created_name, created_at FROM document ";

    /** A version with its last revision and its last step. */
    private static final String VERSION = """
            SELECT v.id, v.document_id, v.number, v.began_at, s.state, s.number AS steps, r.id AS revision_id,
                r.number AS revision_number, r.title_ja, r.title_en, r.content, r.change_note, r.review_by, r.place, r.address,
                r.saved_by, r.saved_name, r.saved_at
            FROM document_version v
            CROSS JOIN LATERAL (SELECT state, number FROM document_step WHERE version_id = v.id
                ORDER BY number DESC LIMIT 1) s
            CROSS JOIN LATERAL (SELECT * FROM document_revision WHERE version_id = v.id ORDER BY number DESC LIMIT 1) r
            """;

    private final JdbcClient jdbc;

    DocumentStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    // Documents

    /** @param seriesId null: the organisation's */
    List<Document> of(@Nullable UUID seriesId) {
        return seriesId == null
                ? jdbc.sql(DOCUMENT + "WHERE series_id IS NULL ORDER BY created_at, id")
                        .query(DocumentStore::document)
                        .list()
                : jdbc.sql(DOCUMENT + "WHERE series_id = :series ORDER BY created_at, id")
                        .param("series", seriesId)
                        .query(DocumentStore::document)
                        .list();
    }

    List<Document> all() {
        return jdbc.sql(DOCUMENT + "ORDER BY created_at, id")
                .query(DocumentStore::document)
                .list();
    }

    Optional<Document> document(UUID id) {
        return jdbc.sql(DOCUMENT + "WHERE id = :id")
                .param("id", id)
                .query(DocumentStore::document)
                .optional();
    }

    boolean codeIsTaken(String code) {
        return jdbc.sql("SELECT EXISTS (SELECT 1 FROM document WHERE code = :code)")
                .param("code", code)
                .query(Boolean.class)
                .single();
    }

    /** Holds whoever else creates documents, or takes a step with this one, until the transaction ends. */
    void lock(UUID id) {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended(:id, 180))")
                .param("id", id.toString())
                .query((rs, number) -> 0)
                .single();
    }

    void insert(Document document, Person by) {
        jdbc.sql("""
                        INSERT INTO document (id, code, kind, series_id, created_by, created_name, created_at)
                        VALUES (:id, :code, :kind, :series, :by, :name, :at)""")
                .param("id", document.id())
                .param("code", document.code())
                .param("kind", document.kind().id())
                .param("series", document.seriesId())
                .param("by", by.id())
                .param("name", document.createdName())
                .param("at", Timestamp.from(document.createdAt()))
                .update();
    }

    private static Document document(ResultSet rs, int number) throws SQLException {
        return new Document(
                rs.getObject("id", UUID.class),
                rs.getString("code"),
                DocumentKind.parse(rs.getString("kind")).orElseThrow(),
                rs.getObject("series_id", UUID.class),
                rs.getString("created_name"),
                rs.getTimestamp("created_at").toInstant());
    }

    // Versions

    /** The newest first. */
    List<Version> versions(UUID document) {
        return jdbc.sql(VERSION + "WHERE v.document_id = :document ORDER BY v.number DESC")
                .param("document", document)
                .query(DocumentStore::version)
                .list();
    }

    /** Of all documents those that are worked on or in force, and the newest of each. */
    List<Version> present() {
        return jdbc.sql(VERSION + """
                        WHERE s.state NOT IN ('superseded', 'withdrawn')
                            OR v.number = (SELECT max(number) FROM document_version WHERE document_id = v.document_id)
                        ORDER BY v.document_id, v.number DESC""").query(DocumentStore::version).list();
    }

    Optional<Version> version(UUID id) {
        return jdbc.sql(VERSION + "WHERE v.id = :id")
                .param("id", id)
                .query(DocumentStore::version)
                .optional();
    }

    void insertVersion(UUID id, UUID document, int number, Person by, Instant at) {
        jdbc.sql("""
                        INSERT INTO document_version (id, document_id, number, began_by, began_name, began_at)
                        VALUES (:id, :document, :number, :by, :name, :at)""")
                .param("id", id)
                .param("document", document)
                .param("number", number)
                .param("by", by.id())
                .param("name", by.name())
                .param("at", Timestamp.from(at))
                .update();
    }

    private static Version version(ResultSet rs, int number) throws SQLException {
        return new Version(
                rs.getObject("id", UUID.class),
                rs.getObject("document_id", UUID.class),
                rs.getInt("number"),
                rs.getTimestamp("began_at").toInstant(),
                State.parse(rs.getString("state")).orElseThrow(),
                rs.getInt("steps"),
                revision(rs, "revision_id", "revision_number", rs.getObject("id", UUID.class)));
    }

    private static Revision revision(ResultSet rs, String id, String number, UUID version) throws SQLException {
        return new Revision(
                rs.getObject(id, UUID.class),
                version,
                rs.getInt(number),
                Content.read(rs.getString("title_ja"), rs.getString("title_en"), rs.getString("content")),
                new Revision.About(
                        rs.getString("change_note"),
                        rs.getObject("review_by", LocalDate.class),
                        rs.getString("place"),
                        rs.getString("address")),
                rs.getObject("saved_by", UUID.class),
                rs.getString("saved_name"),
                rs.getTimestamp("saved_at").toInstant());
    }

    // Revisions

    /** The newest first, at most so many. */
    List<Revision> revisions(UUID version, int most) {
        return jdbc.sql("SELECT * FROM document_revision WHERE version_id = :version ORDER BY number DESC LIMIT :most")
                .param("version", version)
                .param("most", most)
                .query((rs, number) -> revision(rs, "id", "number", version))
                .list();
    }

    Optional<Revision> revision(UUID version, int number) {
        return jdbc.sql("SELECT * FROM document_revision WHERE version_id = :version AND number = :number")
                .param("version", version)
                .param("number", number)
                .query((rs, row) -> revision(rs, "id", "number", version))
                .optional();
    }

    /**
     * Saves; false when somebody else saved this number.
     *
     * @param salt with which the ledger holds a hash of it; null: the ledger holds the text
     */
    boolean insert(Revision revision, byte @Nullable [] salt) {
        return jdbc.sql("""
                        INSERT INTO document_revision (id, version_id, number, title_ja, title_en, content, change_note,
                            review_by, place, address, saved_by, saved_name, saved_at, salt)
                        VALUES (:id, :version, :number, :ja, :en, :content, :note, :review, :place, :address, :by, :name, :at,
                            :salt)
                        ON CONFLICT (version_id, number) DO NOTHING""")
                        .param("id", revision.id())
                        .param("version", revision.versionId())
                        .param("number", revision.number())
                        .param("ja", revision.content().titles().getOrDefault("ja", ""))
                        .param("en", revision.content().titles().getOrDefault("en", ""))
                        .param("content", revision.content().stored())
                        .param("note", revision.about().changeNote())
                        .param("review", revision.about().reviewBy())
                        .param("place", revision.about().place())
                        .param("address", revision.about().address())
                        .param("by", revision.savedBy())
                        .param("name", revision.savedName())
                        .param("at", Timestamp.from(revision.savedAt()))
                        .param("salt", salt, Types.BINARY)
                        .update()
                == 1;
    }

    /** Everybody who saved a revision of a version. */
    Set<UUID> writers(UUID version) {
        return Set.copyOf(jdbc.sql("SELECT DISTINCT saved_by FROM document_revision WHERE version_id = :version")
                .param("version", version)
                .query(UUID.class)
                .list());
    }

    /** The documents that somebody began, wrote, took a step with or was asked to read. */
    Set<UUID> workedOn(UUID person) {
        return Set.copyOf(
                jdbc.sql("""
                        SELECT id FROM document WHERE created_by = :person
                        UNION SELECT v.document_id FROM document_version v WHERE v.began_by = :person
                            OR EXISTS (SELECT FROM document_revision r WHERE r.version_id = v.id AND r.saved_by = :person)
                            OR EXISTS (SELECT FROM document_step s WHERE s.version_id = v.id AND s.stepped_by = :person)
                            OR EXISTS (SELECT FROM document_reader a WHERE a.version_id = v.id AND a.person_id = :person)""").param("person", person).query(UUID.class).list());
    }

    // What a text rests on

    /** Says what a version rests on from now on; the last one counts. */
    void insertBasis(UUID id, UUID version, int number, Basis basis, String note, Person by, Instant at) {
        jdbc.sql("""
                        INSERT INTO document_basis (id, version_id, number, basis, note, by_id, by_name, at)
                        VALUES (:id, :version, :number, :basis, :note, :by, :name, :at)""")
                .param("id", id)
                .param("version", version)
                .param("number", number)
                .param("basis", basis.stored())
                .param("note", note)
                .param("by", by.id())
                .param("name", by.name())
                .param("at", Timestamp.from(at))
                .update();
    }

    int bases(UUID version) {
        return jdbc.sql("SELECT count(*) FROM document_basis WHERE version_id = :version")
                .param("version", version)
                .query(Integer.class)
                .single();
    }

    /** Empty: it is not known what it rests on. */
    Optional<Basis> basis(UUID version) {
        return jdbc.sql("SELECT basis FROM document_basis WHERE version_id = :version ORDER BY number DESC LIMIT 1")
                .param("version", version)
                .query(String.class)
                .optional()
                .map(Basis::read);
    }

    private static final String RESTING = """
            SELECT v.id FROM document_version v JOIN document d ON d.id = v.document_id
            CROSS JOIN LATERAL (SELECT state FROM document_step WHERE version_id = v.id ORDER BY number DESC LIMIT 1) s
            CROSS JOIN LATERAL (SELECT basis FROM document_basis WHERE version_id = v.id ORDER BY number DESC LIMIT 1) b
            WHERE s.state = 'in-force'""";

    /** Versions in force of these kinds. */
    List<UUID> inForce(Collection<DocumentKind> kinds) {
        if (kinds.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("""
                        SELECT v.id FROM document_version v JOIN document d ON d.id = v.document_id
                        CROSS JOIN LATERAL (
                            SELECT state FROM document_step WHERE version_id = v.id ORDER BY number DESC LIMIT 1) s
                        WHERE s.state = 'in-force' AND d.kind IN (:kinds) ORDER BY v.id""")
                .param("kinds", kinds.stream().map(DocumentKind::id).toList())
                .query((rs, number) -> rs.getObject(1, UUID.class))
                .list();
    }

    /** Versions in force of which it is known what they rest on. */
    List<UUID> resting() {
        return jdbc.sql(RESTING + " ORDER BY v.id")
                .query((rs, number) -> rs.getObject(1, UUID.class))
                .list();
    }

    /**
     * Those of them that rest on one of these words.
     *
     * @param series only of these and of the organisation, at least one; null: of all
     */
    List<UUID> resting(Collection<String> words, @Nullable Collection<UUID> series) {
        JdbcClient.StatementSpec asked = jdbc.sql(RESTING
                        + " AND EXISTS (SELECT FROM unnest(string_to_array(:words, chr(10))) w WHERE position(w IN b.basis) > 0)"
                        + (series == null ? "" : " AND (d.series_id IS NULL OR d.series_id IN (:series))")
                        + " ORDER BY v.id")
                .param("words", String.join("\n", words));
        return (series == null ? asked : asked.param("series", series))
                .query((rs, number) -> rs.getObject(1, UUID.class))
                .list();
    }

    /**
     * That a version in force rests on answers that have changed.
     *
     * @param evidence that makes its facts be looked at again; null: nothing that it decides is in question
     */
    record Doubt(UUID id, UUID version, @Nullable UUID evidence, Instant beganAt) {}

    void insert(Doubt doubt) {
        jdbc.sql("""
                        INSERT INTO document_doubt (id, version_id, evidence_id, began_at)
                        VALUES (:id, :version, :evidence, :at)""")
                .param("id", doubt.id())
                .param("version", doubt.version())
                .param("evidence", doubt.evidence())
                .param("at", Timestamp.from(doubt.beganAt()))
                .update();
    }

    void end(Doubt doubt, Instant at) {
        jdbc.sql("UPDATE document_doubt SET ended_at = :at WHERE id = :id")
                .param("at", Timestamp.from(at))
                .param("id", doubt.id())
                .update();
    }

    /** Those that have not ended, the first one first. */
    List<Doubt> doubts() {
        return jdbc.sql("SELECT * FROM document_doubt WHERE ended_at IS NULL ORDER BY began_at, id")
                .query(DocumentStore::doubt)
                .list();
    }

    Optional<Doubt> doubt(UUID version) {
        return jdbc.sql("SELECT * FROM document_doubt WHERE ended_at IS NULL AND version_id = :version")
                .param("version", version)
                .query(DocumentStore::doubt)
                .optional();
    }

    private static Doubt doubt(ResultSet rs, int number) throws SQLException {
        return new Doubt(
                rs.getObject("id", UUID.class),
                rs.getObject("version_id", UUID.class),
                rs.getObject("evidence_id", UUID.class),
                rs.getTimestamp("began_at").toInstant());
    }

    /** The version that a piece of evidence is about: that it has become, or that it casts doubt on. */
    Optional<UUID> keeps(UUID evidence) {
        return jdbc.sql("""
                        SELECT version_id FROM document_evidence WHERE evidence_id = :evidence
                        UNION ALL SELECT version_id FROM document_doubt WHERE evidence_id = :evidence LIMIT 1""").param("evidence", evidence).query(UUID.class).optional();
    }

    // Steps

    /** The first one first. */
    List<Step> steps(UUID version) {
        return jdbc.sql("SELECT * FROM document_step WHERE version_id = :version ORDER BY number")
                .param("version", version)
                .query((rs, number) -> new Step(
                        rs.getObject("id", UUID.class),
                        version,
                        rs.getInt("number"),
                        Step.Act.parse(rs.getString("act")),
                        State.parse(rs.getString("state")).orElseThrow(),
                        rs.getInt("revision"),
                        rs.getString("note"),
                        rs.getObject("stepped_by", UUID.class),
                        rs.getString("stepped_name"),
                        rs.getTimestamp("stepped_at").toInstant()))
                .list();
    }

    /**
     * Takes a step; false when somebody else took one since.
     *
     * @param salt with which the ledger holds a hash of its note; null: the ledger holds the note
     */
    boolean insert(Step step, byte @Nullable [] salt) {
        return jdbc.sql("""
                        INSERT INTO document_step (id, version_id, number, act, state, revision, note, stepped_by, stepped_name,
                            stepped_at, salt)
                        VALUES (:id, :version, :number, :act, :state, :revision, :note, :by, :name, :at, :salt)
                        ON CONFLICT (version_id, number) DO NOTHING""")
                        .param("id", step.id())
                        .param("version", step.versionId())
                        .param("number", step.number())
                        .param("act", step.act().id())
                        .param("state", step.state().id())
                        .param("revision", step.revision())
                        .param("note", step.note())
                        .param("by", step.by())
                        .param("name", step.byName())
                        .param("at", Timestamp.from(step.at()))
                        .param("salt", salt, Types.BINARY)
                        .update()
                == 1;
    }

    // Readers

    List<Reading> readings(UUID version) {
        return jdbc.sql("""
                        SELECT coalesce(r.person_id, a.person_id) AS person, coalesce(a.person_name, '') AS name, r.due, a.read_at
                        FROM (SELECT * FROM document_reader WHERE version_id = :version) r
                        FULL JOIN (SELECT * FROM document_acknowledgement WHERE version_id = :version) a
                            ON a.person_id = r.person_id
                        ORDER BY a.read_at NULLS FIRST, person""")
                .param("version", version)
                .query((rs, number) -> {
                    Timestamp read = rs.getTimestamp("read_at");
                    return new Reading(
                            rs.getObject("person", UUID.class),
                            rs.getString("name"),
                            rs.getObject("due", LocalDate.class),
                            read == null ? null : read.toInstant());
                })
                .list();
    }

    boolean ask(UUID id, UUID version, UUID person, LocalDate due, Person by, Instant at) {
        return jdbc.sql("""
                        INSERT INTO document_reader (id, version_id, person_id, due, asked_by, asked_name, asked_at)
                        VALUES (:id, :version, :person, :due, :by, :name, :at)
                        ON CONFLICT (version_id, person_id) DO NOTHING""")
                        .param("id", id)
                        .param("version", version)
                        .param("person", person)
                        .param("due", due)
                        .param("by", by.id())
                        .param("name", by.name())
                        .param("at", Timestamp.from(at))
                        .update()
                == 1;
    }

    boolean acknowledge(UUID id, UUID version, Person person, Instant at) {
        return jdbc.sql("""
                        INSERT INTO document_acknowledgement (id, version_id, person_id, person_name, read_at)
                        VALUES (:id, :version, :person, :name, :at) ON CONFLICT (version_id, person_id) DO NOTHING""")
                        .param("id", id)
                        .param("version", version)
                        .param("person", person.id())
                        .param("name", person.name())
                        .param("at", Timestamp.from(at))
                        .update()
                == 1;
    }

    /** A version that somebody was asked to read and has not. */
    record Unread(UUID version, UUID person, LocalDate due) {}

    /** Of versions that are approved or in force. */
    List<Unread> unread() {
        return jdbc.sql("""
                        SELECT r.version_id, r.person_id, r.due FROM document_reader r
                        CROSS JOIN LATERAL (SELECT state FROM document_step WHERE version_id = r.version_id
                            ORDER BY number DESC LIMIT 1) s
                        WHERE s.state IN ('approved', 'in-force') AND NOT EXISTS (SELECT 1 FROM document_acknowledgement a
                            WHERE a.version_id = r.version_id AND a.person_id = r.person_id)
                        ORDER BY r.due, r.version_id, r.person_id""")
                .query((rs, number) -> new Unread(
                        rs.getObject("version_id", UUID.class),
                        rs.getObject("person_id", UUID.class),
                        rs.getObject("due", LocalDate.class)))
                .list();
    }

    // Evidence

    void link(UUID evidence, UUID version) {
        jdbc.sql("INSERT INTO document_evidence (evidence_id, version_id) VALUES (:evidence, :version)")
                .param("evidence", evidence)
                .param("version", version)
                .update();
    }

    List<UUID> evidence(Collection<UUID> versions) {
        return versions.isEmpty()
                ? List.of()
                : jdbc.sql(
                                "SELECT evidence_id FROM document_evidence WHERE version_id IN (:versions) ORDER BY evidence_id")
                        .param("versions", versions)
                        .query((rs, number) -> rs.getObject(1, UUID.class))
                        .list();
    }
}
