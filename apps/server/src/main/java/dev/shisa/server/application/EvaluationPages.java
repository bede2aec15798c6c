package dev.shisa.server.application;

import dev.shisa.server.application.ApplicationView.LinkRow;
import dev.shisa.server.application.ApplicationView.ReturnRow;
import dev.shisa.server.application.Dossiers.View;
import dev.shisa.server.application.Evaluations.Actor;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.office.OfficePackage;
import dev.shisa.server.platform.office.WorkbookRefused;
import dev.shisa.server.platform.start.PublicAddress;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
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

/** What does an evaluator or proxy see, say and sign? The workspace for accounts, the links, and packs that come back. */
@Controller
class EvaluationPages {

    private final Products products;
    private final SeriesFrames frames;
    private final Dossiers dossiers;
    private final Evaluations evaluations;
    private final EvaluationModel model;
    private final EvaluationLinks links;
    private final EvaluationPack packs;
    private final Journals journals;
    private final Blobs blobs;

    EvaluationPages(
            Products products,
            SeriesFrames frames,
            Dossiers dossiers,
            Evaluations evaluations,
            EvaluationModel model,
            EvaluationLinks links,
            EvaluationPack packs,
            Journals journals,
            Blobs blobs) {
        this.products = products;
        this.frames = frames;
        this.dossiers = dossiers;
        this.evaluations = evaluations;
        this.model = model;
        this.links = links;
        this.packs = packs;
        this.journals = journals;
        this.blobs = blobs;
    }

    private static String base(Series series) {
        return StepPages.here(series) + "/evaluation";
    }

    private static Actor actor(Person person) {
        return Actor.of(person);
    }

    @GetMapping("/products/{code}/application/evaluation")
    @Requires(Act.VIEW)
    ModelAndView overview(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return page(
                products.require(code, person), PublicAddress.Link.NONE, new Mistakes(), Map.of(), done, person, ui);
    }

    private ModelAndView page(
            Series series,
            PublicAddress.Link link,
            Mistakes mistakes,
            Map<String, String> typed,
            String done,
            Person person,
            Ui ui) {
        boolean live = !products.isArchived(series.id());
        boolean may = ui.can("prepare-application") && live;
        return new ModelAndView("application/evaluation")
                .addAllObjects(model.overview(dossiers.of(series), base(series), ui))
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("links", may ? linkRows(series, ui) : List.of())
                .addObject("may", may)
                .addObject("sign", ui.can("evaluate") && live)
                .addObject("made", link)
                .addObject("recipient", typed.getOrDefault("recipient", ""))
                .addObject("part", typed.getOrDefault("part", "evaluator"))
                .addObject("days", typed.getOrDefault("days", "30"))
                .addObject("mistakes", mistakes)
                .addObject(
                        "done",
                        List.of("signed", "commented", "revoked", "taken").contains(done) ? done : "");
    }

    private List<LinkRow> linkRows(Series series, Ui ui) {
        return links.of(series).stream()
                .map(link -> new LinkRow(
                        link.id().toString(),
                        link.recipient(),
                        ui.t("evaluation.part." + link.part()),
                        ui.day(link.createdAt()),
                        ui.day(link.expiresAt()),
                        links.state(link)))
                .toList();
    }

    @GetMapping("/products/{code}/application/evaluation.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> file(
            @PathVariable String code,
            @PathVariable String format,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        Journal journal = journals.of(series);
        List<List<String>> lines = new ArrayList<>();
        for (Entry entry : journal.of(journal.round(), EntryKind.COMMENT, EntryKind.SIGNED)) {
            lines.add(List.of(
                    ui.minute(entry.at()),
                    EvaluationModel.by(entry, ui),
                    entry.kind() == EntryKind.SIGNED ? ui.t("entry.signed") : entry.value("criterion"),
                    entry.kind() == EntryKind.SIGNED
                            ? entry.value("state")
                            : ui.t("entry.comment.opinion." + entry.value("opinion")),
                    entry.value("text")));
        }
        return TableFile.of(format, series.code() + "-evaluation", ui)
                .column("at", "application.column.at")
                .column("by", "application.record.by")
                .column("criterion", "application.column.criterion")
                .column("opinion", "entry.comment.opinion")
                .column("text", "entry.comment.text")
                .download(lines);
    }

