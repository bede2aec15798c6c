package dev.shisa.server.evidence;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.act.Attached;
import dev.shisa.server.platform.api.BadField;
import dev.shisa.server.platform.storage.DiskSpace;
import dev.shisa.server.platform.storage.TemporaryFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.multipart.MultipartFile;

/**
 * Files by the SHA-256 of their content, below {@code DATA/blobs/sha256}.
 *
 * <p>A file is streamed to a temporary place while it is hashed, forced to disk, renamed, and only then gets its row: a
 * row without its content cannot exist, and a content without a row is swept after an hour. Equal contents share one file.
 * Storing and sweeping of one content exclude each other by a lock of the database that holds until the transaction ends. Who stores
 * outside of a transaction has a day to give the content its row: storing it makes it young again, also one that was there already, and
 * only what is older than a day and used by nothing is swept.
 */
@Component
public class Blobs {

    /** The largest file that is taken; the limit of one upload is the same. */
    public static final long BYTES_MAX = 200L * 1024 * 1024;

    /** So much stays free, because the database on the same disk must go on working. */
    static final long RESERVE_BYTES = 64L * 1024 * 1024;

    /** A file that belongs to nothing is left alone for so long: somebody may just be about to give it its row. */
    private static final Duration ORPHAN_AGE = Duration.ofHours(1);

    /** A form with a mistake is corrected today or never. */
    private static final Duration UPLOAD_AGE = Duration.ofDays(1);

    private static final int SWEEP_MAX = 10_000;
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final Logger LOG = LoggerFactory.getLogger(Blobs.class);

    private final BlobStore store;
    private final TransactionTemplate transaction;
    private final Ids ids;
    private final InstantSource clock;
    private final Path root;
    private final Path temporary;
    private final LongSupplier freeBytes;

    @Autowired
    Blobs(
            BlobStore store,
            TransactionTemplate transaction,
            Ids ids,
            InstantSource clock,
            @Value("${shisa.data}") Path data) {
        this(store, transaction, ids, clock, data, () -> free(data));
    }

    /** With the free space of the disk as somebody else sees it. */
    Blobs(
            BlobStore store,
            TransactionTemplate transaction,
            Ids ids,
            InstantSource clock,
            Path data,
            LongSupplier freeBytes) {
        this.store = store;
        this.transaction = transaction;
        this.ids = ids;
        this.clock = clock;
        this.root = data.resolve("blobs").resolve("sha256");
        this.temporary = TemporaryFiles.stored(data);
        this.freeBytes = freeBytes;
    }

