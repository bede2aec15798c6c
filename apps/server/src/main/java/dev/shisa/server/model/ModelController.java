package dev.shisa.server.model;

import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Slot;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Sending;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.InputRefused;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What connects to what, who protects whom, and which ways of connecting has nobody analysed? */
@Controller
class ModelController {

    private final Products products;
    private final SeriesFrames frames;
    private final Models models;
    private final ModelWords words;
    private final FactWords factWords;

    ModelController(Products products, SeriesFrames frames, Models models, ModelWords words, FactWords factWords) {
        this.products = products;
        this.frames = frames;
        this.models = models;
        this.words = words;
        this.factWords = factWords;
    }

    @GetMapping("/products/{code}/model")
    @Requires(Act.VIEW)
    ModelAndView model(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String saved,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return page(products.require(code, person), Map.of(), new Mistakes(), !saved.isEmpty(), person, ui);
    }

    private ModelAndView page(
            Series series, Map<String, String> typed, Mistakes mistakes, boolean saved, Person person, Ui ui) {
        ProductModel model = models.of(series);
        ModelView view = words.view(series, model, ui);
        return new ModelAndView("model/model")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("title", title(model, view, ui))
                .addObject("view", view)
                .addObject("next", next(series, model, view, ui))
                .addObject(
                        "offers",
                        models.offers(model, ui).stream()
                                .map(offer -> new Parts.Choice(
                                        offer.key().value(),
                                        factWords.question(new Slot(offer.key(), ""), ui.locale(), Map.of()),
                                        ui.t(
                                                "model.offer",
                                                factWords.value(
                                                        new Slot(offer.key(), ""),
                                                        offer.value(),
                                                        ui.locale(),
                                                        Map.of()),
                                                offer.detail())))
                                .toList())
                .addObject(
                        "removed",
                        models.removed(series).stream()
                                .map(item ->
                                        new Parts.Crumb(item.name(), base(series) + "/items/" + encoded(item.code())))
                                .toList())
                .addObject("typed", typed)
                .addObject("mistakes", mistakes)
                .addObject("saved", saved);
    }

    private static String title(ProductModel model, ModelView view, Ui ui) {
        if (model.isEmpty()) {
            return ui.t("model.title.none");
        }
        int components = model.components().size();
        int connections = model.connections().size();
        return view.problems().isEmpty()
                ? ui.t(
                        "model.title",
                        components,
                        connections,
                        view.patterns().open().size())
                : ui.t(
                        "model.title.gaps",
                        components,
                        connections,
                        view.problems().size());
    }

    /** The one thing to do next about a model that is begun; null where nothing is left. */
    private static Parts.@Nullable Link next(Series series, ProductModel model, ModelView view, Ui ui) {
        String items = base(series) + "/items/";
        if (model.components().size() < 2) {
            return new Parts.Link("component", "", items + "new?collection=component");
        }
        if (model.connections().isEmpty()) {
            return new Parts.Link("connection", "", items + "new?collection=connection");
        }
        if (!view.problems().isEmpty()) {
            return new Parts.Link(
                    "gap",
                    view.problems().getFirst().text(),
                    view.problems().getFirst().href());
        }
        return model.connections().stream()
                .filter(ProductModel.Connection::isObserved)
                .filter(connection -> !connection.isAnalysed())
                .findFirst()
                .map(connection -> new Parts.Link("observed", connection.name(), items + encoded(connection.code())))
                .or(() -> model.connections().stream()
                        .filter(connection -> !connection.isAnalysed())
                        .findFirst()
                        .map(connection ->
                                new Parts.Link("analyse", connection.name(), items + encoded(connection.code()))))
                .or(() -> view.patterns().never() == 0
                        ? Optional.empty()
                        : Optional.of(new Parts.Link(
                                "never",
                                ui.t("model.count", view.patterns().never()),
                                items + "new?collection=connection")))
                .orElse(null);
    }

