package dev.shisa.catalogue;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Framework;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A catalogue in which one leaf is replaced by a constant: what a rule would be without looking there. */
final class Mutation {

    private final String path;
    private final boolean constant;

    private Mutation(String path, boolean constant) {
        this.path = path;
        this.constant = constant;
    }

    static Catalogue of(Catalogue catalogue, RequirementId requirement, String path, boolean constant) {
        Mutation mutation = new Mutation(path, constant);
        List<Framework> frameworks = catalogue.frameworks().stream()
                .map(f -> new Framework(
                        f.id(),
                        f.edition(),
                        f.basis(),
                        f.title(),
                        f.covers(),
                        f.asks(),
                        f.parameters(),
                        f.requirements().stream()
                                .map(r -> r.id().equals(requirement) ? mutation.requirement(r) : r)
                                .toList()))
                .toList();
        return new Catalogue(catalogue.edition(), catalogue.vocabulary(), frameworks);
    }

    private Requirement requirement(Requirement r) {
        return new Requirement(
                r.id(),
                r.title(),
                r.shortName(),
                r.text(),
                r.easy(),
                r.scope(),
                r.source(),
                r.evidence(),
                r.readings(),
                r.related(),
                r.routes().stream()
                        .map(route -> new Requirement.Route(route.verdict(), route.name(), tree(route.when())))
                        .toList(),
                maybe(r.applies()),
                r.notApplicable(),
                tree(r.rule()));
    }

    private @Nullable Rule maybe(@Nullable Rule rule) {
        return rule == null ? null : tree(rule);
    }

    private Rule tree(Rule rule) {
        return switch (rule) {
            case Rule.All all -> new Rule.All(all.path(), all.item(), all.text(), parts(all.parts()));
            case Rule.Any any -> new Rule.Any(any.path(), any.item(), any.text(), parts(any.parts()));
            case Rule.Not not -> new Rule.Not(not.path(), not.item(), not.text(), tree(not.part()));
            case Rule.Every every ->
                new Rule.Every(
                        every.path(),
                        every.item(),
                        every.text(),
                        every.collection(),
                        every.set(),
                        every.beside(),
                        maybe(every.where()),
                        tree(every.holds()));
            case Rule.Earlier earlier -> earlier;
            case Rule.Leaf leaf -> leaf.path().equals(path) ? constant(leaf) : leaf;
        };
    }

    private List<Rule> parts(List<Rule> parts) {
        return parts.stream().map(this::tree).toList();
    }

    /** All of nothing is true, one of nothing is false. */
    private Rule constant(Rule.Leaf leaf) {
        return constant
                ? new Rule.All(leaf.path(), leaf.item(), leaf.text(), List.of())
                : new Rule.Any(leaf.path(), leaf.item(), leaf.text(), List.of());
    }
}
