package dev.shisa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.driver.Client;
import dev.shisa.driver.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code ops/systemd/shisa.service} on a machine that boots with systemd: it starts, and its sandbox holds. */
@Tag("packaged")
@Tag("machine")
@Tag("long")
class ServiceTest {

    private static final Duration START_MAX = Duration.ofMinutes(6);

    private static final String PORT_FILE = "/etc/systemd/system/shisa.service.d/port.conf";

    private static FreshMachine machine;
    private static int port;

    @BeforeAll
    static void aMachineWithTheUnit() throws IOException, InterruptedException {
        machine = FreshMachine.make();
        machine.run("root", "apt-get install -y -qq --no-install-recommends systemd-sysv dbus >/dev/null")
                .succeeds();
        machine.run("root", "useradd --system --home-dir /var/lib/shisa --shell /usr/sbin/nologin shisa")
                .succeeds();
        port = FreePort.find();
        Path units = machine.root().resolve("etc/systemd/system");
        Files.copy(
                ShisaProcess.home().resolve("ops/systemd/shisa.service"),
                units.resolve("shisa.service"),
                StandardCopyOption.REPLACE_EXISTING);
        Files.createDirectory(units.resolve("shisa.service.d"));
        Files.writeString(
                machine.root().resolve(PORT_FILE.substring(1)),
                "[Service]\n"
                        + "ExecStart=\n"
                        + "ExecStart=/opt/shisa/shisa up --data ${STATE_DIRECTORY} --name localhost --port "
                        + port + "\n");
        Files.createDirectories(machine.root().resolve("opt/shisa"));
        machine.run("root", "systemctl enable shisa").succeeds();
    }

    @AfterAll
    static void isGone() throws IOException {
        machine.close();
    }

    @Test
    void serverAndDatabaseRunWithoutAnyRightAndTheServiceStopsInOrder() throws Exception {
        Process booted = machine.boot();
        try {
            awaitReady();
            List<Path> ours = processes();
            assertThat(ours).as("the server and its database").hasSizeGreaterThan(2);
            for (Path process : ours) {
                assertThat(Files.readString(process.resolve("status")))
                        .as(Files.readString(process.resolve("comm")))
                        .containsPattern("CapBnd:\\s+0{16}")
                        .containsPattern("CapEff:\\s+0{16}")
                        .containsPattern("NoNewPrivs:\\s+1")
                        .containsPattern("Seccomp:\\s+2");
                assertThat(Files.readString(process.resolve("mountinfo"))
                                .lines()
                                .filter(line -> line.contains(" / / ")))
                        .as("what is mounted as root is read-only")
                        .allMatch(line -> line.matches(".* / / ro[, ].*"));
            }
        } finally {
            booted.destroy();
            assertThat(booted.waitFor(2, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(machine.root().resolve("var/lib/shisa/postgres/data/postmaster.pid"))
                .as("the database was closed in order")
                .doesNotExist();
        assertThat(machine.run("root", "journalctl -u shisa -o cat --no-pager").said())
                .contains("Ready: ")
                .doesNotContain("Failed with result", "initialization of VM");
    }

    /**
     * Those of the booted machine, seen from outside, that run a JVM or a program in its data folder. Another Shisa on this
     * machine has nothing to do with it: they see the file that says this port.
     */
    private static List<Path> processes() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(each -> each.getFileName().toString().matches("[0-9]+"))
                    .filter(ServiceTest::isOurs)
                    .toList();
        }
    }

    private static boolean isOurs(Path process) {
        try {
            String program = Files.readSymbolicLink(process.resolve("exe")).toString();
            return (program.endsWith("/bin/java") || program.contains("/postgres/"))
                    && Files.readString(process.resolve("root" + PORT_FILE)).contains("--port " + port + "\n");
        } catch (IOException e) {
            return false; // It has ended, or is somewhere else.
        }
    }

    private static void awaitReady() throws IOException, InterruptedException {
        Path data = machine.root().resolve("var/lib/shisa");
        Instant end = Instant.now().plus(START_MAX);
        while (Instant.now().isBefore(end)) {
            try (Client client = Client.of("https://localhost:" + port, data)) {
                if (client.get("/health/ready").status() == 200) {
                    return;
                }
            } catch (IOException e) {
                // It has no certificate, or does not listen yet.
            }
            Thread.sleep(500);
        }
        throw new AssertionError(
                machine.run("root", "journalctl -u shisa -o cat --no-pager").said());
    }
}
