package dev.shisa.server.platform.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Files that are gone when what they are for has ended. They lie in the data folder, so that nothing of what Shisa keeps is ever anywhere
 * else, and what a killed server leaves is removed by the next.
 */
public final class TemporaryFiles {

    /** Where libraries look as well. The JDK's own methods look at it once, when the process begins, so they are given the folder. */
    private static final String PROPERTY = "java.io.tmpdir";

    private TemporaryFiles() {}

    /**
     * Empties the folders below {@code DATA/run}, and {@link #stored}, and makes them anew for their owner alone; the data folder has to be
     * ours.
     */
    public static void begin(Path data) throws IOException {
        System.setProperty(
                PROPERTY,
                fresh(data.resolve("run").resolve("tmp")).toAbsolutePath().toString());
        fresh(incoming(data));
        fresh(container(data));
        fresh(stored(data));
    }

    private static Path fresh(Path folder) throws IOException {
        Trees.delete(folder);
        return OwnerOnlyFiles.createFolder(folder);
    }

    /** For a JVM that this one starts: it leaves nothing elsewhere either, also when it is killed. */
    public static List<String> options() {
        return List.of("-XX:-UsePerfData", "-D" + PROPERTY + "=" + System.getProperty(PROPERTY));
    }

    /** Where a body waits that is larger than what is kept in memory. */
    public static Path incoming(Path data) {
        return data.resolve("run").resolve("incoming");
    }

    /** Where a file waits that is to be kept, until it is whole: beside where it will lie, since it is renamed. */
    public static Path stored(Path data) {
        return data.resolve("blobs").resolve("tmp");
    }

    /** The web container's own. */
    public static Path container(Path data) {
        return data.resolve("run").resolve("web");
    }

    /** A new empty file for its owner alone. */
    public static Path create(String prefix, String suffix) throws IOException {
        return Files.createTempFile(Path.of(System.getProperty(PROPERTY)), prefix, suffix);
    }
}
