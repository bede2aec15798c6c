package dev.shisa.server.application;

import dev.shisa.server.application.Application.Upload;
import dev.shisa.server.application.ApplicationView.PaperRow;
import dev.shisa.server.application.Dossiers.View;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** Which papers does the application need, which are there, and what is sent? One list, one zip. */
@Controller
class EnclosurePages {

    private static final Set<String> DONE = Set.of("added", "packed", "undo");

    private final Products products;
    private final SeriesFrames frames;
    private final Dossiers dossiers;
    private final Enclosures documents;
    private final Journals journals;
    private final Schemes schemes;

    EnclosurePages(
            Products products,
            SeriesFrames frames,
            Dossiers dossiers,
            Enclosures documents,
            Journals journals,
            Schemes schemes) {
        this.products = products;
        this.frames = frames;
        this.dossiers = dossiers;
        this.documents = documents;
        this.journals = journals;
        this.schemes = schemes;
    }

    @GetMapping("/products/{code}/application/documents")
    @Requires(Act.VIEW)
    ModelAndView list(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return page(products.require(code, person), Set.of(), new Mistakes(), done, person, ui);
    }

    private ModelAndView page(Series series, Set<String> chosen, Mistakes mistakes, String done, Person person, Ui ui) {
        View view = dossiers.of(series);
        Journal journal = journals.of(series);
        Scheme scheme = schemes.current();
        List<Enclosures.Needed> needed = documents.needed(view, journal);
        long ready =
                needed.stream().filter(n -> n.state() == Enclosures.State.READY).count();
        boolean may = ui.can("prepare-application") && !products.isArchived(series.id());
        StepWords words = new StepWords(
                ui,
                new StepWords.Facts(
                        view,
                        journal,
                        scheme,
                        LabelClock.NONE,
                        needed,
                        products.releases(series.id()),
                        0,
                        journals.today(),
                        may));
        List<ApplicationView.EntryCard> packages = journal.of(journal.round(), EntryKind.PACKAGE).reversed().stream()
                .map(entry -> words.card(entry, null))
                .toList();
        List<ApplicationView.CopyForm> copied = documents.toCopy(view, journal, ui.locale()).stream()
                .map(form -> copy(form, ui))
                .toList();
        Scheme.Source source =
                scheme.source("procedure").orElseGet(() -> scheme.sources().getFirst());
        return new ModelAndView("application/documents")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject(
                        "title",
                        ready == needed.size()
                                ? ui.t("application.documents.title.all", needed.size())
                                : ui.t("application.documents.title", needed.size(), needed.size() - ready))
                .addObject("rows", rows(series, needed, may, ui))
                .addObject("twice", twice(view, needed, ui))
                .addObject("copied", copied)
                .addObject(
                        "attachable",
                        documents.attachable(view).stream()
                                .map(a -> new AttachableRow(
                                        a.id().toString(),
                                        a.code() + " " + a.title().in(ui.locale()),
                                        String.join(", ", a.criteria()) + " · " + a.fileName()))
                                .toList())
                .addObject("foreign", ForeignWords.in(view.snapshot()))
                .addObject("chosen", chosen)
                .addObject("packages", packages)
                .addObject("mail", mail(view, journal, scheme, ui))
                .addObject("may", may)
                .addObject("asOf", scheme.read().toString())
                .addObject("source", source.title().in(ui.locale()))
                .addObject("sourceHref", source.url())
                .addObject("mistakes", mistakes)
                .addObject("done", DONE.contains(done) ? done : "");
    }

    /** The names of papers for which one file was given: it may be right, and is mostly the wrong file for one of them. */
    private static List<String> twice(View view, List<Enclosures.Needed> needed, Ui ui) {
        Map<String, List<Enclosures.Needed>> byFile = new LinkedHashMap<>();
        for (Enclosures.Needed one : needed) {
            Entry.Attached file = one.file();
            Upload form = one.form().id().equals("checklist") ? view.upload() : null;
            String hash = form != null ? form.sha256() : file == null ? "" : file.sha256();
            if (!hash.isEmpty()) {
                byFile.computeIfAbsent(hash, _ -> new ArrayList<>()).add(one);
            }
        }
        return byFile.values().stream()
                .filter(same -> same.size() > 1)
                .map(same -> titles(same, ui))
                .toList();
    }

    private static ApplicationView.CopyForm copy(FormFields.Filled form, Ui ui) {
        return new ApplicationView.CopyForm(
                form.title(),
                ui.t(
                        "application.copy.summary",
                        form.lines().size(),
                        form.of(FormFields.State.KNOWN),
                        form.of(FormFields.State.MISSING),
                        form.of(FormFields.State.BY_HAND),
                        form.of(FormFields.State.IF_ANY)),
                form.lines().stream()
                        .map(line -> new ApplicationView.CopyLine(
                                ui.t("application.copy.part." + line.part().id()),
                                line.field(),
                                line.value(),
                                line.from(),
                                ApplicationWords.kept(line.href(), ui),
                                switch (line.state()) {
                                    case KNOWN -> "met";
                                    case MISSING -> "recheck";
                                    case BY_HAND -> "unknown";
                                    case IF_ANY -> "not-applicable";
                                },
                                ui.t("application.copy.state." + line.state().id())))
                        .toList());
    }

