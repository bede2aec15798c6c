package dev.shisa.server.platform.api;

import org.jspecify.annotations.Nullable;

/**
 * What a handler of the API answers: JSON with, for what people and programs change, its version as the entity tag.
 *
 * @param version of what is answered; null: it has none
 * @param location of what was made; null: nothing was
 * @param secret a text of the body that is told this once and not noted with the answer; null: there is none
 */
public record Answer<T>(
        T body,
        @Nullable String version,
        @Nullable String location,
        @Nullable String secret) {

    public static <T> Answer<T> of(T body) {
        return new Answer<>(body, null, null, null);
    }

    public Answer<T> version(int version) {
        return new Answer<>(body, Integer.toString(version), location, secret);
    }

    /** The same with another body. */
    public <B> Answer<B> with(B other) {
        return new Answer<>(other, version, location, secret);
    }

    public Answer<T> at(String path) {
        return new Answer<>(body, version, path, secret);
    }

    public Answer<T> secret(String text) {
        return new Answer<>(body, version, location, text);
    }
}
