package dev.shisa.server.supplier;

import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.account.Secrets;
import dev.shisa.server.platform.act.Attached;
import dev.shisa.server.platform.act.Does;
import dev.shisa.server.platform.act.Doing;
import dev.shisa.server.platform.act.Door;
import dev.shisa.server.platform.act.Sent;
import dev.shisa.server.platform.act.Within;
import dev.shisa.server.platform.act.Words;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Done;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.record.Rows;
import dev.shisa.server.platform.record.Wrongs;
import dev.shisa.server.platform.start.PublicAddress;
import dev.shisa.server.supplier.AgreementApi.SupplierRequestBody;
import dev.shisa.server.supplier.Suppliers.SupplierWhyBody;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The seven questions to a supplier: by a link that needs no account, saved half way, sent, and looked at by the maker, answer by
 * answer. Only what the maker accepts counts; what is asked again, the supplier changes by the same link.
 */
@Service
@Doing
@Transactional
class Questionnaire {

    static final int DAYS = 30;
    static final int DAYS_MAX = 90;
    static final int REQUESTS_MAX = 200;
    static final int DETAIL_CHARS_MAX = 2_000;

    /** A report or a policy; whole products do not come this way. */
    static final long FILE_BYTES_MAX = 20L * 1024 * 1024;

    private final SupplierStore store;
    private final RequestStore requests;
    private final Suppliers suppliers;
    private final Rows rows;
    private final LivingFacts facts;
    private final Blobs blobs;
    private final Audit audit;
    private final ApplicationEventPublisher events;
    private final Ids ids;

    Questionnaire(
            SupplierStore store,
            RequestStore requests,
            Suppliers suppliers,
            Rows rows,
            LivingFacts facts,
            Blobs blobs,
            Audit audit,
            ApplicationEventPublisher events,
            Ids ids) {
        this.store = store;
        this.requests = requests;
        this.suppliers = suppliers;
        this.rows = rows;
        this.facts = facts;
        this.blobs = blobs;
        this.audit = audit;
        this.events = events;
        this.ids = ids;
    }

    /** @param days until it ends; null: thirty */
    @Sent(value = "supplier.ask", problem = "api.field", schema = "NewSupplierRequestBody")
    record SupplierAskSent(
            @Words(most = Suppliers.NAME_CHARS_MAX, must = true)
            String recipient,

            @Words(most = Suppliers.TEXT_CHARS_MAX, lines = 2) @Nullable
            String note,

            @Within(least = 1, most = DAYS_MAX) @Nullable Integer days) {}

    /**
     * A link that was made.
     *
     * @param link what the supplier opens; only a hash of its secret is kept
     */
    record Made(SupplierRequestBody request, PublicAddress.Link link) {
        String address() {
            return link.url();
        }
    }

    private Answer<Made> made(Request request, String secret, HttpServletRequest from) {
        Made made = new Made(told(request), PublicAddress.link(from, "/supplier/" + secret));
        return Answer.of(made).secret(made.address());
    }

    /** A request with its answers, without what the supplier has not sent yet or is changing. */
    @Transactional(readOnly = true)
    public SupplierRequestBody told(Request request) {
        return SupplierRequestBody.of(request, replies(request).values(), rows.now());
    }

    // The maker asks

    /** Makes a link. */
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.ask", status = 201)
    @Does(
            page = QuestionPages.HERE,
            shown = true,
            api = "POST " + SupplierApi.ONE + "/requests",
            told = AgreementApi.SupplierMadeRequestBody.class)
    public Answer<Made> ask(
            Supplier supplier, SupplierAskSent sent, Person person, Door door, HttpServletRequest from) {
        Wrongs.of(sent)
                .unless(door == Door.API || sent.days() != null, "days", "number")
                .refuse();
        if (requests.of(supplier.id()).size() >= REQUESTS_MAX) {
            throw new Problem(422, "supplier.rows.many", REQUESTS_MAX);
        }
        String secret = ids.secret();
        Instant now = rows.now();
        Request request = new Request(
                ids.next(),
                supplier.id(),
                sent.recipient(),
                Suppliers.text(sent.note()),
                person.id(),
                person.name(),
                now,
                now.plus(Duration.ofDays(Objects.requireNonNullElse(sent.days(), DAYS))),
                null,
                null,
                null);
        requests.insert(request, Secrets.hash(secret));
        audit.record(
                person,
                "supplier.ask",
                supplier.name(),
                Map.of(
                        "recipient",
                        request.recipient(),
                        "expires",
                        request.expiresAt().toString()));
        return made(request, secret, from);
    }

