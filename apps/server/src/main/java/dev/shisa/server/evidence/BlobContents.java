package dev.shisa.server.evidence;

import dev.shisa.server.platform.backup.Contents;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The contents that have a row, as files below the data folder; for backups, which have no container. */
public final class BlobContents implements Contents {

    @Override
    public Collection<String> named(Connection connection) throws SQLException {
        List<String> paths = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet exists = statement.executeQuery("SELECT to_regclass('blob') IS NOT NULL")) {
                // A database that was never migrated, or is older than the first files.
                if (!exists.next() || !exists.getBoolean(1)) {
                    return paths;
                }
            }
            try (ResultSet rows = statement.executeQuery("SELECT sha256 FROM blob")) {
                while (rows.next()) {
                    paths.add(Blobs.relative(rows.getString(1)));
                }
            }
        }
        return paths;
    }
}
