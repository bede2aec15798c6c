package dev.shisa.probe.web;

import dev.shisa.probe.Declaration.Credential;
import dev.shisa.probe.Exchange;
import dev.shisa.probe.Key;
import dev.shisa.probe.Verdict;
import dev.shisa.probe.login.CommonLogins.Login;
import dev.shisa.probe.login.HandedOut;
import dev.shisa.probe.login.Tried;
import dev.shisa.probe.run.Bench;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/** Everything about one web server but guessing, which comes last because it may lock the log-in. */
public final class WebCheck {

    private static final int COMPARED_PAGES_MAX = 20;
    private static final Pattern MUST_CHANGE =
            Pattern.compile("(?i)\"[^\"]{0,20}(must|need|force|require|should)[^\"]{0,20}\"\\s*:\\s*(true|1|\"?change)"
                    + "|\"[^\"]{0,20}(change|initial|first|default|expired)[^\"]{0,20}\"\\s*:\\s*(true|1)");

    private final Bench bench;
    private final Site site;
    private final InjectionCheck inputs;
    private Optional<WebLogin> login = Optional.empty();
    private Optional<Login> known = Optional.empty();
    private Optional<WebLogin.Visit> refusal = Optional.empty();
    private Optional<UpdateCheck> update = Optional.empty();
    private boolean changeTested;
    private boolean isMute;

    private WebCheck(Bench bench, Site site) {
        this.bench = bench;
        this.site = site;
        this.inputs = new InjectionCheck(bench, site);
    }

    /**
     * Everything that logs in or out, or that a lock would disturb: the way in, sessions, passwords.
     *
     * @return what is to be guessed at; {@link #inputs} may follow while that goes on if the log-in has sessions
     */
    public static WebCheck enter(Bench bench, Site site) throws IOException {
        WebCheck check = new WebCheck(bench, site);
        check.enter();
        return check;
    }

    public Optional<WebLogin> login() {
        return login;
    }

    public Optional<Login> known() {
        return known;
    }

    /** Whether there is a log-in that could not be done, so that what is behind it was not seen. */
    public boolean isMisunderstood() {
        return site.isMute();
    }

    public Site site() {
        return site;
    }

    /**
     * Whether the server is so slow, has so few places or bears so few requests that the lock must be met before anything else takes
     * time.
     */
    public boolean isShortOfTime() {
        var pace = bench.pace(site.http().endpoint());
        return login.isPresent() && known.isPresent() && (pace.isSlow() || pace.isNarrow() || pace.isHeldBack());
    }

    /** Whether what follows {@link #enter} goes on undisturbed while the log-in is locked. */
    public boolean canGoOnLocked() {
        return login.isEmpty() || login.get().hasSessions();
    }

    /**
     * What strangers get, and what is sent by who is inside: values into inputs, images.
     *
     * @param untilMs when the tests of inputs end, counted from the start of the run
     * @return whether there was an update page, or something of it stays open
     */
    public boolean inputs(long untilMs) {
        List<Callable<Boolean>> steps = List.of(
                finished(Set.of(Key.AUTH, Key.PLAIN), this::access),
                finished(Set.of(Key.WEB), () -> values(untilMs)),
                finished(Set.of(Key.UPDATE), this::images));
        boolean hasUpdate = false;
        // Whoever waits for slow answers can wait for several.
        for (List<Callable<Boolean>> some : Several.pieces(steps, site.atOnce() == 1 ? 1 : steps.size())) {
            hasUpdate = Several.all(some).getLast().orElse(true);
        }
        return hasUpdate;
    }

    /** What the network broke off stays open, and what it was about may be there. */
    private Callable<Boolean> finished(Set<Key> keys, Callable<Boolean> step) {
        return () -> {
            try {
                return step.call();
            } catch (IOException e) {
                String why = String.valueOf(e.getMessage());
                keys.stream()
                        .filter(bench::wants)
                        .forEach(key -> bench.observe(
                                key, Verdict.UNKNOWN, site.http().where("/"), "not-finished", Exchange.NONE, why));
                return true;
            }
        };
    }

    private boolean access() throws IOException {
        if (bench.wants(Key.AUTH, Key.PLAIN)) {
            bench.progress("access, " + site.http().where("/"));
            AccessCheck.run(bench, site);
        }
        return true;
    }

    private boolean values(long untilMs) {
        if (bench.wants(Key.WEB)) {
            bench.progress("inputs, " + site.http().where("/"));
            inputs.inside(untilMs);
        }
        return true;
    }

    private boolean images() throws IOException {
        if (!bench.wants(Key.UPDATE)) {
            return false;
        }
        bench.progress("update, " + site.http().where("/"));
        update = UpdateCheck.run(bench, site);
        // Who needs the password for every request gets in no more once guesses have locked the log-in.
        if (!canGoOnLocked() && hasControl()) {
            control();
            update.ifPresent(UpdateCheck::awaitBack);
        }
        return update.isPresent();
    }

