package dev.shisa.conformity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Looks slots up for one requirement and one target, and remembers what the proof has to name: facts, parameters, and the
 * next instant at which one of those facts ends.
 */
final class SlotReader {

    /** What was found in a slot, and the truths that follow from it. */
    record Found(Reading reading, Truths truths) {}

    private final Catalogue catalogue;
    private final CelPrograms programs;
    private final Present present;
    private final RequirementId requirement;
    private final Parameters parameters;

    private final Map<UUID, Fact> facts = new TreeMap<>();
    private final Map<String, Proof.UsedParameter> used = new TreeMap<>();
    /** By the release that each is about. */
    private final Map<UUID, Statement> statements = new LinkedHashMap<>();

    /** How records that contradict each other are read; null: as what they are. */
    private final CurrentValue.@Nullable Side side;

    private @Nullable Instant changesAt;
    private boolean sawContradiction;

    SlotReader(
            Catalogue catalogue,
            CelPrograms programs,
            Present present,
            RequirementId requirement,
            Parameters parameters) {
        this(catalogue, programs, present, requirement, parameters, null);
    }

    private SlotReader(
            Catalogue catalogue,
            CelPrograms programs,
            Present present,
            RequirementId requirement,
            Parameters parameters,
            CurrentValue.@Nullable Side side) {
        this.catalogue = catalogue;
        this.programs = programs;
        this.present = present;
        this.requirement = requirement;
        this.parameters = parameters;
        this.side = side;
    }

    /** Reads the same, but of records that contradict each other one side only. */
    SlotReader on(CurrentValue.Side one) {
        return new SlotReader(catalogue, programs, present, requirement, parameters, one);
    }

    /** Whether records that contradict each other were met. */
    boolean sawContradiction() {
        return sawContradiction;
    }

    Instant now() {
        return present.now();
    }

    /** Remembers that what is decided may change then. */
    void changesBy(@Nullable Instant next) {
        if (next != null && (changesAt == null || next.isBefore(changesAt))) {
            changesAt = next;
        }
    }

    /** Every fact that a reading named, in the order of their ids. */
    List<Fact> facts() {
        return List.copyOf(facts.values());
    }

    /** Every parameter that was asked for, in the order of their ids. */
    List<Proof.UsedParameter> parameters() {
        return List.copyOf(used.values());
    }

    /** Remembers statements by which something was inherited. */
    void rest(List<Statement> on) {
        on.forEach(statement -> statements.putIfAbsent(statement.release(), statement));
    }

    /** The change-impact statements by which something was inherited, or not, nearest release first. */
    List<Statement> statements() {
        return List.copyOf(statements.values());
    }

    @Nullable
    Instant changesAt() {
        return changesAt;
    }

    /** A leaf: true or false by its predicate. */
    Found leaf(Rule.Leaf leaf, Slot slot, String around) {
        Predicate is = leaf.is();
        Map<String, Value> values = new TreeMap<>();
        Set<String> unset = new TreeSet<>();
        for (String id : is.parameters()) {
            parameter(id).ifPresentOrElse(value -> values.put(id, value), () -> unset.add(id));
        }
        Integer ageDays = null;
        String ageParameter = null;
        switch (leaf.within()) {
            case null -> {}
            case Rule.Age.Days(int days) -> ageDays = days;
            case Rule.Age.Parameter(String id) -> {
                ageParameter = id;
                Optional<Value> value = parameter(id);
                if (value.isPresent() && value.get() instanceof Value.Whole(long days)) {
                    ageDays = Math.toIntExact(days);
                } else {
                    unset.add(id);
                }
            }
        }
        LayerValue found = lookUp(slot, ageDays);
        if (!leaf.inherits() && found.layer() instanceof Layer.Inherited layer && !found.touched()) {
            found = new LayerValue(layer, Reading.Reason.EARLIER_VERSION, found.current());
        }
        Reading.Reason reason;
        if (!unset.isEmpty()) {
            reason = Reading.Reason.PARAMETER_NOT_SET;
        } else if (found.isKnown()) {
            Value value = found.current().leader().value();
            if (value.type() != is.reads()) {
                reason = Reading.Reason.UNREADABLE;
            } else {
                Reading.Reason otherwise =
                        leaf.falseIsUnknown() ? Reading.Reason.FALLS_SHORT : Reading.Reason.HOLDS_NOT;
                String name = present.nameOf(slot.item());
                reason = programs.holds(is, value, values, around, name) ? Reading.Reason.HOLDS : otherwise;
            }
        } else {
            reason = leaf.silenceIsNo() && found.layer() == null ? Reading.Reason.SILENCE : found.reason();
        }
        return found(
                slot,
                found,
                is.source(),
                is.readsItem() ? around : "",
                is.readsName() ? present.nameOf(slot.item()) : "",
                leaf.least(),
                ageDays,
                ageParameter,
                List.copyOf(unset),
                reason);
    }

