package dev.shisa.server.notice;

import dev.shisa.server.platform.outgoing.MailServer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables of how notices leave the house: channels, the mail server, the hour of the daily ones. */
@Repository
class ChannelStore {

    /** Before work begins, for most. */
    static final int USUAL_HOUR = 8;

    private final JdbcClient jdbc;

    ChannelStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Channel> all() {
        return jdbc.sql("SELECT * FROM notice_channel ORDER BY id")
                .query(ChannelStore::channel)
                .list();
    }

    Optional<Channel> one(UUID id) {
        return jdbc.sql("SELECT * FROM notice_channel WHERE id = ?")
                .param(id)
                .query(ChannelStore::channel)
                .optional();
    }

    void add(Channel channel) {
        jdbc.sql("""
                        INSERT INTO notice_channel (id, name, shape, address, inside, groups, language, made_at, made_by)
                        VALUES (:id, :name, :shape, :address, :inside, :groups, :language, :at, :by)""")
                .param("id", channel.id())
                .param("name", channel.name())
                .param("shape", channel.shape().id())
                .param("address", channel.address())
                .param("inside", channel.inside())
                .param("groups", groups(channel))
                .param("language", channel.language())
                .param("at", Timestamp.from(channel.madeAt()))
                .param("by", channel.madeBy())
                .update();
    }

    void change(Channel channel) {
        jdbc.sql("""
                        UPDATE notice_channel SET name = :name, inside = :inside, groups = :groups, language = :language
                        WHERE id = :id""")
                .param("id", channel.id())
                .param("name", channel.name())
                .param("inside", channel.inside())
                .param("groups", groups(channel))
                .param("language", channel.language())
                .update();
    }

    private static String[] groups(Channel channel) {
        return channel.topics().stream().sorted().map(Topic::id).toArray(String[]::new);
    }

    void remove(UUID id) {
        jdbc.sql("DELETE FROM notice_channel WHERE id = ?").param(id).update();
    }

    void rename(String madeBy, String instead) {
        jdbc.sql("UPDATE notice_channel SET made_by = :instead WHERE made_by = :name")
                .param("instead", instead)
                .param("name", madeBy)
                .update();
    }

    /**
     * How mails go out.
     *
     * @param server null: no mails are sent
     * @param secret names the file with its password
     * @param version 0: nobody has entered anything
     */
    record Post(@Nullable MailServer server, UUID secret, int digestHour, int version) {}

    Optional<Post> post() {
        return jdbc.sql("SELECT * FROM notice_setting")
                .query((row, n) -> new Post(
                        row.getString("host").isEmpty()
                                ? null
                                : new MailServer(
                                        row.getString("host"),
                                        row.getInt("port"),
                                        MailServer.Security.of(row.getString("security"))
                                                .orElseThrow(),
                                        row.getString("username"),
                                        row.getString("sender")),
                        row.getObject("secret", UUID.class),
                        row.getInt("digest_hour"),
                        row.getInt("version")))
                .optional();
    }

    /** Saves it; false if somebody else saved first. */
    boolean save(Post post) {
        MailServer server = post.server();
        return jdbc.sql("""
                        INSERT INTO notice_setting AS s
                            (one, secret, host, port, security, username, sender, digest_hour, version)
                        VALUES (true, :secret, :host, :port, :security, :user, :sender, :hour, 1)
                        ON CONFLICT (one) DO UPDATE SET host = excluded.host, port = excluded.port,
                            security = excluded.security, username = excluded.username, sender = excluded.sender,
                            digest_hour = excluded.digest_hour, version = s.version + 1
                        WHERE s.version = :version""")
                        .param("secret", post.secret())
                        .param("host", server == null ? "" : server.host())
                        .param("port", server == null ? 0 : server.port())
                        .param(
                                "security",
                                server == null ? "" : server.security().id())
                        .param("user", server == null ? "" : server.user())
                        .param("sender", server == null ? "" : server.from())
                        .param("hour", post.digestHour())
                        .param("version", post.version())
                        .update()
                == 1;
    }

    private static Channel channel(ResultSet row, int n) throws SQLException {
        String shape = row.getString("shape");
        return new Channel(
                row.getObject("id", UUID.class),
                row.getString("name"),
                ChannelShape.of(shape)
                        .orElseThrow(() -> new IllegalStateException("a channel in the shape of " + shape)),
                row.getString("address"),
                row.getBoolean("inside"),
                Arrays.stream((String[]) row.getArray("groups").getArray())
                        .flatMap(id -> Topic.of(id).stream())
                        .collect(Collectors.toSet()),
                row.getString("language"),
                row.getTimestamp("made_at").toInstant(),
                row.getString("made_by"));
    }
}