    @GetMapping("/products/{code}/application/evaluation/criteria/{number}")
    @Requires(Act.VIEW)
    ModelAndView criterion(
            @PathVariable String code,
            @PathVariable String number,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return criterion(series, number, "", "", new Mistakes(), person, ui);
    }

    private ModelAndView criterion(
            Series series, String number, String opinion, String text, Mistakes mistakes, Person person, Ui ui) {
        return new ModelAndView("application/evaluation-criterion")
                .addAllObjects(model.criterion(dossiers.of(series), number, base(series), false, ui))
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("may", ui.can("evaluate") && !products.isArchived(series.id()))
                .addObject("opinion", opinion)
                .addObject("text", text)
                .addObject("mistakes", mistakes);
    }

    @PostMapping("/products/{code}/application/evaluation/criteria/{number}")
    @Requires(Act.EVALUATE)
    ModelAndView comment(
            @PathVariable String code,
            @PathVariable String number,
            @RequestParam(defaultValue = "") String opinion,
            @RequestParam(defaultValue = "") String text,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        Mistakes mistakes = mistakes(opinion, text, ui);
        if (mistakes.none()) {
            evaluations.comment(dossiers.of(series), number, opinion, text, actor(person));
            return new ModelAndView("redirect:" + base(series) + "?done=commented");
        }
        response.setStatus(422);
        return criterion(series, number, opinion, text, mistakes, person, ui);
    }

    static Mistakes mistakes(String opinion, String text, Ui ui) {
        Mistakes mistakes = new Mistakes();
        if (!List.of("agree", "disagree", "question").contains(opinion)) {
            mistakes.add("opinion", ui.t("entry.wrong.choose"));
        }
        if (text.isBlank()) {
            mistakes.add("text", ui.t("entry.wrong.empty"));
        } else if (text.length() > EntryKind.Field.LINES_MAX) {
            mistakes.add("text", ui.t("entry.wrong.long", text.length(), EntryKind.Field.LINES_MAX));
        }
        return mistakes;
    }

    @PostMapping("/products/{code}/application/evaluation/sign")
    @Requires(Act.EVALUATE)
    ModelAndView sign(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String text,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        evaluations.sign(dossiers.of(series), state, text, actor(person));
        return new ModelAndView("redirect:" + base(series) + "?done=signed");
    }

    /** Making it is recorded, since what comes back is compared with it. */
    @PostMapping("/products/{code}/application/evaluation/pack")
    @Requires(Act.EVALUATE)
    ModelAndView pack(@PathVariable String code, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(code, person);
        Entry pack = packs.make(dossiers.of(series), actor(person), ui.locale());
        return new ModelAndView("redirect:" + StepPages.here(series) + "/entries/" + pack.id() + "/file");
    }

    @PostMapping("/products/{code}/application/evaluation/links")
    @Requires(Act.PREPARE_APPLICATION)
    ModelAndView link(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String recipient,
            @RequestParam(defaultValue = "evaluator") String part,
            @RequestParam(defaultValue = "30") String days,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletRequest request,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        Mistakes mistakes = new Mistakes();
        if (recipient.isBlank()) {
            mistakes.add("recipient", ui.t("link.mistake.recipient"));
        } else if (recipient.length() > EvaluationLinks.NAME_MAX) {
            mistakes.add("recipient", ui.t("link.mistake.long", recipient.length(), EvaluationLinks.NAME_MAX));
        }
        if (!days.strip().matches("[0-9]{1,3}")
                || Integer.parseInt(days.strip()) < 1
                || Integer.parseInt(days.strip()) > EvaluationLinks.DAYS_MAX) {
            mistakes.add("days", ui.t("link.mistake.days", days, EvaluationLinks.DAYS_MAX));
        }
        PublicAddress.Link link = PublicAddress.Link.NONE;
        if (mistakes.none()) {
            EvaluationLinks.Made made = links.make(
                    series,
                    recipient,
                    EvaluationLinks.PARTS.contains(part) ? part : "evaluator",
                    Integer.parseInt(days.strip()),
                    person);
            link = link(request, made.secret());
        } else {
            response.setStatus(422);
        }
        return page(series, link, mistakes, Map.of("recipient", recipient, "part", part, "days", days), "", person, ui);
    }

    static PublicAddress.Link link(HttpServletRequest request, String secret) {
        return PublicAddress.link(request, "/evaluation/" + secret);
    }

