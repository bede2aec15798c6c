package dev.shisa.server.model;

import dev.shisa.conformity.FactKey;
import dev.shisa.server.evidence.Recorded;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.BadField;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.web.Sending;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** The model of a series for programs. It is written as every register is, by items and answers; here it is read as a whole. */
@Controller
class ModelApi {

    private final Products products;
    private final Models models;
    private final ModelWords words;

    ModelApi(Products products, Models models, ModelWords words) {
        this.products = products;
        this.models = models;
        this.words = words;
    }

    /** A component; what nobody answered is empty. */
    record ComponentBody(
            String code,
            String name,
            String kind,
            String owner,
            String purpose,
            String self,
            String selfHow,
            String guard,
            String others,
            String othersHow) {}

    /**
     * A connection; {@code tags} has for each axis those that were chosen.
     *
     * @param patterns the combinations that it stands for
     */
    record ConnectionBody(
            String code,
            String name,
            String from,
            String to,
            String intent,
            Map<String, List<String>> tags,
            boolean compound,
            List<String> patterns,
            boolean analysed,
            String where) {}

    /** What is missing, in words. */
    record GapBody(String item, String text) {}

    /** The 64 combinations of who connects and how, by what is known of them. */
    record PatternsBody(List<String> analysed, List<String> open, List<String> never, List<String> excluded) {}

    /**
     * The whole model.
     *
     * @param properties of a system of systems, which it is when there are all five
     * @param answers keys of the questions that it can be used for as evidence
     */
    record ArchitectureBody(
            List<ComponentBody> components,
            List<ConnectionBody> connections,
            boolean complete,
            List<GapBody> gaps,
            PatternsBody patterns,
            List<String> properties,
            boolean systemOfSystems,
            List<String> answers) {}

    record ModelUseBody(List<String> facts) {}

    record ModelUsedBody(String evidence) {}

    @GetMapping("/api/v1/series/{code}/model")
    @Requires(Act.VIEW)
    @Operation(id = "architecture.get")
    Answer<ArchitectureBody> get(
            @PathVariable String code, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        ProductModel model = models.of(series);
        List<ModelView.Problem> problems = words.view(series, model, ui).problems();
        List<ProductModel.Gap> gaps = model.gaps();
        return Answer.of(new ArchitectureBody(
                model.components().stream().map(ModelApi::body).toList(),
                model.connections().stream().map(ModelApi::body).toList(),
                model.isComplete(),
                IntStream.range(0, gaps.size())
                        .mapToObj(i ->
                                new GapBody(gaps.get(i).code(), problems.get(i).text()))
                        .toList(),
                patterns(model),
                model.properties().stream().sorted().toList(),
                model.isSystemOfSystems(),
                models.offers(model, ui).stream()
                        .map(offer -> offer.key().value())
                        .toList()));
    }

    private static ComponentBody body(ProductModel.Component component) {
        return new ComponentBody(
                component.code(),
                component.name(),
                component.kind().value(),
                component.owner().value(),
                component.purpose(),
                component.self().value(),
                component.self().detail(),
                component.guard(),
                component.others().value(),
                component.others().detail());
    }

    private static ConnectionBody body(ProductModel.Connection connection) {
        Map<String, List<String>> tags = new TreeMap<>();
        for (Axis axis : Axis.values()) {
            tags.put(
                    axis.id(),
                    axis.tags().stream().filter(connection.tags(axis)::contains).toList());
        }
        return new ConnectionBody(
                connection.code(),
                connection.name(),
                connection.from(),
                connection.to(),
                connection.intent().value(),
                tags,
                connection.isCompound(),
                connection.patterns().stream().map(Pattern::id).toList(),
                connection.isAnalysed(),
                connection.analysed().detail());
    }

    private static PatternsBody patterns(ProductModel model) {
        Map<Pattern.State, List<String>> byState = model.patterns().entrySet().stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getValue,
                        Collectors.mapping(entry -> entry.getKey().id(), Collectors.toList())));
        return new PatternsBody(
                byState.getOrDefault(Pattern.State.ANALYSED, List.of()),
                byState.getOrDefault(Pattern.State.OPEN, List.of()),
                byState.getOrDefault(Pattern.State.NEVER, List.of()),
                byState.getOrDefault(Pattern.State.EXCLUDED, List.of()));
    }

    /** Lets the model, as it stands, answer questions of the guides. */
    @PostMapping("/api/v1/series/{code}/model/evidence")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "architecture.use", status = 201)
    Answer<ModelUsedBody> use(
            @PathVariable String code,
            @Body ModelUseBody sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(code, person);
        Set<FactKey> keys = Models.keys(sent.facts());
        if (keys.isEmpty()) {
            throw new BadField("/facts", "missing");
        }
        Recorded recorded = models.useAsEvidence(series, keys, person, ui, Sending.UNKNOWN);
        return Answer.of(new ModelUsedBody(recorded.code())).at("/api/v1/evidence/" + recorded.code());
    }
}
