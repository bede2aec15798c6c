package dev.shisa.ledger;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What opening a ledger found and did.
 *
 * @param size entries in the journal
 * @param cut the end of the journal that was cut off: a batch that was being written when the process or the machine
 *     stopped, never acknowledged
 * @param rebuilt public files that were missing or not what the journal says, and have been written again; not the partial
 *     tiles of sizes between two publications, which are only made now
 */
public record Opening(long size, Optional<Cut> cut, List<Path> rebuilt) {

    /**
     * Bytes that were cut off.
     *
     * @param file the journal file
     * @param offset where they began
     * @param bytes how many they were
     */
    public record Cut(Path file, long offset, long bytes) {}

    public Opening {
        rebuilt = List.copyOf(rebuilt);
    }
}
