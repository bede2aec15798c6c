package dev.shisa.server.platform.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** HTTP/2 (RFC 9113) is offered; frames that ask for work and take it back, or ask for nothing, end the connection. */
class FloodOfFramesTest extends RealServerTest {

    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int WINDOW_UPDATE = 8;
    private static final int CONTINUATION = 9;

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
        Socket plain = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
        SSLSocket socket = (SSLSocket) trustingOurOwn().getSocketFactory().createSocket(plain, "localhost", port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.startHandshake();
        socket.getOutputStream()
                .write(together(
                        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                        frame(SETTINGS, 0, 0, new byte[0])));
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
