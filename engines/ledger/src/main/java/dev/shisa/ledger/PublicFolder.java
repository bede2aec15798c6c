package dev.shisa.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files that everybody may read, laid out to be copied or served as they are (C2SP tlog-tiles): {@code checkpoint} and
 * {@code tile/…}. All of it comes from the journal, so nothing here is forced to the disk; a file appears whole or not at
 * all to those who read while it is written.
 */
final class PublicFolder {

    private static final String CHECKPOINT = "checkpoint";
    private static final String TEMPORARY = ".writing";
    private static final int FOLDERS_KEPT_MAX = 10_000;

    private final Path folder;
    private final Set<Path> made = new HashSet<>();

    PublicFolder(Path folder) {
        this.folder = folder;
    }

    Path file(Tile tile) {
        return folder.resolve(tile.path());
    }

    Path checkpointFile() {
        return folder.resolve(CHECKPOINT);
    }

    /** One writer at a time. */
    void write(Tile tile, byte[] content) throws IOException {
        write(file(tile), content);
    }

    /** Writes what stands in another file. */
    void copy(Tile tile, Path from, long offset, int bytes) throws IOException {
        try (FileChannel source = FileChannel.open(from)) {
            write(file(tile), target -> {
                for (long done = 0; done < bytes; ) {
                    long copied = source.transferTo(offset + done, bytes - done, target);
                    if (copied <= 0) {
                        throw new IOException(from + " ends before byte " + (offset + bytes));
                    }
                    done += copied;
                }
            });
        }
    }

    void writeCheckpoint(SignedCheckpoint checkpoint) throws IOException {
        write(checkpointFile(), checkpoint.note().bytes());
    }

    private void write(Path file, byte[] content) throws IOException {
        write(file, target -> {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                target.write(bytes);
            }
        });
    }

    @FunctionalInterface
    private interface Content {
        void writeTo(FileChannel target) throws IOException;
    }

    private void write(Path file, Content content) throws IOException {
        Path parent = Folders.parent(file);
        if (!made.contains(parent)) {
            Files.createDirectories(parent);
            if (made.size() < FOLDERS_KEPT_MAX) {
                made.add(parent);
            }
        }
        Path temporary = folder.resolve(TEMPORARY);
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            content.writeTo(channel);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes partial tiles whose full tile has been written, which tlog-tiles allows. */
    void removePartials(Tile full) throws IOException {
        Path partials = Folders.parent(file(new Tile(full.level(), full.index(), 1)));
        if (!Files.isDirectory(partials)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(partials)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(partials);
        made.remove(partials);
    }

    boolean holds(Tile tile, byte[] content) throws IOException {
        Path file = file(tile);
        try {
            return Files.size(file) == content.length && Arrays.equals(Files.readAllBytes(file), content);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    boolean holdsCheckpoint(SignedCheckpoint checkpoint) throws IOException {
        byte[] content = checkpoint.note().bytes();
        try {
            return Arrays.equals(Files.readAllBytes(checkpointFile()), content);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** The checkpoint, if there is one and this key signed it: torn or foreign ones tell nothing. */
    @Nullable
    SignedCheckpoint checkpoint(VerifierKey key) throws IOException {
        try {
            if (Files.size(checkpointFile()) > Note.BYTES_MAX) {
                return null;
            }
            Note note = Note.parse(Files.readAllBytes(checkpointFile()));
            return note.check(Set.of(key)) instanceof Note.Check.Signed
                    ? new SignedCheckpoint(Checkpoint.parse(note.text()), note)
                    : null;
        } catch (NoSuchFileException | LedgerException.Malformed e) {
            return null;
        }
    }

    /** An entry bundle that only a longer journal can have written, if there is one. */
    Optional<Path> beyond(long size) throws IOException {
        long index = size / Tile.WIDTH;
        Path full = file(new Tile(Tile.ENTRIES, index, Tile.WIDTH));
        if (Files.exists(full)) {
            return Optional.of(full);
        }
        Path partials = Folders.parent(file(new Tile(Tile.ENTRIES, index, 1)));
        if (!Files.isDirectory(partials)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(partials)) {
            for (Path file : files) {
                String width = String.valueOf(file.getFileName());
                if (width.matches("[1-9]\\d{0,2}") && Integer.parseInt(width) > size % Tile.WIDTH) {
                    return Optional.of(file);
                }
            }
        }
        return Optional.empty();
    }

    /** A tile or bundle of a tree; a partial one also out of the full one that has taken its place. */
    byte[] read(Tile tile) {
        Path file = file(tile);
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            if (!tile.isFull()) {
                return read(tile.full());
            }
            throw missing(file, e);
        } catch (IOException e) {
            throw new LedgerException.Failed(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    byte[] readHashes(Tile tile) {
        byte[] content = read(tile);
        if (content.length < tile.width() * Digest.BYTES) {
            throw new LedgerException.Failed(file(tile) + " is damaged: it has " + content.length + " bytes, not "
                    + tile.width() * Digest.BYTES + "; opening the ledger again rebuilds it from the journal.");
        }
        return content;
    }

    private static LedgerException missing(Path file, IOException cause) {
        return new LedgerException.Failed(
                file + " is missing; opening the ledger again rebuilds it from the journal.", cause);
    }
}
