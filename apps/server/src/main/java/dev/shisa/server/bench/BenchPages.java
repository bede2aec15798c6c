package dev.shisa.server.bench;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.VerdictState;
import dev.shisa.probe.Declaration;
import dev.shisa.probe.Evidence;
import dev.shisa.probe.Key;
import dev.shisa.probe.Report;
import dev.shisa.probe.ReportFile;
import dev.shisa.probe.Result;
import dev.shisa.probe.Sentences;
import dev.shisa.probe.Verdict;
import dev.shisa.server.bench.BenchTarget.Consent;
import dev.shisa.server.bench.BenchTarget.LogIn;
import dev.shisa.server.bench.Register.Door;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.conformity.RequirementLinks;
import dev.shisa.server.conformity.Verdicts;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.FactWords;
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
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** What did the device itself say? The device on the bench, its runs, and the report of each. */
@Controller
class BenchPages {

    private static final int RUNS_SHOWN_MAX = 50;
    private static final int SEEN_SHOWN_MAX = 20;
    private static final String FRAMEWORK = "jcstar1";

    private final Products products;
    private final SeriesFrames frames;
    private final BenchStore store;
    private final Runs runs;
    private final Verdicts verdicts;
    private final Catalogues catalogues;
    private final RequirementLinks links;
    private final EvidenceLog evidence;
    private final FactWords words;
    private final ToldVersions toldVersions;

    BenchPages(
            Products products,
            SeriesFrames frames,
            BenchStore store,
            Runs runs,
            Verdicts verdicts,
            Catalogues catalogues,
            RequirementLinks links,
            EvidenceLog evidence,
            FactWords words,
            ToldVersions toldVersions) {
        this.products = products;
        this.frames = frames;
        this.store = store;
        this.runs = runs;
        this.verdicts = verdicts;
        this.catalogues = catalogues;
        this.links = links;
        this.evidence = evidence;
        this.words = words;
        this.toldVersions = toldVersions;
    }

    /** The criteria of JC-STAR ★1 that a key bears on, as guide 002 reads them. */
    static List<String> criteria(Key key) {
        return switch (key) {
            case AUTH -> List.of("S1.1-01");
            case DEFPW -> List.of("S1.1-02");
            case PWCHANGE -> List.of("S1.1-03");
            case BRUTE -> List.of("S1.1-04");
            case PORTS, VULN, BTUSB -> List.of("S1.1-13");
            case TLS, PLAIN -> List.of("S1.1-12");
            case WEB -> List.of("S1.1-01", "S1.1-13");
            case UPDATE -> List.of("S1.1-08");
            case DISC -> List.of();
        };
    }

    @GetMapping("/products/{code}/bench")
    @Requires(Act.VIEW)
    ModelAndView bench(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return bench(series, wish("safe", "170", "12000"), handed(series, person.name(), ""), null, done, person, ui);
    }

    private BenchView.Handed handed(Series series, String by, String model) {
        return new BenchView.Handed(
                by,
                model,
                products.models(series.id()).stream()
                        .map(m -> new Parts.Choice(m.number(), m.number()))
                        .toList(),
                new Mistakes());
    }

    private static BenchView.Wish wish(String profile, String seconds, String requests) {
        return new BenchView.Wish(profile, seconds, requests, false, false, "");
    }

    private ModelAndView bench(
            Series series,
            BenchView.Wish wish,
            BenchView.Handed handed,
            @Nullable Problem refused,
            String done,
            Person person,
            Ui ui) {
        BenchView.Work work = work(series, ui);
        BenchTarget target = store.target(series.id()).orElse(null);
        List<BenchView.RunRow> rows = store.runs(series.id(), RUNS_SHOWN_MAX).stream()
                .map(run -> row(run, ui))
                .toList();
        Release release = products.designated(series).orElse(null);
        return new ModelAndView("bench/bench")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("title", title(target, rows, work != null, ui))
                .addObject("device", target == null ? null : device(series, target, ui))
                .addObject("release", release == null ? "" : release.name())
                .addObject("packages", packages(series))
                .addObject("wish", wish)
                .addObject("handed", handed)
                .addObject("work", work)
                .addObject("runs", rows)
                .addObject("refused", refused == null ? "" : ui.t("error." + refused.code(), refused.args()))
                .addObject("next", refused == null ? "" : ui.t("error." + refused.code() + ".next", refused.args()))
                .addObject("done", done.equals("target") ? done : "");
    }

