package dev.shisa.server.transfer;

import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.ledger.Redactor;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Names of imports: who brought a series in, and who saved it elsewhere. That, when and what was declared stays. */
@Component
class TransferRedactor implements Redactor {

    private final JdbcClient jdbc;

    TransferRedactor(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Set<String> kinds() {
        return Set.of("series-import/1");
    }

    @Override
    public void redact(String kind, SortedMap<String, Object> body, Redaction how) {
        body.put("byName", how.name(body.get("by"), String.valueOf(body.get("byName"))));
        body.put("exportedName", how.name(null, String.valueOf(body.get("exportedName"))));
        body.put("organisation", how.text(String.valueOf(body.get("organisation"))));
    }

    @Override
    public void write(String kind, String rowId, SortedMap<String, Object> body) {
        jdbc.sql("""
                        UPDATE series_import
                        SET imported_name = :name, exported_name = :exported, organisation = :organisation WHERE id = :id""")
                .param("name", body.get("byName"))
                .param("exported", body.get("exportedName"))
                .param("organisation", body.get("organisation"))
                .param("id", UUID.fromString(rowId))
                .update();
    }
}
