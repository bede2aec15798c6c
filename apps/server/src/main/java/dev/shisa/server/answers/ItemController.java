package dev.shisa.server.answers;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Vocabulary;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.ListPage;
import dev.shisa.server.platform.web.PageOf;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Query;
import dev.shisa.server.platform.web.Sending;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.InputRefused;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.RegisterItem;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** One item of a list of the register: adding it with all that is known of it, changing, taking out, putting back. */
@Controller
class ItemController {

    private final Products products;
    private final SeriesFrames frames;
    private final Answers answers;
    private final RegisterFields fields;
    private final TransactionTemplate transaction;

    ItemController(
            Products products,
            SeriesFrames frames,
            Answers answers,
            RegisterFields fields,
            TransactionTemplate transaction) {
        this.products = products;
        this.frames = frames;
        this.answers = answers;
        this.fields = fields;
        this.transaction = transaction;
    }

    /** An item with where it stands; {@code removed} ones can be put back. */
    private record Found(RegisterItem item, Vocabulary.Collection collection, boolean removed) {}

    @GetMapping("/products/{code}/items/new")
    @Requires(Act.EDIT_PRODUCT)
    ModelAndView empty(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String collection,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(code, person);
        return newPage(series, collection(collection), null, List.of(), person, ui);
    }

    @PostMapping("/products/{code}/items")
    @Requires(Act.EDIT_PRODUCT)
    ModelAndView add(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String collection,
            @RequestParam MultiValueMap<String, String> sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        Vocabulary.Collection into = collection(collection);
        RegisterFields.Sent read = fields.readNew(series, into.id(), sent, ui);
        if (read.wrong()) {
            response.setStatus(422);
            return newPage(series, into, sent, List.of(), person, ui);
        }
        String sending = Sending.of(sent, ui.csrfName(), person.id().toString());
        String list = sending.isEmpty() ? Sending.UNKNOWN : sending + " " + into.id();
        try {
            transaction.executeWithoutResult(status -> {
                if (answers.isRecorded(list)) {
                    return;
                }
                RegisterItem item = products.addItem(
                        series,
                        into.id(),
                        Optional.ofNullable(sent.getFirst("name")).orElse(""),
                        "",
                        person);
                answers.recordList(
                        series,
                        into.id(),
                        person,
                        ui.t("register.evidence", into.item().in(ui.locale())),
                        list);
                record(
                        series,
                        item,
                        read.given().stream()
                                .map(given -> new Answers.Given(
                                        new Slot(given.slot().key(), item.code()), given.value(), given.detail()))
                                .toList(),
                        sending,
                        person,
                        ui);
            });
        } catch (InputRefused refused) {
            response.setStatus(422);
            return newPage(series, into, sent, refused.mistakes(), person, ui);
        }
        return redirect(home(series, into).with("saved", "1").href());
    }

    @GetMapping("/products/{code}/items/{item}")
    @Requires(Act.VIEW)
    ModelAndView one(
            @PathVariable String code,
            @PathVariable String item,
            @RequestParam(defaultValue = "") String part,
            @RequestParam(required = false) @Nullable String saved,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return page(series, found(series, item), part, null, Set.of(), List.of(), person, ui)
                .addObject("saved", saved != null);
    }

    @PostMapping("/products/{code}/items/{item}")
    @Requires(Act.EDIT_PRODUCT)
    ModelAndView save(
            @PathVariable String code,
            @PathVariable String item,
            @RequestParam(defaultValue = "0") int version,
            @RequestParam MultiValueMap<String, String> sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        Found found = present(series, item);
        RegisterFields.Sent read = fields.read(
                series,
                answers.catalogue().vocabulary().factsOf(found.collection().id()).stream()
                        .map(definition -> new Slot(definition.key(), item))
                        .toList(),
                sent,
                answers.present(series));
        if (!read.canBeRecorded()) {
            response.setStatus(read.wrong() ? 422 : 409);
            return page(series, found, part(sent), sent, read.raced(), List.of(), person, ui);
        }
        String sending = Sending.of(sent, ui.csrfName(), person.id().toString());
        String name = Optional.ofNullable(sent.getFirst("name"))
                .orElse(found.item().name())
                .strip();
        try {
            transaction.executeWithoutResult(status -> {
                if (answers.isRecorded(sending)) {
                    return;
                }
                if (!name.equals(found.item().name())) {
                    products.renameItem(
                            series, found.item().id(), name, found.item().note(), version, person);
                }
                record(series, found.item(), read.given(), sending, person, ui);
            });
        } catch (InputRefused refused) {
            response.setStatus(422);
            return page(series, found, part(sent), sent, Set.of(), refused.mistakes(), person, ui);
        }
        return redirect(next(series, found, sent).with("saved", "1").href());
    }

