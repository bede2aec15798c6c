package dev.shisa.server.plan;

import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.Text;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.plan.Planner.Item;
import dev.shisa.server.plan.Planner.Step;
import dev.shisa.server.product.Series;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The plans of series in short, for pages that show several. */
@Component
public class Roadmaps {

    private final Plans plans;
    private final PlanStore store;
    private final Catalogues catalogues;

    Roadmaps(Plans plans, PlanStore store, Catalogues catalogues) {
        this.plans = plans;
        this.store = store;
        this.catalogues = catalogues;
    }

    /**
     * A plan in short.
     *
     * @param open how many lines it has
     * @param undated how many of them the budget never reaches
     * @param until the last day of those that have one; null: none has
     * @param next what is done first; null: nothing is open
     * @param nextUntil until when; null: the budget never reaches it
     */
    public record Roadmap(
            int open,
            int undated,
            @Nullable LocalDate until,
            @Nullable Text next,
            @Nullable LocalDate nextUntil) {}

    /** Those of these series for which somebody has entered what a plan is made by. */
    public Map<UUID, Roadmap> of(Collection<Series> series) {
        Map<UUID, Roadmap> roadmaps = new HashMap<>();
        List<Item> ofCompany = null;
        for (Series one : series) {
            PlanStore.Entered entered = store.of(one.id()).orElse(null);
            if (entered == null) {
                continue;
            }
            if (ofCompany == null) {
                ofCompany = plans.openOfCompany();
            }
            List<Item> items = Stream.concat(plans.openOf(one).stream(), plans.asked(one, ofCompany).stream())
                    .toList();
            roadmaps.put(one.id(), roadmap(Planner.plan(items, entered.parameters())));
        }
        return roadmaps;
    }

    private Roadmap roadmap(List<Step> steps) {
        Step first = steps.isEmpty() ? null : steps.getFirst();
        return new Roadmap(
                steps.size(),
                (int) steps.stream().filter(s -> s.until() == null).count(),
                steps.stream()
                        .map(Step::until)
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                first == null
                        ? null
                        : catalogues
                                .current()
                                .requirement(first.item().id())
                                .map(Requirement::title)
                                .orElse(null),
                first == null ? null : first.until());
    }
}
