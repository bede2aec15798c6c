package dev.shisa.conformity;

import dev.shisa.conformity.internal.YamlEntry;
import dev.shisa.conformity.internal.YamlFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Reads tables of the guides (catalogue/README.md, "tables.yaml"). */
final class TableReader {

    /** Beside the columns; no column is called so. */
    private static final String REQUIREMENTS = "requirements";

    private final KnownRequirements known;
    private final Map<String, Table> tables = new LinkedHashMap<>();

    TableReader(KnownRequirements known) {
        this.known = known;
    }

    void read(YamlEntry file) {
        YamlFields fields = file.fields("tables", "list");
        VocabularyReader.edition(fields, "tables");
        fields.elements("list").forEach(this::table);
    }

    List<Table> tables() {
        return List.copyOf(tables.values());
    }

    private void table(YamlEntry entry) {
        YamlFields fields = entry.fields("id", "title", "mark", "source", "note", "gap", "columns", "rows");
        String id = fields.requireText("id");
        SequencedMap<String, Table.Column> columns = new LinkedHashMap<>();
        fields.elements("columns").forEach(column -> column(column, columns));
        List<YamlEntry> rowEntries = fields.elements("rows");
        List<Table.Row> rows = rowEntries.stream()
                .map(row -> row(row, columns, fields.has("gap")))
                .toList();
        if (rows.isEmpty() && !fields.has("gap")) {
            entry.problem("the table has no rows", "add rows, or say in `gap` what is lacking");
        }
        Table table = new Table(
                id,
                TextReader.require(fields, "title"),
                FrameworkReader.mark(fields),
                fields.require("source").map(FrameworkReader::source).orElse(new Requirement.Source("", "")),
                TextReader.find(fields, "note"),
                TextReader.find(fields, "gap"),
                List.copyOf(columns.values()),
                rows);
        if (tables.put(id, table) != null) {
            entry.problem("the table " + id + " stands twice", "keep one of them");
        }
    }

    private static void column(YamlEntry entry, SequencedMap<String, Table.Column> columns) {
        YamlFields fields = entry.fields("id", "name");
        String id = fields.requireText("id");
        if (id.equals(REQUIREMENTS)) {
            entry.problem("no column can be called requirements", "rename it");
        }
        if (columns.put(id, new Table.Column(id, TextReader.require(fields, "name"))) != null) {
            entry.problem("the column " + id + " stands twice", "keep one of them");
        }
    }

    private Table.Row row(YamlEntry entry, SequencedMap<String, Table.Column> columns, boolean mayLack) {
        SequencedMap<String, YamlEntry> entries = entry.entries();
        SequencedMap<String, Table.Cell> cells = new LinkedHashMap<>();
        for (String column : columns.sequencedKeySet()) {
            YamlEntry cell = entries.get(column);
            if (cell == null) {
                entry.problem(column + " is missing", "write it, or `~` where the text does not tell it");
            } else {
                cells.put(column, cell(cell, mayLack));
            }
        }
        entries.forEach((key, cell) -> {
            if (!columns.containsKey(key) && !key.equals(REQUIREMENTS)) {
                cell.problem("there is no column " + key, "one of " + String.join(", ", columns.keySet()));
            }
        });
        YamlEntry requirements = entries.get(REQUIREMENTS);
        return new Table.Row(cells, requirements == null ? List.of() : known.readAll(requirements.elements()));
    }

    private static Table.Cell cell(YamlEntry entry, boolean mayLack) {
        if (entry.isNull()) {
            if (!mayLack) {
                entry.problem("something is lacking here", "say in `gap` of the table what and why");
            }
            return new Table.Lacking();
        }
        if (entry.isMapping()) {
            return new Table.Told(TextReader.text(entry));
        }
        String same = entry.text();
        return new Table.Told(new Text(same, same));
    }
}
