package dev.shisa.e2e;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Somebody at a browser, who finds things as people do: by the words of a label, button or link, in one language. Each
 * act that needs the mouse, also into a field, counts as a click.
 */
final class Visitor implements AutoCloseable {

    private final BrowserContext context;
    private final Page page;
    private final Words words;
    private final AtomicInteger pagesSeen = new AtomicInteger();
    private final List<String> complaints = new ArrayList<>();
    private int clicks;
    private int acts;

    Visitor(BrowserContext context, Words words) {
        this.context = context;
        this.words = words;
        this.page = context.newPage();
        page.onDOMContentLoaded(p -> pagesSeen.incrementAndGet());
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(page.url() + ": " + message.text());
            }
        });
        page.onPageError(error -> complaints.add(page.url() + ": " + error));
    }

    Words words() {
        return words;
    }

    Page page() {
        return page;
    }

    int clicks() {
        return clicks;
    }

    /** Buttons pressed, links followed, folds opened and boxes of lists ticked: what is not the filling in of a field. */
    int acts() {
        return acts;
    }

    /** Errors that the browser wrote to its console: broken scripts, what the content policy refused, missing files. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    void forgetComplaints() {
        complaints.clear();
    }

    /** Chooses the language as the switch does, which outlives signing in. */
    void speaks(Words language) {
        page.navigate("/sign-in");
        context.addCookies(List.of(new Cookie("lang", language.language()).setUrl(page.url())));
    }

    Visitor opens(String path) {
        page.navigate(path);
        return this;
    }

    /**
     * Puts another page in the place of the one that is open: its scripts and styles run as after a link, and what a test
     * put into the window stays there, read and warm.
     */
    Visitor shows(String path) {
        page.evaluate("""
                async path => {
                  const response = await fetch(path, {headers: {Accept: 'text/html'}});
                  if (!response.ok) throw new Error(response.status + ' at ' + path);
                  const html = await response.text();
                  history.replaceState(null, '', response.url);
                  document.open();
                  const loaded = new Promise(done => addEventListener('load', done, {once: true}));
                  document.write(html);
                  document.close();
                  await loaded;
                }""", path);
        return this;
    }

    /** The page's answer: its only heading of the first level. */
    String heading() {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1))
                .innerText()
                .strip();
    }

    String path() {
        return page.url().replaceFirst("^https://[^/]+", "");
    }

    boolean sees(String text) {
        return page.locator("body").innerText().contains(text);
    }

    Visitor types(String label, String text) {
        Locator field =
                page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName(Words.startingWith(label)));
        // A password has no role.
        Locator found = field.count() > 0
                ? field.first()
                : page.getByLabel(Words.startingWith(label)).first();
        clicks++;
        found.fill(text);
        return this;
    }

    /** Chooses a radio button, or ticks a box, of a group with this question. */
    Visitor chooses(String question, String answer) {
        Locator group =
                page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName(Words.startingWith(question)));
        clicks++;
        choice(group.first(), answer).check();
        return this;
    }

    Visitor ticks(String label) {
        clicks++;
        acts++;
        page.getByRole(AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName(Words.startingWith(label)))
                .first()
                .check();
        return this;
    }

    private static Locator choice(Locator group, String answer) {
        Pattern name = Words.startingWith(answer);
        return group.getByRole(AriaRole.RADIO, new Locator.GetByRoleOptions().setName(name))
                .or(group.getByRole(AriaRole.CHECKBOX, new Locator.GetByRoleOptions().setName(name)))
                .first();
    }

    Visitor attaches(String label, FilePayload file) {
        clicks++;
        page.getByLabel(Words.startingWith(label))
                .and(page.locator("input[type=file]"))
                .first()
                .setInputFiles(file);
        return this;
    }

    /** Opens what is folded behind these words. */
    Visitor unfolds(String summary) {
        Locator details = page.locator("details")
                .filter(new Locator.FilterOptions()
                        .setHas(page.locator("summary")
                                .filter(new Locator.FilterOptions().setHasText(Words.startingWith(summary)))));
        if (details.first().getAttribute("open") == null) {
            clicks++;
            acts++;
            details.first().locator("summary").first().click();
        }
        return this;
    }

    /** Presses a button and waits for the page that it leads to. */
    Visitor presses(String button) {
        leads(() -> main(AriaRole.BUTTON, button).click());
        return this;
    }

    Visitor follows(String link) {
        leads(() -> main(AriaRole.LINK, link).click());
        return this;
    }

    /** Follows an entry of the column on the left. */
    Visitor turnsTo(String entry) {
        leads(() -> page.locator("#nav")
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(Words.exactly(entry)))
                .first()
                .click());
        return this;
    }

    private Locator main(AriaRole role, String name) {
        return page.getByRole(AriaRole.MAIN)
                .getByRole(role, new Locator.GetByRoleOptions().setName(Words.startingWith(name)))
                .first();
    }

    void leads(Runnable act) {
        clicks++;
        acts++;
        int before = pagesSeen.get();
        act.run();
        page.waitForCondition(() -> pagesSeen.get() > before);
    }

    Download saves(String link) {
        clicks++;
        return page.waitForDownload(() -> main(AriaRole.LINK, link)
                .or(main(AriaRole.BUTTON, link))
                .first()
                .click());
    }

    /** The status of an address for this person, without going there. */
    int statusOf(String path) {
        APIResponse response = context.request()
                .get(path, RequestOptions.create().setMaxRedirects(0).setHeader("Accept", "text/html"));
        try {
            return response.status();
        } finally {
            response.dispose();
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
