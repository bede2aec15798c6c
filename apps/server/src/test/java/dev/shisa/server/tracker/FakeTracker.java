package dev.shisa.server.tracker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A tracker with one project, that asks for and answers what its published description says: paths, headers, bodies, fields and their types.
 * What it does not know is 404, without the right token it answers as that tracker does, and a body without a field that must be there is
 * refused.
 */
final class FakeTracker implements AutoCloseable {

    static final String TOKEN = "tok_7Gh2kQ";

    /** An issue as it is there. */
    static final class Made {
        final int number;
        final String title;
        final String text;
        final @Nullable String due;
        boolean closed;

        @Nullable
        String assignee;

        Made(int number, String title, String text, @Nullable String due) {
            this.number = number;
            this.title = title;
            this.text = text;
            this.due = due;
        }
    }

    private record Answer(int status, @Nullable Object body) {}

    /** An answer that is no tracker's: a machine in front of it. */
    record Instead(int status, Map<String, String> headers) {}

    private static final JsonMapper JSON = JsonMapper.builder().build();

    final TrackerKind kind;
    final Map<Integer, Made> issues = Collections.synchronizedMap(new TreeMap<>());
    final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    volatile String token = TOKEN;
    volatile String name = "カメラ開発";
    volatile boolean gone;
    volatile @Nullable Instead instead;

    /** The issue of this number lies in another project now. */
    volatile int moved;

    /** Makes the issue and never says so. */
    volatile boolean breaksOff;

    private final HttpServer server;

    FakeTracker(TrackerKind kind) throws IOException {
        this.kind = kind;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    String project() {
        return switch (kind) {
            case BACKLOG, JIRA -> "CAM";
            case GITHUB -> "midori/camera";
            case GITLAB -> "midori/firmware/camera";
            case REDMINE -> "camera";
        };
    }

    /** Whose token it is, where the tracker wants to know. */
    String login() {
        return kind == TrackerKind.JIRA ? "dev@example.com" : "";
    }

    Made only() {
        return issues.values().stream()
                .reduce((a, b) -> {
                    throw new AssertionError("two issues");
                })
                .orElseThrow();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        URI uri = exchange.getRequestURI();
        asked.add(exchange.getRequestMethod() + " " + uri.getRawPath());
        Instead other = instead;
        Answer answer;
        if (other != null) {
            other.headers()
                    .forEach((field, value) -> exchange.getResponseHeaders().add(field, value));
            answer = new Answer(other.status(), null);
        } else if (moved > 0 && uri.getPath().endsWith("/issues/" + moved)) {
            exchange.getResponseHeaders().add("Location", address() + "/repositories/7/issues/1");
            answer = new Answer(301, null);
        } else if (!knows(exchange)) {
            answer = new Answer(401, Map.of("message", "Authentication failure."));
        } else {
            answer = answer(exchange, uri, body);
        }
        if (breaksOff && exchange.getRequestMethod().equals("POST")) {
            exchange.close();
            return;
        }
        byte[] bytes = answer.body() == null ? new byte[0] : JSON.writeValueAsBytes(answer.body());
        exchange.getResponseHeaders().add("Content-Type", "application/json;charset=utf-8");
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private boolean knows(HttpExchange exchange) {
        return switch (kind) {
            case BACKLOG ->
                query(exchange.getRequestURI())
                        .getOrDefault("apiKey", List.of())
                        .equals(List.of(token));
            case GITHUB ->
                has(exchange, "Authorization", "Bearer " + token)
                        && has(exchange, "X-GitHub-Api-Version", "2022-11-28")
                        && has(exchange, "Accept", "application/vnd.github+json")
                        && exchange.getRequestHeaders().containsKey("User-Agent");
            case GITLAB -> has(exchange, "PRIVATE-TOKEN", token);
            case JIRA ->
                has(
                        exchange,
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString((login() + ":" + token).getBytes(StandardCharsets.UTF_8)));
            case REDMINE -> has(exchange, "X-Redmine-API-Key", token);
        };
    }

    private static boolean has(HttpExchange exchange, String header, String value) {
        return value.equals(exchange.getRequestHeaders().getFirst(header));
    }

    private static Map<String, List<String>> query(URI uri) {
        return pairs(uri.getRawQuery() == null ? "" : uri.getRawQuery());
    }

    private static Map<String, List<String>> pairs(String text) {
        Map<String, List<String>> pairs = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            String[] both = pair.split("=", 2);
            if (both.length == 2) {
                pairs.computeIfAbsent(URLDecoder.decode(both[0], StandardCharsets.UTF_8), _ -> new ArrayList<>())
                        .add(URLDecoder.decode(both[1], StandardCharsets.UTF_8));
            }
        }
        return pairs;
    }

    private Answer answer(HttpExchange exchange, URI uri, String body) {
        String what = exchange.getRequestMethod() + " " + uri.getRawPath();
        String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        if (gone) {
            return new Answer(404, Map.of("message", "Not Found"));
        }
        return switch (kind) {
            case BACKLOG -> backlog(what, uri, type, body);
            case GITHUB -> gitHub(what, type, body);
            case GITLAB -> gitLab(what, uri, type, body);
            case JIRA -> jira(what, uri, type, body);
            case REDMINE -> redmine(what, uri, type, body);
        };
    }

    private static final Answer NOTHING = new Answer(404, Map.of("message", "Not Found"));

    private Made make(String title, String text, @Nullable String due) {
        Made made = new Made(issues.size() + 1, title, text, due);
        issues.put(made.number, made);
        return made;
    }

    // developer.nulab.com/docs/backlog/api/2: get-project, get-issue-type-list, add-issue, get-issue-list

    private Answer backlog(String what, URI uri, String type, String body) {
        return switch (what) {
            case "GET /api/v2/projects/CAM" ->
                new Answer(200, Map.of("id", 17, "projectKey", "CAM", "name", name, "archived", false));
            case "GET /api/v2/projects/CAM/issueTypes" ->
                new Answer(200, List.of(Map.of("id", 4, "projectId", 17, "name", "タスク")));
            case "POST /api/v2/issues" -> {
                Map<String, List<String>> form = pairs(body);
                boolean whole = type.equals("application/x-www-form-urlencoded")
                        && List.of("17").equals(form.get("projectId"))
                        && List.of("4").equals(form.get("issueTypeId"))
                        && List.of("3").equals(form.get("priorityId"))
                        && form.containsKey("summary");
                String due = first(form, "dueDate");
                yield whole
                        ? new Answer(
                                201,
                                backlog(make(
                                        first(form, "summary"),
                                        first(form, "description"),
                                        due.isEmpty() ? null : due)))
                        : new Answer(400, Map.of("errors", List.of(Map.of("message", "No project.", "code", 6))));
            }
            case "GET /api/v2/issues" -> {
                List<String> ids = query(uri).getOrDefault("id[]", List.of());
                yield new Answer(
                        200,
                        issues.values().stream()
                                .filter(one -> ids.contains(Integer.toString(1000 + one.number)))
                                .map(FakeTracker::backlog)
                                .toList());
            }
            default -> NOTHING;
        };
    }

    private static String first(Map<String, List<String>> form, String field) {
        return form.getOrDefault(field, List.of("")).getFirst();
    }

    private static Map<String, Object> backlog(Made made) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("id", 1000 + made.number);
        all.put("projectId", 17);
        all.put("issueKey", "CAM-" + made.number);
        all.put("keyId", made.number);
        all.put("summary", made.title);
        all.put("status", made.closed ? Map.of("id", 4, "name", "完了") : Map.of("id", 1, "name", "未対応"));
        all.put("assignee", made.assignee == null ? null : Map.of("id", 2, "name", made.assignee));
        return all;
    }

