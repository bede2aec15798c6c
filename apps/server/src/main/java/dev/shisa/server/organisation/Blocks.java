package dev.shisa.server.organisation;

import dev.shisa.conformity.Text;
import dev.shisa.server.organisation.Company.Contact;
import dev.shisa.server.organisation.Company.Holding;
import dev.shisa.server.organisation.Company.OwnRight;
import dev.shisa.server.organisation.Company.PartyLine;
import dev.shisa.server.organisation.Company.RoleLine;
import dev.shisa.server.organisation.Company.Trained;
import dev.shisa.server.organisation.GuideLists.ContentItem;
import dev.shisa.server.organisation.GuideLists.Item;
import dev.shisa.server.organisation.OrganisationView.Block;
import dev.shisa.server.organisation.OrganisationView.Cell;
import dev.shisa.server.organisation.OrganisationView.Link;
import dev.shisa.server.organisation.OrganisationView.Row;
import dev.shisa.server.platform.web.PageOf;
import dev.shisa.server.platform.web.SearchWords;
import dev.shisa.server.platform.web.Ui;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tables of the company's pages, which are also its lists to take along. */
final class Blocks {

    static final int PAGE_ROWS = 20;

    private final Company company;
    private final Instant now;
    private final Ui ui;
    private final boolean mayEdit;
    private final SearchWords searched;
    private final String query;
    private final int most;

    /** @param most rows of a list on one page of it: {@link #PAGE_ROWS}, or all for a file */
    Blocks(Company company, Instant now, Ui ui, String q, int most) {
        this.company = company;
        this.now = now;
        this.ui = ui;
        this.mayEdit = mayEdit(ui);
        this.searched = SearchWords.of(q);
        this.query = q.isBlank() ? "" : "?q=" + URLEncoder.encode(q.strip(), StandardCharsets.UTF_8);
        this.most = most;
    }

    private boolean isFound(Row row) {
        String text = SearchWords.fold(Stream.concat(
                        Stream.of(row.title(), row.sub(), row.word()),
                        row.cells().stream().map(Cell::plain))
                .collect(Collectors.joining(" ")));
        return searched.words().stream().allMatch(text::contains);
    }

    /** Whether this reader may change the register: who is limited to some series may not. */
    static boolean mayEdit(Ui ui) {
        var person = ui.person();
        return person != null && person.series().isEmpty() && ui.can("edit-organisation");
    }

    /** Every list by its id. */
    static final List<String> IDS = List.of(
            "people",
            "roles",
            "activities",
            "parties",
            "calls",
            "trainings",
            "resources",
            "insiders",
            "environment",
            "services",
            "systems",
            "rights",
            "accounts",
            "sectors",
            "contents",
            "deeds",
            "acknowledgements",
            "decisions",
            "exchanges",
            "publications");

    Block of(String id) {
        return switch (id) {
            case "people" -> people();
            case "roles" -> roles();
            case "activities" -> activities();
            case "parties" -> parties();
            case "calls" -> calls();
            case "trainings" -> trainings();
            case "resources" -> resources();
            case "insiders" -> controls("insiders", c -> !c.startsWith("dev-"), true);
            case "environment" -> controls("environment", c -> c.startsWith("dev-"), false);
            case "services" -> services();
            case "systems" -> systems();
            case "rights" -> rights();
            case "accounts" -> accounts();
            case "sectors" -> sectors();
            case "contents" -> contents();
            case "deeds" -> deeds();
            case "acknowledgements" -> acknowledgements();
            case "decisions" -> decisions();
            case "exchanges" -> exchanges();
            case "publications" -> publications();
            default -> throw new IllegalArgumentException("no list " + id);
        };
    }

