package dev.shisa.server.document;

import dev.shisa.conformity.Slot;
import dev.shisa.server.document.Revision.About;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.platform.Cut;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.ListPage;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.SearchWords;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
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
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The documents: which there are, what each says, and what can be done with it next. */
@Controller
class DocumentPages {

    private static final String HERE = "/documents";
    private static final int REVISIONS_SHOWN = 20;

    private final Documents documents;
    private final DocumentFiles files;
    private final Drafts drafts;
    private final Products products;
    private final People people;
    private final FactWords words;
    private final SeriesFrames frames;

    DocumentPages(
            Documents documents,
            DocumentFiles files,
            Drafts drafts,
            Products products,
            People people,
            FactWords words,
            SeriesFrames frames) {
        this.documents = documents;
        this.files = files;
        this.drafts = drafts;
        this.products = products;
        this.people = people;
        this.words = words;
        this.frames = frames;
    }

    // The list

    @GetMapping(HERE)
    @Requires(Act.VIEW)
    ModelAndView list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String series,
            @RequestParam(defaultValue = "1") int page,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        List<DocumentView.Row> rows = rows(q, state, series, person, ui);
        ListPage leaf = ListPage.of(rows.size(), page);
        int total = documents.visibleTo(person).size();
        long overdue = rows.stream().filter(r -> r.state().equals("recheck")).count();
        return new ModelAndView("document/list")
                .addObject(
                        "title",
                        total == 0
                                ? ui.t("document.title.none")
                                : overdue > 0
                                        ? ui.t("document.title.overdue", rows.size(), overdue)
                                        : ui.t("document.title", rows.size()))
                .addObject("rows", leaf.of(rows))
                .addObject("any", total > 0)
                .addObject("total", total)
                .addObject("found", rows.size())
                .addObject("filters", filters(q, state, series, person, ui))
                .addObject("series", series)
                .addObject("q", q)
                .addObject("state", state)
                .addObject(
                        "states",
                        java.util.stream.Stream.concat(
                                        java.util.stream.Stream.of(new Parts.Choice("", ui.t("document.all"))),
                                        Arrays.stream(State.values())
                                                .map(s -> new Parts.Choice(s.id(), ui.t("document.state." + s.id()))))
                                .toList())
                .addObject("page", leaf.at())
                .addObject("pages", leaf.pages())
                .addObject("query", query(q, state, series));
    }

    /** What narrows the list, each with the list without it. */
    private List<Parts.Filter> filters(String q, String state, String series, Person person, Ui ui) {
        List<Parts.Filter> filters = new ArrayList<>();
        if (!q.isBlank()) {
            filters.add(new Parts.Filter(q.strip(), HERE + "?" + query("", state, series)));
        }
        State.parse(state)
                .ifPresent(s -> filters.add(
                        new Parts.Filter(ui.t("document.state." + s.id()), HERE + "?" + query(q, "", series))));
        if (!series.isEmpty()) {
            String name = products.visibleTo(person, 0, Documents.DOCUMENTS_MAX).stream()
                    .filter(s -> s.code().equals(series))
                    .map(Series::name)
                    .findFirst()
                    .orElse(series);
            filters.add(new Parts.Filter(name, HERE + "?" + query(q, state, "")));
        }
        return filters;
    }

    /** Those about one series, among its pages. */
    @GetMapping("/products/{code}/documents")
    @Requires(Act.VIEW)
    ModelAndView ofSeries(
            @PathVariable String code, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        List<DocumentView.Row> rows = rows("", "", series.code(), person, ui);
        return new ModelAndView("document/series")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("title", rows.isEmpty() ? ui.t("document.title.none") : ui.t("document.title", rows.size()))
                .addObject("rows", rows);
    }

    private static String query(String q, String state, String series) {
        return "q=" + encoded(q) + "&state=" + encoded(state) + "&series=" + encoded(series);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private List<DocumentView.Row> rows(String q, String state, String series, Person person, Ui ui) {
        Map<UUID, List<Version>> present = documents.present();
        Map<UUID, String> names = products.every().stream().collect(Collectors.toMap(Series::id, Series::name));
        Map<UUID, String> codes = products.every().stream().collect(Collectors.toMap(Series::id, Series::code));
        List<String> wanted = List.of(SearchWords.fold(q).strip().split("\\s+"));
        List<DocumentView.Row> rows = new ArrayList<>();
        for (Document document : documents.visibleTo(person)) {
            UUID seriesId = document.seriesId();
            Version version = shown(present.getOrDefault(document.id(), List.of()));
            DocumentView.Row row = new DocumentView.Row(
                    document.code(),
                    version.revision().content().title(ui.locale()),
                    HERE + "/" + document.id(),
                    ui.t("document.kind." + document.kind().id()),
                    seriesId == null ? ui.t("document.company") : names.getOrDefault(seriesId, ""),
                    ui.t("document.version.number", version.number()),
                    shape(version),
                    word(version, ui),
                    version.revision().about().reviewBy().toString());
            boolean fits = (state.isEmpty() || version.state().id().equals(state))
                    && (series.isEmpty() || (seriesId != null && series.equals(codes.get(seriesId))))
                    && wanted.stream()
                            .allMatch(SearchWords.fold(row.code() + " " + row.title() + " " + row.kind() + " "
                                    + row.about() + (q.isBlank() ? "" : " " + words(version)))::contains);
            if (fits) {
                rows.add(row);
            }
        }
        return rows;
    }

    /** All that a version says, in each of its languages. */
    private static String words(Version version) {
        Content content = version.revision().content();
        return java.util.stream.Stream.concat(
                        content.titles().values().stream(),
                        content.languages().values().stream()
                                .flatMap(List::stream)
                                .flatMap(s -> java.util.stream.Stream.of(s.heading(), s.text())))
                .collect(Collectors.joining(" "));
    }

    /** What is worked on, or else what is in force, or else the newest. */
    static Version shown(List<Version> versions) {
        return versions.stream()
                .filter(v -> v.state().isInWork())
                .findFirst()
                .or(() -> versions.stream()
                        .filter(v -> v.state() == State.IN_FORCE)
                        .findFirst())
                .orElseGet(versions::getFirst);
    }

    private String shape(Version version) {
        return switch (version.state()) {
            case DRAFT, IN_REVIEW, REVIEWED -> "unknown";
            case APPROVED -> "expected";
            case IN_FORCE -> version.isOverdue(documents.today()) ? "recheck" : "met";
            case SUPERSEDED, WITHDRAWN -> "not-applicable";
        };
    }

    private String word(Version version, Ui ui) {
        return version.isOverdue(documents.today())
                ? ui.t("document.overdue")
                : ui.t("document.state." + version.state().id());
    }

    @GetMapping(HERE + ".{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable String format,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String series,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return TableFile.of(format, "documents", ui)
                .column("code", "document.code")
                .column("title", "document.name")
                .column("kind", "document.kind")
                .column("about", "document.about")
                .column("version", "document.version")
                .column("state", "document.state")
                .column("reviewBy", "document.review-by")
                .download(rows(q, state, series, person, ui).stream()
                        .map(r -> List.of(r.code(), r.title(), r.kind(), r.about(), r.number(), r.word(), r.reviewBy()))
                        .toList());
    }

    // Beginning

    @GetMapping(HERE + "/new")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView form(
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String series,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return form(kind, series, Set.of("ja", "en"), new Mistakes(), person, ui);
    }

    private ModelAndView form(
            String kind, String series, Set<String> languages, Mistakes mistakes, Person person, Ui ui) {
        return new ModelAndView("document/new")
                .addObject(
                        "kinds",
                        Arrays.stream(DocumentKind.values())
                                .map(k -> new Parts.Choice(
                                        k.id(),
                                        ui.t("document.kind." + k.id()),
                                        ui.t("document.kind." + k.id() + ".help")))
                                .toList())
                .addObject(
                        "series",
                        products.visibleTo(person, 0, Documents.DOCUMENTS_MAX).stream()
                                .map(s -> new Parts.Choice(s.code(), s.name()))
                                .toList())
                .addObject("kind", kind)
                .addObject("chosen", series)
                .addObject("languages", languages)
                .addObject("mistakes", mistakes);
    }

    @PostMapping(HERE + "/new")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView create(
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String series,
            @RequestParam(required = false) @Nullable List<String> language,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Mistakes mistakes = new Mistakes();
        Optional<DocumentKind> chosen = DocumentKind.parse(kind);
        Set<String> languages = new TreeSet<>(language == null ? List.of() : language);
        languages.retainAll(Set.of("ja", "en"));
        if (chosen.isEmpty()) {
            mistakes.add("kind", ui.t("document.mistake.kind"));
        }
        if (languages.isEmpty()) {
            mistakes.add("language", ui.t("document.mistake.language"));
        }
        if (chosen.isPresent() && chosen.get().isOfSeries() && series.isEmpty()) {
            mistakes.add("series", ui.t("document.mistake.series"));
        }
        if (!mistakes.none()) {
            response.setStatus(422);
            return form(kind, series, languages, mistakes, person, ui);
        }
        Series about = series.isEmpty() ? null : products.requireInUse(series, person);
        Document document = documents.create(new NewDocument(chosen.orElseThrow(), about, languages), person);
        return new ModelAndView("redirect:" + HERE + "/" + document.id());
    }

    // One document

    @GetMapping(HERE + "/{id}")
    @Requires(Act.VIEW)
    ModelAndView one(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String done,
            @RequestParam(defaultValue = "") String language,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Document document = documents.require(id, person);
        return page(document, shown(documents.versions(id)), new Mistakes(), done, language, person, ui);
    }

    private ModelAndView page(
            Document document, Version version, Mistakes mistakes, String done, String wanted, Person person, Ui ui) {
        List<Version> versions = documents.versions(document.id());
        Content content = version.revision().content();
        String language = content.languages().containsKey(wanted) ? wanted : content.language(ui.locale());
        List<Reading> readings = documents.readings(version.id());
        Step.Act last = documents.steps(version.id()).getLast().act();
        List<Basis.Change> changed = documents.changes(document, version);
        return new ModelAndView("document/one")
                .addObject("document", document)
                .addObject("crumbs", crumbs(document, ui))
                .addObject("title", content.title(ui.locale()))
                .addObject("kind", ui.t("document.kind." + document.kind().id()))
                .addObject("version", version)
                .addObject("number", ui.t("document.version.number", version.number()))
                .addObject("state", shape(version))
                .addObject("word", word(version, ui))
                .addObject("parts", parts(content.sections(language), language, document, person))
                .addObject("language", language)
                .addObject("languages", languages(content, language, HERE + "/" + document.id() + "?language=", ui))
                .addObject("gaps", gaps(document, content, language, person, ui))
                .addObject(
                        "answered", may(document, person, Act.ADD_EVIDENCE) ? documents.answered(document, version) : 0)
                .addObject("changes", changes(document, changed, false, ui))
                .addObject("promises", changes(document, changed, true, ui))
                .addObject("known", known(document, version, person, ui))
                .addObject(
                        "mayStand",
                        may(document, person, version.state() == State.IN_FORCE ? Act.CONFIRM : Act.ADD_EVIDENCE)
                                && person.can(Act.ADD_EVIDENCE))
                .addObject("earlierDoubt", earlierDoubt(document, version, versions, ui))
                .addObject(
                        "oneSided",
                        version.state() == State.DRAFT ? documents.oneSided(document, version, ui.locale()) : List.of())
                .addObject(
                        "addable",
                        java.util.stream.Stream.of("ja", "en")
                                .filter(l -> version.state() == State.DRAFT
                                        && !content.languages().containsKey(l))
                                .map(l -> new Parts.Choice(l, ui.t("document.language." + l)))
                                .toList())
                .addObject(
                        "missing",
                        version.state().isOver()
                                ? List.of()
                                : documents.missing(document, version).stream()
                                        .map(p -> p.heading().in(ui.locale()))
                                        .toList())
                .addObject(
                        "struck",
                        content.struck().stream()
                                .map(s -> new DocumentView.Struck(
                                        ui.t("document.language." + s.language()), s.label(), s.reason(), s.byName()))
                                .toList())
                .addObject("possible", possible(document, version, person, ui))
                .addObject("waits", waits(document, version, person, ui))
                .addObject("mayEdit", version.state() == State.DRAFT && may(document, person, Act.ADD_EVIDENCE))
                .addObject("mayBegin", !version.state().isInWork() && may(document, person, Act.ADD_EVIDENCE))
                .addObject("mayAsk", Documents.mayBeRead(document, version) && may(document, person, Act.ADD_EVIDENCE))
                .addObject("sealed", document.kind().isSealed())
                .addObject(
                        "asked",
                        (version.state() == State.IN_FORCE || version.state() == State.APPROVED)
                                && readings.stream().noneMatch(r -> r.person().equals(person.id()) && !r.isOpen()))
                .addObject("handed", document.kind() == DocumentKind.PARTNER_GUIDE && version.state() == State.IN_FORCE)
                .addObject(
                        "place",
                        version.revision().about().place().isEmpty()
                                ? ""
                                : ui.t("document.place."
                                        + version.revision().about().place()))
                .addObject("published", document.kind().isPublished())
                .addObject("decisions", decisions(document, version, ui))
                .addObject("evidence", documents.evidence(version))
                .addObject("readers", readings.stream().map(r -> reader(r, ui)).toList())
                .addObject(
                        "people",
                        people.all().stream()
                                .filter(p -> document.seriesId() == null || p.sees(document.seriesId()))
                                .filter(p -> readings.stream()
                                        .noneMatch(r -> r.person().equals(p.id())))
                                .map(p -> new Parts.Choice(p.id().toString(), p.name()))
                                .toList())
                .addObject(
                        "steps",
                        documents.steps(version.id()).stream()
                                .map(s -> new DocumentView.Done(
                                        ui.minute(s.at()),
                                        s.byName(),
                                        ui.t("document.step." + s.act().id()),
                                        s.note()))
                                .toList())
                .addObject(
                        "versions",
                        versions.stream()
                                .map(v -> new DocumentView.Earlier(
                                        v.number(),
                                        HERE + "/" + document.id() + "/versions/" + v.number(),
                                        word(v, ui),
                                        shape(v),
                                        v.revision().about().changeNote()))
                                .toList())
                .addObject("takes", takes(document, version, ui))
                .addObject("returned", last == Step.Act.GIVE_BACK)
                .addObject("mistakes", mistakes)
                .addObject(
                        "done",
                        Set.of("saved", "struck", "stepped", "asked", "read").contains(done) ? done : "");
    }

    private List<Parts.Crumb> crumbs(Document document, Ui ui) {
        UUID seriesId = document.seriesId();
        List<Parts.Crumb> crumbs = new ArrayList<>(List.of(
                new Parts.Crumb(ui.t("web.nav.policies"), "/organisation/policy"),
                new Parts.Crumb(ui.t("organisation.tab.documents"), HERE)));
        if (seriesId != null) {
            products.byId(seriesId)
                    .ifPresent(s ->
                            crumbs.add(new Parts.Crumb(s.name(), "/products/" + encoded(s.code()) + "/documents")));
        }
        return crumbs;
    }

    private static boolean may(Document document, Person person, Act act) {
        return person.can(act)
                && (document.seriesId() != null || person.series().isEmpty());
    }

    private List<DocumentView.Take> takes(Document document, Version version, Ui ui) {
        List<DocumentView.Take> takes = new ArrayList<>();
        Content content = version.revision().content();
        for (String language : content.languages().keySet().stream()
                .sorted(first(content.language(ui.locale())))
                .toList()) {
            for (String format : List.of("pdf", "docx", "html", "md")) {
                takes.add(new DocumentView.Take(
                        ui.t("document.format." + format) + " (" + ui.t("document.language." + language) + ")",
                        HERE + "/" + document.id() + "/file." + format + "?version=" + version.number() + "&language="
                                + language));
            }
        }
        return takes;
    }

    /**
     * What is otherwise than the text says, in words.
     *
     * @param promises whether what it promises, or else what it was made from
     */
    private List<DocumentView.Changed> changes(Document document, List<Basis.Change> changed, boolean promises, Ui ui) {
        String language = ui.locale().getLanguage();
        List<Basis.Change> changes =
                changed.stream().filter(c -> c.isPromise() == promises).toList();
        Map<String, KnownValue> known =
                changes.stream().allMatch(c -> c.known().isEmpty()) ? Map.of() : documents.known(document.kind());
        return changes.stream()
                .map(c -> new DocumentView.Changed(
                        !c.known().isEmpty()
                                ? ui.t("document.known." + c.known())
                                : c.key().isEmpty()
                                        ? ui.t("document.basis." + c.ref())
                                        : words.question(Slot.of(c.key(), ""), ui.locale(), Map.of()),
                        c.before().value().isEmpty()
                                ? ui.t("document.basis.none")
                                : c.before().in(language).isEmpty()
                                        ? ui.t("document.basis.text")
                                        : c.before().in(language),
                        c.now().value().isEmpty()
                                ? ui.t("document.basis.none")
                                : Optional.ofNullable(known.get(c.known()))
                                        .map(value -> value.in(language))
                                        .orElse(c.now().in(language))))
                .toList();
    }

    /** What registers and rules say of what this kind of document speaks of, and where it is entered. */
    private List<DocumentView.Source> known(Document document, Version version, Person person, Ui ui) {
        String language = ui.locale().getLanguage();
        return version.state().isOver()
                ? List.of()
                : documents.known(document.kind()).entrySet().stream()
                        .map(e -> new DocumentView.Source(
                                ui.t("document.known." + e.getKey()),
                                e.getValue().isThere() ? e.getValue().in(language) : ui.t("document.basis.none"),
                                person.can(e.getValue().enters()) ? e.getValue().href() : ""))
                        .toList();
    }

    /** While a later version is worked on, the one in force may say what is not so any more. */
    private String earlierDoubt(Document document, Version shown, List<Version> versions, Ui ui) {
        return versions.stream()
                .filter(v -> v.state() == State.IN_FORCE && !v.id().equals(shown.id()))
                .filter(v -> !documents.changes(document, v).isEmpty())
                .map(v -> ui.t("document.outdated.earlier", v.number()))
                .findFirst()
                .orElse("");
    }

    private List<DocumentView.Decision> decisions(Document document, Version version, Ui ui) {
        return version.state().isOver()
                ? List.of()
                : documents.decides(document, version).stream()
                        .map(d -> new DocumentView.Decision(
                                words.question(d.slot(), ui.locale(), Map.of()),
                                words.value(d.slot(), d.value(), ui.locale(), Map.of())))
                        .toList();
    }

    private DocumentView.Reader reader(Reading reading, Ui ui) {
        LocalDate due = reading.due();
        boolean late = reading.isOpen() && due != null && due.isBefore(documents.today());
        return new DocumentView.Reader(
                reading.name(),
                due == null ? "–" : due.toString(),
                reading.readAt() == null ? "" : ui.minute(reading.readAt()),
                reading.isOpen() ? (late ? "recheck" : "unknown") : "met",
                ui.t(
                        reading.isOpen()
                                ? (late ? "document.reader.late" : "document.reader.open")
                                : "document.reader.read"));
    }

    /** What this person can do with a version now. */
    private List<DocumentView.Possible> possible(Document document, Version version, Person person, Ui ui) {
        List<DocumentView.Possible> possible = new ArrayList<>();
        boolean confirms = may(document, person, Act.CONFIRM);
        boolean approves =
                confirms && (!document.kind().isPolicy() || person.roles().contains(Role.EXECUTIVE));
        boolean own = version.state() != State.DRAFT && !documents.mayJudge(document, version, person);
        switch (version.state()) {
            case DRAFT -> {
                if (may(document, person, Act.ADD_EVIDENCE)
                        && version.revision().content().gaps().isEmpty()) {
                    possible.add(possible("submit", false, false, true, ui));
                }
            }
            case IN_REVIEW -> {
                if (confirms && !own) {
                    possible.add(possible("review", true, false, true, ui));
                    possible.add(possible("give-back", true, true, false, ui));
                }
            }
            case REVIEWED -> {
                if (approves && !own) {
                    possible.add(possible("approve", true, false, true, ui));
                }
                if (confirms && !own) {
                    possible.add(possible("give-back", true, true, false, ui));
                }
            }
            case APPROVED -> {
                if (approves && !own) {
                    possible.add(possible("enact", false, false, true, ui));
                }
            }
            case IN_FORCE, SUPERSEDED, WITHDRAWN -> {}
        }
        if (confirms && !version.state().isOver()) {
            possible.add(possible("withdraw", true, true, false, ui));
        }
        return possible;
    }

    private static DocumentView.Possible possible(String act, boolean note, boolean required, boolean primary, Ui ui) {
        return new DocumentView.Possible(
                act,
                ui.t("document.do." + act),
                ui.t("document.do." + act + ".help"),
                note ? ui.t(required ? "document.reason" : "document.note") : "",
                required,
                primary);
    }

    /** Who has to do the next thing, where this person cannot. */
    private String waits(Document document, Version version, Person person, Ui ui) {
        boolean can = possible(document, version, person, ui).stream().anyMatch(DocumentView.Possible::primary);
        return switch (version.state()) {
            case IN_REVIEW -> can ? "" : ui.t("document.waits.review");
            case REVIEWED ->
                can ? "" : ui.t(document.kind().isPolicy() ? "document.waits.executive" : "document.waits.approve");
            case APPROVED ->
                can ? "" : ui.t(document.kind().isPolicy() ? "document.waits.executive" : "document.waits.approve");
            case DRAFT, IN_FORCE, SUPERSEDED, WITHDRAWN -> "";
        };
    }

    // Text

    private List<DocumentView.Part> parts(List<Section> sections, String language, Document document, Person person) {
        return TextPieces.parts(sections, language, label -> question(label, language, document, person));
    }

    private List<DocumentView.Piece> pieces(String text, String language, Document document, Person person) {
        return TextPieces.pieces(text, language, label -> question(label, language, document, person));
    }

    /** Where a gap is answered; empty: in the text. */
    private String question(String label, String language, Document document, Person person) {
        UUID seriesId = document.seriesId();
        Series about = seriesId == null ? null : products.byId(seriesId).orElse(null);
        Slot slot = drafts.asks(label, language, about).orElse(null);
        if (slot == null) {
            return drafts.enters(document.kind(), label, language)
                    .filter(value -> person.can(value.enters()))
                    .map(KnownValue::href)
                    .orElse("");
        }
        if (!person.can(Act.ADD_EVIDENCE)) {
            return "";
        }
        Optional<Series> through = seriesId != null
                ? Optional.ofNullable(about)
                : products.visibleTo(person, 0, 1).stream().findFirst();
        return through.map(s -> "/products/" + encoded(s.code()) + "/questions/one?key="
                        + encoded(slot.key().value())
                        + (slot.item().isEmpty() ? "" : "&item=" + encoded(slot.item())))
                .orElse("");
    }

    /** The languages of a text, that of the reader first. */
    private static List<Parts.Tab> languages(Content content, String chosen, String href, Ui ui) {
        return content.languages().keySet().stream()
                .sorted(first(content.language(ui.locale())))
                .map(l -> new Parts.Tab(ui.t("document.language." + l), href + l, l.equals(chosen)))
                .toList();
    }

    private static Comparator<String> first(String language) {
        return Comparator.comparing((String l) -> !l.equals(language)).thenComparing(Comparator.naturalOrder());
    }

    /** What is to be filled, in the language that is shown first. */
    private List<DocumentView.Gap> gaps(Document document, Content content, String language, Person person, Ui ui) {
        return content.gaps().stream()
                .sorted(Comparator.comparing(Content.Gap::language, first(language)))
                .map(g -> new DocumentView.Gap(
                        g.language(),
                        ui.t("document.language." + g.language()),
                        g.section(),
                        g.heading(),
                        g.label(),
                        question(g.label(), g.language(), document, person),
                        HERE + "/" + document.id() + "/edit?language=" + g.language() + "#text-"
                                + place(content.sections(g.language()), g.section())))
                .distinct()
                .toList();
    }

    private static int place(List<Section> sections, String id) {
        return (int) sections.stream().takeWhile(s -> !s.id().equals(id)).count();
    }

    // Editing

    @GetMapping(HERE + "/{id}/edit")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView edit(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String language,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Document document = documents.require(id, person);
        Version version = draft(document);
        Content content = version.revision().content();
        String chosen = content.languages().containsKey(language) ? language : content.language(ui.locale());
        return editor(
                document,
                version,
                chosen,
                content.titles().getOrDefault(chosen, ""),
                content.sections(chosen),
                form(version.revision().about()),
                version.revision().number(),
                new Mistakes(),
                null,
                person,
                ui);
    }

    private Version draft(Document document) {
        return documents.versions(document.id()).stream()
                .filter(v -> v.state() == State.DRAFT)
                .findFirst()
                .orElseThrow(() -> new Problem(409, "document.no-draft"));
    }

    private static DocumentView.About form(About about) {
        return new DocumentView.About(about.changeNote(), about.reviewBy().toString(), about.place(), about.address());
    }

    private ModelAndView editor(
            Document document,
            Version version,
            String language,
            String title,
            List<Section> sections,
            DocumentView.About about,
            int seen,
            Mistakes mistakes,
            @Nullable Revision theirs,
            Person person,
            Ui ui) {
        List<DocumentView.Field> fields = new ArrayList<>();
        for (int i = 0; i < sections.size(); i++) {
            Section s = sections.get(i);
            String headingError = mistakes.of("heading-" + i);
            String textError = mistakes.of("text-" + i);
            fields.add(new DocumentView.Field(
                    i,
                    s.id(),
                    s.heading(),
                    s.text(),
                    Math.clamp(s.text().lines().count() + 3, 5, 20),
                    headingError == null ? "" : headingError,
                    textError == null ? "" : textError,
                    pieces(s.text(), language, document, person)));
        }
        return new ModelAndView("document/edit")
                .addObject("document", document)
                .addObject("crumbs", withDocument(document, version, ui))
                .addObject("language", language)
                .addObject(
                        "languages",
                        languages(
                                version.revision().content(),
                                language,
                                HERE + "/" + document.id() + "/edit?language=",
                                ui))
                .addObject("name", title)
                .addObject("fields", fields)
                .addObject("about", about)
                .addObject("published", document.kind().isPublished())
                .addObject(
                        "places",
                        java.util.stream.Stream.of("website", "manual", "package", "other")
                                .map(p -> new Parts.Choice(p, ui.t("document.place." + p)))
                                .toList())
                .addObject("seen", seen)
                .addObject("first", version.number() == 1)
                .addObject("mistakes", mistakes)
                .addObject(
                        "theirs",
                        theirs == null
                                ? List.of()
                                : Comparison.of(theirs.content().sections(language), sections))
                .addObject("theirName", theirs == null ? "" : theirs.savedName())
                .addObject(
                        "revisions",
                        documents.revisions(version.id(), REVISIONS_SHOWN).stream()
                                .map(r -> new DocumentView.Done(
                                        ui.second(r.savedAt()), r.savedName(), String.valueOf(r.number()), ""))
                                .toList())
                .addObject("present", version.revision().number());
    }

    private List<Parts.Crumb> withDocument(Document document, Version version, Ui ui) {
        List<Parts.Crumb> crumbs = new ArrayList<>(crumbs(document, ui));
        crumbs.add(new Parts.Crumb(version.revision().content().title(ui.locale()), HERE + "/" + document.id()));
        return crumbs;
    }

    @PostMapping(HERE + "/{id}/edit")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView save(
            @PathVariable UUID id,
            @RequestParam Map<String, String> fields,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Document document = documents.require(id, person);
        Version version = draft(document);
        Content content = version.revision().content();
        String language = fields.getOrDefault("language", "");
        if (!content.languages().containsKey(language)) {
            throw new Problem(404, "document.version.unknown");
        }
        List<Section> sections = sections(fields);
        String title = fields.getOrDefault("title", "").strip();
        DocumentView.About form = new DocumentView.About(
                fields.getOrDefault("changeNote", ""),
                fields.getOrDefault("reviewBy", ""),
                fields.getOrDefault("place", ""),
                fields.getOrDefault("address", ""));
        int seen = number(fields.getOrDefault("seen", ""));
        Mistakes mistakes = new Mistakes();
        LocalDate reviewBy = day(form.reviewBy());
        if (reviewBy == null) {
            mistakes.add("reviewBy", ui.t("document.mistake.day"));
        }
        About about = new About(
                form.changeNote().strip(),
                reviewBy == null ? documents.today() : reviewBy,
                form.place(),
                form.address().strip());
        Content changed = content.with(language, title, sections);
        for (Documents.Wrong wrong : documents.wrong(changed, about)) {
            mistakes.add(
                    wrong.field(),
                    ui.t("document.mistake." + wrong.why(), wrong.args().toArray()));
        }
        documents
                .wrongDay(about)
                .ifPresent(wrong -> mistakes.add(
                        wrong.field(),
                        ui.t("document.mistake." + wrong.why(), wrong.args().toArray())));
        List<String> removed = Documents.removed(content.sections(language), sections);
        if (!removed.isEmpty()) {
            mistakes.add("sections", ui.t("document.mistake.removed", String.join(", ", removed)));
        }
        List<String> emptied = Documents.emptied(content.sections(language), sections);
        for (int i = 0; i < sections.size(); i++) {
            if (emptied.contains(sections.get(i).id())) {
                mistakes.add("text-" + i, ui.t("document.mistake.emptied"));
            }
        }
        if (mistakes.none() && seen == version.revision().number()) {
            documents.save(document, version, seen, changed, about, person);
            return new ModelAndView("redirect:" + HERE + "/" + id + "?done=saved");
        }
        boolean stale = seen != version.revision().number();
        response.setStatus(stale ? 409 : 422);
        return editor(
                document,
                version,
                language,
                title,
                sections,
                form,
                version.revision().number(),
                mistakes,
                stale ? version.revision() : null,
                person,
                ui);
    }

    private static List<Section> sections(Map<String, String> fields) {
        List<Section> sections = new ArrayList<>();
        for (int i = 0; i <= Content.SECTIONS_MAX; i++) {
            String heading = fields.get("heading-" + i);
            String text =
                    fields.getOrDefault("text-" + i, "").replace("\r\n", "\n").strip();
            if (heading == null || fields.containsKey("remove-" + i) || (heading.isBlank() && text.isEmpty())) {
                continue;
            }
            String id = fields.getOrDefault("id-" + i, "");
            sections.add(new Section(id.isEmpty() ? free(sections, fields) : id, heading.strip(), text));
        }
        return sections;
    }

    private static String free(List<Section> sections, Map<String, String> fields) {
        for (int n = 1; ; n++) {
            String id = "own-" + n;
            if (sections.stream().noneMatch(s -> s.id().equals(id)) && !fields.containsValue(id)) {
                return id;
            }
        }
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
    }

    private static @Nullable LocalDate day(String text) {
        try {
            return LocalDate.parse(text.strip());
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** A section's text as it will be set, while it is typed. */
    @PostMapping(HERE + "/{id}/preview")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView preview(
            @PathVariable UUID id, @RequestParam Map<String, String> fields, @AuthenticationPrincipal Person person) {
        Document document = documents.require(id, person);
        String text = fields.entrySet().stream()
                .filter(e -> e.getKey().startsWith("text-"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
        return new ModelAndView("document/pieces")
                .addObject(
                        "pieces",
                        pieces(
                                Cut.to(text, Content.TEXT_CHARS_MAX),
                                fields.getOrDefault("language", "ja"),
                                document,
                                person));
    }

    @PostMapping(HERE + "/{id}/gaps")
    @Requires(Act.ADD_EVIDENCE)
    String strike(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String language,
            @RequestParam(defaultValue = "") String section,
            @RequestParam(defaultValue = "") String label,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String seen,
            @AuthenticationPrincipal Person person) {
        Document document = documents.require(id, person);
        documents.strike(document, draft(document), number(seen), language, section, label, reason, person);
        return "redirect:" + HERE + "/" + id + "?done=struck";
    }

    @PostMapping(HERE + "/{id}/restore")
    @Requires(Act.ADD_EVIDENCE)
    String restore(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String revision,
            @RequestParam(defaultValue = "") String seen,
            @AuthenticationPrincipal Person person) {
        Document document = documents.require(id, person);
        documents.restore(document, draft(document), number(seen), number(revision), person);
        return "redirect:" + HERE + "/" + id + "/edit";
    }

    @PostMapping(HERE + "/{id}/answers")
    @Requires(Act.ADD_EVIDENCE)
    String takeOver(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String seen,
            @AuthenticationPrincipal Person person) {
        Document document = documents.require(id, person);
        documents.takeOver(document, draft(document), number(seen), person);
        return "redirect:" + HERE + "/" + id + "?done=taken";
    }

    @PostMapping(HERE + "/{id}/languages")
    @Requires(Act.ADD_EVIDENCE)
    String addLanguage(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String language,
            @RequestParam(defaultValue = "") String seen,
            @AuthenticationPrincipal Person person) {
        Document document = documents.require(id, person);
        documents.addLanguage(document, draft(document), number(seen), language, person);
        return "redirect:" + HERE + "/" + id + "?done=language&language=" + encoded(language);
    }

    /** Of the version that is shown: its text is right although its answers have changed. */
    @PostMapping(HERE + "/{id}/still-right")
    @Requires(Act.ADD_EVIDENCE)
    String stillRight(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String version,
            @RequestParam(defaultValue = "") String note,
            @AuthenticationPrincipal Person person) {
        Document document = documents.require(id, person);
        documents.stillRight(document, documents.numbered(id, number(version)), note, person);
        return "redirect:" + HERE + "/" + id + "?done=still-right";
    }

    // Steps

    @PostMapping(HERE + "/{id}/next")
    @Requires(Act.ADD_EVIDENCE)
    String next(@PathVariable UUID id, @AuthenticationPrincipal Person person) {
        documents.next(documents.require(id, person), person);
        return "redirect:" + HERE + "/" + id + "/edit";
    }

    @PostMapping(HERE + "/{id}/submit")
    @Requires(Act.ADD_EVIDENCE)
    String submit(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String steps,
            @RequestParam(defaultValue = "false") boolean sided,
            @AuthenticationPrincipal Person person) {
        Document document = documents.require(id, person);
        documents.submit(document, shown(documents.versions(id)), number(steps), sided, person);
        return stepped(id);
    }

    private static String stepped(UUID id) {
        return "redirect:" + HERE + "/" + id + "?done=stepped";
    }

    @PostMapping(HERE + "/{id}/review")
    @Requires(Act.CONFIRM)
    String review(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String steps,
            @RequestParam(defaultValue = "") String note,
            @AuthenticationPrincipal Person person) {
        Document document = documents.require(id, person);
        documents.review(document, shown(documents.versions(id)), number(steps), note, person);
        return stepped(id);
    }

    @PostMapping(HERE + "/{id}/give-back")
    @Requires(Act.CONFIRM)
    String giveBack(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String steps,
            @RequestParam(defaultValue = "") String note,
            @AuthenticationPrincipal Person person) {
        Document document = documents.require(id, person);
        documents.giveBack(document, shown(documents.versions(id)), number(steps), note, person);
        return stepped(id);
    }

    @PostMapping(HERE + "/{id}/approve")
    @Requires(Act.CONFIRM)
    String approve(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String steps,
            @RequestParam(defaultValue = "") String note,
            @AuthenticationPrincipal Person person) {
        Document document = documents.require(id, person);
        documents.approve(document, shown(documents.versions(id)), number(steps), note, person);
        return stepped(id);
    }

    @PostMapping(HERE + "/{id}/enact")
    @Requires(Act.CONFIRM)
    String enact(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String steps,
            @AuthenticationPrincipal Person person) {
        Document document = documents.require(id, person);
        documents.enact(document, shown(documents.versions(id)), number(steps), person, "page");
        return stepped(id);
    }

    @PostMapping(HERE + "/{id}/withdraw")
    @Requires(Act.CONFIRM)
    String withdraw(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String steps,
            @RequestParam(defaultValue = "") String note,
            @AuthenticationPrincipal Person person) {
        Document document = documents.require(id, person);
        documents.withdraw(document, shown(documents.versions(id)), number(steps), note, person);
        return stepped(id);
    }

    // Readers

    @PostMapping(HERE + "/{id}/readers")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView ask(
            @PathVariable UUID id,
            @RequestParam(name = "reader", required = false) @Nullable List<String> readers,
            @RequestParam(defaultValue = "") String due,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Document document = documents.require(id, person);
        Version version = shown(documents.versions(id));
        Mistakes mistakes = new Mistakes();
        Set<UUID> chosen = new TreeSet<>();
        for (String reader : readers == null ? List.<String>of() : readers) {
            try {
                chosen.add(UUID.fromString(reader));
            } catch (IllegalArgumentException e) {
                mistakes.add("reader", ui.t("document.mistake.readers"));
            }
        }
        LocalDate until = day(due);
        if (chosen.isEmpty()) {
            mistakes.add("reader", ui.t("document.mistake.readers"));
        }
        if (until == null) {
            mistakes.add("due", ui.t("document.mistake.day"));
        } else if (until.isBefore(documents.today())) {
            mistakes.add("due", ui.t("document.mistake.past"));
        }
        if (!mistakes.none() || until == null) {
            response.setStatus(422);
            return page(document, version, mistakes, "", "", person, ui);
        }
        documents.askReaders(document, version, chosen, until, person);
        return new ModelAndView("redirect:" + HERE + "/" + id + "?done=asked");
    }

    @PostMapping(HERE + "/{id}/acknowledge")
    @Requires(Act.VIEW)
    String acknowledge(@PathVariable UUID id, @AuthenticationPrincipal Person person) {
        Document document = documents.require(id, person);
        documents.acknowledge(document, shown(documents.versions(id)), person);
        return "redirect:" + HERE + "/" + id + "?done=read";
    }

    // Versions and files

    @GetMapping(HERE + "/{id}/versions/{number}")
    @Requires(Act.VIEW)
    ModelAndView version(
            @PathVariable UUID id,
            @PathVariable int number,
            @RequestParam(name = "language", defaultValue = "") String wanted,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Document document = documents.require(id, person);
        Version version = documents.numbered(id, number);
        Content content = version.revision().content();
        String language = content.languages().containsKey(wanted) ? wanted : content.language(ui.locale());
        List<DocumentView.Compared> compared = number == 1
                ? List.of()
                : Comparison.of(
                        documents.numbered(id, number - 1).revision().content().sections(language),
                        content.sections(language));
        return new ModelAndView("document/version")
                .addObject("document", document)
                .addObject("crumbs", withDocument(document, version, ui))
                .addObject("title", content.title(ui.locale()))
                .addObject("number", ui.t("document.version.number", number))
                .addObject("state", shape(version))
                .addObject("word", word(version, ui))
                .addObject("language", language)
                .addObject(
                        "languages",
                        languages(content, language, HERE + "/" + id + "/versions/" + number + "?language=", ui))
                .addObject("parts", parts(content.sections(language), language, document, person))
                .addObject("first", number == 1)
                .addObject("compared", compared)
                .addObject("takes", takes(document, version, ui))
                .addObject(
                        "steps",
                        documents.steps(version.id()).stream()
                                .map(s -> new DocumentView.Done(
                                        ui.minute(s.at()),
                                        s.byName(),
                                        ui.t("document.step." + s.act().id()),
                                        s.note()))
                                .toList());
    }

    @GetMapping(HERE + "/{id}/file.{format}")
    @Requires(Act.VIEW)
    @Recorded("document.take")
    ResponseEntity<Resource> file(
            @PathVariable UUID id,
            @PathVariable String format,
            @RequestParam(defaultValue = "0") int version,
            @RequestParam(defaultValue = "") String language,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Document document = documents.require(id, person);
        Version wanted = version == 0 ? shown(documents.versions(id)) : documents.numbered(id, version);
        return file(files, document, wanted, format, language, ui.locale());
    }

    static ResponseEntity<Resource> file(
            DocumentFiles files, Document document, Version version, String format, String language, Locale locale) {
        Content content = version.revision().content();
        String chosen = content.languages().containsKey(language) ? language : content.language(locale);
        byte[] bytes = switch (format) {
            case "html" -> files.html(document, version, chosen).getBytes(StandardCharsets.UTF_8);
            case "md" -> files.markdown(document, version, chosen).getBytes(StandardCharsets.UTF_8);
            case "docx" -> files.docx(document, version, chosen);
            case "pdf" -> files.pdf(document, version, chosen);
            default -> throw new Problem(404, "not-found");
        };
        String type = switch (format) {
            case "html" -> "text/html;charset=UTF-8";
            case "md" -> "text/markdown;charset=UTF-8";
            case "docx" -> "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
            default -> "application/pdf";
        };
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(type))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(files.name(document, version, chosen) + "." + format, StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'")
                .body(new ByteArrayResource(bytes));
    }
}
