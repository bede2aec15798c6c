package dev.shisa.bench;

import dev.shisa.driver.Client;
import dev.shisa.driver.Database;
import dev.shisa.driver.Owner;
import dev.shisa.driver.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The page for executives of a company with a hundred products, each judged, planned, with open findings and in need of a
 * decision, and the same as one sheet of PDF. One product is made through the pages, the others are copies of its rows, by SQL.
 */
final class ExecutiveBench {

    private static final int PRODUCTS = 100;

    /** Open findings of each of them. */
    private static final int FINDINGS = 60;

    private static final int TIMES = 60;
    private static final int TIMES_QUICK = 20;
    private static final int WARM_UP = 10;
    private static final double PAGE_MS_MAX = 150;
    private static final double SHEET_MS_MAX = 1_000;
    private static final int PERSON = 2_200;
    private static final String SECRET = "bench-executive";
    private static final String PAGE = "/organisation/executive";

    private ExecutiveBench() {}

    static void measure(Report report, Path home, Path data, boolean quick)
            throws IOException, SQLException, InterruptedException {
        Filling.remove(data);
        try (Server server = Server.start(home, data, System.getenv().getOrDefault("SHISA_JAVA_OPTIONS", ""))) {
            try (Client owner = Client.of(server.address(), data)) {
                Owner.setUp(owner, server.setUpPath());
                Owner.create(owner, "EXEC", "経営者向けの計測", List.of("E-1"));
            }
            try (Database database = Database.of(data)) {
                products(database);
                database.signIn(PERSON, "executive", SECRET);
            }
            try (Client client = Client.of(server.address(), data, SECRET)) {
                report.add(Figure.of(
                                "executive",
                                "%d products: the page, p95".formatted(PRODUCTS),
                                taken(client, PAGE, quick),
                                "ms")
                        .goal(PAGE_MS_MAX));
                report.add(Figure.of(
                                "executive",
                                "%d products: the sheet as pdf, p95".formatted(PRODUCTS),
                                taken(client, PAGE + "/sheet.pdf", quick),
                                "ms")
                        .goal(SHEET_MS_MAX));
            }
        }
    }

    private static double taken(Client client, String path, boolean quick) throws IOException, InterruptedException {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < WARM_UP + (quick ? TIMES_QUICK : TIMES); i++) {
            long started = System.nanoTime();
            client.get(path).expect(200);
            if (i >= WARM_UP) {
                times.add((System.nanoTime() - started) / 1e6);
            }
        }
        return Samples.of(times).percentile(95);
    }

    private static void products(Database database) throws SQLException {
        database.run("""
                INSERT INTO series (id, code, name, kind, created_at, created_by)
                SELECT gen_random_uuid(), 'EXEC-' || n, '計測シリーズ ' || n, 'ネットワークカメラ', now(),
                    (SELECT id FROM person LIMIT 1) FROM generate_series(2, %d) AS n""".formatted(PRODUCTS));
        database.run("""
                INSERT INTO verdict (series_id, framework, requirement, release_id, state, towards, edition, decided_at,
                    since, ground, proof)
                SELECT s.id, v.framework, v.requirement, NULL, v.state, v.towards, v.edition, v.decided_at, v.since,
                    v.ground, '{}'
                FROM series s, verdict v WHERE s.code LIKE 'EXEC-%'
                    AND v.series_id = (SELECT id FROM series WHERE code = 'EXEC')""");
        database.run("""
                INSERT INTO standing (series_id, framework, counts, next, next_in_short, decided_at)
                SELECT s.id, t.framework, t.counts, t.next, t.next_in_short, t.decided_at
                FROM series s, standing t WHERE s.code LIKE 'EXEC-%'
                    AND t.series_id = (SELECT id FROM series WHERE code = 'EXEC')""");
        // Support that ends within a year makes each of them one that needs a decision.
        database.run("UPDATE standing SET support_ends = current_date + 200");
        database.run("""
                INSERT INTO plan_parameters (series_id, begins_on, emphasis, guide, stage, staff_hours, budget_yen,
                    confirm_hours, answer_hours, recheck_hours, fix_hours, fix_yen, set_by, set_name, set_at)
                SELECT s.id, current_date, 'feasible', 'jcstar1', 'design', 20, 300000, 1, 4, 4, 40, 200000, p.id,
                    '田中 計測', now()
                FROM series s, (SELECT id FROM person LIMIT 1) p""");
        findings(database, FINDINGS);
        database.run("VACUUM ANALYZE");
    }

    /** Each series has a version whose parts are matched, and findings that nobody has settled. */
    static void findings(Database database, int each) throws SQLException {
        database.run("""
                INSERT INTO release (id, series_id, name, created_at)
                SELECT gen_random_uuid(), s.id, 'bench', now() FROM series s""");
        database.run("""
                INSERT INTO vulnerability_watch (release_id, series_id, wanted, done, matched_at, components, evaluated)
                SELECT r.id, r.series_id, 1, 1, now(), %1$d, %1$d FROM release r WHERE r.name = 'bench'""".formatted(each));
        database.run("""
                INSERT INTO vulnerability_finding (id, series_id, release_id, vulnerability, aliases, identity, component, name,
                    version, numbers, certainty, confidence, source, record, identifier, matched, range, compared, fixed_in,
                    disputed, said, said_detail, title, vector, exploited, ssvc, priority, priority_why, due, escalated,
                    state, first_seen, last_seen, folded)
                SELECT gen_random_uuid(), r.series_id, r.id, 'CVE-2026-' || (10000 + n), '{}', 'pkg:generic/part' || n || '@1',
                    'pkg:generic/part' || n, 'part' || n, '1', '{1}', 'AFFECTED', 'EXACT', 'NVD', '', '', '', '', '1', '{}',
                    false, '', '', '計測', '', false, '{}', 1 + n %% 4, '{}', current_date + (n %% 60 - 10), false,
                    'untriaged', now(), now(), ''
                FROM release r, generate_series(1, %d) AS n WHERE r.name = 'bench'""".formatted(each));
    }
}
