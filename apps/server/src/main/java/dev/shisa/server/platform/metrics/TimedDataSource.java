package dev.shisa.server.platform.metrics;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.ToIntFunction;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** The pool of connections, with every statement timed and the pool's state told. What statements say is not recorded. */
public final class TimedDataSource extends DelegatingDataSource implements AutoCloseable {

    private static final double NANOS = 1e9;

    private final HikariDataSource pool;
    private final Histogram statements;
    private final Histogram waits;
    private final Counter errors;

    public TimedDataSource(HikariDataSource pool, Metrics metrics) {
        super(pool);
        this.pool = pool;
        statements = metrics.durations("shisa_database_statement_duration_seconds", "Time of a statement");
        waits = metrics.durations("shisa_database_connection_wait_seconds", "Time until a connection was free");
        errors = metrics.counter("shisa_database_errors_total", "Statements and connections that failed");
        metrics.gauge("shisa_database_connections_max", "Connections at most", pool::getMaximumPoolSize);
        metrics.gauge(
                "shisa_database_connections_active",
                "Connections in use",
                () -> state(HikariPoolMXBean::getActiveConnections));
        metrics.gauge(
                "shisa_database_connections_idle",
                "Connections open and free",
                () -> state(HikariPoolMXBean::getIdleConnections));
        metrics.gauge(
                "shisa_database_connections_waiting",
                "Threads that wait for a connection",
                () -> state(HikariPoolMXBean::getThreadsAwaitingConnection));
    }

    /** The pool has no state before its first connection. */
    private int state(ToIntFunction<HikariPoolMXBean> part) {
        HikariPoolMXBean state = pool.getHikariPoolMXBean();
        return state == null ? 0 : part.applyAsInt(state);
    }

    @Override
    public Connection getConnection() throws SQLException {
        long start = System.nanoTime();
        try {
            return timed(pool.getConnection());
        } catch (SQLException e) {
            errors.inc();
            throw e;
        } finally {
            waits.observe((System.nanoTime() - start) / NANOS);
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLException("the pool has one user");
    }

    @Override
    public void close() {
        pool.close();
    }

    private Connection timed(Connection connection) {
        return proxy(Connection.class, (proxy, method, args) -> {
            Object result = call(proxy, connection, method, args);
            return switch (result) {
                case java.sql.CallableStatement other -> other;
                case PreparedStatement statement -> timed(PreparedStatement.class, statement);
                case Statement statement -> timed(Statement.class, statement);
                case null, default -> result;
            };
        });
    }

    private <S extends Statement> S timed(Class<S> type, S statement) {
        return proxy(type, (proxy, method, args) -> {
            if (!method.getName().startsWith("execute")) {
                return call(proxy, statement, method, args);
            }
            long start = System.nanoTime();
            try {
                return call(proxy, statement, method, args);
            } catch (SQLException e) {
                errors.inc();
                throw e;
            } finally {
                statements.observe((System.nanoTime() - start) / NANOS);
            }
        });
    }

    /** A proxy is itself only: whoever keeps a connection asks whether it is the same one. */
    @SuppressWarnings("ReferenceEquality")
    private static Object call(Object proxy, Object target, Method method, Object[] args) throws Throwable {
        if (method.getName().equals("equals") && args.length == 1) {
            return proxy == args[0];
        }
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(TimedDataSource.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
