package dev.shisa.server.platform.backup;

import dev.shisa.server.platform.age.Age;
import dev.shisa.server.platform.age.AgeException;
import dev.shisa.server.platform.age.AgeIdentity;
import dev.shisa.server.platform.age.AgeRecipient;
import dev.shisa.server.platform.storage.DataInUseException;
import dev.shisa.server.platform.storage.DataLock;
import dev.shisa.server.platform.storage.OwnerOnlyFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A folder of backups.
 *
 * <pre>
 *   folder.json                whose key it takes
 *   key.age                    the folder's own identity under the passphrase, if it has one
 *   backups/ID/manifest.age    gzip of JSON: everything that the backup consists of
 *   backups/ID/state.age       tar: the database's tables and the small files, as they were
 *   backups/ID/packs           names of the shared packs that it needs
 *   packs/ID.age, ID.index     tar: contents that never change, shared by all backups; which they are, keyed
 * </pre>
 *
 * <p>A backup comes into being by the renaming of its folder, when everything in it and all packs are on disk: what is cut
 * short before is not there. One key opens all, because deriving one from a passphrase for each file would take a second
 * each; so a passphrase opens {@code key.age}, and that opens the rest.
 */
final class BackupFolder {

    static final Pattern ID = Pattern.compile("[0-9]{8}T[0-9]{6}Z-[0-9a-f]{4}");
    static final String MANIFEST = "manifest.age";
    static final String STATE = "state.age";

    private static final String FORMAT_NAME = "shisa-backup/";
    private static final String FORMAT = FORMAT_NAME + "1";
    private static final int DESCRIPTION_BYTES_MAX = 1 << 16;
    private static final int LISTED_MAX = 100_000;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final byte[] README = BackupFolderText.TEXT.getBytes(StandardCharsets.UTF_8);

    private final Path root;
    private final List<AgeIdentity> identities;
    private final Optional<AgeRecipient> recipient;

    private BackupFolder(Path root, List<AgeIdentity> identities, Optional<AgeRecipient> recipient) {
        this.root = root;
        this.identities = List.copyOf(identities);
        this.recipient = recipient;
    }

    /** Opens a folder to write into, making it one if it is empty or not there. */
    static BackupFolder forWriting(Path root, BackupKey key, SecureRandom random) {
        try {
            OwnerOnlyFiles.createFolder(root);
            Path description = root.resolve("folder.json");
            BackupFolder folder;
            if (Files.exists(description)) {
                folder = open(root, key);
            } else {
                requireEmpty(root);
                folder = create(root, key, random);
            }
            OwnerOnlyFiles.createFolder(folder.backups());
            OwnerOnlyFiles.createFolder(folder.packs());
            return folder;
        } catch (IOException e) {
            throw new BackupException(e, "folder-unusable", root, reason(e));
        }
    }

    /** Opens a folder to read from. */
    static BackupFolder forReading(Path root, BackupKey key) {
        if (!Files.isDirectory(root)) {
            throw new BackupException("folder-missing", root);
        }
        if (!Files.exists(root.resolve("folder.json"))) {
            throw notOurs(root);
        }
        try {
            return open(root, key);
        } catch (IOException e) {
            throw new BackupException(e, "folder-unusable", root, reason(e));
        }
    }

    /** Held while something is written or removed. */
    DataLock lock() {
        try {
            return DataLock.take(root);
        } catch (DataInUseException e) {
            throw new BackupException(e, "under-way", root);
        } catch (IOException e) {
            throw new BackupException(e, "folder-unusable", root, reason(e));
        }
    }

    Path root() {
        return root;
    }

    Path backups() {
        return root.resolve("backups");
    }

    Path backup(String id) {
        return backups().resolve(id);
    }

    Path packs() {
        return root.resolve("packs");
    }

    Path pack(String id) {
        return packs().resolve(id + ".age");
    }

    AgeRecipient recipient() {
        return recipient.orElseThrow(() -> new IllegalStateException("opened for reading only"));
    }

