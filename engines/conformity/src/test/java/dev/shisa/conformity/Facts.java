package dev.shisa.conformity;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Facts for tests: documented, confirmed and observed at {@link #NOW} unless said otherwise. */
record Facts(Fact fact) {

    static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    static final Subject RELEASE = new Subject(Subject.Kind.RELEASE, new UUID(1, 1));
    static final Subject PREDECESSOR = new Subject(Subject.Kind.RELEASE, new UUID(1, 2));
    static final Subject PRODUCT = new Subject(Subject.Kind.PRODUCT, new UUID(1, 3));
    static final Subject ORGANISATION = new Subject(Subject.Kind.ORGANISATION, new UUID(1, 4));
    static final Target TARGET =
            new Target("camera", List.of(new Layer.Own(RELEASE), new Layer.Own(PRODUCT), new Layer.Own(ORGANISATION)));

    private static final AtomicLong IDS = new AtomicLong();

    static Facts of(String slot, Object value) {
        return of(slot, valueOf(value));
    }

    static Facts of(String slot, Value value) {
        return new Facts(new Fact(
                new UUID(2, IDS.incrementAndGet()),
                RELEASE,
                Slot.parse(slot).orElseThrow(),
                value,
                Strength.DOCUMENTED,
                NOW,
                NOW,
                null,
                new UUID(3, 3),
                Set.of(),
                new Confirmation("second", NOW)));
    }

    private static Value valueOf(Object value) {
        return switch (value) {
            case Boolean flag -> Value.flag(flag);
            case Integer whole -> Value.whole(whole);
            case LocalDate day -> Value.day(day);
            case List<?> words ->
                Value.words(words.stream().map(String::valueOf).toList());
            default -> Value.word(value.toString());
        };
    }

    Facts on(Subject subject) {
        return with(
                subject, fact.strength(), fact.observedAt(), fact.validUntil(), fact.supersedes(), fact.confirmation());
    }

    Facts strength(Strength strength) {
        return with(
                fact.subject(), strength, fact.observedAt(), fact.validUntil(), fact.supersedes(), fact.confirmation());
    }

    Facts measured() {
        return strength(Strength.MEASURED);
    }

    Facts declared() {
        return strength(Strength.DECLARED);
    }

    Facts unconfirmed() {
        return with(fact.subject(), fact.strength(), fact.observedAt(), fact.validUntil(), fact.supersedes(), null);
    }

    /** Observed so many days from now; negative for the past. */
    Facts day(int day) {
        return with(
                fact.subject(), fact.strength(), at(day), fact.validUntil(), fact.supersedes(), fact.confirmation());
    }

    Facts until(int day) {
        return with(
                fact.subject(), fact.strength(), fact.observedAt(), at(day), fact.supersedes(), fact.confirmation());
    }

    Facts supersedes(Fact... old) {
        Set<UUID> ids = Arrays.stream(old).map(Fact::id).collect(Collectors.toSet());
        return with(fact.subject(), fact.strength(), fact.observedAt(), fact.validUntil(), ids, fact.confirmation());
    }

    static Instant at(int day) {
        return NOW.plus(Duration.ofDays(day));
    }

    private Facts with(
            Subject subject,
            Strength strength,
            Instant observedAt,
            @Nullable Instant validUntil,
            Set<UUID> supersedes,
            @Nullable Confirmation confirmation) {
        return new Facts(new Fact(
                fact.id(),
                subject,
                fact.slot(),
                fact.value(),
                strength,
                observedAt,
                fact.recordedAt(),
                validUntil,
                fact.evidence(),
                supersedes,
                confirmation));
    }
}
