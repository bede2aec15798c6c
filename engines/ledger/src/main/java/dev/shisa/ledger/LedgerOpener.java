package dev.shisa.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the whole journal, proves it, and makes the public files equal to it.
 *
 * <p>Every batch is read and its checksum, its place and its root are compared with what was signed; one signature, that of
 * the last batch, proves them all. Only then is anything written: the torn end is cut off, and public files that are missing
 * or different are written again. This costs about a microsecond for each entry, and leaves nothing to trust.
 */
final class LedgerOpener {

    private static final String RESTORE =
            "restore the journal from a backup, or let repair take the entries from the public folder.";

    private final Path journal;
    private final PublicFolder folder;
    private final SigningKey key;
    private final List<Damage> damages = new ArrayList<>();
    private final Set<Tile> stale = new HashSet<>();
    /** Widths of the open tiles for which a checkpoint was signed, so that somebody may ask for them. */
    private final Map<Integer, NavigableSet<Integer>> widths = new HashMap<>();

    private TreeEdge edge = new TreeEdge(this::compare);
    private Journal.@Nullable Frame last;
    private @Nullable SignedCheckpoint published;
    private @Nullable IOException failure;

    LedgerOpener(Path journal, PublicFolder folder, SigningKey key) {
        this.journal = journal;
        this.folder = folder;
        this.key = key;
    }

    /** What the ledger goes on with. */
    record Opened(Opening report, Journal.Scan scan, TreeEdge edge, SignedCheckpoint checkpoint) {}

    Opened open() throws IOException {
        published = folder.checkpoint(key.verifier());
        Journal.Scan scan = Journal.scan(journal, this::prove);
        if (failure != null) {
            throw failure;
        }
        damages.addAll(0, scan.damages());
        checkAgainstPublished(scan);
        if (!damages.isEmpty()) {
            throw new LedgerException.Damaged(damages);
        }
        SignedCheckpoint checkpoint = lastCheckpoint();
        Optional<Opening.Cut> cut = cutTail(scan);
        List<Path> rebuilt = rebuild(checkpoint);
        Opening report = new Opening(edge.size(), cut, rebuilt);
        return new Opened(report, scan.withoutTail(), edge, checkpoint);
    }

    private void prove(Journal.Frame frame) {
        if (frame.first() != edge.size() || !damages.isEmpty()) {
            return;
        }
        byte[] entries = frame.entries().value();
        edge.add(entries, 0, entries.length);
        edge.partials()
                .forEach(t ->
                        widths.computeIfAbsent(t.level(), l -> new TreeSet<>()).add(t.width()));
        last = frame;
        try {
            Checkpoint signed =
                    Checkpoint.parse(Note.parse(frame.note().value()).text());
            if (signed.size() != edge.size() || !signed.root().equals(edge.root())) {
                damage(frame, "its entries do not give the root hash that was signed for them; " + RESTORE);
            }
        } catch (LedgerException.Malformed e) {
            damage(frame, "its checkpoint cannot be read: " + e.getMessage() + " " + RESTORE);
        }
        if (published != null
                && published.size() == edge.size()
                && !published.root().equals(edge.root())) {
            damage(frame, "the published checkpoint of the same size has another root hash; " + RESTORE);
        }
    }

    private void damage(Journal.Frame frame, String what) {
        damages.add(new Damage(frame.file(), frame.offset(), frame.first(), frame.end(), what));
    }

    /** What was published was durable before: a journal without it has lost something. */
    private void checkAgainstPublished(Journal.Scan scan) throws IOException {
        if (!damages.isEmpty()) {
            return;
        }
        Journal.Tail tail = scan.tail();
        Path file = tail != null ? tail.file() : last != null ? last.file() : journal.resolve(Journal.segmentName(0));
        long offset = tail != null ? tail.offset() : last != null ? last.endOffset() : 0;
        if (published != null && published.size() > edge.size()) {
            damages.add(new Damage(
                    file,
                    offset,
                    edge.size(),
                    published.size(),
                    "the published checkpoint "
                            + folder.checkpointFile() + " has " + published.size() + " entries, the journal only "
                            + edge.size() + "; " + RESTORE));
            return;
        }
        Optional<Path> beyond = folder.beyond(edge.size());
        beyond.ifPresent(bundle -> damages.add(new Damage(
                file,
                offset,
                edge.size(),
                -1,
                "the public file " + bundle + " has entries that the journal has not; " + RESTORE)));
    }

    private SignedCheckpoint lastCheckpoint() {
        if (last == null) {
            return key.sign(new Checkpoint(key.name(), 0, Digest.EMPTY_TREE));
        }
        Note note = Note.parse(last.note().value());
        if (!(note.check(Set.of(key.verifier())) instanceof Note.Check.Signed)) {
            throw new LedgerException.Failed("the journal " + journal + " was not signed with the key " + key.verifier()
                    + "; open it with the key that it was made with.");
        }
        return new SignedCheckpoint(Checkpoint.parse(note.text()), note);
    }

    private static Optional<Opening.Cut> cutTail(Journal.Scan scan) throws IOException {
        Journal.Tail tail = scan.tail();
        if (tail == null) {
            return Optional.empty();
        }
        if (tail.offset() == 0) {
            Files.delete(tail.file());
        } else {
            try (FileChannel channel = FileChannel.open(tail.file(), StandardOpenOption.WRITE)) {
                channel.truncate(tail.offset());
                channel.force(true);
            }
        }
        Folders.force(Folders.parent(tail.file()));
        return tail.bytes() == 0
                ? Optional.empty()
                : Optional.of(new Opening.Cut(tail.file(), tail.offset(), tail.bytes()));
    }

    private void compare(Tile full, byte[] content) {
        NavigableSet<Integer> open = widths.get(full.level());
        if (open != null) {
            open.clear();
        }
        try {
            if (!folder.holds(full, content)) {
                stale.add(full);
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    private List<Path> rebuild(SignedCheckpoint checkpoint) throws IOException {
        List<Path> rebuilt = new ArrayList<>();
        if (!stale.isEmpty()) {
            rewriteFull(rebuilt);
        }
        for (Tile partial : edge.partials()) {
            for (int width : widths.getOrDefault(partial.level(), new TreeSet<>())) {
                Tile tile = new Tile(partial.level(), partial.index(), width);
                byte[] content = edge.partial(tile);
                // Of a size in between, which may never have been published.
                boolean isNew = width < partial.width() && !Files.exists(folder.file(tile));
                if (isNew) {
                    folder.write(tile, content);
                } else if (!folder.holds(tile, content)) {
                    folder.write(tile, content);
                    rebuilt.add(folder.file(tile));
                }
            }
        }
        if (!folder.holdsCheckpoint(checkpoint)) {
            folder.writeCheckpoint(checkpoint);
            rebuilt.add(folder.checkpointFile());
        }
        return rebuilt;
    }

    /** A second reading: the content of many stale tiles would not fit into memory. */
    private void rewriteFull(List<Path> rebuilt) throws IOException {
        TreeEdge again = new TreeEdge((tile, content) -> {
            try {
                if (stale.contains(tile)) {
                    folder.write(tile, content);
                    folder.removePartials(tile);
                    rebuilt.add(folder.file(tile));
                }
            } catch (IOException e) {
                failure = e;
            }
        });
        Journal.scan(journal, frame -> {
            byte[] entries = frame.entries().value();
            again.add(entries, 0, entries.length);
        });
        if (failure != null) {
            throw failure;
        }
    }
}