    /** The mail to IPA, in Japanese whatever the reader's language: IPA's desk reads it. */
    private static String mail(View view, Journal journal, Scheme scheme, Ui ui) {
        String number = journal.last(journal.round(), EntryKind.NUMBER)
                .map(e -> e.value("number"))
                .orElse("");
        String to = scheme.address("documents")
                .map(a -> a.name().in(Locale.JAPANESE))
                .orElse("");
        return ui.t(
                "application.mail",
                to,
                number.isEmpty() ? "＿＿＿＿" : number,
                view.series().name(),
                ui.organisationName());
    }

    private static List<PaperRow> rows(Series series, List<Enclosures.Needed> needed, boolean may, Ui ui) {
        List<PaperRow> rows = new ArrayList<>();
        for (Enclosures.Needed one : needed) {
            boolean checklist = one.form().id().equals("checklist");
            Entry paper = one.paper();
            Entry.Attached file = one.file();
            String todo = checklist
                    ? ui.t("application.paper.checklist." + one.state().id())
                    : one.state() == Enclosures.State.READY
                            ? ""
                            : ui.t(one.form().signed() ? "application.paper.sign" : "application.paper.obtain");
            rows.add(new PaperRow(
                    one.form().id(),
                    one.form().title(ui.locale()),
                    one.form().edition(),
                    switch (one.state()) {
                        case READY -> "met";
                        case DOUBTFUL -> "recheck";
                        case MISSING -> "unknown";
                    },
                    ui.t("application.paper.state." + one.state().id()),
                    todo,
                    file == null ? "" : file.fileName(),
                    paper != null
                            ? StepPages.here(series) + "/entries/" + paper.id() + "/file"
                            : checklist
                                    ? StepPages.here(series)
                                            + (one.state() == Enclosures.State.DOUBTFUL ? "/corrections" : "/form")
                                    : "",
                    may && !checklist));
        }
        return rows;
    }

    @GetMapping("/products/{code}/application/documents.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> file(
            @PathVariable String code,
            @PathVariable String format,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return TableFile.of(format, series.code() + "-documents", ui)
                .column("paper", "application.column.paper")
                .column("state", "application.column.state")
                .column("todo", "application.column.todo")
                .column("file", "application.column.file")
                .download(rows(series, documents.needed(dossiers.of(series), journals.of(series)), false, ui).stream()
                        .map(row -> List.of(row.title(), row.stateWord(), row.todo(), row.file()))
                        .toList());
    }

    @PostMapping("/products/{code}/application/documents")
    @Requires(Act.PREPARE_APPLICATION)
    ModelAndView add(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String form,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        Mistakes mistakes = new Mistakes();
        if (file == null || file.isEmpty()) {
            mistakes.add("file-" + form, ui.t("application.paper.none"));
        } else if (file.getSize() > Enclosures.PAPER_BYTES_MAX) {
            mistakes.add("file-" + form, ui.t("error.application.paper.large", Enclosures.PAPER_BYTES_MAX >> 20));
        } else {
            documents.add(series, form, file, person);
            return new ModelAndView("redirect:" + StepPages.here(series) + "/documents?done=added");
        }
        response.setStatus(422);
        return page(series, Set.of(), mistakes, "", person, ui);
    }

    @PostMapping("/products/{code}/application/documents/package")
    @Requires(Act.PREPARE_APPLICATION)
    ModelAndView pack(
            @PathVariable String code,
            @RequestParam(required = false) @Nullable List<UUID> evidence,
            @RequestParam(defaultValue = "") String incomplete,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        View view = dossiers.of(series);
        Set<UUID> chosen = evidence == null ? Set.of() : new HashSet<>(evidence);
        List<Enclosures.Needed> open = documents.missing(view, journals.of(series));
        if (!open.isEmpty() && !incomplete.equals("yes")) {
            // What goes to IPA without a paper comes back; that it is not for sending is said by a person.
            Mistakes mistakes = new Mistakes();
            mistakes.add("incomplete", ui.t("application.package.incomplete.missing", titles(open, ui)));
            response.setStatus(422);
            return page(
                    series, chosen.stream().map(UUID::toString).collect(Collectors.toSet()), mistakes, "", person, ui);
        }
        documents.pack(view, chosen, person);
        return new ModelAndView("redirect:" + StepPages.here(series) + "/documents?done=packed#packages");
    }

    /** The papers by their names, one after the other. */
    static String titles(List<Enclosures.Needed> papers, Ui ui) {
        return papers.stream()
                .map(one -> one.form().title(ui.locale()))
                .collect(Collectors.joining(ui.t("application.or")));
    }
}
