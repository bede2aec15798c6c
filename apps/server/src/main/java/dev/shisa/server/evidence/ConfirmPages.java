package dev.shisa.server.evidence;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.Reason;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What a second person does: confirm one piece of evidence or several, take that back, withdraw a fact. */
@Controller
class ConfirmPages {

    /** A page is read before it is confirmed; more than this nobody reads. */
    private static final int ROWS_MAX = 50;

    private final EvidenceLog log;
    private final EvidenceRows rows;
    private final EvidenceViews views;
    private final Products products;
    private final TransactionTemplate transaction;

    ConfirmPages(
            EvidenceLog log,
            EvidenceRows rows,
            EvidenceViews views,
            Products products,
            TransactionTemplate transaction) {
        this.log = log;
        this.rows = rows;
        this.views = views;
        this.products = products;
        this.transaction = transaction;
    }

    @GetMapping("/confirm")
    @Requires(Act.CONFIRM)
    ModelAndView list(
            @RequestParam(defaultValue = "0") int done,
            @RequestParam(defaultValue = "") List<String> of,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String series,
            @RequestParam(defaultValue = "") Set<String> only,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return waiting(q, series, only, person, ui)
                .addObject("done", Math.clamp(done, 0, ROWS_MAX))
                .addObject("undoable", of.stream().limit(ROWS_MAX).toList());
    }

    private ModelAndView waiting(String q, String series, Set<String> only, Person person, Ui ui) {
        // What is about the organisation counts for every product, so it is shown with each.
        Set<UUID> scope = series.isEmpty()
                ? person.series()
                : Set.of(products.require(series, person).id());
        EvidenceLog.Page page = log.page(EvidenceFilter.waitingFor(person, scope, words(q), only, ROWS_MAX));
        int total = q.isBlank() && only.isEmpty()
                ? page.found()
                : log.count(EvidenceFilter.waitingFor(person, scope, "", Set.of(), ROWS_MAX));
        List<EvidenceSummary> shown = page.rows();
        Map<UUID, EvidenceDetails> details = log
                .byIds(shown.stream().map(EvidenceSummary::id).toList())
                .stream()
                .collect(Collectors.toMap(EvidenceDetails::id, Function.identity()));
        Map<FactStore.SaidOf, Integer> saying = log.saying(
                details.values().stream().flatMap(one -> one.facts().stream()).toList());
        List<ConfirmRow> found = new ArrayList<>();
        for (EvidenceRow row : rows.rows(shown, ui)) {
            EvidenceDetails one =
                    Objects.requireNonNull(details.get(row.evidence().id()));
            List<FactLine> lines = views.lines(one.facts(), rows.series(row.evidence()), saying, ui);
            found.add(new ConfirmRow(
                    row,
                    lines.stream().filter(FactLine::isWaiting).toList(),
                    EvidenceViews.record(one, ui, ConfirmRow.TOLD)));
        }
        return new ModelAndView("evidence/confirm")
                .addObject("rows", found)
                .addObject("total", total)
                .addObject("matching", page.found())
                .addObject("words", words(q))
                .addObject("series", series)
                .addObject("only", String.join(",", only))
                .addObject("chosen", only.size());
    }

    private static String words(String typed) {
        return typed.strip().substring(0, Math.min(typed.strip().length(), EvidenceQuery.WORDS_CHARS_MAX));
    }

    /** Confirms what was shown: each ticked piece of evidence with exactly the facts that stood beside it. */
    @PostMapping("/confirm")
    @Requires(Act.CONFIRM)
    ModelAndView confirmSeveral(
            @RequestParam(required = false) List<String> evidence,
            @RequestParam(name = "fact", required = false) List<UUID> facts,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String series,
            @RequestParam(defaultValue = "") Set<String> only,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        List<String> codes = evidence == null ? List.of() : evidence;
        if (codes.isEmpty()) {
            ModelAndView page =
                    waiting(q, series, only, person, ui).addObject("mistake", ui.t("evidence.confirm.mistake.nothing"));
            page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
            return page;
        }
        Set<UUID> shown = facts == null ? Set.of() : Set.copyOf(facts);
        List<String> done = Objects.requireNonNull(transaction.execute(status -> codes.stream()
                .limit(ROWS_MAX)
                .distinct()
                .map(code -> log.require(code, person))
                .filter(e -> !log.confirm(e.id(), shown, person, "").isEmpty())
                .map(EvidenceDetails::code)
                .toList()));
        return new ModelAndView("redirect:/confirm?done=" + done.size() + "&of=" + String.join(",", done));
    }

