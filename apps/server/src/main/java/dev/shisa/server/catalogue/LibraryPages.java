package dev.shisa.server.catalogue;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Framework;
import dev.shisa.conformity.Incident;
import dev.shisa.conformity.Outline;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Table;
import dev.shisa.conformity.Text;
import dev.shisa.conformity.Word;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.ListPage;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.PageOf;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** 資料室: the catalogue for people who want to read, whatever is followed. */
@Controller
class LibraryPages {

    /** Texts of a few lines each, on one page. */
    private static final int TEXTS = 11;

    /** Incidents with all that is told of them. */
    private static final int INCIDENTS = 6;

    /** A query, not a text. */
    private static final int QUERY_CHARS_MAX = 200;

    private final Catalogues catalogues;
    private final GapFills gaps;
    private final Library library;

    LibraryPages(Catalogues catalogues, GapFills gaps, Library library) {
        this.catalogues = catalogues;
        this.gaps = gaps;
        this.library = library;
    }

    @GetMapping("/library")
    @Requires(Act.VIEW)
    String library(@RequestParam(defaultValue = "") String q, @ModelAttribute("ui") Ui ui, Model model) {
        Catalogue catalogue = catalogues.current();
        String query = query(q);
        model.addAttribute("q", query);
        model.addAttribute("found", library.search(query, ui.locale()));
        model.addAttribute(
                "guides",
                catalogue.frameworks().stream()
                        .map(f -> new LibraryView.GuideLine(
                                "/library/guides/" + f.id(),
                                f.title().in(ui.locale()),
                                f.requirements().size(),
                                false))
                        .toList());
        model.addAttribute(
                "titles",
                catalogue.references().outlines().stream()
                        .map(o -> new LibraryView.GuideLine(
                                "/library/guides/" + o.id(),
                                o.title().in(ui.locale()),
                                o.entries().size(),
                                true))
                        .toList());
        model.addAttribute(
                "tables",
                catalogue.references().tables().stream()
                        .map(t -> new LibraryView.TableLine(
                                "/library/tables/" + t.id(),
                                t.title().in(ui.locale()),
                                ui.t(
                                        "library.source",
                                        t.source().doc(),
                                        t.source().place()),
                                t.rows().size(),
                                t.gap() != null))
                        .toList());
        model.addAttribute(
                "incidents", catalogue.references().incidents().list().size());
        model.addAttribute("words", catalogue.references().words().size());
        return "catalogue/library";
    }

    @GetMapping("/library/guides/{guide}")
    @Requires(Act.VIEW)
    String guide(
            @PathVariable String guide,
            @RequestParam(defaultValue = "") String at,
            @RequestParam(defaultValue = "1") String page,
            @ModelAttribute("ui") Ui ui,
            Model model) {
        Catalogue catalogue = catalogues.current();
        Optional<Framework> framework = catalogue.framework(guide);
        if (framework.isPresent()) {
            model.addAttribute("framework", framework.get());
            PageOf<Requirement> shown =
                    PageOf.with(r -> r.id().number().equals(at), framework.get().requirements(), TEXTS, page);
            model.addAttribute("requirements", shown);
            model.addAttribute(
                    "incidents",
                    shown.rows().stream().collect(Collectors.toMap(r -> r.id().number(), r -> incidents(r, ui))));
            return "catalogue/guide";
        }
        Outline outline = catalogue.references().outline(guide).orElseThrow(() -> new Problem(404, "not-found"));
        model.addAttribute("outline", outline);
        PageOf<Outline.Entry> shown =
                PageOf.with(e -> e.id().number().equals(at), outline.entries(), ListPage.ROWS, page);
        model.addAttribute("entries", shown);
        model.addAttribute(
                "related",
                shown.rows().stream()
                        .collect(Collectors.toMap(
                                e -> e.id().number(),
                                e -> references(
                                        catalogue.references().relationsOf(e.id()).stream()
                                                .map(relation -> relation.other(e.id()))
                                                .toList(),
                                        ui))));
        return "catalogue/titles";
    }

