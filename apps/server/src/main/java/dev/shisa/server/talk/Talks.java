package dev.shisa.server.talk;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.act.Does;
import dev.shisa.server.platform.act.Doing;
import dev.shisa.server.platform.act.Sent;
import dev.shisa.server.platform.act.Words;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.record.Kind;
import dev.shisa.server.platform.record.Rows;
import dev.shisa.server.platform.record.Wrongs;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.talk.Places.At;
import dev.shisa.server.talk.TalkTold.What;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What people say to each other about a thing. Whoever sees the thing reads it; one after the other writes it. */
@Service
@Doing
@Transactional
class Talks {

    static final String HERE = "/talk";
    static final String PAGE = HERE + "/{place}/{thing}";
    static final String API = "/api/v1" + PAGE;

    /** Says what a person has to say of one thing; what is longer is a document. */
    static final int TEXT_CHARS_MAX = 2_000;

    /** About one thing; whoever comes this far needs a meeting. */
    static final int COMMENTS_MAX = 1_000;

    /** Where a page goes when it is done: to the thing itself, at what was said. */
    private static final String THEN = PAGE + "/there?said={id}";

    private static final String OF_THING = "WHERE t.place = :place AND t.thing = :thing";

    /** An ask that was neither answered nor taken back. */
    private static final String WAITS = """
            t.to_id IS NOT NULL AND taken.id IS NULL AND NOT EXISTS (
                SELECT FROM talk_comment a WHERE a.answers_id = t.id
                AND NOT EXISTS (SELECT FROM talk_taken x WHERE x.comment_id = a.id))""";

    private final Rows rows;
    private final Kind<Comment> comments;
    private final JdbcClient jdbc;
    private final Places places;
    private final People people;
    private final Audit audit;
    private final ApplicationEventPublisher events;

    Talks(Rows rows, JdbcClient jdbc, Places places, People people, Audit audit, ApplicationEventPublisher events) {
        this.rows = rows;
        this.comments = rows.of(Comment.class);
        this.jdbc = jdbc;
        this.places = places;
        this.people = people;
        this.audit = audit;
        this.events = events;
    }

    /**
     * A comment, or with a person an ask.
     *
     * @param to whom it asks for an answer; null: nobody
     * @param due by when
     */
    @Sent("talk")
    record CommentSent(
            @Words(most = TEXT_CHARS_MAX, must = true, lines = 4)
            String text,

            @Nullable UUID to,
            @Nullable LocalDate due) {}

    @Sent(value = "talk.answer", problem = "talk.wrong")
    record AnswerSent(
            @Words(most = TEXT_CHARS_MAX, must = true, lines = 3)
            String text) {}

    @Sent(value = "talk.back", problem = "talk.wrong")
    record HandBackSent(
            @Words(most = TEXT_CHARS_MAX, must = true, lines = 3)
            String text) {}

    // Saying

    /** Says something about a thing; with a person it waits for that person. */
    @Requires(Act.TALK)
    @Operation(id = "talk.say", status = 201)
    @Does(page = PAGE, then = THEN, api = "POST " + API)
    public TalkApi.CommentBody say(String place, String thing, CommentSent sent, Person person) {
        At at = places.requireOpen(place, thing, person);
        lock(at);
        Wrongs wrong = Wrongs.of(sent);
        if (sent.to() != null
                && asked(at, person).stream().noneMatch(one -> one.id().equals(sent.to()))) {
            wrong.add("to", "unseen");
        }
        if (sent.due() != null) {
            wrong.unless(sent.to() != null, "due", "alone").unless(!sent.due().isBefore(today()), "due", "past");
        }
        List<UUID> mentioned = mentioned(at, sent.text(), wrong);
        Comment made = draft(
                at,
                sent.text(),
                mentioned,
                sent.to() == null ? null : new Comment.Ask(sent.to(), sent.due()),
                null,
                false,
                person);
        return body(add(at, made, "talk.say", What.ASKED, wrong, person));
    }

