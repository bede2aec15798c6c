package dev.shisa.server.answers;

import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Vocabulary;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.ListPage;
import dev.shisa.server.platform.web.PageOf;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Query;
import dev.shisa.server.platform.web.Sending;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.ChangedMeanwhile;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.InputRefused;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.RegisterItem;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
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

/** The product register: one editor for every section of the vocabulary. */
@Controller
class RegisterController {

    private static final int NAMES_MAX = 100;

    /** As many questions, each with its choices and words, as a page of 4,000 px holds. */
    static final int PART_QUESTIONS = 8;

    /** The part after all others, which is the last there is. */
    private static final String LAST_PART = "999999";

    private final Products products;
    private final Guides guides;
    private final SeriesFrames frames;
    private final Answers answers;
    private final RegisterFields fields;
    private final FactWords factWords;
    private final TransactionTemplate transaction;

    RegisterController(
            Products products,
            Guides guides,
            SeriesFrames frames,
            Answers answers,
            RegisterFields fields,
            FactWords factWords,
            TransactionTemplate transaction) {
        this.products = products;
        this.guides = guides;
        this.frames = frames;
        this.answers = answers;
        this.fields = fields;
        this.factWords = factWords;
        this.transaction = transaction;
    }

    @GetMapping("/products/{code}/register")
    @Requires(Act.VIEW)
    String overview(
            @PathVariable String code,
            @RequestParam(defaultValue = "-1") int added,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            Model model) {
        Series series = products.require(code, person);
        Vocabulary vocabulary = guides.vocabulary(series);
        Map<Slot, FactEntry> present = answers.present(series);
        List<RegisterView.Section> sections = vocabulary.sections().stream()
                .map(section -> overview(series, vocabulary, section, present, ui.locale()))
                .toList();
        model.addAttribute("frame", frames.of(series, ui.locale()));
        model.addAttribute("sections", sections);
        model.addAttribute("added", added);
        model.addAttribute(
                "answered",
                sections.stream().mapToInt(RegisterView.Section::answered).sum());
        model.addAttribute(
                "asked", sections.stream().mapToInt(RegisterView.Section::asked).sum());
        return "answers/register";
    }

    /** Every fact of the register that stands, also those that another question hides. */
    @GetMapping("/products/{code}/register.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable String code,
            @PathVariable String format,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        Map<String, String> names = products.itemNames(series.id());
        return TableFile.of(format, series.code() + "-register", ui)
                .column("key", "register.file.key")
                .column("item", "register.file.item")
                .column("question", "sheet.column.question")
                .column("value", "sheet.column.answer")
                .column("detail", "sheet.column.detail")
                .column("strength", "evidence.strength")
                .column("evidence", "evidence.column.code")
                .column("observed", "evidence.column.observed")
                .column("confirmedBy", "evidence.column.confirmed-by")
                .download(answers.present(series).entrySet().stream()
                        .map(entry -> line(entry.getKey(), entry.getValue(), names, ui))
                        .toList());
    }

    private List<String> line(Slot slot, FactEntry entry, Map<String, String> names, Ui ui) {
        FactEntry.ConfirmedBy confirmed = entry.confirmedBy();
        return List.of(
                slot.key().value(),
                slot.item(),
                factWords.question(slot, ui.locale(), names),
                factWords.value(slot, entry.fact().value(), ui.locale(), names),
                entry.detail(),
                ui.t("web.strength." + entry.fact().strength().code()),
                entry.evidenceCode(),
                ui.day(entry.fact().observedAt()),
                confirmed == null ? "" : confirmed.name());
    }

    @GetMapping("/products/{code}/register/{section}")
    @Requires(Act.VIEW)
    String section(
            @PathVariable String code,
            @PathVariable String section,
            @RequestParam(required = false) @Nullable String saved,
            @RequestParam(defaultValue = "") String part,
            @RequestParam(defaultValue = "") String fact,
            @RequestParam(defaultValue = "") String next,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            Model model) {
        Series series = products.require(code, person);
        model.addAttribute("saved", saved != null);
        return page(
                series,
                section(series, section),
                new Asked(part, fact, next, null),
                Set.of(),
                List.of(),
                person,
                ui,
                model);
    }

