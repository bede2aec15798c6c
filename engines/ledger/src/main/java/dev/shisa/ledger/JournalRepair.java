package dev.shisa.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Restores a damaged journal from what is left of it and from the public entry bundles.
 *
 * <p>Entries that the journal lost are read from the bundles, and the whole tree is computed again. Every batch behind a
 * gap carries a root that was signed over the gap, and the published checkpoint one over the end: only when all of them
 * come out again is anything written. A restored batch then gets the signature over a root that was proven to be the one of
 * its size, so nothing is ever signed twice. The new journal is written beside the old one, forced, and put in its place by
 * renaming; the old one is kept.
 */
final class JournalRepair {

    static final String REPAIRED = "journal.repaired";
    private static final String UNFINISHED = "journal.repairing";
    private static final String KEPT = "journal.damaged";
    private static final int KEPT_MAX = 1000;

    /** A batch of the new journal: as it was, or (without a note) to be made from the bundles. */
    private record Part(long first, int count, @Nullable Digest root) {}

    private final Path dir;
    private final PublicFolder folder;
    private final SigningKey key;
    private final LedgerOptions options;
    private final List<Part> parts = new ArrayList<>();
    private final TreeEdge edge = new TreeEdge((tile, content) -> {});
    private Journal.@Nullable Frame last;

    JournalRepair(Path dir, PublicFolder folder, SigningKey key, LedgerOptions options) {
        this.dir = dir;
        this.folder = folder;
        this.key = key;
        this.options = options;
    }

    /** Returns how many entries were restored from the bundles. */
    long run() throws IOException {
        Path journal = dir.resolve("journal");
        if (!Files.isDirectory(journal) && Files.isDirectory(dir.resolve(REPAIRED))) {
            Files.move(dir.resolve(REPAIRED), journal, StandardCopyOption.ATOMIC_MOVE);
            Folders.force(dir);
            return 0;
        }
        Files.createDirectories(journal);
        SignedCheckpoint published = folder.checkpoint(key.verifier());
        Journal.Scan scan = Journal.scan(journal, this::take);
        if (published != null && published.size() > edge.size()) {
            fill(published.size());
            if (!edge.root().equals(published.root())) {
                throw unproven("the published checkpoint of " + published.size() + " entries");
            }
        } else if (last != null && !isSigned(Note.parse(last.note().value()))) {
            throw new LedgerException.Failed("the journal " + journal + " was not signed with the key " + key.verifier()
                    + "; repair it with the key that it was made with.");
        }
        long restored = parts.stream()
                .filter(p -> p.root != null)
                .mapToLong(Part::count)
                .sum();
        if (restored > 0 || !scan.damages().isEmpty()) {
            replace(journal);
        }
        return restored;
    }

    private boolean isSigned(Note note) {
        return note.check(Set.of(key.verifier())) instanceof Note.Check.Signed;
    }

    private void take(Journal.Frame frame) {
        if (frame.first() < edge.size()) {
            throw new LedgerException.Failed(frame.file() + " repeats entry " + frame.first() + " at byte "
                    + frame.offset() + "; restore the journal from a backup.");
        }
        fill(frame.first());
        byte[] entries = frame.entries().value();
        edge.add(entries, 0, entries.length);
        Checkpoint signed = Checkpoint.parse(Note.parse(frame.note().value()).text());
        if (signed.size() != edge.size() || !signed.root().equals(edge.root())) {
            throw unproven("the batch at byte " + frame.offset() + " of " + frame.file());
        }
        parts.add(new Part(frame.first(), frame.count(), null));
        last = frame;
    }

    private static LedgerException unproven(String by) {
        return new LedgerException.Failed("the public folder does not have the entries that the journal lost: " + by
                + " signs another root hash; restore journal or public folder from a backup. Nothing was changed.");
    }

