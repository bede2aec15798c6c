package dev.shisa.server.supplier;

import dev.shisa.server.platform.record.Kind;
import dev.shisa.server.platform.record.Rows;
import dev.shisa.server.platform.web.SearchWords;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Suppliers, what is agreed with them, delivered, checked and decided: the rows that are declared, and the tables that have no record. */
@Component
class SupplierStore {

    /** Suppliers whom a person may see: for who is limited to some series, those that deliver for one of them. */
    private static final String SEEN = """
            (cardinality(:scope::uuid[]) = 0 OR EXISTS (SELECT FROM supplier_item i
                WHERE i.supplier_id = t.id AND i.ended_at IS NULL AND i.series_id = ANY (:scope)))""";

    private static final String OF = "WHERE t.supplier_id = :supplier ORDER BY ";

    final Kind<Supplier> suppliers;
    final Kind<LinkedItem> items;
    final Kind<Delivery> deliveries;
    final Kind<Contract> contracts;
    final Kind<Check> checks;
    final Kind<Decision> decisions;
    final Kind<Review> reviews;
    private final JdbcClient jdbc;

    SupplierStore(Rows rows, JdbcClient jdbc) {
        this.suppliers = rows.of(Supplier.class);
        this.items = rows.of(LinkedItem.class);
        this.deliveries = rows.of(Delivery.class);
        this.contracts = rows.of(Contract.class);
        this.checks = rows.of(Check.class);
        this.decisions = rows.of(Decision.class);
        this.reviews = rows.of(Review.class);
        this.jdbc = jdbc;
    }

    // Suppliers

    /** Every supplier that may be seen, those in use first, by name. */
    List<Supplier> suppliers(Set<UUID> scope) {
        return suppliers.list(
                "WHERE " + SEEN + " ORDER BY t.ended, t.name, t.id", Map.of("scope", scope.toArray(UUID[]::new)));
    }

    /** Those in whose code, name, names or note all words stand. */
    List<Supplier> search(SearchWords words, Set<UUID> scope, int most) {
        return suppliers.list(
                "WHERE " + SEEN + """
                         AND (SELECT bool_and(position(w IN t.folded || ' ' || fold_text(array_to_string(t.names, ' '))) > 0)
                              FROM unnest(:words::text[]) w)
                        ORDER BY t.ended, t.name, t.id LIMIT :most""",
                Map.of(
                        "scope",
                        scope.toArray(UUID[]::new),
                        "words",
                        words.words().toArray(String[]::new),
                        "most",
                        most));
    }

    Optional<Supplier> byCode(String code, Set<UUID> scope) {
        return suppliers.one(
                "WHERE t.code = :code AND " + SEEN, Map.of("code", code, "scope", scope.toArray(UUID[]::new)));
    }

    Optional<Supplier> byId(UUID id) {
        return suppliers.byId(id);
    }

    /** Suppliers by id. */
    Map<UUID, Supplier> byIds(Collection<UUID> ids) {
        return suppliers.list("WHERE t.id = ANY (:ids)", Map.of("ids", ids.toArray(UUID[]::new))).stream()
                .collect(Collectors.toMap(Supplier::id, s -> s));
    }

    /** Holds everybody else back who would change this supplier or take its name, until the transaction ends. */
    void lock() {
        jdbc.sql("SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended('supplier', 0))) locked")
                .query(Integer.class)
                .single();
    }

    boolean codeIsTaken(String code) {
        return suppliers.count("WHERE t.code = :code", Map.of("code", code)) > 0;
    }

    int count() {
        return suppliers.count("", Map.of());
    }

    // Contacts

    List<Contact> contacts(UUID supplierId) {
        return jdbc.sql("SELECT * FROM supplier_contact WHERE supplier_id = ? ORDER BY duty, name, id")
                .param(supplierId)
                .query((rs, line) -> new Contact(
                        rs.getObject("id", UUID.class),
                        rs.getObject("supplier_id", UUID.class),
                        rs.getString("duty"),
                        rs.getString("name"),
                        rs.getString("address"),
                        rs.getString("phone"),
                        rs.getString("note")))
                .list();
    }

