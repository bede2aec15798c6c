package dev.shisa.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocketFactory;

/**
 * One reader of the public pages with one connection that stays open until the server ends it, as a browser has it. It costs as little as it can, since it
 * shares the processors with what it measures.
 */
final class PublicReader implements AutoCloseable {

    private static final String LENGTH = "content-length:";

    private static final String CONNECTION = "connection:";

    private final URI address;
    private final SSLSocketFactory sockets;
    private final String host;
    private Socket socket;
    private InputStream in;

    PublicReader(String base, SSLSocketFactory sockets) throws IOException {
        this.sockets = sockets;
        address = URI.create(base);
        host = address.getHost() + ":" + address.getPort();
        socket = sockets.createSocket(address.getHost(), address.getPort());
        in = connected();
    }

    private InputStream connected() throws IOException {
        socket.setTcpNoDelay(true);
        return new BufferedInputStream(socket.getInputStream(), 1 << 15);
    }

    /**
     * Reads a page whole.
     *
     * @throws IOException if the answer is not 200
     */
    void read(String path) throws IOException {
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: " + host
                                + "\r\nAccept-Encoding: gzip\r\nAccept-Language: ja\r\nAccept: text/html\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        String status = line(in);
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException(path + " answered " + status);
        }
        long length = -1;
        boolean ends = false;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
                length = Long.parseLong(line.substring(LENGTH.length()).strip());
            } else if (line.regionMatches(true, 0, CONNECTION, 0, CONNECTION.length())) {
                ends = line.endsWith("close");
            }
        }
        if (length < 0) {
            throw new IOException(path + " does not say how long it is");
        }
        in.skipNBytes(length);
        if (ends) {
            socket.close();
            socket = sockets.createSocket(address.getHost(), address.getPort());
            in = connected();
        }
    }

    /** One line of an answer, without its end. */
    static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the connection ended");
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