    /** Whether the device's own image is still to be sent. */
    public boolean hasControl() {
        return update.filter(UpdateCheck::isOpen).isPresent();
    }

    /** Sends the device's own image, after which it may restart: nothing but this is under way then. */
    public void control() throws IOException {
        if (hasControl()) {
            bench.progress("update, " + site.http().where("/"));
            site.reopened();
            site.staysInside();
            update.orElseThrow().control();
        }
    }

    private void enter() throws IOException {
        findWayIn();
        if (site.isMute()) {
            for (Key key : List.of(Key.WEB, Key.DEFPW, Key.PWCHANGE, Key.BRUTE)) {
                bench.observe(key, Verdict.UNKNOWN, site.http().where("/"), "web-login-not-understood", Exchange.NONE);
            }
        }
        if (known.isPresent() && login.orElseThrow().isSlow() && bench.limits().changesAllowed()) {
            // Once it is known what a refusal looks like, every later try takes one answer instead of several.
            login.get().attempt(known.get().user(), bench.password(10));
            site.signInAgain();
        }
        if (known.isPresent() && bench.wants(Key.WEB)) {
            Login as = known.get();
            Several.all(List.of(finished(Set.of(Key.WEB), () -> {
                SessionCheck.run(bench, site, login.orElseThrow(), as);
                return true;
            })));
        }
        if (bench.wants(Key.WEB)) {
            inputs.fromOutside();
        }
        if (known.isPresent() && !changeTested && bench.wants(Key.PWCHANGE)) {
            bench.progress("password, " + site.http().where("/"));
            known = Optional.of(PasswordChange.run(bench, site, login.orElseThrow(), known.get(), null)
                    .now());
            site.remember(known.get());
        }
        // The change has ended the session.
        site.staysInside();
    }

    /** The handed-out log-in where one works; otherwise the first password, which nobody has set yet. */
    private void findWayIn() throws IOException {
        Optional<Page> setup = site.setup();
        if (setup.isEmpty() && tryHandedOut()) {
            return;
        }
        Optional<Form> first = setup.flatMap(Page::passwordForm).or(site::setupCall);
        if (first.isEmpty() && bench.wants(Key.DEFPW, Key.PWCHANGE)) {
            first = site.usualSetup().flatMap(Page::passwordForm);
        }
        if (first.isPresent()) {
            known = FirstPassword.run(bench, site, first.get());
            site.findLoginAgain();
            if (known.isPresent() && signIn(known.get()).isPresent()) {
                return;
            }
        }
        login = site.login();
        isMute = login.filter(WebLogin::isProgram).isPresent();
        if (isMute) {
            // What refuses everything may not even have understood the question.
            site.useNone();
            login = Optional.empty();
            known = Optional.empty();
        } else if (login.isPresent() && known.isEmpty()) {
            if (refusal.isPresent()) {
                bench.note(
                        "note-credential-refused",
                        login.get().where(),
                        login.get().known(bench).map(Credential::user).orElse(""));
            }
            bench.observe(
                    Key.WEB,
                    Verdict.UNKNOWN,
                    login.get().where(),
                    refusal.isPresent() ? "web-credential-refused" : "web-no-credential",
                    refusal.map(WebLogin.Visit::tried).map(Tried::exchange).orElse(Exchange.NONE));
        }
    }

    /** Signs in by the first way that lets these in. */
    private Optional<WebLogin.Visit> signIn(Login as) throws IOException {
        for (WebLogin way : site.ways()) {
            WebLogin.Visit visit = way.signIn(site.stranger(), as.user(), as.password());
            if (visit.tried().isAccepted()) {
                site.use(way);
                login = Optional.of(way);
                known = Optional.of(as);
                site.enter(visit.visitor(), as);
                return Optional.of(visit);
            }
            refusal = Optional.of(visit);
        }
        return Optional.empty();
    }

    private boolean tryHandedOut() throws IOException {
        Optional<Credential> handedOut = site.login().flatMap(way -> way.known(bench));
        if (handedOut.isEmpty()) {
            return false;
        }
        Credential credential = handedOut.get();
        Optional<WebLogin.Visit> visit = signIn(new Login(credential.user(), credential.password()));
        if (visit.isEmpty()) {
            return false;
        }
        WebLogin way = login.orElseThrow();
        Login first = known.orElseThrow();
        Optional<Page> forced = forcedChange(visit.get());
        boolean shortTaken = false;
        if (forced.isPresent()) {
            PasswordChange.Outcome changed = PasswordChange.run(bench, site, way, first, forced.get());
            changeTested = true;
            shortTaken = changed.shortTaken();
            known = Optional.of(changed.now());
            signIn(changed.now());
        } else if (MUST_CHANGE.matcher(visit.get().page().response().text()).find() && !way.opensAny(visit.get())) {
            PasswordChange.Outcome changed = PasswordChange.run(bench, site, way, first, null);
            changeTested = true;
            shortTaken = changed.shortTaken();
            known = Optional.of(changed.now());
            Optional<WebLogin.Visit> later = signIn(changed.now());
            boolean opened = later.isPresent() && way.opensAny(later.get());
            HandedOut.judge(
                    bench,
                    way.where(),
                    credential,
                    opened,
                    shortTaken,
                    visit.get().tried().exchange());
            return true;
        }
        HandedOut.judge(
                bench,
                way.where(),
                credential,
                forced.isPresent(),
                shortTaken,
                visit.get().tried().exchange());
        return true;
    }

