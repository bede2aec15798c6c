package dev.shisa.server.platform.jobs;

import dev.shisa.server.platform.storage.OwnerOnlyFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Long work of the server, one of each kind at a time: how far it is, for pages; that it began and how it ended, for the log; and where it
 * was when the server died, for the next start, so that nothing is shown as running for ever.
 *
 * <p>How far it is stands in {@code DATA/run/works}, one small file for each kind as long as it is under way. A file that is there at the
 * start is of work that broke off; it stays until work of that kind begins again.
 */
@Component
public class LongWorks {

    private static final Logger LOG = LoggerFactory.getLogger(LongWorks.class);

    /** How old what the next start would find may be. */
    private static final Duration NOTED_EVERY = Duration.ofSeconds(5);

    /** Two lines of words, and the longest path that Linux knows. */
    private static final int NOTE_BYTES_MAX = 5_000;

    private final Path folder;
    private final InstantSource clock;
    private final Map<String, LongWork> running = new ConcurrentHashMap<>();
    private @Nullable Map<String, BrokenOff> broken;

    LongWorks(@Value("${shisa.data}") Path data, InstantSource clock) {
        this.folder = data.resolve("run").resolve("works");
        this.clock = clock;
    }

    /**
     * What ended with the server.
     *
     * @param since when it had begun
     * @param stage in which it was
     * @param cause why it was begun; empty if nobody told
     * @param thing what it was about; empty in a note of an earlier version
     */
    public record BrokenOff(Instant since, WorkStage stage, String cause, String thing) {}

    /**
     * Begins work; whatever it ended of the last time is over.
     *
     * @param kind as {@code backup}; only letters and hyphens
     * @param thing what it is about, for the log; no secret
     * @param stage the first one
     */
    public LongWork begin(String kind, String thing, String stage, int stages) {
        return begin(kind, "", thing, stage, stages);
    }

    /** The same, for which it matters why it was begun if it breaks off: {@code cause} is a word without blanks. */
    public synchronized LongWork begin(String kind, String cause, String thing, String stage, int stages) {
        look().remove(kind);
        Instant now = clock.instant();
        LongWork work = new LongWork(kind, cause, thing, now, WorkStage.first(stage, stages, now));
        running.put(kind, work);
        work.note();
        LOG.info("{} begins: {}", kind, thing);
        return work;
    }

    /** Where work of a kind is that is under way. */
    public Optional<WorkStage> now(String kind) {
        return Optional.ofNullable(running.get(kind)).map(work -> work.stage);
    }

    /** Where the last work of a kind was when the server ended under it. */
    public Optional<BrokenOff> brokenOff(String kind) {
        return Optional.ofNullable(look().get(kind));
    }

    /** Whoever has put on record that work of a kind broke off lets it be forgotten. */
    public synchronized void forget(String kind) {
        look().remove(kind);
        // The note of work that has begun since is not that of what broke off.
        if (!running.containsKey(kind)) {
            delete(kind);
        }
    }

    private void delete(String kind) {
        try {
            Files.deleteIfExists(folder.resolve(kind));
        } catch (IOException e) {
            LOG.warn("that {} is over cannot be noted: {}", kind, e.toString());
        }
    }

    /** Read before anybody begins anything. */
    private synchronized Map<String, BrokenOff> look() {
        Map<String, BrokenOff> found = broken;
        if (found == null) {
            found = new ConcurrentHashMap<>();
            try (Stream<Path> notes = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
                for (Path note : notes.toList()) {
                    String kind = String.valueOf(note.getFileName());
                    Optional<BrokenOff> one = readable(note);
                    one.ifPresent(off -> LOG.warn(
                            "{}, begun at {}, broke off in stage {} of {} ({}, {} of {}): the server ended under it",
                            kind,
                            off.since(),
                            off.stage().number(),
                            off.stage().stages(),
                            off.stage().id(),
                            off.stage().done(),
                            off.stage().total()));
                    if (one.isPresent()) {
                        found.put(kind, one.get());
                    }
                }
            } catch (IOException | UncheckedIOException e) {
                LOG.warn("what was under way at the end of the last run cannot be read: {}", e.toString());
            }
            broken = found;
        }
        return found;
    }

