package dev.shisa.server.transfer;

import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Problem;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads a {@link SeriesFile}, from a stranger as likely as from a colleague.
 *
 * <p>The zip is read once from its beginning, entry by entry; its directory at the end, which could say something else, is
 * never looked at. The manifest comes first and says what follows, in which order and how large, within limits; a part is
 * read no further than one byte beyond what it may have. Names are compared, never used as paths.
 */
final class SeriesFileReader {

    /** As much as one upload may have; attached files are stored, so they have no more when they are unpacked. */
    static final long FILES_BYTES_MAX = Blobs.BYTES_MAX;

    static final int PARTS_MAX = 5_000;
    static final int EVIDENCE_MAX = 10_000;

    private static final int MANIFEST_BYTES_MAX = 4 << 20;

    private SeriesFileReader() {}

    /** What was read: the parts, and what became of each attached file by its SHA-256. */
    record Read(SeriesFile file, String manifestSha256, Map<String, StoredFile> attached) {}

    /** Reads and checks everything, and keeps no attached file. */
    static Read check(InputStream in) {
        return read(in, (sha256, content) -> {
            try {
                content.transferTo(OutputStream.nullOutputStream());
                return null;
            } catch (IOException e) {
                throw damaged(e);
            }
        });
    }

    /**
     * Reads and checks everything.
     *
     * @param keep takes each attached file, with its name in the zip, and stores it
     * @throws Problem 422 when it is no such file, or anything of it is not what the manifest says
     */
    static Read read(InputStream in, BiFunction<String, InputStream, @Nullable StoredFile> keep) {
        try (ZipInputStream zip = new ZipInputStream(in)) {
            byte[] head = json(next(zip, SeriesFile.MANIFEST), zip, MANIFEST_BYTES_MAX);
            SeriesFile.Manifest manifest = SeriesFile.read(SeriesFile.MANIFEST, head, SeriesFile.Manifest.class);
            check(manifest);
            SeriesFile.SeriesPart series = null;
            SeriesFile.EvidenceParts evidence = null;
            Map<String, StoredFile> attached = new HashMap<>();
            Map<String, JsonNode> records = new HashMap<>();
            for (SeriesFile.Part part : manifest.parts()) {
                next(zip, part.name());
                if (part.name().startsWith(SeriesFile.FILES)) {
                    StoredFile stored = attached(part, zip, keep);
                    if (stored != null) {
                        attached.put(part.sha256(), stored);
                    }
                } else {
                    byte[] json = json(part.name(), zip, (int) part.size());
                    if (json.length != part.size()
                            || !hex(sha256().digest(json)).equals(part.sha256())) {
                        throw new Problem(422, "transfer.hash", part.name());
                    }
                    if (part.name().equals(SeriesFile.SERIES)) {
                        series = SeriesFile.read(part.name(), json, SeriesFile.SeriesPart.class);
                    } else if (SeriesFile.capability(part.name()).isPresent()) {
                        records.put(
                                SeriesFile.capability(part.name()).orElseThrow(),
                                SeriesFile.read(part.name(), json, JsonNode.class));
                    } else {
                        evidence = SeriesFile.read(part.name(), json, SeriesFile.EvidenceParts.class);
                    }
                }
            }
            ZipEntry more = zip.getNextEntry();
            if (more != null) {
                throw new Problem(422, "transfer.unlisted", shown(more.getName()));
            }
            if (series == null || evidence == null) {
                throw new Problem(422, "transfer.manifest");
            }
            if (evidence.evidence().size() > EVIDENCE_MAX) {
                throw new Problem(422, "transfer.large", evidence.evidence().size(), EVIDENCE_MAX);
            }
            checkFiles(manifest, evidence.evidence(), records.values());
            return new Read(new SeriesFile(manifest, series, evidence, records), hex(sha256().digest(head)), attached);
        } catch (IOException | IllegalArgumentException e) {
            throw damaged(e);
        }
    }

