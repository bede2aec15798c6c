package dev.shisa.server.evidence;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.platform.Cut;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.product.Products;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Lets records of the house speak beside what people answer. A record seldom says all that a question asks for: that reports can be
 * sent in on the public pages says nothing of a telephone for users. So it decides only the choices that it knows, and only as far as
 * that: the rest of an answer stays with whoever gave it, and never becomes stronger by it.
 *
 * <p>Where nobody has answered, what is shown is said, as a document that a second person confirms, for a year. Where an answer says
 * it too, nothing is said. Where an answer says what a record showed and shows no more, that is said; whoever answers anew
 * afterwards, or decides against it, is right until the record changes again. All of it is taken back as soon as there is no reason
 * for it any more.
 */
@Component
public class ShownFacts {

    /** Who says it, in evidence. */
    static final String NAME = "Shisa";

    /** The choice of a question that means that none of the others is so. */
    private static final String NONE = "none";

    /** What is shown is looked at by a person once a year. */
    private static final Duration LASTS = Duration.ofDays(365);

    /** So long before its end it is said again. */
    private static final Duration AHEAD = Duration.ofDays(30);

    /** What is recorded here is heard by those who ask for it; they need not look again. */
    private static final ThreadLocal<Boolean> SPEAKING = ThreadLocal.withInitial(() -> false);

    /** How far records decide an answer. */
    public enum Reach {
        /** The choices that they know: what is shown no more is taken out of an answer. */
        CHOICES,
        /** At least what they show: an answer that leaves it out does not hold, one that says more does. */
        AT_LEAST,
        /** The answer, which is one word. Whoever has a document of another kind for it is not contradicted when they end. */
        WHOLE
    }

    /**
     * What records show now.
     *
     * @param choices each that they can show; null: not now, otherwise since when
     * @param otherwise what is so where it was shown and is not any more, for {@link Reach#WHOLE}
     * @param basis what it rests on, in no language; when that changes, it is said anew
     */
    public record Shown(
            Subject subject,
            String key,
            Reach reach,
            SortedMap<String, @Nullable Instant> choices,
            String otherwise,
            String basis,
            Function<Locale, Paper> paper) {
        public Shown {
            choices = new TreeMap<>(choices);
        }

        private SortedMap<String, Instant> open() {
            TreeMap<String, Instant> open = new TreeMap<>();
            choices.forEach((choice, since) -> {
                if (since != null) {
                    open.put(choice, since);
                }
            });
            return open;
        }
    }

    /** What is attached: a title, and the records in words. */
    public record Paper(String title, String text) {}

    private final ShownFactStore store;
    private final EvidenceLog log;
    private final Blobs blobs;
    private final Products products;
    private final People people;
    private final Messages messages;
    private final InstantSource clock;

    ShownFacts(
            ShownFactStore store,
            EvidenceLog log,
            Blobs blobs,
            Products products,
            People people,
            Messages messages,
            InstantSource clock) {
        this.store = store;
        this.log = log;
        this.blobs = blobs;
        this.products = products;
        this.people = people;
        this.messages = messages;
        this.clock = clock;
    }

    /**
     * What is to be said.
     *
     * @param instead whether it takes the place of the answers that stand
     */
    private record Wanted(
            Value value,
            Strength strength,
            Instant observed,
            @Nullable Instant until,
            boolean instead) {}

    /** Lets the facts say what the records show. */
    @Transactional
    public void follow(Shown shown) {
        Subject subject = shown.subject();
        if (SPEAKING.get() || products.isArchived(subject.id())) {
            return;
        }
        SPEAKING.set(true);
        try {
            products.lock(subject.id());
            follow(shown, changed(shown));
        } finally {
            SPEAKING.remove();
        }
    }

    /** Notes what began and what ended; the result is each choice that was ever shown. */
    private Map<String, ShownFactStore.Row> changed(Shown shown) {
        Map<String, ShownFactStore.Row> rows = store.rows(shown.subject(), shown.key());
        shown.choices().forEach((choice, since) -> {
            ShownFactStore.Row before = rows.get(choice);
            boolean now = since != null;
            if (before == null ? now : before.shown() != now) {
                ShownFactStore.Row row = new ShownFactStore.Row(now, now());
                store.put(shown.subject(), shown.key(), choice, row);
                rows.put(choice, row);
            }
        });
        return rows;
    }

