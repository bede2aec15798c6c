package dev.shisa.server.notice;

import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.outgoing.InTime;
import dev.shisa.server.platform.outgoing.MailServer;
import dev.shisa.server.platform.outgoing.Outcome;
import dev.shisa.server.platform.outgoing.OutsideHttp;
import dev.shisa.server.platform.outgoing.ReceiverSecrets;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sends one message after the other, each in a bounded time, and notes what became of it. A message is taken with a time by which it
 * comes back, so a server that is killed loses none; one that it had just handed over is sent again under the same number
 * ({@code Message-ID}, {@code webhook-id}), by which the receiver knows it.
 */
@Component
class NoticeDelivery {

    /** In a row without success; the last of the waits in {@link #AGAIN_AFTER} lies before the last of them. */
    static final int ATTEMPTS_MAX = 6;

    private static final List<Duration> AGAIN_AFTER = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(6));

    /** Longer than any of the waits within. */
    private static final Duration WHOLE = Duration.ofSeconds(75);

    private static final Duration TAKEN_FOR = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(NoticeDelivery.class);

    private final MessageStore messages;
    private final NoticeStore notices;
    private final ChannelStore channels;
    private final NoticeText text;
    private final ReceiverSecrets secrets;
    private final People people;
    private final InstantSource clock;

    NoticeDelivery(
            MessageStore messages,
            NoticeStore notices,
            ChannelStore channels,
            NoticeText text,
            ReceiverSecrets secrets,
            People people,
            InstantSource clock) {
        this.messages = messages;
        this.notices = notices;
        this.channels = channels;
        this.text = text;
        this.secrets = secrets;
        this.people = people;
        this.clock = clock;
    }

    /** Sends the next one that is due by this way; false if none is. */
    boolean sendNext(MessageStore.To to) {
        Instant now = clock.instant();
        return messages.take(to, now, now.plus(TAKEN_FOR))
                .map(message -> {
                    note(message, bounded(message));
                    return true;
                })
                .orElse(false);
    }

    private void note(NoticeMessage message, Outcome outcome) {
        Instant now = clock.instant();
        NoticeMessage.State state = switch (outcome) {
            case Outcome.Arrived _ -> NoticeMessage.State.SENT;
            case Outcome.Failed failed
            when failed.isRefusal() || failed.code().equals("nobody") -> NoticeMessage.State.REFUSED;
            case Outcome.Failed _ ->
                message.attempts() >= ATTEMPTS_MAX ? NoticeMessage.State.GIVEN_UP : NoticeMessage.State.WAITING;
        };
        Duration wait = AGAIN_AFTER.get(Math.clamp(message.attempts() - 1L, 0, AGAIN_AFTER.size() - 1));
        messages.ended(message.id(), state, outcome, now, now.plus(wait));
    }

    private Outcome bounded(NoticeMessage message) {
        return InTime.send(
                "notice-message",
                WHOLE,
                () -> send(message),
                () -> new Outcome.Failed("slow", where(message), WHOLE.toSeconds()),
                cause -> {
                    LOG.error("the message {} could not be sent", message.id(), cause);
                    return new Outcome.Failed("broken", where(message), String.valueOf(cause));
                });
    }

    private String where(NoticeMessage message) {
        return message.channel() == null
                ? channels.post()
                        .map(ChannelStore.Post::server)
                        .map(MailServer::host)
                        .orElse("")
                : channels.one(message.channel()).map(Channel::address).orElse("");
    }

    private Outcome send(NoticeMessage message) throws InterruptedException {
        if (message.person() != null) {
            return people.inUse(message.person())
                    .map(person -> mail(message, person))
                    .orElseGet(() -> new Outcome.Failed("nobody"));
        }
        Channel channel = message.channel() == null
                ? null
                : channels.one(message.channel()).orElse(null);
        return channel == null ? new Outcome.Failed("nobody") : post(message, channel);
    }

    private Outcome mail(NoticeMessage message, Person person) {
        ChannelStore.Post post = channels.post().orElse(null);
        MailServer server = post == null ? null : post.server();
        if (post == null || server == null) {
            return new Outcome.Failed("nobody");
        }
        List<Notice> told = notices.in(message.id()).stream()
                .filter(notice -> Spreading.sees(person, notice.seriesId(), notice.whole()))
                .toList();
        if (told.isEmpty() && message.sort() != NoticeMessage.Sort.TRIAL) {
            return new Outcome.Failed("nobody");
        }
        NoticeText.Written written = text.write(message, told, Locale.of(person.language()));
        return server.send(
                secrets.read(post.secret()),
                new MailServer.Envelope(person.email(), message.madeAt(), written.title(), message.id()),
                mail -> {
                    mail.setText(written.mail(), StandardCharsets.UTF_8.name());
                    // RFC 3834: nobody's holiday answers it.
                    mail.setHeader("Auto-Submitted", "auto-generated");
                });
    }

    private Outcome post(NoticeMessage message, Channel channel) throws InterruptedException {
        List<Notice> told = notices.in(message.id());
        String secret = secrets.read(channel.id());
        if (secret.isEmpty()) {
            return new Outcome.Failed("no-secret");
        }
        URI uri = URI.create(channel.shape().addressIsSecret() ? secret : channel.address());
        NoticeText.Written written = text.write(message, told, Locale.of(channel.language()));
        return channel.shape()
                .send(new OutsideHttp.To(uri, channel.inside()), secret, written.told(message), clock.instant());
    }
}
