package dev.shisa.server.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.product.Release;
import dev.shisa.server.verification.Gate.Why;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a release may be shipped: never before each phase has passed, and never while something failed. */
class WholeTest {

    private static final Instant AT = Instant.parse("2026-11-20T00:00:00Z");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);

    private final UUID series = UUID.randomUUID();
    private final Release first = release("1.0", null);
    private final Release second = release("2.0", first);
    private final Release third = release("2.1", second);
    private final List<PlanItem> items = new ArrayList<>();
    private final List<PlanItem> older = new ArrayList<>();
    private final List<Result> results = new ArrayList<>();
    private final Map<UUID, ReleaseKind> kinds = new HashMap<>();
    private final Set<UUID> gone = new HashSet<>();
    private Impact impact = new Impact(Impact.Need.NO, Set.of(), false);
    private int minutes;

    private Release release(String name, @Nullable Release before) {
        return new Release(
                UUID.randomUUID(), series, name, LocalDate.of(2026, 1, 31), "", before == null ? null : before.id(), 1);
    }

    private PlanItem item(Phase phase, Kind kind, Applies applies) {
        PlanItem item = revision(
                UUID.randomUUID(),
                1,
                new PlanItem.Content(
                        phase,
                        kind,
                        kind.id(),
                        "how",
                        "",
                        null,
                        applies,
                        null,
                        applies == Applies.REGULAR ? 6 : 0,
                        "",
                        ""));
        items.add(item);
        return item;
    }

    private PlanItem revision(UUID item, int number, PlanItem.Content content) {
        return new PlanItem(UUID.randomUUID(), item, number, series, content, false, "", "", AT);
    }

    private Result result(PlanItem item, Release release, Outcome outcome) {
        Result result = new Result(
                UUID.randomUUID(),
                series,
                item.item(),
                item.id(),
                release.id(),
                outcome,
                "",
                DAY,
                "",
                UUID.randomUUID(),
                UUID.randomUUID(),
                "",
                "",
                "",
                null,
                "",
                AT.plusSeconds(60L * ++minutes),
                null);
        results.add(result);
        return result;
    }

    private void minor(Release release, boolean minor) {
        kinds.put(release.id(), new ReleaseKind(UUID.randomUUID(), release.id(), !minor, "", "", AT));
    }

    private Whole whole() {
        Map<UUID, PlanItem> revisions = new HashMap<>();
        items.forEach(i -> revisions.put(i.id(), i));
        older.forEach(i -> revisions.put(i.id(), i));
        return new Whole(items, revisions, results, List.of(third, second, first), kinds, List.of(), gone, impact);
    }

    private List<Why> why(Release release) {
        return whole().gate(release).obstacles().stream()
                .map(Gate.Obstacle::why)
                .toList();
    }

    /** One item for each phase before the release. */
    private List<PlanItem> plan(Applies applies) {
        return List.of(
                item(Phase.DESIGN, Kind.DOCUMENTS, applies),
                item(Phase.DEVELOPMENT, Kind.CODING, applies),
                item(Phase.VERIFICATION, Kind.SOFTWARE, applies),
                item(Phase.BEFORE_RELEASE, Kind.VULNERABILITIES, applies));
    }

    @Test
    void aReleaseWithoutAPlanIsNotShipped() {
        assertThat(why(first))
                .containsExactly(Why.NO_PLAN, Why.PHASE_EMPTY, Why.PHASE_EMPTY, Why.PHASE_EMPTY, Why.PHASE_EMPTY);
    }

    @Test
    void theGateOpensWithTheLastItemAndNotBefore() {
        List<PlanItem> plan = plan(Applies.EVERY);
        for (PlanItem item : plan) {
            assertThat(whole().gate(first).isOpen()).isFalse();
            result(item, first, Outcome.PASSED);
        }
        assertThat(why(first)).isEmpty();
        assertThat(whole().gate(second).isOpen()).as("of another release").isFalse();
    }

    @Test
    void aPhaseInWhichAllWasLeftOutHasNoResult() {
        List<PlanItem> plan = plan(Applies.EVERY);
        plan.subList(1, 4).forEach(i -> result(i, first, Outcome.PASSED));
        result(plan.getFirst(), first, Outcome.OMITTED);

        assertThat(whole().gate(first).obstacles()).singleElement().satisfies(o -> {
            assertThat(o.why()).isEqualTo(Why.PHASE_EMPTY);
            assertThat(o.phase()).isEqualTo(Phase.DESIGN);
        });

        result(item(Phase.DESIGN, Kind.EVALUATED, Applies.EVERY), first, Outcome.PASSED);
        assertThat(why(first)).isEmpty();
    }

    @Test
    void aFailureIsOverOnlyWhenTheSameItemPasses() {
        List<PlanItem> plan = plan(Applies.EVERY);
        plan.forEach(i -> result(i, first, Outcome.PASSED));
        PlanItem extra = item(Phase.VERIFICATION, Kind.FUZZING, Applies.EVERY);
        result(extra, first, Outcome.FAILED);
        assertThat(why(first)).containsExactly(Why.ITEM_FAILED);
        assertThat(whole().failed()).hasSize(1);

        // Neither out of the plan nor for another release only does it disappear.
        items.remove(extra);
        items.add(new PlanItem(UUID.randomUUID(), extra.item(), 2, series, extra.content(), true, "", "", AT));
        older.add(extra);
        assertThat(why(first)).containsExactly(Why.ITEM_FAILED);

        result(items.getLast(), first, Outcome.PASSED);
        assertThat(why(first)).isEmpty();
        assertThat(whole().failed()).isEmpty();
    }

    @Test
    void aResultCountsForWhatTheItemAskedThen() {
        List<PlanItem> plan = plan(Applies.EVERY);
        plan.forEach(i -> result(i, first, Outcome.PASSED));
        PlanItem before = plan.getFirst();
        PlanItem.Content c = before.content();
        PlanItem other = revision(
                before.item(),
                2,
                new PlanItem.Content(
                        c.phase(), c.kind(), c.title(), "more", c.who(), null, c.applies(), null, 0, "", ""));
        older.add(before);
        items.set(0, other);
        assertThat(why(first)).containsExactly(Why.ITEM_CHANGED, Why.PHASE_EMPTY);

        PlanItem sameAgain = revision(
                before.item(),
                3,
                new PlanItem.Content(
                        c.phase(), c.kind(), c.title(), c.method(), "Hanako", DAY, c.applies(), null, 0, "", "x"));
        items.set(0, sameAgain);
        assertThat(why(first)).as("who does it changes nothing").isEmpty();
    }

    @Test
    void evidenceThatWasTakenBackProvesNothing() {
        List<PlanItem> plan = plan(Applies.EVERY);
        plan.subList(1, 4).forEach(i -> result(i, first, Outcome.PASSED));
        gone.add(result(plan.getFirst(), first, Outcome.PASSED).evidence());

        assertThat(why(first)).containsExactly(Why.EVIDENCE_GONE, Why.PHASE_EMPTY);
    }

    @Test
    void aMajorReleaseIsVerifiedAnewAndOneThatNobodySaidAnythingOfIsMajor() {
        plan(Applies.MAJOR).forEach(i -> result(i, first, Outcome.PASSED));
        PlanItem each = item(Phase.VERIFICATION, Kind.SYSTEM, Applies.EVERY);
        result(each, first, Outcome.PASSED);
        result(each, second, Outcome.PASSED);
        assertThat(why(first)).isEmpty();

        assertThat(whole().gate(second).major()).isTrue();
        assertThat(whole().gate(second).declared()).isFalse();
        assertThat(why(second)).contains(Why.ITEM_OPEN, Why.PHASE_EMPTY);
        minor(second, false);
        assertThat(why(second)).contains(Why.ITEM_OPEN);
        minor(second, true);
        assertThat(why(second)).isEmpty();
        assertThat(whole().majorOf(second)).isEqualTo(first);

        minor(first, true);
        assertThat(whole().gate(first).major()).as("the first one always is").isTrue();
    }

    @Test
    void aMinorReleaseNeedsSomethingThatPassed() {
        PlanItem each = item(Phase.VERIFICATION, Kind.SYSTEM, Applies.EVERY);
        minor(second, true);
        result(each, second, Outcome.OMITTED);
        assertThat(why(second)).containsExactly(Why.PHASE_EMPTY);
        result(each, second, Outcome.PASSED);
        assertThat(why(second)).isEmpty();
    }

    @Test
    void aProductWithLargeEffectsNeedsAProviderOutsideForEachMajorRelease() {
        plan(Applies.EVERY).forEach(i -> {
            result(i, first, Outcome.PASSED);
            result(i, second, Outcome.PASSED);
            result(i, third, Outcome.PASSED);
        });
        impact = new Impact(Impact.Need.UNKNOWN, Set.of(), false);
        assertThat(why(first)).containsExactly(Why.IMPACT_UNKNOWN);
        impact = new Impact(Impact.Need.UNCONFIRMED, Set.of(), false);
        assertThat(why(first)).containsExactly(Why.IMPACT_UNCONFIRMED);
        impact = new Impact(Impact.Need.YES, Set.of("life"), false);
        assertThat(why(first)).containsExactly(Why.OUTSIDE_MISSING);

        PlanItem outside = item(Phase.BEFORE_RELEASE, Kind.OUTSIDE, Applies.MAJOR);
        result(outside, first, Outcome.OMITTED);
        assertThat(why(first)).as("left out is not verified").containsExactly(Why.OUTSIDE_MISSING);
        result(outside, first, Outcome.PASSED);
        assertThat(why(first)).isEmpty();
        assertThat(why(second)).contains(Why.OUTSIDE_MISSING);
        minor(second, true);
        minor(third, true);
        assertThat(why(second)).isEmpty();
        assertThat(why(third)).as("through two minor ones").isEmpty();
    }

    @Test
    void whatIsRepeatedIsDueAfterItsIntervalSinceItPassedLast() {
        PlanItem again = item(Phase.AFTER_RELEASE, Kind.VULNERABILITIES, Applies.REGULAR);
        assertThat(whole().due(again, first)).isEqualTo(LocalDate.of(2026, 7, 31));

        result(again, first, Outcome.PASSED);
        assertThat(whole().due(again, first)).isEqualTo(DAY.plusMonths(6));
        result(again, first, Outcome.FAILED);
        assertThat(whole().due(again, first)).as("a failure is no repeat").isEqualTo(DAY.plusMonths(6));
        assertThat(why(first)).contains(Why.ITEM_FAILED);
    }

    @Test
    void nobodyKnowsTheRoundOfReleasesThatComeBackToThemselves() {
        Release a = new Release(UUID.randomUUID(), series, "a", null, "", UUID.randomUUID(), 1);
        Release b = new Release(UUID.randomUUID(), series, "b", null, "", a.id(), 1);
        Release loop = new Release(a.id(), series, "a", null, "", b.id(), 1);
        minor(loop, true);
        minor(b, true);
        Whole whole = new Whole(items, Map.of(), results, List.of(loop, b), kinds, List.of(), gone, impact);
        assertThat(whole.majorOf(b)).isIn(loop, b);
    }
}
