package dev.shisa.conformity.internal;

import dev.shisa.conformity.Problem;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong in some files, each thing once; after many problems the rest is dropped. */
public final class Problems {

    /** Nobody reads more at once; a broken file has thousands. */
    static final int PROBLEMS_MAX = 200;

    private final List<Problem> problems = new ArrayList<>();

    public void add(Problem problem) {
        if (problems.size() < PROBLEMS_MAX && !problems.contains(problem)) {
            problems.add(problem);
        }
    }

    public boolean isEmpty() {
        return problems.isEmpty();
    }

    public int count() {
        return problems.size();
    }

    /** In the order in which they were found. */
    public List<Problem> list() {
        return List.copyOf(problems);
    }
}
