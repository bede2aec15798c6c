package dev.shisa.server.platform.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The filters of a list as they stand in the address: makes the addresses of the same list with one thing changed. */
public final class Query {

    private final String path;
    private final Map<String, String> values;

    private Query(String path, Map<String, String> values) {
        this.path = path;
        this.values = values;
    }

    public static Query of(String path) {
        return new Query(path, Map.of());
    }

    /** With a value; an empty one takes the filter out. */
    public Query with(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(values);
        if (value.isEmpty()) {
            changed.remove(name);
        } else {
            changed.put(name, value);
        }
        return new Query(path, changed);
    }

    public Query without(String name) {
        return with(name, "");
    }

    /** The same filters at another path, e.g. the export. */
    public Query at(String other) {
        return new Query(other, values);
    }

    public String href() {
        if (values.isEmpty()) {
            return path;
        }
        return path + "?"
                + values.entrySet().stream()
                        .map(entry ->
                                entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
    }

    /** The address up to the number of the page, for {@code part/pager.jte}. */
    public String pageHref() {
        String href = without("page").href();
        return href + (href.contains("?") ? "&" : "?") + "page=";
    }
}
