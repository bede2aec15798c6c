package dev.shisa.server.organisation;

import dev.shisa.conformity.Text;
import dev.shisa.server.organisation.GuideLists.Item;
import dev.shisa.server.organisation.GuideLists.PartyItem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The company as it is registered, on one day: who holds which role, whom to call, what is open. It reads no database and
 * decides nothing for good; facts follow from it in {@link Stated}.
 *
 * @param entries the present revision of each, in the order in which they were first entered
 * @param accounts those in use or invited, by id
 * @param series names of the series, by id
 */
record Company(
        LocalDate today,
        GuideLists lists,
        List<Entry> entries,
        Map<UUID, Person> accounts,
        Map<UUID, String> series,
        Policy policy) {

    Company {
        entries = List.copyOf(entries);
        accounts = Map.copyOf(accounts);
        series = Map.copyOf(series);
    }

    /** The same as if there were no other series. */
    Company ofSeries(Set<UUID> known) {
        Map<UUID, String> own = new HashMap<>(series);
        own.keySet().retainAll(known);
        return new Company(today, lists, entries, accounts, own, policy);
    }

    List<Entry> of(Kind kind) {
        return entries.stream().filter(e -> e.kind() == kind).toList();
    }

    Optional<Entry> entry(UUID id) {
        return entries.stream().filter(e -> e.entry().equals(id)).findFirst();
    }

    // People

    /** Who works here. */
    List<Entry> people() {
        return of(Kind.PERSON_ENTRY).stream().filter(p -> p.left() == null).toList();
    }

    /** Somebody who works here. */
    @Nullable
    Entry person(@Nullable UUID id) {
        return id == null
                ? null
                : people().stream()
                        .filter(p -> p.entry().equals(id))
                        .findFirst()
                        .orElse(null);
    }

    /** Whose account ended without anybody saying that the person left. */
    List<Entry> withoutAccount() {
        return people().stream().filter(this::hasEndedAccount).toList();
    }

    private boolean hasEndedAccount(Entry person) {
        UUID account = person.ref("account");
        return account != null && !accounts.containsKey(account);
    }

    // Roles

    /** The role whose work an outside company may do only if somebody inside chooses and orders it. */
    static final String VERIFY = "verify";

    /** Who holds a role. */
    enum Holding {
        /** Nobody has said. */
        UNSAID,
        PERSON,
        /** Somebody whose account has ended: nobody has said whether the person left. */
        UNSURE,
        OUTSIDE,
        /** An outside company verifies, and nobody inside is in charge of choosing and ordering it (guide 002, measure 2). */
        UNORDERED,
        /** The contract of the outside company has ended. */
        OVER,
        /** It is said that nobody does, or whoever did has left. */
        NOBODY
    }

    /** How far a needed training is. */
    enum Trained {
        VALID,
        PLANNED,
        EXPIRED,
        MISSING
    }

    /**
     * A training that a role needs, and how far whoever holds it is.
     *
     * @param day until which it counts, or on which it is planned or ended; null: without end, or none
     */
    record Need(String topic, Trained state, @Nullable LocalDate day) {}

    /**
     * A role.
     *
     * @param key the guide's word; for one of the company's own the entry's id
     * @param entry null: nothing was said of it yet
     */
    record RoleLine(
            String key,
            Text name,
            Text about,
            boolean own,
            @Nullable Entry entry,
            Holding holding,
            @Nullable Entry holder,
            @Nullable Entry deputy,
            @Nullable Entry orderer,
            List<Need> needs) {

        boolean isHeld() {
            return holding == Holding.PERSON || holding == Holding.OUTSIDE;
        }

        boolean isTrained() {
            return needs.stream().allMatch(n -> n.state() == Trained.VALID);
        }

        /** Who holds it, in words; empty: nobody. */
        String words() {
            return switch (holding) {
                case PERSON, UNSURE, OUTSIDE, UNORDERED, OVER ->
                    holder != null ? holder.text("name") : entry == null ? "" : entry.text("company");
                case UNSAID, NOBODY -> "";
            };
        }

        /** The last day of the contract of an outside company; null: none is known, or it is nobody outside. */
        @Nullable
        LocalDate contract() {
            return entry == null || !entry.is("by", "outside") ? null : entry.day("until");
        }
    }

    /** The guide's roles in its order, then the company's own. */
    List<RoleLine> roles() {
        List<RoleLine> lines = new ArrayList<>();
        List<Entry> all = of(Kind.ROLE);
        for (Item item : lists.roles()) {
            Entry entry = all.stream()
                    .filter(e -> e.is("role", item.key()))
                    .findFirst()
                    .orElse(null);
            lines.add(role(item.key(), item.name(), item.about(), false, entry));
        }
        all.stream()
                .filter(e -> e.is("role", Kind.OWN))
                .forEach(e -> lines.add(role(
                        e.entry().toString(), new Text(e.text("name"), e.text("name")), new Text("", ""), true, e)));
        return lines;
    }

    /** The guide's roles only. */
    List<RoleLine> guideRoles() {
        return roles().stream().filter(r -> !r.own()).toList();
    }

    private RoleLine role(String key, Text name, Text about, boolean own, @Nullable Entry entry) {
        if (entry == null) {
            return new RoleLine(key, name, about, own, null, Holding.UNSAID, null, null, null, List.of());
        }
        Entry holder = entry.is("by", "person") ? person(entry.ref("holder")) : null;
        Entry orderer = entry.is("by", "outside") ? person(entry.ref("orderer")) : null;
        List<Need> needs = holder != null
                ? entry.lines("needs").stream()
                        .map(topic -> need(holder, topic))
                        .toList()
                : List.of();
        return new RoleLine(
                key,
                name,
                about,
                own,
                entry,
                holding(key, entry, holder, orderer),
                holder,
                person(entry.ref("deputy")),
                orderer,
                needs);
    }

    private Holding holding(String key, Entry entry, @Nullable Entry holder, @Nullable Entry orderer) {
        if (holder != null) {
            return hasEndedAccount(holder) ? Holding.UNSURE : Holding.PERSON;
        }
        if (!entry.is("by", "outside") || entry.text("company").isEmpty()) {
            return Holding.NOBODY;
        }
        LocalDate until = entry.day("until");
        if (until != null && until.isBefore(today)) {
            return Holding.OVER;
        }
        if (!key.equals(VERIFY)) {
            return Holding.OUTSIDE;
        }
        return orderer == null ? Holding.UNORDERED : hasEndedAccount(orderer) ? Holding.UNSURE : Holding.OUTSIDE;
    }

    /** The training of somebody in a topic that counts today, else the one planned, else the last that counted. */
    Need need(Entry person, String topic) {
        List<Entry> had = of(Kind.TRAINING).stream()
                .filter(t -> person.entry().equals(t.ref("person")) && sameTopic(t.text("topic"), topic))
                .toList();
        Optional<Entry> valid =
                had.stream().filter(t -> isHeld(t) && isCurrent(t)).max(Comparator.comparing(t -> until(t)));
        if (valid.isPresent()) {
            return new Need(topic, Trained.VALID, valid.get().day("until"));
        }
        Optional<Entry> planned = had.stream().filter(t -> !isHeld(t)).min(Comparator.comparing(t -> t.text("on")));
        if (planned.isPresent()) {
            return new Need(topic, Trained.PLANNED, planned.get().day("on"));
        }
        return had.stream()
                .map(this::until)
                .max(Comparator.naturalOrder())
                .map(day -> new Need(topic, Trained.EXPIRED, day))
                .orElse(new Need(topic, Trained.MISSING, null));
    }

    private static boolean sameTopic(String one, String other) {
        return one.strip().equalsIgnoreCase(other.strip());
    }

    /** Whether a training took place. */
    boolean isHeld(Entry training) {
        LocalDate on = training.day("on");
        return on != null && !on.isAfter(today);
    }

    /** Whether what was learnt still counts. */
    boolean isCurrent(Entry training) {
        return !until(training).isBefore(today);
    }

    private LocalDate until(Entry training) {
        LocalDate until = training.day("until");
        return until == null ? LocalDate.MAX : until;
    }

    /** Trainings of people who work here that ended, and that no later one replaces. */
    List<Entry> expiredTrainings() {
        return of(Kind.TRAINING).stream()
                .filter(t -> isHeld(t) && !isCurrent(t))
                .filter(t -> {
                    Entry person = person(t.ref("person"));
                    return person != null && need(person, t.text("topic")).state() == Trained.EXPIRED;
                })
                .toList();
    }

    // Parties

    /**
     * How somebody is reached.
     *
     * @param who name of the person; empty: the party itself
     */
    record Contact(String who, String phone, String mail) {

        boolean isReachable() {
            return !phone.isEmpty() || !mail.isEmpty();
        }
    }

    /**
     * A party inside or outside.
     *
     * @param own the company's own name for it; empty: the guide's is used
     * @param marks {@code must}, {@code may} or {@code no} by column; a column that is not in it is undecided
     * @param printed the marks that the guide's text prints for it, without telling their columns
     */
    record PartyLine(
            String key,
            Text name,
            String own,
            boolean inside,
            Map<String, String> marks,
            String printed,
            @Nullable Entry entry,
            String duties,
            Contact contact) {

        String mark(String column) {
            return marks.getOrDefault(column, "");
        }

        boolean takesPart(String column) {
            return mark(column).equals("must") || mark(column).equals("may");
        }

        boolean isInvolved() {
            return GuideLists.COLUMNS.stream().anyMatch(this::takesPart);
        }

        boolean isDecided() {
            return marks.keySet().containsAll(GuideLists.COLUMNS);
        }

        /** Whether the company's marks are in another order than the guide prints them. */
        boolean isOtherwise() {
            return isDecided()
                    && !printed.isEmpty()
                    && !GuideLists.printed(marks).equals(printed);
        }

        /** Whose part is told: who it is, and what it is responsible for. */
        boolean isTold() {
            return !duties.isEmpty() && (contact.isReachable() || !contact.who().isEmpty() || !own.isEmpty());
        }
    }

    /** The guide's parties in its order, then the company's own. */
    List<PartyLine> parties() {
        List<PartyLine> lines = new ArrayList<>();
        List<Entry> all = of(Kind.PARTY);
        for (PartyItem item : lists.parties()) {
            Entry entry = all.stream()
                    .filter(e -> e.is("party", item.key()))
                    .findFirst()
                    .orElse(null);
            Map<String, String> marks = new LinkedHashMap<>(item.marks());
            marks.putAll(marks(entry));
            lines.add(party(item.key(), item.name(), item.inside(), marks, item.printed(), entry));
        }
        all.stream()
                .filter(e -> e.is("party", Kind.OWN))
                .forEach(e -> lines.add(party(
                        e.entry().toString(),
                        new Text(e.text("name"), e.text("name")),
                        !e.is("side", "outside"),
                        marks(e),
                        "",
                        e)));
        return lines;
    }

    private static Map<String, String> marks(@Nullable Entry entry) {
        Map<String, String> marks = new HashMap<>();
        if (entry != null) {
            for (String column : GuideLists.COLUMNS) {
                if (!entry.text(column).isEmpty()) {
                    marks.put(column, entry.text(column));
                }
            }
        }
        return marks;
    }

    private PartyLine party(
            String key, Text name, boolean inside, Map<String, String> marks, String printed, @Nullable Entry entry) {
        Contact contact = new Contact("", "", "");
        if (entry != null) {
            Entry person = person(entry.ref("person"));
            contact = new Contact(
                    person == null ? "" : person.text("name"),
                    Stream.of(
                                    entry.text("phone"),
                                    person == null ? "" : person.text("emergency"),
                                    person == null ? "" : person.text("phone"))
                            .filter(p -> !p.isEmpty())
                            .findFirst()
                            .orElse(""),
                    Stream.of(entry.text("mail"), person == null ? "" : person.text("mail"))
                            .filter(p -> !p.isEmpty())
                            .findFirst()
                            .orElse(""));
        }
        return new PartyLine(
                key,
                name,
                entry == null || entry.is("party", Kind.OWN) ? "" : entry.text("name"),
                inside,
                marks,
                printed,
                entry,
                entry == null ? "" : entry.text("duties"),
                contact);
    }

    /** Exactly the parties that are marked in the column of an emergency, those that must be involved first. */
    List<PartyLine> callList() {
        return parties().stream()
                .filter(p -> p.takesPart("emergency"))
                .sorted(Comparator.comparing(p -> !p.mark("emergency").equals("must")))
                .toList();
    }

    /** Of which nobody has decided whether they are called in an emergency. */
    List<PartyLine> undecidedForEmergency() {
        return parties().stream().filter(p -> p.mark("emergency").isEmpty()).toList();
    }

    // Who does what

    /** Everybody who can have a part in an activity: roles, then parties. */
    Map<String, Text> participants() {
        Map<String, Text> all = new LinkedHashMap<>();
        roles().forEach(r -> all.put("role:" + r.key(), r.name()));
        parties().forEach(p -> all.put("party:" + p.key(), p.own().isEmpty() ? p.name() : new Text(p.own(), p.own())));
        return all;
    }

    /** Whether an activity has exactly one who is accountable and somebody who does it. */
    static boolean isShared(Entry activity) {
        Map<String, String> raci = activity.raci();
        return raci.values().stream()
                                .filter(v -> v.equals("A") || v.equals("AR"))
                                .count()
                        == 1
                && raci.values().stream().anyMatch(v -> v.contains("R"));
    }

    // Controls

    Optional<Entry> control(String key) {
        return of(Kind.CONTROL).stream().filter(c -> c.is("control", key)).findFirst();
    }

    /** The five principles and what else is to be considered, of which nothing is decided. */
    List<Item> openControls() {
        return lists.controls().stream().filter(c -> control(c.key()).isEmpty()).toList();
    }

    static boolean isOverdue(Entry entry, LocalDate today) {
        LocalDate review = entry.day("review");
        return review != null && review.isBefore(today);
    }

    // Sectors

    /** The series of a sector that are still there. */
    List<UUID> seriesOf(Entry sector) {
        return Arrays.stream(sector.text("products").split(","))
                .filter(id -> !id.isEmpty())
                .map(UUID::fromString)
                .filter(series::containsKey)
                .toList();
    }

    /** Series that no sector names. */
    List<UUID> withoutSector() {
        List<UUID> named =
                of(Kind.SECTOR).stream().flatMap(s -> seriesOf(s).stream()).toList();
        return series.keySet().stream().filter(id -> !named.contains(id)).toList();
    }

    // Access

    /**
     * An account of the platform itself, whose rights are reviewed like all others.
     *
     * @param review what was decided last; null: nobody has looked yet
     */
    record OwnRight(Person account, @Nullable Entry review) {

        /** Whether the roles are others than those that were looked at. */
        boolean isChanged() {
            return review != null && review.is("decision", "keep") && !review.is("roles", roles(account));
        }

        /** Whether it is said that the right was taken away, while the account can still be used. */
        boolean isStillThere() {
            return review != null && review.is("decision", "gone");
        }
    }

    /** The roles of an account, as a review keeps them. */
    static String roles(Person account) {
        return account.roles().stream().map(Role::id).sorted().collect(Collectors.joining(","));
    }

    List<OwnRight> ownRights() {
        Map<String, Entry> reviews = new HashMap<>();
        of(Kind.RIGHT).stream().filter(r -> r.is("system", Kind.SHISA)).forEach(r -> reviews.put(r.text("account"), r));
        return accounts.values().stream()
                .sorted(Comparator.comparing(Person::name).thenComparing(Person::id))
                .map(a -> new OwnRight(a, reviews.get(a.id().toString())))
                .toList();
    }

    /** Rights in other systems that somebody has. */
    List<Entry> otherRights() {
        return of(Kind.RIGHT).stream().filter(r -> !r.is("system", Kind.SHISA)).toList();
    }

    String systemName(Entry right) {
        return right.is("system", Kind.SHISA)
                ? "Shisa"
                : Optional.ofNullable(right.ref("system"))
                        .flatMap(this::entry)
                        .map(s -> s.text("name"))
                        .orElse("");
    }

    /** Whoever has a right, in words. */
    String holderName(Entry right) {
        UUID account = right.ref("account");
        Person owner = account == null ? null : accounts.get(account);
        if (owner != null) {
            return owner.name();
        }
        return Optional.ofNullable(right.ref("holder"))
                .flatMap(this::entry)
                .map(p -> p.text("name"))
                .orElse("");
    }

    // Policy

    /** What a person said of where the policy speaks of something. */
    Optional<Entry> content(String item) {
        return of(Kind.CONTENT).stream().filter(c -> c.is("item", item)).findFirst();
    }

    /** Where the policy speaks of something: its own section, or else as a person said. */
    Optional<String> section(GuideLists.ContentItem item) {
        return policy.section(item).or(() -> seen(item));
    }

    /** Where the policy that was written here speaks of something: as its template has it, or as a person saw in this version. */
    Optional<String> seen(GuideLists.ContentItem item) {
        return Optional.ofNullable(policy.contents().get(item.key()))
                .or(() -> content(item.key()).filter(this::isOfThisVersion).map(c -> c.text("section")));
    }

    /** Whether somebody saw it in the version of the policy that there is now. */
    boolean isOfThisVersion(Entry seen) {
        return !policy.mark().isEmpty() && seen.is("version", policy.mark());
    }

    /** What a person saw in another version of the policy, and nobody in this one. */
    List<Entry> contentsToSeeAgain() {
        return policy.state() == Policy.State.NONE
                ? List.of()
                : of(Kind.CONTENT).stream()
                        .filter(c -> !isOfThisVersion(c) && !policy.contents().containsKey(c.text("item")))
                        .toList();
    }

    /** Safety and security, of which guide 004, guideline 1, asks apart. */
    static final List<String> HALVES = List.of("safety", "security");

    /** Whether the policy is known to speak of safety, or of security. */
    boolean speaksOf(String half) {
        return policy.isApproved()
                && lists.contents().stream()
                        .anyMatch(c ->
                                c.key().equals("covers-" + half) && section(c).isPresent());
    }

    /** The halves about which something is to be done before it is done about the policy: security always. */
    private List<String> halves() {
        return speaksOf("security") && !speaksOf("safety") ? List.of("security") : HALVES;
    }

    /** The last thing of this kind that was done about a half of the policy. */
    Optional<Entry> lastDeed(String act, String half) {
        return of(Kind.DEED).stream()
                .filter(d -> d.is("act", act) && d.words("covers").contains(half) && isHeld(d))
                .max(Comparator.comparing((Entry d) -> d.text("on")).thenComparing(Entry::entry));
    }

    /** What was last done about each half of the policy, the older first; empty: of one of them nothing was. */
    List<Entry> lastDeeds(String act) {
        List<Optional<Entry>> deeds =
                halves().stream().map(half -> lastDeed(act, half)).toList();
        return deeds.stream().anyMatch(Optional::isEmpty)
                ? List.of()
                : deeds.stream()
                        .flatMap(Optional::stream)
                        .distinct()
                        .sorted(Comparator.comparing(d -> d.text("on")))
                        .toList();
    }

    /** The halves of which nothing of this kind was ever done. */
    List<String> halvesWithout(String act) {
        return halves().stream().filter(half -> lastDeed(act, half).isEmpty()).toList();
    }

    /** Whether what was done is longer ago than the interval that the company has chosen. */
    boolean isTooOld(Entry deed) {
        LocalDate on = deed.day("on");
        Integer interval = policy.interval();
        return interval != null && on != null && on.plusDays(interval).isBefore(today);
    }

    /** When the policy is to be reviewed: as it says itself, or else by the interval; null: nobody has decided. */
    @Nullable
    LocalDate reviewBy() {
        LocalDate approved = policy.approvedOn();
        Integer interval = policy.interval();
        if (policy.review() != null || !policy.isApproved() || approved == null || interval == null) {
            return policy.review();
        }
        LocalDate reviewed = lastDeeds("review").stream()
                .flatMap(d -> Stream.ofNullable(d.day("on")))
                .findFirst()
                .filter(day -> day.isAfter(approved))
                .orElse(approved);
        return reviewed.plusDays(interval);
    }

    /** Whether the review of the policy is overdue. */
    boolean isPolicyOverdue() {
        LocalDate review = reviewBy();
        return review != null && review.isBefore(today);
    }

    /** How this version of the policy was made known: what was done before its approval was about another one. */
    List<Entry> madeKnown() {
        return of(Kind.DEED).stream()
                .filter(d -> d.is("act", "education") || d.is("act", "notice"))
                .filter(d -> isHeld(d) && isSinceApproval(d))
                .toList();
    }

    private boolean isSinceApproval(Entry entry) {
        LocalDate approved = policy.approvedOn();
        LocalDate on = entry.day("on");
        return on != null && (approved == null || !on.isBefore(approved));
    }

    /** Whether one half of this version was made known by what was done. */
    boolean isTaught(String half) {
        return madeKnown().stream().anyMatch(d -> d.words("covers").contains(half));
    }

    /** Whether all of this version was made known by what was done. */
    boolean isTaught() {
        return halves().stream().allMatch(this::isTaught);
    }

    /** Who works here and has no account in use, and so can say only on paper that they read the policy. */
    private List<Entry> paperReaders() {
        return people().stream()
                .filter(p -> {
                    UUID account = p.ref("account");
                    return account == null || !policy.readers().contains(account);
                })
                .toList();
    }

    private boolean hasSigned(Entry person) {
        return of(Kind.ACKNOWLEDGEMENT).stream().anyMatch(a -> person.entry().equals(a.ref("person")) && counts(a));
    }

    /** Whether somebody's word on paper is about this version. */
    boolean counts(Entry acknowledgement) {
        return isOfThisVersion(acknowledgement) && isHeld(acknowledgement) && isSinceApproval(acknowledgement);
    }

    /** How many are to read the policy: whoever has an account or works here, whether or not somebody has asked. */
    int readers() {
        return policy.readers().size() + paperReaders().size();
    }

    /** How many of them have said that they did, here or on paper. */
    int acknowledged() {
        Set<UUID> read = new HashSet<>(policy.read());
        people().stream()
                .filter(this::hasSigned)
                .flatMap(p -> Stream.ofNullable(p.ref("account")))
                .forEach(read::add);
        read.retainAll(policy.readers());
        return read.size()
                + (int) paperReaders().stream().filter(this::hasSigned).count();
    }

    /** Whether all have read it; of one from elsewhere nobody can say so here. */
    boolean isReadByAll() {
        return policy.state() == Policy.State.APPROVED && readers() > 0 && acknowledged() >= readers();
    }

    /** What was decided last about experts inside: to develop somebody, or not to for now (guide 002, to executives). */
    Optional<Entry> experts() {
        return Stream.of("experts", "no-experts")
                .flatMap(act -> last(Kind.DECISION, "act", act).stream())
                .max(Comparator.comparing((Entry d) -> d.text("on")).thenComparing(Entry::entry));
    }

    /** Who is to become an expert by the last decision, as long as the person works here. */
    Optional<Entry> expert() {
        return experts()
                .filter(d -> d.is("act", "experts"))
                .flatMap(d -> Optional.ofNullable(person(d.ref("person"))))
                .filter(p -> !hasEndedAccount(p));
    }

    /** Whether somebody was to become an expert by the last decision and does not work here any more. */
    boolean isExpertGone() {
        return experts().filter(d -> d.is("act", "experts")).isPresent() && expert().isEmpty();
    }

    /** The last that has happened of those with this word in this field. */
    Optional<Entry> last(Kind kind, String field, String word) {
        return of(kind).stream()
                .filter(e -> e.words(field).contains(word) && isHeld(e))
                .max(Comparator.comparing((Entry e) -> e.text("on")).thenComparing(Entry::entry));
    }
}
