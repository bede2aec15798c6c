package dev.shisa.probe.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.probe.Exchange;
import dev.shisa.probe.login.Tried.Outcome;
import dev.shisa.probe.ports.Protocol;
import dev.shisa.probe.ports.Service;
import dev.shisa.probe.run.Endpoint;
import dev.shisa.probe.run.TestBench;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Strangers are only refused by what asks them to log in; what refuses everything, or answers nothing, tells nothing. */
class NobodyTest {

    private final TestBench test = new TestBench(List.of(), 10, 60, 8);
    /** So many connections end at once. */
    private int lost;

    /** A server that greets, answers everything alike, and never lets anybody in. */
    private Outcome outcome(Protocol protocol, String greeting, String answer) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                for (int visits = 0; !server.isClosed(); visits++) {
                    try {
                        Socket socket = server.accept();
                        if (visits < lost) {
                            socket.close();
                            continue;
                        }
                        Thread.ofVirtual().start(() -> serve(socket, greeting, answer));
                    } catch (IOException e) {
                        return;
                    }
                }
            });
            Service service = new Service(
                    Endpoint.tcp(InetAddress.getLoopbackAddress(), server.getLocalPort()),
                    protocol,
                    false,
                    new byte[0],
                    Exchange.NONE);
            Mechanism mechanism = switch (protocol) {
                case TELNET -> new TelnetLogin(test.bench(), service);
                case FTP -> new FtpLogin(test.bench(), service);
                case MQTT -> new MqttLogin(test.bench(), service);
                default -> new RtspLogin(test.bench(), service);
            };
            return (lost > 0 ? mechanism.nobody() : mechanism.withoutLogin()).outcome();
        }
    }

    private static void serve(Socket socket, String greeting, String answer) {
        try (socket) {
            socket.getOutputStream().write(bytes(greeting));
            InputStream in = socket.getInputStream();
            byte[] chunk = new byte[2000];
            while (in.read(chunk) >= 0) {
                socket.getOutputStream().write(bytes(answer));
            }
        } catch (IOException e) {
            // The other side has heard enough.
        }
    }

    private static byte[] bytes(String text) {
        return text.replace("\\r\\n", "\r\n")
                .replace("\\0", "\0")
                .replace("\\4", "\4")
                .replace("\\2", "\2")
                .replace("\\5", "\5")
                .replace("\\3", "\3")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "TELNET|login: |nothing|REFUSED",
                "TELNET|Go away\\r\\n|Go away\\r\\n|SILENT",
                "TELNET|\"\"|\"\"|SILENT",
                "FTP|220 ready\\r\\n|530 log in first\\r\\n|REFUSED",
                "FTP|220 ready\\r\\n|500 no\\r\\n|SILENT",
                "FTP|220 ready\\r\\n|\"\"|SILENT",
                "MQTT|\"\"|\" \\2\\0\\5\"|REFUSED",
                "MQTT|\"\"|\" \\2\\0\\3\"|SILENT",
                "MQTT|\"\"|\"\"|SILENT",
                "RTSP|\"\"|RTSP/1.0 401 Unauthorized\\r\\nWWW-Authenticate: Basic realm=x\\r\\n\\r\\n|REFUSED",
                "RTSP|\"\"|RTSP/1.0 403 Forbidden\\r\\n\\r\\n|SILENT"
            })
    void onlyWhatAsksForALogInRefusesStrangers(Protocol protocol, String greeting, String answer, Outcome expected)
            throws IOException {
        assertThat(outcome(protocol, greeting, answer)).isEqualTo(expected);
    }

    /** What lets everybody in does so also when it loses the first who comes. */
    @ParameterizedTest
    @CsvSource({"FTP, '220 FTP\\r\\n', '230 come in\\r\\n'", "TELNET, '# ', '# '"})
    void aLostAnswerKeepsNobodyOut(Protocol protocol, String greeting, String answer) throws IOException {
        lost = 1;
        assertThat(outcome(protocol, greeting, answer)).isEqualTo(Outcome.ACCEPTED);
    }
}
