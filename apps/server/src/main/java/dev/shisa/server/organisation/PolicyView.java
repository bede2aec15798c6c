package dev.shisa.server.organisation;

import dev.shisa.server.platform.web.Ui;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    private final Company company;
    private final Policy policy;
    private final String title;
    private final List<GridRow> grid = new ArrayList<>();
    private final int level;

    PolicyView(Company company, Ui ui) {
        this.company = company;
        policy = company.policy();
        title = policy.title().in(ui.locale());
        boolean overdue = company.isPolicyOverdue();
        for (String part : Company.HALVES) {
            boolean set = company.speaksOf(part);
            boolean spread = set && (company.isReadByAll() || policy.isSaidToBeKnown() || company.isTaught(part));
            List<Place> places = new ArrayList<>(List.of(place(set, overdue, ui), place(spread, overdue, ui)));
            for (String act : List.of("status", "review")) {
                Optional<Entry> last = company.lastDeed(act, part);
                places.add(place(
                        set && last.isPresent(),
                        overdue || last.filter(company::isTooOld).isPresent(),
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

    private static Place place(boolean done, boolean again, Ui ui) {
        return !done
                ? new Place("unknown", ui.t("organisation.grid.open"))
                : again
                        ? new Place("recheck", ui.t("organisation.grid.again"))
                        : new Place("met", ui.t("organisation.grid.done"));
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
        return title;
    }

    public String version() {
        return policy.version();
    }

    public String approved() {
        return policy.approvedOn() == null ? "" : (policy.approver() + " " + policy.approvedOn()).strip();
    }

    public String review() {
        LocalDate review = company.reviewBy();
        return review == null ? "" : review.toString();
    }

    public int acknowledged() {
        return company.acknowledged();
    }

    public int expected() {
        return company.readers();
    }
}
