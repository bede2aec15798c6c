package dev.shisa.server.verification;

import dev.shisa.server.platform.account.Person;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables of plans, results, orders and environments. */
@Repository
class VerificationStore {

    private static final String ITEM = """
            SELECT id, item_id, number, series_id, phase, kind, title, method, who, due, applies, release_id, months, checklist,
                ground, removed, reason, changed_name, changed_at
            FROM verification_item\s""";
    private static final String RESULT = """
            SELECT id, series_id, item_id, revision_id, release_id, outcome, examined, performed_on, performed_by,
                environment_id, evidence_id, remarks, action, action_who, action_due, recorded_name, recorded_at,
                withdrawn_name, withdrawn_at, withdrawn_reason
            FROM verification_result\s""";
    private static final String ORDER = """
            SELECT id, series_id, release_id, provider, listed_on, handling, secrecy, content, ordered_on, evidence_id,
                recorded_name, recorded_at, cancelled_name, cancelled_at, cancelled_reason
            FROM verification_order\s""";
    private static final String ENVIRONMENT = """
            SELECT id, environment_id, number, name, place, version, tools, renew_on, retired, reason, changed_name, changed_at
            FROM verification_environment\s""";

    private final JdbcClient jdbc;

    VerificationStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    // Items

    /** Every revision of every item of a series, the oldest first. */
    List<PlanItem> items(UUID seriesId) {
        return jdbc.sql(ITEM + "WHERE series_id = :series ORDER BY changed_at, number, id")
                .param("series", seriesId)
                .query(VerificationStore::item)
                .list();
    }

    /** Series that have a plan. */
    Set<UUID> series() {
        return jdbc.sql("SELECT DISTINCT series_id FROM verification_item")
                .query((rs, number) -> rs.getObject(1, UUID.class))
                .set();
    }

    /** Those of these series of which something may have failed, or be due before a day: more than are, never fewer. */
    Set<UUID> pressing(Collection<UUID> series, LocalDate today) {
        return jdbc.sql("""
                        SELECT series_id FROM verification_result
                        WHERE series_id = ANY (:series) AND outcome = 'failed' AND withdrawn_at IS NULL
                        UNION
                        SELECT series_id FROM verification_item
                        WHERE series_id = ANY (:series) AND (due < :today OR months > 0)""")
                .param("series", series.toArray(UUID[]::new))
                .param("today", today)
                .query((rs, number) -> rs.getObject(1, UUID.class))
                .set();
    }

    /** Adds a revision; false when there is one of this number already. */
    boolean insert(PlanItem item, Person by) {
        PlanItem.Content content = item.content();
        return jdbc.sql("""
                        INSERT INTO verification_item (id, item_id, number, series_id, phase, kind, title, method, who, due,
                            applies, release_id, months, checklist, ground, removed, reason, changed_by, changed_name, changed_at)
                        VALUES (:id, :item, :number, :series, :phase, :kind, :title, :method, :who, :due, :applies, :release,
                            :months, :checklist, :ground, :removed, :reason, :by, :name, :at)
                        ON CONFLICT (item_id, number) DO NOTHING""")
                        .param("id", item.id())
                        .param("item", item.item())
                        .param("number", item.number())
                        .param("series", item.seriesId())
                        .param("phase", content.phase().id())
                        .param("kind", content.kind().id())
                        .param("title", content.title())
                        .param("method", content.method())
                        .param("who", content.who())
                        .param("due", content.due())
                        .param("applies", content.applies().id())
                        .param("release", content.release())
                        .param("months", content.months())
                        .param("checklist", content.checklist())
                        .param("ground", content.ground())
                        .param("removed", item.removed())
                        .param("reason", item.reason())
                        .param("by", by.id())
                        .param("name", item.changedName())
                        .param("at", Timestamp.from(item.changedAt()))
                        .update()
                == 1;
    }

