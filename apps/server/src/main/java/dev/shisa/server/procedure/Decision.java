package dev.shisa.server.procedure;

import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Value;
import dev.shisa.server.procedure.Condition.Truth;
import dev.shisa.server.procedure.Procedure.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What follows from the notes of one execution: facts of its own version, each of them whole or not at all.
 *
 * @param facts what is decided
 * @param open keys of facts that the procedure can decide, and this execution does not
 */
record Decision(List<Decided> facts, List<String> open) {

    Decision {
        facts = List.copyOf(facts);
        open = List.copyOf(open);
    }

    /**
     * One fact.
     *
     * @param value for a list of the register: what its ties say, with {@link Sighting#NEW} for what is not in it yet
     * @param fresh names of what is not in the register yet
     */
    record Decided(Slot slot, Value value, String detail, List<String> fresh) {

        Decided {
            fresh = List.copyOf(fresh);
        }
    }

    /**
     * Decides.
     *
     * @param item of the register that was examined; empty: the product
     * @param impossible steps that could not be done here
     * @param definitions of the edition in force
     */
    static Decision of(
            Procedure procedure,
            String item,
            Notes noted,
            Set<String> impossible,
            Function<FactKey, Optional<FactDefinition>> definitions) {
        Notes notes = noted.asked(procedure, impossible);
        List<Decided> facts = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (Outcome outcome : procedure.outcomes()) {
            FactDefinition definition =
                    definitions.apply(new FactKey(outcome.fact())).orElse(null);
            if (definition == null) {
                continue;
            }
            Slot slot = Slot.of(outcome.fact(), definition.of() == null ? "" : item);
            Optional<Decided> decided = switch (outcome) {
                case Outcome.One one -> one(one, slot, definition, notes);
                case Outcome.Several several -> several(several, slot, notes);
                case Outcome.Seen seen -> seen(procedure, seen, slot, notes);
            };
            decided.ifPresent(facts::add);
        }
        procedure.outcomes().stream()
                .map(Outcome::fact)
                .distinct()
                .filter(key ->
                        facts.stream().noneMatch(f -> f.slot().key().value().equals(key)))
                .forEach(open::add);
        return new Decision(facts, open);
    }

    private static Optional<Decided> one(Outcome.One outcome, Slot slot, FactDefinition definition, Notes notes) {
        if (outcome.when().in(notes) != Truth.TRUE) {
            return Optional.empty();
        }
        String text = outcome.value().isEmpty() ? notes.of(outcome.field()) : outcome.value();
        String detail = outcome.detail().isEmpty() ? "" : notes.of(outcome.detail());
        return definition.detailRequiredFor().contains(text) && detail.isEmpty()
                ? Optional.empty()
                : Value.parse(definition.type().value(), text).map(v -> new Decided(slot, v, detail, List.of()));
    }

    private static Optional<Decided> several(Outcome.Several outcome, Slot slot, Notes notes) {
        Set<String> words = new TreeSet<>();
        for (Procedure.Outcome.Member member : outcome.members()) {
            Truth truth = member.when().in(notes);
            if (truth == Truth.OPEN) {
                return Optional.empty();
            }
            if (truth == Truth.TRUE) {
                words.add(member.value());
            }
        }
        return Optional.of(
                new Decided(slot, Value.words(words.isEmpty() ? Set.of(outcome.none()) : words), "", List.of()));
    }

    private static Optional<Decided> seen(Procedure procedure, Outcome.Seen outcome, Slot slot, Notes notes) {
        Procedure.Field field = procedure.field(outcome.ties()).orElseThrow();
        List<Sighting> all = Sighting.all(procedure, field, notes);
        Truth nothing = outcome.nothing().in(notes);
        boolean agrees = nothing == (all.isEmpty() ? Truth.TRUE : Truth.FALSE);
        if (outcome.when().in(notes) != Truth.TRUE || !agrees || Sighting.hasGap(procedure, field, notes)) {
            return Optional.empty();
        }
        Map<String, String> ties = Sighting.ties(notes.of(field.id()));
        Set<String> codes = new TreeSet<>();
        List<String> fresh = new ArrayList<>();
        for (Sighting sighting : all) {
            String code = ties.getOrDefault(sighting.name(), "");
            if (code.isEmpty()) {
                return Optional.empty();
            }
            if (code.equals(Sighting.NEW)) {
                fresh.add(sighting.name());
            } else {
                codes.add(code);
            }
        }
        return Optional.of(new Decided(slot, Value.words(codes), "", fresh));
    }
}
