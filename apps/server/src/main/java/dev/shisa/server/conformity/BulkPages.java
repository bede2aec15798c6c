package dev.shisa.server.conformity;

import dev.shisa.conformity.RequirementId;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/** Acts on what was chosen in a list: first what would happen, then doing it, then taking it back. */
@Controller
class BulkPages {

    private static final String CONFIRM = "confirm";

    private final BulkActs bulk;
    private final Products products;
    private final Guides guides;
    private final Assignments assignments;

    BulkPages(BulkActs bulk, Products products, Guides guides, Assignments assignments) {
        this.bulk = bulk;
        this.products = products;
        this.guides = guides;
        this.assignments = assignments;
    }

    /** What was sent, as typed. */
    private record Sent(String guide, String requirement, String assignee, String due, String note) {}

    /** Asks what exactly is to be done, and then says what would become of each. */
    @PostMapping("/bulk")
    @Requires(Act.VIEW)
    ModelAndView preview(
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(required = false) @Nullable List<String> pick,
            @RequestParam(defaultValue = "") String chosen,
            @RequestParam(defaultValue = "") String guide,
            @RequestParam(defaultValue = "") String requirement,
            @RequestParam(defaultValue = "") String assignee,
            @RequestParam(defaultValue = "") String due,
            @RequestParam(defaultValue = "") String note,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        List<String> codes = codes(pick);
        if (kind.equals(CONFIRM)) {
            // Its own page shows what is confirmed fact by fact, and takes it back, too.
            UriComponentsBuilder page = UriComponentsBuilder.fromPath("/confirm");
            codes.forEach(code -> page.queryParam("only", UriUtils.encode(code, StandardCharsets.UTF_8)));
            return new ModelAndView("redirect:" + page.build(true).toUriString());
        }
        BulkActs.Kind what = kind(kind);
        BulkActs.require(what, person);
        Sent sent = new Sent(guide, requirement, assignee, due, note.strip());
        Mistakes mistakes = new Mistakes();
        if (BulkView.asks(what.id()) && chosen.isEmpty()) {
            return page(what, codes, sent, List.of(), false, mistakes, person, ui);
        }
        Optional<BulkActs.Order> order = order(what, sent, mistakes, ui);
        if (order.isEmpty()) {
            response.setStatus(422);
            return page(what, codes, sent, List.of(), false, mistakes, person, ui);
        }
        return page(what, codes, sent, bulk.preview(order.get(), codes, person, ui), true, mistakes, person, ui);
    }

    @PostMapping("/bulk/do")
    @Requires(Act.VIEW)
    ModelAndView perform(
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(required = false) @Nullable UUID id,
            @RequestParam(required = false) @Nullable List<String> pick,
            @RequestParam(defaultValue = "") String guide,
            @RequestParam(defaultValue = "") String requirement,
            @RequestParam(defaultValue = "") String assignee,
            @RequestParam(defaultValue = "") String due,
            @RequestParam(defaultValue = "") String note,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        BulkActs.Kind what = kind(kind);
        List<String> codes = codes(pick);
        Mistakes mistakes = new Mistakes();
        BulkActs.Order order = order(what, new Sent(guide, requirement, assignee, due, note.strip()), mistakes, ui)
                .orElseThrow(() -> new Problem(422, "bulk.nothing"));
        UUID once = id == null ? bulk.newId() : id;
        bulk.perform(once, order, codes, person, ui);
        return new ModelAndView("redirect:/bulk/" + once);
    }

    @GetMapping("/bulk/{id}")
    @Requires(Act.VIEW)
    ModelAndView show(@PathVariable UUID id, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        BulkActs.Done done = bulk.done(id, person);
        List<BulkView.Row> rows = rows(done.kind(), done.lines(), person, done.undone(), ui.locale());
        return new ModelAndView("conformity/bulk")
                .addObject(
                        "view",
                        new BulkView(
                                done.kind().id(),
                                done.kind().things().id(),
                                done.kind().things().list(),
                                id.toString(),
                                List.of(),
                                new BulkView.Form("", "", "", "", "", List.of(), List.of(), List.of()),
                                rows,
                                false,
                                true,
                                bulk.canBeUndone(done) && person.can(done.kind().act()),
                                done.undone(),
                                new Mistakes()));
    }

