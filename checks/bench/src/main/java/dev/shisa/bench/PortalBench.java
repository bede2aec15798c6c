package dev.shisa.bench;

import dev.shisa.driver.Client;
import dev.shisa.driver.Database;
import dev.shisa.driver.Owner;
import dev.shisa.driver.Server;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.net.ssl.SSLSocketFactory;

/**
 * The public pages with a thousand advisories: one more is issued, everything is made anew by a server that has just started, then
 * two hundred readers ask as fast as they get answers, while somebody in the house asks for a page a second. The readers run on the
 * same machine and take part of its processors. The first advisory is made through the pages, the others are copies of its rows, by
 * SQL; their signatures are not valid, which nobody here looks at. A document is signed when it is issued and never again, so there
 * is no signing of all of them: what signing costs is part of issuing one.
 */
final class PortalBench {

    private static final int ADVISORIES = 1_000;
    private static final int READERS = 200;
    private static final int LOAD_S = 30;
    private static final int LOAD_QUICK_S = 10;
    private static final int WARM_UP_S = 5;
    private static final int ISSUES = 20;
    private static final int ISSUES_QUICK = 5;
    private static final double ISSUE_MS_MAX = 200;
    private static final double READS_MIN = 3_000;
    private static final double READ_MS_MAX = 50;
    private static final double INSIDE_MS_MAX = 300;
    private static final double ANEW_MS_MAX = 5_000;
    private static final int WRITER = 2_300;
    private static final int SECOND = 2_301;
    private static final int QUALITY = 2_302;
    private static final int HOLDER = 2_303;
    private static final String LIST = "/vulnerabilities/advisories";
    private static final List<String> READ = List.of(
            "/public/ja/",
            "/public/ja/products/port/",
            "/public/en/advisories/sa-2026-001/",
            "/.well-known/security.txt",
            "/.well-known/csaf/provider-metadata.json");

    private PortalBench() {}

    static void measure(Report report, Path home, Path data, boolean quick)
            throws IOException, SQLException, InterruptedException {
        Filling.remove(data);
        String options = System.getenv().getOrDefault("SHISA_JAVA_OPTIONS", "");
        SortedMap<String, String> signatures;
        try (Server server = Server.start(home, data, options)) {
            try (Client owner = Client.of(server.address(), data)) {
                Owner.setUp(owner, server.setUpPath());
                Owner.create(owner, "PORT", "公開ページの計測", List.of("P-1"));
                switchOn(owner, data);
            }
            try (Database database = Database.of(data)) {
                database.signIn(WRITER, "psirt", "bench-portal-writer");
                database.signIn(SECOND, "executive", "bench-portal-second");
                database.signIn(QUALITY, "quality", "bench-portal-inside");
                database.signIn(HOLDER, "owner", "bench-portal-owner");
            }
            try (Client writer = Client.of(server.address(), data, "bench-portal-writer");
                    Client second = Client.of(server.address(), data, "bench-portal-second");
                    Client holder = Client.of(server.address(), data, "bench-portal-owner");
                    Database database = Database.of(data)) {
                writer.get(LIST).expect(200);
                second.get(LIST).expect(200);
                issue(database, writer, second);
                copies(database);
                List<Double> issued = new ArrayList<>();
                for (int i = 0; i < (quick ? ISSUES_QUICK : ISSUES); i++) {
                    issued.add(issue(database, writer, second));
                }
                report.add(Figure.of(
                                "portal",
                                "%d advisories: one more is issued, median".formatted(ADVISORIES),
                                Samples.of(issued).median(),
                                "ms")
                        .goal(ISSUE_MS_MAX));
                signatures = taken(holder);
            }
        }
        try (Server server = Server.start(home, data, options)) {
            try (Client holder = Client.of(server.address(), data, "bench-portal-owner")) {
                long started = System.nanoTime();
                SortedMap<String, String> again = taken(holder);
                report.add(Figure.of(
                                "portal",
                                "%d advisories: every file after a start".formatted(ADVISORIES),
                                (System.nanoTime() - started) / 1e6,
                                "ms")
                        .goal(ANEW_MS_MAX));
                if (signatures.isEmpty() || !again.equals(signatures)) {
                    throw new IllegalStateException("a signature of an unchanged document changed");
                }
            }
            readers(report, server, data, quick);
        }
    }

