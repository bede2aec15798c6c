package dev.shisa.server.webhook;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.jobs.Background;
import dev.shisa.server.platform.ledger.LedgerRecord;
import dev.shisa.server.platform.ledger.LedgerRecords;
import dev.shisa.server.platform.outgoing.OutsideHttp;
import dev.shisa.server.platform.outgoing.SignedWebhooks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells addresses what happened. What happened is what the ledger has taken: its records have one order in which none is
 * ever added before another, so a place in it says exactly how far an address was told, also after a crash. An address is
 * told one thing after the other. What does not arrive is tried again after minutes, then less and less often; after three
 * days the address is paused until somebody resumes it, and then goes on where it was.
 *
 * <p>Each address that is due has a thread of its own while it is told: a receiver that answers slowly, or never, holds up neither the
 * other addresses nor what else runs by itself.
 */
@Component
class Webhooks implements DisposableBean {

    static final int NAME_CHARS_MAX = 100;
    static final int WEBHOOKS_MAX = 20;

    private static final List<Duration> AGAIN_AFTER = List.of(
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(6));

    private static final Duration PAUSED_AFTER = Duration.ofDays(3);

    /** In one round for one address; the next round goes on. */
    private static final int AT_ONCE_MAX = 50;

    /** After this time no further message is begun in the round; the one under way has its own bound. */
    private static final Duration ROUND = Duration.ofMinutes(2);

    /** Longer than one round can take; a server that was killed meanwhile leaves it to the next. */
    private static final Duration TAKEN_FOR = Duration.ofMinutes(5);

