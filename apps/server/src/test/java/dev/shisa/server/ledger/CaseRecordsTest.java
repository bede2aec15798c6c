package dev.shisa.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.ledger.PersonTraces;
import dev.shisa.server.platform.ledger.Redaction;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** What is recorded of cases is what their rows say, without telling it; a changed row is told. */
class CaseRecordsTest extends RecordsCase {

    @Autowired
    private List<PersonTraces> traces;

    @Autowired
    private TransactionTemplate transaction;

    @Test
    void everyRecordIsItsRowAndAChangedOneIsFound() {
        emptyDatabase();
        Person psirt = person(Role.PSIRT);
        Person left = person(Role.QUALITY);
        Api api = api(psirt, Set.of(Act.SEE_CASES, Act.HANDLE_CASES));
        Api.Answer opened =
                api.post("/api/v1/psirt/cases", "{\"title\": \"題\", \"source\": \"stranger\", \"text\": \"本文\"}");
        assertThat(opened.status()).as(opened.toString()).isEqualTo(201);
        String here = String.valueOf(opened.header("Location"));
        Api.Answer note = api.post(
                here + "/entries", "{\"kind\": \"note\", \"values\": {\"text\": \"%s さんに聞く\"}}".formatted(left.name()));
        assertThat(note.status()).as(note.toString()).isEqualTo(201);
        assertThat(api.get(here).status()).isEqualTo(200);
        assertThat(differences()).isEmpty();

        // A person is forgotten, also where a colleague wrote the name; the ledger still fits.
        transaction.executeWithoutResult(_ -> traces.forEach(
                trace -> trace.forget(new Redaction.PersonGone(left.id(), left.name(), left.email(), "退職者1"))));
        assertThat(api.get(here).text()).contains("退職者1 さんに聞く").doesNotContain(left.name());
        assertThat(differences()).isEmpty();

        jdbc.sql("UPDATE psirt_entry SET content = replace(content, '本文', '別の文')")
                .update();
        assertThat(differences()).hasSize(1);
    }
}
