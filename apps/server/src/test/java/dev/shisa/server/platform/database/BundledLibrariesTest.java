package dev.shisa.server.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.XZInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The libraries that come with PostgreSQL are in Shisa's own bill of materials, in the version that really is there. */
class BundledLibrariesTest {

    /** Of PostgreSQL itself. */
    private static final List<String> OWN = List.of("lib/libpq.", "lib/libecpg", "lib/libpgtypes.");

    @ParameterizedTest
    @ValueSource(strings = {"amd64", "aarch64"})
    void areNamedWithTheVersionThatTheyTellThemselves(String processor) throws IOException {
        Map<String, byte[]> files = files(PostgresBinaries.archiveFor("Linux", processor));
        List<String> unnamed = new ArrayList<>(files.keySet());
        for (JsonNode part : JsonMapper.shared()
                .readTree(Path.of("src/build/sbom-parts.json").toFile())
                .get("parts")) {
            if (part.has("within")) {
                List<String> places = new ArrayList<>();
                part.get("files").forEach(file -> places.add(file.asString()));
                assertThat(files).as(part.get("name").asString()).containsKeys(places.toArray(String[]::new));
                assertThat(new String(files.get(places.getFirst()), StandardCharsets.ISO_8859_1))
                        .as(part.get("name").asString())
                        .contains(part.get("mark").asString());
                unnamed.removeAll(places);
            }
        }
        assertThat(unnamed).as("libraries that no part names").isEmpty();
    }

    /** The database's program and the libraries beside it, without what only leads to another file. */
    private static Map<String, byte[]> files(String archive) throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        try (InputStream packed = Objects.requireNonNull(PostgresBinaries.class.getResourceAsStream(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(packed))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String name = entry.getName().replaceFirst("^\\./", "");
                boolean library =
                        name.matches("lib/[^/]+\\.so[.0-9]*") && OWN.stream().noneMatch(name::startsWith);
                if (entry.isFile() && !entry.isSymbolicLink() && (library || name.equals("bin/postgres"))) {
                    files.put(name, tar.readAllBytes());
                }
            }
        }
        return files;
    }
}
