package dev.shisa.image;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes the OCI image: from nothing, one layer for each folder, all that is in it owned by root and of one time, so that
 * the same folders give the same bytes. Two places are other than that: {@code /tmp} is everybody's and
 * {@code /var/lib/shisa}, where the data are, is the user's as whom it runs.
 *
 * <p>Run by {@code ops/package/make.sh}: {@code java -jar shisa-image.jar OUT.tar NAME ARCHITECTURE COMMIT SECONDS
 * LAYER=FOLDER…}. SECONDS is the time since 1970, NAME the image's with its tag. Fails with an exception, with no file
 * written, if a folder has a symbolic link, which Jib would silently follow.
 */
final class Image {

    /** Who it runs as: a number that no system gives to people or services of its own, and in {@code etc/passwd} there. */
    static final String USER = "10001:10001";

    static final int PORT = 8443;

    private static final String DATA = "/var/lib/shisa";

    private final Instant time;

    private Image(Instant time) {
        this.time = time;
    }

    public static void main(String[] args) throws Exception {
        Path out = Path.of(args[0]);
        Image image = new Image(Instant.ofEpochSecond(Long.parseLong(args[4])));
        JibContainerBuilder builder = Jib.fromScratch()
                .setFormat(ImageFormat.OCI)
                .setPlatforms(Set.of(new Platform(args[2], "linux")))
                .setCreationTime(image.time);
        for (String each : List.of(args).subList(5, args.length)) {
            String[] layer = each.split("=", 2);
            builder.addFileEntriesLayer(image.layer(layer[0], Path.of(layer[1])));
        }
        builder.addFileEntriesLayer(image.places());
        Path work = Files.createTempDirectory("shisa-image");
        try {
            builder.setUser(USER)
                    .setWorkingDirectory(AbsoluteUnixPath.get(DATA))
                    .setEnvironment(Map.of("PATH", "/usr/lib/shisa:/usr/bin:/bin", "HOME", DATA, "LANG", "C.UTF-8"))
                    .setEntrypoint("/usr/lib/shisa/shisa")
                    .setProgramArguments("up", "--name", "localhost")
                    .addExposedPort(Port.tcp(PORT))
                    .addVolume(AbsoluteUnixPath.get(DATA))
                    .addLabel("org.opencontainers.image.title", "Shisa")
                    .addLabel("org.opencontainers.image.licenses", "Apache-2.0")
                    .addLabel("org.opencontainers.image.revision", args[3])
                    .addLabel("org.opencontainers.image.version", args[1].substring(args[1].indexOf(':') + 1))
                    .containerize(Containerizer.to(TarImage.at(out).named(args[1]))
                            .setBaseImageLayersCache(work)
                            .setApplicationLayersCache(work)
                            .setToolName("shisa")
                            .setOfflineMode(true));
        } finally {
            delete(work);
        }
    }

    private FileEntriesLayer layer(String name, Path folder) throws IOException {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted().toList()) {
                if (Files.isSymbolicLink(file)) {
                    throw new IOException("a symbolic link in the layer " + name + ": " + file);
                }
                AbsoluteUnixPath place = AbsoluteUnixPath.get("/" + folder.relativize(file));
                boolean runs = Files.isDirectory(file) || executable(file);
                if (!file.equals(folder)) {
                    layer.addEntry(file, place, FilePermissions.fromOctalString(runs ? "755" : "644"), time);
                }
            }
        }
        return layer.build();
    }

    /** As its mode says, whoever builds. */
    private static boolean executable(Path file) throws IOException {
        return Files.getPosixFilePermissions(file).stream()
                .anyMatch(each -> each.name().endsWith("EXECUTE"));
    }

    private FileEntriesLayer places() throws IOException {
        Path empty = Files.createTempDirectory("shisa-empty");
        empty.toFile().deleteOnExit();
        return FileEntriesLayer.builder()
                .setName("places")
                .addEntry(empty, AbsoluteUnixPath.get("/tmp"), FilePermissions.fromOctalString("777"), time)
                .addEntry(empty, AbsoluteUnixPath.get(DATA), FilePermissions.fromOctalString("700"), time, USER)
                .build();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
        }
    }
}
