package dev.shisa.server.inquiry;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.settings.Settings;
import dev.shisa.server.product.Products;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * How many people ask, hour by hour, and the hours in which far more do than usual: after a bad update the telephone tells before
 * anything else does (guide 004, section 1.2.2; S-138). An hour is looked at in the transaction that counts it.
 */
@Service
@Transactional
class Inquiries {

    static final int COUNT_MAX = 1_000_000;
    static final int TOPIC_CHARS_MAX = 200;
    static final int TEXT_CHARS_MAX = 2_000;
    static final int SURGES_MAX = 200;

    private static final String RULES = "inquiry.rules";

    /** What is entered later is history, which alarms nobody. */
    private static final Duration FRESH = Duration.ofDays(2);

    /** What is entered may lie so long ago. */
    private static final Duration PAST = Duration.ofDays(2 * 366);

    private final InquiryStore store;
    private final Products products;
    private final Settings settings;
    private final LedgerOutbox ledger;
    private final Audit audit;
    private final ApplicationEventPublisher events;
    private final JsonMapper json;
    private final Ids ids;
    private final InstantSource clock;

    Inquiries(
            InquiryStore store,
            Products products,
            Settings settings,
            LedgerOutbox ledger,
            Audit audit,
            ApplicationEventPublisher events,
            JsonMapper json,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.products = products;
        this.settings = settings;
        this.ledger = ledger;
        this.audit = audit;
        this.events = events;
        this.json = json;
        this.ids = ids;
        this.clock = clock;
    }

    /** What cannot be taken: the field, and the end of a message {@code inquiry.wrong.<why>}. */
    record Wrong(String field, String why) {}

    /** What somebody counted. */
    record Counted(
            @Nullable Instant hour,
            @Nullable UUID series,
            String channel,
            @Nullable Integer count,
            String topic) {}

    /** As they stand, and how often they were changed. */
    record Entered(SurgeRules rules, int version) {}

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    // Rules

    @Transactional(readOnly = true)
    public Entered rules() {
        return settings.versioned(RULES)
                .map(stored -> new Entered(json.readValue(stored.value(), SurgeRules.class), stored.version()))
                .orElseGet(() -> new Entered(SurgeRules.USUAL, 0));
    }

    public void change(SurgeRules to, int seen, Person person) {
        person.requireAll();
        if (!to.isSound()) {
            throw new Problem(422, "inquiry.rules");
        }
        if (!settings.change(RULES, seen, json.writeValueAsString(to))) {
            throw new Problem(409, "changed-meanwhile", "");
        }
        audit.record(
                person, "inquiry.rules", "", Map.of("factor", to.factor(), "least", to.least(), "days", to.days()));
    }

    // Counting

    @Transactional(readOnly = true)
    public List<Wrong> wrong(Counted counted, Person person) {
        List<Wrong> wrong = new ArrayList<>();
        Instant hour = counted.hour();
        if (hour == null || hour.isAfter(now()) || hour.isBefore(now().minus(PAST))) {
            wrong.add(new Wrong("hour", "hour"));
        }
        UUID series = counted.series();
        if (series == null
                ? !person.series().isEmpty()
                : !person.sees(series) || products.byId(series).isEmpty()) {
            wrong.add(new Wrong("series", "series"));
        }
        if (!Inquiry.CHANNELS.contains(counted.channel())) {
            wrong.add(new Wrong("channel", "channel"));
        }
        Integer count = counted.count();
        if (count == null || count < 0 || count > COUNT_MAX) {
            wrong.add(new Wrong("count", "count"));
        }
        if (counted.topic().length() > TOPIC_CHARS_MAX) {
            wrong.add(new Wrong("topic", "topic"));
        }
        return wrong;
    }

    /** Enters what was counted, and looks whether the hour stands out; it was looked at with {@link #wrong}. */
    public Inquiry add(Counted counted, Person person) {
        List<Wrong> wrong = wrong(counted, person);
        if (!wrong.isEmpty()) {
            throw new Problem(422, "inquiry.wrong", wrong.getFirst().field());
        }
        Inquiry one = new Inquiry(
                ids.next(),
                Objects.requireNonNull(counted.hour()).truncatedTo(ChronoUnit.HOURS),
                counted.series(),
                counted.channel(),
                Objects.requireNonNull(counted.count()),
                counted.topic().strip(),
                person.id(),
                person.name(),
                now(),
                null);
        store.insert(one);
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", one.at().toString());
        body.put("by", person.id().toString());
        body.put("byName", person.name());
        body.put("channel", one.channel());
        body.put("count", Integer.toString(one.count()));
        body.put("hour", one.hour().toString());
        body.put("id", one.id().toString());
        body.put("topic", one.topic());
        put(body, "series", one.series());
        ledger.append("inquiry-count/1", one.series(), body);
        audit.record(
                person, "inquiry.add", one.hour().toString(), Map.of("count", one.count(), "channel", one.channel()));
        look(one.hour(), one.series());
        return one;
    }

    @Transactional(readOnly = true)
    public Inquiry require(UUID id, Person person) {
        return store.count(id)
                .filter(one -> isFor(one.series(), person))
                .orElseThrow(() -> new Problem(404, "inquiry.unknown"));
    }

    static boolean isFor(@Nullable UUID series, Person person) {
        return series == null ? person.series().isEmpty() : person.sees(series);
    }

