package dev.shisa.server.evidence;

import dev.shisa.server.platform.web.Messages;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A capability that notes in a table of its own which evidence follows from what it keeps. */
public abstract class TableKeeper implements EvidenceKeeper {

    private final JdbcClient jdbc;
    private final Messages messages;
    private final String known;
    private final String name;
    private final String href;

    /**
     * @param table that holds the evidence
     * @param column with its id
     * @param name message with what people call the records from which it follows
     * @param href their page
     */
    protected TableKeeper(JdbcClient jdbc, Messages messages, String table, String column, String name, String href) {
        this.jdbc = jdbc;
        this.messages = messages;
        this.known = "SELECT EXISTS (SELECT FROM " + table + " WHERE " + column + " = ?)";
        this.name = name;
        this.href = href;
    }

    @Override
    public final Optional<Kept> of(UUID evidence, Locale locale) {
        return jdbc.sql(known).param(evidence).query(Boolean.class).single()
                ? Optional.of(new Kept(messages.get(locale, name), href))
                : Optional.empty();
    }
}
