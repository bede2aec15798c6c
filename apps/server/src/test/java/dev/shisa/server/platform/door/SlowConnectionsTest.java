package dev.shisa.server.platform.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What somebody can hold by doing nothing, or next to nothing. */
class SlowConnectionsTest extends RealServerTest {

    @Test
    void aThousandConnectionsOfOneAddressLeaveOthersAnsweredAndEnd() throws Exception {
        List<Socket> held = new ArrayList<>();
        try {
            for (int i = 0; i < 1_000; i++) {
                Socket socket = new Socket();
                held.add(socket);
                socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.3.1"), 0));
                socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
                socket.setSoTimeout(10);
            }
            try (Wire other = connect("127.0.3.2")) {
                assertThat(other.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
                                .answer())
                        .startsWith("HTTP/1.1 200");
            }
            // Half of them were refused at once, and the others said nothing.
            await(
                    "at most so many are open",
                    () -> held.stream().filter(s -> !ended(s)).count() <= 500);
            await("all have ended", () -> held.stream().allMatch(SlowConnectionsTest::ended));
        } finally {
            for (Socket socket : held) {
                socket.close();
            }
        }
    }

    @Test
    void aRequestWhoseHeadOrBodyComesDropByDropEnds() throws Exception {
        try (Wire head = connect("127.0.3.3");
                Wire body = connect("127.0.3.4");
                Wire form = connect("127.0.3.5")) {
            head.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-A: ");
            body.send("POST /public/report/nobody HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n"
                    + "Content-Type: multipart/form-data; boundary=b\r\n\r\n--b\r\n");
            form.send("POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\n\r\na=");
            for (Wire wire : List.of(head, body, form)) {
                wire.socket().setSoTimeout(200);
            }
            await("all three have ended", () -> {
                boolean headEnded = drips(head, "b");
                boolean bodyEnded = drips(body, "x");
                return drips(form, "x") && headEnded && bodyEnded;
            });
        }
    }

    /** Whatever the container waits for byte by byte has a time in all. */
    @Test
    void noPartOfARequestIsWaitedForWithoutEnd() throws Exception {
        String get = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n";
        String post =
                "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n";
        String form = "POST /public/report/nobody HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: multipart/form-data; boundary=b\r\n";
        Map<String, List<String>> parts = new LinkedHashMap<>();
        parts.put("blank lines", List.of("\r\n", "\r"));
        parts.put("blank lines after a request", List.of(get + "\r\n", "\r"));
        parts.put("request line", List.of("GET /health", "x"));
        parts.put("expected body", List.of(get + "Expect: 100-continue\r\nContent-Length: 5000\r\n\r\n", "x"));
        parts.put("expected form", List.of(post + "Expect: 100-continue\r\nContent-Length: 5000\r\n\r\n", "a"));
        parts.put("expected files", List.of(form + "Expect: 100-continue\r\nContent-Length: 5000\r\n\r\n--b\r\n", "a"));
        parts.put("chunk size", List.of(get + "Transfer-Encoding: chunked\r\n\r\n", "1\r\na\r\n"));
        for (String head : List.of(get, post)) {
            String chunked = head + "Transfer-Encoding: chunked\r\n\r\n";
            parts.put("chunk extension of " + head, List.of(chunked + "1;a=", "b"));
            parts.put("line after the last chunk of " + head, List.of(chunked + "1\r\na\r\n0\r\nX-A: ", "b"));
            parts.put("lines after the last chunk of " + head, List.of(chunked + "1\r\na\r\n0\r\n", "X-A: b\r\n"));
        }
        Map<String, Wire> held = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, List<String>> part : parts.entrySet()) {
                Wire wire = connect("127.0.3.6").send(part.getValue().getFirst());
                wire.socket().setSoTimeout(10);
                held.put(part.getKey(), wire);
            }
            Set<String> left = new LinkedHashSet<>(parts.keySet());
            for (long end = System.nanoTime() + PATIENCE.toNanos(); !left.isEmpty() && System.nanoTime() < end; ) {
                parts.forEach((name, texts) -> {
                    Wire wire = held.get(name);
                    if (wire == null || drips(wire, texts.getLast())) {
                        left.remove(name);
                    }
                });
                // Less than the container allows between two bytes.
                Thread.sleep(1_000);
            }
            assertThat(left).isEmpty();
        } finally {
            held.values().forEach(Wire::close);
        }
    }

    /** Somebody with very many addresses: each connection is through its handshake and has sent a part of a request. */
    @Test
    @Tag("long")
    void aThousandThatDripFromManyAddressesLeaveOthersAnswered() throws Exception {
        List<Wire> held = new ArrayList<>();
        try {
            for (int i = 0; i < 1_000; i++) {
                Wire wire = connect("127." + (20 + i % 200) + "." + (1 + i / 200) + ".1");
                wire.socket().setSoTimeout(1);
                held.add(wire);
                begin(wire, i);
                if (i % 100 == 99) {
                    answersAll(held, i);
                }
            }
            answersAll(held, 1_000);
        } finally {
            held.forEach(Wire::close);
        }
    }

    /** All of them are held open: who was given up begins once more. */
    private void answersAll(List<Wire> held, int round) throws Exception {
        for (int i = 0; i < held.size(); i++) {
            if (drips(held.get(i), i % 2 == 0 ? "X-A: b\r\n" : "x")) {
                held.get(i).close();
                Wire again = connect("127." + (20 + i % 200) + "." + (1 + i / 200) + "." + (2 + round / 100));
                again.socket().setSoTimeout(1);
                begin(again, i);
                held.set(i, again);
            }
        }
        try (Wire person = connect("127.0.3.9");
                Wire stranger = connect("127.0.3.10")) {
            assertThat(person.send("GET /products HTTP/1.1\r\nHost: localhost\r\nCookie: " + session() + "\r\n\r\n")
                            .answer())
                    .startsWith("HTTP/1.1 200");
            assertThat(stranger.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .answer())
                    .startsWith("HTTP/1.1 200");
        }
    }

    /** By turns a head and a form that do not come to their end. */
    private static void begin(Wire wire, int number) throws IOException {
        wire.send(
                number % 2 == 0
                        ? "GET /health/live HTTP/1.1\r\nHost: localhost\r\n"
                        : "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n"
                                + "Content-Type: application/x-www-form-urlencoded\r\n\r\na=");
    }

    /** Sends a little more; true once the other side has ended the connection. */
    private static boolean drips(Wire wire, String text) {
        try {
            wire.send(text);
            return wire.isEnded();
        } catch (IOException e) {
            return true;
        }
    }

    private static boolean ended(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
