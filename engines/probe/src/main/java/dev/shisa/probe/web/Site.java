package dev.shisa.probe.web;

import dev.shisa.probe.login.CommonLogins.Login;
import dev.shisa.probe.ports.Service;
import dev.shisa.probe.run.Bench;
import dev.shisa.probe.run.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;

/** One web server of the device, as it was met: its log-in, and its pages as a stranger and as its user see them. */
public final class Site {

    /** So many requests in vain, and the server is not there any more. */
    static final int FAILURES_MAX = 5;

    private static final long ENDS_WITHIN_MS = 8000;
    private static final Pattern LOGIN_OF_PROGRAMS =
            Pattern.compile("(?i)/(log-?in|sign-?in|auth|authenticate|session|token)s?(\\W.*)?$");

    /** What would end the session or the device is not followed. */
    static final Pattern DESTRUCTIVE = Pattern.compile(
            "(?i)log-?_?out|sign-?_?out|log-?off|reboot|restart|reset|factory|default|erase|format|delete|remove|shutdown|poweroff|wipe|clear|初期化");

    private static final Pattern HEADER =
            Pattern.compile("[\"'](X-(?!CSRF|XSRF|Requested|Forwarded|Frame|Content)[A-Za-z0-9-]{2,30})[\"']\\s*[:,]");
    private static final int WAYS_MAX = 6;
    private static final int CLOSED_MAX = 4;
    private static final List<List<String>> USUAL_NAMES =
            List.of(List.of("username", "password"), List.of("user", "password"));
    private static final List<String> PROGRAM_LOGINS = List.of(
            "/api/login",
            "/api/auth/login",
            "/api/v1/login",
            "/api/session",
            "/api/v1/session",
            "/api/sessions",
            "/api/auth",
            "/api/token",
            "/login",
            "/auth/login",
            "/rest/login");
    private static final List<String> SETUP_PAGES = List.of(
            "/setup", "/setup.html", "/wizard", "/welcome", "/first", "/firstboot", "/init", "/initial", "/install");

    private static final List<String> LOGIN_PAGES =
            List.of("/login", "/login.html", "/signin", "/login.cgi", "/index.html", "/login.asp", "/auth/login");

    private final Bench bench;
    private final Service service;
    private final Http http;
    private final Crawl crawl;
    private final Map<String, Page> asStranger = new LinkedHashMap<>();
    private final Map<String, Page> asUser = new LinkedHashMap<>();
    private final List<WebLogin> ways = new ArrayList<>();
    private volatile @Nullable WebLogin login;
    private volatile @Nullable Visitor user;
    private volatile @Nullable Login known;
    private volatile boolean closing;
    private volatile boolean mute;
    private String notFound = "";
    private String inner = "";
    private String innerOutside = "";

    private Site(Bench bench, Service service) {
        this.bench = bench;
        this.service = service;
        this.http = new Http(bench, service.endpoint(), service.tls());
        this.crawl = new Crawl(bench, this::atOnce, this::isShortOfTime);
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
        site.crawl.read(stranger, Set.of(), site.asStranger);
        site.findLogin(stranger);
        site.asStranger.values().forEach(page -> {
            String where = site.http.where(page.target());
            bench.told(where, page.title());
            bench.told(
                    where,
                    page.response().isHtml()
                            ? Jsoup.parse(page.response().text()).text()
                            : "");
            page.links().stream().filter(link -> link.contains(".js")).forEach(link -> bench.told(where, link));
            page.response().headers().forEach((name, values) -> {
                if (List.of("server", "www-authenticate", "x-powered-by").contains(name)) {
                    bench.told(where, name + ": " + String.join(" ", values));
                }
            });
        });
        return site;
    }

