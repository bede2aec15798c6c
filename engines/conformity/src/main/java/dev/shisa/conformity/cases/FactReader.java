package dev.shisa.conformity.cases;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Confirmation;
import dev.shisa.conformity.Fact;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.internal.ValueReader;
import dev.shisa.conformity.internal.YamlEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads one fact of a case: {@code key[item]: value} and how it came about. */
final class FactReader {

    private static final int DAYS_MAX = 36_500;

    private static final Set<String> CIRCUMSTANCES = Set.of("strength", "confirmed", "daysAgo", "validDays");

    private final Catalogue catalogue;
    private final int index;

    /** @param index of the fact in its case: facts need ids */
    FactReader(Catalogue catalogue, int index) {
        this.catalogue = catalogue;
        this.index = index;
    }

    Optional<Fact> read(YamlEntry entry) {
        SequencedMap<String, YamlEntry> entries = entry.entries();
        List<String> keys = entries.keySet().stream()
                .filter(k -> !CIRCUMSTANCES.contains(k))
                .toList();
        if (keys.size() != 1) {
            entry.problem("a fact is one `key: value`, this names " + keys, "keep one key, and one fact an element");
            return Optional.empty();
        }
        YamlEntry valueEntry = Objects.requireNonNull(entries.get(keys.getFirst()));
        Optional<Slot> slot = Slot.parse(keys.getFirst());
        Optional<FactDefinition> definition = slot.flatMap(s -> catalogue.fact(s.key()));
        if (definition.isEmpty()) {
            valueEntry.problem("there is no fact " + keys.getFirst(), "name a key of the vocabulary");
            return Optional.empty();
        }
        Value value = ValueReader.read(valueEntry, definition.get().type().value());
        catalogue
                .check(slot.get(), value)
                .forEach(refusal -> valueEntry.problem(refusal.detail(), "see the key in the vocabulary"));
        return Optional.of(fact(entries, definition.get(), slot.get(), value));
    }

    private Fact fact(SequencedMap<String, YamlEntry> entries, FactDefinition definition, Slot slot, Value value) {
        YamlEntry strength = entries.get("strength");
        YamlEntry confirmed = entries.get("confirmed");
        YamlEntry validDays = entries.get("validDays");
        Instant observedAt = Case.NOW.minus(Duration.ofDays(days(entries.get("daysAgo"))));
        return new Fact(
                new UUID(0xfac7, index),
                Case.subject(definition.scope()),
                slot,
                value,
                strength == null ? Strength.DOCUMENTED : strength(strength),
                observedAt,
                observedAt,
                validDays == null ? null : observedAt.plus(Duration.ofDays(days(validDays))),
                new UUID(0xe71d, index),
                Set.of(),
                confirmed == null || confirmed.flag() ? new Confirmation("a second person", observedAt) : null);
    }

    private static Strength strength(YamlEntry entry) {
        String word = entry.text();
        return Strength.parse(word).orElseGet(() -> {
            entry.problem("'" + word + "' is not a strength", "declared, documented, tested or measured");
            return Strength.DECLARED;
        });
    }

    private static long days(@Nullable YamlEntry entry) {
        if (entry == null) {
            return 0;
        }
        long days = entry.whole();
        if (days < 0 || days > DAYS_MAX) {
            entry.problem(days + " days", "0 to " + DAYS_MAX);
            return 0;
        }
        return days;
    }
}