    private List<Parts.Choice> packages(Series series) {
        return runs.register(series).packages().entrySet().stream()
                .map(e -> new Parts.Choice(e.getKey(), e.getValue()))
                .toList();
    }

    private static String title(@Nullable BenchTarget target, List<BenchView.RunRow> rows, boolean running, Ui ui) {
        if (target == null) {
            return ui.t("bench.title.none");
        }
        if (!rows.isEmpty() && running) {
            return ui.t("bench.run.title.running");
        }
        return rows.isEmpty()
                ? ui.t("bench.title.ready")
                : ui.t(
                        "bench.title.last",
                        rows.getFirst().when(),
                        rows.getFirst().about());
    }

    private BenchView.Device device(Series series, BenchTarget target, Ui ui) {
        Register register = runs.register(series);
        Map<String, String> names = products.itemNames(series.id());
        Consent consent = target.consent();
        List<String> gaps = new ArrayList<>();
        if (!target.withoutIpv6()
                && target.address6().isEmpty()
                && !target.address().contains(":")) {
            gaps.add(ui.t("bench.gap.ipv6"));
        }
        if (!target.everySide()) {
            gaps.add(ui.t("bench.gap.sides"));
        }
        if (!register.elsewhere().isEmpty()) {
            gaps.add(ui.t("bench.gap.elsewhere"));
        }
        return new BenchView.Device(
                target.address6().isEmpty() ? target.address() : target.address() + ", " + target.address6(),
                target.isPublic(),
                consent == null ? "" : ui.t("bench.consent.by", consent.name(), ui.minute(consent.at())),
                register.doors().stream()
                        .filter(Door::declared)
                        .map(door -> door.port() + " " + door.name())
                        .toList(),
                register.elsewhere().stream()
                        .map(item -> names.getOrDefault(item, item))
                        .toList(),
                register.incomplete(),
                target.logInCount(),
                gaps);
    }

    private BenchView.@Nullable Work work(Series series, Ui ui) {
        return runs.progress(series.id())
                .map(p -> BenchView.Work.of(p, step(p.step(), ui), ui.now()))
                .orElse(null);
    }

    /** What the engine says it is doing, in words; places stay as they are. */
    private static String step(String line, Ui ui) {
        String[] parts = line.split("[ ,]+", 2);
        String key = "bench.step." + parts[0];
        if (line.isEmpty() || !ui.has(key)) {
            return ui.t("bench.step.other");
        }
        boolean place = parts.length == 2 && parts[1].contains(":");
        return place ? ui.t(key) + " " + parts[1] : ui.t(key);
    }

    private BenchView.RunRow row(BenchRun run, Ui ui) {
        Report report = run.report();
        return new BenchView.RunRow(
                run.id().toString(),
                ui.minute(run.startedAt()),
                state(run),
                word(run, ui),
                report == null ? ui.t("bench.run.title." + run.state().id()) : summary(report, ui),
                ui.t(run.changes() ? "bench.by.full" : "bench.by.safe", releaseName(run), performedBy(run))
                        + (run.taken() == null ? "" : ui.t("bench.by.file", run.by())));
    }

    private static String performedBy(BenchRun run) {
        return run.taken() == null ? run.by() : run.taken().performedBy();
    }

    private static String origin(BenchRun run, Ui ui) {
        BenchRun.Taken taken = run.taken();
        return taken == null
                ? ""
                : ui.t("bench.run.origin.file", run.by(), ui.minute(taken.at()), taken.fileName(), taken.sha256());
    }

    private String releaseName(BenchRun run) {
        return products.release(run.releaseId()).map(Release::name).orElse("–");
    }

    private static String state(BenchRun run) {
        Report report = run.report();
        if (report == null) {
            return run.state() == BenchRun.State.RUNNING ? "info" : "unknown";
        }
        List<Verdict> all =
                report.results().values().stream().map(Result::verdict).toList();
        return all.contains(Verdict.FAIL) ? "not-met" : all.contains(Verdict.UNKNOWN) ? "unknown" : "met";
    }

