package dev.shisa.server.platform.database;

import static dev.shisa.server.platform.database.DatabaseStartException.Reason.DATA_DAMAGED;
import static dev.shisa.server.platform.database.DatabaseStartException.Reason.DATA_OF_OTHER_USER;
import static dev.shisa.server.platform.database.DatabaseStartException.Reason.DATA_OF_OTHER_VERSION;
import static dev.shisa.server.platform.database.DatabaseStartException.Reason.NOT_SET_UP;

import dev.shisa.server.platform.storage.OwnerOnlyFiles;
import dev.shisa.server.platform.storage.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files of the database: one PostgreSQL cluster with the role and database {@code shisa}.
 *
 * <p>The role owns its database and may create others (a restore builds the new one beside the old one), but is no
 * superuser; the superuser has no way in from outside. The cluster is created under another name and renamed when it is
 * whole. The locale is PostgreSQL's own {@code C.UTF-8}, so a library update of the system never changes an index;
 * {@code LC_CTYPE} is the system's {@code C.UTF-8} because {@code pg_trgm} asks it what a letter is and would otherwise
 * see none in Japanese.
 */
final class PostgresCluster {

    static final String USER = "shisa";
    static final String DATABASE = "shisa";

    /** What each new database begins as a copy of. */
    private static final String TEMPLATE = "template1";

    private static final String ACCESS_FILE = "pg_hba.conf";
    private static final String SUPERUSER = "shisa_root";
    private static final int PASSWORD_BYTES = 32;

    /** Iterations slow down who guesses words; nobody guesses 32 random bytes, and each connection pays for them. */
    private static final int SCRAM_ITERATIONS = 256;

    /** Only our role, only over loopback, only with the password. */
    private static final String ACCESS = "host all " + USER + " 127.0.0.1/32 scram-sha-256\n";

    private static final Pattern PASSWORD = Pattern.compile("[A-Za-z0-9_-]{43}");

    /** PostgreSQL's own reader of every page, of which only a superuser may give the use away. */
    private static final List<String> PAGE_CHECKS = List.of(
            "CREATE SCHEMA IF NOT EXISTS page_checks",
            "CREATE EXTENSION IF NOT EXISTS amcheck SCHEMA page_checks",
            "GRANT USAGE ON SCHEMA page_checks TO " + USER,
            "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA page_checks TO " + USER);

    /** Says that {@link #PAGE_CHECKS} were run; clusters of earlier versions do not have it. */
    private static final String PAGE_CHECKS_MARK = "shisa-page-checks";

    private final Path folder;
    private final PostgresBinaries binaries;
    private final PostgresIdentity identity;

    PostgresCluster(Path folder, PostgresBinaries binaries, PostgresIdentity identity) {
        this.folder = folder;
        this.binaries = binaries;
        this.identity = identity;
    }

    /** Makes the cluster usable by the chosen identity, creating it first if there is none; returns the password. */
    String prepare(Path passwordFile, boolean durable) throws IOException, InterruptedException {
        if (!Files.exists(folder)) {
            String password = newPassword(passwordFile);
            create(password, durable);
            return password;
        }
        checkVersion();
        checkOwner();
        restoreAccess();
        if (!Files.exists(folder.resolve(PAGE_CHECKS_MARK))) {
            administer(folder, TEMPLATE, PAGE_CHECKS);
            administer(folder, DATABASE, PAGE_CHECKS);
            markPageChecks(folder);
        }
        Optional<String> known = knownPassword(passwordFile);
        if (known.isPresent()) {
            return known.get();
        }
        String password = newPassword(passwordFile);
        administer(folder, TEMPLATE, List.of("ALTER ROLE " + USER + " PASSWORD '" + password + "'"));
        return password;
    }

    /** The access file is ours alone, so whatever else it says is damage. */
    private void restoreAccess() throws IOException {
        Path access = folder.resolve(ACCESS_FILE);
        if (!Files.exists(access)
                || !Arrays.equals(Files.readAllBytes(access), ACCESS.getBytes(StandardCharsets.US_ASCII))) {
            Files.writeString(access, ACCESS);
        }
    }