    @Transactional(readOnly = true)
    public Request require(Supplier supplier, UUID id) {
        return Suppliers.require(requests.of(supplier.id()), r -> r.id().equals(id));
    }

    /** From now on the link opens nothing. */
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.ask-revoke")
    @Does(
            page = QuestionPages.HERE + "/{id}/revoke",
            on = QuestionPages.HERE,
            done = "revoked",
            api = "POST " + SupplierApi.ONE + "/requests/{id}/revoke")
    public SupplierRequestBody revoke(Supplier supplier, UUID id, Person person) {
        Request request = require(supplier, id);
        if (requests.revoke(id, rows.now())) {
            audit.record(person, "supplier.ask-revoke", supplier.name(), Map.of("recipient", request.recipient()));
        }
        return told(require(supplier, id));
    }

    /** Another link to the same answers, as a reminder or when the old one has ended; what was entered stays. */
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.ask-renew")
    @Does(
            page = QuestionPages.HERE + "/{id}/renew",
            on = QuestionPages.HERE,
            shown = true,
            api = "POST " + SupplierApi.ONE + "/requests/{id}/renew",
            told = AgreementApi.SupplierMadeRequestBody.class)
    public Answer<Made> renew(Supplier supplier, UUID id, Person person, HttpServletRequest from) {
        require(supplier, id);
        String secret = ids.secret();
        requests.renew(id, Secrets.hash(secret), rows.now().plus(Duration.ofDays(DAYS)), person);
        Request request = require(supplier, id);
        audit.record(
                person,
                "supplier.ask-renew",
                supplier.name(),
                Map.of(
                        "recipient",
                        request.recipient(),
                        "expires",
                        request.expiresAt().toString()));
        return made(request, secret, from);
    }

    // The supplier answers

    /** The request that a secret opens; empty: none, or it has ended. */
    @Transactional(readOnly = true)
    public Optional<Request> open(String secret) {
        return requests.byToken(Secrets.hash(secret)).filter(r -> r.isOpen(rows.now()));
    }

    /** What is done by a link is done while it is held: it may have been revoked since its page was asked for. */
    public <T> T by(Request link, java.util.function.Supplier<T> act) {
        if (!requests.lock(link.id()).isOpen(rows.now())) {
            throw new Problem(404, "supplier.link.ended");
        }
        return act.get();
    }

    public void opened(Request request) {
        requests.opened(request.id(), rows.now());
    }

    @Transactional(readOnly = true)
    public Map<Question, Reply> replies(Request request) {
        return requests.replies(request.id(), rows.now());
    }

    /**
     * What was entered to one question.
     *
     * @param file a new one; null: the one that is there stays
     * @param dropFile the one that is there goes
     */
    record Entered(
            String answer,
            String detail,
            @Nullable LocalDate until,
            @Nullable StoredFile file,
            boolean dropFile) {}

    /** Stores what was entered, as far as it may still be changed. */
    public Map<Question, Reply> save(Request request, Map<Question, Entered> entered) {
        requests.lock(request.id());
        Instant now = rows.now();
        requests.replies(request.id(), now).forEach((question, reply) -> {
            Entered given = entered.get(question);
            if (given != null && reply.isOpen()) {
                requests.save(
                        request.id(),
                        new Reply(
                                question,
                                reply.state(),
                                given.answer(),
                                given.detail(),
                                question == Question.SUPPORT ? given.until() : null,
                                reply.comment(),
                                given.file() != null ? given.file() : given.dropFile() ? null : reply.file(),
                                now));
            }
        });
        return requests.replies(request.id(), now);
    }

