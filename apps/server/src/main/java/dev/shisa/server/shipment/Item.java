package dev.shisa.server.shipment;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Devices as far as they are known, to be held against what a stop concerns.
 *
 * @param model null: not known
 * @param release the version in them; null: not known
 * @param lot empty: not known
 * @param serials empty: not known
 */
public record Item(@Nullable UUID model, @Nullable UUID release, String lot, List<SerialRange> serials) {

    static final int LOT_CHARS_MAX = 60;

    public Item {
        lot = lot(lot);
        serials = List.copyOf(serials);
    }

    /** A lot as it is compared and shown: without regard to width and case. */
    static String lot(String typed) {
        return Normalizer.normalize(typed, Normalizer.Form.NFKC).strip().toUpperCase(Locale.ROOT);
    }
}
