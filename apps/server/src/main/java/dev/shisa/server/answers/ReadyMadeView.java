package dev.shisa.server.answers;

import dev.shisa.server.platform.web.Parts;
import java.util.List;

/** What a product like this usually consists of, to tick and change. */
public final class ReadyMadeView {

    private ReadyMadeView() {}

    /** A kind or another series to begin from. */
    public record Start(String href, String name, String about) {}

    /**
     * What is proposed.
     *
     * @param from name of the kind or series
     * @param field {@code kind} or {@code like}, the field that names it in the address
     * @param value of that field
     */
    public record Proposal(String from, String field, String value, List<Fact> facts, List<Group> groups) {
        public Proposal {
            facts = List.copyOf(facts);
            groups = List.copyOf(groups);
        }
    }

    /** A fact about the product itself; {@code taken}: its box is ticked. */
    public record Fact(String key, String question, String value, boolean taken) {}

    /**
     * A list of the register.
     *
     * @param stated it was said to be complete before; what is added then belongs to it
     * @param whole the box that says so is ticked
     */
    public record Group(
            String id, String section, String name, String whole, boolean stated, boolean isWhole, List<Row> rows) {
        public Group {
            rows = List.copyOf(rows);
        }
    }

    /**
     * An item.
     *
     * @param present it is in the register already
     * @param said what is proposed of it, in words; empty: nothing
     * @param isSaid the box that says so is ticked
     */
    public record Row(
            String id, String name, boolean present, boolean taken, String said, boolean isSaid, String mistake) {}

    /** The page. */
    public record Page(List<Start> kinds, List<Start> series, List<Parts.Mistake> mistakes) {
        public Page {
            kinds = List.copyOf(kinds);
            series = List.copyOf(series);
            mistakes = List.copyOf(mistakes);
        }
    }
}
