package dev.shisa.server.supplier;

import dev.shisa.server.evidence.StoredFile;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a supplier has entered to one question.
 *
 * @param state {@code draft}, {@code sent}, {@code accepted} or {@code asked}
 * @param answer {@code yes}, {@code no}, {@code unknown} or empty
 * @param comment of the maker, why it is asked again
 */
record Reply(
        Question question,
        String state,
        String answer,
        String detail,
        @Nullable LocalDate until,
        String comment,
        @Nullable StoredFile file,
        Instant at) {

    static final List<String> ANSWERS = List.of("yes", "no", "unknown");

    /** Whether the supplier may still change it. */
    boolean isOpen() {
        return state.equals("draft") || state.equals("asked");
    }

    /** What others see of it: what the supplier may still change is its own business. */
    Reply shown() {
        return isOpen() ? new Reply(question, state, "", "", null, comment, null, at) : this;
    }

    static Reply none(Question question, Instant at) {
        return new Reply(question, "draft", "", "", null, "", null, at);
    }
}
