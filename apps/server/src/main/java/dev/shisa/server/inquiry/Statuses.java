package dev.shisa.server.inquiry;

import dev.shisa.advisory.draft.Advisory.Said;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.act.Does;
import dev.shisa.server.platform.act.Doing;
import dev.shisa.server.platform.act.Door;
import dev.shisa.server.platform.act.Seen;
import dev.shisa.server.platform.act.Sent;
import dev.shisa.server.platform.act.Words;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.record.Kind;
import dev.shisa.server.platform.record.Rows;
import dev.shisa.server.platform.record.Wrongs;
import dev.shisa.server.platform.settings.Settings;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.portal.PortalFrames;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What everybody is told while something is wrong: one act puts it on the public page of what is going on, on the products' pages and in
 * the feeds, and each further step follows there (guide 004, section 1.2.2; S-138). Texts that lie ready make it a matter of a minute.
 */
@Service
@Doing
@Transactional
class Statuses {

    static final String HERE = "/field/status";
    static final String API = "/api/v1/statuses";
    static final int PREPARED_MAX = 20;
    static final int STEPS_MAX = 200;

    private static final int NAME_CHARS_MAX = 60;
    private static final String PREPARED = "inquiry.prepared";

    /** Texts that every maker needs, as messages {@code inquiry.prepared.<id>.…}. */
    private static final List<String> BUILT_IN = List.of("update", "outage", "busy");

    private final Rows rows;
    private final Kind<Status> all;
    private final Products products;
    private final PortalFrames portal;
    private final Settings settings;
    private final Audit audit;
    private final Messages messages;
    private final JsonMapper json;

    Statuses(
            Rows rows,
            Products products,
            PortalFrames portal,
            Settings settings,
            Audit audit,
            Messages messages,
            JsonMapper json) {
        this.rows = rows;
        this.all = rows.of(Status.class);
        this.products = products;
        this.portal = portal;
        this.settings = settings;
        this.audit = audit;
        this.messages = messages;
        this.json = json;
    }

    /** Words in both languages. */
    record StatusTextBody(String ja, @Nullable String en) {

        static StatusTextBody of(Said said) {
            return new StatusTextBody(said.ja(), said.en().isEmpty() ? null : said.en());
        }

        Said said() {
            return new Said(tidy(ja), tidy(Objects.requireNonNullElse(en, "")));
        }

        private static String tidy(String text) {
            return text.replace("\r\n", "\n").strip();
        }
    }

    /** @param series its code or id; null: all products */
    @Sent("inquiry.status")
    record StatusSent(
            @Nullable String series,

            @OneOf({"investigating", "identified", "working", "resolved"})
            String state,

            @Words(most = 120, must = true) StatusTextBody title,
            @Words(most = 4_000, must = true, lines = 5) StatusTextBody text) {}

    @Sent("inquiry.status")
    record StatusStepSent(
            @OneOf({"investigating", "identified", "working", "resolved", "withdrawn"})
            String state,

            @Words(most = 4_000, must = true, lines = 4) StatusTextBody text) {}

    /** A text that lies ready. */
    @Sent("inquiry.status")
    record PreparedBody(
            @Words(most = NAME_CHARS_MAX, must = true) String name,
            @Words(most = 120, must = true) StatusTextBody title,
            @Words(most = 4_000, must = true, lines = 5) StatusTextBody text) {

        Status.Prepared prepared() {
            return new Status.Prepared(name.strip(), title.said(), text.said());
        }
    }

    @Sent(value = "inquiry.prepared", problem = "inquiry.prepared")
    record PreparedTextsBody(List<PreparedBody> texts) {

        static Answer<PreparedTextsBody> of(Ready ready) {
            return Answer.of(new PreparedTextsBody(ready.own().stream()
                            .map(one -> new PreparedBody(
                                    one.name(), StatusTextBody.of(one.title()), StatusTextBody.of(one.text())))
                            .toList()))
                    .version(ready.version());
        }
    }

    // Reading

