package dev.shisa.server.document;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.RateLimits;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.account.Source;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.start.PublicAddress;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Handing a guide to businesses outside: for the house, and for who holds a link. */
@Controller
class HandingPages {

    private static final String HERE = "/documents/{id}/handings";
    private static final String DOOR = "/handed/{secret}";

    /** A page is read in minutes; a machine that guesses secrets asks far more often. */
    private static final int KNOCKS_MAX = 60;

    private static final Duration KNOCKS_WINDOW = Duration.ofMinutes(5);

    private final Handings handings;
    private final Documents documents;
    private final DocumentFiles files;
    private final RateLimits limits;

    HandingPages(Handings handings, Documents documents, DocumentFiles files, RateLimits limits) {
        this.handings = handings;
        this.documents = documents;
        this.files = files;
        this.limits = limits;
    }

    // For the house

    @GetMapping(HERE)
    @Requires(Act.VIEW)
    ModelAndView list(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return page(
                documents.require(id, person),
                new HandingView.Form("", "", "", String.valueOf(Handings.DAYS)),
                PublicAddress.Link.NONE,
                new Mistakes(),
                done.equals("revoked") ? done : "",
                ui);
    }

    private Version version(Document document) {
        if (document.kind() != DocumentKind.PARTNER_GUIDE) {
            throw new Problem(404, "not-found");
        }
        return documents.inForce(document.id()).orElseThrow(() -> new Problem(409, "document.handing.not-in-force"));
    }

    private ModelAndView page(
            Document document, HandingView.Form form, PublicAddress.Link link, Mistakes mistakes, String done, Ui ui) {
        Version version = version(document);
        List<HandingView.Row> rows = rows(version, ui);
        long open = rows.stream()
                .filter(r -> r.state().equals("unknown") || r.state().equals("recheck"))
                .count();
        return new ModelAndView("document/handings")
                .addObject("document", document)
                .addObject("name", version.revision().content().title(ui.locale()))
                .addObject("number", ui.t("document.version.number", version.number()))
                .addObject(
                        "title",
                        rows.isEmpty()
                                ? ui.t("document.handings.title.none")
                                : open > 0
                                        ? ui.t("document.handings.title.open", rows.size(), open)
                                        : ui.t("document.handings.title", rows.size()))
                .addObject("rows", rows)
                .addObject("form", form)
                .addObject("link", link)
                .addObject("mistakes", mistakes)
                .addObject("done", done)
                .addObject(
                        "works",
                        Arrays.stream(Handing.Work.values())
                                .map(w -> new Parts.Choice(w.id(), ui.t("document.work." + w.id())))
                                .toList());
    }

    private List<HandingView.Row> rows(Version version, Ui ui) {
        return handings.of(version).stream()
                .map(h -> {
                    String state = h.receivedAt() != null
                            ? "received"
                            : h.revokedAt() != null ? "revoked" : h.isOpen(ui.now()) ? "open" : "ended";
                    return new HandingView.Row(
                            h.id().toString(),
                            h.business(),
                            h.recipient(),
                            ui.t("document.work." + h.work().id()),
                            ui.minute(h.at()),
                            ui.minute(h.expiresAt()),
                            h.receivedAt() == null ? "" : h.receivedName() + " " + ui.minute(h.receivedAt()),
                            switch (state) {
                                case "received" -> "met";
                                case "revoked" -> "not-applicable";
                                case "open" -> "unknown";
                                default -> "recheck";
                            },
                            ui.t("document.handing." + state),
                            state.equals("open") || state.equals("ended"));
                })
                .toList();
    }

    @GetMapping(HERE + ".{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable UUID id,
            @PathVariable String format,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Document document = documents.require(id, person);
        return TableFile.of(format, document.code() + "-receipts", ui)
                .column("business", "document.handing.business")
                .column("work", "document.handing.work")
                .column("recipient", "document.handing.recipient")
                .column("at", "document.handing.at")
                .column("expires", "document.handing.expires")
                .column("state", "document.state")
                .column("received", "document.handing.by")
                .download(rows(version(document), ui).stream()
                        .map(r -> List.of(
                                r.business(), r.work(), r.recipient(), r.at(), r.expires(), r.word(), r.received()))
                        .toList());
    }

