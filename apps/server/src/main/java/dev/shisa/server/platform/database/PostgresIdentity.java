package dev.shisa.server.platform.database;

import static dev.shisa.server.platform.database.DatabaseStartException.Reason.FOLDER_OUT_OF_REACH;
import static dev.shisa.server.platform.database.DatabaseStartException.Reason.NO_UNPRIVILEGED_USER;
import static dev.shisa.server.platform.database.DatabaseStartException.Reason.ROOT_STAYS;
import static dev.shisa.server.platform.database.DatabaseStartException.Reason.USER_WITHOUT_NAME;

import dev.shisa.server.platform.database.PostgresOptions.RunAs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The user as whom PostgreSQL runs, and the words to put before a command so that it does.
 *
 * <p>PostgreSQL refuses to run as root, and {@code initdb} refuses a user without a name. An ordinary named user just
 * runs it. Root has two ways: a user namespace, in which the process is an ordinary user but outside of which it still
 * owns the files, without any of root's capabilities; or a real unprivileged user, who then owns the database's folder.
 * A user without a name (a container started with a bare number) has the first way only. Which ways work depends on the
 * kernel, the container and the folder, so each is tried with the real program before it is chosen.
 *
 * @param prefix command words that change the identity
 * @param owner who owns the database's files
 */
record PostgresIdentity(RunAs kind, String userName, List<String> prefix, int owner, int group) {

    private static final int ROOT = 0;

    /** Users to look for, best first. The last one exists on every Linux distribution. */
    private static final List<String> UNPRIVILEGED = List.of("shisa", "postgres", "nobody");

    private static final long PROBE_TIMEOUT_S = 10;

    PostgresIdentity {
        prefix = List.copyOf(prefix);
    }

    /**
     * Chooses an identity that can run {@code program} and work below {@code workFolder}.
     *
     * @param workFolder exists, and is opened for passing through if another user needs it
     */
    static PostgresIdentity choose(RunAs wanted, Path program, Path workFolder) throws IOException {
        int user = intAttribute(Path.of("/proc/self"), "unix:uid");
        int group = intAttribute(Path.of("/proc/self"), "unix:gid");
        // The JDK writes "?" for a user whom the system cannot name.
        String name = System.getProperty("user.name", "?");
        if (user != ROOT && !name.equals("?")) {
            return new PostgresIdentity(RunAs.AUTO, name, List.of(), user, group);
        }
        Optional<PasswdEntry> other = unprivileged(UNPRIVILEGED, Files.readAllLines(Path.of("/etc/passwd")));
        if (other.isEmpty()) {
            throw new DatabaseStartException(NO_UNPRIVILEGED_USER, null);
        }
        List<PostgresIdentity> ways = new ArrayList<>();
        if (wanted != RunAs.OTHER_USER) {
            ways.add(inNamespace(other.get(), user, group));
        }
        if (wanted != RunAs.USER_NAMESPACE && user == ROOT) {
            ways.add(asOther(other.get()));
        }
        List<String> failures = new ArrayList<>();
        boolean reachedTheProgram = false;
        for (PostgresIdentity way : ways) {
            Optional<String> failure = way.probe(List.of("true"));
            if (failure.isEmpty()) {
                if (way.kind == RunAs.OTHER_USER) {
                    letPass(workFolder);
                }
                failure = way.probe(List.of(program.toString(), "--version"));
                if (failure.isEmpty()) {
                    return way;
                }
                reachedTheProgram = true;
            }
            failures.add(failure.get());
        }
        if (reachedTheProgram) {
            throw new DatabaseStartException(
                    FOLDER_OUT_OF_REACH, null, other.get().name, workFolder, String.join("; ", failures));
        }
        throw new DatabaseStartException(
                user == ROOT ? ROOT_STAYS : USER_WITHOUT_NAME, null, user, String.join("; ", failures));
    }

