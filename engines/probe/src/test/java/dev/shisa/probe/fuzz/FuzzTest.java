package dev.shisa.probe.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.probe.Exchange;
import dev.shisa.probe.Key;
import dev.shisa.probe.Verdict;
import dev.shisa.probe.ports.Protocol;
import dev.shisa.probe.ports.Service;
import dev.shisa.probe.run.Endpoint;
import dev.shisa.probe.run.TestBench;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Mutated messages against ports that fall and ports that stand. */
class FuzzTest {

    private static final byte[] MESSAGE = {'G', 'E', 'T', ' ', '/', '1', '2', ' ', 0, 1};

    private final TestBench test = new TestBench(List.of(), 10, 60, 8);

    @Test
    void theSameSeedGivesTheSameMessages() {
        assertThat(messages(7)).isEqualTo(messages(7)).isNotEqualTo(messages(8));
    }

    private static List<List<Byte>> messages(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<List<Byte>> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            List<Byte> bytes = new ArrayList<>();
            for (byte b : Mutation.of(MESSAGE, random)) {
                bytes.add(b);
            }
            assertThat(bytes).hasSizeLessThan(10_000);
            all.add(bytes);
        }
        return all;
    }

    private void fuzz(Protocol protocol, int answers) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> serve(server, answers));
            Service service = new Service(
                    Endpoint.tcp(InetAddress.getLoopbackAddress(), server.getLocalPort()),
                    protocol,
                    false,
                    new byte[0],
                    Exchange.NONE);
            Fuzz.run(test.bench(), service, Long.MAX_VALUE);
        }
    }

    /** Answers anything so many times; the next message is its last. The seed follows from the port, so no length is sure to come. */
    private static void serve(ServerSocket server, int answers) {
        byte[] buffer = new byte[20_000];
        int answered = 0;
        try {
            while (true) {
                try (Socket socket = server.accept()) {
                    int n = socket.getInputStream().read(buffer);
                    if (n > 0 && answered++ == answers) {
                        server.close();
                    } else if (n > 0) {
                        socket.getOutputStream().write('?');
                    }
                } catch (java.net.SocketException e) {
                    if (server.isClosed()) {
                        return;
                    }
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aWebServerThatFallsFailsWithTheMessageThatDidIt() throws IOException {
        fuzz(Protocol.HTTP, 25);
        assertThat(test.codes(Key.WEB, Verdict.FAIL)).containsExactly("fuzz-crash");
        assertThat(test.bench().evidence().getFirst().exchange().sent()).isNotEmpty();
    }

    @Test
    void anotherServiceThatFallsIsForPeopleToJudge() throws IOException {
        fuzz(Protocol.FTP, 25);
        assertThat(test.verdict(Key.VULN)).isEqualTo(Verdict.MANUAL);
    }

    @Test
    void aPortThatTakesSoManyConnectionsAndNoMoreIsNoCrash() throws IOException {
        // With more places to wait in, all knocks would be taken before the twentieth is answered.
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> {
                try (server) {
                    for (int i = 0; i < 20; i++) {
                        server.accept().close();
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            Fuzz.run(
                    test.bench(),
                    new Service(
                            Endpoint.tcp(InetAddress.getLoopbackAddress(), server.getLocalPort()),
                            Protocol.SSH,
                            false,
                            new byte[0],
                            Exchange.NONE),
                    Long.MAX_VALUE);
        }
        assertThat(test.bench().evidence()).isEmpty();
        assertThat(test.bench().notes()).anyMatch(note -> note.toString().contains("limit"));
    }

    @Test
    void whatStandsPasses() throws IOException {
        fuzz(Protocol.RTSP, 1 << 20);
        assertThat(test.codes(Key.VULN, Verdict.PASS)).containsExactly("fuzz-withstood");
    }
}
