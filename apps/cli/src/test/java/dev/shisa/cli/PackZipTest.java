package dev.shisa.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever somebody sends as a pack, it is either exactly a stored zip or refused at a place. */
class PackZipTest {

    private static final long SEED = 7;

    @TempDir
    private Path folder;

    @Test
    void readsWhatIsStoredOneAfterTheOther() throws Exception {
        try (PackZip zip = PackZip.open(write(zip("a.txt", "abc", "b/c.json", "{}")))) {
            assertThat(zip.entries().sequencedKeySet()).containsExactly("a.txt", "b/c.json");
            assertThat(zip.bytes(entry(zip, "b/c.json"))).isEqualTo("{}".getBytes(UTF_8));
            assertThat(zip.sha256(entry(zip, "a.txt"))).startsWith("ba7816bf");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../a", "/a", "a/../b", "a//b", "a\\b", "C:a", ".a", "-a", "a/", "a b", "a\nb", "", "a\u0000", "é"
            })
    void refusesNamesThatLeadElsewhere(String name) {
        assertThatThrownBy(() -> PackZip.open(write(zip(name, "x"))).close())
                .isInstanceOfSatisfying(
                        PackZip.Refused.class,
                        e -> assertThat(e.finding().code()).isEqualTo("zip-name"));
    }

    @Test
    void refusesANameThatIsThereTwice() {
        refused("zip-twice", zip("a", "1", "a", "2"));
    }

    @Test
    void refusesACompressedZipSoThatNothingUnpacksToMoreThanItIs() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("bomb"));
            zip.write(new byte[10_000_000]);
        }
        refused("zip-rewritten", out.toByteArray());
    }

    @Test
    void refusesSizesAndPlacesThatAreNotThere() {
        byte[] good = zip("a", "abc", "b", "def");
        int directory = good.length - 22 - 2 * 47;
        refused("zip-between", put(good, directory + 24, 0xffff_fff0, directory + 20, 0xffff_fff0));
        refused("zip-between", put(good, directory + 42, 7));
        refused("zip-between", put(good, directory + 47 + 42, 0));
        refused("zip-end", put(good, good.length - 6, 0x7fff_ffff));
        refused("zip-end", put(good, good.length - 10, 0x7fff_ffff));
        refused("zip-directory", put(good, good.length - 14, 0x0003_0003));
    }

    @Test
    void refusesBytesThatBelongToNoFile() {
        byte[] good = zip("a", "abc");
        refused("zip-end", concat(good, new byte[1]));
        refused("zip-end", concat(new byte[1], good));
        refused("zip-end", Arrays.copyOf(good, good.length - 1));
        refused("no-zip", new byte[0]);
        refused("no-zip", new byte[21]);
        refused("zip-end", new byte[1000]);
    }

    @Test
    void everyChangedByteIsFound() throws Exception {
        byte[] good = zip("a.txt", "some text", "b/c.json", "{\"a\":1}", "empty", "");
        List<Integer> missed = new ArrayList<>();
        for (int at = 0; at < good.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = good.clone();
                changed[at] ^= (byte) (1 << bit);
                if (isTaken(changed)) {
                    missed.add(at);
                }
            }
        }
        // A name that is another name: that file is then missing in the manifest's eyes.
        assertThat(missed).isEmpty();
    }

    @Test
    void neverFailsOtherwiseThanByRefusing() throws Exception {
        Random random = new Random(SEED);
        byte[] good = zip("a.txt", "some text", "b/c.json", "{\"a\":1}");
        for (int i = 0; i < 3_000; i++) {
            byte[] changed = Arrays.copyOf(good, random.nextInt(4) == 0 ? random.nextInt(good.length) : good.length);
            for (int n = random.nextInt(1, 6); n > 0 && changed.length > 0; n--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            isTaken(changed);
        }
    }

    private boolean isTaken(byte[] bytes) throws IOException {
        try (PackZip zip = PackZip.open(write(bytes))) {
            for (PackZip.Entry entry : zip.entries().values()) {
                zip.sha256(entry);
            }
            return zip.entries()
                    .sequencedKeySet()
                    .equals(new java.util.LinkedHashSet<>(List.of("a.txt", "b/c.json", "empty")));
        } catch (PackZip.Refused e) {
            assertThat(e.finding().place()).isNotEmpty();
            return false;
        }
    }

    private void refused(String code, byte[] bytes) {
        assertThatThrownBy(() -> PackZip.open(write(bytes)).close())
                .isInstanceOfSatisfying(
                        PackZip.Refused.class,
                        e -> assertThat(e.finding().code()).isEqualTo(code));
    }

    private static PackZip.Entry entry(PackZip zip, String name) {
        return java.util.Objects.requireNonNull(zip.entries().get(name));
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("a.zip"), bytes);
    }

    private static byte[] put(byte[] bytes, int... placesAndValues) {
        byte[] changed = bytes.clone();
        for (int i = 0; i < placesAndValues.length; i += 2) {
            ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(placesAndValues[i], placesAndValues[i + 1]);
        }
        return changed;
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    /** A zip as APPNOTE says, from names and contents in turn. */
    private static byte[] zip(String... namesAndTexts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            byte[] name = namesAndTexts[i].getBytes(UTF_8);
            byte[] text = namesAndTexts[i + 1].getBytes(UTF_8);
            CRC32 crc = new CRC32();
            crc.update(text);
            byte[] common = fields(26)
                    .putShort((short) 10)
                    .putShort((short) 0x0800)
                    .putShort((short) 0)
                    .putInt(0x0021_0000)
                    .putInt((int) crc.getValue())
                    .putInt(text.length)
                    .putInt(text.length)
                    .putInt(name.length)
                    .array();
            directory.writeBytes(
                    fields(6).putInt(0x0201_4b50).putShort((short) 10).array());
            directory.writeBytes(common);
            directory.writeBytes(fields(14).putInt(10, out.size()).array());
            directory.writeBytes(name);
            out.writeBytes(fields(4).putInt(0x0403_4b50).array());
            out.writeBytes(common);
            out.writeBytes(name);
            out.writeBytes(text);
        }
        int start = out.size();
        out.writeBytes(directory.toByteArray());
        short count = (short) (namesAndTexts.length / 2);
        out.writeBytes(fields(22)
                .putInt(0x0605_4b50)
                .putInt(0)
                .putShort(count)
                .putShort(count)
                .putInt(directory.size())
                .putInt(start)
                .array());
        return out.toByteArray();
    }

    private static ByteBuffer fields(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
