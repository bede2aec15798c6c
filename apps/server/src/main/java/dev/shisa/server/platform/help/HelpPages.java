package dev.shisa.server.platform.help;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.ListPage;
import dev.shisa.server.platform.web.LocalPath;
import dev.shisa.server.platform.web.NavSource;
import dev.shisa.server.platform.web.PageOf;
import dev.shisa.server.platform.web.Query;
import dev.shisa.server.platform.web.ThingSource;
import dev.shisa.server.platform.web.Ui;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The manual: the text of one page, and the list of all. It says nothing secret and is open to everybody. */
@Controller
class HelpPages {

    private final HelpTexts texts;
    private final ObjectProvider<NavSource> sources;
    private final ObjectProvider<ThingSource> things;

    HelpPages(HelpTexts texts, ObjectProvider<NavSource> sources, ObjectProvider<ThingSource> things) {
        this.texts = texts;
        this.sources = sources;
        this.things = things;
    }

    @GetMapping("/help")
    @Requires(Act.OPEN)
    ModelAndView help(
            @ModelAttribute("ui") Ui ui,
            @RequestParam(defaultValue = "") String page,
            @RequestParam(defaultValue = "") String topic,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "1") String n) {
        Optional<HelpText> text = topic.isEmpty() ? texts.ofPath(page, ui.lang()) : texts.named(topic, ui.lang());
        List<HelpText> found = q.isBlank()
                ? List.of()
                : texts.search(q, ui.lang()).stream().map(HelpTexts.Found::text).toList();
        PageOf<HelpText> shown = PageOf.of(found, ListPage.ROWS, n);
        return new ModelAndView(ui.signedIn() ? "help/help" : "help/open")
                .addObject("text", text.orElse(null))
                .addObject("back", page.isEmpty() ? "" : LocalPath.orHome(page))
                .addObject("q", q)
                .addObject("found", shown.rows())
                .addObject("page", shown.page())
                .addObject("pages", shown.pages())
                .addObject("pageHref", Query.of("/help").with("q", q).href() + "&n=")
                .addObject("areas", areas(ui, text.orElse(null)));
    }

    /** All texts, or those that stand where this one does, by the place of their first page, in the order of the column on the left. */
    private Map<String, List<HelpText>> areas(Ui ui, @Nullable HelpText of) {
        List<NavSource> column = Stream.concat(
                        sources.stream(), things.stream().flatMap(thing -> thing.entries("{code}").stream()))
                .sorted(Comparator.comparing(NavSource::group).thenComparingInt(NavSource::position))
                .toList();
        List<String> order = column.stream().map(NavSource::id).toList();
        String only = of == null ? "" : area(column, of);
        return texts.all(ui.lang()).stream()
                .filter(text -> of == null || area(column, text).equals(only))
                .collect(Collectors.groupingBy(
                        text -> area(column, text),
                        () -> new TreeMap<>(Comparator.comparingInt(order::indexOf)),
                        Collectors.toList()));
    }

    /** The entry of the column under which its first page stands; for one that stands under none, where it would be looked for. */
    private static String area(List<NavSource> column, HelpText text) {
        String route = text.routes().getFirst();
        return NavSource.covering(column, route).map(NavSource::id).orElseGet(() -> switch (route.split("/")[1]) {
            case "account", "sign-in", "set-up", "invitation", "help" -> "settings";
            case "exchange", "supplier" -> "suppliers";
            case "public" -> route.startsWith("/public/notices") ? "field" : "psirt";
            default -> "home";
        });
    }
}
