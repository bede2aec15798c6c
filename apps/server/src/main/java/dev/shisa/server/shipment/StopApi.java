package dev.shisa.server.shipment;

import dev.shisa.advisory.draft.Advisory.Said;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.BadField;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Stops, withdrawals and resumptions, for programs. */
@Controller
class StopApi {

    private static final String ALL = "/api/v1/shipping-stops";
    private static final String ONE = ALL + "/{stop}";

    private final Stops stops;
    private final Shipments shipments;
    private final Products products;

    StopApi(Stops stops, Shipments shipments, Products products) {
        this.stops = stops;
        this.shipments = shipments;
        this.products = products;
    }

    /** Words in both languages; one of them may be missing. */
    record StopWords(@Nullable String ja, @Nullable String en) {}

    /**
     * What is concerned and said; lists that are missing or empty narrow nothing.
     *
     * @param publicly whether everybody may know of it
     * @param planned when shipment is to go on
     */
    record StopContentSent(
            @Nullable List<String> models,
            @Nullable List<String> releases,
            @Nullable List<String> lots,
            @Nullable List<String> serials,
            StopWords reason,
            @Nullable StopWords action,
            @Nullable Boolean publicly,
            @Nullable LocalDate planned) {}

    /** @param note for colleagues only */
    record StopSent(
            String series,
            LocalDate day,
            StopContentSent content,
            @Nullable String note) {}

    /**
     * What was done about a stop.
     *
     * @param content with {@code change}; null: as before
     * @param fixed with {@code fixed}: the version
     */
    record StopStepSent(
            @OneOf({"stop", "change", "withdraw", "notice", "fixed", "resume", "note", "close"})
            String act,

            LocalDate day,
            @Nullable String note,
            @Nullable StopContentSent content,
            @Nullable String fixed) {}

    record StopStepBody(
            @OneOf({"stop", "change", "withdraw", "notice", "fixed", "resume", "note", "close"})
            String act,

            LocalDate day,
            @Nullable String note,
            @Nullable String fixed,
            String by,
            Instant at) {}

    /**
     * A stop as it stands.
     *
     * @param blocks whether nothing concerned may leave
     */
    record StopBody(
            String code,
            String series,

            @OneOf({"stopped", "withdrawing", "resumed", "closed", "ended"})
            String state,

            boolean blocks,
            List<String> models,
            List<String> releases,
            List<String> lots,
            List<String> serials,
            StopWords reason,
            StopWords action,
            boolean publicly,
            @Nullable LocalDate planned,
            List<StopStepBody> steps) {}

    /**
     * How much of the register a stop concerns.
     *
     * @param unclear devices of which too little is registered to know
     * @param inStop devices that left although they were, or may have been, stopped
     * @param items at most a thousand; all are in the file of the page
     */
    record StopShipmentsBody(int shipments, long devices, long unclear, long inStop, List<StopShipmentBody> items) {}

    /** @param certain false: too little is registered to know */
    record StopShipmentBody(String shipment, LocalDate day, long devices, boolean certain, boolean inStop) {}

    private static final int ITEMS_MAX = 1_000;

    private StopBody body(Stop one) {
        Stop.Content content = one.content();
        Map<UUID, String> releases = stops.releases(one.series());
        return new StopBody(
                one.code(),
                products.byId(one.series()).map(Series::code).orElse(""),
                one.state().id(),
                one.state().blocks(),
                content.concerned().models().stream().map(Concerned.Named::name).toList(),
                content.concerned().releases().stream()
                        .map(Concerned.Named::name)
                        .toList(),
                content.concerned().lots(),
                content.concerned().serials().stream().map(SerialRange::text).toList(),
                words(content.reason()),
                words(content.action()),
                content.open(),
                content.planned(),
                one.steps().stream()
                        .map(step -> {
                            UUID fixed = step.fixed();
                            return new StopStepBody(
                                    step.act().id(),
                                    step.day(),
                                    orNull(step.note()),
                                    fixed == null ? null : releases.get(fixed),
                                    step.byName(),
                                    step.at());
                        })
                        .toList());
    }

