package dev.shisa.server.conformity;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Confirmation;
import dev.shisa.conformity.Division;
import dev.shisa.conformity.Fact;
import dev.shisa.conformity.Framework;
import dev.shisa.conformity.NextQuestion;
import dev.shisa.conformity.NextQuestions;
import dev.shisa.conformity.Proof;
import dev.shisa.conformity.ProofNode;
import dev.shisa.conformity.Reading;
import dev.shisa.conformity.Relation;
import dev.shisa.conformity.Reopened;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Statement;
import dev.shisa.conformity.Verdict;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.evidence.Contradictions;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.EvidenceSummary;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.evidence.RecordPlaces;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.ledger.LedgerRecords;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Query;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.ui.ExtendedModelMap;
import org.springframework.ui.Model;

/** What the pages of a guide show: its board, and one requirement with its proof; of a series or of the organisation. */
@Component
class Boards {

    /** The history of a verdict that the page shows; older lines are in the records. */
    private static final int HISTORY_MAX = 50;

    /** Requirements that share facts: those that share most. */
    private static final int SHARING_MAX = 12;

    /** One piece of evidence supports a handful of facts. */
    private static final int FACTS_AT_ONCE_MAX = 10;

    private final List<SettledElsewhere> settledElsewhere;
    private final Products products;
    private final Guides guides;
    private final NotAdopted notAdopted;
    private final Catalogues catalogues;
    private final Verdicts verdicts;
    private final FreshVerdicts fresh;
    private final Reopenings reopenings;
    private final EvidenceLog evidence;
    private final Contradictions contradictions;
    private final FactWords factWords;
    private final LedgerRecords records;
    private final RecordPlaces places;
    private final Assignments assignments;
    private final Confirmers confirmers;
    private final Messages messages;

    Boards(
            Products products,
            Guides guides,
            NotAdopted notAdopted,
            Catalogues catalogues,
            Verdicts verdicts,
            FreshVerdicts fresh,
            Reopenings reopenings,
            EvidenceLog evidence,
            Contradictions contradictions,
            FactWords factWords,
            LedgerRecords records,
            RecordPlaces places,
            Assignments assignments,
            Confirmers confirmers,
            List<SettledElsewhere> settledElsewhere,
            Messages messages) {
        this.settledElsewhere = settledElsewhere;
        this.products = products;
        this.guides = guides;
        this.notAdopted = notAdopted;
        this.catalogues = catalogues;
        this.verdicts = verdicts;
        this.fresh = fresh;
        this.reopenings = reopenings;
        this.evidence = evidence;
        this.contradictions = contradictions;
        this.factWords = factWords;
        this.records = records;
        this.places = places;
        this.assignments = assignments;
        this.confirmers = confirmers;
        this.messages = messages;
    }

    /**
     * The board of one guide, into the model.
     *
     * @param guide empty: the first that is followed
     * @param part the number of a part of the guide that the page is limited to; 0 for all
     * @throws Problem 404 if it is not followed
     */
    void board(Judged judged, String guide, @Nullable VerdictState shown, int part, Ui ui, Model model) {
        List<Framework> followed = guides.followed(judged.id());
        Framework framework = followed.stream()
                .filter(f -> guide.isEmpty() || f.id().equals(guide))
                .findFirst()
                .orElseThrow(() -> new Problem(404, "guide.not-followed", judged.name()));
        Series series = judged.series();
        List<StoredVerdict> decided = verdicts.of(judged.id(), framework.id());
        List<Division.Part> parts = catalogues
                .current()
                .references()
                .division(framework.id())
                .map(Division::parts)
                .orElse(List.of());
        Map<RequirementId, Board.Assigned> assigned = assignments.shown(judged.id());
        Standing standing = verdicts.standing(judged.id(), framework.id());
        Board board = Board.of(
                judged,
                framework,
                decided,
                standing,
                confirmers.next(
                        judged,
                        NextSteps.of(judged, standing, words(judged, ui)),
                        Objects.requireNonNull(ui.person()),
                        words(judged, ui)),
                series != null
                        && decided.stream().allMatch(v -> v.state().isGreen())
                        && fresh.isScopeOpen(series, framework),
                notAdopted.of(judged.id()),
                assigned,
                evidence,
                words(judged, ui),
                ui,
                shown,
                part < 1 || part > parts.size() ? null : parts.get(part - 1));
        model.addAttribute("phases", phases(judged, framework.id(), parts, part, decided, assigned, ui));
        model.addAttribute("judged", judged);
        model.addAttribute("board", board);
        model.addAttribute(
                "exportHref",
                Query.of(judged.boardFile(framework.id()))
                        .with("guide", judged.organisation() ? "" : framework.id())
                        .with("state", shown == null ? "" : shown.code())
                        .with("part", board.part().isEmpty() ? "" : Integer.toString(part))
                        .href());
        model.addAttribute("framework", framework);
        model.addAttribute("outside", outOfScope(judged, framework, ui).orElse(null));
        model.addAttribute("coverage", coverage(judged, framework.id(), ui));
        model.addAttribute("parametersSet", catalogues.parametersSet(framework));
    }

