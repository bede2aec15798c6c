package dev.shisa.server.inquiry;

import dev.shisa.advisory.draft.Advisory.Said;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Query;
import dev.shisa.server.platform.web.Typed;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.shipment.FieldTabs;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** フィールド › いまの状況: what is everybody told while something is wrong? */
@Controller
class StatusPages {

    static final String HERE = "/field/status";
    private static final int SHOWN_MAX = 100;
    private static final Set<String> DONE = Set.of("published", "stepped", "prepared", "unprepared");

    private final Statuses statuses;
    private final Products products;
    private final FieldTabs tabs;

    StatusPages(Statuses statuses, Products products, FieldTabs tabs) {
        this.statuses = statuses;
        this.products = products;
        this.tabs = tabs;
    }

    @GetMapping(HERE)
    @Requires(Act.VIEW)
    ModelAndView list(
            @RequestParam(defaultValue = "") String series,
            @RequestParam(defaultValue = "") String prepared,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Status.Prepared from = prepared(prepared, ui.locale());
        return list(
                new InquiryView.StatusForm(
                        series,
                        "investigating",
                        from == null ? "" : from.title().ja(),
                        from == null ? "" : from.title().en(),
                        from == null ? "" : from.text().ja(),
                        from == null ? "" : from.text().en(),
                        ""),
                new Mistakes(),
                DONE.contains(done) ? done : "",
                person,
                ui);
    }

    /** {@code b0}: the first that comes with Shisa; {@code 0}: the first of the maker's own. */
    private Status.@Nullable Prepared prepared(String which, Locale locale) {
        if (!which.matches("b?[0-9]{1,2}")) {
            return null;
        }
        boolean builtIn = which.startsWith("b");
        List<Status.Prepared> all =
                builtIn ? statuses.builtIn(locale) : statuses.ready().own();
        int number = Integer.parseInt(which.substring(builtIn ? 1 : 0));
        return number < all.size() ? all.get(number) : null;
    }

    private ModelAndView list(InquiryView.StatusForm form, Mistakes mistakes, String done, Person person, Ui ui) {
        List<Status> all = statuses.visibleTo(person);
        long open = all.stream().filter(one -> !one.state().isOver()).count();
        Statuses.Ready ready = statuses.ready();
        return new ModelAndView("inquiry/statuses")
                .addObject("tabs", tabs.tabs(ui, FieldTabs.Page.STATUS))
                .addObject(
                        "title", open > 0 ? ui.t("inquiry.status.title.open", open) : ui.t("inquiry.status.title.none"))
                .addObject(
                        "rows",
                        all.stream().limit(SHOWN_MAX).map(one -> row(one, ui)).toList())
                .addObject("isShown", statuses.isShown(null))
                .addObject("form", form)
                .addObject("series", series(person, ui))
                .addObject("states", states(ui, false))
                .addObject("ready", ready(ready, form.series(), ui))
                .addObject("version", ready.version())
                .addObject("whole", person.series().isEmpty())
                .addObject("mistakes", mistakes)
                .addObject("done", done);
    }

    private List<InquiryView.Ready> ready(Statuses.Ready ready, String series, Ui ui) {
        List<InquiryView.Ready> all = new ArrayList<>();
        int number = 0;
        for (Status.Prepared one : ready.own()) {
            all.add(new InquiryView.Ready(
                    one.name(), href(series, Integer.toString(number)), Integer.toString(number)));
            number++;
        }
        number = 0;
        for (Status.Prepared one : statuses.builtIn(ui.locale())) {
            all.add(new InquiryView.Ready(one.name(), href(series, "b" + number), ""));
            number++;
        }
        return all;
    }

    private static String href(String series, String prepared) {
        return Query.of(HERE).with("series", series).with("prepared", prepared).href() + "#new-h";
    }

