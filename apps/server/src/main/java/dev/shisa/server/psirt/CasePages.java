package dev.shisa.server.psirt;

import dev.shisa.advisory.duty.Clock;
import dev.shisa.server.advisory.CvssForm;
import dev.shisa.server.advisory.OwnAdvisories;
import dev.shisa.server.advisory.OwnAdvisory;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.ListPage;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.SearchWords;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Typed;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.portal.PortalFrames;
import dev.shisa.server.product.Series;
import dev.shisa.server.psirt.CaseWords.Sent;
import dev.shisa.server.psirt.CaseWords.Tab;
import dev.shisa.server.vulnerability.Reached;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** The cases that somebody works on: what each is, what is decided, what is sent, what happened. */
@Controller
class CasePages {

    /** The value of a report that says where in our products it was found. */
    static final String FINDING = "finding";

    /** To choose from; whoever has more writes the code. */
    private static final int PRODUCTS_MAX = 200;

    private static final String ALL = CaseWords.ALL;
    private static final String ONE = ALL + "/{number}";
    private static final int ACCESSES_SHOWN = 100;
    private static final Set<String> DONE = Set.of("opened", "saved", "attached", "split", "merged");
    private static final int DRILLS_SHOWN = 6;

    private final Cases cases;
    private final Drills drills;
    private final Rehearsal rehearsal;
    private final CaseStore store;
    private final CaseWords words;
    private final CaseTexts texts;
    private final Reached reached;
    private final CasePlaces places;
    private final Blobs blobs;
    private final Messages messages;
    private final CaseAdvisories advisories;
    private final PortalFrames frames;
    private final CaseMails mails;

    CasePages(
            Cases cases,
            Drills drills,
            Rehearsal rehearsal,
            CaseStore store,
            CaseWords words,
            CaseTexts texts,
            Reached reached,
            CasePlaces places,
            Blobs blobs,
            Messages messages,
            CaseAdvisories advisories,
            PortalFrames frames,
            CaseMails mails) {
        this.cases = cases;
        this.drills = drills;
        this.rehearsal = rehearsal;
        this.store = store;
        this.words = words;
        this.texts = texts;
        this.reached = reached;
        this.places = places;
        this.blobs = blobs;
        this.messages = messages;
        this.advisories = advisories;
        this.frames = frames;
        this.mails = mails;
    }

    // The list

    private List<Case> found(String q, String state, Person person) {
        SearchWords sought = SearchWords.of(q);
        return cases.of(person).stream()
                .filter(c -> state.isEmpty()
                        || (state.equals("open")
                                ? c.state().open()
                                : c.state().id().equals(state)))
                .filter(c -> sought.isEmpty()
                        || sought.isIn(String.join(
                                " ", c.number(), c.title(), c.about("reporter"), c.about("cve"), c.places())))
                .toList();
    }