    private static void check(SeriesFile.Manifest manifest) {
        if (!manifest.format().equals(SeriesFile.FORMAT)) {
            throw new Problem(422, "transfer.format", shown(manifest.format()), SeriesFile.FORMAT);
        }
        if (manifest.parts().size() > PARTS_MAX) {
            throw new Problem(422, "transfer.large", manifest.parts().size(), PARTS_MAX);
        }
        Set<String> names = new HashSet<>();
        long files = 0;
        for (SeriesFile.Part part : manifest.parts()) {
            boolean file = part.name().equals(SeriesFile.FILES + part.sha256());
            boolean json = part.name().equals(SeriesFile.SERIES)
                    || part.name().equals(SeriesFile.EVIDENCE)
                    || SeriesFile.capability(part.name()).isPresent();
            boolean sound = (file || json)
                    && Blobs.isSha256(part.sha256())
                    && part.size() >= (file ? 1 : 2)
                    && names.add(part.name());
            if (!sound) {
                throw new Problem(422, "transfer.manifest");
            }
            if (json && part.size() > SeriesFile.JSON_BYTES_MAX) {
                throw new Problem(413, "transfer.too-large", SeriesFile.JSON_BYTES_MAX >> 20);
            }
            // Both are not negative, and the sum stops long before it could overflow.
            files += file ? Math.min(part.size(), FILES_BYTES_MAX + 1) : 0;
            if (files > FILES_BYTES_MAX) {
                throw new Problem(413, "transfer.too-large", FILES_BYTES_MAX >> 20);
            }
        }
    }

    /** That each file which is named is there, and each that is there is named by some evidence or record. */
    private static void checkFiles(
            SeriesFile.Manifest manifest, List<SeriesFile.EvidencePart> evidence, Collection<JsonNode> records) {
        Set<String> there = new HashSet<>();
        manifest.parts().forEach(part -> {
            if (part.name().startsWith(SeriesFile.FILES)) {
                there.add(part.sha256());
            }
        });
        Set<String> named = new HashSet<>();
        for (SeriesFile.EvidencePart one : evidence) {
            SeriesFile.FilePart file = one.file();
            if (file != null) {
                named.add(file.sha256());
                if (!there.contains(file.sha256())) {
                    throw new Problem(422, "transfer.file-missing", shown(one.code()), shown(file.name()));
                }
            }
        }
        records.forEach(record -> record.path("files").forEach(file -> {
            named.add(file.path("sha256").asString(""));
            if (!there.contains(file.path("sha256").asString(""))) {
                throw new Problem(
                        422,
                        "transfer.missing",
                        SeriesFile.FILES + shown(file.path("sha256").asString("")));
            }
        }));
        there.removeAll(named);
        if (!there.isEmpty()) {
            throw new Problem(
                    422,
                    "transfer.unlisted",
                    SeriesFile.FILES + there.iterator().next());
        }
    }

    private static String next(ZipInputStream zip, String name) throws IOException {
        ZipEntry entry = zip.getNextEntry();
        if (entry == null) {
            throw new Problem(422, name.equals(SeriesFile.MANIFEST) ? "transfer.no-zip" : "transfer.missing", name);
        }
        if (!entry.getName().equals(name)) {
            throw new Problem(
                    422,
                    name.equals(SeriesFile.MANIFEST) ? "transfer.other-zip" : "transfer.unlisted",
                    shown(entry.getName()));
        }
        return name;
    }

    private static byte[] json(String name, ZipInputStream zip, int most) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Bounded(zip, most, name).transferTo(out);
        return out.toByteArray();
    }

    private static @Nullable StoredFile attached(
            SeriesFile.Part part, ZipInputStream zip, BiFunction<String, InputStream, @Nullable StoredFile> keep) {
        Bounded bounded = new Bounded(zip, part.size(), part.name());
        DigestInputStream hashed = new DigestInputStream(bounded, sha256());
        StoredFile stored = keep.apply(part.sha256(), hashed);
        if (bounded.read != part.size()
                || !hex(hashed.getMessageDigest().digest()).equals(part.sha256())) {
            throw new Problem(422, "transfer.hash", part.name());
        }
        return stored;
    }

    /** One entry of the zip, no further than a limit, and left open for the next. */
    private static final class Bounded extends FilterInputStream {

        private final long most;
        private final String name;
        private long read;

        Bounded(InputStream in, long most, String name) {
            super(in);
            this.most = most;
            this.name = name;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, (int) Math.min(length, most - read + 1));
            read += Math.max(count, 0);
            if (read > most) {
                throw new Problem(422, "transfer.hash", name);
            }
            return count;
        }

        @Override
        public void close() {
            // The zip goes on.
        }
    }

    private static Problem damaged(Exception e) {
        return new Problem(422, "transfer.damaged", shown(String.valueOf(e.getMessage())));
    }

    /** A name out of the file as a message may show it. */
    static String shown(String name) {
        String seen = name.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
        return seen.substring(0, Math.min(seen.length(), 80));
    }

    private static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
