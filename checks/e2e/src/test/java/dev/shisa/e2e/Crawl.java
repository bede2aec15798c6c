package dev.shisa.e2e;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.options.RequestOptions;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.select.Elements;

/**
 * Follows links of our own that a person can reach by reading (GET only), breadth first, some of each route. Pages are fetched with the
 * cookies of a browser and read without one, which takes a fraction of showing them; how they look is judged on one address for each
 * route. What stands in {@code pre} is data as it was stored, not words of ours.
 */
final class Crawl {

    /** Addresses of one route: what leads on from a list is of one make, and the next list waits behind it. */
    private static final int EACH_ROUTE_MAX = 8;

    /** A list of the demonstration is long, and the machine may be busy. */
    private static final double WAIT_MS_MAX = 60_000;

    private static final List<String> LABELS = List.of("aria-label", "placeholder", "alt", "title");

    /** Parameters that choose among the rows of a page and leave its make. */
    private static final Set<String> SAME_PAGE =
            Set.of("page", "sort", "dir", "q", "state", "done", "item", "series", "kept", "mine");

    private static final Pattern FILE = Pattern.compile("\\.(csv|xlsx|json|zip|pdf)(\\?|$)");
    private static final Pattern LIST = Pattern.compile("\\.(csv|xlsx|json)$");
    private static final Pattern KEY = Pattern.compile("(?<![/.\\w-])[a-z][a-z-]*(?:\\.[a-z0-9][a-z0-9-]*)+");
    private static final Pattern UNFILLED = Pattern.compile("(?<!/)\\{(?:\\d|item)[^}]*}|\\$\\{|''");

    private final Visitor visitor;
    private final Set<String> keys;
    private final Set<String> seen = new HashSet<>();
    private final Map<String, Integer> seenOf = new HashMap<>();

    private final Deque<String> waiting = new ArrayDeque<>();
    private final Map<String, String> routes = new LinkedHashMap<>();
    private final List<String> troubles = new ArrayList<>();
    private final Map<String, String> foundOn = new LinkedHashMap<>();

    private Crawl(Visitor visitor) {
        this.visitor = visitor;
        this.keys = visitor.words().keys();
    }

    static Crawl from(Visitor visitor, String path) {
        Crawl crawl = new Crawl(visitor);
        visitor.opens(path);
        crawl.add(path, "");
        crawl.run();
        return crawl;
    }

    /** Whatever is wrong anywhere, one line each. */
    List<String> troubles() {
        return troubles;
    }

    /** One address for each route. */
    Map<String, String> routes() {
        return routes;
    }

    private void add(String href, String from) {
        String path = href.replaceFirst("#.*$", "");
        if (!path.startsWith("/") || path.startsWith("//") || !seen.add(path)) {
            return;
        }
        // Taking a file is on record, and every record has a page: one of each list, whatever is chosen of it, is
        // enough.
        boolean isFile = FILE.matcher(path).find();
        String route =
                isFile ? LIST.matcher(route(path.replaceFirst("\\?.*$", ""))).replaceFirst("") : route(path);
        if (seenOf.merge(route, 1, Integer::sum) <= (isFile ? 1 : EACH_ROUTE_MAX)) {
            waiting.add(path);
            foundOn.put(path, from);
        }
    }

    private void run() {
        while (!waiting.isEmpty()) {
            String path = waiting.remove();
            APIResponse answer = visitor.page()
                    .context()
                    .request()
                    .get(
                            path,
                            RequestOptions.create()
                                    .setHeader("Accept", "text/html, */*;q=0.8")
                                    .setTimeout(WAIT_MS_MAX));
            read(path, answer);
            answer.dispose();
        }
    }

    private void read(String path, APIResponse answer) {
        if (answer.status() >= 400) {
            trouble(path, answer.status() + ", linked from " + foundOn.get(path));
            return;
        }
        Map<String, String> headers = answer.headers();
        if (!headers.getOrDefault("content-type", "").startsWith("text/html")
                || headers.getOrDefault("content-disposition", "").startsWith("attachment")) {
            return;
        }
        if (URI.create(answer.url()).getPath().equals("/sign-in")) {
            trouble(path, "asks to sign in again");
            return;
        }
        read(path, Jsoup.parse(answer.text()));
    }

