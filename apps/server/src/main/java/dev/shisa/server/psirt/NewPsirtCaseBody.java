package dev.shisa.server.psirt;

import dev.shisa.server.platform.api.OneOf;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What came in.
 *
 * @param receivedAt null: now
 * @param finding where a vulnerability was found in a product; null: it came from elsewhere
 */
record NewPsirtCaseBody(
        String title,
        @OneOf({"vulnerability", "incident"}) @Nullable String what,

        @OneOf({"stranger", "jpcert", "ipa", "supplier", "customer", "own"})
        String source,

        @Nullable String text,
        @Nullable Instant receivedAt,
        @Nullable String reporter,
        @Nullable String contact,
        @Nullable String key,

        @OneOf({"yes", "no", "unasked"}) @Nullable String thanks,

        @Nullable String product,
        @Nullable String jvn,
        @Nullable String ipa,
        @Nullable String cve,
        @Nullable UUID finding) {

    /** As somebody would type it into the form. */
    Map<String, String> typed(Instant now) {
        Map<String, String> typed = new HashMap<>();
        typed.put("what", Objects.requireNonNullElse(what, "vulnerability"));
        typed.put("title", title);
        typed.put("source", source);
        put(typed, "text", text);
        put(typed, "reporter", reporter);
        put(typed, "contact", contact);
        put(typed, "key", key);
        put(typed, "thanks", Objects.requireNonNullElse(thanks, "unasked"));
        put(typed, "product", product);
        put(typed, "jvn", jvn);
        put(typed, "ipa", ipa);
        put(typed, "cve", cve);
        typed.put("received", String.valueOf(Objects.requireNonNullElse(receivedAt, now)));
        return typed;
    }

    private static void put(Map<String, String> typed, String field, @Nullable String value) {
        if (value != null) {
            typed.put(field, value);
        }
    }
}
