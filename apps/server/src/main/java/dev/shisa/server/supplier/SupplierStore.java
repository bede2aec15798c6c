package dev.shisa.server.supplier;

import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.web.SearchWords;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
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
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The tables of suppliers, of what is agreed with them, delivered, checked and decided. */
@Component
class SupplierStore {

    private static final TypeReference<Map<String, String>> WORDS = new TypeReference<>() {};

    /** Suppliers whom a person may see: for who is limited to some series, those that deliver for one of them. */
    private static final String SEEN = """
            (cardinality(:scope::uuid[]) = 0 OR EXISTS (SELECT FROM supplier_item i
                WHERE i.supplier_id = s.id AND i.ended_at IS NULL AND i.series_id = ANY (:scope)))""";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    SupplierStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    // Suppliers

    /** Every supplier that may be seen, those in use first, by name. */
    List<Supplier> suppliers(Set<UUID> scope) {
        return jdbc.sql("SELECT s.* FROM supplier s WHERE " + SEEN + " ORDER BY s.ended, s.name, s.id")
                .param("scope", scope.toArray(UUID[]::new))
                .query(SupplierStore::supplier)
                .list();
    }

    /** Those in whose code, name, names or note all words stand. */
    List<Supplier> search(SearchWords words, Set<UUID> scope, int most) {
        return jdbc.sql("SELECT s.* FROM supplier s WHERE " + SEEN + """
                         AND (SELECT bool_and(position(w IN s.folded || ' ' || fold_text(array_to_string(s.names, ' '))) > 0)
                              FROM unnest(:words::text[]) w)
                        ORDER BY s.ended, s.name, s.id LIMIT :most""")
                .param("scope", scope.toArray(UUID[]::new))
                .param("words", words.words().toArray(String[]::new))
                .param("most", most)
                .query(SupplierStore::supplier)
                .list();
    }

    Optional<Supplier> byCode(String code, Set<UUID> scope) {
        return jdbc.sql("SELECT s.* FROM supplier s WHERE s.code = :code AND " + SEEN)
                .param("code", code)
                .param("scope", scope.toArray(UUID[]::new))
                .query(SupplierStore::supplier)
                .optional();
    }

    Optional<Supplier> byId(UUID id) {
        return jdbc.sql("SELECT s.* FROM supplier s WHERE s.id = :id")
                .param("id", id)
                .query(SupplierStore::supplier)
                .optional();
    }

    /** Holds everybody else back who would change this supplier or take its name, until the transaction ends. */
    void lock() {
        jdbc.sql("SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended('supplier', 0))) locked")
                .query(Integer.class)
                .single();
    }

