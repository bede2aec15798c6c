package dev.shisa.conformity.internal;

import dev.shisa.conformity.Problem;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Parses YAML from outside into nodes without ever building objects of it, within limits: size, depth, aliases and, since
 * aliases multiply, the count of nodes that a walk meets.
 */
public final class YamlFile {

    /** A hundred times the largest catalogue file known. */
    static final int SIZE_BYTES_MAX = 5_000_000;

    /** Rules nest less than ten levels deep. */
    static final int DEPTH_MAX = 50;

    static final int ALIASES_MAX = 50;

    /** What five megabytes of honest YAML can hold. */
    static final int NODES_MAX = 500_000;

    private final String file;
    private final Problems problems;
    private int nodes;

    private YamlFile(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /** The file's only document, or nothing after adding what is wrong with it. */
    public static Optional<YamlEntry> read(String file, byte[] content, Problems problems) {
        return new YamlFile(file, problems).read(content);
    }

    private Optional<YamlEntry> read(byte[] content) {
        if (content.length > SIZE_BYTES_MAX) {
            problem(0, "the file has " + content.length + " bytes", "keep it under " + SIZE_BYTES_MAX);
            return Optional.empty();
        }
        Optional<String> text = decode(content);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            Node root = new Yaml(options()).compose(new StringReader(text.get()));
            if (root == null) {
                problem(0, "the file is empty", "write one document into it");
                return Optional.empty();
            }
            return isWalkable(root, 1) ? Optional.of(new YamlEntry(file, "", root, problems)) : Optional.empty();
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            problem(mark == null ? 0 : mark.getLine() + 1, "this is not YAML: " + e.getProblem(), "correct the syntax");
        } catch (ReaderException e) {
            int at = Math.min(Math.max(e.getPosition(), 0), text.get().length());
            problem(lineOf(text.get(), at), "a character that YAML does not allow", "remove it");
        } catch (YAMLException e) {
            problem(0, "this cannot be read as YAML: " + e.getMessage(), "make it smaller and flatter");
        }
        return Optional.empty();
    }

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(SIZE_BYTES_MAX);
        options.setNestingDepthLimit(DEPTH_MAX);
        options.setMaxAliasesForCollections(ALIASES_MAX);
        options.setAllowDuplicateKeys(false);
        options.setAllowRecursiveKeys(false);
        return options;
    }

    private Optional<String> decode(byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException e) {
            int line = 1;
            for (int i = 0; i < bytes.position(); i++) {
                line += content[i] == '\n' ? 1 : 0;
            }
            problem(line, "this is not UTF-8", "save the file in UTF-8");
            return Optional.empty();
        }
    }

    private static int lineOf(String text, int at) {
        return 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
    }

    /** Whether all nodes below are within the limits, and mappings have each of their keys, all texts, once. */
    private boolean isWalkable(Node node, int depth) {
        nodes++;
        int line = node.getStartMark().getLine() + 1;
        if (depth > DEPTH_MAX || nodes > NODES_MAX) {
            problem(
                    line,
                    "nested deeper than " + DEPTH_MAX + " levels, or more than " + NODES_MAX + " values",
                    "make it flatter, and do without aliases");
            return false;
        }
        return switch (node) {
            case MappingNode mapping -> {
                Set<String> keys = new HashSet<>();
                boolean fine = true;
                for (NodeTuple entry : mapping.getValue()) {
                    fine &= isKey(entry.getKeyNode(), keys) && isWalkable(entry.getValueNode(), depth + 1);
                    if (nodes > NODES_MAX) {
                        yield false;
                    }
                }
                yield fine;
            }
            case SequenceNode sequence -> {
                boolean fine = true;
                for (Node element : sequence.getValue()) {
                    fine &= isWalkable(element, depth + 1);
                    if (nodes > NODES_MAX) {
                        yield false;
                    }
                }
                yield fine;
            }
            default -> true;
        };
    }

    private boolean isKey(Node key, Set<String> keys) {
        int line = key.getStartMark().getLine() + 1;
        if (!(key instanceof ScalarNode scalar)) {
            problem(line, "a list or mapping cannot be a key", "use a word");
            return false;
        }
        if (!keys.add(scalar.getValue())) {
            problem(line, "the key " + scalar.getValue() + " stands twice", "keep one of them");
            return false;
        }
        return true;
    }

    private void problem(int line, String what, String remedy) {
        problems.add(new Problem(file, line, "", what, remedy));
    }
}
