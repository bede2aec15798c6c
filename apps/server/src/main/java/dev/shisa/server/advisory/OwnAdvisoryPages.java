package dev.shisa.server.advisory;

import dev.shisa.advisory.Finding;
import dev.shisa.advisory.Sentences;
import dev.shisa.advisory.draft.Advisory;
import dev.shisa.advisory.draft.Advisory.Said;
import dev.shisa.advisory.provider.Tlp;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.SearchWords;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Typed;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.ContentDisposition;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** 脆弱性 › アドバイザリ: what we say to the public about holes in our products, and who still has to agree. */
@Controller
class OwnAdvisoryPages {

    static final String HERE = "/vulnerabilities/advisories";
    private static final String ONE = HERE + "/{code}";
    private static final Set<String> DONE =
            Set.of("created", "saved", "asked", "returned", "issued", "withdrawn", "discarded");
    private static final int HINTS_SHOWN = 20;
    private static final AdvisoryView.Known NOTHING_KNOWN =
            new AdvisoryView.Known(List.of(), List.of(), "", "", "", true, false);

    private final OwnAdvisories advisories;
    private final ClaimCheck claims;
    private final Products products;
    private final ObjectProvider<AdvisoryAudience> audience;

    OwnAdvisoryPages(
            OwnAdvisories advisories, ClaimCheck claims, Products products, ObjectProvider<AdvisoryAudience> audience) {
        this.advisories = advisories;
        this.claims = claims;
        this.products = products;
        this.audience = audience;
    }

    // The list

