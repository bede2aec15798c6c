package dev.shisa.server.application;

import dev.shisa.conformity.Text;
import dev.shisa.server.application.Application.Reason;
import dev.shisa.server.application.ApplicationView.BasicRow;
import dev.shisa.server.application.ApplicationView.CorrectionRow;
import dev.shisa.server.application.ApplicationView.ReasonForm;
import dev.shisa.server.application.ApplicationView.ReasonRow;
import dev.shisa.server.application.Dossiers.View;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What does the application say? The basic information, the reasons, the corrections to come, the own export. */
@Controller
class ApplicationPages {

    private static final Set<String> DONE = Set.of("reason");
    static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private final Products products;
    private final SeriesFrames frames;
    private final Dossiers dossiers;
    private final Applications applications;
    private final ApplicationStore store;

    ApplicationPages(
            Products products,
            SeriesFrames frames,
            Dossiers dossiers,
            Applications applications,
            ApplicationStore store) {
        this.products = products;
        this.frames = frames;
        this.dossiers = dossiers;
        this.applications = applications;
        this.store = store;
    }

    @GetMapping("/products/{code}/application/basic")
    @Requires(Act.VIEW)
    ModelAndView basic(@PathVariable String code, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        List<BasicRow> rows = dossiers.inScope(series).basics().stream()
                .map(line -> new BasicRow(
                        ui.t("application.basic." + line.field().id()),
                        line.value(),
                        ApplicationWords.kept(line.href(), ui)))
                .toList();
        return new ModelAndView("application/basic")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("rows", rows);
    }

    @GetMapping("/products/{code}/application/reasons")
    @Requires(Act.VIEW)
    ModelAndView reasons(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        Map<String, Reason> own = store.reasons(series.id());
        List<ReasonRow> rows = dossiers.inScope(series).snapshot().answers().stream()
                .map(answer -> new ReasonRow(
                        answer.id(),
                        answer.title().in(ui.locale()),
                        answer.state().code(),
                        full(answer, ui.locale()),
                        Optional.ofNullable(own.get(answer.id()))
                                .map(reason -> !(reason.ja() + reason.en()).isBlank())
                                .orElse(false),
                        answer.evidence().size(),
                        "/products/" + series.code() + "/application/reasons/" + answer.id()))
                .toList();
        return new ModelAndView("application/reasons")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("rows", rows)
                .addObject("done", DONE.contains(done) ? done : "");
    }

    private static String full(CriterionAnswer answer, Locale locale) {
        return (answer.route().in(locale) + "\n" + answer.reason().in(locale)).strip();
    }

    @GetMapping("/products/{code}/application/reasons.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> reasonsFile(
            @PathVariable String code,
            @PathVariable String format,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return TableFile.of(format, series.code() + "-reasons", ui)
                .column("number", "application.column.criterion")
                .column("title", "application.column.title")
                .column("verdict", "application.column.verdict")
                .column("reason", "application.column.reason")
                .column("evidence", "application.column.evidence")
                .download(dossiers.inScope(series).snapshot().answers().stream()
                        .map(answer -> List.of(
                                answer.id(),
                                answer.title().in(ui.locale()),
                                ui.t("application.state." + answer.state().code()),
                                full(answer, ui.locale()),
                                String.join("\n", CriterionAnswer.cited(answer.evidence(), ui.locale()))))
                        .toList());
    }

    @GetMapping("/products/{code}/application/basic.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> basicFile(
            @PathVariable String code,
            @PathVariable String format,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return TableFile.of(format, series.code() + "-basic", ui)
                .column("field", "application.column.field")
                .column("value", "application.column.registered")
                .download(dossiers.inScope(series).basics().stream()
                        .map(line ->
                                List.of(ui.t("application.basic." + line.field().id()), line.value()))
                        .toList());
    }

    @GetMapping("/products/{code}/application/reasons/{number}")
    @Requires(Act.PREPARE_APPLICATION)
    ModelAndView reason(
            @PathVariable String code,
            @PathVariable String number,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        Reason own = store.reasons(series.id()).get(number);
        return reason(
                series,
                number,
                own == null ? "" : own.ja(),
                own == null ? "" : own.en(),
                own == null ? 0 : own.version(),
                null,
                new Mistakes(),
                person,
                ui);
    }

    @PostMapping("/products/{code}/application/reasons/{number}")
    @Requires(Act.PREPARE_APPLICATION)
    ModelAndView saveReason(
            @PathVariable String code,
            @PathVariable String number,
            @RequestParam(defaultValue = "") String ja,
            @RequestParam(defaultValue = "") String en,
            @RequestParam(defaultValue = "0") int version,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        Mistakes mistakes = new Mistakes();
        tooLong("ja", ja, mistakes, ui);
        tooLong("en", en, mistakes, ui);
        if (!mistakes.none()) {
            response.setStatus(422);
            return reason(series, number, ja, en, version, null, mistakes, person, ui);
        }
        answer(dossiers.inScope(series), number);
        if (applications.reason(series, number, ja.strip(), en.strip(), version, person)) {
            return new ModelAndView("redirect:/products/" + series.code() + "/application/reasons?done=reason");
        }
        Reason stored = store.reasons(series.id()).get(number);
        response.setStatus(409);
        return reason(series, number, ja, en, stored == null ? 0 : stored.version(), stored, mistakes, person, ui);
    }

