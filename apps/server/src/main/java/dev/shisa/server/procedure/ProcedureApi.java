package dev.shisa.server.procedure;

import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.BadField;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.Done;
import dev.shisa.server.platform.api.IfMatch;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.procedure.Execution.Attached;
import dev.shisa.server.procedure.Execution.Saved;
import dev.shisa.server.procedure.Executions.Whole;
import dev.shisa.server.procedure.Executions.Wrong;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Guided steps for programs: what there is to do, and executions from the first note to the evidence. */
@Controller
class ProcedureApi {

    private static final String ALL = "/api/v1/series/{code}/procedures";
    private static final String ONE = ALL + "/{id}";

    private final Products products;
    private final Procedures procedures;
    private final Executions executions;
    private final ProcedureStore store;
    private final Blobs blobs;
    private final Messages messages;

    ProcedureApi(
            Products products,
            Procedures procedures,
            Executions executions,
            ProcedureStore store,
            Blobs blobs,
            Messages messages) {
        this.products = products;
        this.procedures = procedures;
        this.executions = executions;
        this.store = store;
        this.blobs = blobs;
        this.messages = messages;
    }

    /**
     * Something to note.
     *
     * @param label as the page asks for it
     * @param type text, lines, number, yes-no, choice, output, ties, labels, photo, picture, file or dump
     * @param choices of a choice
     */
    record ProcedureFieldBody(String id, String label, String type, boolean optional, List<String> choices) {}

    record ProcedureStepBody(String id, String title, String instruction, List<ProcedureFieldBody> fields) {}

    /**
     * What can be done at the bench.
     *
     * @param collection of which an item is examined; null: the product
     */
    record ProcedureBody(
            String id,
            String title,
            List<String> criteria,
            @Nullable String collection,
            int minutes,
            List<ProcedureStepBody> steps) {}

    /**
     * The unit on the bench.
     *
     * @param item code in the register; null: the procedure is about the product
     * @param release name of the version that the unit runs
     * @param firmware as the unit shows it
     * @param by who tests; null: whose token it is
     */
    record NewExecutionBody(
            String procedure,
            @Nullable String item,
            String release,
            String model,
            String unit,
            String firmware,
            @Nullable String by) {}

    record ExecutionBody(
            UUID id,
            String procedure,
            @Nullable String item,
            String release,
            String model,
            String unit,
            String firmware,
            String by,

            @OneOf({"open", "done", "closed"}) String state,

            Instant begunAt,
            @Nullable Instant endedAt,
            String reason,
            List<String> evidence) {}

    /**
     * A note: a field and what was noted. Ties are lines of an item's code, a tab, and the name of what was seen;
     * labels are lines of a password, a tab, and what else stands on the label, of which only the comparison is kept.
     */
    record ExecutionNoteBody(String field, String value) {}

    /**
     * A step.
     *
     * @param impossible why it cannot be done here; empty: it can
     * @param by empty, and {@code at} null: nobody has saved it
     */
    record ExecutionStepBody(
            String step,
            List<ExecutionNoteBody> notes,
            String impossible,
            String by,
            @Nullable Instant at,
            int version) {}

    /** @param markerFound null: nothing was searched in it */
    record ExecutionFileBody(
            UUID id,
            String field,
            String name,
            String sha256,
            long bytes,
            @Nullable Boolean markerFound) {}

    /** A fact that follows from the notes. */
    record ExecutionFactBody(String key, @Nullable String item, String value) {}

    /**
     * An execution with its notes.
     *
     * @param decided what follows from the notes
     * @param undecided keys of facts that the procedure could decide and these notes do not
     * @param missing fields without which it cannot end
     */
    record WholeExecutionBody(
            ExecutionBody execution,
            List<ExecutionStepBody> steps,
            List<ExecutionFileBody> files,
            List<ExecutionFactBody> decided,
            List<String> undecided,
            List<String> missing) {}

    /** @param impossible why the step cannot be done here; null: it can */
    record NewStepBody(
            List<ExecutionNoteBody> notes, @Nullable String impossible) {}

    record ExecutionCloseBody(String reason) {}

    @GetMapping("/api/v1/procedures")
    @Requires(Act.VIEW)
    @Operation(id = "procedure.known")
    Answer<Listing<ProcedureBody>> known(@AuthenticationPrincipal Person person) {
        Locale locale = Locale.forLanguageTag(person.language());
        return Answer.of(new Listing<>(
                procedures.all().stream().map(p -> body(p, locale)).toList(), null));
    }

    @GetMapping(ALL)
    @Requires(Act.VIEW)
    @Operation(id = "procedure.list")
    Answer<Listing<ExecutionBody>> list(
            @PathVariable String code, Paging paging, @AuthenticationPrincipal Person person) {
        Series series = products.require(code, person);
        return Answer.of(paging.of(store.of(series.id()), e -> e.id().toString(), this::body));
    }

