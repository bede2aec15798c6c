package dev.shisa.server.organisation;

import dev.shisa.server.catalogue.GapsChanged;
import dev.shisa.server.document.DocumentChanged;
import dev.shisa.server.document.DocumentKind;
import dev.shisa.server.document.Documents;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactsChanged;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.ActInterceptor;
import dev.shisa.server.platform.account.Departures;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.web.Typed;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Keeps the register of the company; each change renews the facts that follow from it, in the same transaction. */
@Service
@Transactional
class Register {

    /** More of one kind is no register of a small maker, but a mistake of a program. */
    static final int ENTRIES_MAX = 2_000;

    static final int REASON_CHARS_MAX = 2_000;

    private static final Set<String> PARTS = Set.of("R", "A", "AR", "C", "I");

    /** Kinds whose day tells of something that has happened. */
    private static final Set<Kind> HAPPENED = Set.of(
            Kind.RESOURCE, Kind.RIGHT, Kind.DEED, Kind.DECISION, Kind.EXCHANGE, Kind.PUBLICATION, Kind.ACKNOWLEDGEMENT);

    /** Facts by which a policy from elsewhere is known. */
    private static final Set<String> POLICY = Set.of("policy.document", "policy.parts");

    private final RegisterStore store;
    private final Lists lists;
    private final Statements statements;
    private final PolicySource policies;
    private final Documents documents;
    private final Products products;
    private final People people;
    private final Departures departures;
    private final EvidenceLog log;
    private final Audit audit;
    private final LedgerOutbox ledger;
    private final Ids ids;
    private final InstantSource clock;

    Register(
            RegisterStore store,
            Lists lists,
            Statements statements,
            PolicySource policies,
            Documents documents,
            Products products,
            People people,
            Departures departures,
            EvidenceLog log,
            Audit audit,
            LedgerOutbox ledger,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.lists = lists;
        this.statements = statements;
        this.policies = policies;
        this.documents = documents;
        this.products = products;
        this.people = people;
        this.departures = departures;
        this.log = log;
        this.audit = audit;
        this.ledger = ledger;
        this.ids = ids;
        this.clock = clock;
    }

    /** A field that cannot be taken: end of the message {@code organisation.wrong.<why>}. */
    record Wrong(String field, String why, List<Object> args) {

        static Wrong of(String field, String why, Object... args) {
            return new Wrong(field, why, List.of(args));
        }
    }

    /** The company as it is registered now. */
    @Transactional(readOnly = true)
    public Company company() {
        Set<UUID> archived = products.archived();
        return new Company(
                today(),
                lists.current(),
                store.present(),
                people.all().stream().collect(Collectors.toMap(Person::id, Function.identity())),
                products.every().stream()
                        .filter(s -> !archived.contains(s.id()))
                        .collect(Collectors.toMap(Series::id, Series::name)),
                policies.current());
    }

