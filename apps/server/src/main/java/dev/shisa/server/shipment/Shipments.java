package dev.shisa.server.shipment;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.Signs;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Model;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The register of what left the house. */
@Service
class Shipments {

    /** Nothing that is still supported left earlier. */
    static final LocalDate FIRST_DAY = LocalDate.of(1990, 1, 1);

    private final ShipmentStore store;
    private final Products products;
    private final LedgerOutbox ledger;
    private final Audit audit;
    private final Ids ids;
    private final InstantSource clock;

    Shipments(ShipmentStore store, Products products, LedgerOutbox ledger, Audit audit, Ids ids, InstantSource clock) {
        this.store = store;
        this.products = products;
        this.ledger = ledger;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What somebody entered.
     *
     * @param day null: none that can be read
     * @param devices null: none was entered, so the serials tell; less than 1: none that can be read
     * @param twice whether it is meant although the same is there already
     */
    record Entered(
            Series series,
            @Nullable Model model,
            @Nullable Release release,
            String lot,
            @Nullable LocalDate day,
            @Nullable Long devices,
            SerialRange.Typed serials,
            String destination,
            boolean again,
            boolean twice) {

        /** How many there are. */
        long count() {
            return devices != null ? devices : SerialRange.count(serials.ranges());
        }
    }

    /** What cannot be taken: the field, the end of a message {@code shipment.wrong.<why>}, and what it names. */
    record Wrong(String field, String why, List<Object> args) {

        Wrong {
            args = List.copyOf(args);
        }

        static Wrong of(String field, String why, Object... args) {
            return new Wrong(field, why, List.of(args));
        }
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Ui.ZONE);
    }

    /** What is wrong with it by itself. */
    List<Wrong> wrong(Entered entered) {
        List<Wrong> wrong = new ArrayList<>();
        if (isNotPlain(entered.lot(), Item.LOT_CHARS_MAX)) {
            wrong.add(Wrong.of("lot", "lot", Item.LOT_CHARS_MAX));
        }
        LocalDate day = entered.day();
        if (day == null || day.isBefore(FIRST_DAY)) {
            wrong.add(Wrong.of("day", "day"));
        } else if (day.isAfter(today())) {
            wrong.add(Wrong.of("day", "ahead"));
        }
        if (!entered.serials().wrong().isEmpty()) {
            String first = entered.serials().wrong().getFirst();
            wrong.add(Wrong.of("serials", "serials", first.substring(0, Math.min(first.length(), 80))));
        } else if (entered.serials().twice()) {
            wrong.add(Wrong.of("serials", "serial-twice"));
        }
        Long devices = entered.devices();
        long serials = SerialRange.count(entered.serials().ranges());
        if (devices == null ? serials == 0 : devices < 1 || devices > Shipment.DEVICES_MAX) {
            wrong.add(Wrong.of("count", "count", Shipment.DEVICES_MAX));
        } else if (devices == null && serials > Shipment.DEVICES_MAX) {
            wrong.add(Wrong.of("serials", "too-many", Shipment.DEVICES_MAX));
        } else if (devices != null
                && serials > 0
                && devices != serials
                && entered.serials().wrong().isEmpty()) {
            wrong.add(Wrong.of("count", "contradicts", devices, serials));
        }
        if (isNotPlain(entered.destination(), Shipment.DESTINATION_CHARS_MAX)) {
            wrong.add(Wrong.of("destination", "destination", Shipment.DESTINATION_CHARS_MAX));
        }
        return wrong;
    }

    /** The same, and what it contradicts in the register. */
    @Transactional(readOnly = true)
    public List<Wrong> wrongHere(Entered entered) {
        List<Wrong> wrong = new ArrayList<>(wrong(entered));
        if (!wrong.isEmpty()) {
            return wrong;
        }
        if (!entered.again()) {
            store.left(entered.series().id(), entered.serials().ranges())
                    .ifPresent(left -> wrong.add(Wrong.of(
                            "serials", "left", left.range().text(), left.day().toString(), left.code())));
        }
        boolean same = wrong.isEmpty()
                && !entered.twice()
                && !store.known(List.of(shipment(entered, null, NOBODY).fingerprint()))
                        .isEmpty();
        if (same) {
            wrong.add(Wrong.of("twice", "same"));
        }
        return wrong;
    }

    private static final Person NOBODY =
            new Person(new UUID(0, 0), "", "", "ja", java.util.Set.of(), java.util.Set.of());

    static boolean isNotPlain(String text, int most) {
        return text.length() > most || Signs.areHidden(text);
    }

