package dev.shisa.server.platform.backup;

import dev.shisa.server.platform.jobs.Background;
import dev.shisa.server.platform.storage.DataLock;
import dev.shisa.server.platform.storage.OwnerOnlyFiles;
import dev.shisa.server.platform.storage.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes one backup of an installation, whether its server runs or not.
 *
 * <p>Order is what makes it consistent. While the ledger stands still for a moment, the snapshot of the database is taken,
 * and the ledger's checkpoint and the lengths of its journal are noted: all of one instant. Whatever the snapshot names was
 * on disk before. Files of contents never change and are not swept meanwhile, because the sweeper's lock is held. Contents are written by several threads while the tables are
 * copied, for encrypting and reading back keep more than one processor busy.
 *
 * <p>A backup appears by the renaming of its folder, after everything in it and every pack is on disk and was read back.
 */
final class Backup {

    /** Blobs are named by what they hold. */
    private static final Pattern BLOB = Pattern.compile("blobs/sha256/[0-9a-f]{2}/([0-9a-f]{64})");

    /** Logs are numbered: the tenth comes after the second. */
    private static final Pattern CHECKPOINT = Pattern.compile("ledger/([1-9][0-9]{0,5})/public/checkpoint");

    private static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Twice the processors: while some wait until their pack is on disk, the others have one each. */
    private static final int WRITERS = Math.clamp(2L * Runtime.getRuntime().availableProcessors(), 2, 8);

    /** A checkpoint and a key are hundreds of bytes. */
    private static final long LEDGER_SMALL_BYTES_MAX = 1 << 20;

    private final Path data;
    private final BackupFolder folder;
    private final DatabaseAddress database;
    private final Contents contents;
    private final String program;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Progress progress;

    Backup(
            Path data,
            BackupFolder folder,
            DatabaseAddress database,
            Contents contents,
            String program,
            InstantSource clock,
            SecureRandom random,
            Progress progress) {
        this.data = data;
        this.folder = folder;
        this.database = database;
        this.contents = contents;
        this.program = program;
        this.clock = clock;
        this.random = random;
        this.progress = progress;
    }

    /**
     * What was done.
     *
     * @param newFiles contents that no earlier backup had
     * @param newBytes of these, before encryption
     * @param stateBytes size of the tables and small files, as written
     * @param damaged files whose content is not what their name says; they are in the backup as they are
     */
    record Result(Manifest manifest, long newFiles, long newBytes, long stateBytes, List<String> damaged) {

        Result {
            damaged = List.copyOf(damaged);
        }

        boolean whole() {
            return damaged.isEmpty() && manifest.missing().isEmpty();
        }
    }

    Result make() {
        try (DataLock _ = folder.lock();
                Connection connection = database.connect()) {
            removeUnfinished(folder);
            DatabaseCopy copy = new DatabaseCopy(connection);
            copy.settle();
            copy.lock();
            copy.holdLedger();
            copy.beginSnapshot();
            return write(copy, contents.named(connection));
        } catch (SQLException e) {
            throw database.unreachable(e);
        } catch (IOException e) {
            throw new BackupException(e, "write", folder.root(), BackupFolder.reason(e));
        }
    }

