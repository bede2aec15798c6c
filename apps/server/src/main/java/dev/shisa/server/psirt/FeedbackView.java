package dev.shisa.server.psirt;

import dev.shisa.server.platform.web.Parts;
import java.util.List;

/** What the pages of feedback show: finished words. */
public final class FeedbackView {

    private FeedbackView() {}

    /** A line of the list. */
    public record Row(
            String href,
            String code,
            String title,
            String kind,
            String source,
            String series,
            String happened,
            String state,
            String word,
            String owner,
            String due) {}

    /** What somebody tells, as it was typed. */
    public record Form(String kind, String source, String series, String happened, String title, String text) {}

    /** What somebody does about it, as it was typed. */
    public record Next(String act, String text, String owner, String due, String outcome, String reference) {}

    /** A step that was done. */
    public record Done(String what, String text, String about, String by) {}

    /** One with all that is known of it. */
    public record One(
            Row row, String text, String by, List<Done> steps, List<Parts.Choice> acts, List<Parts.Choice> owners) {

        public One {
            steps = List.copyOf(steps);
            acts = List.copyOf(acts);
            owners = List.copyOf(owners);
        }
    }
}
