package dev.shisa.e2e;

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

/**
 * Follows links of our own that a person can reach by reading (GET only), breadth first, some of each route. Pages are fetched by the
 * browser and parsed by it, which takes a fraction of showing them; how they look is judged on one address for each
 * route. What stands in {@code pre} is data as it was stored, not words of ours.
 */
final class Crawl {

    /** Addresses of one route: what leads on from a list is of one make, and the next list waits behind it. */
    private static final int EACH_ROUTE_MAX = 8;

    /** Fetched at once. */
    private static final int BATCH = 8;

    private static final String FETCH = """
            paths => Promise.all(paths.map(async path => {
              const response = await fetch(path, {headers: {Accept: 'text/html, */*;q=0.8'}});
              const page = {path, status: response.status, end: new URL(response.url).pathname, html: false,
                lang: '', title: '', text: '', headings: [], ids: [], links: []};
              page.html = (response.headers.get('content-type') || '').startsWith('text/html')
                && !(response.headers.get('content-disposition') || '').startsWith('attachment');
              const text = await response.text();
              if (!page.html) return page;
              const dom = new DOMParser().parseFromString(text, 'text/html');
              dom.querySelectorAll('script, style').forEach(e => e.remove());
              page.lang = dom.documentElement.lang;
              page.ids = [...dom.querySelectorAll('[id]')].map(e => e.id);
              page.title = dom.title.trim();
              page.headings = [...dom.querySelectorAll('h1')].map(h => h.textContent.trim());
              const labels = [...dom.querySelectorAll('[aria-label], [placeholder], [alt], [title]')]
                .flatMap(e => ['aria-label', 'placeholder', 'alt', 'title'].map(a => e.getAttribute(a) || ''));
              dom.querySelectorAll('pre').forEach(e => e.remove());
              page.text = dom.body.textContent + ' ' + labels.join(' ');
              page.links = [...dom.querySelectorAll('a[href]')].map(a => a.getAttribute('href'));
              return page;
            }))""";

    /** What the browser found at an address; everything after {@code html} is empty for a file. */
    private record Found(
            String path,
            int status,
            String end,
            boolean html,
            String lang,
            String title,
            String text,
            List<String> headings,
            List<String> ids,
            List<String> links) {

        static Found of(Map<?, ?> page) {
            return new Found(
                    words(page, "path"),
                    Integer.parseInt(words(page, "status")),
                    words(page, "end"),
                    Boolean.parseBoolean(words(page, "html")),
                    words(page, "lang"),
                    words(page, "title"),
                    words(page, "text"),
                    list(page, "headings"),
                    list(page, "ids"),
                    list(page, "links"));
        }

        private static String words(Map<?, ?> page, String name) {
            return String.valueOf(page.get(name));
        }

        private static List<String> list(Map<?, ?> page, String name) {
            return page.get(name) instanceof List<?> list
                    ? list.stream().map(String::valueOf).toList()
                    : List.of();
        }
    }

    /** Parameters that choose among the rows of a page and leave its make. */
    private static final Set<String> SAME_PAGE =
            Set.of("page", "sort", "dir", "q", "state", "done", "item", "series", "kept", "mine");

    private static final Pattern FILE = Pattern.compile("\\.(csv|xlsx|json|zip|pdf)(\\?|$)");
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
        // Taking a file is on record, and every record has a page: one of each kind is enough.
        int most = FILE.matcher(path).find() ? 1 : EACH_ROUTE_MAX;
        if (seenOf.merge(route(path), 1, Integer::sum) <= most) {
            waiting.add(path);
            foundOn.put(path, from);
        }
    }

    private void run() {
        while (!waiting.isEmpty()) {
            List<String> batch = new ArrayList<>();
            while (batch.size() < BATCH && !waiting.isEmpty()) {
                batch.add(waiting.remove());
            }
            for (Object page : (List<?>) visitor.page().evaluate(FETCH, batch)) {
                read(Found.of((Map<?, ?>) page));
            }
        }
    }

    private void read(Found page) {
        String path = page.path();
        if (page.status() >= 400) {
            trouble(path, page.status() + ", linked from " + foundOn.get(path));
            return;
        }
        if (!page.html()) {
            return;
        }
        if (page.end().equals("/sign-in")) {
            trouble(path, "asks to sign in again");
            return;
        }
        routes.putIfAbsent(route(path), path);
        // Pages for everybody have an address in each language, and bear the maker's name.
        boolean forEverybody = path.startsWith("/public/");
        if (!forEverybody && !visitor.words().language().equals(page.lang())) {
            trouble(path, "lang is " + page.lang());
        }
        if (page.headings().size() != 1) {
            trouble(path, "headings of the first level: " + page.headings());
        }
        if (!forEverybody && !page.title().endsWith(" | Shisa")) {
            trouble(path, "title is " + page.title());
        }
        // Pages for programmers name codes, some of which are spelled like keys.
        List<String> raw = KEY.matcher(path.matches("/help/(api|errors)\\b.*") ? "" : page.text())
                .results()
                .map(MatchResult::group)
                .filter(keys::contains)
                .distinct()
                .toList();
        if (!raw.isEmpty()) {
            trouble(path, "message keys on screen: " + raw);
        }
        Matcher unfilled = UNFILLED.matcher(page.text());
        if (unfilled.find()) {
            trouble(path, "unfilled: " + page.text().substring(Math.max(0, unfilled.start() - 30), unfilled.end()));
        }
        Set<String> ids = new HashSet<>(page.ids());
        if (ids.size() != page.ids().size()) {
            trouble(path, "an id twice: " + page.ids());
        }
        for (String href : page.links()) {
            if (href.startsWith("#") && !href.equals("#") && !ids.contains(href.substring(1))) {
                trouble(path, "leads nowhere: " + href);
            }
            add(href.startsWith("?") ? path.replaceFirst("\\?.*$", "") + href : href, path);
        }
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
