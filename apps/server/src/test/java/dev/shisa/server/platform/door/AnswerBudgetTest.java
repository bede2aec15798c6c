package dev.shisa.server.platform.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.server.platform.Problem;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much lies in memory for strangers who have not taken it. */
class AnswerBudgetTest {

    private static final int MEGABYTE = 1 << 20;

    private final AnswerBudget budget = new AnswerBudget();

    @Test
    void oneNetworkHasItsShareAndGivesItBack() {
        AnswerBudget.Held first = budget.of("a");
        first.take(8 * MEGABYTE);
        AnswerBudget.Held second = budget.of("a");
        assertThatThrownBy(() -> second.take(MEGABYTE)).isInstanceOf(Problem.class);
        second.take(AnswerBudget.SMALL);
        budget.of("b").take(MEGABYTE);
        assertThat(budget.held()).isEqualTo(9L * MEGABYTE);
        first.close();
        first.close();
        second.take(MEGABYTE);
        assertThat(budget.held()).isEqualTo(2L * MEGABYTE);
    }

    @Test
    void allTogetherHaveASum() {
        List<AnswerBudget.Held> all = new ArrayList<>();
        for (int network = 0; network < 4; network++) {
            AnswerBudget.Held one = budget.of("n" + network);
            one.take(8 * MEGABYTE);
            all.add(one);
        }
        assertThatThrownBy(() -> budget.of("late").take(MEGABYTE)).isInstanceOf(Problem.class);
        all.forEach(AnswerBudget.Held::close);
        assertThat(budget.held()).isZero();
        budget.of("late").take(MEGABYTE);
    }
}
