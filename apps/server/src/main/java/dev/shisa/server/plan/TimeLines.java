package dev.shisa.server.plan;

import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.conformity.ApplicationDay;
import dev.shisa.server.conformity.Assignments;
import dev.shisa.server.conformity.RequirementLinks;
import dev.shisa.server.plan.Planner.Step;
import dev.shisa.server.plan.TimeLine.Key;
import dev.shisa.server.plan.TimeLine.Mark;
import dev.shisa.server.plan.TimeLine.Row;
import dev.shisa.server.plan.TimeLine.Span;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Lays a plan out on an axis of time: who does what from when until when, and which day that would miss. */
@Component
class TimeLines {

    /** More is no picture; what is late is in it wherever it stands. */
    static final int ROWS_MAX = 20;

    /** Lines for months, of which more would be a grey field. */
    private static final int GRID_MAX = 13;

    private final Assignments assignments;
    private final ApplicationDay application;
    private final Products products;
    private final Catalogues catalogues;
    private final RequirementLinks links;
    private final InstantSource clock;

    TimeLines(
            Assignments assignments,
            ApplicationDay application,
            Products products,
            Catalogues catalogues,
            RequirementLinks links,
            InstantSource clock) {
        this.assignments = assignments;
        this.application = application;
        this.products = products;
        this.catalogues = catalogues;
        this.links = links;
        this.clock = clock;
    }

    TimeLine of(Series series, List<Step> steps, Person person, Ui ui) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), Ui.ZONE);
        LocalDate goal = application.of(series.id()).orElse(null);
        List<Step> drawn = steps.stream()
                .sorted(Comparator.comparing((Step step) -> late(step, goal, ui).isEmpty()))
                .limit(ROWS_MAX)
                .sorted(Comparator.comparingInt(Step::place))
                .toList();
        Axis axis = Axis.of(drawn, goal, today);
        Map<RequirementId, String> who = who(series, person);
        boolean due = drawn.stream().anyMatch(step -> step.item().due() != null);
        int late = (int)
                steps.stream().filter(step -> !late(step, goal, ui).isEmpty()).count();
        List<Key> keys = new ArrayList<>();
        keys.add(new Key("kept", ui.t("plan.time.key.kept"), true));
        if (late > 0) {
            keys.add(new Key("late", ui.t("plan.time.key.late"), true));
        }
        keys.add(new Key("today", ui.t("plan.time.key.today", today.toString()), false));
        if (goal != null) {
            keys.add(new Key("goal", ui.t("plan.time.key.goal", goal.toString()), false));
        }
        if (due) {
            keys.add(new Key("due", ui.t("plan.time.key.due"), false));
        }
        return new TimeLine(
                late > 0
                        ? ui.t("plan.time.sentence.late", steps.size(), late)
                        : ui.t("plan.time.sentence", steps.size()),
                axis.first().toString(),
                axis.last().toString(),
                keys,
                drawn.stream()
                        .map(step -> row(series, step, axis, today, goal, who, ui))
                        .toList(),
                steps.size() - drawn.size());
    }

    /** Of the company, only for whoever reads of the whole company. */
    private Map<RequirementId, String> who(Series series, Person person) {
        Map<RequirementId, String> who = new HashMap<>();
        if (person.series().isEmpty()) {
            who.putAll(assignments.assignees(products.organisation().id()));
        }
        who.putAll(assignments.assignees(series.id()));
        return who;
    }

    private Row row(
            Series series,
            Step step,
            Axis axis,
            LocalDate today,
            @Nullable LocalDate goal,
            Map<RequirementId, String> who,
            Ui ui) {
        RequirementId id = step.item().id();
        LocalDate from = step.from();
        LocalDate until = step.until();
        LocalDate due = step.item().due();
        List<Mark> marks = new ArrayList<>(axis.grid());
        marks.add(new Mark("today", axis.x(today)));
        if (goal != null) {
            marks.add(new Mark("goal", axis.x(goal)));
        }
        if (due != null) {
            marks.add(new Mark("due", axis.x(due)));
        }
        return new Row(
                id.number(),
                catalogues
                        .current()
                        .requirement(id)
                        .map(Requirement::title)
                        .map(t -> t.in(ui.locale()))
                        .orElse(""),
                links.to(series, id),
                who.getOrDefault(id, ui.t("plan.time.nobody")),
                from == null || until == null ? ui.t("plan.undated") : from.toString(),
                from == null || until == null ? "" : until.toString(),
                due == null ? "" : due.toString(),
                late(step, goal, ui),
                from == null || until == null ? new Span(0, 0) : axis.span(from, until),
                marks);
    }

    /** Each day that it would miss; that of the application is about the label only. */
    private static List<String> late(Step step, @Nullable LocalDate goal, Ui ui) {
        LocalDate until = step.until();
        boolean label = step.item().id().framework().equals(Guides.STAR1);
        return Stream.of(
                        step.isLate()
                                ? ui.t(
                                        "plan.time.late.due",
                                        String.valueOf(step.item().due()))
                                : "",
                        label && goal != null && (until == null || until.isAfter(goal))
                                ? ui.t("plan.time.late.goal", goal.toString())
                                : "")
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /** The days from the left edge to the right. */
    private record Axis(LocalDate first, LocalDate last) {

        static Axis of(List<Step> steps, @Nullable LocalDate goal, LocalDate today) {
            List<LocalDate> days = Stream.concat(
                            Stream.of(today),
                            Stream.concat(
                                    Stream.ofNullable(goal),
                                    steps.stream()
                                            .flatMap(s -> Stream.of(
                                                            s.from(),
                                                            s.until(),
                                                            s.item().due())
                                                    .filter(Objects::nonNull))))
                    .toList();
            LocalDate first = days.stream().min(Comparator.naturalOrder()).orElse(today);
            LocalDate last = days.stream().max(Comparator.naturalOrder()).orElse(today);
            // Room beside the outermost lines.
            return new Axis(first.minusDays(1), last.plusDays(1));
        }

        int x(LocalDate day) {
            return (int) Math.round(TimeLine.WIDTH
                    * (double) ChronoUnit.DAYS.between(first, day)
                    / ChronoUnit.DAYS.between(first, last));
        }

        /** A bar that begins and ends on one day is still to be seen. */
        Span span(LocalDate from, LocalDate until) {
            int x = x(from);
            return new Span(x, Math.max(4, x(until.plusDays(1)) - x));
        }

        List<Mark> grid() {
            long months = ChronoUnit.MONTHS.between(first, last) + 1;
            long step = Math.ceilDiv(months, GRID_MAX);
            List<Mark> grid = new ArrayList<>();
            for (LocalDate day = first.plusMonths(1).withDayOfMonth(1);
                    day.isBefore(last);
                    day = day.plusMonths(step)) {
                grid.add(new Mark("month", x(day)));
            }
            return grid;
        }
    }
}
