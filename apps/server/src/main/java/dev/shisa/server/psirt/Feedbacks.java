package dev.shisa.server.psirt;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What users and people in the field noticed, and that something comes of it: without a decision it ages into a task (S-061). */
@Service
@Transactional
class Feedbacks {

    static final int TITLE_CHARS_MAX = 200;
    static final int TEXT_CHARS_MAX = 10_000;
    static final int REFERENCE_CHARS_MAX = 200;
    static final int STEPS_MAX = 200;

    /** More than a maker's people read; by then they have a system of their own for it. */
    static final int ALL_MAX = 20_000;

    private final FeedbackStore store;
    private final People people;
    private final Products products;
    private final LedgerOutbox ledger;
    private final Audit audit;
    private final Ids ids;
    private final InstantSource clock;

    Feedbacks(
            FeedbackStore store,
            People people,
            Products products,
            LedgerOutbox ledger,
            Audit audit,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.people = people;
        this.products = products;
        this.ledger = ledger;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /** What somebody typed and cannot be taken: the field, and the end of a message {@code feedback.wrong.<why>}. */
    record Wrong(String field, String why) {}

    /** What somebody tells. */
    record Told(
            String kind,
            String source,
            @Nullable UUID series,
            @Nullable LocalDate happened,
            String title,
            String text) {}

    /** What somebody does about it. */
    record Next(
            Feedback.@Nullable Act act,
            String text,
            @Nullable UUID owner,
            @Nullable LocalDate due,
            String outcome,
            String reference) {}

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Ui.ZONE);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** What a person may know of: about series that the person sees; what is about none, who sees all. */
    @Transactional(readOnly = true)
    public List<Feedback> visibleTo(Person person) {
        return store.all().stream().filter(one -> isFor(one, person)).toList();
    }

    private static boolean isFor(Feedback one, Person person) {
        UUID series = one.series();
        return series == null ? person.series().isEmpty() : person.sees(series);
    }

    @Transactional(readOnly = true)
    public Feedback require(String code, Person person) {
        return store.byCode(code)
                .filter(one -> isFor(one, person))
                .orElseThrow(() -> new Problem(404, "feedback.unknown"));
    }

    /** Whom something can be given to. */
    @Transactional(readOnly = true)
    public List<Person> owners(@Nullable UUID series) {
        return people.inUse().stream()
                .filter(p ->
                        p.can(Act.ADD_EVIDENCE) && (series == null ? p.series().isEmpty() : p.sees(series)))
                .sorted(java.util.Comparator.comparing(Person::name))
                .toList();
    }

    @Transactional(readOnly = true)
    public List<Wrong> wrong(Told told, Person person) {
        List<Wrong> wrong = new ArrayList<>();
        if (!Feedback.KINDS.contains(told.kind())) {
            wrong.add(new Wrong("kind", "choice"));
        }
        if (!Feedback.SOURCES.contains(told.source())) {
            wrong.add(new Wrong("source", "choice"));
        }
        UUID series = told.series();
        if (series == null
                ? !person.series().isEmpty()
                : !person.sees(series) || products.byId(series).isEmpty()) {
            wrong.add(new Wrong("series", "series"));
        } else if (series != null && products.isArchived(series)) {
            wrong.add(new Wrong("series", "archived"));
        }
        LocalDate happened = told.happened();
        if (happened == null || happened.isAfter(today())) {
            wrong.add(new Wrong("happened", "day"));
        }
        if (told.title().isBlank() || told.title().length() > TITLE_CHARS_MAX) {
            wrong.add(new Wrong("title", "title"));
        }
        if (told.text().length() > TEXT_CHARS_MAX) {
            wrong.add(new Wrong("text", "long"));
        }
        return wrong;
    }

