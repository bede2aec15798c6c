package dev.shisa.server.psirt;

import dev.shisa.advisory.duty.Clock;
import dev.shisa.server.advisory.AdvisoryWords;
import dev.shisa.server.advisory.OpenPgpReceiver;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.vulnerability.triage.CvssVector;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Cases in words. */
@Component
class CaseWords {

    static final String ALL = "/psirt";

    private static final DateTimeFormatter TYPED = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm", Locale.ROOT);

    private final Cases cases;
    private final CaseStore store;

    CaseWords(Cases cases, CaseStore store) {
        this.cases = cases;
        this.store = store;
    }

    /** One page of a case. */
    enum Tab {
        CASE(""),
        DECIDE("/decide"),
        TEXTS("/texts"),
        MAILS("/mails"),
        TIMELINE("/timeline");

        private final String path;

        Tab(String path) {
            this.path = path;
        }

        static Tab of(EntryKind kind) {
            return switch (kind) {
                case CONCERNS, RATED, PLAN, ACCEPTED, COORDINATED, REGULATED, REPORTED -> DECIDE;
                case NOTE, LESSON, TAKEN_BACK -> TIMELINE;
                case MAILED, HANDED_OVER -> MAILS;
                default -> CASE;
            };
        }
    }

    static String here(Case one) {
        return ALL + "/" + one.number();
    }

    static String here(Case one, Tab tab) {
        return here(one) + tab.path;
    }

    static String day(Instant instant) {
        return instant.atZone(Ui.ZONE).toLocalDate().toString();
    }

    static String shape(CaseState state) {
        return switch (state) {
            case RECEIVED -> "recheck";
            case ACKNOWLEDGED, VERIFYING, FIXING, READY -> "expected";
            case PUBLISHED -> "met";
            case NOT_VULNERABLE, DUPLICATE, CLOSED -> "not-applicable";
        };
    }

    /** The clock that ends next among those that run. */
    static Optional<Clock> next(Case one, Rules rules) {
        return one.clocks(rules).stream().filter(c -> c.done() == null).min(Comparator.comparing(Clock::due));
    }

    CaseView.Line line(Case one, Rules rules, Ui ui) {
        Optional<Clock> next = next(one, rules);
        return new CaseView.Line(
                one.number(),
                here(one),
                one.title(),
                one.drill(),
                one.places(),
                one.about("cve"),
                severity(one, ui),
                one.isExploited(),
                ui.t("psirt.state." + one.state().id()),
                shape(one.state()),
                ui.t("psirt.choice.source." + one.about("source")),
                ui.day(one.received()),
                next.map(c -> ui.t("psirt.clock." + id(c))).orElse("–"),
                next.map(c -> day(c.due())).orElse(""),
                isLate(next, ui),
                one.assigned().values().stream().sorted().collect(Collectors.joining(ui.t("psirt.and"))));
    }

    /** Whether a day of a case has passed. */
    boolean isLate(Case one, Rules rules, Ui ui) {
        return isLate(next(one, rules), ui);
    }

    private static boolean isLate(Optional<Clock> next, Ui ui) {
        return next.filter(c -> c.state(ui.now()) == Clock.State.OVERDUE).isPresent();
    }

