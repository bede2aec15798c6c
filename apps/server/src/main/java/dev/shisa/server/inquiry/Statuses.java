package dev.shisa.server.inquiry;

import dev.shisa.advisory.draft.Advisory.Said;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.settings.Settings;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.portal.PortalFrames;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
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
@Transactional
class Statuses {

    static final int TITLE_CHARS_MAX = 120;
    static final int TEXT_CHARS_MAX = 4_000;
    static final int NAME_CHARS_MAX = 60;
    static final int PREPARED_MAX = 20;
    static final int STEPS_MAX = 200;

    private static final String PREPARED = "inquiry.prepared";

    /** Texts that every maker needs, as messages {@code inquiry.prepared.<id>.…}. */
    private static final List<String> BUILT_IN = List.of("update", "outage", "busy");

    private final StatusStore store;
    private final PortalFrames portal;
    private final Settings settings;
    private final LedgerOutbox ledger;
    private final Audit audit;
    private final Messages messages;
    private final JsonMapper json;
    private final Ids ids;
    private final InstantSource clock;

    Statuses(
            StatusStore store,
            PortalFrames portal,
            Settings settings,
            LedgerOutbox ledger,
            Audit audit,
            Messages messages,
            JsonMapper json,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.portal = portal;
        this.settings = settings;
        this.ledger = ledger;
        this.audit = audit;
        this.messages = messages;
        this.json = json;
        this.ids = ids;
        this.clock = clock;
    }

    /** What cannot be taken: the field, and the end of a message {@code inquiry.status.wrong.<why>}. */
    record Wrong(String field, String why) {}

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    // Reading

    /** Those that are not over, and those of which something was said later than this; for the public pages. */
    @Transactional(readOnly = true)
    public List<Status> recent(Instant since) {
        return store.recent(since);
    }

    /** Those that are not over, as far as a person may know of them. */
    @Transactional(readOnly = true)
    public List<Status> openFor(Person person) {
        return store.recent(now()).stream().filter(one -> isFor(one, person)).toList();
    }

    /** What a person may know of, the newest first; what is about all products is for everybody. */
    @Transactional(readOnly = true)
    public List<Status> visibleTo(Person person) {
        return store.all().stream().filter(one -> isFor(one, person)).toList();
    }

    private static boolean isFor(Status one, Person person) {
        UUID series = one.series();
        return series == null || person.sees(series);
    }

    @Transactional(readOnly = true)
    public Status require(String code, Person person) {
        return store.byCode(code.toUpperCase(Locale.ROOT))
                .filter(one -> isFor(one, person))
                .orElseThrow(() -> new Problem(404, "inquiry.status.unknown"));
    }

    /** Whether a person may publish about a series, or about all products. */
    static boolean may(@Nullable UUID series, Person person) {
        return person.can(Act.TELL_USERS) && Inquiries.isFor(series, person);
    }

    // Publishing

    static List<Wrong> wrong(Said title, Status.@Nullable State state, Said text) {
        List<Wrong> wrong = new ArrayList<>();
        if (title.ja().isBlank()) {
            wrong.add(new Wrong("titleJa", "missing"));
        }
        longer(wrong, "titleJa", title.ja(), TITLE_CHARS_MAX);
        longer(wrong, "titleEn", title.en(), TITLE_CHARS_MAX);
        wrong.addAll(wrong(state, text));
        return wrong;
    }

    static List<Wrong> wrong(Status.@Nullable State state, Said text) {
        List<Wrong> wrong = new ArrayList<>();
        if (state == null) {
            wrong.add(new Wrong("state", "state"));
        }
        if (text.ja().isBlank()) {
            wrong.add(new Wrong("textJa", "missing"));
        }
        longer(wrong, "textJa", text.ja(), TEXT_CHARS_MAX);
        longer(wrong, "textEn", text.en(), TEXT_CHARS_MAX);
        return wrong;
    }

