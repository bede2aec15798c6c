package dev.shisa.server.answers;

import dev.shisa.conformity.FactType;
import dev.shisa.conformity.NextQuestion;
import dev.shisa.conformity.Slot;
import dev.shisa.server.conformity.Verdicts;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.FactForm;
import dev.shisa.server.evidence.FactForms;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.RateLimits;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.account.Secrets;
import dev.shisa.server.platform.account.Source;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.start.PublicAddress;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Sending;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Questions out as a link for a colleague: it opens exactly those, without an account, until it ends. */
@Controller
class LinkController {

    /** A person fills a page in minutes; a machine that guesses secrets asks far more often. */
    private static final int KNOCKS_MAX = 60;

    private final Products products;
    private final SeriesFrames frames;
    private final Verdicts verdicts;
    private final Answers answers;
    private final FactForms forms;
    private final Links links;
    private final LinkStore store;
    private final People people;
    private final RateLimits limits;
    private final InstantSource clock;

    LinkController(
            Products products,
            SeriesFrames frames,
            Verdicts verdicts,
            Answers answers,
            FactForms forms,
            Links links,
            LinkStore store,
            People people,
            RateLimits limits,
            InstantSource clock) {
        this.products = products;
        this.frames = frames;
        this.verdicts = verdicts;
        this.answers = answers;
        this.forms = forms;
        this.links = links;
        this.store = store;
        this.people = people;
        this.limits = limits;
        this.clock = clock;
    }

    @GetMapping("/products/{code}/questions/send")
    @Requires(Act.ADD_EVIDENCE)
    String choose(
            @PathVariable String code,
            @RequestParam(required = false) @Nullable String requirement,
            @RequestParam(required = false) @Nullable List<String> slot,
            @RequestParam(required = false) @Nullable String key,
            @RequestParam(defaultValue = "") String item,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            Model model) {
        Series series = products.requireInUse(code, person);
        Set<String> chosen = new LinkedHashSet<>(slot == null ? List.of() : slot);
        if (key != null) {
            chosen.add(QuestionController.slot(key, item).toString());
        }
        boolean all = chosen.isEmpty();
        return page(
                series, requirement, chosen, all, "", "", 14, PublicAddress.Link.NONE, List.of(), person, ui, model);
    }

