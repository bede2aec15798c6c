package dev.shisa.server.platform.backup;

import dev.shisa.ledger.Checkpoint;
import dev.shisa.ledger.Ledger;
import dev.shisa.ledger.LedgerException;
import dev.shisa.ledger.LedgerOptions;
import dev.shisa.ledger.Note;
import dev.shisa.ledger.SigningKey;
import dev.shisa.ledger.verify.LogVerifier;
import dev.shisa.ledger.verify.Verification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Proves the logs of a restored data folder: each is opened, which rebuilds what the journal makes again, then checked entry
 * by entry by the verifier, which shares no code with the writer. The newest must end in the very root that the backup's
 * checkpoint has.
 */
final class LedgerProof {

    private LedgerProof() {}

    /**
     * Checks all logs of a folder.
     *
     * @param checkpoint the newest signed checkpoint of the backup, or null when it had none
     * @throws BackupException {@code proof-ledger} with the log and what is wrong
     */
    static void prove(Path data, @Nullable String checkpoint) throws IOException {
        List<String> roots = new ArrayList<>();
        for (Path folder : logs(data.resolve("ledger"))) {
            Path keyFile = data.resolve("secrets").resolve("ledger-" + folder.getFileName() + ".key");
            try {
                SigningKey key = SigningKey.read(keyFile);
                Ledger.open(folder, key, LedgerOptions.DEFAULT).close();
                Verification found = LogVerifier.verify(folder, key.verifier().toString(), LogVerifier.Progress.NONE);
                if (!found.isIntact()) {
                    throw new BackupException(
                            "proof-ledger", folder, found.findings().getFirst().sentence());
                }
                found.checkpoint().map(LedgerProof::root).ifPresent(roots::add);
            } catch (LedgerException e) {
                throw new BackupException(e, "proof-ledger", folder, String.valueOf(e.getMessage()));
            }
        }
        if (checkpoint != null && !roots.isEmpty()) {
            String expected = root(checkpoint, data);
            if (!roots.getLast().equals(expected)) {
                throw new BackupException("proof-ledger", data.resolve("ledger"), expected + " ≠ " + roots.getLast());
            }
        }
    }

    /** Folders named by the number of their log, oldest first. */
    private static List<Path> logs(Path ledger) throws IOException {
        if (!Files.isDirectory(ledger)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(ledger)) {
            return folders.filter(folder -> String.valueOf(folder.getFileName()).matches("[1-9][0-9]{0,5}"))
                    .filter(folder -> Files.isDirectory(folder.resolve("journal")))
                    .sorted(java.util.Comparator.comparingInt(
                            folder -> Integer.parseInt(String.valueOf(folder.getFileName()))))
                    .toList();
        }
    }

    private static String root(String note, Path data) {
        try {
            return root(Checkpoint.parse(
                    Note.parse(note.getBytes(StandardCharsets.UTF_8)).text()));
        } catch (LedgerException e) {
            throw new BackupException(e, "proof-ledger", data.resolve("ledger"), String.valueOf(e.getMessage()));
        }
    }

    private static String root(Checkpoint checkpoint) {
        return checkpoint.origin() + " " + checkpoint.size() + " "
                + checkpoint.root().base64();
    }
}
