package dev.shisa.server.answers;

import dev.shisa.conformity.Slot;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.FactForm;
import dev.shisa.server.evidence.FactForms;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.Reason;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.RateLimits;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.account.Secrets;
import dev.shisa.server.platform.account.Source;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Sending;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/**
 * The colleague's page: exactly the questions of the link, with documents, saved half way, without an account. What is saved
 * is seen by nobody else; what is sent is recorded, each answer once as long as it stays as it is.
 */
@Controller
class GuestController {

    /** A person fills a page in minutes; a machine that guesses secrets asks far more often. */
    private static final int KNOCKS_MAX = 60;

    private static final long FILE_BYTES_MAX = 20L * 1024 * 1024;

    /** What one question keeps half way; longer than any answer that can be taken. */
    private static final int TYPED_CHARS_MAX = 20_000;

    private static final List<String> FIELDS = List.of("value", "none", "unknown", "detail");

    private final Products products;
    private final Answers answers;
    private final FactForms forms;
    private final Links links;
    private final LinkStore store;
    private final LinkDrafts drafts;
    private final Blobs blobs;
    private final People people;
    private final RateLimits limits;
    private final InstantSource clock;

    GuestController(
            Products products,
            Answers answers,
            FactForms forms,
            Links links,
            LinkStore store,
            LinkDrafts drafts,
            Blobs blobs,
            People people,
            RateLimits limits,
            InstantSource clock) {
        this.products = products;
        this.answers = answers;
        this.forms = forms;
        this.links = links;
        this.store = store;
        this.drafts = drafts;
        this.blobs = blobs;
        this.people = people;
        this.limits = limits;
        this.clock = clock;
    }

    /** A link that is open, with the form of each of its questions as it stands. */
    private record Opened(LinkStore.Link link, Series series, String secret) {}

    /** One question as it stands. */
    private record Standing(FactForm form, LinkDrafts.Draft draft) {

        boolean isAnswered() {
            return form.answer() instanceof FactForm.Answer.Given;
        }
    }

    @GetMapping("/answer/{secret}")
    @Requires(Act.OPEN)
    String open(
            @PathVariable String secret,
            @RequestParam(defaultValue = "") String done,
            @ModelAttribute("ui") Ui ui,
            HttpServletRequest request,
            Model model) {
        Opened opened = opened(secret, request);
        store.opened(opened.link().id(), clock.instant());
        return page(opened, "", List.of(), 0, done.equals("saved"), ui, model);
    }

    /** @param act {@code save} keeps it for later; else it is sent */
    @PostMapping("/answer/{secret}")
    @Requires(Act.OPEN)
    String take(
            @PathVariable String secret,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(name = "do", defaultValue = "") String act,
            @RequestParam MultiValueMap<String, String> sent,
            @RequestParam Map<String, MultipartFile> files,
            @ModelAttribute("ui") Ui ui,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Opened opened = opened(secret, request);
        boolean save = act.equals("save");
        List<Parts.Mistake> mistakes = new ArrayList<>();
        // What can be kept is kept whatever is wrong with the rest: a file that was chosen would have to be chosen
        // again.
        Map<Slot, LinkDrafts.Draft> entered = entered(opened, sent, files, mistakes, ui);
        links.by(opened.link(), () -> keep(opened, entered));
        if (!save) {
            standing(opened).forEach((slot, standing) -> mistakes.addAll(mistakes(slot, standing, ui)));
            if (name.isBlank() || name.length() > Links.NAME_CHARS_MAX) {
                mistakes.add(new Parts.Mistake("name", ui.t("link.mistake.name", Links.NAME_CHARS_MAX)));
            }
        }
        if (mistakes.isEmpty() && save) {
            return "redirect:/answer/" + secret + "?done=saved";
        }
        int stored = mistakes.isEmpty() ? links.by(opened.link(), () -> send(opened, name.strip(), sent, ui)) : 0;
        if (mistakes.isEmpty() && stored == 0) {
            mistakes.add(new Parts.Mistake("name", ui.t("link.mistake.empty")));
        }
        if (!mistakes.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        }
        return page(opened, name, mistakes, stored, false, ui, model);
    }

