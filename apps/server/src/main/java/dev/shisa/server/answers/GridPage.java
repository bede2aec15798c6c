package dev.shisa.server.answers;

import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.FactType;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Vocabulary;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.FactForm;
import dev.shisa.server.evidence.FactForms;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.RegisterItem;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** Shows rows of a grid: which columns are asked, what stands in each cell, and what is told of it. */
@Component
class GridPage {

    /** A form has at most 2,000 fields, and a piece of evidence 1,000 facts. */
    private static final int CELLS_MAX = 900;

    static final int ROWS_MAX = 60;

    /** Below the items, for new ones. */
    static final int EMPTY_ROWS = 3;

    private final Products products;
    private final Guides guides;
    private final SeriesFrames frames;
    private final Answers answers;
    private final Grid grid;
    private final FactForms forms;
    private final FactWords words;

    GridPage(
            Products products,
            Guides guides,
            SeriesFrames frames,
            Answers answers,
            Grid grid,
            FactForms forms,
            FactWords words) {
        this.products = products;
        this.guides = guides;
        this.frames = frames;
        this.answers = answers;
        this.grid = grid;
        this.forms = forms;
        this.words = words;
    }

    /**
     * What a page is made from.
     *
     * @param only the question that is shown alone; empty: all that are asked
     * @param all whether also those that nobody is asked yet
     */
    record Place(
            Series series,
            Vocabulary.Section section,
            Vocabulary.Collection collection,
            List<GridColumn> known,
            List<RegisterItem> items,
            Map<Slot, FactEntry> present,
            String only,
            boolean all) {}

    Place place(Series series, String id, String only, String all) {
        Vocabulary vocabulary = guides.vocabulary(series);
        Vocabulary.Collection collection = vocabulary.collection(id).orElseThrow(() -> new Problem(404, "not-found"));
        List<GridColumn> known = GridColumn.of(vocabulary, id);
        if (!only.isEmpty()
                && known.stream().noneMatch(c -> c.definition().key().value().equals(only))) {
            throw new Problem(404, "not-found");
        }
        return new Place(
                series,
                vocabulary.section(collection.section()).orElseThrow(),
                collection,
                known,
                products.items(series.id(), id),
                answers.present(series),
                only,
                !all.isEmpty());
    }

    /** What is asked of some item, or was answered, or typed just now. */
    List<GridColumn> columns(Place place, Set<String> typed) {
        return place.known().stream()
                .filter(column -> place.only().isEmpty()
                        ? place.all() || column.isOf(typed) || isShown(place, column)
                        : column.definition().key().value().equals(place.only()))
                .toList();
    }

    private boolean isShown(Place place, GridColumn column) {
        FactDefinition definition = column.definition();
        boolean asked = definition.onlyIf().isEmpty();
        boolean answered = false;
        for (RegisterItem item : place.items()) {
            Slot slot = new Slot(definition.key(), item.code());
            FactEntry now = place.present().get(slot);
            answered |= now != null && (!column.isWords() || !now.detail().isEmpty());
            asked |= answers.isAsked(slot, place.present());
        }
        return answered || asked && (!column.isWords() || column.areNeeded());
    }

    static int rowsMax(List<GridColumn> columns) {
        return Math.clamp(CELLS_MAX / Math.max(1, columns.size()), EMPTY_ROWS + 1, ROWS_MAX);
    }

    /**
     * Rows as a page.
     *
     * @param judged what is told of their cells; null: nothing
     */
    ModelAndView of(
            Place place,
            List<GridColumn> columns,
            List<Grid.Row> rows,
            Grid.@Nullable Judged judged,
            GridView.Told told,
            List<GridView.Misfit> misfits,
            String block,
            int page,
            int pages,
            Ui ui) {
        FactForms.OfSeries ofSeries = forms.of(place.series().id());
        Map<String, String> names = products.itemNames(place.series().id());
        List<GridView.Row> shown = rows.stream()
                .map(row -> row(place, columns, row, judged, ofSeries, names, ui))
                .toList();
        GridView.Where where = new GridView.Where(
                place.collection().id(),
                RegisterController.listed(place.series(), place.section(), place.collection())
                        .href(),
                place.section().name().in(ui.locale()),
                query(place),
                page,
                pages,
                rowsMax(place.known()));
        return new ModelAndView("answers/grid")
                .addObject("frame", frames.of(place.series(), ui.locale()))
                .addObject(
                        "view",
                        new GridView(
                                place.collection().item().in(ui.locale()),
                                where,
                                told,
                                columns.stream().map(c -> head(c, ofSeries, ui)).toList(),
                                shown,
                                misfits,
                                block));
    }

    private GridView.Head head(GridColumn column, FactForms.OfSeries ofSeries, Ui ui) {
        FactDefinition definition = column.definition();
        if (column.isWords()) {
            return new GridView.Head(column.id(), column.heading(words, ui.locale()), "", "");
        }
        String how = AnswerWords.howTo(ofSeries.ofNew(definition, "", ""), ui);
        return new GridView.Head(
                column.id(), column.heading(words, ui.locale()), words.question(definition, ui.locale()), how);
    }