    /** Empty if the file is missing, or damaged so that it can be no password of ours. */
    private static Optional<String> knownPassword(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        // Any byte is a character of this encoding.
        String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        return PASSWORD.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    private void markPageChecks(Path cluster) throws IOException {
        Path mark = Files.writeString(cluster.resolve(PAGE_CHECKS_MARK), "");
        giveTo(mark, identity);
    }

    static Path passwordFile(Path data) {
        return data.resolve("secrets").resolve("database-password");
    }

    static String readPassword(Path data) throws IOException {
        return Files.readString(passwordFile(data)).strip();
    }

    private void create(String password, boolean durable) throws IOException, InterruptedException {
        Path unfinished = folder.resolveSibling(folder.getFileName() + ".new");
        if (Files.exists(unfinished)) {
            Trees.delete(unfinished);
        }
        Files.createDirectory(
                unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        giveTo(unfinished, identity);
        List<String> words = new ArrayList<>(List.of(
                binaries.program("initdb").toString(),
                "--pgdata=" + unfinished,
                "--username=" + SUPERUSER,
                "--auth=reject",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C.UTF-8",
                "--lc-messages=C"));
        if (!durable) {
            words.add("--no-sync");
        }
        run(words, "");
        List<String> statements = new ArrayList<>();
        statements.add("CREATE ROLE " + USER + " LOGIN CREATEDB PASSWORD '" + password + "'");
        statements.addAll(PAGE_CHECKS);
        statements.add("CREATE DATABASE " + DATABASE + " OWNER " + USER);
        administer(unfinished, TEMPLATE, statements);
        markPageChecks(unfinished);
        Files.writeString(unfinished.resolve(ACCESS_FILE), ACCESS);
        Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        Path parent = folder.getParent();
        if (parent != null && durable) {
            OwnerOnlyFiles.forceFolder(parent);
        }
    }

    /** Runs statements as superuser while no server runs: each on its own, since CREATE DATABASE allows no other way. */
    private void administer(Path cluster, String database, List<String> statements)
            throws IOException, InterruptedException {
        run(
                List.of(
                        binaries.program("postgres").toString(),
                        "--single",
                        "-D",
                        cluster.toString(),
                        "-c",
                        "exit_on_error=on",
                        "-c",
                        "log_min_error_statement=panic",
                        "-c",
                        "scram_iterations=" + SCRAM_ITERATIONS,
                        database),
                String.join("\n", statements) + "\n");
    }

    private void run(List<String> words, String input) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(identity.command(words)).redirectErrorStream(true);
        PostgresIdentity.cleanEnvironment(builder.environment());
        Process process = builder.start();
        // Shorter than a pipe holds, so writing all before reading cannot block.
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String said;
        try (InputStream out = process.getInputStream()) {
            said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
        }
        int status = process.waitFor();
        if (status != 0) {
            throw new DatabaseStartException(NOT_SET_UP, null, folder, lastLines(said));
        }
    }

    private static String lastLines(String text) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        return String.join(" ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }

    private void checkVersion() throws IOException {
        Path file = folder.resolve("PG_VERSION");
        if (!Files.isRegularFile(file)) {
            throw new DatabaseStartException(DATA_DAMAGED, null, folder);
        }
        String version = Files.readString(file).strip();
        if (!version.equals(PostgresBinaries.MAJOR_VERSION)) {
            throw new DatabaseStartException(
                    DATA_OF_OTHER_VERSION, null, folder, version, PostgresBinaries.MAJOR_VERSION);
        }
    }

    /** PostgreSQL accepts only a folder of its own user; root may have run it under another identity before. */
    private void checkOwner() throws IOException {
        int owner = (Integer) Files.getAttribute(folder, "unix:uid");
        if (owner == identity.owner()) {
            return;
        }
        int self = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        if (self != 0) {
            throw new DatabaseStartException(
                    DATA_OF_OTHER_USER, null, folder, Files.getOwner(folder).getName(), identity.userName());
        }
        giveTo(folder, identity);
    }

    private static void giveTo(Path folder, PostgresIdentity identity) throws IOException {
        if ((Integer) Files.getAttribute(folder, "unix:uid") == identity.owner()) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                give(file);
                return FileVisitResult.CONTINUE;
            }

            // The folder itself comes last: if this is cut short, the next start begins again.
            @Override
            public FileVisitResult postVisitDirectory(Path each, @Nullable IOException problem) throws IOException {
                if (problem != null) {
                    throw problem;
                }
                give(each);
                return FileVisitResult.CONTINUE;
            }

            private void give(Path path) throws IOException {
                Files.setAttribute(path, "unix:gid", identity.group(), LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(path, "unix:uid", identity.owner(), LinkOption.NOFOLLOW_LINKS);
            }
        });
    }

    private static String newPassword(Path file) throws IOException {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        OwnerOnlyFiles.write(file, (password + "\n").getBytes(StandardCharsets.US_ASCII));
        return password;
    }
}
