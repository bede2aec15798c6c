package dev.shisa.server.application;

import dev.shisa.server.application.Dossiers.View;
import dev.shisa.server.application.Evaluations.Actor;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.RateLimits;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.BadField;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.Done;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.office.OfficePackage;
import dev.shisa.server.platform.office.WorkbookRefused;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What is recorded of an application and of the label, for programs: entries, papers, changes, texts, evaluation. */
@Controller
class RoundApi {

    private static final int PAGES_MAX = 30;

    private final Products products;
    private final Dossiers dossiers;
    private final Journals journals;
    private final Enclosures documents;
    private final LabelChanges changes;
    private final ChangePages changePages;
    private final Claims claims;
    private final Evaluations evaluations;
    private final EvaluationLinks links;
    private final EvaluationPack packs;
    private final Schemes schemes;
    private final Blobs blobs;
    private final RateLimits limits;

    RoundApi(
            Products products,
            Dossiers dossiers,
            Journals journals,
            Enclosures documents,
            LabelChanges changes,
            ChangePages changePages,
            Claims claims,
            Evaluations evaluations,
            EvaluationLinks links,
            EvaluationPack packs,
            Schemes schemes,
            Blobs blobs,
            RateLimits limits) {
        this.products = products;
        this.dossiers = dossiers;
        this.journals = journals;
        this.documents = documents;
        this.changes = changes;
        this.changePages = changePages;
        this.claims = claims;
        this.evaluations = evaluations;
        this.links = links;
        this.packs = packs;
        this.schemes = schemes;
        this.blobs = blobs;
        this.limits = limits;
    }

    /** A file that belongs to an entry. */
    record ApplicationEntryFileBody(String fileName, String sha256, long sizeBytes) {}

    /** A value by its name. */
    record ApplicationEntryValueBody(String name, String value) {}

    /**
     * Something that was recorded.
     *
     * @param about the entry that it answers
     * @param rows what it lists, each as values by name
     * @param undone whether it was taken back
     */
    record ApplicationEntryBody(
            UUID id,
            int round,
            String kind,
            @Nullable UUID about,
            LocalDate on,
            List<ApplicationEntryValueBody> values,
            List<List<ApplicationEntryValueBody>> rows,
            List<ApplicationEntryFileBody> files,
            String by,
            Instant at,
            boolean undone) {}

    /** What is to be recorded; which values a kind takes is told on the page of the step. */
    record ApplicationEntryChange(
            @OneOf({
                "number",
                "sent",
                "correction",
                "answer",
                "settled",
                "accepted",
                "paid",
                "label",
                "checked",
                "judged",
                "notice-sent",
                "notice-taken",
                "renewal"
            })
            String kind,

            LocalDate on,
            @Nullable UUID about,
            @Nullable List<ApplicationEntryValueBody> values) {}

    record ApplicationUndoBody(@Nullable String reason) {}

    /** Evidence that goes along, by its code, and whether a zip without all papers is wanted. */
    record ApplicationPackageBody(
            @Nullable List<String> evidence, @Nullable Boolean incomplete) {}

    /** A paper that the application needs. */
    record ApplicationPaperBody(
            String form,
            String title,
            @OneOf({"ready", "doubtful", "missing"}) String state,
            @Nullable String fileName) {}

    /** Something that changed since the label. */
    record ApplicationChangeBody(
            String key,
            String sort,
            String sentence,
            LocalDate on,
            String href,

            @OneOf({"open", "nothing", "needed", "drafted", "sent", "taken"})
            String state) {}

    /** A notice to IPA: the type, and the words; without words those drafted from the changes are kept. */
    record ApplicationNoticeBody(
            @OneOf({"change", "report"}) String type,
            @Nullable String text) {}

    /** A text or the address of a page that speaks of the label; one of them. */
    record ApplicationClaimBody(
            @Nullable String name,
            @Nullable String text,
            @Nullable String address) {}

    /** A phrase that must not stand there. */
    record ApplicationHitBody(String rule, int line, String phrase, String why, String better) {}

    record ApplicationClaimResultBody(
            UUID id, String name, String source, List<ApplicationHitBody> hits, boolean cut, Instant at) {}

    /** What stands to be signed off, and what evaluators said. */
    record ApplicationEvaluationBody(
            String release,
            String edition,
            String guideEdition,
            String state,
            List<ApplicationEntryBody> comments,
            List<ApplicationEntryBody> signatures) {}

    record ApplicationCommentBody(
            @OneOf({"agree", "disagree", "question"}) String opinion, String text) {}

    /** @param state the hash that was read from the evaluation: what is signed */
    record ApplicationSignBody(String state, @Nullable String text) {}

