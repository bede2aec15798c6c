package dev.shisa.bench;

import dev.shisa.driver.Client;
import dev.shisa.driver.Database;
import dev.shisa.driver.Owner;
import dev.shisa.driver.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The pages that show lists, each with fifty thousand rows: first page, a page in the middle, searched, sorted, narrowed.
 * The rows are written by SQL, since nobody types them; what they hold is shaped as the server writes it.
 */
final class ListBench {

    private static final int ROWS = 50_000;
    private static final int TIMES = 20;
    private static final int TIMES_QUICK = 8;
    private static final int WARM_UP = 3;
    private static final double PAGE_MS_MAX = 300;
    private static final int PERSON = 2_000;
    private static final String SECRET = "bench-lists";
    private static final Duration TAKEN_MAX = Duration.ofMinutes(5);

    /** Raised when the rows change. */
    private static final String FILLED = "2";

    private record Page(String name, String path) {}

    private static final List<Page> PAGES = List.of(
            new Page("evidence", "/evidence"),
            new Page("evidence, a page in the middle", "/evidence?page=500"),
            new Page("evidence, searched", "/evidence?q=%E8%A8%98%E9%8C%B2+4711"),
            new Page("evidence, sorted by name", "/evidence?sort=title"),
            new Page("evidence, sorted by end", "/evidence?sort=expiry"),
            new Page("evidence, only tests", "/evidence?strength=tested"),
            new Page("evidence, only what waits", "/evidence?confirmation=waiting"),
            new Page("evidence of a series", "/products/LIST/evidence"),
            new Page("to be confirmed", "/confirm"),
            new Page("audit log", "/audit"),
            new Page("audit log, a page in the middle", "/audit?page=500"),
            new Page("audit log, searched", "/audit?q=ROW-4711"),
            new Page("audit log, one act", "/audit?act=bench.other"),
            new Page("ledger records", "/records"),
            new Page("ledger records, a page in the middle", "/records?page=500"),
            new Page("ledger records, one kind", "/records?kind=audit%2F1"),
            new Page("series", "/products"),
            new Page("series, a page in the middle", "/products?page=500"),
            new Page("series, searched", "/products?q=4711"),
            new Page("series, by name", "/products?sort=name"),
            new Page("series, by what is settled", "/products?sort=settled"),
            new Page("assignments", "/assignments"),
            new Page("assignments, a page in the middle", "/assignments?page=200"),
            new Page("search", "/search?q=4711"),
            new Page("search, a word that is everywhere", "/search?q=%E8%A8%88%E6%B8%AC"),
            new Page("home", "/"));

    private ListBench() {}

    static void measure(Report report, Path home, Path data, boolean quick)
            throws IOException, SQLException, InterruptedException {
        Path mark = data.resolve("bench-filled");
        boolean filled = Files.exists(mark) && Files.readString(mark).equals(FILLED);
        if (!filled) {
            Filling.remove(data);
        }
        try (Server server = Server.start(home, data, System.getenv().getOrDefault("SHISA_JAVA_OPTIONS", ""))) {
            if (!filled) {
                fill(server, data);
                Files.writeString(mark, FILLED);
            }
            signIn(data);
            try (Client client = Client.of(server.address(), data, SECRET)) {
                List<Double> all = new ArrayList<>();
                for (Page page : PAGES) {
                    List<Double> times = new ArrayList<>();
                    for (int i = 0; i < WARM_UP + (quick ? TIMES_QUICK : TIMES); i++) {
                        long started = System.nanoTime();
                        client.get(page.path()).expect(200);
                        if (i >= WARM_UP) {
                            times.add((System.nanoTime() - started) / 1e6);
                        }
                    }
                    Samples samples = Samples.of(times);
                    all.addAll(times);
                    report.add(Figure.of("lists", page.name() + ", p95", samples.percentile(95), "ms")
                            .goal(PAGE_MS_MAX));
                }
                report.add(Figure.of(
                                "lists",
                                "%,d rows each: all pages, p95".formatted(ROWS),
                                Samples.of(all).percentile(95),
                                "ms")
                        .goal(PAGE_MS_MAX));
            }
        }
    }

    private static void fill(Server server, Path data) throws IOException, SQLException, InterruptedException {
        Bench.say("filling %s: %d rows in each list", data, ROWS);
        try (Client owner = Client.of(server.address(), data)) {
            Owner.setUp(owner, server.setUpPath());
            Owner.create(owner, "LIST", "一覧の計測", List.of("L-1"));
        }
        try (Database database = Database.of(data)) {
            rows(database);
        }
    }

    private static void signIn(Path data) throws IOException, SQLException {
        try (Database database = Database.of(data)) {
            database.signIn(PERSON, "quality", SECRET);
            database.run("UPDATE person SET roles = ARRAY['quality', 'auditor'] WHERE email = 'bench-" + PERSON
                    + "@midorihama.example'");
        }
    }

