package dev.shisa.server.scan;

import dev.shisa.scan.ScanReader;
import dev.shisa.scan.Sentences;
import dev.shisa.scan.UnreadableScanException;
import dev.shisa.server.answers.Answers;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.Reason;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Model;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
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

/** What did scanning tools find, and what do we say of it? The results of a series, and the detections of one. */
@Controller
class ScanPages {

    private static final Set<String> DONE = Set.of("imported", "judged", "withdrawn");

    private final Products products;
    private final SeriesFrames frames;
    private final Scans scans;
    private final ScanStore store;
    private final EvidenceLog log;
    private final Answers answers;

    ScanPages(Products products, SeriesFrames frames, Scans scans, ScanStore store, EvidenceLog log, Answers answers) {
        this.products = products;
        this.frames = frames;
        this.scans = scans;
        this.store = store;
        this.log = log;
        this.answers = answers;
    }

    private static String here(Series series) {
        return "/products/" + URLEncoder.encode(series.code(), StandardCharsets.UTF_8) + "/scans";
    }

    @GetMapping("/products/{code}/scans")
    @Requires(Act.VIEW)
    ModelAndView list(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        UUID designated = series.designated();
        ScanView.Form form =
                new ScanView.Form(designated == null ? "" : designated.toString(), "", false, "", "", person.name());
        return list(series, form, done, new Mistakes(), person, ui);
    }

    private ModelAndView list(Series series, ScanView.Form form, String done, Mistakes mistakes, Person person, Ui ui) {
        List<Release> releases = products.releases(series.id());
        List<ScanImport> all = store.of(series.id());
        return new ModelAndView("scan/list")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("lines", lines(series, all, releases, ui))
                .addObject("standings", standings(all, releases, ui))
                .addObject(
                        "releases",
                        releases.stream()
                                .map(r -> new Parts.Choice(r.id().toString(), r.name()))
                                .toList())
                .addObject(
                        "models",
                        products.models(series.id()).stream()
                                .map(m -> new Parts.Choice(m.number(), m.number()))
                                .toList())
                .addObject("form", form)
                .addObject("mistakes", mistakes)
                .addObject("done", DONE.contains(done) ? done : "");
    }

    private List<ScanView.Standing> standings(List<ScanImport> all, List<Release> releases, Ui ui) {
        List<ScanView.Standing> standings = new ArrayList<>();
        for (Release release : releases) {
            List<ScanImport> counting = Scans.counting(all, release.id());
            if (!counting.isEmpty()) {
                List<Scans.Open> open = scans.open(counting);
                standings.add(new ScanView.Standing(
                        release.name(),
                        open.isEmpty() ? "met" : "unknown",
                        ui.t(open.isEmpty() ? "scan.standing.concluded" : "scan.standing.open"),
                        open.stream().map(o -> ui.t("scan.open." + o.name())).toList()));
            }
        }
        return standings;
    }

    private List<ScanView.Line> lines(Series series, List<ScanImport> all, List<Release> releases, Ui ui) {
        Map<UUID, ScanStore.Count> counts =
                store.counts(all.stream().map(ScanImport::id).toList());
        Map<UUID, String> names = releases.stream().collect(Collectors.toMap(Release::id, Release::name));
        return all.stream()
                .map(scan -> {
                    ScanStore.Count count = Objects.requireNonNull(counts.get(scan.id()));
                    return new ScanView.Line(
                            scan.toolWords(),
                            names.getOrDefault(scan.releaseId(), ""),
                            scan.scannedOn().toString(),
                            ui.t("scan.imported", scan.importedName(), ui.minute(scan.importedAt())),
                            here(series) + "/" + scan.id(),
                            scan.withdrawn() != null
                                    ? "not-applicable"
                                    : count.open() > 0 ? "unknown" : count.exploitable() > 0 ? "not-met" : "met",
                            scan.withdrawn() != null
                                    ? ui.t("scan.state.withdrawn")
                                    : count.open() > 0
                                            ? ui.t("scan.state.open", count.open(), count.all())
                                            : count.exploitable() > 0
                                                    ? ui.t("scan.state.exploitable", count.exploitable(), count.all())
                                                    : ui.t("scan.state.judged", count.all()),
                            scan.withdrawn() != null);
                })
                .toList();
    }

