package dev.shisa.server.advisory;

import dev.shisa.advisory.CsafVersion;
import dev.shisa.advisory.draft.Advisory;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The tables {@code advisory}, {@code advisory_draft}, {@code advisory_step} and {@code advisory_issued}. */
@Repository
class OwnAdvisoryStore {

    private static final TypeReference<List<ConcernedProduct>> PRODUCTS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    OwnAdvisoryStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    void insert(UUID id, String code, Instant at) {
        jdbc.sql("INSERT INTO advisory (id, code, made_at) VALUES (:id, :code, :at)")
                .param("id", id)
                .param("code", code)
                .param("at", Timestamp.from(at))
                .update();
    }

    /** Saves a draft; its text as it is stored. */
    String insert(UUID advisory, OwnAdvisory.Draft draft) {
        String text = json.writeValueAsString(draft.content());
        jdbc.sql("""
                        INSERT INTO advisory_draft (id, advisory_id, number, content, by_id, by_name, at)
                        VALUES (:id, :advisory, :number, :content, :by, :name, :at)""")
                .param("id", draft.id())
                .param("advisory", advisory)
                .param("number", draft.number())
                .param("content", text)
                .param("by", draft.by())
                .param("name", draft.byName())
                .param("at", Timestamp.from(draft.at()))
                .update();
        return text;
    }

    void insert(UUID advisory, OwnAdvisory.Step step) {
        jdbc.sql("""
                        INSERT INTO advisory_step (id, advisory_id, draft_id, act, note, by_id, by_name, at)
                        VALUES (:id, :advisory, :draft, :act, :note, :by, :name, :at)""")
                .param("id", step.id())
                .param("advisory", advisory)
                .param("draft", step.draft())
                .param("act", step.act().id())
                .param("note", step.note())
                .param("by", step.by())
                .param("name", step.byName())
                .param("at", Timestamp.from(step.at()))
                .update();
    }

    /** A revision to issue, beside what {@link IssuedAdvisory} says of it. */
    record Issue(UUID id, String sha256, UUID askedBy, String askedName, UUID by, String byName, boolean alone) {}

    void insert(Issue issue, IssuedAdvisory issued) {
        jdbc.sql("""
                        INSERT INTO advisory_issued (id, advisory_id, draft_id, number, tracking, tlp, withdrawn, title,
                            products, document, sha256, signature, fingerprint, asked_by, asked_name, by_id, by_name,
                            alone, at)
                        VALUES (:id, :advisory, :draft, :number, :tracking, :tlp, :withdrawn, :title, :products,
                            :document, :sha, :signature, :fingerprint, :asked, :askedName, :by, :byName, :alone, :at)""")
                .param("id", issue.id())
                .param("advisory", issued.advisory())
                .param("draft", issued.id())
                .param("number", issued.number())
                .param("tracking", issued.tracking())
                .param("tlp", issued.content().tlp().name())
                .param("withdrawn", issued.content().withdrawn())
                .param("title", issued.content().title().in("ja"))
                .param("products", json.writeValueAsString(issued.products()))
                .param("document", issued.document())
                .param("sha", issue.sha256())
                .param("signature", issued.signature())
                .param("fingerprint", issued.fingerprint())
                .param("asked", issue.askedBy())
                .param("askedName", issue.askedName())
                .param("by", issue.by())
                .param("byName", issue.byName())
                .param("alone", issue.alone())
                .param("at", Timestamp.from(issued.current()))
                .update();
    }

    /** Keeps whoever else changes this advisory waiting until the transaction ends. */
    void lock(UUID advisory) {
        jdbc.sql("SELECT id FROM advisory WHERE id = ? FOR UPDATE")
                .param(advisory)
                .query(UUID.class)
                .single();
    }

    /** Numbers are given one after the other. */
    void lockNumbers() {
        jdbc.sql("LOCK TABLE advisory_issued IN SHARE ROW EXCLUSIVE MODE").update();
    }