    private static void longer(List<Wrong> wrong, String field, String text, int most) {
        if (text.length() > most) {
            wrong.add(new Wrong(field, most == TITLE_CHARS_MAX ? "title" : "text"));
        }
    }

    static Said tidy(Said said) {
        return new Said(
                said.ja().replace("\r\n", "\n").strip(),
                said.en().replace("\r\n", "\n").strip());
    }

    private static void require(List<Wrong> wrong) {
        if (!wrong.isEmpty()) {
            throw new Problem(422, "inquiry.status.wrong", wrong.getFirst().field());
        }
    }

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

    /** Publishes it with its first step; it was looked at with {@link #wrong}. */
    public Status publish(@Nullable UUID series, Said named, Status.@Nullable State state, Said said, Person person) {
        Said title = tidy(named);
        Said text = tidy(said);
        if (!may(series, person)) {
            throw new Problem(403, "inquiry.may-not");
        }
        require(wrong(title, state, text));
        if (!isShown(series)) {
            throw new Problem(409, portal.isOn() ? "inquiry.status.not-shown" : "inquiry.status.off");
        }
        Status one = new Status(ids.next(), ids.code("I"), series, title, person.id(), person.name(), now(), List.of());
        store.insert(one);
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", one.at().toString());
        body.put("by", person.id().toString());
        body.put("byName", person.name());
        body.put("code", one.code());
        body.put("id", one.id().toString());
        body.put("titleEn", title.en());
        body.put("titleJa", title.ja());
        if (series != null) {
            body.put("series", series.toString());
        }
        ledger.append("inquiry-status/1", series, body);
        add(one, state, text, person);
        audit.record(person, "inquiry.status.publish", one.code(), Map.of("title", title.ja()));
        return require(one.code(), person);
    }

    /** Goes on with it. */
    public Status step(Status seen, Status.@Nullable State state, Said said, Person person) {
        Said text = tidy(said);
        if (!may(seen.series(), person)) {
            throw new Problem(403, "inquiry.may-not");
        }
        store.lock(seen.id());
        Status one = require(seen.code(), person);
        require(wrong(state, text));
        if (one.state() == Status.State.WITHDRAWN || one.steps().size() >= STEPS_MAX) {
            throw new Problem(409, "inquiry.status.over");
        }
        add(one, state, text, person);
        audit.record(
                person,
                "inquiry.status.step",
                one.code(),
                Map.of("title", one.title().ja(), "state", state == null ? "" : state.id()));
        return require(one.code(), person);
    }

    private void add(Status one, Status.@Nullable State state, Said text, Person person) {
        Status.Step step = new Status.Step(
                ids.next(), java.util.Objects.requireNonNull(state), text, person.id(), person.name(), now());
        store.insert(one.id(), step);
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", step.at().toString());
        body.put("by", person.id().toString());
        body.put("byName", person.name());
        body.put("id", step.id().toString());
        body.put("state", step.state().id());
        body.put("status", one.id().toString());
        body.put("textEn", text.en());
        body.put("textJa", text.ja());
        ledger.append("inquiry-status-step/1", one.series(), body);
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

    /** Puts the texts that lie ready; the whole list, as it was seen. */
    public void prepare(List<Status.Prepared> all, int seen, Person person) {
        if (!may(null, person)) {
            throw new Problem(403, "organisation.limited");
        }
        boolean sound = all.size() <= PREPARED_MAX
                && all.stream()
                        .allMatch(one -> !one.name().isBlank()
                                && one.name().length() <= NAME_CHARS_MAX
                                && wrong(one.title(), Status.State.INVESTIGATING, one.text())
                                        .isEmpty())
                && all.stream().map(Status.Prepared::name).distinct().count() == all.size();
        if (!sound) {
            throw new Problem(422, "inquiry.prepared", PREPARED_MAX, NAME_CHARS_MAX);
        }
        if (!settings.change(PREPARED, seen, json.writeValueAsString(all))) {
            throw new Problem(409, "changed-meanwhile", "");
        }
        audit.record(person, "inquiry.prepared", "", Map.of("texts", all.size()));
    }
}