    /** What cannot be read hides no other note. */
    private static Optional<BrokenOff> readable(Path note) {
        try {
            return read(note);
        } catch (IOException e) {
            LOG.warn("a note of what was under way cannot be read: {}", e.toString());
            return Optional.empty();
        }
    }

    /** Nothing if it was being written when the server ended. */
    private static Optional<BrokenOff> read(Path note) throws IOException {
        if (Files.size(note) > NOTE_BYTES_MAX) {
            return Optional.empty();
        }
        String[] lines = Files.readString(note).split("\n", 2);
        List<String> words = List.of(lines[0].split(" "));
        String[] begun = (lines.length == 1 ? " " : lines[1]).split(" ", 2);
        try {
            return Optional.of(new BrokenOff(
                    Instant.parse(words.getFirst()),
                    new WorkStage(
                            words.get(1),
                            Integer.parseInt(words.get(2)),
                            Integer.parseInt(words.get(3)),
                            Long.parseLong(words.get(4)),
                            Long.parseLong(words.get(5)),
                            Instant.parse(words.get(6)),
                            0),
                    begun[0],
                    begun[1]));
        } catch (DateTimeParseException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** One piece of long work. Whoever began it says how it ended; what is only closed has failed. */
    public final class LongWork implements AutoCloseable {

        private final String kind;
        private final String cause;
        private final String thing;
        private final Instant begun;
        private volatile WorkStage stage;
        private Instant notedAt = Instant.EPOCH;
        private boolean over;

        private LongWork(String kind, String cause, String thing, Instant begun, WorkStage stage) {
            this.kind = kind;
            this.cause = cause;
            this.thing = thing;
            this.begun = begun;
            this.stage = stage;
        }

        /** When it began. */
        public Instant begun() {
            return begun;
        }

        /** Where it is, or was when it ended. */
        public WorkStage stage() {
            return stage;
        }

        /** Tells where it is; may be called often. */
        public synchronized void at(String id, int number, int stages, long done, long total) {
            WorkStage before = stage;
            Instant now = clock.instant();
            stage = WorkStage.after(before, id, number, stages, done, total, now);
            if (!over && (!before.id().equals(id) || !now.isBefore(notedAt.plus(NOTED_EVERY)))) {
                note();
            }
        }

        private synchronized void note() {
            WorkStage at = stage;
            notedAt = clock.instant();
            try {
                OwnerOnlyFiles.createFolder(folder);
                Files.writeString(
                        folder.resolve(kind),
                        String.join(
                                " ",
                                begun.toString(),
                                at.id(),
                                Integer.toString(at.number()),
                                Integer.toString(at.stages()),
                                Long.toString(at.done()),
                                Long.toString(at.total()),
                                at.since() + "\n" + cause,
                                thing));
            } catch (IOException e) {
                // It goes on; only the next start would not know of it.
                LOG.warn("how far {} is cannot be noted: {}", kind, e.toString());
            }
        }

        /** It is done. */
        public void done(String outcome) {
            if (end()) {
                LOG.info("{} ended after {} s: {}", kind, seconds(), outcome);
            }
        }

        /** It could not be done. */
        public void failed(String why) {
            if (end()) {
                WorkStage at = stage;
                LOG.warn(
                        "{} failed after {} s in stage {} of {} ({}, {} of {}): {}",
                        kind,
                        seconds(),
                        at.number(),
                        at.stages(),
                        at.id(),
                        at.done(),
                        at.total(),
                        why);
            }
        }

        @Override
        public void close() {
            failed("it ended without a word");
        }

        private long seconds() {
            return Duration.between(begun, clock.instant()).toSeconds();
        }

        private synchronized boolean end() {
            if (over) {
                return false;
            }
            over = true;
            delete(kind);
            running.remove(kind, this);
            return true;
        }
    }
}
