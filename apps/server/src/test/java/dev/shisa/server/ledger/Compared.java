package dev.shisa.server.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What the check of everything tells of rows that other capabilities made, for their tests. */
public final class Compared {

    private Compared() {}

    /** What it tells of findings; empty if each is taken for what was decided of it. */
    public static List<String> findings(Connection connection) throws SQLException {
        List<String> told = new ArrayList<>();
        new DatabaseVerifier(connection, difference -> told.add(difference.code() + " " + difference.place()))
                .findings();
        return told;
    }
}
