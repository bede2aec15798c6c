package dev.shisa.server.platform.outgoing;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.storage.SealedSecrets;
import dev.shisa.server.platform.storage.SealedSecrets.Sealed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What is shared with a receiver and nobody else. It is changed in the transaction of whoever changes the receiver: the one before signs
 * and signs in until that is committed, and goes on when it comes to nothing.
 */
@Component
public class ReceiverSecrets implements SmartInitializingSingleton, SealedSecrets.Keeper {

    private static final Logger LOG = LoggerFactory.getLogger(ReceiverSecrets.class);

    private static final String FILE_START = "checkpoint-";

    private final JdbcClient jdbc;
    private final Path files;
    private final SealedSecrets sealed;

    ReceiverSecrets(JdbcClient jdbc, @Value("${shisa.data}") Path data) {
        this.jdbc = jdbc;
        this.files = data.resolve("secrets");
        this.sealed = new SealedSecrets(data, "receivers-key", "outgoing.receivers-key");
    }

    public void keep(UUID receiver, String secret) {
        jdbc.sql("""
                        INSERT INTO receiver_secret (receiver, sealed) VALUES (:receiver, :sealed)
                        ON CONFLICT (receiver) DO UPDATE SET sealed = excluded.sealed""")
                .param("receiver", receiver)
                .param("sealed", sealed.seal(receiver, secret.getBytes(StandardCharsets.UTF_8)))
                .update();
    }

    /** Empty if none is kept, or what opens it is not there any more. */
    public String read(UUID receiver) {
        return jdbc.sql("SELECT sealed FROM receiver_secret WHERE receiver = ?")
                .param(receiver)
                .query(byte[].class)
                .optional()
                .map(secret -> opened(receiver, secret))
                .orElse("");
    }

    private String opened(UUID receiver, byte[] secret) {
        try {
            return new String(sealed.open(receiver, secret), StandardCharsets.UTF_8);
        } catch (Problem lost) {
            LOG.warn(
                    "the secret of receiver {} cannot be opened: {} is not the key that sealed it",
                    receiver,
                    sealed.file());
            return "";
        }
    }

    @Override
    public SealedSecrets key() {
        return sealed;
    }

    @Override
    public List<Sealed> kept() {
        return jdbc.sql("SELECT receiver, sealed FROM receiver_secret")
                .query((row, number) -> new Sealed(row.getObject("receiver", UUID.class), row.getBytes("sealed")))
                .list();
    }

    public void forget(UUID receiver) {
        jdbc.sql("DELETE FROM receiver_secret WHERE receiver = ?")
                .param(receiver)
                .update();
    }

    /** Takes over what versions before kept as a file each. */
    @Override
    public void afterSingletonsInstantiated() {
        try {
            for (Path file : left()) {
                UUID receiver = UUID.fromString(file.getFileName().toString().substring(FILE_START.length()));
                keep(receiver, Files.readString(file).strip());
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the secrets of receivers cannot be taken over", e);
        }
    }

    private List<Path> left() throws IOException {
        if (!Files.isDirectory(files)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(files)) {
            return all.filter(file -> file.getFileName()
                            .toString()
                            .matches(FILE_START + "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"))
                    .toList();
        }
    }
}
