package dev.shisa.ledger;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Runs a check with many seeds. The first failure names its seed; {@code -Dproperty.seed=…} runs just that one again.
 */
final class Property {

    private static final long FIRST_SEED = 20_261_120;

    private Property() {}

    /** A check that may fail in any way. */
    @FunctionalInterface
    interface Check {
        void run(RandomGenerator random) throws Exception;
    }

    static void holds(int runs, Check check) {
        Long only = Long.getLong("property.seed");
        for (int run = 0; run < runs; run++) {
            long seed = only == null ? FIRST_SEED + run : only;
            try {
                check.run(new SplittableRandom(seed * 0x9E3779B97F4A7C15L));
            } catch (Throwable failure) {
                throw new AssertionError("with -Dproperty.seed=" + seed + ": " + failure.getMessage(), failure);
            }
            if (only != null) {
                return;
            }
        }
    }

    static byte[] bytes(RandomGenerator random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
