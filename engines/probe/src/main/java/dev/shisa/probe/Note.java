package dev.shisa.probe;

import java.util.List;

/** What the person at the bench must know beyond the verdicts: lock-outs caused, state to restore, an early end. */
public record Note(String code, List<String> args) {

    public Note {
        args = List.copyOf(args);
    }
}
