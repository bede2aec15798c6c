package dev.shisa.server.platform.start;

import com.zaxxer.hikari.HikariDataSource;
import dev.shisa.server.platform.backup.UpgradeBackup;
import dev.shisa.server.platform.database.EmbeddedPostgres;
import dev.shisa.server.platform.database.PostgresOptions;
import dev.shisa.server.platform.metrics.Metrics;
import dev.shisa.server.platform.metrics.TimedDataSource;
import dev.shisa.server.platform.storage.DataLock;
import dev.shisa.server.platform.transaction.Transactions;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The one database: an external PostgreSQL when {@code shisa.database.url} names one, otherwise our own in the data
 * directory. It starts before anything that needs it and, because the pool depends on it, stops after everything that
 * used it.
 */
@Configuration(proxyBeanMethods = false)
class DatabaseConfig {

    private static final int CONNECTIONS_MAX = 10;
    private static final int CONNECTIONS_IDLE = 2;

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseConfig.class);

    /** A connection more is ended when nobody needed it for so long: the database has a process of its own for each, of some megabytes. */
    private static final long IDLE_MS = 30_000;

    /** Longer than any page waits, short enough that a lost database is seen. */
    private static final long CONNECT_TIMEOUT_MS = 10_000;

    /** No statement of a page takes so long, nor does a slow disk; a database that hangs must not hang its readers. */
    private static final int ANSWER_TIMEOUT_S = 60;

    /** Where the database is, and what keeps it ours until the end: its own process, or the lock of the data folder. */
    record Database(String url, String user, String password, Closeable held) implements Closeable {
        @Override
        public void close() throws IOException {
            held.close();
        }
    }

    /** Chosen here and not by a condition: conditions are decided when Shisa is built. */
    @Bean(destroyMethod = "close")
    Database database(
            @Value("${shisa.data}") Path data,
            @Value("${" + DatabaseHeadStart.ELSEWHERE + ":}") String url,
            @Value("${shisa.database.user:}") String user,
            @Value("${shisa.database.password:}") String password,
            ObjectProvider<DatabaseHeadStart> begun)
            throws IOException, InterruptedException {
        if (!url.isEmpty()) {
            // The database is elsewhere, but the files are here: two servers must not share them.
            return new Database(url, user, password, DataLock.take(data)::close);
        }
        DatabaseHeadStart head = begun.getIfAvailable(DatabaseHeadStart::new);
        EmbeddedPostgres own = head.take().orElseGet(() -> EmbeddedPostgres.start(data, PostgresOptions.standard()));
        LOG.info("the database runs, process {}", own.processId());
        return new Database(own.jdbcUrl(), own.user(), own.password(), () -> {
            own.close();
            LOG.info("the database is stopped");
        });
    }

    /** Whoever gets it finds the tables of this version. */
    @Bean
    DataSource dataSource(Database database, Metrics metrics, UpgradeBackup upgrade) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.user());
        pool.setPassword(database.password());
        pool.setPoolName("shisa");
        pool.setMaximumPoolSize(CONNECTIONS_MAX);
        pool.setMinimumIdle(CONNECTIONS_IDLE);
        pool.setIdleTimeout(IDLE_MS);
        pool.setConnectionTimeout(CONNECT_TIMEOUT_MS);
        // By this the database knows whose changes of rows it records for the ledger; everybody else's leave no record.
        pool.setConnectionInitSql("SET shisa.writer = 'server'");
        pool.addDataSourceProperty("socketTimeout", Integer.toString(ANSWER_TIMEOUT_S));
        // What PostgreSQL tells beside an error's sentence are values: they belong to people and not into the log.
        pool.addDataSourceProperty("logServerErrorDetail", "false");
        TimedDataSource source = new TimedDataSource(pool, metrics);
        boolean current = false;
        try {
            upgrade.migrate(source);
            current = true;
            return source;
        } finally {
            if (!current) {
                source.close();
            }
        }
    }

    @Bean
    Transactions transactionManager(DataSource dataSource) {
        return new Transactions(dataSource);
    }
}
