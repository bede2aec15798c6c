package dev.shisa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.driver.Client;
import dev.shisa.driver.Owner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code ./shisa package --image}: two clones of the last commit, in different folders, languages and hours, give the same
 * bytes; OpenSSL alone verifies them; the Debian package and the image run where no JDK is. With
 * {@code -Dpackage.made=FOLDER,FOLDER,PUBLICKEY} two that were made before are looked at.
 */
@Tag("packaged")
@Tag("package")
@Tag("machine")
@Tag("openssl")
@Tag("long")
class PackageTest {

    private static final Pattern OF_SHISA = Pattern.compile("shisa(-[a-z]+)*(-[0-9.]+(-SNAPSHOT)?)?\\.jar");

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    @TempDir
    private static Path folder;

    private static Path one;
    private static Path two;
    private static Path publicKey;

    @BeforeAll
    static void isMadeTwice() throws IOException, InterruptedException {
        String made = System.getProperty("package.made", "");
        if (!made.isEmpty()) {
            List<Path> given = Stream.of(made.split(",")).map(Path::of).toList();
            one = given.get(0);
            two = given.get(1);
            publicKey = given.get(2);
            return;
        }
        Path key = folder.resolve("key.pem");
        String said = succeeds(folder, ShisaProcess.launcher().toString(), "package", "--new-key", key.toString());
        publicKey = Files.writeString(folder.resolve("shisa.pub"), said);
        one = make("one", key, Map.of());
        two = make("another place/two", key, Map.of("TZ", "Asia/Tokyo", "LANG", "ja_JP.UTF-8", "UMASK", "077"));
    }

    private static Path make(String name, Path key, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path clone = folder.resolve(name);
        Path out = Files.createDirectories(folder.resolve("of " + clone.getFileName()));
        succeeds(
                folder,
                "git",
                "clone",
                "--quiet",
                "--no-local",
                ShisaProcess.home().toString(),
                clone.toString());
        ProcessBuilder builder = new ProcessBuilder(
                "sh",
                "-c",
                "umask ${UMASK:-022}; exec ./shisa package --image --to \"$0\" --key \"$1\"",
                out.toString(),
                clone.relativize(key).toString());
        builder.environment().putAll(environment);
        builder.environment().remove("SHISA_NO_BUILD");
        assertThat(ended(builder.directory(clone.toFile()))).startsWith("0\n");
        return out;
    }

