package dev.shisa.server.psirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.shisa.server.platform.outgoing.MailServer;
import dev.shisa.server.platform.outgoing.MailSink;
import dev.shisa.server.platform.outgoing.MailSockets;
import jakarta.mail.Flags;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
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

    /** Also where mails are gone between others, so that the place of a mail says nothing of its number. */
    @Test
    void theNumbersBehindOneAreFoundAmongManyMails() throws Exception {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));
        server.start();
        try {
            MailFolder inbox = server.getManagers()
                    .getImapHostManager()
                    .getInbox(server.setUser("psirt@midorihama.example", "psirt", "secret"));
            List<Long> lying = new ArrayList<>();
            for (int i = 0; i < 2_300; i++) {
                MimeMessage mail = new MimeMessage((Session) null);
                mail.setText("x");
                long uid = inbox.appendMessage(mail, new Flags(), new Date());
                if (i % 7 == 3) {
                    inbox.setFlags(new Flags(Flags.Flag.DELETED), true, uid, null, true);
                } else {
                    lying.add(uid);
                    inbox.setFlags(new Flags(Flags.Flag.SEEN), i % 2 == 0, uid, null, true);
                }
            }
            inbox.expunge();
            MailboxStore.Box settings = box(server.getImap().getPort(), MailServer.Security.NONE);
            try (ImapBox box = ImapBox.open(settings, "secret")) {
                assertThat(box.firstUnread()).isEqualTo(lying.get(1));
                for (int at : new int[] {0, 1, 999, 1_000, 1_500, lying.size() - 1}) {
                    long last = lying.get(at);
                    assertThat(box.after(last, last, 50))
                            .isEqualTo(lying.stream()
                                    .filter(uid -> uid > last)
                                    .limit(50)
                                    .toList());
                }
                assertThat(box.after(0, Long.MAX_VALUE, 3))
                        .as("what nobody has read")
                        .hasSize(3)
                        .startsWith(lying.get(1));
            }
        } finally {
            server.stop();
        }
    }
}
