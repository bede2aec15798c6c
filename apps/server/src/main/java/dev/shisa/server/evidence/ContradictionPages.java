package dev.shisa.server.evidence;

import dev.shisa.conformity.Proof;
import dev.shisa.conformity.Slot;
import dev.shisa.server.evidence.Awaiting.Awaited;
import dev.shisa.server.evidence.Contradictions.Found;
import dev.shisa.server.evidence.Contradictions.Typed;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.Reason;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.LocalPath;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.UriComponentsBuilder;

/** Deciding between facts that disagree: one value holds, and what states another one is withdrawn with the reason. */
@Controller
class ContradictionPages {

    private final Contradictions contradictions;
    private final EvidenceLog log;
    private final FactWords words;
    private final Products products;
    private final SeriesFrames frames;
    private final Awaiting awaiting;

    ContradictionPages(
            Contradictions contradictions,
            EvidenceLog log,
            FactWords words,
            Products products,
            SeriesFrames frames,
            Awaiting awaiting) {
        this.contradictions = contradictions;
        this.log = log;
        this.words = words;
        this.products = products;
        this.frames = frames;
        this.awaiting = awaiting;
    }

    @GetMapping("/products/{code}/evidence/contradictions")
    @Requires(Act.VIEW)
    ModelAndView list(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        String here = "/products/" + series.code() + "/evidence/contradictions";
        List<Contradictions.Row> rows = new ArrayList<>();
        Map<Slot, Found> all = contradictions.all(series, log.entries(contradictions.subjects(series)));
        Map<String, String> names = contradictions.names(
                series, all.keySet().stream().map(Slot::key).toList(), ui.locale());
        List<Awaited> waits = awaiting.awaiting(series);
        all.forEach((slot, found) -> rows.add(new Contradictions.Row(
                words.question(slot, ui.locale(), names),
                contradictions.part(found, series, slot, here, Typed.NOTHING, ui),
                links(waits, one -> one.disagreeing().contains(slot), ui))));
        List<Contradictions.Between> between = contradictions.between(series).stream()
                .map(held -> between(held, series, names, waits, ui))
                .toList();
        return new ModelAndView("evidence/contradictions")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("decided", done.equals("decided"))
                .addObject("rows", rows)
                .addObject("between", between);
    }

    private static List<Parts.Link> links(List<Awaited> waits, Predicate<Awaited> which, Ui ui) {
        return waits.stream()
                .filter(which)
                .map(one -> new Parts.Link(one.id().number(), one.name().in(ui.locale()), one.href()))
                .toList();
    }

    private Contradictions.Between between(
            Proof.Held held, Series series, Map<String, String> names, List<Awaited> waits, Ui ui) {
        List<Parts.Link> answers = held.when()
                .carrying()
                .flatMap(node -> Stream.ofNullable(node.reading()))
                .map(reading -> new Parts.Link(
                        reading.value() == null
                                ? ui.t("leaf.no-fact")
                                : words.value(reading.slot(), reading.value(), ui.locale(), names),
                        words.question(reading.slot(), ui.locale(), names),
                        one(series, reading.slot())))
                .distinct()
                .toList();
        return new Contradictions.Between(
                words.contradiction(held, ui.locale(), names),
                held.settled(),
                answers,
                one(series, held.both().slot()),
                links(waits, one -> one.cannotBoth().contains(held.text()), ui));
    }

    private static String one(Series series, Slot slot) {
        return UriComponentsBuilder.fromPath("/products/{code}/questions/one")
                .queryParam("key", "{key}")
                .queryParam("item", "{item}")
                .encode()
                .buildAndExpand(series.code(), slot.key().value(), slot.item())
                .toString();
    }

    @GetMapping("/products/{code}/evidence/contradiction")
    @Requires(Act.VIEW)
    ModelAndView show(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String fact,
            @RequestParam(defaultValue = "") String back,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        Slot slot = slot(fact);
        return page(series, slot, contradictions.find(series, slot), back, Typed.NOTHING, "", person, ui);
    }

    @PostMapping("/products/{code}/evidence/contradiction")
    @Requires(Act.RESOLVE)
    ModelAndView decide(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String fact,
            @RequestParam(defaultValue = "") String holds,
            @RequestParam(required = false) @Nullable List<UUID> shown,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String back,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(code, person);
        Slot slot = slot(fact);
        Optional<Found> found = contradictions.find(series, slot);
        Set<UUID> seen = shown == null ? Set.of() : Set.copyOf(shown);
        if (found.isEmpty() || !ids(found.get()).equals(seen)) {
            return changed(series, slot, found, back, new Typed(holds, reason, Map.of()), person, ui);
        }
        Map<String, String> mistakes = new HashMap<>();
        Optional<UUID> chosen =
                seen.stream().filter(id -> id.toString().equals(holds)).findFirst();
        if (chosen.isEmpty()) {
            mistakes.put("holds", ui.t("fact.conflict.mistake.holds"));
        }
        if (reason.isBlank()) {
            mistakes.put("reason", ui.t("evidence.withdraw.mistake.reason"));
        } else if (!Reason.says(reason)) {
            mistakes.put("reason", ui.t("web.reason.none"));
        } else if (reason.length() > EvidenceLog.TEXT_CHARS_MAX) {
            mistakes.put("reason", ui.t("fact.mistake.long", reason.length(), EvidenceLog.TEXT_CHARS_MAX));
        }
        if (chosen.isEmpty() || !mistakes.isEmpty()) {
            ModelAndView page = page(series, slot, found, back, new Typed(holds, reason, mistakes), "", person, ui);
            page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
            return page;
        }
        if (!log.decide(found.get().subject(), slot, seen, chosen.get(), person, reason)) {
            return changed(
                    series,
                    slot,
                    contradictions.find(series, slot),
                    back,
                    new Typed(holds, reason, Map.of()),
                    person,
                    ui);
        }
        String to = LocalPath.orHome(back);
        return new ModelAndView("redirect:" + to + (to.contains("?") ? "&" : "?") + "done=decided");
    }

    /** Somebody else was first, or a further fact has come: what is so now, with what was typed. */
    private ModelAndView changed(
            Series series, Slot slot, Optional<Found> found, String back, Typed typed, Person person, Ui ui) {
        String changed = found.isPresent() ? ui.t("fact.conflict.changed") : "";
        ModelAndView page = page(series, slot, found, back, typed, changed, person, ui);
        page.setStatus(HttpStatus.CONFLICT);
        return page;
    }

    private ModelAndView page(
            Series series,
            Slot slot,
            Optional<Found> found,
            String back,
            Typed typed,
            String changed,
            Person person,
            Ui ui) {
        String way = LocalPath.orHome(back);
        return new ModelAndView("evidence/contradiction")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject(
                        "question",
                        words.question(
                                slot, ui.locale(), contradictions.names(series, List.of(slot.key()), ui.locale())))
                .addObject(
                        "conflict",
                        found.map(f -> contradictions.part(f, series, slot, way, typed, ui))
                                .orElse(null))
                .addObject("changed", changed)
                .addObject("reason", found.isPresent() ? "" : typed.reason())
                .addObject("back", way);
    }

    private static Set<UUID> ids(Found found) {
        return found.contradiction().facts().stream().map(f -> f.id()).collect(Collectors.toSet());
    }

    private static Slot slot(String text) {
        return Slot.parse(text).orElseThrow(() -> new Problem(404, "not-found"));
    }
}
