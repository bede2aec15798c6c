package dev.shisa.server.conformity;

import dev.shisa.conformity.VerdictState;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.TaskSource;
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
import org.springframework.stereotype.Component;

/** What lists of series and Home show of the verdicts. */
@Component
class Standings implements SeriesStanding, TaskSource {

    private static final String JCSTAR1 = "jcstar1";

    /** Home shows the most urgent; each product's board has all. */
    private static final int TASKS_PER_SERIES_MAX = 3;

    private static final int TASKS_MAX = 100;

    private final Verdicts verdicts;
    private final Products products;
    private final Catalogues catalogues;
    private final FactWords factWords;
    private final Messages messages;

    Standings(Verdicts verdicts, Products products, Catalogues catalogues, FactWords factWords, Messages messages) {
        this.verdicts = verdicts;
        this.products = products;
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
        verdicts.standings(seriesIds, JCSTAR1)
                .forEach((id, standing) -> Optional.ofNullable(known.get(id))
                        .ifPresent(series -> all.put(id, standing(series, standing, words))));
        return all;
    }

    @Override
    public Optional<Standing> standing(UUID seriesId, Locale locale) {
        verdicts.settle(seriesId);
        return Optional.ofNullable(standings(List.of(seriesId), locale).get(seriesId));
    }

    @Override
    public int open(Collection<UUID> seriesIds) {
        return verdicts.open(seriesIds, JCSTAR1);
    }

    @Override
    public Again again(Collection<UUID> seriesIds) {
        Backlog backlog = verdicts.backlog(seriesIds);
        return new Again(backlog.waiting(), backlog.began());
    }

    private static Standing standing(Series series, dev.shisa.server.conformity.Standing standing, Words words) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (VerdictState state : VerdictState.values()) {
            if (standing.count(state) > 0) {
                counts.put(state.code(), standing.count(state));
            }
        }
        Optional<Board.NextStep> next = Board.next(series, standing, words);
        return new Standing(
                standing.settled(),
                standing.total(),
                counts,
                next.map(Board.NextStep::title).orElse(""),
                next.map(Board.NextStep::href).orElse(""),
                next.map(step -> Board.needs(step.href())).orElse("view"),
                "/products/" + series.code() + "/conformity",
                standing.supportEnds(),
                standing.waiting());
    }

    @Override
    public List<Task> tasks(Person person, Locale locale) {
        if (!person.can(Act.ADD_EVIDENCE) && !person.can(Act.RESOLVE)) {
            return List.of();
        }
        List<Task> tasks = new ArrayList<>();
        Words words = words(locale);
        List<Series> some;
        int from = 0;
        do {
            some = products.visibleTo(person, from, TASKS_MAX);
            tasks(some, words, person, tasks);
            from += TASKS_MAX;
        } while (some.size() == TASKS_MAX && tasks.size() < TASKS_MAX);
        return tasks;
    }

    private void tasks(List<Series> some, Words words, Person person, List<Task> tasks) {
        List<UUID> ids = some.stream().map(Series::id).toList();
        Map<UUID, dev.shisa.server.conformity.Standing> standings = verdicts.standings(ids, JCSTAR1);
        Map<UUID, List<Verdicts.OpenVerdict>> pressing =
                verdicts.inStates(ids, JCSTAR1, Set.of(VerdictState.NOT_MET, VerdictState.RECHECK));
        for (Series series : some) {
            dev.shisa.server.conformity.Standing standing = standings.get(series.id());
            if (standing == null || tasks.size() >= TASKS_MAX) {
                continue;
            }
            List<Verdicts.OpenVerdict> found = pressing.getOrDefault(series.id(), List.of());
            if (!found.isEmpty()) {
                catalogues
                        .current()
                        .framework(JCSTAR1)
                        .ifPresent(framework -> found.stream()
                                .sorted(java.util.Comparator.comparingInt(
                                        v -> v.state() == VerdictState.NOT_MET ? 0 : 1))
                                .limit(TASKS_PER_SERIES_MAX)
                                .forEach(v -> framework
                                        .requirement(v.requirement().number())
                                        .ifPresent(requirement -> tasks.add(new Task(
                                                v.state().code(),
                                                words.t("task." + v.state().code(), words.in(requirement.shortName())),
                                                null,
                                                "",
                                                words.t(
                                                        "task.about",
                                                        series.name(),
                                                        v.requirement().number()),
                                                words.t("task.act." + v.state().code()),
                                                "/products/" + series.code() + "/conformity/"
                                                        + v.requirement().number())))));
            }
            // Most answers are about a release; while there is none, product asks for it first.
            Board.next(series, standing, words)
                    .filter(next -> person.can(Act.ADD_EVIDENCE)
                            && series.designated() != null
                            && next.href().endsWith("/questions"))
                    .ifPresent(next -> tasks.add(
                            new Task("unknown", next.title(), null, "", series.name(), next.act(), next.href())));
        }
    }

    /** Lists name no items, so those of each series are not read. */
    private Words words(Locale locale) {
        return new Words(catalogues.current(), factWords, messages, locale, Map.of());
    }
}
