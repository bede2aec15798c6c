package dev.shisa.server.organisation;

import dev.shisa.server.document.Content;
import dev.shisa.server.document.Document;
import dev.shisa.server.document.DocumentKind;
import dev.shisa.server.document.Documents;
import dev.shisa.server.document.Reading;
import dev.shisa.server.document.State;
import dev.shisa.server.document.Step;
import dev.shisa.server.document.Version;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Ui;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Reads the product security policy from the documents: the version in force, or else the one in work. */
@Component
class PolicySource {

    private static final String NEW = "/documents/new?kind=" + DocumentKind.SECURITY_POLICY.id();

    private final Documents documents;
    private final People people;

    PolicySource(Documents documents, People people) {
        this.documents = documents;
        this.people = people;
    }

    Policy current() {
        return documents
                .ofKind(DocumentKind.SECURITY_POLICY, null)
                .map(this::of)
                .orElse(Policy.none(NEW));
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
        List<Reading> readings = documents.readings(version.id());
        long read = readings.stream()
                .filter(r -> !r.isOpen() && readers.contains(r.person()))
                .count();
        return new Policy(
                inForce.isPresent() ? Policy.State.APPROVED : Policy.State.DRAFT,
                content.title(Locale.JAPANESE),
                Integer.toString(version.number()),
                enacted.map(Step::byName).orElse(""),
                enacted.map(s -> LocalDate.ofInstant(s.at(), Ui.ZONE)).orElse(null),
                version.revision().about().reviewBy(),
                (int) read,
                readers.size(),
                sections,
                "/documents/" + document.id());
    }
}
