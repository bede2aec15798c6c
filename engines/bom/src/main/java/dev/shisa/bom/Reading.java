package dev.shisa.bom;

import java.util.List;

/** What came of reading a file. */
public sealed interface Reading {

    /** At most so many problems are told; a file with more has one cause for most of them. */
    int PROBLEMS_MAX = 200;

    /**
     * The sound part of the file.
     *
     * @param problems what is wrong or doubtful, at most {@link #PROBLEMS_MAX}
     * @param problemCount how many there are in all
     * @param lossy whether one of all these may have lost or changed a component
     */
    record Taken(Bom bom, List<Problem> problems, int problemCount, boolean lossy) implements Reading {
        public Taken {
            problems = List.copyOf(problems);
        }

        /** Whether the file keeps the rules of its format. */
        public boolean valid() {
            return problems.stream().noneMatch(p -> p.kind().severity() == Problem.Severity.ERROR);
        }

        /** Whether the file says of itself that it does not name everything. */
        public boolean incomplete() {
            return problems.stream().anyMatch(p -> p.kind() == Problem.Kind.INCOMPLETE);
        }
    }

    /** Nothing of the file could be used. */
    record Refused(Problem problem) implements Reading {}
}
