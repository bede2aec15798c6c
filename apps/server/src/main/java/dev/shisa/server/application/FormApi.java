package dev.shisa.server.application;

import dev.shisa.server.application.Application.Upload;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.BadField;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.IfMatch;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.office.OfficePackage;
import dev.shisa.server.platform.office.WorkbookRefused;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** IPA's checklist for programs: upload, what goes where, columns by hand, the filled file. */
@Controller
class FormApi {

    private final Products products;
    private final Dossiers dossiers;
    private final Applications applications;
    private final ApplicationStore store;

    FormApi(Products products, Dossiers dossiers, Applications applications, ApplicationStore store) {
        this.products = products;
        this.dossiers = dossiers;
        this.applications = applications;
        this.store = store;
    }

    /** A column in which answers were found to belong, or were doubted. */
    record FormColumnBody(String part, String letter, String header, boolean doubtful) {}

    /** What was found on a sheet. */
    record FormSheetBody(String sheet, String how, int criteria, List<FormColumnBody> columns) {}

    /** Something of the answers that the form has no cell for, or that is not decided. */
    record FormMissingBody(String about, String why) {}

    /** Where a person says that the answers of a sheet belong, by letters of columns; empty: nowhere. */
    record ColumnsBody(
            String sheet,
            String criterion,
            @Nullable String verdict,
            @Nullable String reason,
            @Nullable String evidence) {}

    /**
     * The form in use.
     *
     * @param recognised whether cells for answers were found
     * @param written cells that filling it writes
     * @param kept cells that have an answer and are left as they are
     * @param byHand columns that a person named
     */
    record FormBody(
            String fileName,
            String sha256,
            long sizeBytes,
            String by,
            Instant at,
            boolean recognised,
            int written,
            int kept,
            List<FormSheetBody> sheets,
            List<FormMissingBody> missing,
            List<ColumnsBody> byHand,
            int version) {}

    /** A cell for which there is an answer: what is in it, what would be, and what filling the form does. */
    record FormCellBody(
            String place,
            String about,
            String part,
            String present,
            String value,
            String outcome,
            boolean canOverwrite,
            boolean hidden) {}

    /** All cells whose other text is replaced; the text of the others stays. */
    record OverwriteBody(List<String> cells) {}

    @PostMapping("/api/v1/series/{code}/application/form")
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(id = "form.upload", status = 201, takesFile = true)
    Answer<FormBody> upload(
            @PathVariable String code,
            @RequestParam String fileName,
            HttpServletRequest request,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui)
            throws IOException {
        Series series = products.requireInUse(code, person);
        try {
            applications.upload(
                    series, fileName, request.getInputStream().readNBytes(OfficePackage.SIZE_MAX + 1), person);
        } catch (WorkbookRefused e) {
            throw new Problem(422, "application.form.refused", ui.t(e.key(), e.args()));
        }
        return body(require(series)).at("/api/v1/series/" + series.code() + "/application/form");
    }

    @GetMapping("/api/v1/series/{code}/application/form")
    @Requires(Act.VIEW)
    @Operation(id = "form.get")
    Answer<FormBody> get(@PathVariable String code, @AuthenticationPrincipal Person person) {
        return body(require(products.require(code, person)));
    }

    @GetMapping("/api/v1/series/{code}/application/form/cells")
    @Requires(Act.VIEW)
    @Operation(id = "form.cells")
    Answer<Listing<FormCellBody>> cells(
            @PathVariable String code, Paging paging, @AuthenticationPrincipal Person person) {
        InUse form = require(products.require(code, person));
        // Two criteria may go into one cell; then both lines say so.
        return Answer.of(paging.of(
                form.plan().entries(),
                entry ->
                        entry.place() + " " + entry.about() + " " + entry.part().id(),
                FormApi::body));
    }

    @PutMapping("/api/v1/series/{code}/application/form/overwrite")
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(id = "form.overwrite")
    Answer<FormBody> overwrite(
            @PathVariable String code, @Body OverwriteBody sent, IfMatch seen, @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        InUse form = require(series);
        Map<String, Place> possible = form.plan().entries().stream()
                .filter(entry -> entry.outcome().canOverwrite())
                .map(FormPlan.Entry::place)
                .collect(Collectors.toMap(Place::toString, Function.identity(), (a, b) -> a));
        Set<Place> chosen = new HashSet<>();
        for (int i = 0; i < sent.cells().size(); i++) {
            Place place = possible.get(sent.cells().get(i));
            if (place == null) {
                throw new BadField("/cells/" + i, "cell", sent.cells().get(i));
            }
            chosen.add(place);
        }
        int version = seen.require(form.upload().version());
        if (!applications.overwrite(series, form.upload(), chosen, version, person)) {
            throw new Problem(409, "changed-meanwhile", form.upload().fileName());
        }
        return body(require(series));
    }