    @Test
    void twoClonesGiveTheSameBytesAndWhoeverReceivesThemVerifiesThem() throws Exception {
        List<Path> files;
        try (Stream<Path> made = Files.list(one)) {
            files = made.sorted().toList();
        }
        assertThat(files.stream().map(each -> each.getFileName().toString().replaceFirst(".*_[a-z0-9]+\\.", "")))
                .containsExactlyInAnyOrder(
                        "deb",
                        "deb.cdx.json",
                        "oci.tar",
                        "oci.cdx.json",
                        "intoto.jsonl",
                        "SHA256SUMS",
                        "SHA256SUMS.sig");
        for (Path file : files) {
            assertThat(Files.mismatch(file, two.resolve(file.getFileName())))
                    .as(file.getFileName() + " differs at")
                    .isEqualTo(-1);
        }

        Path received = Files.createDirectory(folder.resolve("received"));
        for (Path file : files) {
            Files.copy(file, received.resolve(file.getFileName()));
        }
        Path sums = only(received, ".SHA256SUMS");
        List<String> verify = verification(sums, Path.of(sums + ".sig"));
        List<String> compare = List.of("sha256sum", "-c", sums.toString());
        assertThat(run(received, verify)).startsWith("0\n");
        assertThat(run(received, compare)).startsWith("0\n").contains(".deb: OK", ".oci.tar: OK", ".intoto.jsonl: OK");
        for (String kind : List.of(".deb", ".oci.tar")) {
            Path file = only(received, kind);
            Files.writeString(file, "x", StandardOpenOption.APPEND);
            assertThat(run(received, compare)).startsWith("1\n").contains(kind + ": FAILED");
            Files.copy(only(one, kind), file, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(sums, "\n", StandardOpenOption.APPEND);
        assertThat(run(received, verify)).startsWith("1\n");
    }

    /** What whoever has only the public key runs. */
    private static List<String> verification(Path signed, Path signature) {
        return List.of(
                "openssl",
                "pkeyutl",
                "-verify",
                "-pubin",
                "-inkey",
                publicKey.toString(),
                "-rawin",
                "-in",
                signed.toString(),
                "-sigfile",
                signature.toString());
    }

    /** DSSE: what is signed is the envelope's type and its content, each with its length before it. */
    @Test
    void theEnvelopeTellsWhatTheFilesWereMadeOfAndIsSignedAsAWhole() throws Exception {
        JsonNode envelope = JSON.readTree(only(one, ".intoto.jsonl"));
        byte[] statement = Base64.getDecoder().decode(envelope.get("payload").asString());
        String type = envelope.get("payloadType").asString();
        Path signed = folder.resolve("signed");
        Files.writeString(signed, "DSSEv1 " + type.length() + " " + type + " " + statement.length + " ");
        Files.write(signed, statement, StandardOpenOption.APPEND);
        Path signature = Files.write(
                folder.resolve("signature"),
                Base64.getDecoder()
                        .decode(envelope.get("signatures").get(0).get("sig").asString()));
        List<String> verify = verification(signed, signature);
        assertThat(run(folder, verify)).startsWith("0\n");
        Files.writeString(signed, " ", StandardOpenOption.APPEND);
        assertThat(run(folder, verify)).startsWith("1\n");

        JsonNode said = JSON.readTree(statement);
        for (JsonNode subject : said.get("subject")) {
            assertThat(succeeds(one, "sha256sum", subject.get("name").asString()))
                    .startsWith(subject.get("digest").get("sha256").asString() + " ");
        }
        Set<String> from = new HashSet<>();
        said.get("predicate")
                .get("buildDefinition")
                .get("resolvedDependencies")
                .forEach(each -> from.add(each.get("name").asString()));
        assertThat(from).containsAll(jars().keySet());
    }

    /** The libraries in the image by their file names, with the place where each lies; Java's own are the run time's. */
    private static Map<String, Path> jars() throws IOException, InterruptedException {
        Path unpacked = folder.resolve("jars");
        if (!Files.exists(unpacked)) {
            Container.unpack(only(one, ".oci.tar"), Files.createDirectory(unpacked));
        }
        Path root = unpacked.resolve("root");
        Map<String, Path> jars = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(file -> !file.startsWith(root.resolve("usr/lib/shisa/runtime")))
                    .filter(file ->
                            !OF_SHISA.matcher(file.getFileName().toString()).matches())
                    .forEach(file -> jars.put(file.getFileName().toString(), file));
        }
        return jars;
    }

    @Test
    void everyLibraryInTheImageStandsInTheBillOfMaterials() throws Exception {
        Set<String> named = new HashSet<>();
        for (JsonNode component : JSON.readTree(only(one, ".oci.cdx.json")).get("components")) {
            named.add(component.get("name").asString() + "-"
                    + component.path("version").asString("") + ".jar");
        }
        assertThat(jars()).hasSizeGreaterThan(100);
        assertThat(jars().keySet()).isSubsetOf(named);
    }

    @Test
    void theDebianPackageServesWithoutAJdkIsUpgradedAndLeavesTheDataWhenItIsPurged() throws Exception {
        try (FreshMachine machine = FreshMachine.make()) {
            Path made = Files.copy(only(one, ".deb"), machine.root().resolve("root/shisa.deb"));
            machine.run("root", "apt-get install -y -qq --no-install-recommends ./shisa.deb >/dev/null")
                    .succeeds();
            machine.run("root", "echo SHISA_LOG_FORMAT=json >>/etc/shisa/shisa.env")
                    .succeeds();
            Path data = machine.root().resolve("var/lib/shisa");
            String start = start(machine.root());
            try (Served served = machine.serve("shisa", start);
                    Client owner = Client.of(served.base(), data)) {
                Owner.setUp(owner, served.setUp());
            }

            String later = later(made, machine.root().resolve("root/later.deb"));
            machine.run("root", "apt-get install -y -qq --no-install-recommends ./later.deb >/dev/null")
                    .succeeds();
            assertThat(machine.run("root", "dpkg-query -W -f '${Version}' shisa")
                            .said())
                    .isEqualTo(later);
            try (Served served = machine.serve("shisa", start);
                    Client visitor = Client.of(served.base(), data)) {
                assertThat(served.said()).doesNotContain("/set-up/");
                visitor.get("/sign-in").expect(200);
                assertThat(machine.run("shisa", "unset SHISA_JDK; shisa user list")
                                .said())
                        .contains(Owner.EMAIL);
            }
            // Not beside it: two commands there do not see each other's processes.
            machine.run("shisa", "unset SHISA_JDK; shisa verify").succeeds();
            machine.run("root", "apt-get remove -y -qq shisa >/dev/null").succeeds();
            assertThat(Files.readString(machine.root().resolve("etc/shisa/shisa.env")))
                    .as("settings stay until a purge")
                    .endsWith("SHISA_LOG_FORMAT=json\n");
            FreshMachine.Ended purge = machine.run("root", "LANG=ja_JP.UTF-8 apt-get purge -y -qq shisa");
            purge.succeeds();
            assertThat(purge.said()).contains("/var/lib/shisa に残っています");
            assertThat(data.resolve("postgres/data/PG_VERSION")).isNotEmptyFile();
            for (String gone : List.of("usr/lib/shisa", "usr/bin/shisa", "etc/shisa", "usr/share/doc/shisa")) {
                assertThat(machine.root().resolve(gone)).doesNotExist();
            }
        }
    }

    /** The line of the shell that does what the installed unit says, at a free port: its folder, mask, settings, start. */
    private static String start(Path root) throws IOException {
        String unit = Files.readString(root.resolve("usr/lib/systemd/system/shisa.service"));
        assertThat(setting(unit, "User")).isEqualTo("shisa");
        return "umask %s; cd %s; unset SHISA_JDK; export %s; set -a; . %s; STATE_DIRECTORY=/var/lib/%s; exec %s --port 0"
                .formatted(
                        setting(unit, "UMask"),
                        setting(unit, "WorkingDirectory"),
                        setting(unit, "Environment"),
                        setting(unit, "EnvironmentFile").replaceFirst("^-", ""),
                        setting(unit, "StateDirectory"),
                        setting(unit, "ExecStart"));
    }

    private static String setting(String unit, String name) {
        Matcher matcher = Pattern.compile("(?m)^" + name + "=(.*)$").matcher(unit);
        assertThat(matcher.find()).as(name).isTrue();
        return matcher.group(1);
    }

    /** The same with a higher number: what a next version does with the data is {@link UpgradeTest}'s. */
    private static String later(Path made, Path later) throws IOException, InterruptedException {
        String number =
                succeeds(folder, "dpkg-deb", "-f", made.toString(), "Version").strip() + "+later";
        String tree = folder.resolve("later").toString();
        succeeds(folder, "dpkg-deb", "-R", made.toString(), tree);
        Path control = Path.of(tree, "DEBIAN/control");
        Files.writeString(control, Files.readString(control).replaceFirst("(?m)^Version: .*$", "Version: " + number));
        succeeds(folder, "dpkg-deb", "--root-owner-group", "-Zgzip", "-b", tree, later.toString());
        return number;
    }

    @Test
    void theImageServesAsNobodyOfThisMachineWithNothingToWriteButItsVolume() throws Exception {
        Container container = Container.unpack(only(one, ".oci.tar"), Files.createDirectory(folder.resolve("image")));
        assertThat(container.user()).matches("[1-9][0-9]{4,}:[1-9][0-9]{4,}");
        try (Stream<Path> files = Files.walk(container.root())) {
            assertThat(files.filter(Files::isRegularFile).filter(PackageTest::givesRights))
                    .as("programs that give rights to who starts them")
                    .isEmpty();
        }
        try (Served served = container.serve("--port", "0");
                Client owner = Client.of(served.base(), container.volume())) {
            Owner.setUp(owner, served.setUp());
        }
        try (Served served = container.serve("--port", "0");
                Client visitor = Client.of(served.base(), container.volume())) {
            assertThat(served.said()).doesNotContain("/set-up/");
            visitor.get("/sign-in").expect(200);
        }
        assertThat(container.volume().resolve("postgres/data/postmaster.pid"))
                .as("the database was closed in order")
                .doesNotExist();
    }

    private static boolean givesRights(Path file) {
        try {
            return ((Integer) Files.getAttribute(file, "unix:mode") & 06000) != 0;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Whatever lies in the image is named: Debian's packages as installed, the run time, each with a licence in it. */
    @Test
    void theBillOfMaterialsOfTheImageNamesTheSystemAndTheRunTime() throws Exception {
        JsonNode bill = JSON.readTree(only(one, ".oci.cdx.json"));
        Set<String> named = new HashSet<>();
        Set<String> references = new HashSet<>();
        for (JsonNode component : bill.get("components")) {
            assertThat(component.get("licenses")).as(component.toString()).isNotEmpty();
            assertThat(references.add(component.get("bom-ref").asString())).isTrue();
            named.add(component.get("name").asString() + " "
                    + component.path("version").asString(""));
        }
        Path root = Files.createDirectory(folder.resolve("bill"));
        Container container = Container.unpack(only(one, ".oci.tar"), root);
        try (Stream<Path> installed = Files.list(container.root().resolve("var/lib/dpkg/status.d"))) {
            for (Path each : installed.toList()) {
                String control = Files.readString(each);
                assertThat(named)
                        .contains(setting(control.replace(": ", "="), "Package") + " "
                                + setting(control.replace(": ", "="), "Version"));
                String name = each.getFileName().toString();
                Path licences = container.root().resolve("usr/share/doc");
                // Of one source with the compiler's, whose licence it refers to.
                assertThat(licences.resolve(
                                (name.startsWith("libgcc") || name.startsWith("libstdc++") ? "gcc-12-base" : name)
                                        + "/copyright"))
                        .isNotEmptyFile();
            }
        }
        String release = Files.readString(container.root().resolve("usr/lib/shisa/runtime/release"));
        assertThat(named).contains("openjdk " + setting(release, "JAVA_VERSION").replace("\"", ""));
        assertThat(container.root().resolve("usr/lib/shisa/runtime/legal/java.base/LICENSE"))
                .isNotEmptyFile();
        assertThat(container.root().resolve("usr/share/doc/shisa/sbom.cdx.json"))
                .hasSameBinaryContentAs(only(one, ".oci.cdx.json"));
    }

    private static Path only(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String succeeds(Path folder, String... command) throws IOException, InterruptedException {
        String said = run(folder, List.of(command));
        assertThat(said).startsWith("0\n");
        return said.substring(2);
    }

    private static String run(Path folder, List<String> command) throws IOException, InterruptedException {
        return ended(new ProcessBuilder(new ArrayList<>(command)).directory(folder.toFile()));
    }

    private static String ended(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + "\n" + said;
    }
}
