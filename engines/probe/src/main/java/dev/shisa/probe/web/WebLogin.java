package dev.shisa.probe.web;

import dev.shisa.probe.Exchange;
import dev.shisa.probe.login.LockWords;
import dev.shisa.probe.login.Mechanism;
import dev.shisa.probe.login.Tried;
import dev.shisa.probe.ports.Service;
import dev.shisa.probe.run.Bench;
import dev.shisa.probe.run.Endpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Log-in of a web site: by its form, by the browser's own question (HTTP Basic, Digest), or as a script of its pages
 * does it, which sends JSON and gets a cookie or a token. How the token is carried is found out by what opens.
 */
public final class WebLogin implements Mechanism {

    private static final Pattern LOCKS =
            Pattern.compile("(?i)too many|locked|lock(ed)? ?out|try again (later|in)|temporarily|blocked|ロック|しばらく|回数");

    private static final int LINKS_TRIED = 8;

    /** How scripts carry a token, likeliest first. */
    private static final List<Carrier> CARRIERS = List.of(
            new Carrier("Authorization", "Bearer "),
            new Carrier("X-Auth-Token", ""),
            new Carrier("Authorization", ""),
            new Carrier("Authorization", "Token "),
            new Carrier("X-Access-Token", ""),
            new Carrier("X-Session-Token", ""),
            new Carrier("X-Session-Id", ""),
            new Carrier("X-Session", ""),
            new Carrier("X-Token", ""),
            new Carrier("X-API-Key", ""),
            new Carrier("Token", ""),
            new Carrier("Cookie", "token="),
            new Carrier("Cookie", "session="),
            new Carrier("Cookie", "sid="));

    private record Carrier(String header, String before) {}

    private final Bench bench;
    private final Http http;
    private final Service service;
    private final String target;
    private final Optional<Form> form;
    private final String challenge;
    private final List<Carrier> carriers;
    private final List<String> closed;
    private final Map<String, String> outside = new ConcurrentHashMap<>();
    private final Map<String, Page> seenOutside = new ConcurrentHashMap<>();
    private volatile Optional<Carrier> carrier = Optional.empty();
    private volatile Optional<Mark> acceptance = Optional.empty();
    private volatile Optional<Mark> refusal = Optional.empty();
    private volatile boolean isBare;

    /** What tells one kind of answer from another at a glance. */
    private record Mark(int status, String location, boolean setsCookie) {

        static Mark of(Response answer) {
            return new Mark(
                    answer.status(),
                    answer.header("location").split("[?#]", 2)[0],
                    answer.headers().containsKey("set-cookie"));
        }
    }

    private WebLogin(
            Bench bench,
            Http http,
            Service service,
            String target,
            Optional<Form> form,
            String challenge,
            List<Carrier> carriers,
            List<String> closed) {
        this.bench = bench;
        this.http = http;
        this.service = service;
        this.target = target;
        this.form = form;
        this.challenge = challenge;
        this.carriers = List.copyOf(carriers);
        this.closed = List.copyOf(closed);
    }

    /** @param target the page that shows the form */
    static WebLogin byForm(Bench bench, Http http, Service service, String target, Form form) {
        return new WebLogin(bench, http, service, target, Optional.of(form), "", List.of(), List.of());
    }

    /**
     * The log-in of a script.
     *
     * @param closed places that strangers are kept from
     * @param headers of their own that the scripts of the site send
     */
    static WebLogin byProgram(
            Bench bench, Http http, Service service, Form call, List<String> closed, List<String> headers) {
        List<Carrier> carriers = new ArrayList<>(
                headers.stream().map(name -> new Carrier(name, "")).toList());
        carriers.addAll(CARRIERS);
        return new WebLogin(bench, http, service, call.action(), Optional.of(call), "", carriers, closed);
    }

    /** @param target a page that answers with the challenge */
    static WebLogin byChallenge(Bench bench, Http http, Service service, String target, String challenge) {
        return new WebLogin(bench, http, service, target, Optional.empty(), challenge, List.of(), List.of());
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
        return form.isPresent() && !isProgram();
    }

    boolean isProgram() {
        return !carriers.isEmpty();
    }

    /** Whether whoever is inside stays there while the log-in is locked for others. */
    boolean hasSessions() {
        return form.isPresent();
    }

