package dev.shisa.server.inquiry;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Chart;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Query;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Typed;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.shipment.FieldTabs;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** フィールド › 問い合わせ: do far more people ask than usual? */
@Controller
class InquiryPages {

    static final String HERE = "/field/inquiries";
    static final int SERIES_MAX = 1_000;

    private static final int PAGE = 50;
    private static final int HOURS_SHOWN = 72;
    private static final int SURGES_SHOWN = 5;

    /** What came out so shortly before may be the reason. */
    private static final int BEFORE_DAYS = 14;

    private static final int BEFORE_MAX = 20;

    private static final Set<String> DONE = Set.of("added", "struck", "settled", "rules");

    private final Inquiries inquiries;
    private final Products products;
    private final FieldTabs tabs;

    InquiryPages(Inquiries inquiries, Products products, FieldTabs tabs) {
        this.inquiries = inquiries;
        this.products = products;
        this.tabs = tabs;
    }

    @GetMapping(HERE)
    @Requires(Act.VIEW)
    ModelAndView list(
            @RequestParam(defaultValue = "1") String page,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return list(page, fresh(), null, new Mistakes(), DONE.contains(done) ? done : "", person, ui);
    }

    /** The hour that has just ended: it is what a support desk counts. */
    private InquiryView.Form fresh() {
        ZonedDateTime last = inquiries.now().atZone(Ui.ZONE).minusHours(1);
        return new InquiryView.Form(last.toLocalDate().toString(), Integer.toString(last.getHour()), "", "all", "", "");
    }

    private ModelAndView list(
            String page,
            InquiryView.Form form,
            InquiryView.@Nullable Rules typed,
            Mistakes mistakes,
            String done,
            Person person,
            Ui ui) {
        int total = inquiries.size(person);
        int pages = Math.max(1, (total + PAGE - 1) / PAGE);
        int at = page.matches("\\d{1,4}") ? Math.clamp(Integer.parseInt(page), 1, pages) : 1;
        List<Surge> surges = inquiries.surges(person);
        long open = surges.stream().filter(one -> one.settled() == null).count();
        Inquiries.Entered rules = inquiries.rules();
        return new ModelAndView("inquiry/list")
                .addObject("tabs", tabs.tabs(ui, FieldTabs.Page.INQUIRIES))
                .addObject(
                        "title",
                        total == 0
                                ? ui.t("inquiry.title.none")
                                : open > 0 ? ui.t("inquiry.title.surge", open) : ui.t("inquiry.title"))
                .addObject(
                        "usual",
                        inquiries
                                .usual(person, null)
                                .map(usual -> ui.t(
                                        "inquiry.usual",
                                        usual.rounded().stripTrailingZeros().toPlainString(),
                                        usual.hours()))
                                .orElse(ui.t("inquiry.usual.unknown", Surge.HOURS_MIN)))
                .addObject(
                        "surges",
                        surges.stream()
                                .sorted(Comparator.comparing(one -> one.settled() != null))
                                .limit(Math.max(SURGES_SHOWN, open))
                                .map(one -> surge(one, person, ui))
                                .toList())
                .addObject("chart", chart(surges, person, ui))
                .addObject(
                        "rows",
                        inquiries.counts(person, (at - 1) * PAGE, PAGE).stream()
                                .map(one -> row(one, ui))
                                .toList())
                .addObject("total", total)
                .addObject("page", at)
                .addObject("pages", pages)
                .addObject("pageHref", Query.of(HERE).pageHref())
                .addObject("form", form)
                .addObject("hours", hours())
                .addObject("series", series(person, ui))
                .addObject("channels", channels(ui))
                .addObject(
                        "rules",
                        typed != null
                                ? typed
                                : new InquiryView.Rules(
                                        Integer.toString(rules.rules().factor()),
                                        Integer.toString(rules.rules().least()),
                                        Integer.toString(rules.rules().days()),
                                        rules.version()))
                .addObject(
                        "mayRules",
                        person.can(Act.TELL_USERS) && person.series().isEmpty())
                .addObject("mistakes", mistakes)
                .addObject("done", done);
    }

    private static List<Parts.Choice> hours() {
        return IntStream.range(0, 24)
                .mapToObj(
                        h -> new Parts.Choice(Integer.toString(h), String.format(Locale.ROOT, "%02d:00–%02d:59", h, h)))
                .toList();
    }

