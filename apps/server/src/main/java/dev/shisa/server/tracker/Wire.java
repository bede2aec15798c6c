package dev.shisa.server.tracker;

import dev.shisa.server.platform.outgoing.Outcome;
import dev.shisa.server.platform.outgoing.OutsideHttp;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One connected project with its secret: asks, and reads the answer, within bounds. The token is in no message of a failure.
 *
 * @param base address of the tracker, without a slash at the end
 * @param login whose token it is, where a tracker wants to know; otherwise empty
 */
record Wire(
        TrackerKind kind,
        String base,
        boolean inside,
        String project,
        String login,
        String token,
        InstantSource clock) {

    /** A hundred issues with their texts; nobody needs longer for them. */
    private static final OutsideHttp.Bounds BOUNDS = new OutsideHttp.Bounds(Duration.ofSeconds(20), 4 * 1024 * 1024);

    /** However long a tracker wants to be left alone, it is asked again within a day. */
    private static final Duration QUIET_MAX = Duration.ofDays(1);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Answers of a machine before the tracker, which may have handed on what it was given. */
    private static final Set<Integer> MAY_BE_DONE = Set.of(500, 502, 504);

    static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonNode get(String path) throws Trouble, InterruptedException {
        try {
            return read("GET", path, "", "");
        } catch (Trouble e) {
            throw e.ofLooking();
        }
    }

    /** The same, and null where there is none of that. */
    @Nullable
    JsonNode find(String path) throws Trouble, InterruptedException {
        try {
            return get(path);
        } catch (Trouble e) {
            // Moved to another project, as GitHub says it of an issue, is not there any more either.
            if (Set.of("project", "redirected").contains(e.why().code())) {
                return null;
            }
            throw e;
        }
    }

    JsonNode postJson(String path, Map<String, ?> body) throws Trouble, InterruptedException {
        return read("POST", path, "application/json", JSON.writeValueAsString(new TreeMap<>(body)));
    }

    JsonNode postForm(String path, Map<String, String> fields) throws Trouble, InterruptedException {
        return read(
                "POST",
                path,
                "application/x-www-form-urlencoded",
                new TreeMap<>(fields)
                        .entrySet().stream()
                                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                                .collect(Collectors.joining("&")));
    }

    private JsonNode read(String method, String path, String type, String body) throws Trouble, InterruptedException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Accept", "application/json");
        headers.put("User-Agent", "Shisa");
        headers.putAll(kind.adapter().headers(this));
        if (!type.isEmpty()) {
            headers.put("Content-Type", type);
        }
        URI uri = URI.create(kind.adapter().api(this) + path);
        OutsideHttp.Answer answer;
        try {
            answer = OutsideHttp.ask(
                    new OutsideHttp.To(uri, inside), method, headers, body.getBytes(StandardCharsets.UTF_8), BOUNDS);
        } catch (OutsideHttp.NoAnswer e) {
            String code = e.why().code();
            throw new Trouble(e.why(), code.equals("slow") || code.equals("broken"), null);
        }
        if (answer.status() / 100 != 2) {
            throw refused(uri, answer);
        }
        return parsed(answer.body());
    }

    /** What a tracker answered; whoever answers in its place may answer anything. */
    static JsonNode parsed(String body) throws Trouble {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw Trouble.unreadable();
        }
    }

    private Trouble refused(URI uri, OutsideHttp.Answer answer) {
        int status = answer.status();
        boolean used =
                answer.headers().getOrDefault("x-ratelimit-remaining", "").equals("0");
        if (status == 429 || (status == 403 && (used || answer.headers().containsKey("retry-after")))) {
            return new Trouble(new Outcome.Failed("busy", uri.getHost()), false, quiet(answer.headers()));
        }
        return switch (status) {
            case 401, 403 -> new Trouble(new Outcome.Failed("token", uri.getHost()), false, null);
            case 404, 410 -> new Trouble(new Outcome.Failed("project", project), false, null);
            case 503 -> new Trouble(OutsideHttp.unexpected(uri, status), false, quiet(answer.headers()));
            default -> new Trouble(OutsideHttp.unexpected(uri, status), MAY_BE_DONE.contains(status), null);
        };
    }

    /**
     * How long it wants to be left alone: {@code Retry-After} in seconds, as GitLab and Jira say it, or the second at which it answers
     * again, as GitHub and Backlog say it in {@code X-RateLimit-Reset}.
     */
    private @Nullable Duration quiet(Map<String, String> headers) {
        Duration wait = seconds(headers.get("retry-after"));
        Duration until = seconds(headers.get("x-ratelimit-reset"));
        if (wait == null && until != null) {
            wait = until.minusSeconds(clock.instant().getEpochSecond());
        }
        return wait == null || wait.isNegative() ? null : wait.compareTo(QUIET_MAX) > 0 ? QUIET_MAX : wait;
    }

    private static @Nullable Duration seconds(@Nullable String header) {
        String text = Objects.requireNonNullElse(header, "");
        return text.matches("[0-9]{1,11}") ? Duration.ofSeconds(Long.parseLong(text)) : null;
    }

    /** Without the token. */
    @Override
    public String toString() {
        return kind + " " + project;
    }
}