    /** Makes the row of what was entered; it was looked at before. */
    Shipment shipment(Entered entered, @Nullable UUID imported, Person person) {
        Model model = entered.model();
        Release release = entered.release();
        LocalDate day = entered.day();
        if (day == null) {
            throw new IllegalArgumentException("a shipment without a day");
        }
        return new Shipment(
                ids.next(),
                code(),
                entered.series().id(),
                model == null ? null : model.id(),
                model == null ? "" : model.number(),
                release == null ? null : release.id(),
                Item.lot(entered.lot()),
                day,
                entered.count(),
                entered.destination().strip(),
                entered.again(),
                entered.serials().ranges(),
                imported,
                person.id(),
                person.name(),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                null);
    }

    /** Long enough that a hundred thousand of them do not meet. */
    private String code() {
        return ids.code("L") + ids.code("");
    }

    /** Adds one; what was entered was looked at with {@link #wrongHere}. */
    @Transactional
    public Shipment add(Entered entered, Person person) {
        store.lock();
        List<Wrong> wrong = wrongHere(entered);
        if (!wrong.isEmpty()) {
            // Somebody entered the same a moment ago.
            throw new Problem(409, "shipment.meanwhile");
        }
        Shipment made = shipment(entered, null, person);
        put(List.of(made));
        audit.record(
                person,
                "shipment.add",
                made.code(),
                Map.of("series", entered.series().code(), "devices", made.devices()));
        return made;
    }

    /** Writes rows with their records. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void put(List<Shipment> made) {
        store.insert(made);
        made.forEach(one -> ledger.append("shipment/1", one.series(), body(one)));
    }

    private static SortedMap<String, Object> body(Shipment one) {
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("again", Boolean.toString(one.again()));
        body.put("at", one.at().toString());
        body.put("by", one.by().toString());
        body.put("byName", one.byName());
        body.put("code", one.code());
        body.put("day", one.day().toString());
        body.put("destination", one.destination());
        body.put("devices", Long.toString(one.devices()));
        body.put("id", one.id().toString());
        UUID imported = one.imported();
        if (imported != null) {
            body.put("import", imported.toString());
        }
        body.put("lot", one.lot());
        body.put("model", one.modelNumber());
        UUID model = one.model();
        if (model != null) {
            body.put("modelId", model.toString());
        }
        UUID release = one.release();
        if (release != null) {
            body.put("release", release.toString());
        }
        body.put("serials", one.serialHash());
        body.put("series", one.series().toString());
        return body;
    }

    /** By its code; 404 when there is none, or it is of a series that the person does not see. */
    @Transactional(readOnly = true)
    public Shipment require(String code, Person person) {
        return store.byCode(code)
                .filter(one -> person.sees(one.series()))
                .orElseThrow(() -> new Problem(404, "shipment.unknown", code));
    }

    /** Strikes one out; it stays, and does not count any more. */
    @Transactional
    public Shipment strike(Shipment shipment, String reason, Person person) {
        if (reason.isBlank() || reason.length() > Shipment.REASON_CHARS_MAX) {
            throw new Problem(422, "shipment.reason", Shipment.REASON_CHARS_MAX);
        }
        store.lock();
        Shipment present = store.byCode(shipment.code()).orElseThrow();
        if (present.struck() != null) {
            throw new Problem(409, "shipment.struck", present.code());
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        struck(
                present,
                new Shipment.Struck(ids.next(), reason.replace("\r\n", "\n").strip(), person.id(), person.name(), now));
        audit.record(person, "shipment.strike", present.code(), Map.of("devices", present.devices()));
        return store.byCode(present.code()).orElseThrow();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void struck(Shipment shipment, Shipment.Struck struck) {
        store.insert(shipment.id(), struck);
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", struck.at().toString());
        body.put("by", struck.by().toString());
        body.put("byName", struck.byName());
        body.put("id", struck.id().toString());
        body.put("reason", struck.reason());
        body.put("shipment", shipment.id().toString());
        ledger.append("shipment-strike/1", shipment.series(), body);
    }

    /** The model of this number; empty: the series has none such. */
    Optional<Model> model(Series series, String number) {
        return products.models(series.id()).stream()
                .filter(one -> one.number().equalsIgnoreCase(number.strip()))
                .findFirst();
    }

    /** The release of this name; empty: the series has none such. */
    Optional<Release> release(Series series, String name) {
        return products.releases(series.id()).stream()
                .filter(one -> one.name().equals(name.strip()))
                .findFirst();
    }
}
