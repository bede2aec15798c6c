package dev.shisa.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.TextLimits;
import dev.shisa.server.platform.account.RateLimits;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.account.TestLimits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jsoup.Connection.KeyVal;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every form that a page of a whole company shows, sent as it is shown but for one text that is longer than any may be. */
class FormTextsTest extends CompanyTest {

    private static final String ENDLESS =
            "あ".repeat(Collections.max(TextLimits.listed("forms").values()) + 1);

    /** Types of inputs into which nobody types. */
    private static final Set<String> NOT_TYPED = Set.of("hidden", "checkbox", "radio", "file", "submit", "button");

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mapping;

    @Autowired
    private RateLimits limits;

    @Test
    void noTextOfAFormThatAPageShowsIsWithoutALimit() {
        emptyDatabase();
        company();
        Browser everybody = signedIn(Role.values());
        Set<String> seen = new TreeSet<>();
        Set<String> shortOnes = new TreeSet<>();
        List<String> wrong = new ArrayList<>();
        for (String path : pages()) {
            TestLimits.reset(limits);
            Page page = everybody.get(path);
            if (page.status() != 200
                    || !String.valueOf(page.header("Content-Type")).startsWith("text/html")) {
                continue;
            }
            for (FormElement form : Jsoup.parse(page.html()).forms()) {
                if (!form.attr("method").equalsIgnoreCase("post")) {
                    continue;
                }
                List<Element> typed = form.elements().stream()
                        .filter(field -> !field.attr("name").isEmpty()
                                && (field.nameIs("textarea")
                                        || (field.nameIs("input") && !NOT_TYPED.contains(field.attr("type")))))
                        .filter(field -> seen.add(kind(form.attr("action")) + " " + kind(field.attr("name"))))
                        .toList();
                typed.stream()
                        .filter(field -> field.nameIs("textarea")
                                && TextLimits.ofForm(field.attr("name")) <= TextLimits.LINE_CHARS_MAX)
                        .forEach(field -> shortOnes.add(field.attr("name")));
                if (typed.isEmpty()) {
                    continue;
                }
                Map<String, Long> before = rows();
                for (Element field : typed) {
                    TestLimits.reset(limits);
                    int status = send(everybody, form, field.attr("name"));
                    if (status < 400 || status >= 500) {
                        wrong.add(path + ": " + form.attr("action") + " " + field.attr("name") + " answered " + status);
                    }
                }
                Map<String, Long> after = rows();
                if (!after.equals(before)) {
                    after.entrySet().removeAll(before.entrySet());
                    wrong.add(path + ": " + form.attr("action") + " left " + after);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(shortOnes)
                .as("several lines, and no limit of their own in text-limits.txt")
                .isEmpty();
        assertThat(seen).hasSizeGreaterThan(400);
    }

    /** The same form or field with another id or number in it. */
    private static String kind(String name) {
        return name.replaceAll("[?&]_csrf=[^&]*", "").replaceAll("[0-9a-f-]{36}|[0-9]+", "#");
    }

    private static int send(Browser browser, FormElement form, String field) {
        List<String> fields = new ArrayList<>();
        for (KeyVal sent : form.formData()) {
            if (!sent.key().equals("_csrf")) {
                fields.addAll(List.of(sent.key(), sent.key().equals(field) ? ENDLESS : sent.value()));
            }
        }
        if (!fields.contains(ENDLESS)) {
            fields.addAll(List.of(field, ENDLESS));
        }
        String action = form.attr("action").replaceAll("[?&]_csrf=[^&]*", "");
        String[] words = fields.toArray(String[]::new);
        Element file = form.selectFirst("input[type=file]");
        return (file == null
                        ? browser.post(action, words)
                        : browser.upload(action, file.attr("name"), "a.txt", new byte[] {'a'}, words))
                .status();
    }

    /** Every page, of a thing that there is where it names one. */
    private List<String> pages() {
        Set<String> paths = new TreeSet<>();
        mapping.getHandlerMethods().forEach((info, handler) -> {
            if (info.getMethodsCondition().getMethods().contains(RequestMethod.GET)
                    && handler.hasMethodAnnotation(Requires.class)) {
                info.getPatternValues().stream()
                        .filter(path -> !path.startsWith("/api/") && !path.contains("{format}"))
                        .forEach(path -> paths.add(filled(path)));
            }
        });
        assertThat(paths).hasSizeGreaterThan(200);
        return List.copyOf(paths);
    }

    private String filled(String route) {
        String path = route;
        for (String place : placesOf(route)) {
            path = path.replace(place.substring(place.lastIndexOf('{')), id(place));
        }
        return path;
    }

    /** How many rows each table has. */
    private Map<String, Long> rows() {
        Map<String, Long> rows = new TreeMap<>();
        jdbc.sql("""
                SELECT tablename, (xpath('/row/c/text()',
                    query_to_xml(format('SELECT count(*) AS c FROM %I', tablename), false, true, '')))[1]::text::bigint AS rows
                FROM pg_tables WHERE schemaname = current_schema()""").query(row -> {
            rows.put(row.getString(1), row.getLong(2));
        });
        return rows;
    }

    @Test
    void whatWasTypedIsShownAgainToBeShortenedAndSent() {
        emptyDatabase();
        Browser quality = signedIn(Role.QUALITY);
        String name = "MC-200シリーズ<&\"'>、".repeat(400);

        Page refused = quality.post(
                "/products/new", "name", name, "kind", "ネットワークカメラ", "models", "MC-200\r\nMC-200B", "release", "2.4.1");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("4,000文字までにしてください");
        assertThat(count("series")).isZero();
        FormElement form = Jsoup.parse(refused.html()).forms().stream()
                .filter(one -> one.attr("action").equals("/products/new"))
                .findFirst()
                .orElseThrow();
        Map<String, String> shown = new TreeMap<>();
        form.formData().forEach(sent -> shown.put(sent.key(), sent.value()));
        assertThat(shown)
                .containsEntry("name", name)
                .containsEntry("kind", "ネットワークカメラ")
                .containsEntry("release", "2.4.1");
        Page taken = quality.post(
                "/products/new",
                "name",
                "MC-200シリーズ",
                "kind",
                shown.getOrDefault("kind", ""),
                "models",
                shown.getOrDefault("models", ""),
                "release",
                shown.getOrDefault("release", ""));
        assertThat(taken.location()).isEqualTo("/products/MC-200/conformity");
        assertThat(quality.english().post("/products/new", "name", name).text()).contains("Up to 4,000 are taken");
    }

    @Test
    void noSecretIsShownAgain() {
        Browser quality = signedIn(Role.QUALITY);
        Page refused =
                quality.post("/account/password", "present", "yuki-no-asa-no-eki-5", "password", "あ".repeat(4_001));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.html()).doesNotContain("yuki-no-asa-no-eki-5", "ああああ");
    }
}
