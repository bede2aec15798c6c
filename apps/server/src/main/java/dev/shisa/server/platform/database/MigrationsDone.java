package dev.shisa.server.platform.database;

import java.util.function.IntConsumer;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/** Counts the changes of a database that is brought to another version. */
public final class MigrationsDone extends BaseCallback {

    private final IntConsumer count;
    private int done;

    /** @param count hears how many are done, after each */
    public MigrationsDone(IntConsumer count) {
        this.count = count;
    }

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.AFTER_EACH_MIGRATE;
    }

    @Override
    public void handle(Event event, Context context) {
        count.accept(++done);
    }
}
