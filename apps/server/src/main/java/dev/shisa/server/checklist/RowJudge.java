package dev.shisa.server.checklist;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Fact;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.Layer;
import dev.shisa.conformity.Proof;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Text;
import dev.shisa.conformity.Truth;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.Verdict;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.application.CriterionAnswer.EvidenceReference;
import dev.shisa.server.application.DecidingFacts;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.catalogue.LibraryView;
import dev.shisa.server.conformity.FreshVerdicts;
import dev.shisa.server.conformity.FreshVerdicts.Fresh;
import dev.shisa.server.conformity.Ground;
import dev.shisa.server.conformity.RequirementLinks;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.EvidenceSummary;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Answers the rows of a checklist from the facts of this instant. */
@Component
class RowJudge {

    /** What is open in one part; its page has the rest. */
    private static final int OPEN_MAX = 5;

    private final ChecklistStore store;
    private final FreshVerdicts verdicts;
    private final Catalogues catalogues;
    private final EvidenceLog evidence;
    private final Products products;
    private final Guides guides;
    private final RequirementLinks links;
    private final FactWords words;
    private final Messages messages;

    RowJudge(
            ChecklistStore store,
            FreshVerdicts verdicts,
            Catalogues catalogues,
            EvidenceLog evidence,
            Products products,
            Guides guides,
            RequirementLinks links,
            FactWords words,
            Messages messages) {
        this.store = store;
        this.verdicts = verdicts;
        this.catalogues = catalogues;
        this.evidence = evidence;
        this.products = products;
        this.guides = guides;
        this.links = links;
        this.words = words;
        this.messages = messages;
    }

    /** All rows, in the order of the workbook, in a language. */
    @Transactional(readOnly = true)
    public List<JudgedRow> of(Series series, Checklist checklist, Locale locale) {
        return judged(series, store.rows(checklist.id()), store.ties(checklist.id()), locale);
    }

    /** One row, counted from 1; nothing of the others is decided. */
    @Transactional(readOnly = true)
    public Optional<JudgedRow> one(Series series, Checklist checklist, int number, Locale locale) {
        List<ChecklistReader.Row> rows = store.rows(checklist.id()).stream()
                .filter(row -> row.row() == number)
                .toList();
        List<Tie> ties = store.ties(checklist.id()).stream()
                .filter(tie -> tie.row() == number)
                .toList();
        return judged(series, rows, ties, locale).stream().findFirst();
    }

    private List<JudgedRow> judged(Series series, List<ChecklistReader.Row> rows, List<Tie> ties, Locale locale) {
        Catalogue catalogue = catalogues.current();
        Map<Basis, Requirement> asked = new LinkedHashMap<>();
        ties.forEach(tie -> requirement(tie.basis(), catalogue)
                .ifPresent(requirement -> asked.putIfAbsent(tie.basis(), requirement)));
        Map<RequirementId, Fresh> decided = verdicts.of(series, asked.values());
        List<Subject> subjects =
                products.target(series).layers().stream().map(Layer::subject).toList();
        Map<UUID, String> details = ties.isEmpty()
                ? Map.of()
                : evidence.entries(subjects).stream()
                        .filter(entry -> !entry.detail().isBlank())
                        .collect(Collectors.toMap(FactEntry::id, FactEntry::detail, (a, b) -> a));
        Map<String, String> itemNames = products.itemNames(series.id());
        Map<UUID, EvidenceSummary> summaries = evidence.summaries(decided.values().stream()
                .flatMap(fresh -> fresh.verdict().proof().facts().stream())
                .map(Fact::evidence)
                .collect(Collectors.toSet()));
        Set<RequirementId> followed = Stream.of(
                        series.id(), products.organisation().id())
                .flatMap(id -> guides.asked(id).stream())
                .map(Requirement::id)
                .collect(Collectors.toSet());
        Reader reader = new Reader(series, catalogue, asked, decided, details, itemNames, summaries, followed, locale);
        Map<Integer, List<JudgedRow.Part>> byRow = new LinkedHashMap<>();
        ties.forEach(tie ->
                byRow.computeIfAbsent(tie.row(), row -> new ArrayList<>()).add(part(tie, reader)));
        return rows.stream()
                .map(row -> JudgedRow.of(row, byRow.getOrDefault(row.row(), List.of())))
                .toList();
    }

    /** What a page shows, for whom and of what. */
    private record Reader(
            Series series,
            Catalogue catalogue,
            Map<Basis, Requirement> asked,
            Map<RequirementId, Fresh> decided,
            Map<UUID, String> details,
            Map<String, String> itemNames,
            Map<UUID, EvidenceSummary> summaries,
            Set<RequirementId> followed,
            Locale locale) {}

    private static Optional<Requirement> requirement(Basis basis, Catalogue catalogue) {
        return switch (basis) {
            case Basis.Asked(RequirementId id) -> catalogue.requirement(id);
            case Basis.Stated stated -> Basis.requirement(stated, catalogue.vocabulary());
        };
    }

