package dev.shisa.server.supplier;

import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.audit.Recorded;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** What is asked of suppliers, agreed with them and exchanged, for programs. */
@Controller
record AgreementApi(
        Suppliers suppliers,
        SupplierStore store,
        RequestStore requests,
        Questionnaire questionnaire,
        Exchange exchange,
        ExchangeStore exchanged,
        SupplierWords words,
        LivingFacts facts,
        Blobs blobs) {

    private static final String ONE = SupplierApi.ONE;

    // Questions

    record SupplierReplyBody(
            String question,
            @OneOf({"sent", "accepted", "asked"}) String state,
            String answer,
            String detail,
            @Nullable LocalDate until,
            String comment,
            @Nullable String file) {}

    /** A link to a supplier without the address that opens it. */
    record SupplierRequestBody(
            UUID id,
            String recipient,

            @OneOf({"sent", "opened", "submitted", "ended", "revoked"})
            String state,

            Instant sentAt,
            Instant expiresAt,
            List<SupplierReplyBody> replies) {

        /** Without what the supplier has not sent; what it is asked again, it is changing. */
        static SupplierRequestBody of(Request request, Collection<Reply> replies, Instant now) {
            return new SupplierRequestBody(
                    request.id(),
                    request.recipient(),
                    request.state(now).id(),
                    request.at(),
                    request.expiresAt(),
                    replies.stream()
                            .filter(reply -> !reply.state().equals("draft"))
                            .map(Reply::shown)
                            .map(reply -> new SupplierReplyBody(
                                    reply.question().id(),
                                    reply.state(),
                                    reply.answer(),
                                    reply.detail(),
                                    reply.until(),
                                    reply.comment(),
                                    reply.file() == null ? null : reply.file().fileName()))
                            .toList());
        }
    }

    /** @param address opens the questions without an account; told this once */
    record SupplierMadeRequestBody(SupplierRequestBody request, String address) {}

    @GetMapping(ONE + "/requests")
    @Requires(Act.VIEW)
    @Operation(id = "supplier.requests")
    Answer<Listing<SupplierRequestBody>> requests(@PathVariable String code, @AuthenticationPrincipal Person person) {
        Supplier supplier = suppliers.require(code, person);
        return Answer.of(new Listing<>(
                requests.of(supplier.id()).stream().map(questionnaire::told).toList(), null));
    }

    // Contracts

    record SupplierContractBody(
            UUID id,
            @OneOf({"contract", "specification"}) String kind,
            String title,
            List<String> series,
            LocalDate startsOn,
            @Nullable LocalDate endsOn,
            Map<String, String> clauses,
            String evidence,
            boolean inForce,
            boolean ended) {}

    @GetMapping(ONE + "/contracts")
    @Requires(Act.VIEW)
    @Operation(id = "supplier.contracts")
    Answer<Listing<SupplierContractBody>> contracts(@PathVariable String code, @AuthenticationPrincipal Person person) {
        Supplier supplier = suppliers.require(code, person);
        return Answer.of(new Listing<>(
                store.contracts(supplier.id()).stream()
                        .filter(c -> c.series().isEmpty() || c.series().stream().anyMatch(person::sees))
                        .map(c -> words.told(c, facts.today(), person))
                        .toList(),
                null));
    }

    // Files

    record SupplierFileBody(
            UUID id,
            @OneOf({"offered", "received"}) String direction,
            String name,
            long sizeBytes,
            String sha256,
            String note,
            String by,
            Instant at) {

        static SupplierFileBody of(ExchangedFile file) {
            return new SupplierFileBody(
                    file.id(),
                    file.direction(),
                    file.file().fileName(),
                    file.file().sizeBytes(),
                    file.file().sha256(),
                    file.note(),
                    file.byName(),
                    file.at());
        }
    }

    record SupplierAccessBody(
            UUID id,
            String person,
            boolean maySend,
            @OneOf({"open", "locked", "ended", "revoked"}) String state,
            Instant expiresAt) {

        static SupplierAccessBody of(Access access, Instant now) {
            return new SupplierAccessBody(
                    access.id(),
                    access.person(),
                    access.maySend(),
                    access.state(now).id(),
                    access.expiresAt());
        }
    }

    record SupplierTransferBody(
            @OneOf({"opened", "refused", "locked", "taken", "sent"})
            String act,

            String by,
            @Nullable String file,
            String address,
            Instant at) {}

    record SupplierExchangeBody(
            List<SupplierFileBody> files, List<SupplierAccessBody> accesses, List<SupplierTransferBody> log) {}

    /** @param address with the passphrase it opens the files; told this once. The passphrase goes another way */
    record SupplierMadeAccessBody(SupplierAccessBody access, String address, String passphrase) {}

    @GetMapping(ONE + "/exchange")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.exchange")
    Answer<SupplierExchangeBody> exchange(@PathVariable String code, @AuthenticationPrincipal Person person) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        Map<UUID, String> names = exchanged.names(supplier.id());
        return Answer.of(new SupplierExchangeBody(
                exchanged.files(supplier.id()).stream()
                        .filter(f -> f.end() == null)
                        .map(SupplierFileBody::of)
                        .toList(),
                exchanged.accesses(supplier.id()).stream()
                        .map(a -> SupplierAccessBody.of(a, facts.now()))
                        .toList(),
                exchanged.transfers(supplier.id(), Exchange.LOG_ROWS).stream()
                        .map(t -> new SupplierTransferBody(
                                t.act(),
                                t.byName(),
                                t.file() == null ? null : names.get(t.file()),
                                t.address(),
                                t.at()))
                        .toList()));
    }

    @GetMapping(ONE + "/exchange/files/{id}")
    @Requires(Act.ADD_EVIDENCE)
    @Recorded("supplier.file-take")
    @Operation(id = "supplier.file-take", file = "*/*")
    ResponseEntity<Resource> take(
            @PathVariable String code,
            @PathVariable UUID id,
            @AuthenticationPrincipal Person person,
            HttpServletRequest page) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        ExchangedFile file = exchange.require(supplier.id(), id);
        exchange.taken(supplier, file, person, String.valueOf(page.getRemoteAddr()));
        return blobs.download(file.file());
    }
}