    @GetMapping("/library/tables/{id}")
    @Requires(Act.VIEW)
    String table(@PathVariable String id, @ModelAttribute("ui") Ui ui, Model model) {
        return table(gaps.require(id), new Mistakes(), "", ui, model);
    }

    /** The page of a table with what people entered for its gaps, and what was typed and could not be taken. */
    String table(Table table, Mistakes mistakes, String typed, Ui ui, Model model) {
        List<GapFills.Fill> fills = gaps.of(table.id());
        model.addAttribute("table", table);
        model.addAttribute(
                "references",
                table.rows().stream()
                        .map(row -> references(row.requirements(), ui))
                        .toList());
        model.addAttribute(
                "own",
                fills.stream()
                        .filter(fill -> fill.row() == 0)
                        .map(fill -> entered(fill, ui))
                        .toList());
        model.addAttribute(
                "filled",
                fills.stream()
                        .filter(fill -> fill.row() > 0)
                        .collect(Collectors.toMap(
                                GapFills.Fill::row, fill -> entered(fill, ui), (older, newer) -> newer)));
        model.addAttribute("mistakes", mistakes);
        model.addAttribute("typed", typed);
        return "catalogue/table";
    }

    private static LibraryView.Entered entered(GapFills.Fill fill, Ui ui) {
        return new LibraryView.Entered(
                fill.id().toString(), fill.cells(), ui.t("gap.by", fill.byName(), ui.minute(fill.at())));
    }

    /** What a guide asks, or the places of a guideline by title. */
    @GetMapping("/library/guides/{guide}/export.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> guideFile(
            @PathVariable String guide, @PathVariable String format, @ModelAttribute("ui") Ui ui) {
        Catalogue catalogue = catalogues.current();
        TableFile file = TableFile.of(format, guide, ui)
                .column("number", "library.file.number")
                .column("title", "library.column.entry")
                .column("text", "library.file.text")
                .column("related", "library.column.related");
        Optional<Framework> framework = catalogue.framework(guide);
        if (framework.isPresent()) {
            return file.download(framework.get().requirements().stream()
                    .map(requirement -> List.of(
                            requirement.id().number(),
                            requirement.title().in(ui.locale()),
                            requirement.text().in(ui.locale()),
                            related(requirement.id())))
                    .toList());
        }
        Outline outline = catalogue.references().outline(guide).orElseThrow(() -> new Problem(404, "not-found"));
        return file.download(outline.entries().stream()
                .map(entry -> List.of(
                        entry.id().number(),
                        entry.title().in(ui.locale()),
                        entry.isChecked() ? "" : ui.t("library.unverified"),
                        related(entry.id())))
                .toList());
    }

    private String related(RequirementId id) {
        return ids(catalogues.current().references().relationsOf(id).stream()
                .map(relation -> relation.other(id))
                .toList());
    }

    @GetMapping("/library/tables/{id}/export.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> tableFile(
            @PathVariable String id, @PathVariable String format, @ModelAttribute("ui") Ui ui) {
        Table table = catalogues.current().references().table(id).orElseThrow(() -> new Problem(404, "not-found"));
        TableFile file = TableFile.of(format, table.id(), ui);
        table.columns().forEach(column -> file.named(column.id(), column.name().in(ui.locale())));
        List<GapFills.Fill> fills = gaps.of(table.id());
        List<List<String>> lines = new ArrayList<>();
        for (int i = 0; i < table.rows().size(); i++) {
            int number = i + 1;
            lines.add(line(
                    table.rows().get(i),
                    fills.stream()
                            .filter(fill -> fill.row() == number)
                            .findFirst()
                            .orElse(null),
                    ui));
        }
        fills.stream().filter(fill -> fill.row() == 0).forEach(fill -> {
            List<String> cells = new ArrayList<>();
            table.columns().forEach(column -> cells.add(fill.cell(column.id())));
            cells.add("");
            cells.add(ui.t("gap.by", fill.byName(), ui.minute(fill.at())));
            lines.add(cells);
        });
        return file.column("requirements", "library.column.related")
                .column("entered", "gap.entered")
                .download(lines);
    }

