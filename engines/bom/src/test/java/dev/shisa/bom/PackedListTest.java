package dev.shisa.bom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** One list that is packed is the list. */
class PackedListTest {

    private static final String LIST = """
            {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
             "components": [{"type": "library", "bom-ref": "a", "name": "zlib", "version": "1.3"}]}""";
    private static final String TABLE = "name,developer,version\nzlib,Gailly and Adler,1.3\n";

    /** The two lines of {@link #TABLE} in one frame that stores its literals raw (RFC 8878). */
    private static byte[] zstandard(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int header = 1 | bytes.length << 3;
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        packed.writeBytes(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0x20, (byte) bytes.length});
        packed.writeBytes(new byte[] {(byte) header, (byte) (header >> 8), (byte) (header >> 16)});
        packed.writeBytes(bytes);
        return packed.toByteArray();
    }

    private interface Packing {
        OutputStream around(OutputStream out) throws IOException;
    }

    private static byte[] packed(String text, Packing packing) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = packing.around(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }

    private static byte[] zip(Map<String, String> files) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(packed)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return packed.toByteArray();
    }

    private static Reading read(byte[] file) throws IOException {
        return BomReader.read(ByteSource.of("list", file));
    }

    private static void holdsZlib(byte[] file) throws IOException {
        assertThat(read(file)).isInstanceOfSatisfying(Reading.Taken.class, taken -> {
            assertThat(taken.bom().components()).extracting(Component::name).containsExactly("zlib");
            assertThat(taken.problems()).isEmpty();
        });
    }

    private static void isRefused(byte[] file, Problem.Kind why) throws IOException {
        assertThat(read(file))
                .isInstanceOfSatisfying(
                        Reading.Refused.class,
                        refused -> assertThat(refused.problem().kind()).isEqualTo(why));
    }

    @Test
    void anyWayOfPackingGivesTheListWithin() throws IOException {
        for (byte[] file : List.of(
                packed(LIST, GZIPOutputStream::new),
                packed(LIST, out -> new XZOutputStream(out, new LZMA2Options())),
                zip(Map.of("device.cdx.json", LIST)),
                zstandard(LIST),
                packed(TABLE, GZIPOutputStream::new),
                zstandard(TABLE))) {
            holdsZlib(file);
        }
    }

    @Test
    void whatComputersPutIntoAnArchiveByThemselvesIsNoSecondFile() throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("out/", "");
        files.put("__MACOSX/out/._device.cdx.json", "x");
        files.put("out/device.cdx.json", LIST);
        files.put("out/.DS_Store", "x");
        holdsZlib(zip(files));
    }

    @Test
    void severalListsInOneArchiveAreNotGuessedAt() throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("a.cdx.json", LIST);
        files.put("b.cdx.json", LIST);
        isRefused(zip(files), Problem.Kind.NOT_A_BOM);
    }

    @Test
    void whatIsCutOffOrDamagedIsToldSo() throws IOException {
        for (byte[] file : List.of(
                packed(LIST, GZIPOutputStream::new),
                packed(LIST, out -> new XZOutputStream(out, new LZMA2Options())),
                zstandard(LIST))) {
            isRefused(Arrays.copyOf(file, file.length - 20), Problem.Kind.UNREADABLE);
        }
        byte[] damaged = packed(LIST, GZIPOutputStream::new);
        damaged[damaged.length - 6] ^= 1;
        isRefused(damaged, Problem.Kind.UNREADABLE);
        byte[] zip = zip(Map.of("device.cdx.json", LIST));
        isRefused(Arrays.copyOf(zip, 90), Problem.Kind.UNREADABLE);
    }

    @Test
    void aSmallFileThatUnpacksToMoreThanIsReadIsRefused() throws IOException {
        byte[] burst = packed("", out -> new OutputStream() {
            private final GZIPOutputStream gzip = new GZIPOutputStream(out, 1 << 16);

            @Override
            public void write(int one) throws IOException {
                gzip.write(one);
            }

            @Override
            public void close() throws IOException {
                byte[] blanks = new byte[1 << 20];
                Arrays.fill(blanks, (byte) ' ');
                for (long bytes = 0; bytes <= BomReader.FILE_BYTES_MAX; bytes += blanks.length) {
                    gzip.write(blanks);
                }
                gzip.close();
            }
        });
        isRefused(burst, Problem.Kind.UNREADABLE);
    }
}
