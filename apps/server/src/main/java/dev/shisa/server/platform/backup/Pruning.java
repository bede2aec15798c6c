package dev.shisa.server.platform.backup;

import dev.shisa.server.platform.storage.DataLock;
import dev.shisa.server.platform.storage.OwnerOnlyFiles;
import dev.shisa.server.platform.storage.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Removes backups that are not kept any more, and packs that no backup needs.
 *
 * <p>A backup goes by the renaming of its folder, so it is never half there. Packs are looked at only afterwards, and only if
 * the list of every backup that stays is readable and whole: a pack is removed because all of them say that they do not
 * need it, never because one could not be asked.
 */
final class Pruning {

    /** In a backup's folder: names of its packs, one a line, and a last line with their number and hash. */
    static final String PACKS = "packs";

    private static final DateTimeFormatter ID_TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");

    private Pruning() {}

    /**
     * What went.
     *
     * @param unreadable backups whose list of packs cannot be read: while there is one, no pack is removed
     */
    record Result(List<String> backups, int packs, List<String> unreadable) {

        Result {
            backups = List.copyOf(backups);
            unreadable = List.copyOf(unreadable);
        }
    }

    static Result prune(BackupFolder folder, Retention retention, ZoneId zone) {
        try (DataLock _ = folder.lock()) {
            Map<String, Instant> at = new LinkedHashMap<>();
            folder.list().forEach(id -> at.put(id, instant(id)));
            Set<String> kept = retention.keep(at, zone);
            List<String> gone =
                    at.keySet().stream().filter(id -> !kept.contains(id)).toList();
            for (String id : gone) {
                Path removed = folder.backups().resolve("." + id + ".gone");
                Files.move(folder.backup(id), removed, StandardCopyOption.ATOMIC_MOVE);
                OwnerOnlyFiles.forceFolder(folder.backups());
                Trees.delete(removed);
            }
            return removePacks(folder, gone);
        } catch (IOException e) {
            throw new BackupException(e, "folder-unusable", folder.root(), BackupFolder.reason(e));
        }
    }

    static byte[] packsText(Manifest manifest) {
        StringBuilder text = new StringBuilder();
        manifest.packs().forEach(pack -> text.append(pack.id()).append('\n'));
        return (text + end(text.toString(), manifest.packs().size())).getBytes(StandardCharsets.US_ASCII);
    }

    /** When a backup was made, as its id says. */
    static Instant instant(String id) {
        return LocalDateTime.parse(id.substring(0, id.indexOf('-')), ID_TIME).toInstant(ZoneOffset.UTC);
    }

    private static Result removePacks(BackupFolder folder, List<String> gone) throws IOException {
        Set<String> needed = new HashSet<>();
        List<String> unreadable = folder.list().stream()
                .filter(id -> {
                    Optional<Set<String>> packs = packs(folder.backup(id).resolve(PACKS));
                    packs.ifPresent(needed::addAll);
                    return packs.isEmpty();
                })
                .toList();
        int packs = 0;
        if (unreadable.isEmpty()) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.packs())) {
                for (Path file : files) {
                    String name = String.valueOf(file.getFileName());
                    String id = name.replaceFirst("\\..*$", "");
                    // The list goes with its pack; one without the other is left over.
                    if (!id.isEmpty() && !needed.contains(id)) {
                        Files.delete(file);
                        packs += name.endsWith(".age") ? 1 : 0;
                    }
                }
            }
        }
        return new Result(gone, packs, unreadable);
    }

    private static Optional<Set<String>> packs(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.US_ASCII);
            List<String> lines = text.lines().toList();
            String listed = text.substring(0, text.indexOf("end:") < 0 ? 0 : text.indexOf("end:"));
            boolean whole = !lines.isEmpty() && text.equals(listed + end(listed, lines.size() - 1));
            return whole ? Optional.of(new HashSet<>(lines.subList(0, lines.size() - 1))) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String end(String listed, int count) {
        return "end:" + count + ":" + Hashes.of(listed.getBytes(StandardCharsets.US_ASCII)) + "\n";
    }
}
