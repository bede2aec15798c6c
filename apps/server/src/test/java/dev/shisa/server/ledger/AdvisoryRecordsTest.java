package dev.shisa.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What is recorded of advisories is what their rows say, and a changed row is told. */
class AdvisoryRecordsTest extends RecordsCase {

    @Autowired
    private Products products;

    @Test
    void everyRecordIsItsRow() {
        emptyDatabase();
        Person quality = person(Role.QUALITY);
        products.create(new NewSeries("MC-200", "カメラ", "機器", "", List.of("MC-210"), "2.4.1"), quality);
        Api writer = api(person(Role.PSIRT), Set.of(Act.VIEW, Act.WRITE_ADVISORY));
        Api second = api(person(Role.EXECUTIVE), Set.of(Act.VIEW, Act.ISSUE_ADVISORY));
        String text = """
                {"kind": "advisory", "title": {"ja": "題名"}, "summary": {"ja": "内容"}, "remedy": "fix",
                 "action": {"ja": "アップデートしてください"}, "tlp": "WHITE",
                 "concerned": [{"series": "MC-200", "fixed": "2.4.1"}]}""";
        Api.Answer made = writer.post("/api/v1/advisories", text);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        String at = "/api/v1/advisories/" + made.at("/code");
        assertThat(writer.get(at + "/check").json().path("valid").asBoolean()).isTrue();
        assertThat(writer.put(at, text, "If-Match", made.tag()).status()).isEqualTo(200);
        assertThat(writer.post(at + "/ask", "{}").at("/state")).isEqualTo("asked");
        assertThat(second.post(at + "/give-back", "{\"reason\": \"短い\"}").at("/state"))
                .isEqualTo("draft");
        assertThat(writer.post(at + "/ask", "{}").at("/state")).isEqualTo("asked");
        Api.Answer issued = second.post(at + "/issue", "{}");
        assertThat(issued.at("/tracking")).as(issued.text()).isEqualTo("SA-2026-001");
        assertThat(second.get(at + "/csaf").json().at("/document/tracking/id").asString())
                .isEqualTo("SA-2026-001");

        assertThat(differences()).isEmpty();
        assertThat(jdbc.sql("SELECT DISTINCT kind FROM ledger_outbox WHERE kind LIKE 'advisory-%'")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder(
                        "advisory-draft/1",
                        "advisory-step/1",
                        "advisory-issued/1",
                        "advisory-edition/1",
                        "advisory-key/1");

        jdbc.sql("UPDATE advisory_issued SET document = document || decode('20', 'hex')")
                .update();
        assertThat(differences())
                .singleElement()
                .satisfies(difference -> assertThat(difference.code()).isEqualTo("row-changed"));
    }
}
