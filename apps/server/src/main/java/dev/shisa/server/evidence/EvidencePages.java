package dev.shisa.server.evidence;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.ListPage;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The evidence library, of a product and of the whole organisation; one piece of it; its file. */
@Controller
class EvidencePages {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT);

    /** Lines of a file that are held. */
    private static final int TAKEN_AT_ONCE = 1_000;

    private final EvidenceLog log;
    private final EvidenceRows rows;
    private final EvidenceViews views;
    private final Blobs blobs;
    private final Previews previews;
    private final Products products;
    private final SeriesFrames frames;
    private final ConfirmationEffects effects;
    private final Viewer viewer;

    EvidencePages(
            EvidenceLog log,
            EvidenceRows rows,
            EvidenceViews views,
            Blobs blobs,
            Previews previews,
            Products products,
            SeriesFrames frames,
            ConfirmationEffects effects,
            Viewer viewer) {
        this.log = log;
        this.rows = rows;
        this.views = views;
        this.blobs = blobs;
        this.previews = previews;
        this.products = products;
        this.frames = frames;
        this.effects = effects;
        this.viewer = viewer;
    }

    @GetMapping("/products/{code}/evidence")
    @Requires(Act.VIEW)
    ModelAndView ofSeries(
            @PathVariable String code,
            @RequestParam Map<String, String> params,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        EvidenceQuery query = EvidenceQuery.of("/products/" + series.code() + "/evidence", params);
        return list("evidence/series", query, series, person, ui).addObject("frame", frames.of(series, ui.locale()));
    }

    @GetMapping("/evidence")
    @Requires(Act.VIEW)
    ModelAndView all(
            @RequestParam Map<String, String> params,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return list("evidence/list", EvidenceQuery.of("/evidence", params), null, person, ui);
    }

    private ModelAndView list(String template, EvidenceQuery query, @Nullable Series series, Person person, Ui ui) {
        UUID seriesId = series == null ? null : series.id();
        // Whoever turns the pages goes on in the list as it was on the first.
        EvidenceQuery asked = query.upTo() == null ? query.upTo(log.newest(person.series())) : query;
        EvidenceLog.Page page = log.page(asked.filter(person.series(), seriesId));
        int pages = ListPage.of(page.found(), 1, EvidenceQuery.ROWS).pages();
        if (asked.page() > pages) {
            asked = asked.at(pages);
            page = log.page(asked.filter(person.series(), seriesId));
        }
        int total = query.isFiltered() ? log.count(EvidenceFilter.everything(person.series(), seriesId)) : page.found();
        int waiting = query.isFiltered()
                ? 0
                : log.count(
                        EvidenceQuery.of("", Map.of("confirmation", "waiting")).filter(person.series(), seriesId));
        List<EvidenceRow> found = rows.rows(page.rows(), ui);
        return new ModelAndView(template)
                .addObject(
                        "list",
                        new EvidenceList(
                                asked,
                                found,
                                total,
                                page.found(),
                                pages,
                                waiting,
                                series == null ? "" : series.code()));
    }

    @GetMapping("/products/{code}/evidence.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> exportOfSeries(
            @PathVariable String code,
            @PathVariable String format,
            @RequestParam Map<String, String> params,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return export(products.require(code, person), format, params, person, ui);
    }

    @GetMapping("/evidence.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> exportAll(
            @PathVariable String format,
            @RequestParam Map<String, String> params,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return export(null, format, params, person, ui);
    }

    private ResponseEntity<TableFile> export(
            @Nullable Series series, String format, Map<String, String> params, Person person, Ui ui) {
        EvidenceQuery query = EvidenceQuery.of("", params);
        String name = "evidence" + (series == null ? "" : "-" + series.code()) + "-"
                + DAY.format(ZonedDateTime.ofInstant(ui.now(), Ui.ZONE));
        TableFile table = TableFile.of(format, name, ui);
        EvidenceRows.COLUMNS.forEach(column -> table.column(column, "evidence.column." + column));
        EvidenceFilter filter = query.filter(person.series(), series == null ? null : series.id());
        return table.download((most, lines) -> {
            // Which they are is decided once, so none is lost or doubled by what is recorded meanwhile.
            List<UUID> all = log.ids(filter, most);
            for (int i = 0; i < all.size(); i += TAKEN_AT_ONCE) {
                rows.rows(log.ordered(all.subList(i, Math.min(all.size(), i + TAKEN_AT_ONCE))), ui)
                        .forEach(row -> lines.accept(EvidenceRows.cells(row, ui)));
            }
        });
    }

    @GetMapping("/evidence/{code}")
    @Requires(Act.VIEW)
    ModelAndView one(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String done,
            @RequestParam(defaultValue = "") List<String> turned,
            @RequestParam(defaultValue = "") String page,
            @RequestParam(defaultValue = "") String facts,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        EvidenceView view = views.of(log.require(code, person), person, ui, done);
        OptionalInt shown = Beside.turned("turn", page);
        List<FactEntry> waiting = view.mayConfirm()
                ? view.facts().stream()
                        .filter(FactLine::isWaiting)
                        .map(FactLine::entry)
                        .toList()
                : List.of();
        return new ModelAndView("evidence/evidence")
                .addObject("view", view)
                .addObject("part", facts)
                .addObject("beside", shown.isPresent() ? viewer.beside(view.evidence(), shown.getAsInt(), ui) : null)
                .addObject("reading", view.mayConfirm() ? List.of() : reading(view.facts(), person))
                .addObject(
                        "effects",
                        effects.supposing(Map.of(code, waiting), person).getOrDefault(code, List.of()))
                .addObject(
                        "turned",
                        effects.named(
                                turned.stream()
                                        .limit(ConfirmationEffects.TURNED_MAX)
                                        .toList(),
                                person));
    }

    /** The requirements that read what it shows, as they are now. */
    private List<ConfirmationEffects.Effect> reading(List<FactLine> facts, Person person) {
        List<SubjectSlot> slots = facts.stream()
                .filter(FactLine::counts)
                .map(fact -> new SubjectSlot(
                        fact.entry().subject(), fact.entry().fact().slot()))
                .toList();
        return effects.named(
                effects.now(slots, person).keySet().stream()
                        .limit(ConfirmationEffects.TURNED_MAX)
                        .toList(),
                person);
    }

    @GetMapping(path = "/evidence/{code}/file", produces = MediaType.ALL_VALUE)
    @Requires(Act.VIEW)
    @Recorded("take.file")
    ResponseEntity<Resource> file(@PathVariable String code, @AuthenticationPrincipal Person person) {
        return blobs.download(requireFile(code, person));
    }

    @GetMapping(path = "/evidence/{code}/preview", produces = MediaType.IMAGE_PNG_VALUE)
    @Requires(Act.VIEW)
    ResponseEntity<byte[]> preview(@PathVariable String code, @AuthenticationPrincipal Person person) {
        byte[] png = previews.png(requireFile(code, person))
                .orElseThrow(() -> new Problem(404, "evidence.no-preview", code));
        return ResponseEntity.ok()
                .contentType(MediaType.IMAGE_PNG)
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                .cacheControl(CacheControl.noStore())
                .body(png);
    }

    private StoredFile requireFile(String code, Person person) {
        return Optional.ofNullable(log.require(code, person).file())
                .orElseThrow(() -> new Problem(404, "evidence.no-file", code));
    }
}