    boolean codeIsTaken(String code) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM supplier WHERE code = ?)")
                .param(code)
                .query(Boolean.class)
                .single();
    }

    int count() {
        return jdbc.sql("SELECT count(*) FROM supplier").query(Integer.class).single();
    }

    /** Saves what changed, unless somebody else did so first. */
    boolean update(Supplier supplier) {
        return jdbc.sql("""
                        UPDATE supplier SET name = :name, names = :names, note = :note, advisory_id = :advisory,
                            version = :version + 1, by_id = :by, by_name = :byName, at = :at, ended = :ended
                        WHERE id = :id AND version = :version""")
                        .param("name", supplier.name())
                        .param("names", supplier.names().toArray(String[]::new))
                        .param("note", supplier.note())
                        .param("advisory", supplier.advisory())
                        .param("version", supplier.version())
                        .param("by", supplier.byId())
                        .param("byName", supplier.byName())
                        .param("at", Timestamp.from(supplier.at()))
                        .param("ended", supplier.ended())
                        .param("id", supplier.id())
                        .update()
                == 1;
    }

    private static Supplier supplier(ResultSet rs, int line) throws SQLException {
        return new Supplier(
                rs.getObject("id", UUID.class),
                rs.getString("code"),
                rs.getString("name"),
                texts(rs, "names"),
                rs.getString("note"),
                rs.getObject("advisory_id", UUID.class),
                rs.getInt("version"),
                rs.getObject("by_id", UUID.class),
                rs.getString("by_name"),
                rs.getTimestamp("at").toInstant(),
                rs.getBoolean("ended"));
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
        return jdbc.sql("SELECT * FROM supplier_item WHERE supplier_id = ? ORDER BY at, id")
                .param(supplierId)
                .query(SupplierStore::item)
                .list();
    }

    /** Those of a product that hold. */
    List<LinkedItem> itemsOf(UUID seriesId) {
        return jdbc.sql("SELECT * FROM supplier_item WHERE series_id = ? AND ended_at IS NULL ORDER BY item")
                .param(seriesId)
                .query(SupplierStore::item)
                .list();
    }

    /** All that hold. */
    List<LinkedItem> items() {
        return jdbc.sql("SELECT * FROM supplier_item WHERE ended_at IS NULL ORDER BY at, id")
                .query(SupplierStore::item)
                .list();
    }

    /** Who linked a supplier with an item of this series last. */
    Optional<UUID> linker(UUID seriesId) {
        return jdbc.sql("SELECT by_id FROM supplier_item WHERE series_id = ? ORDER BY at DESC, id DESC LIMIT 1")
                .param(seriesId)
                .query(UUID.class)
                .optional();
    }

    private static LinkedItem item(ResultSet rs, int line) throws SQLException {
        return new LinkedItem(
                rs.getObject("id", UUID.class),
                rs.getObject("supplier_id", UUID.class),
                rs.getObject("series_id", UUID.class),
                rs.getString("item"),
                rs.getString("by_name"),
                rs.getTimestamp("at").toInstant(),
                end(rs));
    }

    // Deliveries

    List<Delivery> deliveries(UUID supplierId) {
        return jdbc.sql("SELECT * FROM supplier_delivery WHERE supplier_id = ? ORDER BY at, id")
                .param(supplierId)
                .query(this::delivery)
                .list();
    }

    /** Of all suppliers. */
    List<Delivery> deliveries() {
        return jdbc.sql("SELECT * FROM supplier_delivery ORDER BY at, id")
                .query(this::delivery)
                .list();
    }

    private Delivery delivery(ResultSet rs, int line) throws SQLException {
        return new Delivery(
                rs.getObject("id", UUID.class),
                rs.getObject("supplier_id", UUID.class),
                rs.getObject("series_id", UUID.class),
                rs.getString("kind"),
                rs.getString("name"),
                rs.getString("alternative"),
                json.readValue(rs.getString("split"), WORDS),
                rs.getString("by_name"),
                rs.getTimestamp("at").toInstant(),
                end(rs));
    }

    // Contracts

    List<Contract> contracts(UUID supplierId) {
        return jdbc.sql("SELECT * FROM supplier_contract WHERE supplier_id = ? ORDER BY starts_on DESC, at DESC, id")
                .param(supplierId)
                .query(this::contract)
                .list();
    }

    /** All that were not ended by a person. */
    List<Contract> contracts() {
        return jdbc.sql("SELECT * FROM supplier_contract WHERE ended_at IS NULL ORDER BY starts_on DESC, at DESC, id")
                .query(this::contract)
                .list();
    }

    private Contract contract(ResultSet rs, int line) throws SQLException {
        Map<Clause, String> clauses = new EnumMap<>(Clause.class);
        json.readValue(rs.getString("clauses"), WORDS)
                .forEach((id, place) -> Clause.parse(id).ifPresent(clause -> clauses.put(clause, place)));
        return new Contract(
                rs.getObject("id", UUID.class),
                rs.getObject("supplier_id", UUID.class),
                rs.getString("kind"),
                rs.getString("title"),
                Arrays.asList((UUID[]) rs.getArray("series_ids").getArray()),
                rs.getObject("starts_on", LocalDate.class),
                rs.getObject("ends_on", LocalDate.class),
                clauses,
                rs.getObject("evidence_id", UUID.class),
                rs.getString("by_name"),
                rs.getTimestamp("at").toInstant(),
                end(rs));
    }

    // Checks

    List<Check> checks(UUID supplierId) {
        return jdbc.sql("SELECT * FROM supplier_check WHERE supplier_id = ? ORDER BY performed_on DESC, at DESC, id")
                .param(supplierId)
                .query((rs, line) -> new Check(
                        rs.getObject("id", UUID.class),
                        rs.getObject("supplier_id", UUID.class),
                        rs.getObject("delivery_id", UUID.class),
                        texts(rs, "looked_at"),
                        rs.getBoolean("passed"),
                        rs.getString("remarks"),
                        rs.getObject("performed_on", LocalDate.class),
                        rs.getString("performed_by"),
                        rs.getObject("until_on", LocalDate.class),
                        rs.getObject("evidence_id", UUID.class),
                        rs.getString("by_name"),
                        rs.getTimestamp("at").toInstant(),
                        end(rs)))
                .list();
    }

    // Decisions

    /** The newest first. */
    List<Decision> decisions(UUID supplierId) {
        return jdbc.sql("SELECT * FROM supplier_decision WHERE supplier_id = ? ORDER BY at DESC, id DESC")
                .param(supplierId)
                .query(SupplierStore::decision)
                .list();
    }

    /** The last one of each supplier, unless it was withdrawn. */
    Map<UUID, Decision> decisions() {
        return jdbc.sql("""
                        SELECT * FROM (SELECT DISTINCT ON (supplier_id) * FROM supplier_decision
                            ORDER BY supplier_id, at DESC, id DESC) d
                        WHERE ended_at IS NULL""").query(SupplierStore::decision).list().stream()
                .collect(Collectors.toMap(Decision::supplierId, d -> d));
    }

    private static Decision decision(ResultSet rs, int line) throws SQLException {
        return new Decision(
                rs.getObject("id", UUID.class),
                rs.getObject("supplier_id", UUID.class),
                rs.getString("outcome"),
                rs.getString("reason"),
                texts(rs, "lacks").stream()
                        .flatMap(id -> Question.parse(id).stream())
                        .collect(Collectors.toSet()),
                rs.getObject("until_on", LocalDate.class),
                rs.getString("by_name"),
                rs.getTimestamp("at").toInstant(),
                end(rs));
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

    // Accepted answers

    /** The newest first; also those that were taken back. */
    List<Review> reviews(UUID supplierId) {
        return jdbc.sql("SELECT * FROM supplier_review WHERE supplier_id = ? ORDER BY at DESC, id DESC")
                .param(supplierId)
                .query(SupplierStore::review)
                .list();
    }

    /** All that were not taken back, the newest first. */
    List<Review> reviews() {
        return jdbc.sql("SELECT * FROM supplier_review WHERE ended_at IS NULL ORDER BY at DESC, id DESC")
                .query(SupplierStore::review)
                .list();
    }

    private static Review review(ResultSet rs, int line) throws SQLException {
        return new Review(
                rs.getObject("id", UUID.class),
                rs.getObject("supplier_id", UUID.class),
                rs.getObject("request_id", UUID.class),
                Question.parse(rs.getString("question")).orElseThrow(),
                rs.getString("answer"),
                rs.getString("detail"),
                rs.getString("answered_by"),
                file(rs),
                rs.getObject("until_on", LocalDate.class),
                rs.getString("by_name"),
                rs.getTimestamp("at").toInstant(),
                end(rs));
    }

    // What rows have in common

    static @Nullable StoredFile file(ResultSet rs) throws SQLException {
        String sha256 = rs.getString("file_sha256");
        return sha256 == null
                ? null
                : new StoredFile(
                        sha256,
                        rs.getLong("file_bytes"),
                        rs.getString("file_name"),
                        rs.getString("file_type"),
                        rs.getBoolean("file_disagrees"));
    }

    static @Nullable Ending end(ResultSet rs) throws SQLException {
        Timestamp at = rs.getTimestamp("ended_at");
        return at == null ? null : new Ending(rs.getString("ended_name"), at.toInstant(), rs.getString("ended_reason"));
    }

    static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp at = rs.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    static List<String> texts(ResultSet rs, String column) throws SQLException {
        return Arrays.asList((String[]) rs.getArray(column).getArray());
    }

    /** The columns of a file. */
    static void put(Map<String, Object> values, @Nullable StoredFile file) {
        if (file != null) {
            values.put("file_sha256", file.sha256());
            values.put("file_bytes", file.sizeBytes());
            values.put("file_name", file.fileName());
            values.put("file_type", file.mediaType());
            values.put("file_disagrees", file.nameDisagrees());
        }
    }

    /** Suppliers by id. */
    Map<UUID, Supplier> byIds(Collection<UUID> ids) {
        return jdbc
                .sql("SELECT s.* FROM supplier s WHERE s.id = ANY (:ids)")
                .param("ids", ids.toArray(UUID[]::new))
                .query(SupplierStore::supplier)
                .list()
                .stream()
                .collect(Collectors.toMap(Supplier::id, s -> s));
    }
}
