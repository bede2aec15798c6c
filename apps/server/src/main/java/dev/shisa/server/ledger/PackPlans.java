package dev.shisa.server.ledger;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Framework;
import dev.shisa.conformity.Layer;
import dev.shisa.conformity.ParameterDefinition;
import dev.shisa.conformity.Proof;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Subject;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.conformity.VerdictChange;
import dev.shisa.server.conformity.Verdicts;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.ledger.LedgerRecords;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Finds what belongs into an evidence pack. */
@Component
class PackPlans {

    /** Three files for each; a zip has 65,535. */
    static final int RECORDS_MAX = 20_000;

    /** So much can be downloaded in one go over an ordinary line. */
    static final long FILE_BYTES_MAX = 2L * 1024 * 1024 * 1024;

    private static final String GUIDE_EDITION = "guide-edition";

    private final Products products;
    private final Catalogues catalogues;
    private final Verdicts verdicts;
    private final EvidenceLog evidence;
    private final LedgerRecords records;
    private final ErasureStore erasures;

    PackPlans(
            Products products,
            Catalogues catalogues,
            Verdicts verdicts,
            EvidenceLog evidence,
            LedgerRecords records,
            ErasureStore erasures) {
        this.products = products;
        this.catalogues = catalogues;
        this.verdicts = verdicts;
        this.evidence = evidence;
        this.records = records;
        this.erasures = erasures;
    }

    /**
     * Looks at everything at one moment.
     *
     * @param requirement null: all of the series
     * @throws Problem 413 if it is more than a pack holds
     */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public PackPlan of(Series series, @Nullable RequirementId requirement, Person person) {
        Catalogue catalogue = catalogues.current();
        List<PackPlan.Decided> decided = new ArrayList<>();
        for (Framework framework : catalogue.frameworks()) {
            if (requirement == null || requirement.framework().equals(framework.id())) {
                Map<RequirementId, Proof> proofs = verdicts.proofs(series.id(), framework.id());
                verdicts.of(series.id(), framework.id()).stream()
                        .filter(verdict -> proofs.containsKey(verdict.requirement())
                                && (requirement == null || requirement.equals(verdict.requirement())))
                        .forEach(verdict -> decided.add(new PackPlan.Decided(
                                verdict, Objects.requireNonNull(proofs.get(verdict.requirement())))));
            }
        }
        List<Subject> subjects =
                products.target(series).layers().stream().map(Layer::subject).toList();
        List<EvidenceDetails> found =
                evidence.about(subjects, requirement == null ? null : keys(catalogue, requirement));
        List<EvidenceDetails> seen = found.stream()
                .filter(e -> e.summary().seriesId() == null
                        || person.sees(e.summary().seriesId()))
                .toList();
        PackPlan plan = new PackPlan(
                series,
                requirement,
                products.designated(series).orElse(null),
                catalogue.edition(),
                catalogues.parameters().edition(),
                decided,
                seen,
                found.size() - seen.size(),
                records(series, requirement, decided, seen, subjects),
                products.itemNames(series.id()));
        if (plan.records().size() > RECORDS_MAX) {
            throw new Problem(413, "pack.records", RECORDS_MAX);
        }
        if (plan.fileBytes() > FILE_BYTES_MAX) {
            throw new Problem(413, "pack.files", plan.fileBytes() / 1_000_000, FILE_BYTES_MAX / 1_000_000);
        }
        return plan;
    }

    private static Set<FactKey> keys(Catalogue catalogue, RequirementId requirement) {
        return catalogue.vocabulary().facts().stream()
                .map(FactDefinition::key)
                .filter(key -> catalogue.requirementsReading(key).contains(requirement))
                .collect(Collectors.toSet());
    }

    private List<Long> records(
            Series series,
            @Nullable RequirementId requirement,
            List<PackPlan.Decided> decided,
            List<EvidenceDetails> seen,
            List<Subject> subjects) {
        TreeSet<Long> ids = new TreeSet<>();
        // Evidence, confirmations, withdrawals: all that is about the evidence itself.
        ids.addAll(about("", seen.stream().map(EvidenceDetails::id).collect(Collectors.toSet())));
        ids.addAll(ofRows(
                "fact/1",
                seen.stream()
                        .flatMap(e -> e.facts().stream())
                        .map(f -> f.id().toString())
                        .toList()));
        ids.addAll(
                requirement == null
                        ? about("verdict", Set.of(series.id()))
                        : ofRows(
                                "verdict/1",
                                verdicts.history(series.id(), requirement, RECORDS_MAX + 1).stream()
                                        .map(VerdictChange::id)
                                        .map(String::valueOf)
                                        .toList()));
        Set<UUID> releases = subjects.stream()
                .filter(s -> s.kind() == Subject.Kind.RELEASE)
                .map(Subject::id)
                .collect(Collectors.toSet());
        ids.addAll(about("change-impact", releases));
        ids.addAll(about("change-impact-confirmed", releases));
        Catalogue catalogue = catalogues.current();
        Set<RequirementId> requirements =
                decided.stream().map(d -> d.verdict().requirement()).collect(Collectors.toSet());
        Set<String> parameters = catalogue.frameworks().stream()
                .flatMap(framework -> framework.parameters().stream())
                .map(ParameterDefinition::id)
                .filter(id -> !Collections.disjoint(catalogue.requirementsUsing(id), requirements))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!parameters.isEmpty()) {
            parameters.add(GUIDE_EDITION);
        }
        ids.addAll(ofRows("parameter/1", parameters));
        ids.addAll(ofRows(
                "catalogue-edition/1",
                decided.stream().map(d -> d.verdict().edition()).collect(Collectors.toSet())));
        // Why some of these have no content any more.
        ids.addAll(ofRows(
                Erasures.KIND, erasures.of(ids).stream().map(UUID::toString).toList()));
        return List.copyOf(ids);
    }

    private List<Long> about(String kind, Set<UUID> subjects) {
        return records.ids(new LedgerRecords.Filter(kind, subjects, null, null, false), RECORDS_MAX + 1);
    }

    private List<Long> ofRows(String kind, Collection<String> rows) {
        return records.idsOfRows(kind, rows, RECORDS_MAX + 1);
    }
}