    // docs.github.com/rest: repos#get-a-repository, issues#create-an-issue, issues#get-an-issue

    private Answer gitHub(String what, String type, String body) {
        String base = "/api/v3/repos/midori/camera";
        if (what.equals("GET " + base)) {
            return new Answer(200, Map.of("id", 5, "full_name", "midori/" + name, "has_issues", true));
        }
        if (what.equals("POST " + base + "/issues")) {
            JsonNode sent = JSON.readTree(body);
            return type.equals("application/json") && sent.path("title").isString()
                    ? new Answer(
                            201,
                            gitHub(make(
                                    sent.path("title").asString(),
                                    sent.path("body").asString(),
                                    null)))
                    : new Answer(422, Map.of("message", "Validation Failed"));
        }
        Made made = what.matches("GET " + base + "/issues/[0-9]+")
                ? issues.get(Integer.parseInt(what.substring(what.lastIndexOf('/') + 1)))
                : null;
        return made == null ? NOTHING : new Answer(200, gitHub(made));
    }

    private static Map<String, Object> gitHub(Made made) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("id", 900_000_000L + made.number);
        all.put("number", made.number);
        all.put("html_url", "https://github.example/midori/camera/issues/" + made.number);
        all.put("state", made.closed ? "closed" : "open");
        all.put("assignee", made.assignee == null ? null : Map.of("login", made.assignee));
        return all;
    }

    // docs.gitlab.com/api: projects#get-a-single-project, issues#new-issue, issues#list-project-issues

    private Answer gitLab(String what, URI uri, String type, String body) {
        String base = "/api/v4/projects/midori%2Ffirmware%2Fcamera";
        if (what.equals("GET " + base)) {
            return new Answer(200, Map.of("id", 8, "name_with_namespace", "midori / firmware / " + name));
        }
        if (what.equals("POST " + base + "/issues")) {
            JsonNode sent = JSON.readTree(body);
            if (!type.equals("application/json") || !sent.path("title").isString()) {
                return new Answer(400, Map.of("error", "title is missing"));
            }
            return new Answer(
                    201,
                    gitLab(make(
                            sent.path("title").asString(),
                            sent.path("description").asString(),
                            sent.hasNonNull("due_date") ? sent.path("due_date").asString() : null)));
        }
        if (what.equals("GET " + base + "/issues")) {
            List<String> numbers = query(uri).getOrDefault("iids[]", List.of());
            return new Answer(
                    200,
                    issues.values().stream()
                            .filter(one -> numbers.contains(Integer.toString(one.number)))
                            .map(FakeTracker::gitLab)
                            .toList());
        }
        return NOTHING;
    }

    private static Map<String, Object> gitLab(Made made) {
        return Map.of(
                "id",
                7000 + made.number,
                "iid",
                made.number,
                "state",
                made.closed ? "closed" : "opened",
                "web_url",
                "https://gitlab.example/midori/firmware/camera/-/issues/" + made.number,
                "assignees",
                made.assignee == null ? List.of() : List.of(Map.of("name", made.assignee)));
    }

    // developer.atlassian.com: rest/api/2/project/{projectIdOrKey}, rest/api/2/issue

    private Answer jira(String what, URI uri, String type, String body) {
        if (what.equals("GET /rest/api/2/project/CAM")) {
            return new Answer(
                    200,
                    Map.of(
                            "id",
                            "10017",
                            "key",
                            "CAM",
                            "name",
                            name,
                            "issueTypes",
                            List.of(
                                    Map.of("id", "10003", "name", "サブタスク", "subtask", true),
                                    Map.of("id", "10002", "name", "タスク", "subtask", false))));
        }
        if (what.equals("POST /rest/api/2/issue")) {
            JsonNode fields = JSON.readTree(body).path("fields");
            boolean whole = type.equals("application/json")
                    && fields.path("project").path("key").asString("").equals("CAM")
                    && fields.path("issuetype").path("id").asString("").equals("10002")
                    && fields.path("summary").isString()
                    && fields.path("description").isString();
            if (!whole) {
                return new Answer(400, Map.of("errorMessages", List.of(), "errors", Map.of("summary", "required")));
            }
            Made made = make(
                    fields.path("summary").asString(),
                    fields.path("description").asString(),
                    fields.hasNonNull("duedate") ? fields.path("duedate").asString() : null);
            String id = Integer.toString(20_000 + made.number);
            return new Answer(
                    201, Map.of("id", id, "key", "CAM-" + made.number, "self", address() + "/rest/api/2/issue/" + id));
        }
        Made made = what.matches("GET /rest/api/2/issue/2[0-9]{4}")
                        && query(uri).getOrDefault("fields", List.of()).equals(List.of("status,assignee"))
                ? issues.get(Integer.parseInt(what.substring(what.lastIndexOf('/') + 1)) - 20_000)
                : null;
        if (made == null) {
            return NOTHING;
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(
                "status",
                made.closed
                        ? Map.of("name", "完了", "statusCategory", Map.of("key", "done"))
                        : Map.of("name", "作業前", "statusCategory", Map.of("key", "new")));
        fields.put("assignee", made.assignee == null ? null : Map.of("displayName", made.assignee));
        return new Answer(
                200,
                Map.of("id", Integer.toString(20_000 + made.number), "key", "CAM-" + made.number, "fields", fields));
    }

    // redmine.org/projects/redmine/wiki: Rest_Projects, Rest_Issues, Rest_IssueStatuses

    private Answer redmine(String what, URI uri, String type, String body) {
        return switch (what) {
            case "GET /projects/camera.json" ->
                new Answer(200, Map.of("project", Map.of("id", 3, "identifier", "camera", "name", name)));
            case "GET /issue_statuses.json" ->
                new Answer(
                        200,
                        Map.of(
                                "issue_statuses",
                                List.of(
                                        Map.of("id", 1, "name", "新規", "is_closed", false),
                                        Map.of("id", 5, "name", "終了", "is_closed", true))));
            case "POST /issues.json" -> {
                JsonNode issue = JSON.readTree(body).path("issue");
                boolean whole = type.equals("application/json")
                        && issue.path("project_id").asString("").equals("3")
                        && issue.path("subject").isString();
                yield whole
                        ? new Answer(
                                201,
                                Map.of(
                                        "issue",
                                        redmine(make(
                                                issue.path("subject").asString(),
                                                issue.path("description").asString(),
                                                issue.hasNonNull("due_date")
                                                        ? issue.path("due_date").asString()
                                                        : null))))
                        : new Answer(422, Map.of("errors", List.of("Subject cannot be blank")));
            }
            case "GET /issues.json" -> {
                Map<String, List<String>> query = query(uri);
                List<String> ids = List.of(first(query, "issue_id").split(",", -1));
                // By default, it returns open issues only.
                boolean all = query.getOrDefault("status_id", List.of("open")).equals(List.of("*"));
                yield new Answer(
                        200,
                        Map.of(
                                "issues",
                                issues.values().stream()
                                        .filter(one -> ids.contains(Integer.toString(one.number)))
                                        .filter(one -> all || !one.closed)
                                        .map(FakeTracker::redmine)
                                        .toList()));
            }
            default -> NOTHING;
        };
    }

    private static Map<String, Object> redmine(Made made) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("id", made.number);
        all.put("subject", made.title);
        all.put("status", made.closed ? Map.of("id", 5, "name", "終了") : Map.of("id", 1, "name", "新規"));
        if (made.assignee != null) {
            all.put("assigned_to", Map.of("id", 2, "name", made.assignee));
        }
        return all;
    }
}
