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
import java.util.stream.IntStream;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The guides of the folder {@code docs}, read inside. They say nothing secret and are open to everybody. A long one is a list
 * of its sections, each with an address of its own that is the same in every language.
 */
@Controller
class GuidePages {

    static final List<String> NAMES = List.of("start", "operating");

    /** A guide of more blocks is read section by section. */
    static final int BLOCKS_OF_ONE_PAGE_MAX = 100;

    private static final String HERE = "/help/guides/";

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

    /** @param at the id of a heading, in either language: leads to the page where it stands */
    @GetMapping("/help/guides/{name}")
    @Requires(Act.OPEN)
    ModelAndView guide(
            @PathVariable String name, @RequestParam(defaultValue = "") String at, @ModelAttribute("ui") Ui ui) {
        Guide guide = guide(name, ui.lang());
        if (!at.isEmpty()) {
            return new ModelAndView("redirect:" + place(name, at));
        }
        boolean sections = guide.blocks().size() > BLOCKS_OF_ONE_PAGE_MAX;
        return page(
                ui,
                new GuideView(
                        guide.title(),
                        sections ? guide.opening() : guide.blocks(),
                        sections ? lines(name, ui) : List.of(),
                        null,
                        null,
                        null));
    }

    @GetMapping("/help/guides/{name}/{section}")
    @Requires(Act.OPEN)
    ModelAndView section(@PathVariable String name, @PathVariable String section, @ModelAttribute("ui") Ui ui) {
        Guide guide = guide(name, ui.lang());
        List<GuideView.Line> lines = lines(name, ui);
        int at = IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).href().equals(HERE + name + "/" + section))
                .findFirst()
                .orElseThrow(() -> new Problem(404, "not-found"));
        return page(
                ui,
                new GuideView(
                        lines.get(at).section().title(),
                        lines.get(at).section().blocks(),
                        List.of(),
                        new GuideView.Whole(guide.title(), HERE + name),
                        at == 0 ? null : lines.get(at - 1),
                        at + 1 == lines.size() ? null : lines.get(at + 1)));
    }

    private static ModelAndView page(Ui ui, GuideView view) {
        return new ModelAndView(ui.signedIn() ? "help/guide" : "help/guide-open").addObject("guide", view);
    }

    private Guide guide(String name, String language) {
        Guide guide = guides.get(name + "_" + language);
        if (guide == null) {
            throw new Problem(404, "not-found");
        }
        return guide;
    }

    /** The sections with their addresses, which are their English ids: both languages are built alike. */
    private List<GuideView.Line> lines(String name, Ui ui) {
        List<Guide.Section> own = guide(name, ui.lang()).sections();
        List<Guide.Section> english = guide(name, "en").sections();
        return IntStream.range(0, own.size())
                .mapToObj(i -> new GuideView.Line(
                        own.get(i), HERE + name + "/" + english.get(i).id()))
                .toList();
    }

    /** Encoded after it is built: a brace in it is no variable, here or where a redirect expands its own. */
    private String place(String name, String at) {
        UriComponentsBuilder place = UriComponentsBuilder.fromPath(HERE + name).fragment(at);
        List<Guide.Section> english = guide(name, "en").sections();
        for (String language : List.of("ja", "en")) {
            Guide guide = guide(name, language);
            List<Guide.Section> own = guide.sections();
            for (int i = 0; guide.blocks().size() > BLOCKS_OF_ONE_PAGE_MAX && i < own.size(); i++) {
                if (own.get(i).has(at)) {
                    place.pathSegment(english.get(i).id());
                    return place.fragment(own.get(i).id().equals(at) ? null : at)
                            .build()
                            .encode()
                            .toUriString();
                }
            }
        }
        return place.build().encode().toUriString();
    }
}
