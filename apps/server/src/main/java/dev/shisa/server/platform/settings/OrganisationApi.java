package dev.shisa.server.platform.settings;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.BadField;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.IfMatch;
import dev.shisa.server.platform.api.Operation;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;

/** The organisation's name for programs. */
@Controller
class OrganisationApi {

    private final OrganisationName name;

    OrganisationApi(OrganisationName name) {
        this.name = name;
    }

    record OrganisationBody(String name, int version) {}

    record OrganisationChange(String name) {}

    @GetMapping("/api/v1/organisation")
    @Requires(Act.VIEW)
    @Operation(id = "organisation.get")
    Answer<OrganisationBody> get() {
        Settings.Versioned stored = name.stored();
        return Answer.of(new OrganisationBody(stored.value(), stored.version())).version(stored.version());
    }

    @PutMapping("/api/v1/organisation")
    @Requires(Act.CHANGE_SETTINGS)
    @Operation(id = "organisation.change")
    Answer<OrganisationBody> change(
            @Body OrganisationChange sent, IfMatch seen, @AuthenticationPrincipal Person person) {
        person.requireAll();
        String typed = sent.name().strip();
        if (typed.isEmpty()) {
            throw new BadField("/name", "missing");
        }
        if (typed.length() > OrganisationName.LENGTH_MAX) {
            throw new BadField("/name", "long", typed.length(), OrganisationName.LENGTH_MAX);
        }
        if (!name.change(typed, seen.require(name.stored().version()))) {
            throw new Problem(409, "changed-meanwhile", typed);
        }
        return get();
    }
}
