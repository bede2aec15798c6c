package dev.shisa.server.psirt;

import dev.shisa.server.platform.web.VisibleText;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.SharedByteArrayInputStream;
import java.io.ByteArrayOutputStream;
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
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A mail in a file (RFC 5322, RFC 2045), read within bounds. Its sender is what the mail says and no more: nothing in a file proves
 * it. HTML is never shown; a mail without plain text has the words between its tags.
 *
 * @param identity what tells it from others, as far as its heads say: the same mail again has the same
 * @param whole whether all its words and parts are here; false: the rest is in the file alone
 * @param attachments names of its parts, cut to a bounded number
 * @param encrypted whether it is encrypted, so that its words are elsewhere (RFC 3156)
 * @param automatic whether it says that a program sent it (RFC 3834), so that nobody answers it by itself
 * @param returned a mail of which it reports that it could not be delivered (RFC 3464); null: it is no such report
 */
record MailFile(
        String from,
        String subject,
        @Nullable Instant sent,
        String text,
        boolean whole,
        String identity,
        List<String> attachments,
        boolean encrypted,
        boolean automatic,
        @Nullable Returned returned) {

    /**
     * A mail that came back.
     *
     * @param number by which its sender knows it, from its {@code Message-ID}
     * @param status why (RFC 3463)
     */
    record Returned(UUID number, String status) {}

    static final int BYTES_MAX = 20 * 1024 * 1024;
    private static final int PARTS_MAX = 100;
    private static final int DEPTH_MAX = 10;
    private static final int TEXT_MAX = 20_000;
    private static final int TEXT_BYTES_MAX = 400_000;
    private static final int LINE_MAX = 200;

    /** Words of a head before they are decoded: more would only be cut. */
    private static final int HEAD_CHARS_MAX = 20_000;

    /** The heads of one part. Real ones have some kilobytes. */
    private static final int HEADS_BYTES_MAX = 512 * 1024;

    /** Lines that go on with the one before: the library copies all of them for each. */
    private static final int FOLDS_MAX = 2_000;

    /** Lines that may part two parts: the library makes a part of each that does, long before somebody asks for it. */
    private static final int BORDERS_MAX = 5_000;

    /** The longest that parts two parts, with its dashes (RFC 2046, 5.1.1). */
    private static final int BORDER_CHARS_MAX = 74;

    /** A report of delivery is short, and so are the heads of the mail that it is about. */
    private static final int REPORT_BYTES_MAX = 64 * 1024;

    private static final Pattern FAILED = Pattern.compile("(?mi)^Action:[ \\t]*failed[ \\t]*\\r?$");
    private static final Pattern STATUS = Pattern.compile("(?mi)^Status:[ \\t]*([245]\\.\\d{1,3}\\.\\d{1,3})\\b");
    private static final Pattern NUMBER =
            Pattern.compile("(?mi)^Message-ID:[ \\t]*<([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@");

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
            int given = harmless(file);
            MimeMessage message =
                    new MimeMessage(Session.getInstance(properties), new SharedByteArrayInputStream(file, 0, given));
            String from = header(message, "From");
            if (from.isEmpty() && header(message, "Subject").isEmpty()) {
                return Optional.empty();
            }
            boolean encrypted = message.isMimeType("multipart/encrypted");
            Walk walk = new Walk();
            walk.into(message, 0);
            String text = Entering.clean(
                    walk.plain.isEmpty() ? VisibleText.ofHtml(walk.html.toString(), " ") : walk.plain.toString(), true);
            return Optional.of(new MailFile(
                    address(from),
                    header(message, "Subject"),
                    date(message),
                    cut(text, TEXT_MAX),
                    walk.whole && given == file.length && text.length() <= TEXT_MAX,
                    String.join(
                            "\n",
                            header(message, "Message-ID"),
                            header(message, "Date"),
                            from,
                            header(message, "Subject")),
                    walk.names,
                    encrypted,
                    isAutomatic(message),
                    returned(message)));
        } catch (MessagingException | IOException | RuntimeException | StackOverflowError e) {
            // A library for mails that people write meets one that somebody made to break it.
            return Optional.empty();
        }
    }

    /**
     * How much of a file can be given to the library: up to where heads begin that only somebody makes who wants to keep it busy. Every
     * line after a blank one or after one that may part two parts may be a head.
     */
    private static int harmless(byte[] file) {
        boolean heads = true;
        int since = 0;
        int folds = 0;
        int borders = 0;
        int line = 0;
        while (line < file.length) {
            int end = line;
            while (end < file.length && file[end] != '\n' && file[end] != '\r') {
                end++;
            }
            if (end == line) {
                heads = false;
            } else if (file[line] == '-' && line + 1 < file.length && file[line + 1] == '-') {
                heads = true;
                since = line;
                folds = 0;
                borders += end - line <= BORDER_CHARS_MAX ? 1 : 0;
                if (borders > BORDERS_MAX) {
                    return line;
                }
            } else if (heads) {
                folds += file[line] == ' ' || file[line] == '\t' ? 1 : 0;
                if (folds > FOLDS_MAX || (folds > 0 && end - since > HEADS_BYTES_MAX)) {
                    return line;
                }
            }
            // A carriage return alone ends a line, too.
            line = end + (end + 1 < file.length && file[end] == '\r' && file[end + 1] == '\n' ? 2 : 1);
        }
        return file.length;
    }

    /** Words of a page, as {@code Ui} and {@code Messages} have them. */
    @FunctionalInterface
    interface Words {
        String t(String key, Object... args);
    }

    /** What stands beside its file in a case: which parts it has, and that more is in it than is shown. */
    String note(Words words) {
        String parts = attachments.isEmpty()
                ? words.t("psirt.mail.file")
                : words.t("psirt.mail.files", String.join(", ", attachments));
        return whole ? parts : parts + " " + words.t("psirt.mail.more");
    }

    private static boolean isAutomatic(MimeMessage message) throws MessagingException {
        String submitted = header(message, "Auto-Submitted").toLowerCase(Locale.ROOT);
        String precedence = header(message, "Precedence").toLowerCase(Locale.ROOT);
        return (!submitted.isEmpty() && !submitted.startsWith("no"))
                || precedence.equals("bulk")
                || precedence.equals("junk")
                || precedence.equals("list")
                || header(message, "Return-Path").equals("<>")
                || message.isMimeType("multipart/report");
    }

    /** What a report of delivery says of a mail that failed: the status of one part, and the number that the heads in another have. */
    private static @Nullable Returned returned(MimeMessage message) throws MessagingException, IOException {
        if (!message.isMimeType("multipart/report") || !(message.getContent() instanceof Multipart parts)) {
            return null;
        }
        String status = "";
        String number = "";
        for (int i = 0; i < Math.min(parts.getCount(), PARTS_MAX); i++) {
            BodyPart part = parts.getBodyPart(i);
            if (part.isMimeType("message/delivery-status")) {
                String report = beginning(part);
                status = FAILED.matcher(report).find() ? first(STATUS, report) : "";
            } else if (part.isMimeType("message/rfc822") || part.isMimeType("text/rfc822-headers")) {
                number = first(NUMBER, beginning(part).split("\\r?\\n\\r?\\n", 2)[0]);
            }
        }
        return status.isEmpty() || number.isEmpty() ? null : new Returned(UUID.fromString(number), status);
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static String beginning(BodyPart part) throws MessagingException, IOException {
        try (InputStream in = part.getInputStream()) {
            return new String(in.readNBytes(REPORT_BYTES_MAX), StandardCharsets.UTF_8);
        }
    }

    private static final class Walk {
        private final StringBuilder plain = new StringBuilder();
        private final StringBuilder html = new StringBuilder();
        private final List<String> names = new ArrayList<>();
        private int parts;
        private boolean whole = true;

        void into(Part part, int depth) throws MessagingException, IOException {
            if (depth > DEPTH_MAX || ++parts > PARTS_MAX) {
                whole = false;
                return;
            }
            String disposition = part.getDisposition();
            String name = part.getFileName();
            if (name != null || Part.ATTACHMENT.equalsIgnoreCase(disposition)) {
                names.add(decoded(name == null ? "" : name));
            } else if (part.isMimeType("text/plain")) {
                add(plain, part);
            } else if (part.isMimeType("text/html")) {
                add(html, part);
            } else if (part.isMimeType("multipart/*")) {
                try {
                    for (int i = 0;
                            part.getContent() instanceof Multipart many && i < many.getCount() && parts <= PARTS_MAX;
                            i++) {
                        BodyPart inner = many.getBodyPart(i);
                        into(inner, depth + 1);
                    }
                } catch (MessagingException | IOException e) {
                    // Parts that cannot be told apart are a file; what was read before stays.
                    names.add(decoded(part.getContentType()));
                }
            } else {
                names.add(decoded(part.getContentType()));
            }
        }

        private void add(StringBuilder to, Part part) throws MessagingException, IOException {
            if (to.length() < TEXT_BYTES_MAX) {
                to.append(words(part)).append('\n');
            } else {
                whole = false;
            }
        }

        private String words(Part part) throws MessagingException, IOException {
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            try (InputStream in = part.getInputStream()) {
                byte[] piece = new byte[1 << 13];
                int n = in.read(piece);
                for (; n > 0 && read.size() < TEXT_BYTES_MAX; n = in.read(piece)) {
                    read.write(piece, 0, n);
                }
                whole &= n <= 0;
            } catch (IOException e) {
                // Encoded wrongly from here on; what came before is there.
                whole = false;
            }
            return read.toString(charset(part.getContentType()));
        }

        private static Charset charset(@Nullable String type) {
            String lower = type == null ? "" : type.toLowerCase(Locale.ROOT);
            int at = lower.indexOf("charset=");
            if (at < 0) {
                return StandardCharsets.UTF_8;
            }
            String name = cut(lower.substring(at + 8).split("[;\\s]", 2)[0].replace("\"", ""), LINE_MAX);
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
        String unfolded = MimeUtility.unfold(cut(raw, HEAD_CHARS_MAX));
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

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
