package dev.shisa.conformity;

import dev.shisa.conformity.internal.YamlEntry;
import dev.shisa.conformity.internal.YamlFields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads relations between requirements (catalogue/README.md, "crossmap.yaml"). */
final class RelationReader {

    private final KnownRequirements known;
    private final Set<Set<RequirementId>> pairs = new HashSet<>();
    private final List<Relation> relations = new ArrayList<>();

    RelationReader(KnownRequirements known) {
        this.known = known;
    }

    void read(YamlEntry file) {
        YamlFields fields = file.fields("crossmap", "relations");
        VocabularyReader.edition(fields, "crossmap");
        fields.elements("relations").forEach(this::entry);
    }

    /** Of all files read so far. */
    List<Relation> relations() {
        return List.copyOf(relations);
    }

    private void entry(YamlEntry entry) {
        YamlFields fields = entry.fields("from", "to", "kind", "mark", "source", "why");
        Optional<RequirementId> from = fields.require("from").flatMap(known::read);
        Relation.Kind kind = fields.requireWord("kind", Relation.Kind::parse, Relation.Kind.RELATED);
        Requirement.Reading.Mark mark = FrameworkReader.mark(fields);
        Requirement.Source source =
                fields.find("source").map(FrameworkReader::source).orElse(null);
        Text why = TextReader.find(fields, "why");
        requireBasis(entry, mark, source, why);
        if (fields.require("to").isPresent() && fields.elements("to").isEmpty()) {
            entry.problem("`to` is empty", "name at least one requirement");
        }
        for (YamlEntry end : fields.elements("to")) {
            Optional<RequirementId> to = known.read(end);
            if (from.isPresent() && to.isPresent()) {
                add(end, new Relation(from.get(), to.get(), kind, mark, source, why));
            }
        }
    }

    /** What a guide says has its place, what we say has its reason. */
    private static void requireBasis(
            YamlEntry entry, Requirement.Reading.Mark mark, Requirement.@Nullable Source source, @Nullable Text why) {
        boolean isJudgement = mark == Requirement.Reading.Mark.JUDGEMENT;
        if (isJudgement && why == null) {
            entry.problem("a judgement without its reason", "add `why`");
        }
        if (isJudgement == (source != null)) {
            entry.problem(
                    isJudgement ? "a judgement has no printed place" : "the place is missing",
                    isJudgement ? "leave `source` out, and name the place in `why`" : "add `source`");
        }
    }

    private void add(YamlEntry end, Relation relation) {
        if (relation.from().equals(relation.to())) {
            end.problem("a requirement is related to itself", "leave it out");
        } else if (!pairs.add(Set.of(relation.from(), relation.to()))) {
            end.problem(relation.from() + " and " + relation.to() + " are related twice", "keep one of them");
        }
        relations.add(relation);
    }
}