    /** Those that are not over, and those of which something was said later than this, the newest first; for the public pages. */
    @Transactional(readOnly = true)
    public List<Status> recent(Instant since) {
        return all.list(
                """
                WHERE t.id IN (
                    SELECT last.status_id
                    FROM (
                        SELECT DISTINCT ON (status_id) status_id, state, at
                        FROM inquiry_status_step ORDER BY status_id, at DESC, id DESC) last
                    WHERE last.at > :since OR NOT last.state = ANY (:over))
                ORDER BY t.at DESC, t.id DESC""",
                Map.of(
                        "since",
                        since,
                        "over",
                        Arrays.stream(Status.State.values())
                                .filter(Status.State::isOver)
                                .map(Status.State::id)
                                .toArray(String[]::new)));
    }

    /** Those that are not over, as far as a person may know of them. */
    @Transactional(readOnly = true)
    public List<Status> openFor(Person person) {
        return recent(rows.now()).stream().filter(one -> isFor(one, person)).toList();
    }

    /** What a person may know of, the newest first; what is about all products is for everybody. */
    @Transactional(readOnly = true)
    public List<Status> visibleTo(Person person) {
        return all.list("ORDER BY t.at DESC, t.id DESC", Map.of()).stream()
                .filter(one -> isFor(one, person))
                .toList();
    }

    private static boolean isFor(Status one, Person person) {
        UUID series = one.series();
        return series == null || person.sees(series);
    }

    @Transactional(readOnly = true)
    public Status require(String code, Person person) {
        return all.one("WHERE t.code = :code", Map.of("code", code.toUpperCase(Locale.ROOT)))
                .filter(one -> isFor(one, person))
                .orElseThrow(() -> new Problem(404, "inquiry.status.unknown"));
    }

    /** Whether a person may publish about a series, or about all products. */
    static boolean may(@Nullable UUID series, Person person) {
        return person.can(Act.TELL_USERS) && Inquiries.isFor(series, person);
    }

    // Publishing

    /** Whether readers would see it. */
    @Transactional(readOnly = true)
    public boolean isShown(@Nullable UUID series) {
        return series == null ? portal.isOn() : shown().contains(series);
    }

    /** The series whose readers would see it. */
    @Transactional(readOnly = true)
    public List<UUID> shown() {
        return portal.shown();
    }

    /** Publishes it with its first step. */
    @Requires(Act.TELL_USERS)
    @Operation(id = "status.publish", status = 201)
    @Does(
            page = HERE,
            then = HERE + "/{code:lower}",
            done = "published",
            api = "POST " + API,
            told = StatusApi.StatusBody.class)
    public Answer<Status> publish(StatusSent sent, Door door, Person person) {
        Series of = products.named(sent.series(), person);
        UUID series = of == null ? null : of.id();
        Wrongs wrong = Wrongs.of(sent);
        if (door == Door.PAGE) {
            wrong.unless(may(series, person) && isShown(series), "series", "choice");
        }
        wrong.refuse();
        if (!may(series, person)) {
            throw new Problem(403, "inquiry.may-not");
        }
        if (!isShown(series)) {
            throw new Problem(409, portal.isOn() ? "inquiry.status.not-shown" : "inquiry.status.off");
        }
        Status one = all.add(
                series,
                new Status(rows.id(), rows.code("I"), series, sent.title().said(), rows.by(person), List.of()));
        add(one, sent.state(), sent.text(), person);
        audit.record(
                person,
                "inquiry.status.publish",
                one.code(),
                Map.of("title", one.title().ja()));
        return Answer.of(require(one.code(), person)).at(API + "/" + one.code().toLowerCase(Locale.ROOT));
    }

    /** Goes on with it. */
    @Requires(Act.TELL_USERS)
    @Operation(id = "status.step")
    @Does(
            page = HERE + "/{status}/steps",
            on = HERE + "/{status}",
            done = "stepped",
            api = "POST " + API + "/{status}/steps",
            told = StatusApi.StatusBody.class)
    public Status step(String status, StatusStepSent sent, Person person) {
        Status seen = require(status, person);
        if (!may(seen.series(), person)) {
            throw new Problem(403, "inquiry.may-not");
        }
        Wrongs.of(sent).refuse();
        all.lock(seen.id());
        Status one = require(status, person);
        if (one.state() == Status.State.WITHDRAWN || one.steps().size() >= STEPS_MAX) {
            throw new Problem(409, "inquiry.status.over");
        }
        add(one, sent.state(), sent.text(), person);
        audit.record(
                person,
                "inquiry.status.step",
                one.code(),
                Map.of("title", one.title().ja(), "state", sent.state()));
        return require(status, person);
    }

