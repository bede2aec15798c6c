package dev.shisa.server.platform.backup;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The files of a data folder that make up the installation.
 *
 * <p>Everything is taken but what is named here: a capability that begins to keep files has them in the backup from its
 * first day.
 */
final class DataFiles {

    /** The database is copied by its own means; logs, sockets and drills belong to a run; backups are not backed up. */
    private static final Set<String> LEFT_OUT = Set.of(
            "postgres",
            "logs",
            "run",
            "lock",
            "backups",
            Restore.SCRATCH,
            Restore.UNFINISHED,
            "secrets/database-password");

    /** Made again by whoever needs them, or half-written. */
    private static final Pattern PASSING = Pattern.compile("(cache|caches|tmp)|.*\\.(lock|tmp|part|new)|lock");

    private static final int DEPTH_MAX = 24;

    private DataFiles() {}

    /**
     * Paths below the data folder, with slashes, in order. Links to folders are followed: people move large folders to
     * another disk.
     */
    static List<String> list(Path data) throws IOException {
        List<String> paths = new ArrayList<>();
        Files.walkFileTree(data, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEPTH_MAX, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return !folder.equals(data) && isLeftOut(relative(folder))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String path = relative(file);
                if (attributes.isRegularFile() && !isLeftOut(path)) {
                    paths.add(path);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
                if (isLeftOut(relative(file)) || problem instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw problem instanceof FileSystemLoopException
                        ? new IOException("the link " + file + " leads in a circle", problem)
                        : problem;
            }

            private String relative(Path path) {
                return data.relativize(path).toString();
            }
        });
        paths.sort(null);
        return paths;
    }

    private static boolean isLeftOut(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return LEFT_OUT.contains(path) || PASSING.matcher(name).matches();
    }
}
