package dev.shisa.server.model;

import java.util.List;

/** A model in the reader's words. */
public record ModelView(
        List<Row> components,
        List<Link> connections,
        List<Diagram> diagrams,
        List<String> sentences,
        List<Problem> problems,
        Patterns patterns,
        String properties,
        String propertiesWhy,
        boolean systemOfSystems) {

    public ModelView {
        components = List.copyOf(components);
        connections = List.copyOf(connections);
        diagrams = List.copyOf(diagrams);
        sentences = List.copyOf(sentences);
        problems = List.copyOf(problems);
    }

    /**
     * A duty of a component.
     *
     * @param state of the shape beside it
     */
    public record Duty(String state, String words, String detail) {}

    /** A component. */
    public record Row(
            String code,
            String name,
            String kind,
            String owner,
            String purpose,
            Duty self,
            Duty others,
            boolean unknown) {}

    /**
     * A connection.
     *
     * @param intent {@code intended}, {@code unintended}, {@code observed}, or empty while nobody answered
     * @param by who connects
     * @param how the other tags, compound last
     * @param analysed where the analysis is written; empty: there is none
     */
    public record Link(
            int number,
            String code,
            String name,
            String ends,
            String intent,
            String intentWords,
            String intentDetail,
            String by,
            String how,
            boolean isAnalysed,
            String analysed) {}

    /** Something to do about the model, and where. */
    public record Problem(String text, String href) {}

    /**
     * The combinations of who connects and how.
     *
     * @param by who connects, the columns
     * @param open those that a connection has and nobody analysed
     * @param never how many no connection has
     */
    public record Patterns(
            List<String> by, List<PatternRow> rows, List<String> open, int analysed, int never, int excluded) {
        public Patterns {
            by = List.copyOf(by);
            rows = List.copyOf(rows);
            open = List.copyOf(open);
        }

        public int all() {
            return analysed + open.size() + never + excluded;
        }

        /** The combinations that were never analysed. */
        public int unanalysed() {
            return open.size() + never;
        }
    }

    /** One way of connecting, with what is known of it for each who connects. */
    public record PatternRow(String how, List<Cell> cells) {
        public PatternRow {
            cells = List.copyOf(cells);
        }
    }

    /** @param state {@code analysed}, {@code open}, {@code never} or {@code excluded} */
    public record Cell(String state, String words) {}
}
