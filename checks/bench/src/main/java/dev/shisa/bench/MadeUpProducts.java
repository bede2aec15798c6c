package dev.shisa.bench;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Choice;
import dev.shisa.conformity.Confirmation;
import dev.shisa.conformity.Fact;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactType;
import dev.shisa.conformity.Layer;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Target;
import dev.shisa.conformity.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;

/** Series with facts as makers state them: every key of the vocabulary, random values, from a seed. */
final class MadeUpProducts {

    private static final int ITEMS_MAX = 2;
    private static final Instant NOW = Instant.parse("2026-11-20T00:00:00Z");

    private final SplittableRandom random;
    private final Catalogue catalogue;
    private final Subject organisation;
    private final List<Fact> shared = new ArrayList<>();

    /** A series and its facts; those of the organisation are in {@link #shared}. */
    record Product(Target target, List<Fact> facts) {
        Product {
            facts = List.copyOf(facts);
        }
    }

    MadeUpProducts(Catalogue catalogue, long seed) {
        this.catalogue = catalogue;
        this.random = new SplittableRandom(seed);
        this.organisation = new Subject(Subject.Kind.ORGANISATION, id());
        Map<String, List<String>> items = new HashMap<>();
        catalogue.vocabulary().facts().stream()
                .filter(d -> d.scope() == Subject.Kind.ORGANISATION)
                .forEach(d -> shared.addAll(facts(d, organisation, items)));
    }

    static Instant now() {
        return NOW;
    }

    List<Fact> shared() {
        return List.copyOf(shared);
    }

    Product next(int index) {
        Subject release = new Subject(Subject.Kind.RELEASE, id());
        Subject product = new Subject(Subject.Kind.PRODUCT, id());
        Map<String, List<String>> items = new HashMap<>();
        List<Fact> facts = new ArrayList<>();
        // Lists first: other facts are about their items, or name them.
        for (boolean lists : new boolean[] {true, false}) {
            for (FactDefinition definition : catalogue.vocabulary().facts()) {
                if ((definition.type() == FactType.SET) == lists && definition.scope() != Subject.Kind.ORGANISATION) {
                    Subject subject = definition.scope() == Subject.Kind.RELEASE ? release : product;
                    facts.addAll(facts(definition, subject, items));
                }
            }
        }
        Target target = new Target(
                "series " + index,
                List.of(new Layer.Own(release), new Layer.Own(product), new Layer.Own(organisation)));
        return new Product(target, facts);
    }

    /** The same slot stated again with another value, replacing the fact. */
    Fact restated(Fact old) {
        FactDefinition definition = catalogue.fact(old.slot().key()).orElseThrow();
        Value value = definition.type() == FactType.SET || definition.type() == FactType.REF
                ? old.value()
                : value(definition, Map.of());
        return new Fact(
                id(),
                old.subject(),
                old.slot(),
                value,
                old.strength(),
                old.observedAt().plusSeconds(60),
                NOW,
                old.validUntil(),
                id(),
                Set.of(old.id()),
                null);
    }

    private List<Fact> facts(FactDefinition definition, Subject subject, Map<String, List<String>> items) {
        String about = definition.of();
        List<String> codes = about == null ? List.of("") : items.getOrDefault(about, List.of());
        List<Fact> facts = new ArrayList<>();
        for (String code : codes) {
            if (definition.type() == FactType.REF
                    && items.getOrDefault(String.valueOf(definition.collection()), List.of())
                            .isEmpty()) {
                continue;
            }
            facts.add(fact(subject, new Slot(definition.key(), code), value(definition, items)));
        }
        return facts;
    }

    private Fact fact(Subject subject, Slot slot, Value value) {
        Instant observed = NOW.minus(Duration.ofDays(random.nextInt(1, 300)));
        boolean confirmed = random.nextInt(10) < 8;
        int strength = random.nextInt(10);
        return new Fact(
                id(),
                subject,
                slot,
                value,
                strength < 2 ? Strength.DECLARED : strength < 8 ? Strength.DOCUMENTED : Strength.TESTED,
                observed,
                observed,
                random.nextInt(4) == 0 ? NOW.plus(Duration.ofDays(random.nextInt(1, 400))) : null,
                id(),
                Set.of(),
                confirmed ? new Confirmation("p-2", observed) : null);
    }

    private Value value(FactDefinition definition, Map<String, List<String>> items) {
        return switch (definition.type()) {
            case FLAG -> Value.flag(random.nextInt(4) > 0);
            case WHOLE -> {
                Long min = definition.min();
                yield Value.whole((min == null ? 0 : min) + random.nextInt(13));
            }
            case DAY -> Value.day(LocalDate.of(2027 + random.nextInt(6), 1 + random.nextInt(12), 1));
            case TEXT -> Value.word("設計書 " + random.nextInt(1, 9) + "." + random.nextInt(1, 9) + " 節");
            case WORD -> Value.word(pick(definition.choices()).value());
            case WORDS -> {
                Choice first = pick(definition.choices());
                TreeSet<String> words = new TreeSet<>(Set.of(first.value()));
                Choice second = pick(definition.choices());
                if (first.goesWith(second)) {
                    words.add(second.value());
                }
                yield Value.words(words);
            }
            case SET -> {
                String collection = String.valueOf(definition.collection());
                List<String> codes = new ArrayList<>();
                for (int i = random.nextInt(8) == 0 ? ITEMS_MAX : random.nextInt(ITEMS_MAX); i >= 0; i--) {
                    codes.add(collection + "-" + (codes.size() + 1));
                }
                items.put(collection, codes);
                yield Value.words(codes);
            }
            case REF -> Value.word(pick(items.get(String.valueOf(definition.collection()))));
        };
    }

    private <T> T pick(@org.jspecify.annotations.Nullable List<T> from) {
        if (from == null || from.isEmpty()) {
            throw new IllegalStateException("nothing to choose from");
        }
        return from.get(random.nextInt(from.size()));
    }

    private UUID id() {
        return new UUID(random.nextLong(), random.nextLong());
    }
}
