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

/** What is recorded of notices to users is what their rows say, and a changed row is told. */
class AudienceRecordsTest extends RecordsCase {

    @Autowired
    private Products products;

    @Test
    void everyRecordIsItsRow() {
        emptyDatabase();
        Person quality = person(Role.QUALITY);
        products.create(new NewSeries("MC-200", "カメラ", "機器", "", List.of("MC-210"), "2.4.1"), quality);
        Api writer = api(person(Role.PSIRT), Set.of(Act.VIEW, Act.WRITE_ADVISORY));
        Api second = api(person(Role.EXECUTIVE), Set.of(Act.VIEW, Act.ISSUE_ADVISORY, Act.TELL_USERS));
        Api.Answer made = writer.post("/api/v1/advisories", """
                {"kind": "advisory", "title": {"ja": "題名"}, "summary": {"ja": "内容"}, "remedy": "fix",
                 "action": {"ja": "アップデートしてください"}, "tlp": "WHITE",
                 "concerned": [{"series": "MC-200", "fixed": "2.4.1"}]}""");
        String at = "/api/v1/advisories/" + made.at("/code");
        writer.post(at + "/ask", "{}");
        assertThat(second.post(at + "/issue", "{\"tell\": true}").status()).isEqualTo(200);
        String code = second.get("/api/v1/user-notices").at("/items/0/code");
        assertThat(second.post("/api/v1/user-notices/" + code + "/send", "").code())
                .isEqualTo("audience.no-mail");
        assertThat(second.post("/api/v1/user-notices/" + code + "/aside", "").at("/state"))
                .isEqualTo("aside");

        Api.Answer business = second.post(
                "/api/v1/businesses",
                "{\"kind\": \"dealer\", \"name\": \"北\", \"mail\": \"north@dealer.example\", \"series\": [\"MC-200\"]}");
        assertThat(business.status()).as(business.text()).isEqualTo(201);
        String dealer = "/api/v1/businesses/" + business.at("/code");
        second.put(
                dealer,
                "{\"kind\": \"shop\", \"name\": \"北\", \"mail\": \"north@dealer.example\", \"note\": \"x\"}",
                "If-Match",
                business.tag());
        assertThat(second.delete(dealer).status()).isEqualTo(200);
        assertThat(second.post("/api/v1/user-notices/" + code + "/improve", "{\"text\": \"短く書く\"}")
                        .status())
                .isEqualTo(200);

        assertThat(differences()).isEmpty();
        assertThat(jdbc.sql("SELECT DISTINCT kind FROM ledger_outbox WHERE kind LIKE 'audience-%'")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder(
                        "audience-draft/1", "audience-step/1", "audience-business/1", "audience-improvement/1");

        jdbc.sql("UPDATE audience_draft SET content = content || ' '").update();
        assertThat(differences())
                .singleElement()
                .satisfies(difference -> assertThat(difference.code()).isEqualTo("row-changed"));
    }
}
