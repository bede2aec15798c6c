package dev.shisa.server.platform.web;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Filters of lists that people gave names, for themselves or for everybody who sees the list. A filter is what stands in
 * the list's address, so it opens nothing that its reader could not open by typing.
 */
@Component
public class SavedFilters {

    static final int NAME_LENGTH_MAX = 60;

    /** Of one person, over all lists. */
    static final int FILTERS_MAX = 100;

    /** Shown above one list. */
    private static final int SHOWN_MAX = 30;

    private static final int QUERY_LENGTH_MAX = 1_000;

    /** The lists that have filters. */
    private static final Pattern LIST = Pattern.compile(
            "/products|/evidence|/assignments|/confirm|/records|/audit|/products/[^/?#]{1,120}/(?:evidence|conformity)");

    /** What stands in an address, as browsers encode it. */
    private static final Pattern QUERY = Pattern.compile("[A-Za-z0-9_.~%=&+*-]+");

    /** What stands in the address of a list and narrows nothing: the page, what was just done there, what is ticked. */
    private static final Set<String> NO_FILTERS =
            Set.of("page", "to", "done", "saved", "of", "turned", "before", "pick");

    private final JdbcClient jdbc;
    private final Audit audit;
    private final Ids ids;
    private final InstantSource clock;

    SavedFilters(JdbcClient jdbc, Audit audit, Ids ids, InstantSource clock) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * One filter with its name.
     *
     * @param own whether the reader made it
     * @param by the name of who made it
     */
    public record Saved(UUID id, String list, String query, String name, boolean shared, boolean own, String by) {

        public String href() {
            return list + "?" + query;
        }

        /** Which list; its words are the message {@code saved.of.<id>}. */
        public String kind() {
            String last = list.substring(list.lastIndexOf('/') + 1);
            return series().isEmpty() ? last : "series-" + last;
        }

        /** The code of the series whose list it is, or empty. */
        public String series() {
            String[] parts = list.split("/", -1);
            return parts.length == 4 ? URLDecoder.decode(parts[2], StandardCharsets.UTF_8) : "";
        }
    }

    /** Whether a path is one of a list with filters. */
    static boolean isList(String path) {
        return LIST.matcher(path).matches();
    }

    /** What of an address is a filter, and not empty. */
    static String filterOf(String query) {
        return Arrays.stream(query.split("&", -1))
                .filter(pair -> pair.contains("=")
                        && !pair.endsWith("=")
                        && !NO_FILTERS.contains(pair.substring(0, pair.indexOf('='))))
                .collect(Collectors.joining("&"));
    }

    /** One's own of a list, and what others share, by name. */
    List<Saved> of(String list, Person person) {
        return jdbc.sql("""
                        SELECT f.*, f.person_id = :person AS own, p.name AS by_name
                        FROM saved_filter f JOIN person p ON p.id = f.person_id
                        WHERE f.list = :list AND (f.person_id = :person OR f.shared)
                        ORDER BY own DESC, f.name, f.id LIMIT :most""")
                .param("list", list)
                .param("person", person.id())
                .param("most", SHOWN_MAX)
                .query(SavedFilters::row)
                .list();
    }

    /** All that somebody made, by list and name. */
    List<Saved> of(Person person) {
        return jdbc.sql("""
                        SELECT f.*, true AS own, p.name AS by_name
                        FROM saved_filter f JOIN person p ON p.id = f.person_id
                        WHERE f.person_id = :person ORDER BY f.list, f.name, f.id""")
                .param("person", person.id())
                .query(SavedFilters::row)
                .list();
    }

    /** Gives a filter a name; the same name on the same list takes the new filter. */
    @Transactional
    public void save(String list, String query, String name, boolean shared, Person person) {
        String filter = filterOf(query);
        if (!isList(list)
                || filter.isEmpty()
                || filter.length() > QUERY_LENGTH_MAX
                || !QUERY.matcher(filter).matches()) {
            throw new Problem(422, "filter.unknown");
        }
        checkName(name);
        int present = jdbc.sql("SELECT count(*) FROM saved_filter WHERE person_id = :person")
                .param("person", person.id())
                .query(Integer.class)
                .single();
        if (present >= FILTERS_MAX) {
            throw new Problem(409, "filter.many", FILTERS_MAX);
        }
        jdbc.sql("""
                        INSERT INTO saved_filter (id, person_id, list, query, name, shared, created_at)
                        VALUES (:id, :person, :list, :query, :name, :shared, :now)
                        ON CONFLICT (person_id, list, name) DO UPDATE SET query = excluded.query, shared = excluded.shared""")
                .param("id", ids.next())
                .param("person", person.id())
                .param("list", list)
                .param("query", filter)
                .param("name", name)
                .param("shared", shared)
                .param("now", Timestamp.from(clock.instant()))
                .update();
        audit.record(person, "filter.save", name, Map.of("list", list, "shared", shared));
    }

    /** Another name, or another circle of readers; of one's own only. */
    @Transactional
    public void change(UUID id, String name, boolean shared, Person person) {
        checkName(name);
        try {
            int changed = jdbc.sql("""
                            UPDATE saved_filter SET name = :name, shared = :shared
                            WHERE id = :id AND person_id = :person""")
                    .param("name", name)
                    .param("shared", shared)
                    .param("id", id)
                    .param("person", person.id())
                    .update();
            if (changed == 0) {
                throw new Problem(404, "not-found");
            }
        } catch (DuplicateKeyException e) {
            throw new Problem(409, "filter.taken", name);
        }
        audit.record(person, "filter.change", name, Map.of("shared", shared));
    }

    @Transactional
    public void remove(UUID id, Person person) {
        List<String> removed = jdbc.sql("""
                        DELETE FROM saved_filter WHERE id = :id AND person_id = :person RETURNING name""")
                .param("id", id)
                .param("person", person.id())
                .query((row, number) -> String.valueOf(row.getString("name")))
                .list();
        if (removed.isEmpty()) {
            throw new Problem(404, "not-found");
        }
        audit.record(person, "filter.remove", removed.getFirst(), Map.of());
    }

    private static void checkName(String name) {
        if (name.isEmpty() || name.length() > NAME_LENGTH_MAX) {
            throw new Problem(422, "filter.name", NAME_LENGTH_MAX);
        }
    }

    private static Saved row(ResultSet row, int number) throws SQLException {
        return new Saved(
                row.getObject("id", UUID.class),
                row.getString("list"),
                row.getString("query"),
                row.getString("name"),
                row.getBoolean("shared"),
                row.getBoolean("own"),
                row.getString("by_name"));
    }
}
