package dev.shisa.server.platform.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The packed form of the programs, a {@code .tar.xz}. Apart, so that a start without unpacking loads no unpacker. */
final class PostgresArchive {

    /** The archive holds 1,071 entries of 60 MB; anything far above is not it. */
    private static final int ENTRIES_MAX = 5_000;

    private static final long BYTES_MAX = 400L << 20;

    private PostgresArchive() {}

    /** Writes everything below the target, readable for all users; returns the files and links. */
    static List<Path> extract(InputStream packed, Path target) throws IOException {
        List<Path> written = new ArrayList<>();
        long bytes = 0;
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed, 1 << 16)), "UTF-8")) {
            TarArchiveEntry entry = tar.getNextEntry();
            while (entry != null) {
                Path path = inside(target, target.resolve(entry.getName()));
                bytes += entry.getSize();
                if (written.size() > ENTRIES_MAX || bytes > BYTES_MAX) {
                    throw new IOException("the archive is larger than expected");
                }
                if (entry.isDirectory()) {
                    createFolders(target, path);
                } else {
                    createFolders(target, parentOf(path));
                    if (entry.isSymbolicLink()) {
                        inside(target, parentOf(path).resolve(entry.getLinkName()));
                        Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                    } else if (entry.isFile()) {
                        boolean program = (entry.getMode() & 0b001_000_000) != 0;
                        Files.copy(tar, path);
                        Files.setPosixFilePermissions(
                                path, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
                    } else {
                        throw new IOException("unexpected kind of entry: " + entry.getName());
                    }
                    written.add(path);
                }
                entry = tar.getNextEntry();
            }
        }
        return written;
    }

    private static void createFolders(Path target, Path folder) throws IOException {
        if (folder.equals(target) || Files.isDirectory(folder)) {
            return;
        }
        createFolders(target, parentOf(folder));
        Files.createDirectory(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path inside(Path target, Path path) throws IOException {
        Path normal = path.normalize();
        if (!normal.startsWith(target)) {
            throw new IOException("the archive points outside: " + path);
        }
        return normal;
    }

    private static Path parentOf(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IOException(path + " has no folder");
        }
        return parent;
    }
}