    /** Of a run that is over, what came of it; that it is over the colour would say wrongly. */
    private static String word(BenchRun run, Ui ui) {
        return run.report() == null || run.state() != BenchRun.State.DONE
                ? ui.t("bench.run." + run.state().id())
                : ui.t("bench.verdict."
                        + switch (state(run)) {
                            case "not-met" -> Verdict.FAIL;
                            case "unknown" -> Verdict.UNKNOWN;
                            default -> Verdict.PASS;
                        });
    }

    private static String summary(Report report, Ui ui) {
        Map<Verdict, Long> counts = new HashMap<>();
        report.results().values().forEach(r -> counts.merge(r.verdict(), 1L, Long::sum));
        return ui.t(
                "bench.summary",
                counts.getOrDefault(Verdict.FAIL, 0L),
                counts.getOrDefault(Verdict.UNKNOWN, 0L),
                counts.getOrDefault(Verdict.MANUAL, 0L),
                counts.getOrDefault(Verdict.PASS, 0L));
    }

    private static long count(Report report, Verdict verdict) {
        return report.results().values().stream()
                .filter(r -> r.verdict() == verdict)
                .count();
    }

    private static String title(BenchRun run, Ui ui) {
        Report report = run.report();
        if (report == null) {
            return ui.t("bench.run.title." + run.state().id());
        }
        long wrong = count(report, Verdict.FAIL);
        long open = count(report, Verdict.UNKNOWN);
        return wrong > 0
                ? ui.t("bench.run.title", wrong)
                : open > 0 ? ui.t("bench.run.title.open", open) : ui.t("bench.run.title.none");
    }

    @GetMapping("/products/{code}/bench/target")
    @Requires(Act.PROBE)
    ModelAndView target(
            @PathVariable String code, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(code, person);
        BenchTarget target = store.target(series.id()).orElse(null);
        Map<String, String> logins = target == null ? Map.of() : target.logins();
        return targetPage(
                series,
                new BenchView.Form(
                        target == null ? "" : target.address(),
                        target == null ? "" : target.address6(),
                        target != null && target.withoutIpv6(),
                        target != null && target.everySide(),
                        target == null || target.selfSigned() == null ? "" : target.selfSigned() ? "yes" : "no",
                        target == null ? "" : text(target.freeTriesMax()),
                        target == null ? "" : text(target.lockSecondsMin()),
                        target == null ? "" : text(target.passwordLengthMin()),
                        rows(Map.of()),
                        guards(series, logins),
                        target != null && target.logInCount() > 0,
                        target == null ? 0 : target.version()),
                target == null ? 0 : target.logInCount(),
                new Mistakes(),
                person,
                ui);
    }

    private static String text(OptionalInt number) {
        return number.isEmpty() ? "" : Integer.toString(number.getAsInt());
    }

    private static List<BenchView.LogInRow> rows(Map<String, String> sent) {
        List<BenchView.LogInRow> rows = new ArrayList<>();
        for (int i = 1; i <= BenchTarget.LOG_INS_MAX; i++) {
            rows.add(new BenchView.LogInRow(
                    i,
                    sent.getOrDefault("service-" + i, ""),
                    sent.getOrDefault("user-" + i, ""),
                    sent.getOrDefault("kind-" + i, "")));
        }
        return rows;
    }

    private List<BenchView.Guard> guards(Series series, Map<String, String> logins) {
        return runs.register(series).doors().stream()
                .map(door -> new BenchView.Guard(
                        door.code(), door.port() + " " + door.name(), logins.getOrDefault(door.code(), "")))
                .toList();
    }

    private ModelAndView targetPage(
            Series series, BenchView.Form form, int kept, Mistakes mistakes, Person person, Ui ui) {
        return new ModelAndView("bench/target")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("form", form)
                .addObject("kept", kept)
                .addObject("logIns", runs.register(series).logIns())
                .addObject("mistakes", mistakes);
    }

