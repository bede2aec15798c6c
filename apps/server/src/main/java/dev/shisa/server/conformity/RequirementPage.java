package dev.shisa.server.conformity;

import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One requirement of a series, opened to its proof.
 *
 * @param title the answer of the page in a sentence
 * @param target name of the release that is judged; empty while there is none
 * @param deciding the decision not to adopt it; null where there can be none
 * @param records pages whose records answer its questions by themselves
 * @param proof why it is so
 */
public record RequirementPage(
        String title,
        String target,
        Board.@Nullable NextStep next,
        Shown proof,
        List<Parts.Link> chain,
        List<Parameter> parameters,
        List<Inherited> inherited,
        List<Parts.Change> history,
        Elsewhere elsewhere,
        List<Parts.Crumb> records,
        @Nullable Changed changed,
        @Nullable Deciding deciding) {

    /**
     * The proof.
     *
     * @param trees the one that decides first and open
     * @param conflicts facts that disagree on which it rests, each once
     * @param conflictsFirst whether they are what the verdict waits for
     */
    public record Shown(List<Tree> trees, List<Disagreeing> conflicts, boolean conflictsFirst) {

        public Shown {
            trees = List.copyOf(trees);
            conflicts = List.copyOf(conflicts);
        }
    }

    /** Facts that answer one question and disagree. */
    public record Disagreeing(String question, Parts.Conflict conflict) {}

    /** One tree of the proof; those that decide nothing now are folded. */
    public record Tree(String id, String heading, Parts.Node root, boolean open) {}

    /**
     * The decision not to adopt the requirement, and the form for one.
     *
     * @param reason of the decision in force; empty while there is none
     * @param by who decided and when
     * @param until the last day; empty: no end
     * @param action where the form is sent
     * @param typed what was typed and could not be taken; empty otherwise
     */
    public record Deciding(
            String reason, String by, String until, String action, String typed, String typedUntil, Mistakes mistakes) {

        public boolean inForce() {
            return !reason.isEmpty();
        }
    }

    /**
     * A statement by which facts of an earlier release were inherited, or not.
     *
     * @param sentence from which release to which, and whether it counts
     */
    public record Inherited(String sentence, String reason, String signed, String confirmed, String href) {}

    /**
     * That the requirement changed after it had been decided, and who looked at it.
     *
     * @param at the day on which the edition came into force
     * @param mark when exactly: names the change that is looked at
     * @param gone claims of the rule that are no more
     * @param added claims that it did not make
     * @param rule whether it is decided by another rule
     * @param reviewed who looked at it, when and why it still fits; empty: nobody yet
     * @param action where a review is sent
     */
    public record Changed(
            String at,
            String mark,
            String before,
            String after,
            boolean rule,
            List<String> gone,
            List<String> added,
            String reviewed,
            String reason,
            String action,
            String typed,
            @Nullable String mistake) {}

    /** A parameter that the proof uses; {@code value} is empty while it is not set. */
    public record Parameter(String name, String value, String href) {}
}
