package dev.shisa.conformity;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One act that an open verdict waits for. */
record Need(
        NextQuestion.Kind kind,
        @Nullable Subject subject,
        @Nullable Slot slot,
        @Nullable String parameter,
        @Nullable UUID fact) {

    static Need ofParameter(String id) {
        return new Need(NextQuestion.Kind.PARAMETER, null, null, id, null);
    }

    static Need of(NextQuestion.Kind kind, Subject subject, Slot slot) {
        return new Need(kind, subject, slot, null, null);
    }

    /** The same slot, for another reason. */
    Need as(NextQuestion.Kind other) {
        return new Need(other, subject, slot, parameter, fact);
    }

    static Need toConfirm(Subject subject, Slot slot, UUID fact) {
        return new Need(NextQuestion.Kind.CONFIRM, subject, slot, null, fact);
    }
}
