package dev.shisa.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What is recorded of suppliers is what its rows say, and a changed row is told. */
class SupplierRecordsTest extends RecordsCase {

    @Autowired
    private Products products;

    private static void sound(Api.Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isIn(200, 201);
    }

    @Test
    void everyRecordIsItsRow() {
        emptyDatabase();
        Person quality = person(Role.QUALITY);
        products.create(new NewSeries("MC-200", "カメラ", "機器", "", List.of("MC-210"), "2.4.1"), quality);
        Api api = api(quality, Set.of(Act.VIEW, Act.ADD_EVIDENCE, Act.EDIT_PRODUCT, Act.RESOLVE));
        String today = LocalDate.ofInstant(clock.instant(), Ui.ZONE).toString();
        String file = api.upload("/api/v1/files?fileName=contract.txt", "契約".getBytes(StandardCharsets.UTF_8))
                .at("/id");
        Api.Answer added = api.post("/api/v1/suppliers", "{\"name\": \"ツバメ電子\", \"names\": [\"Tsubame\"]}");
        sound(added);
        String one = String.valueOf(added.header("Location"));
        sound(api.put(one, "{\"name\": \"ツバメ電子\", \"note\": \"通信\"}", "If-Match", added.tag()));
        String link = api.post(one + "/items", "{\"series\": \"MC-200\"}").at("/id");
        sound(api.post(one + "/contacts", "{\"duty\": \"incident\", \"name\": \"当直\"}"));
        Api.Answer delivery = api.post(one + "/deliveries", """
                {"kind": "semi", "name": "モジュール", "alternative": "互換品", "split": {"software.fix": "customer"}}""");
        sound(delivery);
        String check = api.post(one + "/deliveries/" + delivery.at("/id") + "/checks", """
                {"lookedAt": ["measures"], "passed": true, "performedOn": "%s", "performedBy": "花子"}""".formatted(today))
                .at("/id");
        sound(api.post(one + "/contracts", """
                {"kind": "contract", "title": "基本契約", "startsOn": "%s", "clauses": {"vulnerability": "12条"}, "file": "%s"}""".formatted(today, file)));
        Api.Answer asked = api.post(one + "/requests", "{\"recipient\": \"山田\"}");
        sound(asked);
        String request = one + "/requests/" + asked.at("/request/id");
        sound(api.post(request + "/answers", """
                {"by": "山田", "answers": [{"question": "policy", "answer": "yes", "detail": "URL"},
                 {"question": "functions", "answer": "no"}]}"""));
        sound(api.post(request + "/judgements", "{\"question\": \"policy\", \"accepted\": true}"));
        sound(api.post(
                request + "/judgements", "{\"question\": \"functions\", \"accepted\": false, \"comment\": \"詳しく\"}"));
        Api.Answer decided = api.post(one + "/decisions", "{\"outcome\": \"accept\", \"reason\": \"よい\"}");
        sound(decided);
        Api.Answer offered = api.post(one + "/exchange/files", "{\"file\": \"%s\", \"note\": \"図\"}".formatted(file));
        sound(offered);
        Api.Answer access = api.post(one + "/exchange/accesses", "{\"person\": \"山田\", \"maySend\": true}");
        sound(access);
        String address = access.at("/address").replaceFirst("https?://[^/]+", "");
        Browser guest = signedOut();
        guest.post(address, "code", access.at("/passphrase"));
        Page taken = guest.get("/exchange/files/" + offered.at("/id"));
        assertThat(taken.status()).isEqualTo(200);
        assertThat(api.get(one + "/exchange/files/" + offered.at("/id")).status())
                .isEqualTo(200);
        assertThat(api.get(one + "/exchange").text()).contains("\"taken\"", "\"opened\"");

        String whole = api.get(one).at("/scores/0/review");
        sound(api.post(one + "/reviews/" + whole + "/take-back", "{\"reason\": \"誤り\"}"));
        sound(api.post(one + "/decisions/" + decided.at("/id") + "/withdraw", "{\"reason\": \"誤り\"}"));
        sound(api.post(one + "/checks/" + check + "/end", "{\"reason\": \"誤り\"}"));
        String contract = api.get(one + "/contracts").at("/items/0/id");
        sound(api.post(one + "/contracts/" + contract + "/end", "{\"reason\": \"解約\"}"));
        sound(api.post(one + "/deliveries/" + delivery.at("/id") + "/end", "{\"reason\": \"終了\"}"));
        sound(api.post(one + "/exchange/files/" + offered.at("/id") + "/end", "{\"reason\": \"終了\"}"));
        sound(api.post(one + "/items/" + link + "/end", "{\"reason\": \"違う\"}"));
        sound(api.get("/api/v1/suppliers"));

        assertThat(differences()).isEmpty();
        assertThat(jdbc.sql("SELECT DISTINCT kind FROM ledger_outbox WHERE kind LIKE 'supplier%'")
                        .query(String.class)
                        .list())
                .hasSize(17);

        assertThat(jdbc.sql("UPDATE supplier_review SET answer = 'no'").update())
                .isEqualTo(1);
        assertThat(differences())
                .singleElement()
                .satisfies(difference -> assertThat(difference.code()).isEqualTo("row-changed"));
    }
}
