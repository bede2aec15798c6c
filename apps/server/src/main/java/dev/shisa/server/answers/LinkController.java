package dev.shisa.server.answers;

import dev.shisa.conformity.FactType;
import dev.shisa.conformity.NextQuestion;
import dev.shisa.conformity.Slot;
import dev.shisa.server.conformity.RequirementLinks;
import dev.shisa.server.conformity.Verdicts;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.FactForm;
import dev.shisa.server.evidence.FactForms;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.start.PublicAddress;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Questions out as a link for a colleague: it opens exactly those, without an account, until it ends. */
@Controller
class LinkController {

    private final Products products;
    private final SeriesFrames frames;
    private final Verdicts verdicts;
    private final Answers answers;
    private final FactForms forms;
    private final Links links;
    private final RequirementLinks places;

    LinkController(
            Products products,
            SeriesFrames frames,
            Verdicts verdicts,
            Answers answers,
            FactForms forms,
            Links links,
            RequirementLinks places) {
        this.products = products;
        this.frames = frames;
        this.verdicts = verdicts;
        this.answers = answers;
        this.forms = forms;
        this.links = links;
        this.places = places;
    }

    @GetMapping("/products/{code}/questions/send")
    @Requires(Act.ADD_EVIDENCE)
    String choose(
            @PathVariable String code,
            @RequestParam(required = false) @Nullable String requirement,
            @RequestParam(required = false) @Nullable List<String> slot,
            @RequestParam(required = false) @Nullable String key,
            @RequestParam(defaultValue = "") String item,
            @RequestParam(defaultValue = "") String asks,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            Model model) {
        Series series = products.requireInUse(code, person);
        Set<String> chosen = new LinkedHashSet<>(slot == null ? List.of() : slot);
        if (key != null) {
            chosen.add(QuestionController.slot(key, item).toString());
        }
        return page(
                series, requirement, chosen, asks, "", "", 14, PublicAddress.Link.NONE, List.of(), person, ui, model);
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
            @RequestParam(required = false) @Nullable String requirement,
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
                    requirement,
                    chosen,
                    "",
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
        return page(series, requirement, Set.of(), "", recipient, note, length, link, List.of(), person, ui, model);
    }

    @PostMapping("/products/{code}/questions/send/{id}/revoke")
    @Requires(Act.ADD_EVIDENCE)
    String revoke(@PathVariable String code, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        links.revoke(series, id);
        return "redirect:/products/" + QuestionController.encoded(series.code()) + "/questions/send";
    }

    /** The page with this question chosen; who came from a requirement goes back to it. */
    static String address(Series series, Slot slot, @Nullable String requirement) {
        return "/products/" + QuestionController.encoded(series.code()) + "/questions/send?"
                + LinkView.query(requirement == null ? "" : requirement) + "slot="
                + QuestionController.encoded(slot.toString());
    }

    private String page(
            Series series,
            @Nullable String requirement,
            Set<String> chosen,
            String asks,
            String recipient,
            String note,
            int days,
            PublicAddress.Link link,
            List<Parts.Mistake> mistakes,
            Person person,
            Ui ui,
            Model model) {
        Offers offers = new Offers(series, asks, forms.of(series.id()), ui);
        chosen.forEach(text -> Slot.parse(text).ifPresent(slot -> offers.add(slot, true)));
        Map<Slot, FactEntry> present = answers.present(series);
        for (NextQuestion question : verdicts.next(series.id(), requirement == null ? "" : requirement)) {
            Slot slot = question.slot();
            if (slot != null && question.isAnswered() && (question.isAnsweredAgain() || !present.containsKey(slot))) {
                offers.add(slot, false);
            }
        }
        model.addAttribute("series", series);
        model.addAttribute("frame", frames.of(series, ui.locale()));
        model.addAttribute(
                "view",
                new LinkView.Send(
                        offers.offered,
                        offers.unsent,
                        offers.roles(),
                        requirement == null ? "" : requirement,
                        places.back(series, requirement == null ? "" : requirement),
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

    /** What is asked, put into what a link can hold and what it cannot. */
    private static final class Offers {

        private final Series series;
        private final String asks;
        private final FactForms.OfSeries forms;
        private final Ui ui;
        private final Set<Slot> seen = new LinkedHashSet<>();
        private final List<LinkView.Offered> offered = new ArrayList<>();
        private final List<LinkView.Unsent> unsent = new ArrayList<>();
        private final Map<String, Integer> counts = new TreeMap<>();

        /** @param asks whose questions are ticked; {@code all}: everybody's; empty: nobody's */
        private Offers(Series series, String asks, FactForms.OfSeries forms, Ui ui) {
            this.series = series;
            this.asks = asks;
            this.forms = forms;
            this.ui = ui;
        }

        private void add(Slot slot, boolean chosen) {
            FactForm form = seen.add(slot) ? forms.of(slot, "").orElse(null) : null;
            if (form == null) {
                return;
            }
            String role = form.definition().asks().code();
            if (!canBeSent(form) || offered.size() >= Links.QUESTIONS_MAX) {
                unsent.add(new LinkView.Unsent(
                        form.question(ui.locale()),
                        canBeSent(form) ? ui.t("link.unsent.many", Links.QUESTIONS_MAX) : ui.t("link.unsent.list"),
                        "/products/" + QuestionController.encoded(series.code()) + "/questions/one?key="
                                + QuestionController.encoded(slot.key().value()) + "&item="
                                + QuestionController.encoded(slot.item())));
                return;
            }
            counts.merge(role, 1, Integer::sum);
            offered.add(new LinkView.Offered(
                    slot.toString(),
                    form.question(ui.locale()),
                    ui.t("asks." + role),
                    chosen || asks.equals("all") || asks.equals(role)));
        }

        private List<LinkView.Role> roles() {
            return counts.entrySet().stream()
                    .map(e -> new LinkView.Role(e.getKey(), ui.t("asks." + e.getKey()), e.getValue()))
                    .toList();
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
