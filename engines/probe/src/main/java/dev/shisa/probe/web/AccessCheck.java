package dev.shisa.probe.web;

import dev.shisa.probe.Declaration.Credential;
import dev.shisa.probe.Exchange;
import dev.shisa.probe.Key;
import dev.shisa.probe.Verdict;
import dev.shisa.probe.exposure.Sensitive;
import dev.shisa.probe.run.Bench;
import dev.shisa.probe.run.Listed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;

/**
 * What a stranger gets: pages that the user knows, pages that devices often leave behind, and pages behind the log-in
 * by the tricks that get around careless checks. A status of 200 alone says nothing, and neither does a redirect: what
 * counts is whether real content came.
 */
final class AccessCheck {

    private static final int TRICKED_PAGES_MAX = 4;
    /** Whoever is locked out sees nothing of what others might. */
    private static final Set<Integer> SHUTS_OUT = Set.of(429, 503);

    private static final int AT_ONCE = 4;
    private static final long GUESSES_MS = 15_000;
    private static final int REAL_CONTENT_CHARS = 24;
    private static final double ALIKE = 0.7;

    private static final List<String> OFTEN_LEFT = Listed.lines("often-left.txt");

    /** What everybody may see: how it looks, who made it, how to use it. */
    private static final Pattern HARMLESS = Pattern.compile(
            "(?i)/(about|help|manual|licen[cs]e|legal|privacy|terms|credits|copyright|oss|contact|support)(\\W.*)?$|robots\\.txt|favicon|sitemap|security\\.txt"
                    + "|desc(ription)?\\.xml|rootdesc|manifest|\\.(css|js|mjs|map|png|gif|svg|ico|woff2?|ttf|webp)(\\?.*)?$"
                    + "|log-?in|sign-?in|/(health|healthz|ping|alive|ready)$");

    private static final Pattern CERTIFICATES =
            Pattern.compile("\\s*+(?:-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]++-----END CERTIFICATE-----\\s*+)++");

    private static final byte DER_SEQUENCE = 0x30;

    private static final int TOLD_PASSWORD_CHARS_MIN = 6;
    private static final int DENIAL_CHARS_MAX = 300;
    /** How an interface is used is for whoever writes to it; what it guards is asked for by itself. */
    private static final Pattern DESCRIPTION = Pattern.compile("\\s*\\{\\s*\"(openapi|swagger)\"\\s*:\\s*\"[0-9.]+\"");

    private static final int NAMES_MAX = 200;
    private static final Pattern DENIAL = Pattern.compile(
            "(?i)unauthori[sz]ed|unauthenticated|not (logged|signed) in|(log-?in|sign-?in|authentication|authorization) (is )?(required|needed|first)"
                    + "|please (log|sign) in|session (has )?(expired|invalid|timed)|forbidden|(access|permission) (is )?denied|no permission|need to (log|sign) in"
                    + "|\\b40[13]\\b|ログイン|サインイン|認証|権限");

    /** Places whose names say that they are for who runs the device. */
    private static final Pattern OF_USERS = Pattern.compile(
            "(?i)conf|setting|backup|user|account|passw|\\blogs?\\b|syslog|message|debug|admin|snapshot|image|video|stream|live|camera|record|clip|event|alarm"
                    + "|network|wifi|wlan|lan\\b|export|dump|private|internal|secret|factory|maint|service|system|sysinfo|diag|sensor|data|metric|schedule|control|shell|console|cmd|nvram|key|status");

    private static final Pattern NAMED_VALUE =
            Pattern.compile("(?m)[\"']?([\\p{L}][\\p{L}\\p{N} _.-]{0,30})[\"']?\\s*[:=]\\s*[\"'\\[{]?[\\p{L}\\p{N}+-]");

    /** Which product this is and that it runs; criterion S1.1-10 wants the model shown. */
    private static final Pattern PUBLIC_NAME = Pattern.compile(
            "(product|device|model)?[ _.-]?(model|name|number|title|product|type|kind|series|vendor|maker|manufacturer|brand|company)([ _.-]?(no|number|name|url))?"
                    + "|(firmware|software|hardware|fw|sw|hw|api|app)?[ _.-]?(version|ver|rev|revision|release|build|firmware)|api|status|state|ok|online|ready|healthy|health|alive|success|result|code|error|message"
                    + "|time|date|now|uptime|timezone|lang|language|locale|copyright|contact|support|url|link|https?|mail|tel|phone|fax|address|note|hint");

    private final Bench bench;
    private final Site site;
    private final Set<String> denied = new LinkedHashSet<>();
    private final Set<String> guesses = new HashSet<>();

    private AccessCheck(Bench bench, Site site) {
        this.bench = bench;
        this.site = site;
    }

