package dev.shisa.server.platform.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Who asks for much and takes none of it holds no more of the server's memory than strangers may. */
class SlowReadersTest extends RealServerTest {

    /** The largest that anybody can ask for; no page of a stranger is large any more. */
    private static final String LARGE = "/api/v1/openapi.json";

    private static final int READERS = 12;

    @Autowired
    private StrangersDoor door;

    private final List<Wire> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws InterruptedException {
        open.forEach(Wire::close);
        await("everything was given back", () -> door.answers().held() == 0);
    }

    /** A connection whose reader takes a few kilobytes and no more, beyond what lies in the network on the way. */
    private Wire reader(String from) throws IOException {
        Socket plain = new Socket();
        plain.setReceiveBufferSize(4_096);
        plain.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        plain.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        plain.setSoTimeout((int) PATIENCE.toMillis());
        SSLSocket socket = (SSLSocket) trustingOurOwn().getSocketFactory().createSocket(plain, "localhost", port, true);
        socket.startHandshake();
        Wire wire = new Wire(socket);
        open.add(wire);
        return wire;
    }

    @Test
    void ofOneNetworkOnlySoMuchLiesThereAndOthersAreAnswered() throws Exception {
        try (AnswerBudget.Held lying = door.answers().of("127.0.6.1")) {
            for (int i = 0; i < READERS; i++) {
                takeWhatThereIs(lying);
            }
            assertThat(ask("127.0.6.1", LARGE))
                    .as("there is no room for this one any more")
                    .startsWith("HTTP/1.1 503")
                    .contains("Retry-After: 2");
            assertThat(ask("127.0.6.2", LARGE)).startsWith("HTTP/1.1 200");
            assertThat(ask("127.0.6.1", "/sign-in"))
                    .as("a small page has room in any case")
                    .startsWith("HTTP/1.1 200");
        }
        assertThat(ask("127.0.6.1", LARGE)).startsWith("HTTP/1.1 200");
    }

    /** What an answer takes is given back when it was taken, or when its reader is gone. */
    @Test
    void whatAReaderLeavesIsGivenBack() throws Exception {
        for (int i = 0; i < READERS; i++) {
            reader("127.0.6.3").send("GET " + LARGE + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }
        String answer = ask("127.0.6.4", LARGE);
        // While a busy machine still serves the others, who asks is told to come again in two seconds.
        for (int again = 0; answer.contains("\"crowded\"") && again < 10; again++) {
            Thread.sleep(2_000);
            answer = ask("127.0.6.4", LARGE);
        }
        assertThat(answer).startsWith("HTTP/1.1 200");
        open.forEach(Wire::close);
        await("everything was given back", () -> door.answers().held() == 0);
    }

    private static void takeWhatThereIs(AnswerBudget.Held lying) {
        try {
            lying.take(1 << 20);
        } catch (Problem full) {
            assertThat(full.status()).isEqualTo(503);
        }
    }

    private String ask(String from, String path) throws IOException {
        try (Wire wire = connect(from)) {
            return wire.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .answer();
        }
    }
}
