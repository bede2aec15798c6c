package dev.shisa.server.shipment;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.web.Ui;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Stops, withdrawals and resumptions of shipment, and what of the register they are about (S-139). */
@Service
class Stops {

    static final int TEXT_CHARS_MAX = 4_000;
    static final int NOTE_CHARS_MAX = 1_000;
    static final int NAMED_MAX = 500;
    private static final int YEAR_MAX = 2100;
    private static final int EVERY = Integer.MAX_VALUE;

    private final StopStore store;
    private final ShipmentStore shipments;
    private final PublicStops publics;
    private final Products products;
    private final LedgerOutbox ledger;
    private final Audit audit;
    private final ApplicationEventPublisher events;
    private final Ids ids;
    private final InstantSource clock;

    Stops(
            StopStore store,
            ShipmentStore shipments,
            PublicStops publics,
            Products products,
            LedgerOutbox ledger,
            Audit audit,
            ApplicationEventPublisher events,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.shipments = shipments;
        this.publics = publics;
        this.products = products;
        this.ledger = ledger;
        this.audit = audit;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    // Reading

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Ui.ZONE);
    }

    @Transactional(readOnly = true)
    public List<Stop> visibleTo(Person person) {
        return store.all().stream().filter(one -> person.sees(one.series())).toList();
    }

    /** By its code; 404 when there is none, or it is of a series that the person does not see. */
    @Transactional(readOnly = true)
    public Stop require(String code, Person person) {
        return store.byCode(code)
                .filter(one -> person.sees(one.series()))
                .orElseThrow(() -> new Problem(404, "shipping.unknown", code));
    }

    List<Stop> of(UUID series) {
        return store.of(series);
    }

    /** How a shipment stands to the stops of its series. */
    enum Mark {
        /** Nothing concerns it. */
        NONE,
        /** It left before shipment was resumed and has what it was stopped for, unless somebody mended it since. */
        PAST,
        /** It is one of those that are stopped now. */
        STOPPED,
        /** It is one of those that are taken back now. */
        WITHDRAWING,
        /** It may be one of them; too little is known of it. */
        UNCLEAR,
        /** It left although it may have been stopped then. */
        MAYBE_IN_STOP,
        /** It left although it was stopped then. */
        IN_STOP;

        String id() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /** The gravest of its marks, with the stop that makes it; null: none does. */
    record Marked(Mark mark, @Nullable Stop stop) {}

    static Marked mark(Shipment shipment, List<Stop> stops) {
        Marked gravest = new Marked(Mark.NONE, null);
        if (shipment.struck() != null) {
            return gravest;
        }
        for (Stop stop : stops) {
            Mark mark = mark(shipment, stop);
            if (mark.compareTo(gravest.mark()) > 0) {
                gravest = new Marked(mark, stop);
            }
        }
        return gravest;
    }

    static Mark mark(Shipment shipment, Stop stop) {
        Concerned.Match match = stop.content().concerned().match(shipment.item());
        if (match != Concerned.Match.NO && stop.blocksOn(shipment.day())) {
            return match == Concerned.Match.YES ? Mark.IN_STOP : Mark.MAYBE_IN_STOP;
        }
        Concerned.Match affected = stop.affects(shipment.item(), shipment.day());
        if (!stop.state().blocks()) {
            return affected == Concerned.Match.YES ? Mark.PAST : Mark.NONE;
        }
        return switch (affected) {
            case YES -> stop.state() == Stop.State.WITHDRAWING ? Mark.WITHDRAWING : Mark.STOPPED;
            case UNCLEAR -> Mark.UNCLEAR;
            case NO -> Mark.NONE;
        };
    }

    /**
     * What of the register a stop is about.
     *
     * @param devices that are concerned
     * @param unclear of which too little is known to say
     * @param inStop that left although they were stopped, or may have been
     */
    record Affected(int shipments, long devices, long unclear, long inStop) {}

    Affected affected(Stop stop) {
        int[] rows = {0};
        long[] devices = new long[3];
        eachAffected(stop, (shipment, match) -> {
            rows[0]++;
            long concerned = stop.content().concerned().devices(shipment.item(), shipment.devices());
            devices[match == Concerned.Match.YES ? 0 : 1] += shipment.again() ? 0 : concerned;
            devices[2] += stop.blocksOn(shipment.day()) ? concerned : 0;
        });
        return new Affected(rows[0], devices[0], devices[1], devices[2]);
    }

    /** Takes what a stop is about, and whether that is certain. */
    interface AffectedLine {
        void take(Shipment shipment, Concerned.Match match);
    }

    void eachAffected(Stop stop, AffectedLine shown) {
        each(ShipmentStore.Filter.all(Set.of(stop.series())).counting(), stop, shipment -> {
            Concerned.Match match = stop.blocksOn(shipment.day())
                    ? stop.content().concerned().match(shipment.item())
                    : stop.affects(shipment.item(), shipment.day());
            if (match != Concerned.Match.NO) {
                shown.take(shipment, match);
            }
        });
    }

    private void each(ShipmentStore.Filter filter, Stop stop, Consumer<Shipment> shown) {
        Concerned concerned = stop.content().concerned();
        shipments.each(
                filter.of(
                        concerned.models().stream().map(Concerned.Named::id).collect(Collectors.toSet()),
                        concerned.releases().stream().map(Concerned.Named::id).collect(Collectors.toSet())),
                EVERY,
                shown);
    }

    /** Devices that left although they were, or may have been, stopped, and were recorded since somebody looked last. */
    long unseenInStop(Stop stop) {
        long[] devices = {0};
        each(
                ShipmentStore.Filter.all(Set.of(stop.series()))
                        .counting()
                        .between(stop.steps().getFirst().day(), stop.resumed(), stop.looked()),
                stop,
                shipment -> {
                    Concerned concerned = stop.content().concerned();
                    if (stop.blocksOn(shipment.day()) && concerned.match(shipment.item()) != Concerned.Match.NO) {
                        devices[0] += concerned.devices(shipment.item(), shipment.devices());
                    }
                });
        return devices[0];
    }

    // Doing

    /**
     * What somebody wants to do.
     *
     * @param act null: none that there is
     * @param day null: none that can be read
     * @param content with a stop or a change; null: as before
     * @param fixed with a version without the fault
     */
    record Entered(
            Stop.@Nullable Act act,
            @Nullable LocalDate day,
            String note,
            Stop.@Nullable Content content,
            @Nullable Release fixed) {}

    /** What cannot be taken: the field, and the end of a message {@code shipping.wrong.<why>}. */
    record Wrong(String field, String why) {}

    /** @param stop null: it begins */
    List<Wrong> wrong(@Nullable Stop stop, Entered entered) {
        List<Wrong> wrong = new ArrayList<>();
        Stop.Act act = entered.act();
        if (act == null || (stop == null ? act != Stop.Act.STOP : !stop.next().contains(act))) {
            wrong.add(new Wrong("act", "act"));
        }
        LocalDate day = entered.day();
        if (day == null || day.isBefore(Shipments.FIRST_DAY)) {
            wrong.add(new Wrong("day", "day"));
        } else if (day.isAfter(today())) {
            wrong.add(new Wrong("day", "ahead"));
        } else if (stop != null && day.isBefore(stop.steps().getLast().day())) {
            wrong.add(new Wrong("day", "before"));
        }
        if (act == Stop.Act.FIXED && entered.fixed() == null) {
            wrong.add(new Wrong("fixed", "fixed"));
        }
        if (act == Stop.Act.NOTE && entered.note().isBlank()) {
            wrong.add(new Wrong("note", "note-empty"));
        }
        if (entered.note().length() > NOTE_CHARS_MAX) {
            wrong.add(new Wrong("note", "note"));
        }
        Stop.Content content = entered.content();
        if (content == null && (act == Stop.Act.CHANGE || stop == null)) {
            wrong.add(new Wrong("reasonJa", "reason"));
        } else if (content != null) {
            wrong(content, wrong);
        }
        return wrong;
    }

    private void wrong(Stop.Content content, List<Wrong> wrong) {
        if (content.reason().in("ja").isBlank()) {
            wrong.add(new Wrong("reasonJa", "reason"));
        }
        if (content.open() && content.action().in("ja").isBlank()) {
            wrong.add(new Wrong("actionJa", "action"));
        }
        if (content.reason().ja().length() > TEXT_CHARS_MAX
                || content.reason().en().length() > TEXT_CHARS_MAX) {
            wrong.add(new Wrong("reasonJa", "long"));
        }
        if (content.action().ja().length() > TEXT_CHARS_MAX
                || content.action().en().length() > TEXT_CHARS_MAX) {
            wrong.add(new Wrong("actionJa", "long"));
        }
        LocalDate planned = content.planned();
        if (planned != null && (planned.isBefore(Shipments.FIRST_DAY) || planned.getYear() > YEAR_MAX)) {
            wrong.add(new Wrong("planned", "planned"));
        }
        Concerned concerned = content.concerned();
        if (concerned.lots().size() > NAMED_MAX
                || concerned.lots().stream().anyMatch(one -> Shipments.isNotPlain(one, Item.LOT_CHARS_MAX))) {
            wrong.add(new Wrong("lots", "lots"));
        }
        if (concerned.serials().size() > NAMED_MAX) {
            wrong.add(new Wrong("serials", "serials-many"));
        }
    }

    /** Stops shipment; what was entered was looked at with {@link #wrong}. */
    @Transactional
    public Stop begin(Series series, Entered entered, Person person) {
        require(null, entered);
        Stop.Step step = step(entered, person);
        Stop made = new Stop(ids.next(), ids.code("R"), series.id(), step.at(), List.of(step));
        put(made, step);
        audit.record(
                person,
                "shipping.stop",
                made.code(),
                Map.of("series", series.code(), "day", String.valueOf(step.day())));
        tell(made, made, step, person);
        return made;
    }

    private void require(@Nullable Stop stop, Entered entered) {
        if (!wrong(stop, entered).isEmpty()) {
            throw new Problem(409, "shipping.meanwhile");
        }
    }

    private Stop.Step step(Entered entered, Person person) {
        Release fixed = entered.fixed();
        Stop.Act act = entered.act();
        LocalDate day = entered.day();
        if (act == null || day == null) {
            throw new IllegalArgumentException("a step without act or day");
        }
        return new Stop.Step(
                ids.next(),
                act,
                day,
                entered.note().replace("\r\n", "\n").strip(),
                act == Stop.Act.STOP || act == Stop.Act.CHANGE ? entered.content() : null,
                act != Stop.Act.FIXED || fixed == null ? null : fixed.id(),
                person.id(),
                person.name(),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    /** Writes a stop with its first step and their records. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void put(Stop stop, Stop.Step first) {
        store.insert(stop, first);
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", stop.at().toString());
        body.put("by", first.by().toString());
        body.put("byName", first.byName());
        body.put("code", stop.code());
        body.put("id", stop.id().toString());
        body.put("series", stop.series().toString());
        ledger.append("shipping-stop/1", stop.series(), body);
        put(stop.id(), stop.code(), stop.series(), first);
    }

    /** Writes a step with its record. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void put(UUID stop, String code, UUID series, Stop.Step step) {
        String content = store.insert(stop, step);
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("act", step.act().id());
        body.put("at", step.at().toString());
        body.put("by", step.by().toString());
        body.put("byName", step.byName());
        body.put("code", code);
        body.put("content", Shipment.sha256(content));
        body.put("day", step.day().toString());
        body.put("id", step.id().toString());
        body.put("note", step.note());
        UUID fixed = step.fixed();
        if (fixed != null) {
            body.put("release", fixed.toString());
        }
        body.put("stop", stop.toString());
        ledger.append("shipping-stop-step/1", series, body);
    }

    /** Goes on with one; what was entered was looked at with {@link #wrong}. */
    @Transactional
    public Stop step(Stop stop, Entered entered, Person person) {
        store.lock(stop.id());
        Stop before = store.byId(stop.id()).orElseThrow();
        require(before, entered);
        Stop.Step step = step(entered, person);
        put(before.id(), before.code(), before.series(), step);
        audit.record(
                person,
                "shipping.step",
                before.code(),
                Map.of("act", step.act().id(), "day", step.day().toString()));
        Stop after = store.byId(stop.id()).orElseThrow();
        tell(before, after, step, person);
        return after;
    }

    /** Users and businesses are told of what changes for them, as far as everybody may know. */
    private void tell(Stop before, Stop after, Stop.Step step, Person person) {
        if (Set.of(Stop.Act.STOP, Stop.Act.WITHDRAW, Stop.Act.RESUME).contains(step.act())) {
            events.publishEvent(new StopDone(
                    step.id(), after.code(), after.series(), step.act().id(), step.day()));
        }
        boolean news = switch (step.act()) {
            case STOP, WITHDRAW, RESUME -> true;
            // What was told before is no longer so, and is not sent any more.
            case CHANGE -> !after.content().equals(before.content());
            case NOTICE, FIXED, NOTE, CLOSE -> false;
        };
        if (news && after.content().open()) {
            events.publishEvent(new StopTold(step.id(), publics.of(after), person));
        }
    }

    /** Names of releases of a series. */
    Map<UUID, String> releases(UUID series) {
        return products.releases(series).stream().collect(Collectors.toMap(Release::id, Release::name));
    }

    /** Whether a stop waits for somebody: since when. */
    @Nullable
    LocalDate silentSince(Stop stop) {
        LocalDate last = stop.lastStep();
        boolean open = stop.state() == Stop.State.STOPPED || stop.state() == Stop.State.WITHDRAWING;
        return open && last.plusDays(Stop.SILENT_DAYS).isBefore(today()) ? last : null;
    }

    /** Whether shipment was to go on by now. */
    @Nullable
    LocalDate overdue(Stop stop) {
        LocalDate planned = stop.content().planned();
        boolean open = stop.state() == Stop.State.STOPPED || stop.state() == Stop.State.WITHDRAWING;
        return open && planned != null && planned.isBefore(today()) ? planned : null;
    }

    /** Now, as it is written. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
