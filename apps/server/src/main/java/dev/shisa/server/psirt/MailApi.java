package dev.shisa.server.psirt;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Mails of cases for programs. */
@Controller
class MailApi {

    private static final String MAILS = "/api/v1/psirt/cases/{number}/mails";

    private final Cases cases;
    private final CaseMails mails;

    MailApi(Cases cases, CaseMails mails) {
        this.cases = cases;
        this.mails = mails;
    }

    /**
     * A mail.
     *
     * @param fingerprint of the key to which it is encrypted; empty: it goes as it is
     */
    record PsirtMailBody(
            UUID id,
            Instant at,
            String by,
            String name,
            String address,
            String subject,
            String text,
            String fingerprint,

            @OneOf({"waiting", "sending", "sent", "failed", "unclear"})
            String state) {}

    /** @param fingerprint of the key with which this receiver can be written to; empty: none */
    record PsirtReceiverBody(String id, String name, String address, String fingerprint) {}

    record PsirtMailsBody(List<PsirtReceiverBody> receivers, List<PsirtMailBody> mails) {}

    /**
     * What is written.
     *
     * @param to of the receivers: {@code reporter}, or the entry of a party
     * @param plain that it may go unencrypted, though nothing of the case is public
     */
    record NewPsirtMailBody(
            String to,
            String text,
            @OneOf({"ja", "en"}) String language,
            @Nullable Boolean plain) {}

    private PsirtMailsBody body(Case one) {
        Map<UUID, String> states = mails.states(one);
        return new PsirtMailsBody(
                CaseMails.receivers(one).stream()
                        .map(r -> new PsirtReceiverBody(
                                r.id(),
                                r.name(),
                                r.address(),
                                mails.key(r).map(k -> k.fingerprint()).orElse("")))
                        .toList(),
                one.of(EntryKind.MAILED).stream()
                        .map(e -> new PsirtMailBody(
                                e.id(),
                                e.at(),
                                e.byName(),
                                e.get("name"),
                                e.get("address"),
                                e.get("subject"),
                                e.get("text"),
                                e.get("sealed").replace(" ", ""),
                                states.getOrDefault(e.id(), "waiting")))
                        .toList());
    }

    @GetMapping(MAILS)
    @Requires(Act.SEE_CASES)
    @Operation(id = "psirt.mails")
    Answer<PsirtMailsBody> list(@PathVariable String number, @AuthenticationPrincipal Person person) {
        return Answer.of(body(cases.require(number, "seen", person)));
    }

    @PostMapping(MAILS)
    @Requires(Act.HANDLE_CASES)
    @Operation(id = "psirt.mail", status = 201)
    Answer<PsirtMailsBody> write(
            @PathVariable String number, @Body NewPsirtMailBody sent, @AuthenticationPrincipal Person person) {
        return Answer.of(body(mails.write(
                cases.require(number, "seen", person),
                sent.to(),
                sent.text(),
                sent.language(),
                Objects.requireNonNullElse(sent.plain(), false),
                person)));
    }

    @PostMapping(MAILS + "/{id}/again")
    @Requires(Act.HANDLE_CASES)
    @Operation(id = "psirt.mail-again")
    Answer<PsirtMailsBody> again(
            @PathVariable String number, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
        Case one = cases.require(number, "seen", person);
        mails.again(one, id, person);
        return Answer.of(body(one));
    }
}
