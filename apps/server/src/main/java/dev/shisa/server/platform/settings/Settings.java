package dev.shisa.server.platform.settings;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the installation remembers about itself, by name. */
@Component
public class Settings {

    private final JdbcClient jdbc;

    Settings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<String> get(String name) {
        return jdbc.sql("SELECT value FROM setting WHERE name = ?")
                .param(name)
                .query(String.class)
                .optional();
    }

    public void set(String name, String value) {
        jdbc.sql(
                        "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
                .params(name, value)
                .update();
    }

    /** The maker's name, empty before set-up. */
    public String organisationName() {
        return get("organisation.name").orElse("");
    }
}
