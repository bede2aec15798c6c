package dev.shisa.server.platform.backup;

import dev.shisa.server.platform.age.AgeIdentity;
import dev.shisa.server.platform.age.AgeRecipient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** What somebody has in hand for a folder of backups. */
sealed interface BackupKey {

    /** A key or a passphrase is one line; a file far above is not one. */
    int FILE_BYTES_MAX = 1 << 16;

    /** Fewer characters are tried out in days, whatever the work factor. */
    int PASSPHRASE_LENGTH_MIN = 12;

    /** Writes and reads. */
    record Passphrase(String text) implements BackupKey {

        @Override
        public String toString() {
            return "a passphrase";
        }
    }

    /** Writes; whoever has only this cannot read. */
    record Recipient(AgeRecipient recipient) implements BackupKey {}

    /** Reads; one of these fits. */
    record Identities(List<AgeIdentity> identities) implements BackupKey {

        public Identities {
            identities = List.copyOf(identities);
        }
    }

    /** The first line of a file. */
    static BackupKey passphraseFile(Path file) {
        String text = read(file).lines().findFirst().orElse("");
        if (text.length() < PASSPHRASE_LENGTH_MIN) {
            throw new BackupException("passphrase-short", file, text.length(), PASSPHRASE_LENGTH_MIN);
        }
        return new Passphrase(text);
    }

    static BackupKey identityFile(Path file) {
        List<AgeIdentity> identities = AgeIdentity.parseFile(read(file));
        if (identities.isEmpty()) {
            throw new BackupException("identity-none", file);
        }
        return new Identities(identities);
    }

    static BackupKey recipient(String text) {
        return new Recipient(
                AgeRecipient.parse(text).orElseThrow(() -> new BackupException("recipient-wrong", shortened(text))));
    }

    private static String read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(FILE_BYTES_MAX), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new BackupException(e, "key-file-missing", file);
        } catch (IOException e) {
            throw new BackupException(e, "file", file, String.valueOf(e.getMessage()));
        }
    }

    private static String shortened(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
