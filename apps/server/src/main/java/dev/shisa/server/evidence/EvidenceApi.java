package dev.shisa.server.evidence;

import dev.shisa.conformity.Fact;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Layer;
import dev.shisa.conformity.Proof;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.evidence.Awaiting.Awaited;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.Reason;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.BadField;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.RegisterItem;
import dev.shisa.server.product.Series;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;

/** Evidence, files and facts for programs. */
@Controller
class EvidenceApi {

    private static final String VIA = "api";

    private final EvidenceLog log;
    private final EvidenceKeepers keepers;
    private final Blobs blobs;
    private final PageSnapshot pages;
    private final Contradictions contradictions;
    private final FactWords words;
    private final Catalogues catalogues;
    private final Products products;
    private final Unit unit;
    private final InstantSource clock;
    private final Awaiting awaiting;

    EvidenceApi(
            EvidenceLog log,
            EvidenceKeepers keepers,
            Blobs blobs,
            PageSnapshot pages,
            Contradictions contradictions,
            FactWords words,
            Catalogues catalogues,
            Products products,
            Unit unit,
            InstantSource clock,
            Awaiting awaiting) {
        this.log = log;
        this.keepers = keepers;
        this.blobs = blobs;
        this.pages = pages;
        this.contradictions = contradictions;
        this.words = words;
        this.catalogues = catalogues;
        this.products = products;
        this.unit = unit;
        this.clock = clock;
        this.awaiting = awaiting;
    }

    /** A file that was uploaded and waits to become evidence, for a day. */
    record UploadBody(UUID id, String sha256, long sizeBytes, String fileName, String mediaType) {}

    record FileBody(String sha256, long sizeBytes, String fileName, String mediaType, boolean nameDisagrees) {}

    /**
     * A piece of evidence in a list.
     *
     * @param series code of the product; null: about the organisation
     */
    record EvidenceBody(
            UUID id,
            String code,

            @OneOf({"declaration", "document", "test", "photo", "page", "measurement"})
            String kind,

            @OneOf({"declared", "documented", "tested", "measured"})
            String strength,

            String title,
            String place,
            @Nullable String series,
            @Nullable String fileName,
            @Nullable String url,
            Instant observedAt,
            Instant recordedAt,
            @Nullable Instant validUntil,
            String submittedBy,
            String via,
            int facts,
            int waiting,
            boolean confirmed,
            List<String> confirmedBy) {}

    /** A piece of evidence with all that is known of it. */
    record EvidenceDetailsBody(
            EvidenceBody evidence,
            String statement,
            @Nullable FileBody file,
            Map<String, String> record,
            @Nullable UUID renews,
            @Nullable UUID renewedBy,
            List<FactBody> facts) {}

    record ConfirmedBody(String name, Instant at, String note) {}

    record WithdrawnBody(String name, Instant at, String reason) {}

    /** A fact. {@code subject} is what it is about; {@code item} is empty where the key has no collection. */
    record FactBody(
            UUID id,
            String key,
            String item,
            Object value,
            String detail,
            @OneOf({"organisation", "product", "release"}) String subject,

            @OneOf({"declared", "documented", "tested", "measured"})
            String strength,

            Instant observedAt,
            Instant recordedAt,
            @Nullable Instant validUntil,
            String evidence,
            List<UUID> supersedes,
            @Nullable UUID supersededBy,
            @Nullable ConfirmedBody confirmed,
            @Nullable WithdrawnBody withdrawn,
            boolean standing) {}

    /**
     * A fact to record.
     *
     * @param replaces whether it takes the place of every fact of its slot that is not stronger
     * @param supersedes these facts of its slot, where it takes the place of some only
     */
    record NewFactBody(
            String key,
            @Nullable String item,
            JsonNode value,
            @Nullable String detail,
            @Nullable Boolean replaces,
            @Nullable List<UUID> supersedes) {}

