package dev.shisa.server.platform.web;

import java.util.List;
import java.util.stream.Stream;

/**
 * The column of one page: what it is about, and what can be done with that.
 *
 * @param thing name of the product that it is about; empty: the company as a whole
 * @param version its release, in words
 * @param code of the product; empty: the company as a whole
 * @param choices other products
 * @param of entries of the product, or of the company
 */
public record Nav(
        String thing,
        String version,
        String code,
        List<ThingSource.Choice> choices,
        List<NavEntry> first,
        List<NavEntry> of,
        List<NavEntry> last) {

    static final Nav NONE = new Nav("", "", "", List.of(), List.of(), List.of(), List.of());

    public Nav {
        choices = List.copyOf(choices);
        first = List.copyOf(first);
        of = List.copyOf(of);
        last = List.copyOf(last);
    }

    /** The name for a narrow place: a model number does not break behind its hyphen. */
    public String thingUnbroken() {
        return thing.replaceAll("(?<=\\w)-(?=\\w)", "-\u2060");
    }

    public boolean isOfProduct() {
        return !thing.isEmpty();
    }

    /** The pages beside the present one. */
    public List<NavEntry.Link> beside() {
        return Stream.of(first, of, last)
                .flatMap(List::stream)
                .filter(NavEntry::current)
                .findFirst()
                .map(NavEntry::within)
                .orElse(List.of());
    }
}
