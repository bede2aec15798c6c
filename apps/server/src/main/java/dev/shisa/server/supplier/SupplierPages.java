package dev.shisa.server.supplier;

import dev.shisa.server.catalogue.OrganisationTabs;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Query;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.RegisterItem;
import dev.shisa.server.product.Series;
import dev.shisa.server.supplier.SupplierView.DecisionForm;
import dev.shisa.server.supplier.SupplierView.Form;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
class SupplierPages {

    static final String HERE = SupplierWords.ALL;
    static final String ONE = HERE + "/{supplier}";
    private static final int PAGE_ROWS = 50;
    private static final int QUERY_CHARS_MAX = 200;
    private static final Set<String> DONE = Set.of(
            "added",
            "edited",
            "ended",
            "resumed",
            "contact",
            "contact-removed",
            "linked",
            "unlinked",
            "decided",
            "undecided");
    private static final List<String> STANDINGS =
            List.of("none", "accept", "conditional", "reject", "over", "again", "ended");

    private final Suppliers suppliers;
    private final SupplierStore store;
    private final SupplierWords words;
    private final Agreements agreements;
    private final LivingFacts facts;
    private final Products products;
    private final List<AdvisoryPublishers> publishers;
    private final OrganisationTabs tabs;
    private final Messages messages;

    SupplierPages(
            Suppliers suppliers,
            SupplierStore store,
            SupplierWords words,
            Agreements agreements,
            LivingFacts facts,
            Products products,
            List<AdvisoryPublishers> publishers,
            OrganisationTabs tabs,
            Messages messages) {
        this.suppliers = suppliers;
        this.store = store;
        this.words = words;
        this.agreements = agreements;
        this.facts = facts;
        this.products = products;
        this.publishers = List.copyOf(publishers);
        this.tabs = tabs;
        this.messages = messages;
    }

    // The list