    /** A log-in that leads to a new password, wherever one wants to go. */
    private Optional<Page> forcedChange(WebLogin.Visit visit) throws IOException {
        for (String target : List.of("/", "/index.html", "/status")) {
            Page seen = site.pagesOfUser().get(target);
            Page page = seen == null || seen.response().isRedirect()
                    ? visit.visitor().follow(target)
                    : seen;
            if (page.passwordForm().isEmpty() || page.links().size() > 3) {
                return Optional.empty();
            }
        }
        return Optional.of(visit.visitor().follow("/"));
    }

    /**
     * What a server without TLS gives away. Redirecting to TLS is fine if nothing but the redirect comes.
     *
     * @param secure the same device's server with TLS, if there is one
     */
    public static void plain(Bench bench, Site site, Optional<Site> secure) throws IOException {
        String where = site.http().where("/");
        site.login()
                .ifPresent(login -> bench.fail(
                        Key.PLAIN,
                        login.where(),
                        "plain-login",
                        Optional.ofNullable(site.pagesOfStranger().get(login.target()))
                                .map(page -> page.response().exchange())
                                .orElse(Exchange.NONE)));
        boolean content = site.login().isPresent();
        if (secure.isPresent()) {
            // The change of the password has ended the session.
            boolean inside = secure.get().staysInside();
            content |= takesLogin(bench, site, secure.get());
            content |= inside && showsSession(bench, site, secure.get());
            content |= losesCookie(bench, site, secure.get());
        }
        if (!content && (!site.hasShown() || site.isMute())) {
            bench.observe(
                    Key.PLAIN,
                    Verdict.UNKNOWN,
                    where,
                    site.hasShown() ? "web-login-not-understood" : "web-nothing-shown",
                    Exchange.NONE);
        } else if (!content) {
            Set<String> schemes = new TreeSet<>();
            site.pagesOfStranger()
                    .values()
                    .forEach(page -> schemes.add(page.response().status() + " "
                            + page.response().header("location").split(":", 2)[0]));
            bench.pass(Key.PLAIN, where, "plain-nothing-protected", Exchange.NONE, schemes);
        }
    }

    private static boolean takesLogin(Bench bench, Site site, Site secure) throws IOException {
        if (secure.login().filter(WebLogin::isForm).isEmpty() || site.login().isPresent()) {
            return false;
        }
        String action = secure.login().orElseThrow().action();
        // An empty form may count as a wrong password; where nothing may change, the page itself has to tell.
        Request request = bench.limits().changesAllowed() ? Request.post(action, Map.of()) : Request.get(action);
        Response response = site.stranger().send(request);
        boolean away = response.isRedirect()
                && response.header("location").toLowerCase(Locale.ROOT).startsWith("https:");
        if (away
                || response.status() == 404
                || response.status() == 405
                || response.status() >= 500
                || response.status() == 400) {
            return false;
        }
        bench.fail(Key.PLAIN, site.http().where(action), "plain-takes-login", response.exchange());
        return true;
    }

    private static boolean showsSession(Bench bench, Site site, Site secure) throws IOException {
        if (secure.user().isEmpty()) {
            return false;
        }
        Visitor visitor = site.stranger();
        secure.user().get().cookies().forEach(visitor::cookie);
        int compared = 0;
        for (Page page : secure.pagesOfUser().values()) {
            if (page.response().status() != 200 || page.passwordForm().isPresent() || compared++ > COMPARED_PAGES_MAX) {
                continue;
            }
            Page plain = visitor.get(page.target());
            if (plain.response().status() == 200
                    && plain.loginForm().isEmpty()
                    && plain.words().equals(page.words())
                    && secure.pagesOfStranger().values().stream()
                            .noneMatch(s -> s.words().equals(plain.words()))) {
                bench.fail(
                        Key.PLAIN,
                        site.http().where(page.target()),
                        "plain-shows-session",
                        plain.response().exchange());
                return true;
            }
        }
        return false;
    }

    /** A cookie without "Secure" goes to the server without TLS too, whatever that one answers. */
    private static boolean losesCookie(Bench bench, Site site, Site secure) {
        Map<String, Response> cookies =
                secure.user().map(Visitor::cookiesWithoutSecure).orElse(Map.of());
        cookies.forEach((name, response) ->
                bench.fail(Key.PLAIN, site.http().where("/"), "plain-cookie", response.exchange(), name));
        return !cookies.isEmpty();
    }
}
