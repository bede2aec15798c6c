package dev.shisa.probe.ports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.probe.Exchange;
import dev.shisa.probe.Key;
import dev.shisa.probe.Verdict;
import dev.shisa.probe.discovery.Discovery;
import dev.shisa.probe.exposure.Versions;
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
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that answer nothing, or the same to everybody: nothing passes by that. */
class ControlsTest {

    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

    private final TestBench test = TestBench.declaring(443);

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

    @ParameterizedTest
    @ValueSource(strings = {"http://camera.local/desc.xml", "http://192.0.2.9/desc.xml", "http://[/"})
    void aDescriptionSomewhereElseIsNotSaidToBeHarmlessEither(String location) {
        Service announced = udp(1900, Protocol.SSDP, "HTTP/1.1 200 OK\r\nLOCATION: " + location + "\r\n\r\n");
        Discovery.run(test.bench(), List.of(announced));
        assertThat(test.codes(Key.DISC, Verdict.PASS)).isEmpty();
        assertThat(test.codes(Key.DISC, Verdict.UNKNOWN)).containsExactly("disc-not-read");
    }

    @Test
    void aServiceThatIsAnnouncedAndSaysNothingOfItselfIsNotSaidToBeHarmless() throws IOException {
        try (DatagramSocket silent = new DatagramSocket(new InetSocketAddress(HERE, 0))) {
            Discovery.run(
                    test.bench(),
                    List.of(udp(silent.getLocalPort(), Protocol.MDNS, "\u0005_http\u0004_tcp\u0005local")));
        }
        assertThat(test.codes(Key.DISC, Verdict.PASS)).isEmpty();
        assertThat(test.codes(Key.DISC, Verdict.UNKNOWN)).containsExactly("disc-not-read");
    }

    // Ports

    private static final TcpScan.Outcome ONE_OPEN = new TcpScan.Outcome(Set.of(443), 65_000, true);
    private static final TcpScan.Outcome ALL_SILENT = new TcpScan.Outcome(Set.of(), 65_535, true);
    private static final UdpScan.Silent NONE_SILENT = new UdpScan.Silent(Set.of(), 60, 0, true);

    private PortScan judged(TcpScan.Outcome tcp, UdpScan.Silent udp) {
        PortScan scan = new PortScan(test.bench());
        scan.scanned(HERE, tcp);
        scan.watched(HERE, udp);
        scan.judge();
        return scan;
    }

    @Test
    void portsThatSaidSomewhereThatTheyAreClosedPass() {
        assertThat(judged(ONE_OPEN, NONE_SILENT).isScanned()).isTrue();
        assertThat(test.codes(Key.PORTS, Verdict.PASS)).containsExactly("ports-as-declared");
    }

    @Test
    void anAddressThatAnswersForNoPortHasNoClosedOnes() {
        assertThat(judged(ALL_SILENT, NONE_SILENT).isScanned()).isFalse();
        assertThat(test.codes(Key.PORTS, Verdict.PASS)).isEmpty();
        assertThat(test.codes(Key.PORTS, Verdict.UNKNOWN)).containsExactly("ports-no-answer");
    }

    @Test
    void whereNoClosedPortSaysSoSilenceOverUdpSaysNothing() {
        judged(ONE_OPEN, new UdpScan.Silent(Set.of(), 0, 0, false));
        assertThat(test.codes(Key.PORTS, Verdict.PASS)).isEmpty();
        assertThat(test.codes(Key.PORTS, Verdict.UNKNOWN)).containsExactly("ports-udp-no-control");
    }

    /** The control ports, from 40000 on, answer so many times; 514 never does. */
    @ParameterizedTest
    @CsvSource({"0,false,0,0", "1,true,0,1", "3,true,0,1", "1000,true,1,0"})
    void aSilentPortIsOpenOnlyBesideControlsThatAnswer(int answers, boolean control, int open, int left)
            throws IOException {
        AtomicInteger answered = new AtomicInteger();
        UdpScan.Silent silent = UdpScan.silent(
                test.bench(),
                HERE,
                List.of(514, 515),
                _ -> false,
                600_000,
                endpoint ->
                        endpoint.port() == 515 || (endpoint.port() >= 40_000 && answered.incrementAndGet() <= answers)
                                ? new UdpScan.Reply.Closed()
                                : new UdpScan.Reply.Silence());
        assertThat(silent.control()).isEqualTo(control);
        assertThat(silent.open()).hasSize(open);
        assertThat(silent.left()).isEqualTo(left);
    }

    // Versions

    @Test
    void whereNothingIsToldNoVersionIsSaidToBeFree() {
        Versions.judge(test.bench(), List.of(udp(5683, Protocol.COAP, ""), udp(123, Protocol.NTP, " ")));
        assertThat(test.codes(Key.VULN, Verdict.PASS)).isEmpty();
        assertThat(test.codes(Key.VULN, Verdict.UNKNOWN)).containsExactly("versions-none-told");
        Versions.judge(test.bench(), List.of(udp(5683, Protocol.COAP, "Server: Apache/2.4.62")));
        assertThat(test.codes(Key.VULN, Verdict.PASS)).containsExactly("versions-unknown");
    }

    // TLS

