package dev.shisa.server.scan;

import dev.shisa.scan.Gap;
import dev.shisa.scan.ScanFormat;
import dev.shisa.server.evidence.BrokenCopy;
import dev.shisa.server.evidence.Copies;
import dev.shisa.server.evidence.EvidenceCopy;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.EvidenceSummary;
import dev.shisa.server.evidence.SeriesRecords;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Results of scanning tools with their detections and the judgements that count, as they go along in the series' file. */
@Component
class ScanRecords implements SeriesRecords {

    private final ScanStore store;
    private final Scans scans;
    private final EvidenceLog log;
    private final Ids ids;

    ScanRecords(ScanStore store, Scans scans, EvidenceLog log, Ids ids) {
        this.store = store;
        this.scans = scans;
        this.log = log;
        this.ids = ids;
    }

    /** @param conclusions evidence that says what the judged results of a release come to */
    record Copy(List<ResultCopy> results, List<ConclusionCopy> conclusions) {}

    record ConclusionCopy(String release, String evidence) {}

    record ResultCopy(
            String release,
            String evidence,
            @Nullable String listEvidence,
            String format,
            String tool,
            String toolVersion,
            @Nullable LocalDate database,
            LocalDate scannedOn,
            boolean shipping,
            List<String> targets,
            int informational,
            List<String> ports,
            List<Gap> gaps,
            String by,
            Instant at,
            ScanImport.@Nullable Withdrawn withdrawn,
            List<JudgedDetection> detections) {}

    @Override
    public String name() {
        return "scan";
    }

    @Override
    public @Nullable Object of(Series series, Map<UUID, String> releases) {
        List<ScanImport> all = store.of(series.id()).reversed();
        List<ConclusionCopy> conclusions = new ArrayList<>();
        releases.forEach((id, name) -> store.conclusions(id)
                .forEach(evidence -> code(evidence).ifPresent(c -> conclusions.add(new ConclusionCopy(name, c)))));
        return all.isEmpty()
                ? null
                : new Copy(
                        all.stream()
                                .map(scan -> copy(scan, releases.getOrDefault(scan.releaseId(), "")))
                                .toList(),
                        conclusions);
    }

    @Override
    public Set<String> evidence(Series series) {
        Set<String> codes = new TreeSet<>();
        for (ScanImport scan : store.of(series.id())) {
            code(scan.evidenceId()).ifPresent(codes::add);
            store.listEvidence(scan.id()).flatMap(this::code).ifPresent(codes::add);
            store.conclusions(scan.releaseId()).forEach(id -> code(id).ifPresent(codes::add));
        }
        return codes;
    }

    private Optional<String> code(UUID evidence) {
        return log.byId(evidence).map(EvidenceDetails::summary).map(EvidenceSummary::code);
    }

    private ResultCopy copy(ScanImport scan, String release) {
        return new ResultCopy(
                release,
                code(scan.evidenceId()).orElseThrow(),
                store.listEvidence(scan.id()).flatMap(this::code).orElse(null),
                scan.format().id(),
                scan.tool(),
                scan.toolVersion(),
                scan.database(),
                scan.scannedOn(),
                scan.shipping(),
                scan.targets(),
                scan.informational(),
                scan.ports(),
                scan.gaps(),
                scan.importedName(),
                scan.importedAt(),
                scan.withdrawn(),
                store.detections(scan.id()));
    }

    @Override
    public void bring(Series series, JsonNode records, Landing landing, Person person) {
        Copy copy = Copies.read(records, Copy.class);
        copy.results().forEach(one -> bring(series, one, landing, person));
        for (ConclusionCopy one : copy.conclusions()) {
            store.conclude(landing.release(one.release()), evidence(one.evidence(), landing));
        }
    }

    private UUID evidence(String code, Landing landing) {
        return log.byCode(landing.code(code))
                .map(details -> details.summary().id())
                .orElseThrow();
    }

    private void bring(Series series, ResultCopy copy, Landing landing, Person person) {
        String organisation = landing.organisation();
        ScanImport scan = new ScanImport(
                ids.next(),
                series.id(),
                landing.release(copy.release()),
                evidence(copy.evidence(), landing),
                ScanFormat.parse(copy.format()).orElseThrow(BrokenCopy::new),
                copy.tool(),
                copy.toolVersion(),
                copy.database(),
                copy.scannedOn(),
                copy.shipping(),
                copy.targets(),
                copy.informational(),
                copy.ports(),
                copy.gaps(),
                EvidenceCopy.named(copy.by(), organisation),
                copy.at(),
                null);
        String list = copy.listEvidence();
        store.insert(scan, list == null ? null : evidence(list, landing), person);
        for (JudgedDetection detection : copy.detections()) {
            store.insert(scan.id(), detection);
        }
        scans.toLedger(scan, copy.detections().size(), person);
        for (JudgedDetection detection : copy.detections()) {
            JudgedDetection.Judgement there = detection.judgement();
            if (there != null) {
                UUID id = ids.next();
                JudgedDetection.Judgement judgement = new JudgedDetection.Judgement(
                        there.exploitable(),
                        there.reason(),
                        there.action(),
                        EvidenceCopy.named(there.name(), organisation),
                        there.at());
                store.judge(id, scan.id(), detection.number(), judgement, person);
                scans.toLedger(series.id(), id, scan.id(), detection.number(), judgement, person);
            }
        }
        ScanImport.Withdrawn there = copy.withdrawn();
        if (there != null) {
            ScanImport.Withdrawn withdrawn = new ScanImport.Withdrawn(
                    EvidenceCopy.named(there.name(), organisation), there.at(), there.reason());
            store.withdraw(scan.id(), person, withdrawn);
            scans.toLedger(series.id(), scan.id(), withdrawn, person);
        }
    }
}