    @GetMapping(ALL)
    @Requires(Act.SEE_CASES)
    ModelAndView list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "1") String page,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Rules rules = store.rules();
        List<Case> all = cases.of(person);
        List<Case> found = found(q, state, person);
        long late = all.stream().filter(c -> words.isLate(c, rules, ui)).count();
        ListPage leaf = ListPage.of(found.size(), page);
        List<Parts.Choice> states = new ArrayList<>();
        states.add(new Parts.Choice("", ui.t("psirt.filter.all")));
        states.add(new Parts.Choice("open", ui.t("psirt.filter.open")));
        Arrays.stream(CaseState.values())
                .forEach(s -> states.add(new Parts.Choice(s.id(), ui.t("psirt.state." + s.id()))));
        String query = "?q=" + encoded(q) + "&state=" + encoded(state);
        return new ModelAndView("psirt/list")
                .addObject("form", frames.isOn())
                .addObject(
                        "title",
                        all.isEmpty()
                                ? ui.t("psirt.list.title.none")
                                : ui.t(
                                        "psirt.list.title",
                                        all.stream()
                                                .filter(c -> c.state().open())
                                                .count(),
                                        late))
                .addObject(
                        "rows",
                        leaf.of(found).stream()
                                .map(c -> words.line(c, rules, ui))
                                .toList())
                .addObject("total", all.size())
                .addObject("found", found.size())
                .addObject("q", q)
                .addObject("state", state)
                .addObject("states", states)
                .addObject("page", leaf.at())
                .addObject("pages", leaf.pages())
                .addObject("pageHref", ALL + query + "&page=")
                .addObject("exportHref", ALL + ".csv" + query)
                .addObject("waiting", person.can(Act.RUN_PSIRT) ? store.waiting() : -1)
                .addObject(
                        "duty",
                        cases.onDuty().stream().map(Person::name).sorted().toList());
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** One's own cases. No line of the audit says it, since that is read by others: each case notes that it was listed. */
    @GetMapping(ALL + ".{format}")
    @Requires(Act.SEE_CASES)
    ResponseEntity<TableFile> export(
            @PathVariable String format,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String state,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Rules rules = store.rules();
        List<Case> found = found(q, state, person);
        cases.listed(found, person);
        return TableFile.of(format, "cases-" + ui.day(ui.now()), ui)
                .column("number", "psirt.column.number")
                .column("title", "psirt.field.title")
                .column("about", "psirt.column.about")
                .column("cve", "psirt.field.cve")
                .column("severity", "psirt.column.severity")
                .column("state", "psirt.column.state")
                .column("source", "psirt.field.source")
                .column("received", "psirt.field.received")
                .column("due", "psirt.column.due")
                .column("assigned", "psirt.column.assigned")
                .column("drill", "psirt.column.drill")
                .download(found.stream()
                        .map(c -> words.line(c, rules, ui))
                        .map(l -> List.of(
                                l.number(),
                                l.title(),
                                l.about(),
                                l.cve(),
                                l.severity(),
                                l.state(),
                                l.source(),
                                l.received(),
                                (l.clock() + " " + l.due()).strip(),
                                l.assigned(),
                                l.drill() ? ui.t("psirt.drill.mark") : ""))
                        .toList());
    }

    // A new case

    @GetMapping(ALL + "/new")
    @Requires(Act.HANDLE_CASES)
    ModelAndView fresh(@RequestParam Map<String, String> asked, @ModelAttribute("ui") Ui ui) {
        Map<String, String> start = new HashMap<>();
        start.put("received", ui.now().toString());
        start.put("what", "vulnerability");
        // Begun where a vulnerability was found in a product: nobody else reported it.
        boolean found = asked.containsKey("product");
        start.put("source", found ? "own" : "jpcert");
        for (String field : List.of("title", "cve", "product", FINDING)) {
            start.put(field, asked.getOrDefault(field, ""));
        }
        return fresh(start, null, ui);
    }

    private ModelAndView fresh(Map<String, String> start, @Nullable Sent sent, Ui ui) {
        Case none = new Case(new UUID(0, 0), "", false, List.of());
        return new ModelAndView("psirt/new")
                .addObject(FINDING, (sent == null ? start : sent.values()).getOrDefault(FINDING, ""))
                .addObject("form", words.form(EntryKind.OPENED, "", none, start, sent, ui))
                .addObject(
                        "drills",
                        Arrays.stream(Drill.values())
                                .map(d -> new Parts.Choice(
                                        d.id(), ui.t("psirt.drill." + d.id()), ui.t("psirt.drill." + d.id() + ".text")))
                                .toList())
                .addObject("mistakes", sent == null ? new Mistakes() : sent.mistakes());
    }

    @PostMapping(ALL + "/new")
    @Requires(Act.HANDLE_CASES)
    ModelAndView open(
            @RequestParam Map<String, String> sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Entering entering = new Entering(messages, ui.locale(), new Mistakes(), cases.now());
        Map<String, String> values = entering.values(EntryKind.OPENED, sent);
        if (!entering.mistakes().none()) {
            response.setStatus(422);
            return fresh(Map.of(), new Sent(EntryKind.OPENED, "", sent, entering.mistakes()), ui);
        }
        values.put("how", "hand");
        Typed.id(sent.getOrDefault(FINDING, ""))
                .filter(finding -> reached.finding(finding, person).isPresent())
                .ifPresent(finding -> values.put(FINDING, finding.toString()));
        return to(cases.open(values, null, person), Tab.CASE, "opened");
    }

    /** A mail in a file becomes a case; the file itself is kept with it. */
    @PostMapping(ALL + "/mail")
    @Requires(Act.HANDLE_CASES)
    ModelAndView mail(
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(defaultValue = "stranger") String source,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        byte[] bytes = bytes(file);
        MailFile mail = MailFile.read(bytes).orElse(null);
        if (mail == null || file == null) {
            response.setStatus(422);
            Mistakes mistakes = new Mistakes();
            mistakes.add("file", ui.t("psirt.mistake.mail", MailFile.BYTES_MAX / 1024 / 1024));
            return fresh(Map.of("received", ui.now().toString()), new Sent(EntryKind.FILE, "", Map.of(), mistakes), ui);
        }
        StoredFile stored = blobs.store(
                new ByteArrayInputStream(bytes),
                Objects.requireNonNullElse(file.getOriginalFilename(), "report.eml"),
                bytes.length);
        return to(ofMail(mail, source, stored, person, ui), Tab.CASE, "opened");
    }

    private Case ofMail(MailFile mail, String source, StoredFile stored, Person person, Ui ui) {
        Map<String, String> values = new HashMap<>();
        values.put("what", "vulnerability");
        values.put("title", mail.subject().isEmpty() ? ui.t("psirt.mail.untitled") : mail.subject());
        values.put(
                "source",
                Set.of("stranger", "jpcert", "ipa", "supplier", "customer").contains(source) ? source : "stranger");
        values.put("text", mail.text());
        values.put("contact", mail.from());
        values.put("thanks", "unasked");
        values.put("how", "mail");
        values.put("encrypted", mail.encrypted() ? "yes" : "");
        Instant sent = mail.sent();
        // The mail's own time is a claim like its sender; only one that can be true starts the clocks.
        values.put(
                "received",
                (sent == null
                                        || sent.isAfter(ui.now())
                                        || sent.isBefore(ui.now().minus(java.time.Duration.ofDays(365)))
                                ? ui.now()
                                : sent)
                        .toString());
        return cases.open(values, stored, mail.note(ui::t), person);
    }

    private static byte[] bytes(@Nullable MultipartFile file) {
        if (file == null || file.getSize() > MailFile.BYTES_MAX) {
            return new byte[0];
        }
        try {
            return file.getBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the uploaded file could not be read", e);
        }
    }

    /** A fictitious report, marked as a drill wherever it is seen (S-058). */
    @PostMapping(ALL + "/drills")
    @Requires(Act.HANDLE_CASES)
    ModelAndView drill(
            @RequestParam(defaultValue = "") String scenario,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Drill drill = Drill.of(scenario).orElseThrow(() -> new Problem(422, "psirt.drill.unknown"));
        return to(drills.begin(drill, ui.locale(), person), Tab.CASE, "opened");
    }

    // One case

    private static ModelAndView to(Case one, Tab tab, String done) {
        return new ModelAndView("redirect:" + CaseWords.here(one, tab) + "?done=" + done);
    }

    /** Begins what is published of the case. */
    @PostMapping(ONE + "/advisories")
    @Requires(Act.WRITE_ADVISORY)
    ModelAndView advisory(@PathVariable String number, @AuthenticationPrincipal Person person) {
        OwnAdvisory begun = advisories.begin(cases.require(number, "seen", person), person);
        return new ModelAndView("redirect:/vulnerabilities/advisories/" + begun.code() + "/edit");
    }

    private ModelAndView page(String view, Case one, Tab tab, @Nullable Sent sent, String done, Person person, Ui ui) {
        return new ModelAndView("psirt/" + view)
                .addObject("head", words.head(one, tab, person, ui))
                .addObject("mistakes", sent == null ? new Mistakes() : sent.mistakes())
                .addObject("done", DONE.contains(done) ? done : "");
    }

    @GetMapping(ONE)
    @Requires(Act.SEE_CASES)
    ModelAndView one(
            @PathVariable String number,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return one(cases.require(number, "seen", person), null, done, person, ui);
    }

    private ModelAndView one(Case one, @Nullable Sent sent, String done, Person person, Ui ui) {
        Rules rules = store.rules();
        List<CaseView.Form> steps = one.state().next().stream()
                .map(to -> step(one, to, rules, sent, ui))
                .toList();
        List<CaseView.Fact> facts = new ArrayList<>();
        for (EntryField field : EntryKind.OPENED.fields()) {
            String value = one.about(field.name());
            if (!value.isEmpty() && !Set.of("text", "title").contains(field.name())) {
                facts.add(new CaseView.Fact(
                        ui.t("psirt.field." + field.name()),
                        switch (field.type()) {
                            case CHOICE -> ui.t(CaseWords.choice(field.name(), value));
                            case TIME -> ui.minute(Instant.parse(value));
                            default -> field.name().equals("key") ? CaseWords.key(value, ui.now()) : value;
                        }));
            }
        }
        List<CaseView.TaskRow> tasks = new ArrayList<>();
        for (Entry task : one.of(EntryKind.TASK)) {
            boolean over = one.isDone(task);
            String due = task.get("due");
            tasks.add(new CaseView.TaskRow(
                    task.get("text"),
                    task.get("ownerName"),
                    due,
                    !over && !due.isEmpty() && due.compareTo(ui.day(ui.now())) < 0,
                    over ? ui.t("psirt.task.done") : "",
                    over ? null : words.form(EntryKind.DONE, task.id().toString(), one, Map.of(), sent, ui)));
        }
        return page("one", one, Tab.CASE, sent, done, person, ui)
                .addObject("steps", steps)
                .addObject(
                        "clocks",
                        one.clocks(rules).stream().map(c -> words.clock(c, ui)).toList())
                .addObject(
                        FINDING,
                        Typed.id(one.about(FINDING)).flatMap(finding -> reached.finding(finding, person)).stream()
                                .map(found -> new Parts.Crumb(
                                        ui.t("psirt.of-finding", found.vulnerability(), found.component()),
                                        found.href()))
                                .toList())
                .addObject("report", one.about("text"))
                .addObject(
                        "encrypted",
                        one.about("encrypted").equals("yes")
                                || one.about("text").contains("-----BEGIN PGP MESSAGE-----"))
                .addObject("how", one.about("how"))
                .addObject("facts", facts)
                .addObject("describe", words.form(EntryKind.DESCRIBED, "", one, about(one), sent, ui))
                .addObject("tasks", tasks)
                .addObject("task", words.form(EntryKind.TASK, "", one, Map.of(), sent, ui))
                .addObject("talk", words.talk(one, mails.states(one), ui))
                .addObject("mailHref", mailHref(one))
                .addObject(
                        "advisories",
                        advisories.of(one, person).stream()
                                .map(a -> new Parts.Crumb(
                                        a.name() + " "
                                                + a.draft().content().title().ja(),
                                        "/vulnerabilities/advisories/" + a.code()))
                                .toList())
                .addObject("drill", one.drill() ? played(one, sent, person, ui) : null)
                .addObject("mergedInto", one.mergedInto().orElse(""))
                .addObject("hasPage", one.hasPage())
                .addObject("hasReporter", one.hasReporter())
                .addObject("tell", words.form(EntryKind.TOLD, "", one, Map.of(), sent, ui))
                .addObject("hear", words.form(EntryKind.HEARD, "", one, Map.of(), sent, ui))
                .addObject(
                        "files",
                        cases.files(one).stream()
                                .map(f -> new CaseView.FileRow(
                                        f.file().fileName(),
                                        CaseWords.here(one) + "/files/" + f.id(),
                                        size(f.file().sizeBytes(), ui),
                                        ui.minute(f.at()),
                                        one.of(EntryKind.FILE).stream()
                                                .filter(e -> e.get("file").equals(f.id().toString()))
                                                .map(e -> e.get("text"))
                                                .findFirst()
                                                .orElse("")))
                                .toList())
                .addObject(
                        "people",
                        one.assigned().entrySet().stream()
                                .sorted(Map.Entry.comparingByValue())
                                .map(e -> new CaseView.PersonRow(
                                        e.getValue(),
                                        e.getKey().equals(person.id()) ? ui.t("psirt.you") : "",
                                        "",
                                        one.assigned().size() > 1 ? e.getKey().toString() : ""))
                                .toList())
                .addObject("assign", words.form(EntryKind.ASSIGNED, "", one, Map.of(), sent, ui))
                .addObject(
                        "parties",
                        one.of(EntryKind.PARTY).stream()
                                .map(e -> new CaseView.PersonRow(
                                        e.get("name"),
                                        ui.t("psirt.choice.role." + e.get("role")),
                                        e.get("contact"),
                                        e.id().toString()))
                                .toList())
                .addObject("party", words.form(EntryKind.PARTY, "", one, Map.of(), sent, ui));
    }

    /** What came of a drill so far, beside earlier ones in which the person took part: of the others nobody else may know. */
    private CaseView.Played played(Case one, @Nullable Sent sent, Person person, Ui ui) {
        Rules rules = store.rules();
        DrillResult result = DrillResult.of(one, rules, ui.now());
        List<CaseView.Result> results = new ArrayList<>();
        results.add(words.result(result, true, ui));
        cases.of(person).stream()
                .filter(c -> c.drill() && !c.id().equals(one.id()) && c.state() == CaseState.CLOSED)
                .map(c -> DrillResult.of(c, rules, ui.now()))
                .filter(earlier -> earlier.began().isBefore(result.began()))
                .sorted(Comparator.comparing(DrillResult::began).reversed())
                .limit(DRILLS_SHOWN - 1L)
                .forEach(earlier -> results.add(words.result(earlier, false, ui)));
        return new CaseView.Played(
                result.come().stream().map(come -> words.come(come, ui)).toList(),
                results,
                result.did().stream().map(did -> words.did(did, ui)).toList(),
                rehearsed(one, sent, person, ui));
    }

    private CaseView.Rehearsed rehearsed(Case one, @Nullable Sent sent, Person person, Ui ui) {
        Entry draft = one.last(EntryKind.DRAFTED).orElse(null);
        boolean open = one.state().beforePublication() && person.can(Act.HANDLE_CASES);
        List<String> obstacles = new ArrayList<>();
        if (draft != null && one.state().beforePublication()) {
            try {
                OwnAdvisories.Checkup check = rehearsal.check(one, person);
                check.missing()
                        .forEach(missing -> obstacles.add(ui.t(
                                "advisory.missing." + missing.what(),
                                String.join(ui.t("psirt.and"), missing.products()))));
                check.faults().forEach(test -> obstacles.add(ui.t("psirt.rehearsal.fault", test)));
            } catch (Problem cannot) {
                // Nothing can be written yet, as where no product of the register is named, which a page of the case
                // only tells.
                obstacles.add(ui.t("error." + cannot.code(), cannot.args()));
            }
        }
        boolean agreed = Rehearsal.isAgreed(one);
        String state = one.published() != null
                ? "published"
                : draft == null ? "none" : agreed ? "agreed" : obstacles.isEmpty() ? "drafted" : "wrong";
        return new CaseView.Rehearsed(
                ui.t("psirt.rehearsal." + state),
                switch (state) {
                    case "published", "agreed" -> "met";
                    case "wrong" -> "not-met";
                    default -> "expected";
                },
                draft == null
                        ? List.of()
                        : List.of(
                                new CaseView.Fact(ui.t("psirt.field.summary"), draft.get("summary")),
                                new CaseView.Fact(ui.t("psirt.field.action"), draft.get("action"))),
                obstacles,
                open
                        ? words.form(EntryKind.DRAFTED, "", one, draft == null ? Map.of() : draft.values(), sent, ui)
                        : null,
                open && draft != null && !agreed && !person.id().equals(draft.byId()) && obstacles.isEmpty()
                        ? words.form(EntryKind.AGREED, "", one, Map.of(), sent, ui)
                        : null);
    }

    /** Where the reporter is written to by mail; empty: it cannot be done. */
    private String mailHref(Case one) {
        return !one.drill()
                        && mails.isOn()
                        && CaseMails.receivers(one).stream().anyMatch(r -> r.id().equals(CaseMails.REPORTER))
                ? CaseWords.here(one, Tab.MAILS) + "?to=" + CaseMails.REPORTER
                : "";
    }

    private static Map<String, String> about(Case one) {
        Map<String, String> about = new HashMap<>();
        EntryKind.DESCRIBED.fields().forEach(f -> about.put(f.name(), one.about(f.name())));
        return about;
    }

    /** The form of one step: where it goes is settled, and only what that step needs is asked. */
    private CaseView.Form step(Case one, CaseState to, Rules rules, @Nullable Sent sent, Ui ui) {
        CaseView.Form form = words.form(EntryKind.STEP, to.id(), one, Map.of("to", to.id()), sent, ui);
        String step = one.state().goesBack(to) ? one.state().open() ? "again." + to.id() : "reopened" : to.id();
        return new CaseView.Form(
                form.kind(),
                form.key(),
                ui.t("psirt.step." + step),
                ui.t("psirt.step." + step + ".help") + late(one, to, rules, ui),
                ui.t("psirt.step.do", ui.t("psirt.state." + to.id())),
                to.id(),
                form.open(),
                form.fields().stream()
                        .filter(f -> !f.name().equals("to")
                                && (to == CaseState.DUPLICATE || !f.name().equals("duplicate")))
                        .toList());
    }

    /** What is overdue, where the step is the last occasion to see it; empty: nothing. */
    private String late(Case one, CaseState to, Rules rules, Ui ui) {
        if (to != CaseState.PUBLISHED && to != CaseState.CLOSED) {
            return "";
        }
        String overdue = one.clocks(rules).stream()
                .filter(clock -> clock.state(ui.now()) == Clock.State.OVERDUE)
                .map(clock -> words.clock(clock, ui).what())
                .collect(Collectors.joining(ui.t("psirt.and")));
        return overdue.isEmpty() ? "" : " " + ui.t("psirt.step.late", overdue);
    }

    static String size(long bytes, Ui ui) {
        return bytes < 1_000_000
                ? ui.t("psirt.kilobytes", Math.max(1, bytes / 1000))
                : ui.t("psirt.megabytes", bytes / 1_000_000);
    }

    @GetMapping(ONE + "/decide")
    @Requires(Act.SEE_CASES)
    ModelAndView decide(
            @PathVariable String number,
            @RequestParam(defaultValue = "") String done,
            @RequestParam(defaultValue = "") String seek,
            @RequestParam(defaultValue = "") String product,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return decide(cases.require(number, "seen", person), seek, product, null, done, person, ui);
    }

    private ModelAndView decide(
            Case one, String seek, String product, @Nullable Sent sent, String done, Person person, Ui ui) {
        String sought = Entering.clean(seek, false);
        sought = sought.substring(0, Math.min(sought.length(), 200));
        List<CaseView.Place> places = new ArrayList<>();
        if (!sought.isEmpty()) {
            reached.of(sought, person)
                    .forEach(p -> places.add(new CaseView.Place(
                            (p.series().code() + " " + p.release() + " " + p.component()).strip(),
                            p.series().name(),
                            p.release(),
                            p.component(),
                            p.standing().isEmpty() ? "" : ui.t("finding.state." + p.standing()))));
        }
        Map<String, String> start = new HashMap<>();
        start.put("because", sought);
        start.put(
                "places",
                String.join(
                        "\n",
                        places.stream().map(CaseView.Place::line).distinct().toList()));
        if (places.isEmpty() && one.standings().isEmpty() && !one.about(FINDING).isEmpty()) {
            start.put("places", one.about("product"));
        }
        Entry rated = one.last(EntryKind.RATED).orElse(null);
        Entry plan = one.plan().orElse(null);
        Rules rules = store.rules();
        return page("decide", one, Tab.DECIDE, sent, done, person, ui)
                .addObject("seek", sought)
                .addObject("unknown", this.places.unknown(one, person))
                .addObject("unversioned", this.places.ofUnknownVersion(one, person))
                .addObject("places", places)
                .addObject("standings", standings(one, person, ui))
                .addObject("choosing", choosing(product, person, ui))
                .addObject("vendor", ui.t("psirt.vendor." + one.vendorStatus()))
                .addObject("concerns", words.form(EntryKind.CONCERNS, "", one, start, sent, ui))
                .addObject("rating", rated == null ? List.of() : words.values(rated, ui))
                .addObject("score", rated == null ? "" : CaseWords.scores(rated, ui))
                .addObject("decision", one.decision().isEmpty() ? "" : ui.t("psirt.decision." + one.decision()))
                .addObject("metrics", metrics(sent, ui))
                .addObject("metrics3", metrics3(rated, sent, ui))
                .addObject(
                        "rate",
                        words.form(EntryKind.RATED, "", one, rated == null ? Map.of() : rated.values(), sent, ui))
                .addObject("plan", plan == null ? List.of() : words.values(plan, ui))
                .addObject("unsupported", cases.unsupported(one, person))
                .addObject("interim", ui.day(one.interimDue(rules).minusSeconds(1)))
                .addObject(
                        "planning",
                        words.form(EntryKind.PLAN, "", one, plan == null ? Map.of() : plan.values(), sent, ui))
                .addObject(
                        "accepted",
                        one.last(EntryKind.ACCEPTED)
                                .map(a -> ui.t(
                                        one.signed(cases.today()) ? "psirt.accepted" : "psirt.accepted.over",
                                        a.byName(),
                                        ui.day(a.at()),
                                        a.get("until"),
                                        a.get("text")))
                                .orElse(""))
                .addObject("mayAccept", person.can(Act.ACCEPT_RISK) && plan != null)
                .addObject("accept", words.form(EntryKind.ACCEPTED, "", one, Map.of(), sent, ui))
                .addObject("coordinated", coordinated(one, ui))
                .addObject("coordinate", words.form(EntryKind.COORDINATED, "", one, coordination(one), sent, ui))
                .addObject(
                        "regulated",
                        one.last(EntryKind.REGULATED)
                                .map(e -> words.values(e, ui))
                                .orElse(List.of()))
                .addObject("regulate", words.form(EntryKind.REGULATED, "", one, Map.of(), sent, ui))
                .addObject(
                        "reports",
                        one.of(EntryKind.REPORTED).stream()
                                .map(e -> new CaseView.Fact(
                                        ui.t("psirt.choice.duty." + e.get("duty")),
                                        ui.minute(Instant.parse(e.get("when")))
                                                + (e.get("reference").isEmpty() ? "" : " " + e.get("reference"))))
                                .toList())
                .addObject("reporting", words.form(EntryKind.REPORTED, "", one, Map.of(), sent, ui));
    }

    private List<CaseView.Standing> standings(Case one, Person person, Ui ui) {
        Map<String, String> standings = one.standings();
        return places
                .of(
                        one,
                        standings.keySet().stream()
                                .filter(line -> !line.isEmpty())
                                .toList(),
                        person)
                .stream()
                .map(place ->
                        standing(place, ui.t("psirt.choice.standing." + standings.getOrDefault(place.line(), "")), ui))
                .toList();
    }

    private static CaseView.Standing standing(CasePlaces.Place place, String standing, Ui ui) {
        Series series = place.series();
        if (series == null) {
            return new CaseView.Standing(place.words(), standing, "", "", ui.t("psirt.place.free"));
        }
        String version = place.release() == null
                ? place.rest().isEmpty() ? ui.t("psirt.place.every") : place.rest()
                : place.release().name();
        return new CaseView.Standing(
                place.words(),
                standing,
                place.models().isEmpty()
                        ? ui.t("psirt.place.linked", series.name(ui.lang()), version)
                        : ui.t(
                                "psirt.place.linked.models",
                                series.name(ui.lang()),
                                version,
                                String.join(ui.t("psirt.and"), place.numbers())),
                "/products/" + series.code(),
                place.isOfUnknownVersion() ? ui.t("psirt.place.unversioned") : "");
    }

    /** The products to choose from, and what there is of the chosen one. */
    private CaseView.Choosing choosing(String product, Person person, Ui ui) {
        List<Series> all = places.choices(person, PRODUCTS_MAX);
        Series chosen = all.stream()
                .filter(series -> series.code().equals(product))
                .findFirst()
                .orElse(null);
        List<Parts.Choice> offered = new ArrayList<>(List.of(new Parts.Choice("", ui.t("psirt.choose"))));
        all.forEach(series ->
                offered.add(new Parts.Choice(series.code(), series.name(ui.lang()) + " (" + series.code() + ")")));
        if (chosen == null) {
            return new CaseView.Choosing(offered, "", List.of(), List.of());
        }
        return new CaseView.Choosing(
                offered,
                chosen.code(),
                places.versions(chosen).stream()
                        .map(line -> new Parts.Choice(
                                line,
                                line.equals(chosen.code())
                                        ? ui.t("psirt.place.every")
                                        : line.substring(chosen.code().length() + 1)))
                        .toList(),
                places.models(chosen).stream()
                        .map(model -> new Parts.Choice(model.number(), model.number()))
                        .toList());
    }

    private static Map<String, String> coordination(Case one) {
        Map<String, String> start = new HashMap<>();
        one.startDay().ifPresent(d -> start.put("start", d.toString()));
        one.agreedDay().ifPresent(d -> start.put("agreed", d.toString()));
        return start;
    }

    private static List<CaseView.Fact> coordinated(Case one, Ui ui) {
        List<CaseView.Fact> facts = new ArrayList<>();
        one.startDay().ifPresent(d -> {
            facts.add(new CaseView.Fact(ui.t("psirt.field.start"), d.toString()));
            facts.add(new CaseView.Fact(
                    ui.t("psirt.day-45"),
                    d.plusDays(dev.shisa.advisory.duty.Clocks.PUBLISH_DAYS).toString()));
            facts.add(new CaseView.Fact(ui.t("psirt.year"), d.plusYears(1).toString()));
        });
        facts.add(new CaseView.Fact(
                ui.t("psirt.field.agreed"),
                one.agreedDay().map(Object::toString).orElse(ui.t("psirt.agreed.none"))));
        return facts;
    }

    private static List<CvssForm.Question> metrics(@Nullable Sent sent, Ui ui) {
        return CvssForm.V4_0.questions("", sent == null ? Map.of() : sent.values(), ui);
    }

    /** Where the case is rated in CVSS 4.0, with what means the same in 3.1 answered. */
    private static List<CvssForm.Question> metrics3(@Nullable Entry rated, @Nullable Sent sent, Ui ui) {
        return CvssForm.beside(
                rated == null ? "" : rated.get("vector"), Entering.BESIDE, sent == null ? Map.of() : sent.values(), ui);
    }

    @GetMapping(ONE + "/texts")
    @Requires(Act.SEE_CASES)
    ModelAndView texts(
            @PathVariable String number,
            @RequestParam(name = "in", defaultValue = "") String language,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Case one = cases.require(number, "seen", person);
        Locale locale = locale(language, ui);
        boolean mayMail = person.can(Act.HANDLE_CASES)
                && !one.drill()
                && one.state() != CaseState.CLOSED
                && mails.isOn()
                && !CaseMails.receivers(one).isEmpty();
        UnaryOperator<String> said = texts.of(one, locale, person);
        return page("texts", one, Tab.TEXTS, null, "", person, ui)
                .addObject("language", locale.getLanguage())
                .addObject("unknown", places.unknown(one, person))
                .addObject(
                        "texts",
                        CaseTexts.IDS.stream()
                                .map(id -> new CaseView.Text(
                                        id,
                                        ui.t("psirt.texts." + id),
                                        ui.t("psirt.texts." + id + ".help"),
                                        said.apply(id),
                                        CaseWords.here(one) + "/texts/" + id + ".txt?in=" + locale.getLanguage(),
                                        mayMail
                                                ? CaseWords.here(one, Tab.MAILS) + "?text=" + id + "&in="
                                                        + locale.getLanguage()
                                                : ""))
                                .toList());
    }

    static Locale locale(String language, Ui ui) {
        return switch (language) {
            case "ja" -> Locale.JAPANESE;
            case "en" -> Locale.ENGLISH;
            default -> ui.locale();
        };
    }

    /** A text as a file; that it was taken is a record of the case. */
    @GetMapping(ONE + "/texts/{text}.txt")
    @Requires(Act.SEE_CASES)
    ResponseEntity<Resource> text(
            @PathVariable String number,
            @PathVariable String text,
            @RequestParam(name = "in", defaultValue = "") String language,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Case one = cases.require(number, "taken", person);
        return file(texts, text, one, locale(language, ui), person);
    }

    static ResponseEntity<Resource> file(CaseTexts texts, String text, Case one, Locale locale, Person person) {
        if (!CaseTexts.IDS.contains(text)) {
            throw new Problem(404, "not-found");
        }
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "plain", StandardCharsets.UTF_8))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(one.number() + "-" + text + ".txt", StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(new ByteArrayResource(
                        texts.text(text, one, locale, person).getBytes(StandardCharsets.UTF_8)));
    }

    @GetMapping(ONE + "/timeline")
    @Requires(Act.SEE_CASES)
    ModelAndView timeline(
            @PathVariable String number,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return timeline(cases.require(number, "seen", person), null, done, person, ui);
    }

    private ModelAndView timeline(Case one, @Nullable Sent sent, String done, Person person, Ui ui) {
        boolean may = person.can(Act.HANDLE_CASES) && one.state() != CaseState.CLOSED;
        List<Entry> newest = new ArrayList<>(one.entries());
        Collections.reverse(newest);
        return page("timeline", one, Tab.TIMELINE, sent, done, person, ui)
                .addObject(
                        "happened",
                        newest.stream()
                                .map(e -> words.happened(e, one, may, sent, ui))
                                .toList())
                .addObject(
                        "lessons",
                        one.of(EntryKind.LESSON).stream()
                                .map(e -> e.get("text"))
                                .toList())
                .addObject("note", words.form(EntryKind.NOTE, "", one, Map.of(), sent, ui))
                .addObject("lesson", words.form(EntryKind.LESSON, "", one, Map.of(), sent, ui))
                .addObject(
                        "accesses",
                        store.accesses(one.id(), ACCESSES_SHOWN).stream()
                                .map(a -> new CaseView.AccessRow(
                                        ui.second(a.at()),
                                        a.byName(),
                                        ui.t("psirt.access." + a.act()),
                                        a.act().equals("refused") ? "not-met" : "info"))
                                .toList());
    }

    @GetMapping(ONE + "/timeline.{format}")
    @Requires(Act.SEE_CASES)
    ResponseEntity<TableFile> timelineFile(
            @PathVariable String number,
            @PathVariable String format,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Case one = cases.require(number, "taken", person);
        return TableFile.of(format, one.number() + "-timeline", ui)
                .column("at", "psirt.column.when")
                .column("after", "psirt.column.after")
                .column("who", "psirt.column.who")
                .column("what", "psirt.column.what")
                .column("text", "psirt.column.words")
                .column("holds", "psirt.column.back")
                .download(one.entries().stream()
                        .map(e -> words.happened(e, one, false, null, ui))
                        .map(h -> List.of(
                                h.when(),
                                h.after(),
                                h.who(),
                                h.what(),
                                String.join(
                                        "\n",
                                        h.values().stream()
                                                .map(v -> v.name() + ": " + v.value())
                                                .toList()),
                                h.takenBack() ? ui.t("psirt.taken-back") : ""))
                        .toList());
    }

    // What is entered

    @PostMapping(ONE + "/entries/{kind}")
    @Requires(Act.HANDLE_CASES)
    ModelAndView enter(
            @PathVariable String number,
            @PathVariable String kind,
            @RequestParam MultiValueMap<String, String> fields,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Case one = cases.require(number, "seen", person);
        Map<String, String> sent = new HashMap<>(fields.toSingleValueMap());
        EntryKind known =
                EntryKind.parse(kind).filter(EntryKind::isByForm).orElseThrow(() -> new Problem(404, "not-found"));
        String about = sent.getOrDefault("about", "");
        Map<String, String> typed = new HashMap<>(sent);
        if (known == EntryKind.STEP) {
            typed.put("to", about);
        }
        if (known == EntryKind.CONCERNS) {
            sent.put(
                    "places",
                    CasePlaces.with(
                            sent.getOrDefault("places", ""),
                            fields.getOrDefault("version", List.of()),
                            fields.getOrDefault("model", List.of())));
            typed.putAll(sent);
        }
        Entering entering = new Entering(messages, ui.locale(), new Mistakes(), cases.now());
        Map<String, String> values = entering.values(known, typed);
        if (!entering.mistakes().none()) {
            response.setStatus(422);
            Sent again = new Sent(known, about, sent, entering.mistakes());
            return switch (Tab.of(known)) {
                case DECIDE -> decide(one, "", "", again, "", person, ui);
                case TIMELINE -> timeline(one, again, "", person, ui);
                case CASE, TEXTS, MAILS -> one(one, again, "", person, ui);
            };
        }
        Case after = cases.enter(one, known, values, known == EntryKind.STEP ? null : uuid(about), person);
        return after.isFor(person.id()) ? to(after, Tab.of(known), "saved") : new ModelAndView("redirect:" + ALL);
    }

    private static @Nullable UUID uuid(String typed) {
        try {
            return typed.isEmpty() ? null : UUID.fromString(typed);
        } catch (IllegalArgumentException e) {
            throw new Problem(404, "not-found");
        }
    }

    @PostMapping(ONE + "/files")
    @Requires(Act.HANDLE_CASES)
    ModelAndView attach(
            @PathVariable String number,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Case one = cases.require(number, "seen", person);
        if (file == null || file.isEmpty()) {
            response.setStatus(422);
            Mistakes mistakes = new Mistakes();
            mistakes.add("file", ui.t("psirt.mistake.file"));
            return one(one, new Sent(EntryKind.FILE, "", Map.of(), mistakes), "", person, ui);
        }
        cases.attach(one, stored(blobs, file), note(text), person);
        return to(one, Tab.CASE, "attached");
    }

    static String note(String text) {
        String note = Entering.clean(text, true);
        return note.substring(0, Math.min(note.length(), 2_000));
    }

    static StoredFile stored(Blobs blobs, MultipartFile file) {
        try (InputStream in = file.getInputStream()) {
            return blobs.store(in, Objects.requireNonNullElse(file.getOriginalFilename(), ""), file.getSize());
        } catch (IOException e) {
            throw new UncheckedIOException("the uploaded file could not be read", e);
        }
    }

    /** A file, hostile or not: handed out as bytes, never as something that a browser shows. */
    @GetMapping(ONE + "/files/{id}")
    @Requires(Act.SEE_CASES)
    ResponseEntity<Resource> take(
            @PathVariable String number, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
        Case one = cases.require(number, "taken", person);
        return download(cases.files(one), id, blobs);
    }

    static ResponseEntity<Resource> download(List<CaseStore.Attached> files, UUID id, Blobs blobs) {
        StoredFile file = files.stream()
                .filter(f -> f.id().equals(id))
                .map(CaseStore.Attached::file)
                .findFirst()
                .orElseThrow(() -> new Problem(404, "not-found"));
        return blobs.download(new StoredFile(
                file.sha256(), file.sizeBytes(), file.fileName(), MediaType.APPLICATION_OCTET_STREAM_VALUE, false));
    }
}
