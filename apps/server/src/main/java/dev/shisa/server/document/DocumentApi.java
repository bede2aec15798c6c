package dev.shisa.server.document;

import dev.shisa.server.document.Revision.About;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.BadField;
import dev.shisa.server.platform.api.BadForm;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.IfMatch;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Documents for programs: begun, written, and taken through their steps. Reading them for oneself is a person's act. */
@Controller
class DocumentApi {

    private static final String ALL = "/api/v1/documents";
    private static final String ONE = ALL + "/{id}";

    private final Documents documents;
    private final DocumentFiles files;
    private final Products products;

    DocumentApi(Documents documents, DocumentFiles files, Products products) {
        this.documents = documents;
        this.files = files;
        this.products = products;
    }

    /** @param text with the marks of the editor */
    record DocumentSectionBody(String id, String heading, String text) {}

    /** What is missing in a section. */
    record DocumentGapBody(String language, String section, String label) {}

    /**
     * A document in the version that is worked on, otherwise in the one that is in force.
     *
     * @param series null: the organisation's
     * @param version its number
     * @param revision how often this version was saved; the entity tag
     * @param steps how many steps were taken with it; a step names the number that was seen
     * @param place where it is made public; empty: it is not
     * @param evidence codes of the evidence that this version has become
     * @param changedAnswers what the text was made from and is otherwise by now: {@code fact:support.ends}, {@code models}; null in
     *     lists
     */
    record DocumentBody(
            UUID id,
            String code,
            String kind,
            @Nullable String series,
            int version,
            String state,
            boolean overdue,
            int revision,
            int steps,
            Map<String, String> titles,
            Map<String, List<DocumentSectionBody>> sections,
            List<DocumentGapBody> gaps,
            String changeNote,
            LocalDate reviewBy,
            String place,
            String address,
            List<String> evidence,
            @Nullable List<String> changedAnswers) {}

    /** @param series code of the series; null: the organisation's */
    record NewDocumentBody(
            @OneOf({
                "security-policy",
                "disclosure-policy",
                "priority-policy",
                "user-information",
                "disposal-guide",
                "manual-statements",
                "privacy-notice",
                "partner-guide",
                "response-procedure",
                "emergency-plan",
                "psirt-charter",
                "supplier-clauses",
                "authority-report",
                "coordinator-report",
                "verification-plan",
                "other"
            })
            String kind,

            @Nullable String series,
            List<String> languages) {}

    /** What a draft says from now on, in the languages that it has. */
    record DocumentTextBody(
            Map<String, String> titles,
            Map<String, List<DocumentSectionBody>> sections,
            String changeNote,
            LocalDate reviewBy,
            String place,
            String address) {}

    record StrikeBody(String language, String section, String label, String reason) {}

    /** @param revision whose text comes back */
    record RestoreBody(int revision) {}

    /**
     * A step.
     *
     * @param steps how many had been taken when this was decided
     * @param note reason or remark; needed to give back and to withdraw
     */
    record DocumentStepBody(int steps, @Nullable String note) {}

    /**
     * Handing in.
     *
     * @param steps how many steps had been taken when this was decided
     * @param oneLanguageSeen whether it was looked at that what changed in one language only is right in the others as it is
     */
    record DocumentSubmitBody(
            int steps, @Nullable String note, @Nullable Boolean oneLanguageSeen) {}

    /** @param language {@code ja} or {@code en} */
    record DocumentLanguageBody(@OneOf({"ja", "en"}) String language) {}

    /**
     * That a text is right although answers that it was made from have changed.
     *
     * @param version its number
     * @param note why; needed for the version in force
     */
    record StillRightBody(int version, @Nullable String note) {}

    record ReadersBody(List<UUID> people, LocalDate due) {}

    /** @param due null: nobody asked */
    record ReadingBody(
            UUID person,
            String name,
            @Nullable LocalDate due,
            @Nullable Instant readAt) {}

    record DocumentVersionBody(
            int number, String state, String changeNote, LocalDate reviewBy, List<String> evidence) {}

