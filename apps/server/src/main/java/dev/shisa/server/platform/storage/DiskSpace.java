package dev.shisa.server.platform.storage;

import java.io.File;
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

    /**
     * Bytes that this process may still write on the disk of a folder, which need not exist yet. Asked by statvfs, since
     * {@link Files#getFileStore} reads the list of mounts: slower, and without a file handle it finds no mount.
     */
    public static long free(Path folder) throws IOException {
        File disk = existing(folder).toFile();
        long free = disk.getUsableSpace();
        if (free == 0 && disk.getTotalSpace() == 0) {
            throw new IOException("the size of the disk of " + disk + " cannot be told");
        }
        return free;
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
