package dev.shisa.server.verification;

import dev.shisa.server.product.Release;
import dev.shisa.server.verification.Gate.Obstacle;
import dev.shisa.server.verification.Gate.Why;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All of a series' verification, and what follows from it by itself: how each item stands for a release, whether the release's
 * gate is open, when what is repeated is due. Nothing of that is stored.
 *
 * <p>An item is done for a release when the last result for it passed, its evidence stands, and the item still asks for what
 * it asked for then. What was left out with a reason keeps no gate closed, but never follows a failure and stands for no
 * phase. A failure keeps the gate closed whatever becomes of its item, until the same item passes.
 *
 * @param items the latest revision of each, also of those removed, in the order of the plan
 * @param revisions every revision by its id
 * @param results none that was withdrawn
 * @param releases of the series
 * @param kinds by release, what was declared last
 * @param gone evidence that was withdrawn or replaced
 */
record Whole(
        List<PlanItem> items,
        Map<UUID, PlanItem> revisions,
        List<Result> results,
        List<Release> releases,
        Map<UUID, ReleaseKind> kinds,
        List<Order> orders,
        Set<UUID> gone,
        Impact impact) {

    /** The order of the plan. */
    static final Comparator<PlanItem> ORDER = Comparator.comparing(
                    (PlanItem i) -> i.content().phase())
            .thenComparing(i -> i.content().kind())
            .thenComparing(PlanItem::changedAt)
            .thenComparing(PlanItem::item);

    Whole {
        items = items.stream().sorted(ORDER).toList();
        revisions = Map.copyOf(revisions);
        results = List.copyOf(results);
        releases = List.copyOf(releases);
        kinds = Map.copyOf(kinds);
        orders = List.copyOf(orders);
        gone = Set.copyOf(gone);
    }

    /** How an item stands for a release. */
    enum State {
        OPEN,
        PASSED,
        FAILED,
        OMITTED,
        CHANGED,
        GONE;

        boolean isSettled() {
            return this == PASSED || this == OMITTED;
        }
    }

    /** The items that are in the plan. */
    List<PlanItem> current() {
        return items.stream().filter(i -> !i.removed()).toList();
    }

    Optional<PlanItem> item(UUID item) {
        return items.stream().filter(i -> i.item().equals(item)).findFirst();
    }

    /** The last result of an item for a release; null: there is none. */
    @Nullable
    Result last(PlanItem item, UUID release) {
        return results.stream()
                .filter(r -> r.item().equals(item.item()) && r.releaseId().equals(release))
                .max(Result.LATEST)
                .orElse(null);
    }

    State state(PlanItem item, UUID release) {
        return state(item, last(item, release));
    }

    /** How an item stands with this as its last result. */
    State state(PlanItem item, @Nullable Result last) {
        if (last == null) {
            return State.OPEN;
        }
        if (last.outcome() == Outcome.FAILED) {
            return State.FAILED;
        }
        PlanItem then = revisions.get(last.revision());
        if (then == null || !then.content().asksTheSame(item.content())) {
            return State.CHANGED;
        }
        if (last.outcome() == Outcome.OMITTED) {
            return State.OMITTED;
        }
        return last.evidence() == null || gone.contains(last.evidence()) ? State.GONE : State.PASSED;
    }

    /** A release of which nobody said that it is not, and the first one always, counts as a major one. */
    boolean isMajor(Release release) {
        ReleaseKind kind = kinds.get(release.id());
        return release.predecessor() == null || kind == null || kind.major();
    }

    /** Whether an item has to be done before this release is shipped. */
    boolean isFor(PlanItem item, Release release) {
        return switch (item.content().applies()) {
            case EVERY -> true;
            case MAJOR -> isMajor(release);
            case RELEASE -> release.id().equals(item.content().release());
            case REGULAR -> false;
        };
    }

    /** What has to be done before this release is shipped. */
    List<PlanItem> items(Release release) {
        return current().stream().filter(i -> isFor(i, release)).toList();
    }

    Gate gate(Release release) {
        List<Obstacle> obstacles = new ArrayList<>();
        List<PlanItem> wanted = items(release);
        boolean major = isMajor(release);
        if (wanted.isEmpty()) {
            obstacles.add(Obstacle.of(Why.NO_PLAN));
        }
        for (PlanItem item : items) {
            boolean asked = wanted.contains(item);
            switch (state(item, release.id())) {
                case FAILED -> obstacles.add(Obstacle.of(Why.ITEM_FAILED, item));
                case OPEN -> add(asked, obstacles, Why.ITEM_OPEN, item);
                case CHANGED -> add(asked, obstacles, Why.ITEM_CHANGED, item);
                case GONE -> add(asked, obstacles, Why.EVIDENCE_GONE, item);
                case PASSED, OMITTED -> {}
            }
        }
        if (major) {
            Arrays.stream(Phase.values())
                    .filter(Phase::isBeforeRelease)
                    .filter(phase -> wanted.stream().noneMatch(i -> i.content().phase() == phase && passed(i, release)))
                    .forEach(phase -> obstacles.add(new Obstacle(Why.PHASE_EMPTY, null, phase)));
        } else if (!wanted.isEmpty() && wanted.stream().noneMatch(i -> passed(i, release))) {
            wanted.stream()
                    .map(i -> i.content().phase())
                    .distinct()
                    .forEach(phase -> obstacles.add(new Obstacle(Why.PHASE_EMPTY, null, phase)));
        }
        if (!isOutside(release)) {
            switch (impact.need()) {
                case YES -> obstacles.add(Obstacle.of(Why.OUTSIDE_MISSING));
                case UNKNOWN -> obstacles.add(Obstacle.of(Why.IMPACT_UNKNOWN));
                case UNCONFIRMED -> obstacles.add(Obstacle.of(Why.IMPACT_UNCONFIRMED));
                case NO -> {}
            }
        }
        return new Gate(release, major, release.predecessor() == null || kinds.containsKey(release.id()), obstacles);
    }

    private static void add(boolean asked, List<Obstacle> obstacles, Why why, PlanItem item) {
        if (asked) {
            obstacles.add(Obstacle.of(why, item));
        }
    }

    private boolean passed(PlanItem item, Release release) {
        return state(item, release.id()) == State.PASSED;
    }

    /** Whether a provider outside has verified this release, or the last major one before it. */
    boolean isOutside(Release release) {
        return outside(release) != null;
    }

    /** The result of a provider outside that stands for a release; null: there is none. */
    @Nullable
    Result outside(Release release) {
        Release from = majorOf(release);
        return current().stream()
                .filter(i -> i.content().kind() == Kind.OUTSIDE)
                .flatMap(i -> Arrays.asList(release, from).stream()
                        .filter(r -> passed(i, r))
                        .map(r -> Objects.requireNonNull(last(i, r.id()))))
                .max(Result.LATEST)
                .orElse(null);
    }

    /** The release itself if it is a major one, otherwise the last major one that it was made from. */
    Release majorOf(Release release) {
        Map<UUID, Release> byId = new HashMap<>();
        releases.forEach(r -> byId.put(r.id(), r));
        Set<UUID> passed = new HashSet<>();
        Release at = release;
        while (!isMajor(at) && passed.add(at.id())) {
            Release before = byId.get(at.predecessor());
            if (before == null) {
                return at;
            }
            at = before;
        }
        return at;
    }

    /** The release whose result of an item stands for this one: itself, or for what is done for major ones the last of them. */
    Release standsFor(PlanItem item, Release release) {
        return item.content().applies() == Applies.MAJOR ? majorOf(release) : release;
    }

    /** How many failures wait for the same item to pass: of any release. */
    List<Result> failed() {
        return items.stream()
                .flatMap(item -> releases.stream().flatMap(r -> Optional.ofNullable(last(item, r.id())).stream()))
                .filter(r -> r.outcome() == Outcome.FAILED)
                .toList();
    }

    /**
     * When an item is due.
     *
     * @param release the designated one
     * @return null: no day was set, or it is done
     */
    @Nullable
    LocalDate due(PlanItem item, Release release) {
        if (item.content().applies() != Applies.REGULAR) {
            return isFor(item, release) && !state(item, release.id()).isSettled()
                    ? item.content().due()
                    : null;
        }
        LocalDate done = results.stream()
                .filter(r -> r.item().equals(item.item()) && state(item, r) == State.PASSED)
                .map(Result::performedOn)
                .max(Comparator.naturalOrder())
                .orElse(null);
        LocalDate from = done == null ? release.releasedOn() : done;
        return from == null ? null : from.plusMonths(item.content().months());
    }
}