    static void run(Bench bench, Site site) throws IOException {
        new AccessCheck(bench, site).check();
    }

    private void check() throws IOException {
        Set<String> targets = new LinkedHashSet<>(site.pagesOfUser().keySet());
        targets.addAll(site.pagesOfStranger().keySet());
        guesses.addAll(OFTEN_LEFT);
        guesses.removeAll(targets);
        targets.addAll(OFTEN_LEFT);
        targets.removeIf(target -> Site.DESTRUCTIVE.matcher(target).find());
        Map<String, Page> answers = answers(targets);
        boolean open = false;
        int asked = 0;
        int failures = 0;
        for (String target : targets) {
            Page page = answers.get(target);
            if (page != null && SHUTS_OUT.contains(page.response().status())) {
                bench.observe(
                        Key.AUTH,
                        Verdict.UNKNOWN,
                        site.http().where(target),
                        "web-stopped-answering",
                        page.response().exchange(),
                        asked);
                return;
            }
            if (page != null) {
                asked++;
                failures = 0;
                open |= judge(target, page);
                continue;
            }
            // A page that does not answer shows nothing; a server that does not is not tested.
            failures++;
            if (failures >= Site.FAILURES_MAX && !guesses.contains(target)) {
                bench.observe(
                        Key.AUTH,
                        Verdict.UNKNOWN,
                        site.http().where(target),
                        "web-stopped-answering",
                        Exchange.NONE,
                        asked);
                return;
            }
        }
        bench.pulse().require(bench, site.http().endpoint());
        open |= tricks();
        if (!open) {
            // A server that shows nothing to its users either keeps nobody out.
            boolean shown = asked > 0 && site.hasShown();
            boolean isInside = site.user().isPresent() || (site.login().isEmpty() && !site.isMute());
            String control = site.login()
                    .map(way -> way.known(bench).isPresent() ? "web-credential-refused" : "web-no-credential")
                    .orElse("web-login-not-understood");
            bench.observe(
                    Key.AUTH,
                    shown && isInside ? Verdict.PASS : Verdict.UNKNOWN,
                    site.http().where("/"),
                    !shown ? "web-nothing-shown" : isInside ? "web-closed" : control,
                    Exchange.NONE,
                    asked);
        }
    }

