package dev.shisa.server.platform.start;

import com.zaxxer.hikari.HikariDataSource;
import dev.shisa.server.platform.database.EmbeddedPostgres;
import dev.shisa.server.platform.database.PostgresOptions;
import dev.shisa.server.platform.metrics.Metrics;
import dev.shisa.server.platform.metrics.TimedDataSource;
import dev.shisa.server.platform.storage.DataLock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * The one database: an external PostgreSQL when {@code shisa.database.url} names one, otherwise our own in the data
 * directory. It starts before anything that needs it and, because the pool depends on it, stops after everything that
 * used it.
 */
@Configuration(proxyBeanMethods = false)
class DatabaseConfig {

    private static final int CONNECTIONS_MAX = 10;
    private static final int CONNECTIONS_IDLE = 2;

    /** Longer than any page waits, short enough that a lost database is seen. */
    private static final long CONNECT_TIMEOUT_MS = 10_000;

    /** No statement of a page takes so long, nor does a slow disk; a database that hangs must not hang its readers. */
    private static final int ANSWER_TIMEOUT_S = 60;

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("shisa.database.url")
    static class External {

        /** The database is elsewhere, but the files are here: two servers must not share them. */
        @Bean(destroyMethod = "close")
        DataLock dataLock(@Value("${shisa.data}") Path data) throws IOException {
            return DataLock.take(data);
        }

        @Bean
        DataSource dataSource(
                DataLock lock,
                @Value("${shisa.database.url}") String url,
                @Value("${shisa.database.user:}") String user,
                @Value("${shisa.database.password:}") String password,
                Metrics metrics) {
            return pool(url, user, password, metrics);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "shisa.database.url", matchIfMissing = true, havingValue = "embedded")
    static class Embedded {

        @Bean(destroyMethod = "close")
        EmbeddedPostgres embeddedPostgres(@Value("${shisa.data}") Path data) {
            return EmbeddedPostgres.start(data, PostgresOptions.standard());
        }

        @Bean
        DataSource dataSource(EmbeddedPostgres postgres, Metrics metrics) {
            return pool(postgres.jdbcUrl(), postgres.user(), postgres.password(), metrics);
        }
    }

    /** A migration of a large table may take as long as it takes. */
    @Bean
    FlywayConfigurationCustomizer patientMigrations(DataSource dataSource) {
        return flyway -> flyway.dataSource(new DelegatingDataSource(dataSource) {
            @Override
            public Connection getConnection() throws SQLException {
                return patient(super.getConnection());
            }
        });
    }

    /** Lets a connection wait for an answer without end, until it goes back to the pool. */
    private static Connection patient(Connection connection) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, 0);
        return connection;
    }

    private static TimedDataSource pool(String url, String user, String password, Metrics metrics) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setUsername(user);
        pool.setPassword(password);
        pool.setPoolName("shisa");
        pool.setMaximumPoolSize(CONNECTIONS_MAX);
        pool.setMinimumIdle(CONNECTIONS_IDLE);
        pool.setConnectionTimeout(CONNECT_TIMEOUT_MS);
        pool.addDataSourceProperty("socketTimeout", Integer.toString(ANSWER_TIMEOUT_S));
        // What PostgreSQL tells beside an error's sentence are values: they belong to people and not into the log.
        pool.addDataSourceProperty("logServerErrorDetail", "false");
        return new TimedDataSource(pool, metrics);
    }
}
