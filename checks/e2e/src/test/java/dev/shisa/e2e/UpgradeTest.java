package dev.shisa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From the version before to this one, and back. The version before is built from the history of the repository, by
 * {@code -Dupgrade.from=COMMIT}, or is one that is built already, by {@code -Dupgrade.home=FOLDER}; its own demonstration is
 * the data folder.
 */
@Tag("packaged")
@Tag("long")
class UpgradeTest {

    /** Whose data folders have to be taken over. */
    private static final String FROM = System.getProperty("upgrade.from", "a24e5b4f");

    @TempDir
    private Path folder;

    @Test
    void theFolderOfTheVersionBeforeIsTakenOverAndItsBackupsBringThatVersionBack() throws Exception {
        Version old = before();
        Version now = new Version(ShisaProcess.home());
        Path data = folder.resolve("data");
        Path pack = folder.resolve("pack.zip");
        Path passphrase = Files.writeString(folder.resolve("passphrase"), "as good as any other passphrase\n");
        Path backups = folder.resolve("backups");
        try (Served demo = old.starts("demo", "--data", data, "--port", "0", "--token-file", folder.resolve("token"))) {
            old.succeeds(
                    "export",
                    "--series",
                    "MC-200",
                    "--to",
                    pack,
                    "--as",
                    "pack",
                    "--server",
                    demo.address(),
                    "--ca",
                    data.resolve("tls/ca.pem"),
                    "--token-file",
                    folder.resolve("token"));
            old.succeeds("backup", "--data", data, "--to", backups, "--passphrase-file", passphrase);
        }

        try (Served upgraded = now.starts("up", "--data", data, "--port", "0", "--name", "localhost")) {
            assertThat(upgraded.address()).startsWith("https://localhost:");
            now.succeeds("verify", "--data", data);
        }
        now.succeeds("verify", "--data", data);
        now.succeeds("verify", pack);

        bringsBack(old, "restored", backups, "--passphrase-file", passphrase);
        if (old.migrations().equals(now.migrations())) {
            assertThat(data.resolve("backups")).as("nothing was migrated").doesNotExist();
        } else {
            assertThat(now.migrations()).containsAll(old.migrations());
            bringsBack(old, "undone", data.resolve("backups"), "--identity", data.resolve("secrets/upgrade-identity"));
        }
    }

    /** The version before restores a backup, finds in it what was there, and runs on it. */
    private void bringsBack(Version old, String name, Path from, Object... key)
            throws IOException, InterruptedException {
        Path restored = folder.resolve(name);
        List<Object> words = new ArrayList<>(List.of("restore", "--from", from, "--data", restored));
        words.addAll(List.of(key));
        old.succeeds(words.toArray());
        try (Served running = old.starts("up", "--data", restored, "--port", "0", "--name", "localhost")) {
            assertThat(running.address()).startsWith("https://localhost:");
            old.succeeds("verify", "--data", restored);
        }
    }

    private Version before() throws IOException, InterruptedException {
        String built = System.getProperty("upgrade.home", "");
        if (!built.isEmpty()) {
            return new Version(Path.of(built));
        }
        Path home = Files.createDirectory(folder.resolve("before"));
        Path archive = folder.resolve("before.tar");
        String said = ended(new ProcessBuilder(
                "git", "-C", ShisaProcess.home().toString(), "archive", "--output=" + archive, FROM));
        assertThat(archive)
                .as("the commit %s is needed: in a shallow clone, git fetch --unshallow. %s", FROM, said)
                .isNotEmptyFile();
        ended(new ProcessBuilder("tar", "-x", "-f", archive.toString(), "-C", home.toString()));
        Version version = new Version(home);
        version.succeeds("build");
        return version;
    }

    private static String ended(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + "\n" + said;
    }

    /** A Shisa in its folder. */
    private record Version(Path home) {

        private ProcessBuilder command(Object... words) {
            List<String> command = new ArrayList<>(List.of(home.resolve("shisa").toString(), "--lang", "en"));
            for (Object word : words) {
                command.add(word.toString());
            }
            return new ProcessBuilder(command);
        }

        void succeeds(Object... words) throws IOException, InterruptedException {
            assertThat(ended(command(words))).startsWith("0\n");
        }

        Served starts(Object... words) throws IOException {
            return Served.start(command(words));
        }

        /** Names of the files that make its tables. */
        TreeSet<String> migrations() throws IOException {
            TreeSet<String> names = new TreeSet<>();
            try (Stream<Path> files = Files.list(home.resolve("apps/server/src/main/resources/db/migration"))) {
                files.forEach(file -> names.add(file.getFileName().toString()));
            }
            return names;
        }
    }
}
