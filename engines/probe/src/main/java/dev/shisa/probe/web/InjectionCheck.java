package dev.shisa.probe.web;

import dev.shisa.probe.Exchange;
import dev.shisa.probe.Key;
import dev.shisa.probe.Verdict;
import dev.shisa.probe.login.Tried;
import dev.shisa.probe.run.Bench;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * What an attacker would send into every value that the pages take: markup that must not come back as markup, commands
 * that must not run, paths that must not lead out, line ends that must not make headers. A command that answers nothing
 * shows itself by the time it takes.
 */
final class InjectionCheck {

    private static final int BLIND_SECONDS = 4;
    private static final int BLIND_MS = BLIND_SECONDS * 1000 - 300;
    private static final int QUICK_MS = 2000;

    /** Of a slow page several answers are awaited at once, so that it fits into the time, too. */
    private static final int SLOW_MS = 400;

    private static final int SLOW_AT_ONCE = 6;

    /** A page that takes longer by itself leaves no time to see a wait. */
    private static final int USUAL_MS_MAX = 3500;

    private static final Pattern QUERY_ERROR = Pattern.compile(
            "(?i)SQL syntax|sqlite3?\\.(Operational|Programming)Error|SQLite error|unrecognized token:|near \"[^\"]{0,40}\": syntax error"
                    + "|ORA-\\d{5}|unterminated quoted string|SQLSTATE\\[");
    private static final Pattern ACCOUNTS = Pattern.compile("root:[^:\\s]*:0:0:");

    private final Bench bench;
    private final Site site;
    private final Map<String, Input> stored = new LinkedHashMap<>();
    private final Map<String, String> strangers = new LinkedHashMap<>();
    private long untilMs = Long.MAX_VALUE;
    private int atOnce = 1;
    private boolean found;
    private int lost;
    private int unfinished;
    /** Requests that got no answer, so that what would have come is not known. */
    private int unanswered;

    private int tried;
    /** Inputs that took a value which is meant for them. */
    private int taken;

    InjectionCheck(Bench bench, Site site) {
        this.bench = bench;
        this.site = site;
    }

    /** @param endMs when others need the time, counted from the start of the run */
    void inside(long endMs) {
        untilMs = endMs;
        List<Input> inputs = new ArrayList<>(Input.of(site));
        int all = inputs.size();
        if (!bench.limits().changesAllowed()) {
            inputs.removeIf(Input::isPost);
        }
        int changing = all - inputs.size();
        inputs.addAll(guessed());
        List<Input> left = new ArrayList<>(inputs);
        for (Input input : inputs) {
            if (bench.budget().elapsedMs() > untilMs) {
                break;
            }
            bench.pulse().require(bench, site.http().endpoint());
            left.remove(input);
            tried++;
            tryInside(input);
        }
        revisit();
        putBack(inputs);
        paths();
        String where = site.http().where("/");
        int open = left.size() + unfinished;
        if (open > 0) {
            bench.observe(Key.WEB, Verdict.UNKNOWN, where, "web-inputs-left", Exchange.NONE, open, inputs.size());
        }
        if (lost > 0) {
            bench.observe(Key.WEB, Verdict.UNKNOWN, where, "web-session-lost", Exchange.NONE, lost);
        }
        if (unanswered > 0) {
            bench.observe(Key.WEB, Verdict.UNKNOWN, where, "web-unanswered", Exchange.NONE, unanswered);
        }
        if (changing > 0) {
            bench.observe(Key.WEB, Verdict.UNKNOWN, where, "web-changes-left", Exchange.NONE, changing);
        }
        if (!found && (!site.hasShown() || (tried > 0 && taken == 0))) {
            bench.observe(
                    Key.WEB,
                    Verdict.UNKNOWN,
                    where,
                    site.hasShown() ? "web-inputs-refused" : "web-nothing-shown",
                    Exchange.NONE,
                    tried);
        } else if (open == 0 && !found) {
            bench.pass(
                    Key.WEB,
                    where,
                    "web-inputs-clean",
                    Exchange.NONE,
                    tried,
                    site.pages().size());
        }
    }

