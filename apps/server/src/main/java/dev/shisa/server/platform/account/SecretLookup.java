package dev.shisa.server.platform.account;

/** Who keeps secrets that open something: sessions, tokens. {@link SeenSecrets} remembers what is said. */
@FunctionalInterface
public interface SecretLookup {

    /** Looks a secret up; false if it opens nothing, or no more. */
    boolean isGood(String secret);
}
