package dev.shisa.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Folders as things that are written, too: a new or renamed file is durable only when its folder is. */
final class Folders {

    private Folders() {}

    static Path parent(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException(file + " is not a file in a folder");
        }
        return parent;
    }

    static void force(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw new LedgerException.Failed("the folder " + folder + " cannot be made durable: " + e.getMessage(), e);
        }
    }
}
