package dev.shisa.server.platform.backup;

import dev.shisa.server.platform.database.MigrationsDone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The migrations that this Shisa knows, without asking a database. */
final class Migrations {

    private Migrations() {}

    /** Their versions as in their names, {@code 001}. */
    static Set<String> known() {
        Set<String> versions = new TreeSet<>();
        try {
            for (Resource file :
                    new PathMatchingResourcePatternResolver().getResources("classpath*:db/migration/V*__*.sql")) {
                String name = String.valueOf(file.getFilename());
                versions.add(name.substring(1, name.indexOf("__")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the migrations cannot be listed", e);
        }
        return versions;
    }

    /** Brings an empty database to the version that has these, and tells how many are done. */
    static void migrate(FluentConfiguration empty, Collection<String> versions, Progress progress) {
        empty.target(newest(versions));
        empty.callbacks(new MigrationsDone(done -> progress.at(Progress.Stage.PREPARING, done, versions.size())));
        empty.load().migrate();
    }

    static String newest(Collection<String> versions) {
        return versions.stream()
                .map(MigrationVersion::fromVersion)
                .max(MigrationVersion::compareTo)
                .map(MigrationVersion::getVersion)
                .orElseThrow();
    }
}
