package dev.shisa.server.catalogue;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Framework;
import dev.shisa.conformity.Incident;
import dev.shisa.conformity.Outline;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.Table;
import dev.shisa.conformity.Text;
import dev.shisa.conformity.Word;
import dev.shisa.server.platform.Cut;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.SearchSource;
import dev.shisa.server.platform.web.SearchWords;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Finds in what the library has to read: requirements, tables row by row with what people entered for their gaps, incidents
 * with their causes, words. A query is words; what has more of them stands first, so that a question in everyday words finds
 * something too.
 */
@Component
class Library {

    /** More are not read; the reader adds a word. */
    static final int FOUND_MAX = 60;

    private static final int WORDS_MAX = 12;

    private static final int EXCERPT_CHARS = 160;

    private final Catalogues catalogues;
    private final GapFills gaps;
    private final Messages messages;

    Library(Catalogues catalogues, GapFills gaps, Messages messages) {
        this.catalogues = catalogues;
        this.gaps = gaps;
        this.messages = messages;
    }

    /** What something is; its words are the messages {@code library.kind.<id>}. */
    enum Kind {
        REQUIREMENT,
        INCIDENT,
        TABLE,
        /** What the company entered where the text of a guide lacks something. */
        OWN,
        WORD,
        TITLE;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One thing that can be found. */
    private record Entry(Kind kind, String title, String text, String where, String href) {}

    List<LibraryView.Found> search(String query, Locale locale) {
        List<String> words = words(query);
        if (words.isEmpty()) {
            return List.of();
        }
        record Scored(Entry entry, int score) {}
        return entries(locale)
                .map(entry -> new Scored(entry, score(entry, words)))
                .filter(scored -> scored.score() > 0)
                .sorted(Comparator.comparingInt(scored -> -scored.score()))
                .limit(FOUND_MAX)
                .map(scored -> found(scored.entry()))
                .toList();
    }

    /** For the search of the header: what contains all that was typed. */
    List<SearchSource.Hit> containing(String query, Locale locale, Set<Kind> kinds, int atMost) {
        return SearchWords.of(query)
                .among(
                        entries(locale)
                                .filter(entry -> kinds.contains(entry.kind()))
                                .toList(),
                        entry -> entry.title() + " " + entry.text() + " " + entry.where())
                .stream()
                .limit(atMost)
                .map(entry -> new SearchSource.Hit(
                        entry.title(),
                        switch (entry.kind()) {
                            // Of a word that place is the word itself in both languages.
                            case WORD -> "";
                            case OWN -> messages.get(locale, "library.own", entry.where());
                            case REQUIREMENT, INCIDENT, TABLE, TITLE -> entry.where();
                        },
                        entry.href(),
                        entry.text()))
                .toList();
    }

    /** The words of a query. */
    static List<String> words(String query) {
        return Arrays.stream(plain(query).split("[\\s、。,]+"))
                .filter(word -> !word.isEmpty())
                .distinct()
                .limit(WORDS_MAX)
                .toList();
    }

    /** One word in the title decides between equals. */
    private static int score(Entry entry, List<String> words) {
        return 2 * matching(entry.title() + " " + entry.text() + " " + entry.where(), words)
                + matching(entry.title(), words);
    }

    /** How many of the words stand in a text. */
    static int matching(String text, List<String> words) {
        String plain = plain(text);
        return (int) words.stream().filter(word -> stands(word, plain)).count();
    }

    /** A word of Latin letters stands where one begins: {@code port} is not in {@code support}. */
    private static boolean stands(String word, String plain) {
        boolean latin = word.charAt(0) < 128;
        for (int at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + 1)) {
            if (!latin || at == 0 || plain.charAt(at - 1) >= 128 || !Character.isLetterOrDigit(plain.charAt(at - 1))) {
                return true;
            }
        }
        return false;
    }

    private static LibraryView.Found found(Entry entry) {
        return new LibraryView.Found(
                entry.kind().id(), entry.title(), Cut.to(entry.text(), EXCERPT_CHARS), entry.where(), entry.href());
    }

    private Stream<Entry> entries(Locale locale) {
        Catalogue catalogue = catalogues.current();
        List<Entry> entries = new ArrayList<>();
        for (Framework framework : catalogue.frameworks()) {
            for (Requirement requirement : framework.requirements()) {
                entries.add(new Entry(
                        Kind.REQUIREMENT,
                        requirement.id().number() + " " + requirement.title().in(locale),
                        requirement.text().in(locale)
                                + (requirement.easy() == null
                                        ? ""
                                        : " " + requirement.easy().in(locale)),
                        framework.title().in(locale),
                        LibraryView.href(requirement.id())));
            }
        }
        for (Incident incident : catalogue.references().incidents().list()) {
            String causes = incident.causes().stream()
                    .flatMap(id -> catalogue.references().cause(id).stream())
                    .map(cause -> cause.title().in(locale))
                    .collect(Collectors.joining(" "));
            entries.add(new Entry(
                    Kind.INCIDENT,
                    incident.title().in(locale),
                    String.join(
                            " ",
                            incident.what().in(locale),
                            incident.cause() == null ? "" : incident.cause().in(locale),
                            causes,
                            incident.issue() == null ? "" : incident.issue().in(locale),
                            incident.lesson().in(locale)),
                    incident.device().in(locale),
                    "/library/incidents" + LibraryView.at(incident.id())));
        }
        for (Table table : catalogue.references().tables()) {
            for (int i = 0; i < table.rows().size(); i++) {
                List<String> cells = table.rows().get(i).cells().sequencedValues().stream()
                        .flatMap(cell ->
                                cell instanceof Table.Told(Text text) ? Stream.of(text.in(locale)) : Stream.of())
                        .toList();
                entries.add(new Entry(
                        Kind.TABLE,
                        cells.isEmpty() ? table.title().in(locale) : cells.getFirst(),
                        String.join("、", cells),
                        table.title().in(locale),
                        "/library/tables/" + table.id() + "#row-" + (i + 1)));
            }
        }
        gaps.all()
                .forEach(fill -> catalogue
                        .references()
                        .table(fill.tableId())
                        .ifPresent(table -> entries.add(own(fill, table, locale))));
        for (Word word : catalogue.references().words()) {
            entries.add(new Entry(
                    Kind.WORD,
                    word.word().in(locale),
                    word.meaning().in(locale),
                    word.word().ja() + " " + word.word().en(),
                    "/library/words" + LibraryView.at(word.id())));
        }
        for (Outline outline : catalogue.references().outlines()) {
            outline.entries()
                    .forEach(entry -> entries.add(new Entry(
                            Kind.TITLE,
                            entry.id().number() + " " + entry.title().in(locale),
                            "",
                            outline.title().in(locale),
                            LibraryView.href(entry.id()))));
        }
        return entries.stream();
    }

    private static Entry own(GapFills.Fill fill, Table table, Locale locale) {
        List<String> cells = table.columns().stream()
                .map(column -> fill.cell(column.id()))
                .filter(cell -> !cell.isEmpty())
                .toList();
        return new Entry(
                Kind.OWN,
                cells.isEmpty() ? table.title().in(locale) : cells.getFirst(),
                String.join("、", cells),
                table.title().in(locale),
                "/library/tables/" + table.id() + (fill.row() > 0 ? "#row-" + fill.row() : "#own-" + fill.id()));
    }

    static String plain(String text) {
        // The wave dash and the fullwidth tilde are typed for one another.
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .replace('〜', '~')
                .toLowerCase(Locale.ROOT);
    }
}
