package dev.shisa.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Role;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What JPCERT/CC was told is what its record says; a changed row is told. */
class WindowRecordsTest extends RecordsCase {

    @Test
    void everyRecordIsItsRowAndAChangedOneIsFound() {
        emptyDatabase();
        Api api = api(person(Role.PSIRT), Set.of(Act.RUN_PSIRT));
        Api.Answer told = api.put("/api/v1/psirt/window", """
                {"organisation": "緑浜電機", "contact": "製品セキュリティ室", "mail": "psirt@midorihama.example",
                 "phone": "03-0000-0000", "since": "2026-11-01", "confirmed": "2026-11-02"}""");
        assertThat(told.status()).as(told.text()).isEqualTo(200);
        assertThat(differences()).isEmpty();
        jdbc.sql("UPDATE psirt_window SET mail = 'other@example.org'").update();
        assertThat(differences())
                .singleElement()
                .satisfies(difference -> assertThat(difference.code()).isEqualTo("row-changed"));
    }
}
