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
import dev.shisa.server.platform.act.InForm;
import dev.shisa.server.platform.act.Named;
import dev.shisa.server.platform.act.Seen;
import dev.shisa.server.platform.act.Sent;
import dev.shisa.server.platform.act.Words;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Done;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.record.Kind;
import dev.shisa.server.platform.record.Rows;
import dev.shisa.server.platform.record.Wrongs;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.SearchWords;
import dev.shisa.server.platform.web.Sending;
import dev.shisa.server.platform.web.Typed;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.RegisterItem;
import dev.shisa.server.product.Series;
import dev.shisa.server.supplier.SupplierApi.SupplierEntryBody;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
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

    static final int NAME_CHARS_MAX = 100;
    static final int TEXT_CHARS_MAX = 2_000;
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

    /** @param names under which lists of components know it */
    @Sent(value = "supplier", problem = "api.field", schema = "NewSupplierEntryBody")
    record SupplierSent(
            @Words(most = NAME_CHARS_MAX, must = true) String name,
            @Words(most = 300, lines = 3) @Nullable List<String> names,

            @Words(most = TEXT_CHARS_MAX, lines = 2) @Nullable
            String note,

            @Nullable UUID advisory) {}

    @Sent(value = "supplier.contact", problem = "api.field", schema = "NewSupplierContactBody")
    record SupplierContactSent(
            @OneOf({"vulnerability", "incident", "support", "contract"})
            String duty,

            @InForm("contact") @Words(most = NAME_CHARS_MAX, must = true)
            String name,

            @Words(most = NAME_CHARS_MAX) @Nullable String address,
            @Words(most = NAME_CHARS_MAX) @Nullable String phone,

            @InForm("remark") @Words(most = TEXT_CHARS_MAX) @Nullable
            String note) {}

    /**
     * What is delivered.
     *
     * @param series null: for every product that names the supplier
     * @param split who answers, by {@code hardware.prevent}, {@code software.fix} and so on
     */
    @Sent(value = "supplier.delivery", problem = "api.field", schema = "NewSupplierDeliveryBody")
    record SupplierDeliverySent(
            @Nullable String series,

            @OneOf({"part", "module", "software", "semi", "development", "manufacture", "maintenance", "oem"})
            String kind,

            @Words(most = NAME_CHARS_MAX, must = true) String name,

            @Words(most = TEXT_CHARS_MAX, lines = 2) @Nullable
            String alternative,

            @Nullable Map<String, String> split) {}

    /** In which words the server writes for somebody. */
    static Locale locale(Person person) {
        return Locale.forLanguageTag(person.language());
    }

    /** A text that need not be there. */
    static String text(@Nullable String said) {
        return Objects.requireNonNullElse(said, "");
    }

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

    /** What cannot be taken of what is said of a supplier. */
    private Wrongs look(SupplierSent sent, @Nullable Supplier present) {
        Wrongs wrong = Wrongs.of(sent);
        List<String> names = names(sent);
        wrong.unless(names.size() <= NAMES_MAX, "names", "many", names.size(), NAMES_MAX);
        names.stream().filter(Naming::isHalfScope).findFirst().ifPresent(n -> wrong.add("names", "scope", n));
        Naming naming = Naming.of(sent.name(), names);
        for (Supplier other : store.suppliers(Set.of())) {
            if (other.ended() || (present != null && other.id().equals(present.id()))) {
                continue;
            }
            Naming theirs = other.naming();
            if (Stream.concat(theirs.names().stream(), theirs.scopes().stream())
                    .anyMatch(n -> naming.names().contains(n) || naming.scopes().contains(n))) {
                wrong.add(
                        theirs.names().contains(Naming.fold(sent.name())) ? "name" : "names",
                        "taken",
                        other.name(),
                        other.code());
                break;
            }
        }
        return wrong;
    }

    private static List<String> names(SupplierSent sent) {
        return Objects.requireNonNullElse(sent.names(), List.<String>of()).stream()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.add", status = 201)
    @Does(
            page = SupplierPages.HERE,
            then = SupplierPages.HERE + "/{code}",
            done = "added",
            api = "POST " + SupplierApi.ALL)
    public Answer<SupplierEntryBody> add(SupplierSent sent, Person person) {
        requireAll(person);
        look(sent, null).refuse();
        store.lock();
        if (store.count() >= SUPPLIERS_MAX) {
            throw new Problem(422, "supplier.many", SUPPLIERS_MAX);
        }
        Supplier added = keep(code(), sent, person);
        audit.record(person, "supplier.add", added.name(), Map.of("code", added.code()));
        facts.renew(added.id(), person, "page");
        return told(added).at(SupplierApi.ALL + "/" + added.code());
    }

    private Answer<SupplierEntryBody> told(Supplier supplier) {
        return Answer.of(SupplierEntryBody.of(supplier, facts.standing(supplier.id())))
                .version(supplier.version());
    }

    /** Adds one that came along from another installation, under its code of there if that is free. */
    Supplier bring(String code, SupplierSent sent, Person person) {
        look(sent, null).refuse();
        store.lock();
        boolean free = code.matches("S-[0-9A-Z]{5}") && !store.codeIsTaken(code);
        return keep(free ? code : code(), sent, person);
    }

    private Supplier keep(String code, SupplierSent sent, Person person) {
        Supplier added = made(rows.id(), code, sent, 1, false, person);
        return store.suppliers.add(added.id(), added);
    }

    private Supplier made(UUID id, String code, SupplierSent sent, int version, boolean ended, Person person) {
        return new Supplier(
                id,
                code,
                sent.name(),
                names(sent),
                text(sent.note()),
                sent.advisory(),
                version,
                rows.by(person),
                ended);
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

    /** Somebody else may have saved first; a page then says what stands there now, beside what was typed. */
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.edit")
    @Does(page = SupplierPages.ONE, done = "edited", api = "PUT " + SupplierApi.ONE)
    public Answer<SupplierEntryBody> edit(Supplier supplier, SupplierSent sent, Seen seen, Person person) {
        Wrongs wrong = look(sent, supplier);
        if (!seen.is(supplier.version())) {
            wrong.add("name", "changed", supplier.name(), String.join(", ", supplier.names()), supplier.note())
                    .refuse(409);
        }
        wrong.refuse();
        return told(save(supplier, sent, supplier.version(), supplier.ended(), "supplier.edit", person));
    }

    /** Nothing is bought from it any more, or it is again. */
    public Supplier end(Supplier present, boolean ended, int version, Person person) {
        SupplierSent said = new SupplierSent(present.name(), present.names(), present.note(), present.advisory());
        if (!ended && !look(said, present).none()) {
            throw new Problem(409, "supplier.name-taken", present.name());
        }
        Supplier saved = save(present, said, version, ended, ended ? "supplier.end" : "supplier.resume", person);
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

    private Supplier save(Supplier present, SupplierSent said, int version, boolean ended, String act, Person person) {
        requireAll(person);
        store.lock();
        Supplier next = made(present.id(), present.code(), said, version + 1, ended, person);
        if (!store.suppliers.change(present.id(), next)) {
            throw new Problem(409, "changed-meanwhile", present.name());
        }
        switch (act) {
            case "supplier.edit" -> audit.record(person, "supplier.edit", next.name(), Map.of("code", present.code()));
            case "supplier.end" -> audit.record(person, "supplier.end", next.name(), Map.of("code", present.code()));
            default -> audit.record(person, "supplier.resume", next.name(), Map.of("code", present.code()));
        }
        facts.renew(present.id(), person, "page");
        return next;
    }

    // Contacts

    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.contact", status = 201)
    @Does(
            page = SupplierPages.ONE + "/contacts",
            on = SupplierPages.ONE,
            done = "contact",
            api = "POST " + SupplierApi.ONE + "/contacts",
            told = SupplierApi.SupplierMadeBody.class)
    public Contact addContact(Supplier supplier, SupplierContactSent sent, Person person) {
        Wrongs.of(sent).refuse();
        if (store.contacts(supplier.id()).size() >= CONTACTS_MAX) {
            throw new Problem(422, "supplier.rows.many", CONTACTS_MAX);
        }
        Contact contact = new Contact(
                ids.next(),
                supplier.id(),
                sent.duty(),
                sent.name(),
                text(sent.address()),
                text(sent.phone()),
                text(sent.note()));
        store.insert(contact);
        // Without the name: a person outside is taken out of our books by removing the row.
        audit.record(person, "supplier.contact-add", supplier.name(), Map.of("duty", contact.duty()));
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
                    messages.get(locale(person), "supplier.evidence.list"),
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
        LinkedItem link = require(store.items(supplier.id()), l -> l.id().equals(id) && l.end() == null);
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

    /** The first of a supplier's rows of which something is true. */
    static <T> T require(List<T> rows, Predicate<T> wanted) {
        return rows.stream().filter(wanted).findFirst().orElseThrow(() -> new Problem(404, "supplier.row.unknown"));
    }

    /** Ends a row of a supplier with a reason, which is given back as it is kept. */
    String end(Kind<?> kind, Supplier supplier, UUID id, SupplierWhyBody why, Person person) {
        String reason = why.reason().strip();
        requireAll(person);
        if (reason.isBlank()) {
            throw new Problem(422, "supplier.reason");
        }
        if (reason.length() > TEXT_CHARS_MAX) {
            throw new Problem(422, "evidence.text.long", reason.length(), TEXT_CHARS_MAX);
        }
        if (!kind.end(id, supplier.id(), rows.by(person), reason)) {
            throw new Problem(409, "supplier.row.ended");
        }
        return reason;
    }

    // Deliveries

    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.deliver", status = 201)
    @Does(api = "POST " + SupplierApi.ONE + "/deliveries", told = SupplierApi.SupplierDeliveryBody.class)
    public Delivery deliver(Supplier supplier, SupplierDeliverySent sent, Person person, Door door) {
        String code = text(sent.series());
        Series series = code.isEmpty() ? null : products.requireInUse(code, person);
        Delivery delivery = made(supplier, series, sent, person);
        if (store.deliveries(supplier.id()).stream()
                        .filter(d -> d.end() == null)
                        .count()
                >= DELIVERIES_MAX) {
            throw new Problem(422, "supplier.rows.many", DELIVERIES_MAX);
        }
        store.deliveries.add(supplier.id(), delivery);
        audit.record(person, "supplier.deliver", supplier.name(), Map.of("name", delivery.name()));
        facts.renew(supplier.id(), person, door.id());
        return delivery;
    }

    private Delivery made(Supplier supplier, @Nullable Series series, SupplierDeliverySent sent, Person person) {
        Map<String, String> split = new LinkedHashMap<>(Objects.requireNonNullElse(sent.split(), Map.of()));
        split.values().removeIf(String::isEmpty);
        Wrongs.of(sent)
                .unless(
                        Delivery.WHO.containsAll(split.values())
                                && Delivery.places().containsAll(split.keySet()),
                        "split",
                        "choice")
                .refuse();
        return new Delivery(
                rows.id(),
                supplier.id(),
                series == null ? null : series.id(),
                sent.kind(),
                sent.name(),
                text(sent.alternative()),
                split,
                rows.by(person),
                null);
    }

    Delivery bring(Supplier supplier, @Nullable Series series, SupplierDeliverySent sent, Person person) {
        return store.deliveries.add(supplier.id(), made(supplier, series, sent, person));
    }

    @Transactional(readOnly = true)
    public Delivery requireDelivery(Supplier supplier, UUID id) {
        return require(store.deliveries(supplier.id()), d -> d.id().equals(id) && d.end() == null);
    }

    /** Changes a delivery: it ends, and another one takes its place. */
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.redeliver")
    @Does(api = "POST " + SupplierApi.ONE + "/deliveries/{id}", told = SupplierApi.SupplierDeliveryBody.class)
    public Delivery redeliver(Supplier supplier, UUID id, SupplierDeliverySent sent, Person person, Door door) {
        requireDelivery(supplier, id);
        SupplierWhyBody replaced = new SupplierWhyBody(messages.get(locale(person), "supplier.replaced"));
        end(store.deliveries, supplier, id, replaced, person);
        return deliver(supplier, sent, person, door);
    }

    /** What came of a form: the end of the message that says it. */
    record Entered(String done) {}

    /**
     * What the page does: it enters a delivery, or changes one.
     *
     * @param edited its id; empty: it is a new one
     */
    @Requires(Act.ADD_EVIDENCE)
    @Does(page = DeliveryPages.HERE, done = "{done}")
    public Entered enter(Supplier supplier, SupplierDeliverySent sent, String edited, Person person) {
        SupplierDeliverySent said = sent.kind().equals("semi")
                ? sent
                : new SupplierDeliverySent(sent.series(), sent.kind(), sent.name(), sent.alternative(), null);
        if (edited.isEmpty()) {
            deliver(supplier, said, person, Door.PAGE);
            return new Entered("added");
        }
        UUID id = Typed.id(edited).orElseThrow(() -> new Problem(404, "supplier.row.unknown"));
        redeliver(supplier, id, said, person, Door.PAGE);
        return new Entered("changed");
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
