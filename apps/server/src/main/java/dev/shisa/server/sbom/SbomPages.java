package dev.shisa.server.sbom;

import dev.shisa.bom.BomDifference;
import dev.shisa.bom.Completeness;
import dev.shisa.bom.Completeness.Element;
import dev.shisa.bom.Component;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.ListPage;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Query;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Typed;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import dev.shisa.server.supplier.SupplierDuties;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamResource;
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
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** What is inside? The bills of materials of a series, the components of one, and what changed between two. */
@Controller
class SbomPages {

    private static final Set<String> DONE = Set.of("imported", "withdrawn");
    private static final int PROBLEMS_SHOWN_MAX = 20;
    private static final int CHANGES_SHOWN_MAX = 500;
    private static final int FILE_ROWS_AT_ONCE = 1_000;

    private final Products products;
    private final SeriesFrames frames;
    private final Sboms sboms;
    private final SbomStore store;
    private final EvidenceLog log;
    private final Blobs blobs;
    private final SupplierDuties duties;
    private final ListAnswers answers;

    SbomPages(
            Products products,
            SeriesFrames frames,
            Sboms sboms,
            SbomStore store,
            EvidenceLog log,
            Blobs blobs,
            SupplierDuties duties,
            ListAnswers answers) {
        this.products = products;
        this.frames = frames;
        this.sboms = sboms;
        this.store = store;
        this.log = log;
        this.blobs = blobs;
        this.duties = duties;
        this.answers = answers;
    }

    private static String here(Series series) {
        return "/products/" + URLEncoder.encode(series.code(), StandardCharsets.UTF_8) + "/sboms";
    }

    @GetMapping("/products/{code}/sboms")
    @Requires(Act.VIEW)
    ModelAndView list(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        UUID designated = series.designated();
        SbomView.Form form = new SbomView.Form(designated == null ? "" : designated.toString(), "", false, "", "");
        return list(series, form, null, done, new Mistakes(), person, ui);
    }

    private ModelAndView list(
            Series series,
            SbomView.Form form,
            SbomView.@Nullable Refusal refusal,
            String done,
            Mistakes mistakes,
            Person person,
            Ui ui) {
        List<Release> releases = products.releases(series.id());
        List<Sbom> all = store.of(series.id());
        return new ModelAndView("sbom/list")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("lines", lines(series, all, releases, ui))
                .addObject(
                        "releases",
                        releases.stream()
                                .map(r -> new Parts.Choice(r.id().toString(), r.name()))
                                .toList())
                .addObject("form", form)
                .addObject("refusal", refusal)
                .addObject("mistakes", mistakes)
                .addObject("done", DONE.contains(done) ? done : "");
    }

    private static List<SbomView.Line> lines(Series series, List<Sbom> all, List<Release> releases, Ui ui) {
        Map<UUID, String> names = releases.stream().collect(Collectors.toMap(Release::id, Release::name));
        return all.stream()
                .map(sbom -> {
                    boolean counts = Sboms.counting(all, sbom.releaseId())
                            .filter(sbom::equals)
                            .isPresent();
                    return new SbomView.Line(
                            names.getOrDefault(sbom.releaseId(), ""),
                            sbom.formatWords(),
                            ui.t("sbom.components", sbom.components()),
                            ui.t("sbom.taken", sbom.takenName(), ui.minute(sbom.takenAt())),
                            here(series) + "/" + sbom.id(),
                            counts ? state(sbom) : "not-applicable",
                            sbom.withdrawn() != null
                                    ? ui.t("sbom.standing.withdrawn")
                                    : counts ? standing(sbom, ui) : ui.t("sbom.standing.earlier"),
                            counts);
                })
                .toList();
    }

    private static String state(Sbom sbom) {
        return sbom.records() ? "met" : "not-met";
    }

    private static String standing(Sbom sbom, Ui ui) {
        return ui.t(sbom.records() ? "sbom.standing.complete" : "sbom.standing.partial");
    }

    @GetMapping("/products/{code}/sboms.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable String code,
            @PathVariable String format,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return TableFile.of(format, series.code() + "-sboms", ui)
                .column("release", "product.release")
                .column("format", "sbom.column.format")
                .column("components", "sbom.column.components")
                .column("standing", "sbom.column.standing")
                .column("taken", "sbom.column.taken")
                .download(lines(series, store.of(series.id()), products.releases(series.id()), ui).stream()
                        .map(l -> List.of(l.release(), l.format(), l.components(), l.standing(), l.taken()))
                        .toList());
    }

