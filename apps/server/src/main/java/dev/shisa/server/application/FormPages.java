package dev.shisa.server.application;

import dev.shisa.server.application.Application.Upload;
import dev.shisa.server.application.ApplicationView.CellRow;
import dev.shisa.server.application.ApplicationView.FormPage;
import dev.shisa.server.application.Dossiers.View;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.office.OfficePackage;
import dev.shisa.server.platform.office.WorkbookRefused;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** What goes where in IPA's checklist? Upload, preview, columns by hand, the filled file. */
@Controller
class FormPages {

    private static final Set<String> DONE = Set.of("uploaded", "overwrite", "mapped", "unmapped");
    private static final Set<String> FILTERS = Set.of("write", "kept");

    private final Products products;
    private final SeriesFrames frames;
    private final Dossiers dossiers;
    private final Applications applications;
    private final ApplicationStore store;
    private final Schemes schemes;

    FormPages(
            Products products,
            SeriesFrames frames,
            Dossiers dossiers,
            Applications applications,
            ApplicationStore store,
            Schemes schemes) {
        this.products = products;
        this.frames = frames;
        this.dossiers = dossiers;
        this.applications = applications;
        this.store = store;
        this.schemes = schemes;
    }

    @GetMapping("/products/{code}/application/form")
    @Requires(Act.VIEW)
    ModelAndView form(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String show,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return page(series, q, show, done, new Mistakes(), person, ui);
    }

    private ModelAndView page(
            Series series, String q, String show, String done, Mistakes mistakes, Person person, Ui ui) {
        View view = dossiers.of(series);
        String here = "/products/" + series.code() + "/application/form";
        String filter = FILTERS.contains(show) ? show : "";
        List<Parts.Filter> filters = new ArrayList<>();
        if (!q.isBlank()) {
            filters.add(new Parts.Filter(
                    ui.t("application.filter.q", q.strip()), filter.isEmpty() ? here : here + "?show=" + filter));
        }
        if (!filter.isEmpty()) {
            filters.add(new Parts.Filter(
                    ui.t("application.show." + filter),
                    q.isBlank() ? here : here + "?q=" + ApplicationWords.encode(q.strip())));
        }
        Scheme scheme = schemes.current();
        Scheme.Source source =
                scheme.source("procedure").orElseGet(() -> scheme.sources().getFirst());
        return new ModelAndView("application/form")
                .addObject("source", source.title().in(ui.locale()))
                .addObject("sourceHref", source.url())
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("page", formPage(view, q, filter, ui))
                .addObject("q", q)
                .addObject("show", filter)
                .addObject("filters", filters)
                .addObject("mistakes", mistakes)
                .addObject("done", DONE.contains(done) ? done : "");
    }

    private @Nullable FormPage formPage(View view, String q, String show, Ui ui) {
        Upload upload = view.upload();
        Form form = view.form();
        FormPlan plan = view.plan();
        if (upload == null || form == null || plan == null) {
            return null;
        }
        ApplicationWords words = new ApplicationWords(ui, view.series().code());
        List<CellRow> all = words.cells(plan, upload.overwrite());
        int written = plan.written().size();
        int kept = plan.kept().size() + plan.missing().size();
        String title = !plan.recognised()
                ? ui.t("application.form.title.unknown")
                : kept == 0
                        ? ui.t("application.form.title.all", written)
                        : ui.t("application.form.title", written, kept);
        return new FormPage(
                title,
                ui.t("application.form.file.of", upload.fileName(), upload.by(), ui.minute(upload.at())),
                upload.version(),
                plan.recognised(),
                shown(all, q, show),
                all.size(),
                written,
                unconfirmed(view, plan),
                words.missing(plan),
                words.sheets(plan),
                form.sheetNames(),
                store.mappings(upload.fingerprint()));
    }

    /** What the filled form would say without that a second person has looked: IPA reads it as the maker's last word. */
    private static List<String> unconfirmed(View view, FormPlan plan) {
        Set<String> written = plan.written().stream().map(FormPlan.Entry::about).collect(Collectors.toSet());
        return view.snapshot().answers().stream()
                .filter(CriterionAnswer::isUnconfirmedNo)
                .map(CriterionAnswer::id)
                .filter(id -> written.stream().anyMatch(about -> about.startsWith(id)))
                .toList();
    }

    private static List<CellRow> shown(List<CellRow> all, String q, String show) {
        String wanted = Spelling.squeeze(q);
        return all.stream()
                .filter(row -> switch (show) {
                    case "write" ->
                        row.outcome().equals("write") || row.outcome().equals("overwrite");
                    case "kept" -> !Set.of("write", "overwrite", "same").contains(row.outcome());
                    default -> true;
                })
                .filter(row -> Spelling.squeeze(row.place() + row.about() + row.part() + row.present() + row.value())
                        .contains(wanted))
                .toList();
    }

    @GetMapping("/products/{code}/application/form.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> list(
            @PathVariable String code,
            @PathVariable String format,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String show,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        FormPage page = formPage(dossiers.of(series), q, FILTERS.contains(show) ? show : "", ui);
        List<List<String>> lines = new ArrayList<>();
        if (page != null) {
            page.rows()
                    .forEach(row -> lines.add(
                            List.of(row.about(), row.part(), row.place(), row.present(), row.value(), row.words())));
            page.missing().forEach(row -> lines.add(List.of(row.about(), "", "", "", "", row.words())));
        }
        return TableFile.of(format, series.code() + "-form", ui)
                .column("about", "application.column.about")
                .column("part", "application.column.part")
                .column("cell", "application.column.cell")
                .column("present", "application.column.present")
                .column("value", "application.column.value")
                .column("outcome", "application.column.outcome")
                .download(lines);
    }

