package dev.shisa.server.sbom;

import dev.shisa.bom.Problem;
import dev.shisa.bom.Reading;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of what files of lists say of themselves. */
@Repository
class AskedStore {

    private final JdbcClient jdbc;

    AskedStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Notes what a file says; one that cannot be read any more may hide anything. */
    void put(UUID listId, Reading reading) {
        Optional<Problem> part = reading instanceof Reading.Taken taken
                ? taken.problems().stream()
                        .filter(problem -> problem.kind() == Problem.Kind.INCOMPLETE)
                        .findFirst()
                : Optional.empty();
        jdbc.sql("""
                        INSERT INTO sbom_asked (list_id, place, words, lossy) VALUES (:list, :place, :words, :lossy)
                        ON CONFLICT (list_id) DO NOTHING""")
                .param("list", listId)
                .param(
                        "place",
                        part.map(Problem::place).map(SbomStore::storable).orElse(""))
                .param(
                        "words",
                        part.map(problem ->
                                        SbomStore.storable(problem.arguments().getFirst()))
                                .orElse(""))
                .param("lossy", !(reading instanceof Reading.Taken taken) || taken.lossy())
                .update();
    }

    /**
     * A list whose file was never asked, and the evidence that holds it.
     */
    record Unasked(UUID listId, UUID evidenceId) {}

    /** Those that count, or may count again, the newest first. */
    List<Unasked> unasked() {
        return jdbc.sql("""
                        SELECT id, evidence_id FROM sbom_list l WHERE withdrawn_at IS NULL
                            AND NOT EXISTS (SELECT FROM sbom_asked a WHERE a.list_id = l.id)
                        ORDER BY taken_at DESC, id DESC""")
                .query((rs, n) -> new Unasked(rs.getObject("id", UUID.class), rs.getObject("evidence_id", UUID.class)))
                .list();
    }

    /** What keeps each of some lists from being all that is in its release. */
    Map<UUID, ReleaseLists.Gaps> gaps(Collection<UUID> listIds) {
        Map<UUID, ReleaseLists.Gaps> gaps = new HashMap<>();
        jdbc.sql("""
                        SELECT l.id, l.whole AND coalesce(a.words, '') = '' AS whole, a.list_id IS NOT NULL AS asked,
                            coalesce(a.lossy, NOT l.sound) AS lossy
                        FROM sbom_list l LEFT JOIN sbom_asked a ON a.list_id = l.id WHERE l.id = ANY (:lists)""")
                .param("lists", listIds.toArray(UUID[]::new))
                .query((rs, n) -> gaps.put(
                        rs.getObject("id", UUID.class),
                        new ReleaseLists.Gaps(
                                !rs.getBoolean("whole"), rs.getBoolean("lossy"), !rs.getBoolean("asked"))))
                .list();
        return gaps;
    }
}