    @PostMapping(HERE)
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView hand(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String business,
            @RequestParam(defaultValue = "") String work,
            @RequestParam(defaultValue = "") String recipient,
            @RequestParam(defaultValue = "") String days,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletRequest page,
            HttpServletResponse response) {
        Document document = documents.require(id, person);
        Version version = version(document);
        Mistakes mistakes = new Mistakes();
        name("business", business, true, mistakes, ui);
        name("recipient", recipient, false, mistakes, ui);
        Optional<Handing.Work> chosen = Handing.Work.parse(work);
        if (chosen.isEmpty()) {
            mistakes.add("work", ui.t("document.handing.mistake.work"));
        }
        int until = days.matches("[0-9]{1,3}") ? Integer.parseInt(days) : 0;
        if (until < 1 || until > Handings.DAYS_MAX) {
            mistakes.add("days", ui.t("document.handing.mistake.days", Handings.DAYS_MAX));
        }
        HandingView.Form form = new HandingView.Form(business, work, recipient, days);
        if (!mistakes.none() || chosen.isEmpty()) {
            response.setStatus(422);
            return page(document, form, PublicAddress.Link.NONE, mistakes, "", ui);
        }
        Handings.Made made =
                handings.hand(document, version, chosen.get(), clean(business), clean(recipient), until, person);
        return page(
                document,
                new HandingView.Form("", "", "", String.valueOf(Handings.DAYS)),
                PublicAddress.link(page, "/handed/" + made.secret()),
                new Mistakes(),
                "",
                ui);
    }

    private static String clean(String text) {
        return text.replace("\0", "").strip();
    }

    private static void name(String field, String text, boolean required, Mistakes mistakes, Ui ui) {
        if (required && clean(text).isEmpty()) {
            mistakes.add(field, ui.t("document.mistake.missing"));
        } else if (clean(text).length() > Handings.NAME_CHARS_MAX) {
            mistakes.add(field, ui.t("document.mistake.long", clean(text).length(), Handings.NAME_CHARS_MAX));
        }
    }

    @PostMapping(HERE + "/{handing}/revoke")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView revoke(@PathVariable UUID id, @PathVariable UUID handing, @AuthenticationPrincipal Person person) {
        Document document = documents.require(id, person);
        handings.revoke(document, version(document), handing, person);
        return new ModelAndView("redirect:/documents/" + id + "/handings?done=revoked");
    }

    // For who holds a link

    private Handings.Opened open(String secret, HttpServletRequest page) {
        limits.knock("handed", Source.of(page), KNOCKS_MAX, KNOCKS_WINDOW);
        return handings.open(secret).orElseThrow(() -> new Problem(404, "document.handing.ended"));
    }

    @GetMapping(DOOR)
    @Requires(Act.OPEN)
    ModelAndView read(@PathVariable String secret, @ModelAttribute("ui") Ui ui, HttpServletRequest page) {
        return door(secret, open(secret, page), "", new Mistakes(), ui);
    }

    private ModelAndView door(String secret, Handings.Opened opened, String name, Mistakes mistakes, Ui ui) {
        Content content = opened.version().revision().content();
        String language = content.language(ui.locale());
        Handing handing = opened.handing();
        return new ModelAndView("document/handed")
                .addObject("secret", secret)
                .addObject("title", content.title(ui.locale()))
                .addObject("maker", ui.makerName())
                .addObject("business", handing.business())
                .addObject("work", ui.t("document.work." + handing.work().id()))
                .addObject("expires", ui.minute(handing.expiresAt()))
                .addObject(
                        "received",
                        handing.receivedAt() == null
                                ? ""
                                : ui.t(
                                        "document.handed.received",
                                        handing.receivedName(),
                                        ui.minute(handing.receivedAt())))
                .addObject("language", language)
                .addObject("parts", TextPieces.parts(content.sections(language), language, label -> ""))
                .addObject("name", name.isEmpty() ? handing.recipient() : name)
                .addObject("mistakes", mistakes);
    }

    @PostMapping(DOOR)
    @Requires(Act.OPEN)
    ModelAndView receive(
            @PathVariable String secret,
            @RequestParam(defaultValue = "") String name,
            @ModelAttribute("ui") Ui ui,
            HttpServletRequest page,
            HttpServletResponse response) {
        Handings.Opened opened = open(secret, page);
        Mistakes mistakes = new Mistakes();
        name("name", name, true, mistakes, ui);
        if (!mistakes.none()) {
            response.setStatus(422);
            return door(secret, opened, name, mistakes, ui);
        }
        handings.receive(opened, clean(name));
        return new ModelAndView("redirect:/handed/" + secret);
    }

    @GetMapping(DOOR + "/file.pdf")
    @Requires(Act.OPEN)
    @Recorded("document.take")
    ResponseEntity<Resource> file(@PathVariable String secret, @ModelAttribute("ui") Ui ui, HttpServletRequest page) {
        Handings.Opened opened = open(secret, page);
        return DocumentPages.file(files, opened.document(), opened.version(), "pdf", "", ui.locale());
    }
}
