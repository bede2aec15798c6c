package dev.shisa.server.platform.outgoing;

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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** A mail server (RFC 5321) on this computer that shows what it got. */
public final class MailSink implements AutoCloseable {

    private static final int DRIP_MS = 50;
    private static final int PIECE = 64 << 10;
    private static final long FLOOD = 96L << 20;

    private final ServerSocket door;
    private final Manner manner;
    private final List<String> mails = new CopyOnWriteArrayList<>();
    private final CountDownLatch visited = new CountDownLatch(1);

    /** How it treats who comes. */
    public enum Manner {
        TAKES_ALL,
        REFUSES_RECEIVERS,
        /** A greeting that never ends, byte by byte. */
        DRIPS,
        /** A greeting of one line that never ends, as fast as it is read. */
        FLOODS_A_LINE,
        /** A greeting of lines that never ends. */
        FLOODS_LINES,
        /** A greeting that announces more bytes than there is memory for (RFC 9051, section 4.3). */
        ANNOUNCES
    }

    public MailSink(Manner manner) throws IOException {
        this.manner = manner;
        this.door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("mail-sink").start(this::serve);
    }

    public int port() {
        return door.getLocalPort();
    }

    /** Each mail as it came: commands, head and text. */
    public List<String> mails() {
        return mails;
    }

    /** Returns when somebody has come and was told something. */
    public void awaitVisitor() throws InterruptedException {
        visited.await();
    }

    private void serve() {
        while (!door.isClosed()) {
            try (Socket socket = door.accept()) {
                switch (manner) {
                    case DRIPS -> drip(socket);
                    case FLOODS_A_LINE -> flood(socket, "x".repeat(PIECE));
                    case FLOODS_LINES -> flood(socket, ("220-" + "x".repeat(500) + "\r\n").repeat(PIECE / 500));
                    case ANNOUNCES -> announce(socket);
                    default -> talk(socket);
                }
            } catch (SocketException e) {
                // closed, or hung up
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void drip(Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        while (!door.isClosed()) {
            out.write('2');
            out.flush();
            visited.countDown();
            LockSupport.parkNanos(DRIP_MS * 1_000_000L);
        }
    }

    /** As much as no reader keeps by mistake, then it hangs up. */
    private void flood(Socket socket, String piece) throws IOException {
        OutputStream out = socket.getOutputStream();
        byte[] bytes = piece.getBytes(StandardCharsets.US_ASCII);
        for (long sent = 0; sent < FLOOD && !door.isClosed(); sent += bytes.length) {
            out.write(bytes);
            visited.countDown();
        }
    }

    private void announce(Socket socket) throws IOException {
        say(socket.getOutputStream(), "* OK {2000000000}");
        visited.countDown();
        // Until the other side hangs up.
        socket.getInputStream().read();
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
                case "RCPT" -> say(out, manner == Manner.REFUSES_RECEIVERS ? "550 nobody of that name" : "250 ok");
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
