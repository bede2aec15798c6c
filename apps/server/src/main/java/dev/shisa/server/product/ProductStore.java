package dev.shisa.server.product;

import dev.shisa.conformity.Confirmation;
import dev.shisa.conformity.RequirementId;
import dev.shisa.server.platform.web.SearchWords;
import java.sql.Array;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of series, models, releases, change impacts and names of register items. */
@Repository
class ProductStore {

    private static final String SERIES =
            "SELECT id, code, name, name_en, kind, about, designated, version FROM series ";
    private static final String RELEASE =
            "SELECT id, series_id, name, released_on, notes, predecessor, version FROM release ";
    private static final String IMPACT = """
            SELECT i.id, i.release_id, i.predecessor_id, i.frameworks, i.touched, i.reason, i.signed_by, i.signed_name,
                   i.signed_at, c.name AS confirmed_name, c.at AS confirmed_at
            FROM change_impact i LEFT JOIN change_impact_confirmation c ON c.impact_id = i.id
            """;
    private static final String ITEM = "SELECT id, collection, code, name, note, version FROM register_item ";

    private static final String ROW = """
            SELECT s.id, s.code, s.name, s.name_en, s.kind, s.about, s.designated, s.version, s.archived_at, s.created_at,
                   r.name AS release_name,
                   (SELECT count(*) FROM model m WHERE m.series_id = s.id) AS models
            FROM series s LEFT JOIN release r ON r.id = s.designated
            """;

    private final JdbcClient jdbc;

    ProductStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    // Series

    Optional<Series> byCode(String code) {
        return jdbc.sql(SERIES + "WHERE lower(code) = lower(:code)")
                .param("code", code)
                .query(ProductStore::series)
                .optional();
    }

    Optional<Series> byId(UUID id) {
        return jdbc.sql(SERIES + "WHERE id = :id")
                .param("id", id)
                .query(ProductStore::series)
                .optional();
    }

    List<Series> byIds(Collection<UUID> ids) {
        return jdbc.sql(SERIES + "WHERE id = ANY (:ids)")
                .param("ids", ids.toArray(UUID[]::new))
                .query(ProductStore::series)
                .list();
    }

    /** Some of those that are not archived, of these series only; of all if none is named. */
    List<Series> present(Collection<UUID> only, int from, int most) {
        return jdbc.sql(SERIES + """
                        WHERE archived_at IS NULL AND (:all OR id = ANY (:only::uuid[]))
                        ORDER BY added OFFSET :from LIMIT :most""")
                .param("all", only.isEmpty())
                .param("only", only.toArray(UUID[]::new))
                .param("from", from)
                .param("most", most)
                .query(ProductStore::series)
                .list();
    }

    /** Those behind one of them, in the order of their ids; of these series only, or of all if none is named. */
    List<Series> behind(Collection<UUID> only, boolean archived, @Nullable UUID after, int most) {
        return jdbc.sql(SERIES + """
                        WHERE (archived_at IS NOT NULL) = :archived AND (:all OR id = ANY (:only::uuid[]))
                          AND (:after::uuid IS NULL OR id > :after::uuid)
                        ORDER BY id LIMIT :most""")
                .param("archived", archived)
                .param("all", only.isEmpty())
                .param("only", only.toArray(UUID[]::new))
                .param("after", after)
                .param("most", most)
                .query(ProductStore::series)
                .list();
    }

    /** The first in use that lack a model, a designated release or the signature under a change impact; none named: of all. */
    List<Unfinished> unfinished(Collection<UUID> only, int most) {
        return jdbc.sql("""
                        SELECT id, code, name, name_en, kind, about, designated, version,
                               EXISTS (SELECT FROM model m WHERE m.series_id = s.id) AS modelled
                        FROM series s WHERE archived_at IS NULL AND (:all OR id = ANY (:only::uuid[]))
                          AND (designated IS NULL
                            OR NOT EXISTS (SELECT FROM model m WHERE m.series_id = s.id)
                            OR EXISTS (SELECT FROM release r WHERE r.series_id = s.id AND r.predecessor IS NOT NULL
                                AND NOT EXISTS (SELECT FROM change_impact i WHERE i.release_id = r.id
                                    AND i.replaced_at IS NULL AND i.predecessor_id = r.predecessor)))
                        ORDER BY added LIMIT :most""")
                .param("all", only.isEmpty())
                .param("only", only.toArray(UUID[]::new))
                .param("most", most)
                .query((rs, n) -> new Unfinished(series(rs, n), rs.getBoolean("modelled")))
                .list();
    }

