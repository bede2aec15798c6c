package dev.shisa.server.ledger;

import dev.shisa.ledger.SignedCheckpoint;
import dev.shisa.server.platform.web.Messages;
import jakarta.activation.DataHandler;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.Properties;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A mail with a checkpoint: in the text, for people, and as a file, for {@code shisa verify --checkpoint}. */
final class MailMessage {

    private static final String CONNECT_MS = "10000";
    private static final String ANSWER_MS = "20000";

    private MailMessage() {}

    /** Whether this is one mail address, without a name or a second one. */
    static boolean isAddress(String text) {
        try {
            InternetAddress address = new InternetAddress(text, true);
            return address.getAddress().equals(text)
                    && text.indexOf('@') > 0
                    && text.chars().noneMatch(Character::isISOControl);
        } catch (AddressException e) {
            return false;
        }
    }

    /**
     * Sends it. Each answer may take twenty seconds; an interrupt ends the connection.
     *
     * @param password empty: without signing in
     */
    static Delivery.Outcome send(
            Receiver.Mail mail,
            String password,
            int log,
            String vkey,
            String organisation,
            Instant now,
            SignedCheckpoint checkpoint,
            Messages messages) {
        Locale locale = Locale.of(mail.language());
        try {
            MimeMessage message = new MimeMessage(session(mail, password));
            message.setFrom(new InternetAddress(mail.from(), true));
            message.setRecipient(Message.RecipientType.TO, new InternetAddress(mail.to(), true));
            message.setSentDate(Date.from(now));
            message.setSubject(
                    messages.get(locale, "checkpoint.mail.subject", organisation, checkpoint.size()),
                    StandardCharsets.UTF_8.name());
            MimeBodyPart text = new MimeBodyPart();
            text.setText(
                    messages.get(locale, "checkpoint.mail.text", organisation, checkpoint.size()) + "\n\n"
                            + checkpoint.note() + "\n" + vkey + "\n",
                    StandardCharsets.UTF_8.name());
            MimeBodyPart file = new MimeBodyPart();
            file.setDataHandler(
                    new DataHandler(new ByteArrayDataSource(checkpoint.note().bytes(), "text/plain; charset=utf-8")));
            // Any other encoding of a text would turn its line feeds into the line ends of mails, which nobody signed.
            file.setHeader("Content-Transfer-Encoding", "base64");
            file.setFileName("checkpoint-" + log + "-" + checkpoint.size() + ".txt");
            message.setContent(new MimeMultipart(text, file));
            Transport.send(message);
            return new Delivery.Outcome.Arrived(checkpoint.note().toString());
        } catch (MessagingException e) {
            return why(mail, e);
        }
    }

    private static Session session(Receiver.Mail mail, String password) {
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", "smtp");
        properties.setProperty("mail.smtp.host", mail.host());
        properties.setProperty("mail.smtp.port", Integer.toString(mail.port()));
        properties.setProperty("mail.smtp.connectiontimeout", CONNECT_MS);
        properties.setProperty("mail.smtp.timeout", ANSWER_MS);
        properties.setProperty("mail.smtp.writetimeout", ANSWER_MS);
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        // Who gives up waiting interrupts, and only a channel is closed by that: a server that sends one byte now and
        // then
        // would keep any other socket for ever.
        properties.setProperty("mail.smtp.usesocketchannels", "true");
        switch (mail.security()) {
            case TLS -> properties.setProperty("mail.smtp.ssl.enable", "true");
            case STARTTLS -> {
                properties.setProperty("mail.smtp.starttls.enable", "true");
                properties.setProperty("mail.smtp.starttls.required", "true");
            }
            case NONE -> properties.setProperty("mail.smtp.starttls.enable", "false");
        }
        if (mail.user().isEmpty()) {
            return Session.getInstance(properties);
        }
        properties.setProperty("mail.smtp.auth", "true");
        return Session.getInstance(properties, new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(mail.user(), password);
            }
        });
    }

    private static Delivery.Outcome why(Receiver.Mail mail, MessagingException failure) {
        Throwable cause = cause(failure);
        return switch (cause) {
            case AuthenticationFailedException denied -> new Delivery.Outcome.Failed("mail-password", mail.host());
            case UnknownHostException unknown -> new Delivery.Outcome.Failed("unknown-host", mail.host());
            case ConnectException none -> new Delivery.Outcome.Failed("no-connection", mail.host());
            case SocketTimeoutException slow -> new Delivery.Outcome.Failed("slow", mail.host(), "20");
            case SSLException tls -> new Delivery.Outcome.Failed("tls", mail.host(), String.valueOf(tls.getMessage()));
            case SendFailedException refused ->
                new Delivery.Outcome.Failed("mail-refused", mail.host(), firstLine(refused));
            default -> new Delivery.Outcome.Failed("mail-failed", mail.host(), firstLine(cause));
        };
    }

    /** What lies at the bottom: the wrappers only say that it could not be sent. */
    private static Throwable cause(MessagingException failure) {
        Throwable at = failure;
        for (Throwable next = next(at); next != null; next = next(at)) {
            at = next;
        }
        return at;
    }

    private static @Nullable Throwable next(Throwable at) {
        Throwable cause = at instanceof MessagingException mail ? mail.getNextException() : at.getCause();
        // A refusal by the server is the message itself; below it lies only how it was read.
        return cause instanceof IOException || cause instanceof MessagingException ? cause : null;
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