    /** A short command under this identity. */
    List<String> command(List<String> words) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(words);
        return all;
    }

    /**
     * The server under this identity: in a session of its own, so that Ctrl-C reaches only Shisa, which then stops the
     * database in order; and, if wanted, with a fast stop by the kernel as soon as Shisa is gone.
     */
    List<String> serverCommand(List<String> words, boolean diesWithParent) {
        List<String> all = new ArrayList<>();
        find("setsid").ifPresent(all::add);
        find("setpriv").ifPresent(setpriv -> {
            all.add(setpriv);
            all.add("--no-new-privs");
            if (diesWithParent && kind != RunAs.OTHER_USER) {
                all.addAll(List.of("--pdeathsig", "INT"));
            }
            all.add("--");
        });
        all.addAll(prefix);
        if (diesWithParent && kind == RunAs.OTHER_USER) {
            // A change of user clears the signal, so it is set by the same setpriv, which does it afterwards.
            all.addAll(all.size() - 1, List.of("--pdeathsig", "INT"));
        }
        all.addAll(words);
        return all;
    }

    /** Only what PostgreSQL needs: nothing of ours leaks into it, and no PG* variable changes it. */
    static void cleanEnvironment(Map<String, String> environment) {
        environment.clear();
        environment.put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("TZ", "UTC");
    }

    private static PostgresIdentity inNamespace(PasswdEntry other, int user, int group) {
        List<String> prefix = List.of(
                find("unshare").orElse("unshare"),
                "--user",
                "--map-user=" + other.user,
                "--map-group=" + other.group,
                "--");
        return new PostgresIdentity(RunAs.USER_NAMESPACE, other.name, prefix, user, group);
    }

    private static PostgresIdentity asOther(PasswdEntry other) {
        List<String> prefix = List.of(
                find("setpriv").orElse("setpriv"),
                "--reuid=" + other.user,
                "--regid=" + other.group,
                "--clear-groups",
                "--");
        return new PostgresIdentity(RunAs.OTHER_USER, other.name, prefix, other.user, other.group);
    }

    /** Empty if the command works, otherwise what it said. */
    private Optional<String> probe(List<String> words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(words)).redirectErrorStream(true);
        cleanEnvironment(builder.environment());
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return Optional.of(prefix.getFirst() + " is missing");
        }
        try {
            process.getOutputStream().close();
            // Both commands print one line at most, far less than a pipe holds.
            if (!process.waitFor(PROBE_TIMEOUT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.of(prefix.getFirst() + " does not answer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            return Optional.of("interrupted");
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.exitValue() == 0
                ? Optional.empty()
                : Optional.of(said.isBlank() ? prefix.getFirst() + " failed" : said.strip());
    }

    /** Lets other users pass through the folder and the one above it, without listing them. */
    private static void letPass(Path workFolder) throws IOException {
        Path data = workFolder.getParent();
        for (Path folder : data == null ? List.of(workFolder) : List.of(data, workFolder)) {
            Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(folder));
            if (permissions.addAll(List.of(PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_EXECUTE))) {
                Files.setPosixFilePermissions(folder, permissions);
            }
        }
    }

    static Optional<PasswdEntry> unprivileged(List<String> names, List<String> passwd) {
        List<PasswdEntry> entries = passwd.stream()
                .map(PasswdEntry::parse)
                .flatMap(Optional::stream)
                .toList();
        return names.stream()
                .flatMap(name -> entries.stream().filter(entry -> entry.name.equals(name)))
                .findFirst()
                .or(() -> entries.stream().findFirst());
    }

    private static Optional<String> find(String program) {
        return List.of("/usr/bin/", "/bin/", "/usr/sbin/", "/sbin/").stream()
                .map(folder -> folder + program)
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst();
    }

    private static int intAttribute(Path path, String name) throws IOException {
        return (Integer) Files.getAttribute(path, name);
    }

    /** One user of {@code /etc/passwd}, never root. */
    record PasswdEntry(String name, int user, int group) {

        static Optional<PasswdEntry> parse(String line) {
            String[] fields = line.split(":", -1);
            if (fields.length < 4
                    || !fields[2].matches("[0-9]{1,9}")
                    || !fields[3].matches("[0-9]{1,9}")
                    || Integer.parseInt(fields[2]) == ROOT) {
                return Optional.empty();
            }
            return Optional.of(new PasswdEntry(fields[0], Integer.parseInt(fields[2]), Integer.parseInt(fields[3])));
        }
    }
}
