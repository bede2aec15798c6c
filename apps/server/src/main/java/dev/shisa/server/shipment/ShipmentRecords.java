package dev.shisa.server.shipment;

import dev.shisa.advisory.draft.Advisory.Said;
import dev.shisa.server.evidence.BrokenCopy;
import dev.shisa.server.evidence.Copies;
import dev.shisa.server.evidence.SeriesRecords;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.product.Model;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * What left of a series, with what was struck out, and its stops with their steps, as they go along in its file. Models and versions are
 * named, everything has a new code here, and the names of people of there stay names; nothing is public here until somebody says so.
 */
@Component
class ShipmentRecords implements SeriesRecords {

    /** As many as a register of ten files has. */
    private static final int SHIPMENTS_MAX = 200_000;

    private static final int STOPS_MAX = 1_000;
    private static final int NAME_CHARS_MAX = 200;

    private static final Instant FIRST = Instant.parse("1990-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2101-01-01T00:00:00Z");

    private final ShipmentStore store;
    private final Shipments shipments;
    private final StopStore stopStore;
    private final Stops stops;
    private final Products products;
    private final Ids ids;

    ShipmentRecords(
            ShipmentStore store, Shipments shipments, StopStore stopStore, Stops stops, Products products, Ids ids) {
        this.store = store;
        this.shipments = shipments;
        this.stopStore = stopStore;
        this.stops = stops;
        this.products = products;
        this.ids = ids;
    }

    record Copy(List<ShipmentCopy> shipments, List<StopCopy> stops) {}

    /** @param model its number; empty: not said; {@code release} alike, by its name */
    record ShipmentCopy(
            String model,
            String release,
            String lot,
            LocalDate day,
            long devices,
            List<String> serials,
            String destination,
            boolean again,
            String by,
            Instant at,
            @Nullable StruckCopy struck) {}

    record StruckCopy(String reason, String by, Instant at) {}

    record StopCopy(List<StepCopy> steps) {}

    record StepCopy(
            String act,
            LocalDate day,
            String note,
            @Nullable ContentCopy content,
            String fixed,
            String by,
            Instant at) {}

    record ContentCopy(
            List<String> models,
            List<String> releases,
            List<String> lots,
            List<String> serials,
            String reasonJa,
            String reasonEn,
            String actionJa,
            String actionEn,
            @Nullable LocalDate planned) {}

    @Override
    public String name() {
        return "shipment";
    }

    @Override
    public Set<String> evidence(Series series) {
        return Set.of();
    }

    @Override
    public @Nullable Object of(Series series, Map<UUID, String> releases) {
        List<ShipmentCopy> copies = new ArrayList<>();
        store.each(ShipmentStore.Filter.all(Set.of(series.id())), SHIPMENTS_MAX, one -> {
            UUID release = one.release();
            Shipment.Struck struck = one.struck();
            copies.add(new ShipmentCopy(
                    one.modelNumber(),
                    release == null ? "" : releases.getOrDefault(release, ""),
                    one.lot(),
                    one.day(),
                    one.devices(),
                    one.serials().stream().map(SerialRange::text).toList(),
                    one.destination(),
                    one.again(),
                    one.byName(),
                    one.at(),
                    struck == null ? null : new StruckCopy(struck.reason(), struck.byName(), struck.at())));
        });
        List<StopCopy> all = stopStore.of(series.id()).reversed().stream()
                .map(stop -> new StopCopy(
                        stop.steps().stream().map(step -> copy(step, releases)).toList()))
                .toList();
        return copies.isEmpty() && all.isEmpty() ? null : new Copy(copies.reversed(), all);
    }

    private static StepCopy copy(Stop.Step step, Map<UUID, String> releases) {
        Stop.Content content = step.content();
        UUID fixed = step.fixed();
        return new StepCopy(
                step.act().id(),
                step.day(),
                step.note(),
                content == null
                        ? null
                        : new ContentCopy(
                                content.concerned().models().stream()
                                        .map(Concerned.Named::name)
                                        .toList(),
                                content.concerned().releases().stream()
                                        .map(one -> releases.getOrDefault(one.id(), one.name()))
                                        .toList(),
                                content.concerned().lots(),
                                content.concerned().serials().stream()
                                        .map(SerialRange::text)
                                        .toList(),
                                content.reason().ja(),
                                content.reason().en(),
                                content.action().ja(),
                                content.action().en(),
                                content.planned()),
                fixed == null ? "" : releases.getOrDefault(fixed, ""),
                step.byName(),
                step.at());
    }