    /** The same for a reader, who may be limited to some series: of others it tells nothing. */
    @Transactional(readOnly = true)
    public Company company(@Nullable Person reader) {
        Company whole = company();
        return reader == null || reader.series().isEmpty() ? whole : whole.ofSeries(reader.series());
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Ui.ZONE);
    }

    @Transactional(readOnly = true)
    public Entry require(Kind kind, UUID entry) {
        return find(entry)
                .filter(e -> e.kind() == kind)
                .orElseThrow(() -> new Problem(404, "organisation.entry.unknown"));
    }

    private Optional<Entry> find(UUID entry) {
        return store.revisions(entry).stream().findFirst().filter(e -> !e.removed());
    }

    /** All revisions, the newest first. */
    @Transactional(readOnly = true)
    public List<Entry> revisions(UUID entry) {
        return store.revisions(entry);
    }

    // What may be said

    /** The fields of a kind as they are stored: without those that are empty, and without what is no field. */
    static SortedMap<String, String> told(Kind kind, Map<String, String> given) {
        SortedMap<String, String> told = new TreeMap<>();
        for (Field field : kind.fields()) {
            // A program may say null.
            String text = Objects.requireNonNullElse(given.get(field.id()), "").strip();
            if (!text.isEmpty() && field.type() != Field.Type.FIXED) {
                told.put(field.id(), text);
            }
        }
        return told;
    }

    /**
     * What is wrong with the fields of an entry.
     *
     * @param entry that they are for; null: a new one
     */
    @Transactional(readOnly = true)
    public List<Wrong> wrong(Kind kind, Map<String, String> told, @Nullable UUID entry) {
        return wrong(kind, told, entry, company(), false);
    }

    /** @param brought whether it comes from another installation, where it may name people who have left since */
    private List<Wrong> wrong(
            Kind kind, Map<String, String> told, @Nullable UUID entry, Company company, boolean brought) {
        List<Wrong> wrong = new ArrayList<>();
        for (Field field : kind.fields()) {
            String text = told.getOrDefault(field.id(), "");
            if (text.isEmpty()) {
                if (field.required()) {
                    wrong.add(Wrong.of(field.id(), "missing"));
                }
            } else if (text.length() > field.type().charsMax()) {
                wrong.add(
                        Wrong.of(field.id(), "long", text.length(), field.type().charsMax()));
            } else {
                value(kind, field, text, company, brought).ifPresent(wrong::add);
            }
        }
        if (wrong.isEmpty()) {
            together(kind, told, entry, company, wrong);
        }
        return wrong;
    }

    private Optional<Wrong> value(Kind kind, Field field, String text, Company company, boolean brought) {
        boolean right = switch (field.type()) {
            case LINE, PHONE -> text.chars().noneMatch(c -> c < ' ');
            case TEXT, FIXED -> true;
            case ADDRESS -> isAddress(text);
            case DAY -> isDay(text);
            case CHOICE -> choices(kind, field, company.lists()).contains(text);
            case WORDS ->
                Arrays.stream(text.split(",")).allMatch(w -> field.words().contains(w));
            case PERSON ->
                company.person(Typed.id(text).orElse(null)) != null
                        || (brought
                                && company.of(Kind.PERSON_ENTRY).stream()
                                        .anyMatch(p -> p.entry().toString().equals(text)));
            case ACCOUNT -> {
                UUID account = Typed.id(text).orElse(null);
                yield account != null && company.accounts().containsKey(account);
            }
            case SYSTEM ->
                text.equals(Kind.SHISA)
                        || company.of(Kind.SYSTEM_ENTRY).stream()
                                .anyMatch(s -> s.entry().toString().equals(text));
            case SERIES ->
                Arrays.stream(text.split(","))
                        .allMatch(s -> Typed.id(s)
                                .filter(company.series()::containsKey)
                                .isPresent());
            case TIME -> isTime(text);
            case EVIDENCE -> log.byCode(text).isPresent();
            case RACI -> isRaci(text, company);
        };
        return right
                ? Optional.empty()
                : Optional.of(Wrong.of(field.id(), field.type().name().toLowerCase(Locale.ROOT)));
    }

    /** The words that a choice may be: its own, or those of the guides' lists and the word for the company's own. */
    static List<String> choices(Kind kind, Field field, GuideLists lists) {
        if (!field.words().isEmpty()) {
            return field.words();
        }
        List<String> words = new ArrayList<>(
                switch (kind) {
                    case ROLE ->
                        lists.roles().stream().map(GuideLists.Item::key).toList();
                    case PARTY ->
                        lists.parties().stream().map(GuideLists.PartyItem::key).toList();
                    case CONTROL ->
                        lists.controls().stream().map(GuideLists.Item::key).toList();
                    case CONTENT ->
                        lists.contents().stream()
                                .map(GuideLists.ContentItem::key)
                                .toList();
                    case RESOURCE ->
                        lists.ways().stream().map(GuideLists.Item::key).toList();
                    case PERSON_ENTRY,
                            ACTIVITY,
                            TRAINING,
                            SERVICE,
                            SYSTEM_ENTRY,
                            RIGHT,
                            SECTOR,
                            DEED,
                            DECISION,
                            EXCHANGE,
                            PUBLICATION,
                            ACKNOWLEDGEMENT -> List.of();
                });
        if (kind == Kind.ROLE || kind == Kind.PARTY || kind == Kind.CONTROL) {
            words.add(Kind.OWN);
        }
        return words;
    }

    private static boolean isDay(String text) {
        try {
            int year = LocalDate.parse(text).getYear();
            return year >= 1950 && year <= 2200;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static boolean isTime(String text) {
        try {
            return LocalTime.parse(text).getSecond() == 0;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static boolean isAddress(String text) {
        try {
            URI address = new URI(text);
            return address.getHost() != null
                    && ("https".equals(address.getScheme()) || "http".equals(address.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isRaci(String text, Company company) {
        Set<String> participants = company.participants().keySet();
        return Arrays.stream(text.split(",")).allMatch(pair -> {
            int at = pair.lastIndexOf('=');
            return at > 0 && participants.contains(pair.substring(0, at)) && PARTS.contains(pair.substring(at + 1));
        });
    }

    /** What no field is wrong by itself, but beside the others. */
    private void together(
            Kind kind, Map<String, String> told, @Nullable UUID entry, Company company, List<Wrong> wrong) {
        String key = kind.key();
        boolean own = key != null && Kind.OWN.equals(told.get(key));
        if (own) {
            require(told, "name", wrong);
        }
        if (key != null && !own) {
            company.of(kind).stream()
                    .filter(e -> !e.entry().equals(entry) && e.is(key, told.getOrDefault(key, "")))
                    .findFirst()
                    .ifPresent(e -> wrong.add(Wrong.of(key, "twice")));
        }
        if (kind == Kind.ROLE) {
            if ("person".equals(told.get("by"))) {
                require(told, "holder", wrong);
            } else if ("outside".equals(told.get("by"))) {
                require(told, "company", wrong);
            }
        }
        if (kind == Kind.PARTY && own) {
            require(told, "side", wrong);
        }
        if (kind == Kind.DECISION && "budget".equals(told.get("act"))) {
            require(told, "until", wrong);
        }
        if (kind == Kind.DECISION && "experts".equals(told.get("act"))) {
            require(told, "person", wrong);
        }
        if (kind == Kind.RIGHT) {
            require(told, Kind.SHISA.equals(told.get("system")) ? "account" : "holder", wrong);
        }
        if (kind == Kind.PERSON_ENTRY && told.containsKey("account")) {
            company.people().stream()
                    .filter(p -> !p.entry().equals(entry) && p.is("account", told.getOrDefault("account", "")))
                    .findFirst()
                    .ifPresent(p -> wrong.add(Wrong.of("account", "account-taken", p.text("name"))));
        }
        if (kind == Kind.SECTOR) {
            sector(told, entry, company, wrong);
        }
        String on = told.getOrDefault("on", "");
        if (HAPPENED.contains(kind) && LocalDate.parse(on).isAfter(company.today())) {
            wrong.add(Wrong.of("on", "ahead"));
        }
        String end = told.getOrDefault("until", told.getOrDefault("review", ""));
        if (!on.isEmpty() && !end.isEmpty() && end.compareTo(on) < 0) {
            wrong.add(Wrong.of(told.containsKey("until") ? "until" : "review", "before"));
        }
    }

    /** A window has its hours, and a series is of one sector: two would tell it different times. */
    private static void sector(Map<String, String> told, @Nullable UUID entry, Company company, List<Wrong> wrong) {
        if ("window".equals(told.get("timing"))) {
            require(told, "begins", wrong);
            require(told, "ends", wrong);
        }
        List<String> products = List.of(told.getOrDefault("products", "").split(","));
        company.of(Kind.SECTOR).stream()
                .filter(s -> !s.entry().equals(entry))
                .filter(s -> company.seriesOf(s).stream().anyMatch(id -> products.contains(id.toString())))
                .findFirst()
                .ifPresent(s -> wrong.add(Wrong.of("products", "sector-taken", s.text("name"))));
    }

    private static void require(Map<String, String> told, String field, List<Wrong> wrong) {
        if (told.getOrDefault(field, "").isEmpty()) {
            wrong.add(Wrong.of(field, "missing"));
        }
    }

    // Changes

    /** The register is everybody's; who is limited to some series reads it. */
    private void begin(Person person) {
        person.requireAll();
        products.lock(products.organisation().id());
    }

    /** Adds an entry that is not {@link #wrong}. */
    public Entry add(Kind kind, Map<String, String> told, Person person, String via) {
        begin(person);
        Company company = company();
        if (company.of(kind).size() >= ENTRIES_MAX) {
            throw new Problem(422, "organisation.many", ENTRIES_MAX);
        }
        taken(kind, told, null, company);
        UUID id = ids.next();
        Entry added = new Entry(
                id,
                id,
                1,
                kind,
                seen(kind, new TreeMap<>(told), company),
                false,
                "",
                person.id(),
                person.name(),
                now());
        put(added);
        audit.record(person, "organisation.add", name(added), Map.of("kind", kind.id()));
        renew(person, via);
        return added;
    }

    /** Two who enter the same role at once: the second is told, and nothing stands twice. */
    private static void taken(Kind kind, Map<String, String> told, @Nullable UUID entry, Company company) {
        String key = kind.key();
        if (key != null
                && !Kind.OWN.equals(told.get(key))
                && company.of(kind).stream()
                        .anyMatch(e -> !e.entry().equals(entry) && e.is(key, told.getOrDefault(key, "")))) {
            throw new Problem(409, "organisation.exists");
        }
    }

    /**
     * Changes an entry.
     *
     * @param number of the revision that was seen
     * @throws Problem 409 when somebody else changed it since
     */
    public Entry revise(Kind kind, UUID entry, int number, Map<String, String> told, Person person, String via) {
        begin(person);
        Entry before = require(kind, entry);
        Company company = company();
        taken(kind, told, entry, company);
        Entry revised = change(before, number, seen(kind, with(before, told), company), "", person);
        audit.record(person, "organisation.revise", name(revised), Map.of("kind", kind.id()));
        renew(person, via);
        return revised;
    }

    /** What a form says, with the fields that no form sets. */
    private static SortedMap<String, String> with(Entry before, Map<String, String> told) {
        SortedMap<String, String> content = new TreeMap<>(told);
        before.kind().fields().stream()
                .filter(f ->
                        f.type() == Field.Type.FIXED && !before.text(f.id()).isEmpty())
                .forEach(f -> content.put(f.id(), before.text(f.id())));
        return content;
    }

    /** With what whoever enters it has before the eyes: the version of the policy, or the roles of an account. */
    private static SortedMap<String, String> seen(Kind kind, SortedMap<String, String> content, Company company) {
        if (kind == Kind.CONTENT || kind == Kind.ACKNOWLEDGEMENT) {
            fix(content, "version", company.policy().mark());
        }
        if (kind == Kind.RIGHT) {
            Person account = Kind.SHISA.equals(content.get("system"))
                    ? Typed.id(content.getOrDefault("account", ""))
                            .map(company.accounts()::get)
                            .orElse(null)
                    : null;
            fix(content, "roles", account == null ? "" : Company.roles(account));
        }
        return content;
    }

    private static void fix(SortedMap<String, String> content, String field, String text) {
        if (text.isEmpty()) {
            content.remove(field);
        } else {
            content.put(field, text);
        }
    }

    /** Takes an entry out of the register, with a reason. */
    public void remove(Kind kind, UUID entry, int number, String reason, Person person, String via) {
        begin(person);
        Entry before = require(kind, entry);
        if (reason.isBlank()) {
            throw new Problem(422, "organisation.reason");
        }
        if (reason.length() > REASON_CHARS_MAX) {
            throw new Problem(422, "evidence.text.long", reason.length(), REASON_CHARS_MAX);
        }
        Entry removed = new Entry(
                ids.next(),
                entry,
                number + 1,
                kind,
                before.content(),
                true,
                reason.strip(),
                person.id(),
                person.name(),
                now());
        if (before.number() != number) {
            throw new Problem(409, "organisation.stale", name(before));
        }
        put(removed);
        audit.record(person, "organisation.remove", name(before), Map.of("kind", kind.id(), "reason", reason.strip()));
        renew(person, via);
    }

    private Entry change(Entry before, int number, SortedMap<String, String> content, String reason, Person person) {
        Entry next = new Entry(
                ids.next(),
                before.entry(),
                number + 1,
                before.kind(),
                content,
                false,
                reason,
                person.id(),
                person.name(),
                now());
        if (before.number() != number) {
            throw new Problem(409, "organisation.stale", name(before));
        }
        put(next);
        return next;
    }

    /**
     * What is open because somebody left.
     *
     * @param roles that nobody holds any more
     * @param others entries that named the person: deputies, contacts, administrators
     * @param rights in other systems that are to be taken away
     */
    record Left(Entry person, List<Entry> roles, List<Entry> others, List<Entry> rights, boolean accountEnded) {}

    /**
     * Somebody has left: the account and its sessions end, the roles are empty, and rights in other systems are to be taken
     * away, all at once (guide 004, guideline 3).
     *
     * @param on the last day, today at the latest
     */
    public Left leave(UUID entry, int number, LocalDate on, Person person, String via) {
        begin(person);
        Entry before = require(Kind.PERSON_ENTRY, entry);
        if (before.left() != null) {
            throw new Problem(409, "organisation.left", before.text("name"));
        }
        if (on.isAfter(today())) {
            throw new Problem(422, "organisation.leave.ahead", on, today());
        }
        UUID account = before.ref("account");
        boolean ended = account != null && people.find(account).isPresent() && departures.end(account, person);
        SortedMap<String, String> content = new TreeMap<>(before.content());
        content.put("left", on.toString());
        Entry left = change(before, number, content, "", person);
        List<Entry> roles = new ArrayList<>();
        List<Entry> others = new ArrayList<>();
        List<Entry> rights = new ArrayList<>();
        String name = before.text("name");
        for (Entry other : store.present()) {
            SortedMap<String, String> changed = without(other, entry.toString(), on);
            if (changed.equals(other.content())) {
                continue;
            }
            Entry next = change(other, other.number(), changed, name + " " + on, person);
            switch (other.kind()) {
                case ROLE -> (other.is("holder", entry.toString()) ? roles : others).add(next);
                case RIGHT -> rights.add(next);
                default -> others.add(next);
            }
        }
        audit.record(
                person,
                "organisation.leave",
                name,
                Map.of(
                        "on",
                        on.toString(),
                        "roles",
                        roles.size(),
                        "others",
                        others.size(),
                        "rights",
                        rights.size(),
                        "account-ended",
                        ended));
        renew(person, via);
        return new Left(left, roles, others, rights, ended);
    }

    /** An entry as it is without somebody who left; trainings stay, since they took place. */
    private static SortedMap<String, String> without(Entry entry, String person, LocalDate on) {
        SortedMap<String, String> content = new TreeMap<>(entry.content());
        switch (entry.kind()) {
            case ROLE -> {
                if (entry.is("holder", person)) {
                    content.remove("holder");
                    content.put("by", "nobody");
                }
                content.remove("deputy", person);
                content.remove("orderer", person);
            }
            case PARTY -> content.remove("person", person);
            case SYSTEM_ENTRY -> content.remove("administrator", person);
            case RIGHT -> {
                if (entry.is("holder", person) && !entry.is("decision", "gone")) {
                    content.put("decision", "remove");
                    content.put("on", on.toString());
                    content.put("review", on.toString());
                }
            }
            case PERSON_ENTRY,
                    ACTIVITY,
                    TRAINING,
                    RESOURCE,
                    CONTROL,
                    SERVICE,
                    SECTOR,
                    DEED,
                    DECISION,
                    EXCHANGE,
                    PUBLICATION,
                    ACKNOWLEDGEMENT,
                    CONTENT -> {}
        }
        return content;
    }

    /**
     * Somebody is here again.
     *
     * @param restored what the leaving had emptied, as it was before
     * @param changed what it had emptied and somebody has changed since, which stays as it is
     */
    record Back(Entry person, List<Entry> restored, List<Entry> changed) {}

    /**
     * Somebody has come back, or the leaving was entered by mistake: the person works here again, and what the leaving emptied
     * is as it was, where nobody has changed it since. An account that ended stays ended; whoever manages people opens it.
     */
    public Back comeBack(UUID entry, int number, Person person, String via) {
        begin(person);
        Entry before = require(Kind.PERSON_ENTRY, entry);
        LocalDate on = before.left();
        String name = before.text("name");
        if (on == null) {
            throw new Problem(409, "organisation.here", name);
        }
        SortedMap<String, String> content = new TreeMap<>(before.content());
        content.remove("left");
        String account = before.text("account");
        if (company().people().stream().anyMatch(p -> !account.isEmpty() && p.is("account", account))) {
            content.remove("account");
        }
        Entry back = change(before, number, content, "", person);
        List<Entry> restored = new ArrayList<>();
        List<Entry> changed = new ArrayList<>();
        for (Entry other : store.present()) {
            List<Entry> revisions = store.revisions(other.entry());
            for (int i = 0; i + 1 < revisions.size(); i++) {
                Entry emptied = revisions.get(i);
                Entry full = revisions.get(i + 1);
                if (emptied.reason().equals(name + " " + on)
                        && emptied.content().equals(without(full, entry.toString(), on))
                        && !emptied.content().equals(full.content())) {
                    if (i == 0) {
                        restored.add(change(other, other.number(), new TreeMap<>(full.content()), "", person));
                    } else {
                        changed.add(other);
                    }
                    break;
                }
            }
        }
        audit.record(
                person,
                "organisation.return",
                name,
                Map.of("left", on.toString(), "restored", restored.size(), "changed", changed.size()));
        renew(person, via);
        return new Back(back, restored, changed);
    }

    /** What somebody left open, as it is now: told again whenever the person's page is opened. */
    @Transactional(readOnly = true)
    public List<Entry> leftOpen(Entry person) {
        Company company = company();
        String name = person.text("name") + " " + person.text("left");
        return company.entries().stream()
                .filter(e -> switch (e.kind()) {
                    case ROLE ->
                        e.is("by", "nobody")
                                || (e.is("by", "outside")
                                        && e.is("role", Company.VERIFY)
                                        && e.text("orderer").isEmpty());
                    case PARTY -> e.text("person").isEmpty();
                    case SYSTEM_ENTRY -> e.text("administrator").isEmpty();
                    case RIGHT -> e.is("decision", "remove");
                    default -> false;
                })
                .filter(e -> store.revisions(e.entry()).stream()
                        .anyMatch(r -> r.reason().equals(name)))
                .toList();
    }

    /** An entry as a file carries it to another installation. */
    record Copy(UUID entry, Kind kind, SortedMap<String, String> fields) {}

    /** The whole register, people and systems first since others name them; accounts and series of this one are left out. */
    @Transactional(readOnly = true)
    public List<Copy> copies() {
        return store.present().stream()
                .filter(e -> !e.is("system", Kind.SHISA))
                .sorted(Comparator.comparing(
                                (Entry e) -> e.kind() != Kind.PERSON_ENTRY && e.kind() != Kind.SYSTEM_ENTRY)
                        .thenComparing(Entry::kind)
                        .thenComparing(Entry::entry))
                .map(e -> {
                    SortedMap<String, String> fields = new TreeMap<>(e.content());
                    e.kind().fields().stream()
                            .filter(f -> f.type() == Field.Type.ACCOUNT || f.type() == Field.Type.SERIES)
                            .forEach(f -> fields.remove(f.id()));
                    return new Copy(e.entry(), e.kind(), fields);
                })
                .toList();
    }

    /**
     * Takes in the register of another installation, whole or not at all.
     *
     * @throws Problem 409 when there is a register already, 422 when an entry of it could not have been entered here
     */
    public int bring(List<Copy> copies, Person person, String via) {
        begin(person);
        if (!store.present().isEmpty()) {
            throw new Problem(409, "organisation.file.taken");
        }
        if (copies.size() > ENTRIES_MAX) {
            throw new Problem(422, "organisation.many", ENTRIES_MAX);
        }
        for (int i = 0; i < copies.size(); i++) {
            Copy copy = copies.get(i);
            SortedMap<String, String> told = told(copy.kind(), copy.fields());
            copy.kind().fields().stream()
                    .filter(f -> f.type() == Field.Type.ACCOUNT
                            || f.type() == Field.Type.SERIES
                            || (f.type() == Field.Type.EVIDENCE
                                    && log.byCode(told.getOrDefault(f.id(), "")).isEmpty()))
                    .forEach(f -> told.remove(f.id()));
            List<Wrong> wrong = wrong(copy.kind(), told, copy.entry(), company(), true);
            if (!wrong.isEmpty() || !store.revisions(copy.entry()).isEmpty()) {
                throw new Problem(
                        422,
                        "organisation.file.entry",
                        i + 1,
                        copy.kind().id(),
                        wrong.isEmpty() ? "id" : wrong.getFirst().field());
            }
            String left = Objects.requireNonNullElse(copy.fields().get("left"), "");
            if (copy.kind() == Kind.PERSON_ENTRY && isDay(left)) {
                told.put("left", left);
            }
            put(new Entry(
                    ids.next(), copy.entry(), 1, copy.kind(), told, false, "", person.id(), person.name(), now()));
        }
        audit.record(person, "organisation.bring", Integer.toString(copies.size()), Map.of());
        renew(person, via);
        return copies.size();
    }

    /** Renews the facts, for somebody who changed what they rest on elsewhere. */
    public void renew(Person person, String via) {
        statements.renew(company(), person, via);
        documents.follow(RegisteredRoles.KEYS);
    }

    /**
     * What follows may change without anybody's act on the register: a planned training takes place, somebody comes who has not
     * read the policy, a document from elsewhere ends. Where nobody acts, whoever changed the register last answers for it, or
     * else whoever stated something last.
     */
    @Scheduled(fixedDelay = 3_600_000, initialDelay = 240_000)
    public void look() {
        Optional<UUID> last = store.lastChangedBy()
                .or(() ->
                        log
                                .byIds(store.statements().stream()
                                        .map(RegisterStore.Statement::evidence)
                                        .toList())
                                .stream()
                                .flatMap(e -> Stream.ofNullable(e.summary().submittedBy()))
                                .findFirst());
        last.flatMap(people::find).ifPresent(person -> {
            products.lock(products.organisation().id());
            renew(person, "page");
        });
    }

    @EventListener
    public void onGapsChanged(GapsChanged change) {
        Person person = ActInterceptor.signedIn();
        if (person != null && person.can(Act.VIEW) && !store.present().isEmpty()) {
            products.lock(products.organisation().id());
            renew(person, "page");
        }
    }

    /** What the policy says, and who has read it, is part of what follows. */
    @EventListener
    public void onDocumentChanged(DocumentChanged change) {
        Person person = ActInterceptor.signedIn();
        if (person != null && change.kind() == DocumentKind.SECURITY_POLICY) {
            products.lock(products.organisation().id());
            renew(person, "page");
        }
    }

    /** A policy that was not written here is known by its facts. */
    @EventListener
    public void onFactsChanged(FactsChanged change) {
        Person person = ActInterceptor.signedIn();
        UUID organisation = products.organisation().id();
        if (person != null
                && !store.present().isEmpty()
                && change.slots().stream()
                        .anyMatch(s -> s.subject().id().equals(organisation)
                                && POLICY.contains(s.slot().key().value()))) {
            products.lock(organisation);
            renew(person, "page");
        }
    }

    private void put(Entry entry) {
        if (!store.insert(entry)) {
            throw new Problem(409, "organisation.stale", name(entry));
        }
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", entry.changedAt().toString());
        body.put("by", entry.changedBy().toString());
        body.put("byName", entry.changedName());
        body.put("content", new TreeMap<>(entry.content()));
        body.put("entry", entry.entry().toString());
        body.put("id", entry.id().toString());
        body.put("kind", entry.kind().id());
        body.put("number", Integer.toString(entry.number()));
        body.put("reason", entry.reason());
        body.put("removed", Boolean.toString(entry.removed()));
        ledger.append("organisation-entry/1", entry.entry(), body);
    }

    /** What an entry is called, in words that need no language. */
    static String name(Entry entry) {
        for (String field :
                List.of("name", "topic", "what", "right", "role", "party", "control", "item", "way", "act")) {
            if (!entry.text(field).isEmpty() && !entry.is(field, Kind.OWN)) {
                return entry.text(field);
            }
        }
        return Objects.requireNonNullElse(entry.kind().key(), entry.kind().id());
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
