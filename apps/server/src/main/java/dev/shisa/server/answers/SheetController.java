package dev.shisa.server.answers;

import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Vocabulary;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.FactForm;
import dev.shisa.server.evidence.FactForms;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.office.WorkbookRefused;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Sending;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.RegisterItem;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** The 質問票: questions out as an xlsx and answers in again, always looked at row by row before anything is stored. */
@Controller
class SheetController {

    /** A filled questionnaire is some ten kilobytes; pictures may have been pasted into it. */
    private static final long BYTES_MAX = 5_000_000;

    private static final MediaType XLSX =
            MediaType.parseMediaType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    private final Products products;
    private final Guides guides;
    private final SeriesFrames frames;
    private final Catalogues catalogues;
    private final Answers answers;
    private final FactForms forms;
    private final FactWords factWords;
    private final Messages messages;

    SheetController(
            Products products,
            Guides guides,
            SeriesFrames frames,
            Catalogues catalogues,
            Answers answers,
            FactForms forms,
            FactWords factWords,
            Messages messages) {
        this.products = products;
        this.guides = guides;
        this.frames = frames;
        this.catalogues = catalogues;
        this.answers = answers;
        this.forms = forms;
        this.factWords = factWords;
        this.messages = messages;
    }

    @GetMapping("/products/{code}/questions/sheet")
    @Requires(Act.ADD_EVIDENCE)
    String page(
            @PathVariable String code,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            Model model) {
        Series series = products.requireInUse(code, person);
        return page(series, List.of(), "", 0, person, ui, model);
    }

