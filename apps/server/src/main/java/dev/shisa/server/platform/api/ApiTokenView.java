package dev.shisa.server.platform.api;

import java.util.List;
import java.util.Set;

/**
 * What the page トークン shows.
 *
 * @param secret the token just made; empty otherwise
 * @param host host and port under which the reader reached the server
 * @param others everybody else's that can be used, for who manages people
 */
public record ApiTokenView(Form form, String secret, String host, boolean revoked, List<Row> own, List<Row> others) {

    public ApiTokenView {
        own = List.copyOf(own);
        others = List.copyOf(others);
    }

    public boolean fresh() {
        return !secret.isEmpty();
    }

    /** A first call, to copy. */
    public String example() {
        return "curl --cacert shisa-ca.pem -H \"Authorization: Bearer $(cat token)\" https://" + host
                + "/api/v1/series";
    }

    /** One token in words; {@code end} is empty, {@code expired} or {@code revoked}. */
    public record Row(
            String id,
            String name,
            String holder,
            List<String> acts,
            String series,
            String used,
            String until,
            String end) {

        public Row {
            acts = List.copyOf(acts);
        }

        public boolean holds() {
            return end.isEmpty();
        }
    }

    /** What stands in the form. */
    public record Form(String name, Set<String> acts, Set<String> series, String days) {}

    @Override
    public String toString() {
        return "ApiTokenView of " + own.size() + " tokens";
    }
}
