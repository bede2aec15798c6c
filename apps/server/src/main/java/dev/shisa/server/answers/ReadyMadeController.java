package dev.shisa.server.answers;

import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.ProductKind;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Text;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.Vocabulary;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Sending;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.InputRefused;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.RegisterItem;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Beginning a product from what such a product usually consists of. */
@Controller
class ReadyMadeController {

    /** As many as a reader looks through; who has more knows the address of the one that they want. */
    private static final int SERIES_MAX = 100;

    private final Products products;
    private final SeriesFrames frames;
    private final Answers answers;
    private final ReadyMade readyMade;
    private final FactWords words;

    ReadyMadeController(Products products, SeriesFrames frames, Answers answers, ReadyMade readyMade, FactWords words) {
        this.products = products;
        this.frames = frames;
        this.answers = answers;
        this.readyMade = readyMade;
        this.words = words;
    }

    @GetMapping("/products/{code}/ready-made")
    @Requires(Act.EDIT_PRODUCT)
    ModelAndView page(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String like,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(code, person);
        if (kind.isEmpty() && like.isEmpty()) {
            return view(series, null, null, List.of(), person, ui);
        }
        ProductKind from = from(kind, like, person);
        return view(series, from, proposal(series, from, like, null, Map.of(), ui), List.of(), person, ui);
    }

    @PostMapping("/products/{code}/ready-made")
    @Requires(Act.EDIT_PRODUCT)
    ModelAndView take(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String like,
            @RequestParam MultiValueMap<String, String> sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        ProductKind from = from(kind, like, person);
        try {
            int added = readyMade.take(
                    series,
                    from,
                    chosen(from, sent),
                    ui.t("ready-made.evidence", from.name().in(ui.locale())),
                    person,
                    ui.locale(),
                    Sending.of(sent, ui.csrfName(), person.id().toString()));
            return new ModelAndView(
                    "redirect:/products/" + QuestionController.encoded(series.code()) + "/register?added=" + added);
        } catch (InputRefused refused) {
            List<Parts.Mistake> mistakes = RegisterFields.mistakes(refused.mistakes(), ui);
            Map<String, String> byField = new HashMap<>();
            mistakes.forEach(m -> byField.putIfAbsent(m.fieldId(), m.message()));
            response.setStatus(422);
            return view(series, from, proposal(series, from, like, sent, byField, ui), mistakes, person, ui);
        }
    }

    private ProductKind from(String kind, String like, Person person) {
        return like.isEmpty()
                ? readyMade.kind(kind).orElseThrow(() -> new Problem(404, "not-found"))
                : readyMade.like(products.require(like, person));
    }

    private static ReadyMade.Chosen chosen(ProductKind from, MultiValueMap<String, String> sent) {
        Map<String, String> names = new LinkedHashMap<>();
        Set<String> said = new HashSet<>();
        for (ProductKind.Item item : from.items()) {
            if (sent.containsKey("take-" + item.id())) {
                names.put(
                        item.id(),
                        Optional.ofNullable(sent.getFirst("name-" + item.id()))
                                .orElse("")
                                .strip());
            }
            if (sent.containsKey("say-" + item.id())) {
                said.add(item.id());
            }
        }
        Set<FactKey> facts = from.said().stream()
                .map(ProductKind.Said::key)
                .filter(key -> sent.containsKey("fact-" + key.value()))
                .collect(Collectors.toSet());
        Set<String> whole = from.items().stream()
                .map(ProductKind.Item::collection)
                .filter(collection -> sent.containsKey("whole-" + collection))
                .collect(Collectors.toSet());
        return new ReadyMade.Chosen(names, said, facts, whole);
    }

