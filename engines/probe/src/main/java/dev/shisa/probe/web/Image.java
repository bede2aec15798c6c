package dev.shisa.probe.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * What is sent where a device takes its images.
 *
 * @param bytes made when it is sent: a device's own image may be large
 */
record Image(String name, Shows shows, Supplier<byte[]> bytes) {

    /** How a device checks images that has taken this one and none of those before. */
    enum Shows {
        NONE,
        CHECKSUM,
        /** What stands behind the end may be left unread. */
        UNSURE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Image of(String name, byte[] bytes) {
        return new Image(name, Shows.NONE, () -> bytes);
    }

    /**
     * Images that nobody signed, harmless all of them.
     *
     * @param own the device's own image; empty: none is at hand
     */
    static List<Image> wrong(byte[] own) {
        byte[] text = "This file is a test of the update check. It is no firmware and does nothing.\n"
                .repeat(12)
                .getBytes(StandardCharsets.US_ASCII);
        List<Image> images = new ArrayList<>();
        images.add(Image.of("a file without any signature", text));
        if (own.length > 0) {
            byte[] flipped = own.clone();
            // Behind the middle there is no header in any usual format.
            flipped[own.length * 3 / 4] ^= 1;
            images.add(Image.of("the device's own image with one bit flipped", flipped));
            images.add(new Image(
                    "the device's own image, shortened",
                    Shows.NONE,
                    () -> Arrays.copyOf(own, own.length - Math.min(16, own.length / 2))));
            Checksums.recomputed(own, flipped)
                    .forEach((kind, bytes) -> images.add(new Image(
                            "the device's own image with one bit flipped and its " + kind + " computed anew",
                            Shows.CHECKSUM,
                            () -> bytes.of(flipped))));
        }
        for (String magic :
                List.of("27051956", "68737173", "1f8b0800", "7f454c46", "504b0304", "48445230", "d00dfeed")) {
            byte[] headed = joined(HexFormat.of().parseHex(magic), text);
            images.add(Image.of("a file that begins like an image (" + magic + ")", headed));
        }
        for (String header : List.of("FW1\n", "FIRMWARE\n")) {
            images.add(Image.of(
                    "a file with a header of its own", joined(header.getBytes(StandardCharsets.US_ASCII), text)));
        }
        checksums("a file", text, images);
        for (String header : List.of(
                "{\"version\":\"99.9.9\",\"sha256\":\"" + HexFormat.of().formatHex(Checksums.digest("SHA-256", text))
                        + "\"}\n",
                "version=99.9.9\nmd5=" + HexFormat.of().formatHex(Checksums.digest("MD5", text)) + "\n\n")) {
            byte[] headed = joined(header.getBytes(StandardCharsets.US_ASCII), text);
            images.add(new Image("a file with a header of its own", Shows.CHECKSUM, () -> headed));
        }
        if (own.length > 0) {
            images.add(new Image("the device's own image, lengthened", Shows.UNSURE, () -> joined(own, text)));
        }
        return images;
    }

    private static void checksums(String name, byte[] content, List<Image> images) {
        Checksums.of(content).forEach((kind, bytes) -> {
            images.add(new Image(name + " with " + kind + " before it", Shows.CHECKSUM, () -> joined(bytes, content)));
            images.add(new Image(name + " with " + kind + " behind it", Shows.CHECKSUM, () -> joined(content, bytes)));
        });
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] all = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        return all;
    }
}
