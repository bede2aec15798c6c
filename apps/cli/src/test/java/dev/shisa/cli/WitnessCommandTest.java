package dev.shisa.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.shisa.ledger.KeyType;
import dev.shisa.ledger.Ledger;
import dev.shisa.ledger.LedgerOptions;
import dev.shisa.ledger.Note;
import dev.shisa.ledger.SignedCheckpoint;
import dev.shisa.ledger.SigningKey;
import dev.shisa.ledger.Witness;
import dev.shisa.ledger.WitnessFolder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code witness} over HTTP. */
class WitnessCommandTest {

    private static final SigningKey LOG =
            SigningKey.generate("log.example/a", KeyType.ED25519, new SplittableRandom(1));

    @TempDir
    Path temp;

    private String base = "";

    private HttpServer start() {
        WitnessCommand command = new WitnessCommand();
        CommandLine line = new CommandLine(command);
        line.parseArgs(
                "--key",
                temp.resolve("key").toString(),
                "--name",
                "witness.example/w",
                "--log",
                LOG.toString(),
                "--state",
                temp.resolve("state").toString(),
                "--port",
                "0");
        HttpServer server = command.start();
        base = "http://127.0.0.1:" + server.getAddress().getPort();
        return server;
    }

    private HttpResponse<String> send(String method, String path, byte[] body)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(base + path))
                            .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        }
    }

    private HttpResponse<String> add(String request) throws IOException, InterruptedException {
        return send("POST", "/add-checkpoint", request.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void itCosignsRemembersAndRefusesAFork() throws Exception {
        String note;
        try (Ledger ledger = Ledger.open(temp.resolve("log"), LOG, LedgerOptions.DEFAULT)) {
            SignedCheckpoint checkpoint =
                    ledger.append(List.of(new byte[3], new byte[4])).checkpoint();
            note = checkpoint.note().toString();
        }
        HttpServer server = start();
        HttpResponse<String> first = add("old 0\n\n" + note);
        assertThat(first.statusCode()).isEqualTo(200);
        SigningKey witness = SigningKey.read(temp.resolve("key"));
        assertThat(Note.parse((note + first.body()).getBytes(StandardCharsets.UTF_8))
                        .check(Set.of(witness.verifier())))
                .isInstanceOf(Note.Check.Signed.class);
        server.stop(0);

        server = start();
        HttpResponse<String> again = add("old 0\n\n" + note);
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).isEqualTo("2\n");
        assertThat(again.headers().firstValue("Content-Type")).hasValue("text/x.tlog.size");
        HttpResponse<String> latest =
                send("GET", "/" + WitnessFolder.hash("log.example/a") + "/checkpoint", new byte[0]);
        assertThat(latest.statusCode()).isEqualTo(200);
        assertThat(latest.body()).startsWith(note);
        server.stop(0);
    }

    @Test
    void otherRequestsGetOneSentence() throws Exception {
        HttpServer server = start();
        assertThat(add("nonsense").statusCode()).isEqualTo(400);
        assertThat(send("GET", "/add-checkpoint", new byte[0]).statusCode()).isEqualTo(405);
        assertThat(send("GET", "/other", new byte[0]).statusCode()).isEqualTo(404);
        assertThat(send("GET", "/" + "0".repeat(64) + "/checkpoint", new byte[0])
                        .statusCode())
                .isEqualTo(404);
        HttpResponse<String> large = send("POST", "/add-checkpoint", new byte[Witness.REQUEST_BYTES_MAX + 10]);
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(large.body()).endsWith(".\n");
        server.stop(0);
    }

    @Test
    void keysThatDoNotFitAreRefused() {
        LOG.write(temp.resolve("key"));
        assertThatThrownBy(this::start).hasMessageContaining("not one of a witness");
        assertThat(Cli.run(
                        "witness",
                        "--key",
                        temp.resolve("none").toString(),
                        "--log",
                        LOG.toString(),
                        "--state",
                        temp.resolve("state").toString(),
                        "--port",
                        "0"))
                .isEqualTo(1);
        assertThat(Cli.run("witness", "--port", "x")).isEqualTo(2);
    }
}
