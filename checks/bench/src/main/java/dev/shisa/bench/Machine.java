package dev.shisa.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What was measured, and on what. */
record Machine(Map<String, String> entries) {

    Machine {
        entries = new LinkedHashMap<>(entries);
    }

    static Machine look(Path home) {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("commit", run(home, "git", "describe", "--always", "--dirty", "--abbrev=12"));
        entries.put("processor", first("/proc/cpuinfo", "model name"));
        entries.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        entries.put("memory", first("/proc/meminfo", "MemTotal"));
        entries.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        entries.put("architecture", System.getProperty("os.arch"));
        entries.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        return new Machine(entries);
    }

    /** Processes that were ready to run, on average over the last minute; more than there are processors: they wait. */
    static double load() {
        try {
            return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    private static String first(String file, String name) {
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("?");
        } catch (IOException e) {
            return "?";
        }
    }

    private static String run(Path folder, String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 ? text : "?";
        } catch (IOException e) {
            return "?";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "?";
        }
    }
}
