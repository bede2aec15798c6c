package dev.shisa.server.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ListPageTest {

    @Test
    void anEmptyListHasOnePageWithNothing() {
        assertThat(ListPage.of(0, 1)).isEqualTo(new ListPage(1, 1, ListPage.ROWS));
        assertThat(ListPage.of(0, 7).of(List.of())).isEmpty();
    }

    @Test
    void aPageThatThereIsNotIsTheNearest() {
        assertThat(ListPage.of(51, 9)).isEqualTo(new ListPage(3, 3, ListPage.ROWS));
        assertThat(ListPage.of(51, -4)).isEqualTo(new ListPage(1, 3, ListPage.ROWS));
        assertThat(ListPage.of(51, "2")).isEqualTo(new ListPage(2, 3, ListPage.ROWS));
        assertThat(ListPage.of(51, "zwei")).isEqualTo(new ListPage(1, 3, ListPage.ROWS));
        assertThat(ListPage.of(51, "99999999999")).isEqualTo(new ListPage(1, 3, ListPage.ROWS));
        assertThat(ListPage.of(Long.MAX_VALUE, "999999").from()).isPositive();
    }

    /** Seeded: however long the list is, each row stands on one page, in order. */
    @Test
    void thePagesTogetherAreTheList() {
        Random random = new Random(20261129);
        for (int world = 0; world < 200; world++) {
            List<Integer> all = IntStream.range(0, random.nextInt(4 * ListPage.ROWS))
                    .boxed()
                    .toList();
            List<Integer> met = new ArrayList<>();
            for (int page = 1; page <= ListPage.of(all.size(), 1).pages(); page++) {
                ListPage leaf = ListPage.of(all.size(), page);
                assertThat(leaf.from()).isEqualTo(met.size());
                met.addAll(leaf.of(all));
            }
            assertThat(met).as("world %d", world).isEqualTo(all);
        }
    }
}
