package dev.shisa.ledger.verify;

import java.nio.file.Path;

/** One difference between a log folder and what its checkpoint signs. */
public sealed interface Finding {

    /** The file that is wrong. */
    Path file();

    /** The first byte of it that is wrong, as far as can be told; otherwise where the wrong part begins. */
    long offset();

    /** What is wrong, as a sentence with file and place. */
    String sentence();

    /** The checkpoint is not signed by the key, or cannot be read; nothing can be said about the tree. */
    record BadCheckpoint(Path file, String why) implements Finding {
        @Override
        public long offset() {
            return 0;
        }

        @Override
        public String sentence() {
            return file + ": " + why;
        }
    }

    /** A file of the tree is not there. */
    record Missing(Path file) implements Finding {
        @Override
        public long offset() {
            return 0;
        }

        @Override
        public String sentence() {
            return file + " is missing.";
        }
    }

    /** A file that no tree of this size has. */
    record Unexpected(Path file) implements Finding {
        @Override
        public long offset() {
            return 0;
        }

        @Override
        public String sentence() {
            return file + " does not belong to a log of this size.";
        }
    }

    /**
     * An entry is not the one that was logged.
     *
     * @param entry its index; entries behind it in the same file may be unreadable, too
     */
    record WrongEntry(Path file, long offset, long entry) implements Finding {
        @Override
        public String sentence() {
            return file + ", byte " + offset + ": entry " + entry + " is not what was logged.";
        }
    }

    /**
     * A hash is not that of what is below it.
     *
     * @param level level of the tile
     * @param index number of the hash within the level
     */
    record WrongHash(Path file, long offset, int level, long index) implements Finding {
        @Override
        public String sentence() {
            return file + ", byte " + offset + ": hash " + index + " of level " + level
                    + " is not that of the entries below it.";
        }
    }

    /** A file is longer or shorter than what it must hold. */
    record WrongLength(Path file, long offset, long expected) implements Finding {
        @Override
        public String sentence() {
            return file + " ends at byte " + offset + ", it must end at byte " + expected + ".";
        }
    }

    /** The entries do not give the root hash that the checkpoint signs, and no single file explains it. */
    record WrongRoot(Path file, String computed, String signed) implements Finding {
        @Override
        public long offset() {
            return 0;
        }

        @Override
        public String sentence() {
            return file + " signs the root hash " + signed + "; the entries give " + computed + ".";
        }
    }

    /**
     * A place of the journal is damaged.
     *
     * @param entry the first entry that is affected
     */
    record WrongJournal(Path file, long offset, long entry, String why) implements Finding {
        @Override
        public String sentence() {
            return file + ", byte " + offset + " (entry " + entry + "): " + why;
        }
    }
}
