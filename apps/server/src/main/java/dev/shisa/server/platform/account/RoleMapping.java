package dev.shisa.server.platform.account;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What a provider's word for somebody means here. The first row that fits decides alone: rows put together could give somebody the
 * roles of one with the range of another. Whoever fits none gets nothing.
 */
record RoleMapping(List<Row> rows) {

    static final int ROWS_MAX = 50;
    static final int VALUE_LENGTH_MAX = 200;

    /**
     * One row.
     *
     * @param value of the claim, as the provider writes it
     * @param series empty: all
     */
    record Row(String value, Set<Role> roles, Set<UUID> series) {

        Row {
            roles = Set.copyOf(roles);
            series = Set.copyOf(series);
        }

        /** The roles that it gives: never an owner's to somebody limited, as rows of older versions may say. */
        Set<Role> given() {
            return series.isEmpty()
                    ? roles
                    : roles.stream().filter(role -> role != Role.OWNER).collect(Collectors.toSet());
        }
    }

    RoleMapping {
        rows = List.copyOf(rows);
    }

    /** The row that decides for somebody of whom the claim says these. */
    Optional<Row> decide(Collection<String> values) {
        return rows.stream().filter(row -> values.contains(row.value())).findFirst();
    }
}
