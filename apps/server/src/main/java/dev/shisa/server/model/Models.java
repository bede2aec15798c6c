package dev.shisa.server.model;

import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Value;
import dev.shisa.server.answers.Answers;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.Recorded;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.model.ProductModel.Component;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Sending;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.RegisterItem;
import dev.shisa.server.product.Series;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The models of the series. A model is facts of the register and nothing else, so its history, its records and its way to
 * another installation are those of facts. What it shows answers questions of the guides only when a person says so: then a
 * file with the model as it stands is the evidence.
 */
@Service
@Transactional
class Models {

    static final int DETAIL_CHARS_MAX = 2_000;

    private static final FactKey STRUCTURE = new FactKey("design.structure");
    private static final FactKey UPPER = new FactKey("design.upper");
    private static final FactKey CONNECTED = new FactKey("protect.connected");

    private final Products products;
    private final Answers answers;
    private final ModelWords words;
    private final Blobs blobs;
    private final TemplateEngine templates;
    private final InstantSource clock;

    Models(
            Products products,
            Answers answers,
            ModelWords words,
            Blobs blobs,
            TemplateEngine templates,
            InstantSource clock) {
        this.products = products;
        this.answers = answers;
        this.words = words;
        this.blobs = blobs;
        this.templates = templates;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public ProductModel of(Series series) {
        return ProductModel.of(
                products.items(series.id(), ProductModel.COMPONENT),
                products.items(series.id(), ProductModel.CONNECTION),
                answers.present(series));
    }

    /** What was taken out of the model and can be put back. */
    @Transactional(readOnly = true)
    public List<RegisterItem> removed(Series series) {
        List<RegisterItem> removed = new ArrayList<>(products.removedItems(series.id(), ProductModel.COMPONENT));
        removed.addAll(products.removedItems(series.id(), ProductModel.CONNECTION));
        return removed;
    }

    /**
     * A question of the guides that the model answers.
     *
     * @param detail the words that belong to the answer
     */
    record Offer(FactKey key, Value value, String detail) {}

    /**
     * What a model can answer; nothing while it is incomplete. Each is exactly what the question asks: that the structure is
     * written down, that what is connected was among what to protect, and who protects the maker's own components.
     */
    @Transactional(readOnly = true)
    public List<Offer> offers(ProductModel model, Ui ui) {
        if (!model.isComplete()) {
            return List.of();
        }
        List<Offer> offers = new ArrayList<>();
        String state = ui.t(
                "model.offer.structure",
                ui.day(clock.instant()),
                model.components().size(),
                model.connections().size());
        offers.add(new Offer(STRUCTURE, Value.word("documented"), state));
        List<Component> foreign =
                model.components().stream().filter(c -> !c.isOwn() && c.hasDuties()).toList();
        if (!foreign.isEmpty() && model.components().stream().noneMatch(Component::isUnknown)) {
            offers.add(new Offer(
                    CONNECTED, Value.word("included"), ui.t("model.offer.connected", names(foreign, ui))));
        }
        List<Component> own =
                model.components().stream().filter(Component::isOwn).toList();
        if (!own.isEmpty() && own.stream().allMatch(c -> c.self().is("own"))) {
            offers.add(new Offer(UPPER, Value.word("alone"), ui.t("model.offer.alone", names(own, ui))));
        } else if (own.stream().anyMatch(c -> c.self().is("covered"))
                && own.stream().noneMatch(c -> c.self().is("none"))) {
            String covered = own.stream()
                    .filter(c -> c.self().is("covered"))
                    .map(c -> ui.t(
                            "model.offer.covered.one",
                            c.name(),
                            model.component(c.guard()).map(Component::name).orElse("")))
                    .collect(Collectors.joining(ui.t("fact.list-separator")));
            offers.add(new Offer(UPPER, Value.word("covered"), covered));
        }
        return offers;
    }

    private static String names(List<Component> components, Ui ui) {
        return components.stream()
                .map(Component::name)
                .collect(Collectors.joining(ui.t("fact.list-separator")));
    }

    /**
     * Records what the model answers, of these questions, with the model as it stands as the document behind it.
     *
     * @throws Problem 422 when the model is incomplete, or does not answer one of the questions; nothing is recorded then
     */
    public Recorded useAsEvidence(Series series, Set<FactKey> keys, Person person, Ui ui, String sending) {
        Series seen = products.requireInUse(series.code(), person);
        products.lock(seen.id());
        ProductModel model = of(seen);
        List<Offer> chosen = offers(model, ui).stream()
                .filter(offer -> keys.contains(offer.key()))
                .toList();
        if (chosen.isEmpty() || chosen.size() < keys.size()) {
            throw new Problem(422, "model.offers", model.gaps().size());
        }
        String title = ui.t("model.evidence.title", ui.day(clock.instant()));
        StringOutput page = new StringOutput();
        templates.render(
                "model/state.jte",
                Map.of(
                        "ui", ui,
                        "series", seen,
                        "at", ui.minute(clock.instant()),
                        "view", words.view(seen, model, ui)),
                page);
        byte[] bytes = page.toString().getBytes(StandardCharsets.UTF_8);
        StoredFile file = blobs.store(
                new ByteArrayInputStream(bytes),
                seen.code() + "-model-" + ui.day(clock.instant()) + ".html",
                bytes.length);
        return answers.record(
                seen,
                title,
                chosen.stream()
                        .map(offer -> new Answers.Given(new Slot(offer.key(), ""), offer.value(), offer.detail()))
                        .toList(),
                new Answers.Attachment(file, ui.t("model.evidence.place")),
                new Answers.Answerer(person, person.name(), "page"),
                sending);
    }

    /**
     * Records something that was seen and is not in the model: a component that nobody knows, and the unintended connection by
     * which it was found.
     *
     * @param at code of the component that it was connected to
     * @param detail when and where it was seen
     */
    public void observed(Series series, String name, String at, String detail, Person person, Ui ui, String sending) {
        String list = sending.isEmpty() ? Sending.UNKNOWN : sending + " " + ProductModel.COMPONENT;
        if (answers.isRecorded(list)) {
            return;
        }
        Series seen = products.requireInUse(series.code(), person);
        String known = of(seen)
                .component(at)
                .map(Component::name)
                .orElseThrow(() -> new Problem(404, "item.unknown"));
        RegisterItem component = products.addItem(seen, ProductModel.COMPONENT, name, "", person);
        RegisterItem connection = products.addItem(
                seen, ProductModel.CONNECTION, ui.t("model.observed.connection", component.name(), known), "", person);
        answers.recordList(seen, ProductModel.COMPONENT, person, ui.t("model.observed.title", component.name()), list);
        answers.recordList(
                seen,
                ProductModel.CONNECTION,
                person,
                ui.t("model.observed.title", component.name()),
                sending.isEmpty() ? Sending.UNKNOWN : sending + " " + ProductModel.CONNECTION);
        answers.record(
                seen,
                ui.t("model.observed.title", component.name()),
                List.of(
                        given("component.kind", component, "unknown", ""),
                        given("component.owner", component, "unknown", ""),
                        given("connection.from", connection, component.code(), ""),
                        given("connection.to", connection, at, ""),
                        given("connection.intent", connection, "observed", detail),
                        given("connection.analysed", connection, "open", "")),
                null,
                new Answers.Answerer(person, person.name(), "register"),
                sending);
    }

    private static Answers.Given given(String key, RegisterItem item, String word, String detail) {
        return new Answers.Given(new Slot(new FactKey(key), item.code()), Value.word(word), detail);
    }

    /** The answers of {@code keys} that are keys at all. */
    static Set<FactKey> keys(List<String> keys) {
        return keys.stream()
                .flatMap(key -> FactKey.isKey(key) ? Optional.of(new FactKey(key)).stream() : Stream.of())
                .collect(Collectors.toSet());
    }
}
