package dev.shisa.server.notice;

import dev.shisa.server.audience.MailBacklog;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.outgoing.MailServer;
import dev.shisa.server.platform.outgoing.OutsideHttp;
import dev.shisa.server.platform.outgoing.ReceiverSecrets;
import dev.shisa.server.platform.outgoing.StandardWebhook;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** How notices leave the house: every change with its line of the audit log. A secret's file is written last in its transaction. */
@Service
class NoticeSettings {

    static final int NAME_CHARS_MAX = 100;

    /** Each is sent to one after the other. */
    static final int CHANNELS_MAX = 20;

    private final ChannelStore store;
    private final MessageStore messages;
    private final ReceiverSecrets secrets;
    private final Spreading spreading;
    private final ObjectProvider<MailBacklog> backlogs;
    private final SendingSignal signal;
    private final RoomSignal rooms;
    private final Audit audit;
    private final Ids ids;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    NoticeSettings(
            ChannelStore store,
            MessageStore messages,
            ReceiverSecrets secrets,
            Spreading spreading,
            ObjectProvider<MailBacklog> backlogs,
            SendingSignal signal,
            RoomSignal rooms,
            Audit audit,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.messages = messages;
        this.secrets = secrets;
        this.spreading = spreading;
        this.backlogs = backlogs;
        this.signal = signal;
        this.rooms = rooms;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /** As it is; of version 0 before anybody entered anything. */
    @Transactional(readOnly = true)
    public ChannelStore.Post post() {
        return store.post().orElseGet(() -> new ChannelStore.Post(null, new UUID(0, 0), ChannelStore.USUAL_HOUR, 0));
    }

    /**
     * Saves how mails go out.
     *
     * @param server null: no mails are sent
     * @param password empty: the one that is kept goes on
     * @param version when it was shown
     * @param stop whether mails to people outside that wait are never to go out
     * @return false if somebody else saved since
     */
    @Transactional
    public boolean save(@Nullable MailServer server, String password, int hour, int version, boolean stop) {
        ChannelStore.Post before = post();
        UUID secret = before.version() == 0 ? ids.next() : before.secret();
        if (before.version() != version || !store.save(new ChannelStore.Post(server, secret, hour, version))) {
            return false;
        }
        if (stop) {
            int waiting = backlog();
            backlogs.forEach(MailBacklog::stop);
            audit.record("notice.backlog-stop", Integer.toString(waiting), Map.of());
        }
        spreading.planDigest();
        audit.record(
                "notice.mail",
                server == null ? "-" : server.host(),
                server == null
                        ? Map.of("hour", hour)
                        : Map.of(
                                "hour", hour,
                                "port", server.port(),
                                "security", server.security().id(),
                                "sender", server.from()));
        if (server == null || server.user().isEmpty()) {
            secrets.forget(secret);
        } else if (!password.isEmpty()) {
            secrets.keep(secret, password);
        }
        return true;
    }

    /** How many mails to people outside wait until mails leave the house. */
    @Transactional(readOnly = true)
    public int backlog() {
        return backlogs.stream().mapToInt(MailBacklog::waiting).sum();
    }

    /** A channel just added, with the secret that is shared with it and shown nowhere else; empty: it has another one. */
    record Made(Channel channel, String secret) {}

    /**
     * Adds a channel, which is told what happens from now on.
     *
     * @param to with everything in the address
     * @param token of a service that has one; otherwise empty
     */
    @Transactional
    public Made add(
            String name,
            ChannelShape shape,
            OutsideHttp.To to,
            String token,
            Set<Topic> topics,
            String language,
            Person person) {
        URI uri = to.uri();
        if (store.all().size() >= CHANNELS_MAX) {
            throw new Problem(409, "notice.channels-many", CHANNELS_MAX);
        }
        Channel channel = new Channel(
                ids.next(),
                name,
                shape,
                shape.addressIsSecret() ? uri.getHost() : uri.toString(),
                to.inside(),
                topics,
                language,
                clock.instant(),
                person.name());
        store.add(channel);
        audit.record(
                "notice.channel",
                name,
                Map.of(
                        "address", uri.getHost(),
                        "inside", to.inside(),
                        "kind", shape.id(),
                        "events", events(topics)));
        if (shape == ChannelShape.JSON) {
            String secret = StandardWebhook.secret(random);
            secrets.keep(channel.id(), secret);
            return new Made(channel, secret);
        }
        secrets.keep(channel.id(), shape.addressIsSecret() ? uri.toString() : token);
        return new Made(channel, "");
    }

    /** Changes what a channel is told, and how it is called; another address is another channel, with its own secret. */
    @Transactional
    public void change(Channel channel) {
        store.change(channel);
        audit.record(
                "notice.channel-change",
                channel.name(),
                Map.of("events", events(channel.topics()), "inside", channel.inside()));
    }

    private static String events(Set<Topic> topics) {
        return topics.stream().sorted().map(Topic::id).collect(Collectors.joining(" "));
    }

    @Transactional
    public void remove(Channel channel) {
        store.remove(channel.id());
        audit.record("notice.channel-remove", channel.name(), Map.of());
        secrets.forget(channel.id());
    }

    /** Sends a message that tells of nothing, to see whether it arrives. */
    @Transactional
    public void trial(NoticeStore.Receiver receiver, String name) {
        Instant now = clock.instant();
        messages.add(ids.next(), receiver, NoticeMessage.Sort.TRIAL, now);
        audit.record("notice.trial", name, Map.of());
        signal.giveAfterCommit();
        rooms.giveAfterCommit();
    }

    /** Sends a message once more that ended, under its old number; one that waits is waited for. */
    @Transactional
    public void again(NoticeMessage message) {
        if (messages.again(message.id(), clock.instant())) {
            audit.record("notice.again", message.id().toString(), Map.of());
            signal.giveAfterCommit();
            rooms.giveAfterCommit();
        }
    }
}
