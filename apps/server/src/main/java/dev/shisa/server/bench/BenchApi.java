package dev.shisa.server.bench;

import dev.shisa.probe.Evidence;
import dev.shisa.probe.Report;
import dev.shisa.probe.ReportFile;
import dev.shisa.probe.Sentences;
import dev.shisa.server.bench.BenchTarget.Consent;
import dev.shisa.server.bench.BenchTarget.LogIn;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.BadField;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.IfMatch;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The device on the bench for programs: what it is, and its runs. */
@Controller
class BenchApi {

    private static final int RUNS_MAX = 200;

    private final Products products;
    private final BenchStore store;
    private final Runs runs;
    private final BenchPages pages;

    BenchApi(Products products, BenchStore store, Runs runs, BenchPages pages) {
        this.products = products;
        this.store = store;
        this.runs = runs;
        this.pages = pages;
    }

    /** A log-in that is handed out with the device; it is never answered. */
    record ProbeLogInBody(
            @OneOf({"http", "ssh", "telnet", "ftp", "mqtt", "rtsp", "snmp"})
            String service,

            String user,
            String password,
            boolean shared) {}

    /**
     * Which log-in of the register guards a service of it.
     *
     * @param service code of the service, {@code login} of the log-in
     */
    record ProbeGuardBody(String service, String login) {}

    /**
     * The device.
     *
     * @param withoutIpv6 whether it speaks no IPv6
     * @param everySide whether the server reaches every network side of it
     * @param selfSignedAllowed null: the policy does not say
     * @param logIns null: those that are stored stay
     */
    record ProbeTargetBody(
            String address,
            @Nullable String address6,
            boolean withoutIpv6,
            boolean everySide,
            @Nullable Boolean selfSignedAllowed,
            @Nullable Integer freeTriesMax,
            @Nullable Integer lockSecondsMin,
            @Nullable Integer passwordLengthMin,
            List<ProbeGuardBody> guards,
            @Nullable List<ProbeLogInBody> logIns) {}

    /**
     * The device as it is stored.
     *
     * @param logIns how many were handed out
     * @param consentBy null: nobody has consented for this address
     */
    record ProbeStoredBody(
            String address,
            @Nullable String address6,
            boolean withoutIpv6,
            boolean everySide,
            @Nullable Boolean selfSignedAllowed,
            @Nullable Integer freeTriesMax,
            @Nullable Integer lockSecondsMin,
            @Nullable Integer passwordLengthMin,
            List<ProbeGuardBody> guards,
            int logIns,
            @Nullable String consentBy,
            @Nullable Instant consentAt,
            int version) {}

    /**
     * A run to begin.
     *
     * @param iOwnThis whether the device is one's own, or its owner agrees; asked once for an address
     * @param publicAddress whether an address of the Internet is meant
     * @param updatePackage code of the package of the register that the device's update page takes; null: the only one
     * @param image one that the device takes, as base64; null: none, so that refused images tell nothing
     */
    record ProbeStartBody(
            @OneOf({"safe", "full"}) String profile,
            int seconds,
            int requests,
            boolean iOwnThis,
            boolean publicAddress,
            @Nullable String updatePackage,
            @Nullable String image) {}

    /**
     * The file that a run of another computer was taken in from.
     *
     * @param performedBy who ran it, as whoever took it in says
     */
    record ProbeFileBody(String name, String sha256, String performedBy, Instant takenAt) {}

    /**
     * A run without what it found.
     *
     * @param by who had it run, or took it in
     * @param file null: this server ran it
     */
    record ProbeRunBody(
            UUID id,

            @OneOf({"running", "done", "stopped", "interrupted", "failed"})
            String state,

            UUID release,
            String address,

            @OneOf({"safe", "full"}) String profile,

            Instant startedAt,
            @Nullable Instant endedAt,
            String by,
            @Nullable ProbeFileBody file,
            List<String> evidence) {}

    /** One observation. */
    record ProbeSeenBody(
            @OneOf({"PASS", "FAIL", "NA", "MANUAL", "UNKNOWN"})
            String verdict,

            String where,
            String code,
            String says,
            String sent,
            String received) {}

    /** One of the twelve keys. */
    record ProbeKeyBody(
            String key,

            @OneOf({"PASS", "FAIL", "NA", "MANUAL", "UNKNOWN"})
            String verdict,

            List<ProbeSeenBody> evidence) {}

    /**
     * A run with what it found.
     *
     * @param results empty while it is under way, and when it ended without a report
     * @param notes lock-outs that it caused, state to restore
     */
    record ProbeResultBody(ProbeRunBody run, List<ProbeKeyBody> results, List<String> notes) {}

    @GetMapping("/api/v1/series/{code}/probe/target")
    @Requires(Act.PROBE)
    @Operation(id = "probe.target")
    Answer<ProbeStoredBody> target(@PathVariable String code, @AuthenticationPrincipal Person person) {
        return body(stored(products.require(code, person)));
    }