    @PostMapping("/products/{code}/application/evaluation/links/{id}/revoke")
    @Requires(Act.PREPARE_APPLICATION)
    ModelAndView revoke(@PathVariable String code, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        links.revoke(series, id, person);
        return new ModelAndView("redirect:" + base(series) + "?done=revoked");
    }

    /** What came back, line by line, before anything of it is recorded. */
    @PostMapping("/products/{code}/application/evaluation/return")
    @Requires(Act.PREPARE_APPLICATION)
    ModelAndView preview(
            @PathVariable String code,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        Mistakes mistakes = new Mistakes();
        if (file == null || file.isEmpty()) {
            mistakes.add("file", ui.t("evaluation.return.none"));
        } else if (file.getSize() > OfficePackage.SIZE_MAX) {
            mistakes.add("file", ui.t("error.workbook.too-large", OfficePackage.SIZE_MAX >> 20));
        } else {
            try (InputStream in = file.getInputStream()) {
                byte[] bytes = in.readAllBytes();
                View view = dossiers.of(series);
                EvaluationPack.Return back = packs.read(view, bytes);
                StoredFile stored = blobs.store(bytes, String.valueOf(file.getOriginalFilename()));
                return preview(series, back, blobs.remember(stored, person).toString(), person, ui);
            } catch (WorkbookRefused e) {
                mistakes.add("file", ui.t(e.key(), e.args()));
            } catch (IOException e) {
                throw new UncheckedIOException("the sheet could not be read", e);
            }
        }
        response.setStatus(422);
        return page(series, PublicAddress.Link.NONE, mistakes, Map.of(), "", person, ui);
    }

    private ModelAndView preview(Series series, EvaluationPack.Return back, String upload, Person person, Ui ui) {
        return new ModelAndView("application/evaluation-return")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("rows", rows(back, ui))
                .addObject("taken", back.taken())
                .addObject("signer", back.signs() ? back.signer() : "")
                .addObject("signedBefore", back.signedBefore())
                .addObject("words", back.words())
                .addObject("missing", String.join(", ", back.missing()))
                .addObject("moved", String.join(", ", back.moved()))
                .addObject("upload", upload);
    }

    static List<ReturnRow> rows(EvaluationPack.Return back, Ui ui) {
        return back.lines().stream()
                .map(line -> new ReturnRow(
                        line.number(),
                        line.opinion().isEmpty() || line.opinion().equals("?")
                                ? ""
                                : ui.t("entry.comment.opinion." + line.opinion()),
                        line.text(),
                        switch (line.fate()) {
                            case NEW -> "met";
                            case MOVED -> "recheck";
                            case SAME, EMPTY -> "not-applicable";
                            case CHANGED, UNKNOWN, WRONG -> "not-met";
                        },
                        ui.t("evaluation.fate." + line.fate().id())))
                .toList();
    }

    @PostMapping("/products/{code}/application/evaluation/return/take")
    @Requires(Act.PREPARE_APPLICATION)
    ModelAndView take(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String upload,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        StoredFile stored = uploaded(upload, person);
        View view = dossiers.of(series);
        try (InputStream in = blobs.open(stored.sha256())) {
            EvaluationPack.Return back = packs.read(view, in.readNBytes(OfficePackage.SIZE_MAX + 1));
            packs.take(view, back, ui.t("evaluation.return.nobody"), person);
        } catch (WorkbookRefused e) {
            // What it is held against has changed since it was looked at.
            response.setStatus(422);
            Mistakes mistakes = new Mistakes().add("file", ui.t(e.key(), e.args()));
            return page(series, PublicAddress.Link.NONE, mistakes, Map.of(), "", person, ui);
        } catch (IOException e) {
            throw new UncheckedIOException("the sheet could not be read", e);
        }
        return new ModelAndView("redirect:" + base(series) + "?done=taken");
    }

    private StoredFile uploaded(String upload, Person person) {
        try {
            return blobs.upload(UUID.fromString(upload), person)
                    .orElseThrow(() -> new Problem(404, "application.entry.unknown"));
        } catch (IllegalArgumentException e) {
            throw new Problem(404, "application.entry.unknown");
        }
    }

    /** The pack that was made, for who made it. */
    static ResponseEntity<Resource> download(Entry pack, Blobs blobs) {
        Entry.Attached file = pack.files().getFirst();
        return blobs.download(
                new StoredFile(file.sha256(), file.sizeBytes(), file.fileName(), file.mediaType(), false));
    }
}
