package dev.shisa.server.psirt;

import dev.shisa.advisory.draft.Advisory;
import dev.shisa.server.advisory.AdvisoryCases;
import dev.shisa.server.advisory.AdvisoryContent;
import dev.shisa.server.advisory.OwnAdvisories;
import dev.shisa.server.advisory.OwnAdvisory;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.vulnerability.triage.CvssVector;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What is published of cases: an advisory is begun from one, known to those who work on it, and issued when the case may be. */
@Service
@Transactional
class CaseAdvisories {

    private final OwnAdvisories advisories;
    private final Products products;

    CaseAdvisories(OwnAdvisories advisories, Products products) {
        this.advisories = advisories;
        this.products = products;
    }

    /** Those of a case that the person may know of. */
    @Transactional(readOnly = true)
    public List<OwnAdvisory> of(Case one, Person person) {
        return advisories.ofCase(one.id(), person);
    }

    /**
     * Begins an advisory with what the case says, so that nobody types it twice.
     *
     * @throws Problem 409 for a drill, and before it is known which products are affected
     */
    public OwnAdvisory begin(Case one, Person person) {
        if (one.drill()) {
            throw new Problem(409, "psirt.advisory.drill");
        }
        List<String> codes = one.concerned("affected").stream()
                .map(place -> place.split("\\s", 2)[0])
                .distinct()
                .toList();
        List<UUID> series = products.every().stream()
                .filter(s -> codes.contains(s.code()) && person.sees(s.id()))
                .map(Series::id)
                .toList();
        if (series.isEmpty()) {
            throw new Problem(409, "psirt.advisory.concerned");
        }
        return advisories.create(content(one, series), person);
    }

    /** What the case knows already: number, score, attacks, what is done, whom to thank, and the agreed day. */
    private static AdvisoryContent content(Case one, List<UUID> series) {
        AdvisoryContent plain = AdvisoryContent.about(new Advisory.Said(one.title(), ""), series, one.id());
        Optional<Entry> rated = one.last(EntryKind.RATED);
        String vector = rated.map(r -> r.get("vector")).orElse("");
        return new AdvisoryContent(
                plain.kind(),
                plain.title(),
                plain.note(),
                plain.summary(),
                one.about("cve").matches("CVE-[0-9]{4}-[0-9]{4,19}") ? one.about("cve") : "",
                plain.cwe(),
                CvssVector.parse(vector).isPresent() ? vector : "",
                plain.concerned(),
                one.plan().flatMap(CaseAdvisories::remedy).orElse(plain.remedy()),
                plain.action(),
                plain.workaround(),
                plain.url(),
                rated.filter(r -> r.get("exploitation").equals("active")).isPresent() ? "known" : "",
                plain.why(),
                one.about("thanks").equals("yes") && !one.about("reporter").isBlank()
                        ? List.of(
                                new AdvisoryContent.Thanks(one.about("reporter").strip(), ""))
                        : List.of(),
                plain.tlp(),
                one.agreedDay().orElse(null),
                false,
                one.id());
    }

    private static Optional<AdvisoryContent.Remedy> remedy(Entry plan) {
        return switch (plan.get("option")) {
            case "fix" -> Optional.of(AdvisoryContent.Remedy.FIX);
            case "workaround" -> Optional.of(AdvisoryContent.Remedy.WORKAROUND);
            case "substitute" -> Optional.of(AdvisoryContent.Remedy.SUBSTITUTE);
            case "stop" -> Optional.of(AdvisoryContent.Remedy.STOP_USE);
            case "investigating" -> Optional.of(AdvisoryContent.Remedy.INVESTIGATING);
            default -> Optional.empty();
        };
    }

    /** Kept apart, since the advisories ask it: who knows of a case, and when what belongs to it may be issued. */
    @Service
    static class Gate implements AdvisoryCases {

        private final Cases cases;

        Gate(Cases cases) {
            this.cases = cases;
        }

        @Override
        public boolean sees(UUID caseId, Person person) {
            return cases.isFor(caseId, person);
        }

        @Override
        public boolean mayIssue(UUID caseId, LocalDate day) {
            return cases.mayPublish(caseId, day);
        }

        @Override
        public void issued(UUID caseId, Instant at) {
            cases.published(caseId, at);
        }
    }
}
