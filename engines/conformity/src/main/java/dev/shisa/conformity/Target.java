package dev.shisa.conformity;

import java.util.List;

/**
 * What verdicts are given for: a product series with its designated release.
 *
 * @param layers where facts are looked up, narrowest first: release, its predecessors, product, organisation
 */
public record Target(String id, List<Layer> layers) {

    /** A chain of predecessors longer than this was never designed for; facts would be inherited over years. */
    public static final int LAYERS_MAX = 50;

    public Target {
        if (layers.isEmpty() || layers.size() > LAYERS_MAX) {
            throw new IllegalArgumentException(
                    "target " + id + " has " + layers.size() + " layers, 1 to " + LAYERS_MAX);
        }
        layers = List.copyOf(layers);
    }
}
