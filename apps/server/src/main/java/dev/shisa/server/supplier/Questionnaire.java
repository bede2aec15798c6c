package dev.shisa.server.supplier;

import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.account.Secrets;
import dev.shisa.server.platform.act.Does;
import dev.shisa.server.platform.act.Doing;
import dev.shisa.server.platform.act.Door;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Done;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.record.Rows;
import dev.shisa.server.platform.start.PublicAddress;
import dev.shisa.server.supplier.Suppliers.SupplierWhyBody;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
    private final Audit audit;
    private final Ids ids;

    Questionnaire(
            SupplierStore store,
            RequestStore requests,
            Suppliers suppliers,
            Rows rows,
            LivingFacts facts,
            Audit audit,
            Ids ids) {
        this.store = store;
        this.requests = requests;
        this.suppliers = suppliers;
        this.rows = rows;
        this.facts = facts;
        this.audit = audit;
        this.ids = ids;
    }

    /** A request with the secret of its link, of which only a hash is kept. */
    record Made(Request request, String secret) {

        /** What the supplier opens; {@code page} is of who gives it. */
        PublicAddress.Link link(HttpServletRequest page) {
            return PublicAddress.link(page, "/supplier/" + secret);
        }
    }

    // The maker asks

    /** Makes a link; the bounds above are the caller's to check. */
    public Made ask(Supplier supplier, String recipient, String note, int days, Person person) {
        Suppliers.requireAll(person);
        if (requests.of(supplier.id()).size() >= REQUESTS_MAX) {
            throw new Problem(422, "supplier.rows.many", REQUESTS_MAX);
        }
        String secret = ids.secret();
        Instant now = rows.now();
        Request request = new Request(
                ids.next(),
                supplier.id(),
                recipient,
                note,
                person.id(),
                person.name(),
                now,
                now.plus(Duration.ofDays(days)),
                null,
                null,
                null);
        requests.insert(request, Secrets.hash(secret));
        audit.record(
                person,
                "supplier.ask",
                supplier.name(),
                Map.of("recipient", recipient, "expires", request.expiresAt().toString()));
        return new Made(request, secret);
    }

    @Transactional(readOnly = true)
    public Request require(Supplier supplier, UUID id) {
        return requests.of(supplier.id()).stream()
                .filter(r -> r.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Problem(404, "supplier.row.unknown"));
    }

    /** From now on the link opens nothing. */
    public Request revoke(Supplier supplier, UUID id, Person person) {
        Suppliers.requireAll(person);
        Request request = require(supplier, id);
        if (requests.revoke(id, rows.now())) {
            audit.record(person, "supplier.ask-revoke", supplier.name(), Map.of("recipient", request.recipient()));
        }
        return require(supplier, id);
    }

    /** Another link to the same answers, as a reminder or when the old one has ended; what was entered stays. */
    public Made renew(Supplier supplier, UUID id, int days, Person person) {
        Suppliers.requireAll(person);
        require(supplier, id);
        String secret = ids.secret();
        requests.renew(id, Secrets.hash(secret), rows.now().plus(Duration.ofDays(days)));
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
        return new Made(request, secret);
    }

    // The supplier answers

    /** The request that a secret opens; empty: none, or it has ended. */
    @Transactional(readOnly = true)
    public Optional<Request> open(String secret) {
        return requests.byToken(Secrets.hash(secret)).filter(r -> r.isOpen(rows.now()));
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
        requests.submit(request, rows.id(), name, sent, now);
        requests.submitted(request.id(), now);
        audit.record(null, "supplier.answered", supplier.name(), Map.of("questions", sent.size(), "by", name));
        return true;
    }

    // The maker looks

    /** @param until the last day on which the answer counts; a year if none was said */
    record Judged(
            Question question,
            boolean accepted,
            String comment,
            @Nullable LocalDate until) {}

    Judged check(Judged told, Reply reply, LocalDate today, Fields fields) {
        String comment = fields.text("comment", told.comment(), !told.accepted(), Fields.TEXT_CHARS_MAX);
        LocalDate until = told.until();
        if (until == null) {
            LocalDate year = today.plusYears(1);
            until = reply.until() != null && reply.until().isBefore(year) ? reply.until() : year;
        }
        if (told.accepted() && (until.isBefore(today) || until.isAfter(today.plusYears(Agreements.YEARS_MAX)))) {
            fields.wrong(
                    "until",
                    "until",
                    today.toString(),
                    today.plusYears(Agreements.YEARS_MAX).toString());
        }
        if (told.accepted() && reply.answer().equals("unknown")) {
            fields.wrong("accepted", "unknown");
        }
        return new Judged(told.question(), told.accepted(), comment, until);
    }

    /** Accepts an answer that was sent, or asks it again with the reason. */
    public void judge(Supplier supplier, Request request, Judged told, Person person, String via) {
        Suppliers.requireAll(person);
        requests.lock(request.id());
        Instant now = rows.now();
        Reply reply = requests.replies(request.id(), now).get(told.question());
        if (reply == null || !reply.state().equals("sent")) {
            throw new Problem(409, "supplier.answer.judged");
        }
        requests.save(
                request.id(),
                new Reply(
                        reply.question(),
                        told.accepted() ? "accepted" : "asked",
                        reply.answer(),
                        reply.detail(),
                        reply.until(),
                        told.comment(),
                        reply.file(),
                        now));
        if (!told.accepted()) {
            requests.submitted(request.id(), null);
            audit.record(
                    person,
                    "supplier.ask-again",
                    supplier.name(),
                    Map.of("question", told.question().id(), "reason", told.comment()));
            return;
        }
        LocalDate until = told.until();
        bring(
                supplier,
                request.id(),
                new Accepted(
                        told.question(),
                        reply.answer(),
                        reply.until() == null ? reply.detail() : (reply.until() + " " + reply.detail()).strip(),
                        requests.submitter(request.id()).orElse(request.recipient()),
                        reply.file(),
                        until == null ? facts.today().plusYears(1) : until),
                person);
        audit.record(
                person,
                "supplier.accept",
                supplier.name(),
                Map.of("question", told.question().id(), "answer", reply.answer()));
        facts.renew(supplier.id(), person, via);
    }

    /** An answer that counts. */
    record Accepted(
            Question question,
            String answer,
            String detail,
            String answeredBy,
            @Nullable StoredFile file,
            LocalDate until) {}

    void bring(Supplier supplier, @Nullable UUID request, Accepted accepted, Person person) {
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

    @Transactional(readOnly = true)
    public Review requireReview(Supplier supplier, UUID id) {
        return store.reviews(supplier.id()).stream()
                .filter(r -> r.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Problem(404, "supplier.row.unknown"));
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
        Review review = requireReview(supplier, id);
        List<Review> same = store.reviews(supplier.id()).stream()
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
