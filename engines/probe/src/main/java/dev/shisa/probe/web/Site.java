package dev.shisa.probe.web;

import dev.shisa.probe.login.CommonLogins.Login;
import dev.shisa.probe.ports.Service;
import dev.shisa.probe.run.Bench;
import dev.shisa.probe.run.Wire;
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
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;

/** One web server of the device, as it was met: its log-in, and its pages as a stranger and as its user see them. */
public final class Site {

    static final int PAGES_MAX = 120;

    /** So many requests in vain, and the server is not there any more. */
    static final int FAILURES_MAX = 5;

    private static final long CRAWL_MS = 15_000;
    private static final long ENDS_WITHIN_MS = 8000;
    private static final Pattern LOGIN_OF_PROGRAMS =
            Pattern.compile("(?i)/(log-?in|sign-?in|auth|authenticate|session|token)s?(\\W.*)?$");

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
    private @Nullable Login known;
    private String notFound = "";
    private String inner = "";

    private Site(Bench bench, Service service) {
        this.bench = bench;
        this.service = service;
        this.http = new Http(bench, service.endpoint(), service.tls());
    }

    /** Looks at the server as a stranger and finds out how one logs in. */
    public static Site meet(Bench bench, Service service) throws IOException {
        Site site = new Site(bench, service);
        Visitor stranger = site.stranger();
        Page nothing = stranger.get("/" + bench.word(12));
        if (nothing.response().tookMs() > ENDS_WITHIN_MS || nothing.response().body().length >= Wire.BYTES_MAX) {
            throw new IOException("the answer to " + site.http.where(nothing.target()) + " does not end");
        }
        site.notFound = nothing.words();
        site.crawl(stranger, List.of("/"), site.asStranger);
        site.findLogin(stranger);
        site.asStranger.values().forEach(page -> {
            bench.told(page.title());
            bench.told(
                    page.response().isHtml()
                            ? Jsoup.parse(page.response().text()).text()
                            : "");
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
            if (login == null && setup().isEmpty()) {
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

    /** Whether scripts log in here in words of their own, which nobody can guess. */
    boolean hasOtherLogin() {
        return login == null
                && setup().isEmpty()
                && asStranger.values().stream()
                        .flatMap(page -> page.links().stream())
                        .anyMatch(link -> LOGIN_OF_PROGRAMS.matcher(link).find());
    }

    /** The page where the first user of a device without any password sets one. */
    Optional<Page> setup() {
        boolean entered = login != null
                || asStranger.values().stream()
                        .anyMatch(page -> page.loginForm().isPresent());
        return entered
                ? Optional.empty()
                : asStranger.values().stream()
                        .filter(page -> page.response().status() == 200)
                        .filter(page -> page.passwordForm()
                                .filter(form -> form.oldPassword().isEmpty())
                                .isPresent())
                        .findFirst();
    }

    /** Looks again for the way in, after one was made. */
    void findLoginAgain() throws IOException {
        asStranger.clear();
        crawl(stranger(), List.of("/"), asStranger);
        findLogin(stranger());
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
    void enter(Visitor visitor, Login as) throws IOException {
        user = visitor;
        known = as;
        asUser.clear();
        Set<String> from = new LinkedHashSet<>(List.of("/"));
        from.addAll(asStranger.keySet());
        crawl(visitor, from, asUser);
        for (Page page : asUser.values()) {
            if (page.response().status() == 200 && page.loginForm().isEmpty()) {
                Page outside = asStranger.getOrDefault(page.target(), stranger().get(page.target()));
                if (!outside.words().equals(page.words())) {
                    inner = page.target();
                    break;
                }
            }
        }
    }

    /** From now on one logs in with this. */
    void remember(Login other) {
        known = other;
    }

    /**
     * Whether what is sent now is sent by somebody inside: a session that has ended is begun anew. A test that goes on
     * outside would find everything refused and call that good.
     */
    boolean staysInside() throws IOException {
        if (user == null || login == null || known == null) {
            return false;
        }
        return opens(user) || signInAgain();
    }

    boolean isInside() throws IOException {
        return user != null && opens(user);
    }

    /** Begins a new session; whether it opens what the first one did. */
    boolean signInAgain() {
        if (login == null || known == null) {
            return false;
        }
        try {
            return signedIn(login, known);
        } catch (IOException e) {
            return false;
        }
    }

    private boolean signedIn(WebLogin login, Login known) throws IOException {
        WebLogin.Visit visit = login.signIn(stranger(), known.user(), known.password());
        if (!visit.tried().isAccepted() || !opens(visit.visitor())) {
            return false;
        }
        user = visit.visitor();
        return true;
    }

    private boolean opens(Visitor visitor) throws IOException {
        if (inner.isEmpty()) {
            return true;
        }
        Page page = visitor.get(inner);
        return page.response().status() == 200 && page.loginForm().isEmpty();
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
        long untilMs = bench.budget().elapsedMs() + CRAWL_MS;
        while (!queue.isEmpty()
                && into.size() < PAGES_MAX
                && failures < FAILURES_MAX
                && bench.budget().elapsedMs() < untilMs) {
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
