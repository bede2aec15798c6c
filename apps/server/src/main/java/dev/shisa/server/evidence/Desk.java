package dev.shisa.server.evidence;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.product.Series;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.multipart.MultipartFile;

/**
 * What one person has sent for a product and not recorded yet. Each file is taken or refused by itself, so that one of many loses none
 * of the others; a content that is there already is said, and where.
 */
@Component
class Desk {

    /** What waits longer is sent again, if it is still meant. */
    static final Duration KEPT = Duration.ofDays(30);

    static final int FILES_AT_ONCE_MAX = 30;

    /** Of one person, for all products: work of some days. */
    static final int FILES_MAX = 100;

    static final long BYTES_MAX = 1L << 30;

    private final DeskStore store;
    private final Blobs blobs;
    private final TransactionTemplate transaction;
    private final Ids ids;
    private final InstantSource clock;

    Desk(DeskStore store, Blobs blobs, TransactionTemplate transaction, Ids ids, InstantSource clock) {
        this.store = store;
        this.blobs = blobs;
        this.transaction = transaction;
        this.ids = ids;
        this.clock = clock;
    }

    /** What became of a file that was sent. */
    sealed interface Outcome {

        /** It waits on the desk now. */
        record Taken(DeskFile file) implements Outcome {}

        /** It waited there already. */
        record Waiting(String name, DeskFile file) implements Outcome {}

        /** The same content is recorded. */
        record Known(String name, DeskView.Piece piece) implements Outcome {}

        /** It cannot be taken: a code of errors, which has a sentence and what to do. */
        record Refused(String name, String code, List<Object> args) implements Outcome {
            public Refused {
                args = List.copyOf(args);
            }
        }
    }

    List<DeskFile> of(Series series, Person person) {
        return store.of(person.id(), series.id());
    }

    Optional<DeskFile> one(UUID id, Series series, Person person) {
        return store.one(id, person.id(), series.id());
    }

    /** What is recorded with the content of a file, of this product or of the organisation. */
    List<DeskView.Piece> pieces(StoredFile file, Series series) {
        return store.pieces(List.of(file.sha256()), series.id()).getOrDefault(file.sha256(), List.of());
    }

    /** Takes what a form sent; where no file was chosen, a browser sends one without a name. */
    List<Outcome> take(List<MultipartFile> sent, Series series, Person person) {
        List<Outcome> outcomes = new ArrayList<>();
        for (MultipartFile file : sent) {
            String name = FileNames.clean(Objects.requireNonNullElse(file.getOriginalFilename(), ""));
            if (file.isEmpty()
                    && Objects.requireNonNullElse(file.getOriginalFilename(), "")
                            .isEmpty()) {
                continue;
            }
            outcomes.add(
                    outcomes.size() < FILES_AT_ONCE_MAX
                            ? take(file, name, series, person)
                            : new Outcome.Refused(name, "evidence.desk.at-once", List.of(FILES_AT_ONCE_MAX)));
        }
        return List.copyOf(outcomes);
    }

    private Outcome take(MultipartFile sent, String name, Series series, Person person) {
        try {
            StoredFile file = blobs.store(sent);
            if (file == null) {
                throw new Problem(422, "evidence.file.empty");
            }
            List<DeskView.Piece> known = pieces(file, series);
            return known.isEmpty() ? put(file, series, person) : new Outcome.Known(name, known.getLast());
        } catch (Problem problem) {
            return new Outcome.Refused(name, problem.code(), List.of(problem.args()));
        }
    }

    /**
     * Puts a stored file on the desk.
     *
     * @throws Problem 409 when there is no room for it
     */
    Outcome put(StoredFile file, Series series, Person person) {
        return Objects.requireNonNull(transaction.execute(status -> {
            store.lock(person.id());
            Optional<DeskFile> before = store.of(person.id(), series.id()).stream()
                    .filter(one -> one.file().sha256().equals(file.sha256()))
                    .findFirst();
            if (before.isPresent()) {
                return new Outcome.Waiting(file.fileName(), before.get());
            }
            DeskStore.Waiting waiting = store.waiting(person.id());
            if (waiting.files() >= FILES_MAX) {
                throw new Problem(409, "evidence.desk.full", FILES_MAX);
            }
            if (waiting.bytes() + file.sizeBytes() > BYTES_MAX) {
                throw new Problem(409, "evidence.desk.bytes", BYTES_MAX >> 20);
            }
            DeskFile one = new DeskFile(ids.next(), file, clock.instant());
            store.insert(one, person.id(), series.id());
            return new Outcome.Taken(one);
        }));
    }

    /** Whoever records the same file at the same moment waits here until this is done, and finds it gone. */
    void recorded(UUID id, Person person) {
        if (!store.delete(id, person.id())) {
            throw new Problem(404, "evidence.desk.gone");
        }
    }

    /** Whether it was there. */
    boolean remove(UUID id, Series series, Person person) {
        return store.delete(id, person.id(), series.id());
    }
}
