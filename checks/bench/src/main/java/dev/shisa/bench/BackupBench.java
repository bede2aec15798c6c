package dev.shisa.bench;

import dev.shisa.driver.Database;
import dev.shisa.driver.Server;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How long {@code ./shisa backup} takes for blobs and facts, against {@code tar} of the same files through Debian's
 * {@code age}; each several times in turn, each forced to disk at its end. The backup also reads back and compares what it
 * wrote, tar does not. Then a backup with nothing new, and a restore, which proves itself.
 *
 * <p>10 GB of blobs come with a million facts; other sizes in proportion.
 */
final class BackupBench {

    static final int SIZE_MB = 2_000;
    static final int SIZE_QUICK_MB = 300;

    private static final int FACTS_PER_MB = 100;
    private static final int ROUNDS = 3;

    /** Documents and photographs: from 20 kB to 20 MB, as many of each order of magnitude. */
    private static final int BLOB_BYTES_MIN = 20_000;

    private static final double ORDERS = 3;
    private static final Pattern RECIPIENT = Pattern.compile("age1[a-z0-9]+");

    /** The rate of the backup is to be at least 0.7 times that of tar. */
    private static final double TIMES_MAX = 1 / 0.7;

    private BackupBench() {}

    static void measure(Report report, Path home, Path folder, long seed, int sizeMb, boolean quick)
            throws IOException, SQLException, InterruptedException {
        remove(folder);
        Files.createDirectories(folder);
        Path data = folder.resolve("data");
        try (Server server = Server.start(home, data, "")) {
            fill(server.data(), seed, sizeMb);
            Path key = folder.resolve("key.txt");
            Matcher recipient = RECIPIENT.matcher(run(folder, "age-keygen", "-o", key.toString()));
            if (!recipient.find()) {
                throw new IOException("age-keygen printed no public key");
            }
            List<Double> tar = new ArrayList<>();
            List<Double> backup = new ArrayList<>();
            for (int round = 0; round < (quick ? 1 : ROUNDS); round++) {
                remove(folder.resolve("tar.age"));
                tar.add(seconds(
                        folder,
                        "sh",
                        "-c",
                        "tar c -C \"$0\" blobs postgres/data/base" + " | age -r \"$1\" >tar.age && sync tar.age",
                        data.toString(),
                        recipient.group()));
                remove(folder.resolve("to"));
                backup.add(seconds(
                        folder,
                        shisa(
                                home,
                                "backup",
                                "--data",
                                data.toString(),
                                "--to",
                                "to",
                                "--recipient",
                                recipient.group())));
                Bench.say("tar %.1f s, backup %.1f s, load %.1f", tar.getLast(), backup.getLast(), Machine.load());
            }
            Samples made = Samples.of(backup);
            report.add(Figure.of(
                            "backup", sizeMb + " MB of blobs, " + sizeMb * FACTS_PER_MB + " facts", made.median(), "s")
                    .goal(Samples.of(tar).median() * TIMES_MAX)
                    .against(Samples.of(tar).median(), "tar | age"));
            report.add(Figure.of("backup", "the same, blobs a second", sizeMb / made.median(), "MB/s"));
            report.add(Figure.of(
                    "backup",
                    "again, nothing new",
                    seconds(
                            folder,
                            shisa(
                                    home,
                                    "backup",
                                    "--data",
                                    data.toString(),
                                    "--to",
                                    "to",
                                    "--recipient",
                                    recipient.group())),
                    "s"));
            // It fails unless every row, every file and the ledger's root are the same.
            report.add(Figure.of(
                    "backup",
                    "restore and its proof",
                    seconds(
                            folder,
                            shisa(
                                    home,
                                    "restore",
                                    "--from",
                                    "to",
                                    "--data",
                                    folder.resolve("restored").toString(),
                                    "--identity",
                                    key.toString())),
                    "s"));
        } finally {
            remove(folder);
        }
    }

    private static void fill(Path data, long seed, int sizeMb) throws IOException, SQLException {
        long started = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        try (Database database = Database.of(data)) {
            database.signIn(0, "quality", "bench");
            database.run("""
                    INSERT INTO evidence (id, code, kind, strength, title, observed_at, recorded_at, submitted_name)
                    VALUES ('01930000-0000-7000-8000-000000000001', 'D-BENCH', 'declaration', 'declared', '計測',
                            '2026-11-20T01:24:00Z', '2026-11-20T01:24:00Z', '計測')""");
            database.run("""
                    INSERT INTO fact (id, subject_kind, subject_id, key, item, value_type, value, detail, strength,
                                      observed_at, recorded_at, evidence_id)
                    SELECT gen_random_uuid(), 'product', gen_random_uuid(), 'update.integrity.checked', '', 'flag', 'true',
                           repeat('詳', n %% 20), 'declared', '2026-11-20T01:24:00Z', '2026-11-20T01:24:00Z',
                           '01930000-0000-7000-8000-000000000001'
                    FROM generate_series(1, %d) n""".formatted(sizeMb * FACTS_PER_MB));
            long left = sizeMb * 1_000_000L;
            try (PreparedStatement insert = database.connection()
                    .prepareStatement(
                            "INSERT INTO blob (sha256, size_bytes, created_at) VALUES (?, ?, '2026-11-20T01:24:00Z')")) {
                while (left > 0) {
                    int size =
                            (int) Math.min((double) left, BLOB_BYTES_MIN * Math.pow(10, random.nextDouble() * ORDERS));
                    byte[] content = new byte[size];
                    random.nextBytes(content);
                    String sha256 = HexFormat.of().formatHex(sha256(content));
                    Path file = data.resolve("blobs/sha256")
                            .resolve(sha256.substring(0, 2))
                            .resolve(sha256);
                    Files.createDirectories(file.resolve("..").normalize());
                    Files.write(file, content);
                    insert.setString(1, sha256);
                    insert.setLong(2, size);
                    insert.executeUpdate();
                    left -= size;
                }
            }
            database.run("ANALYZE");
            Bench.say("filled in %.0f s", (System.nanoTime() - started) / 1e9);
        }
    }

    private static String[] shisa(Path home, String... words) {
        List<String> all = new ArrayList<>(List.of(home.resolve("shisa").toString()));
        all.addAll(List.of(words));
        return all.toArray(String[]::new);
    }

    private static double seconds(Path folder, String... words) throws IOException, InterruptedException {
        long started = System.nanoTime();
        run(folder, words);
        return (System.nanoTime() - started) / 1e9;
    }

    private static String run(Path folder, String... words) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("SHISA_NO_BUILD", "1");
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream()) {
            in.flush();
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", words) + ": " + said);
        }
        return said;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    private static void remove(Path path) throws IOException {
        if (Files.exists(path)) {
            try (Stream<Path> files = Files.walk(path)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
