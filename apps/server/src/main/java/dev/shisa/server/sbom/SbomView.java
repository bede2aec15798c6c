package dev.shisa.server.sbom;

import dev.shisa.server.platform.web.Parts;
import java.util.List;

/** What the pages of bills of materials show, in words. */
public final class SbomView {

    private SbomView() {}

    /**
     * A list among those of a series.
     *
     * @param counts whether it is the one that counts for its release
     */
    public record Line(
            String release,
            String format,
            String components,
            String taken,
            String href,
            String state,
            String standing,
            boolean counts) {}

    /**
     * What was typed into the form that takes a list in.
     *
     * @param upload of the file that was sent before; empty: none was
     * @param fileName of that file
     */
    public record Form(String release, String whole, boolean soundRest, String upload, String fileName) {}

    /** Why a file was not taken, each sentence with its place. */
    public record Refusal(String title, List<String> problems, String more, String next) {
        public Refusal {
            problems = List.copyOf(problems);
        }
    }

    /** An element that every list should have, and how many components have it. */
    public record ElementRow(String name, boolean ntia, int having, int of, String state, String href) {}

    /** A component in words. */
    public record Row(
            String name,
            String type,
            String version,
            String supplier,
            List<String> identifiers,
            String licenses,
            String place,
            List<String> marks) {
        public Row {
            identifiers = List.copyOf(identifiers);
            marks = List.copyOf(marks);
        }
    }

    /** A page of components with what narrows it. */
    public record Components(
            List<Row> rows,
            int total,
            int found,
            int page,
            int pages,
            String pageHref,
            String exportHref,
            List<Parts.Filter> filters,
            String words,
            String only,
            List<Parts.Choice> choices) {
        public Components {
            rows = List.copyOf(rows);
            filters = List.copyOf(filters);
            choices = List.copyOf(choices);
        }
    }

    /** A component that came, went or changed. */
    public record Change(String kind, String kindWord, String name, String before, String after, String what) {}
}
