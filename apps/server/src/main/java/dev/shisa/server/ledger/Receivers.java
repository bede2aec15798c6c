package dev.shisa.server.ledger;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.ActInterceptor;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.outgoing.ReceiverSecrets;
import dev.shisa.server.platform.outgoing.StandardWebhook;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who is sent checkpoints: every change with its line of the audit log, the schedule that follows from it, and the secret
 * that is shared with the receiver. A secret's file is written last in its transaction: what is shown was kept.
 */
@Component
class Receivers {

    /** Each that hangs holds the schedule for a minute, and another try is due every few minutes. */
    static final int MAX = 8;

    private final ReceiverStore store;
    private final ReceiverSecrets secrets;
    private final CheckpointSchedule schedule;
    private final Audit audit;
    private final Ids ids;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    Receivers(
            ReceiverStore store,
            ReceiverSecrets secrets,
            CheckpointSchedule schedule,
            Audit audit,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.secrets = secrets;
        this.schedule = schedule;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * A receiver and the secret to show to who shares it.
     *
     * @param secret empty if there is none to be shown
     */
    record WithSecret(Receiver receiver, String secret) {}

    List<Receiver> all() {
        return store.all();
    }

    Receiver require(UUID id) {
        return store.find(id).orElseThrow(() -> new Problem(404, "not-found"));
    }

    /** Adds one, to be sent to from now on. */
    @Transactional
    WithSecret add(ReceiverEntry.Entered entered, String password) {
        if (store.all().size() >= MAX) {
            throw new Problem(409, "checkpoint.too-many", MAX);
        }
        Instant now = clock.instant();
        Person person = Objects.requireNonNull(ActInterceptor.signedIn());
        Receiver receiver = new Receiver(
                ids.next(), entered.name(), entered.every(), entered.target(), now, person.name(), now, null, 0);
        store.add(receiver);
        schedule.begin(receiver);
        audit.record("checkpoint.receiver", receiver.name(), told(receiver));
        if (receiver.target() instanceof Receiver.Webhook) {
            String secret = StandardWebhook.secret(random);
            secrets.keep(receiver.id(), secret);
            return new WithSecret(receiver, secret);
        }
        keepPassword(receiver, password);
        return new WithSecret(receiver, "");
    }

    /**
     * Changes name, interval and address.
     *
     * @param version of the receiver when it was shown
     * @param password empty: the one that is kept goes on
     * @return the receiver as it is then, or empty if somebody else changed it since
     */
    @Transactional
    Optional<Receiver> change(Receiver before, int version, ReceiverEntry.Entered entered, String password) {
        boolean elsewhere = !before.target().address().equals(entered.target().address());
        Receiver after = new Receiver(
                before.id(),
                entered.name(),
                entered.every(),
                entered.target(),
                before.madeAt(),
                before.madeBy(),
                elsewhere ? clock.instant() : before.since(),
                before.pausedAt(),
                version);
        if (before.version() != version || !store.change(after)) {
            return Optional.empty();
        }
        Receiver stored = require(before.id());
        if (!stored.isPaused() && (elsewhere || before.every() != after.every())) {
            schedule.begin(stored);
        }
        audit.record("checkpoint.receiver-change", before.name(), differences(before, after, password));
        keepPassword(after, password);
        return Optional.of(stored);
    }

    /** Sends no more by itself until {@link #resume}. */
    @Transactional
    void pause(Receiver receiver) {
        if (store.pause(receiver.id(), clock.instant())) {
            schedule.end(receiver.id());
            audit.record("checkpoint.receiver-pause", receiver.name(), told(receiver));
        }
    }

    /** Sends again from now on; false if it was not paused. */
    @Transactional
    boolean resume(Receiver receiver) {
        boolean resumed = store.resume(receiver.id(), clock.instant());
        if (resumed) {
            schedule.begin(receiver);
            audit.record("checkpoint.receiver-resume", receiver.name(), told(receiver));
        }
        return resumed;
    }

    /**
     * Makes a new secret to share with a webhook; the one before signs nothing any more.
     *
     * @param version of the receiver when it was shown, so that two people do not replace each other's
     */
    @Transactional
    WithSecret newSecret(Receiver receiver, int version) {
        if (!(receiver.target() instanceof Receiver.Webhook)) {
            throw new Problem(404, "not-found");
        }
        if (!store.touch(receiver.id(), version)) {
            throw new Problem(409, "changed-meanwhile", receiver.name());
        }
        audit.record("checkpoint.receiver-secret", receiver.name(), told(receiver));
        String secret = StandardWebhook.secret(random);
        secrets.keep(receiver.id(), secret);
        return new WithSecret(require(receiver.id()), secret);
    }

    /** Removes it with everything that was noted of its sendings. */
    @Transactional
    void remove(Receiver receiver) {
        store.remove(receiver.id());
        schedule.end(receiver.id());
        audit.record("checkpoint.receiver-remove", receiver.name(), told(receiver));
        secrets.forget(receiver.id());
    }

    private void keepPassword(Receiver receiver, String password) {
        if (receiver.target() instanceof Receiver.Mail mail) {
            if (mail.user().isEmpty()) {
                secrets.forget(receiver.id());
            } else if (!password.isEmpty()) {
                secrets.keep(receiver.id(), password);
            }
        }
    }

    private static Map<String, Object> told(Receiver receiver) {
        return Map.of(
                "kind", receiver.target().kind(),
                "address", receiver.target().address(),
                "hours", receiver.every().hours());
    }

    /** What is other than before, each with both values; of a password only that. */
    private static Map<String, String> differences(Receiver before, Receiver after, String password) {
        Map<String, String> old = values(before);
        Map<String, String> changed = new TreeMap<>();
        values(after).forEach((name, value) -> {
            String was = old.getOrDefault(name, "");
            if (!was.equals(value)) {
                changed.put(name + "-before", was);
                changed.put(name, value);
            }
        });
        if (!password.isEmpty()) {
            changed.put("password", "new");
        }
        return changed;
    }

    private static Map<String, String> values(Receiver receiver) {
        // The one word that the audit log uses for something else.
        Map<String, String> values = new TreeMap<>(receiver.target().values());
        if (values.containsKey("from")) {
            values.put("sender", String.valueOf(values.remove("from")));
        }
        values.put("name", receiver.name());
        values.put("hours", receiver.every().id());
        return values;
    }
}
