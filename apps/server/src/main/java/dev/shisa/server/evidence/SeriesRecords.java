package dev.shisa.server.evidence;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.product.Series;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a capability keeps of a series besides the register and the facts, which goes along when the series leaves as a file.
 * In it releases are named and evidence is told by its code; nothing secret is in it.
 */
public interface SeriesRecords {

    /** The name of its part of the file: {@code bench}. */
    String name();

    /**
     * Everything of a series; null: there is nothing.
     *
     * @param releases their names by id
     */
    @Nullable
    Object of(Series series, Map<UUID, String> releases);

    /** Codes of the evidence that it names, which goes along even if no fact rests on it. */
    Set<String> evidence(Series series);

    /** Files that it names under {@code /files}, besides those of the evidence. */
    default List<StoredFile> files(Series series) {
        return List.of();
    }

    /**
     * Takes in what {@link #of} gave in another installation.
     *
     * @throws BrokenCopy when it is not what {@link #of} gives; everything else is a fault of our own
     */
    void bring(Series series, JsonNode records, Landing landing, Person person);

    /**
     * What became of what it names.
     *
     * @param releases ids of here by name
     * @param codes codes of evidence: those of there, and what they are here
     * @param files by their SHA-256
     * @param company whether what is about the company comes in, too
     * @param organisation whose installation it was
     */
    record Landing(
            Map<String, UUID> releases,
            Map<String, String> codes,
            Map<String, StoredFile> files,
            boolean company,
            String organisation) {

        public Landing {
            releases = Map.copyOf(releases);
            codes = Map.copyOf(codes);
            files = Map.copyOf(files);
        }

        /** The codes of here; what did not come along is left out. */
        public List<String> evidence(List<String> there) {
            return there.stream().filter(codes::containsKey).map(codes::get).toList();
        }

        /**
         * The code of here of evidence that has to be there.
         *
         * @throws BrokenCopy when it did not come along
         */
        public String code(String there) {
            String code = codes.get(there);
            if (code == null) {
                throw new BrokenCopy("no evidence " + there);
            }
            return code;
        }

        /**
         * The release of this name.
         *
         * @throws BrokenCopy when there is none
         */
        public UUID release(String name) {
            UUID id = releases.get(name);
            if (id == null) {
                throw new BrokenCopy("no release " + name);
            }
            return id;
        }
    }
}
