package dev.shisa.server.platform.api;

import dev.shisa.server.platform.web.ProblemPage;
import dev.shisa.server.platform.web.Ui;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The description of the API for readers: the OpenAPI document, laid out. */
public final class ApiReference {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(tools.jackson.databind.SerializationFeature.INDENT_OUTPUT)
            .disable(tools.jackson.databind.MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private ApiReference() {}

    /** What belongs together. */
    public record Group(String id, String about, List<Entry> operations) {}

    /**
     * One operation.
     *
     * @param act words of the scope that a token needs; empty: none
     * @param body the schema of what is sent; empty: nothing is
     * @param answer the schema of what is answered
     */
    public record Entry(
            String id,
            String method,
            String path,
            String summary,
            String act,
            List<Parameter> parameters,
            String body,
            String answer,
            List<Failure> failures) {}

    /** One parameter. */
    public record Parameter(String name, String in, boolean required, String words, String about) {}

    /** One failure with the page that explains it. */
    public record Failure(String status, String code, String href) {}

    static List<Group> groups(OpenApi api, Ui ui) {
        JsonNode document = JSON.valueToTree(api.document(ui.locale()));
        JsonNode schemas = document.path("components").path("schemas");
        Map<String, List<Entry>> byGroup = new LinkedHashMap<>();
        for (OpenApi.Described operation : api.operations()) {
            JsonNode node = document.path("paths")
                    .path(operation.path())
                    .path(operation.method().toLowerCase(java.util.Locale.ROOT));
            byGroup.computeIfAbsent(operation.group(), group -> new ArrayList<>())
                    .add(entry(operation, node, schemas, ui));
        }
        return byGroup.entrySet().stream()
                .map(group -> new Group(group.getKey(), ui.t("api.group." + group.getKey()), group.getValue()))
                .toList();
    }

    private static Entry entry(OpenApi.Described operation, JsonNode node, JsonNode schemas, Ui ui) {
        List<Parameter> parameters = new ArrayList<>();
        node.path("parameters").forEach(p -> {
            List<String> words = new ArrayList<>();
            p.path("schema").path("enum").forEach(word -> words.add(word.asString()));
            parameters.add(new Parameter(
                    p.path("name").asString(),
                    p.path("in").asString(),
                    p.path("required").asBoolean(),
                    String.join(" | ", words),
                    p.path("description").asString()));
        });
        String file = operation.operation().file();
        JsonNode answer = node.path("responses")
                .path(Integer.toString(operation.operation().status()))
                .path("content")
                .path("application/json")
                .path("schema");
        JsonNode body = node.path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
        return new Entry(
                operation.id(),
                operation.method(),
                operation.path(),
                node.path("summary").asString(),
                operation.act().isOpen() ? "" : ui.t("act." + operation.act().id()),
                parameters,
                operation.operation().takesFile() ? "application/octet-stream" : text(body, schemas),
                file.isEmpty() ? text(answer, schemas) : file,
                operation.fails().stream()
                        .filter(fail -> !OpenApi.ALWAYS.contains(fail))
                        .map(fail -> new Failure(
                                fail.substring(0, 3), fail.substring(4), ProblemPage.HELP + fail.substring(4)))
                        .toList());
    }

    /** A schema with those that it names in their places; records do not contain themselves. */
    private static String text(JsonNode schema, JsonNode schemas) {
        return schema.isMissingNode() ? "" : JSON.writeValueAsString(example(schema, schemas, 0));
    }

    /** The shape by an example whose values are the names of their types. */
    private static Object example(JsonNode schema, JsonNode schemas, int depth) {
        if (depth > 12) {
            return "…";
        }
        if (schema.has("$ref")) {
            String reference = schema.path("$ref").asString();
            return example(schemas.path(reference.substring(reference.lastIndexOf('/') + 1)), schemas, depth + 1);
        }
        if (schema.has("anyOf")) {
            Object inner = example(schema.path("anyOf").path(0), schemas, depth + 1);
            return inner instanceof String text ? text + " | null" : inner;
        }
        if (schema.has("enum")) {
            List<String> words = new ArrayList<>();
            schema.path("enum").forEach(word -> words.add(word.asString()));
            return String.join(" | ", words);
        }
        return switch (schema.path("type").asString("")) {
            case "object" -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                schema.path("properties")
                        .properties()
                        .forEach(field -> fields.put(field.getKey(), example(field.getValue(), schemas, depth + 1)));
                if (schema.path("additionalProperties").isObject()) {
                    fields.put("…", example(schema.path("additionalProperties"), schemas, depth + 1));
                }
                yield fields;
            }
            case "array" -> List.of(example(schema.path("items"), schemas, depth + 1));
            case "" -> "boolean | integer | string | [string]";
            default ->
                schema.has("format")
                        ? schema.path("format").asString()
                        : schema.path("type").asString();
        };
    }
}
