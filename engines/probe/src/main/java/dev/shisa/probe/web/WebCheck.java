package dev.shisa.probe.web;

import dev.shisa.probe.Declaration.Credential;
import dev.shisa.probe.Exchange;
import dev.shisa.probe.Key;
import dev.shisa.probe.Verdict;
import dev.shisa.probe.login.CommonLogins.Login;
import dev.shisa.probe.login.HandedOut;
import dev.shisa.probe.run.Bench;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Everything about one web server but guessing, which comes last because it may lock the log-in. */
public final class WebCheck {

    private static final int COMPARED_PAGES_MAX = 20;

    private final Bench bench;
    private final Site site;

    private WebCheck(Bench bench, Site site) {
        this.bench = bench;
        this.site = site;
    }

    /**
     * What guessing needs, and whether there was an update page.
     *
     * @param known a log-in that worked last; after a change of password the new one
     */
    public record Outcome(Optional<WebLogin> login, Optional<Login> known, boolean hasUpdate) {}

    /**
     * Checks one site.
     *
     * @param untilMs when the tests of inputs end, counted from the start of the run
     */
    public static Outcome run(Bench bench, Site site, long untilMs) throws IOException {
        return new WebCheck(bench, site).check(untilMs);
    }

    private Outcome check(long untilMs) throws IOException {
        Optional<Page> setup = site.setup();
        Optional<Login> known = Optional.empty();
        boolean changeTested = false;
        if (setup.isPresent()) {
            known = FirstPassword.run(bench, site, setup.get());
            site.findLoginAgain();
        }
        Optional<WebLogin> login = site.login();
        if (login.isPresent() && known.isPresent()) {
            enter(login.get(), known.get());
        } else if (login.isPresent()) {
            Optional<Credential> handedOut = login.get().known(bench);
            if (handedOut.isPresent()) {
                Login first = new Login(handedOut.get().user(), handedOut.get().password());
                WebLogin.Visit visit = login.get().signIn(site.stranger(), first.user(), first.password());
                if (visit.tried().isAccepted()) {
                    known = Optional.of(first);
                    Optional<Page> forced = forcedChange(visit);
                    boolean shortTaken = false;
                    if (forced.isPresent()) {
                        PasswordChange.Outcome changed =
                                PasswordChange.run(bench, site, login.get(), first, forced.get());
                        changeTested = true;
                        shortTaken = changed.shortTaken();
                        known = Optional.of(changed.now());
                    }
                    HandedOut.judge(
                            bench,
                            login.get().where(),
                            handedOut.get(),
                            forced.isPresent(),
                            shortTaken,
                            visit.tried().exchange());
                    enter(login.get(), known.get());
                } else {
                    bench.note("note-credential-refused", login.get().where(), first.user());
                    bench.observe(
                            Key.WEB,
                            Verdict.UNKNOWN,
                            login.get().where(),
                            "web-credential-refused",
                            visit.tried().exchange());
                }
            } else {
                bench.observe(Key.WEB, Verdict.UNKNOWN, login.get().where(), "web-no-credential", Exchange.NONE);
            }
        }
        if (site.hasOtherLogin()) {
            for (Key key : List.of(Key.WEB, Key.DEFPW, Key.PWCHANGE, Key.BRUTE)) {
                bench.observe(key, Verdict.UNKNOWN, site.http().where("/"), "web-login-not-understood", Exchange.NONE);
            }
        }
        bench.progress("access, " + site.http().where("/"));
        AccessCheck.run(bench, site);
        bench.progress("inputs, " + site.http().where("/"));
        InjectionCheck.run(bench, site, untilMs);
        if (known.isPresent()) {
            SessionCheck.run(bench, site, login.orElseThrow(), known.get());
        }
        bench.progress("update, " + site.http().where("/"));
        boolean hasUpdate = UpdateCheck.run(bench, site);
        if (known.isPresent() && !changeTested) {
            bench.progress("password, " + site.http().where("/"));
            known = Optional.of(PasswordChange.run(bench, site, login.orElseThrow(), known.get(), null)
                    .now());
            site.remember(known.get());
        }
        return new Outcome(login, known, hasUpdate);
    }

    private void enter(WebLogin login, Login as) throws IOException {
        WebLogin.Visit visit = login.signIn(site.stranger(), as.user(), as.password());
        if (visit.tried().isAccepted()) {
            site.enter(visit.visitor(), as);
        } else {
            bench.observe(
                    Key.WEB,
                    Verdict.UNKNOWN,
                    login.where(),
                    "web-credential-refused",
                    visit.tried().exchange());
        }
    }

    /** A log-in that leads to a new password, wherever one wants to go. */
    private Optional<Page> forcedChange(WebLogin.Visit visit) throws IOException {
        for (String target : List.of("/", "/index.html", "/status")) {
            Page page = visit.visitor().follow(target);
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
        if (!content) {
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
