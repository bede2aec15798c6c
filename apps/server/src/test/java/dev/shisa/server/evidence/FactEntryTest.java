package dev.shisa.server.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Fact;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which of several facts in one slot is shown as the answer: the one by which verdicts go. */
class FactEntryTest {

    private static final Instant NOW = Instant.parse("2026-11-20T00:00:00Z");
    private static final Subject COMPANY = new Subject(Subject.Kind.ORGANISATION, new UUID(0, 1));

    private final List<FactEntry> standing = new ArrayList<>();

    private void said(String word, Strength strength, int observed, @Nullable Integer until) {
        standing.add(new FactEntry(
                new Fact(
                        new UUID(1, standing.size() + 1L),
                        COMPANY,
                        Slot.of("handling.cases", ""),
                        Value.word(word),
                        strength,
                        day(observed),
                        day(observed),
                        until == null ? null : day(until),
                        new UUID(2, standing.size() + 1L),
                        Set.of(),
                        null),
                "",
                "",
                null,
                null,
                null));
    }

    private static Instant day(int days) {
        return NOW.plusSeconds(days * 86_400L);
    }

    private String leads() {
        return FactEntry.leading(standing, NOW)
                .map(e -> e.fact().value().canonical())
                .orElse("");
    }

    @Test
    void theStrongestThatHoldsLeadsAndAmongEqualsTheLast() {
        assertThat(leads()).isEmpty();
        said("never", Strength.DECLARED, -1, null);
        assertThat(leads()).isEqualTo("never");
        said("followed", Strength.DOCUMENTED, -30, null);
        assertThat(leads()).isEqualTo("followed");
        said("deviated", Strength.DOCUMENTED, -20, -10);
        assertThat(leads()).as("what has ended does not lead beside what holds").isEqualTo("followed");
        said("deviated", Strength.DOCUMENTED, -5, null);
        assertThat(leads()).isEqualTo("deviated");
    }

    @Test
    void whereTheStrongestHasEndedWhatWasSaidSinceThenLeadsAndNothingOlder() {
        said("never", Strength.DECLARED, -40, null);
        said("followed", Strength.DOCUMENTED, -30, -10);
        assertThat(leads()).as("an older answer does not come back").isEqualTo("followed");
        said("deviated", Strength.DECLARED, -9, null);
        assertThat(leads()).isEqualTo("deviated");
    }
}
