package dev.shisa.server.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Role;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class AuditPagesTest extends ServerTest {

    @Autowired
    Audit audit;

    private Browser auditor = signedOut();

    @BeforeEach
    void somethingHappened() {
        emptyDatabase();
        audit.record(null, "person.invite", "=HYPERLINK(\"http://evil.example\")", Map.of("name", "@佐藤"));
        clock.advance(Duration.ofDays(2));
        audit.record(person(Role.OWNER), "settings.organisation", "みどり浜光機", Map.of("before", "<b>緑浜</b>"));
        auditor = signedIn(Role.AUDITOR);
    }

    @Test
    void showsTheNewestFirstInWords() {
        Page page = auditor.get("/audit");
        assertThat(page.text()).contains("これまでの操作は2件です", "会社名を変えた", "人を招待した", "<b>緑浜</b>");
        assertThat(page.html().indexOf("みどり浜光機</td>")).isLessThan(page.html().indexOf("HYPERLINK"));
        assertThat(page.html()).doesNotContain("<b>緑浜");
        Page oldest = auditor.get("/audit?sort=old");
        assertThat(oldest.html().indexOf("みどり浜光機</td>"))
                .isGreaterThan(oldest.html().indexOf("HYPERLINK"));
    }

    @Test
    void narrowsByWordActAndDay() {
        assertThat(auditor.get("/audit?q=hyperlink").text()).contains("2件のうち 1件");
        assertThat(auditor.get("/audit?act=settings.organisation").text()).contains("2件のうち 1件");
        assertThat(auditor.get("/audit?from=2026-11-21&until=2026-11-22").text())
                .contains("2件のうち 1件");
        assertThat(auditor.get("/audit?until=2026-11-20").text()).contains("2件のうち 1件");
        assertThat(auditor.get("/audit?q=nothing").text()).contains("条件に合う操作はありません", "2件すべて");
        assertThat(auditor.get("/audit?from=yesterday&page=-5").text()).contains("2件");
    }

    @Test
    void savesAFileThatRunsNothing() {
        Page csv = auditor.get("/audit.csv?q=hyperlink");
        assertThat(csv.header("Content-Type")).startsWith("text/csv");
        assertThat(csv.header("Content-Disposition")).startsWith("attachment");
        assertThat(csv.html().lines()).hasSize(2);
        assertThat(csv.html()).contains("\"'=HYPERLINK(\"\"http://evil.example\"\")\"");
    }
}
