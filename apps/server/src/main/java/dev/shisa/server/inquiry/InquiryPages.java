package dev.shisa.server.inquiry;

import dev.shisa.server.inquiry.Inquiries.InquirySent;
import dev.shisa.server.inquiry.Inquiries.SettleSurgeBody;
import dev.shisa.server.inquiry.Inquiries.StrikeCountBody;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.record.Cell;
import dev.shisa.server.platform.record.Form;
import dev.shisa.server.platform.record.Table;
import dev.shisa.server.platform.web.Chart;
import dev.shisa.server.platform.web.ListPage;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Query;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** フィールド › 問い合わせ: do far more people ask than usual? */
@Controller
record InquiryPages(Inquiries inquiries, Products products) {

    static final int SERIES_MAX = 1_000;

    private static final String HERE = Inquiries.HERE;
    private static final int HOURS_SHOWN = 72;
    private static final int SURGES_SHOWN = 5;

    /** What came out so shortly before may be the reason. */
    private static final int BEFORE_DAYS = 14;

    private static final int BEFORE_MAX = 20;

    @GetMapping(HERE)
    @Requires(Act.VIEW)
    ModelAndView list(
            @RequestParam(defaultValue = "1") String page,
            Form<InquirySent> form,
            Form<SurgeRules> rules,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        int total = inquiries.size(person);
        ListPage leaf = ListPage.of(total, page);
        List<Surge> surges = inquiries.surges(person);
        long open = surges.stream().filter(one -> one.settled() == null).count();
        Inquiries.Entered entered = inquiries.rules();
        // The hour that has just ended is what a support desk counts.
        form.start("hour", inquiries.now().minus(Duration.ofHours(1)))
                .start("channel", "all")
                .choices("series", series(person, ui));
        rules.start(entered.rules());
        return new ModelAndView("inquiry/list")
                .addObject(
                        "title",
                        total == 0
                                ? ui.t("inquiry.title.none")
                                : open > 0 ? ui.t("inquiry.title.surge", open) : ui.t("inquiry.title"))
                .addObject(
                        "usual",
                        inquiries
                                .usual(person)
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
                .addObject("settle", Form.of(SettleSurgeBody.class).fields(ui))
                .addObject("chart", chart(surges, person, ui))
                .addObject(
                        "table", table(ui).shown(inquiries.counts(person, leaf.from(), ListPage.ROWS), HERE + ".csv"))
                .addObject("total", total)
                .addObject("page", leaf.at())
                .addObject("pages", leaf.pages())
                .addObject("pageHref", Query.of(HERE).pageHref())
                .addObject("form", form)
                .addObject("rules", rules)
                .addObject("version", entered.version())
                .addObject(
                        "mayRules",
                        person.can(Act.TELL_USERS) && person.series().isEmpty());
    }

    private Table<Inquiry> table(Ui ui) {
        List<Form.Field> reason = Form.of(StrikeCountBody.class).fields(ui);
        return Table.<Inquiry>of(ui, ui.t("inquiry.counts"))
                .text("hour", "inquiry.field.hour", one -> ui.minute(one.hour()))
                .column(
                        "count",
                        "inquiry.field.count",
                        one -> Cell.of(Integer.toString(one.count())).struck(one.struck() != null))
                .text("series", "inquiry.field.series", one -> name(one.series(), "inquiry.series.none", ui))
                .text("channel", "inquiry.field.channel", one -> ui.t("inquiry.channel." + one.channel()))
                .text("topic", "inquiry.field.topic", Inquiry::topic)
                .text("by", "inquiry.field.by", one -> one.made().byName())
                .column("struck", "inquiry.field.struck", one -> struck(one, reason, ui));
    }

    private static Cell struck(Inquiry one, List<Form.Field> reason, Ui ui) {
        Inquiry.Struck struck = one.struck();
        return struck != null
                ? Cell.noted(ui.t("inquiry.struck", struck.made().byName(), struck.reason()))
                : ui.can("add-evidence")
                        ? Cell.of("")
                                .asking(new Cell.Asked(
                                        one.id().toString(),
                                        ui.t("inquiry.strike"),
                                        ui.t("inquiry.strike.question", ui.minute(one.hour()), one.count()),
                                        ui.t("inquiry.strike.effect"),
                                        HERE + "/" + one.id() + "/strike",
                                        reason))
                        : Cell.of("");
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

    private String name(@Nullable UUID series, String none, Ui ui) {
        return series == null
                ? ui.t(none)
                : products.byId(series).map(Series::name).orElse("");
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
                        ? Query.of(Statuses.HERE)
                                        .with("series", series == null ? "" : series.toString())
                                        .with("prepared", "b0")
                                        .href()
                                + "#new-h"
                        : "",
                settled == null ? "" : settled.text(),
                settled == null
                        ? ""
                        : ui.t(
                                "inquiry.by",
                                settled.made().byName(),
                                ui.minute(settled.made().at())));
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
        SortedMap<Instant, Integer> counted = inquiries.hours(person, Duration.ofHours(HOURS_SHOWN - 1L));
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
        return table(ui).download(format, "inquiries", inquiries.counts(person, 0, TableFile.ROWS_MAX));
    }
}