    @GetMapping(HERE)
    @Requires(Act.VIEW)
    ModelAndView list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String standing,
            @RequestParam(defaultValue = "") String only,
            @RequestParam(defaultValue = "1") String page,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return list(q, standing, only, page, new Form("", "", "", "", 0), new Mistakes(), person, ui);
    }

    private ModelAndView list(
            String q, String standing, String only, String page, Form form, Mistakes mistakes, Person person, Ui ui) {
        List<SupplierView.Line> found = lines(q, standing, only, person, ui);
        int total = suppliers.search("", person).size();
        int pages = Math.max(1, (found.size() + PAGE_ROWS - 1) / PAGE_ROWS);
        int at = Math.clamp(page.matches("\\d{1,4}") ? Integer.parseInt(page) : 1, 1, pages);
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
                .addObject("tabs", tabs.tabs(ui, OrganisationTabs.Page.SUPPLIERS))
                .addObject("title", total == 0 ? ui.t("supplier.title.none") : ui.t("supplier.title", total, open))
                .addObject(
                        "rows",
                        found.stream()
                                .skip((at - 1L) * PAGE_ROWS)
                                .limit(PAGE_ROWS)
                                .toList())
                .addObject("total", total)
                .addObject("found", found.size())
                .addObject("filters", filters)
                .addObject("q", q.strip())
                .addObject("standing", standing)
                .addObject("only", only)
                .addObject("standings", standings(ui))
                .addObject("page", at)
                .addObject("pages", pages)
                .addObject("pageHref", query.pageHref())
                .addObject("exportHref", query.at(HERE + ".csv").href())
                .addObject("all", person.series().isEmpty())
                .addObject("publishers", publishers(ui))
                .addObject("form", form)
                .addObject("mistakes", mistakes);
    }

    private static List<Parts.Choice> standings(Ui ui) {
        List<Parts.Choice> choices = new ArrayList<>(List.of(new Parts.Choice("", ui.t("supplier.standing.all"))));
        STANDINGS.forEach(s -> choices.add(new Parts.Choice(s, ui.t("supplier.standing." + s))));
        return choices;
    }

    private List<Parts.Choice> publishers(Ui ui) {
        List<Parts.Choice> choices = new ArrayList<>(List.of(new Parts.Choice("", ui.t("supplier.advisory.none"))));
        publishers.forEach(source ->
                source.publishers().forEach(p -> choices.add(new Parts.Choice(p.id().toString(), p.name()))));
        return choices;
    }

    private List<SupplierView.Line> lines(String q, String standing, String only, Person person, Ui ui) {
        String query = q.strip();
        SupplierWords.Book book = words.book(facts.today());
        return suppliers.search(query.substring(0, Math.min(query.length(), QUERY_CHARS_MAX)), person).stream()
                .map(s -> new Narrowed(
                        s, words.line(s, book, person, ui), SupplierWords.outcome(s, book.standing(s.id()))))
                .filter(n -> !STANDINGS.contains(standing) || n.outcome().equals(standing))
                .filter(n -> !only.equals("open") || !n.line().open().isEmpty())
                .map(Narrowed::line)
                .toList();
    }

    private record Narrowed(Supplier supplier, SupplierView.Line line, String outcome) {}

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
                .column("name", "supplier.name")
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

    @PostMapping(HERE)
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView add(
            @RequestParam Map<String, String> sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Suppliers.requireAll(person);
        Form form = form(sent);
        Fields fields = fields(ui);
        Suppliers.Told told = suppliers.check(told(form), null, fields);
        if (fields.mistakes().none()) {
            return to(suppliers.add(told, person), "", "added");
        }
        response.setStatus(422);
        return list("", "", "", "1", form, fields.mistakes(), person, ui);
    }

    private static Form form(Map<String, String> sent) {
        String version = sent.getOrDefault("version", "");
        return new Form(
                sent.getOrDefault("name", ""),
                sent.getOrDefault("names", ""),
                sent.getOrDefault("note", ""),
                sent.getOrDefault("advisory", ""),
                version.matches("[0-9]{1,9}") ? Integer.parseInt(version) : 0);
    }

    private Suppliers.Told told(Form form) {
        return new Suppliers.Told(form.name(), form.names().lines().toList(), form.note(), advisory(form.advisory()));
    }

    /** One of the publishers; another id is none. */
    private @Nullable UUID advisory(String id) {
        return publishers.stream()
                .flatMap(source -> source.publishers().stream())
                .map(AdvisoryPublishers.Publisher::id)
                .filter(known -> known.toString().equals(id))
                .findFirst()
                .orElse(null);
    }

    private Fields fields(Ui ui) {
        return new Fields(messages, ui.locale(), new Mistakes());
    }

    static ModelAndView to(Supplier supplier, String page, String done) {
        return new ModelAndView("redirect:" + SupplierWords.here(supplier) + page + "?done=" + done);
    }

    // One supplier

    @GetMapping(ONE)
    @Requires(Act.VIEW)
    ModelAndView one(
            @PathVariable("supplier") String code,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Supplier supplier = suppliers.require(code, person);
        return one(supplier, present(supplier), new DecisionForm("", "", ""), null, new Mistakes(), done, person, ui);
    }

    private static Form present(Supplier supplier) {
        return new Form(
                supplier.name(),
                String.join("\n", supplier.names()),
                supplier.note(),
                supplier.advisory() == null ? "" : supplier.advisory().toString(),
                supplier.version());
    }

    private ModelAndView one(
            Supplier supplier,
            Form form,
            DecisionForm decision,
            SupplierView.@Nullable ContactForm contact,
            Mistakes mistakes,
            String done,
            Person person,
            Ui ui) {
        Standing standing = facts.standing(supplier.id());
        List<Parts.Choice> offered = new ArrayList<>();
        if (person.series().isEmpty()) {
            Set<UUID> linked = new java.util.HashSet<>();
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
                                        ui.t("supplier.duty." + c.duty()),
                                        c.name(),
                                        c.address(),
                                        c.phone(),
                                        c.note()))
                                .toList())
                .addObject("products", productRows(supplier, person))
                .addObject("offered", offered)
                .addObject("happened", words.happened(supplier, person, ui))
                .addObject("publishers", publishers(ui))
                .addObject("form", form)
                .addObject("decision", decision)
                .addObject(
                        "contact",
                        contact == null ? new SupplierView.ContactForm("vulnerability", "", "", "", "") : contact)
                .addObject("mistakes", mistakes)
                .addObject("done", DONE.contains(done) ? done : "");
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

    @PostMapping(ONE)
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView edit(
            @PathVariable("supplier") String code,
            @RequestParam Map<String, String> sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        Form form = form(sent);
        Fields fields = fields(ui);
        Suppliers.Told told = suppliers.check(told(form), supplier, fields);
        if (form.version() != supplier.version()) {
            fields.wrong("name", "changed", supplier.name(), String.join(", ", supplier.names()), supplier.note());
            response.setStatus(409);
            Form again = new Form(form.name(), form.names(), form.note(), form.advisory(), supplier.version());
            return one(supplier, again, new DecisionForm("", "", ""), null, fields.mistakes(), "", person, ui);
        }
        if (fields.mistakes().none()) {
            return to(suppliers.edit(supplier, told, form.version(), person), "", "edited");
        }
        response.setStatus(422);
        return one(supplier, form, new DecisionForm("", "", ""), null, fields.mistakes(), "", person, ui);
    }

    @PostMapping(ONE + "/end")
    @Requires(Act.RESOLVE)
    ModelAndView end(
            @PathVariable("supplier") String code,
            @RequestParam(defaultValue = "0") int version,
            @AuthenticationPrincipal Person person) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        return to(suppliers.end(supplier, true, version, person), "", "ended");
    }

    @PostMapping(ONE + "/resume")
    @Requires(Act.RESOLVE)
    ModelAndView resume(
            @PathVariable("supplier") String code,
            @RequestParam(defaultValue = "0") int version,
            @AuthenticationPrincipal Person person) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        return to(suppliers.end(supplier, false, version, person), "", "resumed");
    }

    // Contacts

    @PostMapping(ONE + "/contacts")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView addContact(
            @PathVariable("supplier") String code,
            @RequestParam Map<String, String> sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        Suppliers.ToldContact typed = new Suppliers.ToldContact(
                sent.getOrDefault("duty", ""),
                sent.getOrDefault("contact", ""),
                sent.getOrDefault("address", ""),
                sent.getOrDefault("phone", ""),
                sent.getOrDefault("remark", ""));
        Fields fields = fields(ui);
        Suppliers.ToldContact told = suppliers.check(typed, fields);
        if (fields.mistakes().none()) {
            suppliers.addContact(supplier, told, person);
            return to(supplier, "", "contact");
        }
        response.setStatus(422);
        Mistakes mistakes = new Mistakes();
        // The form on the page has another field of the name "name".
        fields.mistakes()
                .list()
                .forEach(m -> mistakes.add(
                        m.fieldId().equals("name") ? "contact" : m.fieldId().equals("note") ? "remark" : m.fieldId(),
                        m.message()));
        return one(
                supplier,
                present(supplier),
                new DecisionForm("", "", ""),
                new SupplierView.ContactForm(typed.duty(), typed.name(), typed.address(), typed.phone(), typed.note()),
                mistakes,
                "",
                person,
                ui);
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
        return to(supplier, "", "linked");
    }

    // Decisions

    @PostMapping(ONE + "/decisions")
    @Requires(Act.RESOLVE)
    ModelAndView decide(
            @PathVariable("supplier") String code,
            @RequestParam Map<String, String> sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        DecisionForm form = new DecisionForm(
                sent.getOrDefault("outcome", ""), sent.getOrDefault("reason", ""), sent.getOrDefault("until", ""));
        Fields fields = fields(ui);
        Agreements.ToldDecision told = agreements.check(
                new Agreements.ToldDecision(form.outcome(), form.reason(), fields.day("until", form.until(), false)),
                facts.standing(supplier.id()),
                fields);
        if (fields.mistakes().none()) {
            agreements.decide(supplier, told, person, "page");
            return to(supplier, "", "decided");
        }
        response.setStatus(422);
        return one(supplier, present(supplier), form, null, fields.mistakes(), "", person, ui);
    }
}