    /** @param sent what was typed already; null: nothing yet, then what is usual is ticked */
    private ReadyMadeView.Proposal proposal(
            Series series,
            ProductKind from,
            String like,
            @Nullable MultiValueMap<String, String> sent,
            Map<String, String> mistakes,
            Ui ui) {
        Vocabulary vocabulary = answers.catalogue().vocabulary();
        Map<Slot, FactEntry> present = answers.present(series);
        Map<String, RegisterItem> there = readyMade.there(series, from, ui.locale());
        Map<String, String> names = from.items().stream()
                .collect(Collectors.toMap(
                        ProductKind.Item::id, item -> item.name().in(ui.locale())));
        List<ReadyMadeView.Fact> facts = from.said().stream()
                .filter(said -> !present.containsKey(new Slot(said.key(), "")))
                .map(said -> {
                    FactDefinition definition = vocabulary.fact(said.key()).orElseThrow();
                    String key = said.key().value();
                    return new ReadyMadeView.Fact(
                            key,
                            words.question(definition, ui.locale()),
                            value(definition, said, names, ui),
                            sent != null && sent.containsKey("fact-" + key));
                })
                .toList();
        List<ReadyMadeView.Group> groups = new ArrayList<>();
        for (Vocabulary.Collection collection : vocabulary.collections()) {
            List<ReadyMadeView.Row> rows = from.items().stream()
                    .filter(item -> item.collection().equals(collection.id()))
                    .map(item -> row(item, there.get(item.id()), vocabulary, names, sent, mistakes, ui))
                    .toList();
            if (!rows.isEmpty()) {
                groups.add(new ReadyMadeView.Group(
                        collection.id(),
                        vocabulary
                                .section(collection.section())
                                .orElseThrow()
                                .name()
                                .in(ui.locale()),
                        Messages.begun(collection.item().in(ui.locale()), ui.locale()),
                        ui.t("ready-made.whole", collection.item().in(ui.locale())),
                        present.containsKey(new Slot(collection.set(), "")),
                        sent != null && sent.containsKey("whole-" + collection.id()),
                        rows));
            }
        }
        return new ReadyMadeView.Proposal(
                from.name().in(ui.locale()), like.isEmpty() ? "kind" : "like", from.id(), facts, groups);
    }

    private ReadyMadeView.Row row(
            ProductKind.Item item,
            @Nullable RegisterItem there,
            Vocabulary vocabulary,
            Map<String, String> names,
            @Nullable MultiValueMap<String, String> sent,
            Map<String, String> mistakes,
            Ui ui) {
        String said = item.said().stream()
                .map(s -> value(vocabulary.fact(s.key()).orElseThrow(), s, names, ui))
                .collect(Collectors.joining(ui.t("value.and")));
        String name = item.name().in(ui.locale());
        return new ReadyMadeView.Row(
                item.id(),
                sent == null
                        ? name
                        : Optional.ofNullable(sent.getFirst("name-" + item.id()))
                                .orElse(name),
                there != null,
                sent == null ? item.usual() : sent.containsKey("take-" + item.id()),
                said,
                sent == null ? item.usual() : sent.containsKey("say-" + item.id()),
                mistakes.getOrDefault("name-" + item.id(), ""));
    }

    private String value(FactDefinition definition, ProductKind.Said said, Map<String, String> names, Ui ui) {
        return switch (said.value()) {
            case ProductKind.Proposed.Known(Value value) -> words.value(definition, value, ui.locale(), names);
            case ProductKind.Proposed.Written(Text text) -> text.in(ui.locale());
            case ProductKind.Proposed.Other(String item) -> names.getOrDefault(item, item);
        };
    }

    private ModelAndView view(
            Series series,
            @Nullable ProductKind from,
            ReadyMadeView.@Nullable Proposal proposal,
            List<Parts.Mistake> mistakes,
            Person person,
            Ui ui) {
        String base = "/products/" + QuestionController.encoded(series.code()) + "/ready-made";
        List<ReadyMadeView.Start> kinds = from != null
                ? List.of()
                : readyMade.kinds().stream()
                        .map(kind -> new ReadyMadeView.Start(
                                base + "?kind=" + kind.id(),
                                kind.name().in(ui.locale()),
                                kind.about().in(ui.locale())))
                        .toList();
        List<ReadyMadeView.Start> others = from != null
                ? List.of()
                : products.visibleTo(person, 0, SERIES_MAX).stream()
                        .filter(other -> !other.id().equals(series.id()))
                        .map(other -> new ReadyMadeView.Start(
                                base + "?like=" + QuestionController.encoded(other.code()), other.name(), other.kind()))
                        .toList();
        return new ModelAndView("answers/ready-made")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("page", new ReadyMadeView.Page(kinds, others, mistakes))
                .addObject("proposal", proposal);
    }
}