    /** Takes a count out that was wrong; it stays in the list. */
    public Inquiry strike(Inquiry one, String reason, Person person) {
        if (reason.isBlank() || reason.length() > TOPIC_CHARS_MAX) {
            throw new Problem(422, "inquiry.reason", TOPIC_CHARS_MAX);
        }
        Inquiry.Struck struck = new Inquiry.Struck(ids.next(), reason.strip(), person.id(), person.name(), now());
        if (!store.insert(one.id(), struck)) {
            throw new Problem(409, "inquiry.struck");
        }
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", struck.at().toString());
        body.put("by", person.id().toString());
        body.put("byName", person.name());
        body.put("count", one.id().toString());
        body.put("id", struck.id().toString());
        body.put("reason", struck.reason());
        ledger.append("inquiry-struck/1", one.series(), body);
        audit.record(person, "inquiry.strike", one.hour().toString(), Map.of("count", one.count()));
        return require(one.id(), person);
    }

    // Surges

    private void look(Instant hour, @Nullable UUID series) {
        if (hour.isBefore(now().minus(FRESH))) {
            return;
        }
        store.lockSurges();
        List<Surge> open = store.openSurges();
        if (series != null) {
            if (open.stream().anyMatch(one -> series.equals(one.series()))) {
                return;
            }
            if (lookAt(hour, series, Set.of(series))) {
                return;
            }
        }
        // What stands out in one product stands out over everything, too, and is told once.
        if (open.isEmpty()) {
            lookAt(hour, null, Set.of());
        }
    }

    private boolean lookAt(Instant hour, @Nullable UUID series, Set<UUID> of) {
        if (store.lastSettled(series).filter(hour::isBefore).isPresent()) {
            return false;
        }
        SurgeRules rules = rules().rules();
        SortedMap<Instant, Integer> hours =
                store.hours(of, hour.minus(Duration.ofDays(rules.days())), hour.plus(Duration.ofHours(1)));
        int count = hours.getOrDefault(hour, 0);
        Surge.Usual usual = Surge.usual(hours, hour, rules);
        if (!Surge.is(count, usual, rules)) {
            return false;
        }
        Surge surge = new Surge(ids.next(), ids.code("U"), series, hour, count, usual.rounded(), now(), null);
        store.insert(surge);
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", surge.at().toString());
        body.put("code", surge.code());
        body.put("count", Integer.toString(count));
        body.put("hour", hour.toString());
        body.put("id", surge.id().toString());
        body.put("usual", surge.usual().toPlainString());
        put(body, "series", series);
        ledger.append("inquiry-surge/1", series, body);
        audit.record(
                null,
                "inquiry.surge",
                surge.code(),
                Map.of("count", count, "usual", surge.usual().toPlainString()));
        events.publishEvent(new SurgeFound(
                surge.id(),
                surge.code(),
                series,
                count,
                surge.usual().stripTrailingZeros().toPlainString(),
                InquiryPages.HERE + "#" + surge.code().toLowerCase(java.util.Locale.ROOT)));
        return true;
    }

    /** Of the series that a person sees, the newest first. */
    @Transactional(readOnly = true)
    public List<Surge> surges(Person person) {
        return store.surges(SURGES_MAX).stream()
                .filter(one -> isFor(one.series(), person))
                .toList();
    }

    @Transactional(readOnly = true)
    public List<Surge> openSurges(Person person) {
        return store.openSurges().stream()
                .filter(one -> isFor(one.series(), person))
                .toList();
    }

    @Transactional(readOnly = true)
    public Surge surge(String code, Person person) {
        return store.surge(code)
                .filter(one -> isFor(one.series(), person))
                .orElseThrow(() -> new Problem(404, "inquiry.surge.unknown"));
    }

    /** Says what came of it; a later hour may stand out again. */
    public Surge settle(Surge surge, String text, Person person) {
        if (!person.can(Act.TELL_USERS)) {
            throw new Problem(403, "inquiry.may-not");
        }
        if (text.isBlank() || text.length() > TEXT_CHARS_MAX) {
            throw new Problem(422, "inquiry.text", TEXT_CHARS_MAX);
        }
        Surge.Settled settled = new Surge.Settled(ids.next(), text.strip(), person.id(), person.name(), now());
        if (!store.insert(surge.id(), settled)) {
            throw new Problem(409, "inquiry.settled");
        }
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", settled.at().toString());
        body.put("by", person.id().toString());
        body.put("byName", person.name());
        body.put("id", settled.id().toString());
        body.put("surge", surge.id().toString());
        body.put("text", settled.text());
        ledger.append("inquiry-settled/1", surge.series(), body);
        audit.record(person, "inquiry.settle", surge.code(), Map.of());
        return surge(surge.code(), person);
    }

    // Reading

    @Transactional(readOnly = true)
    public int size(Person person) {
        return store.size(person.series());
    }

    @Transactional(readOnly = true)
    public List<Inquiry> counts(Person person, int offset, int most) {
        return store.counts(person.series(), offset, most);
    }

    @Transactional(readOnly = true)
    public List<Inquiry> behind(Person person, @Nullable UUID after, int most) {
        return store.behind(person.series(), after, most);
    }

    /** Inquiries by hour, of those hours that were counted, up to now. */
    @Transactional(readOnly = true)
    public SortedMap<Instant, Integer> hours(Person person, @Nullable UUID series, Duration back) {
        Set<UUID> of = series == null ? person.series() : Set.of(series);
        return store.hours(of, now().truncatedTo(ChronoUnit.HOURS).minus(back), now());
    }

    /** What is usual now, as far as anybody can say. */
    @Transactional(readOnly = true)
    public Optional<Surge.Usual> usual(Person person, @Nullable UUID series) {
        SurgeRules rules = rules().rules();
        Surge.Usual usual = Surge.usual(
                hours(person, series, Duration.ofDays(rules.days())), now().truncatedTo(ChronoUnit.HOURS), rules);
        return Optional.of(usual).filter(Surge.Usual::isKnown);
    }

    private static void put(Map<String, Object> body, String name, @Nullable Object value) {
        if (value != null) {
            body.put(name, value.toString());
        }
    }
}
