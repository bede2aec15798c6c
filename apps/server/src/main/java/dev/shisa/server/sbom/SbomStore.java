package dev.shisa.server.sbom;

import dev.shisa.bom.BomFormat;
import dev.shisa.bom.Completeness.Element;
import dev.shisa.bom.Component;
import dev.shisa.bom.Problem;
import dev.shisa.bom.Reading;
import dev.shisa.server.platform.Cut;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.SearchWords;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The tables of bills of materials. */
@Repository
class SbomStore {

    /** What a person can read of a name; no identifier is longer. */
    private static final int TEXT_CHARS_MAX = 2_000;

    private static final String SELECTED = """
             FROM sbom_component WHERE list_id = :list AND number > :after
                AND (CAST(:lack AS text) IS NULL OR :lack = ANY (lacks))
                AND (NOT :unknown OR unknown_license) AND (NOT :duplicate OR duplicate)
                AND NOT EXISTS (SELECT FROM unnest(:words::text[]) word WHERE position(word in folded) = 0)""";

    private static final String CARRIER = """
            SELECT l.id, l.series_id, l.release_id, c.number, c.grp, c.name, c.version, c.supplier,
                c.purls || c.cpes AS identifiers""";

    private static final String COUNTING = """
             FROM sbom_component c JOIN sbom_list l ON l.id = c.list_id
            WHERE l.withdrawn_at IS NULL AND NOT EXISTS (SELECT FROM sbom_list n WHERE n.release_id = l.release_id
                AND n.withdrawn_at IS NULL AND (n.taken_at, n.id) > (l.taken_at, l.id))""";

