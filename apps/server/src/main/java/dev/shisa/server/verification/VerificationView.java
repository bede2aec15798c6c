package dev.shisa.server.verification;

import dev.shisa.server.platform.web.Parts;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the pages of verification show, in words. */
public final class VerificationView {

    private VerificationView() {}

    /** A phase with its items. */
    public record Part(String id, String name, List<Row> rows) {}

    /**
     * An item of the plan.
     *
     * @param due empty: no day was set
     */
    public record Row(
            String title,
            String href,
            String kind,
            String ground,
            String who,
            String applies,
            String due,
            boolean overdue,
            String state,
            String word) {}

    /** A release and whether its gate is open. */
    public record GateLine(String name, String href, boolean shown, String state, String word) {}

    /** An item that may be added. */
    public record Proposed(String id, String title, String about, String ground) {}

    /** An item as it is typed. */
    public record ItemForm(
            String phase,
            String kind,
            String title,
            String method,
            String who,
            String due,
            String applies,
            String release,
            String months,
            String checklist,
            String ground,
            int number,
            String reason) {}

    /** What can be chosen for an item. */
    public record ItemChoices(
            List<Parts.Choice> phases,
            List<Parts.Choice> kinds,
            List<Parts.Choice> applies,
            List<Parts.Choice> releases,
            List<Parts.Choice> checklists) {}

    /** A result as it is typed; judgements and notes by point. */
    public record ResultForm(
            String release,
            String outcome,
            String examined,
            String on,
            String by,
            String environment,
            String evidence,
            String remarks,
            String action,
            String actionWho,
            String actionDue,
            Map<String, String> judgements,
            Map<String, String> notes) {

        public ResultForm {
            judgements = Map.copyOf(judgements);
            notes = Map.copyOf(notes);
        }
    }

    /** A point of a checklist. */
    public record Point(
            String id,
            String text,
            String source,
            String judgement,
            String note,
            @Nullable String error) {}

    /** A result that was recorded. */
    public record ResultRow(
            String id,
            String item,
            String itemHref,
            String release,
            String state,
            String word,
            String on,
            List<String> lines,
            String evidence,
            boolean withdrawn) {}

    /** One reason why a gate is closed, and where it is settled. */
    public record Obstacle(String text, String href) {}

    /** An order to a provider outside. */
    public record OrderRow(
            String id,
            String provider,
            String release,
            String on,
            String listed,
            List<Parts.Step> agreed,
            String evidence,
            String state,
            String word,
            String cancelled) {}

    /** An order as it is typed. */
    public record OrderForm(
            String release,
            String provider,
            String listedOn,
            String handling,
            String secrecy,
            String content,
            String orderedOn) {}

    /** An environment in the inventory. */
    public record EnvironmentRow(
            String name,
            String href,
            String place,
            String version,
            List<String> tools,
            String renewOn,
            String state,
            String word) {}

    /** An environment as it is typed. */
    public record EnvironmentForm(
            String name, String place, String version, String tools, String renewOn, int number, String reason) {}

    /** A change that was made: when and by whom, what, and why. */
    public record Revision(String when, String what, String reason) {}
}
