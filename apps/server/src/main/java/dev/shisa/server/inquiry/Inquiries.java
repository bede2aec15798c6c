package dev.shisa.server.inquiry;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.act.Does;
import dev.shisa.server.platform.act.Doing;
import dev.shisa.server.platform.act.Seen;
import dev.shisa.server.platform.act.Sent;
import dev.shisa.server.platform.act.Within;
import dev.shisa.server.platform.act.Words;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.record.Kind;
import dev.shisa.server.platform.record.Rows;
import dev.shisa.server.platform.record.Wrongs;
import dev.shisa.server.platform.settings.Settings;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * How many people ask, hour by hour, and the hours in which far more do than usual: after a bad update the telephone tells before
 * anything else does (guide 004, section 1.2.2; S-138). An hour is looked at in the transaction that counts it.
 */
@Service
@Doing
@Transactional
class Inquiries {

    static final String HERE = "/field/inquiries";
    static final String API = "/api/v1/inquiries";
    static final int SURGES_MAX = 200;

    private static final String RULES = "inquiry.rules";

    /** What is entered later is history, which alarms nobody. */
    private static final Duration FRESH = Duration.ofDays(2);

    /** What is entered may lie so long ago. */
    private static final Duration PAST = Duration.ofDays(2 * 366);

    /** Of the series that a person sees; what is of none is for those who see all. */
    private static final String SEEN = "(:every OR t.series_id = ANY (:series))";

    private final Rows rows;
    private final Kind<Inquiry> counts;
    private final Kind<Surge> surges;
    private final JdbcClient jdbc;
    private final Products products;
    private final Settings settings;
    private final Audit audit;
    private final ApplicationEventPublisher events;
    private final JsonMapper json;

    Inquiries(
            Rows rows,
            JdbcClient jdbc,
            Products products,
            Settings settings,
            Audit audit,
            ApplicationEventPublisher events,
            JsonMapper json) {
        this.rows = rows;
        this.counts = rows.of(Inquiry.class);
        this.surges = rows.of(Surge.class);
        this.jdbc = jdbc;
        this.products = products;
        this.settings = settings;
        this.audit = audit;
        this.events = events;
        this.json = json;
    }

    /**
     * Inquiries of one hour.
     *
     * @param hour any moment within it
     * @param series its code or id; null: of no single product, or nobody knows
     * @param channel null: all together
     * @param topic what most of them were about
     */
    @Sent("inquiry")
    record InquirySent(
            Instant hour,
            @Nullable String series,

            @OneOf({"phone", "mail", "web", "shop", "all"}) @Nullable
            String channel,

            @Within(least = 0, most = 1_000_000) Integer count,
            @Words(most = 200) @Nullable String topic) {}

    @Sent(value = "inquiry.strike", problem = "inquiry.reason")
    record StrikeCountBody(@Words(most = 200, must = true) String reason) {}

    @Sent(value = "inquiry.settle", problem = "inquiry.text")
    record SettleSurgeBody(
            @Words(most = 2_000, must = true, lines = 2) String text) {}

    /** As they stand, and how often they were changed. */
    record Entered(SurgeRules rules, int version) {}

    Instant now() {
        return rows.now();
    }

    // Rules

    @Transactional(readOnly = true)
    public Entered rules() {
        return settings.versioned(RULES)
                .map(stored -> new Entered(json.readValue(stored.value(), SurgeRules.class), stored.version()))
                .orElseGet(() -> new Entered(SurgeRules.USUAL, 0));
    }

    @Requires(value = Act.TELL_USERS, all = true)
    @Operation(id = "inquiry.rules")
    @Does(page = HERE + "/rules", on = HERE, done = "rules", api = "PUT " + API + "/rules")
    public Answer<SurgeRules> change(SurgeRules to, Seen seen, Person person) {
        person.requireAll();
        Wrongs.of(to).refuse();
        int version = seen.require(rules().version());
        if (!settings.change(RULES, version, json.writeValueAsString(to))) {
            throw new Problem(409, "changed-meanwhile", "");
        }
        audit.record(
                person, "inquiry.rules", "", Map.of("factor", to.factor(), "least", to.least(), "days", to.days()));
        return Answer.of(to).version(rules().version());
    }

    // Counting