    /** What is tried outside proves nothing, so an input during which the session ended is tried once more. */
    private void tryInside(Input input) {
        try {
            tryAll(input);
            if (site.user().isEmpty() || site.isInside()) {
                return;
            }
            if (site.staysInside()) {
                tryAll(input);
                if (site.isInside() || site.staysInside()) {
                    return;
                }
            }
        } catch (IOException e) {
            bench.note("note-input-silent", site.http().where(input.path()), input.name());
        }
        lost++;
    }

    /** Others need the time. */
    private static final class OutOfTime extends IOException {

        private static final long serialVersionUID = 1;
    }

    private interface Test {
        void run() throws IOException;
    }

    private void tryAll(Input input) {
        try {
            Response plain = sent(input, plain(input));
            long usualMs = plain.tookMs();
            taken += plain.status() < 400 ? 1 : 0;
            atOnce = usualMs > SLOW_MS ? Math.max(1, Math.min(SLOW_AT_ONCE, site.atOnce())) : 1;
            List<Test> tests = new ArrayList<>(
                    List.of(() -> markup(input), () -> commands(input), () -> traversal(input), () -> headers(input)));
            if (usualMs < USUAL_MS_MAX) {
                tests.add(() -> blindCommands(input, usualMs));
            }
            for (Test test : tests) {
                try {
                    test.run();
                } catch (OutOfTime e) {
                    throw e;
                } catch (IOException e) {
                    onceMore(test, input);
                }
            }
        } catch (OutOfTime e) {
            unfinished++;
        } catch (IOException e) {
            bench.note("note-input-silent", site.http().where(input.path()), input.name());
            unanswered++;
        }
    }

    /** Some drop the connection of who sends such things, each time, and answer what is harmless. */
    private void onceMore(Test test, Input input) throws IOException {
        sent(input, plain(input));
        try {
            test.run();
        } catch (OutOfTime e) {
            throw e;
        } catch (IOException e) {
            sent(input, plain(input));
        }
    }

    /** A value that the page would take: what it had, or an address. */
    private static String plain(Input input) {
        return input.original().isEmpty() ? "127.0.0.1" : input.original();
    }

    private void markup(Input input) throws IOException {
        String mark = "k" + bench.word(7);
        List<String> values = List.of(
                mark + "\"'><b id=" + mark + "></b>",
                mark + "\" on" + mark + "=\"1' on" + mark + "='1 on" + mark + "=1",
                "javascript:" + mark,
                "</script></textarea></title><b id=" + mark + "></b>",
                mark + "'\"\\");
        stored.put(mark, input);
        first(input, values, (_, response) -> {
            Page page = site.visitor().follow(input.path(), response);
            if (QUERY_ERROR.matcher(page.response().text()).find()) {
                wrong("web-query-injection", input, page.response());
                return true;
            }
            if (runs(page.response(), mark)) {
                wrong("web-scripting", input, page.response());
                return true;
            }
            return false;
        });
    }

    private interface Judge {
        boolean shows(String value, Response response) throws IOException;
    }

    /** Sends one value after the other, or some at once, until an answer shows what is looked for. */
    private void first(Input input, List<String> values, Judge judge) throws IOException {
        for (int from = 0; from < values.size(); from += atOnce) {
            List<String> some = values.subList(from, Math.min(values.size(), from + atOnce));
            List<Response> responses = Several.together(some.stream()
                    .<Callable<Response>>map(value -> () -> sent(input, value))
                    .toList());
            for (int i = 0; i < some.size(); i++) {
                if (judge.shows(some.get(i), responses.get(i))) {
                    return;
                }
            }
        }
    }

