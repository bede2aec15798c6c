package dev.shisa.server.platform.backup;

import dev.shisa.server.platform.start.OwnVersion;
import dev.shisa.server.platform.storage.TemporaryFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Starts {@link BackupCommand} as a process of its own and hears what it says. Beside the server it has memory of its own,
 * which a passphrase needs a lot of, and whatever happens to it, the server goes on.
 */
final class BackupProcess {

    /** What a passphrase needs, and lists of a million files. */
    private static final String HEAP = "-Xmx768m";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path data;
    private final Map<String, String> database;

    /** @param database environment variables that name the external database; empty: the embedded one */
    BackupProcess(Path data, Map<String, String> database) {
        this.data = data;
        this.database = Map.copyOf(database);
    }

    /**
     * How it ended.
     *
     * @param recorded whether it put itself on record
     * @param details counts, or code and arguments of what went wrong
     */
    record Ended(boolean done, boolean recorded, SortedMap<String, Object> details) {}

    /** Such a process takes its lock as long as it lives, so that a server which starts again under it knows of it. */
    static Path life(Path data, String kind) {
        return data.resolve("run").resolve("beside").resolve(kind);
    }

    /** Runs to the end; interrupting this thread ends the process. */
    Ended run(List<String> words, Progress progress) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(TemporaryFiles.options());
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                HEAP,
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dstdout.encoding=UTF-8",
                "-Dshisa.version=" + OwnVersion.text(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.shisa.server.Shisa"));
        command.addAll(words);
        command.addAll(List.of("--machine", "--data", data.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(database);
        boolean recorded = false;
        SortedMap<String, Object> details = new TreeMap<>();
        boolean done = false;
        Process process = null;
        try {
            process = builder.start();
            process.getOutputStream().close();
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    String[] parts = line.split(" ", 2);
                    switch (parts[0]) {
                        case "progress" -> tell(parts[1], progress);
                        case "recorded" -> recorded = true;
                        case "result" -> {
                            details = details(parts[1]);
                            done = true;
                        }
                        case "problem" -> {
                            details = details(parts[1]);
                            done = false;
                        }
                        default -> {
                            // A newer program may say more.
                        }
                    }
                }
            }
            int exit = process.waitFor();
            if (details.isEmpty()) {
                details.put("code", "ended");
                details.put("args", List.of(Integer.toString(exit)));
            }
            return new Ended(done && exit == 0, recorded, details);
        } catch (IOException e) {
            return new Ended(false, recorded, Run.details(new BackupException(e, "bug", String.valueOf(e))));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Ended(false, recorded, Run.details(new BackupException(e, "interrupted")));
        } finally {
            if (process != null) {
                process.destroy();
            }
        }
    }

    private static void tell(String words, Progress progress) {
        String[] parts = words.split(" ", -1);
        for (Progress.Stage stage : Progress.Stage.values()) {
            if (parts.length == 3 && parts[0].equals(stage.id()) && (parts[1] + parts[2]).matches("[0-9]{2,36}")) {
                progress.at(stage, Long.parseLong(parts[1]), Long.parseLong(parts[2]));
            }
        }
    }

    private static SortedMap<String, Object> details(String json) {
        SortedMap<String, Object> details = new TreeMap<>();
        try {
            Map<?, ?> read = JSON.readValue(json, Map.class);
            read.forEach((name, value) -> details.put(String.valueOf(name), value));
        } catch (JacksonException e) {
            details.put("code", "bug");
            details.put("args", List.of("unreadable"));
        }
        return details;
    }
}
