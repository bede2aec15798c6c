package dev.shisa.server.organisation;

import dev.shisa.conformity.Fact;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Value;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.document.Content;
import dev.shisa.server.document.Document;
import dev.shisa.server.document.DocumentKind;
import dev.shisa.server.document.Documents;
import dev.shisa.server.document.Reading;
import dev.shisa.server.document.State;
import dev.shisa.server.document.Step;
import dev.shisa.server.document.Version;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.EvidenceSummary;
import dev.shisa.server.evidence.EvidenceTitle;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads the product security policy: the version of the document that is in force; or else one that the company has outside of
 * the platform, as evidence that a second person confirmed says; or else the version in work.
 */
@Component
class PolicySource {

    private static final String NEW = "/documents/new?kind=" + DocumentKind.SECURITY_POLICY.id();

    private static final List<String> INTERVALS =
            List.of("tsunagaru.review.days", "iotgl.review.days", "psirt.review.days");

    private final Documents documents;
    private final People people;
    private final EvidenceLog log;
    private final Products products;
    private final Catalogues catalogues;
    private final InstantSource clock;

    PolicySource(
            Documents documents,
            People people,
            EvidenceLog log,
            Products products,
            Catalogues catalogues,
            InstantSource clock) {
        this.documents = documents;
        this.people = people;
        this.log = log;
        this.products = products;
        this.catalogues = catalogues;
        this.clock = clock;
    }

    Policy current() {
        Policy written = documents
                .ofKind(DocumentKind.SECURITY_POLICY, null)
                .map(this::of)
                .orElse(Policy.none(NEW));
        return written.isApproved() ? written : elsewhere().orElse(written);
    }

    /** A policy that was not written here: no fact that counts may say otherwise. */
    private Optional<Policy> elsewhere() {
        Instant now = clock.instant();
        List<FactEntry> stated = counting("policy.document", now);
        if (stated.isEmpty() || stated.stream().anyMatch(f -> !f.fact().value().equals(Value.word("approved")))) {
            return Optional.empty();
        }
        Fact fact = stated.getLast().fact();
        EvidenceSummary evidence = log.summaries(List.of(fact.evidence())).get(fact.evidence());
        if (evidence == null) {
            return Optional.empty();
        }
        Map<String, String> sections = new HashMap<>();
        words("policy.parts", now)
                .forEach(word -> sections.put(
                        word, evidence.place().isEmpty() ? evidence.title().stored() : evidence.place()));
        Set<String> said = Stream.concat(GuideLists.SEEN.stream(), Stream.of("policy.spread"))
                .flatMap(key -> words(key, now).map(word -> key + "/" + word))
                .collect(Collectors.toSet());
        Instant until = fact.validUntil();
        return Optional.of(new Policy(
                Policy.State.ELSEWHERE,
                evidence.title(),
                "",
                "",
                LocalDate.ofInstant(fact.observedAt(), Ui.ZONE),
                until == null ? null : LocalDate.ofInstant(until.minusNanos(1), Ui.ZONE),
                Set.of(),
                Set.of(),
                sections,
                Map.of(),
                said,
                "/evidence/" + evidence.code(),
                interval()));
    }

    /** The shortest interval of checking and reviewing the policy that the company has chosen for a guide. */
    private @Nullable Integer interval() {
        Map<String, Value> parameters = catalogues.parameters().values();
        return INTERVALS.stream()
                .flatMap(
                        id -> parameters.get(id) instanceof Value.Whole days ? Stream.of(days.value()) : Stream.empty())
                .min(Comparator.naturalOrder())
                .map(Math::toIntExact)
                .orElse(null);
    }

    private Stream<String> words(String key, Instant now) {
        return counting(key, now).stream()
                .flatMap(f -> f.fact().value().canonical().lines())
                .filter(word -> !word.equals("none"));
    }

    /** What is stated by documents of the company and confirmed, the last observed last. */
    private List<FactEntry> counting(String key, Instant now) {
        return log.entries(List.of(products.organisation()), key).stream()
                .filter(f -> f.isStanding() && !f.isWaiting() && !f.isExpired(now))
                .filter(f -> f.fact().strength().isAtLeast(Strength.DOCUMENTED))
                .sorted(Comparator.comparing(f -> f.fact().observedAt()))
                .toList();
    }

    private Policy of(Document document) {
        Optional<Version> inForce = documents.inForce(document.id());
        Version version = inForce.orElseGet(() -> documents.newest(document.id()));
        if (inForce.isEmpty() && version.state() == State.WITHDRAWN) {
            return Policy.none("/documents/" + document.id());
        }
        Content content = version.revision().content();
        String language = content.language(Locale.JAPANESE);
        Set<String> unfinished = content.gaps().stream()
                .filter(g -> g.language().equals(language))
                .map(Content.Gap::section)
                .collect(Collectors.toSet());
        Map<String, String> sections = new HashMap<>();
        content.sections(language).stream()
                .filter(s -> !s.text().isBlank() && !unfinished.contains(s.id()))
                .forEach(s -> sections.put(s.id(), s.heading()));
        Optional<Step> enacted = documents.steps(version.id()).stream()
                .filter(s -> s.act() == Step.Act.ENACT)
                .reduce((first, second) -> second);
        // Whoever works here reads it, whether or not somebody has asked.
        Set<UUID> readers = people.all().stream()
                .filter(p -> people.inUse(p.id()).isPresent())
                .map(Person::id)
                .collect(Collectors.toSet());
        Set<UUID> read = documents.readings(version.id()).stream()
                .filter(r -> !r.isOpen())
                .map(Reading::person)
                .collect(Collectors.toSet());
        return new Policy(
                inForce.isPresent() ? Policy.State.APPROVED : Policy.State.DRAFT,
                new EvidenceTitle(content.title(Locale.JAPANESE), content::title),
                Integer.toString(version.number()),
                enacted.map(Step::byName).orElse(""),
                enacted.map(s -> LocalDate.ofInstant(s.at(), Ui.ZONE)).orElse(null),
                version.revision().about().reviewBy(),
                readers,
                read,
                sections,
                documents.spoken(document, version, Locale.JAPANESE),
                Set.of(),
                "/documents/" + document.id(),
                interval());
    }
}