    private List<Parts.Choice> series(Person person, Ui ui) {
        List<Parts.Choice> choices = new ArrayList<>();
        if (person.series().isEmpty()) {
            choices.add(new Parts.Choice("", ui.t("inquiry.series.all")));
        }
        Set<UUID> shown = Set.copyOf(statuses.shown());
        products.visibleTo(person, 0, InquiryPages.SERIES_MAX).stream()
                .filter(s -> shown.contains(s.id()))
                .forEach(s -> choices.add(new Parts.Choice(s.id().toString(), s.name() + " " + s.code())));
        return choices;
    }

    private static List<Parts.Choice> states(Ui ui, boolean later) {
        return Arrays.stream(Status.State.values())
                .filter(state -> later || state != Status.State.WITHDRAWN)
                .map(state -> new Parts.Choice(state.id(), ui.t("portal.status.state." + state.id())))
                .toList();
    }

    /** The colour of a state. */
    private static String colour(Status.State state) {
        return switch (state) {
            case INVESTIGATING, IDENTIFIED -> "not-met";
            case WORKING -> "recheck";
            case RESOLVED -> "met";
            case WITHDRAWN -> "unknown";
        };
    }

    private InquiryView.StatusRow row(Status one, Ui ui) {
        UUID series = one.series();
        return new InquiryView.StatusRow(
                HERE + "/" + one.code().toLowerCase(Locale.ROOT),
                one.code(),
                one.title().in(ui.lang()),
                series == null
                        ? ui.t("inquiry.series.all")
                        : products.byId(series).map(Series::name).orElse(""),
                colour(one.state()),
                ui.t("portal.status.state." + one.state().id()),
                ui.minute(one.last().at()),
                one.last().text().in(ui.lang()));
    }

    private static InquiryView.StatusForm form(Map<String, String> fields) {
        return new InquiryView.StatusForm(
                fields.getOrDefault("series", ""),
                fields.getOrDefault("state", ""),
                fields.getOrDefault("titleJa", ""),
                fields.getOrDefault("titleEn", ""),
                fields.getOrDefault("textJa", ""),
                fields.getOrDefault("textEn", ""),
                fields.getOrDefault("name", ""));
    }

    private static void note(List<Statuses.Wrong> wrong, Mistakes mistakes, Ui ui) {
        wrong.forEach(w -> mistakes.add(
                w.field(), ui.t("inquiry.status.wrong." + w.why(), Statuses.TITLE_CHARS_MAX, Statuses.TEXT_CHARS_MAX)));
    }

    @PostMapping(HERE)
    @Requires(Act.TELL_USERS)
    ModelAndView publish(
            @RequestParam Map<String, String> fields,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        InquiryView.StatusForm form = form(fields);
        Said title = new Said(form.titleJa(), form.titleEn());
        Said text = new Said(form.textJa(), form.textEn());
        Status.State state = Status.State.of(form.state()).orElse(null);
        UUID series = Typed.id(form.series()).orElse(null);
        Mistakes mistakes = new Mistakes();
        if ((series == null && !form.series().isEmpty())
                || !Statuses.may(series, person)
                || !statuses.isShown(series)) {
            mistakes.add("series", ui.t("inquiry.status.wrong.series"));
        }
        note(Statuses.wrong(title, state, text), mistakes, ui);
        if (!mistakes.none()) {
            response.setStatus(422);
            return list(form, mistakes, "", person, ui);
        }
        Status made = statuses.publish(series, title, state, text, person);
        return new ModelAndView("redirect:" + HERE + "/" + made.code().toLowerCase(Locale.ROOT) + "?done=published");
    }

