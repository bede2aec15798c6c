package dev.shisa.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A program that calls with a token. Every answer is held against the description of the API: a status, a failure or a
 * field that is not described there fails the test.
 */
public final class Api {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final AtomicInteger ADDRESSES = new AtomicInteger();
    private static final Map<String, Schema> KNOWN = new HashMap<>();

    private static final Map<String, PathPattern> PATTERNS = new HashMap<>();

    private final MockMvc mvc;
    private final String token;
    private final int address = ADDRESSES.incrementAndGet();

    Api(MockMvc mvc, String token) {
        this.mvc = mvc;
        this.token = token;
    }

    /** What was answered. */
    public record Answer(MockHttpServletResponse response) {

        public int status() {
            return response.getStatus();
        }

        public byte[] bytes() {
            return response.getContentAsByteArray();
        }

        public String text() {
            return new String(bytes(), StandardCharsets.UTF_8);
        }

        public JsonNode json() {
            return JSON.readTree(bytes());
        }

        /** A text of the answer by its JSON pointer. */
        public String at(String pointer) {
            return json().at(pointer).asString();
        }

        public @Nullable String header(String name) {
            return response.getHeader(name);
        }

        public String tag() {
            return String.valueOf(header("ETag"));
        }

        /** The code of a failure; empty if it was none. */
        public String code() {
            return status() < 400 ? "" : json().path("code").asString();
        }

        @Override
        public String toString() {
            return status() + " " + text();
        }
    }

    public Answer get(String path, String... headers) {
        return send(HttpMethod.GET, path, null, headers);
    }

    public Answer post(String path, String body, String... headers) {
        return send(HttpMethod.POST, path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    public Answer put(String path, String body, String... headers) {
        return send(HttpMethod.PUT, path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    public Answer delete(String path, String... headers) {
        return send(HttpMethod.DELETE, path, null, headers);
    }

    public Answer upload(String path, byte[] content) {
        return send(HttpMethod.POST, path, content, "Content-Type", "application/octet-stream");
    }

    /** Names and values of headers in turn; a body is JSON unless they say otherwise. */
    public Answer send(HttpMethod method, String path, byte @Nullable [] body, String... headers) {
        MockHttpServletRequestBuilder request = MockMvcRequestBuilders.request(method, URI.create(path))
                .secure(true)
                .with(r -> {
                    r.setRemoteAddr("10.9." + address / 256 % 256 + "." + address % 256);
                    return r;
                });
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        boolean typed = false;
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
            typed |= headers[i].equals("Content-Type");
        }
        if (body != null && body.length > 0) {
            request.content(body);
            if (!typed) {
                request.header("Content-Type", "application/json");
            }
        }
        try {
            Answer answer = new Answer(mvc.perform(request).andReturn().getResponse());
            hold(method, path, answer);
            return answer;
        } catch (Exception e) {
            throw new AssertionError(method + " " + path + " failed outside of the server's own answer", e);
        }
    }

    /** The description in force. */
    public static JsonNode document(MockMvc mvc) {
        try {
            MockHttpServletResponse response = mvc.perform(MockMvcRequestBuilders.get("/api/v1/openapi.json")
                            .secure(true)
                            .header("Accept-Language", "en"))
                    .andReturn()
                    .getResponse();
            assertThat(response.getStatus()).isEqualTo(200);
            return JSON.readTree(response.getContentAsByteArray());
        } catch (Exception e) {
            throw new AssertionError("the API is not described", e);
        }
    }

    private void hold(HttpMethod method, String path, Answer answer) {
        JsonNode document = description();
        Optional<JsonNode> found = operation(document, method.name().toLowerCase(java.util.Locale.ROOT), path);
        if (found.isEmpty() || answer.status() == 304) {
            return;
        }
        JsonNode described = found.get().path("responses").path(Integer.toString(answer.status()));
        if (answer.status() >= 400 && isUnknown(found.get().path("operationId").asString(), described, answer)) {
            return;
        }
        assertThat(described.isMissingNode())
                .as("%s %s answered %s, which is not described", method, path, answer)
                .isFalse();
        String type = String.valueOf(answer.response().getContentType()).split(";", 2)[0];
        JsonNode schema = described.path("content").path(type).path("schema");
        if (schema.isMissingNode()) {
            assertThat(described.path("content").propertyNames())
                    .as("%s %s answered %s", method, path, type)
                    .anyMatch(name -> name.equals(type) || name.equals("*/*"));
            return;
        }
        // Most answers that fail have the same one; the components are read once for all.
        Schema compiled = KNOWN.computeIfAbsent(schema.toString(), key -> {
            ObjectNode whole = JSON.createObjectNode();
            whole.set("components", document.path("components"));
            whole.set("allOf", JSON.createArrayNode().add(schema));
            return SCHEMAS.getSchema(whole);
        });
        assertThat(compiled.validate(answer.text(), InputFormat.JSON))
                .as("%s %s answered %s", method, path, answer)
                .isEmpty();
    }

    /** Whether it failed in a way that is not described and is from now on. */
    private static boolean isUnknown(String operation, JsonNode described, Answer answer) {
        String failure = answer.status() + " " + answer.code();
        GatheredFails.seen(operation, failure);
        for (JsonNode code : described.at("/content/application~1problem+json/schema/properties/code/enum")) {
            if (code.asString().equals(answer.code())) {
                return false;
            }
        }
        return GatheredFails.added(operation, failure);
    }

    private static @Nullable JsonNode description;

    private JsonNode description() {
        JsonNode known = description;
        if (known == null) {
            known = document(mvc);
            description = known;
        }
        return known;
    }

    private static Optional<JsonNode> operation(JsonNode document, String method, String path) {
        PathContainer asked = PathContainer.parsePath(URI.create(path).getRawPath());
        return document.path("paths").properties().stream()
                .filter(entry -> entry.getValue().has(method))
                .filter(entry -> PATTERNS.computeIfAbsent(entry.getKey(), PathPatternParser.defaultInstance::parse)
                        .matches(asked))
                .sorted(java.util.Comparator.comparingInt(
                        entry -> entry.getKey().split("\\{", -1).length))
                .map(entry -> entry.getValue().path(method))
                .findFirst();
    }
}
