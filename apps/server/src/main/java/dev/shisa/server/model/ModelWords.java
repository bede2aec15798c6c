package dev.shisa.server.model;

import dev.shisa.conformity.Choice;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Slot;
import dev.shisa.server.answers.Answers;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.model.ProductModel.Connection;
import dev.shisa.server.model.ProductModel.Gap;
import dev.shisa.server.model.ProductModel.Said;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Models in words: labels are those of the vocabulary, so the page says what the questions say. */
@org.springframework.stereotype.Component
class ModelWords {

    private final Answers answers;
    private final Products products;

    ModelWords(Answers answers, Products products) {
        this.answers = answers;
        this.products = products;
    }

    ModelView view(Series series, ProductModel model, Ui ui) {
        List<ModelView.Row> components =
                model.components().stream().map(c -> row(c, model, ui)).toList();
        List<ModelView.Link> connections = links(series, model, ui);
        FactEntry properties = answers.present(series).get(new Slot(ProductModel.PROPERTIES, ""));
        return new ModelView(
                components,
                connections,
                Diagram.canShow(model)
                        ? List.of(
                                Diagram.wide(model, c -> inShort(c, ui)), Diagram.tall(model, c -> inShort(c, ui)))
                        : List.of(),
                connections.stream()
                        .map(link -> ui.t("model.sentence", link.number(), link.ends(), link.name(), link.intentWords()))
                        .toList(),
                problems(series, model, ui),
                patterns(model, ui),
                labels(ProductModel.PROPERTIES, model.properties(), ui),
                properties == null ? "" : properties.detail(),
                model.isSystemOfSystems());
    }