    record EvaluationLinkBody(
            UUID id,
            String recipient,
            @OneOf({"evaluator", "proxy"}) String part,
            Instant expiresAt,
            @OneOf({"sent", "opened", "ended", "revoked"}) String state) {}

    record EvaluationLinkMade(EvaluationLinkBody link, String address) {}

    record EvaluationLinkChange(
            String recipient, @OneOf({"evaluator", "proxy"}) String part, int days) {}

    /** A line that came back. */
    record ApplicationReturnedBody(
            String number,
            String opinion,
            String text,

            @OneOf({"new", "moved", "same", "empty", "changed", "unknown", "wrong"})
            String fate) {}

    record ApplicationReturnBody(
            List<ApplicationReturnedBody> lines,
            String signer,
            boolean signs,
            List<String> missing,
            List<String> moved,
            int taken) {}

    /** What an application costs and needs, with the day on which it was read. */
    record ApplicationSchemeBody(LocalDate read, List<ApplicationFeeBody> fees, List<ApplicationFormBody> forms) {}

    record ApplicationFeeBody(
            boolean psti, int yen, LocalDate from, @Nullable LocalDate until, String source) {}

    record ApplicationFormBody(
            String id, String number, String edition, String name, String when, boolean signed, String source) {}

    @GetMapping("/api/v1/application-scheme")
    @Requires(Act.VIEW)
    @Operation(id = "application.scheme")
    Answer<ApplicationSchemeBody> scheme(@ModelAttribute("ui") Ui ui) {
        Scheme scheme = schemes.current();
        return Answer.of(new ApplicationSchemeBody(
                scheme.read(),
                scheme.fees().stream()
                        .map(f ->
                                new ApplicationFeeBody(f.psti(), f.yen(), f.from(), f.until(), url(scheme, f.source())))
                        .toList(),
                scheme.forms().stream()
                        .map(f -> new ApplicationFormBody(
                                f.id(),
                                f.number(),
                                f.edition(),
                                f.name().in(ui.locale()),
                                f.when().id(),
                                f.signed(),
                                url(scheme, f.source())))
                        .toList()));
    }

    private static String url(Scheme scheme, String source) {
        return scheme.source(source).map(Scheme.Source::url).orElse("");
    }

    @GetMapping("/api/v1/series/{code}/application/entries")
    @Requires(Act.VIEW)
    @Operation(id = "application.entries")
    Answer<Listing<ApplicationEntryBody>> entries(
            @PathVariable String code, Paging paging, @AuthenticationPrincipal Person person) {
        Series series = products.require(code, person);
        return Answer.of(
                paging.of(journals.of(series).all(), entry -> entry.id().toString(), RoundApi::body));
    }

    private static ApplicationEntryBody body(Entry entry) {
        return new ApplicationEntryBody(
                entry.id(),
                entry.round(),
                entry.kind().id(),
                entry.about(),
                entry.on(),
                values(entry.values()),
                entry.rows().stream().map(RoundApi::values).toList(),
                entry.files().stream()
                        .map(f -> new ApplicationEntryFileBody(f.fileName(), f.sha256(), f.sizeBytes()))
                        .toList(),
                entry.byName(),
                entry.at(),
                !entry.holds());
    }

    private static List<ApplicationEntryValueBody> values(Map<String, String> values) {
        return values.entrySet().stream()
                .map(e -> new ApplicationEntryValueBody(e.getKey(), e.getValue()))
                .toList();
    }

    @PostMapping("/api/v1/series/{code}/application/entries")
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(id = "application.record", status = 201)
    Answer<ApplicationEntryBody> record(
            @PathVariable String code,
            @Body ApplicationEntryChange sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(code, person);
        EntryKind kind = StepPages.known(sent.kind());
        Map<String, String> values = new HashMap<>();
        List<ApplicationEntryValueBody> given = sent.values() == null ? List.of() : sent.values();
        for (int i = 0; i < given.size(); i++) {
            String name = given.get(i).name();
            if (kind.fields().stream().noneMatch(f -> f.name().equals(name))) {
                throw new BadField(
                        "/values/" + i + "/name",
                        "unknown",
                        kind.fields().stream().map(EntryKind.Field::name).collect(Collectors.joining(", ")));
            }
            values.put(name, given.get(i).value());
        }
        Journals.Told told = new Journals.Told(kind, sent.on().toString(), sent.about(), values);
        journals.wrong(series, journals.of(series), told).forEach((field, why) -> {
            throw new BadField(
                    field.equals("on") || field.equals("about") ? "/" + field : "/values",
                    "said",
                    field + ": " + StepWords.words(ui, why));
        });
        return made(series, journals.record(series, told, person));
    }

