package dev.shisa.server.supplier;

import dev.shisa.server.answers.Answers;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.act.Does;
import dev.shisa.server.platform.act.Doing;
import dev.shisa.server.platform.act.Door;
import dev.shisa.server.platform.act.Named;
import dev.shisa.server.platform.act.Sent;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Done;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.record.Kind;
import dev.shisa.server.platform.record.Rows;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.SearchWords;
import dev.shisa.server.platform.web.Sending;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.RegisterItem;
import dev.shisa.server.product.Series;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Suppliers, whom to call there, which products name them, and what they deliver. */
@Service
@Doing
@Transactional
class Suppliers implements Named<Supplier> {

    /** The collection of the vocabulary whose items suppliers are. */
    static final String COLLECTION = "supplier";

    static final int SUPPLIERS_MAX = 2_000;
    static final int NAMES_MAX = 20;
    static final int CONTACTS_MAX = 50;
    static final int DELIVERIES_MAX = 300;
    private static final int TRIES = 20;

    private final SupplierStore store;
    private final ExchangeStore exchange;
    private final Rows rows;
    private final Products products;
    private final Answers answers;
    private final LivingFacts facts;
    private final Messages messages;
    private final Audit audit;
    private final Ids ids;

    Suppliers(
            SupplierStore store,
            ExchangeStore exchange,
            Rows rows,
            Products products,
            Answers answers,
            LivingFacts facts,
            Messages messages,
            Audit audit,
            Ids ids) {
        this.store = store;
        this.exchange = exchange;
        this.rows = rows;
        this.products = products;
        this.answers = answers;
        this.facts = facts;
        this.messages = messages;
        this.audit = audit;
        this.ids = ids;
    }

    /** Why something is ended. */
    @Sent("supplier.why")
    record SupplierWhyBody(String reason) {}

    /** What is said of a supplier. */
    record Told(
            String name,
            List<String> names,
            String note,
            @Nullable UUID advisory) {}

    record ToldContact(String duty, String name, String address, String phone, String note) {}

    /** @param series null: for every product that names the supplier */
    record ToldDelivery(
            @Nullable Series series, String kind, String name, String alternative, Map<String, String> split) {}

    // Suppliers

    @Transactional(readOnly = true)
    public Supplier require(String code, Person person) {
        return store.byCode(code, person.series()).orElseThrow(() -> new Problem(404, "supplier.unknown"));
    }

    @Override
    public Class<Supplier> thing() {
        return Supplier.class;
    }

    @Override
    public String part(Door door) {
        return door == Door.PAGE ? "supplier" : "code";
    }

    /** The supplier, for somebody who may change it. */
    @Override
    @Transactional(readOnly = true)
    public Supplier named(String code, Person person) {
        return requireChangeable(code, person);
    }

    /** Suppliers are the whole company's: who is limited to some series reads of those that deliver for them. */
    static void requireAll(Person person) {
        person.requireAll();
    }

    /** The supplier, for somebody who may change it. */
    @Transactional(readOnly = true)
    public Supplier requireChangeable(String code, Person person) {
        requireAll(person);
        return require(code, person);
    }

    @Transactional(readOnly = true)
    public List<Supplier> search(String query, Person person) {
        SearchWords words = SearchWords.of(query);
        return words.isEmpty() ? store.suppliers(person.series()) : store.search(words, person.series(), SUPPLIERS_MAX);
    }

    Told check(Told told, @Nullable Supplier present, Fields fields) {
        String name = fields.text("name", told.name(), true, Fields.NAME_CHARS_MAX);
        String note = fields.text("note", told.note(), false, Fields.TEXT_CHARS_MAX);
        List<String> names = told.names().stream()
                .map(n -> n.replace("\0", "").strip())
                .filter(n -> !n.isEmpty())
                .distinct()
                .toList();
        if (names.size() > NAMES_MAX) {
            fields.wrong("names", "many", names.size(), NAMES_MAX);
        }
        names.stream()
                .filter(n -> n.length() > 300)
                .findFirst()
                .ifPresent(n -> fields.wrong("names", "long", n.length(), 300));
        names.stream().filter(Naming::isHalfScope).findFirst().ifPresent(n -> fields.wrong("names", "scope", n));
        Naming naming = Naming.of(name, names);
        for (Supplier other : store.suppliers(Set.of())) {
            if (other.ended() || (present != null && other.id().equals(present.id()))) {
                continue;
            }
            Naming theirs = other.naming();
            if (Stream.concat(theirs.names().stream(), theirs.scopes().stream())
                    .anyMatch(n -> naming.names().contains(n) || naming.scopes().contains(n))) {
                fields.wrong(
                        theirs.names().contains(Naming.fold(name)) ? "name" : "names",
                        "taken",
                        other.name(),
                        other.code());
                break;
            }
        }
        return new Told(name, names, note, told.advisory());
    }