    @GetMapping("/products/{code}/scans.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable String code,
            @PathVariable String format,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return TableFile.of(format, series.code() + "-scans", ui)
                .column("tool", "scan.column.tool")
                .column("release", "product.release")
                .column("scanned", "scan.column.date")
                .column("imported", "scan.column.imported")
                .column("judged", "scan.column.judged")
                .download(lines(series, store.of(series.id()), products.releases(series.id()), ui).stream()
                        .map(l -> List.of(l.tool(), l.release(), l.scanned(), l.imported(), l.judged()))
                        .toList());
    }

    @PostMapping("/products/{code}/scans")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView take(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String release,
            @RequestParam(defaultValue = "") String model,
            @RequestParam(defaultValue = "") String shipping,
            @RequestParam(defaultValue = "") String scannedOn,
            @RequestParam(defaultValue = "") String database,
            @RequestParam(defaultValue = "") String by,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        ScanView.Form form = new ScanView.Form(release, model, !shipping.isEmpty(), scannedOn, database, by);
        Mistakes mistakes = new Mistakes();
        Release of = products.releaseChosen(series, release).orElse(null);
        if (of == null) {
            mistakes.add("release", ui.t("scan.mistake.release"));
        }
        if (!known(series, model)) {
            mistakes.add("model", ui.t("scan.mistake.model"));
        }
        LocalDate on = day("scannedOn", scannedOn, mistakes, ui);
        LocalDate databaseOn = day("database", database, mistakes, ui);
        if (by.isBlank() || by.length() > EvidenceLog.TITLE_CHARS_MAX) {
            mistakes.add("by", ui.t("scan.mistake.by"));
        }
        if (file == null || file.isEmpty()) {
            mistakes.add("file", ui.t("scan.mistake.file"));
        } else if (mistakes.none() && of != null) {
            try (InputStream in = file.getInputStream()) {
                ScanImport scan = scans.take(
                        series,
                        new Scans.Told(of, model, !shipping.isEmpty(), on, databaseOn, by.strip(), "page"),
                        Objects.requireNonNullElse(file.getOriginalFilename(), ""),
                        in.readNBytes(ScanReader.BYTES_MAX + 1),
                        person);
                return new ModelAndView("redirect:" + here(series) + "/" + scan.id() + "?done=imported");
            } catch (UnreadableScanException e) {
                mistakes.add("file", Sentences.in(ui.locale()).say(e));
            } catch (Problem e) {
                if (e.status() != 422) {
                    throw e;
                }
                mistakes.add(
                        e.code().startsWith("scan.date") ? "scannedOn" : "file", ui.t("error." + e.code(), e.args()));
            } catch (IOException e) {
                throw new UncheckedIOException("the uploaded result could not be read", e);
            }
        }
        response.setStatus(422);
        return list(series, form, "", mistakes, person, ui);
    }

    private boolean known(Series series, String model) {
        return products.models(series.id()).stream().map(Model::number).anyMatch(model::equals);
    }

    private static @Nullable LocalDate day(String field, String written, Mistakes mistakes, Ui ui) {
        if (written.isBlank()) {
            return null;
        }
        try {
            return LocalDate.parse(written.strip());
        } catch (DateTimeParseException e) {
            mistakes.add(field, ui.t("scan.mistake.day"));
            return null;
        }
    }

    // One result

    @GetMapping("/products/{code}/scans/{id}")
    @Requires(Act.VIEW)
    ModelAndView one(
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return one(series, scans.require(series, id), Set.of(), "", "", "", done, new Mistakes(), person, ui);
    }

