package dev.shisa.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.driver.Server;
import dev.shisa.driver.Server.Start;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Flipped bytes, cut files and files that are gone in the data folder of a stopped server. Whatever is damaged, the next start and the check of
 * everything after it either have all that was acknowledged, or name the file.
 */
@Tag("packaged")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DamageTest {

    private static final long SEED = Installation.SEED;

    private static final String DATABASE = "postgres/data";

    /** Left by a stop, and written anew at each start before anybody reads them. */
    private static final List<String> OF_ONE_RUN = List.of("lock", "ledger/1/lock", "run/", "logs/");

    @TempDir
    static Path folder;

    private Prepared prepared;
    private Path whole;
    private Journal journal;

    /** What became of a damage. */
    private enum Outcome {
        /** The start was refused, with the file's name. */
        REFUSED,
        /** The check of everything, or the doctor, named it. */
        NAMED,
        /** All that was acknowledged is there, and the check of everything finds nothing. */
        INTACT
    }

    @BeforeAll
    void takeAnInstallation() throws Exception {
        prepared = Prepared.only();
        whole = prepared.data();
        journal = prepared.journal();
    }

    @Test
    void damageThatAStartCannotMissIsNamedByIt() throws Exception {
        for (Map.Entry<String, Integer> each : Map.of(
                        "tls/ca.pem", 200, "postgres/data/global/pg_control", 100, "postgres/data/PG_VERSION", 0)
                .entrySet()) {
            Path data = copy();
            flip(data.resolve(each.getKey()), each.getValue(), 1);
            assertThat(outcome(Installation.in(data), List.of(each.getKey())))
                    .as(each.getKey())
                    .isEqualTo(Outcome.REFUSED);
        }
        Summary.add("damage, start refused", 3, journal.acknowledged(), 0, 3);
    }

    @Test
    void whatCanBeMadeAgainIsMadeAgain() throws Exception {
        Path data = copy();
        for (String name : List.of(
                "secrets/database-password",
                "secrets/tls-server-key.pem",
                "tls/server.pem",
                "postgres/data/pg_hba.conf",
                "postgres/bin-18.6.0/bin/postgres")) {
            cut(data.resolve(name), new SplittableRandom(SEED));
        }
        assertThat(outcome(Installation.in(data), List.of())).isEqualTo(Outcome.INTACT);
        Summary.add("damage, made again", 1, journal.acknowledged(), 0, 0);
    }

    @Test
    void theCheckNamesEachDamagedFileOfMany() throws Exception {
        Path data = copy();
        SplittableRandom random = new SplittableRandom(SEED);
        List<Path> files = new ArrayList<>(List.of(
                some(data, "blobs/sha256/.*", random),
                data.resolve("ledger/1/public/tile/0/000.p").toFile().isDirectory()
                        ? some(data, "ledger/1/public/tile/entries/.*", random)
                        : data.resolve("ledger/1/public/tile/0/000")));
        files.add(data.resolve(prepared.relations().get("evidence")));
        files.add(data.resolve(prepared.relations().get("evidence_code_key")));
        files.add(data.resolve(prepared.relations().get("session")));
        for (Path file : files) {
            flip(file, random);
        }
        Installation.Outcome verified = Installation.in(data).run("verify", "--json");
        assertThat(verified.exitCode()).as(verified.text()).isEqualTo(1);
        assertThat(files)
                .allSatisfy(file -> assertThat(verified.text())
                        .contains(data.relativize(file).toString()));
        Summary.add("damage, many at once", 1, journal.acknowledged(), 0, files.size());
    }

    @Test
    @Tag("long")
    void sampledDamageOfEveryKindOfFileIsNamedOrDoesNoHarm() throws Exception {
        int rounds = Integer.getInteger("faults.damages", 400);
        SplittableRandom random = new SplittableRandom(SEED);
        Map<String, List<Path>> kinds = kinds();
        // In an order of its own, so that a small sample is not always of the same kinds.
        List<String> names = new ArrayList<>(kinds.keySet());
        Collections.shuffle(names, new Random(SEED));
        List<Trials.Trial<Sampled>> trials = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            String kind = names.get(i % names.size());
            List<Path> files = kinds.getOrDefault(kind, List.of());
            String name =
                    whole.relativize(files.get(random.nextInt(files.size()))).toString();
            SplittableRandom own = random.split();
            trials.add(maker -> sampled(kind, name, own, folder.resolve("damaged-" + maker)));
        }
        Map<String, Map<Outcome, Integer>> seen = new TreeMap<>();
        List<String> silent = new ArrayList<>();
        for (Sampled each : Trials.of("damages", trials)) {
            if (each.outcome() == null) {
                silent.add(each.failure());
            } else {
                seen.computeIfAbsent(each.kind(), k -> new TreeMap<>()).merge(each.outcome(), 1, Integer::sum);
            }
        }
        seen.forEach((kind, outcomes) -> System.out.printf("faults: damage of %-50s %s%n", kind, outcomes));
        int named = seen.values().stream()
                .mapToInt(o -> o.getOrDefault(Outcome.NAMED, 0) + o.getOrDefault(Outcome.REFUSED, 0))
                .sum();
        Summary.add("damage, sampled", rounds, journal.acknowledged(), silent.size(), named);
        assertThat(silent).isEmpty();
    }

    @Test
    @Tag("long")
    void sampledDamageOfABackupIsNamedByItsRestore() throws Exception {
        int rounds = Integer.getInteger("faults.damages.backup", 100);
        SplittableRandom random = new SplittableRandom(SEED);
        Path passphrase = Files.writeString(folder.resolve("passphrase"), "correct horse battery staple 7\n");
        Path backups = Files.createDirectories(folder.resolve("backups"));
        OrdinaryUser.own(backups);
        OrdinaryUser.own(passphrase);
        Installation.Outcome made = prepared.copy(folder.resolve("backed-up"))
                .run("backup", "--to", backups.toString(), "--passphrase-file", passphrase.toString());
        assertThat(made.exitCode()).as(made.text()).isZero();
        List<Path> files;
        try (Stream<Path> found = Files.walk(backups)) {
            files = found.filter(Files::isRegularFile).sorted().toList();
        }
        List<Trials.Trial<Boolean>> trials = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            Path file = files.get(i % files.size());
            SplittableRandom own = random.split();
            trials.add(maker ->
                    isDamageOfABackupNamed(backups, file, own, passphrase, folder.resolve("damaged-backups-" + maker)));
        }
        long named = Trials.of("damages of a backup", trials).stream()
                .filter(Boolean::booleanValue)
                .count();
        Summary.add("damage of a backup, sampled", rounds, journal.acknowledged(), 0, Math.toIntExact(named));
    }

    /**
     * Whether the restore names it; if it does not, nothing is lost.
     *
     * @param damaged where the copy is made
     */
    private boolean isDamageOfABackupNamed(
            Path backups, Path file, SplittableRandom random, Path passphrase, Path damaged) throws Exception {
        Installation.execute(List.of("rm", "-rf", damaged.toString()));
        Installation.execute(List.of("cp", "-a", backups.toString(), damaged.toString()));
        String damage = damage(damaged.resolve(backups.relativize(file)), random);
        Path target = damaged.resolveSibling(lastPart(damaged.toString()) + "-restored");
        Installation.execute(List.of("rm", "-rf", target.toString()));
        Installation.Outcome restored = Installation.in(target)
                .run("restore", "--from", damaged.toString(), "--passphrase-file", passphrase.toString());
        String what = damage + ", seed " + SEED + ": " + restored.text();
        if (restored.exitCode() == 0) {
            // The restore has proven rows, hashes and root; what was damaged is not needed for that, and told.
            boolean isIndex = file.toString().endsWith(".index");
            if (isIndex) {
                assertThat(restored.text()).as(what).contains(lastPart(file.toString()));
            }
            try (Server server = Installation.in(target).start()) {
                assertThat(Aftermath.lost(server, journal)).as(what).isEmpty();
            }
            return isIndex;
        }
        assertThat(restored.exitCode()).as(what).isEqualTo(1);
        assertThat(restored.text()).as(what).contains(lastPart(file.toString())).doesNotContain("Exception", "\tat ");
        assertThat(Files.exists(target.resolve("postgres/data/PG_VERSION"))
                        && Installation.in(target).attempt() instanceof Start.Running)
                .as("a half restore is not taken for a whole one; " + what)
                .isFalse();
        return true;
    }

    /** Files by what they are: their paths without numbers and hashes. */
    private Map<String, List<Path>> kinds() throws IOException {
        Map<String, List<Path>> kinds = new TreeMap<>();
        try (Stream<Path> files = Files.walk(whole)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = whole.relativize(file).toString();
                if (OF_ONE_RUN.stream().noneMatch(name::startsWith) && Files.size(file) > 0) {
                    String kind = name.replaceAll("[0-9a-f]{64}", "H")
                            .replaceFirst("sha256/[0-9a-f]{2}/", "sha256/hh/")
                            .replaceFirst("bin-[^/]+/.*", "bin")
                            .replaceFirst("pg_wal/[0-9A-F]{24}", "pg_wal/N")
                            .replaceAll("[0-9]+", "N");
                    kinds.computeIfAbsent(kind, k -> new ArrayList<>()).add(file);
                }
            }
        }
        return kinds;
    }

    /** @param outcome null: it did harm, or was not named; {@code failure} says how */
    private record Sampled(String kind, @Nullable Outcome outcome, String failure) {}

    private Sampled sampled(String kind, String name, SplittableRandom random, Path data) throws Exception {
        copy(data);
        String damage = damage(data.resolve(name), random);
        try {
            return new Sampled(kind, outcome(Installation.in(data), List.of(name)), "");
        } catch (AssertionError e) {
            String failure = damage + ", seed " + SEED + ": " + e.getMessage();
            System.out.println("faults: " + failure);
            return new Sampled(kind, null, failure);
        }
    }

    /**
     * Starts on damaged data.
     *
     * @param damaged paths below the data folder, each of which must be named if any is
     */
    private Outcome outcome(Installation shisa, List<String> damaged)
            throws IOException, SQLException, InterruptedException {
        switch (shisa.attempt()) {
            case Start.Refused(int exitCode, String said) -> {
                assertThat(exitCode).as(said).isEqualTo(1);
                assertThat(said).as("one sentence").doesNotContain("Exception", "\tat ", "不具合", "fault of its own");
                damaged.forEach(
                        name -> assertThat(said).contains(isOfTheDatabase(name, said) ? DATABASE : spoken(name)));
                return Outcome.REFUSED;
            }
            case Start.Running(Server server) -> {
                try (server) {
                    Installation.Outcome verified = shisa.run("verify", "--json");
                    if (verified.exitCode() == 0) {
                        assertThat(Aftermath.lost(server, journal)).isEmpty();
                        assertThat(Aftermath.forks(server, journal)).isEmpty();
                        return Outcome.INTACT;
                    }
                    String said =
                            verified.text() + shisa.run("doctor", "--json").text();
                    damaged.forEach(name -> assertThat(said).contains(spoken(name)));
                    assertThat(damaged)
                            .as("nothing was damaged, but told: " + said)
                            .isNotEmpty();
                    return Outcome.NAMED;
                }
            }
        }
    }

    /** Not all files have a name in PostgreSQL's words; what is repaired is the database as a whole. */
    private static boolean isOfTheDatabase(String name, String said) {
        return name.startsWith(DATABASE) && said.contains("shisa restore");
    }

    /** The part of a path that a person looks for. */
    private static String spoken(String name) {
        if (name.endsWith("/pg_control")) {
            // PostgreSQL's word for it.
            return "control file";
        }
        return name.startsWith("postgres/data/base/") ? name.replaceFirst("postgres/data/", "") : lastPart(name);
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** A byte of it is flipped, or its end is lost, or all of it. */
    private static String damage(Path file, SplittableRandom random) throws IOException {
        return switch (random.nextInt(8)) {
            case 0 -> delete(file);
            case 1, 2 -> cut(file, random);
            default -> flip(file, random);
        };
    }

    private static String delete(Path file) throws IOException {
        Files.delete(file);
        return file + " deleted";
    }

    private static String flip(Path file, SplittableRandom random) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            long at = random.nextLong(bytes.length());
            return flip(file, at, 1 << random.nextInt(8));
        }
    }

    private static String flip(Path file, long at, int mask) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int old = bytes.read();
            bytes.seek(at);
            bytes.write(old ^ mask);
            return file + " byte " + at + " flipped by " + mask;
        }
    }

    private static String cut(Path file, SplittableRandom random) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            long length = random.nextLong(bytes.length());
            bytes.setLength(length);
            return file + " cut to " + length + " bytes";
        }
    }

    private static Path some(Path data, String pattern, SplittableRandom random) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            List<Path> found = files.filter(Files::isRegularFile)
                    .filter(file -> data.relativize(file).toString().matches(pattern))
                    .sorted()
                    .toList();
            return found.get(random.nextInt(found.size()));
        }
    }

    private Path copy() throws IOException, InterruptedException {
        return copy(folder.resolve("damaged"));
    }

    private Path copy(Path data) throws IOException, InterruptedException {
        Installation.execute(List.of("rm", "-rf", data.toString()));
        return prepared.copy(data).data();
    }
}
