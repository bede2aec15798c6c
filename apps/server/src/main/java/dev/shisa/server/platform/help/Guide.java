package dev.shisa.server.platform.help;

import dev.shisa.server.platform.web.Query;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A guide of the folder {@code docs}, read from the part of Markdown that those guides use: headings, paragraphs, lists,
 * steps, tables, commands; code, bold and links inside lines. Everything is text, so nothing can become markup.
 *
 * @param name {@code start} or {@code operating}
 */
public record Guide(String name, String title, List<Block> blocks) {

    /** A link that stays inside, a link that leads out, code, bold, or plain. */
    private static final Pattern INLINE =
            Pattern.compile("`([^`]+)`|\\*\\*([^*]+)\\*\\*|\\[([^\\]]+)\\]\\(([^)\\s]+)\\)|<(https://[^>\\s]+)>");

    /** The way to the same guide in the other language; inside, the reader's language decides. */
    private static final Pattern OTHER_LANGUAGE = Pattern.compile("(?:日本語|English): \\[[^\\]]*]\\([^)]*\\)");

    private static final Pattern STEP = Pattern.compile("([0-9]{1,3})\\. (.*)");
    private static final Pattern OWN = Pattern.compile("([a-z]+)_(?:ja|en)\\.md(?:#(.*))?");

    public Guide {
        blocks = List.copyOf(blocks);
    }

    /** A piece of a line; a link has an address. */
    public record Span(Kind kind, String text, String href) {

        /** What a piece is. */
        public enum Kind {
            PLAIN,
            CODE,
            BOLD,
            LINK
        }
    }

    /** One block of a guide. */
    public sealed interface Block {

        /**
         * A heading.
         *
         * @param level 2 or 3
         */
        record Heading(int level, String id, String text) implements Block {}

        record Paragraph(List<Span> spans) implements Block {
            public Paragraph {
                spans = List.copyOf(spans);
            }
        }

        /**
         * A list.
         *
         * @param first the number of the first item; 0: without numbers
         */
        record Items(int first, List<List<Span>> items) implements Block {
            public Items {
                items = List.copyOf(items);
            }
        }

        record Command(String text) implements Block {}

        record Table(List<List<Span>> head, List<List<List<Span>>> rows) implements Block {
            public Table {
                head = List.copyOf(head);
                rows = List.copyOf(rows);
            }
        }
    }

    /**
     * A heading of the second level with what stands below it, as far as the next: a page of its own in a long guide.
     *
     * @param headings of the third level
     */
    public record Section(String id, String title, List<Block> blocks, List<Block.Heading> headings) {
        public Section {
            blocks = List.copyOf(blocks);
            headings = List.copyOf(headings);
        }

        boolean has(String anchor) {
            return id.equals(anchor)
                    || headings.stream().anyMatch(heading -> heading.id().equals(anchor));
        }
    }

    /** What stands before the first section. */
    public List<Block> opening() {
        return blocks.stream()
                .takeWhile(block -> !(block instanceof Block.Heading heading && heading.level() == 2))
                .toList();
    }