    /** Sends what was saved and may still be changed; false: there is nothing to send. */
    public boolean submit(Request request, Supplier supplier, String name) {
        requests.lock(request.id());
        Instant now = rows.now();
        TreeMap<String, Object> sent = new TreeMap<>();
        requests.replies(request.id(), now).forEach((question, reply) -> {
            if (reply.isOpen() && !reply.answer().isEmpty()) {
                requests.save(
                        request.id(),
                        new Reply(
                                question,
                                "sent",
                                reply.answer(),
                                reply.detail(),
                                reply.until(),
                                reply.comment(),
                                reply.file(),
                                now));
                TreeMap<String, Object> one = new TreeMap<>();
                one.put("answer", reply.answer());
                one.put("detail", reply.detail());
                if (reply.until() != null) {
                    one.put("until", reply.until().toString());
                }
                if (reply.file() != null) {
                    one.put("file", reply.file().sha256());
                }
                sent.put(question.id(), one);
            }
        });
        if (sent.isEmpty()) {
            return false;
        }
        UUID submission = rows.id();
        requests.submit(request, supplier.code(), submission, name, sent, now);
        requests.submitted(request.id(), now);
        events.publishEvent(
                new SupplierHeard("supplier:" + submission, request.id(), supplier.code(), supplier.name(), false));
        audit.record(null, "supplier.answered", supplier.name(), Map.of("questions", sent.size(), "by", name));
        return true;
    }

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
    @Sent(value = "supplier.answer", problem = "api.field")
    record SupplierGivenAllBody(
            @Words(most = Suppliers.NAME_CHARS_MAX, must = true)
            String by,

            List<SupplierGivenBody> answers) {}

    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.answer")
    @Does(api = "POST " + SupplierApi.ONE + "/requests/{id}/answers")
    public SupplierRequestBody answer(Supplier supplier, UUID id, SupplierGivenAllBody sent, Person person) {
        Request request = require(supplier, id);
        Wrongs wrong = Wrongs.of(sent);
        Map<Question, Entered> entered = new EnumMap<>(Question.class);
        for (SupplierGivenBody given : sent.answers()) {
            String detail = Suppliers.text(given.detail()).strip();
            wrong.unless(!detail.isEmpty() || !given.answer().equals("yes"), "answers", "missing")
                    .unless(detail.length() <= DETAIL_CHARS_MAX, "answers", "long", DETAIL_CHARS_MAX, detail.length())
                    .unless(given.until() == null || Wrongs.isLikely(given.until()), "answers", "day");
            StoredFile file = given.file() == null ? null : blobs.take(Attached.upload(given.file()), person);
            entered.put(
                    Question.parse(given.question()).orElseThrow(),
                    new Entered(given.answer(), detail, given.until(), file, false));
        }
        wrong.refuse();
        save(request, entered);
        if (!submit(request, supplier, sent.by())) {
            throw new Problem(409, "supplier.answer.judged");
        }
        return told(require(supplier, id));
    }

    // The maker looks

    /** @param until the last day on which the answer counts; null: a year from now */
    @Sent(value = "supplier.judge", problem = "api.field")
    record SupplierJudgementBody(
            @OneOf({"policy", "support", "structure", "functions", "verified", "watched", "published"})
            String question,

            boolean accepted,

            @Words(most = Suppliers.TEXT_CHARS_MAX) @Nullable
            String comment,

            @Nullable LocalDate until) {}