    @GetMapping("/products/{code}/questions/links.{format}")
    @Requires(Act.ADD_EVIDENCE)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable String code,
            @PathVariable String format,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return TableFile.of(format, series.code() + "-links", ui)
                .column("recipient", "link.recipient")
                .column("questions", "link.column.questions")
                .column("created", "link.file.created")
                .column("expires", "link.column.expires")
                .column("state", "link.column.state")
                .download(links.ofSeries(series.id()).stream()
                        .map(link -> List.of(
                                link.recipient(),
                                String.valueOf(link.slots().size()),
                                ui.day(link.createdAt()),
                                ui.day(link.expiresAt()),
                                ui.t("link.state." + links.state(link).id())))
                        .toList());
    }

    @PostMapping("/products/{code}/questions/send")
    @Requires(Act.ADD_EVIDENCE)
    String make(
            @PathVariable String code,
            @RequestParam(required = false) @Nullable List<String> slot,
            @RequestParam(defaultValue = "") String recipient,
            @RequestParam(defaultValue = "") String note,
            @RequestParam(defaultValue = "14") String days,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Series series = products.requireInUse(code, person);
        List<Slot> slots = new ArrayList<>();
        FactForms.OfSeries ofSeries = forms.of(series.id());
        for (String text : slot == null ? List.<String>of() : slot) {
            Slot.parse(text).filter(s -> ofSeries.of(s, "").isPresent()).ifPresent(slots::add);
        }
        List<Parts.Mistake> mistakes = new ArrayList<>();
        if (slots.isEmpty()) {
            mistakes.add(new Parts.Mistake("slot", ui.t("link.mistake.none")));
        } else if (slots.size() > Links.QUESTIONS_MAX) {
            mistakes.add(new Parts.Mistake("slot", ui.t("link.mistake.many", slots.size(), Links.QUESTIONS_MAX)));
        }
        if (recipient.isBlank()) {
            mistakes.add(new Parts.Mistake("recipient", ui.t("link.mistake.recipient")));
        } else if (recipient.length() > Links.NAME_CHARS_MAX) {
            mistakes.add(new Parts.Mistake(
                    "recipient", ui.t("link.mistake.long", recipient.length(), Links.NAME_CHARS_MAX)));
        }
        if (note.length() > Links.NOTE_CHARS_MAX) {
            mistakes.add(new Parts.Mistake("note", ui.t("link.mistake.long", note.length(), Links.NOTE_CHARS_MAX)));
        }
        int length = days(days);
        if (length < 1) {
            mistakes.add(new Parts.Mistake("days", ui.t("link.mistake.days", days, Links.DAYS_MAX)));
        }
        if (!mistakes.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            Set<String> chosen = new LinkedHashSet<>(slot == null ? List.of() : slot);
            return page(
                    series,
                    null,
                    chosen,
                    false,
                    recipient,
                    note,
                    Math.max(1, length),
                    PublicAddress.Link.NONE,
                    mistakes,
                    person,
                    ui,
                    model);
        }
        answers.requireMayAsk(slots, person);
        PublicAddress.Link link =
                links.make(series, slots, recipient, note, length, person).link(request);
        return page(series, null, Set.of(), false, recipient, note, length, link, List.of(), person, ui, model);
    }

    @PostMapping("/products/{code}/questions/send/{id}/revoke")
    @Requires(Act.ADD_EVIDENCE)
    String revoke(@PathVariable String code, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        links.revoke(series, id);
        return "redirect:/products/" + QuestionController.encoded(series.code()) + "/questions/send";
    }

    /** The colleague's page: exactly the questions of the link. */
    @GetMapping("/answer/{secret}")
    @Requires(Act.OPEN)
    String open(@PathVariable String secret, @ModelAttribute("ui") Ui ui, HttpServletRequest request, Model model) {
        LinkStore.Link link = link(secret, request);
        store.opened(link.id(), clock.instant());
        return answerPage(link, secret, null, "", List.of(), 0, ui, model);
    }

    @PostMapping("/answer/{secret}")
    @Requires(Act.OPEN)
    String submit(
            @PathVariable String secret,
            @RequestParam(defaultValue = "") String name,
            @RequestParam MultiValueMap<String, String> sent,
            @ModelAttribute("ui") Ui ui,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        LinkStore.Link link = link(secret, request);
        Series series = products.byId(link.seriesId()).orElseThrow(() -> new Problem(404, "link.ended"));
        List<Answers.Given> given = new ArrayList<>();
        List<Parts.Mistake> mistakes = new ArrayList<>();
        FactForms.OfSeries ofSeries = forms.of(series.id());
        for (Slot slot : link.slots()) {
            FactForm form = ofSeries.of(slot, Answers.prefix(slot))
                    .map(f -> f.offeringUnknown().read(sent))
                    .orElse(null);
            if (form == null) {
                continue;
            }
            switch (form.answer()) {
                case FactForm.Answer.Given(var value, String detail) ->
                    given.add(new Answers.Given(slot, value, detail));
                case FactForm.Answer.Wrong() -> mistakes.addAll(form.mistakes(ui));
                case FactForm.Answer.Blank(), FactForm.Answer.Unknown() -> {}
            }
        }
        if (name.isBlank() || name.length() > Links.NAME_CHARS_MAX) {
            mistakes.add(new Parts.Mistake("name", ui.t("link.mistake.name", Links.NAME_CHARS_MAX)));
        }
        if (given.isEmpty() && mistakes.isEmpty()) {
            mistakes.add(new Parts.Mistake("name", ui.t("link.mistake.empty")));
        }
        if (!mistakes.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return answerPage(link, secret, sent, name, mistakes, 0, ui, model);
        }
        links.by(
                link,
                () -> answers.record(
                        series,
                        ui.t("link.evidence", name.strip()),
                        given,
                        null,
                        // Whoever made the link vouches for what comes back by it, so a second person confirms it.
                        new Answers.Answerer(people.find(link.createdBy()).orElse(null), name.strip(), "link"),
                        Sending.of(sent, ui.csrfName(), link.id().toString())));
        return answerPage(link, secret, null, name, List.of(), given.size(), ui, model);
    }

    private LinkStore.Link link(String secret, HttpServletRequest request) {
        limits.knock("answer", Source.of(request), KNOCKS_MAX, Duration.ofMinutes(5));
        return store.byToken(Secrets.hash(secret))
                .filter(l -> l.isOpen(clock.instant()) && !products.isArchived(l.seriesId()))
                .orElseThrow(() -> new Problem(404, "link.ended"));
    }

    private String answerPage(
            LinkStore.Link link,
            String secret,
            @Nullable MultiValueMap<String, String> sent,
            String name,
            List<Parts.Mistake> mistakes,
            int stored,
            Ui ui,
            Model model) {
        Series series = products.byId(link.seriesId()).orElseThrow(() -> new Problem(404, "link.ended"));
        List<LinkView.Question> questions = new ArrayList<>();
        FactForms.OfSeries ofSeries = forms.of(series.id());
        for (Slot slot : link.slots()) {
            ofSeries.of(slot, Answers.prefix(slot))
                    .map(FactForm::offeringUnknown)
                    .map(form -> sent == null ? form : form.read(sent))
                    .ifPresent(form -> questions.add(new LinkView.Question(
                            form,
                            form.text(form.definition().why(), ui.locale()),
                            form.definition().easy() == null
                                    ? ""
                                    : form.text(form.definition().easy(), ui.locale()))));
        }
        model.addAttribute(
                "view",
                new LinkView.Page(
                        secret,
                        series.name(),
                        link.createdByName(),
                        link.note(),
                        ui.minute(link.expiresAt()),
                        name.isEmpty() ? link.recipient() : name,
                        questions,
                        stored));
        model.addAttribute("mistakes", mistakes);
        return "answers/link";
    }

    private String page(
            Series series,
            @Nullable String requirement,
            Set<String> chosen,
            boolean all,
            String recipient,
            String note,
            int days,
            PublicAddress.Link link,
            List<Parts.Mistake> mistakes,
            Person person,
            Ui ui,
            Model model) {
        List<LinkView.Offered> offered = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        FactForms.OfSeries ofSeries = forms.of(series.id());
        for (String text : chosen) {
            Slot.parse(text).ifPresent(s -> offer(ofSeries, s, true, seen, offered, ui));
        }
        Map<Slot, FactEntry> present = answers.present(series);
        for (NextQuestion question : verdicts.next(series.id(), requirement == null ? "" : requirement)) {
            Slot slot = question.slot();
            boolean asked =
                    slot != null && question.isAnswered() && (question.isAnsweredAgain() || !present.containsKey(slot));
            if (asked && slot != null && offered.size() < Links.QUESTIONS_MAX) {
                offer(ofSeries, slot, all, seen, offered, ui);
            }
        }
        model.addAttribute("series", series);
        model.addAttribute("frame", frames.of(series, "conformity", person, ui.locale()));
        model.addAttribute(
                "view",
                new LinkView.Send(
                        offered,
                        recipient,
                        note,
                        days,
                        link,
                        links.ofSeries(series.id()).stream()
                                .map(l -> new LinkView.Sent(
                                        l.id().toString(),
                                        l.recipient(),
                                        l.slots().size(),
                                        ui.day(l.createdAt()),
                                        ui.day(l.expiresAt()),
                                        links.state(l).id()))
                                .toList()));
        model.addAttribute("mistakes", mistakes);
        return "answers/send";
    }

    private void offer(
            FactForms.OfSeries ofSeries,
            Slot slot,
            boolean ticked,
            Set<String> seen,
            List<LinkView.Offered> offered,
            Ui ui) {
        if (seen.add(slot.toString())) {
            ofSeries.of(slot, "")
                    .filter(LinkController::canBeSent)
                    .ifPresent(form -> offered.add(new LinkView.Offered(
                            slot.toString(),
                            form.question(ui.locale()),
                            ui.t("asks." + form.definition().asks().code()),
                            ticked)));
        }
    }

    /** A list is extended in the register itself; a colleague without an account cannot add items to it. */
    static boolean canBeSent(FactForm form) {
        return form.definition().type() != FactType.SET;
    }

    private static int days(String text) {
        try {
            int days = Integer.parseInt(text.strip());
            return days >= 1 && days <= Links.DAYS_MAX ? days : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