    /** Speaks TLS 1.2 so many times, and refuses every handshake then: as a server that shuts out whoever asks so often. */
    @ParameterizedTest
    @ValueSource(ints = {4, 1000})
    void aTlsServerThatShutsInTheMiddleRefusesNoOldVersion(int answers) throws IOException {
        byte[] flight = flight();
        AtomicInteger asked = new AtomicInteger();
        try (ServerSocket server = new ServerSocket(0, 50, HERE)) {
            Thread.ofVirtual().start(() -> {
                while (!server.isClosed()) {
                    try (Socket socket = server.accept()) {
                        socket.getInputStream().read(new byte[2000]);
                        socket.getOutputStream().write(asked.incrementAndGet() <= answers ? flight : REFUSED);
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
        boolean shuts = answers < 1000;
        assertThat(test.codes(Key.TLS, Verdict.FAIL)).isEmpty();
        assertThat(test.codes(Key.TLS, shuts ? Verdict.PASS : Verdict.UNKNOWN)).isEmpty();
        assertThat(test.codes(Key.TLS, shuts ? Verdict.UNKNOWN : Verdict.PASS))
                .containsExactly(shuts ? "tls-shut" : "tls-offered");
    }

    private static final byte[] REFUSED = {0x15, 3, 3, 0, 2, 2, 40};

    /** Signed by itself, valid until 2124. */
    private static final String CERTIFICATE =
            "MIIBODCB3qADAgECAgkAtBkSWsLMLnIwCgYIKoZIzj0EAwMwDzENMAsGA1UEAxMEdW5pdDAgFw0yMDAxMDEwMDAwMD"
                    + "BaGA8yMTI0MDExNjAwMDAwMFowDzENMAsGA1UEAxMEdW5pdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABPhCgVWR"
                    + "26krMKnzU1WKEk1cEt0BFFl/QCdAtsGoSmmTJT5MxyaMAGHFrFR81lqnVjUcrzlQ7Dj1ZI3XpYCmIUijITAfMB0GA1"
                    + "UdDgQWBBSRYOv051bo6KFNodu9xJQAyX9KtzAKBggqhkjOPQQDAwNJADBGAiEA8D/9eIE6CnZeKMyR0jOmUqhTpko/"
                    + "Y+mmQn41SdFXrgQCIQCDk7jZAKo8XjKlIBfB1aWTDX8O/eb1VRaNWcXq5+3IZA==";

    /** ServerHello of TLS 1.2 with a suite of today, Certificate, ServerHelloDone. */
    private static byte[] flight() {
        byte[] certificate = Base64.getMimeDecoder().decode(CERTIFICATE);
        byte[] hello = new byte[2 + 32 + 1 + 2 + 1];
        hello[0] = 3;
        hello[1] = 3;
        hello[35] = (byte) 0xc0;
        hello[36] = 0x2b;
        ByteBuffer messages = ByteBuffer.allocate(4 + hello.length + 4 + 6 + certificate.length + 4);
        messages.putInt(2 << 24 | hello.length).put(hello);
        messages.putInt(11 << 24 | (certificate.length + 6));
        sized(messages, certificate.length + 3);
        sized(messages, certificate.length);
        messages.put(certificate).putInt(14 << 24);
        return ByteBuffer.allocate(5 + messages.capacity())
                .put(new byte[] {0x16, 3, 3})
                .putShort((short) messages.capacity())
                .put(messages.array())
                .array();
    }

    private static void sized(ByteBuffer buffer, int length) {
        buffer.put((byte) (length >> 16)).putShort((short) length);
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
                            socket.getOutputStream().write(REFUSED);
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

    /** Of a device that is busy with other things, nobody says that it has no pages. */
    @Test
    void aWebServerThatLetsTheFirstQuestionsFallIsStillAWebServer() throws IOException {
        AtomicInteger visits = new AtomicInteger();
        assertThat(identified(_ -> visits.incrementAndGet() > 8)).isEqualTo(Protocol.HTTP);
    }

    @Test
    void whateverIsAnsweredInTheWordsOfTheWebIsTheWeb() throws IOException {
        assertThat(identified(asked -> asked.startsWith("OPTIONS"))).isEqualTo(Protocol.HTTP);
    }

    @Test
    void whoNeverAnswersIsNotTakenForAnything() throws IOException {
        assertThat(identified(_ -> false)).isEqualTo(Protocol.UNKNOWN);
    }

    /** A server that answers with a page where it answers, and ends all other connections. */
    private Protocol identified(Predicate<String> answers) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, HERE)) {
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        try (Socket visitor = server.accept()) {
                            visitor.setSoTimeout(300);
                            if (answers.test(asked(visitor))) {
                                visitor.getOutputStream()
                                        .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                                                .getBytes(StandardCharsets.US_ASCII));
                            }
                        }
                    }
                } catch (IOException e) {
                    // It is over.
                }
            });
            return Identifier.identify(test.bench(), Endpoint.tcp(HERE, server.getLocalPort()))
                    .protocol();
        }
    }

    private static String asked(Socket visitor) throws IOException {
        byte[] words = new byte[500];
        try {
            return new String(words, 0, Math.max(0, visitor.getInputStream().read(words)), StandardCharsets.ISO_8859_1);
        } catch (SocketTimeoutException e) {
            return "";
        }
    }
}