    private Block block(
            String id, String titleColumn, List<String> columns, boolean state, List<Row> rows, Link... acts) {
        String text = "organisation.block." + id + ".text";
        String note = "organisation.block." + id + ".note";
        List<Row> found =
                searched.isEmpty() ? rows : rows.stream().filter(this::isFound).toList();
        return new Block(
                id,
                ui.t("organisation.block." + id),
                ui.has(text) ? ui.t(text) : "",
                ui.t("organisation.column." + titleColumn),
                columns.stream().map(c -> ui.t("organisation.column." + c)).toList(),
                state ? ui.t("organisation.column.state") : "",
                PageOf.of(found, most, typed(id)),
                ui.t(rows.isEmpty() ? "organisation.block." + id + ".empty" : "organisation.search.nothing"),
                rows.isEmpty()
                        ? ui.t("organisation.block." + id + ".empty.text")
                        : ui.t("organisation.search.nothing.text", rows.size()),
                mayEdit ? List.of(acts) : List.of(),
                ui.has(note) ? ui.t(note) : "",
                rows.size(),
                "/organisation/lists/" + id + ".csv" + query,
                ui.path().replaceFirst("\\?.*", "") + (query.isEmpty() ? "?" : query + "&") + id + "=");
    }

    /** The page of a list, as the address of its page has it: several lists on one page are turned by themselves. */
    private String typed(String id) {
        var at = Pattern.compile("[?&]" + id + "=([0-9]{1,6})(?:&|$)").matcher(ui.path());
        return at.find() ? at.group(1) : "";
    }

    private Link adding(Kind kind, String query) {
        return new Link(ui.t("organisation.add." + kind.id()), "/organisation/register/" + kind.id() + "/new" + query);
    }

    static String href(Entry entry) {
        return "/organisation/register/" + entry.kind().id() + "/" + entry.entry();
    }

    /** Where an entry is changed, or one for something of a guide's list is begun. */
    private static String href(Kind kind, String key, @Nullable Entry entry) {
        return entry == null ? "/organisation/register/" + kind.id() + "/new?" + kind.key() + "=" + key : href(entry);
    }

    private String in(Text text) {
        return text.in(ui.locale());
    }

    private String word(Kind kind, String field, String word) {
        return word.isEmpty() ? "" : ui.t("organisation.word." + kind.id() + "." + field + "." + word);
    }

    private String state(String word) {
        return ui.t("organisation.state." + word);
    }

    private static String day(@Nullable LocalDate day) {
        return day == null ? "" : day.toString();
    }

    private String name(@Nullable Entry person) {
        return person == null ? "" : person.text("name");
    }

    // People and roles

    private Block people() {
        Map<String, List<String>> roles = new LinkedHashMap<>();
        for (RoleLine role : company.roles()) {
            Entry holder = role.holder();
            Entry deputy = role.deputy();
            if (holder != null) {
                roles.computeIfAbsent(holder.entry().toString(), k -> new ArrayList<>())
                        .add(in(role.name()));
            }
            if (deputy != null) {
                roles.computeIfAbsent(deputy.entry().toString(), k -> new ArrayList<>())
                        .add(ui.t("organisation.deputy-of", in(role.name())));
            }
        }
        List<Row> rows = company.of(Kind.PERSON_ENTRY).stream()
                .map(p -> {
                    boolean ended = company.withoutAccount().contains(p);
                    return new Row(
                            p.text("name"),
                            p.text("department"),
                            href(p),
                            List.of(
                                    Cell.lines(roles.getOrDefault(p.entry().toString(), List.of())),
                                    Cell.lines(Stream.of(p.text("phone"), p.text("mail"))
                                            .filter(t -> !t.isEmpty())
                                            .toList()),
                                    p.text("emergency").isEmpty() && p.left() == null
                                            ? Cell.gap(ui.t("organisation.none-yet"))
                                            : Cell.of(p.text("emergency")),
                                    Cell.of(
                                            p.text("account").isEmpty()
                                                    ? ui.t("organisation.account.none")
                                                    : ui.t("organisation.account.has"))),
                            p.left() != null ? "not-applicable" : ended ? "recheck" : "info",
                            p.left() != null
                                    ? ui.t("organisation.state.left", p.text("left"))
                                    : state(ended ? "account-ended" : "works"));
                })
                .toList();
        return block(
                "people",
                "person",
                List.of("roles", "normal-contact", "emergency-contact", "account"),
                true,
                rows,
                adding(Kind.PERSON_ENTRY, ""));
    }

