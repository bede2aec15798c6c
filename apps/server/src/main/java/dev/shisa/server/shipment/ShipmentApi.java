package dev.shisa.server.shipment;

import dev.shisa.server.platform.Problem;
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
import dev.shisa.server.product.Model;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What left, and what may leave, for the systems of factory and warehouse. */
@Controller
class ShipmentApi {

    private static final String ALL = "/api/v1/shipments";
    private static final String ONE = ALL + "/{shipment}";
    private static final int QUERY_CHARS_MAX = 100;
    private static final int FAULTS_TOLD = 100;

    private final Shipments shipments;
    private final ShipmentStore store;
    private final ShipmentImport imports;
    private final Stops stops;
    private final MayShip mayShip;
    private final Products products;

    ShipmentApi(
            Shipments shipments,
            ShipmentStore store,
            ShipmentImport imports,
            Stops stops,
            MayShip mayShip,
            Products products) {
        this.shipments = shipments;
        this.store = store;
        this.imports = imports;
        this.stops = stops;
        this.mayShip = mayShip;
        this.products = products;
    }

    /**
     * Devices that left together.
     *
     * @param release version that was in them; null: nobody knows
     * @param devices how many; null: as many as there are serial numbers
     * @param serials single ones, or runs like {@code AB24-000120–AB24-000999}
     * @param again whether they had left before and came back
     * @param twice whether it is meant although the same is registered already
     */
    record ShipmentSent(
            String series,
            @Nullable String model,
            @Nullable String release,
            @Nullable String lot,
            LocalDate day,
            @Nullable Long devices,
            @Nullable List<String> serials,
            @Nullable String destination,
            @Nullable Boolean again,
            @Nullable Boolean twice) {}

    /** Why a shipment does not count. */
    record ShipmentStruckBody(String reason, String by, Instant at) {}

    /**
     * Devices that left together, as they are registered.
     *
     * @param state {@code none}: no stop concerns them; {@code past}: one did, and shipment was resumed since; {@code in-stop}: they
     *     left although they were stopped
     * @param stop number of the stop that makes the state; null: none does
     * @param struck null: it counts
     */
    record ShipmentBody(
            String code,
            String series,
            @Nullable String model,
            @Nullable String release,
            @Nullable String lot,
            LocalDate day,
            long devices,
            List<String> serials,
            @Nullable String destination,
            boolean again,

            @OneOf({"none", "past", "stopped", "withdrawing", "unclear", "maybe-in-stop", "in-stop"})
            String state,

            @Nullable String stop,
            @Nullable ShipmentStruckBody struck,
            String by,
            Instant at) {}

    record ShipmentStrikeSent(String reason) {}

    /** A line that cannot be taken. */
    record ShipmentFaultBody(int line, String says) {}

    /**
     * What became of a file.
     *
     * @param taken whether it was taken in
     * @param shipments that it adds
     * @param known lines of what is registered already
     * @param wrong lines that cannot be taken
     * @param faults the first hundred of them
     */
    record ShipmentImportBody(
            boolean taken,
            int lines,
            int shipments,
            long devices,
            int known,
            int wrong,
            List<ShipmentFaultBody> faults) {}

    /**
     * Whether devices may go out.
     *
     * @param may {@code unclear}: too little is said of them to know, so they should not
     * @param stops numbers of the stops that concern them, or may
     * @param grounds everything that was asked; {@code may} is {@code yes} only if all of them say so
     */
    record ShippingAnswerBody(
            @OneOf({"yes", "no", "unclear"}) String may, List<String> stops, List<ShippingGroundBody> grounds) {}

    /** What one ground says of it, and why, in the language of the call. */
    record ShippingGroundBody(
            String ground, @OneOf({"yes", "no", "unclear"}) String may, List<String> sentences) {}

    private ShipmentBody body(Shipment one) {
        Stops.Marked marked = Stops.mark(one, stops.of(one.series()));
        Stop stop = marked.stop();
        Shipment.Struck struck = one.struck();
        UUID release = one.release();
        return new ShipmentBody(
                one.code(),
                products.byId(one.series()).map(Series::code).orElse(""),
                orNull(one.modelNumber()),
                release == null
                        ? null
                        : products.release(release).map(Release::name).orElse(null),
                orNull(one.lot()),
                one.day(),
                one.devices(),
                one.serials().stream().map(SerialRange::text).toList(),
                orNull(one.destination()),
                one.again(),
                marked.mark().id(),
                stop == null ? null : stop.code(),
                struck == null ? null : new ShipmentStruckBody(struck.reason(), struck.byName(), struck.at()),
                one.byName(),
                one.at());
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    @GetMapping(ALL)
    @Requires(Act.VIEW)
    @Operation(id = "shipment.list")
    Answer<Listing<ShipmentBody>> list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String series,
            Paging paging,
            @AuthenticationPrincipal Person person) {
        Set<UUID> of = series.isBlank()
                ? person.series()
                : Set.of(products.require(series, person).id());
        String words = q.strip();
        return Answer.of(paging.found(
                store.behind(
                        ShipmentStore.Filter.all(of)
                                .with(words.substring(0, Math.min(words.length(), QUERY_CHARS_MAX))),
                        paging.afterId(),
                        paging.limit() + 1),
                one -> one.id().toString(),
                this::body));
    }