    private static String part(MultiValueMap<String, String> sent) {
        return Optional.ofNullable(sent.getFirst("part")).orElse("");
    }

    /**
     * Where to go on after a part was saved: at the part of the first question without an answer that was not among those saved, be it
     * brought into theirs by an answer; else at the next part, and behind the last at the list.
     */
    private Query next(Series series, Found found, MultiValueMap<String, String> sent) {
        Map<Slot, FactEntry> present = answers.present(series);
        List<Slot> asked = answers
                .catalogue()
                .vocabulary()
                .factsOf(found.collection().id())
                .stream()
                .map(definition -> new Slot(definition.key(), found.item().code()))
                .filter(slot -> present.containsKey(slot) || answers.isAsked(slot, present))
                .toList();
        ListPage saved = ListPage.of(asked.size(), part(sent), RegisterController.PART_QUESTIONS);
        int open = (saved.at() - 1) * RegisterController.PART_QUESTIONS;
        while (open < asked.size()
                && (present.containsKey(asked.get(open))
                        || sent.containsKey(Answers.prefix(asked.get(open)) + "seen"))) {
            open++;
        }
        int to = open < asked.size() ? open / RegisterController.PART_QUESTIONS + 1 : saved.at() + 1;
        return part(sent).isEmpty() || to > saved.pages()
                ? home(series, found.collection())
                : Query.of(href(series, found.item().code())).with("part", Integer.toString(to));
    }

    @PostMapping("/products/{code}/items/{item}/remove")
    @Requires(Act.EDIT_PRODUCT)
    ModelAndView remove(
            @PathVariable String code,
            @PathVariable String item,
            @RequestParam(defaultValue = "0") int version,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(code, person);
        Found found = present(series, item);
        transaction.executeWithoutResult(status -> {
            products.removeItem(series, found.item().id(), version, person);
            list(series, found, person, ui);
        });
        return redirect(href(series, item));
    }

    @PostMapping("/products/{code}/items/{item}/restore")
    @Requires(Act.EDIT_PRODUCT)
    ModelAndView restore(
            @PathVariable String code,
            @PathVariable String item,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        Found found = found(series, item);
        try {
            transaction.executeWithoutResult(status -> {
                products.restoreItem(series, found.item().id(), person);
                list(series, found, person, ui);
            });
        } catch (InputRefused refused) {
            response.setStatus(422);
            return page(series, found, "", null, Set.of(), refused.mistakes(), person, ui);
        }
        return redirect(home(series, found.collection()).with("saved", "1").href());
    }

    private void list(Series series, Found found, Person person, Ui ui) {
        String title = ui.t("register.evidence", found.collection().item().in(ui.locale()));
        answers.recordList(series, found.collection().id(), person, title, Sending.UNKNOWN);
    }

    private void record(
            Series series, RegisterItem item, List<Answers.Given> given, String sending, Person person, Ui ui) {
        if (!given.isEmpty()) {
            answers.record(
                    series,
                    ui.t("register.evidence", item.name()),
                    given,
                    null,
                    Answers.Answerer.of(person, "register"),
                    sending);
        }
    }

    private ModelAndView newPage(
            Series series,
            Vocabulary.Collection collection,
            @Nullable MultiValueMap<String, String> sent,
            List<InputRefused.Mistake> refused,
            Person person,
            Ui ui) {
        List<Parts.Mistake> mistakes = RegisterFields.mistakes(refused, ui);
        List<RegisterView.Field> asked = fields.ofNew(series, collection.id(), sent, mistakes, ui);
        return view(series, collection, person, ui)
                .addObject("title", collection.add().in(ui.locale()))
                .addObject(
                        "view",
                        new RegisterView.One(
                                collection.id(),
                                "",
                                name(sent, ""),
                                0,
                                example(collection, ui),
                                false,
                                new PageOf<>(asked, 1, 1)))
                .addObject("mistakes", mistakes)
                .addObject("raced", 0);
    }

