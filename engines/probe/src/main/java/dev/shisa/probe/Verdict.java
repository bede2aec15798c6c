package dev.shisa.probe;

import java.util.Collection;

/** What is said of a key, and of each observation for it. */
public enum Verdict {
    /** Measured, and as it should be. */
    PASS,
    /** Measured, and not as it should be. */
    FAIL,
    /** The device has nothing that the key is about. */
    NA,
    /** Only people at the bench can tell. */
    MANUAL,
    /** It should have been measured and could not be; never shown as a pass or a fail. */
    UNKNOWN;

    /**
     * The verdict of a key from its observations: one violation decides; then whatever is open keeps the key open, so
     * that nothing passes by what was left out.
     */
    public static Verdict of(Collection<Verdict> observed) {
        for (Verdict verdict : new Verdict[] {FAIL, UNKNOWN, MANUAL, PASS, NA}) {
            if (observed.contains(verdict)) {
                return verdict;
            }
        }
        return UNKNOWN;
    }
}
