package dev.shisa.server.conformity;

import dev.shisa.conformity.VerdictState;
import dev.shisa.server.conformity.Course.Day;
import dev.shisa.server.conformity.Course.Pace;
import dev.shisa.server.platform.web.Chart;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Guides;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Draws how the verdicts of a series came to be what they are, and whether the rest will be done by the day of application. */
@Component
class Courses {

    /** The picture goes on for a year at most; else what happened is a line at its edge. */
    private static final int AHEAD_DRAWN_MAX = 366;

    private final CourseStore store;
    private final ApplicationDay application;
    private final InstantSource clock;

    Courses(CourseStore store, ApplicationDay application, InstantSource clock) {
        this.store = store;
        this.application = application;
        this.clock = clock;
    }

    /** Empty while nothing is decided. What waits was decided before: whoever shows the board has read it. */
    Optional<CourseView> of(UUID seriesId, String framework, Ui ui) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), Ui.ZONE);
        Course course = Course.of(store.turns(seriesId, framework, today.minusDays(Course.DAYS_MAX - 1L)), today);
        if (course.days().isEmpty()) {
            return Optional.empty();
        }
        // Only the label has a day on which everything is to be done.
        LocalDate goal =
                framework.equals(Guides.STAR1) ? application.of(seriesId).orElse(null) : null;
        List<VerdictState> seen = Coverage.ORDER.stream()
                .filter(state -> course.days().stream().anyMatch(day -> day.of(state) > 0))
                .toList();
        List<String> columns = new ArrayList<>();
        columns.add(ui.t("course.day"));
        seen.forEach(state -> columns.add(ui.t("web.verdict." + state.code())));
        columns.add(ui.t("course.left"));
        return Optional.of(new CourseView(
                sentence(course, ui),
                states(course, seen, ui),
                goal == null ? null : left(course, goal, ui),
                goal == null ? List.of() : paces(course, goal, ui),
                columns,
                course.turning().stream().map(day -> row(day, seen)).toList()));
    }

    private static List<String> row(Day day, List<VerdictState> seen) {
        return Stream.of(
                        Stream.of(day.day().toString()),
                        seen.stream().map(state -> Integer.toString(day.of(state))),
                        Stream.of(Integer.toString(day.left())))
                .flatMap(cells -> cells)
                .toList();
    }

    private static String sentence(Course course, Ui ui) {
        Day first = course.days().getFirst();
        return course.days().size() == 1
                ? ui.t("course.sentence.first", first.settled(), first.left())
                : ui.t(
                        "course.sentence",
                        first.day().toString(),
                        first.settled(),
                        course.last().settled(),
                        course.last().left());
    }

    private static Chart states(Course course, List<VerdictState> seen, Ui ui) {
        return Chart.steps(
                ui.t("course.states", sentence(course, ui)),
                course.days().stream()
                        .map(day -> seen.stream()
                                .map(state -> (double) day.of(state))
                                .toList())
                        .toList(),
                List.of(),
                ends(course.days().getFirst().day(), course.last().day()),
                seen.stream()
                        .map(state -> new Chart.Key(state.code(), ui.t("web.verdict." + state.code())))
                        .toList());
    }

    /** What is left day by day, the way to the day of application, and the pace. */
    private static Chart left(Course course, LocalDate goal, Ui ui) {
        int now = course.days().size();
        int left = course.last().left();
        long until = course.ahead(goal);
        List<Chart.Path> paths = new ArrayList<>();
        if (until > 0) {
            double drawn = Math.min(until, AHEAD_DRAWN_MAX);
            paths.add(new Chart.Path(
                    "today",
                    ui.t("course.today", course.last().day().toString()),
                    List.of(new Chart.Point(now, 0), new Chart.Point(now, course.most()))));
            paths.add(new Chart.Path(
                    "plan",
                    ui.t("course.plan", goal.toString()),
                    List.of(new Chart.Point(now, left), new Chart.Point(now + drawn, left - left * drawn / until))));
            if (course.pace() instanceof Pace.On on) {
                double ends = Math.min(drawn, course.ahead(on.day()));
                paths.add(new Chart.Path(
                        "pace",
                        ui.t("course.pace"),
                        List.of(
                                new Chart.Point(now, left),
                                new Chart.Point(
                                        now + ends, Math.max(0, left - (double) on.settled() / on.days() * ends)))));
            }
        }
        LocalDate last = course.last().day().plusDays(Math.clamp(until, 0, AHEAD_DRAWN_MAX));
        return Chart.steps(
                String.join(" ", paces(course, goal, ui)),
                course.days().stream().map(day -> List.of((double) day.left())).toList(),
                paths,
                ends(course.days().getFirst().day(), last),
                List.of(new Chart.Key("left", ui.t("course.left"))));
    }

    private static List<String> ends(LocalDate first, LocalDate last) {
        return first.equals(last) ? List.of(first.toString()) : List.of(first.toString(), last.toString());
    }

    private static List<String> paces(Course course, LocalDate goal, Ui ui) {
        int left = course.last().left();
        long until = course.ahead(goal);
        String day = goal.toString();
        return switch (course.pace()) {
            case Pace.Done _ -> List.of(ui.t("course.done", day));
            case Pace.TooEarly few ->
                List.of(goal(day, until, left, ui), ui.t("course.too-early", few.days(), Course.PACE_DAYS_MIN));
            case Pace.Still still -> List.of(goal(day, until, left, ui), ui.t("course.still", still.days()));
            case Pace.On on ->
                List.of(
                        goal(day, until, left, ui),
                        ui.t("course.on", on.days(), on.settled(), on.day().toString()),
                        on.day().isAfter(goal)
                                ? ui.t("course.on.late", course.ahead(on.day()) - until)
                                : ui.t("course.on.time"));
        };
    }

    private static String goal(String day, long until, int left, Ui ui) {
        return until < 0 ? ui.t("course.goal.past", day, left) : ui.t("course.goal", day, until, left);
    }
}