    @PostMapping(ALL)
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "procedure.begin", status = 201)
    Answer<WholeExecutionBody> begin(
            @PathVariable String code, @Body NewExecutionBody sent, @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        Procedure procedure = procedures.require(sent.procedure());
        List<Release> releases = products.releases(series.id());
        Release release = releases.stream()
                .filter(r -> r.name().equals(sent.release()))
                .findFirst()
                .orElseThrow(() -> new BadField(
                        "/release",
                        "one-of",
                        String.join(", ", releases.stream().map(Release::name).toList())));
        Executions.Bench bench = new Executions.Bench(
                release,
                sent.item() == null ? "" : sent.item(),
                sent.model(),
                sent.unit(),
                sent.firmware(),
                sent.by() == null ? person.name() : sent.by());
        refuse(executions.wrong(series, procedure, bench), "/");
        Execution execution = executions.begin(series, procedure, bench, person);
        return Answer.of(body(executions.require(series, execution.id())))
                .at("/api/v1/series/" + series.code() + "/procedures/" + execution.id());
    }

    private static void refuse(List<Wrong> wrong, String place) {
        if (!wrong.isEmpty()) {
            Wrong first = wrong.getFirst();
            switch (first.why()) {
                case "long" ->
                    throw new BadField(
                            place + first.field(), "long", first.args().toArray());
                case "number" -> throw new BadField(place + first.field(), "between", 0, 999);
                default -> throw new BadField(place + first.field(), "note");
            }
        }
    }

    @GetMapping(ONE)
    @Requires(Act.VIEW)
    @Operation(id = "procedure.get")
    Answer<WholeExecutionBody> get(
            @PathVariable String code, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
        return Answer.of(body(executions.require(products.require(code, person), id)));
    }

    /** One step, also one that nobody has saved yet: its version is 0. */
    @GetMapping(ONE + "/steps/{step}")
    @Requires(Act.VIEW)
    @Operation(id = "procedure.step")
    Answer<ExecutionStepBody> step(
            @PathVariable String code,
            @PathVariable UUID id,
            @PathVariable String step,
            @AuthenticationPrincipal Person person) {
        Whole whole = executions.require(products.require(code, person), id);
        Saved saved = whole.step(whole.procedure()
                .step(step)
                .orElseThrow(() -> new Problem(404, "procedure.step.unknown"))
                .id());
        return Answer.of(body(saved)).version(saved.version());
    }

    /** The version of a step that nobody has saved is 0. */
    @PutMapping(ONE + "/steps/{step}")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "procedure.note")
    Answer<WholeExecutionBody> note(
            @PathVariable String code,
            @PathVariable UUID id,
            @PathVariable String step,
            @Body NewStepBody sent,
            IfMatch seen,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        Whole whole = executions.require(series, id);
        Procedure.Step of = whole.procedure().step(step).orElseThrow(() -> new Problem(404, "procedure.step.unknown"));
        Map<String, String> notes = new HashMap<>();
        for (int i = 0; i < sent.notes().size(); i++) {
            ExecutionNoteBody note = sent.notes().get(i);
            if (of.fields().stream()
                    .noneMatch(f -> f.id().equals(note.field()) && !f.type().isFile())) {
                throw new BadField("/notes/" + i + "/field", "note");
            }
            if (notes.put(note.field(), Executions.clean(note.value())) != null) {
                throw new BadField("/notes/" + i + "/field", "twice");
            }
        }
        String impossible = sent.impossible() == null ? "" : sent.impossible();
        refuse(Executions.wrong(of, notes, impossible), "/notes/");
        int version = seen.require(whole.step(step).version());
        if (!executions.save(series, whole, of, notes, impossible, version, person)) {
            throw new Problem(409, "procedure.stale");
        }
        return Answer.of(body(executions.require(series, id))).version(version + 1);
    }

    @PostMapping(ONE + "/files")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "procedure.attach", status = 201, takesFile = true)
    Answer<WholeExecutionBody> attach(
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam String fileName,
            @RequestParam(defaultValue = "") String field,
            HttpServletRequest request,
            @AuthenticationPrincipal Person person)
            throws IOException {
        Series series = products.requireInUse(code, person);
        Whole whole = executions.require(series, id);
        List<Procedure.Field> takes = whole.procedure().steps().stream()
                .flatMap(s -> s.fields().stream())
                .filter(f -> f.type().isFile())
                .toList();
        Procedure.Field of = takes.stream()
                .filter(f -> f.id().equals(field))
                .findFirst()
                .orElseThrow(() -> new Problem(
                        400,
                        "api.parameter",
                        "field",
                        String.join(
                                ", ", takes.stream().map(Procedure.Field::id).toList())));
        executions.attach(
                series, whole, of, request.getInputStream(), fileName, request.getContentLengthLong(), person);
        return Answer.of(body(executions.require(series, id)))
                .at("/api/v1/series/" + series.code() + "/procedures/" + id);
    }

    @GetMapping(path = ONE + "/files/{file}", produces = MediaType.ALL_VALUE)
    @Requires(Act.VIEW)
    @Recorded("take.file")
    @Operation(id = "procedure.file", file = "*/*")
    ResponseEntity<Resource> file(
            @PathVariable String code,
            @PathVariable UUID id,
            @PathVariable UUID file,
            @AuthenticationPrincipal Person person) {
        return blobs.download(executions.require(products.require(code, person), id).files().stream()
                .filter(f -> f.id().equals(file))
                .findFirst()
                .map(Attached::file)
                .orElseThrow(() -> new Problem(404, "procedure.file.unknown")));
    }

    @DeleteMapping(ONE + "/files/{file}")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "procedure.detach")
    Answer<Done> detach(
            @PathVariable String code,
            @PathVariable UUID id,
            @PathVariable UUID file,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        executions.detach(series, executions.require(series, id), file, person);
        return Done.ANSWER;
    }

    @PostMapping(ONE + "/finish")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "procedure.finish")
    Answer<WholeExecutionBody> finish(
            @PathVariable String code, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        executions.require(series, id);
        executions.finish(series, id, person);
        return Answer.of(body(executions.require(series, id)));
    }

    @PostMapping(ONE + "/close")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "procedure.close")
    Answer<WholeExecutionBody> close(
            @PathVariable String code,
            @PathVariable UUID id,
            @Body ExecutionCloseBody sent,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        executions.close(series, executions.require(series, id), sent.reason(), person);
        return Answer.of(body(executions.require(series, id)));
    }

    private ProcedureBody body(Procedure procedure, Locale locale) {
        String base = "procedure." + procedure.id();
        return new ProcedureBody(
                procedure.id(),
                messages.get(locale, base + ".title"),
                procedure.criteria(),
                procedure.collection(),
                procedure.minutes(),
                procedure.steps().stream()
                        .map(s -> new ProcedureStepBody(
                                s.id(),
                                messages.get(locale, base + ".step." + s.id()),
                                messages.get(locale, base + ".step." + s.id() + ".do"),
                                s.fields().stream()
                                        .map(f -> new ProcedureFieldBody(
                                                f.id(),
                                                messages.get(locale, Protocol.label(procedure, f.id())),
                                                f.type()
                                                        .name()
                                                        .toLowerCase(Locale.ROOT)
                                                        .replace('_', '-'),
                                                f.optional(),
                                                f.choices()))
                                        .toList()))
                        .toList());
    }

    private ExecutionBody body(Execution execution) {
        Execution.Ended ended = execution.ended();
        return new ExecutionBody(
                execution.id(),
                execution.procedure(),
                execution.item().isEmpty() ? null : execution.item(),
                products.release(execution.releaseId()).map(Release::name).orElse(""),
                execution.model(),
                execution.unit(),
                execution.firmware(),
                execution.performedBy(),
                execution.state().id(),
                execution.begunAt(),
                ended == null ? null : ended.at(),
                execution.reason(),
                execution.evidence());
    }

    private WholeExecutionBody body(Whole whole) {
        Decision decision = executions.decision(whole);
        return new WholeExecutionBody(
                body(whole.execution()),
                whole.procedure().steps().stream()
                        .map(s -> whole.step(s.id()))
                        .filter(s -> s.version() > 0)
                        .map(ProcedureApi::body)
                        .toList(),
                whole.files().stream()
                        .map(f -> new ExecutionFileBody(
                                f.id(),
                                f.field(),
                                f.file().fileName(),
                                f.file().sha256(),
                                f.file().sizeBytes(),
                                f.marker().isEmpty() ? null : f.found()))
                        .toList(),
                decision.facts().stream()
                        .map(d -> new ExecutionFactBody(
                                d.slot().key().value(),
                                d.slot().item().isEmpty() ? null : d.slot().item(),
                                d.value().canonical()))
                        .toList(),
                decision.open(),
                whole.procedure().missing(whole.notes(), whole.impossible()).stream()
                        .map(Procedure.Field::id)
                        .toList());
    }

    private static ExecutionStepBody body(Saved saved) {
        return new ExecutionStepBody(
                saved.step(),
                saved.notes().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(e -> new ExecutionNoteBody(e.getKey(), e.getValue()))
                        .toList(),
                saved.impossible(),
                saved.name(),
                saved.version() == 0 ? null : saved.at(),
                saved.version());
    }
}
