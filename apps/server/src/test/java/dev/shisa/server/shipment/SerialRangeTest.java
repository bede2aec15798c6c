package dev.shisa.server.shipment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Serial numbers as they stand on labels, one by one and in runs. */
class SerialRangeTest {

    private static List<String> texts(String typed) {
        return SerialRange.parse(typed).ranges().stream().map(SerialRange::text).toList();
    }

    @Test
    void aRunHasOneBeginningAndEquallyManyDigits() {
        assertThat(SerialRange.of("GW24-000120", "GW24-000999")).hasValueSatisfying(range -> {
            assertThat(range.count()).isEqualTo(880);
            assertThat(range.text()).isEqualTo("GW24-000120–GW24-000999");
        });
        assertThat(SerialRange.of("GW24-000120", "000999")).isEqualTo(SerialRange.of("GW24-000120", "GW24-000999"));
        assertThat(SerialRange.of("A9", "A10"))
                .as("nobody knows how the tenth is written")
                .isEmpty();
        assertThat(SerialRange.of("GW24-000999", "GW24-000120")).as("backwards").isEmpty();
        assertThat(SerialRange.of("GW24-000120", "GX24-000999")).isEmpty();
        assertThat(SerialRange.of("ABC", "ABD")).as("no number at the end").isEmpty();
    }

    @Test
    void whatPeopleWriteIsRead() {
        for (String between : List.of("–", "〜", "~", "～", "..", "…", " - ", "から", "→", " to ")) {
            assertThat(texts("GW24-000120" + between + "GW24-000999"))
                    .as(between)
                    .containsExactly("GW24-000120–GW24-000999");
        }
        assertThat(texts("ｇｗ２４－０００１２０、GW24-000121\nGW24-000130"))
                .as("width, case, next to each other")
                .containsExactly("GW24-000120–GW24-000121", "GW24-000130");
        assertThat(texts("X-Y, X-Y9Z")).containsExactly("X-Y", "X-Y9Z");
        assertThat(SerialRange.parse("A1 B2, A1–B2").wrong()).containsExactly("A1 B2", "A1–B2");
        assertThat(SerialRange.parse("A1, A2, A1").twice()).isTrue();
        assertThat(SerialRange.parse("A1–A5, A5").twice()).isTrue();
        assertThat(SerialRange.parse("A1, A01").twice())
                .as("other digits, another device")
                .isFalse();
        assertThat(SerialRange.parse("x".repeat(61)).wrong()).hasSize(1);
        assertThat(SerialRange.single("9".repeat(40)))
                .hasValueSatisfying(one -> assertThat(one.text()).isEqualTo("9".repeat(40)));
    }

    /** Runs say the same of a set of serials as the set itself. */
    @Test
    void runsAreTheSetsOfTheirSerials() {
        Random random = new Random(20261122);
        for (int round = 0; round < 300; round++) {
            Set<Integer> a = numbers(random);
            Set<Integer> b = numbers(random);
            List<SerialRange> runsA = SerialRange.joined(singles(a, random));
            List<SerialRange> runsB = SerialRange.joined(singles(b, random));
            Set<Integer> both = new HashSet<>(a);
            both.retainAll(b);
            assertThat(SerialRange.count(runsA)).as("round %s", round).isEqualTo(a.size());
            assertThat(SerialRange.shared(runsA, runsB)).as("round %s", round).isEqualTo(both.size());
            assertThat(SerialRange.joined(runsA)).as("joined again").isEqualTo(runsA);
            assertThat(SerialRange.parse(SerialRange.text(runsA, ", ")).ranges())
                    .as("what is written is read")
                    .isEqualTo(runsA);
            for (int i = 1; i < runsA.size(); i++) {
                assertThat(runsA.get(i).first())
                        .as("as few as there are")
                        .isGreaterThan(runsA.get(i - 1).last() + 1);
            }
        }
    }

    private static Set<Integer> numbers(Random random) {
        Set<Integer> numbers = new HashSet<>();
        int count = 1 + random.nextInt(40);
        for (int i = 0; i < count; i++) {
            numbers.add(random.nextInt(60));
        }
        return numbers;
    }

    private static List<SerialRange> singles(Set<Integer> numbers, Random random) {
        List<SerialRange> singles = new ArrayList<>();
        numbers.forEach(n -> singles.add(
                SerialRange.single(String.format(Locale.ROOT, "GW-%03d", n)).orElseThrow()));
        Collections.shuffle(singles, random);
        return singles;
    }
}
