package dev.shisa.server.psirt;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.product.Model;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The lines in which a case names what is affected ({@code MC-200 2.4.1 (MC-210)}), held against the register of products.
 *
 * <p>What a line names there is kept with the entry by ids, in one line each ({@code series release models}, a hyphen where nothing is
 * named), so that it goes on meaning the same product and version when these are called otherwise. What was entered before that, or is
 * not in the register, is read as it stands.
 *
 * <p>Who may not see a product has it not in the register: neither its name nor its models stand behind a code that was guessed.
 */
@Component
class CasePlaces {

    /** The value of an entry with what its places are in the register. */
    static final String LINKS = "links";

    private static final String NONE = "-";

    private final Products products;

    CasePlaces(Products products) {
        this.products = products;
    }

    /**
     * A line.
     *
     * @param series null: the register has no such product, or not for this person
     * @param models numbers of the models that are meant
     * @param some whether these are named, and not all that there are
     * @param release null: no version is named, or none that is registered
     * @param rest what is said behind that
     */
    record Place(
            String line,
            @Nullable Series series,
            List<Model> models,
            boolean some,
            @Nullable Release release,
            String rest) {

        Place {
            models = List.copyOf(models);
        }

        List<String> numbers() {
            return models.stream().map(Model::number).toList();
        }

        /** Whether something is named behind a registered product that is no registered version: it is not taken for all of them. */
        boolean isOfUnknownVersion() {
            return series != null && release == null && !rest.isEmpty();
        }

        /** As it is called now: as it was written, unless product or version have another name since. */
        String words() {
            if (series == null) {
                return line;
            }
            String now = release == null ? series.code() : series.code() + " " + release.name();
            return isBegun(line, now) ? line : chosen(now, some ? numbers() : List.of());
        }
    }

    /** A line for what was chosen in the register: a product or one of its versions, and the models if not all are meant. */
    private static String chosen(String version, List<String> models) {
        return models.isEmpty() ? version : version + " (" + String.join(", ", models) + ")";
    }

    /** What was typed, and behind it a line for each version that was chosen. */
    static String with(String typed, List<String> versions, List<String> models) {
        return Stream.concat(typed.lines(), versions.stream().map(version -> chosen(version, models)))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .distinct()
                .collect(Collectors.joining("\n"));
    }

    /** In their order. */
    List<Place> of(Case one, Collection<String> lines, Person person) {
        if (lines.isEmpty()) {
            return List.of();
        }
        Register register = new Register(person);
        Map<String, String> links = one.links();
        return lines.stream()
                .map(line ->
                        register.linked(line, links.getOrDefault(line, NONE)).orElseGet(() -> register.read(line)))
                .toList();
    }

    /**
     * What lines of a person name in the register, to be kept with them. What a colleague named of a product that this person does not
     * see stays what it is: who cannot read it does not undo it.
     */
    String links(Case one, String lines, Person by) {
        Register register = new Register(by);
        Map<String, String> before = one.links();
        return Case.lines(lines)
                .map(line -> {
                    String known = before.getOrDefault(line, NONE);
                    return isHidden(known, by) ? known : link(register.read(line));
                })
                .collect(Collectors.joining("\n"));
    }

    private static boolean isHidden(String link, Person person) {
        return !link.equals(NONE) && !person.sees(UUID.fromString(link.split(" ", 2)[0]));
    }

    private static String link(Place place) {
        Series series = place.series();
        if (series == null || place.isOfUnknownVersion()) {
            return NONE;
        }
        Release release = place.release();
        return series.id() + " " + (release == null ? NONE : release.id().toString()) + " "
                + (place.some()
                        ? place.models().stream()
                                .map(model -> model.id().toString())
                                .collect(Collectors.joining(","))
                        : NONE);
    }

    /** The register as far as somebody sees it and it is asked, each product once. */
    private final class Register {

        private final Map<UUID, List<Release>> releases = new HashMap<>();
        private final Map<UUID, List<Model>> models = new HashMap<>();
        private final Person person;
        private @Nullable List<Series> all;

        Register(Person person) {
            this.person = person;
        }

        private List<Release> releases(Series series) {
            return releases.computeIfAbsent(series.id(), products::releases);
        }

        private List<Model> models(Series series) {
            return models.computeIfAbsent(series.id(), products::models);
        }

        private List<Series> all() {
            if (all == null) {
                all = products.every().stream()
                        .filter(series -> person.sees(series.id()))
                        .toList();
            }
            return all;
        }