    List<Series> every() {
        return jdbc.sql(SERIES + "ORDER BY added").query(ProductStore::series).list();
    }

    /**
     * Which series a list shows.
     *
     * @param only of these; of all if none is named
     * @param words all of them occur in what is written of the series, or in its designated release; empty: any
     * @param upTo none that came after this one, so that whoever turns the pages meets none twice; null: all
     */
    record Wanted(
            Collection<UUID> only,
            SearchWords words,
            boolean archived,
            @Nullable Long upTo) {}

    int count(Wanted wanted) {
        return wanted("SELECT count(*)", wanted, "").query(Integer.class).single();
    }

    /** By name, or in the order in which they came. */
    List<UUID> ids(Wanted wanted, boolean byName, boolean descending, int from, int most) {
        String order = byName ? (descending ? "s.name DESC, s.added DESC" : "s.name, s.added") : "s.added";
        return wanted("SELECT s.id", wanted, " ORDER BY " + order + " OFFSET :from LIMIT :most")
                .param("from", from)
                .param("most", most)
                .query((row, n) -> row.getObject("id", UUID.class))
                .list();
    }

    /** Place of the series that came last, 0 while there is none: of these; empty: of all. */
    long newest(Collection<UUID> only) {
        return jdbc.sql("SELECT coalesce(max(added), 0) FROM series WHERE cardinality(:only) = 0 OR id = ANY (:only)")
                .param("only", only.toArray(UUID[]::new))
                .query(Long.class)
                .single();
    }

    private JdbcClient.StatementSpec wanted(String select, Wanted wanted, String end) {
        StringBuilder sql = new StringBuilder(select).append("""
                 FROM series s LEFT JOIN release r ON r.id = s.designated
                WHERE (s.archived_at IS NOT NULL) = :archived AND (:all OR s.id = ANY (:only::uuid[]))
                  AND (:upTo::bigint IS NULL OR s.added <= :upTo::bigint)""");
        List<String> words = wanted.words().words();
        for (int i = 0; i < words.size(); i++) {
            sql.append(" AND position(:word" + i + " in s.folded || ' ' || coalesce(r.folded, '')) > 0");
        }
        JdbcClient.StatementSpec spec = jdbc.sql(sql.append(end).toString())
                .param("archived", wanted.archived())
                .param("all", wanted.only().isEmpty())
                .param("only", wanted.only().toArray(UUID[]::new))
                .param("upTo", wanted.upTo());
        for (int i = 0; i < words.size(); i++) {
            spec = spec.param("word" + i, words.get(i));
        }
        return spec;
    }

    /** These series with what the list shows of them, in this order. */
    List<SeriesRow> rows(List<UUID> ids) {
        return jdbc.sql(ROW + "WHERE s.id = ANY (:ids) ORDER BY array_position(:ids, s.id)")
                .param("ids", ids.toArray(UUID[]::new))
                .query(ProductStore::row)
                .list();
    }

    private static SeriesRow row(ResultSet rs, int n) throws SQLException {
        return new SeriesRow(
                series(rs, n),
                Optional.ofNullable(rs.getString("release_name")).orElse(""),
                rs.getInt("models"),
                rs.getTimestamp("archived_at") != null);
    }

    /**
     * Keeps other changes of the series' parts waiting until this transaction ends. Rows that only refer to the series
     * need not wait: who inserts one may hold what this transaction asks for next.
     */
    void lock(UUID seriesId) {
        jdbc.sql("SELECT id FROM series WHERE id = :id FOR NO KEY UPDATE")
                .param("id", seriesId)
                .query(UUID.class)
                .single();
    }

