package dev.shisa.server.verification;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Value;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EndedFacts;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.evidence.Recorded;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.verification.Verifications.Wrong;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The environments in which the organisation verifies, with the versions of their tools: renewed, and retired at the end. */
@Service
@Transactional
class Environments {

    static final int ENVIRONMENTS_MAX = 200;

    /** What the list of environments answers (guide 004, guideline 2). */
    static final String KEY = "verification.environment";

    /** In the place of where they are: that there is none any more. */
    private static final String ENDED = "ended";

    private final VerificationStore store;
    private final Products products;
    private final EvidenceLog log;
    private final Blobs blobs;
    private final EndedFacts endings;
    private final Messages messages;
    private final Audit audit;
    private final LedgerOutbox ledger;
    private final Ids ids;
    private final InstantSource clock;

    Environments(
            VerificationStore store,
            Products products,
            EvidenceLog log,
            Blobs blobs,
            EndedFacts endings,
            Messages messages,
            Audit audit,
            LedgerOutbox ledger,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.products = products;
        this.log = log;
        this.blobs = blobs;
        this.endings = endings;
        this.messages = messages;
        this.audit = audit;
        this.ledger = ledger;
        this.ids = ids;
        this.clock = clock;
    }

    /** What a person says of an environment. */
    record Told(
            String name,
            String place,
            String version,
            String tools,
            @Nullable LocalDate renewOn) {}

    /** Every revision, the newest first. */
    @Transactional(readOnly = true)
    public List<Environment> revisions() {
        return store.environments();
    }

    /** The present revision of each, by name; those retired, too. */
    @Transactional(readOnly = true)
    public List<Environment> all() {
        Set<UUID> seen = new HashSet<>();
        return store.environments().stream()
                .filter(e -> seen.add(e.environment()))
                .sorted(Comparator.comparing(Environment::retired)
                        .thenComparing(Environment::name)
                        .thenComparing(Environment::environment))
                .toList();
    }

    @Transactional(readOnly = true)
    public Environment require(UUID environment) {
        return all().stream()
                .filter(e -> e.environment().equals(environment))
                .findFirst()
                .orElseThrow(() -> new Problem(404, "verification.environment.unknown"));
    }

    @Transactional(readOnly = true)
    public Optional<Environment> revision(UUID id) {
        return store.environments().stream().filter(e -> e.id().equals(id)).findFirst();
    }

    /** The revisions that a result may name: all but those of environments that are retired and of the retirement itself. */
    @Transactional(readOnly = true)
    public List<Environment> usable() {
        Set<UUID> retired = all().stream()
                .filter(Environment::retired)
                .map(Environment::environment)
                .collect(Collectors.toSet());
        return store.environments().stream()
                .filter(e -> !retired.contains(e.environment()))
                .toList();
    }

    /** Whether an environment was out of use on a day already. */
    @Transactional(readOnly = true)
    public boolean isRetiredOn(Environment environment, LocalDate day) {
        Environment present = require(environment.environment());
        return present.retired()
                && LocalDate.ofInstant(present.changedAt(), Ui.ZONE).isBefore(day);
    }

    List<Wrong> wrong(Told told) {
        List<Wrong> wrong = new ArrayList<>();
        text(wrong, "name", told.name(), Verifications.TITLE_CHARS_MAX);
        text(wrong, "version", told.version(), Verifications.TITLE_CHARS_MAX);
        text(wrong, "tools", told.tools(), Verifications.TEXT_CHARS_MAX);
        if (!told.place().equals("own") && !told.place().equals("outside")) {
            wrong.add(Wrong.of("place", "place"));
        }
        return wrong;
    }

    /** The inventory is everybody's; who is limited to some series reads and uses it. */
    private static void requireAll(Person person) {
        person.requireAll();
    }

    private static void text(List<Wrong> wrong, String field, String text, int charsMax) {
        if (text.isBlank()) {
            wrong.add(Wrong.of(field, "missing"));
        } else if (text.length() > charsMax) {
            wrong.add(Wrong.of(field, "long", text.length(), charsMax));
        }
    }