    /** Has all public files made and packed; their signatures by name. */
    private static SortedMap<String, String> taken(Client person) throws IOException, InterruptedException {
        SortedMap<String, String> signatures = new TreeMap<>();
        byte[] all = person.download("/settings/portal/export.zip");
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(all))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith(".json.asc")) {
                    signatures.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.US_ASCII));
                }
            }
        }
        return signatures;
    }

    private static void switchOn(Client owner, Path data) throws IOException, InterruptedException, SQLException {
        String series;
        try (Database database = Database.of(data)) {
            series = database.strings("SELECT id::text FROM series WHERE code = 'PORT'")
                    .getFirst();
        }
        owner.get("/settings/portal").expect(200);
        owner.post(
                "/settings/portal/issuer",
                List.of(
                        Map.entry("nameJa", "計測株式会社"),
                        Map.entry("mail", "psirt@bench.example"),
                        Map.entry("version", "0")));
        owner.post(
                "/settings/portal",
                List.of(Map.entry("on", "yes"), Map.entry("shown", series), Map.entry("version", "0")));
    }

    /** Writes an advisory, asks for it, and agrees; how long the last of these takes. */
    private static double issue(Database database, Client writer, Client second)
            throws IOException, InterruptedException, SQLException {
        String series = database.strings("SELECT id::text FROM series WHERE code = 'PORT'")
                .getFirst();
        String at = writer.post(LIST + "/new", List.of(Map.entry("titleJa", "計測の題名"), Map.entry("series", series)))
                .location()
                .replaceFirst("/edit.*", "");
        writer.post(
                at + "/edit",
                List.of(
                        Map.entry("number", "1"),
                        Map.entry("kind", "advisory"),
                        Map.entry("titleJa", "計測の題名"),
                        Map.entry("summaryJa", "計測の内容。".repeat(100)),
                        Map.entry("series", series),
                        Map.entry("remedy", "workaround"),
                        Map.entry("actionJa", "設定を変えてください。"),
                        Map.entry("tlp", "WHITE")));
        writer.post(at + "/ask", List.of(Map.entry("number", "2")));
        long started = System.nanoTime();
        second.post(at + "/issue", List.of(Map.entry("number", "2"))).expect(302);
        return (System.nanoTime() - started) / 1e6;
    }

    private static void copies(Database database) throws SQLException {
        database.run("""
                CREATE TEMPORARY TABLE made AS
                SELECT n, gen_random_uuid() AS advisory, gen_random_uuid() AS draft FROM generate_series(2, %d) AS n;
                INSERT INTO advisory (id, code, made_at)
                SELECT m.advisory, 'V-' || m.n, a.made_at FROM made m, (SELECT * FROM advisory LIMIT 1) a;
                INSERT INTO advisory_draft (id, advisory_id, number, content, by_id, by_name, at)
                SELECT m.draft, m.advisory, 1, d.content, d.by_id, d.by_name, d.at
                FROM made m, (SELECT * FROM advisory_draft ORDER BY number DESC LIMIT 1) d;
                INSERT INTO advisory_issued (id, advisory_id, draft_id, number, tracking, tlp, withdrawn, title, products,
                    document, sha256, signature, fingerprint, asked_by, asked_name, by_id, by_name, alone, at)
                SELECT gen_random_uuid(), m.advisory, m.draft, 1, 'SA-2026-' || lpad(m.n::text, 4, '0'), i.tlp, false, i.title,
                    i.products,
                    convert_to(replace(convert_from(i.document, 'UTF8'), i.tracking, 'SA-2026-' || lpad(m.n::text, 4, '0')), 'UTF8'),
                    i.sha256, i.signature, i.fingerprint, i.asked_by, i.asked_name, i.by_id, i.by_name, false, i.at
                FROM made m, (SELECT * FROM advisory_issued LIMIT 1) i""".formatted(ADVISORIES));
        database.run("VACUUM ANALYZE");
    }

    private static void readers(Report report, Server server, Path data, boolean quick)
            throws IOException, InterruptedException {
        int seconds = quick ? LOAD_QUICK_S : LOAD_S;
        ConcurrentLinkedQueue<Double> times = new ConcurrentLinkedQueue<>();
        List<Double> inside = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(READERS);
                Client colleague = Client.of(server.address(), data, "bench-portal-inside")) {
            long begin = System.nanoTime() + TimeUnit.SECONDS.toNanos(WARM_UP_S);
            long end = begin + TimeUnit.SECONDS.toNanos(seconds);
            SSLSocketFactory sockets = Client.trust(data).getSocketFactory();
            List<Future<?>> readers = new ArrayList<>();
            for (int r = 0; r < READERS; r++) {
                int reader = r;
                readers.add(threads.submit(() -> {
                    try (PublicReader client = new PublicReader(server.address(), sockets)) {
                        for (int i = reader; System.nanoTime() < end; i++) {
                            long started = System.nanoTime();
                            client.read(READ.get(i % READ.size()));
                            if (started >= begin) {
                                times.add((System.nanoTime() - started) / 1e6);
                            }
                        }
                    }
                    return null;
                }));
            }
            while (System.nanoTime() < end) {
                long started = System.nanoTime();
                colleague.get("/products").expect(200);
                if (started >= begin) {
                    inside.add((System.nanoTime() - started) / 1e6);
                }
                Thread.sleep(1_000);
            }
            for (Future<?> reader : readers) {
                reader.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a reader was not served", e);
        }
        Samples read = Samples.of(List.copyOf(times));
        report.add(Figure.of(
                        "portal",
                        "%d readers: pages a second".formatted(READERS),
                        times.size() / (double) seconds,
                        "1/s")
                .atLeast(READS_MIN));
        report.add(Figure.of("portal", "%d readers: a page, p99".formatted(READERS), read.percentile(99), "ms")
                .goal(READ_MS_MAX));
        report.add(Figure.of(
                        "portal",
                        "a page inside meanwhile, p95",
                        Samples.of(inside).percentile(95),
                        "ms")
                .goal(INSIDE_MS_MAX));
    }
}