    /** Complete backups, oldest first. */
    List<String> list() {
        List<String> ids = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(backups())) {
            for (Path folder : folders) {
                String name = String.valueOf(folder.getFileName());
                if (ID.matcher(name).matches() && Files.exists(folder.resolve(MANIFEST)) && ids.size() < LISTED_MAX) {
                    ids.add(name);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            throw new BackupException(e, "folder-unusable", root, reason(e));
        }
        ids.sort(Comparator.naturalOrder());
        return ids;
    }

    /** The backup that {@code at} names: an id, the beginning of one, or {@code latest}. */
    String find(String at) {
        List<String> ids = list();
        if (ids.isEmpty()) {
            throw new BackupException("none", root);
        }
        if (at.equals("latest")) {
            return ids.getLast();
        }
        List<String> found = ids.stream().filter(id -> id.startsWith(at)).toList();
        if (found.size() != 1) {
            throw new BackupException(
                    found.isEmpty() ? "unknown" : "ambiguous", at, root, ids.getFirst(), ids.getLast());
        }
        return found.getFirst();
    }

    Manifest manifest(String id) {
        Path file = backup(id).resolve(MANIFEST);
        try (InputStream in = decrypt(file)) {
            Manifest manifest = Manifest.read(in);
            if (manifest.format() != Manifest.FORMAT || !manifest.id().equals(id)) {
                throw new BackupException("manifest-of-other", file, manifest.id(), manifest.format());
            }
            return manifest;
        } catch (IOException | RuntimeException e) {
            throw e instanceof BackupException known ? known : damaged(file, e);
        }
    }

    /** A file of this folder, decrypted. */
    InputStream decrypt(Path file) throws IOException {
        AgeException last = null;
        for (AgeIdentity identity : identities) {
            InputStream in = Files.newInputStream(file);
            try {
                return Age.decrypt(in, identity);
            } catch (AgeException e) {
                in.close();
                if (e.reason() != AgeException.Reason.WRONG_KEY) {
                    throw damaged(file, e);
                }
                last = e;
            }
        }
        throw new BackupException(last, "wrong-key", file);
    }

    static BackupException damaged(Path file, Exception e) {
        return e instanceof NoSuchFileException
                ? new BackupException(e, "file-missing", file)
                : new BackupException(e, "damaged", file, reason(e));
    }

    static String reason(Exception e) {
        String text = e.getMessage();
        return e instanceof AgeException && text != null ? text : e.getClass().getSimpleName() + ": " + text;
    }

    private static void requireEmpty(Path root) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
            for (Path entry : entries) {
                if (!isLeftByAStart(entry)) {
                    throw notOurs(root);
                }
            }
        }
    }

    /** Whether a start that was cut short leaves this. */
    private static boolean isLeftByAStart(Path entry) throws IOException {
        String name = String.valueOf(entry.getFileName());
        return switch (name) {
            case "lock", "key.age", "lost+found" -> true;
            case "README.txt" -> Files.size(entry) == README.length && Arrays.equals(Files.readAllBytes(entry), README);
            default -> OwnerOnlyFiles.isUnfinished(entry, List.of("key.age", "README.txt", "folder.json"));
        };
    }

    private static BackupException notOurs(Path root) {
        return Files.isDirectory(root.resolve("backups")) && Files.isDirectory(root.resolve("packs"))
                ? new BackupException("folder-undescribed", root.resolve("folder.json"))
                : new BackupException("folder-not-ours", root);
    }

    private static BackupFolder create(Path root, BackupKey key, SecureRandom random) throws IOException {
        Map<String, String> description;
        BackupFolder folder;
        switch (key) {
            case BackupKey.Passphrase passphrase -> {
                AgeIdentity own = AgeIdentity.generate(random);
                ByteArrayOutputStream file = new ByteArrayOutputStream();
                try (var out = Age.encrypt(file, passphrase.text(), random)) {
                    out.write((own.secret() + "\n").getBytes(StandardCharsets.US_ASCII));
                }
                OwnerOnlyFiles.write(root.resolve("key.age"), file.toByteArray());
                // Its public half stays unsaid: whoever knows it could put backups of their own here.
                description = Map.of("format", FORMAT, "key", "passphrase");
                folder = new BackupFolder(root, List.of(own), Optional.of(own.recipient()));
            }
            case BackupKey.Recipient of -> {
                description = Map.of(
                        "format",
                        FORMAT,
                        "key",
                        "recipient",
                        "recipient",
                        of.recipient().toString());
                folder = new BackupFolder(root, List.of(), Optional.of(of.recipient()));
            }
            case BackupKey.Identities ignored -> throw new IllegalArgumentException("an identity does not write");
        }
        OwnerOnlyFiles.write(root.resolve("README.txt"), README);
        // Last: with it, the folder is one.
        OwnerOnlyFiles.write(
                root.resolve("folder.json"),
                (JSON.writeValueAsString(description) + "\n").getBytes(StandardCharsets.UTF_8));
        return folder;
    }

    private static BackupFolder open(Path root, BackupKey key) throws IOException {
        Path file = root.resolve("folder.json");
        JsonNode description = description(file);
        String format = description.path("format").asString("");
        if (!format.startsWith(FORMAT_NAME)) {
            throw new BackupException("damaged", file, "format");
        }
        if (!format.equals(FORMAT)) {
            throw new BackupException("folder-of-other-format", file, format, FORMAT);
        }
        String known = description.path("recipient").asString("");
        boolean withPassphrase = switch (description.path("key").asString("")) {
            case "passphrase" -> true;
            case "recipient" -> false;
            default -> throw new BackupException("damaged", file, "key");
        };
        if (!withPassphrase && AgeRecipient.parse(known).isEmpty()) {
            throw new BackupException("damaged", file, "recipient");
        }
        return switch (key) {
            case BackupKey.Passphrase passphrase -> {
                if (!withPassphrase) {
                    throw new BackupException("wants-identity", root, known);
                }
                AgeIdentity own = unlock(root.resolve("key.age"), passphrase.text());
                yield new BackupFolder(root, List.of(own), Optional.of(own.recipient()));
            }
            case BackupKey.Recipient given -> {
                if (withPassphrase) {
                    throw new BackupException("wants-passphrase", root);
                }
                if (!known.equals(given.recipient().toString())) {
                    throw new BackupException("other-recipient", root, known, given.recipient());
                }
                yield new BackupFolder(root, List.of(), Optional.of(given.recipient()));
            }
            case BackupKey.Identities given -> new BackupFolder(root, given.identities(), Optional.empty());
        };
    }

    private static JsonNode description(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return JSON.readTree(in.readNBytes(DESCRIPTION_BYTES_MAX));
        } catch (JacksonException e) {
            throw new BackupException(e, "damaged", file, e.getOriginalMessage());
        }
    }

    private static AgeIdentity unlock(Path file, String passphrase) throws IOException {
        try (InputStream in = Age.decrypt(Files.newInputStream(file), passphrase)) {
            String text = new String(in.readNBytes(DESCRIPTION_BYTES_MAX), StandardCharsets.US_ASCII);
            return AgeIdentity.parse(text).orElseThrow(() -> new BackupException("damaged", file, "no key in it"));
        } catch (AgeException e) {
            throw e.reason() == AgeException.Reason.WRONG_KEY
                    ? new BackupException(e, "wrong-passphrase", file)
                    : damaged(file, e);
        } catch (NoSuchFileException e) {
            throw damaged(file, e);
        }
    }
}
