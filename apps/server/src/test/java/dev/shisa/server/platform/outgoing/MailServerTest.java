package dev.shisa.server.platform.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is at the other end when a mail is sent, or something on the way to it, takes no more of this server than a mail server does. */
class MailServerTest {

    private static final MailServer.Envelope ENVELOPE =
            new MailServer.Envelope("audit@example.com", Instant.parse("2026-05-01T00:00:00Z"), "題", null);

    private static Outcome send(MailSink sink, MailServer.Security security) {
        return send(sink, security, ENVELOPE);
    }

    private static Outcome send(MailSink sink, MailServer.Security security, MailServer.Envelope envelope) {
        return new MailServer("localhost", sink.port(), security, "", "shisa@midorihama.example")
                .send("", envelope, mail -> mail.setText("本文", "UTF-8"));
    }

    @ParameterizedTest
    @EnumSource(
            value = MailSink.Manner.class,
            names = {"FLOODS_A_LINE", "FLOODS_LINES"})
    void aGreetingWithoutEndEndsTheConnection(MailSink.Manner manner) throws IOException {
        try (MailSink sink = new MailSink(manner)) {
            assertThat(send(sink, MailServer.Security.STARTTLS))
                    .isEqualTo(new Outcome.Failed("mail-much", "localhost"));
        }
    }

    @Test
    void aServerThatAnswersAsOneDoesTakesAMail() throws IOException {
        try (MailSink sink = new MailSink(MailSink.Manner.TAKES_ALL)) {
            assertThat(send(sink, MailServer.Security.NONE)).isInstanceOf(Outcome.Arrived.class);
            assertThat(sink.mails()).hasSize(1);
        }
    }

    /** The lower halves of the first signs are B, the end of a line, or the end of an address and another command. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u3042@example.com",
                "audit@\u3042.example",
                "audit\u010d\u010a@example.com",
                "audit\u0140example.com\u013e\u0120X@example.com",
                "one:audit@example.com,second@example.com;",
                "\"audit\"@example.com",
                "audit@example.com>",
                "audit\u0000@example.com",
                "audit\u007f@example.com"
            })
    void nothingGoesToWhatIsNotOneAddressOnTheWire(String address) throws IOException {
        assertThat(MailServer.isAddress(address)).isFalse();
        try (MailSink sink = new MailSink(MailSink.Manner.TAKES_ALL)) {
            assertThat(send(
                            sink,
                            MailServer.Security.NONE,
                            new MailServer.Envelope(address, ENVELOPE.at(), ENVELOPE.subject(), null)))
                    .isEqualTo(new Outcome.Failed("mail-address", address));
            assertThat(sink.mails()).isEmpty();
        }
    }

    /** Whoever takes away that TLS is offered gets nothing. */
    @Test
    void withoutTlsWhereItIsAskedForNothingIsSent() throws IOException {
        try (MailSink sink = new MailSink(MailSink.Manner.TAKES_ALL)) {
            assertThat(send(sink, MailServer.Security.STARTTLS)).isInstanceOf(Outcome.Failed.class);
            assertThat(sink.mails()).isEmpty();
        }
    }
}
