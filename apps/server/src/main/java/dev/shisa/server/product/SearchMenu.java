package dev.shisa.server.product;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.help.HelpText;
import dev.shisa.server.platform.help.HelpTexts;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.NavSource;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * All pages that a person may open and all that they may do, by the names that people know: what stands in the navigation and its tabs
 * says so itself, and {@code search-acts.tsv} has the rest.
 */
@Component
class SearchMenu {

    /** Stands in an address for the product. */
    private static final String CODE = SeriesTab.CODE;

    private static final String WORDS = "words";

    private final ObjectProvider<NavSource> places;
    private final SeriesThings series;
    private final HelpTexts help;
    private final Messages messages;
    private final List<Listed> listed;

    /** Other words for pages of the navigation, by their addresses. */
    private final Map<String, String> words;

    /** By language and address: there are no more of them than there are entries. */
    private final Map<String, String> purposes = new ConcurrentHashMap<>();

    SearchMenu(ObjectProvider<NavSource> places, SeriesThings series, HelpTexts help, Messages messages) {
        this.places = places;
        this.series = series;
        this.help = help;
        this.messages = messages;
        List<String[]> lines = read();
        this.listed = lines.stream()
                .filter(cells -> !cells[0].equals(WORDS))
                .map(SearchMenu::listed)
                .toList();
        this.words = lines.stream()
                .filter(cells -> cells[0].equals(WORDS))
                .collect(Collectors.toUnmodifiableMap(cells -> cells[2], cells -> cells[5]));
    }

    /** Whether something is opened, or done there. */
    enum Kind {
        PAGE,
        ACT
    }

    /**
     * A line of the file.
     *
     * @param route the handler whose right it needs: {@code POST /products/new}
     * @param whole whether it is only for those who see all products
     * @param words other words by which people look for it
     */
    record Listed(Kind kind, String id, String page, String route, Act right, boolean whole, String words) {

        boolean isFor(Person person) {
            return person.can(right) && (!whole || person.series().isEmpty());
        }
    }

    /**
     * One thing of the menu.
     *
     * @param part of which it is one; empty: of itself
     * @param href with {@code {code}} where it is of a product
     * @param purpose what it is for: the first sentence of its help
     * @param words other words by which people look for it
     */
    record Entry(String name, String part, String href, String purpose, String words) {

        boolean ofProduct() {
            return href.contains(CODE);
        }

        String hrefOf(Series series) {
            return href.replace(CODE, series.code());
        }
    }

    List<Listed> listed() {
        return listed;
    }

    /** Other words for pages of the navigation, by their addresses. */
    Map<String, String> words() {
        return words;
    }

    /**
     * An entry of the column with its pages.
     *
     * @param id its icon
     */
    record Section(String id, NavSource.Group group, String name, List<Entry> pages) {

        Section {
            pages = List.copyOf(pages);
        }
    }

    /** All entries with what this person may open below them, in the order of the navigation. */
    List<Section> sections(Person person, Locale locale) {
        return Stream.concat(
                        places.stream()
                                .sorted(Comparator.comparing(NavSource::group).thenComparingInt(NavSource::position)),
                        series.entries(CODE).stream())
                .filter(source -> !source.places(person).isEmpty())
                .map(source -> {
                    String name = messages.get(locale, "web.nav." + source.id());
                    String part = source.group() == NavSource.Group.THING ? "" : name;
                    return new Section(
                            source.id(),
                            source.group(),
                            name,
                            source.places(person).stream()
                                    .map(place -> entry(
                                            messages.get(locale, place.name()),
                                            part,
                                            place.href(),
                                            words.getOrDefault(place.href(), ""),
                                            locale))
                                    .toList());
                })
                .toList();
    }

    /** What this person may open, or do, in the order of the navigation. */
    List<Entry> of(Kind kind, Person person, Locale locale) {
        List<Entry> entries = new ArrayList<>();
        if (kind == Kind.PAGE) {
            sections(person, locale).forEach(section -> entries.addAll(section.pages()));
        }
        listed.stream()
                .filter(one -> one.kind() == kind && one.isFor(person))
                .forEach(one -> entries.add(entry(
                        messages.get(locale, kind == Kind.ACT ? "search.act." + one.id() : "search.page." + one.id()),
                        "",
                        one.page(),
                        one.words(),
                        locale)));
        return entries;
    }

    private Entry entry(String name, String part, String href, String words, Locale locale) {
        String purpose = purposes.computeIfAbsent(
                locale.getLanguage() + " " + href,
                _ -> help.ofPath(href.replace(CODE, "x"), locale.getLanguage())
                        .map(SearchMenu::purpose)
                        .orElse(""));
        return new Entry(name, part.equals(name) ? "" : part, href, purpose, words);
    }

    private static String purpose(HelpText text) {
        return text.blocks().stream()
                .filter(block -> block.kind() == HelpText.Kind.PARAGRAPH)
                .findFirst()
                .map(block -> String.join(" ", block.lines())
                        .split("(?<=。)|(?<=\\. )", 2)[0]
                        .strip())
                .orElse("");
    }

    private static Listed listed(String[] cells) {
        return new Listed(
                Kind.valueOf(cells[0].toUpperCase(Locale.ROOT)),
                cells[1],
                cells[2],
                cells[3],
                Act.valueOf(cells[4].replace(" all", "").replace('-', '_').toUpperCase(Locale.ROOT)),
                cells[4].endsWith(" all"),
                cells[5]);
    }

    private static List<String[]> read() {
        try (InputStreamReader in = new InputStreamReader(
                Objects.requireNonNull(SearchMenu.class.getResourceAsStream("search-acts.tsv")),
                StandardCharsets.UTF_8)) {
            return in.readAllLines().stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("search-acts.tsv could not be read", e);
        }
    }
}
