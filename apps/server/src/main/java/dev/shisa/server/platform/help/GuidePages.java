package dev.shisa.server.platform.help;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.Ui;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.ModelAndView;

/** The guides of the folder {@code docs}, read inside. They say nothing secret and are open to everybody. */
@Controller
class GuidePages {

    static final List<String> NAMES = List.of("start", "operating");

    private final Map<String, Guide> guides = new HashMap<>();

    GuidePages() {
        for (String name : NAMES) {
            for (String language : List.of("ja", "en")) {
                guides.put(name + "_" + language, read(name, language));
            }
        }
    }

    static Guide read(String name, String language) {
        try {
            return Guide.parse(
                    name,
                    new ClassPathResource("docs/" + name + "_" + language + ".md")
                            .getContentAsString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("a guide could not be read", e);
        }
    }

    @GetMapping("/help/guides/{name}")
    @Requires(Act.OPEN)
    ModelAndView guide(@PathVariable String name, @ModelAttribute("ui") Ui ui) {
        Guide guide = guides.get(name + "_" + ui.lang());
        if (guide == null) {
            throw new Problem(404, "not-found");
        }
        return new ModelAndView(ui.signedIn() ? "help/guide" : "help/guide-open").addObject("guide", guide);
    }
}
