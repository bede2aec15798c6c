package dev.shisa.server.conformity;

import java.util.List;
import java.util.stream.Stream;

/**
 * A requirement whose verdict an answer turned.
 *
 * @param state what it is now, and the word for it
 */
public record Turned(String number, String href, String state, String word) {

    /** How all of them together are told: a turn for the worse is never a success. */
    public static String tone(List<Turned> all) {
        return Stream.of("not-met", "recheck", "unknown")
                .filter(worse -> all.stream().anyMatch(one -> one.state().equals(worse)))
                .findFirst()
                .orElse("met");
    }
}
