package dev.shisa.cli;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** One person at a browser: the few pages that no token opens, because on them people and tokens are made. */
final class DemoDoor {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String TOKEN_DAYS = "90";
    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final Pattern INVITATION = Pattern.compile("(/invitation/[A-Za-z0-9_-]{43})");
    private static final Pattern ACT = Pattern.compile("name=\"act\" value=\"([a-z-]+)\"");
    private static final Pattern TOKEN = Pattern.compile("(shisa_[A-Za-z0-9_-]{43})<");

    private final URI server;
    private final HttpClient http;
    private String formToken = "";

    DemoDoor(URI server, Path ca) {
        this.server = server;
        this.http = HttpClient.newBuilder()
                .sslContext(ServerClient.trusting(ca))
                .cookieHandler(new CookieManager())
                .connectTimeout(PATIENCE)
                .build();
    }

    /** Makes the first account by the link of the first start, and names the organisation. */
    void setUp(String path, JsonNode person, String password, String organisation) {
        get(path);
        post(
                path,
                List.of(
                        Map.entry("name", person.path("name").asString()),
                        Map.entry("email", person.path("email").asString()),
                        Map.entry("password", password)));
        get("/set-up/organisation");
        post("/set-up/organisation", List.of(Map.entry("organisation", organisation), Map.entry("language", "ja")));
    }

    /** Invites somebody; the path of the link that makes the account. */
    String invite(JsonNode person) {
        get("/settings/people/new");
        List<Map.Entry<String, String>> fields = new ArrayList<>(List.of(
                Map.entry("name", person.path("name").asString()),
                Map.entry("email", person.path("email").asString()),
                Map.entry("language", "ja")));
        person.path("roles").forEach(role -> fields.add(Map.entry("role", role.asString())));
        return found(INVITATION, "/settings/people/new", post("/settings/people/new", fields));
    }

    /** Takes an invitation up. */
    void accept(String path, String password) {
        get(path);
        post(path, List.of(Map.entry("password", password)));
    }

    /** A token for everything that the person may do. */
    String token() {
        String page = get("/account/tokens");
        List<Map.Entry<String, String>> fields =
                new ArrayList<>(List.of(Map.entry("name", "demo"), Map.entry("days", TOKEN_DAYS)));
        ACT.matcher(page).results().forEach(act -> fields.add(Map.entry("act", act.group(1))));
        return found(TOKEN, "/account/tokens", post("/account/tokens", fields));
    }

    private String get(String path) {
        return send(path, HttpRequest.newBuilder(server.resolve(path)).GET());
    }

    private String post(String path, List<Map.Entry<String, String>> fields) {
        StringBuilder form = new StringBuilder("_csrf=").append(ServerClient.encoded(formToken));
        fields.forEach(field -> form.append('&')
                .append(ServerClient.encoded(field.getKey()))
                .append('=')
                .append(ServerClient.encoded(field.getValue())));
        return send(
                path,
                HttpRequest.newBuilder(server.resolve(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form.toString())));
    }

    private String send(String path, HttpRequest.Builder request) {
        String told = path.replaceAll("/[A-Za-z0-9_-]{43}$", "/…");
        try {
            HttpResponse<String> answer = answer(
                    request.timeout(PATIENCE).header("Accept", "text/html").build(), told);
            if (answer.statusCode() >= 400) {
                throw new Refusal(Cli.PROBLEM, "demo.page", told, answer.statusCode());
            }
            Matcher matcher = FORM_TOKEN.matcher(answer.body());
            if (matcher.find()) {
                formToken = matcher.group(1);
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(ServerClient.CANNOT_REACH, "server.stopped");
        }
    }

    /** A page is asked for again when the line breaks; a form is not, since nobody knows whether it arrived. */
    private HttpResponse<String> answer(HttpRequest request, String told) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            } catch (IOException e) {
                if (!request.method().equals("GET") || tries == ServerClient.TRIES || !ServerClient.mayBeSentAgain(e)) {
                    throw new Refusal(
                            ServerClient.CANNOT_REACH,
                            "server.broken",
                            server,
                            request.method() + " " + told,
                            tries,
                            String.valueOf(e.getMessage()));
                }
                Thread.sleep(ServerClient.AGAIN.multipliedBy(tries));
            }
        }
    }

    private static String found(Pattern pattern, String path, String page) {
        Matcher matcher = pattern.matcher(page);
        if (!matcher.find()) {
            throw new Refusal(Cli.PROBLEM, "demo.door", path, pattern.pattern());
        }
        return matcher.group(1);
    }
}
