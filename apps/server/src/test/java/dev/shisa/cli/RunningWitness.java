package dev.shisa.cli;

import com.sun.net.httpserver.HttpServer;
import dev.shisa.ledger.SigningKey;
import dev.shisa.ledger.VerifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;

/** {@code shisa witness} on a free port of this computer, for those who send checkpoints to it. */
public final class RunningWitness implements AutoCloseable {

    private final HttpServer server;
    private final Path key;

    /**
     * Starts one.
     *
     * @param state its key and what it remembers
     * @param log the key of the one log that it knows
     */
    public RunningWitness(Path state, VerifierKey log) {
        this.key = folder(state).resolve("key");
        WitnessCommand command = new WitnessCommand();
        new CommandLine(command)
                .parseArgs(
                        "--key",
                        key.toString(),
                        "--name",
                        "witness.example/quality",
                        "--log",
                        log.toString(),
                        "--state",
                        state.resolve("seen").toString(),
                        "--port",
                        "0");
        this.server = command.start();
    }

    private static Path folder(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public VerifierKey key() {
        return SigningKey.read(key).verifier();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/add-checkpoint";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
