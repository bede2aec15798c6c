package dev.shisa.server.inbox;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.HomeSide;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesLines;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What must a person do today, and is Shisa itself well? */
@Controller
class HomePages {

    private static final int FIRST = 3;

    /** Products below the first three things; the inbox has all. */
    private static final int GROUPS_MAX = 12;

    private static final int LINES_MAX = 10;
    private static final int SERIES_MAX = 8;
    private static final int SIDE_ROWS_MAX = 6;

    private static final DateTimeFormatter NOW_JA = DateTimeFormatter.ofPattern("y年M月d日(E) HH:mm", Locale.JAPANESE);
    private static final DateTimeFormatter NOW_EN =
            DateTimeFormatter.ofPattern("EEEE, d MMMM y, HH:mm", Locale.ENGLISH);

    private final Inbox inbox;
    private final Lines lines;
    private final SeriesLines products;
    private final ObjectProvider<HomeSide> sides;

    HomePages(Inbox inbox, Lines lines, SeriesLines products, ObjectProvider<HomeSide> sides) {
        this.inbox = inbox;
        this.lines = lines;
        this.products = products;
        this.sides = sides;
    }

    @GetMapping("/")
    @Requires(Act.VIEW)
    ModelAndView home(@ModelAttribute("ui") Ui ui, @RequestParam(defaultValue = "") String mine) {
        if (mine.equals("1")) {
            // As it was called before the inbox had a page of its own.
            return new ModelAndView("redirect:" + Lines.HERE + "?mine=1");
        }
        Person person = Lines.reader(ui);
        LocalDate today = Lines.today(ui);
        List<Inbox.Entry> all = inbox.of(person, ui.locale());
        List<Inbox.Entry> present =
                all.stream().filter(one -> one.place().isPresent()).toList();
        List<Inbox.Entry> rest = present.subList(Math.min(FIRST, present.size()), present.size());
        Map<UUID, Series> series = lines.series(rest);
        List<InboxView.Group> groups = lines.groups(ui, rest, rest, series, LINES_MAX);
        SeriesLines.First first = products.first(person, ui, SERIES_MAX);
        return new ModelAndView("inbox/home")
                .addObject(
                        "now",
                        (ui.lang().equals("ja") ? NOW_JA : NOW_EN)
                                .format(ui.now().atZone(Ui.ZONE)))
                .addObject("total", present.size())
                .addObject("own", count(all, Inbox.Place.OWN))
                .addObject("dueToday", (int) present.stream()
                        .filter(one -> today.equals(one.task().due()))
                        .count())
                .addObject("late", (int)
                        present.stream().filter(one -> one.isLate(today)).count())
                .addObject(
                        "first",
                        present.stream()
                                .limit(FIRST)
                                .map(one -> lines.line(ui, one))
                                .toList())
                .addObject("rest", rest.size())
                .addObject("groups", groups.stream().limit(GROUPS_MAX).toList())
                .addObject("moreGroups", Math.max(0, groups.size() - GROUPS_MAX))
                .addObject("others", others(all, ui))
                .addObject("later", count(all, Inbox.Place.LATER))
                .addObject("aside", count(all, Inbox.Place.ASIDE))
                .addObject("lines", first.lines())
                .addObject("series", first.total())
                .addObject("again", products.again(person))
                .addObject("side", side(person, ui));
    }

    /** What only others can do, or somebody else has: folded, with for whom it waits. */
    private InboxView.Fold others(List<Inbox.Entry> all, Ui ui) {
        return new InboxView.Fold(
                Inbox.Place.OTHERS.id(),
                count(all, Inbox.Place.OTHERS),
                all.stream()
                        .filter(one -> one.place() == Inbox.Place.OTHERS)
                        .limit(LINES_MAX)
                        .map(one -> lines.line(ui, one))
                        .toList(),
                Lines.HERE + "?show=" + Inbox.Place.OTHERS.id());
    }

    private static int count(List<Inbox.Entry> all, Inbox.Place place) {
        return (int) all.stream().filter(one -> one.place() == place).count();
    }

    private List<InboxView.SideBlock> side(Person person, Ui ui) {
        Map<HomeSide.Block, List<HomeSide.Row>> rows = new EnumMap<>(HomeSide.Block.class);
        sides.forEach(source ->
                rows.computeIfAbsent(source.block(), b -> new ArrayList<>()).addAll(source.rows(person, ui.locale())));
        List<InboxView.SideBlock> blocks = new ArrayList<>();
        rows.forEach((block, found) -> {
            if (found.isEmpty()) {
                return;
            }
            Comparator<HomeSide.Row> byTime = Comparator.comparing(HomeSide.Row::at);
            blocks.add(
                    switch (block) {
                        case DUE -> some(block, found, byTime);
                        case CHANGES -> some(block, found, byTime.reversed());
                        case HEALTH ->
                            new InboxView.SideBlock(
                                    block,
                                    found.stream().filter(HomeSide.Row::urgent).toList(),
                                    found.stream().filter(row -> !row.urgent()).toList());
                    });
        });
        return blocks;
    }

    private static InboxView.SideBlock some(
            HomeSide.Block block, List<HomeSide.Row> rows, Comparator<HomeSide.Row> order) {
        return new InboxView.SideBlock(
                block, rows.stream().sorted(order).limit(SIDE_ROWS_MAX).toList(), List.of());
    }
}