    /** Answers an ask, which then waits no more. */
    @Requires(Act.TALK)
    @Operation(id = "talk.answer", status = 201)
    @Does(page = PAGE + "/{comment}/answer", on = PAGE, then = THEN, api = "POST " + API + "/{comment}/answer")
    public TalkApi.CommentBody answer(String place, String thing, UUID comment, AnswerSent sent, Person person) {
        At at = places.requireOpen(place, thing, person);
        lock(at);
        Comment ask = require(at, comment);
        if (!ask.asks(person.id())) {
            throw new Problem(403, "talk.not-asked");
        }
        Wrongs wrong = Wrongs.of(sent);
        List<UUID> mentioned = mentioned(at, sent.text(), wrong);
        Comment made = draft(at, sent.text(), mentioned, null, ask.id(), false, person);
        if (!waits(ask.id()) && !isSaid(at, made)) {
            wrong.add("text", ask.taken() == null ? "answered" : "taken");
        }
        return body(add(at, made, "talk.answer", What.ANSWERED, wrong, person));
    }

    /** Hands a thing back to who gave it, for whom it then waits. */
    @Requires(Act.TALK)
    @Operation(id = "talk.hand-back", status = 201)
    @Does(page = PAGE + "/hand-back", on = PAGE, then = THEN, api = "POST " + API + "/hand-back")
    public TalkApi.CommentBody handBack(String place, String thing, HandBackSent sent, Person person) {
        At at = places.requireOpen(place, thing, person);
        lock(at);
        Wrongs wrong = Wrongs.of(sent);
        TalkPlace.Given given = given(at, person).orElse(null);
        Optional<Comment> done = last(at).filter(one -> one.back()
                && one.isBy(person.id())
                && one.taken() == null
                && one.text().equals(sent.text()));
        if (given == null && done.isPresent()) {
            return body(done.get());
        }
        List<UUID> mentioned = mentioned(at, sent.text(), wrong);
        if (given == null) {
            wrong.add("text", "not-given");
        } else if (asked(at, person).stream().noneMatch(one -> one.id().equals(given.by()))) {
            wrong.add("text", "giver-gone");
        }
        wrong.refuse();
        Comment.Ask ask = new Comment.Ask(Objects.requireNonNull(given).by(), null);
        Comment made = draft(at, sent.text(), mentioned, ask, null, true, person);
        if (!at.place().handBack(at.thing(), given, person)) {
            wrong.add("text", "not-given");
        }
        return body(add(at, made, "talk.hand-back", What.BACK, wrong, person));
    }

    /** Takes back what one said oneself: it is shown no more, and an ask waits no more. */
    @Requires(Act.TALK)
    @Operation(id = "talk.take-back")
    @Does(page = PAGE + "/{comment}/take-back", on = PAGE, then = THEN, api = "POST " + API + "/{comment}/take-back")
    public TalkApi.CommentBody takeBack(String place, String thing, UUID comment, Person person) {
        At at = places.requireOpen(place, thing, person);
        lock(at);
        Comment one = require(at, comment);
        if (!one.isBy(person.id())) {
            throw new Problem(403, "talk.not-own");
        }
        if (!rows.of(Comment.Taken.class)
                .addFirst(one.id(), one.about().series(), new Comment.Taken(rows.id(), rows.by(person)))) {
            throw new Problem(409, "talk.taken");
        }
        audit.record(
                person,
                "talk.take-back",
                at.thing().mark(),
                Map.of("place", at.place().id()));
        return body(require(at, comment));
    }

    /** Nobody else says anything about the thing until the transaction ends. */
    private void lock(At at) {
        jdbc.sql("SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(:thing, 321))) locked")
                .param("thing", at.place().id() + ":" + at.thing().key())
                .query()
                .singleRow();
    }

    private List<UUID> mentioned(At at, String text, Wrongs wrong) {
        Mentions.Found found = Mentions.in(Objects.requireNonNullElse(text, ""), people.inUse(), at::isSeenBy);
        if (found.wrong() != null) {
            wrong.add("text", found.wrong(), found.names().toArray());
        }
        return found.people();
    }

    private Comment draft(
            At at,
            String text,
            List<UUID> mentioned,
            Comment.@Nullable Ask ask,
            @Nullable UUID answers,
            boolean back,
            Person person) {
        return new Comment(
                rows.id(),
                new Comment.About(at.place().id(), at.thing().key(), at.thing().series()),
                Objects.requireNonNullElse(text, "").strip(),
                back,
                mentioned,
                ask,
                answers,
                rows.by(person),
                null);
    }

