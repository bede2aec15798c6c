package dev.shisa.server.inquiry;

import dev.shisa.server.inquiry.Statuses.PreparedBody;
import dev.shisa.server.inquiry.Statuses.StatusSent;
import dev.shisa.server.inquiry.Statuses.StatusStepSent;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.record.Cell;
import dev.shisa.server.platform.record.Form;
import dev.shisa.server.platform.record.Table;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Query;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** フィールド › いまの状況: what is everybody told while something is wrong? */
@Controller
record StatusPages(Statuses statuses, Products products) {

    private static final String HERE = Statuses.HERE;
    private static final int SHOWN_MAX = 100;

    @GetMapping(HERE)
    @Requires(Act.VIEW)
    ModelAndView list(
            @RequestParam(defaultValue = "") String series,
            @RequestParam(defaultValue = "") String prepared,
            Form<StatusSent> form,
            Form<PreparedBody> kept,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        form.or(kept);
        // The name of a text stands with the same fields, and is kept whichever button was pressed.
        kept.or(form);
        form.start("series", series).start("state", "investigating");
        Status.Prepared from = prepared(prepared, ui.locale());
        if (from != null) {
            form.start("titleJa", from.title().ja())
                    .start("titleEn", from.title().en())
                    .start("textJa", from.text().ja())
                    .start("textEn", from.text().en());
        }
        form.choices("series", series(person, ui)).choices("state", states(ui, false));
        List<Status> all = statuses.visibleTo(person);
        long open = all.stream().filter(one -> !one.state().isOver()).count();
        Statuses.Ready ready = statuses.ready();
        String title = open > 0 ? ui.t("inquiry.status.title.open", open) : ui.t("inquiry.status.title.none");
        return new ModelAndView("inquiry/statuses")
                .addObject("title", title)
                .addObject(
                        "table",
                        table(title, ui).shown(all.stream().limit(SHOWN_MAX).toList(), ""))
                .addObject("isShown", statuses.isShown(null))
                .addObject("form", form)
                .addObject("name", kept.fields(ui).getFirst().optional())
                .addObject("ready", ready(ready, form.value("series"), ui))
                .addObject("version", ready.version())
                .addObject("whole", person.series().isEmpty());
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

    private List<InquiryView.Ready> ready(Statuses.Ready ready, String series, Ui ui) {
        List<InquiryView.Ready> all = new ArrayList<>();
        int number = 0;
        for (Status.Prepared one : ready.own()) {
            String own = Integer.toString(number++);
            all.add(new InquiryView.Ready(one.name(), href(series, own), own));
        }
        number = 0;
        for (Status.Prepared one : statuses.builtIn(ui.locale())) {
            all.add(new InquiryView.Ready(one.name(), href(series, "b" + number++), ""));
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
                .map(state -> new Parts.Choice(state.id(), word(state, ui)))
                .toList();
    }

    private static String word(Status.State state, Ui ui) {
        return ui.t("portal.status.state." + state.id());
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

    private String series(Status one, Ui ui) {
        UUID series = one.series();
        return series == null
                ? ui.t("inquiry.series.all")
                : products.byId(series).map(Series::name).orElse("");
    }

    private Table<Status> table(String title, Ui ui) {
        return Table.<Status>of(ui, title)
                .column(
                        "title",
                        "inquiry.status.field.title",
                        one -> Cell.link(
                                        one.title().in(ui.lang()),
                                        HERE + "/" + one.code().toLowerCase(Locale.ROOT))
                                .note(one.code()))
                .column(
                        "state",
                        "inquiry.status.field.state",
                        one -> Cell.state(colour(one.state()), word(one.state(), ui)))
                .text("series", "inquiry.field.series", one -> series(one, ui))
                .column(
                        "last",
                        "inquiry.status.last",
                        one -> Cell.of(ui.minute(one.last().made().at())).together());
    }

    @GetMapping(HERE + "/{code}")
    @Requires(Act.VIEW)
    ModelAndView one(
            @PathVariable String code,
            Form<StatusStepSent> form,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Status one = statuses.require(code, person);
        form.start("state", one.state().id()).choices("state", states(ui, true));
        return new ModelAndView("inquiry/status")
                .addObject(
                        "one",
                        new InquiryView.One(
                                one.code(),
                                one.title().in(ui.lang()),
                                one.title().en(),
                                series(one, ui),
                                one.steps().reversed().stream()
                                        .map(step -> new InquiryView.Step(
                                                colour(step.state()),
                                                word(step.state(), ui),
                                                step.text().ja(),
                                                step.text().en(),
                                                ui.t(
                                                        "inquiry.by",
                                                        step.made().byName(),
                                                        ui.minute(step.made().at()))))
                                        .toList(),
                                statuses.isShown(one.series())
                                        ? "/public/" + ui.lang() + "/status/#"
                                                + one.code().toLowerCase(Locale.ROOT)
                                        : "",
                                Statuses.may(one.series(), person) && one.state() != Status.State.WITHDRAWN))
                .addObject("form", form);
    }
}