    private ModelView.Row row(ProductModel.Component component, ProductModel model, Ui ui) {
        Said self = component.self();
        String guard = model.component(component.guard())
                .map(ProductModel.Component::name)
                .orElse("");
        String selfDetail = Stream.of(guard.isEmpty() ? "" : ui.t("model.guard", guard), self.detail())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" "));
        return new ModelView.Row(
                component.code(),
                component.name(),
                Stream.of(label("component.kind", component.kind(), ui), component.kind().detail())
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining(" ")),
                Stream.of(
                                component.owner().value().isEmpty() && !component.hasDuties()
                                        ? ""
                                        : label("component.owner", component.owner(), ui),
                                component.owner().detail())
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining(" ")),
                component.purpose(),
                component.hasDuties()
                        ? new ModelView.Duty(
                                duty(self.is("own") || self.is("covered"), self),
                                label("component.self", self, ui),
                                selfDetail)
                        : notAsked(ui),
                component.hasDuties()
                        ? new ModelView.Duty(
                                duty(component.others().is("guards"), component.others()),
                                label("component.others", component.others(), ui),
                                component.others().detail())
                        : notAsked(ui),
                component.isUnknown());
    }

    private static ModelView.Duty notAsked(Ui ui) {
        return new ModelView.Duty("not-applicable", ui.t("model.duty.not-asked"), "");
    }

    private static String duty(boolean done, Said said) {
        return done ? "met" : said.is("none") ? "not-met" : "unknown";
    }

    private List<ModelView.Link> links(Series series, ProductModel model, Ui ui) {
        Map<String, String> names = products.itemNames(series.id());
        List<ModelView.Link> links = new ArrayList<>();
        for (Connection connection : model.connections()) {
            String from = names.getOrDefault(connection.from(), ui.t("model.open"));
            String to = names.getOrDefault(connection.to(), ui.t("model.open"));
            List<String> how = new ArrayList<>();
            for (Axis axis : Axis.values()) {
                if (axis != Axis.BY) {
                    how.add(labels(axis.key(), connection.tags(axis), ui));
                    if (axis == Axis.MEDIUM && !connection.medium().isEmpty()) {
                        how.add(connection.medium());
                    }
                }
            }
            if (connection.isCompound()) {
                how.add(ui.t("model.compound"));
            }
            links.add(new ModelView.Link(
                    links.size() + 1,
                    connection.code(),
                    connection.name(),
                    ui.t("model.ends", from, to),
                    connection.intent().value(),
                    label("connection.intent", connection.intent(), ui),
                    connection.intent().detail(),
                    labels(Axis.BY.key(), connection.tags(Axis.BY), ui),
                    how.stream().filter(text -> !text.isEmpty()).collect(Collectors.joining(ui.t("fact.list-separator"))),
                    connection.isAnalysed(),
                    connection.analysed().detail()));
        }
        return links;
    }

    private ModelView.Patterns patterns(ProductModel model, Ui ui) {
        Map<Pattern, Pattern.State> states = model.patterns();
        Map<Pattern, List<Connection>> having = model.having();
        List<ModelView.PatternRow> rows = new ArrayList<>();
        states.keySet().stream()
                .collect(Collectors.groupingBy(
                        pattern -> how(pattern, ui), LinkedHashMap::new, Collectors.toList()))
                .forEach((how, patterns) -> rows.add(new ModelView.PatternRow(
                        how,
                        patterns.stream()
                                .map(pattern -> cell(
                                        states.getOrDefault(pattern, Pattern.State.NEVER),
                                        having.getOrDefault(pattern, List.of()),
                                        model,
                                        ui))
                                .toList())));
        return new ModelView.Patterns(
                Axis.BY.tags().stream().map(tag -> label(Axis.BY.key(), tag, ui)).toList(),
                rows,
                states.entrySet().stream()
                        .filter(entry -> entry.getValue() == Pattern.State.OPEN)
                        .map(entry -> ui.t(
                                "model.pattern.one",
                                whole(entry.getKey(), ui),
                                numbers(having.getOrDefault(entry.getKey(), List.of()), model)))
                        .toList(),
                count(states, Pattern.State.ANALYSED),
                count(states, Pattern.State.NEVER),
                count(states, Pattern.State.EXCLUDED));
    }

    private static int count(Map<Pattern, Pattern.State> states, Pattern.State state) {
        return (int) states.values().stream().filter(s -> s == state).count();
    }

    private static ModelView.Cell cell(Pattern.State state, List<Connection> having, ProductModel model, Ui ui) {
        String id = state.name().toLowerCase(Locale.ROOT);
        return new ModelView.Cell(id, ui.t("model.pattern." + id, numbers(having, model)));
    }

    private static String numbers(List<Connection> connections, ProductModel model) {
        return connections.stream()
                .map(connection -> String.valueOf(model.connections().indexOf(connection) + 1))
                .collect(Collectors.joining(", "));
    }

    /** Who connects and how. */
    String whole(Pattern pattern, Ui ui) {
        return ui.t("model.pattern.whole", label(Axis.BY.key(), pattern.tag(Axis.BY), ui), how(pattern, ui));
    }

    private String how(Pattern pattern, Ui ui) {
        return Arrays.stream(Axis.values())
                .filter(axis -> axis != Axis.BY)
                .map(axis -> label(axis.key(), pattern.tag(axis), ui))
                .collect(Collectors.joining(ui.t("fact.list-separator")));
    }

    private List<ModelView.Problem> problems(Series series, ProductModel model, Ui ui) {
        String base = "/products/" + URLEncoder.encode(series.code(), StandardCharsets.UTF_8);
        return model.gaps().stream()
                .map(gap -> new ModelView.Problem(
                        text(gap, ui),
                        gap instanceof Gap.NothingLeft
                                ? base + "/questions/one?key=" + ProductModel.EXCLUDED.value()
                                : base + "/items/" + URLEncoder.encode(gap.code(), StandardCharsets.UTF_8)))
                .toList();
    }

    private String text(Gap gap, Ui ui) {
        return switch (gap) {
            case Gap.Unanswered(String _, String name, List<FactKey> keys) ->
                ui.t(
                        "model.gap.unanswered",
                        name,
                        keys.stream()
                                .map(key -> ui.t("model.fact." + key.value()))
                                .collect(Collectors.joining(ui.t("fact.list-separator"))));
            case Gap.BadEnd(String _, String name, boolean same) ->
                ui.t(same ? "model.gap.same-ends" : "model.gap.end-gone", name);
            case Gap.Lonely(String _, String name) -> ui.t("model.gap.lonely", name);
            case Gap.BadGuard(String _, String name) -> ui.t("model.gap.guard", name);
            case Gap.Contradicted(String _, String name, String tag) ->
                ui.t("model.gap.contradicted", name, label(ProductModel.EXCLUDED, tag, ui));
            case Gap.NothingLeft(String _, Axis axis) ->
                ui.t("model.gap.nothing-left", labels(axis.key(), axis.tags(), ui));
        };
    }

    /** Kind and owner as they fit into a box of the drawing. */
    private static String inShort(ProductModel.Component component, Ui ui) {
        String kind = ui.t("model.kind."
                + (component.kind().value().isEmpty()
                        ? "open"
                        : component.kind().value()));
        String owner = component.owner().value();
        return !component.hasDuties() || component.kind().value().isEmpty() || owner.isEmpty()
                ? kind
                : ui.t("model.box", kind, ui.t("model.owner." + owner));
    }

    private String label(String key, Said said, Ui ui) {
        return said.value().isEmpty() ? ui.t("model.open") : label(new FactKey(key), said.value(), ui);
    }

    String label(FactKey key, String value, Ui ui) {
        return answers.catalogue()
                .fact(key)
                .flatMap(definition -> definition.choice(value))
                .map(Choice::label)
                .map(text -> text.in(ui.locale()))
                .orElse(value);
    }

    /** Labels in the order of the vocabulary. */
    private String labels(FactKey key, Collection<String> values, Ui ui) {
        return answers.catalogue().fact(key).stream()
                .flatMap(definition -> definition.choices().stream())
                .filter(choice -> values.contains(choice.value()))
                .map(choice -> choice.label().in(ui.locale()))
                .collect(Collectors.joining(ui.t("fact.list-separator")));
    }
}
