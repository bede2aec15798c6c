package dev.shisa.probe.web;

import dev.shisa.probe.ports.Service;
import dev.shisa.probe.run.Bench;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One web server of the device, as it was met: its log-in, and its pages as a stranger and as its user see them. */
public final class Site {

    static final int PAGES_MAX = 120;

    /** What would end the session or the device is not followed. */
    static final Pattern DESTRUCTIVE = Pattern.compile(
            "(?i)log-?_?out|sign-?_?out|log-?off|reboot|restart|reset|factory|default|erase|format|delete|remove|shutdown|poweroff|wipe|clear|初期化");

    private static final List<String> LOGIN_PAGES =
            List.of("/login", "/login.html", "/signin", "/login.cgi", "/index.html", "/login.asp", "/auth/login");

    private final Bench bench;
    private final Service service;
    private final Http http;
    private final Map<String, Page> asStranger = new LinkedHashMap<>();
    private final Map<String, Page> asUser = new LinkedHashMap<>();
    private @Nullable WebLogin login;
    private @Nullable Visitor user;
    private String notFound = "";

    private Site(Bench bench, Service service) {
        this.bench = bench;
        this.service = service;
        this.http = new Http(bench, service.endpoint(), service.tls());
    }

    /** Looks at the server as a stranger and finds out how one logs in. */
    public static Site meet(Bench bench, Service service) throws IOException {
        Site site = new Site(bench, service);
        Visitor stranger = site.stranger();
        site.notFound = stranger.get("/" + bench.word(12)).words();
        site.crawl(stranger, List.of("/"), site.asStranger);
        site.findLogin(stranger);
        site.asStranger.values().forEach(page -> {
            bench.told(page.title());
            page.response().headers().forEach((name, values) -> {
                if (List.of("server", "www-authenticate", "x-powered-by").contains(name)) {
                    bench.told(name + ": " + String.join(" ", values));
                }
            });
        });
        return site;
    }

    private void findLogin(Visitor stranger) throws IOException {
        for (Page page : asStranger.values()) {
            if (login == null) {
                considerLogin(page);
            }
        }
        for (String target : LOGIN_PAGES) {
            if (login == null) {
                considerLogin(stranger.follow(target));
            }
        }
    }

    private void considerLogin(Page page) {
        String challenge = page.response().header("www-authenticate");
        if (page.response().status() == 401
                && challenge.toLowerCase(Locale.ROOT).matches("(?s)(basic|digest).*")) {
            login = WebLogin.byChallenge(bench, http, service, page.target(), challenge);
        } else {
            page.loginForm().ifPresent(form -> login = WebLogin.byForm(bench, http, service, page.target(), form));
        }
    }

    Visitor stranger() {
        return new Visitor(bench, http);
    }

    public Service service() {
        return service;
    }

    Http http() {
        return http;
    }

    public Optional<WebLogin> login() {
        return Optional.ofNullable(login);
    }

    Optional<Visitor> user() {
        return Optional.ofNullable(user);
    }

    /** Somebody has logged in: the pages are those that they see. */
    void enter(Visitor visitor) throws IOException {
        user = visitor;
        asUser.clear();
        Set<String> from = new LinkedHashSet<>(List.of("/"));
        from.addAll(asStranger.keySet());
        crawl(visitor, from, asUser);
    }

    Map<String, Page> pagesOfStranger() {
        return asStranger;
    }

    Map<String, Page> pagesOfUser() {
        return asUser;
    }

    /** The pages that tests of content go through: those of the user, or of the stranger where nobody can log in. */
    Map<String, Page> pages() {
        return user == null ? asStranger : asUser;
    }

    Visitor visitor() {
        return user == null ? stranger() : user;
    }

    /** Whether a page is what the server answers for anything that it does not have. */
    boolean isNotFound(Page page) {
        return page.response().status() == 404 || page.words().equals(notFound);
    }

    private void crawl(Visitor visitor, Iterable<String> from, Map<String, Page> into) throws IOException {
        Deque<String> queue = new ArrayDeque<>();
        from.forEach(queue::add);
        int failures = 0;
        while (!queue.isEmpty() && into.size() < PAGES_MAX && failures < 10) {
            String target = queue.remove();
            if (into.containsKey(target) || DESTRUCTIVE.matcher(target).find() || sameScript(target, into) > 8) {
                continue;
            }
            try {
                Page page = visitor.get(target);
                into.put(target, page);
                for (String link : page.links()) {
                    if (!into.containsKey(link) && queue.size() < 10 * PAGES_MAX) {
                        queue.add(link);
                    }
                }
                for (Form form : page.forms()) {
                    if (!form.isPost()) {
                        queue.add(form.action());
                    }
                }
            } catch (IOException e) {
                failures++;
            }
        }
    }

    /** A calendar has a page for every day; a few of them show what it is. */
    private static long sameScript(String target, Map<String, Page> into) {
        int query = target.indexOf('?');
        if (query < 0) {
            return 0;
        }
        String script = target.substring(0, query + 1);
        return into.keySet().stream().filter(known -> known.startsWith(script)).count();
    }
}
