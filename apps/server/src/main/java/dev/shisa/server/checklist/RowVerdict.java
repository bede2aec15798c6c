package dev.shisa.server.checklist;

import dev.shisa.conformity.VerdictState;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The verdict of a row that rests on several others: never better than any of them. What does not apply drops out unless
 * nothing applies; of the rest the weakest decides, in the order of the rules: what fails, what is in doubt, what is
 * unknown, what waits for a second person. Among settled ones the one that claims least is named.
 */
final class RowVerdict {

    /** From the weakest to the best. */
    private static final List<VerdictState> ORDER = List.of(
            VerdictState.NOT_MET,
            VerdictState.RECHECK,
            VerdictState.UNKNOWN,
            VerdictState.EXPECTED,
            VerdictState.EXEMPT,
            VerdictState.DEEMED,
            VerdictState.MET);

    private RowVerdict() {}

    /** Empty when the row rests on nothing: nobody has tied it. */
    static Optional<VerdictState> of(Collection<VerdictState> states) {
        if (states.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(ORDER.stream().filter(states::contains).findFirst().orElse(VerdictState.NOT_APPLICABLE));
    }
}
