package dev.shisa.server.conformity;

import java.util.List;

/**
 * Why verdicts were decided again.
 *
 * @param key message key below {@code verdict.cause.}
 * @param args its arguments: codes and names, never personal data beyond names
 */
record Cause(String key, List<String> args) {

    Cause {
        args = List.copyOf(args);
    }

    static Cause of(String key, String... args) {
        return new Cause(key, List.of(args));
    }
}