    private List<Parts.Choice> series(Person person, Ui ui) {
        List<Parts.Choice> choices = new ArrayList<>();
        if (person.series().isEmpty()) {
            choices.add(new Parts.Choice("", ui.t("inquiry.series.none")));
        }
        products.visibleTo(person, 0, SERIES_MAX)
                .forEach(s -> choices.add(new Parts.Choice(s.id().toString(), s.name() + " " + s.code())));
        return choices;
    }

    private static List<Parts.Choice> channels(Ui ui) {
        return Inquiry.CHANNELS.stream()
                .map(id -> new Parts.Choice(id, ui.t("inquiry.channel." + id)))
                .toList();
    }

    private String name(@Nullable UUID series, String none, Ui ui) {
        return series == null
                ? ui.t(none)
                : products.byId(series).map(Series::name).orElse("");
    }

    private InquiryView.Row row(Inquiry one, Ui ui) {
        Inquiry.Struck struck = one.struck();
        return new InquiryView.Row(
                one.id().toString(),
                ui.minute(one.hour()),
                Integer.toString(one.count()),
                name(one.series(), "inquiry.series.none", ui),
                ui.t("inquiry.channel." + one.channel()),
                one.topic(),
                one.byName(),
                struck != null,
                struck == null ? "" : ui.t("inquiry.struck", struck.byName(), struck.reason()));
    }

    private InquiryView.Surge surge(Surge one, Person person, Ui ui) {
        Surge.Settled settled = one.settled();
        UUID series = one.series();
        return new InquiryView.Surge(
                one.code().toLowerCase(Locale.ROOT),
                one.code(),
                ui.t("inquiry.surge.title", name(series, "inquiry.series.all", ui), one.count()),
                ui.t(
                        "inquiry.surge.text",
                        ui.minute(one.hour()),
                        one.usual().stripTrailingZeros().toPlainString()),
                before(one, person, ui),
                settled == null && Statuses.may(series, person)
                        ? Query.of(StatusPages.HERE)
                                        .with("series", series == null ? "" : series.toString())
                                        .with("prepared", "b0")
                                        .href()
                                + "#new-h"
                        : "",
                settled == null ? "" : settled.text(),
                settled == null ? "" : ui.t("inquiry.by", settled.byName(), ui.minute(settled.at())));
    }

    /** Versions that came out shortly before. */
    private List<Parts.Crumb> before(Surge one, Person person, Ui ui) {
        LocalDate day = one.hour().atZone(Ui.ZONE).toLocalDate();
        UUID series = one.series();
        return products.releasedBetween(day.minusDays(BEFORE_DAYS), day).stream()
                .filter(release -> series == null || release.seriesId().equals(series))
                .filter(release -> person.sees(release.seriesId()))
                .limit(BEFORE_MAX)
                .flatMap(release -> products.byId(release.seriesId()).stream()
                        .map(s -> new Parts.Crumb(
                                ui.t(
                                        "inquiry.before.release",
                                        s.name(),
                                        release.name(),
                                        String.valueOf(release.releasedOn())),
                                "/products/" + URLEncoder.encode(s.code(), StandardCharsets.UTF_8) + "/releases")))
                .toList();
    }

    /** The last days hour by hour; an hour that stood out has a colour of its own. */
    private @Nullable Chart chart(List<Surge> surges, Person person, Ui ui) {
        SortedMap<Instant, Integer> counted = inquiries.hours(person, null, Duration.ofHours(HOURS_SHOWN - 1L));
        if (counted.isEmpty()) {
            return null;
        }
        Instant last = inquiries.now().truncatedTo(ChronoUnit.HOURS);
        List<List<Double>> columns = new ArrayList<>();
        List<Chart.Key> keys = new ArrayList<>();
        for (int i = HOURS_SHOWN - 1; i >= 0; i--) {
            Instant hour = last.minus(Duration.ofHours(i));
            columns.add(List.of((double) counted.getOrDefault(hour, 0)));
            boolean surge = surges.stream().anyMatch(one -> one.hour().equals(hour));
            keys.add(new Chart.Key(surge ? "immediate" : "medium", ""));
        }
        return Chart.of(
                ui.t("inquiry.chart.label", HOURS_SHOWN),
                columns,
                List.of(ui.minute(last.minus(Duration.ofHours(HOURS_SHOWN - 1L))), ui.minute(last)),
                keys,
                true);
    }