    private static void rows(Database database) throws SQLException, IOException, InterruptedException {
        String numbers = " FROM generate_series(1, " + ROWS + ") AS n";
        database.run("""
                INSERT INTO series (id, code, name, kind, created_at, created_by)
                SELECT gen_random_uuid(), 'ROW-' || n, '計測シリーズ ' || n, 'ネットワークカメラ', now(),
                    (SELECT id FROM person LIMIT 1)""" + numbers);
        database.run("""
                INSERT INTO evidence (id, code, kind, strength, title, place, series_id, observed_at, recorded_at,
                    valid_until, submitted_by, submitted_name, via)
                SELECT gen_random_uuid(), 'D-' || lpad(n::text, 5, '0'),
                    (ARRAY['declaration', 'document', 'test'])[1 + n % 3],
                    (ARRAY['declared', 'documented', 'tested'])[1 + n % 3],
                    '記録 ' || n, n || 'ページ', (SELECT id FROM series WHERE code = 'LIST'),
                    now() - n * interval '1 minute', now() - n * interval '1 minute',
                    CASE WHEN n % 5 = 0 THEN now() + n * interval '1 hour' END,
                    (SELECT id FROM person LIMIT 1), '田中 計測', 'page'""" + numbers);
        database.run("""
                INSERT INTO fact (id, subject_kind, subject_id, key, item, value_type, value, strength, observed_at,
                    recorded_at, evidence_id)
                SELECT gen_random_uuid(), 'product', s.id, 'model.shown', '', 'words', 'body', e.strength,
                    e.observed_at, e.recorded_at, e.id
                FROM evidence e JOIN series s ON s.code = 'ROW-' || ltrim(substr(e.code, 3), '0')""");
        database.run("""
                INSERT INTO fact_confirmation (id, fact_id, person_id, name, at, note)
                SELECT gen_random_uuid(), f.id, (SELECT id FROM person LIMIT 1), '佐藤 計測', f.recorded_at, ''
                FROM fact f WHERE f.strength <> 'declared' AND hashtext(f.id::text) % 100 <> 0""");
        database.run("""
                INSERT INTO model (id, series_id, number, position)
                SELECT gen_random_uuid(), s.id, 'M-' || substr(s.code, 5), 1 FROM series s WHERE s.code LIKE 'ROW-%'""");
        database.run("""
                INSERT INTO verdict (series_id, framework, requirement, release_id, state, towards, edition, decided_at,
                    since, ground, proof)
                SELECT s.id, v.framework, v.requirement, NULL, 'unknown', NULL, v.edition, v.decided_at, v.since,
                    v.ground, '{}'
                FROM series s, verdict v WHERE s.code LIKE 'ROW-%' AND v.requirement = 'S1.1-02'
                    AND v.series_id = (SELECT id FROM series WHERE code = 'LIST')""");
        database.run("""
                INSERT INTO standing (series_id, framework, counts, next, next_in_short, decided_at)
                SELECT s.id, t.framework, t.counts, t.next, t.next_in_short, t.decided_at
                FROM series s, standing t WHERE s.code LIKE 'ROW-%'
                    AND t.series_id = (SELECT id FROM series WHERE code = 'LIST')""");
        database.run("""
                INSERT INTO assignment (id, series_id, framework, requirement, assignee, due, assigned_by, assigned_at)
                SELECT gen_random_uuid(), v.series_id, v.framework, v.requirement, p.id,
                    current_date + (row_number() OVER ())::int % 90 - 10, p.id, now()
                FROM verdict v JOIN series s ON s.id = v.series_id, (SELECT id FROM person LIMIT 1) p
                WHERE s.code LIKE 'ROW-%'""");
        database.run("""
                INSERT INTO audit (at, person_id, person_name, act, thing, details)
                SELECT now() - n * interval '1 minute', (SELECT id FROM person LIMIT 1), '田中 計測',
                    CASE WHEN n % 50 = 0 THEN 'bench.other' ELSE 'series.edit' END, 'ROW-' || n, '{}'""" + numbers);
        database.run("""
                INSERT INTO ledger_outbox (at, kind, row_id, commitment, salt, body)
                SELECT now(), 'bench/1', n::text, encode(sha256('salt'::bytea || convert_to('{"n":' || n || '}', 'UTF8')), 'hex'),
                    'salt'::bytea, convert_to('{"n":' || n || '}', 'UTF8')""" + numbers);
        database.run("VACUUM ANALYZE");
        long started = System.nanoTime();
        while (!database.strings("SELECT 1 FROM ledger_outbox WHERE log IS NULL LIMIT 1")
                .isEmpty()) {
            if (System.nanoTime() - started > TAKEN_MAX.toNanos()) {
                throw new IOException("the ledger has not taken all records after " + TAKEN_MAX);
            }
            Thread.sleep(200);
        }
    }
}
