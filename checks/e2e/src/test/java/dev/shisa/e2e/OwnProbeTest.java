package dev.shisa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.driver.Client;
import dev.shisa.driver.Owner;
import dev.shisa.driver.Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Shisa as a device on the bench: the packaged server alone in a network namespace, as its owner uses it, and
 * {@code ./shisa probe} in another one beside it. What it asks of a device it has to stand itself. Needs root.
 */
@Tag("packaged")
@Tag("lab")
class OwnProbeTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String DEVICE = "shisa-own-" + ProcessHandle.current().pid();
    private static final String BENCH = DEVICE + "-bench";
    private static final String ADDRESS = "10.79.0.1";
    private static final String ADDRESS6 = "fd79::1";
    private static final int PORT = 8443;
    private static final int PATIENCE_SECONDS = 60;

    /** What only people can tell: it has pages about the updates of products, and refuses what is sent to them. */
    private static final Map<String, String> NOT_MEASURED = Map.of("BTUSB", "MANUAL", "UPDATE", "UNKNOWN");

    @TempDir
    Path folder;

    @BeforeEach
    void twoNamespacesAndACable() throws Exception {
        ip("netns", "add", DEVICE);
        ip("netns", "add", BENCH);
        ip("-n", DEVICE, "link", "add", "here", "type", "veth", "peer", "name", "here", "netns", BENCH);
        for (String end : List.of(DEVICE, BENCH)) {
            String last = end.equals(DEVICE) ? "1" : "2";
            ip("-n", end, "address", "add", "10.79.0." + last + "/24", "dev", "here");
            ip("-n", end, "address", "add", "fd79::" + last + "/64", "dev", "here", "nodad");
            ip("-n", end, "link", "set", "here", "up");
            ip("-n", end, "link", "set", "lo", "up");
        }
    }

    @AfterEach
    void removeThem() throws Exception {
        ip("netns", "delete", DEVICE);
        ip("netns", "delete", BENCH);
    }

    @Test
    void nothingThatAStrangerOrItsUserCanTryFails() throws Exception {
        JsonNode report =
                probed("--seconds", "420", "--only", "AUTH,DEFPW,PWCHANGE,BRUTE,PORTS,TLS,PLAIN,UPDATE,VULN,DISC");
        assertThat(otherThanPassed(report)).isEmpty();
    }

    /** Every input of every page that the owner comes to. */
    @Test
    @Tag("long")
    void nothingThatIsTypedIntoItsPagesFails() throws Exception {
        assertThat(otherThanPassed(probed("--seconds", "2400"))).isEmpty();
    }

    private static List<String> otherThanPassed(JsonNode report) {
        List<String> others = new ArrayList<>();
        for (Map.Entry<String, JsonNode> key : report.get("results").properties()) {
            String verdict = key.getValue().get("verdict").asString();
            if (!verdict.equals(NOT_MEASURED.getOrDefault(key.getKey(), "PASS"))) {
                others.add(key.getKey() + " " + key.getValue().toPrettyString());
            }
        }
        return others;
    }

    private JsonNode probed(String... words) throws Exception {
        Path data = folder.resolve("data");
        try (Server server = Server.start(ShisaProcess.home(), data, "");
                Client owner = Client.of(server.address(), data)) {
            Owner.setUp(owner, server.setUpPath());
        }
        Server.Launch there =
                new Server.Launch(ShisaProcess.home(), data, data, List.of("ip", "netns", "exec", DEVICE), Map.of());
        Path said = folder.resolve("said.txt");
        Process server = there.command(List.of("up", "--port", Integer.toString(PORT)))
                .redirectOutput(said.toFile())
                .start();
        try {
            awaitReady(server, said);
            Path declared = Files.writeString(folder.resolve("declared.json"), declaration());
            Path report = folder.resolve("report.json");
            List<String> probe = new ArrayList<>(List.of("ip", "netns", "exec", BENCH));
            probe.add(ShisaProcess.launcher().toString());
            probe.addAll(List.of("probe", "--declaration", declared.toString(), "--i-own-this", "--json"));
            probe.addAll(List.of(words));
            ProcessBuilder builder = new ProcessBuilder(probe)
                    .redirectOutput(report.toFile())
                    .redirectError(folder.resolve("progress.txt").toFile());
            builder.environment().put("SHISA_NO_BUILD", "1");
            int exit = builder.start().waitFor();
            assertThat(exit)
                    .as(Files.readString(folder.resolve("progress.txt")))
                    .isIn(0, 1, 3);
            return JSON.readTree(report);
        } finally {
            server.destroy();
            assertThat(server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void awaitReady(Process server, Path said) throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS * 3L);
        while (!Files.readString(said).contains("Ready: ")) {
            assertThat(server.isAlive() && System.nanoTime() < until)
                    .as(Files.readString(said))
                    .isTrue();
            Thread.sleep(100);
        }
    }

    private static String declaration() {
        return JSON.writeValueAsString(Map.of(
                "device",
                "shisa",
                "address",
                ADDRESS,
                "address6",
                ADDRESS6,
                "credentials",
                List.of(Map.of(
                        "service",
                        "https",
                        "user",
                        Owner.EMAIL,
                        "password",
                        Owner.PASSWORD,
                        "kind",
                        "chosen by its owner")),
                "declared",
                Map.of(
                        "tcp",
                        List.of(Map.of("port", PORT, "service", "https", "purpose", "pages and API")),
                        "udp",
                        List.of()),
                "policy",
                Map.of(
                        "tls_allow_self_signed",
                        true,
                        "brute_max_free_tries",
                        5,
                        "brute_min_lock_seconds",
                        60,
                        "password_min_length",
                        15),
                "questionnaire",
                Map.of("bluetooth", "none", "usb", "none")));
    }

    private static void ip(String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("ip"));
        all.addAll(List.of(words));
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(String.join(" ", all) + ": " + said).isZero();
    }
}
