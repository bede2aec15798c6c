package dev.shisa.server.supplier;

import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.supplier.SupplierView.CheckForm;
import dev.shisa.server.supplier.SupplierView.DeliveryForm;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** What does this supplier deliver, who answers for its security, what would replace it, and was it looked at? */
@Controller
class DeliveryPages {

    static final String HERE = SupplierWords.ALL + "/{supplier}/deliveries";
    private static final Set<String> DONE = Set.of("added", "changed", "ended", "checked", "check-ended");
    private static final int PARTS_MAX = 200;

    private final Suppliers suppliers;
    private final SupplierStore store;
    private final Agreements agreements;
    private final SupplierWords words;
    private final LivingFacts facts;
    private final Products products;
    private final List<PartsSource> parts;
    private final List<AdvisoryPublishers> publishers;
    private final Blobs blobs;
    private final Messages messages;

    DeliveryPages(
            Suppliers suppliers,
            SupplierStore store,
            Agreements agreements,
            SupplierWords words,
            LivingFacts facts,
            Products products,
            List<PartsSource> parts,
            List<AdvisoryPublishers> publishers,
            Blobs blobs,
            Messages messages) {
        this.suppliers = suppliers;
        this.store = store;
        this.agreements = agreements;
        this.words = words;
        this.facts = facts;
        this.products = products;
        this.parts = List.copyOf(parts);
        this.publishers = List.copyOf(publishers);
        this.blobs = blobs;
        this.messages = messages;
    }

    @GetMapping(HERE)
    @Requires(Act.VIEW)
    ModelAndView deliveries(
            @PathVariable("supplier") String code,
            @RequestParam(defaultValue = "") String edit,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Supplier supplier = suppliers.require(code, person);
        Delivery edited = store.deliveries(supplier.id()).stream()
                .filter(d -> d.end() == null && d.id().toString().equals(edit))
                .findFirst()
                .orElse(null);
        DeliveryForm form = edited == null
                ? new DeliveryForm("", "part", "", "", Map.of())
                : new DeliveryForm(
                        edited.seriesId() == null
                                ? ""
                                : products.byId(edited.seriesId())
                                        .map(Series::code)
                                        .orElse(""),
                        edited.kind(),
                        edited.name(),
                        edited.alternative(),
                        edited.split());
        return page(supplier, form, edited == null ? "" : edit, none(), new Mistakes(), done, person, ui);
    }

    private CheckForm none() {
        return new CheckForm("", List.of(), "", "", facts.today().toString(), "", "");
    }

    private ModelAndView page(
            Supplier supplier,
            DeliveryForm form,
            String edited,
            CheckForm check,
            Mistakes mistakes,
            String done,
            Person person,
            Ui ui) {
        List<Delivery> live = live(supplier, person);
        List<Check> checks = store.checks(supplier.id());
        long without = live.stream().filter(d -> d.alternative().isEmpty()).count();
        List<Parts.Choice> series = new ArrayList<>(List.of(new Parts.Choice("", ui.t("supplier.delivery.every"))));
        words.choosable(person).forEach(s -> series.add(new Parts.Choice(s.code(), s.name())));
        Map<UUID, String> names = live.stream().collect(Collectors.toMap(Delivery::id, Delivery::name));
        return new ModelAndView("supplier/deliveries")
                .addObject("head", words.head(supplier, SupplierWords.Tab.DELIVERIES, person, ui))
                .addObject(
                        "title",
                        live.isEmpty()
                                ? ui.t("supplier.deliveries.title.none", supplier.name())
                                : ui.t("supplier.deliveries.title", supplier.name(), live.size(), without))
                .addObject("rows", live.stream().map(d -> row(d, checks, ui)).toList())
                .addObject(
                        "checks",
                        checks.stream()
                                .filter(c -> c.end() == null && names.containsKey(c.delivery()))
                                .map(c -> checkRow(c, names.getOrDefault(c.delivery(), ""), ui))
                                .toList())
                .addObject("parts", parts(supplier, person))
                .addObject("partsMax", PARTS_MAX)
                .addObject("lacksUpdates", facts.standing(supplier.id()).mark(Question.FUNCTIONS) == Standing.Mark.NO)
                .addObject("series", series)
                .addObject("form", form)
                .addObject("edited", edited)
                .addObject("check", check)
                .addObject("mistakes", mistakes)
                .addObject("done", DONE.contains(done) ? done : "");
    }