    @PostMapping("/products/{code}/sboms")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView take(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String release,
            @RequestParam(defaultValue = "") String whole,
            @RequestParam(defaultValue = "") String soundRest,
            @RequestParam(defaultValue = "") String upload,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        Mistakes mistakes = new Mistakes();
        Release of = products.releaseChosen(series, release).orElse(null);
        if (of == null) {
            mistakes.add("release", ui.t("sbom.mistake.release"));
        }
        if (!whole.equals("yes") && !whole.equals("no")) {
            mistakes.add("whole", ui.t("sbom.mistake.whole"));
        }
        StoredFile stored = stored(file, upload, person, mistakes, ui);
        SbomView.Refusal refusal = null;
        if (mistakes.none() && of != null && stored != null) {
            try {
                Sboms.Told told = new Sboms.Told(of, whole.equals("yes"), !soundRest.isEmpty(), "page");
                Sbom sbom = sboms.take(series, told, stored, person);
                return new ModelAndView("redirect:" + here(series) + "/" + sbom.id() + "?done=imported");
            } catch (RefusedSbomException e) {
                refusal = refusal(e, ui);
            }
        }
        response.setStatus(422);
        // A file of which nothing can be used is not offered again.
        StoredFile again = refusal == null || !refusal.next().isEmpty() ? stored : null;
        SbomView.Form form = new SbomView.Form(
                release,
                whole,
                !soundRest.isEmpty(),
                again == null ? "" : blobs.remember(again, person).toString(),
                again == null ? "" : again.fileName());
        return list(series, form, refusal, "", mistakes, person, ui);
    }

    private @Nullable StoredFile stored(
            @Nullable MultipartFile file, String upload, Person person, Mistakes mistakes, Ui ui) {
        if (file != null && !file.isEmpty()) {
            try (InputStream in = file.getInputStream()) {
                return blobs.store(in, Objects.requireNonNullElse(file.getOriginalFilename(), ""), file.getSize());
            } catch (IOException e) {
                throw new UncheckedIOException("the uploaded list could not be read", e);
            }
        }
        Optional<StoredFile> before = Typed.id(upload).flatMap(id -> blobs.upload(id, person));
        if (before.isEmpty()) {
            mistakes.add("file", ui.t("sbom.mistake.file"));
        }
        return before.orElse(null);
    }

    private static SbomView.Refusal refusal(RefusedSbomException refused, Ui ui) {
        int more = refused.problemCount()
                - Math.min(PROBLEMS_SHOWN_MAX, refused.problems().size());
        return new SbomView.Refusal(
                refused.components() == 0
                        ? ui.t("sbom.refused.title")
                        : ui.t("sbom.faulty.title", refused.problemCount()),
                SbomWords.say(
                        refused.problems().stream().limit(PROBLEMS_SHOWN_MAX).toList(), ui),
                more > 0 ? ui.t("sbom.problems.more", more) : "",
                refused.components() == 0 ? "" : ui.t("sbom.faulty.next", refused.components()));
    }

    // One list

    @GetMapping("/products/{code}/sboms/{id}")
    @Requires(Act.VIEW)
    ModelAndView one(
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String only,
            @RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        Sbom sbom = sboms.require(series, id);
        return one(series, sbom, ComponentFilter.of(q, only), page, done, new Mistakes(), person, ui);
    }

