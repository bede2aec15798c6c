package dev.shisa.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.driver.Client;
import dev.shisa.driver.Server;
import dev.shisa.driver.Server.Start;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that stalls or is left over, file handles that run out. */
@Tag("packaged")
class MachineTest {

    private static final long SEED = Installation.SEED;
    private static final Duration STALL = Duration.ofSeconds(4);
    private static final int SPARE_HANDLES_MAX = 8;
    private static final Duration SPARE_PAUSE = Duration.ofMillis(700);

    /** Longer than the server waits for its database. */
    private static final Duration LONG_STALL = Duration.ofSeconds(75);

    @TempDir
    Path folder;

    @Test
    @Tag("long")
    void aDatabaseThatStallsForSecondsLosesNothing() throws Exception {
        stall(STALL);
    }

    @Test
    @Tag("long")
    void aDatabaseThatStallsForLongIsNamedInsteadOfWaitedFor() throws Exception {
        List<Client.Answer> refusals = stall(LONG_STALL);
        assertThat(refusals).isNotEmpty().allSatisfy(DiskTest::saysWhatToDo);
    }

    private List<Client.Answer> stall(Duration duration) throws Exception {
        Prepared prepared = Prepared.only();
        Journal journal = prepared.journal().copy();
        Installation shisa = prepared.copy(folder.resolve("data"));
        List<Client.Answer> refusals;
        try (Server server = shisa.start()) {
            try (Load load = Load.on(server, prepared.session(), journal, SEED)) {
                load.awaitMore("before");
                List<ProcessHandle> database = server.database();
                Installation.signal("STOP", database);
                try {
                    Thread.sleep(duration);
                } finally {
                    Installation.signal("CONT", database);
                }
                load.awaitMore("afterwards");
                refusals = load.refusals();
            }
            Aftermath.complete(shisa, server, prepared.session(), journal);
        }
        Summary.add("database stalls " + duration.toSeconds() + " s", 1, journal.acknowledged(), 0, 0);
        return refusals;
    }

    @Test
    void exhaustedFileHandlesLoseNothingAndPassAway() throws Exception {
        Prepared prepared = Prepared.only();
        Journal journal = prepared.journal().copy();
        Installation shisa = prepared.copy(folder.resolve("data"));
        try (Server server = shisa.start()) {
            try (Load load = Load.on(server, prepared.session(), journal, SEED)) {
                load.awaitMore("before");
                long before = limitOf(server.process());
                // From none left at all to some, so that each step of a request is once the one that gets none.
                for (int spare = 0; spare <= SPARE_HANDLES_MAX; spare++) {
                    limit(server.process(), openOf(server.process()) + spare);
                    Thread.sleep(SPARE_PAUSE);
                    assertThat(server.isRunning()).isTrue();
                }
                limit(server.process(), before);
                load.awaitMore("afterwards");
                assertThat(load.refusals()).allSatisfy(DiskTest::saysWhatToDo);
            }
            Aftermath.complete(shisa, server, prepared.session(), journal);
        }
        Summary.add("file handles exhausted", 1, journal.acknowledged(), 0, 0);
    }

    private static long openOf(ProcessHandle process) throws IOException {
        try (var handles = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return handles.count();
        }
    }

    private static long limitOf(ProcessHandle process) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/limits")).stream()
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> line.split(" +", -1)[3])
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }

    /** How many files a process may have open from now on. */
    private static void limit(ProcessHandle process, long files) throws IOException, InterruptedException {
        // Root in a container may set only its own limits: as the user of the process, then.
        List<String> words = new ArrayList<>(OrdinaryUser.becoming());
        words.addAll(List.of("prlimit", "--pid", Long.toString(process.pid()), "--nofile=" + files + ":"));
        Installation.execute(words);
    }

    @Test
    void aDatabaseWithoutItsServerIsStoppedByTheNextStart() throws Exception {
        Prepared prepared = Prepared.only();
        Journal journal = prepared.journal().copy();
        Installation shisa = prepared.copy(folder.resolve("data"));
        List<ProcessHandle> orphans;
        try (Server server = shisa.start();
                Load load = Load.on(server, prepared.session(), journal, SEED)) {
            load.awaitMore("before");
            orphans = server.database();
            // A process that is held does not hear that its parent is gone.
            Installation.signal("STOP", orphans);
            Installation.kill(List.of(server.process()));
        }
        assertThat(orphans).anyMatch(Installation::runs);
        Installation.Outcome doctor = shisa.run("--lang", "en", "doctor");
        assertThat(doctor.text()).contains("Processes of the database are left although there is no server");
        Installation.signal("CONT", orphans);
        try (Server server = shisa.start()) {
            assertThat(orphans).noneMatch(Installation::runs);
            Aftermath.complete(shisa, server, prepared.session(), journal);
        }
        Summary.add("orphaned database", 1, journal.acknowledged(), 0, 1);
    }

    @Test
    void aDatabaseThatSomebodyElseStartedIsNamedAndLeftAlone() throws Exception {
        Prepared prepared = Prepared.only();
        Journal journal = prepared.journal().copy();
        Installation shisa = prepared.copy(folder.resolve("data"));
        Path programs = folder.resolve("elsewhere");
        Path ours;
        try (var found = Files.list(shisa.data().resolve("postgres"))) {
            ours = found.filter(each -> each.getFileName().toString().startsWith("bin-"))
                    .findFirst()
                    .orElseThrow();
        }
        Process foreign = postgres(copy(ours, programs), shisa.data().resolve("postgres/data"));
        try {
            Path state = shisa.data().resolve("postgres/data/postmaster.pid");
            Installation.await("the other PostgreSQL runs", () -> isReady(state));
            assertThat(shisa.attempt())
                    .isInstanceOfSatisfying(
                            Start.Refused.class,
                            refused -> assertThat(refused.said())
                                    .contains(Long.toString(foreign.pid()))
                                    .containsPattern("起動した人|whoever started it"));
            assertThat(foreign.isAlive()).isTrue();
        } finally {
            Installation.signal("INT", List.of(foreign.toHandle()));
            foreign.waitFor();
        }
        try (Server server = shisa.start()) {
            Aftermath.complete(shisa, server, prepared.session(), journal);
        }
        Summary.add("foreign database", 1, journal.acknowledged(), 0, 1);
    }

    private static boolean isReady(Path state) {
        try {
            return Files.exists(state) && Files.readString(state).contains("ready");
        } catch (IOException e) {
            return false;
        }
    }

    private static Path copy(Path programs, Path target) throws IOException, InterruptedException {
        Installation.execute(List.of("cp", "-a", programs.toString(), target.toString()));
        return target.resolve("bin/postgres");
    }

    /** As an administrator starts it by hand; root has to be somebody else for it, in a namespace. */
    private static Process postgres(Path program, Path cluster) throws IOException {
        List<String> start = List.of(program.toString(), "-D", cluster.toString(), "-p", "54999");
        List<String> settings = List.of("-c", "unix_socket_directories=", "-c", "listen_addresses=127.0.0.1");
        List<String> words = new ArrayList<>();
        if (OrdinaryUser.serversAreRoot()) {
            words.addAll(List.of("unshare", "--user", "--map-user=65534", "--map-group=65534", "--"));
        }
        words.addAll(OrdinaryUser.becoming());
        words.addAll(start);
        words.addAll(settings);
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
