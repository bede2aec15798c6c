package dev.shisa.server.product;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.HomeSide;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.TaskSource;
import dev.shisa.server.platform.web.Ui;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What must a person do today, and is Shisa itself well? */
@Controller
class HomePages {

    private static final int TASKS_ON_A_PAGE = 20;
    private static final int SERIES_MAX = 8;
    private static final int SIDE_ROWS_MAX = 6;

    private final Tasks tasks;
    private final SeriesLines lines;
    private final ObjectProvider<HomeSide> sides;

    HomePages(Tasks tasks, SeriesLines lines, ObjectProvider<HomeSide> sides) {
        this.tasks = tasks;
        this.lines = lines;
        this.sides = sides;
    }

    @GetMapping("/")
    @Requires(Act.VIEW)
    ModelAndView home(
            @ModelAttribute("ui") Ui ui,
            @RequestParam(defaultValue = "") String mine,
            @RequestParam(defaultValue = "1") int page) {
        Person person = Words.reader(ui);
        LocalDate today = Words.today(ui);
        List<TaskSource.Task> all = tasks.of(person, ui.locale());
        List<TaskSource.Task> own =
                all.stream().filter(task -> task.who().equals(person.name())).toList();
        boolean onlyMine = mine.equals("1");
        List<TaskSource.Task> chosen = onlyMine ? own : all;
        int pages = Math.max(1, (chosen.size() + TASKS_ON_A_PAGE - 1) / TASKS_ON_A_PAGE);
        int at = Math.clamp(page, 1, pages);
        List<View.TaskRow> rows =
                chosen.subList((at - 1) * TASKS_ON_A_PAGE, Math.min(chosen.size(), at * TASKS_ON_A_PAGE)).stream()
                        .map(task -> row(ui, task, today))
                        .toList();
        SeriesLines.First series = lines.first(person, ui, SERIES_MAX);
        int dueToday = (int) all.stream().filter(t -> today.equals(t.due())).count();
        int late = (int) all.stream()
                .filter(t -> t.due() != null && t.due().isBefore(today))
                .count();
        return new ModelAndView("product/home")
                .addObject("now", Words.now(ui))
                .addObject("total", all.size())
                .addObject("own", own.size())
                .addObject("dueToday", dueToday)
                .addObject("late", late)
                .addObject("onlyMine", onlyMine)
                .addObject("rows", rows)
                .addObject("page", at)
                .addObject("pages", pages)
                .addObject("lines", series.lines())
                .addObject("series", series.total())
                .addObject("again", lines.again(person))
                .addObject("side", side(person, ui));
    }

    @GetMapping("/tasks.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable String format, @ModelAttribute("ui") Ui ui, @RequestParam(defaultValue = "") String mine) {
        Person person = Words.reader(ui);
        return TableFile.of(format, "tasks-" + ui.day(ui.now()), ui)
                .column("task", "home.file.task")
                .column("due", "home.file.due")
                .column("who", "home.file.who")
                .column("about", "home.file.about")
                .column("address", "home.file.address")
                .download(tasks.of(person, ui.locale()).stream()
                        .filter(task -> !mine.equals("1") || task.who().equals(person.name()))
                        .map(task -> List.of(
                                task.sentence(),
                                task.due() == null ? "" : task.due().toString(),
                                task.who(),
                                task.about(),
                                task.href()))
                        .toList());
    }

    private static View.TaskRow row(Ui ui, TaskSource.Task task, LocalDate today) {
        LocalDate due = task.due();
        if (due == null) {
            return new View.TaskRow(task, ui.t("home.due.none"), false);
        }
        long days = ChronoUnit.DAYS.between(today, due);
        if (days < 0) {
            return new View.TaskRow(task, ui.t("home.due.late", ui.dayInWords(due), -days), true);
        }
        return days == 0
                ? new View.TaskRow(task, ui.t("home.due.today"), true)
                : new View.TaskRow(task, ui.t("home.due.day", ui.dayInWords(due)), false);
    }

    private List<View.SideBlock> side(Person person, Ui ui) {
        Map<HomeSide.Block, List<HomeSide.Row>> rows = new EnumMap<>(HomeSide.Block.class);
        sides.forEach(source ->
                rows.computeIfAbsent(source.block(), b -> new ArrayList<>()).addAll(source.rows(person, ui.locale())));
        List<View.SideBlock> blocks = new ArrayList<>();
        rows.forEach((block, found) -> {
            Comparator<HomeSide.Row> byTime = Comparator.comparing(HomeSide.Row::at);
            switch (block) {
                case DUE -> found.sort(byTime);
                case CHANGES -> found.sort(byTime.reversed());
                case HEALTH -> {}
            }
            if (!found.isEmpty()) {
                blocks.add(new View.SideBlock(
                        block, found.stream().limit(SIDE_ROWS_MAX).toList()));
            }
        });
        return blocks;
    }
}
