package dev.shisa.server.platform.outgoing;

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
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A mail server that takes mails to send them on (RFC 6409).
 *
 * @param user empty: without signing in
 * @param from the sender's address
 */
public record MailServer(String host, int port, Security security, String user, String from) {

    private static final String CONNECT_MS = "10000";
    private static final int ANSWER_MS = 20_000;

    /** How the way to it is protected. */
    public enum Security {
        /** TLS from the first byte. */
        TLS,
        /** Plain greeting, then TLS or nothing. */
        STARTTLS,
        /** Plain: on this computer only. */
        NONE;

        /** In forms, messages and the database. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Security> of(String id) {
            return Arrays.stream(values())
                    .filter(security -> security.id().equals(id))
                    .findFirst();
        }
    }

    private static final Pattern ADDRESS =
            Pattern.compile("[!-~&&[^@<>\"(),:;\\[\\]\\\\]]{1,64}@[!-~&&[^@<>\"(),:;\\[\\]\\\\]]{1,189}");

    /** Puts content into a mail whose sender, receiver, time and subject are set. */
    @FunctionalInterface
    public interface Content {
        void into(MimeMessage message) throws MessagingException;
    }

    /**
     * Names the sender of a mail, and where answers go.
     *
     * @param name for people
     * @param answers one address; anything else: they go to the sender
     */
    public static void names(MimeMessage message, String name, String answers) throws MessagingException {
        if (message.getFrom().length > 0 && message.getFrom()[0] instanceof InternetAddress from) {
            try {
                message.setFrom(new InternetAddress(
                        from.getAddress(), name.replaceAll("\\p{Cntrl}+", " "), StandardCharsets.UTF_8.name()));
            } catch (UnsupportedEncodingException e) {
                throw new IllegalStateException("UTF-8 is part of every JDK", e);
            }
        }
        if (isAddress(answers)) {
            message.setReplyTo(new InternetAddress[] {new InternetAddress(answers, true)});
        }
    }

    /**
     * Whether this is one mail address, as every mail server takes it (RFC 5321, section 4.1.2): without a name, a group or a second one in
     * it, and without quotes, by which one mail box would have many addresses. Of signs outside of ASCII the library would put the lower
     * half on the wire, which is another address, or what ends one.
     */
    public static boolean isAddress(String text) {
        try {
            return ADDRESS.matcher(text).matches()
                    && new InternetAddress(text, true).getAddress().equals(text);
        } catch (AddressException e) {
            return false;
        }
    }

    /**
     * What stands on a mail.
     *
     * @param to one address
     * @param subject signs that could end a line become blanks
     * @param number the same when it is sent again, so that who has it knows it; null: each sending is another mail
     */
    public record Envelope(
            String to, Instant at, String subject, @Nullable UUID number) {}

    /** One whose number is ours. */
    private static final class Numbered extends MimeMessage {

        private final String id;

        Numbered(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }

    /**
     * Sends one mail. Each answer may take twenty seconds; an interrupt ends the connection.
     *
     * @return {@link Outcome.Arrived} with nothing held once the server has taken it
     */
    public Outcome send(String password, Envelope envelope, Content content) {
        for (String address : List.of(from, envelope.to())) {
            if (!isAddress(address)) {
                return new Outcome.Failed("mail-address", address);
            }
        }
        try {
            UUID number = envelope.number();
            Session session = session(password);
            MimeMessage message = number == null
                    ? new MimeMessage(session)
                    : new Numbered(session, "<" + number + from.substring(from.lastIndexOf('@')) + ">");
            message.setFrom(new InternetAddress(from, true));
            message.setRecipient(Message.RecipientType.TO, new InternetAddress(envelope.to(), true));
            message.setSentDate(Date.from(envelope.at()));
            message.setSubject(envelope.subject().replaceAll("\\p{Cntrl}+", " "), StandardCharsets.UTF_8.name());
            content.into(message);
            Transport.send(message);
            return new Outcome.Arrived("");
        } catch (MessagingException e) {
            return why(e);
        }
    }

    private Session session(String password) {
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", "smtp");
        properties.setProperty("mail.smtp.host", host);
        properties.setProperty("mail.smtp.port", Integer.toString(port));
        properties.setProperty("mail.smtp.connectiontimeout", CONNECT_MS);
        properties.setProperty("mail.smtp.timeout", Integer.toString(ANSWER_MS));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.socketFactory", MailSockets.sending(ANSWER_MS));
        // Otherwise who is refused for what it sends would be asked again without a limit.
        properties.setProperty("mail.smtp.socketFactory.fallback", "false");
        switch (security) {
            case TLS -> properties.setProperty("mail.smtp.ssl.enable", "true");
            case STARTTLS -> {
                properties.setProperty("mail.smtp.starttls.enable", "true");
                properties.setProperty("mail.smtp.starttls.required", "true");
            }
            case NONE -> properties.setProperty("mail.smtp.starttls.enable", "false");
        }
        if (user.isEmpty()) {
            return Session.getInstance(properties);
        }
        properties.setProperty("mail.smtp.auth", "true");
        return Session.getInstance(properties, new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(user, password);
            }
        });
    }

    private Outcome why(MessagingException failure) {
        Throwable cause = cause(failure);
        return noWay(cause, host)
                .orElseGet(() -> new Outcome.Failed(
                        cause instanceof SendFailedException ? "mail-refused" : "mail-failed", host, firstLine(cause)));
    }

    /** What became of it where a mail server could not be reached, or did not let one in; empty: it is something else. */
    public static Optional<Outcome> noWay(Throwable failure, String host) {
        return Optional.ofNullable(
                switch (failure) {
                    case AuthenticationFailedException denied -> new Outcome.Failed("mail-password", host);
                    case UnknownHostException unknown -> new Outcome.Failed("unknown-host", host);
                    case ConnectException none -> new Outcome.Failed("no-connection", host);
                    case SocketTimeoutException slow -> new Outcome.Failed("slow", host, "20");
                    case MailSockets.TooMuchException much -> new Outcome.Failed("mail-much", host);
                    case SSLException tls -> new Outcome.Failed("tls", host, String.valueOf(tls.getMessage()));
                    default -> null;
                });
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
