package dev.shisa.server.scan;

import dev.shisa.scan.ScanReader;
import dev.shisa.scan.Sentences;
import dev.shisa.scan.UnreadableScanException;
import dev.shisa.server.answers.Answers;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Results of scanning tools for programs: taken in, listed, judged, withdrawn. */
@Controller
class ScanApi {

    private static final String ALL = "/api/v1/series/{code}/scans";
    private static final String ONE = ALL + "/{id}";

    private final Products products;
    private final Scans scans;
    private final ScanStore store;
    private final EvidenceLog log;
    private final Answers answers;

    ScanApi(Products products, Scans scans, ScanStore store, EvidenceLog log, Answers answers) {
        this.products = products;
        this.scans = scans;
        this.store = store;
        this.log = log;
        this.answers = answers;
    }

    /**
     * A result of a scanning tool.
     *
     * @param release the firmware that was scanned
     * @param evidence code of the evidence that holds the file
     * @param databaseOn the day of the tool's database; null: not known
     * @param shipping whether the firmware was the one that is shipped
     * @param incomplete why it may not be all that a scan would have found, of weaknesses and of open ports
     * @param unregistered ports that were open and are not registered; empty also where the tool tells no ports
     * @param open what keeps the results of this release from deciding anything; empty: the facts are recorded
     */
    record ScanBody(
            UUID id,
            String release,
            String evidence,
            String format,
            String tool,
            String toolVersion,
            @Nullable LocalDate databaseOn,
            LocalDate scannedOn,
            boolean shipping,
            List<String> targets,
            List<String> ports,
            List<String> unregistered,
            int detections,
            int unjudged,
            int exploitable,
            int informational,
            List<String> incomplete,
            List<String> open,
            boolean withdrawn,
            String by,
            Instant at) {}

    /**
     * What somebody says of a detection.
     *
     * @param action what is done about it; empty if it is not exploitable
     */
    record ScanJudgementBody(boolean exploitable, String reason, String action, String by, Instant at) {}

    /** @param judgement null: nobody has judged it */
    record ScanDetectionBody(
            int number,
            String item,
            String rule,
            String name,
            String severity,
            List<String> cves,
            List<String> cwes,
            String place,
            String seen,
            @Nullable ScanJudgementBody judgement) {}

    /** @param action what is done about what is exploitable */
    record NewScanJudgementBody(
            List<Integer> detections,

            @OneOf({"exploitable", "not-exploitable"}) String judgement,

            String reason,
            @Nullable String action) {}

    record ScanWithdrawalBody(String reason) {}

    @GetMapping(ALL)
    @Requires(Act.VIEW)
    @Operation(id = "scan.list")
    Answer<Listing<ScanBody>> list(
            @PathVariable String code,
            Paging paging,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        RegisteredPorts ports = ports(series);
        return Answer.of(paging.of(store.of(series.id()), s -> s.id().toString(), s -> body(s, ports, ui)));
    }

