package dev.shisa.server.bench;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.probe.Declaration;
import dev.shisa.probe.Note;
import dev.shisa.probe.Report;
import dev.shisa.probe.ReportFile;
import dev.shisa.probe.ReportFileException;
import dev.shisa.server.answers.Answers;
import dev.shisa.server.answers.FoundPorts;
import dev.shisa.server.bench.BenchTarget.Consent;
import dev.shisa.server.bench.BenchTarget.LogIn;
import dev.shisa.server.bench.Register.Door;
import dev.shisa.server.bench.Register.Port;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.jobs.Background;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.transaction.Effects;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Has devices probed beside the server, one run of a series and a few of all at a time, and records what was measured:
 * one piece of evidence for the version that was on the bench, with the facts that {@link Measured} finds decided.
 */
@Component
class Runs implements AutoCloseable {

    /** Each has a process with 256 MB of its own. */
    static final int AT_ONCE_MAX = 2;

    static final int SECONDS_MIN = 10;
    static final int SECONDS_MAX = 3600;
    static final int REQUESTS_MIN = 100;
    static final int REQUESTS_MAX = 100_000;

    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);
    private static final Slot LIST = Slot.of("network.services");

    private final BenchStore store;
    private final Products products;
    private final Answers answers;
    private final FoundPorts foundPorts;
    private final EvidenceLog evidence;
    private final Blobs blobs;
    private final Audit audit;
    private final LedgerOutbox ledger;
    private final Messages messages;
    private final TransactionTemplate transaction;
    private final Ids ids;
    private final InstantSource clock;
    private final Map<UUID, Running> running = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Runs(
            BenchStore store,
            Products products,
            Answers answers,
            FoundPorts foundPorts,
            EvidenceLog evidence,
            Blobs blobs,
            Audit audit,
            LedgerOutbox ledger,
            Messages messages,
            TransactionTemplate transaction,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.products = products;
        this.answers = answers;
        this.foundPorts = foundPorts;
        this.evidence = evidence;
        this.blobs = blobs;
        this.audit = audit;
        this.ledger = ledger;
        this.messages = messages;
        this.transaction = transaction;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What a person wants of a run.
     *
     * @param changes whether what changes the device's state is tried, too
     * @param consents whether the person says that the device is their own, or that its owner agrees
     * @param isPublicMeant whether the person says that an address of the Internet is meant
     * @param image what the device's update page takes
     */
    record Wish(boolean changes, int seconds, int requests, boolean consents, boolean isPublicMeant, OwnImage image) {}

    /**
     * An update as the maker made it for the device, with which the run finds out whether refusals mean anything.
     *
     * @param item code of its package in the register; empty: nobody said, so that it is the only one there
     * @param bytes empty: none was handed in
     */
    @SuppressWarnings("ArrayRecordComponent") // read, never compared
    record OwnImage(String item, byte[] bytes) {

        static final OwnImage NONE = new OwnImage("", new byte[0]);

        @Override
        public String toString() {
            return item + " (" + bytes.length + " bytes)";
        }
    }

    /**
     * What somebody says of a file.
     *
     * @param model number of the model that was on the bench
     * @param performedBy who ran the probe there
     * @param via {@code page} or {@code api}
     */
    record Handed(String fileName, String model, String performedBy, String via) {}

    /** @param model empty: nobody asked */
    private record Origin(String model, String via) {}

    /** How far a run is: the last line that the engine said. */
    record Progress(UUID run, Instant since, int seconds, String step) {}

    private static final class Running {

        private final BenchRun run;
        private volatile String step = "";
        private volatile boolean isUnwanted;
        private volatile @Nullable ProbeProcess process;

        Running(BenchRun run) {
            this.run = run;
        }
    }

    /** What the register says now of the device of a series. */
    Register register(Series series) {
        return Register.of(
                products.items(series.id(), Register.SERVICE),
                products.items(series.id(), Register.LOGIN),
                products.items(series.id(), Register.PACKAGE),
                answers.present(series),
                products.itemNames(series.id()),
                store.evidence(series.id()));
    }

    /**
     * Enters the device of a series; false when somebody else did first. Another address needs a consent of its own.
     *
     * @param logIns null: those that are there stay
     */
    @Transactional
    public boolean enter(Series series, BenchTarget given, @Nullable List<LogIn> logIns, Person person) {
        Consent kept = store.target(series.id())
                .filter(t -> t.address().equals(given.address()) && t.address6().equals(given.address6()))
                .map(BenchTarget::consent)
                .orElse(null);
        BenchTarget target = new BenchTarget(
                series.id(),
                given.address(),
                given.address6(),
                given.withoutIpv6(),
                given.everySide(),
                given.selfSigned(),
                given.freeTriesMax(),
                given.lockSecondsMin(),
                given.passwordLengthMin(),
                given.logins(),
                given.logInCount(),
                kept,
                given.version());
        if (!store.put(target, logIns)) {
            return false;
        }
        audit.record(
                person,
                "bench.target",
                series.code(),
                Map.of("device", target.address(), "address6", target.address6()));
        return true;
    }

    /**
     * Begins a run; returns at once.
     *
     * @throws Problem when there is no device, no version, no consent, or a run is under way
     */
    BenchRun start(Series series, Wish wish, Person person) {
        BenchTarget target = store.target(series.id()).orElseThrow(() -> new Problem(409, "bench.no-target"));
        Release release =
                products.designated(series).orElseThrow(() -> new Problem(409, "series.no-release", series.code()));
        Register register = complete(series);
        if (wish.seconds() < SECONDS_MIN
                || wish.seconds() > SECONDS_MAX
                || wish.requests() < REQUESTS_MIN
                || wish.requests() > REQUESTS_MAX) {
            throw new Problem(422, "bench.budget", SECONDS_MIN, SECONDS_MAX, REQUESTS_MIN, REQUESTS_MAX);
        }
        if (target.consent() == null && !wish.consents()) {
            throw new Problem(422, "bench.consent", target.address());
        }
        if (target.isPublic() && !wish.isPublicMeant()) {
            throw new Problem(422, "bench.public", target.address());
        }
        OwnImage image = wish.image();
        String item = register.packageOf(image.item());
        if (item.isEmpty() && (!image.item().isEmpty() || image.bytes().length > 0)) {
            throw new Problem(422, "bench.package", series.code());
        }
        if (image.bytes().length > Declaration.Update.IMAGE_BYTES_MAX) {
            throw new Problem(413, "bench.image", Declaration.Update.IMAGE_BYTES_MAX >> 20);
        }
        OwnImage own = new OwnImage(item, image.bytes());
        String declaration = BenchStore.JSON.writeValueAsString(
                declaration(series, target, register, store.logIns(series.id()), item));
        BenchRun run = new BenchRun(
                ids.next(),
                series.id(),
                release.id(),
                target.address(),
                wish.changes(),
                wish.seconds(),
                wish.requests(),
                BenchRun.State.RUNNING,
                now(),
                null,
                person.id(),
                person.name(),
                null,
                List.of(),
                List.of(),
                "",
                null);
        Running begun = new Running(run);
        synchronized (running) {
            if (running.containsKey(series.id())) {
                throw new Problem(409, "bench.under-way");
            }
            if (running.size() >= AT_ONCE_MAX || closed) {
                throw new Problem(409, "bench.busy", AT_ONCE_MAX);
            }
            running.put(series.id(), begun);
        }
        boolean put = false;
        try {
            transaction.executeWithoutResult(status -> {
                Effects.afterCommit(
                        () -> begin(begun, series, release, target, register, declaration, own, person),
                        () -> running.remove(series.id(), begun));
                // One of this series that nobody is at: its thread could not even be started.
                store.interrupted(series.id(), now()).forEach(this::recordEnd);
                if (target.consent() == null) {
                    store.consent(series.id(), new Consent(person.id(), person.name(), clock.instant()));
                    audit.record(person, "bench.consent", series.code(), Map.of("device", target.address()));
                }
                if (!store.begin(run)) {
                    throw new Problem(409, "bench.under-way");
                }
                TreeMap<String, Object> body = new TreeMap<>();
                body.put("address", run.address());
                body.put("at", run.startedAt().toString());
                body.put("by", person.id().toString());
                body.put("changes", run.changes());
                body.put("id", run.id().toString());
                body.put("release", release.id().toString());
                body.put("requests", run.requests());
                body.put("seconds", run.seconds());
                ledger.append("probe-start/1", series.id(), body);
                audit.record(
                        person,
                        "bench.start",
                        series.code(),
                        Map.of(
                                "device",
                                target.address(),
                                "release",
                                release.name(),
                                "changes",
                                wish.changes(),
                                "seconds",
                                wish.seconds(),
                                "internet",
                                target.isPublic()));
            });
            put = true;
        } finally {
            if (!put) {
                running.remove(series.id(), begun);
            }
        }
        return run;
    }

    Optional<Progress> progress(UUID seriesId) {
        return Optional.ofNullable(running.get(seriesId))
                .map(r -> new Progress(r.run.id(), r.run.startedAt(), r.run.seconds(), r.step));
    }

    /** Has a run end early; nothing happens when it is over. */
    void stop(Series series, UUID runId, Person person) {
        Running now = running.get(series.id());
        if (now != null && now.run.id().equals(runId)) {
            now.isUnwanted = true;
            ProbeProcess process = now.process;
            if (process != null) {
                process.stop();
            }
            audit.record(person, "bench.stop", series.code(), Map.of("run", runId.toString()));
        }
    }

    /** No process of an earlier start is at work any more. */
    @EventListener(ApplicationReadyEvent.class)
    void afterStart() {
        transaction.executeWithoutResult(status -> {
            List<BenchRun> left = store.interrupted(now());
            left.forEach(this::recordEnd);
            if (!left.isEmpty()) {
                LOG.warn("{} runs of the probe were interrupted by the end of the server", left.size());
            }
        });
    }

    @Override
    public void close() {
        closed = true;
        running.values().forEach(r -> {
            ProbeProcess process = r.process;
            if (process != null) {
                process.kill();
            }
        });
    }

    /** Only what is allowed on the disk goes out: this is called when the run is committed. */
    private void begin(
            Running begun,
            Series series,
            Release release,
            BenchTarget target,
            Register register,
            String declaration,
            OwnImage image,
            Person person) {
        Background.start(
                "probe",
                () -> {
                    run(begun, series, release, target, register, declaration, image, person);
                    running.remove(series.id(), begun);
                },
                failed -> abandon(begun));
    }

    /** Whatever a run failed of, the device is free and the run is over. */
    private void abandon(Running begun) {
        try {
            end(ended(begun.run, BenchRun.State.FAILED, null, List.of(), List.of(), "process"));
        } finally {
            running.remove(begun.run.seriesId(), begun);
        }
    }

    private void run(
            Running now,
            Series series,
            Release release,
            BenchTarget target,
            Register register,
            String declaration,
            OwnImage image,
            Person person) {
        BenchRun run = now.run;
        try {
            ProbeProcess process =
                    ProbeProcess.start(declaration, image.bytes(), run.seconds(), run.requests(), run.changes());
            now.process = process;
            if (closed) {
                process.kill();
            }
            if (now.isUnwanted) {
                process.stop();
            }
            Optional<Report> report = process.await(step -> now.step = step);
            if (closed) {
                // Shown as interrupted from the next start on.
                return;
            }
            if (report.isEmpty()) {
                end(ended(run, BenchRun.State.FAILED, null, List.of(), List.of(), "process"));
                return;
            }
            boolean stopped = process.isStopped();
            keep(run, stopped, report.get(), series, release, target, register, person);
        } catch (IOException e) {
            throw new UncheckedIOException("the probe could not be run", e);
        }
    }

    private void keep(
            BenchRun run,
            boolean stopped,
            Report report,
            Series series,
            Release release,
            BenchTarget target,
            Register register,
            Person person) {
        BenchRun.State state = stopped ? BenchRun.State.STOPPED : BenchRun.State.DONE;
        Report bare = new Report(
                report.device(), report.startedAt(), report.tookMs(), report.requests(), report.results(), List.of());
        try {
            transaction.executeWithoutResult(status -> {
                List<String> codes = record(
                        run,
                        bare,
                        series,
                        release,
                        Measured.of(bare, register, target.logins(), target.isWhole(), target.scanned()),
                        person,
                        new Origin("", "probe"));
                end(ended(run, state, bare, report.notes(), codes, ""));
                audit.record(
                        person,
                        "bench.end",
                        series.code(),
                        Map.of("state", state.id(), "seconds", report.tookMs() / 1000, "requests", report.requests()));
            });
        } catch (RuntimeException e) {
            LOG.error("what a run of the probe found could not be recorded as evidence", e);
            end(ended(run, state, bare, report.notes(), List.of(), "evidence"));
        }
    }

    private void end(BenchRun ended) {
        transaction.executeWithoutResult(status -> {
            store.end(ended);
            recordEnd(ended);
        });
    }

    private void recordEnd(BenchRun ended) {
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", Objects.requireNonNull(ended.endedAt()).toString());
        body.put("evidence", ended.evidence());
        body.put("id", ended.id().toString());
        body.put("state", ended.state().id());
        ledger.append("probe-end/1", ended.seriesId(), body);
    }

    /** Stored times have microseconds; finer ones would differ after reading. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private BenchRun ended(
            BenchRun run,
            BenchRun.State state,
            @Nullable Report report,
            List<Note> notes,
            List<String> evidenceCodes,
            String problem) {
        return new BenchRun(
                run.id(),
                run.seriesId(),
                run.releaseId(),
                run.address(),
                run.changes(),
                run.seconds(),
                run.requests(),
                state,
                run.startedAt(),
                now(),
                run.byId(),
                run.by(),
                report,
                notes,
                evidenceCodes,
                problem,
                run.taken());
    }

    /** Records what was measured, and what contradicts the register without being the whole list beside it. */
    private List<String> record(
            BenchRun run,
            Report report,
            Series series,
            Release release,
            Measured measured,
            Person person,
            Origin origin) {
        Locale locale = Locale.forLanguageTag(person.language());
        Subject subject = new Subject(Subject.Kind.RELEASE, release.id());
        List<NewFact> facts = new ArrayList<>();
        measured.facts().forEach(f -> facts.add(fact(run, subject, f.slot(), f.value())));
        Map<Strength, List<NewFact>> weaker = new EnumMap<>(Strength.class);
        FactEntry before = answers.present(series).get(LIST);
        Register register = register(series);
        // A list that only runs have made is nobody's declaration, so that nothing is outside of it.
        boolean isListed = register.doors().stream().anyMatch(Door::declared)
                || (before != null && !store.evidence(run.seriesId()).contains(before.evidenceCode()));
        SortedSet<String> outside = isListed || measured.services().isPresent()
                ? outside(run, series, subject, register, measured, person, facts)
                : new TreeSet<>();
        FoundPorts.Facts found = foundPorts.of(
                series,
                release,
                isListed ? outside : new TreeSet<>(),
                item -> measured.isComplete() && isSeenAgain(run, series, item, measured.isWhole()),
                run.strength(),
                (slot, value) -> fact(run, subject, slot, value));
        facts.addAll(found.open());
        if (found.found() != null) {
            weaker.computeIfAbsent(Strength.TESTED, _ -> new ArrayList<>()).add(found.found());
        }
        NewFact list = found.list();
        Strength listed = found.listed();
        if (measured.services().isPresent()) {
            SortedSet<String> codes = new TreeSet<>(measured.services().get());
            codes.addAll(outside);
            list = fact(run, subject, LIST, Value.words(codes));
            if (measured.isWhole()) {
                listed = run.strength();
            } else {
                // Not all was seen, so the list is no stronger than the one that it contradicts: a person decides.
                listed = before == null
                        ? Strength.DECLARED
                        : before.fact().strength().isAtLeast(run.strength())
                                ? run.strength()
                                : before.fact().strength();
                list = before != null && before.fact().value().equals(Value.words(codes))
                        ? null
                        : NewFact.of(subject, LIST, Value.words(codes), "");
            }
        }
        if (list != null) {
            weaker.computeIfAbsent(listed, _ -> new ArrayList<>()).add(list);
        }
        List<NewFact> alike = weaker.remove(run.strength());
        if (alike != null) {
            facts.addAll(alike);
        }
        byte[] json = BenchStore.JSON.writeValueAsBytes(report);
        StoredFile file = blobs.store(json, "probe-" + series.code() + "-" + run.id() + ".json");
        List<String> codes = new ArrayList<>();
        codes.add(evidence.record(
                        evidence(run, report, series, release, run.strength(), file, person, locale, origin), facts)
                .code());
        weaker.forEach((strength, some) -> codes.add(
                evidence.record(evidence(run, report, series, release, strength, file, person, locale, origin), some)
                        .code()));
        return codes;
    }

    /** Codes of the ports that nobody had declared; what the register lacks is added to it. */
    private SortedSet<String> outside(
            BenchRun run,
            Series series,
            Subject subject,
            Register register,
            Measured measured,
            Person person,
            List<NewFact> facts) {
        SortedSet<String> codes = new TreeSet<>();
        for (Port port : measured.undeclared()) {
            List<Door> known = register.at(port);
            known.forEach(door -> codes.add(door.code()));
            if (known.isEmpty()) {
                codes.add(foundPorts.register(
                        series, port.toString(), (slot, value) -> fact(run, subject, slot, value), facts, person));
            }
        }
        return codes;
    }

    /** Whether a run looked again at where a port was seen open. */
    private boolean isSeenAgain(BenchRun run, Series series, String item, boolean whole) {
        Slot slot = FoundPorts.open(item);
        Set<String> there = store.evidence(run.seriesId(), run.address());
        return whole
                || products.target(series).layers().stream()
                        .flatMap(layer -> evidence.history(layer.subject(), slot).stream())
                        .filter(FactEntry::isStanding)
                        .allMatch(e -> there.contains(e.evidenceCode()));
    }

    /** A run takes the place of what runs of its kind said before in the same slot, and of nothing that people said. */
    private NewFact fact(BenchRun run, Subject subject, Slot slot, Value value) {
        Set<String> runs = store.evidence(run.seriesId());
        Set<UUID> before = evidence.history(subject, slot).stream()
                .filter(e -> e.isStanding()
                        && e.fact().strength() == run.strength()
                        && (run.taken() == null || runs.contains(e.evidenceCode())))
                .map(FactEntry::id)
                .collect(Collectors.toSet());
        return new NewFact(subject, slot, value, "", before);
    }

    private NewEvidence evidence(
            BenchRun run,
            Report report,
            Series series,
            Release release,
            Strength strength,
            StoredFile file,
            Person person,
            Locale locale,
            Origin origin) {
        String lines = report.results().entrySet().stream()
                .map(e -> messages.get(locale, "bench.key." + e.getKey()) + ": "
                        + messages.get(locale, "bench.verdict." + e.getValue().verdict()))
                .collect(Collectors.joining("\n"));
        LocalDate day = LocalDate.ofInstant(run.startedAt(), Ui.ZONE);
        BenchRun.Taken taken = run.taken();
        Map<String, String> record = new LinkedHashMap<>(Map.of(
                "firmware", release.name(),
                "performed-by", taken == null ? person.name() : taken.performedBy(),
                "performed-on", day.toString(),
                "environment", run.address(),
                "tool", "Shisa probe"));
        if (taken != null) {
            record.put("model", origin.model());
            record.put(
                    "procedure",
                    "shisa probe --profile " + (run.changes() ? "full" : "safe") + " --seconds " + run.seconds());
            record.put("observed", lines);
        }
        return new NewEvidence(
                taken == null ? EvidenceKind.MEASUREMENT : EvidenceKind.TEST,
                strength,
                messages.get(locale, taken == null ? "bench.evidence" : "bench.evidence.file", release.name(), day),
                taken == null
                        ? lines
                        : messages.get(locale, "bench.evidence.file.text", taken.fileName(), taken.sha256()),
                run.address(),
                series.id(),
                release.id(),
                null,
                file,
                record,
                run.startedAt(),
                null,
                person,
                person.name(),
                origin.via(),
                null);
    }

    /** What the probe of another computer takes; log-ins are handed over by other ways. */
    Map<String, Object> declaration(Series series) {
        BenchTarget target = store.target(series.id()).orElseThrow(() -> new Problem(409, "bench.no-target"));
        Register register = complete(series);
        return declaration(series, target, register, List.of(), register.packageOf(""));
    }

    private Register complete(Series series) {
        Register register = register(series);
        if (!register.incomplete().isEmpty()) {
            throw new Problem(409, "bench.ports", String.join(", ", register.incomplete()));
        }
        return register;
    }

    /**
     * Takes in what a run on another computer came to. It has to be a run of this series with the ports that are registered
     * now, and no earlier than what is recorded for the version; how far that bench reached is not known, so the list of
     * ports is never the whole one.
     *
     * @throws Problem when the file is none, or of something else
     */
    BenchRun take(Series series, Handed handed, byte[] bytes, Person person) {
        ReportFile file = read(bytes, person);
        Report report = ProbeChild.bounded(file.report());
        Release release =
                products.designated(series).orElseThrow(() -> new Problem(409, "series.no-release", series.code()));
        if (!report.device().equals(series.code())) {
            throw new Problem(422, "bench.file.device", report.device(), series.code());
        }
        Register register = complete(series);
        String there = words(file.tcp(), file.udp());
        String here = words(declared(register, false), declared(register, true));
        if (!there.equals(here)) {
            throw new Problem(422, "bench.file.ports", there, here);
        }
        Instant now = now();
        Instant startedAt = report.startedAt().truncatedTo(ChronoUnit.MICROS);
        if (startedAt.plusMillis(report.tookMs()).isAfter(now)) {
            throw new Problem(422, "bench.file.ahead", LocalDate.ofInstant(startedAt, Ui.ZONE));
        }
        BenchRun.Taken taken = new BenchRun.Taken(handed.fileName(), sha256(bytes), handed.performedBy(), now);
        BenchRun run = new BenchRun(
                ids.next(),
                series.id(),
                release.id(),
                file.address(),
                file.limits().changesAllowed(),
                file.limits().seconds(),
                file.limits().requests(),
                BenchRun.State.DONE,
                startedAt,
                startedAt.plusMillis(report.tookMs()),
                person.id(),
                person.name(),
                report,
                List.of(),
                List.of(),
                "",
                taken);
        return Objects.requireNonNull(transaction.execute(status -> {
            products.lock(series.id());
            if (!store.take(run, taken)) {
                throw new Problem(409, "bench.file.twice");
            }
            store.latest(release.id()).filter(startedAt::isBefore).ifPresent(latest -> {
                throw new Problem(409, "bench.file.older", release.name(), LocalDate.ofInstant(latest, Ui.ZONE));
            });
            Map<String, String> logins =
                    store.target(series.id()).map(BenchTarget::logins).orElse(Map.of());
            List<String> codes = record(
                    run,
                    report,
                    series,
                    release,
                    Measured.of(report, register, logins, false, Set.of()),
                    person,
                    new Origin(handed.model(), handed.via()));
            BenchRun kept = new BenchRun(
                    run.id(),
                    run.seriesId(),
                    run.releaseId(),
                    run.address(),
                    run.changes(),
                    run.seconds(),
                    run.requests(),
                    run.state(),
                    run.startedAt(),
                    run.endedAt(),
                    run.byId(),
                    run.by(),
                    report,
                    List.of(),
                    codes,
                    "",
                    taken);
            store.end(kept);
            TreeMap<String, Object> body = new TreeMap<>();
            body.put("at", taken.at().toString());
            body.put("by", person.id().toString());
            body.put("evidence", codes);
            body.put("file", taken.sha256());
            body.put("id", run.id().toString());
            body.put("release", release.id().toString());
            body.put("startedAt", run.startedAt().toString());
            ledger.append("probe-taken/1", series.id(), body);
            audit.record(
                    person,
                    "bench.take",
                    series.code(),
                    Map.of("release", release.name(), "file", handed.fileName(), "by", handed.performedBy()));
            return kept;
        }));
    }

    private ReportFile read(byte[] bytes, Person person) {
        try {
            ReportFile file = ReportFile.read(bytes);
            if (BenchTarget.literal(file.address()).isEmpty()) {
                throw new Problem(422, "bench.file", sentence("NO_RESULT", "declared/address", person));
            }
            return file;
        } catch (ReportFileException e) {
            throw new Problem(422, "bench.file", sentence(e.reason().name(), e.place(), person));
        }
    }

    private String sentence(String reason, String place, Person person) {
        return messages.get(Locale.forLanguageTag(person.language()), "bench.file." + reason, place);
    }

    private static SortedSet<Integer> declared(Register register, boolean udp) {
        return register.doors().stream()
                .filter(door -> door.declared() && door.port().udp() == udp)
                .map(door -> door.port().number())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String words(SortedSet<Integer> tcp, SortedSet<Integer> udp) {
        String words = Stream.concat(
                        tcp.stream().map(p -> p + "/tcp"), udp.stream().map(p -> p + "/udp"))
                .collect(Collectors.joining(", "));
        return words.isEmpty() ? "–" : words;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** What the engine takes. */
    private static Map<String, Object> declaration(
            Series series, BenchTarget target, Register register, List<LogIn> logIns, String item) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("device", series.code());
        root.put("title", series.name());
        root.put("address", target.address());
        if (!target.address6().isEmpty()) {
            root.put("address6", target.address6());
        }
        root.put("declared", Map.of("tcp", ports(register, false), "udp", ports(register, true)));
        root.put(
                "credentials",
                logIns.stream()
                        .map(l -> Map.of(
                                "service",
                                l.service(),
                                "user",
                                l.user(),
                                "password",
                                l.password(),
                                "kind",
                                l.shared() ? "shared" : "unique per unit"))
                        .toList());
        Map<String, Object> policy = new LinkedHashMap<>();
        if (target.selfSigned() != null) {
            policy.put("tls_allow_self_signed", target.selfSigned());
        }
        target.freeTriesMax().ifPresent(n -> policy.put("brute_max_free_tries", n));
        target.lockSecondsMin().ifPresent(n -> policy.put("brute_min_lock_seconds", n));
        target.passwordLengthMin().ifPresent(n -> policy.put("password_min_length", n));
        root.put("policy", policy);
        root.put("questionnaire", register.questionnaire());
        if (!item.isEmpty()) {
            root.put("update", Map.of("package", item));
        }
        return root;
    }

    private static List<Map<String, Object>> ports(Register register, boolean udp) {
        return register.doors().stream()
                .filter(door -> door.declared() && door.port().udp() == udp)
                .sorted(Comparator.comparingInt((Door door) -> door.port().number()))
                .map(door -> Map.<String, Object>of(
                        "port", door.port().number(), "service", "", "purpose", Objects.requireNonNull(door.purpose())))
                .toList();
    }
}
