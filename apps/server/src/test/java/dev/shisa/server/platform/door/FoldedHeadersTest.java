package dev.shisa.server.platform.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A folded header is refused in whatever head it stands, also in one that comes in the same piece as the request before. */
class FoldedHeadersTest extends RealServerTest {

    private static final String PLAIN = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n";
    private static final String FOLDED = PLAIN + "X-A: b\r\n c\r\n\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                PLAIN + "\r\n",
                PLAIN + "Content-Length: 3\r\n\r\nabc",
                PLAIN + "Content-Length: 3\r\n\r\na\n ",
                PLAIN + "Content-Length: 0\r\nExpect: 100-continue\r\n\r\n",
                PLAIN + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
            })
    void theHeadAfterARequestIsLookedAt(String before) throws Exception {
        try (Wire wire = connect("127.0.6.1")) {
            refused(wire.send(before + FOLDED));
        }
        try (Wire wire = connect("127.0.6.1")) {
            answered(wire.send(before));
            refused(wire.send(FOLDED));
        }
    }

    /** Reads the head of the answer, also after one that says to go on. */
    private static void answered(Wire wire) throws Exception {
        StringBuilder head = new StringBuilder();
        while (!head.toString().matches("(?s).*HTTP/1.1 200.*\r\n\r\n")) {
            int one = wire.socket().getInputStream().read();
            assertThat(one).as(head.toString()).isNotNegative();
            head.append((char) one);
        }
    }

    /** The container ends the connection after what it refuses. */
    private static void refused(Wire wire) throws Exception {
        String all = new String(wire.socket().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(all.substring(all.lastIndexOf("HTTP/1.1"))).startsWith("HTTP/1.1 400");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PLAIN + "Content-Length: 9\r\n\r\na: b\r\n c\n",
                PLAIN + "Transfer-Encoding: chunked\r\n\r\n3\r\na\n \r\n0\r\n\r\n"
            })
    void theRequestAfterABodyIsAnswered(String before) throws Exception {
        try (Wire wire = connect("127.0.6.2")) {
            assertThat(wire.send(before).answer()).startsWith("HTTP/1.1 200");
            assertThat(wire.send(PLAIN + "\r\n").answer()).startsWith("HTTP/1.1 200");
        }
    }
}
