package dev.shisa.server.psirt;

import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.ledger.Redactor;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Names and addresses in the register of the window at JPCERT/CC. */
@Component
class WindowRedactor implements Redactor {

    private static final String WINDOW = "psirt-window/1";

    private final JdbcClient jdbc;

    WindowRedactor(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Set<String> kinds() {
        return Set.of(WINDOW);
    }

    @Override
    public void redact(String kind, SortedMap<String, Object> body, Redaction how) {
        for (String field : List.of("contact", "mail", "phone")) {
            body.computeIfPresent(field, (name, value) -> how.text(value.toString()));
        }
        body.put("byName", how.name(body.get("by"), String.valueOf(body.getOrDefault("byName", ""))));
    }

    @Override
    public void write(String kind, String rowId, SortedMap<String, Object> body) {
        jdbc.sql("""
                        UPDATE psirt_window SET contact = :contact, mail = :mail, phone = :phone, by_name = :byName
                        WHERE id = :id""")
                .param("contact", body.get("contact"))
                .param("mail", body.get("mail"))
                .param("phone", body.get("phone"))
                .param("byName", body.get("byName"))
                .param("id", UUID.fromString(rowId))
                .update();
    }
}