    private ModelAndView one(
            Series series,
            ScanImport scan,
            Set<Integer> ticked,
            String judgement,
            String reason,
            String action,
            String done,
            Mistakes mistakes,
            Person person,
            Ui ui) {
        List<JudgedDetection> detections = store.detections(scan.id());
        ScanImport before = scans.before(scan).orElse(null);
        Map<String, JudgedDetection> earlier = new HashMap<>();
        if (before != null) {
            store.detections(before.id()).forEach(d -> earlier.put(d.identity(), d));
        }
        Set<String> present = detections.stream().map(JudgedDetection::identity).collect(Collectors.toSet());
        int open = (int) detections.stream().filter(d -> d.judgement() == null).count();
        EvidenceDetails evidence = log.byId(scan.evidenceId()).orElseThrow();
        List<Scans.Open> missing = scans.open(series.id(), scan.releaseId());
        ScanImport.Withdrawn withdrawn = scan.withdrawn();
        return new ModelAndView("scan/one")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("here", here(series) + "/" + scan.id())
                .addObject(
                        "title",
                        detections.isEmpty()
                                ? ui.t("scan.one.title.none", scan.toolWords())
                                : open > 0
                                        ? ui.t("scan.one.title.open", scan.toolWords(), detections.size(), open)
                                        : ui.t("scan.one.title.judged", scan.toolWords(), detections.size()))
                .addObject("format", scan.format().title())
                .addObject(
                        "release",
                        products.release(scan.releaseId()).map(Release::name).orElse(""))
                .addObject("shipping", scan.shipping())
                .addObject("scannedOn", scan.scannedOn().toString())
                .addObject(
                        "database",
                        scan.database() == null ? "" : scan.database().toString())
                .addObject("targets", String.join(", ", scan.targets()))
                .addObject("informational", scan.informational())
                .addObject("ports", scan.ports())
                .addObject("difference", difference(series, scan))
                .addObject("evidence", evidence.code())
                .addObject("gaps", gaps(scan, false, ui))
                .addObject("unseen", gaps(scan, true, ui))
                .addObject(
                        "missing",
                        withdrawn != null
                                ? List.of()
                                : missing.stream()
                                        .map(o -> ui.t("scan.open." + o.name()))
                                        .toList())
                .addObject(
                        "withdrawn",
                        withdrawn == null
                                ? ""
                                : ui.t(
                                        "scan.withdrawn.by",
                                        withdrawn.name(),
                                        ui.minute(withdrawn.at()),
                                        withdrawn.reason()))
                .addObject(
                        "compared",
                        before == null
                                ? ""
                                : ui.t(
                                        "scan.compared",
                                        before.scannedOn().toString(),
                                        detections.stream()
                                                .filter(d -> !earlier.containsKey(d.identity()))
                                                .count(),
                                        earlier.keySet().stream()
                                                .filter(i -> !present.contains(i))
                                                .count()))
                .addObject(
                        "gone",
                        earlier.values().stream()
                                .filter(d -> !present.contains(d.identity()))
                                .map(d -> (d.name() + " " + d.place()).strip())
                                .sorted()
                                .toList())
                .addObject(
                        "rows",
                        detections.stream()
                                .map(d -> row(d, before != null, earlier.get(d.identity()), ui))
                                .toList())
                .addObject("ticked", ticked)
                .addObject("judgement", judgement)
                .addObject("reason", reason)
                .addObject("action", action)
                .addObject("mistakes", mistakes)
                .addObject("done", DONE.contains(done) ? done : "");
    }

    /** What is missing in a result: weaknesses, or open ports. */
    private static List<String> gaps(ScanImport scan, boolean ofPorts, Ui ui) {
        return scan.gaps().stream()
                .filter(gap -> gap.reason().isOfPorts() == ofPorts)
                .map(gap -> Sentences.in(ui.locale()).say(gap))
                .toList();
    }

    private ScanView.@Nullable Difference difference(Series series, ScanImport scan) {
        if (!scan.tellsPorts()) {
            return null;
        }
        RegisteredPorts.Difference found = RegisteredPorts.of(
                        products.items(series.id(), "service"), answers.present(series))
                .with(scan);
        return new ScanView.Difference(
                found.unregistered(), found.perhaps(), found.unseen(), found.unclear(), found.agrees());
    }

