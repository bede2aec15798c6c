package dev.shisa.server.supplier;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.record.Form;
import dev.shisa.server.platform.web.ListPage;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Query;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.RegisterItem;
import dev.shisa.server.product.Series;
import dev.shisa.server.supplier.Agreements.SupplierDecisionSent;
import dev.shisa.server.supplier.Suppliers.SupplierContactSent;
import dev.shisa.server.supplier.Suppliers.SupplierSent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Which suppliers are there, how does each of them stand, and what is to be done about it? */
@Controller
record SupplierPages(
        Suppliers suppliers,
        SupplierStore store,
        SupplierWords words,
        LivingFacts facts,
        Products products,
        List<AdvisoryPublishers> publishers) {

    static final String HERE = SupplierWords.ALL;
    static final String ONE = HERE + "/{supplier}";
    private static final int QUERY_CHARS_MAX = 200;
    private static final List<String> STANDINGS =
            List.of("none", "accept", "conditional", "reject", "over", "again", "ended");

    // The list

    @GetMapping(HERE)
    @Requires(Act.VIEW)
    ModelAndView list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String standing,
            @RequestParam(defaultValue = "") String only,
            @RequestParam(defaultValue = "1") String page,
            Form<SupplierSent> form,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        List<SupplierView.Line> found = lines(q, standing, only, person, ui);
        int total = suppliers.search("", person).size();
        ListPage leaf = ListPage.of(found.size(), page);
        Query query = Query.of(HERE)
                .with("q", q.strip())
                .with("standing", STANDINGS.contains(standing) ? standing : "")
                .with("only", only.equals("open") ? only : "");
        List<Parts.Filter> filters = new ArrayList<>();
        if (!q.isBlank()) {
            filters.add(new Parts.Filter(q.strip(), query.without("q").href()));
        }
        if (STANDINGS.contains(standing)) {
            filters.add(new Parts.Filter(
                    ui.t("supplier.standing." + standing),
                    query.without("standing").href()));
        }
        if (only.equals("open")) {
            filters.add(new Parts.Filter(
                    ui.t("supplier.only.open"), query.without("only").href()));
        }
        long open = lines("", "", "", person, ui).stream()
                .filter(l -> !l.open().isEmpty())
                .count();
        return new ModelAndView("supplier/list")
                .addObject("title", total == 0 ? ui.t("supplier.title.none") : ui.t("supplier.title", total, open))
                .addObject("rows", leaf.of(found).stream().toList())
                .addObject("total", total)
                .addObject("found", found.size())
                .addObject("filters", filters)
                .addObject("q", q.strip())
                .addObject("standing", standing)
                .addObject("only", only)
                .addObject("standings", standings(ui))
                .addObject("page", leaf.at())
                .addObject("pages", leaf.pages())
                .addObject("pageHref", query.pageHref())
                .addObject("exportHref", query.at(HERE + ".csv").href())
                .addObject("all", person.series().isEmpty())
                .addObject("form", form)
                .addObject("fields", fields(form, ui));
    }

    private static List<Parts.Choice> standings(Ui ui) {
        List<Parts.Choice> choices = new ArrayList<>(List.of(new Parts.Choice("", ui.t("supplier.standing.all"))));
        STANDINGS.forEach(s -> choices.add(new Parts.Choice(s, ui.t("supplier.standing." + s))));
        return choices;
    }

    /** What is said of a supplier; publishers are asked for only where there are any. */
    private List<Form.Field> fields(Form<SupplierSent> form, Ui ui) {
        List<Parts.Choice> choices = new ArrayList<>(List.of(new Parts.Choice("", ui.t("supplier.advisory.none"))));
        publishers.forEach(source ->
                source.publishers().forEach(p -> choices.add(new Parts.Choice(p.id().toString(), p.name()))));
        form.choices("advisory", choices).must("advisory", false);
        return choices.size() > 1 ? form.fields(ui) : form.fields(ui, "name", "names", "note");
    }

    private List<SupplierView.Line> lines(String q, String standing, String only, Person person, Ui ui) {
        String query = q.strip();
        SupplierWords.Book book = words.book(facts.today());
        return suppliers.search(query.substring(0, Math.min(query.length(), QUERY_CHARS_MAX)), person).stream()
                .map(s -> words.line(s, book, person, ui))
                .filter(line -> !STANDINGS.contains(standing) || line.outcome().equals(standing))
                .filter(line -> !only.equals("open") || !line.open().isEmpty())
                .toList();
    }

    @GetMapping(HERE + ".{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable String format,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String standing,
            @RequestParam(defaultValue = "") String only,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return TableFile.of(format, "suppliers", ui)
                .column("code", "supplier.code")
                .column("name", "supplier.field.name")
                .column("products", "supplier.column.products")
                .column("answers", "supplier.column.answers")
                .column("contract", "supplier.column.contract")
                .column("standing", "supplier.column.standing")
                .column("open", "supplier.column.open")
                .download(lines(q, standing, only, person, ui).stream()
                        .map(l -> List.of(
                                l.code(),
                                l.name(),
                                l.products(),
                                l.answers(),
                                l.contract(),
                                l.standing(),
                                String.join("\n", l.open())))
                        .toList());
    }

    private static ModelAndView to(Supplier supplier, String done) {
        return new ModelAndView("redirect:" + SupplierWords.here(supplier) + "?done=" + done);
    }

    // One supplier

    @GetMapping(ONE)
    @Requires(Act.VIEW)
    ModelAndView one(
            @PathVariable("supplier") String code,
            Form<SupplierSent> form,
            Form<SupplierDecisionSent> decision,
            Form<SupplierContactSent> contact,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Supplier supplier = suppliers.require(code, person);
        form.start(new SupplierSent(supplier.name(), supplier.names(), supplier.note(), supplier.advisory()));
        contact.start("duty", "vulnerability");
        Standing standing = facts.standing(supplier.id());
        List<Parts.Choice> offered = new ArrayList<>();
        if (person.series().isEmpty()) {
            Set<UUID> linked = new HashSet<>();
            store.items(supplier.id()).stream().filter(l -> l.end() == null).forEach(l -> linked.add(l.seriesId()));
            suppliers.unlinked(person).forEach((series, items) -> {
                if (!linked.contains(series.id())) {
                    offered.add(new Parts.Choice(series.code() + "|", ui.t("supplier.link.new", series.name())));
                    for (RegisterItem item : items) {
                        offered.add(new Parts.Choice(
                                series.code() + "|" + item.code(),
                                ui.t("supplier.link.item", series.name(), item.name())));
                    }
                }
            });
        }
        return new ModelAndView("supplier/one")
                .addObject("head", words.head(supplier, SupplierWords.Tab.OVERVIEW, person, ui))
                .addObject("title", ui.t("supplier.one.title", supplier.name(), standing.answered()))
                .addObject("note", supplier.note())
                .addObject("names", supplier.names())
                .addObject("scores", words.scores(standing, ui))
                .addObject("decided", words.decided(supplier, standing, ui))
                .addObject("lacks", standing.lacks().size())
                .addObject(
                        "contacts",
                        store.contacts(supplier.id()).stream()
                                .map(c -> new SupplierView.ContactRow(
                                        c.id().toString(),
                                        ui.t("supplier.contact.duty." + c.duty()),
                                        c.name(),
                                        c.address(),
                                        c.phone(),
                                        c.note()))
                                .toList())
                .addObject("products", productRows(supplier, person))
                .addObject("offered", offered)
                .addObject("happened", words.happened(supplier, person, ui))
                .addObject("form", form)
                .addObject("fields", fields(form, ui))
                .addObject("version", form.version(supplier.version()))
                .addObject("decision", decision)
                .addObject("contact", contact);
    }

    private List<SupplierView.ProductRow> productRows(Supplier supplier, Person person) {
        List<SupplierView.ProductRow> rows = new ArrayList<>();
        for (LinkedItem link : store.items(supplier.id())) {
            Series series = link.end() == null && person.sees(link.seriesId())
                    ? products.byId(link.seriesId()).orElse(null)
                    : null;
            if (series != null) {
                String href = "/products/" + SupplierWords.encoded(series.code());
                rows.add(new SupplierView.ProductRow(
                        link.id().toString(),
                        series.name(),
                        href,
                        products.itemNames(series.id()).getOrDefault(link.item(), link.item()),
                        href + "/items/" + link.item()));
            }
        }
        return rows;
    }

    @PostMapping(ONE + "/end")
    @Requires(Act.RESOLVE)
    ModelAndView end(
            @PathVariable("supplier") String code,
            @RequestParam(defaultValue = "0") int version,
            @AuthenticationPrincipal Person person) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        return to(suppliers.end(supplier, true, version, person), "ended");
    }

    @PostMapping(ONE + "/resume")
    @Requires(Act.RESOLVE)
    ModelAndView resume(
            @PathVariable("supplier") String code,
            @RequestParam(defaultValue = "0") int version,
            @AuthenticationPrincipal Person person) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        return to(suppliers.end(supplier, false, version, person), "resumed");
    }

    // Products

    /** @param product code of the series, a bar, and the code of the register's item or nothing */
    @PostMapping(ONE + "/items")
    @Requires(Act.EDIT_PRODUCT)
    ModelAndView link(
            @PathVariable("supplier") String code,
            @RequestParam(defaultValue = "") String product,
            @AuthenticationPrincipal Person person) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        int bar = product.lastIndexOf('|');
        Series series = products.requireInUse(bar < 0 ? product : product.substring(0, bar), person);
        suppliers.link(supplier, series, bar < 0 ? "" : product.substring(bar + 1), person, "page");
        return to(supplier, "linked");
    }
}
