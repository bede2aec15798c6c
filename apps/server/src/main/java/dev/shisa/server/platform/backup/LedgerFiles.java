package dev.shisa.server.platform.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which files of the ledger never change, and which only grow. The ledger writes one journal file after the other, each
 * named by its first entry, so only the last of a folder still grows; a whole tile never changes, partial ones come and go
 * (C2SP tlog-tiles).
 */
final class LedgerFiles {

    /** What grows is cut into slices of this size: all but the last are in earlier backups already. */
    static final int SLICE_BYTES = 16 << 20;

    private static final String FOLDER = "ledger/";
    private static final String JOURNAL = ".journal";

    private final Path data;
    private final Map<String, String> lastJournal = new HashMap<>();

    /** @param paths all files of the data folder in order */
    LedgerFiles(Path data, List<String> paths) {
        this.data = data;
        paths.stream().filter(LedgerFiles::isJournal).forEach(path -> lastJournal.put(parent(path), path));
    }

    /**
     * A file as far as it was written when it was looked at.
     *
     * @param bytes its length then
     */
    record Portion(String path, long bytes) {}

    boolean isFinished(String path) {
        boolean tile = path.startsWith(FOLDER) && path.contains("/tile/") && !path.contains(".p/");
        return tile || (isJournal(path) && !path.equals(lastJournal.get(parent(path))));
    }

    boolean isGrowing(String path) {
        return isJournal(path) && path.equals(lastJournal.get(parent(path)));
    }

    /** Checkpoint and keys: read before the journal, so that it holds what they speak of. */
    boolean isSmall(String path) {
        return path.startsWith(FOLDER) && !path.contains("/tile/") && !isJournal(path);
    }

    Portion portion(String path) throws IOException {
        try {
            return new Portion(path, Files.size(data.resolve(path)));
        } catch (NoSuchFileException e) {
            throw new IOException(path + " is gone, and a ledger never removes it", e);
        }
    }

    private static boolean isJournal(String path) {
        return path.startsWith(FOLDER) && path.endsWith(JOURNAL);
    }

    private static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }
}