    /** Accepts an answer that was sent, or asks it again with the reason. */
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.judge")
    @Does(api = "POST " + SupplierApi.ONE + "/requests/{id}/judgements")
    public SupplierRequestBody judge(Supplier supplier, UUID id, SupplierJudgementBody sent, Person person, Door door) {
        Request request = require(supplier, id);
        Question question = Question.parse(sent.question()).orElseThrow(() -> new Problem(404, "supplier.row.unknown"));
        requests.lock(request.id());
        Instant now = rows.now();
        Reply reply = Objects.requireNonNull(replies(request).get(question), "every question has one");
        String comment = Suppliers.text(sent.comment());
        LocalDate until = until(sent.until(), reply);
        look(sent, reply, until).refuse();
        if (!reply.state().equals("sent")) {
            throw new Problem(409, "supplier.answer.judged");
        }
        requests.save(
                request.id(),
                new Reply(
                        question,
                        sent.accepted() ? "accepted" : "asked",
                        reply.answer(),
                        reply.detail(),
                        reply.until(),
                        comment,
                        reply.file(),
                        now));
        if (sent.accepted()) {
            bring(
                    supplier,
                    request.id(),
                    new Accepted(
                            question,
                            reply.answer(),
                            reply.until() == null ? reply.detail() : (reply.until() + " " + reply.detail()).strip(),
                            requests.submitter(request.id()).orElse(request.recipient()),
                            reply.file(),
                            until),
                    person);
            audit.record(
                    person,
                    "supplier.accept",
                    supplier.name(),
                    Map.of("question", question.id(), "answer", reply.answer()));
            facts.renew(supplier.id(), person, door.id());
        } else {
            requests.submitted(request.id(), null);
            audit.record(
                    person,
                    "supplier.ask-again",
                    supplier.name(),
                    Map.of("question", question.id(), "reason", comment));
        }
        return told(require(supplier, id));
    }

    /** The last day on which an answer counts: as was said, or a year from now, but not longer than the supplier said. */
    private LocalDate until(@Nullable LocalDate said, Reply reply) {
        LocalDate year = facts.today().plusYears(1);
        return said != null ? said : reply.until() != null && reply.until().isBefore(year) ? reply.until() : year;
    }

    private Wrongs look(SupplierJudgementBody sent, Reply reply, LocalDate until) {
        LocalDate today = facts.today();
        LocalDate last = today.plusYears(Agreements.YEARS_MAX);
        Wrongs wrong = Wrongs.of(sent);
        return sent.accepted()
                ? wrong.unless(
                                !until.isBefore(today) && !until.isAfter(last),
                                "until",
                                "until",
                                today.toString(),
                                last.toString())
                        .unless(!reply.answer().equals("unknown"), "accepted", "unknown")
                : wrong.unless(!Suppliers.text(sent.comment()).isBlank(), "comment", "missing");
    }

    /** An answer that counts; a detail may begin with the day until which the supplier said it. */
    @Sent(value = "supplier.answer", problem = "api.field")
    record Accepted(
            Question question,
            @OneOf({"yes", "no"}) String answer,
            @Words(most = DETAIL_CHARS_MAX + 20) String detail,

            @Words(most = Suppliers.NAME_CHARS_MAX, must = true)
            String answeredBy,

            @Nullable StoredFile file,
            LocalDate until) {}

    void bring(Supplier supplier, @Nullable UUID request, Accepted accepted, Person person) {
        Wrongs.of(accepted).refuse();
        store.reviews.add(
                supplier.id(),
                new Review(
                        rows.id(),
                        supplier.id(),
                        request,
                        accepted.question(),
                        accepted.answer(),
                        accepted.detail(),
                        accepted.answeredBy(),
                        accepted.file(),
                        accepted.until(),
                        rows.by(person),
                        null));
    }

    /** An accepted answer does not count any more; an earlier one to the same question neither. */
    @Requires(Act.RESOLVE)
    @Operation(id = "supplier.take-back")
    @Does(
            page = QuestionPages.HERE + "/accepted/{id}/take-back",
            on = QuestionPages.HERE,
            done = "taken-back",
            api = "POST " + SupplierApi.ONE + "/reviews/{id}/take-back")
    public Answer<Done> takeBack(Supplier supplier, UUID id, SupplierWhyBody sent, Person person, Door door) {
        List<Review> reviews = store.reviews(supplier.id());
        Review review = Suppliers.require(reviews, r -> r.id().equals(id));
        List<Review> same = reviews.stream()
                .filter(r -> r.question() == review.question() && r.end() == null)
                .toList();
        if (review.end() != null) {
            throw new Problem(409, "supplier.row.ended");
        }
        same.forEach(r -> suppliers.end(store.reviews, supplier, r.id(), sent, person));
        audit.record(
                person,
                "supplier.accept-undo",
                supplier.name(),
                Map.of(
                        "question",
                        review.question().id(),
                        "reason",
                        sent.reason().strip()));
        facts.renew(supplier.id(), person, door.id());
        return Done.ANSWER;
    }
}
