package dev.shisa.conformity;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A random framework over the small vocabulary, targets, facts and parameters. */
record World(
        Catalogue catalogue,
        Evaluator evaluator,
        List<Target> targets,
        List<Fact> facts,
        Parameters parameters,
        Instant now) {

    private static final Catalogue MINI = Mini.catalogue();

    /** Compiling is slow; all worlds draw from the same few predicates. */
    private static final CelPrograms PROGRAMS = new CelPrograms();

    private static final Map<String, List<String>> PREDICATES = Map.ofEntries(
            Map.entry("psti.declared", List.of("value", "!value", "value == true")),
            Map.entry("network.used", List.of("value != false", "value || value == false")),
            Map.entry("policy.published", List.of("value", "!(value)")),
            Map.entry(
                    "support.ends", List.of("value < '2027-01-01'", "value >= '2026-06-01' && value != '2027-01-01'")),
            Map.entry("login.mechanisms", List.of("size(value) > 1", "'web' in value", "size(value) >= 0")),
            Map.entry(
                    "login.password.default",
                    List.of(
                            "value == 'unique'",
                            "value in ['unique', \"none\"]",
                            "value != 'shared'",
                            "mentions(name, [' ssh ', 'api']) || value == 'unique'",
                            "value == 'shared' || value == 'none'")),
            Map.entry("login.password.length", List.of("value >= 6", "value > 3 && value <= params['tries.max']")),
            Map.entry("login.tries.max", List.of("value <= params[\"tries.max\"]", "!(value == 0) && value < 11")),
            Map.entry("asset.kind", List.of("'secret' in value", "size(value) == 1", "!('personal' in value)")),
            Map.entry("flow.asset", List.of("value == item", "value == 'a1'")),
            Map.entry("flow.encrypted", List.of("value")));

    private static final Map<String, List<String>> ITEMS = Map.of(
            "login", List.of("web", "ssh", "api"),
            "asset", List.of("a1", "a2"),
            "flow", List.of("f1", "f2", "f3"));

    static World random(RandomGenerator random) {
        List<Requirement> requirements = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            requirements.add(requirement("R-" + i, random));
        }
        Framework frame = new Framework(
                "mini",
                1,
                text(),
                text(),
                null,
                Set.of(),
                MINI.frameworks().getFirst().parameters(),
                requirements);
        List<Clash> clashes = new ArrayList<>();
        while (Property.chance(random, 60) && clashes.size() < 4) {
            clashes.add(clash("c" + clashes.size(), random));
        }
        Catalogue catalogue = new Catalogue("random", MINI.vocabulary(), List.of(frame), clashes, References.NONE);
        List<Subject> subjects = List.of(
                Facts.RELEASE,
                Facts.PREDECESSOR,
                Facts.PRODUCT,
                Facts.ORGANISATION,
                new Subject(Subject.Kind.RELEASE, new UUID(1, 5)));
        Instant now = Facts.NOW.plus(Duration.ofHours(random.nextInt(500)));
        List<Fact> facts = new ArrayList<>();
        int count = random.nextInt(90);
        for (int i = 0; i < count; i++) {
            facts.add(fact(random, definition(random, catalogue), Property.pick(random, subjects), facts, now));
        }
        return new World(
                catalogue,
                new Evaluator(catalogue, PROGRAMS),
                targets(random, requirements),
                facts,
                parameters(random),
                now);
    }

    private static List<Target> targets(RandomGenerator random, List<Requirement> requirements) {
        List<Layer> first = new ArrayList<>(List.of(new Layer.Own(Facts.RELEASE)));
        switch (random.nextInt(3)) {
            case 0 -> first.add(Layer.Inherited.unsigned(Facts.PREDECESSOR));
            case 1 ->
                first.add(inherited(Set.of(Property.pick(random, requirements).id())));
            default -> {}
        }
        first.add(new Layer.Own(Facts.PRODUCT));
        first.add(new Layer.Own(Facts.ORGANISATION));
        return List.of(
                new Target("t1", first, reopened(random, requirements), Map.of("web", "Web UI", "ssh", "SSH 22")),
                new Target(
                        "t2",
                        List.of(
                                new Layer.Own(new Subject(Subject.Kind.RELEASE, new UUID(1, 5))),
                                new Layer.Own(Facts.PRODUCT),
                                new Layer.Own(Facts.ORGANISATION))));
    }

    private static Map<RequirementId, Reopened> reopened(RandomGenerator random, List<Requirement> requirements) {
        if (!Property.chance(random, 15)) {
            return Map.of();
        }
        Reopened.Review review =
                Property.chance(random, 50) ? new Reopened.Review("somebody", Facts.NOW, "the same") : null;
        return Map.of(
                Property.pick(random, requirements).id(),
                new Reopened(Facts.NOW, text(), text(), Property.chance(random, 50), review));
    }

    private static Layer.Inherited inherited(Set<RequirementId> touched) {
        Statement statement = new Statement(
                Facts.RELEASE.id(),
                Facts.PREDECESSOR.id(),
                touched,
                "reason",
                "signer",
                Facts.NOW,
                new Confirmation("second", Facts.NOW));
        return new Layer.Inherited(Facts.PREDECESSOR, true, touched, List.of(statement));
    }

    private static Parameters parameters(RandomGenerator random) {
        Map<String, Value> values = new HashMap<>();
        if (Property.chance(random, 70)) {
            values.put("tries.max", Value.whole(5));
        }
        if (Property.chance(random, 70)) {
            values.put("scan.age", Value.whole(1 + random.nextInt(200)));
        }
        return new Parameters("guide", values);
    }

    Verdict decide(Target target, Requirement requirement) {
        return evaluator.evaluate(target, requirement, FactSource.of(facts), parameters, now);
    }

    List<Verdict> decideAll() {
        return targets.stream()
                .flatMap(t -> catalogue.requirements().stream().map(r -> decide(t, r)))
                .toList();
    }

    World with(List<Fact> others) {
        return new World(catalogue, evaluator, targets, others, parameters, now);
    }

    World at(Instant instant) {
        return new World(catalogue, evaluator, targets, facts, parameters, instant);
    }

    /** A fact that may arrive next. */
    Fact another(RandomGenerator random) {
        return fact(
                random,
                definition(random, catalogue),
                Property.pick(random, Facts.RELEASE, Facts.PREDECESSOR, Facts.PRODUCT, Facts.ORGANISATION),
                facts,
                now);
    }

    private static FactDefinition definition(RandomGenerator random, Catalogue catalogue) {
        return catalogue.clashes().isEmpty() || Property.chance(random, 90)
                ? Property.pick(random, MINI.vocabulary().facts())
                : catalogue
                        .fact(Property.pick(random, catalogue.clashes()).both())
                        .orElseThrow();
    }

    private static Fact fact(
            RandomGenerator random, FactDefinition definition, Subject subject, List<Fact> before, Instant now) {
        String of = definition.of();
        Slot slot = new Slot(definition.key(), of == null ? "" : Property.pick(random, items(of)));
        Instant observedAt = now.minus(Duration.ofDays(random.nextInt(300)));
        Set<UUID> supersedes = new HashSet<>();
        before.stream()
                .filter(f -> f.slot().equals(slot) && f.subject().equals(subject) && Property.chance(random, 40))
                .forEach(f -> supersedes.add(f.id()));
        return new Fact(
                Property.uuid(random),
                subject,
                slot,
                value(random, definition),
                Property.pick(random, Strength.values()),
                observedAt,
                observedAt,
                Property.chance(random, 40) ? observedAt.plus(Duration.ofDays(random.nextInt(500) - 20)) : null,
                Property.uuid(random),
                supersedes,
                Property.chance(random, 70) ? new Confirmation("second", now) : null);
    }

    /** A value that the vocabulary accepts; few different ones, so that facts agree as often as not. */
    static Value value(RandomGenerator random, FactDefinition definition) {
        return switch (definition.type()) {
            case FLAG -> Value.flag(Property.chance(random, 70));
            case WHOLE -> Value.whole(Property.pick(random, 0, 5, 6, 10));
            case WORD -> Value.word(Property.pick(random, definition.choices()).value());
            case WORDS ->
                Value.words(Property.pick(random, List.of("none"), List.of("secret"), List.of("secret", "personal")));
            case DAY ->
                Value.day(Property.pick(
                        random, LocalDate.of(2026, 1, 1), LocalDate.of(2027, 1, 1), LocalDate.of(2030, 1, 1)));
            case TEXT -> Value.word("text");
            case REF -> Value.word(Property.pick(random, items(collection(definition))));
            case SET -> {
                List<String> items = items(collection(definition));
                yield Value.words(items.subList(0, random.nextInt(items.size() + 1)));
            }
        };
    }

    private static List<String> items(String collection) {
        return Objects.requireNonNull(ITEMS.get(collection));
    }

    private static String collection(FactDefinition definition) {
        return Objects.requireNonNull(definition.collection());
    }

    private static Requirement requirement(String number, RandomGenerator random) {
        List<Requirement.Route> routes = new ArrayList<>();
        while (Property.chance(random, 30) && routes.size() < 2) {
            VerdictState verdict = Property.pick(random, VerdictState.EXEMPT, VerdictState.DEEMED);
            routes.add(new Requirement.Route(verdict, text(), tree("routes." + routes.size(), List.of(), 1, random)));
        }
        return new Requirement(
                new RequirementId("mini", number),
                text(),
                text(),
                text(),
                null,
                Requirement.Scope.PRODUCT,
                new Requirement.Source("000", "1"),
                List.of(),
                List.of(),
                List.of(),
                routes,
                Property.chance(random, 40) ? tree("applies", List.of(), 1, random) : null,
                null,
                tree("rule", List.of(), 3, random));
    }

    /** Contradictions know no parameters, which belong to a framework, and speak of no version; the first names a requirement. */
    private static Clash clash(String id, RandomGenerator random) {
        String path = Clash.path(id);
        Set<RequirementId> touches = id.equals("c0") ? Set.of(new RequirementId("mini", "R-0")) : Set.of();
        while (true) {
            List<Rule> parts =
                    List.of(tree(path + ".0", List.of(), 2, random), tree(path + ".1", List.of(), 1, random));
            Rule when = Property.chance(random, 20)
                    ? new Rule.Earlier(path, day(path + ".day", "support.ends"), day(path + ".than", "released"))
                    : new Rule.All(path, null, null, parts);
            if (when.nodes().noneMatch(World::isOfRulesOnly)) {
                return new Clash(id, text(), when, touches);
            }
        }
    }

    private static boolean isOfRulesOnly(Rule node) {
        return node instanceof Rule.Leaf leaf
                && (!leaf.inherits()
                        || leaf.falseIsUnknown()
                        || !leaf.is().parameters().isEmpty()
                        || leaf.within() instanceof Rule.Age.Parameter);
    }

    private static Rule tree(String path, List<String> around, int depth, RandomGenerator random) {
        return switch (depth == 0 ? 9 : random.nextInt(10)) {
            case 0, 1 -> new Rule.All(path, null, null, parts(path, around, depth, random));
            case 2, 3 -> new Rule.Any(path, item(path, random), text(), parts(path, around, depth, random));
            case 4 -> new Rule.Not(path, null, null, tree(path + ".0", around, depth - 1, random));
            case 5, 6, 7 -> every(path, around, depth, random);
            default -> leaf(path, around, random);
        };
    }

    private static @Nullable String item(String path, RandomGenerator random) {
        return Property.chance(random, 30) ? "item " + path : null;
    }

    private static List<Rule> parts(String path, List<String> around, int depth, RandomGenerator random) {
        List<Rule> parts = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            parts.add(tree(path + "." + i, around, depth - 1, random));
        }
        return parts;
    }

    private static Rule every(String path, List<String> around, int depth, RandomGenerator random) {
        List<Vocabulary.Collection> free = MINI.vocabulary().collections().stream()
                .filter(c -> !around.contains(c.id()))
                .toList();
        if (free.isEmpty()) {
            return leaf(path, around, random);
        }
        Vocabulary.Collection collection = Property.pick(random, free);
        List<String> inside =
                Stream.concat(Stream.of(collection.id()), around.stream()).toList();
        return new Rule.Every(
                path,
                null,
                null,
                collection.id(),
                collection.set(),
                false,
                Property.chance(random, 50) ? tree(path + ".where", inside, 0, random) : null,
                tree(path + ".holds", inside, depth - 1, random));
    }

    private static Rule leaf(String path, List<String> around, RandomGenerator random) {
        List<FactDefinition> readable = MINI.vocabulary().facts().stream()
                .filter(f -> PREDICATES.containsKey(f.key().value()))
                .filter(f -> f.of() == null || around.contains(f.of()))
                .filter(f -> !f.key().value().equals("flow.asset") || around.size() > 1)
                .toList();
        List<FactDefinition> near = readable.stream()
                .filter(f -> !around.isEmpty() && around.getFirst().equals(f.of()))
                .toList();
        FactDefinition fact = Property.pick(random, near.isEmpty() || Property.chance(random, 30) ? readable : near);
        String source = Property.pick(
                random, Objects.requireNonNull(PREDICATES.get(fact.key().value())));
        Optional<String> other =
                around.stream().filter(c -> !c.equals(fact.of())).findFirst();
        Predicate predicate = parse(source, fact, other.isPresent());
        Rule.Age age = switch (random.nextInt(6)) {
            case 0 -> new Rule.Age.Days(1 + random.nextInt(400));
            case 1 -> new Rule.Age.Parameter("scan.age");
            default -> null;
        };
        return new Rule.Leaf(
                path,
                null,
                null,
                fact.key(),
                fact.of(),
                predicate.readsItem() ? other.orElse(null) : null,
                predicate,
                Property.pick(random, Strength.values()),
                age,
                Property.chance(random, 10),
                // Two that ask for different values of one fact would stay open whatever is answered.
                source.equals("value") && Property.chance(random, 40),
                Property.chance(random, 85));
    }

    private static Rule.Leaf day(String path, String key) {
        FactKey fact = new FactKey(key);
        Predicate any = parse("value >= '0001-01-01'", MINI.fact(fact).orElseThrow(), false);
        return Rule.Leaf.content(path, null, fact, null, any);
    }

    static Predicate parse(String source, FactDefinition fact, boolean hasItem) {
        try {
            return PredicateParser.parse(
                    source,
                    new PredicateParser.Setting(
                            fact.type().value(), fact.choices(), hasItem, fact.of() != null, MINI::parameter));
        } catch (PredicateRejection e) {
            throw new AssertionError(source + ": " + e.what(), e);
        }
    }

    private static Text text() {
        return new Text("文", "text");
    }
}