    @GetMapping("/products/{code}/questions/sheet.xlsx")
    @Requires(Act.ADD_EVIDENCE)
    @Recorded("take.form")
    ResponseEntity<byte[]> download(
            @PathVariable String code,
            @RequestParam(defaultValue = "open") String which,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(code, person);
        Map<Slot, FactEntry> present = answers.present(series);
        Map<String, String> names = products.itemNames(series.id());
        Vocabulary vocabulary = guides.vocabulary(series);
        List<QuestionSheet.Line> lines = new ArrayList<>();
        FactForms.OfSeries ofSeries = forms.of(series.id());
        for (Slot slot : slots(series, vocabulary)) {
            FactEntry now = present.get(slot);
            FactForm form = ofSeries.of(slot, "").orElse(null);
            if (form == null || now != null && !which.equals("all")) {
                continue;
            }
            FactDefinition definition = answers.definition(slot);
            String section = vocabulary.sections().stream()
                    .filter(s -> s.id().equals(definition.section()))
                    .map(s -> s.name().in(ui.locale()))
                    .findFirst()
                    .orElse("");
            lines.add(new QuestionSheet.Line(
                    slot.toString(),
                    section,
                    factWords.question(slot, ui.locale(), names),
                    form.choices(ui).stream().map(Parts.Choice::label).toList(),
                    definition.type() == dev.shisa.conformity.FactType.WORDS,
                    AnswerWords.howTo(form, ui),
                    now == null ? "" : factWords.value(slot, now.fact().value(), ui.locale(), names),
                    now == null ? "" : now.detail(),
                    ui.t("asks." + definition.asks().code())));
        }
        byte[] sheet = QuestionSheet.write(
                new QuestionSheet.Labels(
                        ui.t("sheet.name"),
                        ui.t("sheet.file.title", series.name(), ui.day(ui.now())),
                        ui.t("sheet.file.help"),
                        List.of(
                                ui.t("sheet.column.slot"),
                                ui.t("sheet.column.section"),
                                ui.t("sheet.column.question"),
                                ui.t("sheet.column.how"),
                                ui.t("sheet.column.answer"),
                                ui.t("sheet.column.detail"),
                                ui.t("sheet.column.asks"))),
                lines);
        return ResponseEntity.ok()
                .contentType(XLSX)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(
                                        ui.t("sheet.name") + "-" + series.code() + "-" + ui.day(ui.now()) + ".xlsx",
                                        java.nio.charset.StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .body(sheet);
    }

    @PostMapping("/products/{code}/questions/sheet")
    @Requires(Act.ADD_EVIDENCE)
    String preview(
            @PathVariable String code,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response,
            Model model)
            throws IOException {
        Series series = products.requireInUse(code, person);
        if (file == null || file.isEmpty()) {
            return refused(series, ui.t("sheet.mistake.none"), response, person, ui, model);
        }
        if (file.getSize() > BYTES_MAX) {
            return refused(series, ui.t("sheet.mistake.large", BYTES_MAX / 1_000_000), response, person, ui, model);
        }
        List<List<String>> rows;
        try {
            rows = SheetRows.read(file.getBytes());
        } catch (WorkbookRefused refused) {
            return refused(series, ui.t(refused.key(), refused.args()), response, person, ui, model);
        }
        Map<Slot, FactEntry> present = answers.present(series);
        Map<String, String> names = products.itemNames(series.id());
        List<SheetView.Row> read = new ArrayList<>();
        Set<Slot> seen = new HashSet<>();
        for (int i = 0; i < rows.size(); i++) {
            List<String> row = rows.get(i);
            Slot slot =
                    row.isEmpty() ? null : Slot.parse(row.getFirst().strip()).orElse(null);
            if (slot == null || catalogues.current().fact(slot.key()).isEmpty()) {
                continue;
            }
            String typed = row.size() > 4 ? row.get(4) : "";
            String detail = row.size() > 5 ? row.get(5) : "";
            read.add(row(series, slot, typed, detail, i + 1, !seen.add(slot), present, names, ui));
        }
        return page(
                series,
                read.stream().filter(r -> !r.state().equals("empty")).toList(),
                read.isEmpty() ? ui.t("sheet.mistake.no-rows") : "",
                0,
                person,
                ui,
                model);
    }

    @PostMapping("/products/{code}/questions/sheet/apply")
    @Requires(Act.ADD_EVIDENCE)
    String apply(
            @PathVariable String code,
            @RequestParam MultiValueMap<String, String> sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            Model model) {
        Series series = products.requireInUse(code, person);
        List<Answers.Given> given = new ArrayList<>();
        for (String text : sent.getOrDefault("slot", List.of())) {
            Slot slot = Slot.parse(text).orElseThrow(() -> new Problem(400, "bad-request"));
            FactForm form = form(
                            series,
                            slot,
                            Optional.ofNullable(sent.getFirst("typed-" + text)).orElse(""),
                            Optional.ofNullable(sent.getFirst("detail-" + text)).orElse(""))
                    .orElseThrow(() -> new Problem(400, "bad-request"));
            if (form.answer() instanceof FactForm.Answer.Given(var value, String detail)) {
                given.add(new Answers.Given(slot, value, detail));
            }
        }
        if (!given.isEmpty()) {
            answers.record(
                    series,
                    ui.t("sheet.evidence", person.name()),
                    given,
                    null,
                    Answers.Answerer.of(person, "questionnaire"),
                    Sending.of(sent, ui.csrfName(), person.id().toString()));
        }
        return page(series, List.of(), "", given.size(), person, ui, model);
    }

    private SheetView.Row row(
            Series series,
            Slot slot,
            String typed,
            String detail,
            int number,
            boolean twice,
            Map<Slot, FactEntry> present,
            Map<String, String> names,
            Ui ui) {
        String question = factWords.question(slot, ui.locale(), names);
        FactForm form = form(series, slot, typed, detail).orElse(null);
        if (form == null) {
            return new SheetView.Row(
                    number, slot.toString(), question, typed, detail, "wrong", ui.t("sheet.row.no-item", slot.item()));
        }
        if (twice) {
            return new SheetView.Row(
                    number, slot.toString(), question, typed, detail, "wrong", ui.t("sheet.row.twice"));
        }
        FactEntry now = present.get(slot);
        return switch (form.answer()) {
            case FactForm.Answer.Blank(), FactForm.Answer.Unknown() ->
                new SheetView.Row(number, slot.toString(), question, typed, detail, "empty", "");
            case FactForm.Answer.Wrong() ->
                new SheetView.Row(
                        number,
                        slot.toString(),
                        question,
                        typed,
                        detail,
                        "wrong",
                        form.mistakes(ui).stream()
                                .map(m -> m.message())
                                .findFirst()
                                .orElse(ui.t("sheet.row.wrong", typed)));
            case FactForm.Answer.Given(var value, String words) -> {
                boolean same = now != null && now.says(value, words);
                String state = same ? "same" : now == null ? "new" : "changed";
                yield new SheetView.Row(
                        number,
                        slot.toString(),
                        question,
                        typed,
                        detail,
                        state,
                        state.equals("changed") && now != null
                                ? ui.t(
                                        "sheet.row.before",
                                        factWords.value(slot, now.fact().value(), ui.locale(), names))
                                : "");
            }
        };
    }

    private Optional<FactForm> form(Series series, Slot slot, String typed, String detail) {
        FactDefinition definition = catalogues.current().fact(slot.key()).orElse(null);
        if (definition == null || !AnswerWords.isAskedInSheets(definition)) {
            return Optional.empty();
        }
        AnswerWords words = AnswerWords.of(messages);
        return forms.of(series.id(), slot, "")
                .map(f -> f.offeringUnknown("fact.unknown.means")
                        .read(words.fields(definition, items(series, definition), "", typed, detail)));
    }

    private Map<String, String> items(Series series, FactDefinition definition) {
        Map<String, String> items = new LinkedHashMap<>();
        String collection = definition.collection();
        if (collection != null) {
            products.items(series.id(), collection).forEach(i -> items.put(i.code(), i.name()));
        }
        return items;
    }

    /** Every question that a sheet can ask: facts of the series, and those of each item listed so far. */
    private List<Slot> slots(Series series, Vocabulary vocabulary) {
        List<Slot> slots = new ArrayList<>();
        for (FactDefinition definition : vocabulary.facts()) {
            if (!AnswerWords.isAskedInSheets(definition)) {
                continue;
            }
            String collection = definition.of();
            if (collection == null) {
                slots.add(new Slot(definition.key(), ""));
            } else {
                products.items(series.id(), collection).stream()
                        .map(RegisterItem::code)
                        .forEach(item -> slots.add(new Slot(definition.key(), item)));
            }
        }
        return slots;
    }

    private String refused(
            Series series, String mistake, HttpServletResponse response, Person person, Ui ui, Model model) {
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return page(series, List.of(), mistake, 0, person, ui, model);
    }

    private String page(
            Series series, List<SheetView.Row> rows, String mistake, int stored, Person person, Ui ui, Model model) {
        model.addAttribute("frame", frames.of(series, ui.locale()));
        model.addAttribute("view", new SheetView(rows, mistake, stored));
        return "answers/sheet";
    }
}
