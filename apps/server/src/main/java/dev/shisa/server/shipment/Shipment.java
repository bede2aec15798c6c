package dev.shisa.server.shipment;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Devices of a series that left the house together (S-048: which fielded devices carry it). Never changed; a wrong one is struck out.
 *
 * @param code readable: {@code L-7K2QM-HB4XQ}
 * @param model null: not said, or gone from the series
 * @param modelNumber as it was; empty: not said
 * @param release the version in them; null: nobody said
 * @param devices how many
 * @param again whether they had left before and came back, so that they are not counted twice
 * @param imported the file that it came with; null: somebody typed it, or a program sent it
 * @param struck null: it counts
 */
record Shipment(
        UUID id,
        String code,
        UUID series,
        @Nullable UUID model,
        String modelNumber,
        @Nullable UUID release,
        String lot,
        LocalDate day,
        long devices,
        String destination,
        boolean again,
        List<SerialRange> serials,
        @Nullable UUID imported,
        UUID by,
        String byName,
        Instant at,
        @Nullable Struck struck) {

    static final long DEVICES_MAX = 100_000_000;
    static final int DESTINATION_CHARS_MAX = 200;
    static final int REASON_CHARS_MAX = 1_000;

    Shipment {
        serials = List.copyOf(serials);
    }

    /** Why it does not count. */
    record Struck(UUID id, String reason, UUID by, String byName, Instant at) {}

    Item item() {
        return new Item(model, release, lot, serials);
    }

    /** The same for the same devices on the same day: a file that is taken in twice is known by it. */
    String fingerprint() {
        return sha256(String.join(
                "\n",
                series.toString(),
                String.valueOf(model),
                String.valueOf(release),
                lot,
                day.toString(),
                Long.toString(devices),
                destination,
                Boolean.toString(again),
                serialText()));
    }

    /** The serials as the ledger's hash is of them. */
    private String serialText() {
        return serials.stream()
                .map(one -> one.prefix() + ":" + one.digits() + ":" + one.first() + ":" + one.last())
                .collect(Collectors.joining("\n"));
    }

    String serialHash() {
        return sha256(serialText());
    }

    static String sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
