package dev.shisa.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.portal.TestPortal;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is recorded of inquiries and of what everybody is told is what the rows say, and a changed row is told. */
class InquiryRecordsTest extends RecordsCase {

    @Test
    void everyRecordIsItsRow() {
        emptyDatabase();
        TestPortal.switchOn(signedIn(Role.OWNER));
        Person quality = person(Role.QUALITY);
        Api api = api(quality, Set.of(Act.VIEW, Act.ADD_EVIDENCE, Act.TELL_USERS));
        for (int day = 6; day >= 0; day--) {
            Api.Answer made = api.post(
                    "/api/v1/inquiries",
                    "{\"hour\": \"" + clock.instant().minus(Duration.ofDays(day))
                            + "\", \"topic\": \"主な内容\", \"count\": " + (day == 0 ? 70 : 3) + "}");
            assertThat(made.status()).as(made.text()).isEqualTo(201);
        }
        String id = api.get("/api/v1/inquiries").at("/items/0/id");
        assertThat(api.post("/api/v1/inquiries/" + id + "/strike", "{\"reason\": \"違った\"}")
                        .status())
                .isEqualTo(200);
        String surge = api.get("/api/v1/inquiries/surges").at("/items/0/code");
        assertThat(api.post("/api/v1/inquiries/surges/" + surge + "/settle", "{\"text\": \"停電\"}")
                        .status())
                .isEqualTo(200);
        Api.Answer status = api.post("/api/v1/statuses", """
                {"title": {"ja": "見出し", "en": "Heading"}, "state": "working", "text": {"ja": "本文"}}""");
        assertThat(status.status()).as(status.text()).isEqualTo(201);
        assertThat(api.post("/api/v1/statuses/" + status.at("/code") + "/steps", """
                        {"state": "resolved", "text": {"ja": "直った", "en": "Solved"}}""")
                        .status())
                .isEqualTo(200);
        assertThat(differences()).isEmpty();
        jdbc.sql("UPDATE inquiry_surge SET count = 7").update();
        assertThat(differences())
                .singleElement()
                .satisfies(difference -> assertThat(difference.code()).isEqualTo("row-changed"));
    }
}
