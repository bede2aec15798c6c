package dev.shisa.server.psirt;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** A mail box (RFC 9051) on this computer that lets everybody in, and means ill once its folder is opened. */
final class HostileImap implements AutoCloseable {

    /** What nobody reads by mistake; then it hangs up. */
    private static final int FLOOD = 64 << 20;

    private final ServerSocket door;
    private final Manner manner;
    private final CountDownLatch ended = new CountDownLatch(1);

    /** What it answers. */
    enum Manner {
        /** A literal for which there is no memory. */
        ANNOUNCES,
        /** A line that does not end. */
        FLOODS_A_LINE,
        /** Lines that do not end. */
        FLOODS_LINES,
        /** More mails than there are places for. */
        COUNTS
    }

    HostileImap(Manner manner) throws IOException {
        this.manner = manner;
        this.door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("hostile-imap").start(this::serve);
    }

    int port() {
        return door.getLocalPort();
    }

    /** Returns when whoever came has gone. */
    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    private void serve() {
        try (Socket socket = door.accept()) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            OutputStream out = socket.getOutputStream();
            say(out, "* OK ready");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ");
                switch (words[1]) {
                    case "CAPABILITY" -> say(out, "* CAPABILITY IMAP4rev1");
                    case "LIST" -> say(out, "* LIST () \"/\" INBOX");
                    case "SELECT" -> harm(out);
                    default -> {}
                }
                say(out, words[0] + " OK done");
            }
        } catch (IOException e) {
            // It was hung up on.
        } finally {
            ended.countDown();
        }
    }

    private void harm(OutputStream out) throws IOException {
        switch (manner) {
            case ANNOUNCES -> say(out, "* OK {2000000000}");
            case FLOODS_A_LINE -> flood(out, "x".repeat(64 << 10));
            case FLOODS_LINES -> flood(out, ("* OK " + "x".repeat(1000) + "\r\n").repeat(64));
            case COUNTS -> say(out, "* 2000000000 EXISTS");
        }
    }

    private static void flood(OutputStream out, String piece) throws IOException {
        byte[] bytes = piece.getBytes(StandardCharsets.US_ASCII);
        for (int sent = 0; sent < FLOOD; sent += bytes.length) {
            out.write(bytes);
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