    private Block roles() {
        List<Row> rows = company.roles().stream()
                .map(r -> {
                    Entry holder = r.holder();
                    Entry entry = r.entry();
                    String who = r.words();
                    List<String> more = holder != null
                            ? List.of(holder.text("department"))
                            : entry == null || who.isEmpty()
                                    ? List.of()
                                    : List.of(
                                            ui.t("organisation.outside", entry.text("contact"))
                                                    .strip(),
                                            r.orderer() == null ? "" : ui.t("organisation.orderer", name(r.orderer())),
                                            r.contract() == null
                                                    ? ""
                                                    : ui.t("organisation.contract", day(r.contract())));
                    return new Row(
                            in(r.name()),
                            in(r.about()),
                            mayEdit ? href(Kind.ROLE, r.key(), entry) : entry == null ? "" : href(entry),
                            List.of(
                                    who.isEmpty()
                                            ? Cell.gap(state(r.holding() == Holding.UNSAID ? "unsaid" : "vacant"))
                                            : Cell.lines(Stream.concat(Stream.of(who), more.stream())
                                                    .filter(t -> !t.isEmpty())
                                                    .toList()),
                                    Cell.of(name(r.deputy())),
                                    Cell.lines(
                                            r.needs().isEmpty() && entry != null
                                                    ? entry.lines("needs")
                                                    : r.needs().stream()
                                                            .flatMap(this::need)
                                                            .toList())),
                            switch (r.holding()) {
                                case PERSON, OUTSIDE -> r.isTrained() ? "met" : "recheck";
                                case UNSURE -> "recheck";
                                case UNSAID -> "unknown";
                                case UNORDERED, OVER, NOBODY -> "not-met";
                            },
                            state(
                                    switch (r.holding()) {
                                        case PERSON, OUTSIDE -> r.isTrained() ? "held" : "untrained";
                                        case UNSURE -> "account-ended";
                                        case UNSAID -> "unsaid";
                                        case UNORDERED -> "unordered";
                                        case OVER -> "contract-over";
                                        case NOBODY -> "vacant";
                                    }));
                })
                .toList();
        return block("roles", "role", List.of("holder", "deputy", "needs"), true, rows, adding(Kind.ROLE, "?role=own"));
    }

    private Stream<String> need(Company.Need need) {
        String word =
                ui.t("organisation.need." + need.state().name().toLowerCase(java.util.Locale.ROOT), day(need.day()));
        return need.day() == null && need.state() == Trained.VALID
                ? Stream.of(need.topic())
                : Stream.of(need.topic(), "(" + word + ")");
    }

    private Block activities() {
        Map<String, Text> participants = company.participants();
        List<Row> rows = company.of(Kind.ACTIVITY).stream()
                .map(a -> {
                    Map<String, String> raci = a.raci();
                    List<Cell> cells = new ArrayList<>(List.of(Cell.of(word(Kind.ACTIVITY, "time", a.text("time")))));
                    for (String part : List.of("R", "A", "C", "I")) {
                        List<String> names = raci.entrySet().stream()
                                .filter(e -> e.getValue().contains(part) && participants.containsKey(e.getKey()))
                                .map(e -> in(Objects.requireNonNull(participants.get(e.getKey()))))
                                .toList();
                        cells.add(
                                names.isEmpty() && (part.equals("R") || part.equals("A"))
                                        ? Cell.gap(ui.t("organisation.none-yet"))
                                        : Cell.lines(names));
                    }
                    boolean shared = Company.isShared(a);
                    return new Row(
                            a.text("name"),
                            "",
                            href(a),
                            cells,
                            shared ? "met" : "unknown",
                            state(shared ? "shared" : "open"));
                })
                .toList();
        List<Link> acts = new ArrayList<>(List.of(adding(Kind.ACTIVITY, "")));
        return block(
                "activities", "activity", List.of("time", "r", "a", "c", "i"), true, rows, acts.toArray(Link[]::new));
    }

    // Parties

