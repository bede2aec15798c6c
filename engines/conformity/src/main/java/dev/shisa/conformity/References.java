package dev.shisa.conformity;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a catalogue tells beside its rules: guidelines by title only, how requirements relate, incidents, tables, how
 * guides divide what they ask, words. Nothing here can change a verdict.
 *
 * @param edition names exactly these contents; empty if there are none
 * @param relations those of which both ends are in this catalogue
 * @param notLoaded those with an end in a guideline that this catalogue does not have
 * @param incidentsGap what a guide prints of the incidents and the text lacks; null if nothing
 */
public record References(
        String edition,
        List<Outline> outlines,
        List<Relation> relations,
        List<Relation> notLoaded,
        List<Incident> incidents,
        List<Incident.Cause> causes,
        List<Incident.Direction> directions,
        @Nullable Text incidentsGap,
        List<Table> tables,
        List<Division> divisions,
        List<Word> words) {

    public static final References NONE = new References(
            "", List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), null, List.of(), List.of(),
            List.of());

    public References {
        outlines = List.copyOf(outlines);
        relations = List.copyOf(relations);
        notLoaded = List.copyOf(notLoaded);
        incidents = List.copyOf(incidents);
        causes = List.copyOf(causes);
        directions = List.copyOf(directions);
        tables = List.copyOf(tables);
        divisions = List.copyOf(divisions);
        words = List.copyOf(words);
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
        return causes.stream().filter(c -> c.id().equals(id)).findFirst();
    }

    public Optional<Division> division(String framework) {
        return divisions.stream().filter(d -> d.framework().equals(framework)).findFirst();
    }

    public Optional<Table> table(String id) {
        return tables.stream().filter(t -> t.id().equals(id)).findFirst();
    }
}
