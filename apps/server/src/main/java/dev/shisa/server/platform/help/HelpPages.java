package dev.shisa.server.platform.help;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.LocalPath;
import dev.shisa.server.platform.web.PageOf;
import dev.shisa.server.platform.web.Query;
import dev.shisa.server.platform.web.Ui;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The manual: the text of one page, and the list of all. It says nothing secret and is open to everybody. */
@Controller
class HelpPages {

    /** Of what a search found, on one page. */
    private static final int PAGE = 25;

    private final HelpTexts texts;

    HelpPages(HelpTexts texts) {
        this.texts = texts;
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
        PageOf<HelpText> shown = PageOf.of(found, PAGE, n);
        return new ModelAndView(ui.signedIn() ? "help/help" : "help/open")
                .addObject("text", text.orElse(null))
                .addObject("back", page.isEmpty() ? "" : LocalPath.orHome(page))
                .addObject("q", q)
                .addObject("found", shown.rows())
                .addObject("page", shown.page())
                .addObject("pages", shown.pages())
                .addObject("pageHref", Query.of("/help").with("q", q).href() + "&n=")
                .addObject("areas", areas(ui, text.map(HelpText::area).orElse("")));
    }

    /** All texts by the place of their page, in the order of the column on the left. */
    private Map<String, List<HelpText>> areas(Ui ui, String only) {
        return texts.all(ui.lang()).stream()
                .filter(text -> only.isEmpty() || text.area().equals(only))
                .collect(Collectors.groupingBy(
                        HelpText::area,
                        () -> new TreeMap<>(Comparator.comparingInt(HelpText.AREAS::indexOf)),
                        Collectors.toList()));
    }
}
