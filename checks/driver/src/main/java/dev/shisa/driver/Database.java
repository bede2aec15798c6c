package dev.shisa.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The database of a running server, for filling it quicker than by its pages. */
public final class Database implements AutoCloseable {

    private static final int PORT_LINE = 3;

    private final Connection connection;

    private Database(Connection connection) {
        this.connection = connection;
    }

    public static Database of(Path data) throws IOException, SQLException {
        List<String> lines = Files.readAllLines(data.resolve("postgres/data/postmaster.pid"));
        String password =
                Files.readString(data.resolve("secrets/database-password")).strip();
        // What is added here stands for what people did: it is recorded as the server's.
        return new Database(DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + lines.get(PORT_LINE).strip()
                        + "/shisa?sslmode=disable&options=-c%20shisa.writer=server",
                "shisa",
                password));
    }

    public Connection connection() {
        return connection;
    }

    /** The first column of all rows. */
    public List<String> strings(String sql, Object... params) throws SQLException {
        List<String> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < params.length; i++) {
                statement.setObject(i + 1, params[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String text = rows.getString(1);
                    found.add(text == null ? "" : text);
                }
            }
        }
        return found;
    }

    public void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Adds a person of the role, if not there yet, with one session whose cookie is this secret. */
    public void signIn(int number, String role, String secret) throws SQLException {
        UUID id = UUID.nameUUIDFromBytes(("person " + number).getBytes(StandardCharsets.UTF_8));
        try (PreparedStatement person = connection.prepareStatement("""
                INSERT INTO person (id, email, name, language, password_hash, roles, series, created_at)
                VALUES (?, ?, ?, 'ja', 'none', ARRAY[?], '{}', now()) ON CONFLICT DO NOTHING""");
                PreparedStatement session = connection.prepareStatement("""
                INSERT INTO session (token_hash, person_id, created_at, seen_at, expires_at, agent)
                VALUES (?, ?, now(), now(), now() + interval '7 days', 'bench')
                ON CONFLICT (token_hash) DO UPDATE SET seen_at = now(), expires_at = now() + interval '7 days'""")) {
            person.setObject(1, id);
            person.setString(2, "bench-" + number + "@midorihama.example");
            person.setString(3, "計測 " + number);
            person.setString(4, role);
            person.executeUpdate();
            session.setBytes(1, sha256(secret));
            session.setObject(2, id);
            session.executeUpdate();
        }
    }

    /** Gives the person of this number a token of the API for these acts, for all series. */
    public void token(int number, String secret, String... acts) throws SQLException {
        try (PreparedStatement token = connection.prepareStatement("""
                INSERT INTO api_token (id, token_hash, person_id, name, acts, series, created_at, expires_at)
                VALUES (?, ?, ?, 'bench', ?, '{}', now(), now() + interval '7 days')
                ON CONFLICT (id) DO UPDATE SET token_hash = excluded.token_hash, expires_at = excluded.expires_at""")) {
            token.setObject(1, UUID.nameUUIDFromBytes(("token " + number).getBytes(StandardCharsets.UTF_8)));
            token.setBytes(2, sha256(secret));
            token.setObject(3, UUID.nameUUIDFromBytes(("person " + number).getBytes(StandardCharsets.UTF_8)));
            token.setArray(4, connection.createArrayOf("text", acts));
            token.executeUpdate();
        }
    }

    public static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