    /** Likewise; false, at once, if somebody else has it. */
    boolean tryLock(UUID seriesId) {
        return jdbc.sql("SELECT id FROM series WHERE id = :id FOR NO KEY UPDATE SKIP LOCKED")
                .param("id", seriesId)
                .query(UUID.class)
                .optional()
                .isPresent();
    }

    /** Likewise for the organisation, which is no row: by a lock that bears its name. */
    void lockOrganisation(UUID id) {
        jdbc.sql("SELECT pg_advisory_xact_lock(:key)")
                .param("key", id.getLeastSignificantBits())
                .query((row, n) -> id)
                .single();
    }

    boolean tryLockOrganisation(UUID id) {
        return jdbc.sql("SELECT pg_try_advisory_xact_lock(:key)")
                .param("key", id.getLeastSignificantBits())
                .query(Boolean.class)
                .single();
    }

    int count() {
        return jdbc.sql("SELECT count(*) FROM series").query(Integer.class).single();
    }

    void insert(Series series, Instant at, UUID by) {
        jdbc.sql("""
                        INSERT INTO series (id, code, name, name_en, kind, about, created_at, created_by)
                        VALUES (:id, :code, :name, :nameEn, :kind, :about, :at, :by)""")
                .param("id", series.id())
                .param("code", series.code())
                .param("name", series.name())
                .param("nameEn", series.nameEn())
                .param("kind", series.kind())
                .param("about", series.about())
                .param("at", Timestamp.from(at))
                .param("by", by)
                .update();
    }

    boolean update(Series series) {
        return jdbc.sql("""
                                UPDATE series SET code = :code, name = :name, name_en = :nameEn, kind = :kind, about = :about,
                                    version = version + 1
                                WHERE id = :id AND version = :version""")
                        .param("code", series.code())
                        .param("name", series.name())
                        .param("nameEn", series.nameEn())
                        .param("kind", series.kind())
                        .param("about", series.about())
                        .param("id", series.id())
                        .param("version", series.version())
                        .update()
                == 1;
    }

    /** Not a text that two people could type over one another, so the version stays. */
    void designate(UUID seriesId, UUID releaseId) {
        jdbc.sql("UPDATE series SET designated = :release WHERE id = :id")
                .param("release", releaseId)
                .param("id", seriesId)
                .update();
    }

    void archive(UUID seriesId, @Nullable Instant at) {
        jdbc.sql("UPDATE series SET archived_at = :at WHERE id = :id")
                .param("at", at == null ? null : Timestamp.from(at), java.sql.Types.TIMESTAMP)
                .param("id", seriesId)
                .update();
    }

    Set<UUID> archived() {
        return Set.copyOf(jdbc.sql("SELECT id FROM series WHERE archived_at IS NOT NULL")
                .query((row, n) -> row.getObject("id", UUID.class))
                .list());
    }

