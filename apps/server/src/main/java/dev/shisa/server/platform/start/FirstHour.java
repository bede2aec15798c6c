package dev.shisa.server.platform.start;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * What the first person does with a new installation, through the same doors: sets it up, registers a series, answers
 * its questions with whatever the form offers, and looks at every page that a link leads to.
 */
final class FirstHour implements AutoCloseable {

    private static final int ANSWERS = 80;
    private static final int PAGES = 150;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String SERIES = "TRAINING";

    private static final String BOUNDARY = "shisa-first-hour-41d7";

    private static final Pattern FILES = Pattern.compile("(?:href|src)=\"(/(?:css|js|img|fonts)/[^\"]+)\"");
    private static final Pattern LINKS = Pattern.compile("<a\\b[^>]*\\bhref=\"(/[^\"#]*)");
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final Pattern FIELD = Pattern.compile("<(?:input|textarea)\\b([^>]*)>");
    private static final Pattern DOWNLOAD = Pattern.compile("\\.[a-z]+$|/(?:export|download|file|pack)\\b|format=");

    private final HttpClient client;
    private final String base;
    private String token = "";
    private int answered;
    private int pages;

    private record Page(int status, String body, String location) {}

    FirstHour(String base, SSLContext trust) {
        this.base = base;
        this.client = HttpClient.newBuilder()
                .sslContext(trust)
                .cookieHandler(new CookieManager())
                .build();
    }

    int answered() {
        return answered;
    }

    int pages() {
        return pages;
    }

    void signInPage() throws IOException, InterruptedException {
        Matcher files = FILES.matcher(got("/sign-in").body());
        Set<String> addresses = new HashSet<>();
        while (files.find()) {
            addresses.add(plain(files.group(1)));
        }
        for (String address : addresses) {
            got(address);
        }
        got("/certificate");
        got("/health/ready");
    }

    void setUp(String link) throws IOException, InterruptedException {
        got(link);
        posted(
                link,
                Map.of("name", "Training", "email", "training@shisa.example", "password", "sakura-no-ki-no-shita-9"));
        got("/set-up/organisation");
        posted("/set-up/organisation", Map.of("organisation", "Training", "language", "ja"));
        got("/products/new");
        posted(
                "/products/new",
                Map.of("name", "Training", "kind", "camera", "code", SERIES, "models", "T-1", "release", "1.0.0"));
    }

    /** Answers what is asked next, as long as anything is. */
    void answers() throws IOException, InterruptedException {
        String questions = "/products/" + SERIES + "/questions";
        String next = questions;
        while (answered < ANSWERS) {
            Page page = got(next);
            if (!asks(page)) {
                page = got(questions);
            }
            if (!asks(page)) {
                break;
            }
            Page answer = send(questions, filled(page.body()));
            if (answer.status() / 100 != 3) {
                Map<String, String> later = fields(page.body(), Predicate.not(FirstHour::isAnswer));
                later.put("later", "1");
                answer = send(questions, later);
            }
            answered++;
            next = answer.location();
        }
    }

    private static boolean asks(Page page) {
        return !fields(page.body(), name -> name.equals("key")).isEmpty();
    }

    /** Follows links, nearest first; what a link leads to is looked at once. */
    void lookAround() throws IOException, InterruptedException {
        ArrayDeque<String> waiting = new ArrayDeque<>(List.of("/"));
        Set<String> known = new HashSet<>(waiting);
        for (int looked = 0; looked < PAGES && !waiting.isEmpty(); looked++) {
            Page page = get(waiting.remove());
            pages++;
            Matcher links = LINKS.matcher(page.body());
            while (links.find()) {
                String link = plain(links.group(1));
                if (!DOWNLOAD.matcher(link).find() && known.add(link)) {
                    waiting.add(link);
                }
            }
        }
    }

    private static boolean isAnswer(String name) {
        return name.equals("_csrf") || name.startsWith("answer-") || name.equals("add") || name.equals("place");
    }

    /** The form of a question with the first choice of each field, or something of its type. */
    private static Map<String, String> filled(String page) {
        return fields(
                page,
                name -> !name.equals("_csrf")
                        && !name.equals("later")
                        && !name.equals("also")
                        && !name.equals("place"));
    }

    private static Map<String, String> fields(String page, Predicate<String> wanted) {
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher field = FIELD.matcher(page);
        while (field.find()) {
            String name = attribute(field.group(1), "name");
            String type = attribute(field.group(1), "type");
            if (!name.isEmpty() && !type.equals("file") && wanted.test(name)) {
                String value = attribute(field.group(1), "value");
                fields.putIfAbsent(
                        name,
                        switch (type) {
                            case "hidden", "radio", "checkbox" -> value;
                            case "date" -> "2031-04-01";
                            case "number" -> "12";
                            default -> "12";
                        });
            }
        }
        return fields;
    }

    private static String attribute(String tag, String name) {
        Matcher matcher = Pattern.compile("\\b" + name + "=\"([^\"]*)\"").matcher(tag);
        return matcher.find() ? plain(matcher.group(1)) : "";
    }

    private static String plain(String attribute) {
        return attribute.replace("&#34;", "\"").replace("&#39;", "'").replace("&amp;", "&");
    }

    private Page got(String path) throws IOException, InterruptedException {
        Page page = get(path);
        if (page.status() != 200) {
            throw new IOException(path + " answered " + page.status());
        }
        return page;
    }

    private Page get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + path)).GET());
    }

    private void posted(String path, Map<String, String> fields) throws IOException, InterruptedException {
        StringBuilder form = new StringBuilder("_csrf=").append(encoded(token));
        fields.forEach(
                (name, value) -> form.append('&').append(name).append('=').append(encoded(value)));
        Page page = send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.toString())));
        if (page.status() / 100 != 3) {
            throw new IOException(path + " took no form: " + page.status());
        }
    }

    /** As a form with files sends: its token in the address. */
    private Page send(String path, Map<String, String> fields) throws IOException, InterruptedException {
        StringBuilder body = new StringBuilder();
        fields.forEach((name, value) -> body.append(part(name, value)));
        return send(HttpRequest.newBuilder(URI.create(base + path + "?_csrf=" + encoded(token)))
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofString(
                        body.append("--" + BOUNDARY + "--\r\n").toString())));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String part(String name, String value) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private Page send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                request.timeout(PATIENCE).header("Accept-Language", "ja").build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        Matcher matcher = TOKEN.matcher(answer.body());
        if (matcher.find()) {
            token = plain(matcher.group(1));
        }
        return new Page(
                answer.statusCode(),
                answer.body(),
                answer.headers().firstValue("Location").orElse(""));
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
