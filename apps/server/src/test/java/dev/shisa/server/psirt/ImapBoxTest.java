package dev.shisa.server.psirt;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.server.platform.outgoing.MailServer;
import dev.shisa.server.platform.outgoing.MailSink;
import dev.shisa.server.platform.outgoing.MailSockets;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What answers in place of a mail box, before it has shown who it is. */
class ImapBoxTest {

    @ParameterizedTest
    @EnumSource(
            value = MailSink.Manner.class,
            names = {"FLOODS_A_LINE", "ANNOUNCES"})
    void aGreetingThatAsksForAllMemoryEndsTheConnection(MailSink.Manner manner) throws IOException {
        try (MailSink sink = new MailSink(manner)) {
            MailboxStore.Box box = new MailboxStore.Box(
                    true,
                    new UUID(0, 1),
                    "localhost",
                    sink.port(),
                    MailServer.Security.STARTTLS,
                    "psirt",
                    "INBOX",
                    "",
                    1);
            assertThatThrownBy(() -> ImapBox.open(box, "secret"))
                    .isInstanceOf(MessagingException.class)
                    .hasRootCauseInstanceOf(MailSockets.TooMuchException.class);
        }
    }
}
