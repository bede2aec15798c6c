package dev.shisa.server.psirt;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A mail in a file (RFC 5322, RFC 2045), read within bounds. Its sender is what the mail says and no more: nothing in a file proves
 * it. HTML is never shown; a mail without plain text has the words between its tags.
 *
 * @param attachments names of its parts, cut to a bounded number
 */
record MailFile(String from, String subject, @Nullable Instant sent, String text, List<String> attachments) {

    static final int BYTES_MAX = 20 * 1024 * 1024;
    private static final int PARTS_MAX = 100;
    private static final int DEPTH_MAX = 10;
    private static final int TEXT_MAX = 20_000;
    private static final int TEXT_BYTES_MAX = 400_000;
    private static final int LINE_MAX = 200;

    MailFile {
        attachments = List.copyOf(attachments);
    }

    /** Empty: it is no mail. */
    static Optional<MailFile> read(byte[] file) {
        if (file.length == 0 || file.length > BYTES_MAX) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        properties.setProperty("mail.mime.address.strict", "false");
        try {
            MimeMessage message = new MimeMessage(Session.getInstance(properties), new ByteArrayInputStream(file));
            String from = header(message, "From");
            if (from.isEmpty() && header(message, "Subject").isEmpty()) {
                return Optional.empty();
            }
            Walk walk = new Walk();
            walk.into(message, 0);
            String text = walk.plain.isEmpty() ? withoutTags(walk.html.toString()) : walk.plain.toString();
            return Optional.of(new MailFile(
                    address(from),
                    header(message, "Subject"),
                    date(message),
                    cut(Entering.clean(text, true), TEXT_MAX),
                    walk.names));
        } catch (MessagingException | IOException | RuntimeException e) {
            // A library for mails that people write meets one that somebody made to break it.
            return Optional.empty();
        }
    }

    private static final class Walk {
        private final StringBuilder plain = new StringBuilder();
        private final StringBuilder html = new StringBuilder();
        private final List<String> names = new ArrayList<>();
        private int parts;

        void into(Part part, int depth) throws MessagingException, IOException {
            if (depth > DEPTH_MAX || ++parts > PARTS_MAX) {
                return;
            }
            String disposition = part.getDisposition();
            String name = part.getFileName();
            if (name != null || Part.ATTACHMENT.equalsIgnoreCase(disposition)) {
                names.add(decoded(name == null ? "" : name));
            } else if (part.isMimeType("text/plain")) {
                plain.append(words(part)).append('\n');
            } else if (part.isMimeType("text/html")) {
                html.append(words(part)).append('\n');
            } else if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart many) {
                for (int i = 0; i < many.getCount() && parts < PARTS_MAX; i++) {
                    BodyPart inner = many.getBodyPart(i);
                    into(inner, depth + 1);
                }
            } else {
                names.add(decoded(part.getContentType()));
            }
        }

        private static String words(Part part) throws MessagingException, IOException {
            try (InputStream in = part.getInputStream()) {
                return new String(in.readNBytes(TEXT_BYTES_MAX), charset(part.getContentType()));
            }
        }

        private static Charset charset(@Nullable String type) {
            String lower = type == null ? "" : type.toLowerCase(Locale.ROOT);
            int at = lower.indexOf("charset=");
            if (at < 0) {
                return StandardCharsets.UTF_8;
            }
            String name = lower.substring(at + 8).split("[;\\s]", 2)[0].replace("\"", "");
            try {
                return Charset.forName(MimeUtility.javaCharset(name));
            } catch (IllegalArgumentException e) {
                return StandardCharsets.UTF_8;
            }
        }
    }

    private static String header(MimeMessage message, String name) throws MessagingException {
        String[] values = message.getHeader(name);
        return values == null || values.length == 0 ? "" : decoded(values[0]);
    }

    private static String decoded(String raw) {
        String unfolded = MimeUtility.unfold(raw);
        try {
            return cut(Entering.clean(MimeUtility.decodeText(unfolded), false), LINE_MAX);
        } catch (UnsupportedEncodingException e) {
            return cut(Entering.clean(unfolded, false), LINE_MAX);
        }
    }

    private static String address(String from) {
        try {
            InternetAddress[] addresses = InternetAddress.parse(from, false);
            return addresses.length == 1 && addresses[0].getAddress() != null
                    ? cut(Entering.clean(addresses[0].getAddress(), false), LINE_MAX)
                    : from;
        } catch (MessagingException e) {
            return from;
        }
    }

    private static @Nullable Instant date(MimeMessage message) throws MessagingException {
        Date sent = message.getSentDate();
        return sent == null ? null : sent.toInstant();
    }

    private static String withoutTags(String html) {
        return html.replaceAll("(?is)<(script|style)\\b[^>]{0,1000}>.{0,100000}?</\\1>", " ")
                .replaceAll("(?i)<(br|/p|/div|/tr|/li)\\b[^>]{0,1000}>", "\n")
                .replaceAll("<[^>]{0,5000}>", " ")
                .replace("&nbsp;", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