    private void findLogin(Visitor stranger) throws IOException {
        List<WebLogin> shown = new ArrayList<>();
        asStranger.values().forEach(page -> considerLogin(page, shown));
        ways.addAll(shown.stream().limit(1).toList());
        programs().forEach(call -> ways.add(WebLogin.byProgram(bench, http, service, call, closed(), headers())));
        // What a page shows and its script sends is one log-in, done by the script unless the form says where it goes.
        boolean byScript = ways.size() > 1 && shown.stream().limit(1).anyMatch(way -> way.isForm() && !way.isPosted());
        if (byScript) {
            ways.add(ways.removeFirst());
        }
        for (String target : LOGIN_PAGES) {
            if (ways.isEmpty() && setup().isEmpty()) {
                Page page = stranger.follow(target);
                considerLogin(page, ways);
                page.calls().stream()
                        .filter(Form::isEntry)
                        .forEach(call -> ways.add(WebLogin.byProgram(bench, http, service, call, closed(), headers())));
            }
        }
        if (ways.isEmpty() && setup().isEmpty()) {
            usualPrograms(stranger);
        }
        login = ways.isEmpty() ? null : ways.getFirst();
    }

    private void considerLogin(Page page, List<WebLogin> found) {
        String challenge = page.response().header("www-authenticate");
        if (page.response().status() == 401
                && challenge.toLowerCase(Locale.ROOT).matches("(?s)(basic|digest).*")) {
            found.add(WebLogin.byChallenge(bench, http, service, page.target(), challenge));
        } else {
            page.loginForm().ifPresent(form -> found.add(WebLogin.byForm(bench, http, service, page.target(), form)));
        }
    }

    /** Log-ins that scripts do; of one that names no fields, the usual names. */
    private List<Form> programs() {
        List<Form> calls = new ArrayList<>();
        for (Page page : asStranger.values()) {
            for (Form call : page.calls()) {
                boolean known = calls.stream().anyMatch(c -> c.action().equals(call.action()));
                if (!known && call.isEntry()) {
                    calls.add(call);
                } else if (!known
                        && call.fields().isEmpty()
                        && call.isPost()
                        && LOGIN_OF_PROGRAMS.matcher(call.action()).find()) {
                    USUAL_NAMES.forEach(names -> calls.add(entry(call.action(), names)));
                }
            }
        }
        return calls.stream().limit(WAYS_MAX).toList();
    }

    private static Form entry(String action, List<String> names) {
        return new Form(
                action,
                action,
                "POST",
                List.of(new Form.Field(names.get(0), "text", ""), new Form.Field(names.get(1), "password", "")),
                true);
    }

    /** Where programs usually log in, on a site that shows no way in and still keeps strangers out. */
    private void usualPrograms(Visitor stranger) throws IOException {
        if (closed().isEmpty()
                && asStranger.values().stream().anyMatch(page -> page.response().status() == 200)) {
            return;
        }
        int nothing = stranger.send(
                        entry("/" + bench.word(10), USUAL_NAMES.getFirst()).request(Map.of()))
                .status();
        for (String target : PROGRAM_LOGINS) {
            Response response =
                    stranger.send(entry(target, USUAL_NAMES.getFirst()).request(Map.of()));
            int status = response.status();
            if (status != nothing && List.of(200, 400, 401, 403, 422).contains(status) && !response.isHtml()) {
                USUAL_NAMES.forEach(names ->
                        ways.add(WebLogin.byProgram(bench, http, service, entry(target, names), closed(), headers())));
                return;
            }
        }
    }

    /** Places that strangers are kept from, whatever the words for it. */
    private List<String> closed() {
        return asStranger.values().stream()
                .filter(page -> page.response().status() == 401
                        || page.response().status() == 403
                        || JsonAnswer.read(page.response())
                                .filter(JsonAnswer::isRefusal)
                                .isPresent())
                .map(Page::target)
                .filter(target -> !LOGIN_OF_PROGRAMS.matcher(target).find())
                .limit(CLOSED_MAX)
                .toList();
    }

    /** Headers that scripts name, those against forged requests left out. */
    private List<String> headers() {
        Set<String> names = new LinkedHashSet<>();
        for (Page page : asStranger.values()) {
            Matcher matcher = HEADER.matcher(page.response().text());
            while (matcher.find() && names.size() < CLOSED_MAX) {
                names.add(matcher.group(1));
            }
        }
        return List.copyOf(names);
    }

    /** Every way to log in that was found, likeliest first. */
    List<WebLogin> ways() {
        return List.copyOf(ways);
    }

    /** The way that was seen to lead inside. */
    void use(WebLogin way) {
        login = way;
    }

    /** None of the ways could be understood. */
    void useNone() {
        login = null;
        mute = true;
    }

