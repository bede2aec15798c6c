package dev.shisa.server.supplier;

import dev.shisa.server.evidence.Blobs;
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
import dev.shisa.server.supplier.SupplierView.ContractForm;
import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

/** What is agreed with this supplier, until when, and what is not? */
@Controller
class ContractPages {

    static final String HERE = SupplierWords.ALL + "/{supplier}/contracts";
    private static final Set<String> DONE = Set.of("added", "ended");

    private final Suppliers suppliers;
    private final SupplierStore store;
    private final Agreements agreements;
    private final SupplierWords words;
    private final LivingFacts facts;
    private final Products products;
    private final Blobs blobs;
    private final Messages messages;

    ContractPages(
            Suppliers suppliers,
            SupplierStore store,
            Agreements agreements,
            SupplierWords words,
            LivingFacts facts,
            Products products,
            Blobs blobs,
            Messages messages) {
        this.suppliers = suppliers;
        this.store = store;
        this.agreements = agreements;
        this.words = words;
        this.facts = facts;
        this.products = products;
        this.blobs = blobs;
        this.messages = messages;
    }

    @GetMapping(HERE)
    @Requires(Act.VIEW)
    ModelAndView contracts(
            @PathVariable("supplier") String code,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        ContractForm form =
                new ContractForm("contract", "", facts.today().toString(), "", List.of(), Map.of(), List.of());
        return page(suppliers.require(code, person), form, new Mistakes(), done, person, ui);
    }

    private ModelAndView page(
            Supplier supplier, ContractForm form, Mistakes mistakes, String done, Person person, Ui ui) {
        List<SupplierView.ContractRow> rows =
                visible(supplier, person).stream().map(c -> row(c, person, ui)).toList();
        boolean bound = facts.standing(supplier.id()).contracts().stream()
                .anyMatch(c -> c.clauses().containsKey(Clause.VULNERABILITY));
        return new ModelAndView("supplier/contracts")
                .addObject("head", words.head(supplier, SupplierWords.Tab.CONTRACTS, person, ui))
                .addObject(
                        "title",
                        rows.isEmpty()
                                ? ui.t("supplier.contracts.title.none", supplier.name())
                                : bound
                                        ? ui.t("supplier.contracts.title", supplier.name())
                                        : ui.t("supplier.contracts.title.unbound", supplier.name()))
                .addObject("rows", rows)
                .addObject(
                        "clauses",
                        Arrays.stream(Clause.values())
                                .map(c -> new Parts.Choice(
                                        c.id(),
                                        ui.t("supplier.clause." + c.id()),
                                        ui.t("supplier.clause." + c.id() + ".help")))
                                .toList())
                .addObject(
                        "series",
                        words.choosable(person).stream()
                                .map(s -> new Parts.Choice(s.code(), s.name()))
                                .toList())
                .addObject("form", form)
                .addObject("mistakes", mistakes)
                .addObject("done", DONE.contains(done) ? done : "");
    }

    /** Contracts that are about something the person may see. */
    private List<Contract> visible(Supplier supplier, Person person) {
        return store.contracts(supplier.id()).stream()
                .filter(c -> c.series().isEmpty() || c.series().stream().anyMatch(person::sees))
                .toList();
    }