    /** @param fill what the company entered for the gaps of the row; null: nothing */
    private static List<String> line(Table.Row row, GapFills.@Nullable Fill fill, Ui ui) {
        List<String> cells = new ArrayList<>();
        row.cells()
                .forEach((column, cell) -> cells.add(
                        switch (cell) {
                            case Table.Told(Text told) -> told.in(ui.locale());
                            case Table.Lacking() ->
                                fill == null || fill.cell(column).isEmpty()
                                        ? ui.t("library.gap.cell")
                                        : fill.cell(column);
                        }));
        cells.add(ids(row.requirements()));
        cells.add(fill == null ? "" : ui.t("gap.by", fill.byName(), ui.minute(fill.at())));
        return cells;
    }

    private static String ids(List<RequirementId> ids) {
        return ids.stream().map(RequirementId::toString).collect(Collectors.joining(" "));
    }

    @GetMapping("/library/incidents.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> incidentsFile(
            @PathVariable String format,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String phase,
            @ModelAttribute("ui") Ui ui) {
        return TableFile.of(format, "incidents", ui)
                .column("device", "library.file.device")
                .column("title", "library.column.entry")
                .column("reality", "library.file.reality")
                .column("what", "library.file.what")
                .column("causes", "library.incident.causes")
                .column("issue", "library.incident.issue")
                .column("lesson", "library.incident.lesson")
                .column("requirements", "library.column.related")
                .column("source", "library.column.where")
                .download(incidents(query(q), Incident.Phase.parse(phase).orElse(null), ui).stream()
                        .map(view -> line(view, ui))
                        .toList());
    }

    private static List<String> line(LibraryView.IncidentView view, Ui ui) {
        Incident incident = view.incident();
        return List.of(
                incident.device().in(ui.locale()),
                incident.title().in(ui.locale()),
                ui.t("library.reality." + incident.reality().code()),
                incident.what().in(ui.locale()),
                String.join("\n", view.causes()),
                incident.issue() == null ? "" : incident.issue().in(ui.locale()),
                incident.lesson().in(ui.locale()),
                ids(incident.requirements()),
                ui.t(
                        "library.source",
                        incident.source().doc(),
                        incident.source().place()));
    }

    /** The incidents with these words, of this phase; what has more of the words stands first. */
    private List<LibraryView.IncidentView> incidents(String query, Incident.@Nullable Phase phase, Ui ui) {
        List<String> words = Library.words(query);
        return catalogues.current().references().incidents().list().stream()
                .map(incident -> view(incident, ui))
                .filter(view -> phase == null || view.incident().phases().contains(phase))
                .filter(view -> words.isEmpty() || Library.matching(text(view, ui), words) > 0)
                .sorted(Comparator.comparingInt(view -> -Library.matching(text(view, ui), words)))
                .toList();
    }

    @GetMapping("/library/words.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> wordsFile(
            @PathVariable String format, @RequestParam(defaultValue = "") String q, @ModelAttribute("ui") Ui ui) {
        return TableFile.of(format, "words", ui)
                .column("ja", "library.file.ja")
                .column("en", "library.file.en")
                .column("meaning", "library.column.meaning")
                .column("source", "library.column.where")
                .download(words(query(q), ui).stream()
                        .map(word -> List.of(
                                word.word().ja(),
                                word.word().en(),
                                word.meaning().in(ui.locale()),
                                word.source()))
                        .toList());
    }

    private List<Word> words(String query, Ui ui) {
        String wanted = Library.plain(query);
        return catalogues.current().references().words().stream()
                .filter(word -> Library.plain(word.word().ja() + " "
                                + word.word().en() + " " + word.meaning().in(ui.locale()))
                        .contains(wanted))
                .toList();
    }