    @PostMapping("/products/{code}/bench/target")
    @Requires(Act.PROBE)
    ModelAndView enter(
            @PathVariable String code,
            @RequestParam MultiValueMap<String, String> params,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        Map<String, String> sent = new HashMap<>();
        params.forEach((name, values) ->
                sent.put(name, values.isEmpty() ? "" : values.getFirst().strip()));
        Register register = runs.register(series);
        Map<String, String> logins = new HashMap<>();
        register.doors().forEach(door -> {
            String login = sent.getOrDefault("guard-" + door.code(), "");
            if (register.logIns().containsKey(login)) {
                logins.put(door.code(), login);
            }
        });
        int version = number(sent.getOrDefault("version", "0"));
        boolean keep = sent.getOrDefault("keep", "").equals("yes");
        BenchView.Form typed = new BenchView.Form(
                sent.getOrDefault("address", ""),
                sent.getOrDefault("address6", ""),
                sent.containsKey("without6"),
                sent.containsKey("sides"),
                sent.getOrDefault("selfSigned", ""),
                sent.getOrDefault("tries", ""),
                sent.getOrDefault("lock", ""),
                sent.getOrDefault("length", ""),
                rows(sent),
                guards(series, logins),
                keep,
                version);
        Mistakes mistakes = new Mistakes();
        if (BenchTarget.literal(typed.address()).isEmpty()) {
            mistakes.add("address", ui.t("bench.mistake.address"));
        }
        if (!BenchTarget.isSecond(typed.address6(), typed.without6())) {
            mistakes.add("address6", ui.t("bench.mistake.address6"));
        }
        OptionalInt tries = limit("tries", typed.tries(), BenchTarget.TRIES_MAX, mistakes, ui);
        OptionalInt lock = limit("lock", typed.lock(), BenchTarget.LOCK_SECONDS_MAX, mistakes, ui);
        OptionalInt length = limit("length", typed.length(), BenchTarget.PASSWORD_CHARS_MAX, mistakes, ui);
        List<LogIn> logIns = keep ? null : logIns(sent, mistakes, ui);
        int kept = store.target(series.id()).map(BenchTarget::logInCount).orElse(0);
        if (!mistakes.none()) {
            response.setStatus(422);
            return targetPage(series, typed, kept, mistakes, person, ui);
        }
        BenchTarget given = new BenchTarget(
                series.id(),
                typed.address(),
                typed.address6(),
                typed.without6(),
                typed.sides(),
                switch (typed.selfSigned()) {
                    case "yes" -> Boolean.TRUE;
                    case "no" -> Boolean.FALSE;
                    default -> null;
                },
                tries,
                lock,
                length,
                logins,
                logIns == null ? kept : logIns.size(),
                null,
                version);
        if (runs.enter(series, given, logIns, person)) {
            return new ModelAndView("redirect:" + path(series) + "?done=target");
        }
        response.setStatus(409);
        int stored = store.target(series.id()).map(BenchTarget::version).orElse(0);
        BenchView.Form again = new BenchView.Form(
                typed.address(),
                typed.address6(),
                typed.without6(),
                typed.sides(),
                typed.selfSigned(),
                typed.tries(),
                typed.lock(),
                typed.length(),
                typed.logIns(),
                typed.guards(),
                keep,
                stored);
        return targetPage(
                series, again, kept, new Mistakes().add("address", ui.t("bench.mistake.changed")), person, ui);
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    }

    private static OptionalInt limit(String field, String typed, int most, Mistakes mistakes, Ui ui) {
        if (typed.isEmpty()) {
            return OptionalInt.empty();
        }
        int number = number(typed);
        if (number < 1 || number > most) {
            mistakes.add(field, ui.t("bench.mistake.number", 1, most));
        }
        return OptionalInt.of(Math.max(1, number));
    }

    private static List<LogIn> logIns(Map<String, String> sent, Mistakes mistakes, Ui ui) {
        List<LogIn> logIns = new ArrayList<>();
        for (int i = 1; i <= BenchTarget.LOG_INS_MAX; i++) {
            String service = sent.getOrDefault("service-" + i, "");
            String user = sent.getOrDefault("user-" + i, "");
            String password = sent.getOrDefault("password-" + i, "");
            if (service.isEmpty() && user.isEmpty() && password.isEmpty()) {
                continue;
            }
            if (!BenchTarget.SERVICES.contains(service)) {
                mistakes.add("service-" + i, ui.t("bench.mistake.service"));
            } else if (user.length() > BenchTarget.TEXT_CHARS_MAX || password.length() > BenchTarget.TEXT_CHARS_MAX) {
                mistakes.add("user-" + i, ui.t("bench.mistake.long", BenchTarget.TEXT_CHARS_MAX));
            } else {
                logIns.add(new LogIn(
                        service,
                        user,
                        password,
                        sent.getOrDefault("kind-" + i, "").equals("shared")));
            }
        }
        return logIns;
    }

