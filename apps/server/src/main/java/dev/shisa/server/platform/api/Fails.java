package dev.shisa.server.platform.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * How each operation can fail besides the ways that all have: the lines of {@code api-fails.tsv}, an operation's id and what it answered,
 * as status and code ({@code 404 series.unknown}). The tests gather them: a failure that one of them sees and that is not there fails it.
 */
final class Fails {

    private static final String FILE = "/api-fails.tsv";

    private static final Map<String, List<String>> BY_OPERATION = read();

    private Fails() {}

    static List<String> of(String operation) {
        return BY_OPERATION.getOrDefault(operation, List.of());
    }

    /** By the id of the operation. */
    static Map<String, List<String>> all() {
        return BY_OPERATION;
    }

    private static Map<String, List<String>> read() {
        try (InputStream in = Objects.requireNonNull(Fails.class.getResourceAsStream(FILE), FILE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> List.of(line.split("\t", -1)))
                    .collect(Collectors.toUnmodifiableMap(List::getFirst, line -> line.subList(1, line.size())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