    private Cell mark(PartyLine party, String column) {
        return switch (party.mark(column)) {
            case "must" -> Cell.of("○ " + ui.t("organisation.mark.must"));
            case "may" -> Cell.of("△ " + ui.t("organisation.mark.may"));
            case "no" -> Cell.of("– " + ui.t("organisation.mark.no"));
            default -> Cell.gap(ui.t("organisation.mark.gap"));
        };
    }

    private Block parties() {
        List<Row> rows = company.parties().stream()
                .map(p -> {
                    List<Cell> cells = new ArrayList<>();
                    GuideLists.COLUMNS.forEach(column -> cells.add(mark(p, column)));
                    cells.add(p.duties().isEmpty() ? Cell.gap(ui.t("organisation.none-yet")) : Cell.of(p.duties()));
                    cells.add(contact(p.contact()));
                    return new Row(
                            p.own().isEmpty() ? in(p.name()) : p.own(),
                            Stream.of(
                                            p.own().isEmpty() ? "" : in(p.name()),
                                            ui.t(p.inside() ? "organisation.inside" : "organisation.outside-party"))
                                    .filter(t -> !t.isEmpty())
                                    .collect(Collectors.joining(" · ")),
                            mayEdit ? href(Kind.PARTY, p.key(), p.entry()) : entryHref(p.entry()),
                            cells,
                            !p.isDecided()
                                    ? "unknown"
                                    : !p.isInvolved()
                                            ? "not-applicable"
                                            : p.isTold() ? p.isOtherwise() ? "info" : "met" : "recheck",
                            state(
                                    !p.isDecided()
                                            ? "gap"
                                            : !p.isInvolved()
                                                    ? "uninvolved"
                                                    : p.isTold() ? p.isOtherwise() ? "otherwise" : "told" : "untold"));
                })
                .toList();
        return block(
                "parties",
                "party",
                List.of("policy", "development", "normal", "emergency", "duties", "contact"),
                true,
                rows,
                adding(Kind.PARTY, "?party=own"));
    }

    private static String entryHref(@Nullable Entry entry) {
        return entry == null ? "" : href(entry);
    }

    private Cell contact(Contact contact) {
        List<String> lines = Stream.of(contact.who(), contact.phone(), contact.mail())
                .filter(t -> !t.isEmpty())
                .toList();
        return lines.isEmpty() ? Cell.gap(ui.t("organisation.none-yet")) : Cell.lines(lines);
    }

    /** The list of an emergency as a table: exactly the parties of that column. */
    private Block calls() {
        List<Row> rows = company.callList().stream()
                .map(p -> new Row(
                        p.own().isEmpty() ? in(p.name()) : p.own(),
                        p.own().isEmpty() ? "" : in(p.name()),
                        "",
                        List.of(
                                mark(p, "emergency"),
                                Cell.of(p.contact().who()),
                                Cell.of(p.contact().phone()),
                                Cell.of(p.contact().mail())),
                        "",
                        ""))
                .toList();
        return block("calls", "party", List.of("emergency", "person", "phone", "mail"), false, rows);
    }

    // Training

    private Block trainings() {
        List<Row> rows = company.of(Kind.TRAINING).stream()
                .sorted(java.util.Comparator.comparing((Entry t) -> t.text("on"))
                        .reversed())
                .map(t -> {
                    Entry person = company.person(t.ref("person"));
                    boolean planned = !company.isHeld(t);
                    boolean current = company.isCurrent(t);
                    boolean expired = company.expiredTrainings().contains(t);
                    return new Row(
                            t.text("topic"),
                            t.text("provider"),
                            href(t),
                            List.of(
                                    Cell.of(
                                            person == null
                                                    ? ui.t(
                                                            "organisation.gone",
                                                            name(company.entry(Objects.requireNonNull(t.ref("person")))
                                                                    .orElse(null)))
                                                    : name(person)),
                                    Cell.of(t.text("on")),
                                    Cell.of(t.text("until")),
                                    evidence(t)),
                            person == null
                                    ? "not-applicable"
                                    : planned ? "unknown" : current ? "met" : expired ? "recheck" : "not-applicable",
                            state(
                                    person == null
                                            ? "gone"
                                            : planned
                                                    ? "planned"
                                                    : current ? "valid" : expired ? "expired" : "replaced"));
                })
                .toList();
        return block(
                "trainings",
                "topic",
                List.of("person", "on", "until", "evidence"),
                true,
                rows,
                adding(Kind.TRAINING, ""));
    }

