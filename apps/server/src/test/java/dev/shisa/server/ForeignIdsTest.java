package dev.shisa.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.RateLimits;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.account.TestLimits;
import dev.shisa.server.platform.api.Operation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.bind.annotation.RequestMethod;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every route with an id in its address, asked by who may not see the thing that the id is of: by somebody limited to
 * another series, with all roles and with each of them, by a program of theirs with a token of each scope, and by
 * colleagues who see every series and do not work on the case. What is there is answered like what is not: the same
 * status, the same words but for the id, and as many looks into the database, but for one or two.
 */
class ForeignIdsTest extends CompanyTest {

    /** More or fewer looks into the database than for what is not there: to find whose a thing is takes one or two. */
    private static final int LOOKS = 2;

    /**
     * Of things whose codes are drawn by lot, and that take more looks. What an advisory concerns stands in its draft. A look at a
     * case that is refused is a record of that case; guesses are limited (CaseAccesses).
     */
    private static final Map<String, Integer> MORE_LOOKS = Map.of("/psirt/", 12, "/advisories/", 5);

    /**
     * The company's journals say of everything that something was done and when, which is what auditors read them for; what they say of a
     * case is that it was published.
     */
    private static final Set<String> JOURNALS = Set.of("/audit", "/audit.csv", "/records", "/records.csv");

    /** What is answered like this whether it is there or not, and does nothing. */
    private static final Set<String> TAKES_AWAY = Set.of(
            "/account/sign-ins/passkeys/{id}/remove",
            "/account/sign-ins/{id}/unlink",
            "/api/v1/series/{code}/application/evaluation/links/{id}",
            "/products/{code}/application/evaluation/links/{id}/revoke",
            "/products/{code}/questions/send/{id}/revoke");

    private static final List<String> SEARCHES = List.of(
            "/search?q=MC-200",
            "/search?q=GW-50",
            "/search?q=%E8%AA%8D%E8%A8%BC",
            "/search?q=P-",
            "/api/v1/search?q=MC-200",
            "/api/v1/search?q=%E8%AA%8D%E8%A8%BC");

    /** How Shisa itself is, its words, and what changes with every look. */
    private static final Pattern OF_THE_MACHINE = Pattern.compile(
            "/(doctor|help|css|js|img|fonts|sign-out|account|api/v1/openapi|api/v1/about|settings/about|sign-in|records/checkpoints)");

    /** What comes to other series, which whoever is limited to SL-10 does not see. */
    private static final List<String> HIDDEN_STEPS = List.of(
            "sato POST /api/v1/series {\"code\": \"XZ-9\", \"name\": \"消えた錠\", \"kind\": \"電子錠\", \"models\": [\"XZ-9\"], \"release\": \"1.0\"}",
            "sato POST /api/v1/series/MC-200/register/login {\"names\": [\"保守の端末\"]}",
            "sato POST /api/v1/series/MC-200/evidence {\"kind\": \"declaration\", \"title\": \"認証の申告\", \"statement\": \"x\", \"facts\": [{\"key\": \"login.password.default\", \"item\": \"login-1\", \"value\": \"unique\"}]}",
            "sato POST /api/v1/series/MC-200/releases {\"name\": \"9.9.9\"}",
            "sato POST /api/v1/series/MC-200/links {\"recipient\": \"見えない人\", \"questions\": [{\"key\": \"login.password.default\", \"item\": \"login-1\"}]}",
            "sato POST /api/v1/talk/evidence/{manual} {\"text\": \"認証のこと\"}",
            "sato POST /api/v1/shipments {\"series\": \"GW-50\", \"model\": \"GW-50\", \"release\": \"1.1.0\", \"lot\": \"GW9Z99\", \"day\": \"{day-2d}\", \"devices\": 77}",
            "suzuki POST /api/v1/inquiries {\"hour\": \"{now-3d}\", \"series\": \"MC-200\", \"channel\": \"mail\", \"count\": 77}",
            "suzuki POST /api/v1/statuses {\"series\": \"MC-200\", \"state\": \"investigating\", \"title\": {\"ja\": \"認証の不具合\", \"en\": \"x\"}, \"text\": {\"ja\": \"x\", \"en\": \"x\"}}",
            "suzuki POST /api/v1/shipping-stops {\"series\": \"GW-50\", \"day\": \"{day-3d}\", \"note\": \"x\", \"content\": {\"reason\": {\"ja\": \"認証\", \"en\": \"x\"}, \"publicly\": false}}");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private record Route(HttpMethod method, String path, Act act, boolean api, boolean takesFile) {}

