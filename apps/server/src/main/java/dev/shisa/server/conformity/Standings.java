package dev.shisa.server.conformity;

import dev.shisa.conformity.VerdictState;
import dev.shisa.server.catalogue.Catalogues;
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
import java.util.UUID;
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
    private final Messages messages;

    Standings(Verdicts verdicts, Products products, Catalogues catalogues, Messages messages) {
        this.verdicts = verdicts;
        this.products = products;
        this.catalogues = catalogues;
        this.messages = messages;
    }

    @Override
    public Map<UUID, Standing> standings(Collection<UUID> seriesIds, Locale locale) {
        Map<UUID, Standing> all = new HashMap<>();
        verdicts.standings(seriesIds, JCSTAR1)
                .forEach((id, standing) -> products.byId(id).ifPresent(series -> {
                    Words words = words(series, locale);
                    Map<String, Integer> counts = new LinkedHashMap<>();
                    for (VerdictState state : VerdictState.values()) {
                        if (standing.count(state) > 0) {
                            counts.put(state.code(), standing.count(state));
                        }
                    }
                    Optional<Board.NextStep> next = Board.next(series, standing, words);
                    all.put(
                            id,
                            new Standing(
                                    standing.settled(),
                                    standing.total(),
                                    counts,
                                    next.map(Board.NextStep::title).orElse(""),
                                    next.map(Board.NextStep::href).orElse(""),
                                    "/products/" + series.code() + "/conformity",
                                    null));
                }));
        return all;
    }

    @Override
    public List<Task> tasks(Person person, Locale locale) {
        if (!person.can(Act.ADD_EVIDENCE) && !person.can(Act.RESOLVE)) {
            return List.of();
        }
        List<Task> tasks = new ArrayList<>();
        List<Series> mine = products.visibleTo(person);
        Map<UUID, dev.shisa.server.conformity.Standing> standings =
                verdicts.standings(mine.stream().map(Series::id).toList(), JCSTAR1);
        for (Series series : mine) {
            dev.shisa.server.conformity.Standing standing = standings.get(series.id());
            if (standing == null || tasks.size() >= TASKS_MAX) {
                continue;
            }
            Words words = words(series, locale);
            if (standing.count(VerdictState.NOT_MET) + standing.count(VerdictState.RECHECK) > 0) {
                catalogues
                        .current()
                        .framework(JCSTAR1)
                        .ifPresent(framework -> verdicts.of(series.id(), JCSTAR1).stream()
                                .filter(v -> v.state() == VerdictState.NOT_MET || v.state() == VerdictState.RECHECK)
                                .sorted(java.util.Comparator.comparingInt(v -> v.state() == VerdictState.NOT_MET ? 0 : 1))
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
            Board.next(series, standing, words)
                    .filter(next -> next.href().endsWith("/questions"))
                    .ifPresent(next -> tasks.add(
                            new Task("unknown", next.title(), null, "", series.name(), next.act(), next.href())));
        }
        return tasks;
    }

    private Words words(Series series, Locale locale) {
        return new Words(catalogues.current(), messages, locale, products.itemNames(series.id()));
    }
}
