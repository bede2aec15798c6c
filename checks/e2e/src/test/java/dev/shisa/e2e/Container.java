package dev.shisa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * An OCI image out of its file, unpacked layer by layer with every digest checked, and started as its configuration says:
 * its user, environment and words, in namespaces of its own in which nothing can be written but its volume and
 * {@code /tmp}. Needs root. Its network is that of this machine.
 *
 * @param folder where it is unpacked; {@code root} in it is what it sees
 */
record Container(Path folder, JsonNode configuration) {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    static Container unpack(Path tar, Path folder) throws IOException, InterruptedException {
        Path root = Files.createDirectories(folder.resolve("root"));
        succeeds(folder, "tar", "-x", "-f", tar.toString());
        JsonNode manifest = blob(
                folder,
                JSON.readTree(folder.resolve("index.json")).get("manifests").get(0));
        JsonNode configuration = blob(folder, manifest.get("config"));
        for (JsonNode layer : manifest.get("layers")) {
            succeeds(
                    root,
                    "tar",
                    "-x",
                    "-z",
                    "-p",
                    "--warning=no-unknown-keyword",
                    "-f",
                    file(folder, layer).toString());
        }
        return new Container(folder, configuration);
    }

    private static JsonNode blob(Path folder, JsonNode descriptor) throws IOException, InterruptedException {
        return JSON.readTree(file(folder, descriptor));
    }

    private static Path file(Path folder, JsonNode descriptor) throws IOException, InterruptedException {
        String digest = descriptor.get("digest").asString().replaceFirst("^sha256:", "");
        Path file = folder.resolve("blobs/sha256/" + digest);
        assertThat(succeeds(folder, "sha256sum", file.toString())).startsWith(digest);
        return file;
    }

    Path root() {
        return folder.resolve("root");
    }

    /** A list of the configuration, such as {@code Entrypoint}, as words. */
    List<String> words(String key) {
        return configuration
                .get("config")
                .get(key)
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    String user() {
        return configuration.get("config").get("User").asString();
    }

    /** Where its only volume lies. */
    Path volume() {
        String place = configuration
                .get("config")
                .get("Volumes")
                .propertyNames()
                .iterator()
                .next();
        return root().resolve(place.substring(1));
    }

    /** Starts it with these words after those of the image. */
    Served serve(String... further) throws IOException {
        String script = """
            set -e
            mount --bind root root
            mount -t proc proc root/proc
            mount -t tmpfs -o mode=755 dev root/dev
            for each in null zero full random urandom; do
                touch "root/dev/$each"
                mount --bind "/dev/$each" "root/dev/$each"
            done
            mount -t tmpfs tmp root/tmp
            mount --bind '%s' '%s'
            mount -o remount,bind,ro root
            exec chroot --userspec=%s root env -i %s sh -c 'cd "$0"; exec "$@"' '%s' "$@"
            """.formatted(
                        volume(),
                        volume(),
                        user(),
                        String.join(" ", words("Env")),
                        configuration.get("config").get("WorkingDir").asString());
        List<String> command = new ArrayList<>(
                List.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", script, "sh"));
        command.addAll(words("Entrypoint"));
        command.addAll(words("Cmd"));
        command.addAll(List.of(further));
        return Served.start(new ProcessBuilder(command).directory(folder.toFile()));
    }

    private static String succeeds(Path folder, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
