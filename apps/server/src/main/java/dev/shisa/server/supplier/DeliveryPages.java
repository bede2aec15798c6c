package dev.shisa.server.supplier;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.record.Form;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.supplier.Agreements.SupplierCheckSent;
import dev.shisa.server.supplier.Suppliers.SupplierDeliverySent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What does this supplier deliver, who answers for its security, what would replace it, and was it looked at? */
@Controller
record DeliveryPages(
        Suppliers suppliers,
        SupplierStore store,
        SupplierWords words,
        LivingFacts facts,
        Products products,
        List<PartsSource> parts,
        List<AdvisoryPublishers> publishers) {

    static final String HERE = SupplierPages.ONE + "/deliveries";
    private static final int PARTS_MAX = 200;

    @GetMapping(HERE)
    @Requires(Act.VIEW)
    ModelAndView deliveries(
            @PathVariable("supplier") String code,
            @RequestParam(defaultValue = "") String edit,
            Form<SupplierDeliverySent> form,
            Form<SupplierCheckSent> check,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Supplier supplier = suppliers.require(code, person);
        form.start("kind", "part");
        store.deliveries(supplier.id()).stream()
                .filter(d -> d.end() == null && d.id().toString().equals(edit))
                .findFirst()
                .ifPresent(d -> form.start("edited", edit)
                        .start(new SupplierDeliverySent(
                                d.seriesId() == null
                                        ? null
                                        : products.byId(d.seriesId())
                                                .map(Series::code)
                                                .orElse(null),
                                d.kind(),
                                d.name(),
                                d.alternative(),
                                d.split())));
        List<Parts.Choice> series = new ArrayList<>(List.of(new Parts.Choice("", ui.t("supplier.delivery.every"))));
        words.choosable(person).forEach(s -> series.add(new Parts.Choice(s.code(), s.name())));
        form.choices("series", series).must("series", false);
        check.start("performedOn", facts.today().toString());
        List<Delivery> live = live(supplier, person);
        List<Check> checks = store.checks(supplier.id());
        long without = live.stream().filter(d -> d.alternative().isEmpty()).count();
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
                .addObject("form", form)
                .addObject("check", check);
    }

    private List<Delivery> live(Supplier supplier, Person person) {
        return store.deliveries(supplier.id()).stream()
                .filter(d -> d.isFor(person))
                .toList();
    }

    private SupplierView.DeliveryRow row(Delivery delivery, List<Check> checks, Ui ui) {
        Check last = Check.last(checks, delivery);
        return new SupplierView.DeliveryRow(
                delivery.id().toString(),
                ui.t("supplier.delivery.kind." + delivery.kind()),
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
                ui.t(check.passed() ? "supplier.check.passed.yes" : "supplier.check.passed.no"),
                check.performedOn() + " " + check.performedBy(),
                check.lookedAt().stream()
                        .map(l -> ui.t("supplier.check.lookedAt." + l))
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
                .column("name", "supplier.delivery.field.name")
                .column("kind", "supplier.delivery.field.kind")
                .column("product", "supplier.delivery.field.series")
                .column("alternative", "supplier.delivery.field.alternative")
                .column("split", "supplier.delivery.field.split")
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
}
