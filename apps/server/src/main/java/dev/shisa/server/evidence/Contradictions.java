package dev.shisa.server.evidence;

import dev.shisa.conformity.Clash;
import dev.shisa.conformity.Contradiction;
import dev.shisa.conformity.Fact;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.FactSource;
import dev.shisa.conformity.Layer;
import dev.shisa.conformity.Proof;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Text;
import dev.shisa.conformity.Value;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.platform.account.ActInterceptor;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.ItemRenamed;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Facts that disagree, as a part of any page: each value with what states it, and, for who may, the form that decides
 * between them. What is sent arrives at {@link ContradictionPages}.
 */
@Component
public class Contradictions {

    private final Catalogues catalogues;
    private final EvidenceLog log;
    private final FactWords words;
    private final Products products;
    private final InstantSource clock;
    private final Messages messages;

    Contradictions(
            Catalogues catalogues,
            EvidenceLog log,
            FactWords words,
            Products products,
            InstantSource clock,
            Messages messages) {
        this.catalogues = catalogues;
        this.log = log;
        this.words = words;
        this.products = products;
        this.clock = clock;
        this.messages = messages;
    }

    /** Who judged that both are so saw the names of then: such a judgement ends when an item is called otherwise. */
    @EventListener
    void on(ItemRenamed renamed) {
        Set<FactKey> judgements = catalogues.current().clashes().stream()
                .filter(Clash::readsNames)
                .map(Clash::both)
                .collect(Collectors.toSet());
        List<Subject> subjects = products.target(renamed.series()).layers().stream()
                .map(Layer::subject)
                .toList();
        String why = messages.get(
                Locale.forLanguageTag(renamed.by().language()), "evidence.contradiction.renamed", renamed.name());
        log.entries(subjects).stream()
                .filter(entry -> entry.isStanding()
                        && judgements.contains(entry.fact().slot().key()))
                .forEach(entry -> log.withdraw(entry.fact().id(), renamed.by(), why));
    }

    /** Where a contradiction stands, and which facts make it. */
    record Found(Subject subject, Contradiction contradiction) {}

    /**
     * Records of one question that disagree, or of which a confirmed one is refuted.
     *
     * @param awaiting the requirements that are rechecked until it is decided
     */
    public record Row(String question, Parts.Conflict conflict, List<Parts.Link> awaiting) {

        public Row {
            awaiting = List.copyOf(awaiting);
        }
    }

    /**
     * Answers that cannot all be so: each with its question and where it is changed, and where both are judged to be so.
     *
     * @param awaiting the requirements that are rechecked until one changes or both are judged to be so
     */
    public record Between(
            String text, boolean settled, List<Parts.Link> answers, String bothHref, List<Parts.Link> awaiting) {

        public Between {
            answers = List.copyOf(answers);
            awaiting = List.copyOf(awaiting);
        }
    }

    /** What a person has entered in the form so far; nothing at first. */
    record Typed(String holds, String reason, Map<String, String> mistakes) {

        static final Typed NOTHING = new Typed("", "", Map.of());

        Typed {
            mistakes = Map.copyOf(mistakes);
        }
    }

    /**
     * The contradiction that a slot of a series is in now, or what was confirmed there and is refuted.
     *
     * @param back a path of ours, to which the reader returns after deciding
     */
    public Optional<Parts.Conflict> part(Series series, Slot slot, String back, Ui ui) {
        return find(series, slot).map(found -> part(found, series, slot, back, Typed.NOTHING, ui));
    }

    /** The first layer with a fact that stands decides, as for verdicts. */
    Optional<Found> find(Series series, Slot slot) {
        for (Layer layer : products.target(series).layers()) {
            List<Fact> facts = log.counting(layer.subject(), slot);
            if (!facts.isEmpty()) {
                return Contradiction.open(facts, clock.instant()).map(c -> new Found(layer.subject(), c));
            }
        }
        return Optional.empty();
    }

    /** Every slot of a series that is in a contradiction now, or in which something confirmed is refuted, and which. */
    SortedMap<Slot, Found> all(Series series, Collection<FactEntry> entries) {
        Map<Slot, Map<Subject, List<Fact>>> standing = log.counting(entries).stream()
                .sorted(Comparator.comparing(Fact::observedAt)
                        .thenComparing(Fact::recordedAt)
                        .thenComparing(Fact::id)
                        .reversed())
                .collect(Collectors.groupingBy(Fact::slot, Collectors.groupingBy(Fact::subject)));
        List<Subject> layers = subjects(series);
        Instant now = clock.instant();
        SortedMap<Slot, Found> all = new TreeMap<>();
        standing.forEach((slot, bySubject) -> layers.stream()
                .filter(bySubject::containsKey)
                .findFirst()
                .ifPresent(subject -> Contradiction.open(bySubject.getOrDefault(subject, List.of()), now)
                        .ifPresent(contradiction -> all.put(slot, new Found(subject, contradiction)))));
        return all;
    }

    List<Subject> subjects(Series series) {
        return products.target(series).layers().stream().map(Layer::subject).toList();
    }

    /** Facts of several questions that cannot all be so, and hold for a series; settled ones last. */
    List<Proof.Held> between(Series series) {
        FactSource facts = log.source(subjects(series));
        return catalogues.evaluator().held(products.target(series), facts, clock.instant()).stream()
                .sorted(Comparator.comparing(Proof.Held::settled))
                .toList();
    }