    /** Enters what was counted, and looks whether the hour stands out. */
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "inquiry.add", status = 201)
    @Does(page = HERE, done = "added", api = "POST " + API, told = InquiryApi.InquiryBody.class)
    public Inquiry add(InquirySent sent, Person person) {
        Series of = products.named(sent.series(), person);
        UUID series = of == null ? null : of.id();
        Wrongs wrong = Wrongs.of(sent);
        if (sent.hour() != null) {
            wrong.unless(!sent.hour().isAfter(now()) && !sent.hour().isBefore(now().minus(PAST)), "hour", "between");
        }
        wrong.unless(isFor(series, person), "series", "choice").refuse();
        Inquiry one = counts.add(
                series,
                new Inquiry(
                        rows.id(),
                        sent.hour().truncatedTo(ChronoUnit.HOURS),
                        series,
                        Objects.requireNonNullElse(sent.channel(), "all"),
                        sent.count(),
                        Objects.requireNonNullElse(sent.topic(), "").strip(),
                        rows.by(person),
                        null));
        audit.record(
                person, "inquiry.add", one.hour().toString(), Map.of("count", one.count(), "channel", one.channel()));
        look(one.hour(), series);
        return one;
    }

    @Transactional(readOnly = true)
    public Inquiry require(UUID id, Person person) {
        return counts.byId(id)
                .filter(one -> isFor(one.series(), person))
                .orElseThrow(() -> new Problem(404, "inquiry.unknown"));
    }

    static boolean isFor(@Nullable UUID series, Person person) {
        return series == null ? person.series().isEmpty() : person.sees(series);
    }

    /** Takes a count out that was wrong; it stays in the list. */
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "inquiry.strike")
    @Does(
            page = HERE + "/{inquiry}/strike",
            on = HERE,
            done = "struck",
            api = "POST " + API + "/{inquiry}/strike",
            told = InquiryApi.InquiryBody.class)
    public Inquiry strike(UUID inquiry, StrikeCountBody sent, Person person) {
        Inquiry one = require(inquiry, person);
        Wrongs.of(sent).refuse();
        Inquiry.Struck struck = new Inquiry.Struck(rows.id(), sent.reason().strip(), rows.by(person));
        if (!rows.of(Inquiry.Struck.class).addFirst(inquiry, one.series(), struck)) {
            throw new Problem(409, "inquiry.struck");
        }
        audit.record(person, "inquiry.strike", one.hour().toString(), Map.of("count", one.count()));
        return require(inquiry, person);
    }

    // Surges

    private void look(Instant hour, @Nullable UUID series) {
        if (hour.isBefore(now().minus(FRESH))) {
            return;
        }
        // Nobody else looks for a surge until the transaction ends.
        jdbc.sql("LOCK TABLE inquiry_surge IN SHARE ROW EXCLUSIVE MODE").update();
        List<Surge> open = openSurges();
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
        if (lastSettled(series).filter(hour::isBefore).isPresent()) {
            return false;
        }
        SurgeRules rules = rules().rules();
        SortedMap<Instant, Integer> hours =
                hours(of, hour.minus(Duration.ofDays(rules.days())), hour.plus(Duration.ofHours(1)));
        int count = hours.getOrDefault(hour, 0);
        Surge.Usual usual = Surge.usual(hours, hour, rules);
        if (!Surge.is(count, usual, rules)) {
            return false;
        }
        Surge surge = surges.add(
                series, new Surge(rows.id(), rows.code("U"), series, hour, count, usual.rounded(), now(), null));
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
                HERE + "#" + surge.code().toLowerCase(Locale.ROOT)));
        return true;
    }

    /** Of the series that a person sees, the newest first. */
    @Transactional(readOnly = true)
    public List<Surge> surges(Person person) {
        return surges.list("ORDER BY t.at DESC, t.id DESC LIMIT :most", Map.of("most", SURGES_MAX)).stream()
                .filter(one -> isFor(one.series(), person))
                .toList();
    }

    @Transactional(readOnly = true)
    public List<Surge> openSurges(Person person) {
        return openSurges().stream().filter(one -> isFor(one.series(), person)).toList();
    }

    private List<Surge> openSurges() {
        return surges.list("WHERE settled.id IS NULL ORDER BY t.at DESC, t.id DESC", Map.of());
    }

    /** When the last surge was settled that has to do with a series; null: any. */
    private Optional<Instant> lastSettled(@Nullable UUID series) {
        return jdbc.sql("""
                        SELECT s.at FROM inquiry_settled s JOIN inquiry_surge u ON u.id = s.surge_id
                        WHERE :series::uuid IS NULL OR u.series_id IS NULL OR u.series_id = :series
                        ORDER BY s.at DESC LIMIT 1""")
                .param("series", series)
                .query((rs, line) -> rs.getTimestamp("at").toInstant())
                .optional();
    }

    /** Says what came of it; a later hour may stand out again. */
    @Requires(Act.TELL_USERS)
    @Operation(id = "inquiry.settle")
    @Does(
            page = HERE + "/surges/{surge}/settle",
            on = HERE,
            done = "settled",
            api = "POST " + API + "/surges/{surge}/settle",
            told = InquiryApi.SurgeBody.class)
    public Surge settle(String surge, SettleSurgeBody sent, Person person) {
        Surge one = surge(surge, person);
        Wrongs.of(sent).refuse();
        Surge.Settled settled = new Surge.Settled(rows.id(), sent.text().strip(), rows.by(person));
        if (!rows.of(Surge.Settled.class).addFirst(one.id(), one.series(), settled)) {
            throw new Problem(409, "inquiry.settled");
        }
        audit.record(person, "inquiry.settle", one.code(), Map.of());
        return surge(one.code(), person);
    }

    private Surge surge(String code, Person person) {
        return surges.one("WHERE t.code = :code", Map.of("code", code.toUpperCase(Locale.ROOT)))
                .filter(one -> isFor(one.series(), person))
                .orElseThrow(() -> new Problem(404, "inquiry.surge.unknown"));
    }

    // Reading

    private static Map<String, Object> seen(Set<UUID> series) {
        Map<String, Object> params = new TreeMap<>();
        params.put("every", series.isEmpty());
        params.put("series", series.toArray(UUID[]::new));
        return params;
    }

    @Transactional(readOnly = true)
    public int size(Person person) {
        return counts.count("WHERE " + SEEN, seen(person.series()));
    }

    /** Those that were entered last first. */
    @Transactional(readOnly = true)
    public List<Inquiry> counts(Person person, int offset, int most) {
        Map<String, Object> params = seen(person.series());
        params.put("offset", offset);
        params.put("most", most);
        return counts.list("WHERE " + SEEN + " ORDER BY t.hour DESC, t.id DESC OFFSET :offset LIMIT :most", params);
    }

    /** Behind one in the order of their ids. */
    @Transactional(readOnly = true)
    public List<Inquiry> behind(Person person, @Nullable UUID after, int most) {
        Map<String, Object> params = seen(person.series());
        params.put("after", Objects.requireNonNullElse(after, new UUID(0, 0)));
        params.put("most", most);
        return counts.list("WHERE " + SEEN + " AND t.id > :after ORDER BY t.id LIMIT :most", params);
    }

    /** Inquiries by hour, of those hours that were counted, up to now. */
    @Transactional(readOnly = true)
    public SortedMap<Instant, Integer> hours(Person person, Duration back) {
        return hours(person.series(), now().truncatedTo(ChronoUnit.HOURS).minus(back), now());
    }

    /** @param series empty: over everything */
    private SortedMap<Instant, Integer> hours(Set<UUID> series, Instant from, Instant to) {
        TreeMap<Instant, Integer> hours = new TreeMap<>();
        jdbc.sql("SELECT t.hour, sum(t.count) AS count FROM inquiry_count t WHERE t.hour >= :from AND t.hour < :to AND "
                        + SEEN
                        + " AND NOT EXISTS (SELECT FROM inquiry_struck s WHERE s.count_id = t.id) GROUP BY t.hour")
                .params(seen(series))
                .param("from", Timestamp.from(from))
                .param("to", Timestamp.from(to))
                .query(rs -> {
                    hours.put(rs.getTimestamp("hour").toInstant(), (int)
                            Math.min(rs.getLong("count"), Integer.MAX_VALUE));
                });
        return hours;
    }

    /** What is usual now, as far as anybody can say. */
    @Transactional(readOnly = true)
    public Optional<Surge.Usual> usual(Person person) {
        SurgeRules rules = rules().rules();
        Surge.Usual usual =
                Surge.usual(hours(person, Duration.ofDays(rules.days())), now().truncatedTo(ChronoUnit.HOURS), rules);
        return Optional.of(usual).filter(Surge.Usual::isKnown);
    }
}
