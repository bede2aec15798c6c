package dev.shisa.probe;

import java.util.List;

/** The verdict of one key with everything that was observed for it. */
public record Result(Verdict verdict, List<Evidence> evidence) {

    public Result {
        evidence = List.copyOf(evidence);
    }
}
