package dev.shisa.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.ServerTest;
import dev.shisa.server.checklist.TestChecklists;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Random requests made from the description: mostly right in shape, often with values at the edge, sometimes broken. None
 * may end as a fault of the program, be answered otherwise than described, or tell of a series that the token does not
 * see. Seed and size by {@code -Dshisa.fuzz.seed} and {@code -Dshisa.fuzz.requests}.
 */
class ApiFuzzTest extends ServerTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> HIDDEN = List.of("スマートロック極", "XL-900", "XL-901", "9.9.7", "隠し扉");

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "a",
            "MC-200",
            "jcstar1",
            "S1.1-02",
            "jcstar1/S1.1-02",
            "login",
            "login-1",
            "login.password.default",
            "unique",
            "2026-11-20",
            "2026-11-20T00:00:00Z",
            "-1000000-01-01T00:00:00Z",
            "00000000-0000-7000-8000-000000000000",
            "' OR '1'='1",
            "\u202Eabc",
            "\u0000",
            "\uD800",
            "😀",
            "<script>alert(1)</script>",
            "../../etc/passwd",
            "${7*7}",
            "日本語の名前",
            "x".repeat(300),
            "長".repeat(20_000));

    @Autowired
    private Products products;

    private Person everything = new Person(new java.util.UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private List<String> known = new ArrayList<>();
    private int lasting;
    private Api api = apiWith("");

    @BeforeEach
    void twoSeriesOfWhichTheTokenSeesOne() {
        emptyDatabase();
        everything = person(Role.values());
        Series camera = products.create(new NewSeries("MC-200", "カメラ", "機器", "", List.of("A", "B"), "1.0"), everything);
        Series lock =
                products.create(new NewSeries("XL-900", "スマートロック極", "機器", "", List.of("XL-901"), "9.9.7"), everything);
        products.addItem(camera, "login", "管理画面", "", everything);
        products.addItem(lock, "login", "隠し扉", "", everything);
        Set<Act> acts = EnumSet.noneOf(Act.class);
        for (Act act : Act.values()) {
            // The installation's own state is not of one series: it stays out of the question here.
            if (!act.isOpen() && act != Act.OWN_ACCOUNT && act != Act.MANAGE_PEOPLE) {
                acts.add(act);
            }
        }
        api = api(everything, acts, camera.id());
        known = new ArrayList<>(List.of(String.valueOf(camera.designated()), String.valueOf(lock.designated())));
        products.models(camera.id()).forEach(model -> known.add(model.id().toString()));
        products.models(lock.id()).forEach(model -> known.add(model.id().toString()));
        products.items(camera.id(), "login").forEach(item -> known.add(item.id().toString()));
        Api.Answer checklist = api.upload(
                "/api/v1/series/MC-200/checklists?fileName=a.xlsx&name=" + encoded("東海商事"), TestChecklists.customer());
        known.add(checklist.at("/id"));
        api.put(
                "/api/v1/series/MC-200/checklists/" + checklist.at("/id") + "/columns",
                "{\"sheet\": \"確認表\", \"header\": 3, \"number\": \"A\", \"question\": \"B\", \"answer\": \"C\"}",
                "If-Match",
                checklist.tag());
        api.put("/api/v1/series/MC-200/guides", "{\"followed\": [\"jcstar1\", \"sme-guide\"]}");
        lasting = known.size();
    }

    @Test
    void noRequestIsAFaultOfTheProgramOrTellsOfAnotherSeries() {
        walk(Integer.getInteger("shisa.fuzz.requests", 1_500));
    }

    @Test
    @Tag("long")
    void norAreAHundredThousand() {
        walk(100_000);
    }

    private void walk(int requests) {
        long seed = Long.getLong("shisa.fuzz.seed", 20261120L);
        Random random = new Random(seed);
        JsonNode document = Api.document(mvc);
        List<String[]> operations = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .propertyNames()
                        .forEach(method -> operations.add(new String[] {method, path.getKey()})));
        List<String> wrong = new ArrayList<>();
        Map<Integer, Integer> statuses = new HashMap<>();
        for (int i = 0; i < requests; i++) {
            String[] operation = operations.get(random.nextInt(operations.size()));
            JsonNode described = document.path("paths").path(operation[1]).path(operation[0]);
            String path = path(operation[1], described, random);
            byte[] body = body(described, document, random);
            String[] headers = headers(described, random, i);
            String told = "seed " + seed + " request " + i + ": " + operation[0] + " " + path + " "
                    + (body == null ? "" : new String(body, StandardCharsets.UTF_8));
            try {
                Api.Answer answer =
                        api.send(HttpMethod.valueOf(operation[0].toUpperCase(Locale.ROOT)), path, body, headers);
                statuses.merge(answer.status(), 1, Integer::sum);
                String text = answer.text();
                if (answer.status() >= 500) {
                    wrong.add(told + " answered " + answer);
                }
                HIDDEN.stream()
                        .filter(word -> text.contains(word) && !told.contains(word))
                        .forEach(word -> wrong.add(told + " tells " + word));
                if (answer.status() < 300 && text.startsWith("{")) {
                    remember(answer.json());
                }
            } catch (AssertionError e) {
                wrong.add(told + ": " + e.getMessage());
            }
            if (wrong.size() > 5) {
                break;
            }
            // The limits of a minute are not what is looked for.
            clock.advance(Duration.ofMillis(200));
        }
        assertThat(wrong).isEmpty();
        assertThat(statuses.getOrDefault(200, 0) + statuses.getOrDefault(201, 0))
                .as("requests that did something: %s", statuses)
                .isGreaterThan(requests / 10);
    }

    /** Ids that the server gave, so that later requests find what earlier ones made. */
    private void remember(JsonNode answer) {
        answer.findValuesAsString("id").stream()
                .filter(id -> id.matches("[0-9a-f-]{36}"))
                .forEach(known::add);
        while (known.size() > 200) {
            known.remove(lasting);
        }
    }

    private String path(String pattern, JsonNode operation, Random random) {
        StringBuilder query = new StringBuilder();
        String path = pattern;
        for (JsonNode parameter : operation.path("parameters")) {
            String name = parameter.path("name").asString();
            switch (parameter.path("in").asString()) {
                case "path" -> path = path.replace("{" + name + "}", encoded(inPath(name, random)));
                case "query" -> {
                    if (parameter.path("required").asBoolean() ? random.nextInt(20) > 0 : random.nextInt(4) == 0) {
                        query.append(query.isEmpty() ? "?" : "&")
                                .append(name)
                                .append('=')
                                .append(encoded(inQuery(parameter.path("schema"), random)));
                    }
                }
                default -> {
                    // Headers are made below.
                }
            }
        }
        return path + query;
    }

    private String inPath(String name, Random random) {
        if (random.nextInt(8) == 0) {
            String text = TEXTS.get(random.nextInt(TEXTS.size()));
            // What the container itself refuses or takes apart is no matter of the API.
            return text.isBlank() || text.length() > 400 || text.matches("(?s).*[\\u0000/;%\\\\.\\uD800].*")
                    ? "x"
                    : text;
        }
        return switch (name) {
            case "code" ->
                List.of("MC-200", "MC-200", "MC-200", "MC-200", "XL-900", "D-AAAAA")
                        .get(random.nextInt(6));
            case "id", "tie", "fill" -> known.get(random.nextInt(known.size()));
            case "row" -> List.of("5", "6", "7", "1", "0").get(random.nextInt(5));
            case "table" ->
                List.of("quality-checklist", "psirt-lifecycle", "phases").get(random.nextInt(3));
            case "number" ->
                List.of("S1.1-02", "S1.1-05", "SME-T1A", "1-3", "9-9").get(random.nextInt(5));
            case "framework" ->
                List.of("jcstar1", "jcstar1", "sme-guide", "nist").get(random.nextInt(4));
            case "collection" -> List.of("login", "login", "nothing").get(random.nextInt(3));
            case "step" -> List.of("send", "label", "scope").get(random.nextInt(3));
            default -> "x";
        };
    }

    private String inQuery(JsonNode schema, Random random) {
        JsonNode words = schema.path("enum");
        if (!words.isEmpty() && random.nextInt(5) > 0) {
            return words.path(random.nextInt(words.size())).asString();
        }
        return switch (schema.path("type").asString("string")) {
            case "integer" ->
                List.of("1", "3", "200", "0", "-1", "99999999999", "x").get(random.nextInt(7));
            case "boolean" -> List.of("true", "false", "maybe").get(random.nextInt(3));
            default -> TEXTS.get(random.nextInt(TEXTS.size() - 2));
        };
    }

    private byte[] body(JsonNode operation, JsonNode document, Random random) {
        JsonNode content = operation.path("requestBody").path("content");
        if (content.has("application/octet-stream")) {
            byte[] file = new byte[random.nextInt(200)];
            random.nextBytes(file);
            return file;
        }
        JsonNode schema = content.path("application/json").path("schema");
        if (schema.isMissingNode()) {
            return new byte[0];
        }
        byte[] body = value(schema, document, random, 0).toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(25) == 0 && body.length > 1) {
            body[random.nextInt(body.length)] = (byte) random.nextInt(256);
        }
        return body;
    }

    private JsonNode value(JsonNode schema, JsonNode document, Random random, int depth) {
        if (random.nextInt(40) == 0) {
            return any(random, depth);
        }
        if (schema.has("$ref")) {
            return value(document.at(schema.path("$ref").asString().substring(1)), document, random, depth);
        }
        if (schema.has("anyOf")) {
            return random.nextInt(3) == 0
                    ? JSON.getNodeFactory().nullNode()
                    : value(schema.path("anyOf").path(0), document, random, depth);
        }
        JsonNode words = schema.path("enum");
        if (!words.isEmpty()) {
            return words.path(random.nextInt(words.size()));
        }
        return switch (schema.path("type").asString("")) {
            case "object" -> {
                ObjectNode object = JSON.createObjectNode();
                schema.path("properties").properties().forEach(property -> {
                    boolean optional = property.getValue().has("anyOf");
                    if (random.nextInt(optional ? 2 : 30) > 0) {
                        object.set(property.getKey(), value(property.getValue(), document, random, depth + 1));
                    }
                });
                yield object;
            }
            case "array" -> {
                ArrayNode array = JSON.createArrayNode();
                for (int n = random.nextInt(3); n > 0; n--) {
                    array.add(value(schema.path("items"), document, random, depth + 1));
                }
                yield array;
            }
            case "boolean" -> JSON.getNodeFactory().booleanNode(random.nextBoolean());
            case "integer" -> JSON.getNodeFactory().numberNode(random.nextInt(10) - 2);
            case "string" ->
                JSON.getNodeFactory()
                        .stringNode(
                                schema.path("format").asString("").equals("uuid") && random.nextInt(5) > 0
                                        ? known.get(random.nextInt(known.size()))
                                        : TEXTS.get(random.nextInt(TEXTS.size())));
            default -> any(random, depth);
        };
    }

    private static JsonNode any(Random random, int depth) {
        return switch (random.nextInt(depth > 4 ? 6 : 8)) {
            case 0 -> JSON.getNodeFactory().nullNode();
            case 1 -> JSON.getNodeFactory().booleanNode(random.nextBoolean());
            case 2 -> JSON.getNodeFactory().numberNode(random.nextLong());
            case 3 -> JSON.getNodeFactory().numberNode(random.nextDouble());
            case 4, 5 -> JSON.getNodeFactory().stringNode(TEXTS.get(random.nextInt(TEXTS.size())));
            case 6 -> JSON.createArrayNode().add(any(random, depth + 1));
            default -> JSON.createObjectNode().set("x", any(random, depth + 1));
        };
    }

    private static String[] headers(JsonNode operation, Random random, int number) {
        List<String> headers = new ArrayList<>();
        if (operation.path("requestBody").path("content").has("application/octet-stream")) {
            headers.addAll(List.of("Content-Type", "application/octet-stream"));
        } else if (random.nextInt(3) == 0) {
            headers.addAll(List.of("Idempotency-Key", "k" + (random.nextInt(10) == 0 ? 1 : number)));
        }
        for (JsonNode parameter : operation.path("parameters")) {
            if (parameter.path("name").asString().equals("If-Match") && random.nextInt(10) > 0) {
                headers.addAll(List.of("If-Match", "\"" + random.nextInt(4) + "\""));
            }
        }
        return headers.toArray(String[]::new);
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
