package dev.shisa.server.platform.web;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * An entry of the column on the left, with the pages below it; each capability offers its own as beans. An entry leads to the
 * first of its pages that a person may open, and who may open none does not see it.
 *
 * @param position within its group, from the top
 * @param id its icon and, after {@code web.nav.}, its message key
 * @param count how much waits there for a person; 0 shows nothing
 * @param begun whether there is something behind it; before, only the map of everything shows it
 */
public record NavSource(
        Group group, int position, String id, List<Place> places, ToIntFunction<Person> count, BooleanSupplier begun) {

    /** Where an entry stands. */
    public enum Group {
        /** Before what is worked on, whatever that is. */
        FIRST,
        /** The company as a whole. */
        COMPANY,
        /** One product. */
        THING,
        /** Behind it, whatever that is. */
        LAST
    }

    public NavSource {
        places = List.copyOf(places);
    }

    public NavSource(Group group, int position, String id, Place... places) {
        this(group, position, id, Arrays.asList(places), _ -> 0, () -> true);
    }

    public NavSource counting(ToIntFunction<Person> waiting) {
        return new NavSource(group, position, id, places, waiting, begun);
    }

    public NavSource once(BooleanSupplier something) {
        return new NavSource(group, position, id, places, count, something);
    }

    /** The entry below which an address stands, if it stands below one of these. */
    public static Optional<NavSource> covering(List<NavSource> among, String uri) {
        return among.stream()
                .filter(source -> source.covers(uri) > 0)
                .max(Comparator.comparingInt(source -> source.covers(uri)));
    }

    /** By how much of the address a page of this entry is meant. */
    int covers(String uri) {
        return places.stream().mapToInt(place -> place.covers(uri)).max().orElse(0);
    }

    /** The pages that this person may open, in their order. */
    public List<Place> places(Person person) {
        return places.stream().filter(place -> place.isFor().test(person)).toList();
    }

    /**
     * A page that people know by a name of its own, with all below its address; what it is for is the beginning of its help
     * text.
     *
     * @param name key of the message
     * @param more addresses that belong to it as well, with all below them
     */
    public record Place(String href, String name, Predicate<Person> isFor, List<String> more) {

        public Place {
            more = List.copyOf(more);
        }

        public static Place of(String href, String name, Act act) {
            return new Place(href, name, person -> person.can(act), List.of());
        }

        /** For those who see all products: it counts over all of them. */
        public static Place ofAll(String href, String name, Act act) {
            return new Place(
                    href, name, person -> person.can(act) && person.series().isEmpty(), List.of());
        }

        /** The same with further addresses. */
        public Place with(String... further) {
            return new Place(href, name, isFor, List.of(further));
        }

        /** How much of an address this page's own covers; 0: it is another page's. */
        int covers(String uri) {
            return Stream.concat(Stream.of(href), more.stream())
                    .filter(own -> uri.equals(own) || (!own.equals("/") && uri.startsWith(own + "/")))
                    .mapToInt(String::length)
                    .max()
                    .orElse(0);
        }
    }
}
