package dev.shisa.server.platform.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * HTTP/2 (RFC 9113) is offered, for a few connections; frames that ask for work and take it back, that ask for nothing, or that do not come to
 * an end, end the connection.
 */
class FloodOfFramesTest extends RealServerTest {

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int WINDOW_UPDATE = 8;
    private static final int CONTINUATION = 9;

    /** Preface and settings. */
    private static final byte[] BEGIN = together(
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII), frame(SETTINGS, 0, 0, new byte[0]));

    private static final int ROUNDS_MAX = 100_000;

    /** Kinds of floods, with the vulnerabilities that they are known by. */
    enum Flood {
        /** CVE-2023-44487. */
        RAPID_RESET,
        /** CVE-2019-9512. */
        PINGS,
        /** CVE-2019-9515. */
        SETTINGS_AGAIN,
        /** CVE-2024-24549. */
        ENDLESS_HEAD,
        /** CVE-2019-9511. */
        TINY_WINDOWS
    }

    @ParameterizedTest
    @EnumSource
    void aFloodEndsItsConnectionAndNoOther(Flood flood) throws Exception {
        try (SSLSocket socket = http2()) {
            assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
            Thread reader = Thread.ofVirtual().start(() -> swallow(socket));
            int sent = 0;
            try {
                for (; sent < ROUNDS_MAX && reader.isAlive(); sent++) {
                    socket.getOutputStream().write(round(flood, sent));
                    socket.getOutputStream().flush();
                }
            } catch (IOException e) {
                // Ended while we were writing.
            }
            assertThat(sent).as("rounds until the end").isPositive().isLessThan(ROUNDS_MAX);
        }
        try (Wire other = connect("127.0.5.2")) {
            assertThat(other.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .answer())
                    .startsWith("HTTP/1.1 200");
        }
    }

    /** Twelve connections of each of five networks ask for a hundred streams with bodies; unbounded they would be 780 MB of windows. */
    @Test
    void bodiesHoldNoMoreThanAFewConnectionsMay() throws Exception {
        List<SSLSocket> open = new ArrayList<>();
        List<SSLSocket> spoken = new ArrayList<>();
        try {
            int ofFrames = 0;
            for (int network = 1; network <= 5; network++) {
                int here = 0;
                for (int i = 0; i < 12; i++) {
                    SSLSocket socket = connected("127.0.5." + (10 + network), "h2", "http/1.1");
                    open.add(socket);
                    if (socket.getApplicationProtocol().equals("h2")) {
                        here++;
                        spoken.add(socket);
                    } else {
                        answersLines(new Wire(socket));
                    }
                }
                assertThat(here).as("of one network").isLessThanOrEqualTo(DoorConfig.FRAMES_NETWORK_MAX);
                ofFrames += here;
            }
            assertThat(ofFrames).as("of all").isEqualTo(DoorConfig.FRAMES_MAX);
            for (SSLSocket socket : spoken) {
                Thread.ofVirtual().start(() -> swallow(socket));
                bodies(socket);
            }
            try (Wire other = connect("127.0.5.2")) {
                answersLines(other);
            }
        } finally {
            for (SSLSocket socket : open) {
                socket.close();
            }
        }
        await("there is room again", () -> {
            try (SSLSocket socket = connected("127.0.5.11", "h2", "http/1.1")) {
                return socket.getApplicationProtocol().equals("h2");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void bodies(SSLSocket socket) throws IOException {
        try {
            socket.getOutputStream().write(BEGIN);
            for (int stream = 1; stream < 200; stream += 2) {
                socket.getOutputStream()
                        .write(together(frame(HEADERS, 4, stream, head()), frame(DATA, 0, stream, new byte[640])));
            }
            socket.getOutputStream().flush();
        } catch (IOException e) {
            // Ended while we were writing.
        }
    }

    private static void answersLines(Wire wire) throws IOException {
        assertThat(wire.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .answer())
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void aConnectionSaysHowManyStreamsItTakes() throws Exception {
        try (SSLSocket socket = http2()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            assertThat(in.readUnsignedByte()).isEqualTo(SETTINGS);
            in.readNBytes(5);
            ByteBuffer settings = ByteBuffer.wrap(in.readNBytes(length));
            Map<Integer, Integer> said = new HashMap<>();
            while (settings.hasRemaining()) {
                said.put((int) settings.getShort(), settings.getInt());
            }
            assertThat(said).containsEntry(3, DoorConfig.STREAMS_MAX);
        }
    }

    @Test
    void aHeadThatComesDropByDropOrNotAtAllEndsItsConnection() throws Exception {
        try (SSLSocket drops = http2();
                SSLSocket parts = http2()) {
            Thread dropsEnd = Thread.ofVirtual().start(() -> swallow(drops));
            Thread partsEnd = Thread.ofVirtual().start(() -> swallow(parts));
            byte[] drip = frame(HEADERS, 5, 1, together(head(), new byte[10_000]));
            AtomicInteger at = new AtomicInteger();
            parts.getOutputStream().write(frame(HEADERS, 1, 1, head()));
            parts.getOutputStream().flush();
            await("both have ended", () -> {
                if (dropsEnd.isAlive()) {
                    try {
                        drops.getOutputStream().write(drip[at.getAndIncrement()]);
                    } catch (IOException e) {
                        // Ended.
                    }
                }
                return !dropsEnd.isAlive() && !partsEnd.isAlive();
            });
        }
    }

    private static byte[] round(Flood flood, int number) {
        int stream = 2 * number + 1;
        return switch (flood) {
            case RAPID_RESET ->
                together(frame(HEADERS, 5, stream, head()), frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8}));
            case PINGS -> frame(PING, 0, 0, new byte[8]);
            case SETTINGS_AGAIN -> frame(SETTINGS, 0, 0, new byte[0]);
            case ENDLESS_HEAD ->
                number == 0 ? frame(HEADERS, 1, 1, head()) : frame(CONTINUATION, 0, 1, new byte[] {0, 1, 'a', 1, 'b'});
            case TINY_WINDOWS -> frame(WINDOW_UPDATE, 0, 0, new byte[] {0, 0, 0, 1});
        };
    }

    /** GET https://localhost/health/live, by the static table of HPACK. */
    private static byte[] head() {
        byte[] path = "/health/live".getBytes(StandardCharsets.US_ASCII);
        byte[] host = "localhost".getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.write(0x82);
        head.write(0x87);
        head.write(0x04);
        head.write(path.length);
        head.writeBytes(path);
        head.write(0x01);
        head.write(host.length);
        head.writeBytes(host);
        return head.toByteArray();
    }

    private static byte[] frame(int type, int flags, int stream, byte[] content) {
        return ByteBuffer.allocate(9 + content.length)
                .put((byte) 0)
                .putShort((short) content.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(content)
                .array();
    }

    private static byte[] together(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    private SSLSocket http2() throws IOException {
        SSLSocket socket = connected("127.0.5.1", "h2");
        socket.getOutputStream().write(BEGIN);
        return socket;
    }

    private SSLSocket connected(String from, String... protocols) throws IOException {
        Socket plain = new Socket();
        plain.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        plain.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        SSLSocket socket = (SSLSocket) trustingOurOwn().getSocketFactory().createSocket(plain, "localhost", port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        socket.setSSLParameters(parameters);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.startHandshake();
        return socket;
    }

    /** Reads until the other side ends the connection. */
    private static void swallow(SSLSocket socket) {
        try {
            InputStream in = socket.getInputStream();
            byte[] bytes = new byte[8192];
            int read = in.read(bytes);
            while (read >= 0) {
                read = in.read(bytes);
            }
        } catch (IOException e) {
            // Ended.
        }
    }
}