    private static PlanItem item(ResultSet rs, int number) throws SQLException {
        return new PlanItem(
                rs.getObject("id", UUID.class),
                rs.getObject("item_id", UUID.class),
                rs.getInt("number"),
                rs.getObject("series_id", UUID.class),
                new PlanItem.Content(
                        Phase.parse(rs.getString("phase")).orElseThrow(),
                        Kind.parse(rs.getString("kind")).orElseThrow(),
                        rs.getString("title"),
                        rs.getString("method"),
                        rs.getString("who"),
                        rs.getObject("due", LocalDate.class),
                        Applies.parse(rs.getString("applies")).orElseThrow(),
                        rs.getObject("release_id", UUID.class),
                        rs.getInt("months"),
                        rs.getString("checklist"),
                        rs.getString("ground")),
                rs.getBoolean("removed"),
                rs.getString("reason"),
                rs.getString("changed_name"),
                rs.getTimestamp("changed_at").toInstant());
    }

    // Results

    /** All of a series, the oldest first; those that were withdrawn, too. */
    List<Result> results(UUID seriesId) {
        return jdbc.sql(RESULT + "WHERE series_id = :series ORDER BY recorded_at, id")
                .param("series", seriesId)
                .query(VerificationStore::result)
                .list();
    }

    Optional<Result> result(UUID seriesId, UUID id) {
        return jdbc.sql(RESULT + "WHERE series_id = :series AND id = :id")
                .param("series", seriesId)
                .param("id", id)
                .query(VerificationStore::result)
                .optional();
    }

    void insert(Result result, Person by) {
        jdbc.sql("""
                        INSERT INTO verification_result (id, series_id, item_id, revision_id, release_id, outcome, examined,
                            performed_on, performed_by, environment_id, evidence_id, remarks, action, action_who, action_due,
                            recorded_by, recorded_name, recorded_at)
                        VALUES (:id, :series, :item, :revision, :release, :outcome, :examined, :on, :performed, :environment,
                            :evidence, :remarks, :action, :who, :due, :by, :name, :at)""")
                .param("id", result.id())
                .param("series", result.seriesId())
                .param("item", result.item())
                .param("revision", result.revision())
                .param("release", result.releaseId())
                .param("outcome", result.outcome().id())
                .param("examined", result.examined())
                .param("on", result.performedOn())
                .param("performed", result.performedBy())
                .param("environment", result.environment())
                .param("evidence", result.evidence())
                .param("remarks", result.remarks())
                .param("action", result.action())
                .param("who", result.actionWho())
                .param("due", result.actionDue())
                .param("by", by.id())
                .param("name", result.recordedName())
                .param("at", Timestamp.from(result.recordedAt()))
                .update();
    }

    /** Takes a result back; false when that was done already. */
    boolean withdraw(UUID id, Person by, Result.Withdrawn how) {
        return jdbc.sql("""
                        UPDATE verification_result
                        SET withdrawn_by = :by, withdrawn_name = :name, withdrawn_at = :at, withdrawn_reason = :reason
                        WHERE id = :id AND withdrawn_at IS NULL""")
                        .param("id", id)
                        .param("by", by.id())
                        .param("name", how.name())
                        .param("at", Timestamp.from(how.at()))
                        .param("reason", how.reason())
                        .update()
                == 1;
    }

    private static Result result(ResultSet rs, int number) throws SQLException {
        Timestamp withdrawn = rs.getTimestamp("withdrawn_at");
        return new Result(
                rs.getObject("id", UUID.class),
                rs.getObject("series_id", UUID.class),
                rs.getObject("item_id", UUID.class),
                rs.getObject("revision_id", UUID.class),
                rs.getObject("release_id", UUID.class),
                Outcome.parse(rs.getString("outcome")).orElseThrow(),
                rs.getString("examined"),
                rs.getObject("performed_on", LocalDate.class),
                rs.getString("performed_by"),
                rs.getObject("environment_id", UUID.class),
                rs.getObject("evidence_id", UUID.class),
                rs.getString("remarks"),
                rs.getString("action"),
                rs.getString("action_who"),
                rs.getObject("action_due", LocalDate.class),
                rs.getString("recorded_name"),
                rs.getTimestamp("recorded_at").toInstant(),
                withdrawn == null
                        ? null
                        : new Result.Withdrawn(
                                rs.getString("withdrawn_name"),
                                withdrawn.toInstant(),
                                rs.getString("withdrawn_reason")));
    }

    // Releases