    @PostMapping("/products/{code}/bench/runs")
    @Requires(Act.PROBE)
    ModelAndView start(
            @PathVariable String code,
            @RequestParam(defaultValue = "safe") String profile,
            @RequestParam(defaultValue = "") String seconds,
            @RequestParam(defaultValue = "") String requests,
            @RequestParam(defaultValue = "") String consent,
            @RequestParam(defaultValue = "") String meant,
            @RequestParam(name = "package", defaultValue = "") String item,
            @RequestParam(required = false) @Nullable MultipartFile image,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        boolean consents = consent.equals("yes");
        boolean isMeant = meant.equals("yes");
        try {
            BenchRun run = runs.start(
                    series,
                    new Runs.Wish(
                            profile.equals("full"),
                            number(seconds.strip()),
                            number(requests.strip()),
                            consents,
                            isMeant,
                            new Runs.OwnImage(item, bytes(image))),
                    person);
            return new ModelAndView("redirect:" + path(series) + "/runs/" + run.id());
        } catch (Problem e) {
            response.setStatus(e.status());
            return bench(
                    series,
                    new BenchView.Wish(profile, seconds, requests, consents, isMeant, item),
                    handed(series, person.name(), ""),
                    e,
                    "",
                    person,
                    ui);
        }
    }

    /** One more than may be, so that a larger one is refused and not cut. */
    private static byte[] bytes(@Nullable MultipartFile image) {
        if (image == null || image.isEmpty()) {
            return new byte[0];
        }
        try (InputStream in = image.getInputStream()) {
            return in.readNBytes(Declaration.Update.IMAGE_BYTES_MAX + 1);
        } catch (IOException e) {
            throw new UncheckedIOException("the uploaded image could not be read", e);
        }
    }

    /** For the probe on another computer: what the register declares, without log-ins. */
    @GetMapping("/products/{code}/bench/declaration.json")
    @Requires(Act.PROBE)
    @Recorded("bench.declaration")
    ResponseEntity<byte[]> declaration(@PathVariable String code, @AuthenticationPrincipal Person person) {
        return declaration(products.requireInUse(code, person), runs);
    }

    static ResponseEntity<byte[]> declaration(Series series, Runs runs) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(series.code() + "-declaration.json", StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .body(BenchStore.JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(runs.declaration(series)));
    }

    @PostMapping("/products/{code}/bench/files")
    @Requires(Act.PROBE)
    ModelAndView take(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String model,
            @RequestParam(defaultValue = "") String by,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        BenchView.Handed handed = handed(series, by, model);
        Mistakes mistakes = handed.mistakes();
        if (handed.models().stream().noneMatch(m -> m.value().equals(model))) {
            mistakes.add("model", ui.t("bench.mistake.model"));
        }
        if (by.isBlank() || by.length() > BenchTarget.TEXT_CHARS_MAX) {
            mistakes.add("by", ui.t("bench.mistake.by"));
        }
        if (file == null || file.isEmpty()) {
            mistakes.add("file", ui.t("bench.mistake.file"));
        } else if (mistakes.none()) {
            try (InputStream in = file.getInputStream()) {
                BenchRun run = runs.take(
                        series,
                        new Runs.Handed(
                                Objects.requireNonNullElse(file.getOriginalFilename(), ""), model, by.strip(), "page"),
                        in.readNBytes(ReportFile.BYTES_MAX + 1),
                        person);
                return new ModelAndView("redirect:" + path(series) + "/runs/" + run.id());
            } catch (Problem e) {
                response.setStatus(e.status());
                return bench(series, wish("safe", "170", "12000"), handed, e, "", person, ui);
            } catch (IOException e) {
                throw new UncheckedIOException("the uploaded result could not be read", e);
            }
        }
        response.setStatus(422);
        return bench(series, wish("safe", "170", "12000"), handed, null, "", person, ui);
    }

    private static String path(Series series) {
        return "/products/" + URLEncoder.encode(series.code(), StandardCharsets.UTF_8) + "/bench";
    }

    /** Only the progress, for a page that is open; tells it to load again when the run is over. */
    @GetMapping("/products/{code}/bench/progress")
    @Requires(Act.VIEW)
    Object progress(@PathVariable String code, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        BenchView.Work work = work(series, ui);
        return work == null
                ? ResponseEntity.noContent().header("HX-Refresh", "true").build()
                : new ModelAndView("bench/progress").addObject("work", work).addObject("code", series.code());
    }