    @PutMapping("/api/v1/series/{code}/application/form/columns")
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(id = "form.columns")
    Answer<FormBody> columns(
            @PathVariable String code, @Body ColumnsBody sent, @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        InUse form = require(series);
        if (!form.form().sheetNames().contains(sent.sheet())) {
            throw new BadField("/sheet", "sheet", sent.sheet());
        }
        applications.map(
                series,
                form.upload(),
                new ColumnMapping(
                        sent.sheet(),
                        sent.criterion(),
                        orEmpty(sent.verdict()),
                        orEmpty(sent.reason()),
                        orEmpty(sent.evidence())),
                person);
        return body(require(series));
    }

    @DeleteMapping("/api/v1/series/{code}/application/form/columns")
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(id = "form.columns-remove")
    Answer<FormBody> removeColumns(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String sheet,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        InUse form = require(series);
        if (!form.form().sheetNames().contains(sheet)) {
            throw new Problem(
                    400, "api.parameter", "sheet", String.join(", ", form.form().sheetNames()));
        }
        applications.unmap(series, form.upload(), sheet, person);
        return body(require(series));
    }

    @GetMapping(path = "/api/v1/series/{code}/application/form/filled.xlsx", produces = ApplicationPages.XLSX)
    @Requires(Act.VIEW)
    @Recorded("take.form")
    @Operation(id = "form.filled", file = ApplicationPages.XLSX)
    ResponseEntity<byte[]> filled(@PathVariable String code, @AuthenticationPrincipal Person person) {
        return FormPages.filled(dossiers.of(products.require(code, person)));
    }

    /** The form in use with what filling it does. */
    private record InUse(Upload upload, Form form, FormPlan plan) {}

    private InUse require(Series series) {
        Dossiers.View view = dossiers.of(series);
        Upload upload = view.upload();
        Form form = view.form();
        FormPlan plan = view.plan();
        if (upload == null || form == null || plan == null) {
            throw new Problem(409, "application.form.none");
        }
        return new InUse(upload, form, plan);
    }

    private Answer<FormBody> body(InUse form) {
        Upload upload = form.upload();
        FormPlan plan = form.plan();
        return Answer.of(new FormBody(
                        upload.fileName(),
                        upload.sha256(),
                        upload.sizeBytes(),
                        upload.by(),
                        upload.at(),
                        plan.recognised(),
                        plan.written().size(),
                        plan.kept().size(),
                        plan.findings().stream().map(FormApi::body).toList(),
                        plan.missing().stream()
                                .map(missing -> new FormMissingBody(
                                        missing.about(), missing.why().id()))
                                .toList(),
                        store.mappings(upload.fingerprint()).stream()
                                .map(columns -> new ColumnsBody(
                                        columns.sheet(),
                                        columns.criterion(),
                                        columns.verdict(),
                                        columns.reason(),
                                        columns.evidence()))
                                .toList(),
                        upload.version()))
                .version(upload.version());
    }

    private static FormSheetBody body(SheetFinding finding) {
        List<FormColumnBody> columns = new ArrayList<>();
        finding.columns().forEach(column -> columns.add(body(column, false)));
        finding.doubtful().forEach(column -> columns.add(body(column, true)));
        return new FormSheetBody(finding.sheet(), finding.how().id(), finding.criteria(), columns);
    }

    private static FormColumnBody body(SheetFinding.Column column, boolean doubtful) {
        return new FormColumnBody(column.part().id(), column.letter(), column.header(), doubtful);
    }

    private static FormCellBody body(FormPlan.Entry entry) {
        return new FormCellBody(
                entry.place().toString(),
                entry.about(),
                entry.part().id(),
                entry.present(),
                entry.value(),
                entry.outcome().id(),
                entry.outcome().canOverwrite(),
                entry.hiddenRow());
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
