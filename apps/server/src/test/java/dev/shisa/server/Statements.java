package dev.shisa.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** How many statements are sent to the database while something is done; a batch is one. */
public final class Statements {

    private Statements() {}

    /** Counts those of every thread, so nothing else may go on. */
    public static int during(Runnable work) {
        Logger logger = (Logger) LoggerFactory.getLogger(JdbcTemplate.class);
        AtomicInteger sent = new AtomicInteger();
        AppenderBase<ILoggingEvent> counter = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (event.getMessage().startsWith("Executing ")
                        && !event.getMessage().equals("Executing prepared SQL query")
                        && !event.getMessage().equals("Executing prepared SQL update")) {
                    sent.incrementAndGet();
                }
            }
        };
        Level level = logger.getLevel();
        boolean additive = logger.isAdditive();
        counter.start();
        logger.addAppender(counter);
        logger.setAdditive(false);
        logger.setLevel(Level.DEBUG);
        try {
            work.run();
        } finally {
            logger.setLevel(level);
            logger.setAdditive(additive);
            logger.detachAppender(counter);
        }
        return sent.get();
    }
}
