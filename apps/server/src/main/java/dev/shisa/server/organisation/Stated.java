package dev.shisa.server.organisation;

import dev.shisa.conformity.Text;
import dev.shisa.conformity.Value;
import dev.shisa.server.organisation.Company.Holding;
import dev.shisa.server.organisation.Company.PartyLine;
import dev.shisa.server.organisation.Company.RoleLine;
import dev.shisa.server.organisation.Company.Trained;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From what is registered about the company to facts: the one place that says which records decide which questions.
 *
 * <table>
 * <caption>What decides what</caption>
 * <tr><td>{@code roles.assigned}</td><td>the roles, once it is said of each of the guide's six who holds it or that nobody
 *     does; an outside company until its contract ends, and for verification only if somebody inside chooses and orders
 *     it</td></tr>
 * <tr><td>{@code staffing.security}</td><td>building in and responding are held by people whose needed trainings count, or by
 *     an outside company whose contract runs</td></tr>
 * <tr><td>{@code roles.map}</td><td>the table of parties, once every mark is decided and everybody involved is told with its
 *     duties</td></tr>
 * <tr><td>{@code contacts.list}</td><td>the emergency column of the same table, as far as it can be reached</td></tr>
 * <tr><td>{@code training.record}</td><td>the last training of somebody who works here</td></tr>
 * <tr><td>{@code training.plan}</td><td>what each role needs, had or planned for whoever holds it</td></tr>
 * <tr><td>{@code resources.considered}</td><td>the ways that were considered</td></tr>
 * <tr><td>{@code insider.considered}</td><td>the controls whose review is not overdue; misuse, once all five principles are
 *     decided</td></tr>
 * <tr><td>{@code update.timing}</td><td>of each series in a sector: what the sector's entry says of when and how</td></tr>
 * <tr><td>{@code policy.document, policy.parts}</td><td>not here: the document itself, while it is in force</td></tr>
 * <tr><td>{@code policy.covers, policy.iot, policy.basis}</td><td>which section of the policy in force says what, by the
 *     lines of its template or as somebody saw in this version</td></tr>
 * <tr><td>{@code policy.spread}</td><td>how this version was made known, once what was done is about all of
 *     it; signed, once all who work here have acknowledged it</td></tr>
 * <tr><td>{@code policy.status, policy.review}</td><td>the last check and the last review, once they are about both
 *     halves; the older one counts</td></tr>
 * <tr><td>{@code executive.instruction}</td><td>the last instruction of the executives</td></tr>
 * <tr><td>{@code experts.inside}</td><td>the last decision about experts inside: to develop somebody, while that person works
 *     here, or not to, for now</td></tr>
 * <tr><td>{@code budget.security, budget.basis}</td><td>the last budget approved, until its period ends</td></tr>
 * <tr><td>{@code contacts.exchange}</td><td>the last exchange with parties inside and outside; the older of the two counts</td></tr>
 * </table>
 *
 * <p>What is only half registered states nothing: "nobody is in charge" of what is only not entered yet would be wrong. What
 * was whole and is not any more takes its fact back ({@link Statements}).
 */
final class Stated {

    /** One fact. */
    record Finding(String key, Value value, String detail) {}

    /** A line of what a statement rests on. */
    record Line(Text label, String value) {}

    /**
     * Facts that rest on the same records.
     *
     * @param topic stays the same when the facts change
     * @param series that they are about; null: the company
     * @param on the day on which it was so; null: it is so now
     * @param until the last day on which it holds; null: until something changes
     */
    record Statement(
            String topic,
            @Nullable UUID series,
            List<Finding> facts,
            @Nullable LocalDate on,
            @Nullable LocalDate until,
            List<Line> lines) {

        Statement {
            facts = List.copyOf(facts);
            lines = List.copyOf(lines);
        }

        /** By which it is found again: its topic, and the series if it is about one. */
        String key() {
            return series == null ? topic : topic + "/" + series;
        }

        /** All that would make another statement of it. */
        String basis() {
            StringBuilder basis = new StringBuilder(key() + "\n" + on + "\n" + until);
            facts.forEach(f -> basis.append('\n')
                    .append(f.key())
                    .append('=')
                    .append(f.value().canonical())
                    .append(' ')
                    .append(f.detail()));
            lines.forEach(
                    l -> basis.append('\n').append(l.label().en()).append(": ").append(l.value()));
            return basis.toString();
        }
    }

