package dev.shisa.server.conformity;

import java.util.List;

/** What the page of the seven technical measures shows, in words. */
public final class MeasureView {

    private MeasureView() {}

    /**
     * The measures of one trait.
     *
     * @param presence yes, yes-unconfirmed, no, no-unconfirmed, open
     */
    public record Group(
            String trait, String name, String presence, String presenceWords, List<Says> says, List<Measure> measures) {

        public boolean proposed() {
            return presence.startsWith("yes");
        }

        public boolean open() {
            return presence.equals("open");
        }
    }

    /** What was typed about a decision and could not be taken. */
    public record Typed(String reason, String until) {}

    /** A fact that decides a trait; the value is empty while it is open. */
    public record Says(String question, String value, String href) {}

    /**
     * One measure.
     *
     * @param decision adopted, not-adopted, open
     */
    public record Measure(
            String number,
            String title,
            String content,
            String reason,
            String consider,
            String href,
            String state,
            boolean settled,
            String decision,
            String why,
            String by,
            String until) {}
}
