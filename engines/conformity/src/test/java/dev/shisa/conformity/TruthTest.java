package dev.shisa.conformity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The truth table of docs/concepts/rules.md, for every list of up to four truths. */
class TruthTest {

    @Test
    void allFollowsTheTable() {
        for (List<Truth> truths : lists()) {
            Truth expected = truths.contains(Truth.FALSE)
                    ? Truth.FALSE
                    : truths.contains(Truth.CONFLICT)
                            ? Truth.CONFLICT
                            : truths.contains(Truth.STALE)
                                    ? Truth.STALE
                                    : truths.contains(Truth.UNKNOWN) ? Truth.UNKNOWN : Truth.TRUE;
            assertThat(Truth.all(truths)).as("all of %s", truths).isEqualTo(expected);
        }
    }

    @Test
    void anyFollowsTheTable() {
        for (List<Truth> truths : lists()) {
            Truth expected = truths.contains(Truth.TRUE)
                    ? Truth.TRUE
                    : truths.contains(Truth.CONFLICT)
                            ? Truth.CONFLICT
                            : truths.contains(Truth.STALE)
                                    ? Truth.STALE
                                    : truths.contains(Truth.UNKNOWN) ? Truth.UNKNOWN : Truth.FALSE;
            assertThat(Truth.any(truths)).as("any of %s", truths).isEqualTo(expected);
        }
    }

    @Test
    void theTableIsSymmetricalUnderNegation() {
        for (List<Truth> truths : lists()) {
            List<Truth> negated = truths.stream().map(Truth::negate).toList();
            assertThat(Truth.all(truths).negate()).isEqualTo(Truth.any(negated));
        }
    }

    @Test
    void notExchangesTrueAndFalseOnly() {
        assertThat(List.of(Truth.values()).stream().map(Truth::negate))
                .containsExactly(Truth.FALSE, Truth.TRUE, Truth.UNKNOWN, Truth.STALE, Truth.CONFLICT);
    }

    private static List<List<Truth>> lists() {
        List<List<Truth>> lists = new ArrayList<>(List.of(List.of()));
        List<List<Truth>> longest = lists;
        for (int length = 1; length <= 4; length++) {
            List<List<Truth>> longer = new ArrayList<>();
            for (List<Truth> list : longest) {
                for (Truth truth : Truth.values()) {
                    longer.add(Stream.concat(list.stream(), Stream.of(truth)).toList());
                }
            }
            longest = longer;
            lists = Stream.concat(lists.stream(), longer.stream()).toList();
        }
        assertThat(lists).hasSize(1 + 5 + 25 + 125 + 625);
        return lists;
    }
}