    private final Company company;
    private final List<Statement> all = new ArrayList<>();

    private Stated(Company company) {
        this.company = company;
    }

    static List<Statement> of(Company company) {
        Stated stated = new Stated(company);
        stated.roles();
        stated.parties();
        stated.training();
        stated.resources();
        stated.controls();
        stated.sectors();
        stated.policy();
        stated.decisions();
        stated.exchange();
        return stated.all;
    }

    private void state(
            String topic, List<Finding> facts, @Nullable LocalDate on, @Nullable LocalDate until, List<Line> lines) {
        all.add(new Statement(topic, null, facts, on, until, lines));
    }

    private static Text same(String text) {
        return new Text(text, text);
    }

    // Roles

    private void roles() {
        List<RoleLine> roles = company.guideRoles();
        if (roles.isEmpty()
                || roles.stream().anyMatch(r -> r.holding() == Holding.UNSAID || r.holding() == Holding.UNSURE)) {
            return;
        }
        Set<String> held = new TreeSet<>();
        List<Line> lines = new ArrayList<>();
        for (RoleLine role : roles) {
            if (role.isHeld()) {
                held.add(role.key());
            }
            Entry deputy = role.deputy();
            lines.add(new Line(
                    role.name(),
                    role.isHeld()
                            ? Stream.concat(
                                            Stream.of(role.words()),
                                            Stream.of(Optional.ofNullable(role.orderer()), Optional.ofNullable(deputy))
                                                    .flatMap(Optional::stream)
                                                    .map(p -> p.text("name")))
                                    .collect(Collectors.joining(" / "))
                            : "–"));
        }
        state(
                "roles.assigned",
                List.of(new Finding("roles.assigned", Value.words(held.isEmpty() ? Set.of("none") : held), "")),
                null,
                roles.stream()
                        .filter(RoleLine::isHeld)
                        .flatMap(r -> Stream.ofNullable(r.contract()))
                        .min(Comparator.naturalOrder())
                        .orElse(null),
                lines);
        List<RoleLine> needed = roles.stream()
                .filter(r -> r.key().equals("implement") || r.key().equals("respond"))
                .toList();
        if (needed.size() == 2 && needed.stream().allMatch(Stated::isVersed)) {
            state(
                    "staffing.security",
                    List.of(new Finding("staffing.security", Value.word("assigned"), "")),
                    null,
                    needed.stream()
                            .flatMap(r -> Stream.concat(
                                    Stream.ofNullable(r.contract()),
                                    r.needs().stream().flatMap(n -> Stream.ofNullable(n.day()))))
                            .min(Comparator.naturalOrder())
                            .orElse(null),
                    needed.stream().map(r -> new Line(r.name(), r.words())).toList());
        }
        plan(roles);
    }

    /** Whether whoever holds a role is known to be versed in it: by training that counts, or by a contract that runs. */
    private static boolean isVersed(RoleLine role) {
        return (role.holding() == Holding.OUTSIDE && role.contract() != null)
                || (role.holding() == Holding.PERSON && !role.needs().isEmpty() && role.isTrained());
    }

    private void plan(List<RoleLine> roles) {
        List<RoleLine> people =
                roles.stream().filter(r -> r.holding() == Holding.PERSON).toList();
        boolean whole = !people.isEmpty()
                && roles.stream().allMatch(RoleLine::isHeld)
                && people.stream()
                        .allMatch(r -> !r.needs().isEmpty()
                                && r.needs().stream()
                                        .allMatch(n -> n.state() == Trained.VALID || n.state() == Trained.PLANNED));
        if (!whole) {
            return;
        }
        List<Line> lines = new ArrayList<>();
        people.forEach(r -> r.needs()
                .forEach(n -> lines.add(new Line(
                        r.name(), r.words() + ": " + n.topic() + (n.day() == null ? "" : " (" + n.day() + ")")))));
        state(
                "training.plan",
                List.of(new Finding(
                        "training.plan",
                        Value.word("documented"),
                        lines.size() + " / " + people.size() + " (/organisation/training)")),
                null,
                people.stream()
                        .flatMap(r -> r.needs().stream())
                        .flatMap(n -> Optional.ofNullable(n.day()).stream())
                        .min(Comparator.naturalOrder())
                        .orElse(null),
                lines);
    }

