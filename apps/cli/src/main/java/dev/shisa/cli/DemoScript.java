package dev.shisa.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Runs files of calls, in the order of their names: {@code {"by": "sato", "do": "POST /api/v1/series", "send": {…}, "keep":
 * {"camera": "/id"}}} is a call with the token of sato, of whose answer the value at the JSON pointer {@code /id} is kept.
 *
 * <p>Instead of {@code send}, {@code "file": "list.xlsx"} is a file that is the body of the call; one that ends with
 * {@code .json} is a text like those of the script, and one that begins with {@code /api/} is what the server has there. A
 * {@code PUT} replaces the
 * version that is at its address, or at {@code version}. A {@code GET} with {@code "wait": true} is repeated until everything that is
 * kept of its answer is there, and {@code "until": {"/state": "done"}} holds, because the server does some things beside.
 *
 * <p>In texts, <code>{camera}</code> stands for what was kept, <code>{file:manual.txt}</code> for an upload of that file,
 * <code>{now-30d}</code> for an instant, <code>{day+400d}</code> for a day, counted from when the demonstration was begun.
 *
 * <p>One that broke off goes on with the step that was under way ({@link DemoProgress}).
 */
final class DemoScript {

    private static final Pattern PLACE =
            Pattern.compile("\\{(?:(now|day)([+-][0-9]{1,4})d|file:([A-Za-z0-9._-]+)|([a-z][A-Za-z0-9-]*))}");
    private static final ZoneId ZONE = ZoneId.of("Asia/Tokyo");

    /** What the server does beside (taking in a file, matching) is over long before. */
    private static final Duration WAIT = Duration.ofMinutes(2);

    private final Map<String, ServerClient> people;
    private final Path files;
    private final InstantSource clock;
    private final DemoProgress progress;
    private final DemoLine line;

    /** The step that is made: what it uploads belongs to it. */
    private String step = "";

    DemoScript(
            Map<String, ServerClient> people, Path files, InstantSource clock, DemoProgress progress, DemoLine line) {
        this.people = people;
        this.files = files;
        this.clock = clock;
        this.progress = progress;
        this.line = line;
    }

