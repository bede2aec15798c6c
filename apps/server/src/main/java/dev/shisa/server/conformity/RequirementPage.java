package dev.shisa.server.conformity;

import dev.shisa.server.platform.web.Parts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One requirement of a series, opened to its proof.
 *
 * @param title the answer of the page in a sentence
 * @param target name of the release that is judged; empty while there is none
 * @param applies null when the requirement always applies
 */
public record RequirementPage(
        String title,
        String target,
        Board.@Nullable NextStep next,
        List<Route> routes,
        Parts.@Nullable Node applies,
        Parts.Node rule,
        List<Parts.Link> chain,
        List<Parameter> parameters,
        List<Parts.Change> history) {

    /** A certificate or declaration that could settle the requirement, and how far it does. */
    public record Route(String verdict, String name, Parts.Node tree) {}

    /** A parameter that the proof uses; {@code value} is empty while it is not set. */
    public record Parameter(String name, String value) {}
}