    /** The version of what nobody has entered yet is 0. */
    @PutMapping("/api/v1/series/{code}/probe/target")
    @Requires(Act.PROBE)
    @Operation(id = "probe.enter")
    Answer<ProbeStoredBody> enter(
            @PathVariable String code,
            @Body ProbeTargetBody sent,
            IfMatch seen,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        BenchTarget before = store.target(series.id()).orElse(null);
        int version = seen.require(before == null ? 0 : before.version());
        String address6 = sent.address6() == null ? "" : sent.address6();
        if (BenchTarget.literal(sent.address()).isEmpty()) {
            throw new BadField("/address", "address");
        }
        if (!BenchTarget.isSecond(address6, sent.withoutIpv6())) {
            throw new BadField("/address6", "address");
        }
        Register register = runs.register(series);
        Map<String, String> guards = new HashMap<>();
        for (int i = 0; i < sent.guards().size(); i++) {
            ProbeGuardBody guard = sent.guards().get(i);
            if (register.doors().stream().noneMatch(d -> d.code().equals(guard.service()))
                    || !register.logIns().containsKey(guard.login())) {
                throw new BadField("/guards/" + i, "item", guard.service() + " " + guard.login());
            }
            guards.put(guard.service(), guard.login());
        }
        List<ProbeLogInBody> given = sent.logIns();
        if (given != null && given.size() > BenchTarget.LOG_INS_MAX) {
            throw new BadField("/logIns", "long-list", given.size(), BenchTarget.LOG_INS_MAX);
        }
        List<LogIn> logIns = given == null
                ? null
                : given.stream()
                        .map(l -> new LogIn(l.service(), bounded(l.user()), bounded(l.password()), l.shared()))
                        .toList();
        BenchTarget target = new BenchTarget(
                series.id(),
                sent.address(),
                address6,
                sent.withoutIpv6(),
                sent.everySide(),
                sent.selfSignedAllowed(),
                limit("/freeTriesMax", sent.freeTriesMax(), BenchTarget.TRIES_MAX),
                limit("/lockSecondsMin", sent.lockSecondsMin(), BenchTarget.LOCK_SECONDS_MAX),
                limit("/passwordLengthMin", sent.passwordLengthMin(), BenchTarget.PASSWORD_CHARS_MAX),
                guards,
                logIns == null ? (before == null ? 0 : before.logInCount()) : logIns.size(),
                null,
                version);
        if (!runs.enter(series, target, logIns, person)) {
            throw new Problem(409, "changed-meanwhile", series.code());
        }
        return body(stored(series));
    }

    private static String bounded(String text) {
        if (text.length() > BenchTarget.TEXT_CHARS_MAX) {
            throw new BadField("/logIns", "long", text.length(), BenchTarget.TEXT_CHARS_MAX);
        }
        return text;
    }

    private static OptionalInt limit(String field, @Nullable Integer number, int most) {
        if (number == null) {
            return OptionalInt.empty();
        }
        if (number < 1 || number > most) {
            throw new BadField(field, "between", 1, most);
        }
        return OptionalInt.of(number);
    }

    private BenchTarget stored(Series series) {
        return store.target(series.id()).orElseThrow(() -> new Problem(409, "bench.no-target"));
    }

    private static Answer<ProbeStoredBody> body(BenchTarget target) {
        Consent consent = target.consent();
        return Answer.of(new ProbeStoredBody(
                        target.address(),
                        target.address6().isEmpty() ? null : target.address6(),
                        target.withoutIpv6(),
                        target.everySide(),
                        target.selfSigned(),
                        BenchTarget.boxed(target.freeTriesMax()),
                        BenchTarget.boxed(target.lockSecondsMin()),
                        BenchTarget.boxed(target.passwordLengthMin()),
                        target.logins().entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(e -> new ProbeGuardBody(e.getKey(), e.getValue()))
                                .toList(),
                        target.logInCount(),
                        consent == null ? null : consent.name(),
                        consent == null ? null : consent.at(),
                        target.version()))
                .version(target.version());
    }

    /** The latest first. */
    @GetMapping("/api/v1/series/{code}/probe/runs")
    @Requires(Act.VIEW)
    @Operation(id = "probe.list")
    Answer<Listing<ProbeRunBody>> list(@PathVariable String code, @AuthenticationPrincipal Person person) {
        Series series = products.require(code, person);
        return Answer.of(new Listing<>(
                store.runs(series.id(), RUNS_MAX).stream().map(BenchApi::body).toList(), null));
    }

    @GetMapping("/api/v1/series/{code}/probe/runs/{id}")
    @Requires(Act.VIEW)
    @Operation(id = "probe.get")
    Answer<ProbeResultBody> get(
            @PathVariable String code, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
        return Answer.of(result(run(products.require(code, person), id), person));
    }

