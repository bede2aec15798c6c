package dev.shisa.e2e;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A mail server on this computer that takes every mail for anybody and sends none on (RFC 5321, as much as one client needs). */
final class MailSink implements AutoCloseable {

    private final ServerSocket door;
    private final List<MimeMessage> mails = new CopyOnWriteArrayList<>();

    MailSink() throws IOException {
        door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("mail-sink").start(this::work);
    }

    int port() {
        return door.getLocalPort();
    }

    /** What came for an address. */
    Stream<MimeMessage> mails(String to) {
        return mails.stream().filter(mail -> {
            try {
                return mail.getAllRecipients()[0].toString().equals(to);
            } catch (MessagingException e) {
                throw new AssertionError(e);
            }
        });
    }

    private void work() {
        try {
            while (true) {
                try (Socket client = door.accept()) {
                    talk(client);
                }
            }
        } catch (SocketException e) {
            // It was closed.
        } catch (IOException | MessagingException e) {
            throw new AssertionError(e);
        }
    }

    private void talk(Socket client) throws IOException, MessagingException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
        Writer out = new OutputStreamWriter(client.getOutputStream(), StandardCharsets.US_ASCII);
        say(out, "220 sink");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String word = line.length() < 4 ? line : line.substring(0, 4).toUpperCase(Locale.ROOT);
            switch (word) {
                case "DATA" -> {
                    say(out, "354 go on");
                    take(in);
                    say(out, "250 taken");
                }
                case "QUIT" -> {
                    say(out, "221 bye");
                    return;
                }
                default -> say(out, "250 sink");
            }
        }
    }

    private void take(BufferedReader in) throws IOException, MessagingException {
        StringBuilder mail = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            mail.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
        mails.add(new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(mail.toString().getBytes(StandardCharsets.ISO_8859_1))));
    }

    private static void say(Writer out, String line) throws IOException {
        out.write(line + "\r\n");
        out.flush();
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
