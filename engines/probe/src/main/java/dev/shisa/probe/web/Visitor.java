package dev.shisa.probe.web;

import dev.shisa.probe.login.Digest;
import dev.shisa.probe.run.Bench;
import dev.shisa.probe.run.Secrets;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Somebody with a browser: keeps cookies, sends a name and password where the site asks for HTTP Basic or Digest. */
public final class Visitor {

    private static final int REDIRECTS_MAX = 5;
    private static final int COOKIES_MAX = 50;
    private static final Pattern FORGERY_FIELD =
            Pattern.compile("(?i)(?:^|&)[\\w.%-]{0,100}(?:csrf|xsrf)[\\w.%-]{0,100}=[^&]");
    private static final Pattern FORGERY_META = Pattern.compile(
            "(?i)<meta[^>]{0,100}name=[\"']?[\\w-]{0,10}(?:csrf|xsrf)[\\w-]{0,10}[\"']?[^>]{0,100}content=[\"']?([^\"'> ]{4,200})"
                    + "|<meta[^>]{0,100}content=[\"']([^\"'> ]{4,200})[\"'][^>]{0,100}name=[\"']?[\\w-]{0,10}(?:csrf|xsrf)");

    private final Bench bench;
    private final Http http;
    /** In the order of their names; several requests may go out at once. */
    private final Map<String, String> cookies = new ConcurrentSkipListMap<>();

    private final Map<String, Response> withoutSecure = new ConcurrentHashMap<>();
    private final Map<String, String> always = new LinkedHashMap<>();
    private @Nullable String user;
    private String password = "";
    private String challenge = "";
    private volatile String forgeryToken = "";

    public Visitor(Bench bench, Http http) {
        this.bench = bench;
        this.http = http;
    }

    public Http http() {
        return http;
    }

    /** From now on every request carries this header too. */
    public Visitor always(String name, String value) {
        always.put(name, value);
        return this;
    }

    /** From now on every request answers this challenge ({@code WWW-Authenticate}). */
    public Visitor answering(String with, String name, String word) {
        challenge = with;
        user = name;
        password = word;
        bench.secrets().add(name, word);
        return this;
    }

    public Map<String, String> cookies() {
        return Map.copyOf(cookies);
    }

    /** Cookies that a browser would also send without TLS, each with the answer that set it. */
    Map<String, Response> cookiesWithoutSecure() {
        return Map.copyOf(withoutSecure);
    }

    public void cookie(String name, String value) {
        cookies.put(name, value);
    }

    public Response send(Request request) throws IOException {
        Request dressed = request;
        if (!cookies.isEmpty()) {
            dressed = dressed.with(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(c -> c.getKey() + "=" + c.getValue())
                            .collect(Collectors.joining("; ")));
        }
        for (Map.Entry<String, String> header : always.entrySet()) {
            dressed = dressed.with(header.getKey(), header.getValue());
        }
        // What a page of another site sends does not have the word that the pages of this one hold.
        // A form brings it itself, and its word may be another than the cookie's, which then would be refused.
        if (!request.method().equals("GET")
                && !request.headers().containsKey("Origin")
                && !FORGERY_FIELD
                        .matcher(new String(request.body(), StandardCharsets.ISO_8859_1))
                        .find()) {
            for (String name : List.of("X-CSRF-Token", "X-XSRF-TOKEN")) {
                if (!forgeryToken().isEmpty()) {
                    dressed = dressed.with(name, forgeryToken());
                }
            }
        }
        if (user != null) {
            dressed = dressed.with("Authorization", authorization(user, request));
        }
        Response response = http.send(dressed);
        keep(response.headers().getOrDefault("set-cookie", List.of()), response);
        Matcher meta = FORGERY_META.matcher(response.isHtml() ? response.text() : "");
        if (meta.find()) {
            forgeryToken = meta.group(1) == null ? meta.group(2) : meta.group(1);
        }
        return response;
    }

    /** From now on this word goes with everything that changes something. */
    void forgeryToken(String token) {
        forgeryToken = token;
        bench.secrets().addToken(token);
    }

    private String forgeryToken() {
        return cookies.entrySet().stream()
                .filter(cookie -> cookie.getKey().toLowerCase(Locale.ROOT).matches(".*(csrf|xsrf).*"))
                .map(Map.Entry::getValue)
                .findFirst()
                .map(value -> URLDecoder.decode(value.replaceAll("%(?![0-9a-fA-F]{2})", "%25"), StandardCharsets.UTF_8))
                .orElse(forgeryToken);
    }

    private String authorization(String name, Request request) {
        if (challenge.toLowerCase(Locale.ROOT).startsWith("digest")) {
            return Digest.answer(challenge, request.method(), request.target(), name, password, bench.word(8));
        }
        return "Basic " + Secrets.basic(name, password);
    }

    private void keep(List<String> setCookies, Response response) {
        for (String line : setCookies) {
            String pair = line.split(";", 2)[0];
            int equals = pair.indexOf('=');
            if (equals > 0 && cookies.size() < COOKIES_MAX) {
                String name = pair.substring(0, equals).strip();
                String value = pair.substring(equals + 1).strip();
                if (value.isEmpty() || line.toLowerCase(Locale.ROOT).contains("max-age=0")) {
                    cookies.remove(name);
                } else {
                    cookies.put(name, value);
                    bench.secrets().addToken(value);
                    if (!line.toLowerCase(Locale.ROOT).matches(".*;\\s*secure\\b.*")) {
                        withoutSecure.put(name, response);
                    }
                }
            }
        }
    }

    public Page get(String target) throws IOException {
        return Page.read(http, target, send(Request.get(target)));
    }

    /** Goes on where the site leads, as long as it stays on this site. */
    public Page follow(String target, Response response) throws IOException {
        Page page = Page.read(http, target, response);
        for (int i = 0; i < REDIRECTS_MAX && page.response().isRedirect(); i++) {
            Optional<String> next =
                    Page.local(http, page.target(), page.response().header("location"));
            if (next.isEmpty()) {
                break;
            }
            page = get(next.get());
        }
        return page;
    }

    public Page follow(String target) throws IOException {
        return follow(target, send(Request.get(target)));
    }
}
