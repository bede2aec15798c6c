package dev.shisa.bom;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bill of materials, whatever format it came in.
 *
 * @param specVersion the version of the format, empty for formats without one
 * @param serial its own identity (serial number, document namespace)
 * @param created when it was made, as the file says it (RFC 3339 where it keeps to its format)
 * @param subject what the list is a list of
 * @param dependencies for each ref the refs that it needs directly; a ref with an empty list is said to need nothing
 */
public record Bom(
        BomFormat format,
        String specVersion,
        String serial,
        String created,
        List<String> authors,
        List<String> tools,
        @Nullable Component subject,
        List<Component> components,
        Map<String, List<String>> dependencies) {

    public Bom {
        authors = List.copyOf(authors);
        tools = List.copyOf(tools);
        components = List.copyOf(components);
        dependencies = Map.copyOf(dependencies);
    }
}