    /** One address of which the thing is there, and the same of one that is not. */
    private record Pair(Route route, String there, String nowhere, String id, String none) {}

    @Autowired
    private RateLimits limits;

    private String ownCase = "";

    private List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        mapping.getHandlerMethods().forEach((info, handler) -> {
            Requires requires = handler.getMethodAnnotation(Requires.class);
            Operation operation = handler.getMethodAnnotation(Operation.class);
            if (requires == null) {
                return;
            }
            for (String path : info.getPatternValues()) {
                info.getMethodsCondition().getMethods().stream()
                        .map(method -> new Route(
                                HttpMethod.valueOf(method.name()),
                                path,
                                requires.value(),
                                operation != null,
                                operation != null && operation.takesFile()))
                        .filter(route -> route.path().contains("{"))
                        .forEach(routes::add);
            }
        });
        routes.sort(Comparator.comparing(Route::path)
                .thenComparing(route -> route.method().name()));
        return routes;
    }

    @Test
    void everyPlaceWhereAnAddressNamesSomethingIsKnown() {
        Set<String> all = new TreeSet<>();
        routes().forEach(route -> all.addAll(placesOf(route.path())));
        assertThat(places.keySet())
                .as("each place says in places-of-ids.tsv what stands there")
                .containsExactlyInAnyOrderElementsOf(all);
        assertThat(places.values())
                .extracting(Place::what)
                .isSubsetOf("series", "hidden", "case", "other", "word", "shared", "secret");
        assertThat(places.values())
                .filteredOn(place -> place.what().equals("shared"))
                .allSatisfy(place -> assertThat(place.value()).isNotEmpty());
    }

    @Test
    void whatSomebodyMayNotSeeIsAnsweredLikeWhatIsNotThere() {
        emptyDatabase();
        Demo demo = company();
        Set<UUID> lock = Set.of(idOf("SL-10"));
        Role[] all = {Role.EXECUTIVE, Role.QUALITY, Role.PSIRT, Role.OPERATOR, Role.AUDITOR};
        Person colleague = person(all);
        ownCase = api(colleague, Set.of(Act.HANDLE_CASES))
                .post("/api/v1/psirt/cases", "{\"title\": \"x\", \"source\": \"stranger\", \"text\": \"x\"}")
                .at("/about/number");
        assertThat(ownCase).isNotEmpty();
        List<Pair> series = new ArrayList<>();
        List<Pair> cases = new ArrayList<>();
        for (Route route : routes()) {
            List<String> there = placesOf(route.path());
            if (there.stream().noneMatch(place -> whats(place).equals("secret"))) {
                add(route, there, series, cases);
            }
        }
        List<String> wrong = new ArrayList<>();
        Person limited = person(lock, all);
        int asked = compare("limited", limited, union(series, cases), wrong);
        asked += compare("colleague", colleague, cases, wrong);
        // Writing was asked for with all of them; one role alone may only less.
        List<Pair> reads = union(series, cases).stream()
                .filter(pair -> pair.route().method().equals(HttpMethod.GET))
                .toList();
        for (Role role : all) {
            asked += compare("limited " + role, person(lock, role), reads, wrong);
            asked += compare("colleague " + role, person(role), cases, wrong);
        }
        asked += compare(
                "owner",
                person(Role.OWNER),
                cases.stream()
                        .filter(pair ->
                                whats(placesOf(pair.route().path()).getFirst()).equals("case"))
                        .toList(),
                wrong);
        assertThat(things.values()).as("nothing was done to any of them").allMatch(this::isStillThere);

        // The same of lists: what comes to the hidden ones changes no word of what others read.
        Person elsewhere = person(Role.EXECUTIVE, Role.QUALITY, Role.OPERATOR, Role.AUDITOR);
        Map<String, String> before = walk(elsewhere);
        demo.run("17-psirt.json");
        differences("colleague", before, walk(elsewhere), wrong);
        before = walk(limited);
        demo.run("17-psirt.json");
        for (String step : HIDDEN_STEPS) {
            try {
                demo.call(step);
            } catch (AssertionError e) {
                wrong.add(String.valueOf(e.getMessage()));
            }
        }
        differences("limited", before, walk(limited), wrong);
        assertThat(wrong).isEmpty();
        assertThat(asked).isGreaterThan(1_500);
    }

    private boolean isStillThere(String thing) {
        return jdbc.sql("""
                        SELECT NOT EXISTS (SELECT 1 FROM application_link WHERE revoked_at IS NOT NULL)
                            AND NOT EXISTS (SELECT 1 FROM question_link WHERE revoked_at IS NOT NULL)
                            AND EXISTS (SELECT 1 FROM passkey) AND EXISTS (SELECT 1 FROM linked_sign_in)
                            AND EXISTS (SELECT 1 FROM saved_filter)""").query(Boolean.class).single();
    }

    /** Every page, list, file and answer of the API that names nothing in its address, and the search. */
    private Map<String, String> walk(Person person) {
        Browser browser = signedIn(person);
        Api program = api(person, Set.of(Act.VIEW, Act.SEE_CASES));
        Map<String, String> told = new TreeMap<>();
        Set<String> paths = new TreeSet<>(SEARCHES);
        mapping.getHandlerMethods().forEach((info, handler) -> {
            if (info.getMethodsCondition().getMethods().contains(RequestMethod.GET)
                    && handler.hasMethodAnnotation(Requires.class)) {
                info.getPatternValues().stream()
                        .map(path -> path.replace("{format}", "csv"))
                        .filter(path -> !path.contains("{")
                                && !OF_THE_MACHINE.matcher(path).lookingAt())
                        .forEach(paths::add);
            }
        });
        for (String path : paths) {
            TestLimits.reset(limits);
            MockHttpServletResponse answer = path.startsWith("/api/")
                    ? program.get(path).response()
                    : browser.get(path).response();
            told.put(path, told(answer, NO_UUID));
        }
        return told;
    }

    private static void differences(
            String who, Map<String, String> before, Map<String, String> after, List<String> wrong) {
        assertThat(before).hasSizeGreaterThan(150);
        before.forEach((path, page) -> {
            String now = after.getOrDefault(path, "");
            if (!now.equals(page) && !JOURNALS.contains(path)) {
                wrong.add(who + ": " + path + "\n    before: " + shortly(page, now) + "\n    then:   "
                        + shortly(now, page));
            }
        });
    }

    private static List<Pair> union(List<Pair> one, List<Pair> other) {
        List<Pair> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    private String whats(String place) {
        return Optional.ofNullable(places.get(place)).map(Place::what).orElse("");
    }

    /**
     * Each variable once as the thing that is asked for, with those before it as they lead there; where the first of them
     * can be one that the person sees, also within that.
     */
    private void add(Route route, List<String> there, List<Pair> series, List<Pair> cases) {
        for (int i = 0; i < there.size(); i++) {
            String what = whats(there.get(i));
            if (!Set.of("series", "hidden", "case", "other").contains(what)) {
                continue;
            }
            String id = id(there.get(i));
            String none = none(id);
            List<Pair> to = what.equals("case") || what.equals("other") ? cases : series;
            List<String> firsts = new ArrayList<>(List.of(i == 0 ? id : id(there.getFirst())));
            if (i > 0) {
                shown(there.getFirst()).ifPresent(firsts::add);
            }
            for (String first : firsts) {
                to.add(new Pair(
                        route, filled(route, there, i, id, first), filled(route, there, i, none, first), id, none));
            }
        }
    }

    private String filled(Route route, List<String> there, int at, String id, String first) {
        StringBuilder path = new StringBuilder();
        int end = 0;
        for (int i = 0; i < there.size(); i++) {
            String place = there.get(i);
            path.append(place, end, place.lastIndexOf('{'));
            path.append(i == at ? id : i == 0 ? first : id(place));
            end = place.length();
        }
        return path.append(route.path().substring(end)).toString().replace("{format}", "csv");
    }

    /** What the person does see where others of its kind are hidden; empty if there is none. */
    private Optional<String> shown(String place) {
        Place known = Objects.requireNonNull(places.get(place), place);
        return switch (known.what()) {
            case "series" -> Optional.of("SL-10");
            case "case" -> Optional.of(ownCase);
            case "hidden" ->
                known.value().contains(":hidden")
                        ? jdbc.sql(known.value() + " LIMIT 1")
                                .param("hidden", idOf("SL-10"))
                                .query(String.class)
                                .optional()
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private int compare(String who, Person person, List<Pair> pairs, List<String> wrong) {
        Browser browser = signedIn(person);
        Map<Act, Api> programs = new HashMap<>();
        int asked = 0;
        for (Pair pair : pairs) {
            Route route = pair.route();
            if (!person.can(route.act())) {
                continue;
            }
            asked++;
            if (pair.id().equals("MISSING")) {
                wrong.add("MISSING " + pair.there());
                continue;
            }
            TestLimits.reset(limits);
            Function<String, MockHttpServletResponse> ask = route.api()
                    ? path -> call(programs.computeIfAbsent(route.act(), act -> api(person, Set.of(act))), route, path)
                    : path ->
                            (route.method().equals(HttpMethod.GET) ? browser.get(path) : browser.post(path)).response();
            List<MockHttpServletResponse> answers = new ArrayList<>();
            int none = statements()
                    .of(() -> answers.add(ask.apply(pair.nowhere())))
                    .size();
            int there =
                    statements().of(() -> answers.add(ask.apply(pair.there()))).size();
            String expected = told(answers.get(0), pair.none());
            String got = told(answers.get(1), pair.id());
            String where = who + ": " + route.method() + " " + pair.there();
            if (!got.equals(expected)) {
                wrong.add(where + "\n    not there: " + shortly(expected, got) + "\n    there:     "
                        + shortly(got, expected));
            } else if (Math.abs(there - none) > LOOKS && more(ask, pair) > looks(route)) {
                wrong.add(where + " takes " + there + " statements, instead of " + none);
            } else if (answers.get(1).getStatus() < 400 && !TAKES_AWAY.contains(route.path())) {
                wrong.add(where + " answered " + answers.get(1).getStatus());
            }
        }
        return asked;
    }

    private static int looks(Route route) {
        return MORE_LOOKS.entrySet().stream()
                .filter(more -> route.path().contains(more.getKey()))
                .mapToInt(Map.Entry::getValue)
                .findFirst()
                .orElse(LOOKS);
    }

    /** What is kept in memory is there the second time. */
    private int more(Function<String, MockHttpServletResponse> ask, Pair pair) {
        List<MockHttpServletResponse> answers = new ArrayList<>();
        int none = statements().of(() -> answers.add(ask.apply(pair.nowhere()))).size();
        return Math.abs(
                statements().of(() -> answers.add(ask.apply(pair.there()))).size() - none);
    }

    private MockHttpServletResponse call(Api api, Route route, String path) {
        if (route.takesFile()) {
            return api.upload(path + "?fileName=x.txt", new byte[] {'x'}).response();
        }
        byte[] body = route.method().equals(HttpMethod.GET) || route.method().equals(HttpMethod.DELETE)
                ? null
                : bodies.computeIfAbsent(route, this::body);
        return api.send(route.method(), path, body, "If-Match", "\"1\"").response();
    }

    private final Map<Route, byte[]> bodies = new HashMap<>();
    private @Nullable JsonNode description;

    /** The smallest body that the description allows. */
    private byte[] body(Route route) {
        JsonNode document = Objects.requireNonNullElseGet(description, () -> Api.document(mvc));
        description = document;
        JsonNode schema = document.path("paths")
                .path(route.path())
                .path(route.method().name().toLowerCase(Locale.ROOT))
                .at("/requestBody/content/application~1json/schema");
        return (schema.isMissingNode() ? JSON.createObjectNode() : example(document, schema, 0))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode example(JsonNode document, JsonNode schema, int depth) {
        if (schema.has("$ref")) {
            return example(document, document.at(schema.path("$ref").asString().substring(1)), depth + 1);
        }
        for (String choice : List.of("oneOf", "anyOf", "allOf")) {
            if (schema.has(choice)) {
                return example(document, schema.path(choice).path(0), depth + 1);
            }
        }
        if (schema.path("enum").size() > 0) {
            return schema.path("enum").path(0);
        }
        String type = schema.path("type").isArray()
                ? schema.path("type").path(0).asString()
                : schema.path("type").asString("object");
        return switch (type) {
            case "string" ->
                JSON.getNodeFactory()
                        .stringNode(
                                switch (schema.path("format").asString("")) {
                                    case "uuid" -> NO_UUID;
                                    case "date" -> "2026-11-01";
                                    case "date-time" -> "2026-11-01T00:00:00Z";
                                    default -> "x";
                                });
            case "integer", "number" ->
                JSON.getNodeFactory()
                        .numberNode(Math.max(1, schema.path("minimum").asInt(1)));
            case "boolean" -> JSON.getNodeFactory().booleanNode(false);
            case "array" -> {
                var array = JSON.createArrayNode();
                if (depth < 8) {
                    array.add(example(document, schema.path("items"), depth + 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = JSON.createObjectNode();
                schema.path("required")
                        .forEach(name -> object.set(
                                name.asString(),
                                example(document, schema.path("properties").path(name.asString()), depth + 1)));
                yield object;
            }
        };
    }
}
