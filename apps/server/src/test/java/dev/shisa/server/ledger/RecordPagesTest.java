package dev.shisa.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.ledger.Digest;
import dev.shisa.ledger.InclusionProof;
import dev.shisa.ledger.SigningKey;
import dev.shisa.ledger.verify.LogVerifier;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerKeeper;
import dev.shisa.server.platform.web.Messages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

class RecordPagesTest extends ServerTest {

    @Autowired
    Audit audit;

    @Autowired
    LedgerKeeper keeper;

    @Autowired
    Checker checker;

    @Autowired
    Messages messages;

    @Value("${shisa.data}")
    Path data;

    private Browser auditor = signedOut();

    @BeforeEach
    void threeRecordsBehindThoseOfSettingsAndAnAccount() throws IOException {
        emptyDatabase();
        audit.record(person(Role.OWNER), "settings.organisation", "みどり浜光機", Map.of("before", "緑浜"));
        clock.advance(Duration.ofDays(2));
        audit.record(null, "person.invite", "佐藤", Map.of());
        audit.record(null, "person.invite", "鈴木", Map.of());
        keeper.drain();
        assertThat(keeper.trouble()).isEmpty();
        auditor = signedIn(Role.AUDITOR);
    }

    @Test
    void listsTheNewestFirstAndNarrows() {
        Page page = auditor.get("/records");
        assertThat(page.text()).contains("証跡記録には8件の記録があります", "会社名を変えた(みどり浜光機)", "1-3", "1-5");
        assertThat(page.html().indexOf("1-5</span>")).isLessThan(page.html().indexOf("1-3</span>"));
        assertThat(auditor.get("/records?until=2026-11-20").text()).contains("8件のうち 1件");
        assertThat(auditor.get("/records?kind=fact").text()).contains("条件に合う記録はありません");
        assertThat(auditor.get("/records?q=MC-900").text()).contains("条件に合う記録はありません");
        assertThat(auditor.get("/records?page=-3&sort=old&from=nonsense").status())
                .isEqualTo(200);
        assertThat(auditor.get("/records?q=1-4").location()).isEqualTo("/records/1-4");
        assertThat(auditor.get("/records.csv?sort=old").html().lines())
                .as("a heading, three acts, and that this file was taken, which is one by itself")
                .hasSize(5);
    }

    @Test
    void rowsOfTheDatabaseAreFoldedAndSayWhatTheyAre() {
        assertThat(auditor.get("/records").text())
                .contains("ほかに、データベースの行の記録が 5 件あります")
                .doesNotContain("表 person の行");
        Page rows = auditor.get("/records?kind=row");
        assertThat(rows.text()).contains("8件のうち 5件", "表 person の行").doesNotContain("人を招待した", "ほかに、");
        assertThat(auditor.get("/records.csv?kind=row").html().lines().skip(1))
                .as("the whole list, not only what the page folds")
                .hasSizeGreaterThanOrEqualTo(5)
                .allMatch(line -> line.contains("データベースの行"));
    }

    @Test
    void aRecordIsProvenEachTimeItIsOpened() {
        Page page = auditor.get("/records/1-4");
        assertThat(page.text()).contains("書かれたときのままです", "人を招待した(佐藤)", "\"thing\" : \"佐藤\"");
        assertThat(page.text()).doesNotContain("合わない");
    }

    @Test
    void aChangedRecordIsToldAsSuch() {
        jdbc.sql("UPDATE ledger_outbox SET body = convert_to(replace(convert_from(body, 'UTF8'), '佐藤', '伊藤'), 'UTF8')")
                .update();
        assertThat(auditor.get("/records/1-4").text()).contains("証跡記録と合いません", "合わない");
        jdbc.sql("UPDATE ledger_outbox SET kind = 'fact/1'").update();
        assertThat(auditor.get("/records/1-3").text()).contains("証跡記録と合いません");
    }

    @Test
    void theThreeFilesProveTheRecordWithoutShisa() {
        byte[] entry = auditor.get("/records/1-4/entry.json").bytes();
        byte[] content = auditor.get("/records/1-4/content").bytes();
        String commitment = dev.shisa.server.platform.ledger.LedgerEntry.commitment(
                Arrays.copyOf(content, 16), Arrays.copyOfRange(content, 16, content.length));
        assertThat(new String(entry, StandardCharsets.UTF_8)).contains(commitment);
        assertThat(new String(content, 16, content.length - 16, StandardCharsets.UTF_8))
                .contains("佐藤");

        String proof = new String(auditor.get("/records/1-4/proof").bytes(), StandardCharsets.UTF_8);
        assertThat(proof).startsWith("c2sp.org/tlog-proof@v1\nindex 4\n");
        String[] halves = proof.split("\n\n", 2);
        List<Digest> path = halves[0]
                .lines()
                .skip(2)
                .map(line -> Digest.of(Base64.getDecoder().decode(line)))
                .toList();
        String key = SigningKey.read(data.resolve("secrets").resolve("ledger-1.key"))
                .verifier()
                .toString();
        assertThat(LogVerifier.verifyInclusion(
                        entry, new InclusionProof(4, 6, path), halves[1].getBytes(StandardCharsets.UTF_8), key))
                .isEmpty();
    }

    @Test
    void whatDoesNotExistIsSaidInASentence() {
        assertThat(auditor.get("/records/1-99").status()).isEqualTo(404);
        assertThat(auditor.get("/records/9-0/proof").status()).isEqualTo(404);
        jdbc.sql("UPDATE ledger_outbox SET salt = NULL, body = NULL, erased_at = at WHERE leaf_index = 4")
                .update();
        assertThat(auditor.get("/records/1-4").text()).contains("証跡記録と合いません", "Shisaを通さずに消されています");
        assertThat(auditor.get("/records/1-4/content").status()).isEqualTo(410);
        assertThat(auditor.get("/records").text()).contains("内容は消去済み");
    }

    @Test
    void somebodyElseSeesNothingOfIt() {
        assertThat(signedIn(Role.QUALITY).get("/records").status()).isEqualTo(403);
        assertThat(signedIn(Role.QUALITY).get("/records/1-3/content").status()).isEqualTo(403);
    }

    @Test
    void aCheckOfEverythingIsKeptAndShown() {
        assertThat(auditor.get("/records/check").text()).contains("まだ検証していません");
        checker.run(null);
        Page page = auditor.get("/records/check");
        assertThat(page.text()).contains("6件の記録は、すべて書かれたときのままです", "自動");
        assertThat(acts()).last().isEqualTo("ledger.check");
        assertThat(auditor.get("/records/check/progress").header("HX-Refresh")).isEqualTo("true");
        assertThat(auditor.get("/records/check.json").html()).contains("\"total\":0");

        jdbc.sql("UPDATE audit SET thing = '田中' WHERE thing = '佐藤'").update();
        checker.run(null);
        Page differs = auditor.get("/records/check");
        assertThat(differs.text()).contains("書かれたときと違うところが1か所あります", "行の thing が、記録と違います", "audit ");
        assertThat(differs.html()).contains("/records/1-4\"");
        assertThat(differs.text()).contains("6件すべてがそのまま");
    }

    @Test
    void everyKindOfRecordHasWordsInBothLanguages() {
        for (Locale locale : List.of(Locale.JAPANESE, Locale.ENGLISH)) {
            assertThat(RecordedTable.ALL)
                    .extracting(table -> "ledger.kind." + table.kind().replaceFirst("/.*", ""))
                    .allMatch(key -> messages.has(locale, key), "has words in " + locale);
        }
    }
}