    private void follow(Shown shown, Map<String, ShownFactStore.Row> rows) {
        Slot slot = Slot.of(shown.key(), "");
        List<FactEntry> history = log.history(shown.subject(), slot);
        List<ShownFactStore.Said> all = store.said(shown.subject(), shown.key());
        Set<UUID> ours = all.stream().map(ShownFactStore.Said::evidence).collect(Collectors.toSet());
        Optional<ShownFactStore.Said> said =
                all.stream().filter(one -> one.endedAt() == null).findFirst();
        Optional<FactEntry> own = said.flatMap(one -> history.stream()
                .filter(e -> e.fact().evidence().equals(one.evidence()))
                .findFirst());
        if (own.filter(e -> decidedAgainst(e, rows)).isPresent()) {
            return;
        }
        Optional<FactEntry> answer = answer(history, ours);
        Optional<Wanted> wanted = wanted(shown, rows, answer, own.isPresent());
        if (wanted.isPresent()
                && own.filter(FactEntry::isStanding)
                        .filter(e -> isSame(e, wanted.get()))
                        .isPresent()
                && said.get().basis().equals(shown.basis())) {
            return;
        }
        Locale locale = locale(answer);
        own.filter(FactEntry::isStanding)
                .ifPresent(e -> log.withdrawOwn(e.id(), NAME, messages.get(locale, "evidence.shown.back")));
        said.ifPresent(one -> store.end(one.evidence(), now()));
        wanted.ifPresent(one -> say(shown, slot, one, locale));
    }

    /** What a person took back stays so until a record changes. */
    private static boolean decidedAgainst(FactEntry own, Map<String, ShownFactStore.Row> rows) {
        FactEntry.Withdrawal withdrawal = own.withdrawal();
        return withdrawal != null
                && withdrawal.personId() != null
                && rows.values().stream()
                        .noneMatch(row -> row.since().isAfter(own.fact().recordedAt()));
    }

    /** What people said last, of what holds or gave way to nothing but what is said here. */
    private Optional<FactEntry> answer(List<FactEntry> history, Set<UUID> ours) {
        Set<UUID> facts = history.stream()
                .filter(e -> ours.contains(e.fact().evidence()))
                .map(FactEntry::id)
                .collect(Collectors.toSet());
        Instant now = now();
        return history.stream()
                .filter(e -> !ours.contains(e.fact().evidence()))
                .filter(e -> !e.isWithdrawn() && !e.isExpired(now))
                .filter(e -> e.supersededBy() == null || facts.contains(e.supersededBy()))
                .max(Comparator.comparing((FactEntry e) -> e.fact().strength())
                        .thenComparing(e -> e.fact().recordedAt())
                        .thenComparing(FactEntry::id));
    }

    private Optional<Wanted> wanted(
            Shown shown, Map<String, ShownFactStore.Row> rows, Optional<FactEntry> answer, boolean saidBefore) {
        return switch (shown.reach()) {
            case CHOICES -> choices(shown, rows, answer, saidBefore);
            case AT_LEAST -> atLeast(shown, answer);
            case WHOLE -> whole(shown, rows, answer, saidBefore);
        };
    }

    private Optional<Wanted> choices(
            Shown shown, Map<String, ShownFactStore.Row> rows, Optional<FactEntry> answer, boolean saidBefore) {
        Set<String> open = shown.open().keySet();
        if (answer.isEmpty()) {
            return open.isEmpty()
                    ? saidBefore ? Optional.of(documented(Value.words(Set.of(NONE)), false)) : Optional.empty()
                    : Optional.of(documented(Value.words(open), true));
        }
        FactEntry said = answer.get();
        Set<String> left = words(said);
        Set<String> gone = left.stream()
                .filter(choice -> !open.contains(choice) && endedAfter(rows.get(choice), said))
                .collect(Collectors.toCollection(TreeSet::new));
        if (gone.isEmpty()) {
            return Optional.empty();
        }
        left.removeAll(gone);
        return Optional.of(instead(said, Value.words(left.isEmpty() ? Set.of(NONE) : left), now()));
    }

    private Optional<Wanted> atLeast(Shown shown, Optional<FactEntry> answer) {
        SortedMap<String, Instant> open = shown.open();
        if (open.isEmpty()) {
            return Optional.empty();
        }
        Instant since = open.values().stream().max(Comparator.naturalOrder()).orElseThrow();
        Value all = Value.words(open.keySet());
        if (answer.isEmpty()) {
            return Optional.of(new Wanted(all, Strength.DOCUMENTED, since, null, false));
        }
        FactEntry said = answer.get();
        Set<String> more = words(said);
        if (more.containsAll(open.keySet())) {
            return Optional.empty();
        }
        more.remove(NONE);
        if (open.keySet().containsAll(more)) {
            return Optional.of(new Wanted(all, Strength.DOCUMENTED, since, null, false));
        }
        boolean older = said.fact().recordedAt().isBefore(since);
        // What nobody but that person said is no stronger for standing beside what is recorded.
        more.addAll(open.keySet());
        Wanted together = instead(said, Value.words(more), since);
        return Optional.of(new Wanted(
                together.value(), together.strength(), since, together.until(), older && together.instead()));
    }

