package dev.shisa.server.tracker;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.outgoing.ReceiverSecrets;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Which projects are connected. A tracker is asked before anything of it is kept, and never within a transaction. */
@Service
class Trackers {

    static final int NAME_CHARS_MAX = 100;

    /** Each is asked one after the other. */
    static final int TRACKERS_MAX = 20;

    private final TrackerStore store;
    private final ReceiverSecrets secrets;
    private final TransactionTemplate transaction;
    private final TrackerSignal signal;
    private final Audit audit;
    private final Ids ids;
    private final InstantSource clock;

    Trackers(
            TrackerStore store,
            ReceiverSecrets secrets,
            TransactionTemplate transaction,
            TrackerSignal signal,
            Audit audit,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.secrets = secrets;
        this.transaction = transaction;
        this.signal = signal;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public List<Tracker> all() {
        return store.all();
    }

    /** Those that something can be sent to. */
    @Transactional(readOnly = true)
    public List<Tracker> used() {
        return store.all().stream().filter(Tracker::used).toList();
    }

    @Transactional(readOnly = true)
    public Optional<Tracker> byId(UUID id) {
        return store.byId(id);
    }

    /** One that is connected, or being connected. */
    @Transactional(readOnly = true)
    public Tracker require(UUID id) {
        return store.byId(id).filter(one -> !one.removed()).orElseThrow(() -> new Problem(404, "tracker.unknown"));
    }

    Wire wire(Tracker tracker) {
        return wire(tracker.place(), secrets.read(tracker.id()));
    }

    Wire wire(Tracker.Place place, String token) {
        return new Wire(place.kind(), place.url(), place.inside(), place.project(), place.login(), token, clock);
    }

    /** What the tracker calls a project. */
    String ask(Tracker.Place place, String token) throws Trouble, InterruptedException {
        return place.kind().adapter().project(wire(place, token));
    }

    /** Keeps a project that was asked for; nothing is sent there before somebody has said that it is the right one. */
    Tracker add(String name, Tracker.Place place, String token, String called, Person person) {
        return transactional(() -> {
            // Whoever went away without saying so left it behind.
            store.all().stream()
                    .flatMap(one -> store.locked(one.id()).stream())
                    .filter(one -> !one.used())
                    .forEach(this::drop);
            if (store.all().size() >= TRACKERS_MAX) {
                throw new Problem(409, "tracker.many", TRACKERS_MAX);
            }
            Tracker tracker = new Tracker(
                    ids.next(),
                    place,
                    name,
                    called,
                    false,
                    false,
                    new Tracker.Made(clock.instant(), person.name()),
                    Tracker.Trouble.NONE);
            store.insert(tracker);
            secrets.keep(tracker.id(), token);
            audit.record(
                    "tracker.add",
                    name,
                    Map.of(
                            "kind",
                            place.kind().id(),
                            "address",
                            String.valueOf(URI.create(place.url()).getHost()),
                            "inside",
                            place.inside(),
                            "project",
                            place.project()));
            return tracker;
        });
    }

    /** An owner has seen that it is the right one. */
    @Transactional
    public void use(Tracker tracker) {
        locked(tracker);
        store.use(tracker.id(), tracker.called(), clock.instant());
        audit.record("tracker.use", tracker.name(), Map.of("called", tracker.called()));
    }

    /** Another token for the same project, which was asked with it. */
    @Transactional
    public void renew(Tracker tracker, String token, String called) {
        Tracker now = locked(tracker);
        secrets.keep(now.id(), token);
        store.well(now.id(), called);
        if (now.used()) {
            store.use(now.id(), called, clock.instant());
            store.now(now.id());
            signal.giveAfterCommit();
        }
        audit.record("tracker.token", now.name(), Map.of());
    }

    @Transactional
    public void remove(Tracker tracker) {
        drop(locked(tracker));
        audit.record("tracker.remove", tracker.name(), Map.of());
    }

    /** As it is now: somebody may have removed it while the tracker was asked. */
    private Tracker locked(Tracker tracker) {
        return store.locked(tracker.id()).orElseThrow(() -> new Problem(404, "tracker.unknown"));
    }

    private void drop(Tracker tracker) {
        store.remove(tracker.id(), clock.instant());
        store.left();
        secrets.forget(tracker.id());
    }

    private <T> T transactional(java.util.function.Supplier<T> work) {
        return java.util.Objects.requireNonNull(transaction.execute(_ -> work.get()));
    }
}
