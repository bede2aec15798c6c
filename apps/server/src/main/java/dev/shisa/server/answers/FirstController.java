package dev.shisa.server.answers;

import dev.shisa.conformity.FactType;
import dev.shisa.conformity.NextQuestion;
import dev.shisa.conformity.Slot;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Sending;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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

/** What decides how much else is asked, on one page: whether the guides are about the product, and what it holds already. */
@Controller
class FirstController {

    /** As many as fit one page; what is left comes first among the questions. */
    private static final int MOST = 8;

    private final Products products;
    private final Guides guides;
    private final SeriesFrames frames;
    private final Ways ways;
    private final Answers answers;
    private final RegisterFields fields;
    private final TransactionTemplate transaction;

    FirstController(
            Products products,
            Guides guides,
            SeriesFrames frames,
            Ways ways,
            Answers answers,
            RegisterFields fields,
            TransactionTemplate transaction) {
        this.products = products;
        this.guides = guides;
        this.frames = frames;
        this.ways = ways;
        this.answers = answers;
        this.fields = fields;
        this.transaction = transaction;
    }

    @GetMapping("/products/{code}/questions/first")
    @Requires(Act.EDIT_PRODUCT)
    String show(
            @PathVariable String code,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            Model model) {
        Series series = products.requireInUse(code, person);
        return page(series, null, Set.of(), ui, model);
    }

    @PostMapping("/products/{code}/questions/first")
    @Requires(Act.EDIT_PRODUCT)
    String save(
            @PathVariable String code,
            @RequestParam MultiValueMap<String, String> sent,
            @RequestParam(required = false) @Nullable String next,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response,
            Model model) {
        Series series = products.requireInUse(code, person);
        RegisterFields.Sent read = fields.read(series, slots(series, sent), sent, answers.present(series));
        if (!read.canBeRecorded()) {
            response.setStatus(read.wrong() ? HttpStatus.UNPROCESSABLE_CONTENT.value() : HttpStatus.CONFLICT.value());
            return page(series, sent, read.raced(), ui, model);
        }
        String sending = Sending.of(sent, ui.csrfName(), person.id().toString());
        transaction.executeWithoutResult(_ -> {
            if (!read.given().isEmpty() && !answers.isRecorded(sending)) {
                answers.record(
                        series,
                        ui.t("first.evidence"),
                        read.given(),
                        null,
                        Answers.Answerer.of(person, "page"),
                        sending);
            }
        });
        if (!guides.outOfScope(series.id()).isEmpty()) {
            return "redirect:/products/" + QuestionController.encoded(series.code()) + "/conformity";
        }
        return "redirect:" + (next == null ? readyMade(series) : questions(series));
    }

    private String page(
            Series series, @Nullable MultiValueMap<String, String> sent, Set<Slot> raced, Ui ui, Model model) {
        Map<Slot, FactEntry> present = answers.present(series);
        List<Parts.Mistake> mistakes = new ArrayList<>();
        RegisterFields.Shown shown =
                fields.shown(series, present, products.itemNames(series.id()), sent, raced, mistakes, ui);
        List<RegisterView.Field> asked = slots(series, sent).stream()
                .flatMap(slot -> shown.field(slot, answers.definition(slot)).stream())
                .limit(MOST)
                .toList();
        if (asked.isEmpty()) {
            return "redirect:" + readyMade(series);
        }
        model.addAttribute("frame", frames.of(series, ui.locale()));
        model.addAttribute("fields", asked);
        model.addAttribute("mistakes", mistakes);
        model.addAttribute("raced", raced.size());
        return "answers/first";
    }

    /** Those that are open, in the order in which they decide; of a form that was sent, those that were on it. */
    private List<Slot> slots(Series series, @Nullable MultiValueMap<String, String> sent) {
        if (sent != null) {
            // Also of what the answers of others have spared meanwhile: nothing that was typed is dropped.
            List<String> order = List.copyOf(sent.keySet());
            return answers.catalogue().vocabulary().facts().stream()
                    .filter(fact -> fact.of() == null && fact.type() != FactType.SET)
                    .map(fact -> new Slot(fact.key(), ""))
                    .filter(slot -> sent.containsKey(Answers.prefix(slot) + "seen"))
                    .sorted(Comparator.comparingInt(slot -> order.indexOf(Answers.prefix(slot) + "seen")))
                    .toList();
        }
        return ways.next(series, "").stream()
                .filter(NextQuestion::isAnswered)
                .filter(question -> question.slot() != null)
                .filter(question -> question.kind() == NextQuestion.Kind.SCOPE
                        || answers.catalogue()
                                .spares(Objects.requireNonNull(question.slot()).key()))
                .map(question -> Objects.requireNonNull(question.slot()))
                .toList();
    }

    private static String readyMade(Series series) {
        return "/products/" + QuestionController.encoded(series.code()) + "/ready-made";
    }

    private static String questions(Series series) {
        return "/products/" + QuestionController.encoded(series.code()) + "/questions";
    }
}