    private ModelAndView one(
            Series series,
            Sbom sbom,
            ComponentFilter filter,
            int page,
            String done,
            Mistakes mistakes,
            Person person,
            Ui ui) {
        List<Sbom> all = store.of(series.id());
        Map<UUID, String> names =
                products.releases(series.id()).stream().collect(Collectors.toMap(Release::id, Release::name));
        String here = here(series) + "/" + sbom.id();
        EvidenceDetails evidence = log.byId(sbom.evidenceId()).orElseThrow();
        Sbom.Withdrawn withdrawn = sbom.withdrawn();
        boolean counts =
                Sboms.counting(all, sbom.releaseId()).filter(sbom::equals).isPresent();
        int more = sbom.problemCount()
                - Math.min(PROBLEMS_SHOWN_MAX, sbom.problems().size());
        return new ModelAndView("sbom/one")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("here", here)
                .addObject("title", ui.t("sbom.one.title", names.getOrDefault(sbom.releaseId(), ""), sbom.components()))
                .addObject("release", names.getOrDefault(sbom.releaseId(), ""))
                .addObject("state", counts ? state(sbom) : "not-applicable")
                .addObject("standing", counts ? standing(sbom, ui) : ui.t("sbom.standing.earlier"))
                .addObject("reasons", counts ? SbomWords.reasons(sbom, ui) : List.of())
                .addObject("format", sbom.formatWords())
                .addObject("evidence", evidence.code())
                .addObject("created", ui.readable(sbom.created()))
                .addObject(
                        "makers",
                        Stream.concat(sbom.authors().stream(), sbom.tools().stream())
                                .collect(Collectors.joining(", ")))
                .addObject("subject", sbom.subject())
                .addObject("whole", sbom.whole())
                .addObject("taken", ui.t("sbom.taken", sbom.takenName(), ui.minute(sbom.takenAt())))
                .addObject("elements", elements(sbom, here, ui))
                .addObject("ntia", sbom.meetsNtia())
                .addObject("bsi", sbom.meetsBsi())
                .addObject("unknownLicenses", sbom.unknownLicenses())
                .addObject("duplicates", sbom.duplicates())
                .addObject(
                        "problems",
                        SbomWords.say(
                                sbom.problems().stream()
                                        .limit(PROBLEMS_SHOWN_MAX)
                                        .toList(),
                                ui))
                .addObject("moreProblems", more > 0 ? ui.t("sbom.problems.more", more) : "")
                .addObject("others", others(sbom, all, names, ui))
                .addObject("components", components(sbom, filter, page, here, ui))
                .addObject("answer", counts ? answers.of(series, sbom.releaseId(), ui) : null)
                .addObject(
                        "withdrawn",
                        withdrawn == null
                                ? ""
                                : ui.t(
                                        "sbom.withdrawn.by",
                                        withdrawn.name(),
                                        ui.minute(withdrawn.at()),
                                        withdrawn.reason()))
                .addObject("mistakes", mistakes)
                .addObject("done", DONE.contains(done) ? done : "");
    }

    private static List<SbomView.ElementRow> elements(Sbom sbom, String here, Ui ui) {
        return Arrays.stream(Element.values())
                .map(element -> {
                    boolean list = element.scope() == Completeness.Scope.LIST;
                    int of = list ? 1 : sbom.components();
                    int lacking = sbom.lacking(element);
                    return new SbomView.ElementRow(
                            ui.t("sbom.element." + element.name()),
                            element.ntia(),
                            of - lacking,
                            of,
                            lacking == 0 ? "met" : "not-met",
                            list || lacking == 0
                                    ? ""
                                    : here + "?only=" + only(element).code() + "#components");
                })
                .toList();
    }

    private static ComponentFilter.Only only(Element element) {
        return Arrays.stream(ComponentFilter.Only.values())
                .filter(o -> o.lacks() == element)
                .findFirst()
                .orElseThrow();
    }

    /** Other lists of the series that this one can be compared with. */
    private static List<Parts.Choice> others(Sbom sbom, List<Sbom> all, Map<UUID, String> names, Ui ui) {
        return all.stream()
                .filter(other -> !other.id().equals(sbom.id()) && other.withdrawn() == null)
                .map(other -> new Parts.Choice(
                        other.id().toString(),
                        ui.t(
                                "sbom.other",
                                names.getOrDefault(other.releaseId(), ""),
                                other.formatWords(),
                                ui.minute(other.takenAt()))))
                .toList();
    }