    /** What cannot both be, of those that an answer to this question can settle; the judgement that both are so says it itself. */
    public List<String> sentences(Series series, Slot slot, Locale locale) {
        Map<String, String> items = products.itemNames(series.id());
        return between(series).stream()
                .filter(held -> !held.settled())
                .filter(held -> held.when()
                        .carrying()
                        .anyMatch(node ->
                                node.reading() != null && node.reading().slot().equals(slot)))
                .map(held -> words.contradiction(held, locale, items))
                .distinct()
                .toList();
    }

    /**
     * The names of the items of a series, and, by the key of each judgement that both are so, those of the items that it is
     * about now.
     *
     * @param asked what is asked with these names
     */
    public Map<String, String> names(Series series, Collection<FactKey> asked, Locale locale) {
        Map<String, String> items = products.itemNames(series.id());
        if (asked.stream().noneMatch(Clash::isJudged)) {
            return items;
        }
        Map<String, String> names = new HashMap<>(items);
        for (Proof.Held held : between(series)) {
            String about = words.items(held, locale, items);
            if (!about.isEmpty()) {
                names.put(held.both().slot().key().value(), about);
            }
        }
        return names;
    }

    /** The question of a judgement that both are so, with the items that it is about now. */
    Text question(Series series, Slot both) {
        Map<String, String> items = products.itemNames(series.id());
        Optional<Proof.Held> about = between(series).stream()
                .filter(held -> held.both().slot().equals(both))
                .findFirst();
        Function<Locale, String> asked = locale -> about.map(held -> words.judgement(held, locale, items))
                .orElseGet(() -> words.question(both, locale, items));
        return new Text(asked.apply(Locale.JAPANESE), asked.apply(Locale.ENGLISH));
    }

    private static boolean mayDecide(Found found) {
        Person person = ActInterceptor.signedIn();
        return found.subject().kind() != Subject.Kind.ORGANISATION
                || (person != null && person.series().isEmpty());
    }

    Parts.Conflict part(Found found, Series series, Slot slot, String back, Typed typed, Ui ui) {
        List<Fact> facts = found.contradiction().facts();
        Map<UUID, EvidenceSummary> from =
                log.summaries(facts.stream().map(Fact::evidence).toList());
        Map<String, String> names = products.itemNames(series.id());
        Map<Value, List<Fact>> byValue =
                facts.stream().collect(Collectors.groupingBy(Fact::value, LinkedHashMap::new, Collectors.toList()));
        Set<String> common = common(byValue.keySet());
        List<Parts.Side> sides = new ArrayList<>();
        byValue.forEach((value, stating) -> sides.add(new Parts.Side(
                stating.getFirst().id().toString(),
                words.value(slot, value, ui.locale(), names),
                words.members(
                        slot,
                        members(value).stream()
                                .filter(one -> !common.contains(one))
                                .toList(),
                        ui.locale(),
                        names),
                stating.stream().map(fact -> basis(fact, from, ui)).toList())));
        String fact = URLEncoder.encode(slot.toString(), StandardCharsets.UTF_8);
        String base = "/products/" + series.code() + "/evidence/";
        Parts.Decision decision = !ui.can("resolve") || !mayDecide(found)
                ? null
                : new Parts.Decision(
                        id(slot),
                        base + "contradiction",
                        slot.toString(),
                        back,
                        facts.stream().map(f -> f.id().toString()).toList(),
                        typed.holds(),
                        typed.reason(),
                        typed.mistakes(),
                        ui.can("add-evidence") ? base + "new?fact=" + fact : "");
        return new Parts.Conflict(
                id(slot), sides, words.members(slot, common, ui.locale(), names), why(found, ui), decision);
    }

    /** What is in each of these lists; nothing where one is no list. */
    private static Set<String> common(Collection<Value> values) {
        Set<String> common = null;
        for (Value value : values) {
            if (common == null) {
                common = new LinkedHashSet<>(members(value));
            } else {
                common.retainAll(members(value));
            }
        }
        return common == null ? Set.of() : common;
    }

    private static Set<String> members(Value value) {
        return value instanceof Value.Words(SortedSet<String> members) ? members : Set.of();
    }

    /** Where the facts of a slot that disagree stand on their page. */
    public static String id(Slot slot) {
        return "conflict-" + slot.toString().replaceAll("[^A-Za-z0-9-]", "_");
    }

    private static String why(Found found, Ui ui) {
        String why = ui.t("fact.conflict." + kind(found.contradiction()));
        return found.subject().kind() == Subject.Kind.ORGANISATION ? ui.t("fact.conflict.organisation", why) : why;
    }

    private static String kind(Contradiction contradiction) {
        if (contradiction.refuted()) {
            return "refuted";
        }
        Strength leading = contradiction.leading().getFirst().strength();
        return contradiction.against().getFirst().strength().isAtLeast(leading) ? "equal" : "weaker";
    }

    private static Parts.Basis basis(Fact fact, Map<UUID, EvidenceSummary> summaries, Ui ui) {
        EvidenceSummary from = summaries.get(fact.evidence());
        String who = from == null ? "" : from.submittedName();
        String when = ui.minute(fact.observedAt());
        return new Parts.Basis(
                fact.strength().code(),
                from == null ? "" : from.title().in(ui.locale()) + " " + from.code(),
                from == null ? null : "/evidence/" + from.code(),
                fact.confirmation() == null
                        ? ui.t("fact.conflict.by", when, who)
                        : ui.t(
                                "fact.conflict.by.confirmed",
                                when,
                                who,
                                fact.confirmation().by()));
    }
}
