package dev.shisa.server.procedure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was noted of one execution, without what its own other answers made pointless.
 *
 * @param values by field; what nobody noted is missing
 * @param pictures fields that have at least one picture
 * @param attached fields that have at least one file of any kind
 * @param model the model number of the unit
 */
record Notes(Map<String, String> values, Set<String> pictures, Set<String> attached, String model) {

    /** What stands behind the name of a field with a dump: whether the marker was found in it. */
    static final String FOUND = ".found";

    Notes {
        values = Map.copyOf(values);
        pictures = Set.copyOf(pictures);
        attached = Set.copyOf(attached);
    }

    /** What was noted in a field; empty: nothing. */
    String of(String field) {
        return values.getOrDefault(field, "");
    }

    /** Without the answers to questions that, after all the others, are not asked; in the order of the procedure. */
    Notes asked(Procedure procedure, Set<String> impossible) {
        Notes kept = this;
        for (Procedure.Step step : procedure.steps()) {
            for (Procedure.Field field : step.fields()) {
                if (impossible.contains(step.id()) || !field.isAsked(kept)) {
                    kept = kept.without(field.id());
                }
            }
        }
        return kept;
    }

    private Notes without(String field) {
        Map<String, String> left = new HashMap<>(values);
        left.remove(field);
        left.keySet().removeIf(name -> name.startsWith(field + "."));
        return new Notes(
                left,
                Set.copyOf(pictures.stream().filter(f -> !f.equals(field)).toList()),
                Set.copyOf(attached.stream().filter(f -> !f.equals(field)).toList()),
                model);
    }

    boolean isNoted(Procedure.Field field) {
        return field.type().isFile()
                ? attached.contains(field.id())
                : !of(field.id()).isEmpty();
    }

    /** The lines of a field. */
    List<String> lines(String field) {
        return of(field).lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    }
}