    /** The database is closed afterwards. */
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);

    private final WebhookStore store;
    private final SignedWebhooks sender;
    private final LedgerRecords records;
    private final WebhookMessages messages;
    private final Audit audit;
    private final JsonMapper json;
    private final Ids ids;
    private final InstantSource clock;

    /** As many threads as addresses are due, so no more than {@link #WEBHOOKS_MAX}. */
    private final ExecutorService senders = Background.threadEach("webhook");

    Webhooks(
            WebhookStore store,
            SignedWebhooks sender,
            LedgerRecords records,
            WebhookMessages messages,
            Audit audit,
            JsonMapper json,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.sender = sender;
        this.records = records;
        this.messages = messages;
        this.audit = audit;
        this.json = json;
        this.ids = ids;
        this.clock = clock;
    }

    /** An address just added, with the secret that is shared with it and shown nowhere else. */
    record Made(Webhook webhook, String secret) {}

    /** Adds an address, which is told what the ledger takes from now on. */
    @Transactional
    Made add(String name, OutsideHttp.To to, Set<Webhook.Event> events, Person person) {
        if (store.all().size() >= WEBHOOKS_MAX) {
            throw new Problem(409, "webhook.many", WEBHOOKS_MAX);
        }
        Instant now = clock.instant();
        Webhook webhook = new Webhook(
                ids.next(),
                name,
                to.uri(),
                to.inside(),
                events,
                now,
                person.name(),
                records.newest(),
                0,
                null,
                now,
                null);
        store.insert(webhook);
        audit.record(
                "webhook.add",
                name,
                Map.of(
                        "address",
                        to.uri().getHost(),
                        "inside",
                        to.inside(),
                        "events",
                        String.join(" ", Webhook.ids(events))));
        return new Made(webhook, sender.newSecret(webhook.id()));
    }

    /** Chooses anew what an address is told from now on; its secret stays. */
    @Transactional
    void choose(Webhook webhook, Set<Webhook.Event> events) {
        if (store.choose(webhook.id(), events)) {
            audit.record("webhook.change", webhook.name(), Map.of("events", String.join(" ", Webhook.ids(events))));
        }
    }

    @Transactional
    void remove(Webhook webhook) {
        store.delete(webhook.id());
        audit.record("webhook.remove", webhook.name(), Map.of());
        sender.forget(webhook.id());
    }

    @Transactional
    void resume(Webhook webhook) {
        store.resume(webhook.id(), clock.instant());
        audit.record("webhook.resume", webhook.name(), Map.of());
    }

    /** Tells one thing again, or for the first time: the same message under the same name. */
    SignedWebhooks.Sent again(Webhook webhook, String number) {
        LedgerRecord record =
                position(number).flatMap(records::at).orElseThrow(() -> new Problem(404, "webhook.no-message", number));
        Webhook.Event event = messages.event(webhook.events(), record)
                .orElseThrow(() -> new Problem(404, "webhook.no-message", number));
        return tell(webhook, event, record, false);
    }

    /** Sends a message that tells of nothing, to see whether it arrives. */
    SignedWebhooks.Sent trial(Webhook webhook) {
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("type", "trial");
        body.put("timestamp", clock.instant().toString());
        body.put("data", Map.of());
        SignedWebhooks.Sent outcome = send(webhook, "trial-" + ids.next(), json.writeValueAsString(body));
        store.note(webhook.id(), clock.instant(), "", "trial", outcome, false);
        return outcome;
    }

    @Scheduled(fixedDelay = 2_000, initialDelay = 60_000)
    void look() {
        begin();
    }

    /**
     * Begins to tell every address that is due, each on a thread of its own. Whatever goes wrong is in the log, and the address is tried
     * again when it comes back.
     */
    List<Future<?>> begin() {
        List<Future<?>> begun = new ArrayList<>();
        for (Webhook webhook : store.all()) {
            Instant now = clock.instant();
            if (!webhook.dueAt().isAfter(now) && store.take(webhook.id(), now, now.plus(TAKEN_FOR))) {
                begun.add(senders.submit(() -> Background.run("webhook", () -> tellAll(webhook), failed -> {})));
            }
        }
        return begun;
    }

    @Override
    public void destroy() throws InterruptedException {
        senders.shutdownNow();
        senders.awaitTermination(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tellAll(Webhook webhook) {
        Set<String> kinds = webhook.events().stream().map(Webhook.Event::kind).collect(Collectors.toSet());
        Instant end = clock.instant().plus(ROUND);
        LedgerRecord.Position newest = records.newest();
        List<LedgerRecord> owed = records.taken(kinds, webhook.told(), AT_ONCE_MAX);
        if (owed.isEmpty() && !newest.equals(webhook.told())) {
            // What is chosen later does not reach back to what happened before.
            store.passed(webhook.id(), newest);
        }
        for (LedgerRecord record : owed) {
            LedgerRecord.Position place = record.position();
            if (place == null) {
                continue;
            }
            if (clock.instant().isAfter(end) || !isStillChosen(webhook)) {
                break;
            }
            Webhook.Event event = messages.event(webhook.events(), record).orElse(null);
            if (event == null) {
                store.passed(webhook.id(), place);
                continue;
            }
            SignedWebhooks.Sent outcome = tell(webhook, event, record, true);
            Instant now = clock.instant();
            if (!outcome.arrived()) {
                Instant since = webhook.failingSince();
                boolean pause = since != null && !now.isBefore(since.plus(PAUSED_AFTER));
                Duration again = AGAIN_AFTER.get(Math.min(webhook.attempts(), AGAIN_AFTER.size() - 1));
                store.failed(webhook.id(), now, now.plus(again), pause);
                if (pause) {
                    LOG.warn("the webhook {} is paused: nothing has arrived since {}", webhook.id(), since);
                }
                return;
            }
            store.arrived(webhook.id(), place);
        }
        store.due(webhook.id(), clock.instant());
    }

    /** Whether an address is there, and is told the same as when it was read. */
    private boolean isStillChosen(Webhook webhook) {
        return store.byId(webhook.id())
                .filter(now -> now.events().equals(webhook.events()))
                .isPresent();
    }

    private SignedWebhooks.Sent tell(Webhook webhook, Webhook.Event event, LedgerRecord record, boolean byItself) {
        LedgerRecord.Position place = record.position();
        String number = place == null ? "" : place.number();
        SignedWebhooks.Sent outcome = record.opened()
                .map(content -> send(webhook, "shisa-" + number, messages.body(event, record, number, content)))
                // What was erased is told to nobody any more.
                .orElseGet(() -> new SignedWebhooks.Sent(true, "erased", List.of()));
        store.note(webhook.id(), clock.instant(), number, event.id(), outcome, byItself);
        return outcome;
    }

    private SignedWebhooks.Sent send(Webhook webhook, String message, String body) {
        try {
            return sender.send(webhook.id(), new OutsideHttp.To(webhook.uri(), webhook.inside()), message, body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new SignedWebhooks.Sent(false, "stopped", List.of());
        }
    }

    private static Optional<LedgerRecord.Position> position(String number) {
        String[] parts = number.matches("[0-9]{1,6}-[0-9]{1,18}") ? number.split("-", 2) : new String[0];
        return parts.length == 2
                ? Optional.of(new LedgerRecord.Position(Integer.parseInt(parts[0]), Long.parseLong(parts[1])))
                : Optional.empty();
    }
}
