package dev.shisa.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * How far a demonstration is, in a file that only its owner reads, so that one that broke off goes on where it ended. It is written
 * before and after each call; the call that was under way is made again with the key and the words that it had, and the server, which
 * knows it, gives the answer that was lost. It holds tokens and a password, so the launcher removes it when the demonstration is ready.
 */
final class DemoProgress {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * What is written.
     *
     * @param seed makes the keys of calls
     * @param started from which days before and after are counted
     * @param tokens by the id of the person, the owner's first
     * @param kept what was kept of answers, and the ids of files that were uploaded
     * @param done how many steps of each file of the script are done
     */
    record Written(
            String seed,
            String started,
            String password,
            Map<String, String> tokens,
            Map<String, String> kept,
            Map<String, Integer> done,
            int calls) {}

    private final @Nullable Path file;
    private final String seed;
    private final Instant started;
    private final String password;
    private final Map<String, String> tokens;
    final Map<String, String> kept;
    private final Map<String, Integer> done;
    private int calls;

    private DemoProgress(@Nullable Path file, Written from) {
        this.file = file;
        this.seed = from.seed();
        this.started = Instant.parse(from.started());
        this.password = from.password();
        this.tokens = new LinkedHashMap<>(from.tokens());
        this.kept = new HashMap<>(from.kept());
        this.done = new HashMap<>(from.done());
        this.calls = from.calls();
    }

    /**
     * Begins one, once there are people.
     *
     * @param file null: nothing is written
     */
    static DemoProgress begin(@Nullable Path file, Instant now, String password, Map<String, String> tokens) {
        DemoProgress progress = new DemoProgress(
                file,
                new Written(UUID.randomUUID().toString(), now.toString(), password, tokens, Map.of(), Map.of(), 0));
        progress.write();
        return progress;
    }

    /** Whether one broke off here. */
    static boolean isThere(@Nullable Path file) {
        return file != null && Files.isRegularFile(file);
    }

    /** Goes on with one. */
    static DemoProgress of(Path file) {
        try {
            return new DemoProgress(file, JSON.readValue(Files.readString(file), Written.class));
        } catch (IOException | JacksonException e) {
            throw new Refusal(Cli.PROBLEM, "server.unreadable", file);
        }
    }

    Instant started() {
        return started;
    }

    String password() {
        return password;
    }

    /** By the id of the person, the owner's first. */
    Map<String, String> tokens() {
        return new LinkedHashMap<>(tokens);
    }

    int calls() {
        return calls;
    }

    /** How many steps of a file of the script are done. */
    int done(String script) {
        return done.getOrDefault(script, 0);
    }

    /** The same for a step whenever it is made. */
    String key(String script, int step) {
        return seed + ":" + script + ":" + step;
    }

    void did(String script, int step) {
        done.put(script, step);
        calls++;
        write();
    }

    void write() {
        if (file == null) {
            return;
        }
        try {
            Path part = Files.createTempFile(
                    file.toAbsolutePath().getParent(),
                    ".demo-",
                    "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(
                    part,
                    JSON.writeValueAsString(
                            new Written(seed, started.toString(), password, tokens, kept, done, calls)));
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static Refusal unwritable(Path file, IOException e) {
        return new Refusal(Cli.PROBLEM, "unwritable", file, String.valueOf(e.getMessage()));
    }
}
