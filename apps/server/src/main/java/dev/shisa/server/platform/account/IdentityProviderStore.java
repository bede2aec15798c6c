package dev.shisa.server.platform.account;

import dev.shisa.server.platform.storage.SealedSecrets;
import dev.shisa.server.platform.storage.SealedSecrets.Sealed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Providers, their secrets (sealed) and how their words become roles. */
@Repository
class IdentityProviderStore {

    private static final String COLUMNS = """
            id, kind, name, issuer, tenants, client_id, client_secret IS NOT NULL AS has_secret, scopes, role_claim,
            creates_accounts, trusts_factors, inside, enabled, tried_at, version""";

    private final JdbcClient jdbc;
    private final SealedSecrets sealed;

    @Autowired
    IdentityProviderStore(JdbcClient jdbc, @Value("${shisa.data}") Path data) {
        this.jdbc = jdbc;
        this.sealed = new SealedSecrets(data, "sign-in-key", "sign-in.key");
    }

    /** What else belongs to signing in by a provider is sealed by the same key. */
    SealedSecrets sealed() {
        return sealed;
    }

    List<IdentityProvider> all() {
        return jdbc.sql("SELECT " + COLUMNS + " FROM identity_provider ORDER BY created_at, id")
                .query(IdentityProviderStore::row)
                .list();
    }

    /** Those whose buttons stand on the sign-in page. */
    List<IdentityProvider> enabled() {
        return all().stream().filter(IdentityProvider::enabled).toList();
    }

    Optional<IdentityProvider> byId(UUID id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM identity_provider WHERE id = :id")
                .param("id", id)
                .query(IdentityProviderStore::row)
                .optional();
    }

    void insert(UUID id, IdentityProvider.Kind kind, String name, Instant at) {
        jdbc.sql("""
                        INSERT INTO identity_provider (id, kind, name, role_claim, created_at)
                        VALUES (:id, :kind, :name, '', :at)""")
                .param("id", id)
                .param("kind", kind.id())
                .param("name", name)
                .param("at", Timestamp.from(at))
                .update();
    }

    /** Changes it if nobody else did since its version; whoever was tried before has to be tried again if {@code anew}. */
    boolean update(IdentityProvider p, boolean anew) {
        return jdbc.sql("""
                        UPDATE identity_provider
                        SET name = :name, issuer = :issuer, tenants = :tenants::text[], client_id = :client,
                            scopes = :scopes, role_claim = :claim, creates_accounts = :creates,
                            trusts_factors = :factors, inside = :inside,
                            tried_at = CASE WHEN :anew THEN NULL ELSE tried_at END, version = version + 1
                        WHERE id = :id AND version = :version""")
                        .param("name", p.name())
                        .param("issuer", p.issuer())
                        .param("tenants", array(p.tenants()))
                        .param("client", p.clientId())
                        .param("scopes", p.scopes())
                        .param("claim", p.roleClaim())
                        .param("creates", p.createsAccounts())
                        .param("factors", p.trustsFactors())
                        .param("inside", p.inside())
                        .param("anew", anew)
                        .param("id", p.id())
                        .param("version", p.version())
                        .update()
                == 1;
    }

    void keepSecret(UUID id, String secret) {
        jdbc.sql("UPDATE identity_provider SET client_secret = :secret, tried_at = NULL WHERE id = :id")
                .param("secret", sealed.seal(id, secret.getBytes(StandardCharsets.UTF_8)))
                .param("id", id)
                .update();
    }

    /** The client's secret; empty if there is none. */
    String secret(UUID id) {
        return jdbc.sql("SELECT client_secret FROM identity_provider WHERE id = :id AND client_secret IS NOT NULL")
                .param("id", id)
                .query((row, number) -> row.getBytes("client_secret"))
                .optional()
                .map(secret -> new String(sealed.open(id, secret), StandardCharsets.UTF_8))
                .orElse("");
    }

    void setEnabled(UUID id, boolean enabled) {
        jdbc.sql("UPDATE identity_provider SET enabled = :enabled, version = version + 1 WHERE id = :id")
                .param("enabled", enabled)
                .param("id", id)
                .update();
    }