    private void read(String path, Document page) {
        routes.putIfAbsent(route(path), path);
        // Pages for everybody have an address in each language, and bear the maker's name.
        boolean forEverybody = path.startsWith("/public/");
        String language = page.select("html").attr("lang");
        if (!forEverybody && !visitor.words().language().equals(language)) {
            trouble(path, "lang is " + language);
        }
        Elements headings = page.select("h1");
        if (headings.size() != 1) {
            trouble(path, "headings of the first level: " + headings);
        }
        if (!forEverybody && !page.title().endsWith(" | Shisa")) {
            trouble(path, "title is " + page.title());
        }
        String text = text(page);
        // Pages for programmers name codes, some of which are spelled like keys.
        List<String> raw = KEY.matcher(path.matches("/help/(api|errors)\\b.*") ? "" : text)
                .results()
                .map(MatchResult::group)
                .filter(keys::contains)
                .distinct()
                .toList();
        if (!raw.isEmpty()) {
            trouble(path, "message keys on screen: " + raw);
        }
        Matcher unfilled = UNFILLED.matcher(text);
        if (unfilled.find()) {
            trouble(path, "unfilled: " + text.substring(Math.max(0, unfilled.start() - 30), unfilled.end()));
        }
        List<String> named = page.select("[id]").eachAttr("id");
        Set<String> ids = new HashSet<>(named);
        if (ids.size() != named.size()) {
            trouble(path, "an id twice: " + named);
        }
        for (String href : page.select("a[href]").eachAttr("href")) {
            if (href.startsWith("#") && !href.equals("#") && !ids.contains(href.substring(1))) {
                trouble(path, "leads nowhere: " + href);
            }
            add(href.startsWith("?") ? path.replaceFirst("\\?.*$", "") + href : href, path);
        }
    }

    /** All that a page says, also to who only hears it. */
    private static String text(Document page) {
        Document spoken = page.clone();
        spoken.select("script, style").remove();
        Stream<String> labels =
                LABELS.stream().flatMap(label -> spoken.select("[" + label + "]").eachAttr(label).stream());
        String heard = labels.collect(Collectors.joining(" "));
        spoken.select("pre").remove();
        return spoken.body().wholeText() + " " + heard;
    }

    private void trouble(String path, String what) {
        troubles.add(visitor.words() + " " + path + ": " + what);
    }

    /** The address with what names one thing left out; questions differ by the shape of their answer. */
    private String route(String path) {
        String[] parts = path.split("\\?", 2);
        String route = parts[0].replaceAll("/[0-9a-f]{8}-[0-9a-f-]{27}(?=/|$)", "/{id}")
                .replaceAll("/S1\\.1-\\d\\d(?=/|$)", "/{criterion}")
                .replaceAll("(?<=^/help/errors)/[^/]+(?=$)", "/{error}")
                .replaceAll("(?<=^/records)/\\d+-\\d+(?=/|$)", "/{record}")
                .replaceAll("(?<=^/evidence)/[A-Z0-9-]+(?=/|$)", "/{evidence}")
                .replaceAll("(?<=/(?:guides|conformity)/[a-z0-9-]{1,40})/[A-Z][A-Z0-9.-]+(?=/|$)", "/{requirement}")
                .replaceAll("(?<=^/products)/(?!(?:new|import)(?:/|$))[^/]+(?=/|$)", "/{series}");
        Set<String> parameters = new TreeSet<>();
        if (parts.length == 2) {
            for (String parameter : parts[1].split("&", -1)) {
                String[] pair = parameter.split("=", 2);
                if (SAME_PAGE.contains(pair[0])) {
                    continue;
                }
                parameters.add(
                        switch (pair[0]) {
                            case "key", "fact" -> pair[0] + " " + shape(pair.length == 2 ? pair[1] : "");
                            case "kind" -> parameter;
                            default -> pair[0];
                        });
            }
        }
        return route + (parameters.isEmpty() ? "" : " " + parameters);
    }

    private String shape(String key) {
        return visitor.words().facts().stream()
                .filter(fact -> key.startsWith(fact.key().value()))
                .map(fact -> fact.type().toString())
                .findFirst()
                .orElse("?");
    }
}
