package dev.shisa.bench;

import dev.shisa.driver.Client;
import dev.shisa.driver.Database;
import dev.shisa.driver.Owner;
import dev.shisa.driver.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Japanese document of some forty pages, written by the page as people write it, and taken in each format. */
final class DocumentBench {

    private static final int SECTIONS = 50;
    private static final int PARAGRAPHS = 11;
    private static final int TIMES = 10;
    private static final int TIMES_QUICK = 4;
    private static final double FILE_MS_MAX = 2_000;
    private static final int PERSON = 2_100;
    private static final String SECRET = "bench-documents";
    private static final String SENTENCES = "製品の脆弱性を見つけた方は、次の窓口まで「日本語」または英語でお知らせください。"
            + "報告を受けてから3営業日以内に、受け取ったことをお返事します。影響する製品とバージョンを調べ、公表の日程を話し合って決めます。";

    private DocumentBench() {}

    static void measure(Report report, Path home, Path data, boolean quick)
            throws IOException, SQLException, InterruptedException {
        Filling.remove(data);
        try (Server server = Server.start(home, data, System.getenv().getOrDefault("SHISA_JAVA_OPTIONS", ""))) {
            try (Client owner = Client.of(server.address(), data)) {
                Owner.setUp(owner, server.setUpPath());
            }
            try (Database database = Database.of(data)) {
                database.signIn(PERSON, "quality", SECRET);
            }
            try (Client client = Client.of(server.address(), data, SECRET)) {
                String here = write(client);
                for (String format : List.of("pdf", "docx", "html", "md")) {
                    List<Double> times = new ArrayList<>();
                    for (int i = 0; i < (quick ? TIMES_QUICK : TIMES); i++) {
                        long started = System.nanoTime();
                        client.get(here + "/file." + format).expect(200);
                        double ms = (System.nanoTime() - started) / 1e6;
                        if (i == 0) {
                            report.add(Figure.of("documents", "40 pages as " + format + ", the first", ms, "ms")
                                    .goal(FILE_MS_MAX));
                        } else {
                            times.add(ms);
                        }
                    }
                    report.add(Figure.of(
                                    "documents",
                                    "40 pages as " + format + ", p95",
                                    Samples.of(times).percentile(95),
                                    "ms")
                            .goal(FILE_MS_MAX));
                }
            }
        }
    }

    private static String write(Client client) throws IOException, InterruptedException {
        // The first page brings what a form is signed with.
        client.get("/documents/new").expect(200);
        String here = client.post("/documents/new", List.of(Map.entry("kind", "other"), Map.entry("language", "ja")))
                .expect(302)
                .location();
        List<Map.Entry<String, String>> fields = new ArrayList<>(List.of(
                Map.entry("language", "ja"),
                Map.entry("seen", "1"),
                Map.entry("title", "計測のための文書"),
                Map.entry(
                        "reviewBy",
                        LocalDate.now(ZoneId.of("Asia/Tokyo")).plusYears(1).toString())));
        for (int i = 0; i < SECTIONS; i++) {
            String text = (SENTENCES + "\n\n").repeat(PARAGRAPHS)
                    + "- 深刻さ\n- 悪用の状況\n\n| 優先度 | 目標 |\n| 高 | 7日 |\n| 中 | 30日 |\n";
            fields.add(Map.entry("id-" + i, i == 0 ? "text" : "own-" + i));
            fields.add(Map.entry("heading-" + i, (i + 1) + ". 連絡先と手順"));
            fields.add(Map.entry("text-" + i, text));
        }
        client.post(here + "/edit", fields).expect(302);
        return here.replaceFirst("^https?://[^/]+", "");
    }
}
