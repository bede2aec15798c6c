package dev.shisa.server.shipment;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes a list of what left in: first shown with its mistakes, then taken whole, or its sound rest if somebody asks for that. */
@Component
class ShipmentImport {

    /** So long is a file kept that nobody took in. */
    private static final Duration KEPT = Duration.ofDays(1);

    private static final int NAME_CHARS_MAX = 200;

    private final ShipmentFile file;
    private final Shipments shipments;
    private final ShipmentStore store;
    private final LedgerOutbox ledger;
    private final Audit audit;
    private final Ids ids;
    private final InstantSource clock;

    ShipmentImport(
            ShipmentFile file,
            Shipments shipments,
            ShipmentStore store,
            LedgerOutbox ledger,
            Audit audit,
            Ids ids,
            InstantSource clock) {
        this.file = file;
        this.shipments = shipments;
        this.store = store;
        this.ledger = ledger;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /** What a file would add. */
    @Transactional(readOnly = true)
    public ShipmentFile.Read look(byte[] content, Person person) {
        return file.read(content, person);
    }

    /** Keeps a file until it is taken in; a person has one at a time. */
    @Transactional
    public UUID keep(String name, byte[] content, Person person) {
        store.tidyUploads(person.id(), clock.instant().minus(KEPT));
        UUID id = ids.next();
        store.insert(new ShipmentStore.Upload(id, tidy(name), content, person.id()), clock.instant());
        return id;
    }

    private static String tidy(String name) {
        String plain = name.replaceAll("[\\p{Cntrl}/\\\\]", "_");
        return plain.substring(0, Math.min(plain.length(), NAME_CHARS_MAX));
    }

    @Transactional(readOnly = true)
    public Optional<ShipmentStore.Upload> kept(UUID id, Person person) {
        return store.upload(id, person.id());
    }

    @Transactional
    public void drop(UUID id) {
        store.deleteUpload(id);
    }

    /**
     * What became of a file.
     *
     * @param taken whether it was taken in; not if it has mistakes and nobody asked for the rest
     */
    record Outcome(ShipmentFile.Read read, boolean taken) {}

    /**
     * Takes a file in.
     *
     * @param rest whether its sound lines are taken without the others
     */
    @Transactional
    public Outcome take(String name, byte[] content, boolean rest, Person person) {
        store.lock();
        ShipmentFile.Read read = file.read(content, person);
        if (read.whole() || (read.wrong() > 0 && !rest)) {
            return new Outcome(read, false);
        }
        if (!read.entries().isEmpty()) {
            add(tidy(name), content, read, person);
        }
        return new Outcome(read, true);
    }

    private void add(String name, byte[] content, ShipmentFile.Read read, Person person) {
        ShipmentStore.Import made = new ShipmentStore.Import(
                ids.next(),
                name,
                Shipment.sha256(content),
                read.lines(),
                read.entries().size(),
                read.devices(),
                read.wrong(),
                person.id(),
                person.name(),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        store.insert(made);
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", made.at().toString());
        body.put("by", made.by().toString());
        body.put("byName", made.byName());
        body.put("devices", Long.toString(made.devices()));
        body.put("id", made.id().toString());
        body.put("lines", Integer.toString(made.lines()));
        body.put("name", made.name());
        body.put("refused", Integer.toString(made.refused()));
        body.put("sha256", made.sha256());
        body.put("shipments", Integer.toString(made.shipments()));
        ledger.append("shipment-import/1", null, body);
        shipments.put(read.entries().stream()
                .map(one -> shipments.shipment(one, made.id(), person))
                .toList());
        audit.record(
                person,
                "shipment.import",
                made.name(),
                Map.of("shipments", made.shipments(), "devices", made.devices(), "refused", made.refused()));
    }
}