    private void add(Status one, String state, StatusTextBody text, Person person) {
        rows.of(Status.Step.class)
                .addTo(
                        one.id(),
                        one.series(),
                        new Status.Step(rows.id(), Status.State.of(state).orElseThrow(), text.said(), rows.by(person)));
    }

    // What lies ready

    /** The maker's own, and how often they were changed. */
    record Ready(List<Status.Prepared> own, int version) {}

    @Transactional(readOnly = true)
    public Ready ready() {
        return settings.versioned(PREPARED)
                .map(stored -> new Ready(
                        json.readValue(stored.value(), new TypeReference<List<Status.Prepared>>() {}),
                        stored.version()))
                .orElseGet(() -> new Ready(List.of(), 0));
    }

    /** Those that come with Shisa. */
    List<Status.Prepared> builtIn(Locale locale) {
        return BUILT_IN.stream()
                .map(id -> "inquiry.prepared." + id)
                .map(key -> new Status.Prepared(
                        messages.get(locale, key + ".name"), said(key + ".title"), said(key + ".text")))
                .toList();
    }

    private Said said(String key) {
        return new Said(messages.get(Locale.JAPANESE, key), messages.get(Locale.ENGLISH, key));
    }

    /** Keeps what was typed for another day, in the place of one of the same name. */
    @Requires(value = Act.TELL_USERS, all = true)
    @Does(page = HERE + "/prepared", on = HERE, done = "prepared")
    public PreparedBody keep(PreparedBody sent, Person person) {
        Ready ready = ready();
        List<Status.Prepared> texts = new ArrayList<>(ready.own());
        texts.removeIf(other -> other.name().equals(sent.name().strip()));
        Wrongs.of(sent)
                .unless(texts.size() < PREPARED_MAX, "name", "many", PREPARED_MAX)
                .refuse();
        texts.add(sent.prepared());
        prepare(texts, ready.version(), person);
        return sent;
    }

    @Requires(value = Act.TELL_USERS, all = true)
    @Does(page = HERE + "/prepared/{number}/remove", on = HERE, done = "unprepared")
    public Ready unprepare(int number, Seen seen, Person person) {
        List<Status.Prepared> texts = new ArrayList<>(ready().own());
        int version = seen.require(ready().version());
        if (number >= texts.size()) {
            throw new Problem(409, "changed-meanwhile", "");
        }
        texts.remove(number);
        prepare(texts, version, person);
        return ready();
    }

    /** Puts the texts that lie ready; the whole list, as it was seen. */
    @Requires(value = Act.TELL_USERS, all = true)
    @Operation(id = "status.prepared")
    @Does(api = "PUT " + API + "/prepared")
    public Answer<PreparedTextsBody> prepare(PreparedTextsBody sent, Seen seen, Person person) {
        int version = seen.require(ready().version());
        Wrongs wrong = Wrongs.of(sent);
        sent.texts().forEach(one -> wrong.unless(Wrongs.of(one).none(), "texts", "choice"));
        wrong.unless(
                        sent.texts().stream().map(PreparedBody::name).distinct().count()
                                == sent.texts().size(),
                        "texts",
                        "choice")
                .unless(sent.texts().size() <= PREPARED_MAX, "texts", "many")
                .refuse();
        prepare(sent.texts().stream().map(PreparedBody::prepared).toList(), version, person);
        return PreparedTextsBody.of(ready());
    }

    private void prepare(List<Status.Prepared> texts, int seen, Person person) {
        person.requireAll();
        if (!settings.change(PREPARED, seen, json.writeValueAsString(texts))) {
            throw new Problem(409, "changed-meanwhile", "");
        }
        audit.record(person, "inquiry.prepared", "", Map.of("texts", texts.size()));
    }
}
