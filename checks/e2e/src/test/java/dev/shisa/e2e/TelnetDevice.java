package dev.shisa.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A device on a loopback address of its own, whose maker forgot a maintenance console: it asks for a log-in and lets nobody in. */
final class TelnetDevice implements AutoCloseable {

    static final String ADDRESS = "127.0.0.91";

    private static final int PATIENCE_MS = 10_000;
    private static final int LINE_CHARS_MAX = 200;
    private static final int TRIES_MAX = 3;

    private final ServerSocket door;

    TelnetDevice() throws IOException {
        door = new ServerSocket(0, 50, InetAddress.ofLiteral(ADDRESS));
        Thread.ofPlatform().daemon().start(this::listen);
    }

    int port() {
        return door.getLocalPort();
    }

    private void listen() {
        while (!door.isClosed()) {
            try {
                Socket visitor = door.accept();
                Thread.ofPlatform().daemon().start(() -> serve(visitor));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void serve(Socket visitor) {
        try (visitor) {
            visitor.setSoTimeout(PATIENCE_MS);
            OutputStream out = visitor.getOutputStream();
            InputStream in = visitor.getInputStream();
            for (int tries = 0; tries < TRIES_MAX; tries++) {
                say(out, "\r\ncamera login: ");
                readLine(in);
                say(out, "Password: ");
                readLine(in);
                say(out, "\r\nLogin incorrect\r\n");
            }
        } catch (IOException e) {
            // Gone again.
        }
    }

    private static void readLine(InputStream in) throws IOException {
        int read = 0;
        for (int c = in.read(); c != '\n' && read < LINE_CHARS_MAX; c = in.read()) {
            if (c < 0) {
                throw new IOException("the visitor is gone");
            }
            read++;
        }
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
