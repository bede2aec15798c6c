package dev.shisa.server.sbom;

import dev.shisa.bom.Problem;
import dev.shisa.bom.Reading;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of what files of lists say of themselves. */
@Repository
class AskedStore {

    private final JdbcClient jdbc;

    AskedStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Notes what a file says; one that is not taken any more may hide anything. */
    void put(UUID listId, Reading reading) {
        if (!(reading instanceof Reading.Taken taken)) {
            putUnreadable(listId);
            return;
        }
        Optional<Problem> part = taken.problems().stream()
                .filter(problem -> problem.kind() == Problem.Kind.INCOMPLETE)
                .findFirst();
        put(
                listId,
                part.map(Problem::place).orElse(""),
                part.map(problem -> problem.arguments().getFirst()).orElse(""),
                taken.lossy(),
                true);
    }

    /** Notes that a file is not there, or cannot be read. */
    void putUnreadable(UUID listId) {
        put(listId, "", "", true, false);
    }

    private void put(UUID listId, String place, String words, boolean lossy, boolean readable) {
        jdbc.sql("""
                        INSERT INTO sbom_asked AS a (list_id, place, words, lossy, readable)
                        VALUES (:list, :place, :words, :lossy, :readable) ON CONFLICT (list_id) DO UPDATE
                            SET place = excluded.place, words = excluded.words, lossy = excluded.lossy, readable = excluded.readable
                            WHERE NOT a.readable""")
                .param("list", listId)
                .param("place", SbomStore.storable(place))
                .param("words", SbomStore.storable(words))
                .param("lossy", lossy)
                .param("readable", readable)
                .update();
    }

    /**
     * A list whose file was never asked, and the evidence that holds it.
     */
    record Unasked(UUID listId, UUID evidenceId) {}

    /**
     * Those that count, or may count again, the newest first.
     *
     * @param again whether those that could not be read are among them
     */
    List<Unasked> unasked(boolean again) {
        return jdbc.sql("""
                        SELECT id, evidence_id FROM sbom_list l WHERE withdrawn_at IS NULL
                            AND NOT EXISTS (SELECT FROM sbom_asked a WHERE a.list_id = l.id AND (a.readable OR NOT :again))
                        ORDER BY taken_at DESC, id DESC""")
                .param("again", again)
                .query((rs, n) -> new Unasked(rs.getObject("id", UUID.class), rs.getObject("evidence_id", UUID.class)))
                .list();
    }

    /**
     * The evidence that holds lists of which their own files say that they do not name everything, and that count, or may count again.
     *
     * @param releaseId of this release only; null: of all
     */
    List<UUID> denied(@Nullable UUID releaseId) {
        return jdbc.sql("""
                        SELECT l.evidence_id FROM sbom_list l JOIN sbom_asked a ON a.list_id = l.id
                        WHERE l.withdrawn_at IS NULL AND a.words <> '' AND (:release::uuid IS NULL OR l.release_id = :release)""")
                .param("release", releaseId)
                .query((rs, n) -> rs.getObject("evidence_id", UUID.class))
                .list();
    }

    /** What keeps each of some lists from being all that is in its release. */
    Map<UUID, ReleaseLists.Gaps> gaps(Collection<UUID> listIds) {
        Map<UUID, ReleaseLists.Gaps> gaps = new HashMap<>();
        jdbc.sql("""
                        SELECT l.id, l.whole AND coalesce(a.words, '') = '' AS whole, a.list_id IS NOT NULL AS asked,
                            CASE WHEN a.readable THEN a.lossy ELSE NOT l.sound END AS lossy, NOT a.readable AS unread
                        FROM sbom_list l LEFT JOIN sbom_asked a ON a.list_id = l.id WHERE l.id = ANY (:lists)""")
                .param("lists", listIds.toArray(UUID[]::new))
                .query((rs, n) -> gaps.put(
                        rs.getObject("id", UUID.class),
                        new ReleaseLists.Gaps(
                                !rs.getBoolean("whole"),
                                rs.getBoolean("lossy"),
                                !rs.getBoolean("asked"),
                                rs.getBoolean("unread"))))
                .list();
        return gaps;
    }
}
