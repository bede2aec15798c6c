package dev.shisa.server.platform.account;

import java.time.Instant;
import java.util.List;
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
            boolean sameName,
            @Nullable Instant lastSignIn) {}

    /**
     * Of whom a second factor is asked.
     *
     * @param said in words
     * @param roles all there are
     */
    public record Factors(String said, boolean all, List<FactorRole> roles) {}

    /**
     * A role, to be chosen or not.
     *
     * @param asked whether it is asked of whoever has this role
     */
    public record FactorRole(String id, String word, boolean asked) {}

    /** What somebody else wrote while the reader was editing, beside what the reader typed. */
    public record Difference(String field, String theirs, String yours) {}

    /**
     * A new password for somebody who works on cases.
     *
     * @param askedBy who asked for the link; empty if nobody did
     * @param until when that ends
     * @param mayAgree whether the reader may make it
     * @param others the names of who could agree to what the reader asks for; empty if there is nobody
     */
    public record Two(String askedBy, @Nullable Instant until, boolean mayAgree, String others) {}

    /**
     * A link by which somebody without an account comes in.
     *
     * @param kind of {@link GuestTable#kind}
     * @param recipient whom it is for
     * @param until when it ends by itself
     */
    public record Guest(String kind, String recipient, Instant until) {}

    /** What stands in the form. */
    public record Form(String name, String email, String language, Set<String> roles, Set<String> series) {}
}