    private Cell evidence(Entry entry) {
        String code = entry.text("evidence");
        return code.isEmpty() ? Cell.of("") : Cell.link(code, "/evidence/" + code);
    }

    private Block resources() {
        List<Row> rows = company.of(Kind.RESOURCE).stream()
                .map(r -> new Row(
                        company.lists().ways().stream()
                                .filter(w -> r.is("way", w.key()))
                                .map(w -> in(w.name()))
                                .findFirst()
                                .orElse(r.text("way")),
                        "",
                        href(r),
                        List.of(Cell.of(r.text("what")), Cell.of(r.text("on")), evidence(r)),
                        "",
                        ""))
                .toList();
        return block("resources", "way", List.of("what", "on", "evidence"), false, rows, adding(Kind.RESOURCE, ""));
    }

    // Controls

    private Block controls(String id, Predicate<String> which, boolean own) {
        List<Row> rows = new ArrayList<>();
        for (Item item : company.lists().controls()) {
            if (which.test(item.key())) {
                rows.add(control(
                        in(item.name()),
                        in(item.about()),
                        item.key(),
                        company.control(item.key()).orElse(null)));
            }
        }
        if (own) {
            company.of(Kind.CONTROL).stream()
                    .filter(c -> c.is("control", Kind.OWN))
                    .forEach(c -> rows.add(control(c.text("name"), "", Kind.OWN, c)));
        }
        return block(
                id,
                "control",
                List.of("measure", "evidence", "review"),
                true,
                rows,
                own ? new Link[] {adding(Kind.CONTROL, "?control=own")} : new Link[0]);
    }

    private Row control(String name, String about, String key, @Nullable Entry entry) {
        String href = mayEdit ? href(Kind.CONTROL, key, entry) : entryHref(entry);
        if (entry == null) {
            return new Row(
                    name,
                    about,
                    href,
                    List.of(Cell.gap(ui.t("organisation.none-yet")), Cell.of(""), Cell.of("")),
                    "unknown",
                    state("undecided"));
        }
        boolean late = Company.isOverdue(entry, company.today());
        String said = entry.text("state");
        return new Row(
                name,
                about,
                href,
                List.of(Cell.of(entry.text("measure")), evidence(entry), Cell.of(entry.text("review"))),
                late ? "recheck" : said.equals("done") ? "met" : said.equals("planned") ? "expected" : "not-applicable",
                late ? state("overdue") : word(Kind.CONTROL, "state", said));
    }

    // Sectors

    private Block sectors() {
        List<Row> rows = company.of(Kind.SECTOR).stream()
                .map(s -> {
                    boolean late = Company.isOverdue(s, company.today());
                    return new Row(
                            s.text("name"),
                            company.seriesOf(s).stream()
                                    .map(id -> Objects.requireNonNull(
                                            company.series().get(id)))
                                    .sorted()
                                    .collect(Collectors.joining(ui.t("organisation.comma"))),
                            href(s),
                            List.of(
                                    Cell.of(s.text("risks")),
                                    Cell.of(s.text("level")),
                                    Cell.of(when(s)),
                                    Cell.of(UpdateWindow.of(s)
                                            .next(now, Ui.ZONE)
                                            .map(next -> next.equals(now)
                                                    ? ui.t("organisation.sector.now")
                                                    : ui.minute(next))
                                            .orElse(ui.t("organisation.sector.visit"))),
                                    Cell.of(s.text("review"))),
                            late ? "recheck" : "met",
                            late ? state("overdue") : state("in-force"));
                })
                .toList();
        return block(
                "sectors",
                "sector",
                List.of("risks", "sector-level", "when", "next", "review"),
                true,
                rows,
                adding(Kind.SECTOR, ""));
    }

