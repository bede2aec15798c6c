package dev.shisa.server.procedure;

import dev.shisa.server.evidence.BrokenCopy;
import dev.shisa.server.evidence.Copies;
import dev.shisa.server.evidence.EvidenceCopy;
import dev.shisa.server.evidence.SeriesRecords;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.procedure.Execution.Attached;
import dev.shisa.server.procedure.Execution.Ended;
import dev.shisa.server.procedure.Execution.Saved;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Guided checks of a series, ended and half done, with their notes, pictures and logs, as they go along in its file. */
@Component
class ProcedureRecords implements SeriesRecords {

    private final ProcedureStore store;
    private final Procedures procedures;
    private final Ids ids;

    ProcedureRecords(ProcedureStore store, Procedures procedures, Ids ids) {
        this.store = store;
        this.procedures = procedures;
        this.ids = ids;
    }

    record Copy(List<ExecutionCopy> executions, List<FileName> files) {}

    /** What a file is called; its content stands beside the records. */
    record FileName(String name, String sha256) {}

    record ExecutionCopy(
            String release,
            String procedure,
            String item,
            String model,
            String unit,
            String firmware,
            String performedBy,
            String state,
            String begunBy,
            Instant begunAt,
            @Nullable Ended ended,
            String reason,
            List<String> evidence,
            List<StepCopy> steps,
            List<FileCopy> files) {}

    record StepCopy(String step, Map<String, String> notes, String impossible, String by, Instant at) {}

    record FileCopy(String field, String sha256, String marker, boolean found, String by, Instant at) {}

    @Override
    public String name() {
        return "procedure";
    }

    @Override
    public @Nullable Object of(Series series, Map<UUID, String> releases) {
        List<Execution> all = store.of(series.id()).reversed();
        return all.isEmpty()
                ? null
                : new Copy(
                        all.stream()
                                .map(e -> copy(e, releases.getOrDefault(e.releaseId(), "")))
                                .toList(),
                        files(series).stream()
                                .map(file -> new FileName(file.fileName(), file.sha256()))
                                .toList());
    }

    @Override
    public Set<String> evidence(Series series) {
        return store.of(series.id()).stream()
                .flatMap(e -> e.evidence().stream())
                .collect(Collectors.toSet());
    }

    @Override
    public List<StoredFile> files(Series series) {
        return store.of(series.id()).stream()
                .flatMap(e -> store.files(e.id()).stream())
                .map(Attached::file)
                .distinct()
                .toList();
    }

    private ExecutionCopy copy(Execution e, String release) {
        return new ExecutionCopy(
                release,
                e.procedure(),
                e.item(),
                e.model(),
                e.unit(),
                e.firmware(),
                e.performedBy(),
                e.state().id(),
                e.begunName(),
                e.begunAt(),
                e.ended(),
                e.reason(),
                e.evidence(),
                store.steps(e.id()).values().stream()
                        .map(s -> new StepCopy(s.step(), s.notes(), s.impossible(), s.name(), s.at()))
                        .toList(),
                store.files(e.id()).stream()
                        .map(f -> new FileCopy(f.field(), f.file().sha256(), f.marker(), f.found(), f.name(), f.at()))
                        .toList());
    }

    @Override
    public void bring(Series series, JsonNode records, Landing landing, Person person) {
        Copy copy = Copies.read(records, Copy.class);
        for (ExecutionCopy one : copy.executions()) {
            bring(series, one, landing, person);
        }
    }

    private void bring(Series series, ExecutionCopy copy, Landing landing, Person person) {
        Procedure procedure = procedures.all().stream()
                .filter(p -> p.id().equals(copy.procedure()))
                .findFirst()
                .orElseThrow(() -> new BrokenCopy("no procedure " + copy.procedure()));
        Execution execution = new Execution(
                ids.next(),
                series.id(),
                landing.release(copy.release()),
                procedure.id(),
                copy.item(),
                copy.model(),
                copy.unit(),
                copy.firmware(),
                copy.performedBy(),
                Execution.State.OPEN,
                person.id(),
                EvidenceCopy.named(copy.begunBy(), landing.organisation()),
                copy.begunAt(),
                null,
                "",
                List.of());
        if (!store.insert(execution)) {
            throw new BrokenCopy("two of the same are under way");
        }
        for (StepCopy step : copy.steps()) {
            Procedure.Step of = procedure.step(step.step()).orElseThrow(BrokenCopy::new);
            Map<String, String> typed = new HashMap<>(step.notes());
            // Of labels there is only the comparison, which nobody types.
            of.fields().stream()
                    .filter(f -> f.type() == Procedure.Type.LABELS)
                    .forEach(f -> typed.keySet().removeIf(name -> name.startsWith(f.id())));
            if (!Executions.wrong(of, typed, step.impossible()).isEmpty()) {
                throw new BrokenCopy("notes that nobody could have saved");
            }
            String by = EvidenceCopy.named(step.by(), landing.organisation());
            store.put(
                    execution.id(), new Saved(step.step(), step.notes(), step.impossible(), by, step.at(), 0), person);
        }
        for (FileCopy file : copy.files()) {
            if (procedure.field(file.field()).isEmpty()) {
                throw new BrokenCopy("no field " + file.field());
            }
            store.insert(
                    execution.id(),
                    new Attached(
                            ids.next(),
                            file.field(),
                            Copies.required(landing.files().get(file.sha256())),
                            file.marker(),
                            file.found(),
                            EvidenceCopy.named(file.by(), landing.organisation()),
                            file.at()),
                    person);
        }
        Execution.State state = Execution.State.of(copy.state());
        Ended ended = copy.ended();
        if ((state == Execution.State.OPEN) != (ended == null)) {
            throw new BrokenCopy("under way and over");
        }
        if (ended != null) {
            store.end(
                    execution.id(),
                    state,
                    copy.reason(),
                    landing.evidence(copy.evidence()),
                    person,
                    new Ended(EvidenceCopy.named(ended.name(), landing.organisation()), ended.at()));
        }
    }
}
