package dev.shisa.conformity;

/**
 * What is wrong in a catalogue or case file, where, and what to do.
 *
 * @param line counted from 1; 0 where the file as a whole is meant
 * @param entry the entry in the file's own terms, such as {@code requirements[S1.1-02].rule.0}
 */
public record Problem(String file, int line, String entry, String what, String remedy) {
    @Override
    public String toString() {
        return file + ":" + line + ": " + (entry.isEmpty() ? "" : entry + ": ") + what + " - " + remedy;
    }
}