    // Parties

    private void parties() {
        List<PartyLine> parties = company.parties();
        List<PartyLine> involved =
                parties.stream().filter(PartyLine::isInvolved).toList();
        if (involved.stream().anyMatch(PartyLine::inside)
                && involved.stream().anyMatch(p -> !p.inside())
                && parties.stream().allMatch(PartyLine::isDecided)
                && involved.stream().allMatch(PartyLine::isTold)) {
            state(
                    "roles.map",
                    List.of(new Finding("roles.map", Value.word("complete"), "")),
                    null,
                    null,
                    involved.stream()
                            .map(p -> new Line(
                                    p.name(),
                                    Stream.of(
                                                    p.own(),
                                                    p.contact().who(),
                                                    p.duties().replace('\n', ' '))
                                            .filter(t -> !t.isEmpty())
                                            .reduce((a, b) -> a + " / " + b)
                                            .orElse("")))
                            .toList());
        }
        if (parties.isEmpty() || !company.undecidedForEmergency().isEmpty()) {
            return;
        }
        List<PartyLine> reached = company.callList().stream()
                .filter(p -> p.contact().isReachable())
                .toList();
        Set<String> words = new TreeSet<>();
        List<PartyLine> inside =
                company.callList().stream().filter(PartyLine::inside).toList();
        if (!inside.isEmpty() && reached.containsAll(inside)) {
            words.add("inside");
        }
        for (PartyLine party : reached) {
            switch (party.key()) {
                case "product-supplier" -> words.add("supplier");
                case "agent", "consumers" -> words.add("customer");
                case "information-sharing-body" -> words.add("outside");
                default -> {
                    Entry entry = party.entry();
                    if (!party.inside() && entry != null && entry.is("party", Kind.OWN)) {
                        switch (entry.text("sort")) {
                            case "supplier" -> words.add("supplier");
                            case "customer" -> words.add("customer");
                            case "body" -> words.add("outside");
                            default -> {}
                        }
                    }
                }
            }
        }
        if (!words.isEmpty()) {
            state(
                    "contacts.list",
                    List.of(new Finding("contacts.list", Value.words(words), "")),
                    null,
                    null,
                    reached.stream()
                            .map(p -> new Line(
                                    p.name(), p.own().isEmpty() ? p.contact().who() : p.own()))
                            .toList());
        }
    }

    // Training

    private void training() {
        company.of(Kind.TRAINING).stream()
                .filter(t -> company.isHeld(t) && company.person(t.ref("person")) != null)
                .max(Comparator.comparing((Entry t) -> t.text("on")).thenComparing(Entry::entry))
                .ifPresent(last -> state(
                        "training.record",
                        List.of(new Finding("training.record", Value.word("recorded"), "")),
                        last.day("on"),
                        null,
                        List.of(new Line(
                                same(last.text("topic")),
                                Objects.requireNonNull(company.person(last.ref("person")))
                                                .text("name") + " " + last.text("on")))));
    }

    private void resources() {
        List<Entry> considered =
                company.of(Kind.RESOURCE).stream().filter(company::isHeld).toList();
        if (considered.isEmpty()) {
            return;
        }
        Set<String> ways = new TreeSet<>();
        considered.forEach(r -> ways.add(r.text("way")));
        String why = considered.stream()
                .filter(r -> r.is("way", "sufficient"))
                .map(r -> r.text("what"))
                .findFirst()
                .orElse("");
        state(
                "resources.considered",
                List.of(new Finding("resources.considered", Value.words(ways), why)),
                null,
                null,
                considered.stream()
                        .map(r -> new Line(
                                company.lists().ways().stream()
                                        .filter(w -> r.is("way", w.key()))
                                        .map(GuideLists.Item::name)
                                        .findFirst()
                                        .orElse(same(r.text("way"))),
                                r.text("on") + " " + r.text("what").replace('\n', ' ')))
                        .toList());
    }

