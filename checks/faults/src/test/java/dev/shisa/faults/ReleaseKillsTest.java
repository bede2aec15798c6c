package dev.shisa.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.driver.Client;
import dev.shisa.driver.Database;
import dev.shisa.driver.Owner;
import dev.shisa.driver.Server;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} while an advisory is issued: afterwards it is out, whole and signed, or it is not out at all. */
@Tag("packaged")
class ReleaseKillsTest {

    private static final long SEED = Installation.SEED;
    private static final String LIST = "/vulnerabilities/advisories";
    private static final String WRITER = "faults-writer";
    private static final String SECOND = "faults-second";

    /** Issuing takes about so long; a kill falls before, into or behind it. */
    private static final int WORK_MS = 400;

    @TempDir
    Path folder;

    @Test
    void anAdvisoryIsOutWholeOrNotAtAll() throws Exception {
        kill(Integer.getInteger("faults.kills.release", 3));
    }

    @Test
    @Tag("long")
    void soItIsInManyKills() throws Exception {
        kill(Integer.getInteger("faults.kills.release.long", 150));
    }

    private void kill(int rounds) throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        Prepared prepared = Prepared.only();
        Installation shisa = prepared.copy(folder.resolve("data"));
        Server server = shisa.start();
        try {
            String series = ready(server, prepared.session());
            Map<String, String> signatures = new TreeMap<>();
            for (int i = 0; i < rounds; i++) {
                String round = "round " + i + ", seed " + SEED;
                String at = written(server, series, "停止の試験 " + i);
                boolean told;
                try (Client second = Client.of(server.address(), server.data(), SECOND)) {
                    second.get(at).expect(200);
                    Server running = server;
                    List<ProcessHandle> killed = new ArrayList<>(List.of(running.process()));
                    if (i % 3 == 1) {
                        killed.addAll(running.database());
                    }
                    int after = random.nextInt(WORK_MS);
                    Thread killer = Thread.ofPlatform().start(() -> {
                        try {
                            Thread.sleep(after);
                            Installation.kill(killed);
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });
                    told = isIssued(second, at);
                    killer.join();
                }
                server.close();
                server = shisa.start();
                List<String> before = issued(server, at);
                assertThat(before).as(round).hasSizeLessThanOrEqualTo(1);
                if (told) {
                    assertThat(before).as(round + ": was told to be out").hasSize(1);
                }
                whole(round, server, prepared.session(), signatures);
                try (Client second = Client.of(server.address(), server.data(), SECOND)) {
                    second.get(LIST).expect(200);
                    boolean now = isIssued(second, at);
                    assertThat(now || !before.isEmpty())
                            .as(round + ": once more")
                            .isTrue();
                }
                assertThat(issued(server, at)).as(round).hasSize(1);
                whole(round, server, prepared.session(), signatures);
            }
            assertThat(signatures).hasSizeGreaterThanOrEqualTo(rounds);
            Installation.Outcome verified = shisa.run("verify", "--json");
            assertThat(verified.exitCode()).as(verified.text()).isZero();
        } finally {
            server.close();
        }
        Summary.add("kill -9 while issuing", rounds, rounds, 0, 0);
    }

    /** A public place with one series, somebody who writes and somebody who agrees; gives the series' id. */
    private static String ready(Server server, String session) throws IOException, InterruptedException, SQLException {
        try (Client owner = Client.of(server.address(), server.data(), session);
                Database database = Database.of(server.data())) {
            Owner.create(owner, "REL", "公開の試験", List.of("R-1"));
            String series = database.strings("SELECT id::text FROM series WHERE code = 'REL'")
                    .getFirst();
            owner.get("/settings/portal").expect(200);
            Owner.redirected(owner.post(
                    "/settings/portal/issuer",
                    List.of(
                            Map.entry("nameJa", "試験株式会社"),
                            Map.entry("mail", "psirt@midorihama.example"),
                            Map.entry("version", "0"))));
            Owner.redirected(owner.post(
                    "/settings/portal",
                    List.of(Map.entry("on", "yes"), Map.entry("shown", series), Map.entry("version", "0"))));
            database.signIn(1, "psirt", WRITER);
            database.signIn(2, "executive", SECOND);
            return series;
        }
    }