    @PostMapping("/bulk/{id}/undo")
    @Requires(Act.VIEW)
    ModelAndView undo(@PathVariable UUID id, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        bulk.undo(id, person, ui);
        return new ModelAndView("redirect:/bulk/" + id);
    }

    private static BulkActs.Kind kind(String id) {
        return BulkActs.Kind.of(id).orElseThrow(() -> new Problem(422, "bulk.kind"));
    }

    private static List<String> codes(@Nullable List<String> pick) {
        List<String> codes = pick == null ? List.of() : pick.stream().distinct().toList();
        if (codes.isEmpty()) {
            throw new Problem(422, "bulk.nothing");
        }
        if (codes.size() > BulkActs.CHOSEN_MAX) {
            throw new Problem(422, "bulk.many", codes.size(), BulkActs.CHOSEN_MAX);
        }
        return codes;
    }

    private Optional<BulkActs.Order> order(BulkActs.Kind kind, Sent sent, Mistakes mistakes, Ui ui) {
        return switch (kind) {
            case ARCHIVE -> Optional.of(new BulkActs.Order.Archive(true));
            case BRING_BACK -> Optional.of(new BulkActs.Order.Archive(false));
            case FOLLOW -> {
                Optional<BulkActs.Order> order = guides.all().stream()
                        .filter(guide -> guide.id().equals(sent.guide()))
                        .<BulkActs.Order>map(BulkActs.Order.Follow::new)
                        .findFirst();
                if (order.isEmpty()) {
                    mistakes.add("guide", ui.t("bulk.mistake.guide"));
                }
                yield order;
            }
            case ASSIGN -> assign(sent, mistakes, ui);
            case REASSIGN -> {
                UUID assignee = sent.assignee().isEmpty()
                        ? null
                        : assignee(sent, mistakes, ui).orElse(null);
                LocalDate due = sent.due().isBlank() ? null : day(sent, mistakes, ui);
                if (mistakes.none() && assignee == null && due == null) {
                    mistakes.add("assignee", ui.t("bulk.mistake.reassign"));
                }
                yield mistakes.none() ? Optional.of(new BulkActs.Order.Reassign(assignee, due)) : Optional.empty();
            }
            case UNASSIGN -> Optional.of(new BulkActs.Order.Unassign());
            case RENEW -> {
                LocalDate until = day(sent, mistakes, ui);
                if (sent.note().isEmpty()) {
                    mistakes.add("note", ui.t("bulk.mistake.statement"));
                }
                note(sent, mistakes, ui);
                yield mistakes.none() && until != null
                        ? Optional.of(new BulkActs.Order.Renew(until, sent.note()))
                        : Optional.empty();
            }
        };
    }

    private Optional<BulkActs.Order> assign(Sent sent, Mistakes mistakes, Ui ui) {
        Optional<RequirementId> requirement = RequirementId.parse(sent.requirement());
        if (requirement.isEmpty()) {
            mistakes.add("requirement", ui.t("bulk.mistake.requirement"));
        }
        Optional<UUID> assignee = assignee(sent, mistakes, ui);
        LocalDate due = day(sent, mistakes, ui);
        note(sent, mistakes, ui);
        return mistakes.none() && requirement.isPresent() && assignee.isPresent() && due != null
                ? Optional.of(new BulkActs.Order.Assign(requirement.get(), assignee.get(), due, sent.note()))
                : Optional.empty();
    }