    /**
     * Asks for all of them, some at once; guesses only as long as there is time for them, since there is no end to
     * guessing anyway.
     */
    private Map<String, Page> answers(Set<String> targets) {
        Map<String, Page> answers = new ConcurrentHashMap<>();
        Deque<String> queue = new ConcurrentLinkedDeque<>(targets);
        long untilMs = bench.budget().elapsedMs() + GUESSES_MS;
        AtomicInteger failures = new AtomicInteger();
        Set<String> again = ConcurrentHashMap.newKeySet();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < Math.max(AT_ONCE, site.atOnce()); i++) {
                var _ = threads.submit(() -> {
                    for (String target = queue.poll(); target != null; target = queue.poll()) {
                        boolean late =
                                guesses.contains(target) && bench.budget().elapsedMs() > untilMs;
                        if (late || failures.get() >= Site.FAILURES_MAX) {
                            continue;
                        }
                        Page known = site.pagesOfStranger().get(target);
                        try {
                            answers.put(target, known == null ? site.stranger().get(target) : known);
                            failures.set(0);
                        } catch (IOException e) {
                            failures.incrementAndGet();
                            // What somebody is known to see there must not pass by an answer that was lost.
                            if (!guesses.contains(target) && again.add(target)) {
                                queue.add(target);
                            }
                        }
                    }
                });
            }
        }
        return answers;
    }

    private boolean judge(String target, Page page) {
        Response response = page.response();
        Page seenByUser = site.pagesOfUser().get(target);
        if (response.status() < 400 && tellsPassword(response)) {
            open(target, response, "web-open", "password");
            return true;
        }
        if (response.isRedirect()) {
            boolean content = Sensitive.any(visible(page)).isPresent()
                    || (seenByUser != null && !seenByUser.response().isRedirect() && alike(page, seenByUser));
            if (content) {
                open(target, response, "web-redirect-with-content");
            } else {
                denied.add(target);
            }
            return content;
        }
        if (response.status() < 200
                || response.status() >= 300
                || page.loginForm().isPresent()
                || isDenial(page)
                || site.isNotFound(page)) {
            boolean content = response.status() >= 400
                    && seenByUser != null
                    && seenByUser.response().status() < 300
                    && alike(page, seenByUser);
            if (content) {
                open(target, response, "web-refused-with-content");
            } else {
                denied.add(target);
            }
            return content;
        }
        Optional<String> kind = kind(target, page);
        if (kind.isPresent()) {
            open(target, response, "web-open", kind.get());
            return true;
        }
        if (HARMLESS.matcher(target).find()
                || isCertificate(response)
                || DESCRIPTION.matcher(response.text()).lookingAt()
                || isSetup(page)
                || (visible(page).length() < REAL_CONTENT_CHARS && page.forms().isEmpty())) {
            return false;
        }
        boolean isProtectedSite = site.login().isPresent() || site.hasOtherLogin();
        // A form that asks for the old password asks for a log-in itself.
        boolean hasControls = page.forms().stream()
                .anyMatch(form -> !form.isLogin() && form.oldPassword().isEmpty() && !form.isForReader());
        if ((isProtectedSite && !isEntry(page) && isOfUsers(target, page)) || hasControls) {
            open(target, response, "web-open", hasControls ? "controls" : "content");
            return true;
        }
        return false;
    }

    /**
     * Certificates and nothing else, as everybody gets them who connects: as text, or one as bytes. A key beside them was found before.
     */
    private static boolean isCertificate(Response response) {
        if (CERTIFICATES.matcher(response.text()).matches()) {
            return true;
        }
        if (response.body().length == 0 || response.body()[0] != DER_SEQUENCE) {
            // Of a text the factory leaves out whatever stands before the certificate.
            return false;
        }
        ByteArrayInputStream bytes = new ByteArrayInputStream(response.body());
        try {
            return CertificateFactory.getInstance("X.509").generateCertificate(bytes) != null && bytes.available() == 0;
        } catch (CertificateException e) {
            return false;
        }
    }

    /** The password that was handed out, wherever it stands: in a script, a comment, a hidden field. */
    private boolean tellsPassword(Response response) {
        String text = response.text();
        return bench.declared().credentials().stream()
                .map(Credential::password)
                .anyMatch(password -> password.length() >= TOLD_PASSWORD_CHARS_MIN && text.contains(password));
    }

    private boolean isSetup(Page page) {
        return site.login().isEmpty() && page.passwordForm().isPresent();
    }

    /** A short sentence that one has to log in, whatever its status. */
    private static boolean isDenial(Page page) {
        String text = visible(page);
        return text.length() < DENIAL_CHARS_MAX
                && page.forms().isEmpty()
                && DENIAL.matcher(text).find();
    }

    /**
     * Whether a page that nobody is kept from is meant for the device's users: data and settings, or a place that is
     * named so. What says only who made which model, or is prose, is for everybody.
     */
    private static boolean isOfUsers(String target, Page page) {
        if (OF_USERS.matcher(target).find()) {
            Set<String> names = names(visible(page));
            return names.isEmpty()
                    || !names.stream()
                            .allMatch(name -> PUBLIC_NAME.matcher(name).matches());
        }
        return names(visible(page)).stream()
                .anyMatch(name -> !PUBLIC_NAME.matcher(name).matches());
    }

    /** What stands before the values of a page: {@code "temp": 21}, {@code Gateway: 192.0.2.1}, {@code mode=auto}. */
    private static Set<String> names(String text) {
        Set<String> names = new HashSet<>();
        Matcher matcher = NAMED_VALUE.matcher(text);
        while (matcher.find() && names.size() < NAMES_MAX) {
            names.add(matcher.group(1).strip().toLowerCase(Locale.ROOT));
        }
        return names;
    }

    /** The way in, in whatever form: it says where to log in and nothing else. */
    private boolean isEntry(Page page) {
        String login = site.login().map(WebLogin::target).orElse("");
        return page.links().contains(login)
                && page.forms().isEmpty()
                && page.words().length() < 300;
    }

    private static Optional<String> kind(String target, Page page) {
        Response response = page.response();
        String type = response.contentType();
        if (type.contains("css") || type.contains("javascript") || target.matches(".*\\.(css|js|mjs|map)(\\?.*)?")) {
            return Optional.empty();
        }
        if (type.startsWith("image/") || type.startsWith("video/") || type.startsWith("multipart/")) {
            boolean decoration = HARMLESS.matcher(target).find()
                    || target.matches("(?i).*(logo|icon|banner|bg|background|button|static|assets|img/).*");
            return decoration ? Optional.empty() : Optional.of("picture");
        }
        // A help page may write about passwords; data about people or settings has no place there either way.
        Optional<String> named =
                HARMLESS.matcher(target).find() ? Sensitive.secret(visible(page)) : Sensitive.any(visible(page));
        return named.or(() -> Sensitive.binary(response.body()));
    }

    private static String visible(Page page) {
        if (!page.response().isHtml()) {
            return page.response().text();
        }
        var document = Jsoup.parse(page.response().text());
        document.select("script, style, noscript, form:has(input[type=password]) label, button, option")
                .remove();
        StringBuilder text = new StringBuilder(document.body().wholeText());
        document.select("input[type=password][value]").forEach(field -> {
            if (!field.attr("value").isBlank()) {
                text.append("\npassword: ").append(field.attr("value"));
            }
        });
        return text.toString().strip();
    }

    private static boolean alike(Page one, Page other) {
        String a = visible(one);
        String b = visible(other);
        if ((a.length() < REAL_CONTENT_CHARS && b.length() >= REAL_CONTENT_CHARS) || b.isBlank()) {
            return false;
        }
        Set<String> words = new HashSet<>(Arrays.asList(b.split("\\W+")));
        Set<String> common = new HashSet<>(Arrays.asList(a.split("\\W+")));
        int all = words.size();
        common.retainAll(words);
        return all > 0 && (double) common.size() / all >= ALIKE;
    }

    private void open(String target, Response response, String code, Object... args) {
        bench.fail(Key.AUTH, site.http().where(target), code, response.exchange(), args);
        if (!site.http().isTls()) {
            bench.fail(Key.PLAIN, site.http().where(target), "plain-content", response.exchange());
        }
    }

    /** Pages that a stranger was refused, asked for once more in the ways that careless checks overlook. */
    private boolean tricks() {
        boolean open = false;
        List<Page> pages = site.pagesOfUser().values().stream()
                .filter(page -> denied.contains(page.target()))
                .filter(page -> page.response().status() == 200)
                .filter(page -> visible(page).length() >= REAL_CONTENT_CHARS && !isDenial(page))
                .filter(page -> !isShownToStrangers(page))
                .limit(site.isShortOfTime() ? TRICKED_PAGES_MAX / 2 : TRICKED_PAGES_MAX)
                .toList();
        for (Page wanted : pages) {
            String target = wanted.target();
            for (List<Request> some : Several.pieces(disguised(target), site.atOnce())) {
                Optional<Page> shown = shown(wanted, some);
                if (shown.isPresent()) {
                    open(target, shown.get().response(), "web-bypass");
                    open = true;
                    break;
                }
            }
        }
        return open;
    }

    /** The first answer that shows what was wanted. */
    private Optional<Page> shown(Page wanted, List<Request> disguised) {
        List<Optional<Response>> responses = Several.send(site::stranger, disguised);
        for (int i = 0; i < disguised.size(); i++) {
            if (responses.get(i).isPresent()) {
                Page page = Page.read(
                        site.http(), disguised.get(i).target(), responses.get(i).get());
                if (page.response().status() == 200
                        && page.loginForm().isEmpty()
                        && !isDenial(page)
                        && !site.isNotFound(page)
                        && alike(page, wanted)) {
                    return Optional.of(page);
                }
            }
        }
        return Optional.empty();
    }

    /** Whether the user sees nothing else there than everybody does. */
    private boolean isShownToStrangers(Page seenByUser) {
        Page known = site.pagesOfStranger().get(seenByUser.target());
        return known != null && known.words().equals(seenByUser.words());
    }

    private List<Request> disguised(String target) {
        String path = target.split("\\?", 2)[0];
        List<Request> requests = new ArrayList<>();
        for (String other : List.of(
                "/" + path,
                path + "/",
                path + "/.",
                path + "?",
                path + "%20",
                path + ";.css",
                path + "/x.css",
                path + "?x=.css",
                path + "?auth=1&authenticated=true&admin=1",
                "/login/.." + path,
                "/static/.." + path,
                "/./" + path.substring(1),
                path.length() > 1 ? "/%" + Integer.toHexString(path.charAt(1)) + path.substring(2) : path,
                path.toUpperCase(Locale.ROOT))) {
            requests.add(Request.get(other));
        }
        for (String header : List.of(
                "X-Forwarded-For", "X-Real-IP", "X-Client-IP", "Client-IP", "X-Originating-IP", "True-Client-IP")) {
            requests.add(Request.get(target).with(header, "127.0.0.1"));
        }
        requests.add(Request.get(target).with("Referer", site.http().where("/")));
        requests.add(Request.get(target).with("X-Requested-With", "XMLHttpRequest"));
        requests.add(
                Request.get(target)
                        .with(
                                "Cookie",
                                "admin=1; authenticated=1; auth=1; login=1; loggedin=true; user=admin; role=admin; session=1; sid=1"));
        requests.add(Request.get(target).with("Authorization", "Basic Og=="));
        requests.add(Request.get(target).with("Authorization", "Bearer null"));
        requests.add(Request.get("/").with("X-Original-URL", target).with("X-Rewrite-URL", target));
        if (bench.limits().changesAllowed()) {
            requests.add(Request.get(target).method("POST"));
        }
        requests.add(Request.get(target).method("OPTIONS"));
        return requests;
    }
}