    /** The highest number of a year that was given; 0: none. */
    int highest(String begin) {
        return jdbc.sql("""
                        SELECT coalesce(max(substring(tracking from length(:begin) + 1)::integer), 0)
                        FROM advisory_issued
                        WHERE starts_with(tracking, :begin) AND substring(tracking from length(:begin) + 1) ~ '^[0-9]{1,6}$'""").param("begin", begin).query(Integer.class).single();
    }

    Optional<OwnAdvisory> byCode(String code) {
        return jdbc.sql("""
                        SELECT id FROM advisory WHERE code = upper(:code)
                        UNION SELECT advisory_id FROM advisory_issued WHERE lower(tracking) = lower(:code) LIMIT 1""")
                .param("code", code)
                .query(UUID.class)
                .optional()
                .flatMap(id -> all(List.of(id)).stream().findFirst());
    }

    /**
     * How far an advisory was issued.
     *
     * @param draft what the last revision was made of
     * @param number of revisions
     * @param both whether the last one is there in both versions of CSAF
     */
    record Given(UUID draft, Instant at, int number, boolean both) {

        /** Whether this is what somebody read earlier; a number may have been of another one that came to nothing. */
        boolean is(IssuedAdvisory read) {
            return draft.equals(read.id()) && at.equals(read.current()) && both == read.isInBoth();
        }
    }

    /** How far each advisory was issued, if it was. */
    Map<UUID, Given> issued() {
        Map<UUID, Given> given = new HashMap<>();
        jdbc.sql("""
            SELECT DISTINCT ON (i.advisory_id) i.advisory_id, i.draft_id, i.at, i.number,
                EXISTS (SELECT FROM advisory_edition e WHERE e.issued_id = i.id) AS in_both
            FROM advisory_issued i ORDER BY i.advisory_id, i.number DESC""")
                .query((row, _) -> given.put(
                        row.getObject("advisory_id", UUID.class),
                        new Given(
                                row.getObject("draft_id", UUID.class),
                                row.getTimestamp("at").toInstant(),
                                row.getInt("number"),
                                row.getBoolean("in_both"))))
                .list();
        return given;
    }

    /** The last issued revision of each advisory, without its documents. */
    List<SaidBefore.Last> last() {
        return jdbc.sql("""
            SELECT DISTINCT ON (i.advisory_id) i.advisory_id, i.tracking, d.content
            FROM advisory_issued i JOIN advisory_draft d ON d.id = i.draft_id
            ORDER BY i.advisory_id, i.number DESC""")
                .query((row, _) -> new SaidBefore.Last(
                        row.getObject("advisory_id", UUID.class),
                        String.valueOf(row.getString("tracking")),
                        json.readValue(String.valueOf(row.getString("content")), AdvisoryContent.class)))
                .list();
    }

    /** How many revisions of one advisory were issued; 0: none, or there is no such advisory. */
    int revisions(UUID advisory) {
        return jdbc.sql("SELECT coalesce(max(number), 0) FROM advisory_issued WHERE advisory_id = ?")
                .param(advisory)
                .query(Integer.class)
                .single();
    }

    /** Some of them, by their ids. */
    List<OwnAdvisory> byIds(Collection<UUID> ids) {
        return ids.isEmpty() ? List.of() : all(ids);
    }

    /** All of them, the one that was begun last first. */
    List<OwnAdvisory> all() {
        return all(List.of());
    }

    /** Those of which something is written that is neither issued nor discarded; what else was issued is not read. */
    List<OwnAdvisory> inWork() {
        return byIds(
                jdbc.sql("""
                        SELECT d.advisory_id FROM advisory_draft d
                        WHERE NOT EXISTS (SELECT FROM advisory_draft later
                                WHERE later.advisory_id = d.advisory_id AND later.number > d.number)
                            AND NOT EXISTS (SELECT FROM advisory_issued i WHERE i.draft_id = d.id)
                            AND NOT EXISTS (SELECT FROM advisory_step s WHERE s.draft_id = d.id AND s.act = 'discarded')""").query((row, _) -> row.getObject(1, UUID.class)).list());
    }