    @GetMapping("/library/incidents")
    @Requires(Act.VIEW)
    String incidents(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String phase,
            @RequestParam(defaultValue = "") String at,
            @RequestParam(defaultValue = "1") String page,
            @ModelAttribute("ui") Ui ui,
            Model model) {
        String query = query(q);
        Optional<Incident.Phase> only = Incident.Phase.parse(phase);
        List<LibraryView.IncidentView> found = incidents(query, only.orElse(null), ui);
        model.addAttribute("found", found.size());
        model.addAttribute("incidents", PageOf.with(view -> view.incident().id().equals(at), found, INCIDENTS, page));
        model.addAttribute(
                "total", catalogues.current().references().incidents().list().size());
        model.addAttribute(
                "directions", catalogues.current().references().incidents().directions());
        model.addAttribute("gap", catalogues.current().references().incidents().gap());
        model.addAttribute("q", query);
        model.addAttribute("phase", only.map(Incident.Phase::code).orElse(""));
        model.addAttribute(
                "phases",
                java.util.stream.Stream.concat(
                                java.util.stream.Stream.of(new Parts.Choice("", ui.t("library.phase.all"))),
                                java.util.Arrays.stream(Incident.Phase.values())
                                        .map(p -> new Parts.Choice(p.code(), ui.t("library.phase." + p.code()))))
                        .toList());
        return "catalogue/incidents";
    }

    @GetMapping("/library/words")
    @Requires(Act.VIEW)
    String words(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String at,
            @RequestParam(defaultValue = "1") String page,
            @ModelAttribute("ui") Ui ui,
            Model model) {
        String query = query(q);
        List<Word> found = words(query, ui);
        model.addAttribute("found", found.size());
        model.addAttribute("words", PageOf.with(word -> word.id().equals(at), found, ListPage.ROWS, page));
        model.addAttribute("total", catalogues.current().references().words().size());
        model.addAttribute("q", query);
        return "catalogue/words";
    }

    private static String text(LibraryView.IncidentView view, Ui ui) {
        Incident incident = view.incident();
        return String.join(
                " ",
                incident.title().in(ui.locale()),
                incident.device().in(ui.locale()),
                incident.what().in(ui.locale()),
                incident.cause() == null ? "" : incident.cause().in(ui.locale()),
                String.join(" ", view.causes()),
                incident.issue() == null ? "" : incident.issue().in(ui.locale()),
                incident.lesson().in(ui.locale()));
    }

    private LibraryView.IncidentView view(Incident incident, Ui ui) {
        return new LibraryView.IncidentView(
                incident,
                incident.causes().stream()
                        .flatMap(id -> catalogues.current().references().cause(id).stream())
                        .map(cause -> cause.title().in(ui.locale()))
                        .toList(),
                incident.phases().stream()
                        .map(phase -> ui.t("library.phase." + phase.code()))
                        .toList(),
                references(incident.requirements(), ui));
    }

    private List<LibraryView.Reference> incidents(Requirement requirement, Ui ui) {
        return catalogues.current().references().incidents().list().stream()
                .filter(incident -> incident.requirements().contains(requirement.id()))
                .map(incident -> new LibraryView.Reference(
                        incident.device().in(ui.locale()),
                        incident.title().in(ui.locale()),
                        "/library/incidents" + LibraryView.at(incident.id())))
                .toList();
    }

    private List<LibraryView.Reference> references(List<RequirementId> ids, Ui ui) {
        Catalogue catalogue = catalogues.current();
        return ids.stream()
                .map(id -> new LibraryView.Reference(
                        id.number(),
                        catalogue
                                .requirement(id)
                                .map(r -> r.title().in(ui.locale()))
                                .or(() -> catalogue
                                        .references()
                                        .outline(id.framework())
                                        .flatMap(o -> o.entry(id.number()))
                                        .map(e -> e.title().in(ui.locale())))
                                .orElse(""),
                        LibraryView.href(id)))
                .toList();
    }

    private static String query(String typed) {
        String query = typed.strip();
        return query.length() <= QUERY_CHARS_MAX ? query : query.substring(0, QUERY_CHARS_MAX);
    }
}
