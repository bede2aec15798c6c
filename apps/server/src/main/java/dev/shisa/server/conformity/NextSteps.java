package dev.shisa.server.conformity;

import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.product.Guides;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be done next about one guide, the most urgent first; who may do it is not asked here ({@link Confirmers}). */
final class NextSteps {

    private final Judged judged;
    private final Standing standing;
    private final NextInShort ahead;
    private final Words words;
    private final boolean star1;
    private final List<Board.NextStep> steps = new ArrayList<>();

    private NextSteps(Judged judged, Standing standing, Words words) {
        this.judged = judged;
        this.standing = standing;
        this.words = words;
        ahead = standing.next();
        star1 = standing.framework().equals(Guides.STAR1);
    }

    static List<Board.NextStep> of(Judged judged, Standing standing, Words words) {
        NextSteps next = new NextSteps(judged, standing, words);
        next.answers();
        next.proof();
        next.end();
        return List.copyOf(next.steps);
    }

    static Optional<Board.NextStep> first(Judged judged, Standing standing, Words words) {
        return of(judged, standing, words).stream().findFirst();
    }

    private void answers() {
        String limit = star1 ? "" : "?requirement=" + standing.framework();
        if (ahead.resolve() != null) {
            add(
                    words.t("board.next.resolve"),
                    words.t("board.next.resolve.text", question(ahead.resolve())),
                    words.t("board.next.resolve.act"),
                    judged.page(new RequirementId(standing.framework(), String.valueOf(ahead.resolveIn()))));
        }
        if (ahead.questions() > 0) {
            steps.add(new Board.NextStep(
                    words.t(own("board.next.questions"), ahead.touched()),
                    words.t("board.next.questions.text", question(ahead.first())),
                    words.t("board.next.questions.act"),
                    judged.answers("questions" + limit),
                    judged.answers("questions/send" + limit)));
        }
        if (ahead.waitingForContradictions() > 0) {
            add(
                    words.t(own("board.next.contradiction"), ahead.waitingForContradictions()),
                    words.t("requirement.next.contradiction.text"),
                    words.t("task.act.contradiction"),
                    judged.answers("evidence/contradictions"));
        }
        if (ahead.compare() instanceof NextInShort.Compare(int questions, String first, int touched)) {
            steps.add(new Board.NextStep(
                    words.t(own("board.next.compare"), questions, touched),
                    words.t("board.next.compare.text", question(first), minutes(questions)),
                    words.t("board.next.questions.act"),
                    judged.answers("questions" + limit),
                    judged.answers("questions/send" + limit)));
        }
    }

    private void proof() {
        NextInShort.Single one = ahead.acts();
        String unset = one.unset();
        if (unset != null) {
            add(
                    words.t("board.next.parameter", words.parameter(unset)),
                    words.t(star1 ? "board.next.parameter.text" : "board.next.parameter.own.text"),
                    words.t("board.next.parameter.act"),
                    Judged.parameter(unset, judged.board(standing.framework())));
        }
        if (ahead.confirmations() > 0) {
            add(
                    words.t("board.next.confirm", ahead.confirmations()),
                    words.t("board.next.confirm.text"),
                    words.t("board.next.confirm.act"),
                    judged.confirm());
        }
        String weak = one.weak();
        if (weak != null) {
            add(
                    words.t("board.next.strengthen", String.valueOf(one.weakIn())),
                    words.t("board.next.strengthen.text", question(weak)),
                    words.t("board.next.strengthen.act"),
                    judged.evidenceFor(weak));
        }
    }

    private void end() {
        // What else has to be rechecked asks for something above; only a changed text or rule does not.
        if (steps.isEmpty() && standing.count(VerdictState.RECHECK) > 0) {
            add(
                    words.t(own("board.next.reopened"), standing.count(VerdictState.RECHECK)),
                    words.t("requirement.next.edition.text"),
                    words.t("requirement.next.edition.act"),
                    judged.board(standing.framework()) + "#open-h");
        }
        if (steps.isEmpty() && star1 && standing.total() > 0 && standing.settled() == standing.total()) {
            add(
                    words.t("board.next.apply"),
                    words.t("board.next.apply.text"),
                    words.t("board.next.apply.act"),
                    judged.answers("application"));
        }
    }

    private void add(String title, String text, String act, String href) {
        steps.add(new Board.NextStep(title, text, act, href, null));
    }

    /** The words for another guide than JC-STAR ★1, whose requirements are no criteria. */
    private String own(String key) {
        return star1 ? key : key + ".own";
    }

    private String question(@Nullable String slot) {
        return slot == null ? "" : Slot.parse(slot).map(words::question).orElse(slot);
    }

    /** A question takes about half a minute. */
    private static int minutes(int questions) {
        return Math.max(1, (questions + 1) / 2);
    }
}