    /** Adds a supplier that was {@link #check checked}. */
    public Supplier add(Told told, Person person) {
        requireAll(person);
        store.lock();
        if (store.count() >= SUPPLIERS_MAX) {
            throw new Problem(422, "supplier.many", SUPPLIERS_MAX);
        }
        Supplier added = keep(code(), told, person);
        audit.record(person, "supplier.add", told.name(), Map.of("code", added.code()));
        facts.renew(added.id(), person, "page");
        return added;
    }

    /** Adds one that came along from another installation, under its code of there if that is free. */
    Supplier bring(String code, Told told, Person person) {
        store.lock();
        boolean free = code.matches("S-[0-9A-Z]{5}") && !store.codeIsTaken(code);
        return keep(free ? code : code(), told, person);
    }

    private Supplier keep(String code, Told told, Person person) {
        UUID id = rows.id();
        return store.suppliers.add(
                id,
                new Supplier(
                        id, code, told.name(), told.names(), told.note(), told.advisory(), 1, rows.by(person), false));
    }

    private String code() {
        for (int i = 0; i < TRIES; i++) {
            String code = ids.code("S");
            if (!store.codeIsTaken(code)) {
                return code;
            }
        }
        throw new IllegalStateException("no free code for a supplier");
    }

    /** Saves what was {@link #check checked}; 409 when somebody else saved first. */
    public Supplier edit(Supplier present, Told told, int version, Person person) {
        return save(present, told, version, present.ended(), "supplier.edit", person);
    }

    /** Nothing is bought from it any more, or it is again. */
    public Supplier end(Supplier present, boolean ended, int version, Person person) {
        Told told = new Told(present.name(), present.names(), present.note(), present.advisory());
        if (!ended) {
            Fields fields = new Fields(messages, Fields.locale(person), new dev.shisa.server.platform.web.Mistakes());
            check(told, present, fields);
            if (!fields.mistakes().none()) {
                throw new Problem(409, "supplier.name-taken", present.name());
            }
        }
        Supplier saved = save(present, told, version, ended, ended ? "supplier.end" : "supplier.resume", person);
        if (ended) {
            // Whoever could come to its files cannot any more, and not again when it is resumed: people there change.
            for (Access access : exchange.accesses(present.id())) {
                if (exchange.revoke(present.id(), access.id(), rows.now())) {
                    audit.record(person, "supplier.admit-revoke", present.name(), Map.of("recipient", access.person()));
                }
            }
        }
        return saved;
    }

    private Supplier save(Supplier present, Told told, int version, boolean ended, String act, Person person) {
        requireAll(person);
        store.lock();
        Supplier next = new Supplier(
                present.id(),
                present.code(),
                told.name(),
                told.names(),
                told.note(),
                told.advisory(),
                version + 1,
                rows.by(person),
                ended);
        if (!store.suppliers.change(present.id(), next)) {
            throw new Problem(409, "changed-meanwhile", present.name());
        }
        switch (act) {
            case "supplier.edit" -> audit.record(person, "supplier.edit", told.name(), Map.of("code", present.code()));
            case "supplier.end" -> audit.record(person, "supplier.end", told.name(), Map.of("code", present.code()));
            default -> audit.record(person, "supplier.resume", told.name(), Map.of("code", present.code()));
        }
        facts.renew(present.id(), person, "page");
        return next;
    }

    // Contacts

    ToldContact check(ToldContact told, Fields fields) {
        return new ToldContact(
                fields.oneOf("duty", told.duty(), Contact.DUTIES),
                fields.text("name", told.name(), true, Fields.NAME_CHARS_MAX),
                fields.text("address", told.address(), false, Fields.NAME_CHARS_MAX),
                fields.text("phone", told.phone(), false, Fields.NAME_CHARS_MAX),
                fields.text("note", told.note(), false, Fields.TEXT_CHARS_MAX));
    }

