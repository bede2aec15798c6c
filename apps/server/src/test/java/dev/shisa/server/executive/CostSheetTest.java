package dev.shisa.server.executive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.server.executive.CostSheet.Kind;
import dev.shisa.server.executive.CostSheet.Loss;
import dev.shisa.server.executive.CostSheet.Measure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CostSheetTest {

    private static final UUID RECALL = new UUID(0, 1);
    private static final UUID TRUST = new UUID(0, 2);

    private static Loss loss(UUID id, @Nullable Long yen, int years) {
        return new Loss(id, Kind.RECALL, "回収", yen, years, "");
    }

    private static Measure measure(int id, long once, int years, long yearly, int percent, UUID... reduces) {
        return new Measure(new UUID(1, id), "検査", once, years, yearly, percent, Set.of(reduces), "");
    }

    @Test
    void aLossCountsForItsShareOfAYearAndAMeasureForItsShareOfItsYears() {
        CostSheet sheet = new CostSheet(
                List.of(loss(RECALL, 50_000_000L, 10), loss(TRUST, null, 5)),
                List.of(measure(1, 5_000_000, 5, 500_000, 60, RECALL)));
        assertThat(sheet.sums()).isEqualTo(new CostSheet.Sums(5_000_000, 2_000_000, 1_500_000, 50_000_000));
        assertThat(sheet.sums().gain()).isEqualTo(1_500_000);
    }

    @Test
    void severalMeasuresAgainstOneLossEachTakeTheirShareOfWhatIsLeft() {
        CostSheet sheet = new CostSheet(
                List.of(loss(RECALL, 10_000_000L, 1)),
                List.of(measure(1, 0, 1, 1, 50, RECALL), measure(2, 0, 1, 1, 50, RECALL)));
        assertThat(sheet.sums().with()).isEqualTo(2_500_000);
    }

    @Test
    void whatIsRemovedIsNoLongerReduced() {
        CostSheet sheet = new CostSheet(
                List.of(loss(RECALL, 10L, 1), loss(TRUST, 20L, 1)), List.of(measure(1, 0, 1, 0, 100, RECALL, TRUST)));
        CostSheet without = sheet.without(RECALL);
        assertThat(without.measures().getFirst().reduces()).containsExactly(TRUST);
        assertThat(without.sums().with()).isZero();
        assertThat(without.sums().without()).isEqualTo(20);
    }

    @Test
    void aSheetThatContradictsItselfIsRefused() {
        assertThatThrownBy(() -> new CostSheet(List.of(), List.of(measure(1, 0, 1, 0, 10, RECALL))))
                .hasMessageContaining("not in the sheet");
        assertThatThrownBy(() -> new CostSheet(List.of(loss(RECALL, 1L, 1), loss(RECALL, 2L, 1)), List.of()))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> loss(RECALL, -1L, 1)).hasMessageContaining("yen");
        assertThatThrownBy(() -> measure(1, 0, 0, 0, 10)).hasMessageContaining("years");
    }

    @Test
    void moreMeasuresNeverRaiseALossAndNothingIsLostBelowZero() {
        SplittableRandom random = new SplittableRandom(20_261_121);
        for (int round = 0; round < 500; round++) {
            List<Loss> losses = new ArrayList<>();
            for (int i = 0; i < random.nextInt(1, 6); i++) {
                losses.add(loss(
                        new UUID(0, i),
                        random.nextInt(4) == 0 ? null : random.nextLong(CostSheet.YEN_MAX),
                        random.nextInt(1, 101)));
            }
            CostSheet sheet = new CostSheet(losses, List.of());
            long before = sheet.sums().with();
            assertThat(before).isEqualTo(sheet.sums().without());
            for (int i = 0; i < 5; i++) {
                Set<UUID> some = new HashSet<>();
                losses.stream().filter(l -> random.nextBoolean()).forEach(l -> some.add(l.id()));
                sheet = sheet.with(
                        new Measure(new UUID(1, i), "対策", random.nextLong(1_000), 1, 0, random.nextInt(101), some, ""));
                assertThat(sheet.sums().with()).isBetween(0L, before);
                before = sheet.sums().with();
            }
        }
    }
}