    /** Takes entries from the bundles up to an index, in batches. */
    private void fill(long end) {
        while (edge.size() < end) {
            long first = edge.size();
            int count = (int) Math.min(Tile.WIDTH, end - first);
            byte[] entries = bundled(first, count);
            edge.add(entries, 0, entries.length);
            parts.add(new Part(first, count, edge.root()));
        }
    }

    private byte[] bundled(long first, int count) {
        List<byte[]> entries = new ArrayList<>();
        for (long index = first; index < first + count; ) {
            List<byte[]> bundle = bundle(index / Tile.WIDTH);
            int from = (int) (index % Tile.WIDTH);
            int to = (int) Math.min(bundle.size(), from + first + count - index);
            if (to <= from) {
                throw new LedgerException.Failed(
                        "entry " + index + " is neither in the journal nor in the public folder;"
                                + " restore either from a backup. Nothing was changed.");
            }
            entries.addAll(bundle.subList(from, to));
            index += to - from;
        }
        return EntryBundle.encode(entries);
    }

    /** The entries of the widest bundle of this number that can be read. */
    private List<byte[]> bundle(long index) {
        for (int width = Tile.WIDTH; width > 0; width--) {
            Path file = folder.file(new Tile(Tile.ENTRIES, index, width));
            try {
                if (Files.exists(file)) {
                    return EntryBundle.parse(Files.readAllBytes(file), width);
                }
            } catch (IOException | LedgerException.Malformed e) {
                // A narrower one may still be right; the root decides.
            }
        }
        return List.of();
    }

    private void replace(Path journal) throws IOException {
        Path fresh = dir.resolve(UNFINISHED);
        deleteFlat(fresh);
        Files.createDirectory(
                fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Journal.Scan empty = new Journal.Scan(0, List.of(), List.of(), null);
        Iterator<Part> next = parts.iterator();
        try (Journal target = new Journal(fresh, empty, options.segmentBytes(), Journal.DISK)) {
            Journal.scan(journal, frame -> {
                Part part = writeUpTo(target, next, frame.first());
                write(
                        target,
                        part.first,
                        frame.count(),
                        frame.entries().value(),
                        frame.note().value());
            });
            while (next.hasNext()) {
                write(target, next.next());
            }
        }
        Folders.force(fresh);
        Files.move(fresh, dir.resolve(REPAIRED), StandardCopyOption.ATOMIC_MOVE);
        Files.move(journal, kept(), StandardCopyOption.ATOMIC_MOVE);
        Files.move(dir.resolve(REPAIRED), journal, StandardCopyOption.ATOMIC_MOVE);
        Folders.force(dir);
    }

    /** Writes the restored batches before an index, and returns the batch that begins there. */
    private Part writeUpTo(Journal target, Iterator<Part> next, long first) {
        Part part = next.next();
        while (part.first < first) {
            write(target, part);
            part = next.next();
        }
        return part;
    }

    private void write(Journal target, Part part) {
        Digest root = part.root;
        if (root == null) {
            throw new IllegalStateException("the batch of entry " + part.first + " is in the journal no more");
        }
        byte[] note = key.sign(new Checkpoint(key.name(), part.first + part.count, root))
                .note()
                .bytes();
        write(target, part.first, part.count, bundled(part.first, part.count), note);
    }

    private void write(Journal target, long first, int count, byte[] entries, byte[] note) {
        try {
            target.append(Journal.frame(first, count, entries, note), first, false);
        } catch (IOException e) {
            throw new LedgerException.Failed(
                    "the repaired journal cannot be written: " + e.getMessage() + ". Nothing was changed.", e);
        }
    }

    private Path kept() {
        for (int i = 1; i < KEPT_MAX; i++) {
            Path path = dir.resolve(KEPT + "-" + i);
            if (!Files.exists(path)) {
                return path;
            }
        }
        throw new LedgerException.Failed("there are " + KEPT_MAX + " damaged journals in " + dir + "; move some away.");
    }

    private static void deleteFlat(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            for (Path file : Journal.segments(folder)) {
                Files.delete(file);
            }
            Files.delete(folder);
        }
    }
}
