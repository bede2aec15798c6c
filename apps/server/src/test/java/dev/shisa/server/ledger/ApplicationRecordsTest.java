package dev.shisa.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What is recorded of applications is what its rows say, and a changed row is told. */
class ApplicationRecordsTest extends RecordsCase {

    private static final String HERE = "/products/MC-200/application";

    @Autowired
    private Products products;

    @Test
    void everyRecordIsItsRow() {
        emptyDatabase();
        Person quality = person(Role.QUALITY);
        products.create(new NewSeries("MC-200", "カメラ", "機器", "", List.of("MC-210"), "2.4.1"), quality);
        Browser browser = signedIn(quality);
        browser.post(HERE + "/entries/number", "on", "2026-11-19", "number", "IPA-1");
        browser.upload(
                HERE + "/documents", "file", "a.pdf", "%PDF-1.4 x".getBytes(StandardCharsets.UTF_8), "form", "proxy");
        browser.post(HERE + "/documents/package", "incomplete", "yes");
        browser.post(HERE + "/entries/label", "on", "2026-11-19", "number", "JC-1", "until", "2028-11-18");
        browser.post(HERE + "/claims", "text", "完全に安全です。");
        String id = jdbc.sql("SELECT id::text FROM application_entry WHERE kind = 'number'")
                .query(String.class)
                .single();
        browser.post(HERE + "/entries/" + id + "/undo", "reason", "誤り");
        assertThat(differences()).isEmpty();
        assertThat(jdbc.sql("SELECT DISTINCT kind FROM ledger_outbox WHERE kind LIKE 'application-%'")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder("application-entry/1", "application-undone/1");

        jdbc.sql(
                        "UPDATE application_entry SET content = jsonb_set(content, '{until}', '\"2029-01-01\"') WHERE kind = 'label'")
                .update();
        jdbc.sql("UPDATE application_file SET size_bytes = 1 WHERE position = 0")
                .update();
        assertThat(differences()).hasSizeGreaterThanOrEqualTo(2);
    }
}
