package dev.shisa.server.notice;

import dev.shisa.server.audience.MailRoute;
import dev.shisa.server.platform.outgoing.MailServer;
import dev.shisa.server.platform.outgoing.ReceiverSecrets;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Mails to users go by the server by which people of the house are told. */
@Component
class NoticeMailRoute implements MailRoute {

    private final ChannelStore channels;
    private final ReceiverSecrets secrets;

    NoticeMailRoute(ChannelStore channels, ReceiverSecrets secrets) {
        this.channels = channels;
        this.secrets = secrets;
    }

    @Override
    public Optional<Sending> now() {
        return channels.post().flatMap(post -> {
            MailServer server = post.server();
            return server == null
                    ? Optional.empty()
                    : Optional.of(new Sending(server, server.user().isEmpty() ? "" : secrets.read(post.secret())));
        });
    }
}