    /** What an interrupted backup left behind. Packs that it had finished stay: the next one finds them. */
    static void removeUnfinished(BackupFolder folder) throws IOException {
        for (Path parent : List.of(folder.backups(), folder.packs())) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, ".*")) {
                for (Path entry : entries) {
                    Trees.delete(entry);
                }
            }
        }
    }

    private Result write(DatabaseCopy copy, Collection<String> named) throws SQLException, IOException {
        Instant at = clock.instant();
        String id = id(at);
        // Its key is made by the first backup, which then has it, too.
        SharedPacks packs = new SharedPacks(folder, PackIndex.read(folder, data, random), random);
        List<String> paths = DataFiles.list(data);
        FileCopy files = new FileCopy(packs, paths);
        copy.releaseLedger();
        Path unfinished = Files.createDirectory(folder.backups().resolve("." + id + ".new"));
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService writers = Background.pool("backup-writer", WRITERS);
        try {
            List<Future<?>> works = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                works.add(writers.submit(() -> files.writeContents(stop)));
            }
            List<Manifest.Table> tables = new ArrayList<>();
            List<Manifest.Sequence> sequences;
            long stateBytes;
            try (PackWriter state =
                    new PackWriter(unfinished.resolve(BackupFolder.STATE), folder.recipient(), random)) {
                for (DatabaseCopy.Shape shape : copy.tables()) {
                    TableWriter writer = new TableWriter(shape.name(), state);
                    tables.add(copy.copyOut(shape, row -> {
                        if (stop.get()) {
                            throw new CancellationException();
                        }
                        writer.row(row);
                    }));
                    writer.end();
                    progress.at(Progress.Stage.DATABASE, state.bytes(), 0);
                }
                sequences = copy.sequences();
                files.tablesAreCopied();
                files.writeChanging(state);
                stateBytes = state.finish();
            }
            await(works);
            progress.at(Progress.Stage.FINISHING, 0, 0);
            Set<String> missing = new HashSet<>(named);
            paths.forEach(missing::remove);
            Manifest manifest = new Manifest(
                    Manifest.FORMAT,
                    id,
                    at,
                    program,
                    copy.migrations(),
                    files.checkpoint(),
                    tables,
                    sequences,
                    files.stored(),
                    missing.stream().sorted().toList(),
                    packs.used());
            finish(manifest, unfinished);
            return new Result(manifest, packs.writtenPieces(), packs.writtenBytes(), stateBytes, files.damaged());
        } finally {
            stop.set(true);
            writers.shutdown();
            awaitEnd(writers);
            if (Files.exists(unfinished)) {
                Trees.delete(unfinished);
            }
        }
    }

    /** The second, and a number within it: names sort as the backups were made. */
    private String id(Instant at) {
        String second = ID_TIME.format(at) + "-";
        int number = folder.list().stream()
                .filter(id -> id.startsWith(second))
                .mapToInt(id -> HexFormat.fromHexDigits(id, second.length(), id.length()) + 1)
                .max()
                .orElse(0);
        return second + HexFormat.of().toHexDigits((short) number);
    }

    private void finish(Manifest manifest, Path unfinished) throws IOException {
        OwnerOnlyFiles.forceFolder(folder.packs());
        OwnerOnlyFiles.write(unfinished.resolve(Pruning.PACKS), Pruning.packsText(manifest));
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        try (var out = dev.shisa.server.platform.age.Age.encrypt(bytes, folder.recipient(), random)) {
            manifest.write(out);
        }
        OwnerOnlyFiles.write(unfinished.resolve(BackupFolder.MANIFEST), bytes.toByteArray());
        OwnerOnlyFiles.forceFolder(unfinished);
        Files.move(unfinished, folder.backup(manifest.id()), StandardCopyOption.ATOMIC_MOVE);
        OwnerOnlyFiles.forceFolder(folder.backups());
    }

    private static void await(List<Future<?>> works) throws IOException {
        for (Future<?> work : works) {
            try {
                work.get();
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case IOException problem -> throw problem;
                    case RuntimeException problem -> throw problem;
                    case Error problem -> throw problem;
                    case null, default -> throw new IllegalStateException(e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BackupException(e, "interrupted");
            }
        }
    }

    private static void awaitEnd(ExecutorService writers) {
        try {
            // One pack at most is still being read back; its file is removed afterwards.
            if (!writers.awaitTermination(1, TimeUnit.MINUTES)) {
                writers.shutdownNow();
            }
        } catch (InterruptedException e) {
            writers.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** The files of the data folder: what never changes goes into shared packs, the rest into the state. */
    private final class FileCopy {

        private final SharedPacks packs;
        private final List<String> blobs = new ArrayList<>();
        private final List<LedgerFiles.Portion> finished = new ArrayList<>();
        private final List<LedgerFiles.Portion> growing = new ArrayList<>();
        private final SortedMap<String, byte[]> early = new TreeMap<>();
        private final List<String> small = new ArrayList<>();
        private final AtomicInteger nextBlob = new AtomicInteger();
        private final AtomicInteger nextPortion = new AtomicInteger();
        private final List<Manifest.StoredFile> stored = new ArrayList<>();
        private final List<String> damaged = new ArrayList<>();
        private final AtomicLong done = new AtomicLong();
        private long total;
        private volatile boolean tablesCopied;

        FileCopy(SharedPacks packs, List<String> paths) throws IOException {
            this.packs = packs;
            LedgerFiles ledger = new LedgerFiles(data, paths);
            for (String path : paths) {
                if (ledger.isSmall(path) && Files.size(data.resolve(path)) <= LEDGER_SMALL_BYTES_MAX) {
                    early.put(path, Files.readAllBytes(data.resolve(path)));
                }
            }
            for (String path : paths) {
                if (early.containsKey(path)) {
                    continue;
                }
                if (BLOB.matcher(path).matches()) {
                    blobs.add(path);
                    total += packs.has(path) ? 0 : Files.size(data.resolve(path));
                } else if (ledger.isFinished(path)) {
                    finished.add(ledger.portion(path));
                } else if (ledger.isGrowing(path)) {
                    growing.add(ledger.portion(path));
                } else {
                    small.add(path);
                }
            }
        }

        /** Files are copied beside the tables, and told of when these are done: one stage after the other. */
        void tablesAreCopied() {
            tablesCopied = true;
            told();
        }

        private void told() {
            if (tablesCopied) {
                progress.at(Progress.Stage.FILES, done.get(), total);
            }
        }

        /** The newest signed checkpoint of the ledger, or null. */
        @Nullable
        String checkpoint() {
            Map.Entry<Integer, byte[]> newest = null;
            for (Map.Entry<String, byte[]> entry : early.entrySet()) {
                Matcher log = CHECKPOINT.matcher(entry.getKey());
                if (log.matches()) {
                    int number = Integer.parseInt(log.group(1));
                    if (newest == null || number > newest.getKey()) {
                        newest = Map.entry(number, entry.getValue());
                    }
                }
            }
            return newest == null ? null : new String(newest.getValue(), StandardCharsets.UTF_8);
        }

        List<Manifest.StoredFile> stored() {
            synchronized (stored) {
                return stored.stream()
                        .sorted(Comparator.comparing(Manifest.StoredFile::path))
                        .toList();
            }
        }

        List<String> damaged() {
            synchronized (stored) {
                return damaged.stream().sorted().toList();
            }
        }

        /** Takes one file after the other until none is left; several threads do so at once. */
        @Nullable
        Void writeContents(AtomicBoolean stop) throws IOException {
            boolean ended = false;
            try (SharedPacks.Filler filler = packs.filler()) {
                for (int i = nextPortion.getAndIncrement();
                        i < finished.size() && !stop.get();
                        i = nextPortion.getAndIncrement()) {
                    store(finished.get(i), filler, null);
                }
                for (int i = nextBlob.getAndIncrement();
                        i < blobs.size() && !stop.get();
                        i = nextBlob.getAndIncrement()) {
                    blob(blobs.get(i), filler);
                }
                if (!stop.get()) {
                    filler.finish();
                }
                ended = true;
            } finally {
                if (!ended) {
                    stop.set(true);
                }
            }
            return null;
        }

        /** What is other in each backup. */
        void writeChanging(PackWriter state) throws IOException {
            for (Map.Entry<String, byte[]> entry : early.entrySet()) {
                byte[] content = entry.getValue();
                Manifest.Piece piece = state.add("files/" + entry.getKey(), content, content.length);
                keep(entry.getKey(), piece.bytes(), piece.sha256(), List.of(piece));
            }
            for (String path : small) {
                Path file = data.resolve(path);
                try (InputStream in = Files.newInputStream(file)) {
                    Manifest.Piece piece = state.add("files/" + path, Files.size(file), in);
                    keep(path, piece.bytes(), piece.sha256(), List.of(piece));
                } catch (NoSuchFileException e) {
                    // A file that is replaced now and then, or a partial tile that a whole one took the place of.
                    told();
                }
            }
            try (SharedPacks.Filler filler = packs.filler()) {
                for (LedgerFiles.Portion portion : growing) {
                    store(portion, filler, state);
                }
                filler.finish();
            }
        }

        private void blob(String path, SharedPacks.Filler filler) throws IOException {
            Path file = data.resolve(path);
            long size = Files.size(file);
            String sha256 = path.substring(path.lastIndexOf('/') + 1);
            Manifest.Piece piece = new Manifest.Piece(path, size, sha256);
            if (!packs.has(path)) {
                try (InputStream in = Files.newInputStream(file)) {
                    piece = filler.add(path, sha256, size, in);
                }
                done.addAndGet(size);
                told();
                if (!piece.sha256().equals(sha256)) {
                    synchronized (stored) {
                        damaged.add(path);
                    }
                }
            }
            keep(path, size, piece.sha256(), List.of(piece));
        }

        /** A file in slices; with a state, its last incomplete one goes there, because it is another one tomorrow. */
        private void store(LedgerFiles.Portion portion, SharedPacks.Filler filler, @Nullable PackWriter state)
                throws IOException {
            MessageDigest whole = Hashes.sha256();
            List<Manifest.Piece> pieces = new ArrayList<>();
            byte[] slice = new byte[(int) Math.min(LedgerFiles.SLICE_BYTES, Math.max(portion.bytes(), 1))];
            long left = portion.bytes();
            try (InputStream in = Files.newInputStream(data.resolve(portion.path()))) {
                do {
                    int length = (int) Math.min(slice.length, left);
                    if (in.readNBytes(slice, 0, length) < length) {
                        throw new IOException(portion.path() + " became shorter while it was read");
                    }
                    whole.update(slice, 0, length);
                    left -= length;
                    pieces.add(
                            state == null || length == LedgerFiles.SLICE_BYTES
                                    ? filler.add(slice, length)
                                    : state.add("files/" + portion.path(), slice, length));
                } while (left > 0);
            }
            keep(portion.path(), portion.bytes(), Hashes.hex(whole), pieces);
        }

        private void keep(String path, long bytes, String sha256, List<Manifest.Piece> pieces) throws IOException {
            String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(path)));
            synchronized (stored) {
                stored.add(new Manifest.StoredFile(path, mode, bytes, sha256, pieces));
            }
        }
    }
}
