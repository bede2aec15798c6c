package dev.shisa.server.conformity;

import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
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
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What lists of series and Home show of the verdicts. */
@Component
class Standings implements SeriesStanding, TaskSource {

    /** Home shows the most urgent; each product's board has all. */
    private static final int TASKS_PER_SERIES_MAX = 3;

    private static final int TASKS_MAX = 100;

    /** So many series are read at once: mostly the first of them fill the list. */
    private static final int READ_AT_ONCE = 25;

    /** Series without a task are passed over; behind so many hundreds, only what presses is looked for. */
    private static final int ROUNDS_MAX = 5;

    private static final Set<VerdictState> PRESSING = Set.of(VerdictState.NOT_MET, VerdictState.RECHECK);

    private final Verdicts verdicts;
    private final Products products;
    private final Guides guides;
    private final AllJudged all;
    private final Catalogues catalogues;
    private final FactWords factWords;
    private final Messages messages;

    Standings(
            Verdicts verdicts,
            Products products,
            Guides guides,
            AllJudged all,
            Catalogues catalogues,
            FactWords factWords,
            Messages messages) {
        this.verdicts = verdicts;
        this.products = products;
        this.guides = guides;
        this.all = all;
        this.catalogues = catalogues;
        this.factWords = factWords;
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
                        .flatMap(series -> standing(series, standings, words))
                        .ifPresent(standing -> all.put(id, standing)));
        return all;
    }

    @Override
    public Optional<Standing> standing(UUID seriesId, Locale locale) {
        verdicts.settle(seriesId);
        return Optional.ofNullable(standings(List.of(seriesId), locale).get(seriesId));
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
            Series series, List<dev.shisa.server.conformity.Standing> standings, Words words) {
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
        Optional<Board.NextStep> next = next(judged, standings, words);
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

    @Override
    public List<Task> tasks(Person person, Locale locale) {
        if (!person.can(Act.ADD_EVIDENCE) && !person.can(Act.RESOLVE)) {
            return List.of();
        }
        List<Task> tasks = new ArrayList<>();
        Words words = words(locale);
        List<UUID> urgent = verdicts.pressing(person.series(), TASKS_MAX);
        tasks(urgent, words, person, tasks);
        UUID after = new UUID(0, 0);
        for (int round = 0; round < ROUNDS_MAX && tasks.size() < TASKS_MAX; round++) {
            List<UUID> some = verdicts.open(person.series(), after, TASKS_MAX);
            tasks(some.stream().filter(id -> !urgent.contains(id)).toList(), words, person, tasks);
            if (some.size() < TASKS_MAX) {
                break;
            }
            after = some.getLast();
        }
        if (person.series().isEmpty()) {
            guides.organisation().ifPresent(id -> organisation(id, words, person, tasks));
        }
        return tasks;
    }

    private void tasks(List<UUID> all, Words words, Person person, List<Task> tasks) {
        for (int from = 0; from < all.size() && tasks.size() < TASKS_MAX; from += READ_AT_ONCE) {
            some(all.subList(from, Math.min(all.size(), from + READ_AT_ONCE)), words, person, tasks);
        }
    }

    private void some(List<UUID> ids, Words words, Person person, List<Task> tasks) {
        Map<UUID, List<dev.shisa.server.conformity.Standing>> standings = verdicts.standings(ids);
        Map<UUID, List<Verdicts.OpenVerdict>> pressing = verdicts.inStates(ids, PRESSING);
        Map<UUID, Map<String, String>> names = products.itemNames(pressing.entrySet().stream()
                .filter(of -> of.getValue().stream()
                        .anyMatch(verdict -> !verdict.contradictions().isEmpty()))
                .map(Map.Entry::getKey)
                .toList());
        for (Series series : products.byIds(ids)) {
            List<dev.shisa.server.conformity.Standing> of = standings.getOrDefault(series.id(), List.of());
            if (of.isEmpty() || tasks.size() >= TASKS_MAX) {
                continue;
            }
            Judged judged = Judged.of(series);
            List<Verdicts.OpenVerdict> open = pressing.getOrDefault(series.id(), List.of());
            pressing(judged, open, words.naming(names.getOrDefault(series.id(), Map.of())), tasks);
            // Most answers are about a release; while there is none, product asks for it first.
            next(judged, of, words)
                    .filter(next ->
                            person.can(Act.ADD_EVIDENCE) && series.designated() != null && next.sendHref() != null)
                    .ifPresent(next -> tasks.add(
                            new Task("unknown", next.title(), null, "", series.name(), next.act(), next.href())));
        }
    }

    /** What fails or must be looked at again in what guides ask of the company, and the next questions about it. */
    private void organisation(UUID id, Words words, Person person, List<Task> tasks) {
        Judged judged = all.organisation(person);
        pressing(judged, verdicts.inStates(List.of(id), PRESSING).getOrDefault(id, List.of()), words, tasks);
        next(judged, verdicts.standings(List.of(id)).getOrDefault(id, List.of()), words)
                .filter(next -> person.can(Act.ADD_EVIDENCE) && judged.series() != null && next.sendHref() != null)
                .ifPresent(next ->
                        tasks.add(new Task("unknown", next.title(), null, "", judged.name(), next.act(), next.href())));
    }

    /** The most urgent of one subject; its board has all. What waits for the same contradiction is one task. */
    private void pressing(Judged judged, List<Verdicts.OpenVerdict> open, Words words, List<Task> tasks) {
        Stream<Task> notMet =
                open.stream().filter(v -> v.state() == VerdictState.NOT_MET).flatMap(v -> task(judged, v, words));
        Map<String, List<Verdicts.OpenVerdict>> contradicted = new LinkedHashMap<>();
        if (!judged.organisation()) {
            open.forEach(v -> v.contradictions().stream()
                    .map(point -> words.contradiction(point))
                    .distinct()
                    .forEach(said -> contradicted
                            .computeIfAbsent(said, _ -> new ArrayList<>())
                            .add(v)));
        }
        Stream<Task> contradictions = contradicted.entrySet().stream()
                .map(entry -> contradiction(judged, entry.getKey(), entry.getValue(), words));
        Stream<Task> others = open.stream()
                .filter(v -> v.state() != VerdictState.NOT_MET
                        && (judged.organisation() || v.contradictions().isEmpty()))
                .flatMap(v -> task(judged, v, words));
        Stream.of(notMet, contradictions, others)
                .flatMap(some -> some)
                .limit(TASKS_PER_SERIES_MAX)
                .forEach(tasks::add);
    }

    private static Task contradiction(Judged judged, String said, List<Verdicts.OpenVerdict> waiting, Words words) {
        return new Task(
                VerdictState.RECHECK.code(),
                words.t("task.contradiction", said),
                null,
                "",
                words.t(
                        "task.about",
                        judged.name(),
                        waiting.stream()
                                .map(v -> v.requirement().number())
                                .collect(Collectors.joining(words.t("value.and")))),
                words.t("task.act.contradiction"),
                judged.answers("evidence/contradictions"));
    }

    private Stream<Task> task(Judged judged, Verdicts.OpenVerdict verdict, Words words) {
        return catalogues.current().requirement(verdict.requirement()).stream()
                .map(requirement -> task(judged, verdict, requirement, words));
    }

    private static Task task(Judged judged, Verdicts.OpenVerdict verdict, Requirement requirement, Words words) {
        return new Task(
                verdict.state().code(),
                words.t("task." + verdict.state().code(), words.in(requirement.shortName())),
                null,
                "",
                words.t("task.about", judged.name(), requirement.id().number()),
                words.t("task.act." + verdict.state().code()),
                judged.page(requirement.id()));
    }

    /** Lists name no items but those of contradictions, so those of each series are not read. */
    private Words words(Locale locale) {
        return new Words(catalogues.current(), factWords, messages, locale, Map.of());
    }
}