    /** Whether the mark has become part of the page's own structure. */
    private static boolean runs(Response response, String mark) {
        if (!response.isHtml() || !response.text().contains(mark)) {
            return false;
        }
        Document document = Jsoup.parse(response.text());
        if (document.getElementById(mark) != null) {
            return true;
        }
        for (Element element : document.getAllElements()) {
            for (Attribute attribute : element.attributes()) {
                boolean handler = attribute.getKey().equals("on" + mark);
                boolean link = List.of("href", "src", "action", "formaction").contains(attribute.getKey())
                        && attribute.getValue().strip().startsWith("javascript:" + mark);
                if (handler || link) {
                    return true;
                }
            }
            if (element.normalName().equals("script") && element.data().contains(mark + "'\"\\")) {
                return true;
            }
        }
        return false;
    }

    private void commands(Input input) throws IOException {
        int a = bench.number(1000, 9000);
        int b = bench.number(1000, 9000);
        String mark = "k" + bench.word(5);
        String command = "echo " + mark + "$((" + a + "*" + b + "))";
        String proof = mark + (long) a * b;
        String plain = plain(input);
        first(input, around(plain, command), (_, response) -> {
            if (response.text().contains(proof)) {
                wrong("web-command", input, response);
                return true;
            }
            return false;
        });
    }

    private static List<String> around(String plain, String command) {
        // Filters look for blanks, or for some of the signs.
        String unspaced = command.replace(" ", "${IFS}");
        return List.of(
                plain + ";" + command,
                plain + "|" + command,
                plain + "&&" + command,
                plain + "\n" + command + "\n",
                plain + "$(" + command + ")",
                plain + "`" + command + "`",
                plain + "\";" + command + ";\"",
                plain + "';" + command + ";'",
                command,
                plain + "& " + command + " &",
                plain + "||" + command,
                plain + ";" + unspaced,
                plain + "|" + unspaced,
                plain + "&" + unspaced + "&",
                plain + "$(" + unspaced + ")",
                plain + "`" + unspaced + "`",
                plain + "\n" + unspaced + "\n",
                plain + "\"$(" + command + ")\"",
                plain + "%0a" + command);
    }

    private void blindCommands(Input input, long usualMs) throws IOException {
        String plain = plain(input);
        String command = "sleep " + BLIND_SECONDS;
        first(input, around(plain, command), (value, response) -> {
            if (response.tookMs() < usualMs + BLIND_MS) {
                return false;
            }
            // Slow once may be chance: without the wait it must be quick, and with it slow again.
            String quick = value.replace("sleep " + BLIND_SECONDS, "sleep 0")
                    .replace("sleep${IFS}" + BLIND_SECONDS, "sleep${IFS}0");
            long without = sent(input, quick).tookMs();
            Response again = sent(input, value);
            if (without < usualMs + QUICK_MS && again.tookMs() >= without + BLIND_MS - QUICK_MS / 2) {
                wrong("web-blind-command", input, again, again.tookMs(), without);
                return true;
            }
            return false;
        });
    }

    /** Sends one value; where the form holds a word for one use, with a fresh one. */
    private Response sent(Input input, String value) throws IOException {
        if (bench.budget().elapsedMs() > untilMs) {
            throw new OutOfTime();
        }
        return site.visitor().send(fresh(input).with(value));
    }

    private Input fresh(Input input) throws IOException {
        if (!input.isPost() || !input.hasToken()) {
            return input;
        }
        return site.visitor().get(input.page()).forms().stream()
                .filter(form -> form.action().equals(input.path()))
                .filter(form -> form.values().containsKey(input.name()))
                .findFirst()
                .map(input::beside)
                .orElse(input);
    }

