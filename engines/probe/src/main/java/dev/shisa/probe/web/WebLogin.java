package dev.shisa.probe.web;

import dev.shisa.probe.Exchange;
import dev.shisa.probe.login.Mechanism;
import dev.shisa.probe.login.Tried;
import dev.shisa.probe.ports.Service;
import dev.shisa.probe.run.Bench;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Log-in of a web site: by its form, or by the browser's own question (HTTP Basic, Digest). */
public final class WebLogin implements Mechanism {

    private static final Pattern LOCKS =
            Pattern.compile("(?i)too many|locked|lock(ed)? ?out|try again (later|in)|temporarily|blocked|ロック|しばらく|回数");

    private static final int LINKS_TRIED = 8;

    private final Bench bench;
    private final Http http;
    private final Service service;
    private final String target;
    private final Optional<Form> form;
    private final String challenge;

    private WebLogin(Bench bench, Http http, Service service, String target, Optional<Form> form, String challenge) {
        this.bench = bench;
        this.http = http;
        this.service = service;
        this.target = target;
        this.form = form;
        this.challenge = challenge;
    }

    /** @param target the page that shows the form */
    static WebLogin byForm(Bench bench, Http http, Service service, String target, Form form) {
        return new WebLogin(bench, http, service, target, Optional.of(form), "");
    }

    /** @param target a page that answers with the challenge */
    static WebLogin byChallenge(Bench bench, Http http, Service service, String target, String challenge) {
        return new WebLogin(bench, http, service, target, Optional.empty(), challenge);
    }

    /** What a log-in led to: somebody inside, or the reason why not. */
    record Visit(Tried tried, Visitor visitor, Page page) {}

    @Override
    public Service service() {
        return service;
    }

    @Override
    public String where() {
        return http.where(target);
    }

    boolean isForm() {
        return form.isPresent();
    }

    String target() {
        return target;
    }

    String action() {
        return form.map(Form::action).orElse(target);
    }

    @Override
    public boolean canPretend() {
        return true;
    }

    @Override
    public Tried attempt(String user, String password) {
        return visit(new Visitor(bench, http), user, password);
    }

    @Override
    public Tried attemptFrom(String address, String user, String password) {
        Visitor visitor = new Visitor(bench, http)
                .always("X-Forwarded-For", address)
                .always("X-Real-IP", address)
                .always("X-Client-IP", address)
                .always("Forwarded", "for=" + address);
        return visit(visitor, user, password);
    }

    private Tried visit(Visitor visitor, String user, String password) {
        try {
            return signIn(visitor, user, password).tried();
        } catch (IOException e) {
            return new Tried(Tried.Outcome.SILENT, new Exchange("", String.valueOf(e.getMessage())));
        }
    }

    Visit signIn(Visitor visitor, String user, String password) throws IOException {
        bench.secrets().add(user, password);
        return form.isPresent() ? byForm(visitor, form.get(), user, password) : byChallenge(visitor, user, password);
    }

    private Visit byChallenge(Visitor visitor, String user, String password) throws IOException {
        String question = challenge;
        if (challenge.toLowerCase(Locale.ROOT).startsWith("digest")) {
            String fresh = new Visitor(bench, http).get(target).response().header("www-authenticate");
            question = fresh.isEmpty() ? challenge : fresh;
        }
        visitor.answering(question, user, password);
        Page page = visitor.get(target);
        int status = page.response().status();
        Tried.Outcome outcome;
        if (isLock(page.response())) {
            outcome = Tried.Outcome.LOCKED;
        } else if (status == 401 || status == 403) {
            outcome = Tried.Outcome.REFUSED;
        } else {
            outcome = status < 400 || status == 404 ? Tried.Outcome.ACCEPTED : Tried.Outcome.SILENT;
        }
        return new Visit(new Tried(outcome, page.response().exchange()), visitor, page);
    }

    private Visit byForm(Visitor visitor, Form shown, String user, String password) throws IOException {
        Page before = visitor.follow(target);
        Form now = before.loginForm().orElse(shown);
        if (isLock(before.response()) && before.loginForm().isEmpty()) {
            return new Visit(new Tried(Tried.Outcome.LOCKED, before.response().exchange()), visitor, before);
        }
        Map<String, String> values = new LinkedHashMap<>(now.values());
        now.userField().ifPresent(field -> values.put(field.name(), user));
        now.passwords().forEach(field -> values.put(field.name(), password));
        Response answer = visitor.send(now.request(values));
        if (isLock(answer)) {
            return new Visit(new Tried(Tried.Outcome.LOCKED, answer.exchange()), visitor, before);
        }
        if (answer.status() == 401 || answer.status() == 403 || answer.status() == 400) {
            return new Visit(new Tried(Tried.Outcome.REFUSED, answer.exchange()), visitor, before);
        }
        Page landed = visitor.follow(now.action(), answer);
        if (landed.loginForm().isPresent()) {
            return new Visit(new Tried(Tried.Outcome.REFUSED, answer.exchange()), visitor, landed);
        }
        Page home = visitor.follow("/");
        boolean inside = isInside(home) || (answer.isRedirect() && (isInside(landed) || leadsInside(visitor, home)));
        return new Visit(
                new Tried(inside ? Tried.Outcome.ACCEPTED : Tried.Outcome.REFUSED, answer.exchange()), visitor, home);
    }

    /** Where everybody gets the same first page, what it leads to tells. */
    private boolean leadsInside(Visitor visitor, Page home) throws IOException {
        for (String link : home.links().stream()
                .filter(to -> !Site.DESTRUCTIVE.matcher(to).find() && !to.equals(target))
                .limit(LINKS_TRIED)
                .toList()) {
            if (isInside(visitor.follow(link))) {
                return true;
            }
        }
        return false;
    }

    /** Inside is where strangers see something else: a page without the form may be one that says what went wrong. */
    private boolean isInside(Page page) throws IOException {
        int status = page.response().status();
        if (page.loginForm().isPresent() || status >= 400 || isLock(page.response())) {
            return false;
        }
        Page outside = new Visitor(bench, http).follow(page.target());
        return outside.loginForm().isPresent()
                || !outside.words().equals(page.words())
                || outside.response().status() != status;
    }

    private boolean isLock(Response response) {
        int status = response.status();
        boolean refused = status == 401 || status == 403;
        if (status == 429
                || status == 423
                || status == 503
                || (refused && !response.header("retry-after").isEmpty())) {
            return true;
        }
        boolean says = status != 404
                && !response.isRedirect()
                && response.body().length < 20_000
                && LOCKS.matcher(response.text().replaceAll("(?s)<script.*?</script>", ""))
                        .find();
        if (!says || status >= 400) {
            return says;
        }
        // Doors are locked and sites blocked on pages inside, too; what refuses offers the form again, or next to
        // nothing.
        Page page = Page.read(http, target, response);
        return page.loginForm().isPresent() || (form.isPresent() && page.links().size() < 3);
    }
}