    /** Why a guide is not about a series; empty if it is. */
    private Optional<OutOfScope> outOfScope(Judged judged, Framework framework, Ui ui) {
        Series series = judged.series();
        Requirement covers = framework.covers();
        if (series == null || covers == null || !guides.outOfScope(judged.id()).contains(framework.id())) {
            return Optional.empty();
        }
        Words words = words(judged, ui);
        ProofNode rule = Objects.requireNonNull(
                        fresh.of(series, List.of(covers)).get(covers.id()))
                .verdict()
                .proof()
                .rule();
        return Optional.of(new OutOfScope(
                covers.text().in(ui.locale()),
                rule.carrying()
                        .flatMap(node -> Stream.ofNullable(node.reading()))
                        .filter(reading -> reading.value() != null)
                        .map(reading -> new OutOfScope.Because(
                                words.question(reading.slot()),
                                words.value(reading.slot(), Objects.requireNonNull(reading.value())),
                                reading.used().stream()
                                        .findFirst()
                                        .flatMap(evidence::fact)
                                        .map(FactEntry::detail)
                                        .orElse(""),
                                judged.answers(
                                        "questions/one?key=" + reading.slot().key())))
                        .toList()));
    }

    /** The requirements of a board, narrowed as the page is, to be taken along. */
    ResponseEntity<TableFile> file(
            String format, Judged judged, String name, String guide, @Nullable String state, int part, Ui ui) {
        Model model = new ExtendedModelMap();
        board(
                judged,
                guide,
                Optional.ofNullable(state).flatMap(VerdictState::parse).orElse(null),
                part,
                ui,
                model);
        Board board = (Board) Objects.requireNonNull(model.getAttribute("board"));
        List<List<String>> lines = new ArrayList<>();
        Stream.concat(board.open().stream(), board.settled().stream())
                .forEach(row -> lines.add(List.of(
                        row.number(),
                        row.title(),
                        ui.t("web.verdict." + row.state()),
                        row.strength().isEmpty() ? "" : ui.t("web.strength." + row.strength()),
                        row.ground(),
                        row.next(),
                        row.until(),
                        "",
                        row.assigned() == null ? "" : row.assigned().who(),
                        row.assigned() == null ? "" : row.assigned().due())));
        board.against()
                .forEach(row -> lines.add(List.of(
                        row.number(),
                        row.title(),
                        ui.t("web.verdict." + row.state()),
                        "",
                        "",
                        "",
                        row.until(),
                        row.reason(),
                        "",
                        "")));
        return TableFile.of(format, name, ui)
                .column("number", "board.file.number")
                .column("title", "elsewhere.column.requirement")
                .column("verdict", "board.column.verdict")
                .column("strength", "evidence.strength")
                .column("ground", "board.column.ground")
                .column("next", "board.column.next")
                .column("until", "board.column.until")
                .column("notAdopted", "board.file.not-adopted")
                .column("assignee", "assignment.who")
                .column("due", "assignment.due")
                .download(lines);
    }