    /**
     * Evidence to record.
     *
     * @param file of an upload; for documents, tests and photographs
     * @param url for a page, which the server copies itself
     */
    record NewEvidenceBody(
            @OneOf({"declaration", "document", "test", "photo", "page"})
            String kind,

            @Nullable String title,
            @Nullable String statement,
            @Nullable String place,
            @Nullable UUID file,
            @Nullable String url,
            @Nullable Map<String, String> record,
            @Nullable Instant observedAt,
            @Nullable Instant validUntil,
            @Nullable String renews,
            List<NewFactBody> facts) {}

    record RecordedBody(UUID id, String code, List<UUID> facts) {}

    /** Which facts of the evidence are confirmed; null: all that wait. */
    record ConfirmBody(@Nullable List<UUID> facts, @Nullable String note) {}

    record FactsBody(List<UUID> facts) {}

    record ReasonBody(String reason) {}

    /**
     * Facts that contradict each other: of one slot ({@code conflict}), a confirmed one of a slot and a stronger one by which
     * verdicts go ({@code refuted}), or of several keys ({@code between}, {@code settled}), whose key is that of the judgement
     * that both are so.
     *
     * @param requirements those that have to be rechecked until it is settled
     */
    record ContradictionBody(
            @OneOf({"conflict", "refuted", "between", "settled"})
            String kind,

            String key,
            String item,
            @Nullable ContradictionText text,
            List<FactBody> facts,
            List<String> requirements) {}

    record ContradictionText(String ja, String en) {}

    /** The decision: which of the facts that were seen is right. */
    record DecisionBody(String key, @Nullable String item, List<UUID> seen, UUID holds, String reason) {}

