package dev.shisa.conformity;

import dev.shisa.conformity.internal.YamlEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The numbers of all guidelines that are loaded. A reference to an unknown number of one of them is a problem; a reference
 * to a guideline that is not here is none, because a catalogue may be used without it.
 */
final class KnownRequirements {

    private final Map<String, Set<String>> numbers = new HashMap<>();

    /** False, and without effect, if the guideline is there already. */
    boolean add(String guideline, List<RequirementId> ids) {
        Set<String> known = new HashSet<>();
        ids.forEach(id -> known.add(id.number()));
        return numbers.putIfAbsent(guideline, known) == null;
    }

    boolean hasLoaded(RequirementId id) {
        return numbers.containsKey(id.framework());
    }

    /** Reads {@code guideline/number}; nothing after adding what is wrong with it. */
    Optional<RequirementId> read(YamlEntry entry) {
        String text = entry.text();
        Optional<RequirementId> id = RequirementId.parse(text);
        if (id.isEmpty()) {
            if (!text.isBlank()) {
                entry.problem("'" + text + "' is not a reference", "write guideline/number");
            }
            return id;
        }
        Set<String> known = numbers.get(id.get().framework());
        if (known != null && !known.contains(id.get().number())) {
            entry.problem("there is no " + id.get().number() + " in " + id.get().framework(), "correct the number");
            return Optional.empty();
        }
        return id;
    }

    /** The references of a list, each of them once. */
    List<RequirementId> readAll(List<YamlEntry> entries) {
        List<RequirementId> ids = new ArrayList<>();
        for (YamlEntry entry : entries) {
            read(entry).ifPresent(id -> {
                if (ids.contains(id)) {
                    entry.problem(id + " stands twice", "keep one of them");
                }
                ids.add(id);
            });
        }
        return ids;
    }
}
