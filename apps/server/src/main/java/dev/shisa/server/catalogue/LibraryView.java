package dev.shisa.server.catalogue;

import dev.shisa.conformity.Incident;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Table;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the pages of the library show. */
public final class LibraryView {

    /** A mark, a figure or a word, which needs no line of its own on a phone. */
    private static final int BRIEF_MAX = 20;

    private LibraryView() {}

    /** Whether a table has many columns of marks, figures or words. */
    public static boolean isBrief(Table table, Locale locale) {
        return table.columns().size() > 4
                && table.rows().stream()
                        .flatMap(row -> row.cells().values().stream().skip(1))
                        .allMatch(cell -> !(cell instanceof Table.Told told)
                                || told.text().in(locale).length() <= BRIEF_MAX);
    }

    /** Where a requirement, or the title of one, stands in the library. */
    public static String href(RequirementId id) {
        return "/library/guides/" + id.framework() + at(id.number());
    }

    /** One row of a list that is read page by page: the page where it stands, at its place. */
    static String at(String id) {
        return "?at=" + id + "#" + id;
    }

    /** A table in the list of them, with how many of its places the text of the guide leaves empty. */
    public record TableLine(String href, String title, String source, int rows, boolean gap) {}

    /** A guide in the list of them. */
    public record GuideLine(String href, String title, int requirements, boolean unverified) {}

    /** Something that an incident or a row leads to. */
    public record Reference(String number, String title, String href) {}

    /**
     * What a person of the company entered for a gap.
     *
     * @param cells text by column
     * @param by who, and when
     */
    public record Entered(String id, Map<String, String> cells, String by) {

        public Entered {
            cells = Map.copyOf(cells);
        }

        public String cell(String column) {
            return cells.getOrDefault(column, "");
        }
    }

    /** An incident with what would have prevented it. */
    public record IncidentView(
            Incident incident, List<String> causes, List<String> phases, List<Reference> requirements) {

        public IncidentView {
            causes = List.copyOf(causes);
            phases = List.copyOf(phases);
            requirements = List.copyOf(requirements);
        }
    }

    /**
     * One thing that was found.
     *
     * @param where the guide or table that it stands in
     */
    public record Found(String kind, String title, String excerpt, String where, String href) {}
}
