package dev.shisa.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.scan.TestScans;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What is recorded of results of scanning tools is what their rows say, and a changed row is told. */
class ScanRecordsTest extends RecordsCase {

    @Autowired
    private Products products;

    @Test
    void everyRecordIsItsRow() {
        emptyDatabase();
        Person quality = person(Role.QUALITY);
        Browser browser = signedIn(quality);
        Series camera = products.create(new NewSeries("MC-200", "カメラ", "機器", "", List.of("MC-210"), "2.4.1"), quality);
        Page taken = browser.upload(
                "/products/MC-200/scans",
                "file",
                "camera.nessus",
                TestScans.nessus(clock.instant().minus(Duration.ofDays(1)), "1001"),
                "release",
                products.releases(camera.id()).getFirst().id().toString(),
                "model",
                "MC-210",
                "shipping",
                "yes",
                "by",
                "花子");
        assertThat(taken.status()).as(taken.text()).isEqualTo(302);
        String here = taken.location().replaceFirst("\\?.*", "");
        browser.post(
                here + "/judgements", "detection", "1", "judgement", "exploitable", "reason", "届く", "action", "更新する");
        browser.post(here + "/withdraw", "why", "別の製品だった");

        assertThat(differences()).isEmpty();
        assertThat(jdbc.sql("SELECT DISTINCT kind FROM ledger_outbox WHERE kind LIKE 'scan-%'")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder("scan-content/1", "scan-import/1", "scan-judgement/1", "scan-withdrawn/1");

        assertThat(jdbc.sql("UPDATE scan_judgement SET exploitable = false").update())
                .isEqualTo(1);
        assertThat(differences())
                .singleElement()
                .satisfies(difference -> assertThat(difference.code()).isEqualTo("row-changed"));
    }
}
