package dev.shisa.server.answers;

import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Framework;
import dev.shisa.conformity.NextQuestion;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Value;
import dev.shisa.server.conformity.Verdicts;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.Contradictions;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.evidence.JsonValue;
import dev.shisa.server.evidence.Recorded;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.BadField;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.IfMatch;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.platform.web.Sending;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.RegisterItem;
import dev.shisa.server.product.Series;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Questions, answers and the lists of the register for programs. */
@Controller
class AnswerApi {

    private static final int ANSWERS_MAX = 200;

    private final Products products;
    private final Verdicts verdicts;
    private final Answers answers;
    private final FactWords words;
    private final Blobs blobs;
    private final TransactionTemplate transaction;
    private final Contradictions contradictions;

    AnswerApi(
            Products products,
            Verdicts verdicts,
            Answers answers,
            FactWords words,
            Blobs blobs,
            TransactionTemplate transaction,
            Contradictions contradictions) {
        this.products = products;
        this.verdicts = verdicts;
        this.answers = answers;
        this.words = words;
        this.blobs = blobs;
        this.transaction = transaction;
        this.contradictions = contradictions;
    }

    record ChoiceBody(String value, String label) {}

    /**
     * What to do next: answer, renew, settle, compare (what is green is held against it), strengthen, confirm, resolve, or enter a
     * parameter.
     *
     * @param type of the value that answers it; null for a parameter
     * @param decides the requirements that it settles whatever the answer is
     */
    record QuestionBody(
            String kind,
            @Nullable String key,
            @Nullable String item,
            @Nullable String parameter,
            @Nullable UUID fact,
            String question,
            @Nullable String type,
            List<ChoiceBody> choices,
            List<String> decides,
            List<String> touches) {}

    record AnswerBody(
            String key,
            @Nullable String item,
            tools.jackson.databind.JsonNode value,
            @Nullable String detail) {}

    /**
     * Answers that become one piece of evidence; each takes the place of earlier ones that are not stronger.
     *
     * @param file of an upload, if a document supports them, with the place in it
     */
    record NewAnswersBody(
            @Nullable String title,
            List<AnswerBody> answers,
            @Nullable UUID file,
            @Nullable String place) {}

    /** What was recorded, and the requirements whose verdict is another one now. */
    record AnsweredBody(UUID evidence, String code, List<UUID> facts, List<ChangedBody> changed) {}

    record ChangedBody(String requirement, String state) {}

    record NamesBody(List<String> names) {}

    record ItemsBody(List<ItemCode> items) {}

    record ItemCode(UUID id, String code, String name, int version) {}

