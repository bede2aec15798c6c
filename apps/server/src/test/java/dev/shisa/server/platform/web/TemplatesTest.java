package dev.shisa.server.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What all templates have to keep to, read as text. */
class TemplatesTest {

    private static final Path TEMPLATES = Path.of("src/main/jte");

    /** The file is refused on a page of its own, or by a banner that says how to mend it in the file. */
    private static final List<String> REFUSED_ELSEWHERE =
            List.of("answers/sheet.jte", "organisation/overview.jte", "part/file.jte", "shipment/shipments.jte");

    /** A part of a page that does it. */
    private static final String OF_SOURCE = "vulnerability/suppliers.jte";

    /** Parts of pages whose frame, or whose page, has the sum. */
    private static final Pattern SUMS_UP =
            Pattern.compile("@template\\.part\\.errors|@template\\.(?:psirt|supplier)\\.frame");

    private static Map<String, String> templates() throws IOException {
        TreeMap<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(TEMPLATES)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".jte")).toList()) {
                texts.put(TEMPLATES.relativize(file).toString(), Files.readString(file));
            }
        }
        assertThat(texts).hasSizeGreaterThan(300);
        return texts;
    }

    /** Whoever looks over a shoulder reads nothing, and a program that keeps passwords knows which one is meant. */
    @Test
    void everySecretIsTypedHiddenAndSaysWhatItIsToWhatKeepsPasswords() throws IOException {
        Pattern input = Pattern.compile("@template\\.part\\.input\\(.*");
        Pattern secret = Pattern.compile("name = \"(?:password|present|again|passphrase|secret|token|identity)[\"-]");
        TreeSet<String> wrong = new TreeSet<>();
        int seen = 0;
        for (var template : templates().entrySet()) {
            Matcher found = input.matcher(template.getValue());
            while (found.find()) {
                String written = found.group();
                boolean hidden = written.contains("type = \"password\"");
                seen += hidden ? 1 : 0;
                if (secret.matcher(written).find() != hidden && !hidden) {
                    wrong.add(template.getKey() + " shows " + written);
                }
                if (hidden && !written.matches(".*autocomplete = \"(?:current-password|new-password|off)\".*")) {
                    wrong.add(template.getKey() + " does not say what it is: " + written);
                }
            }
            assertThat(template.getValue()).as(template.getKey()).doesNotContain("onpaste", "type=\"password\"");
        }
        assertThat(wrong).isEmpty();
        assertThat(seen).isGreaterThan(15);
        assertThat(templates().get("part/input.jte")).contains("type=\"${type}\"", "autocomplete=\"${autocomplete}\"");
    }

    @Test
    void signingOutStandsInTheFrameOfEveryPageInside() throws IOException {
        Map<String, String> templates = templates();
        assertThat(templates.get("frame/account.jte")).contains("<form method=\"post\" action=\"/sign-out\">");
        assertThat(templates.get("frame/page.jte")).contains("@template.frame.account(ui = ui)");
        assertThat(templates.values())
                .filteredOn(text -> text.contains("@template.frame.page("))
                .hasSizeGreaterThan(100);
    }

    @Test
    void ourScriptsWriteTextAndKeepTheThemeAndWhatWasOpenedLastOnly() throws IOException {
        for (String name : List.of("shisa.js", "passkey.js", "grid.js")) {
            String script = Files.readString(Path.of("src/main/resources/static/js", name));
            if (name.equals("grid.js")) {
                // Here pasting fills cells; everywhere else it is left to the browser.
                assertThat(script).containsOnlyOnce("\"paste\"").contains("text/plain");
                script = script.replace("\"paste\"", "");
            }
            assertThat(script)
                    .as(name)
                    .doesNotContain(
                            "innerHTML",
                            "outerHTML",
                            "insertAdjacentHTML",
                            "document.write",
                            "eval(",
                            "Function(",
                            "localStorage",
                            "indexedDB",
                            "caches",
                            "postMessage",
                            "\"paste\"",
                            "__proto__")
                    .doesNotContainPattern("document\\.cookie(?! = `theme=\\$\\{theme})")
                    .doesNotContainPattern("sessionStorage(?!\\.(?:get|set|remove)Item\\(\"recent\")");
        }
        // Nothing of a page is kept for going back, nothing in an attribute is run, and no other server is asked.
        assertThat(templates().get("frame/head.jte"))
                .contains(
                        "&quot;historyCacheSize&quot;:0",
                        "&quot;allowEval&quot;:false",
                        "&quot;selfRequestsOnly&quot;:true");
    }

    /** It is a grid of a narrow column for the shape and a wide one for the words, filled in their order. */
    @Test
    void everyBannerBeginsWithItsShape() throws IOException {
        Pattern banner = Pattern.compile("class=\"banner[ \"][^>]*>\\s*(\\S{0,40})");
        TreeSet<String> without = new TreeSet<>();
        int seen = 0;
        for (var template : templates().entrySet()) {
            Matcher found = banner.matcher(template.getValue());
            while (found.find()) {
                seen++;
                if (!found.group(1).startsWith("@template.part.shape(")) {
                    without.add(template.getKey() + ": " + found.group(1));
                }
            }
        }
        assertThat(without).isEmpty();
        assertThat(seen).isGreaterThanOrEqualTo(3);
    }

    /** A browser shows the top of an answer first; the field that is to be mended may stand two screens below. */
    @Test
    void everyFormThatTakesAFileSumsUpAboveItWhatIsToBeMended() throws IOException {
        TreeSet<String> without = new TreeSet<>();
        for (var template : templates().entrySet()) {
            String text = template.getValue();
            if (text.contains("multipart/form-data")
                    && !SUMS_UP.matcher(text).find()
                    && !template.getKey().equals(OF_SOURCE)
                    && !REFUSED_ELSEWHERE.contains(template.getKey())) {
                without.add(template.getKey());
            }
        }
        assertThat(without).isEmpty();
        assertThat(templates().get("vulnerability/source.jte")).containsPattern(SUMS_UP);
    }

    /** Also of a single one, which is as easily overlooked as two. */
    @Test
    void theSumIsShownFromTheFirstMistakeOn() throws IOException {
        Pattern fromTwo = Pattern.compile("istakes[().a-z]*\\.size\\(\\) > 1");
        assertThat(templates()).allSatisfy((name, text) -> assertThat(text).doesNotContainPattern(fromTwo));
    }
}