    @Override
    public void bring(Series series, JsonNode records, Landing landing, Person person) {
        Copy copy = Copies.read(records, Copy.class);
        if (copy.shipments().size() > SHIPMENTS_MAX || copy.stops().size() > STOPS_MAX) {
            throw new BrokenCopy("too many shipments or stops");
        }
        Map<String, Model> models =
                products.models(series.id()).stream().collect(Collectors.toMap(Model::number, one -> one, (a, b) -> a));
        List<Shipment> brought = new ArrayList<>();
        List<Shipment.Struck> struck = new ArrayList<>();
        Set<UUID> out = new HashSet<>();
        for (ShipmentCopy one : copy.shipments()) {
            Shipment shipment = shipment(series, one, models, landing, person);
            brought.add(shipment);
            StruckCopy gone = one.struck();
            if (gone != null) {
                out.add(shipment.id());
                struck.add(new Shipment.Struck(
                        ids.next(),
                        bounded(gone.reason(), Shipment.REASON_CHARS_MAX),
                        person.id(),
                        bounded(gone.by(), NAME_CHARS_MAX),
                        at(gone.at())));
            }
        }
        shipments.put(brought);
        int next = 0;
        for (Shipment one : brought) {
            if (out.contains(one.id())) {
                shipments.struck(one, struck.get(next++));
            }
        }
        copy.stops().forEach(one -> stop(series, one, models, landing, person));
    }

    private Shipment shipment(
            Series series, ShipmentCopy one, Map<String, Model> models, Landing landing, Person person) {
        SerialRange.Typed serials = SerialRange.parse(String.join("\n", one.serials()));
        Model model = models.get(one.model());
        Shipments.Entered entered = new Shipments.Entered(
                series,
                model,
                null,
                one.lot(),
                one.day(),
                one.devices(),
                serials,
                one.destination(),
                one.again(),
                true);
        if (!shipments.wrong(entered).isEmpty()) {
            throw new BrokenCopy("a shipment that nobody could have entered");
        }
        Shipment made = shipments.shipment(entered, null, person);
        return new Shipment(
                made.id(),
                made.code(),
                made.series(),
                made.model(),
                bounded(one.model(), NAME_CHARS_MAX),
                one.release().isEmpty() ? null : landing.release(one.release()),
                made.lot(),
                made.day(),
                made.devices(),
                made.destination(),
                made.again(),
                made.serials(),
                null,
                person.id(),
                bounded(one.by(), NAME_CHARS_MAX),
                at(one.at()),
                null);
    }

    private void stop(Series series, StopCopy copy, Map<String, Model> models, Landing landing, Person person) {
        Stop stop = null;
        for (StepCopy one : copy.steps()) {
            ContentCopy content = one.content();
            Stop.Step step = new Stop.Step(
                    ids.next(),
                    Stop.Act.of(one.act()).orElseThrow(() -> new BrokenCopy("no step " + one.act())),
                    day(one.day()),
                    bounded(one.note(), Stops.NOTE_CHARS_MAX),
                    content == null ? null : content(content, models, landing),
                    one.fixed().isEmpty() ? null : landing.release(one.fixed()),
                    person.id(),
                    bounded(one.by(), NAME_CHARS_MAX),
                    at(one.at()));
            boolean fits = stop == null
                    ? step.act() == Stop.Act.STOP && step.content() != null
                    : stop.next().contains(step.act());
            if (!fits) {
                throw new BrokenCopy("a step that nobody could have recorded");
            }
            if (stop == null) {
                stop = new Stop(ids.next(), ids.code("R"), series.id(), step.at(), List.of(step));
                stops.put(stop, step);
            } else {
                stops.put(stop.id(), stop.code(), stop.series(), step);
                List<Stop.Step> steps = new ArrayList<>(stop.steps());
                steps.add(step);
                stop = new Stop(stop.id(), stop.code(), stop.series(), stop.at(), steps);
            }
        }
    }

    private Stop.Content content(ContentCopy copy, Map<String, Model> models, Landing landing) {
        List<Concerned.Named> named = new ArrayList<>();
        for (String number : copy.models()) {
            Model model = models.get(number);
            // A model that was removed there has no id here; it goes on being none of the others.
            named.add(new Concerned.Named(model == null ? ids.next() : model.id(), bounded(number, NAME_CHARS_MAX)));
        }
        return new Stop.Content(
                new Concerned(
                        named,
                        copy.releases().stream()
                                .map(name -> new Concerned.Named(landing.release(name), name))
                                .toList(),
                        copy.lots().stream()
                                .map(lot -> bounded(lot, Item.LOT_CHARS_MAX))
                                .toList(),
                        SerialRange.parse(String.join("\n", copy.serials())).ranges()),
                new Said(
                        bounded(copy.reasonJa(), Stops.TEXT_CHARS_MAX), bounded(copy.reasonEn(), Stops.TEXT_CHARS_MAX)),
                new Said(
                        bounded(copy.actionJa(), Stops.TEXT_CHARS_MAX), bounded(copy.actionEn(), Stops.TEXT_CHARS_MAX)),
                false,
                copy.planned());
    }

    private static Instant at(@Nullable Instant told) {
        if (told == null || told.isBefore(FIRST) || told.isAfter(LAST)) {
            throw new BrokenCopy("a time that cannot be");
        }
        return told.truncatedTo(ChronoUnit.MICROS);
    }

    private static LocalDate day(@Nullable LocalDate told) {
        if (told == null || told.isBefore(Shipments.FIRST_DAY) || told.getYear() > 2100) {
            throw new BrokenCopy("a day that cannot be");
        }
        return told;
    }

    private static String bounded(String text, int most) {
        if (text.length() > most || text.indexOf(0) >= 0) {
            throw new BrokenCopy("a text that nobody could have entered");
        }
        return text;
    }
}
