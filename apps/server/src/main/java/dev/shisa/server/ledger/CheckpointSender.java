package dev.shisa.server.ledger;

import dev.shisa.ledger.LedgerException;
import dev.shisa.ledger.SignedCheckpoint;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.ledger.LedgerKeeper;
import dev.shisa.server.platform.outgoing.InTime;
import dev.shisa.server.platform.outgoing.Outcome;
import dev.shisa.server.platform.outgoing.OutsideHttp;
import dev.shisa.server.platform.outgoing.ReceiverSecrets;
import dev.shisa.server.platform.outgoing.StandardWebhook;
import dev.shisa.server.platform.settings.Settings;
import dev.shisa.server.platform.web.Messages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Sends the newest checkpoint of the present log to one receiver, in a bounded time, and notes what became of it. */
@Component
class CheckpointSender {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointSender.class);

    /** Longer than any of the waits within; a folder of another machine may hang without one. */
    private static final Duration WHOLE = Duration.ofSeconds(75);

    private final ReceiverStore store;
    private final ReceiverSecrets secrets;
    private final LedgerKeeper keeper;
    private final Settings settings;
    private final Messages messages;
    private final Ids ids;
    private final InstantSource clock;

    CheckpointSender(
            ReceiverStore store,
            ReceiverSecrets secrets,
            LedgerKeeper keeper,
            Settings settings,
            Messages messages,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.secrets = secrets;
        this.keeper = keeper;
        this.settings = settings;
        this.messages = messages;
        this.ids = ids;
        this.clock = clock;
    }

    /** The newest checkpoint of the present log. */
    record Newest(int log, SignedCheckpoint checkpoint) {}

    /** Empty while the ledger has no record or cannot be read, which its own check tells. */
    Optional<Newest> newest() {
        keeper.drain();
        try {
            int log = keeper.logs().isEmpty() ? 0 : keeper.logs().getLast();
            return log == 0
                    ? Optional.empty()
                    : Optional.of(new Newest(log, keeper.checkpoint(log)))
                            .filter(newest -> newest.checkpoint().size() > 0);
        } catch (LedgerException | IOException | UncheckedIOException e) {
            LOG.warn("there is no checkpoint to send: {}", e.toString());
            return Optional.empty();
        }
    }

    /** Sends it; waits until it is known what became of it. */
    Delivery send(Receiver receiver, Newest newest, boolean byItself) {
        // Before: the thread that sends has a connection of its own, which does not see what is not committed yet.
        String secret = secrets.read(receiver.id());
        Outcome outcome = InTime.send(
                "checkpoint",
                WHOLE,
                () -> sent(receiver, secret, newest),
                () -> new Outcome.Failed("slow", receiver.target().address(), WHOLE.toSeconds()),
                cause -> {
                    LOG.error("a checkpoint could not be sent to {}", receiver.id(), cause);
                    return new Outcome.Failed("broken", receiver.name(), String.valueOf(cause));
                });
        Delivery delivery = new Delivery(
                receiver.id(),
                receiver.target().address(),
                clock.instant(),
                newest.log(),
                newest.checkpoint().size(),
                outcome,
                byItself);
        store.note(delivery);
        return delivery;
    }

    private Outcome sent(Receiver receiver, String secret, Newest newest) throws InterruptedException {
        SignedCheckpoint checkpoint = newest.checkpoint();
        Instant now = clock.instant();
        return switch (receiver.target()) {
            case Receiver.Folder folder ->
                FolderDrop.send(folder.path(), newest.log(), keeper.key(newest.log()), now, checkpoint);
            case Receiver.Webhook webhook ->
                StandardWebhook.send(
                        new OutsideHttp.To(webhook.uri(), webhook.inside()),
                        secret,
                        ids.next().toString(),
                        now,
                        "text/plain; charset=utf-8",
                        checkpoint.note().toString());
            case Receiver.Mail mail ->
                CheckpointMail.send(
                        mail,
                        secret,
                        newest.log(),
                        keeper.key(newest.log()).toString(),
                        settings.organisationName(),
                        now,
                        checkpoint,
                        messages);
            case Receiver.Witness witness ->
                WitnessCall.send(
                        witness,
                        checkpoint,
                        store.lastArrived(receiver)
                                .filter(last -> last.log() == newest.log())
                                .map(Delivery::size)
                                .orElse(0L),
                        old -> keeper.consistency(newest.log(), old, checkpoint.size()));
        };
    }
}
