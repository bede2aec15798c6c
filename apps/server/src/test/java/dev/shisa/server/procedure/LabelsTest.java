package dev.shisa.server.procedure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Passwords on labels: the same, told by the label, counted up, or different. */
class LabelsTest {

    private static Labels compare(String... lines) {
        return Labels.of(Labels.read(String.join("\n", lines)), "MC-210");
    }

    private static Labels.Result result(String... lines) {
        return compare(lines).result();
    }

    @Test
    void twoUnitsThatShareAPasswordAreEnough() {
        assertThat(result("kT9vQ2mX\tS/N A0001", "kT9vQ2mX\tS/N A0002")).isEqualTo(Labels.Result.EQUAL);
        assertThat(result("kT9vQ2mX", "Wp4rZ8bL", "kT9vQ2mX")).isEqualTo(Labels.Result.EQUAL);
    }

    @Test
    void aPasswordThatTheLabelTellsIsDerived() {
        assertThat(result("kT9vQ2mX\tMAC 00:11:22:33:44:55", "3344aa\tMAC 00:11:22:33:44:aa"))
                .isEqualTo(Labels.Result.DERIVED);
        assertThat(result("kT9vQ2mX\tS/N AB123456", "admin123457\tS/N AB123457"))
                .isEqualTo(Labels.Result.DERIVED);
        assertThat(result("mc-210\t", "kT9vQ2mX\t"))
                .as("the model stands on every label")
                .isEqualTo(Labels.Result.DERIVED);
    }

    @Test
    void passwordsThatWereCountedUpAreASequence() {
        assertThat(result("cam-0009", "cam-0010", "cam-0011")).isEqualTo(Labels.Result.SEQUENCE);
        assertThat(result("20260099x", "20260100x")).isEqualTo(Labels.Result.SEQUENCE);
        assertThat(result("48213077", "91550263")).isEqualTo(Labels.Result.DIFFERENT);
    }

    @Test
    void differentOnesAreDifferentAndTheShortestIsKept() {
        Labels compared = compare("kT9vQ2mX\tS/N A0001", "Wp4rZ8\tS/N A0002", "hN7cJ5dYs\tS/N A0003");
        assertThat(compared).isEqualTo(new Labels(Labels.Result.DIFFERENT, 3, 6));
        assertThat(compared.notes("labels").values()).containsExactly("different", "3", "6");
    }

    @Test
    void oneLabelIsNothingToCompare() {
        assertThat(Labels.isComparable(Labels.read("kT9vQ2mX\tS/N A0001\n\t S/N A0002")))
                .isFalse();
        assertThat(Labels.isComparable(Labels.read("a\nb"))).isTrue();
        assertThat(Labels.isComparable(Labels.read("x".repeat(129) + "\nb"))).isFalse();
        assertThat(Labels.isComparable(List.of())).isFalse();
        assertThat(Labels.read("secret-word\tS/N 1").toString()).doesNotContain("secret-word");
    }
}
