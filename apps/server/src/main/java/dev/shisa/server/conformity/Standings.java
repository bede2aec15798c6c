package dev.shisa.server.conformity;

import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.TaskKind;
import dev.shisa.server.platform.web.TaskSource;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesStanding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What lists of series and Home show of the verdicts. */
@Component
class Standings implements SeriesStanding, TaskSource {

    /** More than any maker has: nothing that fails may be missing in the inbox. */
    private static final int SERIES_MAX = 10_000;

    /** So many series are read at once, so that what is read of them fits into memory. */
    private static final int READ_AT_ONCE = 500;

    /** Of so many series the next questions are asked for; what was answered makes room for the next. */
    private static final int QUESTIONS_MAX = 100;

    private static final Set<VerdictState> PRESSING = Set.of(VerdictState.NOT_MET, VerdictState.RECHECK);

    private final Verdicts verdicts;
    private final Products products;
    private final Guides guides;
    private final AllJudged all;
    private final Catalogues catalogues;
    private final FactWords factWords;
    private final Confirmers confirmers;
    private final Messages messages;

    Standings(
            Verdicts verdicts,
            Products products,
            Guides guides,
            AllJudged all,
            Catalogues catalogues,
            FactWords factWords,
            Confirmers confirmers,
            Messages messages) {
        this.verdicts = verdicts;
        this.products = products;
        this.guides = guides;
        this.all = all;
        this.catalogues = catalogues;
        this.factWords = factWords;
        this.confirmers = confirmers;
        this.messages = messages;
    }

    @Override
    public Map<UUID, Standing> standings(Collection<UUID> seriesIds, Locale locale) {
        Map<UUID, Standing> all = new HashMap<>();
        Words words = words(locale);
        Map<UUID, Series> known =
                products.byIds(seriesIds).stream().collect(Collectors.toMap(Series::id, series -> series));
        verdicts.standings(seriesIds)
                .forEach((id, standings) -> Optional.ofNullable(known.get(id))
                        .flatMap(series -> standing(
                                series,
                                standings,
                                words,
                                steps -> steps.stream().findFirst()))
                        .ifPresent(standing -> all.put(id, standing)));
        return all;
    }

    @Override
    public Optional<Standing> standing(UUID seriesId, Locale locale) {
        verdicts.settle(seriesId);
        return Optional.ofNullable(standings(List.of(seriesId), locale).get(seriesId));
    }

    @Override
    public Optional<Standing> standing(UUID seriesId, Person reader, Locale locale) {
        verdicts.settle(seriesId);
        Words words = words(locale);
        return products.byId(seriesId)
                .flatMap(series -> standing(
                        series,
                        verdicts.standings(List.of(seriesId)).getOrDefault(seriesId, List.of()),
                        words,
                        steps -> Optional.ofNullable(confirmers.next(Judged.of(series), steps, reader, words))));
    }

    @Override
    public int open(Collection<UUID> seriesIds) {
        return verdicts.open(seriesIds);
    }

    @Override
    public Map<UUID, Long> places(Order by) {
        return verdicts.places(by);
    }

    @Override
    public Again again(Collection<UUID> seriesIds) {
        Backlog backlog = verdicts.backlog(seriesIds);
        return new Again(backlog.waiting(), backlog.began());
    }

    /** The first guide that is followed leads, JC-STAR ★1 where it is among them; the others stand beside it. */
    private Optional<Standing> standing(
            Series series,
            List<dev.shisa.server.conformity.Standing> standings,
            Words words,
            Function<List<Board.NextStep>, Optional<Board.NextStep>> choice) {
        if (standings.isEmpty()) {
            return Optional.empty();
        }
        Judged judged = Judged.of(series);
        dev.shisa.server.conformity.Standing first = standings.getFirst();
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (VerdictState state : VerdictState.values()) {
            if (first.count(state) > 0) {
                counts.put(state.code(), first.count(state));
            }
        }
        Optional<Board.NextStep> next = choice.apply(standings.stream()
                .flatMap(standing -> NextSteps.of(judged, standing, words).stream())
                .toList());
        return Optional.of(new Standing(
                first.settled(),
                first.total(),
                counts,
                next.map(Board.NextStep::title).orElse(""),
                next.map(Board.NextStep::href).orElse(""),
                next.map(step -> Board.needs(step.href())).orElse("view"),
                judged.board(first.framework()),
                first.supportEnds(),
                first.waiting(),
                first.next().compare() != null,
                standings.stream()
                        .map(standing -> new Guide(
                                title(standing.framework(), words),
                                standing.settled(),
                                standing.total(),
                                judged.board(standing.framework())))
                        .toList()));
    }

