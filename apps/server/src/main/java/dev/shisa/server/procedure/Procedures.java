package dev.shisa.server.procedure;

import dev.shisa.server.platform.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The procedures of {@code procedures.json}, in its order. */
@Component
class Procedures {

    private final Map<String, Procedure> all = new LinkedHashMap<>();

    Procedures() {
        try (InputStream in = Procedures.class.getResourceAsStream("procedures.json")) {
            if (in == null) {
                throw new IllegalStateException("procedures.json is missing");
            }
            for (JsonNode node : JsonMapper.builder().build().readTree(in)) {
                Procedure procedure = procedure(node);
                all.put(procedure.id(), procedure);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("procedures.json cannot be read", e);
        }
    }

    Collection<Procedure> all() {
        return all.values();
    }

    Procedure require(String id) {
        Procedure procedure = all.get(id);
        if (procedure == null) {
            throw new Problem(404, "procedure.unknown", id);
        }
        return procedure;
    }

    private static Procedure procedure(JsonNode node) {
        return new Procedure(
                text(node, "id"),
                strings(node.path("criteria")),
                node.has("collection") ? text(node, "collection") : null,
                node.path("minutes").asInt(),
                each(node, "steps").stream()
                        .map(step -> new Procedure.Step(
                                text(step, "id"),
                                each(step, "fields").stream()
                                        .map(Procedures::field)
                                        .toList()))
                        .toList(),
                each(node, "outcomes").stream().map(Procedures::outcome).toList());
    }

    private static Procedure.Field field(JsonNode node) {
        return new Procedure.Field(
                text(node, "id"),
                Procedure.Type.valueOf(constant(text(node, "type"))),
                node.path("optional").asBoolean(false),
                strings(node.path("choices")),
                node.has("if") ? condition(node.path("if")) : null,
                reader(node),
                node.has("marker") ? text(node, "marker") : "",
                node.has("collection") ? text(node, "collection") : "",
                strings(node.path("sources")));
    }

    private static @Nullable Reader reader(JsonNode node) {
        return node.has("reader") ? Reader.valueOf(constant(text(node, "reader"))) : null;
    }

    private static Procedure.Outcome outcome(JsonNode node) {
        String fact = text(node, "fact");
        if (node.has("set")) {
            return new Procedure.Outcome.Several(
                    fact,
                    text(node, "none"),
                    each(node, "set").stream()
                            .map(m -> new Procedure.Outcome.Member(text(m, "value"), condition(m.path("when"))))
                            .toList());
        }
        if (node.has("ties")) {
            return new Procedure.Outcome.Seen(
                    fact, text(node, "ties"), condition(node.path("nothing")), condition(node.path("when")));
        }
        return new Procedure.Outcome.One(
                fact,
                node.has("value") ? text(node, "value") : "",
                node.has("valueOf") ? text(node, "valueOf") : "",
                node.has("detail") ? text(node, "detail") : "",
                condition(node.path("when")));
    }

    private static Condition condition(JsonNode node) {
        if (node.has("all")) {
            return new Condition.All(
                    each(node, "all").stream().map(Procedures::condition).toList());
        }
        if (node.has("any")) {
            return new Condition.Any(
                    each(node, "any").stream().map(Procedures::condition).toList());
        }
        if (node.has("same") || node.has("differ")) {
            List<String> two = strings(node.path(node.has("same") ? "same" : "differ"));
            return new Condition.Same(two.get(0), two.get(1), node.has("same"));
        }
        if (node.has("next")) {
            List<String> two = strings(node.path("next"));
            return new Condition.Next(two.get(0), two.get(1));
        }
        if (node.has("model")) {
            return new Condition.ModelRead(text(node, "model"));
        }
        if (node.has("photo")) {
            return new Condition.Photographed(text(node, "photo"));
        }
        return node.has("isNot")
                ? new Condition.IsNot(text(node, "field"), Set.copyOf(strings(node.path("isNot"))))
                : new Condition.Is(text(node, "field"), Set.copyOf(strings(node.path("is"))));
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isString() || value.asString().isEmpty()) {
            throw new IllegalStateException("procedures.json: no " + name + " in " + node);
        }
        return value.asString();
    }

    private static List<JsonNode> each(JsonNode node, String name) {
        List<JsonNode> all = new ArrayList<>();
        node.path(name).forEach(all::add);
        if (all.isEmpty()) {
            throw new IllegalStateException("procedures.json: no " + name + " in " + node);
        }
        return all;
    }

    private static List<String> strings(JsonNode node) {
        List<JsonNode> all = new ArrayList<>();
        node.forEach(all::add);
        return all.stream().map(JsonNode::asString).collect(Collectors.toList());
    }
}
