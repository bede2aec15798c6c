package dev.shisa.advisory;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A weakness that a vulnerability can be mapped to, by the latest CWE that is known here.
 *
 * @param id such as {@code CWE-121}
 * @param version of CWE
 */
public record Weakness(String id, String name, String version) {

    /** Empty for a number that is none, a category or view, or one that is deprecated. */
    public static Optional<Weakness> of(String id) {
        return Cwe.latest(LocalDate.MAX)
                .flatMap(version -> Cwe.in(version, id)
                        .filter(entry -> !entry.isDeprecated())
                        .map(entry -> new Weakness(id, entry.name(), version)));
    }
}
