package dev.shisa.bench;

import java.util.Arrays;
import java.util.Collection;

/** Measured values of one kind, in ascending order. */
final class Samples {

    private final double[] sorted;

    Samples(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        sorted = values.clone();
        Arrays.sort(sorted);
    }

    static Samples of(Collection<Double> values) {
        return new Samples(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    int count() {
        return sorted.length;
    }

    /** By nearest rank: the least value that at least {@code percent} of a hundred values do not exceed. */
    double percentile(int percent) {
        if (percent < 1 || percent > 100) {
            throw new IllegalArgumentException(percent + " of a hundred");
        }
        int rank = (int) Math.ceil(sorted.length * percent / 100.0);
        return sorted[rank - 1];
    }

    /** The middle value; of an even number, the mean of the two in the middle. */
    double median() {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    double worst() {
        return sorted[sorted.length - 1];
    }
}
