package dev.shisa.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * How the operations of the API failed while the tests ran. What is not in {@code api-fails.tsv} fails a test, or is added to it with
 * {@code -Dshisa.api.fails=add}. What was seen in this JVM is left in {@code target/api-fails-<fork>.tsv}, a line each, so that a line of
 * the file which no test sees any more can be found after a whole run.
 */
final class GatheredFails {

    private static final Path FILE = Path.of("src/main/resources/api-fails.tsv");
    private static final boolean ADDS = "add".equals(System.getProperty("shisa.api.fails"));
    private static final Set<String> SEEN = new ConcurrentSkipListSet<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(GatheredFails::leave));
    }

    private GatheredFails() {}

    /** Notes a failure as status and code. */
    static void seen(String operation, String failure) {
        SEEN.add(operation + "\t" + failure);
    }

    /** Adds it to the file if that is asked for; false: it is not. */
    static synchronized boolean added(String operation, String failure) {
        if (!ADDS) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(FILE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            StringBuilder head = new StringBuilder();
            Map<String, Set<String>> all = new TreeMap<>();
            for (String line : Files.readAllLines(FILE)) {
                if (line.startsWith("#")) {
                    head.append(line).append('\n');
                } else {
                    String[] parts = line.split("\t", 2);
                    all.put(parts[0], new TreeSet<>(Set.of(parts[1].split("\t"))));
                }
            }
            all.computeIfAbsent(operation, key -> new TreeSet<>()).add(failure);
            all.forEach((id, failures) -> head.append(id)
                    .append('\t')
                    .append(String.join("\t", failures))
                    .append('\n'));
            Files.writeString(FILE, head);
            return lock.isValid();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void leave() {
        if (!SEEN.isEmpty()) {
            try {
                Files.writeString(
                        Path.of("target", "api-fails-" + System.getProperty("shisa.tests.fork", "0") + ".tsv"),
                        String.join("\n", SEEN) + "\n",
                        StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
