package dev.shisa.server.psirt;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.BadField;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;

/** The register of the window at JPCERT/CC for programs. */
@Controller
class WindowApi {

    private static final String HERE = "/api/v1/psirt/window";

    private final Windows windows;

    WindowApi(Windows windows) {
        this.windows = windows;
    }

    /**
     * What JPCERT/CC was told.
     *
     * @param id null: nothing was
     * @param changed what of the own contact is another since: name, mail, phone, key, duty
     */
    record PsirtWindowBody(
            @Nullable UUID id,

            @OneOf({"none", "current", "outdated", "overdue"})
            String standing,

            List<String> changed,
            String organisation,
            String contact,
            String mail,
            String phone,
            String fingerprint,
            @Nullable LocalDate since,
            @Nullable LocalDate confirmed) {}

    /**
     * What was told, and when it was last seen to be right.
     *
     * @param seen id of what was there before; null: nothing
     */
    record NewPsirtWindowBody(
            String organisation,
            String contact,
            String mail,
            @Nullable String phone,
            @Nullable String fingerprint,
            LocalDate since,
            LocalDate confirmed,
            @Nullable UUID seen) {}

    @GetMapping(HERE)
    @Requires(Act.RUN_PSIRT)
    @Operation(id = "psirt.window")
    Answer<PsirtWindowBody> window() {
        Window last = windows.last().orElse(null);
        return Answer.of(
                last == null
                        ? new PsirtWindowBody(null, "none", List.of(), "", "", "", "", "", null, null)
                        : new PsirtWindowBody(
                                last.id(),
                                windows.standing(),
                                windows.changed(),
                                last.organisation(),
                                last.contact(),
                                last.mail(),
                                last.phone(),
                                last.fingerprint(),
                                last.since(),
                                last.confirmed()));
    }

    @PutMapping(HERE)
    @Requires(Act.RUN_PSIRT)
    @Operation(id = "psirt.window-enter")
    Answer<PsirtWindowBody> enter(@Body NewPsirtWindowBody sent, @AuthenticationPrincipal Person person) {
        Map<String, String> typed = new HashMap<>();
        typed.put("organisation", sent.organisation());
        typed.put("contact", sent.contact());
        typed.put("mail", sent.mail());
        typed.put("phone", Objects.requireNonNullElse(sent.phone(), ""));
        typed.put("fingerprint", Objects.requireNonNullElse(sent.fingerprint(), ""));
        Map<String, String> values = WindowPages.values(typed);
        WindowPages.wrong(values).forEach((field, why) -> {
            throw BadField.said("/" + field, "psirt.mistake." + why, 200);
        });
        LocalDate today = windows.today();
        if (sent.since().isAfter(today) || sent.since().getYear() < 1990) {
            throw BadField.said("/since", "psirt.mistake.past-day");
        }
        if (sent.confirmed().isAfter(today) || sent.confirmed().isBefore(sent.since())) {
            throw BadField.said("/confirmed", "psirt.mistake.confirmed");
        }
        windows.enter(values, sent.since(), sent.confirmed(), sent.seen(), person, "api");
        return window();
    }
}
