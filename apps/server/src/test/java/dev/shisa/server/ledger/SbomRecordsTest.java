package dev.shisa.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.sbom.TestSboms;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What is recorded of bills of materials is what their rows say, and a changed row is told. */
class SbomRecordsTest extends RecordsCase {

    @Autowired
    private Products products;

    @Test
    void everyRecordIsItsRow() {
        emptyDatabase();
        Person quality = person(Role.QUALITY);
        Browser browser = signedIn(quality);
        Series camera = products.create(new NewSeries("MC-200", "カメラ", "機器", "", List.of("MC-210"), "2.4.1"), quality);
        Page taken = browser.upload(
                "/products/MC-200/sboms",
                "file",
                "camera.json",
                TestSboms.cycloneDx("openssl 3.0.1"),
                "release",
                products.releases(camera.id()).getFirst().id().toString(),
                "whole",
                "yes");
        assertThat(taken.status()).as(taken.text()).isEqualTo(302);
        browser.post(taken.location().replaceFirst("\\?.*", "") + "/withdraw", "why", "別の製品だった");

        assertThat(differences()).isEmpty();
        jdbc.sql("SET shisa.writer = 'nobody'; UPDATE sbom_asked SET lossy = NOT lossy; SET shisa.writer = 'server'")
                .update();
        assertThat(differences())
                .extracting(difference -> difference.code() + " " + difference.args())
                .as("whether a fault of the file may have lost something keeps a release from being shipped")
                .containsExactly("value-changed [lossy, lossy, false, true]");
        jdbc.sql("SET shisa.writer = 'nobody'; UPDATE sbom_asked SET lossy = NOT lossy; SET shisa.writer = 'server'")
                .update();
        assertThat(jdbc.sql("SELECT DISTINCT kind FROM ledger_outbox WHERE kind LIKE 'sbom%'")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder("sbom/1", "sbom-content/1", "sbom-withdrawn/1");

        assertThat(jdbc.sql("DELETE FROM sbom_component").update()).isEqualTo(1);
        assertThat(differences())
                .extracting(difference -> difference.code() + " " + difference.args())
                .containsExactlyInAnyOrder("row-changed [components]", "row-changed [content]");
    }
}
