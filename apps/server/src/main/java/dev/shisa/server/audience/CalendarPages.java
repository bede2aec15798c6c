package dev.shisa.server.audience;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.SeriesStanding;
import dev.shisa.server.supplier.SupplierDuties;
import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** フィールド › サポート期間: until when is each product supported, and when do we say so? */
@Controller
class CalendarPages {

    private static final String HERE = "/field/support";
    private static final int SERIES_MAX = 2_000;

    private final SupportCalendar calendar;
    private final Products products;
    private final SeriesStanding standings;

    CalendarPages(SupportCalendar calendar, Products products, SeriesStanding standings) {
        this.calendar = calendar;
        this.products = products;
        this.standings = standings;
    }

    private List<SupportCalendar.Entry> entries(Person person) {
        return calendar.entries(products.visibleTo(person, 0, SERIES_MAX));
    }

    @GetMapping(HERE)
    @Requires(Act.VIEW)
    ModelAndView page(
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        SupportCalendar.Entered rules = calendar.rules();
        return page(
                rules.rules().before().stream().map(String::valueOf).collect(Collectors.joining(", ")),
                Integer.toString(rules.rules().after()),
                rules.version(),
                new Mistakes(),
                done,
                person,
                ui);
    }

    private ModelAndView page(
            String before, String after, int version, Mistakes mistakes, String done, Person person, Ui ui) {
        List<SupportCalendar.Entry> entries = entries(person);
        long soon = entries.stream()
                .filter(one -> {
                    LocalDate ends = one.ends();
                    return ends != null
                            && !ends.isBefore(calendar.today())
                            && ends.isBefore(calendar.today().plusMonths(12));
                })
                .count();
        return new ModelAndView("audience/calendar")
                .addObject(
                        "title",
                        soon > 0 ? ui.t("audience.calendar.title.soon", soon) : ui.t("audience.calendar.title"))
                .addObject("rows", rows(entries, person, ui))
                .addObject("may", person.can(Act.TELL_USERS) && person.series().isEmpty())
                .addObject("before", before)
                .addObject("after", after)
                .addObject("version", version)
                .addObject("mistakes", mistakes)
                .addObject("done", done.equals("rules"));
    }

    private List<BusinessView.Support> rows(List<SupportCalendar.Entry> entries, Person person, Ui ui) {
        Map<UUID, SeriesStanding.Standing> stated = standings.standings(
                entries.stream().map(one -> one.series().id()).toList(), ui.locale());
        return entries.stream()
                .map(one -> row(one, stated.get(one.series().id()), person, ui))
                .toList();
    }

    /** A day that nobody has confirmed is shown as such: other pages show it, and nobody is told of it. */
    private BusinessView.Support row(
            SupportCalendar.Entry entry, SeriesStanding.@Nullable Standing standing, Person person, Ui ui) {
        LocalDate stated = standing == null ? null : standing.supportEnds();
        LocalDate ends = entry.ends();
        LocalDate today = calendar.today();
        List<Parts.Crumb> steps = new ArrayList<>();
        for (SupportCalendar.Step step : entry.steps()) {
            Optional<UserNotice> notice = entry.notice(step, person);
            String state = notice.map(one -> one.state().id()).orElse(step.day().isAfter(today) ? "planned" : "passed");
            steps.add(new Parts.Crumb(
                    ui.t("audience.calendar.when." + state, step.day().toString()),
                    notice.map(one -> AudiencePages.NOTICES + "/" + one.code().toLowerCase(Locale.ROOT))
                            .orElse("")));
        }
        return new BusinessView.Support(
                "/products/"
                        + java.net.URLEncoder.encode(entry.series().code(), java.nio.charset.StandardCharsets.UTF_8),
                entry.series().name(),
                entry.series().code(),
                ends == null
                        ? "unknown"
                        : ends.isBefore(today) ? "not-met" : ends.isBefore(today.plusMonths(12)) ? "recheck" : "met",
                ends == null
                        ? ui.t("audience.calendar.unsaid")
                        : ends.isBefore(today)
                                ? ui.t("audience.calendar.over")
                                : ui.t("audience.calendar.left", ChronoUnit.DAYS.between(today, ends)),
                ends != null
                        ? ends.toString()
                        : stated == null ? "" : ui.t("audience.calendar.stated", stated.toString()),
                steps,
                entry.parts().stream().map(part -> part(entry, part, ui)).toList());
    }

    private static BusinessView.Part part(SupportCalendar.Entry entry, SupplierDuties.Part part, Ui ui) {
        LocalDate until = part.until();
        return new BusinessView.Part(
                "/organisation/suppliers/" + part.code(),
                part.supplier(),
                String.join(ui.t("people.and"), part.parts()),
                !part.bound()
                        ? ui.t("audience.calendar.part.none")
                        : until == null
                                ? ui.t("audience.calendar.part.open")
                                : ui.t("audience.calendar.part.until", until.toString()),
                entry.outlives(part) ? ui.t("audience.calendar.part.before") : "");
    }

    @GetMapping(HERE + ".{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable String format, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        return TableFile.of(format, "support-" + ui.day(ui.now()), ui)
                .column("code", "audience.calendar.code")
                .column("name", "audience.calendar.series")
                .column("ends", "audience.calendar.ends")
                .column("state", "audience.column.state")
                .column("steps", "audience.calendar.steps")
                .column("parts", "audience.calendar.parts")
                .download(rows(entries(person), person, ui).stream()
                        .map(row -> List.of(
                                row.code(),
                                row.name(),
                                row.ends(),
                                row.state(),
                                row.steps().stream().map(Parts.Crumb::label).collect(Collectors.joining("; ")),
                                row.parts().stream()
                                        .map(part -> (part.supplier() + " " + part.until() + " " + part.note()).strip())
                                        .collect(Collectors.joining("; "))))
                        .toList());
    }

    /** For the calendars of people. */
    @GetMapping(HERE + "/calendar.ics")
    @Requires(Act.VIEW)
    @Recorded("audience.calendar-take")
    ResponseEntity<byte[]> ics(@AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        return ResponseEntity.ok()
                .header("Content-Type", "text/calendar;charset=UTF-8")
                .header(
                        "Content-Disposition",
                        ContentDisposition.attachment()
                                .filename("support-" + ui.day(ui.now()) + ".ics")
                                .build()
                                .toString())
                .body(calendar.ics(entries(person), ui.locale()));
    }

    @PostMapping(HERE + "/rules")
    @Requires(value = Act.TELL_USERS, all = true)
    ModelAndView rules(
            @RequestParam(defaultValue = "") String before,
            @RequestParam(defaultValue = "") String after,
            @RequestParam(defaultValue = "0") int version,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        AudiencePages.requireAll(person);
        Optional<CalendarRules> read = CalendarRules.read(before, after);
        if (read.isEmpty()) {
            Mistakes mistakes = new Mistakes();
            mistakes.add("before", ui.t("audience.calendar.wrong", CalendarRules.MONTHS_MAX));
            response.setStatus(422);
            return page(before, after, version, mistakes, "", person, ui);
        }
        calendar.change(read.get(), version, person);
        return new ModelAndView("redirect:" + HERE + "?done=rules");
    }
}
