package dev.shisa.server.platform.account;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How somebody came in.
 *
 * @param provider by which; null: none
 * @param token the provider's word, for signing out there; empty: none
 */
record Arrival(Way way, @Nullable UUID provider, String token) {

    /** A longer one would not fit into an address. */
    private static final int TOKEN_LENGTH_MAX = 4_000;

    enum Way {
        PASSWORD,
        PASSKEY,
        PROVIDER;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Way of(String id) {
            return valueOf(id.toUpperCase(Locale.ROOT));
        }
    }

    static final Arrival PASSWORD = new Arrival(Way.PASSWORD, null, "");
    static final Arrival PASSKEY = new Arrival(Way.PASSKEY, null, "");

    Arrival {
        token = token.length() > TOKEN_LENGTH_MAX ? "" : token;
    }

    static Arrival by(IdentityProvider provider, String token) {
        return new Arrival(Way.PROVIDER, provider.id(), token);
    }

    /** Never the token. */
    @Override
    public String toString() {
        return way.id();
    }
}
