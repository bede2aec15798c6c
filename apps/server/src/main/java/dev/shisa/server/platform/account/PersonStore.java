package dev.shisa.server.platform.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code person}. */
@Repository
class PersonStore {

    private static final String COLUMNS =
            "id, email, name, language, password_hash, roles, series, disabled_at, created_at, last_sign_in, version,"
                    + " joined_at, emergency, emergency_used_at";

    private final JdbcClient jdbc;

    PersonStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Account account) {
        jdbc.sql("""
            INSERT INTO person (id, email, name, language, password_hash, roles, series, created_at, joined_at,
                                password_checked)
            VALUES (:id, :email, :name, :language, :hash, :roles::text[], :series::uuid[], :at, :joined, true)""")
                .param("id", account.id())
                .param("email", account.email())
                .param("name", account.name())
                .param("language", account.language())
                .param("hash", account.passwordHash())
                .param("roles", roles(account.roles()))
                .param("series", array(account.series()))
                .param("at", Timestamp.from(account.createdAt()))
                .param("joined", timestamp(account.joinedAt()), java.sql.Types.TIMESTAMP)
                .update();
    }

    boolean isEmpty() {
        return jdbc.sql("SELECT NOT EXISTS (SELECT FROM person)")
                .query(Boolean.class)
                .single();
    }

    Optional<Account> byId(UUID id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM person WHERE id = :id")
                .param("id", id)
                .query(PersonStore::row)
                .optional();
    }

    Map<UUID, String> names(Collection<UUID> ids) {
        Map<UUID, String> names = new HashMap<>();
        jdbc.sql("SELECT id, name FROM person WHERE id = ANY (:ids)")
                .param("ids", ids.toArray(UUID[]::new))
                .query((RowCallbackHandler) row -> names.put(row.getObject("id", UUID.class), row.getString("name")));
        return names;
    }

    Optional<Account> byEmail(String email) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM person WHERE lower(email) = lower(:email)")
                .param("email", email)
                .query(PersonStore::row)
                .optional();
    }

    List<Account> all() {
        return jdbc.sql("SELECT " + COLUMNS + " FROM person ORDER BY name, id")
                .query(PersonStore::row)
                .list();
    }

    /** Everybody whose account is in use, by their ids. */
    Map<UUID, Account> activeById() {
        return all().stream()
                .filter(account -> account.state() == Account.State.ACTIVE)
                .collect(Collectors.toMap(Account::id, account -> account));
    }

    boolean hasUnlimitedOwner() {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT FROM person
                        WHERE 'owner' = ANY (roles) AND series = '{}' AND disabled_at IS NULL
                          AND (password_hash IS NOT NULL OR joined_at IS NOT NULL))""").query(Boolean.class).single();
    }

    /** Names of owners whom an older version limited to some series. */
    List<String> limitedOwners() {
        return jdbc.sql("""
                        SELECT name FROM person
                        WHERE 'owner' = ANY (roles) AND series <> '{}' AND disabled_at IS NULL ORDER BY name""").query((row, number) -> row.getString("name")).list();
    }

    /** How many use a password that was chosen before passwords were compared with those that leaked. */
    int withUncheckedPassword() {
        return jdbc.sql("""
            SELECT count(*) FROM person
            WHERE password_hash IS NOT NULL AND disabled_at IS NULL AND NOT password_checked""").query(Integer.class).single();
    }

    /** Holds every owner's row until the end of the transaction, so that two cannot remove each other at once. */
    List<UUID> lockActiveOwners() {
        return jdbc.sql("""
                        SELECT id FROM person
                        WHERE 'owner' = ANY (roles) AND disabled_at IS NULL AND (password_hash IS NOT NULL OR joined_at IS NOT NULL)
                        ORDER BY id FOR UPDATE""")
                .query((row, number) -> row.getObject("id", UUID.class))
                .list();
    }

    /** Changes name, roles and scope if nobody else did since {@code version}. */
    boolean update(UUID id, int version, String name, Set<Role> roles, Set<UUID> series) {
        return jdbc.sql("""
                        UPDATE person SET name = :name, roles = :roles::text[], series = :series::uuid[],
                               version = version + 1
                        WHERE id = :id AND version = :version""")
                        .param("name", name)
                        .param("roles", roles(roles))
                        .param("series", array(series))
                        .param("id", id)
                        .param("version", version)
                        .update()
                == 1;
    }

    /** What a provider's word makes of somebody's roles and range. */
    void setRoles(UUID id, Set<Role> roles, Set<UUID> series) {
        jdbc.sql("""
                        UPDATE person SET roles = :roles::text[], series = :series::uuid[], version = version + 1
                        WHERE id = :id""")
                .param("roles", roles(roles))
                .param("series", array(series))
                .param("id", id)
                .update();
    }

    /** Somebody joined without a password. */
    void setJoined(UUID id, Instant at) {
        jdbc.sql("UPDATE person SET joined_at = :at WHERE id = :id")
                .param("at", Timestamp.from(at))
                .param("id", id)
                .update();
    }

    void updateOwn(UUID id, String name, String language) {
        jdbc.sql("UPDATE person SET name = :name, language = :language, version = version + 1 WHERE id = :id")
                .param("name", name)
                .param("language", language)
                .param("id", id)
                .update();
    }

    void setPassword(UUID id, String hash) {
        jdbc.sql("UPDATE person SET password_hash = :hash, password_checked = true WHERE id = :id")
                .param("hash", hash)
                .param("id", id)
                .update();
    }

    void setDisabled(UUID id, @Nullable Instant at) {
        jdbc.sql("UPDATE person SET disabled_at = :at, version = version + 1 WHERE id = :id")
                .param("at", timestamp(at), java.sql.Types.TIMESTAMP)
                .param("id", id)
                .update();
    }

    /** Nobody can sign in with it afterwards, not even by a reset. */
    void erase(UUID id, String name, String email) {
        jdbc.sql("""
                        UPDATE person SET name = :name, email = :email, password_hash = NULL, joined_at = NULL,
                               emergency = false, version = version + 1
                        WHERE id = :id""").param("name", name).param("email", email).param("id", id).update();
    }

    void signedIn(UUID id, Instant at) {
        jdbc.sql("UPDATE person SET last_sign_in = :at WHERE id = :id")
                .param("at", Timestamp.from(at))
                .param("id", id)
                .update();
    }

    static Account row(ResultSet row, int number) throws SQLException {
        return new Account(
                row.getObject("id", UUID.class),
                row.getString("email"),
                row.getString("name"),
                row.getString("language"),
                row.getString("password_hash"),
                roles(row.getArray("roles")),
                Set.of((UUID[]) row.getArray("series").getArray()),
                instant(row, "disabled_at"),
                row.getTimestamp("created_at").toInstant(),
                instant(row, "last_sign_in"),
                row.getInt("version"),
                instant(row, "joined_at"),
                row.getBoolean("emergency"),
                instant(row, "emergency_used_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant at) {
        return at == null ? null : Timestamp.from(at);
    }

    private static String roles(Collection<Role> roles) {
        return roles.stream().sorted().map(Role::id).collect(Collectors.joining(",", "{", "}"));
    }

    private static String array(Collection<UUID> ids) {
        return ids.stream().sorted().map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
    }

    /** Roles as a row has them. */
    static Set<Role> roles(java.sql.Array column) throws SQLException {
        return Arrays.stream((String[]) column.getArray())
                .map(id -> Role.valueOf(id.toUpperCase(Locale.ROOT)))
                .collect(Collectors.toSet());
    }
}
