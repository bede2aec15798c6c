package dev.shisa.ledger;

import java.nio.file.Path;

/**
 * One damaged place of a ledger folder.
 *
 * @param file the file
 * @param offset first byte that cannot be trusted
 * @param firstEntry first entry that is not readable there
 * @param endEntry the entry behind the last one, or −1 if the file does not tell
 * @param what what is wrong there and what to do, as sentences
 */
public record Damage(Path file, long offset, long firstEntry, long endEntry, String what) {

    /** File, offset, entries and what to do, for a person. */
    public String sentence() {
        String entries = endEntry < 0
                ? "entry " + firstEntry + " and perhaps later ones"
                : endEntry - firstEntry == 1
                        ? "entry " + firstEntry
                        : "entries " + firstEntry + " to " + (endEntry - 1);
        return file + " is damaged at byte " + offset + " (" + entries + "): " + what;
    }
}
