package dev.shisa.server.platform.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * Files and folders that nobody but their owner may read: keys and passwords.
 *
 * <p>A file is never seen half-written and never readable for others, not even for an instant: it is created with its
 * final permissions under another name, forced to disk and renamed.
 */
public final class OwnerOnlyFiles {

    private static final FileAttribute<Set<PosixFilePermission>> FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private OwnerOnlyFiles() {}

    /** Creates the folder and what is missing above it; an existing folder keeps its permissions. */
    public static Path createFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return folder;
        }
        try {
            return Files.createDirectories(folder, FOLDER);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(folder + " is a file, expected a folder", e);
        }
    }

    /** Replaces the file as a whole; after the return its bytes are on disk. */
    public static void write(Path file, byte[] bytes) throws IOException {
        Path folder = createFolder(parentOf(file));
        Path temporary = Files.createTempFile(folder, "." + file.getFileName(), ".new", FILE);
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        forceFolder(folder);
    }

    /** Whether {@link #write} of one of these names was cut short and left this. */
    public static boolean isUnfinished(Path file, List<String> names) {
        String left = String.valueOf(file.getFileName());
        return left.endsWith(".new") && names.stream().anyMatch(name -> left.startsWith("." + name));
    }

    /** Forces the names in a folder to disk, so that a rename survives a power cut. */
    public static void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path parentOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException(file + " has no folder");
        }
        return parent;
    }
}