    @PostMapping("/products/{code}/application/form")
    @Requires(Act.PREPARE_APPLICATION)
    ModelAndView upload(
            @PathVariable String code,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        Mistakes mistakes = new Mistakes();
        if (file == null || file.isEmpty()) {
            mistakes.add("file", ui.t("error.form.none"));
        } else if (file.getSize() > OfficePackage.SIZE_MAX) {
            mistakes.add("file", ui.t("error.workbook.too-large", OfficePackage.SIZE_MAX >> 20));
        } else {
            try (InputStream in = file.getInputStream()) {
                String name = file.getOriginalFilename();
                applications.upload(
                        series, name == null ? "" : name, in.readNBytes(OfficePackage.SIZE_MAX + 1), person);
                return new ModelAndView("redirect:/products/" + series.code() + "/application/form?done=uploaded");
            } catch (WorkbookRefused e) {
                mistakes.add("file", ui.t(e.key(), e.args()));
            } catch (IOException e) {
                throw new UncheckedIOException("the uploaded form could not be read", e);
            }
        }
        response.setStatus(422);
        return page(series, "", "", "", mistakes, person, ui);
    }

    @PostMapping("/products/{code}/application/form/overwrite")
    @Requires(Act.PREPARE_APPLICATION)
    ModelAndView overwrite(
            @PathVariable String code,
            @RequestParam(required = false) @Nullable List<String> shown,
            @RequestParam(required = false) @Nullable List<String> cell,
            @RequestParam(defaultValue = "0") int version,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        View view = dossiers.of(series);
        Upload upload = view.upload();
        FormPlan plan = view.plan();
        if (upload == null || plan == null) {
            throw new Problem(409, "application.form.none");
        }
        Set<String> asked = shown == null ? Set.of() : new HashSet<>(shown);
        Set<String> ticked = cell == null ? Set.of() : new HashSet<>(cell);
        // Cells that the page did not show keep what was chosen for them.
        Set<Place> chosen = plan.entries().stream()
                .filter(entry -> entry.outcome().canOverwrite())
                .map(FormPlan.Entry::place)
                .filter(place -> asked.contains(place.toString())
                        ? ticked.contains(place.toString())
                        : upload.overwrite().contains(place))
                .collect(Collectors.toSet());
        if (applications.overwrite(series, upload, chosen, version, person)) {
            return new ModelAndView("redirect:/products/" + series.code() + "/application/form?done=overwrite");
        }
        response.setStatus(409);
        return page(series, "", "", "", new Mistakes().add("cell", ui.t("application.form.changed")), person, ui);
    }

    @PostMapping("/products/{code}/application/form/columns")
    @Requires(Act.PREPARE_APPLICATION)
    ModelAndView columns(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String sheet,
            @RequestParam(defaultValue = "") String criterion,
            @RequestParam(defaultValue = "") String verdict,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String evidence,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        View view = dossiers.of(series);
        Upload upload = view.upload();
        Form form = view.form();
        if (upload == null || form == null) {
            throw new Problem(409, "application.form.none");
        }
        ColumnMapping mapping = new ColumnMapping(sheet, criterion, verdict, reason, evidence);
        Mistakes mistakes = new Mistakes();
        if (!form.sheetNames().contains(sheet)) {
            mistakes.add("sheet", ui.t("application.columns.sheet.unknown", sheet));
        }
        if (!mapping.complete()) {
            mistakes.add("criterion", ui.t("application.columns.incomplete"));
        }
        if (mistakes.none()) {
            applications.map(series, upload, mapping, person);
            return new ModelAndView("redirect:/products/" + series.code() + "/application/form?done=mapped");
        }
        response.setStatus(422);
        return page(series, "", "", "", mistakes, person, ui).addObject("typed", mapping);
    }

    @PostMapping("/products/{code}/application/form/columns/remove")
    @Requires(Act.PREPARE_APPLICATION)
    ModelAndView unmap(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String sheet,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        store.form(series.id()).ifPresent(upload -> applications.unmap(series, upload, sheet, person));
        return new ModelAndView("redirect:/products/" + series.code() + "/application/form?done=unmapped");
    }

    @GetMapping(value = "/products/{code}/application/form/filled.xlsx", produces = ApplicationPages.XLSX)
    @Requires(Act.VIEW)
    @Recorded("take.form")
    ResponseEntity<byte[]> filled(@PathVariable String code, @AuthenticationPrincipal Person person) {
        return filled(dossiers.of(products.require(code, person)));
    }

    /** The form with its answers, as a download. */
    static ResponseEntity<byte[]> filled(View view) {
        view.requireInScope();
        Upload upload = view.upload();
        Form form = view.form();
        FormPlan plan = view.plan();
        if (upload == null || form == null || plan == null) {
            throw new Problem(409, "application.form.none");
        }
        String name = upload.fileName().replaceFirst("(?i)\\.xlsx$", "") + "-"
                + view.series().code() + ".xlsx";
        return ApplicationPages.xlsx(FormFiller.write(form, plan), name);
    }
}
