package dev.shisa.server.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredZipTest {

    @Test
    void otherProgramsReadIt(@TempDir Path folder) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StoredZip zip = new StoredZip(out);
        zip.add("a.txt", "abc".getBytes(UTF_8));
        StoredZip.Written written = zip.add("b/empty", new byte[0]);
        byte[] large = new byte[200_000];
        StoredZip.Written streamed = zip.add("b/large", () -> new ByteArrayInputStream(large));
        zip.finish();
        assertThat(written).isEqualTo(new StoredZip.Written("b/empty", sha256(new byte[0]), 0));
        assertThat(streamed).isEqualTo(new StoredZip.Written("b/large", sha256(large), large.length));
        Path file = Files.write(folder.resolve("a.zip"), out.toByteArray());
        try (ZipFile read = new ZipFile(file.toFile())) {
            assertThat(read.size()).isEqualTo(3);
            assertThat(read.getInputStream(read.getEntry("a.txt")).readAllBytes())
                    .isEqualTo("abc".getBytes(UTF_8));
            assertThat(read.getInputStream(read.getEntry("b/large")).readAllBytes())
                    .isEqualTo(large);
        }
    }

    @Test
    void aFileThatChangesWhileItIsReadIsRefused() {
        AtomicInteger opened = new AtomicInteger();
        StoredZip zip = new StoredZip(new ByteArrayOutputStream());
        assertThatThrownBy(() -> zip.add(
                        "a",
                        () -> opened.getAndIncrement() > 0
                                ? new ByteArrayInputStream(new byte[5])
                                : new ByteArrayInputStream(new byte[4])))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a changed while it was being read");
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(StoredZip.sha256().digest(bytes));
    }
}