    /** Keeps what was typed for another day. */
    @PostMapping(HERE + "/prepared")
    @Requires(value = Act.TELL_USERS, all = true)
    ModelAndView keep(
            @RequestParam Map<String, String> fields,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        InquiryView.StatusForm form = form(fields);
        Status.Prepared one = new Status.Prepared(
                form.name().strip(),
                Statuses.tidy(new Said(form.titleJa(), form.titleEn())),
                Statuses.tidy(new Said(form.textJa(), form.textEn())));
        Statuses.Ready ready = statuses.ready();
        Mistakes mistakes = new Mistakes();
        note(Statuses.wrong(one.title(), Status.State.INVESTIGATING, one.text()), mistakes, ui);
        if (one.name().isEmpty() || one.name().length() > Statuses.NAME_CHARS_MAX) {
            mistakes.add("name", ui.t("inquiry.status.wrong.name", Statuses.NAME_CHARS_MAX));
        }
        List<Status.Prepared> all = new ArrayList<>(ready.own());
        all.removeIf(other -> other.name().equals(one.name()));
        if (all.size() >= Statuses.PREPARED_MAX) {
            mistakes.add("name", ui.t("inquiry.status.wrong.many", Statuses.PREPARED_MAX));
        }
        if (!mistakes.none()) {
            response.setStatus(422);
            return list(form, mistakes, "", person, ui);
        }
        all.add(one);
        statuses.prepare(all, ready.version(), person);
        return new ModelAndView("redirect:" + HERE + "?done=prepared");
    }

    @PostMapping(HERE + "/prepared/{number}/remove")
    @Requires(value = Act.TELL_USERS, all = true)
    ModelAndView remove(
            @PathVariable int number,
            @RequestParam(defaultValue = "0") int version,
            @AuthenticationPrincipal Person person) {
        Statuses.Ready ready = statuses.ready();
        if (number < 0 || number >= ready.own().size() || version != ready.version()) {
            throw new Problem(409, "changed-meanwhile", "");
        }
        List<Status.Prepared> all = new ArrayList<>(ready.own());
        all.remove(number);
        statuses.prepare(all, version, person);
        return new ModelAndView("redirect:" + HERE + "?done=unprepared");
    }

    @GetMapping(HERE + "/{code}")
    @Requires(Act.VIEW)
    ModelAndView one(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Status one = statuses.require(code, person);
        return one(
                one,
                new InquiryView.StatusForm("", one.state().id(), "", "", "", "", ""),
                new Mistakes(),
                DONE.contains(done) ? done : "",
                person,
                ui);
    }

    private ModelAndView one(
            Status one, InquiryView.StatusForm form, Mistakes mistakes, String done, Person person, Ui ui) {
        return new ModelAndView("inquiry/status")
                .addObject(
                        "one",
                        new InquiryView.One(
                                row(one, ui),
                                one.title().en(),
                                one.steps().reversed().stream()
                                        .map(step -> new InquiryView.Step(
                                                colour(step.state()),
                                                ui.t("portal.status.state."
                                                        + step.state().id()),
                                                step.text().ja(),
                                                step.text().en(),
                                                ui.t("inquiry.by", step.byName(), ui.minute(step.at()))))
                                        .toList(),
                                statuses.isShown(one.series())
                                        ? "/public/" + ui.lang() + "/status/#"
                                                + one.code().toLowerCase(Locale.ROOT)
                                        : "",
                                Statuses.may(one.series(), person) && one.state() != Status.State.WITHDRAWN,
                                !one.state().isOver()))
                .addObject("form", form)
                .addObject("states", states(ui, true))
                .addObject("mistakes", mistakes)
                .addObject("done", done);
    }

    @PostMapping(HERE + "/{code}/steps")
    @Requires(Act.TELL_USERS)
    ModelAndView step(
            @PathVariable String code,
            @RequestParam Map<String, String> fields,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Status one = statuses.require(code, person);
        InquiryView.StatusForm form = form(fields);
        Said text = new Said(form.textJa(), form.textEn());
        Status.State state = Status.State.of(form.state()).orElse(null);
        Mistakes mistakes = new Mistakes();
        note(Statuses.wrong(state, text), mistakes, ui);
        if (!mistakes.none()) {
            response.setStatus(422);
            return one(one, form, mistakes, "", person, ui);
        }
        statuses.step(one, state, text, person);
        return new ModelAndView("redirect:" + HERE + "/" + one.code().toLowerCase(Locale.ROOT) + "?done=stepped");
    }
}
