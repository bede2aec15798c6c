package dev.shisa.conformity;

import java.util.List;
import java.util.Map;

/**
 * What verdicts are given for: a product series with its designated release.
 *
 * @param layers where facts are looked up, narrowest first: release, its predecessors, product, organisation
 * @param reopened the requirements that changed after they had been decided for it
 */
public record Target(String id, List<Layer> layers, Map<RequirementId, Reopened> reopened) {

    /** A chain of predecessors longer than this was never designed for; facts would be inherited over years. */
    public static final int LAYERS_MAX = 50;

    public Target {
        if (layers.isEmpty() || layers.size() > LAYERS_MAX) {
            throw new IllegalArgumentException(
                    "target " + id + " has " + layers.size() + " layers, 1 to " + LAYERS_MAX);
        }
        layers = List.copyOf(layers);
        reopened = Map.copyOf(reopened);
    }

    public Target(String id, List<Layer> layers) {
        this(id, layers, Map.of());
    }

    public Target with(Map<RequirementId, Reopened> changed) {
        return new Target(id, layers, changed);
    }
}
