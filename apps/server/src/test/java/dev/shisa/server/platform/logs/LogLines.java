package dev.shisa.server.platform.logs;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** Hears what a class writes into the log, until it is closed. */
public final class LogLines implements AutoCloseable {

    private final Logger logger;
    private final AppenderBase<ILoggingEvent> appender;

    private LogLines(Logger logger, Consumer<String> lines) {
        this.logger = logger;
        this.appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                lines.accept(event.getFormattedMessage());
            }
        };
        TestLog.reset();
        appender.start();
        logger.addAppender(appender);
    }

    public static LogLines of(Class<?> writer, Consumer<String> lines) {
        return new LogLines((Logger) LoggerFactory.getLogger(writer), lines);
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
    }
}