    @GetMapping(ALL)
    @Requires(Act.VIEW)
    @Operation(id = "document.list")
    Answer<Listing<DocumentBody>> list(
            @RequestParam(defaultValue = "") String series, Paging paging, @AuthenticationPrincipal Person person) {
        UUID only = series.isEmpty() ? null : products.require(series, person).id();
        List<Document> all = documents.visibleTo(person).stream()
                .filter(d -> only == null || only.equals(d.seriesId()))
                .toList();
        return Answer.of(paging.of(all, d -> d.id().toString(), d -> body(d, false)));
    }

    @PostMapping(ALL)
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "document.create", status = 201)
    Answer<DocumentBody> create(@Body NewDocumentBody sent, @AuthenticationPrincipal Person person) {
        Set<String> languages = new TreeSet<>(sent.languages());
        languages.retainAll(Set.of("ja", "en"));
        Series series = sent.series() == null ? null : products.requireInUse(sent.series(), person);
        Document document = documents.create(
                new NewDocument(DocumentKind.parse(sent.kind()).orElseThrow(), series, languages), person);
        return answer(document).at(ALL + "/" + document.id());
    }

    @GetMapping(ONE)
    @Requires(Act.VIEW)
    @Operation(id = "document.get")
    Answer<DocumentBody> get(@PathVariable UUID id, @AuthenticationPrincipal Person person) {
        return answer(documents.require(id, person));
    }

    @PutMapping(ONE)
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "document.save")
    Answer<DocumentBody> save(
            @PathVariable UUID id,
            @Body DocumentTextBody sent,
            IfMatch seen,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Document document = documents.require(id, person);
        Version version = draft(document);
        int number = seen.require(version.revision().number());
        Content before = version.revision().content();
        if (!before.languages().keySet().equals(sent.sections().keySet())
                || !before.languages().keySet().equals(sent.titles().keySet())) {
            throw BadField.said("/sections", "document.mistake.languages");
        }
        TreeMap<String, List<Section>> sections = new TreeMap<>();
        sent.sections()
                .forEach((language, all) -> sections.put(
                        language,
                        all.stream()
                                .map(s -> new Section(s.id(), s.heading(), s.text()))
                                .toList()));
        Content content = new Content(new TreeMap<>(sent.titles()), sections, before.struck());
        About about = new About(
                sent.changeNote().strip(),
                sent.reviewBy(),
                sent.place(),
                sent.address().strip());
        Mistakes mistakes = new Mistakes();
        for (Documents.Wrong wrong : documents.wrong(content, about)) {
            mistakes.add(
                    wrong.field().replaceFirst("-\\d+$", "").replaceFirst("^(heading|text)$", "sections"),
                    ui.t("document.mistake." + wrong.why(), wrong.args().toArray()));
        }
        documents
                .wrongDay(about)
                .ifPresent(wrong -> mistakes.add(
                        wrong.field(),
                        ui.t("document.mistake." + wrong.why(), wrong.args().toArray())));
        sections.forEach((language, all) -> {
            List<String> removed = Documents.removed(before.sections(language), all);
            if (!removed.isEmpty()) {
                mistakes.add("sections", ui.t("document.mistake.removed", String.join(", ", removed)));
            }
            if (!Documents.emptied(before.sections(language), all).isEmpty()) {
                mistakes.add("sections", ui.t("document.mistake.emptied"));
            }
        });
        if (!mistakes.none()) {
            throw new BadForm(mistakes);
        }
        documents.save(document, version, number, content, about, person);
        return answer(document);
    }

    private Version draft(Document document) {
        return documents.versions(document.id()).stream()
                .filter(v -> v.state() == State.DRAFT)
                .findFirst()
                .orElseThrow(() -> new Problem(409, "document.no-draft"));
    }

    @PostMapping(ONE + "/gaps")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "document.strike")
    Answer<DocumentBody> strike(
            @PathVariable UUID id, @Body StrikeBody sent, IfMatch seen, @AuthenticationPrincipal Person person) {
        Document document = documents.require(id, person);
        Version version = draft(document);
        documents.strike(
                document,
                version,
                seen.require(version.revision().number()),
                sent.language(),
                sent.section(),
                sent.label(),
                sent.reason(),
                person);
        return answer(document);
    }

    @PostMapping(ONE + "/restore")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "document.restore")
    Answer<DocumentBody> restore(
            @PathVariable UUID id, @Body RestoreBody sent, IfMatch seen, @AuthenticationPrincipal Person person) {
        Document document = documents.require(id, person);
        Version version = draft(document);
        documents.restore(document, version, seen.require(version.revision().number()), sent.revision(), person);
        return answer(document);
    }

    @PostMapping(ONE + "/answers")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "document.take-over")
    Answer<DocumentBody> takeOver(@PathVariable UUID id, IfMatch seen, @AuthenticationPrincipal Person person) {
        Document document = documents.require(id, person);
        Version version = draft(document);
        documents.takeOver(document, version, seen.require(version.revision().number()), person);
        return answer(document);
    }

    @PostMapping(ONE + "/languages")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "document.add-language")
    Answer<DocumentBody> addLanguage(
            @PathVariable UUID id,
            @Body DocumentLanguageBody sent,
            IfMatch seen,
            @AuthenticationPrincipal Person person) {
        Document document = documents.require(id, person);
        Version version = draft(document);
        documents.addLanguage(document, version, seen.require(version.revision().number()), sent.language(), person);
        return answer(document);
    }

    @PostMapping(ONE + "/still-right")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "document.still-right")
    Answer<DocumentBody> stillRight(
            @PathVariable UUID id, @Body StillRightBody sent, @AuthenticationPrincipal Person person) {
        Document document = documents.require(id, person);
        documents.stillRight(
                document, documents.numbered(id, sent.version()), sent.note() == null ? "" : sent.note(), person);
        return answer(document);
    }

    @PostMapping(ONE + "/next")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "document.next")
    Answer<DocumentBody> next(@PathVariable UUID id, @AuthenticationPrincipal Person person) {
        Document document = documents.require(id, person);
        documents.next(document, person);
        return answer(document);
    }

    @PostMapping(ONE + "/submit")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "document.submit")
    Answer<DocumentBody> submit(
            @PathVariable UUID id, @Body DocumentSubmitBody sent, @AuthenticationPrincipal Person person) {
        Document document = documents.require(id, person);
        documents.submit(document, shown(document), sent.steps(), Boolean.TRUE.equals(sent.oneLanguageSeen()), person);
        return answer(document);
    }

    @PostMapping(ONE + "/review")
    @Requires(Act.CONFIRM)
    @Operation(id = "document.review")
    Answer<DocumentBody> review(
            @PathVariable UUID id, @Body DocumentStepBody sent, @AuthenticationPrincipal Person person) {
        Document document = documents.require(id, person);
        documents.review(document, shown(document), sent.steps(), note(sent), person);
        return answer(document);
    }

    @PostMapping(ONE + "/give-back")
    @Requires(Act.CONFIRM)
    @Operation(id = "document.give-back")
    Answer<DocumentBody> giveBack(
            @PathVariable UUID id, @Body DocumentStepBody sent, @AuthenticationPrincipal Person person) {
        Document document = documents.require(id, person);
        documents.giveBack(document, shown(document), sent.steps(), note(sent), person);
        return answer(document);
    }

    @PostMapping(ONE + "/approve")
    @Requires(Act.CONFIRM)
    @Operation(id = "document.approve")
    Answer<DocumentBody> approve(
            @PathVariable UUID id, @Body DocumentStepBody sent, @AuthenticationPrincipal Person person) {
        Document document = documents.require(id, person);
        documents.approve(document, shown(document), sent.steps(), note(sent), person);
        return answer(document);
    }

    @PostMapping(ONE + "/enact")
    @Requires(Act.CONFIRM)
    @Operation(id = "document.enact")
    Answer<DocumentBody> enact(
            @PathVariable UUID id, @Body DocumentStepBody sent, @AuthenticationPrincipal Person person) {
        Document document = documents.require(id, person);
        documents.enact(document, shown(document), sent.steps(), person, "api");
        return answer(document);
    }

    @PostMapping(ONE + "/withdraw")
    @Requires(Act.CONFIRM)
    @Operation(id = "document.withdraw")
    Answer<DocumentBody> withdraw(
            @PathVariable UUID id, @Body DocumentStepBody sent, @AuthenticationPrincipal Person person) {
        Document document = documents.require(id, person);
        documents.withdraw(document, shown(document), sent.steps(), note(sent), person);
        return answer(document);
    }

    private static String note(DocumentStepBody sent) {
        return sent.note() == null ? "" : sent.note();
    }

    @GetMapping(ONE + "/readers")
    @Requires(Act.VIEW)
    @Operation(id = "document.readers")
    Answer<Listing<ReadingBody>> readers(@PathVariable UUID id, Paging paging, @AuthenticationPrincipal Person person) {
        Document document = documents.require(id, person);
        return Answer.of(paging.of(
                documents.readings(shown(document).id()),
                r -> r.person().toString(),
                r -> new ReadingBody(r.person(), r.name(), r.due(), r.readAt())));
    }

    @PostMapping(ONE + "/readers")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "document.ask")
    Answer<DocumentBody> ask(@PathVariable UUID id, @Body ReadersBody sent, @AuthenticationPrincipal Person person) {
        Document document = documents.require(id, person);
        documents.askReaders(document, shown(document), Set.copyOf(new TreeSet<>(sent.people())), sent.due(), person);
        return answer(document);
    }

    @GetMapping(ONE + "/versions")
    @Requires(Act.VIEW)
    @Operation(id = "document.versions")
    Answer<Listing<DocumentVersionBody>> versions(
            @PathVariable UUID id, Paging paging, @AuthenticationPrincipal Person person) {
        Document document = documents.require(id, person);
        return Answer.of(paging.of(
                documents.versions(document.id()),
                v -> Integer.toString(v.number()),
                v -> new DocumentVersionBody(
                        v.number(),
                        v.state().id(),
                        v.revision().about().changeNote(),
                        v.revision().about().reviewBy(),
                        documents.evidence(v))));
    }

    @GetMapping(path = ONE + "/file", produces = MediaType.ALL_VALUE)
    @Requires(Act.VIEW)
    @Recorded("document.take")
    @Operation(id = "document.file", file = "*/*")
    ResponseEntity<Resource> file(
            @PathVariable UUID id,
            @RequestParam @OneOf({"pdf", "docx", "html", "md"}) String format,
            @RequestParam(defaultValue = "0") int version,
            @RequestParam(defaultValue = "") String language,
            @AuthenticationPrincipal Person person) {
        Document document = documents.require(id, person);
        Version wanted = version == 0 ? shown(document) : documents.numbered(id, version);
        return DocumentPages.file(files, document, wanted, format, language, Locale.forLanguageTag(person.language()));
    }

    private Version shown(Document document) {
        return DocumentPages.shown(documents.versions(document.id()));
    }

    private Answer<DocumentBody> answer(Document document) {
        DocumentBody body = body(document, true);
        return Answer.of(body).version(body.revision());
    }

    /** @param changes whether to look what has changed, which takes a while for many */
    private DocumentBody body(Document document, boolean changes) {
        Version version = shown(document);
        Content content = version.revision().content();
        About about = version.revision().about();
        TreeMap<String, List<DocumentSectionBody>> sections = new TreeMap<>();
        content.languages()
                .forEach((language, all) -> sections.put(
                        language,
                        all.stream()
                                .map(s -> new DocumentSectionBody(s.id(), s.heading(), s.text()))
                                .toList()));
        UUID seriesId = document.seriesId();
        return new DocumentBody(
                document.id(),
                document.code(),
                document.kind().id(),
                seriesId == null
                        ? null
                        : products.byId(seriesId).map(Series::code).orElse(null),
                version.number(),
                version.state().id(),
                version.isOverdue(documents.today()),
                version.revision().number(),
                version.steps(),
                content.titles(),
                sections,
                content.gaps().stream()
                        .map(g -> new DocumentGapBody(g.language(), g.section(), g.label()))
                        .toList(),
                about.changeNote(),
                about.reviewBy(),
                about.place(),
                about.address(),
                documents.evidence(version),
                changes
                        ? documents.changes(document, version).stream()
                                .map(Basis.Change::ref)
                                .toList()
                        : null);
    }
}
