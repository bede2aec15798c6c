package dev.shisa.server.application;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Adds to a workbook's styles those of its cells that are to wrap their text (ECMA-376 18.8.10, {@code cellXfs}): each the
 * same as before but for the wrapping, behind all others, so that no style's number changes.
 */
final class WrappingStyles {

    private static final Pattern ALL =
            Pattern.compile("<((?:\\w+:)?)cellXfs\\b([^>]*)>(.*?)</\\1cellXfs\\s*>", Pattern.DOTALL);
    private static final Pattern ONE =
            Pattern.compile("<((?:\\w+:)?)xf\\b([^>]*?)(?:/>|>(.*?)</\\1xf\\s*>)", Pattern.DOTALL);
    private static final Pattern ALIGNMENT = Pattern.compile("<(?:\\w+:)?alignment\\b[^>]*?(?=/?>)");
    private static final Pattern WRAP = Pattern.compile("(?<!\\s)\\s++wrapText\\s*+=\\s*+(?:\"[^\"]*\"|'[^']*')");
    private static final Pattern APPLY =
            Pattern.compile("(?<!\\s)\\s++applyAlignment\\s*+=\\s*+(?:\"[^\"]*\"|'[^']*')");
    private static final Pattern COUNT = Pattern.compile("(?<!\\s)\\s++count\\s*+=\\s*+(?:\"[^\"]*\"|'[^']*')");

    private final String xml;
    private final List<String> styles = new ArrayList<>();
    private final Map<Integer, Integer> wrapping = new HashMap<>();
    private final int present;

    /** @param xml the part; empty where the workbook has no styles, then none can be made to wrap */
    WrappingStyles(String xml) {
        this.xml = xml;
        Matcher all = ALL.matcher(xml);
        if (all.find()) {
            ONE.matcher(all.group(3)).results().forEach(one -> styles.add(one.group()));
        }
        this.present = styles.size();
    }

    /**
     * The style like this one that wraps.
     *
     * @param style a number, or empty for the first one
     */
    String of(String style) {
        int number = style.isEmpty() ? 0 : Integer.parseInt(style);
        return number >= present ? style : String.valueOf(wrapping.computeIfAbsent(number, this::add));
    }

    private int add(int number) {
        Matcher style = ONE.matcher(styles.get(number));
        if (!style.matches()) {
            throw new IllegalStateException("style " + number + " was found as one");
        }
        String prefix = style.group(1);
        String inner = style.group(3) == null ? "" : style.group(3);
        Matcher alignment = ALIGNMENT.matcher(inner);
        String wrapped = alignment.find()
                ? inner.substring(0, alignment.start())
                        + WRAP.matcher(alignment.group()).replaceAll("").stripTrailing()
                        + " wrapText=\"1\""
                        + inner.substring(alignment.end())
                : "<" + prefix + "alignment wrapText=\"1\"/>" + inner;
        String attributes = APPLY.matcher(style.group(2)).replaceAll("").stripTrailing();
        styles.add("<" + prefix + "xf" + attributes + " applyAlignment=\"1\">" + wrapped + "</" + prefix + "xf>");
        return styles.size() - 1;
    }

    /** The part with what was added; empty when nothing was. */
    Optional<String> xml() {
        Matcher all = ALL.matcher(xml);
        if (styles.size() == present || !all.find()) {
            return Optional.empty();
        }
        String added = String.join("", styles.subList(present, styles.size()));
        String attributes = COUNT.matcher(all.group(2)).replaceAll("").stripTrailing();
        return Optional.of(xml.substring(0, all.start())
                + "<" + all.group(1) + "cellXfs" + attributes + " count=\"" + styles.size() + "\">"
                + all.group(3) + added
                + xml.substring(all.end() - (all.group(1) + "cellXfs").length() - "</>".length()));
    }
}
