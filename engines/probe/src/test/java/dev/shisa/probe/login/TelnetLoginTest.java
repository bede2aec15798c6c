package dev.shisa.probe.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.probe.Exchange;
import dev.shisa.probe.ports.Identifier;
import dev.shisa.probe.ports.Protocol;
import dev.shisa.probe.ports.Service;
import dev.shisa.probe.run.Endpoint;
import dev.shisa.probe.run.TestBench;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Telnet asks in words of its own. */
class TelnetLoginTest {

    private final TestBench test = new TestBench(List.of(), 10, 60, 8);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "login: |Password: |Login incorrect|# ",
                "Enter user >|Enter pin ?|No.|QX> ",
                "Operator ID: |Secret: |ACCESS REFUSED|> ",
                "ユーザー名: |パスワード: |違います|$ ",
                "[user]: |[pass]: |bad login|~ # "
            })
    void theRightPairIsAcceptedAndOthersAreNot(String user, String password, String no, String shell)
            throws IOException {
        try (ServerSocket server = new ServerSocket(0, 20, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                while (!server.isClosed()) {
                    try (Socket socket = server.accept()) {
                        serve(socket, user, password, no, shell);
                    } catch (IOException e) {
                        // The other side has heard enough.
                    }
                }
            });
            Endpoint endpoint = Endpoint.tcp(InetAddress.getLoopbackAddress(), server.getLocalPort());
            Service found = Identifier.identify(test.bench(), endpoint);
            TelnetLogin telnet = new TelnetLogin(
                    test.bench(), new Service(endpoint, Protocol.TELNET, false, new byte[0], Exchange.NONE));
            assertThat(found.protocol()).isEqualTo(Protocol.TELNET);
            assertThat(telnet.attempt("admin", "1234").outcome()).isEqualTo(Tried.Outcome.ACCEPTED);
            assertThat(telnet.attempt("admin", "12345").outcome()).isEqualTo(Tried.Outcome.REFUSED);
            assertThat(telnet.withoutLogin().isAccepted()).isFalse();
        }
    }

    private static void serve(Socket socket, String user, String password, String no, String shell) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        say(socket, "\r\nWelcome\r\n" + user);
        for (String name = in.readLine(); name != null; name = in.readLine()) {
            say(socket, password);
            String word = in.readLine();
            boolean right = name.equals("admin") && "1234".equals(word);
            say(socket, right ? "\r\n" + shell : "\r\n" + no + "\r\n" + user);
        }
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }
}
