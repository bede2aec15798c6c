package dev.shisa.server.platform.account;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the pages about signing in show. */
public final class SignInView {

    private SignInView() {}

    /** A provider's button on the sign-in page. */
    public record Button(String name, String href) {}

    /**
     * What the page of signing in offers.
     *
     * @param own whether passwords and passkeys let everybody in; otherwise emergency accounts only
     * @param passkeys whether there can be any under this address
     * @param elsewhere the address under which providers and passkeys work, where this request came by another one; empty: it did not
     */
    public record Ways(List<Button> providers, boolean own, boolean passkeys, String elsewhere) {}

    /** One of a person's passkeys. */
    public record Key(
            UUID id,
            String name,
            Instant createdAt,
            @Nullable Instant usedAt,
            boolean backedUp) {}

    /** One of a person's sign-ins by a provider. */
    public record Link(
            UUID id,
            String provider,
            String email,
            Instant linkedAt,
            @Nullable Instant usedAt) {}

    /** A provider in the list of the settings. */
    public record Row(String href, String name, String kind, String state, String text, int people) {}

    /** An account for emergencies. */
    public record Emergency(
            UUID id,
            String name,
            String email,
            boolean ready,
            @Nullable Instant usedAt) {}

    /** What stands in the form of a provider. */
    public record Form(
            String name,
            String issuer,
            String tenants,
            String clientId,
            String scopes,
            boolean trustsFactors,
            boolean inside) {}

    /** One row of the table that makes roles of a provider's words. */
    public record MappingRow(String value, Set<String> roles, Set<String> series) {}

    /**
     * One step of the test.
     *
     * @param state {@code met}, {@code not-met}, {@code recheck}, or {@code unknown} for what was not reached
     */
    public record Step(String name, String state, String sentence, String fix) {}

    /** What a trial sign-in came to. */
    public record Trial(boolean whole, String at, String sentence, String fix, List<Said> said) {}

    /** One thing that the provider said of who tried. */
    public record Said(String name, String value) {}
}
