package dev.shisa.server.platform.ledger;

import dev.shisa.ledger.ConsistencyProof;
import dev.shisa.ledger.InclusionProof;
import dev.shisa.ledger.KeyType;
import dev.shisa.ledger.Ledger;
import dev.shisa.ledger.LedgerException;
import dev.shisa.ledger.LedgerOptions;
import dev.shisa.ledger.SignedCheckpoint;
import dev.shisa.ledger.SigningKey;
import dev.shisa.ledger.VerifierKey;
import dev.shisa.server.platform.jobs.Background;
import dev.shisa.server.platform.storage.OwnerOnlyFiles;
import dev.shisa.server.platform.transaction.Effects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The installation's ledger: takes what waits in the outbox, some times a second, and proves what it has.
 *
 * <p>Files: {@code ledger/<n>} holds log {@code n}, {@code secrets/ledger-<n>.key} its signing key. An installation begins
 * with log 1. Whatever was restored from a backup goes on in a new log: nobody can know what the old one had published
 * after the backup, and continuing it could contradict that.
 *
 * <p>Which leaf is which record stands in the database and, again, in the leaf itself, so a crash between taking a
 * batch and marking it loses nothing and doubles nothing.
 */
@Component
public class LedgerKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerKeeper.class);

    private static final int BATCH_MAX = 1_000;

    /** How long records wait for company: short for a reader, long enough that a busy server writes a few times a second. */
    private static final Duration WINDOW = Duration.ofMillis(200);

    /** Without a signal: what another process wrote, or what failed before. */
    private static final Duration ROUND = Duration.ofSeconds(10);

    /** Somebody waits for {@link #awaitTaken}; ten seconds are more than a batch takes. */
    private static final int ROUNDS_MAX = 50;

    /** A batch takes far less. */
    private static final Duration STOP = Duration.ofSeconds(5);

    /** Written by a restore into the ledger folder: which backup, and which checkpoint it had. */
    private static final String RESTORED = "restored";

    private final Path logs;
    private final Path secrets;
    private final LedgerRecords records;
    private final LedgerSignal signal;
    private final TransactionTemplate transaction;
    private final boolean byItself;
    private final TreeMap<Integer, Ledger> open = new TreeMap<>();
    private volatile @Nullable LedgerTrouble trouble;
    private @Nullable Thread drainer;

    LedgerKeeper(
            @Value("${shisa.data}") Path data,
            @Value("${shisa.jobs:true}") boolean byItself,
            LedgerRecords records,
            LedgerSignal signal,
            TransactionTemplate transaction) {
        this.logs = data.resolve("ledger");
        this.secrets = data.resolve("secrets");
        this.byItself = byItself;
        this.records = records;
        this.signal = signal;
        this.transaction = transaction;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        if (byItself) {
            drainer = Background.start("ledger", this::goOn);
        }
    }

    private void goOn() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Background.run("ledger-round", this::drain, this::failed);
                signal.await(ROUND);
                Thread.sleep(WINDOW);
            }
        } catch (InterruptedException e) {
            // the server stops; what waits is in the database
            Thread.currentThread().interrupt();
        }
    }

    /** Also after an {@code Error} the next round tries again: what was taken but not marked is found when the log is opened. */
    private synchronized void failed(Throwable of) {
        forget();
        trouble = new LedgerTrouble("failed", List.of(of.toString()));
    }

    /**
     * Takes everything that waits. What goes wrong is {@link #trouble()}; the next round tries again. Within a transaction it takes nothing:
     * what is published cannot be taken back with the records that the transaction may yet lose.
     */
    public synchronized void drain() {
        if (Effects.mayComeToNothing()) {
            return;
        }
        LedgerTrouble before = trouble;
        try {
            Ledger ledger = current();
            int log = open.lastKey();
            int taken;
            do {
                taken = Objects.requireNonNull(transaction.execute(status -> take(log, ledger)));
            } while (taken == BATCH_MAX);
            trouble = null;
        } catch (TroubleException e) {
            trouble = e.trouble;
        } catch (LedgerException.Damaged e) {
            forget();
            trouble = new LedgerTrouble("damaged", List.of(String.valueOf(e.getMessage())));
        } catch (LedgerException e) {
            forget();
            trouble = new LedgerTrouble("failed", List.of(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            trouble = new LedgerTrouble("failed", List.of(e.toString()));
        } catch (RuntimeException e) {
            // The database is away, most likely; its own check says so. What was taken but not marked is found again
            // when the log is opened.
            forget();
            LOG.warn("the ledger could not take records: {}", e.toString());
            LOG.debug("in full", e);
        }
        if (trouble != null
                && !trouble.equals(before)
                && !Thread.currentThread().isInterrupted()) {
            LOG.error("the ledger takes no records: {}", trouble);
        }
    }

    private int take(int log, Ledger ledger) {
        if (!records.lock()) {
            // Somebody checks the ledger as it is now; the next round comes soon.
            return 0;
        }
        List<LedgerEntry> batch = records.waiting(BATCH_MAX);
        if (!batch.isEmpty()) {
            long first = ledger.append(batch.stream().map(LedgerEntry::bytes).toList())
                    .firstIndex();
            // Whoever holds the log still from now on finds its files still, too.
            SignedCheckpoint _ = ledger.settle();
            records.taken(log, first, batch);
        }
        return batch.size();
    }

    /**
     * Waits until the ledger has taken these records: for whoever is about to prove them.
     *
     * @return false if it did not within some seconds, because of its {@link #trouble()} or because it is being checked
     */
    public boolean awaitTaken(Collection<Long> ids) throws InterruptedException {
        for (int round = 0; round < ROUNDS_MAX; round++) {
            if (round > 0) {
                Thread.sleep(WINDOW);
            }
            if (records.waiting(ids) == 0) {
                return true;
            }
            drain();
        }
        return records.waiting(ids) == 0;
    }

    /** What keeps the ledger from taking records; empty if nothing does. */
    public Optional<LedgerTrouble> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** The folder of one log, for those who check it. */
    public Path folder(int log) {
        return logs.resolve(Integer.toString(log));
    }

    /** The logs that there are, the present one last. */
    public synchronized List<Integer> logs() throws IOException {
        return numbers();
    }

    /** The newest signed checkpoint of the present log; empty before its first record. */
    public synchronized Optional<SignedCheckpoint> checkpoint() {
        return Optional.ofNullable(open.lastEntry()).map(Map.Entry::getValue).map(Ledger::checkpoint);
    }

    /**
     * The newest signed checkpoint of one log.
     *
     * @throws LedgerException if the log is damaged
     * @throws UncheckedIOException if it cannot be read
     */
    public synchronized SignedCheckpoint checkpoint(int log) {
        return opened(log).checkpoint();
    }

    /** The public key of the present log; empty before its first record. */
    public synchronized Optional<VerifierKey> key() {
        return open.isEmpty()
                ? Optional.empty()
                : Optional.of(open.lastEntry().getValue().verifier());
    }

    /** The public key of one log (C2SP vkey). */
    public synchronized VerifierKey key(int log) {
        return opened(log).verifier();
    }

    /**
     * The proof that a log of the second size continues that of the first.
     *
     * @param first at least 1
     * @throws LedgerException if the log never had these sizes, or is damaged
     * @throws UncheckedIOException if it cannot be read
     */
    public synchronized ConsistencyProof consistency(int log, long first, long second) {
        return opened(log).consistencyProof(first, second);
    }

    private Ledger opened(int log) {
        try {
            return open(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TroubleException e) {
            throw new UncheckedIOException(new IOException("log " + log + " does not fit the database", e));
        }
    }

    /**
     * A leaf with what proves it.
     *
     * @param entry the bytes of the leaf
     * @param proof its way to the root of the checkpoint
     */
    @SuppressWarnings("ArrayRecordComponent") // held for a moment, never compared
    public record Proven(byte[] entry, InclusionProof proof, SignedCheckpoint checkpoint) {}

    /**
     * Reads a leaf and proves it against the newest checkpoint of its log.
     *
     * @return empty if the log does not have it
     * @throws LedgerException if the log is damaged there
     * @throws UncheckedIOException if it cannot be read
     */
    public synchronized Optional<Proven> prove(LedgerRecord.Position position) {
        return prove(position, checkpoint(position.log()));
    }

    /**
     * Reads a leaf and proves it against a checkpoint of its log, the newest or an earlier one.
     *
     * @return empty if the log did not have it then
     * @throws LedgerException if the log is damaged there
     * @throws UncheckedIOException if it cannot be read
     */
    public synchronized Optional<Proven> prove(LedgerRecord.Position position, SignedCheckpoint checkpoint) {
        Ledger ledger = opened(position.log());
        if (position.leaf() >= checkpoint.size()) {
            return Optional.empty();
        }
        return Optional.of(new Proven(
                ledger.entry(position.leaf()), ledger.inclusionProof(position.leaf(), checkpoint.size()), checkpoint));
    }

    @Override
    public void close() {
        Thread thread = drainer;
        if (thread != null) {
            thread.interrupt();
            try {
                thread.join(STOP);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        forget();
    }

    private synchronized void forget() {
        open.values().forEach(Ledger::close);
        open.clear();
    }

    private Ledger current() throws IOException, TroubleException {
        List<Integer> numbers = numbers();
        int newest = numbers.isEmpty() ? 0 : numbers.getLast();
        int known = records.newestLog();
        if (newest < known) {
            throw new TroubleException(new LedgerTrouble("missing", List.of(known, folder(known))));
        }
        Path restored = logs.resolve(RESTORED);
        if (newest == 0 || Files.exists(restored)) {
            begin(newest + 1);
            newest++;
            if (Files.exists(restored)) {
                // Kept beside the log that it ends.
                Files.move(restored, folder(newest).resolve("restored-before"));
            }
        }
        return open(newest);
    }

    private void begin(int log) throws IOException {
        OwnerOnlyFiles.createFolder(logs);
        OwnerOnlyFiles.createFolder(secrets);
        Path key = keyFile(log);
        if (!Files.exists(key)) {
            SigningKey.generate(installation(log) + "/" + log, KeyType.ED25519, new SecureRandom())
                    .write(key);
        }
        OwnerOnlyFiles.createFolder(folder(log));
    }

    /** What the names of this installation's logs begin with; the same for all of them. */
    private String installation(int log) {
        Path before = keyFile(log - 1);
        return Files.exists(before)
                ? SigningKey.read(before).name().replaceFirst("/[0-9]+$", "")
                : "shisa/" + UUID.randomUUID();
    }

    private Ledger open(int log) throws IOException, TroubleException {
        Ledger opened = open.get(log);
        if (opened == null) {
            opened = Ledger.open(folder(log), SigningKey.read(keyFile(log)), LedgerOptions.DEFAULT);
            boolean fits = false;
            try {
                reconcile(log, opened);
                fits = true;
            } finally {
                if (!fits) {
                    opened.close();
                }
            }
            open.put(log, opened);
        }
        return opened;
    }

    /** Marks what a crash left unmarked; refuses a log that is not the database's. */
    private void reconcile(int log, Ledger ledger) throws TroubleException {
        long size = ledger.checkpoint().size();
        long known = records.known(log);
        if (known > size) {
            throw new TroubleException(new LedgerTrouble("short", List.of(log, size, known, folder(log))));
        }
        List<LedgerEntry> unmarked = new ArrayList<>();
        for (long leaf = known; leaf < size; leaf++) {
            long index = leaf;
            unmarked.add(LedgerEntry.parse(ledger.entry(leaf))
                    .orElseThrow(() -> new LedgerException.Malformed(
                            "leaf " + index + " of log " + log + " was not written by this installation.")));
            if (unmarked.size() == BATCH_MAX || leaf == size - 1) {
                long first = leaf + 1 - unmarked.size();
                if (records.taken(log, first, unmarked) < unmarked.size()) {
                    throw new TroubleException(new LedgerTrouble("unknown", List.of(log, first, size, folder(log))));
                }
                unmarked.clear();
            }
        }
    }

    private List<Integer> numbers() throws IOException {
        if (!Files.isDirectory(logs)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(logs)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> name.matches("[1-9][0-9]{0,5}"))
                    .map(Integer::valueOf)
                    .sorted()
                    .toList();
        }
    }

    private Path keyFile(int log) {
        return secrets.resolve("ledger-" + log + ".key");
    }

    /** Words for the doctor and the pages instead of a stack trace. */
    private static final class TroubleException extends Exception {
        private static final long serialVersionUID = 1;

        private final transient LedgerTrouble trouble;

        TroubleException(LedgerTrouble trouble) {
            super(trouble.code());
            this.trouble = trouble;
        }
    }
}
