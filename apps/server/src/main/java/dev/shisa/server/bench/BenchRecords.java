package dev.shisa.server.bench;

import dev.shisa.probe.Report;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.BrokenCopy;
import dev.shisa.server.evidence.Copies;
import dev.shisa.server.evidence.EvidenceCopy;
import dev.shisa.server.evidence.SeriesRecords;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * The device and the runs of a series, with their reports, as they go along in its file. What a run left behind may hold a
 * password and stays, and so do the log-ins; a consent is one of that installation.
 */
@Component
class BenchRecords implements SeriesRecords {

    private final BenchStore store;
    private final Ids ids;

    BenchRecords(BenchStore store, Ids ids) {
        this.store = store;
        this.ids = ids;
    }

    /** @param target null: none was entered */
    record Copy(@Nullable TargetCopy target, List<RunCopy> runs) {}

    record TargetCopy(
            String address,
            String address6,
            boolean withoutIpv6,
            boolean everySide,
            @Nullable Boolean selfSigned,
            @Nullable Integer freeTriesMax,
            @Nullable Integer lockSecondsMin,
            @Nullable Integer passwordLengthMin,
            Map<String, String> logins) {}

    record RunCopy(
            String release,
            String address,
            boolean changes,
            int seconds,
            int requests,
            String state,
            Instant startedAt,
            @Nullable Instant endedAt,
            String by,
            @Nullable Report report,
            List<String> evidence,
            String problem,
            BenchRun.@Nullable Taken taken) {}

    @Override
    public String name() {
        return "bench";
    }

    @Override
    public @Nullable Object of(Series series, Map<UUID, String> releases) {
        Optional<BenchTarget> target = store.target(series.id());
        List<BenchRun> runs = ended(series);
        return target.isEmpty() && runs.isEmpty()
                ? null
                : new Copy(
                        target.map(BenchRecords::copy).orElse(null),
                        runs.stream()
                                .map(run -> copy(run, releases.getOrDefault(run.releaseId(), "")))
                                .toList());
    }

    @Override
    public Set<String> evidence(Series series) {
        return store.evidence(series.id());
    }

    /** The oldest first; one that is under way is not over yet. */
    private List<BenchRun> ended(Series series) {
        return store.runs(series.id(), Integer.MAX_VALUE).stream()
                .filter(run -> run.state() != BenchRun.State.RUNNING)
                .toList()
                .reversed();
    }

    private static TargetCopy copy(BenchTarget target) {
        return new TargetCopy(
                target.address(),
                target.address6(),
                target.withoutIpv6(),
                target.everySide(),
                target.selfSigned(),
                BenchTarget.boxed(target.freeTriesMax()),
                BenchTarget.boxed(target.lockSecondsMin()),
                BenchTarget.boxed(target.passwordLengthMin()),
                target.logins());
    }

    private static RunCopy copy(BenchRun run, String release) {
        return new RunCopy(
                release,
                run.address(),
                run.changes(),
                run.seconds(),
                run.requests(),
                run.state().id(),
                run.startedAt(),
                run.endedAt(),
                run.by(),
                run.report(),
                run.evidence(),
                run.problem(),
                run.taken());
    }

    @Override
    public void bring(Series series, JsonNode records, Landing landing, Person person) {
        Copy copy = Copies.read(BenchStore.JSON, records, Copy.class);
        TargetCopy target = copy.target();
        if (target != null) {
            store.put(brought(series, target), List.of());
        }
        Set<String> files = new HashSet<>();
        for (RunCopy run : copy.runs()) {
            BenchRun.Taken taken = run.taken();
            if (taken != null && (!Blobs.isSha256(taken.sha256()) || !files.add(taken.sha256()))) {
                throw new BrokenCopy("a file without its hash, or taken twice");
            }
            store.bring(brought(series, run, landing, person));
        }
    }

    private static BenchTarget brought(Series series, TargetCopy target) {
        if (BenchTarget.literal(target.address()).isEmpty()
                || !BenchTarget.isSecond(target.address6(), target.withoutIpv6())) {
            throw new BrokenCopy("not an address");
        }
        return new BenchTarget(
                series.id(),
                target.address(),
                target.address6(),
                target.withoutIpv6(),
                target.everySide(),
                target.selfSigned(),
                optional(target.freeTriesMax()),
                optional(target.lockSecondsMin()),
                optional(target.passwordLengthMin()),
                target.logins(),
                0,
                null,
                0);
    }

    private static OptionalInt optional(@Nullable Integer number) {
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    private BenchRun brought(Series series, RunCopy run, Landing landing, Person person) {
        BenchRun.State state = BenchRun.State.of(run.state());
        if (state == BenchRun.State.RUNNING || run.endedAt() == null) {
            throw new BrokenCopy("a run that is not over");
        }
        Report report = run.report();
        return new BenchRun(
                ids.next(),
                series.id(),
                landing.release(run.release()),
                Copies.required(run.address()),
                run.changes(),
                run.seconds(),
                run.requests(),
                state,
                Copies.required(run.startedAt()),
                run.endedAt(),
                person.id(),
                EvidenceCopy.named(run.by(), landing.organisation()),
                report == null ? null : ProbeChild.bounded(report),
                List.of(),
                landing.evidence(run.evidence()),
                Copies.required(run.problem()),
                run.taken());
    }
}