    /** What was declared of the releases of a series, the oldest first. */
    List<ReleaseKind> kinds(UUID seriesId) {
        return jdbc.sql("""
                        SELECT id, release_id, major, reason, declared_name, declared_at FROM verification_release
                        WHERE series_id = :series ORDER BY declared_at, id""")
                .param("series", seriesId)
                .query((rs, number) -> new ReleaseKind(
                        rs.getObject("id", UUID.class),
                        rs.getObject("release_id", UUID.class),
                        rs.getBoolean("major"),
                        rs.getString("reason"),
                        rs.getString("declared_name"),
                        rs.getTimestamp("declared_at").toInstant()))
                .list();
    }

    void insert(UUID seriesId, ReleaseKind kind, Person by) {
        jdbc.sql("""
                        INSERT INTO verification_release (id, series_id, release_id, major, reason, declared_by, declared_name,
                            declared_at)
                        VALUES (:id, :series, :release, :major, :reason, :by, :name, :at)""")
                .param("id", kind.id())
                .param("series", seriesId)
                .param("release", kind.releaseId())
                .param("major", kind.major())
                .param("reason", kind.reason())
                .param("by", by.id())
                .param("name", kind.declaredName())
                .param("at", Timestamp.from(kind.declaredAt()))
                .update();
    }

    // Orders

    /** All of a series, the newest first; those that were cancelled, too. */
    List<Order> orders(UUID seriesId) {
        return jdbc.sql(ORDER + "WHERE series_id = :series ORDER BY recorded_at DESC, id DESC")
                .param("series", seriesId)
                .query(VerificationStore::order)
                .list();
    }

    void insert(Order order, Person by) {
        jdbc.sql("""
                        INSERT INTO verification_order (id, series_id, release_id, provider, listed_on, handling, secrecy,
                            content, ordered_on, evidence_id, recorded_by, recorded_name, recorded_at)
                        VALUES (:id, :series, :release, :provider, :listed, :handling, :secrecy, :content, :on, :evidence, :by,
                            :name, :at)""")
                .param("id", order.id())
                .param("series", order.seriesId())
                .param("release", order.releaseId())
                .param("provider", order.provider())
                .param("listed", order.listedOn())
                .param("handling", order.handling())
                .param("secrecy", order.secrecy())
                .param("content", order.content())
                .param("on", order.orderedOn())
                .param("evidence", order.evidence())
                .param("by", by.id())
                .param("name", order.recordedName())
                .param("at", Timestamp.from(order.recordedAt()))
                .update();
    }

    /** Takes an order back; false when that was done already. */
    boolean cancel(UUID id, Person by, Order.Cancelled how) {
        return jdbc.sql("""
                        UPDATE verification_order
                        SET cancelled_by = :by, cancelled_name = :name, cancelled_at = :at, cancelled_reason = :reason
                        WHERE id = :id AND cancelled_at IS NULL""")
                        .param("id", id)
                        .param("by", by.id())
                        .param("name", how.name())
                        .param("at", Timestamp.from(how.at()))
                        .param("reason", how.reason())
                        .update()
                == 1;
    }

    private static Order order(ResultSet rs, int number) throws SQLException {
        Timestamp cancelled = rs.getTimestamp("cancelled_at");
        return new Order(
                rs.getObject("id", UUID.class),
                rs.getObject("series_id", UUID.class),
                rs.getObject("release_id", UUID.class),
                rs.getString("provider"),
                rs.getObject("listed_on", LocalDate.class),
                rs.getString("handling"),
                rs.getString("secrecy"),
                rs.getString("content"),
                rs.getObject("ordered_on", LocalDate.class),
                rs.getObject("evidence_id", UUID.class),
                rs.getString("recorded_name"),
                rs.getTimestamp("recorded_at").toInstant(),
                cancelled == null
                        ? null
                        : new Order.Cancelled(
                                rs.getString("cancelled_name"),
                                cancelled.toInstant(),
                                rs.getString("cancelled_reason")));
    }

    // Environments

    /** Every revision of every environment, the newest first. */
    List<Environment> environments() {
        return jdbc.sql(ENVIRONMENT + "ORDER BY changed_at DESC, number DESC, id DESC")
                .query(VerificationStore::environment)
                .list();
    }

