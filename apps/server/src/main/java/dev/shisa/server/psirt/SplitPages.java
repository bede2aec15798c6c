package dev.shisa.server.psirt;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.psirt.CaseWords.Tab;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Part of a case becomes a case of its own; two that are the same go on as one. */
@Controller
class SplitPages {

    private static final String SPLIT = CaseWords.ALL + "/{number}/split";
    private static final String MERGE = CaseWords.ALL + "/{number}/merge";
    private static final int SHOWN_CHARS_MAX = 200;
    private static final int WHY_CHARS_MAX = 2_000;

    private final Cases cases;
    private final Splits splits;
    private final CaseWords words;

    SplitPages(Cases cases, Splits splits, CaseWords words) {
        this.cases = cases;
        this.splits = splits;
        this.words = words;
    }

    // Splitting

    @GetMapping(SPLIT)
    @Requires(Act.HANDLE_CASES)
    ModelAndView split(
            @PathVariable String number, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        Case one = cases.require(number, "seen", person);
        return split(one, Map.of(), Set.of(), new Mistakes(), person, ui);
    }

    private ModelAndView split(
            Case one, Map<String, String> values, Set<String> picked, Mistakes mistakes, Person person, Ui ui) {
        return new ModelAndView("psirt/split")
                .addObject("head", words.head(one, Tab.CASE, person, ui))
                .addObject("mistakes", mistakes)
                .addObject("values", new TreeMap<>(values))
                .addObject("picked", picked)
                .addObject("hasReporter", one.hasReporter())
                .addObject(
                        "entries",
                        Splits.movable(one).stream()
                                .map(e -> new Parts.Choice(
                                        e.id().toString(),
                                        ui.t("psirt.did." + e.kind().id()) + " " + ui.minute(e.at()),
                                        shown(e, ui)))
                                .toList());
    }

    private String shown(Entry entry, Ui ui) {
        String all = words.values(entry, ui).stream().map(CaseView.Fact::value).collect(Collectors.joining(" "));
        return all.length() <= SHOWN_CHARS_MAX ? all : all.substring(0, SHOWN_CHARS_MAX) + "…";
    }

    @PostMapping(SPLIT)
    @Requires(Act.HANDLE_CASES)
    ModelAndView split(
            @PathVariable String number,
            @RequestParam Map<String, String> sent,
            @RequestParam(required = false) @Nullable List<UUID> pick,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Case one = cases.require(number, "seen", person);
        Mistakes mistakes = new Mistakes();
        String title = Entering.clean(sent.getOrDefault("title", ""), false);
        if (title.isEmpty()) {
            mistakes.add("title", ui.t("psirt.mistake.missing"));
        } else if (title.length() > EntryField.Type.LINE.charsMax()) {
            mistakes.add("title", ui.t("psirt.mistake.long", title.length(), EntryField.Type.LINE.charsMax()));
        }
        Set<UUID> picked = pick == null ? Set.of() : new HashSet<>(pick);
        if (Splits.movable(one).stream().noneMatch(e -> picked.contains(e.id()))) {
            mistakes.add("pick", ui.t("psirt.mistake.pick"));
        }
        if (!mistakes.none()) {
            response.setStatus(422);
            return split(
                    one, sent, picked.stream().map(UUID::toString).collect(Collectors.toSet()), mistakes, person, ui);
        }
        Case made = splits.split(
                one, title, picked, sent.getOrDefault("reporter", "").equals("yes"), why(sent), person);
        return new ModelAndView("redirect:" + CaseWords.here(made) + "?done=split");
    }

    static String why(Map<String, String> sent) {
        String why = Entering.clean(sent.getOrDefault("text", ""), true);
        return why.length() <= WHY_CHARS_MAX ? why : why.substring(0, WHY_CHARS_MAX);
    }

    // Merging

    @GetMapping(MERGE)
    @Requires(Act.HANDLE_CASES)
    ModelAndView merge(
            @PathVariable String number,
            @RequestParam(defaultValue = "") String into,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Case one = cases.require(number, "seen", person);
        Map<String, String> values = new HashMap<>();
        values.put("into", into);
        return merge(one, values, new Mistakes(), person, ui);
    }

    private ModelAndView merge(Case one, Map<String, String> values, Mistakes mistakes, Person person, Ui ui) {
        List<Parts.Choice> others = new ArrayList<>();
        for (Case other : cases.of(person)) {
            if (Splits.fits(one, other)) {
                Set<String> learn = Splits.widens(one, other);
                others.add(new Parts.Choice(
                        other.number(),
                        other.number() + " " + other.title(),
                        learn.isEmpty()
                                ? ui.t("psirt.state." + other.state().id())
                                : ui.t("psirt.merge.learn", String.join(ui.t("psirt.and"), learn))));
            }
        }
        return new ModelAndView("psirt/merge")
                .addObject("head", words.head(one, Tab.CASE, person, ui))
                .addObject("mistakes", mistakes)
                .addObject("values", new TreeMap<>(values))
                .addObject("others", others)
                .addObject("open", one.openTasks().size());
    }

    @PostMapping(MERGE)
    @Requires(Act.HANDLE_CASES)
    ModelAndView merge(
            @PathVariable String number,
            @RequestParam Map<String, String> sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Case one = cases.require(number, "seen", person);
        String typed = sent.getOrDefault("into", "");
        Mistakes mistakes = new Mistakes();
        if (typed.isEmpty()) {
            mistakes.add("into", ui.t("psirt.mistake.choice"));
            response.setStatus(422);
            return merge(one, sent, mistakes, person, ui);
        }
        Case into = cases.require(typed, "seen", person);
        boolean agreed = sent.getOrDefault("agreed", "").equals("yes");
        if (Splits.fits(one, into) && !Splits.widens(one, into).isEmpty() && !agreed) {
            mistakes.add(
                    "agreed", ui.t("psirt.mistake.widens", String.join(ui.t("psirt.and"), Splits.widens(one, into))));
            response.setStatus(422);
            return merge(one, sent, mistakes, person, ui);
        }
        Case after = splits.merge(one, into, agreed, why(sent), person);
        return new ModelAndView("redirect:" + CaseWords.here(after) + "?done=merged");
    }
}