    void insert(Contact contact) {
        jdbc.sql("""
                        INSERT INTO supplier_contact (id, supplier_id, duty, name, address, phone, note)
                        VALUES (?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        contact.id(),
                        contact.supplierId(),
                        contact.duty(),
                        contact.name(),
                        contact.address(),
                        contact.phone(),
                        contact.note())
                .update();
    }

    boolean removeContact(UUID supplierId, UUID id) {
        return jdbc.sql("DELETE FROM supplier_contact WHERE supplier_id = ? AND id = ?")
                        .params(supplierId, id)
                        .update()
                == 1;
    }

    // Items of registers

    /** Those of a supplier, also those that have ended. */
    List<LinkedItem> items(UUID supplierId) {
        return items.list(OF + "t.at, t.id", Map.of("supplier", supplierId));
    }

    /** Those of a product that hold. */
    List<LinkedItem> itemsOf(UUID seriesId) {
        return items.list(
                "WHERE t.series_id = :series AND t.ended_at IS NULL ORDER BY t.item", Map.of("series", seriesId));
    }

    /** All that hold. */
    List<LinkedItem> items() {
        return items.list("WHERE t.ended_at IS NULL ORDER BY t.at, t.id", Map.of());
    }

    /** Who linked a supplier with an item of this series last. */
    Optional<UUID> linker(UUID seriesId) {
        return items.one(
                        "WHERE t.series_id = :series ORDER BY t.at DESC, t.id DESC LIMIT 1", Map.of("series", seriesId))
                .map(item -> item.made().by());
    }

    // What was agreed, delivered and decided

    List<Delivery> deliveries(UUID supplierId) {
        return deliveries.list(OF + "t.at, t.id", Map.of("supplier", supplierId));
    }

    /** Of all suppliers. */
    List<Delivery> deliveries() {
        return deliveries.list("ORDER BY t.at, t.id", Map.of());
    }

    List<Contract> contracts(UUID supplierId) {
        return contracts.list(OF + "t.starts_on DESC, t.at DESC, t.id", Map.of("supplier", supplierId));
    }

    /** All that were not ended by a person. */
    List<Contract> contracts() {
        return contracts.list("WHERE t.ended_at IS NULL ORDER BY t.starts_on DESC, t.at DESC, t.id", Map.of());
    }

    List<Check> checks(UUID supplierId) {
        return checks.list(OF + "t.performed_on DESC, t.at DESC, t.id", Map.of("supplier", supplierId));
    }

    /** The newest first. */
    List<Decision> decisions(UUID supplierId) {
        return decisions.list(OF + "t.at DESC, t.id DESC", Map.of("supplier", supplierId));
    }

    /** The last one of each supplier, unless it was withdrawn. */
    Map<UUID, Decision> decisions() {
        return decisions.list("""
                        WHERE t.ended_at IS NULL AND t.id IN (SELECT DISTINCT ON (supplier_id) id FROM supplier_decision
                            ORDER BY supplier_id, at DESC, id DESC)""", Map.of()).stream().collect(Collectors.toMap(Decision::supplierId, d -> d));
    }

    /** Accepted answers, the newest first; also those that were taken back. */
    List<Review> reviews(UUID supplierId) {
        return reviews.list(OF + "t.at DESC, t.id DESC", Map.of("supplier", supplierId));
    }

    /** All that were not taken back, the newest first. */
    List<Review> reviews() {
        return reviews.list("WHERE t.ended_at IS NULL ORDER BY t.at DESC, t.id DESC", Map.of());
    }

    Standing standing(UUID supplierId, LocalDate today) {
        return Standing.of(today, reviews(supplierId), decisions(supplierId), contracts(supplierId));
    }

    // Conclusions

    /**
     * Evidence with what the records said of a product.
     *
     * @param topic what it is about: {@code contracts}, {@code answer:supplier-1:policy}
     * @param signature of all that it rests on
     * @param until from when on it holds no more; null: without end
     */
    record Conclusion(
            UUID evidence,
            UUID seriesId,
            String topic,
            String signature,
            @Nullable Instant until,
            Instant at) {}

    /** The last one of each topic. */
    Map<String, Conclusion> conclusions(UUID seriesId) {
        Map<String, Conclusion> last = new TreeMap<>();
        jdbc.sql("SELECT * FROM supplier_conclusion WHERE series_id = ? ORDER BY at, evidence_id")
                .param(seriesId)
                .query((rs, line) -> new Conclusion(
                        rs.getObject("evidence_id", UUID.class),
                        rs.getObject("series_id", UUID.class),
                        rs.getString("topic"),
                        rs.getString("signature"),
                        instant(rs, "until_at"),
                        rs.getTimestamp("at").toInstant()))
                .list()
                .forEach(c -> last.put(c.topic(), c));
        return last;
    }

    void insert(Conclusion conclusion) {
        jdbc.sql("""
                        INSERT INTO supplier_conclusion (evidence_id, series_id, topic, signature, until_at, at)
                        VALUES (:evidence, :series, :topic, :signature, :until, :at)""")
                .param("evidence", conclusion.evidence())
                .param("series", conclusion.seriesId())
                .param("topic", conclusion.topic())
                .param("signature", conclusion.signature())
                .param("until", conclusion.until() == null ? null : Timestamp.from(conclusion.until()))
                .param("at", Timestamp.from(conclusion.at()))
                .update();
    }

    static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp at = rs.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