    private JudgedRow.Part part(Tie tie, Reader reader) {
        Requirement requirement = reader.asked().get(tie.basis());
        Fresh fresh = requirement == null ? null : reader.decided().get(requirement.id());
        if (requirement == null || fresh == null) {
            // The edition in force no longer has it: nothing can be said, and nobody must take that for an answer.
            return new JudgedRow.Part(
                    tie,
                    "",
                    "",
                    switch (tie.basis()) {
                        case Basis.Asked(RequirementId id) -> id.toString();
                        case Basis.Stated stated -> stated.fact().value();
                    },
                    "",
                    "",
                    VerdictState.UNKNOWN,
                    false,
                    "",
                    List.of(messages.get(reader.locale(), "checklist.gone")),
                    List.of());
        }
        Verdict verdict = fresh.verdict();
        Proof proof = verdict.proof();
        List<String> references = DecidingFacts.of(proof, verdict.state()).stream()
                .map(Fact::evidence)
                .flatMap(id -> Optional.ofNullable(reader.summaries().get(id)).stream())
                .map(e -> new EvidenceReference(e.code(), e.title(), e.place()).in(reader.locale()))
                .distinct()
                .toList();
        boolean isOpen = !verdict.state().isGreen() && verdict.state() != VerdictState.NOT_MET;
        return new JudgedRow.Part(
                tie,
                guide(tie.basis(), reader),
                tie.basis() instanceof Basis.Asked(RequirementId id) ? id.number() : "",
                requirement.title().in(reader.locale()).replace("{item}", "…"),
                accepted(tie.basis(), reader),
                href(tie.basis(), reader),
                verdict.state(),
                verdict.state() == VerdictState.NOT_MET && proof.rule().proven() == Truth.FALSE,
                isOpen ? "" : reason(requirement, verdict, reader),
                isOpen ? open(fresh.ground().points(), reader) : List.of(),
                isOpen ? List.of() : references);
    }

    private static String guide(Basis basis, Reader reader) {
        return basis instanceof Basis.Asked(RequirementId id)
                ? reader.catalogue()
                        .framework(id.framework())
                        .map(framework -> framework.title().in(reader.locale()))
                        .orElse("")
                : "";
    }

    /** A route's name stands before the reason: by it the requirement is settled. */
    private String reason(Requirement requirement, Verdict verdict, Reader reader) {
        String route = verdict.state() == VerdictState.DEEMED || verdict.state() == VerdictState.EXEMPT
                ? verdict.proof().routes().stream()
                        .filter(r -> r.verdict() == verdict.state() && r.when().truth() == Truth.TRUE)
                        .map(r -> r.name().in(reader.locale()))
                        .findFirst()
                        .orElse("")
                : "";
        String why = new CustomerReason(
                        words, messages, reader.locale(), reader.itemNames(), reader.details(), reader.summaries())
                .of(requirement, verdict);
        return (route + "\n" + why).strip();
    }

    private String accepted(Basis basis, Reader reader) {
        if (!(basis instanceof Basis.Stated stated)) {
            return "";
        }
        FactDefinition fact = reader.catalogue().fact(stated.fact()).orElse(null);
        return fact == null
                ? ""
                : stated.accepted().stream()
                        .map(value -> label(fact, value, reader.locale()))
                        .collect(Collectors.joining(messages.get(reader.locale(), "fact.list-separator")));
    }

    /** An answer of a closed list in words. */
    String label(FactDefinition fact, String value, Locale locale) {
        Value stated = value.equals("true") || value.equals("false")
                ? Value.flag(Boolean.parseBoolean(value))
                : Value.word(value);
        return words.value(fact, stated, locale, Map.of());
    }

    private String href(Basis basis, Reader reader) {
        return switch (basis) {
            case Basis.Asked(RequirementId id) ->
                reader.followed().contains(id) ? links.to(reader.series(), id) : LibraryView.href(id);
            case Basis.Stated stated -> {
                FactDefinition fact = reader.catalogue().fact(stated.fact()).orElse(null);
                String base = "/products/" + URLEncoder.encode(reader.series().code(), StandardCharsets.UTF_8);
                yield fact == null || fact.of() != null
                        ? base + "/register"
                        : base + "/questions/one?key="
                                + URLEncoder.encode(stated.fact().value(), StandardCharsets.UTF_8);
            }
        };
    }

    /** What is left. Where several claims, some denied, rest on one answer, only its question says what to do. */
    private List<String> open(List<Ground.Point> points, Reader reader) {
        Map<Slot, Set<String>> bySlot = new LinkedHashMap<>();
        points.forEach(point -> bySlot.computeIfAbsent(point.slot(), slot -> new LinkedHashSet<>())
                .add(sentence(point, reader)));
        return bySlot.entrySet().stream()
                .map(left -> left.getValue().size() == 1
                        ? left.getValue().iterator().next()
                        : words.question(left.getKey(), reader.locale(), reader.itemNames()))
                .distinct()
                .limit(OPEN_MAX)
                .toList();
    }

    private String sentence(Ground.Point point, Reader reader) {
        Text text = point.text();
        return text == null
                ? words.question(point.slot(), reader.locale(), reader.itemNames())
                : words.sentence(text, point.named(), reader.locale(), reader.itemNames());
    }
}
