package dev.shisa.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is revoked answers as a plain set would, in whatever order and portions it came. */
class RevokedSerialsTest {

    private static final long SEED = 20261130;

    private final Random random = new Random(SEED);

    private BigInteger number() {
        return new BigInteger(127, random).setBit(126);
    }

    @Test
    void answersAsASetWouldWhateverOrderAndPortionsItCameIn() {
        for (int round = 0; round < 60; round++) {
            RevokedSerials revoked = RevokedSerials.NONE;
            Set<BigInteger> expected = new HashSet<>();
            List<BigInteger> seen = new ArrayList<>();
            for (int portion = 0; portion < 6; portion++) {
                List<BigInteger> more = new ArrayList<>();
                for (int i = random.nextInt(40); i > 0; i--) {
                    boolean again = !seen.isEmpty() && random.nextInt(4) == 0;
                    more.add(again ? seen.get(random.nextInt(seen.size())) : number());
                }
                seen.addAll(more);
                expected.addAll(more);
                revoked = revoked.with(more);
                assertThat(revoked.size())
                        .as("round %d of seed %d", round, SEED)
                        .isEqualTo(expected.size());
            }
            for (BigInteger one : seen) {
                assertThat(revoked.contains(one)).isTrue();
                assertThat(revoked.contains(one.add(BigInteger.ONE)))
                        .isEqualTo(expected.contains(one.add(BigInteger.ONE)));
                assertThat(revoked.contains(one.flipBit(64))).isEqualTo(expected.contains(one.flipBit(64)));
            }
        }
    }

    @Test
    void ordersNumbersWhoseHalvesHaveTheirHighestBit() {
        BigInteger half = BigInteger.ONE.shiftLeft(63);
        List<BigInteger> numbers = List.of(
                BigInteger.ZERO,
                half.subtract(BigInteger.ONE),
                half,
                BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE),
                BigInteger.ONE.shiftLeft(64),
                BigInteger.ONE.shiftLeft(126).add(half));
        RevokedSerials revoked = RevokedSerials.NONE;
        for (int i = numbers.size() - 1; i >= 0; i--) {
            revoked = revoked.with(List.of(numbers.get(i)));
        }
        assertThat(numbers).allMatch(revoked::contains);
        assertThat(revoked.with(numbers).size()).isEqualTo(numbers.size());
    }

    @Test
    void whatNoAuthorityHereMadeIsNeitherThereNorTaken() {
        RevokedSerials revoked = RevokedSerials.NONE.with(List.of(number()));
        BigInteger long160 = BigInteger.ONE.shiftLeft(159);
        assertThat(revoked.contains(long160)).isFalse();
        assertThat(revoked.contains(BigInteger.ONE.negate())).isFalse();
        assertThatThrownBy(() -> revoked.with(List.of(long160))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> revoked.with(List.of(BigInteger.ONE.negate())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whoAskedBeforeIsNotDisturbed() {
        BigInteger first = number();
        BigInteger second = number();
        RevokedSerials before = RevokedSerials.NONE.with(List.of(first));
        RevokedSerials after = before.with(List.of(second));
        assertThat(before.contains(second)).isFalse();
        assertThat(after.contains(first)).isTrue();
        assertThat(after.with(List.of()).size()).isEqualTo(2);
    }
}