    /** Adds it and tells whom it concerns; what was said just before by the same person is not said again. */
    private Comment add(At at, Comment made, String act, What what, Wrongs wrong, Person person) {
        Optional<Comment> last = last(at);
        if (last.filter(one -> one.isAgain(made)).isPresent()) {
            return last.get();
        }
        wrong.unless(size(at) < COMMENTS_MAX, "text", "full", COMMENTS_MAX).refuse();
        comments.add(made.about().series(), made);
        audit.record(person, act, at.thing().mark(), Map.of("place", at.place().id()));
        UUID first = first(made);
        if (first != null && !first.equals(person.id())) {
            tell(at, made, what, first);
        }
        made.mentioned().stream()
                .filter(one -> !one.equals(person.id()) && !one.equals(first))
                .forEach(one -> tell(at, made, What.MENTIONED, one));
        return made;
    }

    /** Whom it concerns before all others: who is asked, or who asked. */
    private @Nullable UUID first(Comment made) {
        return made.answers() != null
                ? comments.byId(made.answers()).map(asked -> asked.made().by()).orElse(null)
                : made.ask() == null ? null : made.ask().to();
    }

    private void tell(At at, Comment made, What what, UUID whom) {
        events.publishEvent(new TalkTold(
                made.id(),
                what,
                whom,
                made.about().series(),
                at.place().id(),
                at.thing().mark(),
                made.ask() == null || what != What.ASKED ? null : made.ask().due(),
                href(at, made.id())));
    }

    /** The thing's page, at what was said. */
    static String href(At at, UUID comment) {
        return at.thing().href() + "#said-" + comment;
    }

    // Reading

    /** Whom one may ask: who sees the thing and can answer. */
    @Transactional(readOnly = true)
    public List<Person> asked(At at, Person person) {
        return people.inUse().stream()
                .filter(one -> !one.id().equals(person.id()) && at.isWrittenBy(one))
                .toList();
    }

    /** That the person was given the thing by somebody else. */
    @Transactional(readOnly = true)
    public Optional<TalkPlace.Given> given(At at, Person person) {
        return at.place()
                .given(at.thing())
                .filter(one -> one.to().equals(person.id()) && !one.by().equals(person.id()));
    }

    LocalDate today() {
        return LocalDate.ofInstant(rows.now(), Ui.ZONE);
    }

    private static Map<String, Object> of(At at) {
        return Map.of("place", at.place().id(), "thing", at.thing().key());
    }

    @Transactional(readOnly = true)
    public int size(At at) {
        return comments.count(OF_THING, of(at));
    }

    private Optional<Comment> last(At at) {
        return comments.one(OF_THING + " ORDER BY t.id DESC LIMIT 1", of(at));
    }

    private boolean isSaid(At at, Comment made) {
        return last(at).filter(one -> one.isAgain(made)).isPresent();
    }

    private Comment require(At at, UUID comment) {
        return comments.byId(comment)
                .filter(one -> one.about().place().equals(at.place().id())
                        && one.about().thing().equals(at.thing().key()))
                .orElseThrow(() -> new Problem(404, "talk.unknown"));
    }

    /** The newest first. */
    @Transactional(readOnly = true)
    public List<Comment> newest(At at, int offset, int most) {
        return comments.list(OF_THING + " ORDER BY t.id DESC OFFSET " + offset + " LIMIT " + most, of(at));
    }

    /** Behind one in the order in which they came. */
    @Transactional(readOnly = true)
    public List<Comment> behind(At at, @Nullable UUID after, int most) {
        return comments.list(
                OF_THING + " AND t.id > :after ORDER BY t.id LIMIT " + most,
                Map.of(
                        "place",
                        at.place().id(),
                        "thing",
                        at.thing().key(),
                        "after",
                        Objects.requireNonNullElse(after, new UUID(0, 0))));
    }

    private boolean waits(UUID ask) {
        return comments.one("WHERE t.id = :id AND " + WAITS, Map.of("id", ask)).isPresent();
    }

    /** The asks about a thing that wait, the oldest first. */
    @Transactional(readOnly = true)
    public List<Comment> waiting(At at) {
        return comments.list(OF_THING + " AND " + WAITS + " ORDER BY t.id", of(at));
    }

    /** What waits for a person's answer, and what that person waits for; the most urgent first. */
    @Transactional(readOnly = true)
    public List<Comment> waiting(Person person, int most) {
        return comments.list(
                "WHERE (t.to_id = :me OR t.by_id = :me) AND " + WAITS + " ORDER BY t.due NULLS LAST, t.id LIMIT "
                        + most,
                Map.of("me", person.id()));
    }

    TalkApi.CommentBody body(Comment one) {
        return TalkApi.body(one, one.ask() != null && waits(one.id()));
    }
}