    @PostMapping("/products/{code}/bench/runs/{id}/stop")
    @Requires(Act.PROBE)
    String stop(@PathVariable String code, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        require(series, id);
        runs.stop(series, id, person);
        return "redirect:" + path(series) + "/runs/" + id;
    }

    private BenchRun require(Series series, UUID id) {
        return store.run(series.id(), id).orElseThrow(() -> new Problem(404, "bench.unknown"));
    }

    @GetMapping("/products/{code}/bench/runs/{id}")
    @Requires(Act.VIEW)
    ModelAndView run(
            @PathVariable String code,
            @PathVariable UUID id,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        // In this order: a run that ends in between is shown with its report.
        BenchView.Work work = work(series, ui);
        BenchRun run = require(series, id);
        boolean own = work != null && work.id().equals(id.toString());
        return new ModelAndView("bench/run")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("title", title(run, ui))
                .addObject("lead", lead(run, ui))
                .addObject("work", own ? work : null)
                .addObject("run", view(series, run, ui));
    }

    @GetMapping("/products/{code}/bench/runs/{id}/results.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> file(
            @PathVariable String code,
            @PathVariable UUID id,
            @PathVariable String format,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        BenchView.Run run = view(series, require(series, id), ui);
        TableFile file = TableFile.of(format, series.code() + "-device-check", ui);
        List.of("key", "verdict", "said", "criteria", "change")
                .forEach(column -> file.column(column, "bench.column." + column));
        return file.download(run.keys().stream()
                .map(key -> List.of(
                        key.name(),
                        key.word(),
                        key.said(),
                        String.join(
                                " ",
                                key.criteria().stream()
                                        .map(BenchView.Criterion::number)
                                        .toList()),
                        key.change()))
                .toList());
    }

    /** For whoever fixes what was found, also away from Shisa. */
    @GetMapping("/products/{code}/bench/runs/{id}/report.pdf")
    @Requires(Act.VIEW)
    @Recorded("bench.report")
    ResponseEntity<byte[]> report(
            @PathVariable String code,
            @PathVariable UUID id,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return report(products.require(code, person), id, ui);
    }