    public Contact addContact(Supplier supplier, ToldContact told, Person person) {
        requireAll(person);
        if (store.contacts(supplier.id()).size() >= CONTACTS_MAX) {
            throw new Problem(422, "supplier.rows.many", CONTACTS_MAX);
        }
        Contact contact = new Contact(
                ids.next(), supplier.id(), told.duty(), told.name(), told.address(), told.phone(), told.note());
        store.insert(contact);
        // Without the name: a person outside is taken out of our books by removing the row.
        audit.record(person, "supplier.contact-add", supplier.name(), Map.of("duty", told.duty()));
        return contact;
    }

    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.contact-remove")
    @Does(
            page = SupplierPages.ONE + "/contacts/{id}/remove",
            on = SupplierPages.ONE,
            done = "contact-removed",
            api = "DELETE " + SupplierApi.ONE + "/contacts/{id}")
    public Answer<Done> removeContact(Supplier supplier, UUID id, Person person) {
        if (!store.removeContact(supplier.id(), id)) {
            throw new Problem(404, "supplier.row.unknown");
        }
        audit.record(person, "supplier.contact-remove", supplier.name(), Map.of());
        return Done.ANSWER;
    }

    // Items of registers

    /**
     * Says that a product buys from this supplier. It becomes an item of the product's register, unless it is one already.
     *
     * @param item code of the item that it is; empty: the one with its name, or else a new one
     */
    public LinkedItem link(Supplier supplier, Series series, String item, Person person, String via) {
        requireAll(person);
        products.lock(series.id());
        List<RegisterItem> items = products.items(series.id(), COLLECTION);
        Optional<RegisterItem> found = item.isEmpty()
                ? items.stream()
                        .filter(i -> supplier.naming().names().contains(Naming.fold(i.name())))
                        .findFirst()
                : Optional.of(items.stream()
                        .filter(i -> i.code().equals(item))
                        .findFirst()
                        .orElseThrow(() -> new Problem(404, "item.unknown")));
        List<LinkedItem> linked = store.itemsOf(series.id());
        Optional<LinkedItem> there = linked.stream()
                .filter(l -> l.supplierId().equals(supplier.id()))
                .findFirst();
        if (there.isPresent()
                && (found.isEmpty() || there.get().item().equals(found.get().code()))) {
            return there.get();
        }
        if (there.isPresent()) {
            throw new Problem(409, "supplier.linked", series.name(), supplier.name());
        }
        RegisterItem chosen = found.orElseGet(() -> {
            RegisterItem added = products.addItem(series, COLLECTION, supplier.name(), "", person);
            answers.recordList(
                    series,
                    COLLECTION,
                    person,
                    messages.get(Fields.locale(person), "supplier.evidence.list"),
                    Sending.UNKNOWN);
            return added;
        });
        linked.stream().filter(l -> l.item().equals(chosen.code())).findFirst().ifPresent(l -> {
            throw new Problem(
                    409,
                    "supplier.item-taken",
                    chosen.name(),
                    store.byId(l.supplierId()).map(Supplier::name).orElse(""));
        });
        LinkedItem link = bringLink(supplier, series, chosen.code(), person);
        audit.record(person, "supplier.link", supplier.name(), Map.of("series", series.code(), "item", chosen.name()));
        facts.renew(series, person, via);
        return link;
    }

    /** Links without looking at anything else. */
    LinkedItem bringLink(Supplier supplier, Series series, String item, Person person) {
        return store.items.add(
                supplier.id(), new LinkedItem(rows.id(), supplier.id(), series.id(), item, rows.by(person), null));
    }

    /** The item is not this supplier, or the product does not buy from it any more; the register's item stays. */
    @Requires(Act.EDIT_PRODUCT)
    @Operation(id = "supplier.unlink")
    @Does(
            page = SupplierPages.ONE + "/items/{id}/end",
            on = SupplierPages.ONE,
            done = "unlinked",
            api = "POST " + SupplierApi.ONE + "/items/{id}/end")
    public Answer<Done> unlink(Supplier supplier, UUID id, SupplierWhyBody sent, Person person, Door door) {
        LinkedItem link = store.items(supplier.id()).stream()
                .filter(l -> l.id().equals(id) && l.end() == null)
                .findFirst()
                .orElseThrow(() -> new Problem(404, "supplier.row.unknown"));
        String reason = end(store.items, supplier, id, sent, person);
        Optional<Series> series = products.byId(link.seriesId());
        audit.record(
                person,
                "supplier.unlink",
                supplier.name(),
                Map.of("series", series.map(Series::code).orElse(""), "reason", reason));
        series.ifPresent(s -> facts.renew(s, person, door.id()));
        return Done.ANSWER;
    }