        /** By the ids that were kept; empty: none were, or they are not there any more. */
        Optional<Place> linked(String line, String link) {
            List<String> ids = Arrays.asList(link.split(" ", -1));
            if (ids.size() != 3) {
                return Optional.empty();
            }
            Series series = all().stream()
                    .filter(one -> one.id().toString().equals(ids.get(0)))
                    .findFirst()
                    .orElse(null);
            if (series == null) {
                return Optional.empty();
            }
            Release release = releases(series).stream()
                    .filter(one -> one.id().toString().equals(ids.get(1)))
                    .findFirst()
                    .orElse(null);
            if (release == null && !ids.get(1).equals(NONE)) {
                return Optional.empty();
            }
            List<String> named = ids.get(2).equals(NONE)
                    ? List.of()
                    : Arrays.asList(ids.get(2).split(",", -1));
            List<Model> some = models(series).stream()
                    .filter(model -> named.contains(model.id().toString()))
                    .toList();
            return Optional.of(
                    new Place(line, series, some.isEmpty() ? models(series) : some, !some.isEmpty(), release, ""));
        }

        /** By the code of a product, the name of one of its versions behind it, and numbers of models in brackets at the end. */
        Place read(String line) {
            Series series = begins(line, all(), Series::code).orElse(null);
            if (series == null) {
                return new Place(line, null, List.of(), false, null, "");
            }
            String behind = line.substring(series.code().length()).strip();
            List<Model> some = new ArrayList<>();
            int open = behind.endsWith(")") ? behind.lastIndexOf('(') : -1;
            if (open >= 0) {
                List<String> numbers = Arrays.stream(
                                behind.substring(open + 1, behind.length() - 1).split(",", -1))
                        .map(String::strip)
                        .toList();
                models(series).stream()
                        .filter(model -> numbers.contains(model.number()))
                        .forEach(some::add);
                if (some.size() == numbers.size()) {
                    behind = behind.substring(0, open).strip();
                } else {
                    some.clear();
                }
            }
            Release release = begins(behind, releases(series), Release::name).orElse(null);
            return new Place(
                    line,
                    series,
                    some.isEmpty() ? models(series) : some,
                    !some.isEmpty(),
                    release,
                    release == null
                            ? behind
                            : behind.substring(release.name().length()).strip());
        }
    }

    /** Of several names with which a line begins the longest. */
    private static <T> Optional<T> begins(String line, List<T> all, Function<T, String> name) {
        return all.stream()
                .filter(one -> isBegun(line, name.apply(one)))
                .max(Comparator.comparing(one -> name.apply(one).length()));
    }

    private static boolean isBegun(String line, String name) {
        return line.startsWith(name)
                && (line.length() == name.length() || Character.isWhitespace(line.charAt(name.length())));
    }

    /**
     * The products that a case names as affected: those that were kept by their ids, and those whose code a line begins with, as far as the
     * reader sees them. Whether a code that somebody guessed is a product is not told by it.
     *
     * @param person who reads it; null: nobody in particular
     */
    List<Series> affected(Case one, @Nullable Person person) {
        Map<String, String> links = one.links();
        return one.concerned("affected").stream()
                .flatMap(line -> {
                    String link = links.getOrDefault(line, NONE);
                    return link.equals(NONE)
                            ? products
                                    .byCode(line.split("\\s", 2)[0])
                                    .filter(series -> person == null || person.sees(series.id()))
                                    .stream()
                            : products.byId(UUID.fromString(link.split(" ", 2)[0])).stream();
                })
                .distinct()
                .toList();
    }

    /** The lines whose product the register does not have. */
    List<String> unknown(Case one, Person person) {
        return of(one, one.standings().keySet(), person).stream()
                .filter(place -> place.series() == null && !place.line().isEmpty())
                .map(Place::line)
                .toList();
    }

    /** The lines whose product the register has, but not what they say of its version. */
    List<String> ofUnknownVersion(Case one, Person person) {
        return of(one, one.standings().keySet(), person).stream()
                .filter(Place::isOfUnknownVersion)
                .map(Place::line)
                .toList();
    }

    /** The products that a person can choose from. */
    List<Series> choices(Person person, int most) {
        return products.visibleTo(person, 0, most);
    }

    /** The same of one product: it as a whole, then its versions, as lines. */
    List<String> versions(Series series) {
        return Stream.concat(
                        Stream.of(series.code()),
                        products.releases(series.id()).stream().map(release -> series.code() + " " + release.name()))
                .toList();
    }

    List<Model> models(Series series) {
        return products.models(series.id());
    }
}