    private static void tooLong(String field, String text, Mistakes mistakes, Ui ui) {
        if (text.length() > Applications.REASON_MAX) {
            mistakes.add(field, ui.t("application.long", text.length(), Applications.REASON_MAX));
        }
    }

    private ModelAndView reason(
            Series series,
            String number,
            String ja,
            String en,
            int version,
            @Nullable Reason stored,
            Mistakes mistakes,
            Person person,
            Ui ui) {
        View view = dossiers.inScope(series);
        CriterionAnswer answer = answer(view, number);
        Text draft = view.snapshot().drafts().getOrDefault(number, new Text("", ""));
        return new ModelAndView("application/reason")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("mistakes", mistakes)
                .addObject(
                        "form",
                        new ReasonForm(
                                number,
                                answer.title().in(ui.locale()),
                                answer.state().code(),
                                ja,
                                en,
                                (answer.route().ja() + "\n" + draft.ja()).strip(),
                                (answer.route().en() + "\n" + draft.en()).strip(),
                                CriterionAnswer.cited(answer.evidence(), ui.locale()),
                                version,
                                stored == null ? null : stored.ja(),
                                stored == null ? null : stored.en(),
                                stored == null ? "" : stored.by()));
    }

    private static CriterionAnswer answer(View view, String number) {
        return view.snapshot().answers().stream()
                .filter(answer -> answer.id().equals(number))
                .findFirst()
                .orElseThrow(() -> new Problem(404, "not-found"));
    }

    @GetMapping("/products/{code}/application/corrections")
    @Requires(Act.VIEW)
    ModelAndView corrections(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String weight,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        View view = dossiers.inScope(series);
        List<CorrectionRow> all = new ApplicationWords(ui, series.code()).corrections(view.corrections());
        String here = "/products/" + series.code() + "/application/corrections";
        List<Parts.Filter> filters = new ArrayList<>();
        if (!q.isBlank()) {
            filters.add(new Parts.Filter(
                    ui.t("application.filter.q", q.strip()),
                    weight.isEmpty() ? here : here + "?weight=" + ApplicationWords.encode(weight)));
        }
        if (weight.equals("stop") || weight.equals("look")) {
            filters.add(new Parts.Filter(
                    ui.t("application.weight." + weight),
                    q.isBlank() ? here : here + "?q=" + ApplicationWords.encode(q.strip())));
        }
        return new ModelAndView("application/corrections")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("rows", shown(all, q, weight))
                .addObject("total", all.size())
                .addObject("heavy", (int) Corrections.heavy(view.corrections()))
                .addObject("q", q)
                .addObject("weight", weight)
                .addObject("filters", filters)
                .addObject("criteria", view.snapshot().answers().size());
    }

    private static List<CorrectionRow> shown(List<CorrectionRow> all, String q, String weight) {
        String wanted = Spelling.squeeze(q);
        return all.stream()
                .filter(row -> weight.isEmpty()
                        || row.weight().equals(weight)
                        || !(weight.equals("stop") || weight.equals("look")))
                .filter(row -> Spelling.squeeze(row.where() + row.sentence() + row.todo())
                        .contains(wanted))
                .toList();
    }

    @GetMapping("/products/{code}/application/corrections.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> correctionsFile(
            @PathVariable String code,
            @PathVariable String format,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String weight,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        List<CorrectionRow> all = new ApplicationWords(ui, series.code())
                .corrections(dossiers.inScope(series).corrections());
        return TableFile.of(format, series.code() + "-corrections", ui)
                .column("weight", "application.column.weight")
                .column("where", "application.column.where")
                .column("wrong", "application.column.wrong")
                .column("todo", "application.column.todo")
                .download(shown(all, q, weight).stream()
                        .map(row -> List.of(
                                ui.t("application.weight." + row.weight()), row.where(), row.sentence(), row.todo()))
                        .toList());
    }

    @GetMapping(value = "/products/{code}/application/export.xlsx", produces = ApplicationPages.XLSX)
    @Requires(Act.VIEW)
    @Recorded("take.form")
    ResponseEntity<byte[]> export(
            @PathVariable String code, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        byte[] bytes = OwnExport.write(dossiers.export(dossiers.of(series), ui), ui.locale(), key -> ui.t(key));
        return xlsx(bytes, series.code() + "-jcstar1-" + ui.day(ui.now()) + ".xlsx");
    }

    static ResponseEntity<byte[]> xlsx(byte[] bytes, String name) {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(XLSX))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(name, StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .header("X-Content-Type-Options", "nosniff")
                .body(bytes);
    }
}