    /** Those of a case, the one that was begun last first. */
    List<OwnAdvisory> ofCase(UUID caseId) {
        return byIds(jdbc.sql("SELECT DISTINCT advisory_id FROM advisory_draft WHERE content::jsonb ->> 'caseId' = ?")
                .param(caseId.toString())
                .query((row, _) -> row.getObject(1, UUID.class))
                .list());
    }

    private record Head(UUID id, String code, Instant madeAt) {}

    private List<OwnAdvisory> all(Collection<UUID> only) {
        String among = only.isEmpty() ? "" : " AND a.id IN (:only)";
        List<Head> heads = query("SELECT * FROM advisory a WHERE true" + among + " ORDER BY id DESC", only)
                .query((row, number) -> new Head(
                        row.getObject("id", UUID.class),
                        String.valueOf(row.getString("code")),
                        row.getTimestamp("made_at").toInstant()))
                .list();
        Map<UUID, List<OwnAdvisory.Draft>> drafts = new HashMap<>();
        query(
                        "SELECT d.* FROM advisory_draft d JOIN advisory a ON a.id = d.advisory_id WHERE true" + among
                                + " ORDER BY d.advisory_id, d.number",
                        only)
                .query((row, number) -> drafts.computeIfAbsent(
                                row.getObject("advisory_id", UUID.class), id -> new ArrayList<>())
                        .add(draft(row)))
                .list();
        Map<UUID, List<OwnAdvisory.Step>> steps = new HashMap<>();
        query(
                        "SELECT s.* FROM advisory_step s JOIN advisory a ON a.id = s.advisory_id WHERE true" + among
                                + " ORDER BY s.added",
                        only)
                .query((row, number) -> steps.computeIfAbsent(
                                row.getObject("advisory_id", UUID.class), id -> new ArrayList<>())
                        .add(step(row)))
                .list();
        Map<UUID, List<Revision>> revisions = new HashMap<>();
        query(
                        "SELECT i.*, e.document AS other, e.signature AS other_signature"
                                + " FROM advisory_issued i JOIN advisory a ON a.id = i.advisory_id"
                                + " LEFT JOIN advisory_edition e ON e.issued_id = i.id WHERE true" + among
                                + " ORDER BY i.advisory_id, i.number",
                        only)
                .query((row, number) -> revisions
                        .computeIfAbsent(row.getObject("advisory_id", UUID.class), id -> new ArrayList<>())
                        .add(revision(row)))
                .list();
        return heads.stream()
                .map(head -> {
                    List<OwnAdvisory.Draft> own = drafts.getOrDefault(head.id(), List.of());
                    List<Revision> given = revisions.getOrDefault(head.id(), List.of());
                    return new OwnAdvisory(
                            head.id(),
                            head.code(),
                            head.madeAt(),
                            own,
                            steps.getOrDefault(head.id(), List.of()),
                            given.isEmpty() ? null : issued(head, own, given));
                })
                .toList();
    }