    @GetMapping(HERE)
    @Requires(Act.VIEW)
    ModelAndView list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String state,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        List<OwnAdvisory> all = advisories.visibleTo(person);
        Map<UUID, String> names = names(all, person);
        List<OwnAdvisory> found = found(all, q, state, names, person);
        long waiting = all.stream()
                .filter(one -> advisories.seesDraft(one, person) && one.state() == OwnAdvisory.State.ASKED)
                .count();
        return new ModelAndView("advisory/list")
                .addObject(
                        "title",
                        all.isEmpty()
                                ? ui.t("advisory.list.title.none")
                                : waiting > 0
                                        ? ui.t("advisory.list.title.waiting", waiting)
                                        : ui.t(
                                                "advisory.list.title",
                                                all.stream()
                                                        .filter(one -> one.issued() != null)
                                                        .count()))
                .addObject(
                        "rows",
                        found.stream().map(one -> row(one, names, person, ui)).toList())
                .addObject("total", all.size())
                .addObject("query", q)
                .addObject("state", state)
                .addObject(
                        "states",
                        Arrays.stream(OwnAdvisory.State.values())
                                .map(s -> new Parts.Choice(s.id(), ui.t("advisory.state." + s.id())))
                                .toList());
    }

    private List<OwnAdvisory> found(
            List<OwnAdvisory> all, String q, String state, Map<UUID, String> names, Person person) {
        List<OwnAdvisory> some = all.stream()
                .filter(one -> state.isEmpty() || shownState(one, person).id().equals(state))
                .toList();
        SearchWords words = SearchWords.of(q);
        return words.isEmpty()
                ? some
                : words.among(
                        some,
                        one -> shown(one, person).title().ja() + "\n"
                                + shown(one, person).title().en() + "\n"
                                + one.name() + "\n" + shown(one, person).cve() + "\n"
                                + concerned(shown(one, person), names, "\n"));
    }

    /** The names that the register has now, by series: asked for once for a whole list. */
    private Map<UUID, String> names(List<OwnAdvisory> all, Person person) {
        Set<UUID> concerned = all.stream()
                .flatMap(one -> shown(one, person).concerned().stream())
                .map(AdvisoryContent.Concerned::series)
                .collect(Collectors.toSet());
        return products.byIds(concerned).stream().collect(Collectors.toMap(Series::id, Series::name));
    }

    private static String concerned(AdvisoryContent content, Map<UUID, String> names, String between) {
        return content.concerned().stream()
                .map(one -> names.get(one.series()))
                .filter(Objects::nonNull)
                .collect(Collectors.joining(between));
    }

    /** What a person sees of it: the last draft, or what was issued. */
    private AdvisoryContent shown(OwnAdvisory advisory, Person person) {
        IssuedAdvisory issued = advisory.issued();
        return issued == null || advisories.seesDraft(advisory, person)
                ? advisory.draft().content()
                : issued.content();
    }

    private OwnAdvisory.State shownState(OwnAdvisory advisory, Person person) {
        IssuedAdvisory issued = advisory.issued();
        return issued == null || advisories.seesDraft(advisory, person)
                ? advisory.state()
                : issued.content().withdrawn() ? OwnAdvisory.State.WITHDRAWN : OwnAdvisory.State.ISSUED;
    }

    private AdvisoryView.Row row(OwnAdvisory advisory, Map<UUID, String> names, Person person, Ui ui) {
        AdvisoryContent content = shown(advisory, person);
        OwnAdvisory.State state = shownState(advisory, person);
        return new AdvisoryView.Row(
                HERE + "/" + advisory.name().toLowerCase(Locale.ROOT),
                content.title().in(ui.lang()),
                advisory.name(),
                shape(state),
                ui.t("advisory.state." + state.id()),
                concerned(content, names, ui.t("people.and")),
                AdvisoryWords.severity(content, ui).orElse(""),
                ui.day(
                        advisory.issued() == null
                                ? advisory.draft().at()
                                : advisory.issued().current()));
    }

    private static String shape(OwnAdvisory.State state) {
        return switch (state) {
            case DRAFT -> "unknown";
            case ASKED -> "recheck";
            case ISSUED -> "met";
            case WITHDRAWN, DISCARDED -> "not-applicable";
        };
    }

    @GetMapping(HERE + ".{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable String format,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String state,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        List<OwnAdvisory> all = advisories.visibleTo(person);
        Map<UUID, String> names = names(all, person);
        return TableFile.of(format, "advisories-" + ui.day(ui.now()), ui)
                .column("name", "advisory.number")
                .column("title", "advisory.title")
                .column("state", "advisory.state")
                .column("series", "advisory.page.products")
                .column("severity", "advisory.severity")
                .column("day", "advisory.day")
                .download(found(all, q, state, names, person).stream()
                        .map(one -> row(one, names, person, ui))
                        .map(row ->
                                List.of(row.name(), row.title(), row.word(), row.series(), row.severity(), row.day()))
                        .toList());
    }

    // A new one

    @GetMapping(HERE + "/new")
    @Requires(Act.WRITE_ADVISORY)
    ModelAndView fresh(
            @RequestParam(defaultValue = "") String series,
            @RequestParam(defaultValue = "") String cve,
            @RequestParam(defaultValue = "") String cvss,
            @AuthenticationPrincipal Person person) {
        Set<String> chosen = products.visibleTo(person, 0, OwnAdvisories.CONCERNED_MAX * 4).stream()
                .filter(one -> one.code().equals(series))
                .map(one -> one.id().toString())
                .collect(Collectors.toSet());
        return fresh("", "", cve, cvss, chosen, new Mistakes(), person);
    }

    private ModelAndView fresh(
            String titleJa,
            String titleEn,
            String cve,
            String cvss,
            Set<String> chosen,
            Mistakes mistakes,
            Person person) {
        return new ModelAndView("advisory/new")
                .addObject("cve", cve)
                .addObject("cvss", cvss)
                .addObject("titleJa", titleJa)
                .addObject("titleEn", titleEn)
                .addObject("series", choices(person))
                .addObject("chosen", chosen)
                .addObject("mistakes", mistakes);
    }

    private List<Parts.Choice> choices(Person person) {
        return products.visibleTo(person, 0, OwnAdvisories.CONCERNED_MAX * 4).stream()
                .map(one -> new Parts.Choice(one.id().toString(), one.name(), one.code()))
                .toList();
    }

    @PostMapping(HERE + "/new")
    @Requires(Act.WRITE_ADVISORY)
    ModelAndView create(
            @RequestParam(defaultValue = "") String titleJa,
            @RequestParam(defaultValue = "") String titleEn,
            @RequestParam(defaultValue = "") String cve,
            @RequestParam(defaultValue = "") String cvss,
            @RequestParam(required = false) @Nullable List<String> series,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        List<String> chosen = series == null ? List.of() : series;
        AdvisoryContent content = AdvisoryContent.about(
                        new Said(titleJa.strip(), titleEn.strip()),
                        chosen.stream()
                                .flatMap(id -> Typed.id(id).stream())
                                .distinct()
                                .toList(),
                        null)
                .of(cve.strip(), cvss.strip());
        Mistakes mistakes = new Mistakes();
        advisories.wrong(content, person).forEach(wrong -> mistakes.add(wrong.field(), words(wrong, ui)));
        if (!mistakes.none()) {
            response.setStatus(422);
            return fresh(titleJa, titleEn, cve, cvss, new HashSet<>(chosen), mistakes, person);
        }
        OwnAdvisory made = advisories.create(content, person);
        return new ModelAndView("redirect:" + HERE + "/" + made.code().toLowerCase(Locale.ROOT) + "/edit?done=created");
    }

    static String words(OwnAdvisories.Wrong wrong, Ui ui) {
        return ui.t("advisory.wrong." + wrong.why(), wrong.args().toArray());
    }

    // One

    @GetMapping(ONE)
    @Requires(Act.VIEW)
    ModelAndView one(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        OwnAdvisory advisory = advisories.require(code, person);
        boolean inside = advisories.seesDraft(advisory, person);
        IssuedAdvisory issued = advisory.issued();
        OwnAdvisory.State state = shownState(advisory, person);
        AdvisoryContent content = shown(advisory, person);
        boolean inWork = inside
                && !advisory.isWhole()
                && state != OwnAdvisory.State.DISCARDED
                && (advisory.last() == null || advisory.last().act() != OwnAdvisory.Act.DISCARDED);
        List<AdvisoryView.Fault> faults = new ArrayList<>();
        String tracking = issued == null ? "" : issued.tracking();
        List<String> missing = List.of();
        if (inWork) {
            missing = advisories.missing(advisory).stream()
                    .map(one -> ui.t(
                            "advisory.missing." + one,
                            String.join(ui.t("people.and"), advisories.lacking(content, one))))
                    .toList();
            OwnAdvisories.Checked checked = advisories.check(advisory);
            tracking = checked.tracking();
            faults.addAll(faults(checked, ui));
        }
        List<Advisory.Revision> revisions = new ArrayList<>(issued == null ? List.of() : issued.revisions());
        if (inWork) {
            revisions.add(new Advisory.Revision(ui.now(), OwnAdvisoryStore.note(content, revisions.isEmpty())));
        }
        if (revisions.isEmpty()) {
            revisions.add(new Advisory.Revision(advisory.draft().at(), OwnAdvisoryStore.note(content, true)));
        }
        OwnAdvisories.May may = advisories.mayIssue(advisory, person);
        boolean nobodyElse = inWork && advisories.nobodyElse(advisory);
        OwnAdvisory.Step last = advisory.last();
        return new ModelAndView("advisory/one")
                .addObject("code", advisory.name().toLowerCase(Locale.ROOT))
                .addObject("name", advisory.name())
                .addObject("state", shape(state))
                .addObject("word", ui.t("advisory.state." + state.id()))
                .addObject("stateId", state.id())
                .addObject(
                        "page",
                        AdvisoryWords.page(
                                content,
                                issued != null && !inWork ? issued.products() : advisories.named(content),
                                tracking,
                                revisions,
                                series -> "",
                                List.of(),
                                ui))
                .addObject("tlp", content.tlp().isPublic() ? "" : content.tlp().name())
                .addObject("inside", inside)
                .addObject("inWork", inWork)
                .addObject("issued", issued != null)
                .addObject(
                        "unread",
                        issued != null
                                && issued.isPublic()
                                && !issued.content().withdrawn()
                                && !advisories.isReadable(issued))
                .addObject("correction", issued != null && inWork)
                .addObject("number", advisory.draft().number())
                .addObject("missing", missing)
                .addObject("faults", faults)
                .addObject("errors", (int) faults.stream()
                        .filter(f -> f.severity().equals("not-met"))
                        .count())
                .addObject("may", may.name())
                .addObject("askedBy", last == null || last.act() != OwnAdvisory.Act.ASKED ? "" : last.byName())
                .addObject("askedNote", last == null ? "" : last.note())
                .addObject("own", last != null && last.by().equals(person.id()))
                .addObject(
                        "aloneFrom",
                        nobodyElse ? advisories.alone(advisory).map(ui::minute).orElse("") : "")
                .addObject(
                        "receivers",
                        inWork && may != OwnAdvisories.May.NO && person.can(Act.TELL_USERS)
                                ? audience.stream()
                                        .mapToInt(one -> one.receivers(content))
                                        .sum()
                                : 0)
                .addObject(
                        "told",
                        issued == null
                                ? ""
                                : audience.stream()
                                        .flatMap(one -> one.notice(issued, person).stream())
                                        .findFirst()
                                        .orElse(""))
                .addObject("known", inWork ? known(advisory, person, ui) : NOTHING_KNOWN)
                .addObject("withoutRemedy", OwnAdvisories.isWithoutRemedy(content))
                .addObject("notBefore", content.notBefore() == null ? "" : Objects.toString(content.notBefore()))
                .addObject("history", inside ? history(advisory, ui) : List.of())
                .addObject("done", DONE.contains(done) ? done : "");
    }

    private AdvisoryView.Known known(OwnAdvisory advisory, Person person, Ui ui) {
        AdvisoryContent content = advisory.draft().content();
        return KnownWords.of(
                claims.compare(advisory.id(), content),
                claims.unnamed(content, person),
                claims.given(advisory.draft().id()),
                ClaimCheck.isWithoutNumber(content),
                ui);
    }

    private static List<AdvisoryView.Fault> faults(OwnAdvisories.Checked checked, Ui ui) {
        Sentences sentences = Sentences.in(ui.locale());
        return checked.findings().stream()
                .sorted(java.util.Comparator.comparing(Finding::severity))
                .limit(HINTS_SHOWN)
                .map(f -> new AdvisoryView.Fault(
                        switch (f.severity()) {
                            case ERROR -> "not-met";
                            case WARNING -> "recheck";
                            case INFORMATION -> "info";
                        },
                        ui.t("advisory.fault." + f.severity().name().toLowerCase(Locale.ROOT)),
                        sentences.say(f),
                        f.test(),
                        f.pointer()))
                .toList();
    }

    private static List<AdvisoryView.Done> history(OwnAdvisory advisory, Ui ui) {
        record Event(java.time.Instant at, AdvisoryView.Done done) {}
        List<Event> events = new ArrayList<>();
        advisory.drafts()
                .forEach(draft -> events.add(new Event(
                        draft.at(),
                        new AdvisoryView.Done(
                                ui.minute(draft.at()),
                                draft.byName(),
                                ui.t("advisory.history.saved", draft.number()),
                                ""))));
        advisory.steps()
                .forEach(step -> events.add(new Event(
                        step.at(),
                        new AdvisoryView.Done(
                                ui.minute(step.at()),
                                step.byName(),
                                ui.t("advisory.history." + step.act().id()),
                                step.note()))));
        IssuedAdvisory issued = advisory.issued();
        if (issued != null) {
            for (int i = 0; i < issued.revisions().size(); i++) {
                Advisory.Revision revision = issued.revisions().get(i);
                events.add(new Event(
                        revision.at(),
                        new AdvisoryView.Done(
                                ui.minute(revision.at()),
                                "",
                                ui.t("advisory.history.issued", i + 1),
                                revision.summary().in(ui.lang()))));
            }
        }
        return events.stream()
                .sorted(java.util.Comparator.comparing(Event::at).reversed())
                .map(Event::done)
                .toList();
    }

    /** The document as it would be, or is. */
    @GetMapping(ONE + "/csaf.json")
    @Requires(Act.VIEW)
    @Recorded("advisory.take")
    ResponseEntity<byte[]> document(@PathVariable String code, @AuthenticationPrincipal Person person) {
        OwnAdvisory advisory = advisories.require(code, person);
        IssuedAdvisory issued = advisory.issued();
        boolean draft = advisories.seesDraft(advisory, person) && !advisory.isWhole();
        if (!draft && issued == null) {
            throw new Problem(404, "advisory.unknown", code);
        }
        byte[] document = draft || issued == null ? advisories.check(advisory).document() : issued.document();
        return ResponseEntity.ok()
                .header("Content-Type", "application/json")
                .header(
                        "Content-Disposition",
                        ContentDisposition.attachment()
                                .filename(advisory.name().toLowerCase(Locale.ROOT) + ".json")
                                .build()
                                .toString())
                .body(document);
    }

    // Writing

    @GetMapping(ONE + "/edit")
    @Requires(Act.WRITE_ADVISORY)
    ModelAndView edit(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        OwnAdvisory advisory = advisories.requireDraft(code, person);
        AdvisoryContent content = advisory.isWhole()
                ? advisory.draft().content().revised()
                : advisory.draft().content();
        return edit(
                advisory,
                form(content, advisory.draft().number()),
                content.concerned().stream().map(one -> one.series().toString()).collect(Collectors.toSet()),
                concerned(content, person, ui),
                answers(content),
                new Mistakes(),
                done,
                person,
                ui);
    }

    /** What the questions' answers are while the vectors are these. */
    private static Map<String, String> answers(AdvisoryContent content) {
        Map<String, String> answers = new TreeMap<>(CvssForm.sameAs(content.cvss(), CvssForm.V3_1.prefix()));
        for (CvssForm form : CvssForm.values()) {
            content.vectors().forEach(vector -> answers.putAll(form.answers(form.prefix(), vector)));
        }
        return answers;
    }

    private ModelAndView edit(
            OwnAdvisory advisory,
            AdvisoryView.Form form,
            Set<String> chosen,
            List<AdvisoryView.Concerned> concerned,
            Map<String, String> answers,
            Mistakes mistakes,
            String done,
            Person person,
            Ui ui) {
        return new ModelAndView("advisory/edit")
                .addObject("cvss4", CvssForm.V4_0.questions(CvssForm.V4_0.prefix(), answers, ui))
                .addObject("cvss3", CvssForm.beside(form.cvss(), CvssForm.V3_1.prefix(), answers, ui))
                .addObject(
                        "noPlace",
                        CvssForm.V4_0.reads(form.cvss()) && form.cvss3().isEmpty())
                .addObject("remedies", remedies(ui))
                .addObject("code", advisory.name().toLowerCase(Locale.ROOT))
                .addObject("name", advisory.name())
                .addObject("revised", advisory.issued() != null)
                .addObject("form", form)
                .addObject("series", choices(person))
                .addObject("chosen", chosen)
                .addObject("concerned", concerned)
                .addObject(
                        "why",
                        OwnAdvisories.WHY.stream()
                                .map(one -> new Parts.Choice(one, ui.t("advisory.why." + one)))
                                .toList())
                .addObject("mistakes", mistakes)
                .addObject("done", DONE.contains(done) ? done : "");
    }

    private static AdvisoryView.Form form(AdvisoryContent content, int number) {
        return new AdvisoryView.Form(
                content.kind().id(),
                content.title().ja(),
                content.title().en(),
                content.note().ja(),
                content.note().en(),
                content.summary().ja(),
                content.summary().en(),
                content.cve(),
                content.cwe(),
                content.cvss(),
                content.cvss3(),
                content.remedy().id(),
                content.action().ja(),
                content.action().en(),
                content.workaround().ja(),
                content.workaround().en(),
                content.url(),
                content.exploited(),
                content.why(),
                content.thanks().stream()
                        .map(one -> one.organization().isEmpty() ? one.name() : one.name() + " / " + one.organization())
                        .collect(Collectors.joining("\n")),
                content.tlp().name(),
                content.notBefore() == null ? "" : content.notBefore().toString(),
                number);
    }

    private List<AdvisoryView.Concerned> concerned(AdvisoryContent content, Person person, Ui ui) {
        return content.concerned().stream()
                .flatMap(one -> products.byId(one.series()).stream()
                        .filter(series -> person.sees(series.id()))
                        .map(series -> concerned(series, one, ui)))
                .toList();
    }

    private AdvisoryView.Concerned concerned(Series series, AdvisoryContent.Concerned one, Ui ui) {
        List<Release> releases = products.releases(series.id());
        List<Parts.Choice> fixes = new ArrayList<>();
        fixes.add(new Parts.Choice("", ui.t("advisory.fixed.none")));
        releases.forEach(release -> fixes.add(new Parts.Choice(release.id().toString(), release.name())));
        return new AdvisoryView.Concerned(
                series.id().toString(),
                series.name(),
                products.models(series.id()).stream()
                        .map(model -> new Parts.Choice(model.id().toString(), model.number()))
                        .toList(),
                one.models().stream().map(UUID::toString).collect(Collectors.toSet()),
                releases.stream()
                        .map(release -> new Parts.Choice(release.id().toString(), release.name()))
                        .toList(),
                one.affected().stream().map(UUID::toString).collect(Collectors.toSet()),
                fixes,
                one.fixed() == null ? "" : Objects.toString(one.fixed()),
                one.earlier(),
                one.own().remedy() == null ? "" : one.own().remedy().id(),
                one.own().action().ja(),
                one.own().action().en(),
                one.own().url());
    }

    private static List<Parts.Choice> remedies(Ui ui) {
        List<Parts.Choice> remedies = new ArrayList<>(List.of(new Parts.Choice("", ui.t("advisory.own.same"))));
        for (AdvisoryContent.Remedy one : AdvisoryContent.Remedy.values()) {
            remedies.add(new Parts.Choice(one.id(), ui.t("advisory.remedy." + one.id())));
        }
        return remedies;
    }

    @PostMapping(ONE + "/edit")
    @Requires(Act.WRITE_ADVISORY)
    ModelAndView save(
            @PathVariable String code,
            @RequestParam MultiValueMap<String, String> fields,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        OwnAdvisory advisory = advisories.requireDraft(code, person);
        Mistakes mistakes = new Mistakes();
        AdvisoryContent content = read(fields, advisory.draft().content(), mistakes, ui);
        advisories.wrong(content, person).forEach(wrong -> mistakes.add(wrong.field(), words(wrong, ui)));
        int number = number(fields.getFirst("number"));
        if (!mistakes.none()) {
            response.setStatus(422);
            AdvisoryView.Form typed = form(content, number);
            AdvisoryView.Form form = new AdvisoryView.Form(
                    typed.kind(),
                    typed.titleJa(),
                    typed.titleEn(),
                    typed.noteJa(),
                    typed.noteEn(),
                    typed.summaryJa(),
                    typed.summaryEn(),
                    typed.cve(),
                    typed.cwe(),
                    typed.cvss(),
                    typed.cvss3(),
                    typed.remedy(),
                    typed.actionJa(),
                    typed.actionEn(),
                    typed.workaroundJa(),
                    typed.workaroundEn(),
                    typed.url(),
                    typed.exploited(),
                    typed.why(),
                    text(fields, "thanks"),
                    typed.tlp(),
                    text(fields, "notBefore"),
                    number);
            return edit(
                    advisory,
                    form,
                    new HashSet<>(fields.getOrDefault("series", List.of())),
                    concerned(content, person, ui),
                    fields.toSingleValueMap(),
                    mistakes,
                    "",
                    person,
                    ui);
        }
        OwnAdvisory saved = advisories.save(advisory, number, content, person);
        String name = saved.name().toLowerCase(Locale.ROOT);
        boolean more = !content.concerned().stream()
                .map(AdvisoryContent.Concerned::series)
                .collect(Collectors.toSet())
                .equals(advisory.draft().content().concerned().stream()
                        .map(AdvisoryContent.Concerned::series)
                        .collect(Collectors.toSet()));
        // Another series brings versions to choose from, on the same form.
        return new ModelAndView("redirect:" + HERE + "/" + name + (more ? "/edit?done=saved" : "?done=saved"));
    }

    private static int number(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    }

    private static String text(MultiValueMap<String, String> fields, String name) {
        return Objects.requireNonNullElse(fields.getFirst(name), "").replace("\r\n", "\n");
    }

    private static Said said(MultiValueMap<String, String> fields, String name) {
        return new Said(
                text(fields, name + "Ja").strip(), text(fields, name + "En").strip());
    }

    private AdvisoryContent read(
            MultiValueMap<String, String> fields, AdvisoryContent before, Mistakes mistakes, Ui ui) {
        AdvisoryContent.Kind kind =
                AdvisoryContent.Kind.parse(text(fields, "kind")).orElse(before.kind());
        List<AdvisoryContent.Thanks> thanks = text(fields, "thanks")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> {
                    String[] parts = line.split("\\s*/\\s*", 2);
                    return new AdvisoryContent.Thanks(parts[0], parts.length == 2 ? parts[1] : "");
                })
                .toList();
        LocalDate notBefore = null;
        String day = text(fields, "notBefore").strip();
        if (!day.isEmpty()) {
            try {
                notBefore = LocalDate.parse(day);
            } catch (DateTimeParseException e) {
                mistakes.add("notBefore", ui.t("advisory.wrong.day"));
            }
        }
        Tlp tlp = Arrays.stream(Tlp.values())
                .filter(one -> one.name().equals(text(fields, "tlp")))
                .findFirst()
                .orElse(before.tlp());
        List<AdvisoryContent.Concerned> concerned = new ArrayList<>();
        for (String id : fields.getOrDefault("series", List.of())) {
            Typed.id(id)
                    .ifPresent(series -> concerned.add(new AdvisoryContent.Concerned(
                            series,
                            ids(fields, "models-" + id),
                            !fields.containsKey("fixed-" + id)
                                    || text(fields, "earlier-" + id).equals("yes"),
                            ids(fields, "affected-" + id),
                            Typed.id(text(fields, "fixed-" + id)).orElse(null),
                            new AdvisoryContent.Offer(
                                    AdvisoryContent.Remedy.parse(text(fields, "remedy-" + id))
                                            .orElse(null),
                                    new Said(
                                            text(fields, "actionJa-" + id).strip(),
                                            text(fields, "actionEn-" + id).strip()),
                                    text(fields, "url-" + id).strip()))));
        }
        Vectors vectors = vectors(fields, before, mistakes, ui);
        return new AdvisoryContent(
                kind,
                said(fields, "title"),
                said(fields, "note"),
                said(fields, "summary"),
                text(fields, "cve").strip(),
                text(fields, "cwe").strip(),
                vectors.leading(),
                vectors.beside(),
                concerned,
                AdvisoryContent.Remedy.parse(text(fields, "remedy")).orElse(before.remedy()),
                said(fields, "action"),
                said(fields, "workaround"),
                text(fields, "url").strip(),
                text(fields, "exploited"),
                kind == AdvisoryContent.Kind.UNAFFECTED ? text(fields, "why") : "",
                thanks,
                tlp,
                notBefore,
                false,
                before.caseId());
    }

    /** What is said of the severity: one vector, or one of CVSS 4.0 and one of 3.1 beside it. */
    private record Vectors(String leading, String beside) {}

    /** The vectors as they were typed, or those of the answers where these were changed. */
    private static Vectors vectors(
            MultiValueMap<String, String> fields, AdvisoryContent before, Mistakes mistakes, Ui ui) {
        Map<String, String> typed = fields.toSingleValueMap();
        Map<String, String> were = answers(before);
        Map<CvssForm, String> made = new EnumMap<>(CvssForm.class);
        for (CvssForm form : CvssForm.values()) {
            String vector = form.vector(form.prefix(), typed);
            boolean changed = !form.given(form.prefix(), typed).equals(form.given(form.prefix(), were));
            if (changed && form.missing(form.prefix(), typed) > 0) {
                mistakes.add(
                        form == CvssForm.V4_0 ? "cvss" : "cvss3",
                        ui.t("advisory.wrong.cvss-missing", form.missing(form.prefix(), typed)));
            } else if (changed && !vector.isEmpty()) {
                made.put(form, vector);
            }
        }
        String leading = made.getOrDefault(CvssForm.V4_0, text(fields, "cvss").strip());
        String earlier = made.get(CvssForm.V3_1);
        return earlier == null
                ? new Vectors(leading, text(fields, "cvss3").strip())
                // Without one of 4.0 it is the only one.
                : CvssForm.V4_0.reads(leading) ? new Vectors(leading, earlier) : new Vectors(earlier, "");
    }

    private static List<UUID> ids(MultiValueMap<String, String> fields, String name) {
        return fields.getOrDefault(name, List.of()).stream()
                .flatMap(id -> Typed.id(id).stream())
                .toList();
    }

    // Acts

    @PostMapping(ONE + "/ask")
    @Requires(Act.WRITE_ADVISORY)
    String ask(
            @PathVariable String code,
            @RequestParam(defaultValue = "0") int number,
            @RequestParam(defaultValue = "") String note,
            @RequestParam(defaultValue = "") String despite,
            @AuthenticationPrincipal Person person) {
        OwnAdvisory advisory = advisories.requireDraft(code, person);
        return to(advisories.ask(advisory, number, note, despite, person), "asked");
    }

    @PostMapping(ONE + "/give-back")
    @Requires(Act.VIEW)
    String giveBack(
            @PathVariable String code,
            @RequestParam(defaultValue = "0") int number,
            @RequestParam(defaultValue = "") String why,
            @AuthenticationPrincipal Person person) {
        OwnAdvisory advisory = advisories.requireDraft(code, person);
        return to(advisories.giveBack(advisory, number, why, person), "returned");
    }

    @PostMapping(ONE + "/issue")
    @Requires(Act.ISSUE_ADVISORY)
    String issue(
            @PathVariable String code,
            @RequestParam(defaultValue = "0") int number,
            @RequestParam(defaultValue = "") String typed,
            @RequestParam(defaultValue = "") String acknowledged,
            @RequestParam(defaultValue = "") String despite,
            @RequestParam(defaultValue = "") String tell,
            @AuthenticationPrincipal Person person) {
        OwnAdvisory advisory = advisories.requireDraft(code, person);
        OwnAdvisory issued = advisories.issue(
                advisory,
                number,
                new OwnAdvisories.Consent(typed, acknowledged.equals("yes"), despite.equals("yes"), tell.equals("yes")),
                person);
        return to(issued, issued.state() == OwnAdvisory.State.WITHDRAWN ? "withdrawn" : "issued");
    }

    @PostMapping(ONE + "/withdraw")
    @Requires(Act.WRITE_ADVISORY)
    String withdraw(
            @PathVariable String code,
            @RequestParam(defaultValue = "0") int number,
            @RequestParam(defaultValue = "") String reasonJa,
            @RequestParam(defaultValue = "") String reasonEn,
            @AuthenticationPrincipal Person person) {
        OwnAdvisory advisory = advisories.requireDraft(code, person);
        return to(
                advisories.askWithdrawal(advisory, number, new Said(reasonJa.strip(), reasonEn.strip()), person),
                "asked");
    }

    @PostMapping(ONE + "/discard")
    @Requires(Act.WRITE_ADVISORY)
    String discard(
            @PathVariable String code,
            @RequestParam(defaultValue = "0") int number,
            @RequestParam(defaultValue = "") String why,
            @AuthenticationPrincipal Person person) {
        OwnAdvisory advisory = advisories.requireDraft(code, person);
        return to(advisories.discard(advisory, number, why, person), "discarded");
    }

    private static String to(OwnAdvisory advisory, String done) {
        return "redirect:" + HERE + "/" + advisory.name().toLowerCase(Locale.ROOT) + "?done=" + done;
    }
}
