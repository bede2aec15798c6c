package dev.shisa.server.supplier;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.record.Form;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Series;
import dev.shisa.server.supplier.Agreements.SupplierContractSent;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.ModelAndView;

/** What is agreed with this supplier, until when, and what is not? */
@Controller
record ContractPages(Suppliers suppliers, SupplierStore store, SupplierWords words, LivingFacts facts) {

    static final String HERE = SupplierPages.ONE + "/contracts";

    @GetMapping(HERE)
    @Requires(Act.VIEW)
    ModelAndView contracts(
            @PathVariable("supplier") String code,
            Form<SupplierContractSent> form,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Supplier supplier = suppliers.require(code, person);
        List<Parts.Choice> series = words.choosable(person).stream()
                .map(s -> new Parts.Choice(s.code(), s.name()))
                .toList();
        form.start("kind", "contract")
                .start("startsOn", facts.today().toString())
                .choices("series", series)
                .must("series", false);
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
                .addObject("hasSeries", !series.isEmpty())
                .addObject("form", form);
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
                        : words.series(contract, person)
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
                .column("title", "supplier.contract.field.title")
                .column("kind", "supplier.contract.field.kind")
                .column("days", "supplier.contract.days")
                .column("clauses", "supplier.contract.field.clauses")
                .column("missing", "supplier.contract.missing")
                .column("products", "supplier.contract.field.series")
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
}