    /** Adds a revision; false when there is one of this number already. */
    boolean insert(Environment environment, Person by) {
        return jdbc.sql("""
                        INSERT INTO verification_environment (id, environment_id, number, name, place, version, tools, renew_on,
                            retired, reason, changed_by, changed_name, changed_at)
                        VALUES (:id, :environment, :number, :title, :place, :version, :tools, :renew, :retired, :reason, :by,
                            :name, :at)
                        ON CONFLICT (environment_id, number) DO NOTHING""")
                        .param("id", environment.id())
                        .param("environment", environment.environment())
                        .param("number", environment.number())
                        .param("title", environment.name())
                        .param("place", environment.place())
                        .param("version", environment.version())
                        .param("tools", environment.tools())
                        .param("renew", environment.renewOn())
                        .param("retired", environment.retired())
                        .param("reason", environment.reason())
                        .param("by", by.id())
                        .param("name", environment.changedName())
                        .param("at", Timestamp.from(environment.changedAt()))
                        .update()
                == 1;
    }

    private static Environment environment(ResultSet rs, int number) throws SQLException {
        return new Environment(
                rs.getObject("id", UUID.class),
                rs.getObject("environment_id", UUID.class),
                rs.getInt("number"),
                rs.getString("name"),
                rs.getString("place"),
                rs.getString("version"),
                rs.getString("tools"),
                rs.getObject("renew_on", LocalDate.class),
                rs.getBoolean("retired"),
                rs.getString("reason"),
                rs.getString("changed_name"),
                rs.getTimestamp("changed_at").toInstant());
    }

    void inventoried(UUID evidence, String place) {
        jdbc.sql("INSERT INTO verification_inventory (evidence_id, place) VALUES (:evidence, :place)")
                .param("evidence", evidence)
                .param("place", place)
                .update();
    }

    /** Evidence of the inventory. */
    List<UUID> inventories() {
        return jdbc.sql("SELECT evidence_id FROM verification_inventory")
                .query((rs, number) -> rs.getObject(1, UUID.class))
                .list();
    }

    // What was put down of it

    /**
     * The plan as a document.
     *
     * @param signature hash of the items that it lists
     */
    record Edition(UUID evidence, int number, String signature) {}

    /** The last one of a series; null: none. */
    @Nullable
    Edition edition(UUID seriesId) {
        List<Edition> all = editions(seriesId);
        return all.isEmpty() ? null : all.getLast();
    }

    /** All of a series, the first one first. */
    List<Edition> editions(UUID seriesId) {
        return jdbc.sql("""
                        SELECT evidence_id, number, signature FROM verification_edition
                        WHERE series_id = :series ORDER BY number""")
                .param("series", seriesId)
                .query((rs, number) -> new Edition(
                        rs.getObject("evidence_id", UUID.class), rs.getInt("number"), rs.getString("signature")))
                .list();
    }

    void insert(UUID seriesId, Edition edition) {
        jdbc.sql("""
                        INSERT INTO verification_edition (evidence_id, series_id, number, signature)
                        VALUES (:evidence, :series, :number, :signature)""")
                .param("evidence", edition.evidence())
                .param("series", seriesId)
                .param("number", edition.number())
                .param("signature", edition.signature())
                .update();
    }

    /**
     * What the verification of a release came to.
     *
     * @param signature hash of all that it rests on
     */
    record Conclusion(UUID evidence, String signature) {}

    List<Conclusion> conclusions(UUID seriesId) {
        return jdbc.sql("SELECT evidence_id, signature FROM verification_conclusion WHERE series_id = :series")
                .param("series", seriesId)
                .query((rs, number) ->
                        new Conclusion(rs.getObject("evidence_id", UUID.class), rs.getString("signature")))
                .list();
    }

    void conclude(UUID seriesId, Conclusion conclusion) {
        jdbc.sql("""
                        INSERT INTO verification_conclusion (evidence_id, series_id, signature)
                        VALUES (:evidence, :series, :signature)""")
                .param("evidence", conclusion.evidence())
                .param("series", seriesId)
                .param("signature", conclusion.signature())
                .update();
    }

    void forget(Collection<UUID> conclusions) {
        if (!conclusions.isEmpty()) {
            jdbc.sql("DELETE FROM verification_conclusion WHERE evidence_id IN (:ids)")
                    .param("ids", conclusions)
                    .update();
        }
    }
}