    /** The list of an {@code every}: true once it is known, or while a list of what was found has nothing to say. */
    Found list(Rule.Every every) {
        Slot slot = new Slot(every.set(), "");
        LayerValue found = lookUp(slot, null);
        Reading.Reason reason = every.beside() && found.layer() == null ? Reading.Reason.NOTHING_FOUND : found.reason();
        if (found.isKnown()) {
            boolean readable = found.current().leader().value() instanceof Value.Words(SortedSet<String> items)
                    && items.stream().allMatch(Slot::isItemCode);
            reason = readable ? Reading.Reason.HOLDS : Reading.Reason.UNREADABLE;
        }
        return found(slot, found, "", "", "", Strength.DECLARED, null, null, List.of(), reason);
    }

    private Optional<Value> parameter(String id) {
        Optional<Value> value = catalogue
                .parameter(id)
                .flatMap(p -> Optional.ofNullable(parameters.values().get(id)).filter(p::accepts));
        String source = value.isPresent() ? parameters.sources().get(id) : null;
        used.put(id, new Proof.UsedParameter(id, value.orElse(null), source));
        return value;
    }

    /**
     * The first layer with a fact that is not out; a null layer where there is none.
     *
     * @param notInherited why a predecessor's facts do not count, if they do not
     */
    private record LayerValue(@Nullable Layer layer, Reading.@Nullable Reason notInherited, CurrentValue current) {

        boolean touched() {
            return notInherited != null;
        }

        boolean isKnown() {
            return notInherited == null && current.state() == CurrentValue.State.KNOWN;
        }

        Reading.Reason reason() {
            if (notInherited != null) {
                return notInherited;
            }
            return switch (current.state()) {
                case NONE -> Reading.Reason.NO_FACT;
                case KNOWN -> Reading.Reason.HOLDS;
                case EXPIRED -> Reading.Reason.EXPIRED;
                case SHADOWED -> Reading.Reason.SHADOWED;
                case CONTRADICTION -> Reading.Reason.CONTRADICTION;
            };
        }
    }

    private LayerValue lookUp(Slot slot, @Nullable Integer ageDays) {
        Present.In in = present.in(slot, ageDays);
        Layer layer = in.layer();
        boolean touched = layer != null && layer.isTouched(requirement);
        CurrentValue current = in.current();
        sawContradiction |= current.state() == CurrentValue.State.CONTRADICTION;
        return new LayerValue(
                layer, touched ? Reading.Reason.TOUCHED_BY_CHANGE : null, side == null ? current : current.side(side));
    }

    private Found found(
            Slot slot,
            LayerValue found,
            String predicate,
            String around,
            String called,
            Strength least,
            @Nullable Integer ageDays,
            @Nullable String ageParameter,
            List<String> unset,
            Reading.Reason reason) {
        CurrentValue current = found.current();
        Layer layer = found.layer();
        if (layer instanceof Layer.Inherited inherited) {
            rest(inherited.statements());
        }
        Truth truth = switch (reason) {
            case HOLDS, NOTHING_FOUND -> Truth.TRUE;
            case HOLDS_NOT, SILENCE -> Truth.FALSE;
            case NO_FACT, FALLS_SHORT, PARAMETER_NOT_SET, UNREADABLE -> Truth.UNKNOWN;
            case EXPIRED, SHADOWED, TOUCHED_BY_CHANGE, EARLIER_VERSION -> Truth.STALE;
            case CONTRADICTION -> Truth.CONFLICT;
        };
        Reading.Doubt doubt = truth.isKnown() && layer != null ? doubt(current.used(), least) : Reading.Doubt.NONE;
        Truth proven = doubt == Reading.Doubt.NONE ? truth : Truth.UNKNOWN;
        Reading reading = new Reading(
                slot,
                layer == null ? null : layer.subject(),
                found.touched(),
                predicate,
                around,
                called,
                least,
                ageDays,
                ageParameter,
                unset,
                reason,
                doubt,
                found.isKnown() ? current.leader().value() : null,
                remember(current.used()),
                remember(current.against()),
                remember(current.passedOver()));
        changesBy(current.changesAt());
        return new Found(reading, new Truths(truth, proven));
    }

    private static Reading.Doubt doubt(List<Fact> stating, Strength least) {
        Reading.Doubt doubt = Reading.Doubt.TOO_WEAK;
        for (Fact fact : stating) {
            if (fact.strength().isAtLeast(least)) {
                if (fact.isConfirmed()) {
                    return Reading.Doubt.NONE;
                }
                doubt = Reading.Doubt.UNCONFIRMED;
            }
        }
        return doubt;
    }

    /** Remembers facts that the proof names; their ids. */
    List<UUID> remember(List<Fact> named) {
        if (named.isEmpty()) {
            return List.of();
        }
        List<UUID> ids = new ArrayList<>(named.size());
        for (Fact fact : named) {
            facts.put(fact.id(), fact);
            ids.add(fact.id());
        }
        return ids;
    }
}
