package dev.shisa.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is recorded of the company's register is what its rows say, and a changed row is told. */
class OrganisationRecordsTest extends RecordsCase {

    @Test
    void everyRevisionIsItsRecord() {
        emptyDatabase();
        Person owner = person(Role.OWNER, Role.QUALITY);
        Api api = api(owner, Set.of(Act.VIEW, Act.EDIT_ORGANISATION, Act.MANAGE_PEOPLE));
        String all = "/api/v1/organisation/register/";
        String sato = api.post(all + "person", "{\"fields\": {\"name\": \"佐藤\", \"emergency\": \"090\"}}")
                .at("/id");
        api.post(all + "role", """
                {"fields": {"role": "respond", "by": "person", "holder": "%s"}}""".formatted(sato));
        Api.Answer left = api.post("/api/v1/organisation/people/" + sato + "/leave", "{\"on\": \"2026-01-31\"}");
        assertThat(left.status()).as(left.toString()).isEqualTo(200);
        assertThat(differences()).isEmpty();

        jdbc.sql(
                        "UPDATE organisation_entry SET content = jsonb_set(content, '{by}', '\"person\"') WHERE kind = 'role' AND number = 2")
                .update();
        assertThat(differences()).isNotEmpty();
    }
}
