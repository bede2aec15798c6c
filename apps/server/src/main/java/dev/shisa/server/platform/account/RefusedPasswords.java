package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Passwords that this company refuses in addition to the list that comes with Shisa: {@code refused-passwords.txt} in the
 * data folder, one on each line, UTF-8. It is read anew when it has changed. While it cannot be read as it should, no
 * password can be chosen: a list that is silently left out would not be one.
 */
@Component
class RefusedPasswords {

    static final String FILE = "refused-passwords.txt";
    static final int BYTES_MAX = 1_000_000;
    static final int LINES_MAX = 100_000;

    private final Path file;
    private volatile @Nullable Read read;

    /** @param fault what is wrong with the file, empty if nothing is */
    private record Read(FileTime changed, long bytes, Set<String> entries, Optional<Fault> fault) {}

    /**
     * @param code the message {@code doctor.passwords.<code>}
     * @param place the file
     * @param number of bytes, lines or the line, as the code says
     */
    record Fault(String code, String place, long number) {}

    RefusedPasswords(@Value("${shisa.data}") Path data) {
        this.file = data.resolve(FILE).toAbsolutePath().normalize();
    }

    /**
     * @param text in NFKC and lower case
     * @throws Problem if the file cannot be read as it should
     */
    boolean contains(String text) {
        Read now = now();
        now.fault().ifPresent(fault -> {
            throw new Problem(503, "password.list", fault.place());
        });
        return now.entries().contains(text);
    }

    int size() {
        return now().entries().size();
    }

    Optional<Fault> fault() {
        return now().fault();
    }

    private Read now() {
        Read last = read;
        try {
            BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
            if (last == null || !last.changed().equals(seen.lastModifiedTime()) || last.bytes() != seen.size()) {
                last = read(seen);
                read = last;
            }
            return last;
        } catch (NoSuchFileException e) {
            read = null;
            return new Read(FileTime.fromMillis(0), 0, Set.of(), Optional.empty());
        } catch (IOException e) {
            return wrong(FileTime.fromMillis(0), 0, "unreadable", 0);
        }
    }

    private Read read(BasicFileAttributes seen) throws IOException {
        FileTime changed = seen.lastModifiedTime();
        if (!seen.isRegularFile()) {
            return wrong(changed, seen.size(), "unreadable", 0);
        }
        if (seen.size() > BYTES_MAX) {
            return wrong(changed, seen.size(), "large", seen.size());
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (CharacterCodingException e) {
            return wrong(changed, seen.size(), "not-utf-8", 0);
        }
        Set<String> entries = new HashSet<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String entry = normal(number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line);
            if (number > LINES_MAX) {
                return wrong(changed, seen.size(), "lines", number);
            }
            if (entry.length() > PasswordRules.LENGTH_MAX) {
                return wrong(changed, seen.size(), "line", number);
            }
            if (!entry.isEmpty()) {
                entries.add(entry);
            }
        }
        return new Read(changed, seen.size(), entries, Optional.empty());
    }

    private static String normal(String line) {
        return PasswordRules.normal(line.strip()).toLowerCase(Locale.ROOT);
    }

    private Read wrong(FileTime changed, long bytes, String code, long number) {
        return new Read(changed, bytes, Set.of(), Optional.of(new Fault(code, file.toString(), number)));
    }
}
