package dev.shisa.bom.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;

/** Files packed by the reference implementation, whose content is known, and damaged ones. */
class ZstandardTest {

    /** Packed with levels 1, 3 and 19, without compression, of several frames, of one byte repeated. */
    private static final List<String> FILES =
            List.of("level1", "level3", "level19", "ultra", "frames", "random", "zeros", "empty", "small");

    private static byte[] file(String name) throws IOException {
        try (InputStream in = ZstandardTest.class.getResourceAsStream("/dev/shisa/bom/zstd/" + name)) {
            assertThat(in).as(name).isNotNull();
            return in == null ? new byte[0] : in.readAllBytes();
        }
    }

    private static byte[] unpacked(byte[] packed) throws IOException {
        try (InputStream in = new Zstandard(new ByteArrayInputStream(packed))) {
            return in.readAllBytes();
        }
    }

    @Test
    void unpacksWhatTheReferenceImplementationPacks() throws Exception {
        for (String name : FILES) {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(unpacked(file(name + ".zst")));
            String expected = new String(file(name + ".sha256"), java.nio.charset.StandardCharsets.US_ASCII).strip();
            assertThat(HexFormat.of().formatHex(digest)).as(name).isEqualTo(expected);
        }
    }

    @Test
    void readsByteByByteAsItReadsInPieces() throws Exception {
        byte[] packed = file("level3.zst");
        byte[] whole = unpacked(packed);
        try (InputStream in = new Zstandard(new ByteArrayInputStream(packed))) {
            for (byte expected : whole) {
                assertThat((byte) in.read()).isEqualTo(expected);
            }
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void aTruncatedFileIsToldWhereverItIsCut() throws Exception {
        byte[] packed = file("level19.zst");
        for (int cut = 1; cut < packed.length; cut += 137) {
            byte[] part = Arrays.copyOf(packed, cut);
            assertThatThrownBy(() -> unpacked(part)).as("cut at " + cut).isInstanceOf(IOException.class);
        }
    }

    @Test
    void damagedBytesGiveAnErrorOrOtherContentAndNeverAnythingElse() throws Exception {
        SplittableRandom random = new SplittableRandom(20261121);
        for (String name : List.of("level1", "level3", "level19", "frames", "small")) {
            byte[] packed = file(name + ".zst");
            for (int round = 0; round < 300; round++) {
                byte[] wrong = packed.clone();
                for (int i = 0; i < 1 + round % 4; i++) {
                    wrong[random.nextInt(wrong.length)] = (byte) random.nextInt(256);
                }
                try (InputStream in = new Unpacked(new Zstandard(new ByteArrayInputStream(wrong)), 8 << 20)) {
                    in.transferTo(java.io.OutputStream.nullOutputStream());
                } catch (IOException e) {
                    assertThat(e).as(name).isInstanceOfAny(ZipException.class, java.io.EOFException.class);
                }
            }
        }
    }

    @Test
    void aFrameThatAsksForMoreMemoryThanThereIsIsRefused() {
        // Magic number, no flags, a window of 2^41 bytes.
        byte[] greedy = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) 0xff, 1, 0, 0};
        assertThatThrownBy(() -> unpacked(greedy))
                .isInstanceOf(ZipException.class)
                .hasMessageContaining("window");
    }
}
