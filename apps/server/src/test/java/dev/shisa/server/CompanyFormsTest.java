package dev.shisa.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.TextLimits;
import dev.shisa.server.platform.account.RateLimits;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.account.TestLimits;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jsoup.Connection.KeyVal;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletResponse;

/**
 * Every form that a page of a whole company shows, sent as it is shown but for one value. First a text that is longer
 * than any may be, which leaves nothing behind; then, by somebody who is limited to one series, the name of a thing of a
 * series that is hidden from them: it is answered like what is not there, and nothing names the hidden thing afterwards
 * that did not before.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CompanyFormsTest extends CompanyTest {

    private static final String SHOWN = "MC-200";

    private static final String ENDLESS =
            "あ".repeat(Collections.max(TextLimits.listed("forms").values()) + 1);

    /** Types of inputs into which nobody types. */
    private static final Set<String> NOT_TYPED = Set.of("hidden", "checkbox", "radio", "file", "submit", "button");

    /** A column whose values name rows, and how it leads to a series; empty where it does not. */
    private record Names(String table, String column, String series) {}

    /** A field of a form on a page that names something. */
    private record Field(String page, String form, int at, String name, String value, Names names) {}

    /** No two products have one code, so who gives one away learns that it is taken; and after that nothing is where it was. */
    private static final String RENAMES = "newCode";

    @Autowired
    private RateLimits limits;

    private static boolean played;

    private UUID shown = new UUID(0, 0);
    private final Map<String, Names> named = new HashMap<>();
    private final Map<Names, Optional<String>> hidden = new HashMap<>();

    @BeforeEach
    void aCompany() {
        if (!played) {
            emptyDatabase();
            company();
            played = true;
        }
    }

    @Test
    @Order(1)
    void noTextOfAFormThatAPageShowsIsWithoutALimit() {
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
                    int status =
                            send(everybody, form, field.attr("name"), ENDLESS).getStatus();
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
        assertThat(seen).hasSizeGreaterThan(380);
    }

    @Test
    @Order(2)
    void whatAFormNamesOfAHiddenSeriesIsAnsweredLikeWhatIsNotThere() {
        shown = idOf(SHOWN);
        learnNames();
        Browser limited = signedIn(
                person(Set.of(idOf(SHOWN)), Role.EXECUTIVE, Role.QUALITY, Role.PSIRT, Role.OPERATOR, Role.AUDITOR));
        Map<String, Field> fields = new LinkedHashMap<>();
        for (String path : pages()) {
            for (Field field : fields(limited, path)) {
                fields.putIfAbsent(
                        kind(field.form()) + " " + kind(field.name()) + " "
                                + field.names().table(),
                        field);
            }
        }
        List<String> wrong = new ArrayList<>();
        Set<String> without = new TreeSet<>();
        int asked = 0;
        int refused = 0;
        for (Field field : fields.values()) {
            Optional<String> other = hidden.computeIfAbsent(field.names(), this::hidden);
            if (other.isEmpty()) {
                without.add(field.names().table() + "." + field.names().column());
                continue;
            }
            asked++;
            String none = none(other.get());
            String expected = sentWith(limited, field, none);
            refused += expected.matches("(?s)4(04|22).*") ? 1 : 0;
            long before = mentions(other.get());
            String got = sentWith(limited, field, other.get());
            long after = mentions(other.get());
            String where = field.page() + ": " + kind(field.form()) + " " + field.name() + " = "
                    + field.names().table() + " " + other.get();
            if (!got.equals(expected)) {
                wrong.add(where + "\n    not there: " + shortly(expected, got) + "\n    there:     "
                        + shortly(got, expected));
            }
            if (after > before) {
                wrong.add(where + " is named in " + (after - before) + " more rows");
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(without).as("of no series").containsExactly("person.id", "verification_environment.id");
        assertThat(asked).isGreaterThan(50);
        assertThat(refused)
                .as("for what they name; others leave out what is not there")
                .isGreaterThan(30);
    }

    /** Every id and code that there is, and of which table it is. */
    private void learnNames() {
        jdbc.sql("""
                SELECT c.table_name, c.column_name FROM information_schema.columns c
                JOIN pg_tables t ON t.tablename = c.table_name AND t.schemaname = c.table_schema
                WHERE c.table_schema = current_schema()
                    AND (c.column_name = 'id' AND c.data_type = 'uuid' OR c.column_name IN ('code', 'number') AND c.data_type = 'text')""")
                .query((row, _) -> List.of(row.getString(1), row.getString(2)))
                .list()
                .forEach(one -> {
                    Names names = new Names(one.get(0), one.get(1), wayToSeries(one.get(0)));
                    jdbc.sql("SELECT %s::text FROM %s".formatted(one.get(1), one.get(0)))
                            .query(String.class)
                            .list()
                            .forEach(value -> {
                                if (value.length() > 4) {
                                    named.put(value, names);
                                }
                            });
                });
    }

    /** A query of the series of each row of a table, by its own column or by the tables that it leads to. */
    private String wayToSeries(String table) {
        if (table.equals("series")) {
            return "SELECT s.id AS series, s.* FROM series s";
        }
        record Step(String table, String joins) {}
        Deque<Step> steps = new ArrayDeque<>(List.of(new Step(table, "FROM " + table + " t0")));
        Set<String> seen = new TreeSet<>(List.of(table));
        while (!steps.isEmpty()) {
            Step step = steps.remove();
            String alias = "t" + (step.joins().split(" JOIN ", -1).length - 1);
            for (String column : List.of("series_id", "subject_id")) {
                if (has(step.table(), column)) {
                    return "SELECT %s.%s AS series, t0.* %s".formatted(alias, column, step.joins());
                }
            }
            for (List<String> key : keys(step.table())) {
                if (seen.add(key.get(1))) {
                    String next = "t" + step.joins().split(" JOIN ", -1).length;
                    steps.add(new Step(
                            key.get(1),
                            step.joins()
                                    + " JOIN %s %s ON %s.id = %s.%s"
                                            .formatted(key.get(1), next, next, alias, key.get(0))));
                }
            }
        }
        return "";
    }

    private boolean has(String table, String column) {
        return jdbc.sql("SELECT count(*) FROM information_schema.columns WHERE table_schema = current_schema()"
                                + " AND table_name = :table AND column_name = :column")
                        .param("table", table)
                        .param("column", column)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** Columns that name one row of another table by its id. */
    private List<List<String>> keys(String table) {
        return jdbc.sql("""
                SELECT a.attname, f.relname FROM pg_constraint k
                JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class f ON f.oid = k.confrelid
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
                JOIN pg_attribute b ON b.attrelid = f.oid AND b.attnum = k.confkey[1]
                WHERE k.contype = 'f' AND c.relname = :table AND b.attname = 'id' AND a.attnotnull
                    AND c.relnamespace = current_schema()::regnamespace ORDER BY a.attnum""")
                .param("table", table)
                .query((row, _) -> List.of(row.getString(1), row.getString(2)))
                .list();
    }

    /** One of another series. */
    private Optional<String> hidden(Names names) {
        if (names.series().isEmpty()) {
            return Optional.empty();
        }
        return jdbc.sql(
                        "SELECT %s::text FROM (%s) a WHERE a.series IN (SELECT id FROM series WHERE id <> :shown) ORDER BY 1 LIMIT 1"
                                .formatted(names.column(), names.series()))
                .param("shown", shown)
                .query(String.class)
                .optional();
    }

    private List<Field> fields(Browser limited, String path) {
        TestLimits.reset(limits);
        Page page = limited.get(path);
        if (page.status() != 200 || !String.valueOf(page.header("Content-Type")).startsWith("text/html")) {
            return List.of();
        }
        List<Field> fields = new ArrayList<>();
        List<FormElement> forms = Jsoup.parse(page.html()).forms();
        for (int at = 0; at < forms.size(); at++) {
            FormElement form = forms.get(at);
            for (Element field : form.elements()) {
                for (Element valued : field.nameIs("select") ? field.select("option") : List.of(field)) {
                    Names names = named.get(valued.attr("value"));
                    if (names != null && !Set.of("", RENAMES).contains(field.attr("name"))) {
                        fields.add(new Field(
                                path, form.attr("action"), at, field.attr("name"), valued.attr("value"), names));
                    }
                }
            }
        }
        return fields;
    }

    /** Loads the page anew and sends its form with another value. */
    private String sentWith(Browser limited, Field field, String value) {
        TestLimits.reset(limits);
        List<FormElement> forms = Jsoup.parse(limited.get(field.page()).html()).forms();
        assertThat(forms).as(field.toString()).hasSizeGreaterThan(field.at());
        return told(send(limited, forms.get(field.at()), field.name(), value), value)
                .replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "«uuid»");
    }

    /** Sends a form as it is shown but for one value. */
    private static MockHttpServletResponse send(Browser browser, FormElement form, String name, String value) {
        List<String> words = new ArrayList<>();
        boolean replaced = false;
        for (KeyVal sent : form.formData()) {
            if (!sent.key().equals("_csrf")) {
                boolean here = sent.key().equals(name) && !replaced;
                replaced |= here;
                words.addAll(List.of(sent.key(), here ? value : sent.value()));
            }
        }
        if (!replaced) {
            words.addAll(List.of(name, value));
        }
        String action = form.attr("action").replaceAll("[?&]_csrf=[^&]*", "");
        String[] all = words.toArray(String[]::new);
        Element file = form.selectFirst("input[type=file]");
        if (file != null) {
            return browser.upload(action, file.attr("name"), "a.txt", new byte[] {'a'}, all)
                    .response();
        }
        if (form.attr("method").equalsIgnoreCase("post")) {
            return browser.post(action, all).response();
        }
        StringBuilder query = new StringBuilder(action);
        for (int i = 0; i < all.length; i += 2) {
            query.append(query.indexOf("?") < 0 ? '?' : '&')
                    .append(all[i])
                    .append('=')
                    .append(URLEncoder.encode(all[i + 1], StandardCharsets.UTF_8));
        }
        return browser.get(query.toString()).response();
    }

    /** In how many rows of all tables something is named. */
    private long mentions(String value) {
        return jdbc.sql("""
                SELECT coalesce(sum((xpath('/row/c/text()', query_to_xml(format(
                    'SELECT count(*) AS c FROM %I t WHERE t::text LIKE %L', tablename, '%' || :value || '%'), false, true, '')))[1]::text::bigint), 0)
                FROM pg_tables WHERE schemaname = current_schema() AND tablename <> 'ledger_outbox'""").param("value", value).query(Long.class).single();
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
}