    @GetMapping("/api/v1/series/{code}/application/entries/{id}")
    @Requires(Act.VIEW)
    @Operation(id = "application.entry")
    Answer<ApplicationEntryBody> entry(
            @PathVariable String code, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
        return Answer.of(body(find(products.require(code, person), id)));
    }

    private static Answer<ApplicationEntryBody> made(Series series, Entry entry) {
        return Answer.of(body(entry)).at("/api/v1/series/" + series.code() + "/application/entries/" + entry.id());
    }

    private Entry find(Series series, UUID id) {
        return journals.of(series).find(id).orElseThrow(() -> new Problem(404, "application.entry.unknown"));
    }

    @PostMapping("/api/v1/series/{code}/application/entries/{id}/undo")
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(id = "application.undo")
    Answer<ApplicationEntryBody> undo(
            @PathVariable String code,
            @PathVariable UUID id,
            @Body ApplicationUndoBody sent,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        String reason = sent.reason() == null ? "" : sent.reason().strip();
        if (reason.length() > StepPages.REASON_MAX) {
            throw new BadField("/reason", "long", reason.length(), StepPages.REASON_MAX);
        }
        journals.undo(series, id, reason, person);
        return Answer.of(body(find(series, id)));
    }

    @GetMapping(path = "/api/v1/series/{code}/application/entries/{id}/file")
    @Requires(Act.VIEW)
    @Recorded("take.form")
    @Operation(id = "application.entry-file", file = "*/*")
    ResponseEntity<Resource> file(
            @PathVariable String code, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
        return StepPages.download(journals.of(products.require(code, person)), id, blobs);
    }

    @GetMapping("/api/v1/series/{code}/application/documents")
    @Requires(Act.VIEW)
    @Operation(id = "application.documents")
    Answer<Listing<ApplicationPaperBody>> documents(
            @PathVariable String code, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return Answer.of(new Listing<>(
                documents.needed(dossiers.of(series), journals.of(series)).stream()
                        .map(n -> new ApplicationPaperBody(
                                n.form().id(),
                                n.form().title(ui.locale()),
                                n.state().id(),
                                n.file() == null ? null : n.file().fileName()))
                        .toList(),
                null));
    }

    @PostMapping("/api/v1/series/{code}/application/documents/{form}")
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(id = "application.paper", status = 201, takesFile = true)
    Answer<ApplicationEntryBody> paper(
            @PathVariable String code,
            @PathVariable String form,
            @RequestParam String fileName,
            HttpServletRequest request,
            @AuthenticationPrincipal Person person)
            throws IOException {
        Series series = products.requireInUse(code, person);
        byte[] content = request.getInputStream().readNBytes((int) Enclosures.PAPER_BYTES_MAX + 1);
        if (content.length > Enclosures.PAPER_BYTES_MAX) {
            throw new Problem(413, "application.paper.large", Enclosures.PAPER_BYTES_MAX >> 20);
        }
        return made(series, documents.add(series, form, content, fileName, person));
    }

    @PostMapping("/api/v1/series/{code}/application/packages")
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(id = "application.package", status = 201)
    Answer<ApplicationEntryBody> pack(
            @PathVariable String code,
            @Body ApplicationPackageBody sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(code, person);
        View view = dossiers.of(series);
        List<Enclosures.Needed> open = documents.missing(view, journals.of(series));
        if (!open.isEmpty() && !Boolean.TRUE.equals(sent.incomplete())) {
            throw new Problem(409, "application.package.incomplete", EnclosurePages.titles(open, ui));
        }
        Map<String, UUID> attachable = documents.attachable(view).stream()
                .collect(Collectors.toMap(Enclosures.Attachable::code, Enclosures.Attachable::id));
        List<String> codes = sent.evidence() == null ? List.of() : sent.evidence();
        Set<UUID> chosen = IntStream.range(0, codes.size())
                .mapToObj(i -> Optional.ofNullable(attachable.get(codes.get(i)))
                        .orElseThrow(() -> new BadField("/evidence/" + i, "item", codes.get(i))))
                .collect(Collectors.toSet());
        return made(series, documents.pack(view, chosen, person));
    }

    @GetMapping("/api/v1/series/{code}/application/changes")
    @Requires(Act.VIEW)
    @Operation(id = "application.changes")
    Answer<Listing<ApplicationChangeBody>> changes(
            @PathVariable String code, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return Answer.of(new Listing<>(
                changes.of(series, journals.of(series)).stream()
                        .map(c -> new ApplicationChangeBody(
                                c.found().key(),
                                c.found().sort(),
                                changes.sentence(c.found(), ui.locale()),
                                c.found().on(),
                                c.found().href(),
                                c.state().id()))
                        .toList(),
                null));
    }