    @PostMapping("/api/v1/files")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "file.upload", status = 201, takesFile = true)
    Answer<UploadBody> upload(
            @RequestParam String fileName, HttpServletRequest request, @AuthenticationPrincipal Person person)
            throws IOException {
        StoredFile file = blobs.store(request.getInputStream(), fileName, request.getContentLengthLong());
        return Answer.of(new UploadBody(
                blobs.remember(file, person), file.sha256(), file.sizeBytes(), file.fileName(), file.mediaType()));
    }

    @GetMapping("/api/v1/evidence")
    @Requires(Act.VIEW)
    @Operation(id = "evidence.list")
    Answer<Listing<EvidenceBody>> list(
            @RequestParam(defaultValue = "") String series,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(required = false)
                    @OneOf({"declaration", "document", "test", "photo", "page", "measurement"})
                    @Nullable
                    String kind,
            @RequestParam(required = false) @OneOf({"declared", "documented", "tested", "measured"}) @Nullable
                    String strength,
            @RequestParam(required = false) @OneOf({"confirmed", "waiting"}) @Nullable String confirmation,
            Paging paging,
            @AuthenticationPrincipal Person person) {
        UUID of = series.isEmpty() ? null : products.require(series, person).id();
        EvidenceFilter filter = new EvidenceFilter(
                person.series(),
                of,
                q.substring(0, Math.min(q.length(), 200)),
                kind == null ? null : EvidenceKind.parse(kind).orElseThrow(),
                strength == null ? null : Strength.parse(strength).orElseThrow(),
                null,
                confirmation == null
                        ? null
                        : confirmation.equals("waiting")
                                ? EvidenceFilter.Confirmation.WAITING
                                : EvidenceFilter.Confirmation.CONFIRMED,
                EvidenceFilter.Sort.RECORDED,
                false,
                0,
                paging.limit() + 1);
        List<EvidenceSummary> found = log.behind(filter, paging.afterId());
        Map<UUID, String> codes = codes(found);
        return Answer.of(paging.found(found, e -> e.id().toString(), e -> body(e, codes)));
    }

    @GetMapping("/api/v1/evidence/{code}")
    @Requires(Act.VIEW)
    @Operation(id = "evidence.get")
    Answer<EvidenceDetailsBody> get(@PathVariable String code, @AuthenticationPrincipal Person person) {
        EvidenceDetails details = log.require(code, person);
        StoredFile file = details.file();
        return Answer.of(new EvidenceDetailsBody(
                body(details.summary(), codes(List.of(details.summary()))),
                details.statement(),
                file == null
                        ? null
                        : new FileBody(
                                file.sha256(),
                                file.sizeBytes(),
                                file.fileName(),
                                file.mediaType(),
                                file.nameDisagrees()),
                details.record(),
                details.renews(),
                details.renewedBy(),
                details.facts().stream().map(EvidenceApi::body).toList()));
    }

    @GetMapping(path = "/api/v1/evidence/{code}/file", produces = MediaType.ALL_VALUE)
    @Requires(Act.VIEW)
    @Recorded("take.file")
    @Operation(id = "evidence.file", file = "*/*")
    ResponseEntity<Resource> file(@PathVariable String code, @AuthenticationPrincipal Person person) {
        StoredFile file = log.require(code, person).file();
        if (file == null) {
            throw new Problem(404, "evidence.no-file", code);
        }
        return blobs.download(file);
    }

    @PostMapping("/api/v1/series/{code}/evidence")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "evidence.add", status = 201, takesValues = true)
    Answer<RecordedBody> add(
            @PathVariable String code, @Body NewEvidenceBody sent, @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        EvidenceKind kind = EvidenceKind.parse(sent.kind()).orElseThrow();
        StoredFile file = null;
        if (sent.file() != null) {
            file = blobs.upload(sent.file(), person).orElseThrow(() -> new BadField("/file", "upload"));
        }
        if (kind.needsFile() != (file != null)) {
            throw new BadField("/file", kind.needsFile() ? "missing" : "unused", kind.id());
        }
        if (kind == EvidenceKind.DOCUMENT && blank(sent.place())) {
            throw new BadField("/place", "missing");
        }
        if (kind == EvidenceKind.DECLARATION && blank(sent.statement())) {
            throw new BadField("/statement", "missing");
        }
        Map<String, String> record = record(kind, sent.record());
        if (kind.strength(record) != Strength.DECLARED && sent.facts().isEmpty()) {
            throw new BadField("/facts", "missing");
        }
        String url = null;
        String title = orEmpty(sent.title()).strip();
        if (kind == EvidenceKind.PAGE) {
            if (blank(sent.url())) {
                throw new BadField("/url", "missing");
            }
            switch (pages.take(orEmpty(sent.url()))) {
                case PageSnapshot.Result.Taken taken -> {
                    file = taken.file();
                    record = taken.record();
                    url = orEmpty(sent.url()).strip();
                    title = title.isEmpty() ? taken.title() : title;
                }
                case PageSnapshot.Result.NotTaken not -> throw new Problem(422, "evidence.page", not.what());
            }
        } else if (sent.url() != null) {
            throw new BadField("/url", "unused", kind.id());
        }
        Strength strength = kind.strength(record);
        Set<Subject.Kind> scopes = new HashSet<>();
        List<NewFact> facts = new ArrayList<>();
        for (int i = 0; i < sent.facts().size(); i++) {
            NewFact fact = fact(series, sent.facts().get(i), strength, "/facts/" + i);
            scopes.add(fact.subject().kind());
            facts.add(fact);
        }
        unit.others(series, record, scopes).stream().findFirst().ifPresent(other -> {
            throw new Problem(422, "evidence.other-" + other.field().id(), other.said(), other.registered());
        });
        UUID renews = sent.renews() == null ? null : renewed(sent.renews(), series, person);
        dev.shisa.server.evidence.Recorded recorded = log.record(
                new NewEvidence(
                        kind,
                        strength,
                        title,
                        orEmpty(sent.statement()).strip(),
                        orEmpty(sent.place()).strip(),
                        scopes.equals(Set.of(Subject.Kind.ORGANISATION)) ? null : series.id(),
                        scopes.contains(Subject.Kind.RELEASE) ? series.designated() : null,
                        url,
                        file,
                        record,
                        sent.observedAt() == null ? clock.instant() : storable(sent.observedAt(), "/observedAt"),
                        sent.validUntil() == null ? null : storable(sent.validUntil(), "/validUntil"),
                        person,
                        person.name(),
                        VIA,
                        renews),
                facts);
        return Answer.of(new RecordedBody(recorded.evidence(), recorded.code(), recorded.facts()))
                .at("/api/v1/evidence/" + recorded.code());
    }

    @PostMapping("/api/v1/evidence/{code}/confirm")
    @Requires(Act.CONFIRM)
    @Operation(id = "evidence.confirm")
    Answer<FactsBody> confirm(
            @PathVariable String code, @Body ConfirmBody sent, @AuthenticationPrincipal Person person) {
        EvidenceDetails details = log.require(code, person);
        Set<UUID> own = details.facts().stream().map(FactEntry::id).collect(Collectors.toSet());
        Set<UUID> chosen = sent.facts() == null
                ? details.facts().stream()
                        .filter(FactEntry::isWaiting)
                        .map(FactEntry::id)
                        .collect(Collectors.toSet())
                : Set.copyOf(sent.facts());
        if (!own.containsAll(chosen)) {
            throw new BadField("/facts", "fact");
        }
        return Answer.of(sorted(log.confirm(details.id(), chosen, person, orEmpty(sent.note()))));
    }

    @PostMapping("/api/v1/evidence/{code}/unconfirm")
    @Requires(Act.CONFIRM)
    @Operation(id = "evidence.unconfirm")
    Answer<FactsBody> unconfirm(@PathVariable String code, @AuthenticationPrincipal Person person) {
        return Answer.of(sorted(log.unconfirm(log.require(code, person).id(), person)));
    }

    @GetMapping("/api/v1/series/{code}/facts")
    @Requires(Act.VIEW)
    @Operation(id = "fact.list")
    Answer<Listing<FactBody>> facts(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String key,
            @RequestParam(defaultValue = "") String item,
            Paging paging,
            @AuthenticationPrincipal Person person) {
        Series series = products.require(code, person);
        List<Subject> subjects =
                products.target(series).layers().stream().map(Layer::subject).toList();
        List<FactEntry> found = log.behind(subjects, key, item, paging.afterId(), paging.limit() + 1);
        return Answer.of(paging.found(found, entry -> entry.id().toString(), EvidenceApi::body));
    }

    @GetMapping("/api/v1/facts/{id}")
    @Requires(Act.VIEW)
    @Operation(id = "fact.get")
    Answer<FactBody> fact(@PathVariable UUID id, @AuthenticationPrincipal Person person) {
        return Answer.of(body(visible(id, person)));
    }

    @PostMapping("/api/v1/facts/{id}/withdraw")
    @Requires(Act.RESOLVE)
    @Operation(id = "fact.withdraw")
    Answer<FactBody> withdraw(@PathVariable UUID id, @Body ReasonBody sent, @AuthenticationPrincipal Person person) {
        visible(id, person);
        log.withdraw(id, person, sent.reason());
        return Answer.of(body(visible(id, person)));
    }

    @GetMapping("/api/v1/series/{code}/contradictions")
    @Requires(Act.VIEW)
    @Operation(id = "contradiction.list")
    Answer<Listing<ContradictionBody>> contradictions(
            @PathVariable String code, Paging paging, @AuthenticationPrincipal Person person) {
        Series series = products.require(code, person);
        Map<UUID, FactEntry> entries = log.entries(contradictions.subjects(series)).stream()
                .collect(Collectors.toMap(FactEntry::id, Function.identity()));
        Map<String, String> names = products.itemNames(series.id());
        List<Awaited> waits = awaiting.awaiting(series);
        List<ContradictionBody> found = new ArrayList<>();
        contradictions
                .all(series, entries.values())
                .forEach((slot, one) -> found.add(new ContradictionBody(
                        one.contradiction().refuted() ? "refuted" : "conflict",
                        slot.key().value(),
                        slot.item(),
                        null,
                        bodies(one.contradiction().facts().stream().map(Fact::id), entries),
                        numbers(waits, waiting -> waiting.disagreeing().contains(slot)))));
        for (Proof.Held held : contradictions.between(series)) {
            found.add(new ContradictionBody(
                    held.settled() ? "settled" : "between",
                    held.both().slot().key().value(),
                    "",
                    new ContradictionText(
                            words.contradiction(held, Locale.JAPANESE, names),
                            words.contradiction(held, Locale.ENGLISH, names)),
                    bodies(
                            held.when()
                                    .carrying()
                                    .flatMap(node -> Stream.ofNullable(node.reading()))
                                    .flatMap(reading -> reading.used().stream())
                                    .distinct(),
                            entries),
                    numbers(waits, waiting -> waiting.cannotBoth().contains(held.text()))));
        }
        return Answer.of(paging.of(found, one -> one.key() + "[" + one.item() + "]", one -> one));
    }

    private static List<String> numbers(List<Awaited> waits, Predicate<Awaited> which) {
        return waits.stream().filter(which).map(one -> one.id().toString()).toList();
    }

    @PostMapping("/api/v1/series/{code}/contradictions/decide")
    @Requires(Act.RESOLVE)
    @Operation(id = "contradiction.decide")
    Answer<FactBody> decide(
            @PathVariable String code, @Body DecisionBody sent, @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        Slot slot = slot(sent.key(), sent.item(), "");
        Set<UUID> seen = Set.copyOf(sent.seen());
        Contradictions.Found found = contradictions
                .find(series, slot)
                .orElseThrow(() -> new Problem(409, "evidence.contradiction.changed", slot));
        if (!Reason.says(sent.reason())) {
            throw new Problem(422, "evidence.withdraw.reason");
        }
        if (!log.decide(found.subject(), slot, seen, sent.holds(), person, sent.reason())) {
            throw new Problem(409, "evidence.contradiction.changed", slot);
        }
        return Answer.of(body(visible(sent.holds(), person)));
    }

    private static List<FactBody> bodies(Stream<UUID> facts, Map<UUID, FactEntry> entries) {
        return facts.flatMap(id -> Stream.ofNullable(entries.get(id)))
                .map(EvidenceApi::body)
                .toList();
    }

    private NewFact fact(Series series, NewFactBody sent, Strength strength, String pointer) {
        Slot slot = slot(sent.key(), sent.item(), pointer);
        FactDefinition definition = catalogues
                .current()
                .fact(slot.key())
                .orElseThrow(() -> new BadField(pointer + "/key", "key", sent.key()));
        Subject subject = products.subject(series, definition.scope());
        boolean listed = sent.item() == null
                || definition.of() == null
                || products.items(series.id(), definition.of()).stream()
                        .anyMatch(item -> item.code().equals(slot.item()));
        if (!listed) {
            throw new BadField(pointer + "/item", "item", slot.item());
        }
        Value value = JsonValue.read(definition, sent.value(), pointer + "/value");
        String collection = definition.collection();
        if (collection != null) {
            Set<String> items = products.items(series.id(), collection).stream()
                    .map(RegisterItem::code)
                    .collect(Collectors.toSet());
            Set<String> named = value instanceof Value.Words words ? words.value() : Set.of(value.canonical());
            named.stream().filter(code -> !items.contains(code)).findFirst().ifPresent(code -> {
                throw new BadField(pointer + "/value", "item", code);
            });
        }
        Set<UUID> supersedes = Boolean.TRUE.equals(sent.replaces())
                ? log.replaceable(subject, slot, strength)
                : sent.supersedes() == null ? Set.of() : Set.copyOf(sent.supersedes());
        return new NewFact(subject, slot, value, orEmpty(sent.detail()), supersedes);
    }

    private static Slot slot(String key, @Nullable String item, String pointer) {
        if (!FactKey.isKey(key)) {
            throw new BadField(pointer + "/key", "key", key);
        }
        if (item != null && !item.isEmpty() && !Slot.isItemCode(item)) {
            throw new BadField(pointer + "/item", "item", item);
        }
        return new Slot(new FactKey(key), orEmpty(item));
    }

    private Map<String, String> record(EvidenceKind kind, @Nullable Map<String, String> sent) {
        Map<String, String> record = sent == null ? Map.of() : sent;
        if (!record.isEmpty() && kind != EvidenceKind.TEST && kind != EvidenceKind.PHOTO) {
            throw new BadField("/record", "unused", kind.id());
        }
        record.forEach((field, text) -> {
            if (RecordField.parse(field).filter(RecordField::isWritten).isEmpty()) {
                throw new BadField("/record/" + field, "unknown", "");
            }
        });
        String performed = record.getOrDefault(RecordField.PERFORMED_ON.id(), "");
        try {
            if (!performed.isBlank()) {
                LocalDate today = clock.instant().atZone(Ui.ZONE).toLocalDate();
                LocalDate day = LocalDate.parse(performed);
                if (day.isAfter(today) || day.isBefore(today.minusYears(RecordField.YEARS_MAX))) {
                    throw new BadField(
                            "/record/" + RecordField.PERFORMED_ON.id(),
                            "near",
                            today.minusYears(RecordField.YEARS_MAX).getYear(),
                            today.getYear());
                }
            }
        } catch (DateTimeParseException e) {
            throw new BadField("/record/" + RecordField.PERFORMED_ON.id(), "day");
        }
        return record;
    }

    private UUID renewed(String code, Series series, Person person) {
        EvidenceSummary old = log.require(code, person).summary();
        if (old.seriesId() != null && !series.id().equals(old.seriesId())) {
            throw new Problem(404, "evidence.not-found", code);
        }
        keepers.requireFree(old, person);
        return old.id();
    }

    private static Instant storable(Instant at, String pointer) {
        if (at.isBefore(Instant.parse("1900-01-01T00:00:00Z")) || at.isAfter(Instant.parse("9999-12-31T00:00:00Z"))) {
            throw new BadField(pointer, "instant");
        }
        return at;
    }

    private FactEntry visible(UUID id, Person person) {
        return log.fact(id)
                .filter(entry -> log.summaries(List.of(entry.fact().evidence())).values().stream()
                        .anyMatch(e -> EvidenceRows.isVisible(e, person)))
                .orElseThrow(() -> new Problem(404, "evidence.not-found", id));
    }

    private Map<UUID, String> codes(List<EvidenceSummary> found) {
        return products
                .byIds(found.stream()
                        .map(EvidenceSummary::seriesId)
                        .filter(java.util.Objects::nonNull)
                        .collect(Collectors.toSet()))
                .stream()
                .collect(Collectors.toMap(Series::id, Series::code));
    }

    private static EvidenceBody body(EvidenceSummary e, Map<UUID, String> codes) {
        return new EvidenceBody(
                e.id(),
                e.code(),
                e.kind().id(),
                e.strength().code(),
                e.title().stored(),
                e.place(),
                e.seriesId() == null ? null : codes.get(e.seriesId()),
                e.fileName(),
                e.url(),
                e.observedAt(),
                e.recordedAt(),
                e.validUntil(),
                e.submittedName(),
                e.via(),
                e.facts(),
                e.waiting(),
                e.isConfirmed(),
                e.confirmedBy());
    }

    private static FactBody body(FactEntry entry) {
        FactEntry.ConfirmedBy confirmed = entry.confirmedBy();
        FactEntry.Withdrawal withdrawn = entry.withdrawal();
        return new FactBody(
                entry.id(),
                entry.fact().slot().key().value(),
                entry.fact().slot().item(),
                JsonValue.write(entry.fact().value()),
                entry.detail(),
                entry.subject().kind().code(),
                entry.fact().strength().code(),
                entry.fact().observedAt(),
                entry.fact().recordedAt(),
                entry.fact().validUntil(),
                entry.evidenceCode(),
                entry.fact().supersedes().stream().sorted().toList(),
                entry.supersededBy(),
                confirmed == null ? null : new ConfirmedBody(confirmed.name(), confirmed.at(), confirmed.note()),
                withdrawn == null ? null : new WithdrawnBody(withdrawn.name(), withdrawn.at(), withdrawn.reason()),
                entry.isStanding());
    }

    private static FactsBody sorted(Set<UUID> facts) {
        return new FactsBody(facts.stream().sorted().toList());
    }

    private static boolean blank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