    /** Ends a row of a supplier with a reason, which is given back as it is kept. */
    String end(Kind<?> kind, Supplier supplier, UUID id, SupplierWhyBody why, Person person) {
        String reason = why.reason().strip();
        requireAll(person);
        if (reason.isBlank()) {
            throw new Problem(422, "supplier.reason");
        }
        if (reason.length() > Fields.TEXT_CHARS_MAX) {
            throw new Problem(422, "evidence.text.long", reason.length(), Fields.TEXT_CHARS_MAX);
        }
        if (!kind.end(id, supplier.id(), rows.by(person), reason)) {
            throw new Problem(409, "supplier.row.ended");
        }
        return reason;
    }

    // Deliveries

    ToldDelivery check(ToldDelivery told, Fields fields) {
        Map<String, String> split = new LinkedHashMap<>();
        told.split().forEach((place, who) -> {
            if (!who.isEmpty()) {
                split.put(place, fields.oneOf("split", who, Delivery.WHO));
            }
        });
        if (!Delivery.places().containsAll(split.keySet())) {
            fields.wrong("split", "choice");
        }
        return new ToldDelivery(
                told.series(),
                fields.oneOf("kind", told.kind(), Delivery.KINDS),
                fields.text("name", told.name(), true, Fields.NAME_CHARS_MAX),
                fields.text("alternative", told.alternative(), false, Fields.TEXT_CHARS_MAX),
                split);
    }

    public Delivery deliver(Supplier supplier, ToldDelivery told, Person person, String via) {
        requireAll(person);
        if (store.deliveries(supplier.id()).stream()
                        .filter(d -> d.end() == null)
                        .count()
                >= DELIVERIES_MAX) {
            throw new Problem(422, "supplier.rows.many", DELIVERIES_MAX);
        }
        Delivery delivery = bringDelivery(supplier, told, person);
        audit.record(person, "supplier.deliver", supplier.name(), Map.of("name", told.name()));
        facts.renew(supplier.id(), person, via);
        return delivery;
    }

    Delivery bringDelivery(Supplier supplier, ToldDelivery told, Person person) {
        return store.deliveries.add(
                supplier.id(),
                new Delivery(
                        rows.id(),
                        supplier.id(),
                        told.series() == null ? null : told.series().id(),
                        told.kind(),
                        told.name(),
                        told.alternative(),
                        told.split(),
                        rows.by(person),
                        null));
    }

    @Transactional(readOnly = true)
    public Delivery requireDelivery(Supplier supplier, UUID id) {
        return store.deliveries(supplier.id()).stream()
                .filter(d -> d.id().equals(id) && d.end() == null)
                .findFirst()
                .orElseThrow(() -> new Problem(404, "supplier.row.unknown"));
    }

    /** Changes a delivery: it ends, and another one takes its place. */
    public Delivery redeliver(Supplier supplier, UUID id, ToldDelivery told, Person person, String via) {
        requireDelivery(supplier, id);
        SupplierWhyBody replaced = new SupplierWhyBody(messages.get(Fields.locale(person), "supplier.replaced"));
        end(store.deliveries, supplier, id, replaced, person);
        return deliver(supplier, told, person, via);
    }

    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.undeliver")
    @Does(
            page = DeliveryPages.HERE + "/{id}/end",
            on = DeliveryPages.HERE,
            done = "ended",
            api = "POST " + SupplierApi.ONE + "/deliveries/{id}/end")
    public Answer<Done> undeliver(Supplier supplier, UUID id, SupplierWhyBody sent, Person person, Door door) {
        Delivery delivery = requireDelivery(supplier, id);
        String reason = end(store.deliveries, supplier, id, sent, person);
        audit.record(person, "supplier.undeliver", supplier.name(), Map.of("name", delivery.name(), "reason", reason));
        facts.renew(supplier.id(), person, door.id());
        return Done.ANSWER;
    }

    /** Names of the register's items of this collection that belong to no supplier yet, by series. */
    @Transactional(readOnly = true)
    public Map<Series, List<RegisterItem>> unlinked(Person person) {
        Map<UUID, Set<String>> linked = new LinkedHashMap<>();
        store.items()
                .forEach(l -> linked.computeIfAbsent(l.seriesId(), k -> new TreeSet<>())
                        .add(l.item()));
        Map<Series, List<RegisterItem>> open = new LinkedHashMap<>();
        Set<UUID> archived = products.archived();
        for (Series series : products.every()) {
            if (person.sees(series.id()) && !archived.contains(series.id())) {
                open.put(
                        series,
                        products.items(series.id(), COLLECTION).stream()
                                .filter(i -> !linked.getOrDefault(series.id(), Set.of())
                                        .contains(i.code()))
                                .toList());
            }
        }
        return open;
    }
}