    private ModelAndView page(
            Series series,
            Found found,
            String typed,
            @Nullable MultiValueMap<String, String> sent,
            Set<Slot> raced,
            List<InputRefused.Mistake> refused,
            Person person,
            Ui ui) {
        RegisterItem item = found.item();
        List<Parts.Mistake> mistakes = RegisterFields.mistakes(refused, ui);
        List<RegisterView.Field> asked = new ArrayList<>();
        if (!found.removed()) {
            Map<Slot, FactEntry> present = answers.present(series);
            RegisterFields.Shown shown =
                    fields.shown(series, present, products.itemNames(series.id()), sent, raced, mistakes, ui);
            answers.catalogue()
                    .vocabulary()
                    .factsOf(item.collection())
                    .forEach(definition -> shown.field(new Slot(definition.key(), item.code()), definition)
                            .ifPresent(asked::add));
        }
        return view(series, found.collection(), person, ui)
                .addObject("title", ui.t(found.removed() ? "item.removed.title" : "item.title", item.name()))
                .addObject(
                        "view",
                        new RegisterView.One(
                                item.collection(),
                                item.code(),
                                name(sent, item.name()),
                                item.version(),
                                example(found.collection(), ui),
                                found.removed(),
                                part(asked, typed, sent)))
                .addObject("mistakes", mistakes)
                .addObject("raced", raced.size());
    }

    /** Some of the questions; what was sent comes back whole, whatever others have answered meanwhile. */
    private static PageOf<RegisterView.Field> part(
            List<RegisterView.Field> asked, String typed, @Nullable MultiValueMap<String, String> sent) {
        PageOf<RegisterView.Field> part = PageOf.of(asked, RegisterController.PART_QUESTIONS, typed);
        return sent == null
                ? part
                : new PageOf<>(
                        asked.stream()
                                .filter(field -> sent.containsKey(field.form().prefix() + "seen"))
                                .toList(),
                        part.page(),
                        part.pages());
    }

    private ModelAndView view(Series series, Vocabulary.Collection collection, Person person, Ui ui) {
        Vocabulary.Section section = section(collection);
        return new ModelAndView("answers/item")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("home", home(series, collection).href())
                .addObject("homeName", section.name().in(ui.locale()));
    }

    private static String name(@Nullable MultiValueMap<String, String> sent, String otherwise) {
        return sent == null
                ? otherwise
                : Optional.ofNullable(sent.getFirst("name")).orElse(otherwise);
    }

    private static String example(Vocabulary.Collection collection, Ui ui) {
        return collection.example() == null ? "" : collection.example().in(ui.locale());
    }

    private Vocabulary.Collection collection(String id) {
        return answers.catalogue().vocabulary().collection(id).orElseThrow(() -> new Problem(404, "not-found"));
    }

    private Vocabulary.Section section(Vocabulary.Collection collection) {
        return answers.catalogue().vocabulary().section(collection.section()).orElseThrow();
    }

    /** The page on which the list of the item stands. */
    private Query home(Series series, Vocabulary.Collection collection) {
        return RegisterController.listed(series, section(collection), collection);
    }

    private static String href(Series series, String item) {
        return "/products/" + QuestionController.encoded(series.code()) + "/items/" + QuestionController.encoded(item);
    }

    private static ModelAndView redirect(String to) {
        return new ModelAndView("redirect:" + to);
    }

    private Found present(Series series, String code) {
        Found found = found(series, code);
        if (found.removed()) {
            throw new Problem(404, "item.unknown");
        }
        return found;
    }

    /** The collection is what the code of an item begins with. */
    private Found found(Series series, String code) {
        int dash = code.lastIndexOf('-');
        Vocabulary.Collection collection = collection(dash < 0 ? code : code.substring(0, dash));
        for (RegisterItem item : products.items(series.id(), collection.id())) {
            if (item.code().equals(code)) {
                return new Found(item, collection, false);
            }
        }
        return products.removedItems(series.id(), collection.id()).stream()
                .filter(item -> item.code().equals(code))
                .findFirst()
                .map(item -> new Found(item, collection, true))
                .orElseThrow(() -> new Problem(404, "item.unknown"));
    }
}