    @PostMapping("/api/v1/series/{code}/probe/runs")
    @Requires(Act.PROBE)
    @Operation(id = "probe.start", status = 201)
    Answer<ProbeRunBody> start(
            @PathVariable String code, @Body ProbeStartBody sent, @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        BenchRun run = runs.start(
                series,
                new Runs.Wish(
                        sent.profile().equals("full"),
                        sent.seconds(),
                        sent.requests(),
                        sent.iOwnThis(),
                        sent.publicAddress(),
                        new Runs.OwnImage(Objects.requireNonNullElse(sent.updatePackage(), ""), image(sent.image()))),
                person);
        return Answer.of(body(run)).at("/api/v1/series/" + series.code() + "/probe/runs/" + run.id());
    }

    private static byte[] image(@Nullable String base64) {
        try {
            return base64 == null ? new byte[0] : Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new BadField("/image", "base64");
        }
    }

    /** The report for the developer, in the language that is asked for. */
    @GetMapping(path = "/api/v1/series/{code}/probe/runs/{id}/report.pdf", produces = "application/pdf")
    @Requires(Act.VIEW)
    @Recorded("bench.report")
    @Operation(id = "probe.report", file = "application/pdf")
    ResponseEntity<byte[]> report(
            @PathVariable String code,
            @PathVariable UUID id,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return pages.report(products.require(code, person), id, ui);
    }

    @GetMapping(path = "/api/v1/series/{code}/probe/declaration.json", produces = "application/json")
    @Requires(Act.PROBE)
    @Recorded("bench.declaration")
    @Operation(id = "probe.declaration", file = "application/json")
    ResponseEntity<byte[]> declaration(@PathVariable String code, @AuthenticationPrincipal Person person) {
        return BenchPages.declaration(products.requireInUse(code, person), runs);
    }

    /** Takes in what {@code shisa probe --json} wrote on another computer. */
    @PostMapping("/api/v1/series/{code}/probe/files")
    @Requires(Act.PROBE)
    @Operation(id = "probe.take", status = 201, takesFile = true)
    Answer<ProbeRunBody> take(
            @PathVariable String code,
            @RequestParam String fileName,
            @RequestParam(defaultValue = "") String model,
            @RequestParam(defaultValue = "") String performedBy,
            HttpServletRequest request,
            @AuthenticationPrincipal Person person)
            throws IOException {
        Series series = products.requireInUse(code, person);
        products.requireModel(series, model);
        if (performedBy.length() > BenchTarget.TEXT_CHARS_MAX) {
            throw new Problem(400, "api.parameter", "performedBy", BenchTarget.TEXT_CHARS_MAX);
        }
        BenchRun run = runs.take(
                series,
                new Runs.Handed(fileName, model, performedBy.isBlank() ? person.name() : performedBy.strip(), "api"),
                request.getInputStream().readNBytes(ReportFile.BYTES_MAX + 1),
                person);
        return Answer.of(body(run)).at("/api/v1/series/" + series.code() + "/probe/runs/" + run.id());
    }

    @PostMapping("/api/v1/series/{code}/probe/runs/{id}/stop")
    @Requires(Act.PROBE)
    @Operation(id = "probe.stop")
    Answer<ProbeRunBody> stop(
            @PathVariable String code, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        run(series, id);
        runs.stop(series, id, person);
        return Answer.of(body(run(series, id)));
    }

    private BenchRun run(Series series, UUID id) {
        return store.run(series.id(), id).orElseThrow(() -> new Problem(404, "bench.unknown"));
    }

    private static ProbeRunBody body(BenchRun run) {
        BenchRun.Taken taken = run.taken();
        return new ProbeRunBody(
                run.id(),
                run.state().id(),
                run.releaseId(),
                run.address(),
                run.changes() ? "full" : "safe",
                run.startedAt(),
                run.endedAt(),
                run.by(),
                taken == null
                        ? null
                        : new ProbeFileBody(taken.fileName(), taken.sha256(), taken.performedBy(), taken.at()),
                run.evidence());
    }

    private static ProbeResultBody result(BenchRun run, Person person) {
        Sentences sentences = Sentences.in(Locale.forLanguageTag(person.language()));
        List<ProbeKeyBody> results = new ArrayList<>();
        Report report = run.report();
        if (report != null) {
            report.results()
                    .forEach((key, result) -> results.add(new ProbeKeyBody(
                            key.name(),
                            result.verdict().name(),
                            result.evidence().stream()
                                    .map(e -> seen(e, sentences))
                                    .toList())));
        }
        return new ProbeResultBody(
                body(run), results, run.notes().stream().map(sentences::say).toList());
    }

    private static ProbeSeenBody seen(Evidence one, Sentences sentences) {
        return new ProbeSeenBody(
                one.verdict().name(),
                one.where(),
                one.code(),
                sentences.say(one),
                one.exchange().sent(),
                one.exchange().received());
    }
}
