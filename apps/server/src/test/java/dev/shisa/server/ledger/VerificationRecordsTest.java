package dev.shisa.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What is recorded of verification is what its rows say, and a changed row is told. */
class VerificationRecordsTest extends RecordsCase {

    @Autowired
    private Products products;

    @Test
    void everyRecordIsItsRow() {
        emptyDatabase();
        Person quality = person(Role.QUALITY);
        Series camera = products.create(new NewSeries("MC-200", "カメラ", "機器", "", List.of("MC-210"), "2.4.1"), quality);
        products.addRelease(
                camera,
                "3.0",
                null,
                "",
                products.releases(camera.id()).getFirst().id(),
                quality);
        Api api = api(quality, Set.of(Act.VIEW, Act.ADD_EVIDENCE, Act.RESOLVE));
        String all = "/api/v1/series/MC-200/verification";
        String today = LocalDate.ofInstant(clock.instant(), Ui.ZONE).toString();
        api.post("/api/v1/organisation/environments", """
                {"name": "検証室", "place": "own", "version": "1", "tools": "Nmap 7.95", "renewOn": "2027-01-01"}""");
        String one = String.valueOf(api.post(all, """
                {"phase": "verification", "kind": "fuzzing", "title": "x", "method": "y", "applies": "release",
                 "release": "2.4.1", "due": "2026-12-01", "who": "花子"}""").header("Location"));
        Api.Answer result = api.post(one + "/results", """
                {"release": "2.4.1", "outcome": "omitted", "performedOn": "%s", "remarks": "口がない"}""".formatted(today));
        assertThat(result.status()).as(result.toString()).isEqualTo(201);
        api.post(all + "/results/" + result.at("/id") + "/withdraw", "{\"reason\": \"誤り\"}");
        assertThat(api.put(all + "/gates/3.0", "{\"major\": false, \"reason\": \"小さな直し\"}")
                        .status())
                .isEqualTo(200);
        String order = api.post(all + "/orders", """
                        {"release": "2.4.1", "provider": "検証社", "orderedOn": "%s", "secrecy": "契約"}""".formatted(today)).at("/id");
        api.post(all + "/orders/" + order + "/cancel", "{\"reason\": \"誤り\"}");

        assertThat(differences()).isEmpty();
        assertThat(jdbc.sql("SELECT DISTINCT kind FROM ledger_outbox WHERE kind LIKE 'verification-%'")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder(
                        "verification-environment/1",
                        "verification-item/1",
                        "verification-result/1",
                        "verification-withdrawn/1",
                        "verification-release/1",
                        "verification-order/1",
                        "verification-cancelled/1");

        assertThat(jdbc.sql("UPDATE verification_result SET outcome = 'omitted', remarks = 'other'")
                        .update())
                .isEqualTo(1);
        assertThat(differences())
                .singleElement()
                .satisfies(difference -> assertThat(difference.code()).isEqualTo("row-changed"));
    }
}
