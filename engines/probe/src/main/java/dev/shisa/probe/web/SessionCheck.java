package dev.shisa.probe.web;

import dev.shisa.probe.Exchange;
import dev.shisa.probe.Key;
import dev.shisa.probe.Verdict;
import dev.shisa.probe.login.CommonLogins.Login;
import dev.shisa.probe.run.Bench;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Sessions and requests that another site could forge. */
final class SessionCheck {

    private static final int TOKEN_CHARS_MIN = 8;
    private static final long CLOSE = 100_000;
    private static final String FOREIGN = "https://attacker.example";

    private final Bench bench;
    private final Site site;
    private final WebLogin login;
    private final Login known;

    private SessionCheck(Bench bench, Site site, WebLogin login, Login known) {
        this.bench = bench;
        this.site = site;
        this.login = login;
        this.known = known;
    }

    static void run(Bench bench, Site site, WebLogin login, Login known) throws IOException {
        SessionCheck check = new SessionCheck(bench, site, login, known);
        if (login.isForm()) {
            check.tokens();
        }
        if (bench.limits().changesAllowed()) {
            check.forgery();
        }
    }

    private void tokens() throws IOException {
        List<Optional<WebLogin.Visit>> two = new ArrayList<>();
        Callable<WebLogin.Visit> signIn = () -> login.signIn(site.stranger(), known.user(), known.password());
        for (List<Callable<WebLogin.Visit>> some : Several.pieces(List.of(signIn, signIn), site.atOnce())) {
            two.addAll(Several.all(some));
        }
        if (two.stream().anyMatch(Optional::isEmpty)) {
            bench.observe(Key.WEB, Verdict.UNKNOWN, login.where(), "web-unanswered", Exchange.NONE, 1);
            return;
        }
        WebLogin.Visit first = two.getFirst().orElseThrow();
        WebLogin.Visit second = two.getLast().orElseThrow();
        if (!first.tried().isAccepted() || !second.tried().isAccepted()) {
            return;
        }
        for (Map.Entry<String, String> cookie : first.visitor().cookies().entrySet()) {
            String other = second.visitor().cookies().getOrDefault(cookie.getKey(), "");
            boolean guessable = !cookie.getValue().equals(other) && isNear(cookie.getValue(), other);
            boolean isSession = isSession(cookie.getKey(), first.visitor());
            boolean shared = cookie.getValue().equals(other) && isSession;
            if (isSession && (guessable || shared || cookie.getValue().length() < TOKEN_CHARS_MIN)) {
                bench.fail(
                        Key.WEB,
                        login.where(),
                        "web-guessable-session",
                        first.tried().exchange(),
                        cookie.getKey(),
                        cookie.getValue().length());
            }
            fixation(cookie.getKey(), cookie.getValue());
        }
    }

    /** Whether this cookie is what keeps somebody inside. */
    private boolean isSession(String name, Visitor inside) throws IOException {
        Visitor without = site.stranger();
        inside.cookies().forEach((key, value) -> {
            if (!key.equals(name)) {
                without.cookie(key, value);
            }
        });
        Page page = without.follow("/");
        return page.loginForm().isPresent()
                || page.response().status() == 401
                || page.response().status() == 403;
    }

    private static boolean isNear(String one, String other) {
        for (int radix : new int[] {10, 16}) {
            try {
                if (Math.abs(Long.parseLong(one, radix) - Long.parseLong(other, radix)) < CLOSE) {
                    return true;
                }
            } catch (NumberFormatException e) {
                // not a number of this kind
            }
        }
        return false;
    }

    /** A session that somebody else has chosen must not be let in. */
    private void fixation(String name, String shape) throws IOException {
        String chosen = bench.word(Math.max(8, Math.min(64, shape.length())));
        Visitor victim = site.stranger();
        victim.cookie(name, chosen);
        WebLogin.Visit visit = login.signIn(victim, known.user(), known.password());
        if (!visit.tried().isAccepted() || !chosen.equals(victim.cookies().get(name))) {
            return;
        }
        Visitor attacker = site.stranger();
        attacker.cookie(name, chosen);
        Page page = attacker.follow("/");
        if (page.loginForm().isEmpty() && page.response().status() < 400 && isSession(name, victim)) {
            bench.fail(Key.WEB, login.where(), "web-fixation", page.response().exchange(), name);
        }
    }

    /**
     * A form of another site, sent by the user's browser: with what the browser adds by itself and without what the page
     * held. It counts when it changed something, which is seen by reading the page again.
     */
    private void forgery() throws IOException {
        if (login.isForm() && sameSiteOnly()) {
            return;
        }
        for (Page page : List.copyOf(site.pagesOfUser().values())) {
            for (Form form : page.forms()) {
                if (form.isPost() && Input.isTried(form)) {
                    forge(page, form);
                }
            }
        }
    }

    private boolean sameSiteOnly() throws IOException {
        Visitor visitor = site.stranger();
        Page before = visitor.follow(login.target());
        Form form = before.loginForm().orElse(null);
        if (form == null) {
            return false;
        }
        Map<String, String> values = form.values();
        form.userField().ifPresent(field -> values.put(field.name(), known.user()));
        form.passwords().forEach(field -> values.put(field.name(), known.password()));
        List<String> set = visitor.send(form.request(values)).headers().getOrDefault("set-cookie", List.of());
        return set.stream()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .anyMatch(line -> line.contains("samesite=strict") || line.contains("samesite=lax"));
    }

    private void forge(Page page, Form form) throws IOException {
        for (Form.Field field : form.fields()) {
            if (!field.isText()) {
                continue;
            }
            String mark = "k" + bench.word(7);
            Map<String, String> values = form.values();
            form.fields().stream().filter(f -> f.type().equals("hidden")).forEach(f -> values.remove(f.name()));
            values.put(field.name(), mark);
            Visitor visitor = site.visitor();
            if (visitor.get(page.target()).response().text().contains(mark)) {
                continue;
            }
            Response response = visitor.send(
                    Request.post(form.action(), values).with("Origin", FOREIGN).with("Referer", FOREIGN + "/"));
            boolean changed = visitor.get(page.target()).response().text().contains(mark);
            if (changed) {
                Map<String, String> original = form.values();
                original.put(field.name(), field.value());
                visitor.send(form.request(original));
                bench.fail(Key.WEB, site.http().where(form.action()), "web-forgery", response.exchange(), field.name());
                return;
            }
        }
    }
}