    /** Takes back what was just confirmed together, all of it or, when it is too late for one, nothing. */
    @PostMapping("/confirm/undo")
    @Requires(Act.CONFIRM)
    String undoSeveral(@RequestParam(required = false) List<String> evidence, @AuthenticationPrincipal Person person) {
        List<String> codes = evidence == null ? List.of() : evidence;
        if (codes.isEmpty()) {
            throw new Problem(422, "evidence.confirm.nothing");
        }
        List<EvidenceDetails> chosen = codes.stream()
                .limit(ROWS_MAX)
                .distinct()
                .map(code -> log.require(code, person))
                .toList();
        transaction.executeWithoutResult(status -> chosen.forEach(e -> log.unconfirm(e.id(), person)));
        return "redirect:/confirm";
    }

    @PostMapping("/evidence/{code}/confirm")
    @Requires(Act.CONFIRM)
    ModelAndView confirm(
            @PathVariable String code,
            @RequestParam(name = "fact", required = false) List<UUID> facts,
            @RequestParam(defaultValue = "") String note,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        EvidenceDetails evidence = log.require(code, person);
        if (facts == null || facts.isEmpty()) {
            ModelAndView page = new ModelAndView("evidence/evidence");
            page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
            return page.addObject("view", views.of(evidence, person, ui, ""))
                    .addObject("note", note)
                    .addObject("mistake", ui.t("evidence.confirm.mistake.nothing"));
        }
        Set<UUID> done = log.confirm(evidence.id(), Set.copyOf(facts), person, note.strip());
        return new ModelAndView("redirect:/evidence/" + evidence.code() + (done.isEmpty() ? "" : "?done=confirmed"));
    }

    @PostMapping("/evidence/{code}/undo")
    @Requires(Act.CONFIRM)
    String undo(@PathVariable String code, @AuthenticationPrincipal Person person) {
        EvidenceDetails evidence = log.require(code, person);
        log.unconfirm(evidence.id(), person);
        return "redirect:/evidence/" + evidence.code() + "?done=unconfirmed";
    }

    @PostMapping("/evidence/{code}/withdraw")
    @Requires(Act.RESOLVE)
    ModelAndView withdraw(
            @PathVariable String code,
            @RequestParam(name = "fact", required = false) List<UUID> facts,
            @RequestParam(defaultValue = "") String reason,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        EvidenceDetails evidence = log.require(code, person);
        Set<UUID> chosen = facts == null ? Set.of() : Set.copyOf(facts);
        String error = !Reason.says(reason)
                ? ui.t(reason.isBlank() ? "evidence.withdraw.mistake.reason" : "web.reason.none")
                : chosen.isEmpty()
                        ? ui.t("evidence.withdraw.mistake.nothing")
                        : reason.length() > EvidenceLog.TEXT_CHARS_MAX
                                ? ui.t("fact.mistake.long", reason.length(), EvidenceLog.TEXT_CHARS_MAX)
                                : "";
        if (!error.isEmpty()) {
            ModelAndView page = new ModelAndView("evidence/evidence");
            page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
            return page.addObject("view", views.of(evidence, person, ui, "").refused(reason, error));
        }
        Set<UUID> ofThis = evidence.facts().stream()
                .filter(f -> !f.isWithdrawn() && chosen.contains(f.id()))
                .map(FactEntry::id)
                .collect(Collectors.toSet());
        transaction.executeWithoutResult(status -> ofThis.forEach(id -> log.withdraw(id, person, reason)));
        return new ModelAndView("redirect:/evidence/" + evidence.code() + "?done=withdrawn");
    }
}