    /** Whether there is a log-in that nobody could do, so that what is behind it is not known. */
    boolean isMute() {
        return mute || hasOtherLogin();
    }

    /** Whether scripts log in here in words of their own, which nobody can guess. */
    boolean hasOtherLogin() {
        return login == null
                && setup().isEmpty()
                && asStranger.values().stream()
                        .flatMap(page -> page.links().stream())
                        .anyMatch(link -> LOGIN_OF_PROGRAMS.matcher(link).find());
    }

    /** The same, at the places where such pages usually are and which nothing may lead to. */
    Optional<Page> usualSetup() throws IOException {
        for (String target : SETUP_PAGES) {
            Page page = stranger().get(target);
            if (page.response().status() == 200
                    && page.loginForm().isEmpty()
                    && page.passwordForm()
                            .filter(form -> form.oldPassword().isEmpty())
                            .isPresent()) {
                return Optional.of(page);
            }
        }
        return Optional.empty();
    }

    /** Where a script sends the first password of all. */
    Optional<Form> setupCall() {
        return asStranger.values().stream()
                .flatMap(page -> page.calls().stream())
                .filter(call ->
                        call.isSetup() && call.isPost() && !call.passwords().isEmpty())
                .findFirst();
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
        ways.clear();
        crawl.read(stranger(), Set.of(), asStranger);
        findLogin(stranger());
    }

    /** How many requests are best sent at once. */
    int atOnce() {
        return bench.pace(http.endpoint()).atOnce();
    }

    /** Whether answers are slow or places few, so that the likeliest has to do. */
    boolean isShortOfTime() {
        var pace = bench.pace(http.endpoint());
        return pace.isSlow() || pace.isNarrow();
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
        // What only users are led to comes first: a manual for everybody must not take its place.
        crawl.read(visitor, asStranger.keySet(), asUser);
        inner = "";
        for (Page page : asUser.values()) {
            if (page.response().status() == 200 && page.loginForm().isEmpty()) {
                Optional<Page> seen = outside(page.target());
                if (seen.isEmpty()) {
                    continue;
                }
                Page outside = seen.get();
                boolean refused = outside.response().status() != 200
                        || outside.loginForm().isPresent();
                if (!outside.words().equals(page.words()) && (refused || inner.isEmpty())) {
                    inner = page.target();
                    innerOutside = outside.words();
                }
                if (refused) {
                    break;
                }
            }
        }
    }

    /** What a stranger sees there; empty where nothing comes. */
    private Optional<Page> outside(String target) {
        Page known = asStranger.get(target);
        return known != null
                ? Optional.of(known)
                : Several.all(List.<Callable<Page>>of(() -> stranger().get(target)))
                        .getFirst();
    }

    /** From now on others guess at the log-in: a right password in between would set back what is counted. */
    public void closing() {
        closing = true;
    }

    /** The guesses are over. */
    void reopened() {
        closing = false;
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
        Visitor now = user;
        return now != null && (opens(now) || signInAgain());
    }

    boolean isInside() throws IOException {
        Visitor now = user;
        return now != null && opens(now);
    }

    /** Begins a new session; whether it opens what the first one did. */
    boolean signInAgain() {
        WebLogin way = login;
        Login as = known;
        if (way == null || as == null || closing) {
            return false;
        }
        try {
            return signedIn(way, as);
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
        return page.response().status() == 200
                && page.loginForm().isEmpty()
                && !page.words().equals(innerOutside);
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

    /** Where pages are that were led to and could not be read, so that what they hold is not known. */
    public static List<String> unread(List<Site> sites) {
        return sites.stream()
                .flatMap(site -> site.crawl.unread().stream().map(site.http::where))
                .toList();
    }

    /** Whether anybody was shown anything, or led anywhere: what a server refuses that refuses everything says nothing. */
    boolean hasShown() {
        return Stream.concat(asStranger.values().stream(), asUser.values().stream())
                .anyMatch(page -> page.response().status() / 100 == 2
                        || page.response().isRedirect()
                        || page.response().status() == 401);
    }

    Visitor visitor() {
        Visitor now = user;
        return now == null ? stranger() : now;
    }

    /** Whether a page is what the server answers for anything that it does not have. */
    boolean isNotFound(Page page) {
        return page.response().status() == 404 || page.words().equals(notFound);
    }
}
