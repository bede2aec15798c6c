package dev.shisa.server.supplier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.record.Ending;
import dev.shisa.server.platform.record.Stamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StandingTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);
    private static final Instant AT = Instant.parse("2026-11-01T00:00:00Z");
    private static final Stamp MADE = new Stamp(new UUID(0, 3), "田中", AT);
    private static final UUID SERIES = new UUID(1, 1);

    private static Review review(Question question, String answer, LocalDate until, @Nullable Ending end) {
        return new Review(UUID.randomUUID(), new UUID(0, 1), null, question, answer, "x", "山田", null, until, MADE, end);
    }

    private static Contract contract(LocalDate from, @Nullable LocalDate until, List<UUID> series, Clause... clauses) {
        Map<Clause, String> said = new java.util.EnumMap<>(Clause.class);
        for (Clause clause : clauses) {
            said.put(clause, "");
        }
        return new Contract(
                UUID.randomUUID(),
                new UUID(0, 1),
                "contract",
                "契約",
                series,
                from,
                until,
                said,
                new UUID(0, 2),
                MADE,
                null);
    }

    @Test
    void theLastAcceptedAnswerCountsUntilItsDay() {
        Standing standing = Standing.of(
                TODAY,
                List.of(
                        review(Question.POLICY, "no", TODAY, new Ending(new UUID(0, 3), "田中", AT, "誤り")),
                        review(Question.POLICY, "yes", TODAY, null),
                        review(Question.SUPPORT, "yes", TODAY.minusDays(1), null),
                        review(Question.FUNCTIONS, "no", TODAY, null)),
                List.of(),
                List.of());
        assertThat(standing.mark(Question.POLICY)).isEqualTo(Standing.Mark.YES);
        assertThat(standing.mark(Question.SUPPORT)).isEqualTo(Standing.Mark.ENDED);
        assertThat(standing.mark(Question.FUNCTIONS)).isEqualTo(Standing.Mark.NO);
        assertThat(standing.mark(Question.WATCHED)).isEqualTo(Standing.Mark.NONE);
        assertThat(standing.answered()).isEqualTo(2);
        assertThat(standing.lacks()).containsExactly(Question.FUNCTIONS);
    }

    @Test
    void aDecisionMakesUpOnlyForWhatItKnew() {
        List<Review> lacking = List.of(review(Question.FUNCTIONS, "no", TODAY, null));
        Decision knew = new Decision(
                UUID.randomUUID(), new UUID(0, 1), "conditional", "x", Set.of(Question.FUNCTIONS), TODAY, MADE, null);
        Decision knewNothing =
                new Decision(UUID.randomUUID(), new UUID(0, 1), "conditional", "x", Set.of(), TODAY, MADE, null);
        assertThat(Standing.of(TODAY, lacking, List.of(knew), List.of()).isMadeUpFor())
                .isTrue();
        assertThat(Standing.of(TODAY, lacking, List.of(knewNothing, knew), List.of())
                        .isMadeUpFor())
                .isFalse();
        assertThat(Standing.of(TODAY.plusDays(1), lacking, List.of(knew), List.of())
                        .isMadeUpFor())
                .isFalse();
    }

    @Test
    void theContractThatSaysAClauseForLongestBinds() {
        Contract shorter = contract(TODAY.minusDays(10), TODAY, List.of(), Clause.VULNERABILITY);
        Contract longer = contract(TODAY.minusDays(5), TODAY.plusDays(5), List.of(SERIES), Clause.VULNERABILITY);
        Contract ahead = contract(TODAY.plusDays(1), null, List.of(), Clause.VULNERABILITY, Clause.INCIDENT);
        Standing standing = Standing.of(TODAY, List.of(), List.of(), List.of(shorter, longer, ahead));
        assertThat(standing.saying(Clause.VULNERABILITY, SERIES, null)).isEqualTo(longer);
        assertThat(standing.saying(Clause.VULNERABILITY, new UUID(9, 9), null)).isEqualTo(shorter);
        assertThat(standing.saying(Clause.INCIDENT, SERIES, null)).isNull();
        assertThat(standing.saying(Clause.VULNERABILITY, SERIES, "specification"))
                .isNull();
    }

    @Test
    void aPartIsASuppliersByWholeNameNamespaceOrVendorOnly() {
        Naming naming = Naming.of("ツバメ電子", List.of("Tsubame Inc.", "pkg:generic/tsubame", "cpe:tsubame"));
        assertThat(naming.is("ＴＳＵＢＡＭＥ inc.", List.of())).isTrue();
        assertThat(naming.is("Tsubame Inc. Europe", List.of())).isFalse();
        assertThat(naming.is("", List.of("pkg:generic/tsubame/wifi@1.2"))).isTrue();
        assertThat(naming.is("", List.of("pkg:generic/tsubame2/wifi@1.2"))).isFalse();
        assertThat(naming.is("", List.of("cpe:2.3:a:tsubame:wifi:1.2:*:*:*:*:*:*:*")))
                .isTrue();
        assertThat(naming.is("", List.of("cpe:/a:tsubame:wifi:1.2"))).isTrue();
        assertThat(naming.is("", List.of("cpe:2.3:a:other:tsubame:1.2:*:*:*:*:*:*:*")))
                .isFalse();
        assertThat(naming.is("", List.of())).isFalse();
        assertThat(Naming.isHalfScope("pkg:npm")).isTrue();
    }
}
