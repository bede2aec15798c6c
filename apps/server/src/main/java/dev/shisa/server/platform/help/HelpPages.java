package dev.shisa.server.platform.help;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.LocalPath;
import dev.shisa.server.platform.web.Ui;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The manual: the text of one page, and the list of all. It says nothing secret and is open to everybody. */
@Controller
class HelpPages {

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
            @RequestParam(defaultValue = "") String q) {
        Optional<HelpText> text = topic.isEmpty() ? texts.ofPath(page, ui.lang()) : texts.named(topic, ui.lang());
        return new ModelAndView(ui.signedIn() ? "help/help" : "help/open")
                .addObject("text", text.orElse(null))
                .addObject("back", page.isEmpty() ? "" : LocalPath.orHome(page))
                .addObject("q", q)
                .addObject(
                        "all",
                        (q.isBlank()
                                ? texts.all(ui.lang())
                                : texts.search(q, ui.lang()).stream()
                                        .map(HelpTexts.Found::text)
                                        .toList()));
    }
}