    /**
     * Stores a file and says what it is.
     *
     * @param fileName what the sender calls it
     * @param expectedBytes its size if known, otherwise -1
     * @throws Problem 413 when it is too large, 507 when the disk is full; nothing is left then
     */
    public StoredFile store(InputStream in, String fileName, long expectedBytes) {
        if (expectedBytes > BYTES_MAX) {
            throw tooLarge();
        }
        requireFree(Math.max(expectedBytes, 0));
        Path file = null;
        try {
            Files.createDirectories(temporary);
            file = Files.createTempFile(temporary, "new-", ".part");
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            long size = write(in, file, digest, expectedBytes);
            if (size == 0) {
                throw new Problem(422, "evidence.file.empty");
            }
            String sha256 = HexFormat.of().formatHex(digest.digest());
            String name = FileNames.clean(fileName);
            String type = MediaTypes.sniff(file, name);
            keep(file, sha256, size);
            return new StoredFile(sha256, size, name, type, MediaTypes.disagrees(name, type));
        } catch (IOException e) {
            requireFree(Math.max(expectedBytes, 0));
            throw new UncheckedIOException("the file could not be stored", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        } finally {
            deleteQuietly(file);
        }
    }

    /** Stores what was read or written already: see {@link #store(InputStream, String, long)}. */
    public StoredFile store(byte[] bytes, String fileName) {
        return store(new ByteArrayInputStream(bytes), fileName, bytes.length);
    }

    /** Stores a file of a form; null: none was chosen. */
    public @Nullable StoredFile store(@Nullable MultipartFile file) {
        if (file == null || file.isEmpty()) {
            return null;
        }
        try (InputStream in = file.getInputStream()) {
            return store(in, Objects.requireNonNullElse(file.getOriginalFilename(), ""), file.getSize());
        } catch (IOException e) {
            throw new UncheckedIOException("the uploaded file could not be read", e);
        }
    }

    /** The file that goes along with what somebody sends, stored now if it is of a form; null: there is none. */
    public @Nullable StoredFile take(@Nullable Attached file, Person person) {
        if (file == null) {
            return null;
        }
        return file.upload().isPresent()
                ? file.upload().flatMap(id -> upload(id, person)).orElseThrow(() -> new BadField("/file", "upload"))
                : store(file.part().orElseThrow());
    }

    /** The same content under another name. */
    public StoredFile named(StoredFile file, String fileName) {
        String name = FileNames.clean(fileName);
        return new StoredFile(
                file.sha256(), file.sizeBytes(), name, file.mediaType(), MediaTypes.disagrees(name, file.mediaType()));
    }

    /** Remembers a stored file for the person's corrected form; see {@link #upload}. */
    public UUID remember(StoredFile file, Person person) {
        UUID id = ids.next();
        store.insertUpload(id, file, person.id(), clock.instant());
        return id;
    }

    /** A file that this person sent with an earlier try of the form. */
    public Optional<StoredFile> upload(UUID id, Person person) {
        return store.upload(id, person);
    }

    /** Whether the content lies where it was stored. */
    public boolean isThere(StoredFile file) {
        return Files.isRegularFile(path(file.sha256()));
    }

    /** The bytes of a stored content. */
    public InputStream open(String sha256) {
        try {
            return Files.newInputStream(path(sha256));
        } catch (IOException e) {
            throw new UncheckedIOException("the content " + sha256 + " cannot be read", e);
        }
    }

    /** A stored file as a download that no browser opens inside our pages. */
    public ResponseEntity<Resource> download(StoredFile file) {
        Path path = path(file.sha256());
        if (!Files.isRegularFile(path)) {
            throw new Problem(410, "evidence.file.gone", file.fileName(), file.sha256());
        }
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(MediaTypes.told(file.mediaType())))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(FileNames.clean(file.fileName()), StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                .cacheControl(CacheControl.noStore())
                .body(new FileSystemResource(path));
    }

    /** Whether a text is how a content is named: SHA-256 in lower-case hexadecimal. */
    public static boolean isSha256(String text) {
        return SHA_256.matcher(text).matches();
    }

    Path path(String sha256) {
        if (!isSha256(sha256)) {
            throw new IllegalArgumentException("not a SHA-256: " + sha256);
        }
        return root.resolve(sha256.substring(0, 2)).resolve(sha256);
    }

    /** The same below the data folder, with slashes. */
    static String relative(String sha256) {
        return "blobs/sha256/" + sha256.substring(0, 2) + "/" + sha256;
    }

    /** The first time when a start, and whoever waits for its first page, has what it needs. */
    @Scheduled(fixedDelay = 6 * 60 * 60 * 1000L, initialDelay = 2 * 60 * 1000L)
    void sweepNowAndThen() {
        sweep();
    }

    /** Removes what belongs to nothing any more; returns how many files went. */
    int sweep() {
        Instant now = clock.instant();
        store.deleteUploads(now.minus(UPLOAD_AGE), now.minus(Desk.KEPT));
        int gone = 0;
        for (String sha256 : store.unused(now.minus(UPLOAD_AGE), SWEEP_MAX)) {
            gone += sweep(sha256, now.minus(UPLOAD_AGE)) ? 1 : 0;
        }
        try {
            gone += sweepOrphans(now.minus(ORPHAN_AGE));
        } catch (IOException e) {
            LOG.warn("the sweep of stored files could not finish", e);
        }
        if (gone > 0) {
            LOG.info("{} stored files that nothing refers to were removed", gone);
        }
        return gone;
    }

    /** First the row, and when that is gone for good its content: a row without a content can never be mended. */
    private boolean sweep(String sha256, Instant before) {
        try {
            return Objects.requireNonNull(
                            transaction.execute(status -> store.tryLock(sha256) && store.delete(sha256, before)))
                    && isOrphan(path(sha256));
        } catch (DataIntegrityViolationException e) {
            // Somebody has just begun to use it.
            return false;
        }
    }

    private int sweepOrphans(Instant before) throws IOException {
        int gone = 0;
        if (Files.isDirectory(root)) {
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(root)) {
                for (Path folder : folders) {
                    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                        for (Path file : files) {
                            if (isOlder(file, before) && isOrphan(file)) {
                                gone++;
                            }
                        }
                    }
                }
            }
        }
        return gone;
    }

    /** Whether a content has no row; if so it is removed. */
    private boolean isOrphan(Path file) {
        String sha256 = String.valueOf(file.getFileName());
        if (!isSha256(sha256)) {
            return false;
        }
        return Objects.requireNonNull(transaction.execute(status -> {
            if (!store.tryLock(sha256) || store.exists(sha256)) {
                return false;
            }
            deleteQuietly(file);
            return true;
        }));
    }

    private static boolean isOlder(Path file, Instant before) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(before);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private long write(InputStream in, Path file, MessageDigest digest, long expectedBytes) throws IOException {
        long size = 0;
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            byte[] buffer = new byte[64 * 1024];
            long checkAt = 8L * 1024 * 1024;
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                size += count;
                if (size > BYTES_MAX) {
                    throw tooLarge();
                }
                if (size >= checkAt) {
                    requireFree(Math.max(expectedBytes - size, 0));
                    checkAt = size + 8L * 1024 * 1024;
                }
                digest.update(buffer, 0, count);
                ByteBuffer part = ByteBuffer.wrap(buffer, 0, count);
                while (part.hasRemaining()) {
                    out.write(part);
                }
            }
            out.force(true);
        }
        return size;
    }

    private void keep(Path file, String sha256, long size) {
        Path target = path(sha256);
        transaction.executeWithoutResult(status -> {
            store.lock(sha256);
            try {
                if (!Files.exists(target)) {
                    Files.createDirectories(target.getParent());
                    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
                    try (FileChannel folder = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
                        folder.force(true);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("the file could not be kept", e);
            }
            store.insert(sha256, size, clock.instant());
        });
    }

    private void requireFree(long neededBytes) {
        long free = freeBytes.getAsLong();
        if (free < neededBytes + RESERVE_BYTES) {
            throw new Problem(507, "evidence.disk-full", megabytes(free), megabytes(neededBytes + RESERVE_BYTES));
        }
    }

    private static Problem tooLarge() {
        return new Problem(413, "upload.too-large", BYTES_MAX / 1024 / 1024);
    }

    private static long megabytes(long bytes) {
        return bytes / 1_000_000;
    }

    private static long free(Path data) {
        try {
            return DiskSpace.free(data);
        } catch (IOException e) {
            throw new UncheckedIOException("the free space of the data directory is not known", e);
        }
    }

    private static void deleteQuietly(@Nullable Path file) {
        if (file == null) {
            return;
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} could not be removed; the next sweep tries again", file.getFileName(), e);
        }
    }
}