    /** The sections in their order; the headings inside one are a level higher, as they stand on a page of their own. */
    public List<Section> sections() {
        List<Section> sections = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i) instanceof Block.Heading(int level, String id, String text) && level == 2) {
                List<Block> below = new ArrayList<>();
                List<Block.Heading> headings = new ArrayList<>();
                for (Block block : blocks.subList(i + 1, blocks.size())) {
                    if (block instanceof Block.Heading inner) {
                        if (inner.level() == 2) {
                            break;
                        }
                        Block.Heading raised = new Block.Heading(2, inner.id(), inner.text());
                        headings.add(raised);
                        below.add(raised);
                    } else {
                        below.add(block);
                    }
                }
                sections.add(new Section(id, text, below, headings));
            }
        }
        return sections;
    }

    static Guide parse(String name, String source) {
        String title = "";
        List<Block> blocks = new ArrayList<>();
        // What leads within the guide may lead to another page here: each part is one.
        List<String> lines =
                source.replace("](#", "](" + name + "_ja.md#").lines().toList();
        for (int i = 0; i < lines.size(); ) {
            String line = lines.get(i);
            String text = line.strip();
            int from = i;
            if (text.isEmpty() || text.startsWith("![")) {
                i++;
            } else if (line.startsWith("# ")) {
                title = line.substring(2).strip();
                i++;
            } else if (line.startsWith("## ") || line.startsWith("### ")) {
                String heading = text.replaceFirst("^#+ ", "");
                blocks.add(new Block.Heading(line.startsWith("### ") ? 3 : 2, id(heading), heading));
                i++;
            } else if (line.startsWith("    ")) {
                while (i < lines.size()
                        && (lines.get(i).startsWith("    ") || lines.get(i).isBlank())) {
                    i++;
                }
                blocks.add(new Block.Command(String.join("\n", lines.subList(from, i))
                        .stripTrailing()
                        .stripIndent()));
            } else if (text.startsWith("|")) {
                while (i < lines.size() && lines.get(i).strip().startsWith("|")) {
                    i++;
                }
                blocks.add(table(lines.subList(from, i)));
            } else if (text.startsWith("- ")) {
                while (i < lines.size() && lines.get(i).startsWith("- ")) {
                    i++;
                }
                blocks.add(new Block.Items(
                        0,
                        lines.subList(from, i).stream()
                                .map(item -> spans(item.substring(2)))
                                .toList()));
            } else if (STEP.matcher(text).matches()) {
                List<List<Span>> items = new ArrayList<>();
                Matcher step = STEP.matcher(text);
                int first = step.matches() ? Integer.parseInt(step.group(1)) : 1;
                while (step.matches()) {
                    items.add(spans(step.group(2)));
                    i++;
                    step = STEP.matcher(i < lines.size() ? lines.get(i) : "");
                }
                blocks.add(new Block.Items(first, items));
            } else {
                blocks.add(new Block.Paragraph(
                        spans(OTHER_LANGUAGE.matcher(text).replaceAll("").strip())));
                i++;
            }
        }
        if (title.isEmpty()) {
            throw new IllegalArgumentException("the guide " + name + " has no title");
        }
        return new Guide(name, title, blocks);
    }

    private static Block.Table table(List<String> lines) {
        List<List<List<Span>>> rows = lines.stream()
                .filter(line -> !line.matches("[|\\s:-]+"))
                .map(line -> Arrays.stream(
                                line.strip().replaceAll("^\\||\\|$", "").split("\\|"))
                        .map(cell -> spans(cell.strip()))
                        .toList())
                .toList();
        return new Block.Table(rows.getFirst(), rows.subList(1, rows.size()));
    }

    static List<Span> spans(String line) {
        List<Span> spans = new ArrayList<>();
        Matcher found = INLINE.matcher(line);
        int at = 0;
        while (found.find()) {
            plain(spans, line.substring(at, found.start()));
            at = found.end();
            if (found.group(1) != null) {
                spans.add(new Span(Span.Kind.CODE, found.group(1), ""));
            } else if (found.group(2) != null) {
                spans.add(new Span(Span.Kind.BOLD, found.group(2), ""));
            } else if (found.group(5) != null) {
                spans.add(new Span(Span.Kind.LINK, found.group(5), found.group(5)));
            } else {
                link(spans, found.group(3), found.group(4));
            }
        }
        plain(spans, line.substring(at));
        return spans;
    }

    private static void plain(List<Span> spans, String text) {
        if (!text.isEmpty()) {
            spans.add(new Span(Span.Kind.PLAIN, text, ""));
        }
    }

    /** To another guide, or to a page of others; files beside the guides are only named, since they are not here. */
    private static void link(List<Span> spans, String words, String to) {
        Matcher own = OWN.matcher(to);
        if (own.matches()) {
            spans.add(new Span(
                    Span.Kind.LINK,
                    words,
                    Query.of("/help/guides/" + own.group(1))
                            .with("at", own.group(2) == null ? "" : own.group(2))
                            .href()));
        } else if (to.startsWith("https://")) {
            spans.add(new Span(Span.Kind.LINK, words, to));
        } else {
            spans.add(new Span(Span.Kind.CODE, words, ""));
        }
    }

    /** As the usual readers of Markdown make it. */
    private static String id(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }
}
