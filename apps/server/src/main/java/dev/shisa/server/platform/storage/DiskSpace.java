package dev.shisa.server.platform.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much room the data directory has. */
public final class DiskSpace {

    /** An upload, its copy and the database's log together; bytes. */
    public static final long ENOUGH = 1_000_000_000;

    /** Below this the database refuses to write within minutes; bytes. */
    public static final long CRITICAL = 200_000_000;

    private DiskSpace() {}

    /** Bytes that this process may still write on the disk of a folder, which need not exist yet. */
    public static long free(Path folder) throws IOException {
        return Files.getFileStore(existing(folder)).getUsableSpace();
    }

    /** The folder itself, or the nearest one above it that exists. */
    public static Path existing(Path folder) {
        Path here = folder.toAbsolutePath();
        while (!Files.exists(here) && here.getParent() != null) {
            here = here.getParent();
        }
        return here;
    }
}