    private void traversal(Input input) throws IOException {
        String up = "../../../../../../../../etc/passwd";
        String folder = input.original().substring(0, input.original().lastIndexOf('/') + 1);
        List<String> values = List.of(
                folder + up,
                input.original() + "/" + up,
                "../../../../../../../../etc/passwd",
                "/etc/passwd",
                "....//....//....//....//....//....//etc/passwd",
                "..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
                "/../../../../../../../../etc/passwd",
                "..\\../..\\../..\\../..\\../etc/passwd",
                "../../../../../../../../etc/passwd\0.html",
                "file:///etc/passwd");
        first(input, values, (_, response) -> {
            if (ACCOUNTS.matcher(response.text()).find()) {
                wrong("web-traversal", input, response);
                return true;
            }
            return false;
        });
    }

    private void headers(Input input) throws IOException {
        String mark = "k" + bench.word(6);
        Response response = site.visitor().send(input.with(mark + "\r\nX-" + mark + ": 1"));
        if (response.headers().containsKey("x-" + mark)) {
            wrong("web-header", input, response);
        }
        String elsewhere = "//" + mark + ".example/";
        Response away = sent(input, elsewhere);
        if (away.isRedirect()
                && away.header("location").replaceFirst("^https?:", "").startsWith(elsewhere)) {
            wrong("web-open-redirect", input, away);
        }
    }

    /**
     * What strangers can leave behind for the user to read: the name at a refused log-in, what a browser says of itself,
     * an address that does not exist. And the log-in itself is one more input.
     */
    void fromOutside() {
        String mark = "k" + bench.word(7);
        String markup = "\"'><b/id=" + mark + "></b>";
        strangers.put(mark, "path");
        String encoded = URLEncoder.encode(markup, StandardCharsets.UTF_8);
        List<Request> asked = List.of(Request.get("/" + encoded), Request.get("/" + markup));
        for (Visitor visitor : List.of(site.stranger(), site.visitor())) {
            Several.send(site.atOnce(), () -> visitor, asked, (_, response) -> {
                if (response.isPresent() && runs(response.get(), mark)) {
                    found = true;
                    bench.fail(
                            Key.WEB,
                            site.http().where("/"),
                            "web-scripting",
                            response.get().exchange(),
                            "path");
                }
            });
        }
        if (!bench.limits().changesAllowed()) {
            return;
        }
        List<Request> named = Stream.of("User-Agent", "Referer", "X-Forwarded-For")
                .map(header -> Request.get("/").with(header, named(header)))
                .toList();
        Several.send(site.atOnce(), site::stranger, named, (_, response) -> unanswered += response.isEmpty() ? 1 : 0);
        if (site.user().isPresent()) {
            WebLogin login = site.login().orElseThrow();
            login.attempt(named("user"), bench.password(10));
            // The right password sets back what counts the wrong ones.
            site.signInAgain();
            String always = "x' OR '1'='1";
            Tried condition = login.attempt(always + "' -- ", always);
            if (condition.isAccepted()) {
                found = true;
                bench.fail(Key.WEB, login.where(), "web-login-injection", condition.exchange());
            }
            site.signInAgain();
        }
        // What is shown of strangers may be the last lines only.
        revisit();
    }

    private String named(String where) {
        String mark = "k" + bench.word(7);
        strangers.put(mark, where);
        return "<b/id=" + mark + "></b>";
    }

    /** What was sent may come to light on another page, also on one for strangers. */
    private void revisit() {
        for (boolean asUser : new boolean[] {true, false}) {
            Map<String, Page> pages = asUser ? site.pages() : site.pagesOfStranger();
            Several.send(
                    site.atOnce(),
                    asUser ? site::visitor : site::stranger,
                    pages.keySet().stream().map(Request::get).toList(),
                    (request, response) ->
                            response.ifPresentOrElse(page -> comesToLight(request.target(), page), () -> unanswered++));
        }
    }