    @PostMapping(ALL)
    @Requires(Act.RECORD_SHIPMENTS)
    @Operation(id = "shipment.add", status = 201)
    Answer<ShipmentBody> add(
            @Body ShipmentSent sent, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(sent.series(), person);
        List<String> serials = Objects.requireNonNullElse(sent.serials(), List.of());
        Shipments.Entered entered = new Shipments.Entered(
                series,
                model(series, sent.model(), "/model", ui),
                release(series, sent.release(), "/release", ui),
                Objects.requireNonNullElse(sent.lot(), ""),
                sent.day(),
                sent.devices(),
                SerialRange.parse(String.join("\n", serials)),
                Objects.requireNonNullElse(sent.destination(), ""),
                Boolean.TRUE.equals(sent.again()),
                Boolean.TRUE.equals(sent.twice()));
        shipments.wrongHere(entered).stream().findFirst().ifPresent(wrong -> {
            String field = wrong.field().equals("count") ? "devices" : wrong.field();
            throw new BadField("/" + field, "said", ShipmentPages.words(wrong, ui));
        });
        Shipment made = shipments.add(entered, person);
        return Answer.of(body(made)).at(ALL + "/" + made.code());
    }

    private @Nullable Model model(Series series, @Nullable String number, String pointer, Ui ui) {
        if (number == null || number.isEmpty()) {
            return null;
        }
        return shipments
                .model(series, number)
                .orElseThrow(() -> new BadField(pointer, "said", ui.t("shipment.wrong.model", number, series.code())));
    }

    private @Nullable Release release(Series series, @Nullable String name, String pointer, Ui ui) {
        if (name == null || name.isEmpty()) {
            return null;
        }
        return shipments
                .release(series, name)
                .orElseThrow(() -> new BadField(pointer, "said", ui.t("shipment.wrong.release", name, series.code())));
    }

    @GetMapping(ONE)
    @Requires(Act.VIEW)
    @Operation(id = "shipment.get")
    Answer<ShipmentBody> get(@PathVariable String shipment, @AuthenticationPrincipal Person person) {
        return Answer.of(body(shipments.require(shipment, person)));
    }

    @PostMapping(ONE + "/strike")
    @Requires(Act.RECORD_SHIPMENTS)
    @Operation(id = "shipment.strike")
    Answer<ShipmentBody> strike(
            @PathVariable String shipment, @Body ShipmentStrikeSent sent, @AuthenticationPrincipal Person person) {
        return Answer.of(body(shipments.strike(shipments.require(shipment, person), sent.reason(), person)));
    }

    /** Takes a list in, or with {@code preview} says what it would add; {@code soundRest}: the sound lines without the others. */
    @PostMapping(ALL + "/import")
    @Requires(Act.RECORD_SHIPMENTS)
    @Operation(id = "shipment.import", takesFile = true)
    Answer<ShipmentImportBody> take(
            @RequestParam String fileName,
            @RequestParam(defaultValue = "false") boolean preview,
            @RequestParam(defaultValue = "false") boolean soundRest,
            HttpServletRequest request,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui)
            throws IOException {
        byte[] content = request.getInputStream().readNBytes(ShipmentFile.BYTES_MAX + 1);
        if (content.length > ShipmentFile.BYTES_MAX) {
            throw new Problem(413, "upload.too-large", ShipmentFile.BYTES_MAX / 1024 / 1024);
        }
        ShipmentImport.Outcome outcome = preview
                ? new ShipmentImport.Outcome(imports.look(content, person), false)
                : imports.take(fileName, content, soundRest, person);
        ShipmentFile.Read read = outcome.read();
        if (read.whole()) {
            throw new Problem(
                    422, "shipment.file", ShipmentPages.fault(read.faults().getFirst(), ui));
        }
        return Answer.of(new ShipmentImportBody(
                outcome.taken(),
                read.lines(),
                read.entries().size(),
                read.devices(),
                read.known(),
                read.wrong(),
                read.faults().stream()
                        .limit(FAULTS_TOLD)
                        .map(one -> new ShipmentFaultBody(one.line(), ShipmentPages.fault(one, ui)))
                        .toList()));
    }

    /** Asked before a device leaves, and later before it is enrolled. */
    @GetMapping(ALL + "/may")
    @Requires(Act.VIEW)
    @Operation(id = "shipment.may")
    Answer<ShippingAnswerBody> may(
            @RequestParam String series,
            @RequestParam(defaultValue = "") String model,
            @RequestParam(defaultValue = "") String release,
            @RequestParam(defaultValue = "") String lot,
            @RequestParam(defaultValue = "") String serial,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series of = products.require(series, person);
        if (!model.isEmpty()) {
            products.requireModel(of, model);
        }
        Release version = release.isEmpty() ? null : products.releaseNamed(of, release);
        Optional<SerialRange> one = serial.isEmpty() ? Optional.empty() : SerialRange.single(serial);
        if (!serial.isEmpty() && one.isEmpty()) {
            throw new Problem(400, "api.parameter", "serial", "AB24-000120");
        }
        MayShip.Answer answer = mayShip.of(
                of,
                version,
                new Item(
                        shipments.model(of, model).map(Model::id).orElse(null),
                        version == null ? null : version.id(),
                        lot,
                        one.stream().toList()));
        return Answer.of(new ShippingAnswerBody(
                word(answer.may()),
                answer.stops(),
                answer.grounds().stream()
                        .map(ground -> new ShippingGroundBody(
                                ground.id(), word(ground.says().may()), mayShip.sentences(ground.says(), ui.locale())))
                        .toList()));
    }

    private static String word(ShippingStops.May may) {
        return may.name().toLowerCase(Locale.ROOT);
    }
}
