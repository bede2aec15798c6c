package dev.shisa.server.checklist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.VerdictState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A row is never better than what it rests on: all combinations of states. */
class RowVerdictTest {

    @Test
    void aRowThatRestsOnNothingHasNoVerdict() {
        assertThat(RowVerdict.of(List.of())).isEmpty();
    }

    @Test
    void aRowIsGreenOnlyIfAllThatItRestsOnIs() {
        for (Set<VerdictState> states : combinations()) {
            assertThat(RowVerdict.of(states).orElseThrow().isGreen())
                    .as("%s", states)
                    .isEqualTo(states.stream().allMatch(VerdictState::isGreen));
        }
    }

    @Test
    void aRowIsInNoStateInWhichNothingOfItIs() {
        for (Set<VerdictState> states : combinations()) {
            assertThat(states).contains(RowVerdict.of(states).orElseThrow());
        }
    }

    @Test
    void aFurtherThingNeverMakesARowBetter() {
        for (Set<VerdictState> states : combinations()) {
            for (VerdictState further : VerdictState.values()) {
                Set<VerdictState> more = EnumSet.copyOf(states);
                more.add(further);
                boolean greenBefore = RowVerdict.of(states).orElseThrow().isGreen();
                boolean greenAfter = RowVerdict.of(more).orElseThrow().isGreen();
                assertThat(greenAfter && !greenBefore)
                        .as("%s and %s", states, further)
                        .isFalse();
            }
        }
    }

    @Test
    void oneThatFailsDecidesAndWhatDoesNotApplyDropsOut() {
        assertThat(RowVerdict.of(List.of(VerdictState.MET, VerdictState.NOT_MET, VerdictState.RECHECK)))
                .contains(VerdictState.NOT_MET);
        assertThat(RowVerdict.of(List.of(VerdictState.MET, VerdictState.EXPECTED)))
                .contains(VerdictState.EXPECTED);
        assertThat(RowVerdict.of(List.of(VerdictState.MET, VerdictState.NOT_APPLICABLE)))
                .contains(VerdictState.MET);
        assertThat(RowVerdict.of(List.of(VerdictState.NOT_APPLICABLE, VerdictState.NOT_APPLICABLE)))
                .contains(VerdictState.NOT_APPLICABLE);
    }

    private static List<Set<VerdictState>> combinations() {
        List<Set<VerdictState>> all = new ArrayList<>();
        VerdictState[] states = VerdictState.values();
        for (int bits = 1; bits < 1 << states.length; bits++) {
            Set<VerdictState> some = EnumSet.noneOf(VerdictState.class);
            for (int i = 0; i < states.length; i++) {
                if ((bits >> i & 1) == 1) {
                    some.add(states[i]);
                }
            }
            all.add(some);
        }
        return all;
    }
}
