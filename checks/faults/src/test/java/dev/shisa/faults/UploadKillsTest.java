package dev.shisa.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Catalogue;
import dev.shisa.driver.Answerer;
import dev.shisa.driver.Client;
import dev.shisa.driver.Database;
import dev.shisa.driver.Form;
import dev.shisa.driver.Owner;
import dev.shisa.driver.Server;
import dev.shisa.driver.ShippedCatalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} while the document of an answer comes: nothing half is kept, and the same sending again counts once. */
@Tag("packaged")
class UploadKillsTest {

    private static final long SEED = Installation.SEED;
    private static final int DOCUMENT_BYTES = 12 << 20;

    /** Of a file that has begun to come, at least this much lies on the disk when the server is killed. */
    private static final int ON_DISK = 1 << 20;

    private static final int WORK_MS = 400;

    @TempDir
    Path folder;

    @Test
    void aSendingThatWasCutOffByAKillLeavesNothingAndCountsOnceWhenSentAgain() throws Exception {
        kill(Integer.getInteger("faults.kills.upload", 3));
    }

    @Test
    @Tag("long")
    void soItIsInManyKills() throws Exception {
        kill(Integer.getInteger("faults.kills.upload.long", 150));
    }

    /** What is kept: documents by their path with their size, and how many pieces of evidence there are. */
    private record Kept(Map<String, Long> documents, String evidence, String facts) {

        static Kept of(Server server) throws IOException, SQLException {
            try (Database database = Database.of(server.data())) {
                return new Kept(
                        files(server.data().resolve("blobs")),
                        database.strings("SELECT count(*) FROM evidence").getFirst(),
                        database.strings("SELECT count(*) FROM fact").getFirst());
            }
        }
    }

    private void kill(int rounds) throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        Catalogue catalogue = ShippedCatalogue.read();
        Prepared prepared = Prepared.only();
        Installation shisa = prepared.copy(folder.resolve("data"));
        Server server = shisa.start();
        try {
            for (int i = 0; i < rounds; i++) {
                String round = "round " + i + ", seed " + SEED;
                byte[] document = new byte[DOCUMENT_BYTES];
                random.nextBytes(document);
                String sha256 = HexFormat.of().formatHex(PublishedTree.sha256(document));
                long answers = random.nextLong();
                String code = "U-" + i;
                Client.Answer page;
                Kept before;
                Server running = server;
                try (Client client = Client.of(server.address(), server.data(), prepared.session())) {
                    Owner.create(client, code, "受け取り中の停止 " + i, List.of("U-" + i));
                    page = fileQuestion(client, code);
                    before = Kept.of(server);
                    // Every third was sent whole and may or may not have been taken; of the others a part has come.
                    boolean whole = i % 3 == 2;
                    client.breakOff(whole ? Integer.MAX_VALUE : random.nextInt(ON_DISK * 2, DOCUMENT_BYTES), () -> {
                        try {
                            if (whole) {
                                Thread.sleep(random.nextInt(WORK_MS));
                            } else {
                                Installation.await(
                                        round + ": it has begun to come", () -> bytes(running.data()) >= ON_DISK);
                            }
                            Installation.kill(List.of(running.process()));
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });
                    Answerer answerer = new Answerer(catalogue, new SplittableRandom(answers));
                    assertThat(org.assertj.core.api.Assertions.catchThrowable(
                                    () -> answerer.answer(client, code, page, document)))
                            .as(round)
                            .isInstanceOf(IOException.class);
                    server.close();
                    server = shisa.start();
                    assertThat(files(server.data().resolve("run/incoming")))
                            .as(round)
                            .isEmpty();
                    assertThat(bytes(server.data()))
                            .as(round + ": bytes that wait")
                            .isLessThan(ON_DISK);
                    if (!whole) {
                        assertThat(Kept.of(server)).as(round).isEqualTo(before);
                    }
                }
                try (Client client = Client.of(server.address(), server.data(), prepared.session())) {
                    // Another browser window would have another token; the same page is sent again as it was.
                    for (int again = 0; again < 2; again++) {
                        client.get("/products/" + code + "/questions").expect(200);
                        Answerer.Sent sent = new Answerer(catalogue, new SplittableRandom(answers))
                                .answer(client, code, page, document);
                        assertThat(sent.answer().status() / 100)
                                .as(round + ": " + sent.answer().text())
                                .isIn(3, again == 0 ? 3 : 4);
                    }
                }
                try (Database database = Database.of(server.data())) {
                    assertThat(database.strings("SELECT count(*) FROM evidence WHERE blob_sha256 = ?", sha256))
                            .as(round)
                            .containsExactly("1");
                }
                assertThat(files(server.data().resolve("blobs")).keySet().stream()
                                .filter(name -> name.endsWith(sha256)))
                        .as(round)
                        .hasSize(1);
            }
            Installation.Outcome verified = shisa.run("verify", "--json");
            assertThat(verified.exitCode()).as(verified.text()).isZero();
        } finally {
            server.close();
        }
    }

    /** The first question of a series that takes a document with its answer. */
    private static Client.Answer fileQuestion(Client client, String code) throws IOException, InterruptedException {
        Client.Answer page = client.get("/products/" + code + "/questions").expect(200);
        assertThat(Answerer.asks(page)).isTrue();
        assertThat(Form.in(page.body()).has("file"))
                .as("the question takes a document")
                .isTrue();
        return page;
    }

    /** Bytes of files that wait to be taken in. */
    private static long bytes(Path data) {
        return files(data.resolve("run")).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** The files below a folder, by their path in it, with their size. */
    private static Map<String, Long> files(Path folder) {
        List<Path> all;
        try (Stream<Path> found = Files.walk(folder)) {
            all = new ArrayList<>(found.filter(Files::isRegularFile).toList());
        } catch (IOException | UncheckedIOException e) {
            // A folder that is being emptied is looked at again by whoever waits.
            all = List.of();
        }
        Map<String, Long> sizes = new TreeMap<>();
        for (Path file : all) {
            try {
                sizes.put(folder.relativize(file).toString(), Files.size(file));
            } catch (NoSuchFileException e) {
                // It went meanwhile.
                sizes.remove(folder.relativize(file).toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return sizes;
    }
}