    private static final String LISTS = """
            SELECT l.*, coalesce(a.place, '') AS part_place, coalesce(a.words, '') AS part_words
            FROM sbom_list l LEFT JOIN sbom_asked a ON a.list_id = l.id
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final AskedStore asked;

    SbomStore(JdbcClient jdbc, JsonMapper json, AskedStore asked) {
        this.jdbc = jdbc;
        this.json = json;
        this.asked = asked;
    }

    /** All of a series, the newest first; those that were withdrawn, too. */
    List<Sbom> of(UUID seriesId) {
        return jdbc.sql(LISTS + "WHERE series_id = :series ORDER BY taken_at DESC, id DESC")
                .param("series", seriesId)
                .query((rs, n) -> sbom(rs))
                .list();
    }

    Optional<Sbom> one(UUID seriesId, UUID id) {
        return jdbc.sql(LISTS + "WHERE series_id = :series AND id = :id")
                .param("series", seriesId)
                .param("id", id)
                .query((rs, n) -> sbom(rs))
                .optional();
    }

    /** The list that counts for a release: the latest that was not withdrawn. */
    Optional<Sbom> counting(UUID releaseId) {
        return jdbc.sql(LISTS + "WHERE release_id = :release AND withdrawn_at IS NULL"
                        + " ORDER BY taken_at DESC, id DESC LIMIT 1")
                .param("release", releaseId)
                .query((rs, n) -> sbom(rs))
                .optional();
    }

    /** The releases that have a list which was not withdrawn, each with its series. */
    Map<UUID, UUID> releases() {
        Map<UUID, UUID> releases = new LinkedHashMap<>();
        jdbc.sql("SELECT DISTINCT release_id, series_id FROM sbom_list WHERE withdrawn_at IS NULL")
                .query((rs, n) ->
                        releases.put(rs.getObject("release_id", UUID.class), rs.getObject("series_id", UUID.class)))
                .list();
        return releases;
    }

    /** Puts a list with what its file says of itself. */
    void insert(Sbom sbom, Reading reading, Person person) {
        jdbc.sql("""
                        INSERT INTO sbom_list (id, series_id, release_id, evidence_id, format, spec_version, created, authors,
                            tools, subject, whole, sound, components, lacks, unknown_licenses, duplicates, problems,
                            problem_count, taken_by, taken_name, taken_at)
                        VALUES (:id, :series, :release, :evidence, :format, :spec, :created, :authors, :tools, :subject, :whole,
                            :sound, :components, :lacks::jsonb, :unknown, :duplicates, :problems::jsonb, :problemCount, :by,
                            :byName, :at)""")
                .param("id", sbom.id())
                .param("series", sbom.seriesId())
                .param("release", sbom.releaseId())
                .param("evidence", sbom.evidenceId())
                .param("format", sbom.format().name())
                .param("spec", storable(sbom.specVersion()))
                .param("created", storable(sbom.created()))
                .param("authors", storable(sbom.authors()).toArray(new String[0]))
                .param("tools", storable(sbom.tools()).toArray(new String[0]))
                .param("subject", storable(sbom.subject()))
                .param("whole", sbom.whole())
                .param("sound", sbom.sound())
                .param("components", sbom.components())
                .param("lacks", json.writeValueAsString(sbom.lacks()))
                .param("unknown", sbom.unknownLicenses())
                .param("duplicates", sbom.duplicates())
                .param(
                        "problems",
                        json.writeValueAsString(sbom.problems().stream()
                                .map(p -> Map.of(
                                        "kind",
                                        p.kind().name(),
                                        "place",
                                        storable(p.place()),
                                        "arguments",
                                        storable(p.arguments())))
                                .toList()))
                .param("problemCount", sbom.problemCount())
                .param("by", person.id())
                .param("byName", sbom.takenName())
                .param("at", Timestamp.from(sbom.takenAt()))
                .update();
        asked.put(sbom.id(), reading);
    }

    /** Adds components in one statement; a thousand at a time keep it small. */
    void insert(UUID listId, List<ListedComponent> components) {
        List<Map<String, Object>> rows = components.stream().map(SbomStore::row).toList();
        jdbc.sql("""
                        INSERT INTO sbom_component (list_id, number, ref, type, grp, name, version, supplier, purls, cpes,
                            licenses, hashes, commits, resolved, source_package, properties, place, lacks, unknown_license,
                            duplicate, folded, folded_name)
                        SELECT :list, r.number, r.ref, r.type, r.grp, r.name, r.version, r.supplier, r.purls, r.cpes, r.licenses,
                            r.hashes, r.commits, r.resolved, r.source, r.properties, r.place, r.lacks, r.unknown, r.duplicate,
                            r.folded, r.folded_name
                        FROM jsonb_to_recordset(:rows::jsonb) AS r (number integer, ref text, type text, grp text, name text,
                            version text, supplier text, purls text[], cpes text[], licenses text[], hashes text[],
                            commits text[], resolved text[], source text, properties jsonb, place text, lacks text[],
                            unknown boolean, duplicate boolean, folded text, folded_name text)""")
                .param("list", listId)
                .param("rows", json.writeValueAsString(rows))
                .update();
    }

    private static Map<String, Object> row(ListedComponent listed) {
        Component component = listed.component();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("number", listed.number());
        row.put("ref", storable(component.ref()));
        row.put("type", storable(component.type()));
        row.put("grp", storable(component.group()));
        row.put("name", storable(component.name()));
        row.put("version", storable(component.version()));
        row.put("supplier", storable(component.supplier()));
        row.put("purls", storable(component.purls()));
        row.put("cpes", storable(component.cpes()));
        row.put(
                "licenses",
                storable(component.licenses().stream()
                        .map(Component.License::text)
                        .toList()));
        row.put(
                "hashes",
                storable(component.hashes().stream()
                        .map(h -> h.algorithm() + ":" + h.value())
                        .toList()));
        row.put("commits", storable(component.commits()));
        row.put("resolved", storable(component.resolved()));
        row.put("source", storable(component.sourcePackage()));
        Map<String, String> properties = new LinkedHashMap<>();
        component.properties().forEach((name, value) -> properties.put(storable(name), storable(value)));
        row.put("properties", properties);
        row.put("place", storable(component.place()));
        row.put("lacks", listed.lacks().stream().map(Enum::name).sorted().toList());
        row.put("unknown", listed.unknownLicense());
        row.put("duplicate", listed.duplicate());
        row.put("folded", SearchWords.fold(searched(component)));
        row.put("folded_name", SearchWords.fold(storable(component.name())));
        return row;
    }

    /** All by which somebody may look for a component. */
    private static String searched(Component component) {
        List<String> texts = new ArrayList<>(List.of(component.title(), component.version(), component.supplier()));
        texts.addAll(component.purls());
        texts.addAll(component.cpes());
        return String.join(" ", storable(texts));
    }

    /** A text as the database takes it: no NUL, no half of a character, and of a length that somebody can read. */
    static String storable(String text) {
        String cut = Cut.to(text, TEXT_CHARS_MAX);
        boolean plain = cut.chars().noneMatch(c -> c == 0 || Character.isSurrogate((char) c));
        return plain
                ? cut
                : cut.codePoints()
                        .filter(c -> c != 0)
                        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    private static List<String> storable(List<String> texts) {
        return texts.stream().map(SbomStore::storable).toList();
    }

    /** How many components of a list are wanted. */
    int count(UUID listId, ComponentFilter filter) {
        return selected("SELECT count(*)" + SELECTED, listId, filter, 0)
                .query(Integer.class)
                .single();
    }

    /** A part of the wanted components, by name. */
    List<ListedComponent> byName(UUID listId, ComponentFilter filter, int offset, int most) {
        return selected(
                        "SELECT *" + SELECTED
                                + " ORDER BY lower(name), lower(grp), version, number OFFSET :offset LIMIT :most",
                        listId,
                        filter,
                        0)
                .param("offset", offset)
                .param("most", most)
                .query((rs, n) -> component(rs))
                .list();
    }

    /** The wanted components behind a number, in the order of the file. */
    List<ListedComponent> behind(UUID listId, ComponentFilter filter, long after, int most) {
        return selected("SELECT *" + SELECTED + " ORDER BY number LIMIT :most", listId, filter, after)
                .param("most", most)
                .query((rs, n) -> component(rs))
                .list();
    }

    /** How many components of lists that count are sought, and in how many releases. */
    Carriers.Counts count(Sought sought, Collection<UUID> scope) {
        return carriers("SELECT count(*) AS components, count(DISTINCT l.release_id) AS releases", sought, scope, "")
                .query((rs, n) -> new Carriers.Counts(rs.getInt("components"), rs.getInt("releases")))
                .single();
    }

    /**
     * Components of lists that count, those of the newest list first.
     *
     * @param scope series; empty: all
     */
    List<Carrier> carriers(Sought sought, Collection<UUID> scope, int offset, int atMost) {
        return carriers(CARRIER, sought, scope, " ORDER BY l.taken_at DESC, l.id, c.number OFFSET :offset LIMIT :most")
                .param("offset", offset)
                .param("most", atMost)
                .query((rs, n) -> carrier(rs))
                .list();
    }

    /** The same behind a place of a list, in the order of lists and places. */
    List<Carrier> carriersBehind(Sought sought, Collection<UUID> scope, UUID afterList, int afterNumber, int atMost) {
        return carriers(
                        CARRIER,
                        sought,
                        scope,
                        " AND (l.id, c.number) > (:afterList, :afterNumber) ORDER BY l.id, c.number LIMIT :most")
                .param("afterList", afterList)
                .param("afterNumber", afterNumber)
                .param("most", atMost)
                .query((rs, n) -> carrier(rs))
                .list();
    }

    /** The components of some releases that have one of these names. */
    List<Carrier> carriers(Collection<UUID> releases, Collection<String> names) {
        return jdbc.sql(CARRIER + COUNTING
                        + " AND l.release_id = ANY (:releases::uuid[]) AND c.folded_name = ANY (:names::text[])"
                        + " AND md5(c.folded_name) = ANY (ARRAY(SELECT md5(name) FROM unnest(:names::text[]) name))")
                .param("releases", releases.toArray(UUID[]::new))
                .param("names", names.stream().map(SearchWords::fold).toArray(String[]::new))
                .query((rs, n) -> carrier(rs))
                .list();
    }

    private JdbcClient.StatementSpec carriers(String select, Sought sought, Collection<UUID> scope, String end) {
        String wanted = switch (sought) {
            case Sought.Named _ ->
                " AND md5(c.folded_name) = md5(:name) AND c.folded_name = :name AND starts_with(fold_text(c.version), :version)";
            case Sought.Packaged _ -> " AND " + """
                    l.release_id = ANY (:releases::uuid[]) AND EXISTS (SELECT FROM unnest(c.purls) purl WHERE purl = :purl
                        OR (starts_with(purl, :purl) AND substr(purl, length(:purl) + 1, 1) IN ('@', '?', '#')))""";
        };
        JdbcClient.StatementSpec sql = jdbc.sql(
                        select + COUNTING + " AND (:all OR l.series_id = ANY (:scope::uuid[]))" + wanted + end)
                .param("all", scope.isEmpty())
                .param("scope", scope.toArray(UUID[]::new));
        return switch (sought) {
            case Sought.Named(String name, String version) ->
                sql.param("name", SearchWords.fold(name)).param("version", SearchWords.fold(version));
            case Sought.Packaged(String purl, Set<UUID> releases) ->
                sql.param("purl", purl).param("releases", releases.toArray(UUID[]::new));
        };
    }

    /**
     * Components that are somebody's: by the whole name of their developer, or by where their package URLs and CPE names lie.
     *
     * @param names folded
     * @param scopes {@code pkg:TYPE/NAMESPACE} and {@code cpe:VENDOR}
     * @param series only of these; empty: of all
     */
    List<Carrier> carriersOf(Collection<String> names, Collection<String> scopes, Collection<UUID> series, int atMost) {
        String[] packages = scopes.stream().filter(s -> s.startsWith("pkg:")).toArray(String[]::new);
        String[] vendors = scopes.stream()
                .filter(s -> s.startsWith("cpe:"))
                .map(s -> s.substring(4))
                .toArray(String[]::new);
        return jdbc.sql(CARRIER + COUNTING + """
                         AND (:all OR l.series_id = ANY (:series))
                         AND ((c.supplier <> '' AND trim(fold_text(c.supplier)) = ANY (:names))
                            OR EXISTS (SELECT FROM unnest(c.purls) p, unnest(:packages::text[]) s
                                WHERE p = s OR starts_with(p, s || '/') OR starts_with(p, s || '@'))
                            OR EXISTS (SELECT FROM unnest(c.cpes) p, unnest(:vendors::text[]) v
                                WHERE split_part(replace(p, 'cpe:/', 'cpe:2.3:'), ':', 4) = v))
                        ORDER BY l.taken_at DESC, l.id, c.number LIMIT :most""")
                .param("all", series.isEmpty())
                .param("series", series.toArray(UUID[]::new))
                .param("names", names.toArray(String[]::new))
                .param("packages", packages)
                .param("vendors", vendors)
                .param("most", atMost)
                .query((rs, n) -> carrier(rs))
                .list();
    }

    private static Carrier carrier(ResultSet rs) throws SQLException {
        return new Carrier(
                rs.getObject("id", UUID.class),
                rs.getObject("series_id", UUID.class),
                rs.getObject("release_id", UUID.class),
                rs.getInt("number"),
                (rs.getString("grp").isEmpty() ? "" : rs.getString("grp") + "/") + rs.getString("name"),
                rs.getString("name"),
                rs.getString("version"),
                rs.getString("supplier"),
                texts(rs.getArray("identifiers")));
    }

    private JdbcClient.StatementSpec selected(String sql, UUID listId, ComponentFilter filter, long after) {
        ComponentFilter.Only only = filter.only();
        Element lack = only == null ? null : only.lacks();
        return jdbc.sql(sql)
                .param("list", listId)
                .param("after", after)
                .param("lack", lack == null ? null : lack.name())
                .param("unknown", only == ComponentFilter.Only.UNKNOWN_LICENSE)
                .param("duplicate", only == ComponentFilter.Only.DUPLICATE)
                .param("words", SearchWords.of(filter.words()).words().toArray(String[]::new));
    }

    /** Takes a list back; false when it was so already. */
    boolean withdraw(UUID id, Person person, Sbom.Withdrawn withdrawn) {
        return jdbc.sql("""
                        UPDATE sbom_list SET withdrawn_by = :by, withdrawn_name = :byName, withdrawn_at = :at,
                            withdrawn_reason = :reason WHERE id = :id AND withdrawn_at IS NULL""")
                        .param("by", person.id())
                        .param("byName", withdrawn.name())
                        .param("at", Timestamp.from(withdrawn.at()))
                        .param("reason", withdrawn.reason())
                        .param("id", id)
                        .update()
                == 1;
    }

    private Sbom sbom(ResultSet rs) throws SQLException {
        Timestamp withdrawn = rs.getTimestamp("withdrawn_at");
        Map<Element, Integer> lacks = new EnumMap<>(Element.class);
        json.readTree(rs.getString("lacks"))
                .properties()
                .forEach(
                        e -> lacks.put(Element.valueOf(e.getKey()), e.getValue().asInt()));
        String part = rs.getString("part_words");
        List<Problem> problems = problems(rs.getString("problems"));
        int told = problems.size();
        if (!part.isEmpty() && problems.stream().noneMatch(p -> p.kind() == Problem.Kind.INCOMPLETE)) {
            problems.addFirst(Problem.at(rs.getString("part_place"), Problem.Kind.INCOMPLETE, part));
        }
        return new Sbom(
                rs.getObject("id", UUID.class),
                rs.getObject("series_id", UUID.class),
                rs.getObject("release_id", UUID.class),
                rs.getObject("evidence_id", UUID.class),
                BomFormat.valueOf(rs.getString("format")),
                rs.getString("spec_version"),
                rs.getString("created"),
                texts(rs.getArray("authors")),
                texts(rs.getArray("tools")),
                rs.getString("subject"),
                rs.getBoolean("whole") && part.isEmpty(),
                rs.getBoolean("sound"),
                rs.getInt("components"),
                lacks,
                rs.getInt("unknown_licenses"),
                rs.getInt("duplicates"),
                problems,
                rs.getInt("problem_count") + (problems.size() > told ? 1 : 0),
                rs.getString("taken_name"),
                rs.getTimestamp("taken_at").toInstant(),
                withdrawn == null
                        ? null
                        : new Sbom.Withdrawn(
                                rs.getString("withdrawn_name"),
                                withdrawn.toInstant(),
                                rs.getString("withdrawn_reason")));
    }

    private List<Problem> problems(String written) {
        List<Problem> problems = new ArrayList<>();
        for (JsonNode problem : json.readTree(written).values()) {
            problems.add(new Problem(
                    Problem.Kind.valueOf(problem.path("kind").asString("")),
                    problem.path("place").asString(""),
                    problem.path("arguments").values().stream()
                            .map(a -> a.asString(""))
                            .toList()));
        }
        return problems;
    }

    private ListedComponent component(ResultSet rs) throws SQLException {
        boolean unknownLicense = rs.getBoolean("unknown_license");
        Map<String, String> properties = new LinkedHashMap<>();
        json.readTree(rs.getString("properties"))
                .properties()
                .forEach(e -> properties.put(e.getKey(), e.getValue().asString("")));
        Set<Element> lacks = EnumSet.noneOf(Element.class);
        texts(rs.getArray("lacks")).forEach(lack -> lacks.add(Element.valueOf(lack)));
        Component component = new Component(
                rs.getString("ref"),
                rs.getString("type"),
                rs.getString("grp"),
                rs.getString("name"),
                rs.getString("version"),
                rs.getString("supplier"),
                texts(rs.getArray("purls")),
                texts(rs.getArray("cpes")),
                texts(rs.getArray("hashes")).stream().map(SbomStore::hash).toList(),
                texts(rs.getArray("licenses")).stream()
                        .map(text -> new Component.License(text, !unknownLicense))
                        .toList(),
                texts(rs.getArray("commits")),
                texts(rs.getArray("resolved")),
                rs.getString("source_package"),
                properties,
                "",
                rs.getString("place"));
        return new ListedComponent(rs.getInt("number"), component, lacks, unknownLicense, rs.getBoolean("duplicate"));
    }

    private static Component.Hash hash(String written) {
        int colon = written.indexOf(':');
        return new Component.Hash(written.substring(0, colon), written.substring(colon + 1));
    }

    private static List<String> texts(Array array) throws SQLException {
        return Arrays.asList((String[]) array.getArray());
    }
}
