package dev.shisa.server.psirt;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.ListPage;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Query;
import dev.shisa.server.platform.web.SearchWords;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Typed;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
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

/** What did users and people in the field notice, and what came of it? (S-061) */
@Controller
class FeedbackPages {

    static final String HERE = "/vulnerabilities/feedback";
    private static final int SERIES_MAX = 1_000;
    private static final Set<String> DONE = Set.of("added", "stepped");

    private final Feedbacks feedbacks;
    private final Products products;

    FeedbackPages(Feedbacks feedbacks, Products products) {
        this.feedbacks = feedbacks;
        this.products = products;
    }

    private List<Feedback> found(List<Feedback> all, String q, String state) {
        SearchWords sought = SearchWords.of(q);
        LocalDate today = feedbacks.today();
        return all.stream()
                .filter(one -> state.isEmpty()
                        || (state.equals("late")
                                ? one.isLate(today, Ui.ZONE)
                                : one.state().id().equals(state)))
                .filter(one -> sought.isEmpty() || sought.isIn(one.code() + " " + one.title() + " " + one.text()))
                .toList();
    }

    @GetMapping(HERE)
    @Requires(Act.VIEW)
    ModelAndView list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "1") String page,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return list(
                q,
                state,
                page,
                new FeedbackView.Form(
                        "near-miss", "field", "", feedbacks.today().toString(), "", ""),
                new Mistakes(),
                DONE.contains(done) ? done : "",
                person,
                ui);
    }

    private ModelAndView list(
            String q,
            String state,
            String page,
            FeedbackView.Form form,
            Mistakes mistakes,
            String done,
            Person person,
            Ui ui) {
        List<Feedback> all = feedbacks.visibleTo(person);
        List<Feedback> found = found(all, q, state);
        LocalDate today = feedbacks.today();
        long late = all.stream().filter(one -> one.isLate(today, Ui.ZONE)).count();
        ListPage leaf = ListPage.of(found.size(), page);
        Query query = Query.of(HERE).with("q", q).with("state", state);
        return new ModelAndView("psirt/feedback")
                .addObject(
                        "title",
                        all.isEmpty()
                                ? ui.t("feedback.list.none")
                                : late > 0
                                        ? ui.t("feedback.list.late", late)
                                        : ui.t(
                                                "feedback.list.title",
                                                all.stream()
                                                        .filter(one -> one.state() != Feedback.State.CLOSED)
                                                        .count()))
                .addObject(
                        "rows", leaf.of(found).stream().map(one -> row(one, ui)).toList())
                .addObject("total", all.size())
                .addObject("found", found.size())
                .addObject("q", q)
                .addObject("state", state)
                .addObject(
                        "states",
                        Stream.concat(
                                        Stream.of(
                                                new Parts.Choice("", ui.t("feedback.state.all")),
                                                new Parts.Choice("late", ui.t("feedback.state.late"))),
                                        Arrays.stream(Feedback.State.values())
                                                .map(s -> new Parts.Choice(s.id(), ui.t("feedback.state." + s.id()))))
                                .toList())
                .addObject("page", leaf.at())
                .addObject("pages", leaf.pages())
                .addObject("pageHref", query.pageHref())
                .addObject("exportHref", query.without("page").at(HERE + ".csv").href())
                .addObject("form", form)
                .addObject("kinds", choices(Feedback.KINDS, "feedback.kind.", ui))
                .addObject("sources", choices(Feedback.SOURCES, "feedback.source.", ui))
                .addObject("series", series(person, ui))
                .addObject("mistakes", mistakes)
                .addObject("done", done);
    }

    private static List<Parts.Choice> choices(List<String> ids, String words, Ui ui) {
        return ids.stream().map(id -> new Parts.Choice(id, ui.t(words + id))).toList();
    }

    private List<Parts.Choice> series(Person person, Ui ui) {
        List<Parts.Choice> choices = new ArrayList<>();
        if (person.series().isEmpty()) {
            choices.add(new Parts.Choice("", ui.t("feedback.series.none")));
        }
        products.visibleTo(person, 0, SERIES_MAX)
                .forEach(s -> choices.add(new Parts.Choice(s.id().toString(), s.name() + " " + s.code())));
        return choices;
    }

    private FeedbackView.Row row(Feedback one, Ui ui) {
        UUID series = one.series();
        LocalDate due = one.due(Ui.ZONE);
        boolean late = one.isLate(feedbacks.today(), Ui.ZONE);
        return new FeedbackView.Row(
                HERE + "/" + one.code(),
                one.code(),
                one.title(),
                ui.t("feedback.kind." + one.kind()),
                ui.t("feedback.source." + one.source()),
                series == null ? "" : products.byId(series).map(Series::name).orElse(""),
                one.happened().toString(),
                switch (one.state()) {
                    case OPEN -> late ? "not-met" : "unknown";
                    case PLANNED -> late ? "not-met" : "expected";
                    case CLOSED -> "met";
                },
                ui.t("feedback.state." + (late ? "late" : one.state().id())),
                one.last().map(Feedback.Step::ownerName).orElse(""),
                due == null ? "" : due.toString());
    }

    @GetMapping(HERE + ".{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable String format,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String state,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return TableFile.of(format, "feedback", ui)
                .column("code", "feedback.code")
                .column("title", "feedback.field.title")
                .column("kind", "feedback.field.kind")
                .column("source", "feedback.field.source")
                .column("series", "feedback.field.series")
                .column("happened", "feedback.field.happened")
                .column("state", "feedback.state")
                .column("owner", "feedback.field.owner")
                .column("due", "feedback.field.due")
                .column("text", "feedback.field.text")
                .download(found(feedbacks.visibleTo(person), q, state).stream()
                        .map(one -> {
                            FeedbackView.Row row = row(one, ui);
                            return List.of(
                                    row.code(),
                                    row.title(),
                                    row.kind(),
                                    row.source(),
                                    row.series(),
                                    row.happened(),
                                    row.word(),
                                    row.owner(),
                                    row.due(),
                                    one.text());
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
        FeedbackView.Form form = new FeedbackView.Form(
                fields.getOrDefault("kind", ""),
                fields.getOrDefault("source", ""),
                fields.getOrDefault("series", ""),
                fields.getOrDefault("happened", ""),
                fields.getOrDefault("title", ""),
                fields.getOrDefault("text", ""));
        Feedbacks.Told told = new Feedbacks.Told(
                form.kind(),
                form.source(),
                Typed.id(form.series()).orElse(null),
                day(form.happened()),
                form.title(),
                form.text());
        Mistakes mistakes = new Mistakes();
        feedbacks.wrong(told, person).forEach(w -> mistakes.add(w.field(), ui.t("feedback.wrong." + w.why())));
        if (!form.series().isEmpty() && told.series() == null) {
            mistakes.add("series", ui.t("feedback.wrong.series"));
        }
        if (!mistakes.none()) {
            response.setStatus(422);
            return list("", "", "1", form, mistakes, "", person, ui);
        }
        return new ModelAndView(
                "redirect:" + HERE + "/" + feedbacks.add(told, person).code() + "?done=added");
    }

    private static @Nullable LocalDate day(String text) {
        try {
            return text.isBlank() ? null : LocalDate.parse(text.strip());
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    @GetMapping(HERE + "/{code}")
    @Requires(Act.VIEW)
    ModelAndView one(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Feedback one = feedbacks.require(code, person);
        return one(
                one,
                new FeedbackView.Next(
                        one.state() == Feedback.State.CLOSED
                                ? "reopen"
                                : one.state() == Feedback.State.OPEN ? "plan" : "done",
                        "",
                        person.id().toString(),
                        "",
                        "",
                        ""),
                new Mistakes(),
                DONE.contains(done) ? done : "",
                ui);
    }

    private ModelAndView one(Feedback one, FeedbackView.Next next, Mistakes mistakes, String done, Ui ui) {
        List<Feedback.Act> acts = one.state() == Feedback.State.CLOSED
                ? List.of(Feedback.Act.REOPEN)
                : List.of(Feedback.Act.PLAN, Feedback.Act.DONE, Feedback.Act.NOTHING);
        return new ModelAndView("psirt/feedback-one")
                .addObject(
                        "one",
                        new FeedbackView.One(
                                row(one, ui),
                                one.text(),
                                ui.t("feedback.by", one.byName(), ui.minute(one.at())),
                                one.steps().stream().map(step -> done(step, ui)).toList(),
                                acts.stream()
                                        .map(a -> new Parts.Choice(
                                                a.id(),
                                                ui.t("feedback.act." + a.id()),
                                                ui.t("feedback.act." + a.id() + ".text")))
                                        .toList(),
                                feedbacks.owners(one.series()).stream()
                                        .map(p -> new Parts.Choice(p.id().toString(), p.name()))
                                        .toList()))
                .addObject("next", next)
                .addObject("outcomes", choices(Feedback.OUTCOMES, "feedback.outcome.", ui))
                .addObject("mistakes", mistakes)
                .addObject("done", done);
    }

    private static FeedbackView.Done done(Feedback.Step step, Ui ui) {
        List<String> about = new ArrayList<>();
        if (!step.ownerName().isEmpty()) {
            about.add(ui.t("feedback.step.owner", step.ownerName(), String.valueOf(step.due())));
        }
        if (!step.outcome().isEmpty()) {
            about.add(ui.t("feedback.outcome." + step.outcome()));
        }
        if (!step.reference().isEmpty()) {
            about.add(step.reference());
        }
        return new FeedbackView.Done(
                ui.t("feedback.act." + step.act().id()),
                step.text(),
                String.join(ui.t("people.and"), about),
                ui.t("feedback.by", step.byName(), ui.minute(step.at())));
    }

    @PostMapping(HERE + "/{code}/steps")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView step(
            @PathVariable String code,
            @RequestParam Map<String, String> fields,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Feedback one = feedbacks.require(code, person);
        FeedbackView.Next typed = new FeedbackView.Next(
                fields.getOrDefault("act", ""),
                fields.getOrDefault("text", ""),
                fields.getOrDefault("owner", ""),
                fields.getOrDefault("due", ""),
                fields.getOrDefault("outcome", ""),
                fields.getOrDefault("reference", ""));
        Feedbacks.Next next = new Feedbacks.Next(
                Feedback.Act.parse(typed.act()).orElse(null),
                typed.text(),
                Typed.id(typed.owner()).orElse(null),
                day(typed.due()),
                typed.outcome(),
                typed.reference());
        Mistakes mistakes = new Mistakes();
        feedbacks.wrong(one, next).forEach(w -> mistakes.add(w.field(), ui.t("feedback.wrong." + w.why())));
        if (!mistakes.none()) {
            response.setStatus(422);
            return one(one, typed, mistakes, "", ui);
        }
        feedbacks.step(one, next, person);
        return new ModelAndView("redirect:" + HERE + "/" + one.code() + "?done=stepped");
    }
}
