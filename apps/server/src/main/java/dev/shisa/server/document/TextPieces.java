package dev.shisa.server.document;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A text in the pieces that pages show. */
final class TextPieces {

    private TextPieces() {}

    /** @param question where a gap of a label is answered; empty: in the text */
    static List<DocumentView.Part> parts(List<Section> sections, String language, UnaryOperator<String> question) {
        return sections.stream()
                .filter(DocumentFiles::isShown)
                .map(s -> new DocumentView.Part(s.id(), s.heading(), pieces(s.text(), language, question)))
                .toList();
    }

    static List<DocumentView.Piece> pieces(String text, String language, UnaryOperator<String> question) {
        List<DocumentView.Piece> pieces = new ArrayList<>();
        for (Block block : Marks.parse(text)) {
            pieces.add(
                    switch (block) {
                        case Block.Heading(String w) -> piece("heading", List.of(w), language, question);
                        case Block.Paragraph(String w) -> piece("paragraph", List.of(w), language, question);
                        case Block.Notice(String w) -> piece("notice", List.of(w), language, question);
                        case Block.Bullets(List<String> items) -> piece("bullets", items, language, question);
                        case Block.Table(List<String> header, List<List<String>> rows) ->
                            new DocumentView.Piece(
                                    "table",
                                    runs(header, language, question),
                                    rows.stream()
                                            .map(row -> runs(row, language, question))
                                            .toList());
                    });
        }
        return pieces;
    }

    private static DocumentView.Piece piece(
            String kind, List<String> texts, String language, UnaryOperator<String> question) {
        return new DocumentView.Piece(kind, runs(texts, language, question), List.of());
    }

    private static List<List<DocumentView.Run>> runs(
            List<String> texts, String language, UnaryOperator<String> question) {
        return texts.stream()
                .map(text -> Marks.spans(text).stream()
                        .map(span -> new DocumentView.Run(
                                span.gap() ? Marks.gap(span.text(), language) : span.text(),
                                span.gap(),
                                span.gap() ? question.apply(span.text()) : ""))
                        .toList())
                .toList();
    }
}
