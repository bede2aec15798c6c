package dev.shisa.driver;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The inputs of a page of ours. */
public final class Form {

    private static final Pattern INPUT = Pattern.compile("<input\\b([^>]*)>");
    private static final Pattern TEXTAREA = Pattern.compile("<textarea\\b([^>]*)>");

    private final List<Input> inputs;
    private final List<String> areas;

    public record Input(String type, String name, String value) {}

    private Form(List<Input> inputs, List<String> areas) {
        this.inputs = inputs;
        this.areas = areas;
    }

    public static Form in(String page) {
        return new Form(
                INPUT.matcher(page)
                        .results()
                        .map(m -> new Input(
                                attribute(m.group(1), "type"),
                                attribute(m.group(1), "name"),
                                attribute(m.group(1), "value")))
                        .toList(),
                TEXTAREA.matcher(page)
                        .results()
                        .map(m -> attribute(m.group(1), "name"))
                        .toList());
    }

    public List<Input> inputs() {
        return inputs;
    }

    public Optional<String> value(String name) {
        return inputs.stream()
                .filter(i -> i.name().equals(name))
                .map(Input::value)
                .findFirst();
    }

    /** What can be chosen in the field, the answer "I do not know" left out. */
    public List<String> choices(String name) {
        return inputs.stream()
                .filter(i -> i.name().equals(name)
                        && (i.type().equals("radio") || i.type().equals("checkbox")))
                .map(Input::value)
                .filter(value -> !value.equals("?"))
                .toList();
    }

    public boolean has(String name) {
        return areas.contains(name) || inputs.stream().anyMatch(i -> i.name().equals(name));
    }

    private static String attribute(String tag, String name) {
        Matcher matcher = Pattern.compile("\\b" + name + "=\"([^\"]*)\"").matcher(tag);
        return matcher.find()
                ? matcher.group(1)
                        .replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&#34;", "\"")
                        .replace("&#39;", "'")
                        .replace("&amp;", "&")
                : "";
    }
}
