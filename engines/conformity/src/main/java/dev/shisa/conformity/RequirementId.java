package dev.shisa.conformity;

import java.util.Optional;

/** Names one requirement: its framework and its official number there, such as {@code jcstar1/S1.1-02}. */
public record RequirementId(String framework, String number) implements Comparable<RequirementId> {

    /** Reads {@code framework/number}. */
    public static Optional<RequirementId> parse(String text) {
        int slash = text.indexOf('/');
        return slash < 1 || slash == text.length() - 1
                ? Optional.empty()
                : Optional.of(new RequirementId(text.substring(0, slash), text.substring(slash + 1)));
    }

    @Override
    public int compareTo(RequirementId other) {
        int byFramework = framework.compareTo(other.framework);
        return byFramework != 0 ? byFramework : number.compareTo(other.number);
    }

    @Override
    public String toString() {
        return framework + "/" + number;
    }
}