    ResponseEntity<byte[]> report(Series series, UUID id, Ui ui) {
        BenchRun run = require(series, id);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(series.code() + "-device-check.pdf", StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .body(RunReport.pdf(series, view(series, run, ui), title(run, ui), lead(run, ui), ui));
    }

    private static String lead(BenchRun run, Ui ui) {
        Report report = run.report();
        return report == null
                ? ""
                : ui.t("bench.run.lead", count(report, Verdict.UNKNOWN), count(report, Verdict.MANUAL));
    }

    private BenchView.Run view(Series series, BenchRun run, Ui ui) {
        Sentences sentences = Sentences.in(ui.locale());
        Report report = run.report();
        BenchRun before = report == null ? null : store.before(run).orElse(null);
        return new BenchView.Run(
                run.id().toString(),
                run.state().id(),
                releaseName(run),
                run.address(),
                ui.t(run.changes() ? "bench.profile.full" : "bench.profile.safe"),
                ui.minute(run.startedAt()),
                report == null ? "" : ui.t("bench.took", report.tookMs() / 1000, report.requests()),
                performedBy(run),
                run.problem(),
                run.taken() == null ? "" : run.by(),
                origin(run, ui),
                run.evidence(),
                run.notes().stream().map(sentences::say).toList(),
                facts(series, run, ui),
                keys(series, report, before == null ? null : before.report(), sentences, ui),
                toldVersions.of(run, ui),
                "./shisa probe " + run.address() + " --declaration FILE --i-own-this --profile "
                        + (run.changes() ? "full" : "safe") + " --seconds " + run.seconds());
    }

    private List<BenchView.Fact> facts(Series series, BenchRun run, Ui ui) {
        Map<String, String> names = products.itemNames(series.id());
        List<BenchView.Fact> facts = new ArrayList<>();
        for (String code : run.evidence()) {
            for (FactEntry entry : evidence.byCode(code).map(e -> e.facts()).orElse(List.of())) {
                var slot = entry.fact().slot();
                List<String> said = evidence.history(entry.subject(), slot).stream()
                        .filter(e -> e.isStanding()
                                && !run.evidence().contains(e.evidenceCode())
                                && !e.fact().value().equals(entry.fact().value()))
                        .map(e -> ui.t(
                                "bench.said",
                                words.value(slot, e.fact().value(), ui.locale(), names),
                                ui.t("web.strength." + e.fact().strength().code()),
                                e.evidenceCode()))
                        .toList();
                facts.add(new BenchView.Fact(
                        words.question(slot, ui.locale(), names),
                        "/evidence/" + code,
                        words.value(slot, entry.fact().value(), ui.locale(), names),
                        said));
            }
        }
        return facts;
    }

    private static String change(Result now, @Nullable Result before, Ui ui) {
        if (before == null) {
            return "";
        }
        return before.verdict() == now.verdict()
                ? ui.t("bench.change.same")
                : ui.t("bench.change.was", ui.t("bench.verdict." + before.verdict()));
    }

    /** The observation that decided, and how many there are like it. */
    private static String said(Result result, Sentences sentences, Ui ui) {
        List<Evidence> deciding = result.evidence().stream()
                .filter(e -> e.verdict() == result.verdict())
                .toList();
        if (deciding.isEmpty()) {
            return "";
        }
        String first = sentences.say(deciding.getFirst());
        return deciding.size() == 1 ? first : ui.t("bench.said.more", first, deciding.size() - 1);
    }

    private List<BenchView.KeyRow> keys(
            Series series, @Nullable Report report, @Nullable Report before, Sentences sentences, Ui ui) {
        if (report == null) {
            return List.of();
        }
        Map<RequirementId, VerdictState> states = verdicts.states(series.id());
        List<BenchView.KeyRow> rows = new ArrayList<>();
        report.results().forEach((key, result) -> {
            List<BenchView.Seen> seen = new ArrayList<>();
            // Versions that are told have a section of their own, where the sources are asked.
            List<Evidence> judged = result.evidence().stream()
                    .filter(one -> !ToldVersions.isTold(one))
                    .toList();
            for (Evidence one : judged.stream().limit(SEEN_SHOWN_MAX).toList()) {
                seen.add(new BenchView.Seen(
                        "seen-" + key + "-" + seen.size(),
                        state(one.verdict()),
                        ui.t("bench.verdict." + one.verdict()),
                        one.where(),
                        sentences.say(one),
                        one.exchange().sent(),
                        one.exchange().received(),
                        one.retest()));
            }
            rows.add(new BenchView.KeyRow(
                    key.name(),
                    ui.t("bench.key." + key),
                    ui.t("bench.about." + key),
                    state(result.verdict()),
                    ui.t("bench.verdict." + result.verdict()),
                    said(result, sentences, ui),
                    change(result, before == null ? null : before.results().get(key), ui),
                    switch (result.verdict()) {
                        case FAIL -> ui.t("bench.fix." + key);
                        case UNKNOWN -> ui.t("bench.fix.unknown");
                        case MANUAL -> ui.t("bench.fix.manual");
                        case PASS, NA -> "";
                    },
                    seen,
                    judged.size() - seen.size(),
                    criteria(series, key, result.verdict(), states, ui)));
        });
        return rows;
    }

    private List<BenchView.Criterion> criteria(
            Series series, Key key, Verdict verdict, Map<RequirementId, VerdictState> states, Ui ui) {
        Catalogue catalogue = catalogues.current();
        return criteria(key).stream()
                .map(number -> new RequirementId(FRAMEWORK, number))
                .filter(states::containsKey)
                .map(id -> {
                    VerdictState state = states.get(id);
                    return new BenchView.Criterion(
                            id.number(),
                            catalogue
                                    .requirement(id)
                                    .map(Requirement::title)
                                    .map(t -> t.in(ui.locale()))
                                    .orElse(""),
                            links.to(series, id),
                            state == null ? null : state.code(),
                            verdict == Verdict.FAIL
                                    && state != null
                                    && (state.isGreen() || state == VerdictState.EXPECTED));
                })
                .toList();
    }

    private static String state(Verdict verdict) {
        return switch (verdict) {
            case PASS -> "met";
            case FAIL -> "not-met";
            case NA -> "not-applicable";
            case MANUAL -> "user";
            case UNKNOWN -> "unknown";
        };
    }
}
