package dev.shisa.server.evidence;

import dev.shisa.conformity.VerdictState;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.Reason;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.Query;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
    private static final int ROWS_MAX = 18;

    private static final String ALL = "all";
    private static final String COMPANY = "company";
    private static final String OF_SERIES = "series.";
    private static final String OF_KIND = "kind.";

    private final EvidenceLog log;
    private final EvidenceRows rows;
    private final EvidenceViews views;
    private final Products products;
    private final ConfirmationEffects effects;
    private final Viewer viewer;
    private final TransactionTemplate transaction;

    ConfirmPages(
            EvidenceLog log,
            EvidenceRows rows,
            EvidenceViews views,
            Products products,
            ConfirmationEffects effects,
            Viewer viewer,
            TransactionTemplate transaction) {
        this.log = log;
        this.rows = rows;
        this.views = views;
        this.products = products;
        this.effects = effects;
        this.viewer = viewer;
        this.transaction = transaction;
    }

    /**
     * Which part of the list is asked for.
     *
     * @param only codes that were chosen on another page; empty: all
     */
    private record Asked(String words, String series, SortedSet<String> only) {

        static Asked of(String q, String series, Set<String> only) {
            String words = q.strip();
            return new Asked(
                    words.substring(0, Math.min(words.length(), EvidenceQuery.WORDS_CHARS_MAX)),
                    series,
                    new TreeSet<>(only));
        }
    }

    @GetMapping("/confirm")
    @Requires(Act.CONFIRM)
    ModelAndView list(
            @RequestParam(defaultValue = "0") int done,
            @RequestParam(defaultValue = "") List<String> of,
            @RequestParam(defaultValue = "") List<String> turned,
            @RequestParam(defaultValue = "") List<String> before,
            @RequestParam(defaultValue = "") String pick,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String series,
            @RequestParam(defaultValue = "") Set<String> only,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Asked asked = Asked.of(q, series, only);
        return page(waiting(asked, row -> isIn(pick, row), pick, "", person, ui))
                .addObject(
                        "done",
                        new ConfirmView.Done(
                                Math.clamp(done, 0, ROWS_MAX),
                                of.stream().limit(ROWS_MAX).toList(),
                                effects.named(
                                        turned.stream()
                                                .limit(ConfirmationEffects.TURNED_MAX)
                                                .toList(),
                                        person),
                                before(before, person, ui)));
    }

    private static ModelAndView page(ConfirmView view) {
        return new ModelAndView("evidence/confirm").addObject("view", view);
    }

    private List<ConfirmView.Before> before(List<String> codes, Person person, Ui ui) {
        return log.byCodes(codes.stream().limit(ROWS_MAX).toList()).stream()
                .map(EvidenceDetails::summary)
                .filter(one -> EvidenceRows.isVisible(one, person))
                .map(one -> new ConfirmView.Before(
                        one.title().in(ui.locale()),
                        String.join(ui.t("fact.list-separator"), one.confirmedBy()),
                        "/evidence/" + one.code()))
                .toList();
    }

    private ConfirmView waiting(
            Asked asked, Predicate<EvidenceSummary> picked, String pick, String mistake, Person person, Ui ui) {
        // What is about the organisation counts for every product, so it is shown with each.
        Set<UUID> scope = asked.series().isEmpty()
                ? person.series()
                : Set.of(products.require(asked.series(), person).id());
        EvidenceLog.Page page =
                log.page(EvidenceFilter.waitingFor(person, scope, asked.words(), asked.only(), ROWS_MAX));
        int total = asked.words().isBlank() && asked.only().isEmpty()
                ? page.found()
                : log.count(EvidenceFilter.waitingFor(person, scope, "", Set.of(), ROWS_MAX));
        List<EvidenceSummary> shown = page.rows();
        Map<UUID, EvidenceDetails> details = log
                .byIds(shown.stream().map(EvidenceSummary::id).toList())
                .stream()
                .collect(Collectors.toMap(EvidenceDetails::id, Function.identity()));
        Map<FactStore.SaidOf, Integer> saying = log.saying(
                details.values().stream().flatMap(one -> one.facts().stream()).toList());
        Map<UUID, Series> series = series(shown);
        Map<UUID, List<FactLine>> lines = new LinkedHashMap<>();
        shown.forEach(one -> lines.put(
                one.id(),
                views
                        .lines(
                                Objects.requireNonNull(details.get(one.id())).facts(),
                                one.seriesId() == null ? null : series.get(one.seriesId()),
                                saying,
                                ui)
                        .stream()
                        .filter(FactLine::isWaiting)
                        .toList()));
        Map<Object, List<FactEntry>> sets = new LinkedHashMap<>();
        lines.forEach((id, facts) -> sets.put(id, entries(facts)));
        sets.put(
                ALL,
                shown.stream()
                        .filter(picked)
                        .flatMap(one -> entries(Objects.requireNonNull(lines.get(one.id()))).stream())
                        .toList());
        Map<Object, List<ConfirmationEffects.Effect>> decided = effects.supposing(sets, person);
        List<ConfirmRow> found = rows.rows(shown, ui).stream()
                .map(row -> {
                    EvidenceDetails one =
                            Objects.requireNonNull(details.get(row.evidence().id()));
                    StoredFile file = one.file();
                    return new ConfirmRow(
                            row,
                            Objects.requireNonNull(lines.get(one.id())),
                            EvidenceViews.record(one, ui, ConfirmRow.TOLD),
                            decided.getOrDefault(one.id(), List.of()),
                            file == null ? "" : file.fileName(),
                            file != null && Previews.has(file),
                            file != null && Viewer.shows(file),
                            picked.test(row.evidence()));
                })
                .toList();
        return new ConfirmView(
                found,
                total,
                page.found(),
                asked.words(),
                asked.series(),
                List.copyOf(asked.only()),
                groups(asked, shown, series, pick, ui),
                decided.getOrDefault(ALL, List.of()),
                mistake);
    }

    private Map<UUID, Series> series(List<EvidenceSummary> shown) {
        Set<UUID> ids =
                shown.stream().flatMap(one -> Stream.ofNullable(one.seriesId())).collect(Collectors.toSet());
        return products.byIds(ids).stream().collect(Collectors.toMap(Series::id, Function.identity()));
    }

    private static List<FactEntry> entries(List<FactLine> facts) {
        return facts.stream().map(FactLine::entry).toList();
    }

    /** All, those of one product, those of one kind. */
    private static List<ConfirmView.Group> groups(
            Asked asked, List<EvidenceSummary> shown, Map<UUID, Series> series, String pick, Ui ui) {
        SequencedMap<String, String> labels = new LinkedHashMap<>();
        labels.put(ALL, ui.t("evidence.confirm.pick.all"));
        shown.forEach(one -> labels.put(
                ofSeries(one),
                one.seriesId() == null
                        ? ui.t("evidence.organisation")
                        : Optional.ofNullable(series.get(one.seriesId()))
                                .map(Series::name)
                                .orElse("")));
        shown.forEach(one ->
                labels.put(ofKind(one), ui.t("evidence.kind." + one.kind().id())));
        Query query = Query.of("/confirm")
                .with("q", asked.words())
                .with("series", asked.series())
                .with("only", String.join(",", asked.only()));
        return labels.entrySet().stream()
                .map(e -> new ConfirmView.Group(
                        e.getValue(),
                        (int) shown.stream()
                                .filter(one -> isIn(e.getKey(), one))
                                .count(),
                        query.with("pick", e.getKey()).href(),
                        e.getKey().equals(pick)))
                .toList();
    }

    private static String ofSeries(EvidenceSummary one) {
        return one.seriesId() == null ? COMPANY : OF_SERIES + one.seriesId();
    }

    private static String ofKind(EvidenceSummary one) {
        return OF_KIND + one.kind().id();
    }

    private static boolean isIn(String group, EvidenceSummary one) {
        return group.equals(ALL) || group.equals(ofSeries(one)) || group.equals(ofKind(one));
    }

    /**
     * Confirms what was shown: each ticked piece of evidence with exactly the facts that stood beside it. Or says first what
     * would come of it.
     */
    @PostMapping("/confirm")
    @Requires(Act.CONFIRM)
    ModelAndView confirmSeveral(
            @RequestParam(required = false) @Nullable List<String> evidence,
            @RequestParam(name = "fact", required = false) @Nullable List<UUID> facts,
            @RequestParam(defaultValue = "") String act,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String series,
            @RequestParam(defaultValue = "") Set<String> only,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Asked asked = Asked.of(q, series, only);
        Set<String> codes = evidence == null
                ? Set.of()
                : evidence.stream().limit(ROWS_MAX).collect(Collectors.toCollection(TreeSet::new));
        if (codes.isEmpty()) {
            ModelAndView page =
                    page(waiting(asked, _ -> false, "", ui.t("evidence.confirm.mistake.nothing"), person, ui));
            page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
            return page;
        }
        if (act.equals("look")) {
            return page(waiting(asked, one -> codes.contains(one.code()), "", "", person, ui));
        }
        // In the order of their codes: two people who confirm the same at one moment wait for each other, and no more.
        Confirmed done = confirm(
                codes.stream().map(code -> log.require(code, person)).toList(),
                facts == null ? Set.of() : Set.copyOf(facts),
                person,
                "");
        return new ModelAndView("redirect:"
                + Query.of("/confirm")
                        .with("series", asked.series())
                        .with("done", Integer.toString(done.codes().size()))
                        .with("of", String.join(",", done.codes()))
                        .with("turned", String.join(",", done.turned()))
                        .with("before", String.join(",", done.before()))
                        .href());
    }

    /** @param before codes of what somebody else had confirmed in the meantime */
    private record Confirmed(List<String> codes, List<String> turned, List<String> before) {}

    private Confirmed confirm(List<EvidenceDetails> chosen, Set<UUID> shown, Person person, String note) {
        return Objects.requireNonNull(transaction.execute(status -> {
            List<SubjectSlot> facts = chosen.stream()
                    .flatMap(one -> one.facts().stream())
                    .filter(fact -> shown.contains(fact.id()))
                    .map(fact -> new SubjectSlot(fact.subject(), fact.fact().slot()))
                    .toList();
            Map<String, VerdictState> states = effects.now(facts, person);
            List<String> done = new ArrayList<>();
            List<String> before = new ArrayList<>();
            for (EvidenceDetails one : chosen) {
                boolean mine = !log.confirm(one.id(), shown, person, note).isEmpty();
                (mine ? done : before).add(one.code());
            }
            List<String> turned = ConfirmationEffects.turned(states, effects.now(facts, person));
            return new Confirmed(done, turned, before);
        }));
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
            @RequestParam(defaultValue = "") String act,
            @RequestParam(name = "to-page", defaultValue = "") String to,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        EvidenceDetails evidence = log.require(code, person);
        OptionalInt turned = Beside.turned(act, to);
        if (turned.isPresent()) {
            // Who turns the page of the document keeps what is ticked and written.
            return new ModelAndView("evidence/evidence")
                    .addObject("view", views.of(evidence, person, ui, ""))
                    .addObject("note", note)
                    .addObject("beside", viewer.beside(evidence, turned.getAsInt(), ui))
                    .addObject("ticked", facts == null ? Set.of() : Set.copyOf(facts));
        }
        if (facts == null || facts.isEmpty()) {
            ModelAndView page = new ModelAndView("evidence/evidence");
            page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
            return page.addObject("view", views.of(evidence, person, ui, ""))
                    .addObject("note", note)
                    .addObject("mistake", ui.t("evidence.confirm.mistake.nothing"));
        }
        Confirmed done = confirm(List.of(evidence), Set.copyOf(facts), person, note.strip());
        return new ModelAndView("redirect:"
                + Query.of("/evidence/" + evidence.code())
                        .with("done", done.codes().isEmpty() ? "before" : "confirmed")
                        .with("turned", String.join(",", done.turned()))
                        .href());
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
