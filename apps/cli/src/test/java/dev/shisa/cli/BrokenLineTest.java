package dev.shisa.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that ends kept connections just as the next call comes in, as every server does after some time without one. */
class BrokenLineTest {

    private static final String ANSWER = "{\"id\": \"0197\"}";

    /** Each call that arrived: its line, its key, and whether it was answered. */
    private record Arrived(String line, String key, boolean answered) {}

    private final List<Arrived> arrived = new CopyOnWriteArrayList<>();
    private ServerSocket door;
    private ServerClient client;

    /** How many calls of each connection are answered before it ends at the next. */
    private volatile int answeredOfEach = 1;

    private volatile boolean halfAnswers;

    @BeforeEach
    void aServer() throws IOException {
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!door.isClosed()) {
                try {
                    Socket line = door.accept();
                    Thread.ofVirtual().start(() -> serve(line));
                } catch (IOException closed) {
                    return;
                }
            }
        });
        client = new ServerClient(URI.create("http://127.0.0.1:" + door.getLocalPort()), "shisa_x", null);
    }

    @AfterEach
    void close() throws IOException {
        door.close();
    }

    private void serve(Socket line) {
        try (line;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(line.getInputStream(), StandardCharsets.ISO_8859_1))) {
            for (int calls = 0; ; calls++) {
                String first = in.readLine();
                if (first == null) {
                    return;
                }
                String key = "";
                int length = 0;
                for (String head = in.readLine(); head != null && !head.isEmpty(); head = in.readLine()) {
                    key = head.startsWith("Idempotency-Key: ") ? head.substring(17) : key;
                    length = head.toLowerCase(java.util.Locale.ROOT).startsWith("content-length: ")
                            ? Integer.parseInt(head.substring(16))
                            : length;
                }
                for (int i = 0; i < length; i++) {
                    in.read();
                }
                boolean answers = calls < answeredOfEach;
                arrived.add(new Arrived(first, key, answers));
                if (halfAnswers) {
                    halfAnswers = false;
                    line.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n{\"id"
                                    .getBytes(StandardCharsets.UTF_8));
                    return;
                }
                if (!answers) {
                    return;
                }
                line.getOutputStream()
                        .write(("HTTP/1.1 200 OK\r\nContent-Length: " + ANSWER.length() + "\r\n\r\n" + ANSWER)
                                .getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // the client went away
        }
    }

    @Test
    void aCallOnALineThatEndsIsSentAgainWithTheSameKey() {
        for (int i = 0; i < 5; i++) {
            assertThat(client.post("/api/v1/things", Map.of("n", i)).path("id").asString())
                    .isEqualTo("0197");
        }
        List<String> done =
                arrived.stream().filter(Arrived::answered).map(Arrived::key).toList();
        assertThat(done).hasSize(5).doesNotHaveDuplicates().doesNotContain("");
        assertThat(arrived.stream().filter(a -> !a.answered()).map(Arrived::key))
                .isNotEmpty()
                .allMatch(done::contains);
    }

    @Test
    void soIsAChangeOfWhatIsThere() {
        client.put("/api/v1/things/1", "/api/v1/things/1", Map.of("n", 1));
        assertThat(arrived.stream().filter(a -> a.line().startsWith("PUT")).map(Arrived::key))
                .isNotEmpty()
                .doesNotContain("")
                .allMatch(key -> key.equals(arrived.getLast().key()));
        assertThat(arrived.getLast().answered()).isTrue();
    }

    @Test
    void anAnswerThatBreaksOffIsAskedForAgain() {
        halfAnswers = true;
        assertThat(client.post("/api/v1/things", Map.of()).path("id").asString())
                .isEqualTo("0197");
        assertThat(arrived)
                .extracting(Arrived::key)
                .hasSize(2)
                .containsOnly(arrived.getFirst().key());
    }

    @Test
    void aLineThatBreaksEachTimeIsToldWithTheCallAndTheNumberOfTries() {
        answeredOfEach = 0;
        assertThatThrownBy(() -> client.post("/api/v1/things", Map.of()))
                .isInstanceOf(Refusal.class)
                .hasMessageContainingAll("POST /api/v1/things", "4", "logs/shisa.log");
        assertThat(arrived).hasSize(ServerClient.TRIES);
        assertThat(arrived)
                .extracting(Arrived::key)
                .containsOnly(arrived.getFirst().key());
    }

    @Test
    void aServerThatTakesItsTimeIsAskedAgainAndOneThatIsNotThereIsNot() {
        assertThat(ServerClient.mayBeSentAgain(new HttpTimeoutException("request timed out")))
                .isTrue();
        assertThat(ServerClient.mayBeSentAgain(new HttpConnectTimeoutException("connect timed out")))
                .isFalse();
        assertThat(ServerClient.mayBeSentAgain(new IOException(new ConnectException("refused"))))
                .isFalse();
    }
}
