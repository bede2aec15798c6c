package dev.shisa.conformity;

import dev.shisa.conformity.internal.YamlEntry;
import dev.shisa.conformity.internal.YamlFields;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads how guides divide what they ask (catalogue/README.md, "divisions.yaml"). */
final class DivisionReader {

    private final KnownRequirements known;
    private final Map<String, Division> divisions = new LinkedHashMap<>();

    DivisionReader(KnownRequirements known) {
        this.known = known;
    }

    void read(YamlEntry file) {
        YamlFields fields = file.fields("divisions", "list");
        VocabularyReader.edition(fields, "divisions");
        fields.elements("list").forEach(this::division);
    }

    List<Division> divisions() {
        return List.copyOf(divisions.values());
    }

    private void division(YamlEntry entry) {
        YamlFields fields = entry.fields("framework", "mark", "source", "parts");
        String framework = fields.requireText("framework");
        Set<RequirementId> placed = new HashSet<>();
        List<Division.Part> parts = fields.elements("parts").stream()
                .map(part -> part(part, framework, placed))
                .toList();
        Division division = new Division(
                framework,
                FrameworkReader.mark(fields),
                fields.require("source").map(FrameworkReader::source).orElse(new Requirement.Source("", "")),
                parts);
        if (divisions.put(framework, division) != null) {
            entry.problem(framework + " is divided twice", "keep one of them");
        }
    }

    private Division.Part part(YamlEntry entry, String framework, Set<RequirementId> placed) {
        YamlFields fields = entry.fields("phase", "measure", "requirements");
        List<RequirementId> requirements = known.readAll(fields.elements("requirements"));
        for (RequirementId id : requirements) {
            if (!id.framework().equals(framework)) {
                entry.problem(id + " is of another guide", "name requirements of " + framework);
            } else if (!placed.add(id)) {
                entry.problem(id + " stands in two parts", "keep one of them");
            }
        }
        return new Division.Part(
                TextReader.require(fields, "phase"), TextReader.require(fields, "measure"), requirements);
    }
}
