package dev.shisa.server.platform.backup;

import dev.shisa.server.platform.storage.OwnerOnlyFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which contents a folder's packs hold already, so that none is written twice.
 *
 * <p>Beside each pack lies a list of its contents under names that only this installation can compute (HMAC-SHA-256 with
 * a key of its data folder): whoever has a recipient only cannot look into the packs, and whoever finds the folder learns
 * neither the contents nor whether a known file is among them. The list ends with a MAC; one that was changed, or whose
 * pack has another size, is taken for not there, and its contents are written again.
 */
final class PackIndex {

    private static final int KEY_BYTES = 32;
    private static final int NAME_BYTES = 16;
    private static final Pattern KEY = Pattern.compile("[0-9a-f]{" + 2 * KEY_BYTES + "}");

    /** Names of a pack of 64 MB of tiny files, with room to spare. */
    private static final long FILE_BYTES_MAX = 64L << 20;

    private final byte[] key;
    private final Map<String, Manifest.Pack> packOf = new HashMap<>();

    private PackIndex(byte[] key) {
        this.key = key;
    }

    /** Below the data folder, and so in every backup: the key of the names. */
    static final String KEY_FILE = "secrets/backup-names";

    /** The index of all packs of a folder. */
    static PackIndex read(BackupFolder folder, Path data, SecureRandom random) throws IOException {
        PackIndex index = new PackIndex(key(data.resolve(KEY_FILE), random));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.packs(), "*.index")) {
            for (Path file : files) {
                index.add(file);
            }
        }
        return index;
    }

    /** The pack that holds the content of this name. */
    Optional<Manifest.Pack> find(String name) {
        return Optional.ofNullable(packOf.get(hidden(name)));
    }

    /** Writes the list of a pack before the pack itself gets its name. */
    void write(Path file, Manifest.Pack pack, List<Manifest.Piece> pieces) throws IOException {
        StringBuilder text = new StringBuilder().append(pack.bytes()).append('\n');
        pieces.forEach(piece -> text.append(hidden(piece.name())).append('\n'));
        OwnerOnlyFiles.write(
                file,
                text.append(mac(pack.id(), text.toString()))
                        .append('\n')
                        .toString()
                        .getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * The lists of a backup's packs that are missing or are not what was written, by their place in the folder. The backup is
     * whole without them, but the next one finds nothing there and writes those contents again.
     *
     * @param keyFile content of the backup's own {@link #KEY_FILE}, of which one that is damaged can tell nothing
     */
    static List<String> damaged(BackupFolder folder, List<Manifest.Pack> packs, String keyFile) {
        String text = keyFile.strip();
        if (!KEY.matcher(text).matches()) {
            return List.of();
        }
        PackIndex index = new PackIndex(HexFormat.of().parseHex(text));
        return packs.stream()
                .filter(pack -> !index.isSound(folder.packs().resolve(pack.id() + ".index")))
                .map(pack -> "packs/" + pack.id() + ".index")
                .toList();
    }

    private boolean isSound(Path file) {
        try {
            return add(file);
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether it was what this installation wrote of the pack beside it. */
    private boolean add(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        String id = name.substring(0, name.length() - ".index".length());
        Path packFile = file.resolveSibling(id + ".age");
        if (Files.size(file) > FILE_BYTES_MAX || !Files.isRegularFile(packFile)) {
            return false;
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        int end = text.lastIndexOf('\n', text.length() - 2) + 1;
        String listed = text.substring(0, end);
        boolean authentic = MessageDigest.isEqual(
                mac(id, listed).getBytes(StandardCharsets.US_ASCII),
                text.substring(end).strip().getBytes(StandardCharsets.ISO_8859_1));
        List<String> lines = listed.lines().toList();
        if (!authentic || lines.isEmpty() || !lines.getFirst().equals(Long.toString(Files.size(packFile)))) {
            return false;
        }
        Manifest.Pack pack = new Manifest.Pack(id, Files.size(packFile));
        lines.subList(1, lines.size()).forEach(hidden -> packOf.put(hidden, pack));
        return true;
    }

    private String hidden(String name) {
        return HexFormat.of().formatHex(Hashes.keyed(key, name.getBytes(StandardCharsets.UTF_8)), 0, NAME_BYTES);
    }

    private String mac(String id, String text) {
        return "mac "
                + HexFormat.of().formatHex(Hashes.keyed(key, (id + "\n" + text).getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] key(Path file, SecureRandom random) throws IOException {
        if (Files.exists(file)) {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
            if (KEY.matcher(text).matches()) {
                return HexFormat.of().parseHex(text);
            }
        }
        // Lost or damaged: what is there already is then written once more, and nothing else happens.
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        OwnerOnlyFiles.write(file, (HexFormat.of().formatHex(key) + "\n").getBytes(StandardCharsets.US_ASCII));
        return key;
    }
}
