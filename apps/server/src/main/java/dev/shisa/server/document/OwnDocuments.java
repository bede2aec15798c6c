package dev.shisa.server.document;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Choice;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactType;
import dev.shisa.conformity.NextQuestion;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Text;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.Vocabulary;
import dev.shisa.server.answers.Answers;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.conformity.Verdicts;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.EvidenceSummary;
import dev.shisa.server.evidence.FactForm;
import dev.shisa.server.evidence.FactForms;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.evidence.Recorded;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Cut;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.office.DocumentText;
import dev.shisa.server.product.Series;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The maker's existing documents: a manual or specification is read, and sentences that may answer an open question are
 * proposed with their place. Nothing follows from a proposal; only what a person confirms with a value becomes evidence, a
 * document with file, place and quotation, which waits for a second person like all evidence.
 */
@Service
class OwnDocuments {

    /** Of one series: each holds its whole text. */
    static final int SOURCES_MAX = 50;

    /** Every question of the catalogue, for some items each; most find no sentence. */
    private static final int QUESTIONS_MAX = 3_000;

    static final String FIELD = "answer-";

    private record Searched(Catalogue catalogue, SentenceSearch search) {}

    private final OwnDocumentStore store;
    private final Blobs blobs;
    private final Verdicts verdicts;
    private final Answers answers;
    private final FactForms forms;
    private final Catalogues catalogues;
    private final EvidenceLog log;
    private final Audit audit;
    private final Ids ids;
    private final InstantSource clock;
    private final TransactionTemplate transaction;
    private volatile @Nullable Searched searched;

    OwnDocuments(
            OwnDocumentStore store,
            Blobs blobs,
            Verdicts verdicts,
            Answers answers,
            FactForms forms,
            Catalogues catalogues,
            EvidenceLog log,
            Audit audit,
            Ids ids,
            InstantSource clock,
            TransactionTemplate transaction) {
        this.store = store;
        this.blobs = blobs;
        this.verdicts = verdicts;
        this.answers = answers;
        this.forms = forms;
        this.catalogues = catalogues;
        this.log = log;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
        this.transaction = transaction;
    }

    /** A question with the sentences that may answer it. */
    record Proposal(NextQuestion question, FactForm form, List<SentenceSearch.Found> found) {
        Proposal {
            found = List.copyOf(found);
        }
    }

    /**
     * What a document may answer.
     *
     * @param without open questions for which no sentence was found
     */
    record Proposed(List<Proposal> proposals, List<FactForm> without) {
        Proposed {
            proposals = List.copyOf(proposals);
            without = List.copyOf(without);
        }
    }

    List<OwnDocument> of(Series series) {
        return store.of(series.id());
    }

    OwnDocument require(UUID id, Series series) {
        return store.byId(id)
                .filter(source -> source.seriesId().equals(series.id()))
                .orElseThrow(() -> new Problem(404, "document.source.unknown"));
    }

    List<Passage> passages(OwnDocument source) {
        return store.passages(source.id());
    }

    /** Evidence that came from it. */
    List<EvidenceSummary> evidence(OwnDocument source) {
        Map<UUID, EvidenceSummary> all = log.summaries(store.answers(source.id()));
        return store.answers(source.id()).stream()
                .flatMap(id -> Stream.ofNullable(all.get(id)))
                .toList();
    }