    /** The files of a folder that hold steps. */
    static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> found = all.filter(
                            file -> String.valueOf(file.getFileName()).matches("[0-9]{2}-.*\\.json"))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new Refusal(Cli.WRONG_USAGE, "demo.no-script", folder);
            }
            return found;
        } catch (IOException e) {
            throw new Refusal(Cli.WRONG_USAGE, "server.unreadable", folder);
        }
    }

    /** How many calls these files are. */
    static int calls(List<Path> files) {
        return files.stream()
                .mapToInt(file -> Json.read(file).path("steps").size())
                .sum();
    }

    void run(Path file) {
        JsonNode content = Json.read(file);
        line.stage(content.path("about")
                .path(Locale.getDefault().getLanguage().equals("ja") ? "ja" : "en")
                .asString());
        String name = String.valueOf(file.getFileName());
        int number = 0;
        for (JsonNode step : content.path("steps")) {
            number++;
            if (number <= progress.done(name)) {
                continue;
            }
            try {
                this.step = progress.key(name, number);
                run(step);
                progress.did(name, number);
                line.made(progress.calls());
            } catch (Refusal e) {
                throw new Refusal(
                        e.code(), "demo.bad-step", file.getFileName(), number, String.valueOf(e.getMessage()));
            }
        }
    }

    private void run(JsonNode step) {
        String by = step.path("by").asString();
        ServerClient client = people.get(by);
        String[] line = text(step.path("do").asString(), client).split(" ", 2);
        if (client == null || line.length < 2) {
            throw new Refusal(Cli.WRONG_USAGE, "demo.door", "by, do", step);
        }
        Object body = filled(step.path("send"), client);
        String version =
                step.path("version").isString() ? text(step.path("version").asString(), client) : line[1];
        // What it says is the same when it is made again, down to the ids of files.
        progress.write();
        JsonNode answer = switch (line[0]) {
            case "GET" -> step.path("wait").asBoolean(false) ? awaited(client, line[1], step) : client.get(line[1]);
            case "POST" ->
                step.path("file").isString()
                        ? sendFile(client, line[1], step.path("file").asString())
                        : client.post(line[1], body, this.step);
            case "PUT" -> client.put(line[1], version, body, this.step);
            default -> throw new Refusal(Cli.WRONG_USAGE, "demo.door", "do", line[0]);
        };
        step.path("keep").properties().forEach(keep -> {
            JsonNode value = answer.at(keep.getValue().asString());
            if (value.isMissingNode() || value.isNull()) {
                throw new Refusal(
                        Cli.PROBLEM, "demo.door", line[1], keep.getValue().asString());
            }
            progress.kept.put(keep.getKey(), value.asString());
        });
    }

    /** The first answer that has everything that is kept of it, and the values of {@code until}. */
    private JsonNode awaited(ServerClient client, String path, JsonNode step) {
        Instant end = clock.instant().plus(WAIT);
        while (true) {
            JsonNode answer = client.get(path);
            boolean there = step.path("keep").properties().stream()
                            .noneMatch(keep ->
                                    answer.at(keep.getValue().asString()).isMissingNode())
                    && step.path("until").properties().stream()
                            .allMatch(value -> answer.at(value.getKey())
                                    .asString("")
                                    .equals(value.getValue().asString()));
            if (there) {
                return answer;
            }
            if (clock.instant().isAfter(end)) {
                throw new Refusal(Cli.PROBLEM, "demo.door", path, step.path("until") + " " + step.path("keep"));
            }
            try {
                Thread.sleep(Duration.ofMillis(200));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Refusal(Cli.PROBLEM, "demo.door", path, "until");
            }
        }
    }

    private JsonNode sendFile(ServerClient client, String path, String name) {
        if (name.startsWith("/api/")) {
            return sendTaken(client, path, name);
        }
        Path file = files.resolve(name);
        if (!name.endsWith(".json")) {
            return client.sendFile(path, file);
        }
        try {
            Path filled = Files.createTempFile("shisa-demo-", ".json");
            try {
                Files.writeString(filled, text(Files.readString(file), client));
                return client.sendFile(path, filled);
            } finally {
                Files.delete(filled);
            }
        } catch (IOException e) {
            throw new Refusal(Cli.WRONG_USAGE, "server.unreadable", file);
        }
    }

    /** What the server gives at one address goes to another: a file that only it has. */
    private static JsonNode sendTaken(ServerClient client, String path, String from) {
        try {
            Path folder = Files.createTempDirectory("shisa-demo-");
            Path taken = folder.resolve("taken");
            try {
                client.download(from, taken);
                return client.sendFile(path, taken);
            } finally {
                Files.deleteIfExists(taken);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new Refusal(Cli.WRONG_USAGE, "server.unreadable", from);
        }
    }

    private Object filled(JsonNode node, @Nullable ServerClient client) {
        if (node.isMissingNode()) {
            return Map.of();
        }
        if (node.isObject()) {
            Map<String, Object> object = new LinkedHashMap<>();
            node.properties().forEach(field -> object.put(field.getKey(), filled(field.getValue(), client)));
            return object;
        }
        if (node.isArray()) {
            List<Object> array = new ArrayList<>();
            node.forEach(element -> array.add(filled(element, client)));
            return array;
        }
        return node.isString() ? text(node.stringValue(), client) : node;
    }

    private String text(String text, @Nullable ServerClient client) {
        return PLACE.matcher(text).replaceAll(place -> Matcher.quoteReplacement(value(place, client)));
    }

    private String value(MatchResult place, @Nullable ServerClient client) {
        if (place.group(1) != null) {
            Instant at = progress.started().plus(Duration.ofDays(Long.parseLong(place.group(2))));
            return place.group(1).equals("now")
                    ? at.toString()
                    : at.atZone(ZONE).toLocalDate().toString();
        }
        if (place.group(3) != null && client != null) {
            return progress.kept.computeIfAbsent(
                    step + "/" + place.group(3), _ -> client.upload(files.resolve(place.group(3))));
        }
        String value = progress.kept.get(place.group(4) == null ? "" : place.group(4));
        if (value == null) {
            throw new Refusal(Cli.WRONG_USAGE, "demo.door", "{}", place.group());
        }
        return value;
    }
}
