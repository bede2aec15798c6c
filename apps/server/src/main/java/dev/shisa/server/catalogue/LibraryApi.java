package dev.shisa.server.catalogue;

import dev.shisa.conformity.Incident;
import dev.shisa.conformity.Outline;
import dev.shisa.conformity.References;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Table;
import dev.shisa.conformity.Text;
import dev.shisa.conformity.Word;
import dev.shisa.server.catalogue.CatalogueApi.TextBody;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** What the library tells beside the requirements for programs: incidents, tables, words, guidelines by title. */
@Controller
class LibraryApi {

    private final Catalogues catalogues;

    LibraryApi(Catalogues catalogues) {
        this.catalogues = catalogues;
    }

    record CauseBody(String id, TextBody title) {}

    /**
     * Something that went wrong, or could, as a guide tells it.
     *
     * @param reality whether it happened, was shown to be possible, was assumed, or the guide does not tell
     * @param mark on what lesson and requirements rest: the guide (g), the web (w) or judgement (m)
     */
    record IncidentBody(
            String id,

            @OneOf({"happened", "shown", "assumed", "unclear"})
            String reality,

            TextBody device,
            TextBody title,
            @Nullable TextBody when,
            TextBody what,
            @Nullable TextBody cause,
            List<CauseBody> causes,
            TextBody lesson,
            List<String> phases,
            List<String> requirements,
            String mark,
            String document,
            String place) {}

    record TableColumnBody(String id, TextBody name) {}

    /**
     * One line.
     *
     * @param cells by column; one that the text of the guide does not tell is in {@code lacking} instead
     */
    record TableRowBody(Map<String, TextBody> cells, List<String> lacking, List<String> requirements) {}

    /** @param gap what the text of the guide lacks; null if nothing */
    record TableBody(
            String id,
            TextBody title,
            String mark,
            String document,
            String place,
            @Nullable TextBody note,
            @Nullable TextBody gap,
            List<TableColumnBody> columns,
            List<TableRowBody> rows) {}

    record TableLineBody(String id, TextBody title, int rows, boolean gap) {}

    record WordBody(String id, TextBody word, TextBody meaning, String source) {}

    /** One numbered place of a guideline; unless it was checked, its number and title are unverified. */
    record OutlineEntryBody(
            String number,
            TextBody title,
            boolean checked,
            @Nullable TextBody gap,
            List<String> related) {}

    /** A guideline by its titles: nothing is decided by it. */
    record OutlineBody(String id, int edition, TextBody title, TextBody basis, List<OutlineEntryBody> entries) {}

    record OutlineLineBody(String id, int edition, TextBody title, int entries) {}

    @GetMapping("/api/v1/catalogue/incidents")
    @Requires(Act.VIEW)
    @Operation(id = "catalogue.incidents")
    Answer<Listing<IncidentBody>> incidents(
            @RequestParam(required = false) @OneOf({"policy", "development", "verification", "operation"}) @Nullable
                    String phase,
            Paging paging) {
        Incident.Phase only = phase == null ? null : Incident.Phase.parse(phase).orElseThrow();
        return Answer.of(paging.of(
                references().incidents().list().stream()
                        .filter(incident -> only == null || incident.phases().contains(only))
                        .toList(),
                Incident::id,
                this::body));
    }

    @GetMapping("/api/v1/catalogue/tables")
    @Requires(Act.VIEW)
    @Operation(id = "catalogue.tables")
    Answer<Listing<TableLineBody>> tables(Paging paging) {
        return Answer.of(paging.of(
                references().tables(),
                Table::id,
                table -> new TableLineBody(
                        table.id(), text(table.title()), table.rows().size(), table.gap() != null)));
    }

    @GetMapping("/api/v1/catalogue/tables/{id}")
    @Requires(Act.VIEW)
    @Operation(id = "catalogue.table")
    Answer<TableBody> table(@PathVariable String id) {
        Table table = references().table(id).orElseThrow(() -> new Problem(404, "table.unknown", id));
        return Answer.of(new TableBody(
                table.id(),
                text(table.title()),
                table.mark().code(),
                table.source().doc(),
                table.source().place(),
                orNull(table.note()),
                orNull(table.gap()),
                table.columns().stream()
                        .map(column -> new TableColumnBody(column.id(), text(column.name())))
                        .toList(),
                table.rows().stream().map(LibraryApi::body).toList()));
    }

    @GetMapping("/api/v1/catalogue/words")
    @Requires(Act.VIEW)
    @Operation(id = "catalogue.words")
    Answer<Listing<WordBody>> words(Paging paging) {
        return Answer.of(paging.of(
                references().words(),
                Word::id,
                word -> new WordBody(word.id(), text(word.word()), text(word.meaning()), word.source())));
    }

    @GetMapping("/api/v1/catalogue/outlines")
    @Requires(Act.VIEW)
    @Operation(id = "catalogue.outlines")
    Answer<Listing<OutlineLineBody>> outlines(Paging paging) {
        return Answer.of(paging.of(
                references().outlines(),
                Outline::id,
                outline -> new OutlineLineBody(
                        outline.id(),
                        outline.edition(),
                        text(outline.title()),
                        outline.entries().size())));
    }

    @GetMapping("/api/v1/catalogue/outlines/{id}")
    @Requires(Act.VIEW)
    @Operation(id = "catalogue.outline")
    Answer<OutlineBody> outline(@PathVariable String id) {
        Outline outline = references().outline(id).orElseThrow(() -> new Problem(404, "outline.unknown", id));
        return Answer.of(new OutlineBody(
                outline.id(),
                outline.edition(),
                text(outline.title()),
                text(outline.basis()),
                outline.entries().stream().map(this::body).toList()));
    }

    private References references() {
        return catalogues.current().references();
    }

    private IncidentBody body(Incident incident) {
        return new IncidentBody(
                incident.id(),
                incident.reality().code(),
                text(incident.device()),
                text(incident.title()),
                orNull(incident.when()),
                text(incident.what()),
                orNull(incident.cause()),
                incident.causes().stream()
                        .flatMap(id -> references().cause(id).stream())
                        .map(cause -> new CauseBody(cause.id(), text(cause.title())))
                        .toList(),
                text(incident.lesson()),
                incident.phases().stream().map(Incident.Phase::code).toList(),
                ids(incident.requirements()),
                incident.mark().code(),
                incident.source().doc(),
                incident.source().place());
    }

    private static TableRowBody body(Table.Row row) {
        Map<String, TextBody> cells = new LinkedHashMap<>();
        List<String> lacking = new ArrayList<>();
        row.cells().forEach((column, cell) -> {
            switch (cell) {
                case Table.Told(Text told) -> cells.put(column, text(told));
                case Table.Lacking() -> lacking.add(column);
            }
        });
        return new TableRowBody(cells, lacking, ids(row.requirements()));
    }

    private OutlineEntryBody body(Outline.Entry entry) {
        List<RequirementId> related = new ArrayList<>();
        references().relationsOf(entry.id()).forEach(relation -> related.add(relation.other(entry.id())));
        return new OutlineEntryBody(
                entry.id().number(), text(entry.title()), entry.isChecked(), orNull(entry.gap()), ids(related));
    }

    private static List<String> ids(List<RequirementId> ids) {
        return ids.stream().map(RequirementId::toString).toList();
    }

    private static @Nullable TextBody orNull(@Nullable Text text) {
        return text == null ? null : text(text);
    }

    private static TextBody text(Text text) {
        return new TextBody(text.ja(), text.en());
    }
}
