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
    void threeRecords() throws IOException {
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
        assertThat(page.text()).contains("証跡記録には3件の記録があります", "会社名を変えた(みどり浜光機)", "1-0", "1-2");
        assertThat(page.html().indexOf("1-2</span>")).isLessThan(page.html().indexOf("1-0</span>"));
        assertThat(auditor.get("/records?until=2026-11-20").text()).contains("3件のうち 1件");
        assertThat(auditor.get("/records?kind=fact").text()).contains("条件に合う記録はありません");
        assertThat(auditor.get("/records?q=MC-900").text()).contains("条件に合う記録はありません");
        assertThat(auditor.get("/records?page=-3&sort=old&from=nonsense").status())
                .isEqualTo(200);
        assertThat(auditor.get("/records?q=1-1").location()).isEqualTo("/records/1-1");
        assertThat(auditor.get("/records.csv?sort=old").html().lines())
                .as("a heading, three records, and that this file was taken, which is one by itself")
                .hasSize(5);
    }

    @Test
    void aRecordIsProvenEachTimeItIsOpened() {
        Page page = auditor.get("/records/1-1");
        assertThat(page.text()).contains("書かれたときのままです", "人を招待した(佐藤)", "\"thing\" : \"佐藤\"");
        assertThat(page.text()).doesNotContain("合わない");
    }

    @Test
    void aChangedRecordIsToldAsSuch() {
        jdbc.sql("UPDATE ledger_outbox SET body = convert_to(replace(convert_from(body, 'UTF8'), '佐藤', '伊藤'), 'UTF8')")
                .update();
        assertThat(auditor.get("/records/1-1").text()).contains("証跡記録と合いません", "合わない");
        jdbc.sql("UPDATE ledger_outbox SET kind = 'fact/1'").update();
        assertThat(auditor.get("/records/1-0").text()).contains("証跡記録と合いません");
    }

    @Test
    void theThreeFilesProveTheRecordWithoutShisa() {
        byte[] entry = auditor.get("/records/1-1/entry.json").bytes();
        byte[] content = auditor.get("/records/1-1/content").bytes();
        String commitment = dev.shisa.server.platform.ledger.LedgerEntry.commitment(
                Arrays.copyOf(content, 16), Arrays.copyOfRange(content, 16, content.length));
        assertThat(new String(entry, StandardCharsets.UTF_8)).contains(commitment);
        assertThat(new String(content, 16, content.length - 16, StandardCharsets.UTF_8))
                .contains("佐藤");

        String proof = new String(auditor.get("/records/1-1/proof").bytes(), StandardCharsets.UTF_8);
        assertThat(proof).startsWith("c2sp.org/tlog-proof@v1\nindex 1\n");
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
                        entry, new InclusionProof(1, 3, path), halves[1].getBytes(StandardCharsets.UTF_8), key))
                .isEmpty();
    }

    @Test
    void whatDoesNotExistIsSaidInASentence() {
        assertThat(auditor.get("/records/1-99").status()).isEqualTo(404);
        assertThat(auditor.get("/records/9-0/proof").status()).isEqualTo(404);
        jdbc.sql("UPDATE ledger_outbox SET salt = NULL, body = NULL, erased_at = at WHERE leaf_index = 1")
                .update();
        assertThat(auditor.get("/records/1-1").text()).contains("証跡記録と合いません", "Shisaを通さずに消されています");
        assertThat(auditor.get("/records/1-1/content").status()).isEqualTo(410);
        assertThat(auditor.get("/records").text()).contains("内容は消去済み");
    }

    @Test
    void somebodyElseSeesNothingOfIt() {
        assertThat(signedIn(Role.QUALITY).get("/records").status()).isEqualTo(403);
        assertThat(signedIn(Role.QUALITY).get("/records/1-0/content").status()).isEqualTo(403);
    }

    @Test
    void aCheckOfEverythingIsKeptAndShown() {
        assertThat(auditor.get("/records/check").text()).contains("まだ検証していません");
        checker.run(null);
        Page page = auditor.get("/records/check");
        assertThat(page.text()).contains("3件の記録は、すべて書かれたときのままです", "自動");
        assertThat(acts()).last().isEqualTo("ledger.check");
        assertThat(auditor.get("/records/check/progress").header("HX-Refresh")).isEqualTo("true");
        assertThat(auditor.get("/records/check.json").html()).contains("\"total\":0");

        jdbc.sql("UPDATE audit SET thing = '田中' WHERE thing = '佐藤'").update();
        checker.run(null);
        Page differs = auditor.get("/records/check");
        assertThat(differs.text()).contains("書かれたときと違うところが1か所あります", "行の thing が、記録と違います", "audit ");
        assertThat(differs.html()).contains("/records/1-1\"");
        assertThat(differs.text()).contains("3件すべてがそのまま");
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
