package dev.shisa.conformity;

import java.util.List;
import java.util.Optional;

/**
 * What a catalogue tells beside its rules: guidelines by title only, how requirements relate, incidents, tables, how
 * guides divide what they ask, words, kinds of products. Nothing here can change a verdict.
 *
 * @param edition names exactly these contents; empty if there are none
 * @param relations those of which both ends are in this catalogue
 * @param notLoaded those with an end in a guideline that this catalogue does not have
 */
public record References(
        String edition,
        List<Outline> outlines,
        List<Relation> relations,
        List<Relation> notLoaded,
        Incident.Told incidents,
        List<Table> tables,
        List<Division> divisions,
        List<Word> words,
        List<ProductKind> kinds) {

    public static final References NONE = new References(
            "", List.of(), List.of(), List.of(), Incident.Told.NOTHING, List.of(), List.of(), List.of(), List.of());

    public References {
        outlines = List.copyOf(outlines);
        relations = List.copyOf(relations);
        notLoaded = List.copyOf(notLoaded);
        tables = List.copyOf(tables);
        divisions = List.copyOf(divisions);
        words = List.copyOf(words);
        kinds = List.copyOf(kinds);
    }

    /** The relations that have this requirement at either end. */
    public List<Relation> relationsOf(RequirementId requirement) {
        return relations.stream()
                .filter(r -> r.from().equals(requirement) || r.to().equals(requirement))
                .toList();
    }

    public Optional<Outline> outline(String id) {
        return outlines.stream().filter(o -> o.id().equals(id)).findFirst();
    }

    public Optional<Incident.Cause> cause(String id) {
        return incidents.causes().stream().filter(c -> c.id().equals(id)).findFirst();
    }

    public Optional<Division> division(String framework) {
        return divisions.stream().filter(d -> d.framework().equals(framework)).findFirst();
    }

    public Optional<Table> table(String id) {
        return tables.stream().filter(t -> t.id().equals(id)).findFirst();
    }
}
