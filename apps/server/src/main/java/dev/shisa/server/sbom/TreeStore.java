package dev.shisa.server.sbom;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads what components of a list are called. */
@Repository
class TreeStore {

    private final JdbcClient jdbc;

    TreeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Map<Integer, ComponentTree.Name> names(UUID listId, List<Integer> numbers) {
        Map<Integer, ComponentTree.Name> names = new HashMap<>();
        jdbc.sql("""
                        SELECT number, grp, name, version FROM sbom_component
                        WHERE list_id = :list AND number = ANY (:numbers::integer[])""")
                .param("list", listId)
                .param("numbers", numbers.toArray(Integer[]::new))
                .query(rs -> {
                    String group = rs.getString("grp");
                    names.put(
                            rs.getInt("number"),
                            new ComponentTree.Name(
                                    (group.isEmpty() ? "" : group + "/") + rs.getString("name"),
                                    rs.getString("version")));
                });
        return names;
    }
}
