package dev.shisa.server;

import dev.shisa.server.vulnerability.TestMatching;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The company of the demonstration, made by the calls of its files: three products with everything that belongs to them,
 * suppliers, documents, advisories, cases. What the server does beside in the product is done here before it is waited for.
 */
final class Demo {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Path FOLDER = Path.of("..", "..", "demo");

    /** The version of what nobody has entered yet. */
    private static final String NOTHING_ENTERED = "\"0\"";

    private static final ZoneId ZONE = ZoneId.of("Asia/Tokyo");

    /** Its own bill of materials is there only in a server that was packed. */
    private static final String OF_A_PACKED_SERVER = "21-shisa.json";

    private static final Pattern PLACE =
            Pattern.compile("\\{(?:(now|day)([+-][0-9]{1,4})d|file:([A-Za-z0-9._-]+)|([a-z][A-Za-z0-9-]*))}");

    /** As a program that reads its answer would: a file is taken in within so many looks, or never. */
    private static final int LOOKS_MAX = 200;

    private final Function<String, Api> programs;
    private final TestMatching matching;
    private final TestClock clock;
    private final Map<String, String> kept = new HashMap<>();
    private final Map<String, Api> known = new HashMap<>();

    /** @param programs with everything that somebody of the demonstration may do, by the name in its files */
    Demo(ApplicationContext context, Function<String, Api> programs) {
        this.programs = programs;
        this.matching = new TestMatching(context);
        this.clock = context.getBean(TestClock.class);
    }

    /** Who there is, as {@code people.json} says: name in the files, roles. */
    static JsonNode people() {
        return read(FOLDER.resolve("people.json")).path("people");
    }

    /** Makes everything. */
    void play() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Path> steps = files.filter(
                            file -> file.getFileName().toString().matches("[0-9]{2}-.*\\.json"))
                    .filter(file -> !file.endsWith(OF_A_PACKED_SERVER))
                    .sorted()
                    .toList();
            for (Path file : steps) {
                run(file.getFileName().toString());
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        matching.match();
    }

    /** Makes what one file makes, once more. */
    void run(String file) {
        int number = 0;
        for (JsonNode step : read(FOLDER.resolve(file)).path("steps")) {
            number++;
            run(step, file + " step " + number);
        }
    }

    /** Makes one call more: who, method, address and body. */
    void call(String line) {
        String[] words = line.split(" ", 4);
        ObjectNode step = JSON.createObjectNode().put("by", words[0]).put("do", words[1] + " " + words[2]);
        step.set("send", JSON.readTree(words[3]));
        run(step, line);
    }

    private void run(JsonNode step, String where) {
        Api api = known.computeIfAbsent(step.path("by").asString(), programs);
        String[] line = text(step.path("do").asString(), api).split(" ", 2);
        Api.Answer answer = call(api, HttpMethod.valueOf(line[0]), line[1], step);
        for (int looks = 0; step.path("wait").asBoolean(false) && !isThere(answer, step); looks++) {
            if (looks == LOOKS_MAX) {
                throw new AssertionError(where + ": " + answer);
            }
            matching.match();
            pause();
            answer = call(api, HttpMethod.GET, line[1], step);
        }
        if (answer.status() >= 300) {
            throw new AssertionError(where + ": " + answer);
        }
        JsonNode told = step.path("keep").isEmpty() ? step : answer.json();
        step.path("keep")
                .properties()
                .forEach(keep -> kept.put(
                        keep.getKey(),
                        Optional.of(told.at(keep.getValue().asString()))
                                .filter(value -> !value.isMissingNode() && !value.isNull())
                                .orElseThrow(() -> new AssertionError(where + ": no " + keep.getValue()))
                                .asString()));
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(20));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isThere(Api.Answer answer, JsonNode step) {
        JsonNode json = answer.json();
        return step.path("keep").properties().stream()
                        .noneMatch(keep -> json.at(keep.getValue().asString()).isMissingNode())
                && step.path("until").properties().stream()
                        .allMatch(value -> json.at(value.getKey())
                                .asString("")
                                .equals(value.getValue().asString()));
    }

    private Api.Answer call(Api api, HttpMethod method, String path, JsonNode step) {
        if (method.equals(HttpMethod.GET)) {
            return api.get(path);
        }
        if (method.equals(HttpMethod.PUT)) {
            String at =
                    step.path("version").isString() ? text(step.path("version").asString(), api) : path;
            Api.Answer present = api.get(at);
            String tag = present.status() == 409 ? NOTHING_ENTERED : present.header("ETag");
            byte[] body = filled(step.path("send"), api).toString().getBytes(StandardCharsets.UTF_8);
            return tag == null ? api.send(method, path, body) : api.send(method, path, body, "If-Match", tag);
        }
        String file = step.path("file").asString("");
        if (!file.isEmpty()) {
            byte[] content = bytes(FOLDER.resolve("files").resolve(file));
            return api.upload(
                    path,
                    file.endsWith(".json")
                            ? text(new String(content, StandardCharsets.UTF_8), api)
                                    .getBytes(StandardCharsets.UTF_8)
                            : content);
        }
        JsonNode send = step.path("send").isMissingNode() ? JSON.createObjectNode() : filled(step.path("send"), api);
        return api.post(path, send.toString());
    }

    private JsonNode filled(JsonNode node, Api api) {
        if (node.isObject()) {
            ObjectNode object = JSON.createObjectNode();
            node.properties().forEach(field -> object.set(field.getKey(), filled(field.getValue(), api)));
            return object;
        }
        if (node.isArray()) {
            var array = JSON.createArrayNode();
            node.forEach(element -> array.add(filled(element, api)));
            return array;
        }
        return node.isString() ? JSON.getNodeFactory().stringNode(text(node.stringValue(), api)) : node;
    }

    private String text(String text, Api api) {
        return PLACE.matcher(text).replaceAll(place -> Matcher.quoteReplacement(value(place, api)));
    }

    private String value(MatchResult place, Api api) {
        if (place.group(1) != null) {
            Instant at = clock.instant().plus(Duration.ofDays(Long.parseLong(place.group(2))));
            return place.group(1).equals("now")
                    ? at.toString()
                    : at.atZone(ZONE).toLocalDate().toString();
        }
        if (place.group(3) != null) {
            String name = place.group(3);
            Api.Answer sent = api.upload(
                    "/api/v1/files?fileName=" + name,
                    bytes(FOLDER.resolve("files").resolve(name)));
            return sent.at("/id");
        }
        return Optional.ofNullable(kept.get(place.group(4))).orElseThrow(() -> new AssertionError(place.group()));
    }

    private static JsonNode read(Path file) {
        return JSON.readTree(bytes(file));
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