    @PostMapping("/api/v1/series/{code}/application/notices")
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(id = "application.notice", status = 201)
    Answer<ApplicationEntryBody> notice(
            @PathVariable String code, @Body ApplicationNoticeBody sent, @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        Journal journal = journals.of(series);
        Entry label = journal.label().orElseThrow(() -> new Problem(409, "application.notice.nothing"));
        String text = sent.text() == null || sent.text().isBlank()
                ? changes.draft(
                        series,
                        label,
                        sent.type(),
                        changes.of(series, journal).stream()
                                .filter(c -> c.state() == LabelChanges.State.NEEDED
                                        && c.judged() != null
                                        && c.judged().value("needs").equals(sent.type()))
                                .toList())
                : sent.text();
        if (text.length() > EntryKind.Field.LINES_MAX) {
            throw new BadField("/text", "long", text.length(), EntryKind.Field.LINES_MAX);
        }
        if (!changePages.keep(series, sent.type(), text, person)) {
            throw new Problem(409, "application.notice.nothing");
        }
        return made(
                series, journals.of(series).of(label.round(), EntryKind.NOTICE).getLast());
    }

    @PostMapping("/api/v1/series/{code}/application/claims")
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(id = "application.claims", status = 201)
    Answer<ApplicationClaimResultBody> claims(
            @PathVariable String code,
            @Body ApplicationClaimBody sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(code, person);
        String text = sent.text() == null ? "" : sent.text();
        String address = sent.address() == null ? "" : sent.address();
        String name = sent.name() == null ? "" : sent.name().strip();
        if (text.isBlank() == address.isBlank()) {
            throw new BadField("/text", "unused", "address");
        }
        if (text.length() > ClaimCheck.CHARS_MAX) {
            throw new BadField("/text", "long", text.length(), ClaimCheck.CHARS_MAX);
        }
        Claims.Outcome outcome;
        if (address.isBlank()) {
            outcome = claims.ofText(series, name.isEmpty() ? ui.t("claims.untitled") : name, text, person);
        } else {
            limits.knock("claims", person.id(), PAGES_MAX, Duration.ofMinutes(5));
            outcome = claims.ofPage(series, name, address, person);
        }
        return switch (outcome) {
            case Claims.Outcome.Checked(Entry entry) ->
                Answer.of(result(entry, ui))
                        .at("/api/v1/series/" + series.code() + "/application/entries/" + entry.id());
            case Claims.Outcome.Unread(String key, List<Object> args) ->
                throw new Problem(422, "application.claims.unread", ui.t(key, args.toArray()));
        };
    }

    private static ApplicationClaimResultBody result(Entry entry, Ui ui) {
        return new ApplicationClaimResultBody(
                entry.id(),
                entry.value("name"),
                entry.value("source"),
                entry.rows("hit").stream()
                        .map(row -> new ApplicationHitBody(
                                row.getOrDefault("rule", ""),
                                Integer.parseInt(row.getOrDefault("line", "1")),
                                row.getOrDefault("phrase", ""),
                                ui.t("claims.rule." + row.get("rule") + ".why"),
                                ui.t("claims.rule." + row.get("rule") + ".better")))
                        .toList(),
                entry.rows("looked").stream().anyMatch(row -> "true".equals(row.get("cut"))),
                entry.at());
    }

    @GetMapping("/api/v1/series/{code}/application/evaluation")
    @Requires(Act.VIEW)
    @Operation(id = "application.evaluation")
    Answer<ApplicationEvaluationBody> evaluation(@PathVariable String code, @AuthenticationPrincipal Person person) {
        return Answer.of(evaluation(products.require(code, person)));
    }

    private ApplicationEvaluationBody evaluation(Series series) {
        Evaluated state = evaluations.state(dossiers.of(series));
        Journal journal = journals.of(series);
        return new ApplicationEvaluationBody(
                state.release(),
                state.edition(),
                state.guide(),
                state.hash(),
                journal.of(journal.round(), EntryKind.COMMENT).stream()
                        .map(RoundApi::body)
                        .toList(),
                journal.of(journal.round(), EntryKind.SIGNED).stream()
                        .map(RoundApi::body)
                        .toList());
    }