    private GridView.Row row(
            Place place,
            List<GridColumn> columns,
            Grid.Row row,
            Grid.@Nullable Judged judged,
            FactForms.OfSeries ofSeries,
            Map<String, String> names,
            Ui ui) {
        boolean isNew = Grid.isNew(row.key());
        List<GridView.Cell> cells = columns.stream()
                .map(column -> cell(place, column, row, judged, ofSeries, names, ui))
                .toList();
        String mistake = judged == null ? "" : judged.names().getOrDefault(row.key(), "");
        boolean told = !mistake.isEmpty()
                || cells.stream().anyMatch(c -> c.error() != null || !c.note().isEmpty());
        return new GridView.Row(
                row.key(),
                isNew ? row.name() : names.getOrDefault(row.key(), row.key()),
                isNew
                        ? ""
                        : "/products/"
                                + QuestionController.encoded(place.series().code()) + "/items/"
                                + QuestionController.encoded(row.key()),
                mistake,
                isNew
                        ? ""
                        : seen(place, columns, row, judged).entrySet().stream()
                                .map(fact -> fact.getKey().value() + "=" + fact.getValue())
                                .collect(Collectors.joining(" ")),
                told,
                cells);
    }

    /** What somebody has seen of a row: where they have typed still what stood then, unless they are told what stands now. */
    private static Map<FactKey, UUID> seen(
            Place place, List<GridColumn> columns, Grid.Row row, Grid.@Nullable Judged judged) {
        Map<FactKey, UUID> seen = Grid.seen(place.present(), columns, row.key());
        for (GridColumn column : columns) {
            FactKey key = column.definition().key();
            Grid.Cell cell = judged == null ? null : judged.cells().get(new Slot(key, row.key()));
            boolean told = cell != null && cell.state() == Grid.State.RACED;
            if (!told && !row.cells().getOrDefault(column.id(), "").isBlank()) {
                seen.compute(key, (of, now) -> row.seen().get(of));
            }
        }
        return seen;
    }

    private GridView.Cell cell(
            Place place,
            GridColumn column,
            Grid.Row row,
            Grid.@Nullable Judged judged,
            FactForms.OfSeries ofSeries,
            Map<String, String> names,
            Ui ui) {
        FactDefinition definition = column.definition();
        Slot slot = new Slot(definition.key(), row.key());
        FactEntry now = Grid.isNew(row.key()) ? null : place.present().get(slot);
        Grid.Cell cell = judged == null ? null : judged.cells().get(slot);
        String typed = row.cells().getOrDefault(column.id(), "");
        String error =
                cell != null && cell.state().isRefused() && cell.aboutWords() == column.isWords() ? cell.why() : null;
        String heading = column.heading(words, ui.locale());
        String field = column.field(row.key());
        String stands = now == null ? "" : grid.shown(definition, now.fact().value(), ui.locale(), names);
        if (column.isWords()) {
            String answer = row.cells().getOrDefault(definition.key().value(), "");
            boolean same = cell != null
                    ? cell.given() != null
                            && now != null
                            && now.says(cell.given().value(), null)
                    : answer.isBlank()
                            || answer.equals(stands)
                            || now != null && answer.equals(now.fact().value().canonical());
            String value = typed.isBlank() && same && now != null ? now.detail() : typed;
            return new GridView.Cell(field, column.id(), heading, "text", value, List.of(), error, "");
        }
        String note = cell == null || !cell.state().isTaken()
                ? ""
                : cell.state() == Grid.State.NEW ? ui.t("grid.fresh") : cell.why();
        boolean choice = definition.type() == FactType.FLAG
                || definition.type() == FactType.WORD
                || definition.type() == FactType.REF;
        if (!choice) {
            String kind = definition.type() == FactType.WHOLE ? "whole" : "text";
            return new GridView.Cell(
                    field, column.id(), heading, kind, typed.isBlank() ? stands : typed, List.of(), error, note);
        }
        FactForm form = Grid.isNew(row.key())
                ? ofSeries.ofNew(definition, row.name(), "")
                : ofSeries.of(slot, "").orElseGet(() -> ofSeries.ofNew(definition, "", ""));
        String value = typed.isBlank()
                ? now == null ? "" : now.fact().value().canonical()
                : cell == null ? typed : cell.form().first();
        List<Parts.Choice> choices = new ArrayList<>();
        if (now == null) {
            choices.add(new Parts.Choice("", ui.t("grid.open")));
        }
        choices.addAll(form.choices(ui));
        if (choices.stream().noneMatch(c -> c.value().equals(value))) {
            choices.add(new Parts.Choice(value, typed.isBlank() ? stands : typed));
        }
        return new GridView.Cell(field, column.id(), heading, "choice", value, choices, error, note);
    }

    static String address(Place place) {
        return "/products/" + QuestionController.encoded(place.series().code()) + "/register/grids/"
                + place.collection().id();
    }

    static String query(Place place) {
        return !place.only().isEmpty() ? "?key=" + place.only() : place.all() ? "?all=1" : "";
    }
}
