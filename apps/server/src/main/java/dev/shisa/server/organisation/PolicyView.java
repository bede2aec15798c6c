package dev.shisa.server.organisation;

import dev.shisa.server.platform.web.Ui;
import java.util.ArrayList;
import java.util.List;

/**
 * The state of the product security policy for its page: the document, and the grid of guide 004, guideline 1 – safety and
 * security apart, each set, made known, known in its realisation, reviewed.
 */
public final class PolicyView {

    /** One place of the grid. */
    public record Place(String state, String word) {}

    /** One row of it. */
    public record GridRow(String name, List<Place> places) {

        public GridRow {
            places = List.copyOf(places);
        }
    }

    private final Policy policy;
    private final List<GridRow> grid = new ArrayList<>();
    private final int level;

    PolicyView(Company company, Ui ui) {
        policy = company.policy();
        for (String part : List.of("safety", "security")) {
            boolean set = policy.isApproved()
                    && company.lists().contents().stream()
                            .anyMatch(c -> c.key().equals("covers-" + part)
                                    && company.section(c).isPresent());
            boolean spread = set
                    && (policy.isReadByAll()
                            || policy.isSaidToBeKnown()
                            || Stated.madeKnown(company).stream()
                                    .anyMatch(d -> d.words("covers").contains(part)));
            List<Place> places = new ArrayList<>(List.of(place(set, ui), place(spread, ui)));
            for (String act : List.of("status", "review")) {
                places.add(place(
                        set
                                && company.of(Kind.DEED).stream()
                                        .anyMatch(d -> d.is("act", act)
                                                && company.isHeld(d)
                                                && d.words("covers").contains(part)),
                        ui));
            }
            grid.add(new GridRow(ui.t("organisation.word.deed.covers." + part), places));
        }
        level = company.lists().contents().stream()
                .filter(c -> c.group().equals("items"))
                .mapToInt(c -> Blocks.level(c, company))
                .min()
                .orElse(0);
    }

    private static Place place(boolean done, Ui ui) {
        return new Place(done ? "met" : "unknown", ui.t(done ? "organisation.grid.done" : "organisation.grid.open"));
    }

    public List<GridRow> grid() {
        return List.copyOf(grid);
    }

    /** The lowest level of all items, from 0 to 3. */
    public int level() {
        return level;
    }

    public String href() {
        return policy.href();
    }

    public boolean isThere() {
        return policy.state() != Policy.State.NONE;
    }

    /** Whether it was written outside of the platform, where nobody can say here that they read it. */
    public boolean isElsewhere() {
        return policy.state() == Policy.State.ELSEWHERE;
    }

    public String state() {
        return policy.isApproved() ? "met" : policy.state() == Policy.State.DRAFT ? "not-met" : "unknown";
    }

    public String title() {
        return policy.title();
    }

    public String version() {
        return policy.version();
    }

    public String approved() {
        return policy.approvedOn() == null ? "" : (policy.approver() + " " + policy.approvedOn()).strip();
    }

    public String review() {
        return policy.review() == null ? "" : policy.review().toString();
    }

    public int acknowledged() {
        return policy.acknowledged();
    }

    public int expected() {
        return policy.expected();
    }
}