    // Controls

    private void controls() {
        List<Entry> counting = new ArrayList<>();
        Set<String> words = new TreeSet<>();
        List<String> principles = company.lists().controls().stream()
                .limit(GuideLists.PRINCIPLES)
                .map(GuideLists.Item::key)
                .toList();
        List<Entry> decided = principles.stream()
                .flatMap(key -> company.control(key).stream())
                .filter(c -> !Company.isOverdue(c, company.today()))
                .toList();
        if (decided.size() == GuideLists.PRINCIPLES) {
            words.add("misuse");
            counting.addAll(decided);
        }
        for (String word : List.of("causes", "mistakes", "resilience")) {
            company.control(word)
                    .filter(c -> !Company.isOverdue(c, company.today()))
                    .ifPresent(c -> {
                        words.add(word);
                        counting.add(c);
                    });
        }
        if (words.isEmpty()) {
            return;
        }
        state(
                "insider.considered",
                List.of(new Finding("insider.considered", Value.words(words), "")),
                null,
                counting.stream()
                        .flatMap(c -> Stream.ofNullable(c.day("review")))
                        .min(Comparator.naturalOrder())
                        .orElse(null),
                counting.stream()
                        .map(c -> new Line(
                                company.lists().controls().stream()
                                        .filter(i -> c.is("control", i.key()))
                                        .map(GuideLists.Item::name)
                                        .findFirst()
                                        .orElse(same(c.text("name"))),
                                c.text("measure").replace('\n', ' ') + " (" + c.text("review") + ")"))
                        .toList());
    }

    // Sectors

    private void sectors() {
        for (Entry sector : company.of(Kind.SECTOR)) {
            if (Company.isOverdue(sector, company.today())) {
                continue;
            }
            String name = sector.text("name") + " (" + sector.number() + ")";
            for (UUID series : company.seriesOf(sector)) {
                all.add(new Statement(
                        "update.timing",
                        series,
                        List.of(new Finding("update.timing", Value.word("documented"), name)),
                        null,
                        sector.day("review"),
                        List.of(
                                new Line(new Text("分野", "Sector"), name),
                                new Line(new Text("リスク", "Risks"), oneLine(sector, "risks")),
                                new Line(new Text("求めるレベル", "Required level"), oneLine(sector, "level")),
                                new Line(new Text("いつ", "When"), when(sector)),
                                new Line(new Text("どのように", "How"), oneLine(sector, "how")))));
            }
        }
    }

    private static String oneLine(Entry entry, String field) {
        return entry.text(field).replace('\n', ' ');
    }

    private static String when(Entry sector) {
        return Stream.of("timing", "days", "begins", "ends")
                .map(sector::text)
                .filter(t -> !t.isEmpty())
                .collect(Collectors.joining(" "));
    }

    // Executives and parties

    private void decisions() {
        company.last(Kind.DECISION, "act", "instruction")
                .ifPresent(last -> state(
                        "executive.instruction",
                        List.of(new Finding("executive.instruction", Value.word("recorded"), "")),
                        last.day("on"),
                        null,
                        List.of(decided(last))));
        experts();
        company.last(Kind.DECISION, "act", "budget").ifPresent(last -> {
            LocalDate until = last.day("until");
            if (until == null || until.isBefore(company.today())) {
                return;
            }
            List<Finding> facts = new ArrayList<>();
            facts.add(new Finding("budget.security", Value.word("approved"), ""));
            if (!last.words("basis").isEmpty()) {
                facts.add(new Finding("budget.basis", Value.words(new TreeSet<>(last.words("basis"))), ""));
            }
            state("budget.security", facts, last.day("on"), until, List.of(decided(last)));
        });
    }

