package dev.shisa.server.platform.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.server.ServerTest;
import dev.shisa.server.atonce.AtOnce;
import dev.shisa.server.atonce.Statements;
import dev.shisa.server.platform.storage.OwnerOnlyFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** A secret shared with a receiver changes with the transaction of whoever changes it, and is nowhere to be read. */
class ReceiverSecretsTest extends ServerTest {

    private static final UUID RECEIVER = new UUID(7, 19);

    @Autowired
    private ReceiverSecrets secrets;

    @Value("${shisa.data}")
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @BeforeEach
    void anEmptyDatabase() {
        emptyDatabase();
    }

    @Test
    void theOneBeforeGoesOnUntilTheChangeIsCommitted() {
        secrets.keep(RECEIVER, "one");
        try (AtOnce atOnce = atOnce()) {
            AtOnce.Open change = atOnce.begin().step(() -> secrets.keep(RECEIVER, "two"));
            assertThat(secrets.read(RECEIVER)).as("whoever sends meanwhile").isEqualTo("one");
            change.commit();
            assertThat(secrets.read(RECEIVER)).isEqualTo("two");

            AtOnce.Open removal = atOnce.begin().step(() -> secrets.forget(RECEIVER));
            assertThat(secrets.read(RECEIVER)).isEqualTo("two");
            removal.commit();
            assertThat(secrets.read(RECEIVER)).isEmpty();
        }
    }

    @Test
    void theOneBeforeGoesOnWhenTheChangeComesToNothing() {
        secrets.keep(RECEIVER, "one");
        try (AtOnce atOnce = atOnce()) {
            atOnce.begin().step(() -> secrets.keep(RECEIVER, "two")).rollBack();
            assertThat(secrets.read(RECEIVER)).isEqualTo("one");
            atOnce.begin().step(() -> secrets.forget(RECEIVER)).rollBack();
            assertThat(secrets.read(RECEIVER)).isEqualTo("one");
        }
        statements().fail(Statements.COMMIT, new IllegalStateException("made by the test"));
        assertThatThrownBy(() -> inTransaction(() -> secrets.keep(RECEIVER, "two")))
                .hasMessageContaining("made by the test");
        assertThat(secrets.read(RECEIVER)).isEqualTo("one");
    }

    @Test
    void theDatabaseAloneOpensNothing() throws IOException {
        secrets.keep(RECEIVER, "open sesame");
        byte[] sealed = jdbc.sql("SELECT sealed FROM receiver_secret")
                .query(byte[].class)
                .single();
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("sesame");
        Path key = data.resolve("secrets/receivers-key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        byte[] held = Files.readAllBytes(key);
        try {
            Files.delete(key);
            assertThat(secrets.read(RECEIVER)).isEmpty();
        } finally {
            OwnerOnlyFiles.write(key, held);
        }
        assertThat(secrets.read(RECEIVER)).isEqualTo("open sesame");
    }

    @Test
    void whatVersionsBeforeKeptAsFilesIsTakenOverOnce() throws IOException {
        Path file = data.resolve("secrets/checkpoint-" + RECEIVER);
        OwnerOnlyFiles.write(file, "of before\n".getBytes(StandardCharsets.UTF_8));
        statements().fail("INTO receiver_secret", new IllegalStateException("made by the test"));
        assertThatThrownBy(secrets::afterSingletonsInstantiated).hasMessageContaining("made by the test");
        assertThat(file).as("it is not in the database yet").exists();

        secrets.afterSingletonsInstantiated();
        assertThat(secrets.read(RECEIVER)).isEqualTo("of before");
        assertThat(file).doesNotExist();
        secrets.afterSingletonsInstantiated();
        assertThat(secrets.read(RECEIVER)).isEqualTo("of before");
    }
}
