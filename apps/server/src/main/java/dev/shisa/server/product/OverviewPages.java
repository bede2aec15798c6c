package dev.shisa.server.product;

import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.ListPage;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** A series at a glance, with the table of its model numbers and what is different about each. */
@Controller
class OverviewPages {

    private static final Set<String> DONE =
            Set.of("created", "saved", "archived", "restored", "models", "model", "removed");

    private final Products products;
    private final SeriesFrames frames;
    private final SeriesLines lines;
    private final Openings openings;
    private final Catalogues catalogues;
    private final ObjectProvider<SeriesWay> ways;

    OverviewPages(
            Products products,
            SeriesFrames frames,
            SeriesLines lines,
            Openings openings,
            Catalogues catalogues,
            ObjectProvider<SeriesWay> ways) {
        this.products = products;
        this.frames = frames;
        this.lines = lines;
        this.openings = openings;
        this.catalogues = catalogues;
        this.ways = ways;
    }

    @GetMapping("/products/{code}")
    @Requires(Act.VIEW)
    ModelAndView show(
            @ModelAttribute("ui") Ui ui,
            @PathVariable String code,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "1") int page,
            @RequestParam(required = false) @Nullable UUID edit,
            @RequestParam(defaultValue = "") String done) {
        Person person = Words.reader(ui);
        Series series = products.require(code, person);
        Optional<View.ModelEdit> row = edit == null || !person.can(Act.EDIT_PRODUCT)
                ? Optional.empty()
                : products.models(series.id()).stream()
                        .filter(model -> model.id().equals(edit))
                        .map(model -> new View.ModelEdit(model, null, new Mistakes()))
                        .findFirst();
        return page(ui, series, Words.query(q), page, row.orElse(null), Words.done(done, DONE));
    }

    @PostMapping("/products/{code}/models/{id}")
    @Requires(Act.EDIT_PRODUCT)
    ModelAndView save(
            @ModelAttribute("ui") Ui ui,
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String number,
            @RequestParam(defaultValue = "") String differences,
            @RequestParam(defaultValue = "0") int version,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "1") int page,
            HttpServletResponse response) {
        Person person = Words.reader(ui);
        Series series = products.requireInUse(code, person);
        Model typed = new Model(id, series.id(), number, differences, version);
        try {
            products.editModel(series, typed, person);
            return new ModelAndView("redirect:" + href(series) + "?done=model&page=" + page + query(q) + "#models");
        } catch (InputRefused e) {
            response.setStatus(422);
            return page(ui, series, q, page, new View.ModelEdit(typed, null, Words.of(ui, e)), "");
        } catch (ChangedMeanwhile e) {
            response.setStatus(409);
            Model stored = products.models(series.id()).stream()
                    .filter(model -> model.id().equals(id))
                    .findFirst()
                    .orElse(null);
            if (stored == null) {
                throw e;
            }
            Model again = new Model(id, series.id(), number, differences, stored.version());
            return page(ui, series, q, page, new View.ModelEdit(again, stored, new Mistakes()), "");
        }
    }

    @PostMapping("/products/{code}/models/{id}/remove")
    @Requires(Act.EDIT_PRODUCT)
    ModelAndView remove(
            @ModelAttribute("ui") Ui ui,
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "0") int version) {
        Person person = Words.reader(ui);
        Series series = products.requireInUse(code, person);
        products.removeModel(series, id, version, person);
        return new ModelAndView("redirect:" + href(series) + "?done=removed#models");
    }

    @GetMapping("/products/{code}/models/add")
    @Requires(Act.EDIT_PRODUCT)
    ModelAndView add(@ModelAttribute("ui") Ui ui, @PathVariable String code) {
        return addForm(ui, products.requireInUse(code, Words.reader(ui)), "", new Mistakes());
    }

    @PostMapping("/products/{code}/models/add")
    @Requires(Act.EDIT_PRODUCT)
    ModelAndView add(
            @ModelAttribute("ui") Ui ui,
            @PathVariable String code,
            @RequestParam(defaultValue = "") String models,
            HttpServletResponse response) {
        Person person = Words.reader(ui);
        Series series = products.requireInUse(code, person);
        List<Products.NewModel> added = models.lines()
                .limit(Entries.MODELS_MAX + 1L)
                .map(OverviewPages::line)
                .toList();
        try {
            products.addModels(series, added, person);
            return new ModelAndView("redirect:" + href(series) + "?done=models#models");
        } catch (InputRefused e) {
            response.setStatus(422);
            return addForm(ui, series, models, Words.of(ui, e));
        }
    }

    @GetMapping("/products/{code}/models.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @ModelAttribute("ui") Ui ui,
            @PathVariable String code,
            @PathVariable String format,
            @RequestParam(defaultValue = "") String q) {
        Series series = products.require(code, Words.reader(ui));
        return TableFile.of(format, series.code() + "-models", ui)
                .column("number", "product.model")
                .column("differences", "product.model.differences")
                .download(filtered(series, Words.query(q)).stream()
                        .map(model -> List.of(model.number(), model.differences()))
                        .toList());
    }

    /** A pasted line: the number, then after a tab (a spreadsheet) or a comma its differences. */
    private static Products.NewModel line(String line) {
        int cut = line.indexOf('\t');
        if (cut < 0) {
            cut = line.indexOf(',');
        }
        if (cut < 0) {
            cut = line.indexOf('、');
        }
        return cut < 0
                ? new Products.NewModel(line, "")
                : new Products.NewModel(
                        line.substring(0, cut),
                        line.substring(cut + 1).replace('\t', ' ').strip());
    }

    private ModelAndView addForm(Ui ui, Series series, String typed, Mistakes mistakes) {
        return new ModelAndView("product/models-add")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("typed", typed)
                .addObject("mistakes", mistakes);
    }

    private List<Model> filtered(Series series, String q) {
        return products.models(series.id()).stream()
                .filter(model ->
                        q.isEmpty() || Words.contains(model.number(), q) || Words.contains(model.differences(), q))
                .toList();
    }

    private ModelAndView page(Ui ui, Series series, String q, int page, View.@Nullable ModelEdit edit, String done) {
        Person person = Words.reader(ui);
        SeriesFrame frame = frames.of(series, ui.locale());
        SeriesStanding.Standing standing = lines.standing(series, ui);
        List<Model> models = products.models(series.id());
        List<Model> found = filtered(series, q);
        ListPage leaf = ListPage.of(found.size(), page);
        List<Parts.Tally> tallies = new ArrayList<>();
        if (standing != null) {
            String href = standing.href();
            standing.counts().forEach((state, count) -> {
                if (count > 0) {
                    tallies.add(new Parts.Tally(state, count, href + "?state=" + state, false));
                }
            });
        }
        List<Parts.Filter> filters =
                q.isEmpty() ? List.of() : List.of(new Parts.Filter(ui.t("product.filter.q", q), href(series)));
        return new ModelAndView("product/overview")
                .addObject("frame", frame)
                .addObject("standing", standing)
                .addObject(
                        "way",
                        standing == null || products.isArchived(series.id())
                                ? null
                                : ways.stream()
                                        .map(source -> source.of(series, standing.nextHref(), ui))
                                        .findFirst()
                                        .orElse(null))
                .addObject("tallies", tallies)
                .addObject("open", standing == null ? "" : Words.open(ui, standing))
                .addObject("openings", openings.of(series, frame, person))
                .addObject("parts", parts(series, ui))
                .addObject("first", models.isEmpty() ? "" : models.getFirst().number())
                .addObject(
                        "firstId", models.isEmpty() ? null : models.getFirst().id())
                .addObject("models", leaf.of(found))
                .addObject("modelsTotal", models.size())
                .addObject("modelsFound", found.size())
                .addObject("q", q)
                .addObject("page", leaf.at())
                .addObject("pages", leaf.pages())
                .addObject("filters", filters)
                .addObject("queryPart", query(q))
                .addObject("edit", edit)
                .addObject("done", done);
    }

    /** The register at a glance: each collection that has items, and their names. */
    private List<View.Part> parts(Series series, Ui ui) {
        Map<String, List<RegisterItem>> items = products.items(series.id());
        return catalogues.current().vocabulary().collections().stream()
                .map(collection -> new View.Part(
                        Messages.begun(collection.item().in(ui.locale()), ui.locale()),
                        items.getOrDefault(collection.id(), List.of()).stream()
                                .map(RegisterItem::name)
                                .toList()))
                .filter(part -> !part.items().isEmpty())
                .toList();
    }

    private static String query(String q) {
        return q.isEmpty() ? "" : "&q=" + URLEncoder.encode(q, StandardCharsets.UTF_8);
    }

    private static String href(Series series) {
        return "/products/" + series.code();
    }
}
