package dev.shisa.server.conformity;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Confirmation;
import dev.shisa.conformity.Evaluator;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.FactSource;
import dev.shisa.conformity.Framework;
import dev.shisa.conformity.Layer;
import dev.shisa.conformity.Parameters;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Rule;
import dev.shisa.conformity.Target;
import dev.shisa.conformity.Verdict;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Decides requirements for a series, or for the company, from the facts of this instant, whether or not anybody follows their guides. Nothing is
 * stored, told or recorded: it serves those who ask in other words what the catalogue asks, such as a customer.
 */
@Component
public class FreshVerdicts {

    private final Catalogues catalogues;
    private final Products products;
    private final EvidenceLog evidence;
    private final Reopenings reopenings;
    private final InstantSource clock;

    FreshVerdicts(
            Catalogues catalogues,
            Products products,
            EvidenceLog evidence,
            Reopenings reopenings,
            InstantSource clock) {
        this.catalogues = catalogues;
        this.products = products;
        this.evidence = evidence;
        this.reopenings = reopenings;
        this.clock = clock;
    }

    /** A verdict with its short. */
    public record Fresh(Verdict verdict, Ground ground) {}

    /**
     * All from one reading of the facts.
     *
     * @param requirements of the catalogue, or made for the purpose of its facts
     */
    @Transactional(readOnly = true)
    public Map<RequirementId, Fresh> of(Series series, Collection<Requirement> requirements) {
        return requirements.isEmpty() ? Map.of() : decide(products.target(series), requirements);
    }

    /** The same for the company itself: only facts about it count. */
    @Transactional(readOnly = true)
    public Map<RequirementId, Fresh> ofOrganisation(Collection<Requirement> requirements) {
        return requirements.isEmpty() ? Map.of() : decide(products.organisationTarget(), requirements);
    }

    /**
     * What would turn, and into what, if a second person had confirmed each of these sets of facts on its own: all from one
     * reading.
     *
     * @param series null: the company
     * @param confirmed ids of facts
     * @param asked which requirements each set bears on
     */
    @Transactional(readOnly = true)
    <K> Map<K, Map<RequirementId, VerdictState>> supposing(
            @Nullable Series series, Map<K, Set<UUID>> confirmed, Map<K, List<Requirement>> asked) {
        Set<Requirement> all = asked.values().stream().flatMap(List::stream).collect(Collectors.toSet());
        if (all.isEmpty()) {
            return Map.of();
        }
        Target of = series == null ? products.organisationTarget() : products.target(series);
        Target target = of.with(reopenings.of(UUID.fromString(of.id())));
        Evaluator evaluator = catalogues.evaluator();
        Parameters parameters = catalogues.parameters();
        Instant now = clock.instant();
        FactSource facts =
                evidence.source(target.layers().stream().map(Layer::subject).toList());
        Map<RequirementId, VerdictState> before = states(evaluator.evaluate(target, all, facts, parameters, now));
        Map<K, Map<RequirementId, VerdictState>> turned = new LinkedHashMap<>();
        confirmed.forEach((key, ids) -> {
            FactSource supposed = (subject, slot) -> facts.facts(subject, slot).stream()
                    .map(fact -> ids.contains(fact.id()) && fact.confirmation() == null
                            ? fact.confirmed(new Confirmation("", now))
                            : fact)
                    .toList();
            Map<RequirementId, VerdictState> after =
                    states(evaluator.evaluate(target, asked.getOrDefault(key, List.of()), supposed, parameters, now));
            after.entrySet().removeIf(e -> e.getValue() == before.get(e.getKey()));
            turned.put(key, after);
        });
        return turned;
    }

    private static Map<RequirementId, VerdictState> states(List<Verdict> verdicts) {
        return verdicts.stream()
                .collect(Collectors.toMap(Verdict::requirement, Verdict::state, (one, _) -> one, LinkedHashMap::new));
    }

    /** Whether nobody has said yet, or it has to be said again, if a guide is about the series at all. */
    @Transactional(readOnly = true)
    public boolean isScopeOpen(Series series, Framework framework) {
        Requirement covers = framework.covers();
        return covers != null
                && of(series, List.of(covers)).values().stream()
                        .map(fresh -> fresh.verdict().state())
                        .anyMatch(state -> state == VerdictState.UNKNOWN || state == VerdictState.RECHECK);
    }

    private Map<RequirementId, Fresh> decide(Target of, Collection<Requirement> requirements) {
        Target target = of.with(reopenings.of(UUID.fromString(of.id())));
        Evaluator evaluator = catalogues.evaluator();
        Parameters parameters = catalogues.parameters();
        Instant now = clock.instant();
        FactSource facts =
                evidence.source(target.layers().stream().map(Layer::subject).toList());
        Catalogue catalogue = evaluator.catalogue();
        Map<Boolean, List<Requirement>> known = requirements.stream()
                .collect(Collectors.partitioningBy(
                        requirement -> catalogue.requirement(requirement.id()).isPresent()));
        Stream<Verdict> ofCatalogue =
                evaluator.evaluate(target, known.getOrDefault(true, List.of()), facts, parameters, now).stream();
        Stream<Verdict> made = known.getOrDefault(false, List.of()).stream()
                .map(requirement -> evaluator.evaluate(
                        touched(target, requirement, catalogue), requirement, facts, parameters, now));
        Map<RequirementId, Fresh> verdicts = new LinkedHashMap<>();
        Stream.concat(ofCatalogue, made)
                .forEach(verdict -> verdicts.put(verdict.requirement(), new Fresh(verdict, Ground.of(verdict))));
        return verdicts;
    }

    /**
     * Who signed a change impact has not looked at a requirement that no guide has. A change touches it unless it leaves
     * alone all that read the same facts.
     */
    private static Target touched(Target target, Requirement requirement, Catalogue catalogue) {
        Set<FactKey> keys = requirement.trees().stream()
                .flatMap(Rule::nodes)
                .flatMap(node -> node.reads().stream())
                .collect(Collectors.toSet());
        return new Target(
                target.id(),
                target.layers().stream()
                        .map(layer -> switch (layer) {
                            case Layer.Own own -> own;
                            case Layer.Inherited inherited ->
                                isTouched(inherited, keys, catalogue) ? with(inherited, requirement.id()) : inherited;
                        })
                        .toList(),
                target.reopened(),
                target.names());
    }

    private static boolean isTouched(Layer.Inherited layer, Set<FactKey> keys, Catalogue catalogue) {
        return keys.stream()
                .map(catalogue::requirementsReading)
                .anyMatch(readers -> readers.isEmpty() || readers.stream().anyMatch(layer.touched()::contains));
    }

    private static Layer with(Layer.Inherited layer, RequirementId id) {
        Set<RequirementId> touched = new HashSet<>(layer.touched());
        touched.add(id);
        return new Layer.Inherited(layer.subject(), layer.signed(), touched, layer.statements());
    }
}
