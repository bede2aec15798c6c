package dev.shisa.server.answers;

import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.FactType;
import dev.shisa.conformity.NextQuestion;
import dev.shisa.conformity.ParameterDefinition;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.VerdictState;
import dev.shisa.conformity.Vocabulary;
import dev.shisa.server.conformity.RequirementLinks;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.Contradictions;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.FactForm;
import dev.shisa.server.evidence.FactForms;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.evidence.RecordPlaces;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Cut;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.Reason;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Sending;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.InputRefused;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.RegisterItem;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** One question a page: the most deciding first, or one that was asked for. */
@Controller
class QuestionController {

    private static final int NAMES_MAX = 100;

    private static final String FIELD = "answer-";

    private final Products products;
    private final SeriesFrames frames;
    private final Ways ways;
    private final Answers answers;
    private final FactForms forms;
    private final FactWords factWords;
    private final Contradictions contradictions;
    private final Blobs blobs;
    private final RequirementLinks links;
    private final RecordPlaces records;
    private final TransactionTemplate transaction;

    QuestionController(
            Products products,
            SeriesFrames frames,
            Ways ways,
            Answers answers,
            FactForms forms,
            FactWords factWords,
            Contradictions contradictions,
            Blobs blobs,
            RequirementLinks links,
            RecordPlaces records,
            TransactionTemplate transaction) {
        this.products = products;
        this.frames = frames;
        this.ways = ways;
        this.answers = answers;
        this.forms = forms;
        this.factWords = factWords;
        this.contradictions = contradictions;
        this.blobs = blobs;
        this.links = links;
        this.records = records;
        this.transaction = transaction;
    }

    /** The flow: shows the first question that is not put off. */
    @GetMapping("/products/{code}/questions")
    @Requires(Act.ADD_EVIDENCE)
    String flow(
            @PathVariable String code,
            @RequestParam(required = false) @Nullable String requirement,
            @RequestParam(required = false) @Nullable List<String> skip,
            @RequestParam(required = false) @Nullable List<String> changed,
            @RequestParam(required = false) @Nullable List<String> opened,
            @RequestParam(defaultValue = "") String after,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            Model model) {
        Series series = products.requireInUse(code, person);
        Round round = Round.of(requirement, skip, opened);
        List<NextQuestion> open = open(series, requirement, person);
        List<NextQuestion> left = round.left(open);
        model.addAttribute("changed", links.turned(series, changed, ui));
        if (left.isEmpty()) {
            model.addAttribute("frame", frames.of(series, ui.locale()));
            model.addAttribute("skipped", open.size());
            model.addAttribute("requirement", round.requirement());
            List<NextQuestion> further =
                    round.requirement().isEmpty() ? List.of() : round.left(open(series, null, person));
            model.addAttribute("further", further.size());
            model.addAttribute("opened", opened(series, round, further));
            model.addAttribute("back", links.back(series, round.requirement()));
            return "answers/done";
        }
        NextQuestion next = first(left, after);
        Slot slot = next.slot();
        if (slot == null) {
            return "redirect:/parameters/" + encoded(String.valueOf(next.parameter())) + "?back="
                    + encoded(round.address(series.code(), changed == null ? List.of() : changed));
        }
        FactForm form = form(series, slot, next.isAnsweredAgain());
        model.addAttribute("comparing", links.compared(series, next));
        return page(series, slot, form, round, open.size(), next, "", person, ui, model);
    }

    /**
     * What is asked next: the value that the answer just given is held against, before anything else; the other values when
     * nothing else is left.
     *
     * @param after the key of that answer; empty: none was given
     */
    private NextQuestion first(List<NextQuestion> left, String after) {
        Set<String> beside = FactKey.isKey(after)
                ? answers.catalogue().parametersBeside(new FactKey(after)).stream()
                        .map(ParameterDefinition::id)
                        .collect(Collectors.toSet())
                : Set.of();
        return left.stream()
                .filter(q -> q.parameter() != null && beside.contains(q.parameter()))
                .findFirst()
                .or(() -> left.stream().filter(q -> q.slot() != null).findFirst())
                .orElseGet(left::getFirst);
    }