    /** Records what somebody saw and the model does not have. */
    @PostMapping("/products/{code}/model/observed")
    @Requires(Act.EDIT_PRODUCT)
    ModelAndView observed(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String at,
            @RequestParam(defaultValue = "") String detail,
            @RequestParam MultiValueMap<String, String> sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        Mistakes mistakes = new Mistakes();
        if (name.isBlank()) {
            mistakes.add("name", ui.t("model.observed.name.missing"));
        }
        if (models.of(series).component(at).isEmpty()) {
            mistakes.add("at", ui.t("model.observed.at.missing"));
        }
        if (detail.isBlank()) {
            mistakes.add("detail", ui.t("model.observed.detail.missing"));
        } else if (detail.length() > Models.DETAIL_CHARS_MAX) {
            mistakes.add("detail", ui.t("model.long", detail.length(), Models.DETAIL_CHARS_MAX));
        }
        if (mistakes.none()) {
            try {
                models.observed(
                        series,
                        name,
                        at,
                        detail.strip(),
                        person,
                        ui,
                        Sending.of(sent, ui.csrfName(), person.id().toString()));
                return new ModelAndView("redirect:" + base(series) + "/model?saved=1");
            } catch (InputRefused refused) {
                refused.mistakes()
                        .forEach(mistake -> mistakes.add(
                                "name",
                                ui.t(
                                        "product.field." + mistake.code(),
                                        mistake.args().toArray())));
            }
        }
        response.setStatus(422);
        return page(series, Map.of("name", name, "at", at, "detail", detail), mistakes, false, person, ui);
    }

    /** Lets the model, as it stands, answer questions of the guides. */
    @PostMapping("/products/{code}/model/evidence")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView evidence(
            @PathVariable String code,
            @RequestParam(defaultValue = "") List<String> fact,
            @RequestParam MultiValueMap<String, String> sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        Set<FactKey> keys = Models.keys(fact);
        if (keys.isEmpty()) {
            Mistakes mistakes = new Mistakes();
            mistakes.add("fact", ui.t("model.evidence.missing"));
            response.setStatus(422);
            return page(series, Map.of(), mistakes, false, person, ui);
        }
        String evidence = models.useAsEvidence(
                        series,
                        keys,
                        person,
                        ui,
                        Sending.of(sent, ui.csrfName(), person.id().toString()))
                .code();
        return new ModelAndView("redirect:/evidence/" + evidence);
    }

    @GetMapping("/products/{code}/model/components.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> components(
            @PathVariable String code,
            @PathVariable String format,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return TableFile.of(format, series.code() + "-components", ui)
                .column("code", "model.file.code")
                .column("name", "register.name")
                .column("kind", "model.column.kind")
                .column("owner", "model.column.owner")
                .column("purpose", "model.column.purpose")
                .column("self", "model.column.self")
                .column("selfHow", "model.file.self-how")
                .column("others", "model.column.others")
                .column("othersHow", "model.file.others-how")
                .download(words.view(series, models.of(series), ui).components().stream()
                        .map(row -> List.of(
                                row.code(),
                                row.name(),
                                row.kind(),
                                row.owner(),
                                row.purpose(),
                                row.self().words(),
                                row.self().detail(),
                                row.others().words(),
                                row.others().detail()))
                        .toList());
    }

    @GetMapping("/products/{code}/model/connections.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> connections(
            @PathVariable String code,
            @PathVariable String format,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return TableFile.of(format, series.code() + "-connections", ui)
                .column("number", "model.file.number")
                .column("code", "model.file.code")
                .column("name", "register.name")
                .column("ends", "model.column.ends")
                .column("intent", "model.column.intent")
                .column("intentDetail", "model.file.intent-detail")
                .column("by", "model.column.by")
                .column("how", "model.column.how")
                .column("analysed", "model.column.analysed")
                .column("where", "model.file.where")
                .download(words.view(series, models.of(series), ui).connections().stream()
                        .map(link -> List.of(
                                String.valueOf(link.number()),
                                link.code(),
                                link.name(),
                                link.ends(),
                                link.intentWords(),
                                link.intentDetail(),
                                link.by(),
                                link.how(),
                                ui.t(link.isAnalysed() ? "model.analysed" : "model.not-analysed"),
                                link.analysed()))
                        .toList());
    }

    @GetMapping("/products/{code}/model/patterns.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> patterns(
            @PathVariable String code,
            @PathVariable String format,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        List<ModelView.PatternRow> rows =
                words.view(series, models.of(series), ui).patterns().rows();
        List<String> by = Axis.BY.tags().stream()
                .map(tag -> words.label(Axis.BY.key(), tag, ui))
                .toList();
        return TableFile.of(format, series.code() + "-connection-patterns", ui)
                .column("by", "model.column.by")
                .column("how", "model.column.how")
                .column("state", "model.column.state")
                .download(rows.stream()
                        .flatMap(row -> IntStream.range(0, by.size())
                                .mapToObj(i -> List.of(
                                        by.get(i), row.how(), row.cells().get(i).words())))
                        .toList());
    }

    private static String base(Series series) {
        return "/products/" + encoded(series.code());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