    private JdbcClient.StatementSpec query(String sql, Collection<UUID> only) {
        JdbcClient.StatementSpec spec = jdbc.sql(sql);
        return only.isEmpty() ? spec : spec.param("only", only);
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Revision(
            UUID draft,
            String tracking,
            String products,
            byte[] document,
            String signature,
            String fingerprint,
            Instant at,
            byte @Nullable [] other,
            @Nullable String otherSignature) {}

    private static Revision revision(ResultSet row) throws SQLException {
        return new Revision(
                row.getObject("draft_id", UUID.class),
                String.valueOf(row.getString("tracking")),
                String.valueOf(row.getString("products")),
                row.getBytes("document"),
                String.valueOf(row.getString("signature")),
                String.valueOf(row.getString("fingerprint")),
                row.getTimestamp("at").toInstant(),
                row.getBytes("other"),
                row.getString("other_signature"));
    }

    private IssuedAdvisory issued(Head head, List<OwnAdvisory.Draft> drafts, List<Revision> revisions) {
        Map<UUID, AdvisoryContent> contents = new HashMap<>();
        drafts.forEach(draft -> contents.put(draft.id(), draft.content()));
        List<Advisory.Revision> told = new ArrayList<>();
        Map<CsafVersion, IssuedAdvisory.Edition> editions = new EnumMap<>(CsafVersion.class);
        for (Revision one : revisions) {
            AdvisoryContent said = contents.get(one.draft());
            told.add(new Advisory.Revision(one.at(), note(said, told.isEmpty())));
            if (said != null) {
                edition(said, one.document(), one.signature(), one.at(), editions);
                edition(said, one.other(), one.otherSignature(), one.at(), editions);
            }
        }
        Revision last = revisions.getLast();
        AdvisoryContent content = contents.get(last.draft());
        if (content == null) {
            throw new IllegalStateException("the draft of " + last.tracking() + " is gone");
        }
        return new IssuedAdvisory(
                last.draft(),
                head.id(),
                head.code(),
                last.tracking(),
                content,
                json.readValue(last.products(), PRODUCTS),
                last.document(),
                last.signature(),
                last.fingerprint(),
                told,
                List.copyOf(editions.values()));
    }

    private static void edition(
            AdvisoryContent said,
            byte @Nullable [] document,
            @Nullable String signature,
            Instant at,
            Map<CsafVersion, IssuedAdvisory.Edition> editions) {
        if (document != null && signature != null) {
            CsafVersion version = IssuedAdvisory.version(document);
            editions.put(version, new IssuedAdvisory.Edition(version, said, document, signature, at));
        }
    }

    // The other edition of a revision

    void insert(
            UUID id,
            UUID issued,
            CsafVersion version,
            byte[] document,
            String sha256,
            SigningKeys.Signed signed,
            Instant at) {
        jdbc.sql("""
            INSERT INTO advisory_edition (id, issued_id, csaf, document, sha256, signature, fingerprint, at)
            VALUES (:id, :issued, :csaf, :document, :sha, :signature, :fingerprint, :at)""")
                .param("id", id)
                .param("issued", issued)
                .param("csaf", version.number())
                .param("document", document)
                .param("sha", sha256)
                .param("signature", signed.signature())
                .param("fingerprint", signed.fingerprint())
                .param("at", Timestamp.from(at))
                .update();
    }

    /** The last revision of an advisory of which there is one edition only, by its row. */
    Map<UUID, UUID> inOneEdition() {
        Map<UUID, UUID> rows = new HashMap<>();
        jdbc.sql("""
            SELECT i.advisory_id, i.id FROM advisory_issued i
            WHERE NOT EXISTS (SELECT FROM advisory_edition e WHERE e.issued_id = i.id)
                AND NOT EXISTS (SELECT FROM advisory_issued later
                    WHERE later.advisory_id = i.advisory_id AND later.number > i.number)""")
                .query((row, _) -> rows.put(row.getObject("advisory_id", UUID.class), row.getObject("id", UUID.class)))
                .list();
        return rows;
    }

    /** What a revision says of itself; the first one is the first. */
    static Advisory.Said note(@Nullable AdvisoryContent content, boolean first) {
        if (content != null
                && !(content.note().ja().isBlank() && content.note().en().isBlank())) {
            return content.note();
        }
        return first ? new Advisory.Said("初版", "First version") : new Advisory.Said("改訂", "Revised");
    }

    private OwnAdvisory.Draft draft(ResultSet row) throws SQLException {
        return new OwnAdvisory.Draft(
                row.getObject("id", UUID.class),
                row.getInt("number"),
                json.readValue(String.valueOf(row.getString("content")), AdvisoryContent.class),
                row.getObject("by_id", UUID.class),
                String.valueOf(row.getString("by_name")),
                row.getTimestamp("at").toInstant());
    }

    private static OwnAdvisory.Step step(ResultSet row) throws SQLException {
        return new OwnAdvisory.Step(
                row.getObject("id", UUID.class),
                row.getObject("draft_id", UUID.class),
                OwnAdvisory.Act.valueOf(String.valueOf(row.getString("act")).toUpperCase(Locale.ROOT)),
                String.valueOf(row.getString("note")),
                row.getObject("by_id", UUID.class),
                String.valueOf(row.getString("by_name")),
                row.getTimestamp("at").toInstant());
    }
}
