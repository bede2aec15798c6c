package dev.shisa.server.psirt;

import dev.shisa.advisory.duty.Clock;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.BadField;
import dev.shisa.server.platform.api.BadForm;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.IfMatch;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.vulnerability.Reached;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Cases for programs: the same for the same people. */
@Controller
class CaseApi {

    private static final String ALL = "/api/v1/psirt/cases";
    private static final String ONE = ALL + "/{number}";
    private static final String KEPT = "/api/v1/psirt/quarantine";
    private static final String RULES = "/api/v1/psirt/rules";

    private final Cases cases;
    private final Drills drills;
    private final CaseStore store;
    private final CaseTexts texts;
    private final Reports reports;
    private final IntakePages.Intake intake;
    private final Reached reached;
    private final Blobs blobs;
    private final Messages messages;
    private final CaseAdvisories advisories;

    CaseApi(
            Cases cases,
            Drills drills,
            CaseStore store,
            CaseTexts texts,
            Reports reports,
            IntakePages.Intake intake,
            Reached reached,
            Blobs blobs,
            Messages messages,
            CaseAdvisories advisories) {
        this.cases = cases;
        this.drills = drills;
        this.store = store;
        this.texts = texts;
        this.reports = reports;
        this.intake = intake;
        this.reached = reached;
        this.blobs = blobs;
        this.messages = messages;
        this.advisories = advisories;
    }

    /** One case in short. */
    record PsirtCaseBody(
            String number,
            String title,
            String state,
            String source,
            boolean drill,
            Instant receivedAt,
            boolean reporterPage) {}

    /** @param doneAt null: it runs */
    record PsirtClockBody(
            String kind,
            Instant startsAt,
            Instant dueAt,
            @Nullable Instant doneAt,
            String state) {}

    /**
     * One entry.
     *
     * @param about the entry that it is about
     * @param by empty: the reporter, or Shisa itself
     * @param holds false: it was taken back
     */
    record PsirtEntryBody(
            UUID id,
            String kind,
            Map<String, String> values,
            @Nullable UUID about,
            String by,
            Instant at,
            boolean holds) {}

    record PsirtFileBody(UUID id, String name, long sizeBytes, Instant at) {}

    record PsirtPersonBody(UUID id, String name) {}

    /** @param places by place what is said of it */
    record PsirtWholeBody(
            PsirtCaseBody about,
            List<PsirtPersonBody> assigned,
            Map<String, String> places,
            String vendorStatus,
            String decision,
            boolean interimForced,
            List<String> next,
            List<PsirtClockBody> clocks,
            List<PsirtEntryBody> entries,
            List<PsirtFileBody> files) {}

    /** @param scenario of the fictitious report */
    record NewPsirtDrillBody(
            @OneOf({"password", "update", "leak"}) String scenario) {}

    /**
     * What is entered.
     *
     * @param values by field of the kind
     * @param about the entry that it is about: the task that is done, the entry that is taken back
     */
    record NewPsirtEntryBody(
            @OneOf({
                "described",
                "assigned",
                "unassigned",
                "step",
                "note",
                "told",
                "heard",
                "task",
                "done",
                "party",
                "concerns",
                "rated",
                "plan",
                "accepted",
                "coordinated",
                "regulated",
                "reported",
                "lesson",
                "drafted",
                "agreed",
                "taken-back"
            })
            String kind,

            @Nullable Map<String, String> values,
            @Nullable UUID about) {}

    /** @param file of an upload */
    record NewPsirtFileBody(UUID file, @Nullable String note) {}

    /** @param standing of the finding; empty: only the component is there */
    record PsirtPlaceBody(String series, String release, String component, String standing) {}

    record PsirtTextBody(String id, String text) {}

    private PsirtCaseBody body(Case one) {
        return new PsirtCaseBody(
                one.number(),
                one.title(),
                one.state().id(),
                one.about("source"),
                one.drill(),
                one.received(),
                one.hasPage());
    }

