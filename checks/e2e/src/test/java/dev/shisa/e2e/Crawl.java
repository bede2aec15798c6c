package dev.shisa.e2e;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Follows every link of our own that a person can reach by reading (GET only), breadth first. Pages are fetched by the
 * browser and parsed by it, which takes a fraction of showing them; how they look is judged on one address for each
 * route.
 */
final class Crawl {

    /** More addresses than an installation after its first ten minutes has; what is beyond is not looked at. */
    private static final int ADDRESSES_MAX = 400;

    /** Fetched at once. */
    private static final int BATCH = 8;

    private static final String FETCH = """
            paths => Promise.all(paths.map(async path => {
              const response = await fetch(path, {headers: {Accept: 'text/html, */*;q=0.8'}});
              const type = response.headers.get('content-type') || '';
              const page = {path, status: response.status, end: new URL(response.url).pathname, html: type.startsWith('text/html')};
              if (!page.html) { await response.arrayBuffer(); return page; }
              const dom = new DOMParser().parseFromString(await response.text(), 'text/html');
              dom.querySelectorAll('script, style').forEach(e => e.remove());
              page.lang = dom.documentElement.lang;
              page.headings = [...dom.querySelectorAll('h1')].map(h => h.textContent.trim());
              page.title = dom.title.trim();
              const labels = [...dom.querySelectorAll('[aria-label], [placeholder], [alt], [title]')]
                .flatMap(e => ['aria-label', 'placeholder', 'alt', 'title'].map(a => e.getAttribute(a) || ''));
              page.text = dom.body.textContent + ' ' + labels.join(' ');
              page.ids = [...dom.querySelectorAll('[id]')].map(e => e.id);
              page.links = [...dom.querySelectorAll('a[href]')].map(a => a.getAttribute('href'));
              return page;
            }))""";

    private static final Pattern KEY = Pattern.compile("(?<![/.\\w-])[a-z][a-z-]*(?:\\.[a-z0-9][a-z0-9-]*)+");
    private static final Pattern UNFILLED = Pattern.compile("\\{(?:\\d|item)[^}]*}|\\$\\{|''");

    private final Visitor visitor;
    private final Set<String> keys;
    private final Set<String> seen = new HashSet<>();
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

    int addresses() {
        return seen.size();
    }

    private void add(String href, String from) {
        String path = href.replaceFirst("#.*$", "");
        if (path.startsWith("/") && !path.startsWith("//") && seen.size() < ADDRESSES_MAX && seen.add(path)) {
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
                read((Map<?, ?>) page);
            }
        }
    }

    private void read(Map<?, ?> page) {
        String path = String.valueOf(page.get("path"));
        int status = ((Number) page.get("status")).intValue();
        if (status >= 400) {
            trouble(path, status + ", linked from " + foundOn.get(path));
            return;
        }
        if (!Boolean.TRUE.equals(page.get("html"))) {
            return;
        }
        if (String.valueOf(page.get("end")).equals("/sign-in")) {
            trouble(path, "asks to sign in again");
            return;
        }
        routes.putIfAbsent(route(path), path);
        if (!visitor.words().language().equals(page.get("lang"))) {
            trouble(path, "lang is " + page.get("lang"));
        }
        if (((List<?>) page.get("headings")).size() != 1) {
            trouble(path, "headings of the first level: " + page.get("headings"));
        }
        if (!String.valueOf(page.get("title")).endsWith(" | Shisa")) {
            trouble(path, "title is " + page.get("title"));
        }
        String text = String.valueOf(page.get("text"));
        Matcher key = KEY.matcher(text);
        Set<String> raw = new TreeSet<>();
        while (key.find()) {
            if (keys.contains(key.group())) {
                raw.add(key.group());
            }
        }
        if (!raw.isEmpty()) {
            trouble(path, "message keys on screen: " + raw);
        }
        Matcher unfilled = UNFILLED.matcher(text);
        if (unfilled.find()) {
            trouble(path, "unfilled: " + text.substring(Math.max(0, unfilled.start() - 30), unfilled.end()));
        }
        List<?> ids = (List<?>) page.get("ids");
        if (new HashSet<Object>(ids).size() != ids.size()) {
            trouble(path, "an id twice: " + ids);
        }
        for (Object link : (List<?>) page.get("links")) {
            String href = String.valueOf(link);
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
                .replaceAll("(?<=^/evidence)/[A-Z0-9-]+(?=/|$)", "/{evidence}")
                .replaceAll("(?<=^/products)/(?!new(?:/|$))[^/]+(?=/|$)", "/{series}");
        Set<String> parameters = new TreeSet<>();
        if (parts.length == 2) {
            for (String parameter : parts[1].split("&")) {
                String[] pair = parameter.split("=", 2);
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