    @GetMapping("/api/v1/series/{code}/questions")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "question.list")
    Answer<Listing<QuestionBody>> questions(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String framework,
            @RequestParam(defaultValue = "50") int most,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        List<String> frameworks =
                answers.catalogue().frameworks().stream().map(Framework::id).toList();
        if (!framework.isEmpty() && !frameworks.contains(framework)) {
            throw new Problem(404, "framework.unknown", framework);
        }
        List<NextQuestion> all = verdicts.withOrganisation(series.id());
        Map<String, String> names = contradictions.names(
                series,
                all.stream()
                        .flatMap(question -> Stream.ofNullable(question.slot()))
                        .map(Slot::key)
                        .toList(),
                ui.locale());
        Set<NextQuestion> next = new LinkedHashSet<>();
        for (String id : framework.isEmpty() ? frameworks : List.of(framework)) {
            all.stream()
                    .filter(question -> question.touches().stream()
                            .anyMatch(requirement -> requirement.framework().equals(id)))
                    .forEach(next::add);
        }
        return Answer.of(new Listing<>(
                next.stream()
                        .limit(Math.clamp(most, 1, Paging.LIMIT_MAX))
                        .map(question -> body(question, names, ui))
                        .toList(),
                null));
    }

    @PostMapping("/api/v1/series/{code}/answers")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "question.answer", status = 201, takesValues = true)
    Answer<AnsweredBody> answer(
            @PathVariable String code,
            @Body NewAnswersBody sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(code, person);
        if (sent.answers().isEmpty()) {
            throw new BadField("/answers", "missing");
        }
        if (sent.answers().size() > ANSWERS_MAX) {
            throw new BadField("/answers", "long-list", sent.answers().size(), ANSWERS_MAX);
        }
        List<Answers.Given> given = new ArrayList<>();
        Set<Slot> slots = new HashSet<>();
        for (int i = 0; i < sent.answers().size(); i++) {
            Answers.Given one = given(series, sent.answers().get(i), "/answers/" + i);
            if (!slots.add(one.slot())) {
                throw new BadField("/answers/" + i, "twice");
            }
            given.add(one);
        }
        Answers.Attachment attachment = null;
        if (sent.file() != null) {
            StoredFile file = blobs.upload(sent.file(), person).orElseThrow(() -> new BadField("/file", "upload"));
            if (sent.place() == null || sent.place().isBlank()) {
                throw new BadField("/place", "missing");
            }
            attachment = new Answers.Attachment(file, sent.place().strip());
        }
        String title = sent.title() == null || sent.title().isBlank()
                ? QuestionController.title(
                        attachment,
                        words.name(
                                given.getFirst().slot(),
                                ui.locale(),
                                contradictions.names(
                                        series, List.of(given.getFirst().slot().key()), ui.locale())))
                : sent.title().strip();
        Map<RequirementId, dev.shisa.conformity.VerdictState> before = answers.states(series);
        Recorded recorded =
                answers.record(series, title, given, attachment, Answers.Answerer.of(person, "api"), Sending.UNKNOWN);
        List<ChangedBody> changed = answers.states(series).entrySet().stream()
                .filter(entry -> before.get(entry.getKey()) != entry.getValue())
                .map(entry -> new ChangedBody(
                        entry.getKey().toString(), entry.getValue().code()))
                .toList();
        return Answer.of(new AnsweredBody(recorded.evidence(), recorded.code(), recorded.facts(), changed))
                .at("/api/v1/evidence/" + recorded.code());
    }

    /** Adds items to a list of the register and states the list, also an empty one: that there is none. */
    @PostMapping("/api/v1/series/{code}/register/{collection}")
    @Requires(Act.EDIT_PRODUCT)
    @Operation(id = "item.add", status = 201)
    Answer<ItemsBody> addItems(
            @PathVariable String code,
            @PathVariable String collection,
            @Body NamesBody sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(code, person);
        String known = known(collection);
        transaction.executeWithoutResult(status -> {
            sent.names().forEach(name -> products.addItem(series, known, name, "", person));
            state(series, known, person, ui);
        });
        return Answer.of(items(series, known));
    }

    @DeleteMapping("/api/v1/series/{code}/register/{collection}/{id}")
    @Requires(Act.EDIT_PRODUCT)
    @Operation(id = "item.remove")
    Answer<ItemsBody> removeItem(
            @PathVariable String code,
            @PathVariable String collection,
            @PathVariable UUID id,
            IfMatch seen,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(code, person);
        String known = known(collection);
        RegisterItem item = products.items(series.id(), known).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Problem(404, "item.unknown"));
        transaction.executeWithoutResult(status -> {
            products.removeItem(series, id, seen.require(item.version()), person);
            state(series, known, person, ui);
        });
        return Answer.of(items(series, known));
    }

    /** Puts an item back that was removed, with all that is known of it, and states the list. */
    @PostMapping("/api/v1/series/{code}/register/{collection}/{id}/restore")
    @Requires(Act.EDIT_PRODUCT)
    @Operation(id = "item.restore")
    Answer<ItemsBody> restoreItem(
            @PathVariable String code,
            @PathVariable String collection,
            @PathVariable UUID id,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(code, person);
        String known = known(collection);
        if (products.removedItems(series.id(), known).stream()
                .noneMatch(item -> item.id().equals(id))) {
            throw new Problem(404, "item.unknown");
        }
        transaction.executeWithoutResult(status -> {
            products.restoreItem(series, id, person);
            state(series, known, person, ui);
        });
        return Answer.of(items(series, known));
    }

    private void state(Series series, String collection, Person person, Ui ui) {
        String name = answers.catalogue()
                .vocabulary()
                .collection(collection)
                .map(c -> c.item().in(ui.locale()))
                .orElse(collection);
        answers.recordList(series, collection, person, ui.t("register.evidence", name), Sending.UNKNOWN);
    }

    private String known(String collection) {
        return answers.catalogue()
                .vocabulary()
                .collection(collection)
                .orElseThrow(() -> new Problem(404, "collection.unknown", collection))
                .id();
    }

    private ItemsBody items(Series series, String collection) {
        return new ItemsBody(products.items(series.id(), collection).stream()
                .map(item -> new ItemCode(item.id(), item.code(), item.name(), item.version()))
                .toList());
    }

    private Answers.Given given(Series series, AnswerBody sent, String pointer) {
        FactDefinition definition = FactKey.isKey(sent.key())
                ? answers.catalogue().fact(new FactKey(sent.key())).orElse(null)
                : null;
        if (definition == null) {
            throw new BadField(pointer + "/key", "key", sent.key());
        }
        String item = sent.item() == null ? "" : sent.item();
        String of = definition.of();
        if (of != null && codes(series, of).stream().noneMatch(item::equals)) {
            throw new BadField(pointer + "/item", "item", item);
        }
        if (of == null && !item.isEmpty()) {
            throw new BadField(pointer + "/item", "unused", sent.key());
        }
        Value value = JsonValue.read(definition, sent.value(), pointer + "/value");
        String collection = definition.collection();
        if (collection != null) {
            Set<String> named = value instanceof Value.Words list ? list.value() : Set.of(value.canonical());
            Set<String> codes = codes(series, collection);
            named.stream().filter(one -> !codes.contains(one)).findFirst().ifPresent(one -> {
                throw new BadField(pointer + "/value", "item", one);
            });
        }
        return new Answers.Given(new Slot(definition.key(), item), value, sent.detail() == null ? "" : sent.detail());
    }

    private Set<String> codes(Series series, String collection) {
        return products.items(series.id(), collection).stream()
                .map(RegisterItem::code)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private QuestionBody body(NextQuestion question, Map<String, String> names, Ui ui) {
        Slot slot = question.slot();
        FactDefinition definition =
                slot == null ? null : answers.catalogue().fact(slot.key()).orElse(null);
        String parameter = question.parameter();
        List<ChoiceBody> choices = definition == null
                ? List.of()
                : definition.choices().stream()
                        .map(choice ->
                                new ChoiceBody(choice.value(), choice.label().in(ui.locale())))
                        .toList();
        return new QuestionBody(
                question.kind().name().toLowerCase(java.util.Locale.ROOT),
                slot == null ? null : slot.key().value(),
                slot == null ? null : slot.item(),
                parameter,
                question.fact(),
                slot != null
                        ? words.question(slot, ui.locale(), names)
                        : parameter == null
                                ? ""
                                : answers.catalogue()
                                        .parameter(parameter)
                                        .map(p -> p.name().in(ui.locale()))
                                        .orElse(parameter),
                definition == null ? null : definition.type().code(),
                choices,
                ids(question.decides()),
                ids(question.touches()));
    }

    private static List<String> ids(Set<RequirementId> ids) {
        return ids.stream().map(RequirementId::toString).sorted().toList();
    }
}
