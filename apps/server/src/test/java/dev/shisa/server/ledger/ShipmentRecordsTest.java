package dev.shisa.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.ledger.Redactor;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What is recorded of shipments and stops is what their rows say, and a changed row is told. */
class ShipmentRecordsTest extends RecordsCase {

    @Autowired
    private Products products;

    @Autowired
    private List<Redactor> redactors;

    @Test
    void everyRecordIsItsRow() {
        emptyDatabase();
        Person quality = person(Role.QUALITY);
        products.create(new NewSeries("GW-50", "中継器", "機器", "", List.of("GW-50"), "1.0.0"), quality);
        Api api = api(quality, Set.of(Act.VIEW, Act.RECORD_SHIPMENTS, Act.STOP_SHIPPING));
        Api.Answer made = api.post("/api/v1/shipments", """
                {"series": "GW-50", "model": "GW-50", "release": "1.0.0", "lot": "a", "day": "2026-03-02",
                 "serials": ["GW24-000120–GW24-000129", "X"], "destination": "東"}""");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        api.post("/api/v1/shipments", "{\"series\": \"GW-50\", \"day\": \"2026-03-02\", \"devices\": 5}");
        assertThat(api.post("/api/v1/shipments/" + made.at("/code") + "/strike", "{\"reason\": \"誤り\"}")
                        .status())
                .isEqualTo(200);
        assertThat(api.upload(
                                "/api/v1/shipments/import?fileName=a.csv",
                                "製品,出荷日,シリアル番号\nGW-50,2026-03-03,GW24-000500\n".getBytes(StandardCharsets.UTF_8))
                        .at("/taken"))
                .isEqualTo("true");
        Api.Answer stop = api.post("/api/v1/shipping-stops", """
                {"series": "GW-50", "day": "2026-03-05", "note": "急ぎ",
                 "content": {"lots": ["A"], "reason": {"ja": "理由"}}}""");
        assertThat(stop.status()).as(stop.text()).isEqualTo(201);
        String at = "/api/v1/shipping-stops/" + stop.at("/code") + "/steps";
        assertThat(api.post(at, "{\"act\": \"fixed\", \"day\": \"2026-03-06\", \"fixed\": \"1.0.0\"}")
                        .status())
                .isEqualTo(200);

        assertThat(differences()).isEmpty();
        assertThat(jdbc.sql("SELECT DISTINCT kind FROM ledger_outbox WHERE kind LIKE 'ship%'")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder(
                        "shipment/1",
                        "shipment-strike/1",
                        "shipment-import/1",
                        "shipping-stop/1",
                        "shipping-stop-step/1");

        for (String change : List.of(
                "UPDATE shipment_serials SET last = last + 1 WHERE prefix = 'GW24-' AND first = 500",
                "UPDATE shipping_stop_step SET content = content || ' ' WHERE content <> ''",
                "UPDATE shipment SET devices = 6 WHERE devices = 5")) {
            jdbc.sql(change).update();
        }
        assertThat(differences())
                .hasSize(3)
                .allSatisfy(difference -> assertThat(difference.code()).isEqualTo("row-changed"));
    }

    @Test
    void namesAndWordsOfPeopleAreTakenOut() {
        Redactor redactor = redactors.stream()
                .filter(one -> one.kinds().contains("shipment/1"))
                .findFirst()
                .orElseThrow();
        assertThat(redactor.kinds()).hasSize(5);
        UUID id = new UUID(1, 1);
        TreeMap<String, Object> body =
                new TreeMap<>(Map.of("by", id.toString(), "byName", "窓口 花子", "destination", "窓口 花子 様宅"));
        redactor.redact("shipment/1", body, new Redaction.PersonGone(id, "窓口 花子", "h@example.jp", "消去された人"));
        assertThat(body).containsEntry("byName", "消去された人").containsEntry("destination", "消去された人 様宅");
    }
}
