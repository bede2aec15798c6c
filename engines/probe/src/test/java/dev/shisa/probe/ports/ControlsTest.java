package dev.shisa.probe.ports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.probe.Exchange;
import dev.shisa.probe.Key;
import dev.shisa.probe.Verdict;
import dev.shisa.probe.discovery.Discovery;
import dev.shisa.probe.run.Endpoint;
import dev.shisa.probe.run.TestBench;
import dev.shisa.probe.tls.TlsCheck;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that answer nothing, or the same to everybody: nothing passes by that. */
class ControlsTest {

    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

    private final TestBench test = new TestBench(List.of(), 10, 60, 8);

    private static Service udp(int port, Protocol protocol, String banner) {
        return new Service(
                Endpoint.udp(HERE, port), protocol, false, banner.getBytes(StandardCharsets.UTF_8), Exchange.NONE);
    }

    /** Answers each datagram with an error, or not at all. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTftpServerThatAnswersNothingKeepsNothing(boolean answers) throws IOException {
        try (DatagramSocket server = new DatagramSocket(new InetSocketAddress(HERE, 0))) {
            Thread.ofVirtual().start(() -> {
                byte[] error = {0, 5, 0, 1, 'n', 'o', 0};
                DatagramPacket packet = new DatagramPacket(new byte[600], 600);
                try {
                    while (true) {
                        server.receive(packet);
                        if (answers) {
                            server.send(new DatagramPacket(error, error.length, packet.getSocketAddress()));
                        }
                    }
                } catch (IOException e) {
                    // It is over.
                }
            });
            TftpFiles.run(test.bench(), udp(server.getLocalPort(), Protocol.TFTP, ""));
        }
        assertThat(test.codes(Key.AUTH, answers ? Verdict.PASS : Verdict.UNKNOWN))
                .containsExactly(answers ? "tftp-nothing" : "tftp-silent");
    }

    @Test
    void aDescriptionThatCannotBeReadIsNotSaidToBeHarmless() {
        Service announced =
                udp(1900, Protocol.SSDP, "HTTP/1.1 200 OK\r\nLOCATION: http://127.0.0.1:1/desc.xml\r\n\r\n");
        Discovery.run(test.bench(), List.of(announced));
        assertThat(test.codes(Key.DISC, Verdict.PASS)).isEmpty();
        assertThat(test.codes(Key.DISC, Verdict.UNKNOWN)).containsExactly("disc-not-read");
    }

    /** Says nothing, or refuses each handshake. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTlsServerThatTakesNoHandshakeRefusesNoOldVersion(boolean alerts) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, HERE)) {
            Thread.ofVirtual().start(() -> {
                while (!server.isClosed()) {
                    try (Socket socket = server.accept()) {
                        socket.getInputStream().read(new byte[2000]);
                        if (alerts) {
                            socket.getOutputStream().write(new byte[] {0x15, 3, 3, 0, 2, 2, 40});
                        }
                    } catch (IOException e) {
                        // It is over, or the other side has heard enough.
                    }
                }
            });
            TlsCheck.run(
                    test.bench(),
                    new Service(
                            Endpoint.tcp(HERE, server.getLocalPort()),
                            Protocol.HTTP,
                            true,
                            new byte[0],
                            Exchange.NONE));
        }
        assertThat(test.codes(Key.TLS, Verdict.PASS)).isEmpty();
        assertThat(test.verdict(Key.TLS)).isEqualTo(Verdict.UNKNOWN);
    }
}
