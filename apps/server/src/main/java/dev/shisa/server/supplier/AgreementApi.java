package dev.shisa.server.supplier;

import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.BadField;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** What is asked of suppliers, agreed with them and exchanged, for programs. */
@Controller
class AgreementApi {

    private static final String ONE = SupplierApi.ONE;
    private static final String REQUESTS = ONE + "/requests";

    private final Suppliers suppliers;
    private final SupplierStore store;
    private final RequestStore requests;
    private final Questionnaire questionnaire;
    private final Agreements agreements;
    private final Exchange exchange;
    private final ExchangeStore exchanged;
    private final SupplierWords words;
    private final LivingFacts facts;
    private final Products products;
    private final Blobs blobs;
    private final Messages messages;

    AgreementApi(
            Suppliers suppliers,
            SupplierStore store,
            RequestStore requests,
            Questionnaire questionnaire,
            Agreements agreements,
            Exchange exchange,
            ExchangeStore exchanged,
            SupplierWords words,
            LivingFacts facts,
            Products products,
            Blobs blobs,
            Messages messages) {
        this.suppliers = suppliers;
        this.store = store;
        this.requests = requests;
        this.questionnaire = questionnaire;
        this.agreements = agreements;
        this.exchange = exchange;
        this.exchanged = exchanged;
        this.words = words;
        this.facts = facts;
        this.products = products;
        this.blobs = blobs;
        this.messages = messages;
    }

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
            List<SupplierReplyBody> replies) {}

    /** @param days until it ends; null: thirty */
    record NewSupplierRequestBody(
            String recipient,
            @Nullable String note,
            @Nullable Integer days) {}

    /** @param address opens the questions without an account; told this once */
    record SupplierMadeRequestBody(SupplierRequestBody request, String address) {}

    /**
     * One answer that came another way than by the link.
     *
     * @param file of an upload
     */
    record SupplierGivenBody(
            @OneOf({"policy", "support", "structure", "functions", "verified", "watched", "published"})
            String question,

            @OneOf({"yes", "no", "unknown"}) String answer,
            @Nullable String detail,
            @Nullable LocalDate until,
            @Nullable UUID file) {}

    /** @param by who at the supplier said so */
    record SupplierGivenAllBody(String by, List<SupplierGivenBody> answers) {}

    /** @param until the last day on which the answer counts; null: a year from now */
    record SupplierJudgementBody(
            @OneOf({"policy", "support", "structure", "functions", "verified", "watched", "published"})
            String question,

            boolean accepted,
            @Nullable String comment,
            @Nullable LocalDate until) {}

    @GetMapping(REQUESTS)
    @Requires(Act.VIEW)
    @Operation(id = "supplier.requests")
    Answer<Listing<SupplierRequestBody>> requests(@PathVariable String code, @AuthenticationPrincipal Person person) {
        Supplier supplier = suppliers.require(code, person);
        return Answer.of(new Listing<>(
                requests.of(supplier.id()).stream().map(this::body).toList(), null));
    }

    @PostMapping(REQUESTS)
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.ask", status = 201)
    Answer<SupplierMadeRequestBody> ask(
            @PathVariable String code,
            @Body NewSupplierRequestBody sent,
            @AuthenticationPrincipal Person person,
            HttpServletRequest page) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        Fields fields = fields(person);
        String recipient = fields.text("recipient", sent.recipient(), true, Fields.NAME_CHARS_MAX);
        String note = fields.text("note", sent.note(), false, Fields.TEXT_CHARS_MAX);
        int days = days(sent.days(), Questionnaire.DAYS, Questionnaire.DAYS_MAX, fields);
        SupplierApi.sound(fields);
        return made(questionnaire.ask(supplier, recipient, note, days, person), page);
    }

    private static int days(@Nullable Integer sent, int otherwise, int most, Fields fields) {
        int days = Objects.requireNonNullElse(sent, otherwise);
        if (days < 1 || days > most) {
            fields.wrong("days", "days", most);
        }
        return days;
    }

    private Answer<SupplierMadeRequestBody> made(Questionnaire.Made made, HttpServletRequest page) {
        String address = made.link(page).url();
        return Answer.of(new SupplierMadeRequestBody(body(made.request()), address))
                .secret(address);
    }

    private Fields fields(Person person) {
        return new Fields(messages, Fields.locale(person), new Mistakes());
    }

    @PostMapping(REQUESTS + "/{id}/renew")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.ask-renew")
    Answer<SupplierMadeRequestBody> renew(
            @PathVariable String code,
            @PathVariable UUID id,
            @AuthenticationPrincipal Person person,
            HttpServletRequest page) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        return made(questionnaire.renew(supplier, id, Questionnaire.DAYS, person), page);
    }

    @PostMapping(REQUESTS + "/{id}/revoke")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.ask-revoke")
    Answer<SupplierRequestBody> revoke(
            @PathVariable String code, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        return Answer.of(body(questionnaire.revoke(supplier, id, person)));
    }

    @PostMapping(REQUESTS + "/{id}/answers")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.answer")
    Answer<SupplierRequestBody> answer(
            @PathVariable String code,
            @PathVariable UUID id,
            @Body SupplierGivenAllBody sent,
            @AuthenticationPrincipal Person person) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        Request request = questionnaire.require(supplier, id);
        Fields fields = fields(person);
        String by = fields.text("by", sent.by(), true, Fields.NAME_CHARS_MAX);
        Map<Question, Questionnaire.Entered> entered = new EnumMap<>(Question.class);
        for (SupplierGivenBody given : sent.answers()) {
            String detail = fields.text(
                    "answers", given.detail(), given.answer().equals("yes"), Questionnaire.DETAIL_CHARS_MAX);
            fields.within("answers", given.until());
            entered.put(
                    Question.parse(given.question()).orElseThrow(),
                    new Questionnaire.Entered(
                            given.answer(),
                            detail,
                            given.until(),
                            given.file() == null ? null : upload(given.file(), person),
                            false));
        }
        SupplierApi.sound(fields);
        questionnaire.save(request, entered);
        if (!questionnaire.submit(request, supplier, by)) {
            throw new Problem(409, "supplier.answer.judged");
        }
        return Answer.of(body(questionnaire.require(supplier, id)));
    }

    private StoredFile upload(UUID file, Person person) {
        return blobs.upload(file, person).orElseThrow(() -> new BadField("/file", "upload"));
    }

    @PostMapping(REQUESTS + "/{id}/judgements")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.judge")
    Answer<SupplierRequestBody> judge(
            @PathVariable String code,
            @PathVariable UUID id,
            @Body SupplierJudgementBody sent,
            @AuthenticationPrincipal Person person) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        Request request = questionnaire.require(supplier, id);
        Question question = Question.parse(sent.question()).orElseThrow();
        Fields fields = fields(person);
        Reply reply = questionnaire.replies(request).getOrDefault(question, Reply.none(question, request.at()));
        Questionnaire.Judged told = questionnaire.check(
                new Questionnaire.Judged(
                        question, sent.accepted(), sent.comment() == null ? "" : sent.comment(), sent.until()),
                reply,
                facts.today(),
                fields);
        SupplierApi.sound(fields);
        questionnaire.judge(supplier, request, told, person, "api");
        return Answer.of(body(questionnaire.require(supplier, id)));
    }

    private SupplierRequestBody body(Request request) {
        List<SupplierReplyBody> replies = new ArrayList<>();
        questionnaire.replies(request).forEach((question, reply) -> {
            if (!reply.state().equals("draft")) {
                boolean shown = !reply.isOpen();
                replies.add(new SupplierReplyBody(
                        question.id(),
                        reply.state(),
                        shown ? reply.answer() : "",
                        shown ? reply.detail() : "",
                        shown ? reply.until() : null,
                        reply.comment(),
                        reply.file() == null || !shown ? null : reply.file().fileName()));
            }
        });
        return new SupplierRequestBody(
                request.id(),
                request.recipient(),
                request.state(facts.now()).id(),
                request.at(),
                request.expiresAt(),
                replies);
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

    /**
     * A contract with its document.
     *
     * @param series codes; null: all that the supplier delivers
     * @param clauses place in the document by clause: measures, vulnerability, incident, responsibility, operation, substitute,
     *     data, inserts
     * @param file of an upload
     */
    record NewSupplierContractBody(
            @OneOf({"contract", "specification"}) String kind,
            String title,
            @Nullable List<String> series,
            LocalDate startsOn,
            @Nullable LocalDate endsOn,
            Map<String, String> clauses,
            UUID file) {}

    @GetMapping(ONE + "/contracts")
    @Requires(Act.VIEW)
    @Operation(id = "supplier.contracts")
    Answer<Listing<SupplierContractBody>> contracts(@PathVariable String code, @AuthenticationPrincipal Person person) {
        Supplier supplier = suppliers.require(code, person);
        return Answer.of(new Listing<>(
                store.contracts(supplier.id()).stream()
                        .filter(c -> c.series().isEmpty() || c.series().stream().anyMatch(person::sees))
                        .map(c -> body(c, person))
                        .toList(),
                null));
    }

    @PostMapping(ONE + "/contracts")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.contract", status = 201)
    Answer<SupplierContractBody> agree(
            @PathVariable String code, @Body NewSupplierContractBody sent, @AuthenticationPrincipal Person person) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        Fields fields = fields(person);
        List<Series> series = new ArrayList<>();
        for (String one : sent.series() == null ? List.<String>of() : sent.series()) {
            series.add(products.require(one, person));
        }
        Agreements.ToldContract told = agreements.check(
                new Agreements.ToldContract(
                        sent.kind(),
                        sent.title(),
                        series,
                        sent.startsOn(),
                        sent.endsOn(),
                        sent.clauses(),
                        upload(sent.file(), person)),
                fields);
        SupplierApi.sound(fields);
        return Answer.of(body(agreements.agree(supplier, told, person, "api"), person));
    }

    private SupplierContractBody body(Contract contract, Person person) {
        Map<String, String> clauses = new TreeMap<>();
        contract.clauses().forEach((clause, place) -> clauses.put(clause.id(), place));
        return new SupplierContractBody(
                contract.id(),
                contract.kind(),
                contract.title(),
                contract.series().stream()
                        .filter(person::sees)
                        .flatMap(id -> products.byId(id).stream())
                        .map(Series::code)
                        .toList(),
                contract.startsOn(),
                contract.endsOn(),
                clauses,
                words.evidence(contract.evidence()),
                contract.isInForce(facts.today()),
                contract.end() != null);
    }

    // Looks at deliveries

    /**
     * A look at a delivery.
     *
     * @param lookedAt some of measures, design, quality, inserts
     * @param until the last day on which it counts; null: a year from now
     * @param file of an upload
     */
    record NewSupplierCheckBody(
            List<String> lookedAt,
            boolean passed,
            @Nullable String remarks,
            LocalDate performedOn,
            String performedBy,
            @Nullable LocalDate until,
            @Nullable UUID file) {}

    @PostMapping(ONE + "/deliveries/{id}/checks")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.check", status = 201)
    Answer<SupplierApi.SupplierMadeBody> look(
            @PathVariable String code,
            @PathVariable UUID id,
            @Body NewSupplierCheckBody sent,
            @AuthenticationPrincipal Person person) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        suppliers.requireDelivery(supplier, id);
        Fields fields = fields(person);
        Agreements.ToldCheck told = agreements.check(
                new Agreements.ToldCheck(
                        id,
                        sent.lookedAt(),
                        sent.passed(),
                        sent.remarks() == null ? "" : sent.remarks(),
                        sent.performedOn(),
                        sent.performedBy(),
                        sent.until(),
                        sent.file() == null ? null : upload(sent.file(), person)),
                facts.today(),
                fields);
        SupplierApi.sound(fields);
        return Answer.of(new SupplierApi.SupplierMadeBody(
                agreements.look(supplier, told, person, "api").id()));
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
            Instant at) {}

    record SupplierAccessBody(
            UUID id,
            String person,
            boolean maySend,
            @OneOf({"open", "locked", "ended", "revoked"}) String state,
            Instant expiresAt) {}

    record SupplierTransferBody(
            @OneOf({"opened", "refused", "locked", "taken", "sent"})
            String act,

            String by,
            @Nullable String file,
            String address,
            Instant at) {}

    record SupplierExchangeBody(
            List<SupplierFileBody> files, List<SupplierAccessBody> accesses, List<SupplierTransferBody> log) {}

    /** @param file of an upload */
    record NewSupplierFileBody(UUID file, @Nullable String note) {}

    /** @param days until it ends; null: fourteen */
    record NewSupplierAccessBody(
            String person, boolean maySend, @Nullable Integer days) {}

    /** @param address with the passphrase it opens the files; told this once. The passphrase goes another way */
    record SupplierMadeAccessBody(SupplierAccessBody access, String address, String passphrase) {}

    @GetMapping(ONE + "/exchange")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.exchange")
    Answer<SupplierExchangeBody> exchange(@PathVariable String code, @AuthenticationPrincipal Person person) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        return Answer.of(new SupplierExchangeBody(
                exchanged.files(supplier.id()).stream()
                        .filter(f -> f.end() == null)
                        .map(AgreementApi::body)
                        .toList(),
                exchanged.accesses(supplier.id()).stream().map(this::body).toList(),
                exchanged.transfers(supplier.id(), Exchange.LOG_ROWS).stream()
                        .map(t -> new SupplierTransferBody(t.act(), t.byName(), t.file(), t.address(), t.at()))
                        .toList()));
    }

    @PostMapping(ONE + "/exchange/files")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.file-offer", status = 201)
    Answer<SupplierFileBody> offer(
            @PathVariable String code, @Body NewSupplierFileBody sent, @AuthenticationPrincipal Person person) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        Fields fields = fields(person);
        String note = fields.text("note", sent.note(), false, Fields.TEXT_CHARS_MAX);
        SupplierApi.sound(fields);
        return Answer.of(body(exchange.offer(supplier, upload(sent.file(), person), note, person)));
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

    @PostMapping(ONE + "/exchange/accesses")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.admit", status = 201)
    Answer<SupplierMadeAccessBody> admit(
            @PathVariable String code,
            @Body NewSupplierAccessBody sent,
            @AuthenticationPrincipal Person person,
            HttpServletRequest page) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        Fields fields = fields(person);
        String name = fields.text("person", sent.person(), true, Fields.NAME_CHARS_MAX);
        int days = days(sent.days(), Exchange.DAYS, Exchange.DAYS_MAX, fields);
        SupplierApi.sound(fields);
        Exchange.Made made = exchange.admit(supplier, name, sent.maySend(), days, person);
        String address = made.link(page).url();
        // Without the address the passphrase opens nothing.
        return Answer.of(new SupplierMadeAccessBody(body(made.access()), address, made.code()))
                .secret(address);
    }

    @PostMapping(ONE + "/exchange/accesses/{id}/revoke")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.admit-revoke")
    Answer<SupplierAccessBody> revokeAccess(
            @PathVariable String code, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        return Answer.of(body(exchange.revoke(supplier, id, person)));
    }

    private static SupplierFileBody body(ExchangedFile file) {
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

    private SupplierAccessBody body(Access access) {
        return new SupplierAccessBody(
                access.id(),
                access.person(),
                access.maySend(),
                access.state(facts.now()).id(),
                access.expiresAt());
    }
}