    /**
     * Reads a document and keeps it.
     *
     * @throws dev.shisa.server.platform.office.TextRefused when its words cannot be read; nothing is kept then
     */
    OwnDocument add(Series series, String fileName, byte[] bytes, Person person) {
        if (store.of(series.id()).size() >= SOURCES_MAX) {
            throw new Problem(422, "document.source.many", SOURCES_MAX);
        }
        List<Passage> passages = Passage.of(DocumentText.read(bytes));
        StoredFile file = blobs.store(bytes, fileName);
        OwnDocument source = new OwnDocument(
                ids.next(),
                series.id(),
                file,
                passages.size(),
                person.id(),
                person.name(),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        transaction.executeWithoutResult(status -> {
            store.insert(source, passages);
            audit.record(person, "document.source", series.code(), Map.of("title", file.fileName()));
        });
        return source;
    }

    /** Takes it away; what people made of its sentences stays, with the file. */
    void remove(Series series, OwnDocument source, Person person) {
        transaction.executeWithoutResult(status -> {
            store.delete(source.id());
            audit.record(
                    person,
                    "document.source-remove",
                    series.code(),
                    Map.of("title", source.file().fileName()));
        });
    }

    /** The open questions of a series and of the company behind it, with sentences that are about the same. */
    Proposed proposed(Series series, List<Passage> passages) {
        Map<String, NextQuestion> open = new LinkedHashMap<>();
        Map<String, FactForm> asked = new LinkedHashMap<>();
        List<SentenceSearch.Question> questions = new ArrayList<>();
        FactForms.OfSeries ofSeries = forms.of(series.id());
        for (NextQuestion next : verdicts.withOrganisation(series.id())) {
            Slot slot = next.slot();
            if (slot == null || !isAsked(next.kind()) || open.size() >= QUESTIONS_MAX) {
                continue;
            }
            ofSeries.of(slot, FIELD).ifPresent(form -> {
                if (open.putIfAbsent(slot.toString(), next) == null) {
                    asked.put(slot.toString(), form);
                    questions.add(question(form));
                }
            });
        }
        Map<String, List<SentenceSearch.Found>> found = search().of(passages, questions);
        List<Proposal> proposals = new ArrayList<>();
        List<FactForm> without = new ArrayList<>();
        asked.forEach((id, form) -> {
            NextQuestion next = open.get(id);
            List<SentenceSearch.Found> its = found.get(id);
            if (next == null || its == null) {
                without.add(form);
            } else {
                proposals.add(new Proposal(next, form, its));
            }
        });
        return new Proposed(proposals, without);
    }

    /** What a document can bring: an answer where there is none or an old one, and a stronger ground for one that is there. */
    private static boolean isAsked(NextQuestion.Kind kind) {
        return switch (kind) {
            case SCOPE, FACT, RENEW, SETTLE, COMPARE, STRENGTHEN -> true;
            case PARAMETER, RESOLVE, CONFIRM -> false;
        };
    }

    /** What is asked, as it is searched for. The item is named beside it: it is no word of the question. */
    static SentenceSearch.Question question(String id, FactDefinition definition, String named, Catalogue catalogue) {
        return new SentenceSearch.Question(
                id,
                definition.key().value(),
                named,
                kind(definition, catalogue),
                Stream.of(Locale.JAPANESE, Locale.ENGLISH)
                        .map(language -> asked(definition, language, catalogue))
                        .toList(),
                switch (definition.type()) {
                    case DAY -> SentenceSearch.Expects.DAY;
                    case WHOLE -> SentenceSearch.Expects.NUMBER;
                    case FLAG, WORD, WORDS, SET, REF, TEXT -> SentenceSearch.Expects.WORDS;
                });
    }

    /** What the items are called that it is asked of. */
    private static String kind(FactDefinition definition, Catalogue catalogue) {
        return collection(definition.of(), catalogue).stream()
                .flatMap(collection -> Stream.of(collection.item(), collection.add(), collection.example()))
                .flatMap(text -> Stream.of(text.ja(), text.en()))
                .collect(Collectors.joining(" / "));
    }

    private static SentenceSearch.Asked asked(FactDefinition definition, Locale language, Catalogue catalogue) {
        // A list is answered by its items: what one is called, and examples of them.
        Stream<Text> items =
                collection(definition.type() == FactType.SET ? definition.collection() : null, catalogue).stream()
                        .flatMap(collection -> Stream.of(collection.item(), collection.example()));
        return new SentenceSearch.Asked(
                FactWords.fill(definition.question(), language, " "),
                Stream.concat(definition.choices().stream().map(Choice::label), items)
                        .map(text -> FactWords.fill(text, language, " "))
                        .toList(),
                Stream.concat(Stream.ofNullable(definition.easy()), definition.examples().stream())
                        .map(text -> FactWords.fill(text, language, " "))
                        .toList());
    }

    private static Optional<Vocabulary.Collection> collection(@Nullable String id, Catalogue catalogue) {
        return id == null ? Optional.empty() : catalogue.vocabulary().collection(id);
    }

    private SentenceSearch.Question question(FactForm form) {
        return question(form.slot().toString(), form.definition(), form.itemName(), catalogues.current());
    }

    /** The one of the catalogue in force. Reading all its questions takes a sixth of a second, so it is kept until that is another. */
    private SentenceSearch search() {
        Catalogue catalogue = catalogues.current();
        Searched last = searched;
        if (last == null || last.catalogue() != catalogue) {
            last = new Searched(catalogue, search(catalogue));
            searched = last;
        }
        return last.search();
    }

    /** A search that knows all questions of a catalogue and the words of its glossary. */
    static SentenceSearch search(Catalogue catalogue) {
        return new SentenceSearch(
                new SentenceWords(catalogue.references().words()),
                catalogue.vocabulary().facts().stream()
                        .map(definition -> question(definition.key().value(), definition, "", catalogue))
                        .toList());
    }

    /** The form of a question that a sentence is to answer. */
    FactForm form(Series series, Slot slot) {
        return forms.of(series.id(), slot, FIELD).orElseThrow(() -> new Problem(404, "not-found"));
    }

    /** A person has read the sentence in its place and says what it answers. */
    Recorded answer(
            Series series,
            OwnDocument source,
            Slot slot,
            Value value,
            String detail,
            String title,
            String place,
            String quotation,
            Person person,
            String sending) {
        return java.util.Objects.requireNonNull(transaction.execute(status -> {
            Recorded recorded = answers.record(
                    series,
                    Cut.to(title, EvidenceLog.TITLE_CHARS_MAX),
                    List.of(new Answers.Given(slot, value, detail)),
                    new Answers.Attachment(source.file(), place, quotation),
                    new Answers.Answerer(person, person.name(), "page"),
                    sending);
            store.link(source.id(), recorded.evidence());
            return recorded;
        }));
    }

    /** Words of a sentence that are about what a question asks, to be marked. */
    Set<String> terms(FactForm form, String sentence) {
        return search().shared(sentence, question(form));
    }
}