    /** Of the first guide in which there is something to do. */
    private static Optional<Board.NextStep> next(
            Judged judged, List<dev.shisa.server.conformity.Standing> standings, Words words) {
        return standings.stream()
                .flatMap(standing -> NextSteps.first(judged, standing, words).stream())
                .findFirst();
    }

    private String title(String framework, Words words) {
        return catalogues
                .current()
                .framework(framework)
                .map(f -> words.in(f.title()))
                .orElse(framework);
    }

    /** The same for what is open in a criterion and for whoever was given it. */
    static String key(Judged judged, RequirementId id) {
        return "criterion:" + judged.id() + ":" + id;
    }

    /** It names what a guide asks for; what people said against one another stays here. */
    @Override
    public boolean mayLeave(Task task) {
        return task.kind() != TaskKind.CONTRADICTION;
    }

    /** Whatever a board shows as not met or to be looked at again; who may not change it is told for whom it waits. */
    @Override
    public List<Task> tasks(Person person, Locale locale) {
        List<Task> tasks = new ArrayList<>();
        Words words = words(locale);
        List<UUID> urgent = verdicts.pressing(person.series(), SERIES_MAX);
        for (int from = 0; from < urgent.size(); from += READ_AT_ONCE) {
            pressing(urgent.subList(from, Math.min(urgent.size(), from + READ_AT_ONCE)), words, tasks);
        }
        if (person.can(Act.ADD_EVIDENCE)) {
            questions(person, words, tasks);
        }
        if (person.series().isEmpty()) {
            guides.organisation().ifPresent(id -> organisation(id, words, person, tasks));
        }
        return tasks;
    }

    private void pressing(List<UUID> ids, Words words, List<Task> tasks) {
        Map<UUID, List<Verdicts.OpenVerdict>> pressing = verdicts.inStates(ids, PRESSING);
        Map<UUID, Map<String, String>> names = products.itemNames(pressing.entrySet().stream()
                .filter(of -> of.getValue().stream()
                        .anyMatch(verdict -> !verdict.contradictions().isEmpty()))
                .map(Map.Entry::getKey)
                .toList());
        for (Series series : products.byIds(ids)) {
            pressing(
                    Judged.of(series),
                    pressing.getOrDefault(series.id(), List.of()),
                    words.naming(names.getOrDefault(series.id(), Map.of())),
                    tasks);
        }
    }

    /** The next questions of the first of the series in which something is open; their boards lead to those of the others. */
    private void questions(Person person, Words words, List<Task> tasks) {
        List<UUID> open = verdicts.open(person.series(), new UUID(0, 0), QUESTIONS_MAX);
        Map<UUID, List<dev.shisa.server.conformity.Standing>> standings = verdicts.standings(open);
        for (Series series : products.byIds(open)) {
            // Most answers are about a release; while there is none, product asks for it first.
            if (series.designated() != null) {
                next(Judged.of(series), standings.getOrDefault(series.id(), List.of()), words)
                        .filter(next -> next.sendHref() != null)
                        .ifPresent(next -> tasks.add(question(Judged.of(series), next)));
            }
        }
    }

    private static Task question(Judged judged, Board.NextStep next) {
        return Task.of(
                        TaskKind.QUESTION,
                        "next:" + judged.id(),
                        "unknown",
                        next.title(),
                        new Way(next.act(), next.href()))
                .about(judged.name())
                .of(series(judged))
                .needs(Act.ADD_EVIDENCE);
    }

