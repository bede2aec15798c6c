package dev.shisa.conformity.internal;

import dev.shisa.conformity.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One value in a YAML file, with its place. Asked for something that it is not, it adds a problem and gives an empty
 * stand-in, so that reading goes on and finds the next problem; what was read counts only if there was none.
 */
public final class YamlEntry {

    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9]\\d{0,18})");

    private final String file;
    private final String path;
    private final Node node;
    private final Problems problems;

    YamlEntry(String file, String path, Node node, Problems problems) {
        this.file = file;
        this.path = path;
        this.node = node;
        this.problems = problems;
    }

    public String path() {
        return path;
    }

    public String file() {
        return file;
    }

    public int line() {
        return node.getStartMark().getLine() + 1;
    }

    public void problem(String what, String remedy) {
        problems.add(new Problem(file, line(), path, what, remedy));
    }

    /** The same value, called something else in problems. */
    public YamlEntry named(String newPath) {
        return new YamlEntry(file, newPath, node, problems);
    }

    public boolean isMapping() {
        return node instanceof MappingNode;
    }

    /** Whether nothing is written, or {@code ~}. */
    public boolean isNull() {
        return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
    }

    /** All entries of a mapping, in the order of the file. */
    public SequencedMap<String, YamlEntry> entries() {
        SequencedMap<String, YamlEntry> entries = new LinkedHashMap<>();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                String key = ((ScalarNode) tuple.getKeyNode()).getValue();
                String below = path.isEmpty() ? key : path + "." + key;
                entries.put(key, new YamlEntry(file, below, tuple.getValueNode(), problems));
            }
        } else {
            problem("expected a mapping, got " + kind(), "write `key: value` entries");
        }
        return entries;
    }

    /** The entries of a mapping that may have only these keys. */
    public YamlFields fields(String... allowed) {
        SequencedMap<String, YamlEntry> entries = entries();
        List<String> known = Arrays.asList(allowed);
        entries.forEach((key, entry) -> {
            if (!known.contains(key)) {
                entry.problem("the key " + key + " is not known here", "one of " + String.join(", ", known));
            }
        });
        return new YamlFields(this, entries);
    }

    /** The elements of a list; one that has an id, key or name is called by it. */
    public List<YamlEntry> elements() {
        List<YamlEntry> elements = new ArrayList<>();
        if (node instanceof SequenceNode sequence) {
            for (Node element : sequence.getValue()) {
                String name = nameOf(element).orElse(Integer.toString(elements.size()));
                elements.add(new YamlEntry(file, path + "[" + name + "]", element, problems));
            }
        } else {
            problem("expected a list, got " + kind(), "write `- …` elements");
        }
        return elements;
    }

    private static Optional<String> nameOf(Node node) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key
                        && Set.of("id", "key", "name").contains(key.getValue())
                        && tuple.getValueNode() instanceof ScalarNode value) {
                    return Optional.of(value.getValue());
                }
            }
        }
        return Optional.empty();
    }

    /** A text that is not empty. */
    public String text() {
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) {
            if (scalar.getValue().isBlank()) {
                problem("the text is empty", "write it, or leave the entry out");
            }
            return scalar.getValue();
        }
        problem("expected a text, got " + kind(), isScalar() ? "put it in quotes" : "write a text");
        return "";
    }

    /** The characters of any single value, as they stand in the file. */
    public String scalar() {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        problem("expected a single value, got " + kind(), "write one value");
        return "";
    }

    public long whole() {
        if (node instanceof ScalarNode scalar
                && scalar.getTag().equals(Tag.INT)
                && WHOLE.matcher(scalar.getValue()).matches()) {
            try {
                return Long.parseLong(scalar.getValue());
            } catch (NumberFormatException e) {
                problem(scalar.getValue() + " is too large", "stay within 64 bits");
                return 0;
            }
        }
        problem("expected a whole number, got " + kind(), "write digits only");
        return 0;
    }

    public boolean flag() {
        if (node instanceof ScalarNode scalar
                && scalar.getTag().equals(Tag.BOOL)
                && (scalar.getValue().equals("true") || scalar.getValue().equals("false"))) {
            return scalar.getValue().equals("true");
        }
        problem("expected true or false, got " + kind(), "write true or false");
        return false;
    }

    private boolean isScalar() {
        return node instanceof ScalarNode;
    }

    private String kind() {
        return switch (node) {
            case MappingNode _ -> "a mapping";
            case SequenceNode _ -> "a list";
            case ScalarNode scalar when scalar.getValue().length() <= 40 -> "'" + scalar.getValue() + "'";
            default -> "a value of another type";
        };
    }
}