    private String when(Entry sector) {
        String timing = word(Kind.SECTOR, "timing", sector.text("timing"));
        if (!sector.is("timing", "window")) {
            return timing;
        }
        String days = Stream.of(sector.text("days").split(","))
                .filter(d -> !d.isEmpty())
                .map(d -> word(Kind.SECTOR, "days", d))
                .collect(Collectors.joining(ui.t("organisation.sector.days.between")));
        return (days.isEmpty() ? ui.t("organisation.sector.daily") : days) + " " + sector.text("begins") + "–"
                + sector.text("ends");
    }

    private Block services() {
        List<Row> rows = new ArrayList<>();
        List<Entry> said = company.of(Kind.SERVICE);
        for (Item item : company.lists().services()) {
            if (said.stream().noneMatch(s -> s.is("name", item.key()))) {
                rows.add(new Row(
                        in(item.name()),
                        ui.t("organisation.service.guide"),
                        mayEdit
                                ? "/organisation/register/service/new?name="
                                        + URLEncoder.encode(item.key(), StandardCharsets.UTF_8)
                                : "",
                        List.of(Cell.gap(ui.t("organisation.none-yet"))),
                        "unknown",
                        state("undecided")));
            }
        }
        for (Entry service : said) {
            String word = service.text("state");
            rows.add(new Row(
                    service.text("name"),
                    company.lists().services().stream().anyMatch(i -> service.is("name", i.key()))
                            ? ui.t("organisation.service.guide")
                            : "",
                    href(service),
                    List.of(Cell.of(service.text("note"))),
                    word.equals("offered") ? "met" : word.equals("partly") ? "expected" : "not-applicable",
                    word(Kind.SERVICE, "state", word)));
        }
        return block("services", "service", List.of("note"), true, rows, adding(Kind.SERVICE, ""));
    }

    // Access

    private Block systems() {
        List<Row> rows = company.of(Kind.SYSTEM_ENTRY).stream()
                .map(s -> {
                    Entry administrator = company.person(s.ref("administrator"));
                    boolean late = Company.isOverdue(s, company.today());
                    return new Row(
                            s.text("name"),
                            s.is("personal", "yes") ? ui.t("organisation.personal") : "",
                            href(s),
                            List.of(
                                    administrator == null
                                            ? Cell.gap(state("vacant"))
                                            : Cell.of(administrator.text("name")),
                                    Cell.of(String.valueOf(company.otherRights().stream()
                                            .filter(r ->
                                                    r.is("system", s.entry().toString()) && !r.is("decision", "gone"))
                                            .count())),
                                    Cell.of(s.text("review"))),
                            administrator == null ? "not-met" : late ? "recheck" : "met",
                            state(administrator == null ? "vacant" : late ? "overdue" : "reviewed"));
                })
                .toList();
        return block(
                "systems",
                "system",
                List.of("administrator", "rights", "review"),
                true,
                rows,
                adding(Kind.SYSTEM_ENTRY, ""));
    }

    private Row right(Entry right, String title, String sub, String held) {
        boolean late = right.is("decision", "keep") && Company.isOverdue(right, company.today());
        return right(
                right,
                title,
                sub,
                held,
                right.is("decision", "gone")
                        ? "not-applicable"
                        : right.is("decision", "remove") ? "not-met" : late ? "recheck" : "met",
                late ? state("overdue") : word(Kind.RIGHT, "decision", right.text("decision")));
    }

    private Row right(Entry right, String title, String sub, String held, String shape, String word) {
        return new Row(
                title,
                sub,
                href(right),
                List.of(
                        Cell.of(held),
                        Cell.lines(Stream.of(right.text("on"), right.changedName())
                                .filter(t -> !t.isEmpty())
                                .toList()),
                        Cell.of(right.text("reason")),
                        Cell.of(right.is("decision", "keep") ? right.text("review") : "")),
                shape,
                word);
    }

    private Block rights() {
        List<Row> rows = company.otherRights().stream()
                .map(r -> right(r, company.holderName(r), company.systemName(r), r.text("right")))
                .toList();
        return block(
                "rights",
                "holder",
                List.of("right", "decided", "reason", "review"),
                true,
                rows,
                adding(Kind.RIGHT, ""));
    }

