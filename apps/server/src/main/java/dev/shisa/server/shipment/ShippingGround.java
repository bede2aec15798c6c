package dev.shisa.server.shipment;

import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one capability knows that may keep a version from leaving the house; asked together with all others by {@link MayShip}.
 * Implemented by the capability that knows.
 */
public interface ShippingGround {

    /** Short name for programs; the message {@code shipping.ground.<id>} is its name for people. */
    String id();

    /**
     * What is known of a version. What cannot be told is {@code UNCLEAR}, never yes.
     *
     * @param model null: it is not known which
     */
    Says says(Series series, Release release, @Nullable UUID model);

    /**
     * What a ground says.
     *
     * @param sentences why not; none where nothing stands against it
     * @param href where a person sees more and can do something
     */
    record Says(ShippingStops.May may, List<Sentence> sentences, String href) {

        public Says {
            sentences = List.copyOf(sentences);
        }
    }

    /** A message with its arguments; arguments that are sentences themselves are messages, too. */
    record Sentence(String key, List<Object> args) {

        public Sentence {
            args = List.copyOf(args);
        }

        public static Sentence of(String key, Object... args) {
            return new Sentence(key, List.of(args));
        }
    }
}
