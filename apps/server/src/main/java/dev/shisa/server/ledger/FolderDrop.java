package dev.shisa.server.ledger;

import dev.shisa.ledger.SignedCheckpoint;
import dev.shisa.ledger.VerifierKey;
import dev.shisa.server.platform.outgoing.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;

/**
 * Writes a checkpoint into a folder: under a name of its own that is never written again, {@code
 * checkpoint-<log>-<size>-<time>.txt}, as {@code latest.txt}, and beside it the key of the log, {@code vkey-<log>.txt}.
 */
final class FolderDrop {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private FolderDrop() {}

    static Outcome send(Path folder, int log, VerifierKey key, Instant now, SignedCheckpoint checkpoint) {
        byte[] note = checkpoint.note().bytes();
        try {
            if (!Files.isDirectory(folder)) {
                return new Outcome.Failed("folder-missing", folder);
            }
            Path keyFile = folder.resolve("vkey-" + log + ".txt");
            byte[] vkey = (key + "\n").getBytes(StandardCharsets.US_ASCII);
            if (Files.exists(keyFile) && !Arrays.equals(Files.readAllBytes(keyFile), vkey)) {
                return new Outcome.Failed("folder-other", folder, keyFile.getFileName());
            }
            String name =
                    String.format(Locale.ROOT, "checkpoint-%d-%09d-%s.txt", log, checkpoint.size(), TIME.format(now));
            Path file = folder.resolve(name);
            if (Files.exists(file) && !Arrays.equals(Files.readAllBytes(file), note)) {
                return new Outcome.Failed("folder-other", folder, name);
            }
            if (!Files.exists(keyFile)) {
                write(keyFile, vkey);
            }
            if (!Files.exists(file)) {
                write(file, note);
            }
            write(folder.resolve("latest.txt"), note);
            return new Outcome.Arrived(new String(note, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return new Outcome.Failed("folder-failed", folder, String.valueOf(e.getMessage()));
        }
    }

    /** Whole or not at all, whoever reads meanwhile. */
    private static void write(Path file, byte[] bytes) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(temporary);
            try (FileChannel channel =
                            FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    OutputStream out = Channels.newOutputStream(channel)) {
                out.write(bytes);
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(temporary + " is being written by somebody else", e);
        }
    }
}
