package dev.shisa.server.document;

import dev.shisa.server.platform.account.Act;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a register or a rule says, as texts say it.
 *
 * @param ja as a Japanese text says it; empty, as {@code en} then is: nobody has entered it
 * @param days that whoever says it promises; null: it promises none
 * @param mark by which it is compared instead of its words, where these name people: what is kept of it in records that nobody can erase;
 *     null: the words themselves
 * @param href page on which it is entered
 * @param enters what somebody must be allowed to do there
 */
public record KnownValue(
        String ja,
        String en,
        @Nullable Integer days,
        @Nullable String mark,
        String href,
        Act enters) {

    boolean isThere() {
        return !ja.isEmpty();
    }

    String in(String language) {
        return language.equals("en") ? en : ja;
    }

    Basis.Said said() {
        return !isThere()
                ? Basis.Said.NOTHING
                : mark == null ? new Basis.Said(ja, ja, en) : new Basis.Said(mark, "", "");
    }
}
