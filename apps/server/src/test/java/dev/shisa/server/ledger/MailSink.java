package dev.shisa.server.ledger;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail server (RFC 5321) on this computer that takes every mail, or refuses every receiver, and shows what it got. */
final class MailSink implements AutoCloseable {

    private final ServerSocket door;
    private final boolean refuses;
    private final List<String> mails = new CopyOnWriteArrayList<>();

    MailSink(boolean refuses) throws IOException {
        this.refuses = refuses;
        this.door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("mail-sink").start(this::serve);
    }

    int port() {
        return door.getLocalPort();
    }

    /** Each mail as it came: commands, head and text. */
    List<String> mails() {
        return mails;
    }

    private void serve() {
        while (!door.isClosed()) {
            try (Socket socket = door.accept()) {
                talk(socket);
            } catch (SocketException e) {
                // closed
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void talk(Socket socket) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        OutputStream out = socket.getOutputStream();
        say(out, "220 sink");
        StringBuilder all = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            all.append(line).append('\n');
            String word = line.split("[ :]", 2)[0];
            switch (word) {
                case "RCPT" -> say(out, refuses ? "550 nobody of that name" : "250 ok");
                case "DATA" -> {
                    say(out, "354 go on");
                    for (String text = in.readLine(); text != null && !text.equals("."); text = in.readLine()) {
                        all.append(text).append('\n');
                    }
                    mails.add(all.toString());
                    say(out, "250 taken");
                }
                case "QUIT" -> {
                    say(out, "221 bye");
                    return;
                }
                default -> say(out, "250 ok");
            }
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
