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

/** What answers in place of a mail box, before it has shown who it is and afterwards. */
class ImapBoxTest {

    private static MailboxStore.Box box(int port, MailServer.Security security) {
        return new MailboxStore.Box(true, new UUID(0, 1), "localhost", port, security, "psirt", "INBOX", "", 1);
    }

    @ParameterizedTest
    @EnumSource(
            value = MailSink.Manner.class,
            names = {"FLOODS_A_LINE", "ANNOUNCES"})
    void aGreetingThatAsksForAllMemoryEndsTheConnection(MailSink.Manner manner) throws IOException {
        try (MailSink sink = new MailSink(manner)) {
            MailboxStore.Box box = box(sink.port(), MailServer.Security.STARTTLS);
            assertThatThrownBy(() -> ImapBox.open(box, "secret"))
                    .isInstanceOf(MessagingException.class)
                    .hasRootCauseInstanceOf(MailSockets.TooMuchException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(HostileImap.Manner.class)
    void aServerThatSaysMoreThanAMailBoxHasToSayIsHungUpOn(HostileImap.Manner manner) throws Exception {
        try (HostileImap server = new HostileImap(manner)) {
            MailboxStore.Box box = box(server.port(), MailServer.Security.NONE);
            assertThatThrownBy(() -> ImapBox.open(box, "secret"))
                    .isInstanceOf(Exception.class)
                    .hasRootCauseInstanceOf(MailSockets.TooMuchException.class);
            server.awaitEnd();
        }
    }
}