    @PostMapping(ALL)
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "scan.import", status = 201, takesFile = true)
    Answer<ScanBody> take(
            @PathVariable String code,
            @RequestParam String fileName,
            @RequestParam(defaultValue = "") String release,
            @RequestParam(defaultValue = "") String model,
            @RequestParam(defaultValue = "false") boolean shipping,
            @RequestParam(defaultValue = "") String scannedOn,
            @RequestParam(defaultValue = "") String databaseOn,
            HttpServletRequest request,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui)
            throws IOException {
        Series series = products.requireInUse(code, person);
        Release of = products.releaseNamed(series, release);
        products.requireModel(series, model);
        Scans.Told told = new Scans.Told(
                of, model, shipping, day("scannedOn", scannedOn), day("databaseOn", databaseOn), person.name(), "api");
        try {
            ScanImport scan = scans.take(
                    series, told, fileName, request.getInputStream().readNBytes(ScanReader.BYTES_MAX + 1), person);
            return Answer.of(body(scan, ports(series), ui))
                    .at("/api/v1/series/" + series.code() + "/scans/" + scan.id());
        } catch (UnreadableScanException e) {
            throw new Problem(422, "scan.refused", Sentences.in(ui.locale()).say(e));
        }
    }

    private static @Nullable LocalDate day(String parameter, String written) {
        if (written.isEmpty()) {
            return null;
        }
        try {
            return LocalDate.parse(written);
        } catch (DateTimeParseException e) {
            throw new Problem(400, "api.parameter", parameter, "2026-11-20");
        }
    }

    @GetMapping(ONE)
    @Requires(Act.VIEW)
    @Operation(id = "scan.get")
    Answer<ScanBody> get(
            @PathVariable String code,
            @PathVariable UUID id,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return Answer.of(body(scans.require(series, id), ports(series), ui));
    }

    @GetMapping(ONE + "/detections")
    @Requires(Act.VIEW)
    @Operation(id = "scan.detections")
    Answer<Listing<ScanDetectionBody>> detections(
            @PathVariable String code, @PathVariable UUID id, Paging paging, @AuthenticationPrincipal Person person) {
        ScanImport scan = scans.require(products.require(code, person), id);
        return Answer.of(paging.of(store.detections(scan.id()), d -> "%07d".formatted(d.number()), ScanApi::body));
    }

    @PostMapping(ONE + "/judgements")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "scan.judge")
    Answer<ScanBody> judge(
            @PathVariable String code,
            @PathVariable UUID id,
            @Body NewScanJudgementBody sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(code, person);
        ScanImport scan = scans.require(series, id);
        scans.judge(
                series,
                scan,
                new HashSet<>(sent.detections()),
                sent.judgement().equals("exploitable"),
                sent.reason(),
                sent.action() == null ? "" : sent.action(),
                person,
                "api");
        return Answer.of(body(scan, ports(series), ui));
    }

    @PostMapping(ONE + "/withdraw")
    @Requires(Act.RESOLVE)
    @Operation(id = "scan.withdraw")
    Answer<ScanBody> withdraw(
            @PathVariable String code,
            @PathVariable UUID id,
            @Body ScanWithdrawalBody sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(code, person);
        scans.withdraw(series, scans.require(series, id), sent.reason(), person, "api");
        return Answer.of(body(scans.require(series, id), ports(series), ui));
    }

    private RegisteredPorts ports(Series series) {
        return RegisteredPorts.of(products.items(series.id(), "service"), answers.present(series));
    }

    private ScanBody body(ScanImport scan, RegisteredPorts ports, Ui ui) {
        ScanStore.Count count =
                Objects.requireNonNull(store.counts(List.of(scan.id())).get(scan.id()));
        return new ScanBody(
                scan.id(),
                products.release(scan.releaseId()).map(Release::name).orElse(""),
                log.byId(scan.evidenceId()).map(EvidenceDetails::code).orElse(""),
                scan.format().id(),
                scan.tool(),
                scan.toolVersion(),
                scan.database(),
                scan.scannedOn(),
                scan.shipping(),
                scan.targets(),
                scan.ports(),
                scan.tellsPorts() ? ports.with(scan).unregistered() : List.of(),
                count.all(),
                count.open(),
                count.exploitable(),
                scan.informational(),
                scan.gaps().stream().map(g -> Sentences.in(ui.locale()).say(g)).toList(),
                scans.open(scan.seriesId(), scan.releaseId()).stream()
                        .map(o -> ui.t("scan.open." + o.name()))
                        .toList(),
                scan.withdrawn() != null,
                scan.importedName(),
                scan.importedAt());
    }

    private static ScanDetectionBody body(JudgedDetection detection) {
        JudgedDetection.Judgement judgement = detection.judgement();
        return new ScanDetectionBody(
                detection.number(),
                detection.item(),
                detection.rule(),
                detection.name(),
                detection.severity(),
                detection.cves(),
                detection.cwes(),
                detection.place(),
                detection.seen(),
                judgement == null
                        ? null
                        : new ScanJudgementBody(
                                judgement.exploitable(),
                                judgement.reason(),
                                judgement.action(),
                                judgement.name(),
                                judgement.at()));
    }
}
