package dev.shisa.server.conformity;

import dev.shisa.conformity.Requirement;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.ListPage;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Query;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Typed;
import dev.shisa.server.platform.web.Ui;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Who has what, until when, over all series: whoever may assign sees everybody's, others their own. */
@Controller
class AssignmentPages {

    private static final String HERE = "/assignments";
    private static final String MINE = "me";

    private final Assignments assignments;
    private final AllJudged all;
    private final People people;
    private final Catalogues catalogues;

    AssignmentPages(Assignments assignments, AllJudged all, People people, Catalogues catalogues) {
        this.assignments = assignments;
        this.all = all;
        this.people = people;
        this.catalogues = catalogues;
    }

    @GetMapping(HERE)
    @Requires(Act.VIEW)
    ModelAndView list(
            @RequestParam(defaultValue = "") String who,
            @RequestParam(defaultValue = "") String late,
            @RequestParam(defaultValue = "1") int page,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Assignments.Wanted everything = Assignments.Wanted.of(person);
        Assignments.Wanted wanted = wanted(person, who, late);
        Assignments.Count counts = assignments.count(everything);
        int found = wanted.equals(everything)
                ? counts.found()
                : assignments.count(wanted).found();
        ListPage leaf = ListPage.of(found, page);
        Query query = Query.of(HERE)
                .with("who", everything.assignee() == null && wanted.assignee() != null ? who : "")
                .with("late", wanted.late() ? "1" : "");
        List<Parts.Filter> filters = new ArrayList<>();
        if (everything.assignee() == null && wanted.assignee() != null) {
            filters.add(new Parts.Filter(
                    ui.t("assignments.filter.who", name(wanted.assignee())),
                    query.without("who").href()));
        }
        if (wanted.late()) {
            filters.add(new Parts.Filter(
                    ui.t("assignments.filter.late"), query.without("late").href()));
        }
        return new ModelAndView("conformity/assignments")
                .addObject(
                        "view",
                        new AssignmentsView(
                                rows(assignments.open(wanted, leaf.from(), ListPage.ROWS), person, ui),
                                counts.found(),
                                found,
                                counts.late(),
                                leaf.at(),
                                leaf.pages(),
                                query.pageHref(),
                                query.at(HERE + ".csv").href(),
                                filters,
                                who,
                                wanted.late(),
                                everything.assignee() == null ? choices(person, ui) : List.of()));
    }

    @GetMapping(HERE + ".{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable String format,
            @RequestParam(defaultValue = "") String who,
            @RequestParam(defaultValue = "") String late,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return TableFile.of(format, "assignments-" + ui.day(ui.now()), ui)
                .column("requirement", "elsewhere.column.requirement")
                .column("title", "assignments.file.title")
                .column("of", "assignments.column.of")
                .column("verdict", "board.column.verdict")
                .column("who", "assignment.who")
                .column("due", "assignment.due")
                .column("late", "assignments.file.late")
                .column("note", "assignment.note")
                .download((most, lines) -> rows(assignments.open(wanted(person, who, late), 0, most), person, ui)
                        .forEach(row -> lines.accept(List.of(
                                row.number(),
                                row.title(),
                                row.of(),
                                ui.t("web.verdict." + row.state()),
                                row.who(),
                                row.due(),
                                row.late() ? ui.t("product.yes") : "",
                                row.note()))));
    }

    private static Assignments.Wanted wanted(Person person, String who, String late) {
        Assignments.Wanted everything = Assignments.Wanted.of(person);
        UUID assignee = everything.assignee();
        if (assignee == null && who.equals(MINE)) {
            assignee = person.id();
        } else if (assignee == null && !who.isEmpty()) {
            assignee = Typed.id(who).orElse(null);
        }
        return new Assignments.Wanted(everything.only(), assignee, late.equals("1"));
    }

    private List<Parts.Choice> choices(Person person, Ui ui) {
        return Stream.concat(
                        Stream.of(
                                new Parts.Choice("", ui.t("assignments.who.all")),
                                new Parts.Choice(MINE, ui.t("assignments.who.mine", person.name()))),
                        assignments.candidates().stream()
                                .filter(one -> !one.id().equals(person.id()))
                                .map(one -> new Parts.Choice(one.id().toString(), one.name())))
                .toList();
    }

    private List<AssignmentsView.Row> rows(List<Assignments.Open> open, Person person, Ui ui) {
        Map<UUID, Judged> judged =
                all.byIds(open.stream().map(one -> one.assignment().seriesId()).collect(Collectors.toSet()), person);
        Map<UUID, String> names = new HashMap<>();
        LocalDate today = assignments.today();
        return open.stream()
                .flatMap(one -> Stream.ofNullable(judged.get(one.assignment().seriesId()))
                        .map(of -> row(one, of, names, today, ui)))
                .toList();
    }

    private AssignmentsView.Row row(Assignments.Open one, Judged of, Map<UUID, String> names, LocalDate today, Ui ui) {
        Assignments.Assignment assignment = one.assignment();
        return new AssignmentsView.Row(
                assignment.id().toString(),
                assignment.requirement().number(),
                catalogues
                        .current()
                        .requirement(assignment.requirement())
                        .map(Requirement::title)
                        .map(title -> title.in(ui.locale()))
                        .orElse(""),
                of.page(assignment.requirement()),
                of.name(),
                one.state().code(),
                names.computeIfAbsent(assignment.assignee(), this::name),
                assignment.due().toString(),
                assignment.due().isBefore(today),
                assignment.note());
    }

    private String name(UUID person) {
        return people.find(person).map(Person::name).orElse("");
    }
}