    private void experts() {
        Entry last = company.experts().orElse(null);
        if (last == null || company.isExpertGone()) {
            return;
        }
        List<Line> lines = new ArrayList<>(List.of(decided(last)));
        company.expert().ifPresent(p -> lines.add(new Line(new Text("育てる人", "Who is developed"), p.text("name"))));
        state(
                "experts.inside",
                List.of(new Finding(
                        "experts.inside",
                        Value.word(last.is("act", "experts") ? "done" : "decided"),
                        oneLine(last, "note"))),
                last.day("on"),
                null,
                lines);
    }

    private static Line decided(Entry decision) {
        return new Line(
                same(decision.text("on") + " " + decision.text("by")),
                decision.text("note").replace('\n', ' ')
                        + (decision.text("until").isEmpty() ? "" : " (" + decision.text("until") + ")"));
    }

    private void exchange() {
        Optional<Entry> inside = company.last(Kind.EXCHANGE, "sides", "inside");
        Optional<Entry> outside = company.last(Kind.EXCHANGE, "sides", "outside");
        if (inside.isEmpty() || outside.isEmpty()) {
            return;
        }
        List<Entry> both = Stream.of(inside.get(), outside.get())
                .distinct()
                .sorted(Comparator.comparing(e -> e.text("on")))
                .toList();
        state(
                "contacts.exchange",
                List.of(new Finding("contacts.exchange", Value.word("recorded"), "")),
                both.getFirst().day("on"),
                null,
                both.stream()
                        .map(e -> new Line(same(e.text("on")), e.text("note").replace('\n', ' ')))
                        .toList());
    }

    // Policy

    private void policy() {
        Policy policy = company.policy();
        if (!policy.isApproved() || company.isPolicyOverdue()) {
            return;
        }
        String what = policy.title().stored() + " " + policy.version() + ", " + policy.approver()
                + (policy.approvedOn() == null ? "" : " " + policy.approvedOn());
        Line document = new Line(new Text("文書", "Document"), what);
        contents(document);
        spread(document);
        for (String act : List.of("status", "review")) {
            List<Entry> deeds = company.lastDeeds(act);
            if (!deeds.isEmpty()) {
                state(
                        "policy." + act,
                        List.of(new Finding("policy." + act, Value.word("recorded"), "")),
                        deeds.getFirst().day("on"),
                        company.reviewBy(),
                        Stream.concat(
                                        Stream.of(document),
                                        deeds.stream().map(d -> new Line(same(d.text("on")), oneLine(d, "note"))))
                                .toList());
            }
        }
    }

    private void contents(Line document) {
        List<Finding> facts = new ArrayList<>();
        List<Line> lines = new ArrayList<>(List.of(document));
        for (String key : GuideLists.SEEN) {
            Set<String> words = new TreeSet<>();
            Set<String> sections = new TreeSet<>();
            for (GuideLists.ContentItem item : company.lists().contents()) {
                Optional<String> section = item.fact().equals(key) ? company.seen(item) : Optional.empty();
                section.ifPresent(s -> {
                    words.add(item.word());
                    sections.add(s);
                    lines.add(new Line(item.name(), s));
                });
            }
            if (!words.isEmpty()) {
                // Which other guideline was consulted stands there.
                facts.add(new Finding(key, Value.words(words), String.join(", ", sections)));
            }
        }
        if (!facts.isEmpty()) {
            state("policy.contents", facts, null, company.reviewBy(), lines);
        }
    }

    private void spread(Line document) {
        Set<String> words = new TreeSet<>();
        List<Line> lines = new ArrayList<>(List.of(document));
        if (company.isTaught()) {
            for (Entry deed : company.madeKnown()) {
                words.add(deed.text("act"));
                lines.add(new Line(same(deed.text("on")), oneLine(deed, "note")));
            }
        }
        if (company.isReadByAll()) {
            words.add("signed");
            lines.add(new Line(new Text("読んだ人", "Acknowledged"), company.acknowledged() + " / " + company.readers()));
        }
        if (!words.isEmpty()) {
            state(
                    "policy.spread",
                    List.of(new Finding("policy.spread", Value.words(words), "")),
                    null,
                    company.reviewBy(),
                    lines);
        }
    }
}
