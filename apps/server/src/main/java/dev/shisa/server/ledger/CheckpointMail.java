package dev.shisa.server.ledger;

import dev.shisa.ledger.SignedCheckpoint;
import dev.shisa.server.platform.outgoing.MailServer;
import dev.shisa.server.platform.outgoing.Outcome;
import dev.shisa.server.platform.web.Messages;
import jakarta.activation.DataHandler;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;

/** A mail with a checkpoint: in the text, for people, and as a file, for {@code shisa verify --checkpoint}. */
final class CheckpointMail {

    private CheckpointMail() {}

    /**
     * Sends it, as {@code MailServer} does.
     *
     * @param password empty: without signing in
     */
    static Outcome send(
            Receiver.Mail mail,
            String password,
            int log,
            String vkey,
            String organisation,
            Instant now,
            SignedCheckpoint checkpoint,
            Messages messages) {
        Locale locale = Locale.of(mail.language());
        Outcome outcome = mail.server()
                .send(
                        password,
                        new MailServer.Envelope(
                                mail.to(),
                                now,
                                messages.get(locale, "checkpoint.mail.subject", organisation, checkpoint.size()),
                                null),
                        message -> {
                            MimeBodyPart text = new MimeBodyPart();
                            text.setText(
                                    messages.get(locale, "checkpoint.mail.text", organisation, checkpoint.size())
                                            + "\n\n" + checkpoint.note() + "\n" + vkey + "\n",
                                    StandardCharsets.UTF_8.name());
                            MimeBodyPart file = new MimeBodyPart();
                            file.setDataHandler(new DataHandler(
                                    new ByteArrayDataSource(checkpoint.note().bytes(), "text/plain; charset=utf-8")));
                            // Any other encoding of a text would turn its line feeds into the line ends of mails, which
                            // nobody signed.
                            file.setHeader("Content-Transfer-Encoding", "base64");
                            file.setFileName("checkpoint-" + log + "-" + checkpoint.size() + ".txt");
                            message.setContent(new MimeMultipart(text, file));
                        });
        return outcome instanceof Outcome.Arrived
                ? new Outcome.Arrived(checkpoint.note().toString())
                : outcome;
    }
}
