package dev.shisa.conformity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What verdicts are given for: a product series with its designated release.
 *
 * @param layers where facts are looked up, narrowest first: release, its predecessors, product, organisation
 * @param reopened the requirements that changed after they had been decided for it
 * @param names what the items of its register are called, by their codes
 */
public record Target(String id, List<Layer> layers, Map<RequirementId, Reopened> reopened, Map<String, String> names) {

    /** A chain of predecessors longer than this was never designed for; facts would be inherited over years. */
    public static final int LAYERS_MAX = 50;

    public Target {
        if (layers.isEmpty() || layers.size() > LAYERS_MAX) {
            throw new IllegalArgumentException(
                    "target " + id + " has " + layers.size() + " layers, 1 to " + LAYERS_MAX);
        }
        layers = List.copyOf(layers);
        reopened = Map.copyOf(reopened);
        names = Map.copyOf(names);
    }

    public Target(String id, List<Layer> layers) {
        this(id, layers, Map.of(), Map.of());
    }

    public Target with(Map<RequirementId, Reopened> changed) {
        return new Target(id, layers, changed, names);
    }

    public Target named(Map<String, String> items) {
        return new Target(id, layers, reopened, items);
    }

    /** Where an answer belongs so that it decides: the own layer that decides now, or one that is looked at before. */
    Subject home(Catalogue catalogue, Reading reading) {
        List<Subject> own = new ArrayList<>();
        for (Layer layer : layers) {
            boolean deciding = layer.subject().equals(reading.subject());
            if (layer instanceof Layer.Own(Subject subject)) {
                if (deciding) {
                    return subject;
                }
                own.add(subject);
            } else if (deciding && !own.isEmpty()) {
                break;
            }
        }
        Optional<Subject.Kind> scope = catalogue.fact(reading.slot().key()).map(FactDefinition::scope);
        return own.stream()
                .filter(s -> scope.isPresent() && s.kind() == scope.get())
                .findFirst()
                .orElseGet(() -> own.isEmpty() ? layers.getFirst().subject() : own.getFirst());
    }
}
