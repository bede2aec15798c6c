package dev.shisa.server.platform.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFilesTest {

    private final String before = System.getProperty("java.io.tmpdir");

    @TempDir
    Path data;

    @AfterEach
    void asBefore() {
        System.setProperty("java.io.tmpdir", before);
    }

    @Test
    void whatAKilledServerLeftIsGoneAndWhatComesIsForTheOwnerAlone() throws Exception {
        TemporaryFiles.begin(data);
        Path upload = Files.writeString(TemporaryFiles.incoming(data).resolve("upload_1.tmp"), "embargoed");
        Path ofLibrary = Files.createDirectories(data.resolve("run/tmp/poifiles"));
        Files.writeString(ofLibrary.resolve("poi-1.tmp"), "embargoed");
        Path ofContainer =
                Files.createDirectories(TemporaryFiles.container(data).resolve("work"));
        Path kept = Files.writeString(TemporaryFiles.stored(data).resolve("new-1.part"), "embargoed");
        Path own = TemporaryFiles.create("shisa-", ".zip");
        Path socket = Files.writeString(data.resolve("run/admin.sock"), "");
        assertThat(own).startsWith(data.resolve("run").resolve("tmp").toAbsolutePath());
        TemporaryFiles.begin(data);
        for (Path gone : List.of(upload, ofLibrary, ofContainer, kept, own)) {
            assertThat(gone).doesNotExist();
        }
        assertThat(socket).exists();
        for (Path folder : List.of(
                TemporaryFiles.incoming(data),
                TemporaryFiles.container(data),
                TemporaryFiles.stored(data),
                data.resolve("run/tmp"))) {
            assertThat(Files.getPosixFilePermissions(folder)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        }
    }
}
