package dev.shisa.server.platform.jobs;

import dev.shisa.server.platform.storage.OwnerOnlyFiles;
import java.io.IOException;
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

    private static final int NOTE_BYTES_MAX = 1_000;

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
     */
    public record BrokenOff(Instant since, WorkStage stage) {}

    /**
     * Begins work; whatever it ended of the last time is over.
     *
     * @param kind as {@code backup}; only letters and hyphens
     * @param thing what it is about, for the log; no secret
     * @param stage the first one
     */
    public LongWork begin(String kind, String thing, String stage, int stages) {
        look().remove(kind);
        Instant now = clock.instant();
        LongWork work = new LongWork(kind, now, WorkStage.first(stage, stages, now));
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
    public void forget(String kind) {
        look().remove(kind);
        delete(kind);
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
                    Optional<BrokenOff> one = read(note);
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
            } catch (IOException e) {
                LOG.warn("what was under way at the end of the last run cannot be read: {}", e.toString());
            }
            broken = found;
        }
        return found;
    }

    /** Nothing if it was being written when the server ended. */
    private static Optional<BrokenOff> read(Path note) throws IOException {
        if (Files.size(note) > NOTE_BYTES_MAX) {
            return Optional.empty();
        }
        List<String> words = List.of(Files.readString(note).split("[ \n]"));
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
                            0)));
        } catch (DateTimeParseException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** One piece of long work. Whoever began it says how it ended; what is only closed has failed. */
    public final class LongWork implements AutoCloseable {

        private final String kind;
        private final Instant begun;
        private volatile WorkStage stage;
        private Instant notedAt = Instant.EPOCH;
        private boolean over;

        private LongWork(String kind, Instant begun, WorkStage stage) {
            this.kind = kind;
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
                                at.since().toString()));
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