    /** A trial came back whole. */
    void tried(UUID id, Instant at) {
        jdbc.sql("UPDATE identity_provider SET tried_at = :at WHERE id = :id")
                .param("at", Timestamp.from(at))
                .param("id", id)
                .update();
    }

    void remove(UUID id) {
        jdbc.sql("DELETE FROM identity_provider WHERE id = :id").param("id", id).update();
    }

    /** Whether the key is here that opens the secrets of all of them. */
    boolean opensSecrets() {
        return jdbc
                .sql("SELECT id, client_secret FROM identity_provider WHERE client_secret IS NOT NULL")
                .query((row, number) -> new Sealed(row.getObject("id", UUID.class), row.getBytes("client_secret")))
                .list()
                .stream()
                .allMatch(sealed::opens);
    }

    // Roles.

    RoleMapping mapping(UUID id) {
        return new RoleMapping(jdbc.sql("""
                        SELECT value, roles, series FROM identity_provider_role
                        WHERE provider_id = :id ORDER BY position""")
                .param("id", id)
                .query((row, number) -> new RoleMapping.Row(
                        row.getString("value"),
                        Arrays.stream((String[]) row.getArray("roles").getArray())
                                .map(role -> Role.valueOf(role.toUpperCase(Locale.ROOT)))
                                .collect(Collectors.toSet()),
                        Set.of((UUID[]) row.getArray("series").getArray())))
                .list());
    }

    void setMapping(UUID id, RoleMapping mapping) {
        jdbc.sql("DELETE FROM identity_provider_role WHERE provider_id = :id")
                .param("id", id)
                .update();
        int position = 0;
        for (RoleMapping.Row row : mapping.rows()) {
            jdbc.sql("""
                            INSERT INTO identity_provider_role (provider_id, position, value, roles, series)
                            VALUES (:id, :position, :value, :roles::text[], :series::uuid[])""")
                    .param("id", id)
                    .param("position", position++)
                    .param("value", row.value())
                    .param(
                            "roles",
                            array(row.roles().stream().sorted().map(Role::id).toList()))
                    .param(
                            "series",
                            array(row.series().stream()
                                    .map(UUID::toString)
                                    .sorted()
                                    .toList()))
                    .update();
        }
        jdbc.sql("UPDATE identity_provider SET version = version + 1 WHERE id = :id")
                .param("id", id)
                .update();
    }

    // What the last trial came to.

    void keepTrial(UUID id, Instant at, String result) {
        jdbc.sql("""
                        INSERT INTO oidc_trial (provider_id, at, result) VALUES (:id, :at, :result::jsonb)
                        ON CONFLICT (provider_id) DO UPDATE SET at = excluded.at, result = excluded.result""")
                .param("id", id)
                .param("at", Timestamp.from(at))
                .param("result", result)
                .update();
    }

    Optional<String> trial(UUID id) {
        return jdbc.sql("SELECT result::text FROM oidc_trial WHERE provider_id = :id")
                .param("id", id)
                .query((row, number) -> String.valueOf(row.getString(1)))
                .optional();
    }

    void forgetTrial(UUID id) {
        jdbc.sql("DELETE FROM oidc_trial WHERE provider_id = :id")
                .param("id", id)
                .update();
    }

    private static IdentityProvider row(ResultSet row, int number) throws SQLException {
        Timestamp tried = row.getTimestamp("tried_at");
        return new IdentityProvider(
                row.getObject("id", UUID.class),
                IdentityProvider.Kind.of(row.getString("kind")).orElseThrow(),
                row.getString("name"),
                row.getString("issuer"),
                List.of((String[]) row.getArray("tenants").getArray()),
                row.getString("client_id"),
                row.getBoolean("has_secret"),
                row.getString("scopes"),
                row.getString("role_claim"),
                row.getBoolean("creates_accounts"),
                row.getBoolean("trusts_factors"),
                row.getBoolean("inside"),
                row.getBoolean("enabled"),
                instant(tried),
                row.getInt("version"));
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }

    /** Values without signs that mean something in an array's text: ids, domains, names of roles. */
    private static String array(Collection<String> values) {
        return values.stream().collect(Collectors.joining(",", "{", "}"));
    }
}