    /** What the answers of this round have opened, as long as something is asked of it. */
    private List<QuestionView.Opened> opened(Series series, Round flow, List<NextQuestion> further) {
        Map<RequirementId, Long> asked = flow.opened().stream()
                .collect(Collectors.toMap(
                        id -> id,
                        id -> further.stream()
                                .filter(q -> q.touches().contains(id))
                                .count(),
                        (a, _) -> a,
                        TreeMap::new));
        return asked.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> new QuestionView.Opened(
                        entry.getKey().number(),
                        entry.getValue(),
                        flow.of(entry.getKey()),
                        links.to(series, entry.getKey())))
                .toList();
    }

    /** One question by name, to change its answer. */
    @GetMapping("/products/{code}/questions/one")
    @Requires(Act.ADD_EVIDENCE)
    String one(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String key,
            @RequestParam(defaultValue = "") String item,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            Model model) {
        Series series = products.requireInUse(code, person);
        if (key.isEmpty()) {
            return "redirect:/products/" + encoded(series.code()) + "/questions";
        }
        Slot slot = slot(key, item);
        model.addAttribute("changed", List.of());
        return page(series, slot, form(series, slot, true), null, 0, null, "", person, ui, model);
    }

    /** The requirement that led to a question asked by name, and to which its answer leads back; empty: none. */
    @ModelAttribute("of")
    String of(@RequestParam(defaultValue = "") String requirement) {
        var known = RequirementId.parse(requirement).flatMap(answers.catalogue()::requirement);
        return known.isEmpty() ? "" : requirement;
    }

    /** The question, with the answer that stands if it is asked again. */
    private FactForm form(Series series, Slot slot, boolean again) {
        FactForm form = forms.of(series.id(), slot, FIELD)
                .orElseThrow(() -> new Problem(404, "not-found"))
                .offeringUnknown("fact.unknown.means");
        FactEntry present = again ? answers.present(series).get(slot) : null;
        return present == null ? form : form.filled(present.fact().value(), present.detail());
    }

    @PostMapping("/products/{code}/questions")
    @Requires(Act.ADD_EVIDENCE)
    String answer(
            @PathVariable String code,
            @RequestParam String key,
            @RequestParam(defaultValue = "") String item,
            @RequestParam(required = false) @Nullable String flow,
            @RequestParam(required = false) @Nullable String requirement,
            @RequestParam(required = false) @Nullable List<String> skip,
            @RequestParam(required = false) @Nullable List<String> opened,
            @RequestParam(required = false) @Nullable String later,
            @RequestParam(required = false) @Nullable String add,
            @RequestParam(required = false) @Nullable List<String> also,
            @RequestParam(defaultValue = "") String place,
            @RequestParam(defaultValue = "") String upload,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam MultiValueMap<String, String> sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response,
            Model model)
            throws IOException {
        Series series = products.requireInUse(code, person);
        Slot slot = slot(key, item);
        Round inFlow = flow == null ? null : Round.of(requirement, skip, opened);
        FactForm form = form(series, slot, true);
        if (later != null) {
            return redirect(series, slot, inFlow, requirement, true, null);
        }
        List<String> names = Answers.lines(add, NAMES_MAX);
        FactDefinition definition = answers.definition(slot);
        FactForm read = form.read(sent);
        FactForm.Answer answer = read.answer();
        boolean listed = definition.type() == FactType.SET && !names.isEmpty();
        boolean named = definition.type() == FactType.REF && names.size() == 1;
        if (answer instanceof FactForm.Answer.Unknown && names.isEmpty()) {
            return "redirect:" + LinkController.address(series, slot, requirement);
        }
        StoredFile stored =
                upload.isEmpty() ? null : blobs.upload(uuid(upload), person).orElse(null);
        if (file != null && !file.isEmpty()) {
            try (InputStream in = file.getInputStream()) {
                stored = blobs.store(in, String.valueOf(file.getOriginalFilename()), file.getSize());
            }
        }
        boolean placeless = stored != null && Reason.isPlaceholder(place);
        String mistake = mistake(definition, read, names, ui);
        if (placeless || answer instanceof FactForm.Answer.Wrong || !mistake.isEmpty()) {
            return again(series, slot, read, inFlow, names, mistake, stored, place, person, ui, response, model);
        }
        Answers.Attachment attachment = stored == null ? null : new Answers.Attachment(stored, place.strip());
        String sending = Sending.of(sent, ui.csrfName(), person.id().toString(), stored == null ? "" : stored.sha256());
        Map<RequirementId, VerdictState> before = answers.states(series);
        try {
            transaction.executeWithoutResult(status -> {
                if (answers.isRecorded(sending)) {
                    return;
                }
                Set<String> codes = new TreeSet<>(
                        answer instanceof FactForm.Answer.Given(Value.Words(var ticked), String _)
                                        && definition.type() == FactType.SET
                                ? ticked
                                : Set.of());
                String collection = definition.collection();
                if ((listed || named) && collection != null) {
                    names.forEach(name -> codes.add(products.addItem(series, collection, name, "", person)
                            .code()));
                }
                String detail = answer instanceof FactForm.Answer.Given given ? given.detail() : "";
                Value value = definition.type() == FactType.SET
                        ? Value.words(new TreeSet<>(codes))
                        : named ? Value.word(codes.iterator().next()) : ((FactForm.Answer.Given) answer).value();
                List<Answers.Given> given = new ArrayList<>();
                if (named && collection != null) {
                    given.add(answers.listing(series, collection, codes));
                }
                given.add(new Answers.Given(slot, value, detail));
                Set<String> siblings = answers.siblings(series, slot, answers.present(series)).stream()
                        .map(RegisterItem::code)
                        .collect(Collectors.toSet());
                if (also != null) {
                    also.stream()
                            .filter(siblings::contains)
                            .forEach(other -> given.add(new Answers.Given(new Slot(slot.key(), other), value, detail)));
                }
                answers.record(
                        series,
                        title(attachment, factWords.name(read.definition(), ui.locale(), read.itemName())),
                        given,
                        attachment,
                        Answers.Answerer.of(person, "page"),
                        sending);
            });
        } catch (InputRefused refused) {
            InputRefused.Mistake first = refused.mistakes().getFirst();
            String why = ui.t("product.field." + first.code(), first.args().toArray());
            return again(series, slot, read, inFlow, names, why, stored, place, person, ui, response, model);
        }
        // What still contradicts another answer, or does not reach far enough, is not asked again in this round.
        boolean again = inFlow != null
                && open(series, inFlow.requirement(), person).stream()
                        .anyMatch(q -> slot.equals(q.slot()) && q.isAnsweredAgain());
        return redirect(series, slot, inFlow, requirement, again, answers.changes(series, before));
    }

    /** What is wrong with an answer together with the names that are new; empty: nothing. */
    private static String mistake(FactDefinition definition, FactForm read, List<String> names, Ui ui) {
        boolean blank = read.answer() instanceof FactForm.Answer.Blank;
        if (names.stream().anyMatch(Reason::isPlaceholder)) {
            return ui.t("question.mistake.name");
        }
        if (definition.type() == FactType.REF && !names.isEmpty()) {
            return blank && names.size() == 1 ? "" : ui.t("question.mistake.one-and-new");
        }
        if (definition.type() == FactType.SET && !names.isEmpty()) {
            return read.isNone() ? ui.t("question.mistake.none-and-some") : "";
        }
        return blank
                ? ui.t(
                        switch (definition.type()) {
                            case SET -> "question.mistake.blank-list";
                            case WHOLE, TEXT, DAY -> "question.mistake.blank-typed";
                            case FLAG, WORD, WORDS, REF -> "question.mistake.blank";
                        })
                : "";
    }

    /** The question once more, with all that was entered. */
    private String again(
            Series series,
            Slot slot,
            FactForm read,
            @Nullable Round flow,
            List<String> names,
            String mistake,
            @Nullable StoredFile stored,
            String place,
            Person person,
            Ui ui,
            HttpServletResponse response,
            Model model) {
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        model.addAttribute("changed", List.of());
        model.addAttribute("added", String.join("\n", names));
        model.addAttribute(
                "attached",
                new QuestionView.Attached(
                        stored == null ? "" : blobs.remember(stored, person).toString(),
                        stored == null ? "" : stored.fileName(),
                        place,
                        stored != null && Reason.isPlaceholder(place) ? ui.t("evidence.mistake.place") : ""));
        return page(series, slot, read, flow, 0, null, mistake, person, ui, model);
    }

    private String page(
            Series series,
            Slot slot,
            FactForm form,
            @Nullable Round flow,
            int open,
            @Nullable NextQuestion next,
            String mistake,
            Person person,
            Ui ui,
            Model model) {
        FactDefinition definition = form.definition();
        Map<Slot, FactEntry> present = answers.present(series);
        Map<String, String> names = products.itemNames(series.id());
        FactEntry now = present.get(slot);
        model.addAttribute("series", series);
        model.addAttribute("frame", frames.of(series, ui.locale()));
        model.addAttribute("form", form);
        model.addAttribute("way", flow == null ? null : ways.of(series, ui));
        model.addAttribute("values", values(slot.key(), ui));
        model.addAttribute(
                "conflict",
                contradictions.part(series, slot, here(series, slot), ui).orElse(null));
        model.addAttribute("between", contradictions.sentences(series, slot, ui.locale()));
        model.addAttribute(
                "view",
                new QuestionView(
                        form.question(ui.locale()),
                        form.text(definition.why(), ui.locale()),
                        definition.easy() == null ? "" : form.text(definition.easy(), ui.locale()),
                        definition.examples().stream()
                                .map(e -> form.text(e, ui.locale()))
                                .toList(),
                        ui.t("asks." + definition.asks().code()),
                        definition.source() == null ? "" : definition.source(),
                        bears(series, slot, next, ui),
                        slot.key().value(),
                        slot.item(),
                        flow != null,
                        flow == null ? "" : flow.requirement(),
                        flow == null ? List.of() : List.copyOf(flow.skipped()),
                        flow == null
                                ? List.of()
                                : flow.opened().stream()
                                        .map(RequirementId::toString)
                                        .toList(),
                        flow == null ? 0 : flow.skipped().size() + 1,
                        open,
                        definition.type() == FactType.SET,
                        definition.type() == FactType.SET ? collectionExample(definition, ui) : "",
                        definition.type() == FactType.REF
                                ? collection(definition)
                                        .map(c -> c.item().in(ui.locale()))
                                        .orElse("")
                                : "",
                        answers.siblings(series, slot, present).stream()
                                .map(i -> new Parts.Choice(i.code(), i.name()))
                                .toList(),
                        now == null
                                ? ""
                                : ui.t(
                                        "question.present",
                                        factWords.value(slot, now.fact().value(), ui.locale(), names),
                                        ui.day(now.fact().observedAt())),
                        now == null ? "" : "/evidence/" + now.evidenceCode(),
                        records.of(List.of(slot.key()), series, ui),
                        !person.series().isEmpty() && definition.scope() == Subject.Kind.ORGANISATION,
                        mistake));
        return "answers/question";
    }

    /** What the answer will be held against, and whether it is set. */
    private List<QuestionView.Against> values(FactKey key, Ui ui) {
        Map<String, Value> set = answers.parameters();
        return answers.catalogue().parametersBeside(key).stream()
                .map(p -> new QuestionView.Against(p.id(), p.name().in(ui.locale()), set.containsKey(p.id())))
                .toList();
    }

    private static String here(Series series, Slot slot) {
        return "/products/" + encoded(series.code()) + "/questions/one?key="
                + encoded(slot.key().value()) + "&item=" + encoded(slot.item());
    }

    private String collectionExample(FactDefinition definition, Ui ui) {
        return collection(definition)
                .flatMap(c -> Optional.ofNullable(c.example()))
                .map(e -> e.in(ui.locale()))
                .orElse("");
    }

    private Optional<Vocabulary.Collection> collection(FactDefinition definition) {
        return Optional.ofNullable(definition.collection())
                .flatMap(answers.catalogue().vocabulary()::collection);
    }

    private List<NextQuestion> open(Series series, @Nullable String requirement, Person person) {
        boolean values = person.can(Act.SET_PARAMETERS);
        return ways.next(series, requirement == null ? "" : requirement).stream()
                .filter(q -> q.slot() == null ? values && q.kind() == NextQuestion.Kind.PARAMETER : q.isAnswered())
                .toList();
    }

    /** @param changes null: the question is put off */
    private String redirect(
            Series series,
            Slot slot,
            @Nullable Round flow,
            @Nullable String of,
            boolean later,
            Answers.@Nullable Changes changes) {
        if (flow == null) {
            String home = "/products/" + encoded(series.code()) + "/conformity";
            String back = of == null || of(of).isEmpty() ? home : links.back(series, of);
            return "redirect:" + (changes == null ? back : RequirementLinks.told(back, series, slot, changes.states()));
        }
        Set<String> skipped = new LinkedHashSet<>(flow.skipped());
        if (later) {
            skipped.add(slot.toString());
        }
        Set<RequirementId> opened = new TreeSet<>(flow.opened());
        if (changes == null) {
            return "redirect:" + new Round(flow.requirement(), skipped, opened).address(series.code(), List.of());
        }
        opened.addAll(changes.opened());
        return "redirect:"
                + new Round(flow.requirement(), skipped, opened).address(series.code(), changes.states())
                + "&after=" + encoded(slot.key().value());
    }

    /** On which requirements the answer bears, and how; empty: on none. */
    private String bears(Series series, Slot slot, @Nullable NextQuestion next, Ui ui) {
        boolean decides = next != null && !next.decides().isEmpty();
        Set<RequirementId> ids = next == null ? reading(series, slot) : decides ? next.decides() : next.touches();
        String how = decides
                ? "question.decides"
                : switch (next == null ? NextQuestion.Kind.FACT : next.kind()) {
                    case SETTLE -> "question.settles";
                    case COMPARE -> "question.compares";
                    case SCOPE, FACT, PARAMETER, RENEW, RESOLVE, STRENGTHEN, CONFIRM -> "question.touches";
                };
        return ids.isEmpty()
                ? ""
                : ui.t(how, ids.stream().map(RequirementId::number).sorted().collect(Collectors.joining(", ")));
    }

    /** Of what the series and the company follow, the requirements that an answer can bear on. */
    private Set<RequirementId> reading(Series series, Slot slot) {
        Set<RequirementId> ids = new TreeSet<>(answers.catalogue().requirementsDependingOn(slot.key()));
        ids.retainAll(answers.states(series).keySet());
        return ids;
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new Problem(400, "bad-request");
        }
    }

    static Slot slot(String key, String item) {
        return Slot.parse(item.isEmpty() ? key : key + "[" + item + "]")
                .orElseThrow(() -> new Problem(404, "not-found"));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The title of the evidence that answers a question: a document is cited by its name, a statement by what is answered. */
    static String title(Answers.@Nullable Attachment attachment, String answered) {
        String name = attachment == null ? "" : attachment.file().fileName().strip();
        return Cut.to(name.isEmpty() ? answered : name, EvidenceLog.TITLE_CHARS_MAX);
    }
}
