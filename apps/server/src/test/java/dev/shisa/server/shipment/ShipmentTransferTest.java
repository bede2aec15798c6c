package dev.shisa.server.shipment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.server.Api;
import dev.shisa.server.ServerTest;
import dev.shisa.server.evidence.BrokenCopy;
import dev.shisa.server.evidence.SeriesRecords;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What left of a series, and its stops, go along when it leaves as a file. */
class ShipmentTransferTest extends ServerTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Autowired
    private Products products;

    @Autowired
    private ShipmentRecords records;

    @Autowired
    private StopStore stops;

    @Autowired
    private ShipmentStore store;

    @Autowired
    private TransactionTemplate transaction;

    private SeriesRecords.Landing landing(Series series) {
        return new SeriesRecords.Landing(
                products.releases(series.id()).stream().collect(Collectors.toMap(Release::name, Release::id)),
                Map.of(),
                Map.of(),
                false,
                "みどり浜光機");
    }

    @Test
    void whatLeftAndItsStopsArriveAsTheyWereButNotInPublic() {
        emptyDatabase();
        Person quality = person(Role.QUALITY);
        Series from = products.create(new NewSeries("GW-50", "中継器", "機器", "", List.of("GW-50"), "1.0.0"), quality);
        Series to = products.create(new NewSeries("GW-51", "中継器", "機器", "", List.of("GW-50"), "1.0.0"), quality);
        assertThat(records.of(from, Map.of())).isNull();
        Api api = api(quality, Set.of(Act.VIEW, Act.RECORD_SHIPMENTS, Act.STOP_SHIPPING));
        api.post("/api/v1/shipments", """
                {"series": "GW-50", "model": "GW-50", "release": "1.0.0", "lot": "A", "day": "2026-03-02",
                 "serials": ["GW24-000120–GW24-000129"], "destination": "東"}""");
        String wrong = api.post("/api/v1/shipments", "{\"series\": \"GW-50\", \"day\": \"2026-03-03\", \"devices\": 5}")
                .at("/code");
        api.post("/api/v1/shipments/" + wrong + "/strike", "{\"reason\": \"誤り\"}");
        String stop = api.post("/api/v1/shipping-stops", """
                {"series": "GW-50", "day": "2026-03-05", "content": {"models": ["GW-50"], "releases": ["1.0.0"],
                 "reason": {"ja": "理由"}, "action": {"ja": "お願い"}, "publicly": true}}""").at("/code");
        api.post("/api/v1/shipping-stops/" + stop + "/steps", "{\"act\": \"resume\", \"day\": \"2026-03-09\"}");

        Map<UUID, String> names =
                products.releases(from.id()).stream().collect(Collectors.toMap(Release::id, Release::name));
        JsonNode copy = JSON.valueToTree(Objects.requireNonNull(records.of(from, names)));
        transaction.executeWithoutResult(_ -> records.bring(to, copy, landing(to), quality));

        List<Shipment> here = store.page(ShipmentStore.Filter.all(Set.of(to.id())), 0, 10);
        assertThat(here).hasSize(2);
        assertThat(here.getLast()).satisfies(one -> {
            assertThat(one.serials()).extracting(SerialRange::text).containsExactly("GW24-000120–GW24-000129");
            assertThat(one.destination()).isEqualTo("東");
            assertThat(one.release())
                    .isEqualTo(products.releases(to.id()).getFirst().id());
            assertThat(one.model())
                    .isEqualTo(products.models(to.id()).getFirst().id());
        });
        assertThat(here.getFirst().struck()).isNotNull();
        Stop brought = stops.of(to.id()).getFirst();
        assertThat(brought.state()).isEqualTo(Stop.State.RESUMED);
        assertThat(brought.content().open()).as("somebody here has to say so").isFalse();
        assertThat(brought.content().concerned().match(here.getLast().item())).isEqualTo(Concerned.Match.YES);
        assertThat(count("audience_notice")).as("prepared there, not here").isEqualTo(2);

        JsonNode broken = JSON.readTree(copy.toString().replace("\"devices\":10", "\"devices\":11"));
        assertThatThrownBy(() -> transaction.executeWithoutResult(_ -> records.bring(to, broken, landing(to), quality)))
                .isInstanceOf(BrokenCopy.class);
    }
}