    private PsirtWholeBody whole(Case one) {
        Rules rules = store.rules();
        Instant now = cases.now();
        return new PsirtWholeBody(
                body(one),
                one.assigned().entrySet().stream()
                        .sorted(Map.Entry.comparingByValue())
                        .map(e -> new PsirtPersonBody(e.getKey(), e.getValue()))
                        .toList(),
                new TreeMap<>(one.standings()),
                one.vendorStatus(),
                one.decision(),
                one.interimForced(rules, now),
                one.state().next().stream().map(CaseState::id).toList(),
                one.clocks(rules).stream()
                        .map(c -> new PsirtClockBody(CaseWords.id(c), c.starts(), c.due(), c.done(), state(c, now)))
                        .toList(),
                one.entries().stream()
                        .map(e -> new PsirtEntryBody(
                                e.id(),
                                e.kind().id(),
                                new TreeMap<>(e.values()),
                                e.about(),
                                e.byName(),
                                e.at(),
                                one.holds(e)))
                        .toList(),
                files(cases.files(one)));
    }

    private static String state(Clock clock, Instant now) {
        return clock.state(now).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Locale locale(Person person) {
        return Locale.forLanguageTag(person.language());
    }

    @GetMapping(ALL)
    @Requires(Act.SEE_CASES)
    @Operation(id = "psirt.list")
    Answer<Listing<PsirtCaseBody>> list(Paging paging, @AuthenticationPrincipal Person person) {
        return Answer.of(paging.of(cases.of(person), Case::number, this::body));
    }

    @PostMapping(ALL)
    @Requires(Act.HANDLE_CASES)
    @Operation(id = "psirt.open", status = 201)
    Answer<PsirtWholeBody> open(
            @Body NewPsirtCaseBody sent, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        Entering entering = new Entering(messages, ui.locale(), new Mistakes(), cases.now());
        Map<String, String> values = entering.values(EntryKind.OPENED, sent.typed(cases.now()));
        sound(entering);
        values.put("how", "hand");
        UUID finding = sent.finding();
        if (finding != null) {
            if (reached.finding(finding, person).isEmpty()) {
                throw new BadField("/finding", "item", finding);
            }
            values.put(CasePages.FINDING, finding.toString());
        }
        Case made = cases.open(values, null, person);
        return Answer.of(whole(made)).at(ALL + "/" + made.number());
    }

    private static void sound(Entering entering) {
        if (!entering.mistakes().none()) {
            throw new BadForm(entering.mistakes());
        }
    }

    @PostMapping("/api/v1/psirt/drills")
    @Requires(Act.HANDLE_CASES)
    @Operation(id = "psirt.drill", status = 201)
    Answer<PsirtWholeBody> drill(@Body NewPsirtDrillBody sent, @AuthenticationPrincipal Person person) {
        Case made = drills.begin(
                Drill.of(sent.scenario()).orElseThrow(() -> new Problem(422, "psirt.drill.unknown")),
                locale(person),
                person);
        return Answer.of(whole(made)).at(ALL + "/" + made.number());
    }

    /** The code of an advisory. */
    record PsirtAdvisoryBody(String code) {}

    @PostMapping(ONE + "/advisories")
    @Requires(Act.WRITE_ADVISORY)
    @Operation(id = "psirt.advisory", status = 201)
    Answer<PsirtAdvisoryBody> advisory(@PathVariable String number, @AuthenticationPrincipal Person person) {
        String code =
                advisories.begin(cases.require(number, "seen", person), person).code();
        return Answer.of(new PsirtAdvisoryBody(code)).at("/api/v1/advisories/" + code);
    }

    @GetMapping(ONE)
    @Requires(Act.SEE_CASES)
    @Operation(id = "psirt.get")
    Answer<PsirtWholeBody> get(@PathVariable String number, @AuthenticationPrincipal Person person) {
        return Answer.of(whole(cases.require(number, "seen", person)));
    }

    @PostMapping(ONE + "/entries")
    @Requires(Act.HANDLE_CASES)
    @Operation(id = "psirt.enter", status = 201)
    Answer<PsirtWholeBody> enter(
            @PathVariable String number,
            @Body NewPsirtEntryBody sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Case one = cases.require(number, "seen", person);
        EntryKind kind = EntryKind.parse(sent.kind()).orElseThrow();
        Map<String, String> typed = sent.values() == null ? Map.of() : sent.values();
        for (String field : typed.keySet()) {
            if (kind.fields().stream().noneMatch(f -> f.name().equals(field))) {
                throw new BadField(
                        "/values/" + field,
                        "unknown",
                        kind.fields().stream().map(EntryField::name).collect(Collectors.joining(", ")));
            }
        }
        Entering entering = new Entering(messages, ui.locale(), new Mistakes(), cases.now());
        Map<String, String> values = entering.values(kind, typed);
        sound(entering);
        return Answer.of(whole(cases.enter(one, kind, values, sent.about(), person)));
    }

    @PostMapping(ONE + "/files")
    @Requires(Act.HANDLE_CASES)
    @Operation(id = "psirt.attach", status = 201)
    Answer<PsirtWholeBody> attach(
            @PathVariable String number, @Body NewPsirtFileBody sent, @AuthenticationPrincipal Person person) {
        Case one = cases.require(number, "seen", person);
        return Answer.of(whole(cases.attach(
                one,
                blobs.upload(sent.file(), person).orElseThrow(() -> new BadField("/file", "upload")),
                CasePages.note(Objects.requireNonNullElse(sent.note(), "")),
                person)));
    }

    @GetMapping(ONE + "/files/{id}")
    @Requires(Act.SEE_CASES)
    @Operation(id = "psirt.file", file = "application/octet-stream")
    ResponseEntity<Resource> file(
            @PathVariable String number, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
        return CasePages.download(cases.files(cases.require(number, "taken", person)), id, blobs);
    }

    @GetMapping(ONE + "/places")
    @Requires(Act.SEE_CASES)
    @Operation(id = "psirt.places")
    Answer<Listing<PsirtPlaceBody>> places(
            @PathVariable String number,
            @RequestParam(defaultValue = "") String seek,
            @AuthenticationPrincipal Person person) {
        cases.require(number, "seen", person);
        String sought = Entering.clean(seek, false);
        return Answer.of(new Listing<>(
                sought.isEmpty() || sought.length() > 200
                        ? List.of()
                        : reached.of(sought, person).stream()
                                .map(p ->
                                        new PsirtPlaceBody(p.series().code(), p.release(), p.component(), p.standing()))
                                .toList(),
                null));
    }

    @GetMapping(ONE + "/texts")
    @Requires(Act.SEE_CASES)
    @Operation(id = "psirt.texts")
    Answer<Listing<PsirtTextBody>> texts(
            @PathVariable String number,
            @RequestParam(defaultValue = "") String language,
            @AuthenticationPrincipal Person person) {
        Case one = cases.require(number, "seen", person);
        Locale locale =
                language.equals("en") || language.equals("ja") ? Locale.forLanguageTag(language) : locale(person);
        UnaryOperator<String> said = texts.of(one, locale, person);
        return Answer.of(new Listing<>(
                CaseTexts.IDS.stream()
                        .map(id -> new PsirtTextBody(id, said.apply(id)))
                        .toList(),
                null));
    }

    /** One who saw a case, took something, or was refused. */
    record PsirtAccessBody(
            @OneOf({"seen", "taken", "listed", "refused"}) String act, String by, Instant at) {}

    @GetMapping(ONE + "/accesses")
    @Requires(Act.SEE_CASES)
    @Operation(id = "psirt.accesses")
    Answer<Listing<PsirtAccessBody>> accesses(@PathVariable String number, @AuthenticationPrincipal Person person) {
        Case one = cases.require(number, "seen", person);
        return Answer.of(new Listing<>(
                store.accesses(one.id(), 1_000).stream()
                        .map(a -> new PsirtAccessBody(a.act(), a.byName(), a.at()))
                        .toList(),
                null));
    }

    // Intake

    /** @param times how often the same came */
    record PsirtKeptBody(
            UUID id,
            @OneOf({"often", "many", "trap", "machine"}) String why,
            Map<String, String> values,
            int times,
            Instant firstAt,
            Instant lastAt,
            List<PsirtFileBody> files) {}

    @GetMapping(KEPT)
    @Requires(Act.RUN_PSIRT)
    @Operation(id = "psirt.quarantine")
    Answer<Listing<PsirtKeptBody>> kept(Paging paging) {
        return Answer.of(paging.of(
                store.kept(0, 1_000),
                k -> k.id().toString(),
                k -> new PsirtKeptBody(
                        k.id(),
                        k.why(),
                        new TreeMap<>(k.values()),
                        k.times(),
                        k.firstAt(),
                        k.lastAt(),
                        files(store.keptFiles(k.id())))));
    }

    private static List<PsirtFileBody> files(List<CaseStore.Attached> files) {
        return files.stream()
                .map(f ->
                        new PsirtFileBody(f.id(), f.file().fileName(), f.file().sizeBytes(), f.at()))
                .toList();
    }

    @GetMapping(KEPT + "/{id}/files/{file}")
    @Requires(Act.RUN_PSIRT)
    @Recorded("psirt.kept-file")
    @Operation(id = "psirt.kept-file", file = "application/octet-stream")
    ResponseEntity<Resource> keptFile(@PathVariable UUID id, @PathVariable UUID file) {
        return CasePages.download(store.keptFiles(id), file, blobs);
    }

    @PostMapping(KEPT + "/{id}/admit")
    @Requires(Act.RUN_PSIRT)
    @Operation(id = "psirt.admit", status = 201)
    Answer<PsirtWholeBody> admit(@PathVariable UUID id, @AuthenticationPrincipal Person person) {
        Case made = reports.admit(id, person);
        return Answer.of(whole(made)).at(ALL + "/" + made.number());
    }

    /** Which reports are none. */
    record PsirtAsideBody(List<UUID> reports) {}

    record PsirtWaitingBody(int waiting) {}

    @PostMapping(KEPT + "/aside")
    @Requires(Act.RUN_PSIRT)
    @Operation(id = "psirt.aside")
    Answer<PsirtWaitingBody> aside(@Body PsirtAsideBody sent, @AuthenticationPrincipal Person person) {
        if (sent.reports().size() > 1_000) {
            throw new BadField("/reports", "between", 0, 1_000);
        }
        reports.aside(sent.reports(), person);
        return Answer.of(new PsirtWaitingBody(store.waiting()));
    }

    /**
     * How long the maker gives itself, and who receives reports.
     *
     * @param onDuty empty: everybody with the role PSIRT
     * @param acknowledgeMail null: as it is
     */
    record PsirtRulesBody(
            int acknowledgeDays,
            int statusDays,
            int fixDays,
            List<UUID> onDuty,
            @Nullable Boolean acknowledgeMail) {}

    @GetMapping(RULES)
    @Requires(Act.RUN_PSIRT)
    @Operation(id = "psirt.rules")
    Answer<PsirtRulesBody> rules() {
        Rules rules = store.rules();
        return Answer.of(new PsirtRulesBody(
                        rules.acknowledgeDays(),
                        rules.statusDays(),
                        rules.fixDays(),
                        rules.onDuty(),
                        rules.acknowledgeMail()))
                .version(rules.version());
    }

    @PutMapping(RULES)
    @Requires(Act.RUN_PSIRT)
    @Operation(id = "psirt.rules-enter")
    Answer<PsirtRulesBody> enter(@Body PsirtRulesBody sent, IfMatch seen, @AuthenticationPrincipal Person person) {
        int version = seen.require(store.rules().version());
        if (sent.onDuty().size() > 200) {
            throw new BadField("/onDuty", "between", 0, 200);
        }
        Rules rules = new Rules(
                days("/acknowledgeDays", sent.acknowledgeDays()),
                days("/statusDays", sent.statusDays()),
                days("/fixDays", sent.fixDays()),
                sent.onDuty(),
                Objects.requireNonNullElse(sent.acknowledgeMail(), store.rules().acknowledgeMail()),
                version);
        if (!intake.enter(rules, person)) {
            throw new Problem(409, "changed-meanwhile", "");
        }
        return rules();
    }

    private static int days(String field, int days) {
        if (days < 1 || days > Rules.DAYS_MAX) {
            throw new BadField(field, "between", 1, Rules.DAYS_MAX);
        }
        return days;
    }
}
