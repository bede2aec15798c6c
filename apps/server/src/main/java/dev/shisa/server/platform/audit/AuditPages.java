package dev.shisa.server.platform.audit;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.ListPage;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Query;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who did what, when: to be searched and taken along. */
@Controller
class AuditPages {

    /** Ends the name of a value that was replaced; what stands before it names the value. */
    private static final String BEFORE = "-before";

    private final AuditStore store;
    private final List<AuditWords> others;
    private final JsonMapper json;

    AuditPages(AuditStore store, List<AuditWords> others, JsonMapper json) {
        this.store = store;
        this.others = others;
        this.json = json;
    }

    @GetMapping("/audit")
    @Requires(Act.READ_AUDIT)
    ModelAndView list(
            @ModelAttribute("ui") Ui ui,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String act,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String until,
            @RequestParam(defaultValue = "new") String sort,
            @RequestParam(name = "to", required = false) @Nullable Long upTo,
            @RequestParam(defaultValue = "1") int page) {
        // Whoever turns the pages goes on in the list as it was on the first.
        long newest = upTo == null ? store.newest() : upTo;
        AuditStore.Filter filter = filter(q, act, from, until, sort, newest);
        int found = store.count(filter);
        ListPage leaf = ListPage.of(found, page);
        Query query = Query.of("/audit")
                .with("q", q)
                .with("act", act)
                .with("from", from)
                .with("until", until)
                .with("sort", filter.newestFirst() ? "" : "old");
        List<Parts.Filter> filters = new ArrayList<>();
        if (!q.isBlank()) {
            filters.add(new Parts.Filter(
                    ui.t("audit.filter.q", q), query.without("q").href()));
        }
        if (!act.isEmpty()) {
            filters.add(new Parts.Filter(words(ui, act), query.without("act").href()));
        }
        if (filter.from() != null) {
            filters.add(new Parts.Filter(
                    ui.t("audit.filter.from", from), query.without("from").href()));
        }
        if (filter.until() != null) {
            filters.add(new Parts.Filter(
                    ui.t("audit.filter.until", until), query.without("until").href()));
        }
        return new ModelAndView("audit/audit")
                .addObject(
                        "rows",
                        store.page(filter, leaf.from(), ListPage.ROWS).stream()
                                .map(line -> row(ui, line))
                                .toList())
                .addObject("columns", columns(ui, query, filter.newestFirst()))
                .addObject("total", filter.isNarrow() ? store.count(AuditStore.Filter.everything(newest)) : found)
                .addObject("found", found)
                .addObject("filters", filters)
                .addObject("exportHref", query.at("/audit.csv").href())
                .addObject("page", leaf.at())
                .addObject("pages", leaf.pages())
                .addObject("pageHref", query.with("to", Long.toString(newest)).pageHref())
                .addObject("q", q)
                .addObject("act", act)
                .addObject("from", from)
                .addObject("until", until)
                .addObject("acts", actChoices(ui));
    }

    @GetMapping("/audit.{format}")
    @Requires(Act.READ_AUDIT)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable String format,
            @ModelAttribute("ui") Ui ui,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String act,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String until,
            @RequestParam(defaultValue = "new") String sort) {
        return TableFile.of(format, "shisa-audit-" + ui.day(ui.now()), ui)
                .column("at", "audit.at")
                .column("who", "audit.who")
                .column("act", "audit.act")
                .column("thing", "audit.thing")
                .column("details", "audit.details")
                .download((most, lines) -> store.each(filter(q, act, from, until, sort, Long.MAX_VALUE), most, line -> {
                    AuditView.Row row = row(ui, line);
                    lines.accept(List.of(ui.second(row.at()), row.who(), row.act(), row.thing(), row.details()));
                }));
    }

    private static AuditStore.Filter filter(String q, String act, String from, String until, String sort, long upTo) {
        return new AuditStore.Filter(q, act, day(from, 0), day(until, 1), !sort.equals("old"), upTo);
    }

    /** The beginning of a day in Japan; null for what is no day. */
    private static @Nullable Instant day(String text, int later) {
        try {
            return text.isBlank()
                    ? null
                    : LocalDate.parse(text)
                            .plusDays(later)
                            .atStartOfDay(Ui.ZONE)
                            .toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private AuditView.Row row(Ui ui, AuditStore.Line line) {
        JsonNode details = json.readTree(line.details());
        String words = details.propertyStream()
                .filter(entry -> !text(entry.getValue()).isEmpty())
                .map(entry -> detail(ui, entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(ui.t("audit.detail.and")));
        return new AuditView.Row(
                line.at(),
                line.who().isEmpty() ? ui.t("audit.nobody") : line.who(),
                words(ui, line.act()),
                line.thing(),
                words);
    }

    /** A detail's name in words where there are any; another capability may record what it likes. */
    private String detail(Ui ui, String name, JsonNode value) {
        String text = text(value);
        String named = "audit.detail." + name + "." + text;
        String words = name.startsWith("roles")
                ? Arrays.stream(text.split(" "))
                        .map(role -> ui.has("role." + role) ? ui.t("role." + role) : role)
                        .collect(Collectors.joining(ui.t("people.and")))
                : ui.has(named) ? ui.t(named) : others(name, text, ui);
        return ui.t("audit.detail", name(ui, name), words);
    }

    private String others(String name, String text, Ui ui) {
        return others.stream()
                .flatMap(words -> words.of(name, text, ui.locale()).stream())
                .findFirst()
                .orElseGet(() -> ui.readable(text));
    }

    private static String text(JsonNode value) {
        return value.isArray()
                ? value.valueStream().map(AuditPages::text).collect(Collectors.joining(" "))
                : value.asString(value.toString());
    }

    private static String name(Ui ui, String name) {
        String key = "audit.detail." + name;
        if (!ui.has(key) && name.endsWith(BEFORE)) {
            return ui.t("audit.detail.was", name(ui, name.substring(0, name.length() - BEFORE.length())));
        }
        return ui.has(key) ? ui.t(key) : name;
    }

    private static String words(Ui ui, String act) {
        return ui.has("audit." + act) ? ui.t("audit." + act) : act;
    }

    private static List<Parts.Column> columns(Ui ui, Query query, boolean newestFirst) {
        return List.of(
                Parts.Column.sortable(
                        ui.t("audit.at"),
                        query.with("sort", newestFirst ? "old" : "").href(),
                        newestFirst ? Parts.Order.DESCENDING : Parts.Order.ASCENDING),
                Parts.Column.plain(ui.t("audit.who")),
                Parts.Column.plain(ui.t("audit.act")),
                Parts.Column.plain(ui.t("audit.thing")),
                Parts.Column.plain(ui.t("audit.details")));
    }

    private List<Parts.Choice> actChoices(Ui ui) {
        List<Parts.Choice> choices = new ArrayList<>();
        choices.add(new Parts.Choice("", ui.t("audit.act.any")));
        store.acts().forEach(act -> choices.add(new Parts.Choice(act, words(ui, act))));
        return choices;
    }
}
