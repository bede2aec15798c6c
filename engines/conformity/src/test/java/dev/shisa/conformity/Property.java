package dev.shisa.conformity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Runs a check on many random worlds. The first failure names the seed; {@code -Dproperty.seed=…} runs just that world
 * again.
 */
public final class Property {

    private static final long FIRST_SEED = 20_260_401;

    private Property() {}

    public static void holds(int runs, Consumer<RandomGenerator> check) {
        Long only = Long.getLong("property.seed");
        for (int run = 0; run < runs; run++) {
            long seed = only == null ? FIRST_SEED + run : only;
            try {
                // Consecutive seeds of this generator give unrelated sequences, unlike those of java.util.Random.
                check.accept(new SplittableRandom(seed * 0x9E3779B97F4A7C15L));
            } catch (Throwable failure) {
                throw new AssertionError("with -Dproperty.seed=" + seed + ": " + failure.getMessage(), failure);
            }
            if (only != null) {
                return;
            }
        }
    }

    public static <T> T pick(RandomGenerator random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    @SafeVarargs
    public static <T> T pick(RandomGenerator random, T... from) {
        return from[random.nextInt(from.length)];
    }

    public static boolean chance(RandomGenerator random, int percent) {
        return random.nextInt(100) < percent;
    }

    static UUID uuid(RandomGenerator random) {
        return new UUID(random.nextLong(), random.nextLong());
    }

    static <T> List<T> shuffled(RandomGenerator random, List<T> list) {
        List<T> shuffled = new ArrayList<>(list);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            Collections.swap(shuffled, i, random.nextInt(i + 1));
        }
        return shuffled;
    }
}
