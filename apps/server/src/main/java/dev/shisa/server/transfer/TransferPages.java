package dev.shisa.server.transfer;

import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Typed;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** Saves a series as one file, and brings one in: look first, then import. */
@Controller
class TransferPages {

    private final Products products;
    private final SeriesFrames frames;
    private final SeriesExport exporting;
    private final SeriesImport importing;
    private final ImportStore imports;
    private final Blobs blobs;

    TransferPages(
            Products products,
            SeriesFrames frames,
            SeriesExport exporting,
            SeriesImport importing,
            ImportStore imports,
            Blobs blobs) {
        this.products = products;
        this.frames = frames;
        this.exporting = exporting;
        this.importing = importing;
        this.imports = imports;
        this.blobs = blobs;
    }

    @GetMapping("/products/{code}/export")
    @Requires(Act.TAKE_PACK)
    ModelAndView export(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        SeriesExport.Plan plan = exporting.plan(series, person);
        return new ModelAndView("transfer/export")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("plan", TransferView.Export.of(series, plan, ui))
                .addObject("done", done.equals("imported"))
                .addObject(
                        "origin",
                        imports.ofSeries(series.id())
                                .map(row -> TransferView.Origin.of(row, ui))
                                .orElse(null));
    }

    @GetMapping(path = "/products/{code}/series.zip", produces = MediaType.ALL_VALUE)
    @Requires(Act.TAKE_PACK)
    void download(
            @PathVariable String code,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response)
            throws IOException {
        send(exporting, exporting.plan(products.require(code, person), person), person, ui, response);
    }

    static void send(SeriesExport exporting, SeriesExport.Plan plan, Person person, Ui ui, HttpServletResponse response)
            throws IOException {
        String name = TransferView.fileName(plan.file().manifest().code(), ui);
        exporting.write(plan, person, () -> {
            response.setContentType("application/zip");
            response.setHeader(
                    HttpHeaders.CONTENT_DISPOSITION,
                    ContentDisposition.attachment().filename(name).build().toString());
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            return response.getOutputStream();
        });
    }

    @GetMapping("/products/import")
    @Requires(Act.IMPORT_SERIES)
    ModelAndView empty(@ModelAttribute("ui") Ui ui) {
        return form(new Mistakes());
    }

    @PostMapping("/products/import")
    @Requires(Act.IMPORT_SERIES)
    ModelAndView look(
            @RequestParam(required = false) @Nullable MultipartFile file,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        if (file == null || file.isEmpty()) {
            return refused(ui.t("transfer.file.missing"));
        }
        try (InputStream in = file.getInputStream()) {
            String name = file.getOriginalFilename();
            StoredFile stored = blobs.store(in, name == null ? "" : name, file.getSize());
            String code = importing.freeCode(
                    importing.manifest(() -> blobs.open(stored.sha256())).code());
            SeriesImport.Options options = new SeriesImport.Options(code, true, true);
            SeriesImport.Outcome outcome = importing.preview(() -> blobs.open(stored.sha256()), options, person);
            return preview(blobs.remember(stored, person), options, outcome, new Mistakes(), ui);
        } catch (IOException e) {
            throw new UncheckedIOException("the upload could not be read", e);
        } catch (Problem problem) {
            return refused(sentence(problem, ui));
        }
    }

    @PostMapping("/products/import/take")
    @Requires(Act.IMPORT_SERIES)
    ModelAndView take(
            @RequestParam(defaultValue = "") String upload,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String takesOver,
            @RequestParam(defaultValue = "") String company,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        UUID id = Typed.id(upload).orElse(null);
        StoredFile stored = id == null ? null : blobs.upload(id, person).orElse(null);
        if (stored == null) {
            return refused(ui.t("transfer.file.again"));
        }
        SeriesImport.Options options = new SeriesImport.Options(code, !takesOver.isEmpty(), !company.isEmpty());
        try {
            SeriesImport.Outcome outcome = importing.bring(() -> blobs.open(stored.sha256()), options, person);
            return new ModelAndView("redirect:/products/" + outcome.series().code() + "/export?done=imported");
        } catch (Problem problem) {
            return refused(sentence(problem, ui));
        }
    }

    private static ModelAndView form(Mistakes mistakes) {
        return new ModelAndView("transfer/import").addObject("mistakes", mistakes);
    }

    private static ModelAndView refused(String sentence) {
        Mistakes mistakes = new Mistakes();
        mistakes.add("file", sentence);
        ModelAndView page = form(mistakes);
        page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        return page;
    }

    private static ModelAndView preview(
            UUID upload, SeriesImport.Options options, SeriesImport.Outcome outcome, Mistakes mistakes, Ui ui) {
        return new ModelAndView("transfer/preview")
                .addObject("upload", upload.toString())
                .addObject("mistakes", mistakes)
                .addObject(
                        "crumbs",
                        List.of(
                                new Parts.Crumb(ui.t("web.nav.product"), "/products"),
                                new Parts.Crumb(ui.t("transfer.import"), "/products/import")))
                .addObject("preview", TransferView.Preview.of(options, outcome, ui));
    }

    /** What is wrong and what to do, with the fields that a problem knows. */
    private static String sentence(Problem problem, Ui ui) {
        StringBuilder text = new StringBuilder(ui.t("error." + problem.code(), problem.args()));
        problem.fields()
                .forEach(field -> text.append(' ')
                        .append(ui.t(
                                "transfer.field",
                                field.name(),
                                ui.first(field.keys(), field.args().toArray()))));
        return text.append(' ')
                .append(ui.t("error." + problem.code() + ".next"))
                .toString();
    }
}
