package dev.shisa.server.platform.doctor;

import dev.shisa.server.platform.database.StoppedPostgres;
import dev.shisa.server.platform.doctor.Check.Finding;
import dev.shisa.server.platform.doctor.MachineChecks.Simple;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** What can be looked at while no server runs on a data folder, above all what may keep it from starting. */
final class StoppedChecks {

    /** The start-up cache lies beside the program. */
    private static final String CACHE = "shisa.aot";

    private final Path data;
    private final InstantSource clock;

    StoppedChecks(Path data, InstantSource clock) {
        this.data = data;
        this.clock = clock;
    }

    /**
     * The checks that make sense for this folder.
     *
     * @param holder the process that holds the folder although it does not answer; empty if none does
     * @param program where the program's archive is; empty when it was not started from one
     */
    List<Check> all(OptionalLong holder, Optional<Path> program) {
        List<Check> checks = new ArrayList<>();
        checks.add(new Simple("server", 5, () -> server(holder)));
        checks.add(new Simple("disk", 20, () -> MachineChecks.disk(data)));
        checks.add(new Simple("files", 70, MachineChecks::files));
        checks.add(new Simple("jdk", 80, () -> MachineChecks.jdk(clock.instant())));
        program.ifPresent(jar -> checks.add(new Simple("cache", 90, () -> cache(jar))));
        if (!Files.isDirectory(data)) {
            checks.add(new Simple("folder", 10, () -> folder(data)));
            return checks;
        }
        checks.add(new Simple("permissions", 30, () -> MachineChecks.permissions(data)));
        if (Files.exists(data.resolve("logs"))) {
            checks.add(new Simple("logs", 35, () -> MachineChecks.logs(data)));
        }
        if (StoppedPostgres.wasMade(data)) {
            checks.add(new Simple("cluster", 15, () -> cluster(holder)));
        }
        checks.add(new Simple("clock", 40, this::clock));
        if (Files.exists(data.resolve("tls").resolve("ca.pem"))) {
            checks.add(new Simple("authority", 50, this::authority));
        }
        return checks;
    }

    private static Finding server(OptionalLong holder) {
        return holder.isPresent() ? new Finding.Bad("silent", String.valueOf(holder.getAsLong())) : new Finding.Ok();
    }

    private static Finding folder(Path data) {
        return Files.exists(data) ? new Finding.Bad("file", data) : new Finding.Bad("missing", data);
    }

    private Finding cluster(OptionalLong holder) {
        Optional<StoppedPostgres> found;
        try {
            found = StoppedPostgres.of(data);
        } catch (IOException e) {
            return new Finding.Bad("damaged", String.valueOf(e.getMessage()));
        }
        if (found.isEmpty()) {
            return new Finding.Bad("missing", data.resolve("postgres").resolve("data"));
        }
        StoppedPostgres database = found.get();
        if (!database.version().equals(StoppedPostgres.PRESENT_VERSION)) {
            return new Finding.Bad("version", database.version(), StoppedPostgres.PRESENT_VERSION);
        }
        if (holder.isPresent()) {
            // It belongs to the server that holds the folder.
            return new Finding.Ok(database.version(), MachineChecks.utc(database.writtenAt()));
        }
        if (!database.leftover().isEmpty()) {
            return new Finding.Bad(
                    "orphan", database.leftover().stream().map(String::valueOf).collect(Collectors.joining(", ")));
        }
        return database.endedCleanly()
                ? new Finding.Ok(database.version(), MachineChecks.utc(database.writtenAt()))
                : new Finding.Bad("crashed", MachineChecks.utc(database.writtenAt()));
    }

    private Finding clock() {
        Instant newest = Instant.EPOCH;
        try {
            for (String file : List.of("logs/shisa.log", "postgres/data/global/pg_control")) {
                Path path = data.resolve(file);
                if (Files.exists(path)) {
                    Instant written = Files.getLastModifiedTime(path).toInstant();
                    newest = written.isAfter(newest) ? written : newest;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return MachineChecks.clock(clock.instant(), newest);
    }

    /** Our own server certificate is made again at the start; what cannot be made again is the authority. */
    private Finding authority() {
        Path certificate = data.resolve("tls").resolve("ca.pem");
        Path key = data.resolve("secrets").resolve("tls-ca-key.pem");
        if (!Files.exists(key)) {
            return new Finding.Bad("incomplete", key);
        }
        try (InputStream in = Files.newInputStream(certificate)) {
            X509Certificate read =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            return new Finding.Ok(read.getNotAfter().toInstant().toString().substring(0, 10));
        } catch (CertificateException e) {
            return new Finding.Bad("incomplete", certificate);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Finding cache(Path jar) {
        try {
            Path cache = jar.resolveSibling(CACHE);
            // A cache that is older than its program does not fit and is left aside.
            return Files.exists(cache)
                            && !Files.getLastModifiedTime(cache)
                                    .toInstant()
                                    .isBefore(Files.getLastModifiedTime(jar).toInstant())
                    ? new Finding.Ok()
                    : new Finding.Bad("none");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The archive that the JVM was started with, if it was started from one. */
    static Optional<Path> program() {
        String jar = System.getProperty("java.class.path", "");
        if (!jar.endsWith(".jar") || jar.contains(java.io.File.pathSeparator)) {
            return Optional.empty();
        }
        return Optional.of(Path.of(jar).toAbsolutePath());
    }
}