    @GetMapping(HERE + ".{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable String format, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        return TableFile.of(format, "inquiries", ui)
                .column("hour", "inquiry.field.hour")
                .column("count", "inquiry.field.count")
                .column("series", "inquiry.field.series")
                .column("channel", "inquiry.field.channel")
                .column("topic", "inquiry.field.topic")
                .column("by", "inquiry.field.by")
                .column("struck", "inquiry.field.struck")
                .download(inquiries.counts(person, 0, TableFile.ROWS_MAX).stream()
                        .map(one -> {
                            InquiryView.Row row = row(one, ui);
                            return List.of(
                                    row.hour(),
                                    row.count(),
                                    row.series(),
                                    row.channel(),
                                    row.topic(),
                                    row.by(),
                                    row.struckText());
                        })
                        .toList());
    }

    @PostMapping(HERE)
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView add(
            @RequestParam Map<String, String> fields,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        InquiryView.Form form = new InquiryView.Form(
                fields.getOrDefault("day", ""),
                fields.getOrDefault("hour", ""),
                fields.getOrDefault("series", ""),
                fields.getOrDefault("channel", ""),
                fields.getOrDefault("count", ""),
                fields.getOrDefault("topic", ""));
        String count = form.count().strip();
        Inquiries.Counted counted = new Inquiries.Counted(
                hour(form.day(), form.hour()),
                Typed.id(form.series()).orElse(null),
                form.channel(),
                count.matches("[0-9]{1,9}") ? Integer.valueOf(count) : null,
                form.topic());
        Mistakes mistakes = new Mistakes();
        inquiries
                .wrong(counted, person)
                .forEach(w ->
                        mistakes.add(w.field().equals("hour") ? "day" : w.field(), ui.t("inquiry.wrong." + w.why())));
        if (!form.series().isEmpty() && counted.series() == null) {
            mistakes.add("series", ui.t("inquiry.wrong.series"));
        }
        if (!mistakes.none()) {
            response.setStatus(422);
            return list("1", form, null, mistakes, "", person, ui);
        }
        inquiries.add(counted, person);
        return new ModelAndView("redirect:" + HERE + "?done=added");
    }

    private static @Nullable Instant hour(String day, String hour) {
        try {
            return hour.matches("[0-9]{1,2}")
                    ? LocalDate.parse(day.strip())
                            .atTime(Integer.parseInt(hour), 0)
                            .atZone(Ui.ZONE)
                            .toInstant()
                    : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    @PostMapping(HERE + "/{id}/strike")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView strike(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String reason,
            @AuthenticationPrincipal Person person) {
        inquiries.strike(inquiries.require(id, person), reason, person);
        return new ModelAndView("redirect:" + HERE + "?done=struck");
    }

    @PostMapping(HERE + "/surges/{code}/settle")
    @Requires(Act.TELL_USERS)
    ModelAndView settle(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String text,
            @AuthenticationPrincipal Person person) {
        inquiries.settle(inquiries.surge(code.toUpperCase(Locale.ROOT), person), text, person);
        return new ModelAndView("redirect:" + HERE + "?done=settled");
    }

    @PostMapping(HERE + "/rules")
    @Requires(value = Act.TELL_USERS, all = true)
    ModelAndView rules(
            @RequestParam Map<String, String> fields,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        int seen = number(fields.getOrDefault("version", ""), 0);
        SurgeRules to = new SurgeRules(
                number(fields.getOrDefault("factor", ""), -1),
                number(fields.getOrDefault("least", ""), -1),
                number(fields.getOrDefault("days", ""), -1));
        if (!to.isSound()) {
            response.setStatus(422);
            return list(
                    "1",
                    fresh(),
                    new InquiryView.Rules(
                            fields.getOrDefault("factor", ""),
                            fields.getOrDefault("least", ""),
                            fields.getOrDefault("days", ""),
                            seen),
                    new Mistakes().add("factor", ui.t("inquiry.wrong.rules")),
                    "",
                    person,
                    ui);
        }
        inquiries.change(to, seen, person);
        return new ModelAndView("redirect:" + HERE + "?done=rules");
    }

    private static int number(String text, int otherwise) {
        return text.strip().matches("[0-9]{1,6}") ? Integer.parseInt(text.strip()) : otherwise;
    }
}