    private SupplierView.ContractRow row(Contract contract, Person person, Ui ui) {
        LocalDate today = facts.today();
        LocalDate ends = contract.endsOn();
        boolean force = contract.isInForce(today);
        String evidence = words.evidence(contract.evidence());
        String word = contract.end() != null
                ? "ended"
                : contract.startsOn().isAfter(today)
                        ? "ahead"
                        : !force
                                ? "over"
                                : ends != null && ends.isBefore(today.plusDays(SupplierWords.SOON_DAYS))
                                        ? "soon"
                                        : "force";
        return new SupplierView.ContractRow(
                contract.id().toString(),
                ui.t("supplier.contract.kind." + contract.kind()),
                contract.title(),
                "/evidence/" + evidence,
                evidence,
                contract.startsOn() + " – " + (ends == null ? ui.t("supplier.contract.endless") : ends),
                Arrays.stream(Clause.values())
                        .filter(contract.clauses()::containsKey)
                        .map(c -> ui.t(
                                "supplier.clause.at",
                                ui.t("supplier.clause." + c.id()),
                                contract.clauses().getOrDefault(c, "").isEmpty() ? 0 : 1,
                                contract.clauses().getOrDefault(c, "")))
                        .toList(),
                Arrays.stream(Clause.values())
                        .filter(c -> !contract.clauses().containsKey(c))
                        .map(c -> ui.t("supplier.clause." + c.id()))
                        .toList(),
                contract.series().isEmpty()
                        ? ui.t("supplier.contract.all")
                        : contract.series().stream()
                                .filter(person::sees)
                                .flatMap(id -> products.byId(id).stream())
                                .map(Series::name)
                                .collect(Collectors.joining(ui.t("supplier.between"))),
                switch (word) {
                    case "force" -> "met";
                    case "soon" -> "clock";
                    case "over" -> "recheck";
                    case "ahead" -> "info";
                    default -> "not-applicable";
                },
                contract.end() == null
                        ? ui.t("supplier.contract." + word)
                        : ui.t(
                                "supplier.contract.ended",
                                ui.day(contract.end().at()),
                                contract.end().reason()),
                contract.end() == null);
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
        return TableFile.of(format, supplier.code() + "-contracts", ui)
                .column("title", "supplier.contract.title")
                .column("kind", "supplier.contract.kind")
                .column("days", "supplier.contract.days")
                .column("clauses", "supplier.contract.clauses")
                .column("missing", "supplier.contract.missing")
                .column("products", "supplier.contract.products")
                .column("state", "supplier.column.state")
                .column("evidence", "evidence.column.code")
                .download(visible(supplier, person).stream()
                        .map(c -> row(c, person, ui))
                        .map(r -> List.of(
                                r.title(),
                                r.kind(),
                                r.days(),
                                String.join("\n", r.clauses()),
                                String.join("\n", r.missing()),
                                r.products(),
                                r.word(),
                                r.evidence()))
                        .toList());
    }

    @PostMapping(HERE)
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView agree(
            @PathVariable("supplier") String code,
            @RequestParam MultiValueMap<String, String> sent,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        List<String> chosen = sent.getOrDefault("clause", List.of());
        Map<String, String> places = new TreeMap<>();
        Stream.of(Clause.values()).forEach(c -> places.put(c.id(), DeliveryPages.first(sent, "place-" + c.id())));
        ContractForm form = new ContractForm(
                DeliveryPages.first(sent, "kind"),
                DeliveryPages.first(sent, "title"),
                DeliveryPages.first(sent, "startsOn"),
                DeliveryPages.first(sent, "endsOn"),
                chosen,
                places,
                sent.getOrDefault("series", List.of()));
        Fields fields = new Fields(messages, ui.locale(), new Mistakes());
        Map<String, String> clauses = new TreeMap<>();
        chosen.forEach(id -> clauses.put(id, places.getOrDefault(id, "")));
        LocalDate starts = fields.day("startsOn", form.startsOn(), true);
        LocalDate ends = fields.day("endsOn", form.endsOn(), false);
        List<Series> series =
                form.series().stream().map(s -> products.require(s, person)).toList();
        boolean there = file != null && !file.isEmpty();
        if (!there) {
            fields.wrong("file", "file");
        }
        // The file is stored only when all else can be taken.
        Agreements.ToldContract told = agreements.check(
                new Agreements.ToldContract(form.kind(), form.title(), series, starts, ends, clauses, NOT_STORED),
                fields);
        if (fields.mistakes().none()) {
            agreements.agree(
                    supplier,
                    new Agreements.ToldContract(
                            told.kind(),
                            told.title(),
                            told.series(),
                            told.startsOn(),
                            told.endsOn(),
                            told.clauses(),
                            DeliveryPages.stored(blobs, file)),
                    person,
                    "page");
            return SupplierPages.to(supplier, "/contracts", "added");
        }
        response.setStatus(422);
        return page(supplier, form, fields.mistakes(), "", person, ui);
    }

    private static final dev.shisa.server.evidence.StoredFile NOT_STORED =
            new dev.shisa.server.evidence.StoredFile("", 0, "", "", false);
}