    /** Takes in what was told; it was looked at with {@link #wrong}. */
    public Feedback add(Told told, Person person) {
        require(wrong(told, person));
        if (store.count() >= ALL_MAX) {
            throw new Problem(422, "feedback.many", ALL_MAX);
        }
        String code = ids.code("F");
        while (store.exists(code)) {
            code = ids.code("F");
        }
        LocalDate happened = told.happened();
        Feedback one = new Feedback(
                ids.next(),
                code,
                told.kind(),
                told.source(),
                told.series(),
                happened == null ? today() : happened,
                told.title().strip(),
                told.text().strip(),
                person.id(),
                person.name(),
                now(),
                List.of());
        store.insert(one);
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", one.at().toString());
        body.put("by", person.id().toString());
        body.put("byName", person.name());
        body.put("code", code);
        body.put("happened", one.happened().toString());
        body.put("id", one.id().toString());
        body.put("kind", one.kind());
        body.put("source", one.source());
        body.put("text", one.text());
        body.put("title", one.title());
        put(body, "series", one.series());
        ledger.append("psirt-feedback/1", one.series(), body);
        audit.record(person, "feedback.add", code, Map.of("title", one.title(), "kind", one.kind()));
        return one;
    }

    @Transactional(readOnly = true)
    public List<Wrong> wrong(Feedback one, Next next) {
        List<Wrong> wrong = new ArrayList<>();
        Feedback.Act act = next.act();
        if (act == null || (act == Feedback.Act.REOPEN) != (one.state() == Feedback.State.CLOSED)) {
            wrong.add(new Wrong("act", "act"));
            return wrong;
        }
        if (next.text().isBlank()) {
            wrong.add(new Wrong("text", "text-" + act.id()));
        } else if (next.text().length() > TEXT_CHARS_MAX) {
            wrong.add(new Wrong("text", "long"));
        }
        if (act == Feedback.Act.PLAN) {
            LocalDate due = next.due();
            if (due == null || due.isBefore(today())) {
                wrong.add(new Wrong("due", "due"));
            }
            UUID owner = next.owner();
            if (owner == null || owners(one.series()).stream().noneMatch(p -> p.id().equals(owner))) {
                wrong.add(new Wrong("owner", "owner"));
            }
        }
        if (act == Feedback.Act.DONE && !Feedback.OUTCOMES.contains(next.outcome())) {
            wrong.add(new Wrong("outcome", "choice"));
        }
        if (next.reference().length() > REFERENCE_CHARS_MAX) {
            wrong.add(new Wrong("reference", "long"));
        }
        return wrong;
    }

    /** Does something about it; it was looked at with {@link #wrong}. */
    public Feedback step(Feedback seen, Next next, Person person) {
        store.lock(seen.id());
        Feedback one = require(seen.code(), person);
        require(wrong(one, next));
        Feedback.Act act = next.act();
        UUID series = one.series();
        if (act == null || one.steps().size() >= STEPS_MAX || (series != null && products.isArchived(series))) {
            throw new Problem(409, "feedback.closed");
        }
        boolean plan = act == Feedback.Act.PLAN;
        UUID owner = plan ? next.owner() : null;
        Feedback.Step step = new Feedback.Step(
                ids.next(),
                act,
                next.text().strip(),
                owner,
                owner == null ? "" : people.find(owner).map(Person::name).orElse(""),
                plan ? next.due() : null,
                act == Feedback.Act.DONE ? next.outcome() : "",
                next.reference().strip(),
                person.id(),
                person.name(),
                now());
        store.insert(one.id(), step);
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("act", act.id());
        body.put("at", step.at().toString());
        body.put("by", person.id().toString());
        body.put("byName", person.name());
        body.put("feedback", one.id().toString());
        body.put("id", step.id().toString());
        body.put("outcome", step.outcome());
        body.put("ownerName", step.ownerName());
        body.put("reference", step.reference());
        body.put("text", step.text());
        put(body, "owner", owner);
        put(body, "due", step.due());
        ledger.append("psirt-feedback-step/1", series, body);
        Map<String, String> what = Map.of("title", one.title());
        switch (act) {
            case PLAN -> audit.record(person, "feedback.plan", one.code(), what);
            case DONE -> audit.record(person, "feedback.done", one.code(), what);
            case NOTHING -> audit.record(person, "feedback.nothing", one.code(), what);
            case REOPEN -> audit.record(person, "feedback.reopen", one.code(), what);
        }
        return require(one.code(), person);
    }

    private static void require(List<Wrong> wrong) {
        if (!wrong.isEmpty()) {
            throw new Problem(422, "feedback.wrong", wrong.getFirst().field());
        }
    }

    private static void put(Map<String, Object> body, String name, @Nullable Object value) {
        if (value != null) {
            body.put(name, value.toString());
        }
    }
}
