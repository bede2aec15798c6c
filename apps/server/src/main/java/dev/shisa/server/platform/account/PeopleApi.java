package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** People for programs: reading only, since who may do what is decided by somebody who has signed in. */
@Controller
class PeopleApi {

    private final PersonStore store;

    PeopleApi(PersonStore store) {
        this.store = store;
    }

    record PersonBody(
            UUID id,
            String name,
            String email,
            List<String> roles,
            List<UUID> series,
            String state,
            @Nullable Instant lastSignIn) {}

    /** Whose token this is, and what it may do here and now; {@code series} is empty if it is limited to none. */
    record WhoBody(UUID id, String name, String token, List<String> acts, List<UUID> series) {}

    @GetMapping("/api/v1/me")
    @Requires(Act.VIEW)
    @Operation(id = "people.me")
    Answer<WhoBody> me(@AuthenticationPrincipal Person person) {
        return Answer.of(new WhoBody(
                person.id(),
                person.name(),
                ActInterceptor.token(),
                java.util.Arrays.stream(Act.values())
                        .filter(act -> !act.isOpen() && person.can(act))
                        .map(Act::id)
                        .toList(),
                person.series().stream().sorted().toList()));
    }

    @GetMapping("/api/v1/people")
    @Requires(Act.MANAGE_PEOPLE)
    @Operation(id = "people.list")
    Answer<Listing<PersonBody>> list(Paging paging) {
        return Answer.of(paging.of(store.all(), account -> account.id().toString(), PeopleApi::body));
    }

    @GetMapping("/api/v1/people/{id}")
    @Requires(Act.MANAGE_PEOPLE)
    @Operation(id = "people.get")
    Answer<PersonBody> get(@PathVariable UUID id) {
        Account account = store.byId(id).orElseThrow(() -> new Problem(404, "person.unknown"));
        return Answer.of(body(account)).version(account.version());
    }

    private static PersonBody body(Account account) {
        return new PersonBody(
                account.id(),
                account.name(),
                account.email(),
                account.roles().stream().sorted().map(Role::id).toList(),
                account.series().stream().sorted().toList(),
                account.state().id(),
                account.lastSignIn());
    }
}
