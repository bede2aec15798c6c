package dev.shisa.server.sbom;

import dev.shisa.server.evidence.Copies;
import dev.shisa.server.evidence.EvidenceCopy;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.EvidenceSummary;
import dev.shisa.server.evidence.SeriesRecords;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Bills of materials, as they go along in the file of a series: the list itself is the file of its evidence, and is read
 * anew where it arrives.
 */
@Component
class SbomRecords implements SeriesRecords {

    private final SbomStore store;
    private final Sboms sboms;
    private final EvidenceLog log;
    private final Denials denials;

    SbomRecords(SbomStore store, Sboms sboms, EvidenceLog log, Denials denials) {
        this.denials = denials;
        this.store = store;
        this.sboms = sboms;
        this.log = log;
    }

    record Copy(List<ListCopy> lists) {}

    record ListCopy(
            String release,
            String evidence,
            boolean whole,
            String by,
            Instant at,
            Sbom.@Nullable Withdrawn withdrawn) {}

    @Override
    public String name() {
        return "sbom";
    }

    @Override
    public @Nullable Object of(Series series, Map<UUID, String> releases) {
        List<Sbom> all = store.of(series.id()).reversed();
        return all.isEmpty()
                ? null
                : new Copy(all.stream()
                        .map(sbom -> new ListCopy(
                                releases.getOrDefault(sbom.releaseId(), ""),
                                code(sbom),
                                sbom.whole(),
                                sbom.takenName(),
                                sbom.takenAt(),
                                sbom.withdrawn()))
                        .toList());
    }

    @Override
    public Set<String> evidence(Series series) {
        return store.of(series.id()).stream().map(this::code).collect(Collectors.toSet());
    }

    private String code(Sbom sbom) {
        return log.byId(sbom.evidenceId())
                .map(EvidenceDetails::summary)
                .map(EvidenceSummary::code)
                .orElseThrow();
    }

    @Override
    public void bring(Series series, JsonNode records, Landing landing, Person person) {
        for (ListCopy one : Copies.read(records, Copy.class).lists()) {
            Sbom.Withdrawn there = one.withdrawn();
            sboms.bring(
                    series,
                    landing.release(one.release()),
                    log.byCode(landing.code(one.evidence())).orElseThrow(),
                    one.whole(),
                    EvidenceCopy.named(one.by(), landing.organisation()),
                    one.at(),
                    there == null
                            ? null
                            : new Sbom.Withdrawn(
                                    EvidenceCopy.named(there.name(), landing.organisation()),
                                    there.at(),
                                    there.reason()),
                    person);
            denials.end(landing.release(one.release()));
        }
    }
}
