package dev.shisa.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** axe-core on the page that is open. */
final class Axe {

    private static final String SOURCE = read();

    private Axe() {}

    /** The content policy forbids foreign script, also ours; only pages under axe are opened without it. */
    static Browser.NewContextOptions needs() {
        return new Browser.NewContextOptions().setBypassCSP(true);
    }

    /** Of every rule of WCAG 2.2 A and AA that a machine can judge, and of axe's best practices. */
    @SuppressWarnings("unchecked")
    static List<String> violations(Page page) {
        if (!(boolean) page.evaluate("() => 'axe' in window")) {
            page.evaluate(SOURCE);
        }
        return (List<String>) page.evaluate("""
                () => axe.run(document, {resultTypes: ['violations']}).then(result =>
                  result.violations.map(v => v.id + ': ' + v.help + ' ' +
                    v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + ' ' + n.failureSummary).join(' | ')))""");
    }

    private static String read() {
        try (InputStream in = Axe.class.getResourceAsStream("/axe.min.js")) {
            if (in == null) {
                throw new IllegalStateException("axe.min.js is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