    /** Adds an environment that is not {@link #wrong}. */
    public Environment add(Told told, Person person, String via) {
        requireAll(person);
        if (all().size() >= ENVIRONMENTS_MAX) {
            throw new Problem(422, "verification.environments.many", ENVIRONMENTS_MAX);
        }
        UUID id = ids.next();
        Environment added = of(id, id, 1, told, false, "", person);
        put(added, person);
        audit.record(person, "verification.environment-add", added.words(), Map.of());
        follow(person, via);
        return added;
    }

    /**
     * Enters another version of an environment, or another day.
     *
     * @param number of the revision that was seen
     * @throws Problem 409 when somebody else changed it since, or it is retired
     */
    public Environment revise(UUID environment, int number, Told told, String reason, Person person, String via) {
        Environment revised = change(environment, number, told, false, reason, person);
        audit.record(person, "verification.environment-revise", revised.words(), Map.of("reason", revised.reason()));
        follow(person, via);
        return revised;
    }

    /** Takes an environment out of use, with a reason; results that name it stay. */
    public Environment retire(UUID environment, int number, String reason, Person person, String via) {
        Environment present = require(environment);
        Environment retired = change(
                environment,
                number,
                new Told(present.name(), present.place(), present.version(), present.tools(), null),
                true,
                reason,
                person);
        audit.record(person, "verification.environment-retire", retired.words(), Map.of("reason", retired.reason()));
        follow(person, via);
        return retired;
    }

    private Environment change(UUID environment, int number, Told told, boolean retired, String reason, Person person) {
        requireAll(person);
        Environment present = require(environment);
        if (reason.isBlank()) {
            throw new Problem(422, "verification.reason");
        }
        if (reason.length() > Verifications.TEXT_CHARS_MAX) {
            throw new Problem(422, "evidence.text.long", reason.length(), Verifications.TEXT_CHARS_MAX);
        }
        Environment next = of(ids.next(), environment, number + 1, told, retired, reason.strip(), person);
        if (present.retired() || present.number() != number || !put(next, person)) {
            throw new Problem(409, "verification.stale", present.name());
        }
        return next;
    }

    private Environment of(
            UUID id, UUID environment, int number, Told told, boolean retired, String reason, Person person) {
        return new Environment(
                id,
                environment,
                number,
                told.name().strip(),
                told.place(),
                told.version().strip(),
                told.tools().strip(),
                told.renewOn(),
                retired,
                reason,
                person.name(),
                now());
    }

    /** Stores a revision, and says so in the ledger; false when there is one of this number already. */
    boolean put(Environment environment, Person person) {
        if (!store.insert(environment, person)) {
            return false;
        }
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", environment.changedAt().toString());
        body.put("by", person.id().toString());
        body.put("byName", environment.changedName());
        body.put("environment", environment.environment().toString());
        body.put("id", environment.id().toString());
        body.put("name", environment.name());
        body.put("number", Integer.toString(environment.number()));
        body.put("place", environment.place());
        body.put("reason", environment.reason());
        if (environment.renewOn() != null) {
            body.put("renewOn", environment.renewOn().toString());
        }
        body.put("retired", Boolean.toString(environment.retired()));
        body.put("tools", environment.tools());
        body.put("version", environment.version());
        ledger.append("verification-environment/1", environment.environment(), body);
        return true;
    }

    // The inventory as evidence

    /**
     * What the environments show that are in use and not overdue to be looked at.
     *
     * @param place {@code own}, or {@code outside} where there is none of one's own
     * @param until the last day on which one of those is not overdue; null: no day was set for one of them
     */
    private record Inventory(
            List<Environment> environments,
            String place,
            @Nullable LocalDate until) {}

