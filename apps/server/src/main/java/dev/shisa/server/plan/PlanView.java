package dev.shisa.server.plan;

import dev.shisa.server.platform.web.ListPage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the page of a plan shows, in words. */
public final class PlanView {

    private PlanView() {}

    /**
     * One line of the plan.
     *
     * @param guide its title
     * @param scope of the company; empty: of the series
     * @param until empty: the budget never reaches it
     * @param late that its last day cannot be kept; empty: it can, or there is none
     */
    public record Line(
            int place,
            String number,
            String title,
            String guide,
            String scope,
            String state,
            String href,
            List<String> why,
            int points,
            String effort,
            String from,
            String until,
            String waits,
            String late) {}

    /** A line that stands elsewhere, or has another day, than before the last change. */
    public record Moved(String number, String title, String href, String place, String until, String why) {}

    /**
     * What the last change did.
     *
     * @param changed each value that changed, in words
     * @param sentence how many lines moved, and what it did to the last day
     * @param lines those whose place changed, in the order of now
     * @param paced how many have only another day
     */
    public record Change(List<String> changed, String sentence, List<Moved> lines, int paced) {}

    /** The lines of one part of the plan, such as the first month. */
    public record Part(int number, String name, List<Line> lines) {}

    /**
     * What of the plan stands on this page: some lines of one of its parts.
     *
     * @param lines those of this page
     * @param page from 1
     */
    public record Shown(Part part, List<Line> lines, int page, int pages) {

        /** A page of one of these parts; the first of it where there is none with this number, of the first part where there is no such part. */
        static @Nullable Shown of(List<Part> parts, int number, int page, int rows) {
            if (parts.isEmpty()) {
                return null;
            }
            Part part = parts.stream()
                    .filter(one -> one.number() == number)
                    .findFirst()
                    .orElse(parts.getFirst());
            ListPage leaf = ListPage.of(part.lines().size(), page, rows);
            return new Shown(part, leaf.of(part.lines()), leaf.at(), leaf.pages());
        }
    }

    /** The form, as it was stored or typed. */
    public record Form(
            String begins,
            String emphasis,
            String guide,
            String stage,
            String staff,
            String budget,
            String confirm,
            String answer,
            String recheck,
            String fix,
            String yen,
            int version) {}
}
