package dev.shisa.server.document;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The titles of documents without what they say. */
@Component
record TitleStore(JdbcClient jdbc) {

    /** Of the newest version of a document; one of them may be empty. */
    record Titles(String japanese, String english) {}

    /** By document. */
    Map<UUID, Titles> all() {
        Map<UUID, Titles> titles = new HashMap<>();
        jdbc.sql("""
                        SELECT DISTINCT ON (v.document_id) v.document_id, r.title_ja, r.title_en
                        FROM document_version v JOIN document_revision r ON r.version_id = v.id
                        ORDER BY v.document_id, v.number DESC, r.number DESC""").query(rs -> {
            titles.put(
                    rs.getObject("document_id", UUID.class),
                    new Titles(
                            Objects.requireNonNullElse(rs.getString("title_ja"), ""),
                            Objects.requireNonNullElse(rs.getString("title_en"), "")));
        });
        return titles;
    }
}