    boolean isArchived(UUID seriesId) {
        return jdbc.sql("SELECT archived_at IS NOT NULL FROM series WHERE id = :id")
                .param("id", seriesId)
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    // Models

    List<Model> models(UUID seriesId) {
        return jdbc.sql("""
                        SELECT id, series_id, number, differences, version FROM model
                        WHERE series_id = :series ORDER BY position, id""")
                .param("series", seriesId)
                .query(ProductStore::model)
                .list();
    }

    Optional<Model> model(UUID id) {
        return jdbc.sql("SELECT id, series_id, number, differences, version FROM model WHERE id = :id")
                .param("id", id)
                .query(ProductStore::model)
                .optional();
    }

    void insert(Model model, int position) {
        jdbc.sql("""
                        INSERT INTO model (id, series_id, number, differences, position)
                        VALUES (:id, :series, :number, :differences, :position)""")
                .param("id", model.id())
                .param("series", model.seriesId())
                .param("number", model.number())
                .param("differences", model.differences())
                .param("position", position)
                .update();
    }

    int nextPosition(UUID seriesId) {
        return jdbc.sql("SELECT coalesce(max(position), 0) + 1 FROM model WHERE series_id = :series")
                .param("series", seriesId)
                .query(Integer.class)
                .single();
    }

    boolean update(Model model) {
        return jdbc.sql("""
                                UPDATE model SET number = :number, differences = :differences, version = version + 1
                                WHERE id = :id AND version = :version""")
                        .param("number", model.number())
                        .param("differences", model.differences())
                        .param("id", model.id())
                        .param("version", model.version())
                        .update()
                == 1;
    }

    boolean delete(Model model) {
        return jdbc.sql("DELETE FROM model WHERE id = :id AND version = :version")
                        .param("id", model.id())
                        .param("version", model.version())
                        .update()
                == 1;
    }

    // Releases

    List<Release> releases(UUID seriesId) {
        return jdbc.sql(RELEASE + "WHERE series_id = :series ORDER BY added DESC")
                .param("series", seriesId)
                .query(ProductStore::release)
                .list();
    }

    /** Of several series, the newest first. */
    List<Release> releases(Collection<UUID> series) {
        return series.isEmpty()
                ? List.of()
                : jdbc.sql(RELEASE + "WHERE series_id IN (:series) ORDER BY added DESC")
                        .param("series", series)
                        .query(ProductStore::release)
                        .list();
    }

    List<Release> releasesById(Collection<UUID> ids) {
        return ids.isEmpty()
                ? List.of()
                : jdbc.sql(RELEASE + "WHERE id IN (:ids)")
                        .param("ids", ids)
                        .query(ProductStore::release)
                        .list();
    }

    /** Of every series, the newest first. */
    List<Release> releasedBetween(LocalDate after, LocalDate until) {
        return jdbc.sql(RELEASE
                        + "WHERE released_on > :after AND released_on <= :until ORDER BY released_on DESC, added DESC")
                .param("after", Date.valueOf(after))
                .param("until", Date.valueOf(until))
                .query(ProductStore::release)
                .list();
    }

    Optional<Release> release(UUID id) {
        return jdbc.sql(RELEASE + "WHERE id = :id")
                .param("id", id)
                .query(ProductStore::release)
                .optional();
    }

    void insert(Release release, Instant at) {
        jdbc.sql("""
                        INSERT INTO release (id, series_id, name, released_on, notes, predecessor, created_at)
                        VALUES (:id, :series, :name, :on, :notes, :predecessor, :at)""")
                .param("id", release.id())
                .param("series", release.seriesId())
                .param("name", release.name())
                .param("on", date(release.releasedOn()), java.sql.Types.DATE)
                .param("notes", release.notes())
                .param("predecessor", release.predecessor(), java.sql.Types.OTHER)
                .param("at", Timestamp.from(at))
                .update();
    }

    boolean update(Release release) {
        return jdbc.sql("""
                                UPDATE release SET name = :name, released_on = :on, notes = :notes, predecessor = :predecessor,
                                       version = version + 1
                                WHERE id = :id AND version = :version""")
                        .param("name", release.name())
                        .param("on", date(release.releasedOn()), java.sql.Types.DATE)
                        .param("notes", release.notes())
                        .param("predecessor", release.predecessor(), java.sql.Types.OTHER)
                        .param("id", release.id())
                        .param("version", release.version())
                        .update()
                == 1;
    }

    // Change impact

    /** The statement in force: against the release's present predecessor, and not replaced by a later one. */
    Optional<ChangeImpact> impact(UUID releaseId) {
        return jdbc.sql(IMPACT + """
                        WHERE release_id = :release AND replaced_at IS NULL
                          AND predecessor_id = (SELECT predecessor FROM release WHERE id = i.release_id)""")
                .param("release", releaseId)
                .query(ProductStore::impact)
                .optional();
    }

    /** Every statement ever signed for a release, newest first. */
    List<ChangeImpact> impacts(UUID releaseId) {
        return jdbc.sql(IMPACT + "WHERE release_id = :release ORDER BY signed_at DESC, replaced_at DESC NULLS FIRST")
                .param("release", releaseId)
                .query(ProductStore::impact)
                .list();
    }

    void replaceImpact(UUID releaseId, Instant at) {
        jdbc.sql("UPDATE change_impact SET replaced_at = :at WHERE release_id = :release AND replaced_at IS NULL")
                .param("at", Timestamp.from(at))
                .param("release", releaseId)
                .update();
    }

    /** Signed by a person here, or at another installation whose series came with an import. */
    void insert(ChangeImpact impact, @Nullable UUID importId) {
        jdbc.sql("""
                        INSERT INTO change_impact
                               (id, release_id, predecessor_id, frameworks, touched, reason, signed_by, signed_name,
                                signed_at, import_id)
                        VALUES (:id, :release, :predecessor, :frameworks::text[], :touched::text[], :reason, :by, :name,
                                :at, :import)""")
                .param("id", impact.id())
                .param("release", impact.releaseId())
                .param("predecessor", impact.predecessorId())
                .param("frameworks", impact.frameworks().stream().sorted().toArray(String[]::new))
                .param(
                        "touched",
                        impact.touched().stream()
                                .sorted()
                                .map(RequirementId::toString)
                                .toArray(String[]::new))
                .param("reason", impact.reason())
                .param("by", impact.signedBy(), java.sql.Types.OTHER)
                .param("name", impact.signedName())
                .param("at", Timestamp.from(impact.signedAt()))
                .param("import", importId, java.sql.Types.OTHER)
                .update();
    }

    /** By a person here, or at another installation whose series came with an import. */
    void confirm(UUID impactId, Confirmation by, @Nullable UUID person, @Nullable UUID importId) {
        jdbc.sql("""
                        INSERT INTO change_impact_confirmation (impact_id, person_id, name, at, import_id)
                        VALUES (:impact, :person, :name, :at, :import)""")
                .param("impact", impactId)
                .param("person", person, java.sql.Types.OTHER)
                .param("name", by.by())
                .param("at", Timestamp.from(by.at()))
                .param("import", importId, java.sql.Types.OTHER)
                .update();
    }

    /** Statements of series that are not archived, for which a second person other than this one is wanted. */
    List<Waiting> waiting(Collection<UUID> only, UUID not, int most) {
        return jdbc.sql("""
                        SELECT s.id AS series_id, s.code, s.name AS series, r.id, r.name AS release
                        FROM change_impact i JOIN release r ON r.id = i.release_id AND r.predecessor = i.predecessor_id
                            JOIN series s ON s.id = r.series_id
                        WHERE i.replaced_at IS NULL AND i.signed_by IS DISTINCT FROM :not
                          AND s.archived_at IS NULL AND (:all OR s.id = ANY (:only::uuid[]))
                          AND NOT EXISTS (SELECT FROM change_impact_confirmation c WHERE c.impact_id = i.id) ORDER BY i.signed_at LIMIT :most""")
                .param("all", only.isEmpty())
                .param("only", only.toArray(UUID[]::new))
                .param("not", not)
                .param("most", most)
                .query((rs, n) -> new Waiting(
                        rs.getObject("series_id", UUID.class),
                        rs.getString("code"),
                        rs.getString("series"),
                        rs.getObject("id", UUID.class),
                        rs.getString("release")))
                .list();
    }

    /** A release whose statement waits for a second person. */
    record Waiting(UUID seriesId, String code, String series, UUID release, String name) {}

    // Register items

    List<RegisterItem> items(UUID seriesId, String collection) {
        return jdbc.sql(ITEM + """
                        WHERE series_id = :series AND collection = :collection AND removed_at IS NULL
                        ORDER BY added""")
                .param("series", seriesId)
                .param("collection", collection)
                .query(ProductStore::item)
                .list();
    }

    /** The items of all collections, each in the order in which they were added. */
    Map<String, List<RegisterItem>> items(UUID seriesId) {
        return jdbc
                .sql(ITEM + "WHERE series_id = :series AND removed_at IS NULL ORDER BY added")
                .param("series", seriesId)
                .query(ProductStore::item)
                .list()
                .stream()
                .collect(Collectors.groupingBy(RegisterItem::collection));
    }

    /** The items of a collection that were removed, in the order in which they were added. */
    List<RegisterItem> removedItems(UUID seriesId, String collection) {
        return jdbc.sql(ITEM + """
                        WHERE series_id = :series AND collection = :collection AND removed_at IS NOT NULL
                        ORDER BY added""")
                .param("series", seriesId)
                .param("collection", collection)
                .query(ProductStore::item)
                .list();
    }

    Map<UUID, Map<String, String>> itemNames(Collection<UUID> series) {
        Map<UUID, Map<String, String>> names = new HashMap<>();
        jdbc.sql("SELECT series_id, code, name FROM register_item WHERE series_id = ANY (:series) ORDER BY added")
                .param("series", series.toArray(UUID[]::new))
                .query(rs -> {
                    names.computeIfAbsent(rs.getObject("series_id", UUID.class), _ -> new LinkedHashMap<>())
                            .put(rs.getString("code"), rs.getString("name"));
                });
        return names;
    }

    /** Every item of the series, removed ones too, in the order in which they were added. */
    List<SeriesCopy.ItemCopy> itemCopies(UUID seriesId) {
        return jdbc.sql("""
                        SELECT collection, code, name, note, removed_at IS NOT NULL AS removed FROM register_item
                        WHERE series_id = :series ORDER BY added""")
                .param("series", seriesId)
                .query((rs, n) -> new SeriesCopy.ItemCopy(
                        rs.getString("collection"),
                        rs.getString("code"),
                        rs.getString("name"),
                        rs.getString("note"),
                        rs.getBoolean("removed")))
                .list();
    }

    Optional<RegisterItem> item(UUID seriesId, UUID itemId) {
        return jdbc.sql(ITEM + "WHERE series_id = :series AND id = :id AND removed_at IS NULL")
                .param("series", seriesId)
                .param("id", itemId)
                .query(ProductStore::item)
                .optional();
    }

    /** An item, also one that was removed. */
    Optional<RegisterItem> itemEver(UUID seriesId, UUID itemId) {
        return jdbc.sql(ITEM + "WHERE series_id = :series AND id = :id")
                .param("series", seriesId)
                .param("id", itemId)
                .query(ProductStore::item)
                .optional();
    }

    /** How many items a collection ever had, removed ones included, so that no code is used twice. */
    int itemsEver(UUID seriesId, String collection) {
        return jdbc.sql("SELECT count(*) FROM register_item WHERE series_id = :series AND collection = :collection")
                .param("series", seriesId)
                .param("collection", collection)
                .query(Integer.class)
                .single();
    }

    void insert(RegisterItem item, UUID seriesId) {
        jdbc.sql("""
                        INSERT INTO register_item (id, series_id, collection, code, name, note)
                        VALUES (:id, :series, :collection, :code, :name, :note)""")
                .param("id", item.id())
                .param("series", seriesId)
                .param("collection", item.collection())
                .param("code", item.code())
                .param("name", item.name())
                .param("note", item.note())
                .update();
    }

    boolean update(RegisterItem item) {
        return jdbc.sql("""
                                UPDATE register_item SET name = :name, note = :note, version = version + 1
                                WHERE id = :id AND version = :version AND removed_at IS NULL""")
                        .param("name", item.name())
                        .param("note", item.note())
                        .param("id", item.id())
                        .param("version", item.version())
                        .update()
                == 1;
    }

    /** Puts a removed item back; false when it is not removed. */
    boolean restore(UUID seriesId, UUID itemId) {
        return jdbc.sql("""
                                UPDATE register_item SET removed_at = NULL, version = version + 1
                                WHERE series_id = :series AND id = :id AND removed_at IS NOT NULL""").param("series", seriesId).param("id", itemId).update() == 1;
    }

    boolean remove(RegisterItem item, Instant at) {
        return jdbc.sql("""
                                UPDATE register_item SET removed_at = :at, version = version + 1
                                WHERE id = :id AND version = :version AND removed_at IS NULL""")
                        .param("at", Timestamp.from(at))
                        .param("id", item.id())
                        .param("version", item.version())
                        .update()
                == 1;
    }

    // Search

    /** Series, models and releases of which what is written contains all the words. */
    List<Found> search(SearchWords words, Collection<UUID> only, int atMost) {
        return jdbc.sql("""
                        SELECT * FROM (
                            SELECT 1 AS rank, 'series' AS what, s.code, s.name, s.kind || ' ' || s.about AS more, '' AS thing,
                                   s.id AS series, s.folded
                            FROM series s
                            UNION ALL
                            SELECT 2, 'model', s.code, s.name, m.differences, m.number, s.id, m.folded
                            FROM model m JOIN series s ON s.id = m.series_id
                            UNION ALL
                            SELECT 3, 'release', s.code, s.name, r.notes, r.name, s.id, r.folded
                            FROM release r JOIN series s ON s.id = r.series_id
                            UNION ALL
                            SELECT 4, 'item', s.code, s.name, i.code, i.name, s.id, fold_text(i.name || ' ' || i.note)
                            FROM register_item i JOIN series s ON s.id = i.series_id WHERE i.removed_at IS NULL
                        ) found
                        WHERE (:all OR series = ANY (:only::uuid[]))
                          AND NOT EXISTS (SELECT FROM unnest(:words::text[]) word
                              WHERE position(word in folded) = 0)
                        ORDER BY rank, code, thing LIMIT :most""")
                .param("words", words.words().toArray(String[]::new))
                .param("most", atMost)
                .param("only", only.toArray(UUID[]::new))
                .param("all", only.isEmpty())
                .query((rs, n) -> new Found(
                        rs.getString("what"),
                        rs.getString("code"),
                        rs.getString("name"),
                        rs.getString("more"),
                        rs.getString("thing")))
                .list();
    }

    // Rows

    private static Series series(ResultSet rs, int n) throws SQLException {
        return new Series(
                rs.getObject("id", UUID.class),
                rs.getString("code"),
                rs.getString("name"),
                rs.getString("name_en"),
                rs.getString("kind"),
                rs.getString("about"),
                rs.getObject("designated", UUID.class),
                rs.getInt("version"));
    }

    private static Model model(ResultSet rs, int n) throws SQLException {
        return new Model(
                rs.getObject("id", UUID.class),
                rs.getObject("series_id", UUID.class),
                rs.getString("number"),
                rs.getString("differences"),
                rs.getInt("version"));
    }

    private static Release release(ResultSet rs, int n) throws SQLException {
        Date on = rs.getDate("released_on");
        return new Release(
                rs.getObject("id", UUID.class),
                rs.getObject("series_id", UUID.class),
                rs.getString("name"),
                on == null ? null : on.toLocalDate(),
                rs.getString("notes"),
                rs.getObject("predecessor", UUID.class),
                rs.getInt("version"));
    }

    private static ChangeImpact impact(ResultSet rs, int n) throws SQLException {
        Array touched = rs.getArray("touched");
        String confirmed = rs.getString("confirmed_name");
        Set<RequirementId> ids = Arrays.stream((String[]) touched.getArray())
                .flatMap(text -> RequirementId.parse(text).stream())
                .collect(Collectors.toUnmodifiableSet());
        return new ChangeImpact(
                rs.getObject("id", UUID.class),
                rs.getObject("release_id", UUID.class),
                rs.getObject("predecessor_id", UUID.class),
                Set.of((String[]) rs.getArray("frameworks").getArray()),
                ids,
                rs.getString("reason"),
                rs.getObject("signed_by", UUID.class),
                rs.getString("signed_name"),
                rs.getTimestamp("signed_at").toInstant(),
                confirmed == null
                        ? null
                        : new Confirmation(
                                confirmed, rs.getTimestamp("confirmed_at").toInstant()));
    }

    private static RegisterItem item(ResultSet rs, int n) throws SQLException {
        return new RegisterItem(
                rs.getObject("id", UUID.class),
                rs.getString("collection"),
                rs.getString("code"),
                rs.getString("name"),
                rs.getString("note"),
                rs.getInt("version"));
    }

    private static @Nullable Date date(@Nullable LocalDate day) {
        return day == null ? null : Date.valueOf(day);
    }

    /** One series as the list shows it. */
    record SeriesRow(Series series, String release, int models, boolean archived) {}

    /** A series that lacks something; modelled: it has a model. */
    record Unfinished(Series series, boolean modelled) {}

    /** One thing that the search found: a series, or a model or release (thing) of it. */
    record Found(String what, String code, String name, String more, String thing) {}
}
