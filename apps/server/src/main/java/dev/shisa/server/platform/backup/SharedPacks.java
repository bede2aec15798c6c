package dev.shisa.server.platform.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The packs of contents that never change: knows what is there, writes what is not. Safe for several threads, each with a
 * {@link Filler} of its own.
 */
final class SharedPacks {

    /** Few enough files for any disk, small enough to be read back from memory after it was written. */
    static final long PACK_BYTES = 64L << 20;

    private static final int ID_BYTES = 12;

    private final BackupFolder folder;
    private final PackIndex index;
    private final SecureRandom random;
    private final Map<String, Manifest.Pack> used = new ConcurrentSkipListMap<>();
    private final Map<String, Boolean> begun = new ConcurrentHashMap<>();
    private final LongAdder writtenBytes = new LongAdder();
    private final LongAdder writtenPieces = new LongAdder();

    SharedPacks(BackupFolder folder, PackIndex index, SecureRandom random) {
        this.folder = folder;
        this.index = index;
        this.random = random;
    }

    /** Whether a content is in a pack already; if so, that pack belongs to the backup. */
    boolean has(String name) {
        Optional<Manifest.Pack> pack = index.find(name);
        pack.ifPresent(known -> used.put(known.id(), known));
        return pack.isPresent();
    }

    Filler filler() {
        return new Filler();
    }

    /** All packs that the contents asked for are in. */
    List<Manifest.Pack> used() {
        return List.copyOf(new TreeMap<>(used).values());
    }

    /** Plain bytes of what was not there before. */
    long writtenBytes() {
        return writtenBytes.sum();
    }

    long writtenPieces() {
        return writtenPieces.sum();
    }

    /** Fills one pack after the other. */
    final class Filler implements AutoCloseable {

        private @Nullable PackWriter pack;
        private String id = "";
        private final List<Manifest.Piece> doubtful = new ArrayList<>();

        /** Adds a file's content under a name that stands for it; a content that is not what its name says is not found again. */
        Manifest.Piece add(String name, String expectedSha256, long size, InputStream in) throws IOException {
            Manifest.Piece piece = open().add(name, size, in);
            if (!piece.sha256().equals(expectedSha256)) {
                doubtful.add(piece);
            }
            added(piece);
            return piece;
        }

        /** Adds bytes in memory under the name {@code pieces/SHA-256}, unless they are there. */
        Manifest.Piece add(byte[] content, int length) throws IOException {
            java.security.MessageDigest digest = Hashes.sha256();
            digest.update(content, 0, length);
            String sha256 = Hashes.hex(digest);
            Manifest.Piece piece = new Manifest.Piece("pieces/" + sha256, length, sha256);
            if (!has(piece.name()) && begun.putIfAbsent(piece.name(), true) == null) {
                added(open().add(piece.name(), content, length));
            }
            return piece;
        }

        /** Ends the pack that is being filled. */
        void finish() throws IOException {
            PackWriter current = pack;
            if (current == null) {
                return;
            }
            Path file = folder.pack(id);
            Path unfinished = unfinished(file);
            Manifest.Pack done = new Manifest.Pack(id, current.finish());
            List<Manifest.Piece> findable = new ArrayList<>(current.entries());
            findable.removeAll(doubtful);
            index.write(folder.packs().resolve(id + ".index"), done, findable);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            used.put(id, done);
            pack = null;
            doubtful.clear();
        }

        @Override
        public void close() throws IOException {
            if (pack != null) {
                pack.close();
                Files.deleteIfExists(unfinished(folder.pack(id)));
                pack = null;
            }
        }

        private void added(Manifest.Piece piece) throws IOException {
            writtenBytes.add(piece.bytes());
            writtenPieces.increment();
            if (pack != null && pack.bytes() >= PACK_BYTES) {
                finish();
            }
        }

        private PackWriter open() throws IOException {
            PackWriter current = pack;
            if (current == null) {
                byte[] bytes = new byte[ID_BYTES];
                random.nextBytes(bytes);
                id = HexFormat.of().formatHex(bytes);
                current = new PackWriter(unfinished(folder.pack(id)), folder.recipient(), random);
                pack = current;
            }
            return current;
        }

        private static Path unfinished(Path file) {
            return file.resolveSibling("." + file.getFileName() + ".new");
        }
    }
}