    /** How far each measure of a guide is, by the phases of the guide; only what is asked of this subject. */
    private static List<Coverage.Phase> phases(
            Judged judged,
            String framework,
            List<Division.Part> parts,
            int current,
            List<StoredVerdict> decided,
            Map<RequirementId, Board.Assigned> assigned,
            Ui ui) {
        Map<String, List<Coverage.Line>> phases = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            Division.Part part = parts.get(i);
            Map<VerdictState, Integer> counts = new EnumMap<>(VerdictState.class);
            decided.stream()
                    .filter(v -> part.requirements().contains(v.requirement()))
                    .forEach(v -> counts.merge(v.state(), 1, Integer::sum));
            if (!counts.isEmpty()) {
                phases.computeIfAbsent(part.phase().in(ui.locale()), _ -> new ArrayList<>())
                        .add(Coverage.line(
                                part.measure().in(ui.locale()),
                                judged.part(framework, i + 1),
                                i + 1 == current,
                                counts,
                                decided.stream()
                                        .filter(v -> part.requirements().contains(v.requirement())
                                                && !v.state().isGreen())
                                        .flatMap(v -> Stream.ofNullable(assigned.get(v.requirement())))
                                        .toList(),
                                ui));
            }
        }
        return phases.entrySet().stream()
                .map(e -> new Coverage.Phase(e.getKey(), e.getValue()))
                .toList();
    }

    /** What the guide of a series' board asks of the company, into the model; nothing where it asks nothing. */
    void company(Model model) {
        Framework framework = (Framework) Objects.requireNonNull(model.getAttribute("framework"));
        int asked = guides.asked(framework, true).size();
        if (asked > 0) {
            UUID id = products.organisation().id();
            boolean followed = guides.followed(id).stream().anyMatch(f -> f.id().equals(framework.id()));
            model.addAttribute(
                    "company",
                    new CompanyPart(
                            asked,
                            followed,
                            verdicts.standing(id, framework.id()).settled(),
                            "/organisation/guides" + (followed ? "/" + framework.id() : "#choose")));
        }
    }

    /** Which guides can be followed and which are, and those of which only titles are known, into the model. */
    void choices(UUID subjectId, boolean organisation, Ui ui, Model model) {
        List<Framework> offered =
                organisation ? guides.forOrganisation() : catalogues.current().frameworks();
        model.addAttribute(
                "choices",
                offered.stream()
                        .map(framework -> new Parts.Choice(
                                framework.id(),
                                framework.title().in(ui.locale()),
                                ui.t(
                                        organisation ? "guides.asks.organisation" : "guides.asks",
                                        guides.asked(framework, organisation).size())))
                        .toList());
        model.addAttribute(
                "titles",
                catalogues.current().references().outlines().stream()
                        .map(outline ->
                                new Parts.Choice(outline.id(), outline.title().in(ui.locale())))
                        .toList());
        model.addAttribute(
                "followed",
                guides.followed(subjectId).stream().map(Framework::id).collect(Collectors.toSet()));
    }

    String title(String framework, Ui ui) {
        return catalogues
                .current()
                .framework(framework)
                .map(f -> f.title().in(ui.locale()))
                .orElse(framework);
    }

    /** How far the followed guides are, one line each. */
    List<Coverage.Line> coverage(Judged judged, String current, Ui ui) {
        Map<RequirementId, VerdictState> states = verdicts.states(judged.id());
        Map<RequirementId, Board.Assigned> assigned = assignments.shown(judged.id());
        return verdicts.standings(judged.id()).stream()
                .flatMap(standing -> catalogues.current().framework(standing.framework()).stream()
                        .map(framework -> Coverage.line(
                                framework.title().in(ui.locale()),
                                judged.board(framework.id()),
                                framework.id().equals(current),
                                standing.counts(),
                                assigned.entrySet().stream()
                                        .filter(e -> e.getKey().framework().equals(framework.id())
                                                && Optional.ofNullable(states.get(e.getKey()))
                                                        .filter(state -> !state.isGreen())
                                                        .isPresent())
                                        .map(Map.Entry::getValue)
                                        .toList(),
                                ui)))
                .toList();
    }

    /**
     * The page of one requirement, into the model.
     *
     * @return its verdict
     * @throws Problem 404 if it is not decided for this subject
     */
    StoredVerdict requirement(Judged judged, RequirementId id, boolean decided, Typed typed, Ui ui, Model model) {
        Catalogue catalogue = catalogues.current();
        Requirement requirement = catalogue.requirement(id).orElseThrow(() -> new Problem(404, "not-found"));
        Framework framework = catalogue.framework(id.framework()).orElseThrow();
        StoredVerdict verdict = verdicts.of(judged.id(), id)
                .orElseThrow(() -> guides.outOfScope(judged.id()).contains(framework.id())
                        ? new Problem(404, "guide.out-of-scope", judged.name())
                        : new Problem(404, "not-found"));
        Proof proof = verdicts.proof(judged.id(), id).orElseThrow(() -> new Problem(404, "not-found"));
        Words words = words(judged, ui);
        Map<UUID, EvidenceSummary> summaries =
                evidence.summaries(proof.facts().stream().map(Fact::evidence).collect(Collectors.toSet()));
        Series series = judged.series();
        ProofView view = new ProofView(
                judged,
                proof,
                summaries,
                slot -> series == null ? Optional.empty() : contradictions.part(series, slot, judged.page(id), ui),
                asked(verdict, proof),
                words,
                ui);
        String elsewhere = series == null ? null : elsewhere(series, verdict.ground());

        model.addAttribute("judged", judged);
        model.addAttribute("framework", framework);
        model.addAttribute("requirement", requirement);
        model.addAttribute("verdict", verdict);
        model.addAttribute("decided", decided);
        model.addAttribute(
                "page",
                new RequirementPage(
                        title(requirement, verdict, elsewhere, words),
                        series == null || judged.organisation()
                                ? ""
                                : products.designated(series).map(r -> r.name()).orElse(""),
                        next(judged, requirement, verdict, proof, elsewhere, words)
                                .map(step ->
                                        confirmers.turned(judged, step, Objects.requireNonNull(ui.person()), words))
                                .or(() -> compare(judged, id, words))
                                .orElse(null),
                        view.shown(verdict),
                        chain(judged, requirement, verdict, proof, summaries, words, framework.edition()),
                        parameters(judged.page(id), proof, words),
                        inherited(proof, series, words, ui),
                        history(judged, id, words, ui),
                        elsewhere(judged, requirement, words),
                        places.of(catalogue.keysReadBy(id), judged.organisation() ? null : series, ui),
                        changed(judged, id, proof, typed, words, ui),
                        deciding(judged, id, typed, ui)));
        return verdict;
    }

    private List<RequirementPage.Inherited> inherited(Proof proof, @Nullable Series series, Words words, Ui ui) {
        if (series == null || proof.statements().isEmpty()) {
            return List.of();
        }
        Map<UUID, String> names =
                products.releases(series.id()).stream().collect(Collectors.toMap(Release::id, Release::name));
        return proof.statements().stream()
                .map(statement -> {
                    String kind = !statement.counts()
                            ? "waits"
                            : statement.touched().contains(proof.requirement()) ? "touched" : "untouched";
                    Confirmation second = statement.confirmation();
                    return new RequirementPage.Inherited(
                            words.t(
                                    "requirement.inherited." + kind,
                                    names.getOrDefault(statement.predecessor(), ""),
                                    names.getOrDefault(statement.release(), "")),
                            statement.reason(),
                            words.t(
                                    "requirement.inherited.signed",
                                    statement.signedBy(),
                                    ui.minute(statement.signedAt())),
                            second == null
                                    ? ""
                                    : words.t("requirement.inherited.confirmed", second.by(), ui.minute(second.at())),
                            "/products/" + series.code() + "/releases/" + statement.release() + "/impact");
                })
                .toList();
    }

    private RequirementPage.@Nullable Changed changed(
            Judged judged, RequirementId id, Proof proof, Typed typed, Words words, Ui ui) {
        Reopened reopened = proof.reopened();
        Reopenings.Change change =
                reopened == null ? null : reopenings.of(judged.id(), id).orElse(null);
        if (reopened == null || change == null) {
            return null;
        }
        Reopened.Review review = reopened.review();
        return new RequirementPage.Changed(
                ui.day(reopened.at()),
                change.at().toString(),
                words.in(change.before().text()),
                words.in(change.after().text()),
                reopened.rule(),
                change.before().beyond(change.after()).stream().map(words::in).toList(),
                change.after().beyond(change.before()).stream().map(words::in).toList(),
                review == null ? "" : ui.t("requirement.changed.by", review.by(), ui.minute(review.at())),
                review == null ? "" : review.reason(),
                judged.page(id) + "/review",
                typed.review(),
                typed.mistakes().of("review"));
    }

    /** What was typed into the form of a decision and cannot be taken. */
    record Typed(String reason, String until, String review, Mistakes mistakes) {
        static final Typed NOTHING = new Typed("", "", "", new Mistakes());
    }

    private RequirementPage.@Nullable Deciding deciding(Judged judged, RequirementId id, Typed typed, Ui ui) {
        if (id.framework().equals(Guides.STAR1)) {
            return null;
        }
        NotAdopted.Decision decision = notAdopted.of(judged.id()).get(id);
        return decision == null
                ? new RequirementPage.Deciding(
                        "", "", "", judged.page(id), typed.reason(), typed.until(), typed.mistakes())
                : new RequirementPage.Deciding(
                        decision.reason(),
                        ui.t("against.by", decision.byName(), ui.day(decision.at())),
                        decision.until() == null ? "" : decision.until().toString(),
                        judged.page(id),
                        typed.reason(),
                        typed.until(),
                        typed.mistakes());
    }

    private Elsewhere elsewhere(Judged judged, Requirement requirement, Words words) {
        Catalogue catalogue = catalogues.current();
        RequirementId id = requirement.id();
        Map<RequirementId, VerdictState> here = verdicts.states(judged.id());
        Map<RequirementId, VerdictState> company = judged.organisation()
                ? here
                : verdicts.states(products.organisation().id());
        List<Elsewhere.Related> related = catalogue.references().relationsOf(id).stream()
                .map(relation -> related(judged, relation, id, here, company, words))
                .sorted(Comparator.comparing(Elsewhere.Related::unverified))
                .toList();
        Set<RequirementId> told = catalogue.references().relationsOf(id).stream()
                .map(relation -> relation.other(id))
                .collect(Collectors.toSet());
        Map<RequirementId, Integer> shared = new TreeMap<>();
        catalogue
                .keysReadBy(id)
                .forEach(key -> catalogue.requirementsReading(key).stream()
                        .filter(other -> !other.equals(id) && !told.contains(other))
                        .forEach(other -> shared.merge(other, 1, Integer::sum)));
        List<Elsewhere.Sharing> sharing = shared.entrySet().stream()
                .filter(e -> here.containsKey(e.getKey()) || company.containsKey(e.getKey()))
                .sorted(Map.Entry.<RequirementId, Integer>comparingByValue().reversed())
                .limit(SHARING_MAX)
                .map(e -> {
                    Requirement other = catalogue.requirement(e.getKey()).orElseThrow();
                    return new Elsewhere.Sharing(
                            guide(other.id(), words),
                            other.id().number(),
                            words.title(other),
                            href(judged, other.id(), here, company),
                            state(other.id(), here, company),
                            e.getValue());
                })
                .toList();
        return new Elsewhere(related, sharing);
    }

    private Elsewhere.Related related(
            Judged judged,
            Relation relation,
            RequirementId id,
            Map<RequirementId, VerdictState> here,
            Map<RequirementId, VerdictState> company,
            Words words) {
        RequirementId other = relation.other(id);
        Optional<Requirement> known = catalogues.current().requirement(other);
        boolean forward = relation.from().equals(id) || !relation.kind().isDirected();
        Requirement.Source source = relation.source();
        String printed = source == null ? "" : words.t("elsewhere.source", source.doc(), source.place());
        String why = relation.why() == null ? "" : words.in(relation.why());
        return new Elsewhere.Related(
                guide(other, words),
                other.number(),
                known.map(words::title)
                        .orElseGet(() -> catalogues
                                .current()
                                .references()
                                .outline(other.framework())
                                .flatMap(outline -> outline.entry(other.number()))
                                .map(entry -> words.in(entry.title()))
                                .orElse("")),
                href(judged, other, here, company),
                state(other, here, company),
                known.isEmpty(),
                words.t("elsewhere." + relation.kind().code() + (forward ? "" : ".back")),
                words.t("elsewhere.mark." + relation.mark().code(), (printed + " " + why).strip()));
    }

    private String guide(RequirementId id, Words words) {
        return catalogues
                .current()
                .framework(id.framework())
                .map(f -> words.in(f.title()))
                .or(() -> catalogues
                        .current()
                        .references()
                        .outline(id.framework())
                        .map(outline -> words.in(outline.title())))
                .orElse(id.framework());
    }

    private static String href(
            Judged judged,
            RequirementId id,
            Map<RequirementId, VerdictState> here,
            Map<RequirementId, VerdictState> company) {
        if (here.containsKey(id)) {
            return judged.page(id);
        }
        return company.containsKey(id)
                ? Judged.organisation(judged.id(), "", null).page(id)
                : "";
    }

    private static String state(
            RequirementId id, Map<RequirementId, VerdictState> here, Map<RequirementId, VerdictState> company) {
        VerdictState state = here.getOrDefault(id, company.get(id));
        return state == null ? "" : state.code();
    }

    private Words words(Judged judged, Ui ui) {
        return new Words(
                catalogues.current(),
                factWords,
                messages,
                ui.locale(),
                judged.organisation() ? Map.of() : products.itemNames(judged.id()));
    }

    /** The slots whose answers can still change an open verdict; any of one that is not open. */
    private Predicate<Slot> asked(StoredVerdict verdict, Proof proof) {
        boolean open = switch (verdict.state()) {
            case UNKNOWN, RECHECK, EXPECTED -> true;
            case MET, NOT_MET, NOT_APPLICABLE, DEEMED, EXEMPT -> false;
        };
        if (!open) {
            return _ -> true;
        }
        Set<Slot> slots = NextQuestions.slots(
                catalogues.current(),
                new Verdict(
                        proof.target(),
                        proof.requirement(),
                        verdict.state(),
                        verdict.towards(),
                        proof,
                        verdict.changesAt()));
        return slots::contains;
    }

    private @Nullable String elsewhere(Series series, Ground ground) {
        return contradiction(ground)
                .flatMap(slot -> settledElsewhere.stream()
                        .flatMap(place -> place.href(series, slot).stream())
                        .findFirst())
                .orElse(null);
    }

    private static String title(
            Requirement requirement, StoredVerdict verdict, @Nullable String elsewhere, Words words) {
        String number = requirement.id().number();
        Ground ground = verdict.ground();
        String first =
                ground.points().isEmpty() ? "" : words.sentence(ground.points().getFirst());
        String quoted = Words.quoted(first);
        return switch (verdict.state()) {
            case EXPECTED ->
                words.t(
                        "requirement.title.expected."
                                + (verdict.towards() == null
                                        ? "met"
                                        : verdict.towards().code()),
                        number);
            case UNKNOWN ->
                ground.isOnly(Reading.Reason.FALLS_SHORT)
                        ? words.t("requirement.title.unknown.short", number, quoted)
                        : ground.isOnly(Reading.Reason.NO_FACT) && ground.open() == 1
                                ? words.t(
                                        "requirement.title.unknown.one",
                                        number,
                                        words.question(
                                                ground.points().getFirst().slot()))
                                : words.t("requirement.title.unknown", number, Math.max(1, ground.open()));
            case NOT_MET -> words.t("requirement.title.not-met", number, quoted);
            case RECHECK -> {
                boolean contradicted = ground.points().stream().anyMatch(Ground.Point::contradicts);
                String doubt = ground.isReopened()
                        ? "edition"
                        : contradicted
                                ? "contradiction"
                                : elsewhere != null
                                        ? "elsewhere"
                                        : contradiction(ground).isPresent()
                                                ? "conflict"
                                                : isOfEarlierVersion(ground) ? "version" : "stale";
                yield words.t("requirement.title.recheck." + doubt, number, first);
            }
            case MET, NOT_APPLICABLE, DEEMED, EXEMPT ->
                words.t("requirement.title." + verdict.state().code(), number);
        };
    }

    private static Optional<Board.NextStep> next(
            Judged judged,
            Requirement requirement,
            StoredVerdict verdict,
            Proof proof,
            @Nullable String elsewhere,
            Words words) {
        Ground ground = verdict.ground();
        boolean star1 = requirement.id().framework().equals(Guides.STAR1);
        boolean parameterOnly = !ground.points().isEmpty()
                && ground.points().stream().allMatch(p -> !p.unset().isEmpty());
        return Optional.ofNullable(
                switch (verdict.state()) {
                    case UNKNOWN ->
                        parameterOnly
                                ? new Board.NextStep(
                                        words.t("board.next.parameter", words.parameter(unset(ground))),
                                        words.t(star1 ? "board.next.parameter.text" : "board.next.parameter.own.text"),
                                        words.t("board.next.parameter.act"),
                                        Judged.parameter(unset(ground), judged.page(requirement.id())),
                                        null)
                                : ground.isOnly(Reading.Reason.FALLS_SHORT)
                                        ? new Board.NextStep(
                                                words.t("requirement.next.short"),
                                                words.t("requirement.next.short.text"),
                                                words.t("requirement.next.short.act"),
                                                evidenceHref(judged, ground),
                                                null)
                                        : new Board.NextStep(
                                                words.t("requirement.next.answer", Math.max(1, ground.open())),
                                                words.t("requirement.next.answer.text"),
                                                words.t("board.next.questions.act"),
                                                judged.questions(requirement.id()),
                                                judged.answers("questions/send?requirement="
                                                        + Judged.asking(requirement.id())));
                    case EXPECTED ->
                        ground.points().stream().anyMatch(p -> p.doubt() == Reading.Doubt.TOO_WEAK)
                                ? new Board.NextStep(
                                        words.t("requirement.next.strengthen"),
                                        words.t("requirement.next.strengthen.text"),
                                        words.t("board.next.strengthen.act"),
                                        evidenceHref(judged, ground),
                                        null)
                                : new Board.NextStep(
                                        words.t("requirement.next.confirm"),
                                        words.t("requirement.next.confirm.text"),
                                        words.t("board.next.confirm.act"),
                                        judged.confirm(),
                                        null);
                    case RECHECK ->
                        ground.isReopened()
                                ? new Board.NextStep(
                                        words.t("requirement.next.edition"),
                                        words.t("requirement.next.edition.text"),
                                        words.t("requirement.next.edition.act"),
                                        "#changed",
                                        null)
                                : ground.points().stream()
                                        .filter(Ground.Point::contradicts)
                                        .findFirst()
                                        .map(point -> new Board.NextStep(
                                                words.t("requirement.next.contradiction"),
                                                words.t("requirement.next.contradiction.text"),
                                                words.t("requirement.next.contradiction.act"),
                                                "#tree-contradiction-0",
                                                null))
                                        .or(() -> Optional.ofNullable(elsewhere)
                                                .map(href -> new Board.NextStep(
                                                        words.t("requirement.next.elsewhere"),
                                                        words.t("requirement.next.elsewhere.text"),
                                                        words.t("requirement.next.elsewhere.act"),
                                                        href,
                                                        null)))
                                        .or(() -> contradiction(ground)
                                                .map(slot -> new Board.NextStep(
                                                        words.t("requirement.next.decide"),
                                                        words.t("requirement.next.decide.text", words.quoted(slot)),
                                                        words.t("requirement.next.decide.act"),
                                                        "#" + Contradictions.id(slot),
                                                        null)))
                                        .or(() -> Optional.of(ground)
                                                .filter(Boards::isOfEarlierVersion)
                                                .map(earlier -> new Board.NextStep(
                                                        words.t("requirement.next.version"),
                                                        words.t(
                                                                proof.statements().stream()
                                                                                .anyMatch(Statement::counts)
                                                                        ? "requirement.next.version.text.signed"
                                                                        : "requirement.next.version.text"),
                                                        words.t("requirement.next.version.act"),
                                                        evidenceHref(judged, earlier),
                                                        null)))
                                        .orElseGet(() -> new Board.NextStep(
                                                words.t("requirement.next.recheck"),
                                                words.t("requirement.next.recheck.text"),
                                                words.t("requirement.next.recheck.act"),
                                                ground.points().isEmpty()
                                                        ? judged.questions(requirement.id())
                                                        : judged.answers("questions/one?key="
                                                                + ground.points()
                                                                        .getFirst()
                                                                        .key() + "&item="
                                                                + ground.points()
                                                                        .getFirst()
                                                                        .item()),
                                                null));
                    case NOT_MET ->
                        new Board.NextStep(
                                words.t("requirement.next.mend"),
                                words.t("requirement.next.mend.text"),
                                words.t("requirement.next.mend.act"),
                                evidenceHref(judged, ground),
                                null);
                    case MET, NOT_APPLICABLE, DEEMED, EXEMPT -> null;
                });
    }

    /** What the answers behind a green verdict are still to be held against. */
    private Optional<Board.NextStep> compare(Judged judged, RequirementId id, Words words) {
        List<NextQuestion> questions = verdicts.next(judged.id(), id.toString()).stream()
                .filter(question -> question.kind() == NextQuestion.Kind.COMPARE)
                .toList();
        return questions.isEmpty()
                ? Optional.empty()
                : Optional.of(new Board.NextStep(
                        words.t("requirement.next.compare", questions.size()),
                        words.t("requirement.next.compare.text"),
                        words.t("board.next.questions.act"),
                        judged.questions(id),
                        judged.answers("questions/send?requirement=" + Judged.asking(id))));
    }

    private static String unset(Ground ground) {
        return ground.points().getFirst().unset().getFirst();
    }

    /** The first slot in which facts disagree, or a fact that contradicts another one. */
    private static Optional<Slot> contradiction(Ground ground) {
        return ground.points().stream()
                .filter(p -> p.reason() == Reading.Reason.CONTRADICTION)
                .map(Ground.Point::slot)
                .findFirst();
    }

    /** Whether nothing ended and nothing disagrees, but what is known is known of the version before. */
    private static boolean isOfEarlierVersion(Ground ground) {
        return ground.isOnly(Reading.Reason.EARLIER_VERSION, Reading.Reason.TOUCHED_BY_CHANGE);
    }

    /** Where evidence is added for the facts that make the verdict what it is. */
    private static String evidenceHref(Judged judged, Ground ground) {
        return ground.points().stream()
                .limit(FACTS_AT_ONCE_MAX)
                .map(p -> "fact=" + URLEncoder.encode(p.slot().toString(), StandardCharsets.UTF_8))
                .distinct()
                .collect(Collectors.joining("&", judged.answers("evidence/new?"), ""));
    }

    private static List<Parts.Link> chain(
            Judged judged,
            Requirement requirement,
            StoredVerdict verdict,
            Proof proof,
            Map<UUID, EvidenceSummary> summaries,
            Words words,
            int edition) {
        Ground ground = verdict.ground();
        // What decides may still be missing; what was read until then is there.
        Stream<UUID> read = ground.evidence().isEmpty()
                ? proof.facts().stream().map(Fact::evidence).distinct()
                : ground.evidence().stream();
        List<EvidenceSummary> used = read.flatMap(id -> Optional.ofNullable(summaries.get(id)).stream())
                .toList();
        String thing = used.isEmpty()
                ? words.t("chain.none")
                : used.size() == 1
                        ? used.getFirst().title().in(words.locale())
                        : words.t("chain.evidence", used.getFirst().title().in(words.locale()), used.size() - 1);
        return List.of(
                judged.organisation()
                        ? new Parts.Link(words.t("chain.organisation"), judged.name(), "/organisation/guides")
                        : new Parts.Link(words.t("chain.product"), judged.name(), judged.overview()),
                new Parts.Link(
                        words.t("chain.evidence.word"),
                        thing,
                        used.isEmpty() ? null : "/evidence/" + used.getFirst().code()),
                new Parts.Link(
                        words.t("chain.facts"),
                        words.t("chain.facts.count", proof.facts().size()),
                        judged.answers("register")),
                new Parts.Link(
                        words.t("chain.rule"),
                        words.t("chain.rule.edition", requirement.id().number(), edition),
                        null),
                new Parts.Link(
                        words.t("chain.verdict"),
                        words.t("web.verdict." + verdict.state().code()),
                        null));
    }

    private List<RequirementPage.Parameter> parameters(String here, Proof proof, Words words) {
        return proof.parameters().stream()
                .map(p -> new RequirementPage.Parameter(
                        words.parameter(p.id()),
                        p.value() == null ? "" : words.parameter(p.id(), p.value()),
                        Judged.parameter(p.id(), here)))
                .toList();
    }

    private List<Parts.Change> history(Judged judged, RequirementId id, Words words, Ui ui) {
        List<VerdictChange> changes = verdicts.history(judged.id(), id, HISTORY_MAX);
        Map<String, String> recorded = records.numbers(
                "verdict/1",
                changes.stream().map(change -> Long.toString(change.id())).toList());
        List<String> causes = Causes.of(changes, evidence, ui);
        return IntStream.range(0, changes.size())
                .mapToObj(i -> {
                    VerdictChange change = changes.get(i);
                    String entry = recorded.get(Long.toString(change.id()));
                    return new Parts.Change(
                            ui.minute(change.at()),
                            change.to().code(),
                            words.t(
                                    "history.line",
                                    words.t("web.verdict." + change.to().code()),
                                    causes.get(i)),
                            ui.ledgerEntry(entry),
                            ui.ledgerHref(entry));
                })
                .toList();
    }
}