    private static ScanView.Row row(
            JudgedDetection detection, boolean compared, @Nullable JudgedDetection earlier, Ui ui) {
        JudgedDetection.Judgement judgement = detection.judgement();
        JudgedDetection.Judgement before = earlier == null ? null : earlier.judgement();
        List<String> ids = new ArrayList<>(detection.cves());
        ids.addAll(detection.cwes());
        return new ScanView.Row(
                detection.number(),
                detection.item(),
                detection.name(),
                String.join(", ", ids),
                ui.t("scan.severity." + detection.severity()),
                detection.place(),
                detection.seen().isEmpty()
                        ? List.of()
                        : detection.seen().lines().toList(),
                compared && earlier == null,
                judgement == null ? "unknown" : judgement.exploitable() ? "not-met" : "met",
                ui.t(
                        judgement == null
                                ? "scan.judgement.open"
                                : judgement.exploitable() ? "scan.judgement.exploitable" : "scan.judgement.not"),
                judgement == null
                        ? List.of()
                        : List.of(
                                judgement.reason(),
                                judgement.action(),
                                ui.t("scan.judged.by", judgement.name(), ui.minute(judgement.at()))),
                before == null || judgement != null
                        ? ""
                        : ui.t(before.exploitable() ? "scan.before.exploitable" : "scan.before.not", before.reason()));
    }

    @GetMapping("/products/{code}/scans/{id}/detections.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> detections(
            @PathVariable String code,
            @PathVariable UUID id,
            @PathVariable String format,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        ScanImport scan = scans.require(series, id);
        return TableFile.of(format, series.code() + "-detections", ui)
                .column("detection", "scan.column.detection")
                .column("name", "scan.column.name")
                .column("ids", "scan.column.ids")
                .column("severity", "scan.column.severity")
                .column("place", "scan.column.place")
                .column("judgement", "scan.column.judgement")
                .column("reason", "scan.column.reason")
                .download(store.detections(scan.id()).stream()
                        .map(d -> row(d, false, null, ui))
                        .map(r -> List.of(
                                r.item(),
                                r.name(),
                                r.ids(),
                                r.severity(),
                                r.place(),
                                r.judgement(),
                                String.join(" ", r.reason()).strip()))
                        .toList());
    }

    @PostMapping("/products/{code}/scans/{id}/judgements")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView judge(
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") Set<Integer> detection,
            @RequestParam(defaultValue = "") String judgement,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String action,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        ScanImport scan = scans.require(series, id);
        boolean exploitable = judgement.equals("exploitable");
        Mistakes mistakes = new Mistakes();
        if (detection.isEmpty()) {
            mistakes.add("detections", ui.t("scan.mistake.none"));
        }
        if (!exploitable && !judgement.equals("not-exploitable")) {
            mistakes.add("judgement", ui.t("scan.mistake.judgement"));
        }
        if (reason.isBlank()) {
            mistakes.add("reason", ui.t("scan.mistake.reason"));
        } else if (!Reason.says(reason)) {
            mistakes.add("reason", ui.t("web.reason.none"));
        }
        if (exploitable && action.isBlank()) {
            mistakes.add("action", ui.t("scan.mistake.action"));
        }
        if (mistakes.none()) {
            scans.judge(series, scan, detection, exploitable, reason, action, person, "page");
            return new ModelAndView("redirect:" + here(series) + "/" + id + "?done=judged");
        }
        response.setStatus(422);
        return one(series, scan, detection, judgement, reason, action, "", mistakes, person, ui);
    }

    @PostMapping("/products/{code}/scans/{id}/withdraw")
    @Requires(Act.RESOLVE)
    ModelAndView withdraw(
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String why,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        ScanImport scan = scans.require(series, id);
        if (why.isBlank()) {
            response.setStatus(422);
            Mistakes mistakes = new Mistakes().add("why", ui.t("scan.mistake.why"));
            return one(series, scan, Set.of(), "", "", "", "", mistakes, person, ui);
        }
        scans.withdraw(series, scan, why, person, "page");
        return new ModelAndView("redirect:" + here(series) + "?done=withdrawn");
    }
}
