package dev.shisa.server.sbom;

import dev.shisa.bom.Problem;
import java.util.List;

/** A file that was not taken in; nothing of it is stored. */
final class RefusedSbomException extends Exception {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never sent anywhere
    private final List<Problem> problems;

    private final int problemCount;
    private final int components;

    RefusedSbomException(List<Problem> problems, int problemCount, int components) {
        super(problems.isEmpty() ? "" : problems.getFirst().sentence());
        this.problems = List.copyOf(problems);
        this.problemCount = problemCount;
        this.components = components;
    }

    /** The first of them, each with its place; at least one. */
    List<Problem> problems() {
        return problems;
    }

    int problemCount() {
        return problemCount;
    }

    /** How many components can be taken all the same; 0: none. */
    int components() {
        return components;
    }
}