    @PostMapping("/api/v1/series/{code}/application/evaluation/criteria/{number}/comments")
    @Requires(Act.EVALUATE)
    @Operation(id = "application.comment", status = 201)
    Answer<ApplicationEntryBody> comment(
            @PathVariable String code,
            @PathVariable String number,
            @Body ApplicationCommentBody sent,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        return made(
                series,
                evaluations.comment(dossiers.of(series), number, sent.opinion(), sent.text(), Actor.of(person)));
    }

    @PostMapping("/api/v1/series/{code}/application/evaluation/signatures")
    @Requires(Act.EVALUATE)
    @Operation(id = "application.sign", status = 201)
    Answer<ApplicationEntryBody> sign(
            @PathVariable String code, @Body ApplicationSignBody sent, @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        String text = sent.text() == null ? "" : sent.text();
        return made(series, evaluations.sign(dossiers.of(series), sent.state(), text, Actor.of(person)));
    }

    @PostMapping("/api/v1/series/{code}/application/evaluation/packs")
    @Requires(Act.EVALUATE)
    @Operation(id = "application.pack", status = 201)
    Answer<ApplicationEntryBody> evaluationPack(
            @PathVariable String code, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(code, person);
        return made(series, packs.make(dossiers.of(series), Actor.of(person), ui.locale()));
    }

    /** Takes in a sheet that came back; with {@code preview} it only says what would be taken. */
    @PostMapping("/api/v1/series/{code}/application/evaluation/returns")
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(id = "application.return", takesFile = true)
    Answer<ApplicationReturnBody> back(
            @PathVariable String code,
            @RequestParam(defaultValue = "false") @OneOf({"true", "false"}) String preview,
            HttpServletRequest request,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui)
            throws IOException {
        Series series = products.requireInUse(code, person);
        byte[] content = request.getInputStream().readNBytes(OfficePackage.SIZE_MAX + 1);
        View view = dossiers.of(series);
        try {
            if (content.length > OfficePackage.SIZE_MAX) {
                throw new WorkbookRefused("too-large", OfficePackage.SIZE_MAX >> 20);
            }
            EvaluationPack.Return back = packs.read(view, content);
            int taken = preview.equals("true") ? 0 : packs.take(view, back, ui.t("evaluation.return.nobody"), person);
            return Answer.of(new ApplicationReturnBody(
                    back.lines().stream()
                            .map(l -> new ApplicationReturnedBody(
                                    l.number(), l.opinion(), l.text(), l.fate().id()))
                            .toList(),
                    back.signer(),
                    back.signs(),
                    back.missing(),
                    back.moved(),
                    taken));
        } catch (WorkbookRefused e) {
            throw new Problem(422, "application.return.refused", ui.t(e.key(), e.args()));
        }
    }

    @GetMapping("/api/v1/series/{code}/application/evaluation/links")
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(id = "application.links")
    Answer<Listing<EvaluationLinkBody>> links(@PathVariable String code, @AuthenticationPrincipal Person person) {
        return Answer.of(new Listing<>(
                links.of(products.require(code, person)).stream()
                        .map(this::body)
                        .toList(),
                null));
    }

    private EvaluationLinkBody body(EvaluationLinks.Link link) {
        return new EvaluationLinkBody(link.id(), link.recipient(), link.part(), link.expiresAt(), links.state(link));
    }

    @PostMapping("/api/v1/series/{code}/application/evaluation/links")
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(id = "application.link", status = 201)
    Answer<EvaluationLinkMade> link(
            @PathVariable String code,
            @Body EvaluationLinkChange sent,
            @AuthenticationPrincipal Person person,
            HttpServletRequest request) {
        Series series = products.requireInUse(code, person);
        if (sent.recipient().isBlank() || sent.recipient().length() > EvaluationLinks.NAME_MAX) {
            throw new BadField("/recipient", "long", sent.recipient().length(), EvaluationLinks.NAME_MAX);
        }
        if (sent.days() < 1 || sent.days() > EvaluationLinks.DAYS_MAX) {
            throw new BadField("/days", "between", 1, EvaluationLinks.DAYS_MAX);
        }
        EvaluationLinks.Made made = links.make(series, sent.recipient(), sent.part(), sent.days(), person);
        String address = EvaluationPages.link(request, made.secret()).url();
        return Answer.of(new EvaluationLinkMade(body(made.link()), address))
                .at("/api/v1/series/" + series.code() + "/application/evaluation/links")
                .secret(address);
    }

    @DeleteMapping("/api/v1/series/{code}/application/evaluation/links/{id}")
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(id = "application.link-revoke")
    Answer<Done> revoke(@PathVariable String code, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
        links.revoke(products.requireInUse(code, person), id, person);
        return Done.ANSWER;
    }
}