    /** Writes an advisory and asks for it; where it is. */
    private static String written(Server server, String series, String title) throws IOException, InterruptedException {
        try (Client writer = Client.of(server.address(), server.data(), WRITER)) {
            writer.get(LIST).expect(200);
            String at = writer.post(LIST + "/new", List.of(Map.entry("titleJa", title), Map.entry("series", series)))
                    .location()
                    .replaceFirst("/edit.*", "");
            Owner.redirected(writer.post(
                    at + "/edit",
                    List.of(
                            Map.entry("number", "1"),
                            Map.entry("kind", "advisory"),
                            Map.entry("titleJa", title),
                            Map.entry("summaryJa", "試験の内容。".repeat(200)),
                            Map.entry("series", series),
                            Map.entry("remedy", "workaround"),
                            Map.entry("actionJa", "設定を変えてください。"),
                            Map.entry("tlp", "WHITE"))));
            Owner.redirected(writer.post(at + "/ask", List.of(Map.entry("number", "2"))));
            return at;
        }
    }

    /** Whether the answer said that it is out now. */
    private static boolean isIssued(Client second, String at) throws InterruptedException {
        try {
            return second.post(at + "/issue", List.of(Map.entry("number", "2"))).status() / 100 == 3;
        } catch (IOException e) {
            return false;
        }
    }

    private static List<String> issued(Server server, String at) throws IOException, SQLException {
        try (Database database = Database.of(server.data())) {
            return database.strings("""
                    SELECT i.tracking FROM advisory_issued i JOIN advisory a ON a.id = i.advisory_id WHERE lower(a.code) = ?""", at.substring(at.lastIndexOf('/') + 1));
        }
    }

    /** Each issued document stands in the tree with its hash and its signature, which never changes; nothing else stands there. */
    private static void whole(String round, Server server, String session, Map<String, String> signatures)
            throws IOException, InterruptedException, SQLException, NoSuchAlgorithmException {
        Map<String, byte[]> tree = new TreeMap<>();
        try (Client owner = Client.of(server.address(), server.data(), session)) {
            byte[] all = owner.download("/settings/portal/export.zip");
            try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(all))) {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    tree.put(entry.getName(), zip.readAllBytes());
                }
            }
        }
        List<String> trackings;
        try (Database database = Database.of(server.data())) {
            trackings = database.strings("SELECT lower(tracking) FROM advisory_issued ORDER BY 1");
        }
        assertThat(trackings).as(round).doesNotHaveDuplicates();
        List<String> documents = tree.keySet().stream()
                .filter(name -> name.matches(".*/[0-9]{4}/sa-[0-9-]+\\.json"))
                .toList();
        assertThat(documents.stream()
                        .map(name -> name.substring(name.lastIndexOf('/') + 1).replace(".json", ""))
                        .distinct()
                        .sorted()
                        .toList())
                .as(round)
                .containsExactlyElementsOf(trackings);
        for (String document : documents) {
            byte[] bytes = tree.getOrDefault(document, new byte[0]);
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-512").digest(bytes));
            assertThat(text(tree, document + ".sha512")).as(round).startsWith(hash);
            String signature = text(tree, document + ".asc");
            assertThat(signature).as(round).contains("BEGIN PGP SIGNATURE", "END PGP SIGNATURE");
            assertThat(signatures.putIfAbsent(document.toLowerCase(Locale.ROOT), signature))
                    .as(round + ": " + document)
                    .isIn(null, signature);
            String index =
                    document.substring(0, document.lastIndexOf('/', document.lastIndexOf('/') - 1)) + "/index.txt";
            assertThat(text(tree, index)).as(round).contains(document.substring(document.lastIndexOf('/') + 1));
        }
    }

    private static String text(Map<String, byte[]> tree, String name) {
        return new String(tree.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
    }
}