    private static StopWords words(Said said) {
        return new StopWords(orNull(said.ja()), orNull(said.en()));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static Said said(@Nullable StopWords words) {
        return words == null
                ? new Said("", "")
                : StopPages.said(
                        Objects.requireNonNullElse(words.ja(), ""), Objects.requireNonNullElse(words.en(), ""));
    }

    private Stop.Content content(Series series, StopContentSent sent, Ui ui) {
        List<Concerned.Named> models = new ArrayList<>();
        for (String number : Objects.requireNonNullElse(sent.models(), List.<String>of())) {
            models.add(shipments
                    .model(series, number)
                    .map(one -> new Concerned.Named(one.id(), one.number()))
                    .orElseThrow(() -> new BadField(
                            "/content/models", "said", ui.t("shipment.wrong.model", number, series.code()))));
        }
        List<Concerned.Named> releases = new ArrayList<>();
        for (String name : Objects.requireNonNullElse(sent.releases(), List.<String>of())) {
            releases.add(shipments
                    .release(series, name)
                    .map(one -> new Concerned.Named(one.id(), one.name()))
                    .orElseThrow(() -> new BadField(
                            "/content/releases", "said", ui.t("shipment.wrong.release", name, series.code()))));
        }
        SerialRange.Typed serials =
                SerialRange.parse(String.join("\n", Objects.requireNonNullElse(sent.serials(), List.<String>of())));
        if (!serials.wrong().isEmpty()) {
            String wrong = serials.wrong().getFirst();
            throw new BadField(
                    "/content/serials",
                    "said",
                    ui.t("shipment.wrong.serials", wrong.substring(0, Math.min(wrong.length(), 80))));
        }
        return new Stop.Content(
                new Concerned(
                        models,
                        releases,
                        StopPages.lots(String.join("\n", Objects.requireNonNullElse(sent.lots(), List.<String>of()))),
                        serials.ranges()),
                said(sent.reason()),
                said(sent.action()),
                Boolean.TRUE.equals(sent.publicly()),
                sent.planned());
    }

    private void require(@Nullable Stop stop, Stops.Entered entered, Ui ui) {
        stops.wrong(stop, entered).stream().findFirst().ifPresent(wrong -> {
            String field = switch (wrong.field()) {
                case "reasonJa" -> "/content/reason";
                case "actionJa" -> "/content/action";
                case "lots", "serials", "planned" -> "/content/" + wrong.field();
                default -> "/" + wrong.field();
            };
            throw new BadField(field, "said", ui.t("shipping.wrong." + wrong.why()));
        });
    }

    @GetMapping(ALL)
    @Requires(Act.VIEW)
    @Operation(id = "shipping-stop.list")
    Answer<Listing<StopBody>> list(Paging paging, @AuthenticationPrincipal Person person) {
        return Answer.of(paging.of(stops.visibleTo(person), one -> one.id().toString(), this::body));
    }

    @PostMapping(ALL)
    @Requires(Act.STOP_SHIPPING)
    @Operation(id = "shipping-stop.begin", status = 201)
    Answer<StopBody> begin(@Body StopSent sent, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(sent.series(), person);
        Stops.Entered entered = new Stops.Entered(
                Stop.Act.STOP,
                sent.day(),
                Objects.requireNonNullElse(sent.note(), ""),
                content(series, sent.content(), ui),
                null);
        require(null, entered, ui);
        Stop made = stops.begin(series, entered, person);
        return Answer.of(body(made)).at(ALL + "/" + made.code());
    }

    @GetMapping(ONE)
    @Requires(Act.VIEW)
    @Operation(id = "shipping-stop.get")
    Answer<StopBody> get(@PathVariable String stop, @AuthenticationPrincipal Person person) {
        return Answer.of(body(stops.require(stop, person)));
    }

    @PostMapping(ONE + "/steps")
    @Requires(Act.STOP_SHIPPING)
    @Operation(id = "shipping-stop.step")
    Answer<StopBody> step(
            @PathVariable String stop,
            @Body StopStepSent sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Stop one = stops.require(stop, person);
        Series series = products.byId(one.series()).orElseThrow();
        StopContentSent content = sent.content();
        String fixed = sent.fixed();
        Release release = null;
        if (fixed != null && !fixed.isEmpty()) {
            release = shipments
                    .release(series, fixed)
                    .orElseThrow(
                            () -> new BadField("/fixed", "said", ui.t("shipment.wrong.release", fixed, series.code())));
        }
        Stops.Entered entered = new Stops.Entered(
                Stop.Act.of(sent.act()).orElse(null),
                sent.day(),
                Objects.requireNonNullElse(sent.note(), ""),
                content == null || !sent.act().equals(Stop.Act.CHANGE.id()) ? null : content(series, content, ui),
                release);
        require(one, entered, ui);
        return Answer.of(body(stops.step(one, entered, person)));
    }

    @GetMapping(ONE + "/shipments")
    @Requires(Act.VIEW)
    @Operation(id = "shipping-stop.shipments")
    Answer<StopShipmentsBody> affected(@PathVariable String stop, @AuthenticationPrincipal Person person) {
        Stop one = stops.require(stop, person);
        Stops.Affected affected = stops.affected(one);
        List<StopShipmentBody> items = new ArrayList<>();
        stops.eachAffected(one, (shipment, match) -> {
            if (items.size() < ITEMS_MAX) {
                items.add(new StopShipmentBody(
                        shipment.code(),
                        shipment.day(),
                        shipment.devices(),
                        match == Concerned.Match.YES,
                        one.blocksOn(shipment.day())));
            }
        });
        return Answer.of(new StopShipmentsBody(
                affected.shipments(), affected.devices(), affected.unclear(), affected.inStop(), items));
    }
}
