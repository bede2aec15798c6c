package dev.shisa.server.platform.age;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files go both ways between us and the public {@code age} program. */
@Tag("age")
class AgeProgramTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 65_536, 65_537, 1_000_000})
    void ageOpensOurFilesAndWeOpenItsOwn(int length) throws IOException, InterruptedException {
        AgeIdentity identity = AgeIdentity.generate(RANDOM);
        byte[] plain = new byte[length];
        new Random(length).nextBytes(plain);
        Path key = Files.writeString(folder.resolve("key.txt"), identity.secret() + "\n");
        Path ours = folder.resolve("ours.age");
        try (OutputStream out = Age.encrypt(Files.newOutputStream(ours), identity.recipient(), RANDOM)) {
            out.write(plain);
        }
        Path back = folder.resolve("back");
        run("age", "-d", "-i", key.toString(), "-o", back.toString(), ours.toString());
        assertThat(back).hasBinaryContent(plain);

        Path theirs = folder.resolve("theirs.age");
        run("age", "-r", identity.recipient().toString(), "-o", theirs.toString(), back.toString());
        try (InputStream in = Age.decrypt(Files.newInputStream(theirs), identity)) {
            assertThat(in.readAllBytes()).isEqualTo(plain);
        }
    }

    @Test
    void ageKeygensKeysAreOurs() throws IOException, InterruptedException {
        Path key = folder.resolve("key.txt");
        run("age-keygen", "-o", key.toString());
        List<AgeIdentity> identities = AgeIdentity.parseFile(Files.readString(key));

        assertThat(identities).hasSize(1);
        assertThat(Files.readString(key))
                .contains(identities.getFirst().recipient().toString());
        assertThat(run("age-keygen", "-y", key.toString()).strip())
                .isEqualTo(identities.getFirst().recipient().toString());
    }

    /** The program asks for a passphrase at a terminal only; {@code script} gives it one. */
    @Test
    void agesPassphrasesAreOurs() throws IOException, InterruptedException {
        Path ours = folder.resolve("ours.age");
        try (OutputStream out = Age.encrypt(Files.newOutputStream(ours), "correct horse battery", RANDOM)) {
            out.write("written by us".getBytes(StandardCharsets.UTF_8));
        }
        Path back = folder.resolve("back");
        atTerminal("age -d -o '" + back + "' '" + ours + "'", "correct horse battery\n");
        assertThat(back).hasContent("written by us");

        Path theirs = folder.resolve("theirs.age");
        atTerminal("age -p -o '" + theirs + "' '" + back + "'", "correct horse battery\n", "correct horse battery\n");
        try (InputStream in = Age.decrypt(Files.newInputStream(theirs), "correct horse battery")) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("written by us");
        }
    }

    private static String run(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private static void atTerminal(String command, String... lines) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("script", "--quiet", "--return", "--command", command, "/dev/null")
                .redirectErrorStream(true)
                .start();
        StringBuilder said = new StringBuilder();
        try (InputStream out = process.getInputStream();
                OutputStream in = process.getOutputStream()) {
            for (String line : lines) {
                // A line that comes before the question is thrown away by the terminal.
                int asked = said.length();
                while (said.indexOf(":", asked) < 0) {
                    int c = out.read();
                    if (c < 0) {
                        break;
                    }
                    said.append((char) c);
                }
                in.write(line.getBytes(StandardCharsets.UTF_8));
                in.flush();
            }
            said.append(new String(out.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertThat(process.waitFor()).as(said.toString()).isZero();
    }
}
