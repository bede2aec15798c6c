package dev.shisa.server.procedure;

import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.answers.Answers;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Cut;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.procedure.Execution.Attached;
import dev.shisa.server.procedure.Execution.Saved;
import dev.shisa.server.product.Model;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Executions of procedures: begun, noted step by step by whoever has the device in hand, and ended. Only an ended one becomes
 * evidence, with its record as the file, its pictures and logs beside it, and the facts that {@link Decision} finds.
 */
@Service
@Transactional
class Executions {

    static final int TEXT_CHARS_MAX = 200;
    static final int LINES_CHARS_MAX = 4_000;
    static final int FILES_MAX = 60;

    private static final String VIA = "procedure";

    private final ProcedureStore store;
    private final Procedures procedures;
    private final Products products;
    private final Answers answers;
    private final EvidenceLog evidence;
    private final Blobs blobs;
    private final Protocol protocol;
    private final Messages messages;
    private final Audit audit;
    private final Ids ids;
    private final InstantSource clock;

    Executions(
            ProcedureStore store,
            Procedures procedures,
            Products products,
            Answers answers,
            EvidenceLog evidence,
            Blobs blobs,
            Protocol protocol,
            Messages messages,
            Audit audit,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.procedures = procedures;
        this.products = products;
        this.answers = answers;
        this.evidence = evidence;
        this.blobs = blobs;
        this.protocol = protocol;
        this.messages = messages;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Which unit is on the bench.
     *
     * @param item code in the register; empty for a procedure about the product
     */
    record Bench(Release release, String item, String model, String unit, String firmware, String performedBy) {}

    /**
     * A note that cannot be taken.
     *
     * @param why end of the message key {@code procedure.wrong.<why>}
     */
    record Wrong(String field, String why, List<Object> args) {

        Wrong {
            args = List.copyOf(args);
        }
    }

    /** Everything that belongs to an execution. */
    record Whole(Execution execution, Procedure procedure, Map<String, Saved> steps, List<Attached> files) {

        Whole {
            steps = Map.copyOf(steps);
            files = List.copyOf(files);
        }

        Saved step(String id) {
            return steps.getOrDefault(id, Saved.nothing(id));
        }

        Notes notes() {
            return execution.notes(procedure, steps.values(), files);
        }

        Set<String> impossible() {
            return Execution.impossible(steps.values());
        }
    }

    @Transactional(readOnly = true)
    public Whole require(Series series, UUID id) {
        Execution execution =
                store.one(series.id(), id).orElseThrow(() -> new Problem(404, "procedure.record.unknown"));
        return new Whole(execution, procedures.require(execution.procedure()), store.steps(id), store.files(id));
    }

    /** What would follow if it ended now, or followed when it did. */
    @Transactional(readOnly = true)
    public Decision decision(Whole whole) {
        return Decision.of(
                whole.procedure(),
                whole.execution().item(),
                whole.notes(),
                whole.impossible(),
                answers.catalogue()::fact);
    }

    /** What is wrong with the particulars of a unit. */
    @Transactional(readOnly = true)
    public List<Wrong> wrong(Series series, Procedure procedure, Bench bench) {
        List<Wrong> wrong = new ArrayList<>();
        String collection = procedure.collection();
        boolean known = collection == null
                ? bench.item().isEmpty()
                : products.items(series.id(), collection).stream()
                        .anyMatch(i -> i.code().equals(bench.item()));
        if (!known) {
            wrong.add(new Wrong("item", "item", List.of()));
        }
        if (products.models(series.id()).stream().map(Model::number).noneMatch(bench.model()::equals)) {
            wrong.add(new Wrong("model", "model", List.of()));
        }
        Map.of("unit", bench.unit(), "firmware", bench.firmware(), "by", bench.performedBy())
                .forEach((field, text) -> {
                    if (text.isBlank() || text.length() > TEXT_CHARS_MAX) {
                        wrong.add(new Wrong(field, field, List.of(TEXT_CHARS_MAX)));
                    }
                });
        return wrong;
    }

    /** Begins an execution whose {@link #wrong particulars} are right, or goes on with the one that is under way. */
    public Execution begin(Series series, Procedure procedure, Bench bench, Person person) {
        Execution execution = new Execution(
                ids.next(),
                series.id(),
                bench.release().id(),
                procedure.id(),
                bench.item(),
                bench.model(),
                clean(bench.unit()),
                clean(bench.firmware()),
                clean(bench.performedBy()),
                Execution.State.OPEN,
                person.id(),
                person.name(),
                now(),
                null,
                "",
                List.of());
        if (!store.insert(execution)) {
            return store.open(series.id(), bench.release().id(), procedure.id(), bench.item())
                    .orElseThrow(() -> new Problem(409, "procedure.over"));
        }
        audit.record(
                person,
                "procedure.begin",
                series.code() + " " + procedure.id(),
                Map.of("release", bench.release().name(), "item", bench.item(), "unit", execution.unit()));
        return execution;
    }

    /** What is wrong with the notes of a step; missing ones are not: they can be noted later. */
    static List<Wrong> wrong(Procedure.Step step, Map<String, String> notes, String impossible) {
        List<Wrong> wrong = new ArrayList<>();
        for (Procedure.Field field : step.fields()) {
            String text = notes.getOrDefault(field.id(), "");
            if (text.isEmpty()) {
                continue;
            }
            switch (field.type()) {
                case TEXT -> limit(field.id(), text, TEXT_CHARS_MAX, wrong);
                case LINES -> limit(field.id(), text, LINES_CHARS_MAX, wrong);
                case OUTPUT -> {
                    limit(field.id(), text, Reader.CHARS_MAX, wrong);
                    Reader reader = field.reader();
                    if (reader != null && reader.read(text).seen().isEmpty()) {
                        wrong.add(new Wrong(field.id(), "output", List.of()));
                    }
                }
                case NUMBER -> {
                    if (!text.matches("[0-9]{1,3}")) {
                        wrong.add(new Wrong(field.id(), "number", List.of()));
                    }
                }
                case YES_NO -> choice(field.id(), text, List.of("yes", "no"), wrong);
                case CHOICE -> choice(field.id(), text, field.choices(), wrong);
                case TIES -> limit(field.id(), text, Reader.CHARS_MAX, wrong);
                case LABELS -> {
                    if (!Labels.isComparable(Labels.read(text))) {
                        wrong.add(new Wrong(
                                field.id(),
                                "labels",
                                List.of(
                                        Labels.UNITS_MIN,
                                        Labels.UNITS_MAX,
                                        Labels.PASSWORD_CHARS_MAX,
                                        Labels.TOLD_CHARS_MAX)));
                    }
                }
                case PHOTO, PICTURE, FILE, DUMP ->
                    throw new IllegalArgumentException("a file is no note: " + field.id());
            }
        }
        limit("impossible", impossible, LINES_CHARS_MAX, wrong);
        return wrong;
    }

    private static void limit(String field, String text, int charsMax, List<Wrong> wrong) {
        if (text.length() > charsMax) {
            wrong.add(new Wrong(field, "long", List.of(text.length(), charsMax)));
        }
    }

    private static void choice(String field, String text, List<String> choices, List<Wrong> wrong) {
        if (!choices.contains(text)) {
            wrong.add(new Wrong(field, "choice", List.of()));
        }
    }

    /**
     * Saves the notes of a step, which are not {@link #wrong}.
     *
     * @param version that was seen
     * @return false, and nothing is saved, when somebody else saved the step since
     */
    public boolean save(
            Series series,
            Whole whole,
            Procedure.Step step,
            Map<String, String> given,
            String impossible,
            int version,
            Person person) {
        requireOpen(whole.execution().id());
        Map<String, String> notes = new LinkedHashMap<>();
        for (Procedure.Field field : step.fields()) {
            String text = clean(given.getOrDefault(field.id(), ""));
            if (field.type() == Procedure.Type.LABELS) {
                notes.putAll(
                        text.isEmpty()
                                ? compared(whole, step, field)
                                : Labels.of(Labels.read(text), whole.execution().model())
                                        .notes(field.id()));
            } else if (!field.type().isFile() && !text.isEmpty()) {
                notes.put(field.id(), text);
            }
        }
        boolean saved = store.put(
                whole.execution().id(),
                new Saved(step.id(), notes, clean(impossible), person.name(), now(), version),
                person);
        if (saved) {
            audit.record(
                    person,
                    "procedure.step",
                    series.code() + " " + whole.procedure().id(),
                    Map.of("part", step.id(), "impossible", !impossible.isBlank()));
        }
        return saved;
    }

    /** What an earlier comparison said, since what was compared is not there to be sent again. */
    private static Map<String, String> compared(Whole whole, Procedure.Step step, Procedure.Field field) {
        Map<String, String> kept = new LinkedHashMap<>(whole.step(step.id()).notes());
        kept.keySet().removeIf(name -> !name.equals(field.id()) && !name.startsWith(field.id() + "."));
        return kept;
    }

    /** Adds a file to a field; in a dump, the marker is searched. */
    public Attached attach(
            Series series, Whole whole, Procedure.Field field, InputStream in, String name, long bytes, Person person) {
        requireOpen(whole.execution().id());
        if (store.files(whole.execution().id()).size() >= FILES_MAX) {
            throw new Problem(422, "procedure.files.many", FILES_MAX);
        }
        StoredFile file = blobs.store(in, name, bytes);
        if (field.type().isPicture()
                && !file.mediaType().startsWith("image/")
                && !file.mediaType().startsWith("video/")) {
            throw new Problem(422, "procedure.photo", file.fileName());
        }
        String marker = field.type() == Procedure.Type.DUMP ? whole.notes().of(field.marker()) : "";
        boolean searched = marker.length() >= MarkerSearch.MARKER_CHARS_MIN;
        Attached attached = new Attached(
                ids.next(),
                field.id(),
                file,
                searched ? marker : "",
                searched && finds(marker, file),
                person.name(),
                now());
        store.insert(whole.execution().id(), attached, person);
        audit.record(
                person,
                "procedure.file",
                series.code() + " " + whole.procedure().id(),
                Map.of("file", file.fileName(), "field", field.id()));
        return attached;
    }

    private boolean finds(String marker, StoredFile file) {
        try (InputStream in = blobs.open(file.sha256())) {
            return MarkerSearch.finds(marker, in);
        } catch (IOException e) {
            throw new UncheckedIOException("the copy of the storage could not be searched", e);
        }
    }

    /** Takes a file away that was the wrong one; it never became evidence. */
    public void detach(Series series, Whole whole, UUID fileId, Person person) {
        requireOpen(whole.execution().id());
        if (!store.remove(whole.execution().id(), fileId)) {
            throw new Problem(404, "procedure.file.unknown");
        }
        audit.record(
                person,
                "procedure.file-removed",
                series.code() + " " + whole.procedure().id(),
                Map.of("file", fileId.toString()));
    }

    /** Ends an execution because it cannot be done here; nothing is decided by that. */
    public void close(Series series, Whole whole, String reason, Person person) {
        requireOpen(whole.execution().id());
        if (reason.isBlank()) {
            throw new Problem(422, "procedure.reason");
        }
        if (reason.length() > LINES_CHARS_MAX) {
            throw new Problem(422, "evidence.text.long", reason.length(), LINES_CHARS_MAX);
        }
        store.end(
                whole.execution().id(),
                Execution.State.CLOSED,
                clean(reason),
                List.of(),
                person,
                new Execution.Ended(person.name(), now()));
        audit.record(
                person,
                "procedure.close",
                series.code() + " " + whole.procedure().id(),
                Map.of("reason", clean(reason)));
    }

    /**
     * Ends an execution, of which nothing is missing, and records it as evidence.
     *
     * @return codes of the evidence, the one with the facts first
     */
    public List<String> finish(Series series, UUID id, Person person) {
        products.lock(series.id());
        requireOpen(id);
        Whole whole = require(series, id);
        Locale locale = Locale.forLanguageTag(person.language());
        List<Procedure.Field> missing = whole.procedure().missing(whole.notes(), whole.impossible());
        if (!missing.isEmpty()) {
            throw new Problem(
                    422,
                    "procedure.missing",
                    missing.stream()
                            .map(f -> messages.get(locale, Protocol.label(whole.procedure(), f.id())))
                            .collect(Collectors.joining(messages.get(locale, "fact.list-separator"))));
        }
        if (whole.impossible().size() == whole.procedure().steps().size()) {
            throw new Problem(422, "procedure.nothing");
        }
        Decision decision = decision(whole);
        List<NewFact> facts = facts(series, whole, decision, person, locale);
        Release release = products.release(whole.execution().releaseId()).orElseThrow();
        Instant observed = observed(whole);
        byte[] text =
                protocol.write(series, release, whole, decision, facts, locale).getBytes(StandardCharsets.UTF_8);
        StoredFile file =
                blobs.store(text, "procedure-" + whole.procedure().id() + "-" + series.code() + "-" + id + ".txt");
        String title = messages.get(
                locale,
                "procedure.evidence",
                messages.get(locale, "procedure." + whole.procedure().id() + ".title"),
                whole.execution().unit());
        List<String> codes = new ArrayList<>();
        for (Attached attached : whole.files()) {
            String what = messages.get(locale, Protocol.label(whole.procedure(), attached.field()));
            codes.add(evidence.record(
                            evidence(
                                    series,
                                    release,
                                    whole,
                                    attached.file(),
                                    title,
                                    what,
                                    what,
                                    observed,
                                    person,
                                    locale),
                            List.of())
                    .code());
        }
        String observedWords = protocol.notes(whole, locale);
        codes.addFirst(evidence.record(
                        evidence(series, release, whole, file, title, "", observedWords, observed, person, locale),
                        facts)
                .code());
        store.end(id, Execution.State.DONE, "", codes, person, new Execution.Ended(person.name(), now()));
        audit.record(
                person,
                "procedure.finish",
                series.code() + " " + whole.procedure().id(),
                Map.of("facts", facts.size(), "files", whole.files().size(), "release", release.name()));
        return codes;
    }

    private List<NewFact> facts(Series series, Whole whole, Decision decision, Person person, Locale locale) {
        Set<String> earlier = store.of(series.id()).stream()
                .filter(e -> e.procedure().equals(whole.procedure().id())
                        && e.item().equals(whole.execution().item()))
                .flatMap(e -> e.evidence().stream())
                .collect(Collectors.toSet());
        List<NewFact> facts = new ArrayList<>();
        for (Decision.Decided decided : decision.facts()) {
            FactDefinition definition = answers.definition(decided.slot());
            Subject subject = definition.scope() == Subject.Kind.RELEASE
                    ? new Subject(Subject.Kind.RELEASE, whole.execution().releaseId())
                    : new Subject(Subject.Kind.PRODUCT, series.id());
            Value value = decided.value();
            if (!decided.fresh().isEmpty() && value instanceof Value.Words words) {
                Set<String> codes = new TreeSet<>(words.value());
                String collection = Objects.requireNonNull(definition.collection());
                for (String name : decided.fresh()) {
                    codes.add(item(series, collection, whole, name, person, locale));
                }
                value = Value.words(codes);
            }
            Slot slot = decided.slot();
            Set<UUID> before = evidence.history(subject, slot).stream()
                    .filter(e -> e.isStanding()
                            && e.fact().strength() == Strength.TESTED
                            && earlier.contains(e.evidenceCode()))
                    .map(FactEntry::id)
                    .collect(Collectors.toSet());
            facts.add(new NewFact(subject, slot, value, decided.detail(), before));
        }
        return facts;
    }

    /** The register's item of this name, which is added if it is not there. */
    private String item(Series series, String collection, Whole whole, String seen, Person person, Locale locale) {
        String name = protocol.seen(whole.procedure(), seen, locale);
        return products.items(series.id(), collection).stream()
                .filter(i -> i.name().equals(name))
                .findFirst()
                .orElseGet(() -> products.addItem(
                        series, collection, name, messages.get(locale, "procedure.found.note"), person))
                .code();
    }

    private NewEvidence evidence(
            Series series,
            Release release,
            Whole whole,
            StoredFile file,
            String title,
            String place,
            String observedWords,
            Instant observed,
            Person person,
            Locale locale) {
        Execution execution = whole.execution();
        boolean picture = !place.isEmpty() && file.mediaType().startsWith("image/");
        String name = messages.get(locale, "procedure." + whole.procedure().id() + ".title");
        Map<String, String> record = new LinkedHashMap<>();
        record.put("model", execution.model());
        record.put("unit", execution.unit());
        record.put("firmware", release.name() + " (" + execution.firmware() + ")");
        record.put(
                "procedure", name + " (" + String.join(", ", whole.procedure().criteria()) + ")");
        record.put(
                "expected",
                messages.get(locale, "procedure." + whole.procedure().id() + ".expected"));
        record.put("observed", Cut.to(observedWords, EvidenceLog.TEXT_CHARS_MAX));
        record.put("performed-by", execution.performedBy());
        record.put("performed-on", LocalDate.ofInstant(observed, Ui.ZONE).toString());
        return new NewEvidence(
                picture ? EvidenceKind.PHOTO : EvidenceKind.TEST,
                Strength.TESTED,
                Cut.to(place.isEmpty() ? title : title + " " + place, EvidenceLog.TITLE_CHARS_MAX),
                "",
                Cut.to(place, EvidenceLog.PLACE_CHARS_MAX),
                series.id(),
                release.id(),
                null,
                file,
                record,
                observed,
                null,
                person,
                person.name(),
                VIA,
                null);
    }

    /** When the last of it was noted: ending it later makes it no newer. */
    private static Instant observed(Whole whole) {
        return Stream.concat(
                        whole.steps().values().stream().map(Saved::at),
                        whole.files().stream().map(Attached::at))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** What the present facts of others say to a slot that this execution decided, when it is something else. */
    @Transactional(readOnly = true)
    public List<FactEntry> otherwise(FactEntry decided, Collection<String> own) {
        return evidence.history(decided.subject(), decided.fact().slot()).stream()
                .filter(e -> e.isStanding()
                        && !own.contains(e.evidenceCode())
                        && !e.fact().value().equals(decided.fact().value()))
                .toList();
    }

    private void requireOpen(UUID id) {
        if (!store.lock(id)) {
            throw new Problem(409, "procedure.over");
        }
    }

    /** Without what is no text: colours of a terminal, carriage returns. */
    static String clean(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints()
                .filter(c ->
                        c == '\n' || c == '\t' || (c >= ' ' && (c < 0x7f || c > 0x9f) && !(c >= 0xd800 && c <= 0xdfff)))
                .forEach(clean::appendCodePoint);
        return clean.toString().strip();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