    /** What came in for each question, as far as it can be kept. */
    private Map<Slot, LinkDrafts.Draft> entered(
            Opened opened,
            MultiValueMap<String, String> sent,
            Map<String, MultipartFile> files,
            List<Parts.Mistake> mistakes,
            Ui ui) {
        Map<Slot, LinkDrafts.Draft> before = drafts.of(opened.link().id());
        Map<Slot, LinkDrafts.Draft> entered = new LinkedHashMap<>();
        for (Slot slot : opened.link().slots()) {
            String prefix = Answers.prefix(slot);
            Map<String, List<String>> typed = new LinkedHashMap<>();
            FIELDS.forEach(field ->
                    Optional.ofNullable(sent.get(prefix + field)).ifPresent(values -> typed.put(field, values)));
            if (typed.isEmpty() && !sent.containsKey(prefix + "place")) {
                continue;
            }
            String place = Optional.ofNullable(sent.getFirst(prefix + "place")).orElse("");
            int chars = place.length()
                    + typed.values().stream()
                            .flatMap(List::stream)
                            .mapToInt(String::length)
                            .sum();
            MultipartFile file = files.get(prefix + "file");
            if (chars > TYPED_CHARS_MAX) {
                mistakes.add(new Parts.Mistake(prefix + "value", ui.t("link.mistake.long", chars, TYPED_CHARS_MAX)));
                continue;
            }
            LinkDrafts.Draft old = before.getOrDefault(slot, LinkDrafts.Draft.NOTHING);
            StoredFile kept = sent.containsKey(prefix + "drop") ? null : old.file();
            if (file != null && file.getSize() > FILE_BYTES_MAX) {
                mistakes.add(new Parts.Mistake(prefix + "file", ui.t("link.mistake.large", FILE_BYTES_MAX >> 20)));
            } else {
                kept = Optional.ofNullable(blobs.store(file)).orElse(kept);
            }
            entered.put(
                    slot, new LinkDrafts.Draft(typed, place.replace("\0", "").strip(), kept, false));
        }
        return entered;
    }

    private boolean keep(Opened opened, Map<Slot, LinkDrafts.Draft> entered) {
        drafts.forgetEnded(clock.instant());
        Map<Slot, LinkDrafts.Draft> before = drafts.of(opened.link().id());
        entered.forEach((slot, draft) -> {
            LinkDrafts.Draft old = before.get(slot);
            if (old == null || !draft.isSame(old)) {
                drafts.put(opened.link().id(), slot, draft, clock.instant());
            }
        });
        return true;
    }

    private static List<Parts.Mistake> mistakes(Slot slot, Standing standing, Ui ui) {
        List<Parts.Mistake> mistakes = new ArrayList<>(standing.form().mistakes(ui));
        if (standing.isAnswered()
                && standing.draft().file() != null
                && Reason.isPlaceholder(standing.draft().place())) {
            mistakes.add(new Parts.Mistake(Answers.prefix(slot) + "place", ui.t("evidence.mistake.place")));
        }
        return mistakes;
    }

    /**
     * Records what is new; the caller holds the link.
     *
     * @return how many answers stand recorded
     */
    private int send(Opened opened, String name, MultiValueMap<String, String> sent, Ui ui) {
        Map<Slot, Standing> answered = new LinkedHashMap<>(standing(opened));
        answered.values().removeIf(one -> !one.isAnswered());
        List<Answers.Given> told = new ArrayList<>();
        answered.forEach((slot, one) -> {
            StoredFile file = one.draft().file();
            Answers.Given given = given(slot, one);
            if (file != null && !one.draft().sent()) {
                Answers.Attachment document =
                        new Answers.Attachment(file, one.draft().place());
                record(
                        opened,
                        QuestionController.title(document, one.form().question(ui.locale())),
                        List.of(given),
                        document,
                        name,
                        Sending.of(sent, ui.csrfName(), opened.link().id().toString(), slot.toString(), file.sha256()));
            } else if (!one.draft().sent()) {
                told.add(given);
            }
        });
        if (!told.isEmpty()) {
            record(
                    opened,
                    ui.t("link.evidence", name),
                    told,
                    null,
                    name,
                    Sending.of(sent, ui.csrfName(), opened.link().id().toString()));
        }
        answered.forEach(
                (slot, one) -> drafts.put(opened.link().id(), slot, one.draft().wasSent(), clock.instant()));
        return answered.size();
    }

