package dev.shisa.server.platform.account;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the pages about people show. */
public final class PeopleView {

    private PeopleView() {}

    /** One row of the list, in words. */
    public record Row(
            UUID id,
            String name,
            String email,
            String roles,
            String scope,
            String state,
            @Nullable Instant lastSignIn) {}

    /** What somebody else wrote while the reader was editing, beside what the reader typed. */
    public record Difference(String field, String theirs, String yours) {}

    /** What stands in the form. */
    public record Form(String name, String email, String language, Set<String> roles, Set<String> series) {}
}