    private List<Delivery> live(Supplier supplier, Person person) {
        return store.deliveries(supplier.id()).stream()
                .filter(d -> d.end() == null && (d.seriesId() == null || person.sees(d.seriesId())))
                .toList();
    }

    private SupplierView.DeliveryRow row(Delivery delivery, List<Check> checks, Ui ui) {
        Check last = checks.stream()
                .filter(c -> c.end() == null && c.delivery().equals(delivery.id()))
                .findFirst()
                .orElse(null);
        return new SupplierView.DeliveryRow(
                delivery.id().toString(),
                ui.t("supplier.kind." + delivery.kind()),
                delivery.name(),
                delivery.seriesId() == null
                        ? ui.t("supplier.delivery.every")
                        : products.byId(delivery.seriesId()).map(Series::name).orElse(""),
                delivery.alternative(),
                delivery.kind().equals("semi"),
                Delivery.LAYERS.stream()
                        .map(layer -> new SupplierView.SplitRow(
                                ui.t("supplier.layer." + layer),
                                Delivery.TASKS.stream()
                                        .map(task -> new Parts.Choice(
                                                task,
                                                ui.t("supplier.who."
                                                        + delivery.split().getOrDefault(layer + "." + task, "none"))))
                                        .toList()))
                        .toList(),
                last == null ? "unknown" : last.holds(facts.today()) ? "met" : last.passed() ? "recheck" : "not-met",
                last == null
                        ? ui.t("supplier.check.none")
                        : ui.t(
                                last.passed() ? "supplier.check.passed.on" : "supplier.check.failed.on",
                                last.performedOn().toString()));
    }

    private SupplierView.CheckRow checkRow(Check check, String name, Ui ui) {
        return new SupplierView.CheckRow(
                check.id().toString(),
                name,
                check.holds(facts.today()) ? "met" : check.passed() ? "recheck" : "not-met",
                ui.t(check.passed() ? "supplier.check.passed" : "supplier.check.failed"),
                check.performedOn() + " " + check.performedBy(),
                check.lookedAt().stream()
                        .map(l -> ui.t("supplier.check." + l))
                        .collect(Collectors.joining(ui.t("supplier.between"))),
                check.until().toString(),
                check.remarks());
    }

    private List<SupplierView.PartRow> parts(Supplier supplier, Person person) {
        List<String> scopes = new ArrayList<>(supplier.naming().scopes());
        List<String> names = new ArrayList<>(supplier.naming().names());
        publishers.stream()
                .flatMap(source -> source.publishers().stream())
                .filter(p -> p.id().equals(supplier.advisory()))
                .flatMap(p -> p.speaksFor().stream())
                .forEach(scope -> {
                    if (scope.startsWith("name:")) {
                        names.add(Naming.fold(scope.substring(5)));
                    } else {
                        scopes.add(scope);
                    }
                });
        return parts.stream()
                .flatMap(source -> source.of(names, scopes, person.series(), PARTS_MAX).stream())
                .map(p -> new SupplierView.PartRow(
                        products.byId(p.seriesId()).map(Series::name).orElse("") + " "
                                + products.release(p.releaseId())
                                        .map(r -> r.name())
                                        .orElse(""),
                        p.name(),
                        p.version(),
                        p.href()))
                .toList();
    }

    @GetMapping(HERE + ".{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable("supplier") String code,
            @PathVariable String format,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Supplier supplier = suppliers.require(code, person);
        List<Check> checks = store.checks(supplier.id());
        return TableFile.of(format, supplier.code() + "-deliveries", ui)
                .column("name", "supplier.delivery.name")
                .column("kind", "supplier.delivery.kind")
                .column("product", "supplier.delivery.product")
                .column("alternative", "supplier.delivery.alternative")
                .column("split", "supplier.split")
                .column("check", "supplier.column.check")
                .download(live(supplier, person).stream()
                        .map(d -> {
                            SupplierView.DeliveryRow row = row(d, checks, ui);
                            return List.of(
                                    row.name(),
                                    row.kind(),
                                    row.product(),
                                    row.alternative(),
                                    new TreeMap<>(d.split())
                                            .entrySet().stream()
                                                    .map(e -> ui.t("supplier.split." + e.getKey()) + " "
                                                            + ui.t("supplier.who." + e.getValue()))
                                                    .collect(Collectors.joining("\n")),
                                    row.check());
                        })
                        .toList());
    }

