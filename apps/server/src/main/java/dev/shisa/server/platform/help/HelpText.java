package dev.shisa.server.platform.help;

import java.util.ArrayList;
import java.util.List;

/**
 * One help text: the routes of the pages that it explains, a title, and blocks. Plain text throughout, so that nothing
 * in it can become markup.
 */
public record HelpText(String name, List<String> routes, String title, List<Block> blocks) {

    public HelpText {
        routes = List.copyOf(routes);
        blocks = List.copyOf(blocks);
    }

    /** One heading, paragraph, command or list. */
    public record Block(Kind kind, List<String> lines) {

        public Block {
            lines = List.copyOf(lines);
        }
    }

    /** What a block is, told by how its lines begin. */
    public enum Kind {
        HEADING,
        PARAGRAPH,
        LIST,
        STEPS,
        COMMAND
    }

    static HelpText parse(String name, String source) {
        List<List<String>> parts = new ArrayList<>();
        List<String> part = new ArrayList<>();
        for (String line : (source.strip() + "\n\n").lines().toList()) {
            if (!line.isBlank()) {
                part.add(line.strip());
            } else if (!part.isEmpty()) {
                parts.add(part);
                part = new ArrayList<>();
            }
        }
        if (parts.size() < 3) {
            throw new IllegalArgumentException(
                    "help " + name + " needs routes, a title and text, separated by empty lines");
        }
        if (parts.getFirst().stream().anyMatch(route -> !route.startsWith("/"))) {
            throw new IllegalArgumentException("help " + name + " must begin with its routes, one a line");
        }
        List<Block> blocks =
                parts.subList(2, parts.size()).stream().map(HelpText::block).toList();
        return new HelpText(name, parts.getFirst(), String.join(" ", parts.get(1)), blocks);
    }

    private static Block block(List<String> lines) {
        String first = lines.getFirst();
        if (first.startsWith("## ")) {
            return new Block(Kind.HEADING, List.of(first.substring(3)));
        }
        if (lines.stream().allMatch(line -> line.startsWith("- "))) {
            return new Block(
                    Kind.LIST, lines.stream().map(line -> line.substring(2)).toList());
        }
        if (lines.stream().allMatch(line -> line.matches("[0-9]+\\. .*"))) {
            return new Block(
                    Kind.STEPS,
                    lines.stream()
                            .map(line -> line.substring(line.indexOf(' ') + 1))
                            .toList());
        }
        if (lines.stream().allMatch(line -> line.startsWith("$ "))) {
            return new Block(
                    Kind.COMMAND, lines.stream().map(line -> line.substring(2)).toList());
        }
        return new Block(Kind.PARAGRAPH, List.of(String.join("\n", lines)));
    }
}
