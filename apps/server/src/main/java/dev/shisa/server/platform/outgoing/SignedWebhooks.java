package dev.shisa.server.platform.outgoing;

import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Signed messages to addresses that an owner entered (Standard Webhooks), for whoever has something to tell. */
@Component
public class SignedWebhooks {

    private final ReceiverSecrets secrets;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    SignedWebhooks(ReceiverSecrets secrets, InstantSource clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    /** What became of a message; its words are the messages {@code outgoing.outcome.<code>}. */
    public record Sent(boolean arrived, String code, List<String> args) {

        public Sent {
            args = List.copyOf(args);
        }
    }

    /** An address that may be sent to: {@code https}, or {@code http} within this computer. */
    public Optional<URI> address(String text) {
        return OutsideHttp.address(text);
    }

    /** A new secret to share with a receiver; kept, and otherwise only in the answer. */
    public String newSecret(UUID receiver) {
        String secret = StandardWebhook.secret(random);
        secrets.keep(receiver, secret);
        return secret;
    }

    public void forget(UUID receiver) {
        secrets.forget(receiver);
    }

    /**
     * Sends JSON, in a bounded time, without following redirects.
     *
     * @param message tells one message from another; the same when it is sent again
     */
    public Sent send(UUID receiver, OutsideHttp.To to, String message, String json) throws InterruptedException {
        Outcome outcome =
                StandardWebhook.send(to, secrets.read(receiver), message, clock.instant(), "application/json", json);
        return new Sent(outcome instanceof Outcome.Arrived, outcome.code(), outcome.args());
    }
}