    /** @param sent of the form; {@code edited} is the delivery that is changed, or empty */
    @PostMapping(HERE)
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView deliver(
            @PathVariable("supplier") String code,
            @RequestParam Map<String, String> sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        Map<String, String> split = new TreeMap<>();
        Delivery.places().forEach(place -> {
            String who = sent.getOrDefault("split." + place, "");
            if (!who.isEmpty() && sent.getOrDefault("kind", "").equals("semi")) {
                split.put(place, who);
            }
        });
        DeliveryForm form = new DeliveryForm(
                sent.getOrDefault("series", ""),
                sent.getOrDefault("kind", ""),
                sent.getOrDefault("name", ""),
                sent.getOrDefault("alternative", ""),
                split);
        Fields fields = new Fields(messages, ui.locale(), new Mistakes());
        Series series = form.series().isEmpty() ? null : products.requireInUse(form.series(), person);
        Suppliers.ToldDelivery told = suppliers.check(
                new Suppliers.ToldDelivery(series, form.kind(), form.name(), form.alternative(), split), fields);
        String edited = sent.getOrDefault("edited", "");
        if (fields.mistakes().none()) {
            if (edited.isEmpty()) {
                suppliers.deliver(supplier, told, person, "page");
            } else {
                suppliers.redeliver(supplier, uuid(edited), told, person, "page");
            }
            return SupplierPages.to(supplier, "/deliveries", edited.isEmpty() ? "added" : "changed");
        }
        response.setStatus(422);
        return page(supplier, form, edited, none(), fields.mistakes(), "", person, ui);
    }

    /** An id as a form sends it; what is none is nobody's. */
    static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return new UUID(0, 0);
        }
    }

    @PostMapping(HERE + "/checks")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView look(
            @PathVariable("supplier") String code,
            @RequestParam MultiValueMap<String, String> sent,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        CheckForm form = new CheckForm(
                first(sent, "delivery"),
                sent.getOrDefault("lookedAt", List.of()),
                first(sent, "passed"),
                first(sent, "remarks"),
                first(sent, "performedOn"),
                first(sent, "performedBy"),
                first(sent, "until"));
        Fields fields = new Fields(messages, ui.locale(), new Mistakes());
        fields.oneOf("passed", form.passed(), List.of("yes", "no"));
        if (store.deliveries(supplier.id()).stream()
                .noneMatch(d -> d.end() == null && d.id().toString().equals(form.delivery()))) {
            fields.wrong("delivery", "choice");
        }
        Agreements.ToldCheck told = agreements.check(
                new Agreements.ToldCheck(
                        uuid(form.delivery()),
                        form.lookedAt(),
                        form.passed().equals("yes"),
                        form.remarks(),
                        fields.day("performedOn", form.performedOn(), true),
                        form.performedBy(),
                        fields.day("until", form.until(), false),
                        null),
                facts.today(),
                fields);
        if (fields.mistakes().none()) {
            agreements.look(
                    supplier,
                    new Agreements.ToldCheck(
                            told.delivery(),
                            told.lookedAt(),
                            told.passed(),
                            told.remarks(),
                            told.performedOn(),
                            told.performedBy(),
                            told.until(),
                            stored(blobs, file)),
                    person,
                    "page");
            return SupplierPages.to(supplier, "/deliveries", "checked");
        }
        response.setStatus(422);
        return page(
                supplier, new DeliveryForm("", "part", "", "", Map.of()), "", form, fields.mistakes(), "", person, ui);
    }

    static String first(MultiValueMap<String, String> sent, String field) {
        return Objects.requireNonNullElse(sent.getFirst(field), "");
    }

    static @Nullable StoredFile stored(Blobs blobs, @Nullable MultipartFile file) {
        if (file == null || file.isEmpty()) {
            return null;
        }
        try (InputStream in = file.getInputStream()) {
            return blobs.store(in, Objects.requireNonNullElse(file.getOriginalFilename(), ""), file.getSize());
        } catch (IOException e) {
            throw new UncheckedIOException("the uploaded file could not be read", e);
        }
    }
}
