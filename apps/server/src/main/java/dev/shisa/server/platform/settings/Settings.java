package dev.shisa.server.platform.settings;

import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the installation remembers about itself, by name. */
@Component
public class Settings {

    public static final String ORGANISATION_ID = "organisation.id";
    public static final String ORGANISATION_NAME = "organisation.name";

    private final JdbcClient jdbc;

    Settings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A value and how often it was changed. */
    public record Versioned(String value, int version) {}

    public Optional<String> get(String name) {
        return versioned(name).map(Versioned::value);
    }

    public Optional<Versioned> versioned(String name) {
        return jdbc.sql("SELECT value, version FROM setting WHERE name = :name")
                .param("name", name)
                .query((row, number) -> new Versioned(row.getString("value"), row.getInt("version")))
                .optional();
    }

    public void set(String name, String value) {
        jdbc.sql("""
                        INSERT INTO setting AS s (name, value) VALUES (:name, :value)
                        ON CONFLICT (name) DO UPDATE SET value = excluded.value, version = s.version + 1""")
                .param("name", name)
                .param("value", value)
                .update();
    }

    /** Changes an existing setting if nobody else did since {@code version}. */
    public boolean change(String name, int version, String value) {
        return jdbc.sql("""
                        UPDATE setting SET value = :value, version = version + 1
                        WHERE name = :name AND version = :version""")
                        .param("value", value)
                        .param("name", name)
                        .param("version", version)
                        .update()
                == 1;
    }

    /** The maker's name, empty before set-up. */
    public String organisationName() {
        return get(ORGANISATION_NAME).orElse("");
    }

    /** The maker's identity, the subject of its facts; empty before set-up. */
    public Optional<UUID> organisationId() {
        return get(ORGANISATION_ID).map(UUID::fromString);
    }
}