    private Block accounts() {
        List<Row> rows = new ArrayList<>();
        Map<String, Long> named = company.ownRights().stream()
                .collect(Collectors.groupingBy(own -> own.account().nameRead(), Collectors.counting()));
        for (OwnRight own : company.ownRights()) {
            String sameName = named.getOrDefault(own.account().nameRead(), 0L) > 1 ? ui.t("people.namesake.there") : "";
            String roles = own.account().roles().stream()
                    .sorted()
                    .map(role -> ui.t("role." + role.id()))
                    .collect(Collectors.joining(ui.t("organisation.comma")));
            Entry review = own.review();
            if (review != null) {
                String name = own.account().name();
                String now = Stream.of(ui.t("organisation.account.now", roles), sameName)
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining(" "));
                rows.add(
                        own.isStillThere()
                                ? right(review, name, now, review.text("right"), "not-met", state("still"))
                                : own.isChanged()
                                        ? right(review, name, now, review.text("right"), "recheck", state("changed"))
                                        : right(review, name, sameName, roles));
            } else {
                rows.add(new Row(
                        own.account().name(),
                        sameName,
                        mayEdit
                                ? "/organisation/register/right/new?system=shisa&account="
                                        + own.account().id()
                                : "",
                        List.of(Cell.of(roles), Cell.of(""), Cell.of(""), Cell.gap(ui.t("organisation.none-yet"))),
                        "unknown",
                        state("unseen")));
            }
        }
        return block("accounts", "account", List.of("right", "decided", "reason", "review"), true, rows);
    }

    // Policy

    /** What is not written, or not any more, comes first. */
    private Block contents() {
        List<Row> rows = company.lists().contents().stream()
                .map(c -> {
                    Entry entry = company.content(c.key()).orElse(null);
                    String section = company.policy().told(company.section(c).orElse(""), ui.locale());
                    Entry again = section.isEmpty() ? entry : null;
                    int level = level(c, company);
                    return new Row(
                            in(c.name()),
                            ui.t("organisation.content." + c.group()),
                            mayEdit ? href(Kind.CONTENT, c.key(), entry) : entryHref(entry),
                            List.of(
                                    again != null
                                            ? Cell.of(again.text("section"))
                                            : section.isEmpty()
                                                    ? Cell.gap(ui.t("organisation.content.missing"))
                                                    : Cell.of(section),
                                    Cell.of(c.group().equals("items") ? ui.t("organisation.level." + level) : "")),
                            again != null ? "recheck" : section.isEmpty() ? "unknown" : "met",
                            state(again != null ? "again" : section.isEmpty() ? "missing" : "covered"));
                })
                .sorted(java.util.Comparator.comparing(row -> row.state().equals("met")))
                .toList();
        return block("contents", "content", List.of("section", "level"), true, rows);
    }

    /**
     * How far an item of the policy is practised, from 0 to 3. The guide's own text of the three levels is a figure that its
     * text lacks, so this is our reading: it stands in the approved policy; it is made known and its realisation was checked;
     * it is published.
     */
    static int level(ContentItem item, Company company) {
        if (!company.policy().isApproved() || company.section(item).isEmpty()) {
            return 0;
        }
        boolean known =
                company.isTaught() || company.isReadByAll() || company.policy().isSaidToBeKnown();
        if (!known || company.lastDeeds("status").isEmpty()) {
            return 1;
        }
        return company.of(Kind.PUBLICATION).isEmpty() ? 2 : 3;
    }

    private Block deeds() {
        List<Row> rows = company.of(Kind.DEED).stream()
                .sorted(java.util.Comparator.comparing((Entry d) -> d.text("on"))
                        .reversed())
                .map(d -> new Row(
                        word(Kind.DEED, "act", d.text("act")),
                        d.words("covers").stream()
                                .map(w -> word(Kind.DEED, "covers", w))
                                .collect(Collectors.joining(ui.t("organisation.comma"))),
                        href(d),
                        List.of(Cell.of(d.text("on")), Cell.of(d.text("note")), evidence(d)),
                        "",
                        ""))
                .toList();
        return block("deeds", "act", List.of("on", "note", "evidence"), false, rows, adding(Kind.DEED, ""));
    }

    private Block acknowledgements() {
        List<Row> rows = company.of(Kind.ACKNOWLEDGEMENT).stream()
                .sorted(java.util.Comparator.comparing((Entry a) -> a.text("on"))
                        .reversed())
                .map(a -> {
                    Entry person = company.person(a.ref("person"));
                    boolean counts = company.counts(a);
                    String name = name(company.entry(Objects.requireNonNull(a.ref("person")))
                            .orElse(null));
                    return new Row(
                            person == null ? ui.t("organisation.gone", name) : name,
                            "",
                            href(a),
                            List.of(Cell.of(a.text("on")), evidence(a)),
                            person == null || !counts ? "not-applicable" : "met",
                            state(person == null ? "gone" : counts ? "counts" : "earlier-version"));
                })
                .toList();
        return block(
                "acknowledgements", "person", List.of("on", "evidence"), true, rows, adding(Kind.ACKNOWLEDGEMENT, ""));
    }

    private Block decisions() {
        Entry budget = company.last(Kind.DECISION, "act", "budget").orElse(null);
        Entry instruction = company.last(Kind.DECISION, "act", "instruction").orElse(null);
        Entry experts = company.experts().orElse(null);
        List<Row> rows = company.of(Kind.DECISION).stream()
                .sorted(java.util.Comparator.comparing((Entry d) -> d.text("on"))
                        .reversed())
                .map(d -> {
                    LocalDate until = d.day("until");
                    boolean over = until != null && until.isBefore(company.today());
                    boolean last = d.equals(budget) || d.equals(instruction) || d.equals(experts);
                    boolean gone = d.equals(experts) && company.isExpertGone();
                    Entry person = company.person(d.ref("person"));
                    return new Row(
                            word(Kind.DECISION, "act", d.text("act")),
                            d.text("by"),
                            href(d),
                            List.of(
                                    Cell.of(d.text("on")),
                                    Cell.of(d.text("until")),
                                    Cell.lines(Stream.of(
                                                    d.text("note").lines(),
                                                    d.words("basis").stream().map(w -> word(Kind.DECISION, "basis", w)),
                                                    Stream.ofNullable(person).map(p -> p.text("name")))
                                            .flatMap(lines -> lines)
                                            .toList()),
                                    evidence(d)),
                            !last ? "not-applicable" : over || gone ? "recheck" : "met",
                            state(!last ? "earlier" : over ? "expired" : gone ? "gone" : "valid"));
                })
                .toList();
        return block(
                "decisions",
                "act",
                List.of("decided-on", "period", "note", "evidence"),
                true,
                rows,
                adding(Kind.DECISION, ""));
    }

    private Block exchanges() {
        List<Row> rows = company.of(Kind.EXCHANGE).stream()
                .sorted(java.util.Comparator.comparing((Entry e) -> e.text("on"))
                        .reversed())
                .map(e -> new Row(
                        e.text("on"),
                        e.words("sides").stream()
                                .map(w -> word(Kind.EXCHANGE, "sides", w))
                                .collect(Collectors.joining(ui.t("organisation.comma"))),
                        href(e),
                        List.of(Cell.of(e.text("note")), evidence(e)),
                        "",
                        ""))
                .toList();
        return block("exchanges", "on", List.of("note", "evidence"), false, rows, adding(Kind.EXCHANGE, ""));
    }

    private Block publications() {
        List<Row> rows = company.of(Kind.PUBLICATION).stream()
                .map(p -> new Row(
                        p.text("what"),
                        "",
                        href(p),
                        List.of(Cell.link(p.text("address"), p.text("address")), Cell.of(p.text("on")), evidence(p)),
                        "",
                        ""))
                .toList();
        return block(
                "publications",
                "what",
                List.of("address", "on", "evidence"),
                false,
                rows,
                adding(Kind.PUBLICATION, ""));
    }
}