    private void comesToLight(String target, Response response) {
        for (Map.Entry<String, Input> sent : stored.entrySet()) {
            if (runs(response, sent.getKey())) {
                found = true;
                bench.fail(
                        Key.WEB,
                        site.http().where(target),
                        "web-stored-scripting",
                        response.exchange(),
                        sent.getValue().name(),
                        sent.getValue().path());
            }
        }
        for (Map.Entry<String, String> sent : strangers.entrySet()) {
            if (runs(response, sent.getKey())) {
                found = true;
                bench.fail(
                        Key.WEB,
                        site.http().where(target),
                        "web-stored-by-stranger",
                        response.exchange(),
                        sent.getValue());
            }
        }
    }

    private void putBack(List<Input> inputs) {
        for (Input input : inputs) {
            if (input.isPost() && !input.original().isEmpty()) {
                try {
                    site.visitor().send(input.with(input.original()));
                } catch (IOException e) {
                    bench.note("note-value-changed", site.http().where(input.path()), input.name(), input.original());
                }
            }
        }
    }

    /** Paths that lead out of the folder of pages. */
    private void paths() {
        List<String> targets = new ArrayList<>(List.of(
                "/../../../../../../../../etc/passwd",
                "/..%2f..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
                "/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
                "//etc/passwd",
                "/.%00./.%00./etc/passwd",
                "/..\\..\\..\\..\\..\\etc\\passwd",
                "/....//....//....//....//....//etc/passwd"));
        site.pages().keySet().stream()
                .map(target -> target.split("\\?", 2)[0])
                .map(path -> path.substring(0, path.lastIndexOf('/') + 1))
                .filter(folder -> folder.length() > 1)
                .distinct()
                .limit(10)
                .forEach(folder -> {
                    targets.add(folder + "../../../../../../../../etc/passwd");
                    targets.add(folder + "..%2f..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd");
                });
        for (Visitor visitor : List.of(site.stranger(), site.visitor())) {
            for (List<String> some : Several.pieces(targets, site.atOnce())) {
                List<Optional<Response>> responses = Several.send(
                        () -> visitor, some.stream().map(Request::get).toList());
                for (int i = 0; i < some.size(); i++) {
                    Optional<Response> response = responses.get(i);
                    if (response.isPresent()
                            && ACCOUNTS.matcher(response.get().text()).find()) {
                        found = true;
                        bench.fail(
                                Key.WEB,
                                site.http().where(some.get(i)),
                                "web-traversal-path",
                                response.get().exchange());
                        return;
                    }
                }
            }
        }
    }

    /** One question with many names for each page without inputs; a name that comes back is one more input. */
    private List<Input> guessed() {
        List<Input> inputs = new ArrayList<>();
        for (Page page : site.pages().values()) {
            boolean plain = !page.target().contains("?")
                    && page.response().status() == 200
                    && page.response().isHtml();
            if (!plain
                    || inputs.size() > Input.INPUTS_MAX
                    || page.forms().stream().anyMatch(Form::isLogin)) {
                continue;
            }
            Map<String, String> marks = new LinkedHashMap<>();
            Input.GUESSED_NAMES.forEach(name -> marks.put(name, "k" + bench.word(7)));
            try {
                String text = site.visitor()
                        .send(Request.get(page.target() + "?" + Request.encoded(marks)))
                        .text();
                marks.forEach((name, mark) -> {
                    boolean known = page.forms().stream()
                            .flatMap(f -> f.fields().stream())
                            .anyMatch(f -> f.name().equals(name));
                    if (text.contains(mark) && !known) {
                        inputs.add(new Input(page.target(), name, "", Optional.empty(), page.target(), Map.of()));
                    }
                });
            } catch (IOException e) {
                // no input found
            }
        }
        return inputs;
    }

    private void wrong(String code, Input input, Response response, Object... more) {
        found = true;
        List<Object> args = new ArrayList<>(List.of(input.name()));
        args.addAll(List.of(more));
        bench.fail(Key.WEB, site.http().where(input.path()), code, response.exchange(), args.toArray());
    }
}