    private Optional<UUID> assignee(Sent sent, Mistakes mistakes, Ui ui) {
        Optional<UUID> assignee = assignments.candidates().stream()
                .map(Person::id)
                .filter(one -> one.toString().equals(sent.assignee()))
                .findFirst();
        if (assignee.isEmpty()) {
            mistakes.add("assignee", ui.t("assignment.mistake.person"));
        }
        return assignee;
    }

    private @Nullable LocalDate day(Sent sent, Mistakes mistakes, Ui ui) {
        String typed = sent.due().strip();
        try {
            LocalDate day = LocalDate.parse(typed);
            if (day.isBefore(assignments.today()) || day.getYear() > Assignments.DUE_YEAR_MAX) {
                mistakes.add("due", ui.t("assignment.mistake.past", typed));
            }
            return day;
        } catch (DateTimeParseException e) {
            mistakes.add(
                    "due", typed.isEmpty() ? ui.t("assignment.mistake.due") : ui.t("assignment.mistake.day", typed));
            return null;
        }
    }

    private static void note(Sent sent, Mistakes mistakes, Ui ui) {
        if (sent.note().length() > Assignments.NOTE_CHARS_MAX) {
            mistakes.add("note", ui.t("assignment.mistake.note", sent.note().length(), Assignments.NOTE_CHARS_MAX));
        }
    }

    private ModelAndView page(
            BulkActs.Kind kind,
            List<String> codes,
            Sent sent,
            List<BulkActs.Line> lines,
            boolean previewed,
            Mistakes mistakes,
            Person person,
            Ui ui) {
        boolean assigns = kind == BulkActs.Kind.ASSIGN || kind == BulkActs.Kind.REASSIGN;
        BulkView.Form form = new BulkView.Form(
                sent.guide(),
                sent.requirement(),
                sent.assignee(),
                sent.due(),
                sent.note(),
                kind != BulkActs.Kind.FOLLOW
                        ? List.of()
                        : guides.all().stream()
                                .map(guide -> new Parts.Choice(
                                        guide.id(), guide.title().in(ui.locale())))
                                .toList(),
                kind != BulkActs.Kind.ASSIGN ? List.of() : requirements(codes, person, ui),
                !assigns
                        ? List.of()
                        : assignments.candidates().stream()
                                .map(one -> new Parts.Choice(one.id().toString(), one.name()))
                                .toList());
        return new ModelAndView("conformity/bulk")
                .addObject(
                        "view",
                        new BulkView(
                                kind.id(),
                                kind.things().id(),
                                kind.things().list(),
                                bulk.newId().toString(),
                                codes,
                                form,
                                previewed ? rows(kind, lines, person, false, ui.locale()) : List.of(),
                                previewed,
                                false,
                                false,
                                false,
                                mistakes));
    }

    /** Whatever is asked of any of them. */
    private List<Parts.Choice> requirements(List<String> codes, Person person, Ui ui) {
        return codes.stream()
                .flatMap(code -> visible(code, person).stream())
                .flatMap(series -> guides.asked(series.id()).stream())
                .distinct()
                .map(r -> new Parts.Choice(
                        r.id().toString(), r.id().number() + " " + r.title().in(ui.locale())))
                .toList();
    }

    private List<BulkView.Row> rows(
            BulkActs.Kind kind, List<BulkActs.Line> lines, Person person, boolean undone, Locale locale) {
        return lines.stream()
                .map(line -> {
                    BulkActs.Thing thing = bulk.thing(kind, line.code(), person, locale)
                            .orElse(new BulkActs.Thing("", line.code(), ""));
                    return new BulkView.Row(
                            thing.name(),
                            thing.more(),
                            thing.href(),
                            line.undone()
                                    ? "undone"
                                    : undone && !line.kept().isEmpty()
                                            ? "kept"
                                            : line.outcome().id(),
                            line.kept().isEmpty() ? line.words() : line.kept());
                })
                .toList();
    }

    private Optional<Series> visible(String code, Person person) {
        try {
            return Optional.of(products.require(code, person));
        } catch (Problem e) {
            return Optional.empty();
        }
    }
}
