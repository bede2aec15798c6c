package dev.shisa.server.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Compares every attachment with the hash under which it was recorded. */
final class FileVerifier {

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int FETCH_ROWS = 2_000;
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    private final Connection connection;
    private final Path blobs;
    private final Consumer<Difference> found;

    /** @param blobs the folder {@code DATA/blobs/sha256} */
    FileVerifier(Connection connection, Path blobs, Consumer<Difference> found) {
        this.connection = connection;
        this.blobs = blobs;
        this.found = found;
    }

    /**
     * Reads every file.
     *
     * @param progress told the number of files done
     * @return how many there are
     */
    long files(LongConsumer progress) throws SQLException {
        long count = 0;
        byte[] buffer = new byte[BUFFER_BYTES];
        try (PreparedStatement select =
                connection.prepareStatement("SELECT sha256, size_bytes FROM blob ORDER BY sha256")) {
            select.setFetchSize(FETCH_ROWS);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    check(row.getString("sha256"), row.getLong("size_bytes"), buffer);
                    count++;
                    progress.accept(count);
                }
            }
        }
        return count;
    }

    /**
     * Reads every file that is there where the list of them cannot be read: each is named by its hash.
     *
     * @param progress told the number of files done
     * @return how many there are
     */
    long byTheirNames(LongConsumer progress) throws IOException {
        if (!Files.isDirectory(blobs)) {
            return 0;
        }
        long count = 0;
        byte[] buffer = new byte[BUFFER_BYTES];
        try (Stream<Path> files = Files.walk(blobs, 2)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                String name = String.valueOf(file.getFileName());
                if (SHA_256.matcher(name).matches()) {
                    check(name, Files.size(file), buffer);
                    progress.accept(++count);
                }
            }
        }
        return count;
    }

    private void check(String sha256, long size, byte[] buffer) {
        if (!SHA_256.matcher(sha256).matches()) {
            found.accept(new Difference("file-missing", null, null, "blob " + sha256, List.of()));
            return;
        }
        Path file = blobs.resolve(sha256.substring(0, 2)).resolve(sha256);
        try {
            long found = Files.size(file);
            if (found != size) {
                tell("file-size", file, size, found);
                return;
            }
            String hash = hash(file, buffer);
            if (!hash.equals(sha256)) {
                tell("file-changed", file, hash);
            }
        } catch (NoSuchFileException e) {
            tell("file-missing", file);
        } catch (IOException e) {
            tell("file-unreadable", file, e.toString());
        }
    }

    private static String hash(Path file, byte[] buffer) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private void tell(String code, Path file, Object... args) {
        found.accept(new Difference(code, null, null, file.toString(), List.of(args)));
    }
}
