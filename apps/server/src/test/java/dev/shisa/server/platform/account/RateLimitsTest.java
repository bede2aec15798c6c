package dev.shisa.server.platform.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.server.platform.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is counted together, and that nobody makes the counts of others forgotten. */
class RateLimitsTest {

    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int LIMIT = 5;
    private static final Instant NOW = Instant.parse("2026-11-20T01:00:00Z");

    private final RateLimits limits = new RateLimits(() -> NOW);

    private boolean knocks(String address) {
        try {
            limits.knock("door", new Source(address), LIMIT, WINDOW);
            return true;
        } catch (Problem refused) {
            assertThat(refused.status()).isEqualTo(429);
            return false;
        }
    }

    private int taken(int times, java.util.function.IntFunction<String> address) {
        int taken = 0;
        for (int i = 0; i < times; i++) {
            taken += knocks(address.apply(i)) ? 1 : 0;
        }
        return taken;
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, 203.0.113.9, 203.0.113.9",
        "::ffff:203.0.113.9, 203.0.113.9, 203.0.113.9",
        "2001:db8:1:2::7, 20010db800010002, 20010db80001",
        "2001:0db8:0001:0002:ffff:ffff:ffff:ffff, 20010db800010002, 20010db80001",
        "fe80::1%eth0, fe80000000000000, fe8000000000",
        "mail somebody@example.com, mail somebody@example.com, mail somebody@example.com",
        "1:2, 1:2, 1:2"
    })
    void anAddressIsCountedWithWhatItsOwnerHas(String address, String network, String customer) {
        assertThat(new Source(address).network()).isEqualTo(network);
        assertThat(new Source(address).customer()).isEqualTo(customer);
    }

    @Test
    void oneComputerWithAllAddressesOfItsNetworkIsOneSource() {
        assertThat(taken(1_000, i -> "2001:db8:1:2::" + Integer.toHexString(i + 1)))
                .isEqualTo(LIMIT);
        assertThat(knocks("2001:db8:1:3::1")).isTrue();
    }

    @Test
    void aSiteWithAllItsNetworksIsSomeSourcesAndNotThousands() {
        assertThat(taken(60_000, i -> "2001:db8:1:" + Integer.toHexString(i) + "::1"))
                .isEqualTo(LIMIT * RateLimits.NETWORKS_OF_A_SITE);
        assertThat(knocks("2001:db8:2::1")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aFloodOfSourcesHasItsOwnKnocksForgottenAndNobodyElses(long seed) {
        Random random = new Random(seed);
        assertThat(taken(LIMIT + 1, i -> "203.0.113.9")).isEqualTo(LIMIT);
        assertThat(taken(LIMIT + 1, i -> "2a02:6b8:0:1::" + (i + 1))).isEqualTo(LIMIT);
        for (int i = 0; i < 3 * RateLimits.COUNTS_MAX; i++) {
            knocks("2001:db8:" + Integer.toHexString(random.nextInt(1 << 16)) + ":"
                    + Integer.toHexString(random.nextInt(1 << 16)) + "::1");
        }
        assertThat(knocks("203.0.113.9")).as("with seed %d", seed).isFalse();
        assertThat(knocks("2a02:6b8:0:1::9")).as("with seed %d", seed).isFalse();
        assertThat(limits.remembered()).isLessThanOrEqualTo(RateLimits.COUNTS_MAX);
    }

    @Test
    void soDoesAFloodFromEverywhereInAThousandBlocks() {
        for (int i = 0; i < 3 * RateLimits.COUNTS_MAX; i++) {
            knocks(10 + i % 40 + "." + i / 40 % 25 + "." + i / 1_000 % 250 + "." + i / 250_000);
        }
        assertThat(taken(LIMIT + 1, i -> "203.0.113.9")).isEqualTo(LIMIT);
        for (int i = 0; i < 3 * RateLimits.COUNTS_MAX; i++) {
            knocks(10 + i % 40 + "." + i / 40 % 25 + "." + i / 1_000 % 250 + "." + (1 + i / 250_000));
        }
        assertThat(knocks("203.0.113.9")).isFalse();
    }

    @Test
    void whatIsForgivenCountsNowhere() {
        for (int i = 0; i < 10 * LIMIT * RateLimits.NETWORKS_OF_A_SITE; i++) {
            assertThat(knocks("2001:db8:1:2::7")).isTrue();
            limits.forgive("door", new Source("2001:db8:1:2::7"));
        }
    }

    @Test
    void theTimeToWaitIsTold() {
        taken(LIMIT, i -> "203.0.113.9");
        assertThatThrownBy(() -> limits.knock("door", new Source("203.0.113.9"), LIMIT, WINDOW))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.args()).containsExactly(5L));
    }
}
