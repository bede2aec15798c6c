package dev.shisa.server.platform.outgoing;

import dev.shisa.server.platform.storage.OwnerOnlyFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** What is shared with a receiver and nobody else: a file each that only the installation's own user can read. */
@Component
public class ReceiverSecrets {

    private final Path secrets;

    ReceiverSecrets(@Value("${shisa.data}") Path data) {
        this.secrets = data.resolve("secrets");
    }

    public void keep(UUID receiver, String secret) {
        try {
            OwnerOnlyFiles.write(file(receiver), (secret + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the secret of a receiver cannot be kept", e);
        }
    }

    /** Empty if none is kept. */
    public String read(UUID receiver) {
        try {
            return Files.exists(file(receiver))
                    ? Files.readString(file(receiver)).strip()
                    : "";
        } catch (IOException e) {
            throw new UncheckedIOException("the secret of a receiver cannot be read", e);
        }
    }

    public void forget(UUID receiver) {
        try {
            Files.deleteIfExists(file(receiver));
        } catch (IOException e) {
            throw new UncheckedIOException("the secret of a receiver cannot be removed", e);
        }
    }

    /** Named after the first who shared one: whoever was sent checkpoints. */
    private Path file(UUID receiver) {
        return secrets.resolve("checkpoint-" + receiver);
    }
}