    static String id(Clock clock) {
        return clock.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    CaseView.Head head(Case one, Tab current, Person person, Ui ui) {
        List<Parts.Tab> tabs = new ArrayList<>();
        for (Tab tab : Tab.values()) {
            tabs.add(new Parts.Tab(
                    ui.t("psirt.tab." + tab.name().toLowerCase(Locale.ROOT)), here(one, tab), tab == current));
        }
        Rules rules = store.rules();
        return new CaseView.Head(
                one.number(),
                here(one),
                one.title(),
                one.drill(),
                ui.t("psirt.state." + one.state().id()),
                shape(one.state()),
                ui.t(
                        "psirt.head",
                        ui.t("psirt.choice.source." + one.about("source")),
                        ui.minute(one.received()),
                        one.assigned().size()),
                tabs,
                one.interimForced(rules, ui.now()) ? ui.t("psirt.forced", rules.fixDays()) : "",
                person.can(Act.HANDLE_CASES),
                one.state() == CaseState.CLOSED);
    }

    // Forms

    /** What was typed into the form that was sent, and what is wrong with it. */
    record Sent(EntryKind kind, String about, Map<String, String> values, Mistakes mistakes) {}

    CaseView.Form form(EntryKind kind, String about, Case one, Map<String, String> start, @Nullable Sent sent, Ui ui) {
        Sent typed = sent != null && sent.kind() == kind && sent.about().equals(about) ? sent : null;
        String key = kind.id() + (about.isEmpty() ? "" : "-" + about);
        List<CaseView.Field> fields = new ArrayList<>();
        for (EntryField field : kind.fields()) {
            String value = typed != null
                    ? typed.values().getOrDefault(field.name(), "")
                    : shown(field, start.getOrDefault(field.name(), ""));
            String error = typed == null ? null : typed.mistakes().of(field.name());
            fields.add(new CaseView.Field(
                    field.name(),
                    type(field),
                    word(ui, "psirt.field.", kind, field.name()),
                    help(ui, kind, field.name()),
                    value,
                    field.required(),
                    choices(field, one, ui),
                    error == null ? "" : error));
        }
        return new CaseView.Form(
                kind.id(),
                key,
                ui.t("psirt.entry." + kind.id()),
                ui.t("psirt.entry." + kind.id() + ".help"),
                ui.t("psirt.entry." + kind.id() + ".do"),
                about,
                typed != null,
                fields);
    }

    private static String type(EntryField field) {
        return switch (field.type()) {
            case LINE -> "line";
            case TEXT -> "text";
            case DAY -> "day";
            case TIME -> "time";
            case CHOICE -> field.choices().size() > 5 ? "select" : "choice";
            case PERSON -> "select";
        };
    }

    /** A stored value as a form takes it. */
    private static String shown(EntryField field, String value) {
        return field.type() == EntryField.Type.TIME && value.endsWith("Z")
                ? TYPED.format(LocalDateTime.ofInstant(Instant.parse(value), Ui.ZONE))
                : value;
    }

    private static String word(Ui ui, String prefix, EntryKind kind, String field) {
        String own = prefix + kind.id() + "." + field;
        return ui.has(own) ? ui.t(own) : ui.t(prefix + field);
    }

    private static String help(Ui ui, EntryKind kind, String field) {
        String own = "psirt.field." + kind.id() + "." + field + ".help";
        return ui.has(own) ? ui.t(own) : "";
    }

    private List<Parts.Choice> choices(EntryField field, Case one, Ui ui) {
        List<Parts.Choice> choices = new ArrayList<>();
        if (field.type() == EntryField.Type.PERSON) {
            choices.add(new Parts.Choice("", ui.t("psirt.choose")));
            if (field.name().equals("owner")) {
                one.assigned().forEach((id, name) -> choices.add(new Parts.Choice(id.toString(), name)));
            } else {
                cases.assignable().stream()
                        .filter(p -> !one.isFor(p.id()))
                        .sorted(Comparator.comparing(Person::name))
                        .forEach(p -> choices.add(new Parts.Choice(p.id().toString(), p.name())));
            }
            return choices;
        }
        if (field.type() == EntryField.Type.CHOICE) {
            if (field.choices().size() > 5) {
                choices.add(new Parts.Choice("", ui.t("psirt.choose")));
            }
            for (String choice : field.choices()) {
                choices.add(new Parts.Choice(choice, ui.t(choice(field.name(), choice))));
            }
        }
        return choices;
    }

    static String choice(String field, String choice) {
        return field.equals("to") ? "psirt.state." + choice : "psirt.choice." + field + "." + choice.replace(' ', '-');
    }

    // Words with the reporter

    /** What was said to the reporter and by the reporter, with how far each mail is. */
    List<CaseView.Message> talk(Case one, Map<UUID, String> mails, Ui ui) {
        List<CaseView.Message> talk = new ArrayList<>();
        for (Entry entry : one.entries()) {
            if (!one.holds(entry)) {
                continue;
            }
            if (entry.kind() == EntryKind.TOLD || entry.kind() == EntryKind.HEARD) {
                talk.add(new CaseView.Message(
                        entry.kind() == EntryKind.HEARD && entry.byId() != null
                                ? ui.t("psirt.heard.by", entry.byName())
                                : who(entry, ui),
                        ui.minute(entry.at()) + (entry.get("how").equals("mail") ? " " + ui.t("psirt.heard.mail") : ""),
                        entry.get("text"),
                        entry.kind() == EntryKind.TOLD));
            } else if (Case.isToReporter(entry)) {
                talk.add(new CaseView.Message(
                        who(entry, ui),
                        ui.minute(entry.at()) + " "
                                + ui.t("psirt.mail.state." + mails.getOrDefault(entry.id(), "waiting")),
                        entry.get("text"),
                        true));
            }
        }
        return talk;
    }

    // What happened

    /** The values of an entry in words. */
    List<CaseView.Fact> values(Entry entry, Ui ui) {
        List<CaseView.Fact> values = new ArrayList<>();
        for (EntryField field : entry.kind().fields()) {
            String value = entry.get(field.name());
            if (value.isEmpty()) {
                continue;
            }
            String words = switch (field.type()) {
                case CHOICE -> {
                    String key = choice(field.name(), value);
                    yield ui.has(key) ? ui.t(key) : value;
                }
                case PERSON -> entry.get(field.name() + "Name");
                case TIME -> ui.minute(Instant.parse(value));
                case LINE, TEXT, DAY -> outside(entry, field.name(), value, ui);
            };
            values.add(new CaseView.Fact(word(ui, "psirt.field.", entry.kind(), field.name()), words));
        }
        if (entry.kind() == EntryKind.UNASSIGNED && !entry.get("why").isEmpty()) {
            values.add(new CaseView.Fact(ui.t("psirt.unassigned.why"), ui.t("psirt.unassigned.why.ended")));
        }
        if (entry.kind() == EntryKind.FILE) {
            values.add(new CaseView.Fact(ui.t("psirt.field.name"), entry.get("name")));
        }
        return values;
    }

    /** A value as it is, but for those that only programs read. */
    private static String outside(Entry entry, String field, String value, Ui ui) {
        return switch (field) {
            case "key" -> key(value, ui.now());
            case "why" -> entry.kind() == EntryKind.HANDED_OVER ? why(entry, ui) : value;
            default -> value;
        };
    }

    /** The fingerprint of a key. */
    static String key(String armored, Instant now) {
        return OpenPgpReceiver.read(armored, now).map(OpenPgpReceiver::grouped).orElse("?");
    }

    /** Why a mail did not arrive, or may not have. */
    static String why(Entry outcome, Ui ui) {
        String code = outcome.get("why");
        Object[] args = outcome.get("args").lines().toArray();
        return OWN_REASONS.contains(code) ? ui.t("psirt.mail.why." + code) : ui.t("outgoing.outcome." + code, args);
    }

    private static final Set<String> OWN_REASONS = Set.of("killed", "late", "mail-head", "mail-key");

    /** What comes about without anybody's act, and is not the reporter's either. */
    private static final Set<EntryKind> BY_ITSELF = EnumSet.of(
            EntryKind.ASSIGNED,
            EntryKind.UNASSIGNED,
            EntryKind.STEP,
            EntryKind.TASK,
            EntryKind.MAILED,
            EntryKind.HANDED_OVER);

    static String who(Entry entry, Ui ui) {
        return !entry.byName().isEmpty()
                ? entry.byName()
                : entry.kind() == EntryKind.ANSWERED || entry.kind() == EntryKind.INJECTED
                        ? entry.get("name")
                        : !entry.get("whose").isEmpty()
                                ? entry.get("whose")
                                : ui.t(BY_ITSELF.contains(entry.kind()) ? "psirt.by-itself" : "psirt.reporter");
    }

    CaseView.Happened happened(Entry entry, Case one, boolean may, @Nullable Sent sent, Ui ui) {
        boolean holds = one.holds(entry);
        return new CaseView.Happened(
                ui.minute(entry.at()),
                after(one.since(entry), ui),
                who(entry, ui),
                ui.t("psirt.did." + entry.kind().id()),
                values(entry, ui),
                !holds,
                may && holds && entry.kind().canBeTakenBack()
                        ? form(EntryKind.TAKEN_BACK, entry.id().toString(), one, Map.of(), sent, ui)
                        : null);
    }

    // Drills

    CaseView.Come come(DrillResult.Come come, Ui ui) {
        Entry what = come.what();
        Instant answered = come.answered();
        String state = come.inTime()
                ? "in-time"
                : answered != null ? "late" : ui.now().isAfter(come.until()) ? "missed" : "open";
        return new CaseView.Come(
                ui.minute(what.at()),
                what.get("name"),
                ui.t("psirt.choice.addressed." + what.get("addressed")),
                what.get("text"),
                ui.minute(come.until()),
                switch (state) {
                    case "in-time" -> "met";
                    case "open" -> "expected";
                    default -> "not-met";
                },
                answered == null
                        ? ui.t("psirt.drill.come." + state)
                        : ui.t("psirt.drill.come." + state, come.by(), ui.minute(answered)));
    }

    CaseView.Result result(DrillResult one, boolean present, Ui ui) {
        Instant ended = one.ended();
        Duration acknowledged = one.acknowledged();
        return new CaseView.Result(
                ui.day(one.began()),
                one.scenario().isEmpty() ? "–" : ui.t("psirt.drill." + one.scenario()),
                ended == null ? ui.t("psirt.drill.goes-on") : after(Duration.between(one.began(), ended), ui),
                acknowledged == null ? "–" : after(acknowledged, ui),
                ui.t("psirt.drill.of", one.kept(), one.kept() + one.late()),
                ui.t("psirt.drill.of", one.answered(), one.come().size()),
                Integer.toString(one.people()),
                Integer.toString(one.lessons()),
                present);
    }

    CaseView.Fact did(DrillResult.Did did, Ui ui) {
        return new CaseView.Fact(
                did.name(),
                did.what().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(e -> ui.t(
                                "psirt.drill.times",
                                ui.t("psirt.did." + e.getKey().id()),
                                e.getValue()))
                        .collect(Collectors.joining(ui.t("psirt.and"))));
    }

    /** How long after the report. */
    static String after(Duration since, Ui ui) {
        return since.toDays() > 0
                ? ui.t("psirt.after.days", since.toDays(), since.toHoursPart())
                : ui.t("psirt.after.hours", since.toHours(), since.toMinutesPart());
    }

    CaseView.ClockRow clock(Clock clock, Ui ui) {
        Clock.State state = clock.state(ui.now());
        Duration left = Duration.between(ui.now(), clock.due());
        return new CaseView.ClockRow(
                ui.t("psirt.clock." + id(clock)),
                ui.t("psirt.clock." + id(clock) + ".why"),
                ui.minute(clock.due()),
                clock.done() != null
                        ? ui.t("psirt.clock.done", ui.minute(clock.done()))
                        : left.isNegative()
                                ? ui.t(
                                        "psirt.clock.over",
                                        left.negated().toDays(),
                                        left.negated().toHoursPart())
                                : ui.t("psirt.clock.left", left.toDays(), left.toHoursPart()),
                switch (state) {
                    case KEPT -> "met";
                    case KEPT_LATE -> "recheck";
                    case RUNNING -> "info";
                    case SOON -> "expected";
                    case OVERDUE -> "not-met";
                },
                ui.t("psirt.clock.state." + state.name().toLowerCase(Locale.ROOT)));
    }

    /** How grave a case is, as it was rated last, and whether it is exploited; a dash: nobody has said. */
    private static String severity(Case one, Ui ui) {
        List<String> said = new ArrayList<>();
        one.last(EntryKind.RATED)
                .flatMap(rated -> CvssVector.parse(rated.get("vector")))
                .ifPresent(vector -> said.add(AdvisoryWords.severity(vector, vector.score(), ui)));
        if (one.isExploited()) {
            said.add(ui.t("psirt.exploited"));
        }
        return said.isEmpty() ? "–" : String.join(ui.t("psirt.and"), said);
    }

    /** Its scores with the versions of CVSS by which they are counted. */
    static String scores(Entry rated, Ui ui) {
        return vectors(rated).stream()
                .flatMap(vector -> CvssVector.parse(vector).stream())
                .map(vector -> ui.t("psirt.score", vector.version().number(), score(vector.toString())))
                .collect(Collectors.joining(ui.t("psirt.and")));
    }

    /** The vectors of a rating, the one that leads first. */
    static List<String> vectors(Entry rated) {
        return Stream.of(rated.get("vector"), rated.get("vector3"))
                .filter(vector -> !vector.isEmpty())
                .toList();
    }

    /** Score and word of a vector; empty: there is none. */
    static String score(String vector) {
        return CvssVector.parse(vector)
                .map(v -> String.format(Locale.ROOT, "%.1f (%s)", v.score(), v.severity()))
                .orElse("");
    }
}