    private static Answers.Given given(Slot slot, Standing standing) {
        FactForm.Answer.Given given = (FactForm.Answer.Given) standing.form().answer();
        return new Answers.Given(slot, given.value(), given.detail());
    }

    private void record(
            Opened opened,
            String title,
            List<Answers.Given> given,
            Answers.@Nullable Attachment document,
            String name,
            String sending) {
        answers.record(
                opened.series(),
                title,
                given,
                document,
                // Whoever made the link vouches for what comes back by it, so a second person confirms it.
                new Answers.Answerer(people.find(opened.link().createdBy()).orElse(null), name, "link"),
                sending);
    }

    private Opened opened(String secret, HttpServletRequest request) {
        limits.knock("answer", Source.of(request), KNOCKS_MAX, Duration.ofMinutes(5));
        LinkStore.Link link = store.byToken(Secrets.hash(secret))
                .filter(l -> l.isOpen(clock.instant()) && !products.isArchived(l.seriesId()))
                .orElseThrow(() -> new Problem(404, "link.ended"));
        return new Opened(
                link, products.byId(link.seriesId()).orElseThrow(() -> new Problem(404, "link.ended")), secret);
    }

    /** The questions of a link with what was entered last. */
    private Map<Slot, Standing> standing(Opened opened) {
        Map<Slot, LinkDrafts.Draft> kept = drafts.of(opened.link().id());
        FactForms.OfSeries ofSeries = forms.of(opened.series().id());
        Map<Slot, Standing> standing = new LinkedHashMap<>();
        for (Slot slot : opened.link().slots()) {
            String prefix = Answers.prefix(slot);
            LinkDrafts.Draft draft = kept.getOrDefault(slot, LinkDrafts.Draft.NOTHING);
            Map<String, List<String>> typed = new LinkedHashMap<>();
            draft.typed().forEach((field, values) -> typed.put(prefix + field, values));
            ofSeries.of(slot, prefix)
                    .map(form -> form.offeringUnknown("fact.unknown.guest").read(typed))
                    .ifPresent(form -> standing.put(slot, new Standing(form, draft)));
        }
        return standing;
    }

    private String page(
            Opened opened, String name, List<Parts.Mistake> mistakes, int stored, boolean saved, Ui ui, Model model) {
        LinkStore.Link link = opened.link();
        Map<Slot, Standing> standing = standing(opened);
        List<LinkView.Question> questions = new ArrayList<>();
        standing.forEach((slot, one) -> {
            FactForm form = one.form();
            StoredFile file = one.draft().file();
            questions.add(new LinkView.Question(
                    form,
                    form.text(form.definition().why(), ui.locale()),
                    form.definition().easy() == null
                            ? ""
                            : form.text(form.definition().easy(), ui.locale()),
                    file == null ? "" : file.fileName(),
                    one.draft().place(),
                    mistakes));
        });
        model.addAttribute(
                "view",
                new LinkView.Page(
                        opened.secret(),
                        opened.series().name(),
                        link.createdByName(),
                        link.note(),
                        ui.minute(link.expiresAt()),
                        name.isEmpty() ? link.recipient() : name,
                        questions,
                        (int) standing.values().stream()
                                .filter(Standing::isAnswered)
                                .count(),
                        stored,
                        saved));
        model.addAttribute("mistakes", mistakes);
        return "answers/link";
    }
}