    private SbomView.Components components(Sbom sbom, ComponentFilter filter, int page, String here, Ui ui) {
        int found = filter.narrows() ? store.count(sbom.id(), filter) : sbom.components();
        ListPage leaf = ListPage.of(found, page);
        ComponentFilter.Only only = filter.only();
        Query query = Query.of(here).with("q", filter.words()).with("only", only == null ? "" : only.code());
        List<Parts.Filter> filters = new ArrayList<>();
        if (!filter.words().isEmpty()) {
            filters.add(new Parts.Filter(
                    ui.t("sbom.filter.words", filter.words()),
                    query.without("q").href() + "#components"));
        }
        if (only != null) {
            filters.add(new Parts.Filter(
                    ui.t("sbom.only." + only.name()), query.without("only").href() + "#components"));
        }
        SupplierDuties.Register register = duties.register(ui.locale());
        return new SbomView.Components(
                store.byName(sbom.id(), filter, leaf.from(), ListPage.ROWS).stream()
                        .map(c -> row(c, register, ui))
                        .toList(),
                sbom.components(),
                found,
                leaf.at(),
                leaf.pages(),
                query.pageHref(),
                query.at(here + "/components.csv").href(),
                filters,
                filter.words(),
                only == null ? "" : only.code(),
                Stream.concat(
                                Stream.of(new Parts.Choice("", ui.t("sbom.only.all"))),
                                Arrays.stream(ComponentFilter.Only.values())
                                        .filter(o -> o.of(sbom) > 0 || o == only)
                                        .map(o -> new Parts.Choice(
                                                o.code(),
                                                ui.t("sbom.only.count", ui.t("sbom.only." + o.name()), o.of(sbom)))))
                        .toList());
    }

    private static SbomView.Row row(ListedComponent listed, SupplierDuties.Register register, Ui ui) {
        Component component = listed.component();
        List<String> marks = new ArrayList<>();
        Stream.of(Element.NAME, Element.SUPPLIER, Element.VERSION, Element.IDENTIFIER)
                .filter(listed.lacks()::contains)
                .forEach(element -> marks.add(ui.t("sbom.only.NO_" + element.name())));
        if (listed.unknownLicense()) {
            marks.add(ui.t("sbom.only.UNKNOWN_LICENSE"));
        }
        if (listed.duplicate()) {
            marks.add(ui.t("sbom.only.DUPLICATE"));
        }
        if (register.lacksUpdates(
                component.supplier(),
                Stream.concat(component.purls().stream(), component.cpes().stream())
                        .toList())) {
            marks.add(ui.t("sbom.mark.no-update"));
        }
        return new SbomView.Row(
                component.title().isBlank() ? ui.t("sbom.no-name") : component.title(),
                component.type(),
                component.version(),
                component.supplier(),
                Stream.concat(component.purls().stream(), component.cpes().stream())
                        .toList(),
                component.licenses().stream().map(Component.License::text).collect(Collectors.joining(", ")),
                component.place(),
                marks);
    }

    @GetMapping("/products/{code}/sboms/{id}/components.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> components(
            @PathVariable String code,
            @PathVariable UUID id,
            @PathVariable String format,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String only,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        Sbom sbom = sboms.require(series, id);
        ComponentFilter filter = ComponentFilter.of(q, only);
        return TableFile.of(format, series.code() + "-components", ui)
                .column("name", "sbom.column.name")
                .column("version", "sbom.column.version")
                .column("supplier", "sbom.column.supplier")
                .column("type", "sbom.column.type")
                .column("identifiers", "sbom.column.identifiers")
                .column("licenses", "sbom.column.licenses")
                .column("hashes", "sbom.column.hashes")
                .column("marks", "sbom.column.marks")
                .column("place", "sbom.column.place")
                .download((most, lines) -> {
                    SupplierDuties.Register register = duties.register(ui.locale());
                    long after = 0;
                    int left = most;
                    List<ListedComponent> part;
                    do {
                        part = store.behind(sbom.id(), filter, after, Math.min(left, FILE_ROWS_AT_ONCE));
                        for (ListedComponent listed : part) {
                            SbomView.Row row = row(listed, register, ui);
                            lines.accept(List.of(
                                    row.name(),
                                    row.version(),
                                    row.supplier(),
                                    row.type(),
                                    String.join(" ", row.identifiers()),
                                    row.licenses(),
                                    listed.component().hashes().stream()
                                            .map(h -> h.algorithm() + ":" + h.value())
                                            .collect(Collectors.joining(" ")),
                                    String.join(" / ", row.marks()),
                                    row.place()));
                            after = listed.number();
                        }
                        left -= part.size();
                    } while (left > 0 && !part.isEmpty());
                });
    }

    @GetMapping("/products/{code}/sboms/{id}/documents/{written}.json")
    @Requires(Act.VIEW)
    @Recorded("take.file")
    ResponseEntity<InputStreamResource> written(
            @PathVariable String code,
            @PathVariable UUID id,
            @PathVariable String written,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        Sbom sbom = sboms.require(series, id);
        SbomFiles.Written format = SbomFiles.Written.parse(written).orElseThrow(() -> new Problem(404, "not-found"));
        return file(sboms, sbom, format, series, ui.organisationName());
    }

