package dev.shisa.server.platform.settings;

import dev.shisa.server.platform.transaction.Effects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the installation remembers about itself, by name. */
@Component
public class Settings {

    public static final String ORGANISATION_ID = "organisation.id";
    public static final String ORGANISATION_NAME = "organisation.name";

    private final JdbcClient jdbc;

    /** It never changes once it is there, and almost every act asks for it. */
    private volatile @Nullable UUID organisationId;

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
        if (name.equals(ORGANISATION_ID)) {
            organisationId = null;
        }
        jdbc.sql("""
                        INSERT INTO setting AS s (name, value) VALUES (:name, :value)
                        ON CONFLICT (name) DO UPDATE SET value = excluded.value, version = s.version + 1""").param("name", name).param("value", value).update();
    }

    /** Changes a setting if nobody else did since {@code version}; 0: since nothing was entered. */
    public boolean change(String name, int version, String value) {
        String sql = version == 0
                ? "INSERT INTO setting (name, value) VALUES (:name, :value) ON CONFLICT (name) DO NOTHING"
                : """
                        UPDATE setting SET value = :value, version = version + 1
                        WHERE name = :name AND version = :version""";
        return jdbc.sql(sql)
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
        UUID known = organisationId;
        if (known != null) {
            return Optional.of(known);
        }
        Optional<UUID> found = get(ORGANISATION_ID).map(UUID::fromString);
        found.ifPresent(this::keep);
        return found;
    }

    /** What a transaction reads may be its own and come to nothing. */
    private void keep(UUID id) {
        Effects.afterCommit(() -> organisationId = id);
    }
}
