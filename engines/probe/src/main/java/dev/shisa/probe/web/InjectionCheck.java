package dev.shisa.probe.web;

import dev.shisa.probe.Exchange;
import dev.shisa.probe.Key;
import dev.shisa.probe.Verdict;
import dev.shisa.probe.run.Bench;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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
    private static final Pattern ACCOUNTS = Pattern.compile("root:[^:\\s]*:0:0:");

    private final Bench bench;
    private final Site site;
    private final Map<String, Input> stored = new LinkedHashMap<>();
    private final long untilMs;
    private boolean found;
    private int tried;

    private InjectionCheck(Bench bench, Site site, long untilMs) {
        this.bench = bench;
        this.site = site;
        this.untilMs = untilMs;
    }

    /** @param untilMs when others need the time, counted from the start of the run */
    static void run(Bench bench, Site site, long untilMs) {
        new InjectionCheck(bench, site, untilMs).check();
    }

    private void check() {
        List<Input> inputs = new ArrayList<>(Input.of(site));
        if (!bench.limits().changesAllowed()) {
            inputs.removeIf(Input::isPost);
        }
        inputs.addAll(guessed());
        List<Input> left = new ArrayList<>(inputs);
        for (Input input : inputs) {
            if (bench.budget().elapsedMs() > untilMs) {
                break;
            }
            left.remove(input);
            tried++;
            tryAll(input);
        }
        revisit();
        putBack(inputs);
        paths();
        if (!left.isEmpty()) {
            bench.observe(
                    Key.WEB,
                    Verdict.UNKNOWN,
                    site.http().where("/"),
                    "web-inputs-left",
                    Exchange.NONE,
                    left.size(),
                    inputs.size());
        } else if (!found) {
            bench.pass(
                    Key.WEB,
                    site.http().where("/"),
                    "web-inputs-clean",
                    Exchange.NONE,
                    tried,
                    site.pages().size());
        }
    }

    private void tryAll(Input input) {
        try {
            long started = System.nanoTime();
            site.visitor().send(input.with(plain(input)));
            long usualMs = (System.nanoTime() - started) / 1_000_000L;
            markup(input);
            commands(input);
            if (usualMs < QUICK_MS) {
                blindCommands(input);
            }
            traversal(input);
            headers(input);
        } catch (IOException e) {
            bench.note("note-input-silent", site.http().where(input.path()), input.name());
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
        for (String value : values) {
            stored.put(mark, input);
            Response response = site.visitor().send(input.with(value));
            Page page = site.visitor().follow(input.path(), response);
            if (runs(page.response(), mark)) {
                wrong("web-scripting", input, page.response());
                return;
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
        for (String value : around(plain, command)) {
            Response response = site.visitor().send(input.with(value));
            if (response.text().contains(proof)) {
                wrong("web-command", input, response);
                return;
            }
        }
    }

    private static List<String> around(String plain, String command) {
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
                // Filters that look for blanks or stop at the first sign.
                plain + ";" + command.replace(" ", "${IFS}"),
                plain + "%0a" + command);
    }

    private void blindCommands(Input input) throws IOException {
        String plain = plain(input);
        String command = "sleep " + BLIND_SECONDS;
        for (String value : around(plain, command)) {
            if (bench.budget().elapsedMs() > untilMs) {
                return;
            }
            if (took(input, value) < BLIND_MS) {
                continue;
            }
            // Slow once may be chance: without the wait it must be quick, and with it slow again.
            long without = took(
                    input,
                    value.replace("sleep " + BLIND_SECONDS, "sleep 0")
                            .replace("sleep${IFS}" + BLIND_SECONDS, "sleep${IFS}0"));
            Response again = slow(input, value);
            if (without < QUICK_MS && again.tookMs() >= BLIND_MS) {
                wrong("web-blind-command", input, again, again.tookMs(), without);
                return;
            }
        }
    }

    private long took(Input input, String value) throws IOException {
        return slow(input, value).tookMs();
    }

    private Response slow(Input input, String value) throws IOException {
        return site.visitor().send(input.with(value));
    }

    private void traversal(Input input) throws IOException {
        for (String value : List.of(
                "../../../../../../../../etc/passwd",
                "/etc/passwd",
                "....//....//....//....//....//....//etc/passwd",
                "..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
                "/../../../../../../../../etc/passwd",
                "..\\../..\\../..\\../..\\../etc/passwd",
                "../../../../../../../../etc/passwd\0.html",
                "file:///etc/passwd")) {
            Response response = site.visitor().send(input.with(value));
            if (ACCOUNTS.matcher(response.text()).find()) {
                wrong("web-traversal", input, response);
                return;
            }
        }
    }

    private void headers(Input input) throws IOException {
        String mark = "k" + bench.word(6);
        Response response = site.visitor().send(input.with(mark + "\r\nX-" + mark + ": 1"));
        if (response.headers().containsKey("x-" + mark)) {
            wrong("web-header", input, response);
        }
    }

    /** What was sent may come to light on another page, also on one for strangers. */
    private void revisit() {
        for (boolean asUser : new boolean[] {true, false}) {
            Map<String, Page> pages = asUser ? site.pages() : site.pagesOfStranger();
            for (String target : pages.keySet()) {
                try {
                    Response response = (asUser ? site.visitor() : site.stranger()).send(Request.get(target));
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
                } catch (IOException e) {
                    // Nothing came to light here.
                }
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
            for (String target : targets) {
                try {
                    Response response = visitor.send(Request.get(target));
                    if (ACCOUNTS.matcher(response.text()).find()) {
                        found = true;
                        bench.fail(Key.WEB, site.http().where(target), "web-traversal-path", response.exchange());
                        return;
                    }
                } catch (IOException e) {
                    // refused in its own way
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
                        inputs.add(new Input(page.target(), name, "", false, page.target(), Map.of()));
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
