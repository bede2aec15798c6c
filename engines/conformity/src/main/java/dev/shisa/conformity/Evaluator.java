package dev.shisa.conformity;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Decides requirements for targets (docs/concepts/facts.md, rules.md, verdicts.md).
 *
 * <p>The problem: makers answer hundreds of questions over years, with evidence of unequal worth that ends, contradicts
 * itself and is overtaken by new releases. A verdict has to follow from that without a person weighing it anew each time,
 * has to say when it no longer follows, and has to be checkable by somebody who does not trust this code.
 *
 * <p>Each requirement is a tree. A leaf looks up one slot through the target's layers, the first layer with a fact that is
 * not out decides ({@link CurrentValue}), and a CEL predicate on the present value makes the leaf true or false. What
 * prevents an answer is a truth of its own: nothing recorded (unknown), ended or touched by a change (stale),
 * contradicting facts (conflict). Trees combine these by a symmetrical table in which an answer that suffices wins, then
 * the gravest doubt ({@link Truth}).
 *
 * <p>Every node is decided twice. {@code truth} believes every fact. {@code proven} believes only facts that are strong
 * enough and confirmed by a second person: it is the truth, or unknown. A leaf is proven when one of the facts that hold
 * and state its value is both, so that one more unconfirmed answer to the same effect takes no proof away. The
 * verdict then follows from the first fitting line of a list; that the list asks for stale routes before it grants
 * {@code met} is why nothing ever turns green because something ended. What comes out green, or expected to, is held
 * against the contradictions between facts that the catalogue knows of ({@link Clash}).
 *
 * <p>Consequences, which the tests check on random catalogues and facts:
 *
 * <ul>
 *   <li>the order in which facts arrive never matters;
 *   <li>time alone never makes a verdict green, and a confirmation never makes a green one anything else, unless a
 *       contradiction touches what it is now proven by;
 *   <li>a fact changes only verdicts of requirements that read its key, for targets that have its subject;
 *   <li>the proof alone suffices to derive the verdict again.
 * </ul>
 *
 * <p>The cost is linear in the expanded tree, which is bounded ({@link #PROOF_NODES_MAX}); predicates are compiled once
 * for each evaluator. An evaluator is immutable to its callers and safe for several threads.
 */
public final class Evaluator {

    /** A tree expanded over items that has more nodes than this is nothing that a person could check. */
    public static final int PROOF_NODES_MAX = 50_000;

    private final Catalogue catalogue;
    private final CelPrograms programs;

    public Evaluator(Catalogue catalogue) {
        this(catalogue, new CelPrograms());
    }

    /** Several evaluators may share programs: they depend on nothing of the catalogue. */
    Evaluator(Catalogue catalogue, CelPrograms programs) {
        this.catalogue = catalogue;
        this.programs = programs;
    }

    public Catalogue catalogue() {
        return catalogue;
    }

    /**
     * Decides one requirement for one target from what the source has at this instant.
     *
     * @throws ConformityException if a limit of the engine is passed
     */
    public Verdict evaluate(
            Target target, Requirement requirement, FactSource facts, Parameters parameters, Instant now) {
        return evaluate(target, List.of(requirement), facts, parameters, now).getFirst();
    }

    /** Decides several, which share the look at the contradictions between facts. */
    public List<Verdict> evaluate(
            Target target, Collection<Requirement> requirements, FactSource facts, Parameters parameters, Instant now) {
        Clashes clashes = new Clashes(catalogue, target);
        Function<RequirementId, SlotReader> readers = readers(target, facts, parameters, now);
        return requirements.stream()
                .map(requirement -> evaluate(target, requirement, readers, clashes, parameters, now))
                .toList();
    }

    /** How facts are read for a requirement; each slot is looked up once for all of them. */
    Function<RequirementId, SlotReader> readers(Target target, FactSource facts, Parameters parameters, Instant now) {
        Present present = new Present(target, facts, now);
        return id -> new SlotReader(catalogue, programs, present, id, parameters);
    }

    /** Decides one with what is known of the contradictions of its target. */
    Verdict evaluate(
            Target target,
            Requirement requirement,
            Function<RequirementId, SlotReader> readers,
            Clashes clashes,
            Parameters parameters,
            Instant now) {
        SlotReader slots = readers.apply(requirement.id());
        Evaluation evaluation = new Evaluation(slots, requirement.id() + " for " + target.id());
        List<Proof.RouteProof> routes = requirement.routes().stream()
                .map(route -> new Proof.RouteProof(route.verdict(), route.name(), evaluation.decide(route.when())))
                .toList();
        Rule appliesRule = requirement.applies();
        ProofNode applies = appliesRule == null ? null : evaluation.decide(appliesRule);
        ProofNode rule = evaluation.decide(requirement.rule());
        List<Proof.Held> contradictions =
                clashes.of(requirement, Outcome.of(routes, applies, rule), routes, applies, rule, slots, readers);
        Proof proof = new Proof(
                target.id(),
                requirement.id(),
                catalogue.edition(),
                parameters.edition(),
                slots.parameters(),
                now,
                routes,
                applies,
                rule,
                contradictions,
                target.reopened().get(requirement.id()),
                slots.statements(),
                slots.facts());
        Outcome outcome = Outcome.of(proof);
        return new Verdict(target.id(), requirement.id(), outcome.state(), outcome.towards(), proof, slots.changesAt());
    }

    /** Whether a contradiction between facts holds for a target; unknown while one of its facts is missing. */
    public Truth evaluate(Target target, Clash clash, FactSource facts, Instant now) {
        RequirementId none = new RequirementId("contradictions", clash.id());
        SlotReader slots = readers(target, facts, Parameters.NONE, now).apply(none);
        return new Evaluation(slots, clash.id() + " for " + target.id())
                .decide(clash.when())
                .truth();
    }

    /** The contradictions between facts that hold for a target now, those that two people settled among them. */
    public List<Proof.Held> held(Target target, FactSource facts, Instant now) {
        return new Clashes(catalogue, target).all(readers(target, facts, Parameters.NONE, now));
    }

    /**
     * The contradictions of a target that cannot be ruled out yet, each with what it lacks of the facts for which whoever
     * follows these requirements is asked.
     */
    public Undecided undecided(Target target, Set<RequirementId> followed, FactSource facts, Instant now) {
        return Undecided.of(catalogue, target, followed, readers(target, facts, Parameters.NONE, now));
    }

    WhatIf whatIf(Verdict verdict) {
        return new WhatIf(programs, catalogue, verdict);
    }

    /** Whether a value satisfies a condition of the register form. */
    public boolean holds(FactDefinition.Condition condition, Value value) {
        return value.type() == condition.is().reads() && programs.holds(condition.is(), value, Map.of(), "", "");
    }
}
