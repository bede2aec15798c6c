package dev.shisa.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is recorded of feedback is what its rows say, and a changed row is told. */
class FeedbackRecordsTest extends RecordsCase {

    @Test
    void everyRecordIsItsRow() {
        emptyDatabase();
        Person quality = person(Role.QUALITY);
        Api api = api(quality, Set.of(Act.VIEW, Act.ADD_EVIDENCE));
        Api.Answer made = api.post("/api/v1/feedback", """
                {"kind": "near-miss", "source": "field", "happened": "2026-11-19", "title": "題名", "text": "内容"}""");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        String at = "/api/v1/feedback/" + made.at("/code") + "/steps";
        assertThat(api.post(
                                at,
                                "{\"act\": \"plan\", \"text\": \"直す\", \"owner\": \"" + quality.id()
                                        + "\", \"due\": \"2026-12-01\"}")
                        .status())
                .isEqualTo(200);
        assertThat(api.post(
                                at,
                                "{\"act\": \"done\", \"text\": \"直した\", \"outcome\": \"change\", \"reference\": \"2.4.2\"}")
                        .status())
                .isEqualTo(200);
        assertThat(differences()).isEmpty();
        jdbc.sql("UPDATE psirt_feedback_step SET owner_name = '別の人' WHERE act = 'plan'")
                .update();
        assertThat(differences())
                .singleElement()
                .satisfies(difference -> assertThat(difference.code()).isEqualTo("row-changed"));
    }
}
