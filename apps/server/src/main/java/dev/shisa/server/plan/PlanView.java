package dev.shisa.server.plan;

import java.util.List;

/** What the page of a plan shows, in words. */
public final class PlanView {

    private PlanView() {}

    /**
     * One line of the plan.
     *
     * @param guide its title
     * @param scope of the company; empty: of the series
     * @param until empty: the budget never reaches it
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
            String waits) {}

    /** The lines of one part of the plan, such as the first month. */
    public record Part(int number, String name, List<Line> lines) {}

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
