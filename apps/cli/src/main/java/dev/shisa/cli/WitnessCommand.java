package dev.shisa.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.shisa.ledger.KeyType;
import dev.shisa.ledger.LedgerException;
import dev.shisa.ledger.SigningKey;
import dev.shisa.ledger.VerifierKey;
import dev.shisa.ledger.Witness;
import dev.shisa.ledger.WitnessFolder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code witness}: a small cosigner for a second machine or company (C2SP tlog-witness). It speaks plain HTTP, as its
 * requests carry nothing secret and prove themselves; beyond one machine, put it behind a web server with TLS.
 */
@Command(name = "witness")
final class WitnessCommand implements Callable<Integer> {

    private static final int CONNECTIONS_MAX = 64;
    private static final Pattern CHECKPOINT = Pattern.compile("/([0-9a-f]{64})/checkpoint");

    @Option(names = "--key", required = true, paramLabel = "FILE")
    private Path key = Path.of("");

    @Option(names = "--name", paramLabel = "NAME")
    private String name = "";

    @Option(names = "--log", required = true, paramLabel = "VKEY")
    private List<String> logs = List.of();

    @Option(names = "--state", required = true, paramLabel = "DIR")
    private Path state = Path.of("");

    @Option(names = "--port", paramLabel = "N")
    private int port = 8447;

    @Option(names = "--listen", paramLabel = "ADDRESS")
    private String listen = "127.0.0.1";

    @Override
    public Integer call() throws InterruptedException {
        HttpServer server = start();
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(1)));
        stopped.await();
        return 0;
    }

    HttpServer start() {
        SigningKey signing = signingKey();
        if (!signing.verifier().type().equals(KeyType.COSIGNATURE_ED25519)
                && !signing.verifier().type().equals(KeyType.COSIGNATURE_ML_DSA_44)) {
            throw new Refusal(Cli.WRONG_USAGE, "witness.other-key", key);
        }
        List<VerifierKey> known = keys("--log", logs);
        Witness witness = new Witness(known, List.of(signing), new WitnessFolder(state), InstantSource.system());
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(listen, port), CONNECTIONS_MAX);
            server.createContext("/", exchange -> answer(witness, exchange));
            server.setExecutor(Executors.newFixedThreadPool(
                    CONNECTIONS_MAX, Thread.ofVirtual().factory()));
            server.start();
            System.out.println(signing.verifier());
            Cli.say("Ready: http://" + listen + ":" + server.getAddress().getPort() + "/add-checkpoint");
            return server;
        } catch (IOException | IllegalArgumentException e) {
            throw new Refusal(
                    Cli.PROBLEM, "witness.no-door", listen, Integer.toString(port), String.valueOf(e.getMessage()));
        }
    }

    private SigningKey signingKey() {
        if (!name.isEmpty() && !Files.exists(key)) {
            SigningKey.generate(name, KeyType.COSIGNATURE_ED25519, new SecureRandom())
                    .write(key);
        }
        if (!Files.isRegularFile(key)) {
            throw new Refusal(Cli.PROBLEM, "witness.no-key", key);
        }
        return SigningKey.read(key);
    }

    /** The keys that an option gave. */
    static List<VerifierKey> keys(String option, List<String> texts) {
        List<VerifierKey> keys = new ArrayList<>();
        for (String text : texts) {
            try {
                keys.add(VerifierKey.parse(text));
            } catch (LedgerException.Malformed e) {
                throw new Refusal(Cli.WRONG_USAGE, "usage.vkey", option, text);
            }
        }
        return keys;
    }

    private static void answer(Witness witness, HttpExchange exchange) throws IOException {
        try (exchange) {
            Witness.Answer answer = routed(witness, exchange);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static Witness.Answer routed(Witness witness, HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Matcher checkpoint = CHECKPOINT.matcher(path);
        boolean add = path.equals("/add-checkpoint");
        if (!add && !checkpoint.matches()) {
            return sentence(404, "there is only /add-checkpoint and /<origin hash>/checkpoint.");
        }
        String method = add ? "POST" : "GET";
        if (!exchange.getRequestMethod().equals(method)) {
            exchange.getResponseHeaders().set("Allow", method);
            return sentence(405, path + " is asked with " + method + ".");
        }
        try {
            if (!add) {
                return witness.checkpoint(checkpoint.group(1));
            }
            byte[] body = exchange.getRequestBody().readNBytes(Witness.REQUEST_BYTES_MAX + 1);
            if (body.length > Witness.REQUEST_BYTES_MAX) {
                return sentence(413, "a request has at most " + Witness.REQUEST_BYTES_MAX + " bytes.");
            }
            return witness.addCheckpoint(body);
        } catch (LedgerException e) {
            Cli.say("✗ " + Words.t("failed.ledger", String.valueOf(e.getMessage())));
            return sentence(500, "the witness cannot answer now; its operator finds the reason in its log.");
        }
    }

    private static Witness.Answer sentence(int status, String sentence) {
        return new Witness.Answer(status, "text/plain; charset=utf-8", sentence + "\n");
    }
}