    private Optional<Inventory> inventory() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), Ui.ZONE);
        List<Environment> live =
                all().stream().filter(e -> !e.retired() && !e.isOverdue(today)).toList();
        if (live.isEmpty()) {
            return Optional.empty();
        }
        String place = live.stream().anyMatch(e -> e.place().equals("own")) ? "own" : "outside";
        List<Environment> showing =
                live.stream().filter(e -> e.place().equals(place)).toList();
        LocalDate until = showing.stream().anyMatch(e -> e.renewOn() == null)
                ? null
                : showing.stream()
                        .flatMap(e -> Stream.ofNullable(e.renewOn()))
                        .max(Comparator.naturalOrder())
                        .orElse(null);
        return Optional.of(new Inventory(live, place, until));
    }

    private static @Nullable Instant end(@Nullable LocalDate until) {
        return until == null ? null : until.plusDays(1).atStartOfDay(Ui.ZONE).toInstant();
    }

    /** Lets what was recorded be what the environments show now; where they show nothing, it is to be looked at again. */
    private void follow(Person person, String via) {
        List<FactEntry> said = standing();
        if (said.isEmpty()) {
            return;
        }
        Inventory now = inventory().orElse(null);
        if (now == null) {
            List<FactEntry> holding =
                    said.stream().filter(f -> !f.isExpired(clock.instant())).toList();
            if (holding.isEmpty()) {
                return;
            }
            Locale locale = Locale.forLanguageTag(person.language());
            UUID ended = endings.end(
                    messages.get(locale, "verification.inventory.ended"),
                    messages.get(locale, "verification.inventory.ended.text"),
                    "verification-environments-ended.txt",
                    null,
                    EndedFacts.replacing(holding),
                    person,
                    via);
            store.inventoried(ended, ENDED);
        } else if (said.stream()
                .anyMatch(f -> !f.fact().value().equals(Value.word(now.place()))
                        || !Objects.equals(f.fact().validUntil(), end(now.until())))) {
            issue(person, via);
        }
    }

    /**
     * Records that the organisation has an environment: with its own one, or else with one outside. It replaces what was answered, and
     * from then on follows the environments.
     *
     * @return code of the evidence
     * @throws Problem 409 when there is none
     */
    public String issue(Person person, String via) {
        requireAll(person);
        Inventory inventory = inventory().orElseThrow(() -> new Problem(409, "verification.environments.none"));
        List<Environment> live = inventory.environments();
        Locale locale = Locale.forLanguageTag(person.language());
        String place = inventory.place();
        String title = messages.get(locale, "verification.inventory", live.size());
        StringBuilder text = new StringBuilder(title).append('\n');
        for (Environment environment : live) {
            text.append("\n- ")
                    .append(environment.words())
                    .append(" (")
                    .append(messages.get(locale, "verification.place." + environment.place()))
                    .append(")\n  ")
                    .append(environment.tools().replace("\n", "\n  "))
                    .append('\n');
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        NewFact fact = new NewFact(
                products.organisation(),
                Slot.of(KEY, ""),
                Value.word(place),
                "",
                log.replaceable(products.organisation(), Slot.of(KEY, ""), Strength.DOCUMENTED));
        Recorded recorded = log.record(
                new NewEvidence(
                        EvidenceKind.DOCUMENT,
                        Strength.DOCUMENTED,
                        title,
                        "",
                        "",
                        null,
                        null,
                        null,
                        blobs.store(bytes, "verification-environments.txt"),
                        Map.of(),
                        now(),
                        end(inventory.until()),
                        person,
                        person.name(),
                        via,
                        null),
                List.of(fact));
        store.inventoried(recorded.evidence(), place);
        audit.record(person, "verification.environment-issue", recorded.code(), Map.of("environments", live.size()));
        return recorded.code();
    }

    /** The facts of earlier inventories that stand. */
    private List<FactEntry> standing() {
        return log.byIds(store.inventories()).stream()
                .flatMap(evidence -> evidence.facts().stream())
                .filter(FactEntry::isStanding)
                .toList();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