    private Optional<Wanted> whole(
            Shown shown, Map<String, ShownFactStore.Row> rows, Optional<FactEntry> answer, boolean saidBefore) {
        String word = shown.choices().firstKey();
        Value shownValue = Value.word(word);
        Optional<FactEntry> same = answer.filter(e -> e.fact().value().equals(shownValue));
        if (shown.open().containsKey(word)) {
            return same.filter(e -> !isWeak(e)).isPresent()
                    ? Optional.empty()
                    : Optional.of(documented(shownValue, true));
        }
        Value otherwise = Value.word(shown.otherwise());
        if (answer.isEmpty()) {
            return saidBefore ? Optional.of(documented(otherwise, false)) : Optional.empty();
        }
        return same.filter(e -> isWeak(e) && endedAfter(rows.get(word), e)).map(e -> instead(e, otherwise, now()));
    }

    /** A document outranks what was only declared before it, and leaves it where it is: it would come back with an older one. */
    private Wanted documented(Value value, boolean ends) {
        return new Wanted(value, Strength.DOCUMENTED, now(), ends ? now().plus(LASTS) : null, false);
    }

    /** What is so instead of an answer, no stronger than it was. A document is contradicted, since a person has to look at it. */
    private static Wanted instead(FactEntry said, Value value, Instant observed) {
        return new Wanted(
                value,
                isWeak(said) ? said.fact().strength() : Strength.DOCUMENTED,
                observed,
                said.fact().validUntil(),
                isWeak(said));
    }

    private static boolean isWeak(FactEntry said) {
        return !said.fact().strength().isAtLeast(Strength.DOCUMENTED);
    }

    private static boolean endedAfter(ShownFactStore.@Nullable Row row, FactEntry said) {
        return row != null && !row.shown() && row.since().isAfter(said.fact().recordedAt());
    }

    private static Set<String> words(FactEntry said) {
        return said.fact().value() instanceof Value.Words words ? new TreeSet<>(words.value()) : new TreeSet<>();
    }

    private boolean isSame(FactEntry own, Wanted wanted) {
        Instant until = own.fact().validUntil();
        return own.fact().value().equals(wanted.value())
                && own.fact().strength() == wanted.strength()
                && (until == null
                        || until.equals(wanted.until())
                        || wanted.until() == null
                        || until.isAfter(now().plus(AHEAD)));
    }

    private void say(Shown shown, Slot slot, Wanted wanted, Locale locale) {
        Subject subject = shown.subject();
        Paper paper = shown.paper().apply(locale);
        Instant now = now();
        byte[] bytes = (paper.title() + "\n" + now + "\n\n" + paper.text() + "\n").getBytes(StandardCharsets.UTF_8);
        UUID evidence = log.record(
                        new NewEvidence(
                                EvidenceKind.DOCUMENT,
                                wanted.strength(),
                                Cut.to(paper.title(), EvidenceLog.TITLE_CHARS_MAX),
                                Cut.to(paper.text(), EvidenceLog.TEXT_CHARS_MAX),
                                "",
                                subject.kind() == Subject.Kind.PRODUCT ? subject.id() : null,
                                null,
                                null,
                                blobs.store(bytes, shown.key().replace('.', '-') + ".txt"),
                                Map.of(),
                                wanted.observed().isAfter(now) ? now : wanted.observed(),
                                wanted.until(),
                                null,
                                NAME,
                                "page",
                                null),
                        List.of(new NewFact(
                                subject,
                                slot,
                                wanted.value(),
                                Cut.to(paper.text(), 2_000),
                                wanted.instead() ? log.replaceable(subject, slot, wanted.strength()) : Set.of())))
                .evidence();
        store.say(subject, shown.key(), new ShownFactStore.Said(evidence, shown.basis(), now, null));
    }

    /** The language of whoever answered, or else of an owner. */
    private Locale locale(Optional<FactEntry> answer) {
        return answer.flatMap(e -> log.byId(e.fact().evidence()))
                .flatMap(details -> Optional.ofNullable(details.summary().submittedBy()))
                .flatMap(people::find)
                .or(() -> people.all().stream()
                        .filter(p -> p.roles().contains(Role.OWNER))
                        .findFirst())
                .map(Person::language)
                .map(Locale::forLanguageTag)
                .orElse(Locale.JAPANESE);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
