package dev.shisa.conformity;

import dev.shisa.conformity.internal.YamlEntry;
import dev.shisa.conformity.internal.YamlFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads incidents, their causes and the directions against them (catalogue/README.md, "incidents.yaml"). */
final class IncidentReader {

    private static final Requirement.Source NO_SOURCE = new Requirement.Source("", "");

    private final KnownRequirements known;
    private final Map<String, Incident> incidents = new LinkedHashMap<>();
    private final Map<String, Incident.Cause> causes = new LinkedHashMap<>();
    private final Map<String, Incident.Direction> directions = new LinkedHashMap<>();
    private @Nullable Text gap;

    IncidentReader(KnownRequirements known) {
        this.known = known;
    }

    void read(YamlEntry file) {
        YamlFields fields = file.fields("incidents", "gap", "causes", "directions", "list");
        VocabularyReader.edition(fields, "incidents");
        gap = TextReader.find(fields, "gap");
        fields.elements("causes").forEach(this::cause);
        fields.elements("directions").forEach(this::direction);
        fields.elements("list").forEach(this::incident);
        for (YamlEntry entry : fields.elements("list")) {
            if (entry.isMapping() && entry.entries().get("also") instanceof YamlEntry also) {
                if (!incidents.containsKey(also.text())) {
                    also.problem("there is no incident '" + also.text() + "'", "name another one of `list`");
                }
            }
        }
    }

    Incident.Told told() {
        return new Incident.Told(
                List.copyOf(incidents.values()), List.copyOf(causes.values()), List.copyOf(directions.values()), gap);
    }

    private void cause(YamlEntry entry) {
        YamlFields fields = entry.fields("id", "title");
        String id = fields.requireText("id");
        if (causes.put(id, new Incident.Cause(id, TextReader.require(fields, "title"))) != null) {
            entry.problem("the cause " + id + " stands twice", "keep one of them");
        }
    }

    private void direction(YamlEntry entry) {
        YamlFields fields = entry.fields("id", "title", "problems", "requirements", "mark", "source");
        String id = fields.requireText("id");
        Incident.Direction direction = new Incident.Direction(
                id,
                TextReader.require(fields, "title"),
                TextReader.list(fields, "problems"),
                known.readAll(fields.elements("requirements")),
                FrameworkReader.mark(fields),
                source(fields));
        if (directions.put(id, direction) != null) {
            entry.problem("the direction " + id + " stands twice", "keep one of them");
        }
    }

    private void incident(YamlEntry entry) {
        YamlFields fields = entry.fields(
                "id",
                "reality",
                "device",
                "title",
                "when",
                "what",
                "cause",
                "causes",
                "issue",
                "also",
                "lesson",
                "phases",
                "requirements",
                "mark",
                "source");
        String id = fields.requireText("id");
        Incident incident = new Incident(
                id,
                fields.requireWord("reality", Incident.Reality::parse, Incident.Reality.UNCLEAR),
                TextReader.require(fields, "device"),
                TextReader.require(fields, "title"),
                TextReader.find(fields, "when"),
                TextReader.require(fields, "what"),
                TextReader.find(fields, "cause"),
                fields.elements("causes").stream().map(this::causeId).toList(),
                TextReader.find(fields, "issue"),
                fields.findText("also").orElse(null),
                TextReader.require(fields, "lesson"),
                fields.elements("phases").stream().map(IncidentReader::phase).toList(),
                known.readAll(fields.elements("requirements")),
                FrameworkReader.mark(fields),
                source(fields));
        if (incidents.put(id, incident) != null) {
            entry.problem("the incident " + id + " stands twice", "keep one of them");
        }
    }

    private String causeId(YamlEntry entry) {
        String id = entry.text();
        if (!id.isBlank() && !causes.containsKey(id)) {
            entry.problem("there is no cause '" + id + "'", "name one of `causes`");
        }
        return id;
    }

    private static Incident.Phase phase(YamlEntry entry) {
        String word = entry.text();
        return Incident.Phase.parse(word).orElseGet(() -> {
            entry.problem("'" + word + "' is not a phase", "one of policy, development, verification, operation");
            return Incident.Phase.POLICY;
        });
    }

    private static Requirement.Source source(YamlFields fields) {
        return fields.require("source").map(FrameworkReader::source).orElse(NO_SOURCE);
    }
}