    private static @Nullable UUID series(Judged judged) {
        return judged.organisation() ? null : judged.id();
    }

    /** What fails or must be looked at again in what guides ask of the company, and the next questions about it. */
    private void organisation(UUID id, Words words, Person person, List<Task> tasks) {
        Judged judged = all.organisation(person);
        pressing(judged, verdicts.inStates(List.of(id), PRESSING).getOrDefault(id, List.of()), words, tasks);
        next(judged, verdicts.standings(List.of(id)).getOrDefault(id, List.of()), words)
                .filter(next -> person.can(Act.ADD_EVIDENCE) && judged.series() != null && next.sendHref() != null)
                .ifPresent(next -> tasks.add(question(judged, next)));
    }

    /** All of one subject. What waits for the same contradiction is one task. */
    private void pressing(Judged judged, List<Verdicts.OpenVerdict> open, Words words, List<Task> tasks) {
        Map<String, List<Verdicts.OpenVerdict>> contradicted = new LinkedHashMap<>();
        Map<String, Ground.Point> points = new HashMap<>();
        for (Verdicts.OpenVerdict verdict : open) {
            if (judged.organisation() || verdict.contradictions().isEmpty()) {
                task(judged, verdict, words).ifPresent(tasks::add);
                continue;
            }
            verdict.contradictions().stream()
                    .map(point -> {
                        String said = words.contradiction(point);
                        points.putIfAbsent(said, point);
                        return said;
                    })
                    .distinct()
                    .forEach(said -> contradicted
                            .computeIfAbsent(said, _ -> new ArrayList<>())
                            .add(verdict));
        }
        contradicted.forEach((said, waiting) ->
                tasks.add(contradiction(judged, Objects.requireNonNull(points.get(said)), said, waiting, words)));
    }

    private static Task contradiction(
            Judged judged, Ground.Point point, String said, List<Verdicts.OpenVerdict> waiting, Words words) {
        return Task.of(
                        TaskKind.CONTRADICTION,
                        "contradiction:" + judged.id() + ":"
                                + Task.mark(point.contradicts() + " " + point.ja() + " " + point.key() + " "
                                        + point.named()),
                        VerdictState.RECHECK.code(),
                        words.t("task.contradiction", said),
                        new Way(words.t("task.act.contradiction"), judged.answers("evidence/contradictions")))
                .about(words.t(
                        "task.about",
                        judged.name(),
                        waiting.stream()
                                .map(v -> v.requirement().number())
                                .collect(Collectors.joining(words.t("value.and")))))
                .of(series(judged))
                .needs(Act.ADD_EVIDENCE);
    }

    private Optional<Task> task(Judged judged, Verdicts.OpenVerdict verdict, Words words) {
        return catalogues
                .current()
                .requirement(verdict.requirement())
                .map(requirement -> task(judged, verdict, requirement, words));
    }

    private static Task task(Judged judged, Verdicts.OpenVerdict verdict, Requirement requirement, Words words) {
        String state = verdict.state().code();
        TaskKind kind = verdict.state() == VerdictState.NOT_MET
                ? TaskKind.NOT_MET
                : verdict.contradictions().isEmpty() ? TaskKind.EXPIRED : TaskKind.CONTRADICTION;
        return Task.of(
                        kind,
                        key(judged, requirement.id()),
                        state,
                        words.t(
                                "task." + state,
                                words.in(requirement.shortName()),
                                requirement.id().number()),
                        new Way(words.t("task.act." + state), judged.page(requirement.id())))
                .about(judged.name())
                .of(series(judged))
                .needs(Act.ADD_EVIDENCE);
    }

    /** Lists name no items but those of contradictions, so those of each series are not read. */
    private Words words(Locale locale) {
        return new Words(catalogues.current(), factWords, messages, locale, Map.of());
    }
}