    /** Whether the form itself says that it is sent as a form. */
    boolean isPosted() {
        return form.filter(Form::isPost).isPresent();
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
    public Optional<Mechanism> over(Endpoint other) {
        WebLogin same = new WebLogin(
                bench,
                new Http(bench, other, service.tls()),
                service.at(other),
                target,
                form,
                challenge,
                carriers,
                closed);
        same.carrier = carrier;
        return Optional.of(same);
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
        if (isProgram()) {
            return byProgram(visitor, form.orElseThrow(), user, password);
        }
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
        Optional<String> lock = lock(page.response());
        if (lock.isPresent()) {
            outcome = Tried.Outcome.LOCKED;
        } else if (status == 401 || status == 403) {
            outcome = Tried.Outcome.REFUSED;
        } else {
            outcome = status < 400 || status == 404 ? Tried.Outcome.ACCEPTED : Tried.Outcome.SILENT;
        }
        return new Visit(new Tried(outcome, page.response().exchange(), lock.orElse("")), visitor, page);
    }

    private Visit byProgram(Visitor visitor, Form call, String user, String password) throws IOException {
        Map<String, String> values = call.values();
        call.userField().ifPresent(field -> values.put(field.name(), user));
        call.passwords().forEach(field -> values.put(field.name(), password));
        Map<String, String> before = visitor.cookies();
        Response answer = visitor.send(call.request(values));
        Page page = Page.read(http, call.action(), answer);
        Optional<JsonAnswer> said = JsonAnswer.read(answer);
        Optional<String> token = said.flatMap(JsonAnswer::token);
        Tried.Outcome outcome;
        Optional<String> lock = lockOfProgram(answer, token.isPresent());
        if (lock.isPresent()) {
            outcome = Tried.Outcome.LOCKED;
        } else if (answer.status() >= 500 || answer.status() == 404 || answer.status() == 405) {
            outcome = Tried.Outcome.SILENT;
        } else if (answer.status() >= 400 || said.filter(JsonAnswer::isRefusal).isPresent()) {
            outcome = Tried.Outcome.REFUSED;
        } else {
            said.flatMap(JsonAnswer::forgeryToken).ifPresent(visitor::forgeryToken);
            boolean fresh = !visitor.cookies().equals(before);
            boolean inside = token.isPresent()
                    ? carries(visitor, token.get())
                    : fresh
                            ? opensAny(visitor)
                            : said.filter(JsonAnswer::isConsent).isPresent() && opensAny(visitor);
            outcome = inside ? Tried.Outcome.ACCEPTED : Tried.Outcome.REFUSED;
        }
        return new Visit(new Tried(outcome, answer.exchange(), lock.orElse("")), visitor, page);
    }

    private static Optional<String> lockOfProgram(Response answer, boolean hasToken) {
        if (isLockByStatus(answer)) {
            return Optional.of("");
        }
        return hasToken || answer.status() == 404 ? Optional.empty() : LockWords.in(answer.text(), LOCKS);
    }

    private static boolean isLockByStatus(Response answer) {
        int status = answer.status();
        boolean refused = status == 401 || status == 403;
        return status == 429
                || status == 423
                || status == 503
                || (refused && !answer.header("retry-after").isEmpty());
    }

    /** Gives the visitor the token in the way in which the site takes it; whether anything opens then. */
    private boolean carries(Visitor visitor, String token) throws IOException {
        bench.secrets().addToken(token);
        if (carrier.isPresent()) {
            visitor.always(carrier.get().header(), carrier.get().before() + token);
            return true;
        }
        for (Carrier candidate : carriers) {
            Visitor holder = new Visitor(bench, http).always(candidate.header(), candidate.before() + token);
            visitor.cookies().forEach(holder::cookie);
            if (!closed.isEmpty() && opensAny(holder)) {
                carrier = Optional.of(candidate);
                visitor.always(candidate.header(), candidate.before() + token);
                return true;
            }
        }
        // Nothing is known that the token could open; the first way is the likeliest.
        visitor.always(carriers.getFirst().header(), carriers.getFirst().before() + token);
        return true;
    }

    boolean opensAny(Visit visit) throws IOException {
        return opensAny(visit.visitor());
    }

    /** Whether a place opens that strangers are kept from; true where none is known. */
    private boolean opensAny(Visitor visitor) throws IOException {
        for (String place : closed) {
            Response inside = visitor.send(Request.get(place));
            if (inside.status() == 200 && !inside.text().equals(outside(place))) {
                return true;
            }
        }
        return closed.isEmpty();
    }

    private String outside(String place) throws IOException {
        String known = outside.get(place);
        if (known == null) {
            known = new Visitor(bench, http).send(Request.get(place)).text();
            outside.put(place, known);
        }
        return known;
    }

    @Override
    public boolean isSlow() {
        return bench.pace(http.endpoint()).isSlow();
    }

    /**
     * Where each answer takes long, what was found out in full once is told by its mark from then on; an answer with
     * neither mark is looked into again.
     */
    private Visit byForm(Visitor visitor, Form shown, String user, String password) throws IOException {
        if (isSlow() && acceptance.isPresent() && refusal.isPresent() && !acceptance.equals(refusal)) {
            Page before = isBare ? Page.read(http, target, Response.NONE) : visitor.follow(target);
            Form now = before.loginForm().orElse(shown);
            Response answer = visitor.send(now.request(filled(now, user, password)));
            Optional<Mark> mark = Optional.of(Mark.of(answer));
            Optional<String> lock = lock(answer);
            if (lock.isPresent()) {
                return new Visit(new Tried(Tried.Outcome.LOCKED, answer.exchange(), lock.get()), visitor, before);
            }
            if (mark.equals(acceptance) || mark.equals(refusal)) {
                Tried.Outcome outcome = mark.equals(acceptance) ? Tried.Outcome.ACCEPTED : Tried.Outcome.REFUSED;
                return new Visit(new Tried(outcome, answer.exchange()), visitor, Page.read(http, now.action(), answer));
            }
        }
        return inFull(visitor, shown, user, password);
    }

    private static Map<String, String> filled(Form form, String user, String password) {
        Map<String, String> values = new LinkedHashMap<>(form.values());
        form.userField().ifPresent(field -> values.put(field.name(), user));
        form.passwords().forEach(field -> values.put(field.name(), password));
        return values;
    }

    private Visit inFull(Visitor visitor, Form shown, String user, String password) throws IOException {
        Page before = visitor.follow(target);
        Form now = before.loginForm().orElse(shown);
        isBare = before.loginForm().isPresent()
                && visitor.cookies().isEmpty()
                && now.fields().stream().noneMatch(field -> field.type().equals("hidden"));
        Optional<String> lockBefore = lock(before.response());
        if (lockBefore.isPresent() && before.loginForm().isEmpty()) {
            return new Visit(
                    new Tried(Tried.Outcome.LOCKED, before.response().exchange(), lockBefore.get()), visitor, before);
        }
        Response answer = visitor.send(now.request(filled(now, user, password)));
        Optional<String> lock = lock(answer);
        if (lock.isPresent()) {
            return new Visit(new Tried(Tried.Outcome.LOCKED, answer.exchange(), lock.get()), visitor, before);
        }
        if (answer.status() == 401 || answer.status() == 403 || answer.status() == 400) {
            refusal = Optional.of(Mark.of(answer));
            return new Visit(new Tried(Tried.Outcome.REFUSED, answer.exchange()), visitor, before);
        }
        Page landed = visitor.follow(now.action(), answer);
        if (landed.loginForm().isPresent()) {
            refusal = Optional.of(Mark.of(answer));
            return new Visit(new Tried(Tried.Outcome.REFUSED, answer.exchange()), visitor, landed);
        }
        Page home = isSlow() && landed.target().equals("/") ? landed : visitor.follow("/");
        boolean inside = isInside(home) || (answer.isRedirect() && (isInside(landed) || leadsInside(visitor, home)));
        if (inside) {
            acceptance = Optional.of(Mark.of(answer));
        } else {
            refusal = Optional.of(Mark.of(answer));
        }
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
        if (page.loginForm().isPresent()
                || status >= 400
                || lock(page.response()).isPresent()) {
            return false;
        }
        Page known = isSlow() ? seenOutside.get(page.target()) : null;
        Page outside = known == null ? new Visitor(bench, http).follow(page.target()) : known;
        seenOutside.put(page.target(), outside);
        return outside.loginForm().isPresent()
                || !outside.words().equals(page.words())
                || outside.response().status() != status;
    }

    /** The words of a lock; empty words where its status tells. */
    private Optional<String> lock(Response response) {
        int status = response.status();
        if (isLockByStatus(response)) {
            return Optional.of("");
        }
        Optional<String> words = status == 404 || response.isRedirect() || response.body().length >= 20_000
                ? Optional.empty()
                : LockWords.in(response.text().replaceAll("(?s)<script.*?</script>", ""), LOCKS);
        if (words.isEmpty() || status >= 400) {
            return words;
        }
        // Doors are locked and sites blocked on pages inside, too; what refuses offers the form again, or next to
        // nothing.
        Page page = Page.read(http, target, response);
        return words.filter(one -> page.loginForm().isPresent()
                || (form.isPresent() && page.links().size() < 3));
    }
}