    /** A list in another format as a download. */
    static ResponseEntity<InputStreamResource> file(
            Sboms sboms, Sbom sbom, SbomFiles.Written format, Series series, String organisation) {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(format.mediaType()))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(series.code() + "." + format.extension(), StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .header("X-Content-Type-Options", "nosniff")
                .body(new InputStreamResource(sboms.written(sbom, format, organisation)));
    }

    // Two lists

    @GetMapping("/products/{code}/sboms/{id}/difference")
    @Requires(Act.VIEW)
    ModelAndView difference(
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable UUID with,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        Sbom after = sboms.require(series, id);
        Sbom before = sboms.other(series, with);
        BomDifference difference = sboms.difference(before, after);
        Map<UUID, String> names =
                products.releases(series.id()).stream().collect(Collectors.toMap(Release::id, Release::name));
        List<SbomView.Change> changes = changes(difference, ui);
        return new ModelAndView("sbom/difference")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("here", here(series) + "/" + after.id())
                .addObject(
                        "title",
                        changes.isEmpty()
                                ? ui.t("sbom.difference.none")
                                : ui.t(
                                        "sbom.difference.title",
                                        difference.added().size(),
                                        difference.removed().size(),
                                        difference.changed().size()))
                .addObject("after", names.getOrDefault(after.releaseId(), ""))
                .addObject("before", names.getOrDefault(before.releaseId(), ""))
                .addObject("beforeHref", here(series) + "/" + before.id())
                .addObject("unchanged", difference.unchanged())
                .addObject("changes", changes.stream().limit(CHANGES_SHOWN_MAX).toList())
                .addObject("all", changes.size())
                .addObject("exportHref", here(series) + "/" + after.id() + "/difference.csv?with=" + before.id());
    }

    @GetMapping("/products/{code}/sboms/{id}/difference.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> difference(
            @PathVariable String code,
            @PathVariable UUID id,
            @PathVariable String format,
            @RequestParam(required = false) @Nullable UUID with,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        Sbom after = sboms.require(series, id);
        Sbom before = sboms.other(series, with);
        return TableFile.of(format, series.code() + "-difference", ui)
                .column("kind", "sbom.column.change")
                .column("name", "sbom.column.name")
                .column("before", "sbom.column.before")
                .column("after", "sbom.column.after")
                .column("what", "sbom.column.what")
                .download(changes(sboms.difference(before, after), ui).stream()
                        .map(c -> List.of(c.kindWord(), c.name(), c.before(), c.after(), c.what()))
                        .toList());
    }

    private static List<SbomView.Change> changes(BomDifference difference, Ui ui) {
        List<SbomView.Change> changes = new ArrayList<>();
        difference
                .added()
                .forEach(c -> changes.add(
                        new SbomView.Change("added", ui.t("sbom.change.added"), c.title(), "", c.version(), "")));
        difference
                .removed()
                .forEach(c -> changes.add(
                        new SbomView.Change("removed", ui.t("sbom.change.removed"), c.title(), c.version(), "", "")));
        difference
                .changed()
                .forEach(c -> changes.add(new SbomView.Change(
                        "changed",
                        ui.t("sbom.change.changed"),
                        c.after().title(),
                        c.before().version(),
                        c.after().version(),
                        c.fields().stream()
                                .map(f -> ui.t("sbom.field." + f.name()))
                                .collect(Collectors.joining(", ")))));
        return changes;
    }

    @PostMapping("/products/{code}/sboms/{id}/withdraw")
    @Requires(Act.RESOLVE)
    ModelAndView withdraw(
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String why,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        Sbom sbom = sboms.require(series, id);
        if (why.isBlank() || why.length() > Sboms.REASON_CHARS_MAX) {
            response.setStatus(422);
            Mistakes mistakes = new Mistakes().add("why", ui.t("sbom.mistake.why"));
            return one(series, sbom, ComponentFilter.of("", ""), 1, "", mistakes, person, ui);
        }
        sboms.withdraw(series, sbom, why, person);
        return new ModelAndView("redirect:" + here(series) + "?done=withdrawn");
    }
}