    @PostMapping("/products/{code}/register/{section}")
    @Requires(Act.EDIT_PRODUCT)
    String save(
            @PathVariable String code,
            @PathVariable String section,
            @RequestParam MultiValueMap<String, String> sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response,
            Model model) {
        Series series = products.requireInUse(code, person);
        Vocabulary.Section shown = section(series, section);
        Vocabulary vocabulary = guides.vocabulary(series);
        Map<Slot, FactEntry> present = answers.present(series);
        RegisterFields.Sent read = fields.read(series, slots(series, vocabulary, shown), sent, present);
        if (!read.canBeRecorded()) {
            response.setStatus(read.wrong() ? HttpStatus.UNPROCESSABLE_CONTENT.value() : HttpStatus.CONFLICT.value());
            return page(series, shown, Asked.again(sent), read.raced(), List.of(), person, ui, model);
        }
        String title = ui.t("register.evidence", shown.name().in(ui.locale()));
        String sending = Sending.of(sent, ui.csrfName(), person.id().toString());
        try {
            transaction.executeWithoutResult(status -> {
                List<Vocabulary.Collection> collections = RegisterSections.collections(vocabulary, shown);
                if (answers.isRecorded(sending)
                        || collections.stream().anyMatch(c -> answers.isRecorded(ofList(sending, c)))) {
                    return;
                }
                for (Vocabulary.Collection collection : collections) {
                    items(series, collection, sent, person, title, ofList(sending, collection));
                }
                if (!read.given().isEmpty()) {
                    answers.record(series, title, read.given(), null, Answers.Answerer.of(person, "register"), sending);
                }
            });
        } catch (InputRefused refused) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return page(series, shown, Asked.again(sent), Set.of(), refused.mistakes(), person, ui, model);
        }
        return "redirect:"
                + Query.of("/products/" + QuestionController.encoded(series.code()) + "/register/" + shown.id())
                        .with("saved", "1")
                        .with("part", Asked.again(sent).part())
                        .with("next", next(series, vocabulary, shown, sent))
                        .href();
    }

    /**
     * The question to go on with after some were saved: the first without an answer behind the first of them that was not among them,
     * be it in a later part or brought into theirs by an answer.
     */
    private String next(
            Series series, Vocabulary vocabulary, Vocabulary.Section section, MultiValueMap<String, String> sent) {
        Map<Slot, FactEntry> present = answers.present(series);
        return RegisterSections.own(vocabulary, section).stream()
                .map(definition -> new Slot(definition.key(), ""))
                .dropWhile(slot -> !sent.containsKey(Answers.prefix(slot) + "seen"))
                .filter(slot -> !sent.containsKey(Answers.prefix(slot) + "seen"))
                .filter(slot -> !present.containsKey(slot) && answers.isAsked(slot, present))
                .map(slot -> slot.key().value())
                .findFirst()
                .orElse(RegisterSections.NONE_LEFT);
    }

    /** Where a list stands: on a page of its own, or below the last part of its section. */
    static Query listed(Series series, Vocabulary.Section section, Vocabulary.Collection collection) {
        String home = "/products/" + QuestionController.encoded(series.code()) + "/";
        String page = section.page();
        return page == null
                ? Query.of(home + "register/" + section.id())
                        .with("fact", collection.set().value())
                : Query.of(home + page);
    }

    /** Each list that a section changes is a piece of evidence of its own. */
    private static String ofList(String sending, Vocabulary.Collection collection) {
        return sending.isEmpty() ? Sending.UNKNOWN : sending + " " + collection.id();
    }

    /** Adds, renames and removes items, and states the list when it changed or was never stated. */
    private void items(
            Series series,
            Vocabulary.Collection collection,
            MultiValueMap<String, String> sent,
            Person person,
            String title,
            String sending) {
        boolean listChanged = false;
        List<RegisterItem> before = products.items(series.id(), collection.id());
        for (RegisterItem item : before) {
            String name = Objects.requireNonNullElse(sent.getFirst("name-" + item.id()), "");
            int version = version(sent.getFirst("version-" + item.id()), item.version());
            if (sent.containsKey("remove-" + item.id())) {
                at("name-" + item.id(), () -> products.removeItem(series, item.id(), version, person));
                listChanged = true;
            } else if (isRenamed(item, sent)) {
                at(
                        "name-" + item.id(),
                        () -> products.renameItem(series, item.id(), name.strip(), item.note(), version, person));
            }
        }
        for (String name : Answers.lines(sent.getFirst("add-" + collection.id()), NAMES_MAX)) {
            at("add-" + collection.id(), () -> products.addItem(series, collection.id(), name, "", person));
            listChanged = true;
        }
        boolean none = sent.containsKey("none-" + collection.id());
        if (listChanged || (none && products.items(series.id(), collection.id()).isEmpty())) {
            answers.recordList(series, collection.id(), person, title, sending);
        }
    }

    /** What is wrong with a name belongs to the field in which it was typed. */
    private static void at(String field, Runnable entered) {
        try {
            entered.run();
        } catch (InputRefused refused) {
            throw refused.at(field);
        } catch (ChangedMeanwhile changed) {
            throw changed.at(field);
        }
    }

    /** Whether the name that was sent is neither the one on the page nor the one that others have given it since. */
    private static boolean isRenamed(RegisterItem item, MultiValueMap<String, String> sent) {
        String name = Objects.requireNonNullElse(sent.getFirst("name-" + item.id()), "")
                .strip();
        return !name.isEmpty() && !name.equals(item.name()) && !name.equals(sent.getFirst("was-" + item.id()));
    }

    private static int version(@Nullable String text, int otherwise) {
        try {
            return text == null ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new Problem(400, "bad-request");
        }
    }

    /**
     * Which questions of a section are asked for, and what was typed into them.
     *
     * @param part the number of the part
     * @param fact the key of a question, whose part it then is; or empty
     * @param next the key of the question to go on with, or that there is none; empty: the next part
     * @param sent what was sent and is shown again; null: the page is opened
     */
    private record Asked(
            String part, String fact, String next, @Nullable MultiValueMap<String, String> sent) {

        static Asked again(MultiValueMap<String, String> sent) {
            return new Asked(Objects.requireNonNullElse(sent.getFirst("part"), ""), "", "", sent);
        }

        /** Those of one part; what was sent comes back whole, whatever others have answered meanwhile. */
        PageOf<RegisterView.Field> of(List<RegisterView.Field> all) {
            if (sent == null) {
                // What is asked of items stands with their lists, below the last questions.
                return PageOf.with(
                        field -> field.form().slot().key().value().equals(fact),
                        all,
                        PART_QUESTIONS,
                        fact.isEmpty() ? part : LAST_PART);
            }
            List<RegisterView.Field> back = all.stream()
                    .filter(field -> sent.containsKey(field.form().prefix() + "seen"))
                    .toList();
            ListPage at = ListPage.of(all.size(), part, PART_QUESTIONS);
            return new PageOf<>(back, at.at(), at.pages());
        }
    }

    private String page(
            Series series,
            Vocabulary.Section section,
            Asked asked,
            Set<Slot> raced,
            List<InputRefused.Mistake> refused,
            Person person,
            Ui ui,
            Model model) {
        Vocabulary vocabulary = guides.vocabulary(series);
        Map<Slot, FactEntry> present = answers.present(series);
        Map<String, String> names = products.itemNames(series.id());
        Locale locale = ui.locale();
        MultiValueMap<String, String> sent = asked.sent();
        List<Parts.Mistake> mistakes = RegisterFields.mistakes(refused, ui);
        RegisterFields.Shown shown = fields.shown(series, present, names, sent, raced, mistakes, ui);
        List<RegisterView.Field> own = new ArrayList<>();
        for (FactDefinition definition : RegisterSections.own(vocabulary, section)) {
            shown.field(new Slot(definition.key(), ""), definition).ifPresent(own::add);
        }
        PageOf<RegisterView.Field> part = asked.of(own);
        List<RegisterView.Items> collections = new ArrayList<>();
        boolean last = part.page() == part.pages();
        for (Vocabulary.Collection collection : RegisterSections.collections(vocabulary, section)) {
            boolean back = sent != null && sent.containsKey("add-" + collection.id());
            if (!last && !back) {
                continue;
            }
            List<RegisterView.Item> items = new ArrayList<>();
            for (RegisterItem item : products.items(series.id(), collection.id())) {
                List<RegisterView.Field> about = new ArrayList<>();
                for (FactDefinition definition : vocabulary.factsOf(collection.id())) {
                    shown.field(new Slot(definition.key(), item.code()), definition)
                            .ifPresent(about::add);
                }
                int open =
                        (int) about.stream().filter(f -> f.present().isEmpty()).count();
                items.add(RegisterView.Item.of(item, open, about, sent, mistakes));
            }
            FactEntry list = present.get(new Slot(collection.set(), ""));
            collections.add(new RegisterView.Items(
                    collection.id(),
                    collection.item().in(locale),
                    collection.add().in(locale),
                    collection.example() == null ? "" : collection.example().in(locale),
                    collection.none().in(locale),
                    items.isEmpty()
                            && (back ? typed(sent, "none-" + collection.id()).isPresent() : list != null),
                    typed(sent, "add-" + collection.id()).orElse(""),
                    items));
        }
        model.addAttribute("frame", frames.of(series, locale));
        model.addAttribute(
                "page",
                new RegisterView.Page(
                        section.id(), section.name().in(locale), section.about().in(locale), part, collections));
        model.addAttribute("mistakes", mistakes);
        model.addAttribute("raced", raced.size());
        model.addAttribute(
                "next",
                own.stream()
                        .filter(field -> field.present().isEmpty())
                        .map(field -> field.form().slot().key().value())
                        .filter(asked.next()::equals)
                        .findFirst()
                        .map(key -> section.id() + "?fact=" + key)
                        .orElseGet(() -> RegisterSections.goingOn(vocabulary, section, part, asked.next())));
        return "answers/section";
    }

    private static Optional<String> typed(@Nullable MultiValueMap<String, String> sent, String field) {
        return sent == null ? Optional.empty() : Optional.ofNullable(sent.getFirst(field));
    }

    private RegisterView.Section overview(
            Series series,
            Vocabulary vocabulary,
            Vocabulary.Section section,
            Map<Slot, FactEntry> present,
            Locale locale) {
        int answered = 0;
        int asked = 0;
        for (Slot slot : slots(series, vocabulary, section)) {
            FactDefinition definition = answers.definition(slot);
            if (present.containsKey(slot)) {
                answered++;
                asked++;
            } else if (answers.isAsked(slot, present)) {
                asked++;
            }
        }
        List<RegisterView.Listed> lists = new ArrayList<>();
        for (Vocabulary.Collection collection : RegisterSections.collections(vocabulary, section)) {
            boolean stated = present.containsKey(new Slot(collection.set(), ""));
            asked++;
            answered += stated ? 1 : 0;
            lists.add(new RegisterView.Listed(
                    collection.id(),
                    collection.item().in(locale),
                    products.items(series.id(), collection.id()).stream()
                            .map(RegisterItem::name)
                            .toList(),
                    stated,
                    collection.none().in(locale)));
        }
        return new RegisterView.Section(
                section.id(), section.name().in(locale), section.about().in(locale), answered, asked, lists);
    }

    private Vocabulary.Section section(Series series, String id) {
        return guides.vocabulary(series).sections().stream()
                .filter(s -> s.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Problem(404, "not-found"));
    }

    private List<Slot> slots(Series series, Vocabulary vocabulary, Vocabulary.Section section) {
        List<Slot> slots = new ArrayList<>();
        RegisterSections.own(vocabulary, section).forEach(f -> slots.add(new Slot(f.key(), "")));
        for (Vocabulary.Collection collection : RegisterSections.collections(vocabulary, section)) {
            for (RegisterItem item : products.items(series.id(), collection.id())) {
                vocabulary.factsOf(collection.id()).forEach(f -> slots.add(new Slot(f.key(), item.code())));
            }
        }
        return slots;
    }
}
