package dev.shisa.server.document;

import dev.shisa.server.evidence.BrokenCopy;
import dev.shisa.server.evidence.Copies;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.SeriesRecords;
import dev.shisa.server.platform.Cut;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.product.Series;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * The documents of a series, and the organisation's, as they go along in its file: what is in force, and what is worked on. What is worked on arrives as a
 * draft, since who reviewed it there is nobody here; what is in force arrives with the evidence that it has become.
 */
@Component
class DocumentRecords implements SeriesRecords {

    private final DocumentStore store;
    private final Documents documents;
    private final EvidenceLog log;
    private final Messages messages;
    private final Ids ids;
    private final InstantSource clock;

    DocumentRecords(
            DocumentStore store,
            Documents documents,
            EvidenceLog log,
            Messages messages,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.documents = documents;
        this.log = log;
        this.messages = messages;
        this.ids = ids;
        this.clock = clock;
    }

    /** @param company the organisation's; they arrive as drafts where there is none of their kind */
    record Copy(List<DocumentCopy> documents, List<DocumentCopy> company) {}

    /** What files held before the organisation's documents went along. */
    record Earlier(List<DocumentCopy> documents) {}

    record DocumentCopy(String kind, List<VersionCopy> versions) {}

    /** @param evidence codes of the evidence that it has become */
    record VersionCopy(
            int number,
            boolean inForce,
            Map<String, String> titles,
            Map<String, List<Section>> sections,
            List<Struck> struck,
            String changeNote,
            LocalDate reviewBy,
            String place,
            String address,
            List<String> evidence) {}

    @Override
    public String name() {
        return "documents";
    }

    @Override
    public @Nullable Object of(Series series, Map<UUID, String> releases) {
        Copy copy = new Copy(copies(store.of(series.id())), copies(store.of(null)));
        return copy.documents().isEmpty() && copy.company().isEmpty() ? null : copy;
    }

    private List<DocumentCopy> copies(List<Document> of) {
        return of.stream()
                // What is not published yet goes nowhere by itself.
                .filter(d -> !d.kind().isSealed())
                .map(d -> new DocumentCopy(
                        d.kind().id(),
                        store.versions(d.id()).reversed().stream()
                                .filter(v -> !v.state().isOver())
                                .map(this::copy)
                                .toList()))
                .filter(copy -> !copy.versions().isEmpty())
                .toList();
    }

    private VersionCopy copy(Version version) {
        Content content = version.revision().content();
        Revision.About about = version.revision().about();
        return new VersionCopy(
                version.number(),
                version.state() == State.IN_FORCE,
                content.titles(),
                content.languages(),
                content.struck(),
                about.changeNote(),
                about.reviewBy(),
                about.place(),
                about.address(),
                documents.evidence(version));
    }

    @Override
    public Set<String> evidence(Series series) {
        return store.of(series.id()).stream()
                .flatMap(d -> store.versions(d.id()).stream())
                .filter(v -> !v.state().isOver())
                .flatMap(v -> documents.evidence(v).stream())
                .collect(Collectors.toSet());
    }

    @Override
    public void bring(Series series, JsonNode records, Landing landing, Person person) {
        Copy copy = records.has("company")
                ? Copies.read(records, Copy.class)
                : new Copy(Copies.read(records, Earlier.class).documents(), List.of());
        if (copy.documents().size() + copy.company().size() > Documents.DOCUMENTS_MAX) {
            throw new BrokenCopy("too many documents");
        }
        for (DocumentCopy given : copy.documents()) {
            DocumentKind kind = DocumentKind.parse(given.kind()).orElseThrow(BrokenCopy::new);
            Document document = new Document(
                    ids.next(),
                    documents.freeCode(),
                    kind,
                    series.id(),
                    person.name(),
                    clock.instant().truncatedTo(ChronoUnit.MICROS));
            documents.put(document, person);
            Set<Integer> numbers = new HashSet<>();
            for (VersionCopy version : given.versions()) {
                if (version.number() < 1 || !numbers.add(version.number())) {
                    throw new BrokenCopy("two versions of one number");
                }
                bring(document, version, landing, person);
            }
        }
        copy.company().forEach(given -> bringCompany(given, landing, person));
    }

    /** Nobody here has approved what another installation's organisation says: the newest text arrives as a draft. */
    private void bringCompany(DocumentCopy given, Landing landing, Person person) {
        DocumentKind kind = DocumentKind.parse(given.kind()).orElseThrow(BrokenCopy::new);
        if (kind.isOfSeries() || given.versions().isEmpty()) {
            throw new BrokenCopy("a document that is not the organisation's");
        }
        if (kind.isManifold() || store.of(null).stream().anyMatch(d -> d.kind() == kind)) {
            return;
        }
        Document document = new Document(
                ids.next(),
                documents.freeCode(),
                kind,
                null,
                person.name(),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        documents.put(document, person);
        if (given.versions().isEmpty()) {
            throw new BrokenCopy("a document without a version");
        }
        VersionCopy last = given.versions().getLast();
        bring(
                document,
                new VersionCopy(
                        1,
                        false,
                        last.titles(),
                        last.sections(),
                        last.struck(),
                        last.changeNote(),
                        last.reviewBy(),
                        last.place(),
                        last.address(),
                        List.of()),
                landing,
                person);
    }

    private void bring(Document document, VersionCopy given, Landing landing, Person person) {
        Content content = new Content(new TreeMap<>(given.titles()), new TreeMap<>(given.sections()), given.struck());
        Revision.About about = new Revision.About(given.changeNote(), given.reviewBy(), given.place(), given.address());
        if (!content.languages().keySet().equals(content.titles().keySet())
                || content.languages().isEmpty()
                || !Set.of("ja", "en").containsAll(content.languages().keySet())
                || !documents.wrong(content, about).isEmpty()) {
            throw new BrokenCopy("a document that nobody could have written");
        }
        Version version = documents.begin(
                document,
                given.number(),
                content,
                about,
                Step.Act.BRING,
                given.inForce() ? State.IN_FORCE : State.DRAFT,
                Cut.to(
                        messages.get(
                                Locale.forLanguageTag(person.language()), "document.brought", landing.organisation()),
                        Documents.NOTE_CHARS_MAX),
                person);
        landing.evidence(given.evidence()).stream()
                .flatMap(code -> log.byCode(code).stream())
                .forEach(evidence -> store.link(evidence.id(), version.id()));
    }
}
