package dev.shisa.server.plan;

import dev.shisa.conformity.RequirementId;
import dev.shisa.server.plan.Planner.Item;
import dev.shisa.server.plan.Planner.Step;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a change of budget, people, days or policy did to a plan, line by line and with the reason (guide 002, to executives). */
final class Moves {

    private Moves() {}

    /** Why a line stands elsewhere, or has another day. */
    enum Cause {
        /** It would miss its last day, or would not any more. */
        DUE,
        /** It counts more or less than before. */
        PRIORITY,
        /** The money for it is there earlier or later. */
        BUDGET,
        /** It waits no longer for others, or for more of them. */
        ORDER,
        /** The order is the same; people, hours or the first day are not. */
        PACE
    }

    /**
     * A line that moved.
     *
     * @param untilBefore null: it had no day
     * @param until null: it has none now
     */
    record Moved(
            RequirementId id,
            int placeBefore,
            int place,
            @Nullable LocalDate untilBefore,
            @Nullable LocalDate until,
            Cause cause) {}

    /** What is open today, planned by what counted before and by what counts now: all that moved, in the order of now. */
    static List<Moved> between(Collection<Item> items, PlanParameters before, PlanParameters now) {
        Map<RequirementId, Step> earlier = Planner.plan(items, before).stream()
                .collect(Collectors.toMap(s -> s.item().id(), Function.identity(), (a, b) -> a));
        return Planner.plan(items, now).stream()
                .flatMap(step -> {
                    Step was =
                            Objects.requireNonNull(earlier.get(step.item().id()), "both plans are of the same items");
                    return was.place() == step.place() && Objects.equals(was.until(), step.until())
                            ? Stream.empty()
                            : Stream.of(new Moved(
                                    step.item().id(),
                                    was.place(),
                                    step.place(),
                                    was.until(),
                                    step.until(),
                                    cause(was, step)));
                })
                .toList();
    }

    private static Cause cause(Step was, Step is) {
        if (was.isDueSoon() != is.isDueSoon()) {
            return Cause.DUE;
        }
        if (was.points() != is.points()) {
            return Cause.PRIORITY;
        }
        if (was.waits() != is.waits() || (was.until() == null) != (is.until() == null)) {
            return Cause.BUDGET;
        }
        return was.place() != is.place() ? Cause.ORDER : Cause.PACE;
    }
}
