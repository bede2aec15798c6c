package dev.shisa.server.document;

import dev.shisa.server.platform.web.SearchWords;
import java.util.List;

/** What the pages of the maker's own documents show: finished words and links. */
public final class OwnDocumentView {

    private OwnDocumentView() {}

    /** A document that was read. */
    public record Row(String href, String name, String note, int answers) {}

    /**
     * A sentence with its place, what it shares with the question marked.
     *
     * @param href where it becomes an answer; {@code here} for the one that is shown, empty for those around it
     */
    public record Quote(String place, List<SearchWords.Piece> pieces, String href) {
        public Quote {
            pieces = List.copyOf(pieces);
        }
    }

    /** A question with its sentences. */
    public record Asked(String question, String touches, List<Quote> quotes) {
        public Asked {
            quotes = List.copyOf(quotes);
        }
    }

    /** Evidence that came from a document. */
    public record Taken(String code, String title, String place, String shape, String word) {}
}
