package dev.shisa.server.audience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.outgoing.MailSink;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Mails to users as they arrive. */
final class TestMails {

    private TestMails() {}

    /** What came for an address, the first one first. */
    static List<MimeMessage> to(MailSink sink, String mail) {
        return sink.mails().stream()
                .filter(raw -> raw.contains("RCPT TO:<" + mail + ">"))
                .map(TestMails::read)
                .toList();
    }

    private static MimeMessage read(String raw) {
        try {
            return new MimeMessage(
                    Session.getInstance(new Properties()),
                    new ByteArrayInputStream(raw.substring(raw.indexOf("\nDATA\n") + "\nDATA\n".length())
                            .getBytes(StandardCharsets.UTF_8)));
        } catch (jakarta.mail.MessagingException e) {
            throw new AssertionError("not a mail: " + raw, e);
        }
    }

    static String text(MimeMessage mail) throws Exception {
        return String.valueOf(mail.getContent()).replace("\r\n", "\n");
    }

    static String head(MimeMessage mail, String name) throws Exception {
        String[] values = mail.getHeader(name);
        return values == null ? "" : String.join("|", values);
    }

    /** The path of the first link in a mail that fits. */
    static String link(String text, String pattern) {
        Matcher found = Pattern.compile("https://[^/\\s]+(" + pattern + ")").matcher(text);
        assertThat(found.find()).as(text).isTrue();
        return found.group(1);
    }
}
