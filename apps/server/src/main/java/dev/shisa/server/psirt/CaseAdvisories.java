package dev.shisa.server.psirt;

import dev.shisa.advisory.draft.Advisory;
import dev.shisa.advisory.provider.Tlp;
import dev.shisa.server.advisory.AdvisoryCases;
import dev.shisa.server.advisory.AdvisoryContent;
import dev.shisa.server.advisory.OwnAdvisories;
import dev.shisa.server.advisory.OwnAdvisory;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.product.Model;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import dev.shisa.vulnerability.triage.CvssVector;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What is published of cases: an advisory is begun from one, known to those who work on it, and issued when the case may be. */
@Service
@Transactional
class CaseAdvisories {

    private final OwnAdvisories advisories;
    private final CasePlaces places;
    private final Products products;

    CaseAdvisories(OwnAdvisories advisories, CasePlaces places, Products products) {
        this.advisories = advisories;
        this.places = places;
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
     * @throws Problem 409 for a drill, before it is known which products are affected, and where a version is named that is not
     *     registered: no advisory takes it for every version
     */
    public OwnAdvisory begin(Case one, Person person) {
        if (one.drill()) {
            throw new Problem(409, "psirt.advisory.drill");
        }
        return advisories.create(content(one, concerned(one, person)), person);
    }

    /** The products that the case names as affected and the person sees. */
    private List<AdvisoryContent.Concerned> concerned(Case one, Person person) {
        Map<UUID, List<CasePlaces.Place>> named = new LinkedHashMap<>();
        for (CasePlaces.Place place : places.of(one, one.concerned("affected"), person)) {
            Series series = place.series();
            if (place.isOfUnknownVersion()) {
                throw new Problem(409, "psirt.advisory.version", place.line());
            }
            if (series != null) {
                named.computeIfAbsent(series.id(), _ -> new ArrayList<>()).add(place);
            }
        }
        if (named.isEmpty()) {
            throw new Problem(409, "psirt.advisory.concerned");
        }
        List<AdvisoryContent.Concerned> concerned = new ArrayList<>();
        named.forEach((series, own) -> concerned.add(concerned(one, series, own)));
        return concerned;
    }

    /**
     * What a drill would publish: what its case says, with the words of its draft, marked as a drill and for nobody to hand on.
     *
     * @param mark before title and summary
     * @param language of the drill
     * @throws Problem 409 before it is known which products are affected
     */
    AdvisoryContent rehearsed(Case one, Entry draft, String mark, String language, Person person) {
        AdvisoryContent of = content(one, concerned(one, person));
        return new AdvisoryContent(
                of.kind(),
                said(mark + " " + one.title(), language),
                of.note(),
                said(mark + " " + draft.get("summary"), language),
                of.cve(),
                of.cwe(),
                of.cvss(),
                of.cvss3(),
                of.concerned(),
                of.remedy(),
                said(draft.get("action"), language),
                of.workaround(),
                of.url(),
                of.exploited(),
                of.why(),
                List.of(),
                Tlp.RED,
                null,
                false,
                null);
    }

    private static Advisory.Said said(String text, String language) {
        return language.equals("en") ? new Advisory.Said("", text) : new Advisory.Said(text, "");
    }

    /** The versions that the case names; where it names none of a product, all before the fixed one. */
    private AdvisoryContent.Concerned concerned(Case one, UUID series, List<CasePlaces.Place> own) {
        List<UUID> affected = own.stream()
                .flatMap(place -> Optional.ofNullable(place.release()).stream())
                .map(Release::id)
                .distinct()
                .toList();
        boolean each = own.stream().allMatch(place -> place.release() != null);
        UUID fixed = one.plan()
                .filter(plan -> plan.get("option").equals("fix"))
                .flatMap(plan -> products.releases(series).stream()
                        .filter(release -> release.name().equals(plan.get("release")))
                        .map(Release::id)
                        .findFirst())
                .filter(id -> !affected.contains(id))
                .orElse(null);
        // One list for all versions of a product: where one concerns every model, all are named.
        List<UUID> models = own.stream().allMatch(CasePlaces.Place::some)
                ? own.stream()
                        .flatMap(place -> place.models().stream())
                        .map(Model::id)
                        .distinct()
                        .toList()
                : List.of();
        return new AdvisoryContent.Concerned(
                series, models, !each, each ? affected : List.of(), fixed, AdvisoryContent.Offer.SAME);
    }

    /** What the case knows already: number, score, attacks, what is done, whom to thank, and the agreed day. */
    private static AdvisoryContent content(Case one, List<AdvisoryContent.Concerned> concerned) {
        AdvisoryContent plain = AdvisoryContent.about(new Advisory.Said(one.title(), ""), List.of(), one.id());
        Optional<Entry> rated = one.last(EntryKind.RATED);
        String vector = rated.map(r -> r.get("vector")).orElse("");
        String beside = rated.map(r -> r.get("vector3")).orElse("");
        return new AdvisoryContent(
                plain.kind(),
                plain.title(),
                plain.note(),
                plain.summary(),
                one.about("cve").matches("CVE-[0-9]{4}-[0-9]{4,19}") ? one.about("cve") : "",
                plain.cwe(),
                CvssVector.parse(vector).isPresent() ? vector : "",
                beside,
                concerned,
                one.plan().flatMap(CaseAdvisories::remedy).orElse(plain.remedy()),
                plain.action(),
                plain.workaround(),
                plain.url(),
                one.isExploited() ? "known" : "",
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
